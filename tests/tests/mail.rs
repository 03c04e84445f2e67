//! Every message of the table gets the verdict that follows from what it is, and its committed report.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::letters::Letters;
use periksa_tests::mail::{Message, Messages};
use periksa_tests::reports::differing;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::Value;
use verifier::{ValidationData, verify};

fn messages() -> Vec<Message> {
    Messages::read().unwrap().messages
}

fn data() -> ValidationData {
    validation_data(DemoAnchors::TakenAsReal).unwrap()
}

fn judge(bytes: &[u8], data: &ValidationData) -> Value {
    let at = Letters::read().unwrap().at().unwrap();
    serde_json::from_str(&verify(bytes, data, at).to_json()).unwrap()
}

fn keys(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap()).collect()
}

#[test]
fn every_message_gets_the_verdict_that_follows_from_what_it_is() {
    let (data, mut differences) = (data(), Vec::new());
    for message in messages() {
        let report = judge(&message.bytes().unwrap(), &data);
        let (verdict, reasons) = message.expected();
        let found = (report["verdict"].as_str().unwrap(), keys(&report["reasons"]));
        if found != (verdict, reasons.clone()) {
            let file = &message.file;
            differences.push(format!("{file}: expected {verdict} {reasons:?}, found {found:?}"));
        }
        assert_eq!(report["document"]["kind"], "email", "{}", message.file);
    }
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn every_message_gets_its_committed_report() {
    let data = data();
    let reports = messages().into_iter().map(|message| {
        let report = judge(&message.bytes().unwrap(), &data);
        (message.file.trim_end_matches(".eml").to_owned(), report)
    });
    assert_eq!(differing("mail", reports).unwrap(), Vec::<String>::new());
}

/// From the first line of the signed part to the boundary behind it.
#[test]
fn a_message_with_any_byte_of_its_signed_part_changed_is_not_genuine() {
    let data = data();
    let message = messages().into_iter().find(|one| one.file == "openssl-cms-text.eml").unwrap();
    let bytes = message.bytes().unwrap();
    let find = |wanted: &[u8], from: usize| {
        let found = bytes[from..].windows(wanted.len()).position(|at| at == wanted);
        found.unwrap() + from
    };
    let start = find(b"Content-Type: text/plain", 0);
    let end = find(b"\n------", start);
    assert!(end - start > 60, "{start} to {end}");
    for at in start..end {
        let mut changed = bytes.clone();
        changed[at] ^= 0x01;
        let report = judge(&changed, &data);
        assert!(!report["verdict"].as_str().unwrap().starts_with("asli"), "{at}: {report}");
    }
}
