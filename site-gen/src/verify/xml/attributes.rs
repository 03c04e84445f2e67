//! Attributes of a signature (TS 119 102-2 annex A): what it says of itself, claimed, and its time-stamp.

use verifier::Fact;
use verifier::report::{SignatureKind, SignatureReport, TimeStampReport};

use super::objects;
use super::writer::Writer;

/// Writes the attributes that the report has, if it has any.
pub(super) fn write(xml: &mut Writer, signature: &SignatureReport) {
    let mut inner = Vec::new();
    collect(signature, &mut inner);
    if inner.is_empty() {
        return;
    }
    xml.element("SignatureAttributes", |xml| {
        for attribute in inner {
            attribute.write(xml);
        }
    });
}

/// One attribute: its element, and what is in it.
enum Attribute<'a> {
    /// An element with one element of text.
    Text(&'static str, &'static str, &'a str),
    /// A URN of an object identifier.
    Oid(&'static str, &'static str, &'a str),
    /// The signing certificate that the signed attributes name.
    SigningCertificate(&'a str),
    /// The time-stamp that proves the time.
    TimeStamp(&'static str, &'a TimeStampReport),
    /// `ByteRange`.
    ByteRange(String),
}

/// In the order of A.1.
fn collect<'a>(signature: &'a SignatureReport, found: &mut Vec<Attribute<'a>>) {
    let claims = signature.claims.as_ref();
    if let Some(time) = &signature.claimed_time {
        found.push(Attribute::Text("SigningTime", "Time", time));
    }
    if let (Some(Fact::Word("confirmed")), Some(Fact::Text(sha256))) = (
        fact(signature, "signing_certificate", "ess"),
        fact(signature, "signing_certificate", "certificate"),
    ) {
        found.push(Attribute::SigningCertificate(sha256));
    }
    if let Some(mime_type) = claims.and_then(|claims| claims.mime_type.as_deref()) {
        found.push(Attribute::Text("DataObjectFormat", "MimeType", mime_type));
    }
    if let Some(oid) = claims.and_then(|claims| claims.commitment_type.as_deref()) {
        found.push(Attribute::Oid("CommitmentTypeIndication", "CommitmentTypeIdentifier", oid));
    }
    if let Some(oid) = claims.and_then(|claims| claims.signature_policy.as_deref()) {
        found.push(Attribute::Oid("SigPolicyIdentifier", "SigPolicyId", oid));
    }
    if let Some(location) = &signature.claimed_location {
        found.push(Attribute::Text("SignatureProductionPlace", "AddressString", location));
    }
    found.extend(signature.time_stamp.as_ref().map(|time_stamp| {
        let is_of_document = signature.kind == SignatureKind::DocumentTimeStamp
            || time_stamp.document_time_stamp.is_some();
        let name = if is_of_document { "DocTimeStamp" } else { "SignatureTimeStamp" };
        Attribute::TimeStamp(name, time_stamp)
    }));
    if let Some(reason) = &signature.claimed_reason {
        found.push(Attribute::Text("Reason", "ReasonElement", reason));
    }
    if let Some(name) = &signature.claimed_name {
        found.push(Attribute::Text("Name", "NameElement", name));
    }
    if let Some(sub_filter) = &signature.sub_filter {
        found.push(Attribute::Text("SubFilter", "SubFilterElement", sub_filter));
    }
    if let Some(Fact::List(pieces)) = fact(signature, "byte_range", "pieces") {
        found.extend(integers(pieces).map(Attribute::ByteRange));
    }
}

impl Attribute<'_> {
    fn write(&self, xml: &mut Writer) {
        match self {
            Self::Text(name, inner, text) => xml.element(name, |xml| xml.text(inner, text)),
            Self::Oid(name, inner, oid) => {
                xml.element(name, |xml| xml.text(inner, &format!("urn:oid:{oid}")));
            }
            Self::SigningCertificate(sha256) => {
                xml.element_with("SigningCertificate", &[("Signed", "true")], |xml| {
                    objects::reference(xml, "AttributeObject", &objects::certificate(sha256));
                });
            }
            Self::TimeStamp(name, time_stamp) => xml.element(name, |xml| {
                let id = objects::time_stamp(&time_stamp.sha256);
                objects::reference(xml, "AttributeObject", &id);
                xml.text("TimeStampValue", &time_stamp.gen_time);
            }),
            Self::ByteRange(integers) => xml.text("ByteRange", integers),
        }
    }
}

/// What a check rests on.
fn fact<'a>(signature: &'a SignatureReport, check: &str, name: &str) -> Option<&'a Fact> {
    let found = signature.checks.iter().find(|found| found.name == check)?;
    found.evidence.get(name)
}

/// `ByteRange` has offsets with lengths, the report bounds.
fn integers(pieces: &[Fact]) -> Option<String> {
    let [from, to, from_again, to_again] = pieces else { return None };
    let first = count(to)?.checked_sub(count(from)?)?;
    let second = count(to_again)?.checked_sub(count(from_again)?)?;
    Some(format!("{} {first} {} {second}", count(from)?, count(from_again)?))
}

const fn count(fact: &Fact) -> Option<usize> {
    match fact {
        Fact::Count(count) => Some(*count),
        Fact::Unknown
        | Fact::Flag(_)
        | Fact::Seconds(_)
        | Fact::Word(_)
        | Fact::Text(_)
        | Fact::Level(_)
        | Fact::Reason(_)
        | Fact::List(_)
        | Fact::Facts(_) => None,
    }
}
