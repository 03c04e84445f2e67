//! Signatures of a file that does not read, as far as they can be judged: where I2 holds for a dictionary that a search
//! found, its digest and its signature value are asked for. Which revision it ends with is not known.

use std::collections::BTreeSet;

use super::{Candidate, Claims, FormatProblem, PdfSignature, PdfSubject};
use crate::digests::DigestRequest;
use crate::pdf::{
    ByteRange, Coverage, Document, DocumentSecurityStore, HybridViews, Permissions,
    SignatureDictionary, Survey, is_white_space, signature_dictionaries,
};
use crate::policy::{Budget, Work};

/// What a search finds; `None` where it finds no signature.
pub(super) fn found_by_searching(
    bytes: &[u8],
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Option<PdfSubject> {
    let work = Work::new(budget);
    let signatures: Vec<Candidate> = signature_dictionaries(bytes, budget.signatures, &work)
        .iter()
        .map(|dictionary| candidate(bytes, dictionary, budget, requests))
        .collect();
    if signatures.is_empty() {
        return None;
    }
    Some(PdfSubject {
        document: Document::unread(bytes),
        is_read: false,
        hybrid: HybridViews::Same,
        store: DocumentSecurityStore::default(),
        signatures,
        unsigned_fields: Vec::new(),
        // Nothing found this way is green, whatever it says of itself.
        gaps_are_fixed: true,
        first_signed: 0,
        changes: Vec::new(),
        certification_problem: None,
        has_usage_rights: false,
        survey: Ok(Survey::default()),
        names_twice: Vec::new(),
        signature_removed: false,
        signature_outside_form: false,
        saved_by: None,
        encryption_changed_in: None,
    })
}

fn candidate(
    bytes: &[u8],
    dictionary: &SignatureDictionary,
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Candidate {
    let sub_filter = dictionary.sub_filter().map(|name| String::from_utf8_lossy(name).into_owned());
    let placed = dictionary.contents().ok_or(FormatProblem::NoContents).and_then(|contents| {
        ByteRange::check(bytes, dictionary.byte_range(), contents).map_err(FormatProblem::ByteRange)
    });
    let rest = |range: &ByteRange| bytes.get(range.end()..).unwrap_or_default();
    let coverage = match &placed {
        Ok(range) if rest(range).iter().all(|byte| is_white_space(*byte)) => Coverage::WholeFile,
        Ok(_) => Coverage::Partial,
        Err(_) => Coverage::Unclear,
    };
    let format = placed.and_then(|byte_range| {
        PdfSignature::read(dictionary, sub_filter.as_deref(), byte_range, budget, requests)
    });
    Candidate {
        // The form that would name it does not read.
        field: String::new(),
        claims: Claims::read(dictionary),
        sub_filter,
        coverage,
        id: None,
        revision: None,
        permissions: Permissions::default(),
        has_seed_value: false,
        written: None,
        format,
        stored_evidence: BTreeSet::new(),
    }
}
