//! The proof bundle: one zip with everything that a verdict rests on, so that anybody can verify again, offline and in years to
//! come, and compare. The page writes the same bytes (`static/kotak/proof-bundle.js`).
//!
//! Whoever makes a bundle chooses the trust data in it: an identical report shows that the report follows from the bundle,
//! not that the bundle's anchors deserve trust. No password is ever part of it.

mod difference;
mod manifest;
mod unpack;
mod unzip;
mod zip;

pub use difference::Difference;
pub use manifest::{Head, Listed, Manifest, Role};
pub use unpack::{Again, Bundle, BundleError};
pub use unzip::{MOST_BYTES, ZipError};
pub use zip::TooLarge;

use crate::digest::sha256;
use verifier::report::DocumentKind;
use verifier::{EvidenceFile, EvidenceKind, Report, ValidationData};

/// The manifest's name.
pub const MANIFEST: &str = "paket.json";

/// What goes into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'a> {
    /// The document.
    pub document: &'a [u8],
    /// Its detached signature.
    pub signature: Option<&'a [u8]>,
    /// The report on it.
    pub report: &'a Report,
    /// The bytes of `trusted_root.json`.
    pub trusted_root: &'a [u8],
    /// What the report rests on besides.
    pub data: &'a ValidationData,
    /// The files that the visitor added, as they came and in their order.
    pub added: &'a [Vec<u8>],
    /// The evidence by itself.
    pub evidence: &'a [EvidenceFile],
    /// `BACA-SAYA.txt`.
    pub readme: &'a str,
}

/// The bundle, byte for byte the same for the same contents.
pub fn pack(contents: &Contents<'_>) -> Result<Vec<u8>, TooLarge> {
    let report = contents.report.to_json();
    let kind = (contents.report.document.kind, contents.signature);
    let mut files: Vec<(String, Role, &[u8])> = vec![
        ("BACA-SAYA.txt".to_owned(), Role::Readme, contents.readme.as_bytes()),
        (document_name(kind.0, kind.1.is_some()).to_owned(), Role::Document, contents.document),
    ];
    if let Some(signature) = contents.signature {
        files.push(("tanda-tangan.p7s".to_owned(), Role::Signature, signature));
    }
    files.push(("laporan.json".to_owned(), Role::Report, report.as_bytes()));
    files.push(("trusted_root.json".to_owned(), Role::TrustedRoot, contents.trusted_root));
    for crl in &contents.data.crls {
        files.push((format!("crl/{}.crl", sha256(crl)), Role::Crl, crl));
    }
    for (number, added) in (1..).zip(contents.added) {
        files.push((format!("tambahan/{number}.bin"), Role::Added, added));
    }
    for file in contents.evidence {
        let role = match file.kind {
            EvidenceKind::Certificate => Role::PathCertificate,
            EvidenceKind::Crl | EvidenceKind::OcspResponse | EvidenceKind::BasicOcspResponse => {
                Role::Evidence
            }
            EvidenceKind::TimeStampToken => Role::TimeStampToken,
        };
        files.push((file.path(), role, &file.bytes));
    }
    let listed = files.iter().map(|(path, role, bytes)| Listed {
        path: path.clone(),
        role: *role,
        size: bytes.len(),
        sha256: sha256(bytes),
    });
    let manifest = Manifest::new(Head::of(contents.report), listed.collect()).to_json();
    let entries = files.iter().map(|(path, _, bytes)| (path.as_str(), *bytes));
    zip::write([(MANIFEST, manifest.as_bytes())].into_iter().chain(entries))
}

/// By kind alone: the name that the document came with may say more than its bearer wants to hand on.
const fn document_name(kind: DocumentKind, has_signature_beside: bool) -> &'static str {
    match kind {
        DocumentKind::Pdf => "dokumen.pdf",
        DocumentKind::Email => "dokumen.eml",
        DocumentKind::Cms if !has_signature_beside => "dokumen.p7m",
        DocumentKind::Certificate => "dokumen.cer",
        DocumentKind::Crl => "dokumen.crl",
        DocumentKind::Cms | DocumentKind::Other => "dokumen.bin",
    }
}
