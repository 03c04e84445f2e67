//! `site-gen trust diff`

use super::{FileError, could_not};
use crate::cli::{inputs, say, tell};
use clap::Args;
use serde_json::json;
use site_gen::trust::Registry;
use site_gen::trust::diff::{Described, Kind, compare};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare two states of a registry, entry by entry
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust diff trust-last-year/ trust/
  site-gen trust diff trust/registry.toml new-registry.toml
  site-gen trust diff trusted_root.json trust/ --json | jq '.differences[] | select(.is_alarming)'

OLD and NEW are folders with a registry.toml (a demo/registry.toml in it is read too), files like registry.toml, or published \
files like trusted_root.json, which have no provenance: it is compared only where both have it.

In the text + is an entry added, - one retired, ~ something else, and !! what should never be: a fact that is another under the \
same id, an entry that is gone, a version that runs backwards or stays the same.

Exit code: 0 the same; 1 different; 2 something could not be read.")]
pub(super) struct Diff {
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Why a published file cannot be compared.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
struct NotDescribed {
    path: PathBuf,
    source: site_gen::trust::diff::DescribeError,
}

impl Diff {
    pub(super) fn run(self) -> ExitCode {
        let (old, new) = match (read(&self.old), read(&self.new)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(error), _) | (_, Err(error)) => return could_not(&*error),
        };
        let differences = compare(&old, &new);
        if self.json {
            let list: Vec<_> = differences
                .iter()
                .map(|difference| {
                    let mut value = json!(difference);
                    if let Some(fields) = value.as_object_mut() {
                        let alarming = Kind::is_alarming(difference.kind);
                        fields.insert("is_alarming".to_owned(), alarming.into());
                    }
                    value
                })
                .collect();
            say(&json!({ "is_same": list.is_empty(), "differences": list }).to_string());
        } else {
            differences.iter().for_each(|difference| say(&difference.line()));
        }
        if differences.is_empty() {
            tell("no difference");
            return ExitCode::SUCCESS;
        }
        ExitCode::FAILURE
    }
}

fn read(path: &Path) -> Result<Described, Box<dyn Error>> {
    if path.is_dir() {
        return Ok(Described::registry(&inputs::load(path)?.registry));
    }
    let bytes =
        std::fs::read(path).map_err(|source| FileError { path: path.to_owned(), source })?;
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Ok(Described::trusted_root(&bytes)
            .map_err(|source| NotDescribed { path: path.to_owned(), source })?);
    }
    let text = String::from_utf8_lossy(&bytes);
    let file = path.display().to_string();
    let beside = |file: &str| std::fs::read(path.with_file_name(file));
    Ok(Described::registry(&Registry::parse_with(&file, &text, &beside)?))
}
