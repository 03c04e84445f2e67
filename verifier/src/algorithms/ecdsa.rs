//! ECDSA (FIPS 186-5 6.4.2) over named curves (RFC 5480 2.1.1.1, RFC 5639).

use der::oid::ObjectIdentifier;
use ecdsa::elliptic_curve::point::AffinePoint;
use ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ecdsa::elliptic_curve::{CurveArithmetic, FieldBytes, FieldBytesSize};
use ecdsa::signature::hazmat::PrehashVerifier as _;
use ecdsa::{EcdsaCurve, Signature, VerifyingKey};

use super::{AlgorithmObjection, oid, recognised};
use crate::der::{DerError, tag, whole};

/// The curves that are computed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
    BrainpoolP256r1,
    BrainpoolP384r1,
}

impl Curve {
    /// The name in reports.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::BrainpoolP256r1 => "brainpoolP256r1",
            Self::BrainpoolP384r1 => "brainpoolP384r1",
        }
    }

    pub(super) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => oid::P_256,
            Self::P384 => oid::P_384,
            Self::P521 => oid::P_521,
            Self::BrainpoolP256r1 => oid::BRAINPOOL_P256R1,
            Self::BrainpoolP384r1 => oid::BRAINPOOL_P384R1,
        }
    }
}

/// A point on one of the curves, and not the one at infinity.
#[derive(Debug, Clone)]
pub(crate) enum EcKey {
    P256(Box<VerifyingKey<p256::NistP256>>),
    P384(Box<VerifyingKey<p384::NistP384>>),
    P521(Box<VerifyingKey<p521::NistP521>>),
    BrainpoolP256r1(Box<VerifyingKey<bp256::BrainpoolP256r1>>),
    BrainpoolP384r1(Box<VerifyingKey<bp384::BrainpoolP384r1>>),
}

impl EcKey {
    /// Reads an `ECPoint` on a named curve.
    pub(super) fn read(curve: ObjectIdentifier, key: &[u8]) -> Result<Self, AlgorithmObjection> {
        let key = match curve {
            oid::P_256 => point(key).map(Self::P256),
            oid::P_384 => point(key).map(Self::P384),
            oid::P_521 => point(key).map(Self::P521),
            oid::BRAINPOOL_P256R1 => point(key).map(Self::BrainpoolP256r1),
            oid::BRAINPOOL_P384R1 => point(key).map(Self::BrainpoolP384r1),
            curve => return Err(recognised::objection(curve)),
        };
        key.ok_or(AlgorithmObjection::BadKey(oid::EC_PUBLIC_KEY))
    }

    pub(crate) fn curve(&self) -> Curve {
        match self {
            Self::P256(_) => Curve::P256,
            Self::P384(_) => Curve::P384,
            Self::P521(_) => Curve::P521,
            Self::BrainpoolP256r1(_) => Curve::BrainpoolP256r1,
            Self::BrainpoolP384r1(_) => Curve::BrainpoolP384r1,
        }
    }

    /// Whether the signature fits the digest, of which as many bits count as the curve's order has.
    pub(super) fn verifies(&self, digest: &[u8], signature: &[u8]) -> bool {
        let Ok((r, s)) = read_signature(signature) else { return false };
        match self {
            Self::P256(key) => verifies(key, digest, r, s),
            Self::P384(key) => verifies(key, digest, r, s),
            Self::P521(key) => verifies(key, digest, r, s),
            Self::BrainpoolP256r1(key) => verifies(key, digest, r, s),
            Self::BrainpoolP384r1(key) => verifies(key, digest, r, s),
        }
    }
}

/// RFC 5480 2.2: uncompressed or compressed; neither infinity, nor x alone, nor off the curve (threat ALG-12).
fn point<C>(key: &[u8]) -> Option<Box<VerifyingKey<C>>>
where
    C: EcdsaCurve + CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
{
    match key.first() {
        Some(2..=4) => VerifyingKey::from_sec1_bytes(key).ok().map(Box::new),
        _ => None,
    }
}

/// `ECDSA-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }` (RFC 5480 appendix A), in DER and nothing else (ALG-11).
fn read_signature(signature: &[u8]) -> Result<(&[u8], &[u8]), DerError> {
    let mut fields = whole(signature, tag::SEQUENCE)?.reader();
    let (r, s) = (fields.expect(tag::INTEGER)?, fields.expect(tag::INTEGER)?);
    fields.finish()?;
    Ok((r.positive_integer()?, s.positive_integer()?))
}

fn verifies<C>(key: &VerifyingKey<C>, digest: &[u8], r: &[u8], s: &[u8]) -> bool
where
    C: EcdsaCurve + CurveArithmetic,
{
    let (Some(r), Some(s)) = (scalar::<C>(r), scalar::<C>(s)) else { return false };
    // From 1 to the order less 1 (threat ALG-10).
    let Ok(signature) = Signature::<C>::from_scalars(r, s) else { return false };
    key.verify_prehash(digest, &signature).is_ok()
}

/// The octets of a number, filled up in front; none where there are too many.
fn scalar<C: EcdsaCurve>(number: &[u8]) -> Option<FieldBytes<C>> {
    let mut octets = FieldBytes::<C>::default();
    let start = octets.len().checked_sub(number.len())?;
    octets.get_mut(start..)?.copy_from_slice(number);
    Some(octets)
}
