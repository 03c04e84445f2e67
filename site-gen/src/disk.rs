//! The rim to the operator's files: every change goes through here, one small step at a time, so that a test can end the
//! program before, in or after any of them.
//!
//! What must be whole is written beside its place, synced and renamed ([`replace`]); what only grows is appended and synced,
//! and its reader expects that the last line may be torn.

mod failing;

pub use failing::{Failing, Failure};

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The steps in which files change.
pub trait Disk: fmt::Debug {
    /// Creates a folder and those above it.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// Writes a file and syncs it. Ended in the middle, it leaves a part.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Adds to the end of a file, which is made if need be, and syncs it. Ended in the middle, it leaves a part.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Puts a file or folder in the place of another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders in one step; `Unsupported` where that cannot be.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Shortens a file.
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()>;
    /// Removes a file; one that is not there is removed.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all in it; one that is not there is removed.
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()>;
}

/// Puts these bytes at a path: whoever reads it finds the old ones or the new ones, whole.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        disk.create_dir_all(folder)?;
    }
    let beside = beside(path);
    disk.write(&beside, bytes)?;
    disk.rename(&beside, path)
}

/// Where a file is written before it takes its place. Hidden, so that no folder is read with it.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.new"))
}

/// A file's bytes; `None` where it is not there.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The names in a folder, sorted, hidden ones left out; a folder that is not there has none.
pub fn names(dir: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The disk itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let new: Vec<&Path> = dir.ancestors().take_while(|above| !above.is_dir()).collect();
        fs::create_dir_all(dir)?;
        // The name of a folder is its parent's, too.
        new.into_iter().filter(|made| made.is_dir()).try_for_each(sync_folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        sync_folder(to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
                .map_err(|_| io::Error::from(io::ErrorKind::Unsupported))?;
            sync_folder(other)
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (one, other);
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(length)?;
        file.sync_all()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        absent_is_removed(fs::remove_file(path))
    }

    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        absent_is_removed(fs::remove_dir_all(dir))
    }
}

fn absent_is_removed(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// The name of a file is its folder's, and only safe when that is.
fn sync_folder(of: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = of.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = of;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the step at which the program ends, and however much of that step was done: the old file or the new one.
    #[test]
    fn a_replaced_file_is_the_old_one_or_the_new_one() {
        for failure in [Failure::Before, Failure::Torn, Failure::After] {
            let mut was_replaced = Vec::new();
            for step in 0..4 {
                let dir = tempfile::tempdir().unwrap();
                let path = dir.path().join("file");
                RealDisk.write(&path, b"old").unwrap();
                let disk = Failing::new(RealDisk, step, failure);
                let result = replace(&disk, &path, b"another");
                let now = fs::read(&path).unwrap();
                assert!(now == b"old" || now == b"another", "{failure:?} at {step}: {now:?}");
                assert_eq!(result.is_err(), step < 3, "{failure:?} at {step}");
                was_replaced.push(now == b"another");
                // The next run is not in the way of what this one left.
                replace(&RealDisk, &path, b"third").unwrap();
                assert_eq!(names(dir.path()).unwrap(), ["file"]);
                assert_eq!(fs::read(&path).unwrap(), b"third");
            }
            let at_rename = failure == Failure::After;
            assert_eq!(was_replaced, [false, false, at_rename, true], "{failure:?}");
        }
    }
}
