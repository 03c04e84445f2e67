//! What people read: the rules on a small site, and the portal's own content.

use crate::project::Project;
use site_gen::config::Config;
use site_gen::content::Library;
use site_gen::prose::readability::Readability;
use site_gen::prose::{self, Examined, readability};
use site_gen::site::SitePath;
use site_gen::sources::Sources;
use std::collections::BTreeMap;
use std::path::Path;
use verifier::Indication;

type Content = (Config, Library, BTreeMap<SitePath, Vec<u8>>);

fn content(root: &Path) -> Content {
    let (config, files) = Sources::read_content(root).unwrap();
    let library = Library::read(&config, &files).unwrap();
    (config, library, files)
}

fn examined(root: &Path) -> Option<Examined> {
    let (config, library, files) = content(root);
    prose::examine(&config, &library, &files).unwrap()
}

/// What is found, as `site-gen check` prints it.
fn told(examined: &Examined) -> Vec<String> {
    let findings = examined.findings.iter().map(ToString::to_string);
    findings.chain(examined.unneeded.iter().map(ToString::to_string)).collect()
}

const LONG: &str = "Surat yang panjang ini memuat jauh lebih banyak kata daripada yang dapat dibaca orang di layar kecil sambil berdiri di antrean.";

#[test]
fn a_site_that_asks_for_no_examination_gets_none() {
    let project = Project::new().with("content/_index.md", &format!("+++\n+++\n{LONG}\n"));
    assert_eq!(examined(project.path()), None);
}

#[test]
fn pages_and_tables_are_examined_and_an_exception_that_nothing_needs_is_told() {
    let prose = "
[[jargon]]
lang = \"en\"
scope = \"first-screens\"
words = [\"hash\"]
instead = \"fingerprint\"
[[exception]]
file = \"_index.md\"
rule = \"sentence-length\"
begins = \"Surat yang panjang\"
reason = \"a quotation\"
[[exception]]
file = \"_index.en.md\"
rule = \"sentence-length\"
begins = \"Surat yang panjang\"
reason = \"gone\"
";
    let project = Project::new()
        .with("content/prose.toml", prose)
        .with("content/_index.md", &format!("+++\ntitle = \"Rumah\"\n+++\n{LONG}\n"))
        .with("content/verdicts.toml", &format!(
            "[[verdict]]\nkey = \"asli\"\nheadline.id = \"Asli\"\nheadline.en = \"The hash fits\"\nmeaning.id = \"{LONG}\"\nmeaning.en = \"Good.\"\n"
        ))
        .with(
            "content/glossary.toml",
            "[[term]]\nslug = \"berkas\"\nforms.id = [\"berkas\"]\nforms.en = [\"file\"]\n",
        )
        .with(
            "content/panduan/minta.md",
            "+++\n[extra]\nwho = \"Anda\"\n[[extra.steps]]\ntext = \"Berkas dikirim oleh Anda.\"\n+++\n## Syarat\n\n[Berkas](@/istilah.md#berkas) ada.\n",
        )
        .with("content/panduan/minta.en.md", "+++\n+++\n## What\n\nSend the file.\n");
    let expected = [
        "content/panduan/minta.en.md: body (en): term-link: “file” is not linked to the glossary (#berkas); link it at its first use in the steps or in the body: “Send the file.”",
        "content/panduan/minta.md: extra.steps[1].text (id): passive-step: “dikirim oleh” hides who acts; begin with the verb, or name who acts: “Berkas dikirim oleh Anda.”",
        "content/verdicts.toml: verdict[asli].headline (en): jargon: “hash”: write “fingerprint”; use the plain word: “The hash fits”",
        "content/verdicts.toml: verdict[asli].meaning (id): sentence-length: 21 words, at most 20; make two sentences, or a list: “Surat yang panjang ini memuat jauh lebih banyak kata daripada yang dapat dibaca…”",
        "sentence-length in content/_index.en.md: “Surat yang panjang”",
    ];
    assert_eq!(told(&examined(project.path()).unwrap()), expected);
}

#[test]
fn what_prose_toml_may_not_say_is_refused_with_the_reason() {
    for (text, expected) in [
        (
            "[[exception]]\nfile = \"a.md\"\nrule = \"length\"\nbegins = \"A\"\nreason = \"b\"\n",
            "content/prose.toml: exception `A`: `rule` should be one of sentence-length, paragraph-length, heading-length, description-length, term-link, passive-step, jargon, doubled-word, found length",
        ),
        (
            "[[exception]]\nfile = \"a.md\"\nrule = \"jargon\"\nbegins = \"A\"\n",
            "content/prose.toml: exception `A`: `reason` is missing",
        ),
        (
            "[[jargon]]\nlang = \"fr\"\nscope = \"everywhere\"\nwords = []\ninstead = \"b\"\n",
            "content/prose.toml: jargon `b`: `lang` should be a language of config.toml, found fr",
        ),
        (
            "[[jargon]]\nlang = \"id\"\nscope = \"here\"\nwords = []\ninstead = \"b\"\n",
            "content/prose.toml: jargon `b`: `scope` should be headlines, first-screens or everywhere, found here",
        ),
    ] {
        let project = Project::new().with("content/prose.toml", text);
        let (config, library, files) = content(project.path());
        let error = prose::examine(&config, &library, &files).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn the_portals_own_content_follows_the_rules() {
    let examined = examined(&root()).expect("content/prose.toml");
    assert_eq!(told(&examined), Vec::<String>::new());
}

/// A guard against a reader that reads nothing: every page has figures, and they are those of plain text.
#[test]
fn every_page_of_the_portal_has_figures_of_readability() {
    let (config, files) = Sources::read_content(&root()).unwrap();
    let library = site_gen::build::library(&config, &files).unwrap();
    let figures = readability(&library);
    let verdicts = figures.iter().filter(|page| page.file.starts_with("putusan/")).count();
    assert_eq!(verdicts, 2 * (1 + 11 + Indication::all().len()), "two languages, all verdicts");
    let front = figures.iter().find(|page| page.file == "_index.md").unwrap();
    assert!(front.counts.words > 200, "{front:?}");
    let long: Vec<_> =
        figures.iter().filter(|page| page.counts.words > page.counts.sentences * 20).collect();
    assert_eq!(long, Vec::<&Readability>::new());
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
