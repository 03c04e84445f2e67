//! Everything in `content/` that somebody reads: the texts of pages, and those of the tables of words in all languages.
//!
//! Of a page that is its title, its description, every text below `extra` and its body; of a table, every value that is written once
//! for each language of the site. Keys, numbers and codes among them are single words, of which no rule complains.

use super::blocks::{Block, blocks};
use crate::config::{Config, Lang};
use crate::content::Entry;
use crate::fields::{FieldError, Place, parse_toml};
use crate::indications::FILE as INDICATIONS;
use crate::site::SitePath;
use std::collections::BTreeMap;
use toml::Value;

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its file, from `content/`.
    pub file: String,
    /// Its language.
    pub lang: Lang,
    /// Where in the file, like `extra.steps[2].text`.
    pub at: String,
    /// What it is to its reader.
    pub part: Part,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What a text is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The title of a page.
    Title,
    /// What results of a search show.
    Description,
    /// The first screen of a guide: for whom, what it needs, how long, where it ends.
    FirstScreen,
    /// What to do in a step of a guide.
    Step,
    /// The body of a page.
    Body,
    /// The sentence of a verdict.
    Headline,
    /// What a verdict means and asks for.
    Verdict,
    /// Anything else.
    Other,
}

/// Tables that are about the prose and no part of it.
const NOT_READ: &[&str] = &[super::settings::FILE, crate::translations::FILE];
/// Lists of words for a program, which are no sentences: file and key.
const NOT_SENTENCES: &[(&str, &str)] = &[("search.toml", "stop")];

/// The texts of a page, in the order of its file.
#[must_use]
pub fn of_page(entry: &Entry) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut add = |at: &str, part: Part, text: &str| {
        texts.push(Text {
            file: entry.source.clone(),
            lang: entry.lang.clone(),
            at: at.to_owned(),
            part,
            blocks: blocks(text),
        });
    };
    if let Some(title) = &entry.front.title {
        add("title", Part::Title, title);
    }
    if let Some(description) = &entry.front.description {
        add("description", Part::Description, description);
    }
    for (key, value) in &entry.front.extra {
        each_text(&format!("extra.{key}"), value, &mut |at, text| {
            add(at, part_of_extra(key, at), text);
        });
    }
    add("body", Part::Body, &entry.body);
    texts
}

fn part_of_extra(key: &str, at: &str) -> Part {
    match key {
        "who" | "need" | "time" | "ends" | "goal" => Part::FirstScreen,
        "steps" if at.ends_with(".text") => Part::Step,
        _ => Part::Other,
    }
}

fn each_text(at: &str, value: &Value, add: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => add(at, text),
        Value::Array(items) => {
            for (item, number) in items.iter().zip(1_u32..) {
                each_text(&format!("{at}[{number}]"), item, add);
            }
        }
        Value::Table(table) => {
            for (key, value) in table {
                each_text(&format!("{at}.{key}"), value, add);
            }
        }
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

/// The texts of all tables of words.
///
/// # Errors
/// A table that is not TOML.
pub fn of_tables(
    config: &Config,
    files: &BTreeMap<SitePath, Vec<u8>>,
) -> Result<Vec<Text>, FieldError> {
    let mut texts = Vec::new();
    for (path, bytes) in files {
        let file = path.as_str();
        let is_table = file.ends_with(".toml") && !file.contains('/') && !NOT_READ.contains(&file);
        let Some(text) = is_table.then(|| std::str::from_utf8(bytes).ok()).flatten() else {
            continue;
        };
        let table = parse_toml(&Place::file(&format!("content/{file}")), text)?;
        let mut table_of_words = TableOfWords { config, file, texts: &mut texts };
        table_of_words.read("", &table);
    }
    Ok(texts)
}

struct TableOfWords<'a> {
    config: &'a Config,
    file: &'a str,
    texts: &'a mut Vec<Text>,
}

impl TableOfWords<'_> {
    fn read(&mut self, at: &str, table: &toml::Table) {
        for (key, value) in table {
            let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
            self.value(&at, key, value);
        }
    }

    fn value(&mut self, at: &str, key: &str, value: &Value) {
        if NOT_SENTENCES.contains(&(self.file, at)) {
            return;
        }
        match value {
            Value::Table(below) => match self.in_all_languages(below) {
                Some(texts) => {
                    let part = self.part(key);
                    let file = self.file.to_owned();
                    self.texts.extend(texts.into_iter().map(|(lang, text)| Text {
                        file: file.clone(),
                        lang,
                        at: at.to_owned(),
                        part,
                        blocks: blocks(&text),
                    }));
                }
                None => self.read(at, below),
            },
            Value::Array(items) => {
                for (item, number) in items.iter().zip(1_u32..) {
                    if let Value::Table(row) = item {
                        self.read(&format!("{at}[{}]", name(row, number)), row);
                    }
                }
            }
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_) => {}
        }
    }

    /// `{ id = "…", en = "…" }`, and nothing else in it.
    fn in_all_languages(&self, table: &toml::Table) -> Option<Vec<(Lang, String)>> {
        let text = |(code, value): (&String, &Value)| {
            Some((self.config.language(code)?.clone(), value.as_str()?.to_owned()))
        };
        (!table.is_empty()).then(|| table.iter().map(text).collect()).flatten()
    }

    fn part(&self, key: &str) -> Part {
        match key {
            "headline" if self.file.starts_with("verdict") => Part::Headline,
            "meaning" | "action" | "happened" | "change" | "remedy"
                if self.file.starts_with("verdict") || self.file == INDICATIONS =>
            {
                Part::Verdict
            }
            "title" | "text" if self.file == INDICATIONS => Part::Verdict,
            _ => Part::Other,
        }
    }
}

/// How a row is called: by its key, or by its number.
fn name(row: &toml::Table, number: u32) -> String {
    let named = ["key", "slug", "id", "name"].iter().find_map(|key| row.get(*key)?.as_str());
    named.map_or_else(|| number.to_string(), str::to_owned)
}
