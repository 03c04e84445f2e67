//! What a check rests on: facts under their names, in the order in which they were found, as the report's JSON has them.
//!
//! A type of our own and not `serde_json::Value`: that one can hold fractions, and a serializer that might meet one brings
//! the tables for writing them into every visitor's download.

use serde::{Serialize, Serializer};

use crate::pdf::ModificationLevel;
use crate::reason::Reason;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Fact {
    /// Nothing is known of it: `null`.
    Unknown,
    /// Whether it is so.
    Flag(bool),
    /// How many, or where in the file.
    Count(usize),
    /// A span of time.
    Seconds(i64),
    /// A word of this verifier.
    Word(&'static str),
    /// What the file says, or a number too long for any machine.
    Text(String),
    /// How far changes reach.
    Level(ModificationLevel),
    /// Why something is not better.
    Reason(Reason),
    /// Several, in order.
    List(Vec<Self>),
    /// Facts of a thing that belongs to this one.
    Facts(Facts),
}

/// Facts under their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, Fact)>);

impl Facts {
    /// None yet.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Facts in this order.
    pub(crate) fn of<const COUNT: usize>(facts: [(&'static str, Fact); COUNT]) -> Self {
        Self(facts.into())
    }

    /// One more, under a name that is not there yet.
    pub(crate) fn add(&mut self, name: &'static str, fact: impl Into<Fact>) {
        self.0.push((name, fact.into()));
    }

    /// The fact of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, fact)| fact)
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, fact)| (name, fact)))
    }
}

impl From<bool> for Fact {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<usize> for Fact {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<i64> for Fact {
    fn from(seconds: i64) -> Self {
        Self::Seconds(seconds)
    }
}

impl From<&'static str> for Fact {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<ModificationLevel> for Fact {
    fn from(level: ModificationLevel) -> Self {
        Self::Level(level)
    }
}

impl From<Reason> for Fact {
    fn from(reason: Reason) -> Self {
        Self::Reason(reason)
    }
}

impl From<Facts> for Fact {
    fn from(facts: Facts) -> Self {
        Self::Facts(facts)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Fact {
    fn from(list: Vec<T>) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Self>> From<Option<T>> for Fact {
    fn from(known: Option<T>) -> Self {
        known.map_or(Self::Unknown, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_written_in_their_order_and_by_their_kind() {
        let mut facts = Facts::of([
            ("when", Fact::from(None::<String>)),
            ("ordering", false.into()),
            ("pieces", vec![0_usize, 7].into()),
            ("accuracy", (-1_i64).into()),
            ("level", ModificationLevel::FormFilling.into()),
            ("reason", Reason::Attachments { count: 2, names: "a, \"b\"".to_owned() }.into()),
        ]);
        facts.add("a", Facts::of([("word", "x".into()), ("text", "é".to_owned().into())]));
        let expected = concat!(
            r#"{"when":null,"ordering":false,"pieces":[0,7],"accuracy":-1,"level":"form-filling","#,
            r#""reason":{"key":"attachments","count":2,"names":"a, \"b\""},"a":{"word":"x","text":"é"}}"#
        );
        assert_eq!(serde_json::to_string(&facts).unwrap(), expected);
        assert_eq!(facts.get("ordering"), Some(&Fact::Flag(false)));
        assert_eq!(facts.get("order"), None);
        assert_eq!(serde_json::to_string(&Facts::default()).unwrap(), "{}");
    }
}
