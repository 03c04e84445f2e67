//! A report as the XML of ETSI TS 119 102-2 (namespace of V1.2.1, which V1.3.1 kept), for tools that read validation reports.
//!
//! Everything comes from the [`Report`]; what the report does not know, such as the signature value, is left out where the
//! schema lets it. Words of ours that ETSI has none for are URNs below `urn:x-periksa:`; EN 319 102-1's own are ETSI's URNs.
//! A file without a signature has no such report: the schema asks for one signature at least.

mod attributes;
mod constraints;
mod objects;
mod status;
mod writer;

use verifier::Report;
use verifier::pdf::Coverage;
use verifier::report::{DocumentKind, SignatureKind, SignatureReport, TimeSource};

use objects::Objects;
use writer::Writer;

const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns", "http://uri.etsi.org/19102/v1.2.1#"),
    ("xmlns:ds", "http://www.w3.org/2000/09/xmldsig#"),
];

/// Why there is no XML of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// ETSI's report is about signatures.
    #[error(
        "expected a document with a signature, found none: a validation report of ETSI TS 119 102-2 is about signatures"
    )]
    NoSignature,
}

/// The report as a `ValidationReport`: same report, same bytes.
///
/// # Errors
/// The report has no signature.
pub fn validation_report(report: &Report) -> Result<String, XmlError> {
    if report.signatures.is_empty() {
        return Err(XmlError::NoSignature);
    }
    let objects = Objects::of(report);
    let mut xml = Writer::new();
    xml.element_with("ValidationReport", NAMESPACES, |xml| {
        for signature in &report.signatures {
            signature_validation_report(xml, report, signature);
        }
        objects.write(xml);
    });
    Ok(xml.finish())
}

/// Clause 4.3, in the order of the schema.
fn signature_validation_report(xml: &mut Writer, report: &Report, signature: &SignatureReport) {
    xml.element("SignatureValidationReport", |xml| {
        signature_identifier(xml, signature);
        constraints::write(xml, signature);
        validation_time_info(xml, report, signature);
        signers_document(xml, report, signature);
        attributes::write(xml, signature);
        signer_information(xml, signature);
        // SignatureQuality is left out: whether a signature is qualified under some law is not for this program to say.
        validation_process(xml, report, signature);
        status::write(xml, signature);
    });
}

/// Clause 4.3.3. The document itself was at hand, so nothing rests on hashes alone.
fn signature_identifier(xml: &mut Writer, signature: &SignatureReport) {
    xml.element_with("SignatureIdentifier", &[("id", &signature.id)], |xml| {
        xml.text("HashOnly", "false");
        xml.text("DocHashOnly", "false");
        xml.text("DAIdentifier", signature.field.as_deref().unwrap_or(&signature.id));
    });
}

/// Clause 4.3.6. A signature that is at hand exists at the moment of validation, if nothing proves more.
fn validation_time_info(xml: &mut Writer, report: &Report, signature: &SignatureReport) {
    xml.element("ValidationTimeInfo", |xml| {
        xml.text("ValidationTime", &report.validation_time);
        let best = signature.best_signature_time.as_deref().unwrap_or(&report.validation_time);
        xml.element("BestSignatureTime", |xml| {
            xml.text("POETime", best);
            xml.text("TypeOfProof", "urn:etsi:019102:poetype:validation");
            if let Some(time_stamp) = &signature.time_stamp {
                let id = objects::time_stamp(&time_stamp.sha256);
                objects::reference(xml, "POEObject", &id);
            }
        });
    });
}

/// Clause 4.3.7. The file is the signer's document where the signature covers all of it, or is beside it; of a revision and
/// of a message the report has no digest.
fn signers_document(xml: &mut Writer, report: &Report, signature: &SignatureReport) {
    let document = &report.document;
    let whole = signature.coverage == Coverage::WholeFile;
    let digest = match (document.kind, &document.content) {
        (_, Some(content)) => Some(&content.sha256),
        (DocumentKind::Pdf, None) => whole.then_some(&document.sha256),
        (DocumentKind::Cms | DocumentKind::Other, None) => {
            document.signature_sha256.is_some().then_some(&document.sha256)
        }
        (DocumentKind::Email | DocumentKind::Certificate | DocumentKind::Crl, None) => None,
    };
    if let Some(digest) = digest {
        xml.element("SignersDocument", |xml| objects::digest(xml, digest));
    }
}

/// Clause 4.3.9.
fn signer_information(xml: &mut Writer, signature: &SignatureReport) {
    let Some(signer) = &signature.signer else { return };
    xml.element("SignerInformation", |xml| {
        objects::reference(
            xml,
            "SignerCertificate",
            &objects::certificate(&signer.certificate_sha256),
        );
        let subject = signature.path.certificates.first().map(|certificate| &certificate.subject);
        if let Some(name) = subject.or(signer.common_name.as_ref()) {
            xml.text("Signer", name);
        }
    });
}

/// Clause 4.3.11: EN 319 102-1 5.3 where nothing but the moment of validation was there, 5.5 where a time-stamp was.
fn validation_process(xml: &mut Writer, report: &Report, signature: &SignatureReport) {
    let process = match (signature.kind, signature.time_source) {
        (SignatureKind::Signature, Some(TimeSource::TimeStamp)) => "LTVM",
        (SignatureKind::Signature, Some(TimeSource::ValidationTime) | None)
        | (SignatureKind::DocumentTimeStamp, _) => "Basic",
    };
    let policy = &report.policy;
    xml.element("SignatureValidationProcess", |xml| {
        let id = format!("urn:etsi:019102:validationprocess:{process}");
        xml.text("SignatureValidationProcessID", &id);
        let policy = format!("urn:x-periksa:policy:{}:{}", policy.id, policy.version);
        xml.text("SignatureValidationServicePolicy", &policy);
    });
}
