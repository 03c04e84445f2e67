//! Header fields inside what was signed (RFC 8551 3.1, RFC 9788): the outer ones are covered by no signature.
//!
//! Two ways are recognised: the signed entity is a `message/rfc822`, or its own header repeats From and Subject and
//! says so (`hp` of RFC 9788, `protected-headers="v1"` of the draft before it).

use core::ops::Range;

use super::address::{self, Address};
use super::content_type::ContentType;
use super::header::Header;
use super::transfer::TransferEncoding;
use super::{Limits, MailError};

/// What the signed entity says of author and subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeaderProtection {
    /// Nothing, as most mail programs do: From and Subject are not signed.
    Absent,
    /// The signed entity is a whole message.
    Message(ShownFields),
    /// The header of the signed entity repeats the fields.
    ProtectedHeaders(ShownFields),
    /// The signed entity is inside the CMS, where this module does not look; [`HeaderProtection::read`] reads it.
    Encapsulated,
    /// The header of the signed entity cannot be read; what it covers is not lost by that.
    Unreadable(MailError),
}

/// From and Subject of one header, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShownFields {
    pub(crate) from: Vec<Address>,
    pub(crate) subject: Option<String>,
}

impl ShownFields {
    pub(crate) fn read(header: &Header<'_>, limits: &Limits) -> Result<Self, MailError> {
        let from = match header.one("from")? {
            Some(field) => address::mailboxes(&header.unfolded(field), field.at(), limits)?,
            None => Vec::new(),
        };
        let subject = header
            .one("subject")?
            .map(|field| address::text(&header.unfolded(field), field.at(), limits))
            .transpose()?;
        Ok(Self { from, subject })
    }
}

impl HeaderProtection {
    /// Reads the header of a signed entity, and gives its media type beside.
    pub(crate) fn read(
        bytes: &[u8],
        entity: Range<usize>,
        limits: &Limits,
    ) -> (Self, Option<String>) {
        match Self::fields(bytes, entity, limits) {
            Ok((protection, media_type)) => (protection, Some(media_type)),
            Err(error) => (Self::Unreadable(error), None),
        }
    }

    fn fields(
        bytes: &[u8],
        entity: Range<usize>,
        limits: &Limits,
    ) -> Result<(Self, String), MailError> {
        let header = Header::read(bytes, entity, limits)?;
        let content_type = content_type(&header)?;
        let is_message = matches!(&*content_type.media_type, "message/rfc822" | "message/global");
        let protection = if is_message {
            match TransferEncoding::of(&header)? {
                TransferEncoding::Identity => {}
                // RFC 2046 5.2.1 and RFC 6532 3.7: `message/rfc822` is never encoded, and this does not look inside.
                TransferEncoding::Base64 | TransferEncoding::QuotedPrintable => {
                    return Err(MailError::TransferEncoding { at: header.body.start });
                }
            }
            let inner = Header::read(bytes, header.body.clone(), limits)?;
            Self::Message(ShownFields::read(&inner, limits)?)
        } else if says_so(&content_type) {
            Self::ProtectedHeaders(ShownFields::read(&header, limits)?)
        } else {
            Self::Absent
        };
        Ok((protection, content_type.media_type))
    }
}

/// Content-Type of an entity.
pub(crate) fn content_type(header: &Header<'_>) -> Result<ContentType, MailError> {
    Ok(match header.one("content-type")? {
        Some(field) => ContentType::read(header.folded(field), field.at()),
        None => ContentType::text_plain(header.body.start),
    })
}

/// A parameter that cannot be read claims nothing.
fn says_so(content_type: &ContentType) -> bool {
    let parameter = |name| content_type.parameter(name).ok().flatten();
    parameter("hp").is_some()
        || parameter("protected-headers").is_some_and(|value| value.eq_ignore_ascii_case("v1"))
}
