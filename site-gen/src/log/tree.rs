//! The whole tree in memory, as the levels of its tiles: what a log's files have to be, computed from its entries.
//!
//! A year of hourly lists is 9,000 leaves, and 70,000 take some milliseconds; so nothing is kept between runs that could be wrong.

use verifier::tlog::{
    Hash, TILE_WIDTH, Tile, TileKind, hash_over, leaf_hash, prove_consistency, prove_inclusion,
    root_hash,
};

/// The hashes of each tile level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree over these entries.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut below: Vec<Hash> = entries.into_iter().map(leaf_hash).collect();
        let mut levels = Vec::new();
        while !below.is_empty() {
            let full = below.chunks_exact(TILE_WIDTH.into());
            let above = full.map(hash_over).collect();
            levels.push(std::mem::replace(&mut below, above));
        }
        Self { levels }
    }

    /// How many entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        let leaves = self.levels.first().map_or(0, Vec::len);
        u64::try_from(leaves).unwrap_or(u64::MAX)
    }

    /// The hash of an entry.
    #[must_use]
    pub fn leaf(&self, index: u64) -> Option<&Hash> {
        self.levels.first()?.get(usize::try_from(index).ok()?)
    }

    /// The bytes of a tile of hashes that this tree, or one at its beginning, has.
    #[must_use]
    pub fn tile(&self, tile: Tile) -> Option<Vec<u8>> {
        let TileKind::Level(level) = tile.kind else { return None };
        let start = usize::try_from(tile.index).ok()?.checked_mul(TILE_WIDTH.into())?;
        let end = start.checked_add(tile.width.into())?;
        Some(self.levels.get(usize::from(level))?.get(start..end)?.concat())
    }

    /// The root of the tree that had the first entries; `None` where there are not so many.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        (size <= self.size()).then(|| root_hash(size, &mut |tile| self.tile(tile)).ok())?
    }

    /// The proof that an entry is in it.
    #[must_use]
    pub fn inclusion(&self, index: u64) -> Option<Vec<Hash>> {
        prove_inclusion(index, self.size(), &mut |tile| self.tile(tile)).ok()
    }

    /// The proof that a tree of this size is its beginning.
    #[must_use]
    pub fn consistency(&self, since: u64) -> Option<Vec<Hash>> {
        prove_consistency(since, self.size(), &mut |tile| self.tile(tile)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_one_over_all_leaves_at_every_size() {
        let entries: Vec<_> = (0..520_u32).map(u32::to_be_bytes).collect();
        let tree = Tree::new(entries.iter().map(<[u8; 4]>::as_slice));
        assert_eq!(tree.size(), 520);
        let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 520] {
            let expected = hash_over(&leaves[..size]);
            assert_eq!(tree.root_at(u64::try_from(size).unwrap()), Some(expected), "{size}");
        }
        assert_eq!(tree.root_at(521), None);
        assert_eq!(tree.leaf(520), None);
        assert_eq!(Tree::new([]).root_at(0), Some(hash_over(&[])));
    }
}
