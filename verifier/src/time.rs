//! Moments, as whole seconds of UTC since 1970, and the four ways files write them:
//! ASN.1 `UTCTime` and `GeneralizedTime` (RFC 5280 4.1.2.5), PDF dates (ISO 32000-2 7.9.4), RFC 3339 in our own JSON.
//!
//! No clock is read here or anywhere in this crate.

use crate::der::{DerError, Tlv, tag};

/// A moment: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnixTime(i64);

const SECONDS_OF_DAY: i64 = 86_400;

impl UnixTime {
    /// The moment so many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 in UTC with whole seconds: `2026-11-23T08:00:00Z`.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
        if bytes.len() != 20 || separators.iter().any(|(at, byte)| bytes.get(*at) != Some(byte)) {
            return None;
        }
        civil(
            number(bytes.get(0..4)?)?,
            number(bytes.get(5..7)?)?,
            number(bytes.get(8..10)?)?,
            number(bytes.get(11..13)?)?,
            number(bytes.get(14..16)?)?,
            number(bytes.get(17..19)?)?,
        )
    }

    /// RFC 3339 in UTC.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let (year, month, day) = date_of(self.0.div_euclid(SECONDS_OF_DAY));
        let second = self.0.rem_euclid(SECONDS_OF_DAY);
        let (hour, minute, second) = (
            second.div_euclid(3600),
            second.rem_euclid(3600).div_euclid(60),
            second.rem_euclid(60),
        );
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Reads `Time` of RFC 5280: `UTCTime` `YYMMDDHHMMSSZ` or `GeneralizedTime` `YYYYMMDDHHMMSSZ`, nothing else.
    pub(crate) fn from_asn1(element: &Tlv<'_>) -> Result<Self, DerError> {
        let digits = element.value.strip_suffix(b"Z").ok_or(element.bad_value())?;
        let moment = match element.tag {
            tag::UTC_TIME if digits.len() == 12 => {
                digits.split_at_checked(2).and_then(|(year, rest)| {
                    // RFC 5280 4.1.2.5.1: 50 to 99 mean 19xx.
                    let year = number(year)?;
                    fields(year.checked_add(if year >= 50 { 1900 } else { 2000 })?, rest)
                })
            }
            tag::GENERALIZED_TIME if digits.len() == 14 => {
                digits.split_at_checked(4).and_then(|(year, rest)| fields(number(year)?, rest))
            }
            _ => None,
        };
        moment.ok_or(element.bad_value())
    }

    /// Reads the `genTime` of RFC 3161 2.4.2: `GeneralizedTime` that may carry a fraction of a second, which is dropped.
    pub(crate) fn from_gen_time(element: &Tlv<'_>) -> Result<Self, DerError> {
        let digits = element.value.strip_suffix(b"Z").ok_or(element.bad_value())?;
        let (whole, fraction) = digits.split_at_checked(14).ok_or(element.bad_value())?;
        // RFC 3161 2.4.2: a fraction has at least one digit and does not end in zero.
        let fraction_is_fine = match fraction {
            [] => true,
            [b'.', digits @ .., last] => {
                last.is_ascii_digit() && *last != b'0' && digits.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        let moment = whole.split_at_checked(4).and_then(|(year, rest)| fields(number(year)?, rest));
        moment
            .filter(|_| fraction_is_fine && element.tag == tag::GENERALIZED_TIME)
            .ok_or(element.bad_value())
    }

    /// Reads a PDF date `D:YYYYMMDDHHmmSSOHH'mm'`; `None` where it names no moment (no zone, or not a date).
    pub(crate) fn from_pdf_date(text: &[u8]) -> Option<Self> {
        let (digits, zone) = text.strip_prefix(b"D:")?.split_at_checked(14)?;
        let (year, rest) = digits.split_at_checked(4)?;
        let local = fields(number(year)?, rest)?;
        let ahead = match zone {
            [b'Z', ..] => 0,
            [sign @ (b'+' | b'-'), h1, h2, b'\'', m1, m2, ..] => {
                let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
                let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
                if *sign == b'+' { seconds } else { seconds.checked_neg()? }
            }
            _ => return None,
        };
        local.0.checked_sub(ahead).map(Self)
    }
}

/// `MMDDHHMMSS` of the given year.
fn fields(year: i64, rest: &[u8]) -> Option<UnixTime> {
    let mut pairs = rest.chunks_exact(2).map(number);
    let mut next = || pairs.next().flatten();
    civil(year, next()?, next()?, next()?, next()?, next()?)
}

fn number(digits: &[u8]) -> Option<i64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    core::str::from_utf8(digits).ok()?.parse().ok()
}

fn civil(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64) -> Option<UnixTime> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of_month = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=days_of_month).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days_from_date(year, month, day)?.checked_mul(SECONDS_OF_DAY)?;
    let of_day =
        hour.checked_mul(3600)?.checked_add(minute.checked_mul(60)?)?.checked_add(second)?;
    seconds.checked_add(of_day).map(UnixTime)
}

/// Days from 1970-01-01, in the proleptic Gregorian calendar counted in years that begin in March,
/// so that the leap day is the last of its year.
fn days_from_date(year: i64, month: i64, day: i64) -> Option<i64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let month_from_march = if month > 2 { month.checked_sub(3)? } else { month.checked_add(9)? };
    let days_before_month = month_from_march.checked_mul(153)?.checked_add(2)?.div_euclid(5);
    let leap_days =
        year.div_euclid(4).checked_sub(year.div_euclid(100))?.checked_add(year.div_euclid(400))?;
    // 719_468 days lie between 0000-03-01 and 1970-01-01.
    year.checked_mul(365)?
        .checked_add(leap_days)?
        .checked_add(days_before_month)?
        .checked_add(day)?
        .checked_sub(719_469)
}

/// Year, month and day of a day counted from 1970-01-01.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    // 146_097 days make 400 years.
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era
        .div_euclid(1460)
        .saturating_sub(day_of_era.div_euclid(36_524))
        .saturating_add(day_of_era.div_euclid(146_096));
    let year_of_era = day_of_era.saturating_sub(leap_days).div_euclid(365);
    let day_of_year = day_of_era.saturating_sub(
        year_of_era
            .saturating_mul(365)
            .saturating_add(year_of_era.div_euclid(4))
            .saturating_sub(year_of_era.div_euclid(100)),
    );
    let month_from_march = day_of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
    let day = day_of_year
        .saturating_sub(month_from_march.saturating_mul(153).saturating_add(2).div_euclid(5))
        .saturating_add(1);
    let (month, carry) = if month_from_march < 10 {
        (month_from_march.saturating_add(3), 0)
    } else {
        (month_from_march.saturating_sub(9), 1)
    };
    (era.saturating_mul(400).saturating_add(year_of_era).saturating_add(carry), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::Reader;

    #[test]
    fn rfc3339_round_trips() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2000-02-29T23:59:59Z",
            "2026-11-23T08:00:00Z",
            "1969-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "2100-03-01T00:00:00Z",
        ] {
            assert_eq!(
                UnixTime::from_rfc3339(text).map(UnixTime::to_rfc3339).as_deref(),
                Some(text)
            );
        }
        assert_eq!(UnixTime::from_rfc3339("2026-11-23T08:00:00Z"), Some(UnixTime(1_795_420_800)));
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01 00:00:00Z",
        ] {
            assert_eq!(UnixTime::from_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn asn1_times_are_der_only() {
        let read = |tag: u8, text: &str| {
            let mut bytes = vec![tag, u8::try_from(text.len()).unwrap()];
            bytes.extend_from_slice(text.as_bytes());
            let element = Reader::new(&bytes).any().unwrap();
            UnixTime::from_asn1(&element).ok().map(UnixTime::to_rfc3339)
        };
        let rows = [
            (tag::UTC_TIME, "260818050539Z", Some("2026-08-18T05:05:39Z")),
            (tag::UTC_TIME, "500101000000Z", Some("1950-01-01T00:00:00Z")),
            (tag::GENERALIZED_TIME, "20560101000000Z", Some("2056-01-01T00:00:00Z")),
            (tag::GENERALIZED_TIME, "99991231235959Z", Some("9999-12-31T23:59:59Z")),
            (tag::UTC_TIME, "2608180505Z", None),
            (tag::UTC_TIME, "260818050539+0000", None),
            (tag::GENERALIZED_TIME, "20260101000000.5Z", None),
        ];
        for (tag, text, expected) in rows {
            assert_eq!(read(tag, text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn pdf_dates_need_a_zone() {
        let rows = [
            ("D:20260203082420+07'00'", Some("2026-02-03T01:24:20Z")),
            ("D:20260203082420+07'00", Some("2026-02-03T01:24:20Z")),
            ("D:20260203082420Z", Some("2026-02-03T08:24:20Z")),
            ("D:20260203082420-05'30'", Some("2026-02-03T13:54:20Z")),
            ("D:20260203082420", None),
            ("20260203082420Z", None),
        ];
        for (text, expected) in rows {
            assert_eq!(
                UnixTime::from_pdf_date(text.as_bytes()).map(UnixTime::to_rfc3339).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
