//! The rim: replaces the output folder with a site in one step.
//!
//! The new site is written beside the old one, immutable files first, and takes its place only when it is whole. On Linux
//! the two folders are exchanged by one system call; elsewhere there is a moment between two renames. A folder that does
//! not look like an output of this program is never touched.

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
pub fn write_site(site: &Site, dir: &Path) -> Result<(), WriteError> {
    let name = dir.file_name().ok_or_else(|| WriteError::NoName { path: dir.to_owned() })?;
    let beside = |suffix: &str| dir.with_file_name(format!(".{}.{suffix}", name.to_string_lossy()));
    let (new, old) = (beside("new"), beside("old"));
    recover(dir, &new, &old)?;
    refuse_foreign(dir)?;
    write_all(site, &new)?;
    if dir.exists() {
        exchange(dir, &new, &old)?;
        remove(&new)?;
        remove(&old)
    } else {
        fs::rename(&new, dir).map_err(failed(dir))
    }
}

/// What an interrupted run left behind: a half-written new folder goes, an old one that has no successor comes back.
fn recover(dir: &Path, new: &Path, old: &Path) -> Result<(), WriteError> {
    refuse_foreign(new)?;
    refuse_foreign(old)?;
    if old.exists() && !dir.exists() {
        fs::rename(old, dir).map_err(failed(dir))?;
    }
    remove(new)?;
    remove(old)
}

fn refuse_foreign(dir: &Path) -> Result<(), WriteError> {
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(failed(dir)(source)),
    };
    if entries.next().is_none() || dir.join(MARKER).is_file() {
        Ok(())
    } else {
        Err(WriteError::NotOurs { path: dir.to_owned() })
    }
}

fn write_all(site: &Site, dir: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(dir).map_err(failed(dir))?;
    let marker = dir.join(MARKER);
    fs::write(&marker, MARKER_TEXT).map_err(failed(&marker))?;
    let immutable = site.files().filter(|(path, _)| path.is_immutable());
    let others = site.files().filter(|(path, _)| !path.is_immutable());
    for (path, bytes) in immutable.chain(others) {
        let file = dir.join(path.as_str());
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        fs::write(&file, bytes).map_err(failed(&file))?;
    }
    Ok(())
}

/// Afterwards `dir` is the new folder, and the old one is at `new` or at `old`.
fn exchange(dir: &Path, new: &Path, old: &Path) -> Result<(), WriteError> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, dir, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
        // Some file systems cannot exchange.
    }
    fs::rename(dir, old).map_err(failed(dir))?;
    fs::rename(new, dir).map_err(|source| {
        // Best effort: the next run would bring it back as well.
        let _ = fs::rename(old, dir);
        failed(dir)(source)
    })
}

fn remove(dir: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(failed(dir)(source)),
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError::File { path: path.clone(), source }
}
