//! Comparison of distinguished names (RFC 5280 7.1): attributes in `PrintableString`, `UTF8String` and `IA5String` are equal
//! after the preparation of RFC 4518, all others when their encodings are.
//!
//! Normalisation form KC, which RFC 4518 2.3 asks for beyond ASCII, needs tables that would add 52 kB to what a visitor
//! downloads (measured; a seventh of it), for names that no certificate that was met has.
//! Text beyond ASCII is therefore compared after case folding alone, and where two such texts differ nobody says that they
//! are different names: [`Comparison::Undecided`], which finds no issuer and satisfies no constraint.

use crate::der::{Reader, Tlv, tag, whole};

/// Names longer than this are like no other: compared part by part they cost their size in memory many times, for each of the
/// certificates at hand (threat PATH-40). Real ones have some hundred bytes.
const MAX_LENGTH: usize = 8192;

/// How two names, or a name and a subtree, compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Same,
    Different,
    /// They differ in text that only further preparation could make equal.
    Undecided,
}

/// A name in the form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ComparableName {
    /// Each `RelativeDistinguishedName`: its attributes, in order, because it is a SET.
    rdns: Vec<Vec<Attribute>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Attribute {
    /// Contents octets of the type.
    attribute_type: Vec<u8>,
    value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// Prepared text.
    Text(String),
    /// Prepared as far as goes without normalisation.
    Unnormalised(String),
    /// The encoding: of another type, or of text that RFC 4518 2.4 prohibits or that somebody could not see.
    Encoding(Vec<u8>),
}

impl ComparableName {
    /// Of an encoded `Name`; one that does not decode is like no other name.
    pub(crate) fn of(name: &[u8]) -> Self {
        let decoded = || {
            let rdns = whole(name, tag::SEQUENCE).ok()?.reader().all().ok()?;
            rdns.iter().map(attributes).collect::<Option<Vec<_>>>()
        };
        let undecodable =
            || Attribute { attribute_type: Vec::new(), value: Value::Encoding(name.to_vec()) };
        let decoded = if name.len() > MAX_LENGTH { None } else { decoded() };
        Self { rdns: decoded.unwrap_or_else(|| vec![vec![undecodable()]]) }
    }

    /// This name with one more `RelativeDistinguishedName`, whose tag may be replaced.
    pub(super) fn with_rdn(&self, rdn: &Tlv<'_>) -> Option<Self> {
        let mut rdns = self.rdns.clone();
        rdns.push(attributes(rdn)?);
        Some(Self { rdns })
    }

    fn is_decoded(&self) -> bool {
        self.rdns.iter().flatten().all(|attribute| !attribute.attribute_type.is_empty())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// Whether this is `base` or below it: its first RDNs are those of `base` (RFC 5280 4.2.1.10; threat PATH-16).
    pub(super) fn is_within(&self, base: &Self) -> Comparison {
        if [self, base].iter().any(|name| !name.is_decoded()) {
            return if self == base { Comparison::Same } else { Comparison::Undecided };
        }
        let Some(first) = self.rdns.get(..base.rdns.len()) else { return Comparison::Different };
        let mut so_far = Comparison::Same;
        for (rdn, base) in first.iter().zip(&base.rdns) {
            match compare(rdn, base) {
                Comparison::Same => {}
                Comparison::Different => return Comparison::Different,
                Comparison::Undecided => so_far = Comparison::Undecided,
            }
        }
        so_far
    }
}

fn compare(one: &[Attribute], other: &[Attribute]) -> Comparison {
    if one == other {
        return Comparison::Same;
    }
    let same_types = one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| one.attribute_type == other.attribute_type);
    let mut attributes = one.iter().chain(other);
    if same_types && attributes.any(|attribute| !matches!(attribute.value, Value::Text(_))) {
        Comparison::Undecided
    } else {
        Comparison::Different
    }
}

/// `RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue`
fn attributes(rdn: &Tlv<'_>) -> Option<Vec<Attribute>> {
    let mut attributes = Vec::new();
    for attribute in rdn.reader().all().ok()? {
        let mut fields: Reader<'_> = attribute.reader();
        let attribute_type = fields.expect(tag::OBJECT_IDENTIFIER).ok()?.value.to_vec();
        let value = Value::of(&fields.any().ok()?);
        let attribute = Attribute { attribute_type, value };
        let at = attributes.partition_point(|known| *known < attribute);
        attributes.insert(at, attribute);
    }
    (!attributes.is_empty()).then_some(attributes)
}

impl Value {
    fn of(value: &Tlv<'_>) -> Self {
        let prepared = || {
            // UTF8String, PrintableString, IA5String.
            if ![tag::UTF8_STRING, 0x13, 0x16].contains(&value.tag) {
                return None;
            }
            prepare(core::str::from_utf8(value.value).ok()?)
        };
        match prepared() {
            Some(text) if text.is_ascii() => Self::Text(text),
            Some(text) => Self::Unnormalised(text),
            None => Self::Encoding(value.raw.to_vec()),
        }
    }
}

/// RFC 4518 2.2 (map), 2.4 (prohibit), 2.6.1 (insignificant space), for `caseIgnoreMatch`; `None` for text with characters
/// that the RFC would drop, because a name that hides something is no other name's equal (threat PATH-29).
fn prepare(text: &str) -> Option<String> {
    let mut prepared = String::new();
    for character in text.chars() {
        match character {
            // Spaces of every kind become one, between words only.
            '\t'..='\r'
            | '\u{85}'
            | ' '
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}' => {
                if !prepared.is_empty() && !prepared.ends_with(' ') {
                    prepared.push(' ');
                }
            }
            // Controls, soft hyphen, joiners, variation selectors, direction marks, private use, replacement.
            '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{1806}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{ffff}'
            | '\u{e0000}'..='\u{10ffff}' => return None,
            _ => prepared.extend(character.to_lowercase()),
        }
    }
    prepared.truncate(prepared.trim_end_matches(' ').len());
    Some(prepared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(contents.len()).unwrap()][..], contents].concat()
    }

    /// Type, tag and contents of a value.
    type Part<'v> = (u8, u8, &'v [u8]);

    /// A name of RDNs, each of attributes `2.5.4.<type>` with a tagged value.
    fn name(rdns: &[&[Part<'_>]]) -> ComparableName {
        let rdns: Vec<u8> = rdns
            .iter()
            .flat_map(|rdn| {
                let attributes: Vec<u8> = rdn
                    .iter()
                    .flat_map(|(kind, tag, value)| {
                        let attribute = [&[6, 3, 0x55, 4, *kind], &element(*tag, value)[..]];
                        element(0x30, &attribute.concat())
                    })
                    .collect();
                element(0x31, &attributes)
            })
            .collect();
        ComparableName::of(&element(0x30, &rdns))
    }

    #[test]
    fn names_compare_as_their_text_does_when_it_is_prepared() {
        use Comparison::{Different, Same, Undecided};
        type Value<'v> = (u8, &'v [u8]);
        const UTF8: u8 = 0x0c;
        const PRINTABLE: u8 = 0x13;
        let rows: [(&str, Value<'_>, Value<'_>, Comparison); 14] = [
            ("itself", (UTF8, b"Root"), (UTF8, b"Root"), Same),
            ("another encoding", (UTF8, b"Root"), (PRINTABLE, b"Root"), Same),
            ("case", (UTF8, b"Root CA"), (PRINTABLE, b"ROOT ca"), Same),
            ("spaces", (UTF8, b"  Root   CA "), (UTF8, b"Root CA"), Same),
            ("a tab", (UTF8, b"Root\tCA"), (UTF8, b"Root CA"), Same),
            ("no space", (UTF8, b"RootCA"), (UTF8, b"Root CA"), Different),
            ("an umlaut's case", (UTF8, "ÄB".as_bytes()), (UTF8, "äb".as_bytes()), Same),
            // Composed and not: equal in form KC, which is not made here.
            ("composition", (UTF8, "é".as_bytes()), (UTF8, "e\u{301}".as_bytes()), Undecided),
            // Threat PATH-29.
            ("a letter like another", (UTF8, b"Root"), (UTF8, "Rооt".as_bytes()), Undecided),
            ("NUL", (UTF8, b"Root\0x"), (UTF8, b"Root"), Undecided),
            ("NUL in the middle", (UTF8, b"Ro\0ot"), (UTF8, b"Root"), Undecided),
            ("sharp s", (UTF8, "ß".as_bytes()), (UTF8, b"ss"), Undecided),
            ("no UTF-8", (UTF8, b"Root\xff"), (UTF8, b"Root\xfe"), Undecided),
            ("another type", (0x1e, b"\0R"), (UTF8, b"R"), Undecided),
        ];
        for (why, one, other, expected) in rows {
            let [one, other] = [one, other].map(|(tag, value)| name(&[&[(3, tag, value)]]));
            assert_eq!(one.is_within(&other), expected, "{why}");
            assert_eq!(other.is_within(&one), expected, "{why}");
            assert_eq!(one == other, expected == Same, "{why}");
        }
    }

    #[test]
    fn a_subtree_is_the_first_names_of_a_name() {
        type Rdns<'v> = &'v [&'v [Part<'v>]];
        let o: Part<'_> = (10, 12, b"Contoh");
        let cn: Part<'_> = (3, 12, b"Orang");
        let rows: [(Rdns<'_>, Rdns<'_>, Comparison); 6] = [
            (&[&[o], &[cn]], &[&[o]], Comparison::Same),
            (&[&[o], &[cn]], &[], Comparison::Same),
            (&[&[cn], &[o]], &[&[o]], Comparison::Different),
            (&[&[o]], &[&[o], &[cn]], Comparison::Different),
            // A set in another order, and two names where one has two attributes.
            (&[&[cn, o]], &[&[o, cn]], Comparison::Same),
            (&[&[o], &[cn]], &[&[o, cn]], Comparison::Different),
        ];
        for (one, base, expected) in rows {
            assert_eq!(name(one).is_within(&name(base)), expected, "{one:?} {base:?}");
        }
    }
}
