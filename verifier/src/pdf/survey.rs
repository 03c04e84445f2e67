//! What a document holds that its reader should know of, beside the signatures: actions, layers, attachments, material
//! from outside, pages that show less than they hold or that nothing leads to (threats PDF-57, PDF-59, PDF-69 to PDF-75).
//! That informs and decides nothing. On the way it meets every object, and tells whether each reads and stands once.

use std::collections::BTreeSet;

use super::changes::References;
use super::extents::Extents;
use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectReader;
use super::page_tree::{Page, PageTree};
use super::parser::{Parser, PdfError};
use super::text::text_string;
use super::xref::XrefEntry;

/// Names, hosts and pages that are listed; nobody reads more.
const MAX_LISTED: usize = 12;

/// Action types (ISO 32000-2 table 201) that do something by themselves or with the form.
const ACTIVE: [&[u8]; 12] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"ResetForm",
    b"Hide",
    b"SetOCGState",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"RichMediaExecute",
    b"GoTo3DView",
];

/// Action types that lead out of the file.
const OUTWARD: [&[u8]; 3] = [b"GoToR", b"GoToE", b"Thread"];

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Action types, in order.
    pub(crate) actions: BTreeSet<String>,
    /// What is shown from outside the file.
    pub(crate) external: BTreeSet<String>,
    /// Hosts of links.
    pub(crate) hosts: BTreeSet<String>,
    /// Embedded files, by name.
    pub(crate) attachments: BTreeSet<String>,
    pub(crate) has_xfa: bool,
    pub(crate) needs_appearances: bool,
    pub(crate) layers: usize,
    pub(crate) hidden_layers: usize,
    /// Pages whose `CropBox` is smaller than their `MediaBox`, counted from 1.
    pub(crate) cropped_pages: Vec<usize>,
    /// Pages and catalogs that nothing leads to.
    pub(crate) hidden_pages: usize,
    /// The first object that something leads to and that does not read.
    pub(crate) unreadable: Option<PdfError>,
    /// The first place where a reader that searches finds another object than the cross-reference names.
    pub(crate) ambiguous_at: Option<usize>,
    /// Which object refers to which, in the last revision.
    pub(crate) references: References,
}

/// Looks through the last revision.
pub(crate) fn survey(
    reader: &mut ObjectReader<'_>,
    trailer: &Dictionary,
) -> Result<Survey, PdfError> {
    let mut survey = Survey::default();
    survey.catalog(reader, trailer)?;
    let mut extents = Extents::default();
    let reachable = survey.reachable(reader, trailer, &mut extents)?;
    survey.hidden(reader, &reachable, &mut extents)?;
    extents.add_superseded(reader)?;
    survey.ambiguous_at = extents.ambiguity(reader)?;
    Ok(survey)
}

impl Survey {
    fn catalog(
        &mut self,
        reader: &mut ObjectReader<'_>,
        trailer: &Dictionary,
    ) -> Result<(), PdfError> {
        let Some(catalog) = reader.dictionary(trailer.get("Root"))? else { return Ok(()) };
        if let Some(form) = reader.dictionary(catalog.get("AcroForm"))? {
            self.has_xfa = form.get("XFA").is_some();
            self.needs_appearances =
                matches!(form.get("NeedAppearances"), Some(Object::Boolean(true)));
        }
        if let Some(layers) = reader.dictionary(catalog.get("OCProperties"))? {
            self.layers = reader.array(layers.get("OCGs"))?.map_or(0, |groups| groups.len());
            let shown = reader.dictionary(layers.get("D"))?;
            let off = reader.array(shown.as_ref().and_then(|shown| shown.get("OFF")))?;
            let off = off.map_or(0, |groups| groups.len());
            let is_off = shown.as_ref().and_then(|shown| shown.name("BaseState")) == Some(b"OFF");
            self.hidden_layers = if is_off { self.layers } else { off.min(self.layers) };
        }
        let tree = PageTree::read(reader, &catalog, None)?;
        let cropped = tree.pages.iter().enumerate().filter(|(_, page)| is_cropped(page));
        let numbers = cropped.map(|(number, _)| number.saturating_add(1));
        self.cropped_pages = numbers.take(MAX_LISTED).collect();
        Ok(())
    }

    /// Follows every reference from the trailer, and notes what it passes.
    fn reachable(
        &mut self,
        reader: &mut ObjectReader<'_>,
        trailer: &Dictionary,
        extents: &mut Extents,
    ) -> Result<BTreeSet<u32>, PdfError> {
        let mut waiting: Vec<ObjectId> = Vec::new();
        let mut seen = BTreeSet::new();
        for (_, value) in &trailer.entries {
            references(value, &mut waiting);
        }
        while let Some(id) = waiting.pop() {
            // Many viewers overlook the generation, and find an object where others find none.
            if reader.is_of_another_generation(id) {
                let error = Parser::new(reader.bytes(), 0).unexpected("the generation in use");
                self.unreadable.get_or_insert(error);
            }
            if !seen.insert(id.number) {
                continue;
            }
            let object = match reader.located(id) {
                Ok((value, span)) => {
                    span.iter().for_each(|span| extents.add(id.number, span.start, span.end));
                    value.object
                }
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                Err(error @ (PdfError::Unexpected { .. } | PdfError::DuplicateKey { .. })) => {
                    self.unreadable.get_or_insert(error);
                    self.references.add_unreadable(id.number);
                    continue;
                }
            };
            self.look_at(&object);
            self.references.add(reader, id.number, &object);
            references(&object, &mut waiting);
        }
        Ok(seen)
    }

    fn look_at(&mut self, object: &Object) {
        match object {
            Object::Dictionary(dictionary) => {
                self.look_at_dictionary(dictionary);
                dictionary.entries.iter().for_each(|(_, value)| self.look_at(value));
            }
            Object::Array(elements) => elements.iter().for_each(|element| self.look_at(element)),
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::String(_)
            | Object::Name(_)
            | Object::Reference(_) => {}
        }
    }

    fn look_at_dictionary(&mut self, dictionary: &Dictionary) {
        if let Some(action) = dictionary.name("S") {
            if ACTIVE.contains(&action) {
                list(&mut self.actions, &String::from_utf8_lossy(action));
            } else if OUTWARD.contains(&action) {
                list(&mut self.external, &String::from_utf8_lossy(action));
            } else if action == b"URI"
                && let Some(address) = dictionary.string("URI")
            {
                list(&mut self.hosts, &host(&text_string(&address.bytes)));
            }
        }
        match dictionary.name("Subtype") {
            Some(b"RichMedia") => list(&mut self.external, "RichMedia"),
            Some(b"Image" | b"Form") => {
                for key in ["Ref", "Alternates", "OPI"] {
                    if dictionary.get(key).is_some() {
                        list(&mut self.external, key);
                    }
                }
            }
            _ => {}
        }
        // 7.3.8.2: a stream whose data is in another file.
        if dictionary.get("FFilter").is_some()
            || (dictionary.get("Length").is_some() && dictionary.get("F").is_some())
        {
            list(&mut self.external, "F");
        }
        if dictionary.get("EF").is_some() {
            let name = dictionary.string("UF").or(dictionary.string("F"));
            list(
                &mut self.attachments,
                &name.map_or_else(String::new, |name| text_string(&name.bytes)),
            );
        }
    }

    /// Whole pages that are in the file and not in the document: prepared for a later exchange (threat PDF-57).
    fn hidden(
        &mut self,
        reader: &mut ObjectReader<'_>,
        reachable: &BTreeSet<u32>,
        extents: &mut Extents,
    ) -> Result<(), PdfError> {
        let (document, bytes) = (reader.document(), reader.bytes());
        for number in document.numbers_upto(reader.revision()) {
            if reachable.contains(&number) {
                continue;
            }
            let generation = match document.entry(bytes, reader.revision(), number) {
                Some((_, XrefEntry::InUse { generation, .. })) => generation,
                Some((_, XrefEntry::Compressed { .. })) => 0,
                Some((_, XrefEntry::Free)) | None => continue,
            };
            match reader.located(ObjectId { number, generation }) {
                Ok((value, span)) => {
                    span.iter().for_each(|span| extents.add(number, span.start, span.end));
                    self.references.add(reader, number, &value.object);
                    let dictionary = value.object.as_dictionary();
                    let kind = dictionary.and_then(|dictionary| dictionary.name("Type"));
                    if matches!(kind, Some(b"Page" | b"Pages" | b"Catalog")) {
                        self.hidden_pages = self.hidden_pages.saturating_add(1);
                    }
                }
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                Err(PdfError::Unexpected { .. } | PdfError::DuplicateKey { .. }) => {
                    self.references.add_unreadable(number);
                }
            }
        }
        Ok(())
    }
}

fn list(found: &mut BTreeSet<String>, name: &str) {
    if found.len() < MAX_LISTED {
        found.insert(name.to_owned());
    }
}

/// The host of an address, without what could pretend to be one.
fn host(address: &str) -> String {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = after_scheme.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_owned()
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(elements) => elements.iter().for_each(|element| references(element, found)),
        Object::Dictionary(dictionary) => {
            dictionary.entries.iter().for_each(|(_, value)| references(value, found));
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::String(_)
        | Object::Name(_) => {}
    }
}

/// Smaller than the medium by more than a point on any side.
fn is_cropped(page: &Page) -> bool {
    let [_, media, crop, _] = &page.inherited;
    let numbers = |value: &Option<Object>| value.as_ref().and_then(Object::as_thousandths::<4>);
    let (Some(crop), Some(media)) = (numbers(crop), numbers(media)) else { return false };
    let [left, bottom, right, top] = crop;
    let [medium_left, medium_bottom, medium_right, medium_top] = media;
    left > medium_left.saturating_add(1000)
        || bottom > medium_bottom.saturating_add(1000)
        || right < medium_right.saturating_sub(1000)
        || top < medium_top.saturating_sub(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_stands_between_the_scheme_and_the_path() {
        let rows = [
            ("https://tte.example/verify?id=1", "tte.example"),
            ("https://tte.example@evil.example/x", "evil.example"),
            ("mailto:a@b.example", "b.example"),
            ("http:evil.example", "http:evil.example"),
        ];
        for (address, expected) in rows {
            assert_eq!(host(address), expected, "{address}");
        }
    }
}
