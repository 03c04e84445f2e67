//! Thinning and the ledger over thousands of made-up histories: nothing that was ever listed is lost, whenever and however
//! often an archive is thinned.

use site_gen::crl::ledger::ledger;
use site_gen::crl::thinning::{Ended, Kept, keep};
use site_gen::history::{Accepted, Entry, LedgerEntry};
use std::collections::{BTreeMap, BTreeSet};
use verifier::time::UnixTime;

/// xorshift64*: the same histories on every computer.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }
}

/// A list: its moment, and what it says of each serial number.
struct List {
    this_update: i64,
    entries: BTreeMap<String, (String, Option<&'static str>)>,
}

const HOUR: i64 = 3_600;
const START: i64 = 1_767_225_600; // 2026-01-01

/// Lists at uneven distances over up to two years; entries come, change, leave, and come back.
fn history(seed: u64) -> Vec<List> {
    let mut dice = Dice(seed | 1);
    let mut lists: Vec<List> = Vec::new();
    let mut this_update = START;
    let mut entries = BTreeMap::new();
    let mut number = 0;
    let pace = [1, 1, 6, 24, 24 * 5][usize::try_from(dice.roll(5)).unwrap()];
    for _ in 0..dice.roll(120) + 2 {
        this_update += HOUR * i64::try_from(dice.roll(2 * pace) + 1).unwrap();
        for _ in 0..dice.roll(3) {
            number += 1;
            let date = UnixTime::from_seconds(this_update).to_rfc3339();
            entries.insert(format!("{number:04x}"), (date, None));
        }
        let known: Vec<String> = entries.keys().cloned().collect();
        if !known.is_empty() && dice.roll(3) == 0 {
            let one = &known[usize::try_from(dice.roll(known.len() as u64)).unwrap()];
            if dice.roll(2) == 0 {
                entries.remove(one);
            } else {
                entries.get_mut(one).unwrap().1 = Some("keyCompromise");
            }
        }
        lists.push(List { this_update, entries: entries.clone() });
    }
    lists
}

type Triple = (String, String, Option<&'static str>);

fn triples(list: &List) -> BTreeSet<Triple> {
    let triple = |(serial, (date, reason)): (&String, &(String, Option<&'static str>))| {
        (serial.clone(), date.clone(), *reason)
    };
    list.entries.iter().map(triple).collect()
}

/// From which list to which each entry stood, as a journal has it.
fn ended(lists: &[List]) -> Vec<Ended> {
    let mut ended = Vec::new();
    for (place, pair) in lists.windows(2).enumerate() {
        for gone in triples(&pair[0]).difference(&triples(&pair[1])) {
            let stood = |list: &List| triples(list).contains(gone);
            let first = (0..=place).rev().take_while(|place| stood(&lists[*place])).last();
            ended.push((first.unwrap(), place));
        }
    }
    ended
}

fn all(lists: &[List]) -> Vec<Kept> {
    let kept = |(place, list): (usize, &List)| Kept {
        place,
        this_update: UnixTime::from_seconds(list.this_update),
    };
    lists.iter().enumerate().map(kept).collect()
}

fn newest(lists: &[Kept]) -> UnixTime {
    lists.last().unwrap().this_update
}

fn said(lists: &[List], places: impl Iterator<Item = usize>) -> BTreeSet<Triple> {
    places.flat_map(|place| triples(&lists[place])).collect()
}

#[test]
fn no_entry_is_ever_lost() {
    for seed in 0..2_000 {
        let lists = history(seed);
        let kept = keep(&all(&lists), &ended(&lists), newest(&all(&lists)));
        let everything = said(&lists, 0..lists.len());
        assert_eq!(said(&lists, kept.iter().copied()), everything, "history {seed}");
        assert!(kept.contains(&(lists.len() - 1)), "history {seed}: the newest");
    }
}

/// As in life: thinned after each list, so that each thinning sees only what the one before left.
#[test]
fn an_archive_thinned_after_every_list_ends_as_one_that_is_thinned_once() {
    for seed in 0..300 {
        let lists = history(seed);
        let mut archive: Vec<Kept> = Vec::new();
        for (place, kept) in all(&lists).into_iter().enumerate() {
            archive.push(kept);
            let ended = ended(&lists[..=place]);
            let stay = keep(&archive, &ended, kept.this_update);
            archive.retain(|kept| stay.contains(&kept.place));
            let left = said(&lists, archive.iter().map(|kept| kept.place));
            assert_eq!(left, said(&lists, 0..=place), "history {seed} after list {place}");
        }
        let once = keep(&all(&lists), &ended(&lists), newest(&all(&lists)));
        let hourly: BTreeSet<usize> = archive.iter().map(|kept| kept.place).collect();
        assert_eq!(hourly, once, "history {seed}");
        assert_eq!(keep(&archive, &ended(&lists), newest(&archive)), once, "history {seed}: again");
    }
}

/// DESIGN 3.1: a signature of moment S by a certificate that ends at E is cleared by a list in [S, E]. Whenever the archive had
/// one before thinning and S and E lie a grid step apart (a week, with the list of its end in between), it has one after.
#[test]
fn what_a_list_could_clear_a_list_of_the_grid_still_clears() {
    const WEEK: i64 = 7 * 24 * HOUR;
    for seed in 0..500 {
        let lists = history(seed);
        let moments: Vec<i64> = lists.iter().map(|list| list.this_update).collect();
        let kept = keep(&all(&lists), &ended(&lists), newest(&all(&lists)));
        let mut dice = Dice(seed + 77);
        for _ in 0..50 {
            let signed = START + i64::try_from(dice.roll(500 * 24)).unwrap() * HOUR;
            let end = signed + WEEK + i64::try_from(dice.roll(700 * 24)).unwrap() * HOUR;
            let clears = |place: usize| (signed..=end).contains(&moments[place]);
            // A list of the first possible week: the last one of that week is not later than the end.
            let had = (0..lists.len()).any(|place| clears(place) && moments[place] + WEEK <= end);
            let has = kept.iter().any(|place| clears(*place));
            assert!(has || !had, "history {seed}: {signed} to {end}");
        }
    }
}

fn entry(serial: &str, (date, reason): &(String, Option<&'static str>)) -> Entry {
    Entry { serial: serial.to_owned(), date: date.clone(), reason: reason.map(str::to_owned) }
}

/// The lines that the pipeline writes of a history.
fn journal(lists: &[List]) -> Vec<Accepted> {
    let nothing = List { this_update: 0, entries: BTreeMap::new() };
    let before = std::iter::once(&nothing).chain(lists);
    before
        .zip(lists)
        .map(|(before, list)| {
            let of = |serial: &String| entry(serial, &list.entries[serial]);
            let is_new = |serial: &&String| !before.entries.contains_key(*serial);
            let is_other = |serial: &&String| {
                before.entries.get(*serial).is_some_and(|known| *known != list.entries[*serial])
            };
            let gone = before.entries.keys().filter(|serial| !list.entries.contains_key(*serial));
            Accepted {
                number: None,
                sha256: String::new(),
                this_update: UnixTime::from_seconds(list.this_update).to_rfc3339(),
                next_update: None,
                size: 0,
                entries: list.entries.len() as u64,
                accepted_at: String::new(),
                source: String::new(),
                added: list.entries.keys().filter(is_new).map(of).collect(),
                removed: gone.cloned().collect(),
                changed: list.entries.keys().filter(is_other).map(of).collect(),
                findings: Vec::new(),
            }
        })
        .collect()
}

#[test]
fn the_ledger_of_a_journal_is_the_one_of_all_lists() {
    for seed in 0..500 {
        let lists = history(seed);
        let mut expected: BTreeMap<&str, LedgerEntry> = BTreeMap::new();
        for (place, list) in lists.iter().enumerate() {
            let moment = UnixTime::from_seconds(list.this_update).to_rfc3339();
            for (serial, said) in &list.entries {
                let known = expected.entry(serial).or_insert_with(|| LedgerEntry {
                    entry: entry(serial, said),
                    first_seen: moment.clone(),
                    last_seen: String::new(),
                    listed: false,
                });
                known.entry = entry(serial, said);
                known.last_seen.clone_from(&moment);
                known.listed = place + 1 == lists.len();
            }
        }
        let expected: Vec<LedgerEntry> = expected.into_values().collect();
        assert_eq!(ledger(journal(&lists).iter()), expected, "history {seed}");
    }
}
