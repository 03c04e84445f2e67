//! CMS-26 and CMS-27: what else stands in the bag, and attributes that claim a role (threat catalogue 2.2).

use super::carrier::{ADBE, TEXT, bent, detached, enveloping, letter_with};
use crate::cms_builder::attribute::attribute;
use crate::cms_builder::der::{element, octets, oid, sequence, utf8};
use crate::cms_builder::{Certificate, Extension, Identity, oid as name};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_26(), cms_27()].concat()
}

/// Certificates by the hundred, and what is none.
fn cms_26() -> Vec<Vector> {
    let person = Identity::person();
    let with = |more: Vec<Vec<u8>>, signer_first: bool| {
        let mut file = enveloping(TEXT, |signer| signer);
        if signer_first {
            file.certificates.extend(more);
        } else {
            file.certificates = [more, file.certificates].concat();
        }
        file.encode()
    };
    let in_pdf = |more: Vec<Vec<u8>>| {
        letter_with(ADBE, |signed| {
            let mut container = detached(&person, signed);
            container.certificates.extend(more);
            container.encode()
        })
    };
    // Distinct, and signed by nobody: their number is the point.
    let spki = person.key.spki();
    let many = |count: u16| -> Vec<Vec<u8>> {
        (0..count)
            .map(|number| {
                let [high, low] = number.to_be_bytes();
                let mut certificate = Certificate::person("Contoh Banyak", 0);
                certificate.serial_number = vec![0x11, high, low];
                certificate.unsigned(&spki, &person)
            })
            .collect()
    };
    let copies = |count: usize| vec![person.certificate.clone(); count];
    let not_certificates = vec![
        // extendedCertificate, AttributeCertificateV1, AttributeCertificateV2, other (RFC 5652 10.2.2).
        element(0xa0, &sequence(&[])),
        element(0xa1, &sequence(&[])),
        element(0xa2, &sequence(&[&sequence(&[])])),
        element(0xa3, &[oid(name::EXAMPLE), octets(b"x")].concat()),
        sequence(&[]),
        sequence(&[&octets(&[0; 40])]),
    ];
    let large = {
        let mut certificate = Certificate::person("Contoh Besar", 0);
        certificate.extensions.push(Extension::Plain.of(name::EXAMPLE, &vec![0; 1 << 20]));
        certificate.unsigned(&person.key.spki(), &person)
    };
    let limit = |variant: &str, bytes| {
        Vector::new(
            "CMS-26",
            variant,
            "More certificates than are considered: the limit is said, and is never a pass.",
            bytes,
            "belum-pasti",
        )
        .reason("limit-reached")
    };
    vec![
        limit("ten-thousand", with(many(10_000), true)),
        limit("ten-thousand-signer-last", with(many(10_000), false)),
        Vector::new(
            "CMS-26",
            "sixty",
            "Sixty of others beside the signer's.",
            with(many(60), false),
            "asli",
        ),
        Vector::new(
            "CMS-26",
            "copies",
            "The signer's certificate five hundred times: one certificate, or too many \
                 entries.",
            with(copies(500), true),
            "asli",
        )
        .or("belum-pasti"),
        Vector::new(
            "CMS-26",
            "not-certificates",
            "Entries of other kinds and entries of no kind are left out.",
            in_pdf(not_certificates),
            "asli",
        ),
        Vector::new(
            "CMS-26",
            "one-megabyte",
            "A certificate of a megabyte is not looked at; a bag of that size may also be \
                 the limit.",
            with(vec![large], false),
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// Roles that the signer claims.
fn cms_27() -> Vec<Vector> {
    let claimed = element(0xa0, &sequence(&[&utf8("Bupati")]));
    let claimed_v2 = element(
        0xa0,
        &sequence(&[&sequence(&[&oid("2.5.4.72"), &element(0x31, &utf8("Bupati"))])]),
    );
    let certified = element(0xa1, &sequence(&[&sequence(&[])]));
    let with = |dotted: &str, value: &[u8]| {
        bent(|signer| signer.and(attribute(dotted, &[&sequence(&[value])])))
    };
    let claims = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-27", variant, why, bytes, "asli").note("claimed-attributes")
    };
    vec![
        claims(
            "claimed-role",
            "A role that the signer gives himself: claimed.",
            with(name::SIGNER_ATTRIBUTES, &claimed),
        ),
        claims(
            "claimed-role-v2",
            "The same in the newer attribute (EN 319 122-1 5.2.6).",
            with("0.4.0.19122.1.1", &claimed_v2),
        ),
        claims(
            "certified-role",
            "A role in an attribute certificate, which is not read: claimed too.",
            with(name::SIGNER_ATTRIBUTES, &certified),
        ),
    ]
}
