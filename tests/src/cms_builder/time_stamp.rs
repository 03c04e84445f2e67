//! Time-stamp tokens (RFC 3161 2.4.2) with every field chosen.

use super::attribute::attribute;
use super::der::{generalized_time, integer, octets, oid, sequence};
use super::digest::Digest;
use super::identity::Identity;
use super::oid as name;
use super::signed_data::SignedData;
use super::signer::Signer;

/// `TSTInfo` to be written; the optional fields are encodings, in the standard's order.
#[derive(Debug, Clone)]
pub struct TstInfo {
    /// Encoded version.
    pub version: Vec<u8>,
    /// Encoded policy.
    pub policy: Vec<u8>,
    /// Encoded `MessageImprint`.
    pub imprint: Vec<u8>,
    /// Encoded serial number.
    pub serial_number: Vec<u8>,
    /// Encoded genTime.
    pub gen_time: Vec<u8>,
    /// accuracy, ordering, nonce, tsa and extensions, each encoded.
    pub optional: Vec<Vec<u8>>,
}

impl TstInfo {
    /// As a good authority writes it.
    #[must_use]
    pub fn new(stamped: &[u8], gen_time: &str) -> Self {
        Self {
            version: integer(1),
            policy: oid(name::EXAMPLE),
            imprint: Self::imprint(Digest::Sha256, stamped),
            serial_number: integer(7),
            gen_time: generalized_time(gen_time),
            optional: Vec::new(),
        }
    }

    /// `MessageImprint ::= SEQUENCE { hashAlgorithm, hashedMessage }`
    #[must_use]
    pub fn imprint(digest: Digest, stamped: &[u8]) -> Vec<u8> {
        sequence(&[&digest.algorithm(), &octets(&digest.of(stamped))])
    }

    /// With one more optional field.
    #[must_use]
    pub fn and(mut self, field: Vec<u8>) -> Self {
        self.optional.push(field);
        self
    }

    /// Its encoding.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let optional = self.optional.concat();
        sequence(&[
            &self.version,
            &self.policy,
            &self.imprint,
            &self.serial_number,
            &self.gen_time,
            &optional,
        ])
    }
}

/// A token: the content, who signs it, and its certificates.
#[derive(Debug, Clone)]
pub struct TimeStamp {
    /// The encoded content.
    pub content: Vec<u8>,
    /// The signer, who may be bent before the token is written.
    pub signer: Signer,
    /// Encoded certificates.
    pub certificates: Vec<Vec<u8>>,
    /// Encoded lists.
    pub crls: Vec<Vec<u8>>,
    /// Encoded content type.
    pub content_type: Vec<u8>,
}

impl TimeStamp {
    /// Of this authority.
    #[must_use]
    pub fn by(authority: &Identity, tst_info: &TstInfo) -> Self {
        let content = tst_info.encode();
        let digest = Digest::Sha256.of(&content);
        Self {
            signer: Signer::with(authority, Digest::Sha256, name::TST_INFO, &digest),
            certificates: vec![authority.certificate.clone(), authority.issuer_certificate.clone()],
            crls: Vec::new(),
            content_type: oid(name::TST_INFO),
            content,
        }
    }

    /// Its encoding.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        SignedData {
            version: integer(3),
            digest_algorithms: vec![self.signer.digest_algorithm.clone()],
            content_type: self.content_type.clone(),
            content: Some(octets(&self.content)),
            certificates: self.certificates.clone(),
            crls: self.crls.clone(),
            signer_infos: vec![self.signer.encode()],
        }
        .encode()
    }

    /// As an unsigned attribute of the signature that it is over.
    #[must_use]
    pub fn attribute(&self) -> Vec<u8> {
        attribute(name::SIGNATURE_TIME_STAMP, &[&self.encode()])
    }
}
