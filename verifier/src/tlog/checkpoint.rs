//! Checkpoints (C2SP tlog-checkpoint): which log, how many entries, and the root of their tree; signed as a note.

use core::fmt;

use base64ct::{Base64, Encoding as _};

use super::{Hash, MAX_TREE_SIZE, empty_root};
use crate::note::{Note, NoteError, SignatureType, VerifierKey};

/// The text of a checkpoint: origin, tree size and root hash, a line each; then lines of extensions, which we never write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: an address without its scheme, and the name of the log's key.
    pub origin: String,
    /// How many entries.
    pub tree_size: u64,
    /// The root over them.
    pub root_hash: Hash,
    /// Lines that mean something to the log's operator; no one audits them.
    pub extensions: Vec<String>,
}

/// A checkpoint that its log signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointNote {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// Which of the known witnesses signed it too, each once.
    pub cosignatures: Vec<Cosignature>,
}

/// A witness says that at this moment it knew no larger tree of this log, and that all it knew were beginnings of this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// The witness.
    pub witness: VerifierKey,
    /// The moment, in seconds since 1970.
    pub timestamp: u64,
}

impl CheckpointNote {
    /// Opens a checkpoint with the log's key. Signatures of other keys than these are ignored, and none by these may be wrong.
    ///
    /// # Errors
    /// What is no note, no checkpoint, not signed by the log, or of another log than the key names.
    pub fn open(
        bytes: &[u8],
        log: &VerifierKey,
        witnesses: &[VerifierKey],
    ) -> Result<Self, CheckpointError> {
        let keys: Vec<_> = core::iter::once(log).chain(witnesses).cloned().collect();
        let opened = Note::open(bytes, &keys).map_err(CheckpointError::Note)?;
        if !opened.verified.iter().any(|one| one.key == *log) {
            return Err(CheckpointError::NotByTheLog { name: log.name().to_owned() });
        }
        let checkpoint = Checkpoint::parse(opened.text)?;
        if checkpoint.origin != log.name() {
            let (expected, found) = (log.name().to_owned(), checkpoint.origin);
            return Err(CheckpointError::OtherOrigin { expected, found });
        }
        let is_witness = |key: &VerifierKey| key.signature_type() == SignatureType::CosignatureV1;
        let cosignatures = opened
            .verified
            .into_iter()
            .filter(|one| is_witness(&one.key))
            .filter_map(|one| one.timestamp.map(|timestamp| (one.key, timestamp)))
            .map(|(witness, timestamp)| Cosignature { witness, timestamp })
            .collect();
        Ok(Self { checkpoint, cosignatures })
    }
}

impl Checkpoint {
    /// A checkpoint without extensions.
    #[must_use]
    pub const fn new(origin: String, tree_size: u64, root_hash: Hash) -> Self {
        Self { origin, tree_size, root_hash, extensions: Vec::new() }
    }

    /// Reads the text of a note.
    ///
    /// # Errors
    /// What departs from the form, with the number of the line.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::Line { number: 1 })?;
        let lines: Vec<_> = lines.split('\n').collect();
        if let Some(at) = lines.iter().position(|line| line.is_empty()) {
            return Err(CheckpointError::Line { number: at.saturating_add(1) });
        }
        let [origin, tree_size, root_hash, extensions @ ..] = lines.as_slice() else {
            return Err(CheckpointError::Line { number: lines.len().saturating_add(1) });
        };
        let tree_size = decimal(tree_size).ok_or(CheckpointError::Line { number: 2 })?;
        let root_hash = Base64::decode_vec(root_hash)
            .ok()
            .and_then(|bytes| Hash::try_from(bytes).ok())
            .ok_or(CheckpointError::Line { number: 3 })?;
        // There is one tree without leaves.
        if tree_size == 0 && root_hash != empty_root() {
            return Err(CheckpointError::Line { number: 3 });
        }
        let extensions = extensions.iter().map(|line| (*line).to_owned()).collect();
        Ok(Self { origin: (*origin).to_owned(), tree_size, root_hash, extensions })
    }
}

/// A number as it may stand in a checkpoint or a path: digits without a zero before them.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = text == "0" || !text.starts_with('0');
    let number = (digits && canonical).then(|| text.parse::<u64>().ok()).flatten()?;
    (number <= MAX_TREE_SIZE).then_some(number)
}

/// The text that is signed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root_hash = Base64::encode_string(&self.root_hash);
        writeln!(formatter, "{}\n{}\n{root_hash}", self.origin, self.tree_size)?;
        self.extensions.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

/// Why bytes are not a checkpoint of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckpointError {
    /// Not a note that opens.
    Note(NoteError),
    /// Signed by witnesses only.
    NotByTheLog {
        /// The name of the log's key.
        name: String,
    },
    /// Signed by the log's key, and about another log.
    OtherOrigin {
        /// The name of the log's key.
        expected: String,
        /// The origin in the checkpoint.
        found: String,
    },
    /// A line of the text that is not there or not what it should be.
    Line {
        /// From 1: origin, tree size, root hash, extensions.
        number: usize,
    },
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(error) => write!(formatter, "checkpoint: {error}"),
            Self::NotByTheLog { name } => {
                write!(formatter, "checkpoint: expected a signature by {name}, found none")
            }
            Self::OtherOrigin { expected, found } => {
                write!(formatter, "checkpoint: expected the log {expected}, found {found}")
            }
            Self::Line { number } => write!(
                formatter,
                "checkpoint: line {number}: expected origin, tree size, root hash in base64, in this order"
            ),
        }
    }
}

impl core::error::Error for CheckpointError {}
