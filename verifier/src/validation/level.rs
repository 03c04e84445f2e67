//! Levels (EN 319 142-1 6, EN 319 122-1 6): the one a signature has the form of, and the one of which everything was found good
//! by what the document itself carries.

use super::existence::Existence;
use super::trust::Findings;
use crate::plan::{Candidate, PdfSubject, SubFilter};
use crate::report::RevocationReport;

/// How much a signature brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BaselineLevel {
    /// Itself.
    B,
    /// Proof of its time.
    T,
    /// The data to validate it with.
    Lt,
    /// Proof of the age of that data.
    Lta,
}

/// Which names the levels go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Pades,
    /// `adbe.pkcs7.detached`, for which no standard names levels.
    Pkcs7,
    Cades,
    /// CMS without the ESS attribute.
    Cms,
    /// A document time-stamp has none.
    DocumentTimeStamp,
}

impl Family {
    pub(crate) const fn of(sub_filter: SubFilter) -> Self {
        match sub_filter {
            SubFilter::AdbePkcs7Detached => Self::Pkcs7,
            SubFilter::EtsiCadesDetached => Self::Pades,
            SubFilter::EtsiRfc3161 => Self::DocumentTimeStamp,
        }
    }

    /// The name in reports.
    pub(crate) fn name(self, level: BaselineLevel) -> String {
        let family = match self {
            Self::Pades => "PAdES-B-",
            Self::Pkcs7 => "PKCS7-",
            Self::Cades => "CAdES-B-",
            Self::Cms => "CMS-",
            Self::DocumentTimeStamp => return "DTS".to_owned(),
        };
        let level = match level {
            BaselineLevel::B => "B",
            BaselineLevel::T => "T",
            BaselineLevel::Lt => "LT",
            BaselineLevel::Lta => "LTA",
        };
        format!("{family}{level}")
    }
}

/// The level whose form a signature of a PDF has, whether or not what it brings is good.
pub(crate) fn form(
    candidate: &Candidate,
    findings: &Findings<'_>,
    pdf: &PdfSubject,
) -> BaselineLevel {
    let covering = || {
        pdf.signatures.iter().filter(|other| {
            let is_later = candidate.revision < other.revision;
            other.is_document_time_stamp() && other.format.is_ok() && is_later
        })
    };
    let has_data = findings.carries_evidence
        || !(pdf.store.crls.is_empty() && pdf.store.ocsp_responses.is_empty());
    // The data too, not the signature alone (EN 319 142-1 5.4.3).
    let is_data_covered =
        covering().any(|other| findings.carries_evidence || !other.stored_evidence.is_empty());
    match (findings.has_token || covering().next().is_some(), has_data, is_data_covered) {
        (false, ..) => BaselineLevel::B,
        (true, false, _) => BaselineLevel::T,
        (true, true, false) => BaselineLevel::Lt,
        (true, true, true) => BaselineLevel::Lta,
    }
}

/// The level of a signature that passed: its time is proven, all evidence of its path comes from the document, and a document
/// time-stamp that is good covers that evidence.
pub(crate) fn reached(
    findings: &Findings<'_>,
    revocation: &[RevocationReport],
    existence: Existence<'_, '_>,
) -> BaselineLevel {
    let is_embedded = |status: &RevocationReport| status.source == Some("embedded");
    let is_covered = |status: &RevocationReport| {
        status.sha256.as_ref().is_some_and(|sha256| existence.covers_evidence(sha256))
    };
    if findings.proof.is_none() {
        BaselineLevel::B
    } else if !revocation.iter().all(is_embedded) {
        BaselineLevel::T
    } else if !revocation.iter().all(is_covered) {
        BaselineLevel::Lt
    } else {
        BaselineLevel::Lta
    }
}
