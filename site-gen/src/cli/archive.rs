//! `site-gen verify DIR --report`: a folder judged into a report, with its progress and a summary.

use super::progress::Bar;
use super::{say, tell};
use clap::ValueEnum;
use site_gen::archive::{ArchiveError, Existing, Format, Request, Summary, verify_archive};
use site_gen::words::Language;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use verifier::ValidationData;
use verifier::time::UnixTime;

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// RFC 4180, harmless in a spreadsheet
    Csv,
    /// A JSON object on each line
    Json,
}

/// What the command line says of an archive.
#[derive(Debug)]
pub(crate) struct Archive<'a> {
    pub(crate) files: &'a [PathBuf],
    pub(crate) output: &'a Path,
    pub(crate) format: ReportFormat,
    pub(crate) existing: Existing,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) data: &'a ValidationData,
    pub(crate) password: Option<&'a str>,
    pub(crate) at: Option<UnixTime>,
    pub(crate) now: UnixTime,
}

/// Why an archive was not verified.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveCommandError {
    /// More than one.
    #[error("expected one folder with --report, found {count}: a report is about one folder")]
    SeveralFolders { count: usize },
    /// A file.
    #[error("{}: expected a folder with --report, found a file; --json gives the report on a file", path.display())]
    NoFolder { path: PathBuf },
    /// The work.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Nothing to verify, which is told rather than called genuine.
    #[error("{}: there is no document in it; {others} other files were looked at", path.display())]
    NoDocument { path: PathBuf, others: usize },
}

impl Archive<'_> {
    /// Writes the report and says what came out.
    pub(crate) fn run(&self, words: &Language) -> Result<Summary, ArchiveCommandError> {
        let [folder] = self.files else {
            return Err(ArchiveCommandError::SeveralFolders { count: self.files.len() });
        };
        if folder.is_file() {
            return Err(ArchiveCommandError::NoFolder { path: folder.clone() });
        }
        let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let request = Request {
            folder,
            output: self.output,
            format: match self.format {
                ReportFormat::Csv => Format::Csv,
                ReportFormat::Json => Format::Json,
            },
            existing: self.existing,
            data: self.data,
            password: self.password,
            at: self.at,
            now: self.now,
            threads: self.threads.unwrap_or_else(all),
        };
        let mut bar = Bar::new();
        let outcome = verify_archive(&request, |progress| bar.show(progress));
        bar.end();
        let summary = outcome?;
        if summary.documents() == 0 {
            return Err(ArchiveCommandError::NoDocument {
                path: folder.clone(),
                others: summary.others,
            });
        }
        say(&table(&summary, words));
        self.tell_of_the_rest(&summary);
        Ok(summary)
    }

    fn tell_of_the_rest(&self, summary: &Summary) {
        let report = self.output.display();
        tell(&format!("{report}: {} documents written", summary.documents()));
        for (count, what) in [
            (summary.kept, "of them were there already"),
            (summary.others, "other files are no documents and have no line"),
            (summary.not_opened, "links to folders or special files were not opened"),
        ] {
            if count > 0 {
                tell(&format!("{report}: {count} {what}"));
            }
        }
    }
}

/// How many documents have which verdict, in words.
fn table(summary: &Summary, words: &Language) -> String {
    let mut rows: Vec<(usize, &str)> = Vec::new();
    for (verdict, count) in &summary.verdicts {
        let key = verdict.key();
        rows.push((*count, words.verdicts.get(key).map_or(key, |words| words.headline.as_str())));
    }
    if summary.unreadable > 0 {
        let key = "archive-unreadable";
        rows.push((summary.unreadable, words.labels.get(key).map_or(key, String::as_str)));
    }
    let width = rows.iter().map(|(count, _)| count.to_string().len()).max().unwrap_or_default();
    let lines: Vec<String> =
        rows.iter().map(|(count, words)| format!("{count:>width$}  {words}")).collect();
    lines.join("\n")
}
