//! DER (X.690 10) as the linter reads it: elements with their offset in the file, and for each thing that is no DER where it
//! stands, what was expected and what came.
//!
//! It keeps slices of the file and nothing else. What a value may be is left to those who know what it is for.

use std::fmt;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const ENUMERATED: u8 = 0x0a;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;

/// `[number]`, primitive.
pub(super) const fn primitive(number: u8) -> u8 {
    0x80 | number
}

/// `[number]`, constructed.
pub(super) const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// Why bytes are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// Offset in the file of the element, or of where it should be.
    pub(super) at: usize,
    /// What it is about.
    pub(super) kind: FaultKind,
}

/// What is wrong at that place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The file, or what is around the element, ends first.
    Truncated,
    /// BER: the length is not said.
    IndefiniteLength,
    /// The length in more octets than needed, or in more than any file has.
    BadLength,
    /// A tag number above 30, which none of our structures has.
    HighTagNumber,
    /// Another element.
    UnexpectedTag { expected: u8, found: u8 },
    /// Elements after the last that belongs there.
    Surplus,
    /// A value that its type does not have.
    BadValue(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FaultKind::Truncated => write!(f, "expected an element, found the end"),
            FaultKind::IndefiniteLength => write!(f, "expected a length, found BER without one"),
            FaultKind::BadLength => write!(f, "expected the shortest form of a length"),
            FaultKind::HighTagNumber => write!(f, "expected a tag number up to 30"),
            FaultKind::UnexpectedTag { expected, found } => {
                write!(f, "expected tag 0x{expected:02x}, found 0x{found:02x}")
            }
            FaultKind::Surplus => write!(f, "expected the end, found another element"),
            FaultKind::BadValue(what) => write!(f, "expected {what}"),
        }?;
        write!(f, " at octet {}", self.at)
    }
}

/// One element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    /// Contents octets.
    pub(super) value: &'a [u8],
    /// With tag and length.
    pub(super) raw: &'a [u8],
    /// Offset of the tag in the file.
    pub(super) at: usize,
}

impl<'a> Element<'a> {
    /// What it is made of.
    pub(super) fn elements(&self) -> Elements<'a> {
        let header = self.raw.len().saturating_sub(self.value.len());
        Elements { rest: self.value, at: self.at.saturating_add(header) }
    }

    /// The same, or the fault that the value is not this.
    pub(super) const fn bad_value(&self, expected: &'static str) -> Fault {
        Fault { at: self.at, kind: FaultKind::BadValue(expected) }
    }

    /// A BOOLEAN, or what stands for one under an implicit tag (X.690 11.1).
    pub(super) fn boolean(&self) -> Result<bool, Fault> {
        match self.value {
            [0xff] => Ok(true),
            [0] => Ok(false),
            _ => Err(self.bad_value("00 or FF for a BOOLEAN")),
        }
    }

    /// The octets of an INTEGER in its only form (X.690 8.3.2).
    pub(super) fn integer(&self) -> Result<&'a [u8], Fault> {
        match self.value {
            [] => Err(self.bad_value("an INTEGER of at least one octet")),
            [0, next, ..] if *next < 0x80 => Err(self.bad_value("the shortest form of an INTEGER")),
            [0xff, next, ..] if *next >= 0x80 => {
                Err(self.bad_value("the shortest form of an INTEGER"))
            }
            digits => Ok(digits),
        }
    }

    /// The octets of a BIT STRING, whose last bits may be unused.
    pub(super) fn bits(&self) -> Result<&'a [u8], Fault> {
        match self.value {
            [0] => Ok(&[]),
            [unused, bits @ ..] if *unused < 8 && !bits.is_empty() => Ok(bits),
            _ => Err(self.bad_value("a BIT STRING with up to seven unused bits")),
        }
    }
}

/// A row of elements, read from the front.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elements<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Elements<'a> {
    /// Of contents that begin at this offset of the file.
    pub(super) const fn new(rest: &'a [u8], at: usize) -> Self {
        Self { rest, at }
    }

    /// What has not been read.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Where that begins.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The tag of the next element.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self) -> Result<Element<'a>, Fault> {
        let fault = |kind| Fault { at: self.at, kind };
        let &[tag, first, ref after @ ..] = self.rest else {
            return Err(fault(FaultKind::Truncated));
        };
        if tag & 0x1f == 0x1f {
            return Err(fault(FaultKind::HighTagNumber));
        }
        let (length, after) = match first {
            0..=0x7f => (usize::from(first), after),
            0x80 => return Err(fault(FaultKind::IndefiniteLength)),
            _ => {
                let count = usize::from(first & 0x7f);
                let (octets, after) =
                    after.split_at_checked(count).ok_or_else(|| fault(FaultKind::Truncated))?;
                let length = long_length(octets).ok_or_else(|| fault(FaultKind::BadLength))?;
                (length, after)
            }
        };
        let (value, rest) =
            after.split_at_checked(length).ok_or_else(|| fault(FaultKind::Truncated))?;
        let size = self.rest.len().saturating_sub(rest.len());
        let raw = self.rest.get(..size).unwrap_or_default();
        let element = Element { tag, value, raw, at: self.at };
        self.rest = rest;
        self.at = self.at.saturating_add(size);
        Ok(element)
    }

    /// The next element, which must be of this kind.
    pub(super) fn expect(&mut self, expected: u8) -> Result<Element<'a>, Fault> {
        let at = self.at;
        let element = self.any()?;
        if element.tag == expected {
            Ok(element)
        } else {
            let kind = FaultKind::UnexpectedTag { expected, found: element.tag };
            Err(Fault { at, kind })
        }
    }

    /// The next element where it is of this kind.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Fault> {
        if self.peek() == Some(tag) { self.any().map(Some) } else { Ok(None) }
    }

    /// Nothing may be left.
    pub(super) const fn finish(&self) -> Result<(), Fault> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Fault { at: self.at, kind: FaultKind::Surplus })
        }
    }
}

/// The only element of these contents.
pub(super) fn only<'a>(mut elements: Elements<'a>, tag: u8) -> Result<Element<'a>, Fault> {
    let element = elements.expect(tag)?;
    elements.finish().map(|()| element)
}

/// A length in octets of its own (X.690 8.1.3.5, 10.1).
fn long_length(octets: &[u8]) -> Option<usize> {
    if octets.first() == Some(&0) || octets.len() > size_of::<u32>() {
        return None;
    }
    let length = octets.iter().fold(0_u32, |sum, octet| (sum << 8) | u32::from(*octet));
    usize::try_from(length).ok().filter(|length| *length > 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_der_is_told_with_its_offset() {
        let rows: [(&str, &[u8], FaultKind); 9] = [
            ("nothing", &[], FaultKind::Truncated),
            ("no length", &[0x30], FaultKind::Truncated),
            ("shorter than it says", &[0x04, 2, 1], FaultKind::Truncated),
            ("length cut off", &[0x04, 0x82, 1], FaultKind::Truncated),
            ("indefinite", &[0x30, 0x80, 0, 0], FaultKind::IndefiniteLength),
            ("longer form than needed", &[0x04, 0x81, 1, 0], FaultKind::BadLength),
            ("leading zero", &[0x04, 0x82, 0, 0x80], FaultKind::BadLength),
            ("five octets", &[0x04, 0x85, 1, 0, 0, 0, 0], FaultKind::BadLength),
            ("high tag number", &[0x1f, 0x20, 0], FaultKind::HighTagNumber),
        ];
        for (name, bytes, kind) in rows {
            let fault = Elements::new(bytes, 7).any().unwrap_err();
            assert_eq!(fault, Fault { at: 7, kind }, "{name}");
        }
        let mut row = Elements::new(&[0x05, 0, 0x02, 1, 9], 0);
        row.any().unwrap();
        let fault = row.expect(SEQUENCE).unwrap_err();
        assert_eq!(fault.to_string(), "expected tag 0x30, found 0x02 at octet 2");
    }

    #[test]
    fn integers_and_bit_strings_have_one_form() {
        let element = |value: &'static [u8]| Element { tag: INTEGER, value, raw: value, at: 0 };
        for (value, expected) in [
            (&[0x00][..], true),
            (&[0x00, 0x80], true),
            (&[0xff, 0x7f], true),
            (&[], false),
            (&[0x00, 0x7f], false),
            (&[0xff, 0x80], false),
        ] {
            assert_eq!(element(value).integer().is_ok(), expected, "{value:02x?}");
        }
        assert_eq!(element(&[0]).bits(), Ok(&[][..]));
        assert_eq!(element(&[7, 0x80]).bits(), Ok(&[0x80][..]));
        let bad = element(&[1]).bad_value("a BIT STRING with up to seven unused bits");
        assert_eq!(element(&[1]).bits(), Err(bad));
    }
}
