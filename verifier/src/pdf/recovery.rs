//! Signature dictionaries of a file that does not read: found by searching `/ByteRange` in the raw bytes, each read with
//! the strict parser where it stands.
//!
//! What is found this way is no statement about the document. It lets a genuine letter in a clumsy file be called neither
//! forged nor unsigned: digest, signature value and path are judged, the structure stays unjudged.

use super::object::Object;
use super::parser::Parser;
use super::repair::header_before;
use super::signature_field::SignatureDictionary;
use crate::policy::Work;

const KEY: &[u8] = b"/ByteRange";

/// How far before `/ByteRange` its object may begin: `Contents` of half a megabyte may stand between.
const LOOK_BACK: usize = 1 << 20;

/// Headers tried before each place: the nearest `N G obj` may stand in a string.
const HEADERS: usize = 4;

/// Places looked at; a signed document of real life has some dozen.
const PLACES: usize = 1000;

/// Signature dictionaries in the order of the file, at most so many.
pub(crate) fn signature_dictionaries(
    bytes: &[u8],
    most: usize,
    work: &Work,
) -> Vec<SignatureDictionary> {
    let mut found: Vec<SignatureDictionary> = Vec::new();
    let places = bytes.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY);
    for (at, _) in places.take(PLACES) {
        let is_known = found.last().is_some_and(|last| at < last.object.span.end);
        if is_known || found.len() >= most {
            continue;
        }
        found.extend(enclosing(bytes, at, work));
    }
    found
}

/// The indirect object around a place, if it is a signature dictionary of its own.
fn enclosing(bytes: &[u8], at: usize, work: &Work) -> Option<SignatureDictionary> {
    let from = at.saturating_sub(LOOK_BACK);
    let before = bytes.get(from..at)?;
    let headers = before
        .windows(3)
        .enumerate()
        .rev()
        .filter(|(_, window)| *window == b"obj")
        .filter_map(|(obj, _)| header_before(bytes, from.checked_add(obj)?));
    for (start, _) in headers.take(HEADERS) {
        work.read_object(at.saturating_sub(start)).ok()?;
        let mut parser = Parser::new(bytes, start);
        let Ok(object) = parser.indirect_object() else { continue };
        work.read_object(parser.at().saturating_sub(start)).ok()?;
        let Object::Dictionary(dictionary) = &object.object else { continue };
        let is_signature = object.stream_start.is_none()
            && at < object.span.end
            && dictionary.get("ByteRange").is_some()
            && dictionary.string("Contents").is_some()
            && !is_usage_rights(dictionary.get("Reference"));
        if is_signature {
            let dictionary = dictionary.clone();
            return Some(SignatureDictionary { object, dictionary, made_by: 0 });
        }
    }
    None
}

/// A usage-rights signature is no signature of the document (ISO 32000-2 12.8.2.3; threat PDF-67).
fn is_usage_rights(references: Option<&Object>) -> bool {
    references.and_then(Object::as_array).is_some_and(|references| {
        references.iter().any(|reference| {
            let method =
                reference.as_dictionary().and_then(|reference| reference.name("TransformMethod"));
            matches!(method, Some(b"UR" | b"UR3"))
        })
    })
}
