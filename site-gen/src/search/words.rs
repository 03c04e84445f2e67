//! `content/search.toml`: words too common to tell anything, and everyday words with the words of the portal that mean the same.

use super::stems;
use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::Table;
use crate::words::WordsError;
use std::collections::BTreeMap;

/// The table in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchWords {
    /// Words that are not searched.
    pub stop: Vec<String>,
    /// From an everyday word to words of the portal.
    pub same: BTreeMap<String, Vec<String>>,
}

impl Table for SearchWords {
    const FILE: &'static str = "search.toml";
    const KEYS: &'static [&'static str] = &["stop", "same"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let [stop, same] = [fields.required_table("stop")?, fields.required_table("same")?];
        for table in [&stop, &same] {
            if let Some(key) = table.keys().find(|key| !all.iter().any(|one| one.as_str() == *key))
            {
                return Err(table.unexpected(key, "a language of the site", key).into());
            }
        }
        let rows = same.required_table(lang.as_str())?;
        let mut found = BTreeMap::new();
        for key in rows.keys() {
            if stems::words(key) != [key] {
                return Err(rows.unexpected(key, "for one word in lower case", key).into());
            }
            found.insert(key.to_owned(), stems::words(rows.required_text(key)?));
        }
        let stop = stems::words(stop.required_text(lang.as_str())?);
        Ok(Self { stop, same: found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::per_language::PerLanguage;

    fn parse(text: &str) -> Result<PerLanguage<SearchWords>, WordsError> {
        let config = Config::parse("config.toml", "base_url = \"/\"\ndefault_language = \"id\"\n");
        PerLanguage::parse(&config.unwrap(), text)
    }

    #[test]
    fn a_row_is_one_everyday_word() {
        let found = parse("[stop]\nid = \"yang dan\"\n[same.id]\nhp = \"Ponsel, perangkat\"\n");
        let expected = SearchWords {
            stop: vec!["yang".to_owned(), "dan".to_owned()],
            same: BTreeMap::from([(
                "hp".to_owned(),
                vec!["ponsel".to_owned(), "perangkat".to_owned()],
            )]),
        };
        assert_eq!(found.unwrap().code("id"), Some(&expected));
        for (text, expected) in [
            (
                "[stop]\nid = \"a\"\n[same.id]\n\"qr code\" = \"kode\"\n",
                "content/search.toml: same.id: `qr code` should be for one word in lower case, found qr code",
            ),
            (
                "[stop]\nid = \"a\"\n[same.id]\n[same.de]\n",
                "content/search.toml: same: `de` should be a language of the site, found de",
            ),
            ("[stop]\n[same.id]\n", "content/search.toml: stop: `id` is missing"),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), expected);
        }
    }
}
