//! Reads a TOML table field by field, so that each error says which file, which entry, which field, what was expected
//! and what was found.
//!
//! Front matter, `config.toml`, the trust registry and the table of words go through it. A key nobody asked for is an
//! error: a mistyped key must not be silently without effect.

use std::fmt;
use toml::Value;

/// A table and where it stands.
#[derive(Debug, Clone)]
pub struct Fields<'t> {
    place: Place,
    table: &'t toml::Table,
}

/// A file and, inside it, a table or entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Box<Inside>);

/// Boxed, because every error carries one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inside {
    file: String,
    entry: Option<String>,
}

impl Place {
    /// The top of a file.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self(Box::new(Inside { file: file.to_owned(), entry: None }))
    }

    /// A table or an entry inside the same file.
    #[must_use]
    pub fn entry(&self, name: &str) -> Self {
        Self(Box::new(Inside { file: self.0.file.clone(), entry: Some(name.to_owned()) }))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.entry {
            None => formatter.write_str(&self.0.file),
            Some(entry) => write!(formatter, "{}: {entry}", self.0.file),
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum FieldError {
    /// The file is not TOML.
    #[error("{place}: not valid TOML: {source}")]
    NotToml {
        /// The file.
        place: Place,
        /// What the TOML reader says.
        source: toml::de::Error,
    },
    /// A key that means nothing here.
    #[error("{place}: unknown key `{key}`; known here: {}", known.join(", "))]
    Unknown {
        /// Where.
        place: Place,
        /// The key.
        key: String,
        /// The keys that exist.
        known: &'static [&'static str],
    },
    /// A key that has to be there.
    #[error("{place}: `{key}` is missing")]
    Missing {
        /// Where.
        place: Place,
        /// The key.
        key: String,
    },
    /// A value of another kind, or of the right kind and not acceptable.
    #[error("{place}: `{key}` should be {expected}, found {found}")]
    Unexpected {
        /// Where.
        place: Place,
        /// The key.
        key: String,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// Zola knows the key, this generator does not implement it yet; ignoring it would give another site than asked for.
    #[error("{place}: `{key}` is a key of Zola that site-gen does not implement yet")]
    NotImplemented {
        /// Where.
        place: Place,
        /// The key.
        key: String,
    },
}

/// Parses a whole file.
pub fn parse_toml(place: &Place, text: &str) -> Result<toml::Table, FieldError> {
    text.parse().map_err(|source| FieldError::NotToml { place: place.clone(), source })
}

impl<'t> Fields<'t> {
    /// A table at a place.
    #[must_use]
    pub fn new(place: Place, table: &'t toml::Table) -> Self {
        Self { place, table }
    }

    /// Where the table stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Refuses keys outside `known`.
    pub fn only(&self, known: &'static [&'static str]) -> Result<(), FieldError> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                Err(FieldError::Unknown { place: self.place.clone(), key: key.clone(), known })
            }
        }
    }

    /// Refuses keys that ask for something which is not there yet. `false` and empty values ask for nothing.
    pub fn not_implemented(&self, keys: &[&str]) -> Result<(), FieldError> {
        let asks = |value: &Value| match value {
            Value::Boolean(on) => *on,
            Value::Array(items) => !items.is_empty(),
            Value::Table(table) => !table.is_empty(),
            Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => true,
        };
        match keys.iter().find(|key| self.table.get(**key).is_some_and(asks)) {
            None => Ok(()),
            Some(key) => Err(FieldError::NotImplemented {
                place: self.place.clone(),
                key: (*key).to_owned(),
            }),
        }
    }

    /// An error about one of this table's fields.
    #[must_use]
    pub fn unexpected(&self, key: &str, expected: &str, found: &str) -> FieldError {
        FieldError::Unexpected {
            place: self.place.clone(),
            key: key.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
        }
    }

    fn wrong_kind(&self, key: &str, expected: &str, value: &Value) -> FieldError {
        self.unexpected(key, expected, &format!("{} {value}", value.type_str()))
    }

    fn required<T>(&self, key: &str, value: Option<T>) -> Result<T, FieldError> {
        value.ok_or_else(|| FieldError::Missing { place: self.place.clone(), key: key.to_owned() })
    }

    /// A text, if there.
    pub fn text(&self, key: &str) -> Result<Option<&'t str>, FieldError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong_kind(key, "a text", other)),
        }
    }

    /// A text that has to be there, and not empty.
    pub fn required_text(&self, key: &str) -> Result<&'t str, FieldError> {
        let text = self.required(key, self.text(key)?)?;
        if text.trim().is_empty() {
            Err(self.unexpected(key, "a text that is not empty", "\"\""))
        } else {
            Ok(text)
        }
    }

    /// A whole number, if there.
    pub fn integer(&self, key: &str) -> Result<Option<i64>, FieldError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(other) => Err(self.wrong_kind(key, "a whole number", other)),
        }
    }

    /// A whole number from 1 that has to be there.
    pub fn required_version(&self, key: &str) -> Result<u64, FieldError> {
        let number = self.required(key, self.integer(key)?)?;
        match u64::try_from(number) {
            Ok(version) if version > 0 => Ok(version),
            Ok(_) | Err(_) => {
                Err(self.unexpected(key, "a whole number from 1", &number.to_string()))
            }
        }
    }

    /// A switch, if there.
    pub fn switch(&self, key: &str) -> Result<Option<bool>, FieldError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Boolean(on)) => Ok(Some(*on)),
            Some(other) => Err(self.wrong_kind(key, "true or false", other)),
        }
    }

    /// A date as Zola takes it, unquoted or quoted, if there.
    pub fn date(&self, key: &str) -> Result<Option<toml::value::Datetime>, FieldError> {
        let expected = "a date like 2026-11-23 or 2026-11-23T08:00:00Z";
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Datetime(date)) if date.date.is_some() => Ok(Some(*date)),
            Some(Value::String(text)) => match text.parse::<toml::value::Datetime>() {
                Ok(date) if date.date.is_some() => Ok(Some(date)),
                Ok(_) | Err(_) => Err(self.unexpected(key, expected, text)),
            },
            Some(other) => Err(self.wrong_kind(key, expected, other)),
        }
    }

    /// A list of texts; absent is empty.
    pub fn texts(&self, key: &str) -> Result<Vec<&'t str>, FieldError> {
        match self.table.get(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| {
                    item.as_str().ok_or_else(|| self.wrong_kind(key, "a list of texts", item))
                })
                .collect(),
            Some(other) => Err(self.wrong_kind(key, "a list of texts", other)),
        }
    }

    /// A list of texts that has to be there, possibly empty.
    pub fn required_texts(&self, key: &str) -> Result<Vec<&'t str>, FieldError> {
        self.required(key, self.table.get(key))?;
        self.texts(key)
    }

    /// A table as it stands; absent is none.
    pub fn raw_table(&self, key: &str) -> Result<Option<&'t toml::Table>, FieldError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Table(table)) => Ok(Some(table)),
            Some(other) => Err(self.wrong_kind(key, "a table", other)),
        }
    }

    /// A table below, if there.
    pub fn table(&self, key: &str) -> Result<Option<Self>, FieldError> {
        let name = match &self.place.0.entry {
            None => key.to_owned(),
            Some(entry) => format!("{entry}.{key}"),
        };
        Ok(self.raw_table(key)?.map(|table| Self::new(self.place.entry(&name), table)))
    }

    /// A table below that has to be there.
    pub fn required_table(&self, key: &str) -> Result<Self, FieldError> {
        self.required(key, self.table(key)?)
    }

    /// A list of tables; absent is empty. Each is named by its field `naming`, or by its number.
    pub fn tables(&self, key: &str, naming: &str) -> Result<Vec<Self>, FieldError> {
        let items = match self.table.get(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(other) => return Err(self.wrong_kind(key, "a list of tables", other)),
        };
        items
            .iter()
            .zip(1_u32..)
            .map(|(item, number)| {
                let table = item
                    .as_table()
                    .ok_or_else(|| self.wrong_kind(key, "a list of tables", item))?;
                let name = match table.get(naming).and_then(Value::as_str) {
                    Some(name) => format!("{key} `{name}`"),
                    None => format!("{key} number {number}"),
                };
                Ok(Self::new(self.place.entry(&name), table))
            })
            .collect()
    }

    /// The names of the tables and values here, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'t str> {
        self.table.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_place_field_expectation_and_finding() {
        let table =
            parse_toml(&Place::file("a.toml"), "title = 3\n[[entry]]\nid = \"x\"\nname = \" \"")
                .unwrap();
        let fields = Fields::new(Place::file("a.toml"), &table);
        assert_eq!(
            fields.text("title").unwrap_err().to_string(),
            "a.toml: `title` should be a text, found integer 3"
        );
        assert_eq!(
            fields.only(&["entry"]).unwrap_err().to_string(),
            "a.toml: unknown key `title`; known here: entry"
        );
        let entries = fields.tables("entry", "id").unwrap();
        assert_eq!(
            entries[0].required_text("name").unwrap_err().to_string(),
            "a.toml: entry `x`: `name` should be a text that is not empty, found \"\""
        );
        assert_eq!(
            entries[0].required_text("ski").unwrap_err().to_string(),
            "a.toml: entry `x`: `ski` is missing"
        );
    }
}
