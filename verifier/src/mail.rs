//! Signed e-mail (RFC 8551): which bytes of a message were signed, by which CMS, and what the message says of its author.
//!
//! Two forms: `multipart/signed` (RFC 1847) and `application/pkcs7-mime` with signed-data. The reader is on the verdict
//! path, so it is strict where readers differ: a boundary, a header field or an address that two programs could take
//! differently is an error that names its offset. Header fields and boundaries are cut here over the raw bytes, because
//! the digest is over exactly those; the crate `mail-parser` decodes addresses, encoded words and dates for display.
//! Nothing is judged here, and this module knows nothing of CMS: it hands out its bytes.

mod address;
mod canonical;
mod content_type;
mod error;
#[cfg(test)]
mod fixtures;
mod header;
mod multipart;
mod protection;
#[cfg(test)]
mod tests;
mod transfer;
mod tree;

use core::ops::Range;

#[cfg(test)]
use address::same_mailbox;
pub(crate) use address::{Address, mailbox_key};
pub(crate) use canonical::SignedContent;
pub(crate) use error::MailError;
use header::{Header, is_field_name};
pub(crate) use protection::{HeaderProtection, ShownFields};

use crate::time::UnixTime;

/// What a file of e-mail is to a verifier of signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mail {
    Signed(Box<SignedMail>),
    /// Nothing of S/MIME in it: what it holds instead, so that the reader can be told where to look.
    Unsigned {
        parts: usize,
        /// Messages forwarded as attachments; a signature may be inside, and is theirs.
        messages: usize,
        /// Attachments of type `application/pkcs7-mime` with a name of their own: signed files, not signed mail.
        cms_attachments: usize,
    },
    /// `enveloped-data` or `authEnveloped-data`: a signature may be inside, and only the recipient can tell.
    Encrypted,
    /// `certs-only` (RFC 8551 3.8): certificates, no signature.
    CertificatesOnly(Vec<u8>),
    /// `multipart/signed` of RFC 3156: recognised, not ours.
    OpenPgp,
}

/// A message with one S/MIME signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedMail {
    pub(crate) form: MailForm,
    /// From of the outermost header, which no signature covers; empty where the message has none.
    pub(crate) from: Vec<Address>,
    pub(crate) sender: Option<Address>,
    pub(crate) subject: Option<String>,
    /// Date of the outermost header: claimed, and not covered by the signature.
    pub(crate) date: Option<UnixTime>,
    /// The CMS, transfer encoding undone.
    pub(crate) signature: Vec<u8>,
    pub(crate) content: SignedContent,
    /// Header fields inside what was signed, as far as the form shows them.
    pub(crate) protection: HeaderProtection,
    /// Media type of the signed entity, in lower case. `None` where it stands inside the CMS.
    pub(crate) signed_type: Option<String>,
    pub(crate) outside: Outside,
    /// `micalg` as written; a hint that nothing is decided by (RFC 8551 3.5.3.2).
    pub(crate) micalg: Option<String>,
    /// `smime-type` as written.
    pub(crate) smime_type: Option<String>,
}

/// How the signature and what it signs are put into the message (RFC 8551 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailForm {
    /// `multipart/signed`: any mail program shows the content.
    MultipartSigned,
    /// `application/pkcs7-mime`: the content is inside the CMS.
    OpaqueSigned,
}

/// What a reader of the message may see, and the signature does not cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outside {
    /// Parts beside the signed one, such as the footer of a mailing list.
    pub(crate) parts: usize,
    /// Text before the first and after the last boundary of multiparts; mail programs do not show it.
    pub(crate) texts: Vec<Range<usize>>,
}

/// Bounds on the work that one message can cause. Reaching one is an error, and never a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Multiparts in multiparts. A mailing list and an archive wrap a message two or three times.
    pub(crate) nesting: usize,
    /// Parts of all multiparts.
    pub(crate) parts: usize,
    /// Bytes of one header; servers of large providers refuse more than 64 to 256 KiB.
    pub(crate) header_bytes: usize,
    /// Fields of one header. Long delivery paths leave some hundred.
    pub(crate) fields: usize,
    /// Bytes of one field that is decoded for display.
    pub(crate) field_bytes: usize,
    /// Characters of a boundary (RFC 2046 5.1.1).
    pub(crate) boundary: usize,
    /// Bytes that are copied: a decoded CMS, a content with its line ends made canonical (threat WEB-01 names 64 MB).
    pub(crate) decoded: usize,
}

impl Limits {
    /// The limits of this release.
    pub(crate) const DEFAULT: Self = Self {
        nesting: 8,
        parts: 1000,
        header_bytes: 256 * 1024,
        fields: 2000,
        field_bytes: 16 * 1024,
        boundary: 70,
        decoded: 64 * 1024 * 1024,
    };
}

impl Mail {
    /// Reads a whole file of e-mail.
    pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, MailError> {
        let found = tree::walk(bytes, limits)?;
        Ok(if let Some(signed) = found.signed {
            let header = Header::read(bytes, 0..bytes.len(), limits)?;
            let ShownFields { from, subject } = ShownFields::read(&header, limits)?;
            let sender = header
                .one("sender")?
                .map(|field| address::mailbox(&header.unfolded(field), field.at(), limits));
            Self::Signed(Box::new(SignedMail {
                form: signed.form,
                from,
                sender: sender.transpose()?,
                subject,
                date: header.one("date")?.and_then(|field| address::date(&header.unfolded(field))),
                signature: signed.signature,
                content: signed.content,
                protection: signed.protection,
                signed_type: signed.signed_type,
                outside: Outside { parts: found.leaves, texts: found.texts },
                micalg: signed.micalg,
                smime_type: signed.smime_type,
            }))
        } else if found.encrypted {
            Self::Encrypted
        } else if let Some(certificates) = found.certificates {
            Self::CertificatesOnly(certificates)
        } else if found.open_pgp {
            Self::OpenPgp
        } else {
            Self::Unsigned {
                parts: found.leaves,
                messages: found.messages,
                cms_attachments: found.cms_attachments,
            }
        })
    }
}

/// Fields one of which every message has (RFC 5322 3.6, RFC 2045 3), or that its delivery adds.
const TELLING_FIELDS: [&str; 6] =
    ["from", "date", "message-id", "mime-version", "content-type", "received"];

/// Whether a file that begins so is e-mail: it opens with header fields, and a telling one is among them.
///
/// An mbox (`From ` without a colon) is a folder of messages, not one, and not ours.
pub(crate) fn is_mail(head: &[u8]) -> bool {
    let head = head.get(..head.len().min(Limits::DEFAULT.header_bytes)).unwrap_or_default();
    let mut is_first = true;
    for line in head.split(|byte| *byte == b'\n') {
        let is_folded = !is_first && matches!(line, [b' ' | b'\t', ..]);
        is_first = false;
        if is_folded {
            continue;
        }
        let mut halves = line.splitn(2, |byte| *byte == b':');
        let (Some(name), Some(_)) = (halves.next(), halves.next()) else {
            return false;
        };
        if !is_field_name(name) {
            return false;
        }
        if TELLING_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field.as_bytes())) {
            return true;
        }
    }
    false
}
