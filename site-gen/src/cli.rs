//! One file per subcommand, and the two ways a program speaks: results on standard output, all else on standard error.

pub(crate) mod archive;
pub(crate) mod build;
mod bundle;
pub(crate) mod check;
pub(crate) mod crl;
pub(crate) mod headers;
mod inputs;
pub(crate) mod keys;
pub(crate) mod log;
mod output;
pub(crate) mod progress;
pub(crate) mod serve;
pub(crate) mod snapshot;
pub(crate) mod translations;
pub(crate) mod trust;
pub(crate) mod verify;

use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use verifier::time::UnixTime;

/// What every command that reads a project takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Project {
    /// The folder that holds config.toml, content/, templates/ and static/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
}

/// A result. Who reads it may have seen enough (`| head`), which is no error; what cannot be written for another reason is told.
pub(crate) fn say(line: &str) {
    let written = writeln!(std::io::stdout(), "{line}");
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        tell(&format!("error: standard output: {error}"));
    }
}

/// Anything else. Where nobody listens there is nobody to tell so.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The end of a command that did not do what it was asked.
pub(crate) fn failed(error: &dyn std::error::Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::FAILURE
}

/// The moment of the call, where a command is not given one; before 1970 counts as 1970, in which no certificate is valid.
#[expect(
    clippy::disallowed_methods,
    reason = "the rim of the program: from here on the moment is an argument"
)]
pub(crate) fn now() -> UnixTime {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UnixTime::from_seconds(i64::try_from(since.as_secs()).unwrap_or(0))
}
