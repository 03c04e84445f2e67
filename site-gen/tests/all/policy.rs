//! The published policy, with the project's own as the fixture: its rules are the verifier's, and so are its numbers.

use site_gen::config::Config;
use site_gen::policy::{Kind, Policy, Rule};
use std::path::Path;
use verifier::Relaxation;
use verifier::policy::{Budget, CLOCK_TOLERANCE};

fn own() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/policy.toml"))
        .unwrap()
}

fn parse(text: &str) -> Result<Policy, String> {
    let config = Config::parse(
        "config.toml",
        "base_url = \"/\"\ndefault_language = \"id\"\n[languages.en]\n",
    )
    .unwrap();
    Policy::parse(&config, text).map_err(|error| error.to_string())
}

fn rules(policy: &Policy, lang: &str, kind: Kind) -> Vec<Rule> {
    let rules = policy.code(lang).unwrap().rules.iter();
    rules.filter(|rule| rule.kind == kind).cloned().collect()
}

#[test]
fn the_rules_with_keys_in_the_verifier_are_all_there_and_no_others() {
    let policy = parse(&own()).unwrap();
    let keys = |kind| {
        let mut keys: Vec<String> =
            rules(&policy, "id", kind).into_iter().map(|rule| rule.key).collect();
        keys.sort();
        keys
    };
    let mut relaxations = Relaxation::ALL.map(|rule| rule.key().to_owned()).to_vec();
    relaxations.sort();
    assert_eq!(keys(Kind::Relaxation), relaxations);
    let mut limits: Vec<String> =
        Budget::DEFAULT.limits().iter().map(|(key, _)| (*key).to_owned()).collect();
    limits.sort();
    assert_eq!(keys(Kind::Limit), limits);
    assert_eq!(policy.code("id").unwrap().name, verifier::policy::NAME);
}

/// Each bound is written out, from the constant that the verifier obeys.
#[test]
fn the_numbers_are_the_verifiers() {
    let Budget {
        file_size,
        decoded_stream,
        revisions,
        xref_entries,
        object_bytes,
        decoded_streams,
        fields,
        signatures,
        certificates,
        signed_bytes,
        signature_checks,
        document_signature_checks,
        path_length,
        path_steps,
        document_path_steps,
        status_questions,
        list_bytes,
    } = Budget::DEFAULT;
    let mib = |bytes: usize| format!("{} MiB", bytes >> 20);
    let gb = |bytes: usize| format!("{} GB", bytes / 1_000_000_000);
    let millions = |count: u64| format!("{},000,000", count / 1_000_000);
    let thousands = |count: usize| format!("{},{:03}", count / 1000, count % 1000);
    let expected = [
        ("file-size", mib(file_size)),
        ("decoded-stream", mib(decoded_stream)),
        ("decoded-streams", mib(decoded_streams)),
        ("revisions", thousands(revisions)),
        ("xref-entries", millions(xref_entries)),
        ("object-bytes", mib(object_bytes)),
        ("fields", thousands(fields)),
        ("signatures", signatures.to_string()),
        ("certificates", certificates.to_string()),
        ("signed-bytes", gb(signed_bytes)),
        ("signature-checks", signature_checks.to_string()),
        ("document-signature-checks", thousands(document_signature_checks)),
        ("path-length", path_length.to_string()),
        ("path-steps", thousands(path_steps)),
        ("document-path-steps", thousands(document_path_steps)),
        ("status-questions", thousands(status_questions)),
        ("list-bytes", gb(list_bytes)),
    ];
    let policy = parse(&own()).unwrap();
    let value =
        |rule: &Rule| rule.text.split_once(": ").unwrap().1.strip_suffix('.').unwrap().to_owned();
    let english: Vec<(String, String)> = rules(&policy, "en", Kind::Limit)
        .iter()
        .map(|rule| (rule.key.clone(), value(rule)))
        .collect();
    assert_eq!(english, expected.map(|(key, value)| (key.to_owned(), value)));
    // Indonesian sets thousands off with a full stop, and says the same otherwise.
    let indonesian: Vec<String> = rules(&policy, "id", Kind::Limit)
        .iter()
        .map(|rule| value(rule).replace('.', ","))
        .collect();
    assert_eq!(indonesian, english.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>());

    let minutes = CLOCK_TOLERANCE / 60;
    assert_eq!(minutes * 60, CLOCK_TOLERANCE);
    for (lang, said) in [("id", format!("{minutes} menit.")), ("en", format!("{minutes} minutes."))]
    {
        let rules = rules(&policy, lang, Kind::Requirement);
        let rule = rules.iter().find(|rule| rule.key == "clock-tolerance").unwrap();
        assert!(rule.text.contains(&said), "{}", rule.text);
    }
}

/// A digit in a sentence would be a number that nothing holds to the code; names of standards and of a CA have some.
#[test]
fn no_number_is_typed_into_a_sentence() {
    let names = ["EN 319 102-1", "SHA-1", "MD5", "adbe.pkcs7.detached", "BSRE CA DS G1"];
    let table: toml::Table = toml::from_str(&own()).unwrap();
    let mut texts = 0;
    for rule in table["rule"].as_array().unwrap() {
        for field in ["title", "text", "reason", "strict_text"] {
            let Some(languages) = rule.get(field) else { continue };
            for text in languages.as_table().unwrap().values().map(|text| text.as_str().unwrap()) {
                let bare = names.iter().fold(text.to_owned(), |bare, name| bare.replace(name, ""));
                assert!(!bare.contains(|c: char| c.is_ascii_digit()), "{text}");
                texts += 1;
            }
        }
    }
    assert!(texts > 200, "{texts}");
}

#[test]
fn every_relaxation_says_what_the_standard_asks_and_would_say() {
    for rule in rules(&parse(&own()).unwrap(), "en", Kind::Relaxation) {
        assert!(!rule.strict_text.is_empty() && !rule.source.is_empty(), "{}", rule.key);
        assert!(!rule.strict.is_empty(), "{}", rule.key);
        // It says one thing, which a report can repeat.
        assert_eq!(rule.text.matches(". ").count(), 0, "{}", rule.text);
        let is_strict = |strict: &String| strict.starts_with("INDETERMINATE/");
        assert!(rule.strict.iter().all(is_strict), "{}", rule.key);
    }
}

#[test]
fn what_is_missing_or_misspelt_is_refused() {
    let own = own();
    let relaxations = Relaxation::ALL.map(Relaxation::key).join(", ");
    for (from, to, expected) in [
        (
            "key = \"attributes-not-der\"",
            "key = \"attributes-in-ber\"",
            format!(
                "content/policy.toml: rule `attributes-in-ber`: `key` should be one of {relaxations}, found attributes-in-ber"
            ),
        ),
        (
            "key = \"attributes-not-der\"\nkind = \"relaxation\"",
            "key = \"test-authorities\"\nkind = \"relaxation\"",
            format!(
                "content/policy.toml: rule `test-authorities`: `key` should be one of {relaxations}, found test-authorities"
            ),
        ),
        (
            "key = \"worst-signature\"",
            "key = \"claimed-time\"",
            "content/policy.toml: rule `claimed-time`: this key is there twice".to_owned(),
        ),
        (
            "Form fields: {value}.",
            "Form fields: {count}.",
            "content/policy.toml: rule `fields`: `text.en` has the placeholder {count}; the report gives value"
                .to_owned(),
        ),
        (
            "[\"INDETERMINATE/SIGNATURE_POLICY_NOT_AVAILABLE\"]",
            "[\"INDETERMINATE/REVOKED\"]",
            "content/policy.toml: rule `signature-policy-not-evaluated`: `strict` should be indications of EN 319 102-1, found INDETERMINATE/REVOKED"
                .to_owned(),
        ),
    ] {
        let changed = own.replacen(from, to, 1);
        assert_ne!(changed, own, "{from} is not in the file");
        assert_eq!(parse(&changed).unwrap_err(), expected);
    }
    // A bound without its rule.
    let at = own.find("[[rule]]\nkey = \"list-bytes\"").unwrap();
    assert_eq!(parse(&own[..at]).unwrap_err(), "content/policy.toml: no [[rule]] for list-bytes");
}
