//! The file that holds the report: begun and finished in one step each, and longer by whole lines in between.
//!
//! It begins as its head and the lines that are kept, and every line that comes is written at its end at once. When all are
//! there it is written once more, every line in its place and the number of them in the head, and takes the place of the first.

use super::done::{Place, Previous, lock};
use super::format::Format;
use super::header::Header;
use super::line::Line;
use super::{ArchiveError, Existing, Request};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The report while it is written.
#[derive(Debug)]
pub(super) struct ReportFile {
    path: PathBuf,
    format: Format,
    file: File,
    length: u64,
    /// By the document's place in the folder's order.
    lines: BTreeMap<usize, Place>,
}

/// Where a report is written before it takes its place; nothing where the report has no name.
pub(super) fn beside(output: &Path) -> Option<PathBuf> {
    let name = output.file_name()?.to_string_lossy().into_owned();
    Some(output.with_file_name(format!(".{name}.new")))
}

impl ReportFile {
    pub(super) fn begin(
        request: &Request<'_>,
        header: &Header,
        previous: Option<&mut Previous>,
        kept: &[(usize, Place)],
    ) -> Result<Self, ArchiveError> {
        let path = request.output.to_owned();
        let head = header.record(request.format, None);
        let report = |file| Self {
            path: path.clone(),
            format: request.format,
            file,
            length: 0,
            lines: BTreeMap::new(),
        };
        if request.existing == Existing::Stays {
            let created = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
            let mut file = created.map_err(|source| {
                if source.kind() == io::ErrorKind::AlreadyExists {
                    ArchiveError::Exists { path: path.clone() }
                } else {
                    ArchiveError::file(&path, source)
                }
            })?;
            lock(&file, &path)?;
            file.write_all(head.as_bytes()).map_err(|source| ArchiveError::file(&path, source))?;
            let mut report = report(file);
            report.length = length(&head);
            return Ok(report);
        }
        let mut lines = BTreeMap::new();
        let written = write_beside(
            &path,
            &head,
            previous.map(|previous| &mut previous.file),
            kept,
            &mut lines,
        );
        let (file, length) = written.map_err(|source| ArchiveError::file(&path, source))?;
        lock(&file, &path)?;
        Ok(Self { length, lines, ..report(file) })
    }

    /// Writes a document's line at the end.
    pub(super) fn append(&mut self, index: usize, line: &Line) -> Result<(), ArchiveError> {
        let record = self.format.record(line.cells());
        let place = Place { offset: self.length, length: length(&record) };
        self.file
            .write_all(record.as_bytes())
            .map_err(|source| ArchiveError::file(&self.path, source))?;
        self.length = self.length.saturating_add(place.length);
        self.lines.insert(index, place);
        Ok(())
    }

    /// Puts every line in its place.
    pub(super) fn finish(mut self, header: &Header) -> Result<(), ArchiveError> {
        let head = header.record(self.format, Some(self.lines.len()));
        let lines: Vec<(usize, Place)> = std::mem::take(&mut self.lines).into_iter().collect();
        write_beside(&self.path, &head, Some(&mut self.file), &lines, &mut BTreeMap::new())
            .map_err(|source| ArchiveError::file(&self.path, source))?;
        Ok(())
    }
}

/// Writes a head and lines of another file, whole or not at all; the file, its length, and where the lines now stand.
fn write_beside(
    path: &Path,
    head: &str,
    mut source: Option<&mut File>,
    kept: &[(usize, Place)],
    lines: &mut BTreeMap<usize, Place>,
) -> io::Result<(File, u64)> {
    let beside = beside(path).ok_or(io::ErrorKind::InvalidFilename)?;
    let file =
        OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&beside)?;
    let mut writer = BufWriter::new(file);
    writer.write_all(head.as_bytes())?;
    let mut end = length(head);
    for (index, place) in kept {
        let source = source.as_mut().ok_or(io::ErrorKind::NotFound)?;
        source.seek(SeekFrom::Start(place.offset))?;
        let copied = io::copy(&mut source.take(place.length), &mut writer)?;
        if copied != place.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        lines.insert(*index, Place { offset: end, length: place.length });
        end = end.saturating_add(place.length);
    }
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    Ok((file, end))
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
