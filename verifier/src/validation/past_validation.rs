//! Past certificate validation (EN 319 102-1 5.6.2.1) by validation time sliding (5.6.2.2): the latest moment up to which what
//! the end entity signed counts with nothing relaxed.

use std::collections::BTreeSet;

use super::Context;
use crate::indication::Indeterminate;
use crate::pkix::{Certificate, ProspectivePath};
use crate::revocation::{
    EvidenceId, Issuer, Moment, Question, RevocationStatus, RevocationStore, UnknownBecause,
};
use crate::time::UnixTime;

/// Slides from the moment of validation to the control time, certificate by certificate from below the anchor; `None` where
/// evidence is missing for one. `admitted` gives the evidence that is proven to have existed by a moment before that of
/// validation; `statuses` are what the policy's own process found.
pub(crate) fn control_time<'a>(
    context: &Context<'a>,
    store: &RevocationStore<'_>,
    path: &ProspectivePath<'a>,
    statuses: &[(&Certificate, RevocationStatus)],
    admitted: &dyn Fn(UnixTime) -> BTreeSet<EvidenceId>,
) -> Option<UnixTime> {
    let now = context.validation_time;
    let mut control = path.anchor.valid_for.until.map_or(now, |until| until.min(now));
    for (position, certificate) in path.certificates.iter().copied().enumerate().rev() {
        let evidence = (control < now).then(|| admitted(control));
        let status = |moment: UnixTime| {
            store.status(&Question {
                certificate,
                issuer: Issuer::in_path(path, position),
                path,
                builder: context.builder(),
                moment: Moment::Validation(moment),
                validation_time: moment,
                admitted: evidence.as_ref(),
            })
        };
        let end = control.min(path.end_of(certificate));
        let mut found = status(control);
        // Evidence of after the end says nothing of a certificate, unless it says that it does; that of before is not fresh.
        let is_fresh = end == control || !matches!(found, RevocationStatus::Unknown(_));
        if !is_fresh {
            found = status(end);
        }
        control = match found {
            RevocationStatus::Good { evidence, .. } if !is_fresh => end.min(evidence.this_update),
            RevocationStatus::Good { .. } => end,
            RevocationStatus::Revoked { revoked, .. } => end.min(before(revoked.effective())),
            // Not fresh: it speaks for the time when it was made.
            RevocationStatus::Unknown(UnknownBecause::Stale(stale))
                if stale.this_update <= certificate.not_after =>
            {
                end.min(stale.this_update)
            }
            RevocationStatus::Unknown(_) => return None,
        };
        if let Some(revocation) = revoked_later(statuses, certificate) {
            control = control.min(before(revocation));
        }
    }
    Some(control)
}

/// What exists at the very second of a revocation is not older than it.
fn before(revocation: UnixTime) -> UnixTime {
    UnixTime::from_seconds(revocation.seconds().saturating_sub(1))
}

/// Since when a certificate is revoked, in evidence of any age.
fn revoked_later(
    statuses: &[(&Certificate, RevocationStatus)],
    certificate: &Certificate,
) -> Option<UnixTime> {
    let of_it = statuses.iter().find(|(known, _)| known.sha256 == certificate.sha256);
    match of_it.map(|(_, status)| status) {
        Some(
            RevocationStatus::Good { revoked_later: Some(revoked), .. }
            | RevocationStatus::Revoked { revoked, .. },
        ) => Some(revoked.effective()),
        Some(RevocationStatus::Good { .. } | RevocationStatus::Unknown(_)) | None => None,
    }
}

/// What the basic process says at the moment of validation, where past certificate validation does not help (5.6.2.4).
pub(crate) fn at_the_moment(
    context: &Context<'_>,
    path: &ProspectivePath<'_>,
    statuses: &[(&Certificate, RevocationStatus)],
) -> Indeterminate {
    let revoked = path
        .certificates
        .iter()
        .position(|certificate| revoked_later(statuses, certificate).is_some());
    match revoked {
        Some(0) => Indeterminate::RevokedNoPoe,
        Some(_) => Indeterminate::RevokedCaNoPoe,
        None if path.check_at(context.validation_time).is_err() => Indeterminate::OutOfBoundsNoPoe,
        None => Indeterminate::TryLater,
    }
}
