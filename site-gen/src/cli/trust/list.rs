//! `site-gen trust list` and `show`

use super::{Folder, could_not};
use crate::cli::{failed, inputs, say};
use clap::Args;
use serde_json::{Value, json};
use site_gen::trust::changes::{Action, Change};
use site_gen::trust::confirmation::grouped;
use site_gen::trust::{Entry, Purpose, Registry};
use std::error::Error;
use std::process::ExitCode;

/// List the entries of the registry, those of a demo PKI last
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust list
  site-gen trust list --dir /srv/periksa/trust
  site-gen trust list --json | jq '.entries[] | [.id, .valid_for.until]'")]
pub(super) struct List {
    #[command(flatten)]
    folder: Folder,
    /// Everything, as JSON
    #[arg(long)]
    json: bool,
}

/// Show one entry whole, with its history
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen trust show osd-lu-kelas-2
  site-gen trust show osd-lu-kelas-2 --json | jq .sha256")]
pub(super) struct Show {
    /// The entry
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    folder: Folder,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("there is no entry `{id}`; there are: {known}")]
struct NoEntry {
    id: String,
    known: String,
}

impl List {
    pub(super) fn run(self) -> ExitCode {
        let registry = match read(&self.folder) {
            Ok(registry) => registry,
            Err(error) => return could_not(&*error),
        };
        if self.json {
            let entries: Vec<Value> = registry.entries.iter().map(entry_json).collect();
            let changes: Vec<Value> = registry.changes.iter().map(change_json).collect();
            let all = json!({
                "version": registry.version,
                "entries": entries,
                "changes": changes,
            });
            say(&all.to_string());
            return ExitCode::SUCCESS;
        }
        say(&format!("version {}", registry.version));
        let longest = |text: fn(&Entry) -> &str| {
            registry.entries.iter().map(|entry| text(entry).len()).max().unwrap_or_default()
        };
        let (ids, roles) = (longest(|entry| &entry.id), longest(|entry| entry.role.word()));
        let regimes = longest(|entry| entry.regime.word());
        for entry in &registry.entries {
            say(&format!(
                "{:ids$}  {:roles$}  {:regimes$}  {} to {}  {}",
                entry.id,
                entry.role.word(),
                entry.regime.word(),
                day_of(&entry.valid_from.to_string()),
                day_of(&entry.valid_until.to_string()),
                entry.name
            ));
        }
        ExitCode::SUCCESS
    }
}

impl Show {
    pub(super) fn run(self) -> ExitCode {
        let registry = match read(&self.folder) {
            Ok(registry) => registry,
            Err(error) => return could_not(&*error),
        };
        let Some(entry) = registry.entries.iter().find(|entry| entry.id == self.id) else {
            let known: Vec<&str> = registry.entries.iter().map(|entry| &*entry.id).collect();
            return failed(&NoEntry { id: self.id, known: known.join(", ") });
        };
        let changes = || registry.changes.iter().filter(|change| is_about(change, &entry.id));
        if self.json {
            let mut shown = entry_json(entry);
            if let Some(fields) = shown.as_object_mut() {
                fields.insert("changes".to_owned(), changes().map(change_json).collect());
            }
            say(&shown.to_string());
            return ExitCode::SUCCESS;
        }
        lines(entry).iter().for_each(|line| say(line));
        for change in changes() {
            let action = Action::word(change.action);
            say(&format!(
                "  {} version {}, {action}: {}",
                change.date, change.version, change.reason
            ));
        }
        ExitCode::SUCCESS
    }
}

/// What is said of all entries is said of this one too.
fn is_about(change: &Change, id: &str) -> bool {
    change.entry.as_deref().is_none_or(|entry| entry == id)
}

fn read(folder: &Folder) -> Result<Registry, Box<dyn Error>> {
    Ok(inputs::load(&folder.path()?)?.registry)
}

fn day_of(moment: &str) -> &str {
    moment.get(..10).unwrap_or_default()
}

fn purposes(entry: &Entry) -> Vec<&'static str> {
    entry.purposes.iter().map(|purpose| Purpose::word(*purpose)).collect()
}

fn lines(entry: &Entry) -> Vec<String> {
    let certificate = match entry.published_certificate() {
        Some(der) => format!("published, {} bytes", der.len()),
        None => "not published".to_owned(),
    };
    let addresses = if entry.crl.is_empty() { "none".to_owned() } else { entry.crl.join(", ") };
    let mut lines = vec![
        format!("{}: {}", entry.id, entry.name),
        format!(
            "  {}, {}, for {}",
            entry.role.word(),
            entry.regime.word(),
            purposes(entry).join(", ")
        ),
        format!("  SHA-256      {}", grouped(&entry.sha256)),
        format!("  serial       {}", entry.serial.to_uppercase()),
        format!("  certificate  {} to {}", entry.not_before, entry.not_after),
        format!("  accepted     {} to {}", entry.valid_from, entry.valid_until),
        format!("  lists        {addresses}"),
        format!("  bytes        {certificate}"),
    ];
    lines.extend(entry.provenance.iter().map(|sentence| format!("  {sentence}")));
    lines
}

fn entry_json(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "role": entry.role.word(),
        "regime": entry.regime.word(),
        "name": entry.name,
        "ski": entry.ski,
        "sha256": entry.sha256,
        "serial": entry.serial,
        "not_before": entry.not_before.to_string(),
        "not_after": entry.not_after.to_string(),
        "valid_for": { "from": entry.valid_from.to_string(), "until": entry.valid_until.to_string() },
        "purposes": purposes(entry),
        "crl": entry.crl,
        "provenance": entry.provenance,
        "constraints": entry.constraints,
        "is_published": entry.published_certificate().is_some(),
    })
}

fn change_json(change: &Change) -> Value {
    json!({
        "version": change.version,
        "date": change.date,
        "action": Action::word(change.action),
        "entry": change.entry,
        "reason": change.reason,
    })
}
