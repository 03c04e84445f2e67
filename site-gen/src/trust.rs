//! Trust data: the registry of anchors as facts, and the certificate revocation lists beside it.
//!
//! `DIR/registry.toml` and, when asked for, `DIR/demo/registry.toml` become `trusted_root.json`, the only form the verifier
//! reads; `DIR/crl/*.crl`, the archives in `DIR/crl/<ski>/` as far as their journals know them, and the same of `DIR/demo`
//! become the published snapshots. No clock is read here: what is valid is decided by the verifier for the moment it is asked
//! about.

pub mod certificate_file;
pub mod changes;
pub mod confirmation;
pub mod constraints;
pub mod crls;
pub mod diff;
pub mod edit;
pub mod index;
pub mod loaded;
pub mod operator;
pub mod proposal;
pub mod registry;
pub mod trusted_root;
pub mod warning;
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

/// The registry of a folder alone, with the entries of its demo PKI where that is there.
pub fn load_registry(dir: &Path) -> Result<Registry, TrustError> {
    let mut registry = read_registry(&dir.join("registry.toml"))?;
    let demo = dir.join("demo/registry.toml");
    if demo.is_file() {
        registry.join(read_registry(&demo)?)?;
    }
    registry.refuse_worthless_keys(&worthless::keys()?)?;
    Ok(registry)
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
    parse_registry(path, &read_text(path)?)
}

/// The same from a text that may become the one of this file.
fn parse_registry(path: &Path, text: &str) -> Result<Registry, TrustError> {
    let read = |file: &str| std::fs::read(path.with_file_name(file));
    Ok(Registry::parse_with(&name(path), text, &read)?)
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
