//! Documents of ordinary programs: originals, and letters signed on top of them (`tests/fixtures/producers`).

use std::path::PathBuf;

use serde::Deserialize;
use verifier::time::UnixTime;

use crate::letters::LettersError;
use crate::workspace;

/// The table of the signed ones.
#[derive(Debug, Deserialize)]
pub struct Producers {
    at: String,
    /// One entry for each file.
    #[serde(rename = "letter")]
    pub letters: Vec<Letter>,
}

/// A letter signed on top of an original, and what must be said of it.
#[derive(Debug, Deserialize)]
pub struct Letter {
    /// File name.
    pub file: String,
    /// What it is there to show.
    pub why: String,
    /// Signatures and document time-stamps.
    pub signatures: usize,
    /// Key of the verdict.
    pub verdict: String,
    /// The farthest-reaching later change of any signature.
    pub level: String,
}

impl Producers {
    /// Reads the table.
    pub fn read() -> Result<Self, LettersError> {
        let text =
            std::fs::read_to_string(folder().join("producers.toml")).map_err(LettersError::Read)?;
        let table: Self = toml::from_str(&text).map_err(LettersError::Toml)?;
        table.at()?;
        Ok(table)
    }

    /// The moment of all expectations.
    pub fn at(&self) -> Result<UnixTime, LettersError> {
        UnixTime::from_rfc3339(&self.at).ok_or_else(|| LettersError::Moment(self.at.clone()))
    }
}

impl Letter {
    /// The bytes of the letter.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        std::fs::read(folder().join("signed").join(&self.file))
    }
}

/// Name and bytes of every original, by name.
pub fn originals() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut originals = Vec::new();
    for entry in std::fs::read_dir(folder())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "pdf") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            originals.push((name, std::fs::read(&path)?));
        }
    }
    originals.sort();
    Ok(originals)
}

fn folder() -> PathBuf {
    workspace().join("tests/fixtures/producers")
}
