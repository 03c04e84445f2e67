//! Where objects stand in the file, over all revisions: each by itself, and none a second time (threat PDF-83).
//!
//! The cross-reference is the only truth for this reader. Another reader may search the file instead; where a search would
//! find another object under a number, or an object within the bytes of another, the file has two readings.

use std::collections::BTreeMap;

use super::object::{Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::{Parser, PdfError};
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
    pub(crate) fn ambiguity(
        &self,
        reader: &mut ObjectReader<'_>,
    ) -> Result<Option<usize>, PdfError> {
        reader.spend(reader.bytes().len())?;
        let mut end = 0;
        for (start, (_, object_end)) in &self.0 {
            if *start < end {
                return Ok(Some(*start));
            }
            if let Some(at) = between(reader, end, *start)? {
                return Ok(Some(at));
            }
            end = end.max(*object_end);
        }
        between(reader, end, reader.bytes().len())
    }
}

/// An object between the others whose number is in use elsewhere, in the revision that the place belongs to, or that
/// holds the one after it.
fn between(
    reader: &mut ObjectReader<'_>,
    from: usize,
    to: usize,
) -> Result<Option<usize>, PdfError> {
    let (bytes, document) = (reader.bytes(), reader.document());
    let gap = bytes.get(from..to).unwrap_or_default();
    for keyword in memchr::memmem::find_iter(gap, b"obj") {
        let Some((start, id)) = header_before(bytes, from.saturating_add(keyword)) else {
            continue;
        };
        let revision = document.revisions().partition_point(|revision| revision.eof_end <= start);
        match document.entry(bytes, revision, id.number) {
            // Its own entry, where the object did not read; nothing is said about that here.
            Some((_, XrefEntry::InUse { offset, .. }))
                if document.object_at(bytes, offset) == start => {}
            Some((_, XrefEntry::InUse { .. } | XrefEntry::Compressed { .. })) => {
                return Ok(Some(start));
            }
            Some((_, XrefEntry::Free)) | None => {}
        }
        if to < bytes.len() && end_of_object(reader, start)?.is_some_and(|end| end > to) {
            return Ok(Some(to));
        }
    }
    Ok(None)
}

/// Where an object ends that no entry leads to, if it reads.
fn end_of_object(reader: &mut ObjectReader<'_>, at: usize) -> Result<Option<usize>, PdfError> {
    let mut parser = Parser::new(reader.bytes(), at);
    let object = parser.indirect_object();
    reader.spend(parser.at().saturating_sub(at))?;
    let Ok(object) = object else { return Ok(None) };
    let (Some(start), Object::Dictionary(dictionary)) = (object.stream_start, &object.object)
    else {
        return Ok(Some(object.span.end));
    };
    let length = match dictionary.get("Length") {
        // Its length may not read; then it is no stream for anybody.
        Some(length) => reader.resolve(length).ok().and_then(|length| length.as_integer()),
        None => None,
    };
    let length = length.and_then(|length| usize::try_from(length).ok());
    Ok(length.and_then(|length| start.checked_add(length)))
}
