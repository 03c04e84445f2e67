//! How each series stands at a moment.

use super::fetching::Source;
use super::genuine::is_of_demo;
use super::journal::{FILE, Head, JournalError, Summary};
use crate::history::Finding;
use serde::Serialize;
use std::path::Path;
use verifier::time::UnixTime;

/// One series at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The registry entry.
    pub issuer: String,
    /// The series.
    pub folder: String,
    /// Of the newest list.
    pub number: Option<String>,
    /// Of the newest list.
    pub this_update: Option<String>,
    /// Of the newest list.
    pub next_update: Option<String>,
    /// Seconds since it was made.
    pub age: Option<i64>,
    /// How fresh it is.
    pub state: State,
    /// Entries in it.
    pub entries: Option<u64>,
    /// Lists in the journal.
    pub lists: usize,
    /// What was found about the newest list, and seen since.
    pub findings: Vec<Finding>,
}

/// How fresh the newest list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In the first half of its life.
    Fresh,
    /// In the second half: a list that is renewed in time is renewed by now.
    EndsSoon,
    /// Its nextUpdate has passed.
    Over,
    /// It names no end, so nobody can say that it is fresh.
    NoEnd,
    /// There is no list.
    Missing,
}

impl State {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::EndsSoon => "ends-soon",
            Self::Over => "over",
            Self::NoEnd => "no-end",
            Self::Missing => "missing",
        }
    }

    /// Whether documents can be judged by it today.
    #[must_use]
    pub const fn is_good(self) -> bool {
        match self {
            Self::Fresh | Self::EndsSoon => true,
            Self::Over | Self::NoEnd | Self::Missing => false,
        }
    }

    fn of(head: &Head, at: UnixTime) -> Self {
        let Some(end) = head.next_update else { return Self::NoEnd };
        if end < at {
            return Self::Over;
        }
        let life = end.seconds().saturating_sub(head.this_update.seconds());
        let left = end.seconds().saturating_sub(at.seconds());
        if left.saturating_mul(2) < life { Self::EndsSoon } else { Self::Fresh }
    }
}

/// The state of one series.
pub fn row(trust: &Path, source: &Source<'_>, at: UnixTime) -> Result<Row, JournalError> {
    let demo = if is_of_demo(source.issuer) { "demo" } else { "" };
    let journal = trust.join(demo).join("crl").join(&source.folder).join(FILE);
    let summary = Summary::read(&journal)?;
    let newest = summary.newest();
    let mut findings = newest.map(|head| head.findings.clone()).unwrap_or_default();
    findings.extend(summary.since.iter().map(|observed| observed.finding.clone()));
    Ok(Row {
        issuer: source.issuer.id.clone(),
        folder: source.folder.clone(),
        number: newest.and_then(|head| head.number.clone()),
        this_update: newest.map(|head| head.this_update.to_rfc3339()),
        next_update: newest.and_then(|head| head.next_update).map(UnixTime::to_rfc3339),
        age: newest.map(|head| at.seconds().saturating_sub(head.this_update.seconds())),
        state: newest.map_or(State::Missing, |head| State::of(head, at)),
        entries: newest.map(|head| head.entries),
        lists: summary.heads.len(),
        findings,
    })
}

/// How old, for people: the largest unit that fits.
#[must_use]
pub fn words(seconds: i64) -> String {
    let units: [(i64, &str); 3] = [(86_400, "d"), (3_600, "h"), (60, "min")];
    let fits = units.into_iter().find(|(size, _)| seconds >= size.saturating_mul(2));
    fits.map_or_else(
        || format!("{seconds} s"),
        |(size, name)| format!("{} {name}", seconds.div_euclid(size)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_soon_in_the_second_half_of_its_life() {
        let moment = |hours: i64| UnixTime::from_seconds(hours * 3_600);
        let head = |end: Option<i64>| Head {
            number: None,
            sha256: String::new(),
            this_update: moment(0),
            next_update: end.map(moment),
            entries: 0,
            findings: Vec::new(),
        };
        for (end, at, expected) in [
            (Some(24), 0, State::Fresh),
            (Some(24), 12, State::Fresh),
            (Some(24), 13, State::EndsSoon),
            (Some(24), 24, State::EndsSoon),
            (Some(24), 25, State::Over),
            (None, 1, State::NoEnd),
        ] {
            assert_eq!(State::of(&head(end), moment(at)), expected, "{end:?} at {at}");
        }
    }

    #[test]
    fn ages_are_in_the_largest_unit_that_fits_twice() {
        for (seconds, expected) in
            [(59, "59 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (864_000, "10 d")]
        {
            assert_eq!(words(seconds), expected);
        }
    }
}
