//! `GeneralName` (RFC 5280 4.2.1.6) and distinguished names, as encodings.

use super::der::{element, oid, sequence, utf8};

/// rfc822Name, or a constraint of that kind: any octets.
#[must_use]
pub fn mailbox(text: impl AsRef<[u8]>) -> Vec<u8> {
    element(0x81, text.as_ref())
}

/// dNSName: any octets.
#[must_use]
pub fn dns(text: impl AsRef<[u8]>) -> Vec<u8> {
    element(0x82, text.as_ref())
}

/// uniformResourceIdentifier.
#[must_use]
pub fn uri(text: impl AsRef<[u8]>) -> Vec<u8> {
    element(0x86, text.as_ref())
}

/// iPAddress: an address, or an address and a mask.
#[must_use]
pub fn ip(octets: &[u8]) -> Vec<u8> {
    element(0x87, octets)
}

/// registeredID.
#[must_use]
pub fn registered_id(dotted: &str) -> Vec<u8> {
    element(0x88, super::der::contents(&oid(dotted)))
}

/// directoryName around an encoded name; explicit because Name is a CHOICE.
#[must_use]
pub fn directory(name: &[u8]) -> Vec<u8> {
    element(0xa4, name)
}

/// otherName with a text.
#[must_use]
pub fn other(dotted: &str, text: &str) -> Vec<u8> {
    element(0xa0, &[oid(dotted), element(0xa0, &utf8(text))].concat())
}

/// `AttributeTypeAndValue` with an encoded value.
#[must_use]
pub fn attribute_value(dotted: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(dotted), value])
}

/// `RelativeDistinguishedName` of one attribute, a `UTF8String`.
#[must_use]
pub fn rdn(dotted: &str, text: &str) -> Vec<u8> {
    element(0x31, &attribute_value(dotted, &utf8(text)))
}

/// `Name` of these relative names, in this order.
#[must_use]
pub fn distinguished_name(rdns: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &rdns.concat())
}
