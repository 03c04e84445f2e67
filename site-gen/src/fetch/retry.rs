//! When a failed attempt is made again: exponential backoff with jitter, and what the server asks for in Retry-After
//! (RFC 9110 10.2.3).
//!
//! No clock and no source of randomness: a date in Retry-After is compared with the Date of the same answer, and the
//! jitter follows from a seed.

use super::error::FetchError;
use super::limits::Limits;
use hyper::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// How long to wait after the given attempt failed, counted from 1. `None`: not again.
pub(super) fn pause(
    limits: &Limits,
    attempt: u32,
    failure: &FetchError,
    seed: u64,
) -> Option<Duration> {
    if attempt >= limits.attempts || !failure.is_transient() {
        return None;
    }
    let own = backoff(limits, attempt, seed);
    match failure.retry_after() {
        None => Some(own),
        Some(asked) if asked <= limits.retry_after_cap => Some(asked.max(own)),
        // Coming earlier than asked would be impolite, and waiting so long would hold up the other sources.
        Some(_) => None,
    }
}

/// Between half of the pause and the whole of it, so that many portals do not come back at the same moment.
fn backoff(limits: &Limits, attempt: u32, seed: u64) -> Duration {
    let doublings = attempt.saturating_sub(1).min(31);
    let longest = limits
        .backoff_base
        .saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX))
        .min(limits.backoff_cap);
    let half = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX) / 2;
    let jitter = mixed(seed.wrapping_add(u64::from(attempt)))
        .checked_rem(half.saturating_add(1))
        .unwrap_or_default();
    Duration::from_millis(half.saturating_add(jitter))
}

/// A seed for each address, so that two addresses of one run do not wait in step. FNV-1a.
pub(super) fn seed_of(address: &str, seed: u64) -> u64 {
    address.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// `SplitMix64`'s finisher: near seeds give far values.
fn mixed(seed: u64) -> u64 {
    let value = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// What the answer asks for, in seconds or as a date. A date without a Date beside it says nothing to who has no clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let asked = text(RETRY_AFTER)?.trim();
    if !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(asked.parse().unwrap_or(u64::MAX)));
    }
    let date = |text: &str| -> Option<SystemTime> { httpdate::parse_http_date(text.trim()).ok() };
    let (then, answered) = (date(asked)?, date(text(DATE)?)?);
    Some(then.duration_since(answered).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn status(status: u16, retry_after: Option<Duration>) -> FetchError {
        FetchError::Status { status, retry_after }
    }

    #[test]
    fn pauses_double_up_to_their_cap_and_are_never_less_than_half() {
        let limits = Limits { attempts: 40, ..Limits::DEFAULT };
        for (attempt, longest) in
            [(1, 2000), (2, 4000), (3, 8000), (4, 16_000), (5, 30_000), (39, 30_000)]
        {
            let mut pauses: Vec<u128> = (0..200)
                .map(|seed| {
                    pause(&limits, attempt, &status(503, None), seed_of("a", seed))
                        .unwrap()
                        .as_millis()
                })
                .collect();
            pauses.sort_unstable();
            assert!(pauses[0] >= longest / 2 && pauses[199] <= longest, "{attempt}: {pauses:?}");
            // Spread over the whole of what is allowed: a tenth at each end is met.
            assert!(pauses[0] <= longest * 55 / 100, "{attempt}: {}", pauses[0]);
            assert!(pauses[199] >= longest * 95 / 100, "{attempt}: {}", pauses[199]);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_pause_and_addresses_do_not_wait_in_step() {
        let of = |address| pause(&Limits::DEFAULT, 1, &status(500, None), seed_of(address, 7));
        assert_eq!(of("http://a.example/"), of("http://a.example/"));
        assert_ne!(of("http://a.example/"), of("http://b.example/"));
    }

    #[test]
    fn the_last_attempt_and_what_will_not_change_are_not_made_again() {
        let limits = Limits::DEFAULT;
        assert_eq!(pause(&limits, limits.attempts, &status(503, None), 0), None);
        assert_eq!(pause(&limits, 1, &status(404, None), 0), None);
        assert_eq!(pause(&limits, 1, &FetchError::NotModifiedUnasked, 0), None);
    }

    #[test]
    fn a_server_is_given_the_time_it_asks_for_unless_it_is_too_long() {
        let of = |seconds| {
            pause(&Limits::DEFAULT, 1, &status(429, Some(Duration::from_secs(seconds))), 0)
        };
        assert_eq!(of(60), Some(Duration::from_secs(60)));
        assert_eq!(of(120), Some(Duration::from_secs(120)));
        assert_eq!(of(121), None);
        // Not earlier than our own pause.
        assert!(of(0).unwrap() >= Duration::from_secs(1));
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date_after_date() {
        let date = "Sat, 28 Nov 2026 08:00:00 GMT";
        for (retry, date, expected) in [
            ("30", None, Some(30)),
            (" 0 ", None, Some(0)),
            ("99999999999999999999999", None, Some(u64::MAX)),
            ("Sat, 28 Nov 2026 08:01:30 GMT", Some(date), Some(90)),
            ("Sat, 28 Nov 2026 07:00:00 GMT", Some(date), Some(0)),
            ("Sat, 28 Nov 2026 08:01:30 GMT", None, None),
            ("-1", Some(date), None),
            ("soon", Some(date), None),
            ("", Some(date), None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(retry));
            if let Some(date) = date {
                headers.insert(DATE, HeaderValue::from_static(date));
            }
            assert_eq!(retry_after(&headers), expected.map(Duration::from_secs), "{retry}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
