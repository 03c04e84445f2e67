//! One series on disk: its lists, and the journal beside them.
//!
//! A list's file is written before its line, so that a line always has a list, or had one until it was thinned out. A file
//! without a line is a list whose run was ended between the two; it is offered again.

use super::ended::ended;
use super::genuine::Genuine;
use super::journal::{self, Head, JournalError, Summary};
use super::thinning::{self, Kept};
use crate::disk::{self, Disk};
use crate::history::{Accepted, Line, Observed};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// The newest list that is held, for the person who decides. Hidden, so that nobody publishes it.
const HELD: &str = ".held.crl";

/// One series.
#[derive(Debug)]
pub struct Shelf {
    dir: PathBuf,
    /// Its journal in short.
    pub summary: Summary,
    newest: Option<Vec<u8>>,
}

/// Why a series cannot be read or written. What was written before stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The newest list is not what the journal says.
    #[error(
        "{}: expected the list with SHA-256 {sha256} that the journal names as the newest, found {found}; copy it back from the published site",
        path.display()
    )]
    Newest {
        /// The list.
        path: PathBuf,
        /// The journal's digest.
        sha256: String,
        /// What is there.
        found: String,
    },
}

impl Shelf {
    /// Reads a series and makes good what an ended run left: parts of files, and half a line.
    pub fn open(disk: &dyn Disk, dir: &Path) -> Result<Self, ShelfError> {
        let error = |source| ShelfError::Io { path: dir.to_owned(), source };
        let journal = dir.join(journal::FILE);
        for part in parts(dir).map_err(error)? {
            disk.remove(&part).map_err(error)?;
        }
        let summary = Summary::read(&journal)?;
        match std::fs::metadata(&journal) {
            Ok(file) if file.len() > summary.length => {
                disk.truncate(&journal, summary.length).map_err(error)?;
            }
            Ok(_) | Err(_) => {}
        }
        let newest = match summary.newest() {
            Some(head) => Some(read_newest(dir, head)?),
            None => None,
        };
        Ok(Self { dir: dir.to_owned(), summary, newest })
    }

    /// DER of the newest list.
    #[must_use]
    pub fn newest(&self) -> Option<&[u8]> {
        self.newest.as_deref()
    }

    /// The journal.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.dir.join(journal::FILE)
    }

    /// Lists without a line, oldest number first.
    pub fn without_line(&self) -> Result<Vec<PathBuf>, ShelfError> {
        let known: BTreeSet<String> = self.summary.heads.iter().map(Head::file_name).collect();
        let error = |source| ShelfError::Io { path: self.dir.clone(), source };
        let mut names = disk::names(&self.dir).map_err(error)?;
        names.retain(|name| name.ends_with(".crl") && !known.contains(name));
        names.sort_by_cached_key(|name| {
            let number = name.split('-').next().unwrap_or_default().to_owned();
            (number.len(), number)
        });
        Ok(names.into_iter().map(|name| self.dir.join(name)).collect())
    }

    /// Puts a list on the shelf as the newest.
    pub fn put(
        &mut self,
        disk: &dyn Disk,
        list: &Genuine<'_>,
        accepted: &Accepted,
    ) -> Result<(), ShelfError> {
        let thins = self.summary.newest().is_some_and(|head| {
            head.this_update.to_rfc3339().get(..10) != accepted.this_update.get(..10)
        });
        self.write_list(disk, list)?;
        self.append(disk, &journal::encode_accepted(accepted))?;
        self.summary.accepted(accepted);
        self.newest = Some(list.der.to_vec());
        self.remove(disk, &self.dir.join(HELD))?;
        // Once a day is often enough, and a year of hourly lists is read a few hundred times less.
        if thins { self.thin(disk) } else { Ok(()) }
    }

    /// Writes down something that was seen; says whether it is new.
    pub fn observe(&mut self, disk: &dyn Disk, observed: Observed) -> Result<bool, ShelfError> {
        if self.summary.is_observed(&observed) {
            return Ok(false);
        }
        self.append(disk, &journal::encode(&Line::Observed(observed.clone())))?;
        self.summary.observed(observed);
        Ok(true)
    }

    /// Keeps a list at hand that waits for a person.
    pub fn hold(&self, disk: &dyn Disk, der: &[u8]) -> Result<PathBuf, ShelfError> {
        let path = self.dir.join(HELD);
        let error = |source| ShelfError::Io { path: path.clone(), source };
        if disk::read(&path).map_err(error)?.as_deref() != Some(der) {
            disk::replace(disk, &path, der).map_err(error)?;
        }
        Ok(path)
    }

    /// Writes older lists and the journal that knows them.
    pub fn rewrite(
        &mut self,
        disk: &dyn Disk,
        lists: &[Genuine<'_>],
        lines: &[Line],
    ) -> Result<(), ShelfError> {
        for list in lists {
            self.write_list(disk, list)?;
        }
        let journal = self.journal();
        let text: Vec<u8> = lines.iter().flat_map(journal::encode).collect();
        disk::replace(disk, &journal, &text)
            .map_err(|source| ShelfError::Io { path: journal.clone(), source })?;
        self.summary = Summary::read(&journal)?;
        self.thin(disk)
    }

    /// Removes the lists that need not stay.
    pub fn thin(&self, disk: &dyn Disk) -> Result<(), ShelfError> {
        let Some(newest) = self.summary.newest() else { return Ok(()) };
        let error = |source| ShelfError::Io { path: self.dir.clone(), source };
        let present: BTreeSet<String> =
            disk::names(&self.dir).map_err(error)?.into_iter().collect();
        let lists: Vec<(Kept, String)> = (self.summary.heads.iter().enumerate())
            .map(|(place, head)| (Kept { place, this_update: head.this_update }, head.file_name()))
            .filter(|(_, name)| present.contains(name))
            .collect();
        let kept: Vec<Kept> = lists.iter().map(|(kept, _)| *kept).collect();
        let ended = ended(&self.journal())?;
        let stay = thinning::keep(&kept, &ended, newest.this_update);
        for (kept, name) in lists {
            if !stay.contains(&kept.place) {
                self.remove(disk, &self.dir.join(name))?;
            }
        }
        Ok(())
    }

    fn write_list(&self, disk: &dyn Disk, list: &Genuine<'_>) -> Result<(), ShelfError> {
        let path = self.dir.join(list.file_name());
        disk::replace(disk, &path, list.der).map_err(|source| ShelfError::Io { path, source })
    }

    fn append(&mut self, disk: &dyn Disk, bytes: &[u8]) -> Result<(), ShelfError> {
        let path = self.journal();
        disk.create_dir_all(&self.dir)
            .and_then(|()| disk.append(&path, bytes))
            .map_err(|source| ShelfError::Io { path, source })?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.summary.length = self.summary.length.saturating_add(length);
        Ok(())
    }

    fn remove(&self, disk: &dyn Disk, path: &Path) -> Result<(), ShelfError> {
        if path.symlink_metadata().is_err() {
            return Ok(());
        }
        disk.remove(path).map_err(|source| ShelfError::Io { path: path.to_owned(), source })
    }
}

/// The lists of a series that are both accepted and there, oldest first: what is published.
pub fn published(dir: &Path) -> Result<Vec<PathBuf>, ShelfError> {
    let summary = Summary::read(&dir.join(journal::FILE))?;
    let paths = summary.heads.iter().map(|head| dir.join(head.file_name()));
    Ok(paths.filter(|path| path.is_file()).collect())
}

/// The folders of series under a folder `crl`, each with the name of its series.
pub fn folders(crl: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut folders = Vec::new();
    for ski in disk::names(crl)? {
        let dir = crl.join(&ski);
        if !dir.is_dir() {
            continue;
        }
        for partition in disk::names(&dir)? {
            let inner = dir.join(&partition);
            if inner.join(journal::FILE).is_file() {
                folders.push((format!("{ski}/{partition}"), inner));
            }
        }
        if dir.join(journal::FILE).is_file() {
            folders.push((ski, dir));
        }
    }
    folders.sort();
    Ok(folders)
}

fn read_newest(dir: &Path, head: &Head) -> Result<Vec<u8>, ShelfError> {
    let path = dir.join(head.file_name());
    let wrong = |path: PathBuf, found: String| ShelfError::Newest {
        path,
        sha256: head.sha256.clone(),
        found,
    };
    match disk::read(&path) {
        Err(source) => Err(ShelfError::Io { path, source }),
        Ok(None) => Err(wrong(path, "nothing".to_owned())),
        Ok(Some(der)) => {
            let found = crate::digest::sha256(&der);
            if found == head.sha256 { Ok(der) } else { Err(wrong(path, found)) }
        }
    }
}

/// What [`disk::replace`] leaves when it is ended.
fn parts(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut parts = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') && name.ends_with(".new") {
            parts.push(path);
        }
    }
    Ok(parts)
}
