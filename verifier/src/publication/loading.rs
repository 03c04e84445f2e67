//! Loading a state of trust data: asks for files, and says in the end whether they may be used.
//!
//! The host fetches what [`Step::Wants`] names and supplies it, found or absent, until the answer comes. Nothing is decided
//! from the order in which files come: each step is worked out anew from all that was supplied.

use std::collections::BTreeMap;

use super::keys::MOST_STATEMENTS;
use super::logged;
use super::{KeyStatement, Memory, PublishedFile, Refusal, Snapshot};
use crate::algorithms::sha256_hex;
use crate::time::UnixTime;

/// How far a device's clock may be behind: a day is what the shortest-lived list lives, and more than a clock is off that
/// nobody has noticed.
const CLOCK_SLACK_SECONDS: i64 = 86_400;

/// The anchors.
const TRUSTED_ROOT: &str = "trust/trusted_root.json";

/// Files that are kept until the end, because something is read from them; of all others only their digests are.
const LARGEST_KEPT: usize = 1_000_000;

/// A state being loaded.
#[derive(Debug)]
pub struct Loading {
    /// The newest key statement that the page knows: its number and SHA-256.
    pinned: (u64, String),
    memory: Option<Memory>,
    now: UnixTime,
    supplied: BTreeMap<String, Supplied>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// These files, by their paths below the portal's root.
    Wants(Vec<String>),
    /// Nothing of it may be used.
    Refused(Refusal),
    /// It may be used.
    Admitted(Box<Admitted>),
}

/// A state that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// What it is.
    pub snapshot: Snapshot,
    /// What to keep of it.
    pub memory: Memory,
    /// Files of it that could not be had: revocation lists, whose absence shows in the verdicts.
    pub missing: Vec<String>,
}

#[derive(Debug)]
enum Supplied {
    Absent,
    File { sha256: String, size: u64, bytes: Vec<u8> },
}

/// Why a step ends before the end.
pub(super) enum Stop {
    Wants(Vec<String>),
    Refused(Refusal),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Loading {
    /// Begins. `pinned` is the key statement that the page names, `number:SHA-256`: no older one counts. `memory` is what
    /// [`Memory::to_json`] gave at the last visit.
    pub fn new(pinned: &str, memory: Option<&str>, now: UnixTime) -> Result<Self, Refusal> {
        let (number, sha256) = pinned.split_once(':').ok_or(Refusal::BadKey)?;
        let number: u64 = number.parse().map_err(|_| Refusal::BadKey)?;
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        if number == 0 || !is_digest {
            return Err(Refusal::BadKey);
        }
        let pinned = (number, sha256.to_owned());
        let memory = memory.and_then(Memory::from_json);
        Ok(Self { pinned, memory, now, supplied: BTreeMap::new() })
    }

    /// A file that was found.
    pub fn supply(&mut self, path: &str, bytes: &[u8]) {
        let kept = if bytes.len() > LARGEST_KEPT || path.ends_with(".crl") { &[] } else { bytes };
        let supplied = Supplied::File {
            sha256: sha256_hex(bytes),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            bytes: kept.to_vec(),
        };
        self.supplied.insert(path.to_owned(), supplied);
    }

    /// A file that was not.
    pub fn absent(&mut self, path: &str) {
        self.supplied.insert(path.to_owned(), Supplied::Absent);
    }

    /// What comes next.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.admit() {
            Ok(admitted) => Step::Admitted(Box::new(admitted)),
            Err(Stop::Wants(paths)) => Step::Wants(paths),
            Err(Stop::Refused(refusal)) => Step::Refused(refusal),
        }
    }

    fn admit(&self) -> Result<Admitted, Stop> {
        let bytes = self.file(Snapshot::PATH)?;
        let unreadable = || Refusal::Unreadable { path: Snapshot::PATH.to_owned() };
        let keys = self.keys(Snapshot::statement_wanted(bytes).ok_or_else(unreadable)?)?;
        let snapshot = Snapshot::open(bytes, &keys.snapshot)?;
        self.check_time(&snapshot)?;
        self.check_memory(&snapshot, &keys)?;
        let files = self.check_files(&snapshot);
        let log = logged::check(&snapshot, &keys, self.memory.as_ref(), &|path| self.file(path));
        let missing = match (files, log) {
            // What is wrong is told before what is wanting.
            (Err(Stop::Refused(refusal)), _) | (_, Err(Stop::Refused(refusal))) => {
                return Err(Stop::Refused(refusal));
            }
            (Err(Stop::Wants(mut files)), Err(Stop::Wants(log))) => {
                files.extend(log);
                return Err(Stop::Wants(files));
            }
            (Err(stop), Ok(())) | (Ok(_), Err(stop)) => return Err(stop),
            (Ok(missing), Ok(())) => missing,
        };
        Ok(Admitted { memory: Memory::of(&snapshot, &keys), snapshot, missing })
    }

    /// The statement of this number, step by step from the one that is remembered, or else the one that the page names; the page's
    /// own has to be on the way.
    fn keys(&self, wanted: u64) -> Result<KeyStatement, Stop> {
        let (page, page_sha256) = &self.pinned;
        let (first, first_sha256) = match &self.memory {
            Some(memory) => (memory.keys, &memory.keys_sha256),
            None => (*page, page_sha256),
        };
        // Keys that were replaced sign nothing any more, though their statement is still there.
        let newest = first.max(*page);
        if wanted < newest || wanted.saturating_sub(first) > MOST_STATEMENTS {
            return Err(Refusal::KeysChanged.into());
        }
        let paths = (first..=wanted).map(KeyStatement::path);
        let not_here: Vec<String> =
            paths.filter(|path| !self.supplied.contains_key(path)).collect();
        if !not_here.is_empty() {
            return Err(Stop::Wants(not_here));
        }
        let bytes = self.file(&KeyStatement::path(first))?;
        let mut statement = KeyStatement::vouched(bytes, first, first_sha256)?;
        for version in first.saturating_add(1)..=wanted {
            statement = statement.next(self.file(&KeyStatement::path(version))?)?;
            if version == *page && statement.sha256 != *page_sha256 {
                return Err(Refusal::KeysChanged.into());
            }
        }
        Ok(statement)
    }

    fn check_time(&self, snapshot: &Snapshot) -> Result<(), Refusal> {
        let (now, issued) = (self.now.seconds(), snapshot.issued);
        if now.saturating_add(CLOCK_SLACK_SECONDS) < issued.seconds() {
            return Err(Refusal::ClockBehind { issued });
        }
        if snapshot.expires < self.now {
            return Err(Refusal::Expired { expires: snapshot.expires });
        }
        Ok(())
    }

    /// Not older than what was seen. Where the keys were replaced since, whoever had them may have signed any number: then the moment
    /// alone counts, which no snapshot can have ahead of the clock.
    fn check_memory(&self, snapshot: &Snapshot, keys: &KeyStatement) -> Result<(), Refusal> {
        let Some(memory) = &self.memory else { return Ok(()) };
        let number = |number: u64| if memory.keys == keys.version { number } else { 0 };
        let seen = (number(memory.version), memory.issued);
        let found = (number(snapshot.version), snapshot.issued);
        if found < seen {
            return Err(Refusal::Rollback { seen: memory.issued, found: snapshot.issued });
        }
        if found == seen && memory.sha256 != snapshot.sha256 {
            return Err(Refusal::LogChanged);
        }
        Ok(())
    }

    /// Each file that is to be loaded is the one that the snapshot names; gives those that could not be had.
    fn check_files(&self, snapshot: &Snapshot) -> Result<Vec<String>, Stop> {
        let mut wants = Vec::new();
        let mut missing = Vec::new();
        for file in snapshot.files.iter().filter(|file| file.load) {
            match self.supplied.get(&file.path) {
                None => wants.push(file.path.clone()),
                Some(Supplied::Absent) if file.may_be_missing() => missing.push(file.path.clone()),
                Some(Supplied::Absent) => {
                    return Err(Refusal::Absent { path: file.path.clone() }.into());
                }
                Some(Supplied::File { sha256, size, .. }) => {
                    if *sha256 != file.sha256 || *size != file.size {
                        return Err(Refusal::Mixed { path: file.path.clone() }.into());
                    }
                }
            }
        }
        if wants.is_empty() { Ok(missing) } else { Err(Stop::Wants(wants)) }
    }

    /// A file that has to be there.
    fn file(&self, path: &str) -> Result<&[u8], Stop> {
        match self.supplied.get(path) {
            Some(Supplied::File { bytes, .. }) => Ok(bytes),
            Some(Supplied::Absent) => Err(Refusal::Absent { path: path.to_owned() }.into()),
            None => Err(Stop::Wants(vec![path.to_owned()])),
        }
    }
}

impl PublishedFile {
    /// Whether verdicts rest on it: then the log has it. The head of an index has the digests of all of it.
    pub(super) fn is_evidence(&self) -> bool {
        let is_head = self.is_of_index() && self.path.ends_with(".json");
        is_head || self.path.ends_with(".crl") || self.path == TRUSTED_ROOT
    }

    /// A list that cannot be had is told, and its absence shows in the verdicts.
    fn may_be_missing(&self) -> bool {
        self.path.ends_with(".crl") || self.is_of_index()
    }

    /// Of the index of a list: `crl/<ski>/index/...`.
    fn is_of_index(&self) -> bool {
        self.path.starts_with("crl/") && self.path.contains("/index/")
    }
}
