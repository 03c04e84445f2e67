//! Publication: what makes the files of a site one state that a browser can hold a portal to (the reading half is
//! [`verifier::publication`]).
//!
//! [`seal`] is the last step before a site is written: it appends what is new to the transparency log (lists, anchors, the
//! program), and then signs the snapshot, which names every file. Private keys are read here and go nowhere else.
//!
//! The number of a snapshot is the size of the log: whatever is published anew is an entry, so it grows, also where a state is
//! put together again after a crash. A state that is only signed again, to live longer, keeps its number and has a later moment.

pub mod audit;
pub mod keys;
pub mod snapshot;

use crate::disk::Disk;
use crate::log::{self, Believed, Entry, EntryError, EntryType, Log, LogError};
use crate::note::{Signer, SignerError};
use crate::site::{BadSitePath, Collision, Site, SitePath};
use crate::sources::PortalSources;
use crate::trust::index;
use keys::{Statements, StatementsError};
use std::io;
use std::path::{Path, PathBuf};
use verifier::note::VerifierKey;
use verifier::publication::{Loading, Memory, Refusal};
use verifier::time::UnixTime;

/// The files of the program that judges in the browser, named in the log as a release.
pub const RELEASE: &str = "trust/release.json";
/// Every file of the site, by its digest.
pub const FILES: &str = "trust/files.json";
/// The anchors.
pub const TRUSTED_ROOT: &str = "trust/trusted_root.json";

/// Where the keys are, as `[extra.periksa.signing]` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningConfig {
    /// The folder of the key statements, published as they are.
    pub statements: PathBuf,
    /// The private key that signs snapshots; outside of everything that is published.
    pub snapshot_key: PathBuf,
    /// The private key that signs the log.
    pub log_key: PathBuf,
    /// For how many days a snapshot may be used.
    pub days: u32,
}

/// What a publication is signed with.
#[derive(Debug)]
pub struct Signing {
    /// Who may sign.
    pub statements: Statements,
    /// Signs the snapshot.
    pub snapshot: Signer,
    /// Signs the log.
    pub log: Signer,
}

/// From when to when a snapshot may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// The moment of signing.
    pub issued: UnixTime,
    /// The last moment.
    pub expires: UnixTime,
}

/// Why a site was not sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// A key's file.
    #[error("{}: {source}; make keys with `site-gen keys init`", path.display())]
    KeyFile {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is in it.
    #[error("{}: {source}", path.display())]
    Key {
        /// Which.
        path: PathBuf,
        /// Why.
        source: SignerError,
    },
    /// A key that the statement of keys does not name for this.
    #[error("{}: {found} may not sign this: the newest key statement (number {version}) names {expected}", path.display())]
    NotNamed {
        /// The key's file.
        path: PathBuf,
        /// Its public half.
        found: String,
        /// Who may.
        expected: String,
        /// The statement.
        version: u64,
    },
    /// The statements.
    #[error(transparent)]
    Statements(#[from] StatementsError),
    /// A demo key, whose private half everybody has, in a portal that says it is more than a demo.
    #[error("{}: this key is the demo's, and its private half is public: a portal without the demo PKI needs keys of its own (`site-gen keys init`)", path.display())]
    WorthlessKey {
        /// The key's file.
        path: PathBuf,
    },
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// An entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Signing.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// A path.
    #[error(transparent)]
    Path(#[from] BadSitePath),
    /// Two files want the same path.
    #[error(transparent)]
    Collision(#[from] Collision),
    /// A file that the site should have.
    #[error("the site has no {0}")]
    NoFile(String),
    /// What was sealed would be of no use to anybody.
    #[error("nothing was published, because no browser would take it: {0}")]
    Useless(Refusal),
    /// What was sealed does not follow from what is published.
    #[error("nothing was published, because whoever has seen the portal would refuse it: {0}")]
    DoesNotFollow(Refusal),
}

impl Signing {
    /// Reads the keys that the configuration of a project names.
    pub fn read(
        root: &Path,
        config: &SigningConfig,
        statements: &Statements,
    ) -> Result<Self, SealError> {
        let newest = statements.newest();
        let snapshot =
            read_key(&root.join(&config.snapshot_key), &newest.snapshot, newest.version)?;
        let named = std::slice::from_ref(&newest.log);
        let log = read_key(&root.join(&config.log_key), named, newest.version)?;
        Ok(Self { statements: statements.clone(), snapshot, log })
    }

    /// `demo` keys are everybody's.
    pub fn refuse_worthless(&self, config: &SigningConfig) -> Result<(), SealError> {
        for (path, signer) in [(&config.snapshot_key, &self.snapshot), (&config.log_key, &self.log)]
        {
            if keys::is_worthless(signer.verifier_key()) {
                return Err(SealError::WorthlessKey { path: path.clone() });
            }
        }
        Ok(())
    }
}

fn read_key(path: &Path, named: &[VerifierKey], version: u64) -> Result<Signer, SealError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| SealError::KeyFile { path: path.to_owned(), source })?;
    let signer =
        Signer::parse(&text).map_err(|source| SealError::Key { path: path.to_owned(), source })?;
    if named.contains(signer.verifier_key()) {
        return Ok(signer);
    }
    let expected: Vec<String> = named.iter().map(ToString::to_string).collect();
    Err(SealError::NotNamed {
        path: path.to_owned(),
        found: signer.verifier_key().to_string(),
        expected: expected.join(" or "),
        version,
    })
}

/// Appends to the log in `log_dir` what is new in the site, and adds the log, the key statements and the signed snapshot.
pub fn seal(
    disk: &dyn Disk,
    site: &mut Site,
    portal: &PortalSources,
    signing: &Signing,
    log_dir: &Path,
    life: Life,
) -> Result<(), SealError> {
    let release = snapshot::release(site);
    site.add(SitePath::new(RELEASE)?, release, "the publication")?;
    let entries = entries(site, portal)?;
    log::append(disk, log_dir, &signing.log, &entries)?;
    let log = Log::read(log_dir, Believed::SignedBy(signing.log.verifier_key()))?;
    for file in log.files() {
        site.add(SitePath::new(&format!("log/{}", file.path))?, file.bytes, "the log")?;
    }
    for (version, bytes) in signing.statements.files() {
        let path = verifier::publication::KeyStatement::path(version);
        site.add(SitePath::new(&path)?, bytes.to_vec(), "the key statements")?;
    }
    site.add(SitePath::new(FILES)?, snapshot::files(site), "the publication")?;
    let text = snapshot::text(site, portal, signing.statements.newest().version, &log, life)?;
    let note = signing.snapshot.sign(&text, &[])?;
    let path = SitePath::new(verifier::publication::Snapshot::PATH)?;
    Ok(site.add(path, note.into_bytes(), "the publication")?)
}

/// Whether browsers take what was sealed: those that see the portal for the first time, and those that have `seen` it.
pub fn check(
    site: &Site,
    statements: &Statements,
    seen: Option<&Memory>,
    at: UnixTime,
) -> Result<(), SealError> {
    let taken = |memory: Option<String>| {
        let loading = Loading::new(&statements.pinned(), memory.as_deref(), at)?;
        let read = |path: &str| {
            let path = SitePath::new(path).ok();
            Ok::<_, Refusal>(path.and_then(|path| site.file(&path)).map(<[u8]>::to_vec))
        };
        audit::admitted(loading, read)??;
        Ok::<_, Refusal>(())
    };
    taken(None).map_err(SealError::Useless)?;
    match seen {
        None => Ok(()),
        Some(memory) => taken(Some(memory.to_json())).map_err(SealError::DoesNotFollow),
    }
}

/// What has to be in the log: each list, the anchors, the program.
fn entries(site: &Site, portal: &PortalSources) -> Result<Vec<Entry>, SealError> {
    let registry = &portal.trust.registry;
    let mut entries = Vec::new();
    for crl in &portal.trust.crls {
        let number = crl.number.as_deref().unwrap_or_default();
        let update = crl.this_update.to_string();
        let identifiers =
            [("issuer", crl.issuer.as_str()), ("number", number), ("this_update", &update)];
        entries.push(Entry::new(EntryType::CrlSnapshot, &crl.path(), &crl.der, &identifiers)?);
    }
    for (path, head) in index::files(&portal.trust.crls, &portal.indexes) {
        if path.ends_with(".json") {
            entries.push(Entry::new(EntryType::CrlIndex, &path, head, &[])?);
        }
    }
    let version = registry.version.to_string();
    let root = file(site, TRUSTED_ROOT)?;
    entries.push(Entry::new(EntryType::TrustedRoot, TRUSTED_ROOT, root, &[("version", &version)])?);
    let engine = [("engine", env!("CARGO_PKG_VERSION"))];
    entries.push(Entry::new(EntryType::Release, RELEASE, file(site, RELEASE)?, &engine)?);
    Ok(entries)
}

fn file<'s>(site: &'s Site, path: &str) -> Result<&'s [u8], SealError> {
    site.file(&SitePath::new(path)?).ok_or_else(|| SealError::NoFile(path.to_owned()))
}
