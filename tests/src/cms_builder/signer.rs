//! `SignerInfo` (RFC 5652 5.3) with every field chosen.

use super::attribute::{content_type, message_digest, names_certificate};
use super::der::{element, integer, octets, sequence, set_of};
use super::digest::Digest;
use super::identity::Identity;
use super::key::{Key, Scheme};
use super::oid;

/// In which order signed attributes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// That of DER (X.690 11.6).
    Der,
    /// As they are given.
    AsGiven,
}

/// What the signature value is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedOver {
    /// The attributes as they are written, under the tag of a SET (RFC 5652 5.4).
    Attributes,
    /// The attributes in DER's order, however they are written.
    SortedAttributes,
    /// These bytes.
    Bytes(Vec<u8>),
}

/// A signer, and what is written of it.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Encoded version.
    pub version: Vec<u8>,
    /// Encoded signer identifier.
    pub sid: Vec<u8>,
    /// Encoded digest algorithm.
    pub digest_algorithm: Vec<u8>,
    /// Encoded attributes; none at all is another thing than an empty set.
    pub attributes: Option<Vec<Vec<u8>>>,
    /// Their order.
    pub order: Order,
    /// Encoded signature algorithm.
    pub signature_algorithm: Vec<u8>,
    /// Who really signs.
    pub key: Key,
    /// How it really signs.
    pub scheme: Scheme,
    /// What it really signs.
    pub over: SignedOver,
    /// These bytes instead of a signature.
    pub signature: Option<Vec<u8>>,
    /// Encoded unsigned attributes.
    pub unsigned: Vec<Vec<u8>>,
}

impl Signer {
    /// As a good signer does it over a content of this SHA-256.
    #[must_use]
    pub fn new(identity: &Identity, digest: &[u8]) -> Self {
        Self::with(identity, Digest::Sha256, oid::DATA, digest)
    }

    /// The same with this digest algorithm and content type.
    #[must_use]
    pub fn with(identity: &Identity, algorithm: Digest, content: &str, digest: &[u8]) -> Self {
        let scheme = identity.key.scheme(algorithm);
        Self {
            version: integer(1),
            sid: identity.issuer_and_serial_number(),
            digest_algorithm: algorithm.algorithm(),
            attributes: Some(vec![
                content_type(content),
                message_digest(digest),
                names_certificate(&identity.certificate),
            ]),
            order: Order::Der,
            signature_algorithm: scheme.algorithm(),
            key: identity.key.clone(),
            scheme,
            over: SignedOver::Attributes,
            signature: None,
            unsigned: Vec::new(),
        }
    }

    /// With these signed attributes instead.
    #[must_use]
    pub fn attributes(mut self, attributes: Vec<Vec<u8>>) -> Self {
        self.attributes = Some(attributes);
        self
    }

    /// With one more signed attribute.
    #[must_use]
    pub fn and(mut self, attribute: Vec<u8>) -> Self {
        self.attributes.get_or_insert_default().push(attribute);
        self
    }

    /// Without the attribute at this place: 0 contentType, 1 messageDigest, 2 ESS.
    #[must_use]
    pub fn without(mut self, at: usize) -> Self {
        self.attributes.get_or_insert_default().remove(at);
        self
    }

    /// With another attribute at this place.
    #[must_use]
    pub fn replacing(mut self, at: usize, attribute: Vec<u8>) -> Self {
        self.attributes.get_or_insert_default()[at] = attribute;
        self
    }

    /// With one more unsigned attribute.
    #[must_use]
    pub fn unsigned(mut self, attribute: Vec<u8>) -> Self {
        self.unsigned.push(attribute);
        self
    }

    /// Without signed attributes: the signature is over the content itself.
    #[must_use]
    pub fn over_content(mut self, content: &[u8]) -> Self {
        self.attributes = None;
        self.over = SignedOver::Bytes(content.to_vec());
        self
    }

    /// The set of signed attributes under this tag, as it is written.
    #[must_use]
    pub fn attribute_set(&self, tag: u8) -> Vec<u8> {
        let attributes = self.attributes.clone().unwrap_or_default();
        match self.order {
            Order::Der => set_of(tag, attributes),
            Order::AsGiven => element(tag, &attributes.concat()),
        }
    }

    /// The signature value.
    #[must_use]
    pub fn signature(&self) -> Vec<u8> {
        if let Some(signature) = &self.signature {
            return signature.clone();
        }
        let message = match &self.over {
            SignedOver::Attributes => self.attribute_set(0x31),
            SignedOver::SortedAttributes => {
                set_of(0x31, self.attributes.clone().unwrap_or_default())
            }
            SignedOver::Bytes(bytes) => bytes.clone(),
        };
        self.key.sign(&self.scheme, &message)
    }

    /// Its encoding.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let attributes = self.attributes.as_ref().map_or(Vec::new(), |_| self.attribute_set(0xa0));
        let unsigned = match self.unsigned.as_slice() {
            [] => Vec::new(),
            attributes => element(0xa1, &attributes.concat()),
        };
        sequence(&[
            &self.version,
            &self.sid,
            &self.digest_algorithm,
            &attributes,
            &self.signature_algorithm,
            &octets(&self.signature()),
            &unsigned,
        ])
    }
}
