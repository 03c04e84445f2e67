//! `site-gen trust import`

use super::{Day, Folder, could_not, read_certificate, sentence};
use crate::cli::{say, tell};
use clap::Args;
use site_gen::disk::RealDisk;
use site_gen::trust::certificate_file::CertificateFile;
use site_gen::trust::operator::{Imported, OperatorError, TrustFolder};
use std::path::PathBuf;
use std::process::ExitCode;

/// Publish the certificates of registered entries, for readers to download
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust import root.cer ca.pem
  site-gen trust import --dir /srv/periksa/trust --reason \"Diunduh dari laman BSrE\" ca.cer

A file is imported only when its SHA-256, its subject and its key are those of an entry, and is kept as \
DIR/certificates/ID.pem. The portal publishes it as trust/certificates/ID.cer. A file that is refused does not keep the others \
from being imported.

Exit code: 0 all are imported, now or before; 1 some file was refused; 2 something could not be read or written.")]
pub(super) struct Import {
    /// Certificates, each in a file of its own, DER or PEM
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    day: Day,
    /// Why, for the history that readers see
    #[arg(
        long,
        value_name = "TEXT",
        value_parser = sentence,
        default_value = "Berkas sertifikat diterbitkan; SHA-256-nya sama dengan yang tercatat."
    )]
    reason: String,
}

impl Import {
    pub(super) fn run(self) -> ExitCode {
        let dir = match self.folder.path() {
            Ok(dir) => dir,
            Err(error) => return could_not(&error),
        };
        let mut folder = match TrustFolder::open(&RealDisk, &dir) {
            Ok(folder) => folder,
            Err(error) => return could_not(&error),
        };
        let mut code = ExitCode::SUCCESS;
        for path in &self.files {
            let name = path.display();
            let bytes = match read_certificate(path) {
                Ok(bytes) => bytes,
                Err(error) => return could_not(&error),
            };
            let read = CertificateFile::read(&bytes).map_err(OperatorError::from);
            let date = self.day.text();
            match read.and_then(|certificate| folder.import(&certificate, &date, &self.reason)) {
                Ok(Imported::Added { id }) => {
                    say(&format!(
                        "{name}: imported as {id}: version {}",
                        folder.registry().version
                    ));
                }
                Ok(Imported::Unchanged { id }) => say(&format!("{name}: {id} has it already")),
                Err(
                    refused @ (OperatorError::Certificate(_) | OperatorError::NotRegistered { .. }),
                ) => {
                    tell(&format!("error: {name}: {refused}"));
                    code = ExitCode::FAILURE;
                }
                Err(error) => return could_not(&error),
            }
        }
        code
    }
}
