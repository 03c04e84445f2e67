//! One line of the report: what is said of one document, in columns.

use super::format::Cell;
use super::walk::{Document, Listing, Signature};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use verifier::policy::Budget;
use verifier::report::{DocumentKind, SignatureKind, SignatureReport, TimeSource};
use verifier::time::UnixTime;
use verifier::{
    Indication, Report, ValidationData, Verdict, verify_detached, verify_with_password,
};

/// The columns, in their order; in JSON the names of the members.
pub(super) const COLUMNS: [&str; 21] = [
    "path",
    "signature_path",
    "modified",
    "size",
    "sha256",
    "signature_sha256",
    "kind",
    "verdict",
    "would_be",
    "signatures",
    "indication",
    "sub_indication",
    "indication_strict",
    "sub_indication_strict",
    "best_signature_times",
    "time_sources",
    "common_names",
    "organizations",
    "levels",
    "reasons",
    "error",
];

/// Files from this size on are judged one at a time, however many threads there are: memory is what one of them takes.
const LARGE: u64 = 32 * 1024 * 1024;
/// A PDF header stands within so many bytes, as readers take it.
const HEADER_WITHIN: u64 = 1024;
/// RFC 5280 allows names of 64 characters; longer ones are cut, so that no document makes a line of a megabyte.
const LONGEST_NAME: usize = 256;

/// Why a document was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// It is not there, or no more.
    NotFound,
    /// The system does not let us.
    PermissionDenied,
    /// Larger than [`Budget::file_size`]; it was not read.
    FileTooLarge,
    /// A folder whose names cannot be read.
    FolderUnreadable,
    /// The system could not read it.
    ReadFailed,
    /// The verifier broke off, which no file should bring about.
    VerifierPanicked,
}

impl ReadError {
    /// As the report has it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::PermissionDenied => "permission-denied",
            Self::FileTooLarge => "file-too-large",
            Self::FolderUnreadable => "folder-unreadable",
            Self::ReadFailed => "read-failed",
            Self::VerifierPanicked => "verifier-panicked",
        }
    }

    pub(super) fn of(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            Self::NotFound
        } else if error.kind() == io::ErrorKind::PermissionDenied {
            Self::PermissionDenied
        } else {
            Self::ReadFailed
        }
    }
}

/// What judging takes besides the document.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    pub(super) data: &'a ValidationData,
    pub(super) password: Option<&'a str>,
    pub(super) at: UnixTime,
    /// Held while a large file is in memory.
    pub(super) large: &'a Mutex<()>,
}

impl Judge<'_> {
    /// The line of a document; nothing of a file that is none.
    pub(super) fn line(&self, document: &Document) -> Option<Line> {
        match self.report(document) {
            Ok(report) => report
                .filter(|report| is_listed(document.listing, report))
                .map(|report| Line::of(document, &report)),
            Err(error) => Some(Line::unreadable(document, error)),
        }
    }

    fn report(&self, document: &Document) -> Result<Option<Report>, ReadError> {
        if let Some(problem) = document.problem {
            return Err(problem);
        }
        // Nothing is kept under this lock: one that a panic left behind is as good.
        let _one_at_a_time = (document.size >= LARGE)
            .then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
        let file = match read(&document.path) {
            Err(ReadError::FileTooLarge) if is_no_document(document) => return Ok(None),
            file => file?,
        };
        Ok(Some(match &document.signature {
            Some(Signature { path, .. }) => {
                verify_detached(&file, &read(path)?, self.data, self.at)
            }
            None => verify_with_password(&file, self.password, self.data, self.at),
        }))
    }
}

/// Whether a file that is too large to be judged claims nothing, by its name and by its first bytes.
fn is_no_document(document: &Document) -> bool {
    let mut head = Vec::new();
    let read =
        File::open(&document.path).and_then(|file| file.take(HEADER_WITHIN).read_to_end(&mut head));
    document.listing == Listing::IfRecognised
        && read.is_ok()
        && !head.windows(5).any(|bytes| bytes == b"%PDF-")
}

fn is_listed(listing: Listing, report: &Report) -> bool {
    match listing {
        Listing::Always => true,
        Listing::IfRecognised => report.document.kind != DocumentKind::Other,
        Listing::IfSigned => {
            report.document.kind != DocumentKind::Other && report.verdict != Verdict::Tanpa
        }
    }
}

/// Reads a file that is within the budget, and none that is not: neither one that grows meanwhile.
fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let most = u64::try_from(Budget::DEFAULT.file_size).unwrap_or(u64::MAX);
    let failed = |error| ReadError::of(&error);
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > most {
        return Err(ReadError::FileTooLarge);
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(size).unwrap_or_default().saturating_add(1);
    bytes.try_reserve_exact(room).map_err(|_no_memory| ReadError::FileTooLarge)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > Budget::DEFAULT.file_size { Err(ReadError::FileTooLarge) } else { Ok(bytes) }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    verdict: Option<Verdict>,
    cells: [Cell; COLUMNS.len()],
}

impl Line {
    /// Nothing of what was not judged.
    pub(super) const fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }

    pub(super) const fn cells(&self) -> &[Cell; COLUMNS.len()] {
        &self.cells
    }

    fn of(document: &Document, report: &Report) -> Self {
        let signatures: Vec<&SignatureReport> = report
            .signatures
            .iter()
            .filter(|signature| signature.kind == SignatureKind::Signature)
            .collect();
        let list = |value: &dyn Fn(&SignatureReport) -> Option<String>| {
            Cell::List(signatures.iter().map(|signature| value(signature)).collect())
        };
        let worst = |indication: &dyn Fn(&SignatureReport) -> Indication| {
            worst(signatures.iter().map(|signature| (indication(signature), signature.verdict)))
        };
        let main = |worst: Option<Indication>| Cell::key(worst.map(Indication::main));
        let sub = |worst: Option<Indication>| Cell::key(worst.and_then(Indication::sub));
        let ours = worst(&|signature| signature.indication);
        let strict = worst(&|signature| signature.indication_strict);
        let signer = |signature: &SignatureReport| signature.signer.clone();
        Self {
            verdict: Some(report.verdict),
            cells: [
                Cell::Text(document.name.clone()),
                Cell::text(document.signature.as_ref().map(|signature| signature.name.clone())),
                Cell::text(document.modified.clone()),
                Cell::count(report.document.size),
                Cell::Text(report.document.sha256.clone()),
                Cell::text(report.document.signature_sha256.clone()),
                Cell::key(Some(kind(report.document.kind))),
                Cell::key(Some(report.verdict.key())),
                Cell::key(report.would_be.map(Verdict::key)),
                Cell::count(signatures.len()),
                main(ours),
                sub(ours),
                main(strict),
                sub(strict),
                list(&|signature| signature.best_signature_time.clone()),
                list(&|signature| {
                    signature.time_source.map(|source| time_source(source).to_owned())
                }),
                list(&|signature| signer(signature)?.common_name.map(cut)),
                list(&|signature| signer(signature)?.organization.map(cut)),
                list(&|signature| signature.level.clone()),
                Cell::List(reason_keys(report).into_iter().map(Some).collect()),
                Cell::Nothing,
            ],
        }
    }

    pub(super) fn unreadable(document: &Document, error: ReadError) -> Self {
        let mut cells = [const { Cell::Nothing }; COLUMNS.len()];
        let signature = document.signature.as_ref();
        let [path, signature_path, modified, .., told] = &mut cells;
        *path = Cell::Text(document.name.clone());
        *signature_path = Cell::text(signature.map(|signature| signature.name.clone()));
        *modified = Cell::text(document.modified.clone());
        *told = Cell::key(Some(error.key()));
        Self { verdict: None, cells }
    }
}

/// The worst of the signatures' indications: of two that are equally bad, the one with the worse verdict, then the first.
fn worst(indications: impl Iterator<Item = (Indication, Verdict)>) -> Option<Indication> {
    let badness = |(indication, verdict): &(Indication, Verdict)| {
        let main = match indication {
            Indication::TotalPassed => 0,
            Indication::Indeterminate(_) => 1,
            Indication::TotalFailed(_) => 2,
        };
        (main, *verdict)
    };
    let worse = |one, other| if badness(&other) > badness(&one) { other } else { one };
    indications.reduce(worse).map(|(indication, _)| indication)
}

/// The keys of the reasons, each once.
fn reason_keys(report: &Report) -> Vec<String> {
    let mut keys = Vec::new();
    for reason in &report.reasons {
        let reason = serde_json::to_value(reason).unwrap_or_default();
        let key = reason.get("key").and_then(serde_json::Value::as_str).unwrap_or_default();
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

const fn kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Pdf => "pdf",
        DocumentKind::Cms => "cms",
        DocumentKind::Email => "email",
        DocumentKind::Certificate => "certificate",
        DocumentKind::Crl => "crl",
        DocumentKind::Other => "other",
    }
}

const fn time_source(source: TimeSource) -> &'static str {
    match source {
        TimeSource::TimeStamp => "time-stamp",
        TimeSource::ValidationTime => "validation-time",
    }
}

fn cut(name: String) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((at, _)) => format!("{}…", name.get(..at).unwrap_or_default()),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use verifier::{Failed, Indeterminate};

    #[test]
    fn the_worst_indication_is_the_worst_then_the_one_of_the_worse_verdict_then_the_first() {
        let passed = (Indication::TotalPassed, Verdict::Asli);
        let no_poe = (Indication::Indeterminate(Indeterminate::NoPoe), Verdict::BelumPasti);
        let later = (Indication::Indeterminate(Indeterminate::TryLater), Verdict::BelumPasti);
        let revoked = (Indication::Indeterminate(Indeterminate::RevokedNoPoe), Verdict::Dicabut);
        let failed = (Indication::TotalFailed(Failed::HashFailure), Verdict::Berubah);
        for (row, expected) in [
            (vec![], None),
            (vec![passed], Some(passed.0)),
            (vec![passed, later, no_poe], Some(later.0)),
            (vec![later, revoked, passed], Some(revoked.0)),
            (vec![revoked, failed, later], Some(failed.0)),
        ] {
            assert_eq!(worst(row.into_iter()), expected);
        }
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(cut("é".repeat(256)), "é".repeat(256));
        assert_eq!(cut("é".repeat(257)), "é".repeat(256) + "…");
    }
}
