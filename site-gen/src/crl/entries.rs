//! The entries of one list in an order of their own, so that two lists are compared in one walk: a million entries and
//! what changed among them take no more memory than a few words for each.

use crate::digest;
use crate::history::Entry;
use std::borrow::Cow;
use std::cmp::Ordering;
use verifier::time::UnixTime;
use verifier::{DerError, RevocationList};

/// One entry: its serial number without a sign byte, since when, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed<'a> {
    /// Big-endian, whole bytes.
    pub serial: Cow<'a, [u8]>,
    /// `revocationDate`
    pub date: UnixTime,
    /// The name of `CRLReason`.
    pub reason: Option<&'static str>,
}

/// All entries of a list by serial number, none twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries<'a>(Vec<Listed<'a>>);

/// What a later list says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// Not in the list before.
    pub added: Vec<Listed<'a>>,
    /// In the list before, and not in this one.
    pub removed: Vec<Listed<'a>>,
    /// In both: what the list before says, and what this one says.
    pub changed: Vec<(Listed<'a>, Listed<'a>)>,
}

impl<'a> Entries<'a> {
    /// Reads all of them; the first that does not read ends it.
    pub fn read(list: &RevocationList<'a>) -> Result<Self, DerError> {
        let mut entries = Vec::new();
        for entry in list.entries() {
            let entry = entry?;
            entries.push(Listed {
                serial: Cow::Borrowed(without_sign(entry.serial_number)),
                date: entry.revocation_date,
                reason: entry.reason,
            });
        }
        Ok(Self::sorted(entries))
    }

    /// What a journal says of them. What does not read there was not written by us, and is left out.
    pub fn of_journal<'e>(entries: impl Iterator<Item = &'e Entry>) -> Self {
        Self::sorted(entries.filter_map(Listed::of_journal).collect())
    }

    /// A serial number that is there twice is there once, as the earliest revocation says: the lint has it as a fault.
    fn sorted(mut entries: Vec<Listed<'a>>) -> Self {
        entries.sort_unstable();
        entries.dedup_by(|later, earlier| later.serial == earlier.serial);
        Self(entries)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is revoked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `later` says otherwise.
    #[must_use]
    pub fn difference(self, later: Self) -> Difference<'a> {
        let mut difference = Difference::default();
        let (mut before, mut after) =
            (self.0.into_iter().peekable(), later.0.into_iter().peekable());
        loop {
            let order = match (before.peek(), after.peek()) {
                (None, None) => return difference,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.serial.cmp(&other.serial),
            };
            match order {
                Ordering::Less => difference.removed.extend(before.next()),
                Ordering::Greater => difference.added.extend(after.next()),
                Ordering::Equal => {
                    let pair = before.next().zip(after.next());
                    difference.changed.extend(pair.filter(|(one, other)| one != other));
                }
            }
        }
    }
}

impl Listed<'_> {
    fn of_journal(entry: &Entry) -> Option<Self> {
        Some(Self {
            serial: Cow::Owned(bytes(&entry.serial)?),
            date: UnixTime::from_rfc3339(&entry.date)?,
            reason: entry.reason.as_deref().and_then(known_reason),
        })
    }

    /// As journals have it.
    #[must_use]
    pub fn to_journal(&self) -> Entry {
        Entry {
            serial: self.serial_text(),
            date: self.date.to_rfc3339(),
            reason: self.reason.map(str::to_owned),
        }
    }

    /// The serial number as journals have it.
    #[must_use]
    pub fn serial_text(&self) -> String {
        digest::hex(&self.serial)
    }

    /// Date and reason for readers.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} {}", self.date.to_rfc3339(), self.reason.unwrap_or("no reason"))
    }
}

fn without_sign(serial: &[u8]) -> &[u8] {
    match serial {
        [0, rest @ ..] if !rest.is_empty() => rest,
        other => other,
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    if digits.len() % 2 != 0 {
        return None;
    }
    let pairs = digits.chunks_exact(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// The names of `CRLReason` (RFC 5280 5.3.1) as [`verifier::RevokedEntry`] gives them.
const REASONS: [&str; 10] = [
    "unspecified",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise",
];

fn known_reason(name: &str) -> Option<&'static str> {
    REASONS.into_iter().find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(serial: &str, date: &str, reason: Option<&str>) -> Entry {
        Entry {
            serial: serial.to_owned(),
            date: format!("2026-01-{date}T00:00:00Z"),
            reason: reason.map(str::to_owned),
        }
    }

    #[test]
    fn what_is_new_gone_and_other_is_told_apart_in_the_order_of_serials() {
        let before = [entry("05", "01", None), entry("03", "01", None), entry("04", "02", None)];
        let after = [
            entry("06", "03", Some("superseded")),
            entry("04", "02", Some("keyCompromise")),
            entry("03", "01", None),
        ];
        let difference =
            Entries::of_journal(before.iter()).difference(Entries::of_journal(after.iter()));
        let texts = |listed: &[Listed<'_>]| -> Vec<Entry> {
            listed.iter().map(Listed::to_journal).collect()
        };
        assert_eq!(texts(&difference.added), [after[0].clone()]);
        assert_eq!(texts(&difference.removed), [before[0].clone()]);
        let changed: Vec<(Entry, Entry)> =
            difference.changed.iter().map(|(a, b)| (a.to_journal(), b.to_journal())).collect();
        assert_eq!(changed, [(before[2].clone(), after[1].clone())]);
    }

    #[test]
    fn a_serial_number_that_is_there_twice_is_there_as_first_revoked() {
        let twice = [entry("05", "09", None), entry("05", "02", Some("superseded"))];
        let once = Entries::of_journal(twice.iter());
        assert_eq!(once, Entries::of_journal(twice[1..].iter()));
    }

    #[test]
    fn every_name_of_a_reason_reads_back() {
        for name in REASONS {
            let read = Listed::of_journal(&entry("01", "01", Some(name))).unwrap();
            assert_eq!(read.to_journal().reason.as_deref(), Some(name));
        }
    }

    #[test]
    fn serial_numbers_have_no_sign_byte() {
        for (contents, expected) in [(&[0_u8, 0x80][..], "80"), (&[0], "00"), (&[1, 0], "0100")] {
            assert_eq!(digest::hex(without_sign(contents)), expected);
        }
    }
}
