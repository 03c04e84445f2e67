//! What the operator does to a trust folder: register a certificate, publish its bytes, end a window.
//!
//! Each is one new text of `registry.toml`, which is read and checked as a whole before it takes the place of the old one, in
//! one step and after everything that it names. Ended anywhere, the folder is as before, and the same command completes it.

use super::certificate_file::{CertificateError, CertificateFile};
use super::changes::{Action, Change};
use super::confirmation::grouped;
use super::edit::{EditError, RegistryText};
use super::proposal::{self, Proposal, Refusal};
use super::registry::{Entry, Registry, RegistryError, Role};
use super::warning::Warning;
use super::{TrustError, worthless};
use crate::disk::{self, Disk};
use der::DateTime;
use der::pem::LineEnding;
use std::io;
use std::path::{Path, PathBuf};
use verifier::time::UnixTime;

/// A folder with a `registry.toml`, open for changes.
#[derive(Debug)]
pub struct TrustFolder<'d> {
    disk: &'d dyn Disk,
    dir: PathBuf,
    /// `registry.toml` as it stands on the disk.
    on_disk: String,
    text: RegistryText,
    registry: Registry,
    /// What all changes of one command make.
    next_version: u64,
}

/// Why a folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// What is there, or what would be there.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// Its text.
    #[error("{}: {source}", path.display())]
    Edit {
        /// Which.
        path: PathBuf,
        /// Why.
        source: EditError,
    },
    /// The certificate.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// It may not be registered.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It is not one of the registered ones.
    #[error(
        "its SHA-256 is that of no entry, so it was not imported:\n  {sha256}\n  {name}, valid {not_before} to {not_after}\n{hint}"
    )]
    NotRegistered {
        /// Its fingerprint, in groups.
        sha256: String,
        /// Its name.
        name: String,
        /// notBefore
        not_before: DateTime,
        /// notAfter
        not_after: DateTime,
        /// What it may be.
        hint: String,
    },
    /// An end that cannot be one.
    #[error(
        "`{id}`: expected an end after {from} and not after {until}, where its window ends already, found {found}"
    )]
    End {
        /// The entry.
        id: String,
        /// Where its window begins.
        from: DateTime,
        /// Where its window ends.
        until: DateTime,
        /// What was asked for.
        found: DateTime,
    },
    /// Somebody else wrote.
    #[error("{}: it was changed by another while this command ran, and stays as the other left it; run the command again", path.display())]
    ChangedMeanwhile {
        /// Which file.
        path: PathBuf,
    },
    /// Writing.
    #[error("{}: {source}. The registry is as it was; the same command completes what it began", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What came of a certificate's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// It is published from now on.
    Added {
        /// The entry.
        id: String,
    },
    /// It was already.
    Unchanged {
        /// The entry.
        id: String,
    },
}

/// What `add` would write, or has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The entry as it stands in the registry.
    pub text: String,
    /// The version that it makes.
    pub version: u64,
    /// For the operator to look at.
    pub warnings: Vec<Warning>,
}

impl<'d> TrustFolder<'d> {
    /// Reads the registry of a folder.
    pub fn open(disk: &'d dyn Disk, dir: &Path) -> Result<Self, OperatorError> {
        let path = dir.join("registry.toml");
        let on_disk = super::read_text(&path)?;
        let registry = super::parse_registry(&path, &on_disk)?;
        let text =
            RegistryText::read(&on_disk).map_err(|source| OperatorError::Edit { path, source })?;
        let next_version = registry.version.saturating_add(1);
        Ok(Self { disk, dir: dir.to_owned(), on_disk, text, registry, next_version })
    }

    /// What it holds.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Registers a certificate. `reason` is for the history; with `write` false nothing is written.
    pub fn add(
        &mut self,
        certificate: &CertificateFile,
        proposal: &Proposal,
        reason: &str,
        now: UnixTime,
        write: bool,
    ) -> Result<Added, OperatorError> {
        let drafted = proposal::draft(&self.registry, certificate, proposal, now)?;
        let before = self.text.clone();
        self.edit(|text| text.add(&drafted.entry))?;
        let text = entry_text(&before, &drafted.entry).unwrap_or_default();
        let version = self.record(&proposal.date, Action::Added, &proposal.id, reason)?;
        let checked = self.check()?;
        if write {
            self.save(checked)?;
        }
        Ok(Added { text, version, warnings: drafted.warnings })
    }

    /// Publishes the bytes of a registered certificate.
    pub fn import(
        &mut self,
        certificate: &CertificateFile,
        date: &str,
        reason: &str,
    ) -> Result<Imported, OperatorError> {
        let Some(entry) = self.entry_of(certificate) else {
            return Err(self.not_registered(certificate));
        };
        let (id, role) = (entry.id.clone(), entry.role);
        let is_told = self.registry.changes.iter().any(|change| {
            change.action == Action::Imported && change.entry.as_deref() == Some(&*id)
        });
        if is_told && entry.imported.is_some() {
            return Ok(Imported::Unchanged { id });
        }
        let has_file = entry.certificate.is_some();
        let file = super::registry::certificate_path(&id);
        let path = self.dir.join(&file);
        let pem = der::pem::encode_string("CERTIFICATE", LineEnding::LF, &certificate.der)
            .map_err(|source| CertificateError::from(der::Error::from(source)))?;
        disk::replace(self.disk, &path, pem.as_bytes())
            .map_err(|source| OperatorError::Write { path, source })?;
        // It then helps to find paths where a document does not bring it.
        if role == Role::Intermediate && !has_file {
            self.edit(|text| text.set_certificate(&id, &file))?;
        }
        self.record(date, Action::Imported, &id, reason)?;
        let checked = self.check()?;
        self.save(checked)?;
        Ok(Imported::Added { id })
    }

    /// Ends the window of an entry with the second before `from`; gives its last moment. The entry stays.
    pub fn retire(
        &mut self,
        id: &str,
        from: DateTime,
        date: &str,
        reason: &str,
    ) -> Result<DateTime, OperatorError> {
        let entry = self.registry.entries.iter().find(|entry| entry.id == id);
        let Some(entry) = entry else {
            return Err(self.wrong_text(EditError::NoEntry { id: id.to_owned() }));
        };
        let until = second_before(from).filter(|until| {
            // A window that grew would be another kind of change.
            entry.valid_from <= *until && *until < entry.valid_until
        });
        let until = until.ok_or_else(|| OperatorError::End {
            id: id.to_owned(),
            from: entry.valid_from,
            until: entry.valid_until,
            found: from,
        })?;
        self.edit(|text| text.set_valid_until(id, until))?;
        self.record(date, Action::Retired, id, reason)?;
        let checked = self.check()?;
        self.save(checked)?;
        Ok(until)
    }

    fn entry_of(&self, certificate: &CertificateFile) -> Option<&Entry> {
        let is_it = |entry: &&Entry| {
            entry.sha256 == certificate.sha256
                && entry.subject == certificate.subject
                && entry.spki == certificate.spki
        };
        self.registry.entries.iter().find(is_it)
    }

    /// Whose it is not.
    fn not_registered(&self, certificate: &CertificateFile) -> OperatorError {
        let like = |entry: &&Entry| {
            entry.sha256 == certificate.sha256
                || entry.subject == certificate.subject
                || entry.spki == certificate.spki
        };
        let hint = match self.registry.entries.iter().find(like) {
            Some(entry) => format!(
                "It resembles `{}` and is not the certificate of that entry, whose SHA-256 is\n  {}",
                entry.id,
                grouped(&entry.sha256)
            ),
            None => "If the portal should know it: `site-gen trust add`".to_owned(),
        };
        OperatorError::NotRegistered {
            sha256: grouped(&certificate.sha256),
            name: certificate.name.clone(),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            hint,
        }
    }

    fn edit(
        &mut self,
        edit: impl FnOnce(&mut RegistryText) -> Result<(), EditError>,
    ) -> Result<(), OperatorError> {
        edit(&mut self.text).map_err(|source| self.wrong_text(source))
    }

    fn wrong_text(&self, source: EditError) -> OperatorError {
        OperatorError::Edit { path: self.path(), source }
    }

    fn record(
        &mut self,
        date: &str,
        action: Action,
        id: &str,
        reason: &str,
    ) -> Result<u64, OperatorError> {
        let version = self.next_version;
        let change = Change {
            version,
            date: date.to_owned(),
            action,
            entry: Some(id.to_owned()),
            reason: reason.to_owned(),
        };
        self.edit(|text| text.record(&change))?;
        Ok(version)
    }

    /// The new text is a registry, with the demo PKI beside it too.
    fn check(&self) -> Result<Registry, OperatorError> {
        let registry = super::parse_registry(&self.path(), &self.text.text())?;
        let wrong = |error: RegistryError| OperatorError::Trust(error.into());
        let demo = self.dir.join("demo/registry.toml");
        if demo.is_file() {
            let mut both = registry.clone();
            both.join(super::read_registry(&demo)?).map_err(wrong)?;
        }
        registry.refuse_worthless_keys(&worthless::keys().map_err(wrong)?).map_err(wrong)?;
        Ok(registry)
    }

    fn save(&mut self, checked: Registry) -> Result<(), OperatorError> {
        let path = self.path();
        if super::read_text(&path)? != self.on_disk {
            return Err(OperatorError::ChangedMeanwhile { path });
        }
        let text = self.text.text();
        disk::replace(self.disk, &path, text.as_bytes())
            .map_err(|source| OperatorError::Write { path, source })?;
        self.on_disk = text;
        self.registry = checked;
        Ok(())
    }

    fn path(&self) -> PathBuf {
        self.dir.join("registry.toml")
    }
}

/// The lines of one entry, as an edit writes them.
fn entry_text(registry: &RegistryText, entry: &Entry) -> Result<String, EditError> {
    let mut with = registry.clone();
    with.add(entry)?;
    let text = with.text();
    let start = text.rmatch_indices("[[entry]]").next().map_or(0, |(start, _)| start);
    let lines = text.get(start..).unwrap_or_default();
    let end = lines.find("\n\n").map_or(lines.len(), |end| end.saturating_add(1));
    Ok(lines.get(..end).unwrap_or_default().to_owned())
}

fn second_before(moment: DateTime) -> Option<DateTime> {
    let since_1970 = moment.unix_duration();
    let before = since_1970.checked_sub(std::time::Duration::from_secs(1))?;
    DateTime::from_unix_duration(before).ok()
}
