//! The transparency log: a list of entries that can only grow, and proofs that it did (C2SP tlog-checkpoint and tlog-tiles; RFC
//! 6962 2.1).
//!
//! Whoever publishes lists and anchors could give one visitor other data than the rest. The log makes that leave a trace: each
//! published file is an entry; the entries are the leaves of a Merkle tree; the log signs the tree's size and root in a
//! [`Checkpoint`]. From there a reader needs to believe nothing else:
//!
//! - that a file is in the log ([`verify_inclusion`]): the hashes beside its path to the root;
//! - that an older tree is the beginning of the newer one ([`verify_consistency`]), so that nothing was taken out or changed.
//!
//! ```text
//!                 root            leaf  = SHA-256(0x00 || entry)
//!              /        \         node  = SHA-256(0x01 || left || right)
//!          0..4          4..7     a tree of n leaves is split at the largest power of two below n
//!         /    \        /    \
//!       0..2  2..4    4..6    6
//! ```
//!
//! The log is files and no service. The hashes lie in [`Tile`]s of 256: level 0 has the leaves, and each hash of a higher level
//! stands for a full tile below. Proofs are computed from tiles by whoever wants one ([`prove_inclusion`],
//! [`prove_consistency`]); tiles need no trust, because a proof from wrong ones does not verify.
//!
//! What this does not show: that all visitors see the same log. For that, witnesses sign the checkpoints that they saw grow
//! ([`CheckpointNote::cosignatures`]), or two readers compare theirs.

mod checkpoint;
mod proof;
mod prove;
mod tile;

use crate::algorithms::sha256;

pub use checkpoint::{Checkpoint, CheckpointError, CheckpointNote, Cosignature};
pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use prove::{TilesError, prove_consistency, prove_inclusion, root_hash};
pub use tile::{
    EntryBundleError, MAX_ENTRY, TILE_WIDTH, Tile, TileKind, entries_of_bundle, entry_bundle,
    hashes_of_tile,
};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// Leaves of a tree: more could not be counted with a sign.
pub const MAX_TREE_SIZE: u64 = u64::MAX >> 1;

/// The hash of an entry (RFC 6962 2.1).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    sha256(&[&[0x00], entry])
}

/// The hash of two neighbours (RFC 6962 2.1). Its first byte keeps anyone from passing a node off as an entry.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[0x01], left, right])
}

/// The hash of the tree without leaves.
#[must_use]
pub fn empty_root() -> Hash {
    sha256(&[])
}

/// The root over these hashes as leaves: `MTH` of RFC 6962 2.1.
#[must_use]
pub fn hash_over(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => empty_root(),
        [hash] => *hash,
        _ => {
            let (left, right) = hashes.split_at(split(hashes.len()));
            node_hash(&hash_over(left), &hash_over(right))
        }
    }
}

/// The largest power of two below a length of two or more.
const fn split(length: usize) -> usize {
    match length.checked_next_power_of_two() {
        Some(power) => power >> 1,
        None => length >> 1,
    }
}

#[cfg(test)]
mod tests;
