//! Accidents are told from forgeries: every damaged file and every habit gets exactly what its head says.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use periksa_tests::damage::{Judged, vectors};
use periksa_tests::letters::Letters;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::{Value, json};
use verifier::verify;

#[test]
fn every_damaged_file_gets_what_its_head_says() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    let mut differences = Vec::new();
    for Judged { name, bytes, verdict, reasons, notes, .. } in vectors().unwrap() {
        let report: Value = serde_json::from_str(&verify(&bytes, &data, at).to_json()).unwrap();
        let found = json!([report["verdict"], report["reasons"], report["notes"]]);
        let expected = json!([verdict, reasons, notes]);
        if found != expected {
            differences.push(format!("{name}:\n  expected {expected}\n     found {found}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
