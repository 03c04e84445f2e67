//! Levels (EN 319 142-1 6, EN 319 122-1 6): the one a signature has the form of, and the one of which everything was found good
//! by what the document itself carries.

use std::collections::BTreeSet;

use super::existence::Existence;
use super::trust::Findings;
use super::{Context, chain};
use crate::plan::{Candidate, PdfSubject, SubFilter};
use crate::revocation::{EvidenceId, RevocationStore};

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

/// The level of a signature that passed: its time is proven, what the document carries suffices for its path, and so does what a
/// good document time-stamp covers of that.
pub(crate) fn reached<'a>(
    findings: &Findings<'a>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) -> BaselineLevel {
    let (Some(_), Some(path), Some(moment)) = (&findings.proof, &findings.path, findings.moment)
    else {
        return BaselineLevel::B;
    };
    let suffices = |evidence: &BTreeSet<EvidenceId>| {
        let statuses = chain::revocation_by(context, path, store, moment, Some(evidence));
        statuses.iter().all(|(_, status)| status.is_good())
    };
    let embedded: BTreeSet<EvidenceId> = store.embedded().collect();
    if !suffices(&embedded) {
        return BaselineLevel::T;
    }
    let is_covered = |id: &EvidenceId| existence.covers_evidence(&store.sha256(*id));
    let covered = embedded.into_iter().filter(is_covered).collect();
    if suffices(&covered) { BaselineLevel::Lta } else { BaselineLevel::Lt }
}
