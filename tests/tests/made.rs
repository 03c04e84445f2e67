//! Every made vector gets the verdict and the reason its head says, and no bent byte makes a letter genuine.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::letters::{self, Letters};
use periksa_tests::made::{Made, vectors};
use periksa_tests::trust::{DemoAnchors, validation_data};
use serde_json::Value;
use verifier::report::Outcome;
use verifier::time::UnixTime;
use verifier::{Reason, Report, ValidationData, Verdict, verify};

fn data() -> ValidationData {
    validation_data(DemoAnchors::TakenAsReal).unwrap()
}

fn judge(bytes: &[u8], data: &ValidationData) -> Report {
    verify(bytes, data, Letters::read().unwrap().at().unwrap())
}

#[test]
fn every_made_vector_gets_what_its_head_says() {
    let data = data();
    let mut differences = Vec::new();
    for Made { name, bytes, verdict, reason, .. } in vectors().unwrap() {
        let report = judge(&bytes, &data);
        let first = serde_json::to_value(&report.reasons).unwrap()[0]["key"].clone();
        if (report.verdict.key(), &first) != (verdict, &Value::from(reason)) {
            differences.push(format!(
                "{name}: expected {verdict}, {reason}; found {:?}, {first} {:?}",
                report.verdict, report.reasons
            ));
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}

/// Invariant sweep 1: outside the container every byte counts.
#[test]
fn a_flipped_byte_outside_the_container_is_never_green() {
    let data = data();
    let letter = std::fs::read(letters::folder().join("a-valid.pdf")).unwrap();
    let report = judge(&letter, &data);
    assert_eq!(report.verdict, Verdict::Asli);
    let mut checks = report.signatures[0].checks.iter();
    let check = checks.find(|check| check.name == "byte_range").unwrap();
    let pieces = serde_json::to_value(&check.evidence).unwrap()["pieces"].clone();
    let gap = pieces[1].as_u64().unwrap()..pieces[2].as_u64().unwrap();
    let mut tried = 0;
    for at in (0..letter.len()).step_by(5).filter(|at| !gap.contains(&u64::try_from(*at).unwrap()))
    {
        let mut bytes = letter.clone();
        bytes[at] ^= 0x01;
        let verdict = judge(&bytes, &data).verdict;
        assert!(verdict > Verdict::AsliDitambah, "byte {at}: {verdict:?}");
        tried += 1;
    }
    assert!(tried > 800, "{tried}");
}

/// Inside the container certificates and time-stamps are not signed: a bent one may leave the signature good, but never
/// under another name.
#[test]
fn a_flipped_byte_inside_the_container_never_changes_the_signer() {
    let data = data();
    let letter = std::fs::read(letters::folder().join("a-valid.pdf")).unwrap();
    let original = judge(&letter, &data);
    let gap_start = letter.windows(11).position(|window| window == b"/Contents <").unwrap() + 11;
    for at in (gap_start..gap_start + 12_000).step_by(17) {
        let mut bytes = letter.clone();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        let report = judge(&bytes, &data);
        if report.verdict <= Verdict::AsliDitambah {
            assert_eq!(report.signatures[0].signer, original.signatures[0].signer, "byte {at}");
            assert_eq!(
                report.signatures[0].path.certificates, original.signatures[0].path.certificates,
                "byte {at}"
            );
        }
    }
}

/// Invariant sweep 2: a file cut anywhere is not genuine.
#[test]
fn a_truncated_letter_is_never_green() {
    let data = data();
    for file in ["a-valid.pdf", "xref-stream-valid.pdf"] {
        let letter = std::fs::read(letters::folder().join(file)).unwrap();
        for length in (0..letter.len()).step_by(97).chain(letter.len() - 60..letter.len()) {
            let verdict = judge(&letter[..length], &data).verdict;
            assert!(verdict > Verdict::AsliDitambah, "{file} cut to {length}: {verdict:?}");
        }
    }
}

#[test]
fn an_empty_registry_still_tells_whether_a_letter_is_intact() {
    let mut data = data();
    data.trusted_root.entries.clear();
    let letter = |file| std::fs::read(letters::folder().join(file)).unwrap();
    let intact = judge(&letter("a-valid.pdf"), &data);
    assert_eq!(
        (intact.verdict, intact.signatures[0].sub_indication),
        (Verdict::TidakDikenal, Some("NO_CERTIFICATE_CHAIN_FOUND"))
    );
    let altered = judge(&letter("a-altered.pdf"), &data);
    assert_eq!(
        (altered.verdict, altered.signatures[0].sub_indication),
        (Verdict::Berubah, Some("HASH_FAILURE"))
    );
}

/// The digest does not say where the signed pieces were parted: what was signed passes, what was moved does not, and
/// neither digest nor signature value can tell the two apart.
#[test]
fn a_container_moved_after_signing_is_never_green() {
    let data = data();
    let judged = |file: &str| {
        judge(&std::fs::read(letters::folder().join("../moved").join(file)).unwrap(), &data)
    };
    let (as_signed, moved) = (judged("as-signed.pdf"), judged("moved.pdf"));
    assert_eq!((as_signed.verdict, as_signed.reasons), (Verdict::Asli, vec![]));
    // Two things tell: the hidden dictionary's own range, and the second object of a number.
    let twice = Reason::StructureUnreadable {
        offset: 20494,
        expected: "each object once, and none within another".to_owned(),
        found: String::new(),
    };
    assert_eq!(
        (moved.verdict, moved.reasons),
        (Verdict::BelumPasti, vec![twice, Reason::GapNotFixed])
    );
    for report in [&as_signed.signatures[0], &moved.signatures[0]] {
        let outcomes = |name: &str| {
            report.checks.iter().find(|check| check.name == name).map(|check| check.outcome)
        };
        for name in ["message_digest", "signature_value"] {
            assert_eq!(outcomes(name), Some(Outcome::Passed), "{name}");
        }
    }
}

/// Trap 1 of real files: the reader learns that only the bytes before the header are wrong, or that more is.
#[test]
fn bytes_before_the_header_are_told_from_other_damage() {
    let data = data();
    let size = |file: &str| std::fs::read(letters::folder().join(file)).unwrap().len();
    let reasons = |file: &str| {
        let mut bytes = b"\n".to_vec();
        bytes.extend(std::fs::read(letters::folder().join(file)).unwrap());
        let report = judge(&bytes, &data);
        assert_eq!((report.verdict, report.signatures.len()), (Verdict::BelumPasti, 0), "{file}");
        report.reasons
    };
    let damaged = Reason::LeadingBytes { count: 1 };
    for file in ["a-valid.pdf", "four-signatures-two-chains.pdf"] {
        let intact = Reason::IntactCopy { start: 1, end: size(file) + 1 };
        assert_eq!(reasons(file), [damaged.clone(), intact], "{file}");
    }
    assert_eq!(reasons("a-altered.pdf"), std::slice::from_ref(&damaged));
    assert_eq!(reasons("no-signature.pdf"), [damaged]);
}

/// A clock set back must not hide a published revocation, nor make one of a date after the proven time.
#[test]
fn a_clock_before_the_lists_neither_hides_a_revocation_nor_makes_one() {
    let data = data();
    let at = UnixTime::from_rfc3339("2026-10-15T00:00:00Z").unwrap();
    let verdict = |file: &str| {
        verify(&std::fs::read(letters::folder().join(file)).unwrap(), &data, at).verdict
    };
    for file in [
        "a-revoked-before-signing.pdf",
        "a-revoked-no-time-stamp.pdf",
        "a-revoked-after-signing-key-compromise.pdf",
        "a-revoked-after-affiliation-changed.pdf",
    ] {
        assert_eq!(verdict(file), Verdict::BelumPasti, "{file}");
    }
}

#[test]
fn without_lists_nothing_is_genuine() {
    let mut data = data();
    data.crls.clear();
    for letter in Letters::read().unwrap().letters {
        // Which brings its own lists.
        if letter.file == "b-valid-dss.pdf" {
            continue;
        }
        let report = judge(&letter.bytes().unwrap(), &data);
        assert!(report.verdict > Verdict::AsliDitambah, "{}: {:?}", letter.file, report.verdict);
    }
}
