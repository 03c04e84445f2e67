//! The last `startxref` of a file (ISO 32000-2 7.5.5), and what may follow it.

use super::is_white_space;
use super::object::Span;
use super::parser::{Parser, PdfError};
use super::xref::end_of_section;

/// Mail gateways and editors add white space; more than this is no accident (threat PDF-96). Policy.
const MOST_WHITE_SPACE: usize = 1024;

/// The last `startxref` of the file (ISO 32000-2 7.5.5), which must stand in the last 1024 bytes but for white space, with
/// nothing but white space after its `%%EOF`: gives the offset it names, where `%%EOF` ends, and the white space after it.
pub(crate) fn last_start_xref(bytes: &[u8]) -> Result<(usize, usize, Span), PdfError> {
    let white_space = bytes.iter().rev().take_while(|byte| is_white_space(**byte)).count();
    let content = bytes.len().saturating_sub(white_space);
    let tail_start = content.saturating_sub(1024);
    let tail = bytes.get(tail_start..).unwrap_or_default();
    let found = memchr::memmem::rfind(tail, b"startxref");
    let at = found.and_then(|at| tail_start.checked_add(at));
    let mut parser = Parser::new(bytes, at.unwrap_or(bytes.len()));
    let (start_xref, eof_end) = end_of_section(&mut parser)?;
    if let Some(other) =
        bytes.get(eof_end..).unwrap_or_default().iter().position(|byte| !is_white_space(*byte))
    {
        return Err(
            Parser::new(bytes, eof_end.saturating_add(other)).unexpected("nothing after %%EOF")
        );
    }
    // One end-of-line marker belongs to the revision.
    let line_end = match bytes.get(eof_end..) {
        Some([b'\r', b'\n', ..]) => 2,
        Some([b'\r' | b'\n', ..]) => 1,
        _ => 0,
    };
    if white_space > MOST_WHITE_SPACE.saturating_add(line_end) {
        return Err(Parser::new(bytes, eof_end).unexpected("at most 1024 bytes of white space"));
    }
    Ok((start_xref, eof_end, Span { start: eof_end, end: bytes.len() }))
}
