//! What the documents of one call of `site-gen verify` are verified with.

use site_gen::trust::{self, Demo, TrustBundle, TrustError};
use site_gen::verify::validation_data;
use std::error::Error;
use std::path::{Path, PathBuf};
use verifier::{AddedData, NotAdded, ValidationData};

/// Why a file of `--add` was not added.
#[derive(Debug, thiserror::Error)]
enum AddError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error(
        "{}: expected certificates, a revocation list or an OCSP response, found a private key. It was not added; give it to \
         nobody, a certificate does without it",
        path.display()
    )]
    PrivateKey { path: PathBuf },
    #[error("{}: expected certificates or a revocation list, found one that does not read ({key})", path.display())]
    Unreadable { path: PathBuf, key: String },
    #[error(
        "{}: expected certificates (DER, PEM, .p7b), a revocation list (DER, PEM) or an OCSP response (DER), found none of these",
        path.display()
    )]
    Other { path: PathBuf },
}

/// What every document of one call is verified with.
#[derive(Debug)]
pub(super) struct Inputs {
    /// The bytes of `trusted_root.json`.
    pub(super) trusted_root: Vec<u8>,
    /// The same and the rest, as the verifier takes it.
    pub(super) data: ValidationData,
    /// The files of `--add` as they came.
    pub(super) added: Vec<Vec<u8>>,
}

impl Inputs {
    /// Reads the trust data of a folder and the files of `--add`.
    pub(super) fn read(trust: &Path, add: &[PathBuf]) -> Result<Self, Box<dyn Error>> {
        let loaded = load(trust)?;
        let trusted_root = loaded.trusted_root.clone();
        let mut data = validation_data(loaded)?;
        let mut added = Vec::new();
        for path in add {
            added.push(added_file(path, &mut data.added)?);
        }
        Ok(Self { trusted_root, data, added })
    }
}

/// The operator's trust data. A demo PKI that is there is read too: it can only ever give the verdict "uji".
pub(super) fn load(folder: &Path) -> Result<TrustBundle, TrustError> {
    let has_demo = folder.join("demo/registry.toml").is_file();
    trust::load(folder, if has_demo { Demo::Included } else { Demo::Excluded })
}

/// What the visitor brings beside the published data; gives the file as it came.
fn added_file(path: &Path, added: &mut AddedData) -> Result<Vec<u8>, AddError> {
    let path = path.to_owned();
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(source) => return Err(AddError::Read { path, source }),
    };
    match added.add(&bytes) {
        Ok(_) => Ok(bytes),
        Err(NotAdded::PrivateKey) => Err(AddError::PrivateKey { path }),
        Err(NotAdded::Unreadable(key)) => Err(AddError::Unreadable { path, key }),
        Err(NotAdded::Other) => Err(AddError::Other { path }),
    }
}
