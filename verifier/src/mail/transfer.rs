//! Content-Transfer-Encoding (RFC 2045 6) of the part that holds the CMS: base64, or the bytes as they are.

use core::ops::Range;

use base64ct::{Base64, Encoding as _};

use super::header::Header;
use super::{Limits, MailError};

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransferEncoding {
    /// `7bit`, `8bit`, `binary`, or nothing said: the bytes are the content.
    Identity,
    Base64,
    /// Known, and nobody writes a CMS so.
    QuotedPrintable,
}

impl TransferEncoding {
    /// What the header says; an encoding that RFC 2045 does not name is an error.
    pub(crate) fn of(header: &Header<'_>) -> Result<Self, MailError> {
        let Some(field) = header.one("content-transfer-encoding")? else {
            return Ok(Self::Identity);
        };
        match &*header.unfolded(field).trim_ascii().to_ascii_lowercase() {
            b"7bit" | b"8bit" | b"binary" => Ok(Self::Identity),
            b"base64" => Ok(Self::Base64),
            b"quoted-printable" => Ok(Self::QuotedPrintable),
            _ => Err(MailError::TransferEncoding { at: field.at() }),
        }
    }
}

/// The content of a body that holds a CMS.
pub(crate) fn decoded(
    bytes: &[u8],
    header: &Header<'_>,
    limits: &Limits,
) -> Result<Vec<u8>, MailError> {
    let body = header.body.clone();
    let text = bytes.get(body.clone()).unwrap_or_default();
    match TransferEncoding::of(header)? {
        TransferEncoding::Identity if text.len() > limits.decoded => {
            Err(MailError::TooLarge { at: body.start, length: text.len() })
        }
        TransferEncoding::Identity => Ok(text.to_vec()),
        TransferEncoding::Base64 => base64(text, &body, limits),
        TransferEncoding::QuotedPrintable => Err(MailError::TransferEncoding { at: body.start }),
    }
}

/// RFC 2045 6.8, strict: line ends and white space are skipped, as mail adds them; any other character, missing padding
/// or text after the padding is an error, though the RFC lets readers skip them (threat CMS-40).
fn base64(text: &[u8], body: &Range<usize>, limits: &Limits) -> Result<Vec<u8>, MailError> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if let Some(wrong) = text.iter().position(|byte| !is_digit(*byte) && !is_space(byte)) {
        return Err(MailError::Base64 { at: body.start.saturating_add(wrong) });
    }
    let length = text.iter().filter(|byte| !is_space(byte)).count();
    // Four digits are three bytes.
    let most = length.div_euclid(4).saturating_add(1).saturating_mul(3);
    if most > limits.decoded {
        return Err(MailError::TooLarge { at: body.start, length: most });
    }
    let mut digits = Vec::with_capacity(length);
    digits.extend(text.iter().filter(|byte| !is_space(byte)));
    let mut content = vec![0; most];
    let length = Base64::decode(&digits, &mut content)
        .map_err(|_| MailError::Base64 { at: body.start })?
        .len();
    content.truncate(length);
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entity: &str, limits: &Limits) -> Result<Vec<u8>, MailError> {
        let header = Header::read(entity.as_bytes(), 0..entity.len(), limits)?;
        decoded(entity.as_bytes(), &header, limits)
    }

    #[test]
    fn base64_has_nothing_that_readers_skip_differently() {
        type Content = Result<Vec<u8>, usize>;
        // Offsets count from the body.
        let rows: [(&str, &str, Content); 11] = [
            ("lines", "YWJj\r\nZGVm\r\n", Ok(b"abcdef".to_vec())),
            ("padding", "YWI=\n", Ok(b"ab".to_vec())),
            ("white space", " YW Jj\t\r\n", Ok(b"abc".to_vec())),
            ("empty", "", Ok(Vec::new())),
            ("garbage", "YW!Jj", Err(2)),
            ("NUL", "YWJj\0", Err(4)),
            ("no padding", "YWI", Err(0)),
            ("after the padding", "YWI=YWJj", Err(0)),
            ("bits after the end", "YWJ=", Err(0)),
            ("one digit", "Y===", Err(0)),
            ("url alphabet", "YW-_", Err(2)),
        ];
        let header = "Content-Transfer-Encoding: Base64 \r\n\r\n";
        for (name, body, expected) in rows {
            let expected =
                expected.map_err(|at| MailError::Base64 { at: header.len().saturating_add(at) });
            assert_eq!(read(&format!("{header}{body}"), &Limits::DEFAULT), expected, "{name}");
        }
    }

    #[test]
    fn other_encodings_are_refused_by_name() {
        let rows: [(&str, Result<Vec<u8>, MailError>); 5] = [
            ("X: y\n\n0\u{1}\r\n", Ok(b"0\x01\r\n".to_vec())),
            ("Content-Transfer-Encoding: BINARY\n\n0", Ok(b"0".to_vec())),
            (
                "Content-Transfer-Encoding: quoted-printable\n\n0",
                Err(MailError::TransferEncoding { at: 45 }),
            ),
            (
                "Content-Transfer-Encoding: x-uuencode\n\n0",
                Err(MailError::TransferEncoding { at: 0 }),
            ),
            (
                "Content-Transfer-Encoding: 7bit\nContent-transfer-encoding: base64\n\n0",
                Err(MailError::FieldTwice { at: 32 }),
            ),
        ];
        for (entity, expected) in rows {
            assert_eq!(read(entity, &Limits::DEFAULT), expected, "{entity:?}");
        }
        let limits = Limits { decoded: 3, ..Limits::DEFAULT };
        assert_eq!(read("\n1234", &limits), Err(MailError::TooLarge { at: 1, length: 4 }));
        assert_eq!(
            read("Content-Transfer-Encoding: base64\n\nYWJj", &limits),
            Err(MailError::TooLarge { at: 35, length: 6 })
        );
    }
}
