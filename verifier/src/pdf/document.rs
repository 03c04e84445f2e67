//! The file as a row of revisions, from the chain of cross-reference sections (ISO 32000-2 7.5.6), never from
//! searching `%%EOF` (threat PDF-40).

use super::encryption::Decryption;
use super::habit::{Habit, Habits};
use super::object::{Dictionary, Span};
use super::parser::{Parser, PdfError};
use super::start_xref::last_start_xref;
use super::xref::{View, XrefEntry, XrefSection, past_white_space};
use super::{is_white_space, repair};
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
    habits: Habits,
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
        let mut habits = Habits::default();
        let work = Work::new(budget);
        let sections = sections(bytes, start_xref, budget, &work, &mut habits)?;
        let mut revisions = group(bytes, sections, &mut habits)?;
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
        let document = Self { revisions, trailing_white_space, habits, decryption: None };
        document.check_habits(bytes, &work)?;
        document.check_sizes(bytes)?;
        document.check_linearized(bytes)?;
        Ok(document)
    }

    /// A document of no revisions, for a file that does not read.
    pub(crate) fn unread(bytes: &[u8]) -> Self {
        let end = Span { start: bytes.len(), end: bytes.len() };
        Self {
            revisions: Vec::new(),
            trailing_white_space: end,
            habits: Habits::default(),
            decryption: None,
        }
    }

    /// A linearized file (Annex F) says its length as it was before any update. Where it says more, some readers take what
    /// came for part of the first revision, or do not see it at all (threat PDF-41).
    fn check_linearized(&self, bytes: &[u8]) -> Result<(), PdfError> {
        let [first, _, ..] = self.revisions.as_slice() else { return Ok(()) };
        let mut parser = Parser::new(bytes, 0);
        // The header's line is a comment.
        parser.skip_space();
        let Ok(object) = parser.indirect_object() else { return Ok(()) };
        let dictionary = object.object.as_dictionary();
        let length = dictionary.filter(|dictionary| dictionary.get("Linearized").is_some());
        let length = length.map(|dictionary| dictionary.integer("L"));
        let end = i64::try_from(first.white_space_end).unwrap_or(i64::MAX);
        if length.is_some_and(|length| length.is_none_or(|length| length > end)) {
            return Err(Parser::new(bytes, object.span.start)
                .unexpected("a linearized file's length before its updates"));
        }
        Ok(())
    }

    /// `Size` is above every object that its section lists (7.5.5). It should be above those of earlier sections too; some
    /// writers of updates count only their own, and readers do not mind.
    fn check_sizes(&self, bytes: &[u8]) -> Result<(), PdfError> {
        for (number, revision) in self.revisions.iter().enumerate() {
            let used = revision
                .sections
                .iter()
                .flat_map(|section| section.numbers(bytes).chain(section.hybrid_numbers(bytes)));
            let used = used.filter(|(_, entry)| *entry != XrefEntry::Free);
            let highest = used.map(|(number, _)| i64::from(number)).max().unwrap_or(0);
            let size = self.trailer(number).and_then(|trailer| trailer.integer("Size"));
            if size.is_none_or(|size| size <= highest) {
                let at = revision.sections.first().map_or(0, |section| section.offset);
                return Err(Parser::new(bytes, at).unexpected("a Size above every object listed"));
            }
        }
        Ok(())
    }

    /// Accepts a file with habits only where repairing readers come to the same objects.
    fn check_habits(&self, bytes: &[u8], work: &Work) -> Result<(), PdfError> {
        let mut habits = self.habits.as_slice().iter();
        let Some((_, at)) = habits.find(|(habit, _)| habit.may_lead_to_repair()) else {
            return Ok(());
        };
        // `%%EOF12 0 obj` is a comment for some of them and an object for others.
        if self.habits.contains(Habit::NoLineEndAfterEof)
            || !repair::finds_the_same(bytes, self, work)?
        {
            return Err(Parser::new(bytes, *at)
                .unexpected("the grammar, or a habit that leaves one reading"));
        }
        Ok(())
    }

    /// Harmless habits that were accepted: each once, with the offset where it was met first.
    #[must_use]
    pub fn habits(&self) -> &[(Habit, usize)] {
        self.habits.as_slice()
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

    pub(crate) fn sections(&self) -> impl Iterator<Item = &XrefSection> {
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

    /// The object numbers that the sections of one revision list, in order.
    pub(crate) fn numbers_of(&self, revision: usize) -> Vec<u32> {
        let sections =
            self.revisions.get(revision).into_iter().flat_map(|revision| &revision.sections);
        let mut numbers: Vec<u32> = sections.flat_map(XrefSection::object_numbers).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The object numbers that this revision and those before it list, in order.
    pub(crate) fn numbers_upto(&self, revision: usize) -> Vec<u32> {
        let mut numbers: Vec<u32> =
            (0..=revision).flat_map(|revision| self.numbers_of(revision)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The entry of an object as a reader of this revision sees it, and the revision that made it.
    pub(crate) fn entry(
        &self,
        bytes: &[u8],
        revision: usize,
        number: u32,
    ) -> Option<(usize, XrefEntry)> {
        self.entry_in(View::Current, bytes, revision, number)
    }

    /// The same in one of the views of a hybrid-reference file.
    pub(crate) fn entry_in(
        &self,
        view: View,
        bytes: &[u8],
        revision: usize,
        number: u32,
    ) -> Option<(usize, XrefEntry)> {
        let upto = self.revisions.get(..revision.checked_add(1)?)?;
        upto.iter().enumerate().rev().find_map(|(made_by, revision)| {
            let entry =
                revision.sections.iter().find_map(|section| section.entry(bytes, number, view))?;
            Some((made_by, entry))
        })
    }

    /// Where the object is that an entry with this offset names.
    pub(crate) fn object_at(&self, bytes: &[u8], offset: usize) -> usize {
        if self.habits.contains(Habit::SpaceBeforeObject) {
            past_white_space(bytes, offset)
        } else {
            offset
        }
    }
}

impl Revision {
    /// Every object number but 0 that the revision's own sections have an entry for, and that entry.
    pub(crate) fn numbers(&self, bytes: &[u8]) -> impl Iterator<Item = (u32, XrefEntry)> {
        self.sections.iter().flat_map(|section| section.numbers(bytes))
    }

    /// Whether a section has the object in use in its table, and elsewhere in the stream it adds.
    pub(crate) fn has_two_places(&self, bytes: &[u8], number: u32) -> bool {
        self.sections.iter().any(|section| section.has_two_places(bytes, number))
    }

    /// What the streams of a hybrid-reference file add.
    pub(crate) fn hybrid_numbers(&self, bytes: &[u8]) -> impl Iterator<Item = (u32, XrefEntry)> {
        self.sections.iter().flat_map(|section| section.hybrid_numbers(bytes))
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
    work: &Work,
    habits: &mut Habits,
) -> Result<Vec<XrefSection>, PdfError> {
    let mut chain: Vec<XrefSection> = Vec::new();
    let mut next = Some(start_xref);
    let mut entries_left = budget.xref_entries;
    while let Some(offset) = next {
        let named = past_white_space(bytes, offset);
        // Each section once, or the chain is a loop (threat WEB-04).
        if chain.iter().any(|section| section.offset == named) {
            return Err(Parser::new(bytes, offset).unexpected("a section not visited before"));
        }
        let section = XrefSection::read(bytes, offset, budget, work, habits)?;
        let limit = |limit| PdfError::LimitReached { at: offset, limit };
        entries_left =
            entries_left.checked_sub(section.entry_count()).ok_or(limit(Limit::XrefEntries))?;
        next = section.previous()?;
        // The header stands at 0, so it names no section.
        if next == Some(0) {
            habits.record(Habit::PreviousIsZero, section.offset);
            next = None;
        }
        chain.push(section);
        if chain.len() > budget.revisions {
            return Err(limit(Limit::Revisions));
        }
    }
    Ok(chain)
}

/// Revisions from sections, which come newest first; every revision ends before the next begins.
fn group(
    bytes: &[u8],
    chain: Vec<XrefSection>,
    habits: &mut Habits,
) -> Result<Vec<Revision>, PdfError> {
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
            Some([other, ..]) if !is_white_space(*other) => {
                habits.record(Habit::NoLineEndAfterEof, eof_end);
                eof_end
            }
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
