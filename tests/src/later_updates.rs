//! A signed letter with a form, and what can come after it, in any order: each update says of itself how far it reaches,
//! from ISO 32000-2 12.8.2 and never from what the verifier answers. For the property test of later changes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

mod kinds;
mod letter;

pub use kinds::{Filling, Forbidden, Kind, Remark};
pub use letter::Letter;

/// How far an update reaches, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing that can be reached differs.
    None,
    /// Validation data, time-stamps, descriptions.
    ValidationData,
    /// Fields filled in, further signatures.
    FormFilling,
    /// Remarks.
    Annotation,
    /// Anything else.
    Other,
}

/// `Action` and `Fields` of `FieldMDP` and `Lock`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// Every field.
    All,
    /// Only these.
    Include(&'static [&'static str]),
    /// All but these.
    Exclude(&'static [&'static str]),
}

impl Fields {
    fn text(self) -> String {
        let names =
            |names: &[&str]| -> String { names.iter().map(|name| format!("({name})")).collect() };
        match self {
            Self::All => "/Action/All".to_owned(),
            Self::Include(fields) => format!("/Action/Include/Fields[{}]", names(fields)),
            Self::Exclude(fields) => format!("/Action/Exclude/Fields[{}]", names(fields)),
        }
    }
}

/// What a signature says about later changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// `DocMDP` with this `P`.
    Certifies(u8),
    /// `FieldMDP` in its dictionary.
    FieldMdp(Fields),
    /// `Lock` of its field.
    Lock(Fields),
    /// `Lock` of its field, with `P`.
    LockWithPermission(Fields, u8),
}

impl Said {
    /// More entries for the signature dictionary.
    fn in_dictionary(self) -> String {
        let (method, parameters) = match self {
            Self::Certifies(permission) => ("DocMDP", format!("/P {permission}")),
            Self::FieldMdp(fields) => ("FieldMDP", fields.text()),
            Self::Nothing | Self::Lock(_) | Self::LockWithPermission(..) => return String::new(),
        };
        format!(
            "/Reference[<</Type/SigRef/TransformMethod/{method}/Data 1 0 R\
             /TransformParams<</Type/TransformParams{parameters}/V/1.2>>>>]"
        )
    }

    /// `Lock`.
    fn in_field(self) -> Option<String> {
        let (fields, permission) = match self {
            Self::Lock(fields) => (fields, String::new()),
            Self::LockWithPermission(fields, permission) => (fields, format!("/P {permission}")),
            Self::Nothing | Self::Certifies(_) | Self::FieldMdp(_) => return None,
        };
        Some(format!("<</Type/SigFieldLock{}{permission}>>", fields.text()))
    }
}

/// What one update, or one revision of several, did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// How far it reaches.
    pub level: Level,
    /// Whether a reader sees something of it on the page or in a field.
    pub is_visible: bool,
    /// Fields that were there and got a value or a signature.
    pub filled: Vec<String>,
    /// A signature that is no time-stamp: its field, and what it says.
    pub signed: Option<(String, Said)>,
    /// Fields of signatures that are there no more.
    pub removed: Vec<String>,
}

impl Effect {
    fn of(level: Level) -> Self {
        Self { level, is_visible: false, filled: Vec::new(), signed: None, removed: Vec::new() }
    }

    fn visible(mut self) -> Self {
        self.is_visible = true;
        self
    }

    fn fills(mut self, field: impl Into<String>) -> Self {
        self.filled.push(field.into());
        self
    }

    fn signs(mut self, field: impl Into<String>, said: Said) -> Self {
        self.signed = Some((field.into(), said));
        self
    }

    /// Whether it took away the signature of this field.
    #[must_use]
    pub fn removes(&self, field: &str) -> bool {
        self.removed.iter().any(|removed| removed == field)
    }

    /// Both in one revision.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.level = self.level.max(other.level);
        self.is_visible |= other.is_visible;
        self.filled.extend(other.filled);
        self.signed = self.signed.or(other.signed);
        self.removed.extend(other.removed);
        self
    }
}
