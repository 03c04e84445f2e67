//! Signature algorithms as structures name them: RSA PKCS#1 v1.5 and PSS (RFC 8017, RFC 4055), ECDSA (RFC 5758), Ed25519
//! (RFC 8410), each with the digest and the parameters it says.
//!
//! Reading one checks that nothing contradicts itself. Whether it counts as evidence is in [`super::policy`], whether a
//! signature fits in [`super::PublicKey`].

use der::oid::ObjectIdentifier;

use super::{AlgorithmIdentifier, AlgorithmObjection, DigestAlgorithm, oid, recognised};
use crate::der::{DerError, Tlv, tag};

/// A signature algorithm that is computed here. Not each is accepted as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureScheme {
    RsaPkcs1v15(DigestAlgorithm),
    RsaPss(PssParameters),
    Ecdsa(DigestAlgorithm),
    /// It hashes the message itself (RFC 8032 5.1).
    Ed25519,
}

/// Names that say the digest too.
const COMBINED: [(ObjectIdentifier, SignatureScheme); 17] = {
    use DigestAlgorithm::{
        Md5, Sha1, Sha3_256, Sha3_384, Sha3_512, Sha224, Sha256, Sha384, Sha512,
    };
    use SignatureScheme::{Ecdsa, RsaPkcs1v15};
    [
        (oid::MD5_WITH_RSA, RsaPkcs1v15(Md5)),
        (oid::SHA_1_WITH_RSA, RsaPkcs1v15(Sha1)),
        (oid::SHA_224_WITH_RSA, RsaPkcs1v15(Sha224)),
        (oid::SHA_256_WITH_RSA, RsaPkcs1v15(Sha256)),
        (oid::SHA_384_WITH_RSA, RsaPkcs1v15(Sha384)),
        (oid::SHA_512_WITH_RSA, RsaPkcs1v15(Sha512)),
        (oid::RSA_WITH_SHA3_256, RsaPkcs1v15(Sha3_256)),
        (oid::RSA_WITH_SHA3_384, RsaPkcs1v15(Sha3_384)),
        (oid::RSA_WITH_SHA3_512, RsaPkcs1v15(Sha3_512)),
        (oid::ECDSA_WITH_SHA_1, Ecdsa(Sha1)),
        (oid::ECDSA_WITH_SHA_224, Ecdsa(Sha224)),
        (oid::ECDSA_WITH_SHA_256, Ecdsa(Sha256)),
        (oid::ECDSA_WITH_SHA_384, Ecdsa(Sha384)),
        (oid::ECDSA_WITH_SHA_512, Ecdsa(Sha512)),
        (oid::ECDSA_WITH_SHA3_256, Ecdsa(Sha3_256)),
        (oid::ECDSA_WITH_SHA3_384, Ecdsa(Sha3_384)),
        (oid::ECDSA_WITH_SHA3_512, Ecdsa(Sha3_512)),
    ]
};

impl SignatureScheme {
    /// The scheme that `signatureAlgorithm` names; `declared` is the separate digest algorithm of a `SignerInfo`,
    /// which a combined name must agree with (threat CMS-28) and a bare key algorithm needs.
    pub(crate) fn new(
        algorithm: &AlgorithmIdentifier<'_>,
        declared: Option<DigestAlgorithm>,
    ) -> Result<Self, AlgorithmObjection> {
        let oid = algorithm.oid;
        let combined = || COMBINED.iter().find(|(name, _)| *name == oid).map(|(_, scheme)| *scheme);
        let scheme = match oid {
            oid::RSA_ENCRYPTION => {
                Self::RsaPkcs1v15(declared.ok_or(AlgorithmObjection::Mismatch(oid))?)
            }
            oid::RSASSA_PSS => Self::RsaPss(PssParameters::of_signature(algorithm)?),
            oid::ED25519 => Self::Ed25519,
            // Keys for key agreement sign nothing (threat CMS-30).
            oid::X25519 | oid::X448 | oid::EC_DH => return Err(AlgorithmObjection::Mismatch(oid)),
            _ => combined().ok_or_else(|| recognised::objection(oid))?,
        };
        let parameters_are_fine = match scheme {
            Self::RsaPkcs1v15(_) => algorithm.has_no_parameters(),
            Self::RsaPss(_) => true,
            // RFC 5758 3.2, RFC 8410 3: absent.
            Self::Ecdsa(_) | Self::Ed25519 => algorithm.parameters.is_none(),
        };
        if !parameters_are_fine {
            return Err(AlgorithmObjection::BadParameters(oid));
        }
        // RFC 8419 3.1: Ed25519 goes with SHA-512 (threat CMS-33).
        let expected = scheme.digest_algorithm().unwrap_or(DigestAlgorithm::Sha512);
        if declared.is_some_and(|declared| declared != expected) {
            return Err(AlgorithmObjection::Mismatch(oid));
        }
        Ok(scheme)
    }

    /// The digest that is signed; none where the message itself is.
    pub(crate) fn digest_algorithm(self) -> Option<DigestAlgorithm> {
        match self {
            Self::RsaPkcs1v15(digest) | Self::Ecdsa(digest) => Some(digest),
            Self::RsaPss(parameters) => Some(parameters.digest),
            Self::Ed25519 => None,
        }
    }

    /// The object identifier to blame.
    pub(super) fn oid(self) -> ObjectIdentifier {
        let combined = COMBINED.iter().find(|(_, scheme)| *scheme == self).map(|(oid, _)| *oid);
        match self {
            Self::RsaPkcs1v15(_) => combined.unwrap_or(oid::RSA_ENCRYPTION),
            Self::RsaPss(_) => oid::RSASSA_PSS,
            Self::Ecdsa(_) => combined.unwrap_or(oid::EC_PUBLIC_KEY),
            Self::Ed25519 => oid::ED25519,
        }
    }

    /// The name in reports.
    pub(crate) fn name(self) -> String {
        match self {
            Self::RsaPkcs1v15(digest) => format!("RSA PKCS#1 v1.5 {}", digest.name()),
            Self::RsaPss(parameters) => format!("RSA PSS {}", parameters.digest.name()),
            Self::Ecdsa(digest) => format!("ECDSA {}", digest.name()),
            Self::Ed25519 => "Ed25519".to_owned(),
        }
    }
}

/// What RSASSA-PSS leaves open, with MGF1 over the same digest and trailer 0xBC.
///
/// ```text
/// RSASSA-PSS-params ::= SEQUENCE {
///     hashAlgorithm    [0] HashAlgorithm    DEFAULT sha1,
///     maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
///     saltLength       [2] INTEGER          DEFAULT 20,
///     trailerField     [3] TrailerField     DEFAULT trailerFieldBC }
/// ```
/// [RFC 4055 3.1](https://www.rfc-editor.org/rfc/rfc4055#section-3.1)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PssParameters {
    pub(super) digest: DigestAlgorithm,
    pub(super) salt_length: usize,
}

/// Salts longer than the largest modulus cannot be (threat ALG-08).
const MAX_SALT: u64 = 1024;

impl PssParameters {
    /// All defaults of RFC 4055 3.1: read so that they can be refused by the name of SHA-1.
    const DEFAULT: Self = Self { digest: DigestAlgorithm::Sha1, salt_length: 20 };

    /// RFC 4055 3.1 asks for parameters in a signature; where they are absent the defaults of their type are meant.
    fn of_signature(algorithm: &AlgorithmIdentifier<'_>) -> Result<Self, AlgorithmObjection> {
        algorithm.parameters.map_or(Ok(Self::DEFAULT), |parameters| Self::read(&parameters))
    }

    /// RFC 4055 1.2: absent parameters of a key restrict nothing.
    pub(super) fn of_key(
        algorithm: &AlgorithmIdentifier<'_>,
    ) -> Result<Option<Self>, AlgorithmObjection> {
        algorithm.parameters.map(|parameters| Self::read(&parameters)).transpose()
    }

    /// RFC 4055 3.3: the key's parameters but the salt length, which may be larger.
    pub(super) fn allow(self, used: Self) -> bool {
        self.digest == used.digest && self.salt_length <= used.salt_length
    }

    fn read(parameters: &Tlv<'_>) -> Result<Self, AlgorithmObjection> {
        let bad = AlgorithmObjection::BadParameters(oid::RSASSA_PSS);
        if parameters.tag != tag::SEQUENCE {
            return Err(bad);
        }
        let fields = PssFields::read(parameters).map_err(|_| bad)?;
        let digest = match fields.hash_algorithm {
            None => DigestAlgorithm::Sha1,
            Some(algorithm) => algorithm.digest_algorithm()?,
        };
        let mask_digest = match fields.mask_gen_algorithm {
            None => DigestAlgorithm::Sha1,
            Some((oid::MGF1, algorithm)) => algorithm.digest_algorithm()?,
            Some(_) => return Err(bad),
        };
        let salt_length = fields.salt_length.unwrap_or(20);
        // RFC 4055 3.1 recommends one digest for both, and the policy asks for it (threat ALG-08).
        if mask_digest != digest || fields.trailer_field.unwrap_or(1) != 1 || salt_length > MAX_SALT
        {
            return Err(bad);
        }
        Ok(Self { digest, salt_length: usize::try_from(salt_length).map_err(|_| bad)? })
    }
}

/// The fields as they stand. DER leaves defaults out; written ones mean the same and are read.
struct PssFields<'a> {
    hash_algorithm: Option<AlgorithmIdentifier<'a>>,
    mask_gen_algorithm: Option<(ObjectIdentifier, AlgorithmIdentifier<'a>)>,
    salt_length: Option<u64>,
    trailer_field: Option<u64>,
}

impl<'a> PssFields<'a> {
    fn read(parameters: &Tlv<'a>) -> Result<Self, DerError> {
        let mut fields = parameters.reader();
        let mut explicit = |tag: u8, inner: u8| {
            let Some(field) = fields.optional(tag)? else { return Ok(None) };
            let mut field = field.reader();
            let value = field.expect(inner)?;
            field.finish()?;
            Ok::<_, DerError>(Some(value))
        };
        let hash_algorithm = explicit(tag::CONTEXT_0, tag::SEQUENCE)?;
        let mask_gen_algorithm = explicit(tag::CONTEXT_1, tag::SEQUENCE)?;
        let salt_length = explicit(tag::CONTEXT_2, tag::INTEGER)?;
        let trailer_field = explicit(tag::CONTEXT_3, tag::INTEGER)?;
        fields.finish()?;
        let mask_gen = |element: Tlv<'a>| {
            let algorithm = AlgorithmIdentifier::read(&element)?;
            let inner = algorithm.parameters.filter(|inner| inner.tag == tag::SEQUENCE);
            let inner = inner.ok_or(element.bad_value())?;
            Ok::<_, DerError>((algorithm.oid, AlgorithmIdentifier::read(&inner)?))
        };
        Ok(Self {
            hash_algorithm: hash_algorithm.as_ref().map(AlgorithmIdentifier::read).transpose()?,
            mask_gen_algorithm: mask_gen_algorithm.map(mask_gen).transpose()?,
            salt_length: salt_length.map(|value| value.small_integer()).transpose()?,
            trailer_field: trailer_field.map(|value| value.small_integer()).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bytes, sequence};
    use super::*;
    use crate::der::whole;

    fn scheme(
        encoding: &[u8],
        declared: Option<DigestAlgorithm>,
    ) -> Result<SignatureScheme, AlgorithmObjection> {
        let element = whole(encoding, tag::SEQUENCE).unwrap();
        SignatureScheme::new(&AlgorithmIdentifier::read(&element).unwrap(), declared)
    }

    #[test]
    fn declared_and_used_algorithms_agree_and_parameters_are_as_the_algorithm_has_them() {
        use AlgorithmObjection::{BadParameters, Mismatch, Unsupported};
        use DigestAlgorithm::{Md5, Sha256, Sha512};
        use SignatureScheme::{Ecdsa, Ed25519, RsaPkcs1v15};
        let rsa = "06092a864886f70d010101";
        let sha256_rsa = "06092a864886f70d01010b";
        let ecdsa_sha256 = "06082a8648ce3d040302";
        let ed25519 = "06032b6570";
        let ed448 = ObjectIdentifier::new_unwrap("1.3.101.113");
        let rows = [
            (
                "bare RSA takes the declared digest",
                rsa,
                "0500",
                Some(Sha512),
                Ok(RsaPkcs1v15(Sha512)),
            ),
            ("bare RSA without one", rsa, "0500", None, Err(Mismatch(oid::RSA_ENCRYPTION))),
            ("MD5 is read, to be refused by name", rsa, "", Some(Md5), Ok(RsaPkcs1v15(Md5))),
            ("combined name", sha256_rsa, "0500", None, Ok(RsaPkcs1v15(Sha256))),
            ("absent parameters", sha256_rsa, "", Some(Sha256), Ok(RsaPkcs1v15(Sha256))),
            (
                "another digest declared",
                sha256_rsa,
                "0500",
                Some(Sha512),
                Err(Mismatch(oid::SHA_256_WITH_RSA)),
            ),
            (
                "garbage as parameters",
                sha256_rsa,
                "3000",
                None,
                Err(BadParameters(oid::SHA_256_WITH_RSA)),
            ),
            ("ECDSA", ecdsa_sha256, "", Some(Sha256), Ok(Ecdsa(Sha256))),
            (
                "ECDSA with NULL",
                ecdsa_sha256,
                "0500",
                None,
                Err(BadParameters(oid::ECDSA_WITH_SHA_256)),
            ),
            ("Ed25519 of a certificate", ed25519, "", None, Ok(Ed25519)),
            ("Ed25519 with SHA-512", ed25519, "", Some(Sha512), Ok(Ed25519)),
            ("Ed25519 with SHA-256", ed25519, "", Some(Sha256), Err(Mismatch(oid::ED25519))),
            ("Ed25519 with NULL", ed25519, "0500", None, Err(BadParameters(oid::ED25519))),
            ("Ed448", "06032b6571", "", None, Err(Unsupported(ed448))),
            ("X25519 signs nothing", "06032b656e", "", None, Err(Mismatch(oid::X25519))),
        ];
        for (name, algorithm, parameters, declared, expected) in rows {
            let encoding = sequence(&[&bytes(algorithm), &bytes(parameters)]);
            assert_eq!(scheme(&encoding, declared), expected, "{name}");
        }
    }

    #[test]
    fn pss_parameters_are_explicit_of_one_digest_and_possible() {
        use DigestAlgorithm::{Sha1, Sha256, Sha512};
        let bad = Err(AlgorithmObjection::BadParameters(oid::RSASSA_PSS));
        let good = |digest, salt_length| {
            Ok(SignatureScheme::RsaPss(PssParameters { digest, salt_length }))
        };
        let sha256 = "a00d300b0609608648016503040201";
        let mgf1_sha256 = "a11a301806092a864886f70d010108300b0609608648016503040201";
        let mgf1_sha512 = "a11a301806092a864886f70d010108300b0609608648016503040203";
        let mgf1_bare = "a10d300b06092a864886f70d010108";
        let other_mask = "a11a301806092a864886f70d010109300b0609608648016503040201";
        let salt_32 = "a203020120";
        let rows = [
            (
                "all of one digest",
                [sha256, mgf1_sha256, salt_32, ""].concat(),
                None,
                good(Sha256, 32),
            ),
            ("default salt", [sha256, mgf1_sha256].concat(), Some(Sha256), good(Sha256, 20)),
            ("no salt", [sha256, mgf1_sha256, "a203020100"].concat(), None, good(Sha256, 0)),
            (
                "trailer written out",
                [sha256, mgf1_sha256, salt_32, "a303020101"].concat(),
                None,
                good(Sha256, 32),
            ),
            ("all defaults, which are SHA-1", String::new(), None, good(Sha1, 20)),
            ("mask of another digest", [sha256, mgf1_sha512, salt_32].concat(), None, bad),
            ("mask of the default digest", [sha256, salt_32].concat(), None, bad),
            ("mask without a digest", [sha256, mgf1_bare, salt_32].concat(), None, bad),
            ("another mask function", [sha256, other_mask, salt_32].concat(), None, bad),
            ("another trailer", [sha256, mgf1_sha256, salt_32, "a303020102"].concat(), None, bad),
            ("negative salt", [sha256, mgf1_sha256, "a2030201ff"].concat(), None, bad),
            (
                "salt longer than any modulus",
                [sha256, mgf1_sha256, "a20402020401"].concat(),
                None,
                bad,
            ),
            ("out of order", [mgf1_sha256, sha256].concat(), None, bad),
            ("something after", [sha256, mgf1_sha256, salt_32, "0500"].concat(), None, bad),
            (
                "another digest declared",
                [sha256, mgf1_sha256, salt_32].concat(),
                Some(Sha512),
                Err(AlgorithmObjection::Mismatch(oid::RSASSA_PSS)),
            ),
        ];
        let name = bytes("06092a864886f70d01010a");
        for (case, fields, declared, expected) in rows {
            let encoding = sequence(&[&name, &sequence(&[&bytes(&fields)])]);
            assert_eq!(scheme(&encoding, declared), expected, "{case}");
        }
        assert_eq!(scheme(&sequence(&[&name]), None), good(Sha1, 20));
        assert_eq!(scheme(&sequence(&[&name, &bytes("0500")]), None), bad);
    }
}
