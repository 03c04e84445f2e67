//! Where objects stand in the file, over all revisions: each by itself, and none a second time (threat PDF-83).
//!
//! The cross-reference is the only truth for this reader. Another reader may search the file instead; where a search would
//! find another object under a number, or an object within the bytes of another, the file has two readings.

use std::collections::BTreeMap;

use super::document::Document;
use super::object::ObjectId;
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use super::repair::header_before;
use super::xref::XrefEntry;

/// Extents by their first byte: the object's number and the first byte after it.
#[derive(Debug, Default)]
pub(crate) struct Extents(BTreeMap<usize, (u32, usize)>);

impl Extents {
    pub(crate) fn add(&mut self, number: u32, start: usize, end: usize) {
        self.0.insert(start, (number, end));
    }

    /// Adds what revisions before the last one listed and the last one does not.
    pub(crate) fn add_superseded(&mut self, reader: &ObjectReader<'_>) -> Result<(), PdfError> {
        let document = reader.document();
        for revision in 0..document.last_revision() {
            let mut reader = reader.at_revision(revision);
            for number in document.numbers_of(revision) {
                let Some((_, XrefEntry::InUse { offset, generation })) =
                    document.entry(reader.bytes(), revision, number)
                else {
                    continue;
                };
                if self.0.contains_key(&document.object_at(reader.bytes(), offset)) {
                    continue;
                }
                match reader.located(ObjectId { number, generation }) {
                    Ok((_, Some(span))) => self.add(number, span.start, span.end),
                    Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                    // What no longer counts need not read.
                    Ok((_, None))
                    | Err(PdfError::Unexpected { .. } | PdfError::DuplicateKey { .. }) => {}
                }
            }
        }
        Ok(())
    }

    /// The first place where the file has two readings.
    pub(crate) fn ambiguity(&self, bytes: &[u8], document: &Document) -> Option<usize> {
        let mut end = 0;
        for (start, (_, object_end)) in &self.0 {
            if *start < end {
                return Some(*start);
            }
            if let Some(at) = second_definition(bytes, document, end, *start) {
                return Some(at);
            }
            end = end.max(*object_end);
        }
        second_definition(bytes, document, end, bytes.len())
    }
}

/// An object between the others whose number is in use elsewhere, in the revision that the place belongs to.
fn second_definition(bytes: &[u8], document: &Document, from: usize, to: usize) -> Option<usize> {
    let between = bytes.get(from..to)?;
    memchr::memmem::find_iter(between, b"obj").find_map(|at| {
        let (start, id) = header_before(bytes, from.checked_add(at)?)?;
        let revision = document.revisions().iter().position(|revision| start < revision.eof_end)?;
        match document.entry(bytes, revision, id.number)? {
            // Its own entry, where the object did not read; nothing is said about that here.
            (_, XrefEntry::InUse { offset, .. }) if document.object_at(bytes, offset) == start => {
                None
            }
            (_, XrefEntry::InUse { .. } | XrefEntry::Compressed { .. }) => Some(start),
            (_, XrefEntry::Free) => None,
        }
    })
}
