//! The parts of a message, walked for the one that S/MIME signed (RFC 1847, RFC 8551 3.5, 3.9).
//!
//! What is signed is not walked: its bytes are one content. A forwarded message (`message/rfc822`) is not walked either,
//! because a signature in it speaks for its own author, not for this message's.

use core::ops::Range;

use super::content_type::ContentType;
use super::header::Header;
use super::multipart::{Multipart, is_boundary};
use super::protection::content_type;
use super::transfer::{TransferEncoding, decoded};
use super::{HeaderProtection, Limits, MailError, MailForm, SignedContent};

/// What stands in a message.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) signed: Option<Signed>,
    /// Parts that are no multipart, the signed one not counted.
    pub(crate) leaves: usize,
    /// Text before and after the parts of multiparts.
    pub(crate) texts: Vec<Range<usize>>,
    pub(crate) messages: usize,
    pub(crate) cms_attachments: usize,
    pub(crate) encrypted: bool,
    pub(crate) certificates: Option<Vec<u8>>,
    pub(crate) open_pgp: bool,
    /// Parts of all multiparts so far.
    parts: usize,
}

/// The signed part.
#[derive(Debug)]
pub(crate) struct Signed {
    at: usize,
    pub(crate) form: MailForm,
    pub(crate) signature: Vec<u8>,
    pub(crate) content: SignedContent,
    pub(crate) protection: HeaderProtection,
    pub(crate) signed_type: Option<String>,
    pub(crate) micalg: Option<String>,
    pub(crate) smime_type: Option<String>,
}

/// Walks the whole message.
pub(crate) fn walk(bytes: &[u8], limits: &Limits) -> Result<Found, MailError> {
    let mut walk = Walk { bytes, limits, found: Found::default() };
    walk.entity(0..bytes.len(), 0)?;
    Ok(walk.found)
}

struct Walk<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    found: Found,
}

/// What an `application/pkcs7-mime` holds.
enum SmimeType {
    SignedData,
    EnvelopedData,
    CertsOnly,
}

impl Walk<'_> {
    fn entity(&mut self, range: Range<usize>, depth: usize) -> Result<(), MailError> {
        let at = range.start;
        let header = Header::read(self.bytes, range, self.limits)?;
        let content_type = content_type(&header)?;
        if content_type.is_multipart() {
            let multipart = self.multipart(&header, &content_type, depth)?;
            if content_type.media_type == "multipart/signed" {
                return self.multipart_signed(at, &multipart, &content_type);
            }
            for part in multipart.parts {
                self.entity(part, depth.saturating_add(1))?;
            }
            return Ok(());
        }
        if self.holds_message(&header, &content_type, depth)? {
            return self.pkcs7_mime(at, &header, &content_type);
        }
        if content_type.is_pkcs7_mime() {
            self.found.cms_attachments = self.found.cms_attachments.saturating_add(1);
        } else if content_type.media_type.starts_with("message/") {
            self.found.messages = self.found.messages.saturating_add(1);
        }
        self.found.leaves = self.found.leaves.saturating_add(1);
        Ok(())
    }

    fn multipart(
        &mut self,
        header: &Header<'_>,
        content_type: &ContentType,
        depth: usize,
    ) -> Result<Multipart, MailError> {
        let at = header.body.start;
        if depth >= self.limits.nesting {
            return Err(MailError::NestingTooDeep { at });
        }
        // RFC 2045 6.4: a multipart is not encoded. Readers that decode it all the same would see other parts.
        if TransferEncoding::of(header)? != TransferEncoding::Identity {
            return Err(MailError::TransferEncoding { at });
        }
        let boundary =
            content_type.parameter("boundary")?.ok_or(MailError::BoundaryMissing { at })?;
        if !is_boundary(boundary, self.limits) {
            return Err(MailError::BoundarySyntax { at, length: boundary.len() });
        }
        let most = self.limits.parts.saturating_sub(self.found.parts);
        let multipart = Multipart::read(self.bytes, header.body.clone(), boundary, most)?;
        self.found.parts = self.found.parts.saturating_add(multipart.parts.len());
        for text in [&multipart.preamble, &multipart.epilogue] {
            let written = self.bytes.get(text.clone()).unwrap_or_default();
            if !written.trim_ascii().is_empty() {
                self.found.texts.push(text.clone());
            }
        }
        Ok(multipart)
    }

    /// RFC 1847 2.1: the first part is signed, header and all; the second is the signature.
    fn multipart_signed(
        &mut self,
        at: usize,
        multipart: &Multipart,
        parameters: &ContentType,
    ) -> Result<(), MailError> {
        let protocol =
            parameters.parameter("protocol")?.ok_or(MailError::ProtocolMissing { at })?;
        let protocol = protocol.to_ascii_lowercase();
        if protocol == "application/pgp-signature" {
            self.found.open_pgp = true;
            self.found.leaves = self.found.leaves.saturating_add(multipart.parts.len());
            return Ok(());
        }
        if !is_pkcs7_signature(&protocol) {
            return Err(MailError::UnknownProtocol { at });
        }
        let [content, signature] = &*multipart.parts else {
            return Err(MailError::NotTwoParts { at, found: multipart.parts.len() });
        };
        let header = Header::read(self.bytes, signature.clone(), self.limits)?;
        if !is_pkcs7_signature(&content_type(&header)?.media_type) {
            return Err(MailError::ProtocolMismatch { at: signature.start });
        }
        let (protection, signed_type) =
            HeaderProtection::read(self.bytes, content.clone(), self.limits);
        self.signed(Signed {
            at,
            form: MailForm::MultipartSigned,
            signature: decoded(self.bytes, &header, self.limits)?,
            content: SignedContent::read(self.bytes, content.clone(), self.limits)?,
            protection,
            signed_type,
            micalg: parameters.parameter("micalg")?.map(str::to_owned),
            smime_type: None,
        })
    }

    /// Whether this part is S/MIME for the message, and not an attachment that happens to be a CMS: a signed file sent
    /// along has a name of its own, where RFC 8551 3.2.1 names the part `smime.p7m`. The type `application/octet-stream`
    /// counts with that name only.
    fn holds_message(
        &self,
        header: &Header<'_>,
        content_type: &ContentType,
        depth: usize,
    ) -> Result<bool, MailError> {
        let is_octet_stream = content_type.media_type == "application/octet-stream";
        if !is_octet_stream && !content_type.is_pkcs7_mime() {
            return Ok(false);
        }
        let disposition = header
            .one("content-disposition")?
            .map(|field| ContentType::read(header.folded(field), field.at()));
        let file_name = disposition
            .as_ref()
            .map(|disposition| disposition.parameter("filename"))
            .unwrap_or(Ok(None));
        // A name that cannot be read is a name of its own.
        let names: Vec<&str> = [content_type.parameter("name"), file_name]
            .into_iter()
            .filter_map(|name| name.unwrap_or(Some("?")))
            .collect();
        let is_ours = |name: &&str| {
            ["smime.p7m", "smime.p7c", "smime.p7z"]
                .iter()
                .any(|ours| name.eq_ignore_ascii_case(ours))
        };
        Ok(if is_octet_stream {
            !names.is_empty() && names.iter().all(is_ours)
        } else {
            depth == 0 || names.iter().all(is_ours)
        })
    }

    fn pkcs7_mime(
        &mut self,
        at: usize,
        header: &Header<'_>,
        parameters: &ContentType,
    ) -> Result<(), MailError> {
        let smime_type = if parameters.is_pkcs7_mime() {
            parameters.parameter("smime-type")?.map(str::to_owned)
        } else {
            None
        };
        let cms = decoded(self.bytes, header, self.limits)?;
        let kind = smime_type_of(smime_type.as_deref(), &cms);
        match kind.ok_or(MailError::UnknownSmimeType { at })? {
            SmimeType::SignedData => self.signed(Signed {
                at,
                form: MailForm::OpaqueSigned,
                signature: cms,
                content: SignedContent::Encapsulated,
                protection: HeaderProtection::Encapsulated,
                signed_type: None,
                micalg: None,
                smime_type,
            }),
            SmimeType::EnvelopedData => {
                self.found.encrypted = true;
                self.found.leaves = self.found.leaves.saturating_add(1);
                Ok(())
            }
            SmimeType::CertsOnly => {
                self.found.certificates.get_or_insert(cms);
                self.found.leaves = self.found.leaves.saturating_add(1);
                Ok(())
            }
        }
    }

    fn signed(&mut self, signed: Signed) -> Result<(), MailError> {
        if let Some(first) = &self.found.signed {
            return Err(MailError::SignedTwice { first: first.at, second: signed.at });
        }
        self.found.signed = Some(signed);
        Ok(())
    }
}

/// RFC 8551 3.5.3.1, and the name from before RFC 2311, which OpenSSL still writes.
fn is_pkcs7_signature(media_type: &str) -> bool {
    matches!(media_type, "application/pkcs7-signature" | "application/x-pkcs7-signature")
}

/// RFC 8551 3.2.2. The parameter is a hint that may be missing; then the content type of the CMS says it.
fn smime_type_of(smime_type: Option<&str>, cms: &[u8]) -> Option<SmimeType> {
    match smime_type.map(str::to_ascii_lowercase).as_deref() {
        Some("signed-data") => Some(SmimeType::SignedData),
        Some("enveloped-data" | "authenveloped-data") => Some(SmimeType::EnvelopedData),
        Some("certs-only") => Some(SmimeType::CertsOnly),
        Some(_) => None,
        None => {
            let oid = content_type_oid(cms)?;
            match oid {
                SIGNED_DATA => Some(SmimeType::SignedData),
                ENVELOPED_DATA | AUTH_ENVELOPED_DATA => Some(SmimeType::EnvelopedData),
                _ => None,
            }
        }
    }
}

/// Contents octets of 1.2.840.113549.1.7.2, 1.2.840.113549.1.7.3 and 1.2.840.113549.1.9.16.1.23.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const ENVELOPED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03];
const AUTH_ENVELOPED_DATA: &[u8] =
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17];

/// The first element of a `ContentInfo`, whose length may be definite or not: `30 len 06 len OID`.
fn content_type_oid(cms: &[u8]) -> Option<&[u8]> {
    let (length, rest) = cms.strip_prefix(&[0x30])?.split_first()?;
    let more = if *length > 0x80 { usize::from(*length & 0x7f) } else { 0 };
    let (length, oid) = rest.get(more..)?.strip_prefix(&[0x06])?.split_first()?;
    oid.get(..usize::from(*length))
}
