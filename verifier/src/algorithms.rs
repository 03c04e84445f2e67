//! Digests and signature algorithms: what is computed, what of it counts as evidence, and what is only known by name.
//!
//! Three questions are kept apart. Does the structure contradict itself ([`SignatureScheme::new`], [`PublicKey::from_spki`])?
//! Does the value fit ([`PublicKey::verifies`])? Is the algorithm acceptable ([`acceptable`], [`digest_acceptance`])? So a
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
pub(crate) use digest::{Hasher, hex, sha256_hex};
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
