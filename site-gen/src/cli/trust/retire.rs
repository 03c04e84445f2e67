//! `site-gen trust retire`

use super::{Day, Folder, could_not, moment, sentence};
use crate::cli::{failed, say};
use clap::Args;
use der::DateTime;
use site_gen::disk::RealDisk;
use site_gen::trust::operator::{OperatorError, TrustFolder};
use std::process::ExitCode;

/// End the window in which an entry is accepted; the entry stays
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust retire osd-demo --from 2027-01-01 --reason \"BSrE menutup PKI uji ini\"
  site-gen trust retire bsre-ca-ds-g1 --from 2027-03-01T02:00:00Z --reason \"Kunci penerbit bocor, surat BSrE 7/2027\"

The window then ends one second before MOMENT. What is proven older is judged as before. A window is never made longer by this.

Exit code: 0 retired; 1 refused; 2 something could not be read or written.")]
pub(super) struct Retire {
    /// The entry
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    day: Day,
    /// From when it is not accepted any more: a day, from its beginning in UTC, or a moment
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    from: DateTime,
    /// Why, for the history that readers see
    #[arg(long, value_name = "TEXT", value_parser = sentence)]
    reason: String,
}

impl Retire {
    pub(super) fn run(self) -> ExitCode {
        let dir = match self.folder.path() {
            Ok(dir) => dir,
            Err(error) => return could_not(&error),
        };
        let mut folder = match TrustFolder::open(&RealDisk, &dir) {
            Ok(folder) => folder,
            Err(error) => return could_not(&error),
        };
        match folder.retire(&self.id, self.from, &self.day.text(), &self.reason) {
            Ok(until) => {
                let version = folder.registry().version;
                say(&format!("{}: accepted until {until}: version {version}", self.id));
                ExitCode::SUCCESS
            }
            Err(error @ OperatorError::Write { .. }) => could_not(&error),
            Err(error) => failed(&error),
        }
    }
}
