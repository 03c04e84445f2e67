//! The table of words, with the project's own as the fixture.

use site_gen::config::Config;
use site_gen::words::Words;
use std::path::Path;

fn own() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/verdicts.toml"))
        .unwrap()
}

fn parse(text: &str) -> Result<Words, String> {
    let config = Config::parse(
        "config.toml",
        "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n",
    )
    .unwrap();
    Words::parse(&config, text).map_err(|error| error.to_string())
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
    let reason = serde_json::json!({ "key": "trailing-bytes", "count": 7 });
    let said = words.code("id").unwrap().reason(&reason).unwrap();
    assert!(said.text.contains(" 7 "), "{}", said.text);
    assert_eq!(
        words.code("id").unwrap().reason(&serde_json::json!({ "key": "never-heard-of" })),
        None
    );
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
        ("name = \"ocsp\"", "name = \"oscp\"", "content/verdicts.toml: no [[check]] for ocsp"),
        (
            "Ada {count} byte tambahan sesudah",
            "Ada {jumlah} byte tambahan sesudah",
            "content/verdicts.toml: reason `trailing-bytes`: `text.id` has the placeholder {jumlah}; the report gives count",
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
