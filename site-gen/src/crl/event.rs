//! What happened, as one structured line: logfmt for people and `grep`, JSON for machines.

use serde_json::{Map, Value};
use std::fmt::Write as _;

/// How much somebody should care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Info,
    /// To be looked at.
    Warn,
    /// Something was not done.
    Error,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// How much somebody should care.
    pub level: Level,
    /// Its name.
    pub event: &'static str,
    /// The rest, in order.
    pub fields: Vec<(&'static str, String)>,
}

impl Level {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl Event {
    /// Nothing but its name.
    #[must_use]
    pub const fn new(level: Level, event: &'static str) -> Self {
        Self { level, event, fields: Vec::new() }
    }

    /// With one more field.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((key, value.into()));
        self
    }

    /// With one more field, where there is a value.
    #[must_use]
    pub fn with_some(self, key: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// `level=info event=accepted issuer=…`
    #[must_use]
    pub fn logfmt(&self) -> String {
        let mut line = format!("level={} event={}", self.level.word(), self.event);
        for (key, value) in &self.fields {
            let is_plain = !value.is_empty()
                && value.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '=' | '\\'));
            // Control characters in what others wrote become escapes, so that a line stays a line.
            let _ = if is_plain {
                write!(line, " {key}={value}")
            } else {
                write!(line, " {key}={}", Value::from(value.as_str()))
            };
        }
        line
    }

    /// The same as one JSON object.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut object = Map::new();
        object.insert("level".to_owned(), self.level.word().into());
        object.insert("event".to_owned(), self.event.into());
        for (key, value) in &self.fields {
            object.insert((*key).to_owned(), value.as_str().into());
        }
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_whatever_is_in_it() {
        let event = Event::new(Level::Warn, "refused")
            .with("issuer", "demo-ca")
            .with("source", "http://a.example/x.crl?a=b")
            .with("why", "a \"page\"\nof two lines");
        assert_eq!(
            event.logfmt(),
            r#"level=warn event=refused issuer=demo-ca source="http://a.example/x.crl?a=b" why="a \"page\"\nof two lines""#
        );
        assert_eq!(
            event.json().to_string(),
            r#"{"level":"warn","event":"refused","issuer":"demo-ca","source":"http://a.example/x.crl?a=b","why":"a \"page\"\nof two lines"}"#
        );
    }
}
