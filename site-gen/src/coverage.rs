//! Which step of which guide carries each duty of the regulation. A step that names a unit that does not exist, a duty that no step
//! carries, and an exception that is none end the build.
//!
//! A step carries a duty when its `law` names the duty's unit, a unit that holds it, or all the units that it holds. Quotations in
//! running text bind nobody and do not count.

use crate::config::{Config, Lang};
use crate::content::Entry;
use crate::guides::Guide;
use crate::regulation::duties::{Duties, Duty, FILE};
use crate::regulation::text::{Kind, Unit};
use crate::regulation::{Regulation, RegulationError};
use serde::Serialize;
use std::collections::BTreeMap;

/// Why the guides do not fit the regulation.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CoverageError {
    /// A unit that is not there, a duty that is not listed, a table that cannot be read.
    #[error(transparent)]
    Regulation(#[from] RegulationError),
    /// Duties without a step.
    #[error(
        "content/{FILE}: no step of a guide in `{lang}` carries {}; name the unit in the `law` of a step, or give the duty an `exception` with the reason",
        units.join(", ")
    )]
    Uncovered {
        /// The language of the guides.
        lang: String,
        /// The units of the duties.
        units: Vec<String>,
    },
    /// An exception for what is carried after all.
    #[error(
        "content/{FILE}: `{unit}` has an exception, and {file} carries it; take the exception away"
    )]
    NeedlessException {
        /// The unit of the duty.
        unit: String,
        /// A guide that carries it.
        file: String,
    },
}

/// `coverage` in templates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    total: usize,
    carried: usize,
    excepted: usize,
    chapters: Vec<Chapter>,
}

/// The duties of a chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Chapter {
    id: String,
    label: String,
    title: String,
    duties: Vec<Row>,
}

/// A duty with the steps that carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row {
    unit: String,
    label: String,
    kind: String,
    who: String,
    exception: Option<String>,
    guides: Vec<Carrier>,
}

/// A guide that carries a duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Carrier {
    /// The content file, for `get_url`.
    path: String,
    title: String,
    /// The numbers of the steps.
    steps: Vec<u32>,
    /// Whether its list of what is forbidden does.
    forbidden: bool,
}

/// Checks the guides of every language, and gives what the page of duties shows.
///
/// # Errors
/// The first thing that does not fit.
pub fn coverage(
    config: &Config,
    regulation: &Regulation,
    duties: &Duties,
    guides: &[(&Entry, Guide)],
) -> Result<BTreeMap<Lang, Coverage>, CoverageError> {
    for (entry, guide) in guides {
        for unit in guide.law() {
            regulation.required(&format!("content/{}", entry.source), unit)?;
        }
    }
    let mut all = BTreeMap::new();
    for lang in config.languages.keys() {
        let Some(words) = duties.language(lang) else { continue };
        words.check(regulation)?;
        let own: Vec<&(&Entry, Guide)> =
            guides.iter().filter(|(entry, _)| entry.lang == *lang).collect();
        let rows: Vec<Row> =
            words.duties.iter().map(|duty| row(regulation, lang, duty, &own)).collect();
        check(lang, &rows)?;
        all.insert(lang.clone(), table(regulation, lang, &rows));
    }
    Ok(all)
}

fn check(lang: &Lang, rows: &[Row]) -> Result<(), CoverageError> {
    let bare = rows.iter().filter(|row| row.guides.is_empty() && row.exception.is_none());
    let units: Vec<String> = bare.map(|row| row.unit.clone()).collect();
    if !units.is_empty() {
        return Err(CoverageError::Uncovered { lang: lang.to_string(), units });
    }
    for row in rows.iter().filter(|row| row.exception.is_some()) {
        if let Some(guide) = row.guides.first() {
            let (unit, file) = (row.unit.clone(), format!("content/{}", guide.path));
            return Err(CoverageError::NeedlessException { unit, file });
        }
    }
    Ok(())
}

fn row(regulation: &Regulation, lang: &Lang, duty: &Duty, guides: &[&(&Entry, Guide)]) -> Row {
    // A chapter says nothing by itself: who names one has named no duty.
    let holders: Vec<&str> =
        regulation.holders(&duty.unit).into_iter().filter(|id| !id.starts_with("bab-")).collect();
    let below: Vec<&str> = regulation
        .unit(&duty.unit)
        .map(|unit| unit.units.iter().map(|unit| unit.id.as_str()).collect())
        .unwrap_or_default();
    let direct = |law: &[String]| law.iter().any(|id| holders.contains(&id.as_str()));
    let carrier = |(entry, guide): &(&Entry, Guide)| {
        let in_steps = |id: &&str| guide.law().any(|law| law == *id);
        // Where the guide names everything the duty holds, each of those steps carries a part of it.
        let in_parts = !below.is_empty() && below.iter().all(in_steps);
        let carries = |law: &[String]| {
            direct(law) || (in_parts && law.iter().any(|id| below.contains(&id.as_str())))
        };
        let numbered = guide.steps.iter().zip(1_u32..);
        Carrier {
            path: entry.source.clone(),
            title: entry.front.title.clone().unwrap_or_default(),
            steps: numbered
                .filter(|(step, _)| carries(&step.law))
                .map(|(_, number)| number)
                .collect(),
            forbidden: guide.forbidden.iter().any(|one| carries(&one.law)),
        }
    };
    let guides = guides.iter().map(|guide| carrier(guide));
    Row {
        unit: duty.unit.clone(),
        label: regulation.label(&duty.unit, lang),
        kind: duty.kind.clone(),
        who: duty.who.clone(),
        exception: duty.exception.clone(),
        guides: guides.filter(|guide| guide.forbidden || !guide.steps.is_empty()).collect(),
    }
}

fn table(regulation: &Regulation, lang: &Lang, rows: &[Row]) -> Coverage {
    let chapter = |unit: &Unit| {
        let inside: Vec<&str> = unit.with_all_below().iter().map(|unit| unit.id.as_str()).collect();
        Chapter {
            id: unit.id.clone(),
            label: regulation.label(&unit.id, lang),
            title: unit.own_text().replace('\n', " "),
            duties: rows
                .iter()
                .filter(|row| inside.contains(&row.unit.as_str()))
                .cloned()
                .collect(),
        }
    };
    let chapters = regulation.units.iter().filter(|unit| unit.kind == Kind::Bab).map(chapter);
    let excepted = rows.iter().filter(|row| row.exception.is_some()).count();
    Coverage {
        total: rows.len(),
        carried: rows.len().saturating_sub(excepted),
        excepted,
        chapters: chapters.filter(|chapter| !chapter.duties.is_empty()).collect(),
    }
}
