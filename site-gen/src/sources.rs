//! The rim: reads everything a site is made of, so that the rest is a pure function.

use crate::config::{BaseUrl, Config};
use crate::engine::Engine;
use crate::fields::FieldError;
use crate::history::{self, HistoryError, Series};
use crate::publication::keys::{Statements, StatementsError};
use crate::site::{BadSitePath, SitePath};
use crate::trust::index::{self, Indexes};
use crate::trust::{self, TrustBundle, TrustError};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// All that was read.
#[derive(Debug, Clone)]
pub struct Sources {
    /// `config.toml`
    pub config: Config,
    /// Below `content/`.
    pub content: BTreeMap<SitePath, Vec<u8>>,
    /// Below `templates/`.
    pub templates: BTreeMap<SitePath, Vec<u8>>,
    /// Below `static/`.
    pub statics: BTreeMap<SitePath, Vec<u8>>,
    /// What `[extra.periksa]` names.
    pub portal: Option<PortalSources>,
}

/// What a verification portal is made of besides pages.
#[derive(Debug, Clone)]
pub struct PortalSources {
    /// The verifier.
    pub engine: Engine,
    /// The trust data.
    pub trust: TrustBundle,
    /// Of the lists that are too long for every visitor.
    pub indexes: Indexes,
    /// The history of its revocation lists.
    pub history: Vec<Series>,
    /// The demo letters in the order of config.toml: file name and bytes.
    pub samples: Vec<(String, Vec<u8>)>,
    /// Who may sign what is published; without it nothing is, and the page takes no files.
    pub statements: Option<Statements>,
    /// Whether browsers keep what they have seen of this portal: not where it is only being looked at.
    pub remember: bool,
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `config.toml`
    #[error(transparent)]
    Config(#[from] FieldError),
    /// A file name that cannot be part of an address.
    #[error("{}: {source}", path.display())]
    Name {
        /// Which.
        path: PathBuf,
        /// Why.
        source: BadSitePath,
    },
    /// The verifier was not built.
    #[error("{} is missing: the verifier has not been built for the browser; run `cargo xtask wasm`", path.display())]
    NoEngine {
        /// What was looked for.
        path: PathBuf,
    },
    /// The trust data.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The key statements.
    #[error(transparent)]
    Statements(#[from] StatementsError),
    /// The history of the revocation lists.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A demo letter.
    #[error("config.toml: samples `{file}`: {source}")]
    Sample {
        /// As config.toml names it.
        file: String,
        /// Why it cannot be read.
        source: io::Error,
    },
}

impl Sources {
    /// Reads the project in `root`; `base_url` replaces the one of `config.toml`.
    pub fn read(root: &Path, base_url: Option<BaseUrl>) -> Result<Self, ReadError> {
        let mut config = read_config(root)?;
        if let Some(base_url) = base_url {
            config = config.at(base_url);
        }
        let portal = match &config.portal {
            None => None,
            Some(portal) => {
                let dir = root.join(&portal.trust_dir);
                let trust = trust::load(&dir, portal.demo)?;
                let above = portal.index_above_bytes;
                Some(PortalSources {
                    engine: read_engine(&root.join(&portal.engine_dir))?,
                    history: history::load(&dir, &trust.registry, portal.demo)?,
                    indexes: index::of_long_lists(&trust.registry, &trust.crls, above),
                    trust,
                    samples: portal
                        .samples
                        .iter()
                        .map(|sample| read_sample(root, &sample.file))
                        .collect::<Result<_, _>>()?,
                    remember: true,
                    statements: match &portal.signing {
                        None => None,
                        Some(signing) => Some(Statements::read(&root.join(&signing.statements))?),
                    },
                })
            }
        };
        Ok(Self {
            content: read_folder(&root.join("content"))?,
            templates: read_folder(&root.join("templates"))?,
            statics: read_folder(&root.join("static"))?,
            portal,
            config,
        })
    }

    /// Only the configuration and what stands below `content/`.
    pub fn read_content(root: &Path) -> Result<(Config, BTreeMap<SitePath, Vec<u8>>), ReadError> {
        Ok((read_config(root)?, read_folder(&root.join("content"))?))
    }

    /// The folders and files whose change means a new site.
    #[must_use]
    pub fn watched(root: &Path, config: &Config) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = ["config.toml", "content", "templates", "static"]
            .iter()
            .map(|name| root.join(name))
            .collect();
        if let Some(portal) = &config.portal {
            paths.extend([root.join(&portal.trust_dir), root.join(&portal.engine_dir)]);
            paths.extend(portal.samples.iter().map(|sample| root.join(&sample.file)));
        }
        paths
    }
}

fn read_config(root: &Path) -> Result<Config, ReadError> {
    let path = root.join("config.toml");
    let text = std::fs::read_to_string(&path).map_err(|source| ReadError::File { path, source })?;
    Ok(Config::parse("config.toml", &text)?)
}

fn read_engine(dir: &Path) -> Result<Engine, ReadError> {
    let read = |name: &str| {
        let path = dir.join(name);
        std::fs::read(&path).map_err(|source| {
            let missing = source.kind() == io::ErrorKind::NotFound;
            if missing { ReadError::NoEngine { path } } else { ReadError::File { path, source } }
        })
    };
    Ok(Engine { script: read("verifier.js")?, wasm: read("verifier.wasm")? })
}

fn read_sample(root: &Path, file: &str) -> Result<(String, Vec<u8>), ReadError> {
    let bytes = std::fs::read(root.join(file))
        .map_err(|source| ReadError::Sample { file: file.to_owned(), source })?;
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    Ok((name.to_owned(), bytes))
}

/// All files below a folder except hidden ones; a folder that is not there has none.
fn read_folder(dir: &Path) -> Result<BTreeMap<SitePath, Vec<u8>>, ReadError> {
    let mut files = BTreeMap::new();
    if dir.is_dir() {
        read_below(dir, "", &mut files)?;
    }
    Ok(files)
}

fn read_below(
    dir: &Path,
    prefix: &str,
    files: &mut BTreeMap<SitePath, Vec<u8>>,
) -> Result<(), ReadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ReadError::File { path, source }
    };
    for entry in std::fs::read_dir(dir).map_err(failed(dir))? {
        let path = entry.map_err(failed(dir))?.path();
        let name =
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        let below = format!("{prefix}{name}");
        if path.is_dir() {
            read_below(&path, &format!("{below}/"), files)?;
        } else {
            let site_path = SitePath::new(&below)
                .map_err(|source| ReadError::Name { path: path.clone(), source })?;
            files.insert(site_path, std::fs::read(&path).map_err(failed(&path))?);
        }
    }
    Ok(())
}
