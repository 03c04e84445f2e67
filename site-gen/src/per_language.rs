//! A table of `content/` that says the same in each language of a site.

use crate::config::{Config, Lang};
use crate::fields::{Fields, Place, parse_toml};
use crate::words::WordsError;
use std::collections::BTreeMap;

/// What one language has of a table.
pub trait Table: Sized {
    /// The file, from `content/`.
    const FILE: &'static str;
    /// Its top-level keys.
    const KEYS: &'static [&'static str];

    /// Reads what is of one language, of all that the site has.
    ///
    /// # Errors
    /// What is missing, there twice, or not known.
    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError>;
}

/// A table in all languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerLanguage<T> {
    languages: BTreeMap<Lang, T>,
}

impl<T: Table> PerLanguage<T> {
    /// Reads and checks the table for the languages of a site.
    ///
    /// # Errors
    /// What is missing, there twice, or not known.
    pub fn parse(config: &Config, text: &str) -> Result<Self, WordsError> {
        let place = Place::file(&format!("content/{}", T::FILE));
        let table = parse_toml(&place, text)?;
        let fields = Fields::new(place, &table);
        fields.only(T::KEYS)?;
        let all: Vec<&Lang> = config.languages.keys().collect();
        let read = |lang: &&Lang| Ok(((*lang).clone(), T::read(&fields, lang, &all)?));
        let languages = all.iter().map(read).collect::<Result<_, WordsError>>()?;
        Ok(Self { languages })
    }

    /// What it says in one language.
    #[must_use]
    pub fn language(&self, lang: &Lang) -> Option<&T> {
        self.languages.get(lang)
    }

    /// What it says in a language by its code, such as `id`.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<&T> {
        self.languages.iter().find(|(lang, _)| lang.as_str() == code).map(|(_, table)| table)
    }
}
