//! Writes one file so that it is there whole or not at all.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What happens to a file that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and nothing is written.
    Stays,
    /// It is replaced.
    Replaced,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    /// It is already there.
    #[error("{} is already there and stays as it is; name another file, or add --force to replace it", path.display())]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// It is the document itself.
    #[error("{} is the document itself, which is never replaced; name another file", path.display())]
    IsInput {
        /// Which.
        path: PathBuf,
    },
    /// It is not a file's name.
    #[error("{}: expected the name of a file", path.display())]
    NoName {
        /// What was given.
        path: PathBuf,
    },
    /// Something else.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes `bytes` to `path` by way of a file beside it. `input` is never replaced.
pub(crate) fn write(
    path: &Path,
    bytes: &[u8],
    existing: Existing,
    input: &Path,
) -> Result<(), OutputError> {
    let path_of = || path.to_owned();
    let name = path.file_name().ok_or_else(|| OutputError::NoName { path: path_of() })?;
    if let (Ok(output), Ok(input)) = (fs::canonicalize(path), fs::canonicalize(input)) {
        if output == input {
            return Err(OutputError::IsInput { path: path_of() });
        }
        if existing == Existing::Stays {
            return Err(OutputError::Exists { path: path_of() });
        }
    }
    let beside = path.with_file_name(temporary(name));
    let written = write_beside(&beside, bytes).and_then(|()| put(&beside, path, existing));
    written.map_err(|source| {
        // Best effort: what is left would be of no use.
        let _ = fs::remove_file(&beside);
        if source.kind() == io::ErrorKind::AlreadyExists {
            OutputError::Exists { path: path_of() }
        } else {
            OutputError::File { path: path_of(), source }
        }
    })
}

fn temporary(name: &OsStr) -> String {
    format!(".{}.{}.new", name.to_string_lossy(), std::process::id())
}

fn write_beside(beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// One step: there is no moment at which half a file, or a file that came meanwhile, is lost.
fn put(beside: &Path, path: &Path, existing: Existing) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if existing == Existing::Stays {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, beside, CWD, path, RenameFlags::NOREPLACE) {
            // Some file systems cannot do that; then the look before has to do.
            Err(Errno::INVAL | Errno::NOSYS) => {}
            other => return Ok(other?),
        }
    }
    if existing == Existing::Stays && path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(beside, path)
}
