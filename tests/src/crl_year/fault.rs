//! What an address gives instead of its list, at which hour, and what has to be said of it.

use std::collections::BTreeMap;

use super::authority::{Authority, Bent, Entry};
use crate::cms_builder::der::{element, unsigned};
use crate::cms_builder::extension::id;
use crate::cms_builder::{Extension, oid};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The list of five hours ago.
    Rollback,
    /// A serial number is gone long before its certificate ends.
    Vanished,
    /// A revocation has another date.
    DateMoved,
    /// A revocation has another reason.
    ReasonChanged,
    /// The list of another CA.
    WrongIssuer,
    /// The CA's name and another key.
    WrongKey,
    /// One bit.
    Flipped,
    /// The first half.
    Truncated,
    /// nextUpdate has passed.
    Expired,
    /// An error page with the status 200.
    Html,
    /// thisUpdate in two hours.
    Future,
    /// Nothing.
    Empty,
    /// The number of the list before, and other bytes.
    SameNumber,
    /// A later number and an earlier moment.
    EarlierMoment,
    /// The moment of the list before, and a later number.
    SameMoment,
    /// Only changes.
    Delta,
    /// Only certificates of persons.
    Limited,
    /// The list of another address.
    OtherAddress,
    /// Something critical that nobody knows.
    Unknown,
    /// A certificate.
    Certificate,
    /// An OCSP response.
    Ocsp,
    /// An entry whose reason does not read.
    BrokenEntry,
    /// Nobody answers.
    Silence,
}

/// All that come as bytes.
const REFUSED: [Fault; 22] = [
    Fault::Rollback,
    Fault::Vanished,
    Fault::DateMoved,
    Fault::ReasonChanged,
    Fault::WrongIssuer,
    Fault::WrongKey,
    Fault::Flipped,
    Fault::Truncated,
    Fault::Expired,
    Fault::Html,
    Fault::Future,
    Fault::Empty,
    Fault::SameNumber,
    Fault::EarlierMoment,
    Fault::SameMoment,
    Fault::Delta,
    Fault::Limited,
    Fault::OtherAddress,
    Fault::Unknown,
    Fault::Certificate,
    Fault::Ocsp,
    Fault::BrokenEntry,
];

/// Hours of a silence.
const SILENCE: u32 = 30;

/// Each fault several times in the year, one of them in its first month, at hours that a sample of every sixth hour meets too.
#[must_use]
pub fn calendar() -> BTreeMap<u32, Fault> {
    let mut calendar = BTreeMap::new();
    for round in 0..10 {
        for (fault, place) in REFUSED.into_iter().zip(0..) {
            // Neighbours are good lists in the first month and in the sample.
            calendar.insert(48 + round * 840 + place * 30, fault);
        }
    }
    for begin in [705, 4_323] {
        for hour in begin..begin + SILENCE {
            calendar.insert(hour, Fault::Silence);
        }
    }
    calendar
}

impl Fault {
    /// The code of the finding.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rollback => "number-backwards",
            Self::Vanished => "vanished-early",
            Self::DateMoved => "date-moved",
            Self::ReasonChanged => "reason-changed",
            Self::WrongIssuer => "unknown-issuer",
            Self::WrongKey | Self::Flipped => "signature",
            Self::Truncated => "truncated",
            Self::Expired => "over",
            Self::Html => "html",
            Self::Future => "future",
            Self::Empty => "empty",
            Self::SameNumber => "same-number-other-bytes",
            Self::EarlierMoment => "this-update-backwards",
            Self::SameMoment => "same-this-update-other-bytes",
            Self::Delta => "delta",
            Self::Limited => "limited-scope",
            Self::OtherAddress => "wrong-point",
            Self::Unknown => "unusable",
            Self::Certificate | Self::Ocsp => "not-a-list",
            Self::BrokenEntry => "entries",
            Self::Silence => "late",
        }
    }

    /// What comes instead of the list of this hour.
    #[must_use]
    pub fn bytes(self, authority: &Authority, hour: u32) -> Vec<u8> {
        let bent = |bent: Bent| authority.bent(hour, &bent);
        let entry = |victim, what| Bent { entry: Some((victim, what)), ..Bent::default() };
        let signer = |signer| Bent { signer: Some(signer), ..Bent::default() };
        let times = |from, until| Bent { times: Some([from, until]), ..Bent::default() };
        let with = |extension| Bent { extensions: vec![extension], ..Bent::default() };
        match self {
            Self::Rollback => authority.list(hour - 12),
            Self::Vanished => bent(entry(0, Entry::Gone)),
            Self::DateMoved => bent(entry(1, Entry::Moved)),
            Self::ReasonChanged => bent(entry(2, Entry::Reason(3))),
            Self::WrongIssuer => bent(signer(Authority::stranger())),
            Self::WrongKey => bent(signer(Authority::other_key())),
            Self::Flipped => {
                let mut list = authority.list(hour);
                let middle = list.len() / 2;
                list[middle] ^= 1;
                list
            }
            Self::Truncated => {
                let list = authority.list(hour);
                list[..list.len() / 2].to_vec()
            }
            Self::Expired => bent(times(0, 60)),
            Self::Html => {
                let page = format!("<!DOCTYPE html><title>502</title><p>Kode {hour}</p>");
                page.into_bytes()
            }
            Self::Future => bent(times(7_200, 7_200 + 24 * 3_600)),
            Self::Empty | Self::Silence => Vec::new(),
            Self::SameNumber => {
                let number = Some(authority.taken_number());
                bent(Bent { number, ..entry(0, Entry::Reason(1)) })
            }
            Self::EarlierMoment => bent(times(-30 * 3_600, 24 * 3_600)),
            Self::SameMoment => {
                let from = (i64::from(authority.taken) - i64::from(hour)) * 3_600;
                let times = Some([from, from + 24 * 3_600]);
                bent(Bent { times, ..entry(0, Entry::Reason(1)) })
            }
            Self::Delta => {
                bent(with(Extension::Critical.of(id::DELTA_CRL_INDICATOR, &unsigned(&[1]))))
            }
            Self::Limited => bent(Bent { only_user: true, ..Bent::default() }),
            Self::OtherAddress => {
                bent(Bent { address: Some("https://ca.example/lain.crl"), ..Bent::default() })
            }
            Self::Unknown => bent(with(Extension::Critical.of(oid::EXAMPLE, &element(0x05, b"")))),
            Self::Certificate => authority.identity.certificate.clone(),
            Self::Ocsp => vec![0x30, 0x03, 0x0a, 0x01, 0x06],
            Self::BrokenEntry => bent(entry(3, Entry::Reason(7))),
        }
    }
}
