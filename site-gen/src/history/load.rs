//! The history of all series of a trust folder: journals as they are, and loose lists (`crl/*.crl`) as if they had been
//! imported one after the other, so that a portal whose operator only copies files has a history too.

use super::{Finding, Line, Observed, Series, Severity};
use crate::crl::certificates::Ends;
use crate::crl::insertion::{Room, as_accepted, insert};
use crate::crl::journal::{self, JournalError};
use crate::crl::ledger::ledger;
use crate::crl::refusal::Refusal;
use crate::crl::{genuine, shelf};
use crate::trust::{self, CrlError, Demo, Registry, Role};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use verifier::RevocationList;

/// Why the history cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A loose list that nobody could publish either.
    #[error(transparent)]
    List(#[from] CrlError),
    /// An archive of nobody in the registry.
    #[error("{}: expected the subjectKeyIdentifier of an issuer of the registry as the folder's name", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
}

/// Every series that has a list or a line, by folder. `registry` has the entries of the demo PKI where that is included.
pub fn load(trust: &Path, registry: &Registry, demo: Demo) -> Result<Vec<Series>, HistoryError> {
    let read = |path: &Path| {
        let path = path.to_owned();
        move |source| HistoryError::Read { path, source }
    };
    let ends = Ends::read(trust).map_err(read(trust))?;
    let mut crl_folders = vec![trust.join("crl")];
    if demo == Demo::Included {
        crl_folders.push(trust.join("demo/crl"));
    }
    let mut all: BTreeMap<String, (String, Vec<Line>)> = BTreeMap::new();
    for crl in &crl_folders {
        for (folder, dir) in shelf::folders(crl).map_err(read(crl))? {
            let issuer = issuer(registry, &folder)
                .ok_or_else(|| HistoryError::Folder { path: dir.clone() })?;
            let lines = journal::lines(&dir.join(journal::FILE))?;
            all.insert(folder, (issuer, lines));
        }
    }
    for crl in &crl_folders {
        let mut loose = Vec::new();
        for path in trust::loose_lists(crl).map_err(read(crl))? {
            loose.push((path.display().to_string(), std::fs::read(&path).map_err(read(&path))?));
        }
        add_loose(&mut all, registry, &ends, &loose)?;
    }
    let series = all.into_iter().map(|(folder, (issuer, lines))| {
        let ledger = ledger(lines.iter().filter_map(as_accepted));
        Series { issuer, folder, lines, ledger }
    });
    Ok(series.collect())
}

fn issuer(registry: &Registry, folder: &str) -> Option<String> {
    let ski = folder.split('/').next()?;
    let mut issuers = registry.entries.iter().filter(|one| one.role != Role::TimeStampAuthority);
    issuers.find(|entry| entry.ski == ski).map(|entry| entry.id.clone())
}

/// Oldest first. One that does not fit between the others is seen, and is not in the row.
fn add_loose(
    all: &mut BTreeMap<String, (String, Vec<Line>)>,
    registry: &Registry,
    ends: &Ends,
    files: &[(String, Vec<u8>)],
) -> Result<(), HistoryError> {
    let refused = |file: &str| {
        let file = file.to_owned();
        move |refusal: Refusal| CrlError { file, refusal }
    };
    let mut lists: Vec<(&str, Cow<'_, [u8]>)> = Vec::new();
    for (file, bytes) in files {
        lists.push((file, genuine::der(bytes, genuine::MAX_BYTES).map_err(refused(file))?));
    }
    lists.sort_by_cached_key(|(_, der)| {
        RevocationList::read(der).map_or(0, |list| list.this_update().seconds())
    });
    for (file, der) in &lists {
        let list = genuine::check(registry, der).map_err(refused(file))?;
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
        let (_, lines) =
            all.entry(list.folder.clone()).or_insert_with(|| (list.issuer.id.clone(), Vec::new()));
        // A file has no moment at which it came; its own is the first at which it can have.
        let at = list.list.this_update();
        match insert(lines, &list, Room::Anywhere, ends, at, &name) {
            Ok(_) => {}
            Err(Refusal::Entries(error)) => {
                return Err(refused(file)(Refusal::Entries(error)).into());
            }
            Err(refusal) => lines.extend(refusal.findings().into_iter().map(|finding| {
                Line::Observed(Observed {
                    at: at.to_rfc3339(),
                    source: name.clone().into_owned(),
                    sha256: Some(list.sha256.clone()),
                    // It is published all the same: the operator put it there.
                    finding: Finding { severity: Severity::Error, ..finding },
                })
            })),
        }
    }
    Ok(())
}
