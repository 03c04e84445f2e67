//! The encryption dictionary of the standard security handler (ISO 32000-2 7.6.2, 7.6.4.2; tables 20 and 21).

use super::decryption::{Decryption, Method};
use super::password::{Entry, Lock, Metadata, PaddedRevision, SaltedHash};
use crate::pdf::object::{Dictionary, Object};

/// Letters of a foreign filter's name that are told.
const FILTER_NAME: usize = 40;

/// An encryption dictionary of the standard security handler (tables 20 and 21).
pub(super) struct Handler {
    pub(super) lock: Lock,
    /// Without a key yet.
    pub(super) decryption: Decryption,
}

impl Handler {
    /// What is not known, or not as the tables have it, is told as `Standard, KEY VALUE`.
    pub(super) fn read(dictionary: &Dictionary, identifier: Vec<u8>) -> Result<Self, String> {
        match dictionary.name("Filter") {
            Some(b"Standard") => {}
            Some(other) => {
                return Err(String::from_utf8_lossy(other).chars().take(FILTER_NAME).collect());
            }
            None => return Err("?".to_owned()),
        }
        let unsupported = |key: &str| match dictionary.integer(key) {
            Some(value) => format!("Standard, {key} {value}"),
            None => format!("Standard, {key}"),
        };
        let algorithm = dictionary.integer("V").ok_or(unsupported("V"))?;
        let revision = dictionary.integer("R").ok_or(unsupported("R"))?;
        let metadata = match dictionary.get("EncryptMetadata") {
            // Table 21: before crypt filters it has no meaning.
            _ if algorithm < 4 => Metadata::Encrypted,
            None | Some(Object::Boolean(true)) => Metadata::Encrypted,
            Some(Object::Boolean(false)) => Metadata::Plain,
            Some(_) => return Err(unsupported("EncryptMetadata")),
        };
        let string = |key: &str| {
            let string = dictionary.string(key).ok_or(unsupported(key))?;
            Ok::<&[u8], String>(&string.bytes)
        };
        // A number of 32 bits; some producers write it without its sign.
        let permissions = dictionary
            .integer("P")
            .and_then(|value| value.to_le_bytes().first_chunk().copied())
            .ok_or(unsupported("P"))?;
        let lock = match (algorithm, revision) {
            (1, 2 | 3) | (2, 3) | (4, 4) => Lock::Padded {
                revision: match revision {
                    2 => PaddedRevision::R2,
                    3 => PaddedRevision::R3,
                    _ => PaddedRevision::R4,
                },
                key_length: key_length(dictionary, algorithm).ok_or(unsupported("Length"))?,
                owner: *string("O")?.first_chunk().ok_or(unsupported("O"))?,
                user: *string("U")?.first_chunk().ok_or(unsupported("U"))?,
                permissions,
                identifier,
                metadata,
            },
            (5, 5 | 6) => Lock::Salted {
                hash: if revision == 5 { SaltedHash::Sha256 } else { SaltedHash::Hardened },
                owner: Entry::read(string("O")?, string("OE")?).ok_or(unsupported("O"))?,
                user: Entry::read(string("U")?, string("UE")?).ok_or(unsupported("U"))?,
                permissions,
                metadata,
                enciphered_permissions: *string("Perms")?
                    .first_chunk()
                    .ok_or(unsupported("Perms"))?,
            },
            (1 | 2 | 4 | 5, _) => return Err(unsupported("R")),
            (_, _) => return Err(unsupported("V")),
        };
        let decryption = match algorithm {
            1 | 2 => Decryption::with(Method::Rc4, metadata),
            _ => Decryption::by_crypt_filters(dictionary, algorithm, metadata)
                .ok_or(unsupported("CF"))?,
        };
        Ok(Self { lock, decryption })
    }
}

/// Bytes of the file encryption key: 5 to 16 where it can be chosen (table 20).
fn key_length(dictionary: &Dictionary, algorithm: i64) -> Option<usize> {
    match (algorithm, dictionary.get("Length")) {
        (1, _) => Some(5),
        (4, _) => Some(16),
        (_, None) => Some(5),
        (_, Some(Object::Integer(bits))) if (40..=128).contains(bits) && bits % 8 == 0 => {
            usize::try_from(bits / 8).ok()
        }
        (_, Some(_)) => None,
    }
}
