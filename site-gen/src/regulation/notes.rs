//! The editors' notes in the order of the text: their numbers, where their marks stand, and the way back from each.

use super::Regulation;
use super::text::{Line, Unit};
use super::words::{Note, RegulationWords};
use std::collections::BTreeMap;

/// The notes of one language.
#[derive(Debug)]
pub struct Notes<'r> {
    numbered: Vec<Numbered<'r>>,
}

/// Units and the words quoted of them.
type Places<'r> = Vec<(&'r str, &'r str)>;

/// A note with its number.
#[derive(Debug)]
pub struct Numbered<'r> {
    /// From 1, by the first place.
    pub number: usize,
    /// What it says.
    pub text: &'r str,
    /// The unit and quote of each place, in the order of the text.
    pub places: Places<'r>,
    /// The id of the mark at each unit, and the unit.
    pub backwards: Vec<(String, &'r str)>,
}

/// A mark: which note, and its id where it is the first in its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The number of the note.
    pub note: usize,
    /// For the way back.
    pub id: Option<String>,
}

impl<'r> Notes<'r> {
    /// Numbers the notes of one language.
    #[must_use]
    pub fn new(regulation: &'r Regulation, words: &'r RegulationWords) -> Self {
        let order: BTreeMap<&str, (usize, String)> = regulation
            .all()
            .into_iter()
            .enumerate()
            .map(|(at, unit)| (unit.id.as_str(), (at, unit.own_text())))
            .collect();
        // The unit's place in the text, and the quote's in the unit.
        let key = |unit: &str, quote: &str| {
            order.get(unit).map_or((usize::MAX, 0), |(at, text)| {
                (*at, text.find(quote).unwrap_or_default().saturating_add(quote.len()))
            })
        };
        let sorted = |note: &'r Note| {
            let mut places: Vec<(&str, &str)> =
                note.places.iter().map(|at| (at.unit.as_str(), at.quote.as_str())).collect();
            places.sort_by_key(|(unit, quote)| key(unit, quote));
            (places, note.text.as_str())
        };
        let mut all: Vec<(Vec<(&str, &str)>, &str)> = words.notes.iter().map(sorted).collect();
        all.sort_by_key(|(places, _)| places.first().map(|(unit, quote)| key(unit, quote)));
        let number = |((places, text), number): ((Places<'r>, &'r str), usize)| {
            let mut backwards: Vec<(String, &'r str)> = Vec::new();
            for (unit, _) in &places {
                if backwards.iter().all(|(_, seen)| seen != unit) {
                    backwards.push((mark_id(number, backwards.len()), *unit));
                }
            }
            Numbered { number, text, places, backwards }
        };
        Self { numbered: all.into_iter().zip(1_usize..).map(number).collect() }
    }

    /// All of them, in their order.
    #[must_use]
    pub fn into_all(self) -> Vec<Numbered<'r>> {
        self.numbered
    }

    /// The marks in a line of a unit: after how many bytes, and which.
    #[must_use]
    pub fn marks(&self, unit: &Unit, line: &Line) -> BTreeMap<usize, Vec<Place>> {
        let text = line.plain();
        let mut marks: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
        for note in &self.numbered {
            let mut id =
                note.backwards.iter().find(|(_, at)| *at == unit.id).map(|(id, _)| id.clone());
            let quotes = note.places.iter().filter(|(at, _)| *at == unit.id);
            let ends = quotes.flat_map(|(_, quote)| {
                text.match_indices(quote).map(|(at, found)| at.saturating_add(found.len()))
            });
            for end in ends {
                marks.entry(end).or_default().push(Place { note: note.number, id: id.take() });
            }
        }
        marks
    }

    /// The notes whose first place is one of these units.
    #[must_use]
    pub fn first_in(&self, units: &[&Unit]) -> Vec<&Numbered<'r>> {
        let is_first = |note: &&Numbered<'r>| {
            note.places.first().is_some_and(|(at, _)| units.iter().any(|unit| unit.id == *at))
        };
        self.numbered.iter().filter(is_first).collect()
    }
}

fn mark_id(note: usize, place: usize) -> String {
    match place {
        0 => format!("rujukan-{note}"),
        _ => format!("rujukan-{note}-{}", place.saturating_add(1)),
    }
}
