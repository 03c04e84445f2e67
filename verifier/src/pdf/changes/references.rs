//! Which objects lead to which, over every version of every object: tells what a changed object can have changed, so that
//! the rest need not be compared again for every revision.

use std::collections::BTreeSet;

use super::super::object::{Dictionary, Object, ObjectId};
use super::super::object_stream::ObjectReader;
use super::super::parser::PdfError;
use super::super::xref::XrefEntry;

/// The references of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct References {
    /// Target and source.
    edges: Vec<(u32, u32)>,
    /// Objects that do not read: whatever they lead to is not known.
    unreadable: BTreeSet<u32>,
}

impl References {
    /// Adds what an object refers to in the revision that `reader` reads.
    pub(crate) fn add(&mut self, reader: &ObjectReader<'_>, number: u32, object: &Object) {
        if let Some((_, XrefEntry::Compressed { stream, .. })) =
            reader.document().entry(reader.bytes(), reader.revision(), number)
        {
            // What redefines the stream redefines everything in it.
            self.edges.push((stream, number));
        }
        collect(object, number, &mut self.edges);
    }

    pub(crate) fn add_unreadable(&mut self, number: u32) {
        self.unreadable.insert(number);
    }

    /// Adds the earlier versions, from revision `from` on, of every object that a later revision brings.
    pub(super) fn with_earlier(
        mut self,
        reader: &ObjectReader<'_>,
        from: usize,
    ) -> Result<Self, PdfError> {
        let document = reader.document();
        let last = document.last_revision();
        let later = from.saturating_add(1)..=last;
        let numbers: BTreeSet<u32> =
            later.flat_map(|revision| document.numbers_of(revision)).collect();
        for revision in from..last {
            let mut reader = reader.at_revision(revision);
            for number in &numbers {
                let generation = match document.entry(reader.bytes(), revision, *number) {
                    Some((_, XrefEntry::InUse { generation, .. })) => generation,
                    Some((_, XrefEntry::Compressed { .. })) => 0,
                    Some((_, XrefEntry::Free)) | None => continue,
                };
                match reader.object(ObjectId { number: *number, generation }) {
                    Ok(object) => self.add(&reader, *number, &object),
                    Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                    // It may be an object that nothing leads to; where something does, the comparison will say so.
                    Err(PdfError::Unexpected { .. } | PdfError::DuplicateKey { .. }) => {
                        self.unreadable.insert(*number);
                    }
                }
            }
        }
        self.edges.sort_unstable();
        self.edges.dedup();
        Ok(self)
    }

    /// Every object from which a change between `revision` and the one before it can be reached, without passing through
    /// one that is compared at its own place.
    pub(super) fn dirty(
        &self,
        reader: &ObjectReader<'_>,
        revision: usize,
        compared_at_their_place: &BTreeSet<ObjectId>,
    ) -> BTreeSet<u32> {
        let (document, bytes) = (reader.document(), reader.bytes());
        let before = revision.saturating_sub(1);
        let has_changed = |number: &u32| {
            document.entry(bytes, before, *number).map(|(_, entry)| entry)
                != document.entry(bytes, revision, *number).map(|(_, entry)| entry)
        };
        let mut waiting: Vec<u32> =
            document.numbers_of(revision).into_iter().filter(has_changed).collect();
        waiting.extend(&self.unreadable);
        let mut dirty: BTreeSet<u32> = waiting.iter().copied().collect();
        let stops: BTreeSet<u32> = compared_at_their_place.iter().map(|id| id.number).collect();
        while let Some(target) = waiting.pop() {
            if stops.contains(&target) {
                continue;
            }
            let first = self.edges.partition_point(|(other, _)| *other < target);
            let sources = self.edges.get(first..).unwrap_or_default().iter();
            for (_, source) in sources.take_while(|(other, _)| *other == target) {
                if dirty.insert(*source) {
                    waiting.push(*source);
                }
            }
        }
        dirty
    }
}

/// Every reference in an object; nesting is bounded by the parser.
fn collect(object: &Object, source: u32, edges: &mut Vec<(u32, u32)>) {
    let dictionary = |dictionary: &Dictionary, edges: &mut Vec<(u32, u32)>| {
        dictionary.entries.iter().for_each(|(_, value)| collect(value, source, edges));
    };
    match object {
        Object::Reference(id) => edges.push((id.number, source)),
        Object::Array(elements) => {
            elements.iter().for_each(|element| collect(element, source, edges));
        }
        Object::Dictionary(entries) => dictionary(entries, edges),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::String(_)
        | Object::Name(_) => {}
    }
}
