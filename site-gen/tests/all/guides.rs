//! Guides: heads that are none end the build, and the project's own are all found, whole, and printable.

use crate::pages::{config, content, root, site};
use crate::project::Project;
use site_gen::content::Library;
use site_gen::guides::{self, ROLES};
use site_gen::html::{anchors, escape, tags};
use site_gen::regulation::Regulation;
use site_gen::site::SitePath;
use site_gen::sources::Sources;
use std::collections::BTreeSet;

const HEAD: &str = "roles = [\"warga\"]\ngoal = \"a\"\nowner = \"b\"\nreviewed = \"2026-11-28\"\nwho = \"c\"\ntime = \"d\"\nends = \"e\"\n";

fn guide(extra: &str) -> Project {
    let text =
        format!("+++\ntitle = \"Minta\"\ntemplate = \"panduan.html\"\n[extra]\n{extra}+++\n");
    Project::new()
        .with("content/panduan/minta.md", &text)
        .with("content/_index.md", "+++\n+++\n")
        .with("templates/panduan.html", "{% for step in page.extra.steps %}<p>{{ step.text | markdown(inline=true) }}</p>{% endfor %}")
}

#[test]
fn a_head_that_is_none_of_a_guide_ends_the_build_and_says_why() {
    for (extra, expected) in [
        ("goal = \"a\"\n", "content/panduan/minta.md: [extra] of a guide: missing field `roles`"),
        (
            &format!("{HEAD}[[extra.steps]]\ntext = \"f\"\nlaws = []\n"),
            "content/panduan/minta.md: [extra] of a guide: unknown field `laws`, expected one of `text`, `law`, `items`, `choices`, `silent`",
        ),
        (
            &HEAD.replace("warga", "wraga"),
            "content/panduan/minta.md: `roles` has `wraga`; known are warga, pegawai, perangkat-daerah, pengelola-pendaftaran, sandi, pengembang, instansi, pemeriksa",
        ),
        (
            &HEAD.replace("\"warga\"", ""),
            "content/panduan/minta.md: `roles` is empty, so the role finder would never show this guide",
        ),
    ] {
        assert_eq!(guide(extra).error(), expected);
    }
}

#[test]
fn a_step_is_one_line_of_markdown_whose_links_are_followed() {
    let step = |text: &str| guide(&format!("{HEAD}[[extra.steps]]\ntext = \"{text}\"\n"));
    let site = step("Buka **[daftar](@/panduan/cabut.md)** & baca").build().unwrap();
    let page = site.file(&SitePath::new("panduan/minta/index.html").unwrap()).unwrap();
    assert_eq!(
        String::from_utf8_lossy(page),
        "<p>Buka <strong><a href=\"../cabut/\">daftar</a></strong> &amp; baca</p>"
    );
    let error = step("[daftar](@/panduan/tiada.md)").error();
    assert!(
        error.contains("content/panduan/minta.md: broken link `@/panduan/tiada.md`"),
        "{error}"
    );
}

fn library() -> Library {
    let (config, files) = Sources::read_content(&root()).unwrap();
    Library::read(&config, &files).unwrap()
}

/// From `<details … id="role"` to its end.
fn role<'p>(hub: &'p str, role: &str) -> &'p str {
    let (_, rest) = hub.split_once(&format!("id=\"{role}\"")).unwrap();
    rest.split_once("</details>").unwrap().0
}

#[test]
fn the_role_finder_leads_to_every_guide_from_each_of_its_roles_and_nowhere_else() {
    let (site, library) = (site(), library());
    let all = guides::all(&library).unwrap();
    for (lang, hub) in [("id", "panduan/index.html"), ("en", "en/panduan/index.html")] {
        let hub = &site[hub];
        for key in ROLES {
            let expected: Vec<String> = all
                .iter()
                .filter(|(entry, guide)| {
                    entry.lang.as_str() == lang && guide.roles.iter().any(|role| role == key)
                })
                .map(|(entry, guide)| {
                    let (_, link) = entry.url.split_once("panduan/").unwrap();
                    format!("<a href=\"{link}\">{}</a>", escape(&guide.goal).replace("&#39;", "'"))
                })
                .collect();
            let shown = role(hub, key);
            assert_eq!(shown.matches("<li>").count(), expected.len(), "{lang} {key}");
            assert!(!expected.is_empty(), "{lang}: nobody wrote a guide for {key}");
            for link in expected {
                assert!(shown.contains(&link), "{key}: {link}");
            }
        }
    }
}

#[test]
fn every_step_stands_on_its_page_with_the_words_that_bind_it() {
    let (site, library) = (site(), library());
    for (entry, guide) in guides::all(&library).unwrap() {
        let page = &site[entry.output.as_str()];
        let steps: Vec<&str> = page.split("<li id=\"langkah-").skip(1).collect();
        assert_eq!(steps.len(), guide.steps.len(), "{}", entry.source);
        for (step, shown) in guide.steps.iter().zip(steps) {
            let own = shown.split("<li id=").next().unwrap();
            let quoted: Vec<&str> = own
                .split("<p><a href=\"")
                .skip(1)
                .filter_map(|rest| rest.split_once('"').unwrap().0.split_once("peraturan/#"))
                .map(|(_, id)| id)
                .collect();
            let quoted = quoted.get(..step.law.len()).unwrap_or(&quoted);
            assert_eq!(quoted, step.law, "{}: {}", entry.source, step.text);
        }
        assert_eq!(
            page.contains("<svg class=\"flow\""),
            !guide.flow.is_empty(),
            "{}",
            entry.source
        );
    }
}

/// The words of HTML in order.
fn words(html: &str) -> Vec<String> {
    let text: String = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ");
    let text = text
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn what_unfolds_under_a_step_is_the_regulation_word_for_word() {
    let (site, config) = (site(), config());
    let regulation = Regulation::parse(&config, &content("regulation.toml")).unwrap();
    let mut compared = 0;
    for (path, page) in site.iter().filter(|(path, _)| path.contains("panduan/")) {
        for quoted in page.split("<blockquote lang=\"id\" cite=\"").skip(1) {
            let (cite, rest) = quoted.split_once("\">").unwrap();
            let (_, id) = cite.split_once("peraturan/#").unwrap();
            let unit = regulation.unit(id).unwrap();
            let lang = config.language("id").unwrap();
            let expected = regulation.quotation(unit, lang, String::new()).plain;
            let html = rest.split_once("</blockquote>").unwrap().0;
            let expected: Vec<&str> = expected.split_whitespace().collect();
            assert_eq!(words(html).concat(), expected.concat(), "{path}: {id}");
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared} quotations");
}

#[test]
fn a_step_for_staff_says_what_binds_it_or_that_nothing_does() {
    let with = |step: &str| {
        let text = format!(
            "+++\ntitle = \"Minta\"\ntemplate = \"panduan.html\"\n[extra]\n{HEAD}[[extra.steps]]\ntext = \"f\"\nsilent = \"g\"\n[[extra.steps]]\ntext = \"h\"\n{step}+++\n"
        );
        Project::new()
            .with("content/_index.md", "+++\n+++\n")
            .with("content/panduan/pegawai/minta.md", &text)
    };
    let read = |project: &Project| {
        let (config, files) = Sources::read_content(project.path()).unwrap();
        guides::all(&Library::read(&config, &files).unwrap()).map(|guides| guides.len())
    };
    assert_eq!(read(&with("silent = \"i\"\n")), Ok(1));
    assert_eq!(
        read(&with("")).unwrap_err().to_string(),
        "content/panduan/pegawai/minta.md: step 2 has neither `law` nor `silent`; a guide for staff says of each step which unit of the regulation binds it, or that none does"
    );
}

#[test]
fn a_set_for_paper_has_every_guide_of_its_set_and_no_id_twice() {
    let (site, library) = (site(), library());
    let all = guides::all(&library).unwrap();
    for set in ["pegawai", "warga", "instansi", "pemeriksa"] {
        for folder in ["", "en/"] {
            let sheet = &site[&format!("{folder}panduan/cetak-{set}/index.html")];
            let ids = tags(sheet);
            let ids: Vec<&str> = anchors(&ids).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{folder}{set}");
            let lang = if folder.is_empty() { "id" } else { "en" };
            let own = format!("panduan/{set}/");
            let guides: Vec<_> = all
                .iter()
                .filter(|(entry, _)| entry.lang.as_str() == lang && entry.source.starts_with(&own))
                .collect();
            assert!(guides.len() >= 3, "{folder}{set}: {}", guides.len());
            for (entry, _) in &guides {
                let heading = format!("<h2 id=\"{}\">", entry.slug);
                assert_eq!(sheet.matches(&heading).count(), 1, "{}", entry.slug);
            }
            let pictures = guides.iter().filter(|(_, guide)| !guide.flow.is_empty()).count();
            assert_eq!(sheet.matches("class=\"flow\"").count(), pictures, "{folder}{set}");
            let mut letters: Vec<&str> =
                guides.iter().flat_map(|(_, guide)| &guide.letters).map(String::as_str).collect();
            letters.sort_unstable();
            letters.dedup();
            let blanks = |html: &str| html.matches("class=\"blank\"").count();
            let expected = letters.iter().map(|name| {
                let blanks = blanks(&site[&format!("{folder}surat/{name}/index.html")]);
                assert!(blanks > 5, "{name}: {blanks} blanks");
                blanks
            });
            let own = guides.iter().map(|(entry, _)| {
                blanks(&site[&format!("{folder}panduan/{set}/{}/index.html", entry.slug)])
            });
            assert_eq!(expected.chain(own).sum::<usize>(), blanks(sheet), "{folder}{set}");
        }
    }
}
