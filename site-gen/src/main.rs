//! The command line of `site-gen`: reads arguments, calls the library, prints, and says by its exit code how it went.

mod cli;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Generates a verification portal as static files, and serves and checks it.
#[derive(Debug, Parser)]
#[command(
    name = "site-gen",
    version,
    about,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(cli::build::Build),
    Check(cli::check::Check),
    Log(cli::log::Log),
    Keys(cli::keys::Keys),
    #[command(subcommand)]
    Crl(cli::crl::Crl),
    Headers(cli::headers::Headers),
    Serve(cli::serve::Serve),
    Snapshot(cli::snapshot::SnapshotCommand),
    Translations(cli::translations::Translations),
    Trust(cli::trust::Trust),
    Verify(Box<cli::verify::Verify>),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Build(build) => build.run(),
        Command::Check(check) => check.run(),
        Command::Log(log) => log.run(),
        Command::Keys(keys) => keys.run(),
        Command::Crl(crl) => crl.run(),
        Command::Headers(headers) => headers.run(),
        Command::Serve(serve) => serve.run(),
        Command::Snapshot(snapshot) => snapshot.run(),
        Command::Translations(translations) => translations.run(),
        Command::Trust(trust) => trust.run(),
        Command::Verify(verify) => verify.run(),
    }
}
