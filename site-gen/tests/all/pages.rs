//! The project's own site, with its templates and words, around an engine that is none.

use crate::project::texts;
use site_gen::build::build;
use site_gen::disk::RealDisk;
use site_gen::policy::Policy;
use site_gen::portal::PortalWords;
use site_gen::registry_words::RegistryWords;
use site_gen::site::SitePath;
use site_gen::sources::Sources;
use site_gen::translations::Checked;
use site_gen::trust::certificate_file::CertificateFile;
use site_gen::trust::confirmation::grouped;
use site_gen::trust::operator::TrustFolder;
use site_gen::trust::{Demo, Regime, load};
use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::Path;

pub(crate) fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

pub(crate) fn site() -> BTreeMap<String, String> {
    site_with(&root().join("trust"))
}

/// All that the project's site is made of, with an engine that is none.
pub(crate) fn sources() -> Sources {
    sources_with(&root().join("trust"))
}

fn sources_with(trust: &Path) -> Sources {
    sources_by(trust, str::to_owned)
}

fn sources_by(trust: &Path, config: impl Fn(&str) -> String) -> Sources {
    let folder = tempfile::tempdir().unwrap();
    for name in ["content", "templates", "static"] {
        symlink(root().join(name), folder.path().join(name)).unwrap();
    }
    symlink(trust, folder.path().join("trust")).unwrap();
    let own = std::fs::read_to_string(root().join("config.toml")).unwrap();
    let (own, _samples) = own.split_once("# Demo letters").unwrap();
    std::fs::write(folder.path().join("config.toml"), config(own)).unwrap();
    let engine = folder.path().join("target/periksa/wasm");
    std::fs::create_dir_all(&engine).unwrap();
    std::fs::write(engine.join("verifier.js"), "\"use strict\";").unwrap();
    std::fs::write(engine.join("verifier.wasm"), "\0asm").unwrap();
    Sources::read(folder.path(), None).unwrap()
}

fn site_with(trust: &Path) -> BTreeMap<String, String> {
    let site = build(&sources_with(trust)).unwrap();
    // Tera writes apostrophes as references.
    texts(&site).into_iter().map(|(path, text)| (path, text.replace("&#39;", "'"))).collect()
}

pub(crate) fn config() -> site_gen::config::Config {
    let text = std::fs::read_to_string(root().join("config.toml")).unwrap();
    site_gen::config::Config::parse("config.toml", &text).unwrap()
}

pub(crate) fn content(name: &str) -> String {
    std::fs::read_to_string(root().join("content").join(name)).unwrap()
}

/// What stands between `before` and `after`, each time.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).map(|rest| rest.split_once(after).unwrap().0).collect()
}

#[test]
fn a_sample_portal_says_so_and_an_official_one_tells_how_to_make_sure() {
    let address = config().base_url.as_str().to_owned();
    let official = sources_by(&root().join("trust"), |own| {
        assert!(own.contains("demo = true\n"));
        own.replace("demo = true\n", "demo = false\n")
    });
    let official = texts(&build(&official).unwrap());
    let sample = site();
    for (folder, it_is, how, none) in [
        (
            "",
            "Situs resmi Pemerintah Kabupaten Paser.",
            "Begini cara memastikannya",
            "Portal contoh",
        ),
        (
            "en/",
            "Official site of the government of Kabupaten Paser.",
            "How to make sure",
            "A sample portal",
        ),
    ] {
        let banner = |site: &BTreeMap<String, String>, page: &str| {
            let html = &site[&format!("{folder}{page}")];
            between(html, "<details class=\"identity\">", "</details>").concat()
        };
        for page in ["index.html", "peraturan/index.html", "putusan/asli/index.html"] {
            let (official, sample) = (banner(&official, page), banner(&sample, page));
            for said in [it_is, how, &address, "situs-resmi/\""] {
                assert!(official.contains(said), "{folder}{page}: {said}: {official}");
            }
            assert!(!official.contains(none), "{folder}{page}: {official}");
            assert!(sample.contains(none) && sample.contains("situs-resmi/\""), "{sample}");
            assert!(!sample.contains(it_is), "{folder}{page}: {sample}");
        }
    }
}

#[test]
fn every_component_is_shown_or_says_where_and_every_token_has_its_role() {
    let site = site();
    let css = std::fs::read_to_string(root().join("static/css/periksa.css")).unwrap();
    let (tokens, _) = css.split_once('}').unwrap();
    let tokens: Vec<&str> = between(tokens, " --", ":");
    assert!(tokens.len() > 15, "{tokens:?}");
    for page in ["komponen/index.html", "en/komponen/index.html"] {
        let sections = between(&site[page], "<section class=\"rule\"", "</section>");
        assert!(sections.len() > 15, "{page}: {}", sections.len());
        for section in sections {
            let (_, below) = section.split_once("</h2>").unwrap();
            let (shown, said) = below.split_once("<dl class=\"entry\">").unwrap();
            let is_empty = shown.replace("<div>", "").replace("</div>", "").trim().is_empty();
            assert!(!is_empty, "{page}: {section}");
            assert_eq!(said.matches("<dd></dd>").count(), 0, "{page}: {section}");
        }
        for token in &tokens {
            assert!(names(&site[page], token), "{page}: --{token}");
        }
    }
}

/// Whether the page names the token, and not only one that begins like it.
fn names(html: &str, token: &str) -> bool {
    [",", "</code>"].iter().any(|end| html.contains(&format!("--{token}{end}")))
}

/// The list of changes names who answers for a page and when it was read; so does the page, and no page is left out of either.
#[test]
fn every_page_of_the_site_map_says_who_answers_for_it_and_is_in_the_list() {
    let site = site();
    let base = config().base_url.as_str().to_owned();
    let mapped = between(&site["sitemap.xml"], "<loc>", "</loc>");
    assert!(mapped.len() > 200, "{}", mapped.len());
    let mut listed = BTreeMap::from([("", 0), ("en/", 0)]);
    for address in &mapped {
        let path = address.strip_prefix(&base).unwrap().trim_start_matches('/');
        let html = &site[&format!("{path}index.html")];
        assert_eq!(html.matches("<div class=\"about\">").count(), 1, "{path}");
        *listed.get_mut(if path.starts_with("en/") { "en/" } else { "" }).unwrap() += 1;
    }
    for (folder, pages) in listed {
        let table = between(&site[&format!("{folder}perubahan/index.html")], "<tbody>", "</tbody>")
            .concat();
        assert_eq!(table.matches("<tr>").count(), pages, "{folder}perubahan/");
    }
}

#[test]
fn the_policy_is_published_rule_by_rule_each_under_its_own_address() {
    let site = site();
    let policy = Policy::parse(&config(), &content("policy.toml")).unwrap();
    for (lang, folder, version) in [("id", "", "versi"), ("en", "en/", "version")] {
        let page = &site[&format!("{folder}kebijakan/index.html")];
        let words = policy.code(lang).unwrap();
        for rule in &words.rules {
            assert_eq!(page.matches(&format!(" id=\"{}\"", rule.key)).count(), 1, "{}", rule.key);
            assert!(page.contains(&site_gen::html::escape(&rule.text)), "{}", rule.text);
            assert!(page.contains(&site_gen::html::escape(&rule.reason)), "{}", rule.reason);
        }
        assert!(page.contains(&format!("{}, {version} 1 (<code>periksa-1</code>)", words.name)));
        // Every algorithm the verifier lists, in its order.
        let rows = between(page, "<tr><td>", "</td>");
        let names: Vec<&str> =
            rows.iter().map(|row| row.split(" <small>").next().unwrap()).collect();
        let expected: Vec<String> = verifier::algorithms::table()
            .iter()
            .map(|row| site_gen::html::escape(row.algorithm))
            .collect();
        assert_eq!(names, expected);
        // And the page that verifies leads to each rule that a report may name.
        let home = &site[&format!("{folder}index.html")];
        let linked = between(home, "<li data-rule=\"", "\"");
        assert_eq!(linked, verifier::Relaxation::ALL.map(verifier::Relaxation::key));
    }
}

/// A build knows no day: the page says dates, and the real entries stand before those for tests.
#[test]
fn the_registry_is_published_for_comparing_by_eye() {
    let site = site();
    let registry = load(&root().join("trust"), Demo::Included).unwrap().registry;
    let words = RegistryWords::parse(&config(), &content("registry_words.toml")).unwrap();
    for (lang, folder, test, ends) in [
        (
            "id",
            "",
            "<h2 id=\"uji\">Hanya untuk uji</h2>",
            "berakhir <time datetime=\"2026-08-18T05:05:39Z\">18 Agustus 2026</time>",
        ),
        (
            "en",
            "en/",
            "<h2 id=\"uji\">For tests only</h2>",
            "end: <time datetime=\"2026-08-18T05:05:39Z\">18 August 2026</time>",
        ),
    ] {
        let page = &site[&format!("{folder}daftar-kepercayaan/index.html")];
        let (real, tests) = page.split_once(test).unwrap();
        assert_eq!(real.matches(ends).count(), 1, "{lang}");
        for entry in &registry.entries {
            let part = if entry.regime == Regime::Uji { tests } else { real };
            let start = format!(
                "<section class=\"rule entry\" id=\"{}\" data-regime=\"{}\">",
                entry.id,
                entry.regime.word()
            );
            let shown = between(part, &start, "</section>")[0];
            let fingerprint =
                format!("<code class=\"fingerprint\">{}</code>", grouped(&entry.sha256));
            assert!(shown.contains(&fingerprint), "{lang}: {shown}");
            assert!(shown.contains(&entry.serial.to_uppercase()), "{lang}: {shown}");
            for sentence in &entry.provenance {
                let told = &words.code(lang).unwrap().sentences[sentence];
                let said = format!("<dd>{}</dd>", site_gen::html::escape(told));
                assert!(shown.contains(&said), "{lang}: {sentence}");
            }
            // Nothing of the repository's own is imported.
            assert!(!shown.contains(".cer"), "{lang}: {shown}");
        }
        for change in &registry.changes {
            let told = &words.code(lang).unwrap().sentences[&change.reason];
            assert_eq!(tests.matches(&site_gen::html::escape(told)).count(), 1, "{lang}");
        }
        // Every page leads here.
        assert!(
            site[&format!("{folder}putusan/index.html")]
                .contains("href=\"../daftar-kepercayaan/\"")
        );
    }
}

#[test]
fn what_nobody_has_translated_is_marked_as_indonesian() {
    let trust = own_trust();
    let file = trust.path().join("registry.toml");
    let registry = std::fs::read_to_string(&file).unwrap();
    let written = "Belum dikonfirmasi secara tertulis oleh BSrE atau Komdigi.";
    std::fs::write(&file, registry.replace(written, "Sudah dikonfirmasi, \\\"surat 1\\\"."))
        .unwrap();
    let site = site_with(trust.path());
    let told = "<dd><span lang=\"id\">Sudah dikonfirmasi, &quot;surat 1&quot;.</span></dd>";
    let page = &site["en/daftar-kepercayaan/index.html"];
    assert_eq!((registry.matches(written).count(), page.matches(told).count()), (6, 6));
}

/// Absent they are left out; one that is there and cannot be read is not taken for absent.
#[test]
fn a_table_that_a_portal_may_do_without_has_to_be_right_where_it_is() {
    for file in ["roles.toml", "changes.toml", "registry_words.toml"] {
        let mut sources = sources();
        sources.content.insert(SitePath::new(file).unwrap(), b"\xFF".to_vec());
        let error = PortalWords::read(&sources.config, &sources.content).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("content/{file} is missing or not UTF-8 text; a portal needs its words")
        );
        sources.content.remove(&SitePath::new(file).unwrap());
        PortalWords::read(&sources.config, &sources.content).unwrap();
    }
    let mut sources = sources();
    sources.content.insert(SitePath::new("search.toml").unwrap(), b"\xFF".to_vec());
    assert_eq!(build(&sources).unwrap_err().to_string(), "content/search.toml: not UTF-8 text");
    let of_translations =
        BTreeMap::from([(SitePath::new("translations.toml").unwrap(), b"\xFF".to_vec())]);
    let error = Checked::read(&of_translations).unwrap_err().to_string();
    assert!(error.starts_with("content/translations.toml: not valid TOML"), "{error}");
}

/// The registries of the project, for changing.
fn own_trust() -> tempfile::TempDir {
    let trust = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(trust.path().join("demo/keys/statements")).unwrap();
    for name in ["registry.toml", "demo/registry.toml", "demo/keys/statements/1"] {
        std::fs::copy(root().join("trust").join(name), trust.path().join(name)).unwrap();
    }
    trust
}

#[test]
fn an_imported_certificate_is_published_in_der_and_offered() {
    let trust = own_trust();
    let bytes = std::fs::read(root().join("trust/demo/certificates/ca.pem")).unwrap();
    let certificate = CertificateFile::read(&bytes).unwrap();
    let mut folder = TrustFolder::open(&RealDisk, &trust.path().join("demo")).unwrap();
    folder.import(&certificate, "2026-11-28", "Uji").unwrap();
    let site = site_with(trust.path());
    // As text, which bytes are not; but the same bytes give the same text.
    let der = String::from_utf8_lossy(&certificate.der);
    assert_eq!(site["trust/certificates/demo-ca.cer"].as_str(), der);
    for (path, href) in [("daftar-kepercayaan", ".."), ("en/daftar-kepercayaan", "../..")] {
        let page = &site[&format!("{path}/index.html")];
        let link =
            format!("<a href=\"{href}/trust/certificates/demo-ca.cer\" download>demo-ca.cer</a>");
        assert_eq!(page.matches(&link).count(), 1, "{path}");
        assert_eq!(page.matches(".cer\"").count(), 1, "{path}");
    }
}

/// Pages without script draw the shapes that the cards draw.
#[test]
fn the_shapes_of_the_pages_are_those_of_the_cards() {
    let script = std::fs::read_to_string(root().join("static/kotak/shapes.js")).unwrap();
    let template = std::fs::read_to_string(root().join("templates/shapes.html")).unwrap();
    let constant = |name: &str| between(&script, &format!("const {name} = \""), "\"")[0].to_owned();
    for name in site_gen::words::keys::SHAPES {
        let drawn = between(&script, &format!("    \"{name}\": ["), "],")[0];
        let drawn: Vec<String> = drawn
            .split(", ")
            .map(|part| match part {
                "CIRCLE" | "QUESTION" => constant(part),
                quoted => quoted.trim_matches('"').to_owned(),
            })
            .collect();
        let written = between(&template, &format!("name == \"{name}\" %}}"), "\n")[0];
        assert_eq!(between(written, "<path d=\"", "\"/>"), drawn, "{name}");
    }
}
