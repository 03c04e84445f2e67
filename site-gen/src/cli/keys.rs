//! `site-gen keys`

use super::{Project, failed, say, tell};
use clap::{Args, Subcommand};
use site_gen::disk::RealDisk;
use site_gen::key_file::{self, KeyFileError};
use site_gen::note::{Signer, SignerError};
use site_gen::publication::keys::{self, Named, Statements, StatementsError};
use std::path::PathBuf;
use std::process::ExitCode;
use verifier::note::{SignatureType, VerifierKey, is_key_name};
use verifier::time::UnixTime;

/// Make and change the keys that sign what a portal publishes
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen keys init --name periksa.example --statements trust/keys /etc/periksa/keys
  site-gen keys show --statements trust/keys
  site-gen keys rotate --statements trust/keys --root-key /media/usb/root.key --new-snapshot /etc/periksa/keys/snapshot-2.key

There are three keys. `root.key` signs statements that say which keys count: keep it offline, with a copy in another
place. `snapshot.key` and `log.key` sign each publication: they stay on the machine that publishes, and in no folder
that is published. The statements are public and belong to the portal's sources.

Browsers that have seen a portal take new keys only from a statement that the keys before signed as well.")]
pub(crate) struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the first keys and the first statement
    Init(Init),
    /// Make the next statement: other keys, witnesses, or a new root
    Rotate(Box<Rotate>),
    /// Show who may sign what
    Show(Show),
}

#[derive(Debug, Args)]
struct Init {
    /// The portal's address without scheme, which names its keys
    #[arg(long, value_name = "ADDRESS")]
    name: String,
    /// The folder of the statements
    #[arg(long, value_name = "DIR")]
    statements: PathBuf,
    /// The folder for the private keys; outside of everything that is published
    #[arg(value_name = "DIR")]
    keys: PathBuf,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    project: Project,
}

#[derive(Debug, Args)]
struct Rotate {
    /// The folder of the statements
    #[arg(long, value_name = "DIR")]
    statements: PathBuf,
    /// A private root key of the newest statement; as many as it asks for
    #[arg(long, value_name = "FILE", required = true)]
    root_key: Vec<PathBuf>,
    /// Make a new root key here, in the place of all that were
    #[arg(long, value_name = "FILE")]
    new_root: Option<PathBuf>,
    /// Make a new key for snapshots here, in the place of those that were
    #[arg(long, value_name = "FILE")]
    new_snapshot: Option<PathBuf>,
    /// Make a new key for the log here: browsers then know the log as another one
    #[arg(long, value_name = "FILE")]
    new_log: Option<PathBuf>,
    /// The verifier key of a witness (C2SP tlog-cosignature); replaces those that were
    #[arg(long, value_name = "VKEY")]
    witness: Option<Vec<String>>,
    /// How many witnesses have to have signed a checkpoint
    #[arg(long, value_name = "N")]
    quorum: Option<usize>,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    project: Project,
}

#[derive(Debug, Args)]
struct Show {
    /// The folder of the statements
    #[arg(long, value_name = "DIR")]
    statements: PathBuf,
}

/// The moment that is written down.
#[derive(Debug, Args)]
pub(crate) struct At {
    /// The moment, instead of now
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    at: Option<UnixTime>,
}

impl At {
    pub(crate) fn moment(&self) -> UnixTime {
        self.at.unwrap_or_else(super::now)
    }
}

pub(crate) fn moment(text: &str) -> Result<UnixTime, &'static str> {
    UnixTime::from_rfc3339(text).ok_or("expected a moment like 2026-11-28T08:00:00Z")
}

/// Why there are no new keys.
#[derive(Debug, thiserror::Error)]
enum KeysError {
    #[error(transparent)]
    Statements(#[from] StatementsError),
    #[error("{}: {source}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    #[error(
        "--name {0}: expected an address without scheme and without a slash at its end, as periksa.example or agency.example/periksa"
    )]
    Name(String),
    #[error("{key} is not a root key of the newest statement: only those may sign the next")]
    NotRoot { key: String },
    #[error(
        "without --new-root every root key stays, and each has to sign that it does: give all {needed} with --root-key"
    )]
    AllRoots { needed: usize },
    #[error("{key} is no witness's key: expected one of cosignature/v1 (C2SP tlog-cosignature)")]
    NotAWitness { key: String },
    #[error("--quorum {quorum}: there are {witnesses} witnesses (--witness)")]
    Quorum { quorum: usize, witnesses: usize },
    #[error(transparent)]
    Signer(#[from] SignerError),
    #[error("{text}: {source}")]
    Witness { text: String, source: verifier::note::KeyError },
}

impl Keys {
    pub(crate) fn run(self) -> ExitCode {
        let done = match self.command {
            Command::Init(init) => init.run(),
            Command::Rotate(rotate) => rotate.run(),
            Command::Show(show) => show.run(),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        }
    }
}

impl Init {
    fn run(&self) -> Result<(), KeysError> {
        if self.name.contains("://") || self.name.ends_with('/') || !is_key_name(&self.name) {
            return Err(KeysError::Name(self.name.clone()));
        }
        if let Err(error) = Statements::read(&self.statements) {
            if !matches!(error, StatementsError::None { .. }) {
                return Err(error.into());
            }
        } else {
            return Err(StatementsError::Begun { path: self.statements.clone() }.into());
        }
        let [root, snapshot, log] = keys::generate(&self.name)?;
        let named = Named {
            root: &[&root],
            threshold: 1,
            snapshot: &[snapshot.verifier_key().clone()],
            log: log.verifier_key(),
            witnesses: &[],
            quorum: 0,
        };
        let drawn = keys::draw(&self.statements, self.at.moment(), &named, &[])?;
        std::fs::create_dir_all(&self.keys)
            .map_err(|source| KeysError::Folder { path: self.keys.clone(), source })?;
        for (name, signer) in [("root", &root), ("snapshot", &snapshot), ("log", &log)] {
            let path = self.keys.join(format!("{name}.key"));
            key_file::write(&path, signer, &self.project.root)?;
        }
        drawn.write(&RealDisk)?;
        say(&format!("{}: statement 1", self.statements.display()));
        say(&format!("root key: {}", root.verifier_key()));
        tell(&format!(
            "Keep {} offline from now on, with a copy in another place: without it no key of this portal can ever be replaced.",
            self.keys.join("root.key").display()
        ));
        Ok(())
    }
}

impl Rotate {
    fn run(&self) -> Result<(), KeysError> {
        let statements = Statements::read(&self.statements)?;
        let newest = statements.newest();
        let before: Vec<Signer> =
            self.root_key.iter().map(|path| key_file::read(path)).collect::<Result<_, _>>()?;
        let is_stray = |signer: &&Signer| !newest.root.contains(signer.verifier_key());
        if let Some(stray) = before.iter().find(is_stray) {
            return Err(KeysError::NotRoot { key: stray.verifier_key().to_string() });
        }
        if self.new_root.is_none() && before.len() < newest.root.len() {
            return Err(KeysError::AllRoots { needed: newest.root.len() });
        }
        let new = |path: &Option<PathBuf>, old: &VerifierKey| match path {
            None => Ok(None),
            Some(_) => Signer::generate(old.name(), old.signature_type()).map(Some),
        };
        let first =
            |keys: &[VerifierKey]| keys.first().cloned().unwrap_or_else(|| newest.log.clone());
        let root = new(&self.new_root, &first(&newest.root))?;
        let snapshot = new(&self.new_snapshot, &first(&newest.snapshot))?;
        let log = new(&self.new_log, &newest.log)?;
        let before: Vec<&Signer> = before.iter().collect();
        let snapshot_keys = match &snapshot {
            Some(signer) => vec![signer.verifier_key().clone()],
            None => newest.snapshot.clone(),
        };
        let witnesses = match &self.witness {
            None => newest.witnesses.clone(),
            Some(texts) => texts
                .iter()
                .map(|text| {
                    VerifierKey::parse(text)
                        .map_err(|source| KeysError::Witness { text: text.clone(), source })
                })
                .collect::<Result<_, _>>()?,
        };
        let is_witness = |key: &&VerifierKey| key.signature_type() != SignatureType::CosignatureV1;
        if let Some(other) = witnesses.iter().find(is_witness) {
            return Err(KeysError::NotAWitness { key: other.to_string() });
        }
        let quorum = self.quorum.unwrap_or(newest.quorum);
        if quorum > witnesses.len() {
            return Err(KeysError::Quorum { quorum, witnesses: witnesses.len() });
        }
        let roots: Vec<&Signer> = root.as_ref().map_or_else(|| before.clone(), |root| vec![root]);
        let named = Named {
            root: &roots,
            threshold: if self.new_root.is_some() { 1 } else { newest.threshold },
            snapshot: &snapshot_keys,
            log: log.as_ref().map_or(&newest.log, Signer::verifier_key),
            witnesses: &witnesses,
            quorum,
        };
        let drawn = keys::draw(&self.statements, self.at.moment(), &named, &before)?;
        let made =
            [(&self.new_root, &root), (&self.new_snapshot, &snapshot), (&self.new_log, &log)];
        for (path, signer) in made {
            if let (Some(path), Some(signer)) = (path, signer) {
                key_file::write(path, signer, &self.project.root)?;
            }
        }
        drawn.write(&RealDisk)?;
        say(&format!("{}: statement {}", self.statements.display(), drawn.statement.version));
        if log.is_some() {
            tell(
                "The old log has ended: move its folder (log/ in the trust folder) to where it is kept, and the next build begins the new one.",
            );
        }
        Ok(())
    }
}

impl Show {
    fn run(&self) -> Result<(), KeysError> {
        let statements = Statements::read(&self.statements)?;
        let newest = statements.newest();
        say(&format!("statement {}, of {}", newest.version, newest.issued.to_rfc3339()));
        say(&format!("named by the page as {}", statements.pinned()));
        let lines = [
            ("root", &newest.root),
            ("snapshot", &newest.snapshot),
            ("witness", &newest.witnesses),
        ];
        for (name, keys) in lines {
            keys.iter().for_each(|key| say(&format!("{name:<9} {key}")));
        }
        say(&format!("{:<9} {}", "log", newest.log));
        say(&format!(
            "signatures needed: {} of the root, {} of witnesses",
            newest.threshold, newest.quorum
        ));
        Ok(())
    }
}
