//! Key statements as the operator makes and keeps them: a folder with the files `1`, `2`, …, each a signed note; see
//! [`verifier::publication::KeyStatement`] for what they mean.

use crate::disk::{self, Disk};
use crate::note::{Signer, SignerError};
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};
use verifier::note::{SignatureType, VerifierKey};
use verifier::publication::{KeyStatement, Refusal};
use verifier::time::UnixTime;

/// The demo's private keys are in the repository: what they sign proves nothing.
const DEMO_STATEMENT: &str = include_str!("../../../trust/demo/keys/statements/1");

/// All statements, from the first: each verified with the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statements {
    notes: Vec<Vec<u8>>,
    newest: KeyStatement,
}

/// Why statements cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StatementsError {
    /// A file.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is none.
    #[error("{}: no key statement; make the first one with `site-gen keys init`", path.display())]
    None {
        /// The folder.
        path: PathBuf,
    },
    /// One that does not follow from the one before.
    #[error("{}: {source}", path.display())]
    Refused {
        /// Which.
        path: PathBuf,
        /// Why.
        source: Refusal,
    },
    /// There are some already.
    #[error("{} has key statements: a first one would cut every browser off that knows them; `site-gen keys rotate` makes the next", path.display())]
    Begun {
        /// The folder.
        path: PathBuf,
    },
    /// Signing.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

impl Statements {
    /// Reads a folder.
    pub fn read(dir: &Path) -> Result<Self, StatementsError> {
        let mut notes: Vec<Vec<u8>> = Vec::new();
        let mut newest: Option<KeyStatement> = None;
        for version in 1_u64.. {
            let path = dir.join(version.to_string());
            let read = disk::read(&path)
                .map_err(|source| StatementsError::File { path: path.clone(), source })?;
            let Some(note) = read else { break };
            let refused = |source| StatementsError::Refused { path: path.clone(), source };
            let next = match &newest {
                Some(before) => before.next(&note),
                None => KeyStatement::open_first(&note),
            };
            newest = Some(next.map_err(refused)?);
            notes.push(note);
        }
        let newest = newest.ok_or_else(|| StatementsError::None { path: dir.to_owned() })?;
        Ok(Self { notes, newest })
    }

    /// The one that counts.
    #[must_use]
    pub const fn newest(&self) -> &KeyStatement {
        &self.newest
    }

    /// What a page names: number and SHA-256 of the newest statement, so that none before it counts.
    #[must_use]
    pub fn pinned(&self) -> String {
        format!("{}:{}", self.newest.version, self.newest.sha256)
    }

    /// Whether the newest is the demo's.
    #[must_use]
    pub fn is_worthless(&self) -> bool {
        self.newest.root.iter().any(is_worthless)
    }

    /// Each statement with its number.
    pub fn files(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (1..).zip(self.notes.iter().map(Vec::as_slice))
    }
}

/// Who may sign what from now on.
#[derive(Debug)]
pub struct Named<'a> {
    /// May sign the next statement.
    pub root: &'a [&'a Signer],
    /// How many of them have to.
    pub threshold: usize,
    /// Sign snapshots.
    pub snapshot: &'a [VerifierKey],
    /// Signs the log.
    pub log: &'a VerifierKey,
    /// Watch the log.
    pub witnesses: &'a [VerifierKey],
    /// How many of them have to have seen a checkpoint.
    pub quorum: usize,
}

#[derive(Serialize)]
struct Text {
    schema: &'static str,
    version: u64,
    issued: String,
    root: Vec<String>,
    threshold: usize,
    snapshot: Vec<String>,
    log: String,
    witnesses: Vec<String>,
    quorum: usize,
}

/// A statement that follows from those that are there, and is not written yet.
#[derive(Debug)]
pub struct Drawn {
    path: PathBuf,
    note: Vec<u8>,
    /// What it says.
    pub statement: KeyStatement,
}

impl Drawn {
    /// Writes it: the last step, when its keys are safe.
    pub fn write(&self, disk: &dyn Disk) -> Result<(), StatementsError> {
        disk::replace(disk, &self.path, &self.note)
            .map_err(|source| StatementsError::File { path: self.path.clone(), source })
    }
}

/// Draws up the first statement, or the next one, signed by the new root keys and those of the statement before that are given.
pub fn draw(
    dir: &Path,
    issued: UnixTime,
    named: &Named<'_>,
    before: &[&Signer],
) -> Result<Drawn, StatementsError> {
    let statements = match Statements::read(dir) {
        Ok(statements) => Some(statements),
        Err(StatementsError::None { .. }) => None,
        Err(error) => return Err(error),
    };
    let version = statements.as_ref().map_or(0, |known| known.newest.version).saturating_add(1);
    let texts = |keys: &[VerifierKey]| keys.iter().map(ToString::to_string).collect();
    let text = Text {
        schema: "periksa-keys/1",
        version,
        issued: issued.to_rfc3339(),
        root: named.root.iter().map(|signer| signer.verifier_key().to_string()).collect(),
        threshold: named.threshold,
        snapshot: texts(named.snapshot),
        log: named.log.to_string(),
        witnesses: texts(named.witnesses),
        quorum: named.quorum,
    };
    let text = serde_json::to_string(&text).unwrap_or_default() + "\n";
    let mut signers: Vec<&Signer> = Vec::new();
    for signer in named.root.iter().chain(before) {
        if !signers.iter().any(|known| known.verifier_key() == signer.verifier_key()) {
            signers.push(signer);
        }
    }
    let Some((first, others)) = signers.split_first() else {
        return Err(SignerError::Form.into());
    };
    let note = first.sign(&text, others)?.into_bytes();
    let path = dir.join(version.to_string());
    let refused = |source| StatementsError::Refused { path: path.clone(), source };
    let statement = match &statements {
        Some(known) => known.newest.next(&note),
        None => KeyStatement::open_first(&note),
    };
    let statement = statement.map_err(refused)?;
    Ok(Drawn { path, note, statement })
}

/// New keys for a portal: those of the root, of snapshots and of the log, in this order.
pub fn generate(address: &str) -> Result<[Signer; 3], SignerError> {
    let new = |part: &str| Signer::generate(&format!("{address}/{part}"), SignatureType::Ed25519);
    Ok([new("root")?, new("snapshot")?, new("log")?])
}

/// Whether everybody has the private half of a key.
#[must_use]
pub fn is_worthless(key: &VerifierKey) -> bool {
    KeyStatement::open_first(DEMO_STATEMENT.as_bytes()).is_ok_and(|demo| {
        demo.root.contains(key) || demo.snapshot.contains(key) || demo.log == *key
    })
}
