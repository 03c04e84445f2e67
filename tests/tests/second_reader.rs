//! A second reader, lopdf, sees the same objects: on every vector that both read and on documents of ordinary programs the
//! object graph of the last revision is compared, and each difference stands in a list with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object};
use periksa_tests::letters::Letters;
use periksa_tests::producers::{Producers, originals};
use periksa_tests::{corpus, damage, made, pdf_vectors};
use verifier::pdf::outline;
use verifier::policy::Budget;

/// Vectors on which the two differ, and why.
const EXPLAINED: [(&str, &str); 6] = [
    (
        "encrypted",
        "An encryption dictionary that it cannot use: ours reads the structure, it gives up on every object.",
    ),
    (
        "pdf-88-unknown-handler",
        "An encryption dictionary that it cannot use: ours reads the structure, it gives up on every object.",
    ),
    (
        "pdf-88-public-key",
        "An encryption dictionary that it cannot use: ours reads the structure, it gives up on every object.",
    ),
    (
        "pdf-88-password",
        "An encryption dictionary that it cannot use: ours reads the structure, it gives up on every object.",
    ),
    (
        "pdf-88-encrypted-later",
        "An encryption dictionary that it cannot use: ours reads the structure, it gives up on every object.",
    ),
    ("pdf-05-plus", "A plus sign: ours takes it for a number that decides nothing."),
];

/// Vectors that only the second reader reads, which repairs; ours names the offset instead.
const ONLY_THE_SECOND_READS: [(&str, &str); 78] = [
    ("pdf-37-xrefstm-as-a-real-number", "It overlooks the stream that other readers follow."),
    ("pdf-37-xrefstm-with-a-plus", "It overlooks the stream that other readers follow."),
    ("pdf-85-index-of-more-than-32-bits", "It wraps, or cuts, an index that does not fit."),
    ("pdf-38-linearized-with-its-update", "It does not look at linearization."),
    ("pdf-34-negative-size", "It takes a size that is none."),
    ("pdf-05-exponent", "It takes a number that is none."),
    ("pdf-05-two-signs", "It takes a number that is none."),
    ("pdf-05-over-64-bits", "It takes a number that is none."),
    ("pdf-12-broken-in-an-update", "It takes what the update breaks."),
    ("pdf-23-contents-spelled", "It takes the last of two equal keys."),
    ("pdf-23-contents-plain", "It takes the last of two equal keys."),
    ("pdf-23-byte-range-spelled", "It takes the last of two equal keys."),
    ("pdf-23-byte-range-plain", "It takes the last of two equal keys."),
    ("pdf-26-not-a-digit", "It leaves out what is no digit."),
    ("pdf-26-comment", "It leaves out what is no digit."),
    ("pdf-33-objects-only", "It looks past what follows the last end."),
    ("pdf-34-keyword", "It goes on without the broken update, or mends it."),
    ("pdf-34-no-trailer", "It goes on without the broken update, or mends it."),
    ("pdf-34-no-end", "It goes on without the broken update, or mends it."),
    ("pdf-34-no-eof", "It goes on without the broken update, or mends it."),
    ("pdf-39-twice", "It rebuilds a table from the objects it finds."),
    ("pdf-42-comment-with-own-end", "It takes another startxref, or none."),
    ("pdf-42-comment", "It takes another startxref, or none."),
    ("pdf-51-second-piece-moved", "It rebuilds the table that no longer fits."),
    ("pdf-52-forged-section-at-the-old-offset", "It rebuilds the table that no longer fits."),
    ("pdf-80-html", "It skips what stands before the header."),
    ("pdf-80-jpeg", "It skips what stands before the header."),
    ("pdf-80-zip", "It skips what stands before the header."),
    ("pdf-81-offsets-from-the-header", "It skips what stands before the header."),
    ("pdf-81-offsets-from-the-start", "It skips what stands before the header."),
    ("pdf-82-bad-escape", "It takes more than the grammar has."),
    ("pdf-82-no-endobj", "It takes more than the grammar has."),
    ("pdf-82-glued-obj", "It takes more than the grammar has."),
    ("pdf-82-glued-number", "It takes more than the grammar has."),
    ("pdf-82-length-short", "It takes more than the grammar has."),
    ("pdf-83-wrong-number", "It rebuilds the table that leads to another object."),
    (
        "pdf-84-nested-field",
        "It takes object streams within object streams, and such as say the wrong thing of themselves.",
    ),
    (
        "pdf-84-nested-font",
        "It takes object streams within object streams, and such as say the wrong thing of themselves.",
    ),
    (
        "pdf-84-count-too-large",
        "It takes object streams within object streams, and such as say the wrong thing of themselves.",
    ),
    (
        "pdf-84-first-wrong-for-the-font",
        "It takes object streams within object streams, and such as say the wrong thing of themselves.",
    ),
    (
        "pdf-84-no-type",
        "It takes object streams within object streams, and such as say the wrong thing of themselves.",
    ),
    ("pdf-85-no-width", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-85-huge-width", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-85-negative-width", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-85-index-overlap", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-85-index-too-long", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-85-index-odd", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-85-predictor", "It rebuilds the table, or takes the stream for less than it says."),
    ("pdf-96-1025-spaces", "It looks past what follows the last end."),
    ("pdf-96-comment", "It looks past what follows the last end."),
    ("pdf-96-text", "It looks past what follows the last end."),
    ("damage-leading-text", "It skips what stands before the header."),
    ("leading-newline", "It skips what stands before the header."),
    ("damage-trailing-html", "It looks past what follows the last end."),
    ("damage-trailing-object", "It looks past what follows the last end."),
    ("damage-trailing-comment", "It looks past what follows the last end."),
    ("trailing-junk", "It looks past what follows the last end."),
    ("damage-broken-update", "It rebuilds a table from the objects it finds."),
    ("damage-appended-to-itself", "It rebuilds a table from the objects it finds."),
    ("appended-to-itself", "It rebuilds a table from the objects it finds."),
    ("damage-lf-to-crlf", "It rebuilds the table that no longer fits."),
    ("damage-crlf-to-lf", "It rebuilds the table that no longer fits."),
    ("damage-half", "It rebuilds the table that is cut off, or looks past the junk."),
    (
        "damage-cut-in-last-revision",
        "It rebuilds the table that is cut off, or looks past the junk.",
    ),
    ("damage-and-changed", "It rebuilds the table that is cut off, or looks past the junk."),
    ("truncated", "It rebuilds the table that is cut off, or looks past the junk."),
    (
        "habit-entries-of-19-bytes-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-entries-of-21-bytes-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-space-before-section-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-space-in-table-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-table-from-one-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-entry-without-object-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-space-before-object-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    (
        "habit-previous-is-zero-with-second-reading",
        "It takes one of the two readings; ours takes none.",
    ),
    ("nested-brackets", "Other limits of nesting."),
    ("prev-loop", "It leaves a loop where it is noticed."),
    ("duplicate-key", "It takes the last of two equal keys (threat PDF-23)."),
    (
        "wrong-object-at-offset",
        "It rebuilds the table that leads to other objects (threat PDF-83).",
    ),
];

/// Vectors that only ours reads.
const ONLY_OURS_READS: [(&str, &str); 0] = [];

type Graph = BTreeMap<(u32, u16), String>;

/// Every vector under its name.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for letter in Letters::read().unwrap().letters {
        files.push((letter.file.clone(), letter.bytes().unwrap()));
    }
    files.extend(originals().unwrap());
    for letter in Producers::read().unwrap().letters {
        files.push((format!("signed/{}", letter.file), letter.bytes().unwrap()));
    }
    files.extend(damage::vectors().unwrap().into_iter().map(|made| (made.name, made.bytes)));
    let made = made::vectors().unwrap();
    files.extend(made.into_iter().map(|made| (made.name.to_string(), made.bytes)));
    let vectors = pdf_vectors::vectors();
    files.extend(vectors.into_iter().map(|vector| (vector.name, vector.bytes)));
    // No reader has anything to say of it, and the second one takes its time.
    files.retain(|(name, _)| name != "zeros-100-mb");
    if let Some(corpus) = corpus() {
        for entry in std::fs::read_dir(corpus.join("pdf")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().chars().take(3).collect();
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
    files
}

fn ours(bytes: &[u8]) -> Option<Graph> {
    let outline = outline(bytes, &Budget::DEFAULT).ok()?;
    Some(outline.into_iter().map(|(id, text)| ((id.number, id.generation), text)).collect())
}

/// What the catalog and the information dictionary lead to, as the second reader has it.
fn theirs(bytes: &[u8]) -> Option<Graph> {
    let document = Document::load_mem(bytes).ok()?;
    let mut waiting: Vec<(u32, u16)> = Vec::new();
    for key in [b"Root".as_slice(), b"Info"] {
        if let Ok(value) = document.trailer.get(key) {
            references(value, &mut waiting);
        }
    }
    let mut graph = Graph::new();
    let mut visited = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !visited.insert(id) {
            continue;
        }
        let object = document.objects.get(&id).unwrap_or(&Object::Null);
        references(object, &mut waiting);
        let mut text = String::new();
        write(object, &mut text);
        graph.insert(id, text);
    }
    Some(graph)
}

fn references(value: &Object, found: &mut Vec<(u32, u16)>) {
    match value {
        Object::Reference(id) => found.push(*id),
        Object::Array(elements) => {
            elements.iter().for_each(|element| references(element, found));
        }
        Object::Dictionary(dictionary) => {
            dictionary.iter().for_each(|(_, value)| references(value, found));
        }
        Object::Stream(stream) => {
            let entries = stream.dict.iter().filter(|(key, _)| key.as_slice() != b"Length");
            entries.for_each(|(_, value)| references(value, found));
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..) => {}
    }
}

/// The spelling of `verifier::pdf::outline`.
fn write(value: &Object, text: &mut String) {
    match value {
        Object::Null => text.push_str("null"),
        Object::Boolean(value) => *text += &value.to_string(),
        Object::Integer(value) => *text += &value.to_string(),
        Object::Real(value) => *text += &format!("{value}r"),
        Object::String(bytes, _) => *text += &format!("({})", hexadecimal(bytes)),
        Object::Name(name) => *text += &format!("/{}", hexadecimal(name)),
        Object::Reference((number, generation)) => *text += &format!("{number} {generation} R"),
        Object::Array(elements) => {
            text.push('[');
            for element in elements {
                write(element, text);
                text.push(' ');
            }
            text.push(']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, text),
        Object::Stream(stream) => {
            // It keeps a resolved Length; the length itself is compared.
            let mut dictionary = stream.dict.clone();
            dictionary.remove(b"Length");
            write_dictionary(&dictionary, text);
            *text += &format!(" stream {}", stream.content.len());
        }
    }
}

fn write_dictionary(dictionary: &lopdf::Dictionary, text: &mut String) {
    let mut entries: Vec<_> =
        dictionary.iter().filter(|(_, value)| !matches!(value, Object::Null)).collect();
    entries.sort_by_key(|(key, _)| key.to_vec());
    text.push_str("<<");
    for (key, value) in entries {
        *text += &format!("/{} ", hexadecimal(key));
        write(value, text);
        text.push(' ');
    }
    text.push_str(">>");
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first object that differs, as both have it.
fn difference(ours: &Graph, theirs: &Graph) -> Option<String> {
    let ids: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
    ids.into_iter().find(|id| ours.get(id) != theirs.get(id)).map(|id| {
        let short =
            |graph: &Graph| graph.get(id).map(|text| text.chars().take(300).collect::<String>());
        format!("{id:?}\n  ours {:?}\n  theirs {:?}", short(ours), short(theirs))
    })
}

#[test]
fn both_readers_see_the_same_objects() {
    let mut unexplained = Vec::new();
    let mut compared = 0usize;
    let mut seen: [BTreeSet<&str>; 3] = Default::default();
    for (name, bytes) in files() {
        let explained = |list: &[(&'static str, &str)]| {
            list.iter().map(|(known, _)| *known).find(|known| *known == name)
        };
        match (ours(&bytes), theirs(&bytes)) {
            (Some(ours), Some(theirs)) => {
                compared = compared.saturating_add(1);
                let Some(difference) = difference(&ours, &theirs) else { continue };
                match explained(&EXPLAINED) {
                    Some(known) => drop(seen[0].insert(known)),
                    None => unexplained.push(format!("{name}: {difference}")),
                }
            }
            (None, Some(_)) => match explained(&ONLY_THE_SECOND_READS) {
                Some(known) => drop(seen[1].insert(known)),
                None => unexplained.push(format!("{name}: only the second reads it")),
            },
            (Some(_), None) => match explained(&ONLY_OURS_READS) {
                Some(known) => drop(seen[2].insert(known)),
                None => unexplained.push(format!("{name}: only ours reads it")),
            },
            (None, None) => {}
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for (list, seen) in
        [EXPLAINED.as_slice(), &ONLY_THE_SECOND_READS, &ONLY_OURS_READS].iter().zip(&seen)
    {
        let stale: Vec<&str> =
            list.iter().map(|(name, _)| *name).filter(|name| !seen.contains(name)).collect();
        assert_eq!(stale, Vec::<&str>::new(), "no longer differs");
    }
    assert!(compared > 80, "{compared}");
}
