//! The interactive form (ISO 32000-2 12.7): every field of the tree with what it inherits, in the order of the form.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::object::{Dictionary, Object, ObjectId};
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use super::text::text_string;
use crate::policy::{Limit, Work};

/// How deep the field tree may go; real forms use two or three levels (threat WEB-06).
const MAX_DEPTH: usize = 32;

/// Bytes of a fully qualified name; real ones have some dozen, and each field of a tree holds its own.
const MAX_NAME: usize = 4096;

/// A node of the field tree.
#[derive(Debug, Clone)]
pub(crate) struct FormField {
    /// Fully qualified name (12.7.4.2), each part decoded.
    pub(crate) name: String,
    /// The field's object, when it is indirect.
    pub(crate) id: Option<ObjectId>,
    /// The field above it.
    pub(crate) parent: Option<ObjectId>,
    pub(crate) dictionary: Dictionary,
    /// `FT`, its own or inherited.
    pub(crate) field_type: Option<Vec<u8>>,
    /// `V` as written, its own or inherited.
    pub(crate) value: Option<Object>,
    /// Whether it has no fields below it.
    pub(crate) is_terminal: bool,
    /// Kids without a name: the field's widgets (12.7.4.1).
    pub(crate) widgets: Vec<(Option<ObjectId>, Dictionary)>,
}

impl FormField {
    pub(crate) fn is_signature(&self) -> bool {
        self.is_terminal && self.field_type.as_deref() == Some(b"Sig")
    }
}

/// Every field that the form of this revision reaches.
pub(crate) fn form_fields(
    reader: &mut ObjectReader<'_>,
    trailer: &Dictionary,
    work: &Work,
) -> Result<Vec<FormField>, PdfError> {
    let Some(catalog) = reader.dictionary(trailer.get("Root"))? else { return Ok(Vec::new()) };
    let Some(form) = reader.dictionary(catalog.get("AcroForm"))? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut visited = BTreeSet::new();
    let root = Rc::new(Inherited::default());
    let mut waiting: Vec<(Object, Rc<Inherited>, usize)> = Vec::new();
    for field in reader.array(form.get("Fields"))?.unwrap_or_default().into_iter().rev() {
        waiting.push((field, Rc::clone(&root), MAX_DEPTH));
    }
    while let Some((field, inherited, depth)) = waiting.pop() {
        work.visit_field().map_err(|limit| PdfError::LimitReached { at: 0, limit })?;
        let id = field.as_reference();
        // A field stands in the tree once; a second visit is a cycle or a copy (threat PDF-87).
        if id.is_some_and(|id| !visited.insert(id)) {
            continue;
        }
        let Some(dictionary) = reader.dictionary(Some(&field))? else { continue };
        let parent = inherited.from;
        let inherited = Inherited::clone(&inherited).with(&dictionary, id);
        if inherited.name.len() > MAX_NAME {
            return Err(PdfError::LimitReached { at: 0, limit: Limit::Fields });
        }
        let kids = reader.array(dictionary.get("Kids"))?.unwrap_or_default();
        let (fields, widgets) = kids_by_kind(reader, &kids)?;
        let is_terminal = fields.is_empty();
        if !is_terminal {
            let limit = PdfError::LimitReached { at: 0, limit: Limit::Fields };
            let depth = depth.checked_sub(1).ok_or(limit)?;
            let inherited = Rc::new(inherited.clone());
            waiting.extend(fields.into_iter().rev().map(|kid| (kid, Rc::clone(&inherited), depth)));
        }
        found.push(FormField {
            name: inherited.name,
            id,
            parent,
            dictionary,
            field_type: inherited.field_type,
            value: inherited.value,
            is_terminal,
            widgets,
        });
    }
    Ok(found)
}

/// What a field passes on to its kids (12.7.4.1).
#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    field_type: Option<Vec<u8>>,
    value: Option<Object>,
    from: Option<ObjectId>,
}

impl Inherited {
    fn with(mut self, field: &Dictionary, id: Option<ObjectId>) -> Self {
        if let Some(partial) = field.string("T") {
            if !self.name.is_empty() {
                self.name.push('.');
            }
            self.name.push_str(&text_string(&partial.bytes));
        }
        if let Some(field_type) = field.name("FT") {
            self.field_type = Some(field_type.to_vec());
        }
        if let Some(value) = field.get("V") {
            self.value = Some(value.clone());
        }
        self.from = id;
        self
    }
}

/// A field's widgets with their dictionaries.
type Widgets = Vec<(Option<ObjectId>, Dictionary)>;

/// Kids with a partial name are fields, the others are the field's widgets (12.7.4.1).
fn kids_by_kind(
    reader: &mut ObjectReader<'_>,
    kids: &[Object],
) -> Result<(Vec<Object>, Widgets), PdfError> {
    let mut fields = Vec::new();
    let mut widgets = Vec::new();
    for kid in kids {
        match reader.dictionary(Some(kid))? {
            Some(dictionary) if dictionary.get("T").is_some() => fields.push(kid.clone()),
            Some(dictionary) => widgets.push((kid.as_reference(), dictionary)),
            None => {}
        }
    }
    Ok((fields, widgets))
}
