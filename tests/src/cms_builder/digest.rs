//! Digest algorithms that vectors use; many only to be refused.

use sha2::Digest as _;

use super::der::{element, oid, sequence};

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-512/256.
    Sha512Of256,
    /// SHA3-256.
    Sha3Of256,
}

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => md5::Md5::digest(bytes).to_vec(),
            Self::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            Self::Sha224 => sha2::Sha224::digest(bytes).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
            Self::Sha512Of256 => sha2::Sha512_256::digest(bytes).to_vec(),
            Self::Sha3Of256 => sha3::Sha3_256::digest(bytes).to_vec(),
        }
    }

    /// Its `AlgorithmIdentifier`, with NULL.
    #[must_use]
    pub fn algorithm(self) -> Vec<u8> {
        sequence(&[&oid(self.dotted()), &element(5, b"")])
    }

    /// Its name without parameters, as RFC 5754 2 prefers it.
    #[must_use]
    pub fn bare_algorithm(self) -> Vec<u8> {
        sequence(&[&oid(self.dotted())])
    }

    const fn dotted(self) -> &'static str {
        match self {
            Self::Md5 => "1.2.840.113549.2.5",
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha224 => "2.16.840.1.101.3.4.2.4",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
            Self::Sha512Of256 => "2.16.840.1.101.3.4.2.6",
            Self::Sha3Of256 => "2.16.840.1.101.3.4.2.8",
        }
    }

    /// RSA PKCS#1 v1.5 with it (RFC 8017 A.2.4, RFC 9688).
    pub(super) const fn with_rsa(self) -> &'static str {
        match self {
            Self::Md5 => "1.2.840.113549.1.1.4",
            Self::Sha1 => "1.2.840.113549.1.1.5",
            Self::Sha224 => "1.2.840.113549.1.1.14",
            Self::Sha256 => "1.2.840.113549.1.1.11",
            Self::Sha384 => "1.2.840.113549.1.1.12",
            Self::Sha512 => "1.2.840.113549.1.1.13",
            Self::Sha512Of256 => "1.2.840.113549.1.1.16",
            Self::Sha3Of256 => "2.16.840.1.101.3.4.3.14",
        }
    }

    /// ECDSA with it (RFC 5758, RFC 9688); MD5 and SHA-512/256 have no name of their own.
    pub(super) fn with_ecdsa(self) -> &'static str {
        match self {
            Self::Sha1 => "1.2.840.10045.4.1",
            Self::Sha224 => "1.2.840.10045.4.3.1",
            Self::Sha256 => "1.2.840.10045.4.3.2",
            Self::Sha384 => "1.2.840.10045.4.3.3",
            Self::Sha512 => "1.2.840.10045.4.3.4",
            Self::Sha3Of256 => "2.16.840.1.101.3.4.3.10",
            Self::Md5 | Self::Sha512Of256 => unreachable!("no such name"),
        }
    }
}
