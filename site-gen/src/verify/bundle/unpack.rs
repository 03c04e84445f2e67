//! Reads a bundle back: every file is listed, every listed file is there with its digest, and what the verification takes is taken in
//! the order of the manifest. Then the report can be made again and compared.

use super::manifest::SCHEMA;
use super::unzip::{self, ZipError};
use super::{Difference, Head, MANIFEST, Manifest, Role};
use crate::digest::sha256;
use std::collections::{BTreeMap, BTreeSet};
use verifier::policy::Budget;
use verifier::time::UnixTime;
use verifier::trust::{TrustedRoot, TrustedRootError};
use verifier::{Plan, Report, ValidationData};

/// Why a bundle was refused.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// As a zip.
    #[error(transparent)]
    Zip(#[from] ZipError),
    /// A file that must be there.
    #[error("{path:?}: expected in the bundle, found no such file")]
    Missing {
        /// Its name.
        path: String,
    },
    /// A file that the manifest knows nothing of.
    #[error("{path}: expected only files that {MANIFEST} lists, found another")]
    Unlisted {
        /// Its name.
        path: String,
    },
    /// A file that the manifest lists twice.
    #[error("{path:?}: expected once in {MANIFEST}, found twice")]
    ListedTwice {
        /// Its name.
        path: String,
    },
    /// Not the bytes that were put in.
    #[error("{path}: expected {expected:?}, found {found:?}")]
    Digest {
        /// Its name.
        path: String,
        /// Size and digest of the manifest.
        expected: String,
        /// What it has.
        found: String,
    },
    /// Another form of bundles.
    #[error("expected a bundle of the form {SCHEMA}, found {found:?}")]
    Schema {
        /// What its manifest says.
        found: String,
    },
    /// A manifest or report that does not read.
    #[error("{path}: {source}")]
    Json {
        /// Which.
        path: &'static str,
        /// Where reading stopped.
        source: serde_json::Error,
    },
    /// One document, one report, one registry, and at most one signature.
    #[error("expected {expected} with the role {role:?}, found {found}")]
    Count {
        /// Of which.
        role: Role,
        /// How many there may be.
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// The manifest says something else than the report.
    #[error(
        "expected {MANIFEST} to say of engine, policy, trust data and moment what the report says, found otherwise"
    )]
    HeadDiffers,
    /// A moment that is none.
    #[error("expected a moment such as 2026-11-23T08:00:00Z, found {found:?}")]
    Moment {
        /// What stands there.
        found: String,
    },
    /// Trust data that does not read.
    #[error("trusted_root.json: {0}")]
    TrustedRoot(#[from] TrustedRootError),
    /// Evidence that was never any.
    #[error(
        "{path}: expected certificates, a revocation list or an OCSP response, found none of these"
    )]
    Added {
        /// Its name.
        path: String,
    },
}

/// What came of a bundle that was verified again.
#[derive(Debug)]
pub struct Again {
    /// The new report.
    pub report: Report,
    /// Files for reading that are not what the new report rests on, or are missing.
    pub strangers: Vec<String>,
}

/// A bundle that is whole.
#[derive(Debug)]
pub struct Bundle {
    manifest: Manifest,
    document: Vec<u8>,
    signature: Option<Vec<u8>>,
    report: Vec<u8>,
    trusted_root_sha256: String,
    data: ValidationData,
    at: UnixTime,
    /// Files for reading: the evidence by itself, under its names.
    shown: BTreeMap<String, Vec<u8>>,
    readme: Vec<u8>,
}

impl Bundle {
    /// Reads a bundle; nothing is written anywhere.
    pub fn read(zip: &[u8]) -> Result<Self, BundleError> {
        let mut files = unzip::read(zip)?;
        let manifest = manifest(&files)?;
        files.remove(MANIFEST);
        let mut by_role = checked(&manifest, files)?;
        let mut take = |role| by_role.extract_if(.., |(of, _, _)| *of == role).collect::<Vec<_>>();
        let document = one(Role::Document, take(Role::Document))?;
        let report = one(Role::Report, take(Role::Report))?;
        let trusted_root = one(Role::TrustedRoot, take(Role::TrustedRoot))?;
        let signature = take(Role::Signature);
        let signature = match signature.len() {
            0 => None,
            1 => Some(one(Role::Signature, signature)?),
            found => {
                return Err(BundleError::Count {
                    role: Role::Signature,
                    expected: "at most one file",
                    found,
                });
            }
        };
        let head: Head = serde_json::from_slice(&report)
            .map_err(|source| BundleError::Json { path: "laporan.json", source })?;
        if head != manifest.head() {
            return Err(BundleError::HeadDiffers);
        }
        let at = UnixTime::from_rfc3339(&head.validation_time)
            .ok_or(BundleError::Moment { found: head.validation_time })?;
        let crls = take(Role::Crl).into_iter().map(|(_, _, bytes)| bytes).collect();
        let mut data = ValidationData::new(TrustedRoot::from_json(&trusted_root)?, crls);
        for (_, path, bytes) in take(Role::Added) {
            data.added.add(&bytes).map_err(|_| BundleError::Added { path })?;
        }
        let readme = one(Role::Readme, take(Role::Readme))?;
        let shown = [Role::PathCertificate, Role::Evidence, Role::TimeStampToken].map(&mut take);
        let shown = shown.into_iter().flatten().map(|(_, path, bytes)| (path, bytes)).collect();
        let trusted_root_sha256 = sha256(&trusted_root);
        Ok(Self {
            manifest,
            document,
            signature,
            report,
            trusted_root_sha256,
            data,
            at,
            shown,
            readme,
        })
    }

    /// What the bundle says of itself.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it says to people.
    #[must_use]
    pub fn readme(&self) -> &[u8] {
        &self.readme
    }

    /// SHA-256 of the trust data that the bundle brings.
    #[must_use]
    pub fn trusted_root_sha256(&self) -> &str {
        &self.trusted_root_sha256
    }

    /// The report made again: of the same document, at the same moment, with the bundle's own trust data.
    #[must_use]
    pub fn verify(&self, password: Option<&str>) -> Again {
        let plan = match &self.signature {
            Some(signature) => Plan::detached(&self.document, signature, Budget::DEFAULT),
            None => Plan::with_password(&self.document, password, Budget::DEFAULT),
        };
        let mut digests = plan.digests();
        digests.advance(&self.document, usize::MAX);
        let report = plan.conclude(&digests, &self.data, self.at);
        let evidence = plan.evidence(&self.data, &report).into_iter();
        let evidence: BTreeMap<String, Vec<u8>> =
            evidence.map(|file| (file.path(), file.bytes)).collect();
        let is_other = |path: &&String| self.shown.get(*path) != evidence.get(*path);
        let paths: BTreeSet<&String> = self.shown.keys().chain(evidence.keys()).collect();
        let strangers = paths.into_iter().filter(is_other).cloned().collect();
        Again { report, strangers }
    }

    /// Where a report leaves the bundle's; nowhere only when it is the same, byte for byte.
    #[must_use]
    pub fn difference(&self, report: &Report) -> Option<Difference> {
        Difference::between(&self.report, report.to_json().as_bytes())
    }
}

fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Result<Manifest, BundleError> {
    let bytes =
        files.get(MANIFEST).ok_or_else(|| BundleError::Missing { path: MANIFEST.to_owned() })?;
    let wrong = |source| BundleError::Json { path: MANIFEST, source };
    // The form first: of another one nothing else is known.
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(wrong)?;
    let schema = value.get("schema").and_then(serde_json::Value::as_str);
    if schema != Some(SCHEMA) {
        let found = schema.unwrap_or_default().chars().take(40).collect();
        return Err(BundleError::Schema { found });
    }
    serde_json::from_slice(bytes).map_err(wrong)
}

/// The files in the order of the manifest, each with the digest that it has there.
fn checked(
    manifest: &Manifest,
    mut files: BTreeMap<String, Vec<u8>>,
) -> Result<Vec<(Role, String, Vec<u8>)>, BundleError> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for listed in &manifest.files {
        let path = listed.path.clone();
        if !seen.insert(&listed.path) {
            return Err(BundleError::ListedTwice { path });
        }
        let Some(bytes) = files.remove(&path) else { return Err(BundleError::Missing { path }) };
        let (expected, digest) = (&listed.sha256, sha256(&bytes));
        if (listed.size, expected) != (bytes.len(), &digest) {
            let sized = |size, digest: &str| format!("{size} bytes with SHA-256 {digest}");
            return Err(BundleError::Digest {
                path,
                expected: sized(listed.size, expected.get(..64).unwrap_or_default()),
                found: sized(bytes.len(), &digest),
            });
        }
        found.push((listed.role, path, bytes));
    }
    match files.into_keys().next() {
        Some(path) => Err(BundleError::Unlisted { path }),
        None => Ok(found),
    }
}

fn one(role: Role, files: Vec<(Role, String, Vec<u8>)>) -> Result<Vec<u8>, BundleError> {
    let found = files.len();
    let mut files = files.into_iter();
    match (files.next(), files.next()) {
        (Some((_, _, bytes)), None) => Ok(bytes),
        (None | Some(_), _) => Err(BundleError::Count { role, expected: "one file", found }),
    }
}
