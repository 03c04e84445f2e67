//! The index of a list, written: natively, by those who publish it.

use base64ct::{Base64, Encoding as _};
use core::fmt;
use serde::Serialize;

use super::super::RevocationList;
use super::super::crl::{Checked, Crl};
use super::{Digester, MOST_SHARDS, SCHEMA, implied, indexable, shard_of};
use crate::algorithms::sha256_hex;
use crate::der::{DerError, tag, whole};

/// Octets of a digest: of a million entries, one stranger in 2^28 has the whole list fetched, at 6 MB for the index.
const DIGEST_LENGTH: usize = 6;
/// Shards get more until none is much longer than this: long enough for a request each, short enough that news in few of them
/// leave most as they are.
const SHARD_BYTES: usize = 32 * 1024;

/// An index as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenIndex {
    /// The head, JSON.
    pub head: Vec<u8>,
    /// The shards with their SHA-256, in the order of the head.
    pub shards: Vec<(String, Vec<u8>)>,
}

/// Why a list gets no index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotIndexed {
    /// It is no list in DER.
    NotAList(DerError),
    /// This key did not sign it, or it is of a kind that no index speaks for; which.
    NotIndexable(&'static str),
    /// An entry cannot be read, or has a critical extension that is not known.
    Entry {
        /// Its number, from 0.
        number: u64,
        /// Why.
        error: DerError,
    },
    /// An entry takes a suspension back, which only changes to a list do (RFC 5280 5.3.1).
    RemoveFromCrl {
        /// Its number, from 0.
        number: u64,
    },
}

impl fmt::Display for NotIndexed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAList(error) => write!(formatter, "no revocation list: {}", error.key()),
            Self::NotIndexable(why) => {
                write!(formatter, "a list of a kind that is not indexed: {why}")
            }
            Self::Entry { number, error } => {
                write!(formatter, "entry {number} cannot be read: {}", error.key())
            }
            Self::RemoveFromCrl { number } => {
                write!(formatter, "entry {number} is removeFromCRL, in a list that is complete")
            }
        }
    }
}

impl core::error::Error for NotIndexed {}

#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    list: List,
    issuer_key: &'a str,
    entries: u64,
    digests: u64,
    digest_length: usize,
    shards: Vec<ShardHead<'a>>,
}

#[derive(Serialize)]
struct List {
    sha256: String,
    size: usize,
    without_entries: String,
}

#[derive(Serialize)]
struct ShardHead<'a> {
    sha256: &'a str,
    size: usize,
}

/// Writes the index of a list in DER that this key signed (DER of a `SubjectPublicKeyInfo`).
///
/// # Errors
/// [`NotIndexed`] where no index can say what the list says.
pub fn write_index(der: &[u8], spki: &[u8]) -> Result<WrittenIndex, NotIndexed> {
    let crl = Crl::read(der).map_err(NotIndexed::NotAList)?;
    indexable(&crl, Checked::of(&crl, spki)).map_err(NotIndexed::NotIndexable)?;
    let issuer_key = sha256_hex(spki);
    let (entries, digests) = digests(der, &Digester::new(&issuer_key, crl.issuer))?;
    let shards = shards(&digests);
    let head = Head {
        schema: SCHEMA,
        list: List {
            sha256: sha256_hex(der),
            size: der.len(),
            without_entries: Base64::encode_string(
                &without_entries(der).map_err(NotIndexed::NotAList)?,
            ),
        },
        issuer_key: &issuer_key,
        entries,
        digests: u64::try_from(digests.len()).unwrap_or(u64::MAX),
        digest_length: DIGEST_LENGTH,
        shards: shards
            .iter()
            .map(|(sha256, bytes)| ShardHead { sha256, size: bytes.len() })
            .collect(),
    };
    // Strings and numbers only: there is nothing in it that JSON cannot say.
    Ok(WrittenIndex { head: serde_json::to_vec(&head).unwrap_or_default(), shards })
}

/// How many entries there are, and the digests of their serial numbers, sorted, each once.
fn digests(der: &[u8], digester: &Digester) -> Result<(u64, Vec<[u8; DIGEST_LENGTH]>), NotIndexed> {
    let list = RevocationList::read(der).map_err(NotIndexed::NotAList)?;
    let mut digests = Vec::new();
    let mut number = 0u64;
    for entry in list.entries() {
        let entry = entry.map_err(|error| NotIndexed::Entry { number, error })?;
        if entry.reason == Some("removeFromCRL") {
            return Err(NotIndexed::RemoveFromCrl { number });
        }
        let digest = digester.digest(entry.serial_number);
        digests.extend(digest.first_chunk::<DIGEST_LENGTH>().copied());
        number = number.saturating_add(1);
    }
    digests.sort_unstable();
    digests.dedup();
    Ok((number, digests))
}

/// The shards, and their SHA-256.
fn shards(digests: &[[u8; DIGEST_LENGTH]]) -> Vec<(String, Vec<u8>)> {
    let bytes = digests.len().saturating_mul(DIGEST_LENGTH);
    let count = bytes.div_ceil(SHARD_BYTES).max(1).checked_next_power_of_two();
    let count = count.unwrap_or(MOST_SHARDS).min(MOST_SHARDS);
    let mut shards = vec![Vec::new(); count];
    for digest in digests {
        if let Some(shard) = shards.get_mut(shard_of(digest, count)) {
            shard.extend_from_slice(digest.get(implied(count)..).unwrap_or_default());
        }
    }
    shards.into_iter().map(|bytes| (sha256_hex(&bytes), bytes)).collect()
}

/// The same list with no `revokedCertificates`, everything else byte for byte.
fn without_entries(der: &[u8]) -> Result<Vec<u8>, DerError> {
    let mut parts = whole(der, tag::SEQUENCE)?.reader();
    let mut fields = parts.expect(tag::SEQUENCE)?.reader();
    let mut kept: Vec<&[u8]> = Vec::new();
    // version, signature, issuer, thisUpdate and nextUpdate stand before the entries, extensions after them.
    let mut times = 0;
    while !fields.is_empty() {
        let field = fields.any()?;
        let is_time = matches!(field.tag, tag::UTC_TIME | tag::GENERALIZED_TIME);
        if field.tag != tag::SEQUENCE || times == 0 {
            kept.push(field.raw);
        }
        times = if is_time { 1 } else { times };
    }
    let tbs = sequence(&kept);
    Ok(sequence(&[&tbs, parts.rest()]))
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let length = contents.len();
    let mut encoded = vec![tag::SEQUENCE];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => encoded.push(short),
        Ok(_) | Err(_) => {
            let octets = length.to_be_bytes();
            let octets: Vec<u8> = octets.into_iter().skip_while(|octet| *octet == 0).collect();
            encoded.push(0x80 | u8::try_from(octets.len()).unwrap_or_default());
            encoded.extend(octets);
        }
    }
    encoded.extend(contents);
    encoded
}
