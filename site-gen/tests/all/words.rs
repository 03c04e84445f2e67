//! The table of words, with the project's own as the fixture.

use site_gen::config::Config;
use site_gen::policy::Policy;
use site_gen::words::Words;
use site_gen::words::changes::groups;
use site_gen::words::keys::REASONS;
use std::path::Path;
use verifier::report::{ChangeReport, LaterChanges, ModificationLevel, Permitted};

fn own() -> String {
    file("verdicts.toml")
}

fn file(name: &str) -> String {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    std::fs::read_to_string(content.join(name)).unwrap()
}

fn parse(text: &str) -> Result<Words, String> {
    let config = Config::parse(
        "config.toml",
        "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n",
    )
    .unwrap();
    let policy = Policy::parse(&config, &file("policy.toml")).unwrap();
    Words::parse(&config, text, &policy).map_err(|error| error.to_string())
}

#[test]
fn the_projects_table_is_whole() {
    let words = parse(&own()).unwrap();
    assert_eq!(words.code("id").unwrap().verdicts["asli"].headline, "Asli dan utuh");
    let json: serde_json::Value = serde_json::from_str(words.code("en").unwrap().json()).unwrap();
    assert_eq!(json["verdict"][0]["key"], "asli");
    assert!(json["verdict"][0]["headline"].is_string());
}

#[test]
fn a_reason_is_given_in_words_with_its_arguments() {
    let words = parse(&own()).unwrap();
    let reason = serde_json::json!({ "key": "leading-bytes", "count": 7 });
    let said = words.code("id").unwrap().reason(&reason).unwrap();
    assert!(said.text.contains(" 7 "), "{}", said.text);
    assert_eq!(
        words.code("id").unwrap().reason(&serde_json::json!({ "key": "never-heard-of" })),
        None
    );
}

/// A change as a report lists it.
fn change(
    key: &'static str,
    level: ModificationLevel,
    revision: usize,
    page: Option<usize>,
    permitted: Permitted,
) -> ChangeReport {
    ChangeReport {
        key,
        level,
        permitted: permitted == Permitted::Yes,
        revision,
        path: "Root/Pages".to_owned(),
        object: None,
        replaces: None,
        page,
        field: None,
        subtype: None,
        rectangle: None,
    }
}

#[test]
fn later_changes_are_said_in_groups_with_numbers_pages_and_names() {
    use ModificationLevel::{Annotation, FormFilling, Other};
    use Permitted::{No, Yes};
    let kind = |change: ChangeReport, subtype: &str| ChangeReport {
        subtype: Some(subtype.to_owned()),
        ..change
    };
    let named = |change: ChangeReport, field: &str| ChangeReport {
        field: Some(field.to_owned()),
        ..change
    };
    let later = LaterChanges {
        level: Some(Other),
        permitted: No,
        changes: vec![
            named(change("field-filled", FormFilling, 2, Some(1), Yes), "Nama"),
            change("page-changed", Other, 2, Some(3), No),
            change("page-changed", Other, 2, Some(4), No),
            change("page-changed", Other, 2, Some(3), No),
            kind(change("annotation-added", Annotation, 3, Some(2), Yes), "Stamp"),
            kind(change("annotation-added", Annotation, 3, Some(5), Yes), "Stamp"),
            kind(change("annotation-added", Annotation, 3, Some(5), Yes), "Sparkle"),
            change("annotation-added", Annotation, 3, None, Yes),
            change("never-heard-of", Other, 4, None, No),
        ],
        more: 0,
    };
    let words = parse(&own()).unwrap();
    let said = |lang| -> Vec<(usize, bool, String)> {
        let words = words.code(lang).unwrap();
        let groups = groups(&later);
        groups.iter().map(|g| (g.revision, g.permitted, words.changes_in_words(g))).collect()
    };
    let expected = [
        (2, false, "Halaman 3–4 diubah"),
        (2, true, "1 kolom formulir diisi di halaman 1: Nama"),
        (3, true, "3 anotasi ditambahkan di halaman 2, 5: cap, Sparkle"),
        (3, true, "1 anotasi ditambahkan"),
        (4, false, "never-heard-of"),
    ];
    assert_eq!(said("id"), expected.map(|(revision, yes, text)| (revision, yes, text.to_owned())));
    assert_eq!(said("en")[2].2, "3 annotations were added on page 2, 5: stamp, Sparkle");
}

#[test]
fn no_sentence_is_long_and_none_promises_legal_validity() {
    let mut sentences = 0;
    for (name, list) in [
        ("verdicts.toml", "verdict"),
        ("verdicts.toml", "reason"),
        ("verdicts.toml", "change"),
        ("verdicts.toml", "check"),
        ("verdicts.toml", "label"),
        ("policy.toml", "rule"),
        ("indications.toml", "indication"),
        ("indications.toml", "condition"),
        ("verdict_pages.toml", "verdict"),
        ("glossary.toml", "term"),
        ("lint.toml", "finding"),
        ("lint.toml", "meaning"),
    ] {
        let table: toml::Table = toml::from_str(&file(name)).unwrap();
        for text in table[list].as_array().unwrap().iter().flat_map(texts) {
            assert!(!text.to_lowercase().contains("sah secara hukum"), "{text}");
            for sentence in text.split_inclusive(['.', '?', '!', ':']) {
                assert!(sentence.split_whitespace().count() <= 20, "{list}: {sentence}");
                sentences += 1;
            }
        }
    }
    assert!(sentences > 900, "{sentences}");
}

/// A moment takes six words, a name some more: what is said of a revocation stays short with them in it.
#[test]
fn sentences_about_revocation_are_short_when_they_are_filled() {
    let words = parse(&own()).unwrap();
    let keys = REASONS.iter().filter(|(key, _)| {
        ["revo", "suspended", "invalid-since"].iter().any(|word| key.contains(word))
    });
    for (key, arguments) in keys {
        let value = |name: &&str| match *name {
            "because" => "ocsp-responder",
            "reason" => "affiliationChanged",
            "method" => "ocsp",
            "count" | "number" => "12",
            "issuer" | "subject" => "OSD LU Kelas 2",
            _ => "1 Maret 2026 pukul 10 WIB",
        };
        let arguments = arguments.iter().map(|name| ((*name).to_owned(), value(name).into()));
        let mut reason: serde_json::Map<_, _> = arguments.collect();
        reason.insert("key".to_owned(), (*key).into());
        for lang in ["id", "en"] {
            let said = words.code(lang).unwrap().reason(&reason.clone().into()).unwrap();
            for sentence in said.text.split(". ").chain(said.remedy.split(". ")) {
                assert!(sentence.split_whitespace().count() <= 20, "{key}: {sentence}");
            }
        }
    }
}

/// Every text of a row, in all languages, however deep.
fn texts(row: &toml::Value) -> Vec<&str> {
    if let Some(table) = row.as_table() {
        return table.values().flat_map(texts).collect();
    }
    match row.as_array() {
        Some(items) => items.iter().flat_map(texts).collect(),
        None => row.as_str().into_iter().collect(),
    }
}

#[test]
fn what_is_missing_or_misspelt_is_refused() {
    let own = own();
    for (from, to, expected) in [
        ("key = \"asli\"", "key = \"aseli\"", "content/verdicts.toml: no [[verdict]] for asli"),
        (
            "key = \"engine-stopped\"",
            "key = \"engine-stops\"",
            "content/verdicts.toml: no [[reason]] for engine-stopped",
        ),
        (
            "name = \"algorithms\"",
            "name = \"algoritms\"",
            "content/verdicts.toml: no [[check]] for algorithms",
        ),
        (
            "Ada {count} byte tambahan sebelum",
            "Ada {jumlah} byte tambahan sebelum",
            "content/verdicts.toml: reason `leading-bytes`: `text.id` has the placeholder {jumlah}; the report gives count",
        ),
        (
            "key = \"page-added\"",
            "key = \"page-add\"",
            "content/verdicts.toml: no [[change]] for page-added",
        ),
        (
            "key = \"because-circle\"",
            "key = \"because-circles\"",
            "content/verdicts.toml: no [[label]] for because-circle",
        ),
        (
            "many.id = \"{count} anotasi dihapus\"",
            "many.id = \"{page} anotasi dihapus\"",
            "content/verdicts.toml: change `annotation-removed`: `many.id` has the placeholder {page}; the report gives count",
        ),
        (
            "shape = \"circle-check\"",
            "shape = \"square\"",
            "content/verdicts.toml: verdict `asli`: `shape` should be one of circle-check, circle-check-page, clock-check, octagon-cross, ban, diamond-question, person-question, flask, broken, dashed, found square",
        ),
        (
            "headline.en = \"Genuine and intact\"\n",
            "",
            "content/verdicts.toml: verdict `asli`.headline: `en` is missing",
        ),
        (
            "key = \"asli-saat-itu\"",
            "key = \"asli\"",
            "content/verdicts.toml: verdict `asli`: this key is there twice",
        ),
    ] {
        let changed = own.replacen(from, to, 1);
        assert_ne!(changed, own, "{from} is not in the table");
        assert_eq!(parse(&changed).unwrap_err(), expected);
    }
}
