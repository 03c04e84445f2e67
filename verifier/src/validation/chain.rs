//! X.509 certificate validation (EN 319 102-1 5.2.6): the path, its validity at the best signature time, and the
//! revocation status of each of its certificates.

use std::collections::BTreeSet;

use super::{Context, Objection};
use crate::indication::{Failed, Indeterminate};
use crate::pkix::{Attempt, Certificate, PathObjection, ProspectivePath, Purpose};
use crate::policy::Limit;
use crate::reason::Reason;
use crate::report::{AttemptReport, CertificateReport};
use crate::revocation::{EvidenceId, Issuer, Moment, Question, RevocationStatus, RevocationStore};
use crate::trust::Regime;

/// Paths whose revocation is looked into: each costs signature checks, and real certificates have one or two.
const MAX_CONSIDERED: usize = 8;

/// The path chosen for a certificate, and the ways that led nowhere.
#[derive(Debug)]
pub(crate) struct Chosen<'a> {
    pub(crate) path: Result<ProspectivePath<'a>, PathObjection>,
    /// Of each certificate of the path, end entity first.
    pub(crate) statuses: Vec<(&'a Certificate, RevocationStatus)>,
    pub(crate) attempts: Vec<AttemptReport>,
}

/// Finds a path (EN 319 102-1 5.2.6.4): a real anchor before a test one, one that holds at the moment before one that does
/// not, and one of which nothing is revoked before one of which something is, or may be.
pub(crate) fn choose<'a>(
    context: &Context<'a>,
    certificate: &'a Certificate,
    purpose: Purpose,
    store: &RevocationStore<'_>,
    moment: Moment,
) -> Chosen<'a> {
    let search = context.builder().search(certificate, purpose, moment.time());
    let mut attempts: Vec<AttemptReport> = search.attempts.iter().map(attempt).collect();
    let considered = search.paths.into_iter().map(|path| {
        let objection = path.check_at(moment.time()).err();
        let rank = (path.anchor.regime == Regime::Uji, objection.is_some());
        (rank, path, objection)
    });
    let considered: Vec<_> = considered.collect();
    let Some(best) = considered.iter().map(|(rank, _, _)| *rank).min() else {
        let path = Err(most_telling(&search.attempts, certificate));
        return Chosen { path, statuses: Vec::new(), attempts };
    };
    let (alternatives, others): (Vec<_>, Vec<_>) =
        considered.into_iter().partition(|(rank, _, _)| *rank == best);
    let looked_into = alternatives.into_iter().take(MAX_CONSIDERED).map(|(_, path, _)| {
        let statuses = revocation(context, &path, store, moment);
        (path, statuses)
    });
    let mut looked_into: Vec<(ProspectivePath<'_>, Vec<(&Certificate, RevocationStatus)>)> =
        looked_into.collect();
    // A lost key is lost in every certificate that it has, whichever path comes first (threat PATH-34).
    let of_all = looked_into.iter().flat_map(|(_, statuses)| statuses);
    let compromised: Vec<&[u8]> = of_all
        .filter(|(_, status)| status.may_be_compromise())
        .map(|(certificate, _)| certificate.spki())
        .collect();
    let why_not =
        |(path, statuses): &(ProspectivePath<'_>, Vec<(&Certificate, RevocationStatus)>)| {
            let unsettled = unsettled(statuses);
            let lost = path.certificates.iter().find(|step| compromised.contains(&step.spki()));
            unsettled
                .map(|(certificate, status)| revoked_why(certificate, status))
                .or_else(|| lost.map(|step| format!("compromised key: {}", step.sha256)))
        };
    // Where none is good, one that says what is wrong: of a lost key there is one that does.
    let good = looked_into.iter().position(|looked| why_not(looked).is_none());
    let unsettled = looked_into.iter().position(|(_, statuses)| unsettled(statuses).is_some());
    let index = good.or(unsettled).unwrap_or(0);
    let not_chosen = looked_into.iter().enumerate().filter(|(other, _)| *other != index);
    attempts
        .extend(not_chosen.filter_map(|(_, looked)| Some(of_path(&looked.0, why_not(looked)?))));
    let others = others.into_iter().take(MAX_CONSIDERED);
    attempts
        .extend(others.filter_map(|(_, path, objection)| Some(of_path(&path, why(&objection?)))));
    let (path, statuses) = looked_into.swap_remove(index);
    Chosen { path: Ok(path), statuses, attempts }
}

/// The first certificate of a path that is revoked, or may be.
fn unsettled<'s, 'a>(
    statuses: &'s [(&'a Certificate, RevocationStatus)],
) -> Option<(&'a Certificate, &'s RevocationStatus)> {
    let mut unsettled = statuses.iter().filter(|(_, status)| !status.is_good());
    unsettled.next().map(|(certificate, status)| (*certificate, status))
}

/// Whether some path ends at an anchor that is not for tests, or may: a later search has what is known of signatures for nothing,
/// and comes further than one that a limit ended.
pub(crate) fn may_have_real_anchor(
    context: &Context<'_>,
    certificate: &Certificate,
    purpose: Purpose,
) -> bool {
    let Some(certificate) =
        context.certificates.iter().find(|known| known.sha256 == certificate.sha256)
    else {
        return false;
    };
    let search = context.builder().search(certificate, purpose, context.validation_time);
    search.is_limited() || search.paths.iter().any(|path| path.anchor.regime != Regime::Uji)
}

/// A rule that a certificate of the way breaks tells more than a missing issuer; another key under the issuer's name
/// is no issuer at all.
fn most_telling(attempts: &[Attempt], certificate: &Certificate) -> PathObjection {
    let mut objections = attempts.iter().map(|attempt| &attempt.objection);
    let tells = |objection: &&PathObjection| {
        !matches!(
            objection,
            PathObjection::NotFound { .. } | PathObjection::NotSignedByIssuer { .. }
        )
    };
    let missing = attempts
        .iter()
        .map(|attempt| &attempt.objection)
        .find(|objection| matches!(objection, PathObjection::NotFound { .. }));
    objections
        .find(tells)
        .or(missing)
        .cloned()
        .unwrap_or_else(|| PathObjection::NotFound { issuer: certificate.display_issuer() })
}

/// What a path that does not hold leads to. `is_proven` says whether the moment is a proven signing time.
pub(crate) fn objection(
    objection: &PathObjection,
    end_entity: &Certificate,
    moment: Moment,
) -> Objection {
    let constraint =
        |reason| Objection::indeterminate(Indeterminate::ChainConstraintsFailure, reason);
    match objection {
        PathObjection::NotFound { issuer } => Objection::indeterminate(
            Indeterminate::NoCertificateChainFound,
            Reason::PathNotFound { issuer: issuer.clone() },
        ),
        PathObjection::IntermediateMissing { issuer } => Objection::indeterminate(
            Indeterminate::CertificateChainGeneralFailure,
            Reason::PathNotFound { issuer: issuer.clone() },
        ),
        PathObjection::NotSignedByIssuer { certificate } => Objection::indeterminate(
            Indeterminate::NoCertificateChainFound,
            Reason::PathNotFound { issuer: certificate.clone() },
        ),
        PathObjection::NotYetValid { certificate, not_before } => {
            let reason = Reason::NotYetValid { not_before: not_before.to_rfc3339() };
            match moment {
                // The signature existed before its certificate was valid. A CA's certificate, or our window for an anchor,
                // may have been renewed since.
                Moment::Proven(_) if *certificate == end_entity.sha256 => {
                    Objection::failed(Failed::NotYetValid, reason)
                }
                Moment::Proven(_) | Moment::Validation(_) => {
                    Objection::indeterminate(Indeterminate::OutOfBoundsNoPoe, reason)
                }
            }
        }
        // A proof that it existed at a later time is no proof that it was made later.
        PathObjection::Expired { not_after, .. } => Objection::indeterminate(
            Indeterminate::OutOfBoundsNoPoe,
            Reason::Expired { not_after: not_after.to_rfc3339() },
        ),
        PathObjection::Constraint { certificate, .. } => {
            constraint(Reason::PathConstraints { certificate: certificate.clone() })
        }
        PathObjection::UnknownExtension { oid, .. } => {
            constraint(Reason::UnknownCriticalExtension { oid: oid.to_string() })
        }
        PathObjection::Algorithm { objection, .. } => match Objection::algorithm(*objection) {
            // A contradiction in a certificate of the way is no proof against the signature.
            Objection { indication: crate::Indication::TotalFailed(_), .. } => {
                Objection::indeterminate(
                    Indeterminate::CryptoConstraintsFailure,
                    Reason::AlgorithmRefused { algorithm: format!("{objection:?}") },
                )
            }
            other => other,
        },
        PathObjection::Limit(limit) => limit_reached(*limit),
    }
}

/// A limit of the budget, as an objection.
pub(crate) fn limit_reached(limit: Limit) -> Objection {
    Objection::indeterminate(Indeterminate::Custom, Reason::LimitReached { limit })
}

/// A way that was tried, for the report.
pub(crate) fn attempt(attempt: &Attempt) -> AttemptReport {
    AttemptReport {
        certificates: attempt.certificates.clone(),
        anchor: attempt.anchor.clone(),
        why: why(&attempt.objection),
    }
}

fn of_path(path: &ProspectivePath<'_>, why: String) -> AttemptReport {
    AttemptReport {
        certificates: path.certificates.iter().map(|step| step.sha256.clone()).collect(),
        anchor: Some(path.anchor.id.clone()),
        why,
    }
}

pub(crate) fn revoked_why(certificate: &Certificate, status: &RevocationStatus) -> String {
    let key = match status {
        RevocationStatus::Good { .. } => "good",
        RevocationStatus::Revoked { .. } => "revoked",
        RevocationStatus::Unknown(because) => because.key(),
    };
    format!("revocation {key}: {}", certificate.sha256)
}

/// Why a path does not hold, for the list of attempts.
pub(crate) fn why(objection: &PathObjection) -> String {
    match objection {
        PathObjection::NotFound { issuer } => format!("not-found: {issuer}"),
        PathObjection::IntermediateMissing { issuer } => format!("intermediate-missing: {issuer}"),
        PathObjection::NotSignedByIssuer { certificate } => {
            format!("not-signed-by-issuer: {certificate}")
        }
        PathObjection::NotYetValid { certificate, .. } => format!("not-yet-valid: {certificate}"),
        PathObjection::Expired { certificate, .. } => format!("expired: {certificate}"),
        PathObjection::Constraint { certificate, rule } => format!("{rule}: {certificate}"),
        PathObjection::UnknownExtension { certificate, oid } => {
            format!("extension {oid}: {certificate}")
        }
        PathObjection::Algorithm { certificate, .. } => format!("algorithm: {certificate}"),
        PathObjection::Limit(limit) => format!("limit: {limit:?}"),
    }
}

/// The certificates of a path for the report.
pub(crate) fn certificate_reports(
    path: &ProspectivePath<'_>,
    end_entity: &'static str,
) -> Vec<CertificateReport> {
    let report = |(position, certificate): (usize, &&Certificate)| CertificateReport {
        subject: certificate.display_subject(),
        sha256: certificate.sha256.clone(),
        not_before: certificate.not_before.to_rfc3339(),
        not_after: certificate.not_after.to_rfc3339(),
        role: if position == 0 { end_entity } else { "ca" },
    };
    path.certificates.iter().enumerate().map(report).collect()
}

/// Status of each certificate of the path, end entity first.
pub(crate) fn revocation<'a>(
    context: &Context<'a>,
    path: &ProspectivePath<'a>,
    store: &RevocationStore<'_>,
    moment: Moment,
) -> Vec<(&'a Certificate, RevocationStatus)> {
    revocation_by(context, path, store, moment, None)
}

/// The same by these lists and responses alone, where some are named.
pub(crate) fn revocation_by<'a>(
    context: &Context<'a>,
    path: &ProspectivePath<'a>,
    store: &RevocationStore<'_>,
    moment: Moment,
    admitted: Option<&BTreeSet<EvidenceId>>,
) -> Vec<(&'a Certificate, RevocationStatus)> {
    let status = |(position, certificate): (usize, &&'a Certificate)| {
        let question = Question {
            certificate,
            issuer: Issuer::in_path(path, position),
            path,
            builder: context.builder(),
            moment,
            validation_time: context.validation_time,
            admitted,
        };
        (*certificate, store.status(&question))
    };
    path.certificates.iter().enumerate().map(status).collect()
}
