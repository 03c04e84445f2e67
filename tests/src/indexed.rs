//! Published lists replaced by their indexes, and what may become of a report by that: nothing, or that it waits for a list.

use verifier::{Report, RevocationIndex, ValidationData, write_index};

/// The same data twice: with every list that some registered key signed and that can be indexed at the end, and with the
/// indexes instead of those. The order is told because of two lists of one date the last is named in a report.
#[must_use]
pub fn with_indexes(data: &ValidationData) -> (ValidationData, ValidationData) {
    let index_of = |der: &[u8]| {
        let entries = data.trusted_root.entries.iter();
        let mut written = entries.filter_map(|entry| write_index(der, &entry.spki).ok());
        let written = written.next()?;
        let shards: Vec<u8> = written.shards.into_iter().flat_map(|(_, bytes)| bytes).collect();
        RevocationIndex::read(&written.head, shards).ok()
    };
    let mut others = Vec::new();
    let (mut lists, mut indexes) = (Vec::new(), Vec::new());
    for der in &data.crls {
        match index_of(der) {
            Some(index) => {
                lists.push(der.clone());
                indexes.push(index);
            }
            None => others.push(der.clone()),
        }
    }
    let in_order = others.iter().cloned().chain(lists).collect();
    let with_lists = ValidationData { crls: in_order, ..data.clone() };
    (with_lists, ValidationData { crls: others, indexes, ..data.clone() })
}

/// Whether a report with indexes is as it should be beside that with the lists themselves.
///
/// # Errors
/// What is wrong with it.
pub fn expected_with_indexes(with_list: &Report, with_index: &Report) -> Result<(), String> {
    let good = ["asli", "asli-saat-itu", "asli-ditambah"];
    if good.contains(&with_index.verdict.key()) && !good.contains(&with_list.verdict.key()) {
        return Err(format!("{} by an index", with_index.verdict.key()));
    }
    let same = with_index.to_json().replace("published-index", "published");
    if same == with_list.to_json() || !with_index.wanted_lists.is_empty() {
        return Ok(());
    }
    Err("another report, and no list is wanted".to_owned())
}
