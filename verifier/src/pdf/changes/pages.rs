//! The page tree and each page (ISO 32000-2 7.7.3): the same pages in the same order, each the same but for its
//! annotations (threats PDF-32, PDF-45, PDF-55).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::object::{Object, ObjectId};
use super::super::page_tree::{INHERITABLE, Page};
use super::super::parser::PdfError;
use super::comparison::{Comparison, Place, Step, pairs};
use super::skeleton::Skeleton;

use super::{ChangeKind, ModificationLevel};
use crate::ordered;

impl Comparison<'_> {
    pub(super) fn pages(&mut self, root: Place) -> Result<(), PdfError> {
        let (before, after) = (self.before.clone(), self.after.clone());
        let place = self.step(root, Step::key("Pages"));
        let ids = |pages: &[Rc<Page>]| ordered::set(pages.iter().map(|page| page.id));
        let (old, new) = (ids(&before.pages), ids(&after.pages));
        for (number, page) in before.pages.iter().enumerate() {
            if !new.contains(&page.id) {
                let place =
                    Self::on_page(Self::at_objects(place, Some(page.id), None), Some(number));
                self.report(ChangeKind::PageRemoved, place);
            }
        }
        for (number, page) in after.pages.iter().enumerate() {
            if !old.contains(&page.id) {
                let place =
                    Self::on_page(Self::at_objects(place, None, Some(page.id)), Some(number));
                self.report(ChangeKind::PageAdded, place);
            }
        }
        let order = |pages: &[Rc<Page>], others: &BTreeSet<ObjectId>| {
            pages.iter().map(|page| page.id).filter(|id| others.contains(id)).collect::<Vec<_>>()
        };
        let nodes = |skeleton: &Skeleton| -> Vec<(ObjectId, Option<i64>)> {
            let nodes = skeleton.page_nodes.iter();
            nodes.map(|(id, node)| (*id, node.integer("Count"))).collect()
        };
        // A count that says less hides the rest from some readers.
        if order(&before.pages, &new) != order(&after.pages, &old)
            || (old == new && nodes(&before) != nodes(&after))
        {
            self.report(ChangeKind::PagesReordered, place);
        }
        self.page_nodes(&before, &after, place)?;
        for page in &before.pages {
            if let Some(number) = after.page_number(page.id)
                && let Some(now) = after.pages.get(number)
            {
                let place = Self::at_objects(place, Some(page.id), Some(page.id));
                let place = Self::on_page(place, Some(number));
                let place = self.step(place, Step::Element(number));
                self.page(page, now, place)?;
            }
        }
        Ok(())
    }

    /// What else a node holds: it may be something else besides, such as the resources of a page.
    fn page_nodes(
        &mut self,
        before: &Skeleton,
        after: &Skeleton,
        place: Place,
    ) -> Result<(), PdfError> {
        let numbered = after.page_nodes.iter().zip(0_usize..);
        let now = ordered::map(numbered.map(|((id, _), number)| (*id, number)));
        for (id, was) in &before.page_nodes {
            let is = now.get(id).and_then(|number| after.page_nodes.get(*number));
            let Some((_, is)) = is else { continue };
            let place = Self::at_objects(place, Some(*id), Some(*id));
            for (key, (was, is)) in pairs(was, is) {
                // The tree is compared already; what a node says of its parent decides what viewers inherit.
                if !matches!(key, b"Kids" | b"Count") {
                    let place = self.step(place, Step::Key(key.to_vec()));
                    self.same(was, is, ChangeKind::PageChanged, place)?;
                }
            }
        }
        Ok(())
    }

    fn page(&mut self, old: &Page, new: &Page, place: Place) -> Result<(), PdfError> {
        let is_dirty = self.is_dirty(new.id);
        for ((was, is), key) in old.inherited.iter().zip(&new.inherited).zip(INHERITABLE) {
            // What an unchanged page holds itself leads to no change; what it inherits may.
            if (was.is_none() && is.is_none()) || (!is_dirty && new.dictionary.get(key).is_some()) {
                continue;
            }
            let place = self.step(place, Step::key(key));
            self.same(was.as_ref(), is.as_ref(), ChangeKind::PageChanged, place)?;
        }
        // No change can be reached from it: only its annotations are looked at, which have a place of their own.
        if !is_dirty {
            if !new.annotations.is_empty() {
                let place = self.step(place, Step::key("Annots"));
                self.annotations(old, new, place)?;
            }
            return Ok(());
        }
        for (key, (was, is)) in pairs(&old.dictionary, &new.dictionary) {
            let place = self.step(place, Step::Key(key.to_vec()));
            match key {
                // What the tree makes inherited is compared already; many viewers go by `Parent` (below, as the rest).
                b"Resources" | b"MediaBox" | b"CropBox" | b"Rotate" => {}
                b"Annots" => self.annotations(old, new, place)?,
                b"AA" => self.same(was, is, ChangeKind::ActionsChanged, place)?,
                b"Metadata" => self.metadata(was, is, place)?,
                // The order of the tabulator key, and the key under which a page's tags are found, show nothing.
                b"Tabs" | b"StructParents" => self.harmless(was, is, place),
                b"LastModified" => {
                    if !same(was, is) {
                        self.report(ChangeKind::MetadataChanged, place);
                    }
                }
                _ => self.same(was, is, ChangeKind::PageChanged, place)?,
            }
        }
        Ok(())
    }

    fn harmless(&mut self, old: Option<&Object>, new: Option<&Object>, place: Place) {
        match new {
            _ if same(old, new) => {}
            Some(Object::Name(_) | Object::Integer(_)) => {
                let level = ModificationLevel::ValidationData;
                self.report_at(ChangeKind::FormResourcesAdded, level, place);
            }
            _ => self.report(ChangeKind::PageChanged, place),
        }
    }
}

pub(super) fn same(old: Option<&Object>, new: Option<&Object>) -> bool {
    old.unwrap_or(&Object::Null).same_value(new.unwrap_or(&Object::Null))
}
