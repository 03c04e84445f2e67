//! Key statements: who may sign what, each signed by its own root keys and by those of the statement before, so that a key
//! can be replaced, and only by whoever had it (the root role of The Update Framework).

use super::{Refusal, moment, not_signed, signed_json};
use crate::algorithms::sha256_hex;
use crate::json::Json;
use crate::note::{Note, Opened, VerifierKey};
use crate::time::UnixTime;

const SCHEMA: &str = "periksa-keys/1";

/// Statements that one load may have to walk through: a portal changes its keys once in a year or so.
pub(super) const MOST_STATEMENTS: u64 = 64;

/// The keys of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatement {
    /// Grows by one with each statement.
    pub version: u64,
    /// When it was made.
    pub issued: UnixTime,
    /// Who may sign the next statement.
    pub root: Vec<VerifierKey>,
    /// How many of them have to.
    pub threshold: usize,
    /// Who may sign snapshots; one is enough.
    pub snapshot: Vec<VerifierKey>,
    /// The log's key; its name is the log's origin.
    pub log: VerifierKey,
    /// Who watches the log.
    pub witnesses: Vec<VerifierKey>,
    /// How many of them have to have seen a checkpoint.
    pub quorum: usize,
    /// SHA-256 of the statement as it came.
    pub sha256: String,
}

impl KeyStatement {
    /// Where the portal has it.
    #[must_use]
    pub fn path(version: u64) -> String {
        format!("trust/keys/{version}")
    }

    /// A statement whose bytes somebody vouches for by their digest: the page, or what this browser remembers.
    pub(super) fn vouched(bytes: &[u8], version: u64, sha256: &str) -> Result<Self, Refusal> {
        let statement = Self::read(bytes, version)?;
        if statement.sha256 == sha256 { Ok(statement) } else { Err(Refusal::KeysChanged) }
    }

    /// The first statement, for whoever publishes it: it vouches for itself, and only what comes after it is held to it.
    pub fn open_first(bytes: &[u8]) -> Result<Self, Refusal> {
        let statement = Self::read(bytes, 1)?;
        let path = Self::path(1);
        let opened = Note::open(bytes, &statement.root).map_err(not_signed(&path))?;
        if signers(&opened, &statement.root) < statement.threshold {
            return Err(Refusal::NotSigned { path });
        }
        Ok(statement)
    }

    /// The next statement: signed by enough root keys of this one and of its own.
    pub fn next(&self, bytes: &[u8]) -> Result<Self, Refusal> {
        let version = self.version.saturating_add(1);
        let next = Self::read(bytes, version)?;
        let both: Vec<VerifierKey> = self.root.iter().chain(&next.root).cloned().collect();
        let opened = Note::open(bytes, &both).map_err(not_signed(&Self::path(version)))?;
        if signers(&opened, &self.root) < self.threshold
            || signers(&opened, &next.root) < next.threshold
            || next.issued < self.issued
        {
            return Err(Refusal::KeysChanged);
        }
        Ok(next)
    }

    /// What a statement says; its signatures are for the caller to check.
    fn read(bytes: &[u8], version: u64) -> Result<Self, Refusal> {
        let read = || {
            let note = Note::parse(bytes).ok()?;
            let json = signed_json(note.unverified_text())?;
            let number =
                |name| json.field(name)?.number().and_then(|one| usize::try_from(one).ok());
            let statement = Self {
                version: json.field("version")?.number()?,
                issued: moment(&json, "issued")?,
                root: verifier_keys(json.field("root")?)?,
                threshold: number("threshold")?,
                snapshot: verifier_keys(json.field("snapshot")?)?,
                log: VerifierKey::parse(json.field("log")?.text()?).ok()?,
                witnesses: verifier_keys(json.field("witnesses")?)?,
                quorum: number("quorum")?,
                sha256: sha256_hex(bytes),
            };
            let is_whole = json.field("schema")?.text()? == SCHEMA
                && statement.version == version
                && (1..=statement.root.len()).contains(&statement.threshold)
                && statement.quorum <= statement.witnesses.len();
            is_whole.then_some(statement)
        };
        read().ok_or_else(|| Refusal::Unreadable { path: Self::path(version) })
    }
}

/// How many of the keys signed.
fn signers(opened: &Opened<'_>, keys: &[VerifierKey]) -> usize {
    opened.verified.iter().filter(|verified| keys.contains(&verified.key)).count()
}

/// Different keys, each a verifier key.
fn verifier_keys(list: &Json) -> Option<Vec<VerifierKey>> {
    let mut keys: Vec<VerifierKey> = Vec::new();
    for text in list.list()? {
        let key = VerifierKey::parse(text.text()?).ok()?;
        if keys.contains(&key) {
            return None;
        }
        keys.push(key);
    }
    Some(keys)
}
