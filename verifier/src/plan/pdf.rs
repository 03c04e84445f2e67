//! A PDF that the strict reader reads: its signatures, each in its place, what came after the first of them, and everything
//! about the file that bears on a verdict.

use std::collections::BTreeSet;

use super::saved_again::saved_by;
use super::{Candidate, FormatProblem, Subject, gap};
use crate::algorithms::sha256_hex;
use crate::digests::DigestRequest;
use crate::ordered;
use crate::pdf::{
    Access, ByteRange, Document, DocumentSecurityStore, FieldValue, FormField, HybridViews,
    ObjectId, ObjectReader, PdfError, PermissionsDictionary, RevisionChanges, SignatureDictionary,
    SignatureField, Survey, document_security_store, form_fields, later_changes,
    signature_dictionaries, survey,
};
use crate::policy::{Budget, Limit, Work};

/// A PDF that the strict reader reads.
#[derive(Debug)]
pub(crate) struct PdfSubject {
    pub(crate) document: Document,
    /// Whether the strict reader read it; else its signatures were found by searching.
    pub(crate) is_read: bool,
    /// Whether every reader of a hybrid-reference file sees the same, now and when it was signed.
    pub(crate) hybrid: HybridViews,
    pub(crate) store: DocumentSecurityStore,
    pub(crate) signatures: Vec<Candidate>,
    pub(crate) unsigned_fields: Vec<String>,
    /// Where the gaps are cannot have been changed after signing.
    pub(crate) gaps_are_fixed: bool,
    /// The first revision that a signature covers.
    pub(crate) first_signed: usize,
    /// What each revision after that changed.
    pub(crate) changes: Vec<Result<RevisionChanges, PdfError>>,
    /// What the certification contradicts.
    pub(crate) certification_problem: Option<&'static str>,
    pub(crate) has_usage_rights: bool,
    /// What it holds beside its signatures.
    pub(crate) survey: Result<Survey, PdfError>,
    /// Names that more than one field has.
    pub(crate) names_twice: Vec<String>,
    /// An earlier revision shows a signature that the last one does not (threat PDF-44).
    pub(crate) signature_removed: bool,
    /// `/ByteRange` stands in a file whose form has no signature (threat PDF-86).
    pub(crate) signature_outside_form: bool,
    /// The program that printed it or saved it anew, in a file without signatures.
    pub(crate) saved_by: Option<String>,
    /// The first revision that says something else of the encryption than the first one (threat PDF-88).
    pub(crate) encryption_changed_in: Option<usize>,
}

/// The password at hand, and whether the file asks for one.
#[derive(Default)]
pub(super) struct DocumentLock<'a> {
    pub(super) password: Option<&'a str>,
    pub(super) encrypted: bool,
}

/// A file damaged in transit, as a real published regulation was: judged also without the bytes before its header, so
/// that the reader learns whether only they are wrong. It stays the verdict of a damaged file.
pub(super) fn leading_bytes(
    bytes: &[u8],
    count: usize,
    lock: &mut DocumentLock<'_>,
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Subject {
    let rest = bytes.get(count..).unwrap_or_default();
    let without = match read_pdf(rest, lock, budget, requests) {
        Ok(Subject::Pdf(pdf)) => Some(pdf),
        Ok(_) | Err(_) => None,
    };
    // The digests are over the file as it is: every piece moves.
    for piece in requests.iter_mut().skip(1).flat_map(|request| &mut request.pieces) {
        piece.start = piece.start.saturating_add(count);
        piece.end = piece.end.saturating_add(count);
    }
    Subject::LeadingBytes { count, without }
}

pub(super) fn read_pdf(
    bytes: &[u8],
    lock: &mut DocumentLock<'_>,
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Result<Subject, PdfError> {
    let mut document = Document::read(bytes, budget)?;
    let work = Work::new(budget);
    lock.encrypted = document.is_encrypted();
    match document.unlock(bytes, lock.password, budget, &work)? {
        Access::Open => {}
        Access::PasswordNeeded => return Ok(Subject::PasswordNeeded),
        Access::Unsupported(filter) => return Ok(Subject::EncryptionUnsupported(filter)),
    }
    let last = document.last_revision();
    let mut reader = ObjectReader::new(bytes, &document, last, budget, &work);
    let (Some(trailer), fields) =
        (document.trailer(last), fields_of_revision(&reader, last, &work)?)
    else {
        return Ok(Subject::NotASignedFile);
    };
    let store = document_security_store(&mut reader, trailer, budget)?;
    let permissions = PermissionsDictionary::read(&mut reader, trailer)?;
    let mut signatures = Vec::new();
    let mut unsigned_fields = Vec::new();
    let mut values: BTreeSet<ObjectId> = BTreeSet::new();
    for field in fields.iter().filter(|field| field.is_signature()) {
        let field = SignatureField::from(field.clone());
        let name = field.name.clone();
        let candidate = match &field.value {
            FieldValue::Unsigned => {
                unsigned_fields.push(name);
                continue;
            }
            FieldValue::Unusable(why) => Candidate::broken(name, FormatProblem::Value(why)),
            FieldValue::Signature(id) if !values.insert(*id) => {
                Candidate::broken(name, FormatProblem::Shared)
            }
            FieldValue::Signature(_) if signatures.len() >= budget.signatures => {
                Candidate::broken(name, FormatProblem::Limit(Limit::Signatures))
            }
            FieldValue::Signature(id) => {
                Candidate::read(bytes, &document, &mut reader, &field, *id, requests, budget)?
            }
        };
        signatures.push(candidate);
    }
    // In the order of signing; what has no place in the file comes last.
    signatures.sort_by_key(|candidate| candidate.revision.unwrap_or(usize::MAX));
    let mut signature_removed = false;
    for revision in 0..last {
        let earlier = fields_of_revision(&reader, revision, &work)?;
        signature_removed |=
            earlier.into_iter().filter(FormField::is_signature).map(SignatureField::from).any(
                |field| match &field.value {
                    // Another object under the same number is another signature.
                    FieldValue::Signature(id) => {
                        !values.contains(id)
                            || document.entry(bytes, revision, id.number)
                                != document.entry(bytes, last, id.number)
                    }
                    FieldValue::Unsigned | FieldValue::Unusable(_) => false,
                },
            );
    }
    stored_evidence(&reader, &mut signatures, budget);
    let hybrid = hybrid_views(bytes, &document, &signatures, budget, &work)?;
    // A search of the raw bytes only makes the answer more careful, never better.
    let mut written: Vec<_> = signatures.iter().filter_map(|signature| signature.written).collect();
    written.extend(usage_rights(bytes, &reader, &permissions)?);
    let outside = signatures_outside_form(bytes, &signatures, &written, budget, &work);
    written.extend(outside.iter().filter(|(_, is_proper)| *is_proper).map(|(written, _)| *written));
    let gaps_are_fixed = gap::gaps_are_fixed(bytes, &written);
    let first_signed = signatures.iter().filter_map(|signature| signature.revision).min();
    // Budgets of their own: however much the signatures took, each is made or not made as a whole.
    let work = Work::new(budget);
    let mut own = ObjectReader::new(bytes, &document, last, budget, &work);
    let mut survey = survey(&mut own, trailer);
    let references = survey.as_mut().map(|survey| std::mem::take(&mut survey.references));
    let references = references.map_err(|error| *error);
    let work = Work::new(budget);
    let own = own.with_work(&work);
    let changes =
        first_signed.map_or_else(Vec::new, |from| later_changes(&own, from, references, &work));
    let saved_by = if signatures.is_empty() { saved_by(&mut reader, &document)? } else { None };
    Ok(Subject::Pdf(Box::new(PdfSubject {
        survey,
        saved_by,
        encryption_changed_in: document.encryption_changed_in(bytes),
        certification_problem: certification_problem(&signatures, &permissions),
        names_twice: names_twice(&fields),
        signature_outside_form: !outside.is_empty() || signatures.is_empty() && gap::any(bytes),
        has_usage_rights: permissions.has_usage_rights,
        first_signed: first_signed.unwrap_or(last),
        document,
        is_read: true,
        hybrid,
        store,
        signatures,
        unsigned_fields,
        gaps_are_fixed,
        signature_removed,
        changes,
    })))
}

/// The first difference of the two views of a hybrid-reference file, in the last revision or a signed one.
fn hybrid_views(
    bytes: &[u8],
    document: &Document,
    signatures: &[Candidate],
    budget: &Budget,
    work: &Work,
) -> Result<HybridViews, PdfError> {
    if !document.is_hybrid() {
        return Ok(HybridViews::Same);
    }
    let signed = signatures.iter().filter_map(|candidate| candidate.revision);
    let revisions = ordered::set(signed.chain([document.last_revision()]));
    for revision in revisions {
        let views = HybridViews::compare(bytes, document, revision, budget, work)?;
        if views != HybridViews::Same {
            return Ok(views);
        }
    }
    Ok(HybridViews::Same)
}

/// What the document time-stamps cover of the security store, as it was then; what does not read is not covered.
fn stored_evidence(reader: &ObjectReader<'_>, signatures: &mut [Candidate], budget: &Budget) {
    // A budget of its own: it serves indication_strict and the bridging of authorities that ended, and takes from nothing else.
    let work = Work::new(budget);
    for candidate in signatures.iter_mut().filter(|candidate| candidate.is_document_time_stamp()) {
        let Some(revision) = candidate.revision else { continue };
        let Some(trailer) = reader.document().trailer(revision) else { continue };
        let at_revision = reader.at_revision(revision);
        let mut own = at_revision.with_work(&work);
        let store = document_security_store(&mut own, trailer, budget).unwrap_or_default();
        let evidence = store.crls.iter().chain(&store.ocsp_responses);
        candidate.stored_evidence = evidence.map(|encoding| sha256_hex(encoding)).collect();
    }
}

fn fields_of_revision(
    reader: &ObjectReader<'_>,
    revision: usize,
    work: &Work,
) -> Result<Vec<FormField>, PdfError> {
    let Some(trailer) = reader.document().trailer(revision) else { return Ok(Vec::new()) };
    form_fields(&mut reader.at_revision(revision), trailer, work)
}

/// The usage-rights signature, where its own place is proper: it is no signature of the document, and no stray either.
fn usage_rights(
    bytes: &[u8],
    reader: &ObjectReader<'_>,
    permissions: &PermissionsDictionary,
) -> Result<Option<gap::Written>, PdfError> {
    let Some(id) = permissions.usage_rights else { return Ok(None) };
    let Some(dictionary) = SignatureDictionary::read(reader, id)? else { return Ok(None) };
    let (Some(integers), Some(contents)) = (dictionary.byte_range(), dictionary.contents()) else {
        return Ok(None);
    };
    let is_proper = ByteRange::check(bytes, Some(integers), contents).is_ok();
    Ok(is_proper.then_some((dictionary.object.span, integers)))
}

/// Signature dictionaries that no field of the form has for its value (threat PDF-86), and whether each has a proper place.
fn signatures_outside_form(
    bytes: &[u8],
    signatures: &[Candidate],
    written: &[gap::Written],
    budget: &Budget,
    work: &Work,
) -> Vec<(gap::Written, bool)> {
    if signatures.is_empty() || gap::gaps_are_fixed(bytes, written) {
        return Vec::new();
    }
    let found = signature_dictionaries(bytes, budget.signatures, work).into_iter();
    let is_judged = |dictionary: &SignatureDictionary| {
        signatures.iter().any(|signature| signature.id == Some(dictionary.object.id))
            || written.iter().any(|(span, _)| *span == dictionary.object.span)
    };
    found
        .filter(|dictionary| !is_judged(dictionary))
        .map(|dictionary| {
            let integers = dictionary.byte_range();
            let is_proper = dictionary
                .contents()
                .is_some_and(|contents| ByteRange::check(bytes, integers, contents).is_ok());
            ((dictionary.object.span, integers.unwrap_or_default()), is_proper)
        })
        .collect()
}

/// A document is certified once, by its first signature, and the catalog says so too (12.8.2.2.1; threat PDF-65).
fn certification_problem(
    signatures: &[Candidate],
    permissions: &PermissionsDictionary,
) -> Option<&'static str> {
    let persons = || signatures.iter().filter(|signature| !signature.is_document_time_stamp());
    let certifying =
        || signatures.iter().filter(|signature| signature.permissions.doc_mdp.is_some());
    let named = permissions.doc_mdp;
    match certifying().next() {
        _ if permissions.is_broken => Some("permissions-dictionary"),
        None if named.is_some() => Some("permissions-dictionary-names-another"),
        None => None,
        Some(first) if first.permissions.certifies_twice || certifying().count() > 1 => {
            Some("certified-twice")
        }
        Some(certifying) if named != certifying.id => Some("permissions-dictionary-names-another"),
        Some(certifying) => {
            let is_first = persons().all(|other| other.revision >= certifying.revision);
            (!is_first).then_some("certified-after-another-signature")
        }
    }
}

/// Fully qualified names of terminal fields that are there more than once (threat PDF-87).
fn names_twice(fields: &[FormField]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let named = fields.iter().filter(|field| field.is_terminal).map(|field| &field.name);
    let twice = named.filter(|name| !seen.insert((*name).clone()));
    ordered::set(twice.cloned()).into_iter().collect()
}
