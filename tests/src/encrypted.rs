//! Encrypted documents: those of `tests/fixtures/encrypted.toml`, and the same with a bent encryption dictionary.

use std::path::PathBuf;

use serde::Deserialize;

use crate::workspace;

/// One document, the password it is judged with, and what must be said of it.
#[derive(Debug, Clone)]
pub struct Locked {
    /// Name of the vector.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The password that the reader gives.
    pub password: Option<String>,
    /// Key of the verdict.
    pub verdict: String,
    /// Keys of the reasons, all of them.
    pub reasons: Vec<String>,
    /// Whether the whole report is committed.
    pub has_report: bool,
}

/// Why the documents could not be read.
#[derive(Debug)]
pub enum EncryptedError {
    /// A file is not there.
    Read(std::io::Error),
    /// It is not the table.
    Toml(toml::de::Error),
}

#[derive(Debug, Deserialize)]
struct Table {
    document: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    name: String,
    file: String,
    password: Option<String>,
    verdict: String,
    #[serde(default)]
    reasons: Vec<String>,
}

/// Every document of the table, then the bent ones.
pub fn vectors() -> Result<Vec<Locked>, EncryptedError> {
    let text = std::fs::read_to_string(folder().join("../encrypted.toml"))
        .map_err(EncryptedError::Read)?;
    let table: Table = toml::from_str(&text).map_err(EncryptedError::Toml)?;
    let mut vectors = Vec::new();
    for row in table.document {
        vectors.push(Locked {
            name: row.name,
            bytes: read(&row.file)?,
            password: row.password,
            verdict: row.verdict,
            reasons: row.reasons,
            has_report: true,
        });
    }
    vectors.extend(bent()?);
    Ok(vectors)
}

/// Where the documents are.
#[must_use]
pub fn folder() -> PathBuf {
    workspace().join("tests/fixtures/encrypted")
}

/// A document of the folder.
pub fn read(file: &str) -> Result<Vec<u8>, EncryptedError> {
    std::fs::read(folder().join(file)).map_err(EncryptedError::Read)
}

/// PDF-88: dictionaries outside the tables. What replaces has the same length, so that every offset stays.
fn bent() -> Result<Vec<Locked>, EncryptedError> {
    const ROWS: [(&str, &str, &str, &str, &str); 19] = [
        ("version-9", "aes-128.pdf", "/V 4 >>", "/V 9 >>", "encryption-unsupported"),
        ("version-0", "aes-128.pdf", "/V 4 >>", "/V 0 >>", "encryption-unsupported"),
        ("revision-unknown", "aes-128.pdf", "/R 4 ", "/R 7 ", "encryption-unsupported"),
        ("version-and-revision-differ", "rc4-128.pdf", "/R 3 ", "/R 6 ", "encryption-unsupported"),
        (
            "length-negative",
            "rc4-128.pdf",
            "/Length 128 ",
            "/Length -28 ",
            "encryption-unsupported",
        ),
        ("length-odd", "rc4-128.pdf", "/Length 128 ", "/Length 127 ", "encryption-unsupported"),
        ("no-crypt-filters", "aes-128.pdf", "/CF << /Std", "/XF << /Std", "encryption-unsupported"),
        ("filter-unnamed", "aes-128.pdf", "/StmF /StdCF", "/StmF /AbcCF", "encryption-unsupported"),
        ("method-unknown", "aes-256.pdf", "/AESV3", "/AESV4", "encryption-unsupported"),
        ("owner-short", "aes-256.pdf", "/O <6c11e2", "/O<>/AB <2", "encryption-unsupported"),
        ("owner-missing", "rc4-128.pdf", "/O <", "/X <", "encryption-unsupported"),
        ("user-missing", "aes-256.pdf", "/U <", "/X <", "encryption-unsupported"),
        ("permissions-missing", "aes-128.pdf", "/P -4", "/X -4", "encryption-unsupported"),
        ("permissions-changed", "aes-128.pdf", "/P -4", "/P -8", "password-needed"),
        // Algorithm 13: under another key they would read otherwise.
        ("permissions-differ", "aes-256.pdf", "/P -4", "/P -8", "encryption-unsupported"),
        // The password is right and leads to another key: a second view of the same signed bytes.
        ("key-differs", "aes-256.pdf", "/UE <678", "/UE <688", "encryption-unsupported"),
        ("permissions-uncoded", "aes-256.pdf", "/Perms <", "/Xerms <", "encryption-unsupported"),
        (
            "filter-missing",
            "aes-128.pdf",
            "/Filter /Standard",
            "/Xilter /Standard",
            "encryption-unsupported",
        ),
        (
            "dictionary-missing",
            "aes-128.pdf",
            "/Encrypt 8 0 R",
            "/Encrypt 7 1 R",
            "encryption-unsupported",
        ),
    ];
    let mut vectors = Vec::new();
    for (name, file, from, to, reason) in ROWS {
        vectors.push(Locked {
            name: name.to_owned(),
            bytes: replaced(read(file)?, from.as_bytes(), to.as_bytes()),
            password: None,
            verdict: "belum-pasti".to_owned(),
            reasons: vec![reason.to_owned()],
            has_report: false,
        });
    }
    Ok(vectors)
}

/// Each place where `from` stands says `to`.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = bytes
        .windows(from.len())
        .enumerate()
        .filter(|(_, window)| *window == from)
        .map(|(at, _)| at)
        .collect();
    for at in places {
        for (place, byte) in bytes.iter_mut().skip(at).zip(to) {
            *place = *byte;
        }
    }
    bytes
}
