//! Verifier keys (C2SP signed-note, "Verifier keys"): `name+ID+base64(type || public key)`, and what each type signs.
//!
//! The ID is a short hash over name, type and key. It finds the key of a signature line and proves nothing.

use core::fmt;

use base64ct::{Base64, Encoding as _};

use super::Signature;
use crate::algorithms::{PublicKey, SignatureScheme, sha256};

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignatureType {
    /// Ed25519 over the text: what a log signs with.
    Ed25519,
    /// `cosignature/v1` (C2SP tlog-cosignature): Ed25519 over the text and a moment: what a witness signs with.
    CosignatureV1,
}

impl SignatureType {
    /// The assigned identifier.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    const fn of_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Ed25519),
            0x04 => Some(Self::CosignatureV1),
            _ => None,
        }
    }

    /// What is signed in a text at a moment; only cosignatures have one.
    #[must_use]
    pub fn message(self, text: &str, timestamp: u64) -> Vec<u8> {
        match self {
            Self::Ed25519 => text.as_bytes().to_vec(),
            Self::CosignatureV1 => format!("cosignature/v1\ntime {timestamp}\n{text}").into_bytes(),
        }
    }
}

/// The public half of a key that signs notes.
#[derive(Debug, Clone)]
pub struct VerifierKey {
    name: String,
    id: u32,
    signature_type: SignatureType,
    octets: [u8; 32],
    key: PublicKey,
}

impl PartialEq for VerifierKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.signature_type == other.signature_type
            && self.octets == other.octets
    }
}

impl Eq for VerifierKey {}

impl VerifierKey {
    /// A key from its parts.
    ///
    /// # Errors
    /// A name that no key may have, or octets that are no Ed25519 key.
    pub fn new(
        name: &str,
        signature_type: SignatureType,
        octets: [u8; 32],
    ) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let key = PublicKey::from_ed25519(&octets).ok_or(KeyError::NotAKey)?;
        let hash = sha256(&[name.as_bytes(), b"\n", &[signature_type.byte()], &octets]);
        let [a, b, c, d, ..] = hash;
        let id = u32::from_be_bytes([a, b, c, d]);
        Ok(Self { name: name.to_owned(), id, signature_type, octets, key })
    }

    /// Reads `name+ID+base64`.
    ///
    /// # Errors
    /// What is not that, has a type that is not known here, or an ID that is not the key's.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        // Base64 may have a plus sign, the name and the ID have none.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(base64)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(KeyError::Form);
        };
        let is_id = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if id.len() != 8 || !id.bytes().all(is_id) {
            return Err(KeyError::Form);
        }
        let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
        let bytes = Base64::decode_vec(base64).map_err(|_| KeyError::Base64)?;
        let (byte, octets) = bytes.split_first().ok_or(KeyError::NotAKey)?;
        let signature_type = SignatureType::of_byte(*byte).ok_or(KeyError::Type { byte: *byte })?;
        let octets = octets.try_into().map_err(|_| KeyError::NotAKey)?;
        let key = Self::new(name, signature_type, octets)?;
        if key.id == id { Ok(key) } else { Err(KeyError::Id { expected: key.id, found: id }) }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its ID.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// How it signs.
    #[must_use]
    pub const fn signature_type(&self) -> SignatureType {
        self.signature_type
    }

    /// Whether a signature line says that it is this key's.
    pub(super) fn made(&self, signature: &Signature<'_>) -> bool {
        self.name == signature.name && self.id == signature.id
    }

    /// The moment a cosignature was made, if the value is this key's signature over the text.
    pub(super) fn verify(&self, text: &str, value: &[u8]) -> Result<Option<u64>, NotItsSignature> {
        let (timestamp, signature) = match self.signature_type {
            SignatureType::Ed25519 => (None, value),
            SignatureType::CosignatureV1 => {
                let (seconds, rest) = value.split_first_chunk().ok_or(NotItsSignature)?;
                (Some(u64::from_be_bytes(*seconds)), rest)
            }
        };
        // "It MUST NOT exceed 2^63 - 1".
        if timestamp.is_some_and(|seconds| i64::try_from(seconds).is_err()) {
            return Err(NotItsSignature);
        }
        let message = self.signature_type.message(text, timestamp.unwrap_or_default());
        match self.key.verifies(SignatureScheme::Ed25519, &message, signature) {
            Ok(true) => Ok(timestamp),
            Ok(false) | Err(_) => Err(NotItsSignature),
        }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [[self.signature_type.byte()].as_slice(), &self.octets].concat();
        write!(formatter, "{}+{:08x}+{}", self.name, self.id, Base64::encode_string(&bytes))
    }
}

/// A value that the key did not make over the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotItsSignature;

/// Whether a key may have this name: not empty, no spaces of any script, no plus sign, and nothing that a note may not hold.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    let refused =
        |character: char| character.is_whitespace() || character < ' ' || character == '+';
    !name.is_empty() && !name.contains(refused)
}

/// Why a text is not a verifier key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// Not three parts with plus signs between, the second of eight lower-case hexadecimal digits.
    Form,
    /// A name that no key may have.
    Name,
    /// The third part is not base64.
    Base64,
    /// A type that is not verified here.
    Type {
        /// Its identifier.
        byte: u8,
    },
    /// Not an Ed25519 public key.
    NotAKey,
    /// Another ID than the one of this name and key.
    Id {
        /// What it should be.
        expected: u32,
        /// What it is.
        found: u32,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => write!(formatter, "not a key: expected NAME+ID+BASE64"),
            Self::Name => {
                write!(
                    formatter,
                    "not a key: its name is empty, or has a space, a plus or a control character"
                )
            }
            Self::Base64 => write!(formatter, "not a key: its last part is not base64"),
            Self::Type { byte } => write!(
                formatter,
                "not a key that is known here: expected type 1 (Ed25519) or 4 (cosignature/v1), found {byte}"
            ),
            Self::NotAKey => write!(formatter, "not a key: no Ed25519 key of 32 octets in it"),
            Self::Id { expected, found } => write!(
                formatter,
                "not a key: expected the ID {expected:08x} for this name and key, found {found:08x}"
            ),
        }
    }
}

impl core::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteError, signature_line};
    use super::*;

    #[test]
    fn two_keys_of_one_name_and_id_cannot_be_told_apart() {
        let key = |octets: [u8; 32]| VerifierKey::new("a", SignatureType::Ed25519, octets);
        // The encoded base point, and the neutral element.
        let mut base_point = [0x66; 32];
        base_point[0] = 0x58;
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let (known, mut other) = (key(base_point).unwrap(), key(neutral).unwrap());
        other.id = known.id;
        let note = format!("text\n\n{}", signature_line(&known, &[0; 64]));
        let open = |keys: &[VerifierKey]| Note::open(note.as_bytes(), keys).unwrap_err();
        let name = || "a".to_owned();
        assert_eq!(open(&[known.clone(), other]), NoteError::AmbiguousKey { name: name() });
        // The same key twice is one key.
        assert_eq!(open(&[known.clone(), known]), NoteError::WrongSignature { name: name() });
    }
}
