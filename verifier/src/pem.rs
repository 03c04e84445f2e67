//! PEM (RFC 7468): textual encodings of certificates, lists and CMS, cut into blocks and decoded strictly.
//!
//! Text before a block is tolerated as section 5.2 says (`openssl x509 -text` writes it), text after the last one is not.
//! Base64 is canonical, lines of any length, either line end. A private key is told from everything else first: nobody may
//! be helped to pass one on. What the blocks hold is for others to read.

use core::ops::Range;

use base64ct::{Base64, Encoding as _};

/// Blocks of one file: the longest real chains have four certificates.
pub(crate) const MAX_BLOCKS: usize = 64;

/// Decoded bytes of one certificate, as for certificates in DER (threat PATH-40).
const MAX_CERTIFICATE: usize = 256 * 1024;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
const BYTE_ORDER_MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// What a block says it holds (RFC 7468 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// `CERTIFICATE` (5).
    Certificate,
    /// `X509 CRL` (6).
    X509Crl,
    /// `PKCS7` (8).
    Pkcs7,
    /// `CMS` (9).
    Cms,
}

impl Label {
    fn read(label: &[u8], at: usize) -> Result<Self, PemError> {
        match label {
            b"CERTIFICATE" => Ok(Self::Certificate),
            b"X509 CRL" => Ok(Self::X509Crl),
            b"PKCS7" => Ok(Self::Pkcs7),
            b"CMS" => Ok(Self::Cms),
            // OpenSSL appends trust settings of its own: no certificate alone.
            b"TRUSTED CERTIFICATE" => {
                Err(PemError::LabelRefused { at, label: "trusted-certificate" })
            }
            // RFC 7468 5.1 and 8: names that programs used before; generators must not.
            b"X509 CERTIFICATE" => Err(PemError::LabelRefused { at, label: "x509-certificate" }),
            _ => Err(PemError::LabelUnknown { at }),
        }
    }
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) label: Label,
    /// What the base64 decodes to; not looked at.
    pub(crate) der: Vec<u8>,
    /// From its first dash to its last.
    pub(crate) span: Range<usize>,
}

/// Why text is not the PEM that was expected; `at` is the offset of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PemError {
    /// A private key, whatever else there is.
    PrivateKey { at: usize },
    /// The file starts with a byte order mark.
    ByteOrderMark,
    /// A control character: not text.
    NotText { at: usize },
    /// No line begins a block.
    NoBlock,
    /// A line that begins or ends a block but for its dashes.
    Boundary { at: usize },
    /// A label that is recognised and not read.
    LabelRefused { at: usize, label: &'static str },
    /// Any other label.
    LabelUnknown { at: usize },
    /// A header such as `Proc-Type` inside the block (RFC 1421), which RFC 7468 does not have.
    Header { at: usize },
    /// A line that is not base64.
    Base64 { at: usize },
    /// The base64 of the block that begins there does not decode: its length, its padding, or bits that should be zero.
    Padding { at: usize },
    /// The block that begins there does not end.
    NoEnd { at: usize },
    /// The end names another label than the beginning.
    EndMismatch { at: usize },
    /// Text after the last block.
    TextAfter { at: usize },
    /// More than [`MAX_BLOCKS`].
    TooManyBlocks { at: usize },
    /// A certificate longer than any real one.
    TooLong { at: usize },
}

impl PemError {
    /// The key of this reason in reports, with the offset of the line.
    pub(crate) fn key(self) -> String {
        let (key, at) = match self {
            Self::PrivateKey { at } => ("private-key", at),
            Self::ByteOrderMark => ("byte-order-mark", 0),
            Self::NotText { at } => ("not-text", at),
            Self::NoBlock => ("no-block", 0),
            Self::Boundary { at } => ("boundary", at),
            Self::LabelRefused { at, label } => return format!("pem-label-{label}-at-{at}"),
            Self::LabelUnknown { at } => ("label-unknown", at),
            Self::Header { at } => ("header", at),
            Self::Base64 { at } => ("base64", at),
            Self::Padding { at } => ("padding", at),
            Self::NoEnd { at } => ("no-end", at),
            Self::EndMismatch { at } => ("end-mismatch", at),
            Self::TextAfter { at } => ("text-after", at),
            Self::TooManyBlocks { at } => ("too-many-blocks", at),
            Self::TooLong { at } => ("too-long", at),
        };
        format!("pem-{key}-at-{at}")
    }
}

/// The blocks of a text, at least one.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Block>, PemError> {
    // Whatever else is wrong with the file: this is what its holder must be told.
    if let Some(line) = begin_lines(bytes).find(|line| is_private_key(line.text)) {
        return Err(PemError::PrivateKey { at: line.at });
    }
    if BYTE_ORDER_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(PemError::ByteOrderMark);
    }
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    if let Some(at) = bytes.iter().position(is_control) {
        return Err(PemError::NotText { at });
    }
    let mut blocks = Vec::new();
    let mut lines = Lines { rest: bytes, at: 0 };
    let mut text_since = None;
    while let Some(line) = lines.next() {
        if line.text.starts_with(BEGIN) {
            if blocks.len() >= MAX_BLOCKS {
                return Err(PemError::TooManyBlocks { at: line.at });
            }
            blocks.push(block(line, &mut lines)?);
            text_since = None;
        } else if line.text.starts_with(END) {
            return Err(PemError::Boundary { at: line.at });
        } else if text_since.is_none() && !line.text.trim_ascii().is_empty() {
            text_since = Some(line.at);
        }
    }
    match (blocks.is_empty(), text_since) {
        (true, _) => Err(PemError::NoBlock),
        (false, Some(at)) => Err(PemError::TextAfter { at }),
        (false, None) => Ok(blocks),
    }
}

/// Whether a line of the text begins a block with one of these words in its label: what makes a file PEM.
pub(crate) fn has_block(bytes: &[u8], words: &[&str]) -> bool {
    begin_lines(bytes).any(|line| {
        words.iter().any(|word| memchr::memmem::find(line.text, word.as_bytes()).is_some())
    })
}

/// Lines that start like the beginning of a block; a byte order mark does not hide the first.
fn begin_lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    memchr::memmem::find_iter(bytes, BEGIN).filter_map(|at| {
        let before = bytes.get(..at)?;
        let starts_line = before.last().is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
            || BYTE_ORDER_MARKS.contains(&before);
        // Before the line is measured: a million of them on one line are read once.
        if !starts_line {
            return None;
        }
        Lines { rest: bytes.get(at..)?, at }.next()
    })
}

/// `PRIVATE KEY`, `RSA PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`, `OPENSSH PRIVATE KEY` and their like.
fn is_private_key(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"PRIVATE KEY").is_some()
}

/// `textualmsg` (RFC 7468 3) from its first line, just read, to the line that ends it.
fn block(begin: Line<'_>, lines: &mut Lines<'_>) -> Result<Block, PemError> {
    let label_text = boundary(begin, BEGIN)?;
    let label = Label::read(label_text, begin.at)?;
    let mut base64 = Vec::new();
    loop {
        let Some(line) = lines.next() else { return Err(PemError::NoEnd { at: begin.at }) };
        if line.text.starts_with(END) {
            if boundary(line, END)? != label_text {
                return Err(PemError::EndMismatch { at: line.at });
            }
            let too_long = label == Label::Certificate && base64.len() / 4 > MAX_CERTIFICATE / 3;
            if too_long {
                return Err(PemError::TooLong { at: begin.at });
            }
            // Canonical: whole groups, padding, and zero in the bits that are left over.
            let text = str::from_utf8(&base64).map_err(|_| PemError::Base64 { at: begin.at })?;
            let der = Base64::decode_vec(text).map_err(|_| PemError::Padding { at: begin.at })?;
            let end = line.at.saturating_add(line.text.trim_ascii_end().len());
            return Ok(Block { label, der, span: begin.at..end });
        }
        if line.text.starts_with(BEGIN) {
            return Err(PemError::NoEnd { at: begin.at });
        }
        let text = line.text.trim_ascii_end();
        if text.contains(&b':') {
            return Err(PemError::Header { at: line.at });
        }
        let is_base64 =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        // Empty lines may stand before the base64 (`*eolWSP`), not within.
        if !text.iter().all(is_base64) || (text.is_empty() && !base64.is_empty()) {
            return Err(PemError::Base64 { at: line.at });
        }
        base64.extend_from_slice(text);
    }
}

/// The label of a line that is nothing but `-----BEGIN label-----` or `-----END label-----`.
fn boundary<'a>(line: Line<'a>, keyword: &[u8]) -> Result<&'a [u8], PemError> {
    line.text
        .trim_ascii_end()
        .strip_prefix(keyword)
        .and_then(|label| label.strip_suffix(DASHES))
        .filter(|label| !label.is_empty() && !label.contains(&b'-'))
        .ok_or(PemError::Boundary { at: line.at })
}

/// A line without its end, and its offset.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a [u8],
    at: usize,
}

/// Lines that end with CRLF, CR or LF (RFC 7468 3, `eol`).
struct Lines<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let at = self.at;
        let length = memchr::memchr2(b'\n', b'\r', self.rest).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(length)?;
        let after = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
        self.at = at.saturating_add(self.rest.len().saturating_sub(after.len()));
        self.rest = after;
        Some(Line { text, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six bytes as a block with this label.
    fn pem(label: &str) -> String {
        format!("-----BEGIN {label}-----\nMAQCAgED\n-----END {label}-----\n")
    }

    fn labels(text: &str) -> Result<Vec<Label>, PemError> {
        read(text.as_bytes()).map(|blocks| blocks.iter().map(|block| block.label).collect())
    }

    #[test]
    fn a_block_is_decoded_and_knows_where_it_stands() {
        let block =
            Block { label: Label::Certificate, der: vec![0x30, 4, 2, 2, 1, 3], span: 7..69 };
        assert_eq!(read(format!("Contoh\n{}", pem("CERTIFICATE")).as_bytes()), Ok(vec![block]));
    }

    #[test]
    fn line_ends_blanks_and_text_before_a_block_are_tolerated() {
        let certificate = pem("CERTIFICATE");
        let rows = [
            ("CRLF", certificate.replace('\n', "\r\n")),
            ("CR", certificate.replace('\n', "\r")),
            ("no end of the last line", certificate.trim_end().to_owned()),
            ("blanks at line ends", certificate.replace('\n', " \t\n")),
            ("an empty line before the base64", certificate.replacen('\n', "\n\n", 1)),
            (
                "openssl -text",
                format!("Certificate:\n    Data:\n        Version: 3\n{certificate}"),
            ),
            ("UTF-8 before", format!("Sertifikat — contoh\n{certificate}")),
            ("short lines", certificate.replace("MAQC", "MAQC\n")),
            ("empty lines after", format!("{certificate}\n \r\n")),
        ];
        for (name, text) in rows {
            assert_eq!(labels(&text), Ok(vec![Label::Certificate]), "{name}");
        }
    }

    #[test]
    fn several_blocks_come_in_their_order() {
        let text = format!(
            "{}s:/CN=x\n{}{}{}",
            pem("CERTIFICATE"),
            pem("X509 CRL"),
            pem("PKCS7"),
            pem("CMS")
        );
        let expected = vec![Label::Certificate, Label::X509Crl, Label::Pkcs7, Label::Cms];
        assert_eq!(labels(&text), Ok(expected));
        assert_eq!(labels(&pem("CMS").repeat(MAX_BLOCKS)), Ok(vec![Label::Cms; MAX_BLOCKS]));
        let at = pem("CMS").len() * MAX_BLOCKS;
        let more = pem("CMS").repeat(MAX_BLOCKS + 1);
        assert_eq!(labels(&more), Err(PemError::TooManyBlocks { at }));
    }

    #[test]
    fn what_departs_from_the_grammar_is_refused_with_its_place() {
        let certificate = pem("CERTIFICATE");
        let begin = "-----BEGIN CERTIFICATE-----\n";
        let rows: [(&str, String, PemError); 18] = [
            ("nothing", String::new(), PemError::NoBlock),
            ("a byte order mark", format!("\u{feff}{certificate}"), PemError::ByteOrderMark),
            ("a NUL", format!("a\0\n{certificate}"), PemError::NotText { at: 1 }),
            ("no end", format!("{begin}MAQC\n"), PemError::NoEnd { at: 0 }),
            ("another begins within", format!("{begin}{certificate}"), PemError::NoEnd { at: 0 }),
            (
                "another end",
                certificate.replace("END CERTIFICATE", "END X509 CRL"),
                PemError::EndMismatch { at: 37 },
            ),
            ("an end alone", "-----END CMS-----\n".to_owned(), PemError::Boundary { at: 0 }),
            (
                "four dashes",
                certificate.replacen("-----\n", "----\n", 1),
                PemError::Boundary { at: 0 },
            ),
            (
                "text behind the dashes",
                certificate.replacen('\n', " x\n", 1),
                PemError::Boundary { at: 0 },
            ),
            ("lower case", pem("certificate"), PemError::LabelUnknown { at: 0 }),
            (
                "trust settings of openssl",
                pem("TRUSTED CERTIFICATE"),
                PemError::LabelRefused { at: 0, label: "trusted-certificate" },
            ),
            (
                "an old name",
                pem("X509 CERTIFICATE"),
                PemError::LabelRefused { at: 0, label: "x509-certificate" },
            ),
            (
                "a header",
                certificate.replacen('\n', "\nProc-Type: 4,ENCRYPTED\n\n", 1),
                PemError::Header { at: 28 },
            ),
            ("not base64", certificate.replace("MAQC", "MA*C"), PemError::Base64 { at: 28 }),
            ("a blank within", certificate.replace("MAQC", "MA QC"), PemError::Base64 { at: 28 }),
            (
                "an odd length",
                certificate.replace("MAQCAgED", "MAQCA"),
                PemError::Padding { at: 0 },
            ),
            // 0x41 and four bits that should be zero: two texts for the same bytes.
            (
                "bits left over",
                certificate.replace("MAQCAgED", "QR=="),
                PemError::Padding { at: 0 },
            ),
            ("text after", format!("{certificate}\nx\n"), PemError::TextAfter { at: 64 }),
        ];
        for (name, text, expected) in rows {
            assert_eq!(labels(&text), Err(expected), "{name}");
        }
    }

    #[test]
    fn a_private_key_is_told_before_anything_else() {
        for label in [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
        ] {
            let key = pem(label);
            assert_eq!(labels(&key), Err(PemError::PrivateKey { at: 0 }), "{label}");
            let marked = format!("\u{feff}{key}");
            assert_eq!(labels(&marked), Err(PemError::PrivateKey { at: 3 }), "{label}");
            let after = format!("{}{key}", pem("CERTIFICATE"));
            assert_eq!(labels(&after), Err(PemError::PrivateKey { at: 63 }), "{label}");
            let broken = format!("-----BEGIN {label}\0");
            assert_eq!(labels(&broken), Err(PemError::PrivateKey { at: 0 }), "{label}");
            assert!(has_block(marked.as_bytes(), &["PRIVATE KEY"]), "{label}");
        }
    }

    #[test]
    fn a_certificate_longer_than_any_real_one_is_not_decoded() {
        let long =
            |label: &str| pem(label).replace("MAQCAgED", &"AAAA".repeat(MAX_CERTIFICATE / 3 + 1));
        assert_eq!(labels(&long("CERTIFICATE")), Err(PemError::TooLong { at: 0 }));
        assert_eq!(labels(&long("X509 CRL")), Ok(vec![Label::X509Crl]));
    }

    #[test]
    fn pem_is_told_by_a_line_that_begins_a_block() {
        let rows = [
            (pem("CERTIFICATE"), true),
            (format!("\u{feff}{}", pem("X509 CRL")), true),
            (format!("text\r{}", pem("CERTIFICATE")), true),
            (format!("x {}", pem("CERTIFICATE")), false),
            (pem("PGP SIGNATURE"), false),
            (String::new(), false),
        ];
        for (text, expected) in rows {
            assert_eq!(
                has_block(text.as_bytes(), &["CERTIFICATE", "X509 CRL"]),
                expected,
                "{text}"
            );
        }
    }
}
