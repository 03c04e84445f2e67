//! Swaps between two good files (threat catalogue 0.2 no. 4): one's container, value, attributes, certificates or token in
//! the other. What is exchanged is genuine in its own place.

use super::carrier::{ADBE, OTHER_TEXT, STAMPED, TEXT, detached, letter_with, pair, token};
use crate::cms_builder::attribute::names_certificate;
use crate::cms_builder::{Digest, Identity, SignedData, Signer};
use crate::pdf_vectors::Vector;

/// Every swap.
pub(super) fn vectors() -> Vec<Vector> {
    let (one, other) = (Identity::person(), Identity::other_person());
    let of_other_document = Signer::new(&one, &Digest::Sha256.of(OTHER_TEXT));
    let good = |signed: &[u8]| Signer::new(&one, &Digest::Sha256.of(signed));
    let with = |signer: &dyn Fn(&[u8]) -> Signer| {
        letter_with(ADBE, |signed| SignedData::detached(&one, &signer(signed)).encode())
    };
    let swap = |variant: &str, why: &str, bytes: Vec<u8>, verdict| {
        Vector::new("swap", variant, why, bytes, verdict)
    };
    let (first, second) = (detached(&one, TEXT).encode(), detached(&other, OTHER_TEXT).encode());
    vec![
        swap(
            "container",
            "The container of another document.",
            with(&|_| of_other_document.clone()),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        swap(
            "value",
            "The signature value of another document.",
            with(&|signed| Signer {
                signature: Some(of_other_document.signature()),
                ..good(signed)
            }),
            "rusak",
        )
        .sub_indication("SIG_CRYPTO_FAILURE"),
        swap(
            "attributes",
            "The attributes of another document under this value: neither digest nor value \
                 fits.",
            with(&|signed| Signer {
                signature: Some(good(signed).signature()),
                ..of_other_document.clone()
            }),
            "berubah",
        )
        .or("rusak"),
        swap(
            "ess",
            "The named certificate of another signer.",
            with(&|signed| good(signed).replacing(2, names_certificate(&other.certificate))),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        swap(
            "identifier",
            "The identifier of another signer, whose certificate is not there.",
            with(&|signed| Signer { sid: other.issuer_and_serial_number(), ..good(signed) }),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        swap(
            "certificates",
            "The certificates of another signer.",
            letter_with(ADBE, |signed| {
                detached(&one, signed)
                    .certificates(vec![other.certificate.clone(), other.issuer_certificate.clone()])
                    .encode()
            }),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        swap(
            "identifier-and-certificates",
            "Both of another signer, the value of the first.",
            letter_with(ADBE, |signed| {
                let signer = Signer { sid: other.issuer_and_serial_number(), ..good(signed) };
                SignedData::detached(&other, &signer).encode()
            }),
            "rusak",
        )
        .or("belum-pasti"),
        swap(
            "token",
            "The time-stamp of another signature.",
            with(&|signed| {
                good(signed).unsigned(token(&of_other_document.signature(), STAMPED).attribute())
            }),
            "asli",
        )
        .note("time-stamp-untrusted")
        .not_proven(),
        swap(
            "signer-info",
            "The SignerInfo of another person over this document, his certificate too: he \
                 signed it, and his name is shown.",
            letter_with(ADBE, |signed| detached(&other, signed).encode()),
            "asli",
        )
        .says("/signatures/0/signer/common_name", "\"Contoh Jabatan Kepala Dinas\""),
        pair(
            "swap",
            "files",
            "The first file with the second one's signature.",
            [TEXT, &second],
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        pair(
            "swap",
            "files-back",
            "The second file with the first one's signature.",
            [OTHER_TEXT, &first],
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        pair(
            "swap",
            "arguments",
            "The signature where the file belongs and the file where the signature \
                 belongs.",
            [&first, TEXT],
            "belum-pasti",
        )
        .or("tanpa")
        .or("rusak"),
    ]
}
