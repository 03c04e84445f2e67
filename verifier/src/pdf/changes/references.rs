//! Which objects lead to which, over every version of every object: tells what a changed object can have changed, so that
//! the rest need not be compared again for every revision.

use std::collections::BTreeSet;

use super::super::object::{Object, ObjectId};
use super::super::object_stream::ObjectReader;
use super::super::parser::PdfError;
use super::super::xref::XrefEntry;
use crate::ordered;

/// Keys under which an object refers to a page, a field or an annotation as such. Under another key that object is contents,
/// whatever else it is: a page's resources may be a field.
const LINKS: [&[u8]; 10] =
    [b"Parent", b"P", b"Popup", b"IRT", b"Pg", b"Obj", b"D", b"Dest", b"Data", b"B"];

/// Whether a value of this key is a link, if it is an object with a place of its own.
pub(super) fn is_link(key: &[u8]) -> bool {
    LINKS.contains(&key)
}

/// What a reference to an object with a place of its own stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Contents,
    /// A link: an element of an array, or the value of a key of [`LINKS`].
    Link,
}

/// The references of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct References {
    /// Target, source, and how the one is referred to by the other.
    edges: Vec<(u32, u32, Reach)>,
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
            self.edges.push((stream, number, Reach::Contents));
        }
        collect(object, number, Reach::Contents, &mut self.edges);
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
        let numbers = ordered::set(later.flat_map(|revision| document.numbers_of(revision)));
        for revision in from..last {
            let mut reader = reader.at_revision(revision);
            for number in &numbers_with_members(&reader, &numbers)? {
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
        let mut dirty = ordered::set(waiting.iter().copied());
        let stops = ordered::set(compared_at_their_place.iter().map(|id| id.number));
        while let Some(target) = waiting.pop() {
            let first = self.edges.partition_point(|(other, _, _)| *other < target);
            let sources = self.edges.get(first..).unwrap_or_default().iter();
            for (_, source, reach) in sources.take_while(|(other, _, _)| *other == target) {
                let is_link = *reach == Reach::Link && stops.contains(&target);
                if !is_link && dirty.insert(*source) {
                    waiting.push(*source);
                }
            }
        }
        dirty
    }
}

/// These numbers and those of the objects in the object streams among them: a stream written anew redefines its members,
/// and lists none of them.
fn numbers_with_members(
    reader: &ObjectReader<'_>,
    numbers: &BTreeSet<u32>,
) -> Result<BTreeSet<u32>, PdfError> {
    let document = reader.document();
    let all = document.numbers_upto(document.last_revision());
    reader.spend(all.len())?;
    let members = all.into_iter().filter(|number| {
        matches!(
            document.entry(reader.bytes(), reader.revision(), *number),
            Some((_, XrefEntry::Compressed { stream, .. })) if numbers.contains(&stream)
        )
    });
    Ok(ordered::set(numbers.iter().copied().chain(members)))
}

/// Every reference in an object; nesting is bounded by the parser.
fn collect(object: &Object, source: u32, reach: Reach, edges: &mut Vec<(u32, u32, Reach)>) {
    match object {
        Object::Reference(id) => edges.push((id.number, source, reach)),
        Object::Array(elements) => {
            elements.iter().for_each(|element| collect(element, source, Reach::Link, edges));
        }
        Object::Dictionary(dictionary) => {
            for (key, value) in &dictionary.entries {
                let reach = if is_link(key) { Reach::Link } else { Reach::Contents };
                collect(value, source, reach, edges);
            }
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::String(_)
        | Object::Name(_) => {}
    }
}
