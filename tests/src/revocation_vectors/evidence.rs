//! REV-32, REV-33 and REV-37: evidence that the document chose, how a PDF files it, and how it is signed (threat catalogue 6).

use std::slice;

use super::issued::{Issued, REVOKED, THEN, list_of};
use crate::cms_builder::der::sequence;
use crate::cms_builder::ocsp::{Answer, OcspResponse, other_revocation_info};
use crate::cms_builder::{Certificate, Crl, Digest, Identity, Key};
use crate::cms_vectors::carrier::{ADBE, letter_with};
use crate::hierarchy::{
    ANCHOR, Case, Expected, STAMPED, ca_certificate, ca_under, current_list, person_certificate,
    person_under,
};
use crate::pdf_builder::Update;
use crate::pdf_vectors::Vector;
use crate::pdf_vectors::letter::catalog;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_32(), rev_33(), rev_37()].concat()
}

/// The letter with the case's container.
fn letter(case: &Case) -> Vec<u8> {
    letter_with(ADBE, |signed| case.signed_data(signed).encode())
}

/// A revision with a document security store: objects 40 and on.
fn stored(file: &[u8], lists: &[Vec<u8>], answers: &[Vec<u8>], more: &str) -> Vec<u8> {
    let mut update = Update::new().object(1, catalog("/DSS 40 0 R"));
    let mut next = 41;
    let mut references = |update: Update, streams: &[Vec<u8>]| {
        let mut update = update;
        let mut list = String::new();
        for stream in streams {
            update = update.stream(next, "", stream);
            list.push_str(&format!("{next} 0 R "));
            next += 1;
        }
        (update, list)
    };
    let (with_lists, crls) = references(update, lists);
    let (with_answers, ocsps) = references(with_lists, answers);
    update = with_answers;
    update.object(40, format!("<</Type/DSS/CRLs[{crls}]/OCSPs[{ocsps}]{more}>>")).append_to(file)
}

/// A vector of a PDF.
fn in_pdf(
    id: &'static str,
    variant: &str,
    why: &str,
    case: &Case,
    file: Vec<u8>,
    expected: Expected,
) -> Vector {
    expected.of(Vector::new(id, variant, why, file, "")).under(case.circumstances())
}

/// An old word and a new one.
fn rev_32() -> Vec<Vector> {
    let issued = Issued::new();
    let old_answer = |answer: Answer| {
        let [this_update, next_update] = THEN;
        Answer { this_update, next_update: Some(next_update), ..answer }
    };
    let old_good =
        OcspResponse { produced_at: THEN[0], ..issued.response(vec![old_answer(issued.good())]) };
    let old_list = || list_of(THEN).issue(&issued.ca);
    let newer = || issued.published(&issued.revoked());
    let newer_at = |date| issued.published(&issued.revoking(current_list(), date, 1));
    let row = |variant: &str, why: &str, case: Case, expected| {
        let vector = case.vector("REV-32", variant, why, expected);
        if expected == Expected::PassedThen { vector.note("revoked-later") } else { vector }
    };
    let long = || list_of(["20260101000000Z", "20300101000000Z"]).issue(&issued.ca);
    let pdf = letter(&newer());
    let stamped_pdf = letter(&newer().stamped(STAMPED));
    vec![
        row(
            "old-list-carried",
            "The document carries an old good list, the published one revokes.",
            newer().carrying(old_list()),
            Expected::Revoked,
        ),
        row(
            "long-lived-list-carried",
            "The document's old list is good for years, the published one revokes.",
            newer().carrying(long()),
            Expected::Revoked,
        ),
        row(
            "old-answer-carried",
            "The same with an OCSP answer.",
            newer().carrying(other_revocation_info(&old_good.encode())),
            Expected::Revoked,
        ),
        row(
            "current-answer-carried",
            "The document carries a good answer of today; the list of today \
                 revokes: revoked counts more.",
            newer().carrying(other_revocation_info(&issued.response(vec![issued.good()]).encode())),
            Expected::Revoked,
        ),
        row(
            "old-list-carried-and-proven",
            "Good when the signature was made, revoked after the proven time.",
            newer().carrying(old_list()).stamped(STAMPED),
            Expected::PassedThen,
        ),
        row(
            "old-answer-carried-and-proven",
            "The same with an OCSP answer.",
            newer().carrying(other_revocation_info(&old_good.encode())).stamped(STAMPED),
            Expected::PassedThen,
        ),
        row(
            "old-list-carried-and-revoked-before",
            "The old list had not noticed yet; revoked before the proven time.",
            newer_at("20260115000000Z").carrying(old_list()).stamped(STAMPED),
            Expected::RevokedBefore,
        ),
        row(
            "published-good-carried-revoking",
            "The document's own list revokes, the published one is older.",
            issued
                .published(&list_of(["20261101000000Z", "20261130000000Z"]))
                .carrying(issued.revoked().issue(&issued.ca)),
            Expected::Revoked,
        ),
        row(
            "answer-revoking-list-good",
            "An answer revokes, the list of the day before does not.",
            issued.published(&list_of(["20261121000000Z", "20261130000000Z"])).carrying(
                other_revocation_info(
                    &issued.response(vec![issued.good().revoked(REVOKED, 4)]).encode(),
                ),
            ),
            Expected::Revoked,
        ),
        row(
            "added-revoking",
            "The list that the visitor adds revokes, the published one is older.",
            issued
                .published(&list_of(["20261101000000Z", "20261130000000Z"]))
                .adding(issued.revoked().issue(&issued.ca)),
            Expected::Revoked,
        ),
        in_pdf(
            "REV-32",
            "old-list-in-the-store",
            "The store of the PDF has an old good list.",
            &newer(),
            stored(&pdf, &[old_list()], &[], ""),
            Expected::Revoked,
        ),
        in_pdf(
            "REV-32",
            "old-answer-in-the-store",
            "The store of the PDF has an old good answer.",
            &newer(),
            stored(&pdf, &[], &[old_good.encode()], ""),
            Expected::Revoked,
        ),
        in_pdf(
            "REV-32",
            "old-answer-in-the-store-and-proven",
            "The same, and the signature is proven older than the revocation.",
            &newer(),
            stored(&stamped_pdf, &[], &[old_good.encode()], ""),
            Expected::PassedThen,
        )
        .note("revoked-later"),
    ]
}

/// How the store files its data.
fn rev_33() -> Vec<Vector> {
    let issued = Issued::new();
    let unknown = issued.unknown();
    let pdf = letter(&unknown);
    let list = current_list().issue(&issued.ca);
    let answer = issued.response(vec![issued.good()]).encode();
    let other = Certificate::authority("Penerbit Lain", 80);
    let other = Identity::issued_by(&issued.anchor, &other, Key::p256("penerbit lain"));
    let orphan = current_list().issue(&other);
    let wrong_key = "/VRI<</0000000000000000000000000000000000000000<</CRL[41 0 R]>>>>";
    let elsewhere = "/VRI<</0000000000000000000000000000000000000000<</CRL[42 0 R]>>>>";
    let row = |variant: &str, why: &str, file: Vec<u8>, expected| {
        in_pdf("REV-33", variant, why, &unknown, file, expected)
    };
    vec![
        row(
            "no-vri",
            "A list, and no VRI: found by the certificate that it is for.",
            stored(&pdf, slice::from_ref(&list), &[], ""),
            Expected::Passes,
        ),
        row(
            "answer-without-vri",
            "An answer, and no VRI.",
            stored(&pdf, &[], slice::from_ref(&answer), ""),
            Expected::Passes,
        ),
        row(
            "wrong-key",
            "VRI files the list under another signature's digest.",
            stored(&pdf, slice::from_ref(&list), &[], wrong_key),
            Expected::Passes,
        ),
        row(
            "orphan",
            "A list of an issuer that no certificate has, beside the right one.",
            stored(&pdf, &[orphan.clone(), list.clone()], &[], ""),
            Expected::Passes,
        ),
        row(
            "orphan-filed",
            "VRI files the orphan under another signature, and the right list \
                 nowhere.",
            stored(&pdf, &[list, orphan.clone()], &[], elsewhere),
            Expected::Passes,
        ),
        row(
            "orphan-only",
            "Only the orphan is there.",
            stored(&pdf, &[orphan], &[], ""),
            Expected::NoData,
        ),
        row(
            "garbage",
            "Streams that are no evidence: nothing is known, or nothing allows them.",
            stored(&pdf, &[b"x".to_vec()], &[b"y".to_vec()], ""),
            Expected::TryLater,
        )
        .or("berubah"),
    ]
}

/// Weak or unknown signatures over lists.
fn rev_37() -> Vec<Vector> {
    let issued = Issued::new();
    let weak = |list: Crl| Crl { digest: Digest::Sha1, ..list };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-37", variant, why, expected)
    };
    let unknown_algorithm = {
        let list = current_list().issue(&issued.ca);
        let parts = crate::cms_builder::der::children(&list);
        let fields = crate::cms_builder::der::children(parts[0]);
        let algorithm =
            sequence(&[&crate::cms_builder::der::oid(crate::cms_builder::oid::EXAMPLE)]);
        let mut fields: Vec<Vec<u8>> = fields.iter().map(|field| field.to_vec()).collect();
        fields[1].clone_from(&algorithm);
        let to_be_signed = crate::cms_builder::der::element(0x30, &fields.concat());
        let signature = issued.ca.signature(Digest::Sha256, &to_be_signed);
        sequence(&[&to_be_signed, &algorithm, &crate::cms_builder::der::bits(&signature)])
    };
    let rsa = |digest: Digest| {
        let anchor = Certificate::authority(ANCHOR, 1).valid("20200101000000Z", "20560101000000Z");
        let anchor = anchor.self_signed(Key::Rsa(Box::new(Key::rsa("rsa-2048"))));
        let ca = ca_under(&anchor, &ca_certificate());
        let person = person_under(&ca, &person_certificate());
        let list = Crl { digest, ..current_list() };
        Case::under(&anchor, &[&ca], &person)
            .lists(vec![list.issue(&anchor), current_list().issue(&ca)])
    };
    vec![
        row(
            "sha-1",
            "The list is signed with SHA-1.",
            issued.published(&weak(current_list())),
            Expected::Unusable,
        ),
        row(
            "sha-1-carried",
            "The same, in the document.",
            issued.carried(&weak(current_list())),
            Expected::Unusable,
        ),
        row("md5", "The anchor's list is signed with MD5.", rsa(Digest::Md5), Expected::Unusable),
        row(
            "rsa-sha-384",
            "The anchor's list is signed with SHA-384.",
            rsa(Digest::Sha384),
            Expected::Passes,
        ),
        row(
            "unknown",
            "An algorithm that nobody knows.",
            issued.unknown().list(unknown_algorithm),
            Expected::Unusable,
        ),
        row(
            "sha-1-beside-sha-256",
            "A good list beside it.",
            issued.published(&weak(current_list())).list(current_list().issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "sha-1-revoking",
            "A list signed with SHA-1 revokes and nothing else is known: never good.",
            issued.published(&weak(issued.revoked())),
            Expected::NotGood,
        ),
    ]
}
