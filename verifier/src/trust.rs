//! The trusted root: anchors and time-stamp authorities as facts (after RFC 5914), with the window in which each is
//! accepted. It is data: read from JSON that the portal publishes, named in every report, never part of this code.

use base64ct::{Base64, Encoding as _};
use serde::Deserialize;

use crate::algorithms::sha256_hex;
use crate::time::UnixTime;

const SCHEMA: &str = "periksa-trusted-root/1";

/// Why bytes are not a trusted root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustedRootError {
    /// Not the JSON that the schema describes; line and column of the first difference.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Another schema or version than this verifier reads.
    Schema {
        /// The schema that came.
        found: String,
    },
    /// A field of an entry that does not decode.
    Field {
        /// The entry.
        id: String,
        /// The field.
        field: &'static str,
    },
}

impl core::fmt::Display for TrustedRootError {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Json { line, column } => {
                write!(formatter, "not a trusted root: JSON error at {line}:{column}")
            }
            Self::Schema { found } => {
                write!(formatter, "not a trusted root: expected {SCHEMA}, found {found}")
            }
            Self::Field { id, field } => {
                write!(formatter, "trusted root: entry {id}: {field} does not decode")
            }
        }
    }
}

impl core::error::Error for TrustedRootError {}

/// What an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Ends a certification path.
    Anchor,
    /// A CA under an anchor, known so that it can be recognised. Never ends the path of a signature.
    Intermediate,
    /// A time-stamp authority whose certificate is listed with a window.
    TimeStampAuthority,
}

/// Under which rules an entry's certificates were issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// Under the national root.
    PsreInduk,
    /// `BSrE`'s own root of the years before.
    BsreLama,
    /// For tests: never more than the verdict `uji`.
    Uji,
}

/// A purpose an anchor is registered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustPurpose {
    /// Signatures of documents.
    Signature,
    /// Time-stamps.
    TimeStamp,
}

/// A window of time, both ends included; without an end it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First moment.
    pub from: UnixTime,
    /// Last moment.
    pub until: Option<UnixTime>,
}

impl Window {
    /// Whether the moment lies in the window.
    #[must_use]
    pub fn contains(&self, moment: UnixTime) -> bool {
        self.from <= moment && self.until.is_none_or(|until| moment <= until)
    }
}

/// One entry, as facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedEntry {
    /// The registry's name for it.
    pub id: String,
    /// What it is for.
    pub role: Role,
    /// Under which rules.
    pub regime: Regime,
    /// Encoded subject name.
    pub subject: Vec<u8>,
    /// Encoded `SubjectPublicKeyInfo`.
    pub spki: Vec<u8>,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub sha256: String,
    /// End of the certificate's validity.
    pub not_after: UnixTime,
    /// When we accept it.
    pub valid_for: Window,
    /// What we accept it for.
    pub purposes: Vec<TrustPurpose>,
}

/// The registry as the verifier uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedRoot {
    /// Grows with each change.
    pub version: u64,
    /// SHA-256 of the JSON it was read from.
    pub sha256: String,
    /// Its entries.
    pub entries: Vec<TrustedEntry>,
}

impl TrustedRoot {
    /// Reads the JSON that the portal publishes as `trust/trusted_root.json`.
    ///
    /// # Errors
    /// [`TrustedRootError`] where it is not that.
    pub fn from_json(json: &[u8]) -> Result<Self, TrustedRootError> {
        let raw: RawRoot = serde_json::from_slice(json).map_err(|error| {
            TrustedRootError::Json { line: error.line(), column: error.column() }
        })?;
        if raw.schema != SCHEMA {
            return Err(TrustedRootError::Schema { found: raw.schema });
        }
        let entries = raw.entries.into_iter().map(RawEntry::decode).collect::<Result<_, _>>()?;
        Ok(Self { version: raw.version, sha256: sha256_hex(json), entries })
    }
}

#[derive(Deserialize)]
struct RawRoot {
    schema: String,
    version: u64,
    entries: Vec<RawEntry>,
}

#[derive(Deserialize)]
struct RawEntry {
    id: String,
    role: Role,
    regime: Regime,
    subject: String,
    spki: String,
    sha256: String,
    not_after: String,
    valid_for: RawWindow,
    purposes: Vec<TrustPurpose>,
}

#[derive(Deserialize)]
struct RawWindow {
    from: String,
    until: Option<String>,
}

impl RawEntry {
    fn decode(self) -> Result<TrustedEntry, TrustedRootError> {
        let bad = |field| TrustedRootError::Field { id: self.id.clone(), field };
        let bytes = |text: &str, field| Base64::decode_vec(text).map_err(|_| bad(field));
        let time = |text: &str, field| UnixTime::from_rfc3339(text).ok_or_else(|| bad(field));
        Ok(TrustedEntry {
            role: self.role,
            regime: self.regime,
            subject: bytes(&self.subject, "subject")?,
            spki: bytes(&self.spki, "spki")?,
            sha256: self.sha256.clone(),
            not_after: time(&self.not_after, "not_after")?,
            valid_for: Window {
                from: time(&self.valid_for.from, "valid_for.from")?,
                until: self
                    .valid_for
                    .until
                    .as_deref()
                    .map(|until| time(until, "valid_for.until"))
                    .transpose()?,
            },
            purposes: self.purposes.clone(),
            id: self.id,
        })
    }
}
