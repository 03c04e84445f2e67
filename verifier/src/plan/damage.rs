//! What happened to a file that does not read, as far as its bytes show it, and what can still be judged: an intact copy
//! under appended bytes, and signatures found by searching.
//!
//! Each diagnosis is a statement to a citizen about a file, so it is made only where the bytes leave little else; in doubt
//! there is none.

use super::found::found_by_searching;
use super::{DocumentLock, PdfSubject, Subject, find, read_pdf};
use crate::digests::DigestRequest;
use crate::pdf::{PdfError, is_white_space, object_header_before};
use crate::policy::Budget;

/// Ends that are tried for an intact copy: something appended has an end or two of its own.
const COPIES: usize = 8;

/// Line ends that a file must have before anything is said about them.
const LINES: usize = 8;

/// A PDF that leaves the strict grammar.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) error: PdfError,
    pub(crate) damage: Option<Damage>,
    /// The part of the file up to an earlier `%%EOF` that reads and is signed.
    pub(crate) copy: Option<Copy>,
    /// Signatures found by searching.
    pub(crate) found: Option<Box<PdfSubject>>,
}

/// What was done to a file by accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    /// Line ends became longer or shorter, as in FTP text mode.
    LineEndsConverted,
    /// The file breaks off within an object or a table.
    Truncated,
}

/// The first bytes of a file, read by themselves.
#[derive(Debug)]
pub(crate) struct Copy {
    pub(crate) end: usize,
    pub(crate) pdf: Box<PdfSubject>,
}

impl Unreadable {
    pub(crate) fn new(
        bytes: &[u8],
        error: PdfError,
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> Self {
        let damage = if line_ends_converted(bytes) {
            Some(Damage::LineEndsConverted)
        } else {
            is_truncated(bytes).then_some(Damage::Truncated)
        };
        let found = found_by_searching(bytes, budget, requests).map(Box::new);
        // A copy without signatures is worth nothing to anybody.
        let copy = found.as_ref().and_then(|_| copy(bytes, budget, requests));
        Self { error, damage, copy, found }
    }
}

/// The longest beginning of the file that ends with a `%%EOF`, reads strictly and is signed.
fn copy(bytes: &[u8], budget: &Budget, requests: &mut Vec<DigestRequest>) -> Option<Copy> {
    const EOF: &[u8] = b"%%EOF";
    let ends = bytes.windows(EOF.len()).enumerate().rev().filter(|(_, window)| *window == EOF);
    for (at, _) in ends.take(COPIES) {
        let eof_end = at.saturating_add(EOF.len());
        let line_end = match bytes.get(eof_end..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\r' | b'\n', ..]) => 1,
            _ => 0,
        };
        let end = eof_end.saturating_add(line_end);
        let asked = requests.len();
        match bytes
            .get(..end)
            .map(|copy| read_pdf(copy, &mut DocumentLock::default(), budget, requests))
        {
            Some(Ok(Subject::Pdf(pdf))) if end < bytes.len() && !pdf.signatures.is_empty() => {
                return Some(Copy { end, pdf });
            }
            _ => requests.truncate(asked),
        }
    }
    None
}

/// Whether each line end became one byte longer or shorter: no line end of the other kind is left, and what `startxref`
/// names has moved by as many bytes as there are line ends before it.
fn line_ends_converted(bytes: &[u8]) -> bool {
    let Some((names, stands)) = last_section(bytes) else { return false };
    let before = bytes.get(..stands).unwrap_or_default();
    let pairs = |bytes: &[u8]| bytes.array_windows().filter(|pair| *pair == b"\r\n").count();
    let feeds = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    let (moved, lines) = match (pairs(bytes), feeds(bytes)) {
        (pairs_in_all, feeds_in_all) if pairs_in_all == feeds_in_all => {
            (stands.checked_sub(names), pairs(before))
        }
        (0, _) => (names.checked_sub(stands), feeds(before)),
        _ => return false,
    };
    // A few line ends of streams may have been long, or short, before.
    let spared = lines.checked_div(8).unwrap_or_default();
    lines >= LINES
        && moved.is_some_and(|moved| moved <= lines && moved >= lines.saturating_sub(spared))
}

/// The offset that the last `startxref` names, and where the last section stands before it.
fn last_section(bytes: &[u8]) -> Option<(usize, usize)> {
    const KEYWORD: &[u8] = b"startxref";
    let start = bytes.windows(KEYWORD.len()).rposition(|window| window == KEYWORD)?;
    let digits: String = bytes
        .get(start.checked_add(KEYWORD.len())?..)?
        .iter()
        .skip_while(|byte| is_white_space(**byte))
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    let before = bytes.get(..start)?;
    let table = before.windows(5).rposition(
        |window| matches!(window, [before, b'x', b'r', b'e', b'f'] if is_white_space(*before)),
    );
    let object = before
        .windows(4)
        .rposition(|window| matches!(window, [before, b'o', b'b', b'j'] if *before != b'd'))
        .and_then(|at| object_header_before(bytes, at.checked_add(1)?))
        .map(|(at, _)| at);
    let stands = table.and_then(|at| at.checked_add(1)).max(object)?;
    Some((digits.parse().ok()?, stands))
}

/// Whether the file stops within an object, a table or a trailer, and has no end.
fn is_truncated(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    if find(bytes, b"%PDF-") != Some(0) || find(tail, b"%%EOF").is_some() {
        return false;
    }
    let after = |word: &[u8]| {
        let last = bytes.windows(word.len()).rposition(|window| window == word);
        last.map_or(0, |at| at.saturating_add(word.len()))
    };
    let rest = bytes.get(after(b"endobj").max(after(b"%%EOF"))..).unwrap_or_default();
    find(rest, b" obj").is_some() || find(rest, b"xref").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_shift_of_every_line_end_counts_as_converted() {
        let file = |line_end: &str, names: usize| {
            let lines = format!("%PDF-1.7{line_end}").repeat(10);
            format!("{lines}xref{line_end}0 0{line_end}startxref{line_end}{names}{line_end}%%EOF")
        };
        let rows = [
            (file("\r\n", 90), true),
            (file("\r\n", 100), false),
            (file("\r\n", 95), false),
            (file("\r\n", 40), false),
            (file("\n", 100), true),
            (file("\n", 90), false),
            (file("\n", 80), false),
            (file("\r\n", 90) + "\n", false),
        ];
        for (text, expected) in rows {
            assert_eq!(line_ends_converted(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn only_a_file_that_stops_within_something_is_broken_off() {
        let rows = [
            ("%PDF-1.7\n", false),
            ("%PDF-1.7\n1 0 obj<<", true),
            ("%PDF-1.7\n1 0 obj<<>>endobj\n", false),
            ("%PDF-1.7\n1 0 obj<<>>endobj\nxref\n0 1", true),
            ("%PDF-1.7\n1 0 obj<<>>endobj\nxref\n0 1 %%EOF", false),
            ("x1 0 obj<<", false),
        ];
        let complete = format!("%PDF-1.7\n1 0 obj<<>>endobj\nxref %%EOF {}", "x".repeat(2000));
        assert!(!is_truncated(complete.as_bytes()), "something follows a complete file");
        for (text, expected) in rows {
            assert_eq!(is_truncated(text.as_bytes()), expected, "{text:?}");
        }
    }
}
