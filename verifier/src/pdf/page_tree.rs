//! The page tree (ISO 32000-2 7.7.3): every page in its order, with what it inherits.

use std::collections::BTreeSet;

use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::{Parser, PdfError};
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
}

/// The pages of a revision, and the nodes above them.
#[derive(Debug, Default)]
pub(crate) struct PageTree {
    pub(crate) pages: Vec<Page>,
    /// The nodes, in order.
    pub(crate) nodes: Vec<(ObjectId, Dictionary)>,
    visited: BTreeSet<ObjectId>,
}

impl PageTree {
    pub(crate) fn read(
        reader: &mut ObjectReader<'_>,
        catalog: &Dictionary,
    ) -> Result<Self, PdfError> {
        let mut tree = Self::default();
        if let Some(root) = catalog.get("Pages") {
            tree.walk(reader, root, &Default::default(), MAX_DEPTH)?;
        }
        Ok(tree)
    }

    fn walk(
        &mut self,
        reader: &mut ObjectReader<'_>,
        node: &Object,
        inherited: &[Option<Object>; 4],
        depth: usize,
    ) -> Result<(), PdfError> {
        let limit = PdfError::LimitReached { at: 0, limit: Limit::Nesting };
        let depth = depth.checked_sub(1).ok_or(limit)?;
        // 7.7.3.2: kids are references; a node stands in the tree once.
        let Some(id) = node.as_reference().filter(|id| self.visited.insert(*id)) else {
            return Err(Parser::new(reader.bytes(), 0)
                .unexpected("each node of the page tree once, by reference"));
        };
        let Some(dictionary) = reader.dictionary(Some(node))? else {
            return Err(Parser::new(reader.bytes(), 0).unexpected("a page, or a node above pages"));
        };
        let mut own = inherited.clone();
        for (slot, key) in own.iter_mut().zip(INHERITABLE) {
            if let Some(value) = dictionary.get(key) {
                *slot = Some(value.clone());
            }
        }
        let Some(kids) = reader.array(dictionary.get("Kids"))? else {
            let annotations = reader.array(dictionary.get("Annots"))?.unwrap_or_default();
            self.pages.push(Page { id, dictionary, inherited: own, annotations });
            return Ok(());
        };
        self.nodes.push((id, dictionary));
        kids.iter().try_for_each(|kid| self.walk(reader, kid, &own, depth))
    }
}
