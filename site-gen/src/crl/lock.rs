//! One run at a time: two that write one archive would each know nothing of the other's lists.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held while the archive is written; the system lets go of it when the program ends in any way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run has it.
    #[error(
        "{}: another site-gen is writing this archive; wait for it (nothing was changed)", path.display()
    )]
    Held {
        /// The file of the lock.
        path: PathBuf,
    },
    /// It cannot be had.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file of the lock.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Lock {
    /// Takes the lock of a trust folder.
    pub fn take(trust: &Path) -> Result<Self, LockError> {
        let path = trust.join("crl/.lock");
        let open = || {
            std::fs::create_dir_all(trust.join("crl"))?;
            File::options().create(true).truncate(false).write(true).open(&path)
        };
        let file = open().map_err(|source| LockError::Io { path: path.clone(), source })?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held { path }),
            Err(TryLockError::Error(source)) => Err(LockError::Io { path, source }),
        }
    }
}
