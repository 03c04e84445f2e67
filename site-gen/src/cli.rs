//! One file per subcommand, and the two ways a program speaks: results on standard output, all else on standard error.

pub(crate) mod archive;
pub(crate) mod build;
mod bundle;
pub(crate) mod check;
mod inputs;
mod output;
pub(crate) mod progress;
pub(crate) mod serve;
pub(crate) mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

/// What every command that reads a project takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Project {
    /// The folder that holds config.toml, content/, templates/ and static/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
}

/// A result.
#[expect(clippy::print_stdout, reason = "the rim of the program: results go to standard output")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Anything else.
#[expect(clippy::print_stderr, reason = "the rim of the program: messages go to standard error")]
pub(crate) fn tell(line: &str) {
    eprintln!("{line}");
}

/// The end of a command that did not do what it was asked.
pub(crate) fn failed(error: &dyn std::error::Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::FAILURE
}
