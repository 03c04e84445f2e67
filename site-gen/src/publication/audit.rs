//! A published site as an auditor has it, in a folder: the same answer that a browser gives, and then every file of it.

use crate::digest::sha256;
use crate::disk;
use crate::publish::MARKER;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use verifier::publication::{Admitted, Loading, Memory, Refusal, Snapshot, Step};

use super::FILES;
use super::keys::Statements;

/// What an audit found.
#[derive(Debug)]
pub struct Audited {
    /// The state that a browser would take.
    pub admitted: Admitted,
    /// Files that are as the state names them.
    pub matching: usize,
    /// Files that are named and not there, or are other ones.
    pub wrong: Vec<Wrong>,
    /// Files that are there and not named.
    pub unnamed: Vec<String>,
}

/// A file that is not as the state names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not there.
    Missing(String),
    /// Other bytes.
    Differs(String),
}

/// Why there is no audit.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A browser would not take it.
    #[error("{}: a browser would take nothing of it: {source}", dir.display())]
    Refused {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: Refusal,
    },
    /// A file.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The list of files.
    #[error("{}: not a list of files as `site-gen build` writes it: {source}", path.display())]
    NotAList {
        /// Which.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}

#[derive(Deserialize)]
struct Files {
    files: BTreeMap<String, FileOf>,
}

#[derive(Deserialize)]
struct FileOf {
    sha256: String,
}

/// What a browser would take of these files.
pub fn admitted<E>(
    mut loading: Loading,
    read: impl Fn(&str) -> Result<Option<Vec<u8>>, E>,
) -> Result<Result<Admitted, Refusal>, E> {
    loop {
        match loading.step() {
            Step::Wants(paths) => {
                for path in paths {
                    match read(&path)? {
                        Some(bytes) => loading.supply(&path, &bytes),
                        None => loading.absent(&path),
                    }
                }
            }
            Step::Refused(refusal) => return Ok(Err(refusal)),
            Step::Admitted(admitted) => return Ok(Ok(*admitted)),
        }
    }
}

/// What the visitors of a published folder have in memory; `None` where it is no portal that a browser would have taken.
#[must_use]
pub fn memory_of(dir: &Path) -> Option<Memory> {
    let statements = Statements::read(&dir.join("trust/keys")).ok()?;
    let snapshot = disk::read(&dir.join(Snapshot::PATH)).ok()??;
    let snapshot = Snapshot::open(&snapshot, &statements.newest().snapshot).ok()?;
    let loading = Loading::new(&statements.pinned(), None, snapshot.issued).ok()?;
    Some(admitted(loading, |path| read(dir, path)).ok()?.ok()?.memory)
}

/// Audits a folder.
pub fn audit(dir: &Path, loading: Loading) -> Result<Audited, AuditError> {
    let admitted = admitted(loading, |path| read(dir, path))?
        .map_err(|source| AuditError::Refused { dir: dir.to_owned(), source })?;
    let list = read(dir, FILES)?.unwrap_or_default();
    let named = admitted.snapshot.files.iter().find(|file| file.path == FILES);
    let is_named = named.is_some_and(|file| file.sha256 == sha256(&list));
    if !is_named {
        let source = Refusal::Mixed { path: FILES.to_owned() };
        return Err(AuditError::Refused { dir: dir.to_owned(), source });
    }
    let files: Files = serde_json::from_slice(&list)
        .map_err(|source| AuditError::NotAList { path: dir.join(FILES), source })?;
    let mut audited = Audited { admitted, matching: 0, wrong: Vec::new(), unnamed: Vec::new() };
    for (path, file) in &files.files {
        match read(dir, path)? {
            None => audited.wrong.push(Wrong::Missing(path.clone())),
            Some(bytes) if sha256(&bytes) != file.sha256 => {
                audited.wrong.push(Wrong::Differs(path.clone()));
            }
            Some(_) => audited.matching = audited.matching.saturating_add(1),
        }
    }
    let last: BTreeSet<&str> = [FILES, Snapshot::PATH, MARKER].into();
    let there = folder(dir, "")?;
    let is_extra = |path: &String| !files.files.contains_key(path) && !last.contains(path.as_str());
    audited.unnamed = there.into_iter().filter(is_extra).collect();
    Ok(audited)
}

fn read(dir: &Path, path: &str) -> Result<Option<Vec<u8>>, AuditError> {
    let path = dir.join(path);
    disk::read(&path).map_err(|source| AuditError::File { path, source })
}

/// The files below a folder, by their paths.
fn folder(dir: &Path, prefix: &str) -> Result<Vec<String>, AuditError> {
    let here = dir.join(prefix);
    let names = disk::names(&here).map_err(|source| AuditError::File { path: here, source })?;
    let mut found = Vec::new();
    for name in names {
        let path = format!("{prefix}{name}");
        if dir.join(&path).is_dir() {
            found.extend(folder(dir, &format!("{path}/"))?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
