//! The history of a registry: every version says what changed, on which day and why, so that whoever audits it need not ask.
//!
//! The order of the file is the order of time: versions and dates never run backwards, and none is left out.

use super::registry::Entry;
use crate::fields::{FieldError, Fields};
use der::DateTime;

/// One `[[change]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The version of the registry that it made.
    pub version: u64,
    /// The day, UTC, like `2026-11-28`.
    pub date: String,
    /// What was done.
    pub action: Action,
    /// To which entry; the first version has none.
    pub entry: Option<String>,
    /// Why.
    pub reason: String,
}

/// What was done to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The registry began, with all entries that it had then.
    FirstVersion,
    /// The entry is new.
    Added,
    /// The end of its window was brought forward.
    Retired,
    /// The bytes of its certificate are published.
    Imported,
    /// Its window is another one.
    WindowChanged,
    /// There is more to say of how we know.
    ProvenanceAdded,
    /// The addresses of its list are other ones.
    AddressesChanged,
    /// What it may vouch for is something else.
    PurposesChanged,
    /// What binds its paths is something else.
    ConstraintsChanged,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::FirstVersion,
        Self::Added,
        Self::Retired,
        Self::Imported,
        Self::WindowChanged,
        Self::ProvenanceAdded,
        Self::AddressesChanged,
        Self::PurposesChanged,
        Self::ConstraintsChanged,
    ];

    /// Its word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::FirstVersion => "first-version",
            Self::Added => "added",
            Self::Retired => "retired",
            Self::Imported => "imported",
            Self::WindowChanged => "window-changed",
            Self::ProvenanceAdded => "provenance-added",
            Self::AddressesChanged => "addresses-changed",
            Self::PurposesChanged => "purposes-changed",
            Self::ConstraintsChanged => "constraints-changed",
        }
    }
}

/// Whether this is a day as a change writes it.
#[must_use]
pub fn is_day(text: &str) -> bool {
    format!("{text}T00:00:00Z").parse::<DateTime>().is_ok_and(|day| {
        let written = day.to_string();
        written.strip_suffix("T00:00:00Z") == Some(text)
    })
}

/// Reads the history of a registry of this version. `top` is the whole file.
pub(super) fn read(
    top: &Fields<'_>,
    version: u64,
    entries: &[Entry],
) -> Result<Vec<Change>, FieldError> {
    let mut changes: Vec<Change> = Vec::new();
    for fields in top.tables("change", "")? {
        let change = read_change(&fields, entries)?;
        follows(&fields, changes.last(), &change, version)?;
        changes.push(change);
    }
    let last = changes.last().map_or(1, |change| change.version);
    if last == version {
        return Ok(changes);
    }
    let expected = format!("{last}: each version from 2 on has a [[change]] that says why");
    Err(top.unexpected("version", &expected, &version.to_string()))
}

fn read_change(fields: &Fields<'_>, entries: &[Entry]) -> Result<Change, FieldError> {
    fields.only(&["version", "date", "action", "entry", "reason"])?;
    let date = fields.required_text("date")?;
    if !is_day(date) {
        return Err(fields.unexpected("date", "a day like 2026-11-28", date));
    }
    let word = fields.required_text("action")?;
    let action = Action::ALL.into_iter().find(|action| action.word() == word).ok_or_else(|| {
        let known = Action::ALL.map(Action::word).join(", ");
        fields.unexpected("action", &format!("one of {known}"), word)
    })?;
    let entry = fields.text("entry")?;
    match (action, entry) {
        (Action::FirstVersion, None) => {}
        (Action::FirstVersion, Some(entry)) => {
            return Err(fields.unexpected("entry", "absent: it is about all entries", entry));
        }
        (_, Some(entry)) if entries.iter().any(|known| known.id == entry) => {}
        (_, entry) => {
            let expected = "the id of an entry of this registry";
            return Err(fields.unexpected("entry", expected, entry.unwrap_or("none")));
        }
    }
    Ok(Change {
        version: fields.required_version("version")?,
        date: date.to_owned(),
        action,
        entry: entry.map(str::to_owned),
        reason: fields.required_text("reason")?.to_owned(),
    })
}

/// After the change above it, and with no version between them.
fn follows(
    fields: &Fields<'_>,
    previous: Option<&Change>,
    change: &Change,
    version: u64,
) -> Result<(), FieldError> {
    let above = previous.map_or(1, |previous| previous.version);
    let next = above.saturating_add(1);
    if change.version > version {
        let expected = format!("at most {version}, the version of this registry");
        return Err(fields.unexpected("version", &expected, &change.version.to_string()));
    }
    if change.version != above && change.version != next {
        let expected = format!("{above} or {next}, after version {above}");
        return Err(fields.unexpected("version", &expected, &change.version.to_string()));
    }
    if change.action == Action::FirstVersion && change.version != 1 {
        return Err(fields.unexpected("action", "first-version in version 1 alone", "another"));
    }
    match previous {
        // Written year first, days compare as texts do.
        Some(previous) if change.date < previous.date => {
            let expected = format!("not before {}, of the change above it", previous.date);
            Err(fields.unexpected("date", &expected, &change.date))
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_year_first_and_exist() {
        for (text, expected) in [
            ("2026-11-28", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2026-1-28", false),
            ("28-11-2026", false),
            ("2026-11-28T00:00:00Z", false),
            ("", false),
        ] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }
}
