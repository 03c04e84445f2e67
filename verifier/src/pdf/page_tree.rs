//! The page tree (ISO 32000-2 7.7.3): every page in its order, with what it inherits.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::{Parser, PdfError};
use super::xref::XrefEntry;
use crate::policy::Limit;

/// Attributes that a page takes from the nodes above it (table 31).
pub(crate) const INHERITABLE: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

/// How deep the page tree may go.
const MAX_DEPTH: usize = 64;

/// A page with what it inherits.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) id: ObjectId,
    pub(crate) dictionary: Dictionary,
    /// In the order of [`INHERITABLE`]; its own or inherited.
    pub(crate) inherited: [Option<Object>; 4],
    /// The elements of `Annots`.
    pub(crate) annotations: Vec<Object>,
    /// Everything in it but what it inherits stands in its own object.
    stands_alone: bool,
}

/// The pages of an earlier revision: those that did not change since need not be read again.
pub(crate) struct Earlier<'a> {
    pub(crate) revision: usize,
    pub(crate) page: &'a dyn Fn(ObjectId) -> Option<Rc<Page>>,
}

impl Earlier<'_> {
    /// The page, if the same object stands at the same place and inherits the same.
    fn unchanged(
        &self,
        reader: &ObjectReader<'_>,
        id: ObjectId,
        inherited: &[Option<Object>; 4],
    ) -> Option<Rc<Page>> {
        let page = (self.page)(id).filter(|page| page.stands_alone)?;
        let entry = |revision| reader.document().entry(reader.bytes(), revision, id.number);
        let now = entry(reader.revision())?;
        let is_same_object =
            matches!(now.1, XrefEntry::InUse { .. }) && entry(self.revision) == Some(now);
        let mut slots = INHERITABLE.iter().zip(inherited.iter().zip(&page.inherited));
        let inherits_the_same = slots.all(|(key, (now, then))| match (now, then) {
            _ if page.dictionary.get(key).is_some() => true,
            (Some(now), Some(then)) => now.same_value(then),
            (now, then) => now.is_none() && then.is_none(),
        });
        (is_same_object && inherits_the_same).then_some(page)
    }
}

/// The pages of a revision, and the nodes above them.
#[derive(Debug, Default)]
pub(crate) struct PageTree {
    pub(crate) pages: Vec<Rc<Page>>,
    /// The nodes, in order.
    pub(crate) nodes: Vec<(ObjectId, Dictionary)>,
    visited: BTreeSet<ObjectId>,
}

impl PageTree {
    pub(crate) fn read(
        reader: &mut ObjectReader<'_>,
        catalog: &Dictionary,
        earlier: Option<&Earlier<'_>>,
    ) -> Result<Self, PdfError> {
        let mut tree = Self::default();
        if let Some(root) = catalog.get("Pages") {
            tree.walk(reader, root, &Default::default(), earlier, MAX_DEPTH)?;
        }
        Ok(tree)
    }

    fn walk(
        &mut self,
        reader: &mut ObjectReader<'_>,
        node: &Object,
        inherited: &[Option<Object>; 4],
        earlier: Option<&Earlier<'_>>,
        depth: usize,
    ) -> Result<(), PdfError> {
        let limit = PdfError::LimitReached { at: 0, limit: Limit::Nesting };
        let depth = depth.checked_sub(1).ok_or(limit)?;
        // 7.7.3.2: kids are references; a node stands in the tree once.
        let Some(id) = node.as_reference().filter(|id| self.visited.insert(*id)) else {
            return Err(Parser::new(reader.bytes(), 0)
                .unexpected("each node of the page tree once, by reference"));
        };
        if let Some(page) = earlier.and_then(|pages| pages.unchanged(reader, id, inherited)) {
            self.pages.push(page);
            return Ok(());
        }
        let unexpected = |expected| Parser::new(reader.bytes(), 0).unexpected(expected);
        let (bad_node, two_things) =
            (unexpected("a page, or a node above pages"), unexpected("a page without Kids"));
        let own_object = reader.located(id)?.0;
        let is_own = own_object.as_plain_dictionary().is_some();
        let dictionary = if let (Object::Dictionary(dictionary), true) = (own_object.object, is_own)
        {
            dictionary
        } else {
            // It may lead to another object.
            reader.dictionary(Some(node))?.ok_or(bad_node)?
        };
        if dictionary.name("Type") == Some(b"Page") && dictionary.get("Kids").is_some() {
            return Err(two_things);
        }
        let stands_alone = is_own
            && dictionary.get("Kids").is_none()
            && dictionary.get("Annots").and_then(Object::as_reference).is_none();
        let mut own = inherited.clone();
        for (slot, key) in own.iter_mut().zip(INHERITABLE) {
            if let Some(value) = dictionary.get(key) {
                *slot = Some(value.clone());
            }
        }
        let Some(kids) = reader.array(dictionary.get("Kids"))? else {
            let annotations = reader.array(dictionary.get("Annots"))?.unwrap_or_default();
            let page = Page { id, dictionary, inherited: own, annotations, stands_alone };
            self.pages.push(Rc::new(page));
            return Ok(());
        };
        self.nodes.push((id, dictionary));
        kids.iter().try_for_each(|kid| self.walk(reader, kid, &own, earlier, depth))
    }
}
