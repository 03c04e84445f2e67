//! `site-gen crl`: what an operator does with revocation lists.

mod lint;

use clap::Subcommand;
use std::process::ExitCode;

/// Look after revocation lists
#[derive(Debug, Subcommand)]
pub(crate) enum Crl {
    Lint(lint::Lint),
}

impl Crl {
    pub(crate) fn run(self) -> ExitCode {
        match self {
            Self::Lint(lint) => lint.run(),
        }
    }
}
