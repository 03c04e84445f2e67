//! Signature fields of the interactive form (ISO 32000-2 12.7.4, 12.7.5.5) and their signature dictionaries (12.8.1).

use super::form::FormField;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, PdfString};
use super::object_stream::ObjectReader;
use super::parser::PdfError;

/// A terminal field of type `Sig`.
#[derive(Debug, Clone)]
pub(crate) struct SignatureField {
    /// Fully qualified name (12.7.4.2).
    pub(crate) name: String,
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

/// Four integers in brackets at this place, written in digits alone: a sign is read by some and not by others (PDF-05).
pub(crate) fn integers_at(bytes: &[u8], at: usize) -> Option<[i64; 4]> {
    let mut parser = super::parser::Parser::new(bytes, at);
    parser.skip_space();
    parser.literal("[").ok()?;
    let mut integers = [0; 4];
    for integer in &mut integers {
        parser.skip_white_space();
        *integer = i64::try_from(parser.unsigned().ok()?).ok()?;
    }
    parser.skip_white_space();
    parser.literal("]").ok()?;
    Some(integers)
}

impl From<FormField> for SignatureField {
    fn from(field: FormField) -> Self {
        // A value has its place in the field; readers differ on one that a widget has (threat PDF-87).
        let on_widget = field.widgets.iter().any(|(_, widget)| widget.get("V").is_some());
        let value = match field.value.as_ref().map(|value| (value, value.as_reference())) {
            _ if on_widget => FieldValue::Unusable("value-on-widget"),
            None => FieldValue::Unsigned,
            Some((_, Some(id))) => FieldValue::Signature(id),
            Some((Object::Dictionary(_), None)) => FieldValue::Unusable("direct-dictionary"),
            Some((_, None)) => FieldValue::Unusable("not-a-dictionary"),
        };
        Self { name: field.name, dictionary: field.dictionary, value }
    }
}
