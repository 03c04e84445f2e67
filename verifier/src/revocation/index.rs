//! A compact index of a long revocation list (design, 4): digests of its serial numbers, sorted, in shards.
//!
//! It is not signed by the CA. Whoever published it had the list's signature checked; what names its head (the portal's signed
//! snapshot) binds it. "Not in the index" is exact: each serial number of the list has its digest here. "In the index" is not:
//! with 6 octets, one serial number in 2^48 / entries that is not listed meets the digest of another (2^-28 for a million), so
//! the list itself, whose SHA-256 the head has, decides (`indexes.rs`).
//!
//! The head is JSON. Of the list it holds everything but the entries, as DER that `openssl crl` reads too, so that name, dates,
//! number and scope are read by the one reader of lists. Shard `n` of `2^b` has the digests whose first `b` bits are `n`.
//! Digests are keyed by the issuer and not by the list: between two lists of an issuer a shard without news keeps its bytes
//! and its name, and need not be fetched again. Aiming at collisions gains nothing: a hit only has the list fetched.

mod error;
mod write;

pub use error::IndexError;
pub use write::{NotIndexed, WrittenIndex, write_index};

use base64ct::{Base64, Encoding as _};
use core::ops::Range;

use super::crl::{Checked, CheckedCrl, Crl};
use super::entry::shortest;
use crate::algorithms::{DigestAlgorithm, sha256_hex};
use crate::json::Json;

const SCHEMA: &str = "periksa-revocation-index/1";
/// Shards are told apart by one octet: 16 to 64 KiB each for lists of up to three million entries.
const MOST_SHARDS: usize = 256;
/// Octets of a digest that a reader takes: under four, long lists would name everybody; SHA-256 has no more than 32.
const DIGEST_LENGTHS: Range<u64> = 4..33;

/// The index of one list, its head read and not yet trusted beyond that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationIndex {
    /// SHA-256 of the list, in lower-case hexadecimal.
    pub(super) list_sha256: String,
    /// Bytes of the list.
    pub(super) list_size: u64,
    /// The list without its entries: its signature does not verify.
    without_entries: Vec<u8>,
    /// SHA-256 of the public key under which the list's signature was verified.
    pub(super) issuer_key: String,
    digest_length: usize,
    shards: Vec<Shard>,
    /// All shards, one after the other.
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Shard {
    sha256: String,
    place: Range<usize>,
}

impl RevocationIndex {
    /// Reads a head, and takes its shards, one after the other in the order of the head.
    ///
    /// # Errors
    /// [`IndexError`] where the head is none, is of a list that cannot be indexed, or the shards are not as long as it says.
    /// Their digests are compared when they are needed: [`check`](Self::check) does it for all.
    pub fn read(head: &[u8], shards: Vec<u8>) -> Result<Self, IndexError> {
        let head: Json = serde_json::from_slice(head)
            .map_err(|error| IndexError::Json { line: error.line(), column: error.column() })?;
        match head.field("schema").and_then(Json::text) {
            Some(SCHEMA) => {}
            found => {
                return Err(IndexError::Schema { found: found.unwrap_or_default().to_owned() });
            }
        }
        let list = head.field("list").ok_or(IndexError::Field("list"))?;
        let without_entries = list.field("without_entries").and_then(Json::text);
        let digest_length = number(&head, "digest_length")?;
        if !DIGEST_LENGTHS.contains(&digest_length) {
            return Err(IndexError::Field("digest_length"));
        }
        let digest_length = usize::try_from(digest_length).unwrap_or_default();
        let index = Self {
            list_sha256: digest(list, "sha256")?,
            list_size: number(list, "size")?,
            without_entries: without_entries
                .and_then(|text| Base64::decode_vec(text).ok())
                .ok_or(IndexError::Field("without_entries"))?,
            issuer_key: digest(&head, "issuer_key")?,
            digest_length,
            shards: read_shards(&head)?,
            bytes: shards,
        };
        let digests = index.bytes.len().checked_div(index.width()).unwrap_or_default();
        let end = index.shards.last().map_or(0, |shard| shard.place.end);
        if end != index.bytes.len() {
            return Err(IndexError::Length { expected: end, found: index.bytes.len() });
        }
        // Two entries of one serial number, and two numbers that meet, have one digest.
        let entries = number(&head, "entries")?;
        if number(&head, "digests")? != u64::try_from(digests).unwrap_or(u64::MAX)
            || entries < number(&head, "digests")?
        {
            return Err(IndexError::Field("digests"));
        }
        index.list()?;
        Ok(index)
    }

    /// SHA-256 of the list, in lower-case hexadecimal.
    #[must_use]
    pub fn list_sha256(&self) -> &str {
        &self.list_sha256
    }

    /// Whether every shard is what the head says: its SHA-256, its order, its place.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), IndexError> {
        (0..self.shards.len()).try_for_each(|shard| self.find(shard, &[]).map(drop))
    }

    /// The list, with no entries.
    pub(super) fn list(&self) -> Result<(Crl<'_>, CheckedCrl), IndexError> {
        let crl = Crl::read(&self.without_entries).map_err(IndexError::List)?;
        if !crl.entries.is_empty() {
            return Err(IndexError::NotIndexable("entries"));
        }
        let checked = indexable(&crl, Checked::by_extensions(&crl));
        let checked = checked.map_err(IndexError::NotIndexable)?;
        Ok((crl, checked))
    }

    /// Whether the list may have a certificate of this serial number; where not, it has none.
    pub(super) fn may_list(&self, crl: &Crl<'_>, serial_number: &[u8]) -> Result<bool, IndexError> {
        let digest = Digester::new(&self.issuer_key, crl.issuer).digest(serial_number);
        let wanted = digest.get(self.implied()..self.digest_length).unwrap_or_default();
        self.find(shard_of(&digest, self.shards.len()), wanted)
    }

    /// Whether a shard has a digest. Every one of it is looked at: an order that does not hold would hide some.
    fn find(&self, number: usize, wanted: &[u8]) -> Result<bool, IndexError> {
        let shard = self.shards.get(number).ok_or(IndexError::Field("shards"))?;
        let bytes = self.bytes.get(shard.place.clone()).unwrap_or_default();
        if sha256_hex(bytes) != shard.sha256 {
            return Err(IndexError::Digest { shard: number });
        }
        let digests = bytes.chunks_exact(self.width());
        if !digests.remainder().is_empty() {
            return Err(IndexError::Order { shard: number });
        }
        let mut last: &[u8] = &[];
        let mut found = false;
        for digest in digests {
            let is_here = self.implied() > 0 || shard_of(digest, self.shards.len()) == number;
            if last >= digest || !is_here {
                return Err(IndexError::Order { shard: number });
            }
            found |= digest == wanted;
            last = digest;
        }
        Ok(found)
    }

    /// Octets of a digest that are left out, because the number of the shard says them.
    const fn implied(&self) -> usize {
        implied(self.shards.len())
    }

    /// Octets of a digest in a shard.
    const fn width(&self) -> usize {
        self.digest_length.saturating_sub(self.implied())
    }
}

const fn implied(shards: usize) -> usize {
    if shards == MOST_SHARDS { 1 } else { 0 }
}

/// The shard of a digest, of so many (a power of two).
fn shard_of(digest: &[u8], shards: usize) -> usize {
    let first = usize::from(digest.first().copied().unwrap_or_default());
    first.saturating_mul(shards).checked_div(MOST_SHARDS).unwrap_or_default()
}

/// Which lists an index may speak for: complete ones of everything their issuer has; why not another. A short list of rules
/// keeps the proof short that an index says what its list says, and lists of other kinds are not long.
fn indexable(crl: &Crl<'_>, checked: Checked) -> Result<CheckedCrl, &'static str> {
    match checked {
        Checked::NotGenuine => Err("signature"),
        Checked::Unusable(why) => Err(why),
        Checked::Usable(checked) if !checked.is_complete() => Err("delta"),
        Checked::Usable(checked) if checked.scope.indirect_crl || !crl.is_unlimited() => {
            Err("scope")
        }
        Checked::Usable(_) if crl.expired_certs_on_crl().is_some() => Err("expired-certs-on-crl"),
        Checked::Usable(checked) => Ok(checked),
    }
}

fn number(object: &Json, field: &'static str) -> Result<u64, IndexError> {
    object.field(field).and_then(Json::number).ok_or(IndexError::Field(field))
}

fn digest(object: &Json, field: &'static str) -> Result<String, IndexError> {
    let text = object.field(field).and_then(Json::text).ok_or(IndexError::Field(field))?;
    Ok(text.to_owned())
}

fn read_shards(head: &Json) -> Result<Vec<Shard>, IndexError> {
    let shards = head.field("shards").and_then(Json::list);
    let shards = shards
        .filter(|shards| shards.len() <= MOST_SHARDS && shards.len().is_power_of_two())
        .ok_or(IndexError::Field("shards"))?;
    let mut end = 0usize;
    shards
        .iter()
        .map(|shard| {
            let size = usize::try_from(number(shard, "size")?).unwrap_or(usize::MAX);
            let start = end;
            end = end.checked_add(size).ok_or(IndexError::Field("size"))?;
            Ok(Shard { sha256: digest(shard, "sha256")?, place: start..end })
        })
        .collect()
}

/// What makes digests of the serial numbers of one issuer.
#[derive(Debug)]
struct Digester {
    key: Vec<u8>,
}

impl Digester {
    /// For this key, SHA-256 in hexadecimal, and this encoded name.
    fn new(issuer_key: &str, issuer: &[u8]) -> Self {
        let of = [issuer_key.as_bytes(), issuer].concat();
        Self { key: DigestAlgorithm::Sha256.digest(&of) }
    }

    /// All octets of the digest of a serial number, whatever zeros it starts with.
    fn digest(&self, serial_number: &[u8]) -> Vec<u8> {
        DigestAlgorithm::Sha256.digest(&[&*self.key, shortest(serial_number)].concat())
    }
}
