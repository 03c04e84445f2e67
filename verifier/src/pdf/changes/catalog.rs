//! The trailer (ISO 32000-2 7.5.5) and the catalog (7.7.2), key by key: what a save may touch of them, and what names the
//! change where it touches more (threats PDF-38, PDF-49, PDF-50).

use super::super::object::{Dictionary, Object, ObjectId};
use super::super::object_stream::ObjectReader;
use super::super::parser::PdfError;
use super::ChangeKind;
use super::comparison::{Comparison, Place, Step, pairs};

/// Nesting of what an extension may declare.
const MAX_PLAIN_DEPTH: usize = 4;

/// XMP packets are some kilobytes; the first part tells whether it is one.
const XMP_BYTES: usize = 1024 * 1024;

impl Comparison<'_> {
    pub(super) fn trailer(&mut self, root: Place) -> Result<(), PdfError> {
        let (before, after) = (self.before.clone(), self.after.clone());
        let (old, new) = (&before.trailer, &after.trailer);
        let place = self.step(root, Step::key("Info"));
        self.description(old.get("Info"), new.get("Info"), place)?;
        if self.new.document().encryption_changed_in(self.new.bytes()) == Some(self.new.revision())
        {
            let place = self.step(root, Step::key("Encrypt"));
            self.report(ChangeKind::EncryptionChanged, place);
        }
        let reference = |trailer: &Dictionary| trailer.get("Root").and_then(Object::as_reference);
        let (was, is) = (reference(old), reference(new));
        let place = self.step(root, Step::key("Root"));
        let place = Self::at_objects(place, was, is);
        if was != is || was.is_none() {
            self.report(ChangeKind::CatalogReplaced, place);
        }
        self.catalog(&before.catalog, &after.catalog, place)
    }

    fn catalog(&mut self, old: &Dictionary, new: &Dictionary, root: Place) -> Result<(), PdfError> {
        self.pages(root)?;
        self.form(root)?;
        for (key, (old, new)) in pairs(old, new) {
            let place = self.step(root, Step::Key(key.to_vec()));
            let kind = match key {
                // Compared at their own places.
                b"Pages" | b"AcroForm" => continue,
                b"DSS" => {
                    self.security_store(old, new, place)?;
                    continue;
                }
                b"Extensions" | b"Version" => {
                    self.extensions(old, new, place)?;
                    continue;
                }
                b"Metadata" => {
                    self.metadata(old, new, place)?;
                    continue;
                }
                b"StructTreeRoot" => {
                    self.structure(old, new, place)?;
                    continue;
                }
                b"Names" => {
                    self.names(old, new, place)?;
                    continue;
                }
                b"Perms" => ChangeKind::PermissionsChanged,
                b"MarkInfo" => ChangeKind::StructureChanged,
                b"OpenAction" | b"AA" => ChangeKind::ActionsChanged,
                b"AF" | b"Collection" => ChangeKind::AttachmentsChanged,
                b"OCProperties" => ChangeKind::LayersChanged,
                b"Outlines" => ChangeKind::OutlineChanged,
                b"Dests" => ChangeKind::NamesChanged,
                _ => ChangeKind::DocumentChanged,
            };
            self.same(old, new, kind, place)?;
        }
        Ok(())
    }

    /// The name dictionary (7.7.4), each tree by itself.
    fn names(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let (was, is) = (self.old.dictionary(old)?, self.new.dictionary(new)?);
        // What is there and is no dictionary stays what it was.
        if was.is_none() && old.is_some() || is.is_none() && new.is_some() {
            return self.same(old, new, ChangeKind::NamesChanged, place);
        }
        let (old, new) = (was, is);
        let none = Dictionary { entries: Vec::new() };
        for (key, (old, new)) in pairs(old.as_ref().unwrap_or(&none), new.as_ref().unwrap_or(&none))
        {
            let place = self.step(place, Step::Key(key.to_vec()));
            let kind = match key {
                b"EmbeddedFiles" => ChangeKind::AttachmentsChanged,
                b"JavaScript" => ChangeKind::ActionsChanged,
                _ => ChangeKind::NamesChanged,
            };
            self.same(old, new, kind, place)?;
        }
        Ok(())
    }

    /// The information dictionary (14.3.3): text about the file, which no page shows.
    fn description(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let id = |value: Option<&Object>| value.and_then(Object::as_reference);
        let place = Self::at_objects(place, id(old), id(new));
        if id(old) == id(new) && id(new).is_some_and(|id| !self.is_dirty(id)) {
            return Ok(());
        }
        let mut both = (self.old.dictionary(old)?, self.new.dictionary(new)?);
        // Text may stand in objects of its own.
        for (_, value) in both.0.iter_mut().flat_map(|old| &mut old.entries) {
            *value = self.old.resolve(value)?;
        }
        for (_, value) in both.1.iter_mut().flat_map(|new| &mut new.entries) {
            *value = self.new.resolve(value)?;
        }
        match both {
            (None, None) => {}
            (Some(old), Some(new)) if old.same_value(&new) => {}
            // Some writers leave it out of their trailer; that shows nothing.
            (Some(_), None) => {}
            (_, Some(new)) if is_plain(&new, 1) => {
                self.report(ChangeKind::MetadataChanged, place);
            }
            _ => self.report(ChangeKind::DocumentChanged, place),
        }
        Ok(())
    }

    /// Developer extensions (7.12) and the version: declarations that later validation data needs.
    fn extensions(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let old = old.map(|value| self.old.resolve(value)).transpose()?;
        let new = new.map(|value| self.new.resolve(value)).transpose()?;
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) if old.same_value(&new) => {}
            (_, Some(Object::Name(_))) => self.report(ChangeKind::ExtensionsChanged, place),
            (_, Some(Object::Dictionary(new))) if is_plain(&new, MAX_PLAIN_DEPTH) => {
                self.report(ChangeKind::ExtensionsChanged, place);
            }
            _ => self.report(ChangeKind::DocumentChanged, place),
        }
        Ok(())
    }

    /// A metadata stream (14.3.2): XMP and nothing that could be something else, without a document type (threat PDF-50).
    pub(super) fn metadata(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        place: Place,
    ) -> Result<(), PdfError> {
        let id = |value: Option<&Object>| value.and_then(Object::as_reference);
        let place = Self::at_objects(place, id(old), id(new));
        if id(old) == id(new) && id(new).is_none_or(|id| !self.is_dirty(id)) {
            return Ok(());
        }
        let is_proper = match id(new) {
            Some(id) => self.is_xmp(id)?,
            None => false,
        };
        if is_proper {
            if raw_data(&mut self.old, old)? != raw_data(&mut self.new, new)? {
                self.report(ChangeKind::MetadataChanged, place);
            }
            return Ok(());
        }
        self.same(old, new, ChangeKind::DocumentChanged, place)
    }

    fn is_xmp(&mut self, id: ObjectId) -> Result<bool, PdfError> {
        let value = self.new.value(&Object::Reference(id))?;
        let is_declared =
            value.stream.is_some_and(|span| span.end.saturating_sub(span.start) <= XMP_BYTES)
                && value.object.as_dictionary().is_some_and(|dictionary| {
                    dictionary.name("Type") == Some(b"Metadata")
                        && dictionary.name("Subtype") == Some(b"XML")
                });
        if !is_declared {
            return Ok(false);
        }
        let data = self.new.stream_data(id)?.unwrap_or_default();
        let data = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&data);
        let holds = |wanted: &[u8]| data.windows(wanted.len()).any(|window| window == wanted);
        let first = data.iter().find(|byte| !byte.is_ascii_whitespace());
        Ok(first == Some(&b'<') && !holds(b"<!DOCTYPE") && !holds(b"<!ENTITY"))
    }
}

/// The data of a stream as it stands in the file.
fn raw_data<'a>(
    reader: &mut ObjectReader<'a>,
    value: Option<&Object>,
) -> Result<Option<&'a [u8]>, PdfError> {
    let value = value.map(|value| reader.value(value)).transpose()?;
    let span = value.and_then(|value| value.stream);
    Ok(span.and_then(|span| reader.bytes().get(span.start..span.end)))
}

/// Whether it holds no reference and nests no deeper: it can be nothing but what it says.
fn is_plain(dictionary: &Dictionary, depth: usize) -> bool {
    fn plain(value: &Object, depth: usize) -> bool {
        match value {
            Object::Reference(_) => false,
            Object::Dictionary(dictionary) => {
                depth > 0 && is_plain(dictionary, depth.saturating_sub(1))
            }
            Object::Array(elements) => {
                depth > 0 && elements.iter().all(|value| plain(value, depth.saturating_sub(1)))
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::String(_)
            | Object::Name(_) => true,
        }
    }
    dictionary.entries.iter().all(|(_, value)| plain(value, depth))
}
