//! `site-gen log show`

use super::{Ended, Folder, Outcome, say_json};
use crate::cli::say;
use clap::Args;
use serde_json::json;
use site_gen::digest::hex;
use site_gen::log::{Believed, Entry, Log};
use verifier::note::Note;

/// Show the checkpoint and the entries
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen log show
  site-gen log show --last 5 --dir /srv/periksa/trust/log
  site-gen log show --json | jq '.entries[] | select(.type == \"registry\")'

Shows what is there, and that it is one tree. Whose it is says `site-gen log verify --key`.")]
pub(super) struct Show {
    #[command(flatten)]
    folder: Folder,
    /// Only the last entries
    #[arg(long, value_name = "NUMBER")]
    last: Option<usize>,
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(self) -> Outcome {
        let log = Log::read(&self.folder.dir, Believed::Unsigned)?;
        let note = Note::parse(&log.note)?;
        let signed_by: Vec<_> = note.signatures().iter().map(|one| one.name).collect();
        let (origin, size) = (&log.checkpoint.origin, log.checkpoint.tree_size);
        let root = hex(&log.checkpoint.root_hash);
        let skipped = self.last.map_or(0, |last| log.entries.len().saturating_sub(last));
        let entries = log.entries.iter().enumerate().skip(skipped);
        let fields = |line: &[u8]| -> Result<serde_json::Value, _> { serde_json::from_slice(line) };
        if self.json {
            let entries: Vec<_> = entries
                .map(|(index, line)| json!({ "index": index, "entry": fields(line).ok() }))
                .collect();
            say_json(&json!({
                "origin": origin,
                "tree_size": size,
                "root_hash": root,
                "signed_by": signed_by,
                "entries": entries,
            }));
            return Ok(Ended::Good);
        }
        say(&format!("log        {origin}"));
        say(&format!("entries    {size}"));
        say(&format!("root       {root}"));
        say(&format!("signed by  {} (not checked here)", signed_by.join(", ")));
        for (index, line) in entries {
            say(&match Entry::parse(line) {
                Ok(entry) => line_of(index, &entry),
                Err(_) => format!("{index:>9}  {}", String::from_utf8_lossy(line)),
            });
        }
        Ok(Ended::Good)
    }
}

fn line_of(index: usize, entry: &Entry) -> String {
    let identifiers: Vec<_> =
        entry.identifiers().map(|(name, value)| format!("{name} {value}")).collect();
    let (kind, path) = (entry.field("type"), entry.field("path"));
    format!("{index:>9}  {kind:<12}  {path}  {}", identifiers.join(", "))
}
