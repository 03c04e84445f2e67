//! The readable head of the signed letters: `tests/fixtures/letters.toml`.

use std::path::PathBuf;

use serde::Deserialize;
use verifier::time::UnixTime;

use crate::workspace;

/// The whole table.
#[derive(Debug, Deserialize)]
pub struct Letters {
    at: String,
    /// One entry for each file.
    #[serde(rename = "letter")]
    pub letters: Vec<Letter>,
}

/// One letter and what must be said of it.
#[derive(Debug, Deserialize)]
pub struct Letter {
    /// File name.
    pub file: String,
    /// What it is there to show.
    pub why: String,
    /// Key of the verdict.
    pub verdict: String,
    /// Keys of reasons that must be given.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Keys of notes that must be given.
    #[serde(default)]
    pub notes: Vec<String>,
    /// One entry for each signature, in the order of the form.
    #[serde(default, rename = "signature")]
    pub signatures: Vec<ExpectedSignature>,
}

/// What must be said of one signature.
#[derive(Debug, Deserialize)]
pub struct ExpectedSignature {
    /// Name of its field.
    pub field: String,
    /// Main indication.
    pub indication: String,
    /// Sub-indication.
    pub sub_indication: Option<String>,
    /// Sub-indication with nothing relaxed, where it is another one.
    pub sub_indication_strict: Option<String>,
    /// Present where a time-stamp proves it.
    pub best_signature_time: Option<String>,
    /// Where the time comes from.
    pub time_source: Option<String>,
    /// Coverage.
    pub coverage: String,
}

/// Why the table could not be read.
#[derive(Debug)]
pub enum LettersError {
    /// The file is not there.
    Read(std::io::Error),
    /// It is not the table.
    Toml(toml::de::Error),
    /// The moment is no RFC 3339 time.
    Moment(String),
}

impl Letters {
    /// Reads the table.
    pub fn read() -> Result<Self, LettersError> {
        let text = std::fs::read_to_string(folder().join("../letters.toml"))
            .map_err(LettersError::Read)?;
        let letters: Self = toml::from_str(&text).map_err(LettersError::Toml)?;
        letters.at()?;
        Ok(letters)
    }

    /// The moment of all expectations.
    pub fn at(&self) -> Result<UnixTime, LettersError> {
        UnixTime::from_rfc3339(&self.at).ok_or_else(|| LettersError::Moment(self.at.clone()))
    }
}

impl Letter {
    /// The bytes of the letter.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        std::fs::read(folder().join(&self.file))
    }
}

/// Where the letters are.
#[must_use]
pub fn folder() -> PathBuf {
    workspace().join("tests/fixtures/letters")
}
