//! The regulation this portal serves: its text as a tree of units, each with a stable id, and what the editors say beside it.
//!
//! `content/regulation.toml` holds the words as published and nothing is corrected in them; [`text`] reads them. A unit is
//! named as lawyers name it: `pasal-16-ayat-2-huruf-a`. Templates quote it with the function `unit`; [`words`] is what stands
//! around it in each language; [`html`] writes it.

pub mod duties;
mod error;
pub mod html;
pub mod json;
pub mod nearest;
pub mod notes;
pub mod page;
pub mod text;
pub mod words;

use crate::config::{Config, Lang};
use crate::fields::{Fields, Place, parse_toml};
use crate::per_language::PerLanguage;
pub use error::RegulationError;
use serde::Serialize;
use text::{Kind, Unit};
use words::{Note, RegulationWords};

/// The file, from `content/`.
pub const FILE: &str = "regulation.toml";
/// The page that shows all of it.
pub const PAGE: &str = "@/peraturan.md";

/// A regulation with its editors' notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// The name of its file, `perbup-paser-19-2021`.
    pub key: String,
    /// Its number in its year.
    pub number: u64,
    /// The year.
    pub year: u64,
    /// The day of its signature.
    pub enacted: String,
    /// The day from which it is in force.
    pub promulgated: String,
    /// The language it is written in.
    pub language: String,
    /// The blocks before the first chapter, the chapters, the blocks after the last.
    pub units: Vec<Unit>,
    /// What is said of it.
    pub words: PerLanguage<RegulationWords>,
}

impl Regulation {
    /// Reads the file and checks that every note, gist and omission stands at words that are there.
    ///
    /// # Errors
    /// What is wrong, with the file and the line or entry.
    pub fn parse(config: &Config, toml: &str) -> Result<Self, RegulationError> {
        let place = Place::file(&format!("content/{FILE}"));
        let table = parse_toml(&place, toml)?;
        let fields = Fields::new(place, &table);
        let units = text::read(fields.required_text("text")?)?;
        let language = fields.required_text("language")?.to_owned();
        let regulation = Self {
            key: fields.required_text("key")?.to_owned(),
            number: fields.required_version("number")?,
            year: fields.required_version("year")?,
            enacted: fields.required_text("enacted")?.to_owned(),
            promulgated: fields.required_text("promulgated")?.to_owned(),
            language,
            units,
            words: PerLanguage::parse(config, toml)?,
        };
        for lang in config.languages.keys() {
            if let Some(words) = regulation.words.language(lang) {
                words.check(&regulation)?;
            }
        }
        Ok(regulation)
    }

    /// A unit by its id.
    #[must_use]
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.all().into_iter().find(|unit| unit.id == id)
    }

    /// A unit by its id, or the ids most like it.
    ///
    /// # Errors
    /// There is no such unit.
    pub fn required(&self, place: &str, id: &str) -> Result<&Unit, RegulationError> {
        self.unit(id).ok_or_else(|| RegulationError::NoUnit {
            place: place.to_owned(),
            id: id.to_owned(),
            nearest: nearest::to(id, self.all().into_iter().map(|unit| unit.id.as_str())),
        })
    }

    /// Every unit in the order of the text, each before what it holds.
    #[must_use]
    pub fn all(&self) -> Vec<&Unit> {
        self.units.iter().flat_map(Unit::with_all_below).collect()
    }

    /// From the outermost unit down to the one with this id.
    fn trail(&self, id: &str) -> Vec<&Unit> {
        let mut trail = Vec::new();
        let mut level = &self.units;
        while let Some(unit) = level.iter().find(|unit| unit.holds(id)) {
            trail.push(unit);
            level = &unit.units;
        }
        trail
    }

    /// The file in the site that holds it as JSON.
    #[must_use]
    pub fn json_path(&self) -> String {
        format!("peraturan/{}.json", self.key)
    }

    /// The ids of the units that hold one, itself included.
    #[must_use]
    pub fn holders(&self, id: &str) -> Vec<&str> {
        self.trail(id).into_iter().map(|unit| unit.id.as_str()).collect()
    }

    /// How a unit is cited: `Pasal 16 ayat (2) huruf a`. An article is cited without its chapter.
    #[must_use]
    pub fn label(&self, id: &str, lang: &Lang) -> String {
        let Some(words) = self.words.language(lang) else { return String::new() };
        let trail = self.trail(id);
        let article = trail.iter().position(|unit| unit.kind == Kind::Pasal).unwrap_or_default();
        let parts: Vec<String> = trail.iter().skip(article).map(|unit| words.label(unit)).collect();
        parts.join(" ")
    }

    /// A unit as templates quote it.
    #[must_use]
    pub fn quotation(&self, unit: &Unit, lang: &Lang, link: String) -> Quotation {
        let label = self.label(&unit.id, lang);
        let below: Vec<&str> = unit.with_all_below().iter().map(|unit| unit.id.as_str()).collect();
        let words = self.words.language(lang);
        let is_here = |note: &&Note| note.places.iter().any(|at| below.contains(&at.unit.as_str()));
        let notes = words.map_or(0, |words| words.notes.iter().filter(is_here).count());
        let key = if notes == 0 { "full" } else { "full_noted" };
        Quotation {
            id: unit.id.clone(),
            html: html::quoted(unit),
            plain: unit.plain(),
            full: words.map(|words| words.phrase(key, &label, notes)).unwrap_or_default(),
            label,
            link,
            notes,
        }
    }
}

impl Regulation {
    /// `regulation` in the templates of one language.
    #[must_use]
    pub fn shown(&self, lang: &Lang) -> Option<Shown<'_>> {
        let words = self.words.language(lang)?;
        let label = |unit: &Unit| self.label(&unit.id, lang);
        let entry = |unit: &Unit| Entry { id: unit.id.clone(), label: label(unit) };
        let chapter = |unit: &Unit| Chapter {
            id: unit.id.clone(),
            label: label(unit),
            title: unit.own_text().replace('\n', " "),
            articles: unit
                .with_all_below()
                .into_iter()
                .filter(|unit| unit.kind == Kind::Pasal)
                .map(entry)
                .collect(),
        };
        Some(Shown {
            name: &words.name,
            title: &words.title,
            official: &words.official,
            notes: words.notes.len(),
            json: self.json_path(),
            chapters: self
                .units
                .iter()
                .filter(|unit| unit.kind == Kind::Bab)
                .map(chapter)
                .collect(),
            html: page::page(self, lang),
        })
    }
}

/// `regulation` in templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown<'r> {
    name: &'r str,
    title: &'r str,
    official: &'r str,
    /// How many editors' notes there are.
    notes: usize,
    /// The path of the JSON, for `get_url`.
    json: String,
    /// For a table of contents.
    chapters: Vec<Chapter>,
    /// The whole text.
    html: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Chapter {
    id: String,
    label: String,
    title: String,
    articles: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Entry {
    id: String,
    label: String,
}

/// What the function `unit` gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// Its id.
    pub id: String,
    /// How it is cited.
    pub label: String,
    /// Its words, with those of everything below.
    pub html: String,
    /// The same without markup.
    pub plain: String,
    /// The address of the unit on the page of the regulation.
    pub link: String,
    /// What the link says.
    pub full: String,
    /// How many editors' notes stand at these words.
    pub notes: usize,
}
