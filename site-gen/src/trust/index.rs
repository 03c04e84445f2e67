//! Indexes of long revocation lists as published files: `crl/<ski>/index/<number>-<digest>.json` is the head of one, and
//! `crl/<ski>/index/shards/<sha256>.bin` are its shards. None changes its content, and lists that share a shard share its file.
//!
//! Form, reader and writer are the verifier's (`verifier/src/revocation/index.rs`).

use super::crls::PublishedCrl;
use super::registry::Registry;
use crate::digest;
use serde::Serialize;
use std::collections::BTreeMap;
use verifier::{NotIndexed, WrittenIndex, write_index};

/// Lists above this many bytes get an index where the configuration says nothing: real ones have a tenth of it, and are best
/// served as they are.
pub const DEFAULT_ABOVE_BYTES: usize = 1_000_000;

/// By SHA-256 of the list: its index, or why it has none and is served whole.
pub type Indexes = BTreeMap<String, Result<WrittenIndex, NotIndexed>>;

/// Makes the indexes of all lists that are longer than so many bytes.
#[must_use]
pub fn of_long_lists(registry: &Registry, crls: &[PublishedCrl], above_bytes: usize) -> Indexes {
    let long = crls.iter().filter(|crl| crl.der.len() > above_bytes);
    long.map(|crl| {
        let issuer = registry.entries.iter().find(|entry| entry.id == crl.issuer);
        let spki = issuer.map_or(&[][..], |entry| &entry.spki);
        (crl.sha256.clone(), write_index(&crl.der, spki))
    })
    .collect()
}

/// `index` of a list in `crl/index.json`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum IndexOfList {
    /// Where it is.
    Written {
        /// Path of the head.
        head: String,
        /// SHA-256 of the head.
        sha256: String,
        /// Bytes of the head and all shards.
        size: usize,
        /// Folder of the shards.
        shards: String,
    },
    /// Why there is none.
    Refused {
        /// In English.
        refused: String,
    },
}

impl IndexOfList {
    /// What is said of the index of this list.
    #[must_use]
    pub fn of(crl: &PublishedCrl, index: &Result<WrittenIndex, NotIndexed>) -> Self {
        match index {
            Ok(written) => Self::Written {
                head: head_path(crl),
                sha256: digest::sha256(&written.head),
                size: written
                    .shards
                    .iter()
                    .fold(written.head.len(), |sum, (_, bytes)| sum.saturating_add(bytes.len())),
                shards: format!("{}/shards/", folder(crl)),
            },
            Err(why) => Self::Refused { refused: why.to_string() },
        }
    }
}

/// The files of the indexes of these lists, each path once, shards before the heads that name them.
#[must_use]
pub fn files<'c, 'i>(
    crls: impl IntoIterator<Item = &'c PublishedCrl>,
    indexes: &'i Indexes,
) -> Vec<(String, &'i [u8])> {
    let mut shards = BTreeMap::new();
    let mut heads = Vec::new();
    for crl in crls {
        let Some(Ok(written)) = indexes.get(&crl.sha256) else { continue };
        let folder = folder(crl);
        for (sha256, bytes) in &written.shards {
            shards.insert(format!("{folder}/shards/{sha256}.bin"), bytes.as_slice());
        }
        heads.push((head_path(crl), written.head.as_slice()));
    }
    shards.into_iter().chain(heads).collect()
}

/// `crl/<ski>/index`
fn folder(crl: &PublishedCrl) -> String {
    let path = crl.path();
    format!("{}/index", path.rsplit_once('/').map_or(&*path, |(folder, _)| folder))
}

/// The list's own name, with another ending.
fn head_path(crl: &PublishedCrl) -> String {
    let path = crl.path();
    let name = path.rsplit_once('/').map_or(&*path, |(_, name)| name);
    format!("{}/{}.json", folder(crl), name.trim_end_matches(".crl"))
}
