//! PATH-24, PATH-25 and PATH-27: what the signer's key is for, and what CAs let it be for (threat catalogue 5).

use crate::cms_builder::der::element;
use crate::cms_builder::extension::id;
use crate::cms_builder::{Certificate, Extension, key_usage};
use crate::hierarchy::{Case, Expected, anchor, ca_certificate, ca_under, person_certificate};
use crate::pdf_vectors::Vector;

/// RFC 9336.
const DOCUMENT_SIGNING: &str = "1.3.6.1.5.5.7.3.36";
/// Adobe Authentic Documents Trust.
const ADOBE: &str = "1.2.840.113583.1.1.5";
const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";
const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const ANY: &str = "2.5.29.37.0";

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_24(), path_25(), path_27()].concat()
}

/// keyUsage.
fn path_24() -> Vec<Vector> {
    let with = |octet: u8| person_certificate().replacing(key_usage(octet));
    let of_bits = |extension: Extension, contents: &[u8]| {
        person_certificate().replacing(extension.of(id::KEY_USAGE, &element(0x03, contents)))
    };
    let passes = |variant: &str, why: &str, person: Certificate| {
        Case::of_person(&person).vector("PATH-24", variant, why, Expected::Passes)
    };
    let broken = |variant: &str, why: &str, person: Certificate| {
        Case::of_person(&person).vector("PATH-24", variant, why, Expected::ChainConstraints)
    };
    vec![
        passes("digital-signature", "digitalSignature alone.", with(0x80)),
        passes("non-repudiation", "nonRepudiation alone.", with(0x40)),
        passes("and-key-encipherment", "digitalSignature and keyEncipherment.", with(0xa0)),
        passes(
            "not-critical",
            "Both, in an extension that is not critical.",
            of_bits(Extension::Plain, &[6, 0xc0]),
        ),
        broken("key-encipherment", "keyEncipherment alone.", with(0x20)),
        broken("key-agreement", "keyAgreement alone.", with(0x08)),
        broken("key-cert-sign", "keyCertSign and cRLSign, and no CA.", with(0x06)),
        broken(
            "absent",
            "No key usage: what the key is for is not said; the policy asks for it.",
            person_certificate().without(id::KEY_USAGE),
        ),
        broken("no-bits", "No bit.", of_bits(Extension::Critical, &[0])),
        broken("zero-bits", "An octet without a bit.", of_bits(Extension::Critical, &[7, 0x00])),
        broken(
            "unused-bits-set",
            "digitalSignature stands among the unused bits: not DER.",
            of_bits(Extension::Critical, &[7, 0xc0]),
        ),
        broken(
            "decipher-only",
            "The ninth bit alone.",
            of_bits(Extension::Critical, &[7, 0x00, 0x80]),
        ),
    ]
}

/// extKeyUsage.
fn path_25() -> Vec<Vector> {
    let plain = || person_certificate().without(id::EXTENDED_KEY_USAGE);
    let with = |purposes: &[&str]| plain().extended_key_usage(Extension::Critical, purposes);
    let ca_with =
        |purposes: &[&str]| ca_certificate().extended_key_usage(Extension::Plain, purposes);
    let passes = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-25", variant, why, Expected::Passes)
    };
    let broken = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-25", variant, why, Expected::ChainConstraints)
    };
    let of = |purposes: &[&str]| Case::of_person(&with(purposes));
    vec![
        passes("none", "No extended key usage.", Case::of_person(&plain())),
        passes("document-signing", "documentSigning (RFC 9336).", of(&[DOCUMENT_SIGNING])),
        passes("adobe", "Adobe's, as in real certificates.", of(&[ADOBE])),
        passes(
            "document-signing-and-server",
            "documentSigning among others.",
            of(&[SERVER_AUTH, DOCUMENT_SIGNING]),
        ),
        broken("server", "A web server's certificate.", of(&[SERVER_AUTH])),
        broken("code-signing", "One for programs.", of(&[CODE_SIGNING])),
        broken("email", "One for e-mail alone: no document.", of(&[EMAIL_PROTECTION])),
        broken("time-stamping", "A time-stamp authority's.", of(&[TIME_STAMPING])),
        broken("ocsp-signing", "An OCSP responder's.", of(&[OCSP_SIGNING])),
        broken("any", "anyExtendedKeyUsage: not on the list of what signs documents.", of(&[ANY])),
        broken(
            "ca-for-servers",
            "The CA may issue for web servers only.",
            Case::of(&ca_with(&[SERVER_AUTH]), &with(&[DOCUMENT_SIGNING])),
        ),
        broken(
            "ca-for-servers-person-without",
            "The same, and the person's certificate says nothing.",
            Case::of(&ca_with(&[SERVER_AUTH]), &plain()),
        ),
        passes(
            "ca-for-documents",
            "The CA may issue for documents.",
            Case::of(&ca_with(&[DOCUMENT_SIGNING]), &with(&[DOCUMENT_SIGNING])),
        ),
        passes(
            "ca-for-documents-person-without",
            "The same, and the person's certificate says nothing.",
            Case::of(&ca_with(&[DOCUMENT_SIGNING]), &plain()),
        ),
        passes(
            "ca-for-any",
            "The CA may issue for anything.",
            Case::of(&ca_with(&[ANY]), &with(&[DOCUMENT_SIGNING])),
        ),
        broken(
            "ca-for-adobe-person-for-documents",
            "The CA's usage and the person's have nothing in common.",
            Case::of(&ca_with(&[ADOBE]), &with(&[DOCUMENT_SIGNING])),
        ),
        passes(
            "ca-for-both",
            "The CA's usages hold the person's.",
            Case::of(&ca_with(&[ADOBE, DOCUMENT_SIGNING]), &with(&[DOCUMENT_SIGNING])),
        ),
    ]
}

/// A CA signs a document.
fn path_27() -> Vec<Vector> {
    let root = anchor();
    let of = |certificate: Certificate| Case::under(&root, &[], &ca_under(&root, &certificate));
    vec![
        of(ca_certificate()).vector(
            "PATH-27",
            "ca",
            "The key that issues certificates signs a document.",
            Expected::Uncertain,
        ),
        of(ca_certificate().replacing(key_usage(0xc6))).vector(
            "PATH-27",
            "ca-with-non-repudiation",
            "The same, and its key usage has the bits of a signer as well.",
            Expected::Uncertain,
        ),
        Case::under(&root, &[], &root).vector(
            "PATH-27",
            "anchor",
            "The anchor itself signs a document.",
            Expected::Refused,
        ),
    ]
}
