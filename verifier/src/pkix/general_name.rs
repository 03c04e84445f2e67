//! `GeneralName` (RFC 5280 4.2.1.6), as far as constraints are laid on it.

use super::name_comparison::ComparableName;
use crate::der::{DerError, Tlv, is_oid, tag, whole};

/// `id-on-SmtpUTF8Mailbox` (RFC 9598 3), contents octets: an address whose local part is not ASCII.
const SMTP_UTF8_MAILBOX: [u8; 8] = [0x2b, 6, 1, 5, 5, 7, 8, 9];

/// A name, or the base of a subtree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GeneralName {
    Rfc822Name(String),
    /// The address in an `otherName`, which constraints on addresses bind as well (RFC 9598 6).
    SmtpUtf8Mailbox(String),
    DnsName(String),
    DirectoryName(ComparableName),
    UniformResourceIdentifier(String),
    /// Four or sixteen octets; in a subtree twice as many, the second half a mask.
    IpAddress(Vec<u8>),
    /// An address or a host that is not ASCII, which it has to be: its tag. It compares with no constraint, and where none is laid
    /// on its form it harms nothing.
    NotAscii(u8),
    /// A form that no constraint is computed for: its tag.
    Other(u8),
}

impl GeneralName {
    /// Reads one.
    pub(super) fn read(name: &Tlv<'_>) -> Result<Self, DerError> {
        // IA5String is ASCII (RFC 9549 3).
        let ascii = |form: fn(String) -> Self| {
            let text = core::str::from_utf8(name.value).ok().filter(|text| text.is_ascii());
            text.map_or(Self::NotAscii(name.tag), |text| form(text.to_owned()))
        };
        Ok(match name.tag {
            0xa0 => Self::other_name(name)?,
            0x81 => ascii(Self::Rfc822Name),
            0x82 => ascii(Self::DnsName),
            // `x400Address [3]`, `ediPartyName [5]`, `registeredID [8]`.
            0xa3 | 0xa5 => Self::Other(name.tag),
            0x88 if is_oid(name.value) => Self::Other(name.tag),
            // Explicit, because Name is a CHOICE.
            0xa4 => {
                let directory_name = whole(name.value, tag::SEQUENCE)?;
                Self::DirectoryName(ComparableName::of(directory_name.raw))
            }
            0x86 => ascii(Self::UniformResourceIdentifier),
            0x87 => Self::IpAddress(name.value.to_vec()),
            _ => return Err(name.bad_value()),
        })
    }

    /// `OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT ANY }`, its tag replaced.
    fn other_name(name: &Tlv<'_>) -> Result<Self, DerError> {
        let mut fields = name.reader();
        let type_id = fields.expect(tag::OBJECT_IDENTIFIER)?;
        let value = fields.expect(tag::CONTEXT_0)?;
        fields.finish()?;
        if type_id.value != SMTP_UTF8_MAILBOX {
            return Ok(Self::Other(name.tag));
        }
        let mailbox = whole(value.value, tag::UTF8_STRING)?;
        let text = core::str::from_utf8(mailbox.value).map_err(|_| mailbox.bad_value())?;
        Ok(Self::SmtpUtf8Mailbox(text.to_owned()))
    }
}

/// `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`
pub(super) fn general_names(value: &[u8]) -> Result<Vec<GeneralName>, DerError> {
    let list = whole(value, tag::SEQUENCE)?;
    let names = list.reader().all()?;
    if names.is_empty() {
        return Err(list.bad_value());
    }
    names.iter().map(GeneralName::read).collect()
}
