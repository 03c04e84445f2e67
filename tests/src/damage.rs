//! Files damaged by accident, and attacks that look like it: signed letters bent, with everything that must be said of each.

use std::io;

use serde_json::{Value, json};

use crate::{habits, letters, producers};

/// A file, and the whole of what must be said of it.
#[derive(Debug)]
pub struct Judged {
    /// Name of the vector.
    pub name: String,
    /// What it is there to show.
    pub why: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Key of the verdict.
    pub verdict: &'static str,
    /// Every reason.
    pub reasons: Vec<Value>,
    /// Every note.
    pub notes: Vec<Value>,
}

/// Every vector of damage and of habits.
pub fn vectors() -> io::Result<Vec<Judged>> {
    let mut vectors = appended(&letter("a-valid.pdf")?);
    vectors.extend(bent_in_transit()?);
    vectors.extend(saved_again()?);
    vectors.extend(habits::vectors());
    Ok(vectors)
}

fn letter(file: &str) -> io::Result<Vec<u8>> {
    std::fs::read(letters::folder().join(file))
}

fn unreadable(offset: usize, expected: &str, found: &str) -> Value {
    json!({ "key": "structure-unreadable", "offset": offset, "expected": expected, "found": found })
}

fn intact_copy(start: usize, end: usize) -> Value {
    json!({ "key": "intact-copy", "start": start, "end": end })
}

fn found() -> Value {
    json!({ "key": "found-by-searching" })
}

/// Bytes before or after a letter that is as it was signed.
fn appended(letter: &[u8]) -> Vec<Judged> {
    let end = letter.len();
    let made = |name: &str, why, after: &[u8], first: Value| Judged {
        name: name.to_owned(),
        why,
        bytes: [letter, after].concat(),
        verdict: "belum-pasti",
        reasons: vec![first, intact_copy(0, end), found()],
        notes: vec![json!({ "key": "ess-absent" })],
    };
    let nothing = "nothing after %%EOF";
    let no_end = |length: usize| unreadable(end.saturating_add(length), "startxref", "");
    let object = b"4 0 obj\n<<>>\nendobj\n";
    let comment = [b"% ".as_slice(), &b"x".repeat(2048), b"\n"].concat();
    let section = end.saturating_add(object.len());
    let broken = format!("4 0 obj\n<<>>\nendobj\nxfer\n0 0\nstartxref\n{section}\n%%EOF\n");
    vec![
        Judged {
            name: "damage-leading-text".to_owned(),
            why: "A mail gateway's line before the header.",
            bytes: [b"X-Scan: ok\r\n", letter].concat(),
            verdict: "belum-pasti",
            reasons: vec![
                json!({ "key": "leading-bytes", "count": 12 }),
                intact_copy(12, end.saturating_add(12)),
            ],
            notes: Vec::new(),
        },
        made(
            "damage-trailing-html",
            "PDF-33: a server adds its page after the document.",
            b"<html></html>",
            unreadable(end, nothing, "<html></"),
        ),
        made(
            "damage-trailing-object",
            "PDF-33: an object is appended without a table.",
            object,
            unreadable(end, nothing, "4 0 obj\\n"),
        ),
        made(
            "damage-trailing-comment",
            "PDF-42: so much follows that no end is near.",
            &comment,
            no_end(comment.len()),
        ),
        made(
            "damage-broken-update",
            "PDF-34: an update whose table does not read.",
            broken.as_bytes(),
            unreadable(section, "xref", "xfer\\n0 0"),
        ),
        Judged {
            name: "damage-appended-to-itself".to_owned(),
            why: "PDF-39: the file twice; each copy holds the signature of the first.",
            bytes: [letter, letter].concat(),
            verdict: "belum-pasti",
            reasons: vec![
                unreadable(
                    end.saturating_sub(1),
                    "the section that startxref names, at the end",
                    "\\n%PDF-1.",
                ),
                intact_copy(0, end),
                found(),
                json!({ "key": "format", "check": "gap-is-not-contents" }),
            ],
            notes: vec![json!({ "key": "ess-absent" })],
        },
    ]
}

/// Files that came through the wrong way.
fn bent_in_transit() -> io::Result<Vec<Judged>> {
    let letter_a = letter("a-valid.pdf")?;
    let four = letter("four-signatures-two-chains.pdf")?;
    let made = |name: &str, why, bytes: Vec<u8>, reasons| Judged {
        name: name.to_owned(),
        why,
        bytes,
        verdict: "belum-pasti",
        reasons,
        notes: Vec::new(),
    };
    let converted = || json!({ "key": "line-ends-converted" });
    let broken_off = || json!({ "key": "truncated" });
    let format = |check: &str| json!({ "key": "format", "check": check });
    let note = |key: &str| json!({ "key": key });
    let half = letter_a.len().checked_div(2).unwrap_or_default();
    let cut = four.len().saturating_sub(100);
    let mut changed = [letter_a.as_slice(), b"junk"].concat();
    if let Some(byte) = changed.get_mut(10) {
        *byte ^= 0x01;
    }
    Ok(vec![
        made(
            "damage-lf-to-crlf",
            "FTP text mode to a system with long line ends: no byte is where the signature says.",
            replaced(&letter_a, b"\n", b"\r\n"),
            vec![
                unreadable(37047, "white space", ">\\r\\n>>\\r\\ne"),
                converted(),
                format("gap-is-not-contents"),
                found(),
            ],
        ),
        made(
            "damage-crlf-to-lf",
            "FTP text mode to a system with short line ends.",
            replaced(&information("\r\n", "Contoh"), b"\r\n", b"\n"),
            vec![unreadable(123, "obj", "f\\n000000"), converted()],
        ),
        made(
            "damage-half",
            "A download that broke off within the container.",
            letter_a.get(..half).unwrap_or_default().to_vec(),
            vec![unreadable(half, "startxref", ""), broken_off()],
        ),
        Judged {
            notes: vec![note("ess-absent"), note("time-stamp-authority-window")],
            ..made(
                "damage-cut-in-last-revision",
                "A download that broke off in the table of the last of four signatures.",
                four.get(..cut).unwrap_or_default().to_vec(),
                vec![
                    unreadable(cut, "startxref", ""),
                    broken_off(),
                    intact_copy(0, 105_793),
                    found(),
                    format("past-end"),
                ],
            )
        },
        Judged {
            verdict: "berubah",
            notes: vec![note("ess-absent")],
            ..made(
                "damage-and-changed",
                "Junk at the end, and a changed byte: where I2 holds the digest still decides.",
                changed,
                vec![
                    unreadable(letter_a.len(), "nothing after %%EOF", "junk"),
                    json!({ "key": "hash-mismatch" }),
                    found(),
                ],
            )
        },
    ])
}

/// Copies by programs that print or save anew, and one by a program that does not.
fn saved_again() -> io::Result<Vec<Judged>> {
    let nothing = json!({ "key": "no-signature-field" });
    let made = |name: &str, why, bytes, producer: Option<&str>| Judged {
        name: name.to_owned(),
        why,
        bytes,
        verdict: "tanpa",
        reasons: [nothing.clone()]
            .into_iter()
            .chain(producer.map(|producer| json!({ "key": "saved-again", "producer": producer })))
            .collect(),
        notes: Vec::new(),
    };
    let mut vectors = vec![made(
        "saved-by-another",
        "Nothing is known of it.",
        information("\n", "macOS notes"),
        None,
    )];
    let originals = producers::originals()?;
    let rows = [
        ("chromium.pdf", "saved-by-chromium", Some("Skia/PDF m156")),
        ("ghostscript.pdf", "saved-by-ghostscript", Some("GPL Ghostscript 10.00.0")),
        ("cairo.pdf", "saved-by-cairo", Some("cairo 1.16.0 (https://cairographics.org)")),
        ("libreoffice.pdf", "saved-by-nobody", None),
    ];
    for (file, name, producer) in rows {
        let bytes = originals.iter().find(|(known, _)| known == file).map(|(_, bytes)| bytes);
        let why = "What this program makes, as it makes it.";
        vectors.extend(bytes.map(|bytes| made(name, why, bytes.clone(), producer)));
    }
    Ok(vectors)
}

/// An unsigned file by this producer, with these line ends.
fn information(line_end: &str, producer: &str) -> Vec<u8> {
    let mut file = format!("%PDF-1.7{line_end}% A file by hand.{line_end}");
    let mut offsets = Vec::new();
    let information =
        format!("<</Producer({})>>", producer.replace('(', "\\(").replace(')', "\\)"));
    for (number, object) in [(1, "<</Type/Catalog>>"), (2, information.as_str())] {
        offsets.push(file.len());
        file += &format!("{number} 0 obj{line_end}{object}{line_end}endobj{line_end}");
    }
    let section = file.len();
    let blank = if line_end.len() == 1 { " " } else { "" };
    file += &format!("xref{line_end}0 3{line_end}0000000000 65535 f{blank}{line_end}");
    for offset in offsets {
        file += &format!("{offset:010} 00000 n{blank}{line_end}");
    }
    let trailer = ["trailer", "<</Size 3/Root 1 0 R/Info 2 0 R>>", "startxref"].join(line_end);
    file += &format!("{trailer}{line_end}{section}{line_end}%%EOF{line_end}");
    file.into_bytes()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        out.extend_from_slice(to);
        rest = after.get(from.len()..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}
