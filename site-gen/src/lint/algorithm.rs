//! Algorithms of signatures and kinds of keys: those that no longer bind anybody, those known to be sound, and all others, of
//! which it cannot be told.

use super::der::{self, Element, Elements, Fault};
use super::extensions::oid_text;
use super::findings::Findings;
use super::rules;

/// MD2, MD4, MD5 and SHA-1 under RSA, DSA and ECDSA. The digests are of 128 and 160 bits; collisions of all can be made.
const WEAK_SIGNATURES: [&str; 8] = [
    "1.2.840.113549.1.1.2",
    "1.2.840.113549.1.1.3",
    "1.2.840.113549.1.1.4",
    "1.2.840.113549.1.1.5",
    "1.3.14.3.2.29",
    "1.2.840.10040.4.3",
    "1.3.14.3.2.27",
    "1.2.840.10045.4.1",
];

/// RSA PKCS #1 v1.5 and ECDSA with SHA-2 and SHA-3, and the two Edwards curves.
const SOUND_SIGNATURES: [&str; 17] = [
    "1.2.840.113549.1.1.11",
    "1.2.840.113549.1.1.12",
    "1.2.840.113549.1.1.13",
    "1.2.840.113549.1.1.14",
    "1.2.840.10045.4.3.1",
    "1.2.840.10045.4.3.2",
    "1.2.840.10045.4.3.3",
    "1.2.840.10045.4.3.4",
    "2.16.840.1.101.3.4.3.10",
    "2.16.840.1.101.3.4.3.11",
    "2.16.840.1.101.3.4.3.12",
    "2.16.840.1.101.3.4.3.14",
    "2.16.840.1.101.3.4.3.15",
    "2.16.840.1.101.3.4.3.16",
    "1.3.101.112",
    "1.3.101.113",
    "2.16.840.1.101.3.4.3.9",
];

const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
/// SHA-256, -384, -512 and their like of SHA-3: what PSS may be used with.
const SHA2_AND_3: &str = "2.16.840.1.101.3.4.2.";

const RSA: [&str; 2] = ["1.2.840.113549.1.1.1", RSASSA_PSS];
const EC: &str = "1.2.840.10045.2.1";
const EDWARDS: [&str; 2] = ["1.3.101.112", "1.3.101.113"];
/// P-256, P-384, P-521, and Brainpool's r1 curves of 256, 384 and 512 bits.
const SOUND_CURVES: [&str; 6] = [
    "1.2.840.10045.3.1.7",
    "1.3.132.0.34",
    "1.3.132.0.35",
    "1.3.36.3.3.2.8.1.1.7",
    "1.3.36.3.3.2.8.1.1.11",
    "1.3.36.3.3.2.8.1.1.13",
];
/// P-192 and P-224, secp160r1 and Brainpool's of 160, 192 and 224 bits.
const WEAK_CURVES: [&str; 6] = [
    "1.2.840.10045.3.1.1",
    "1.3.132.0.33",
    "1.3.132.0.8",
    "1.3.36.3.3.2.8.1.1.1",
    "1.3.36.3.3.2.8.1.1.3",
    "1.3.36.3.3.2.8.1.1.5",
];
/// BR 6.1.5.
const LEAST_RSA_BITS: usize = 2048;

/// Says of the algorithm of a signature whether it is weak, or not known.
pub(super) fn check_signature(algorithm: &Element<'_>, at: &str, findings: &mut Findings) {
    match read_identifier(algorithm) {
        Err(fault) => findings.unreadable(at, fault),
        Ok((oid, parameters)) => {
            let name = oid_text(oid);
            let is_weak = if name == RSASSA_PSS {
                !pss_digest(parameters).is_some_and(|digest| digest.starts_with(SHA2_AND_3))
            } else {
                WEAK_SIGNATURES.contains(&name.as_str())
            };
            if is_weak {
                findings.add(&rules::WEAK_SIGNATURE, at, || name);
            } else if name != RSASSA_PSS && !SOUND_SIGNATURES.contains(&name.as_str()) {
                findings.add(&rules::UNKNOWN_SIGNATURE, at, || name);
            }
        }
    }
}

/// Says of a `SubjectPublicKeyInfo` whether the key is weak, or of no kind that is known.
pub(super) fn check_key(info: &Element<'_>, at: &str, findings: &mut Findings) {
    match strength(info) {
        Err(fault) => findings.unreadable(at, fault),
        Ok(Strength::Sound) => {}
        Ok(Strength::Weak(what)) => findings.add(&rules::WEAK_KEY, at, || what),
        Ok(Strength::Unknown(what)) => findings.add(&rules::UNKNOWN_KEY, at, || what),
    }
}

enum Strength {
    Sound,
    Weak(String),
    Unknown(String),
}

fn strength(info: &Element<'_>) -> Result<Strength, Fault> {
    let mut fields = info.elements();
    let algorithm = fields.expect(der::SEQUENCE)?;
    let key = fields.expect(der::BIT_STRING)?;
    fields.finish()?;
    let bits = key.bits()?;
    let (oid, mut parameters) = read_identifier(&algorithm)?;
    let name = oid_text(oid);
    if EDWARDS.contains(&name.as_str()) {
        return Ok(Strength::Sound);
    }
    if RSA.contains(&name.as_str()) {
        // RFC 8017 A.1.1: modulus, publicExponent. One octet of the BIT STRING counts its unused bits.
        let at = key.at.saturating_add(key.raw.len()).saturating_sub(bits.len());
        let modulus = der::only(Elements::new(bits, at), der::SEQUENCE)?
            .elements()
            .expect(der::INTEGER)?
            .integer()?;
        let size = bit_length(modulus);
        let is_weak = size < LEAST_RSA_BITS;
        return Ok(if is_weak {
            Strength::Weak(format!("RSA, {size} bits"))
        } else {
            Strength::Sound
        });
    }
    if name != EC {
        return Ok(Strength::Unknown(name));
    }
    // RFC 5480 2.1.1: named curves, and no others.
    let curve = match parameters.optional(der::OBJECT_IDENTIFIER)? {
        Some(curve) => oid_text(curve.value),
        None => return Ok(Strength::Unknown("a curve without a name".to_owned())),
    };
    Ok(if SOUND_CURVES.contains(&curve.as_str()) {
        Strength::Sound
    } else if WEAK_CURVES.contains(&curve.as_str()) {
        Strength::Weak(format!("curve {curve}"))
    } else {
        Strength::Unknown(format!("curve {curve}"))
    })
}

/// `AlgorithmIdentifier`: the contents of the identifier, and what follows it.
fn read_identifier<'a>(algorithm: &Element<'a>) -> Result<(&'a [u8], Elements<'a>), Fault> {
    let mut fields = algorithm.elements();
    let oid = fields.expect(der::OBJECT_IDENTIFIER)?;
    Ok((oid.value, fields))
}

/// RFC 8017 A.2.3: the digest is `[0]`; where it is not said it is SHA-1.
fn pss_digest(mut parameters: Elements<'_>) -> Option<String> {
    let mut fields = parameters.expect(der::SEQUENCE).ok()?.elements();
    let digest = fields.optional(der::constructed(0)).ok()??;
    let algorithm = der::only(digest.elements(), der::SEQUENCE).ok()?;
    read_identifier(&algorithm).ok().map(|(oid, _)| oid_text(oid))
}

fn bit_length(digits: &[u8]) -> usize {
    let digits = digits.strip_prefix(&[0]).unwrap_or(digits);
    let unused = digits.first().map_or(0, |first| first.leading_zeros());
    digits.len().saturating_mul(8).saturating_sub(usize::try_from(unused).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::der::oid::ObjectIdentifier;

    #[test]
    fn every_identifier_of_the_tables_is_one() {
        let curves = SOUND_CURVES.iter().chain(&WEAK_CURVES);
        let all = WEAK_SIGNATURES.iter().chain(&SOUND_SIGNATURES).chain(&RSA).chain(curves);
        for text in all {
            let oid = ObjectIdentifier::new(text).unwrap();
            assert_eq!(oid_text(oid.as_bytes()), *text);
        }
    }

    #[test]
    fn the_sign_of_a_modulus_is_no_bit_of_it() {
        assert_eq!([&[0, 0x80, 0][..], &[0x7f], &[]].map(bit_length), [16, 7, 0]);
    }
}
