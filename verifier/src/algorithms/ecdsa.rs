//! ECDSA (FIPS 186-5 6.4.2) over named curves (RFC 5480 2.1.1.1, RFC 5639).

use der::oid::ObjectIdentifier;
use ecdsa::elliptic_curve::ff::{Field as _, PrimeField as _};
use ecdsa::elliptic_curve::point::AffineCoordinates as _;
use ecdsa::elliptic_curve::sec1::ModulusSize;
use ecdsa::elliptic_curve::{CurveArithmetic, FieldBytes, FieldBytesSize};
use ecdsa::signature::hazmat::PrehashVerifier as _;
use ecdsa::{EcdsaCurve, Signature, VerifyingKey};
use primeorder::{AffinePoint, PrimeCurveParams};

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
    C: EcdsaCurve + PrimeCurveParams,
    FieldBytesSize<C>: ModulusSize,
    FieldBytes<C>: Copy,
{
    let (x, y) = match key {
        [4, coordinates @ ..] => {
            let (x, y) = coordinates.split_at_checked(coordinates.len().div_ceil(2))?;
            (FieldBytes::<C>::try_from(x).ok()?, FieldBytes::<C>::try_from(y).ok()?)
        }
        [sign @ 2..=3, x @ ..] => {
            let x = FieldBytes::<C>::try_from(x).ok()?;
            (x, ordinate::<C>(&x, *sign == 3)?)
        }
        _ => return None,
    };
    // Here it is seen that they are less than the prime, and that the point is on the curve.
    let point = AffinePoint::<C>::from_coordinates(&x, &y).into_option()?;
    VerifyingKey::from_affine(point).ok().map(Box::new)
}

/// The y of a compressed point (SEC 1 2.3.4), if it has one.
///
/// The primes of all five curves are 3 modulo 4, so the root of a square is its power of (p + 1) / 4. The general root of
/// the curves' crates is 5 kB more for a visitor to load.
#[allow(clippy::arithmetic_side_effects, reason = "the arithmetic of a field has no overflow")]
fn ordinate<C: PrimeCurveParams>(x: &FieldBytes<C>, is_odd: bool) -> Option<FieldBytes<C>>
where
    FieldBytes<C>: Copy,
{
    let x = C::FieldElement::from_repr(*x).into_option()?;
    let square = x * x * x + C::EQUATION_A * x + C::EQUATION_B;
    let power =
        quarter(C::FieldElement::MODULUS).iter().fold(C::FieldElement::ONE, |power, bit| {
            let power = power.square();
            if *bit { power * square } else { power }
        });
    let root = power * square;
    Some(if bool::from(root.is_odd()) == is_odd { root } else { -root }.to_repr())
}

/// The bits of (p + 1) / 4 - 1, which are those of p, in hexadecimal, without the last two.
fn quarter(modulus: &str) -> Vec<bool> {
    let digits = modulus.strip_prefix("0x").unwrap_or(modulus);
    let mut bits: Vec<bool> = digits
        .bytes()
        .flat_map(|digit| {
            let digit = char::from(digit).to_digit(16).unwrap_or(0);
            [8, 4, 2, 1].map(|bit| digit & bit != 0)
        })
        .collect();
    bits.truncate(bits.len().saturating_sub(2));
    bits
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

#[cfg(test)]
mod tests {
    use super::*;
    use ecdsa::elliptic_curve::group::Group as _;
    use ecdsa::elliptic_curve::sec1::ToSec1Point as _;

    /// Multiples of the base point, compressed by the curve's crate, and their x once more with the other y; how many of the
    /// next numbers are no x of a point.
    #[allow(clippy::arithmetic_side_effects, reason = "points, and a small count")]
    fn decompressed<C>() -> usize
    where
        C: EcdsaCurve + PrimeCurveParams + CurveArithmetic<AffinePoint = AffinePoint<C>>,
        FieldBytesSize<C>: ModulusSize,
        FieldBytes<C>: Copy,
    {
        let mut multiple = C::ProjectivePoint::generator();
        let mut without_point = 0;
        for _ in 0..32_usize {
            let affine = multiple.to_affine();
            let key = VerifyingKey::<C>::from_affine(affine).unwrap();
            let mut octets = affine.to_sec1_point(true).as_bytes().to_vec();
            assert_eq!(point::<C>(&octets).as_deref(), Some(&key));
            octets[0] ^= 1;
            let other = VerifyingKey::<C>::from_affine(-affine).unwrap();
            assert_eq!(point::<C>(&octets).as_deref(), Some(&other));
            // Where another y stands for the same x, there is a point or there is none, as the curve's crate says.
            *octets.last_mut().unwrap() ^= 1;
            let by_crate = VerifyingKey::<C>::from_sec1_bytes(&octets).ok();
            assert_eq!(point::<C>(&octets).as_deref(), by_crate.as_ref());
            without_point += usize::from(by_crate.is_none());
            multiple = multiple.double();
        }
        without_point
    }

    #[test]
    fn compressed_points_are_those_of_the_curves_crates() {
        // About half of all numbers are no x of a point: both answers were met.
        assert!((4..28).contains(&decompressed::<p256::NistP256>()));
        assert!((4..28).contains(&decompressed::<p384::NistP384>()));
        assert!((4..28).contains(&decompressed::<p521::NistP521>()));
        assert!((4..28).contains(&decompressed::<bp256::BrainpoolP256r1>()));
        assert!((4..28).contains(&decompressed::<bp384::BrainpoolP384r1>()));
    }

    #[test]
    fn signatures_are_in_der_and_nothing_else() {
        let rows: [(&str, &[u8], bool); 8] = [
            ("r = s = 1", &[0x30, 6, 2, 1, 1, 2, 1, 1], true),
            ("something after", &[0x30, 6, 2, 1, 1, 2, 1, 1, 0], false),
            ("something inside", &[0x30, 8, 2, 1, 1, 2, 1, 1, 5, 0], false),
            ("long form of the length", &[0x30, 0x81, 6, 2, 1, 1, 2, 1, 1], false),
            ("negative", &[0x30, 6, 2, 1, 0x81, 2, 1, 1], false),
            ("padded", &[0x30, 7, 2, 2, 0, 1, 2, 1, 1], false),
            ("empty", &[0x30, 5, 2, 0, 2, 1, 1], false),
            ("r alone", &[0x30, 3, 2, 1, 1], false),
        ];
        for (name, signature, is_read) in rows {
            let expected: Option<(&[u8], &[u8])> = is_read.then_some((&[1], &[1]));
            assert_eq!(read_signature(signature).ok(), expected, "{name}");
        }
        // Read, and out of range (threat ALG-10).
        assert_eq!(scalar::<p256::NistP256>(&[1; 33]), None);
        let key = point(&[&[2], &[0; 31][..], &[5]].concat()).map(EcKey::P256).unwrap();
        assert!(!key.verifies(&[0; 32], &[0x30, 6, 2, 1, 0, 2, 1, 0]));
    }
}
