//! A row of a table of words: every language has its text, and no placeholder is left that nothing fills.

use super::WordsError;
use crate::config::Lang;
use crate::fields::{FieldError, Fields};
use std::collections::{BTreeMap, BTreeSet};

/// What may stand in braces.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arguments {
    /// The report fills exactly these.
    Known(&'static [&'static str]),
    /// Someone else fills them; every language must have the same.
    SameInAllLanguages,
}

/// A row of a table of words, in one language.
#[derive(Debug)]
pub(crate) struct Row<'r, 't> {
    pub(crate) fields: &'r Fields<'t>,
    pub(crate) lang: &'r Lang,
    pub(crate) all: &'r [&'r Lang],
    pub(crate) arguments: Arguments,
}

impl Row<'_, '_> {
    /// One text, written in every language of the site.
    pub(crate) fn text(&self, key: &str) -> Result<String, WordsError> {
        let texts = self.fields.required_table(key)?;
        let mut written = Vec::new();
        for lang in self.all {
            written.push((*lang, texts.required_text(lang.as_str())?));
        }
        let names = |text| -> BTreeSet<&str> { placeholders(text).collect() };
        let first = written.first().map(|(_, text)| names(text)).unwrap_or_default();
        for (lang, text) in &written {
            let own = names(text);
            let (odd, because) = match self.arguments {
                Arguments::Known(known) => (
                    own.iter().find(|name| !known.contains(name)).copied(),
                    format!(
                        "the report gives {}",
                        if known.is_empty() { "none".to_owned() } else { known.join(", ") }
                    ),
                ),
                Arguments::SameInAllLanguages => (
                    own.symmetric_difference(&first).next().copied(),
                    "another language has it not, or the other way round".to_owned(),
                ),
            };
            if let Some(odd) = odd {
                return Err(WordsError::Placeholder {
                    place: self.fields.place().clone(),
                    key: format!("{key}.{lang}"),
                    placeholder: odd.to_owned(),
                    because,
                });
            }
        }
        let own = written.iter().find(|(lang, _)| *lang == self.lang);
        Ok(own.map(|(_, text)| (*text).to_owned()).unwrap_or_default())
    }
}

/// A part of a text.
#[derive(Debug)]
pub(crate) enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Placeholder(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// `{name}` with a name of a-z and `_` is a placeholder; any other brace is text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let named = after.split_once('}').filter(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        });
        pieces.push(Piece::Text(before));
        match named {
            Some((name, after)) => {
                pieces.push(Piece::Placeholder(name));
                rest = after;
            }
            None => {
                pieces.push(Piece::Text("{"));
                rest = after;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// A word of a closed list.
pub(crate) fn one_of<'t>(
    row: &Fields<'t>,
    key: &str,
    known: &[&str],
) -> Result<&'t str, FieldError> {
    let text = row.required_text(key)?;
    if known.contains(&text) {
        Ok(text)
    } else {
        Err(row.unexpected(key, &format!("one of {}", known.join(", ")), text))
    }
}

/// No key twice.
pub(crate) fn once<T>(row: &Fields<'_>, replaced: Option<T>) -> Result<(), WordsError> {
    match replaced {
        None => Ok(()),
        Some(_) => Err(WordsError::Twice { place: row.place().clone() }),
    }
}

/// No key without words.
pub(crate) fn complete<T>(
    file: &'static str,
    list: &'static str,
    needed: impl Iterator<Item = impl ToString>,
    found: &BTreeMap<String, T>,
) -> Result<(), WordsError> {
    let keys: Vec<String> =
        needed.map(|key| key.to_string()).filter(|key| !found.contains_key(key)).collect();
    if keys.is_empty() { Ok(()) } else { Err(WordsError::Incomplete { file, list, keys }) }
}
