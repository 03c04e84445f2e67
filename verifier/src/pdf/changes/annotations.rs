//! Annotations (ISO 32000-2 12.5): added, changed and removed ones. Only remarks of known kinds are explained; what paints
//! or acts otherwise, or hides, is not (threats PDF-60, PDF-61). Widgets belong to their fields.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::object::{Dictionary, Object, ObjectId};
use super::super::page_tree::Page;
use super::super::parser::PdfError;
use super::comparison::{Comparison, Place, Step, pairs};
use super::pages::same;
use super::{ChangeKind, ModificationLevel};
use crate::ordered;

/// Markup annotations (table 171) that P = 3 may mean; no sound, file, link, film, redaction, watermark or unknown kind.
const REMARKS: [&[u8]; 15] = [
    b"Text",
    b"FreeText",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Ink",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Caret",
    b"Stamp",
    b"Popup",
];

/// What writing a remark anew touches; not its kind, its flags, its layer or an action.
const REMARK_KEYS: [&[u8]; 32] = [
    b"AP",
    b"AS",
    b"BE",
    b"BS",
    b"Border",
    b"C",
    b"CA",
    b"CL",
    b"Contents",
    b"CreationDate",
    b"DA",
    b"DS",
    b"IC",
    b"IRT",
    b"IT",
    b"InkList",
    b"L",
    b"LE",
    b"M",
    b"NM",
    b"Name",
    b"Open",
    b"Popup",
    b"Q",
    b"QuadPoints",
    b"RC",
    b"RD",
    b"RT",
    b"Rect",
    b"State",
    b"Subj",
    b"Vertices",
];

/// Flags (table 167) that only say that it is printed or locked.
pub(super) const HARMLESS_FLAGS: i64 = 4 | 128 | 512;

impl Comparison<'_> {
    pub(super) fn annotations(
        &mut self,
        old: &Page,
        new: &Page,
        place: Place,
    ) -> Result<(), PdfError> {
        let references = |page: &Page| -> Vec<ObjectId> {
            page.annotations.iter().filter_map(Object::as_reference).collect()
        };
        let direct = |page: &Page| -> Vec<Object> {
            let direct = page.annotations.iter().filter(|value| value.as_reference().is_none());
            direct.cloned().collect()
        };
        self.same(
            Some(&Object::Array(direct(old))),
            Some(&Object::Array(direct(new))),
            ChangeKind::PageChanged,
            place,
        )?;
        let (old, new) = (references(old), references(new));
        let set = |ids: &[ObjectId]| ordered::set(ids.iter().copied());
        let (was, is) = (set(&old), set(&new));
        for id in old.iter().filter(|id| !is.contains(id)) {
            self.annotation_removed(*id, Self::at_objects(place, Some(*id), None))?;
        }
        for (index, id) in new.iter().enumerate() {
            let place = self.step(place, Step::Element(index));
            if was.contains(id) {
                self.annotation(*id, Self::at_objects(place, Some(*id), Some(*id)))?;
            } else {
                self.annotation_added(*id, Self::at_objects(place, None, Some(*id)))?;
            }
        }
        // What lies above what.
        let common = |all: &[ObjectId], others: &BTreeSet<ObjectId>| -> Vec<ObjectId> {
            all.iter().filter(|id| others.contains(id)).copied().collect()
        };
        if common(&old, &is) != common(&new, &was) {
            self.report(ChangeKind::AnnotationChanged, place);
        }
        Ok(())
    }

    fn annotation_removed(&mut self, id: ObjectId, place: Place) -> Result<(), PdfError> {
        // A field's widget is missed where the fields are compared, unless only the page dropped it.
        if let Some(field) = Rc::clone(&self.before).field_of(id) {
            let place = self.in_field(place, &field.name);
            let kind = if field.is_signature() {
                ChangeKind::SignatureRemoved
            } else {
                ChangeKind::FieldRemoved
            };
            self.report(kind, place);
            return Ok(());
        }
        let dictionary = self.old.dictionary(Some(&Object::Reference(id)))?;
        let level = if dictionary.as_ref().is_some_and(is_remark) {
            ModificationLevel::Annotation
        } else {
            ModificationLevel::Other
        };
        let (subtype, rectangle) = description(dictionary.as_ref());
        self.report_with(ChangeKind::AnnotationRemoved, level, place, subtype, rectangle);
        Ok(())
    }

    fn annotation_added(&mut self, id: ObjectId, place: Place) -> Result<(), PdfError> {
        let dictionary = self.new.dictionary(Some(&Object::Reference(id)))?;
        if let Some(field) = Rc::clone(&self.after).field_of(id) {
            let is_new = self.before.field_of(id).is_none();
            // A new field is explained, or not, where the fields are compared.
            if !is_new {
                let place = self.in_field(place, &field.name);
                self.report(ChangeKind::FieldChanged, place);
            }
            return Ok(());
        }
        // An object that the document had already is shown as something else now.
        let is_reused = !matches!(self.old.object(id)?, Object::Null);
        let level = match &dictionary {
            Some(dictionary)
                if is_remark(dictionary) && !acts_or_hides(dictionary) && !is_reused =>
            {
                ModificationLevel::Annotation
            }
            _ => ModificationLevel::Other,
        };
        let (subtype, rectangle) = description(dictionary.as_ref());
        self.report_with(ChangeKind::AnnotationAdded, level, place, subtype, rectangle);
        Ok(())
    }

    fn annotation(&mut self, id: ObjectId, place: Place) -> Result<(), PdfError> {
        let is_field = self.before.field_of(id).is_some() && self.after.field_of(id).is_some();
        if is_field || !self.is_dirty(id) {
            return Ok(());
        }
        let reference = Object::Reference(id);
        let (old, new) =
            (self.old.dictionary(Some(&reference))?, self.new.dictionary(Some(&reference))?);
        let (Some(old), Some(new)) = (old, new) else {
            return self.same(Some(&reference), Some(&reference), ChangeKind::PageChanged, place);
        };
        let explained =
            is_remark(&old) && is_remark(&new) && old.name("Subtype") == new.name("Subtype");
        let (subtype, rectangle) = description(Some(&new));
        for (key, (was, is)) in pairs(&old, &new) {
            let place = self.step(place, Step::Key(key.to_vec()));
            if matches!(key, b"P" | b"Parent") {
                let may_be_named = key == b"P" && was.is_none();
                if !(may_be_named || same(was, is)) {
                    self.report_other(ChangeKind::AnnotationChanged, place);
                }
            } else if explained && REMARK_KEYS.contains(&key) {
                if !same(was, is) || self.leads_to_change(is) {
                    let level = ModificationLevel::Annotation;
                    let (subtype, rectangle) = (subtype.clone(), rectangle.clone());
                    self.report_with(
                        ChangeKind::AnnotationChanged,
                        level,
                        place,
                        subtype,
                        rectangle,
                    );
                }
            } else {
                self.same(was, is, ChangeKind::PageChanged, place)?;
            }
        }
        Ok(())
    }

    /// Whether a value that reads the same holds a reference to something that changed.
    pub(super) fn leads_to_change(&self, value: Option<&Object>) -> bool {
        match value {
            Some(Object::Reference(id)) => self.is_dirty(*id),
            Some(Object::Array(elements)) => {
                elements.iter().any(|element| self.leads_to_change(Some(element)))
            }
            Some(Object::Dictionary(dictionary)) => {
                dictionary.entries.iter().any(|(_, value)| self.leads_to_change(Some(value)))
            }
            _ => false,
        }
    }
}

fn is_remark(dictionary: &Dictionary) -> bool {
    dictionary.name("Subtype").is_some_and(|subtype| REMARKS.contains(&subtype))
}

fn acts_or_hides(dictionary: &Dictionary) -> bool {
    let flags = dictionary.get("F").map_or(Some(0), Object::as_integer);
    // Bits of the flags that have nothing to do with hiding: printed, locked, and without zoom or turning.
    flags.is_none_or(|flags| flags & !(HARMLESS_FLAGS | 8 | 16 | 64) != 0)
        || ["A", "AA", "OC", "FS", "Sound", "Movie"].iter().any(|key| dictionary.get(key).is_some())
}

/// Kind and place for the reader.
pub(super) fn description(dictionary: Option<&Dictionary>) -> (Option<String>, Option<String>) {
    let Some(dictionary) = dictionary else { return (None, None) };
    let subtype = dictionary.name("Subtype").map(|name| String::from_utf8_lossy(name).into_owned());
    (subtype, dictionary.get("Rect").and_then(rectangle))
}

fn rectangle(value: &Object) -> Option<String> {
    let written = |number: &Object| {
        if let Object::Real(text) = number {
            return Some(String::from_utf8_lossy(text).into_owned());
        }
        number.as_integer().map(|number| number.to_string())
    };
    let numbers: Vec<String> = value.as_array()?.iter().take(4).filter_map(written).collect();
    Some(numbers.join(" "))
}
