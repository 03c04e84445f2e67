//! Tokens and objects (ISO 32000-2 7.2, 7.3), strictly: nothing is guessed and nothing repaired.

use super::is_white_space;
use super::object::{
    Dictionary, IndirectObject, Name, Object, ObjectId, PdfString, Span, StringForm,
};
use crate::policy::Limit;

/// Nesting of arrays and dictionaries. Real documents stay under 20; the WASM stack holds far more than 64
/// (threats WEB-05, WEB-07).
const MAX_DEPTH: usize = 64;

/// Elements of one object. A page tree node or a field list of a real document has some thousand; an element costs
/// some 40 bytes of memory, a file can write one in two.
const MAX_ELEMENTS: usize = 500_000;

/// Why the file is not the PDF that was expected there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfError {
    /// Something else stands at this offset.
    Unexpected {
        /// Offset in the file.
        at: usize,
        /// What the grammar asks for.
        expected: &'static str,
        /// The first bytes that came.
        found: Found,
    },
    /// A dictionary has the same key twice once names are decoded (threat PDF-23).
    DuplicateKey {
        /// Offset in the file.
        at: usize,
    },
    /// The file uses more than our budget.
    LimitReached {
        /// Offset in the file.
        at: usize,
        /// Which limit.
        limit: Limit,
    },
}

/// Up to eight bytes of what came instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    bytes: [u8; 8],
    length: usize,
}

impl Found {
    fn at(bytes: &[u8], at: usize) -> Self {
        let mut found = Self { bytes: [0; 8], length: 0 };
        for (slot, byte) in found.bytes.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
            *slot = *byte;
            found.length = found.length.saturating_add(1);
        }
        found
    }

    /// The bytes, printable ones as they are, others as `\xNN`; empty at the end of the file.
    #[must_use]
    pub fn to_text(self) -> String {
        self.bytes.iter().take(self.length).map(|byte| byte.escape_ascii().to_string()).collect()
    }
}

/// Reads from a position of `bytes`; all positions it reports are positions in `bytes`.
#[derive(Debug, Clone)]
pub(crate) struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Array elements and dictionary entries that may still be read.
    elements: usize,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, elements: MAX_ELEMENTS }
    }

    fn count_element(&mut self) -> Result<(), PdfError> {
        let limit = PdfError::LimitReached { at: self.at, limit: Limit::Elements };
        self.elements = self.elements.checked_sub(1).ok_or(limit)?;
        Ok(())
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn peek_after(&self, count: usize) -> Option<u8> {
        self.bytes.get(self.at.checked_add(count)?).copied()
    }

    fn advance(&mut self, count: usize) {
        self.at = self.at.saturating_add(count);
    }

    /// The error "something else stands here".
    pub(crate) fn unexpected(&self, expected: &'static str) -> PdfError {
        PdfError::Unexpected { at: self.at, expected, found: Found::at(self.bytes, self.at) }
    }

    /// The same for data that stands elsewhere in the file, at `at`.
    pub(crate) fn unexpected_at(&self, at: usize, expected: &'static str) -> PdfError {
        PdfError::Unexpected { at, expected, found: self.found() }
    }

    /// What stands here, for an error.
    pub(crate) fn found(&self) -> Found {
        Found::at(self.bytes, self.at)
    }

    /// Skips white space and comments.
    pub(crate) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_white_space(byte) {
                self.advance(1);
            } else if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\r' && byte != b'\n') {
                    self.advance(1);
                }
            } else {
                break;
            }
        }
    }

    /// Skips white space only; comments are not expected here.
    pub(crate) fn skip_white_space(&mut self) {
        while self.peek().is_some_and(is_white_space) {
            self.advance(1);
        }
    }

    /// Takes exactly these bytes.
    pub(crate) fn literal(&mut self, text: &'static str) -> Result<(), PdfError> {
        if self.try_literal(text) { Ok(()) } else { Err(self.unexpected(text)) }
    }

    pub(crate) fn try_literal(&mut self, text: &str) -> bool {
        let matches =
            self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        if matches {
            self.advance(text.len());
        }
        matches
    }

    /// Takes a keyword: these bytes, and no regular character after them.
    pub(crate) fn keyword(&mut self, text: &'static str) -> Result<(), PdfError> {
        let mut ahead = self.clone();
        if ahead.try_literal(text) && !ahead.peek().is_some_and(is_regular) {
            *self = ahead;
            return Ok(());
        }
        Err(self.unexpected(text))
    }

    /// One end-of-line marker: CR LF, LF or CR.
    pub(crate) fn end_of_line(&mut self) -> Result<(), PdfError> {
        match (self.peek(), self.peek_after(1)) {
            (Some(b'\r'), Some(b'\n')) => self.advance(2),
            (Some(b'\r' | b'\n'), _) => self.advance(1),
            _ => return Err(self.unexpected("end of line")),
        }
        Ok(())
    }

    /// An unsigned integer of decimal digits only.
    pub(crate) fn unsigned(&mut self) -> Result<u64, PdfError> {
        let start = self.at;
        let mut value = 0u64;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(u64::from(digit.saturating_sub(b'0'))))
                .ok_or(Self { at: start, ..self.clone() }.unexpected("smaller integer"))?;
            self.advance(1);
        }
        if self.at == start { Err(self.unexpected("integer")) } else { Ok(value) }
    }

    /// An offset or a length: an unsigned integer that fits the address space.
    pub(crate) fn position(&mut self) -> Result<usize, PdfError> {
        let start = self.clone();
        usize::try_from(self.unsigned()?).map_err(|_| start.unexpected("smaller integer"))
    }

    /// `number generation obj ... endobj`, or up to the data of a stream.
    pub(crate) fn indirect_object(&mut self) -> Result<IndirectObject, PdfError> {
        let start = self.at;
        let number_at = self.clone();
        let number =
            u32::try_from(self.unsigned()?).map_err(|_| number_at.unexpected("object number"))?;
        self.required_space()?;
        let generation_at = self.clone();
        let generation = u16::try_from(self.unsigned()?)
            .map_err(|_| generation_at.unexpected("generation number"))?;
        self.required_space()?;
        self.keyword("obj")?;
        self.skip_space();
        let object = self.object()?;
        let end = self.at;
        self.skip_space();
        let mut stream_start = None;
        if matches!(object, Object::Dictionary(_)) && self.try_literal("stream") {
            // ISO 32000-2 7.3.8.1: CR LF or LF, never CR alone.
            if self.peek() == Some(b'\r') {
                self.advance(1);
            }
            self.literal("\n")?;
            stream_start = Some(self.at);
        } else {
            self.keyword("endobj")?;
        }
        let id = ObjectId { number, generation };
        Ok(IndirectObject { id, object, stream_start, span: Span { start, end } })
    }

    /// One direct object or reference.
    pub(crate) fn object(&mut self) -> Result<Object, PdfError> {
        self.nested_object(MAX_DEPTH)
    }

    fn required_space(&mut self) -> Result<(), PdfError> {
        if !self.peek().is_some_and(is_white_space) {
            return Err(self.unexpected("white space"));
        }
        self.skip_white_space();
        Ok(())
    }

    fn nested_object(&mut self, depth: usize) -> Result<Object, PdfError> {
        let limit = PdfError::LimitReached { at: self.at, limit: Limit::Nesting };
        let deeper = depth.checked_sub(1).ok_or(limit)?;
        match self.peek() {
            Some(b'/') => self.name().map(Object::Name),
            Some(b'(') => self.literal_string().map(Object::String),
            Some(b'<') if self.peek_after(1) == Some(b'<') => {
                self.dictionary(deeper).map(Object::Dictionary)
            }
            Some(b'<') => self.hexadecimal_string().map(Object::String),
            Some(b'[') => self.array(deeper),
            Some(b'0'..=b'9') => Ok(match self.reference() {
                Some(id) => Object::Reference(id),
                None => self.number()?,
            }),
            Some(b'+' | b'-' | b'.') => self.number(),
            Some(b't') => self.keyword("true").map(|()| Object::Boolean(true)),
            Some(b'f') => self.keyword("false").map(|()| Object::Boolean(false)),
            Some(b'n') => self.keyword("null").map(|()| Object::Null),
            _ => Err(self.unexpected("object")),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Object, PdfError> {
        self.literal("[")?;
        let mut elements = Vec::new();
        loop {
            self.skip_space();
            if self.try_literal("]") {
                return Ok(Object::Array(elements));
            }
            self.count_element()?;
            elements.push(self.nested_object(depth)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Dictionary, PdfError> {
        self.literal("<<")?;
        let mut entries: Vec<(Name, Object)> = Vec::new();
        loop {
            self.skip_space();
            if self.try_literal(">>") {
                break;
            }
            self.count_element()?;
            let key = self.name()?;
            self.skip_space();
            entries.push((key, self.nested_object(depth)?));
        }
        // Sorted, because one file may hold a dictionary of many thousand keys.
        let mut keys: Vec<&Name> = entries.iter().map(|(key, _)| key).collect();
        keys.sort_unstable();
        if keys.array_windows().any(|[one, next]| one == next) {
            return Err(PdfError::DuplicateKey { at: self.at });
        }
        Ok(Dictionary { entries })
    }

    fn name(&mut self) -> Result<Name, PdfError> {
        self.literal("/")?;
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            if byte != b'#' {
                name.push(byte);
                self.advance(1);
                continue;
            }
            let digits =
                self.peek_after(1).and_then(hex_digit).zip(self.peek_after(2).and_then(hex_digit));
            let (high, low) = digits.ok_or(self.unexpected("two hexadecimal digits after #"))?;
            name.push(high << 4 | low);
            self.advance(3);
        }
        Ok(name)
    }

    /// `number generation R`, if that is what stands here.
    fn reference(&mut self) -> Option<ObjectId> {
        let mut ahead = self.clone();
        let number = u32::try_from(ahead.unsigned().ok()?).ok()?;
        ahead.required_space().ok()?;
        let generation = u16::try_from(ahead.unsigned().ok()?).ok()?;
        ahead.required_space().ok()?;
        ahead.keyword("R").ok()?;
        *self = ahead;
        Some(ObjectId { number, generation })
    }

    fn number(&mut self) -> Result<Object, PdfError> {
        let start = self.clone();
        if matches!(self.peek(), Some(b'+' | b'-')) {
            self.advance(1);
        }
        let mut points = 0u32;
        let mut digits = 0u32;
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' => digits = digits.saturating_add(1),
                b'.' => points = points.saturating_add(1),
                _ => break,
            }
            self.advance(1);
        }
        let text = self.bytes.get(start.at..self.at).unwrap_or_default();
        if digits == 0 || points > 1 || self.peek().is_some_and(is_regular) {
            return Err(start.unexpected("number"));
        }
        // A plus sign says nothing, and readers differ in whether they know it: such a number decides nothing (PDF-05).
        if points == 1 || text.starts_with(b"+") {
            return Ok(Object::Real(text.to_vec()));
        }
        let value = core::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
        value.map(Object::Integer).ok_or(start.unexpected("smaller integer"))
    }

    fn hexadecimal_string(&mut self) -> Result<PdfString, PdfError> {
        let start = self.at;
        self.literal("<")?;
        let mut bytes = Vec::new();
        let mut high = None;
        loop {
            let byte = self.peek().ok_or(self.unexpected(">"))?;
            if byte == b'>' {
                break;
            }
            if !is_white_space(byte) {
                let digit = hex_digit(byte).ok_or(self.unexpected("hexadecimal digit"))?;
                match high.take() {
                    None => high = Some(digit),
                    Some(high) => bytes.push(high << 4 | digit),
                }
            }
            self.advance(1);
        }
        self.advance(1);
        // ISO 32000-2 7.3.4.3: a missing last digit is zero.
        bytes.extend(high.map(|high| high << 4));
        Ok(PdfString { bytes, form: StringForm::Hexadecimal, span: Span { start, end: self.at } })
    }

    fn literal_string(&mut self) -> Result<PdfString, PdfError> {
        let start = self.at;
        self.literal("(")?;
        let mut bytes = Vec::new();
        let mut open = 1u32;
        while open > 0 {
            let byte = self.peek().ok_or(self.unexpected(")"))?;
            match byte {
                b'\\' => {
                    self.escape(&mut bytes)?;
                    continue;
                }
                b'(' => open = open.saturating_add(1),
                b')' => open = open.saturating_sub(1),
                _ => {}
            }
            if open > 0 {
                bytes.push(byte);
            }
            self.advance(1);
        }
        Ok(PdfString { bytes, form: StringForm::Literal, span: Span { start, end: self.at } })
    }

    /// ISO 32000-2 table 3.
    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), PdfError> {
        self.advance(1);
        let byte = self.peek().ok_or(self.unexpected("escaped character"))?;
        if byte.is_ascii_digit() && byte < b'8' {
            let mut value = 0u32;
            for _ in 0..3 {
                let Some(digit) = self.peek().filter(|byte| (b'0'..=b'7').contains(byte)) else {
                    break;
                };
                value = value.wrapping_mul(8).wrapping_add(u32::from(digit.wrapping_sub(b'0')));
                self.advance(1);
            }
            // High-order overflow is ignored, as the table says.
            bytes.push(value.to_le_bytes()[0]);
            return Ok(());
        }
        if byte == b'\r' || byte == b'\n' {
            return self.end_of_line();
        }
        bytes.push(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 0x08,
            b'f' => 0x0c,
            other => other,
        });
        self.advance(1);
        Ok(())
    }
}

fn is_regular(byte: u8) -> bool {
    !is_white_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The value of a hexadecimal digit.
pub(crate) fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Object, PdfError> {
        Parser::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn names_are_decoded_before_keys_are_compared() {
        assert_eq!(
            parse("<</Contents<00>/C#6fntents<01>>>").unwrap_err(),
            PdfError::DuplicateKey { at: 32 }
        );
    }

    #[test]
    fn strings_decode_to_their_bytes() {
        let rows: [(&str, &[u8]); 6] = [
            ("(a(b)c)", b"a(b)c"),
            (r"(\101\53\7)", b"A+\x07"),
            ("(a\\\nb)", b"ab"),
            (r"(\n\(\))", b"\n()"),
            ("<48 65 6C6c6>", b"Hell\x60"),
            ("<>", b""),
        ];
        for (text, expected) in rows {
            match parse(text) {
                Ok(Object::String(string)) => assert_eq!(string.bytes, expected, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let text = "[".repeat(10_000);
        assert_eq!(
            parse(&text).unwrap_err(),
            PdfError::LimitReached { at: 64, limit: Limit::Nesting }
        );
    }

    #[test]
    fn numbers_have_one_grammar() {
        assert!(matches!(
            parse("12 0 R"),
            Ok(Object::Reference(ObjectId { number: 12, generation: 0 }))
        ));
        assert!(matches!(parse("-7 "), Ok(Object::Integer(-7))));
        assert!(matches!(parse("7.5"), Ok(Object::Real(_))));
        for text in ["--5", "1e5", "+", "99999999999999999999", "1.2.3", "5x"] {
            assert!(matches!(parse(text), Err(PdfError::Unexpected { at: 0, .. })), "{text}");
        }
    }
}
