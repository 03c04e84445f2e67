//! `ContentInfo` and `SignedData` (RFC 5652 3, 5.1) in DER or BER, with the slices that are hashed.
//!
//! Only the structure may be BER. Certificates, lists, responses and the values of attributes are handed out as they came and
//! read by their own strict rules (threat CMS-45).

use std::borrow::Cow;

use der::oid::ObjectIdentifier;

use super::oid;
use super::signer_info::SignerInfo;
use crate::algorithms::read_oid;
use crate::der::{DerError, Reader, Rules, Tlv, tag};

/// Why bytes are not the CMS that was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CmsError {
    /// Neither DER nor BER, or another structure.
    Der(DerError),
    /// A content type other than signed-data (threat CMS-37).
    ContentType(ObjectIdentifier),
    /// `eContent` that is no OCTET STRING, as PKCS #7 1.5 allowed: which bytes are hashed is not clear (threat CMS-49).
    ContentNotOctets,
    /// A version that no edition of the structure has (threat CMS-48).
    Version(u64),
    /// An attribute type stands twice (threat CMS-08).
    AttributeTwice(String),
    /// An attribute has this many values instead of one (threat CMS-09).
    AttributeValues(String, usize),
    /// An attribute value of the wrong type (threat CMS-10).
    AttributeType(String),
}

/// Certificates, lists or signers of one `SignedData`: far more than are considered, so that how many there are too many can
/// be told by their own limits.
const MAX_CARRIED: usize = 1 << 14;
const MAX_SIGNERS: usize = 1000;

impl From<DerError> for CmsError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl CmsError {
    /// Whether there is more than is read, and nothing wrong as far as it was read.
    pub(crate) const fn is_limit(&self) -> bool {
        matches!(self, Self::Der(DerError::TooMany { .. }))
    }

    /// The key of this reason in the report.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Der(error) => error.key(),
            Self::ContentType(oid) => format!("content-type: {oid}"),
            Self::ContentNotOctets => "content-not-octets".to_owned(),
            Self::Version(version) => format!("version: {version}"),
            Self::AttributeTwice(oid) => format!("attribute-twice: {oid}"),
            Self::AttributeValues(oid, count) => format!("attribute-values: {oid}, {count}"),
            Self::AttributeType(oid) => format!("attribute-type: {oid}"),
        }
    }
}

/// `SignedData ::= SEQUENCE { version, digestAlgorithms, encapContentInfo, certificates, crls, signerInfos }`
#[derive(Debug, Clone)]
pub(crate) struct SignedData<'a> {
    pub(crate) rules: Rules,
    pub(crate) content_type: ObjectIdentifier,
    /// `eContent` in the pieces it came in; absent in a detached signature, which is not the same as empty (threat CMS-02).
    pub(crate) content: Option<Pieces<'a>>,
    pub(crate) carried: Carried<'a>,
    pub(crate) signer_infos: Vec<SignerInfo<'a>>,
    /// The fields after `encapContentInfo`: all there is to keep where the content is not.
    pub(crate) tail: &'a [u8],
}

/// One octet string as it came: BER may cut it up (X.690 8.7.3).
pub(crate) type Pieces<'a> = Vec<&'a [u8]>;

/// Certificates and revocation information that a `SignedData` carries (RFC 5652 10.2), as they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Carried<'a> {
    /// X.509 certificates.
    pub(crate) certificates: Vec<&'a [u8]>,
    /// Attribute certificates of either version; counted and not read (threat CMS-27).
    pub(crate) attribute_certificates: usize,
    pub(crate) crls: Vec<&'a [u8]>,
    /// OCSP responses (RFC 5940 2.1).
    pub(crate) ocsp_responses: Vec<&'a [u8]>,
    /// `BasicOCSPResponse` by themselves (RFC 5126 6.3.4).
    pub(crate) basic_ocsp_responses: Vec<&'a [u8]>,
    /// Revocation information in another format; counted and not read.
    pub(crate) other_revocation_infos: usize,
}

/// What a content type other than signed-data is, where it is one of the known ones (RFC 5652, 5083, 3274, 3161; threat CMS-37).
pub(crate) const fn content_type_name(content_type: ObjectIdentifier) -> &'static str {
    match content_type {
        oid::DATA => "data",
        oid::SIGNED_DATA => "signed-data",
        oid::ENVELOPED_DATA => "enveloped-data",
        oid::SIGNED_AND_ENVELOPED_DATA => "signed-and-enveloped-data",
        oid::DIGESTED_DATA => "digested-data",
        oid::ENCRYPTED_DATA => "encrypted-data",
        oid::AUTHENTICATED_DATA => "authenticated-data",
        oid::AUTH_ENVELOPED_DATA => "auth-enveloped-data",
        oid::COMPRESSED_DATA => "compressed-data",
        oid::TST_INFO => "time-stamp-token",
        _ => "content-type-unknown",
    }
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo` that holds signed-data, and the bytes after it. What is not DER is read as BER.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), CmsError> {
        match Self::read_by(Rules::Der, bytes) {
            Err(CmsError::Der(
                DerError::IndefiniteLength { .. }
                | DerError::BadLength { .. }
                | DerError::UnexpectedTag { .. },
            )) => Self::read_by(Rules::Ber, bytes),
            read => read,
        }
    }

    fn read_by(rules: Rules, bytes: &'a [u8]) -> Result<(Self, &'a [u8]), CmsError> {
        let mut outer = Reader::by(rules, bytes);
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
        let mut fields = signed_data.reader();
        // RFC 5652 5.1: 1, 3, 4 or 5, depending on what is inside; nothing follows from it (threat CMS-48).
        let version = fields.expect(tag::INTEGER)?.small_integer()?;
        if ![1, 3, 4, 5].contains(&version) {
            return Err(CmsError::Version(version));
        }
        // Not used for anything (threat CMS-29).
        fields.expect(tag::SET)?;
        let (content_type, content) = encapsulated_content_info(&fields.expect(tag::SEQUENCE)?)?;
        let tail = fields.rest();
        Ok((Self { content, ..Self::from_tail(rules, content_type, tail)? }, outer.rest()))
    }

    /// Reads the fields after `encapContentInfo`; the content is not among them.
    pub(crate) fn from_tail(
        rules: Rules,
        content_type: ObjectIdentifier,
        tail: &'a [u8],
    ) -> Result<Self, CmsError> {
        let mut fields = Reader::by(rules, tail);
        let mut carried = Carried::default();
        if let Some(set) = fields.optional(tag::CONTEXT_0)? {
            carried.add_certificates(&set)?;
        }
        if let Some(set) = fields.optional(tag::CONTEXT_1)? {
            carried.add_revocation_infos(&set)?;
        }
        let mut signer_infos = Vec::new();
        for signer_info in fields.expect(tag::SET)?.reader().at_most(MAX_SIGNERS)? {
            signer_infos.push(SignerInfo::read(&signer_info)?);
        }
        fields.finish()?;
        Ok(Self { rules, content_type, content: None, carried, signer_infos, tail })
    }

    /// `eContent` in one piece.
    pub(crate) fn content_octets(&self) -> Option<Cow<'a, [u8]>> {
        self.content.as_deref().map(joined)
    }
}

impl<'a> Carried<'a> {
    /// `CertificateSet ::= SET OF CertificateChoices`: what is neither a certificate nor an attribute certificate is left out
    /// (threat CMS-26).
    fn add_certificates(&mut self, set: &Tlv<'a>) -> Result<(), DerError> {
        for choice in set.reader().at_most(MAX_CARRIED)? {
            match choice.tag {
                tag::SEQUENCE => self.certificates.push(choice.raw),
                tag::CONTEXT_1 | tag::CONTEXT_2 => {
                    self.attribute_certificates = self.attribute_certificates.saturating_add(1);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// `RevocationInfoChoices ::= SET OF CHOICE { crl CertificateList, other [1] OtherRevocationInfoFormat }`
    fn add_revocation_infos(&mut self, set: &Tlv<'a>) -> Result<(), DerError> {
        for choice in set.reader().at_most(MAX_CARRIED)? {
            if choice.tag == tag::SEQUENCE {
                self.crls.push(choice.raw);
                continue;
            }
            let mut fields = choice.reader();
            let format = fields.expect(tag::OBJECT_IDENTIFIER).and_then(|format| read_oid(&format));
            match (format, fields.any()) {
                (Ok(oid::OCSP_RESPONSE), Ok(response)) => self.ocsp_responses.push(response.raw),
                _ => self.other_revocation_infos = self.other_revocation_infos.saturating_add(1),
            }
        }
        Ok(())
    }
}

/// `EncapsulatedContentInfo ::= SEQUENCE { eContentType, eContent [0] EXPLICIT OCTET STRING OPTIONAL }`
fn encapsulated_content_info<'a>(
    element: &Tlv<'a>,
) -> Result<(ObjectIdentifier, Option<Pieces<'a>>), CmsError> {
    let mut fields = element.reader();
    let content_type = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
    let content = match fields.optional(tag::CONTEXT_0)? {
        None => None,
        Some(explicit) => {
            let mut inner = explicit.reader();
            match inner.peek() {
                Some(tag::OCTET_STRING | tag::OCTET_STRING_CONSTRUCTED) | None => {}
                Some(_) => return Err(CmsError::ContentNotOctets),
            }
            let octets = inner.octet_string()?;
            inner.finish()?;
            Some(octets)
        }
    };
    fields.finish()?;
    Ok((content_type, content))
}

/// The octets of a string that came in pieces.
pub(super) fn joined<'a>(pieces: &[&'a [u8]]) -> Cow<'a, [u8]> {
    match pieces {
        [piece] => Cow::Borrowed(piece),
        pieces => Cow::Owned(pieces.concat()),
    }
}
