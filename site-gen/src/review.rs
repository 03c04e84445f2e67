//! Who looks after a page, and when somebody last read it against what it is about: `extra.owner` and `extra.reviewed` of its head.
//!
//! A site with `content/changes.toml` promises its readers both for every page, so there a page without them stops the build.

use crate::content::{Entry, Library};
use toml::Value;

/// A page that does not say it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("content/{file}: `extra.{key}` should be {expected}, found {found}")]
pub struct NotReviewed {
    /// The content file.
    pub file: String,
    /// Which key.
    pub key: &'static str,
    /// What it should be.
    pub expected: &'static str,
    /// What it is.
    pub found: String,
}

/// The day of the last review, as `2026-11-28`.
#[must_use]
pub fn reviewed(entry: &Entry) -> Option<String> {
    day(entry.front.extra.get("reviewed")?)
}

/// Who answers for the page.
#[must_use]
pub fn owner(entry: &Entry) -> Option<&str> {
    entry.front.extra.get("owner")?.as_str().filter(|owner| !owner.trim().is_empty())
}

/// Pages without either, all of them; what is never shown by itself needs none.
#[must_use]
pub fn missing(library: &Library) -> Vec<NotReviewed> {
    let mut missing = Vec::new();
    for entry in library.entries().filter(|entry| entry.front.render) {
        let found = |key: &str| {
            entry.front.extra.get(key).map_or_else(|| "nothing".to_owned(), ToString::to_string)
        };
        let not = |key: &'static str, expected: &'static str| NotReviewed {
            file: entry.source.clone(),
            key,
            expected,
            found: found(key),
        };
        if owner(entry).is_none() {
            missing.push(not("owner", "who answers for the page"));
        }
        if reviewed(entry).is_none() {
            missing.push(not("reviewed", "the day of its last review like \"2026-11-28\""));
        }
    }
    missing
}

/// A day, quoted or not.
#[must_use]
pub fn day(value: &Value) -> Option<String> {
    let date = match value {
        Value::Datetime(date) => *date,
        Value::String(text) => text.parse::<toml::value::Datetime>().ok()?,
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Array(_)
        | Value::Table(_) => {
            return None;
        }
    };
    (date.date.is_some() && date.time.is_none()).then(|| date.to_string())
}
