//! The form itself (ISO 32000-2 12.7.3): its flags and resources may be added to; what draws its fields anew, or fills them
//! by program, is not explained (threats PDF-58, PDF-59).

use super::super::form::FormField;
use super::super::object::{Dictionary, Object};
use super::super::parser::PdfError;
use super::comparison::{Comparison, Place, Step, pairs};
use super::pages::same;
use super::skeleton::Skeleton;
use super::{ChangeKind, ModificationLevel};

impl Comparison<'_> {
    pub(super) fn form(&mut self, root: Place) -> Result<(), PdfError> {
        let (before, after) = (self.before.clone(), self.after.clone());
        let place = self.step(root, Step::key("AcroForm"));
        let id =
            |skeleton: &Skeleton| skeleton.catalog.get("AcroForm").and_then(Object::as_reference);
        let place = Self::at_objects(place, id(&before), id(&after));
        let none = || Dictionary { entries: Vec::new() };
        let old = self.old.dictionary(before.catalog.get("AcroForm"))?.unwrap_or_else(none);
        let new = self.new.dictionary(after.catalog.get("AcroForm"))?.unwrap_or_else(none);
        for (key, (was, is)) in pairs(&old, &new) {
            let at = self.step(place, Step::Key(key.to_vec()));
            match key {
                b"Fields" => self.direct_fields(was, is, at)?,
                b"SigFlags" => self.signature_flags(was, is, at),
                b"DR" => self.resources(was, is, at)?,
                // Readers are told to draw fields anew, and may draw something else (threat PDF-58).
                b"NeedAppearances" => match is {
                    _ if same(was, is) => {}
                    None | Some(Object::Boolean(false)) => {
                        self.report(ChangeKind::FormResourcesAdded, at)
                    }
                    Some(_) => self.report(ChangeKind::FormChanged, at),
                },
                b"DA" | b"Q" if was.is_none() && !before.fields.iter().any(is_drawn) => {
                    self.report(ChangeKind::FormResourcesAdded, at);
                }
                b"XFA" => self.same(was, is, ChangeKind::XfaChanged, at)?,
                _ => self.same(was, is, ChangeKind::FormChanged, at)?,
            }
        }
        let at = self.step(place, Step::key("Fields"));
        self.fields(&before.fields, &after.fields, at)
    }

    /// Fields without a number of their own have no place to be compared at: they stay as they are.
    fn direct_fields(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let direct = |elements: Option<Vec<Object>>| {
            let elements = elements.unwrap_or_default().into_iter();
            Object::Array(elements.filter(|element| element.as_reference().is_none()).collect())
        };
        let (old, new) = (direct(self.old.array(old)?), direct(self.new.array(new)?));
        self.same(Some(&old), Some(&new), ChangeKind::FormChanged, place)
    }

    /// Table 225: bits may be set, never cleared.
    fn signature_flags(&mut self, old: Option<&Object>, new: Option<&Object>, place: Place) {
        let bits = |value: Option<&Object>| value.map_or(Some(0), Object::as_integer);
        match (bits(old), bits(new)) {
            (Some(old), Some(new)) if old == new => {}
            (Some(old), Some(new)) if old & !new == 0 && (0..4).contains(&new) => {
                let level = ModificationLevel::ValidationData;
                self.report_at(ChangeKind::FormResourcesAdded, level, place);
            }
            _ => self.report(ChangeKind::FormChanged, place),
        }
    }

    /// Resources of the form may be added to, one name at a time; what is there stays.
    fn resources(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let none = || Dictionary { entries: Vec::new() };
        let (was, is) = (self.old.dictionary(old)?, self.new.dictionary(new)?);
        // What is there and is no dictionary stays what it was.
        if was.is_none() && old.is_some() || is.is_none() && new.is_some() {
            return self.same(old, new, ChangeKind::FormChanged, place);
        }
        let (old, new) = (was.unwrap_or_else(none), is.unwrap_or_else(none));
        for (category, (was, is)) in pairs(&old, &new) {
            let place = self.step(place, Step::Key(category.to_vec()));
            if category == b"ProcSet" {
                continue;
            }
            let (was, is) = (
                self.old.dictionary(was)?.unwrap_or_else(none),
                self.new.dictionary(is)?.unwrap_or_else(none),
            );
            for (name, (was, is)) in pairs(&was, &is) {
                let place = self.step(place, Step::Key(name.to_vec()));
                if was.is_none() && self.before.fields.iter().any(is_drawn) {
                    // A field without looks of its own may be drawn with it now.
                    self.report_at(ChangeKind::FormChanged, ModificationLevel::FormFilling, place);
                } else if was.is_none() {
                    self.report(ChangeKind::FormResourcesAdded, place);
                } else {
                    self.same(was, is, ChangeKind::FormChanged, place)?;
                }
            }
        }
        Ok(())
    }
}

/// A field that shows a value.
fn is_drawn(field: &FormField) -> bool {
    field.is_terminal && !field.is_signature()
}
