//! Agreement with `openssl cms -verify` and pyHanko on well-formed files of every kind that the two can make: where the
//! verdict is another one, the table says why, and nowhere is a file genuine that one of them refuses.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and prints the table it stands on"
)]

use std::collections::{BTreeMap, BTreeSet};

use periksa_tests::agreement::{Agreement, Row, folder};
use periksa_tests::letters::Letters;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::{Value, json};
use verifier::Report;

/// Genuine by the standard, and refused by a program that asks for more: pyHanko wants the very salt length of the key's
/// parameters, RFC 4055 3.3 that or a greater one.
const ASKS_FOR_MORE: [&str; 1] =
    ["rsa-pss-sha256-pss-max-sha256-issuer-serial-cades-der-enveloping.p7m"];

fn value(report: &Report) -> Value {
    serde_json::from_str(&report.to_json()).unwrap()
}

/// The outcome of a check of one signature.
fn outcome(signature: &Value, name: &str) -> Value {
    let checks = signature["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["name"] == name)
        .map_or(Value::Null, |check| check["outcome"].clone())
}

/// Every way in which a report differs from its row.
fn differences(row: &Row, report: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, found: Value, expected: Value| {
        if found != expected {
            differences.push(format!("{}: {what}: expected {expected}, found {found}", row.file));
        }
    };
    let signatures = report["signatures"].as_array().unwrap();
    compare("kind", report["document"]["kind"].clone(), json!("cms"));
    compare("verdict", report["verdict"].clone(), json!(row.expected));
    compare("signatures", json!(signatures.len()), json!(row.signers));
    let mut verdicts: Vec<&str> =
        signatures.iter().filter_map(|signature| signature["verdict"].as_str()).collect();
    verdicts.sort_unstable();
    let mut expected =
        row.verdicts.clone().unwrap_or_else(|| vec![row.expected.clone(); row.signers]);
    expected.sort_unstable();
    compare("verdicts", json!(verdicts), json!(expected));
    for signature in signatures {
        let sub_indication =
            if signature["verdict"] == "asli" { None } else { row.sub_indication.as_deref() };
        compare("sub_indication", signature["sub_indication"].clone(), json!(sub_indication));
        if row.time_source.is_some() {
            compare("time_source", signature["time_source"].clone(), json!(row.time_source));
        }
        if row.best_signature_time.is_some() {
            let time = signature["best_signature_time"].clone();
            compare("best_signature_time", time, json!(row.best_signature_time));
        }
        // Whatever the policy thinks of the algorithm: the value is right, and that was found out.
        for check in ["message_digest", "signature_value"] {
            if row.computed {
                compare(check, outcome(signature, check), json!("passed"));
            }
        }
    }
    differences
}

#[test]
fn the_table_has_every_file_once_and_a_twin_for_a_tenth() {
    let agreement = Agreement::read().unwrap();
    let files: BTreeSet<String> = agreement.rows.iter().map(|row| row.file.clone()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(folder().join("files"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, there);
    assert_eq!(files.len(), agreement.rows.len());
    assert!(files.len() >= 200, "{}", files.len());
    assert!(agreement.twins.len() * 10 >= files.len(), "{}", agreement.twins.len());
    for twin in &agreement.twins {
        assert!(files.contains(&twin.file), "{}", twin.file);
        assert!(!twin.is_accepted(), "{}: {} {}", twin.file, twin.openssl, twin.pyhanko);
    }
}

#[test]
fn a_difference_is_explained_and_nothing_else_is() {
    let rows = Agreement::read().unwrap().rows;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        assert_eq!(row.differs(), row.disagreement.is_some(), "{}", row.file);
        if let Some(reason) = &row.disagreement {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let differ: usize = reasons.values().sum();
    eprintln!("{} rows, {} agreements, {differ} disagreements", rows.len(), rows.len() - differ);
    for (reason, count) in reasons {
        eprintln!("{count:4} {reason}");
    }
}

#[test]
fn nothing_is_genuine_that_openssl_or_pyhanko_refuses() {
    let rows = Agreement::read().unwrap().rows;
    let refused: Vec<&str> = rows
        .iter()
        .filter(|row| row.expected == "asli" && row.is_refused())
        .map(|row| row.file.as_str())
        .collect();
    assert_eq!(refused, ASKS_FOR_MORE);
}

#[test]
fn every_file_gets_what_its_row_says() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    let mut found = Vec::new();
    for row in Agreement::read().unwrap().rows {
        found.extend(differences(&row, &value(&row.judged(&data, at).unwrap())));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_flipped_bit_is_found_in_every_twin() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    let mut found = Vec::new();
    for twin in Agreement::read().unwrap().twins {
        let report = value(&twin.judged(&data, at).unwrap());
        let sub_indications: BTreeSet<Option<&str>> = report["signatures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|signature| signature["sub_indication"].as_str())
            .collect();
        let expected = BTreeSet::from([Some(twin.sub_indication.as_str())]);
        if report["verdict"] != json!(twin.expected) || sub_indications != expected {
            let verdict = &report["verdict"];
            found.push(format!("{} {}: {verdict} {sub_indications:?}", twin.file, twin.flipped));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
