//! Programs that print or save a document anew. A signature does not survive that, so an unsigned file by one of them may
//! be the copy of a signed one: the citizen is told to ask for the original.
//!
//! Only programs that make nothing of their own are listed, each by the text that it writes into `Producer`. Office
//! programs and libraries are not: what they write is as a rule the original.

use crate::pdf::{Document, Object, ObjectReader, PdfError, text_string};

/// What `Producer` starts with, and where that is known from.
const PROGRAMS: [(&str, &str); 3] = [
    // Chromium, Chrome and Edge, "Save as PDF": produced by tests/recipe/producers.
    ("Skia/PDF", "tests/fixtures/producers/chromium.pdf"),
    // Print dialogues of GTK and of Firefox on Linux: produced by tests/recipe/producers.
    ("cairo ", "tests/fixtures/producers/cairo.pdf"),
    // ps2pdf, cups-pdf, and compressing with it: produced by tests/recipe/producers.
    ("GPL Ghostscript", "tests/fixtures/producers/ghostscript.pdf"),
];

/// Characters of a producer that the report repeats; real ones have some forty.
const MOST: usize = 120;

/// The producer of the last revision, where it is a program that prints or saves anew.
pub(super) fn saved_by(
    reader: &mut ObjectReader<'_>,
    document: &Document,
) -> Result<Option<String>, PdfError> {
    let trailer = document.trailer(document.last_revision());
    let information = reader.dictionary(trailer.and_then(|trailer| trailer.get("Info")))?;
    let Some(value) = information.as_ref().and_then(|information| information.get("Producer"))
    else {
        return Ok(None);
    };
    let Object::String(producer) = reader.resolve(value)? else { return Ok(None) };
    let producer: String = text_string(&producer.bytes).chars().take(MOST).collect();
    let is_listed = PROGRAMS.iter().any(|(start, _)| producer.starts_with(start));
    Ok(is_listed.then_some(producer))
}
