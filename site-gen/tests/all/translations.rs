//! Translations: what is missing, what is stale, what is built differently, and how somebody says that he has read both.

use crate::project::Project;
use site_gen::content::Library;
use site_gen::sources::Sources;
use site_gen::translations::examine;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn told(root: &Path) -> Option<Vec<String>> {
    let (config, files) = Sources::read_content(root).unwrap();
    let library = Library::read(&config, &files).unwrap();
    let faults = examine(&config, &library, &files).unwrap()?;
    Some(faults.iter().map(ToString::to_string).collect())
}

fn translations(root: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_site-gen");
    let mut command = Command::new(program);
    command.arg("translations").arg("--root").arg(root).args(arguments).output().unwrap()
}

/// Exit code, standard output, standard error.
fn spoken(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The small site with every page in both languages, built alike.
fn whole() -> Project {
    Project::new()
        .with("content/_index.en.md", "+++\ntitle = \"Home\"\n+++\n# Home\n")
        .with("content/panduan/_index.en.md", "+++\nsort_by = \"weight\"\n+++\n")
        .with("content/panduan/minta.en.md", "+++\ntitle = \"Request\"\nweight = 2\n+++\n## What\n")
        .with("content/panduan/cabut.en.md", "+++\ntitle = \"Revoke\"\nweight = 1\n+++\nText\n")
}

#[test]
fn a_site_that_keeps_no_list_is_not_examined() {
    assert_eq!(told(Project::new().path()), None);
}

#[test]
fn a_translation_is_current_until_its_source_changes() {
    let project = whole();
    let listed = "unchecked _index.en.md\nunchecked panduan/_index.en.md\nunchecked panduan/cabut.en.md\nunchecked panduan/minta.en.md\n";
    assert_eq!(
        spoken(&translations(project.path(), &[])),
        (Some(0), listed.to_owned(), String::new())
    );
    assert_eq!(
        spoken(&translations(project.path(), &["--accept", "content/panduan/minta.en.md"])),
        (Some(0), "1 accepted of 4 translations\n".to_owned(), String::new())
    );
    assert_eq!(
        spoken(&translations(project.path(), &["--accept-all"])),
        (Some(0), "3 accepted of 4 translations\n".to_owned(), String::new())
    );
    assert_eq!(told(project.path()), Some(vec![]));
    project.write("content/panduan/cabut.md", b"+++\ntitle = \"Cabut\"\nweight = 1\n+++\nLain\n");
    assert_eq!(
        told(project.path()),
        Some(vec!["content/panduan/cabut.en.md: content/panduan/cabut.md has changed since this translation was checked against it; read both, then run `site-gen translations --accept panduan/cabut.en.md`".to_owned()])
    );
    let listed = "current   _index.en.md\ncurrent   panduan/_index.en.md\nstale     panduan/cabut.en.md\ncurrent   panduan/minta.en.md\n";
    assert_eq!(
        spoken(&translations(project.path(), &[])),
        (Some(0), listed.to_owned(), String::new())
    );
    assert_eq!(
        spoken(&translations(project.path(), &["--accept", "panduan/hilang.en.md"])),
        (
            Some(1),
            String::new(),
            "error: expected a translation, found `panduan/hilang.en.md`; `site-gen translations` lists them\n".to_owned()
        )
    );
}

#[test]
fn a_page_that_one_language_lacks_is_told() {
    let project = Project::new()
        .with(
            "content/translations.toml",
            "[checked]\n\"_index.en.md\" = \"0\"\n\"lama.en.md\" = \"0\"\n",
        )
        .with("content/asing.en.md", "+++\n+++\n");
    let missing = |page: &str| {
        format!("content/{page}: there is no `en` of this page; write it, with the same structure")
    };
    let told = told(project.path()).unwrap();
    assert_eq!(
        told.get(..4),
        Some(
            &[
                "content/asing.en.md: there is no page in the first language that this translates; write it, or remove this one".to_owned(),
                missing("panduan/_index.md"),
                missing("panduan/cabut.md"),
                "content/translations.toml: there is no page `lama.en.md`; run `site-gen translations --accept-all`, or remove the row".to_owned(),
            ][..]
        )
    );
}

#[test]
fn two_pages_that_are_not_built_alike_are_told_where() {
    let page = |law: &str, steps: &str, body: &str| {
        format!(
            "+++\ntitle = \"A\"\nweight = 1\n[extra]\nroles = [\"warga\"]\nneed = [\"satu\", \"dua\"]\n[[extra.steps]]\ntext = \"Minta.\"\nlaw = [{law}]\n{steps}+++\n{body}"
        )
    };
    let source = page(
        "\"pasal-9\"",
        "[[extra.steps]]\ntext = \"Tunggu.\"\nsilent = \"Tidak ada.\"\nlaw = []\n",
        "## Satu\n\n{{ <Law id=\"pasal-1\"/> }}\n\n### Dua\n",
    );
    let project = whole().with("content/panduan/cabut.md", &source);
    for (twin, expected) in [
        (source.clone(), vec![]),
        (
            page("", "[[extra.steps]]\ntext = \"Wait.\"\nlaw = []\n", "## One\n"),
            vec![
                "headings: 2; content/panduan/cabut.md has 2 3",
                "law in the body: nothing; content/panduan/cabut.md has pasal-1",
                "extra.steps[1].law: []; content/panduan/cabut.md has [\"pasal-9\"]",
                "extra.steps[2].silent: nothing; content/panduan/cabut.md has text",
            ],
        ),
        (
            source.replace("\"satu\", ", "").replace("warga", "pegawai").replace("weight = 1", ""),
            vec![
                "weight: None; content/panduan/cabut.md has Some(1)",
                "extra.need: 1 entry; content/panduan/cabut.md has 2 entries",
                "extra.roles: [\"pegawai\"]; content/panduan/cabut.md has [\"warga\"]",
            ],
        ),
        (
            source.replace("title = \"A\"", "description = \"A\"").replace("need", "needs"),
            vec![
                "title: nothing; content/panduan/cabut.md has text",
                "description: text; content/panduan/cabut.md has nothing",
                "extra.need: nothing; content/panduan/cabut.md has 2 entries",
                "extra.needs: 2 entries; content/panduan/cabut.md has nothing",
            ],
        ),
    ] {
        project.write("content/panduan/cabut.en.md", twin.as_bytes());
        translations(project.path(), &["--accept-all"]);
        let mut told = told(project.path()).unwrap();
        told.sort();
        let mut expected: Vec<String> =
            expected.iter().map(|line| format!("content/panduan/cabut.en.md: {line}")).collect();
        expected.sort();
        assert_eq!(told, expected, "{twin}");
    }
}

#[test]
fn the_portals_own_pages_are_translated_and_were_compared() {
    assert_eq!(told(&root()).expect("content/translations.toml"), Vec::<String>::new());
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
