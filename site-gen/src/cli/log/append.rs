//! `site-gen log append`

use super::{Ended, Folder, Outcome, read_file};
use crate::cli::{say, tell};
use clap::Args;
use site_gen::disk::RealDisk;
use site_gen::key_file;
use site_gen::log::{self, Entry, EntryType};
use std::path::PathBuf;

/// Append a published file, and sign the log anew
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen log append --key-file /etc/periksa/log.key --type registry --path trust/registry.toml \\
      --say version=12 trust/registry.toml
  site-gen log append --key-file /etc/periksa/log.key

Without FILE it finishes what an interrupted run began, if there was one. An entry that is in the log already is not appended \
again. What is appended stays for ever: there is no way to take it out.")]
pub(super) struct Append {
    #[command(flatten)]
    folder: Folder,
    /// The file that `site-gen log keygen` wrote
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
    /// What the file is
    #[arg(long = "type", value_name = "TYPE", requires = "file", value_parser = kinds())]
    kind: Option<String>,
    /// Where the site publishes it
    #[arg(long, value_name = "PATH", requires = "file")]
    path: Option<String>,
    /// What identifies it to people, such as number=5817; may be repeated
    #[arg(long, value_name = "NAME=VALUE", requires = "file", value_parser = pair)]
    say: Vec<(String, String)>,
    /// The file
    #[arg(value_name = "FILE", requires_all = ["kind", "path"])]
    file: Option<PathBuf>,
}

fn kinds() -> Vec<&'static str> {
    EntryType::ALL.into_iter().map(EntryType::word).collect()
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Append {
    pub(super) fn run(self) -> Outcome {
        let signer = key_file::read(&self.key_file)?;
        if key_file::is_open_to_others(&self.key_file) == Some(true) {
            tell(&format!(
                "warning: others may read {}; its mode should be 0600",
                self.key_file.display()
            ));
        }
        let kind = self.kind.as_deref().and_then(EntryType::of_word);
        let entries = match (self.file, kind, self.path) {
            (Some(file), Some(kind), Some(path)) => {
                let identifiers: Vec<_> =
                    self.say.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                vec![Entry::new(kind, &path, &read_file(&file)?, &identifiers)?]
            }
            // clap asks for all three or none.
            _ => Vec::new(),
        };
        let appended = log::append(&RealDisk, &self.folder.dir, &signer, &entries)?;
        let size = appended.checkpoint.map_or(0, |checkpoint| checkpoint.tree_size);
        say(&format!("{} appended, {size} in the log", appended.new));
        Ok(Ended::Good)
    }
}
