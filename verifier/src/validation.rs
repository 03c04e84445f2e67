//! Validation (EN 319 102-1 clause 5): from what the file holds, the digests of its bytes, the validation data and the
//! moment, to the report. Each building block returns what it found or an [`Objection`]; what is wrong with the file is
//! always a value in the report.

mod acceptance;
mod assessment;
mod best_signature_time;
mod certificate_file;
pub mod certification_path;
mod chain;
mod cms_document;
mod countersignature;
mod crl_file;
mod document;
mod document_time_stamp;
mod evidence_files;
mod existence;
mod found;
mod later_changes;
mod level;
mod mail;
mod notes;
mod past_validation;
mod revocation;
mod signature;
mod signature_report;
mod signer;
mod signer_info;
mod time_stamp;
mod trust;

pub use evidence_files::{EvidenceFile, EvidenceKind};

use std::collections::BTreeSet;

use assessment::Objection;

use crate::cms::{SignedData, SignerInfo};
use crate::digests::Digests;
use crate::pkix::{Certificate, PathBuilder};
use crate::plan::{Plan, Subject, ValidationDataFile};
use crate::policy::PolicyInputs;
use crate::report::Report;
use crate::revocation::{RevocationStore, Source};
use crate::time::UnixTime;
use crate::trust::TrustedRoot;
use crate::{ValidationData, policy};

/// Tokens of one signature that are looked at: anyone can add some, and each costs signature checks of the budget. A token is
/// not searched for tokens.
const MAX_TOKENS: usize = 32;

/// What every signature of a document is judged with.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) trusted_root: &'a TrustedRoot,
    pub(crate) validation_time: UnixTime,
    /// Certificates of the document: candidates for paths, never anchors (I10).
    pub(crate) certificates: &'a [Certificate],
    /// Whether there were more than the budget allows.
    pub(crate) certificates_left_out: bool,
    /// The inputs of path validation: no policy is required (design, 3.1).
    pub(crate) policies: &'a PolicyInputs,
    pub(crate) budget: &'a policy::Budget,
    pub(crate) work: &'a policy::Work,
}

impl<'a> Context<'a> {
    /// Searches paths among all that is at hand.
    pub(crate) const fn builder(&self) -> PathBuilder<'a> {
        PathBuilder {
            trusted_root: self.trusted_root,
            certificates: self.certificates,
            policies: self.policies,
            budget: self.budget,
            work: self.work,
        }
    }
}

impl Plan {
    /// Judges what was found: the second half of the verification.
    #[must_use]
    pub fn conclude(&self, digests: &Digests, data: &ValidationData, at: UnixTime) -> Report {
        let (certificates, certificates_left_out) = self.certificates(data);
        let store = self.revocation_store(data);
        let context = Context {
            trusted_root: &data.trusted_root,
            validation_time: at,
            certificates: &certificates,
            certificates_left_out,
            policies: &PolicyInputs::NONE,
            budget: &self.budget,
            work: &policy::Work::new(&self.budget),
        };
        document::conclude(self, digests, &context, &store)
    }

    /// Every certificate that the document carries, that the visitor added and that the registry has, once; and whether some were left out.
    fn certificates(&self, data: &ValidationData) -> (Vec<Certificate>, bool) {
        let mut seen = BTreeSet::new();
        let mut certificates = Vec::new();
        let mut left_out = false;
        let mut consider = |encoding: &[u8]| {
            if certificates.len() >= self.budget.certificates {
                left_out = true;
                return;
            }
            // One that does not decode is no candidate (threat CMS-26).
            if let Ok(certificate) = Certificate::read(encoding)
                && seen.insert(certificate.sha256.clone())
            {
                certificates.push(certificate);
            }
        };
        self.each_encoding(&mut |encoding, kind| {
            if kind == Carried::Certificate {
                consider(encoding);
            }
        });
        data.added.certificates.iter().for_each(|encoding| consider(encoding));
        let registered =
            data.trusted_root.entries.iter().filter_map(|entry| entry.certificate.as_ref());
        registered.for_each(|encoding| consider(encoding));
        (certificates, left_out)
    }

    /// Every list and response at hand: the published ones, those that the document carries, and those that were added.
    fn revocation_store<'a>(&'a self, data: &'a ValidationData) -> RevocationStore<'a> {
        let mut store = RevocationStore::default();
        data.crls.iter().for_each(|crl| store.add_crl(crl, Source::Published));
        data.indexes.iter().for_each(|index| store.add_index(index));
        self.each_encoding(&mut |encoding, kind| match kind {
            Carried::Certificate => {}
            Carried::Crl => store.add_crl(encoding, Source::Embedded),
            Carried::OcspResponse => store.add_ocsp_response(encoding, Source::Embedded),
            Carried::BasicOcspResponse => store.add_basic_ocsp_response(encoding, Source::Embedded),
        });
        data.added.crls.iter().for_each(|crl| store.add_crl(crl, Source::Added));
        let responses = data.added.ocsp_responses.iter();
        responses.for_each(|response| store.add_ocsp_response(response, Source::Added));
        store
    }

    /// Certificates and lists in every `SignedData`, in the tokens inside, and in the document security store.
    fn each_encoding<'a>(&'a self, found: &mut dyn FnMut(&'a [u8], Carried)) {
        for pdf in self.carriers() {
            let signatures = pdf.signatures.iter();
            for signature in signatures.filter_map(|candidate| candidate.format.as_ref().ok()) {
                if let Ok((signed_data, _)) = SignedData::read(&signature.contents) {
                    carried_by(&signed_data, found);
                }
            }
            let certificates = pdf.store.certificates.iter();
            certificates.for_each(|certificate| found(certificate, Carried::Certificate));
            pdf.store.crls.iter().for_each(|crl| found(crl, Carried::Crl));
            let responses = pdf.store.ocsp_responses.iter();
            responses.for_each(|response| found(response, Carried::OcspResponse));
        }
        if let Some(cms) = self.cms()
            && let Ok(signed_data) = cms.signed_data()
        {
            carried_by(&signed_data, found);
        }
        if let Subject::ValidationData(ValidationDataFile::Certificates(encodings)) = &self.subject
        {
            encodings.iter().for_each(|encoding| found(encoding, Carried::Certificate));
        }
    }
}

/// What a `SignedData` carries: in its tokens, in its attributes, in its own sets.
fn carried_by<'a>(signed_data: &SignedData<'a>, found: &mut dyn FnMut(&'a [u8], Carried)) {
    let mut all = Vec::new();
    for signer_info in &signed_data.signer_infos {
        let mut tokens = signer_info.signature_time_stamps();
        tokens.truncate(MAX_TOKENS);
        tokens.extend(signer_info.content_time_stamp());
        for token in tokens {
            if let Ok((token, _)) = SignedData::read(token) {
                all.extend(token.signer_infos.iter().map(SignerInfo::carried));
                all.push(token.carried);
            }
        }
        all.push(signer_info.carried());
    }
    all.push(signed_data.carried.clone());
    for carried in &all {
        let certificates = carried.certificates.iter();
        certificates.for_each(|certificate| found(certificate, Carried::Certificate));
        carried.crls.iter().for_each(|crl| found(crl, Carried::Crl));
        let responses = carried.ocsp_responses.iter();
        responses.for_each(|response| found(response, Carried::OcspResponse));
        let basic = carried.basic_ocsp_responses.iter();
        basic.for_each(|response| found(response, Carried::BasicOcspResponse));
    }
}

/// What an encoding carried by a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carried {
    Certificate,
    Crl,
    OcspResponse,
    BasicOcspResponse,
}
