//! The canonical form of signed content (RFC 8551 3.1.1): every line ends in CRLF, whatever the file was saved with.
//!
//! A file from a mail program on Unix has LF alone, and the signature is over CRLF. Threat CMS-41 asks to hash exact
//! bytes only; here the standard itself names the other bytes, so both are handed out, and which of them the digest
//! fits is for the report to say. Nothing else is changed: trailing white space stays, and so does a CR alone.

use core::ops::Range;

use super::{Limits, MailError};

/// The bytes to hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SignedContent {
    /// These bytes of the file, which are canonical.
    InFile(Range<usize>),
    /// The file has LF alone throughout: the same with CRLF.
    Canonical { in_file: Range<usize>, bytes: Vec<u8> },
    /// Some lines end in CRLF and some in LF: the signer may have hashed either.
    Mixed { in_file: Range<usize>, canonical: Vec<u8> },
    /// Inside the CMS.
    Encapsulated,
}

impl SignedContent {
    /// The content in this range of the file.
    pub(crate) fn read(
        bytes: &[u8],
        in_file: Range<usize>,
        limits: &Limits,
    ) -> Result<Self, MailError> {
        let text = bytes.get(in_file.clone()).unwrap_or_default();
        let (mut bare, mut canonical) = (0_usize, 0_usize);
        for newline in memchr::memchr_iter(b'\n', text) {
            if ends_in_cr(text, newline) {
                canonical = canonical.saturating_add(1);
            } else {
                bare = bare.saturating_add(1);
            }
        }
        if bare == 0 {
            return Ok(Self::InFile(in_file));
        }
        let length = text.len().saturating_add(bare);
        if length > limits.decoded {
            return Err(MailError::TooLarge { at: in_file.start, length });
        }
        let mut copy = Vec::with_capacity(length);
        let mut copied = 0;
        for newline in memchr::memchr_iter(b'\n', text) {
            copy.extend_from_slice(text.get(copied..newline).unwrap_or_default());
            if !ends_in_cr(text, newline) {
                copy.push(b'\r');
            }
            copied = newline;
        }
        copy.extend_from_slice(text.get(copied..).unwrap_or_default());
        Ok(if canonical == 0 {
            Self::Canonical { in_file, bytes: copy }
        } else {
            Self::Mixed { in_file, canonical: copy }
        })
    }
}

fn ends_in_cr(text: &[u8], newline: usize) -> bool {
    text.get(..newline).is_some_and(|line| line.ends_with(b"\r"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_line_feeds_are_changed() {
        let read = |text: &str| {
            SignedContent::read(text.as_bytes(), 0..text.len(), &Limits::DEFAULT).unwrap()
        };
        assert_eq!(read("a\r\nb \r\n"), SignedContent::InFile(0..7));
        assert_eq!(read("a\rb"), SignedContent::InFile(0..3));
        assert_eq!(read(""), SignedContent::InFile(0..0));
        assert_eq!(
            read("\na \n\nb"),
            SignedContent::Canonical { in_file: 0..6, bytes: b"\r\na \r\n\r\nb".to_vec() }
        );
        assert_eq!(
            read("a\r\nb\nc\r\r\n"),
            SignedContent::Mixed { in_file: 0..9, canonical: b"a\r\nb\r\nc\r\r\n".to_vec() }
        );
    }

    #[test]
    fn a_copy_has_a_limit() {
        let limits = Limits { decoded: 5, ..Limits::DEFAULT };
        assert_eq!(
            SignedContent::read(b"--a\nb\n", 2..6, &limits),
            Err(MailError::TooLarge { at: 2, length: 6 })
        );
    }
}
