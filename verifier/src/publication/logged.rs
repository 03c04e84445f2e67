//! What the transparency log has to show: that it is the log this browser has seen, only longer, and that it has the files
//! verdicts rest on, so that nobody was given a list or an anchor of their own.

use super::loading::Stop;
use super::{KeyStatement, Memory, Refusal, Snapshot};
use crate::tlog::{
    CheckpointNote, Hash, Tile, TilesError, leaf_hash, prove_consistency, prove_inclusion,
    verify_consistency, verify_inclusion,
};

/// Where the portal has the log's checkpoint.
pub(super) const CHECKPOINT: &str = "log/checkpoint";

/// A file that was supplied, or why it is not there.
type ReadFile<'a> = &'a dyn Fn(&str) -> Result<&'a [u8], Stop>;

/// The log as its checkpoint has it: everything is shown within this tree.
struct Log<'a> {
    size: u64,
    root: Hash,
    read: ReadFile<'a>,
    /// Tiles that have to be fetched before anything is known.
    wants: Vec<String>,
}

/// Checks the log against what is remembered and what the snapshot says.
pub(super) fn check(
    snapshot: &Snapshot,
    keys: &KeyStatement,
    memory: Option<&Memory>,
    read: ReadFile<'_>,
) -> Result<(), Stop> {
    let not_signed = || Refusal::NotSigned { path: CHECKPOINT.to_owned() };
    let bytes = read(CHECKPOINT)?;
    let note = CheckpointNote::open(bytes, &keys.log, &keys.witnesses).map_err(|_| not_signed())?;
    if note.cosignatures.len() < keys.quorum {
        return Err(not_signed().into());
    }
    let (size, root) = (note.checkpoint.tree_size, note.checkpoint.root_hash);
    let mut log = Log { size, root, read, wants: Vec::new() };
    // A log under another key is another log: the statement of keys says so, and was checked.
    if let Some(memory) = memory.filter(|memory| memory.log_key == keys.log.to_string()) {
        log.begins_with(memory.log.size, &memory.log.root)?;
    }
    if snapshot.log.size > size {
        return Err(Refusal::Mixed { path: CHECKPOINT.to_owned() }.into());
    }
    log.begins_with(snapshot.log.size, &snapshot.log.root)?;
    for file in snapshot.files.iter().filter(|file| file.load && file.is_evidence()) {
        let not_logged = || Refusal::NotLogged { path: file.path.clone() };
        let entry = file.entry.as_ref().filter(|_| file.is_logged_as_itself());
        let entry = entry.filter(|entry| entry.index < snapshot.log.size).ok_or_else(not_logged)?;
        if !log.has(entry.index, entry.line.as_bytes())? {
            return Err(not_logged().into());
        }
    }
    if log.wants.is_empty() { Ok(()) } else { Err(Stop::Wants(log.wants)) }
}

impl Log<'_> {
    /// The tree of this size and root is the beginning of this one.
    fn begins_with(&mut self, size: u64, root: &Hash) -> Result<(), Stop> {
        if size > self.size {
            return Err(Refusal::LogChanged.into());
        }
        let Some(proof) =
            self.proof(|size_of_log, read| prove_consistency(size, size_of_log, read))?
        else {
            return Ok(());
        };
        verify_consistency(&proof, size, root, self.size, &self.root)
            .map_err(|_| Refusal::LogChanged.into())
    }

    /// The entry is at this place; true too while that cannot be told yet.
    fn has(&mut self, index: u64, entry: &[u8]) -> Result<bool, Stop> {
        let Some(proof) = self.proof(|size, read| prove_inclusion(index, size, read))? else {
            return Ok(true);
        };
        Ok(verify_inclusion(&proof, index, self.size, &leaf_hash(entry), &self.root).is_ok())
    }

    /// A proof from the tiles at hand; none while some are wanting.
    fn proof(
        &mut self,
        prove: impl FnOnce(
            u64,
            &mut dyn FnMut(Tile) -> Option<Vec<u8>>,
        ) -> Result<Vec<Hash>, TilesError>,
    ) -> Result<Option<Vec<Hash>>, Stop> {
        let mut refused = None;
        let proof = prove(self.size, &mut |tile| match (self.read)(&tile_path(&tile)) {
            Ok(bytes) => Some(bytes.to_vec()),
            Err(Stop::Wants(_)) => None,
            Err(Stop::Refused(refusal)) => {
                refused = Some(refusal);
                None
            }
        });
        match (proof, refused) {
            (_, Some(refusal)) => Err(refusal.into()),
            (Ok(proof), None) => Ok(Some(proof)),
            (Err(TilesError::Missing(tiles)), None) => {
                for path in tiles.iter().map(tile_path) {
                    if !self.wants.contains(&path) {
                        self.wants.push(path);
                    }
                }
                Ok(None)
            }
            (Err(TilesError::Length(_) | TilesError::OutsideTheTree), None) => {
                Err(Refusal::LogChanged.into())
            }
        }
    }
}

fn tile_path(tile: &Tile) -> String {
    format!("log/{}", tile.path())
}
