//! The object graph of the last revision as text, for comparing this reader with another one in the tests.

use std::collections::BTreeSet;

use super::document::Document;
use super::hybrid::references;
use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::{Parser, PdfError};
use crate::policy::{Budget, Work};

/// Every object that the catalog and the information dictionary lead to, by number, each in one spelling: dictionaries in
/// the order of their keys and without null, strings and names in hexadecimal digits, a stream with its length.
///
/// # Errors
/// [`PdfError`] where the file leaves the grammar.
#[doc(hidden)]
pub fn outline(bytes: &[u8], budget: &Budget) -> Result<Vec<(ObjectId, String)>, PdfError> {
    let document = Document::read(bytes, budget)?;
    let work = Work::new(budget);
    let revision = document.last_revision();
    let mut reader = ObjectReader::new(bytes, &document, revision, budget, &work);
    let mut waiting = Vec::new();
    for (key, value) in document.trailer(revision).iter().flat_map(|trailer| &trailer.entries) {
        if matches!(key.as_slice(), b"Root" | b"Info") {
            references(value, &mut waiting);
        }
    }
    let mut visited = BTreeSet::new();
    let mut outline = Vec::new();
    while let Some(id) = waiting.pop() {
        if !visited.insert(id) {
            continue;
        }
        let mut object = reader.object(id)?;
        let mut end = String::new();
        let stream = reader.in_use(id)?.and_then(|(object, _)| object.stream_start);
        if let (Some(start), Object::Dictionary(dictionary)) = (stream, &mut object) {
            end = format!(" stream {}", length(bytes, start, dictionary, &mut reader)?);
            // The other reader keeps the number where the file has a reference.
            dictionary.entries.retain(|(key, _)| key != b"Length");
        }
        references(&object, &mut waiting);
        let mut text = String::new();
        write(&object, &mut text);
        text += &end;
        outline.push((id, text));
    }
    outline.sort();
    Ok(outline)
}

/// Length of a stream's data, `endstream` checked.
fn length(
    bytes: &[u8],
    start: usize,
    dictionary: &Dictionary,
    reader: &mut ObjectReader<'_>,
) -> Result<usize, PdfError> {
    let length = match dictionary.get("Length") {
        Some(length) => reader.resolve(length)?.as_integer(),
        None => None,
    };
    let length = length.and_then(|length| usize::try_from(length).ok());
    let bad = Parser::new(bytes, start).unexpected("stream data of the given Length");
    let length = length.ok_or(bad)?;
    let mut parser = Parser::new(bytes, start.checked_add(length).ok_or(bad)?);
    parser.skip_white_space();
    parser.keyword("endstream")?;
    Ok(length)
}

fn write(value: &Object, text: &mut String) {
    match value {
        Object::Null => text.push_str("null"),
        Object::Boolean(value) => *text += &value.to_string(),
        Object::Integer(value) => *text += &value.to_string(),
        // As a number, because readers keep no more of it.
        Object::Real(written) => {
            let value = String::from_utf8_lossy(written).parse::<f32>().unwrap_or(f32::NAN);
            *text += &format!("{value}r");
        }
        Object::String(string) => *text += &format!("({})", hexadecimal(&string.bytes)),
        Object::Name(name) => *text += &format!("/{}", hexadecimal(name)),
        Object::Reference(id) => *text += &format!("{} {} R", id.number, id.generation),
        Object::Array(elements) => {
            text.push('[');
            for element in elements {
                write(element, text);
                text.push(' ');
            }
            text.push(']');
        }
        Object::Dictionary(dictionary) => {
            let mut entries: Vec<_> = dictionary
                .entries
                .iter()
                .filter(|(_, value)| !matches!(value, Object::Null))
                .collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            text.push_str("<<");
            for (key, value) in entries {
                *text += &format!("/{} ", hexadecimal(key));
                write(value, text);
                text.push(' ');
            }
            text.push_str(">>");
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
