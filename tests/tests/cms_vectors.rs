//! Every vector of sections 2 to 4 of the threat catalogue gets the verdict, the sub-indication, the reasons and the notes
//! that its head asks for, and every id has a vector.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and says every difference"
)]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use periksa_tests::cms_vectors::{FAMILIES, KNOWN_DIFFERENCES, judge, vectors};
use periksa_tests::letters::Letters;
use periksa_tests::pdf_vectors::Vector;
use periksa_tests::reports::differing;
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::Value;

/// Made once: many are signed by long keys.
static VECTORS: LazyLock<Vec<Vector>> = LazyLock::new(vectors);

/// Every vector with its report.
static JUDGED: LazyLock<Vec<(&'static Vector, Value)>> = LazyLock::new(|| {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    VECTORS
        .iter()
        .map(|vector| {
            let report = judge(vector, &data, at).to_json();
            (vector, serde_json::from_str(&report).unwrap())
        })
        .collect()
});

fn known_differences() -> BTreeSet<&'static str> {
    KNOWN_DIFFERENCES.iter().flat_map(|(_, names)| names.iter().copied()).collect()
}

/// What is known to differ is listed with its reason; what differs without, or no longer differs, fails.
#[test]
fn every_vector_gets_what_its_head_says() {
    let mut known = known_differences();
    let mut unknown = 0;
    let mut stale: BTreeSet<&str> = BTreeSet::new();
    for (vector, report) in &*JUDGED {
        let differences = vector.differences(report);
        match (known.remove(vector.name.as_str()), differences.is_empty()) {
            (true, true) => {
                stale.insert(&vector.name);
            }
            (false, false) => {
                unknown += 1;
                differences.iter().for_each(|line| eprintln!("{line}"));
            }
            (true, false) | (false, true) => {}
        }
    }
    assert_eq!(unknown, 0, "the lines above say which");
    assert_eq!(stale, BTreeSet::new(), "listed as differing, and they do not");
    let gone: Vec<&str> = known
        .into_iter()
        .filter(|name| VECTORS.iter().all(|vector| vector.name != *name))
        .collect();
    assert_eq!(gone, Vec::<&str>::new(), "listed, and there is no such vector");
}

/// Nothing in these files can make a green verdict of a head that allows none.
#[test]
fn no_vector_is_called_genuine_against_its_head() {
    let green = ["asli", "asli-saat-itu", "asli-ditambah"];
    let known = known_differences();
    let wrong: Vec<&str> = JUDGED
        .iter()
        .filter(|(vector, report)| {
            green.contains(&report["verdict"].as_str().unwrap())
                && !vector.verdicts.iter().any(|verdict| green.contains(verdict))
                && !known.contains(vector.name.as_str())
        })
        .map(|(vector, _)| vector.name.as_str())
        .collect();
    assert_eq!(wrong, Vec::<&str>::new());
}

#[test]
fn every_vector_gets_its_committed_report() {
    let reports = JUDGED.iter().map(|(vector, report)| (&vector.name, report.clone()));
    assert_eq!(differing("cms", reports).unwrap(), Vec::<String>::new());
}

#[test]
fn every_id_has_a_vector() {
    let built: BTreeSet<&str> = VECTORS.iter().map(|vector| vector.id).collect();
    let missing: Vec<String> = FAMILIES
        .iter()
        .flat_map(|(family, count)| (1..=*count).map(move |number| format!("{family}-{number:02}")))
        .filter(|id| !built.contains(id.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_name_stands_once_and_starts_with_its_id() {
    let mut names = BTreeSet::new();
    for vector in &*VECTORS {
        assert!(vector.name.starts_with(&vector.id.to_ascii_lowercase()), "{}", vector.name);
        assert!(!vector.why.is_empty(), "{}", vector.name);
        assert!(names.insert(&vector.name), "{}", vector.name);
    }
}

#[test]
fn vectors_are_the_same_bytes_each_time() {
    let again = vectors();
    let bytes =
        |vector: &Vector| (vector.name.clone(), vector.bytes.clone(), vector.detached.clone());
    assert!(again.iter().map(bytes).eq(VECTORS.iter().map(bytes)));
}
