//! Public keys (RFC 5280 4.1.2.7; RFC 3279 2.3.1, RFC 4055 1.2, RFC 5480 2, RFC 8410 4): reading one bounds the work it
//! can cause, and holding one means that it can be computed with. Whether it is strong enough is in [`super::policy`].

use der::oid::ObjectIdentifier;
use ed25519_dalek::{Signature as Ed25519Signature, VerifyingKey as Ed25519Key};

use super::ecdsa::EcKey;
use super::rsa::{RsaKey, RsaUse};
use super::signature::PssParameters;
use super::{AlgorithmIdentifier, AlgorithmObjection, SignatureScheme, oid, read_oid, recognised};
use crate::der::{DerError, tag, whole};

/// A public key that is computed with here. Not each is accepted as evidence.
#[derive(Debug, Clone)]
pub(crate) enum PublicKey {
    Rsa(RsaKey),
    Ec(EcKey),
    Ed25519(Box<Ed25519Key>),
    /// A key for key agreement: no signature is ever made with it (threat CMS-30).
    KeyAgreement(ObjectIdentifier),
}

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo`.
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self, AlgorithmObjection> {
        let read = || {
            let mut fields = whole(spki, tag::SEQUENCE)?.reader();
            let algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
            let key = fields.expect(tag::BIT_STRING)?.octets_of_bit_string()?;
            fields.finish()?;
            Ok::<_, DerError>((algorithm, key))
        };
        let (algorithm, key) =
            read().map_err(|_| AlgorithmObjection::BadKey(oid::RSA_ENCRYPTION))?;
        let oid = algorithm.oid;
        let bad_parameters = AlgorithmObjection::BadParameters(oid);
        match oid {
            oid::RSA_ENCRYPTION if algorithm.has_no_parameters() => {
                RsaKey::read(key, RsaUse::Any).map(Self::Rsa)
            }
            oid::RSASSA_PSS => {
                let restriction = PssParameters::of_key(&algorithm)?;
                RsaKey::read(key, RsaUse::Pss(restriction)).map(Self::Rsa)
            }
            oid::EC_PUBLIC_KEY => {
                // Named curves only: explicit parameters let anybody choose the curve (threat ALG-12).
                let curve = algorithm
                    .parameters
                    .filter(|parameters| parameters.tag == tag::OBJECT_IDENTIFIER)
                    .ok_or(bad_parameters)?;
                EcKey::read(read_oid(&curve).map_err(|_| bad_parameters)?, key).map(Self::Ec)
            }
            oid::ED25519 if algorithm.parameters.is_none() => {
                ed25519_key(key).ok_or(AlgorithmObjection::BadKey(oid))
            }
            oid::X25519 | oid::X448 | oid::EC_DH => Ok(Self::KeyAgreement(oid)),
            oid::RSA_ENCRYPTION | oid::ED25519 => Err(bad_parameters),
            _ => Err(recognised::objection(oid)),
        }
    }

    /// The name in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Rsa(key) => format!("RSA {}", key.bits()),
            Self::Ec(key) => key.curve().name().to_owned(),
            Self::Ed25519(_) => "Ed25519".to_owned(),
            Self::KeyAgreement(oid) => oid.to_string(),
        }
    }

    /// Whether `signature` is this key's over the message. It says nothing of whether the algorithm is acceptable.
    pub(crate) fn verifies(
        &self,
        scheme: SignatureScheme,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, AlgorithmObjection> {
        match (self, scheme) {
            (Self::Rsa(key), SignatureScheme::RsaPkcs1v15(digest)) if key.may_use_pkcs1v15() => {
                Ok(key.verifies_pkcs1v15(digest, &digest.digest(message), signature))
            }
            (Self::Rsa(key), SignatureScheme::RsaPss(parameters))
                if key.may_use_pss(parameters) =>
            {
                let digest = parameters.digest.digest(message);
                Ok(key.verifies_pss(parameters, &digest, signature))
            }
            (Self::Ec(key), SignatureScheme::Ecdsa(digest)) => {
                Ok(key.verifies(&digest.digest(message), signature))
            }
            (Self::Ed25519(key), SignatureScheme::Ed25519) => {
                // Strict: no small order, R and S canonical (threat ALG-13).
                Ok(Ed25519Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()))
            }
            // Threats CMS-30, ALG-09: the algorithm and the key are of different kinds.
            (
                Self::Rsa(_) | Self::Ec(_) | Self::Ed25519(_) | Self::KeyAgreement(_),
                SignatureScheme::RsaPkcs1v15(_)
                | SignatureScheme::RsaPss(_)
                | SignatureScheme::Ecdsa(_)
                | SignatureScheme::Ed25519,
            ) => Err(AlgorithmObjection::Mismatch(self.oid())),
        }
    }

    /// The object identifier to blame.
    pub(super) fn oid(&self) -> ObjectIdentifier {
        match self {
            Self::Rsa(key) if !key.may_use_pkcs1v15() => oid::RSASSA_PSS,
            Self::Rsa(_) => oid::RSA_ENCRYPTION,
            Self::Ec(_) => oid::EC_PUBLIC_KEY,
            Self::Ed25519(_) => oid::ED25519,
            Self::KeyAgreement(oid) => *oid,
        }
    }
}

/// RFC 8032 5.1.3: 32 octets, of which the coordinate is less than the prime 2^255 - 19.
fn ed25519_key(key: &[u8]) -> Option<PublicKey> {
    let octets: &[u8; 32] = key.try_into().ok()?;
    let [first, middle @ .., last] = octets;
    if *first >= 0xed && middle.iter().all(|octet| *octet == 0xff) && *last & 0x7f == 0x7f {
        return None;
    }
    Ed25519Key::from_bytes(octets).ok().map(|key| PublicKey::Ed25519(Box::new(key)))
}
