//! Indirect objects as a reader of one revision sees them (ISO 32000-2 7.3.10, 7.5.7): found by the cross-reference
//! entry alone, checked against the number and generation that stand at the offset (threat PDF-83).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::document::Document;
use super::encryption::{Decryption, without_crypt_filter};
use super::filter;
use super::object::{Dictionary, IndirectObject, Object, ObjectId, Span};
use super::parser::{Parser, PdfError};
use super::xref::{View, XrefEntry};
use crate::policy::{Budget, Work};

/// References followed from one object to the next; ISO 32000-2 allows none that leads to another.
const MAX_HOPS: usize = 8;

/// Reads objects of one revision; object streams are decoded once.
#[derive(Debug)]
pub(crate) struct ObjectReader<'a> {
    bytes: &'a [u8],
    document: &'a Document,
    revision: usize,
    view: View,
    budget: &'a Budget,
    object_streams: ObjectStreams,
    work: &'a Work,
}

/// Decoded object streams, by where they stand in the file: readers of several revisions share them.
type ObjectStreams = Rc<RefCell<BTreeMap<usize, Rc<ObjectStream>>>>;

/// What a value stands for: an object and, for a stream, where its data is.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) object: Object,
    /// The data as it stands in the file, not decoded.
    pub(crate) stream: Option<Span>,
    /// The object that a stream is: in an encrypted document the same bytes may be other data in another object.
    pub(crate) stream_id: Option<ObjectId>,
}

impl Value {
    pub(crate) fn null() -> Self {
        Self { object: Object::Null, stream: None, stream_id: None }
    }

    /// A dictionary that is no stream.
    pub(crate) fn as_plain_dictionary(&self) -> Option<&Dictionary> {
        self.object.as_dictionary().filter(|_| self.stream.is_none())
    }
}

#[derive(Debug)]
struct ObjectStream {
    data: Vec<u8>,
    /// Object number and offset in `data`, in the order of their index.
    objects: Vec<(u32, usize)>,
}

impl<'a> ObjectReader<'a> {
    pub(crate) fn new(
        bytes: &'a [u8],
        document: &'a Document,
        revision: usize,
        budget: &'a Budget,
        work: &'a Work,
    ) -> Self {
        let (view, object_streams) = (View::Current, ObjectStreams::default());
        Self { bytes, document, revision, view, budget, object_streams, work }
    }

    /// Reads as a reader with this view of a hybrid-reference file does.
    pub(crate) fn with_view(self, view: View) -> Self {
        Self { view, ..self }
    }

    /// Counts against another budget, and keeps what is decoded.
    pub(crate) fn with_work<'b>(&self, work: &'b Work) -> ObjectReader<'b>
    where
        'a: 'b,
    {
        ObjectReader {
            bytes: self.bytes,
            document: self.document,
            revision: self.revision,
            view: self.view,
            budget: self.budget,
            object_streams: Rc::clone(&self.object_streams),
            work,
        }
    }

    fn entry(&self, number: u32) -> Option<(usize, XrefEntry)> {
        self.document.entry_in(self.view, self.bytes, self.revision, number)
    }

    /// A reader of another revision of the same document.
    pub(crate) fn at_revision(&self, revision: usize) -> Self {
        Self { revision, object_streams: Rc::clone(&self.object_streams), ..*self }
    }

    pub(crate) fn document(&self) -> &'a Document {
        self.document
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn revision(&self) -> usize {
        self.revision
    }

    /// What a value stands for, with the place of a stream's data.
    pub(crate) fn value(&mut self, value: &Object) -> Result<Value, PdfError> {
        let mut value = value.clone();
        for _ in 0..MAX_HOPS {
            let Object::Reference(id) = value else {
                return Ok(Value { object: value, stream: None, stream_id: None });
            };
            if let Some((_, XrefEntry::InUse { .. })) = self.entry(id.number)
                && let Some((object, _)) = self.in_use(id)?
                && let Some(start) = object.stream_start
            {
                let stream = Some(self.stream_span(&object, start)?);
                return Ok(Value { object: object.object, stream, stream_id: Some(id) });
            }
            value = self.object(id)?;
        }
        Ok(Value::null())
    }

    /// Whether the same bytes in these two objects are the same data.
    pub(crate) fn deciphers_alike(&self, one: Option<ObjectId>, other: Option<ObjectId>) -> bool {
        one == other || self.document.decryption.as_ref().is_none_or(Decryption::has_one_key)
    }

    /// The object, or null where there is none (ISO 32000-2 7.3.10); for a stream, its dictionary.
    pub(crate) fn object(&mut self, id: ObjectId) -> Result<Object, PdfError> {
        // Looking an object up costs a step for each revision, whether or not it is there.
        self.work
            .read_object(self.revision.saturating_add(1))
            .map_err(|limit| PdfError::LimitReached { at: 0, limit })?;
        match self.entry(id.number) {
            Some((_, XrefEntry::InUse { .. })) => {
                Ok(self.in_use(id)?.map_or(Object::Null, |(object, _)| object.object))
            }
            Some((_, XrefEntry::Compressed { stream, index })) if id.generation == 0 => {
                self.compressed(id.number, stream, index)
            }
            Some((_, XrefEntry::Compressed { .. } | XrefEntry::Free)) | None => Ok(Object::Null),
        }
    }

    /// Whether the number is in use under another generation.
    pub(crate) fn is_of_another_generation(&self, id: ObjectId) -> bool {
        match self.entry(id.number) {
            Some((_, XrefEntry::InUse { generation, .. })) => generation != id.generation,
            Some((_, XrefEntry::Compressed { .. })) => id.generation != 0,
            Some((_, XrefEntry::Free)) | None => false,
        }
    }

    /// What an object stands for, and from where to where it stands in the file, if it stands by itself.
    pub(crate) fn located(&mut self, id: ObjectId) -> Result<(Value, Option<Span>), PdfError> {
        if !matches!(self.entry(id.number), Some((_, XrefEntry::InUse { .. }))) {
            return Ok((Value { object: self.object(id)?, stream: None, stream_id: None }, None));
        }
        let Some((object, _)) = self.in_use(id)? else { return Ok((Value::null(), None)) };
        let stream = match object.stream_start {
            Some(start) => Some(self.stream_span(&object, start)?),
            None => None,
        };
        let end = stream.map_or(object.span.end, |span| span.end);
        let span = Span { start: object.span.start, end };
        let stream_id = stream.map(|_| id);
        Ok((Value { object: object.object, stream, stream_id }, Some(span)))
    }

    /// The object if it stands in the file by itself, and the revision that put it there.
    pub(crate) fn in_use(&self, id: ObjectId) -> Result<Option<(IndirectObject, usize)>, PdfError> {
        let Some((made_by, XrefEntry::InUse { offset, generation })) = self.entry(id.number) else {
            return Ok(None);
        };
        if generation != id.generation {
            return Ok(None);
        }
        let offset = self.document.object_at(self.bytes, offset);
        // What stands behind the revision that lists it was written later, whatever was signed before (I3, I4).
        let revision = self.document.revisions().get(made_by);
        let own = revision.and_then(|revision| self.bytes.get(..revision.eof_end));
        let mut parser = Parser::new(own.unwrap_or_default(), offset);
        let mut object = parser.indirect_object()?;
        self.read(offset, &parser)?;
        if object.id != id {
            return Err(Parser::new(self.bytes, offset)
                .unexpected("the object of this number and generation"));
        }
        if let Some(decryption) = &self.document.decryption {
            decryption.strings(&mut object, self.work)?;
        }
        Ok(Some((object, made_by)))
    }

    /// Counts work that costs as much as reading so many bytes.
    pub(crate) fn spend(&self, bytes: usize) -> Result<(), PdfError> {
        self.work.read_object(bytes).map_err(|limit| PdfError::LimitReached { at: 0, limit })
    }

    /// Counts what was read against the budget.
    fn read(&self, from: usize, parser: &Parser<'_>) -> Result<(), PdfError> {
        let bytes = parser.at().saturating_sub(from);
        self.work.read_object(bytes).map_err(|limit| PdfError::LimitReached { at: from, limit })
    }

    /// The object a value stands for: itself, or what its reference leads to.
    pub(crate) fn resolve(&mut self, value: &Object) -> Result<Object, PdfError> {
        let mut value = value.clone();
        for _ in 0..MAX_HOPS {
            let Object::Reference(id) = value else { return Ok(value) };
            value = self.object(id)?;
        }
        Ok(Object::Null)
    }

    /// The dictionary a value stands for; that of a stream is not one by itself.
    pub(crate) fn dictionary(
        &mut self,
        value: Option<&Object>,
    ) -> Result<Option<Dictionary>, PdfError> {
        let Some(value) = value else { return Ok(None) };
        match self.value(value)? {
            Value { object: Object::Dictionary(dictionary), stream: None, .. } => {
                Ok(Some(dictionary))
            }
            _ => Ok(None),
        }
    }

    /// The array a value stands for.
    pub(crate) fn array(
        &mut self,
        value: Option<&Object>,
    ) -> Result<Option<Vec<Object>>, PdfError> {
        let Some(value) = value else { return Ok(None) };
        let Object::Array(elements) = self.resolve(value)? else { return Ok(None) };
        Ok(Some(elements))
    }

    /// The decoded data of a stream.
    pub(crate) fn stream_data(&mut self, id: ObjectId) -> Result<Option<Vec<u8>>, PdfError> {
        let Some((object, _)) = self.in_use(id)? else { return Ok(None) };
        let (Object::Dictionary(dictionary), Some(start)) = (&object.object, object.stream_start)
        else {
            return Ok(None);
        };
        let span = self.stream_span(&object, start)?;
        let data = self.bytes.get(span.start..span.end).unwrap_or_default();
        let decoded = match &self.document.decryption {
            None => filter::decode(dictionary, data, start, self.budget)?,
            Some(decryption) => {
                let deciphered = decryption.stream(id, dictionary, data, start, self.work)?;
                let data = deciphered.as_deref().unwrap_or(data);
                filter::decode(&without_crypt_filter(dictionary), data, start, self.budget)?
            }
        };
        self.work
            .decode(decoded.len())
            .map_err(|limit| PdfError::LimitReached { at: start, limit })?;
        Ok(Some(decoded))
    }

    /// Where the data of a stream stands, by its `Length` and the `endstream` that must follow.
    fn stream_span(&mut self, object: &IndirectObject, start: usize) -> Result<Span, PdfError> {
        let dictionary = object.object.as_dictionary();
        let is_object_stream =
            dictionary.and_then(|dictionary| dictionary.name("Type")) == Some(b"ObjStm");
        let length = match dictionary.and_then(|dictionary| dictionary.get("Length")) {
            // The length of an object stream is never in one: it could be its own.
            // An object stream is read once for all revisions, so none may come that says another length.
            Some(Object::Reference(length)) if is_object_stream => {
                let last = self.document.last_revision();
                let made_by = self.document.entry(self.bytes, last, length.number);
                let made_in =
                    made_by.and_then(|(made_by, _)| self.document.revisions().get(made_by));
                if made_in.is_none_or(|made_in| start < made_in.start) {
                    return Err(Parser::new(self.bytes, start)
                        .unexpected("an object stream whose Length stays as it was"));
                }
                self.in_use(*length)?.and_then(|(length, _)| length.object.as_integer())
            }
            Some(Object::Reference(length)) => self.object(*length)?.as_integer(),
            Some(Object::Integer(length)) => Some(*length),
            _ => None,
        };
        // The data ends in the revision in which it begins.
        let mut ends = self.document.revisions().iter().map(|revision| revision.eof_end);
        let own = ends.find(|end| start < *end).and_then(|end| self.bytes.get(..end));
        let own = own.unwrap_or_default();
        let bad_length =
            Parser::new(self.bytes, start).unexpected("stream data of the given Length");
        let end = length
            .and_then(|length| usize::try_from(length).ok())
            .and_then(|length| start.checked_add(length))
            .filter(|end| *end <= own.len())
            .ok_or(bad_length)?;
        let mut parser = Parser::new(own, end);
        parser.skip_white_space();
        parser.keyword("endstream")?;
        Ok(Span { start, end })
    }

    /// The object at an index of an object stream.
    fn compressed(&mut self, number: u32, stream: u32, index: u32) -> Result<Object, PdfError> {
        let missing = Parser::new(self.bytes, 0).unexpected("an object stream");
        let Some((_, XrefEntry::InUse { offset, .. })) = self.entry(stream) else {
            return Err(missing);
        };
        let known = self.object_streams.borrow().get(&offset).map(Rc::clone);
        let object_stream = match known {
            Some(known) => known,
            None => {
                let read = Rc::new(self.read_object_stream(stream)?);
                self.object_streams.borrow_mut().insert(offset, Rc::clone(&read));
                read
            }
        };
        let listed = usize::try_from(index).ok().and_then(|index| object_stream.objects.get(index));
        match listed {
            Some((listed_number, offset)) if *listed_number == number => {
                let mut parser = Parser::new(&object_stream.data, *offset);
                parser.skip_space();
                let object = parser.object()?;
                self.read(*offset, &parser)?;
                Ok(object)
            }
            _ => Err(Parser::new(self.bytes, 0)
                .unexpected("the object at its index of the object stream")),
        }
    }

    /// ISO 32000-2 7.5.7: `N` pairs of number and offset, then the objects from `First`.
    fn read_object_stream(&mut self, number: u32) -> Result<ObjectStream, PdfError> {
        let id = ObjectId { number, generation: 0 };
        let missing = Parser::new(self.bytes, 0).unexpected("an object stream");
        // `in_use` and not `object`: an object stream inside an object stream is not allowed (threat PDF-84).
        let (object, _) = self.in_use(id)?.ok_or(missing)?;
        let at = object.span.start;
        let bad = |expected| Parser::new(self.bytes, at).unexpected(expected);
        let dictionary = object.object.as_dictionary().ok_or(bad("object stream"))?.clone();
        if dictionary.name("Type") != Some(b"ObjStm") {
            return Err(bad("Type ObjStm"));
        }
        let number =
            |key: &str| dictionary.integer(key).and_then(|value| usize::try_from(value).ok());
        let (count, first) = number("N").zip(number("First")).ok_or(bad("N and First"))?;
        // Each listed object costs memory: as much as it costs to read it.
        let cost = count.saturating_mul(size_of::<(u32, usize)>());
        self.work.read_object(cost).map_err(|limit| PdfError::LimitReached { at, limit })?;
        let data = self.stream_data(id)?.ok_or(bad("object stream"))?;
        let mut objects = Vec::new();
        let mut parser = Parser::new(&data, 0);
        for _ in 0..count {
            parser.skip_white_space();
            let number = u32::try_from(parser.unsigned()?).map_err(|_| bad("object number"))?;
            parser.skip_white_space();
            let offset =
                parser.position()?.checked_add(first).ok_or(bad("offset in the object stream"))?;
            objects.push((number, offset));
        }
        Ok(ObjectStream { data, objects })
    }
}
