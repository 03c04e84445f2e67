//! The committed reports: what each vector's report was when somebody last looked at it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{create_dir_all, read_dir, read_to_string, remove_file, write};
use std::io;
use std::path::Path;

use serde_json::Value;

use crate::workspace;

/// The files of `folder`, under `tests/fixtures/reports`, that are not as these reports: another text, a report that nobody
/// committed, or one of a vector that is gone. With `PERIKSA_BLESS=1` the folder is first made to be as they are; look at the
/// difference before committing it.
///
/// # Errors
/// The folder cannot be read, or written.
pub fn differing<N: ToString>(
    folder: &str,
    reports: impl IntoIterator<Item = (N, Value)>,
) -> io::Result<Vec<String>> {
    let folder = workspace().join("tests/fixtures/reports").join(folder);
    let reports = reports.into_iter().map(|(name, report)| {
        Ok((format!("{}.json", name.to_string()), serde_json::to_string_pretty(&report)? + "\n"))
    });
    let reports: BTreeMap<String, String> = reports.collect::<io::Result<_>>()?;
    if std::env::var_os("PERIKSA_BLESS").is_some() {
        bless(&folder, &reports)?;
    }
    let committed = names(&folder)?;
    let names: BTreeSet<&String> = committed.iter().chain(reports.keys()).collect();
    let differs = |name: &&String| {
        let text = read_to_string(folder.join(name)).ok();
        text.is_none() || text.as_ref() != reports.get(*name)
    };
    Ok(names.into_iter().filter(differs).cloned().collect())
}

fn bless(folder: &Path, reports: &BTreeMap<String, String>) -> io::Result<()> {
    create_dir_all(folder)?;
    for gone in names(folder)?.iter().filter(|name| !reports.contains_key(*name)) {
        remove_file(folder.join(gone))?;
    }
    reports.iter().try_for_each(|(name, text)| write(folder.join(name), text))
}

/// The reports of the folder itself: those below it are of others.
fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
