//! `SignedData` and `SignerInfo` (RFC 5652 5.1, 5.3), with the slices that are hashed.

use der::oid::ObjectIdentifier;

use super::attributes::Attributes;
use super::oid;
use crate::algorithms::{AlgorithmIdentifier, read_oid};
use crate::der::{DerError, Reader, Tlv, tag};

/// Why bytes are not the CMS that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CmsError {
    /// Not DER at all, or another structure.
    Der(DerError),
    /// A content type other than signed-data (threat CMS-37).
    ContentType(ObjectIdentifier),
    /// An attribute type stands twice (threat CMS-08).
    AttributeTwice(ObjectIdentifier),
    /// An attribute has this many values instead of one (threat CMS-09).
    AttributeValues(ObjectIdentifier, usize),
    /// An attribute value of the wrong type (threat CMS-10).
    AttributeType(ObjectIdentifier),
}

impl From<DerError> for CmsError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl CmsError {
    /// Whether the bytes may be fine BER, which this verifier does not read yet.
    #[must_use]
    pub const fn is_ber(&self) -> bool {
        matches!(self, Self::Der(DerError::IndefiniteLength { .. }))
    }

    /// The key of this reason in the report.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Der(error) => error.key(),
            Self::ContentType(oid) => format!("content-type: {oid}"),
            Self::AttributeTwice(oid) => format!("attribute-twice: {oid}"),
            Self::AttributeValues(oid, count) => format!("attribute-values: {oid}, {count}"),
            Self::AttributeType(oid) => format!("attribute-type: {oid}"),
        }
    }
}

/// `SignedData ::= SEQUENCE { version, digestAlgorithms, encapContentInfo, certificates, crls, signerInfos }`
#[derive(Debug, Clone)]
pub(crate) struct SignedData<'a> {
    pub(crate) content_type: ObjectIdentifier,
    /// `eContent`; absent in a detached signature.
    pub(crate) content: Option<&'a [u8]>,
    /// Encodings of the X.509 certificates; other choices are left out (threat CMS-26).
    pub(crate) certificates: Vec<&'a [u8]>,
    /// Encodings of the CRLs.
    pub(crate) crls: Vec<&'a [u8]>,
    /// Revocation information in another format, such as OCSP; counted and not read.
    pub(crate) other_revocation_infos: usize,
    pub(crate) signer_infos: Vec<SignerInfo<'a>>,
}

/// Who signed, as the `SignerInfo` names it (RFC 5652 5.3).
#[derive(Debug, Clone)]
pub(crate) enum SignerIdentifier {
    /// Encoded issuer name, and the contents of the serial number.
    IssuerAndSerialNumber {
        issuer: Vec<u8>,
        serial_number: Vec<u8>,
    },
    SubjectKeyIdentifier(Vec<u8>),
}

/// One signature and what it says of itself.
#[derive(Debug, Clone)]
pub(crate) struct SignerInfo<'a> {
    pub(crate) sid: SignerIdentifier,
    pub(crate) digest_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signed_attributes: Option<Attributes<'a>>,
    pub(crate) signature_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signature: &'a [u8],
    pub(crate) unsigned_attributes: Option<Attributes<'a>>,
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo` that holds signed-data, and the bytes after it.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), CmsError> {
        let mut outer = Reader::new(bytes);
        let content_info = outer.expect(tag::SEQUENCE)?;
        let mut fields = content_info.reader();
        let content_type = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        if content_type != oid::SIGNED_DATA {
            return Err(CmsError::ContentType(content_type));
        }
        let content = fields.expect(tag::CONTEXT_0)?;
        fields.finish()?;
        let mut content = content.reader();
        let signed_data = content.expect(tag::SEQUENCE)?;
        content.finish()?;
        Ok((Self::fields(&mut signed_data.reader())?, outer.rest()))
    }

    fn fields(fields: &mut Reader<'a>) -> Result<Self, CmsError> {
        // RFC 5652 5.1: 1, 3, 4 or 5, depending on what is inside; nothing follows from it (threat CMS-48).
        let version = fields.expect(tag::INTEGER)?;
        if !(1..=5).contains(&version.small_integer()?) {
            return Err(version.bad_value().into());
        }
        // Not used for anything (threat CMS-29).
        fields.expect(tag::SET)?;
        let encapsulated = fields.expect(tag::SEQUENCE)?;
        let (content_type, content) = encapsulated_content_info(&mut encapsulated.reader())?;
        let certificates = match fields.optional(tag::CONTEXT_0)? {
            None => Vec::new(),
            Some(set) => set.reader().all()?,
        };
        let revocation_infos = match fields.optional(tag::CONTEXT_1)? {
            None => Vec::new(),
            Some(set) => set.reader().all()?,
        };
        let mut signer_infos = Vec::new();
        for signer_info in fields.expect(tag::SET)?.reader().all()? {
            signer_infos.push(SignerInfo::read(&signer_info)?);
        }
        fields.finish()?;
        let plain = |elements: &[Tlv<'a>]| -> Vec<&'a [u8]> {
            elements
                .iter()
                .filter(|element| element.tag == tag::SEQUENCE)
                .map(|element| element.raw)
                .collect()
        };
        let crls = plain(&revocation_infos);
        Ok(Self {
            content_type,
            content,
            certificates: plain(&certificates),
            other_revocation_infos: revocation_infos.len().saturating_sub(crls.len()),
            crls,
            signer_infos,
        })
    }
}

fn encapsulated_content_info<'a>(
    fields: &mut Reader<'a>,
) -> Result<(ObjectIdentifier, Option<&'a [u8]>), DerError> {
    let content_type = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
    let content = match fields.optional(tag::CONTEXT_0)? {
        None => None,
        Some(explicit) => {
            let mut inner = explicit.reader();
            let octets = inner.expect(tag::OCTET_STRING)?;
            inner.finish()?;
            Some(octets.value)
        }
    };
    fields.finish()?;
    Ok((content_type, content))
}

impl<'a> SignerInfo<'a> {
    fn read(element: &Tlv<'a>) -> Result<Self, CmsError> {
        if element.tag != tag::SEQUENCE {
            return Err(element.bad_value().into());
        }
        let mut fields = element.reader();
        fields.expect(tag::INTEGER)?;
        let sid = match fields.optional(tag::CONTEXT_0_PRIMITIVE)? {
            Some(key_identifier) => {
                SignerIdentifier::SubjectKeyIdentifier(key_identifier.value.to_vec())
            }
            None => {
                let issuer_and_serial = fields.expect(tag::SEQUENCE)?;
                let mut fields = issuer_and_serial.reader();
                let issuer = fields.expect(tag::SEQUENCE)?.raw.to_vec();
                let serial_number = fields.expect(tag::INTEGER)?.value.to_vec();
                fields.finish()?;
                SignerIdentifier::IssuerAndSerialNumber { issuer, serial_number }
            }
        };
        let digest_algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
        let signed_attributes =
            fields.optional(tag::CONTEXT_0)?.map(|set| Attributes::read(&set)).transpose()?;
        let signature_algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
        let signature = fields.expect(tag::OCTET_STRING)?.value;
        let unsigned_attributes =
            fields.optional(tag::CONTEXT_1)?.map(|set| Attributes::read(&set)).transpose()?;
        fields.finish()?;
        Ok(Self {
            sid,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature,
            unsigned_attributes,
        })
    }
}
