//! `site-gen log cosign`

use super::{Ended, Folder, Outcome, read_file, verifier_key};
use crate::cli::say;
use clap::{Args, Subcommand};
use site_gen::disk::RealDisk;
use site_gen::log::witness;
use std::path::PathBuf;
use verifier::note::VerifierKey;

/// Accept what witnesses signed
#[derive(Debug, Args)]
pub(super) struct Cosign {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Add),
}

/// Add cosignatures to the published checkpoint
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen log cosign add --key periksa.example/log+... --witness saksi.example/1+... lines.txt
  curl -s https://saksi.example/... | site-gen log cosign add --key ... --witness ... -

FILE has signature lines (C2SP tlog-cosignature), or the checkpoint with them. Each is verified against the checkpoint that the \
folder has now. All are added or none is. The next append makes a checkpoint without cosignatures.")]
struct Add {
    #[command(flatten)]
    folder: Folder,
    /// The log's verifier key
    #[arg(long, value_name = "KEY", value_parser = verifier_key)]
    key: VerifierKey,
    /// The verifier key of a witness that is accepted; may be repeated
    #[arg(long, value_name = "KEY", value_parser = verifier_key, required = true)]
    witness: Vec<VerifierKey>,
    /// The lines; - reads them from standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Cosign {
    pub(super) fn run(self) -> Outcome {
        let Command::Add(add) = self.command;
        let bytes = read_file(&add.file)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| format!("{}: expected text in UTF-8", add.file.display()))?;
        let dir = &add.folder.dir;
        match witness::add(&RealDisk, dir, &add.key, &add.witness, &text) {
            Ok(cosigned) => {
                for one in cosigned {
                    let at = one.timestamp.map_or_else(String::new, |at| format!(" at {at}"));
                    say(&format!("cosigned by {}{at}", one.key.name()));
                }
                Ok(Ended::Good)
            }
            Err(
                refused @ (witness::CosignError::OtherCheckpoint
                | witness::CosignError::UnknownWitness { .. }
                | witness::CosignError::Note(_)),
            ) => {
                crate::cli::tell(&format!("refused: {refused}"));
                Ok(Ended::Wrong)
            }
            Err(error) => Err(error.into()),
        }
    }
}
