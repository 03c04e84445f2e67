//! `site-gen log`: the transparency log, for the operator who writes it and for whoever checks it.

mod append;
mod cosign;
mod keygen;
mod show;
mod verify;

use super::{say, tell};
use clap::{Args, Subcommand};
use std::error::Error;
use std::fs;
use std::io::{Read as _, Take};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verifier::note::VerifierKey;

/// Write, show and check the transparency log
#[derive(Debug, Args)]
#[command(
    after_help = "The log is a folder of files (C2SP tlog-tiles) that is published as log/ of the site. Each entry is one \
published file by its SHA-256; the checkpoint signs how many there are and the root of their Merkle tree.

Exit code: 0 good, 1 not good, 2 something could not be read, written or understood."
)]
pub(crate) struct Log {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Keygen(keygen::Keygen),
    Show(show::Show),
    Append(append::Append),
    Verify(verify::Verify),
    Cosign(cosign::Cosign),
}

impl Log {
    pub(crate) fn run(self) -> ExitCode {
        let ended = match self.command {
            Command::Keygen(keygen) => keygen.run(),
            Command::Show(show) => show.run(),
            Command::Append(append) => append.run(),
            Command::Verify(verify) => verify.run(),
            Command::Cosign(cosign) => cosign.run(),
        };
        match ended {
            Ok(Ended::Good) => ExitCode::SUCCESS,
            Ok(Ended::Wrong) => ExitCode::FAILURE,
            Err(error) => {
                tell(&format!("error: {error}"));
                ExitCode::from(2)
            }
        }
    }
}

/// How a command ended that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Good,
    Wrong,
}

type Outcome = Result<Ended, Box<dyn Error>>;

/// Bytes of a file that a command hashes: the largest list that is planned for is a tenth of it.
const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// A file's bytes; `-` is standard input.
fn read_file(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let named = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    let read = |bytes: &mut Vec<u8>| -> std::io::Result<usize> {
        let limit = MAX_FILE.saturating_add(1);
        if path == Path::new("-") {
            let mut input: Take<_> = std::io::stdin().lock().take(limit);
            return input.read_to_end(bytes);
        }
        fs::File::open(path)?.take(limit).read_to_end(bytes)
    };
    read(&mut bytes).map_err(named)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE) {
        return Err(format!("{}: expected up to {MAX_FILE} bytes", path.display()).into());
    }
    Ok(bytes)
}

/// A verifier key on the command line.
fn verifier_key(text: &str) -> Result<VerifierKey, String> {
    VerifierKey::parse(text).map_err(|error| error.to_string())
}

/// The folder of the operator's log.
#[derive(Debug, Args)]
struct Folder {
    /// The folder of the log
    #[arg(long, value_name = "DIR", default_value = "trust/log")]
    dir: PathBuf,
}

/// One line of JSON.
fn say_json(value: &serde_json::Value) {
    say(&value.to_string());
}
