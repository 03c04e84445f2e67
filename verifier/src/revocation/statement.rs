//! What each list and each response says of one certificate, and what follows from all of it: evidence of a revocation wins
//! over evidence against it (I11), and silence is no evidence.

use core::cmp::Reverse;

use super::effect::effect;
use super::{Evidence, Moment, RevocationStatus, RevokedCertificate, UnknownBecause};
use crate::pkix::{Certificate, ReasonFlags};
use crate::report::{Effect, Relation};
use crate::time::UnixTime;

/// The statements, as they come.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// Evidence of the earliest revocation.
    revoked: Option<(Evidence, RevokedCertificate)>,
    /// Evidence of suspensions (`certificateHold`): each may be lifted, and a revocation at a later date takes none back.
    suspended: Vec<(Evidence, RevokedCertificate)>,
    /// Evidence that speaks for the moment: that the certificate is not revoked for these reasons.
    good: Vec<(Evidence, ReasonFlags)>,
    /// Reasons for which evidence of a revocation speaks for the moment: that it was not revoked before.
    dated: ReasonFlags,
    unknown: Option<UnknownBecause>,
    /// Why nothing may say that the certificate is good: a genuine list that cannot be used says that it was revoked by then
    /// (I11), or a limit left evidence unread.
    objection: Option<&'static str>,
}

impl Statements {
    /// The earliest date is the one that counts against the certificate; `speaks_for` are the reasons for which nothing else
    /// happened before.
    pub(super) fn revoked(
        &mut self,
        evidence: Evidence,
        entry: RevokedCertificate,
        speaks_for: ReasonFlags,
    ) {
        self.dated = self.dated.or(speaks_for);
        if effect(entry.reason, Relation::NotProven) == Effect::Open {
            return self.suspended.push((evidence, entry));
        }
        let known = self.revoked.as_ref();
        if known.is_none_or(|(_, known)| entry.effective() < known.effective()) {
            self.revoked = Some((evidence, entry));
        }
    }

    /// Not revoked, for these reasons; `covers` says whether that holds for the moment in question.
    pub(super) fn not_revoked(&mut self, evidence: Evidence, reasons: ReasonFlags, covers: bool) {
        if covers {
            self.good.push((evidence, reasons));
        } else {
            self.unknown(UnknownBecause::Stale(evidence));
        }
    }

    pub(super) fn unknown(&mut self, because: UnknownBecause) {
        // What could not be looked at may revoke, and reaching a limit is never a pass.
        if because == UnknownBecause::Unusable("limit") {
            self.objection = Some("limit");
        }
        let known = self.unknown.take().unwrap_or(UnknownBecause::NoData);
        self.unknown = Some(known.or(because));
    }

    /// An index names the certificate, or cannot tell: until its list is asked, nothing may say that the certificate is good.
    pub(super) const fn unconfirmed(&mut self) {
        self.objection = Some(super::INDEX_HIT);
    }

    pub(super) const fn contradicted(&mut self) {
        self.objection = Some("contradicted");
    }

    /// What follows.
    pub(super) fn conclude(self, moment: Moment) -> RevocationStatus {
        let unless_objected = |status| match (self.objection, status) {
            (None, status) => status,
            (Some(_), RevocationStatus::Unknown(UnknownBecause::Unusable(why))) => {
                RevocationStatus::Unknown(UnknownBecause::Accusing(why))
            }
            (Some(why), _) => RevocationStatus::Unknown(UnknownBecause::Accusing(why)),
        };
        let suspended = self.suspended.into_iter();
        let suspension = suspended
            .filter(|(evidence, _)| !is_lifted(evidence, &self.good, moment))
            .min_by_key(|(evidence, entry)| (entry.effective(), Reverse(evidence.this_update)));
        let counts = |(_, entry): &(Evidence, RevokedCertificate)| match moment {
            Moment::Proven(time) => entry.effective() <= time,
            Moment::Validation(_) => true,
        };
        let (revoked, suspension) = (self.revoked.as_ref(), suspension.as_ref());
        let by_then = revoked.filter(|it| counts(it)).or(suspension.filter(|it| counts(it)));
        if let Some((evidence, entry)) = by_then {
            return RevocationStatus::Revoked { evidence: evidence.clone(), revoked: *entry };
        }
        let covered = self.good.iter().fold(self.dated, |all, (_, some)| all.or(*some));
        // Whatever the reason: a signature proven older than the date stands (design, 3.1).
        if let Some((evidence, entry)) = revoked.or(suspension) {
            let (evidence, revoked_later) = (evidence.clone(), Some(*entry));
            return unless_objected(match covered {
                ReasonFlags::ALL => RevocationStatus::Good { evidence, revoked_later },
                ReasonFlags::NONE => RevocationStatus::Unknown(UnknownBecause::Stale(evidence)),
                _ => RevocationStatus::Unknown(UnknownBecause::SomeReasons(evidence)),
            });
        }
        // RFC 5280 6.3.3 (l): until there is no reason left. Of several that are needed, the oldest counts.
        let newest = |evidence: &&(Evidence, ReasonFlags)| evidence.0.this_update;
        let whole = self.good.iter().filter(|(_, reasons)| *reasons == ReasonFlags::ALL);
        let evidence = match (whole.max_by_key(newest), self.good.iter().min_by_key(newest)) {
            (Some((evidence, _)), _) => Some(Ok(evidence.clone())),
            (None, Some((evidence, _))) if covered == ReasonFlags::ALL => {
                Some(Ok(evidence.clone()))
            }
            (None, Some((evidence, _))) => Some(Err(UnknownBecause::SomeReasons(evidence.clone()))),
            (None, None) => None,
        };
        unless_objected(match evidence {
            Some(Ok(evidence)) => RevocationStatus::Good { evidence, revoked_later: None },
            Some(Err(because)) => RevocationStatus::Unknown(because),
            None => RevocationStatus::Unknown(self.unknown.unwrap_or(UnknownBecause::NoData)),
        })
    }
}

/// Whether a suspension was over: later evidence no longer has it. What was signed while it lasted stays signed then.
fn is_lifted(suspended: &Evidence, good: &[(Evidence, ReasonFlags)], moment: Moment) -> bool {
    good.iter().any(|(evidence, reasons)| {
        let is_later = suspended.this_update < evidence.this_update;
        let is_in_time = match moment {
            Moment::Validation(_) => true,
            Moment::Proven(time) => evidence.this_update <= time,
        };
        *reasons == ReasonFlags::ALL && is_later && is_in_time
    })
}

/// Whether evidence without a revocation proves "not revoked" at the moment (design, 3.1). `keeps_expired_from` is since when
/// certificates that end stay listed, if the evidence says so.
pub(super) fn covers(
    evidence: &Evidence,
    certificate: &Certificate,
    keeps_expired_from: Option<UnixTime>,
    moment: Moment,
    validation_time: UnixTime,
) -> bool {
    // Expired certificates drop off lists (threat REV-20; X.509 `expiredCertsOnCRL`, RFC 6960 4.4.4).
    if certificate.not_after < evidence.this_update
        && keeps_expired_from.is_none_or(|from| certificate.not_after < from)
    {
        return false;
    }
    is_of_moment(evidence, moment, validation_time)
}

/// Whether evidence knows what there was to know at the moment.
pub(super) fn is_of_moment(evidence: &Evidence, moment: Moment, validation_time: UnixTime) -> bool {
    let is_current =
        |time: UnixTime| evidence.next_update.is_some_and(|next_update| time <= next_update);
    match (moment, evidence.source) {
        // What was current when the signature was made, or newer: the document brings what its signer saw.
        (Moment::Proven(time), super::Source::Embedded | super::Source::Added) => {
            evidence.this_update >= time || is_current(time)
        }
        // Or current at the moment of validation: what is enough for a signature without a proven time must be enough
        // for one with it, or taking an (unsigned) time-stamp away would better the answer.
        (Moment::Proven(time), super::Source::Published | super::Source::PublishedIndex) => {
            evidence.this_update >= time || is_current(validation_time)
        }
        (Moment::Validation(time), _) => is_current(time),
    }
}
