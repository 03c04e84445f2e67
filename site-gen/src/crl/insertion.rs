//! An older list in its place between its neighbours: the journal is played to there, and the two lines that touch the list are
//! written anew. What was thinned out is in the journal still, so no list of then is needed.

use super::accept::{compare_numbers, facts, is_made, list_span, read_entries};
use super::certificates::Ends;
use super::entries::{Difference, Entries, Listed};
use super::genuine::Genuine;
use super::monitor::{self, Known, Span};
use super::refusal::Refusal;
use crate::history::{Accepted, Entry, Finding, Line};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use verifier::time::UnixTime;

/// Whether a list was put among the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// It has a line now.
    New,
    /// It had one.
    Known,
}

/// Where a list may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Before the newest one: what is newest is [`super::accept`]'s to say.
    BeforeNewest,
    /// Also after it.
    Anywhere,
}

/// Puts a list among the lines of its series.
pub fn insert(
    lines: &mut Vec<Line>,
    list: &Genuine<'_>,
    room: Room,
    ends: &Ends,
    at: UnixTime,
    source: &str,
) -> Result<Inserted, Refusal> {
    let accepted: Vec<&Accepted> = lines.iter().filter_map(as_accepted).collect();
    if accepted.iter().any(|known| known.sha256 == list.sha256) {
        return Ok(Inserted::Known);
    }
    is_made(list, at)?;
    let place = place(&accepted, list, room)?;
    let entries = read_entries(list)?;
    let (before, has_left) = played(accepted.get(..place).unwrap_or_default());
    let previous = place.checked_sub(1).and_then(|place| accepted.get(place)).copied();
    let left_or_not = |serial: &str| has_left.contains(serial);
    let known = Known { ends, issuer: list.issuer, has_left: &left_or_not };

    let count = entries.len();
    let difference = Entries::of_journal(before.values()).difference(entries.clone());
    let mut own = with(facts(list, count, at, source), &difference);
    if let Some(previous) = previous {
        own.findings = monitor::compare(span(previous), list_span(list), &difference, known);
    }
    own.findings.extend(super::lint(list.der));

    let Some(next) = accepted.get(place).copied() else {
        lines.push(Line::Accepted(Box::new(own)));
        return Ok(Inserted::New);
    };
    let after = apply(before, next);
    let difference = entries.difference(Entries::of_journal(after.values()));
    let mut rest: Vec<Finding> = next.findings.clone();
    rest.retain(|finding| {
        finding.code == "over" || !monitor::CODES.contains(&finding.code.as_str())
    });
    let mut following = with(next.clone(), &difference);
    following.findings = monitor::compare(list_span(list), span(next), &difference, known);
    following.findings.append(&mut rest);

    let at = lines.iter().position(|line| {
        as_accepted(line).is_some_and(|accepted| accepted.sha256 == following.sha256)
    });
    if let Some(at) = at {
        lines.splice(at..=at, [Line::Accepted(Box::new(own)), Line::Accepted(Box::new(following))]);
    }
    Ok(Inserted::New)
}

/// The accepted list of a line.
#[must_use]
pub fn as_accepted(line: &Line) -> Option<&Accepted> {
    match line {
        Line::Accepted(accepted) => Some(accepted),
        Line::Observed(_) => None,
    }
}

/// Which of the accepted lists it stands before: moment and number have to say the same.
fn place(accepted: &[&Accepted], list: &Genuine<'_>, room: Room) -> Result<usize, Refusal> {
    let this_update = list.list.this_update().to_rfc3339();
    let number = list.number();
    // RFC 3339 in UTC sorts as text.
    let place = accepted.partition_point(|known| known.this_update < this_update);
    let next = accepted.get(place);
    if next.is_none() && room == Room::BeforeNewest {
        let newest =
            accepted.last().map_or_else(|| "none yet".to_owned(), |list| list.this_update.clone());
        return Err(Refusal::NotOlder { newest, found: this_update });
    }
    if next.is_some_and(|next| next.this_update == this_update) {
        return Err(Refusal::SameThisUpdate { this_update, sha256: list.sha256.clone() });
    }
    let before = place.checked_sub(1).and_then(|place| accepted.get(place));
    let text = |list: &Accepted| list.number.clone().unwrap_or_else(|| "none".to_owned());
    let rises = |one: Option<&str>, other: Option<&str>| {
        compare_numbers(one, other) == Ordering::Less || (one.is_none() && other.is_none())
    };
    let fits = next.is_none_or(|next| rises(number.as_deref(), next.number.as_deref()))
        && before.is_none_or(|before| rises(before.number.as_deref(), number.as_deref()));
    if fits {
        return Ok(place);
    }
    Err(Refusal::OutOfOrder {
        number: number.unwrap_or_else(|| "none".to_owned()),
        this_update,
        before: before.map_or_else(|| "nothing".to_owned(), |list| text(list)),
        after: next.map_or_else(|| "nothing".to_owned(), |list| text(list)),
    })
}

/// The entries after these lists, and the serial numbers that have left by then.
fn played(accepted: &[&Accepted]) -> (BTreeMap<String, Entry>, BTreeSet<String>) {
    let mut entries = BTreeMap::new();
    let mut left = BTreeSet::new();
    for list in accepted {
        for entry in &list.added {
            left.remove(&entry.serial);
        }
        let held = |serial: &str| {
            entries
                .get(serial)
                .is_some_and(|entry: &Entry| entry.reason.as_deref() == Some("certificateHold"))
        };
        left.extend(list.removed.iter().filter(|serial| !held(serial)).cloned());
        entries = apply(entries, list);
    }
    (entries, left)
}

fn apply(mut entries: BTreeMap<String, Entry>, list: &Accepted) -> BTreeMap<String, Entry> {
    for serial in &list.removed {
        entries.remove(serial);
    }
    for entry in list.added.iter().chain(&list.changed) {
        entries.insert(entry.serial.clone(), entry.clone());
    }
    entries
}

fn with(accepted: Accepted, difference: &Difference<'_>) -> Accepted {
    Accepted {
        added: difference.added.iter().map(Listed::to_journal).collect(),
        removed: difference.removed.iter().map(Listed::serial_text).collect(),
        changed: difference.changed.iter().map(|(_, after)| after.to_journal()).collect(),
        ..accepted
    }
}

fn span(accepted: &Accepted) -> Span {
    let moment = |text: &str| UnixTime::from_rfc3339(text);
    Span {
        this_update: moment(&accepted.this_update).unwrap_or(UnixTime::from_seconds(0)),
        next_update: accepted.next_update.as_deref().and_then(moment),
    }
}
