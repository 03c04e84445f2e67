//! The best signature time (EN 319 102-1 5.5.4): the earliest at which the signature is proven to exist, by a time-stamp of its
//! own or by a document time-stamp that covers it; and how its content time-stamp agrees with that.

use super::Context;
use super::MAX_TOKENS;
use super::assessment::{Assessment, CheckName, Evidence, Objection};
use super::existence::Existence;
use super::signer_info::Signed;
use super::time_stamp::{self, Imprint, NotProven};
use super::trust::Findings;
use crate::cms::SignerInfo;
use crate::indication::Indeterminate;
use crate::plan::imprint_algorithm;
use crate::policy::Relaxation;
use crate::reason::Reason;
use crate::report::{Check, Outcome};
use crate::revocation::RevocationStore;

pub(super) const TIME_STAMP: CheckName = CheckName("time_stamp", "EN 319 102-1 5.4");
const CONTENT_TIME_STAMP: CheckName = CheckName("content_time_stamp", "EN 319 122-1 5.2.8");

/// The tokens of the signature, as they were judged.
#[derive(Default)]
struct Judged {
    refused: Vec<NotProven>,
    /// What each says.
    listed: Vec<Evidence>,
}

/// Looks for the earliest proof.
pub(crate) fn best_signature_time<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signer_info: &SignerInfo<'_>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    let judged = own_tokens(findings, signer_info, existence, context, store);
    findings.strictly = [findings.strictly, existence.strictly()].into_iter().flatten().min();
    findings.proof.clone_from(&findings.token);
    if let Some(stamped) = existence.earliest()
        && findings.proof.as_ref().is_none_or(|proof| stamped.proof.proven < proof.proven)
    {
        findings.proof = Some(stamped.proof.clone());
    }
    record(assessment, findings, judged);
}

/// Time-stamps of the signature itself.
fn own_tokens<'a>(
    findings: &mut Findings<'a>,
    signer_info: &SignerInfo<'_>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) -> Judged {
    let tokens = signer_info.signature_time_stamps();
    findings.has_token = !tokens.is_empty();
    let mut judged = Judged::default();
    for token in tokens.into_iter().take(MAX_TOKENS) {
        let imprint = Imprint::Of(&signer_info.signature);
        let proof = time_stamp::proof_of_existence(context, store, token, imprint, existence);
        let mut stated = time_stamp::stated(token);
        match proof {
            Err(not_proven) => {
                stated.add("refused", not_proven.why);
                judged.refused.push(not_proven);
            }
            Ok(proof) => {
                stated.add("authority", proof.authority.sha256.clone());
                if proof.relaxed.is_empty() {
                    let known = findings.strictly.unwrap_or(proof.proven);
                    findings.strictly = Some(known.min(proof.proven));
                }
                if findings.token.as_ref().is_none_or(|known| proof.proven < known.proven) {
                    findings.token = Some(proof);
                }
            }
        }
        judged.listed.push(stated);
    }
    judged
}

fn record(
    assessment: &mut Assessment,
    findings: &Findings<'_>,
    Judged { refused, listed }: Judged,
) {
    let whys: Vec<&str> = refused.iter().map(|not_proven| not_proven.why).collect();
    match &findings.proof {
        Some(proof) => {
            let mut found = Evidence::of([
                ("gen_time", proof.gen_time.to_rfc3339().into()),
                ("anchor", proof.path.anchor.id.clone().into()),
                ("refused", whys.into()),
                ("tokens", listed.into()),
            ]);
            if let Some(id) = &proof.document_time_stamp {
                found.add("document_time_stamp", id.clone());
            }
            if proof.relaxed.contains(&Relaxation::TimeStampAuthorityWindow) {
                assessment.notes.push(Reason::TimeStampAuthorityWindow);
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
/// does (EN 319 102-1 5.5.4; threats CMS-52, TST-16). What it does prove is that the signature is younger.
pub(crate) fn content_time_stamp<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signed: &Signed<'_, '_>,
    existence: Existence<'_, 'a>,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) {
    let Some(token) = signed.signer_info.content_time_stamp() else { return };
    let digest = imprint_algorithm(token)
        .and_then(|algorithm| signed.contents.by(algorithm, signed.digests).first().copied());
    let proof = digest.map(|(_, digest)| {
        let imprint = Imprint::Digest(digest);
        time_stamp::proof_of_existence(context, store, token, imprint, existence)
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
            let found = Evidence::of([
                ("gen_time", proof.gen_time.to_rfc3339().into()),
                ("sha256", proof.sha256.clone().into()),
            ]);
            findings.younger_than = Some(proof.not_before());
            (Outcome::Passed, found)
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
