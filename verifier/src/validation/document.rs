//! The verdict for the file: the worst of its signatures', never better than what was checked (I1, threat WEB-38).

use std::collections::BTreeSet;

use super::certificate_file::certificate_file;
use super::crl_file::crl_file;
use super::existence::{CarriedEvidence, Stamped};
use super::{Context, acceptance, cms_document, mail, notes};
use crate::algorithms::hex;
use crate::digests::Digests;
use crate::indication::Indication;
use crate::pdf::PdfError;
use crate::pkix::Certificate;
use crate::plan::{Damage, PdfSubject, Plan, Subject, Unreadable, ValidationDataFile};
use crate::policy::{self, Limit};
use crate::reason::Reason;
use crate::report::{
    DocumentReport, Engine, IntactCopy, Outcome as CheckOutcome, Permitted, Policy, Report, SCHEMA,
    SignatureKind, SignatureReport, Trust,
};
use crate::revocation::RevocationStore;
use crate::verdict::{DocumentVerdict, Standing, Verdict, of_document};

/// Outcome for a file before it is put into the report.
pub(super) struct Outcome {
    verdict: Verdict,
    would_be: Option<Verdict>,
    reasons: Vec<Reason>,
    pub(super) notes: Vec<Reason>,
    signatures: Vec<SignatureReport>,
    intact_copy: Option<IntactCopy>,
}

impl Outcome {
    /// For a file in which no signature is judged, and why.
    pub(super) fn without_signatures(verdict: Verdict, reason: Reason) -> Self {
        Self {
            verdict,
            would_be: None,
            reasons: vec![reason],
            notes: Vec::new(),
            signatures: Vec::new(),
            intact_copy: None,
        }
    }
}

/// The report for a plan.
pub(crate) fn conclude(
    plan: &Plan,
    digests: &Digests,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> Report {
    let without_signatures = Outcome::without_signatures;
    let (mut certificates, mut crl) = (Vec::new(), None);
    let mut outcome = match &plan.subject {
        Subject::Pdf(pdf) if pdf.signatures.is_empty() => unsigned(pdf),
        Subject::Pdf(pdf) => signed(pdf, digests, context, store),
        Subject::PasswordNeeded => without_signatures(Verdict::BelumPasti, Reason::PasswordNeeded),
        Subject::EncryptionUnsupported(filter) => without_signatures(
            Verdict::BelumPasti,
            Reason::EncryptionUnsupported { filter: filter.clone() },
        ),
        Subject::Unreadable(unreadable) => damaged(unreadable, digests, context, store),
        Subject::LeadingBytes { count, without } => {
            let mut outcome =
                without_signatures(Verdict::BelumPasti, Reason::LeadingBytes { count: *count });
            let without = without.as_ref().filter(|pdf| pdf.gaps_are_fixed);
            let without = without.map(|pdf| signed(pdf, digests, context, store));
            if without.is_some_and(|without| is_intact(&without.signatures)) {
                outcome.reasons.push(Reason::IntactCopy { start: *count, end: plan.size });
                outcome.intact_copy = Some(IntactCopy { start: *count, end: plan.size });
            }
            outcome
        }
        Subject::TooLarge => {
            without_signatures(Verdict::BelumPasti, Reason::LimitReached { limit: Limit::FileSize })
        }
        Subject::Empty => without_signatures(Verdict::Tanpa, Reason::EmptyFile),
        Subject::Cms(cms) => cms_document::judge(cms, None, digests, context, store),
        Subject::CmsUnusable(problem) => cms_document::unusable(problem),
        Subject::Mail(mail) => mail::judge(mail, digests, context, store),
        Subject::MailUnusable(problem) => mail::unusable(problem),
        Subject::ValidationData(file) => {
            let reasons = match file {
                ValidationDataFile::Certificates(encodings) => {
                    let file = certificate_file(encodings, context, store);
                    certificates = file.certificates;
                    file.reasons
                }
                ValidationDataFile::Crl(encoding) => {
                    let file = crl_file(encoding, context, store);
                    crl = file.crl;
                    file.reasons
                }
                ValidationDataFile::PrivateKey => vec![Reason::PrivateKeyInFile],
                ValidationDataFile::Unreadable(check) => {
                    vec![Reason::ValidationDataUnreadable { check: check.clone() }]
                }
            };
            Outcome {
                verdict: Verdict::DataSertifikat,
                would_be: None,
                reasons,
                notes: Vec::new(),
                signatures: Vec::new(),
                intact_copy: None,
            }
        }
        Subject::KindUnsupported(kind) => {
            without_signatures(Verdict::BelumPasti, Reason::KindNotSupported { kind })
        }
        Subject::NotASignedFile => without_signatures(Verdict::Tanpa, Reason::NotASignedFile),
    };
    // Threat PDF-88: what an update hid by other encryption is not there to be compared.
    // Where a signature stands before it, the change is listed and the verdict no better already.
    if plan.pdf().is_some_and(|pdf| pdf.encryption_changed_in.is_some())
        && outcome.would_be.unwrap_or(outcome.verdict) < Verdict::BelumPasti
    {
        outcome.verdict = Verdict::BelumPasti;
        outcome.would_be = None;
        outcome.reasons.push(Reason::ChangesUndetermined);
    }
    outcome.notes.extend(evidence_after_moment(&outcome.signatures, context, store));
    let cms = plan.cms();
    let message = if let Subject::Mail(mail) = &plan.subject {
        Some(mail::report(&mail.facts, &outcome.signatures))
    } else {
        None
    };
    Report {
        schema: SCHEMA,
        engine: Engine { version: env!("CARGO_PKG_VERSION") },
        policy: Policy { id: policy::ID, version: policy::VERSION },
        trust: Trust {
            version: context.trusted_root.version,
            sha256: context.trusted_root.sha256.clone(),
        },
        validation_time: context.validation_time.to_rfc3339(),
        document: DocumentReport {
            sha256: digests.get(0).map(hex).unwrap_or_default(),
            size: plan.size,
            kind: plan.kind,
            encrypted: plan.encrypted,
            mail: message,
            container: cms.map(cms_document::container),
            signature_sha256: plan.signature_sha256.clone(),
            content: cms.and_then(|cms| cms_document::content(cms, digests)),
            intact_copy: outcome.intact_copy,
        },
        verdict: outcome.verdict,
        would_be: outcome.would_be,
        reasons: outcome.reasons,
        notes: outcome.notes,
        signatures: outcome.signatures,
        certificates,
        crl,
        wanted_lists: store.wanted_lists(),
    }
}

/// A file that does not read: what happened to it as far as it shows, and what can be said of its signatures. Never better
/// than undetermined; worse where a signature that stands in its place proves it.
fn damaged(
    unreadable: &Unreadable,
    digests: &Digests,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> Outcome {
    let mut outcome = Outcome {
        verdict: Verdict::BelumPasti,
        would_be: None,
        reasons: vec![structure_unreadable(unreadable.error)],
        notes: Vec::new(),
        signatures: Vec::new(),
        intact_copy: None,
    };
    outcome.reasons.extend(unreadable.damage.map(|damage| match damage {
        Damage::LineEndsConverted => Reason::LineEndsConverted,
        Damage::Truncated => Reason::Truncated,
    }));
    if let Some(copy) = unreadable.copy.as_ref().filter(|copy| copy.pdf.gaps_are_fixed)
        && is_intact(&signed(&copy.pdf, digests, context, store).signatures)
    {
        outcome.reasons.push(Reason::IntactCopy { start: 0, end: copy.end });
        outcome.intact_copy = Some(IntactCopy { start: 0, end: copy.end });
    }
    if let Some(pdf) = &unreadable.found {
        let found = signed(pdf, digests, context, store);
        outcome.verdict = outcome.verdict.max(found.verdict);
        outcome.reasons.extend(found.reasons);
        outcome.notes = found.notes;
        outcome.signatures = found.signatures;
    }
    outcome
}

fn unsigned(pdf: &PdfSubject) -> Outcome {
    let mut reasons = Vec::new();
    if pdf.signature_removed {
        reasons.push(Reason::SignatureRemoved);
    } else if pdf.signature_outside_form {
        reasons.push(Reason::SignatureOutsideForm);
    }
    let verdict = if reasons.is_empty() { Verdict::Tanpa } else { Verdict::BelumPasti };
    if reasons.is_empty() && pdf.unsigned_fields.is_empty() {
        reasons.push(Reason::NoSignatureField);
    }
    if verdict == Verdict::Tanpa {
        reasons.extend(pdf.saved_by.clone().map(|producer| Reason::SavedAgain { producer }));
    }
    reasons.extend(unsigned_fields(pdf));
    Outcome {
        verdict,
        would_be: None,
        reasons,
        notes: notes::of_document(pdf),
        signatures: Vec::new(),
        intact_copy: None,
    }
}

fn signed(
    pdf: &PdfSubject,
    digests: &Digests,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> Outcome {
    let mut reports: Vec<Option<SignatureReport>> = Vec::new();
    reports.resize_with(pdf.signatures.len(), || None);
    let carried = CarriedEvidence::read(pdf);
    let mut stamped: Vec<Stamped<'_>> = Vec::new();
    let mut judge = |is_time_stamp: bool| {
        // They stand in the order of signing.
        let all = pdf.signatures.iter().zip(&mut reports).enumerate().rev();
        for (index, (candidate, report)) in
            all.filter(|(_, (candidate, _))| candidate.is_document_time_stamp() == is_time_stamp)
        {
            let number = index.saturating_add(1);
            let (judged, proof) =
                acceptance::judge(number, candidate, pdf, &stamped, digests, context, store);
            *report = Some(judged);
            stamped.extend(proof.zip(candidate.revision).map(|(proof, revision)| Stamped {
                revision,
                proof,
                evidence: carried.covered(candidate),
            }));
        }
    };
    // EN 319 102-1 5.6.3: the time-stamps first, the last of them before those that it covers.
    judge(true);
    judge(false);
    let mut outcome = worst_of(reports.into_iter().flatten().collect());
    let of_signatures = std::mem::take(&mut outcome.notes);
    outcome.notes = unsigned_fields(pdf).collect();
    outcome.notes.extend(notes::of_document(pdf));
    for note in of_signatures {
        if !outcome.notes.contains(&note) {
            outcome.notes.push(note);
        }
    }
    outcome
}

/// The worst of the signatures, with the reasons of those that count and the notes of all (threat WEB-38).
pub(super) fn worst_of(signatures: Vec<SignatureReport>) -> Outcome {
    let counted: Vec<&SignatureReport> =
        signatures.iter().filter(|signature| counts(signature)).collect();
    let standings: Vec<Standing> = signatures.iter().map(standing).collect();
    let DocumentVerdict { verdict, would_be } = of_document(&standings);
    let mut reasons: Vec<Reason> = Vec::new();
    if counted.is_empty() {
        reasons.extend(signatures.iter().flat_map(time_stamp_only));
    }
    for reason in counted.iter().flat_map(|signature| &signature.reasons) {
        if !reasons.contains(reason) {
            reasons.push(reason.clone());
        }
    }
    let mut notes: Vec<Reason> = Vec::new();
    let uncounted = signatures.iter().filter(|signature| !counts(signature));
    for reason in uncounted.flat_map(|signature| &signature.reasons) {
        if !counted.is_empty() && !notes.contains(reason) && !reasons.contains(reason) {
            notes.push(reason.clone());
        }
    }
    for note in signatures.iter().flat_map(|signature| &signature.notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    Outcome { verdict, would_be, reasons, notes, signatures, intact_copy: None }
}

/// A document time-stamp that is good, or of an authority that is not known, says nothing about who signed; one that
/// does not fit the document does.
fn counts(signature: &SignatureReport) -> bool {
    match signature.kind {
        SignatureKind::Signature => true,
        SignatureKind::DocumentTimeStamp => {
            matches!(signature.indication, Indication::TotalFailed(_))
                || signature.later_changes.permitted == Permitted::No
        }
    }
}

/// Threat PDF-90: it existed then, and nobody signed it.
fn time_stamp_only(signature: &SignatureReport) -> Vec<Reason> {
    match (&signature.time_stamp, signature.reasons.as_slice()) {
        (Some(token), []) => vec![Reason::DocumentTimeStampOnly {
            time: token.gen_time.clone(),
            tsa: token.tsa.clone(),
        }],
        (_, reasons) => reasons.to_vec(),
    }
}

/// What a signature has to say about the document.
fn standing(signature: &SignatureReport) -> Standing {
    let is_plain = |reason: &Reason| matches!(reason, Reason::DocumentTimeStampUntrusted);
    if counts(signature) {
        Standing::Counts { verdict: signature.verdict, would_be: signature.would_be }
    } else if signature.reasons.iter().all(is_plain) {
        Standing::TimeStamp
    } else {
        Standing::DoubtfulTimeStamp
    }
}

/// The answer is of the moment of validation: what was made later was not known then.
fn evidence_after_moment(
    signatures: &[SignatureReport],
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> Option<Reason> {
    let of_paths: BTreeSet<&str> = signatures
        .iter()
        .flat_map(|signature| &signature.path.certificates)
        .map(|certificate| certificate.sha256.as_str())
        .collect();
    let issuers: BTreeSet<&[u8]> = context
        .certificates
        .iter()
        .filter(|certificate| of_paths.contains(certificate.sha256.as_str()))
        .map(Certificate::issuer)
        .collect();
    let count = store.made_after(context.validation_time, &issuers);
    (count > 0 && !signatures.is_empty()).then_some(Reason::EvidenceAfterMoment { count })
}

/// Whether there are signatures, and each is one over the bytes as they are.
fn is_intact(signatures: &[SignatureReport]) -> bool {
    let passed = |signature: &SignatureReport, name: &str| {
        signature
            .checks
            .iter()
            .any(|check| check.name == name && check.outcome == CheckOutcome::Passed)
    };
    !signatures.is_empty()
        && signatures.iter().all(|signature| {
            passed(signature, "message_digest") && passed(signature, "signature_value")
        })
}

fn unsigned_fields(pdf: &PdfSubject) -> impl Iterator<Item = Reason> {
    pdf.unsigned_fields.iter().map(|field| Reason::UnsignedField { field: field.clone() })
}

pub(super) fn structure_unreadable(error: PdfError) -> Reason {
    match error {
        PdfError::Unexpected { at, expected, found } => Reason::StructureUnreadable {
            offset: at,
            expected: expected.to_owned(),
            found: found.to_text(),
        },
        PdfError::DuplicateKey { at } => Reason::StructureUnreadable {
            offset: at,
            expected: "each key once in a dictionary".to_owned(),
            found: String::new(),
        },
        PdfError::LimitReached { limit, .. } => Reason::LimitReached { limit },
    }
}
