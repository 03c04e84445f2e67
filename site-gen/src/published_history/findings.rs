//! Findings of a series: what the monitor saw between lists, and what the lint says of the lists themselves. Nothing that was
//! found is left out of `crl/<folder>/findings.json`; the page has the newest.

use super::{Speaker, Told, index};
use crate::crl::monitor;
use crate::history::{Accepted, Finding, Line, Observed, Severity};
use serde::Serialize;
use std::collections::BTreeMap;

/// As many as a page shows; the JSON has all.
const ON_PAGE: usize = 50;
/// As many serial numbers as are named one by one; the JSON has all.
pub(super) const SERIALS: usize = 5;

/// The same finding about one list, or at one moment, however many certificates it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grouped<'a> {
    /// When we saw it, RFC 3339.
    pub at: &'a str,
    /// SHA-256 of the list it is about, where there is one.
    pub sha256: Option<&'a str>,
    /// `cRLNumber`, of an accepted list.
    pub number: Option<&'a str>,
    /// `thisUpdate`, of an accepted list.
    pub this_update: Option<&'a str>,
    /// The address, or the name of the operator's file.
    pub source: &'a str,
    /// Its name.
    pub code: &'a str,
    /// How bad it is.
    pub severity: Severity,
    /// The certificates it is about.
    pub serials: Vec<&'a str>,
    /// What was expected, the first time.
    pub expected: Option<&'a str>,
    /// What came, the first time.
    pub found: Option<&'a str>,
}

/// All findings of a series, oldest first.
#[must_use]
pub fn all<'a>(told: &Told<'a>) -> Vec<Grouped<'a>> {
    let mut all: Vec<Grouped<'a>> = Vec::new();
    for line in &told.series.lines {
        let begins = all.len();
        match line {
            Line::Accepted(list) => {
                for finding in &list.findings {
                    join(&mut all, begins, of_list(list, finding));
                }
            }
            // A list that is held has one line for each of its findings.
            Line::Observed(seen) => join(&mut all, begins.saturating_sub(HELD), of_moment(seen)),
        }
    }
    all
}

/// As many kinds of findings as one list can be held for, and more.
const HELD: usize = 8;

/// Adds a finding to one like it among the groups from `from` on, or after them.
fn join<'a>(all: &mut Vec<Grouped<'a>>, from: usize, one: Grouped<'a>) {
    let like = |group: &&mut Grouped<'a>| {
        (group.at, group.sha256, group.code) == (one.at, one.sha256, one.code)
            && (group.severity, group.source) == (one.severity, one.source)
    };
    match all.get_mut(from..).unwrap_or_default().iter_mut().find(like) {
        Some(group) => group.serials.extend(one.serials),
        None => all.push(one),
    }
}

fn of_list<'a>(list: &'a Accepted, finding: &'a Finding) -> Grouped<'a> {
    Grouped {
        number: list.number.as_deref(),
        this_update: Some(&list.this_update),
        ..grouped(&list.accepted_at, Some(&list.sha256), &list.source, finding)
    }
}

fn of_moment(seen: &Observed) -> Grouped<'_> {
    grouped(&seen.at, seen.sha256.as_deref(), &seen.source, &seen.finding)
}

fn grouped<'a>(
    at: &'a str,
    sha256: Option<&'a str>,
    source: &'a str,
    finding: &'a Finding,
) -> Grouped<'a> {
    let Finding { code, severity, serial, expected, found } = finding;
    Grouped {
        at,
        sha256,
        number: None,
        this_update: None,
        source: index::source(source),
        code,
        severity: *severity,
        serials: serial.as_deref().into_iter().collect(),
        expected: expected.as_deref(),
        found: found.as_deref(),
    }
}

impl Grouped<'_> {
    /// What this portal did, in words.
    pub(super) fn action(&self, words: &Speaker<'_>) -> String {
        let key = match (self.severity, self.this_update, self.sha256) {
            (Severity::Refused, _, _)
                if monitor::CODES.contains(&self.code) && self.code != "over" =>
            {
                "action-held"
            }
            (Severity::Refused, _, _) => "action-refused",
            (_, Some(_), _) => "action-published",
            (_, None, Some(_)) => "action-placed",
            (_, None, None) => "action-waiting",
        };
        words.label(key, &[])
    }
}

#[derive(Serialize)]
struct Findings<'a> {
    schema: &'static str,
    issuer: &'a str,
    watched_since: Option<&'a str>,
    findings: Vec<Grouped<'a>>,
}

/// Where the findings are.
#[must_use]
pub fn path(told: &Told<'_>) -> String {
    format!("crl/{}/findings.json", told.series.folder)
}

/// The bytes of that file.
#[must_use]
pub fn bytes(told: &Told<'_>) -> Vec<u8> {
    let findings = Findings {
        schema: "periksa-findings/1",
        issuer: &told.series.issuer,
        watched_since: told.watched_since(),
        findings: all(told),
    };
    // Strings and lists only: there is nothing in it that JSON cannot say.
    serde_json::to_vec(&findings).unwrap_or_default()
}

/// `findings` of a series in the templates.
#[derive(Debug, Default, Serialize)]
pub struct FindingsValue {
    /// Said when there is nothing.
    nothing: String,
    /// The newest, newest first.
    findings: Vec<FindingValue>,
    /// How many more the JSON has, in words; empty for none.
    more: String,
    /// What the lint says, by code.
    lints: Vec<LintValue>,
}

#[derive(Debug, Serialize)]
struct FindingValue {
    /// Unique on the page.
    id: String,
    code: String,
    severity: Severity,
    at: String,
    title: String,
    text: String,
    meaning: String,
    action: String,
    /// Which list and which certificates, in words.
    evidence: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LintValue {
    code: String,
    /// What was found, in words; empty where the code has none.
    text: String,
    /// What that means for whoever reads a verdict.
    meaning: String,
    severity: Severity,
    /// In how many lists.
    lists: String,
    /// `thisUpdate` of the first and of the last, in words.
    first: String,
    last: String,
    found: String,
}

/// Findings in words.
#[must_use]
pub fn value(told: &Told<'_>, words: &Speaker<'_>) -> FindingsValue {
    let (monitor, lint): (Vec<Grouped<'_>>, Vec<Grouped<'_>>) =
        all(told).into_iter().partition(|finding| words.finding(finding.code).is_some());
    let findings: Vec<FindingValue> = monitor
        .iter()
        .rev()
        .take(ON_PAGE)
        .filter_map(|finding| in_words(told, finding, words))
        .collect();
    let more = monitor.len().saturating_sub(findings.len());
    let count = |count: usize| words.number(u64::try_from(count).unwrap_or(u64::MAX));
    let since = told.watched_since().unwrap_or_default();
    FindingsValue {
        nothing: if monitor.is_empty() {
            words.label("nothing-found", &[("date", &words.date(since))])
        } else {
            String::new()
        },
        findings,
        more: if more == 0 {
            String::new()
        } else {
            words.label("finding-more", &[("count", &count(more))])
        },
        lints: lints(&lint, words),
    }
}

fn in_words(told: &Told<'_>, finding: &Grouped<'_>, words: &Speaker<'_>) -> Option<FindingValue> {
    let text = words.finding(finding.code)?;
    Some(FindingValue {
        id: id(told, finding),
        code: finding.code.to_owned(),
        severity: finding.severity,
        at: words.moment(finding.at),
        title: text.title.clone(),
        text: text.text.clone(),
        meaning: text.meaning.clone(),
        action: finding.action(words),
        evidence: evidence(finding, words),
    })
}

/// The same for the same finding in every build, and another for every other.
pub(super) fn id(told: &Told<'_>, finding: &Grouped<'_>) -> String {
    let Grouped { at, sha256, code, serials, .. } = finding;
    let told_apart =
        [&told.series.folder, *at, sha256.unwrap_or_default(), *code, &serials.join(" ")]
            .join("\n");
    let digest = crate::digest::sha256(told_apart.as_bytes());
    format!("{code}-{}", digest.get(..12).unwrap_or_default())
}

/// Which list, which certificates, what was expected and what came.
pub(super) fn evidence(finding: &Grouped<'_>, words: &Speaker<'_>) -> Vec<String> {
    let mut evidence = Vec::new();
    if let Some(this_update) = finding.this_update {
        let date = words.moment(this_update);
        evidence.push(match finding.number {
            Some(number) => words.label("finding-list", &[("number", number), ("date", &date)]),
            None => words.label("finding-no-number", &[("date", &date)]),
        });
    }
    if !finding.serials.is_empty() {
        let serials = named(&finding.serials, SERIALS, words);
        evidence.push(words.label("finding-serial", &[("serials", &serials)]));
    }
    // What was expected of one certificate says nothing of the others.
    if finding.serials.len() <= 1 {
        for (key, name, value) in [
            ("finding-expected", "expected", finding.expected),
            ("finding-found", "found", finding.found),
        ] {
            evidence.extend(value.map(|value| words.label(key, &[(name, value)])));
        }
    }
    evidence
}

/// The first few, and how many more.
pub(super) fn named(serials: &[&str], few: usize, words: &Speaker<'_>) -> String {
    let shown = serials.iter().take(few).copied().collect::<Vec<_>>().join(", ");
    match serials.len().checked_sub(few) {
        None | Some(0) => shown,
        Some(more) => {
            let count = words.number(u64::try_from(more).unwrap_or(u64::MAX));
            format!("{shown}, {}", words.label("finding-more", &[("count", &count)]))
        }
    }
}

/// An hourly list has the same lint in every hour: one row for each code.
fn lints(findings: &[Grouped<'_>], words: &Speaker<'_>) -> Vec<LintValue> {
    let mut by_code: BTreeMap<(&str, Severity), Vec<&Grouped<'_>>> = BTreeMap::new();
    for finding in findings {
        by_code.entry((finding.code, finding.severity)).or_default().push(finding);
    }
    let date = |finding: Option<&&Grouped<'_>>| {
        finding.map_or_else(String::new, |finding| {
            words.date(finding.this_update.unwrap_or(finding.at))
        })
    };
    by_code
        .into_iter()
        .map(|((code, severity), of_code)| LintValue {
            code: code.to_owned(),
            text: words.lint(code).map(|(text, _)| text.to_owned()).unwrap_or_default(),
            meaning: words.lint(code).map(|(_, meaning)| meaning.to_owned()).unwrap_or_default(),
            severity,
            lists: words.number(u64::try_from(of_code.len()).unwrap_or(u64::MAX)),
            first: date(of_code.first()),
            last: date(of_code.last()),
            found: of_code.last().and_then(|finding| finding.found).unwrap_or_default().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Series;
    use crate::published_history::tests::{accepted, finding, series, told};
    use crate::published_history::words::tests::with_speaker;

    #[test]
    fn findings_are_newest_first_and_lints_are_apart() {
        let series = series();
        with_speaker("en", |words| {
            let value = value(&told(&series), words);
            let codes: Vec<&str> =
                value.findings.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!(codes, ["gap", "vanished-early", "late"]);
            assert_eq!(
                value.findings[1].evidence,
                ["List number 9, issued on 10 May 2026 00:00 UTC", "Serial number: 01"]
            );
            assert_eq!(value.findings[2].evidence, ["Expected: 2026-02-02T00:00:00Z"]);
            assert_eq!((value.nothing.as_str(), value.more.as_str()), ("", ""));
            let lints: Vec<(&str, &str, &str)> = value
                .lints
                .iter()
                .map(|lint| (lint.code.as_str(), lint.lists.as_str(), lint.last.as_str()))
                .collect();
            assert_eq!(lints, [("crl-number-critical", "1", "1 February 2026")]);
        });
    }

    #[test]
    fn a_list_that_is_held_is_one_finding_of_each_kind_and_what_was_done_is_told() {
        let seen = |code: &str, serial: Option<&str>, severity, sha256: Option<&str>| {
            Line::Observed(Observed {
                at: "2026-05-11T00:00:00Z".to_owned(),
                source: "https://ca.example/list.crl".to_owned(),
                sha256: sha256.map(str::to_owned),
                finding: Finding { severity, ..finding(code, serial) },
            })
        };
        let mut series = series();
        series.lines.extend([
            seen("vanished-early", Some("0a"), Severity::Refused, Some("aa")),
            seen("date-moved", Some("0b"), Severity::Refused, Some("aa")),
            seen("vanished-early", Some("0c"), Severity::Refused, Some("aa")),
            seen("html", None, Severity::Refused, Some("bb")),
            seen("out-of-order", None, Severity::Error, Some("cc")),
        ]);
        with_speaker("en", |words| {
            let all = all(&told(&series));
            let done: Vec<(&str, usize, String)> =
                all.iter().map(|one| (one.code, one.serials.len(), one.action(words))).collect();
            let row = |code, serials, action: &str| (code, serials, action.to_owned());
            let published = "Recorded. The list is published.";
            let held = "The list is held until the operator of this portal decides. The one before it stays in use.";
            let expected = [
                row("crl-number-critical", 0, published),
                row("late", 0, "Recorded once for each list. This portal keeps trying."),
                row("vanished-early", 1, published),
                row("gap", 0, published),
                row("vanished-early", 2, held),
                row("date-moved", 1, held),
                row("html", 0, "The list was not published. The one before it stays in use."),
                row(
                    "out-of-order",
                    0,
                    "Recorded. The operator of this portal placed the list by hand, so it is here.",
                ),
            ];
            assert_eq!(done, expected);
        });
    }

    #[test]
    fn nothing_found_is_said_with_since_when_it_was_watched() {
        let lines = vec![Line::Accepted(Box::new(accepted(
            1,
            "2026-02-03T00:37:33Z",
            "2026-02-04T00:37:33Z",
        )))];
        let series = Series { lines, ledger: Vec::new(), ..series() };
        with_speaker("id", |words| {
            assert_eq!(
                value(&told(&series), words).nothing,
                "Tidak ada temuan sejak 3 Februari 2026, ketika daftar penerbit ini mulai dipantau."
            );
        });
    }

    #[test]
    fn many_certificates_with_one_finding_are_one_finding_and_all_are_in_the_json() {
        let serials: Vec<String> = (0..1_200).map(|serial| format!("{serial:04x}")).collect();
        let findings =
            serials.iter().map(|serial| finding("vanished-early", Some(serial))).collect();
        let list =
            Accepted { findings, ..accepted(1, "2026-02-03T00:37:33Z", "2026-02-04T00:37:33Z") };
        let series = Series { lines: vec![Line::Accepted(Box::new(list))], ..series() };
        with_speaker("id", |words| {
            let value = value(&told(&series), words);
            assert_eq!(
                value.findings[0].evidence[1],
                "Nomor seri: 0000, 0001, 0002, 0003, 0004, dan 1.195 lagi"
            );
            assert_eq!(value.findings.len(), 1);
        });
        let json: serde_json::Value = serde_json::from_slice(&bytes(&told(&series))).unwrap();
        assert_eq!(json["findings"][0]["serials"].as_array().unwrap().len(), 1_200);
    }
}
