//! What every command about lists takes, and how each of them speaks: events on standard error, the summary on standard output.

use crate::cli::{say, tell};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use site_gen::crl::event::Event;
use site_gen::crl::genuine::MAX_BYTES;
use site_gen::crl::intake::{Answer, IntakeError, Outcome};
use site_gen::crl::refusal::Refusal;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verifier::time::UnixTime;

/// Something was not taken.
pub(super) const SOME_FAILED: u8 = 1;
/// The trust folder, a file or an argument cannot be used.
pub(super) const BAD_INPUT: u8 = 2;
/// Nothing was taken.
pub(super) const ALL_FAILED: u8 = 3;
/// Another run has the archive.
pub(super) const BUSY: u8 = 4;

/// What every command about lists takes.
#[derive(Debug, Args)]
pub(crate) struct Operator {
    /// The trust folder, with registry.toml and crl/
    #[arg(long, value_name = "DIR", default_value = "trust")]
    pub(super) dir: PathBuf,
    /// The moment to judge by, such as 2026-11-23T08:00:00Z; now if not given
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<UnixTime>,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
    /// The form of the lines on standard error
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Log::Logfmt)]
    log: Log,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// level=info event=accepted …
    Logfmt,
    /// One JSON object a line
    Json,
}

impl Operator {
    pub(super) fn at(&self) -> UnixTime {
        self.at.unwrap_or_else(now)
    }

    /// One line for one thing that happened.
    pub(super) fn log(&self, event: &Event) {
        match self.log {
            Log::Logfmt => tell(&event.logfmt()),
            Log::Json => tell(&event.json().to_string()),
        }
    }

    /// The result: a table of lines, or one JSON value.
    pub(super) fn print(&self, lines: &[String], json: &Value) {
        if self.json {
            say(&json.to_string());
        } else {
            lines.iter().for_each(|line| say(line));
        }
    }
}

fn moment(text: &str) -> Result<UnixTime, &'static str> {
    UnixTime::from_rfc3339(text).ok_or("expected a moment like 2026-11-23T08:00:00Z")
}

/// The moment of the call; before 1970 counts as 1970, when every list is of the future.
#[expect(
    clippy::disallowed_methods,
    reason = "the rim of the program: without --at the moment is now"
)]
fn now() -> UnixTime {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixTime::from_seconds(i64::try_from(since.as_secs()).unwrap_or(0))
}

/// A file, up to a little more than is taken, so that what is too large is told apart.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The end of a command that could not do anything.
pub(super) fn unusable(error: &dyn std::error::Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::from(BAD_INPUT)
}

/// The same, where somebody else having the archive is told apart.
pub(super) fn intake_failed(error: &IntakeError) -> ExitCode {
    tell(&format!("error: {error}"));
    match error {
        IntakeError::Lock(_) => ExitCode::from(BUSY),
        IntakeError::Shelf(_) | IntakeError::Certificates { .. } => ExitCode::from(BAD_INPUT),
    }
}

/// One answer for people.
pub(super) fn line(name: &str, answer: &Answer) -> String {
    let of = answer.issuer.as_deref().unwrap_or("nobody in the registry");
    let number = answer.number.as_deref().map_or_else(String::new, |number| format!(" {number}"));
    match &answer.outcome {
        Outcome::Accepted(list) => format!(
            "{name}: accepted: {of}{number}, {} entries, {} added, {} removed, {} changed, {} findings",
            list.entries,
            list.added.len(),
            list.removed.len(),
            list.changed.len(),
            list.findings.len()
        ),
        Outcome::Inserted => format!("{name}: in the archive: {of}{number}"),
        Outcome::Unchanged => format!("{name}: unchanged: {of}{number}"),
        Outcome::Refused(refusal @ Refusal::Held(findings)) => {
            let mut text = format!("{name}: held: {refusal}");
            for finding in findings {
                let serial = finding.serial.as_deref().unwrap_or("-");
                let expected = finding.expected.as_deref().unwrap_or("-");
                let found = finding.found.as_deref().unwrap_or("-");
                text.push_str(&format!("\n  {} {serial}: {expected} -> {found}", finding.code));
            }
            text
        }
        Outcome::Refused(refusal) => format!("{name}: refused: {refusal}"),
    }
}

/// One answer for machines.
pub(super) fn value(answer: &Answer) -> Value {
    let mut value = json!({
        "source": answer.source,
        "issuer": answer.issuer,
        "folder": answer.folder,
        "number": answer.number,
        "sha256": answer.sha256,
        "outcome": match &answer.outcome {
            Outcome::Accepted(_) => "accepted",
            Outcome::Inserted => "inserted",
            Outcome::Unchanged => "unchanged",
            Outcome::Refused(Refusal::Held(_)) => "held",
            Outcome::Refused(_) => "refused",
        },
    });
    if let Some(object) = value.as_object_mut() {
        match &answer.outcome {
            Outcome::Accepted(list) => {
                object.insert("entries".to_owned(), list.entries.into());
                object.insert("added".to_owned(), list.added.len().into());
                object.insert("removed".to_owned(), list.removed.len().into());
                object.insert("changed".to_owned(), list.changed.len().into());
                object.insert("findings".to_owned(), json!(list.findings));
            }
            Outcome::Inserted | Outcome::Unchanged => {}
            Outcome::Refused(refusal) => {
                object.insert("code".to_owned(), refusal.code().into());
                object.insert("why".to_owned(), refusal.to_string().into());
                object.insert("findings".to_owned(), json!(refusal.findings()));
            }
        }
    }
    value
}

/// How it went with all of them.
pub(super) fn exit_code(good: usize, all: usize) -> ExitCode {
    if good == all {
        ExitCode::SUCCESS
    } else if good == 0 {
        ExitCode::from(ALL_FAILED)
    } else {
        ExitCode::from(SOME_FAILED)
    }
}
