//! A report that is there: which lines of it an interrupted, or a finished, run left.
//!
//! A line counts if it is whole. What a run was writing when it was ended, and anything that is no line, is passed over, and
//! its document is judged again.

use super::format::Format;
use super::header::{Header, SCHEMA};
use super::line::COLUMNS;
use super::walk::{Document, Listing};
use super::{ArchiveError, Request, document_key};
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;
use verifier::Verdict;
use verifier::time::UnixTime;

/// Ours are of some hundred bytes; a line of a hundred signatures is far below.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

/// What a report holds.
#[derive(Debug)]
pub(super) struct Previous {
    pub(super) file: File,
    format: Format,
    /// The first line; nothing where the run was ended before it was whole.
    head: Option<String>,
    /// By the document's key as read.
    lines: BTreeMap<(String, String), Done>,
}

/// Where a line stands, its end included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// A line that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) place: Place,
    pub(super) verdict: Verdict,
    modified: String,
    size: String,
    signature_sha256: String,
    needs_password: bool,
}

impl Previous {
    /// Reads the report; nothing where there is none.
    pub(super) fn read(path: &Path, format: Format) -> Result<Option<Self>, ArchiveError> {
        let failed = |source| ArchiveError::file(path, source);
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        lock(&file, path)?;
        let mut reader = BufReader::new(file);
        let mut offset = 0u64;
        let beginning = format.beginning(SCHEMA);
        let first = next_line(&mut reader, format).map_err(failed)?;
        let (head, is_whole) = match &first {
            Found::Line(line) => (line.as_str(), true),
            Found::Rest(rest) => (rest.as_str(), false),
        };
        // A run that was ended within its first line, or before, leaves a part of it.
        let begins = head.starts_with(&beginning) || (!is_whole && beginning.starts_with(head));
        if !begins {
            return Err(ArchiveError::NotAReport { path: path.to_owned(), format });
        }
        let mut previous = Self {
            file: reader.get_ref().try_clone().map_err(failed)?,
            format,
            head: None,
            lines: BTreeMap::new(),
        };
        let Found::Line(head) = first else { return Ok(Some(previous)) };
        let end = u64::try_from(format.line_end().len()).unwrap_or_default();
        let length = |line: &str| u64::try_from(line.len()).unwrap_or_default().saturating_add(end);
        offset = offset.saturating_add(length(&head));
        previous.head = Some(head);
        while let Found::Line(line) = next_line(&mut reader, format).map_err(failed)? {
            let place = Place { offset, length: length(&line) };
            offset = offset.saturating_add(place.length);
            if let Some((key, done)) = format.columns(&line).and_then(|cells| done(&cells, place)) {
                previous.lines.insert(key, done);
            }
        }
        Ok(Some(previous))
    }

    /// The moment its lines were made for.
    pub(super) fn at(&self) -> Option<UnixTime> {
        UnixTime::from_rfc3339(&self.format.fact(self.head.as_ref()?, "at")?)
    }

    /// Whether its lines were made with what this run has.
    pub(super) fn check(&self, header: &Header, path: &Path) -> Result<(), ArchiveError> {
        let difference = self.head.as_ref().and_then(|head| header.difference(self.format, head));
        match difference {
            Some((name, found, expected)) => {
                Err(ArchiveError::Differs { path: path.to_owned(), name, found, expected })
            }
            None => Ok(()),
        }
    }

    /// The line of a document that is as it was when the line was made.
    pub(super) fn line(&self, document: &Document, request: &Request<'_>) -> Option<&Done> {
        let done = self.lines.get(&self.key(document)?)?;
        let signature = document.signature.as_ref();
        let is_same = document.problem.is_none()
            && document.modified.as_ref() == Some(&done.modified)
            && document.size.to_string() == done.size
            && signature.map_or("", |signature| signature.sha256.as_str()) == done.signature_sha256;
        // What was said of the file alone may now be said together with a signature beside it.
        let is_told_elsewhere =
            document.listing == Listing::IfSigned && done.verdict == Verdict::Tanpa;
        let may_open = done.needs_password && request.password.is_some();
        (is_same && !is_told_elsewhere && !may_open).then_some(done)
    }

    /// How many documents it has, if none of them is among these.
    pub(super) fn strangers(&self, documents: &[Document]) -> Option<usize> {
        let is_known = documents
            .iter()
            .any(|document| self.key(document).is_some_and(|key| self.lines.contains_key(&key)));
        (!self.lines.is_empty() && !is_known).then_some(self.lines.len())
    }

    /// How a document is named in the file; nothing where another could be named so, which is then judged again.
    fn key(&self, document: &Document) -> Option<(String, String)> {
        let (name, signature) = document_key(document);
        let is_exact = |text: &str| self.format.as_read(text) == text;
        let is_own = document.is_named_exactly && is_exact(name) && is_exact(signature);
        is_own.then(|| (name.to_owned(), signature.to_owned()))
    }
}

/// What a line says of its document; nothing of one that could not be read, which is tried again.
fn done(cells: &[String], place: Place) -> Option<((String, String), Done)> {
    let cell = |name: &str| {
        let at = COLUMNS.iter().position(|column| *column == name)?;
        cells.get(at).cloned()
    };
    let verdict = cell("verdict")?;
    let verdict = VERDICTS.into_iter().find(|known| known.key() == verdict)?;
    let needs_password = cell("reasons")?.split(" | ").any(|key| key == "password-needed");
    let done = Done {
        place,
        verdict,
        modified: cell("modified")?,
        size: cell("size")?,
        signature_sha256: cell("signature_sha256")?,
        needs_password,
    };
    Some(((cell("path")?, cell("signature_path")?), done))
}

/// Every verdict.
const VERDICTS: [Verdict; 11] = [
    Verdict::Asli,
    Verdict::AsliSaatItu,
    Verdict::AsliDitambah,
    Verdict::Tanpa,
    Verdict::DataSertifikat,
    Verdict::Uji,
    Verdict::BelumPasti,
    Verdict::TidakDikenal,
    Verdict::Dicabut,
    Verdict::Rusak,
    Verdict::Berubah,
];

/// Two runs that write one report would write over each other. Where the file system knows no locks, nothing is known.
pub(super) fn lock(file: &File, path: &Path) -> Result<(), ArchiveError> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Busy { path: path.to_owned() }),
        Err(TryLockError::Error(_)) | Ok(()) => Ok(()),
    }
}

enum Found {
    /// Without its end.
    Line(String),
    /// What no line end follows.
    Rest(String),
}

fn next_line(reader: &mut BufReader<File>, format: Format) -> io::Result<Found> {
    let mut bytes = Vec::new();
    reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
    // What is no text is no line of ours, and has its own length in bytes: no offset after it would be right.
    let Ok(text) = String::from_utf8(bytes) else { return Ok(Found::Rest("\u{fffd}".to_owned())) };
    Ok(match text.strip_suffix(format.line_end()) {
        Some(line) => Found::Line(line.to_owned()),
        None => Found::Rest(text),
    })
}
