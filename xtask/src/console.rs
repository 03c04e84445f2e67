//! Where xtask prints. One place, so that the rest of it has no reason to.

use std::fmt::Display;

/// A line of ordinary output.
#[expect(clippy::print_stdout, reason = "a command-line tool answers on standard output")]
pub(crate) fn say(line: impl Display) {
    println!("{line}");
}

/// A line about something that stops the work.
#[expect(clippy::print_stderr, reason = "a command-line tool complains on standard error")]
pub(crate) fn problem(line: &impl Display) {
    eprintln!("error: {line}");
}
