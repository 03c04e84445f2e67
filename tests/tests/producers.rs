//! Benign documents stay benign: originals of ordinary programs read without a word, and letters signed on top of them, as
//! often as people sign, are what they are.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::producers::{Producers, originals};
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::{Value, json};
use verifier::pdf::{Document, Habit};
use verifier::policy::Budget;
use verifier::verify;

/// Originals that print or save a document anew, by what they write into `Producer`.
const SAVES_AGAIN: [(&str, &str); 3] =
    [("cairo.pdf", "cairo "), ("chromium.pdf", "Skia/PDF"), ("ghostscript.pdf", "GPL Ghostscript")];

/// What a program does outside the grammar.
fn habits_of(file: &str) -> &'static [Habit] {
    if file.starts_with("mupdf") { &[Habit::SpaceBeforeTrailer] } else { &[] }
}

fn judge(bytes: &[u8]) -> Value {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let report = verify(bytes, &data, Producers::read().unwrap().at().unwrap());
    serde_json::from_str(&report.to_json()).unwrap()
}

#[test]
fn an_original_is_unsigned_and_nothing_else_is_said_of_it() {
    let mut differences = Vec::new();
    let originals = originals().unwrap();
    for (file, bytes) in &originals {
        let report = judge(bytes);
        let program = SAVES_AGAIN.iter().find(|(name, _)| name == file).map(|(_, start)| *start);
        let reasons = report["reasons"].as_array().unwrap();
        let is_expected = match (reasons.as_slice(), program) {
            ([only], None) => only["key"] == "no-signature-field",
            ([first, second], Some(start)) => {
                first["key"] == "no-signature-field"
                    && second["key"] == "saved-again"
                    && second["producer"].as_str().unwrap().starts_with(start)
            }
            _ => false,
        };
        if report["verdict"] != "tanpa" || !is_expected {
            differences.push(format!("{file}: {} {}", report["verdict"], report["reasons"]));
        }
        let document = Document::read(bytes, &Budget::DEFAULT).unwrap();
        let habits: Vec<Habit> = document.habits().iter().map(|(habit, _)| *habit).collect();
        assert_eq!(habits, habits_of(file), "{file}");
    }
    assert_eq!(differences, Vec::<String>::new());
    assert!(originals.len() >= 16, "{}", originals.len());
}

#[test]
fn a_letter_signed_on_top_of_an_original_reads_and_every_signature_is_intact() {
    for letter in Producers::read().unwrap().letters {
        let report = judge(&letter.bytes().unwrap());
        let signatures = report["signatures"].as_array().unwrap();
        assert_eq!(signatures.len(), letter.signatures, "{}", letter.file);
        for signature in signatures {
            let outcome = |name: &str| {
                let checks = signature["checks"].as_array().unwrap();
                let check = checks.iter().find(|check| check["name"] == name);
                check.map(|check| check["outcome"].clone())
            };
            assert_eq!(outcome("structure"), Some(json!("passed")), "{}", letter.file);
            // The comparison brings the judgement of document time-stamps along.
            if signature["kind"] == "signature" {
                for check in ["byte_range", "message_digest", "signature_value"] {
                    assert_eq!(outcome(check), Some(json!("passed")), "{} {check}", letter.file);
                }
            }
        }
        let notes = report["notes"].as_array().unwrap();
        let habits: Vec<&str> = notes.iter().filter_map(|note| note["habit"].as_str()).collect();
        let expected: Vec<&str> = habits_of(&letter.file).iter().map(|habit| habit.key()).collect();
        assert_eq!(habits, expected, "{}", letter.file);
    }
}

#[test]
fn a_letter_signed_on_top_of_an_original_gets_what_its_head_says() {
    let levels = ["none", "validation-data", "form-filling", "annotation", "other"];
    let mut differences = Vec::new();
    for letter in Producers::read().unwrap().letters {
        let report = judge(&letter.bytes().unwrap());
        let later = |signature: &Value| {
            let level = signature["later_changes"]["level"].as_str().map(str::to_owned);
            level.and_then(|level| levels.iter().position(|known| *known == level))
        };
        let signatures = report["signatures"].as_array().unwrap();
        let level = signatures.iter().map(later).collect::<Option<Vec<usize>>>();
        let level = level.and_then(|levels| levels.into_iter().max()).map(|most| levels[most]);
        let found = (report["verdict"].as_str().unwrap(), level);
        let expected = (letter.verdict.as_str(), Some(letter.level.as_str()));
        if found != expected {
            differences.push(format!("{}: expected {expected:?}, found {found:?}", letter.file));
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}
