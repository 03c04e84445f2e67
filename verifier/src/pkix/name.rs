//! Distinguished names for reading. Names are compared by their encodings elsewhere, never by these strings (PATH-29).

use der::oid::ObjectIdentifier;

use crate::algorithms::read_oid;
use crate::der::{DerError, Reader, Tlv, tag, whole};

/// The attributes that reports show by name (RFC 4519, RFC 5280 A.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute {
    CommonName,
    Organization,
    Country,
    /// `emailAddress` of PKCS #9, which old certificates carry in the name (RFC 5280 4.1.2.6).
    EmailAddress,
}

impl Attribute {
    const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::CommonName => ObjectIdentifier::new_unwrap("2.5.4.3"),
            Self::Organization => ObjectIdentifier::new_unwrap("2.5.4.10"),
            Self::Country => ObjectIdentifier::new_unwrap("2.5.4.6"),
            Self::EmailAddress => ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"),
        }
    }
}

/// Short names of RFC 4514 3 and the `description` that `BSrE` certificates carry.
const SHORT_NAMES: [(&str, &str); 9] = [
    ("2.5.4.3", "CN"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.4", "SN"),
    ("2.5.4.42", "GN"),
    ("2.5.4.97", "organizationIdentifier"),
];

/// The attributes of an encoded Name that may carry a personal identifier and are left out of reports:
/// description holds a per-person code in `BSrE` certificates, serialNumber a national number elsewhere.
const WITHHELD: [&str; 2] = ["2.5.4.13", "2.5.4.5"];

/// The value of an attribute; several values are joined with " + ", so that none hides another (PATH-38).
pub(crate) fn attribute_of_name(name: &[u8], attribute: Attribute) -> Option<String> {
    let values: Vec<String> = attributes(name)
        .ok()?
        .into_iter()
        .filter(|(oid, _)| *oid == attribute.oid())
        .map(|(_, value)| directory_string(&value))
        .collect();
    if values.is_empty() { None } else { Some(values.join(" + ")) }
}

/// The `emailAddress` attributes of an encoded Name (RFC 5280 4.1.2.6).
pub(super) fn email_attributes(name: &[u8]) -> Vec<String> {
    let attributes = attributes(name).unwrap_or_default().into_iter();
    attributes
        .filter(|(oid, _)| *oid == super::oid::EMAIL_ADDRESS)
        .filter_map(|(_, value)| ia5(value.value))
        .collect()
}

/// Whether every text of a name is one (RFC 5280 4.1.2.4): UTF-8 where it says so, and none with a NUL, at which programs
/// stop reading (threat PATH-29).
pub(super) fn is_text(name: &[u8]) -> bool {
    let is_text = |value: &Tlv<'_>| match value.tag {
        tag::UTF8_STRING => {
            core::str::from_utf8(value.value).is_ok_and(|text| !text.contains('\0'))
        }
        // NumericString, PrintableString, TeletexString, IA5String.
        0x12 | 0x13 | 0x14 | 0x16 => !value.value.contains(&0),
        _ => true,
    };
    let values = || {
        let mut values = Vec::new();
        for rdn in whole(name, tag::SEQUENCE)?.reader().all()? {
            for attribute in rdn.reader().all()? {
                let mut fields = attribute.reader();
                fields.expect(tag::OBJECT_IDENTIFIER)?;
                values.push(fields.any()?);
            }
        }
        Ok::<_, DerError>(values)
    };
    values().is_ok_and(|values| values.iter().all(is_text))
}

/// An `IA5String`, which is ASCII; what is not has no meaning.
pub(super) fn ia5(value: &[u8]) -> Option<String> {
    core::str::from_utf8(value).ok().filter(|text| text.is_ascii()).map(str::to_owned)
}

/// An encoded Name for reading: `CN=..., O=..., C=...` in the order of the certificate.
pub(crate) fn display_name(name: &[u8]) -> String {
    let Ok(attributes) = attributes(name) else { return String::new() };
    let parts: Vec<String> = attributes
        .into_iter()
        .map(|(oid, value)| (oid.to_string(), value))
        .filter(|(oid, _)| !WITHHELD.contains(&oid.as_str()))
        .map(|(oid, value)| {
            let short =
                SHORT_NAMES.iter().find(|(known, _)| *known == oid).map(|(_, short)| *short);
            format!("{}={}", short.unwrap_or(&oid), directory_string(&value))
        })
        .collect();
    parts.join(", ")
}

/// `Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }` as a flat list.
fn attributes(name: &[u8]) -> Result<Vec<(ObjectIdentifier, Tlv<'_>)>, DerError> {
    let mut attributes = Vec::new();
    for rdn in whole(name, tag::SEQUENCE)?.reader().all()? {
        for attribute in rdn.reader().all()? {
            let mut fields: Reader<'_> = attribute.reader();
            let oid = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
            attributes.push((oid, fields.any()?));
        }
    }
    Ok(attributes)
}

/// A `DirectoryString` (RFC 5280 4.1.2.4) decoded by its type; what does not decode is shown in hexadecimal (WEB-19).
fn directory_string(value: &Tlv<'_>) -> String {
    let decoded = match value.tag {
        // UTF8String, NumericString, PrintableString, IA5String; TeletexString is read as the ASCII it mostly is.
        0x0c | 0x12 | 0x13 | 0x14 | 0x16 => {
            core::str::from_utf8(value.value).ok().map(str::to_owned)
        }
        // BMPString.
        0x1e => {
            let (units, rest) = value.value.as_chunks::<2>();
            let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
            String::from_utf16(&units).ok().filter(|_| rest.is_empty())
        }
        // UniversalString.
        0x1c => {
            let (units, rest) = value.value.as_chunks::<4>();
            let text: Option<String> =
                units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit))).collect();
            text.filter(|_| rest.is_empty())
        }
        _ => None,
    };
    decoded.unwrap_or_else(|| format!("#{}", crate::algorithms::hex(value.raw)))
}
