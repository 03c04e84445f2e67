//! Every vector of section 1 of the threat catalogue gets the verdict, the reasons, the notes and the changes that its head
//! asks for, and every id has a vector or a reason for having none.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use periksa_tests::letters::Letters;
use periksa_tests::pdf_vectors::{NOT_BUILT, Vector, vectors};
use periksa_tests::reports::differing;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::Value;
use verifier::{ValidationData, verify};

fn data() -> ValidationData {
    validation_data(DemoAnchors::TakenAsReal).unwrap()
}

fn judge(vector: &Vector, data: &ValidationData) -> Value {
    let at = Letters::read().unwrap().at().unwrap();
    serde_json::from_str(&verify(&vector.bytes, data, at).to_json()).unwrap()
}

#[test]
fn every_vector_gets_what_its_head_says() {
    let data = data();
    let found: Vec<String> =
        vectors().iter().flat_map(|vector| vector.differences(&judge(vector, &data))).collect();
    for line in &found {
        eprintln!("{line}");
    }
    assert_eq!(found.len(), 0, "the lines above say which");
}

#[test]
fn every_vector_gets_its_committed_report() {
    let data = data();
    let reports = vectors().into_iter().map(|vector| {
        let report = judge(&vector, &data);
        (vector.name, report)
    });
    assert_eq!(differing("pdf", reports).unwrap(), Vec::<String>::new());
}

#[test]
fn every_id_has_a_vector_or_a_reason() {
    let built: BTreeSet<&str> = vectors().iter().map(|vector| vector.id).collect();
    let listed: BTreeSet<&str> = NOT_BUILT.iter().map(|(id, _)| *id).collect();
    let missing: Vec<String> = (1..=97)
        .map(|number| format!("PDF-{number:02}"))
        .filter(|id| built.contains(id.as_str()) == listed.contains(id.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new(), "neither built nor listed, or both");
}

#[test]
fn every_name_stands_once_and_starts_with_its_id() {
    let mut names = BTreeSet::new();
    for vector in vectors() {
        assert!(vector.name.starts_with(&vector.id.to_ascii_lowercase()), "{}", vector.name);
        assert!(!vector.why.is_empty(), "{}", vector.name);
        assert!(names.insert(vector.name.clone()), "{}", vector.name);
    }
}

#[test]
fn vectors_are_the_same_bytes_each_time() {
    let bytes = || vectors().into_iter().map(|vector| (vector.name, vector.bytes));
    assert!(bytes().eq(bytes()));
}
