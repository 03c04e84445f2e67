//! What the revocation status of a certificate means for a signature, and how the report explains it: when and why it was
//! revoked, by which list or answer that is known, and whether the signature is proven to be older.

use super::Objection;
use crate::indication::Indeterminate;
use crate::pkix::Certificate;
use crate::reason::{Reason, Revocation};
use crate::report::{Relation, RevocationReport};
use crate::revocation::{
    CrlReason, Effect, Evidence, Method, Moment, RevocationStatus, RevocationStore,
    RevokedCertificate, Source, UnknownBecause, effect,
};
use crate::time::UnixTime;

/// What a status leads to; `None` where it is good.
pub(crate) fn objection(
    position: usize,
    certificate: &Certificate,
    status: &RevocationStatus,
    moment: Moment,
) -> Option<Objection> {
    let issuer = certificate.display_issuer();
    let later = |reason| Some(Objection::indeterminate(Indeterminate::TryLater, reason));
    match status {
        RevocationStatus::Good { .. } => None,
        RevocationStatus::Revoked { revoked, evidence } => {
            let revocation = revocation(evidence, revoked);
            let reason = match (effect(revoked.reason, relation(revoked, moment)), moment) {
                // A suspension may be lifted: it does not settle anything (threat REV-16).
                (Effect::Open, _) => return later(Reason::Suspended(revocation)),
                _ if position > 0 => {
                    let subject = certificate.display_subject();
                    Reason::IssuerRevoked { subject, revocation }
                }
                (Effect::Stands | Effect::Ends, Moment::Proven(time)) => {
                    let proven = time.to_rfc3339();
                    Reason::RevokedBeforeSigning { proven, revocation }
                }
                (Effect::Stands | Effect::Ends, Moment::Validation(_)) => {
                    Reason::Revoked(revocation)
                }
            };
            let indeterminate = if position == 0 {
                Indeterminate::RevokedNoPoe
            } else {
                Indeterminate::RevokedCaNoPoe
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
        RevocationStatus::Unknown(
            because @ (UnknownBecause::SomeReasons(_)
            | UnknownBecause::Unusable(_)
            | UnknownBecause::Accusing(_)),
        ) => {
            let because = because.key();
            later(Reason::RevocationUnusable { issuer, because })
        }
    }
}

/// What is worth saying of a status beside the objection.
pub(crate) fn notes(status: &RevocationStatus, moment: Moment) -> Vec<Reason> {
    let entry = match status {
        RevocationStatus::Good { revoked_later: Some(entry), evidence } => Some((entry, evidence)),
        RevocationStatus::Revoked { revoked, evidence } => Some((revoked, evidence)),
        RevocationStatus::Good { revoked_later: None, .. } | RevocationStatus::Unknown(_) => None,
    };
    let Some((entry, evidence)) = entry else { return Vec::new() };
    let mut notes = Vec::new();
    if status.is_good() {
        let proven = moment.time().to_rfc3339();
        notes.push(Reason::RevokedLater { proven, revocation: revocation(evidence, entry) });
    }
    if entry.effective() < entry.revocation_date {
        notes.push(Reason::InvalidSince { invalidity_date: entry.effective().to_rfc3339() });
    }
    notes
}

/// A status for the report.
pub(crate) fn report(
    certificate: &Certificate,
    status: &RevocationStatus,
    moment: Moment,
    store: &RevocationStore<'_>,
) -> RevocationReport {
    let (word, evidence, entry) = match status {
        RevocationStatus::Good { evidence, revoked_later } => {
            ("good", Some(evidence), revoked_later.as_ref())
        }
        RevocationStatus::Revoked { evidence, revoked } => {
            ("revoked", Some(evidence), Some(revoked))
        }
        RevocationStatus::Unknown(because) => ("unknown", because.evidence(), None),
    };
    RevocationReport {
        certificate: certificate.sha256.clone(),
        status: word,
        because: match status {
            RevocationStatus::Unknown(because) => Some(because.key()),
            RevocationStatus::Good { .. } | RevocationStatus::Revoked { .. } => None,
        },
        method: evidence.map(|evidence| method(evidence.method)),
        source: evidence.map(|evidence| match evidence.source {
            Source::Published => "published",
            Source::PublishedIndex => "published-index",
            Source::Embedded => "embedded",
            Source::Added => "added",
        }),
        sha256: evidence.map(|evidence| store.sha256(evidence.id)),
        this_update: evidence.map(|evidence| evidence.this_update.to_rfc3339()),
        next_update: evidence.and_then(|evidence| evidence.next_update).map(UnixTime::to_rfc3339),
        reason: entry.map(|entry| reason_name(entry.reason)),
        date: entry.map(|entry| entry.revocation_date.to_rfc3339()),
        invalidity_date: entry.and_then(|entry| entry.invalidity_date).map(UnixTime::to_rfc3339),
        relation: entry.map(|entry| relation(entry, moment)),
        effect: entry.map(|entry| effect(entry.reason, relation(entry, moment))),
        number: evidence.and_then(|evidence| evidence.number.clone()),
    }
}

/// Where the revocation stands beside the time of the signature.
fn relation(entry: &RevokedCertificate, moment: Moment) -> Relation {
    match moment {
        Moment::Proven(time) if time < entry.effective() => Relation::AfterSigning,
        Moment::Proven(_) => Relation::BeforeSigning,
        Moment::Validation(_) => Relation::NotProven,
    }
}

pub(crate) fn revocation(evidence: &Evidence, entry: &RevokedCertificate) -> Box<Revocation> {
    Box::new(Revocation {
        date: entry.revocation_date.to_rfc3339(),
        reason: reason_name(entry.reason),
        method: method(evidence.method),
        number: evidence.number.clone(),
        this_update: evidence.this_update.to_rfc3339(),
    })
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Crl => "crl",
        Method::Ocsp => "ocsp",
    }
}

/// RFC 5280 5.3.1's name; an entry without a reason is unspecified.
fn reason_name(reason: Option<CrlReason>) -> String {
    reason.unwrap_or(CrlReason::Unspecified).name().to_owned()
}
