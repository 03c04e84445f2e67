//! `content/indications.toml`: what each indication of EN 319 102-1 says in plain words, for the page of all verdicts. Nothing that
//! a visitor of the verifying page downloads holds any of it.

use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::row::{Arguments, Row, complete, once, one_of};
use crate::words::{Language, WordsError};
use serde::Serialize;
use std::collections::BTreeMap;
use verifier::Indication;

/// The file, from `content/`.
pub const FILE: &str = "indications.toml";

/// What decides besides the indication.
pub const CONDITIONS: &[&str] = &[
    "ended",
    "additions",
    "something-not-checked",
    "changes-not-permitted",
    "test-anchor",
    "no-signature",
    "certificate-data",
];

/// The words in all languages.
pub type Indications = PerLanguage<IndicationWords>;

/// The words in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicationWords {
    /// By `MAIN/SUB`.
    pub indications: BTreeMap<String, IndicationRow>,
    /// By key.
    pub conditions: BTreeMap<String, String>,
}

/// An indication, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndicationRow {
    /// `MAIN/SUB`.
    pub key: String,
    /// `yes`, `strict` or `never`: whether this engine gives it.
    pub given: String,
    /// One sentence.
    pub text: String,
}

impl Table for IndicationWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["indication", "condition"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let known: Vec<String> = Indication::all().into_iter().map(Indication::full).collect();
        let keys: Vec<&str> = known.iter().map(String::as_str).collect();
        let mut words = Self::default();
        for row in fields.tables("indication", "key")? {
            row.only(&["key", "given", "text"])?;
            let text = Row { fields: &row, lang, all, arguments: Arguments::Known(&[]) };
            let indication = IndicationRow {
                key: one_of(&row, "key", &keys)?.to_owned(),
                given: one_of(&row, "given", &["yes", "strict", "never"])?.to_owned(),
                text: text.text("text")?,
            };
            once(&row, words.indications.insert(indication.key.clone(), indication))?;
        }
        complete(FILE, "indication", known.iter(), &words.indications)?;
        for row in fields.tables("condition", "key")? {
            row.only(&["key", "text"])?;
            let text = Row { fields: &row, lang, all, arguments: Arguments::Known(&[]) };
            let key = one_of(&row, "key", CONDITIONS)?.to_owned();
            once(&row, words.conditions.insert(key, text.text("text")?))?;
        }
        complete(FILE, "condition", CONDITIONS.iter(), &words.conditions)?;
        Ok(words)
    }
}

/// A verdict as the page of all verdicts shows it.
#[derive(Debug, Serialize)]
pub struct VerdictValue<'w> {
    key: &'w str,
    shape: &'w str,
    tone: &'w str,
    headline: &'w str,
    meaning: &'w str,
    action: &'w str,
    articles: Vec<&'w str>,
    indications: Vec<&'w IndicationRow>,
    conditions: Vec<&'w str>,
}

/// Every verdict with what leads to it, in the order of the table of words.
#[must_use]
pub fn verdicts<'w>(
    words: &'w Language,
    indications: &'w IndicationWords,
) -> Vec<VerdictValue<'w>> {
    fn named<'w, T>(map: &'w BTreeMap<String, T>, keys: &'w [String]) -> Vec<&'w T> {
        keys.iter().filter_map(|key| map.get(key)).collect()
    }
    let texts = |map: &'w BTreeMap<String, String>, keys: &'w [String]| {
        named(map, keys).into_iter().map(String::as_str).collect()
    };
    words
        .verdicts_in_order()
        .map(|verdict| VerdictValue {
            key: &verdict.key,
            shape: &verdict.shape,
            tone: &verdict.tone,
            headline: &verdict.headline,
            meaning: &verdict.meaning,
            action: &verdict.action,
            articles: texts(&words.articles, &verdict.articles),
            indications: named(&indications.indications, &verdict.indications),
            conditions: texts(&indications.conditions, &verdict.conditions),
        })
        .collect()
}
