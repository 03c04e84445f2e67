//! What a portal publishes as trust data, and whether a browser may rest a verdict on it.
//!
//! A *snapshot*, signed by the portal, names every file of trust data by its SHA-256, has a number that only grows, and ends
//! after some days; *key statements*, each signed by the keys of the one before, say whose signature that is; the
//! transparency log shows that everybody was given the same. So an older state, a state that is kept from changing, or parts
//! of two states are refused (threats WEB-26, REV-07, REV-36, REV-38), however they came to the browser.
//!
//! After The Update Framework (its root, snapshot and timestamp roles), with C2SP signed notes for signatures. Pure: [`Loading`]
//! asks for files by their paths, the host brings them and keeps what [`Memory`] says until the next visit.

mod keys;
mod loading;
mod logged;
mod memory;
mod snapshot;

pub use keys::KeyStatement;
pub use loading::{Admitted, Loading, Step};
pub use memory::Memory;
pub use snapshot::{LogState, LoggedEntry, PublishedFile, Snapshot};

use core::fmt;

use crate::json::Json;
use crate::note::NoteError;
use crate::time::UnixTime;

/// Why trust data was not taken. Each is a sentence of its own for the reader, under [`key`](Self::key).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// What the page names is no key statement.
    BadKey,
    /// A file that has to be there is not.
    Absent {
        /// Its path.
        path: String,
    },
    /// A signed file that is not what its schema says.
    Unreadable {
        /// Its path.
        path: String,
    },
    /// Not signed by the keys that may.
    NotSigned {
        /// The path of the file.
        path: String,
    },
    /// The keys changed and the keys before did not consent, or not the keys that the page names.
    KeysChanged,
    /// Older than what this browser has seen: put back (threat REV-07).
    Rollback {
        /// When the newest that was seen was made.
        seen: UnixTime,
        /// When this one was made.
        found: UnixTime,
    },
    /// Ended: kept from changing, or not looked after (threat REV-38).
    Expired {
        /// When it ended.
        expires: UnixTime,
    },
    /// Made later than it is here: the device's clock is wrong (threat WEB-34).
    ClockBehind {
        /// When it was made.
        issued: UnixTime,
    },
    /// A file is not the one that the snapshot names: parts of two states (threat REV-36).
    Mixed {
        /// Its path.
        path: String,
    },
    /// The log is another one than this browser has seen, or than the snapshot was made with.
    LogChanged,
    /// A file of the snapshot that the log does not have.
    NotLogged {
        /// Its path.
        path: String,
    },
}

impl Refusal {
    /// Its key in the table of words.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::BadKey | Self::NotSigned { .. } | Self::Unreadable { .. } => "trust-not-signed",
            Self::Absent { .. } => "trust-absent",
            Self::KeysChanged => "trust-keys-changed",
            Self::Rollback { .. } => "trust-rollback",
            Self::Expired { .. } => "trust-expired",
            Self::ClockBehind { .. } => "clock-behind",
            Self::Mixed { .. } => "trust-mixed",
            Self::LogChanged | Self::NotLogged { .. } => "log-changed",
        }
    }

    /// Every key.
    pub const KEYS: [&'static str; 8] = [
        "trust-not-signed",
        "trust-absent",
        "trust-keys-changed",
        "trust-rollback",
        "trust-expired",
        "clock-behind",
        "trust-mixed",
        "log-changed",
    ];

    /// Whether asking for everything once more may help: a new state was published while the old one was being loaded, or a cache
    /// gave a part of another one.
    #[must_use]
    pub const fn may_be_a_race(&self) -> bool {
        match self {
            Self::Mixed { .. }
            | Self::LogChanged
            | Self::NotLogged { .. }
            | Self::Absent { .. }
            | Self::Unreadable { .. }
            | Self::NotSigned { .. }
            | Self::KeysChanged
            | Self::Rollback { .. } => true,
            Self::BadKey | Self::Expired { .. } | Self::ClockBehind { .. } => false,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadKey => write!(
                formatter,
                "what the page names is not the number and SHA-256 of a key statement"
            ),
            Self::Absent { path } => write!(formatter, "{path}: not there"),
            Self::Unreadable { path } => write!(formatter, "{path}: not what its schema says"),
            Self::NotSigned { path } => {
                write!(formatter, "{path}: not signed by the keys that may")
            }
            Self::KeysChanged => {
                write!(formatter, "the keys changed without the consent of the keys before")
            }
            Self::Rollback { seen, found } => {
                let (seen, found) = (seen.to_rfc3339(), found.to_rfc3339());
                write!(formatter, "of {found}, older than what was seen before, of {seen}")
            }
            Self::Expired { expires } => write!(formatter, "ended at {}", expires.to_rfc3339()),
            Self::ClockBehind { issued } => {
                write!(formatter, "made at {}, which is still to come", issued.to_rfc3339())
            }
            Self::Mixed { path } => write!(formatter, "{path}: not the file of the snapshot"),
            Self::LogChanged => write!(formatter, "not the log that was seen before"),
            Self::NotLogged { path } => write!(formatter, "{path}: not in the log"),
        }
    }
}

impl core::error::Error for Refusal {}

/// The one line of JSON that a note holds.
fn signed_json(text: &str) -> Option<Json> {
    let line = text.strip_suffix('\n').filter(|line| !line.contains('\n'))?;
    serde_json::from_str(line).ok()
}

fn not_signed(path: &str) -> impl Fn(NoteError) -> Refusal {
    let path = path.to_owned();
    move |_| Refusal::NotSigned { path: path.clone() }
}

fn moment(json: &Json, name: &str) -> Option<UnixTime> {
    UnixTime::from_rfc3339(json.field(name)?.text()?)
}
