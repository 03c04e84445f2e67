//! Signing notes (C2SP signed-note): the private half of a key, in the form that Go's tools write, `PRIVATE+KEY+name+ID+base64`.
//!
//! A note is given out only after it was opened with the public half. Verifying is the verifier's: [`verifier::note`].

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};
use std::fmt;
use verifier::note::{KeyError, Note, SignatureType, VerifierKey, signature_line};

const PREFIX: &str = "PRIVATE+KEY+";

/// A key that signs notes.
pub struct Signer {
    key: SigningKey,
    verifier_key: VerifierKey,
}

/// The private half is shown nowhere.
impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Signer").field(&self.verifier_key.to_string()).finish()
    }
}

/// Why there is no key, or no note.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignerError {
    /// Something else than a private key, which is not repeated here.
    #[error("not a private key of signed notes: expected one line, {PREFIX}NAME+ID+BASE64")]
    Form,
    /// The public half, where the private one is needed.
    #[error("this is the verifier key; the file that `site-gen log keygen` wrote is needed")]
    PublicHalf,
    /// Its parts are no key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The system gives no randomness.
    #[error("no randomness from the system: {0}")]
    Randomness(String),
    /// A text that no note can have.
    #[error(
        "this text cannot be signed: expected UTF-8 that ends with a newline, without other control characters"
    )]
    Text,
}

impl Signer {
    /// A new key.
    pub fn generate(name: &str, signature_type: SignatureType) -> Result<Self, SignerError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| SignerError::Randomness(error.to_string()))?;
        Self::from_seed(name, signature_type, seed)
    }

    /// The key of a seed (RFC 8032 5.1.5 calls it the private key).
    pub fn from_seed(
        name: &str,
        signature_type: SignatureType,
        seed: [u8; 32],
    ) -> Result<Self, SignerError> {
        let key = SigningKey::from_bytes(&seed);
        let octets = key.verifying_key().to_bytes();
        Ok(Self { key, verifier_key: VerifierKey::new(name, signature_type, octets)? })
    }

    /// Reads a private key; a newline may follow it.
    pub fn parse(text: &str) -> Result<Self, SignerError> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let Some(rest) = line.strip_prefix(PREFIX) else {
            let public = VerifierKey::parse(line).is_ok();
            return Err(if public { SignerError::PublicHalf } else { SignerError::Form });
        };
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(base64)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(SignerError::Form);
        };
        let bytes = Base64::decode_vec(base64).map_err(|_| SignerError::Form)?;
        let (byte, seed) = bytes.split_first().ok_or(SignerError::Form)?;
        let signature_type = [SignatureType::Ed25519, SignatureType::CosignatureV1]
            .into_iter()
            .find(|known| known.byte() == *byte)
            .ok_or(KeyError::Type { byte: *byte })?;
        let seed = seed.try_into().map_err(|_| SignerError::Form)?;
        let signer = Self::from_seed(name, signature_type, seed)?;
        let expected = signer.verifier_key.id();
        if id == format!("{expected:08x}") {
            return Ok(signer);
        }
        let found = u32::from_str_radix(id, 16).map_err(|_| SignerError::Form)?;
        Err(KeyError::Id { expected, found }.into())
    }

    /// The private key as a line of text.
    #[must_use]
    pub fn private_key(&self) -> String {
        let byte = self.verifier_key.signature_type().byte();
        let bytes = [[byte].as_slice(), self.key.as_bytes()].concat();
        let (name, id) = (self.verifier_key.name(), self.verifier_key.id());
        format!("{PREFIX}{name}+{id:08x}+{}\n", Base64::encode_string(&bytes))
    }

    /// The public half.
    #[must_use]
    pub const fn verifier_key(&self) -> &VerifierKey {
        &self.verifier_key
    }

    /// The signature line over a text, with its end. The moment is signed by keys of witnesses only.
    #[must_use]
    pub fn signature_line(&self, text: &str, at: u64) -> String {
        let signature_type = self.verifier_key.signature_type();
        let signature = self.key.sign(&signature_type.message(text, at)).to_bytes();
        let timestamp = match signature_type {
            SignatureType::Ed25519 => Vec::new(),
            SignatureType::CosignatureV1 => at.to_be_bytes().to_vec(),
        };
        signature_line(&self.verifier_key, &[timestamp.as_slice(), &signature].concat())
    }

    /// A note with this text, signed by this key and by the others given.
    pub fn sign(&self, text: &str, others: &[&Self]) -> Result<String, SignerError> {
        let signers = || std::iter::once(self).chain(others.iter().copied());
        let lines: String = signers().map(|signer| signer.signature_line(text, 0)).collect();
        let note = format!("{text}\n{lines}");
        let keys: Vec<_> = signers().map(|signer| signer.verifier_key.clone()).collect();
        match Note::open(note.as_bytes(), &keys) {
            Ok(opened) if opened.text == text => Ok(note),
            Ok(_) | Err(_) => Err(SignerError::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(name: &str) -> Signer {
        Signer::from_seed(name, SignatureType::Ed25519, [5; 32]).unwrap()
    }

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let signer = signer("contoh.example/log");
        let read = Signer::parse(&signer.private_key()).unwrap();
        assert_eq!(read.private_key(), signer.private_key());
        assert_eq!(read.verifier_key(), signer.verifier_key());
        let shown = format!("{signer:?}");
        assert_eq!(shown, format!("Signer({:?})", signer.verifier_key().to_string()));
    }

    #[test]
    fn what_is_no_private_key_is_refused() {
        let good = signer("a").private_key();
        let id = format!("{:08x}", signer("a").verifier_key().id());
        let rows = [
            ("nothing", String::new(), SignerError::Form),
            ("the public half", signer("a").verifier_key().to_string(), SignerError::PublicHalf),
            ("two lines", format!("{good}\n"), SignerError::Form),
            (
                "another name",
                good.replace("+a+", "+b+"),
                KeyError::Id {
                    expected: signer("b").verifier_key().id(),
                    found: signer("a").verifier_key().id(),
                }
                .into(),
            ),
            ("no ID", good.replace(&id, "x"), SignerError::Form),
            ("upper case", good.replace(&id, "zzzzzzzz"), SignerError::Form),
            ("a short seed", format!("PRIVATE+KEY+a+{id}+AQEB\n"), SignerError::Form),
            (
                "another type",
                format!("PRIVATE+KEY+a+{id}+CQEB\n"),
                KeyError::Type { byte: 9 }.into(),
            ),
        ];
        for (name, text, expected) in rows {
            assert_eq!(Signer::parse(&text).err(), Some(expected), "{name}");
        }
    }

    #[test]
    fn only_what_opens_again_is_signed() {
        let (one, other) = (signer("a"), signer("b"));
        let note = one.sign("text\n", &[&other]).unwrap();
        let keys = [one.verifier_key().clone(), other.verifier_key().clone()];
        assert_eq!(Note::open(note.as_bytes(), &keys).unwrap().verified.len(), 2);
        for text in ["text", "", "a\tb\n", "a\r\n"] {
            assert_eq!(one.sign(text, &[]), Err(SignerError::Text), "{text:?}");
        }
    }

    #[test]
    fn two_new_keys_differ() {
        let new = || Signer::generate("a", SignatureType::Ed25519).unwrap().private_key();
        assert_ne!(new(), new());
    }
}
