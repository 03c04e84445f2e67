//! The same values in BER that is not DER (X.690 8): indefinite lengths, strings in segments, lengths longer than needed.

use super::der::{contents, octets};

/// The element with an indefinite length (X.690 8.1.3.6). It must be constructed.
#[must_use]
pub fn indefinite(encoding: &[u8]) -> Vec<u8> {
    [&[encoding[0], 0x80], contents(encoding), &[0, 0]].concat()
}

/// The string in segments of so many octets, definite length (X.690 8.7.3).
#[must_use]
pub fn chunked(encoding: &[u8], size: usize) -> Vec<u8> {
    let segments: Vec<u8> = contents(encoding).chunks(size).flat_map(octets).collect();
    super::der::element(encoding[0] | 0x20, &segments)
}

/// The element with one octet more of length than needed (X.690 10.1 forbids it).
#[must_use]
pub fn long_length(encoding: &[u8]) -> Vec<u8> {
    let contents = contents(encoding);
    let length = contents.len().to_be_bytes();
    let needed = length.iter().skip_while(|digit| **digit == 0).count().max(1);
    let count = if contents.len() < 0x80 { needed } else { needed + 1 };
    let digits = &length[length.len() - count..];
    [&[encoding[0], 0x80 | u8::try_from(count).unwrap()], digits, contents].concat()
}
