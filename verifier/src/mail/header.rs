//! The header of an entity (RFC 5322 2.2, RFC 2045 3) as ranges of the file: strict, because readers repair differently.

use core::ops::Range;

use super::{Limits, MailError};

/// The fields of one header, and where the body begins.
#[derive(Debug, Clone)]
pub(crate) struct Header<'a> {
    bytes: &'a [u8],
    fields: Vec<Field>,
    /// From after the empty line to the end of the entity.
    pub(crate) body: Range<usize>,
}

/// One field: its name, and its value with folds, without the last line end.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    name: Range<usize>,
    value: Range<usize>,
}

impl Field {
    /// Offset of the field in the file.
    pub(crate) const fn at(&self) -> usize {
        self.name.start
    }
}

impl<'a> Header<'a> {
    /// Reads the header of the entity in this range of the file. An entity may have no field at all (RFC 2046 5.1).
    pub(crate) fn read(
        bytes: &'a [u8],
        entity: Range<usize>,
        limits: &Limits,
    ) -> Result<Self, MailError> {
        let most = entity.start.saturating_add(limits.header_bytes);
        let mut fields: Vec<Field> = Vec::new();
        let mut at = entity.start;
        while at < entity.end {
            let (content, next) = line(bytes, at..entity.end);
            let text = bytes.get(content.clone()).unwrap_or_default();
            if text.is_empty() {
                return Ok(Self { bytes, fields, body: next..entity.end });
            }
            if next > most {
                return Err(MailError::HeaderTooLong { at: entity.start });
            }
            // A bare CR or NUL ends the line or the field for some readers (threat: injected fields).
            if text.iter().any(|byte| matches!(byte, b'\r' | 0)) {
                return Err(MailError::HeaderSyntax { at });
            }
            if matches!(text, [b' ' | b'\t', ..]) {
                // A fold of nothing but white space ends the header for some readers (RFC 5322 3.2.2 forbids it).
                let is_blank = text.iter().all(|byte| matches!(byte, b' ' | b'\t'));
                match fields.last_mut() {
                    Some(field) if !is_blank => field.value.end = content.end,
                    _ => return Err(MailError::HeaderSyntax { at }),
                }
            } else {
                let colon = memchr::memchr(b':', text).ok_or(MailError::HeaderSyntax { at })?;
                if !is_field_name(text.get(..colon).unwrap_or_default()) {
                    return Err(MailError::HeaderSyntax { at });
                }
                if fields.len() >= limits.fields {
                    return Err(MailError::TooManyFields { at });
                }
                let name_end = at.saturating_add(colon);
                let value = name_end.saturating_add(1)..content.end;
                fields.push(Field { name: at..name_end, value });
            }
            at = next;
        }
        Ok(Self { bytes, fields, body: entity.end..entity.end })
    }

    /// The field of this name, which may stand once.
    pub(crate) fn one(&self, name: &str) -> Result<Option<&Field>, MailError> {
        let mut named = self.fields.iter().filter(|field| {
            let written = self.bytes.get(field.name.clone()).unwrap_or_default();
            written.eq_ignore_ascii_case(name.as_bytes())
        });
        let first = named.next();
        match named.next() {
            Some(second) => Err(MailError::FieldTwice { at: second.at() }),
            None => Ok(first),
        }
    }

    /// The value as it stands.
    pub(crate) fn folded(&self, field: &Field) -> &'a [u8] {
        self.bytes.get(field.value.clone()).unwrap_or_default()
    }

    /// The value with its folds undone (RFC 5322 2.2.3): the line ends go, the white space stays.
    pub(crate) fn unfolded(&self, field: &Field) -> Vec<u8> {
        self.folded(field).iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect()
    }
}

/// RFC 5322 3.6.8: printable ASCII without the colon. White space before the colon is obsolete, and read differently.
pub(crate) fn is_field_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic() && *byte != b':')
}

/// The line that begins where the range does, without its CRLF or LF, and where the next begins.
fn line(bytes: &[u8], rest: Range<usize>) -> (Range<usize>, usize) {
    let text = bytes.get(rest.clone()).unwrap_or_default();
    let Some(length) = memchr::memchr(b'\n', text) else {
        return (rest.clone(), rest.end);
    };
    let newline = rest.start.saturating_add(length);
    let has_cr = text.get(..length).is_some_and(|line| line.ends_with(b"\r"));
    let end = if has_cr { newline.saturating_sub(1) } else { newline };
    (rest.start..end, newline.saturating_add(1))
}
