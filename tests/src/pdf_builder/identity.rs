//! Keys of the demo PKI (`trust/demo`): worthless on purpose, and deterministic here: RFC 6979 for ECDSA, PKCS#1 v1.5 for RSA.

use base64ct::{Base64, Encoding as _};
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use p256::pkcs8::DecodePrivateKey as _;
use sha2::Digest as _;

use super::der::{children, contents, element, oid, sequence};
use crate::workspace;

/// Digest algorithms that vectors use; two of them only to be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-1.
    Sha1,
}

impl Digest {
    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
        }
    }

    pub(super) fn algorithm(self) -> Vec<u8> {
        let dotted = match self {
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha1 => "1.3.14.3.2.26",
        };
        sequence(&[&oid(dotted), &element(5, b"")])
    }
}

#[derive(Debug)]
enum Key {
    P256(Box<p256::ecdsa::SigningKey>),
    Rsa(Box<rsa::RsaPrivateKey>),
}

/// A certificate of the demo PKI and its key.
#[derive(Debug)]
pub struct Identity {
    /// In DER.
    pub certificate: Vec<u8>,
    /// Of the CA that issued it.
    pub issuer_certificate: Vec<u8>,
    key: Key,
}

impl Identity {
    /// By the name of its files in `trust/demo`.
    #[must_use]
    pub fn of_demo_pki(name: &str) -> Self {
        let pem = |file: String| {
            let path = workspace().join("trust/demo").join(file);
            let text = std::fs::read_to_string(path).unwrap();
            let lines = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
            let body: String = lines.take_while(|line| !line.starts_with("-----END")).collect();
            Base64::decode_vec(&body).unwrap()
        };
        let key = pem(format!("keys/{name}.pem"));
        let key = match p256::ecdsa::SigningKey::from_pkcs8_der(&key) {
            Ok(key) => Key::P256(Box::new(key)),
            Err(_) => Key::Rsa(Box::new(rsa::RsaPrivateKey::from_pkcs8_der(&key).unwrap())),
        };
        Self {
            certificate: pem(format!("certificates/{name}.pem")),
            issuer_certificate: pem("certificates/ca.pem".to_owned()),
            key,
        }
    }

    /// The signature of a person.
    #[must_use]
    pub fn person() -> Self {
        Self::of_demo_pki("individual-p256")
    }

    /// The signature of another one.
    #[must_use]
    pub fn other_person() -> Self {
        Self::of_demo_pki("position")
    }

    pub(super) fn signature(&self, digest: Digest, message: &[u8]) -> Vec<u8> {
        let hash = digest.of(message);
        match &self.key {
            Key::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign_prehash(&hash).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            Key::Rsa(key) => {
                let padding = match digest {
                    Digest::Sha256 => rsa::Pkcs1v15Sign::new::<sha2::Sha256>(),
                    // RFC 8017 9.2, note 1.
                    Digest::Sha1 => rsa::Pkcs1v15Sign {
                        hash_len: Some(20),
                        prefix: Box::new(
                            *b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
                        ),
                    },
                };
                key.sign(padding, &hash).unwrap()
            }
        }
    }

    pub(super) fn signature_algorithm(&self, digest: Digest) -> Vec<u8> {
        match (&self.key, digest) {
            (Key::P256(_), Digest::Sha256) => sequence(&[&oid("1.2.840.10045.4.3.2")]),
            (Key::P256(_), Digest::Sha1) => sequence(&[&oid("1.2.840.10045.4.1")]),
            (Key::Rsa(_), Digest::Sha256) => {
                sequence(&[&oid("1.2.840.113549.1.1.11"), &element(5, b"")])
            }
            (Key::Rsa(_), Digest::Sha1) => {
                sequence(&[&oid("1.2.840.113549.1.1.5"), &element(5, b"")])
            }
        }
    }

    /// `IssuerAndSerialNumber`, from the certificate: `[0] version, serialNumber, signature, issuer, ...`.
    pub(super) fn issuer_and_serial_number(&self) -> Vec<u8> {
        let to_be_signed = children(&self.certificate)[0];
        debug_assert!(!contents(to_be_signed).is_empty());
        let fields = children(to_be_signed);
        sequence(&[fields[3], fields[1]])
    }
}
