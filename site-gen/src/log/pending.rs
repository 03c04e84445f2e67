//! What a run is about to append, written whole before anything else: the first line says behind how many entries, the others
//! are the entries.

use super::{Entry, Log, LogError, failed};
use crate::disk::{self, Disk};
use std::path::{Path, PathBuf};

/// Entries that are to follow the first `from`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pending {
    pub(super) from: u64,
    pub(super) lines: Vec<Vec<u8>>,
}

impl Pending {
    pub(super) fn path(dir: &Path) -> PathBuf {
        dir.join(".pending")
    }

    pub(super) fn write(&self, disk: &dyn Disk, dir: &Path) -> Result<(), LogError> {
        let path = Self::path(dir);
        let mut bytes = format!("after {}\n", self.from).into_bytes();
        for line in &self.lines {
            bytes.extend_from_slice(line);
            bytes.push(b'\n');
        }
        disk::replace(disk, &path, &bytes).map_err(failed(&path))
    }

    pub(super) fn read(dir: &Path) -> Result<Option<Self>, LogError> {
        let path = Self::path(dir);
        let Some(bytes) = disk::read(&path).map_err(failed(&path))? else { return Ok(None) };
        Self::parse(&bytes).map(Some).ok_or(LogError::Pending { path })
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lines = bytes.strip_suffix(b"\n")?.split(|byte| *byte == b'\n');
        let from = str::from_utf8(lines.next()?).ok()?.strip_prefix("after ")?.parse().ok()?;
        let lines: Vec<_> = lines.map(<[u8]>::to_vec).collect();
        let good = !lines.is_empty() && lines.iter().all(|line| Entry::parse(line).is_ok());
        good.then_some(Self { from, lines })
    }

    /// Whether the log has ended with exactly these: the run was killed after it had signed.
    pub(super) fn is_in(&self, log: &Log) -> bool {
        let from = usize::try_from(self.from).ok();
        from.and_then(|from| log.entries.get(from..)) == Some(self.lines.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;
    use crate::log::EntryType;

    #[test]
    fn what_is_pending_is_read_as_it_was_written_and_nothing_else_is() {
        let dir = tempfile::tempdir().unwrap();
        let line = Entry::new(EntryType::Registry, "a", b"", &[("note", "x\ny")]).unwrap().line();
        let pending = Pending { from: 7, lines: vec![line.clone(), line] };
        assert_eq!(Pending::read(dir.path()).unwrap(), None);
        pending.write(&RealDisk, dir.path()).unwrap();
        assert_eq!(Pending::read(dir.path()).unwrap(), Some(pending));
        for bytes in ["", "after 7\n", "after x\n{}\n", "after 7\n{}\n", "7\n{}\n"] {
            std::fs::write(Pending::path(dir.path()), bytes).unwrap();
            let error = Pending::read(dir.path()).unwrap_err();
            assert!(matches!(error, LogError::Pending { .. }), "{bytes:?}: {error}");
        }
    }
}
