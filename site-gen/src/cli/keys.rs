//! `site-gen keys`

use super::{failed, say, tell};
use clap::{Args, Subcommand};
use site_gen::disk::RealDisk;
use site_gen::note::{Signer, SignerError};
use site_gen::publication::keys::{self, Named, Statements, StatementsError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use verifier::note::VerifierKey;
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
    File { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Key { path: PathBuf, source: SignerError },
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
        if let Err(error) = Statements::read(&self.statements) {
            if !matches!(error, StatementsError::None { .. }) {
                return Err(error.into());
            }
        } else {
            return Err(StatementsError::Begun { path: self.statements.clone() }.into());
        }
        let [root, snapshot, log] = keys::generate(&self.name)?;
        for (name, signer) in [("root", &root), ("snapshot", &snapshot), ("log", &log)] {
            write_private(&self.keys.join(format!("{name}.key")), signer)?;
        }
        let named = Named {
            root: &[&root],
            threshold: 1,
            snapshot: &[snapshot.verifier_key().clone()],
            log: log.verifier_key(),
            witnesses: &[],
            quorum: 0,
        };
        keys::write(&RealDisk, &self.statements, self.at.moment(), &named, &[])?;
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
            self.root_key.iter().map(|path| read_private(path)).collect::<Result<_, _>>()?;
        let new = |path: &Option<PathBuf>, old: &VerifierKey| match path {
            None => Ok(None),
            Some(path) => {
                let signer = Signer::generate(old.name(), old.signature_type())?;
                write_private(path, &signer)?;
                Ok::<_, KeysError>(Some(signer))
            }
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
        let root: Vec<&Signer> = root.as_ref().map_or_else(|| before.clone(), |root| vec![root]);
        let named = Named {
            root: &root,
            threshold: if self.new_root.is_some() { 1 } else { newest.threshold },
            snapshot: &snapshot_keys,
            log: log.as_ref().map_or(&newest.log, Signer::verifier_key),
            witnesses: &witnesses,
            quorum: self.quorum.unwrap_or(newest.quorum),
        };
        let next = keys::write(&RealDisk, &self.statements, self.at.moment(), &named, &before)?;
        say(&format!("{}: statement {}", self.statements.display(), next.version));
        Ok(())
    }
}

impl Show {
    fn run(&self) -> Result<(), KeysError> {
        let statements = Statements::read(&self.statements)?;
        let newest = statements.newest();
        say(&format!("statement {}, of {}", newest.version, newest.issued.to_rfc3339()));
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

fn read_private(path: &Path) -> Result<Signer, KeysError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| KeysError::File { path: path.to_owned(), source })?;
    Signer::parse(&text).map_err(|source| KeysError::Key { path: path.to_owned(), source })
}

/// For its owner's eyes; a key that is there stays.
fn write_private(path: &Path, signer: &Signer) -> Result<(), KeysError> {
    let failed = |source| KeysError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(signer.private_key().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}
