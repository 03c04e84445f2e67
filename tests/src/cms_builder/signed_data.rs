//! `ContentInfo` and `SignedData` (RFC 5652 3, 5.1) with every field chosen.

use super::der::{element, integer, octets, oid, sequence, set_of};
use super::identity::Identity;
use super::oid as name;
use super::signer::Signer;

/// A `SignedData` to be written.
#[derive(Debug, Clone)]
pub struct SignedData {
    /// Encoded version.
    pub version: Vec<u8>,
    /// Encoded digest algorithms, in this order.
    pub digest_algorithms: Vec<Vec<u8>>,
    /// Encoded content type.
    pub content_type: Vec<u8>,
    /// What stands in `[0] eContent`.
    pub content: Option<Vec<u8>>,
    /// Encoded certificates, in this order.
    pub certificates: Vec<Vec<u8>>,
    /// Encoded lists.
    pub crls: Vec<Vec<u8>>,
    /// Encoded `SignerInfo`s, in this order.
    pub signer_infos: Vec<Vec<u8>>,
}

impl SignedData {
    /// Of one signer, over a content that stands elsewhere.
    #[must_use]
    pub fn detached(identity: &Identity, signer: &Signer) -> Self {
        Self {
            version: integer(1),
            digest_algorithms: vec![signer.digest_algorithm.clone()],
            content_type: oid(name::DATA),
            content: None,
            certificates: vec![identity.certificate.clone(), identity.issuer_certificate.clone()],
            crls: Vec::new(),
            signer_infos: vec![signer.encode()],
        }
    }

    /// Of one signer, with the content inside.
    #[must_use]
    pub fn attached(identity: &Identity, signer: &Signer, content: &[u8]) -> Self {
        Self { content: Some(octets(content)), ..Self::detached(identity, signer) }
    }

    /// The same with these certificates.
    #[must_use]
    pub fn certificates(mut self, certificates: Vec<Vec<u8>>) -> Self {
        self.certificates = certificates;
        self
    }

    /// The encoded `SignedData` without `ContentInfo`.
    #[must_use]
    pub fn encode_bare(&self) -> Vec<u8> {
        let content = self.content.as_ref().map_or(Vec::new(), |content| element(0xa0, content));
        let optional = |tag: u8, elements: &[Vec<u8>]| match elements {
            [] => Vec::new(),
            elements => element(tag, &elements.concat()),
        };
        sequence(&[
            &self.version,
            &set_of(0x31, self.digest_algorithms.clone()),
            &sequence(&[&self.content_type, &content]),
            &optional(0xa0, &self.certificates),
            &optional(0xa1, &self.crls),
            &element(0x31, &self.signer_infos.concat()),
        ])
    }

    /// Its encoding.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        content_info(name::SIGNED_DATA, &self.encode_bare())
    }
}

/// `ContentInfo ::= SEQUENCE { contentType, content [0] EXPLICIT }`
#[must_use]
pub fn content_info(dotted: &str, content: &[u8]) -> Vec<u8> {
    sequence(&[&oid(dotted), &element(0xa0, content)])
}
