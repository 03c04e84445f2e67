//! Tiles (C2SP tlog-tiles): 256 hashes of one level as a file, and the entries themselves in bundles that are cut alike.
//!
//! A tile that has all its 256 hashes never changes. Before that there is a file for each width at which a checkpoint was signed,
//! and that one never changes either.

use core::fmt;

use super::checkpoint::decimal;
use super::{Hash, MAX_TREE_SIZE};

/// Hashes of a full tile, and entries of a full bundle.
pub const TILE_WIDTH: u16 = 256;

/// Bits of an index that count within a tile.
const TILE_BITS: u32 = 8;

/// Bytes of one entry: its length stands in two.
pub const MAX_ENTRY: usize = 65_535;

/// The specification's number; a tree that can be counted has eight.
const MAX_LEVEL: u8 = 63;

/// What a tile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TileKind {
    /// The entries.
    Entries,
    /// Hashes of a level: of entries at level 0, of full tiles of the level below from there on.
    Level(u8),
}

/// One tile, by what its path says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// What it has.
    pub kind: TileKind,
    /// Its index within the level.
    pub index: u64,
    /// How many hashes or entries, 1 to 256.
    pub width: u16,
}

impl Tile {
    /// The tile at an index in a tree of this size; `None` where that has none.
    #[must_use]
    pub fn of_tree(kind: TileKind, index: u64, tree_size: u64) -> Option<Self> {
        let before = index.checked_mul(TILE_WIDTH.into())?;
        let width = hashes_at(kind, tree_size).saturating_sub(before).min(TILE_WIDTH.into());
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self { kind, index, width })
    }

    /// Each tile of a tree of this size that one of `since` entries does not have, level by level, the entries first.
    pub fn of_tree_since(since: u64, tree_size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..=MAX_LEVEL).map(TileKind::Level);
        core::iter::once(TileKind::Entries)
            .chain(levels)
            .take_while(move |kind| hashes_at(*kind, tree_size) > 0)
            .filter(move |kind| hashes_at(*kind, tree_size) > hashes_at(*kind, since))
            .flat_map(move |kind| {
                let first = hashes_at(kind, since).wrapping_shr(TILE_BITS);
                (first..).map_while(move |index| Self::of_tree(kind, index, tree_size))
            })
    }

    /// Whether all of it was in a tree of this size.
    #[must_use]
    pub fn is_within(&self, tree_size: u64) -> bool {
        let end = self.index.checked_mul(TILE_WIDTH.into());
        end.and_then(|before| before.checked_add(self.width.into()))
            .is_some_and(|end| end <= hashes_at(self.kind, tree_size))
    }

    /// The path below the log's folder: `tile/0/x001/234.p/5`.
    #[must_use]
    pub fn path(&self) -> String {
        let level = match self.kind {
            TileKind::Entries => "entries".to_owned(),
            TileKind::Level(level) => level.to_string(),
        };
        let mut index = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            index = format!("x{:03}/{index}", rest % 1000);
            rest /= 1000;
        }
        if self.width < TILE_WIDTH {
            format!("tile/{level}/{index}.p/{}", self.width)
        } else {
            format!("tile/{level}/{index}")
        }
    }

    /// The tile of a path; `None` for what is no tile's.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match level {
            "entries" => TileKind::Entries,
            _ => TileKind::Level(u8::try_from(decimal(level)?).ok()?),
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, u16::try_from(decimal(width)?).ok()?),
            None => (rest, TILE_WIDTH),
        };
        let digits = index.split('/').map(|group| group.strip_prefix('x').unwrap_or(group));
        let index = digits
            .map(|group| group.parse::<u16>().ok())
            .try_fold(0_u64, |index, group| index.checked_mul(1000)?.checked_add(group?.into()))?;
        let tile = Self { kind, index, width };
        // There is one way to write a path.
        let allowed = index <= MAX_TREE_SIZE && (1..=TILE_WIDTH).contains(&width);
        let level_allowed = !matches!(kind, TileKind::Level(level) if level > MAX_LEVEL);
        (allowed && level_allowed && tile.path() == path).then_some(tile)
    }
}

/// How many hashes of a level, or entries, a tree of this size has in full tiles and partial ones.
fn hashes_at(kind: TileKind, tree_size: u64) -> u64 {
    match kind {
        TileKind::Entries => tree_size,
        TileKind::Level(level) => {
            let bits = TILE_BITS.saturating_mul(level.into());
            tree_size.checked_shr(bits).unwrap_or_default()
        }
    }
}

/// The hashes of a tile; `None` when the bytes are not as many as its width asks for.
#[must_use]
pub fn hashes_of_tile(bytes: &[u8], width: u16) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && hashes.len() == usize::from(width)).then(|| hashes.to_vec())
}

/// The bytes of a bundle; `None` when an entry is longer than [`MAX_ENTRY`].
pub fn entry_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Some(bytes)
}

/// The entries of a bundle: exactly as many as its width says, and nothing behind them.
///
/// # Errors
/// Where the bytes end too early, or that something is left over.
pub fn entries_of_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, EntryBundleError> {
    let mut rest = bytes;
    let mut entries = Vec::new();
    for number in 0..width {
        let entry = || {
            let (length, after) = rest.split_first_chunk::<2>()?;
            after.split_at_checked(u16::from_be_bytes(*length).into())
        };
        let (entry, after) = entry().ok_or(EntryBundleError::Ends { number })?;
        entries.push(entry);
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(EntryBundleError::LeftOver(rest.len())) }
}

/// Why bytes are not a bundle of so many entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryBundleError {
    /// They end before the end of an entry.
    Ends {
        /// Which, from 0.
        number: u16,
    },
    /// So many bytes are behind the last one.
    LeftOver(usize),
}

impl fmt::Display for EntryBundleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ends { number } => write!(formatter, "ends within its entry {number}"),
            Self::LeftOver(bytes) => write!(formatter, "has {bytes} bytes behind its last entry"),
        }
    }
}

impl core::error::Error for EntryBundleError {}
