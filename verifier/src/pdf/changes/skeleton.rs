//! The objects of a revision that have a place of their own: catalog, page tree (ISO 32000-2 7.7.3), annotations (12.5),
//! form fields (12.7). References to them from elsewhere are links, not contents.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::form::{FormField, form_fields};
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::object_stream::ObjectReader;
use super::super::page_tree::{Earlier, Page, PageTree};
use super::super::parser::{Parser, PdfError};
use crate::ordered;
use crate::policy::{Limit, Work};

/// The places of one revision.
#[derive(Debug)]
pub(super) struct Skeleton {
    pub(super) trailer: Dictionary,
    pub(super) catalog: Dictionary,
    pub(super) pages: Vec<Rc<Page>>,
    /// Nodes of the page tree, in order.
    pub(super) page_nodes: Vec<(ObjectId, Dictionary)>,
    pub(super) fields: Vec<FormField>,
    /// Objects compared at their own place.
    pub(super) places: BTreeSet<ObjectId>,
    page_numbers: BTreeMap<ObjectId, usize>,
    /// Terminal fields by the objects that show them.
    widgets: BTreeMap<ObjectId, usize>,
    /// The pages that list an annotation.
    shown_on: BTreeMap<ObjectId, Vec<usize>>,
}

impl Skeleton {
    /// The places of the revision that the reader reads; `before` are those of the one before it, where they are known.
    pub(super) fn read(
        reader: &mut ObjectReader<'_>,
        before: Option<&Self>,
        work: &Work,
    ) -> Result<Self, PdfError> {
        let nowhere = PdfError::LimitReached { at: 0, limit: Limit::Elements };
        let trailer = reader.document().trailer(reader.revision()).ok_or(nowhere)?.clone();
        let Some(catalog) = reader.dictionary(trailer.get("Root"))? else {
            return Err(Parser::new(reader.bytes(), 0).unexpected("a catalog"));
        };
        let page = |id| {
            let before = before?;
            before.pages.get(before.page_number(id)?).map(Rc::clone)
        };
        let earlier = Earlier { revision: reader.revision().saturating_sub(1), page: &page };
        let tree = PageTree::read(reader, &catalog, before.map(|_| &earlier))?;
        let fields = form_fields(reader, &trailer, work)?;
        let page_numbers = tree.pages.iter().enumerate().map(|(number, page)| (page.id, number));
        let mut widgets = BTreeMap::new();
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| field.is_terminal) {
            let ids = field.widgets.iter().map(|(id, _)| *id).chain([field.id]);
            widgets.extend(ids.flatten().map(|id| (id, index)));
        }
        let mut shown_on: BTreeMap<ObjectId, Vec<usize>> = BTreeMap::new();
        for (number, page) in tree.pages.iter().enumerate() {
            let annotations = page.annotations.iter().filter_map(Object::as_reference);
            annotations.for_each(|id| shown_on.entry(id).or_default().push(number));
        }
        let mut skeleton = Self {
            places: BTreeSet::new(),
            page_numbers: ordered::map(page_numbers),
            widgets,
            shown_on,
            trailer,
            catalog,
            pages: tree.pages,
            page_nodes: tree.nodes,
            fields,
        };
        skeleton.places = skeleton.places(reader)?;
        Ok(skeleton)
    }

    /// Only plain dictionaries have a place, and each only one: an object that is two things is compared as contents.
    fn places(&self, reader: &mut ObjectReader<'_>) -> Result<BTreeSet<ObjectId>, PdfError> {
        let mut places = BTreeSet::new();
        let mut twice = BTreeSet::new();
        let mut add = |id: ObjectId| {
            if !places.insert(id) {
                twice.insert(id);
            }
        };
        let form = self.catalog.get("AcroForm").and_then(Object::as_reference);
        self.trailer
            .get("Root")
            .and_then(Object::as_reference)
            .into_iter()
            .chain(form)
            .for_each(&mut add);
        self.page_nodes.iter().for_each(|(id, _)| add(*id));
        self.pages.iter().for_each(|page| add(page.id));
        let mut of_form = BTreeSet::new();
        for field in &self.fields {
            let widgets = field.widgets.iter().map(|(id, _)| *id);
            for id in widgets.chain([field.id]).flatten() {
                add(id);
                of_form.insert(id);
            }
        }
        let mut annotations: BTreeSet<ObjectId> = BTreeSet::new();
        for page in &self.pages {
            annotations.extend(page.annotations.iter().filter_map(Object::as_reference));
        }
        // A widget of the form is listed by its page too.
        annotations.difference(&of_form).for_each(|id| add(*id));
        for id in annotations {
            let value = reader.value(&Object::Reference(id))?;
            if value.as_plain_dictionary().is_none() {
                twice.insert(id);
            }
        }
        Ok(ordered::set(places.difference(&twice).copied()))
    }

    /// The number of a page, counted from 0.
    pub(super) fn page_number(&self, id: ObjectId) -> Option<usize> {
        self.page_numbers.get(&id).copied()
    }

    /// The field that an annotation is, or is a widget of.
    pub(super) fn field_of(&self, widget: ObjectId) -> Option<&FormField> {
        self.fields.get(*self.widgets.get(&widget)?)
    }

    /// The first page that shows an annotation.
    pub(super) fn page_showing(&self, annotation: ObjectId) -> Option<usize> {
        self.pages_showing(annotation).first().copied()
    }

    /// Every page that shows an annotation.
    pub(super) fn pages_showing(&self, annotation: ObjectId) -> &[usize] {
        self.shown_on.get(&annotation).map(Vec::as_slice).unwrap_or_default()
    }
}
