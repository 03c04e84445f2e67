//! Whom TLS trusts. Nothing that is fetched is believed because of it: a list is judged by its signature. TLS keeps
//! whoever is in between from answering with an older list, and from seeing what is asked for.

use super::error::{FetchError, printable};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_native_certs::{CertificateResult, load_certs_from_paths, load_native_certs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the roots are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roots {
    /// Where the system has them; `SSL_CERT_FILE` and `SSL_CERT_DIR` name others.
    System,
    /// A file of PEM certificates, and no others.
    File(PathBuf),
}

/// Why there is no client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The file named has no roots.
    #[error("{}: no root certificate in PEM ({cause}); expected one or more blocks BEGIN CERTIFICATE", path.display())]
    Roots {
        /// Which.
        path: PathBuf,
        /// What was met.
        cause: String,
    },
    /// The library does not begin.
    #[error("TLS: {cause}")]
    Tls {
        /// Its words.
        cause: String,
    },
    /// What is said of us in User-Agent is no header.
    #[error(
        "a user agent is written in letters of ASCII, and this one is not: {}",
        printable(found)
    )]
    UserAgent {
        /// What was given.
        found: String,
    },
}

/// How TLS is spoken, or why it cannot be, which is nobody's concern while every address is http.
#[derive(Debug)]
pub(super) enum Tls {
    Ready(Arc<ClientConfig>),
    NoRoots { cause: String },
}

impl Tls {
    pub(super) fn new(roots: &Roots) -> Result<Self, SetupError> {
        let (store, cause) = match roots {
            Roots::System => store(load_native_certs()),
            Roots::File(path) => from_file(path)?,
        };
        if store.is_empty() {
            return Ok(Self::NoRoots { cause });
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| SetupError::Tls { cause: error.to_string() })?
            .with_root_certificates(store)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self::Ready(Arc::new(config)))
    }

    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, FetchError> {
        match self {
            Self::Ready(config) => Ok(Arc::clone(config)),
            Self::NoRoots { cause } => Err(FetchError::NoRoots { cause: cause.clone() }),
        }
    }
}

fn from_file(path: &Path) -> Result<(RootCertStore, String), SetupError> {
    let (store, cause) = store(load_certs_from_paths(Some(path), None));
    if store.is_empty() {
        return Err(SetupError::Roots { path: path.to_owned(), cause });
    }
    Ok((store, cause))
}

/// What can be used, and what was met on the way. A system's collection may hold what rustls does not read.
fn store(found: CertificateResult) -> (RootCertStore, String) {
    let mut store = RootCertStore::empty();
    let (_, unreadable) = store.add_parsable_certificates(found.certs);
    let mut met: Vec<String> =
        found.errors.iter().take(3).map(|error| printable(&error.to_string())).collect();
    if unreadable > 0 {
        met.push(format!("{unreadable} unreadable certificates"));
    }
    if met.is_empty() {
        met.push("no certificates found".to_owned());
    }
    (store, met.join("; "))
}
