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
        // Piece by piece: a WASM engine makes a function fast when it is called again, and hashes a list of 40 MB in one call
        // ten times slower (measured).
        const PIECE: usize = 64 * 1024;
        let mut hasher = Hasher::new(self);
        bytes.chunks(PIECE).for_each(|piece| hasher.update(piece));
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

/// SHA-256 of the pieces, one after another.
pub(crate) fn sha256(pieces: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    pieces.iter().flat_map(|piece| piece.chunks(HASH_CHUNK)).for_each(|chunk| hasher.update(chunk));
    hasher.finalize().into()
}

/// SHA-256 in lower-case hexadecimal: how certificates and files are named in reports.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&DigestAlgorithm::Sha256.digest(bytes))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longer than a chunk, and no block repeats.
    fn message() -> Vec<u8> {
        let byte = |i: u32| i.wrapping_mul(7).wrapping_add(i >> 8).to_be_bytes()[3];
        (0..200_000).map(byte).collect()
    }

    /// Made by another implementation:
    /// `perl -e 'print map { chr(($_*7 + int($_/256)) & 255) } 0..199999' | openssl dgst -sha3-256`, and so on.
    const EXPECTED: [(DigestAlgorithm, &str); 9] = [
        (DigestAlgorithm::Md5, "e2b32713dae483cfc0f4c94705b5a2e3"),
        (DigestAlgorithm::Sha1, "d1467d42e0b978800c3c4919d3c35cc87f38a4f8"),
        (DigestAlgorithm::Sha224, "7b29a5d56ea4dfa9d68c6bf5e5a8edfa4b45f58c55aa7479b6ac43e5"),
        (
            DigestAlgorithm::Sha256,
            "df0f6306fcfb22cadc19e9868af0728ea9444c363c55ac205c4782a827176d9e",
        ),
        (
            DigestAlgorithm::Sha384,
            "905bd46bfbcc257d5aef3cc0905cf3f38198d4a14ebca68c22fce1718fa943429bcd549e7ad60b09bfdc797f7660061a",
        ),
        (
            DigestAlgorithm::Sha512,
            "5b399c91583c4899cc6d8b02c9986c8dcbd01e2a9d6ce0ba928ced96670636e1d8a4cb17bf93e0bc4a80608f43c80158415a1b653f7038996c6fb2dc01e99418",
        ),
        (
            DigestAlgorithm::Sha3_256,
            "f3bcc0442903f6d95cf62cde1f3636c6713d5597a6df5181b8eb25e5d98bc96a",
        ),
        (
            DigestAlgorithm::Sha3_384,
            "5a0baff8f8a9dbf8c7804083efcc551dec3f3686114043951f99053b322149c39ca98b2ce57f141568eb1236f71d628b",
        ),
        (
            DigestAlgorithm::Sha3_512,
            "4dd28119518cefb338c5d430585d88ec59ef86254f3910d2b9a9719af388ef321b77af179f2dad1d0b127574df1dfd487013a52c4c3957cb2a7abd610425edd9",
        ),
    ];

    #[test]
    fn every_digest_is_what_another_implementation_says_however_it_is_fed() {
        let message = message();
        // Around the blocks of SHA-2 (64, 128) and SHA-3 (72, 104, 136), and around our own chunk (threat ALG-17).
        let pieces = [1, 63, 64, 65, 71, 73, 127, 129, 135, 137, HASH_CHUNK - 1, HASH_CHUNK + 1];
        for (algorithm, expected) in EXPECTED {
            assert_eq!(hex(&algorithm.digest(&message)), expected, "{algorithm:?}");
            for piece in pieces {
                let mut hasher = Hasher::new(algorithm);
                for bytes in message.chunks(piece) {
                    hasher.update(bytes);
                }
                assert_eq!(hex(&hasher.finish()), expected, "{algorithm:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn every_algorithm_has_one_identifier_and_the_others_are_known_by_name() {
        for (algorithm, oid) in ALGORITHMS {
            assert_eq!(algorithm.oid(), oid);
            assert_eq!(DigestAlgorithm::from_oid(oid), Ok(algorithm));
        }
        let oid = ObjectIdentifier::new_unwrap;
        let (sha512_256, ripemd, unknown) =
            (oid("2.16.840.1.101.3.4.2.6"), oid("1.3.36.3.2.1"), oid("1.2.3"));
        let rows = [
            (sha512_256, AlgorithmObjection::Unsupported(sha512_256)),
            (ripemd, AlgorithmObjection::Refused(ripemd)),
            (unknown, AlgorithmObjection::Unsupported(unknown)),
        ];
        for (oid, expected) in rows {
            assert_eq!(DigestAlgorithm::from_oid(oid), Err(expected));
        }
    }
}
