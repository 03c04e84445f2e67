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

/// Of each document the form of each signature, and the level that is reached: less than the form where the store lacks the signer's
/// list (`only-ca`), where its lists were not current (`stale`), and where the document time-stamp is nobody's that is known
/// (`stranger`).
const LEVELS: [(&str, &[&str]); 37] = [
    ("adbe-archival", &["PKCS7-LT: PKCS7-LT"]),
    ("adbe-archival-dts", &["PKCS7-LTA: PKCS7-LTA"]),
    ("adbe-archival-no-ess", &["PKCS7-LT: PKCS7-LT"]),
    ("adbe-archival-no-token", &["PKCS7-B: PKCS7-B"]),
    ("adbe-t", &["PKCS7-T: PKCS7-T"]),
    ("adbe-t-no-ess", &["PKCS7-T: PKCS7-T"]),
    ("b-b", &["PAdES-B-B: PAdES-B-B"]),
    ("b-b-dts", &["PAdES-B-T: PAdES-B-T"]),
    ("b-b-dts-by-a", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-b-dts-late", &["PAdES-B-T: PAdES-B-T"]),
    ("b-b-lt-dts", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lt", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lt-before", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lt-by-b", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lt-ocsp", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lt-only-ca", &["PAdES-B-LT: PAdES-B-T"]),
    ("b-lt-revoked", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lt-short-ca", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lt-stale", &["PAdES-B-LT: PAdES-B-T"]),
    ("b-lta", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-by-b", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-late", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-ocsp", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-renewed", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-renewed-late-lists", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-short-ca", &["PAdES-B-LTA: PAdES-B-LTA"]),
    ("b-lta-store-after", &["PAdES-B-LT: PAdES-B-LT"]),
    ("b-lta-stranger", &["PAdES-B-LTA: PAdES-B-LT"]),
    ("b-t", &["PAdES-B-T: PAdES-B-T"]),
    ("b-t-accuracy", &["PAdES-B-T: PAdES-B-T"]),
    ("b-t-by-b", &["PAdES-B-T: PAdES-B-T"]),
    ("b-t-by-c", &["PAdES-B-T: PAdES-B-T"]),
    ("b-t-stranger", &["PAdES-B-T: PAdES-B-B"]),
    ("b-t-young", &["PAdES-B-T: PAdES-B-B"]),
    ("content-stamp", &["PAdES-B-T: PAdES-B-T"]),
    ("two-good", &["PAdES-B-LT: PAdES-B-LT", "PAdES-B-LT: PAdES-B-T"]),
    ("two-mixed-dts", &["PAdES-B-LTA: PAdES-B-LTA", "PAdES-B-LTA: PAdES-B-LTA"]),
];

/// The level that is reached, of the first row of each document that passes: what the document itself carries, and what is proven
/// of that.
#[test]
fn levels_are_reached_by_what_the_document_carries() {
    let matrix = Matrix::read().unwrap();
    let mut reached: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in &matrix.rows {
        let report: Value = serde_json::from_str(&matrix.judged(row).unwrap().to_json()).unwrap();
        let signatures = report["signatures"].as_array().unwrap();
        let persons = || signatures.iter().filter(|signature| signature["kind"] == "signature");
        if persons().all(|signature| signature["indication"] == "TOTAL-PASSED") {
            let levels = persons().map(|signature| {
                let [form, reached] =
                    ["level", "level_reached"].map(|key| signature[key].as_str().unwrap());
                format!("{form}: {reached}")
            });
            reached.entry(&row.document).or_insert_with(|| levels.collect());
        } else {
            for signature in persons().filter(|signature| signature["indication"] != "TOTAL-PASSED")
            {
                assert_eq!(signature["level_reached"], Value::Null, "{}", row.name);
            }
        }
    }
    let expected: BTreeMap<&str, Vec<String>> = LEVELS
        .iter()
        .map(|(document, levels)| (*document, levels.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(reached, expected);
}
