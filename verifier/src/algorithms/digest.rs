//! Digests (FIPS 180-4, FIPS 202, RFC 1321): the one place that computes them.
//!
//! MD5, SHA-1 and SHA-224 are computed so that a report can say that a value fits and yet proves nothing; whether an
//! algorithm counts as evidence is in [`super::policy`].

use der::oid::ObjectIdentifier;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_256, Sha3_384, Sha3_512};

use super::{AlgorithmObjection, oid, recognised};

/// Bytes hashed in one call: engines that start cold code in a slow tier never leave it within one call
/// (measured, design notes on crates, 5.1).
const HASH_CHUNK: usize = 64 * 1024;

/// A digest algorithm that is computed here. Not each is accepted as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DigestAlgorithm {
    /// MD5: refused.
    Md5,
    /// SHA-1: refused.
    Sha1,
    /// SHA-224: refused.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA3-256.
    Sha3_256,
    /// SHA3-384.
    Sha3_384,
    /// SHA3-512.
    Sha3_512,
}

/// Each algorithm once, with its object identifier.
const ALGORITHMS: [(DigestAlgorithm, ObjectIdentifier); 9] = [
    (DigestAlgorithm::Md5, oid::MD5),
    (DigestAlgorithm::Sha1, oid::SHA_1),
    (DigestAlgorithm::Sha224, oid::SHA_224),
    (DigestAlgorithm::Sha256, oid::SHA_256),
    (DigestAlgorithm::Sha384, oid::SHA_384),
    (DigestAlgorithm::Sha512, oid::SHA_512),
    (DigestAlgorithm::Sha3_256, oid::SHA3_256),
    (DigestAlgorithm::Sha3_384, oid::SHA3_384),
    (DigestAlgorithm::Sha3_512, oid::SHA3_512),
];

impl DigestAlgorithm {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha3_256 => "SHA3-256",
            Self::Sha3_384 => "SHA3-384",
            Self::Sha3_512 => "SHA3-512",
        }
    }

    /// The algorithm of this name, if it is computed here.
    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Result<Self, AlgorithmObjection> {
        ALGORITHMS
            .iter()
            .find(|(_, known)| *known == oid)
            .map(|(algorithm, _)| *algorithm)
            .ok_or_else(|| recognised::objection(oid))
    }

    pub(crate) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Md5 => oid::MD5,
            Self::Sha1 => oid::SHA_1,
            Self::Sha224 => oid::SHA_224,
            Self::Sha256 => oid::SHA_256,
            Self::Sha384 => oid::SHA_384,
            Self::Sha512 => oid::SHA_512,
            Self::Sha3_256 => oid::SHA3_256,
            Self::Sha3_384 => oid::SHA3_384,
            Self::Sha3_512 => oid::SHA3_512,
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
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
    Sha3_256(Sha3_256),
    Sha3_384(Sha3_384),
    Sha3_512(Sha3_512),
}

/// The same expression for whichever hasher it is.
macro_rules! whichever {
    ($hasher:expr, $inner:ident => $result:expr) => {
        match $hasher {
            Hasher::Md5($inner) => $result,
            Hasher::Sha1($inner) => $result,
            Hasher::Sha224($inner) => $result,
            Hasher::Sha256($inner) => $result,
            Hasher::Sha384($inner) => $result,
            Hasher::Sha512($inner) => $result,
            Hasher::Sha3_256($inner) => $result,
            Hasher::Sha3_384($inner) => $result,
            Hasher::Sha3_512($inner) => $result,
        }
    };
}

impl Hasher {
    pub(crate) fn new(algorithm: DigestAlgorithm) -> Self {
        match algorithm {
            DigestAlgorithm::Md5 => Self::Md5(Md5::new()),
            DigestAlgorithm::Sha1 => Self::Sha1(Sha1::new()),
            DigestAlgorithm::Sha224 => Self::Sha224(Sha224::new()),
            DigestAlgorithm::Sha256 => Self::Sha256(Sha256::new()),
            DigestAlgorithm::Sha384 => Self::Sha384(Sha384::new()),
            DigestAlgorithm::Sha512 => Self::Sha512(Sha512::new()),
            DigestAlgorithm::Sha3_256 => Self::Sha3_256(Sha3_256::new()),
            DigestAlgorithm::Sha3_384 => Self::Sha3_384(Sha3_384::new()),
            DigestAlgorithm::Sha3_512 => Self::Sha3_512(Sha3_512::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(HASH_CHUNK) {
            whichever!(self, hasher => hasher.update(chunk));
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        whichever!(self, hasher => hasher.finalize().to_vec())
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
