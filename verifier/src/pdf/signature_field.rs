//! Signature fields of the interactive form (ISO 32000-2 12.7.4, 12.7.5.5) and their signature dictionaries (12.8.1).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::object::{Dictionary, IndirectObject, Object, ObjectId, PdfString};
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use crate::policy::{Limit, Work};

/// How deep the field tree may go; real forms use two or three levels (threat WEB-06).
const MAX_DEPTH: usize = 32;

/// Bytes of a fully qualified name; real ones have some dozen, and each field of a tree holds its own.
const MAX_NAME: usize = 4096;

/// A terminal field of type `Sig`.
#[derive(Debug, Clone)]
pub(crate) struct SignatureField {
    /// Fully qualified name (12.7.4.2), as bytes of the file.
    pub(crate) name: Vec<u8>,
    /// The field's object, when it is indirect.
    pub(crate) id: Option<ObjectId>,
    pub(crate) dictionary: Dictionary,
    pub(crate) value: FieldValue,
}

/// What the field's `V` holds.
#[derive(Debug, Clone)]
pub(crate) enum FieldValue {
    /// No value: an empty place for a signature.
    Unsigned,
    /// A reference, as every producer writes it.
    Signature(ObjectId),
    /// Something a signature cannot be, or that cannot be placed in the file: why.
    Unusable(&'static str),
}

/// The signature dictionary as it stands in the file.
#[derive(Debug, Clone)]
pub(crate) struct SignatureDictionary {
    pub(crate) object: IndirectObject,
    pub(crate) dictionary: Dictionary,
    /// The revision that put it into the file.
    pub(crate) made_by: usize,
}

impl SignatureDictionary {
    /// Reads the dictionary; it must stand in the file by itself, not in an object stream (threat PDF-84).
    pub(crate) fn read(reader: &ObjectReader<'_>, id: ObjectId) -> Result<Option<Self>, PdfError> {
        let Some((object, made_by)) = reader.in_use(id)? else { return Ok(None) };
        let Object::Dictionary(dictionary) = &object.object else { return Ok(None) };
        if object.stream_start.is_some() {
            return Ok(None);
        }
        Ok(Some(Self { dictionary: dictionary.clone(), object, made_by }))
    }

    pub(crate) fn sub_filter(&self) -> Option<&[u8]> {
        self.dictionary.name("SubFilter")
    }

    pub(crate) fn contents(&self) -> Option<&PdfString> {
        self.dictionary.string("Contents")
    }

    /// `ByteRange` as written: four direct integers, or nothing (I2; threats PDF-04, PDF-05, PDF-20, PDF-21).
    pub(crate) fn byte_range(&self) -> Option<[i64; 4]> {
        four_integers(self.dictionary.get("ByteRange")?)
    }
}

fn four_integers(value: &Object) -> Option<[i64; 4]> {
    match value.as_array()? {
        [a, b, c, d] => Some([a.as_integer()?, b.as_integer()?, c.as_integer()?, d.as_integer()?]),
        _ => None,
    }
}

/// Four integers in brackets at this place.
pub(crate) fn integers_at(bytes: &[u8], at: usize) -> Option<[i64; 4]> {
    let mut parser = super::parser::Parser::new(bytes, at);
    parser.skip_space();
    four_integers(&parser.object().ok()?)
}

/// Every signature field that the form of this revision reaches, in the order of the form.
pub(crate) fn signature_fields(
    reader: &mut ObjectReader<'_>,
    trailer: &Dictionary,
    work: &Work,
) -> Result<Vec<SignatureField>, PdfError> {
    let Some(catalog) = reader.dictionary(trailer.get("Root"))? else { return Ok(Vec::new()) };
    let Some(form) = reader.dictionary(catalog.get("AcroForm"))? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut visited = BTreeSet::new();
    let root = Rc::new(Inherited { name: Vec::new(), field_type: None, value: None });
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
        let inherited = Inherited::clone(&inherited).with(&dictionary);
        if inherited.name.len() > MAX_NAME {
            return Err(PdfError::LimitReached { at: 0, limit: Limit::Fields });
        }
        let kids = reader.array(dictionary.get("Kids"))?.unwrap_or_default();
        let child_fields = children_that_are_fields(reader, &kids)?;
        if child_fields.is_empty() {
            if inherited.field_type.as_deref() == Some(b"Sig") {
                let value = inherited.field_value();
                found.push(SignatureField { name: inherited.name, id, dictionary, value });
            }
            continue;
        }
        let limit = PdfError::LimitReached { at: 0, limit: Limit::Fields };
        let depth = depth.checked_sub(1).ok_or(limit)?;
        let inherited = Rc::new(inherited);
        waiting
            .extend(child_fields.into_iter().rev().map(|kid| (kid, Rc::clone(&inherited), depth)));
    }
    Ok(found)
}

/// What a field passes on to its kids (12.7.4.1).
#[derive(Debug, Clone)]
struct Inherited {
    name: Vec<u8>,
    field_type: Option<Vec<u8>>,
    value: Option<FieldValue>,
}

impl Inherited {
    fn with(mut self, field: &Dictionary) -> Self {
        if let Some(partial) = field.string("T") {
            if !self.name.is_empty() {
                self.name.push(b'.');
            }
            self.name.extend_from_slice(&partial.bytes);
        }
        if let Some(field_type) = field.name("FT") {
            self.field_type = Some(field_type.to_vec());
        }
        if let Some(value) = field.get("V") {
            self.value = Some(match (value.as_reference(), value.as_dictionary()) {
                (Some(id), _) => FieldValue::Signature(id),
                (None, Some(_)) => FieldValue::Unusable("direct-dictionary"),
                (None, None) => FieldValue::Unusable("not-a-dictionary"),
            });
        }
        self
    }

    fn field_value(&self) -> FieldValue {
        self.value.clone().unwrap_or(FieldValue::Unsigned)
    }
}

/// Kids with a partial name are fields, the others are the field's widgets (12.7.4.1).
fn children_that_are_fields(
    reader: &mut ObjectReader<'_>,
    kids: &[Object],
) -> Result<Vec<Object>, PdfError> {
    let mut fields = Vec::new();
    for kid in kids {
        if reader.dictionary(Some(kid))?.is_some_and(|kid| kid.get("T").is_some()) {
            fields.push(kid.clone());
        }
    }
    Ok(fields)
}
