//! Which lists of a series stay: every one for 7 days, the last of each day for 90 days, the last of each week after that,
//! the newest, and for each entry that all of these would lose, one list that has it.
//!
//! A week's last list is also its day's last, so what stays later stays earlier as well, and a thinned archive thinned again,
//! hour by hour, ends as one that is thinned once. An entry (serial number, date, reason) is lost where none of the lists
//! that have it stays. Of those the last one of a day is taken, or the last, so that the choice is the same whenever it is made.

use std::collections::BTreeSet;
use verifier::time::UnixTime;

const DAY: i64 = 86_400;
/// Every list stays for so long.
const ALL: i64 = DAY * 7;
/// One of each day stays for so long.
const DAILY: i64 = DAY * 90;
/// 1970-01-01 was a Thursday; weeks begin on Mondays (ISO 8601).
const TO_MONDAY: i64 = 3;

/// A list that is in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its place among all lists that were ever accepted.
    pub place: usize,
    /// `thisUpdate`
    pub this_update: UnixTime,
}

/// The places of the first and the last list that has an entry which has ended: the list after the last says something else.
pub type Ended = (usize, usize);

/// The places of the lists that stay; `lists` in the order of their places.
#[must_use]
pub fn keep(lists: &[Kept], ended: &[Ended], newest: UnixTime) -> BTreeSet<usize> {
    let mut stay = BTreeSet::new();
    let mut last_of_days = Vec::new();
    let after = lists.iter().skip(1).map(Some).chain([None]);
    for (list, next) in lists.iter().zip(after) {
        let is_last_of = |period: fn(UnixTime) -> i64| {
            next.is_none_or(|next| period(next.this_update) != period(list.this_update))
        };
        let age = newest.seconds().saturating_sub(list.this_update.seconds());
        if is_last_of(day) {
            last_of_days.push(list.place);
        }
        let stays =
            next.is_none() || age <= ALL || (age <= DAILY && is_last_of(day)) || is_last_of(week);
        if stays {
            stay.insert(list.place);
        }
    }
    let mut saved = BTreeSet::new();
    for (first, last) in ended {
        let within = *first..=*last;
        if first <= last && stay.range(within).next().is_none() {
            let of_day = last_at_most(&last_of_days, |place| *place, *last);
            let any = last_at_most(lists, |list| list.place, *last);
            saved.extend(
                of_day.filter(|place| place >= first).or(any.filter(|place| place >= first)),
            );
        }
    }
    stay.extend(saved);
    stay
}

fn last_at_most<T>(sorted: &[T], place: impl Fn(&T) -> usize, limit: usize) -> Option<usize> {
    let count = sorted.partition_point(|one| place(one) <= limit);
    sorted.get(count.checked_sub(1)?).map(place)
}

fn day(moment: UnixTime) -> i64 {
    moment.seconds().div_euclid(DAY)
}

fn week(moment: UnixTime) -> i64 {
    day(moment).saturating_add(TO_MONDAY).div_euclid(7)
}
