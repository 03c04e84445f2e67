//! Files of private keys: made so that nobody else can read them, never replaced, and never in a folder that is published or
//! kept in a repository.

use crate::note::{Signer, SignerError};
use crate::publish::MARKER;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Folders of a project whose files are published, or made from what is.
const PUBLISHED: [&str; 4] = ["content", "static", "templates", "dist"];

/// Why a key was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A key is there, or something else.
    #[error("{} is already there; a key is never replaced: name another file", path.display())]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// A place from where it would be published.
    #[error("{}: {} is published or a part of what is; keep the key elsewhere", path.display(), folder.display())]
    Published {
        /// The file.
        path: PathBuf,
        /// The folder around it.
        folder: PathBuf,
    },
    /// A place from where it would be committed.
    #[error("{}: {} is kept in a repository; keep the key elsewhere", path.display(), folder.display())]
    Repository {
        /// The file.
        path: PathBuf,
        /// The folder around it.
        folder: PathBuf,
    },
    /// Not a key.
    #[error("{}: {source}", path.display())]
    Signer {
        /// Which.
        path: PathBuf,
        /// Why.
        source: SignerError,
    },
}

/// Writes a new key. `root` is the project whose folders are published.
pub fn write(path: &Path, signer: &Signer, root: &Path) -> Result<(), KeyFileError> {
    refuse_place(path, root)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| {
        file.write_all(signer.private_key().as_bytes())?;
        file.sync_all()
    });
    written.map_err(|source| {
        let path = path.to_owned();
        if source.kind() == io::ErrorKind::AlreadyExists {
            KeyFileError::Exists { path }
        } else {
            KeyFileError::File { path, source }
        }
    })
}

/// Reads a key.
pub fn read(path: &Path) -> Result<Signer, KeyFileError> {
    let text = fs::read_to_string(path)
        .map_err(|source| KeyFileError::File { path: path.to_owned(), source })?;
    Signer::parse(&text).map_err(|source| KeyFileError::Signer { path: path.to_owned(), source })
}

/// Whether others than its owner may read the file; `None` where files have no such modes.
#[must_use]
pub fn is_open_to_others(path: &Path) -> Option<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The links on the way to the file are followed first: the place counts, not what it is called.
fn refuse_place(path: &Path, root: &Path) -> Result<(), KeyFileError> {
    let given = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let given = given.unwrap_or_else(|| Path::new("."));
    let folder = fs::canonicalize(given)
        .map_err(|source| KeyFileError::File { path: given.to_owned(), source })?;
    let published = PUBLISHED.iter().filter_map(|name| fs::canonicalize(root.join(name)).ok());
    let published: Vec<_> = published.collect();
    for folder in folder.ancestors() {
        let (path, folder) = (path.to_owned(), folder.to_owned());
        if folder.join(MARKER).exists() || published.contains(&folder) {
            return Err(KeyFileError::Published { path, folder });
        }
        if folder.join(".git").exists() {
            return Err(KeyFileError::Repository { path, folder });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use verifier::note::SignatureType;

    fn signer() -> Signer {
        Signer::from_seed("a", SignatureType::Ed25519, [5; 32]).unwrap()
    }

    #[test]
    fn a_key_is_its_owners_only_and_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log.key");
        write(&path, &signer(), dir.path()).unwrap();
        assert_eq!(read(&path).unwrap().private_key(), signer().private_key());
        #[cfg(unix)]
        assert_eq!(is_open_to_others(&path), Some(false));
        let other = Signer::generate("b", SignatureType::Ed25519).unwrap();
        let error = write(&path, &other, dir.path()).unwrap_err();
        assert!(matches!(error, KeyFileError::Exists { .. }), "{error}");
        assert_eq!(read(&path).unwrap().private_key(), signer().private_key());
    }

    #[test]
    fn a_key_is_not_written_where_it_would_be_published_or_committed() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("portal");
        let repository = dir.path().join("repository");
        let output = dir.path().join("output");
        for folder in ["static/deep", "content", "dist", "trust"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        fs::create_dir_all(repository.join("keys")).unwrap();
        // A work tree has a file of this name.
        fs::write(repository.join(".git"), "gitdir: elsewhere\n").unwrap();
        fs::create_dir_all(&output).unwrap();
        fs::write(output.join(MARKER), "").unwrap();
        let refused = |folder: PathBuf| write(&folder.join("key"), &signer(), &root).unwrap_err();
        for folder in
            [root.join("static/deep"), root.join("content"), root.join("trust/../dist"), output]
        {
            let error = refused(folder);
            assert!(matches!(error, KeyFileError::Published { .. }), "{error}");
        }
        for folder in [repository.clone(), repository.join("keys")] {
            let error = refused(folder);
            assert!(matches!(error, KeyFileError::Repository { .. }), "{error}");
        }
        let error = refused(dir.path().join("nowhere"));
        assert!(matches!(error, KeyFileError::File { .. }), "{error}");
        assert_eq!(
            write(&root.join("trust/key"), &signer(), &root).err().map(|e| e.to_string()),
            None
        );
    }
}
