//! The report of one signature from what the building blocks found.

use super::assessment::Assessment;
use super::existence::Existence;
use super::level::{BaselineLevel, Family, reached};
use super::trust::Findings;
use super::{Context, chain, notes, revocation};
use crate::cms::SignedClaims;
use crate::indication::Indication;
use crate::pdf::Coverage;
use crate::pkix::{Certificate, NameAttribute, ProspectivePath};
use crate::plan::Claims;
use crate::reason::Reason;
use crate::report::{
    ClaimsReport, LaterChanges, PathReport, RevocationReport, SignatureKind, SignatureReport,
    SignedRevision, Signer, TimeSource, TimeStampReport,
};
use crate::revocation::RevocationStore;
use crate::time::UnixTime;
use crate::trust::Regime;
use crate::verdict::{Additions, SinceThen, Verdict};

/// What the report says of a signature besides what the building blocks found: where it stands and what that allows.
pub(crate) struct Origin<'o> {
    pub(crate) field: Option<String>,
    pub(crate) claims: &'o Claims,
    pub(crate) sub_filter: Option<String>,
    pub(crate) kind: SignatureKind,
    /// The names of its levels, and the one that it has the form of.
    pub(crate) level: Option<(Family, BaselineLevel)>,
    pub(crate) coverage: Coverage,
    pub(crate) signed_revision: Option<SignedRevision>,
    pub(crate) changes: LaterChanges,
    pub(crate) additions: Additions,
}

/// The verdict and everything it rests on.
pub(crate) fn report<'a>(
    number: usize,
    origin: Origin<'_>,
    context: &Context<'a>,
    assessment: &Assessment,
    findings: Findings<'a>,
    existence: Existence<'_, 'a>,
    store: &RevocationStore<'_>,
) -> SignatureReport {
    let indication = assessment.indication();
    let (indication_strict, policy_rules) = assessment.strict();
    let mut notes = assessment.notes.clone();
    let ended = findings
        .path
        .as_ref()
        .map(ProspectivePath::ends)
        .filter(|end| *end < context.validation_time);
    let revoked_later = notes.iter().any(|note| matches!(note, Reason::RevokedLater { .. }));
    if let (Some(end), Indication::TotalPassed) = (ended, indication) {
        notes.push(Reason::ExpiredSince { not_after: end.to_rfc3339() });
    }
    let since_then =
        if ended.is_some() || revoked_later { SinceThen::Ended } else { SinceThen::StillValid };
    let claimed_time = origin.claims.time.or(findings.claimed_time);
    let proven_time = findings.proof.as_ref().map(|proof| proof.gen_time);
    let skew = claimed_time.zip(proven_time);
    let skew = skew.map(|(claimed, proven)| claimed.seconds().saturating_sub(proven.seconds()));
    notes.extend(notes::of_claims(origin.claims, findings.certificate, claimed_time, proven_time));
    let would_be =
        Verdict::of_signature(indication, assessment.completeness(), since_then, origin.additions);
    let is_document_time_stamp = origin.kind == SignatureKind::DocumentTimeStamp;
    let path = match &findings.proof {
        Some(proof) if is_document_time_stamp => Some(&proof.path),
        _ => findings.path.as_ref(),
    };
    let is_test = path.is_some_and(|path| path.anchor.regime == Regime::Uji);
    // EN 319 102-1 5.5.4: with a proven failure the process ends before there is a best signature time.
    let is_failed = matches!(indication, Indication::TotalFailed(_));
    let best_signature_time = match &findings.proof {
        _ if is_failed || findings.certificate.is_none() => None,
        Some(proof) => Some((proof.proven, TimeSource::TimeStamp)),
        None => Some((context.validation_time, TimeSource::ValidationTime)),
    };
    let revocation: Vec<RevocationReport> = findings
        .statuses
        .iter()
        .zip(core::iter::repeat(findings.moment))
        .filter_map(|((certificate, status), moment)| {
            Some(revocation::report(certificate, status, moment?, store))
        })
        .collect();
    SignatureReport {
        id: format!("sig-{number}"),
        field: origin.field,
        kind: origin.kind,
        sub_filter: origin.sub_filter,
        level: origin.level.map(|(family, level)| family.name(level)),
        level_reached: origin
            .level
            .filter(|_| indication == Indication::TotalPassed)
            .map(|(family, _)| family.name(reached(&findings, existence, context, store))),
        verdict: if is_test { Verdict::Uji } else { would_be },
        would_be: is_test.then_some(would_be),
        reasons: assessment.reasons(),
        notes,
        indication,
        sub_indication: indication.sub(),
        indication_strict,
        sub_indication_strict: indication_strict.sub(),
        policy_rules,
        signer: findings.certificate.map(signer),
        claimed_time: claimed_time.map(UnixTime::to_rfc3339),
        claimed_time_skew: skew,
        claims: claims(&findings.claims),
        claimed_name: origin.claims.name.clone(),
        claimed_reason: origin.claims.reason.clone(),
        claimed_location: origin.claims.location.clone(),
        best_signature_time: best_signature_time.map(|(time, _)| time.to_rfc3339()),
        time_source: best_signature_time.map(|(_, source)| source),
        coverage: origin.coverage,
        signed_revision: origin.signed_revision,
        later_changes: origin.changes,
        checks: assessment.checks.clone(),
        path: PathReport {
            anchor: findings.path.as_ref().map(|path| path.anchor.id.clone()),
            certificates: findings
                .path
                .as_ref()
                .map(|path| chain::certificate_reports(path, "signer"))
                .unwrap_or_default(),
            policies: findings
                .path
                .as_ref()
                .map(|path| path.policies.iter().cloned().collect())
                .unwrap_or_default(),
            attempts: findings.attempts,
        },
        time_stamp: findings.proof.map(|proof| TimeStampReport {
            sha256: proof.sha256,
            document_time_stamp: proof.document_time_stamp,
            gen_time: proof.gen_time.to_rfc3339(),
            accuracy: proof.accuracy.is_stated().then(|| proof.accuracy.seconds()),
            tsa: proof.authority.display_subject(),
            anchor: proof.path.anchor.id.clone(),
            path: chain::certificate_reports(&proof.path, "time-stamp-authority"),
        }),
        revocation,
        countersignatures: findings.countersignatures,
    }
}

fn claims(claims: &SignedClaims) -> Option<ClaimsReport> {
    let report = ClaimsReport {
        signature_policy: claims.signature_policy.clone(),
        commitment_type: claims.commitment_type.clone(),
        signer_attributes: claims.has_signer_attributes,
        content_description: claims.content_description.clone(),
        mime_type: claims.mime_type.clone(),
    };
    let nothing = SignedClaims { unknown: claims.unknown.clone(), ..SignedClaims::default() };
    (*claims != nothing).then_some(report)
}

pub(super) fn signer(certificate: &Certificate) -> Signer {
    Signer {
        common_name: certificate.subject_attribute(NameAttribute::CommonName),
        organization: certificate.subject_attribute(NameAttribute::Organization),
        country: certificate.subject_attribute(NameAttribute::Country),
        kind: None,
        certificate_sha256: certificate.sha256.clone(),
    }
}
