//! Encrypted documents (ISO 32000-1 7.6, ISO 32000-2 7.6): the standard security handler, revisions 2 to 6.
//!
//! A signature is over the bytes as they stand in the file, so encryption changes nothing of what is hashed; it only hides
//! strings and streams from whoever looks for the signatures. The encryption dictionary is the one of the first revision,
//! which every signature covers; a later revision that says otherwise is told by [`Document::encryption_changed_in`]
//! (threat PDF-88). Handlers for certificates of recipients (7.6.5) are recognised and not read.

mod cipher;
mod decryption;
mod handler;
mod password;

use super::document::Document;
use super::object::{Dictionary, Object};
use super::object_stream::ObjectReader;
use super::parser::{Parser, PdfError};
use crate::policy::{Budget, Work};
pub(super) use decryption::{Decryption, without_crypt_filter};
use handler::Handler;

/// Whether a document can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// It is not encrypted, or a password opened it.
    Open,
    /// No password was given, or not the right one.
    PasswordNeeded,
    /// Encrypted in a way that is not read: the filter, and what of it is not known.
    Unsupported(String),
}

impl Document {
    /// Opens the document for every [`ObjectReader`] of it. The empty password is tried even where one is given.
    ///
    /// # Errors
    /// [`PdfError`] where the encryption dictionary does not stand in the first revision.
    pub(crate) fn unlock(
        &mut self,
        bytes: &[u8],
        password: Option<&str>,
        budget: &Budget,
        work: &Work,
    ) -> Result<Access, PdfError> {
        let Some(value) = self.encrypt(0).cloned() else { return Ok(Access::Open) };
        let Some(dictionary) = self.encryption_dictionary(bytes, &value, budget, work)? else {
            return Ok(Access::Unsupported("?".to_owned()));
        };
        let identifier = self.identifier(0).unwrap_or_default().to_vec();
        let handler = match Handler::read(&dictionary, identifier) {
            Ok(handler) => handler,
            Err(unsupported) => return Ok(Access::Unsupported(unsupported)),
        };
        let Some(key) = handler.lock.open(password) else { return Ok(Access::PasswordNeeded) };
        if !handler.lock.is_of(&key) {
            return Ok(Access::Unsupported("Standard, Perms".to_owned()));
        }
        let id = value.as_reference();
        self.decryption = Some(handler.decryption.with_key(key, id));
        Ok(Access::Open)
    }

    /// The dictionary, which must stand by itself in the first revision: object streams are encrypted.
    fn encryption_dictionary(
        &self,
        bytes: &[u8],
        value: &Object,
        budget: &Budget,
        work: &Work,
    ) -> Result<Option<Dictionary>, PdfError> {
        if let Object::Dictionary(dictionary) = value {
            return Ok(Some(dictionary.clone()));
        }
        let Some(id) = value.as_reference() else { return Ok(None) };
        let reader = ObjectReader::new(bytes, self, 0, budget, work);
        let Some((object, _)) = reader.in_use(id)? else { return Ok(None) };
        let end = self.revisions().first().map_or(0, |revision| revision.eof_end);
        if object.span.end > end {
            return Err(Parser::new(bytes, object.span.start)
                .unexpected("the encryption dictionary in the first revision"));
        }
        Ok(object.object.as_dictionary().cloned())
    }

    /// The first revision that says something else of the encryption than the first one, counted from 0: another value in
    /// its trailer, another identifier, or another object under the number of the dictionary.
    pub(crate) fn encryption_changed_in(&self, bytes: &[u8]) -> Option<usize> {
        let (encrypt, identifier) = (self.encrypt(0), self.identifier(0));
        let defined = |revision| {
            let id = encrypt?.as_reference()?;
            self.entry(bytes, revision, id.number).map(|(_, entry)| entry)
        };
        (0..=self.last_revision()).find(|revision| {
            let same_value = self.trailers(*revision).enumerate().all(|(section, trailer)| {
                match (encrypt, trailer.get("Encrypt")) {
                    (None, None) => true,
                    (Some(first), Some(value)) => first.same_value(value),
                    // Annex F: the two sections of a linearized first revision are one.
                    (Some(_), None) => *revision == 0 && section > 0,
                    (None, Some(_)) => false,
                }
            });
            // It enters the key. Some writers leave it out of an update.
            let other_identifier = encrypt.is_some()
                && self.identifier(*revision).is_some_and(|value| Some(value) != identifier);
            !same_value || other_identifier || defined(*revision) != defined(0)
        })
    }

    fn encrypt(&self, revision: usize) -> Option<&Object> {
        self.trailers(revision).find_map(|trailer| trailer.get("Encrypt"))
    }

    /// The first string of `ID` (14.4), which stays the same in every revision.
    fn identifier(&self, revision: usize) -> Option<&[u8]> {
        let identifiers = self.trailers(revision).find_map(|trailer| trailer.get("ID"))?;
        let Object::String(first) = identifiers.as_array()?.first()? else { return None };
        Some(&first.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKED: &[u8] = include_bytes!("../../../tests/fixtures/encrypted/aes-128.pdf");

    fn changed_in(bytes: &[u8]) -> Option<usize> {
        Document::read(bytes, &Budget::DEFAULT).unwrap().encryption_changed_in(bytes)
    }

    /// Threat PDF-88.
    #[test]
    fn the_first_revision_that_changes_the_encryption_is_told() {
        let rows: [(&str, &[u8], Option<usize>); 5] = [
            ("signed later", LOCKED, None),
            (
                "redefined",
                include_bytes!("../../../tests/fixtures/encrypted/encrypt-redefined.pdf"),
                Some(2),
            ),
            (
                "renamed",
                include_bytes!("../../../tests/fixtures/encrypted/encrypt-renamed.pdf"),
                Some(2),
            ),
            (
                "dropped",
                include_bytes!("../../../tests/fixtures/encrypted/encrypt-dropped.pdf"),
                Some(2),
            ),
            (
                "added",
                include_bytes!("../../../tests/fixtures/encrypted/encrypt-added.pdf"),
                Some(2),
            ),
        ];
        for (name, bytes, revision) in rows {
            assert_eq!(changed_in(bytes), revision, "{name}");
        }
        let mut other_identifier = LOCKED.to_vec();
        let at = LOCKED.windows(5).rposition(|window| window == b"/ID [").unwrap();
        other_identifier[at + 8] ^= 1;
        assert_eq!(changed_in(&other_identifier), Some(1));
    }

    #[test]
    fn the_key_is_never_printed() {
        let budget = Budget::DEFAULT;
        let mut document = Document::read(LOCKED, &budget).unwrap();
        let opened = document.unlock(LOCKED, None, &budget, &Work::new(&budget));
        assert_eq!(opened, Ok(Access::Open));
        assert_eq!(format!("{:?}", document.decryption), "Some(Decryption { .. })");
    }
}
