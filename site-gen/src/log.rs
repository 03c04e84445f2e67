//! The operator's transparency log: a folder of files that is published as it is (C2SP tlog-tiles under `log/` of the site).
//!
//! ```text
//! checkpoint             the signed size and root: the only file that is ever replaced
//! tile/<level>/<index>   hashes, 256 to a file; of narrower files there is one for each size a checkpoint was signed for
//! tile/entries/<index>   the entries, cut in the same way
//! .pending               what a run is about to append; hidden, not published, gone when it is done
//! ```
//!
//! The rule that all of this serves: the log never signs two trees of which one is not the beginning of the other, whenever a
//! run is killed. [`append`] first writes what it will append, whole, to `.pending`; then tiles, none of which may differ from a
//! file that is there; the checkpoint last. A run that finds `.pending` finishes that one first, with the same entries, so it
//! writes the same tiles. One that finds files that do not fit the checkpoint appends nothing and says which.
//!
//! [`Log::read`] trusts no file: the tree is computed from the entries and everything else compared with it. That is also what
//! an auditor does ([`audit`]), and costs less than a second for a hundred thousand entries.
//!
//! What no program can prevent is in the operator's hands: a folder that is put back from an old copy, and appended to, is
//! another log. Hence copies are made of the published folder, and compared with it before the next run (`site-gen log verify
//! --since`).

pub mod audit;
pub mod entry;
mod folder;
mod pending;
pub mod tree;
pub mod witness;

use crate::config::BaseUrl;
use crate::disk::{self, Disk};
use crate::note::{Signer, SignerError};
pub use entry::{Entry, EntryError, EntryType};
use pending::Pending;
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use tree::Tree;
use verifier::note::VerifierKey;
use verifier::tlog::{
    Checkpoint, CheckpointError, CheckpointNote, EntryBundleError, TILE_WIDTH, Tile, TileKind,
    entry_bundle,
};

/// The signed size and root.
pub const CHECKPOINT: &str = "checkpoint";

/// The origin of the log of a site: its address without scheme, with `/log`; `None` for a site that has none yet.
#[must_use]
pub fn origin(base_url: &BaseUrl) -> Option<String> {
    let (_, address) = base_url.as_str().split_once("://")?;
    Some(format!("{address}/log"))
}

/// A log whose files all fit its checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The bytes of the checkpoint's note.
    pub note: Vec<u8>,
    /// What it says.
    pub checkpoint: Checkpoint,
    /// Each entry, as it was hashed.
    pub entries: Vec<Vec<u8>>,
    /// The tree over them.
    pub tree: Tree,
    /// The tiles that are there and belong to this checkpoint or an earlier one.
    pub tiles: Vec<Tile>,
    /// Other files, which no checkpoint speaks of.
    pub others: Vec<String>,
}

/// Whose checkpoints are believed.
#[derive(Debug, Clone, Copy)]
pub enum Believed<'a> {
    /// Those signed by this key.
    SignedBy(&'a VerifierKey),
    /// Any that is well formed: only to show what is there.
    Unsigned,
}

/// Why a log cannot be read, or not be appended to. Nothing was changed that a next run would not change in the same way.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another run has the log.
    #[error("{}: another run is writing this log; wait for its end", path.display())]
    Locked {
        /// The log's folder.
        path: PathBuf,
    },
    /// There is nothing that was signed.
    #[error("{}: there is no checkpoint", path.display())]
    NoCheckpoint {
        /// Where it would be.
        path: PathBuf,
    },
    /// Tiles without a checkpoint: it was lost, and whoever goes on without it makes a second log.
    #[error("{}: there are tiles and no checkpoint; put back the one that was published last, and nothing else", path.display())]
    CheckpointLost {
        /// Where it should be.
        path: PathBuf,
    },
    /// It is not what it should be, or not signed by the key.
    #[error("{}: {source}", path.display())]
    Checkpoint {
        /// Which.
        path: PathBuf,
        /// Why.
        source: CheckpointError,
    },
    /// A tile or bundle that the checkpoint asks for and that is not there.
    #[error("{}: not there, and the checkpoint asks for it", path.display())]
    Missing {
        /// Which.
        path: PathBuf,
    },
    /// A tile that is not what the entries make it.
    #[error("{}: not what the entries of the log make it; put back the published file", path.display())]
    Differs {
        /// Which.
        path: PathBuf,
    },
    /// A bundle that cannot be cut into entries.
    #[error("{}: {source}", path.display())]
    Bundle {
        /// Which.
        path: PathBuf,
        /// Why.
        source: EntryBundleError,
    },
    /// The entries make another tree than the one that was signed.
    #[error("{}: its entries do not make the root that the checkpoint signs", path.display())]
    OtherRoot {
        /// The log's folder.
        path: PathBuf,
    },
    /// `.pending` is not what this program writes, or was meant for another state of the log.
    #[error("{}: not what was begun from this checkpoint; it is removed by hand once it is known why", path.display())]
    Pending {
        /// Which.
        path: PathBuf,
    },
    /// The key cannot sign it.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// How many entries came in, those of an interrupted run among them.
    pub new: u64,
    /// The log's checkpoint now; `None` while it has never had an entry.
    pub checkpoint: Option<Checkpoint>,
}

/// Puts entries at the end of the log, each once, and signs the new tree. What is in already stays where it is.
pub fn append(
    disk: &dyn Disk,
    dir: &Path,
    signer: &Signer,
    entries: &[Entry],
) -> Result<Appended, LogError> {
    disk.create_dir_all(dir).map_err(failed(dir))?;
    let _lock = lock(dir)?;
    let before = current(dir, signer)?;
    let since = size_of(before.as_ref());
    let after = match Pending::read(dir)? {
        Some(pending) => Some(publish(disk, dir, signer, before, &pending)?),
        None => before,
    };
    let lines = not_yet_in(after.as_ref(), entries);
    let log = if lines.is_empty() {
        after
    } else {
        let pending = Pending { from: size_of(after.as_ref()), lines };
        pending.write(disk, dir)?;
        Some(publish(disk, dir, signer, after, &pending)?)
    };
    let new = size_of(log.as_ref()).saturating_sub(since);
    Ok(Appended { new, checkpoint: log.map(|log| log.checkpoint) })
}

/// Two runs at once would sign two trees. The system lets go of the lock when a run ends, however it does.
fn lock(dir: &Path) -> Result<File, LogError> {
    let path = dir.join(".lock");
    let file = File::options().create(true).append(true).open(&path).map_err(failed(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LogError::Locked { path: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(LogError::File { path, source }),
    }
}

/// The log as it was last signed; `None` where it begins.
fn current(dir: &Path, signer: &Signer) -> Result<Option<Log>, LogError> {
    match Log::read(dir, Believed::SignedBy(signer.verifier_key())) {
        Ok(log) => Ok(Some(log)),
        Err(LogError::NoCheckpoint { path }) => {
            let begun = Pending::read(dir)?.is_some_and(|pending| pending.from == 0);
            let tiles = folder::files(&dir.join("tile"))?;
            if begun || tiles.is_empty() {
                Ok(None)
            } else {
                Err(LogError::CheckpointLost { path })
            }
        }
        Err(error) => Err(error),
    }
}

fn size_of(log: Option<&Log>) -> u64 {
    log.map_or(0, |log| log.tree.size())
}

/// The lines of the entries that are new, each once, in their order.
fn not_yet_in(log: Option<&Log>, entries: &[Entry]) -> Vec<Vec<u8>> {
    let there = log.into_iter().flat_map(|log| log.entries.iter());
    let mut seen: BTreeSet<Vec<u8>> = there.cloned().collect();
    let lines = entries.iter().map(Entry::line);
    lines.filter(|line| seen.insert(line.clone())).collect()
}

/// Writes the tiles of the larger tree, then its checkpoint, then removes what was only needed until then. Each step may have
/// been done by an earlier run that was killed.
fn publish(
    disk: &dyn Disk,
    dir: &Path,
    signer: &Signer,
    before: Option<Log>,
    pending: &Pending,
) -> Result<Log, LogError> {
    let size = size_of(before.as_ref());
    let log = match before {
        Some(log) if pending.is_in(&log) => log,
        before if pending.from == size => grow(disk, dir, signer, before, pending)?,
        Some(_) | None => return Err(LogError::Pending { path: Pending::path(dir) }),
    };
    remove_narrow_tiles(disk, dir, pending.from, log.tree.size())?;
    let path = Pending::path(dir);
    disk.remove(&path).map_err(failed(&path))?;
    Ok(log)
}

fn grow(
    disk: &dyn Disk,
    dir: &Path,
    signer: &Signer,
    before: Option<Log>,
    pending: &Pending,
) -> Result<Log, LogError> {
    let mut entries = before.map(|log| log.entries).unwrap_or_default();
    entries.extend(pending.lines.iter().cloned());
    let tree = Tree::new(entries.iter().map(Vec::as_slice));
    for tile in Tile::of_tree_since(pending.from, tree.size()) {
        let path = dir.join(tile.path());
        let bytes = tile_bytes(tile, &entries, &tree)
            .ok_or_else(|| LogError::Pending { path: Pending::path(dir) })?;
        match disk::read(&path).map_err(failed(&path))? {
            Some(there) if there == bytes => {}
            Some(_) => return Err(LogError::Differs { path }),
            None => disk::replace(disk, &path, &bytes).map_err(failed(&path))?,
        }
    }
    let root = tree.root_at(tree.size()).ok_or_else(|| LogError::OtherRoot { path: dir.into() })?;
    let checkpoint = Checkpoint::new(signer.verifier_key().name().to_owned(), tree.size(), root);
    let note = signer.sign(&checkpoint.to_string(), &[])?.into_bytes();
    let path = dir.join(CHECKPOINT);
    disk::replace(disk, &path, &note).map_err(failed(&path))?;
    Log::read(dir, Believed::SignedBy(signer.verifier_key()))
}

/// Narrow tiles serve the checkpoints up to the one that filled them; from there on the full tile has all that they had.
fn remove_narrow_tiles(
    disk: &dyn Disk,
    dir: &Path,
    since: u64,
    tree_size: u64,
) -> Result<(), LogError> {
    for tile in Tile::of_tree_since(since, tree_size).filter(|tile| tile.width == TILE_WIDTH) {
        let path = dir.join(format!("{}.p", tile.path()));
        disk.remove_dir_all(&path).map_err(failed(&path))?;
    }
    Ok(())
}

/// What a tile or bundle of this log, or of its beginning, has to be.
fn tile_bytes(tile: Tile, entries: &[Vec<u8>], tree: &Tree) -> Option<Vec<u8>> {
    match tile.kind {
        TileKind::Level(_) => tree.tile(tile),
        TileKind::Entries => {
            let start = usize::try_from(tile.index).ok()?.checked_mul(TILE_WIDTH.into())?;
            let end = start.checked_add(tile.width.into())?;
            entry_bundle(entries.get(start..end)?.iter().map(Vec::as_slice))
        }
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> LogError {
    let path = path.to_owned();
    |source| LogError::File { path, source }
}

/// Whether a published file may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// Replaced by each run: to be fetched anew.
    Mutable,
    /// The same for ever.
    Immutable,
}

/// A file as the site publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Below `log/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it may change.
    pub mutability: Mutability,
}

impl Log {
    /// What the site publishes under `log/`: the checkpoint, the tiles it asks for, and those of earlier checkpoints.
    #[must_use]
    pub fn files(&self) -> Vec<PublishedFile> {
        let tile = |tile: &Tile| {
            let bytes = tile_bytes(*tile, &self.entries, &self.tree)?;
            Some(PublishedFile { path: tile.path(), bytes, mutability: Mutability::Immutable })
        };
        let mut files: Vec<_> = self.tiles.iter().filter_map(tile).collect();
        let path = CHECKPOINT.to_owned();
        files.push(PublishedFile {
            path,
            bytes: self.note.clone(),
            mutability: Mutability::Mutable,
        });
        files
    }
}

impl Log {
    /// Reads the log of a folder, and compares every file of it with the entries.
    pub fn read(dir: &Path, believed: Believed<'_>) -> Result<Self, LogError> {
        let path = dir.join(CHECKPOINT);
        let Some(note) = disk::read(&path).map_err(failed(&path))? else {
            return Err(LogError::NoCheckpoint { path });
        };
        let checkpoint = match believed {
            Believed::SignedBy(key) => {
                CheckpointNote::open(&note, key, &[]).map(|opened| opened.checkpoint)
            }
            Believed::Unsigned => verifier::note::Note::parse(&note)
                .map_err(CheckpointError::Note)
                .and_then(|note| Checkpoint::parse(note.unverified_text())),
        };
        let checkpoint = checkpoint.map_err(|source| LogError::Checkpoint { path, source })?;
        let entries = folder::entries(dir, checkpoint.tree_size)?;
        let tree = Tree::new(entries.iter().map(Vec::as_slice));
        if tree.root_at(checkpoint.tree_size) != Some(checkpoint.root_hash) {
            return Err(LogError::OtherRoot { path: dir.to_owned() });
        }
        let (mut tiles, mut others) = (Vec::new(), Vec::new());
        for name in folder::files(dir)? {
            match Tile::of_path(&name).filter(|tile| tile.is_within(checkpoint.tree_size)) {
                Some(tile) => tiles.push(tile),
                None if name == CHECKPOINT => {}
                None => others.push(name),
            }
        }
        for tile in Tile::of_tree_since(0, checkpoint.tree_size).chain(tiles.iter().copied()) {
            let path = dir.join(tile.path());
            match disk::read(&path).map_err(failed(&path))? {
                Some(bytes) if tile_bytes(tile, &entries, &tree).as_ref() == Some(&bytes) => {}
                Some(_) => return Err(LogError::Differs { path }),
                None => return Err(LogError::Missing { path }),
            }
        }
        Ok(Self { note, checkpoint, entries, tree, tiles, others })
    }
}

#[cfg(test)]
mod tests;
