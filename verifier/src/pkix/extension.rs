//! Extensions of a certificate (RFC 5280 4.1.2.9, 4.2), and the three whose values every path asks for. `x509-cert` reads
//! them too, in the tests, where it is what this reader is compared with: inside the WASM it took a ninth of the size.

use core::ops::Range;

use der::oid::ObjectIdentifier;

use crate::algorithms::read_oid;
use crate::der::{DerError, Tlv, oid_text, tag, whole};

/// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extension<'a> {
    extn_id: Tlv<'a>,
    pub(crate) critical: bool,
    /// Contents of `extnValue`.
    pub(crate) value: &'a [u8],
}

impl<'a> Extension<'a> {
    pub(super) fn read(element: &Tlv<'a>) -> Result<Self, DerError> {
        if element.tag != tag::SEQUENCE {
            return Err(element.bad_value());
        }
        let mut fields = element.reader();
        let extn_id = fields.expect(tag::OBJECT_IDENTIFIER)?;
        // X.690 11.5 leaves FALSE out; some CAs write it, and nothing else can be meant.
        let critical = fields.optional(tag::BOOLEAN)?.map_or(Ok(false), |value| value.boolean())?;
        let value = fields.expect(tag::OCTET_STRING)?.value;
        fields.finish()?;
        Ok(Self { extn_id, critical, value })
    }

    /// Its identifier, where it is one that can be known.
    pub(crate) fn oid(&self) -> Option<ObjectIdentifier> {
        read_oid(&self.extn_id).ok()
    }

    /// Its identifier for reading, whatever it is.
    pub(crate) fn name(&self) -> String {
        oid_text(&self.extn_id)
    }

    /// Its identifier as it stands.
    pub(super) fn id(&self) -> &'a [u8] {
        self.extn_id.value
    }
}

/// Where an extension stands in its certificate.
#[derive(Debug, Clone)]
pub(super) struct Place(pub(super) Range<usize>);

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }` (4.2.1.9)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
    pub(crate) path_len_constraint: Option<u64>,
}

impl BasicConstraints {
    pub(super) fn read(value: &[u8]) -> Result<Self, DerError> {
        let mut fields = whole(value, tag::SEQUENCE)?.reader();
        let ca = fields.optional(tag::BOOLEAN)?.map_or(Ok(false), |value| value.boolean())?;
        let length = fields.optional(tag::INTEGER)?.map(|length| length.small_integer());
        fields.finish()?;
        Ok(Self { ca, path_len_constraint: length.transpose()? })
    }
}

/// `KeyUsage ::= BIT STRING` (4.2.1.3), the first bit highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyUsage(u16);

impl KeyUsage {
    pub(super) fn read(value: &[u8]) -> Result<Self, DerError> {
        let element = whole(value, tag::BIT_STRING)?;
        let bits = match *element.value {
            [0] => 0,
            [unused @ 0..=7, first] if is_clear(first, unused) => u16::from_be_bytes([first, 0]),
            [unused @ 0..=7, first, second] if is_clear(second, unused) => {
                u16::from_be_bytes([first, second])
            }
            _ => return Err(element.bad_value()),
        };
        Ok(Self(bits))
    }

    const fn has(self, bit: u16) -> bool {
        self.0 & (0x8000 >> bit) != 0
    }

    pub(crate) const fn digital_signature(self) -> bool {
        self.has(0)
    }

    pub(crate) const fn non_repudiation(self) -> bool {
        self.has(1)
    }

    pub(crate) const fn key_cert_sign(self) -> bool {
        self.has(5)
    }

    pub(crate) const fn crl_sign(self) -> bool {
        self.has(6)
    }

    /// The bits that are set, by the standard's names.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let named = (0u16..).zip(NAMES);
        named.filter_map(|(bit, name)| self.has(bit).then_some(name)).collect()
    }
}

const NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

/// X.690 11.2.1: unused bits are zero.
fn is_clear(last: u8, unused: u8) -> bool {
    last.trailing_zeros() >= u32::from(unused)
}

/// `ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId` (4.2.1.12)
pub(super) fn extended_key_usage(value: &[u8]) -> Result<Vec<ObjectIdentifier>, DerError> {
    let list = whole(value, tag::SEQUENCE)?;
    let mut usages = Vec::new();
    for usage in list.reader().all()? {
        if usage.tag != tag::OBJECT_IDENTIFIER {
            return Err(usage.bad_value());
        }
        usages.push(read_oid(&usage)?);
    }
    if usages.is_empty() { Err(list.bad_value()) } else { Ok(usages) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_usage_is_a_list_of_bits_with_nothing_behind_them() {
        let rows: [(&[u8], Option<&[&str]>); 8] = [
            (&[3, 2, 6, 0xc0], Some(&["digitalSignature", "nonRepudiation"])),
            (&[3, 2, 1, 6], Some(&["keyCertSign", "cRLSign"])),
            (&[3, 3, 7, 0, 0x80], Some(&["decipherOnly"])),
            (&[3, 1, 0], Some(&[])),
            (&[3, 2, 7, 0xc0], None),
            (&[3, 2, 8, 0], None),
            (&[3, 4, 0, 0, 0, 0], None),
            (&[3, 0], None),
        ];
        for (value, expected) in rows {
            let names = KeyUsage::read(value).ok().map(KeyUsage::names);
            assert_eq!(names.as_deref(), expected, "{value:?}");
        }
    }

    #[test]
    fn basic_constraints_have_their_defaults() {
        let constraints = |ca, path_len_constraint| BasicConstraints { ca, path_len_constraint };
        let rows: [(&[u8], Option<BasicConstraints>); 6] = [
            (&[0x30, 0], Some(constraints(false, None))),
            (&[0x30, 3, 1, 1, 0xff], Some(constraints(true, None))),
            (&[0x30, 3, 1, 1, 0], Some(constraints(false, None))),
            (&[0x30, 6, 1, 1, 0xff, 2, 1, 0], Some(constraints(true, Some(0)))),
            (&[0x30, 6, 1, 1, 0xff, 2, 1, 0xff], None),
            (&[0x30, 3, 1, 1, 1], None),
        ];
        for (value, expected) in rows {
            assert_eq!(BasicConstraints::read(value).ok(), expected, "{value:?}");
        }
    }
}
