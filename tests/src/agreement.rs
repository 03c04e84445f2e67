//! The agreement set: `tests/fixtures/agreement.toml`, well-formed signatures with the answers of `openssl cms -verify` and
//! pyHanko beside what must be said of them. The recipe is `tests/recipe/agreement.py`.

use std::path::PathBuf;

use serde::Deserialize;
use verifier::time::UnixTime;
use verifier::{Report, ValidationData, verify, verify_detached};

use crate::workspace;

/// The bit that a twin has flipped; in Base64 it turns a letter into the other case.
const FLIPPED: u8 = 0x20;

/// The whole table.
#[derive(Debug, Deserialize)]
pub struct Agreement {
    /// One entry for each file.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
    /// Files of the set with one bit flipped.
    #[serde(rename = "twin")]
    pub twins: Vec<Twin>,
}

/// A well-formed file, what two other programs say of it, and what must be said.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// File name.
    pub file: String,
    /// Where the signed content is.
    pub content: ContentIs,
    /// Who signed: `openssl` or `pyHanko`.
    pub maker: String,
    /// Kind of key, one for each `SignerInfo`, joined by `+`.
    pub key: String,
    /// Digest algorithm, the same way where they differ.
    pub digest: String,
    /// RSA padding.
    pub padding: Option<String>,
    /// How the signer is named.
    pub sid: String,
    /// Which signed attributes there are.
    pub attributes: String,
    /// `der`, `ber` or `pem`.
    pub encoding: String,
    /// Number of `SignerInfo`s.
    pub signers: usize,
    /// What else is in the container.
    pub extra: Option<String>,
    /// openssl's answer.
    pub openssl: String,
    /// pyHanko's, for each `SignerInfo`.
    pub pyhanko: String,
    /// Key of the verdict.
    pub expected: String,
    /// Sub-indication of the signature that is not good.
    pub sub_indication: Option<String>,
    /// Present where there is a time-stamp: where the time comes from.
    pub time_source: Option<String>,
    /// Present where a whole second is the answer: what it proves, or the moment of validation.
    pub best_signature_time: Option<String>,
    /// Keys of the verdicts of the `SignerInfo`s where they differ, in no order.
    pub verdicts: Option<Vec<String>>,
    /// Whether digest and signature value must have been tried, and fit.
    pub computed: bool,
    /// Why the verdict is another than an answer.
    pub disagreement: Option<String>,
}

/// A file of the set with one bit flipped, which nobody may accept.
#[derive(Debug, Deserialize)]
pub struct Twin {
    /// File name of the untouched one.
    pub file: String,
    /// Where the signed content is.
    pub content: ContentIs,
    /// What the bit belongs to: `content` or `signature`.
    pub flipped: String,
    /// Which file it is in.
    pub flip_in: FlipIn,
    /// Its byte.
    pub flip_at: usize,
    /// openssl's answer.
    pub openssl: String,
    /// pyHanko's, for each `SignerInfo`.
    pub pyhanko: String,
    /// Key of the verdict.
    pub expected: String,
    /// Sub-indication of every signature.
    pub sub_indication: String,
}

/// Where the signed content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContentIs {
    /// In a file of its own.
    Detached,
    /// In the container.
    Enveloping,
}

/// Which file has the flipped bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlipIn {
    /// The content beside the container.
    Content,
    /// The container.
    File,
}

/// Why the table could not be read.
#[derive(Debug)]
pub enum AgreementError {
    /// A file is not there.
    Read(std::io::Error),
    /// It is not the table.
    Toml(toml::de::Error),
    /// A twin's byte is outside its file.
    Outside(usize),
}

impl Agreement {
    /// Reads the table.
    pub fn read() -> Result<Self, AgreementError> {
        let text = std::fs::read_to_string(folder().join("../agreement.toml"))
            .map_err(AgreementError::Read)?;
        toml::from_str(&text).map_err(AgreementError::Toml)
    }
}

impl Row {
    /// The report of the verifier.
    pub fn judged(&self, data: &ValidationData, at: UnixTime) -> Result<Report, AgreementError> {
        Ok(judge(self.content, &content()?, &container(&self.file)?, data, at))
    }

    /// Whether the verdict differs from an answer.
    #[must_use]
    pub fn differs(&self) -> bool {
        let is_genuine = self.expected == "asli";
        is_genuine != openssl_accepts(&self.openssl) || is_genuine != pyhanko_accepts(&self.pyhanko)
    }

    /// Whether one of the two tried the signature and did not accept it; "unsupported" is no answer.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        let refuses = |answer: &str| answer.starts_with("refused");
        refuses(&self.openssl) || self.pyhanko.split("; ").any(refuses)
    }
}

impl Twin {
    /// The report of the verifier on the flipped files.
    pub fn judged(&self, data: &ValidationData, at: UnixTime) -> Result<Report, AgreementError> {
        let (mut content, mut container) = (content()?, container(&self.file)?);
        let flipped = match self.flip_in {
            FlipIn::Content => &mut content,
            FlipIn::File => &mut container,
        };
        *flipped.get_mut(self.flip_at).ok_or(AgreementError::Outside(self.flip_at))? ^= FLIPPED;
        Ok(judge(self.content, &content, &container, data, at))
    }

    /// Whether one of the two accepts it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        openssl_accepts(&self.openssl) || pyhanko_accepts(&self.pyhanko)
    }
}

/// Where the set is.
#[must_use]
pub fn folder() -> PathBuf {
    workspace().join("tests/fixtures/agreement")
}

fn judge(
    content_is: ContentIs,
    content: &[u8],
    container: &[u8],
    data: &ValidationData,
    at: UnixTime,
) -> Report {
    match content_is {
        ContentIs::Detached => verify_detached(content, container, data, at),
        ContentIs::Enveloping => verify(container, data, at),
    }
}

fn openssl_accepts(answer: &str) -> bool {
    answer == "ok"
}

fn pyhanko_accepts(answer: &str) -> bool {
    answer.split("; ").all(|answer| answer == "trusted")
}

/// What all of them are over.
pub fn content() -> Result<Vec<u8>, AgreementError> {
    std::fs::read(folder().join("content.txt")).map_err(AgreementError::Read)
}

/// A file of the set.
pub fn container(file: &str) -> Result<Vec<u8>, AgreementError> {
    std::fs::read(folder().join("files").join(file)).map_err(AgreementError::Read)
}
