//! A strict reader of DER (X.690 10): definite lengths, minimal lengths, low tag numbers; and, where a caller asks for it,
//! of BER (X.690 8), which CMS may be written in: indefinite lengths, longer lengths than needed, strings in pieces.
//!
//! It hands out slices of the input, header included, so that what is hashed and what is compared are the bytes
//! that came. What must be DER (certificates, lists, responses) is read anew from those slices by the strict rules.
//! It is one file of more than 500 lines because a third of them are the tests of its one loop.

mod oid_text;
mod transcode;

pub(crate) use oid_text::{is_oid, oid_text};

pub(crate) use transcode::{encoding, is_der, to_der};

/// Universal tags and the context tags the structures we read use, as identifier octets.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    /// In pieces: BER only.
    pub(crate) const OCTET_STRING_CONSTRUCTED: u8 = 0x24;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0a;
    pub(crate) const UTF8_STRING: u8 = 0x0c;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    /// `[0]`, constructed.
    pub(crate) const CONTEXT_0: u8 = 0xa0;
    /// `[1]`, constructed.
    pub(crate) const CONTEXT_1: u8 = 0xa1;
    /// `[2]`, constructed.
    pub(crate) const CONTEXT_2: u8 = 0xa2;
    /// `[3]`, constructed.
    pub(crate) const CONTEXT_3: u8 = 0xa3;
    /// `[0]`, primitive.
    pub(crate) const CONTEXT_0_PRIMITIVE: u8 = 0x80;
    /// `[1]`, primitive.
    pub(crate) const CONTEXT_1_PRIMITIVE: u8 = 0x81;
    /// The bit that says: made of other elements.
    pub(crate) const CONSTRUCTED: u8 = 0x20;
}

/// Which encoding is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    Der,
    Ber,
}

/// Elements within elements (threat CMS-44 names 64).
const MAX_DEPTH: usize = 64;

/// Elements of one list, pieces of one string, and steps to the end of contents that show no length, which every level of
/// nesting takes again. A megabyte has room for half a million, each of which costs thirty times its size once it is read
/// (threats CMS-26, WEB-11); the largest file in pieces of a kilobyte has a quarter of a million.
const MAX_ELEMENTS: usize = 1 << 20;

/// Why bytes are not the DER that was expected; `at` counts from the start of the outermost structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DerError {
    /// The input ends inside an element.
    Truncated {
        /// Offset of the element.
        at: usize,
    },
    /// An indefinite length: BER, not DER.
    IndefiniteLength {
        /// Offset of the element.
        at: usize,
    },
    /// A length written longer than needed, or longer than any input.
    BadLength {
        /// Offset of the element.
        at: usize,
    },
    /// A tag number of 31 or more; none of our structures has one.
    HighTagNumber {
        /// Offset of the element.
        at: usize,
    },
    /// Another element than the structure asks for.
    UnexpectedTag {
        /// Offset of the element.
        at: usize,
        /// Identifier octet the structure asks for.
        expected: u8,
        /// Identifier octet that came; `None` at the end of the input.
        found: Option<u8>,
    },
    /// More elements within elements than any of our structures has.
    TooDeep {
        /// Offset of the element.
        at: usize,
    },
    /// More elements in a list than are read: a limit, and no fault.
    TooMany {
        /// Offset of the first one that is not read.
        at: usize,
    },
    /// Bytes after the end of the structure.
    TrailingData {
        /// Offset of the first of them.
        at: usize,
    },
    /// The right element with a value its type does not allow.
    BadValue {
        /// Offset of the element.
        at: usize,
    },
}

impl DerError {
    /// The key of this reason, and the offset of the element, as reports name it.
    pub(crate) fn key(self) -> String {
        let (key, at) = match self {
            Self::Truncated { at } => ("truncated", at),
            Self::IndefiniteLength { at } => ("indefinite-length", at),
            Self::BadLength { at } => ("bad-length", at),
            Self::HighTagNumber { at } => ("high-tag-number", at),
            Self::UnexpectedTag { at, .. } => ("unexpected-tag", at),
            Self::TooDeep { at } => ("too-deep", at),
            Self::TooMany { at } => ("too-many", at),
            Self::TrailingData { at } => ("trailing-data", at),
            Self::BadValue { at } => ("bad-value", at),
        };
        format!("der-{key}-at-{at}")
    }
}

/// One element: identifier octet, contents octets, and the whole encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) raw: &'a [u8],
    at: usize,
    value_at: usize,
    rules: Rules,
    depth: usize,
}

impl<'a> Tlv<'a> {
    /// A reader over the contents octets, by the same rules.
    pub(crate) fn reader(&self) -> Reader<'a> {
        let depth = self.depth.saturating_add(1);
        Reader { rest: self.value, at: self.value_at, rules: self.rules, depth }
    }

    /// OCTET STRING contents, in the pieces they came in: one, but in BER (X.690 8.7.3).
    pub(crate) fn octets(&self) -> Result<Vec<&'a [u8]>, DerError> {
        if self.tag & tag::CONSTRUCTED == 0 {
            return Ok(vec![self.value]);
        }
        if self.rules == Rules::Der {
            return Err(self.bad_value());
        }
        let mut pieces = Vec::new();
        let mut reader = self.reader();
        while !reader.is_empty() {
            let piece = reader.any()?;
            if pieces.len() >= MAX_ELEMENTS {
                return Err(DerError::TooMany { at: piece.at });
            }
            match piece.tag {
                tag::OCTET_STRING => pieces.push(piece.value),
                tag::OCTET_STRING_CONSTRUCTED => pieces.extend(piece.octets()?),
                _ => return Err(piece.bad_value()),
            }
        }
        Ok(pieces)
    }

    /// The error "this value is not allowed", at this element.
    pub(crate) fn bad_value(&self) -> DerError {
        DerError::BadValue { at: self.at }
    }

    /// INTEGER contents as a small number.
    pub(crate) fn small_integer(&self) -> Result<u64, DerError> {
        let digits = match *self.value {
            [] => return Err(self.bad_value()),
            [0] => return Ok(0),
            // X.690 8.3.2: the first nine bits are neither all zero nor all one.
            [0, next, ..] if next < 0x80 => return Err(self.bad_value()),
            [0, ref digits @ ..] => digits,
            [first, ..] if first >= 0x80 => return Err(self.bad_value()),
            ref digits => digits,
        };
        if digits.len() > 8 {
            return Err(self.bad_value());
        }
        Ok(digits.iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte)))
    }

    /// INTEGER contents as the octets of a number that is not negative, without the zero that keeps it so.
    pub(crate) fn positive_integer(&self) -> Result<&'a [u8], DerError> {
        match self.value {
            // X.690 8.3.2, as above.
            [0, next, ..] if *next < 0x80 => Err(self.bad_value()),
            [0, digits @ ..] => Ok(digits),
            [first, ..] if *first < 0x80 => Ok(self.value),
            _ => Err(self.bad_value()),
        }
    }

    /// BOOLEAN contents, DER form.
    pub(crate) fn boolean(&self) -> Result<bool, DerError> {
        match *self.value {
            [0x00] => Ok(false),
            [0xff] => Ok(true),
            _ => Err(self.bad_value()),
        }
    }

    /// BIT STRING contents that are a whole number of octets.
    pub(crate) fn octets_of_bit_string(&self) -> Result<&'a [u8], DerError> {
        match self.value {
            [0, octets @ ..] => Ok(octets),
            _ => Err(self.bad_value()),
        }
    }
}

/// Reads elements one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
    rules: Rules,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::by(Rules::Der, bytes)
    }

    pub(crate) fn by(rules: Rules, bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: 0, rules, depth: 0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The identifier octet of the next element.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, whatever it is.
    pub(crate) fn any(&mut self) -> Result<Tlv<'a>, DerError> {
        let at = self.at;
        if self.depth > MAX_DEPTH {
            return Err(DerError::TooDeep { at });
        }
        let (tag, header, length) = header(self.rest, at, self.rules)?;
        let (length, after) = match length {
            Length::Definite(length) => (length, 0),
            Length::Indefinite => {
                let contents = self.rest.get(header..).unwrap_or_default();
                (up_to_end_of_contents(contents, at)?, END_OF_CONTENTS.len())
            }
        };
        let value_end = header.checked_add(length).ok_or(DerError::Truncated { at })?;
        let end = value_end.checked_add(after).ok_or(DerError::Truncated { at })?;
        let (raw, rest) = self.rest.split_at_checked(end).ok_or(DerError::Truncated { at })?;
        let value = raw.get(header..value_end).ok_or(DerError::Truncated { at })?;
        self.rest = rest;
        self.at = at.saturating_add(end);
        let value_at = at.saturating_add(header);
        Ok(Tlv { tag, value, raw, at, value_at, rules: self.rules, depth: self.depth })
    }

    /// The next element, which must be an OCTET STRING; in BER it may stand in pieces.
    pub(crate) fn octet_string(&mut self) -> Result<Vec<&'a [u8]>, DerError> {
        match (self.peek(), self.rules) {
            (Some(tag::OCTET_STRING_CONSTRUCTED), Rules::Ber) => self.any()?.octets(),
            _ => self.expect(tag::OCTET_STRING)?.octets(),
        }
    }

    /// The next element, which must have this identifier octet.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, DerError> {
        if self.peek() != Some(tag) {
            return Err(DerError::UnexpectedTag { at: self.at, expected: tag, found: self.peek() });
        }
        self.any()
    }

    /// The next element if it has this identifier octet.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, DerError> {
        if self.peek() == Some(tag) { self.any().map(Some) } else { Ok(None) }
    }

    /// The end: nothing may be left.
    pub(crate) fn finish(&self) -> Result<(), DerError> {
        if self.rest.is_empty() { Ok(()) } else { Err(DerError::TrailingData { at: self.at }) }
    }

    /// Every element that is left.
    pub(crate) fn all(&mut self) -> Result<Vec<Tlv<'a>>, DerError> {
        self.at_most(MAX_ELEMENTS)
    }

    /// Every element that is left, where they are no more than this.
    pub(crate) fn at_most(&mut self, most: usize) -> Result<Vec<Tlv<'a>>, DerError> {
        let mut elements = Vec::new();
        while !self.is_empty() {
            if elements.len() >= most {
                return Err(DerError::TooMany { at: self.at });
            }
            elements.push(self.any()?);
        }
        Ok(elements)
    }
}

/// Exactly one element with this identifier octet, and nothing after it.
pub(crate) fn whole(bytes: &[u8], tag: u8) -> Result<Tlv<'_>, DerError> {
    let mut reader = Reader::new(bytes);
    let element = reader.expect(tag)?;
    reader.finish()?;
    Ok(element)
}

/// The contents of an element as far as they are there: for telling what a file was that was cut.
pub(crate) fn contents_so_far(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let (found, size, length) = header(bytes, 0, Rules::Der).ok()?;
    let contents = bytes.get(size..).filter(|_| found == tag)?;
    match length {
        Length::Definite(length) => Some(contents.get(..length).unwrap_or(contents)),
        Length::Indefinite => None,
    }
}

/// Length of contents.
enum Length {
    Definite(usize),
    Indefinite,
}

/// X.690 8.1.5.
const END_OF_CONTENTS: [u8; 2] = [0, 0];

/// Identifier octet, size of the header, and length of the contents.
fn header(bytes: &[u8], at: usize, rules: Rules) -> Result<(u8, usize, Length), DerError> {
    let (&tag, after_tag) = bytes.split_first().ok_or(DerError::Truncated { at })?;
    if tag & 0x1f == 0x1f {
        return Err(DerError::HighTagNumber { at });
    }
    let (&first, after_first) = after_tag.split_first().ok_or(DerError::Truncated { at })?;
    if first < 0x80 {
        return Ok((tag, 2, Length::Definite(usize::from(first))));
    }
    if first == 0x80 {
        // X.690 8.1.3.2: only what is made of elements has an end that shows.
        return match rules {
            Rules::Ber if tag & tag::CONSTRUCTED != 0 => Ok((tag, 2, Length::Indefinite)),
            Rules::Ber | Rules::Der => Err(DerError::IndefiniteLength { at }),
        };
    }
    let count = usize::from(first & 0x7f);
    // Four octets are more than any file we accept; BER may write zeros before them.
    if count > 8 || count > 4 && rules == Rules::Der {
        return Err(DerError::BadLength { at });
    }
    let digits = after_first.get(..count).ok_or(DerError::Truncated { at })?;
    let length = digits.iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
    // X.690 10.1: the least number of octets.
    if rules == Rules::Der && (length < 0x80 || digits.first() == Some(&0)) {
        return Err(DerError::BadLength { at });
    }
    // More than this machine can count is more than there is: every machine says the same.
    let length = usize::try_from(length).map_err(|_| DerError::Truncated { at })?;
    Ok((tag, count.saturating_add(2), Length::Definite(length)))
}

/// Length of contents that end with end-of-contents octets. Without recursion: what is open is counted.
fn up_to_end_of_contents(contents: &[u8], at: usize) -> Result<usize, DerError> {
    let mut open = 1usize;
    let mut position = 0usize;
    for _ in 0..MAX_ELEMENTS {
        let rest = contents.get(position..).unwrap_or_default();
        if rest.starts_with(&END_OF_CONTENTS) {
            open = open.saturating_sub(1);
            if open == 0 {
                return Ok(position);
            }
            position = position.saturating_add(END_OF_CONTENTS.len());
            continue;
        }
        let (_, header, length) = header(rest, at, Rules::Ber)?;
        let step = match length {
            Length::Definite(length) => header.checked_add(length),
            Length::Indefinite if open < MAX_DEPTH => {
                open = open.saturating_add(1);
                Some(header)
            }
            Length::Indefinite => return Err(DerError::TooDeep { at }),
        };
        position =
            step.and_then(|step| position.checked_add(step)).ok_or(DerError::Truncated { at })?;
        if position > contents.len() {
            return Err(DerError::Truncated { at });
        }
    }
    Err(DerError::TooMany { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_definite_and_minimal() {
        type Row = (&'static str, &'static [u8], Result<&'static [u8], DerError>);
        let rows: [Row; 8] = [
            ("short form", &[0x04, 2, 7, 8], Ok(&[7, 8])),
            ("empty", &[0x04, 0], Ok(&[])),
            ("truncated contents", &[0x04, 3, 7, 8], Err(DerError::Truncated { at: 0 })),
            ("no length", &[0x04], Err(DerError::Truncated { at: 0 })),
            ("indefinite", &[0x24, 0x80, 0, 0], Err(DerError::IndefiniteLength { at: 0 })),
            (
                "long form for a short length",
                &[0x04, 0x81, 1, 7],
                Err(DerError::BadLength { at: 0 }),
            ),
            (
                "five octets of length",
                &[0x04, 0x85, 1, 0, 0, 0, 0],
                Err(DerError::BadLength { at: 0 }),
            ),
            ("high tag number", &[0x1f, 0x81, 0], Err(DerError::HighTagNumber { at: 0 })),
        ];
        for (name, input, expected) in rows {
            assert_eq!(Reader::new(input).any().map(|element| element.value), expected, "{name}");
        }
    }

    #[test]
    fn ber_lengths_may_be_indefinite_or_longer_than_needed() {
        type Row = (&'static str, &'static [u8], Result<&'static [u8], DerError>);
        let rows: [Row; 9] = [
            ("short form", &[0x04, 2, 7, 8], Ok(&[7, 8])),
            ("long form for a short length", &[0x04, 0x82, 0, 1, 7], Ok(&[7])),
            ("eight octets of length", &[0x04, 0x88, 0, 0, 0, 0, 0, 0, 0, 1, 7], Ok(&[7])),
            (
                "more contents than any file",
                &[0x04, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 7],
                Err(DerError::Truncated { at: 0 }),
            ),
            ("indefinite", &[0x24, 0x80, 4, 1, 7, 0, 0], Ok(&[4, 1, 7])),
            ("indefinite within", &[0x24, 0x80, 0x24, 0x80, 0, 0, 0, 0], Ok(&[0x24, 0x80, 0, 0])),
            ("no end of contents", &[0x24, 0x80, 4, 1, 7], Err(DerError::Truncated { at: 0 })),
            ("half an end", &[0x24, 0x80, 4, 1, 7, 0], Err(DerError::Truncated { at: 0 })),
            (
                "indefinite and not made of elements",
                &[0x04, 0x80, 7, 0, 0],
                Err(DerError::IndefiniteLength { at: 0 }),
            ),
        ];
        for (name, input, expected) in rows {
            let element = Reader::by(Rules::Ber, input).any();
            assert_eq!(element.map(|element| element.value), expected, "{name}");
        }
    }

    #[test]
    fn octet_strings_in_pieces_are_read_in_order_and_only_in_ber() {
        let encoding = [0x24, 0x80, 4, 2, 1, 2, 0x24, 3, 4, 1, 3, 4, 0, 0, 0];
        let pieces = Reader::by(Rules::Ber, &encoding).octet_string();
        assert_eq!(pieces, Ok(vec![&[1, 2][..], &[3], &[]]));
        let expected = DerError::UnexpectedTag { at: 0, expected: 4, found: Some(0x24) };
        assert_eq!(Reader::new(&encoding).octet_string(), Err(expected));
        let other = [0x24, 3, 2, 1, 3];
        let pieces = Reader::by(Rules::Ber, &other).octet_string();
        assert_eq!(pieces, Err(DerError::BadValue { at: 2 }));
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = [0x30, 0x80].repeat(100_000);
        let error = DerError::TooDeep { at: 0 };
        assert_eq!(Reader::by(Rules::Ber, &deep).any(), Err(error));
        let mut nested = vec![4, 0];
        for _ in 0..70 {
            let length = nested.len();
            let mut outer = vec![0x24, 0x82];
            outer.extend(u16::try_from(length).unwrap().to_be_bytes());
            outer.append(&mut nested);
            nested = outer;
        }
        let error = Reader::by(Rules::Ber, &nested).octet_string();
        assert_eq!(error, Err(DerError::TooDeep { at: 260 }));
    }

    #[test]
    fn integers_are_minimal_and_not_negative() {
        let rows: [(&[u8], Result<u64, DerError>); 5] = [
            (&[2, 1, 0], Ok(0)),
            (&[2, 2, 0, 0x80], Ok(128)),
            (&[2, 2, 0, 0x7f], Err(DerError::BadValue { at: 0 })),
            (&[2, 1, 0x80], Err(DerError::BadValue { at: 0 })),
            (&[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0], Err(DerError::BadValue { at: 0 })),
        ];
        for (input, expected) in rows {
            let element = whole(input, tag::INTEGER).unwrap();
            assert_eq!(element.small_integer(), expected, "{input:?}");
        }
    }

    #[test]
    fn nothing_may_follow_a_whole_element() {
        assert_eq!(whole(&[5, 0, 5, 0], tag::NULL), Err(DerError::TrailingData { at: 2 }));
    }
}
