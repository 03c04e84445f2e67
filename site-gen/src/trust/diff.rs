//! What two states of a registry differ in, entry by entry. Entries are known by their id and are never taken out, so a fact
//! that is another under the same id, or an entry that is gone, is what an auditor has to be told first.

use super::registry::{Entry, Purpose, Registry};
use crate::digest;
use base64ct::{Base64, Encoding};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A state of a registry, as far as it can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    version: u64,
    entries: BTreeMap<String, BTreeMap<&'static str, String>>,
}

/// Why a file cannot be compared.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum DescribeError {
    /// Not JSON.
    #[error(
        "expected the JSON of trusted_root.json, found something else at line {line}, column {column}"
    )]
    NotJson {
        /// Where.
        line: usize,
        /// Where in it.
        column: usize,
    },
    /// JSON of another kind.
    #[error("expected the schema periksa-trusted-root/1, found {found}")]
    Schema {
        /// What it says.
        found: String,
    },
    /// A field of another kind.
    #[error("{place}: expected `{key}` as {expected}")]
    Field {
        /// Where.
        place: String,
        /// Which.
        key: &'static str,
        /// What should be there.
        expected: &'static str,
    },
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What kind.
    pub kind: Kind,
    /// The entry; the registry's version has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<&'static str>,
    /// How it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// How it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// What kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A fact that never changes is another one.
    FactChanged,
    /// An entry is gone.
    Removed,
    /// The version runs backwards, or is the same for two states.
    VersionWrong,
    /// The window ends earlier.
    Retired,
    /// The window is another one.
    WindowChanged,
    /// An entry is new.
    Added,
    /// Something else of an entry.
    Changed,
    /// The version.
    Version,
}

impl Kind {
    /// Whether it should never be.
    #[must_use]
    pub fn is_alarming(self) -> bool {
        matches!(self, Self::FactChanged | Self::Removed | Self::VersionWrong)
    }
}

/// What a certificate says, and what makes an entry that entry.
const FACTS: [&str; 10] = [
    "role",
    "regime",
    "name",
    "subject",
    "spki",
    "ski",
    "sha256",
    "serial",
    "not_before",
    "not_after",
];
const FROM: &str = "valid_for.from";
const UNTIL: &str = "valid_for.until";

impl Described {
    /// A registry as it was read.
    #[must_use]
    pub fn registry(registry: &Registry) -> Self {
        let entries = registry.entries.iter().map(|entry| (entry.id.clone(), describe(entry)));
        Self { version: registry.version, entries: entries.collect() }
    }

    /// A published `trusted_root.json`. It has no provenance, so that is not compared.
    pub fn trusted_root(json: &[u8]) -> Result<Self, DescribeError> {
        let root: Value = serde_json::from_slice(json).map_err(|error| DescribeError::NotJson {
            line: error.line(),
            column: error.column(),
        })?;
        let schema = root.get("schema").and_then(Value::as_str).unwrap_or("none");
        if schema != "periksa-trusted-root/1" {
            return Err(DescribeError::Schema { found: schema.to_owned() });
        }
        let wrong =
            |key, expected| DescribeError::Field { place: "the root".into(), key, expected };
        let version = root.get("version").and_then(Value::as_u64);
        let list = root.get("entries").and_then(Value::as_array);
        let mut entries = BTreeMap::new();
        for entry in list.ok_or_else(|| wrong("entries", "a list"))? {
            let id = entry.get("id").and_then(Value::as_str);
            let id = id.ok_or_else(|| wrong("id", "text in each entry"))?;
            entries.insert(id.to_owned(), describe_json(id, entry)?);
        }
        Ok(Self { version: version.ok_or_else(|| wrong("version", "a whole number"))?, entries })
    }

    fn provenance_is_known(&self) -> bool {
        self.entries.values().any(|entry| entry.contains_key("provenance"))
    }
}

fn describe(entry: &Entry) -> BTreeMap<&'static str, String> {
    let purposes: Vec<&str> =
        entry.purposes.iter().map(|purpose| Purpose::word(*purpose)).collect();
    let constraints = entry.constraints.as_ref().map(serde_json::to_string).and_then(Result::ok);
    let values = [
        ("role", entry.role.word().to_owned()),
        ("regime", entry.regime.word().to_owned()),
        ("name", entry.name.clone()),
        ("subject", Base64::encode_string(&entry.subject)),
        ("spki", Base64::encode_string(&entry.spki)),
        ("ski", entry.ski.clone()),
        ("sha256", entry.sha256.clone()),
        ("serial", entry.serial.clone()),
        ("not_before", entry.not_before.to_string()),
        ("not_after", entry.not_after.to_string()),
        (FROM, entry.valid_from.to_string()),
        (UNTIL, entry.valid_until.to_string()),
        ("purposes", purposes.join(", ")),
        ("crl", entry.crl.join(", ")),
        ("constraints", constraints.unwrap_or_default()),
        ("certificate", if entry.certificate.is_some() { "published" } else { "" }.to_owned()),
        ("provenance", entry.provenance.join(" ")),
    ];
    values.into_iter().collect()
}

fn describe_json(id: &str, entry: &Value) -> Result<BTreeMap<&'static str, String>, DescribeError> {
    let wrong =
        |key, expected| DescribeError::Field { place: format!("entry `{id}`"), key, expected };
    let text = |key: &'static str, value: Option<&Value>| {
        value.and_then(Value::as_str).map(str::to_owned).ok_or_else(|| wrong(key, "text"))
    };
    let texts = |key: &'static str| {
        let list = entry.get(key).and_then(Value::as_array);
        let texts: Option<Vec<&str>> =
            list.and_then(|list| list.iter().map(Value::as_str).collect());
        texts.map(|texts| texts.join(", ")).ok_or_else(|| wrong(key, "a list of texts"))
    };
    let mut described = BTreeMap::new();
    for key in FACTS {
        described.insert(key, text(key, entry.get(key))?);
    }
    let window = entry.get("valid_for");
    for (key, name) in [(FROM, "from"), (UNTIL, "until")] {
        described.insert(key, text(key, window.and_then(|window| window.get(name)))?);
    }
    for key in ["purposes", "crl"] {
        described.insert(key, texts(key)?);
    }
    let constraints = entry.get("constraints").map(Value::to_string).unwrap_or_default();
    described.insert("constraints", constraints);
    let certificate = if entry.get("certificate").is_some() { "published" } else { "" };
    described.insert("certificate", certificate.to_owned());
    Ok(described)
}

/// What is different, what should never be first.
#[must_use]
pub fn compare(old: &Described, new: &Described) -> Vec<Difference> {
    let compares_provenance = old.provenance_is_known() && new.provenance_is_known();
    let whole = |kind, id: &String| Difference {
        kind,
        entry: Some(id.clone()),
        key: None,
        old: None,
        new: None,
    };
    let mut found = Vec::new();
    for (id, before) in &old.entries {
        let Some(after) = new.entries.get(id) else {
            found.push(whole(Kind::Removed, id));
            continue;
        };
        for (key, was) in before {
            let is = after.get(key).filter(|is| *is != was);
            let Some(is) = is.filter(|_| *key != "provenance" || compares_provenance) else {
                continue;
            };
            found.push(Difference {
                kind: kind(key, was, is),
                entry: Some(id.clone()),
                key: Some(*key),
                old: Some(was.clone()),
                new: Some(is.clone()),
            });
        }
    }
    let added = new.entries.keys().filter(|id| !old.entries.contains_key(*id));
    found.extend(added.map(|id| whole(Kind::Added, id)));
    found.extend(version(old, new, found.is_empty()));
    found.sort_by(|left, right| left.kind.cmp(&right.kind).then(left.entry.cmp(&right.entry)));
    found
}

fn kind(key: &str, was: &str, is: &str) -> Kind {
    match key {
        // Moments of one form compare as texts do.
        UNTIL if is < was => Kind::Retired,
        FROM | UNTIL => Kind::WindowChanged,
        fact if FACTS.contains(&fact) => Kind::FactChanged,
        _ => Kind::Changed,
    }
}

fn version(old: &Described, new: &Described, is_same: bool) -> Option<Difference> {
    let kind = match new.version.cmp(&old.version) {
        std::cmp::Ordering::Equal if is_same => return None,
        std::cmp::Ordering::Equal | std::cmp::Ordering::Less => Kind::VersionWrong,
        std::cmp::Ordering::Greater => Kind::Version,
    };
    Some(Difference {
        kind,
        entry: None,
        key: Some("version"),
        old: Some(old.version.to_string()),
        new: Some(new.version.to_string()),
    })
}

impl Difference {
    /// One line for a terminal.
    #[must_use]
    pub fn line(&self) -> String {
        let entry = self.entry.as_deref().unwrap_or("the registry");
        let key = self.key.unwrap_or_default();
        let (old, new) = (short(self.old.as_deref()), short(self.new.as_deref()));
        match self.kind {
            Kind::FactChanged => format!(
                "!! {entry}: `{key}` IS ANOTHER under the same id: was {old}, is {new}. Entries never change what they are"
            ),
            Kind::Removed => {
                format!("!! {entry}: IS GONE. Entries are retired and never taken out")
            }
            Kind::VersionWrong if self.old == self.new => {
                format!("!! {entry}: differs, AND ITS VERSION IS THE SAME, {new}")
            }
            Kind::VersionWrong => {
                format!("!! {entry}: ITS VERSION RUNS BACKWARDS, from {old} to {new}")
            }
            Kind::Retired => format!("-  {entry}: retired, accepted until {new} instead of {old}"),
            Kind::WindowChanged => format!("~  {entry}: `{key}` was {old}, is {new}"),
            Kind::Added => format!("+  {entry}: added"),
            Kind::Changed | Kind::Version => format!("~  {entry}: `{key}` was {old}, is {new}"),
        }
    }
}

/// What is too long to be compared by eye is named by its digest.
fn short(value: Option<&str>) -> String {
    match value {
        None | Some("") => "nothing".to_owned(),
        Some(value) if value.len() <= 100 => value.to_owned(),
        Some(value) => format!(
            "{} characters (SHA-256 {})",
            value.chars().count(),
            digest::sha256(value.as_bytes()).get(..16).unwrap_or_default()
        ),
    }
}
