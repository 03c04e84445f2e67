//! One signature from its field to its report: the flow of EN 319 102-1 5.3 and 5.5 in its order.
//!
//! Integrity and coverage are judged whether or not the signer is trusted, and the path whether or not the bytes match:
//! each building block adds its check, and the indication follows from all of them.

use serde_json::json;

use super::assessment::{Assessment, CheckName, Evidence, Objection, evidence};
use super::signer::EssBinding;
use super::time_stamp::{ProofOfExistence, TestAuthorities};
use super::{Context, MAX_TOKENS, chain, signature, time_stamp};
use crate::cms::{SignedData, SignerInfo, oid};
use crate::digests::Digests;
use crate::indication::{Indeterminate, Indication};
use crate::pdf::Coverage;
use crate::pkix::{Certificate, NameAttribute, ProspectivePath, Purpose};
use crate::plan::{Candidate, FormatProblem, PdfSignature, PdfSubject, SubFilter};
use crate::reason::Reason;
use crate::report::{
    LaterChanges, PathReport, SignatureKind, SignatureReport, Signer, TimeSource, TimeStampReport,
};
use crate::revocation::{CrlStore, Moment, RevocationStatus};
use crate::time::UnixTime;
use crate::trust::Regime;
use crate::verdict::{SinceThen, Verdict};

const FIELD: CheckName = CheckName("field", "ISO 32000-2 12.7.5.5");
const BYTE_RANGE: CheckName = CheckName("byte_range", "ISO 32000-2 12.8.1");
const CONTENTS: CheckName = CheckName("contents", "RFC 5652 5.1");
const SIGNING_CERTIFICATE: CheckName = CheckName("signing_certificate", "EN 319 102-1 5.2.3");
const SIGNED_ATTRIBUTES: CheckName = CheckName("signed_attributes", "RFC 5652 5.3");
const MESSAGE_DIGEST: CheckName = CheckName("message_digest", "RFC 5652 11.2");
const SIGNATURE_VALUE: CheckName = CheckName("signature_value", "RFC 5652 5.4");
const TIME_STAMP: CheckName = CheckName("time_stamp", "EN 319 102-1 5.4");
const CERTIFICATE_PATH: CheckName = CheckName("certificate_path", "RFC 5280 6.1");
const REVOCATION: CheckName = CheckName("revocation", "RFC 5280 6.3.3");
const OCSP: CheckName = CheckName("ocsp", "RFC 6960");
const LATER_CHANGES: CheckName = CheckName("later_changes", "ISO 32000-2 7.5.6");
const PERMISSIONS: CheckName = CheckName("permissions", "ISO 32000-2 12.8.2");

/// What the building blocks give besides checks.
#[derive(Debug, Default)]
struct Findings<'a> {
    certificate: Option<&'a Certificate>,
    path: Option<ProspectivePath<'a>>,
    attempts: Vec<String>,
    proof: Option<ProofOfExistence<'a>>,
    has_token: bool,
    claimed_time: Option<UnixTime>,
    statuses: Vec<(&'a Certificate, RevocationStatus)>,
}

/// Judges one signature field's value.
pub(crate) fn judge(
    number: usize,
    candidate: &Candidate,
    pdf: &PdfSubject,
    digests: &Digests,
    context: &Context<'_>,
    crls: &mut CrlStore<'_>,
) -> SignatureReport {
    let mut assessment = Assessment::default();
    let mut findings = Findings::default();
    if let Some(signature) = format_checking(&mut assessment, candidate) {
        // Read when the plan was made, so it reads again.
        if let Ok((signed_data, _)) = SignedData::read(&signature.contents) {
            judge_signed_data(
                &mut assessment,
                &mut findings,
                signature,
                &signed_data,
                digests,
                context,
                crls,
            );
            other_evidence(&mut assessment, &signed_data, pdf);
        } else {
            assessment.objected(
                CONTENTS,
                signature::format_failure("contents".to_owned()),
                Evidence::new(),
            );
        }
        later_changes(&mut assessment, candidate, signature, pdf);
    }
    report(number, candidate, pdf, context, &assessment, findings)
}

/// EN 319 102-1 5.2.2: is it a signature of a supported form, in its proper place?
fn format_checking<'c>(
    assessment: &mut Assessment,
    candidate: &'c Candidate,
) -> Option<&'c PdfSignature> {
    let problem = match &candidate.format {
        Ok(signature) => {
            let [first, second] = signature.byte_range.pieces();
            let pieces = json!([first.start, first.end, second.start, second.end]);
            assessment.passed(FIELD, Evidence::new());
            assessment.passed(BYTE_RANGE, evidence([("pieces", pieces)]));
            return Some(signature);
        }
        Err(problem) => problem,
    };
    let format = |check: &str| signature::format_failure(check.to_owned());
    let unsupported = |reason| Objection::indeterminate(Indeterminate::Custom, reason);
    let (check, objection) = match problem {
        FormatProblem::Value(why) => (FIELD, format(why)),
        FormatProblem::Shared => (FIELD, format("value-shared")),
        FormatProblem::NoSubFilter => (CONTENTS, format("sub-filter-absent")),
        FormatProblem::SubFilterUnsupported(sub_filter) => {
            (CONTENTS, unsupported(Reason::SubFilterUnsupported { sub_filter: sub_filter.clone() }))
        }
        FormatProblem::DocumentTimeStamp => {
            (CONTENTS, unsupported(Reason::DocumentTimeStampNotChecked))
        }
        FormatProblem::NoContents => (CONTENTS, format("contents-absent")),
        FormatProblem::EmptyContents => (CONTENTS, format("contents-empty")),
        FormatProblem::ByteRange(error) => (BYTE_RANGE, format(error.key())),
        FormatProblem::NotToEndOfRevision => (BYTE_RANGE, format("not-to-end-of-revision")),
        FormatProblem::NotOfSignedRevision => (FIELD, format("not-of-signed-revision")),
        FormatProblem::Cms(error) if error.is_ber() => {
            (CONTENTS, unsupported(Reason::EncodingUnsupported))
        }
        FormatProblem::Cms(error) => (CONTENTS, format(&error.key())),
        FormatProblem::AfterCms => (CONTENTS, format("after-cms")),
        FormatProblem::Limit(limit) => (CONTENTS, chain::limit_reached(*limit)),
    };
    assessment.objected(check, objection, Evidence::new());
    None
}

/// EN 319 102-1 5.2.3 to 5.2.7, then 5.5.
fn judge_signed_data<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    pdf_signature: &PdfSignature,
    signed_data: &SignedData<'_>,
    digests: &Digests,
    context: &Context<'a>,
    crls: &mut CrlStore<'_>,
) {
    // Threats CMS-01, CMS-11: a detached signature has no content of its own, and its type is data.
    let content = if signed_data.content_type != oid::DATA {
        Err(signature::format_failure("content-type".to_owned()))
    } else if signed_data.content.is_some() {
        Err(signature::format_failure("content-attached".to_owned()))
    } else {
        signature::sole_signer_info(signed_data)
    };
    let signer_info = match content {
        Ok(signer_info) => signer_info,
        Err(objection) => return assessment.objected(CONTENTS, objection, Evidence::new()),
    };
    assessment.passed(CONTENTS, Evidence::new());
    identify(assessment, findings, pdf_signature, signed_data, signer_info, context);
    integrity(assessment, findings, pdf_signature, signer_info, digests);
    trust(assessment, findings, signer_info, context, crls);
}

/// Identification of the signing certificate; the ESS attribute by the policy for its sub-filter.
fn identify<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    pdf_signature: &PdfSignature,
    signed_data: &SignedData<'_>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'a>,
) {
    let (certificate, ess) =
        match signature::identify(signed_data, signer_info, context.certificates) {
            Ok(identified) => identified,
            Err(objection) => {
                return assessment.objected(SIGNING_CERTIFICATE, objection, Evidence::new());
            }
        };
    findings.certificate = Some(certificate);
    let found = evidence([
        ("certificate", json!(certificate.sha256)),
        ("ess", json!(format!("{ess:?}").to_lowercase())),
    ]);
    let objection = match (ess, pdf_signature.sub_filter) {
        (EssBinding::Confirmed, _) => None,
        // PAdES asks for it; the older form never had to have it (design, 3.1).
        (EssBinding::Absent, SubFilter::AdbePkcs7Detached) => {
            assessment.notes.push(Reason::EssAbsent);
            assessment.relaxed.push((Indeterminate::SigConstraintsFailure, "ess-absent-tolerated"));
            None
        }
        (EssBinding::Absent, SubFilter::EtsiCadesDetached) => {
            Some(signature::format_failure("ess-absent".to_owned()))
        }
        (EssBinding::Contradicted, _) => Some(Objection::indeterminate(
            Indeterminate::SigConstraintsFailure,
            Reason::SigningCertificateMismatch,
        )),
        (EssBinding::OnlyWeak, _) => Some(Objection::indeterminate(
            Indeterminate::CryptoConstraintsFailure,
            Reason::AlgorithmRefused { algorithm: "SHA-1 (ESS)".to_owned() },
        )),
    };
    match objection {
        None => assessment.passed(SIGNING_CERTIFICATE, found),
        Some(objection) => assessment.objected(SIGNING_CERTIFICATE, objection, found),
    }
}

/// Cryptographic verification (EN 319 102-1 5.2.7).
fn integrity(
    assessment: &mut Assessment,
    findings: &mut Findings<'_>,
    pdf_signature: &PdfSignature,
    signer_info: &SignerInfo<'_>,
    digests: &Digests,
) {
    let attributes =
        match (signature::signed_attributes(signer_info, oid::DATA), pdf_signature.sub_filter) {
            (Ok(attributes), _) => attributes,
            // Threat CMS-03: without them nothing protects the attributes; the older form may lack them.
            (Err(_), SubFilter::AdbePkcs7Detached) if signer_info.signed_attributes.is_none() => {
                let reason = Reason::Format { check: "signed-attributes-absent".to_owned() };
                let objection =
                    Objection::indeterminate(Indeterminate::SigConstraintsFailure, reason);
                return assessment.objected(SIGNED_ATTRIBUTES, objection, Evidence::new());
            }
            (Err(objection), _) => {
                return assessment.objected(SIGNED_ATTRIBUTES, objection, Evidence::new());
            }
        };
    findings.claimed_time = attributes.signing_time().ok().flatten();
    assessment.passed(SIGNED_ATTRIBUTES, evidence([("count", json!(attributes.attributes.len()))]));

    let declared = signer_info.digest_algorithm.digest_algorithm();
    match (declared, pdf_signature.digest.and_then(|request| digests.get(request))) {
        (Ok(algorithm), Some(digest)) => {
            let found = evidence([("algorithm", json!(algorithm.name()))]);
            match signature::message_digest(attributes, digest) {
                Ok(()) => assessment.passed(MESSAGE_DIGEST, found),
                Err(objection) => assessment.objected(MESSAGE_DIGEST, objection, found),
            }
        }
        (Err(objection), _) => {
            assessment.objected(MESSAGE_DIGEST, Objection::algorithm(objection), Evidence::new());
        }
        // The host did not compute it: nothing is known.
        (Ok(_), None) => {
            let objection = Objection::indeterminate(
                Indeterminate::Custom,
                Reason::Format { check: "digest".to_owned() },
            );
            assessment.objected(MESSAGE_DIGEST, objection, Evidence::new());
        }
    }
    match findings.certificate {
        Some(certificate) => {
            assessment.settle(
                SIGNATURE_VALUE,
                signature::signature_value(signer_info, attributes, certificate),
            );
        }
        // Identification has objected already.
        None => assessment.not_checked(SIGNATURE_VALUE, Some(Reason::SigningCertificateMissing)),
    }
}

/// Path, time and revocation.
fn trust<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'a>,
    crls: &mut CrlStore<'_>,
) {
    let Some(certificate) = findings.certificate else {
        assessment.not_checked(CERTIFICATE_PATH, Some(Reason::SigningCertificateMissing));
        assessment.not_checked(TIME_STAMP, None);
        return assessment.not_checked(REVOCATION, None);
    };
    // The path decides whether test authorities count, the time decides which path holds.
    let now = context.validation_time;
    let anchored = chain::choose(context, certificate, Purpose::Signature, now).path;
    let test_authorities = match &anchored {
        Ok(path) if path.anchor.regime != Regime::Uji => TestAuthorities::Refused,
        Ok(_) | Err(_) => TestAuthorities::Accepted,
    };
    time_stamps(assessment, findings, signer_info, context, crls, test_authorities);
    let moment = match &findings.proof {
        Some(proof) => Moment::Proven(proof.gen_time),
        None => Moment::Validation(now),
    };
    let chosen = chain::choose(context, certificate, Purpose::Signature, moment.time());
    findings.attempts = chosen.attempts.iter().map(chain::attempt).collect();
    let path = match chosen.path {
        Ok(path) => path,
        Err(objection) => {
            assessment.objected(
                CERTIFICATE_PATH,
                chain::objection(&objection, moment),
                Evidence::new(),
            );
            return assessment.not_checked(REVOCATION, None);
        }
    };
    let found =
        evidence([("anchor", json!(path.anchor.id)), ("at", json!(moment.time().to_rfc3339()))]);
    match path.check_at(moment.time()) {
        Ok(()) => assessment.passed(CERTIFICATE_PATH, found),
        Err(objection) => {
            assessment.objected(CERTIFICATE_PATH, chain::objection(&objection, moment), found);
            if matches!(moment, Moment::Validation(_)) {
                assessment.unchecked.push(Reason::TimeNotProven);
            }
        }
    }
    if path.anchor.regime == Regime::Uji {
        assessment.notes.push(Reason::TestAnchor { anchor: path.anchor.id.clone() });
    }
    findings.statuses = chain::revocation(&path, crls, moment, now);
    findings.path = Some(path);
    revocation(assessment, findings);
}

/// The earliest token that proves something is the best signature time (EN 319 102-1 5.5.4).
fn time_stamps<'a>(
    assessment: &mut Assessment,
    findings: &mut Findings<'a>,
    signer_info: &SignerInfo<'_>,
    context: &Context<'a>,
    crls: &mut CrlStore<'_>,
    test_authorities: TestAuthorities,
) {
    let tokens = time_stamp::tokens(signer_info);
    findings.has_token = !tokens.is_empty();
    let mut refused = Vec::new();
    for token in tokens.into_iter().take(MAX_TOKENS) {
        let proof = time_stamp::proof_of_existence(
            context,
            crls,
            token,
            signer_info.signature,
            test_authorities,
        );
        match proof {
            Err(not_proven) => refused.push(not_proven),
            Ok(proof) => {
                let is_earlier =
                    findings.proof.as_ref().is_none_or(|known| proof.gen_time < known.gen_time);
                if is_earlier {
                    findings.proof = Some(proof);
                }
            }
        }
    }
    let whys: Vec<&str> = refused.iter().map(|not_proven| not_proven.why).collect();
    match &findings.proof {
        Some(proof) => {
            let found = evidence([
                ("gen_time", json!(proof.gen_time.to_rfc3339())),
                ("anchor", json!(proof.path.anchor.id)),
                ("refused", json!(whys)),
            ]);
            if let Some(relaxed) = proof.relaxed {
                assessment.relaxed.push(relaxed);
                if relaxed.1 == "time-stamp-authority-window" {
                    assessment.notes.push(Reason::TimeStampAuthorityWindow);
                }
            }
            assessment.passed(TIME_STAMP, found);
        }
        // A token that proves nothing is as if it were not there: the signature is judged at the moment of validation.
        None if findings.has_token => {
            assessment.notes.push(Reason::TimeStampUntrusted);
            let objection = refused.into_iter().find_map(|not_proven| not_proven.objection);
            let why = objection.map(|objection| objection.reason);
            assessment.checks.push(crate::report::Check {
                name: TIME_STAMP.0,
                clause: TIME_STAMP.1,
                outcome: crate::report::Outcome::Indeterminate,
                evidence: evidence([("refused", json!(whys)), ("reason", json!(why))]),
            });
        }
        None => {
            assessment.notes.push(Reason::TimeNotProven);
            assessment.not_checked(TIME_STAMP, None);
        }
    }
}

/// "Not revoked" for every certificate of the path (I11).
fn revocation(assessment: &mut Assessment, findings: &Findings<'_>) {
    let objections: Vec<Objection> = findings
        .statuses
        .iter()
        .enumerate()
        .filter_map(|(position, (certificate, status))| {
            chain::revocation_objection(position, certificate, status)
        })
        .collect();
    for (_, status) in &findings.statuses {
        if let RevocationStatus::Good { revoked_later: Some(entry), .. } = status {
            assessment.notes.push(Reason::RevokedLater {
                date: entry.revocation_date.to_rfc3339(),
                reason: chain::reason_name(entry.reason),
            });
        }
    }
    let found = evidence([("certificates", json!(findings.statuses.len()))]);
    match objections.split_first() {
        None => assessment.passed(REVOCATION, found),
        Some((first, others)) => {
            assessment.objected(REVOCATION, first.clone(), found);
            assessment.objections.extend(others.iter().cloned());
        }
    }
}

/// Evidence in forms that are not read: what it would say is not known, so the verdict cannot be good.
fn other_evidence(assessment: &mut Assessment, signed_data: &SignedData<'_>, pdf: &PdfSubject) {
    let archived = signed_data.signer_infos.iter().any(|signer_info| {
        signer_info
            .signed_attributes
            .as_ref()
            .is_some_and(|set| set.contains(oid::ADOBE_REVOCATION_INFO_ARCHIVAL))
    });
    let is_there =
        archived || signed_data.other_revocation_infos > 0 || pdf.store.ocsp_responses > 0;
    assessment.not_checked(OCSP, is_there.then_some(Reason::OcspNotChecked));
}

/// What came after the signed revision: nothing, or it is not judged yet.
fn later_changes(
    assessment: &mut Assessment,
    candidate: &Candidate,
    signature: &PdfSignature,
    pdf: &PdfSubject,
) {
    if candidate.coverage == Coverage::WholeFile {
        let found = || evidence([("later_revisions", json!(0))]);
        assessment.passed(LATER_CHANGES, found());
        // What may be changed does not matter where nothing was.
        assessment.passed(PERMISSIONS, found());
    } else {
        let is_last =
            signature.byte_range.revision(&pdf.document) == Some(pdf.document.last_revision());
        let last_end = pdf.document.revisions().last().map_or(0, |revision| revision.end);
        let reason = if is_last && last_end >= signature.byte_range.end() {
            let trailing = pdf.document.trailing_white_space();
            let count = trailing.end.saturating_sub(signature.byte_range.end());
            Reason::TrailingBytes { count }
        } else {
            Reason::LaterChangesNotChecked
        };
        assessment.not_checked(LATER_CHANGES, Some(reason));
        assessment.not_checked(PERMISSIONS, Some(Reason::PermissionsNotChecked));
    }
    if !candidate.field_is_unchanged {
        assessment.unchecked.push(Reason::FieldChanged);
    }
    if pdf.document.is_hybrid() {
        assessment.unchecked.push(Reason::HybridReferenceNotChecked);
    }
    if pdf.signature_removed {
        assessment.unchecked.push(Reason::SignatureRemoved);
    }
    if pdf.signatures.len() > 1 {
        assessment.unchecked.push(Reason::SeveralSignaturesNotChecked);
    }
}

fn report(
    number: usize,
    candidate: &Candidate,
    pdf: &PdfSubject,
    context: &Context<'_>,
    assessment: &Assessment,
    findings: Findings<'_>,
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
    let would_be = Verdict::of_signature(indication, assessment.completeness(), since_then);
    let is_test = findings.path.as_ref().is_some_and(|path| path.anchor.regime == Regime::Uji);
    // EN 319 102-1 5.5.4: with a proven failure the process ends before there is a best signature time.
    let is_failed = matches!(indication, Indication::TotalFailed(_));
    let best_signature_time = match &findings.proof {
        _ if is_failed || findings.certificate.is_none() => None,
        Some(proof) => Some((proof.gen_time, TimeSource::TimeStamp)),
        None => Some((context.validation_time, TimeSource::ValidationTime)),
    };
    let is_document_time_stamp = matches!(candidate.format, Err(FormatProblem::DocumentTimeStamp));
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
        claimed_time: candidate.claims.time.or(findings.claimed_time).map(UnixTime::to_rfc3339),
        claimed_name: candidate.claims.name.clone(),
        claimed_reason: candidate.claims.reason.clone(),
        claimed_location: candidate.claims.location.clone(),
        best_signature_time: best_signature_time.map(|(time, _)| time.to_rfc3339()),
        time_source: best_signature_time.map(|(_, source)| source),
        coverage: candidate.coverage,
        later_changes: match candidate.coverage {
            Coverage::WholeFile => {
                LaterChanges { level: Some("none"), permitted: "yes", changes: Vec::new() }
            }
            Coverage::WholeRevision | Coverage::Partial | Coverage::Unclear => {
                LaterChanges { level: None, permitted: "undetermined", changes: Vec::new() }
            }
        },
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
    }
    .to_owned()
}
