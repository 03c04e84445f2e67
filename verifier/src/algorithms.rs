//! Digests and signature algorithms: what is computed, what of it counts as evidence, and what is only known by name.
//!
//! Three questions are kept apart. Does the structure contradict itself (`SignatureScheme::new`, `PublicKey::from_spki`)?
//! Does the value fit (`PublicKey::verifies`)? Is the algorithm acceptable (`acceptable`, `digest_acceptance`)? So a
//! wrong value is reported as wrong even where the algorithm is refused, and a right one never passes because it is right.

mod digest;
mod ecdsa;
mod identifier;
mod oid;
mod policy;
mod public_key;
mod recognised;
mod rsa;
mod signature;

use ::der::oid::ObjectIdentifier;

use crate::der::{tag, whole};
use crate::time::UnixTime;

pub use digest::DigestAlgorithm;
pub(crate) use digest::{Hasher, hex, sha256, sha256_hex};
pub(crate) use identifier::{AlgorithmIdentifier, read_oid};
pub use policy::{Accepted, Row, table};
pub(crate) use policy::{BEFORE_ANY_END, acceptable, digest_acceptance};
pub(crate) use public_key::PublicKey;
pub(crate) use signature::SignatureScheme;

/// Why an algorithm does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlgorithmObjection {
    /// Not computed by this verifier: it can say nothing.
    Unsupported(ObjectIdentifier),
    /// Known and not acceptable.
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

/// What the algorithms say of one signature: two answers, neither of which is a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Primitive {
    /// The signature is this key's over the message.
    pub verifies: bool,
    /// The policy accepts the algorithm and the key at the moment.
    pub acceptance: Result<(), AlgorithmObjection>,
}

/// The cryptographic primitive alone, for tests against published vectors: no verdict follows from it.
///
/// `spki` is a `SubjectPublicKeyInfo`, `algorithm` an `AlgorithmIdentifier`, both in DER.
///
/// # Errors
/// [`AlgorithmObjection`] where the algorithm, the key, or the two together are not computed with.
pub fn verify_signature(
    spki: &[u8],
    algorithm: &[u8],
    message: &[u8],
    signature: &[u8],
    at: UnixTime,
) -> Result<Primitive, AlgorithmObjection> {
    let key = PublicKey::from_spki(spki)?;
    let algorithm = whole(algorithm, tag::SEQUENCE)
        .and_then(|element| AlgorithmIdentifier::read(&element))
        .map_err(|_| AlgorithmObjection::BadParameters(key.oid()))?;
    let scheme = SignatureScheme::new(&algorithm, None)?;
    let verifies = key.verifies(scheme, message, signature)?;
    Ok(Primitive { verifies, acceptance: acceptable(scheme, &key, at) })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn bytes(hexadecimal: &str) -> Vec<u8> {
        let digit = |digit: u8| u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap();
        hexadecimal.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
    }

    pub(super) fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
        let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
        let header = match contents.len() {
            length @ 0..0x80 => vec![tag, u8::try_from(length).unwrap()],
            0x80..0x100 => vec![tag, 0x81, length[3]],
            0x100..0x1_0000 => vec![tag, 0x82, length[2], length[3]],
            _ => vec![tag, 0x83, length[1], length[2], length[3]],
        };
        [&header, contents].concat()
    }

    pub(super) fn sequence(elements: &[&[u8]]) -> Vec<u8> {
        element(tag::SEQUENCE, &elements.concat())
    }

    const RSA_1024: &str = "30819f300d06092a864886f70d010101050003818d0030818902818100ca3131db7a3559c043fafaebb9a6ece2278c94b240a3e50ef0e390dea05ae47e45fa5caff7b236cce77c8941e34e956eabfbd4cb27acfa537d31da67b44419dab9f2b2c1cc4f35e69f96a1f0581772627ce81ba61e83cdae9e9be627721985934d95128f7705c3e0195578b8ee1a5468f868ddce93f14c98264af08b989712550203010001";
    const BRAINPOOL: &str = "305a301406072a8648ce3d020106092b24030302080101070342000499e796162b2dd54908af20395d042c9848f313605a32825e16a88c628a25002ea9d01f559dbcea7984119efc92d4ad0110c16ede03ce60cb17a5ea178ac59015";
    /// The same point, compressed.
    const BRAINPOOL_COMPRESSED: &str = "303a301406072a8648ce3d020106092b24030302080101070322000399e796162b2dd54908af20395d042c9848f313605a32825e16a88c628a25002e";
    const P_521_COMPRESSED: &str = "3058301006072a8648ce3d020106052b810400230344000201f50636f8b62f3dc1ec9794ef93221109e8f4b8beb23430d88ce9dfad26752febdd25cb7b78cf24314c912dcbd86c97f449fe2fd025ae161aa21dc716f2489825b5";
    const ED25519: &str =
        "302a300506032b6570032100a4289e9bea47baf32ca65d64d3fc0dceea68601656213cfb0b8611d938462bf6";

    /// What is refused is still computed: right and wrong are told apart before anything is said of the algorithm.
    ///
    /// Keys and signatures over `Surat` are another implementation's: `openssl genrsa 1024`, `openssl ecparam -genkey`,
    /// `openssl genpkey -algorithm ed25519`, `openssl dgst -sign`, `openssl pkeyutl -sign -rawin`; the keys were thrown away.
    #[test]
    fn the_value_and_the_acceptance_are_two_answers() {
        let key_size = Err(AlgorithmObjection::KeySize(oid::RSA_ENCRYPTION, 1024));
        let brainpool_sha3 = "304402200846932cb11e72b51842a3961f605ec600fd31efcea463a15309100c9434a09602201834306f00fe3fc9635199b52acf10b9b7bd0e403382748e38fb1ec99347ae11";
        let rows = [
            (
                "RSA 1024, SHA-256",
                RSA_1024,
                "300d06092a864886f70d01010b0500",
                "30b535ea57f8fe3879363d3670d0a9c79b82f5c6f72611eca7953bfb66f78d81125357515d6bb786d02502840e477eb9d56e99431574c61ca0fa9bc8bd4097ebc6721973f6376b2e06920aeec66b6031c1fbb567879f07e3eeabf9e9ade5aba3572e129b3cc1a788c7fca56ab33491061fc93ef94ece7c9db769f77db502f36d",
                key_size,
            ),
            (
                "RSA 1024, SHA-1",
                RSA_1024,
                "300d06092a864886f70d0101050500",
                "71d8ba8564f298e1c77bf7a5e3793ccd4889b155f636a6eeee4b225c5be3dd67c3859021c5b2e78cafc4ea049b90e856003b7d8af4830519499ec67771e7e580f2dc4792526308f5d2c28fd52e688b11d80cc1f9c2209f0d89a0264c0d79fc5c4fc35b3d9c86ad944696e046e80ca75707136a4aa2601c1dedb045ab758dd6f4",
                Err(AlgorithmObjection::Refused(oid::SHA_1_WITH_RSA)),
            ),
            (
                "RSA 1024, PSS",
                RSA_1024,
                "303d06092a864886f70d01010a3030a00d300b0609608648016503040201a11a301806092a864886f70d010108300b0609608648016503040201a203020120",
                "1caa5831829fc34e03502181f1d2f097782d6ca2814f0e5bc452ff72804625672b2c3354b5ad99a85576bf4531b13ff604214dc2520afb02eea64961c68303d76f3d2938e07938ef58d35f1f37ee891db95234a0860994e877c08a3db3c41433c8d6f23f52da5d495fda325e39f58b493e3bd3b17e400bd219f4ba90de14640f",
                key_size,
            ),
            (
                "brainpool, SHA3-256",
                BRAINPOOL,
                "300b060960864801650304030a",
                brainpool_sha3,
                Ok(()),
            ),
            (
                "brainpool, compressed",
                BRAINPOOL_COMPRESSED,
                "300b060960864801650304030a",
                brainpool_sha3,
                Ok(()),
            ),
            (
                "a digest shorter than the curve",
                P_521_COMPRESSED,
                "300a06082a8648ce3d040302",
                "30818802420085fa8ddf54344d89c25f8328788ded3d2775d6020dfa2b2e54dc07551fd1492e596992b2a04e0f237d208f3439a7e088da255361eae824481ed09f38759d858a5a024201f84bcc9a92344813c11c6f7c9af4893b99245e41025683809a349db10c53cc1ea4341033487eb571b12f55ac274bd4e45383758f608f4fdbb4d7ff86ecddeb3fa8",
                Ok(()),
            ),
            (
                "ECDSA, SHA-1",
                P_521_COMPRESSED,
                "300906072a8648ce3d0401",
                "3081880242018fd62914c9d8f19f0fbebfac01d819c6366b70f6e736001bbe70b59481958647eeee4518b16f9f41483a77e24b1bf703c31e42e59af1337e548e393bb0de8c6b11024201ccc56d7f832da224fd1159af1e51d21fa0115ee4d6956e70a618a4e9732d6edc149ef9c23b375d066ab4851d2530d43cb2715587bed67528fa4271d2eb5ba0bd40",
                Err(AlgorithmObjection::Refused(oid::ECDSA_WITH_SHA_1)),
            ),
            (
                "Ed25519",
                ED25519,
                "300506032b6570",
                "67d9a1bcffccc3c33d4470f3329d6f0df743a4b013f4f7b980b4320d00c516929abd13f6c7d94ddf5cb9c8d29bdd1effebda14de3384763899ca46c2a3142207",
                Ok(()),
            ),
        ];
        for (name, spki, algorithm, signature, acceptance) in rows {
            let judge = |message: &[u8]| {
                let (spki, algorithm) = (bytes(spki), bytes(algorithm));
                verify_signature(&spki, &algorithm, message, &bytes(signature), BEFORE_ANY_END)
            };
            assert_eq!(judge(b"Surat"), Ok(Primitive { verifies: true, acceptance }), "{name}");
            assert_eq!(judge(b"surat"), Ok(Primitive { verifies: false, acceptance }), "{name}");
        }
    }

    /// One octet changed anywhere: in the key, the algorithm or the signature. Nothing panics, and nothing verifies.
    #[test]
    fn no_changed_octet_verifies() {
        let rows = [
            (
                BRAINPOOL_COMPRESSED,
                "300b060960864801650304030a",
                "304402200846932cb11e72b51842a3961f605ec600fd31efcea463a15309100c9434a09602201834306f00fe3fc9635199b52acf10b9b7bd0e403382748e38fb1ec99347ae11",
            ),
            (
                ED25519,
                "300506032b6570",
                "67d9a1bcffccc3c33d4470f3329d6f0df743a4b013f4f7b980b4320d00c516929abd13f6c7d94ddf5cb9c8d29bdd1effebda14de3384763899ca46c2a3142207",
            ),
            (
                RSA_1024,
                "303d06092a864886f70d01010a3030a00d300b0609608648016503040201a11a301806092a864886f70d010108300b0609608648016503040201a203020120",
                "1caa5831829fc34e03502181f1d2f097782d6ca2814f0e5bc452ff72804625672b2c3354b5ad99a85576bf4531b13ff604214dc2520afb02eea64961c68303d76f3d2938e07938ef58d35f1f37ee891db95234a0860994e877c08a3db3c41433c8d6f23f52da5d495fda325e39f58b493e3bd3b17e400bd219f4ba90de14640f",
            ),
        ];
        for (spki, algorithm, signature) in rows {
            let whole = [bytes(spki), bytes(algorithm), bytes(signature)];
            let verifies = |[spki, algorithm, signature]: &[Vec<u8>; 3]| {
                verify_signature(spki, algorithm, b"Surat", signature, BEFORE_ANY_END)
                    .map(|primitive| primitive.verifies)
            };
            assert_eq!(verifies(&whole), Ok(true));
            for part in 0..whole.len() {
                for at in 0..whole[part].len() {
                    for change in [0x01, 0x04, 0x80, 0xff] {
                        let mut changed = whole.clone();
                        changed[part][at] ^= change;
                        assert_ne!(verifies(&changed), Ok(true), "{part} at {at}: {change:02x}");
                    }
                    let mut cut = whole.clone();
                    cut[part].truncate(at);
                    assert_ne!(verifies(&cut), Ok(true), "{part} cut at {at}");
                }
            }
        }
    }
}
