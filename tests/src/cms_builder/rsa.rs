//! RSA by hand (RFC 8017): the private operation over any message representative, so that a signature can be made that no
//! library would make, and the encodings PKCS#1 v1.5 and PSS with every field chosen.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, ConcatenatingMul as _, Odd};

use super::der::{children, contents, octets, sequence, unsigned};
use super::digest::Digest;

/// A private key; numbers most significant digit first, without a leading zero.
#[derive(Debug, Clone)]
pub struct RsaKey {
    /// Modulus.
    pub modulus: Vec<u8>,
    /// Public exponent.
    pub exponent: Vec<u8>,
    private_exponent: Vec<u8>,
}

impl RsaKey {
    /// `RSAPrivateKey` (RFC 8017 A.1.2).
    pub(super) fn read(encoding: &[u8]) -> Self {
        let fields = children(encoding);
        let digits = |at: usize| {
            contents(fields[at]).iter().copied().skip_while(|digit| *digit == 0).collect()
        };
        Self { modulus: digits(1), exponent: digits(2), private_exponent: digits(3) }
    }

    /// Octets of the modulus and of each signature.
    #[must_use]
    pub fn length(&self) -> usize {
        self.modulus.len()
    }

    /// `RSAPublicKey` (RFC 8017 A.1.1).
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        sequence(&[&unsigned(&self.modulus), &unsigned(&self.exponent)])
    }

    /// RFC 8017 5.2.1 over a representative as long as the modulus, whatever it says.
    #[must_use]
    pub fn private_operation(&self, representative: &[u8]) -> Vec<u8> {
        let precision = u32::try_from(self.length() * 8).unwrap().next_multiple_of(64);
        let number = |digits: &[u8]| BoxedUint::from_be_slice(digits, precision).unwrap();
        let params = BoxedMontyParams::new_vartime(Odd::new(number(&self.modulus)).unwrap());
        let power = BoxedMontyForm::new(number(representative), &params)
            .pow(&number(&self.private_exponent))
            .retrieve();
        padded(&power.to_be_bytes_trimmed_vartime(), self.length())
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017 9.2) around these bytes instead of `DigestInfo`, and the signature over it.
    #[must_use]
    pub fn sign_digest_info(&self, digest_info: &[u8]) -> Vec<u8> {
        self.private_operation(&encoded(digest_info, self.length()))
    }

    /// EMSA-PSS (RFC 8017 9.1.1) and the signature over it.
    #[must_use]
    pub fn sign_pss(
        &self,
        hash: Digest,
        mask: Digest,
        salt: &[u8],
        trailer: u8,
        digest: &[u8],
    ) -> Vec<u8> {
        let length = self.length();
        let h = hash.of(&[&[0; 8], digest, salt].concat());
        let padding = vec![0; length - h.len() - salt.len() - 2];
        let block = [padding.as_slice(), &[1], salt].concat();
        let mut masked: Vec<u8> =
            block.iter().zip(mask_generation(mask, &h, block.len())).map(|(a, b)| a ^ b).collect();
        // The modulus has all its bits, so that one bit of the representative is unused.
        masked[0] &= 0x7f;
        self.private_operation(&[masked.as_slice(), &h, &[trailer]].concat())
    }
}

/// `00 01 FF ... FF 00` and these bytes.
pub(super) fn encoded(digest_info: &[u8], length: usize) -> Vec<u8> {
    let ones = vec![0xff; length - digest_info.len() - 3];
    [&[0, 1], ones.as_slice(), &[0], digest_info].concat()
}

/// `DigestInfo ::= SEQUENCE { digestAlgorithm, digest }`
pub(super) fn digest_info(digest: Digest, hash: &[u8]) -> Vec<u8> {
    sequence(&[&digest.algorithm(), &octets(hash)])
}

/// MGF1 (RFC 8017 B.2.1).
fn mask_generation(digest: Digest, seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = (0u32..).flat_map(|counter| digest.of(&[seed, &counter.to_be_bytes()].concat()));
    blocks.take(length).collect()
}

/// The largest number whose cube is not above this one: what a forger computes who has no key (threat ALG-01).
#[must_use]
pub fn cube_root(number: &[u8]) -> Vec<u8> {
    let precision = u32::try_from(number.len() * 8).unwrap().next_multiple_of(64);
    let target = BoxedUint::from_be_slice(number, precision).unwrap();
    let mut root = vec![0u8; number.len()];
    for bit in (0..number.len() * 8 / 3 + 1).rev() {
        let at = number.len() - 1 - bit / 8;
        root[at] |= 1 << (bit % 8);
        let candidate = BoxedUint::from_be_slice(&root, precision).unwrap();
        let cube = candidate.concatenating_mul(&candidate).concatenating_mul(&candidate);
        if cube > target {
            root[at] &= !(1 << (bit % 8));
        }
    }
    root
}

fn padded(digits: &[u8], length: usize) -> Vec<u8> {
    [vec![0; length - digits.len()].as_slice(), digits].concat()
}
