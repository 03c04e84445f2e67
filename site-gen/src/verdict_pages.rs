//! The pages `putusan/asli/`, `putusan/total-failed-hash-failure/` and so on: one for each verdict and each indication, made from the
//! tables of words as if somebody had written a content file for it. So links, translations, crumbs, the site map and the search
//! treat them like any other page.

pub mod values;
pub mod words;

use crate::build::BuildError;
use crate::config::{Config, Lang};
use crate::content::with_language;
use crate::indications::Indications;
use crate::site::{Collision, SitePath};
use crate::words::Words;
use std::collections::BTreeMap;
use toml::{Table, Value};
use verifier::Indication;
use words::{VerdictPageWords, VerdictPages};

/// The section of these pages; a site without it has none of them.
pub const SECTION: &str = "putusan/_index.md";

/// What the pages are made from.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'w> {
    /// `content/verdicts.toml`
    pub words: &'w Words,
    /// `content/indications.toml`
    pub indications: &'w Indications,
    /// `content/verdict_pages.toml`
    pub pages: &'w VerdictPages,
}

/// The head of a page; it has no body.
struct Head<'w> {
    /// Its name below `putusan/`.
    slug: &'w str,
    title: &'w str,
    description: &'w str,
    template: &'static str,
    /// What the template looks for: `verdict` or `indication`, and its key.
    shows: (&'static str, &'w str),
    /// What the page says in whole sentences, for the figures of readability.
    says: Vec<&'w str>,
}

/// Adds the content files of these pages to those that somebody wrote.
///
/// # Errors
/// A file of that name is there already.
pub fn add(
    config: &Config,
    tables: Tables<'_>,
    content: &mut BTreeMap<SitePath, Vec<u8>>,
) -> Result<(), BuildError> {
    if !content.contains_key(&SitePath::new(SECTION)?) {
        return Ok(());
    }
    for lang in config.languages.keys() {
        let Some((heads, words)) = tables.heads(lang).zip(tables.pages.language(lang)) else {
            continue;
        };
        for (head, weight) in heads.iter().zip(1_i64..) {
            let file = with_language(config, &format!("putusan/{}.md", head.slug), lang);
            let path = SitePath::new(&file)?;
            if content.contains_key(&path) {
                let second = format!("the page of a {}, which is generated", head.shows.0);
                return Err(Collision { path, second }.into());
            }
            content.insert(path, head.file(weight, words).into_bytes());
        }
    }
    Ok(())
}

impl Tables<'_> {
    /// The verdicts in the order of their table, then the indications in that of the standard.
    fn heads(&self, lang: &Lang) -> Option<Vec<Head<'_>>> {
        let words = self.words.language(lang)?;
        let pages = self.pages.language(lang)?;
        let rows = &self.indications.language(lang)?.indications;
        let verdicts = words.verdicts_in_order().filter_map(|verdict| {
            let page = pages.verdicts.get(&verdict.key)?;
            let action = page.action.as_ref().unwrap_or(&verdict.action);
            let changes = page.changes.iter().map(|change| change.text.as_str());
            Some(Head {
                slug: &verdict.key,
                title: &verdict.headline,
                description: &page.happened,
                template: "putusan-satu.html",
                shows: ("verdict", &verdict.key),
                says: [verdict.meaning.as_str(), action].into_iter().chain(changes).collect(),
            })
        });
        let all = Indication::all().into_iter().map(Indication::full);
        let indications = all.filter_map(|key| rows.get(&key)).map(|row| Head {
            slug: &row.slug,
            title: &row.title,
            description: &row.text,
            template: "indikasi-satu.html",
            shows: ("indication", &row.key),
            says: vec![&row.meaning, &row.action, &row.change],
        });
        Some(verdicts.chain(indications).collect())
    }
}

impl Head<'_> {
    fn file(&self, weight: i64, words: &VerdictPageWords) -> String {
        let text = |text: &str| Value::String(text.to_owned());
        let (kind, key) = self.shows;
        let extra = Table::from_iter([
            (kind.to_owned(), text(key)),
            ("owner".to_owned(), text(&words.owner)),
            ("reviewed".to_owned(), text(&words.reviewed)),
            ("says".to_owned(), Value::Array(self.says.iter().map(|said| text(said)).collect())),
        ]);
        let head = Table::from_iter([
            ("title".to_owned(), text(self.title)),
            ("description".to_owned(), text(self.description)),
            ("template".to_owned(), text(self.template)),
            ("weight".to_owned(), Value::Integer(weight)),
            ("extra".to_owned(), Value::Table(extra)),
        ]);
        format!("+++\n{head}+++\n")
    }
}
