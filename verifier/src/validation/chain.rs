//! X.509 certificate validation (EN 319 102-1 5.2.6): the path, its validity at the best signature time, and the
//! revocation status of each of its certificates.

use super::{Context, Objection};
use crate::indication::{Failed, Indeterminate};
use crate::pkix::{Certificate, PathBuilder, PathObjection, ProspectivePath, Purpose};
use crate::policy::Limit;
use crate::reason::Reason;
use crate::report::{CertificateReport, RevocationReport};
use crate::revocation::{
    CrlReason, CrlSource, CrlStore, Issuer, Moment, RevocationStatus, UnknownBecause,
};
use crate::time::UnixTime;
use crate::trust::Regime;

/// The path chosen for a certificate, and the ways that led nowhere.
#[derive(Debug)]
pub(crate) struct Chosen<'a> {
    pub(crate) path: Result<ProspectivePath<'a>, PathObjection>,
    pub(crate) attempts: Vec<PathObjection>,
}

/// Finds a path: one that holds at the moment before one that does not, a real anchor before a test one.
pub(crate) fn choose<'a>(
    context: &Context<'a>,
    certificate: &'a Certificate,
    purpose: Purpose,
    moment: UnixTime,
) -> Chosen<'a> {
    let builder = PathBuilder {
        trusted_root: context.trusted_root,
        certificates: context.certificates,
        budget: context.budget,
        work: context.work,
    };
    let search = builder.search(certificate, purpose);
    let rank = |path: &ProspectivePath<'_>| {
        (path.anchor.regime == Regime::Uji, path.check_at(moment).is_err())
    };
    let path = search.paths.into_iter().min_by_key(rank);
    let path = path.ok_or_else(|| most_telling(&search.attempts, certificate));
    Chosen { path, attempts: search.attempts }
}

/// A rule that a certificate of the way breaks tells more than a missing issuer; another key under the issuer's name
/// is no issuer at all.
fn most_telling(attempts: &[PathObjection], certificate: &Certificate) -> PathObjection {
    let tells = |attempt: &&PathObjection| {
        !matches!(attempt, PathObjection::NotFound { .. } | PathObjection::NotSignedByIssuer { .. })
    };
    let missing = attempts.iter().find(|attempt| matches!(attempt, PathObjection::NotFound { .. }));
    attempts
        .iter()
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

/// A path that did not hold, for the list of attempts.
pub(crate) fn attempt(objection: &PathObjection) -> String {
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
    path: &ProspectivePath<'a>,
    crls: &mut CrlStore<'_>,
    moment: Moment,
    validation_time: UnixTime,
) -> Vec<(&'a Certificate, RevocationStatus)> {
    let mut statuses = Vec::new();
    for (position, certificate) in path.certificates.iter().enumerate() {
        let issuer = match path.certificates.get(position.saturating_add(1)) {
            Some(issuer) => Issuer { spki: issuer.spki(), certificate: Some(issuer) },
            None => Issuer { spki: &path.anchor.spki, certificate: None },
        };
        statuses.push((*certificate, crls.status(certificate, issuer, moment, validation_time)));
    }
    statuses
}

/// What a status leads to; `None` where it is good.
pub(crate) fn revocation_objection(
    position: usize,
    certificate: &Certificate,
    status: &RevocationStatus,
) -> Option<Objection> {
    let issuer = certificate.display_issuer();
    let later = |reason| Some(Objection::indeterminate(Indeterminate::TryLater, reason));
    match status {
        RevocationStatus::Good { .. } => None,
        RevocationStatus::Revoked { revoked, .. } => {
            let reason = Reason::Revoked {
                date: revoked.revocation_date.to_rfc3339(),
                reason: reason_name(revoked.reason),
            };
            // A suspension may be lifted: it does not settle anything (threat REV-16).
            let indeterminate = match (revoked.reason, position) {
                (Some(CrlReason::CertificateHold), _) => Indeterminate::TryLater,
                (_, 0) => Indeterminate::RevokedNoPoe,
                _ => Indeterminate::RevokedCaNoPoe,
            };
            Some(Objection::indeterminate(indeterminate, reason))
        }
        RevocationStatus::Unknown(UnknownBecause::NoData) => {
            later(Reason::RevocationNoData { issuer })
        }
        RevocationStatus::Unknown(UnknownBecause::Stale(evidence)) => {
            later(Reason::RevocationStale {
                issuer,
                this_update: evidence.this_update.to_rfc3339(),
                next_update: evidence.next_update.map(UnixTime::to_rfc3339).unwrap_or_default(),
            })
        }
        RevocationStatus::Unknown(UnknownBecause::Unusable(_)) => {
            later(Reason::RevocationUnusable { issuer })
        }
    }
}

/// A status for the report.
pub(crate) fn revocation_report(
    certificate: &Certificate,
    status: &RevocationStatus,
) -> RevocationReport {
    let (word, evidence, entry) = match status {
        RevocationStatus::Good { evidence, revoked_later } => {
            ("good", Some(evidence), revoked_later.as_ref())
        }
        RevocationStatus::Revoked { evidence, revoked } => {
            ("revoked", Some(evidence), Some(revoked))
        }
        RevocationStatus::Unknown(UnknownBecause::Stale(evidence)) => {
            ("unknown", Some(evidence), None)
        }
        RevocationStatus::Unknown(UnknownBecause::NoData | UnknownBecause::Unusable(_)) => {
            ("unknown", None, None)
        }
    };
    RevocationReport {
        certificate: certificate.sha256.clone(),
        status: word,
        source: evidence.map(|evidence| match evidence.source {
            CrlSource::Published => "published",
            CrlSource::Embedded => "embedded",
            CrlSource::Added => "added",
        }),
        this_update: evidence.map(|evidence| evidence.this_update.to_rfc3339()),
        next_update: evidence.and_then(|evidence| evidence.next_update).map(UnixTime::to_rfc3339),
        reason: entry.map(|entry| reason_name(entry.reason)),
        date: entry.map(|entry| entry.revocation_date.to_rfc3339()),
        number: evidence.and_then(|evidence| evidence.number.clone()),
    }
}

/// RFC 5280 5.3.1's name; an entry without a reason is unspecified.
pub(crate) fn reason_name(reason: Option<CrlReason>) -> String {
    reason.unwrap_or(CrlReason::Unspecified).name().to_owned()
}
