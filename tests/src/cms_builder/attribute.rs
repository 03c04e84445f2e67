//! Attributes (RFC 5652 11, RFC 5035, RFC 6211, EN 319 122-1), as encodings.

use super::der::{element, octets, oid, sequence};
use super::digest::Digest;
use super::oid as name;

/// `Attribute ::= SEQUENCE { attrType, attrValues SET OF }` with these values in this order.
#[must_use]
pub fn attribute(dotted: &str, values: &[&[u8]]) -> Vec<u8> {
    sequence(&[&oid(dotted), &element(0x31, &values.concat())])
}

/// contentType (RFC 5652 11.1).
#[must_use]
pub fn content_type(dotted: &str) -> Vec<u8> {
    attribute(name::CONTENT_TYPE, &[&oid(dotted)])
}

/// messageDigest (RFC 5652 11.2).
#[must_use]
pub fn message_digest(digest: &[u8]) -> Vec<u8> {
    attribute(name::MESSAGE_DIGEST, &[&octets(digest)])
}

/// signingTime (RFC 5652 11.3) around an encoded time.
#[must_use]
pub fn signing_time(time: &[u8]) -> Vec<u8> {
    attribute(name::SIGNING_TIME, &[time])
}

/// `ESSCertID` (RFC 5035 5.4.1.1).
#[must_use]
pub fn ess_cert_id(certificate: &[u8]) -> Vec<u8> {
    sequence(&[&octets(&Digest::Sha1.of(certificate))])
}

/// `ESSCertIDv2` (RFC 5035 4); SHA-256 is the default and left out.
#[must_use]
pub fn ess_cert_id_v2(certificate: &[u8], digest: Digest) -> Vec<u8> {
    let algorithm = if digest == Digest::Sha256 { Vec::new() } else { digest.algorithm() };
    sequence(&[&algorithm, &octets(&digest.of(certificate))])
}

/// `ESSCertIDv2` with an issuerSerial: encoded name and serial number.
#[must_use]
pub fn ess_cert_id_v2_with(certificate: &[u8], issuer: &[u8], serial_number: &[u8]) -> Vec<u8> {
    let names = sequence(&[&element(0xa4, issuer)]);
    let issuer_serial = sequence(&[&names, serial_number]);
    sequence(&[&octets(&Digest::Sha256.of(certificate)), &issuer_serial])
}

/// signingCertificate with these certificate identifiers.
#[must_use]
pub fn signing_certificate(cert_ids: &[&[u8]]) -> Vec<u8> {
    attribute(name::SIGNING_CERTIFICATE, &[&sequence(&[&sequence(cert_ids)])])
}

/// signingCertificateV2 with these certificate identifiers.
#[must_use]
pub fn signing_certificate_v2(cert_ids: &[&[u8]]) -> Vec<u8> {
    attribute(name::SIGNING_CERTIFICATE_V2, &[&sequence(&[&sequence(cert_ids)])])
}

/// signingCertificateV2 that names this certificate.
#[must_use]
pub fn names_certificate(certificate: &[u8]) -> Vec<u8> {
    signing_certificate_v2(&[&ess_cert_id_v2(certificate, Digest::Sha256)])
}

/// `CMSAlgorithmProtection` (RFC 6211): the digest algorithm, and `[1]` the signature algorithm.
#[must_use]
pub fn algorithm_protection(digest: &[u8], signature: &[u8]) -> Vec<u8> {
    attribute(name::CMS_ALGORITHM_PROTECTION, &[&algorithm_protection_value(digest, signature)])
}

/// Its value.
#[must_use]
pub fn algorithm_protection_value(digest: &[u8], signature: &[u8]) -> Vec<u8> {
    let mut implicit = signature.to_vec();
    implicit[0] = 0xa1;
    sequence(&[digest, &implicit])
}

/// signature-policy-identifier (EN 319 122-1 5.2.9.1) that names an explicit policy.
#[must_use]
pub fn signature_policy_value(dotted: &str) -> Vec<u8> {
    let hash = sequence(&[&Digest::Sha256.algorithm(), &octets(&Digest::Sha256.of(b"kebijakan"))]);
    sequence(&[&oid(dotted), &hash])
}

/// commitment-type-indication (EN 319 122-1 5.2.3): proof of origin.
#[must_use]
pub fn commitment_type_value() -> Vec<u8> {
    sequence(&[&oid("1.2.840.113549.1.9.16.6.1")])
}
