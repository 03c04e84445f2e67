//! `content/lint.toml`: what each rule of the linter asks and what a breach means for readers, in plain words. Only pages that
//! show findings need it; nothing that a visitor of the verifying page downloads holds any of it.

use super::rules;
use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, complete, once, one_of};
use serde::Serialize;
use std::collections::BTreeMap;

/// The file, from `content/`.
pub const FILE: &str = "lint.toml";

/// The words in all languages.
pub type Words = PerLanguage<LintWords>;

/// The words in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LintWords {
    /// By code.
    pub findings: BTreeMap<String, FindingWords>,
}

/// A rule in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingWords {
    /// What was found.
    pub text: String,
    /// What that means for whoever reads a verdict.
    pub meaning: String,
}

/// The meanings that rules share.
pub const MEANINGS: &[&str] =
    &["no-effect", "yardstick", "as-if-kept", "left-out", "algorithms", "policy"];

impl Table for LintWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["meaning", "finding"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let arguments = Arguments::Known(&[]);
        let mut meanings = BTreeMap::new();
        for row in fields.tables("meaning", "key")? {
            row.only(&["key", "text"])?;
            let key = one_of(&row, "key", MEANINGS)?.to_owned();
            let text = Row { fields: &row, lang, all, arguments }.text("text")?;
            once(&row, meanings.insert(key, text))?;
        }
        complete(FILE, "meaning", MEANINGS.iter(), &meanings)?;

        let codes: Vec<&str> = rules::ALL.iter().map(|rule| rule.code).collect();
        let mut words = Self::default();
        for row in fields.tables("finding", "code")? {
            row.only(&["code", "meaning", "text"])?;
            let code = one_of(&row, "code", &codes)?.to_owned();
            let meaning = one_of(&row, "meaning", MEANINGS)?;
            let finding = FindingWords {
                text: Row { fields: &row, lang, all, arguments }.text("text")?,
                meaning: meanings.get(meaning).cloned().unwrap_or_default(),
            };
            once(&row, words.findings.insert(code, finding))?;
        }
        complete(FILE, "finding", codes.iter(), &words.findings)?;
        Ok(words)
    }
}
