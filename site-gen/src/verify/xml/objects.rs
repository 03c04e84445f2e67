//! What the validation used, by digest (TS 119 102-2 4.4): certificates, lists and answers, time-stamps, and the
//! anchors by their names in the registry.
//!
//! Identifiers are made of digests, so that the same object is listed once and has the same name in every report.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use verifier::Report;
use verifier::report::{CertificateReport, PathReport, RevocationReport, SignatureReport};

use super::writer::Writer;

const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// The objects of a report, in the order of their identifiers.
#[derive(Debug, Default)]
pub(super) struct Objects(BTreeMap<String, Object>);

#[derive(Debug)]
enum Object {
    /// Of ETSI's type, with its SHA-256.
    Digest { kind: &'static str, sha256: String },
    /// An anchor, which is a key and not a certificate, by its name in the registry.
    Anchor(String),
}

impl Objects {
    /// Everything that the report refers to.
    pub(super) fn of(report: &Report) -> Self {
        let mut objects = Self::default();
        objects.add(document(report), "signedData", &report.document.sha256);
        for signature in &report.signatures {
            objects.of_signature(signature);
        }
        objects
    }

    fn of_signature(&mut self, signature: &SignatureReport) {
        if let Some(signer) = &signature.signer {
            self.certificate(&signer.certificate_sha256);
        }
        self.path(&signature.path.certificates, signature.path.anchor.as_deref());
        if let Some(time_stamp) = &signature.time_stamp {
            self.path(&time_stamp.path, Some(&time_stamp.anchor));
            self.add(self::time_stamp(&time_stamp.sha256), "timestamp", &time_stamp.sha256);
        }
        for revocation in &signature.revocation {
            self.certificate(&revocation.certificate);
            if let (Some(id), Some(sha256)) = (evidence(revocation), &revocation.sha256) {
                let kind = if revocation.method == Some("ocsp") { "OCSPResponse" } else { "CRL" };
                self.add(id, kind, sha256);
            }
        }
    }

    fn path(&mut self, certificates: &[CertificateReport], anchor: Option<&str>) {
        for certificate in certificates {
            self.certificate(&certificate.sha256);
        }
        if let Some(name) = anchor {
            self.0.insert(self::anchor(name), Object::Anchor(name.to_owned()));
        }
    }

    fn certificate(&mut self, sha256: &str) {
        self.add(certificate(sha256), "certificate", sha256);
    }

    fn add(&mut self, id: String, kind: &'static str, sha256: &str) {
        self.0.insert(id, Object::Digest { kind, sha256: sha256.to_owned() });
    }

    /// Writes the list.
    pub(super) fn write(&self, xml: &mut Writer) {
        xml.element("SignatureValidationObjects", |xml| {
            for (id, object) in &self.0 {
                xml.element_with("ValidationObject", &[("id", id)], |xml| object.write(xml));
            }
        });
    }
}

impl Object {
    fn write(&self, xml: &mut Writer) {
        match self {
            Self::Digest { kind, sha256 } => {
                xml.text("ObjectType", &format!("urn:etsi:019102:validationObject:{kind}"));
                xml.element("ValidationObjectRepresentation", |xml| digest(xml, sha256));
            }
            Self::Anchor(name) => {
                xml.text("ObjectType", "urn:etsi:019102:validationObject:publicKey");
                xml.element("ValidationObjectRepresentation", |xml| {
                    xml.text("URI", &format!("urn:x-periksa:anchor:{}", token(name)));
                });
            }
        }
    }
}

/// Identifier of the file.
pub(super) fn document(report: &Report) -> String {
    format!("document-{}", report.document.sha256)
}

/// Identifier of a certificate.
pub(super) fn certificate(sha256: &str) -> String {
    format!("certificate-{sha256}")
}

/// Identifier of a time-stamp.
pub(super) fn time_stamp(sha256: &str) -> String {
    format!("time-stamp-{sha256}")
}

/// Identifier of the list or the answer that tells a revocation.
pub(super) fn evidence(revocation: &RevocationReport) -> Option<String> {
    Some(format!("{}-{}", revocation.method?, revocation.sha256.as_ref()?))
}

/// Identifier of an anchor.
pub(super) fn anchor(name: &str) -> String {
    format!("anchor-{}", token(name))
}

/// The chain of clause 4.3.12.4: nothing without a certificate.
pub(super) fn chain(xml: &mut Writer, path: &PathReport) {
    let Some((first, others)) = path.certificates.split_first() else { return };
    xml.element("CertificateChain", |xml| {
        reference(xml, "SigningCertificate", &certificate(&first.sha256));
        for other in others {
            reference(xml, "IntermediateCertificate", &certificate(&other.sha256));
        }
        if let Some(name) = &path.anchor {
            reference(xml, "TrustAnchor", &anchor(name));
        }
    });
}

/// A reference to an object.
pub(super) fn reference(xml: &mut Writer, name: &'static str, id: &str) {
    xml.empty(name, &[("VOReference", id)]);
}

/// A SHA-256 with the name of its algorithm.
pub(super) fn digest(xml: &mut Writer, hexadecimal: &str) {
    xml.element("DigestAlgAndValue", |xml| {
        xml.empty("ds:DigestMethod", &[("Algorithm", SHA256)]);
        xml.text("ds:DigestValue", &Base64::encode_string(&octets(hexadecimal)));
    });
}

/// The octets of a digest as reports write it.
fn octets(hexadecimal: &str) -> Vec<u8> {
    let pairs = hexadecimal.as_bytes().chunks(2);
    pairs.filter_map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// A name as it can stand in identifiers and URNs; what cannot is written as the number of its character.
fn token(name: &str) -> String {
    let mut token = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '-' {
            token.push(character);
        } else {
            token.push_str(&format!("_{:x}_", u32::from(character)));
        }
    }
    token
}
