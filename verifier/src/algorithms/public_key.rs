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
                Self::from_ed25519(key).ok_or(AlgorithmObjection::BadKey(oid))
            }
            oid::X25519 | oid::X448 | oid::EC_DH => Ok(Self::KeyAgreement(oid)),
            oid::RSA_ENCRYPTION | oid::ED25519 => Err(bad_parameters),
            _ => Err(recognised::objection(oid)),
        }
    }

    /// RFC 8032 5.1.3: 32 octets, of which the coordinate is less than the prime 2^255 - 19.
    pub(crate) fn from_ed25519(key: &[u8]) -> Option<Self> {
        let octets: &[u8; 32] = key.try_into().ok()?;
        let [first, middle @ .., last] = octets;
        if *first >= 0xed && middle.iter().all(|octet| *octet == 0xff) && *last & 0x7f == 0x7f {
            return None;
        }
        Ed25519Key::from_bytes(octets).ok().map(|key| Self::Ed25519(Box::new(key)))
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

#[cfg(test)]
mod tests {
    use super::super::DigestAlgorithm::{Sha256, Sha384};
    use super::super::tests::{bytes, element, sequence};
    use super::*;

    fn spki(algorithm: &[&[u8]], key: &[u8]) -> Vec<u8> {
        sequence(&[&sequence(algorithm), &element(tag::BIT_STRING, &[&[0], key].concat())])
    }

    /// The name in reports, or what stands against the key.
    fn read(spki: &[u8]) -> Result<String, AlgorithmObjection> {
        PublicKey::from_spki(spki).map(|key| key.name())
    }

    /// `2^(bits - 1) + add` as the contents of an INTEGER; `bits` in units of eight and up to seven less.
    fn modulus(bits: usize, add: u8) -> Vec<u8> {
        let mut octets = vec![0; bits.div_ceil(8)];
        octets[0] = 0x80_u8.rotate_left(u32::try_from(bits % 8).unwrap());
        *octets.last_mut().unwrap() = add;
        // X.690 8.3.3: the octet that keeps it positive.
        if octets[0] >= 0x80 { [&[0], &octets[..]].concat() } else { octets }
    }

    #[test]
    fn rsa_keys_are_bounded_before_anything_is_computed() {
        let oid = oid::RSA_ENCRYPTION;
        let bad = Err(AlgorithmObjection::BadKey(oid));
        let size = |bits| Err(AlgorithmObjection::KeySize(oid, bits));
        let name = |bits: usize| Ok(format!("RSA {bits}"));
        // What is added keeps the modulus free of the small primes, where the row is not about them.
        let rows: [(&str, usize, u8, &str, Result<String, _>); 15] = [
            ("too small to compute with", 1023, 15, "010001", size(1023)),
            ("computed, and refused later", 1024, 9, "010001", name(1024)),
            ("not of whole octets", 2047, 3, "010001", name(2047)),
            ("usual", 2048, 3, "010001", name(2048)),
            ("largest", 8192, 3, "010001", name(8192)),
            ("too large", 8193, 1, "010001", size(8193)),
            ("a million bits", 1_000_000, 1, "010001", size(1_000_000)),
            ("even modulus", 2048, 4, "010001", bad.clone()),
            ("modulus with a small factor", 2048, 1, "010001", bad.clone()),
            ("exponent 1", 2048, 3, "01", bad.clone()),
            ("exponent 3", 2048, 3, "03", bad.clone()),
            ("even exponent", 2048, 3, "010002", bad.clone()),
            ("exponent 2^33 - 1", 2048, 3, "01ffffffff", name(2048)),
            ("exponent 2^33 + 1", 2048, 3, "0200000001", bad.clone()),
            ("negative exponent", 2048, 3, "ff", bad.clone()),
        ];
        let algorithm = [&bytes("06092a864886f70d010101")[..], &[tag::NULL, 0]];
        for (case, bits, add, exponent, expected) in rows {
            let integers = [
                element(tag::INTEGER, &modulus(bits, add)),
                element(tag::INTEGER, &bytes(exponent)),
            ];
            let key = sequence(&[&integers.concat()]);
            assert_eq!(read(&spki(&algorithm, &key)), expected, "{case}");
        }
        // 2^2047 and what makes it 1 modulo each prime of the test for ROCA; and the same with a bit changed.
        let mut roca = modulus(2048, 0);
        let tail = bytes("4c693f077f002201231951fcbd");
        let start = roca.len().checked_sub(tail.len()).unwrap();
        roca[start..].copy_from_slice(&tail);
        for (flip, expected) in [(0, bad.clone()), (1, name(2048))] {
            let mut changed = roca.clone();
            changed[start] ^= flip;
            let integers = [element(tag::INTEGER, &changed), bytes("0203010001")].concat();
            assert_eq!(read(&spki(&algorithm, &sequence(&[&integers]))), expected);
        }
        // Padded, or negative.
        for octets in [[&[0], &modulus(2047, 3)[..]].concat(), modulus(2048, 3).split_off(1)] {
            let integers = [element(tag::INTEGER, &octets), bytes("0203010001")].concat();
            assert_eq!(read(&spki(&algorithm, &sequence(&[&integers]))), bad);
        }
    }

    #[test]
    fn points_are_on_the_named_curve() {
        let name = bytes("06072a8648ce3d0201");
        let p256 = bytes("06082a8648ce3d030107");
        // The base point of P-256 (FIPS 186-5, SP 800-186 3.2.1.3); its y is odd.
        let x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
        let y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
        let wrong_y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f6";
        let bad = Err(AlgorithmObjection::BadKey(oid::EC_PUBLIC_KEY));
        let good = Ok("P-256".to_owned());
        let rows = [
            ("uncompressed", ["04", x, y].concat(), good.clone()),
            ("compressed", ["03", x].concat(), good),
            ("x alone", ["05", x].concat(), bad.clone()),
            ("hybrid", ["07", x, y].concat(), bad.clone()),
            ("infinity", "00".to_owned(), bad.clone()),
            ("nothing", String::new(), bad.clone()),
            ("off the curve", ["04", x, wrong_y].concat(), bad.clone()),
            ("an octet too many", ["04", x, y, "00"].concat(), bad.clone()),
            ("x not less than the prime", format!("02{}", "ff".repeat(32)), bad.clone()),
        ];
        for (case, point, expected) in rows {
            assert_eq!(read(&spki(&[&name, &p256], &bytes(&point))), expected, "{case}");
        }
        // The same point under another curve's name, under no name, and with a curve of somebody's own.
        let point = bytes(&["04", x, y].concat());
        let brainpool = bytes("06092b2403030208010107");
        assert_eq!(read(&spki(&[&name, &brainpool], &point)), bad);
        let bad_parameters = Err(AlgorithmObjection::BadParameters(oid::EC_PUBLIC_KEY));
        assert_eq!(read(&spki(&[&name], &point)), bad_parameters);
        assert_eq!(read(&spki(&[&name, &sequence(&[&[2, 1, 1]])], &point)), bad_parameters);
        let secp256k1 = ObjectIdentifier::new_unwrap("1.3.132.0.10");
        let unsupported = Err(AlgorithmObjection::Unsupported(secp256k1));
        assert_eq!(read(&spki(&[&name, &bytes("06052b8104000a")], &point)), unsupported);
    }

    #[test]
    fn ed25519_keys_are_canonical_points() {
        let name = bytes("06032b6570");
        let bad = Err(AlgorithmObjection::BadKey(oid::ED25519));
        // y = p + 3 is the 3 that is a point written as no one may write it (RFC 8032 5.1.3).
        let rows = [
            ("y = 3", format!("03{}", "00".repeat(31)), Ok("Ed25519".to_owned())),
            ("y = p + 3", format!("f0{}7f", "ff".repeat(30)), bad.clone()),
            ("y = 2, on no point", format!("02{}", "00".repeat(31)), bad.clone()),
            ("31 octets", "03".repeat(31), bad.clone()),
        ];
        for (case, key, expected) in rows {
            assert_eq!(read(&spki(&[&name], &bytes(&key))), expected, "{case}");
        }
    }

    #[test]
    fn keys_sign_only_what_they_are_for() {
        let key =
            |algorithm: &[&[u8]], key: &[u8]| PublicKey::from_spki(&spki(algorithm, key)).unwrap();
        let rsa = sequence(&[
            &element(tag::INTEGER, &modulus(2048, 3)),
            &element(tag::INTEGER, &[1, 0, 1]),
        ]);
        let pss = bytes("06092a864886f70d01010a");
        let with_parameters = bytes(
            "3030a00d300b0609608648016503040201a11a301806092a864886f70d010108300b0609608648016503040201a203020120",
        );
        let any = key(&[&bytes("06092a864886f70d010101"), &[tag::NULL, 0]], &rsa);
        let pss_only = key(&[&pss], &rsa);
        let restricted = key(&[&pss, &with_parameters], &rsa);
        let x25519 = key(&[&bytes("06032b656e")], &[9; 32]);
        let scheme =
            |digest, salt_length| SignatureScheme::RsaPss(PssParameters { digest, salt_length });
        let (pkcs1, ed25519) = (SignatureScheme::RsaPkcs1v15(Sha256), SignatureScheme::Ed25519);
        let mismatch = |oid| Err(AlgorithmObjection::Mismatch(oid));
        // No signature fits; what counts is whether one is tried.
        let rows = [
            ("rsaEncryption, PKCS#1", &any, pkcs1, Ok(false)),
            ("rsaEncryption, PSS", &any, scheme(Sha384, 48), Ok(false)),
            ("id-RSASSA-PSS, PKCS#1", &pss_only, pkcs1, mismatch(oid::RSASSA_PSS)),
            ("id-RSASSA-PSS, any PSS", &pss_only, scheme(Sha384, 48), Ok(false)),
            ("restricted, the same", &restricted, scheme(Sha256, 32), Ok(false)),
            ("restricted, a longer salt", &restricted, scheme(Sha256, 64), Ok(false)),
            (
                "restricted, a shorter salt",
                &restricted,
                scheme(Sha256, 20),
                mismatch(oid::RSASSA_PSS),
            ),
            (
                "restricted, another digest",
                &restricted,
                scheme(Sha384, 48),
                mismatch(oid::RSASSA_PSS),
            ),
            ("RSA key, Ed25519", &any, ed25519, mismatch(oid::RSA_ENCRYPTION)),
            ("RSA key, ECDSA", &any, SignatureScheme::Ecdsa(Sha256), mismatch(oid::RSA_ENCRYPTION)),
            ("X25519 key, Ed25519", &x25519, ed25519, mismatch(oid::X25519)),
        ];
        for (case, key, scheme, expected) in rows {
            assert_eq!(key.verifies(scheme, b"", &[1; 256]), expected, "{case}");
        }
    }
}
