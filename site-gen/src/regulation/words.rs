//! What stands around the regulation's own words, in one language: its name, how its units are cited, the editors' notes, the
//! unofficial gist of each article, and what is said where words are left out.

use super::text::{Kind, Run, Unit};
use super::{FILE, Regulation, RegulationError};
use crate::config::Lang;
use crate::fields::Fields;
use crate::per_language::Table;
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, complete, once};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the units are called: the kinds, and the blocks around the articles.
const LABELS: &[&str] = &[
    "bab",
    "bagian",
    "pasal",
    "ayat",
    "huruf",
    "angka",
    "judul",
    "pembukaan",
    "menimbang",
    "mengingat",
    "memutuskan",
    "menetapkan",
    "perintah-pengundangan",
    "penetapan",
    "pengundangan",
    "berita-daerah",
    "salinan",
];
/// The words of the page and of a quotation.
const WORDS: &[&str] = &["link", "notes_of", "stands_at", "mark", "gist", "full", "full_noted"];

/// The regulation's surroundings in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegulationWords {
    /// The language.
    pub lang: String,
    /// What the regulation is called.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// Which text is the official one.
    pub official: String,
    /// How units are cited, by kind or by the key of a block; `{n}` is the number, `{name}` the number as printed.
    labels: BTreeMap<String, String>,
    /// The words of the page, by key.
    words: BTreeMap<String, String>,
    /// In the order of the file, which is the order of their first places.
    pub notes: Vec<Note>,
    /// By article; none in the regulation's own language.
    pub gists: BTreeMap<String, String>,
    /// By key.
    pub omissions: BTreeMap<String, Omission>,
}

/// What the editors say of words that stand as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where: the units, each with the words it says.
    pub places: Vec<NotePlace>,
    /// The note.
    pub text: String,
}

/// A place of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotePlace {
    /// The unit.
    pub unit: String,
    /// The words in it.
    pub quote: String,
}

/// Words that are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omission {
    /// How many words they are in the copy that this text was taken from.
    pub words: u64,
    /// What stands in their place.
    pub shown: String,
    /// Why.
    pub reason: String,
}

impl Table for RegulationWords {
    const FILE: &'static str = FILE;
    const KEYS: &'static [&'static str] = &[
        "key",
        "language",
        "number",
        "year",
        "enacted",
        "promulgated",
        "text",
        "name",
        "title",
        "official",
        "labels",
        "words",
        "note",
        "gist",
        "omission",
    ];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let top = row(fields, lang, all, &[]);
        let table = |key: &str, keys: &'static [&'static str], known| {
            let table = fields.required_table(key)?;
            table.only(keys)?;
            let text = row(&table, lang, all, known);
            keys.iter()
                .map(|key| Ok(((*key).to_owned(), text.text(key)?)))
                .collect::<Result<_, WordsError>>()
        };
        let mut words = Self {
            lang: lang.as_str().to_owned(),
            name: top.text("name")?,
            title: top.text("title")?,
            official: top.text("official")?,
            labels: table("labels", LABELS, &["n", "name"])?,
            words: table("words", WORDS, &["unit", "n"])?,
            notes: Vec::new(),
            gists: BTreeMap::new(),
            omissions: BTreeMap::new(),
        };
        for note in fields.tables("note", "about")? {
            note.only(&["about", "at", "text"])?;
            note.required_text("about")?;
            let places = note
                .tables("at", "unit")?
                .iter()
                .map(read_place)
                .collect::<Result<_, WordsError>>()?;
            words.notes.push(Note { places, text: row(&note, lang, all, &[]).text("text")? });
        }
        for gist in fields.tables("gist", "unit")? {
            gist.only(&["unit", "text"])?;
            let unit = gist.required_text("unit")?.to_owned();
            if let Some(text) = gist.required_table("text")?.text(lang.as_str())? {
                once(&gist, words.gists.insert(unit, text.to_owned()))?;
            }
        }
        for omission in fields.tables("omission", "key")? {
            omission.only(&["key", "words", "shown", "reason"])?;
            let text = row(&omission, lang, all, &[]);
            let key = omission.required_text("key")?.to_owned();
            let read = Omission {
                words: omission.required_version("words")?,
                shown: text.text("shown")?,
                reason: text.text("reason")?,
            };
            once(&omission, words.omissions.insert(key, read))?;
        }
        complete(FILE, "labels", LABELS.iter(), &words.labels)?;
        Ok(words)
    }
}

fn row<'r, 't>(
    fields: &'r Fields<'t>,
    lang: &'r Lang,
    all: &'r [&'r Lang],
    known: &'static [&'static str],
) -> Row<'r, 't> {
    Row { fields, lang, all, arguments: Arguments::Known(known) }
}

fn read_place(place: &Fields<'_>) -> Result<NotePlace, WordsError> {
    place.only(&["unit", "quote"])?;
    Ok(NotePlace {
        unit: place.required_text("unit")?.to_owned(),
        quote: place.required_text("quote")?.to_owned(),
    })
}

impl RegulationWords {
    /// What a unit is called inside the one that holds it.
    #[must_use]
    pub fn label(&self, unit: &Unit) -> String {
        let key = if unit.kind == Kind::Block { unit.id.as_str() } else { unit.kind.word() };
        let pattern = self.labels.get(key).map(String::as_str).unwrap_or_default();
        pattern.replace("{n}", &unit.number.to_string()).replace("{name}", &unit.name)
    }

    /// A phrase of the page about a unit and a number.
    #[must_use]
    pub fn phrase(&self, key: &str, unit: &str, number: usize) -> String {
        let pattern = self.words.get(key).map(String::as_str).unwrap_or_default();
        pattern.replace("{unit}", unit).replace("{n}", &number.to_string())
    }

    /// Notes, gists and omissions against the text.
    pub(super) fn check(&self, regulation: &Regulation) -> Result<(), RegulationError> {
        for (note, number) in self.notes.iter().zip(1_u32..) {
            for NotePlace { unit: id, quote } in &note.places {
                let place = format!("content/{FILE}: note {number}");
                let unit = regulation.required(&place, id)?;
                if !unit.lines.iter().any(|line| line.plain().contains(quote.as_str())) {
                    let text = unit.own_text();
                    let (unit, quote) = (id.clone(), quote.clone());
                    return Err(RegulationError::NoQuote { place, unit, quote, text });
                }
            }
        }
        for id in self.gists.keys() {
            regulation.required(&format!("content/{FILE}: gist"), id)?;
        }
        let articles = regulation.all().into_iter().filter(|unit| unit.kind == Kind::Pasal);
        let bare: Vec<String> = articles
            .filter(|unit| !self.gists.contains_key(&unit.id))
            .map(|unit| unit.id.clone())
            .collect();
        if self.lang != regulation.language && !bare.is_empty() {
            return Err(RegulationError::NoGist { lang: self.lang.clone(), units: bare });
        }
        let runs =
            regulation.all().into_iter().flat_map(|unit| &unit.lines).flat_map(|line| &line.0);
        let mut in_text: Vec<String> = runs
            .filter_map(|run| match run {
                Run::Omitted(key) => Some(key.clone()),
                Run::Plain(_) | Run::Foreign(_) => None,
            })
            .collect();
        in_text.sort();
        let explained: Vec<String> = self.omissions.keys().cloned().collect();
        if in_text == explained {
            Ok(())
        } else {
            Err(RegulationError::Omissions { in_text, explained })
        }
    }
}
