//! REV-24, REV-25 and REV-29 to REV-31: what an OCSP response says, of which certificate, and when (threat catalogue 6;
//! RFC 6960 3.2, 4.2). An answer that does not count is as if it were not there.

use super::issued::{Issued, REVOKED};
use crate::cms_builder::attribute::attribute;
use crate::cms_builder::der::{element, generalized_time, octets, sequence};
use crate::cms_builder::extension::{Extension, id};
use crate::cms_builder::ocsp::{
    Answer, CertId, OcspResponse, by_key, by_name, other_revocation_info, refusal,
};
use crate::cms_builder::{Digest, Key};
use crate::hierarchy::{
    CURRENT, Case, Expected, STAMPED, current_list, person_certificate, person_under,
    unknown_extension,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_24(), rev_25(), rev_29(), rev_30(), rev_31()].concat()
}

/// The next certificate of the same CA.
fn neighbour(issued: &Issued) -> Answer {
    let neighbour = person_under(&issued.ca, &person_certificate().numbered(&[0x7a, 0x04]));
    Answer::good(CertId::of(&neighbour, &issued.ca), CURRENT[0], CURRENT[1])
}

/// Of another certificate.
fn rev_24() -> Vec<Vector> {
    let issued = Issued::new();
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-24", variant, why, expected)
    };
    let good = issued.response(vec![issued.good()]);
    // `[1] SEQUENCE OF` in both: whole responses in Adobe's, basic ones in that of CAdES.
    let archived = attribute("1.2.840.113583.1.1.8", &[&answers_of(&good.encode())]);
    let values = attribute("1.2.840.113549.1.9.16.2.24", &[&answers_of(&good.basic())]);
    let with = |attributes| Case { attributes, ..issued.unknown() };
    vec![
        row(
            "own",
            "The CA answers that the certificate is good.",
            issued.answered(&good),
            Expected::Passes,
        ),
        row(
            "own-added",
            "The same, added by the visitor.",
            issued.unknown().adding(good.encode()),
            Expected::Passes,
        ),
        row(
            "own-archived",
            "The same, in Adobe's attribute.",
            with([vec![archived], Vec::new()]),
            Expected::Passes,
        ),
        row(
            "own-in-values",
            "The same, in the attribute of CAdES.",
            with([Vec::new(), vec![values]]),
            Expected::Passes,
        ),
        row(
            "neighbour",
            "The answer is for the next certificate.",
            issued.answered(&issued.response(vec![neighbour(&issued)])),
            Expected::TryLater,
        ),
        row(
            "neighbour-added",
            "The same, added by the visitor.",
            issued.unknown().adding(issued.response(vec![neighbour(&issued)]).encode()),
            Expected::TryLater,
        ),
        row(
            "no-answer",
            "A response without any answer.",
            issued.answered(&issued.response(Vec::new())),
            Expected::TryLater,
        ),
        row(
            "own-revoked",
            "The CA answers that it is revoked.",
            issued.answered(&issued.response(vec![issued.good().revoked(REVOKED, 4)])),
            Expected::Revoked,
        ),
        row(
            "own-revoked-later",
            "The same, after the proven time.",
            issued
                .answered(&issued.response(vec![issued.good().revoked(REVOKED, 4)]))
                .stamped(STAMPED),
            Expected::PassedThen,
        )
        .note("revoked-later"),
        row(
            "own-suspended",
            "The CA answers that it is suspended.",
            issued.answered(&issued.response(vec![issued.good().revoked(REVOKED, 6)])),
            Expected::Suspended,
        ),
    ]
}

/// A response where an attribute has them.
fn answers_of(response: &[u8]) -> Vec<u8> {
    sequence(&[&element(0xa1, &sequence(&[response]))])
}

/// Several answers.
fn rev_25() -> Vec<Vector> {
    let issued = Issued::new();
    let of = |answers: Vec<Answer>| issued.answered(&issued.response(answers));
    let revoked = || issued.good().revoked(REVOKED, 1);
    let row = |variant: &str, why: &str, answers: Vec<Answer>, expected| {
        of(answers).vector("REV-25", variant, why, expected)
    };
    vec![
        row(
            "other-good-own-revoked",
            "First another one, good; then ours, revoked.",
            vec![neighbour(&issued), revoked()],
            Expected::Revoked,
        ),
        row(
            "own-revoked-other-good",
            "The same in the other order.",
            vec![revoked(), neighbour(&issued)],
            Expected::Revoked,
        ),
        row(
            "other-revoked-own-good",
            "First another one, revoked; then ours, good.",
            vec![neighbour(&issued).revoked(REVOKED, 1), issued.good()],
            Expected::Passes,
        ),
        row(
            "own-good-other-revoked",
            "The same in the other order.",
            vec![issued.good(), neighbour(&issued).revoked(REVOKED, 1)],
            Expected::Passes,
        ),
        row(
            "own-twice",
            "Ours twice, good and revoked: the worse counts.",
            vec![issued.good(), revoked()],
            Expected::Revoked,
        ),
    ]
}

/// When it was said.
fn rev_29() -> Vec<Vector> {
    let issued = Issued::new();
    let answer = |this_update, next_update: Option<&'static str>| Answer {
        this_update,
        next_update,
        ..issued.good()
    };
    let of = |answer: Answer| issued.answered(&issued.response(vec![answer]));
    let produced = |produced_at| {
        issued.answered(&OcspResponse { produced_at, ..issued.response(vec![issued.good()]) })
    };
    let ended = Issued::person(&person_certificate().valid("20250106000000Z", "20260601000000Z"));
    let of_ended = |extensions: Vec<Vec<u8>>| {
        let answer = Answer { extensions, ..ended.good() };
        ended.answered(&ended.response(vec![answer])).stamped(STAMPED)
    };
    let cutoff = |date: &str| Extension::Plain.of(id::OCSP_ARCHIVE_CUTOFF, &generalized_time(date));
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-29", variant, why, expected)
    };
    vec![
        row(
            "stale",
            "The next answer was due three weeks ago.",
            of(answer("20261001000000Z", Some("20261101000000Z"))),
            Expected::TryLater,
        ),
        row(
            "stale-and-revoked",
            "The same, and it says revoked: age does not make it good again.",
            of(answer("20261001000000Z", Some("20261101000000Z")).revoked(REVOKED, 1)),
            Expected::Revoked,
        ),
        row(
            "ends-now",
            "The next answer is due this second.",
            of(answer("20261122000000Z", Some("20261123080000Z"))),
            Expected::Passes,
        ),
        row(
            "no-next-update",
            "Newer answers are to be had at any time, and this one is eight \
                 weeks old.",
            of(answer("20261001000000Z", None)),
            Expected::TryLater,
        ),
        row(
            "no-next-update-of-today",
            "The same, and it is eight hours old: fresh, or not.",
            of(answer("20261123000000Z", None)),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "no-next-update-after-the-proven-time",
            "The same, and it is younger than the signature: it needs none.",
            of(answer("20261001000000Z", None)).stamped(STAMPED),
            Expected::Passes,
        ),
        row(
            "before-the-proven-time",
            "It had ended before the signature was made.",
            of(answer("20260101000000Z", Some("20260110000000Z"))).stamped(STAMPED),
            Expected::TryLater,
        ),
        row(
            "current-at-the-proven-time",
            "It was current when the signature was made.",
            of(answer("20260202000000Z", Some("20260210000000Z"))).stamped(STAMPED),
            Expected::Passes,
        ),
        row(
            "from-the-future",
            "thisUpdate is a week ahead.",
            of(answer("20261130000000Z", Some("20261207000000Z"))),
            Expected::TryLater,
        ),
        row(
            "next-before-this",
            "nextUpdate is earlier than thisUpdate.",
            of(answer("20261122000000Z", Some("20261101000000Z"))),
            Expected::TryLater,
        ),
        row(
            "produced-in-the-future",
            "producedAt is a week ahead.",
            produced("20261130000000Z"),
            Expected::TryLater,
        ),
        row(
            "produced-before-the-responder",
            "producedAt is before the responder's certificate was valid.",
            produced("20191231000000Z"),
            Expected::TryLater,
        ),
        row(
            "after-the-certificate",
            "The certificate had ended when the answer was made: a responder \
                 may have forgotten it.",
            of_ended(Vec::new()),
            Expected::TryLater,
        ),
        row(
            "archive-cutoff",
            "The responder keeps what ended since before that (RFC 6960 4.4.4); \
                 to be stricter is no fault.",
            of_ended(vec![cutoff("20260101000000Z")]),
            Expected::PassedThen,
        )
        .or("belum-pasti"),
        row(
            "archive-cutoff-too-late",
            "It keeps what ended since a later day only.",
            of_ended(vec![cutoff("20260901000000Z")]),
            Expected::TryLater,
        ),
    ]
}

/// No answer.
fn rev_30() -> Vec<Vector> {
    let issued = Issued::new();
    let why = "A refusal to answer says nothing.";
    let mut vectors: Vec<Vector> = [
        ("malformed-request", 1),
        ("internal-error", 2),
        ("try-later", 3),
        ("signature-required", 5),
        ("unauthorized", 6),
    ]
    .into_iter()
    .flat_map(|(variant, status)| {
        let carried = issued.unknown().carrying(other_revocation_info(&refusal(status)));
        let added = issued.unknown().adding(refusal(status));
        [
            carried.vector("REV-30", variant, why, Expected::TryLater),
            added.vector("REV-30", &format!("{variant}-added"), why, Expected::TryLater),
        ]
    })
    .collect();
    let contradiction = OcspResponse { status: 3, ..issued.response(vec![issued.good()]) };
    let unknown = issued.response(vec![issued.good().unknown()]);
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-30", variant, why, expected)
    };
    vectors.extend([
        row(
            "unknown",
            "The responder does not know the certificate.",
            issued.answered(&unknown),
            Expected::TryLater,
        ),
        row(
            "unknown-and-a-list",
            "The same, and the CA's list has no entry: that is evidence.",
            issued.answered(&unknown).list(current_list().issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "refusal-with-an-answer",
            "tryLater, and a good answer in it: a contradiction.",
            issued.answered(&contradiction),
            Expected::TryLater,
        ),
        row(
            "garbage",
            "Bytes that are no response.",
            issued.unknown().carrying(other_revocation_info(&octets(b"x"))),
            Expected::TryLater,
        ),
        row(
            "refusal-and-a-list",
            "A refusal, and the CA's list has no entry.",
            issued
                .unknown()
                .carrying(other_revocation_info(&refusal(3)))
                .list(current_list().issue(&issued.ca)),
            Expected::Passes,
        ),
    ]);
    vectors
}

/// Digests that name.
fn rev_31() -> Vec<Vector> {
    let issued = Issued::new();
    let of = |cert_id: CertId| {
        let answer = Answer { cert_id, ..issued.good() };
        issued.answered(&issued.response(vec![answer]))
    };
    let named = |responder_id: Vec<u8>| {
        issued.answered(&OcspResponse { responder_id, ..issued.response(vec![issued.good()]) })
    };
    let other_key = Key::p256("orang lain").spki();
    let other_name = crate::cms_builder::name("Penerbit Lain");
    let hashed = |certificate: &[u8]| {
        let digest = octets(&Digest::Sha256.of(certificate));
        let value = sequence(&[&Digest::Sha256.algorithm(), &digest]);
        let extensions = vec![Extension::Plain.of(id::CERT_HASH, &value)];
        issued.answered(&issued.response(vec![Answer { extensions, ..issued.good() }]))
    };
    let extended = |extension: Vec<u8>| {
        let answer = Answer { extensions: vec![extension], ..issued.good() };
        issued.answered(&issued.response(vec![answer]))
    };
    let stranger = issued.anchor.clone();
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-31", variant, why, expected)
    };
    vec![
        row(
            "sha-1",
            "SHA-1 names, as responders write it.",
            of(issued.cert_id()),
            Expected::Passes,
        ),
        row(
            "sha-256",
            "SHA-256 names.",
            of(CertId { digest: Digest::Sha256, ..issued.cert_id() }),
            Expected::Passes,
        ),
        row(
            "sha-384",
            "SHA-384 names.",
            of(CertId { digest: Digest::Sha384, ..issued.cert_id() }),
            Expected::Passes,
        ),
        row(
            "md5",
            "MD5 names: not a digest that is known here.",
            of(CertId { digest: Digest::Md5, ..issued.cert_id() }),
            Expected::TryLater,
        ),
        row(
            "other-key",
            "The issuer's name and another key.",
            of(CertId { issuer_spki: other_key, ..issued.cert_id() }),
            Expected::TryLater,
        ),
        row(
            "other-name",
            "The issuer's key and another name.",
            of(CertId { issuer_name: other_name, ..issued.cert_id() }),
            Expected::TryLater,
        ),
        row(
            "padded-number",
            "The number with an octet too many: not that number, or no response.",
            of(CertId { serial_number: vec![2, 3, 0, 0x7a, 3], ..issued.cert_id() }),
            Expected::TryLater,
        ),
        row(
            "by-key",
            "The responder names itself by its key.",
            named(by_key(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "by-other-name",
            "The responder's name is another one's, the signature is the CA's.",
            named(by_name(&stranger)),
            Expected::TryLater,
        ),
        row(
            "by-other-key",
            "The responder's key is another one's, the signature is the CA's.",
            named(by_key(&stranger)),
            Expected::TryLater,
        ),
        row(
            "certificate-hash",
            "certHash is that of the certificate.",
            hashed(&issued.person.certificate),
            Expected::Passes,
        ),
        row(
            "other-certificate-hash",
            "certHash is that of another certificate of the same number.",
            hashed(&issued.ca.certificate),
            Expected::TryLater,
        ),
        row(
            "critical-extension",
            "A critical extension of the answer that nobody knows.",
            extended(unknown_extension(Extension::Critical)),
            Expected::TryLater,
        ),
        row(
            "plain-extension",
            "The same, not critical.",
            extended(unknown_extension(Extension::Plain)),
            Expected::Passes,
        ),
    ]
}
