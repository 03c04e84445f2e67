//! The regulation as JSON, for whoever wants to build on it:
//!
//! ```json
//! { "format": 1, "key": "perbup-paser-19-2021", "language": "id", "number": 19, "year": 2021,
//!   "enacted": "2021-07-06", "promulgated": "2021-07-06",
//!   "name": {"id": "…", "en": "…"}, "title": {…}, "official": {…},
//!   "units": [ { "id": "pasal-9", "kind": "pasal", "marker": "Pasal 9", "label": {"id": "Pasal 9", "en": "Article 9"},
//!                "text": ["…"], "units": [ … ] } ],
//!   "notes": [ { "number": 1, "at": [ {"unit": "menimbang-huruf-a", "quote": "resiko"} ], "text": {…} } ],
//!   "gists": { "en": {"pasal-1": "…"} },
//!   "omissions": { "bupati": {"words": 2, "shown": {…}, "reason": {…}} } }
//! ```
//!
//! `kind` is `block`, `bab`, `bagian`, `pasal`, `ayat`, `huruf` or `angka`. `text` has the unit's own words, a line each: `*…*` is a
//! foreign word, `{key}` stands for the words that `omissions` explains. The words are markers and texts in the order of the tree.

use super::Regulation;
use super::notes::Notes;
use super::text::Unit;
use super::words::RegulationWords;
use crate::config::{Config, Lang};
use serde::Serialize;
use std::collections::BTreeMap;

/// The file's bytes, the same for the same regulation.
///
/// # Errors
/// What the writer of JSON says; a tree of texts has nothing it refuses.
pub fn json(regulation: &Regulation, config: &Config) -> Result<Vec<u8>, serde_json::Error> {
    let words: BTreeMap<&Lang, &RegulationWords> = config
        .languages
        .keys()
        .filter_map(|lang| Some((lang, regulation.words.language(lang)?)))
        .collect();
    let each = |of: fn(&RegulationWords) -> &str| -> Texts<'_> {
        words.iter().map(|(lang, words)| (lang.as_str(), of(words).to_owned())).collect()
    };
    let gists = words.iter().filter(|(_, words)| !words.gists.is_empty());
    let document = Document {
        format: 1,
        key: &regulation.key,
        language: &regulation.language,
        number: regulation.number,
        year: regulation.year,
        enacted: &regulation.enacted,
        promulgated: &regulation.promulgated,
        name: each(|words| &words.name),
        title: each(|words| &words.title),
        official: each(|words| &words.official),
        units: regulation.units.iter().map(|unit| piece(regulation, &words, unit)).collect(),
        notes: notes(regulation, &words),
        gists: gists.map(|(lang, words)| (lang.as_str(), &words.gists)).collect(),
        omissions: omissions(&words),
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A text in each language.
type Texts<'r> = BTreeMap<&'r str, String>;

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    key: &'r str,
    language: &'r str,
    number: u64,
    year: u64,
    enacted: &'r str,
    promulgated: &'r str,
    name: Texts<'r>,
    title: Texts<'r>,
    official: Texts<'r>,
    units: Vec<Piece<'r>>,
    notes: Vec<NotePiece<'r>>,
    gists: BTreeMap<&'r str, &'r BTreeMap<String, String>>,
    omissions: BTreeMap<&'r str, OmissionPiece<'r>>,
}

#[derive(Serialize)]
struct Piece<'r> {
    id: &'r str,
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    marker: &'r str,
    label: Texts<'r>,
    text: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<Self>,
}

#[derive(Serialize)]
struct NotePiece<'r> {
    number: usize,
    at: Vec<PlacePiece<'r>>,
    text: Texts<'r>,
}

#[derive(Serialize)]
struct PlacePiece<'r> {
    unit: &'r str,
    quote: &'r str,
}

#[derive(Serialize)]
struct OmissionPiece<'r> {
    words: u64,
    shown: Texts<'r>,
    reason: Texts<'r>,
}

fn piece<'r>(
    regulation: &'r Regulation,
    words: &BTreeMap<&'r Lang, &'r RegulationWords>,
    unit: &'r Unit,
) -> Piece<'r> {
    Piece {
        id: &unit.id,
        kind: unit.kind.word(),
        marker: &unit.marker,
        label: words.keys().map(|lang| (lang.as_str(), regulation.label(&unit.id, lang))).collect(),
        text: unit.lines.iter().map(|line| line.marked()).collect(),
        units: unit.units.iter().map(|unit| piece(regulation, words, unit)).collect(),
    }
}

/// Every language has the same notes at the same places.
fn notes<'r>(
    regulation: &'r Regulation,
    words: &BTreeMap<&'r Lang, &'r RegulationWords>,
) -> Vec<NotePiece<'r>> {
    let mut pieces: Vec<NotePiece<'r>> = Vec::new();
    for (lang, words) in words {
        for (place, note) in Notes::new(regulation, words).into_all().into_iter().enumerate() {
            if let Some(piece) = pieces.get_mut(place) {
                piece.text.insert(lang.as_str(), note.text.to_owned());
                continue;
            }
            let at = note.places.iter().map(|(unit, quote)| PlacePiece { unit, quote });
            pieces.push(NotePiece {
                number: note.number,
                at: at.collect(),
                text: BTreeMap::from([(lang.as_str(), note.text.to_owned())]),
            });
        }
    }
    pieces
}

fn omissions<'r>(
    words: &BTreeMap<&'r Lang, &'r RegulationWords>,
) -> BTreeMap<&'r str, OmissionPiece<'r>> {
    let mut pieces: BTreeMap<&str, OmissionPiece<'_>> = BTreeMap::new();
    for (lang, words) in words {
        for (key, omission) in &words.omissions {
            let piece = pieces.entry(key).or_insert_with(|| OmissionPiece {
                words: omission.words,
                shown: BTreeMap::new(),
                reason: BTreeMap::new(),
            });
            piece.shown.insert(lang.as_str(), omission.shown.clone());
            piece.reason.insert(lang.as_str(), omission.reason.clone());
        }
    }
    pieces
}
