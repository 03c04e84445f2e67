//! Indirect objects as a reader of one revision sees them (ISO 32000-2 7.3.10, 7.5.7): found by the cross-reference
//! entry alone, checked against the number and generation that stand at the offset (threat PDF-83).

use std::collections::BTreeMap;

use super::document::Document;
use super::encryption::without_crypt_filter;
use super::filter;
use super::object::{Dictionary, IndirectObject, Object, ObjectId};
use super::parser::{Parser, PdfError};
use super::xref::XrefEntry;
use crate::policy::{Budget, Work};

/// References followed from one object to the next; ISO 32000-2 allows none that leads to another.
const MAX_HOPS: usize = 8;

/// Reads objects of one revision; object streams are decoded once.
#[derive(Debug)]
pub(crate) struct ObjectReader<'a> {
    bytes: &'a [u8],
    document: &'a Document,
    revision: usize,
    budget: &'a Budget,
    /// Decoded object streams and where their first object starts.
    object_streams: BTreeMap<u32, ObjectStream>,
    work: &'a Work,
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
        Self { bytes, document, revision, budget, object_streams: BTreeMap::new(), work }
    }

    /// The object, or null where there is none (ISO 32000-2 7.3.10); for a stream, its dictionary.
    pub(crate) fn object(&mut self, id: ObjectId) -> Result<Object, PdfError> {
        // Looking an object up costs a step for each revision, whether or not it is there.
        self.work
            .read_object(self.revision.saturating_add(1))
            .map_err(|limit| PdfError::LimitReached { at: 0, limit })?;
        match self.document.entry(self.bytes, self.revision, id.number) {
            Some((_, XrefEntry::InUse { .. })) => {
                Ok(self.in_use(id)?.map_or(Object::Null, |(object, _)| object.object))
            }
            Some((_, XrefEntry::Compressed { stream, index })) if id.generation == 0 => {
                self.compressed(id.number, stream, index)
            }
            Some((_, XrefEntry::Compressed { .. } | XrefEntry::Free)) | None => Ok(Object::Null),
        }
    }

    /// The object if it stands in the file by itself, and the revision that put it there.
    pub(crate) fn in_use(&self, id: ObjectId) -> Result<Option<(IndirectObject, usize)>, PdfError> {
        let Some((made_by, XrefEntry::InUse { offset, generation })) =
            self.document.entry(self.bytes, self.revision, id.number)
        else {
            return Ok(None);
        };
        if generation != id.generation {
            return Ok(None);
        }
        let mut parser = Parser::new(self.bytes, offset);
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

    /// The dictionary a value stands for.
    pub(crate) fn dictionary(
        &mut self,
        value: Option<&Object>,
    ) -> Result<Option<Dictionary>, PdfError> {
        let Some(value) = value else { return Ok(None) };
        let Object::Dictionary(dictionary) = self.resolve(value)? else { return Ok(None) };
        Ok(Some(dictionary))
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
        let length = match dictionary.get("Length") {
            // The length of a stream is never in an object stream whose own length it would be.
            Some(Object::Reference(length)) => match self.in_use(*length)? {
                Some((IndirectObject { object: Object::Integer(length), .. }, _)) => Some(length),
                _ => None,
            },
            Some(Object::Integer(length)) => Some(*length),
            _ => None,
        };
        let bad_length =
            Parser::new(self.bytes, start).unexpected("stream data of the given Length");
        let end = length
            .and_then(|length| usize::try_from(length).ok())
            .and_then(|length| start.checked_add(length));
        let data = end.and_then(|end| self.bytes.get(start..end)).ok_or(bad_length)?;
        let mut parser = Parser::new(self.bytes, end.unwrap_or(start));
        parser.skip_white_space();
        parser.keyword("endstream")?;
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

    /// The object at an index of an object stream.
    fn compressed(&mut self, number: u32, stream: u32, index: u32) -> Result<Object, PdfError> {
        if !self.object_streams.contains_key(&stream) {
            let read = self.read_object_stream(stream)?;
            self.object_streams.insert(stream, read);
        }
        let Some(object_stream) = self.object_streams.get(&stream) else { return Ok(Object::Null) };
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
