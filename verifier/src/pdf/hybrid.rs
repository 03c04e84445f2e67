//! Hybrid-reference files (ISO 32000-2 7.5.8.4), as word processors write them: a reader that does not know `XRefStm` sees
//! fewer objects than one that does. Such a file is sound where nobody is shown anything else (threat PDF-37).
//!
//! An object that only the newer view has may be reached below `StructTreeRoot` alone: the tags that a word processor hides
//! there draw nothing. Anything else that differs is named.

use std::collections::BTreeSet;

use super::document::Document;
use super::object::{Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use super::xref::{View, XrefEntry};
use crate::policy::{Budget, Work};

/// What comparing the two views of one revision gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HybridViews {
    /// Every object that counts is the same in both.
    Same,
    /// This one is not.
    Differ {
        /// The first that was found.
        object: ObjectId,
    },
}

impl HybridViews {
    /// Compares the views of a revision; a file that is not hybrid has one.
    ///
    /// # Errors
    /// [`PdfError`] where an object that both views need does not read.
    pub(crate) fn compare(
        bytes: &[u8],
        document: &Document,
        revision: usize,
        budget: &Budget,
        work: &Work,
    ) -> Result<Self, PdfError> {
        let upto = document.revisions().get(..=revision).unwrap_or_default();
        let mut hidden = BTreeSet::new();
        for made in upto {
            for (number, _) in made.hybrid_numbers(bytes) {
                // Looking an object up costs a step for each revision.
                work.read_object(upto.len())
                    .map_err(|limit| PdfError::LimitReached { at: 0, limit })?;
                let entry =
                    |view| document.entry_in(view, bytes, revision, number).map(|(_, entry)| entry);
                let (current, without) = (entry(View::Current), entry(View::WithoutXRefStm));
                let is_elsewhere = match without {
                    _ if without == current => false,
                    None | Some(XrefEntry::Free) => {
                        hidden.insert(number);
                        false
                    }
                    // The older view has another object under the number.
                    Some(XrefEntry::InUse { .. } | XrefEntry::Compressed { .. }) => true,
                };
                // Readers differ in whether they ask the table or the stream of a section first.
                if is_elsewhere || made.has_two_places(bytes, number) {
                    return Ok(Self::Differ { object: ObjectId { number, generation: 0 } });
                }
            }
        }
        if hidden.is_empty() {
            return Ok(Self::Same);
        }
        reachable(bytes, document, revision, budget, work, &hidden)
    }
}

/// Walks from the trailer past everything but the structure tree; a hidden object on the way is a difference.
fn reachable(
    bytes: &[u8],
    document: &Document,
    revision: usize,
    budget: &Budget,
    work: &Work,
    hidden: &BTreeSet<u32>,
) -> Result<HybridViews, PdfError> {
    let Some(trailer) = document.trailer(revision) else { return Ok(HybridViews::Same) };
    let mut reader =
        ObjectReader::new(bytes, document, revision, budget, work).with_view(View::WithoutXRefStm);
    let mut visited = BTreeSet::new();
    let mut waiting: Vec<ObjectId> = Vec::new();
    let catalog = trailer.get("Root").and_then(Object::as_reference);
    for (key, value) in &trailer.entries {
        if matches!(key.as_slice(), b"Root" | b"Info" | b"Encrypt") {
            references(value, &mut waiting);
        }
    }
    while let Some(id) = waiting.pop() {
        if !visited.insert(id) {
            continue;
        }
        if hidden.contains(&id.number) {
            return Ok(HybridViews::Differ { object: id });
        }
        let mut object = reader.object(id)?;
        if Some(id) == catalog
            && let Object::Dictionary(catalog) = &mut object
        {
            catalog.entries.retain(|(key, _)| key != b"StructTreeRoot");
        }
        references(&object, &mut waiting);
    }
    Ok(HybridViews::Same)
}

/// The references in a value, nested ones too; the parser bounds the depth.
pub(crate) fn references(value: &Object, found: &mut Vec<ObjectId>) {
    match value {
        Object::Reference(id) => found.push(*id),
        Object::Array(elements) => {
            elements.iter().for_each(|element| references(element, found));
        }
        Object::Dictionary(dictionary) => {
            dictionary.entries.iter().for_each(|(_, value)| references(value, found));
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::String(_)
        | Object::Name(_) => {}
    }
}
