//! A table of `content/` that says the same in each language of a site.

use crate::config::{Config, Lang};
use crate::fields::{Fields, Place, parse_toml};
use crate::site::SitePath;
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

/// The text of a file of `content/`, `None` where there is none.
///
/// # Errors
/// A file that is no text: it is there, and must not be taken for absent.
pub(crate) fn text_of<'c>(
    content: &'c BTreeMap<SitePath, Vec<u8>>,
    file: &'static str,
) -> Result<Option<&'c str>, WordsError> {
    let bytes = SitePath::new(file).ok().and_then(|path| content.get(&path));
    let text = bytes.map(|bytes| std::str::from_utf8(bytes)).transpose();
    text.map_err(|_| WordsError::NoFile(file))
}

impl<T: Table> PerLanguage<T> {
    /// The table, which a site may do without.
    ///
    /// # Errors
    /// What is wrong with one that is there.
    pub fn where_there(
        config: &Config,
        content: &BTreeMap<SitePath, Vec<u8>>,
    ) -> Result<Option<Self>, WordsError> {
        text_of(content, T::FILE)?.map(|text| Self::parse(config, text)).transpose()
    }

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
