//! The report of one signature from what the building blocks found.

use super::assessment::Assessment;
use super::trust::Findings;
use super::{Context, chain, notes};
use crate::indication::Indication;
use crate::pkix::{Certificate, NameAttribute, ProspectivePath};
use crate::plan::{Candidate, PdfSignature, PdfSubject, SubFilter};
use crate::reason::Reason;
use crate::report::{
    LaterChanges, PathReport, Permitted, SignatureKind, SignatureReport, SignedRevision, Signer,
    TimeSource, TimeStampReport,
};
use crate::time::UnixTime;
use crate::trust::Regime;
use crate::verdict::{Additions, SinceThen, Verdict};

/// The verdict and everything it rests on.
#[expect(
    clippy::too_many_arguments,
    reason = "what each building block found, put together in one place"
)]
pub(crate) fn report(
    number: usize,
    candidate: &Candidate,
    pdf: &PdfSubject,
    context: &Context<'_>,
    assessment: &Assessment,
    findings: Findings<'_>,
    changes: Option<LaterChanges>,
    additions: Additions,
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
    let claimed_time = candidate.claims.time.or(findings.claimed_time);
    let proven_time = findings.proof.as_ref().map(|proof| proof.gen_time);
    notes.extend(notes::of_claims(
        &candidate.claims,
        findings.certificate,
        claimed_time,
        proven_time,
    ));
    let would_be =
        Verdict::of_signature(indication, assessment.completeness(), since_then, additions);
    let is_document_time_stamp = candidate.is_document_time_stamp();
    let path = match &findings.proof {
        Some(proof) if is_document_time_stamp => Some(&proof.path),
        _ => findings.path.as_ref(),
    };
    let is_test = path.is_some_and(|path| path.anchor.regime == Regime::Uji);
    // EN 319 102-1 5.5.4: with a proven failure the process ends before there is a best signature time.
    let is_failed = matches!(indication, Indication::TotalFailed(_));
    let best_signature_time = match &findings.proof {
        _ if is_failed || findings.certificate.is_none() => None,
        Some(proof) => Some((proof.gen_time, TimeSource::TimeStamp)),
        None => Some((context.validation_time, TimeSource::ValidationTime)),
    };
    SignatureReport {
        id: format!("sig-{number}"),
        field: candidate.field.clone(),
        kind: if is_document_time_stamp {
            SignatureKind::DocumentTimeStamp
        } else {
            SignatureKind::Signature
        },
        sub_filter: candidate.sub_filter.clone(),
        level: candidate.format.as_ref().ok().map(|signature| level(signature, &findings, pdf)),
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
        claimed_name: candidate.claims.name.clone(),
        claimed_reason: candidate.claims.reason.clone(),
        claimed_location: candidate.claims.location.clone(),
        best_signature_time: best_signature_time.map(|(time, _)| time.to_rfc3339()),
        time_source: best_signature_time.map(|(_, source)| source),
        coverage: candidate.coverage,
        signed_revision: candidate
            .format
            .as_ref()
            .ok()
            .zip(candidate.revision)
            .map(|(signature, revision)| signed_revision(signature, revision, pdf)),
        later_changes: changes.unwrap_or(LaterChanges {
            level: None,
            permitted: Permitted::Undetermined,
            changes: Vec::new(),
            more: 0,
        }),
        checks: assessment.checks.clone(),
        path: PathReport {
            anchor: findings.path.as_ref().map(|path| path.anchor.id.clone()),
            certificates: findings
                .path
                .as_ref()
                .map(|path| chain::certificate_reports(path, "signer"))
                .unwrap_or_default(),
            attempts: findings.attempts,
        },
        time_stamp: findings.proof.map(|proof| TimeStampReport {
            gen_time: proof.gen_time.to_rfc3339(),
            tsa: proof.authority.display_subject(),
            anchor: proof.path.anchor.id.clone(),
            path: chain::certificate_reports(&proof.path, "time-stamp-authority"),
        }),
        revocation: findings
            .statuses
            .iter()
            .map(|(certificate, status)| chain::revocation_report(certificate, status))
            .collect(),
    }
}

fn signed_revision(signature: &PdfSignature, revision: usize, pdf: &PdfSubject) -> SignedRevision {
    SignedRevision {
        revision: revision.saturating_add(1),
        of: pdf.document.revisions().len(),
        length: signature.byte_range.end(),
    }
}

fn signer(certificate: &Certificate) -> Signer {
    Signer {
        common_name: certificate.subject_attribute(NameAttribute::CommonName),
        organization: certificate.subject_attribute(NameAttribute::Organization),
        country: certificate.subject_attribute(NameAttribute::Country),
        kind: None,
        certificate_sha256: certificate.sha256.clone(),
    }
}

/// The level the signature has the form of (EN 319 142-1 6); document time-stamps are not read yet, so never LTA.
fn level(signature: &PdfSignature, findings: &Findings<'_>, pdf: &PdfSubject) -> String {
    let has_data =
        pdf.store.present && !(pdf.store.crls.is_empty() && pdf.store.ocsp_responses == 0);
    match (signature.sub_filter, findings.has_token, has_data) {
        (SubFilter::AdbePkcs7Detached, false, _) => "PKCS7-B",
        (SubFilter::AdbePkcs7Detached, true, false) => "PKCS7-T",
        (SubFilter::AdbePkcs7Detached, true, true) => "PKCS7-LT",
        (SubFilter::EtsiCadesDetached, false, _) => "PAdES-B-B",
        (SubFilter::EtsiCadesDetached, true, false) => "PAdES-B-T",
        (SubFilter::EtsiCadesDetached, true, true) => "PAdES-B-LT",
        (SubFilter::EtsiRfc3161, _, _) => "DTS",
    }
    .to_owned()
}
