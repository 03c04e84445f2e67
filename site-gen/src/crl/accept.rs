//! Whether a genuine list becomes the newest of its series (threats REV-06, REV-10 to REV-13).

use super::certificates::Ends;
use super::entries::{Entries, Listed};
use super::genuine::{self, Genuine};
use super::journal::{Head, Summary};
use super::monitor::{self, Known, Span};
use super::refusal::{Found, Refusal};
use crate::history::{Accepted, Finding, Severity};
use std::cmp::Ordering;
use verifier::RevocationList;
use verifier::time::UnixTime;

/// A list may be this much ahead of our clock: more than clocks that are kept differ by, less than anything that matters here.
pub const CLOCK_TOLERANCE: i64 = 300;

/// How a list came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way<'w> {
    /// From this address of the registry: what is there has to be current.
    Fetched(&'w str),
    /// By a person: it may be over, which is a finding.
    Imported,
}

/// What becomes of a list that takes back what the one before said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBack {
    /// It waits for a person.
    Held,
    /// A person has decided: it is published with its findings.
    Accepted,
}

/// How a list is to be judged.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'t> {
    /// How it came.
    pub way: Way<'t>,
    /// The moment.
    pub at: UnixTime,
    /// What becomes of it where it takes something back.
    pub taken_back: TakenBack,
}

/// The series so far.
#[derive(Debug, Clone, Copy)]
pub struct Before<'b> {
    /// All of its lists in short.
    pub summary: &'b Summary,
    /// DER of the newest.
    pub newest: Option<&'b [u8]>,
    /// When certificates end.
    pub ends: &'b Ends,
}

/// What becomes of a list that is not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is the newest of its series from now on. The line is complete.
    Accepted(Box<Accepted>),
    /// We have it.
    Unchanged,
}

/// Judges a list by the lists before it. `source` is where it is from, in words.
pub fn judge(
    list: &Genuine<'_>,
    before: Before<'_>,
    terms: Terms<'_>,
    source: &str,
) -> Result<Verdict, Refusal> {
    let is_known = before.summary.heads.iter().any(|head| head.sha256 == list.sha256);
    let is_newest = before.summary.newest().is_some_and(|head| head.sha256 == list.sha256);
    // A person may offer again what we have; an address that serves an older list runs backwards.
    if is_newest || (is_known && terms.way == Way::Imported) {
        return Ok(Verdict::Unchanged);
    }
    is_of_its_address(list, terms.way)?;
    is_made(list, terms.at)?;
    if let Some(newest) = before.summary.newest() {
        goes_forward(list, newest)?;
    }
    let mut findings = is_current(list, terms)?;
    let entries = read_entries(list)?;
    let count = entries.len();
    let difference = earlier_entries(before.newest)?.difference(entries);
    if let Some(newest) = before.summary.newest() {
        let known = Known {
            ends: before.ends,
            issuer: list.issuer,
            has_left: &|serial| before.summary.has_left(serial),
        };
        let found = monitor::compare(span(newest), list_span(list), &difference, known);
        if terms.taken_back == TakenBack::Held && found.iter().any(monitor::holds) {
            return Err(Refusal::Held(found.into_iter().map(held).collect()));
        }
        findings.extend(found);
    }
    findings.extend(super::lint(list.der));
    Ok(Verdict::Accepted(Box::new(Accepted {
        added: difference.added.iter().map(Listed::to_journal).collect(),
        removed: difference.removed.iter().map(Listed::serial_text).collect(),
        changed: difference.changed.iter().map(|(_, after)| after.to_journal()).collect(),
        findings,
        ..facts(list, count, terms.at, source)
    })))
}

/// The line of a list without what depends on its neighbours.
pub(super) fn facts(list: &Genuine<'_>, entries: usize, at: UnixTime, source: &str) -> Accepted {
    Accepted {
        number: list.number(),
        sha256: list.sha256.clone(),
        this_update: list.list.this_update().to_rfc3339(),
        next_update: list.list.next_update().map(UnixTime::to_rfc3339),
        size: u64::try_from(list.der.len()).unwrap_or(u64::MAX),
        entries: u64::try_from(entries).unwrap_or(u64::MAX),
        accepted_at: at.to_rfc3339(),
        source: source.to_owned(),
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
        findings: Vec::new(),
    }
}

pub(super) fn read_entries<'a>(list: &Genuine<'a>) -> Result<Entries<'a>, Refusal> {
    Entries::read(&list.list).map_err(Refusal::Entries)
}

fn earlier_entries(newest: Option<&[u8]>) -> Result<Entries<'_>, Refusal> {
    let Some(newest) = newest else { return Ok(Entries::default()) };
    // It was read when it was accepted.
    let list =
        RevocationList::read(newest).map_err(|error| Refusal::NotAList(Found::Other(error)))?;
    Entries::read(&list).map_err(Refusal::Entries)
}

pub(super) fn span(head: &Head) -> Span {
    Span { this_update: head.this_update, next_update: head.next_update }
}

pub(super) fn list_span(list: &Genuine<'_>) -> Span {
    Span { this_update: list.list.this_update(), next_update: list.list.next_update() }
}

/// The list of another series at this address would be missing in its own.
fn is_of_its_address(list: &Genuine<'_>, way: Way<'_>) -> Result<(), Refusal> {
    match way {
        Way::Fetched(address) if genuine::folder_of(list.issuer, address) != list.folder => {
            let found = list.list.scope().map(|scope| scope.uris.join(", ")).unwrap_or_default();
            Err(Refusal::Point { expected: address.to_owned(), found })
        }
        Way::Fetched(_) | Way::Imported => Ok(()),
    }
}

pub(super) fn is_made(list: &Genuine<'_>, at: UnixTime) -> Result<(), Refusal> {
    let this_update = list.list.this_update();
    if this_update.seconds() > at.seconds().saturating_add(CLOCK_TOLERANCE) {
        return Err(Refusal::Future { at: at.to_rfc3339(), this_update: this_update.to_rfc3339() });
    }
    Ok(())
}

/// RFC 5280 5.2.3: a later list has a greater number; we ask the same of its moment.
fn goes_forward(list: &Genuine<'_>, newest: &Head) -> Result<(), Refusal> {
    let number = list.number();
    match compare_numbers(newest.number.as_deref(), number.as_deref()) {
        Ordering::Less => {}
        Ordering::Equal if number.is_none() => {}
        Ordering::Equal => {
            return Err(Refusal::SameNumber {
                number: number.unwrap_or_default(),
                sha256: list.sha256.clone(),
            });
        }
        Ordering::Greater => {
            return Err(Refusal::NumberBackwards {
                newest: newest.number.clone().unwrap_or_default(),
                found: number.unwrap_or_else(|| "none".to_owned()),
            });
        }
    }
    let this_update = list.list.this_update();
    match newest.this_update.cmp(&this_update) {
        Ordering::Less => Ok(()),
        Ordering::Equal => Err(Refusal::SameThisUpdate {
            this_update: this_update.to_rfc3339(),
            sha256: list.sha256.clone(),
        }),
        Ordering::Greater => Err(Refusal::ThisUpdateBackwards {
            newest: newest.this_update.to_rfc3339(),
            found: this_update.to_rfc3339(),
        }),
    }
}

/// Decimal numbers of any length; none is below all.
pub(super) fn compare_numbers(one: Option<&str>, other: Option<&str>) -> Ordering {
    let key = |number: Option<&str>| number.map(|digits| (digits.len(), digits.to_owned()));
    key(one).cmp(&key(other))
}

/// A list whose nextUpdate has passed is for the archive, and a person's to bring.
fn is_current(list: &Genuine<'_>, terms: Terms<'_>) -> Result<Vec<Finding>, Refusal> {
    let Some(until) = list.list.next_update().filter(|until| *until < terms.at) else {
        return Ok(Vec::new());
    };
    let (at, next_update) = (terms.at.to_rfc3339(), until.to_rfc3339());
    match terms.way {
        Way::Fetched(_) => Err(Refusal::Over { at, next_update }),
        Way::Imported => Ok(vec![Finding {
            code: "over".to_owned(),
            severity: Severity::Warning,
            serial: None,
            expected: Some(at),
            found: Some(next_update),
        }]),
    }
}

/// What a list is held for was not published.
fn held(finding: Finding) -> Finding {
    let severity = if monitor::holds(&finding) { Severity::Refused } else { finding.severity };
    Finding { severity, ..finding }
}
