//! `crl/index.json`: every list that is kept, and which of them a page loads. What a list says is the list's own to say; the
//! index only tells where it is, what its bytes are, and what was noticed.

use super::Told;
use crate::history::Accepted;
use crate::trust::PublishedCrl;
use crate::trust::crls::{self, IndexEntry};
use crate::trust::index::Indexes;
use crate::trust::loaded::loaded;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct Index<'a> {
    schema: &'static str,
    /// What a page loads.
    crls: Vec<IndexEntry<'a>>,
    /// Everything that is kept.
    series: Vec<SeriesEntry<'a>>,
}

#[derive(Serialize)]
struct SeriesEntry<'a> {
    issuer: &'a str,
    ski: &'a str,
    folder: &'a str,
    /// As the issuer's certificates name them.
    addresses: &'a [String],
    ledger: String,
    findings: String,
    lists: Vec<List<'a>>,
}

#[derive(Serialize)]
struct List<'a> {
    path: String,
    sha256: &'a str,
    size: u64,
    this_update: &'a str,
    next_update: Option<&'a str>,
    number: Option<&'a str>,
    entries: u64,
    accepted_at: &'a str,
    source: &'a str,
    findings: BTreeSet<&'a str>,
    current: bool,
}

/// The bytes, for lists of which these are kept as files.
#[must_use]
pub fn bytes(told: &[Told<'_>], lists: &[PublishedCrl], indexes: &Indexes) -> Vec<u8> {
    let kept: BTreeMap<&str, &PublishedCrl> =
        lists.iter().map(|list| (list.sha256.as_str(), list)).collect();
    let series = told.iter().map(|one| entry(one, &kept)).collect();
    let crls = crls::index_entries(loaded(lists), indexes);
    let index = Index { schema: "periksa-crl-index/2", crls, series };
    // Strings and numbers only: there is nothing in it that JSON cannot say.
    serde_json::to_vec(&index).unwrap_or_default()
}

type Kept<'a> = BTreeMap<&'a str, &'a PublishedCrl>;

fn entry<'a>(told: &Told<'a>, kept: &Kept<'_>) -> SeriesEntry<'a> {
    let mut lists: Vec<List<'a>> = with_files(told, kept)
        .into_iter()
        .map(|(list, file)| List {
            path: file.path(),
            sha256: &list.sha256,
            size: list.size,
            this_update: &list.this_update,
            next_update: list.next_update.as_deref(),
            number: list.number.as_deref(),
            entries: list.entries,
            accepted_at: &list.accepted_at,
            source: source(&list.source),
            findings: list.findings.iter().map(|finding| finding.code.as_str()).collect(),
            current: false,
        })
        .collect();
    if let Some(newest) = lists.last_mut() {
        newest.current = true;
    }
    SeriesEntry {
        issuer: &told.series.issuer,
        ski: told.ski,
        folder: &told.series.folder,
        addresses: told.addresses,
        ledger: super::ledger::path(told),
        findings: super::findings::path(told),
        lists,
    }
}

fn with_files<'a, 'k>(told: &Told<'a>, kept: &Kept<'k>) -> Vec<(&'a Accepted, &'k PublishedCrl)> {
    let file = |list: &'a Accepted| Some((list, *kept.get(list.sha256.as_str())?));
    told.series.accepted().filter_map(file).collect()
}

/// An address as it is; of an operator's file only its name.
pub(super) fn source(source: &str) -> &str {
    if source.contains("://") {
        return source;
    }
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_history::tests::{series, told};
    use serde_json::{Value, json};

    /// A list of the series, of so many bytes.
    fn file(number: u64, day: (u16, u8), bytes: usize) -> PublishedCrl {
        PublishedCrl {
            file_name: String::new(),
            der: vec![0; bytes],
            issuer: "contoh-ca".to_owned(),
            issuer_ski: "00aa".to_owned(),
            folder: "00aa".to_owned(),
            sha256: format!("{number:064x}"),
            this_update: der::DateTime::new(day.0, day.1, 1, 0, 0, 0).unwrap(),
            next_update: None,
            number: Some(number.to_string()),
        }
    }

    #[test]
    fn the_index_has_every_list_that_is_kept_and_says_which_is_current() {
        let series = series();
        let index = bytes(
            &[told(&series)],
            &[file(7, (2026, 1), 1), file(9, (2026, 5), 2)],
            &Indexes::new(),
        );
        let index: Value = serde_json::from_slice(&index).unwrap();
        let path = |number: u64| format!("crl/00aa/{number}-0000000000000000.crl");
        let loaded = |number: u64, size: u64, this_update: &str| {
            json!({
                "issuer": "contoh-ca", "path": path(number), "sha256": format!("{number:064x}"), "size": size,
                "this_update": this_update, "next_update": null, "number": number.to_string(),
            })
        };
        assert_eq!(index["schema"], "periksa-crl-index/2");
        let all = [loaded(7, 1, "2026-01-01T00:00:00Z"), loaded(9, 2, "2026-05-01T00:00:00Z")];
        assert_eq!(index["crls"], json!(all));
        let one = &index["series"][0];
        assert_eq!(one["folder"], "00aa");
        assert_eq!(one["ledger"], "crl/00aa/ledger.json");
        // List 8 was thinned out: its line is in the history, its file is not.
        let lists = one["lists"].as_array().unwrap();
        let told: Vec<_> = lists
            .iter()
            .map(|list| {
                (
                    list["path"].as_str().unwrap(),
                    list["current"].as_bool().unwrap(),
                    &list["findings"],
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (path(7).as_str(), false, &json!([])),
                (path(9).as_str(), true, &json!(["gap", "vanished-early"]))
            ]
        );
    }

    #[test]
    fn the_folder_of_an_operators_file_is_not_published() {
        assert_eq!(source("https://ca.example/a/list.crl"), "https://ca.example/a/list.crl");
        assert_eq!(source("/home/petugas/unduhan/list.crl"), "list.crl");
        assert_eq!(source("list.crl"), "list.crl");
    }
}
