//! `registry.toml` as the operator's own text: what is changed is changed in place, and every comment stays where it was.
//!
//! Nothing is checked here: the text that comes out is read like any registry before it takes the place of the old one.

use super::changes::{Action, Change};
use super::registry::{Entry, Purpose};
use base64ct::{Base64, Encoding};
use der::DateTime;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

/// The text, taken apart.
#[derive(Debug, Clone)]
pub struct RegistryText(DocumentMut);

/// Why a text cannot be edited.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EditError {
    /// Not TOML.
    #[error("not valid TOML: {0}")]
    NotToml(#[from] toml_edit::TomlError),
    /// Tables written in a form that nobody edits here.
    #[error("expected `{key}` as tables, each under a line [[{key}]], found another form")]
    NotTables {
        /// Which.
        key: &'static str,
    },
    /// No such entry.
    #[error("there is no entry `{id}`")]
    NoEntry {
        /// Which.
        id: String,
    },
}

impl RegistryText {
    /// Takes a text apart.
    pub fn read(text: &str) -> Result<Self, EditError> {
        Ok(Self(text.parse()?))
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// Puts an entry behind the others.
    pub fn add(&mut self, entry: &Entry) -> Result<(), EditError> {
        self.tables("entry")?.push(entry_table(entry));
        Ok(())
    }

    /// Sets the end of an entry's window.
    pub fn set_valid_until(&mut self, id: &str, until: DateTime) -> Result<(), EditError> {
        let window = self.entry(id)?.get_mut("valid_for").and_then(Item::as_table_like_mut);
        let window = window.ok_or(EditError::NotTables { key: "valid_for" })?;
        set_value(window, "until", until.to_string().into());
        Ok(())
    }

    /// Names the file with the certificate of an entry.
    pub fn set_certificate(&mut self, id: &str, file: &str) -> Result<(), EditError> {
        set_value(self.entry(id)?, "certificate", file.into());
        Ok(())
    }

    /// The next version, and why there is one.
    pub fn record(&mut self, change: &Change) -> Result<(), EditError> {
        let version = i64::try_from(change.version).unwrap_or(i64::MAX);
        set_value(self.0.as_table_mut(), "version", version.into());
        self.tables("change")?.push(change_table(change, version));
        Ok(())
    }

    fn tables(&mut self, key: &'static str) -> Result<&mut ArrayOfTables, EditError> {
        let item = self.0.entry(key).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        item.as_array_of_tables_mut().ok_or(EditError::NotTables { key })
    }

    fn entry(&mut self, id: &str) -> Result<&mut Table, EditError> {
        let has_id = |table: &&mut Table| table.get("id").and_then(Item::as_str) == Some(id);
        let found = self.tables("entry")?.iter_mut().find(has_id);
        found.ok_or_else(|| EditError::NoEntry { id: id.to_owned() })
    }
}

/// Puts a value in the place of another, with the white space and the comment around that.
fn set_value(table: &mut dyn toml_edit::TableLike, key: &str, mut value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn entry_table(entry: &Entry) -> Table {
    let mut table = Table::new();
    // An empty line above, as between all others.
    table.decor_mut().set_prefix("\n");
    let mut window = InlineTable::new();
    window.insert("from", entry.valid_from.to_string().into());
    window.insert("until", entry.valid_until.to_string().into());
    let purposes = entry.purposes.iter().map(|purpose| Purpose::word(*purpose));
    let values: [(&str, Value); 15] = [
        ("id", entry.id.as_str().into()),
        ("role", entry.role.word().into()),
        ("regime", entry.regime.word().into()),
        ("name", entry.name.as_str().into()),
        ("subject", Base64::encode_string(&entry.subject).into()),
        ("spki", Base64::encode_string(&entry.spki).into()),
        ("ski", entry.ski.as_str().into()),
        ("sha256", entry.sha256.as_str().into()),
        ("serial", entry.serial.as_str().into()),
        ("not_before", entry.not_before.to_string().into()),
        ("not_after", entry.not_after.to_string().into()),
        ("valid_for", window.into()),
        ("purposes", purposes.collect::<Array>().into()),
        ("crl", entry.crl.iter().map(String::as_str).collect::<Array>().into()),
        ("provenance", sentences(&entry.provenance).into()),
    ];
    for (key, value) in values {
        table.insert(key, Item::Value(value));
    }
    table
}

/// Each in a line of its own.
fn sentences(sentences: &[String]) -> Array {
    let mut array: Array = sentences.iter().map(String::as_str).collect();
    for value in array.iter_mut() {
        value.decor_mut().set_prefix("\n    ");
    }
    array.set_trailing_comma(true);
    array.set_trailing("\n");
    array
}

fn change_table(change: &Change, version: i64) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table.insert("version", Item::Value(version.into()));
    table.insert("date", Item::Value(change.date.as_str().into()));
    table.insert("action", Item::Value(Action::word(change.action).into()));
    if let Some(entry) = &change.entry {
        table.insert("entry", Item::Value(entry.as_str().into()));
    }
    table.insert("reason", Item::Value(change.reason.as_str().into()));
    table
}
