//! Strings and streams deciphered object by object (ISO 32000-2 7.6.3), and what stays as it is (7.6.2): the `Contents` of a
//! signature dictionary, the encryption dictionary itself, cross-reference streams, and what stands in an object stream,
//! which is enciphered as a whole.

use core::fmt;
use std::collections::BTreeMap;

use md5::{Digest, Md5};

use super::cipher;
use super::password::Metadata;
use crate::pdf::object::{
    Dictionary, IndirectObject, Name, Object, ObjectId, PdfString, StringForm,
};
use crate::pdf::parser::{Parser, PdfError};
use crate::policy::Work;

/// A string costs a key schedule besides its bytes: as much as this many bytes of objects.
const STRING_COST: usize = 64;

/// What deciphers the strings and streams of a document whose password is known.
pub(crate) struct Decryption {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
    embedded_files: Method,
    /// Every crypt filter by its name, for streams that name one (7.6.6).
    named: BTreeMap<Name, Method>,
    metadata: Metadata,
    /// The encryption dictionary itself is not encrypted.
    dictionary: Option<ObjectId>,
}

/// The key is as good as the password: it is never printed.
impl fmt::Debug for Decryption {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Decryption").finish_non_exhaustive()
    }
}

/// How data is enciphered (`CFM` of a crypt filter, table 25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Identity,
    /// `V2`
    Rc4,
    /// `AESV2`: AES-128 with a key for each object.
    AesV2,
    /// `AESV3`: AES-256 with the file encryption key.
    AesV3,
}

impl Decryption {
    /// The same with the file encryption key, and the object that the encryption dictionary is.
    pub(super) fn with_key(self, key: Vec<u8>, dictionary: Option<ObjectId>) -> Self {
        Self { key, dictionary, ..self }
    }

    pub(super) const fn with(method: Method, metadata: Metadata) -> Self {
        Self {
            key: Vec::new(),
            strings: method,
            streams: method,
            embedded_files: method,
            named: BTreeMap::new(),
            metadata,
            dictionary: None,
        }
    }

    /// `CF`, `StmF`, `StrF`, `EFF` (7.6.6).
    pub(super) fn by_crypt_filters(
        dictionary: &Dictionary,
        algorithm: i64,
        metadata: Metadata,
    ) -> Option<Self> {
        let mut named = BTreeMap::from([(b"Identity".to_vec(), Method::Identity)]);
        if let Some(filters) = dictionary.get("CF") {
            for (name, filter) in &filters.as_dictionary()?.entries {
                let method = match (algorithm, filter.as_dictionary()?.name("CFM")) {
                    (4, Some(b"V2")) => Method::Rc4,
                    (4, Some(b"AESV2")) => Method::AesV2,
                    (5, Some(b"AESV3")) => Method::AesV3,
                    // Nothing says how its data is to be read; it matters where something uses it.
                    _ => continue,
                };
                // `Identity` cannot be redefined (table 26).
                named.entry(name.clone()).or_insert(method);
            }
        }
        let method = |key: &str, default| match dictionary.get(key) {
            None => Some(default),
            Some(Object::Name(name)) => named.get(name).copied(),
            Some(_) => None,
        };
        let (strings, streams) =
            (method("StrF", Method::Identity)?, method("StmF", Method::Identity)?);
        let embedded_files = method("EFF", streams)?;
        let with = Self::with(Method::Identity, metadata);
        Some(Self { strings, streams, embedded_files, named, ..with })
    }

    /// Whether no stream is enciphered with a key of its object: then the same bytes are the same data everywhere.
    pub(crate) fn has_one_key(&self) -> bool {
        let methods = [self.streams, self.embedded_files].into_iter();
        methods
            .chain(self.named.values().copied())
            .all(|method| matches!(method, Method::Identity | Method::AesV3))
    }

    /// Deciphers the strings of an object that stands in the file by itself.
    pub(crate) fn strings(&self, object: &mut IndirectObject, work: &Work) -> Result<(), PdfError> {
        // 7.5.8.2, 7.6.2: a cross-reference stream is not encrypted, and neither are the strings of its dictionary.
        let is_section = object.stream_start.is_some()
            && object.object.as_dictionary().and_then(|dictionary| dictionary.name("Type"))
                == Some(b"XRef");
        if self.strings == Method::Identity || self.dictionary == Some(object.id) || is_section {
            return Ok(());
        }
        let key = self.object_key(self.strings, object.id);
        self.strings_of(&mut object.object, &key, work)
    }

    fn strings_of(&self, object: &mut Object, key: &[u8], work: &Work) -> Result<(), PdfError> {
        match object {
            Object::String(string) => self.string(string, key, work),
            Object::Array(elements) => {
                elements.iter_mut().try_for_each(|element| self.strings_of(element, key, work))
            }
            Object::Dictionary(dictionary) => {
                let is_signature = is_signature(dictionary);
                for (name, value) in &mut dictionary.entries {
                    // 7.6.2: the Contents of a signature dictionary stay as they are.
                    if !(is_signature && name == b"Contents" && is_hexadecimal(value)) {
                        self.strings_of(value, key, work)?;
                    }
                }
                Ok(())
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::Reference(_) => Ok(()),
        }
    }

    fn string(&self, string: &mut PdfString, key: &[u8], work: &Work) -> Result<(), PdfError> {
        let at = string.span.start;
        work.read_object(STRING_COST).map_err(|limit| PdfError::LimitReached { at, limit })?;
        let deciphered = self.strings.decipher(key, &string.bytes);
        string.bytes = deciphered
            .ok_or(Parser::new(&string.bytes, 0).unexpected_at(at, "an encrypted string"))?;
        Ok(())
    }

    /// Deciphers the data of a stream at `at`; `None` where it is not encrypted.
    pub(crate) fn stream(
        &self,
        id: ObjectId,
        dictionary: &Dictionary,
        data: &[u8],
        at: usize,
        work: &Work,
    ) -> Result<Option<Vec<u8>>, PdfError> {
        let bad = || Parser::new(data, 0).unexpected_at(at, "an encrypted stream");
        let method = self.method(dictionary).ok_or_else(bad)?;
        if method == Method::Identity {
            return Ok(None);
        }
        work.decode(data.len()).map_err(|limit| PdfError::LimitReached { at, limit })?;
        method.decipher(&self.object_key(method, id), data).map(Some).ok_or_else(bad)
    }

    /// How a stream is enciphered.
    fn method(&self, dictionary: &Dictionary) -> Option<Method> {
        if let Some(name) = crypt_filter(dictionary)? {
            return self.named.get(name).copied();
        }
        Some(match dictionary.name("Type") {
            Some(b"XRef") => Method::Identity,
            Some(b"Metadata") if self.metadata == Metadata::Plain => Method::Identity,
            Some(b"EmbeddedFile") => self.embedded_files,
            Some(_) | None => self.streams,
        })
    }

    /// Algorithm 1 (7.6.3.2): the key of one object.
    fn object_key(&self, method: Method, id: ObjectId) -> Vec<u8> {
        let salt: &[u8] = match method {
            Method::Rc4 => b"",
            Method::AesV2 => b"sAlT",
            // Algorithm 1.A (7.6.3.3) has no key for each object.
            Method::AesV3 | Method::Identity => return self.key.clone(),
        };
        let [number @ .., _] = id.number.to_le_bytes();
        let mut hash = Md5::new().chain_update(&self.key).chain_update(number);
        hash.update(id.generation.to_le_bytes());
        let mut key = hash.chain_update(salt).finalize().to_vec();
        key.truncate(self.key.len().saturating_add(5));
        key
    }
}

impl Method {
    /// What is empty stays empty: some producers do not encipher nothing.
    fn decipher(self, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Identity => Some(data.to_vec()),
            Self::Rc4 => cipher::rc4(key, data),
            Self::AesV2 | Self::AesV3 if data.is_empty() => Some(Vec::new()),
            Self::AesV2 | Self::AesV3 => cipher::aes_padded(key, data),
        }
    }
}

/// Whether a dictionary is one of a signature: `Type` may be left out (table 255).
fn is_signature(dictionary: &Dictionary) -> bool {
    let may_be = match dictionary.get("Type") {
        None => true,
        Some(_) => matches!(dictionary.name("Type"), Some(b"Sig" | b"DocTimeStamp")),
    };
    may_be && dictionary.get("ByteRange").is_some()
}

fn is_hexadecimal(value: &Object) -> bool {
    matches!(value, Object::String(PdfString { form: StringForm::Hexadecimal, .. }))
}

/// The crypt filter that a stream names (7.4.10): the first of its filters, and the only one of its kind. The outer `None` says
/// that it stands where it cannot.
#[expect(
    clippy::option_option,
    reason = "the outer says whether the value is usable, the inner whether it is there"
)]
fn crypt_filter(dictionary: &Dictionary) -> Option<Option<&[u8]>> {
    let is_crypt = |filter: &Object| matches!(filter, Object::Name(name) if name == b"Crypt");
    let (filter, parameters) = match (dictionary.get("Filter"), dictionary.get("DecodeParms")) {
        (Some(Object::Array(filters)), parameters) => {
            if filters.iter().skip(1).any(is_crypt) {
                return None;
            }
            let parameters = match parameters {
                Some(Object::Array(parameters)) => parameters.first(),
                other => other,
            };
            (filters.first(), parameters)
        }
        other => other,
    };
    if !filter.is_some_and(is_crypt) {
        return Some(None);
    }
    let name = parameters.and_then(Object::as_dictionary).and_then(|named| named.name("Name"));
    Some(Some(name.unwrap_or(b"Identity")))
}

/// The dictionary of a stream without its crypt filter, for what decodes the other filters.
pub(crate) fn without_crypt_filter(dictionary: &Dictionary) -> Dictionary {
    let mut dictionary = dictionary.clone();
    if !matches!(crypt_filter(&dictionary), Some(Some(_))) {
        return dictionary;
    }
    for (key, value) in &mut dictionary.entries {
        if key == b"Filter" || key == b"DecodeParms" {
            let rest = value.as_array().and_then(|elements| elements.get(1..));
            *value = rest.map_or(Object::Null, |rest| Object::Array(rest.to_vec()));
        }
    }
    dictionary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Budget;

    const ID: ObjectId = ObjectId { number: 7, generation: 0 };

    /// RC4, whose output has the length of its input; strings of a `Decryption` that has a key.
    fn rc4(metadata: Metadata) -> Decryption {
        Decryption::with(Method::Rc4, metadata).with_key(vec![1; 16], None)
    }

    fn object(text: &str) -> IndirectObject {
        Parser::new(text.as_bytes(), 0).indirect_object().unwrap()
    }

    /// Which of the strings of an object are deciphered: all of them read `ab` in the file.
    fn deciphered(text: &str, decryption: &Decryption) -> Vec<bool> {
        fn strings(object: &Object, found: &mut Vec<bool>) {
            if let Object::String(string) = object {
                found.push(string.bytes != b"ab");
            }
            for element in object.as_array().unwrap_or_default() {
                strings(element, found);
            }
            for (_, value) in object.as_dictionary().map_or(&[][..], |named| &named.entries) {
                strings(value, found);
            }
        }
        let mut object = object(text);
        decryption.strings(&mut object, &Work::new(&Budget::DEFAULT)).unwrap();
        let mut found = Vec::new();
        strings(&object.object, &mut found);
        found
    }

    #[test]
    fn strings_are_deciphered_but_where_the_standard_says_not() {
        let rows: [(&str, &[bool]); 8] = [
            ("7 0 obj (ab) endobj", &[true]),
            ("7 0 obj [(ab)<</A<6162>/B[(ab)]>>] endobj", &[true, true, true]),
            // 7.6.2: only the hexadecimal Contents of a signature dictionary.
            ("7 0 obj <</ByteRange[]/Contents<6162>/M(ab)>> endobj", &[false, true]),
            ("7 0 obj <</Type/Sig/ByteRange[]/Contents<6162>/M(ab)>> endobj", &[false, true]),
            ("7 0 obj <</Type/Sig/ByteRange[]/Contents(ab)>> endobj", &[true]),
            ("7 0 obj <</Type/Annot/ByteRange[]/Contents<6162>>> endobj", &[true]),
            ("7 0 obj <</Contents<6162>>> endobj", &[true]),
            // 7.5.8.2
            ("7 0 obj <</Type/XRef/ID[<6162>]>> stream\n", &[false]),
        ];
        for (text, expected) in rows {
            assert_eq!(deciphered(text, &rc4(Metadata::Encrypted)), expected, "{text}");
        }
        let itself = rc4(Metadata::Encrypted).with_key(vec![1; 16], Some(ID));
        assert_eq!(deciphered("7 0 obj <</O(ab)>> endobj", &itself), [false]);
    }

    #[test]
    fn streams_are_deciphered_by_the_filter_that_is_theirs() {
        let mut plain = rc4(Metadata::Plain);
        plain.named.insert(b"Identity".to_vec(), Method::Identity);
        plain.named.insert(b"Std".to_vec(), Method::Rc4);
        plain.embedded_files = Method::Identity;
        let all = rc4(Metadata::Encrypted);
        let crypt = "/Filter/Crypt/DecodeParms";
        let rows = [
            ("<<>>".to_owned(), &plain, Some(Method::Rc4)),
            ("<</Type/XRef>>".to_owned(), &all, Some(Method::Identity)),
            ("<</Type/Metadata>>".to_owned(), &plain, Some(Method::Identity)),
            ("<</Type/Metadata>>".to_owned(), &all, Some(Method::Rc4)),
            ("<</Type/EmbeddedFile>>".to_owned(), &plain, Some(Method::Identity)),
            ("<</Type/EmbeddedFile>>".to_owned(), &all, Some(Method::Rc4)),
            ("<</Filter/Crypt>>".to_owned(), &plain, Some(Method::Identity)),
            (format!("<<{crypt}<</Name/Std>>>>"), &plain, Some(Method::Rc4)),
            (format!("<<{crypt}<</Name/Other>>>>"), &plain, None),
            (
                "<</Filter[/Crypt/FlateDecode]/DecodeParms[<</Name/Identity>>null]>>".to_owned(),
                &plain,
                Some(Method::Identity),
            ),
            ("<</Filter[/FlateDecode/Crypt]>>".to_owned(), &plain, None),
        ];
        for (text, decryption, expected) in rows {
            let parsed = Parser::new(text.as_bytes(), 0).object().unwrap();
            let found = decryption.method(parsed.as_dictionary().unwrap());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_other_filters_stay_when_the_crypt_filter_is_taken_off() {
        let rows = [
            ("<</Filter/Crypt/DecodeParms<<>>>>", "<</Filter null/DecodeParms null>>"),
            (
                "<</Filter[/Crypt/FlateDecode]/DecodeParms[null<</Columns 4>>]>>",
                "<</Filter[/FlateDecode]/DecodeParms[<</Columns 4>>]>>",
            ),
            ("<</Filter[/FlateDecode]>>", "<</Filter[/FlateDecode]>>"),
        ];
        for (text, expected) in rows {
            let object = |text: &str| Parser::new(text.as_bytes(), 0).object().unwrap();
            let found = without_crypt_filter(object(text).as_dictionary().unwrap());
            assert!(found.same_value(object(expected).as_dictionary().unwrap()), "{text}");
        }
    }
}
