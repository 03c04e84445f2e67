//! The form and its fields (ISO 32000-2 12.7): filling in, signing, new signature fields, locking. Anything else that a
//! field can become is not explained (threats PDF-44, PDF-58, PDF-59, PDF-62, PDF-63).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::form::FormField;
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::parser::PdfError;
use super::annotations::{HARMLESS_FLAGS, description};
use super::comparison::{Comparison, Place, Step, pairs};
use super::pages::same;
use super::{ChangeKind, ModificationLevel};
use crate::ordered;

/// `Ff` bit 1 (table 227).
const READ_ONLY: i64 = 1;

/// What a new signature field may hold (tables 166, 191, 226, 233, 235); no action, no inherited surprise.
const NEW_FIELD_KEYS: [&[u8]; 24] = [
    b"AP",
    b"Border",
    b"BS",
    b"DA",
    b"DR",
    b"F",
    b"FT",
    b"Ff",
    b"Kids",
    b"Lock",
    b"M",
    b"MK",
    b"NM",
    b"P",
    b"Parent",
    b"Q",
    b"Rect",
    b"SV",
    b"StructParent",
    b"Subtype",
    b"T",
    b"TU",
    b"Type",
    b"V",
];

/// What signing an empty field touches beside its value.
const SIGNING_KEYS: [&[u8]; 8] = [b"AP", b"DA", b"DR", b"F", b"M", b"MK", b"P", b"StructParent"];

/// Of the page, how much a new signature's appearance may take: a stamp or a band, not the text (threat PDF-62).
/// Percent; policy: a quarter.
const LARGEST_SHARE: i128 = 25;

impl Comparison<'_> {
    pub(super) fn fields(
        &mut self,
        old: &[FormField],
        new: &[FormField],
        place: Place,
    ) -> Result<(), PdfError> {
        let by_id = |fields: &[FormField]| -> BTreeMap<ObjectId, usize> {
            let numbered = fields.iter().enumerate();
            ordered::map(numbered.filter_map(|(index, field)| Some((field.id?, index))))
        };
        let (was, is) = (by_id(old), by_id(new));
        for field in old {
            let Some(id) = field.id else { continue };
            let now = is.get(&id).and_then(|index| new.get(*index));
            let place = Self::at_objects(place, Some(id), now.and(Some(id)));
            let place = self.in_field(place, &field.name);
            let Some(now) = now else {
                let kind = if field.is_signature() {
                    ChangeKind::SignatureRemoved
                } else {
                    ChangeKind::FieldRemoved
                };
                self.report(kind, place);
                continue;
            };
            if field.name != now.name
                || field.parent != now.parent
                || field.field_type != now.field_type
                || field.is_terminal != now.is_terminal
            {
                self.report(ChangeKind::FieldChanged, place);
            }
            self.field(field, now, place)?;
        }
        self.direct_fields_by_order(old, new, place)?;
        for field in new {
            if let Some(id) = field.id.filter(|id| !was.contains_key(id)) {
                let place = Self::at_objects(place, None, Some(id));
                let place = self.in_field(place, &field.name);
                self.field_added(field, id, place)?;
            }
        }
        Ok(())
    }

    /// Fields that stand in their parent are paired by their order.
    fn direct_fields_by_order(
        &mut self,
        old: &[FormField],
        new: &[FormField],
        place: Place,
    ) -> Result<(), PdfError> {
        let direct = |fields: &[FormField]| -> Vec<FormField> {
            fields.iter().filter(|field| field.id.is_none()).cloned().collect()
        };
        let (old, new) = (direct(old), direct(new));
        if old.len() != new.len() {
            self.report(ChangeKind::FieldChanged, place);
            return Ok(());
        }
        for (was, is) in old.iter().zip(&new) {
            let place = self.in_field(place, &was.name);
            if was.name != is.name || was.is_terminal != is.is_terminal {
                self.report(ChangeKind::FieldChanged, place);
            }
            self.field(was, is, place)?;
        }
        Ok(())
    }

    fn field(&mut self, old: &FormField, new: &FormField, place: Place) -> Result<(), PdfError> {
        let has_new_value = self.value_differs(old, new)?;
        let signs = new.is_signature() && old.value.is_none() && new.value.is_some();
        if inherits(old) && inherits(new) && (old.value.is_some() || new.value.is_some()) {
            let at = self.step(place, Step::key("V"));
            if signs {
                self.signed(new, at)?;
            } else if new.is_signature() {
                self.signature_value(old.value.as_ref(), new.value.as_ref(), at)?;
            } else if has_new_value {
                self.report(ChangeKind::FieldFilled, at);
            } else {
                self.same(old.value.as_ref(), new.value.as_ref(), ChangeKind::FieldChanged, at)?;
            }
        }
        for (key, (was, is)) in pairs(&old.dictionary, &new.dictionary) {
            let at = self.step(place, Step::Key(key.to_vec()));
            match key {
                // The value of those below it that have none of their own: compared there, under their names, which
                // are the ones that a lock gives (12.7.5.5).
                b"V" if !old.is_terminal && !new.is_terminal => {}
                b"V" if signs => self.signed(new, at)?,
                b"V" if new.is_signature() => self.signature_value(was, is, at)?,
                b"V" | b"RV" | b"I" if has_new_value => self.report(ChangeKind::FieldFilled, at),
                // The tree is compared by its fields.
                b"Kids" if !old.is_terminal => {}
                // From which viewers take what a field inherits.
                b"Parent" => self.same(was, is, ChangeKind::FieldChanged, at)?,
                b"Kids" => self.widgets(old, new, has_new_value || signs, at)?,
                b"Ff" => self.flags(was, is, at)?,
                _ if signs && SIGNING_KEYS.contains(&key) => self.signing(key, was, is, at)?,
                _ => self.appearance(new, key, (was, is), has_new_value, at)?,
            }
        }
        Ok(())
    }

    /// Whether a field that is no signature has another value.
    fn value_differs(&mut self, old: &FormField, new: &FormField) -> Result<bool, PdfError> {
        if new.is_signature() {
            return Ok(false);
        }
        let was = old.value.as_ref().map(|value| self.old.resolve(value)).transpose()?;
        let is = new.value.as_ref().map(|value| self.new.resolve(value)).transpose()?;
        Ok(!same(was.as_ref(), is.as_ref()))
    }

    /// How a filled field looks: drawn anew within its rectangle, and only together with a new value (threat PDF-58).
    fn appearance(
        &mut self,
        field: &FormField,
        key: &[u8],
        (old, new): (Option<&Object>, Option<&Object>),
        has_new_value: bool,
        place: Place,
    ) -> Result<(), PdfError> {
        let is_button = field.field_type.as_deref() == Some(b"Btn");
        let may_change = has_new_value
            && match key {
                b"AP" | b"M" | b"MK" => true,
                b"AS" => is_button,
                // What a list shows first.
                b"TI" => field.field_type.as_deref() == Some(b"Ch"),
                _ => false,
            };
        if may_change {
            if !same(old, new) || self.leads_to_change(new) {
                self.report(ChangeKind::FieldFilled, place);
            }
            return Ok(());
        }
        let kind = match key {
            b"A" | b"AA" => ChangeKind::ActionsChanged,
            // The page it is on may be named where it was not.
            b"P" if old.is_none() => return Ok(()),
            _ if field.is_signature() => ChangeKind::SignatureChanged,
            _ => ChangeKind::FieldChanged,
        };
        self.same(old, new, kind, place)
    }

    /// A terminal field's widgets: the same ones, each by the rules of its field.
    fn widgets(
        &mut self,
        old: &FormField,
        new: &FormField,
        has_new_value: bool,
        place: Place,
    ) -> Result<(), PdfError> {
        let ids = |field: &FormField| field.widgets.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        if ids(old) != ids(new) || ids(new).contains(&None) {
            let kind = if old.is_signature() {
                ChangeKind::SignatureChanged
            } else {
                ChangeKind::FieldChanged
            };
            if ids(old) != ids(new) {
                self.report(kind, place);
                return Ok(());
            }
        }
        for (index, ((id, old), (_, now))) in old.widgets.iter().zip(&new.widgets).enumerate() {
            let place = self.step(place, Step::Element(index));
            let place = Self::at_objects(place, *id, *id);
            for (key, (was, is)) in pairs(old, now) {
                let at = self.step(place, Step::Key(key.to_vec()));
                if new.is_signature() && has_new_value && SIGNING_KEYS.contains(&key) {
                    self.signing(key, was, is, at)?;
                } else if key != b"Parent" || !same(was, is) {
                    self.appearance(new, key, (was, is), has_new_value, at)?;
                }
            }
        }
        Ok(())
    }

    /// Only read-only may come: it takes freedom and gives none.
    fn flags(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let bits = |value: Option<&Object>| value.map_or(Some(0), Object::as_integer);
        match (bits(old), bits(new)) {
            (Some(old), Some(new)) if old == new => Ok(()),
            (Some(old), Some(new)) if old | READ_ONLY == new => {
                self.report(ChangeKind::FieldLocked, place);
                Ok(())
            }
            _ => self.same(old, new, ChangeKind::FieldChanged, place),
        }
    }

    /// An empty signature field was signed in this revision; whether the signature is good is judged with the others.
    fn signed(&mut self, field: &FormField, place: Place) -> Result<(), PdfError> {
        let id = field.value.as_ref().and_then(Object::as_reference);
        let is_here = match id {
            Some(id) => {
                self.new.in_use(id)?.is_some_and(|(_, made_by)| made_by == self.new.revision())
            }
            None => false,
        };
        if !is_here {
            self.report(ChangeKind::SignatureChanged, place);
            return Ok(());
        }
        let dictionary = self.new.dictionary(field.value.as_ref())?;
        let is_time_stamp = dictionary
            .is_some_and(|dictionary| dictionary.name("SubFilter") == Some(b"ETSI.RFC3161"));
        let kind = if is_time_stamp {
            ChangeKind::DocumentTimeStampAdded
        } else {
            ChangeKind::SignatureAdded
        };
        let shown = shown(field);
        let (_, rectangle) = shown
            .iter()
            .map(|(_, widget)| description(Some(widget)))
            .find(|(_, rectangle)| rectangle.is_some())
            .unwrap_or_default();
        let mut share = 0i128;
        for (id, widget) in &shown {
            if let Some(id) = id {
                share = share.saturating_add(self.share_of_page(*id, widget)?);
            }
        }
        // A time-stamp has nothing to show.
        let level = if share > LARGEST_SHARE || is_time_stamp && share > 0 {
            ModificationLevel::Other
        } else if is_time_stamp {
            ModificationLevel::ValidationData
        } else {
            ModificationLevel::FormFilling
        };
        let page = shown.iter().find_map(|(id, _)| self.after.page_showing((*id)?));
        self.report_with(kind, level, Self::on_page(place, page), None, rectangle);
        Ok(())
    }

    /// What signing touches beside the value: how it looks, and flags that do not hide.
    fn signing(
        &mut self,
        key: &[u8],
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        if key == b"F" {
            let bits = |value: Option<&Object>| value.map_or(Some(0), Object::as_integer);
            let harmless = bits(old)
                .zip(bits(new))
                .is_some_and(|(old, new)| (old ^ new) & !HARMLESS_FLAGS == 0);
            if !harmless {
                self.report(ChangeKind::SignatureChanged, place);
            }
            return Ok(());
        }
        if key == b"P" && old.is_some() {
            return self.same(old, new, ChangeKind::SignatureChanged, place);
        }
        Ok(())
    }

    /// A signature that was there stays what it was, to the last key of its dictionary (I4; threats PDF-31, PDF-35).
    fn signature_value(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let id = |value: Option<&Object>| value.and_then(Object::as_reference);
        let place = Self::at_objects(place, id(old), id(new));
        if new.is_none() {
            self.report(ChangeKind::SignatureRemoved, place);
        } else if id(old) != id(new) {
            self.report(ChangeKind::SignatureChanged, place);
        } else {
            self.same(old, new, ChangeKind::SignatureChanged, place)?;
        }
        Ok(())
    }

    fn field_added(
        &mut self,
        field: &FormField,
        id: ObjectId,
        place: Place,
    ) -> Result<(), PdfError> {
        // An object that the document had already becomes a field: it is shown, or asked, as something else.
        let is_reused = !matches!(self.old.object(id)?, Object::Null);
        let parent = field.dictionary.get("Parent");
        if parent.and_then(Object::as_reference) != field.parent
            || parent.is_some() != field.parent.is_some()
        {
            self.report(ChangeKind::FieldAdded, place);
            return Ok(());
        }
        if !field.is_terminal {
            // It only names what is below it.
            if is_reused
                || field.dictionary.entries.iter().any(|(key, _)| {
                    !matches!(key.as_slice(), b"T" | b"Kids" | b"Parent" | b"FT" | b"TU")
                })
            {
                self.report(ChangeKind::FieldAdded, place);
            }
            return Ok(());
        }
        let dictionaries = || shown(field).into_iter().map(|(_, dictionary)| dictionary);
        let is_known = dictionaries()
            .flat_map(|dictionary| &dictionary.entries)
            .all(|(key, _)| NEW_FIELD_KEYS.contains(&key.as_slice()));
        let hides_nothing = dictionaries().all(|dictionary| {
            let flags = dictionary.get("F").map_or(Some(0), Object::as_integer);
            flags.is_some_and(|flags| flags & !(HARMLESS_FLAGS | 2 | 8 | 16 | 32 | 64) == 0)
        });
        if is_reused || !field.is_signature() || !is_known || !hides_nothing {
            self.report(ChangeKind::FieldAdded, place);
            return Ok(());
        }
        if field.value.is_some() {
            return self.signed(field, place);
        }
        // An empty place to sign shows nothing yet (threat PDF-63); some viewers paint its background.
        let mut paints = dictionaries().any(|dictionary| {
            ["MK", "BS", "Border"].iter().any(|key| dictionary.get(key).is_some())
        });
        for dictionary in dictionaries() {
            paints |= !self.is_blank(dictionary.get("AP"))?;
        }
        let level = if paints { ModificationLevel::Other } else { ModificationLevel::FormFilling };
        let (_, rectangle) = description(Some(&field.dictionary));
        let page = shown(field).iter().find_map(|(id, _)| self.after.page_showing((*id)?));
        self.report_with(
            ChangeKind::SignatureFieldAdded,
            level,
            Self::on_page(place, page),
            None,
            rectangle,
        );
        Ok(())
    }

    /// No appearance, or one stream of no bytes.
    fn is_blank(&mut self, appearance: Option<&Object>) -> Result<bool, PdfError> {
        let Some(appearance) = appearance else { return Ok(true) };
        let Some(appearances) = self.new.dictionary(Some(appearance))? else { return Ok(false) };
        let [(key, normal)] = appearances.entries.as_slice() else { return Ok(false) };
        let value = self.new.value(normal)?;
        let is_empty = value.stream.is_some_and(|data| data.start == data.end);
        // 7.3.8.2: nor data in another file.
        let elsewhere = value.object.as_dictionary().is_none_or(|stream| stream.get("F").is_some());
        Ok(key == b"N" && is_empty && !elsewhere)
    }

    /// How much of the pages that list it a widget takes, in percent, rounded up; all where that cannot be told.
    fn share_of_page(&mut self, id: ObjectId, widget: &Dictionary) -> Result<i128, PdfError> {
        let after = Rc::clone(&self.after);
        let pages = after.pages_showing(id);
        let (Some(rectangle), false) = (widget.get("Rect"), pages.is_empty()) else {
            // What no page lists is not shown.
            return Ok(0);
        };
        let Some(area_of_widget) = area(&self.new.resolve(rectangle)?) else { return Ok(100) };
        let mut share = 0;
        for page in pages.iter().filter_map(|number| after.pages.get(*number)) {
            let [_, media_box, crop_box, _] = &page.inherited;
            let mut smallest = None;
            for visible in [media_box, crop_box].into_iter().flatten() {
                let visible = area(&self.new.resolve(visible)?).unwrap_or(0);
                smallest = Some(smallest.map_or(visible, |other: i128| other.min(visible)));
            }
            let percent = area_of_widget.saturating_mul(100);
            let page = smallest.unwrap_or(0);
            let rounded_up = percent.saturating_add(page.saturating_sub(1)).checked_div(page);
            share = share.max(if percent == 0 { 0 } else { rounded_up.unwrap_or(100) });
        }
        Ok(share)
    }
}

/// Width times height of a rectangle, in millionths of a square point.
fn area(rectangle: &Object) -> Option<i128> {
    let [left, bottom, right, top] = rectangle.as_thousandths()?.map(i128::from);
    let (width, height) = (right.checked_sub(left)?, top.checked_sub(bottom)?);
    width.checked_mul(height).map(i128::abs)
}

/// Whether a field's value is written in one above it (12.7.4.1).
fn inherits(field: &FormField) -> bool {
    field.is_terminal && field.dictionary.get("V").is_none()
}

/// What shows a field: its widgets, or itself.
fn shown(field: &FormField) -> Vec<(Option<ObjectId>, &Dictionary)> {
    let widgets = field.widgets.iter().map(|(id, widget)| (*id, widget));
    widgets.chain([(field.id, &field.dictionary)]).collect()
}
