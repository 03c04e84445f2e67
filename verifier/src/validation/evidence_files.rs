//! The evidence of a report as files of their own, for human eyes and other programs: the certificates of its paths, and the
//! revocation data and time-stamp tokens that the document carries. They show nothing that the document, the trust data and
//! what was added do not hold; a verification never reads them.

use super::{Carried, MAX_TOKENS};
use crate::ValidationData;
use crate::algorithms::sha256_hex;
use crate::cms::SignedData;
use crate::plan::{Plan, SubFilter};
use crate::report::{CertificateReport, Report};
use std::collections::{BTreeMap, BTreeSet};

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// A certificate of a certification path.
    Certificate,
    /// A certificate revocation list.
    Crl,
    /// An OCSP response (RFC 6960 4.2.1).
    OcspResponse,
    /// The part of one that CMS attributes hold, without its status (RFC 6960 4.2.1, `BasicOCSPResponse`).
    BasicOcspResponse,
    /// A time-stamp token (RFC 3161 2.4.2).
    TimeStampToken,
}

/// One piece of evidence, in DER as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// What it is.
    pub kind: EvidenceKind,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The encoding.
    pub bytes: Vec<u8>,
}

impl EvidenceFile {
    /// Its name in a proof bundle: by kind and digest, so that the same piece has the same name everywhere.
    #[must_use]
    pub fn path(&self) -> String {
        let (folder, ending) = match self.kind {
            EvidenceKind::Certificate => ("rantai", "cer"),
            EvidenceKind::Crl => ("bukti", "crl"),
            EvidenceKind::OcspResponse => ("bukti", "ocsp"),
            EvidenceKind::BasicOcspResponse => ("bukti", "basic-ocsp"),
            EvidenceKind::TimeStampToken => ("token", "tst"),
        };
        format!("{folder}/{}.{ending}", self.sha256)
    }
}

impl Plan {
    /// The evidence behind a report of this plan, each piece once, by kind and then by digest.
    #[must_use]
    pub fn evidence(&self, data: &ValidationData, report: &Report) -> Vec<EvidenceFile> {
        let in_paths = certificates_of_paths(report);
        let mut found = BTreeMap::new();
        let mut keep = |kind, bytes: &[u8]| {
            let sha256 = sha256_hex(bytes);
            if kind != EvidenceKind::Certificate || in_paths.contains(sha256.as_str()) {
                found.entry((kind, sha256)).or_insert_with(|| bytes.to_vec());
            }
        };
        self.each_encoding(&mut |bytes, carried| {
            let kind = match carried {
                Carried::Certificate => EvidenceKind::Certificate,
                Carried::Crl => EvidenceKind::Crl,
                Carried::OcspResponse => EvidenceKind::OcspResponse,
                Carried::BasicOcspResponse => EvidenceKind::BasicOcspResponse,
            };
            keep(kind, bytes);
        });
        let added = data.added.certificates.iter();
        let registered = data.trusted_root.entries.iter();
        let beside = added.chain(registered.filter_map(|entry| entry.certificate.as_ref()));
        beside.for_each(|bytes| keep(EvidenceKind::Certificate, bytes));
        self.each_token(&mut |bytes| keep(EvidenceKind::TimeStampToken, bytes));
        let files = found.into_iter();
        files.map(|((kind, sha256), bytes)| EvidenceFile { kind, sha256, bytes }).collect()
    }

    /// Time-stamp tokens: document time-stamps, and those in the attributes of signers.
    fn each_token(&self, found: &mut dyn FnMut(&[u8])) {
        for pdf in self.carriers() {
            let signatures = pdf.signatures.iter();
            for signature in signatures.filter_map(|candidate| candidate.format.as_ref().ok()) {
                if signature.sub_filter == SubFilter::EtsiRfc3161 {
                    found(&signature.contents);
                } else if let Ok((signed_data, _)) = SignedData::read(&signature.contents) {
                    tokens_of(&signed_data, found);
                }
            }
        }
        if let Some(cms) = self.cms()
            && let Ok(signed_data) = cms.signed_data()
        {
            tokens_of(&signed_data, found);
        }
    }
}

fn tokens_of(signed_data: &SignedData<'_>, found: &mut dyn FnMut(&[u8])) {
    for signer_info in &signed_data.signer_infos {
        let tokens = signer_info.signature_time_stamps().into_iter().take(MAX_TOKENS);
        tokens.chain(signer_info.content_time_stamp()).for_each(&mut *found);
    }
}

/// SHA-256 of every certificate in a path of the report.
fn certificates_of_paths(report: &Report) -> BTreeSet<&str> {
    let signatures = report.signatures.iter();
    let of_signatures = signatures.flat_map(|signature| {
        let time_stamp = signature.time_stamp.iter().flat_map(|time_stamp| &time_stamp.path);
        signature.path.certificates.iter().chain(time_stamp)
    });
    let of_files = report.certificates.iter().flat_map(|details| &details.path.certificates);
    let all = of_signatures.chain(of_files);
    all.map(|certificate: &CertificateReport| certificate.sha256.as_str()).collect()
}
