//! Proofs from tiles (RFC 6962 2.1.1 `PATH`, 2.1.2 `PROOF`): what a log would answer if it were a service.
//!
//! Tiles are asked for one by one. A page that has to fetch them gets all that are missing in one answer, fetches, and asks again.

use core::fmt;
use core::ops::Range;
use std::collections::BTreeMap;

use super::{Hash, MAX_TREE_SIZE, Tile, TileKind, hash_over, hashes_of_tile, node_hash};

/// Gives the bytes of a tile, if they are at hand.
type ReadTile<'a> = &'a mut dyn FnMut(Tile) -> Option<Vec<u8>>;

/// The root of a tree, from the tiles at its right edge.
///
/// # Errors
/// Tiles that are missing or of the wrong length.
pub fn root_hash(tree_size: u64, read: ReadTile<'_>) -> Result<Hash, TilesError> {
    if tree_size == 0 {
        return Ok(super::empty_root());
    }
    let mut tree = Tree::new(tree_size, read)?;
    let root = tree.hash(0..tree_size);
    tree.with(root)
}

/// The hashes beside the way from an entry to the root.
///
/// # Errors
/// Tiles that are missing or of the wrong length, or an index that the tree does not have.
pub fn prove_inclusion(
    index: u64,
    tree_size: u64,
    read: ReadTile<'_>,
) -> Result<Vec<Hash>, TilesError> {
    if index >= tree_size {
        return Err(TilesError::OutsideTheTree);
    }
    let mut tree = Tree::new(tree_size, read)?;
    let mut proof = Vec::new();
    let mut around = 0..tree_size;
    // From the root down; the proof is read from the leaf up.
    while let Some((left, right)) = halves(&around) {
        let (here, beside) = if left.contains(&index) { (left, right) } else { (right, left) };
        proof.push(tree.hash(beside));
        around = here;
    }
    proof.reverse();
    tree.with(proof)
}

/// The hashes that show that the tree of the first size is the beginning of the second one.
///
/// # Errors
/// Tiles that are missing or of the wrong length, or a first tree that is the larger one.
pub fn prove_consistency(
    first_size: u64,
    tree_size: u64,
    read: ReadTile<'_>,
) -> Result<Vec<Hash>, TilesError> {
    if first_size > tree_size {
        return Err(TilesError::OutsideTheTree);
    }
    if first_size == 0 || first_size == tree_size {
        return Ok(Vec::new());
    }
    let mut tree = Tree::new(tree_size, read)?;
    let mut proof = Vec::new();
    let mut around = 0..tree_size;
    // Down to the subtree that ends where the first tree ends.
    while around.end != first_size {
        let Some((left, right)) = halves(&around) else { break };
        if first_size <= left.end {
            proof.push(tree.hash(right));
            around = left;
        } else {
            proof.push(tree.hash(left));
            around = right;
        }
    }
    // Where that is the whole first tree, whoever verifies has its hash.
    if around.start != 0 {
        proof.push(tree.hash(around));
    }
    proof.reverse();
    tree.with(proof)
}

/// The two subtrees under a range of leaves, split at the largest power of two below its length.
fn halves(range: &Range<u64>) -> Option<(Range<u64>, Range<u64>)> {
    let length = range.end.saturating_sub(range.start);
    let power = length.checked_next_power_of_two().filter(|_| length > 1)? >> 1;
    let middle = range.start.saturating_add(power);
    Some((range.start..middle, middle..range.end))
}

/// A tree whose tiles are read when needed.
struct Tree<'a> {
    size: u64,
    read: ReadTile<'a>,
    tiles: BTreeMap<Tile, Vec<Hash>>,
    missing: Vec<Tile>,
    wrong: Option<Tile>,
}

impl<'a> Tree<'a> {
    fn new(size: u64, read: ReadTile<'a>) -> Result<Self, TilesError> {
        if size > MAX_TREE_SIZE {
            return Err(TilesError::OutsideTheTree);
        }
        Ok(Self { size, read, tiles: BTreeMap::new(), missing: Vec::new(), wrong: None })
    }

    /// What was computed, if every tile was there.
    fn with<T>(self, computed: T) -> Result<T, TilesError> {
        match self.wrong {
            Some(tile) => Err(TilesError::Length(tile)),
            None if self.missing.is_empty() => Ok(computed),
            None => Err(TilesError::Missing(self.missing)),
        }
    }

    /// The hash of a subtree over these leaves. While tiles are missing it goes on with any hash, to find all that are.
    fn hash(&mut self, range: Range<u64>) -> Hash {
        let length = range.end.saturating_sub(range.start);
        match halves(&range) {
            Some((left, right)) if !length.is_power_of_two() => {
                node_hash(&self.hash(left), &self.hash(right))
            }
            Some(_) | None => self.full(range.start, length.trailing_zeros()),
        }
    }

    /// The hash of a full subtree of `2^height` leaves: over some neighbours of one tile.
    fn full(&mut self, start: u64, height: u32) -> Hash {
        let (level, within) = (height / 8, height % 8);
        let hashes = 1_usize.wrapping_shl(within);
        let first = start.wrapping_shr(level.saturating_mul(8));
        let (index, offset) = (first / 256, first % 256);
        let kind = TileKind::Level(u8::try_from(level).unwrap_or(u8::MAX));
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let slice = Tile::of_tree(kind, index, self.size).and_then(|tile| {
            let end = offset.checked_add(hashes)?;
            self.tile(tile)?.get(offset..end).map(hash_over)
        });
        slice.unwrap_or_default()
    }

    fn tile(&mut self, tile: Tile) -> Option<&[Hash]> {
        if !self.tiles.contains_key(&tile) {
            if self.missing.contains(&tile) {
                return None;
            }
            let Some(bytes) = (self.read)(tile) else {
                self.missing.push(tile);
                return None;
            };
            let Some(hashes) = hashes_of_tile(&bytes, tile.width) else {
                self.wrong.get_or_insert(tile);
                return None;
            };
            self.tiles.insert(tile, hashes);
        }
        self.tiles.get(&tile).map(Vec::as_slice)
    }
}

/// Why nothing could be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TilesError {
    /// These tiles are not at hand.
    Missing(Vec<Tile>),
    /// This one has another length than its width asks for.
    Length(Tile),
    /// An index or a size that the tree does not have.
    OutsideTheTree,
}

impl fmt::Display for TilesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(tiles) => {
                let paths: Vec<_> = tiles.iter().map(Tile::path).collect();
                write!(formatter, "missing: {}", paths.join(", "))
            }
            Self::Length(tile) => {
                let expected = u32::from(tile.width).saturating_mul(32);
                write!(formatter, "{}: expected {expected} bytes", tile.path())
            }
            Self::OutsideTheTree => formatter.write_str("the tree has no such entry or size"),
        }
    }
}

impl core::error::Error for TilesError {}
