//! What a reader that repairs would find: the objects of a file by searching `N G obj`, the last of each number counting.
//!
//! Nothing is read this way. It only answers whether a file with a [`super::habit`] has one reading: where a search finds
//! exactly the objects that the tables name, revision by revision, it does not matter which way a reader goes.

use std::collections::BTreeMap;

use super::document::Document;
use super::is_white_space;
use super::object::{Object, ObjectId};
use super::parser::{Parser, PdfError};
use super::xref::XrefEntry;
use crate::policy::Work;

/// Whether a search finds what the tables name. In doubt it does not.
pub(crate) fn finds_the_same(
    bytes: &[u8],
    document: &Document,
    work: &Work,
) -> Result<bool, PdfError> {
    let limit = |limit| PdfError::LimitReached { at: 0, limit };
    // Once through the file.
    work.read_object(bytes.len()).map_err(limit)?;
    // Which objects of object streams a search takes differs from reader to reader.
    if document.sections().any(|section| !section.is_plain_table()) {
        return Ok(false);
    }
    let trailers = bytes.windows(7).filter(|window| *window == b"trailer").count();
    let mut roots = document.sections().map(|section| section.trailer.get("Root"));
    let root = roots.next().flatten();
    let same_root = root
        .is_some_and(|root| roots.all(|other| other.is_some_and(|other| other.same_value(root))));
    if trailers != document.sections().count() || !same_root {
        return Ok(false);
    }
    let Some(headers) = headers(bytes) else { return Ok(false) };
    let mut headers = headers.into_iter().peekable();
    let mut found: BTreeMap<u32, (usize, u16)> = BTreeMap::new();
    for (number, revision) in document.revisions().iter().enumerate() {
        let mut new = BTreeMap::new();
        while let Some((at, id)) = headers.next_if(|(at, _)| *at < revision.eof_end) {
            // Twice in one revision: readers differ in which they take (threat PDF-83).
            if new.insert(id.number, (at, id.generation)).is_some() {
                return Ok(false);
            }
            work.read_object(1).map_err(limit)?;
            let object = Parser::new(bytes, at).indirect_object();
            let kind = match object.map(|object| object.object) {
                Ok(Object::Dictionary(dictionary)) => dictionary.name("Type").map(<[u8]>::to_vec),
                Ok(_) => None,
                Err(_) => return Ok(false),
            };
            if matches!(kind.as_deref(), Some(b"ObjStm" | b"XRef")) {
                return Ok(false);
            }
        }
        found.extend(new.iter().map(|(number, place)| (*number, *place)));
        let named = revision.numbers(bytes).all(|(number, entry)| match entry {
            XrefEntry::InUse { offset, generation } => {
                found.get(&number) == Some(&(document.object_at(bytes, offset), generation))
            }
            XrefEntry::Free => !found.contains_key(&number),
            XrefEntry::Compressed { .. } => false,
        });
        let all_named = new.iter().all(|(object, (at, generation))| {
            matches!(
                document.entry(bytes, number, *object),
                Some((_, XrefEntry::InUse { offset, generation: named }))
                    if document.object_at(bytes, offset) == *at && named == *generation
            )
        });
        if !named || !all_named {
            return Ok(false);
        }
    }
    Ok(headers.next().is_none())
}

/// Every `N G obj` of the file, in streams and strings too; `None` where an `obj` stands that is not read as one.
fn headers(bytes: &[u8]) -> Option<Vec<(usize, ObjectId)>> {
    let mut found = Vec::new();
    let keywords = bytes.windows(3).enumerate().filter(|(_, window)| *window == b"obj");
    for (at, _) in keywords {
        match header_before(bytes, at) {
            Some(header) => found.push(header),
            None => {
                let before = at.checked_sub(1).and_then(|at| bytes.get(at));
                let after = bytes.get(at.checked_add(3)?);
                let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                // `endobj`, and `obj` within a word, start nothing for anybody.
                if !is_word(before) && !is_word(after) {
                    return None;
                }
            }
        }
    }
    Some(found)
}

/// The two numbers before `obj`, and where the first starts.
pub(crate) fn header_before(bytes: &[u8], obj: usize) -> Option<(usize, ObjectId)> {
    let before = |end: usize, keep: fn(u8) -> bool| {
        let run = bytes.get(..end)?.iter().rev().take_while(|byte| keep(**byte)).count();
        end.checked_sub(run)
    };
    let digit = |byte: u8| byte.is_ascii_digit();
    let generation_end = before(obj, is_white_space)?;
    let generation = before(generation_end, digit)?;
    let number_end = before(generation, is_white_space)?;
    let number = before(number_end, digit)?;
    if number == number_end || number_end == generation || generation == generation_end {
        return None;
    }
    let value = |start, end| core::str::from_utf8(bytes.get(start..end)?).ok();
    let id = ObjectId {
        number: value(number, number_end)?.parse().ok()?,
        generation: value(generation, generation_end)?.parse().ok()?,
    };
    Some((number, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_found_wherever_a_searching_reader_finds_it() {
        let id = |number, generation| ObjectId { number, generation };
        type Found = Option<Vec<(usize, ObjectId)>>;
        let rows: [(&[u8], Found); 6] = [
            (b"1 0 obj<<>>endobj", Some(vec![(0, id(1, 0))])),
            (b"%%EOF12 \n 3 objx", Some(vec![(5, id(12, 3))])),
            (b"(4 0 obj)", Some(vec![(1, id(4, 0))])),
            (b"an object", Some(vec![])),
            (b"4 % x\n0 %\nobj", None),
            (b"x0 obj", None),
        ];
        for (bytes, expected) in rows {
            assert_eq!(headers(bytes), expected, "{}", bytes.escape_ascii());
        }
    }
}
