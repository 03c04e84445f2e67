//! Every vector of section 6 of the threat catalogue gets the verdict, the sub-indication, the reasons and the notes
//! that its head asks for, and every id has a vector.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and says every difference"
)]

use std::sync::LazyLock;

use periksa_tests::family::Family;
use periksa_tests::letters::Letters;
use periksa_tests::reports::differing;
use periksa_tests::revocation_vectors::{FAMILIES, KNOWN_DIFFERENCES, vectors};
use periksa_tests::trust::{DemoAnchors, validation_data};

/// Made once: some lists are long.
static FAMILY: LazyLock<Family> = LazyLock::new(|| {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    Family::judged(&FAMILIES, KNOWN_DIFFERENCES, vectors(), &data, at).unwrap()
});

/// What is known to differ is listed with its reason; what differs without, or no longer differs, fails.
#[test]
fn every_vector_gets_what_its_head_says() {
    let surprises = FAMILY.surprises();
    surprises.iter().for_each(|line| eprintln!("{line}"));
    assert_eq!(surprises.len(), 0, "the lines above say which");
}

/// Nothing in these files can make a green verdict of a head that allows none.
#[test]
fn no_vector_is_called_genuine_against_its_head() {
    assert_eq!(FAMILY.wrongly_genuine(), Vec::<&str>::new());
}

#[test]
fn every_vector_gets_its_committed_report() {
    let reports = FAMILY.each().map(|(vector, report)| (&vector.name, report.clone()));
    assert_eq!(differing("revocation", reports).unwrap(), Vec::<String>::new());
}

#[test]
fn every_id_has_a_vector() {
    assert_eq!(FAMILY.missing_ids(), Vec::<String>::new());
}

#[test]
fn every_name_stands_once_and_starts_with_its_id() {
    assert_eq!(FAMILY.badly_named(), Vec::<&str>::new());
}

#[test]
fn vectors_are_the_same_bytes_each_time() {
    assert_eq!(FAMILY.unlike(&vectors()), Vec::<&str>::new());
}
