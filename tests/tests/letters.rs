//! Every letter gets the verdict, the indication and the whole report that its head and its committed report say.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::letters::{Letter, Letters};
use periksa_tests::reports::differing;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::Value;
use verifier::verify;

fn judge(letter: &Letter, anchors: DemoAnchors) -> Value {
    let at = Letters::read().unwrap().at().unwrap();
    let report = verify(&letter.bytes().unwrap(), &validation_data(anchors).unwrap(), at);
    serde_json::from_str(&report.to_json()).unwrap()
}

fn keys(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap()).collect()
}

/// Every way in which a report differs from the head.
fn differences(letter: &Letter, report: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: String, found: &Value, expected: Option<&str>| {
        if found.as_str() != expected {
            differences
                .push(format!("{}: {what}: expected {expected:?}, found {found}", letter.file));
        }
    };
    compare("verdict".to_owned(), &report["verdict"], Some(&letter.verdict));
    let signatures = report["signatures"].as_array().unwrap();
    for (expected, signature) in letter.signatures.iter().zip(signatures) {
        let what = |name: &str| format!("{} {name}", expected.field);
        let strict =
            expected.sub_indication_strict.as_deref().or(expected.sub_indication.as_deref());
        compare(what("field"), &signature["field"], Some(&expected.field));
        compare(what("indication"), &signature["indication"], Some(&expected.indication));
        compare(
            what("sub_indication"),
            &signature["sub_indication"],
            expected.sub_indication.as_deref(),
        );
        if expected.sub_indication_strict.is_some() {
            compare(what("sub_indication_strict"), &signature["sub_indication_strict"], strict);
        }
        compare(what("coverage"), &signature["coverage"], Some(&expected.coverage));
        let failed = expected.indication == "TOTAL-FAILED";
        if !failed && expected.time_source.as_deref() == Some("time-stamp") {
            let best = expected.best_signature_time.as_deref();
            compare(what("best_signature_time"), &signature["best_signature_time"], best);
        }
        if !failed {
            compare(
                what("time_source"),
                &signature["time_source"],
                expected.time_source.as_deref(),
            );
        }
    }
    if letter.signatures.len() != signatures.len() {
        differences.push(format!("{}: {} signatures", letter.file, signatures.len()));
    }
    for (name, wanted) in [("reasons", &letter.reasons), ("notes", &letter.notes)] {
        for key in wanted {
            if !keys(&report[name]).contains(&key.as_str()) {
                differences.push(format!(
                    "{}: {name}: expected {key}, found {}",
                    letter.file, report[name]
                ));
            }
        }
    }
    differences
}

#[test]
fn every_letter_gets_what_its_head_says() {
    let letters = Letters::read().unwrap().letters;
    let found: Vec<String> = letters
        .iter()
        .flat_map(|letter| differences(letter, &judge(letter, DemoAnchors::TakenAsReal)))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    assert!(letters.len() >= 34, "the table is not empty");
}

#[test]
fn every_letter_gets_its_committed_report() {
    let letters = Letters::read().unwrap().letters;
    let reports = letters.iter().map(|letter| {
        (letter.file.trim_end_matches(".pdf"), judge(letter, DemoAnchors::TakenAsReal))
    });
    assert_eq!(differing("", reports).unwrap(), Vec::<String>::new());
}

/// A test anchor gives `uji` whatever else is so, and `would_be` what it would be; nothing else changes.
#[test]
fn as_published_the_demo_pki_gives_no_better_than_uji() {
    for letter in Letters::read().unwrap().letters {
        let real = judge(&letter, DemoAnchors::TakenAsReal);
        let demo = judge(&letter, DemoAnchors::AsPublished);
        let is_anchored = real["signatures"]
            .as_array()
            .unwrap()
            .iter()
            .any(|signature| !signature["path"]["anchor"].is_null());
        if is_anchored {
            assert_eq!(demo["verdict"], "uji", "{}", letter.file);
            assert_eq!(demo["would_be"], real["verdict"], "{}", letter.file);
        } else {
            assert_eq!(demo["verdict"], real["verdict"], "{}", letter.file);
            assert_eq!(demo["would_be"], Value::Null, "{}", letter.file);
        }
        assert!(
            !["asli", "asli-saat-itu", "asli-ditambah"]
                .contains(&demo["verdict"].as_str().unwrap())
        );
    }
}
