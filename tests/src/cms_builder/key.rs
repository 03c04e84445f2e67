//! Keys and how they sign. Elliptic keys of our own are derived from a word; RSA keys stand in `tests/fixtures/cms-keys`.

use ed25519_dalek::Signer as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;

use super::der::{bits, children, contents, element, integer, null, oid, sequence};
use super::digest::Digest;
use super::identity::pem;
use super::rsa::{RsaKey, digest_info};

/// A private key, or only what stands in a certificate.
#[derive(Debug, Clone)]
pub enum Key {
    /// RSA.
    Rsa(Box<RsaKey>),
    /// RSA whose `SubjectPublicKeyInfo` says id-RSASSA-PSS with these parameters (RFC 4055 1.2).
    RsaForPss(Box<RsaKey>, Vec<u8>),
    /// ECDSA P-256.
    P256(Box<p256::ecdsa::SigningKey>),
    /// ECDSA P-384.
    P384(Box<p384::ecdsa::SigningKey>),
    /// ECDSA P-521.
    P521(Box<p521::ecdsa::SigningKey>),
    /// Ed25519.
    Ed25519(Box<ed25519_dalek::SigningKey>),
    /// A `SubjectPublicKeyInfo` that nobody has the key of; its signatures are these bytes.
    Public {
        /// The encoding.
        spki: Vec<u8>,
        /// What stands for a signature.
        signature: Vec<u8>,
    },
}

/// A signature scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 under the combined name.
    Pkcs1(Digest),
    /// The same under the bare name rsaEncryption.
    RsaEncryption(Digest),
    /// RSASSA-PSS.
    Pss(Pss),
    /// ECDSA.
    Ecdsa(Digest),
    /// Ed25519 (RFC 8419).
    Ed25519,
}

/// RSASSA-PSS with its parameters as used and as written (RFC 4055 3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pss {
    /// The digest.
    pub digest: Digest,
    /// The digest of the mask generation.
    pub mask: Digest,
    /// Octets of salt.
    pub salt: usize,
    /// The last octet of the representative.
    pub trailer: u8,
    /// The parameters as written.
    pub parameters: Option<Vec<u8>>,
}

impl Pss {
    /// As RFC 4055 recommends: one digest, a salt of its length.
    #[must_use]
    pub fn of(digest: Digest) -> Self {
        Self::with(digest, digest, digest.of(b"").len())
    }

    /// With these, and parameters that say so.
    #[must_use]
    pub fn with(digest: Digest, mask: Digest, salt: usize) -> Self {
        let length = element(0x02, &u16::try_from(salt).unwrap().to_be_bytes());
        let length = if salt < 0x80 { integer(u8::try_from(salt).unwrap()) } else { length };
        let parameters = Some(Self::parameters(digest, mask, &length, None));
        Self { digest, mask, salt, trailer: 0xbc, parameters }
    }

    /// `RSASSA-PSS-params` with the salt length and the trailer field as encodings.
    #[must_use]
    pub fn parameters(
        digest: Digest,
        mask: Digest,
        salt: &[u8],
        trailer: Option<&[u8]>,
    ) -> Vec<u8> {
        let mask = sequence(&[&oid("1.2.840.113549.1.1.8"), &mask.algorithm()]);
        sequence(&[
            &element(0xa0, &digest.algorithm()),
            &element(0xa1, &mask),
            &element(0xa2, salt),
            &trailer.map_or(Vec::new(), |trailer| element(0xa3, trailer)),
        ])
    }
}

impl Scheme {
    /// Its `AlgorithmIdentifier`.
    #[must_use]
    pub fn algorithm(&self) -> Vec<u8> {
        match self {
            Self::Pkcs1(digest) => sequence(&[&oid(digest.with_rsa()), &null()]),
            Self::RsaEncryption(_) => sequence(&[&oid("1.2.840.113549.1.1.1"), &null()]),
            Self::Pss(pss) => {
                let parameters = pss.parameters.clone().unwrap_or_default();
                sequence(&[&oid("1.2.840.113549.1.1.10"), &parameters])
            }
            Self::Ecdsa(digest) => sequence(&[&oid(digest.with_ecdsa())]),
            Self::Ed25519 => sequence(&[&oid("1.3.101.112")]),
        }
    }
}

impl Key {
    /// An RSA key by the name of its file.
    #[must_use]
    pub fn rsa(name: &str) -> RsaKey {
        let key = pem(&format!("tests/fixtures/cms-keys/{name}.pem"));
        RsaKey::read(contents(children(&key)[2]))
    }

    /// The P-256 key of a word.
    #[must_use]
    pub fn p256(word: &str) -> Self {
        let scalar = Digest::Sha256.of(word.as_bytes());
        Self::P256(Box::new(p256::ecdsa::SigningKey::from_slice(&scalar).unwrap()))
    }

    /// The P-521 key of a word.
    #[must_use]
    pub fn p521(word: &str) -> Self {
        let scalar = [&[0, 0], Digest::Sha512.of(word.as_bytes()).as_slice()].concat();
        Self::P521(Box::new(p521::ecdsa::SigningKey::from_slice(&scalar).unwrap()))
    }

    /// The Ed25519 key of a word.
    #[must_use]
    pub fn ed25519(word: &str) -> Self {
        let seed: [u8; 32] = Digest::Sha256.of(word.as_bytes()).try_into().unwrap();
        Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// `PrivateKeyInfo` (RFC 5208 5) with an RSA, P-256 or P-384 key.
    pub(super) fn read(encoding: &[u8]) -> Self {
        let fields = children(encoding);
        let (algorithm, key) = (fields[1], contents(fields[2]));
        if children(algorithm)[0] == oid("1.2.840.113549.1.1.1") {
            return Self::Rsa(Box::new(RsaKey::read(key)));
        }
        let scalar = contents(children(key)[1]);
        match scalar.len() {
            32 => Self::P256(Box::new(p256::ecdsa::SigningKey::from_slice(scalar).unwrap())),
            _ => Self::P384(Box::new(p384::ecdsa::SigningKey::from_slice(scalar).unwrap())),
        }
    }

    /// The RSA key it is.
    #[must_use]
    pub fn as_rsa(&self) -> &RsaKey {
        match self {
            Self::Rsa(key) | Self::RsaForPss(key, _) => key,
            Self::P256(_)
            | Self::P384(_)
            | Self::P521(_)
            | Self::Ed25519(_)
            | Self::Public { .. } => {
                unreachable!("not an RSA key")
            }
        }
    }

    /// Its `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                let algorithm = sequence(&[&oid("1.2.840.113549.1.1.1"), &null()]);
                sequence(&[&algorithm, &bits(&key.public_key())])
            }
            Self::RsaForPss(key, parameters) => {
                let algorithm = sequence(&[&oid("1.2.840.113549.1.1.10"), parameters]);
                sequence(&[&algorithm, &bits(&key.public_key())])
            }
            Self::P256(key) => ec_spki(
                &oid("1.2.840.10045.3.1.7"),
                key.verifying_key().to_sec1_point(false).as_bytes(),
            ),
            Self::P384(key) => {
                ec_spki(&oid("1.3.132.0.34"), key.verifying_key().to_sec1_point(false).as_bytes())
            }
            Self::P521(key) => {
                ec_spki(&oid("1.3.132.0.35"), key.verifying_key().to_sec1_point(false).as_bytes())
            }
            Self::Ed25519(key) => sequence(&[
                &sequence(&[&oid("1.3.101.112")]),
                &bits(key.verifying_key().as_bytes()),
            ]),
            Self::Public { spki, .. } => spki.clone(),
        }
    }

    /// The scheme it uses with a digest algorithm.
    #[must_use]
    pub fn scheme(&self, digest: Digest) -> Scheme {
        match self {
            Self::Rsa(_) => Scheme::Pkcs1(digest),
            Self::RsaForPss(..) => Scheme::Pss(Pss::of(digest)),
            Self::P256(_) | Self::P384(_) | Self::P521(_) => Scheme::Ecdsa(digest),
            Self::Ed25519(_) => Scheme::Ed25519,
            Self::Public { .. } => Scheme::Pkcs1(digest),
        }
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, scheme: &Scheme, message: &[u8]) -> Vec<u8> {
        match (self, scheme) {
            (
                Self::Rsa(key) | Self::RsaForPss(key, _),
                Scheme::Pkcs1(digest) | Scheme::RsaEncryption(digest),
            ) => key.sign_digest_info(&digest_info(*digest, &digest.of(message))),
            (Self::Rsa(key) | Self::RsaForPss(key, _), Scheme::Pss(pss)) => {
                let salt: Vec<u8> =
                    (0..pss.salt).map(|at| u8::try_from(at % 251).unwrap()).collect();
                key.sign_pss(pss.digest, pss.mask, &salt, pss.trailer, &pss.digest.of(message))
            }
            (Self::P256(key), Scheme::Ecdsa(digest)) => {
                let signature: p256::ecdsa::Signature =
                    key.sign_prehash(&at_least_half(digest.of(message), 32)).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            (Self::P384(key), Scheme::Ecdsa(digest)) => {
                let signature: p384::ecdsa::Signature =
                    key.sign_prehash(&at_least_half(digest.of(message), 48)).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            (Self::P521(key), Scheme::Ecdsa(digest)) => {
                let signature: p521::ecdsa::Signature =
                    key.sign_prehash(&at_least_half(digest.of(message), 66)).unwrap();
                signature.to_der().as_bytes().to_vec()
            }
            (Self::Ed25519(key), Scheme::Ed25519) => key.sign(message).to_bytes().to_vec(),
            (Self::Public { signature, .. }, _) => signature.clone(),
            (key, scheme) => unreachable!("{key:?} does not sign by {scheme:?}"),
        }
    }
}

/// SEC 1 4.1.3 takes a short digest as the number it is; the library wants half the width of the curve.
fn at_least_half(digest: Vec<u8>, width: usize) -> Vec<u8> {
    let missing = (width.div_ceil(2)).saturating_sub(digest.len());
    [vec![0; missing], digest].concat()
}

/// `SubjectPublicKeyInfo` of an elliptic curve (RFC 5480 2.1).
pub(crate) fn ec_spki(parameters: &[u8], point: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&oid("1.2.840.10045.2.1"), parameters]), &bits(point)])
}
