//! Vectors for section 1 of the threat catalogue: one function for each id `PDF-01` to `PDF-97`, and a table of permitted
//! changes. Expectations are those of the catalogue's column "must do" and of the rules for later changes; they do not
//! follow what the verifier says.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

mod attacks;
mod certified;
mod form;
mod geometry;
pub mod letter;
mod permitted;
mod shadow;
mod signer;
mod structure;
mod unverifiable;
mod updates;
mod wrapping;

use serde_json::Value;

use crate::circumstances::Circumstances;

/// Ids that no vector is built for, and why. Of three ids a part is left out: PDF-72 has a masking text layer and no
/// embedded font, PDF-88 has no document that the empty password opens, PDF-89 has the refused digest and no colliding pair.
pub const NOT_BUILT: [(&str, &str); 0] = [];

/// Every vector, in the order of the catalogue, the table of permitted changes last.
#[must_use]
pub fn vectors() -> Vec<Vector> {
    [
        unverifiable::vectors(),
        geometry::vectors(),
        updates::vectors(),
        wrapping::vectors(),
        shadow::vectors(),
        certified::vectors(),
        signer::vectors(),
        structure::vectors(),
        permitted::vectors(),
        attacks::vectors(),
    ]
    .concat()
}

/// One file and what must be said of it.
#[derive(Debug, Clone)]
pub struct Vector {
    /// Id of the threat, or `permitted`.
    pub id: &'static str,
    /// Name of the vector; starts with the id in small letters.
    pub name: String,
    /// What it is there to show.
    pub why: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Keys of acceptable verdicts: one, or several where catalogue and rules leave it open and `why` says so.
    pub verdicts: Vec<&'static str>,
    /// Keys of reasons that the document must be given.
    pub reasons: Vec<&'static str>,
    /// Keys of notes that the document must be given.
    pub notes: Vec<&'static str>,
    /// Keys of changes that some signature must report.
    pub changes: Vec<&'static str>,
    /// JSON pointers into the report (or `check/...`, into the evidence of a check) and what must stand there.
    pub says: Vec<(&'static str, String)>,
    /// A detached signature that is given beside the file.
    pub detached: Option<Vec<u8>>,
    /// What it is judged with, where that is not what all others are judged with.
    pub circumstances: Option<Box<Circumstances>>,
}

impl Vector {
    /// A file that must get this verdict.
    #[must_use]
    pub fn new(
        id: &'static str,
        variant: &str,
        why: impl Into<String>,
        bytes: Vec<u8>,
        verdict: &'static str,
    ) -> Self {
        Self {
            id,
            name: format!("{}-{variant}", id.to_ascii_lowercase()),
            why: why.into(),
            bytes,
            verdicts: vec![verdict],
            reasons: Vec::new(),
            notes: Vec::new(),
            changes: Vec::new(),
            says: Vec::new(),
            detached: None,
            circumstances: None,
        }
    }

    /// Another acceptable verdict.
    #[must_use]
    pub fn or(mut self, verdict: &'static str) -> Self {
        self.verdicts.push(verdict);
        self
    }

    /// A reason that must be given.
    #[must_use]
    pub fn reason(mut self, key: &'static str) -> Self {
        self.reasons.push(key);
        self
    }

    /// A note that must be given.
    #[must_use]
    pub fn note(mut self, key: &'static str) -> Self {
        self.notes.push(key);
        self
    }

    /// A change that must be reported.
    #[must_use]
    pub fn change(mut self, key: &'static str) -> Self {
        self.changes.push(key);
        self
    }

    /// What must stand at a JSON pointer of the report.
    #[must_use]
    pub fn says(mut self, pointer: &'static str, json: impl Into<String>) -> Self {
        self.says.push((pointer, json.into()));
        self
    }

    /// The sub-indication of the first signature.
    #[must_use]
    pub fn sub_indication(self, sub_indication: &str) -> Self {
        self.says("/signatures/0/sub_indication", format!("\"{sub_indication}\""))
    }

    /// The detached signature beside the file.
    #[must_use]
    pub fn detached(mut self, signature: Vec<u8>) -> Self {
        self.detached = Some(signature);
        self
    }

    /// What it is judged with.
    #[must_use]
    pub fn under(mut self, circumstances: Circumstances) -> Self {
        self.circumstances = Some(Box::new(circumstances));
        self
    }

    /// Every way in which a report differs from this head.
    #[must_use]
    pub fn differences(&self, report: &Value) -> Vec<String> {
        let name = &self.name;
        let mut differences = Vec::new();
        let verdict = report["verdict"].as_str().unwrap();
        if !self.verdicts.contains(&verdict) {
            differences.push(format!(
                "{name}: verdict: expected {:?}, found {verdict} {:?}",
                self.verdicts,
                keys(&report["reasons"])
            ));
        }
        let lists = [
            ("reasons", &self.reasons, keys(&report["reasons"])),
            ("notes", &self.notes, keys(&report["notes"])),
            ("changes", &self.changes, changes(report)),
        ];
        for (list, wanted, found) in lists {
            for key in wanted.iter().filter(|key| !found.contains(key)) {
                differences.push(format!("{name}: {list}: expected {key}, found {found:?}"));
            }
        }
        for (pointer, expected) in &self.says {
            let expected: Value = serde_json::from_str(expected).unwrap();
            let found = at(report, pointer).cloned().unwrap_or(Value::Null);
            if found != expected {
                differences.push(format!("{name}: {pointer}: expected {expected}, found {found}"));
            }
        }
        differences
    }
}

/// A JSON pointer, or `name/...`: into the evidence of that check of the first signature.
fn at<'a>(report: &'a Value, pointer: &str) -> Option<&'a Value> {
    if pointer.starts_with('/') {
        return report.pointer(pointer);
    }
    let (name, rest) = pointer.split_once('/')?;
    let checks = report.pointer("/signatures/0/checks")?.as_array()?;
    checks.iter().find(|check| check["name"] == name)?["evidence"].pointer(&format!("/{rest}"))
}

fn keys(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap()).collect()
}

/// Changes that any signature reports.
fn changes(report: &Value) -> Vec<&str> {
    report["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|signature| keys(&signature["later_changes"]["changes"]))
        .collect()
}
