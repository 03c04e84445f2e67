//! The structure tree (ISO 32000-2 14.7): what a new signature field needs to be read aloud may be added; nothing that is
//! there may be told otherwise (threat PDF-93).

use std::collections::BTreeMap;

use super::super::object::{Object, ObjectId};
use super::super::parser::PdfError;
use super::ChangeKind;
use super::comparison::{Comparison, Place, Step, pairs};

/// What the structure element of a new field holds (table 355); no text of its own for what is on the page.
const NEW_ELEMENT_KEYS: [&[u8]; 8] = [b"Type", b"S", b"P", b"Pg", b"K", b"T", b"Lang", b"ID"];

/// Entries of a number tree that are read.
const MAX_NUMBERS: usize = 200_000;

/// Depth of a number tree.
const MAX_DEPTH: usize = 16;

impl Comparison<'_> {
    pub(super) fn structure(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let kind = ChangeKind::StructureChanged;
        let (Some(Object::Reference(a)), Some(Object::Reference(b))) = (old, new) else {
            return self.same(old, new, kind, place);
        };
        let place = Self::at_objects(place, Some(*a), Some(*b));
        if a == b && !self.is_dirty(*a) {
            return Ok(());
        }
        let (was, is) = (self.old.dictionary(old)?, self.new.dictionary(new)?);
        let (Some(was), Some(is)) = (was, is) else { return self.same(old, new, kind, place) };
        for (key, (was, is)) in pairs(&was, &is) {
            let at = self.step(place, Step::Key(key.to_vec()));
            match key {
                b"K" => self.structure_kids(was, is, at)?,
                b"ParentTree" => self.parent_tree(was, is, at)?,
                b"ParentTreeNextKey" => {
                    let number = |value: Option<&Object>| value.and_then(Object::as_integer);
                    if number(was) > number(is) {
                        self.report(kind, at);
                    }
                }
                _ => self.same(was, is, kind, at)?,
            }
        }
        Ok(())
    }

    /// Kids of the root or of an element: those that were there stay, in their order; new ones are new fields' elements.
    fn structure_kids(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let kind = ChangeKind::StructureChanged;
        let (was, is) = (old.cloned().into_iter().collect(), new.cloned().into_iter().collect());
        let was: Vec<Object> = self.old.array(old)?.unwrap_or(was);
        let is: Vec<Object> = self.new.array(new)?.unwrap_or(is);
        let mut left = was.iter().peekable();
        for (index, kid) in is.iter().enumerate() {
            let at = self.step(place, Step::Element(index));
            match left.next_if(|old| old.same_value(kid)) {
                Some(Object::Reference(id)) => self.structure_element(*id, at)?,
                Some(old) => self.same(Some(old), Some(kid), kind, at)?,
                None if self.is_element_of_new_field(kid)? => {
                    self.report(ChangeKind::StructureAdded, at);
                }
                None => {
                    self.report(kind, at);
                    return Ok(());
                }
            }
        }
        if left.next().is_some() {
            self.report(kind, place);
        }
        Ok(())
    }

    fn structure_element(&mut self, id: ObjectId, place: Place) -> Result<(), PdfError> {
        let kind = ChangeKind::StructureChanged;
        if !self.is_dirty(id) || !self.first_visit(id, kind)? {
            return Ok(());
        }
        let place = Self::at_objects(place, Some(id), Some(id));
        let reference = Object::Reference(id);
        let was = self.old.dictionary(Some(&reference))?;
        let is = self.new.dictionary(Some(&reference))?;
        let (Some(was), Some(is)) = (was, is) else {
            return self.same(Some(&reference), Some(&reference), kind, place);
        };
        for (key, (was, is)) in pairs(&was, &is) {
            let at = self.step(place, Step::Key(key.to_vec()));
            match key {
                b"K" => self.structure_kids(was, is, at)?,
                // Upwards: compared from there.
                b"P" if super::pages::same(was, is) => {}
                _ => self.same(was, is, kind, at)?,
            }
        }
        Ok(())
    }

    /// An element that only says that here is a form field, and that field is new.
    fn is_element_of_new_field(&mut self, element: &Object) -> Result<bool, PdfError> {
        let Some(id) = element.as_reference() else { return Ok(false) };
        if !matches!(self.old.object(id)?, Object::Null) {
            return Ok(false);
        }
        let Some(element) = self.new.dictionary(Some(element))? else { return Ok(false) };
        let is_form = element.name("S") == Some(b"Form")
            && element.entries.iter().all(|(key, _)| NEW_ELEMENT_KEYS.contains(&key.as_slice()));
        let kid = match element.get("K") {
            Some(Object::Array(kids)) if kids.len() == 1 => kids.first(),
            other => other,
        };
        let Some(reference) = self.new.dictionary(kid)? else { return Ok(false) };
        let widget = reference.get("Obj").and_then(Object::as_reference);
        Ok(is_form
            && reference.name("Type") == Some(b"OBJR")
            && widget.is_some_and(|widget| {
                self.before.field_of(widget).is_none() && self.after.field_of(widget).is_some()
            }))
    }

    /// From the keys on the pages to the elements (14.7.5.4): entries are added, never changed.
    fn parent_tree(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let id = |value: Option<&Object>| value.and_then(Object::as_reference);
        if id(old).is_some() && id(old) == id(new) && id(new).is_some_and(|id| !self.is_dirty(id)) {
            return Ok(());
        }
        let mut was = BTreeMap::new();
        let mut is = BTreeMap::new();
        read_numbers(&mut self.old, old, &mut was, MAX_DEPTH)?;
        read_numbers(&mut self.new, new, &mut is, MAX_DEPTH)?;
        for (number, was) in &was {
            let at = self.step(place, Step::Key(number.to_string().into_bytes()));
            // An element, or an array of them; each is compared from the root down.
            let same_link = is.get(number).is_some_and(|is| was.same_value(is));
            let is =
                is.get(number).map(|is| self.new.resolve(is)).transpose()?.unwrap_or(Object::Null);
            let was = self.old.resolve(was)?;
            if !(was.same_value(&is) || same_link && is_element(&was) && is_element(&is)) {
                self.report(ChangeKind::StructureChanged, at);
            }
        }
        for (number, element) in is.iter().filter(|(number, _)| !was.contains_key(number)) {
            let at = self.step(place, Step::Key(number.to_string().into_bytes()));
            let kind = if self.is_element_of_new_field(element)? {
                ChangeKind::StructureAdded
            } else {
                ChangeKind::StructureChanged
            };
            self.report(kind, at);
        }
        Ok(())
    }
}

fn is_element(value: &Object) -> bool {
    value.as_dictionary().is_some_and(|dictionary| dictionary.get("S").is_some())
}

/// Every entry of a number tree (7.9.7).
fn read_numbers(
    reader: &mut super::super::ObjectReader<'_>,
    node: Option<&Object>,
    numbers: &mut BTreeMap<i64, Object>,
    depth: usize,
) -> Result<(), PdfError> {
    let too_much = PdfError::LimitReached { at: 0, limit: crate::policy::Limit::Elements };
    let depth = depth.checked_sub(1).ok_or(too_much)?;
    let Some(node) = reader.dictionary(node)? else { return Ok(()) };
    let own = reader.array(node.get("Nums"))?.unwrap_or_default();
    for [number, value] in own.as_chunks::<2>().0 {
        if let Some(number) = number.as_integer() {
            numbers.insert(number, value.clone());
        }
        if numbers.len() > MAX_NUMBERS {
            return Err(too_much);
        }
    }
    for kid in reader.array(node.get("Kids"))?.unwrap_or_default() {
        read_numbers(reader, Some(&kid), numbers, depth)?;
    }
    Ok(())
}
