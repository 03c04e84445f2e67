//! An archive: every document of a folder judged, one line each, in a report that an interrupted run goes on with.
//!
//! The story is [`verify_archive`]. A report is made for one moment, one engine, one policy and one set of evidence, which
//! its first line names; lines made under another are never mixed in. What a folder holds and what a line says stand in
//! `walk` and `line`, how both are written and read again in `format` and `report_file`.

mod done;
mod format;
mod header;
mod line;
mod report_file;
mod walk;
mod workers;

pub use format::Format;
pub use line::ReadError;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use verifier::time::UnixTime;
use verifier::{ValidationData, Verdict};

use done::Previous;
use header::Header;
use line::{Judge, Line};
use report_file::ReportFile;
use walk::Document;

/// What is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// The report.
    pub output: &'a Path,
    /// How the report is written.
    pub format: Format,
    /// What happens to a report that is there.
    pub existing: Existing,
    /// What the verdicts rest on.
    pub data: &'a ValidationData,
    /// Of encrypted documents.
    pub password: Option<&'a str>,
    /// The moment to judge by, if the caller was told one.
    pub at: Option<UnixTime>,
    /// The moment of the call: what counts where no other is given.
    pub now: UnixTime,
    /// How many documents are judged at a time.
    pub threads: NonZeroUsize,
}

/// What happens to a report that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is judged.
    Stays,
    /// It is replaced. Only a report is: another file of that name stays.
    Replaced,
    /// Its lines stay where their documents did, and the rest is judged.
    Resumed,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files whose lines the report had already.
    pub kept: usize,
    /// Files judged by this run.
    pub judged: usize,
    /// Files of the folder.
    pub total: usize,
}

/// What came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines of each verdict, the best verdict first; none that has no line.
    pub verdicts: Vec<(Verdict, usize)>,
    /// Lines of what could not be read.
    pub unreadable: usize,
    /// Lines that the report had already.
    pub kept: usize,
    /// Files that are no documents, and have no line.
    pub others: usize,
    /// Links to folders and special files, which are not opened.
    pub not_opened: usize,
}

impl Summary {
    /// Lines of the report.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.verdicts.iter().map(|(_, count)| *count).fold(self.unreadable, usize::saturating_add)
    }

    /// Whether there is a document, and every one is genuine.
    #[must_use]
    pub fn all_green(&self) -> bool {
        self.documents() > 0
            && self.unreadable == 0
            && self.verdicts.iter().all(|(verdict, _)| verdict.is_good())
    }

    fn count(&mut self, verdict: Option<Verdict>) {
        let Some(verdict) = verdict else {
            self.unreadable = self.unreadable.saturating_add(1);
            return;
        };
        match self.verdicts.binary_search_by_key(&verdict, |(verdict, _)| *verdict) {
            Ok(at) => {
                if let Some((_, count)) = self.verdicts.get_mut(at) {
                    *count = count.saturating_add(1);
                }
            }
            Err(at) => self.verdicts.insert(at, (verdict, 1)),
        }
    }
}

/// Why there is no report, or an unfinished one.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The report is there, and nobody said what to do with it.
    #[error(
        "{} is already there and stays as it is; add --resume to go on with it, --force to begin anew, or name another file",
        path.display()
    )]
    Exists {
        /// The report.
        path: PathBuf,
    },
    /// Something else stands where the report should be.
    #[error(
        "{}: expected a report of an archive in {}, found another file. It stays as it is; name another file",
        path.display(),
        format.name()
    )]
    NotAReport {
        /// The file.
        path: PathBuf,
        /// How the report would be written.
        format: Format,
    },
    /// The lines that are there were made under other circumstances.
    #[error(
        "{}: the lines that are there were made with {name} {found}, and this run has {expected}. A report has one of each: name \
         another file, or add --force instead of --resume to judge all of it again",
        path.display()
    )]
    Differs {
        /// The report.
        path: PathBuf,
        /// Which.
        name: &'static str,
        /// What the report names.
        found: String,
        /// What this run has.
        expected: String,
    },
    /// None of the report's documents is in the folder.
    #[error(
        "{}: none of its {count} documents is in {}; the report is about another folder and stays as it is",
        path.display(),
        folder.display()
    )]
    AnotherFolder {
        /// The report.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
        /// Documents of the report.
        count: usize,
    },
    /// Another run writes the report.
    #[error("{}: another run is writing it", path.display())]
    Busy {
        /// The report.
        path: PathBuf,
    },
}

impl ArchiveError {
    fn file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

/// Judges every document of a folder and writes the report.
///
/// A line is in the file before the next document counts as done, so that whatever ends the run costs the documents that
/// were being judged, and no others. Until all are done the first line gives no number of documents.
pub fn verify_archive(
    request: &Request<'_>,
    mut progress: impl FnMut(Progress),
) -> Result<Summary, ArchiveError> {
    let previous = match request.existing {
        Existing::Stays if request.output.symlink_metadata().is_ok() => {
            return Err(ArchiveError::Exists { path: request.output.to_owned() });
        }
        Existing::Stays => None,
        Existing::Replaced | Existing::Resumed => Previous::read(request.output, request.format)?,
    };
    // What is replaced was looked at only for whether it may be.
    let mut previous = previous.filter(|_| request.existing == Existing::Resumed);
    let at = request.at.or_else(|| previous.as_ref().and_then(Previous::at)).unwrap_or(request.now);
    let header = Header::new(request.data, at);
    if let Some(previous) = &previous {
        previous.check(&header, request.output)?;
    }
    let walk::Found { documents, not_opened } = walk::documents(request.folder, request.output)
        .map_err(|source| ArchiveError::file(request.folder, source))?;

    let mut summary = Summary { not_opened, ..Summary::default() };
    let (mut kept, mut to_judge) = (Vec::new(), Vec::new());
    for (index, document) in documents.iter().enumerate() {
        let line = previous.as_ref().and_then(|previous| previous.line(document, request));
        if let Some(line) = line {
            summary.count(Some(line.verdict));
            kept.push((index, line.place));
        } else {
            to_judge.push((index, document));
        }
    }
    summary.kept = kept.len();
    if let Some(count) = previous.as_ref().and_then(|previous| previous.strangers(&documents)) {
        let (path, folder) = (request.output.to_owned(), request.folder.to_owned());
        return Err(ArchiveError::AnotherFolder { path, folder, count });
    }

    let mut report = ReportFile::begin(request, &header, previous.as_mut(), &kept)?;
    let judge =
        Judge { data: request.data, password: request.password, at, large: &Mutex::new(()) };
    let total = documents.len();
    let mut so_far = Progress { kept: kept.len(), judged: 0, total };
    progress(so_far);
    workers::in_order(
        &to_judge,
        request.threads,
        |(_, document)| judge.line(document),
        |(index, document), outcome| {
            // No file causes a panic; if one did, it would be told of that file, and the others would be judged.
            let line = outcome.unwrap_or_else(|_panicked| {
                Some(Line::unreadable(document, ReadError::VerifierPanicked))
            });
            if let Some(line) = line {
                summary.count(line.verdict());
                report.append(*index, &line)?;
            } else {
                summary.others = summary.others.saturating_add(1);
            }
            so_far.judged = so_far.judged.saturating_add(1);
            progress(so_far);
            Ok(())
        },
        |source| ArchiveError::file(request.folder, source),
    )?;
    report.finish(&header)?;
    Ok(summary)
}

fn document_key(document: &Document) -> (&str, &str) {
    let signature = document.signature.as_ref();
    (&document.name, signature.map_or("", |signature| signature.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_genuine_if_there_is_something_in_it_and_all_of_it_is() {
        for (counted, verdicts, green) in [
            (vec![], vec![], false),
            (
                vec![Some(Verdict::AsliSaatItu), Some(Verdict::Asli), Some(Verdict::AsliSaatItu)],
                vec![(Verdict::Asli, 1), (Verdict::AsliSaatItu, 2)],
                true,
            ),
            (
                vec![Some(Verdict::Berubah), Some(Verdict::Asli)],
                vec![(Verdict::Asli, 1), (Verdict::Berubah, 1)],
                false,
            ),
            (vec![Some(Verdict::Asli), None], vec![(Verdict::Asli, 1)], false),
        ] {
            let mut summary = Summary::default();
            counted.iter().for_each(|verdict| summary.count(*verdict));
            assert_eq!(summary.verdicts, verdicts);
            assert_eq!((summary.documents(), summary.all_green()), (counted.len(), green));
        }
    }
}
