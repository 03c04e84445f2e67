//! The moments at which an answer may change: every time that a file and what it is judged with hold.

use std::collections::BTreeSet;

use base64ct::{Base64, Encoding as _};
use verifier::time::UnixTime;

use crate::circumstances::Circumstances;

/// Seconds by which a time may count early: a token may be five minutes ahead of the moment.
pub const EARLY: i64 = 301;
/// Seconds by which it may count late: the accuracy of a token, and the second after an end.
pub const LATE: i64 = 62;

/// Every time in a document and in what it is judged with.
#[must_use]
pub fn moments(document: &[u8], circumstances: &Circumstances) -> BTreeSet<i64> {
    let mut moments = asn1_times(document);
    moments.extend(written_as_hexadecimal(document).iter().flat_map(|bytes| asn1_times(bytes)));
    moments.extend(written_in_base64(document).iter().flat_map(|bytes| asn1_times(bytes)));
    moments.extend(streams(document).iter().flat_map(|bytes| asn1_times(bytes)));
    let data = circumstances.crls.iter().chain(&circumstances.added);
    moments.extend(data.flat_map(|bytes| asn1_times(bytes)));
    moments.extend(rfc3339_times(&String::from_utf8_lossy(&circumstances.trusted_root)));
    moments
}

/// `UTCTime` and `GeneralizedTime` in Zulu, wherever they stand; the fraction of a second is left out.
fn asn1_times(bytes: &[u8]) -> BTreeSet<i64> {
    let digits = |from: usize, count: usize| {
        let text = bytes.get(from..from.saturating_add(count))?;
        text.iter().all(u8::is_ascii_digit).then(|| String::from_utf8_lossy(text).into_owned())
    };
    let mut times = BTreeSet::new();
    for (at, tag) in bytes.iter().enumerate() {
        let text = match tag {
            0x17 => digits(at.saturating_add(2), 12).map(|text| {
                let century = if text.as_str() < "5" { "20" } else { "19" };
                format!("{century}{text}")
            }),
            0x18 => digits(at.saturating_add(2), 14),
            _ => None,
        };
        times.extend(text.and_then(|text| seconds(&text)));
    }
    times
}

/// Of `YYYYMMDDHHMMSS`.
fn seconds(text: &str) -> Option<i64> {
    let part = |range: std::ops::Range<usize>| text.get(range);
    let date = [part(0..4)?, part(4..6)?, part(6..8)?].join("-");
    let time = [part(8..10)?, part(10..12)?, part(12..14)?].join(":");
    UnixTime::from_rfc3339(&format!("{date}T{time}Z")).map(UnixTime::seconds)
}

/// Times as JSON has them.
fn rfc3339_times(text: &str) -> BTreeSet<i64> {
    let parts = text.split('"').filter_map(UnixTime::from_rfc3339);
    parts.map(UnixTime::seconds).collect()
}

/// What stands between `<` and `>` in a PDF.
fn written_as_hexadecimal(bytes: &[u8]) -> Vec<Vec<u8>> {
    let value = |digit: &u8| char::from(*digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let decoded = |text: &[u8]| {
        let digits: Option<Vec<u8>> = text.iter().map(value).collect();
        digits.map(|digits| {
            let octet = |pair: &[u8]| pair.iter().fold(0_u8, |octet, digit| (octet << 4) | digit);
            digits.chunks(2).map(octet).collect()
        })
    };
    bytes.split(|byte| *byte == b'<' || *byte == b'>').filter_map(decoded).collect()
}

/// Stretches of base64, as mail and PEM have them.
fn written_in_base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    let is_in =
        |byte: &u8| byte.is_ascii_alphanumeric() || [b'+', b'/', b'=', b'\r', b'\n'].contains(byte);
    let stretches = bytes.split(|byte| !is_in(byte)).filter(|stretch| 64 < stretch.len());
    let decoded = |stretch: &[u8]| {
        // What stands before or after it may look like more of it.
        let lines = stretch.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
        let whole: Vec<&[u8]> =
            lines.filter(|line| 8 < line.len() && line.len() % 4 == 0).collect();
        Base64::decode_vec(&String::from_utf8_lossy(&whole.concat())).ok()
    };
    stretches.filter_map(decoded).collect()
}

/// The streams of a PDF, decoded: the document security store is there.
fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Ok(document) = lopdf::Document::load_mem(bytes) else { return Vec::new() };
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    streams.filter_map(|stream| stream.decompressed_content().ok()).collect()
}
