//! One signature from its field to its report: the flow of EN 319 102-1 5.3 and 5.5 in its order.
//!
//! Integrity and coverage are judged whether or not the signer is trusted, and the path whether or not the bytes match:
//! each building block adds its check, and the indication follows from all of them.

use serde_json::json;

use super::assessment::{Assessment, CheckName, Evidence, Objection, evidence};
use super::later_changes::later_changes;
use super::signature::Algorithms;
use super::signature_report::report;
use super::signer::EssBinding;
use super::trust::{Findings, trust};
use super::{Context, chain, document, document_time_stamp, found, signature};
use crate::cms::{Attributes, SignedData, SignerInfo, oid};
use crate::digests::Digests;
use crate::indication::Indeterminate;
use crate::pdf::HybridViews;
use crate::plan::{Candidate, FormatProblem, PdfSignature, PdfSubject, SubFilter};
use crate::reason::Reason;
use crate::report::SignatureReport;
use crate::revocation::CrlStore;
use crate::verdict::Additions;

pub(super) const STRUCTURE: CheckName = CheckName("structure", "ISO 32000-2 7.5");
const FIELD: CheckName = CheckName("field", "ISO 32000-2 12.7.5.5");
const BYTE_RANGE: CheckName = CheckName("byte_range", "ISO 32000-2 12.8.1");
const CONTENTS: CheckName = CheckName("contents", "RFC 5652 5.1");
const SIGNING_CERTIFICATE: CheckName = CheckName("signing_certificate", "EN 319 102-1 5.2.3");
const SIGNED_ATTRIBUTES: CheckName = CheckName("signed_attributes", "RFC 5652 5.3");
const MESSAGE_DIGEST: CheckName = CheckName("message_digest", "RFC 5652 11.2");
const SIGNATURE_VALUE: CheckName = CheckName("signature_value", "RFC 5652 5.4");
const ALGORITHMS: CheckName = CheckName("algorithms", "EN 319 102-1 5.2.8");
const OCSP: CheckName = CheckName("ocsp", "RFC 6960");

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
    structure(&mut assessment, pdf);
    let (mut changes, mut additions) = (None, Additions::None);
    if let Some(signature) = format_checking(&mut assessment, candidate) {
        if signature.sub_filter == SubFilter::EtsiRfc3161 {
            document_time_stamp::judge(
                &mut assessment,
                &mut findings,
                signature,
                digests,
                context,
                crls,
            );
        } else
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
        let judged = later_changes(&mut assessment, candidate, pdf);
        (changes, additions) = (Some(judged.0), judged.1);
        surroundings(&mut assessment, candidate, signature, pdf);
    }
    if !pdf.is_read {
        found::judged(&mut assessment);
    }
    report(number, candidate, pdf, context, &assessment, findings, changes, additions)
}

/// The strict reader read the file, and it shows the same to readers that do not know `XRefStm`.
fn structure(assessment: &mut Assessment, pdf: &PdfSubject) {
    if !pdf.is_read {
        return found::structure(assessment);
    }
    match pdf.hybrid {
        HybridViews::Same => match reading(pdf) {
            None => {
                let revisions = json!(pdf.document.revisions().len());
                assessment.passed(STRUCTURE, evidence([("revisions", revisions)]));
            }
            Some(reason) => {
                let objection = Objection::indeterminate(Indeterminate::Custom, reason);
                assessment.objected(STRUCTURE, objection, Evidence::new());
            }
        },
        HybridViews::Differ { object } => {
            let object = format!("{} {}", object.number, object.generation);
            let reason = Reason::HybridViewsDiffer { object };
            let objection = Objection::indeterminate(Indeterminate::Custom, reason);
            assessment.objected(STRUCTURE, objection, Evidence::new());
        }
    }
}

/// Why the document does not have one reading: an object that something leads to does not read, or stands twice.
fn reading(pdf: &PdfSubject) -> Option<Reason> {
    match &pdf.survey {
        Err(error) => Some(document::structure_unreadable(*error)),
        Ok(survey) => match (survey.unreadable, survey.ambiguous_at) {
            (Some(error), _) => Some(document::structure_unreadable(error)),
            (None, Some(offset)) => Some(Reason::StructureUnreadable {
                offset,
                expected: "each object once, and none within another".to_owned(),
                found: String::new(),
            }),
            (None, None) => None,
        },
    }
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
        (EssBinding::Absent, SubFilter::EtsiCadesDetached | SubFilter::EtsiRfc3161) => {
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

    let declared = signer_info.digest_algorithm.acceptable_digest_algorithm();
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
    let Some(certificate) = findings.certificate else {
        // Identification has objected already.
        assessment.not_checked(ALGORITHMS, None);
        return assessment.not_checked(SIGNATURE_VALUE, Some(Reason::SigningCertificateMissing));
    };
    match Algorithms::check(signer_info, certificate) {
        Ok(algorithms) => {
            assessment.passed(ALGORITHMS, algorithms.evidence());
            let result = signature::signature_value(signer_info, attributes, &algorithms);
            assessment.settle(SIGNATURE_VALUE, result);
        }
        Err(objection) => {
            assessment.objected(ALGORITHMS, objection, Evidence::new());
            assessment.not_checked(SIGNATURE_VALUE, None);
        }
    }
}

/// Evidence in forms that are not read: what it would say is not known, so the verdict cannot be good.
fn other_evidence(assessment: &mut Assessment, signed_data: &SignedData<'_>, pdf: &PdfSubject) {
    let archived = signed_data.signer_infos.iter().any(|signer_info| {
        let holds = |set: &Option<Attributes<'_>>, oid| {
            set.as_ref().is_some_and(|attributes| attributes.contains(oid))
        };
        holds(&signer_info.signed_attributes, oid::ADOBE_REVOCATION_INFO_ARCHIVAL)
            || holds(&signer_info.unsigned_attributes, oid::REVOCATION_VALUES)
    });
    let is_there =
        archived || signed_data.other_revocation_infos > 0 || pdf.store.ocsp_responses > 0;
    assessment.not_checked(OCSP, is_there.then_some(Reason::OcspNotChecked));
}

/// What about the rest of the file keeps a signature from being good, or is worth saying beside it.
fn surroundings(
    assessment: &mut Assessment,
    candidate: &Candidate,
    signature: &PdfSignature,
    pdf: &PdfSubject,
) {
    if let Some(last) = pdf.document.revisions().last()
        && candidate.revision == Some(pdf.document.last_revision())
    {
        // One end-of-line marker belongs to the revision, whether or not it is signed.
        let end = signature.byte_range.end().max(last.end);
        let count = pdf.document.trailing_white_space().end.saturating_sub(end);
        if count > 0 {
            assessment.notes.push(Reason::TrailingBytes { count });
        }
    }
    if !pdf.gaps_are_fixed {
        assessment.unchecked.push(Reason::GapNotFixed);
    }
    if pdf.signature_outside_form {
        assessment.unchecked.push(Reason::SignatureOutsideForm);
    }
    if pdf.signature_removed {
        assessment.unchecked.push(Reason::SignatureRemoved);
    }
    if let Some(problem) = pdf.certification_problem {
        let check = problem.to_owned();
        assessment.unchecked.push(Reason::CertificationInconsistent { check });
    }
    if pdf.names_twice.contains(&candidate.field) {
        let field = candidate.field.clone();
        assessment.unchecked.push(Reason::FieldNameTwice { field });
    }
    if candidate.has_seed_value {
        let field = candidate.field.clone();
        assessment.notes.push(Reason::SeedValueNotChecked { field });
    }
}
