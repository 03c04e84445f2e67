//! NIST's Public Key Interoperability Test Suite: the table `tests/fixtures/pkits.toml`, and the files that `cargo xtask pkits`
//! puts into `target/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use verifier::certification_path::{InitialPolicySet, Initially, PolicyInputs};
use verifier::time::UnixTime;

use crate::workspace;

/// The suite's trust anchor.
pub const ANCHOR: &str = "TrustAnchorRootCertificate";

/// The whole table.
#[derive(Debug, Deserialize)]
pub struct Table {
    at: String,
    /// One entry for each test of NIST.
    #[serde(rename = "case")]
    pub cases: Vec<Case>,
}

/// A test of NIST.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// Its section, such as 4.8.1.
    pub section: String,
    /// Its name.
    pub name: String,
    /// Files of the certificates of its path, the end entity's first, without the anchor.
    pub path: Vec<String>,
    /// Files of other certificates.
    #[serde(default)]
    pub others: Vec<String>,
    /// Files of revocation lists.
    pub crls: Vec<String>,
    /// Each with inputs of its own.
    pub variants: Vec<Variant>,
}

/// Inputs, and what must come of them.
#[derive(Debug, Deserialize)]
pub struct Variant {
    user_initial_policy_set: Option<BTreeSet<String>>,
    #[serde(default)]
    explicit_policy: bool,
    #[serde(default)]
    policy_mapping_inhibit: bool,
    #[serde(default)]
    any_policy_inhibit: bool,
    /// What must come of it.
    pub expected: Expected,
}

/// What must come of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// The path is valid.
    Valid,
    /// No path is.
    Invalid,
}

/// The files of the suite, by name without ending.
#[derive(Debug)]
pub struct Suite {
    /// Certificates in DER.
    pub certificates: BTreeMap<String, Vec<u8>>,
    /// Revocation lists in DER.
    pub crls: BTreeMap<String, Vec<u8>>,
}

/// Why the suite could not be read.
#[derive(Debug)]
pub enum PkitsError {
    /// The table is not there.
    Read(std::io::Error),
    /// It is not the table.
    Toml(toml::de::Error),
    /// The moment is not RFC 3339.
    Moment(String),
    /// The files are not there.
    NotThere(PathBuf),
    /// A file that the table names is not there.
    NoFile(String),
}

impl Display for PkitsError {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read(cause) => write!(f, "tests/fixtures/pkits.toml: {cause}"),
            Self::Toml(cause) => write!(f, "tests/fixtures/pkits.toml: {cause}"),
            Self::Moment(at) => write!(f, "tests/fixtures/pkits.toml: {at} is no moment"),
            Self::NotThere(folder) => write!(
                f,
                "{} is not there. `cargo xtask pkits` gets it once; `cargo xtask test` does so by itself",
                folder.display()
            ),
            Self::NoFile(name) => write!(f, "the suite has no file {name}"),
        }
    }
}

impl std::error::Error for PkitsError {}

impl Table {
    /// Reads the table.
    pub fn read() -> Result<Self, PkitsError> {
        let path = workspace().join("tests/fixtures/pkits.toml");
        let text = std::fs::read_to_string(path).map_err(PkitsError::Read)?;
        toml::from_str(&text).map_err(PkitsError::Toml)
    }

    /// The moment of RFC 5280 6.1.1 (b).
    pub fn at(&self) -> Result<UnixTime, PkitsError> {
        UnixTime::from_rfc3339(&self.at).ok_or_else(|| PkitsError::Moment(self.at.clone()))
    }
}

impl Variant {
    /// RFC 5280 6.1.1 (c), (e) to (g).
    #[must_use]
    pub fn policies(&self) -> PolicyInputs {
        let initially = |set| if set { Initially::Set } else { Initially::NotSet };
        PolicyInputs {
            user_initial_policy_set: match &self.user_initial_policy_set {
                Some(policies) => InitialPolicySet::These(policies.clone()),
                None => InitialPolicySet::Any,
            },
            initial_policy_mapping_inhibit: initially(self.policy_mapping_inhibit),
            initial_explicit_policy: initially(self.explicit_policy),
            initial_any_policy_inhibit: initially(self.any_policy_inhibit),
        }
    }
}

impl Suite {
    /// Reads the files.
    pub fn read() -> Result<Self, PkitsError> {
        let suite = workspace().join("target/periksa/pkits");
        let files = |folder, ending| {
            let folder = suite.join(folder);
            let found = named(&folder, ending).ok().filter(|found| !found.is_empty());
            found.ok_or(PkitsError::NotThere(folder))
        };
        Ok(Self { certificates: files("certs", "crt")?, crls: files("crls", "crl")? })
    }

    /// A certificate.
    pub fn certificate(&self, name: &str) -> Result<&[u8], PkitsError> {
        file(&self.certificates, name)
    }

    /// A revocation list.
    pub fn crl(&self, name: &str) -> Result<&[u8], PkitsError> {
        file(&self.crls, name)
    }
}

fn file<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'a [u8], PkitsError> {
    files.get(name).map(Vec::as_slice).ok_or_else(|| PkitsError::NoFile(name.to_owned()))
}

fn named(folder: &Path, ending: &str) -> std::io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == ending)
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            found.insert(name.to_owned(), std::fs::read(&path)?);
        }
    }
    Ok(found)
}
