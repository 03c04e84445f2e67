//! Cosignatures of witnesses (C2SP tlog-cosignature): checked against the checkpoint that is published, then added to it.
//!
//! They are about one checkpoint: the next one has none until the witnesses have seen it.

use super::{Believed, CHECKPOINT, Log, LogError, failed, lock};
use crate::disk::{self, Disk};
use std::path::Path;
use verifier::note::{Note, NoteError, Signature, Verified, VerifierKey};

/// Why cosignatures were not added. None is added when one is refused.
#[derive(Debug, thiserror::Error)]
pub enum CosignError {
    /// The log itself.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A line that is no signature line.
    #[error("line {number}: expected an em dash, a key name and base64")]
    Line {
        /// From 1.
        number: usize,
    },
    /// Signature lines of a note with another text.
    #[error(
        "this is about another checkpoint than the one that is published; the witness has to see that one"
    )]
    OtherCheckpoint,
    /// A key that was not named as a witness.
    #[error("{name}: not one of the witnesses that were named with --witness")]
    UnknownWitness {
        /// Its name.
        name: String,
    },
    /// Not a signature of that witness over the checkpoint.
    #[error("{0}")]
    Note(NoteError),
    /// Nothing to add.
    #[error("no signature lines")]
    Nothing,
}

/// Adds the cosignatures of a text: signature lines, or a whole note about the published checkpoint. Gives who cosigned it now.
pub fn add(
    disk: &dyn Disk,
    dir: &Path,
    key: &VerifierKey,
    witnesses: &[VerifierKey],
    text: &str,
) -> Result<Vec<Verified>, CosignError> {
    let _lock = lock(dir)?;
    let log = Log::read(dir, Believed::SignedBy(key))?;
    let published = Note::parse(&log.note).map_err(CosignError::Note)?;
    let signed = published.unverified_text();
    let (lines, before) = match Note::parse(text.as_bytes()) {
        Ok(note) if note.unverified_text() != signed => return Err(CosignError::OtherCheckpoint),
        Ok(_) => {
            let from = signed.len().saturating_add(1);
            (text.get(from..).unwrap_or_default(), signed.lines().count().saturating_add(1))
        }
        Err(_) => (text, 0),
    };
    let mut kept: Vec<String> =
        published.signatures().iter().map(|signature| signature.line.to_owned()).collect();
    let mut added = 0_usize;
    for (number, line) in (1..).zip(lines.lines()) {
        let number = before.saturating_add(number);
        let signature = Signature::parse(line).ok_or(CosignError::Line { number })?;
        if kept.iter().any(|there| there == line) {
            continue;
        }
        let new = verify(signed, &signature, witnesses)?;
        let of_the_same = |there: &String| {
            Signature::parse(there)
                .is_some_and(|there| (there.name, there.id) == (signature.name, signature.id))
        };
        // One line for each witness, the one it made last.
        let earlier = kept.iter().find(|there| of_the_same(there)).cloned();
        let known = earlier.as_deref().and_then(Signature::parse);
        let known = known.map(|known| verify(signed, &known, witnesses)).transpose()?;
        if known.is_some_and(|known| known.timestamp > new.timestamp) {
            continue;
        }
        kept.retain(|there| !of_the_same(there));
        kept.push(line.to_owned());
        added = added.saturating_add(1);
    }
    if lines.is_empty() {
        return Err(CosignError::Nothing);
    }
    let note = format!("{signed}\n{}\n", kept.join("\n"));
    // What is published opens: with the log's key and with the witnesses'.
    let keys: Vec<_> = std::iter::once(key).chain(witnesses).cloned().collect();
    let opened = Note::open(note.as_bytes(), &keys).map_err(CosignError::Note)?;
    if added > 0 {
        let path = dir.join(CHECKPOINT);
        disk::replace(disk, &path, note.as_bytes()).map_err(failed(&path))?;
    }
    Ok(opened.verified.into_iter().filter(|one| one.key != *key).collect())
}

/// The cosignature, verified alone over the text.
fn verify(
    signed: &str,
    signature: &Signature<'_>,
    witnesses: &[VerifierKey],
) -> Result<Verified, CosignError> {
    let note = format!("{signed}\n{}\n", signature.line);
    let unknown = || CosignError::UnknownWitness { name: signature.name.to_owned() };
    match Note::open(note.as_bytes(), witnesses) {
        Ok(opened) => opened.verified.into_iter().next().ok_or_else(unknown),
        Err(NoteError::NoKnownSignature) => Err(unknown()),
        Err(error) => Err(CosignError::Note(error)),
    }
}
