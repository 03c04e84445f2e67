//! Every row of the matrix of long-term validation gets what the table says: both indications, the rules between them, the
//! time that is proven, the level and the verdict.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and prints the table it stands on"
)]

use std::collections::{BTreeMap, BTreeSet};

use periksa_tests::matrix::{ExpectedSignature, KNOWN_DIFFERENCES, Matrix, Row, folder};
use serde_json::{Value, json};
use verifier::policy::Relaxation;

/// A value that is another than the table's: of which row, of which kind of signature (`document` for the report itself), its
/// name; then what was expected and found.
type Difference = ((String, String, String), String);

/// Every way in which a report differs from its row.
fn differences(row: &Row, report: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut compare = |kind: &str, name: &str, expected: Value, found: &Value| {
        if *found != expected {
            let what = (row.name.clone(), kind.to_owned(), name.to_owned());
            differences.push((what, format!("expected {expected}, found {found}")));
        }
    };
    compare("document", "verdict", json!(row.verdict), &report["verdict"]);
    let signatures = report["signatures"].as_array().unwrap();
    compare("document", "signatures", json!(row.signatures.len()), &json!(signatures.len()));
    for (expected, signature) in row.signatures.iter().zip(signatures) {
        for (name, value) in values(expected, signature) {
            compare(&expected.kind, name, value, &found(signature, name));
        }
    }
    differences
}

/// A value of the report; rules in one order, as the table has them.
fn found(signature: &Value, name: &str) -> Value {
    let mut value = signature[name].clone();
    if let (Some(rules), "policy_rules") = (value.as_array_mut(), name) {
        rules.sort_by_key(|rule| {
            Relaxation::ALL.iter().position(|known| Some(known.key()) == rule.as_str())
        });
    }
    value
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
    let mut found: BTreeMap<_, String> = BTreeMap::new();
    for row in &matrix.rows {
        let report = matrix.judged(row).unwrap();
        found.extend(differences(row, &serde_json::from_str(&report.to_json()).unwrap()));
    }
    let known: BTreeSet<(String, String, String)> = KNOWN_DIFFERENCES
        .iter()
        .flat_map(|known| known.rows.iter().map(move |row| (known, row)))
        .flat_map(|(known, row)| known.values.iter().map(move |name| (known, row, name)))
        .map(|(known, row, name)| (row.to_string(), known.kind.to_owned(), name.to_string()))
        .collect();
    let unexpected: Vec<_> = found.iter().filter(|(what, _)| !known.contains(*what)).collect();
    assert_eq!(unexpected, Vec::<(&(String, String, String), &String)>::new());
    let agreed: Vec<_> = known.iter().filter(|what| !found.contains_key(*what)).collect();
    assert_eq!(agreed, Vec::<&(String, String, String)>::new(), "no difference any more");
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
