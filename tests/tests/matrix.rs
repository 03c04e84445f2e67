//! Every row of the matrix of long-term validation gets what the table says: both indications, the rules between them, the
//! time that is proven, the level and the verdict.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and prints the table it stands on"
)]

use std::collections::{BTreeMap, BTreeSet};

use periksa_tests::matrix::{ExpectedSignature, Matrix, Row, folder};
use serde_json::{Value, json};

/// Every way in which a report differs from its row.
fn differences(row: &Row, report: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: Value, found: &Value| {
        if *found != expected {
            let name = &row.name;
            differences.push(format!("{name}: {what}: expected {expected}, found {found}"));
        }
    };
    compare("verdict", json!(row.verdict), &report["verdict"]);
    let signatures = report["signatures"].as_array().unwrap();
    compare("signatures", json!(row.signatures.len()), &json!(signatures.len()));
    for (expected, signature) in row.signatures.iter().zip(signatures) {
        for (name, value) in values(expected, signature) {
            compare(&format!("{} {name}", expected.field), value, &signature[name]);
        }
    }
    differences
}

/// What must stand in the report of a signature.
fn values(expected: &ExpectedSignature, signature: &Value) -> Vec<(&'static str, Value)> {
    let mut values = vec![
        ("field", json!(expected.field)),
        ("kind", json!(expected.kind)),
        ("level", json!(expected.level)),
        ("indication", json!(expected.indication)),
        ("sub_indication", json!(expected.sub_indication)),
        ("indication_strict", json!(expected.indication_strict)),
        ("sub_indication_strict", json!(expected.sub_indication_strict)),
        ("policy_rules", json!(expected.policy_rules)),
    ];
    let is_proof = expected.kind == "signature" || expected.indication == "TOTAL-PASSED";
    if is_proof {
        values.push(("best_signature_time", json!(expected.best_signature_time)));
    } else {
        // A document time-stamp that proves nothing may at most be given the moment itself.
        assert_ne!(signature["time_source"], "time-stamp", "{}", expected.field);
    }
    if expected.kind == "signature" {
        values.push(("verdict", json!(expected.verdict)));
    }
    values
}

#[test]
fn every_row_gets_what_the_table_says() {
    let matrix = Matrix::read().unwrap();
    let mut found = Vec::new();
    for row in &matrix.rows {
        let report = matrix.judged(row).unwrap();
        found.extend(differences(row, &serde_json::from_str(&report.to_json()).unwrap()));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_table_has_every_document_and_every_list_and_each_row_once() {
    let matrix = Matrix::read().unwrap();
    let there = |place: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder().join(place)).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
        files.map(|entry| entry.file_name().into_string().unwrap()).collect()
    };
    let documents = matrix.rows.iter().map(|row| format!("{}.pdf", row.document)).collect();
    assert_eq!(there("."), documents);
    let evidence = matrix.rows.iter().flat_map(|row| row.published.iter().chain(&row.added));
    assert_eq!(there("evidence"), evidence.cloned().collect());
    let names: BTreeSet<&str> = matrix.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names.len(), matrix.rows.len());
    assert!(names.len() >= 200, "{}", names.len());
}

/// Where pyHanko was asked and says another thing than the answer with nothing relaxed, the table says why; else it does not.
#[test]
fn a_difference_to_pyhanko_is_explained_and_nothing_else_is() {
    let matrix = Matrix::read().unwrap();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &matrix.rows {
        for signature in &row.signatures {
            let strict = signature.sub_indication_strict.as_deref().unwrap_or("PASSED");
            let said = signature.pyhanko.split_once(' ').map(|(_, said)| said);
            let is_asked = signature.pyhanko != "not asked";
            let differs = is_asked && said != Some(strict);
            assert_eq!(signature.differs.is_some(), differs, "{} {}", row.name, signature.field);
            let reason = match &signature.differs {
                Some(reason) => reason,
                None if is_asked => "(agreement)",
                None => "(not asked)",
            };
            *reasons.entry(reason).or_default() += 1;
        }
    }
    for (reason, count) in reasons {
        eprintln!("{count:4} {reason}");
    }
}
