//! A certificate (RFC 5280 4.1): its encoding, the slices of it that are hashed or compared, and its decoded fields.

use core::ops::Range;

use std::collections::BTreeSet;

use der::oid::ObjectIdentifier;

use super::distribution_point::DistributionPoint;
use super::extension::{BasicConstraints, Extension, KeyUsage, Place, extended_key_usage};
use super::name::{Attribute, attribute_of_name, display_name, email_attributes, ia5};
use super::name_comparison::ComparableName;
use super::oid;
use crate::algorithms::{
    AlgorithmIdentifier, AlgorithmObjection, BEFORE_ANY_END, PublicKey, SignatureScheme,
    acceptable, sha256_hex,
};
use crate::der::{DerError, Reader, Tlv, tag, whole};
use crate::time::UnixTime;

/// Certificates longer than this are not looked at; real ones have two kB (threat PATH-40).
const MAX_LENGTH: usize = 256 * 1024;

/// Why bytes are not a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CertificateError {
    Der(DerError),
    /// A field that does not decode as its type.
    Field,
    /// The algorithm inside differs from the one outside (threat PATH-31).
    AlgorithmMismatch,
    /// An extension stands twice (RFC 5280 4.2, threat PATH-22).
    ExtensionTwice,
    TooLong,
}

impl CertificateError {
    /// The key of this reason in reports.
    pub(crate) fn key(self) -> String {
        match self {
            Self::Der(error) => error.key(),
            Self::Field => "certificate-field".to_owned(),
            Self::AlgorithmMismatch => "certificate-algorithm-mismatch".to_owned(),
            Self::ExtensionTwice => "certificate-extension-twice".to_owned(),
            Self::TooLong => "certificate-too-long".to_owned(),
        }
    }
}

impl From<DerError> for CertificateError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

/// A certificate that decodes. Nothing is said of whether it is to be trusted.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    raw: Vec<u8>,
    tbs: Range<usize>,
    issuer: Range<usize>,
    subject: Range<usize>,
    spki: Range<usize>,
    signature_algorithm: Range<usize>,
    signature: Range<usize>,
    serial_number: Range<usize>,
    pub(crate) not_before: UnixTime,
    pub(crate) not_after: UnixTime,
    pub(crate) sha256: String,
    is_version_3: bool,
    extensions: Vec<Place>,
}

impl Certificate {
    /// Reads one certificate, and nothing after it.
    pub(crate) fn read(raw: &[u8]) -> Result<Self, CertificateError> {
        if raw.len() > MAX_LENGTH {
            return Err(CertificateError::TooLong);
        }
        let outer = whole(raw, tag::SEQUENCE)?;
        // Slices of `raw`, so the distance of the addresses is the offset.
        let range = |slice: &[u8]| {
            let start = slice.as_ptr().addr().saturating_sub(raw.as_ptr().addr());
            start..start.saturating_add(slice.len())
        };
        let mut parts = outer.reader();
        let tbs = parts.expect(tag::SEQUENCE)?;
        let signature_algorithm = parts.expect(tag::SEQUENCE)?;
        let signature = parts.expect(tag::BIT_STRING)?;
        parts.finish()?;
        let mut fields = tbs.reader();
        let version =
            fields.optional(tag::CONTEXT_0)?.map_or(Ok(0), |version| version_number(&version))?;
        let serial_number = fields.expect(tag::INTEGER)?;
        let inner_algorithm = fields.expect(tag::SEQUENCE)?;
        let issuer = fields.expect(tag::SEQUENCE)?;
        let validity = fields.expect(tag::SEQUENCE)?;
        let subject = fields.expect(tag::SEQUENCE)?;
        let spki = fields.expect(tag::SEQUENCE)?;
        // `issuerUniqueID` and `subjectUniqueID`: nobody uses them, and they change nothing.
        for unique_identifier in [0x81, 0x82] {
            fields.optional(unique_identifier)?;
        }
        let extensions = fields.optional(tag::CONTEXT_3)?;
        fields.finish()?;
        if inner_algorithm.raw != signature_algorithm.raw {
            return Err(CertificateError::AlgorithmMismatch);
        }
        AlgorithmIdentifier::read(&signature_algorithm)?;
        check_integer(&serial_number)?;
        check_name(&issuer)?;
        check_name(&subject)?;
        check_spki(&spki)?;
        let mut validity = validity.reader();
        let (not_before, not_after) = (validity.any()?, validity.any()?);
        validity.finish()?;
        let mut places = Vec::new();
        if let Some(explicit) = extensions {
            let mut inner = explicit.reader();
            let list = inner.expect(tag::SEQUENCE)?;
            inner.finish()?;
            let mut seen = BTreeSet::new();
            for element in list.reader().all()? {
                if !seen.insert(Extension::read(&element)?.id()) {
                    return Err(CertificateError::ExtensionTwice);
                }
                places.push(Place(range(element.raw)));
            }
        }
        Ok(Self {
            tbs: range(tbs.raw),
            issuer: range(issuer.raw),
            subject: range(subject.raw),
            spki: range(spki.raw),
            signature_algorithm: range(signature_algorithm.raw),
            signature: range(signature.octets_of_bit_string()?),
            serial_number: range(serial_number.value),
            not_before: UnixTime::from_asn1(&not_before)?,
            not_after: UnixTime::from_asn1(&not_after)?,
            sha256: sha256_hex(raw),
            is_version_3: version == 2,
            extensions: places,
            raw: raw.to_vec(),
        })
    }

    fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.raw.get(range.clone()).unwrap_or_default()
    }

    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The encoded issuer name.
    pub(crate) fn issuer(&self) -> &[u8] {
        self.slice(&self.issuer)
    }

    /// The encoded subject name.
    pub(crate) fn subject(&self) -> &[u8] {
        self.slice(&self.subject)
    }

    /// The encoded `SubjectPublicKeyInfo`.
    pub(crate) fn spki(&self) -> &[u8] {
        self.slice(&self.spki)
    }

    /// Contents octets of the serial number.
    pub(crate) fn serial_number(&self) -> &[u8] {
        self.slice(&self.serial_number)
    }

    pub(crate) fn public_key(&self) -> Result<PublicKey, AlgorithmObjection> {
        PublicKey::from_spki(self.spki())
    }

    pub(crate) fn display_subject(&self) -> String {
        display_name(self.subject())
    }

    pub(crate) fn display_issuer(&self) -> String {
        display_name(self.issuer())
    }

    pub(crate) fn subject_attribute(&self, attribute: Attribute) -> Option<String> {
        attribute_of_name(self.subject(), attribute)
    }

    /// RFC 5280 3.2: issuer and subject are the same name, whatever key signed it.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer() == self.subject()
            || ComparableName::of(self.issuer()) == ComparableName::of(self.subject())
    }

    pub(crate) const fn is_version_3(&self) -> bool {
        self.is_version_3
    }

    /// Whether this key made the signature over the certificate (RFC 5280 6.1.3 (a)(1)).
    pub(crate) fn is_signed_by(&self, issuer_key: &PublicKey) -> Result<bool, AlgorithmObjection> {
        // Decoded once already; an encoding that does not decode is no signature.
        let Ok(algorithm) = self.signature_algorithm() else { return Ok(false) };
        let scheme = SignatureScheme::new(&algorithm, None)?;
        acceptable(scheme, issuer_key, BEFORE_ANY_END)?;
        issuer_key.verifies(scheme, self.slice(&self.tbs), self.slice(&self.signature))
    }

    /// The algorithm of the signature over the certificate.
    pub(crate) fn signature_algorithm(&self) -> Result<AlgorithmIdentifier<'_>, DerError> {
        whole(self.slice(&self.signature_algorithm), tag::SEQUENCE)
            .and_then(|element| AlgorithmIdentifier::read(&element))
    }

    /// The extension of this kind.
    pub(crate) fn extension(&self, oid: ObjectIdentifier) -> Option<Extension<'_>> {
        self.extensions().find(|extension| extension.oid() == Some(oid))
    }

    pub(crate) fn extensions(&self) -> impl Iterator<Item = Extension<'_>> {
        // They were read when the certificate was, so they read again.
        self.extensions.iter().filter_map(|Place(range)| {
            Extension::read(&Reader::new(self.slice(range)).any().ok()?).ok()
        })
    }

    fn decoded<T>(
        &self,
        oid: ObjectIdentifier,
        read: impl FnOnce(&[u8]) -> Result<T, DerError>,
    ) -> Result<Option<T>, CertificateError> {
        let extension = self.extension(oid).map(|extension| read(extension.value));
        extension.transpose().map_err(|_| CertificateError::Field)
    }

    pub(crate) fn basic_constraints(&self) -> Result<Option<BasicConstraints>, CertificateError> {
        self.decoded(oid::BASIC_CONSTRAINTS, BasicConstraints::read)
    }

    pub(crate) fn key_usage(&self) -> Result<Option<KeyUsage>, CertificateError> {
        self.decoded(oid::KEY_USAGE, KeyUsage::read)
    }

    pub(crate) fn extended_key_usage(
        &self,
    ) -> Result<Option<Vec<ObjectIdentifier>>, CertificateError> {
        self.decoded(oid::EXTENDED_KEY_USAGE, extended_key_usage)
    }

    /// Whether this encoded `GeneralName` is the subject name, or one of the alternative names.
    pub(crate) fn has_general_name(&self, name: &[u8]) -> bool {
        // `directoryName [4]`, explicit because Name is a CHOICE.
        let is_subject = whole(name, 0xa4).is_ok_and(|name| name.value == self.subject());
        let is_alternative = || {
            let extension = self.extension(oid::SUBJECT_ALT_NAME)?;
            let names = whole(extension.value, tag::SEQUENCE).ok()?;
            let names = names.reader().all().ok()?;
            Some(names.iter().any(|alternative| alternative.raw == name))
        };
        is_subject || is_alternative().unwrap_or(false)
    }

    /// The addresses of e-mail that it is for (RFC 8550 3): `rfc822Name` alternatives, and the older attribute of the name.
    /// Only what can confirm an author: what does not decode, or is not ASCII, is for [`super::Claims`] to show.
    pub(crate) fn email_addresses(&self) -> Vec<String> {
        let alternatives = || {
            let extension = self.extension(oid::SUBJECT_ALT_NAME)?;
            let names = whole(extension.value, tag::SEQUENCE).ok()?;
            let names = names.reader().all().ok()?;
            // `rfc822Name [1] IA5String`
            let names = names.iter().filter(|name| name.tag == tag::CONTEXT_1_PRIMITIVE);
            Some(names.filter_map(|name| ia5(name.value)).collect())
        };
        let mut addresses: Vec<String> = alternatives().unwrap_or_default();
        addresses.extend(email_attributes(self.subject()));
        addresses
    }

    /// RFC 6960 4.2.2.2.1: its issuer asks nobody to check whether it is revoked.
    pub(crate) fn has_ocsp_no_check(&self) -> bool {
        self.extension(oid::OCSP_NO_CHECK).is_some()
    }

    /// Whether one of its distribution points says that this issuer's lists speak of it (RFC 5280 4.2.1.13).
    pub(crate) fn names_crl_issuer(&self, name: &ComparableName) -> bool {
        DistributionPoint::of(self)
            .is_ok_and(|points| points.iter().any(|point| point.names_crl_issuer(name)))
    }

    /// Key identifier of the issuer (RFC 5280 4.2.1.1): a hint as well.
    pub(crate) fn authority_key_identifier(&self) -> Option<&[u8]> {
        let extension = self.extension(oid::AUTHORITY_KEY_IDENTIFIER)?;
        let fields = whole(extension.value, tag::SEQUENCE).ok()?;
        // `keyIdentifier [0] OCTET STRING OPTIONAL`
        let identifier = fields.reader().optional(tag::CONTEXT_0_PRIMITIVE).ok()??;
        Some(identifier.value)
    }

    /// Key identifier of the subject (RFC 5280 4.2.1.2): a hint for finding, never a proof (PATH-36).
    pub(crate) fn subject_key_identifier(&self) -> Option<&[u8]> {
        let extension = self.extension(oid::SUBJECT_KEY_IDENTIFIER)?;
        whole(extension.value, tag::OCTET_STRING).ok().map(|element| element.value)
    }
}

/// `Version ::= INTEGER { v1(0), v2(1), v3(2) }`
fn version_number(explicit: &Tlv<'_>) -> Result<u64, DerError> {
    let mut inner = explicit.reader();
    let version = inner.expect(tag::INTEGER)?;
    inner.finish()?;
    match version.small_integer()? {
        number @ 0..=2 => Ok(number),
        _ => Err(version.bad_value()),
    }
}

/// X.690 8.3.2: at least one octet, and none that says nothing. Serial numbers may be long, and old ones negative.
fn check_integer(element: &Tlv<'_>) -> Result<(), DerError> {
    match element.value {
        [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => Err(element.bad_value()),
        _ => Ok(()),
    }
}

/// `Name ::= SEQUENCE OF SET SIZE (1..MAX) OF SEQUENCE { type, value }` (4.1.2.4)
fn check_name(name: &Tlv<'_>) -> Result<(), DerError> {
    for rdn in name.reader().all()? {
        let attributes = rdn.reader().all()?;
        if rdn.tag != tag::SET || attributes.is_empty() {
            return Err(rdn.bad_value());
        }
        for attribute in attributes {
            let mut fields = attribute.reader();
            fields.expect(tag::OBJECT_IDENTIFIER)?;
            fields.any()?;
            fields.finish()?;
            if attribute.tag != tag::SEQUENCE {
                return Err(attribute.bad_value());
            }
        }
    }
    Ok(())
}

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING }` (4.1.2.7); the key is read when it is used.
fn check_spki(spki: &Tlv<'_>) -> Result<(), DerError> {
    let mut fields = spki.reader();
    AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
    fields.expect(tag::BIT_STRING)?;
    fields.finish()
}
