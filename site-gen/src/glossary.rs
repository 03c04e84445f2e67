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

/// Where a word comes from. A unit is an id such as `pasal-1-angka-10`, and one of the regulation: the page quotes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "unit", rename_all = "kebab-case")]
pub enum Origin {
    /// The regulation says there what it means.
    Defined(String),
    /// The regulation uses it, for example there, and nowhere says what it means.
    Used(String),
    /// It is a word of this portal.
    Portal,
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
    let origin = match (row.text("defined_in")?, row.text("used_in")?) {
        (None, None) => Origin::Portal,
        (Some(unit), None) => Origin::Defined(unit.to_owned()),
        (None, Some(unit)) => Origin::Used(unit.to_owned()),
        (Some(_), Some(unit)) => {
            let expected = "left away where `defined_in` says it";
            return Err(row.unexpected("used_in", expected, unit).into());
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
