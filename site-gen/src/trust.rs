//! Trust data: the registry of anchors as facts, and the certificate revocation lists beside it.
//!
//! `DIR/registry.toml` and, when asked for, `DIR/demo/registry.toml` become `trusted_root.json`, the only form the verifier
//! reads; `DIR/crl/*.crl`, the archives in `DIR/crl/<ski>/` as far as their journals know them, and the same of `DIR/demo`
//! become the published snapshots. No clock is read here: what is valid is decided by the verifier for the moment it is asked
//! about.

pub mod constraints;
pub mod crls;
pub mod registry;
pub mod trusted_root;
pub mod worthless;

pub use constraints::Constraints;
pub use crls::{CrlError, PublishedCrl};
pub use registry::{Entry, Purpose, Regime, Registry, RegistryError, Role};

use crate::crl::shelf::{self, ShelfError};
use std::io;
use std::path::{Path, PathBuf};

/// Whether our own demo PKI is part of the trust data. It can only ever give the verdict `uji`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    /// `DIR/demo` is read too.
    Included,
    /// Only `DIR` is read.
    Excluded,
}

/// Everything a verification needs besides the document and the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustBundle {
    /// The bytes of `trust/trusted_root.json`.
    pub trusted_root: Vec<u8>,
    /// What they were made from; the entries of `demo/` come last.
    pub registry: Registry,
    /// The snapshots, by issuer, oldest first.
    pub crls: Vec<PublishedCrl>,
}

/// Bytes of lists that every visitor loads: some two seconds on a slow line. What is older than that allows is in the archive.
const LOADED_BYTES: usize = 2_000_000;

impl TrustBundle {
    /// The lists that a page loads: the newest of each issuer, and of the others as many as [`LOADED_BYTES`] allow, spread over the
    /// time they are from: an old letter is judged by a list of its own time.
    pub fn loaded(&self) -> impl Iterator<Item = &PublishedCrl> {
        let all: usize = self.crls.iter().map(|crl| crl.der.len()).sum();
        let newest: Vec<&str> = crls::latest(&self.crls).map(|crl| crl.sha256.as_str()).collect();
        let is_newest = move |crl: &PublishedCrl| newest.contains(&crl.sha256.as_str());
        let needed: usize =
            self.crls.iter().filter(|crl| is_newest(crl)).map(|crl| crl.der.len()).sum();
        // Every step-th of the others, so that they fit.
        let room = LOADED_BYTES.saturating_sub(needed);
        let others = all.saturating_sub(needed);
        let step = others.div_ceil(room.max(1)).max(1);
        self.crls
            .iter()
            .enumerate()
            .filter(move |(at, crl)| is_newest(crl) || (room > 0 && at.is_multiple_of(step)))
            .map(|(_, crl)| crl)
    }
}

/// Why trust data was refused. Nothing is used of data that was refused in part.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// A file or folder cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A registry says something that cannot be.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// A revocation list has no place here.
    #[error(transparent)]
    Crl(#[from] CrlError),
    /// The archive of a series.
    #[error(transparent)]
    Archive(#[from] ShelfError),
}

/// Reads and checks the trust data of a folder.
pub fn load(dir: &Path, demo: Demo) -> Result<TrustBundle, TrustError> {
    let mut files = Vec::new();
    let mut registry = read_registry(&dir.join("registry.toml"))?;
    files.extend(read_lists(&dir.join("crl"))?);
    if demo == Demo::Included {
        registry.join(read_registry(&dir.join("demo/registry.toml"))?)?;
        files.extend(read_lists(&dir.join("demo/crl"))?);
    }
    registry.refuse_worthless_keys(&worthless::keys()?)?;
    bundle(registry, files)
}

/// Puts checked parts together; `files` are names and bytes of revocation lists, DER or PEM.
pub fn bundle(
    registry: Registry,
    files: Vec<(String, Vec<u8>)>,
) -> Result<TrustBundle, TrustError> {
    let crls = crls::place(&registry, files)?;
    Ok(TrustBundle { trusted_root: trusted_root::bytes(&registry), registry, crls })
}

/// A registry, with the certificates that its entries name, from the folder it stands in.
fn read_registry(path: &Path) -> Result<Registry, TrustError> {
    let read = |file: &str| std::fs::read(path.with_file_name(file));
    Ok(Registry::parse_with(&name(path), &read_text(path)?, &read)?)
}

/// Paths in errors are given as they were asked for.
fn name(path: &Path) -> String {
    path.display().to_string()
}

fn read_text(path: &Path) -> Result<String, TrustError> {
    std::fs::read_to_string(path)
        .map_err(|source| TrustError::Read { path: path.to_owned(), source })
}

/// The lists of a folder `crl`: loose ones by name, then those of its archives. A folder that is not there has none.
fn read_lists(dir: &Path) -> Result<Vec<(String, Vec<u8>)>, TrustError> {
    let error = |source| TrustError::Read { path: dir.to_owned(), source };
    let mut paths: Vec<PathBuf> = loose_lists(dir).map_err(error)?;
    for (_, folder) in shelf::folders(dir).map_err(error)? {
        paths.extend(shelf::published(&folder)?);
    }
    paths
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path)
                .map_err(|source| TrustError::Read { path: path.clone(), source })?;
            Ok((name(&path), bytes))
        })
        .collect()
}

/// The `*.crl` files that an operator put into a folder `crl`, by name.
pub(crate) fn loose_lists(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let names = crate::disk::names(dir)?.into_iter();
    Ok(names.filter(|name| name.ends_with(".crl")).map(|name| dir.join(name)).collect())
}
