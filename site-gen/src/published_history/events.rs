//! What happened, as the entries of feeds: revocations that were added, findings, changes of the registry.

use super::{Speaker, Told, findings};
use crate::history::Accepted;

/// As many as a feed holds.
const EVENTS: usize = 100;
/// As many serial numbers as one entry names.
const SERIALS: usize = 50;

/// One entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same in every build: feed readers know by it what they have shown.
    pub id: String,
    /// When it happened, RFC 3339.
    pub at: String,
    /// One line.
    pub title: String,
    /// The rest, in lines.
    pub text: Vec<String>,
}

/// A change of the trust registry, for readers of the feeds of the entry it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryChange {
    /// The version that it made.
    pub version: u64,
    /// Its place among the changes of that version.
    pub place: usize,
    /// When, RFC 3339; a day without a time counts from its beginning.
    pub at: String,
    /// The entry, by id; none is about all of them.
    pub entry: Option<String>,
    /// Why, as the registry says.
    pub reason: String,
}

/// The newest events of a series, newest first.
#[must_use]
pub fn of(told: &Told<'_>, changes: &[RegistryChange], words: &Speaker<'_>) -> Vec<Event> {
    let first = told.series.accepted().next().map(|list| list.sha256.as_str());
    let added = told
        .series
        .accepted()
        .filter(|list| !list.added.is_empty())
        .map(|list| additions(told, list, first == Some(&list.sha256), words));
    let found = findings::all(told);
    let found = found.iter().filter_map(|finding| {
        // Lints are the same in every list: they are a table on the page, not news.
        let text = words.finding(finding.code)?;
        let mut lines = vec![text.text.clone(), text.meaning.clone(), finding.action(words)];
        lines.extend(findings::evidence(finding, words));
        Some(Event {
            id: format!("urn:x-periksa:finding:{}", findings::id(told, finding)),
            at: finding.at.to_owned(),
            title: words.label("event-finding", &[("title", &text.title)]),
            text: lines,
        })
    });
    let changed = changes
        .iter()
        .filter(|change| change.entry.as_ref().is_none_or(|entry| *entry == told.series.issuer))
        .map(|change| registry_change(told, change, words));
    let mut events: Vec<Event> = added.chain(found).chain(changed).collect();
    events.sort_by(|left, right| (&right.at, &right.id).cmp(&(&left.at, &left.id)));
    events.truncate(EVENTS);
    events
}

fn additions(told: &Told<'_>, list: &Accepted, is_first: bool, words: &Speaker<'_>) -> Event {
    let serials: Vec<&str> = list.added.iter().map(|entry| entry.serial.as_str()).collect();
    let count = words.number(u64::try_from(serials.len()).unwrap_or(u64::MAX));
    let date = words.moment(&list.this_update);
    let of_list = match list.number.as_deref() {
        Some(number) => words.label("finding-list", &[("number", number), ("date", &date)]),
        None => words.label("finding-no-number", &[("date", &date)]),
    };
    let named = findings::named(&serials, SERIALS, words);
    Event {
        id: format!("urn:x-periksa:added:{}:{}", told.slug(), list.sha256),
        at: list.accepted_at.clone(),
        title: words
            .label(if is_first { "event-first" } else { "event-added" }, &[("count", &count)]),
        text: vec![of_list, words.label("finding-serial", &[("serials", &named)])],
    }
}

fn registry_change(told: &Told<'_>, change: &RegistryChange, words: &Speaker<'_>) -> Event {
    let RegistryChange { version, place, at, entry: _, reason } = change;
    Event {
        id: format!("urn:x-periksa:registry:{}:{version}:{place}", told.slug()),
        at: if at.contains('T') { at.clone() } else { format!("{at}T00:00:00Z") },
        title: words.label("event-registry", &[("version", &version.to_string())]),
        text: vec![reason.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Line, Series};
    use crate::published_history::tests::{accepted, entry, series, told};
    use crate::published_history::words::tests::with_speaker;

    #[test]
    fn events_are_newest_first_each_under_its_own_lasting_id() {
        let series = series();
        let change = |version, entry: Option<&str>| RegistryChange {
            version,
            place: 0,
            at: "2026-02-02".to_owned(),
            entry: entry.map(str::to_owned),
            reason: "Alasan.".to_owned(),
        };
        let changes = [change(1, None), change(2, Some("contoh-ca")), change(3, Some("lain"))];
        with_speaker("en", |words| {
            let events = of(&told(&series), &changes, words);
            let shown: Vec<(&str, &str)> =
                events.iter().map(|event| (event.at.as_str(), event.title.as_str())).collect();
            assert_eq!(
                shown,
                [
                    ("2026-05-10T00:00:00Z", "Finding: A revocation vanished too early"),
                    ("2026-05-10T00:00:00Z", "Finding: There is a gap without a list"),
                    ("2026-02-03T10:00:00Z", "Finding: A new list is late"),
                    ("2026-02-02T00:00:00Z", "Change of the trust list, version 2"),
                    ("2026-02-02T00:00:00Z", "Change of the trust list, version 1"),
                    ("2026-02-01T00:00:00Z", "1 new certificates in the list"),
                    ("2026-01-31T00:00:00Z", "First list on this portal: 2 certificates"),
                ]
            );
            assert_eq!(
                events[6].text,
                ["List number 7, issued on 31 January 2026 00:00 UTC", "Serial number: 01, 0a"]
            );
            let mut ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), events.len());
            // What came later changes no id of before.
            let mut earlier = series.clone();
            earlier.lines.pop();
            let before = of(&told(&earlier), &changes, words);
            assert_eq!(before, events[2..]);
        });
    }

    #[test]
    fn a_feed_is_bounded_in_entries_and_in_serial_numbers() {
        let lines = (0..150_u64).map(|number| {
            let added = (0..200_u64)
                .map(|serial| {
                    entry(&format!("{number:02x}{serial:02x}"), "2026-01-01T00:00:00Z", None)
                })
                .collect();
            let day = format!("2026-{:02}-{:02}T00:00:00Z", number / 28 + 1, number % 28 + 1);
            Line::Accepted(Box::new(Accepted { added, ..accepted(number, &day, &day) }))
        });
        let series = Series { lines: lines.collect(), ..series() };
        with_speaker("id", |words| {
            let events = of(&told(&series), &[], words);
            assert_eq!(events.len(), 100);
            assert_eq!(events[0].title, "200 sertifikat baru di daftar");
            assert!(events[0].text[1].ends_with("9531, dan 150 lagi"), "{}", events[0].text[1]);
        });
    }
}
