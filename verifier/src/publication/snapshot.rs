//! The snapshot: the one file that changes with every publication, and names all others.

use base64ct::{Base64, Encoding as _};

use super::{Refusal, moment, not_signed, signed_json};
use crate::algorithms::sha256_hex;
use crate::json::Json;
use crate::note::{Note, VerifierKey};
use crate::time::UnixTime;

const SCHEMA: &str = "periksa-snapshot/1";

/// One state of a portal's trust data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Grows with every change of what is published: the size of the log.
    pub version: u64,
    /// When it was signed.
    pub issued: UnixTime,
    /// Until when it may be used.
    pub expires: UnixTime,
    /// The key statement that it is signed under.
    pub keys: u64,
    /// The log at that moment.
    pub log: LogState,
    /// The files, each with its digest.
    pub files: Vec<PublishedFile>,
    /// SHA-256 of the snapshot as it came.
    pub sha256: String,
}

/// How far a log has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogState {
    /// Its entries.
    pub size: u64,
    /// The hash of its tree (RFC 6962 2.1).
    pub root: [u8; 32],
}

/// A file of the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Below the portal's root.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// Whether verdicts need it, so that it is loaded.
    pub load: bool,
    /// Where the log has it, if it is of the kind that is logged.
    pub entry: Option<LoggedEntry>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEntry {
    /// Its number, from 0.
    pub index: u64,
    /// What was logged: a line of JSON that names the same file.
    pub line: String,
}

impl Snapshot {
    /// Where the portal has it.
    pub const PATH: &'static str = "trust/snapshot";

    /// The number of the key statement that it says it is signed under: not to be believed, only to be fetched.
    pub(super) fn statement_wanted(bytes: &[u8]) -> Option<u64> {
        let note = Note::parse(bytes).ok()?;
        signed_json(note.unverified_text())?.field("keys")?.number()
    }

    /// A snapshot that one of the keys signed.
    pub fn open(bytes: &[u8], keys: &[VerifierKey]) -> Result<Self, Refusal> {
        let opened = Note::open(bytes, keys).map_err(not_signed(Self::PATH))?;
        Self::read(opened.text, sha256_hex(bytes))
            .ok_or_else(|| Refusal::Unreadable { path: Self::PATH.to_owned() })
    }

    fn read(text: &str, sha256: String) -> Option<Self> {
        let json = signed_json(text)?;
        let files = json.field("files")?.list()?;
        let snapshot = Self {
            version: json.field("version")?.number()?,
            issued: moment(&json, "issued")?,
            expires: moment(&json, "expires")?,
            keys: json.field("keys")?.number()?,
            log: LogState::read(json.field("log")?)?,
            files: files.iter().map(PublishedFile::read).collect::<Option<_>>()?,
            sha256,
        };
        let is_whole = json.field("schema")?.text()? == SCHEMA
            && snapshot.issued < snapshot.expires
            // Whoever has this key alone cannot run ahead with the number: the log signs it too.
            && snapshot.version == snapshot.log.size
            && snapshot.has_each_path_once();
        is_whole.then_some(snapshot)
    }

    fn has_each_path_once(&self) -> bool {
        let mut paths: Vec<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        paths.windows(2).all(|pair| pair.first() != pair.last())
    }
}

impl LogState {
    pub(super) fn read(json: &Json) -> Option<Self> {
        let root = Base64::decode_vec(json.field("root")?.text()?).ok()?;
        Some(Self { size: json.field("size")?.number()?, root: root.try_into().ok()? })
    }
}

impl PublishedFile {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            path: json.field("path")?.text()?.to_owned(),
            size: json.field("size")?.number()?,
            sha256: json.field("sha256")?.text()?.to_owned(),
            load: json.field("load").is_some_and(|load| load.boolean() == Some(true)),
            entry: match json.field("entry") {
                None => None,
                Some(entry) => Some(LoggedEntry {
                    index: entry.field("index")?.number()?,
                    line: entry.field("line")?.text()?.to_owned(),
                }),
            },
        })
    }

    /// Whether its entry in the log is about this very file.
    pub(super) fn is_logged_as_itself(&self) -> bool {
        let Some(entry) = &self.entry else { return false };
        let Ok(json) = serde_json::from_str::<Json>(&entry.line) else { return false };
        let says = |name| json.field(name).and_then(Json::text);
        says("path") == Some(&self.path) && says("sha256") == Some(&self.sha256)
    }
}
