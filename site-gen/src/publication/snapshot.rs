//! The texts that a publication is made of: compact JSON with its names in a fixed order.

use super::{Life, RELEASE, SealError, TRUSTED_ROOT, file};
use crate::digest::sha256;
use crate::log::Log;
use crate::site::Site;
use crate::sources::PortalSources;
use crate::trust::loaded::loaded;
use crate::trust::{PublishedCrl, index};
use base64ct::{Base64, Encoding};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a visitor's verdict rests on besides data: the folders of the program.
const PROGRAM: [&str; 6] = ["css/", "engine/", "js/", "kotak/", "skema/", "words/"];

#[derive(Serialize)]
struct Files<'a> {
    schema: &'static str,
    files: BTreeMap<&'a str, FileOf>,
}

#[derive(Serialize)]
struct FileOf {
    sha256: String,
    size: usize,
}

/// `trust/files.json`: each file that the site has by now.
pub(super) fn files(site: &Site) -> Vec<u8> {
    listed("periksa-files/1", site, |_| true)
}

/// `trust/release.json`: the files of the program.
pub(super) fn release(site: &Site) -> Vec<u8> {
    listed("periksa-release/1", site, |path| PROGRAM.iter().any(|folder| path.starts_with(folder)))
}

fn listed(schema: &'static str, site: &Site, is_listed: impl Fn(&str) -> bool) -> Vec<u8> {
    let files = site
        .files()
        .filter(|(path, _)| is_listed(path.as_str()))
        .map(|(path, bytes)| (path.as_str(), FileOf { sha256: sha256(bytes), size: bytes.len() }))
        .collect();
    // Strings and numbers only: there is nothing in it that JSON cannot say.
    serde_json::to_vec(&Files { schema, files }).unwrap_or_default()
}

#[derive(Serialize)]
struct Snapshot<'a> {
    schema: &'static str,
    version: u64,
    issued: String,
    expires: String,
    keys: u64,
    log: LogState,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct LogState {
    size: u64,
    root: String,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    size: usize,
    sha256: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    load: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<LoggedEntry<'a>>,
}

#[derive(Serialize)]
struct LoggedEntry<'a> {
    index: usize,
    line: &'a str,
}

/// The text of the snapshot: the files that verdicts rest on, each with its place in the log, and the lists of all others.
pub(super) fn text(
    site: &Site,
    portal: &PortalSources,
    keys: u64,
    log: &Log,
    life: Life,
) -> Result<String, SealError> {
    let mut paths: Vec<(String, bool)> = vec![
        (TRUSTED_ROOT.to_owned(), true),
        (RELEASE.to_owned(), false),
        (super::FILES.to_owned(), false),
        ("crl/index.json".to_owned(), false),
    ];
    // Of a list with an index the page loads that; what the list is must be known all the same, for when it is needed.
    let (indexed, whole): (Vec<&PublishedCrl>, Vec<&PublishedCrl>) = loaded(&portal.trust.crls)
        .partition(|crl| matches!(portal.indexes.get(&crl.sha256), Some(Ok(_))));
    paths.extend(whole.into_iter().map(|crl| (crl.path(), true)));
    paths.extend(indexed.iter().map(|crl| (crl.path(), false)));
    let indexes = index::files(indexed.iter().copied(), &portal.indexes);
    paths.extend(indexes.into_iter().map(|(path, _)| (path, true)));
    let lines: Vec<&str> =
        log.entries.iter().map(|line| std::str::from_utf8(line).unwrap_or_default()).collect();
    let mut files = Vec::new();
    for (path, load) in &paths {
        let bytes = file(site, path)?;
        let sha256 = sha256(bytes);
        let entry = lines.iter().enumerate().rev().find(|(_, line)| is_of(line, path, &sha256));
        let entry = entry.map(|(index, line)| LoggedEntry { index, line });
        files.push(File { path, size: bytes.len(), sha256, load: *load, entry });
    }
    let snapshot = Snapshot {
        schema: "periksa-snapshot/1",
        version: log.checkpoint.tree_size,
        issued: life.issued.to_rfc3339(),
        expires: life.expires.to_rfc3339(),
        keys,
        log: LogState {
            size: log.checkpoint.tree_size,
            root: Base64::encode_string(&log.checkpoint.root_hash),
        },
        files,
    };
    Ok(serde_json::to_string(&snapshot).unwrap_or_default() + "\n")
}

/// Whether a line of the log is about this file; found by its text, and read by whoever verifies.
fn is_of(line: &str, path: &str, sha256: &str) -> bool {
    line.contains(&format!("\"path\":\"{path}\""))
        && line.contains(&format!("\"sha256\":\"{sha256}\""))
}
