//! A certificate (RFC 5280 4.1): its encoding, the slices of it that are hashed or compared, and its decoded fields.

use core::ops::Range;

use der::Decode as _;
use der::oid::ObjectIdentifier;
use x509_cert::certificate::{CertificateInner, Raw, Version};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use super::name::{Attribute, attribute_of_name, display_name, email_attributes, ia5};
use super::oid;
use crate::algorithms::{
    AlgorithmIdentifier, AlgorithmObjection, PublicKey, SignatureScheme, sha256_hex,
};
use crate::der::{DerError, tag, whole};
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
    version: Version,
    extensions: Vec<Extension>,
}

impl Certificate {
    /// Reads one certificate, and nothing after it.
    pub(crate) fn read(raw: &[u8]) -> Result<Self, CertificateError> {
        if raw.len() > MAX_LENGTH {
            return Err(CertificateError::TooLong);
        }
        let fields = CertificateInner::<Raw>::from_der(raw).map_err(|_| CertificateError::Field)?;
        // Slices of `raw`, so the distance of the addresses is the offset.
        let range = |slice: &[u8]| {
            let start = slice.as_ptr().addr().saturating_sub(raw.as_ptr().addr());
            start..start.saturating_add(slice.len())
        };
        let outer = whole(raw, tag::SEQUENCE)?;
        let mut parts = outer.reader();
        let tbs = parts.expect(tag::SEQUENCE)?;
        let signature_algorithm = parts.expect(tag::SEQUENCE)?;
        let signature = parts.expect(tag::BIT_STRING)?;
        parts.finish()?;
        let mut tbs_fields = tbs.reader();
        tbs_fields.optional(tag::CONTEXT_0)?;
        let serial_number = tbs_fields.expect(tag::INTEGER)?;
        let inner_algorithm = tbs_fields.expect(tag::SEQUENCE)?;
        let issuer = tbs_fields.expect(tag::SEQUENCE)?;
        let validity = tbs_fields.expect(tag::SEQUENCE)?;
        let subject = tbs_fields.expect(tag::SEQUENCE)?;
        let spki = tbs_fields.expect(tag::SEQUENCE)?;
        if inner_algorithm.raw != signature_algorithm.raw {
            return Err(CertificateError::AlgorithmMismatch);
        }
        let mut validity = validity.reader();
        let (not_before, not_after) = (validity.any()?, validity.any()?);
        validity.finish()?;
        let tbs_certificate = fields.tbs_certificate();
        let extensions = tbs_certificate.extensions().cloned().unwrap_or_default();
        let mut oids: Vec<ObjectIdentifier> =
            extensions.iter().map(|extension| extension.extn_id).collect();
        oids.sort_unstable();
        if oids.array_windows().any(|[one, next]| one == next) {
            return Err(CertificateError::ExtensionTwice);
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
            version: tbs_certificate.version(),
            extensions,
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

    /// Whether the certificate's own key signed it under its own name.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer() == self.subject()
    }

    pub(crate) fn is_version_3(&self) -> bool {
        self.version == Version::V3
    }

    /// Whether this key made the signature over the certificate (RFC 5280 6.1.3 (a)(1)).
    pub(crate) fn is_signed_by(&self, issuer_key: &PublicKey) -> Result<bool, AlgorithmObjection> {
        let algorithm = whole(self.slice(&self.signature_algorithm), tag::SEQUENCE)
            .and_then(|element| AlgorithmIdentifier::read(&element));
        // Decoded once already; an encoding that does not decode is no signature.
        let Ok(algorithm) = algorithm else { return Ok(false) };
        let scheme = SignatureScheme::new(&algorithm, None)?;
        let digest = scheme.digest_algorithm().digest(self.slice(&self.tbs));
        issuer_key.verifies(scheme, &digest, self.slice(&self.signature))
    }

    /// Contents of an extension.
    pub(crate) fn extension(&self, oid: ObjectIdentifier) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.extn_id == oid)
    }

    pub(crate) fn extensions(&self) -> &[Extension] {
        &self.extensions
    }

    fn decoded<'a, T: der::Decode<'a, Error = der::Error>>(
        &'a self,
        oid: ObjectIdentifier,
    ) -> Result<Option<T>, CertificateError> {
        self.extension(oid)
            .map(|extension| T::from_der(extension.extn_value.as_bytes()))
            .transpose()
            .map_err(|_| CertificateError::Field)
    }

    pub(crate) fn basic_constraints(&self) -> Result<Option<BasicConstraints>, CertificateError> {
        self.decoded(oid::BASIC_CONSTRAINTS)
    }

    pub(crate) fn key_usage(&self) -> Result<Option<KeyUsage>, CertificateError> {
        self.decoded(oid::KEY_USAGE)
    }

    pub(crate) fn extended_key_usage(&self) -> Result<Option<ExtendedKeyUsage>, CertificateError> {
        self.decoded(oid::EXTENDED_KEY_USAGE)
    }

    /// Whether this encoded `GeneralName` is the subject name, or one of the alternative names.
    pub(crate) fn has_general_name(&self, name: &[u8]) -> bool {
        // `directoryName [4]`, explicit because Name is a CHOICE.
        let is_subject = whole(name, 0xa4).is_ok_and(|name| name.value == self.subject());
        let is_alternative = || {
            let extension = self.extension(oid::SUBJECT_ALT_NAME)?;
            let names = whole(extension.extn_value.as_bytes(), tag::SEQUENCE).ok()?;
            let names = names.reader().all().ok()?;
            Some(names.iter().any(|alternative| alternative.raw == name))
        };
        is_subject || is_alternative().unwrap_or(false)
    }

    /// The addresses of e-mail that it is for (RFC 8550 3): `rfc822Name` alternatives, and the older attribute of the name.
    pub(crate) fn email_addresses(&self) -> Vec<String> {
        let alternatives = || {
            let extension = self.extension(oid::SUBJECT_ALT_NAME)?;
            let names = whole(extension.extn_value.as_bytes(), tag::SEQUENCE).ok()?;
            let names = names.reader().all().ok()?;
            // `rfc822Name [1] IA5String`
            let names = names.iter().filter(|name| name.tag == tag::CONTEXT_1_PRIMITIVE);
            Some(names.filter_map(|name| ia5(name.value)).collect())
        };
        let mut addresses: Vec<String> = alternatives().unwrap_or_default();
        addresses.extend(email_attributes(self.subject()));
        addresses
    }

    /// Key identifier of the subject (RFC 5280 4.2.1.2): a hint for finding, never a proof (PATH-36).
    pub(crate) fn subject_key_identifier(&self) -> Option<&[u8]> {
        let extension = self.extension(oid::SUBJECT_KEY_IDENTIFIER)?;
        whole(extension.extn_value.as_bytes(), tag::OCTET_STRING).ok().map(|element| element.value)
    }
}
