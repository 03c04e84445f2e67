//! Whether to trust who signed: time-stamps, path and revocation (EN 319 102-1 5.2.6, 5.4, 5.5), in the order in which one
//! needs the other.

use super::assessment::{Assessment, CheckName, Evidence, Objection};
use super::signer_info::Signed;
use super::time_stamp::{Imprint, ProofOfExistence, TestAuthorities};
use super::{Context, MAX_TOKENS, chain, revocation, time_stamp};
use crate::cms::{SignedClaims, SignerInfo};
use crate::indication::Indeterminate;
use crate::pkix::{Certificate, ProspectivePath};
use crate::plan::imprint_algorithm;
use crate::policy::Relaxation;
use crate::reason::Reason;
use crate::report::{AttemptReport, Check, CountersignatureReport, Outcome};
use crate::revocation::{Moment, RevocationStatus, RevocationStore};
use crate::time::UnixTime;
use crate::trust::Regime;

const TIME_STAMP: CheckName = CheckName("time_stamp", "EN 319 102-1 5.4");
const CONTENT_TIME_STAMP: CheckName = CheckName("content_time_stamp", "EN 319 122-1 5.2.8");
const CERTIFICATE_PATH: CheckName = CheckName("certificate_path", "RFC 5280 6.1");
const REVOCATION: CheckName = CheckName("revocation", "RFC 5280 6.3.3");

/// What the building blocks give besides checks.
#[derive(Debug, Default)]
pub(crate) struct Findings<'a> {
    pub(crate) certificate: Option<&'a Certificate>,
    pub(crate) path: Option<ProspectivePath<'a>>,
    pub(crate) attempts: Vec<AttemptReport>,
    pub(crate) proof: Option<ProofOfExistence<'a>>,
    pub(crate) has_token: bool,
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
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    let Some(certificate) = findings.certificate else {
        assessment.not_checked(CERTIFICATE_PATH, Some(Reason::SigningCertificateMissing));
        assessment.not_checked(TIME_STAMP, None);
        return assessment.not_checked(REVOCATION, None);
    };
    // The path decides whether test authorities count, the time decides which path holds.
    let now = context.validation_time;
    let purpose = signed.profile.purpose();
    let test_authorities = if chain::may_have_real_anchor(context, certificate, purpose) {
        TestAuthorities::Refused
    } else {
        TestAuthorities::Accepted
    };
    time_stamps(assessment, findings, signed.signer_info, context, store, test_authorities);
    content_time_stamp(assessment, findings, signed, context, store, test_authorities);
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
            return assessment.not_checked(REVOCATION, None);
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
}

/// The earliest token that proves something is the best signature time (EN 319 102-1 5.5.4).
fn time_stamps<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
    test_authorities: TestAuthorities,
) {
    let tokens = signer_info.signature_time_stamps();
    findings.has_token = !tokens.is_empty();
    let mut refused = Vec::new();
    let mut listed = Vec::new();
    for token in tokens.into_iter().take(MAX_TOKENS) {
        let proof = time_stamp::proof_of_existence(
            context,
            store,
            token,
            Imprint::Of(&signer_info.signature),
            test_authorities,
        );
        let mut stated = time_stamp::stated(token);
        match proof {
            Err(not_proven) => {
                stated.add("refused", not_proven.why);
                refused.push(not_proven);
            }
            Ok(proof) => {
                stated.add("authority", proof.authority.sha256.clone());
                let is_earlier =
                    findings.proof.as_ref().is_none_or(|known| proof.proven < known.proven);
                if is_earlier {
                    findings.proof = Some(proof);
                }
            }
        }
        listed.push(stated);
    }
    let whys: Vec<&str> = refused.iter().map(|not_proven| not_proven.why).collect();
    match &findings.proof {
        Some(proof) => {
            let found = Evidence::of([
                ("gen_time", proof.gen_time.to_rfc3339().into()),
                ("anchor", proof.path.anchor.id.clone().into()),
                ("refused", whys.into()),
                ("tokens", listed.into()),
            ]);
            if let Some(relaxed) = proof.relaxed {
                assessment.relaxed.push(relaxed);
                if relaxed.1 == Relaxation::TimeStampAuthorityWindow {
                    assessment.notes.push(Reason::TimeStampAuthorityWindow);
                }
            }
            assessment.passed(TIME_STAMP, found);
            if !refused.is_empty() {
                assessment.notes.push(Reason::TimeStampsLeftOut { count: refused.len() });
            }
        }
        // A token that proves nothing is as if it were not there: the signature is judged at the moment of validation.
        None if findings.has_token => {
            assessment.notes.push(Reason::TimeStampUntrusted);
            let objection = refused.into_iter().find_map(|not_proven| not_proven.objection);
            let why = objection.map(|objection| objection.reason);
            assessment.checks.push(Check {
                name: TIME_STAMP.0,
                clause: TIME_STAMP.1,
                outcome: Outcome::Indeterminate,
                evidence: Evidence::of([
                    ("refused", whys.into()),
                    ("reason", why.into()),
                    ("tokens", listed.into()),
                ]),
            });
        }
        None => {
            assessment.notes.push(Reason::TimeNotProven);
            assessment.not_checked(TIME_STAMP, None);
        }
    }
}

/// A content time-stamp is made before the signature: it proves no time of the signature, and may not be later than what
/// does (EN 319 102-1 5.5.4; threats CMS-52, TST-16).
fn content_time_stamp<'a>(
    assessment: &mut Assessment,
    findings: &Findings<'a>,
    signed: &Signed<'_, '_>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
    test_authorities: TestAuthorities,
) {
    let Some(token) = signed.signer_info.content_time_stamp() else { return };
    let digest = imprint_algorithm(token)
        .and_then(|algorithm| signed.contents.by(algorithm, signed.digests).first().copied());
    let proof = digest.map(|(_, digest)| {
        let imprint = Imprint::Digest(digest);
        time_stamp::proof_of_existence(context, store, token, imprint, test_authorities)
    });
    let (outcome, found) = match (proof, &findings.proof) {
        (Some(Ok(proof)), Some(signature)) if proof.not_before() > signature.proven => {
            let reason = Reason::TimeStampOrder {
                content: proof.gen_time.to_rfc3339(),
                signature: signature.gen_time.to_rfc3339(),
            };
            let objection = Objection::indeterminate(Indeterminate::TimestampOrderFailure, reason);
            return assessment.objected(CONTENT_TIME_STAMP, objection, Evidence::new());
        }
        (Some(Ok(proof)), _) => {
            let gen_time = proof.gen_time.to_rfc3339();
            (Outcome::Passed, Evidence::of([("gen_time", gen_time.into())]))
        }
        (Some(Err(not_proven)), _) => {
            (Outcome::Indeterminate, Evidence::of([("refused", not_proven.why.into())]))
        }
        (None, _) => (Outcome::NotChecked, Evidence::new()),
    };
    if outcome != Outcome::Passed {
        assessment.notes.push(Reason::ContentTimeStampUntrusted);
    }
    let CheckName(name, clause) = CONTENT_TIME_STAMP;
    assessment.checks.push(Check { name, clause, outcome, evidence: found });
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
