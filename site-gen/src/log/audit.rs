//! What an auditor checks of a log's folder, as it was published or on the operator's disk: each question with its answer, and
//! what was not asked is said to be not checked.

use super::{Believed, CHECKPOINT, Entry, Log, LogError};
use crate::digest::sha256;
use std::path::Path;
use verifier::note::{Note, VerifierKey};
use verifier::tlog::{
    Checkpoint, CheckpointError, CheckpointNote, verify_consistency, verify_inclusion,
};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Questions<'a> {
    /// The log's key; without it nothing says whose log this is.
    pub key: Option<&'a VerifierKey>,
    /// Witnesses whose cosignatures count.
    pub witnesses: &'a [VerifierKey],
    /// How many of them have to have cosigned.
    pub quorum: usize,
    /// A checkpoint that was kept from earlier: its name and bytes.
    pub since: Option<(&'a str, &'a [u8])>,
    /// Files that should be in the log: names and bytes.
    pub files: &'a [(String, Vec<u8>)],
}

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Good,
    /// Not as it should be.
    Wrong,
    /// Not asked.
    NotChecked,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was looked at: `files`, `signature`, `cosignatures`, `consistency`, `inclusion`.
    pub about: &'static str,
    /// How it is.
    pub outcome: Outcome,
    /// What was found.
    pub found: String,
}

/// Reads the folder and answers. An error means that there is no log there, or that it cannot be read.
pub fn audit(dir: &Path, questions: &Questions<'_>) -> Result<Vec<Answer>, LogError> {
    let log = match Log::read(dir, Believed::Unsigned) {
        Ok(log) => log,
        Err(error @ (LogError::File { .. } | LogError::NoCheckpoint { .. })) => return Err(error),
        Err(wrong) => return Ok(vec![answer("files", Outcome::Wrong, wrong.to_string())]),
    };
    let mut answers = vec![files(&log), signature(&log, questions)];
    answers.push(cosignatures(&log, questions));
    answers.push(consistency(&log, questions));
    if questions.files.is_empty() {
        answers.push(answer("inclusion", Outcome::NotChecked, "no --entry was given".to_owned()));
    }
    answers.extend(questions.files.iter().map(|(name, bytes)| inclusion(&log, name, bytes)));
    Ok(answers)
}

fn answer(about: &'static str, outcome: Outcome, found: String) -> Answer {
    Answer { about, outcome, found }
}

fn of<E: std::fmt::Display>(about: &'static str, result: Result<String, E>) -> Answer {
    match result {
        Ok(found) => answer(about, Outcome::Good, found),
        Err(wrong) => answer(about, Outcome::Wrong, wrong.to_string()),
    }
}

/// Reading the log compared each tile with the entries, and the entries with the root.
fn files(log: &Log) -> Answer {
    let (size, tiles) = (log.checkpoint.tree_size, log.tiles.len());
    if log.others.is_empty() {
        let found =
            format!("{size} entries make the root of the checkpoint, and all {tiles} tiles");
        return answer("files", Outcome::Good, found);
    }
    let found = format!("the checkpoint does not speak of: {}", log.others.join(", "));
    answer("files", Outcome::Wrong, found)
}

fn signature(log: &Log, questions: &Questions<'_>) -> Answer {
    let Some(key) = questions.key else {
        let found = "no --key was given: nothing says whose log this is".to_owned();
        return answer("signature", Outcome::NotChecked, found);
    };
    let opened = CheckpointNote::open(&log.note, key, &[]);
    of("signature", opened.map(|_| format!("{CHECKPOINT} is signed by {}", key.name())))
}

fn cosignatures(log: &Log, questions: &Questions<'_>) -> Answer {
    const ABOUT: &str = "cosignatures";
    if questions.witnesses.is_empty() {
        return answer(ABOUT, Outcome::NotChecked, "no --witness was given".to_owned());
    }
    let verified = match Note::open(&log.note, questions.witnesses) {
        Ok(opened) => opened.verified,
        Err(verifier::note::NoteError::NoKnownSignature) => Vec::new(),
        Err(error) => return answer(ABOUT, Outcome::Wrong, error.to_string()),
    };
    let names = verified.iter().map(|one| {
        let at = one.timestamp.and_then(|seconds| i64::try_from(seconds).ok());
        let at = at.map_or_else(String::new, |seconds| format!(" at {seconds}"));
        format!("{}{at}", one.key.name())
    });
    let (of, quorum) = (questions.witnesses.len(), questions.quorum);
    let names = names.collect::<Vec<_>>().join(", ");
    let found = format!("{} of {of} witnesses, {quorum} needed: {names}", verified.len());
    let outcome = if verified.len() >= quorum { Outcome::Good } else { Outcome::Wrong };
    answer(ABOUT, outcome, found.trim_end_matches(": ").to_owned())
}

fn consistency(log: &Log, questions: &Questions<'_>) -> Answer {
    const ABOUT: &str = "consistency";
    let Some((name, bytes)) = questions.since else {
        return answer(ABOUT, Outcome::NotChecked, "no --since was given".to_owned());
    };
    let earlier = match questions.key {
        Some(key) => CheckpointNote::open(bytes, key, &[]).map(|opened| opened.checkpoint),
        None => Note::parse(bytes)
            .map_err(CheckpointError::Note)
            .and_then(|note| Checkpoint::parse(note.unverified_text())),
    };
    let earlier = match earlier {
        Ok(earlier) => earlier,
        Err(error) => return answer(ABOUT, Outcome::Wrong, format!("{name}: {error}")),
    };
    let (now, since) = (&log.checkpoint, earlier.tree_size);
    if earlier.origin != now.origin {
        let found = format!("{name}: of another log, {}", earlier.origin);
        return answer(ABOUT, Outcome::Wrong, found);
    }
    let Some(proof) = log.tree.consistency(since) else {
        let found = format!("{name} has {since} entries, and this log only {}", now.tree_size);
        return answer(ABOUT, Outcome::Wrong, found);
    };
    let roots = (&earlier.root_hash, &now.root_hash);
    let shown = verify_consistency(&proof, since, roots.0, now.tree_size, roots.1);
    let good = format!("the {since} entries of {name} are the first of the {}", now.tree_size);
    of(ABOUT, shown.map(|()| good).map_err(|error| format!("{name}: another log: {error}")))
}

fn inclusion(log: &Log, name: &str, bytes: &[u8]) -> Answer {
    const ABOUT: &str = "inclusion";
    let digest = sha256(bytes);
    let is_of_file =
        |line: &Vec<u8>| Entry::parse(line).is_ok_and(|entry| entry.field("sha256") == digest);
    let Some(place) = log.entries.iter().position(is_of_file) else {
        let found = format!("{name}: no entry has its SHA-256, {digest}");
        return answer(ABOUT, Outcome::Wrong, found);
    };
    let line = log.entries.get(place).map(Vec::as_slice).unwrap_or_default();
    let index = u64::try_from(place).unwrap_or(u64::MAX);
    let leaf = verifier::tlog::leaf_hash(line);
    let proof = log.tree.inclusion(index).unwrap_or_default();
    let (size, root) = (log.checkpoint.tree_size, &log.checkpoint.root_hash);
    let shown = verify_inclusion(&proof, index, size, &leaf, root);
    let good = format!("{name}: entry {index} of {size}, {}", String::from_utf8_lossy(line));
    of(ABOUT, shown.map(|()| good).map_err(|error| format!("{name}: {error}")))
}
