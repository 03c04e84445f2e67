//! Extensions (RFC 5280 4.1, 4.2), of certificates, of lists and of their entries: what all of them have in common.

use super::der::{self, Element, Elements, Fault};
use super::findings::Findings;
use super::rules;
use ::der::oid::ObjectIdentifier;
use std::collections::BTreeSet;
use std::fmt::Display;

pub(super) const AUTHORITY_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");

/// One extension.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extension<'a> {
    /// Contents octets of its identifier.
    oid: &'a [u8],
    pub(super) critical: bool,
    /// What the OCTET STRING holds.
    pub(super) value: Elements<'a>,
}

impl<'a> Extension<'a> {
    pub(super) fn is(&self, oid: ObjectIdentifier) -> bool {
        self.oid == oid.as_bytes()
    }

    pub(super) fn is_one_of(&self, oids: &[ObjectIdentifier]) -> bool {
        oids.iter().any(|oid| self.is(*oid))
    }

    /// Its identifier in dotted form.
    pub(super) fn name(&self) -> String {
        oid_text(self.oid)
    }

    /// Its value, a SEQUENCE.
    pub(super) fn sequence(&self) -> Result<Elements<'a>, Fault> {
        der::only(self.value, der::SEQUENCE).map(|sequence| sequence.elements())
    }
}

/// An identifier in dotted form; one that is too long for that, in hexadecimal.
pub(super) fn oid_text(contents: &[u8]) -> String {
    ObjectIdentifier::from_bytes(contents)
        .map_or_else(|_| format!("0x{}", crate::digest::hex(contents)), |oid| oid.to_string())
}

/// Reads the SEQUENCE of extensions. One that does not read is told and left out, and so is one that was there before.
pub(super) fn read<'a>(
    list: &Element<'a>,
    at: impl Display + Copy,
    findings: &mut Findings,
) -> Vec<Extension<'a>> {
    let mut extensions = Vec::new();
    let mut known = BTreeSet::new();
    let mut row = list.elements();
    if row.peek().is_none() {
        findings.unreadable(at, list.bad_value("at least one extension"));
    }
    while row.peek().is_some() {
        let element = match row.expect(der::SEQUENCE) {
            Ok(element) => element,
            Err(fault) => {
                findings.unreadable(at, fault);
                break;
            }
        };
        match read_one(&element, at, findings) {
            Err(fault) => findings.unreadable(at, fault),
            Ok(extension) if known.insert(extension.oid) => extensions.push(extension),
            Ok(extension) => findings.add(&rules::DUPLICATE_EXTENSION, at, || extension.name()),
        }
    }
    extensions
}

fn read_one<'a>(
    element: &Element<'a>,
    at: impl Display,
    findings: &mut Findings,
) -> Result<Extension<'a>, Fault> {
    let mut fields = element.elements();
    let oid = fields.expect(der::OBJECT_IDENTIFIER)?.value;
    let critical = fields.optional(der::BOOLEAN)?.map(|critical| critical.boolean()).transpose()?;
    if critical == Some(false) {
        findings.add(&rules::DEFAULT_VALUE, at, || format!("critical FALSE of {}", oid_text(oid)));
    }
    let value = fields.expect(der::OCTET_STRING)?.elements();
    fields.finish()?;
    Ok(Extension { oid, critical: critical == Some(true), value })
}

/// 4.2.1.1, 5.2.1: never critical, and by the identifier of the key.
pub(super) fn check_authority_key(extension: &Extension<'_>, at: &str, findings: &mut Findings) {
    if extension.critical {
        findings.add(&rules::AUTHORITY_KEY_CRITICAL, at, || "critical".to_owned());
    }
    match extension.sequence() {
        Err(fault) => findings.unreadable(at, fault),
        // The identifier is [0], and comes first.
        Ok(parts) if parts.peek() == Some(der::primitive(0)) => {}
        Ok(_) => findings.add(&rules::AUTHORITY_KEY_WITHOUT_ID, at, || "no keyIdentifier".into()),
    }
}
