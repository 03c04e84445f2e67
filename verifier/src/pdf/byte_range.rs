//! What a signature's bytes are (ISO 32000-2 12.8.1): exactly two pieces of the file, from its first byte to the end of
//! a revision, around exactly the token of this dictionary's own `Contents` (invariants I2 and I3).

use super::document::Document;
use super::object::{PdfString, Span, StringForm};
use super::parser::hex_digit;

/// A checked `ByteRange`: holding one means that I2 holds for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByteRange {
    first: Span,
    second: Span,
}

/// Why a `ByteRange` is not acceptable (all of them are `FORMAT_FAILURE`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteRangeError {
    /// Not four direct integers of at least zero.
    NotFourIntegers,
    /// The first piece does not start at 0 (PDF-14).
    NotFromStart,
    /// The pieces overlap or are out of order (PDF-17).
    Overlap,
    /// The pieces leave the file (PDF-18, PDF-19).
    PastEnd,
    /// The gap is not exactly the token of `Contents` (PDF-15, PDF-16, PDF-22, PDF-30, PDF-51, PDF-53).
    GapIsNotContents,
    /// `Contents` is not written in hexadecimal digits alone (PDF-24, PDF-26).
    ContentsNotHexadecimal,
}

impl ByteRangeError {
    /// The key of this reason in the report.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotFourIntegers => "not-four-integers",
            Self::NotFromStart => "not-from-start",
            Self::Overlap => "overlap",
            Self::PastEnd => "past-end",
            Self::GapIsNotContents => "gap-is-not-contents",
            Self::ContentsNotHexadecimal => "contents-not-hexadecimal",
        }
    }
}

/// How much of the file a signature covers, compared by positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// Every byte of the file but the `Contents` token.
    WholeFile,
    /// Every byte up to the end of the revision that made the signature.
    WholeRevision,
    /// Less than the revision that made the signature.
    Partial,
    /// Not to be told: the dictionary gives no acceptable `ByteRange`.
    Unclear,
}

impl ByteRange {
    /// Checks the four integers of a signature dictionary against the file and against its `Contents` token.
    ///
    /// # Errors
    /// The first rule of I2 that does not hold.
    pub(crate) fn check(
        bytes: &[u8],
        integers: Option<[i64; 4]>,
        contents: &PdfString,
    ) -> Result<Self, ByteRangeError> {
        let [start, length, second_start, second_length] = integers
            .and_then(|integers| {
                integers.map(u64::try_from).into_iter().collect::<Result<Vec<_>, _>>().ok()
            })
            .and_then(|integers| <[u64; 4]>::try_from(integers).ok())
            .ok_or(ByteRangeError::NotFourIntegers)?;
        if start != 0 {
            return Err(ByteRangeError::NotFromStart);
        }
        if length == 0 || second_start < length {
            return Err(ByteRangeError::Overlap);
        }
        let end = second_start.checked_add(second_length).ok_or(ByteRangeError::PastEnd)?;
        let position =
            |value: u64| usize::try_from(value).ok().filter(|value| *value <= bytes.len());
        let (Some(gap_start), Some(gap_end), Some(end)) =
            (position(length), position(second_start), position(end))
        else {
            return Err(ByteRangeError::PastEnd);
        };
        if contents.span != (Span { start: gap_start, end: gap_end }) {
            return Err(ByteRangeError::GapIsNotContents);
        }
        let digits = bytes
            .get(gap_start..gap_end)
            .and_then(|gap| gap.strip_prefix(b"<")?.strip_suffix(b">"));
        let hexadecimal = digits.is_some_and(|digits| {
            digits.len().is_multiple_of(2) && digits.iter().all(|digit| hex_digit(*digit).is_some())
        });
        if contents.form != StringForm::Hexadecimal || !hexadecimal {
            return Err(ByteRangeError::ContentsNotHexadecimal);
        }
        Ok(Self { first: Span { start: 0, end: gap_start }, second: Span { start: gap_end, end } })
    }

    /// The two pieces.
    #[must_use]
    pub fn pieces(&self) -> [Span; 2] {
        [self.first, self.second]
    }

    /// First byte after the signed bytes.
    #[must_use]
    pub fn end(&self) -> usize {
        self.second.end
    }

    /// The revision whose end this range reaches: after its `%%EOF`, or after the end-of-line marker that follows (I3).
    #[must_use]
    pub(crate) fn revision(&self, document: &Document) -> Option<usize> {
        let end = self.end();
        document
            .revisions()
            .iter()
            .position(|revision| (revision.eof_end..=revision.white_space_end).contains(&end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `0123<00aa>9abc`: the token stands at 4..10 of 14 bytes.
    fn check(integers: [i64; 4]) -> Result<[Span; 2], ByteRangeError> {
        check_in(b"0123<00aa>9abc", integers, StringForm::Hexadecimal)
    }

    fn check_in(
        bytes: &[u8],
        integers: [i64; 4],
        form: StringForm,
    ) -> Result<[Span; 2], ByteRangeError> {
        let contents = PdfString { bytes: vec![0, 0xaa], form, span: Span { start: 4, end: 10 } };
        ByteRange::check(bytes, Some(integers), &contents).map(|range| range.pieces())
    }

    #[test]
    fn only_the_exact_geometry_is_accepted() {
        let span = |start, end| Span { start, end };
        assert_eq!(check([0, 4, 10, 4]), Ok([span(0, 4), span(10, 14)]));
        let rows = [
            ([1, 3, 10, 4], ByteRangeError::NotFromStart),
            ([0, 0, 10, 4], ByteRangeError::Overlap),
            ([0, 4, 3, 4], ByteRangeError::Overlap),
            ([0, 4, 10, 5], ByteRangeError::PastEnd),
            ([0, 4, i64::MAX, i64::MAX], ByteRangeError::PastEnd),
            ([0, 4, 4_294_967_290, 20], ByteRangeError::PastEnd),
            ([0, 3, 10, 4], ByteRangeError::GapIsNotContents),
            ([0, 5, 9, 5], ByteRangeError::GapIsNotContents),
            ([0, 4, 11, 3], ByteRangeError::GapIsNotContents),
            ([-1, 4, 10, 4], ByteRangeError::NotFourIntegers),
        ];
        for (integers, expected) in rows {
            assert_eq!(check(integers), Err(expected), "{integers:?}");
        }
    }

    #[test]
    fn the_token_is_hexadecimal_digits_alone() {
        let good = [0, 4, 10, 4];
        let rows: [(&[u8], StringForm); 3] = [
            (b"0123(00aa)9abc", StringForm::Literal),
            (b"0123<00 a>9abc", StringForm::Hexadecimal),
            (b"0123<00ag>9abc", StringForm::Hexadecimal),
        ];
        for (bytes, form) in rows {
            assert_eq!(check_in(bytes, good, form), Err(ByteRangeError::ContentsNotHexadecimal));
        }
    }
}
