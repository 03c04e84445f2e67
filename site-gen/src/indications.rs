//! `content/indications.toml`: what each indication of EN 319 102-1 says in plain words, for the pages about verdicts. Nothing
//! that a visitor of the verifying page downloads holds any of it.

use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, complete, once, one_of};
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
    /// The name of its page: `main-sub`.
    pub slug: String,
    /// `yes`, `strict` or `never`: whether this engine gives it.
    pub given: String,
    /// A few words.
    pub title: String,
    /// What happened, in one sentence.
    pub text: String,
    /// What that means for the reader.
    pub meaning: String,
    /// What to do.
    pub action: String,
    /// What can give another result.
    pub change: String,
}

impl Table for IndicationWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["indication", "condition"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let known: Vec<String> = Indication::all().into_iter().map(Indication::full).collect();
        let keys: Vec<&str> = known.iter().map(String::as_str).collect();
        let mut words = Self::default();
        for row in fields.tables("indication", "key")? {
            row.only(&["key", "given", "title", "text", "meaning", "action", "change"])?;
            let texts = Row { fields: &row, lang, all, arguments: Arguments::Known(&[]) };
            let key = one_of(&row, "key", &keys)?;
            let indication = IndicationRow {
                key: key.to_owned(),
                slug: slug::slugify(key),
                given: one_of(&row, "given", &["yes", "strict", "never"])?.to_owned(),
                title: texts.text("title")?,
                text: texts.text("text")?,
                meaning: texts.text("meaning")?,
                action: texts.text("action")?,
                change: texts.text("change")?,
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
