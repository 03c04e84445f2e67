//! Signed notes (C2SP signed-note v1): a text, and under it lines of signatures by keys that have names.
//!
//! What a text says is worth nothing before [`Note::open`] has found a signature of a key the caller knows. Signatures of keys
//! that the caller does not know are ignored, as the specification asks, so that witnesses and new keys can be added to a note.
//! What is signed inside the text, and whether it is fresh, is for others to read: a checkpoint in `tlog`, the
//! portal's own files elsewhere. Cosignatures (C2SP tlog-cosignature) are signatures over the text and a moment.

mod key;

use core::fmt;

use base64ct::{Base64, Encoding as _};

pub use key::{KeyError, SignatureType, VerifierKey, is_key_name};

/// Bytes of one note: ours have some hundred; the specification asks for a limit and names none, Go's reader has this one.
pub const MAX_BYTES: usize = 1_000_000;

/// Signatures of one note: 16 must be accepted; Go's reader has this limit.
pub const MAX_SIGNATURES: usize = 100;

/// How a signature line begins: em dash (U+2014), space.
const SIGNATURE_LINE: &str = "\u{2014} ";

/// A note as it was read: nothing is verified, and its text is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'a> {
    text: &'a str,
    signatures: Vec<Signature<'a>>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature<'a> {
    /// The key name.
    pub name: &'a str,
    /// The key ID.
    pub id: u32,
    /// What follows the ID: what it is depends on the type of the key.
    pub value: Vec<u8>,
    /// The whole line, without its end.
    pub line: &'a str,
}

/// A note with at least one signature of a known key, and none of a known key that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened<'a> {
    /// The signed text, with its last newline.
    pub text: &'a str,
    /// Each key that signed it once, in the order of the signature lines.
    pub verified: Vec<Verified>,
}

/// A key that signed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whose signature it is.
    pub key: VerifierKey,
    /// Of a cosignature: the moment that the cosigner signed with it, in seconds since 1970.
    pub timestamp: Option<u64>,
}

impl<'a> Note<'a> {
    /// Reads and verifies: the text of a note that one of these keys signed.
    ///
    /// # Errors
    /// What is not a note, is signed by none of the keys, or has a signature by one of them that is wrong.
    pub fn open(bytes: &'a [u8], keys: &[VerifierKey]) -> Result<Opened<'a>, NoteError> {
        Self::parse(bytes)?.verify(keys)
    }

    /// Reads a note.
    ///
    /// # Errors
    /// What departs from the grammar.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_BYTES {
            return Err(NoteError::TooLong { length: bytes.len() });
        }
        let note = str::from_utf8(bytes)
            .map_err(|error| NoteError::NotUtf8 { at: error.valid_up_to() })?;
        if let Some(at) = note.bytes().position(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NoteError::ControlCharacter { at });
        }
        // The text may have empty lines: the last one ends it.
        let end = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?.saturating_add(1);
        let (text, rest) = note.split_at_checked(end).ok_or(NoteError::NoSignatures)?;
        let lines = rest.strip_prefix('\n').unwrap_or_default();
        if lines.is_empty() {
            return Err(NoteError::NoSignatures);
        }
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoLastNewline)?;
        if lines.bytes().filter(|byte| *byte == b'\n').count() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let signatures = (1..)
            .zip(lines.split('\n'))
            .map(|(number, line)| Signature::parse(line).ok_or(NoteError::BadLine { number }))
            .collect::<Result<_, _>>()?;
        Ok(Self { text, signatures })
    }

    /// The text, which nobody vouches for.
    #[must_use]
    pub const fn unverified_text(&self) -> &'a str {
        self.text
    }

    /// The signature lines.
    #[must_use]
    pub fn signatures(&self) -> &[Signature<'a>] {
        &self.signatures
    }

    /// Verifies each signature by one of the keys.
    ///
    /// # Errors
    /// None of the keys signed, one of their signatures is wrong, or two keys cannot be told apart.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Opened<'a>, NoteError> {
        let mut verified: Vec<Verified> = Vec::new();
        for signature in &self.signatures {
            let mut matching = keys.iter().filter(|key| key.made(signature));
            let Some(key) = matching.next() else { continue };
            if matching.any(|other| other != key) {
                return Err(NoteError::AmbiguousKey { name: key.name().to_owned() });
            }
            let timestamp = key
                .verify(self.text, &signature.value)
                .map_err(|_| NoteError::WrongSignature { name: key.name().to_owned() })?;
            // A second line of the same key has to be right too, and adds nothing.
            if !verified.iter().any(|earlier| earlier.key == *key) {
                verified.push(Verified { key: key.clone(), timestamp });
            }
        }
        if verified.is_empty() {
            return Err(NoteError::NoKnownSignature);
        }
        Ok(Opened { text: self.text, verified })
    }
}

impl<'a> Signature<'a> {
    /// Reads one line, without its end.
    #[must_use]
    pub fn parse(line: &'a str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(SIGNATURE_LINE)?.split_once(' ')?;
        // Canonical base64: the same signature is written in one way only.
        let bytes = Base64::decode_vec(base64).ok()?;
        let (id, value) = bytes.split_first_chunk::<4>()?;
        let well_formed = is_key_name(name) && !value.is_empty();
        well_formed.then(|| Self { name, id: u32::from_be_bytes(*id), value: value.to_vec(), line })
    }
}

/// The line of a signature, with its end: the counterpart of [`Signature::parse`] for whoever signs.
#[must_use]
pub fn signature_line(key: &VerifierKey, value: &[u8]) -> String {
    let bytes = [key.id().to_be_bytes().as_slice(), value].concat();
    format!("{SIGNATURE_LINE}{} {}\n", key.name(), Base64::encode_string(&bytes))
}

/// Why bytes are not a note that one of the keys signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteError {
    /// More than [`MAX_BYTES`].
    TooLong {
        /// Bytes that came.
        length: usize,
    },
    /// Not UTF-8.
    NotUtf8 {
        /// Offset of the first byte that is not.
        at: usize,
    },
    /// A control character other than newline.
    ControlCharacter {
        /// Its offset.
        at: usize,
    },
    /// No empty line with signature lines after it.
    NoSignatures,
    /// The last line does not end.
    NoLastNewline,
    /// More than [`MAX_SIGNATURES`].
    TooManySignatures,
    /// A line after the empty one that is not a signature line.
    BadLine {
        /// Which of them, from 1.
        number: usize,
    },
    /// None of the keys signed the note.
    NoKnownSignature,
    /// A signature that bears the name and ID of one of the keys and is not its own.
    WrongSignature {
        /// The name of the key.
        name: String,
    },
    /// Two of the keys have the same name and ID.
    AmbiguousKey {
        /// Their name.
        name: String,
    },
}

impl fmt::Display for NoteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(
                    formatter,
                    "not a signed note: expected up to {MAX_BYTES} bytes, found {length}"
                )
            }
            Self::NotUtf8 { at } => write!(formatter, "not a signed note: not UTF-8 at byte {at}"),
            Self::ControlCharacter { at } => {
                write!(formatter, "not a signed note: control character at byte {at}")
            }
            Self::NoSignatures => write!(
                formatter,
                "not a signed note: expected signature lines after an empty line, found none"
            ),
            Self::NoLastNewline => {
                write!(formatter, "not a signed note: expected a newline at its end")
            }
            Self::TooManySignatures => {
                write!(formatter, "signed note: more than {MAX_SIGNATURES} signatures")
            }
            Self::BadLine { number } => write!(
                formatter,
                "signed note: signature line {number}: expected an em dash, a key name and base64"
            ),
            Self::NoKnownSignature => {
                write!(formatter, "signed note: no signature by a known key")
            }
            Self::WrongSignature { name } => {
                write!(formatter, "signed note: the signature of {name} does not verify")
            }
            Self::AmbiguousKey { name } => {
                write!(formatter, "two known keys have the name {name} and the same ID")
            }
        }
    }
}

impl core::error::Error for NoteError {}

#[cfg(test)]
mod tests;
