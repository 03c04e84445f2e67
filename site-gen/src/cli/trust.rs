//! `site-gen trust`

mod add;
mod diff;
mod import;
mod list;
mod retire;

use super::{Project, tell};
use clap::{Args, Subcommand};
use site_gen::config::Config;
use site_gen::trust::certificate_file::LARGEST;
use site_gen::trust::changes::is_day;
use std::error::Error;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verifier::time::UnixTime;

/// What could not be read or written, as for the other commands about trust data.
const COULD_NOT: u8 = 2;

/// Show and change whom the portal believes
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust list
  site-gen trust show bsre-ca-ds-g1
  site-gen trust add tsa-2026.cer --id bsre-time-stamp-authority-2026 --role time-stamp-authority --regime psre-induk \\
      --confirmed \"Surat BSrE 12/2026 AB:CD:…\" --confirmed \"Token dokumen nyata abcd…\" --reason \"Otoritas baru sejak September 2026\"
  site-gen trust import root.cer ca.cer
  site-gen trust retire osd-demo --from 2027-01-01 --reason \"Tidak dipakai lagi\"
  site-gen trust diff trust-last-year/ trust/

Each change makes the next version of DIR/registry.toml, with the day and the reason in it. No entry is ever taken out.")]
pub(crate) struct Trust {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Show(list::Show),
    Import(import::Import),
    Add(Box<add::Add>),
    Retire(retire::Retire),
    Diff(diff::Diff),
}

impl Trust {
    pub(crate) fn run(self) -> ExitCode {
        match self.command {
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
            Command::Import(import) => import.run(),
            Command::Add(add) => add.run(),
            Command::Retire(retire) => retire.run(),
            Command::Diff(diff) => diff.run(),
        }
    }
}

/// Which registry.
#[derive(Debug, Args)]
struct Folder {
    #[command(flatten)]
    project: Project,
    /// The folder of the registry, instead of the one that config.toml names
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Why no folder is known.
#[derive(Debug, thiserror::Error)]
enum FolderError {
    #[error("{}: {source}; name the folder of the registry with --dir", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Config(#[from] site_gen::fields::FieldError),
    #[error("{}: expected [extra.periksa.trust] with `dir`, found none; name the folder of the registry with --dir", path.display())]
    NoPortal { path: PathBuf },
}

impl Folder {
    fn path(&self) -> Result<PathBuf, FolderError> {
        if let Some(dir) = &self.dir {
            return Ok(dir.clone());
        }
        let path = self.project.root.join("config.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(source) => return Err(FolderError::Read { path, source }),
        };
        match Config::parse(&path.display().to_string(), &text)?.portal {
            Some(portal) => Ok(self.project.root.join(portal.trust_dir)),
            None => Err(FolderError::NoPortal { path }),
        }
    }
}

/// Why a file of the command line cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
struct FileError {
    path: PathBuf,
    source: std::io::Error,
}

/// The bytes of a file that should be a certificate, and one more than any has.
fn read_certificate(path: &Path) -> Result<Vec<u8>, FileError> {
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|source| FileError { path: path.to_owned(), source })?;
    Ok(bytes)
}

/// When a change is made.
#[derive(Debug, Args)]
struct Day {
    /// The day of the change, UTC; today if not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
}

impl Day {
    fn text(&self) -> String {
        let today = || now().to_rfc3339().get(..10).unwrap_or_default().to_owned();
        self.date.clone().unwrap_or_else(today)
    }
}

fn day(text: &str) -> Result<String, &'static str> {
    if is_day(text) { Ok(text.to_owned()) } else { Err("expected a day like 2026-11-28") }
}

/// A moment, or the beginning of a day, UTC.
fn moment(text: &str) -> Result<der::DateTime, &'static str> {
    let whole = if is_day(text) { format!("{text}T00:00:00Z") } else { text.to_owned() };
    whole
        .parse()
        .map_err(|_| "expected a day like 2026-11-28 or a moment like 2026-11-28T08:00:00Z")
}

fn sentence(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("expected a sentence, found nothing") } else { Ok(text.to_owned()) }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the rim of the program: a change is made today unless --date says otherwise"
)]
fn now() -> UnixTime {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixTime::from_seconds(i64::try_from(since.as_secs()).unwrap_or(0))
}

/// Something could not be read or written.
fn could_not(error: &dyn Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::from(COULD_NOT)
}
