//! `content/glossary.toml`: the words a reader meets, what each means, and where the regulation defines it. The page `istilah` shows
//! them under their addresses; the check of plain language looks for their forms.

use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, once};
use serde::Serialize;
use std::collections::BTreeMap;

/// The file, from `content/`.
pub const FILE: &str = "glossary.toml";

/// The words in all languages.
pub type Glossary = PerLanguage<GlossaryWords>;

/// The words in one language, as a reader of that language looks them up: by title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GlossaryWords {
    /// By title, without regard to capitals.
    pub terms: Vec<Term>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Its anchor on the page, the same in every language.
    pub slug: String,
    /// The word.
    pub title: String,
    /// How it appears in running text; empty where nobody asks for a link to it.
    pub forms: Vec<String>,
    /// One or two sentences.
    pub meaning: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a word comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Origin {
    /// The regulation says what it means.
    Defined(Unit),
    /// The regulation uses it, and nowhere says what it means.
    Used(Unit),
    /// It is a word of this portal.
    Portal,
}

/// A unit of the regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Its address on the page of the regulation, such as `pasal-1-angka-10`.
    pub unit: String,
    /// How it is cited, such as `Pasal 1 angka 10`.
    pub cited: String,
}

impl Table for GlossaryWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["term"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let mut seen = BTreeMap::new();
        let mut terms = Vec::new();
        for row in fields.tables("term", "slug")? {
            let term = read_term(&row, lang, all)?;
            once(&row, seen.insert(term.slug.clone(), ()))?;
            terms.push(term);
        }
        terms.sort_by_key(|term| term.title.to_lowercase());
        Ok(Self { terms })
    }
}

fn read_term(row: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Term, WordsError> {
    row.only(&["slug", "title", "forms", "meaning", "defined_in", "used_in"])?;
    let texts = Row { fields: row, lang, all, arguments: Arguments::Known(&[]) };
    let slug = row.required_text("slug")?;
    if slug::slugify(slug) != slug {
        return Err(row
            .unexpected("slug", "small letters, digits and hyphens, as in an address", slug)
            .into());
    }
    let forms = row.required_table("forms")?;
    let mut own = Vec::new();
    for each in all {
        let written = forms.required_texts(each.as_str())?;
        if *each == lang {
            own = written.into_iter().map(str::to_owned).collect();
        }
    }
    let origin = match (unit(row, "defined_in")?, unit(row, "used_in")?) {
        (None, None) => Origin::Portal,
        (Some(defined), None) => Origin::Defined(defined),
        (None, Some(used)) => Origin::Used(used),
        (Some(_), Some(used)) => {
            let expected = "left away where `defined_in` says it";
            return Err(row.unexpected("used_in", expected, &used.unit).into());
        }
    };
    Ok(Term {
        slug: slug.to_owned(),
        title: texts.text("title")?,
        forms: own,
        meaning: texts.text("meaning")?,
        origin,
    })
}

fn unit(row: &Fields<'_>, key: &str) -> Result<Option<Unit>, WordsError> {
    let Some(unit) = row.text(key)? else { return Ok(None) };
    let cited = cited(unit).ok_or_else(|| {
        row.unexpected(key, "a unit like pasal-1-angka-10 or pasal-16-ayat-1", unit)
    })?;
    Ok(Some(Unit { unit: unit.to_owned(), cited }))
}

/// `pasal-16-ayat-2-huruf-a` is cited as `Pasal 16 ayat (2) huruf a`. `None`: not the id of a unit.
fn cited(unit: &str) -> Option<String> {
    let mut parts = unit.split('-');
    let mut said: Vec<String> = Vec::new();
    while let Some(kind) = parts.next() {
        let number = parts.next().filter(|number| !number.is_empty())?;
        said.push(match kind {
            "pasal" if said.is_empty() => format!("Pasal {number}"),
            "ayat" if !said.is_empty() => format!("ayat ({number})"),
            "huruf" | "angka" if !said.is_empty() => format!("{kind} {number}"),
            _ => return None,
        });
    }
    (!said.is_empty()).then(|| said.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_cited_as_the_regulation_cites_itself() {
        for (unit, expected) in [
            ("pasal-1-angka-10", Some("Pasal 1 angka 10")),
            ("pasal-16-ayat-2-huruf-a", Some("Pasal 16 ayat (2) huruf a")),
            ("pasal-7", Some("Pasal 7")),
            ("ayat-2", None),
            ("pasal-", None),
            ("bab-5", None),
            ("", None),
        ] {
            assert_eq!(cited(unit).as_deref(), expected, "{unit}");
        }
    }
}
