//! Times of RFC 5280 4.1.2.5: `UTCTime` until 2049, `GeneralizedTime` after; seconds always there, fractions never, always `Z`.

use super::der::{self, Element, Elements, Fault};
use super::findings::Findings;
use super::rules;
use std::fmt::{self, Display};

/// A moment as it is written; in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Moment {
    /// The same moment of the next year; what lies after it is more than twelve months away.
    pub(super) const fn a_year_later(self) -> Self {
        Self { year: self.year.saturating_add(1), ..self }
    }

    /// Whether more than so many days lie between this moment and a later one.
    pub(super) fn is_more_than_days_before(self, days: u64, later: Self) -> bool {
        let limit = days.saturating_mul(86_400);
        let seconds = |moment: Self| moment.date_time().map(|time| time.unix_duration().as_secs());
        match (seconds(self), seconds(later)) {
            (Some(from), Some(to)) => to.saturating_sub(from) > limit,
            // Before 1970, where no list begins.
            _ => false,
        }
    }

    fn date_time(self) -> Option<::der::DateTime> {
        let Self { year, month, day, hour, minute, second } = self;
        ::der::DateTime::new(year, month, day, hour, minute, second).ok()
    }
}

impl Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Whether an element is a time.
pub(super) const fn is_time(tag: u8) -> bool {
    matches!(tag, der::UTC_TIME | der::GENERALIZED_TIME)
}

/// The next element, which must be a time.
pub(super) fn expect<'a>(fields: &mut Elements<'a>) -> Result<Element<'a>, Fault> {
    match fields.peek() {
        Some(der::GENERALIZED_TIME) => fields.any(),
        _ => fields.expect(der::UTC_TIME),
    }
}

/// Reads a time, and says what is wrong with how it is written.
pub(super) fn read(
    element: &Element<'_>,
    at: impl Display + Copy,
    findings: &mut Findings,
) -> Option<Moment> {
    let moment = read_form(element, at, findings)?;
    if element.tag == der::GENERALIZED_TIME && (1950..2050).contains(&moment.year) {
        findings.add(&rules::WRONG_TIME_TYPE, at, || format!("GeneralizedTime for {moment}"));
    }
    Some(moment)
}

/// The same where `GeneralizedTime` is the only choice (5.3.2).
pub(super) fn read_form(
    element: &Element<'_>,
    at: impl Display,
    findings: &mut Findings,
) -> Option<Moment> {
    let moment = match element.tag {
        der::UTC_TIME => utc(element.value),
        _ => generalized(element.value),
    };
    if moment.is_none() {
        let rule = match element.tag {
            der::UTC_TIME => &rules::UTC_TIME_SYNTAX,
            _ => &rules::GENERALIZED_TIME_SYNTAX,
        };
        findings.add(rule, at, || format!("`{}`", element.value.escape_ascii()));
    }
    moment
}

fn utc(value: &[u8]) -> Option<Moment> {
    let [tens, ones, rest @ ..] = value else { return None };
    let year = two_digits(*tens, *ones)?;
    // 4.1.2.5.1
    let century: u16 = if year >= 50 { 1900 } else { 2000 };
    moment(century.saturating_add(u16::from(year)), rest)
}

fn generalized(value: &[u8]) -> Option<Moment> {
    let [a, b, c, d, rest @ ..] = value else { return None };
    let (century, year) = (two_digits(*a, *b)?, two_digits(*c, *d)?);
    moment(u16::from(century).saturating_mul(100).saturating_add(u16::from(year)), rest)
}

/// `MMDDHHMMSSZ` of a year.
fn moment(year: u16, rest: &[u8]) -> Option<Moment> {
    let [m, n, d, e, h, i, o, p, s, t, b'Z'] = rest else { return None };
    let moment = Moment {
        year,
        month: two_digits(*m, *n)?,
        day: two_digits(*d, *e)?,
        hour: two_digits(*h, *i)?,
        minute: two_digits(*o, *p)?,
        second: two_digits(*s, *t)?,
    };
    let days = match moment.month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let is_one = (1..=days).contains(&moment.day)
        && moment.hour < 24
        && moment.minute < 60
        && moment.second < 60;
    is_one.then_some(moment)
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    let digit = |character: u8| character.is_ascii_digit().then_some(character & 0x0f);
    Some(digit(tens)?.saturating_mul(10).saturating_add(digit(ones)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_form_is_a_time() {
        let rows: [(Option<Moment>, Option<&str>); 10] = [
            (utc(b"260601000000Z"), Some("2026-06-01T00:00:00Z")),
            (utc(b"500101000000Z"), Some("1950-01-01T00:00:00Z")),
            (utc(b"491231235959Z"), Some("2049-12-31T23:59:59Z")),
            (utc(b"2606010000Z"), None),
            (utc(b"260601000000+0700"), None),
            (utc(b"260229000000Z"), None),
            (utc(b"280229000000Z"), Some("2028-02-29T00:00:00Z")),
            (generalized(b"99991231235959Z"), Some("9999-12-31T23:59:59Z")),
            (generalized(b"20500101000000.0Z"), None),
            (generalized(b"20501301000000Z"), None),
        ];
        for (found, expected) in rows {
            assert_eq!(found.map(|moment| moment.to_string()).as_deref(), expected);
        }
    }

    #[test]
    fn ten_days_are_no_more_than_ten_days() {
        let from = utc(b"260601000000Z").unwrap();
        assert!(!from.is_more_than_days_before(10, utc(b"260611000000Z").unwrap()));
        assert!(from.is_more_than_days_before(10, utc(b"260611000001Z").unwrap()));
        assert!(!from.is_more_than_days_before(10, utc(b"260531000000Z").unwrap()));
        assert!(utc(b"270601000000Z").unwrap() <= from.a_year_later());
        assert!(utc(b"270601000001Z").unwrap() > from.a_year_later());
    }
}
