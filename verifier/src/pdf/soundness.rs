//! Whether the last revision of a signed file has one reading: every object that is reached reads strictly where its entry
//! says, stands outside the others, and is the only one of its number in its revision (threats PDF-82 to PDF-84).
//!
//! The judgement of a signature needs only some of the objects. The others are what a person is shown, and a viewer that
//! repairs would show them another way than one that does not.

use std::collections::BTreeSet;

use super::hybrid::references;
use super::object::{Object, Span};
use super::object_stream::ObjectReader;
use super::parser::{Parser, PdfError};
use super::repair::header_before;
use super::xref::XrefEntry;

/// Reads everything that the catalog and the information dictionary lead to.
pub(crate) fn check(reader: &mut ObjectReader<'_>) -> Result<(), PdfError> {
    let (bytes, document) = (reader.bytes(), reader.document());
    let trailer = document.trailer(reader.revision());
    let mut waiting = Vec::new();
    for (key, value) in trailer.iter().flat_map(|trailer| &trailer.entries) {
        if matches!(key.as_slice(), b"Root" | b"Info") {
            references(value, &mut waiting);
        }
    }
    let mut visited = BTreeSet::new();
    let mut extents: Vec<Span> = Vec::new();
    while let Some(id) = waiting.pop() {
        if !visited.insert(id) {
            continue;
        }
        let Some((object, _)) = reader.in_use(id)? else {
            references(&reader.object(id)?, &mut waiting);
            continue;
        };
        // Looking it up costs a step for each revision.
        reader.spend(document.revisions().len())?;
        let end = match object.stream_start {
            Some(_) => reader.value(&Object::Reference(id))?.stream.map(|stream| stream.end),
            None => Some(object.span.end),
        };
        let start = object.span.start;
        extents.push(Span { start, end: end.unwrap_or(object.span.end) });
        references(&object.object, &mut waiting);
    }
    extents.sort_unstable();
    if let Some([_, inner]) = extents.array_windows().find(|[one, next]| next.start < one.end) {
        return Err(Parser::new(bytes, inner.start).unexpected("an object outside the others"));
    }
    reader.spend(bytes.len())?;
    between(reader, &extents)
}

/// Looks between the objects that are reached: for another one of a number in use, and for one that holds them.
fn between(reader: &mut ObjectReader<'_>, extents: &[Span]) -> Result<(), PdfError> {
    let (bytes, document) = (reader.bytes(), reader.document());
    let ends = extents.iter().map(|extent| extent.start).chain([bytes.len()]);
    let starts = core::iter::once(0).chain(extents.iter().map(|extent| extent.end));
    for (start, end) in starts.zip(ends) {
        let gap = bytes.get(start..end).unwrap_or_default();
        for keyword in memchr::memmem::find_iter(gap, b"obj") {
            let Some((at, id)) = header_before(bytes, start.saturating_add(keyword)) else {
                continue;
            };
            let revisions = document.revisions();
            let revision = revisions.partition_point(|revision| revision.eof_end <= at);
            let Some(own) = revisions.get(revision) else { continue };
            if end < bytes.len() && end_of_object(reader, at)?.is_some_and(|reaches| reaches > end)
            {
                return Err(Parser::new(bytes, end).unexpected("an object outside the others"));
            }
            if let Some((made_by, XrefEntry::InUse { offset, generation })) =
                document.entry(bytes, revision, id.number)
                && made_by == revision
                && generation == id.generation
                && (own.start..own.eof_end).contains(&offset)
                && document.object_at(bytes, offset) != at
            {
                return Err(Parser::new(bytes, at).unexpected("each object once in a revision"));
            }
        }
    }
    Ok(())
}

/// Where an object ends that nothing leads to, if it reads.
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
