//! The parts of a multipart (RFC 2046 5.1.1), cut over the raw bytes: the digest of RFC 1847 is over exactly a part.
//!
//! A boundary stands alone on a line, behind CRLF or LF, with nothing but white space after it. RFC 2046 lets a reader
//! also take a line that only begins with it; programs differ there, so such a line is an error.

use core::ops::Range;

use super::{Limits, MailError};

/// The parts, and what stands before and after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Multipart {
    /// Each with its header, without the line end that belongs to the boundary after it.
    pub(crate) parts: Vec<Range<usize>>,
    pub(crate) preamble: Range<usize>,
    pub(crate) epilogue: Range<usize>,
}

impl Multipart {
    /// Cuts the body at its boundary; `most_parts` is what the message has left.
    pub(crate) fn read(
        bytes: &[u8],
        body: Range<usize>,
        boundary: &str,
        most_parts: usize,
    ) -> Result<Self, MailError> {
        let delimiter = [b"--", boundary.as_bytes()].concat();
        let text = bytes.get(body.clone()).unwrap_or_default();
        let mut cut = Self {
            parts: Vec::new(),
            preamble: body.start..body.start,
            epilogue: body.end..body.end,
        };
        // Where the part begins that the next delimiter ends.
        let mut part_start = None;
        let mut is_closed = false;
        for found in memchr::memmem::find_iter(text, &delimiter) {
            let at = body.start.saturating_add(found);
            match text.get(..found).and_then(<[u8]>::last) {
                None | Some(b'\n') => {}
                // A line end for some readers.
                Some(b'\r') => return Err(MailError::AmbiguousDelimiter { at }),
                Some(_) => continue,
            }
            if is_closed {
                return Err(MailError::DelimiterAfterEnd { at });
            }
            let after = at.saturating_add(delimiter.len());
            let (closes, next) =
                rest_of_line(bytes, after..body.end).ok_or(MailError::AmbiguousDelimiter { at })?;
            match part_start {
                None => cut.preamble.end = content_end(bytes, body.start, at),
                Some(start) => {
                    if cut.parts.len() >= most_parts {
                        return Err(MailError::TooManyParts { at });
                    }
                    cut.parts.push(start..content_end(bytes, start, at));
                }
            }
            part_start = Some(next);
            if closes {
                is_closed = true;
                cut.epilogue.start = next;
            }
        }
        match part_start {
            None => Err(MailError::BoundaryNotFound { at: body.start }),
            Some(_) if !is_closed => Err(MailError::NotClosed { at: body.end }),
            Some(_) => Ok(cut),
        }
    }
}

/// RFC 2046 5.1.1: 1 to 70 characters, not ending in white space; nor beginning with it, which the grammar allows and some
/// programs trim. Of the characters only the unseen ones are refused; mail programs use more than the grammar names.
pub(crate) fn is_boundary(boundary: &str, limits: &Limits) -> bool {
    (1..=limits.boundary).contains(&boundary.len())
        && boundary.trim_matches(' ') == boundary
        && boundary.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// What follows a boundary on its line: whether it closes, and where the next line begins. `None` if anything else does.
fn rest_of_line(bytes: &[u8], rest: Range<usize>) -> Option<(bool, usize)> {
    let text = bytes.get(rest.clone())?;
    let (closes, padding) = text.strip_prefix(b"--").map_or((false, text), |after| (true, after));
    let blanks = padding.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line_end = match padding.get(blanks..)? {
        [] => 0,
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    let closing = text.len().checked_sub(padding.len())?;
    let length = closing.checked_add(blanks)?.checked_add(line_end)?;
    Some((closes, rest.start.checked_add(length)?))
}

/// The line end before a boundary belongs to it; a part that is empty has none.
fn content_end(bytes: &[u8], start: usize, delimiter: usize) -> usize {
    let line_end = match bytes.get(start..delimiter).unwrap_or_default() {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    };
    delimiter.saturating_sub(line_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Result<(Vec<&str>, &str, &str), MailError> {
        let cut = Multipart::read(body.as_bytes(), 0..body.len(), "b", 3)?;
        let text = |range: &Range<usize>| &body[range.clone()];
        Ok((cut.parts.iter().map(text).collect(), text(&cut.preamble), text(&cut.epilogue)))
    }

    #[test]
    fn a_boundary_stands_alone_on_its_line() {
        type Parts = Result<(Vec<&'static str>, &'static str, &'static str), MailError>;
        let rows: [(&str, &str, Parts); 20] = [
            ("two", "--b\r\nx\r\n--b\r\ny\r\n--b--\r\n", Ok((vec!["x", "y"], "", ""))),
            ("line feeds", "--b\nx\n--b\ny\n--b--", Ok((vec!["x", "y"], "", ""))),
            ("around", "p\r\n--b\r\nx\r\n--b--\r\ne\r\n", Ok((vec!["x"], "p", "e\r\n"))),
            ("white space after", "--b \t\r\nx\r\n--b-- \r\n", Ok((vec!["x"], "", ""))),
            (
                "one line end is the boundary's",
                "--b\r\nx\r\n\r\n--b--",
                Ok((vec!["x\r\n"], "", "")),
            ),
            ("a CR before it is the part's", "--b\r\nx\r\r\n--b--", Ok((vec!["x\r"], "", ""))),
            ("an empty part", "--b\r\n--b\r\n\r\n--b--", Ok((vec!["", ""], "", ""))),
            (
                "within a line",
                "--b\r\nx --b\r\n --b--\r\n--b--",
                Ok((vec!["x --b\r\n --b--"], "", "")),
            ),
            ("only closing", "--b--\r\n", Ok((vec![], "", ""))),
            ("none", "x\r\n", Err(MailError::BoundaryNotFound { at: 0 })),
            ("empty body", "", Err(MailError::BoundaryNotFound { at: 0 })),
            ("never closed", "--b\r\nx\r\n--b\r\ny", Err(MailError::NotClosed { at: 14 })),
            ("goes on", "--b\r\nx\r\n--bc\r\n--b--", Err(MailError::AmbiguousDelimiter { at: 8 })),
            (
                "goes on after closing",
                "--b\r\nx\r\n--b--c",
                Err(MailError::AmbiguousDelimiter { at: 8 }),
            ),
            (
                "half closed",
                "--b\r\nx\r\n--b-\r\n--b--",
                Err(MailError::AmbiguousDelimiter { at: 8 }),
            ),
            ("ends in CR", "--b\r\nx\r\n--b--\r", Err(MailError::AmbiguousDelimiter { at: 8 })),
            (
                "after a bare CR",
                "--b\r\nx\r--b\r\n--b--",
                Err(MailError::AmbiguousDelimiter { at: 7 }),
            ),
            ("NUL after it", "--b\0\r\nx\r\n--b--", Err(MailError::AmbiguousDelimiter { at: 0 })),
            (
                "after the end",
                "--b\nx\n--b--\n--b\ny\n--b--",
                Err(MailError::DelimiterAfterEnd { at: 12 }),
            ),
            ("too many", "--b\n--b\n--b\n--b\n--b--", Err(MailError::TooManyParts { at: 16 })),
        ];
        for (name, body, expected) in rows {
            assert_eq!(texts(body), expected, "{name}");
        }
    }

    #[test]
    fn boundaries_have_70_characters_at_most() {
        for (boundary, expected) in [
            ("a", true),
            (&*"a".repeat(70), true),
            (&*"a".repeat(71), false),
            ("", false),
            ("a b", true),
            ("a ", false),
            (" a", false),
            ("a\u{7f}", false),
            ("ä", false),
        ] {
            assert_eq!(is_boundary(boundary, &Limits::DEFAULT), expected, "{boundary}");
        }
    }
}
