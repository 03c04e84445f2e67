//! `site-gen snapshot`

use super::keys::At;
use super::{failed, say, tell};
use clap::{Args, Subcommand};
use site_gen::publication::audit::{Audited, Wrong, audit};
use std::path::PathBuf;
use std::process::ExitCode;
use verifier::publication::Loading;

/// Check a published portal as a browser does, and every file of it
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen snapshot verify dist --statement 1:SHA256
  site-gen snapshot verify . --statement 1:SHA256 --memory seen.json

`site-gen keys show` prints number and digest of the newest statement. A copy made by following links lacks files that no page
links to: fetch every path of trust/files.json, and trust/snapshot.

Exit codes: 0 everything is as it was signed, 1 something is not, 2 bad input.")]
pub(crate) struct SnapshotCommand {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check signatures, numbers, dates, the log, and the digest of every file
    Verify(Verify),
}

#[derive(Debug, Args)]
struct Verify {
    /// The folder of the portal: an output of `site-gen build`, or a mirror
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The newest statement of keys, as NUMBER:SHA-256
    #[arg(long, value_name = "STATEMENT")]
    statement: String,
    /// Keeps in this file what was seen when all was as signed, and refuses what is older
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    #[command(flatten)]
    at: At,
}

impl SnapshotCommand {
    pub(crate) fn run(self) -> ExitCode {
        match self.command {
            Command::Verify(verify) => verify.run(),
        }
    }
}

impl Verify {
    fn run(&self) -> ExitCode {
        let memory = match self.memory.as_deref().map(site_gen::disk::read).transpose() {
            Ok(memory) => {
                memory.flatten().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            }
            Err(error) => {
                failed(&error);
                return ExitCode::from(2);
            }
        };
        let loading = match Loading::new(&self.statement, memory.as_deref(), self.at.moment()) {
            Ok(loading) => loading,
            Err(error) => {
                tell(&format!("error: --statement: {error}, as `site-gen keys show` prints them"));
                return ExitCode::from(2);
            }
        };
        if !self.dir.is_dir() {
            tell(&format!("error: {} is not a folder", self.dir.display()));
            return ExitCode::from(2);
        }
        match audit(&self.dir, loading) {
            Ok(audited) => self.tell_of(&audited),
            Err(error) => failed(&error),
        }
    }

    fn tell_of(&self, audited: &Audited) -> ExitCode {
        let snapshot = &audited.admitted.snapshot;
        say(&format!(
            "snapshot {}, signed {}, to be used until {}; log of {} entries",
            snapshot.version,
            snapshot.issued.to_rfc3339(),
            snapshot.expires.to_rfc3339(),
            snapshot.log.size
        ));
        for path in &audited.admitted.missing {
            say(&format!("missing: {path}"));
        }
        for wrong in &audited.wrong {
            match wrong {
                Wrong::Missing(path) => say(&format!("missing: {path}")),
                Wrong::Differs(path) => say(&format!("not as signed: {path}")),
            }
        }
        for path in &audited.unnamed {
            say(&format!("not signed: {path}"));
        }
        let wrong = audited.wrong.len().saturating_add(audited.unnamed.len());
        say(&format!("{} files as signed, {wrong} not", audited.matching));
        if wrong > 0 || !audited.admitted.missing.is_empty() {
            return ExitCode::FAILURE;
        }
        let Some(path) = &self.memory else { return ExitCode::SUCCESS };
        let memory = audited.admitted.memory.to_json();
        match site_gen::disk::replace(&site_gen::disk::RealDisk, path, memory.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        }
    }
}
