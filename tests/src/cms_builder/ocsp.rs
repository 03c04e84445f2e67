//! OCSP responses (RFC 6960 4.2.1) with every field chosen.

use super::der::{bits, children, contents, element, generalized_time, octets, oid, sequence};
use super::digest::Digest;
use super::identity::Identity;
use super::key::Key;

/// A response to be written.
#[derive(Debug, Clone)]
pub struct OcspResponse {
    /// responseStatus.
    pub status: u8,
    /// Encoded `ResponderID`.
    pub responder_id: Vec<u8>,
    /// producedAt.
    pub produced_at: &'static str,
    /// What it says, in this order.
    pub answers: Vec<Answer>,
    /// Encoded certificates.
    pub certificates: Vec<Vec<u8>>,
    /// Who really signs.
    pub key: Key,
    /// With which digest.
    pub digest: Digest,
}

/// `SingleResponse` to be written.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Of which certificate.
    pub cert_id: CertId,
    /// Encoded `CertStatus`.
    pub status: Vec<u8>,
    /// thisUpdate.
    pub this_update: &'static str,
    /// nextUpdate.
    pub next_update: Option<&'static str>,
    /// Encoded extensions.
    pub extensions: Vec<Vec<u8>>,
}

/// `CertID` to be written: what is hashed, and how.
#[derive(Debug, Clone)]
pub struct CertId {
    /// hashAlgorithm.
    pub digest: Digest,
    /// Encoded issuer name.
    pub issuer_name: Vec<u8>,
    /// Encoded `SubjectPublicKeyInfo` of the issuer.
    pub issuer_spki: Vec<u8>,
    /// Encoded serial number.
    pub serial_number: Vec<u8>,
}

impl CertId {
    /// Of a certificate and its issuer.
    #[must_use]
    pub fn of(certificate: &Identity, issuer: &Identity) -> Self {
        Self {
            digest: Digest::Sha1,
            issuer_name: certificate.field(3).to_vec(),
            issuer_spki: issuer.key.spki(),
            serial_number: certificate.field(1).to_vec(),
        }
    }

    fn encode(&self) -> Vec<u8> {
        sequence(&[
            &self.digest.algorithm(),
            &octets(&self.digest.of(&self.issuer_name)),
            &octets(&self.digest.of(key_bits(&self.issuer_spki))),
            &self.serial_number,
        ])
    }
}

impl Answer {
    /// Good, between these moments.
    #[must_use]
    pub fn good(cert_id: CertId, this_update: &'static str, next_update: &'static str) -> Self {
        let (status, extensions) = (element(0x80, &[]), Vec::new());
        Self { cert_id, status, this_update, next_update: Some(next_update), extensions }
    }

    /// Revoked at that time, for that reason, instead.
    #[must_use]
    pub fn revoked(mut self, date: &str, reason: u8) -> Self {
        let reason = element(0xa0, &element(0x0a, &[reason]));
        self.status = element(0xa1, &[generalized_time(date), reason].concat());
        self
    }

    /// Unknown, instead.
    #[must_use]
    pub fn unknown(mut self) -> Self {
        self.status = element(0x82, &[]);
        self
    }

    fn encode(&self) -> Vec<u8> {
        let next_update = self
            .next_update
            .map_or(Vec::new(), |next_update| element(0xa0, &generalized_time(next_update)));
        sequence(&[
            &self.cert_id.encode(),
            &self.status,
            &generalized_time(self.this_update),
            &next_update,
            &extensions(&self.extensions),
        ])
    }
}

impl OcspResponse {
    /// Of a responder that names itself by its name and signs with its key; its certificate goes along.
    #[must_use]
    pub fn by(responder: &Identity, produced_at: &'static str, answers: Vec<Answer>) -> Self {
        Self {
            status: 0,
            responder_id: by_name(responder),
            produced_at,
            answers,
            certificates: vec![responder.certificate.clone()],
            key: responder.key.clone(),
            digest: Digest::Sha256,
        }
    }

    /// The encoded `BasicOCSPResponse` alone, as `CAdES` has it (EN 319 122-1 A.1.6).
    #[must_use]
    pub fn basic(&self) -> Vec<u8> {
        let answers: Vec<u8> = self.answers.iter().flat_map(Answer::encode).collect();
        let response_data = sequence(&[
            &self.responder_id,
            &generalized_time(self.produced_at),
            &element(0x30, &answers),
        ]);
        let scheme = self.key.scheme(self.digest);
        let certificates = match self.certificates.as_slice() {
            [] => Vec::new(),
            certificates => element(0xa0, &element(0x30, &certificates.concat())),
        };
        sequence(&[
            &response_data,
            &scheme.algorithm(),
            &bits(&self.key.sign(&scheme, &response_data)),
            &certificates,
        ])
    }

    /// Its encoding.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let response_bytes = sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &octets(&self.basic())]);
        sequence(&[&element(0x0a, &[self.status]), &element(0xa0, &response_bytes)])
    }
}

/// A refusal to answer: a status and nothing else (RFC 6960 2.3).
#[must_use]
pub fn refusal(status: u8) -> Vec<u8> {
    sequence(&[&element(0x0a, &[status])])
}

/// `ResponderID`: the responder's name.
#[must_use]
pub fn by_name(responder: &Identity) -> Vec<u8> {
    element(0xa1, responder.field(5))
}

/// `ResponderID`: the SHA-1 of the responder's key.
#[must_use]
pub fn by_key(responder: &Identity) -> Vec<u8> {
    element(0xa2, &octets(&Digest::Sha1.of(key_bits(&responder.key.spki()))))
}

/// A response among the lists of a `SignedData` (RFC 5940 2.1): `[1] { id-ri-ocsp-response, response }`.
#[must_use]
pub fn other_revocation_info(response: &[u8]) -> Vec<u8> {
    element(0xa1, &[oid("1.3.6.1.5.5.7.16.2").as_slice(), response].concat())
}

/// The bits of a public key, without the count of unused ones.
fn key_bits(spki: &[u8]) -> &[u8] {
    &contents(children(spki)[1])[1..]
}

fn extensions(extensions: &[Vec<u8>]) -> Vec<u8> {
    match extensions {
        [] => Vec::new(),
        extensions => element(0xa1, &element(0x30, &extensions.concat())),
    }
}
