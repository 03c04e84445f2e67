//! One signature from its field to its report: the flow of EN 319 102-1 5.3 and 5.5 in its order.
//!
//! Integrity and coverage are judged whether or not the signer is trusted, and the path whether or not the bytes match:
//! each building block adds its check, and the indication follows from all of them.

use super::assessment::{Assessment, CheckName, Evidence, Objection};
use super::existence::{Existence, Stamped};
use super::later_changes::later_changes;
use super::level::{self, Family};
use super::signature_report::{Origin, report};
use super::signer_info::{self, OtherEvidence, Profile, Signed, encoding_name};
use super::time_stamp::ProofOfExistence;
use super::trust::Findings;
use super::{Context, chain, document, document_time_stamp, found, signature};
use crate::cms::{SignedData, oid};
use crate::digests::Digests;
use crate::indication::{Indeterminate, Indication};
use crate::pdf::HybridViews;
use crate::plan::{Candidate, FormatProblem, PdfSignature, PdfSubject, SubFilter};
use crate::reason::Reason;
use crate::report::{LaterChanges, Permitted, SignatureKind, SignatureReport, SignedRevision};
use crate::revocation::RevocationStore;
use crate::verdict::Additions;

pub(super) const STRUCTURE: CheckName = CheckName("structure", "ISO 32000-2 7.5");
const FIELD: CheckName = CheckName("field", "ISO 32000-2 12.7.5.5");
const TIME_STAMP_ORDER: CheckName = CheckName("time_stamp_order", "EN 319 102-1 5.6.2.3");
const BYTE_RANGE: CheckName = CheckName("byte_range", "ISO 32000-2 12.8.1");
pub(super) const CONTENTS: CheckName = CheckName("contents", "RFC 5652 5.1");

/// Judges one signature field's value; a document time-stamp that is good proves something of what it covers.
pub(crate) fn judge<'a>(
    number: usize,
    candidate: &Candidate,
    pdf: &PdfSubject,
    stamped: &[Stamped<'a>],
    digests: &Digests,
    context: &Context<'a>,
    store: &RevocationStore<'_>,
) -> (SignatureReport, Option<ProofOfExistence<'a>>) {
    let existence = Existence::new(stamped, candidate.revision);
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
                existence,
                context,
                store,
            );
        } else
        // Read when the plan was made, so it reads again.
        if let Ok((signed_data, _)) = SignedData::read(&signature.contents) {
            match detached(signature, &signed_data, digests) {
                Ok(signed) => {
                    let encoding = encoding_name(&signed_data);
                    assessment.passed(CONTENTS, Evidence::of([("encoding", encoding.into())]));
                    let findings = &mut findings;
                    signer_info::judge(
                        &mut assessment,
                        findings,
                        &signed,
                        existence,
                        context,
                        store,
                    );
                }
                Err(objection) => assessment.objected(CONTENTS, objection, Evidence::new()),
            }
            if let Some(token) = &findings.token
                && let Some(objection) = document_time_stamp::order(token, existence)
            {
                assessment.objected(TIME_STAMP_ORDER, objection, Evidence::new());
            }
            OtherEvidence::read(&signed_data).tell(&mut assessment);
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
    let origin = Origin {
        field: Some(candidate.field.clone()),
        claims: &candidate.claims,
        sub_filter: candidate.sub_filter.clone(),
        kind: if candidate.is_document_time_stamp() {
            SignatureKind::DocumentTimeStamp
        } else {
            SignatureKind::Signature
        },
        level: candidate.format.as_ref().ok().map(|signature| {
            (Family::of(signature.sub_filter), level::form(candidate, &findings, pdf))
        }),
        coverage: candidate.coverage,
        signed_revision: candidate
            .format
            .as_ref()
            .ok()
            .zip(candidate.revision)
            .map(|(signature, revision)| signed_revision(signature, revision, pdf)),
        changes: changes.unwrap_or(LaterChanges {
            level: None,
            permitted: Permitted::Undetermined,
            changes: Vec::new(),
            more: 0,
        }),
        additions,
    };
    let is_good = assessment.indication() == Indication::TotalPassed;
    let proof = findings.proof.clone().filter(|_| is_good && candidate.is_document_time_stamp());
    let report = report(number, origin, context, &assessment, findings, existence, store);
    let proof = proof.map(|proof| {
        let document_time_stamp = Some(report.id.clone());
        ProofOfExistence { document_time_stamp, ..proof }
    });
    (report, proof)
}

fn signed_revision(signature: &PdfSignature, revision: usize, pdf: &PdfSubject) -> SignedRevision {
    SignedRevision {
        revision: revision.saturating_add(1),
        of: pdf.document.revisions().len(),
        length: signature.byte_range.end(),
    }
}

/// The strict reader read the file, and it shows the same to readers that do not know `XRefStm`.
fn structure(assessment: &mut Assessment, pdf: &PdfSubject) {
    if !pdf.is_read {
        return found::structure(assessment);
    }
    match pdf.hybrid {
        HybridViews::Same => match reading(pdf) {
            None => {
                let revisions = pdf.document.revisions().len();
                assessment.passed(STRUCTURE, Evidence::of([("revisions", revisions.into())]));
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
            let pieces = vec![first.start, first.end, second.start, second.end];
            assessment.passed(FIELD, Evidence::new());
            assessment.passed(BYTE_RANGE, Evidence::of([("pieces", pieces.into())]));
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
        FormatProblem::Cms(error) => (CONTENTS, format(&error.key())),
        FormatProblem::AfterCms => (CONTENTS, format("after-cms")),
        FormatProblem::Limit(limit) => (CONTENTS, chain::limit_reached(*limit)),
    };
    assessment.objected(check, objection, Evidence::new());
    None
}

/// A detached signature by one signer.
fn detached<'s, 'd>(
    pdf_signature: &'s PdfSignature,
    signed_data: &'s SignedData<'d>,
    digests: &'s Digests,
) -> Result<Signed<'s, 'd>, Objection> {
    // Threats CMS-01, CMS-11: a detached signature has no content of its own, and its type is data.
    if signed_data.content_type != oid::DATA {
        return Err(signature::format_failure("content-type".to_owned()));
    }
    if signed_data.content.is_some() {
        return Err(signature::format_failure("content-attached".to_owned()));
    }
    let signer_info = signature::sole_signer_info(signed_data)?;
    let profile = match pdf_signature.sub_filter {
        SubFilter::AdbePkcs7Detached => Profile::Pkcs7,
        SubFilter::EtsiCadesDetached | SubFilter::EtsiRfc3161 => Profile::Cades,
    };
    Ok(Signed { profile, signed_data, signer_info, contents: &pdf_signature.digests, digests })
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
