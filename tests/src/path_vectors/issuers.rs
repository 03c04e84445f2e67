//! PATH-06 to PATH-11: who may issue certificates (threat catalogue 5; RFC 5280 6.1.4).

use crate::cms_builder::der::{element, integer, sequence};
use crate::cms_builder::extension::{authority_constraints, id};
use crate::cms_builder::{Certificate, Crl, Digest, Extension, Identity, Key, key_usage};
use crate::hierarchy::{
    CA, CURRENT, Case, Expected, anchor, ca_certificate, ca_under, current_list,
    person_certificate, person_under, unknown_extension,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_06(), path_07(), path_08(), path_09(), path_10(), path_11()].concat()
}

/// The constraint of a CA with an encoded length.
fn with_length(length: &[u8]) -> Certificate {
    ca_certificate().replacing(authority_constraints(length))
}

/// An end entity issues.
fn path_06() -> Vec<Vector> {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let under = |certificate: Certificate| {
        let issuer = Identity::issued_by(&ca, &certificate, Key::p256("bukan penerbit"));
        let person = person_under(&issuer, &person_certificate());
        Case::under(&root, &[&ca, &issuer], &person)
    };
    let issuing = Certificate::person("Contoh Bukan Penerbit", 9);
    vec![
        under(issuing.clone()).vector(
            "PATH-06",
            "person-issues",
            "A person's certificate issues another one.",
            Expected::ChainConstraints,
        ),
        under(issuing.replacing(key_usage(0xc6))).vector(
            "PATH-06",
            "person-with-key-cert-sign",
            "The key usage says that it may, basicConstraints say that it is no CA.",
            Expected::ChainConstraints,
        ),
        under(Certificate::authority("Contoh Penerbit Lain", 9)).vector(
            "PATH-06",
            "ca-issues",
            "The same way with a CA in its middle.",
            Expected::Passes,
        ),
    ]
}

/// basicConstraints are not there.
fn path_07() -> Vec<Vector> {
    let bare = || ca_certificate().without(id::BASIC_CONSTRAINTS);
    let plain = Extension::Plain.of(id::BASIC_CONSTRAINTS, &sequence(&[&element(0x01, &[0xff])]));
    vec![
        Case::of_ca(&bare()).vector(
            "PATH-07",
            "absent",
            "Without basicConstraints it is no CA, whatever the key usage says.",
            Expected::ChainConstraints,
        ),
        Case::of_ca(&bare().without(id::KEY_USAGE)).vector(
            "PATH-07",
            "absent-and-no-key-usage",
            "Without both.",
            Expected::ChainConstraints,
        ),
        Case::of_ca(&ca_certificate().replacing(plain)).vector(
            "PATH-07",
            "not-critical",
            "There, and not critical: RFC 5280 asks that of CAs, not of those \
                 who read.",
            Expected::Passes,
        ),
    ]
}

/// Old versions.
fn path_08() -> Vec<Vector> {
    let version =
        |version: Vec<u8>, certificate: Certificate| Certificate { version, ..certificate };
    let second = element(0xa0, &integer(1));
    let bare = Certificate { extensions: Vec::new(), ..ca_certificate() };
    // The person's certificate names the CA; what a version 1 certificate has no place for changes nothing of that.
    let case = |ca: Certificate| Case::of_ca(&ca);
    vec![
        case(version(Vec::new(), bare.clone())).vector(
            "PATH-08",
            "version-1-issues",
            "Version 1 cannot say that it is a CA.",
            Expected::ChainConstraints,
        ),
        case(version(second.clone(), bare)).vector(
            "PATH-08",
            "version-2-issues",
            "Neither can version 2.",
            Expected::ChainConstraints,
        ),
        case(version(Vec::new(), ca_certificate())).vector(
            "PATH-08",
            "version-1-with-extensions",
            "Version 1 with extensions, which it does not have: refused, or not read.",
            Expected::Refused,
        ),
        case(version(second, ca_certificate())).vector(
            "PATH-08",
            "version-2-with-extensions",
            "The same of version 2.",
            Expected::Refused,
        ),
        Case::of_person(&Certificate {
            version: Vec::new(),
            extensions: Vec::new(),
            ..person_certificate()
        })
        .vector(
            "PATH-08",
            "version-1-signs",
            "A signer's certificate of version 1 does not say what its key is for.",
            Expected::ChainConstraints,
        ),
    ]
}

/// Several checks: none that holds may cover one that does not.
fn path_09() -> Vec<Vector> {
    let root = anchor();
    let three = |upper: Certificate, lower: Certificate, person: Certificate| {
        let upper = Identity::issued_by(&root, &upper, Key::p256("atas"));
        let lower = ca_under(&upper, &lower);
        let person = person_under(&lower, &person);
        (Case::under(&root, &[&upper, &lower], &person), upper, lower, person)
    };
    let upper = || Certificate::authority("Penerbit Atas", 4);
    let no_issuer = |certificate: Certificate| certificate.replacing(key_usage(0x82));
    let refused =
        |certificate: Certificate| certificate.with(unknown_extension(Extension::Critical));
    let broken = |variant: &str, why: &str, case: &Case| {
        case.vector("PATH-09", variant, why, Expected::ChainConstraints)
    };
    let (good, good_upper, lower, person) = three(upper(), ca_certificate(), person_certificate());
    let revoking = |ca: &Identity, who: &Identity| {
        Crl::new(CURRENT[0], CURRENT[1]).revoking(who.field(1), "20260601000000Z", 4).issue(ca)
    };
    let empty = |ca: &Identity| current_list().issue(ca);
    let mut altered = good.clone();
    altered.signer.key = Key::p256("kunci lain");
    vec![
        good.vector(
            "PATH-09",
            "all-hold",
            "Three certificates, every check holds.",
            Expected::Passes,
        ),
        broken(
            "first",
            "Only the uppermost fails.",
            &three(no_issuer(upper()), ca_certificate(), person_certificate()).0,
        ),
        broken(
            "middle",
            "Only the middle one fails.",
            &three(upper(), no_issuer(ca_certificate()), person_certificate()).0,
        ),
        broken(
            "last",
            "Only the signer's fails.",
            &three(upper(), ca_certificate(), refused(person_certificate())).0,
        ),
        broken(
            "all",
            "All of them fail.",
            &three(no_issuer(upper()), no_issuer(ca_certificate()), refused(person_certificate()))
                .0,
        ),
        good.clone()
            .lists(vec![empty(&root), empty(&good_upper), revoking(&lower, &person)])
            .vector(
                "PATH-09",
                "signer-revoked-cas-good",
                "The signer is revoked; what is good of the CAs, which are looked \
                 at later, changes nothing.",
                Expected::Revoked,
            ),
        good.clone()
            .lists(vec![empty(&root), revoking(&good_upper, &lower), empty(&lower)])
            .vector(
                "PATH-09",
                "ca-revoked-others-good",
                "The CA between two that are good is revoked.",
                Expected::CaRevoked,
            ),
        good.clone()
            .lists(vec![empty(&root), revoking(&good_upper, &lower), revoking(&lower, &person)])
            .vector(
                "PATH-09",
                "signer-and-ca-revoked",
                "Both are: the signer's own comes first.",
                Expected::Revoked,
            ),
        good.clone().lists(vec![empty(&root), empty(&good_upper)]).vector(
            "PATH-09",
            "signer-unknown-cas-good",
            "Nothing is known of the signer, the CAs are good.",
            Expected::NoData,
        ),
        good.lists(vec![revoking(&root, &good_upper), empty(&good_upper)]).vector(
            "PATH-09",
            "uppermost-revoked-signer-unknown",
            "Revoked weighs more than unknown, in whatever order they are found.",
            Expected::CaRevoked,
        ),
        {
            let vector = altered.vector(
                "PATH-09",
                "signature-wrong-path-good",
                "The signature is another key's: a good path does not heal it.",
                Expected::Uncertain,
            );
            Vector { verdicts: vec!["rusak"], ..vector }.sub_indication("SIG_CRYPTO_FAILURE")
        },
    ]
}

/// keyCertSign.
fn path_10() -> Vec<Vector> {
    let with = |octet: u8| Case::of_ca(&ca_certificate().replacing(key_usage(octet)));
    vec![
        with(0x82).vector(
            "PATH-10",
            "missing",
            "digitalSignature and cRLSign: not for certificates.",
            Expected::ChainConstraints,
        ),
        with(0x06).vector("PATH-10", "there", "keyCertSign and cRLSign.", Expected::Passes),
        Case::of_ca(&ca_certificate().without(id::KEY_USAGE)).vector(
            "PATH-10",
            "no-key-usage",
            "No key usage at all restricts nothing (RFC 5280 6.1.4 (n)).",
            Expected::Passes,
        ),
    ]
}

/// pathLenConstraint.
fn path_11() -> Vec<Vector> {
    let root = anchor();
    let lower_of = |upper: &Identity, name: &str, length: &[u8]| {
        let certificate = Certificate::authority(name, 8).replacing(authority_constraints(length));
        Identity::issued_by(upper, &certificate, Key::p256(name))
    };
    let two = |upper: Certificate, lower_length: &[u8]| {
        let upper = ca_under(&root, &upper);
        let lower = lower_of(&upper, "Penerbit Bawah", lower_length);
        Case::under(&root, &[&upper, &lower], &person_under(&lower, &person_certificate()))
    };
    let self_issued = {
        let old = ca_under(&root, &with_length(&integer(0)));
        let new =
            Identity::issued_by(&old, &Certificate::authority(CA, 30), Key::p256("kunci baru"));
        Case::under(&root, &[&old, &new], &person_under(&new, &person_certificate()))
    };
    let three = {
        let first = ca_under(&root, &with_length(&integer(1)));
        let second = lower_of(&first, "Penerbit Kedua", &integer(5));
        let third = lower_of(&second, "Penerbit Ketiga", &[]);
        Case::under(&root, &[&first, &second, &third], &person_under(&third, &person_certificate()))
    };
    let without_ca = |certificate: Certificate| {
        let value = sequence(&[&integer(0)]);
        certificate.replacing(Extension::Critical.of(id::BASIC_CONSTRAINTS, &value))
    };
    let huge = element(0x02, &[&[0x7f], Digest::Sha256.of(b"besar").as_slice()].concat());
    let broken = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-11", variant, why, Expected::ChainConstraints)
    };
    vec![
        Case::of_ca(&with_length(&integer(0))).vector(
            "PATH-11",
            "zero-and-none-below",
            "0, and no CA below.",
            Expected::Passes,
        ),
        broken("zero-and-one-below", "0, and a CA below.", two(with_length(&integer(0)), &[])),
        two(with_length(&integer(1)), &integer(0)).vector(
            "PATH-11",
            "one-and-one-below",
            "1, and a CA below.",
            Expected::Passes,
        ),
        broken("lower-cannot-widen", "1 above, 5 below it, and two CAs below the first.", three),
        self_issued.vector(
            "PATH-11",
            "self-issued-is-not-counted",
            "0, and the same CA below with its new key: not counted (RFC 5280 \
                 6.1.4 (l)).",
            Expected::Passes,
        ),
        Case::of_ca(&with_length(&huge))
            .vector(
                "PATH-11",
                "huge",
                "A length of 33 octets: no limit in practice, or not accepted.",
                Expected::Passes,
            )
            .or("belum-pasti"),
        broken("negative", "-1 is no length.", Case::of_ca(&with_length(&element(0x02, &[0xff])))),
        broken(
            "without-ca",
            "A length and no cA: no CA.",
            Case::of_ca(&without_ca(ca_certificate())),
        ),
        Case::of_person(&without_ca(person_certificate()))
            .vector(
                "PATH-11",
                "of-a-person",
                "A length in a person's certificate, where it means nothing: passed \
                 over, or refused.",
                Expected::Passes,
            )
            .or("belum-pasti"),
    ]
}
