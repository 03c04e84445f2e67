//! The history of revocation lists: which list of a series was accepted when, what changed from one to the next, and what
//! was found about it. `journal.jsonl` beside the lists holds it, one [`Line`] each; all else (the ledger, statistics,
//! feeds) follows from the lines, so that history outlives the lists that were thinned out.

mod load;

pub use load::{HistoryError, load};

use serde::{Deserialize, Serialize};

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Line {
    /// A list was accepted.
    Accepted(Box<Accepted>),
    /// Something was seen that is no accepted list: one that was refused, or none where one was due.
    Observed(Observed),
}

/// A list that became a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// `cRLNumber` in decimal digits.
    pub number: Option<String>,
    /// SHA-256 of the DER, lower-case hexadecimal.
    pub sha256: String,
    /// `thisUpdate`, RFC 3339 in UTC.
    pub this_update: String,
    /// `nextUpdate`, RFC 3339 in UTC.
    pub next_update: Option<String>,
    /// Bytes of the DER.
    pub size: u64,
    /// Entries in the list.
    pub entries: u64,
    /// When we took it, RFC 3339 in UTC.
    pub accepted_at: String,
    /// The address it came from, or the name of the operator's file.
    pub source: String,
    /// Entries that were not in the list before.
    pub added: Vec<Entry>,
    /// Entries of the list before that are not in this one: their serial numbers.
    pub removed: Vec<String>,
    /// Entries that say something else than before; what they say now.
    pub changed: Vec<Entry>,
    /// What the monitor and the lint found.
    pub findings: Vec<Finding>,
}

/// What a list says of one certificate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The serial number in lower-case hexadecimal, whole bytes, without a sign byte.
    pub serial: String,
    /// `revocationDate`, RFC 3339 in UTC.
    pub date: String,
    /// The name of `CRLReason` (RFC 5280 5.3.1), where the entry has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Something that was seen at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The address or file.
    pub source: String,
    /// Of the bytes that came, if any did.
    pub sha256: Option<String>,
    /// What it is.
    pub finding: Finding,
}

/// What the monitor or the lint says of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Its name, the same as the key of its words: `vanished-early`, `late`, …, or the code of a lint.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The certificate it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// What was there before or what was expected, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What came, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

impl Finding {
    /// Whether the lint found it: its codes name whose rule it is before a full stop. What it finds stays the same for years, and is
    /// told apart from what happened.
    #[must_use]
    pub fn is_of_lint(&self) -> bool {
        self.code.contains('.')
    }
}

/// How bad a finding is, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// For the record.
    Notice,
    /// Unusual; a reader may want to know.
    Warning,
    /// Against a rule; nothing published is wrong for it.
    Error,
    /// What was found was not published for it.
    Refused,
}

/// What is known of one certificate over the whole history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerEntry {
    /// What the last list that has it says.
    #[serde(flatten)]
    pub entry: Entry,
    /// `thisUpdate` of the first list that we saw it in.
    pub first_seen: String,
    /// `thisUpdate` of the last list that we saw it in.
    pub last_seen: String,
    /// Whether the newest list has it.
    pub listed: bool,
}

/// One series: the lists of one issuer and scope, with everything known of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The registry entry that issues them.
    pub issuer: String,
    /// `<ski>` or `<ski>/<partition>`: its folder under `crl/`, in the trust folder and on the site.
    pub folder: String,
    /// The lines, oldest first: accepted lists in the order of their numbers, observations by their moment.
    pub lines: Vec<Line>,
    /// Everything that was ever listed, by serial number.
    pub ledger: Vec<LedgerEntry>,
}

impl Series {
    /// The accepted lists, oldest first.
    pub fn accepted(&self) -> impl DoubleEndedIterator<Item = &Accepted> {
        self.lines.iter().filter_map(|line| match line {
            Line::Accepted(accepted) => Some(&**accepted),
            Line::Observed(_) => None,
        })
    }

    /// The newest accepted list.
    #[must_use]
    pub fn newest(&self) -> Option<&Accepted> {
        self.accepted().next_back()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_as_it_was_written() {
        let finding = Finding {
            code: "late".to_owned(),
            severity: Severity::Warning,
            serial: None,
            expected: Some("2026-02-04T00:37:33Z".to_owned()),
            found: None,
        };
        let line = Line::Observed(Observed {
            at: "2026-02-05T00:00:00Z".to_owned(),
            source: "https://ca.example/list.crl".to_owned(),
            sha256: None,
            finding,
        });
        let text = concat!(
            r#"{"kind":"observed","at":"2026-02-05T00:00:00Z","source":"https://ca.example/list.crl","sha256":null,"#,
            r#""finding":{"code":"late","severity":"warning","expected":"2026-02-04T00:37:33Z"}}"#
        );
        assert_eq!(serde_json::to_string(&line).unwrap(), text);
        assert_eq!(serde_json::from_str::<Line>(text).unwrap(), line);
    }
}
