//! `site-gen crl`: what an operator does with revocation lists.

mod check;
mod fetch;
mod import;
mod lint;
mod operator;
mod status;

use clap::Subcommand;
use std::process::ExitCode;

/// Look after revocation lists
#[derive(Debug, Subcommand)]
pub(crate) enum Crl {
    Lint(lint::Lint),
    Fetch(fetch::Fetch),
    Import(import::Import),
    Check(check::Check),
    Status(status::Status),
}

impl Crl {
    pub(crate) fn run(self) -> ExitCode {
        match self {
            Self::Lint(lint) => lint.run(),
            Self::Fetch(fetch) => fetch.run(),
            Self::Import(import) => import.run(),
            Self::Check(check) => check.run(),
            Self::Status(status) => status.run(),
        }
    }
}
