//! What `site-gen verify` does with one document besides telling of it: a part of it, what it holds, its detached signature, a
//! proof bundle.

use super::Verify;
use crate::cli::inputs::Inputs;
use crate::cli::output::{self, OutputError};
use crate::cli::tell;
use site_gen::verify::copy::{CopyError, Part, VerifiedCopy, is_intact};
use site_gen::verify::xml::XmlError;
use site_gen::words::Language;
use std::error::Error;
use std::path::{Path, PathBuf};
use verifier::policy::Budget;
use verifier::time::UnixTime;
use verifier::{Plan, Report, ValidationData, verify_detached, verify_with_password};

/// Why a part of a document, or the report as XML, was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum PartError {
    #[error("expected one FILE with -o, found {count}: a part is taken from one document")]
    SeveralFiles { count: usize },
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    NoCopy { path: PathBuf, source: CopyError },
    #[error(
        "{}: expected a signature with content inside that it fits, found {found}; nothing was written",
        path.display()
    )]
    NoContent { path: PathBuf, found: &'static str },
    #[error("expected one FILE with --xml, found {count}: a report is about one document")]
    SeveralReports { count: usize },
    #[error("{}: {source}", path.display())]
    NoXml { path: PathBuf, source: XmlError },
    #[error("expected one FILE with --signature, found {count}: a signature is over one file")]
    SeveralSigned { count: usize },
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("expected one FILE with --save-bundle, found {count}: a bundle is of one document")]
    SeveralBundled { count: usize },
}

impl Verify {
    /// What is asked, with the report to print and the file that it is about; `None` where nothing is.
    pub(super) fn of_one(
        &self,
        inputs: &Inputs,
        password: Option<&str>,
        at: UnixTime,
        words: &Language,
    ) -> Option<Result<(PathBuf, Report), Box<dyn Error>>> {
        let data = &inputs.data;
        if let Some(output) = &self.save_bundle {
            return Some(self.write_bundle(output, inputs, password, at, words));
        }
        if let Some(signature) = &self.signature {
            return Some(self.detached(signature, data, at).map_err(Into::into));
        }
        let output = self.output.as_ref()?;
        let verify = |bytes: &[u8]| verify_with_password(bytes, password, data, at);
        let written = match self.part() {
            Some(part) => self.write_part(part, output, verify),
            None if self.content => self.write_content(output, data, at),
            None => return None,
        };
        Some(written.map_err(Into::into))
    }

    /// The report on one file and its detached signature.
    fn detached(
        &self,
        signature: &Path,
        data: &ValidationData,
        at: UnixTime,
    ) -> Result<(PathBuf, Report), PartError> {
        let [path] = self.files.as_slice() else {
            return Err(PartError::SeveralSigned { count: self.files.len() });
        };
        let report = verify_detached(&read(path)?, &read(signature)?, data, at);
        Ok((path.clone(), report))
    }

    /// Writes what an enveloping signature holds, if the signature fits it, and gives the report.
    fn write_content(
        &self,
        output: &Path,
        data: &ValidationData,
        at: UnixTime,
    ) -> Result<(PathBuf, Report), PartError> {
        let [path] = self.files.as_slice() else {
            return Err(PartError::SeveralFiles { count: self.files.len() });
        };
        let file = read(path)?;
        let plan = Plan::new(&file, Budget::DEFAULT);
        let mut digests = plan.digests();
        digests.advance(&file, usize::MAX);
        let report = plan.conclude(&digests, data, at);
        let none = |found| PartError::NoContent { path: path.clone(), found };
        let content = plan.content(&file).ok_or(none("none"))?;
        if !is_intact(&report) {
            return Err(none("one that does not fit"));
        }
        output::write(output, &content, self.existing(), path)?;
        tell(&format!("{}: {} bytes written", output.display(), content.len()));
        Ok((path.clone(), report))
    }

    fn part(&self) -> Option<Part<'_>> {
        let signed = self.signed_revision.as_deref().map(Part::SignedRevision);
        signed.or_else(|| self.intact_copy.then_some(Part::IntactCopy))
    }

    /// Takes the part out of the one document, has it verified, writes it, and gives the report on it.
    fn write_part(
        &self,
        part: Part<'_>,
        output: &Path,
        verify: impl Fn(&[u8]) -> Report,
    ) -> Result<(PathBuf, Report), PartError> {
        let [path] = self.files.as_slice() else {
            return Err(PartError::SeveralFiles { count: self.files.len() });
        };
        let file = read(path)?;
        let copy = VerifiedCopy::take(&file, &verify(&file), part, &verify)
            .map_err(|source| PartError::NoCopy { path: path.clone(), source })?;
        output::write(output, copy.bytes(), self.existing(), path)?;
        tell(&format!("{}: {} bytes written", output.display(), copy.bytes().len()));
        Ok((output.to_owned(), copy.report().clone()))
    }

    /// Writes the document with everything that its report rests on, and gives the report.
    fn write_bundle(
        &self,
        output: &Path,
        inputs: &Inputs,
        password: Option<&str>,
        at: UnixTime,
        words: &Language,
    ) -> Result<(PathBuf, Report), Box<dyn Error>> {
        let [path] = self.files.as_slice() else {
            return Err(PartError::SeveralBundled { count: self.files.len() }.into());
        };
        let document = read(path)?;
        let signature = self.signature.as_deref().map(read).transpose()?;
        let made = inputs.bundle(&document, signature.as_deref(), password, at, words)?;
        output::write(output, &made.zip, self.existing(), path)?;
        tell(&format!("{}: {} bytes written", output.display(), made.zip.len()));
        Ok((path.clone(), made.report))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, PartError> {
    std::fs::read(path).map_err(|source| PartError::Read { path: path.to_owned(), source })
}
