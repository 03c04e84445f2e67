//! What is published of the history of revocation lists: the index, ledgers, findings, statistics, feeds and calendars.
//!
//! Pure: from the series and the words to bytes and to variables of the templates. No clock is read, so nothing here says
//! "today"; what depends on the day is computed where the page is read.

pub mod atom;
pub mod calendar;
pub mod events;
pub mod feed;
pub mod findings;
pub mod index;
pub mod json_feed;
pub mod ledger;
pub mod statistics;
pub mod words;

pub use words::{FindingWords, HistoryWords, Speaker};

use crate::build::BuildError;
use crate::config::{Config, Lang};
use crate::history::Series;
use crate::site::{Site, SitePath};
use crate::trust::index::Indexes;
use crate::trust::{PublishedCrl, Regime, Registry};
use feed::Feed;
use serde::Serialize;
use std::collections::BTreeMap;

/// A series with what the registry says of its issuer.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The lists.
    pub series: &'a Series,
    /// The issuer's name for readers.
    pub name: &'a str,
    /// Its subjectKeyIdentifier.
    pub ski: &'a str,
    /// Where its lists are published, as its certificates say.
    pub addresses: &'a [String],
    /// Whether it can only give the verdict `uji`.
    pub is_test: bool,
}

impl<'a> Told<'a> {
    /// The series whose issuers are in the registry, in the registry's order.
    #[must_use]
    pub fn all(history: &'a [Series], registry: &'a Registry) -> Vec<Self> {
        let of = |entry: &'a crate::trust::Entry| {
            history.iter().filter(|series| series.issuer == entry.id).map(|series| Self {
                series,
                name: &entry.name,
                ski: &entry.ski,
                addresses: &entry.crl,
                is_test: entry.regime == Regime::Uji,
            })
        };
        registry.entries.iter().flat_map(of).collect()
    }

    /// The part of the issuer's certificates that the lists are of, where there are several.
    #[must_use]
    pub fn part(&self) -> Option<&'a str> {
        self.series.folder.split_once('/').map(|(_ski, part)| part)
    }

    /// Its name in addresses: the issuer's id, and the part.
    #[must_use]
    pub fn slug(&self) -> String {
        match self.part() {
            None => self.series.issuer.clone(),
            Some(part) => format!("{}-{part}", self.series.issuer),
        }
    }

    /// Its name for readers.
    #[must_use]
    pub fn name(&self, words: &Speaker<'_>) -> String {
        match self.part() {
            None => self.name.to_owned(),
            Some(part) => words.label("name-part", &[("name", self.name), ("part", part)]),
        }
    }

    /// `thisUpdate` of the oldest list that was accepted: nothing is known of the time before.
    #[must_use]
    pub fn watched_since(&self) -> Option<&'a str> {
        self.series.accepted().next().map(|list| list.this_update.as_str())
    }
}

/// `history` in the templates.
#[derive(Debug, Serialize)]
struct HistoryValue {
    /// Those of real issuers first.
    series: Vec<SeriesValue>,
    /// Words for each reason of RFC 5280 5.3.1.
    reasons: BTreeMap<&'static str, String>,
}

/// One series in the templates.
#[derive(Debug, Serialize)]
struct SeriesValue {
    slug: String,
    name: String,
    feed_title: String,
    folder: String,
    is_test: bool,
    /// `thisUpdate` of the newest list.
    this_update: Option<String>,
    has_calendar: bool,
    statistics: statistics::StatisticsValue,
    findings: findings::FindingsValue,
}

/// `history` in the templates of one language.
pub fn value(told: &[Told<'_>], words: &Speaker<'_>) -> tera::TeraResult<tera::Value> {
    let (test, real): (Vec<&Told<'_>>, Vec<&Told<'_>>) = told.iter().partition(|one| one.is_test);
    let series: Vec<SeriesValue> = real
        .into_iter()
        .chain(test)
        .map(|one| SeriesValue {
            slug: one.slug(),
            name: one.name(words),
            feed_title: words.label("feed-title", &[("name", &one.name(words))]),
            folder: one.series.folder.clone(),
            is_test: one.is_test,
            this_update: one.series.newest().map(|list| list.this_update.clone()),
            has_calendar: calendar::has_one(one),
            statistics: statistics::value(one, words),
            findings: findings::value(one, words),
        })
        .collect();
    let reasons = words::REASONS.iter().map(|name| (*name, words.reason(Some(name)))).collect();
    tera::Value::try_from_serializable(&HistoryValue { series, reasons })
}

/// The files that are the same in every language.
pub fn add_files(
    site: &mut Site,
    told: &[Told<'_>],
    lists: &[PublishedCrl],
    indexes: &Indexes,
) -> Result<(), BuildError> {
    site.add(
        SitePath::new("crl/index.json")?,
        index::bytes(told, lists, indexes),
        "the revocation lists",
    )?;
    for one in told {
        for (path, bytes) in ledger::files(one) {
            site.add(SitePath::new(&path)?, bytes, "the history of the revocation lists")?;
        }
        let path = SitePath::new(&findings::path(one))?;
        site.add(path, findings::bytes(one), "the history of the revocation lists")?;
    }
    Ok(())
}

/// Feeds and calendars of one language.
pub fn add_feeds(
    site: &mut Site,
    config: &Config,
    lang: &Lang,
    told: &[Told<'_>],
    changes: &[events::RegistryChange],
    words: &Speaker<'_>,
) -> Result<(), BuildError> {
    let folder = config.language_folder(lang);
    let title = config.languages.get(lang).and_then(|language| language.title.as_deref());
    let title = title.unwrap_or_default();
    for one in told {
        let slug = one.slug();
        let address =
            |ending: &str| config.base_url.permalink(&format!("{folder}feeds/{slug}.{ending}"));
        let feed = Feed {
            id: format!("urn:x-periksa:feed:{slug}:{lang}"),
            title: words.label("feed-title", &[("name", &one.name(words))]),
            lang: lang.as_str(),
            author: title.to_owned(),
            page: config.base_url.permalink(&format!("{folder}temuan/")),
            events: events::of(one, changes, words),
        };
        let mut files = vec![
            ("atom", atom::bytes(&feed, &address("atom"))),
            ("json", json_feed::bytes(&feed, &address("json"))),
        ];
        files.extend(calendar::bytes(one, words).map(|bytes| ("ics", bytes)));
        for (ending, bytes) in files {
            let path = SitePath::new(&format!("{folder}feeds/{slug}.{ending}"))?;
            site.add(path, bytes, "the history of the revocation lists")?;
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::history::{Accepted, Entry, Finding, LedgerEntry, Line, Observed, Severity};

    pub(crate) fn entry(serial: &str, date: &str, reason: Option<&str>) -> Entry {
        Entry {
            serial: serial.to_owned(),
            date: date.to_owned(),
            reason: reason.map(str::to_owned),
        }
    }

    pub(crate) fn accepted(number: u64, this_update: &str, next_update: &str) -> Accepted {
        Accepted {
            number: Some(number.to_string()),
            sha256: format!("{number:064x}"),
            this_update: this_update.to_owned(),
            next_update: Some(next_update.to_owned()),
            size: 1_500,
            entries: 2,
            accepted_at: this_update.to_owned(),
            source: "https://ca.example/list.crl".to_owned(),
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
            findings: Vec::new(),
        }
    }

    pub(crate) fn finding(code: &str, serial: Option<&str>) -> Finding {
        Finding {
            code: code.to_owned(),
            severity: Severity::Error,
            serial: serial.map(str::to_owned),
            expected: None,
            found: None,
        }
    }

    /// Three lists: the second follows at once, the third after months without any.
    pub(crate) fn series() -> Series {
        let first = Accepted {
            added: vec![
                entry("01", "2025-11-03T00:00:00Z", Some("superseded")),
                entry("0a", "2026-01-20T00:00:00Z", None),
            ],
            ..accepted(7, "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z")
        };
        let second = Accepted {
            added: vec![entry("ff01", "2026-01-31T05:00:00Z", Some("keyCompromise"))],
            entries: 3,
            findings: vec![finding("crl-number-critical", None)],
            ..accepted(8, "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")
        };
        let late = Observed {
            at: "2026-02-03T10:00:00Z".to_owned(),
            source: "https://ca.example/list.crl".to_owned(),
            sha256: None,
            finding: Finding {
                expected: Some("2026-02-02T00:00:00Z".to_owned()),
                ..finding("late", None)
            },
        };
        let third = Accepted {
            removed: vec!["01".to_owned()],
            findings: vec![finding("vanished-early", Some("01")), finding("gap", None)],
            ..accepted(9, "2026-05-10T00:00:00Z", "2026-05-11T00:00:00Z")
        };
        let known = |entry: Entry, first_seen: &str, last_seen: &str, listed: bool| LedgerEntry {
            entry,
            first_seen: first_seen.to_owned(),
            last_seen: last_seen.to_owned(),
            listed,
        };
        let (one, two, three) =
            (first.this_update.clone(), second.this_update.clone(), third.this_update.clone());
        Series {
            issuer: "contoh-ca".to_owned(),
            folder: "00aa".to_owned(),
            ledger: vec![
                known(first.added[0].clone(), &one, &two, false),
                known(first.added[1].clone(), &one, &three, true),
                known(second.added[0].clone(), &two, &three, true),
            ],
            lines: vec![
                Line::Accepted(Box::new(first)),
                Line::Accepted(Box::new(second)),
                Line::Observed(late),
                Line::Accepted(Box::new(third)),
            ],
        }
    }

    pub(crate) fn told(series: &Series) -> Told<'_> {
        Told { series, name: "Contoh CA", ski: "00aa", addresses: &[], is_test: false }
    }

    #[test]
    fn a_part_is_in_the_name_and_in_the_address() {
        let whole = series();
        assert_eq!(told(&whole).slug(), "contoh-ca");
        let part = Series { folder: "00aa/part-1".to_owned(), ..series() };
        assert_eq!(told(&part).slug(), "contoh-ca-part-1");
        words::tests::with_speaker("en", |words| {
            assert_eq!(told(&part).name(words), "Contoh CA, part part-1");
        });
    }
}
