//! What a signature allows to be changed afterwards (ISO 32000-2 12.8.2): `DocMDP`, `FieldMDP`, the field's `Lock`; and
//! usage rights, which are no signature of the document.

use super::changes::{Change, ChangeKind, ModificationLevel};
use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use super::text::text_string;

/// Signature references, or names of locked fields, that are read; real ones have a few.
const MAX_LISTED: usize = 1000;

/// `P` (table 257): what may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Permission {
    NoChanges,
    FillForms,
    Annotate,
}

impl Permission {
    /// 12.8.2.2.2: 2 when absent. What is no permission permits nothing (threat PDF-64).
    fn read(value: Option<&Object>) -> Self {
        match value {
            None | Some(Object::Integer(2)) => Self::FillForms,
            Some(Object::Integer(3)) => Self::Annotate,
            Some(_) => Self::NoChanges,
        }
    }

    pub(crate) const fn level(self) -> ModificationLevel {
        match self {
            // Validation data and document time-stamps are no changes of the document (12.8.2.2.2).
            Self::NoChanges => ModificationLevel::ValidationData,
            Self::FillForms => ModificationLevel::FormFilling,
            Self::Annotate => ModificationLevel::Annotation,
        }
    }
}

/// Fields that may not be filled in any more (tables 236, 258).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldLock {
    All,
    Include(Vec<String>),
    Exclude(Vec<String>),
}

impl FieldLock {
    fn read(reader: &mut ObjectReader<'_>, dictionary: &Dictionary) -> Result<Self, PdfError> {
        let names = reader.array(dictionary.get("Fields"))?;
        let names = names.map(|names| {
            let names = names.into_iter().take(MAX_LISTED);
            names
                .filter_map(|name| {
                    if let Object::String(name) = name {
                        Some(text_string(&name.bytes))
                    } else {
                        None
                    }
                })
                .collect::<Vec<_>>()
        });
        Ok(match (dictionary.name("Action"), names) {
            (Some(b"Include"), Some(names)) => Self::Include(names),
            (Some(b"Exclude"), Some(names)) => Self::Exclude(names),
            // `All`, and whatever does not say which.
            _ => Self::All,
        })
    }

    /// A name stands for its field and those below it, part by part, never for a longer name (threat PDF-66).
    pub(crate) fn locks(&self, field: &str) -> bool {
        let covers = |name: &String| {
            let rest = field.strip_prefix(name.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        match self {
            Self::All => true,
            Self::Include(names) => names.iter().any(covers),
            Self::Exclude(names) => !names.iter().any(covers),
        }
    }
}

/// What one signature says about later changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Permissions {
    /// It certifies the document, and allows this much.
    pub(crate) doc_mdp: Option<Permission>,
    /// `P` of the field's `Lock` (table 236): the same, without certifying.
    pub(crate) lock: Option<Permission>,
    pub(crate) locks: Vec<FieldLock>,
    /// It certifies more than once.
    pub(crate) certifies_twice: bool,
    /// A transform method of usage rights (12.8.2.3).
    pub(crate) usage_rights: bool,
}

impl Permissions {
    /// What the signature dictionary and its field say.
    pub(crate) fn read(
        reader: &mut ObjectReader<'_>,
        signature: &Dictionary,
        field: &Dictionary,
    ) -> Result<Self, PdfError> {
        let mut permissions = Self::default();
        for reference in
            reader.array(signature.get("Reference"))?.unwrap_or_default().iter().take(MAX_LISTED)
        {
            let Some(reference) = reader.dictionary(Some(reference))? else { continue };
            let parameters = reader
                .dictionary(reference.get("TransformParams"))?
                .unwrap_or(Dictionary { entries: Vec::new() });
            match reference.name("TransformMethod") {
                Some(b"DocMDP") => {
                    let granted = Permission::read(parameters.get("P"));
                    permissions.certifies_twice |= permissions.doc_mdp.is_some();
                    permissions.doc_mdp =
                        Some(permissions.doc_mdp.map_or(granted, |other| other.min(granted)));
                }
                Some(b"FieldMDP") => permissions.locks.push(FieldLock::read(reader, &parameters)?),
                Some(b"UR" | b"UR3") => permissions.usage_rights = true,
                _ => {}
            }
        }
        if let Some(lock) = reader.dictionary(field.get("Lock"))? {
            permissions.locks.push(FieldLock::read(reader, &lock)?);
            permissions.lock = lock.get("P").map(|value| Permission::read(Some(value)));
        }
        Ok(permissions)
    }

    /// The strictest of all.
    pub(crate) fn strictest(all: &[&Self]) -> Self {
        let doc_mdp = all.iter().filter_map(|permissions| permissions.doc_mdp).min();
        let lock = all.iter().filter_map(|permissions| permissions.lock).min();
        let locks = all.iter().flat_map(|permissions| &permissions.locks).cloned().collect();
        Self { doc_mdp, lock, locks, certifies_twice: false, usage_rights: false }
    }

    /// How far changes may reach. Without a word about it, forms may be filled in and further signatures added: policy.
    pub(crate) fn level(&self) -> ModificationLevel {
        let said = self.doc_mdp.into_iter().chain(self.lock).min();
        said.unwrap_or(Permission::FillForms).level()
    }

    /// Whether a change is allowed.
    pub(crate) fn allow(&self, change: &Change) -> bool {
        // Filling in, or signing, a field that was there; a new field was not there to be locked.
        let touches = matches!(change.kind, ChangeKind::FieldFilled | ChangeKind::SignatureAdded)
            && change.replaces.is_some();
        let is_locked = touches
            && change
                .field
                .as_ref()
                .is_none_or(|field| self.locks.iter().any(|lock| lock.locks(field)));
        change.level <= self.level() && !is_locked
    }
}

/// The catalog's permissions dictionary (12.8.6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PermissionsDictionary {
    /// The certifying signature.
    pub(crate) doc_mdp: Option<ObjectId>,
    /// `DocMDP` is there and refers to nothing.
    pub(crate) is_broken: bool,
    /// The usage-rights signature.
    pub(crate) usage_rights: Option<ObjectId>,
    pub(crate) has_usage_rights: bool,
}

impl PermissionsDictionary {
    pub(crate) fn read(
        reader: &mut ObjectReader<'_>,
        trailer: &Dictionary,
    ) -> Result<Self, PdfError> {
        let Some(catalog) = reader.dictionary(trailer.get("Root"))? else {
            return Ok(Self::default());
        };
        let Some(permissions) = reader.dictionary(catalog.get("Perms"))? else {
            return Ok(Self::default());
        };
        let doc_mdp = permissions.get("DocMDP");
        let usage_rights = permissions.get("UR3").or(permissions.get("UR"));
        Ok(Self {
            doc_mdp: doc_mdp.and_then(Object::as_reference),
            is_broken: doc_mdp.is_some_and(|value| value.as_reference().is_none()),
            usage_rights: usage_rights.and_then(Object::as_reference),
            has_usage_rights: usage_rights.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_locks_its_field_and_those_below_part_by_part() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let rows: [(FieldLock, &str, bool); 7] = [
            (FieldLock::All, "a", true),
            (FieldLock::Include(names(&["a"])), "a", true),
            (FieldLock::Include(names(&["a"])), "a.b", true),
            (FieldLock::Include(names(&["a"])), "ab", false),
            (FieldLock::Exclude(names(&["a"])), "a.b", false),
            (FieldLock::Exclude(names(&["a"])), "ab", true),
            (FieldLock::Exclude(names(&[])), "a", true),
        ];
        for (lock, field, expected) in rows {
            assert_eq!(lock.locks(field), expected, "{lock:?} {field}");
        }
    }

    #[test]
    fn what_is_no_permission_permits_nothing() {
        let rows = [
            (None, Permission::FillForms),
            (Some(Object::Integer(1)), Permission::NoChanges),
            (Some(Object::Integer(2)), Permission::FillForms),
            (Some(Object::Integer(3)), Permission::Annotate),
            (Some(Object::Integer(4)), Permission::NoChanges),
            (Some(Object::Real(b"3.0".to_vec())), Permission::NoChanges),
        ];
        for (value, expected) in rows {
            assert_eq!(Permission::read(value.as_ref()), expected, "{value:?}");
        }
    }
}
