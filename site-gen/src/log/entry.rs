//! What an entry of the log says: one line of JSON with its names in order and without blanks, so that the same facts are the
//! same bytes.
//!
//! ```text
//! {"number":"5817","path":"crl/<ski>/5817-<sha256[:16]>.crl","sha256":"<64 digits>","size":"231400","type":"crl-snapshot"}
//! ```
//!
//! Every value is a string: no reader can round a number. `type`, `path`, `sha256` and `size` are always there; the other names
//! say what identifies the file to people: a number, a version, an issuer. There is no moment in it: when an entry came in is
//! between two checkpoints, and what only the log's own clock says nobody can check.

use crate::digest::sha256;
use std::collections::BTreeMap;
use std::fmt;
use verifier::tlog::MAX_ENTRY;

/// What kind of file was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryType {
    /// A certificate revocation list, as accepted.
    CrlSnapshot,
    /// The index of one, which visitors load instead of it.
    CrlIndex,
    /// The registry of anchors.
    Registry,
    /// `trusted_root.json` of one version.
    TrustedRoot,
    /// The program and page of one version.
    Release,
}

impl EntryType {
    /// Each once.
    pub const ALL: [Self; 5] =
        [Self::CrlSnapshot, Self::CrlIndex, Self::Registry, Self::TrustedRoot, Self::Release];

    /// The word in entries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CrlSnapshot => "crl-snapshot",
            Self::CrlIndex => "crl-index",
            Self::Registry => "registry",
            Self::TrustedRoot => "trusted-root",
            Self::Release => "release",
        }
    }

    /// The type of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    fields: BTreeMap<String, String>,
}

/// Names that every entry has.
const ALWAYS: [&str; 4] = ["path", "sha256", "size", "type"];

/// Why facts are no entry.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EntryError {
    /// A path that is not one inside the site.
    #[error("an entry's path: {0}")]
    Path(#[from] crate::site::BadSitePath),
    /// A name that is every entry's own, or is written in another way than `lower_case`.
    #[error(
        "an entry cannot have the name {name:?}: expected lower-case letters, digits and _, and none of path, sha256, size, type"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// Longer than an entry may be.
    #[error("an entry of {length} bytes: the longest has {MAX_ENTRY}")]
    TooLong {
        /// Bytes.
        length: usize,
    },
    /// Not a line that this program writes.
    #[error(
        "not an entry: expected JSON with path, sha256, size and type, its names in order and without blanks"
    )]
    Line,
}

impl Entry {
    /// The entry of a published file.
    pub fn new(
        kind: EntryType,
        path: &str,
        bytes: &[u8],
        identifiers: &[(&str, &str)],
    ) -> Result<Self, EntryError> {
        crate::site::SitePath::new(path)?;
        let mut fields = BTreeMap::new();
        for (name, value) in identifiers {
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if ALWAYS.contains(name) || name.is_empty() || !name.bytes().all(plain) {
                return Err(EntryError::Name { name: (*name).to_owned() });
            }
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        let size = bytes.len().to_string();
        for (name, value) in ALWAYS.into_iter().zip([path, &sha256(bytes), &size, kind.word()]) {
            fields.insert(name.to_owned(), value.to_owned());
        }
        let entry = Self { fields };
        let length = entry.line().len();
        if length > MAX_ENTRY { Err(EntryError::TooLong { length }) } else { Ok(entry) }
    }

    /// Reads a line that is written as this program writes it.
    pub fn parse(line: &[u8]) -> Result<Self, EntryError> {
        let fields = serde_json::from_slice(line).map_err(|_| EntryError::Line)?;
        let entry = Self { fields };
        let complete = ALWAYS.iter().all(|name| entry.fields.contains_key(*name));
        let known = EntryType::of_word(entry.field("type")).is_some();
        let canonical = entry.line() == line;
        if complete && known && canonical { Ok(entry) } else { Err(EntryError::Line) }
    }

    /// The bytes of the entry, which have no newline.
    #[must_use]
    pub fn line(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// What stands at a name; empty where nothing does.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// What identifies the file to people.
    pub fn identifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .filter(|(name, _)| !ALWAYS.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The keys of the map are in order, and a map of strings is always JSON.
        serde_json::to_string(&self.fields).map_err(|_| fmt::Error)?.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_in_one_form() {
        let identifiers = [("number", "58\n17"), ("issuer", "Contoh \"CA\"")];
        let entry = Entry::new(EntryType::CrlSnapshot, "crl/a.crl", b"", &identifiers).unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let line = format!(
            r#"{{"issuer":"Contoh \"CA\"","number":"58\n17","path":"crl/a.crl","sha256":"{empty}","size":"0","type":"crl-snapshot"}}"#
        );
        assert_eq!(entry.to_string(), line);
        assert_eq!(Entry::parse(line.as_bytes()), Ok(entry));
    }

    #[test]
    fn another_form_of_the_same_facts_is_no_entry() {
        let entry = Entry::new(EntryType::Registry, "a", b"", &[("version", "1")]).unwrap();
        let line = entry.to_string();
        for (name, other) in [
            ("a blank", line.replace(":\"1\"", ": \"1\"")),
            ("a newline", format!("{line}\n")),
            ("an escape", line.replace("\"1\"", "\"\\u0031\"")),
            ("a number", line.replace("\"1\"", "1")),
            ("another order", line.replace("version", "aversion").replace("\"type\"", "\"b\"")),
            ("a name twice", line.replace("{", "{\"path\":\"a\",")),
            ("no size", line.replace("\"size\"", "\"sizf\"")),
            ("another type", line.replace("registry", "registrx")),
            ("not JSON", line.replace('}', "")),
        ] {
            assert_eq!(Entry::parse(other.as_bytes()), Err(EntryError::Line), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        let new = |path: &str, name: &str, value: &str| {
            Entry::new(EntryType::Release, path, b"", &[(name, value)]).unwrap_err()
        };
        assert!(matches!(new("../a", "x", ""), EntryError::Path(_)));
        for name in ["", "path", "A", "a-b"] {
            assert_eq!(new("a", name, ""), EntryError::Name { name: name.to_owned() });
        }
        let long = "a".repeat(MAX_ENTRY);
        assert!(
            matches!(new("a", "x", &long), EntryError::TooLong { length } if length > MAX_ENTRY)
        );
    }
}
