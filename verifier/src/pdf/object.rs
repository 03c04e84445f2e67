//! The objects of PDF (ISO 32000-2 7.3), each string and dictionary with its place in the file.

/// Positions in the file: from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

/// Object number and generation number (ISO 32000-2 7.3.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId {
    /// Object number.
    pub number: u32,
    /// Generation number.
    pub generation: u16,
}

/// How a string is written (ISO 32000-2 7.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StringForm {
    /// `(...)`
    Literal,
    /// `<...>`
    Hexadecimal,
}

/// A string, decoded, with its token's place.
#[derive(Debug, Clone)]
pub(crate) struct PdfString {
    pub(crate) bytes: Vec<u8>,
    pub(crate) form: StringForm,
    pub(crate) span: Span,
}

/// A name without its solidus, `#xx` decoded.
pub(crate) type Name = Vec<u8>;

/// A dictionary: its keys are unique, in file order.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary {
    pub(crate) entries: Vec<(Name, Object)>,
}

impl Dictionary {
    /// The value of a key; null counts as absent (ISO 32000-2 7.3.7).
    pub(crate) fn get(&self, key: &str) -> Option<&Object> {
        self.entries
            .iter()
            .find(|(name, _)| name == key.as_bytes())
            .map(|(_, value)| value)
            .filter(|value| !matches!(value, Object::Null))
    }

    pub(crate) fn name(&self, key: &str) -> Option<&[u8]> {
        if let Object::Name(name) = self.get(key)? { Some(name) } else { None }
    }

    pub(crate) fn integer(&self, key: &str) -> Option<i64> {
        if let Object::Integer(value) = self.get(key)? { Some(*value) } else { None }
    }

    pub(crate) fn string(&self, key: &str) -> Option<&PdfString> {
        if let Object::String(string) = self.get(key)? { Some(string) } else { None }
    }
}

/// A direct object, or a reference to an indirect one. Streams are not direct objects; see `IndirectObject`.
#[derive(Debug, Clone)]
pub(crate) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    /// As written; no real number decides anything here.
    Real(Vec<u8>),
    String(PdfString),
    Name(Name),
    Array(Vec<Self>),
    Dictionary(Dictionary),
    Reference(ObjectId),
}

impl Object {
    pub(crate) fn as_dictionary(&self) -> Option<&Dictionary> {
        if let Self::Dictionary(dictionary) = self { Some(dictionary) } else { None }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self { Some(*value) } else { None }
    }

    /// So many numbers, as of a rectangle, in thousandths; what is behind the third decimal is dropped.
    pub(crate) fn as_thousandths<const COUNT: usize>(&self) -> Option<[i64; COUNT]> {
        let number = |number: &Self| {
            if let Self::Real(text) = number {
                return thousandths(core::str::from_utf8(text).ok()?);
            }
            number.as_integer()?.checked_mul(1000)
        };
        self.as_array()?.iter().map(number).collect::<Option<Vec<i64>>>()?.try_into().ok()
    }

    pub(crate) fn as_reference(&self) -> Option<ObjectId> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }

    /// Same value, wherever the two stand in the file; dictionaries compare key by key, in any order.
    pub(crate) fn same_value(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Integer(a), Self::Integer(b)) => a == b,
            (Self::Real(a), Self::Real(b)) | (Self::Name(a), Self::Name(b)) => a == b,
            (Self::String(a), Self::String(b)) => a.bytes == b.bytes,
            (Self::Array(a), Self::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same_value(b))
            }
            (Self::Dictionary(a), Self::Dictionary(b)) => a.same_value(b),
            (Self::Reference(a), Self::Reference(b)) => a == b,
            _ => false,
        }
    }
}

/// A real number as written: sign, digits, a point.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, whole.strip_prefix('+').unwrap_or(whole)),
    };
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    whole.checked_mul(1000)?.checked_add(digits.parse().ok()?)?.checked_mul(sign)
}

impl Dictionary {
    pub(crate) fn same_value(&self, other: &Self) -> bool {
        // Keys are unique, so sorted they pair off; a file may have many thousand.
        let sorted = |dictionary: &'_ Self| -> Vec<usize> {
            let mut order: Vec<usize> = (0..dictionary.entries.len()).collect();
            order.sort_unstable_by(|a, b| {
                let name = |at: &usize| dictionary.entries.get(*at).map(|(name, _)| name);
                name(a).cmp(&name(b))
            });
            order
        };
        self.entries.len() == other.entries.len()
            && sorted(self).into_iter().zip(sorted(other)).all(|(a, b)| {
                self.entries.get(a).zip(other.entries.get(b)).is_some_and(
                    |((name, value), (other_name, other_value))| {
                        name == other_name && value.same_value(other_value)
                    },
                )
            })
    }
}

/// What stands between `obj` and `endobj` (ISO 32000-2 7.3.10), and where.
#[derive(Debug, Clone)]
pub(crate) struct IndirectObject {
    pub(crate) id: ObjectId,
    pub(crate) object: Object,
    /// Where the stream's data starts, when the object is a stream; its length is for the caller to settle.
    pub(crate) stream_start: Option<usize>,
    /// From the object number to the end of the object (of the dictionary, for a stream).
    pub(crate) span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reals_are_read_to_the_thousandth() {
        let rows = [
            ("1.5", Some(1500)),
            ("-.25", Some(-250)),
            ("+3.", Some(3000)),
            ("290.92987", Some(290_929)),
            (".", Some(0)),
            ("1.x", None),
        ];
        for (text, expected) in rows {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }
}
