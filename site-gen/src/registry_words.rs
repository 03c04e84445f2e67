//! `content/registry_words.toml`: the sentences of the trust registry, which speaks Indonesian, in the other languages of the site.
//! The registry stays one file of facts; a sentence that is not in the table is shown as it stands, marked as Indonesian.

use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, once};
use std::collections::BTreeMap;

/// The language of the registry.
const REGISTRY: &str = "id";

/// The table in all languages.
pub type RegistryWords = PerLanguage<RegistrySentences>;

/// The sentences in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistrySentences {
    /// By the sentence as the registry has it.
    pub sentences: BTreeMap<String, String>,
}

impl Table for RegistrySentences {
    const FILE: &'static str = "registry_words.toml";
    const KEYS: &'static [&'static str] = &["sentence"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let arguments = Arguments::Known(&[]);
        let mut sentences = BTreeMap::new();
        for row in fields.tables("sentence", "text")? {
            row.only(&["text"])?;
            let own = Row { fields: &row, lang, all, arguments }.text("text")?;
            let said = row.required_table("text")?.required_text(REGISTRY)?.to_owned();
            once(&row, sentences.insert(said, own))?;
        }
        Ok(Self { sentences })
    }
}
