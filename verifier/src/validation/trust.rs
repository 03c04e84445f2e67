//! Whether to trust who signed: time-stamps, path and revocation (EN 319 102-1 5.2.6, 5.4, 5.5), in the order in which one
//! needs the other.

use std::collections::BTreeSet;

use super::assessment::{Assessment, CheckName, Evidence, Objection};
use super::best_signature_time::{TIME_STAMP, best_signature_time, content_time_stamp};
use super::existence::{Existence, SignedEvidence};
use super::past_validation::{at_the_moment, control_time};
use super::signer_info::Signed;
use super::time_stamp::{ProofOfExistence, TestAuthorities};
use super::{Context, chain, revocation};
use crate::algorithms::sha256_hex;
use crate::cms::{SignedClaims, SignerInfo};
use crate::indication::Failed;
use crate::pkix::{Certificate, ProspectivePath};
use crate::policy::Relaxation;
use crate::reason::Reason;
use crate::report::{AttemptReport, CountersignatureReport, Relation};
use crate::revocation::{Effect, Moment, RevocationStatus, RevocationStore, effect};
use crate::time::UnixTime;
use crate::trust::Regime;

const CERTIFICATE_PATH: CheckName = CheckName("certificate_path", "RFC 5280 6.1");
const REVOCATION: CheckName = CheckName("revocation", "RFC 5280 6.3.3");
const MADE_AFTER: CheckName = CheckName("made_after", "EN 319 102-1 5.5.4");
const PAST_VALIDATION: CheckName = CheckName("past_certificate_validation", "EN 319 102-1 5.6.2.1");

/// What the building blocks give besides checks.
#[derive(Debug, Default)]
pub(crate) struct Findings<'a> {
    pub(crate) certificate: Option<&'a Certificate>,
    pub(crate) path: Option<ProspectivePath<'a>>,
    pub(crate) attempts: Vec<AttemptReport>,
    /// The earliest proof of the signature's existence.
    pub(crate) proof: Option<ProofOfExistence<'a>>,
    /// The earliest by a time-stamp of its own.
    pub(crate) token: Option<ProofOfExistence<'a>>,
    /// Since when it is proven to exist with nothing relaxed.
    pub(crate) strictly: Option<UnixTime>,
    /// A content time-stamp proves that the signature was made after this.
    pub(crate) younger_than: Option<UnixTime>,
    pub(crate) has_token: bool,
    /// The signature brings lists or answers of its own.
    pub(crate) carries_evidence: bool,
    pub(crate) claimed_time: Option<UnixTime>,
    pub(crate) claims: SignedClaims,
    pub(crate) countersignatures: Vec<CountersignatureReport>,
    pub(crate) statuses: Vec<(&'a Certificate, RevocationStatus)>,
    /// The moment for which they hold.
    pub(crate) moment: Option<Moment>,
}

/// Path, time and revocation.
pub(crate) fn trust<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signed: &Signed<'_, '_>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    let Some(certificate) = findings.certificate else {
        assessment.not_checked(CERTIFICATE_PATH, Some(Reason::SigningCertificateMissing));
        assessment.not_checked(TIME_STAMP, None);
        assessment.not_checked(REVOCATION, None);
        return assessment.not_checked(PAST_VALIDATION, None);
    };
    // The path decides whether test authorities count, the time decides which path holds.
    let now = context.validation_time;
    let purpose = signed.profile.purpose();
    let test_authorities = if chain::may_have_real_anchor(context, certificate, purpose) {
        TestAuthorities::Refused
    } else {
        TestAuthorities::Accepted
    };
    let existence = existence.with(test_authorities);
    best_signature_time(assessment, findings, signed.signer_info, existence, context, store);
    content_time_stamp(assessment, findings, signed, existence, context, store);
    let moment = match &findings.proof {
        Some(proof) => Moment::Proven(proof.proven),
        None => Moment::Validation(now),
    };
    let chosen = chain::choose(context, certificate, purpose, store, moment);
    findings.attempts = chosen.attempts;
    let path = match chosen.path {
        Ok(path) => path,
        Err(objection) => {
            assessment.objected(
                CERTIFICATE_PATH,
                chain::objection(&objection, certificate, moment),
                Evidence::new(),
            );
            assessment.not_checked(REVOCATION, None);
            return assessment.not_checked(PAST_VALIDATION, None);
        }
    };
    let found = Evidence::of([
        ("anchor", path.anchor.id.clone().into()),
        ("at", moment.time().to_rfc3339().into()),
    ]);
    match path.check_at(moment.time()) {
        Ok(()) => assessment.passed(CERTIFICATE_PATH, found),
        Err(objection) => {
            assessment.objected(
                CERTIFICATE_PATH,
                chain::objection(&objection, certificate, moment),
                found,
            );
            if matches!(moment, Moment::Validation(_)) {
                assessment.unchecked.push(Reason::TimeNotProven);
            }
        }
    }
    if path.anchor.regime == Regime::Uji {
        assessment.notes.push(Reason::TestAnchor { anchor: path.anchor.id.clone() });
    }
    findings.statuses = chosen.statuses;
    findings.path = Some(path);
    judge_revocation(assessment, findings, store, moment);
    younger(assessment, findings, certificate);
    nothing_relaxed(assessment, findings, signed.signer_info, existence, context, store);
}

/// "Not revoked" for every certificate of the path (I11).
fn judge_revocation(
    assessment: &mut Assessment,
    findings: &mut Findings<'_>,
    store: &RevocationStore<'_>,
    moment: Moment,
) {
    findings.moment = Some(moment);
    let objections: Vec<Objection> = findings
        .statuses
        .iter()
        .enumerate()
        .filter_map(|(position, (certificate, status))| {
            revocation::objection(position, certificate, status, moment)
        })
        .collect();
    for (_, status) in &findings.statuses {
        assessment.notes.extend(revocation::notes(status, moment));
    }
    let mut found = Evidence::of([("certificates", findings.statuses.len().into())]);
    let responses = store.response_summaries();
    if !responses.is_empty() {
        found.add("ocsp_responses", responses);
    }
    match objections.split_first() {
        None => assessment.passed(REVOCATION, found),
        Some((first, others)) => {
            assessment.objected(REVOCATION, first.clone(), found);
            assessment.objections.extend(others.iter().cloned());
        }
    }
}

/// Proven to be made after its certificate was revoked, or had ended (EN 319 102-1 5.5.4).
fn younger(assessment: &mut Assessment, findings: &Findings<'_>, certificate: &Certificate) {
    let Some(made_after) = findings.younger_than else { return };
    let proven = made_after.to_rfc3339();
    if let Some((_, RevocationStatus::Revoked { revoked, evidence })) = findings.statuses.first()
        && effect(revoked.reason, Relation::BeforeSigning) == Effect::Ends
        && revoked.effective() <= made_after
    {
        let revocation = revocation::revocation(evidence, revoked);
        let reason = Reason::SignedAfterRevocation { proven, revocation };
        let objection = Objection::failed(Failed::Revoked, reason);
        return assessment.objected(MADE_AFTER, objection, Evidence::new());
    }
    if certificate.not_after < made_after {
        let not_after = certificate.not_after.to_rfc3339();
        let reason = Reason::SignedAfterEnd { proven, not_after };
        let objection = Objection::failed(Failed::Expired, reason);
        assessment.objected(MADE_AFTER, objection, Evidence::new());
    }
}

/// What EN 319 102-1 says with nothing relaxed (5.6.2.4, past signature validation) of a signature that the policy accepts: the
/// path must have been good, by evidence that is proven to be of its time, up to a moment at which the signature existed.
fn nothing_relaxed<'a>(
    assessment: &mut Assessment,
    findings: &Findings<'a>,
    signer_info: &SignerInfo<'_>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    let Some(path) = findings.path.as_ref().filter(|_| assessment.objections.is_empty()) else {
        return assessment.not_checked(PAST_VALIDATION, None);
    };
    let now = context.validation_time;
    let existed = findings.strictly.unwrap_or(now);
    let mut evidence = BTreeSet::new();
    let carried = signer_info.carried_signed();
    let encodings = carried.crls.iter().chain(&carried.ocsp_responses);
    evidence.extend(
        encodings.chain(&carried.basic_ocsp_responses).map(|encoding| sha256_hex(encoding)),
    );
    let signed = SignedEvidence { evidence, existed };
    let admitted = |by| existence.admitted(store, by, Some(&signed));
    let control = control_time(context, store, path, &findings.statuses, &admitted);
    let mut found = Evidence::of([("existed", existed.to_rfc3339().into())]);
    if let Some(control) = control {
        found.add("control_time", control.to_rfc3339());
        if existed <= control {
            return assessment.passed(PAST_VALIDATION, found);
        }
    }
    // The policy does not ask for it.
    assessment.disabled(PAST_VALIDATION, found);
    let proof = findings.proof.as_ref();
    let proven = proof.map_or(now, |proof| proof.proven);
    let by_time_stamp = proof.filter(|_| proven < existed).map(|proof| proof.relaxed.clone());
    let mut rules = by_time_stamp.unwrap_or_default();
    rules.extend(match control {
        None => Some(Relaxation::EvidenceWithoutProofOfExistence),
        Some(control) if control < proven => Some(Relaxation::EvidenceCurrentAtSigning),
        Some(_) => None,
    });
    let otherwise = at_the_moment(context, path, &findings.statuses);
    assessment.relaxed.extend(rules.into_iter().map(|rule| (otherwise, rule)));
}
