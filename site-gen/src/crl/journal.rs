//! `journal.jsonl`: read line by line, so that a list of a million entries at its start is in memory once and not for long.
//!
//! A line that has no end was being written when the program ended; it says nothing and is cut off by the next run.

use crate::history::{Accepted, Finding, Line, Observed};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use verifier::time::UnixTime;

/// Its name in the folder of the series.
pub const FILE: &str = "journal.jsonl";

/// Why a journal cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line that we did not write.
    #[error("{}:{line}: expected a line of this journal, found something else ({source}); restore the file from a copy", path.display())]
    Line {
        /// Which.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What does not read.
        source: serde_json::Error,
    },
}

/// An accepted list as the next one needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// `cRLNumber` in decimal digits.
    pub number: Option<String>,
    /// Of the DER.
    pub sha256: String,
    /// `thisUpdate`
    pub this_update: UnixTime,
    /// `nextUpdate`
    pub next_update: Option<UnixTime>,
    /// Entries in it.
    pub entries: u64,
    /// What was found about it.
    pub findings: Vec<Finding>,
}

/// A journal in short: all that a new list is compared with, besides the newest list itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The accepted lists, oldest first.
    pub heads: Vec<Head>,
    /// Serial numbers that are in no list any more.
    left: BTreeSet<String>,
    /// Digest and code of everything that was refused.
    refused: BTreeSet<(String, String)>,
    /// What was observed since the newest accepted list.
    pub since: Vec<Observed>,
    /// Bytes of its whole lines.
    pub length: u64,
}

/// A line in short, in place.
#[derive(Debug)]
pub enum Brief<'a> {
    /// See [`Line::Accepted`].
    Accepted(BriefAccepted<'a>),
    /// See [`Line::Observed`].
    Observed(Observed),
}

/// See [`Accepted`]; what is not needed is left out.
#[derive(Debug, Deserialize)]
pub struct BriefAccepted<'a> {
    number: Option<&'a str>,
    sha256: &'a str,
    this_update: &'a str,
    next_update: Option<&'a str>,
    entries: u64,
    /// See [`Accepted::added`].
    #[serde(borrow)]
    pub added: Vec<BriefEntry<'a>>,
    /// See [`Accepted::removed`].
    #[serde(borrow)]
    pub removed: Vec<&'a str>,
    /// See [`Accepted::changed`].
    #[serde(borrow)]
    pub changed: Vec<BriefEntry<'a>>,
    findings: Vec<Finding>,
}

/// See [`crate::history::Entry`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefEntry<'a> {
    /// See there.
    pub serial: &'a str,
    /// See there.
    pub date: &'a str,
    /// See there.
    #[serde(default)]
    pub reason: Option<&'a str>,
}

impl Summary {
    /// Reads a journal; one that is not there has no lines.
    pub fn read(path: &Path) -> Result<Self, JournalError> {
        let mut summary = Self::default();
        summary.length = each_line(path, |line| {
            match brief(line)? {
                Brief::Accepted(accepted) => summary.accept(&accepted),
                Brief::Observed(observed) => summary.observed(observed),
            }
            Ok(())
        })?;
        Ok(summary)
    }

    /// The newest accepted list.
    #[must_use]
    pub fn newest(&self) -> Option<&Head> {
        self.heads.last()
    }

    /// Whether this serial number was in a list, is in none now, and was not on hold.
    #[must_use]
    pub fn has_left(&self, serial: &str) -> bool {
        self.left.contains(serial)
    }

    /// Whether this is known: of these very bytes, or said already since the newest list.
    #[must_use]
    pub fn is_observed(&self, observed: &Observed) -> bool {
        let Finding { code, serial, expected, found, .. } = &observed.finding;
        let of_bytes = observed.sha256.as_ref().filter(|_| serial.is_none());
        of_bytes.is_some_and(|sha256| self.refused.contains(&(sha256.clone(), code.clone())))
            || self.since.iter().any(|known| {
                let known = &known.finding;
                (&known.code, &known.serial, &known.expected, &known.found)
                    == (code, serial, expected, found)
            })
    }

    /// With a list that was appended.
    pub fn accepted(&mut self, accepted: &Accepted) {
        let head = Head::of(accepted);
        let added = accepted.added.iter().map(|entry| entry.serial.as_str());
        self.move_entries(added, accepted.removed.iter().map(String::as_str), &head);
        self.push(head);
    }

    fn accept(&mut self, accepted: &BriefAccepted<'_>) {
        let head = Head {
            number: accepted.number.map(str::to_owned),
            sha256: accepted.sha256.to_owned(),
            this_update: moment(accepted.this_update),
            next_update: accepted.next_update.map(moment),
            entries: accepted.entries,
            findings: accepted.findings.clone(),
        };
        let added = accepted.added.iter().map(|entry| entry.serial);
        self.move_entries(added, accepted.removed.iter().copied(), &head);
        self.push(head);
    }

    fn move_entries<'e>(
        &mut self,
        added: impl Iterator<Item = &'e str>,
        removed: impl Iterator<Item = &'e str>,
        head: &Head,
    ) {
        if !self.left.is_empty() {
            for serial in added {
                self.left.remove(serial);
            }
        }
        let released = |serial: &str| {
            let is = |finding: &Finding| {
                finding.code == "released" && finding.serial.as_deref() == Some(serial)
            };
            head.findings.iter().any(is)
        };
        self.left.extend(removed.filter(|serial| !released(serial)).map(str::to_owned));
    }

    fn push(&mut self, head: Head) {
        self.heads.push(head);
        self.since.clear();
    }

    /// With something that was seen.
    pub fn observed(&mut self, observed: Observed) {
        if let Some(sha256) = &observed.sha256 {
            self.refused.insert((sha256.clone(), observed.finding.code.clone()));
        }
        self.since.push(observed);
    }
}

impl Head {
    fn of(accepted: &Accepted) -> Self {
        Self {
            number: accepted.number.clone(),
            sha256: accepted.sha256.clone(),
            this_update: moment(&accepted.this_update),
            next_update: accepted.next_update.as_deref().map(moment),
            entries: accepted.entries,
            findings: accepted.findings.clone(),
        }
    }

    /// The name of its file.
    #[must_use]
    pub fn file_name(&self) -> String {
        super::genuine::file_name(self.number.as_deref(), &self.sha256)
    }
}

/// What is no moment there was not written by us, and counts as long ago: newer than that is every list.
fn moment(text: &str) -> UnixTime {
    UnixTime::from_rfc3339(text).unwrap_or(UnixTime::from_seconds(0))
}

/// All lines of a journal, whole.
pub fn lines(path: &Path) -> Result<Vec<Line>, JournalError> {
    let mut lines = Vec::new();
    each_line(path, |line| {
        lines.push(whole(line)?);
        Ok(())
    })?;
    Ok(lines)
}

/// Calls with each whole line; gives their length together.
pub fn each_line(
    path: &Path,
    mut call: impl FnMut(&mut [u8]) -> serde_json::Result<()>,
) -> Result<u64, JournalError> {
    let error = |source| JournalError::Io { path: path.to_owned(), source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(source) => return Err(error(source)),
    };
    let mut reader = BufReader::new(file);
    let (mut line, mut number, mut length) = (Vec::new(), 0_usize, 0_u64);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(error)?;
        if line.pop() != Some(b'\n') {
            return Ok(length);
        }
        number = number.saturating_add(1);
        length = length.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        call(&mut line).map_err(|source| JournalError::Line {
            path: path.to_owned(),
            line: number,
            source,
        })?;
    }
}

/// A line in short.
pub fn brief(line: &mut [u8]) -> serde_json::Result<Brief<'_>> {
    if without_kind(line) {
        serde_json::from_slice(line).map(Brief::Accepted)
    } else {
        match serde_json::from_slice(line)? {
            Line::Observed(observed) => Ok(Brief::Observed(observed)),
            // With `kind` at another place than where we write it.
            Line::Accepted(_) => Err(serde::de::Error::custom("`kind` is not the first key")),
        }
    }
}

/// A line, whole.
pub fn whole(line: &mut [u8]) -> serde_json::Result<Line> {
    if without_kind(line) {
        serde_json::from_slice(line).map(Line::Accepted)
    } else {
        serde_json::from_slice(line)
    }
}

/// How we begin the line of an accepted list.
const START: &[u8] = br#"{"kind":"accepted","#;

/// Blanks the tag of an accepted list: read with it, everything after it would be in memory three times over.
fn without_kind(line: &mut [u8]) -> bool {
    match line.get_mut(..START.len()) {
        Some(start) if start == START => {
            start.fill(b' ');
            if let Some(first) = start.first_mut() {
                *first = b'{';
            }
            true
        }
        _ => false,
    }
}

/// The line of an accepted list, which may be long: it is not copied for it.
#[must_use]
pub fn encode_accepted(accepted: &Accepted) -> Vec<u8> {
    let mut bytes = START.to_vec();
    let body = serde_json::to_vec(accepted).unwrap_or_default();
    bytes.extend_from_slice(body.get(1..).unwrap_or_default());
    bytes.push(b'\n');
    bytes
}

/// A line as it is appended.
#[must_use]
pub fn encode(line: &Line) -> Vec<u8> {
    // Strings and numbers only: there is nothing in it that JSON cannot say.
    let mut bytes = serde_json::to_vec(line).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
