//! The document security store (ISO 32000-2 12.8.4.3) may only grow, and only by streams that can be what they are said to
//! be (threats PDF-48, PDF-49).

use std::collections::BTreeSet;

use super::super::object::{Dictionary, Object, ObjectId};
use super::super::parser::PdfError;
use super::comparison::{Comparison, Place, Step, pairs};
use super::{ChangeKind, ModificationLevel};
use crate::ordered;

/// Lists of the store and of its `VRI` entries (tables 261, 262).
const LISTS: [&[u8]; 6] = [b"Certs", b"CRLs", b"OCSPs", b"Cert", b"CRL", b"OCSP"];

/// What the dictionary of such a stream may hold.
const STREAM_KEYS: [&[u8]; 4] = [b"Length", b"Filter", b"DecodeParms", b"Type"];

impl Comparison<'_> {
    pub(super) fn security_store(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let id = |value: Option<&Object>| value.and_then(Object::as_reference);
        let place = Self::at_objects(place, id(old), id(new));
        if id(old).is_some() && id(old) == id(new) && id(new).is_none_or(|id| !self.is_dirty(id)) {
            return Ok(());
        }
        let (old, new) = (self.old.dictionary(old)?, self.new.dictionary(new)?);
        let Some(new) = new else {
            self.report(ChangeKind::ValidationDataRemoved, place);
            return Ok(());
        };
        let old = old.unwrap_or(Dictionary { entries: Vec::new() });
        let mut grows = false;
        for (key, (was, is)) in pairs(&old, &new) {
            let at = self.step(place, Step::Key(key.to_vec()));
            match key {
                b"VRI" => grows |= self.validation_information(was, is, at)?,
                _ => grows |= self.store_entry(key, was, is, at)?,
            }
        }
        if grows {
            self.report(ChangeKind::ValidationDataAdded, place);
        }
        Ok(())
    }

    /// `VRI`: one entry for each signature, by the digest of its contents.
    fn validation_information(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<bool, PdfError> {
        let none = || Dictionary { entries: Vec::new() };
        let old = self.old.dictionary(old)?.unwrap_or_else(none);
        let new = self.new.dictionary(new)?.unwrap_or_else(none);
        let mut grows = false;
        for (key, (was, is)) in pairs(&old, &new) {
            let at = self.step(place, Step::Key(key.to_vec()));
            let was = self.old.dictionary(was)?.unwrap_or_else(none);
            let Some(is) = self.new.dictionary(is)? else {
                self.report(ChangeKind::ValidationDataRemoved, at);
                continue;
            };
            for (key, (was, is)) in pairs(&was, &is) {
                let at = self.step(at, Step::Key(key.to_vec()));
                grows |= self.store_entry(key, was, is, at)?;
            }
        }
        Ok(grows)
    }

    /// Whether it grew.
    fn store_entry(
        &mut self,
        key: &[u8],
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<bool, PdfError> {
        if !LISTS.contains(&key) {
            // `Type`; `TU` and `TS`, the time of a VRI entry.
            let is_plain = matches!(key, b"Type" | b"TU")
                && matches!(new, Some(Object::Name(_) | Object::String(_)));
            let is_token = key == b"TS" && self.is_evidence(new)?;
            if old.is_none() && (is_plain || is_token) {
                return Ok(true);
            }
            self.same(old, new, ChangeKind::DocumentChanged, place)?;
            return Ok(false);
        }
        let old = self.old.array(old)?.unwrap_or_default();
        let new = self.new.array(new)?.unwrap_or_default();
        let ids = |elements: &[Object]| -> BTreeSet<ObjectId> {
            ordered::set(elements.iter().filter_map(Object::as_reference))
        };
        let (was, is) = (ids(&old), ids(&new));
        let mut grows = false;
        for id in &was {
            let place = Self::at_objects(place, Some(*id), Some(*id));
            if is.contains(id) {
                let reference = Object::Reference(*id);
                self.same(
                    Some(&reference),
                    Some(&reference),
                    ChangeKind::ValidationDataRemoved,
                    place,
                )?;
            } else {
                // It takes evidence away and shows nothing; some writers start their lists anew.
                let level = ModificationLevel::ValidationData;
                self.report_at(ChangeKind::ValidationDataRemoved, level, place);
            }
        }
        for (index, element) in new.iter().enumerate() {
            if element.as_reference().is_some_and(|id| was.contains(&id)) {
                continue;
            }
            grows = true;
            if !self.is_evidence(Some(element))? {
                let place = self.step(place, Step::Element(index));
                let place = Self::at_objects(place, None, element.as_reference());
                self.report(ChangeKind::DocumentChanged, place);
            }
        }
        Ok(grows)
    }

    /// A stream of DER and nothing else. One that was in the document already stays what it was, or is compared there.
    fn is_evidence(&mut self, element: Option<&Object>) -> Result<bool, PdfError> {
        let Some(Object::Reference(id)) = element else { return Ok(false) };
        let value = self.new.value(&Object::Reference(*id))?;
        let (Some(_), Some(dictionary)) = (value.stream, value.object.as_dictionary()) else {
            return Ok(false);
        };
        if !dictionary.entries.iter().all(|(key, _)| STREAM_KEYS.contains(&key.as_slice())) {
            return Ok(false);
        }
        let data = self.new.stream_data(*id)?.unwrap_or_default();
        Ok(is_one_sequence(&data))
    }
}

/// DER of one SEQUENCE, as long as it says (X.690 8.1.3): nothing else fits beside it.
fn is_one_sequence(data: &[u8]) -> bool {
    let Some(([0x30, first], rest)) = data.split_first_chunk::<2>() else { return false };
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        let Some((digits, rest)) =
            rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))
        else {
            return false;
        };
        let value = digits
            .iter()
            .fold(0usize, |sum, digit| sum.saturating_mul(256).saturating_add(usize::from(*digit)));
        (value, rest)
    };
    rest.len() == length
}

#[cfg(test)]
mod tests {
    use super::is_one_sequence;

    #[test]
    fn evidence_is_one_sequence_of_the_length_it_says() {
        let rows: [(&[u8], bool); 6] = [
            (&[0x30, 0], true),
            (&[0x30, 1, 5], true),
            (&[0x30, 1, 5, 0], false),
            (&[0x30, 0x81, 1, 5], true),
            (&[0x30, 0x80, 0, 0], false),
            (b"0\nendstream", false),
        ];
        for (data, expected) in rows {
            assert_eq!(is_one_sequence(data), expected, "{data:?}");
        }
    }
}
