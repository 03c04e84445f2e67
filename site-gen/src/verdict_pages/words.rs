//! `content/verdict_pages.toml`: how each verdict comes about, and what can give another one. Nothing that a visitor of the verifying
//! page downloads holds any of it.

use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::keys::VERDICTS;
use crate::words::row::{Arguments, Row, complete, once, one_of};
use std::collections::BTreeMap;

/// The file, from `content/`.
pub const FILE: &str = "verdict_pages.toml";

/// The words in all languages.
pub type VerdictPages = PerLanguage<VerdictPageWords>;

/// The words in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerdictPageWords {
    /// Who answers for the pages.
    pub owner: String,
    /// The day of their last review, like 2026-11-28.
    pub reviewed: String,
    /// By key.
    pub verdicts: BTreeMap<String, VerdictPage>,
}

/// What the page of a verdict says besides the table of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictPage {
    /// "Yang terjadi"
    pub happened: String,
    /// "Yang sebaiknya Anda lakukan", where the words of the card point at the card.
    pub action: Option<String>,
    /// "Yang dapat mengubahnya"
    pub changes: Vec<Change>,
    /// The file name of a demo letter that shows it.
    pub sample: Option<String>,
}

/// What can give another verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// One or two sentences.
    pub text: String,
    /// The key of that verdict, where there is one.
    pub to: Option<String>,
}

impl Table for VerdictPageWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &["page", "verdict"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let page = fields.required_table("page")?;
        page.only(&["owner", "reviewed"])?;
        let mut words = Self {
            owner: page.required_text("owner")?.to_owned(),
            reviewed: page.required_text("reviewed")?.to_owned(),
            verdicts: BTreeMap::new(),
        };
        for row in fields.tables("verdict", "key")? {
            row.only(&["key", "sample", "happened", "action", "change"])?;
            let key = one_of(&row, "key", VERDICTS)?.to_owned();
            let changes = row.tables("change", "to")?;
            let verdict = VerdictPage {
                happened: text(&row, lang, all, "happened")?,
                action: match row.table("action")? {
                    None => None,
                    Some(_) => Some(text(&row, lang, all, "action")?),
                },
                changes: changes
                    .iter()
                    .map(|change| read_change(change, lang, all))
                    .collect::<Result<_, _>>()?,
                sample: row.text("sample")?.map(str::to_owned),
            };
            once(&row, words.verdicts.insert(key, verdict))?;
        }
        complete(FILE, "verdict", VERDICTS.iter(), &words.verdicts)?;
        Ok(words)
    }
}

fn read_change(row: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Change, WordsError> {
    row.only(&["to", "text"])?;
    let to = match row.text("to")? {
        None => None,
        Some(_) => Some(one_of(row, "to", VERDICTS)?.to_owned()),
    };
    Ok(Change { text: text(row, lang, all, "text")?, to })
}

fn text(fields: &Fields<'_>, lang: &Lang, all: &[&Lang], key: &str) -> Result<String, WordsError> {
    Row { fields, lang, all, arguments: Arguments::Known(&[]) }.text(key)
}
