//! Encrypted documents are judged like others, once a password opens them (threat PDF-88).
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::encrypted::{self, Locked};
use periksa_tests::letters::Letters;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::Value;
use verifier::{Report, ValidationData, Verdict, verify_with_password};

fn data() -> ValidationData {
    validation_data(DemoAnchors::TakenAsReal).unwrap()
}

fn judge(locked: &Locked, data: &ValidationData) -> Report {
    let at = Letters::read().unwrap().at().unwrap();
    verify_with_password(&locked.bytes, locked.password.as_deref(), data, at)
}

#[test]
fn every_encrypted_document_gets_what_its_head_says() {
    let data = data();
    let mut differences = Vec::new();
    for locked in encrypted::vectors().unwrap() {
        let report = judge(&locked, &data);
        let reasons: Vec<String> = serde_json::to_value(&report.reasons)
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|reason| reason["key"].as_str().unwrap().to_owned())
            .collect();
        if (report.verdict.key(), &reasons) != (locked.verdict.as_str(), &locked.reasons) {
            differences.push(format!("{}: {:?} {:?}", locked.name, report.verdict, report.reasons));
        }
        assert!(report.document.encrypted, "{}", locked.name);
        // What is typed into a verifier stays there.
        if let Some(password) = &locked.password {
            assert!(!report.to_json().contains(password), "{}", locked.name);
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}

/// `PERIKSA_BLESS=1` writes the reports anew; look at the difference before committing it.
#[test]
fn every_encrypted_document_gets_its_committed_report() {
    let (data, bless) = (data(), std::env::var_os("PERIKSA_BLESS").is_some());
    for locked in encrypted::vectors().unwrap().iter().filter(|locked| locked.has_report) {
        let path = encrypted::folder().join("reports").join(format!("{}.json", locked.name));
        let report: Value = serde_json::from_str(&judge(locked, &data).to_json()).unwrap();
        let report = serde_json::to_string_pretty(&report).unwrap() + "\n";
        if bless {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &report).unwrap();
        }
        assert_eq!(report, std::fs::read_to_string(&path).unwrap_or_default(), "{}", locked.name);
    }
}

/// Every string that the report shows was enciphered in the file, the claimed reason with its brackets too.
#[test]
fn strings_are_shown_deciphered() {
    let data = data();
    for locked in encrypted::vectors().unwrap() {
        for signature in judge(&locked, &data).signatures {
            if locked.name != "encrypt-added" {
                assert_eq!(signature.field.as_deref(), Some("Signature1"), "{}", locked.name);
                let reason = signature.claimed_reason.as_deref();
                assert_eq!(reason, Some("Surat contoh (terenkripsi)"), "{}", locked.name);
            }
        }
    }
}

/// Invariant sweep: no bent byte of the dictionary is green, and none stops the verifier.
#[test]
fn a_bent_encryption_dictionary_is_never_green() {
    let data = data();
    for file in ["rc4-128.pdf", "aes-128.pdf", "aes-256.pdf"] {
        let bytes = encrypted::read(file).unwrap();
        let find = |text: &[u8]| bytes.windows(text.len()).position(|window| window == text);
        let start = find(b"8 0 obj").unwrap();
        let end = start + bytes[start..].windows(6).position(|part| part == b"endobj").unwrap();
        for at in start..end + 6 {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << (at % 8);
            let locked = Locked {
                name: String::new(),
                bytes,
                password: None,
                verdict: String::new(),
                reasons: Vec::new(),
                has_report: false,
            };
            let verdict = judge(&locked, &data).verdict;
            assert!(verdict > Verdict::AsliDitambah, "{file}: byte {at}: {verdict:?}");
        }
        assert!(end - start > 150, "{file}: {start} to {end}");
    }
}
