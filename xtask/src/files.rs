//! Reading and writing files with the path in the error, and the digests that tell whether work can be skipped.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::ChoreError;

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, ChoreError> {
    fs::read(path).map_err(|cause| ChoreError::NotRead { path: path.to_path_buf(), cause })
}

pub(crate) fn read_text(path: &Path) -> Result<String, ChoreError> {
    fs::read_to_string(path)
        .map_err(|cause| ChoreError::NotRead { path: path.to_path_buf(), cause })
}

/// Writes beside the place and renames, so that a reader sees the old file or the new one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), ChoreError> {
    let failed = |cause| ChoreError::NotWritten { path: path.to_path_buf(), cause };
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, bytes).map_err(failed)?;
    fs::rename(&unfinished, path).map_err(failed)
}

pub(crate) fn make_directory(path: &Path) -> Result<(), ChoreError> {
    fs::create_dir_all(path)
        .map_err(|cause| ChoreError::NotWritten { path: path.to_path_buf(), cause })
}

/// Every file below a directory, in the order of the paths.
pub(crate) fn below(directory: &Path) -> Result<Vec<PathBuf>, ChoreError> {
    let failed = |cause| ChoreError::NotRead { path: directory.to_path_buf(), cause };
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            found.extend(below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What is directly in a directory, in the order of the names; nothing when there is no such directory.
pub(crate) fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// Those of the entries whose names end so.
pub(crate) fn named(directory: &Path, ending: &str) -> Vec<PathBuf> {
    let fits = |name: &OsStr| name.to_str().is_some_and(|name| name.ends_with(ending));
    let mut found = entries(directory);
    found.retain(|path| path.file_name().is_some_and(fits));
    found
}

/// SHA-256 over the parts, each with its length, in hexadecimal.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_string());
        hasher.update(b":");
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_tells_where_one_part_ends() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_eq!(digest(&[b"ab", b"c"]), digest(&[b"ab", b"c"]));
    }
}
