//! RSA signatures (RFC 8017 8.1.2, 8.2.2): one modular power, and the encoding it must give.
//!
//! For PKCS#1 v1.5 the whole encoded message is made and compared, so there is no padding and no ASN.1 to read leniently
//! (threats ALG-01 to ALG-05).

use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, RsaPublicKey};

use super::signature::PssParameters;
use super::{AlgorithmObjection, DigestAlgorithm, oid};
use crate::der::{DerError, tag, whole};

/// Moduli computed with, in bits. The policy accepts fewer; larger ones cost time (threats ALG-07, ALG-18).
const COMPUTED_BITS: core::ops::RangeInclusive<usize> = 1024..=8192;

/// Small exponents make forgeries of sloppy padding cheap, huge ones cost time (threats ALG-01, ALG-07).
const EXPONENTS: core::ops::Range<u64> = 65_537..1 << 33;

/// What one of these divides is no product of two large primes (threat ALG-07).
const SMALL_PRIMES: [u64; 15] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/// The primes modulo which 65537 has few powers.
const ROCA_PRIMES: [u64; 17] =
    [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

/// What the key's algorithm allows (RFC 4055 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RsaUse {
    /// rsaEncryption.
    Any,
    /// id-RSASSA-PSS, and the parameters it restricts itself to.
    Pss(Option<PssParameters>),
}

/// A key that is computed with.
#[derive(Debug, Clone)]
pub(crate) struct RsaKey {
    key: Box<RsaPublicKey>,
    bits: usize,
    allowed: RsaUse,
}

impl RsaKey {
    /// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 A.1.1).
    pub(super) fn read(key: &[u8], allowed: RsaUse) -> Result<Self, AlgorithmObjection> {
        let bad = AlgorithmObjection::BadKey(oid::RSA_ENCRYPTION);
        let read = || {
            let mut fields = whole(key, tag::SEQUENCE)?.reader();
            let (modulus, exponent) = (fields.expect(tag::INTEGER)?, fields.expect(tag::INTEGER)?);
            fields.finish()?;
            Ok::<_, DerError>((modulus.positive_integer()?, exponent.small_integer()?))
        };
        let (modulus, exponent) = read().map_err(|_| bad)?;
        let unused =
            modulus.first().map_or(0, |first| usize::try_from(first.leading_zeros()).unwrap_or(0));
        let bits = modulus.len().saturating_mul(8).saturating_sub(unused);
        if !COMPUTED_BITS.contains(&bits) {
            return Err(AlgorithmObjection::KeySize(oid::RSA_ENCRYPTION, bits));
        }
        let is_odd = |last: Option<&u8>| last.is_some_and(|last| last & 1 == 1);
        if !EXPONENTS.contains(&exponent)
            || !is_odd(exponent.to_be_bytes().last())
            || !is_odd(modulus.last())
            || SMALL_PRIMES.iter().any(|prime| remainder(modulus, *prime) == 0)
            || is_roca(modulus)
        {
            return Err(bad);
        }
        let precision = u32::try_from(modulus.len().saturating_mul(8)).map_err(|_| bad)?;
        let modulus = BoxedUint::from_be_slice(modulus, precision).map_err(|_| bad)?;
        RsaPublicKey::new_with_size_limits(modulus, BoxedUint::from(exponent), COMPUTED_BITS)
            .map(|key| Self { key: Box::new(key), bits, allowed })
            .map_err(|_| bad)
    }

    pub(crate) fn bits(&self) -> usize {
        self.bits
    }

    pub(super) fn may_use_pkcs1v15(&self) -> bool {
        self.allowed == RsaUse::Any
    }

    pub(super) fn may_use_pss(&self, parameters: PssParameters) -> bool {
        match self.allowed {
            RsaUse::Any | RsaUse::Pss(None) => true,
            RsaUse::Pss(Some(restriction)) => restriction.allow(parameters),
        }
    }

    /// RFC 8017 8.2.2.
    pub(super) fn verifies_pkcs1v15(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> bool {
        let expected = emsa_pkcs1v15(algorithm, digest, self.length());
        expected.is_some() && expected == self.recovered(signature)
    }

    /// RFC 8017 8.1.2.
    pub(super) fn verifies_pss(
        &self,
        parameters: PssParameters,
        digest: &[u8],
        signature: &[u8],
    ) -> bool {
        let bits = self.bits.saturating_sub(1);
        self.recovered(signature)
            .and_then(|message| emsa_pss(parameters, digest, &message, bits))
            .is_some()
    }

    /// `k`: the length of the modulus in octets.
    fn length(&self) -> usize {
        self.bits.div_ceil(8)
    }

    /// OS2IP, RSAVP1 and I2OSP (RFC 8017 5.2.2): of `k` octets, from a signature of `k` octets that is less than the
    /// modulus (threat ALG-06).
    fn recovered(&self, signature: &[u8]) -> Option<Vec<u8>> {
        if signature.len() != self.length() {
            return None;
        }
        let signature = BoxedUint::from_be_slice(signature, self.key.n_bits_precision()).ok()?;
        if signature >= *self.key.n().as_ref() {
            return None;
        }
        let message = rsa::hazmat::rsa_encrypt(&*self.key, &signature).ok()?.to_be_bytes();
        let (above, message) =
            message.split_at_checked(message.len().checked_sub(self.length())?)?;
        above.iter().all(|octet| *octet == 0).then(|| message.to_vec())
    }
}

/// What is left of a large number, in big-endian octets, after division by a small one.
fn remainder(number: &[u8], by: u64) -> u64 {
    number
        .iter()
        .fold(0, |rest, octet| ((rest << 8) | u64::from(*octet)).checked_rem(by).unwrap_or(0))
}

/// Whether the modulus has the form of those that a widespread chip made until 2017, and that can be factored (ROCA,
/// CVE-2017-15361): a power of 65537 modulo each of these primes. Of other moduli, one in 240 million has it.
fn is_roca(modulus: &[u8]) -> bool {
    ROCA_PRIMES.iter().all(|prime| {
        let rest = remainder(modulus, *prime);
        let next = |power: &u64| power.checked_mul(65_537)?.checked_rem(*prime);
        core::iter::successors(Some(1), next).zip(0..*prime).any(|(power, _)| power == rest)
    })
}

/// EMSA-PKCS1-v1_5 (RFC 8017 9.2): 00 01 FF … FF 00, then the `DigestInfo`; none where it does not fit.
fn emsa_pkcs1v15(algorithm: DigestAlgorithm, digest: &[u8], length: usize) -> Option<Vec<u8>> {
    let element = |tag: u8, contents: &[u8]| {
        let length = u8::try_from(contents.len()).ok().filter(|length| *length < 0x80)?;
        Some([&[tag, length], contents].concat())
    };
    let oid = element(tag::OBJECT_IDENTIFIER, algorithm.oid().as_bytes())?;
    // RFC 8017 9.2 note 1: the parameters are NULL, and there is one encoding (threat ALG-04).
    let identifier = element(tag::SEQUENCE, &[&oid[..], &[tag::NULL, 0]].concat())?;
    let digest = element(tag::OCTET_STRING, digest)?;
    let digest_info = element(tag::SEQUENCE, &[identifier, digest].concat())?;
    // At least eight octets of FF.
    let padding = length.checked_sub(digest_info.len())?.checked_sub(3)?;
    if padding < 8 {
        return None;
    }
    Some([&[0, 1], &vec![0xff; padding][..], &[0], &digest_info[..]].concat())
}

/// EMSA-PSS-VERIFY (RFC 8017 9.1.2), with the steps' numbers; `message` has `k` octets.
fn emsa_pss(
    PssParameters { digest: algorithm, salt_length }: PssParameters,
    digest: &[u8],
    message: &[u8],
    bits: usize,
) -> Option<()> {
    // 8.1.2 2c: where the encoded message is an octet shorter than the modulus, that octet is zero.
    let length = bits.div_ceil(8);
    let (above, message) = message.split_at_checked(message.len().checked_sub(length)?)?;
    let is_zero = |octets: &[u8]| octets.iter().all(|octet| *octet == 0);
    // 4
    let [message @ .., 0xbc] = message else { return None };
    // 5
    let (masked, hash) = message.split_at_checked(message.len().checked_sub(digest.len())?)?;
    let mut block = masked.to_vec();
    // 6, 9: the bits above emBits.
    let unused = u32::try_from(length.saturating_mul(8).saturating_sub(bits)).ok()?;
    let used = 0xff_u8.checked_shr(unused)?;
    if !is_zero(above) || masked.first()? & !used != 0 {
        return None;
    }
    // 7, 8
    mask(algorithm, hash, &mut block);
    *block.first_mut()? &= used;
    // 3, 10, 11
    let (padding, salt) = block.split_at_checked(block.len().checked_sub(salt_length)?)?;
    let [zeros @ .., 1] = padding else { return None };
    // 12, 13, 14
    let expected = algorithm.digest(&[&[0; 8], digest, salt].concat());
    (is_zero(zeros) && expected == hash).then_some(())
}

/// MGF1 (RFC 8017 B.2.1), combined with the block by exclusive or.
fn mask(algorithm: DigestAlgorithm, seed: &[u8], block: &mut [u8]) {
    for (counter, piece) in (0u32..).zip(block.chunks_mut(seed.len().max(1))) {
        let generated = algorithm.digest(&[seed, &counter.to_be_bytes()].concat());
        for (octet, generated) in piece.iter_mut().zip(generated) {
            *octet ^= generated;
        }
    }
}
