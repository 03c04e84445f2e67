//! Digests and signature algorithms: what is accepted, what is recognised and refused, and the one place that computes.
//!
//! RSA is PKCS#1 v1.5 (RFC 8017 8.2) over SHA-2 with keys of 2048 to 4096 bits; ECDSA is over P-256 and P-384 (RFC 5758).
//! Declared and used algorithms must agree. SHA-1 and MD5 are named, never computed for evidence (design, 3.1).

use der::oid::ObjectIdentifier;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier as _;

use crate::der::{DerError, Reader, Tlv, tag, whole};

pub(crate) mod oid {
    use super::ObjectIdentifier;
    pub(crate) const SHA_256: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
    pub(crate) const SHA_384: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
    pub(crate) const SHA_512: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
    pub(crate) const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
    pub(crate) const MD5: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.5");
    pub(crate) const RSA_ENCRYPTION: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    pub(crate) const MD5_WITH_RSA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4");
    pub(crate) const SHA_1_WITH_RSA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
    pub(crate) const SHA_256_WITH_RSA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
    pub(crate) const SHA_384_WITH_RSA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
    pub(crate) const SHA_512_WITH_RSA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
    pub(crate) const ECDSA_WITH_SHA_1: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
    pub(crate) const ECDSA_WITH_SHA_256: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
    pub(crate) const ECDSA_WITH_SHA_384: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
    pub(crate) const ECDSA_WITH_SHA_512: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");
    pub(crate) const EC_PUBLIC_KEY: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
    pub(crate) const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
    pub(crate) const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
}

/// RSA moduli accepted, in bits. Under 2048 is refused by policy; over 4096 is not supported yet.
const RSA_BITS: core::ops::RangeInclusive<usize> = 2048..=4096;

/// Bytes hashed in one call: engines that start cold code in a slow tier never leave it within one call
/// (measured, design notes on crates, 5.1).
const HASH_CHUNK: usize = 64 * 1024;

/// Why an algorithm does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AlgorithmObjection {
    /// Not known to this verifier: it can say nothing.
    Unsupported(ObjectIdentifier),
    /// Known and no longer acceptable.
    Refused(ObjectIdentifier),
    /// The structure names algorithms that contradict each other (threats CMS-28, CMS-30, PATH-31).
    Mismatch(ObjectIdentifier),
    /// Parameters the algorithm does not allow (threat CMS-31).
    BadParameters(ObjectIdentifier),
    /// A key outside the accepted sizes (threat ALG-07), with its size in bits.
    KeySize(ObjectIdentifier, usize),
    /// A key that is not one of its kind.
    BadKey(ObjectIdentifier),
}

/// A digest algorithm this verifier accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DigestAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Result<Self, AlgorithmObjection> {
        match oid {
            oid::SHA_256 => Ok(Self::Sha256),
            oid::SHA_384 => Ok(Self::Sha384),
            oid::SHA_512 => Ok(Self::Sha512),
            oid::SHA_1 | oid::MD5 => Err(AlgorithmObjection::Refused(oid)),
            _ => Err(AlgorithmObjection::Unsupported(oid)),
        }
    }

    /// The digest of bytes at hand.
    pub(crate) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        let mut hasher = Hasher::new(self);
        hasher.update(bytes);
        hasher.finish()
    }
}

/// A digest in progress.
#[derive(Debug, Clone)]
pub(crate) enum Hasher {
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl Hasher {
    pub(crate) fn new(algorithm: DigestAlgorithm) -> Self {
        match algorithm {
            DigestAlgorithm::Sha256 => Self::Sha256(Sha256::new()),
            DigestAlgorithm::Sha384 => Self::Sha384(Sha384::new()),
            DigestAlgorithm::Sha512 => Self::Sha512(Sha512::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(HASH_CHUNK) {
            match self {
                Self::Sha256(hasher) => hasher.update(chunk),
                Self::Sha384(hasher) => hasher.update(chunk),
                Self::Sha512(hasher) => hasher.update(chunk),
            }
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha256(hasher) => hasher.finalize().to_vec(),
            Self::Sha384(hasher) => hasher.finalize().to_vec(),
            Self::Sha512(hasher) => hasher.finalize().to_vec(),
        }
    }
}

/// SHA-256 in lower-case hexadecimal: how certificates and files are named in reports.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&DigestAlgorithm::Sha256.digest(bytes))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `AlgorithmIdentifier` (RFC 5280 4.1.1.2) as it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AlgorithmIdentifier<'a> {
    pub(crate) oid: ObjectIdentifier,
    pub(crate) parameters: Option<Tlv<'a>>,
}

impl<'a> AlgorithmIdentifier<'a> {
    pub(crate) fn read(element: &Tlv<'a>) -> Result<Self, DerError> {
        let mut fields = element.reader();
        let oid = fields.expect(tag::OBJECT_IDENTIFIER)?;
        let parameters = if fields.is_empty() { None } else { Some(fields.any()?) };
        fields.finish()?;
        Ok(Self { oid: read_oid(&oid)?, parameters })
    }

    /// RFC 5754 2, RFC 8017 A.2.4: NULL or absent.
    fn has_no_parameters(&self) -> bool {
        self.parameters.is_none_or(|parameters| parameters.raw == [tag::NULL, 0])
    }

    /// The digest algorithm this names.
    pub(crate) fn digest_algorithm(&self) -> Result<DigestAlgorithm, AlgorithmObjection> {
        let algorithm = DigestAlgorithm::from_oid(self.oid)?;
        if self.has_no_parameters() {
            Ok(algorithm)
        } else {
            Err(AlgorithmObjection::BadParameters(self.oid))
        }
    }
}

/// The value of an OBJECT IDENTIFIER.
pub(crate) fn read_oid(element: &Tlv<'_>) -> Result<ObjectIdentifier, DerError> {
    ObjectIdentifier::from_bytes(element.value).map_err(|_| element.bad_value())
}

/// A signature algorithm this verifier accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureScheme {
    RsaPkcs1v15(DigestAlgorithm),
    Ecdsa(DigestAlgorithm),
}

impl SignatureScheme {
    /// The scheme that `signatureAlgorithm` names; `declared` is the separate digest algorithm of a `SignerInfo`,
    /// which a combined name must agree with (threat CMS-28) and a bare key algorithm needs.
    pub(crate) fn new(
        algorithm: &AlgorithmIdentifier<'_>,
        declared: Option<DigestAlgorithm>,
    ) -> Result<Self, AlgorithmObjection> {
        use DigestAlgorithm::{Sha256, Sha384, Sha512};
        let oid = algorithm.oid;
        let scheme = match oid {
            oid::RSA_ENCRYPTION => {
                Self::RsaPkcs1v15(declared.ok_or(AlgorithmObjection::Mismatch(oid))?)
            }
            oid::SHA_256_WITH_RSA => Self::RsaPkcs1v15(Sha256),
            oid::SHA_384_WITH_RSA => Self::RsaPkcs1v15(Sha384),
            oid::SHA_512_WITH_RSA => Self::RsaPkcs1v15(Sha512),
            oid::ECDSA_WITH_SHA_256 => Self::Ecdsa(Sha256),
            oid::ECDSA_WITH_SHA_384 => Self::Ecdsa(Sha384),
            oid::ECDSA_WITH_SHA_512 => Self::Ecdsa(Sha512),
            oid::SHA_1_WITH_RSA | oid::MD5_WITH_RSA | oid::ECDSA_WITH_SHA_1 => {
                return Err(AlgorithmObjection::Refused(oid));
            }
            _ => return Err(AlgorithmObjection::Unsupported(oid)),
        };
        let parameters_are_fine = match scheme {
            Self::RsaPkcs1v15(_) => algorithm.has_no_parameters(),
            // RFC 5758 3.2: absent.
            Self::Ecdsa(_) => algorithm.parameters.is_none(),
        };
        if !parameters_are_fine {
            return Err(AlgorithmObjection::BadParameters(oid));
        }
        if declared.is_some_and(|declared| declared != scheme.digest_algorithm()) {
            return Err(AlgorithmObjection::Mismatch(oid));
        }
        Ok(scheme)
    }

    pub(crate) fn digest_algorithm(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1v15(digest) | Self::Ecdsa(digest) => digest,
        }
    }

    /// The name in reports.
    pub(crate) fn name(self) -> String {
        match self {
            Self::RsaPkcs1v15(digest) => format!("RSA PKCS#1 v1.5 {}", digest.name()),
            Self::Ecdsa(digest) => format!("ECDSA {}", digest.name()),
        }
    }
}

/// A public key this verifier can use.
#[derive(Debug, Clone)]
pub(crate) enum PublicKey {
    Rsa(Box<rsa::RsaPublicKey>),
    P256(Box<p256::ecdsa::VerifyingKey>),
    P384(Box<p384::ecdsa::VerifyingKey>),
}

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo` (RFC 5280 4.1.2.7, RFC 3279 2.3.1, RFC 5480 2.1).
    pub(crate) fn from_spki(spki: &[u8]) -> Result<Self, AlgorithmObjection> {
        let bad = AlgorithmObjection::BadKey(oid::RSA_ENCRYPTION);
        let outer = whole(spki, tag::SEQUENCE).map_err(|_| bad)?;
        let mut fields = outer.reader();
        let read = |fields: &mut Reader<'_>| {
            let algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
            let key = fields.expect(tag::BIT_STRING)?.octets_of_bit_string()?;
            fields.finish()?;
            Ok::<_, DerError>((
                algorithm.oid,
                algorithm.has_no_parameters(),
                algorithm.parameters.map(|p| p.raw.to_vec()),
                key.to_vec(),
            ))
        };
        let (oid, no_parameters, parameters, key) = read(&mut fields).map_err(|_| bad)?;
        match oid {
            oid::RSA_ENCRYPTION if no_parameters => rsa_key(&key),
            oid::EC_PUBLIC_KEY => {
                // Named curves only: explicit parameters let anybody choose the curve (threat ALG-12).
                let parameters = parameters.unwrap_or_default();
                let curve = whole(&parameters, tag::OBJECT_IDENTIFIER)
                    .and_then(|element| read_oid(&element));
                match curve.map_err(|_| AlgorithmObjection::BadParameters(oid))? {
                    oid::P_256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(&key)
                        .map(|key| Self::P256(Box::new(key)))
                        .map_err(|_| AlgorithmObjection::BadKey(oid)),
                    oid::P_384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(&key)
                        .map(|key| Self::P384(Box::new(key)))
                        .map_err(|_| AlgorithmObjection::BadKey(oid)),
                    curve => Err(AlgorithmObjection::Unsupported(curve)),
                }
            }
            oid::RSA_ENCRYPTION => Err(AlgorithmObjection::BadParameters(oid)),
            _ => Err(AlgorithmObjection::Unsupported(oid)),
        }
    }

    /// The name in reports.
    pub(crate) fn name(&self) -> String {
        use rsa::traits::PublicKeyParts as _;
        match self {
            Self::Rsa(key) => format!("RSA {}", key.n().bits()),
            Self::P256(_) => "P-256".to_owned(),
            Self::P384(_) => "P-384".to_owned(),
        }
    }

    /// Whether `signature` is this key's over a message of this digest.
    pub(crate) fn verifies(
        &self,
        scheme: SignatureScheme,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<bool, AlgorithmObjection> {
        use rsa::Pkcs1v15Sign;
        match (self, scheme) {
            (Self::Rsa(key), SignatureScheme::RsaPkcs1v15(algorithm)) => {
                let padding = match algorithm {
                    DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                    DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                    DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
                };
                Ok(key.verify(padding, digest, signature).is_ok())
            }
            (Self::P256(key), SignatureScheme::Ecdsa(_)) => {
                Ok(p256::ecdsa::Signature::from_der(signature)
                    .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()))
            }
            (Self::P384(key), SignatureScheme::Ecdsa(_)) => {
                Ok(p384::ecdsa::Signature::from_der(signature)
                    .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()))
            }
            // Threat CMS-30: the algorithm and the key are of different kinds.
            (Self::Rsa(_), SignatureScheme::Ecdsa(_)) => {
                Err(AlgorithmObjection::Mismatch(oid::RSA_ENCRYPTION))
            }
            (Self::P256(_) | Self::P384(_), SignatureScheme::RsaPkcs1v15(_)) => {
                Err(AlgorithmObjection::Mismatch(oid::EC_PUBLIC_KEY))
            }
        }
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 A.1.1).
fn rsa_key(key: &[u8]) -> Result<PublicKey, AlgorithmObjection> {
    let bad = AlgorithmObjection::BadKey(oid::RSA_ENCRYPTION);
    let read = || {
        let outer = whole(key, tag::SEQUENCE)?;
        let mut fields = outer.reader();
        let (modulus, exponent) = (fields.expect(tag::INTEGER)?, fields.expect(tag::INTEGER)?);
        fields.finish()?;
        Ok::<_, DerError>((modulus.value, exponent.small_integer()?))
    };
    let (modulus, exponent) = read().map_err(|_| bad)?;
    let modulus = match modulus {
        [0, digits @ ..] => digits,
        [first, ..] if *first >= 0x80 => return Err(bad),
        digits => digits,
    };
    let unused =
        modulus.first().map_or(0, |first| usize::try_from(first.leading_zeros()).unwrap_or(0));
    let bits = modulus.len().saturating_mul(8).saturating_sub(unused);
    if !RSA_BITS.contains(&bits) {
        return Err(AlgorithmObjection::KeySize(oid::RSA_ENCRYPTION, bits));
    }
    // Threats ALG-01, ALG-07: small exponents make forgeries of sloppy padding cheap, huge ones cost time.
    if !(65_537..1 << 33).contains(&exponent) {
        return Err(bad);
    }
    let modulus = rsa::BoxedUint::from_be_slice(
        modulus,
        u32::try_from(modulus.len().saturating_mul(8)).unwrap_or(0),
    );
    let modulus = modulus.map_err(|_| bad)?;
    rsa::RsaPublicKey::new_with_size_limits(modulus, rsa::BoxedUint::from(exponent), RSA_BITS)
        .map(|key| PublicKey::Rsa(Box::new(key)))
        .map_err(|_| bad)
}
