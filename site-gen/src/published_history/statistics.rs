//! Statistics of a series: revocations by month and by reason, and how long the list is. They count what the lists of that
//! issuer name, by date of revocation.
//!
//! A month that no list spoke for is without data, which is not zero. A list that comes later still names most revocations
//! of such a month, but not those whose certificate has ended meanwhile: then the count is a least one. So it is for a month
//! that lists spoke for in part.

use super::{Speaker, Told};
use crate::charts::{self, Bar, Column, Point, Value};
use crate::history::Accepted;
use der::DateTime;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// As many months as columns that can still be told apart on a telephone; older ones are one line of the table.
const MONTHS: u32 = 48;
/// As many points as a line of that width can show.
const POINTS: u64 = 170;
/// Reasons that RFC 5280 5.3.1 knows, with "none given".
const REASONS: usize = 11;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The last months up to that of the newest list, none left out, oldest first.
    pub months: Vec<(Month, Value)>,
    /// Revocations before the first of these months.
    pub older: u64,
    /// Revocations dated after the newest list.
    pub outside: u64,
    /// By reason, the most frequent first.
    pub reasons: Vec<(Option<String>, u64)>,
    /// The list in each of these months.
    pub sizes: Vec<(Month, Size)>,
    /// The list over the same time, at most `POINTS`.
    pub line: Vec<Point>,
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(u32);

/// What lists there were in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Lists came; the last one has so many entries and bytes.
    Lists {
        /// How many came.
        count: u64,
        /// Entries of the last.
        entries: u64,
        /// Bytes of the last.
        bytes: u64,
    },
    /// None came, and an earlier one was still in force.
    Same,
    /// None was in force.
    Unknown,
}

impl Month {
    /// Of a moment of RFC 3339.
    #[must_use]
    pub fn of(moment: &str) -> Option<Self> {
        let year: u32 = moment.get(..4)?.parse().ok()?;
        let month: u32 = moment.get(5..7)?.parse().ok()?;
        Some(Self(year.saturating_mul(12).saturating_add(month.checked_sub(1)?)))
    }

    /// Like `2026-02`.
    #[must_use]
    pub fn text(self) -> String {
        let (year, month) = (
            self.0.checked_div(12).unwrap_or_default(),
            self.0.checked_rem(12).unwrap_or_default(),
        );
        format!("{year:04}-{:02}", month.saturating_add(1))
    }
}

/// Counts; `None` for a series without lists.
#[must_use]
pub fn of(told: &Told<'_>) -> Option<Statistics> {
    let series = told.series;
    let last = Month::of(&series.newest()?.this_update)?;
    let Watched { in_force, in_part } = Watched::of(told, last);
    let began = *in_force.first()?;
    let dates: Vec<Month> =
        series.ledger.iter().filter_map(|known| Month::of(&known.entry.date)).collect();
    let mut counts: BTreeMap<Month, u64> = BTreeMap::new();
    for month in &dates {
        let count = counts.entry(*month).or_default();
        *count = count.saturating_add(1);
    }
    let oldest = dates.iter().copied().chain([began]).min().unwrap_or(began);
    let first = oldest.max(Month(last.0.saturating_sub(MONTHS.saturating_sub(1))));
    let months = (first.0..=last.0).map(Month);
    let sum = |outside: &dyn Fn(Month) -> bool| {
        counts.iter().filter(|(month, _)| outside(**month)).map(|(_, count)| count).sum()
    };
    let count = |month: Month| {
        let count = counts.get(&month).copied();
        match (in_force.contains(&month), in_part.contains(&month)) {
            (true, false) => Value::Complete(count.unwrap_or_default()),
            (true, true) => Value::AtLeast(count.unwrap_or_default()),
            (false, _) => count.map_or(Value::Unknown, Value::AtLeast),
        }
    };
    Some(Statistics {
        months: months.clone().map(|month| (month, count(month))).collect(),
        older: sum(&|month| month < first),
        outside: sum(&|month| month > last),
        reasons: reasons(told),
        sizes: sizes(told, months, &in_force),
        line: line(told, first),
    })
}

/// Which months lists spoke for, up to that of the newest.
struct Watched {
    /// A list was in force for some of it.
    in_force: BTreeSet<Month>,
    /// No list was for the rest: before the first list, or between two.
    in_part: BTreeSet<Month>,
}

impl Watched {
    fn of(told: &Told<'_>, last: Month) -> Self {
        let (mut in_force, mut in_part) = (BTreeSet::new(), BTreeSet::new());
        let mut ended: Option<(Month, u64)> = None;
        for list in told.series.accepted() {
            let (Some(from), Some(issued)) =
                (Month::of(&list.this_update), seconds(&list.this_update))
            else {
                continue;
            };
            match ended {
                None => in_part.extend([from]),
                Some((month, at)) if at < issued => {
                    in_part.extend((month.0..=from.0).map(Month));
                }
                Some(_) => {}
            }
            let next_update = list.next_update.as_deref();
            let until = next_update.and_then(Month::of).unwrap_or(from);
            ended = Some((until, next_update.and_then(seconds).unwrap_or(issued)));
            in_force.extend((from.0..=until.min(last).0).map(Month));
        }
        Self { in_force, in_part }
    }
}

fn reasons(told: &Told<'_>) -> Vec<(Option<String>, u64)> {
    let mut counts: BTreeMap<Option<&str>, u64> = BTreeMap::new();
    for known in &told.series.ledger {
        let count = counts.entry(known.entry.reason.as_deref()).or_default();
        *count = count.saturating_add(1);
    }
    let mut reasons: Vec<(Option<String>, u64)> =
        counts.into_iter().map(|(reason, count)| (reason.map(str::to_owned), count)).collect();
    reasons.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    reasons.truncate(REASONS);
    reasons
}

fn sizes(
    told: &Told<'_>,
    months: impl Iterator<Item = Month>,
    in_force: &BTreeSet<Month>,
) -> Vec<(Month, Size)> {
    let mut lists: BTreeMap<Month, (u64, &Accepted)> = BTreeMap::new();
    for list in told.series.accepted() {
        if let Some(month) = Month::of(&list.this_update) {
            let before = lists.get(&month).map_or(0, |(count, _)| *count);
            lists.insert(month, (before.saturating_add(1), list));
        }
    }
    let size = |month: &Month| match lists.get(month) {
        Some((count, list)) => {
            Size::Lists { count: *count, entries: list.entries, bytes: list.size }
        }
        None if in_force.contains(month) => Size::Same,
        None => Size::Unknown,
    };
    months.map(|month| (month, size(&month))).collect()
}

/// The last list of each of [`POINTS`] equal spans of time.
fn line(told: &Told<'_>, first: Month) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut in_force_until: Option<u64> = None;
    for list in told.series.accepted() {
        let Some(at) = seconds(&list.this_update) else { continue };
        let after_gap = in_force_until.is_some_and(|until| until < at);
        in_force_until = list.next_update.as_deref().and_then(seconds).or(Some(at));
        if Month::of(&list.this_update) >= Some(first) {
            points.push(Point { at, value: list.entries, after_gap });
        }
    }
    let begins = points.first().map_or(0, |point| point.at);
    let span = points.last().map_or(0, |point| point.at.saturating_sub(begins)).max(1);
    let slot = |point: &Point| {
        let along = point.at.saturating_sub(begins).saturating_mul(POINTS.saturating_sub(1));
        along.checked_div(span).unwrap_or_default()
    };
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        let broken = point.after_gap;
        match kept.last_mut() {
            // A gap must not disappear with the point that stood behind it.
            Some(before) if slot(before) == slot(&point) => {
                *before = Point { after_gap: before.after_gap || broken, ..point };
            }
            Some(_) | None => kept.push(point),
        }
    }
    kept
}

fn seconds(moment: &str) -> Option<u64> {
    DateTime::from_str(moment).ok().map(|moment| moment.unix_duration().as_secs())
}

/// `statistics` of a series in the templates.
#[derive(Debug, Default, Serialize)]
pub struct StatisticsValue {
    /// The numbers in words, for readers before the pictures.
    sentences: Vec<String>,
    months_chart: String,
    reasons_chart: String,
    sizes_chart: String,
    /// Newest first: month and count in words.
    months: Vec<[String; 2]>,
    /// Reason and count.
    reasons: Vec<[String; 2]>,
    /// Newest first: month, lists, entries, size.
    sizes: Vec<[String; 4]>,
}

/// Statistics in words and pictures.
#[must_use]
pub fn value(told: &Told<'_>, words: &Speaker<'_>) -> StatisticsValue {
    let Some(statistics) = of(told) else { return StatisticsValue::default() };
    let name = told.name(words);
    let title = |key: &str| words.label(key, &[("name", &name)]);
    let pictures = Pictures { slug: told.slug(), words, statistics: &statistics };
    let (months_title, reasons_title, sizes_title) =
        (title("months-title"), title("reasons-title"), title("sizes-title"));
    // A picture of one thing shows less than the sentence that says it.
    let drawn = |several: bool, chart: String| if several { chart } else { String::new() };
    StatisticsValue {
        sentences: sentences(told, &statistics, words),
        months_chart: drawn(!told.series.ledger.is_empty(), pictures.months(&months_title)),
        reasons_chart: drawn(statistics.reasons.len() > 1, pictures.reasons(&reasons_title)),
        sizes_chart: drawn(statistics.line.len() > 1, pictures.sizes(&sizes_title)),
        months: month_rows(&statistics, words),
        reasons: statistics
            .reasons
            .iter()
            .map(|(reason, count)| [words.reason(reason.as_deref()), words.number(*count)])
            .collect(),
        sizes: statistics
            .sizes
            .iter()
            .rev()
            .map(|(month, size)| size_row(*month, *size, words))
            .collect(),
    }
}

fn sentences(told: &Told<'_>, statistics: &Statistics, words: &Speaker<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    let number = |count: usize| words.number(u64::try_from(count).unwrap_or(u64::MAX));
    let Some(newest) = told.series.newest() else { return sentences };
    let newest_values =
        [("date", &*words.moment(&newest.this_update)), ("entries", &words.number(newest.entries))];
    sentences.push(words.label("newest", &newest_values));
    if let Some(since) = told.watched_since() {
        let lists = number(told.series.accepted().count());
        let values = [("date", &*words.date(since)), ("lists", &lists)];
        sentences.push(words.label("watched", &values));
    }
    let total = told.series.ledger.len();
    if total == 0 {
        sentences.push(words.label("none", &[]));
        return sentences;
    }
    let listed = told.series.ledger.iter().filter(|known| known.listed).count();
    let ever = [
        ("total", &*number(total)),
        ("listed", &number(listed)),
        ("left", &number(total.saturating_sub(listed))),
    ];
    sentences.push(words.label("ever", &ever));
    if let Some((month, count)) = highest(statistics) {
        let values = [("month", &*words.month(&month.text())), ("count", &words.number(count))];
        sentences.push(words.label("most-month", &values));
    }
    if let Some((reason, count)) = statistics.reasons.first() {
        let values = [
            ("reason", &*words.reason(reason.as_deref())),
            ("count", &words.number(*count)),
            ("total", &number(total)),
        ];
        sentences.push(words.label("most-reason", &values));
    }
    if statistics.outside > 0 {
        sentences.push(words.label("outside", &[("count", &words.number(statistics.outside))]));
    }
    sentences
}

/// The month with most revocations, the first of several.
fn highest(statistics: &Statistics) -> Option<(Month, u64)> {
    let known = statistics.months.iter().filter_map(|(month, value)| match value {
        Value::Complete(count) | Value::AtLeast(count) => Some((*month, *count)),
        Value::Unknown => None,
    });
    known.rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0)
}

fn month_rows(statistics: &Statistics, words: &Speaker<'_>) -> Vec<[String; 2]> {
    let in_words = |value: Value| match value {
        Value::Complete(count) => words.number(count),
        Value::AtLeast(count) => words.label("at-least", &[("count", &words.number(count))]),
        Value::Unknown => words.label("no-data", &[]),
    };
    let mut rows: Vec<[String; 2]> = statistics
        .months
        .iter()
        .rev()
        .map(|(month, value)| [words.month(&month.text()), in_words(*value)])
        .collect();
    if let Some((first, _)) = statistics.months.first().filter(|_| statistics.older > 0) {
        let month = words.label("older", &[("month", &words.month(&first.text()))]);
        rows.push([month, in_words(Value::AtLeast(statistics.older))]);
    }
    rows
}

fn size_row(month: Month, size: Size, words: &Speaker<'_>) -> [String; 4] {
    let month = words.month(&month.text());
    match size {
        Size::Lists { count, entries, bytes } => [
            month,
            words.number(count),
            words.number(entries),
            format!("{} kB", words.number(bytes.div_ceil(1_000))),
        ],
        Size::Same => [month, words.label("same-list", &[]), String::new(), String::new()],
        Size::Unknown => [month, words.label("no-data", &[]), String::new(), String::new()],
    }
}

/// The three pictures of a series.
struct Pictures<'p> {
    slug: String,
    words: &'p Speaker<'p>,
    statistics: &'p Statistics,
}

impl Pictures<'_> {
    fn months(&self, title: &str) -> String {
        let Self { slug, words, statistics } = self;
        let (Some((first, _)), Some((last, _))) =
            (statistics.months.first(), statistics.months.last())
        else {
            return String::new();
        };
        let (month, count) = highest(statistics).unwrap_or((*last, 0));
        let description = [
            ("first", &*words.month(&first.text())),
            ("last", &words.month(&last.text())),
            ("month", &words.month(&month.text())),
            ("count", &words.number(count)),
        ];
        let description = words.label("months-description", &description);
        let columns: Vec<Column> = statistics
            .months
            .iter()
            .zip(labels(&statistics.months, words))
            .map(|((_, value), label)| Column { label, value: *value })
            .collect();
        let told = charts::Told { id: &format!("{slug}-months"), title, description: &description };
        charts::columns(told, &columns, &|number| words.number(number))
    }

    fn reasons(&self, title: &str) -> String {
        let Self { slug, words, statistics } = self;
        let Some((reason, count)) = statistics.reasons.first() else { return String::new() };
        let most =
            [("reason", &*words.reason(reason.as_deref())), ("count", &words.number(*count))];
        let description = words.label("reasons-description", &most);
        let bars: Vec<Bar> = statistics
            .reasons
            .iter()
            .map(|(reason, count)| Bar {
                label: words.reason(reason.as_deref()),
                value: *count,
                text: words.number(*count),
            })
            .collect();
        let told =
            charts::Told { id: &format!("{slug}-reasons"), title, description: &description };
        charts::bars(told, &bars)
    }

    fn sizes(&self, title: &str) -> String {
        let Self { slug, words, statistics } = self;
        let listed = |(_, size): &&(Month, Size)| matches!(size, Size::Lists { .. });
        let first = statistics.sizes.iter().find(listed);
        let last = statistics.sizes.iter().rev().find(listed);
        let (Some((first, _)), Some((last, _)), Some(from), Some(to)) =
            (first, last, statistics.line.first(), statistics.line.last())
        else {
            return String::new();
        };
        let (first, last) = (words.month(&first.text()), words.month(&last.text()));
        let values = [
            ("first", &*first),
            ("from", &words.number(from.value)),
            ("last", &last),
            ("to", &words.number(to.value)),
        ];
        let description = words.label("sizes-description", &values);
        let told = charts::Told { id: &format!("{slug}-sizes"), title, description: &description };
        charts::line(told, &statistics.line, (&first, &last), &|number| words.number(number))
    }
}

/// Each month by its name where there are few; else each January by its year, and the first month where none is near it.
fn labels(months: &[(Month, Value)], words: &Speaker<'_>) -> Vec<Option<String>> {
    let texts: Vec<String> = months.iter().map(|(month, _)| month.text()).collect();
    let few = texts.len() <= 7;
    let near = texts.len().div_ceil(3);
    let first_is_alone = !texts.iter().take(near).any(|text| text.ends_with("-01"));
    let label = |(place, text): (usize, &String)| match text.split_once('-') {
        Some(_) if few => Some(words.short_month(text)),
        Some((year, "01")) => Some(year.to_owned()),
        Some((year, _)) if place == 0 && first_is_alone => {
            Some(format!("{} {year}", words.short_month(text)))
        }
        Some(_) | None => None,
    };
    texts.iter().enumerate().map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Line, Series};
    use crate::published_history::tests::{accepted, series, told};
    use crate::published_history::words::tests::with_speaker;

    fn month(text: &str) -> Month {
        Month::of(text).unwrap()
    }

    #[test]
    fn a_month_without_a_list_is_without_data_and_not_zero() {
        let series = series();
        let statistics = of(&told(&series)).unwrap();
        let months: Vec<(String, Value)> =
            statistics.months.iter().map(|(month, value)| (month.text(), *value)).collect();
        let expected = [
            // Before the first list: what it still named, or nothing.
            ("2025-11", Value::AtLeast(1)),
            ("2025-12", Value::Unknown),
            // The first list is of its last day, the second ends on the second day.
            ("2026-01", Value::AtLeast(2)),
            ("2026-02", Value::AtLeast(0)),
            // After the second list had ended and before the third came.
            ("2026-03", Value::Unknown),
            ("2026-04", Value::Unknown),
            ("2026-05", Value::AtLeast(0)),
        ]
        .map(|(month, value)| (month.to_owned(), value));
        assert_eq!(months, expected);
        assert_eq!((statistics.older, statistics.outside), (0, 0));
        let sizes: Vec<Size> = statistics.sizes.iter().map(|(_, size)| *size).collect();
        let list = |entries| Size::Lists { count: 1, entries, bytes: 1_500 };
        let unknown = Size::Unknown;
        assert_eq!(sizes, [unknown, unknown, list(2), list(3), unknown, unknown, list(2)]);
        let breaks: Vec<(u64, bool)> =
            statistics.line.iter().map(|point| (point.value, point.after_gap)).collect();
        assert_eq!(breaks, [(2, false), (3, false), (2, true)]);
    }

    #[test]
    fn a_line_of_many_lists_has_few_points_and_keeps_its_gap() {
        // Hourly lists of 24 hours for 40 days; one day and a half is missing.
        let lists = (0..960_u64).filter(|hour| !(400..436).contains(hour)).map(|hour| {
            let at = |hour: u64| {
                format!(
                    "2026-{:02}-{:02}T{:02}:00:00Z",
                    hour / 672 + 1,
                    hour / 24 % 28 + 1,
                    hour % 24
                )
            };
            let list = accepted(hour, &at(hour), &at(hour + 24));
            Line::Accepted(Box::new(Accepted { entries: hour, ..list }))
        });
        let series = Series { lines: lists.collect(), ledger: Vec::new(), ..series() };
        let line = of(&told(&series)).unwrap().line;
        assert!((150..=170).contains(&line.len()), "{}", line.len());
        assert_eq!(line.last().unwrap().value, 959);
        let after: Vec<u64> =
            line.iter().filter(|point| point.after_gap).map(|point| point.value).collect();
        assert!(matches!(after[..], [hour] if (436..442).contains(&hour)), "{after:?}");
    }

    #[test]
    fn a_list_that_is_in_force_for_months_speaks_for_each_of_them() {
        let list = accepted(1, "2025-10-22T05:24:02Z", "2026-04-20T05:24:02Z");
        let next = accepted(2, "2026-03-01T00:00:00Z", "2026-09-01T00:00:00Z");
        let lines = [list, next].map(|list| Line::Accepted(Box::new(list))).to_vec();
        let series = Series { lines, ledger: Vec::new(), ..series() };
        let statistics = of(&told(&series)).unwrap();
        let counted: Vec<(Month, Value)> = [
            ("2025-10", Value::AtLeast(0)),
            ("2025-11", Value::Complete(0)),
            ("2025-12", Value::Complete(0)),
            ("2026-01", Value::Complete(0)),
            ("2026-02", Value::Complete(0)),
            ("2026-03", Value::Complete(0)),
        ]
        .map(|(text, value)| (month(text), value))
        .to_vec();
        assert_eq!(statistics.months, counted);
        assert_eq!(statistics.sizes[1], (month("2025-11"), Size::Same));
        assert_eq!(statistics.line.len(), 2);
    }

    #[test]
    fn dates_far_away_make_no_long_table() {
        let mut series = series();
        series.ledger[0].entry.date = "0001-01-01T00:00:00Z".to_owned();
        series.ledger[1].entry.date = "9999-12-31T23:59:59Z".to_owned();
        let statistics = of(&told(&series)).unwrap();
        assert_eq!(statistics.months.len(), 48);
        assert_eq!((statistics.older, statistics.outside), (1, 1));
    }

    #[test]
    fn the_numbers_are_told_in_words_before_the_pictures() {
        let series = series();
        with_speaker("id", |words| {
            let value = value(&told(&series), words);
            assert_eq!(
                value.sentences,
                [
                    "Daftar terbaru di portal ini terbit 10 Mei 2026 00:00 UTC dan menyebut 2 sertifikat yang dicabut.",
                    "Daftar penerbit ini di portal ini mulai 31 Januari 2026. Jumlah daftar yang diterima: 3.",
                    "Sertifikat yang pernah terlihat di daftar: 3. Masih ada di daftar: 2. Sudah keluar: 1.",
                    "Paling banyak dalam satu bulan: 2 (Januari 2026).",
                    "Alasan yang paling sering: tidak disebut (1 dari 3).",
                ]
            );
            assert_eq!(value.months[0], ["Mei 2026", "sedikitnya 0"]);
            assert_eq!(value.months[1], ["April 2026", "tanpa data"]);
            assert_eq!(value.months[6], ["November 2025", "sedikitnya 1"]);
            assert_eq!(value.sizes[0], ["Mei 2026", "1", "2", "2 kB"]);
            for chart in [&value.months_chart, &value.reasons_chart, &value.sizes_chart] {
                assert!(!chart.contains("style="), "the page's policy lets no style in: {chart}");
            }
        });
    }

    #[test]
    fn a_series_without_lists_has_nothing_to_tell() {
        let series = Series { lines: Vec::new(), ledger: Vec::new(), ..series() };
        assert_eq!(of(&told(&series)), None);
        with_speaker("en", |words| assert!(value(&told(&series), words).sentences.is_empty()));
    }
}
