//! One file for each habit that the reader accepts, and the same with a second reading under it, which it does not accept.

use serde_json::{Value, json};

use crate::damage::Judged;

/// The parts of a small file that a habit bends.
struct Parts {
    /// From `xref` up to the first entry.
    head: String,
    /// What follows the letter of an entry.
    entry_end: &'static str,
    /// Offsets of objects 1 and 2.
    offsets: Vec<usize>,
    /// After the last entry.
    before_trailer: &'static str,
    trailer: &'static str,
    /// How far before the section `startxref` points.
    before_section: usize,
    /// A second revision, right after `%%EOF`.
    revision: Option<&'static str>,
}

/// An object that no table names: whoever searches for objects finds it in the place of the second one.
const SECOND_READING: &str = "2 0 obj\n<</Another 1>>\nendobj\n";

/// Every habit: its vector, and where it differs the one with a second reading.
#[must_use]
pub fn vectors() -> Vec<Judged> {
    // Name of the vector, key of the habit, why, and how a file comes to have it.
    type Row = (&'static str, &'static str, &'static str, fn(&mut Parts));
    let rows: [Row; 10] = [
        (
            "habit-entries-of-19-bytes",
            "entries-of-19-bytes",
            "Entries that end with a line feed alone.",
            |parts| parts.entry_end = "\n",
        ),
        (
            "habit-entries-of-21-bytes",
            "entries-of-21-bytes",
            "Entries that end with a blank, CR and LF.",
            |parts| parts.entry_end = " \r\n",
        ),
        (
            "habit-space-before-section",
            "space-before-section",
            "startxref points to the line end before the section.",
            |parts| parts.before_section = 1,
        ),
        (
            "habit-space-in-table",
            "space-in-table",
            "Blanks and an empty line after xref.",
            |parts| parts.head = "xref  \n\n0 3\n".to_owned(),
        ),
        (
            "habit-space-before-trailer",
            "space-before-trailer",
            "An empty line before trailer, as `MuPDF` writes it.",
            |parts| parts.before_trailer = "\n",
        ),
        (
            "habit-table-from-one",
            "table-from-one",
            "The table counts from 1 and starts with the entry of object 0.",
            |parts| parts.head = "xref\n1 3\n".to_owned(),
        ),
        (
            "habit-entry-without-object",
            "entry-without-object",
            "An entry in use at offset 0.",
            |parts| {
                parts.head = "xref\n0 4\n".to_owned();
                parts.offsets.push(0);
            },
        ),
        (
            "habit-space-before-object",
            "space-before-object",
            "An entry points to the line end before its object.",
            |parts| {
                if let Some(offset) = parts.offsets.last_mut() {
                    *offset = offset.saturating_sub(1);
                }
            },
        ),
        (
            "habit-previous-is-zero",
            "previous-is-zero",
            "The oldest section says that one before it stands at 0.",
            |parts| parts.trailer = "/Prev 0",
        ),
        (
            "habit-no-line-end-after-eof",
            "no-line-end-after-eof",
            "A revision starts right after %%EOF.",
            |parts| parts.revision = Some("3 0 obj\n<<>>\nendobj\n"),
        ),
    ];
    let mut vectors = Vec::new();
    for (name, habit, why, bend) in rows {
        let (bytes, offset) = file("", habit, bend);
        let note = json!({ "key": "structure-habit", "habit": habit, "offset": offset });
        vectors.push(Judged {
            name: name.to_owned(),
            why,
            bytes,
            verdict: "tanpa",
            reasons: vec![json!({ "key": "no-signature-field" })],
            notes: vec![note.clone()],
        });
        let (bytes, offset) = file(SECOND_READING, habit, bend);
        let is_harmless = ["space-before-trailer", "no-line-end-after-eof"].contains(&habit);
        let note = json!({ "key": "structure-habit", "habit": habit, "offset": offset });
        vectors.push(Judged {
            name: format!("{name}-with-second-reading"),
            why: "The same, and an object that searching readers find in the place of another.",
            verdict: if is_harmless { "tanpa" } else { "belum-pasti" },
            reasons: vec![if is_harmless {
                json!({ "key": "no-signature-field" })
            } else {
                refused(&bytes, offset)
            }],
            notes: if is_harmless { vec![note] } else { Vec::new() },
            bytes,
        });
    }
    vectors
}

fn refused(bytes: &[u8], offset: usize) -> Value {
    let end = offset.saturating_add(8).min(bytes.len());
    let found = bytes.get(offset..end).unwrap_or_default().escape_ascii().to_string();
    json!({
        "key": "structure-unreadable", "offset": offset,
        "expected": "the grammar, or a habit that leaves one reading", "found": found,
    })
}

/// The file, and where the habit stands in it.
fn file(extra: &str, habit: &str, bend: fn(&mut Parts)) -> (Vec<u8>, usize) {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut offsets = vec![file.len()];
    file += "1 0 obj\n<</Type/Catalog/Other 2 0 R>>\nendobj\n";
    offsets.push(file.len());
    file += "2 0 obj\n<<>>\nendobj\n";
    file += extra;
    let mut parts = Parts {
        head: "xref\n0 3\n".to_owned(),
        entry_end: " \n",
        offsets,
        before_trailer: "",
        trailer: "",
        before_section: 0,
        revision: None,
    };
    bend(&mut parts);
    let section = file.len();
    file += &parts.head;
    let entries = file.len();
    file += &format!("0000000000 65535 f{}", parts.entry_end);
    let mut last_entry = entries;
    for offset in &parts.offsets {
        last_entry = file.len();
        file += &format!("{offset:010} 00000 n{}", parts.entry_end);
    }
    let after_entries = file.len();
    file += parts.before_trailer;
    let named = section.saturating_sub(parts.before_section);
    file += &format!("trailer\n<</Size 4/Root 1 0 R{}>>\nstartxref\n{named}\n%%EOF", parts.trailer);
    let eof_end = file.len();
    if let Some(object) = parts.revision {
        file += object;
        let newer = file.len();
        file += &format!(
            "xref\n3 1\n{eof_end:010} 00000 n \ntrailer\n<</Size 4/Root 1 0 R/Prev {section}>>\n\
             startxref\n{newer}\n%%EOF"
        );
    }
    file.push('\n');
    let at = match habit {
        "space-before-section" => named,
        "space-in-table" => section.saturating_add(4),
        "table-from-one" => section.saturating_add(5),
        "space-before-trailer" => after_entries,
        "previous-is-zero" => section,
        "no-line-end-after-eof" => eof_end,
        "entry-without-object" | "space-before-object" => last_entry,
        _ => entries,
    };
    (file.into_bytes(), at)
}
