//! The rim: replaces the output folder with a site in one step.
//!
//! The new site is written beside the old one, immutable files first, and takes its place only when it is whole. On Linux
//! the two folders are exchanged by one system call; elsewhere there is a moment between two renames. A folder that does
//! not look like an output of this program is never touched.

use crate::disk::Disk;
use crate::site::Site;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file that says that a folder is an output of this program.
pub const MARKER: &str = ".periksa-site";
const MARKER_TEXT: &str = "periksa-site/1: written by site-gen, replaced as a whole\n";

/// Why the output was not replaced. The old output is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder is somebody else's.
    #[error("{} is not empty and has no {MARKER}: it is not an output of site-gen and stays as it is", path.display())]
    NotOurs {
        /// Which.
        path: PathBuf,
    },
    /// The output has to be a folder with a name.
    #[error("{} cannot be an output folder", path.display())]
    NoName {
        /// What was given.
        path: PathBuf,
    },
}

/// Replaces `dir` by `site`.
pub fn write_site(disk: &dyn Disk, site: &Site, dir: &Path) -> Result<(), WriteError> {
    let name = dir.file_name().ok_or_else(|| WriteError::NoName { path: dir.to_owned() })?;
    let beside = |suffix: &str| dir.with_file_name(format!(".{}.{suffix}", name.to_string_lossy()));
    let (new, old) = (beside("new"), beside("old"));
    recover(disk, dir, &new, &old)?;
    refuse_foreign(dir)?;
    write_all(disk, site, &new)?;
    if dir.exists() {
        exchange(disk, dir, &new, &old)?;
        remove(disk, &new)?;
        remove(disk, &old)
    } else {
        disk.rename(&new, dir).map_err(failed(dir))
    }
}

/// What an interrupted run left behind: a half-written new folder goes, an old one that has no successor comes back.
fn recover(disk: &dyn Disk, dir: &Path, new: &Path, old: &Path) -> Result<(), WriteError> {
    refuse_foreign(new)?;
    refuse_foreign(old)?;
    if old.exists() && !dir.exists() {
        disk.rename(old, dir).map_err(failed(dir))?;
    }
    remove(disk, new)?;
    remove(disk, old)
}

fn refuse_foreign(dir: &Path) -> Result<(), WriteError> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(failed(dir)(source)),
    };
    // A marker that was torn in the middle is ours as well.
    if entries.next().is_none() || dir.join(MARKER).is_file() {
        Ok(())
    } else {
        Err(WriteError::NotOurs { path: dir.to_owned() })
    }
}

fn write_all(disk: &dyn Disk, site: &Site, dir: &Path) -> Result<(), WriteError> {
    disk.create_dir_all(dir).map_err(failed(dir))?;
    let marker = dir.join(MARKER);
    disk.write(&marker, MARKER_TEXT.as_bytes()).map_err(failed(&marker))?;
    let immutable = site.files().filter(|(path, _)| path.is_immutable());
    let others = site.files().filter(|(path, _)| !path.is_immutable());
    for (path, bytes) in immutable.chain(others) {
        let file = dir.join(path.as_str());
        if let Some(folder) = file.parent().filter(|folder| !folder.is_dir()) {
            disk.create_dir_all(folder).map_err(failed(folder))?;
        }
        disk.write(&file, bytes).map_err(failed(&file))?;
    }
    Ok(())
}

/// Afterwards `dir` is the new folder, and the old one is at `new` or at `old`.
fn exchange(disk: &dyn Disk, dir: &Path, new: &Path, old: &Path) -> Result<(), WriteError> {
    match disk.exchange(new, dir) {
        Ok(()) => return Ok(()),
        // Some file systems cannot exchange.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(source) => return Err(failed(dir)(source)),
    }
    disk.rename(dir, old).map_err(failed(dir))?;
    disk.rename(new, dir).map_err(|source| {
        // Best effort: the next run would bring it back as well.
        let _ = disk.rename(old, dir);
        failed(dir)(source)
    })
}

/// The marker goes last: what is left of a removal that was interrupted is still known to be ours.
fn remove(disk: &dyn Disk, dir: &Path) -> Result<(), WriteError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(failed(dir)(source)),
    };
    for entry in entries {
        let path = entry.map_err(failed(dir))?.path();
        if path.is_dir() {
            disk.remove_dir_all(&path).map_err(failed(&path))?;
        } else if path.file_name().is_some_and(|name| name != MARKER) {
            disk.remove(&path).map_err(failed(&path))?;
        }
    }
    disk.remove_dir_all(dir).map_err(failed(dir))
}

fn failed(path: &Path) -> impl Fn(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::File { path: path.clone(), source }
}
