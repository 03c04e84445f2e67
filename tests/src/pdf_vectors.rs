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
    /// JSON pointers into the report and what must stand there.
    pub says: Vec<(&'static str, &'static str)>,
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
    pub fn says(mut self, pointer: &'static str, json: &'static str) -> Self {
        self.says.push((pointer, json));
        self
    }
}
