//! The file as a row of revisions, from the chain of cross-reference sections (ISO 32000-2 7.5.6), never from
//! searching `%%EOF` (threat PDF-40).

use super::encryption::Decryption;
use super::is_white_space;
use super::object::{Dictionary, Span};
use super::parser::{Parser, PdfError};
use super::xref::{XrefEntry, XrefSection, last_start_xref};
use crate::policy::{Budget, Limit, Work};

/// A revision: what one save of the document added.
#[derive(Debug)]
pub struct Revision {
    /// Newest section first. Two for a linearized first revision, one otherwise.
    sections: Vec<XrefSection>,
    /// First byte of the revision.
    pub start: usize,
    /// First byte after its `%%EOF`.
    pub eof_end: usize,
    /// First byte after the end-of-line marker that follows `%%EOF`; the same when none does.
    pub end: usize,
    /// First byte that is not white space after `%%EOF`: a signature may cover what stands before it.
    pub(crate) white_space_end: usize,
}

/// A document read strictly: its revisions, oldest first.
#[derive(Debug)]
pub struct Document {
    revisions: Vec<Revision>,
    /// White space after the last `%%EOF`, beyond one end-of-line marker.
    trailing_white_space: Span,
    /// What deciphers strings and streams, once a password has opened the document (`encryption`).
    pub(super) decryption: Option<Decryption>,
}

impl Document {
    /// Reads the structure of a file.
    ///
    /// # Errors
    /// [`PdfError`] where the file leaves the grammar: this reader repairs nothing.
    pub fn read(bytes: &[u8], budget: &Budget) -> Result<Self, PdfError> {
        header(bytes)?;
        let (start_xref, eof_end, _) = last_start_xref(bytes)?;
        let sections = sections(bytes, start_xref, budget)?;
        let mut revisions = group(bytes, sections)?;
        let last_end = revisions.last().map_or(0, |revision| revision.eof_end);
        // A startxref that points past a newer section would hide it (threat PDF-38).
        if last_end != eof_end {
            return Err(Parser::new(bytes, last_end)
                .unexpected("the section that startxref names, at the end"));
        }
        let mut start = 0;
        for revision in &mut revisions {
            revision.start = start;
            start = revision.end;
        }
        let trailing_white_space = Span { start, end: bytes.len() };
        Ok(Self { revisions, trailing_white_space, decryption: None })
    }

    /// Every revision, oldest first.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// Number of the last revision, counted from 0.
    pub(crate) fn last_revision(&self) -> usize {
        self.revisions.len().saturating_sub(1)
    }

    /// White space after the file's last end-of-line marker.
    pub(crate) fn trailing_white_space(&self) -> Span {
        self.trailing_white_space
    }

    /// Whether any section is of a hybrid-reference file.
    pub(crate) fn is_hybrid(&self) -> bool {
        self.sections().any(XrefSection::is_hybrid)
    }

    /// Whether any trailer names an encryption dictionary.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.sections().any(|section| section.trailer.get("Encrypt").is_some())
    }

    fn sections(&self) -> impl Iterator<Item = &XrefSection> {
        self.revisions.iter().flat_map(|revision| &revision.sections)
    }

    /// The trailers of a revision, newest first.
    pub(super) fn trailers(&self, revision: usize) -> impl Iterator<Item = &Dictionary> {
        let revision = self.revisions.get(revision);
        revision.into_iter().flat_map(|revision| &revision.sections).map(|section| &section.trailer)
    }

    /// The trailer in force in a revision.
    pub(crate) fn trailer(&self, revision: usize) -> Option<&Dictionary> {
        let revision = self.revisions.get(revision)?;
        revision.sections.first().map(|section| &section.trailer)
    }

    /// The entry of an object as a reader of this revision sees it, and the revision that made it.
    pub(crate) fn entry(
        &self,
        bytes: &[u8],
        revision: usize,
        number: u32,
    ) -> Option<(usize, XrefEntry)> {
        let upto = self.revisions.get(..revision.checked_add(1)?)?;
        upto.iter().enumerate().rev().find_map(|(made_by, revision)| {
            let entry =
                revision.sections.iter().find_map(|section| section.entry(bytes, number))?;
            Some((made_by, entry))
        })
    }
}

/// `%PDF-` at the very start: offsets count from there (ISO 32000-2 7.5.2; threat PDF-81).
fn header(bytes: &[u8]) -> Result<(), PdfError> {
    Parser::new(bytes, 0).literal("%PDF-")
}

/// The chain from the newest section to the oldest.
fn sections(
    bytes: &[u8],
    start_xref: usize,
    budget: &Budget,
) -> Result<Vec<XrefSection>, PdfError> {
    let mut chain: Vec<XrefSection> = Vec::new();
    let mut next = Some(start_xref);
    let mut entries_left = budget.xref_entries;
    let work = Work::new(budget);
    while let Some(offset) = next {
        // Each section once, or the chain is a loop (threat WEB-04).
        if chain.iter().any(|section| section.offset == offset) {
            return Err(Parser::new(bytes, offset).unexpected("a section not visited before"));
        }
        let section = XrefSection::read(bytes, offset, budget, &work)?;
        let limit = |limit| PdfError::LimitReached { at: offset, limit };
        entries_left =
            entries_left.checked_sub(section.entry_count()).ok_or(limit(Limit::XrefEntries))?;
        next = section.previous()?;
        chain.push(section);
        if chain.len() > budget.revisions {
            return Err(limit(Limit::Revisions));
        }
    }
    Ok(chain)
}

/// Revisions from sections, which come newest first; every revision ends before the next begins.
fn group(bytes: &[u8], chain: Vec<XrefSection>) -> Result<Vec<Revision>, PdfError> {
    let mut revisions: Vec<Revision> = Vec::new();
    let mut chain = chain.into_iter().rev().peekable();
    while let Some(section) = chain.next() {
        let start = revisions.last().map_or(0, |revision| revision.eof_end);
        let (offset, eof_end) = (section.offset, section.eof_end);
        // Annex F: a linearized file's first-page section stands before the main one, has it as Prev and a
        // startxref of 0, while the startxref at the end names the first-page section.
        let first_page = chain.next_if(|newer| {
            revisions.is_empty()
                && newer.offset < offset
                && newer.start_xref == 0
                && section.start_xref == newer.offset
        });
        if first_page.is_none() && section.start_xref != offset {
            return Err(
                Parser::new(bytes, offset).unexpected("the section that its startxref names")
            );
        }
        if offset < start {
            return Err(
                Parser::new(bytes, offset).unexpected("a section after the revision before it")
            );
        }
        let end = match bytes.get(eof_end..) {
            Some([b'\r', b'\n', ..]) => eof_end.saturating_add(2),
            Some([b'\r' | b'\n', ..]) => eof_end.saturating_add(1),
            _ => eof_end,
        };
        let sections = first_page.into_iter().chain([section]).collect();
        let white_space_end = bytes
            .get(eof_end..)
            .and_then(|rest| rest.iter().position(|byte| !is_white_space(*byte)))
            .map_or(bytes.len(), |count| eof_end.saturating_add(count));
        revisions.push(Revision { sections, start, eof_end, end, white_space_end });
    }
    Ok(revisions)
}
