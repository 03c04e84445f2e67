//! Reading a log's folder: which files there are, and the entries of its bundles.

use super::{LogError, failed};
use crate::disk;
use std::path::Path;
use verifier::tlog::{Tile, TileKind, entries_of_bundle};

/// Deeper than any tile's path goes.
const MAX_DEPTH: usize = 12;

/// The files below a folder by their paths from there, in order, hidden ones left out.
pub(super) fn files(dir: &Path) -> Result<Vec<String>, LogError> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), MAX_DEPTH)];
    while let Some((folder, depth)) = folders.pop() {
        let path = dir.join(&folder);
        for name in disk::names(&path).map_err(failed(&path))? {
            let below = format!("{folder}{name}");
            match (dir.join(&below).is_dir(), depth.checked_sub(1)) {
                (true, Some(depth)) => folders.push((format!("{below}/"), depth)),
                (true, None) | (false, _) => files.push(below),
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The entries of a tree of this size, from the bundles that it asks for.
pub(super) fn entries(dir: &Path, tree_size: u64) -> Result<Vec<Vec<u8>>, LogError> {
    let mut entries = Vec::new();
    let tiles = Tile::of_tree_since(0, tree_size);
    for tile in tiles.take_while(|tile| tile.kind == TileKind::Entries) {
        let path = dir.join(tile.path());
        let Some(bytes) = disk::read(&path).map_err(failed(&path))? else {
            return Err(LogError::Missing { path });
        };
        let of_bundle = entries_of_bundle(&bytes, tile.width)
            .map_err(|source| LogError::Bundle { path, source })?;
        entries.extend(of_bundle.into_iter().map(<[u8]>::to_vec));
    }
    Ok(entries)
}
