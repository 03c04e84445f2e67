//! CMS-50 to CMS-52: times that the signer claims (threat catalogue 2.4; I12).

use super::carrier::{ADBE, OTHER_TEXT, STAMPED, bent, bent_by, letter_with, token};
use crate::cms_builder::attribute::{attribute, signing_time};
use crate::cms_builder::der::{generalized_time, octets, utc_time};
use crate::cms_builder::{Digest, Identity, SignedData, Signer, oid as name};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_50(), cms_51(), cms_52()].concat()
}

const CLAIMED: &str = "/signatures/0/claimed_time";

/// signingTime in every form.
fn cms_50() -> Vec<Vector> {
    let at = |time: Vec<u8>| bent(|signer| signer.and(signing_time(&time)));
    let claims = |variant: &str, why: &str, time: Vec<u8>, claimed: &str| {
        Vector::new("CMS-50", variant, why, at(time), "asli").says(CLAIMED, claimed).not_proven()
    };
    let broken = |variant: &str, why: &str, time: Vec<u8>| {
        Vector::new("CMS-50", variant, why, at(time), "rusak")
            .sub_indication("FORMAT_FAILURE")
            .says(CLAIMED, "null")
    };
    vec![
        claims(
            "utc-time",
            "An ordinary time: claimed, not proven.",
            utc_time("260203012421Z"),
            "\"2026-02-03T01:24:21Z\"",
        ),
        claims(
            "utc-time-49",
            "49 means 2049 (RFC 5652 11.3); a time after the moment may keep the verdict open.",
            utc_time("491231235959Z"),
            "\"2049-12-31T23:59:59Z\"",
        )
        .or("belum-pasti"),
        claims(
            "utc-time-50",
            "50 means 1950, before the certificate was: said, or not certain.",
            utc_time("500101000000Z"),
            "\"1950-01-01T00:00:00Z\"",
        )
        .or("belum-pasti"),
        claims(
            "generalized-time-2050",
            "From 2050 on it is a GeneralizedTime.",
            generalized_time("20500101000000Z"),
            "\"2050-01-01T00:00:00Z\"",
        )
        .or("belum-pasti"),
        claims(
            "generalized-time-2026",
            "A GeneralizedTime where UTCTime is asked for: the same moment.",
            generalized_time("20260203012421Z"),
            "\"2026-02-03T01:24:21Z\"",
        )
        .or("rusak"),
        claims(
            "before-the-certificate",
            "Before the certificate's notBefore: said, or not certain.",
            utc_time("240601000000Z"),
            "\"2024-06-01T00:00:00Z\"",
        )
        .or("belum-pasti"),
        broken(
            "fraction",
            "Fractions are not allowed (RFC 5652 11.3).",
            generalized_time("20260203012421.5Z"),
        ),
        broken("no-zone", "No Z: no moment.", generalized_time("20260203012421")),
        broken("offset", "An offset instead of Z.", utc_time("260203082421+0700")),
        broken("no-seconds", "No seconds.", utc_time("2602030124Z")),
        broken("month-13", "No such month.", utc_time("261303012421Z")),
        broken("february-30", "No such day.", utc_time("260230012421Z")),
        broken("second-60", "Leap seconds are not written.", utc_time("261231235960Z")),
        broken("letters", "No digits.", utc_time("26O203012421Z")),
        broken("empty", "No characters.", utc_time("")),
    ]
}

/// An ended or revoked certificate with a claimed time before that.
fn cms_51() -> Vec<Vector> {
    let claiming = |who: &str, time: &'static str| {
        bent_by(&Identity::of_demo_pki(who), ADBE, |signer| {
            signer.and(signing_time(&utc_time(time)))
        })
    };
    vec![
        Vector::new(
            "CMS-51",
            "expired",
            "The certificate has ended; the claimed time lies before that and judges nothing.",
            claiming("expired", "240601000000Z"),
            "belum-pasti",
        )
        .sub_indication("OUT_OF_BOUNDS_NO_POE")
        .says(CLAIMED, "\"2024-06-01T00:00:00Z\"")
        .not_proven(),
        Vector::new(
            "CMS-51",
            "revoked",
            "The certificate is revoked; the claimed time lies before that.",
            claiming("revoked-key-compromise", "260101000000Z"),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE")
        .not_proven(),
        Vector::new(
            "CMS-51",
            "revoked-affiliation",
            "The same for a reason that would not harm an older signature.",
            claiming("revoked-affiliation-changed", "260101000000Z"),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE")
        .not_proven(),
    ]
}

/// A time-stamp of the content is signed along; it proves nothing of the signature.
fn cms_52() -> Vec<Vector> {
    let with = |identity: &Identity, make: &dyn Fn(&[u8]) -> Vec<u8>| {
        letter_with(ADBE, |signed| {
            let attribute = attribute(name::CONTENT_TIME_STAMP, &[&make(signed)]);
            let signer = Signer::new(identity, &Digest::Sha256.of(signed)).and(attribute);
            SignedData::detached(identity, &signer).encode()
        })
    };
    let (person, expired) = (Identity::person(), Identity::of_demo_pki("expired"));
    let not_proof = |vector: Vector| vector.not_proven();
    vec![
        not_proof(Vector::new(
            "CMS-52",
            "good",
            "Over these bytes: they existed then, the signature need not have.",
            with(&person, &|signed| token(signed, STAMPED).encode()),
            "asli",
        )),
        not_proof(
            Vector::new(
                "CMS-52",
                "other-document",
                "Over another document: no proof of anything, and said.",
                with(&person, &|_| token(OTHER_TEXT, STAMPED).encode()),
                "asli",
            )
            .note("content-time-stamp-untrusted"),
        ),
        not_proof(
            Vector::new(
                "CMS-52",
                "expired-signer",
                "An ended certificate: a time-stamp of the content does not save it.",
                with(&expired, &|signed| token(signed, "20240601000000Z").encode()),
                "belum-pasti",
            )
            .sub_indication("OUT_OF_BOUNDS_NO_POE"),
        ),
        Vector::new(
            "CMS-52",
            "no-token",
            "A content time-stamp that is none.",
            with(&person, &|_| octets(b"x")),
            "rusak",
        )
        .or("asli")
        .or("belum-pasti"),
    ]
}
