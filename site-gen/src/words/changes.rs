//! Later changes in words: what a revision did of one kind is one sentence, with its number, its pages and its names.
//!
//! `static/kotak/changes.js` says the same on the page.

use super::Language;
use serde_json::json;
use std::collections::BTreeSet;
use verifier::report::{ChangeReport, LaterChanges};

/// What a change is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeWords {
    /// One of its kind.
    pub one: String,
    /// `{count}` of its kind.
    pub many: String,
    /// Said with `{page}`, where that reads better than "on page" behind the others.
    pub page: Option<String>,
}

/// Changes of one kind that one revision made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'r> {
    /// The revision, counted from 1.
    pub revision: usize,
    /// Whether they are allowed.
    pub permitted: bool,
    /// The changes, never none, all with the same key.
    pub changes: Vec<&'r ChangeReport>,
}

/// The changes by revision, oldest first; in each what is not allowed comes first, then what reaches farthest.
#[must_use]
pub fn groups(later: &LaterChanges) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in &later.changes {
        let kind = |one: &ChangeReport| (one.revision, one.permitted, one.key, one.page.is_some());
        let own = |group: &&mut Group<'_>| {
            group.changes.first().is_some_and(|first| kind(first) == kind(change))
        };
        match groups.iter_mut().find(own) {
            Some(group) => group.changes.push(change),
            None => groups.push(Group {
                revision: change.revision,
                permitted: change.permitted,
                changes: vec![change],
            }),
        }
    }
    groups.sort_by_key(|group| {
        let level = group.changes.first().map(|change| change.level);
        (group.revision, group.permitted, std::cmp::Reverse(level))
    });
    groups
}

impl Language {
    /// One group as a sentence; a key without words is said as the key itself.
    #[must_use]
    pub fn changes_in_words(&self, group: &Group<'_>) -> String {
        let Some(first) = group.changes.first() else { return String::new() };
        let pages: BTreeSet<usize> =
            group.changes.iter().filter_map(|change| change.page).collect();
        let page = ranges(&pages);
        let count = group.changes.len();
        let words = self.changes.get(first.key);
        let with_page = words.and_then(|words| words.page.as_ref()).filter(|_| !page.is_empty());
        let text = match (words, with_page) {
            (_, Some(with_page)) => self.fill(with_page, &json!({ "page": page })),
            (Some(words), None) if count == 1 => words.one.clone(),
            (Some(words), None) => self.fill(&words.many, &json!({ "count": count })),
            (None, None) => first.key.to_owned(),
        };
        let text = if page.is_empty() || with_page.is_some() {
            text
        } else {
            self.said("change-on-page", &json!({ "text": text, "page": page }))
        };
        let names = self.names(group);
        if names.is_empty() {
            text
        } else {
            self.said("change-named", &json!({ "text": text, "names": names.join(", ") }))
        }
    }

    /// Kinds of annotations in words, and names of fields, each once.
    fn names(&self, group: &Group<'_>) -> Vec<String> {
        let kinds = group
            .changes
            .iter()
            .filter_map(|change| change.subtype.as_ref())
            .map(|kind| self.labels.get(&format!("subtype-{kind}")).unwrap_or(kind).clone());
        let fields = group.changes.iter().filter_map(|change| change.field.clone());
        let mut names: Vec<String> = Vec::new();
        for name in kinds.chain(fields) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn said(&self, label: &str, values: &serde_json::Value) -> String {
        self.fill(self.labels.get(label).map_or(label, String::as_str), values)
    }
}

/// `1, 3–5`.
fn ranges(pages: &BTreeSet<usize>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*page) => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let run = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_follow_each_other_are_a_range() {
        for (pages, expected) in
            [(&[][..], ""), (&[3], "3"), (&[1, 2], "1–2"), (&[5, 1, 3, 4, 9], "1, 3–5, 9")]
        {
            assert_eq!(ranges(&pages.iter().copied().collect()), expected);
        }
    }
}
