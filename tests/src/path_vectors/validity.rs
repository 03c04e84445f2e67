//! PATH-12 and PATH-13: validity of every certificate of the path (threat catalogue 5; RFC 5280 4.1.2.5, 6.1.3).

use crate::cms_builder::der::{generalized_time, utc_time};
use crate::cms_builder::{Certificate, Identity};
use crate::hierarchy::{
    Case, Expected, STAMPED, anchor, ca_certificate, ca_under, person_certificate, person_under,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_12(), path_13()].concat()
}

/// The person's certificate is valid between these.
fn person_valid(from: &'static str, until: &'static str) -> Case {
    Case::of_person(&person_certificate().valid(from, until))
}

/// The CA's certificate is valid between these.
fn ca_valid(from: &'static str, until: &'static str) -> Case {
    Case::of_ca(&ca_certificate().valid(from, until))
}

/// Ended.
fn path_12() -> Vec<Vector> {
    let root = anchor();
    let ended = ca_under(&root, &ca_certificate().valid("20200101000000Z", "20261001000000Z"));
    let current = Certificate { serial_number: vec![0x7a, 22], ..ca_certificate() };
    let current = ca_under(&root, &current);
    let person = person_under(&current, &person_certificate());
    let two = |first: &Identity, second: &Identity| {
        let case = Case::under(&root, &[first], &person).with(&[second]);
        Case { lists: Case::under(&root, &[&current], &person).lists, ..case }
    };
    let window = |until: &'static str| {
        let mut case = Case::of_person(&person_certificate());
        case.entries[0] = case.entries[0].clone().window("2020-01-01T00:00:00Z", until);
        case
    };
    let out = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-12", variant, why, Expected::OutOfBounds)
    };
    vec![
        out(
            "person",
            "The signer's certificate has ended.",
            person_valid("20250101000000Z", "20261001000000Z"),
        ),
        out(
            "ca",
            "The CA's certificate has ended.",
            ca_valid("20200101000000Z", "20261001000000Z"),
        ),
        out("anchor", "The anchor is no longer accepted.", window("2026-10-01T00:00:00Z")),
        out(
            "all",
            "All of them have ended.",
            Case::of(
                &ca_certificate().valid("20200101000000Z", "20260901000000Z"),
                &person_certificate().valid("20250101000000Z", "20260901000000Z"),
            ),
        ),
        two(&ended, &current).vector(
            "PATH-12",
            "ended-first-current-second",
            "Two certificates of one CA: the way over the one that is valid is found.",
            Expected::Passes,
        ),
        two(&current, &ended).vector(
            "PATH-12",
            "current-first-ended-second",
            "The same in the other order.",
            Expected::Passes,
        ),
        ca_valid("20200101000000Z", "20261123000000Z").stamped(STAMPED).vector(
            "PATH-12",
            "ca-in-time",
            "The CA's certificate ended after the proven time.",
            Expected::PassedThen,
        ),
        window("2026-10-01T00:00:00Z").stamped(STAMPED).vector(
            "PATH-12",
            "anchor-in-time",
            "The anchor was accepted at the proven time.",
            Expected::PassedThen,
        ),
        out(
            "ca-too-late",
            "The CA's certificate had ended before the proven time.",
            ca_valid("20200101000000Z", "20260101000000Z").stamped(STAMPED),
        ),
    ]
}

/// Not yet valid, at the edge, and in odd writings.
fn path_13() -> Vec<Vector> {
    // The moment of all vectors is 2026-11-23T08:00:00Z.
    let edge = |variant: &str, why: &str, case: Case, expected| {
        case.vector("PATH-13", variant, why, expected)
    };
    let written = |from: Vec<u8>, until: Vec<u8>| {
        Case::of_ca(&Certificate { encoded_validity: Some([from, until]), ..ca_certificate() })
    };
    let from = || utc_time("200101000000Z");
    let until = || utc_time("490101000000Z");
    let unreadable = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-13", variant, why, Expected::NoChain)
    };
    let person_unreadable = Certificate {
        encoded_validity: Some([utc_time("2001010000Z"), until()]),
        ..person_certificate()
    };
    vec![
        edge(
            "person-starts-now",
            "Valid from this second on.",
            person_valid("20261123080000Z", "20400101000000Z"),
            Expected::Passes,
        ),
        edge(
            "person-starts-next",
            "Valid from the next second on.",
            person_valid("20261123080001Z", "20400101000000Z"),
            Expected::OutOfBounds,
        ),
        edge(
            "person-ends-now",
            "Valid until this second, included.",
            person_valid("20250101000000Z", "20261123080000Z"),
            Expected::Passes,
        ),
        edge(
            "person-ended-before",
            "Valid until the second before.",
            person_valid("20250101000000Z", "20261123075959Z"),
            Expected::OutOfBounds,
        ),
        edge(
            "ca-starts-now",
            "The CA from this second on.",
            ca_valid("20261123080000Z", "20400101000000Z"),
            Expected::Passes,
        ),
        edge(
            "ca-starts-next",
            "The CA from the next second on.",
            ca_valid("20261123080001Z", "20400101000000Z"),
            Expected::OutOfBounds,
        ),
        edge(
            "ca-ends-now",
            "The CA until this second.",
            ca_valid("20200101000000Z", "20261123080000Z"),
            Expected::Passes,
        ),
        edge(
            "ca-ended-before",
            "The CA until the second before.",
            ca_valid("20200101000000Z", "20261123075959Z"),
            Expected::OutOfBounds,
        ),
        edge(
            "never",
            "notBefore is later than notAfter: never valid.",
            person_valid("20400101000000Z", "20200101000000Z"),
            Expected::OutOfBounds,
        ),
        edge(
            "no-end",
            "99991231235959Z: without an end (RFC 5280 4.1.2.5).",
            ca_valid("20200101000000Z", "99991231235959Z"),
            Expected::Passes,
        ),
        edge("utc-time-49", "UTCTime 49 is 2049.", written(from(), until()), Expected::Passes),
        edge(
            "utc-time-50",
            "UTCTime 50 is 1950.",
            written(from(), utc_time("500101000000Z")),
            Expected::OutOfBounds,
        ),
        edge(
            "generalized-time-before-2050",
            "GeneralizedTime for a year that UTCTime can write: the same \
                 moment, or not accepted.",
            written(generalized_time("20200101000000Z"), until()),
            Expected::Passes,
        )
        .or("tidak-dikenal"),
        unreadable(
            "fraction",
            "Fractions of a second.",
            written(generalized_time("20200101000000.5Z"), until()),
        ),
        unreadable(
            "offset",
            "An offset instead of Z.",
            written(utc_time("200101000000+0700"), until()),
        ),
        unreadable("no-seconds", "No seconds.", written(utc_time("2001010000Z"), until())),
        unreadable("no-zone", "No Z.", written(generalized_time("20200101000000"), until())),
        unreadable("month-13", "No such month.", written(utc_time("201301000000Z"), until())),
        unreadable("empty", "No characters.", written(from(), utc_time(""))),
        edge(
            "person-no-seconds",
            "The signer's certificate does not read.",
            Case::of_person(&person_unreadable),
            Expected::NoSigner,
        ),
    ]
}
