//! Harmless habits of producers: what real files do outside the grammar of ISO 32000-2 7.5, accepted by name and never in
//! silence. Each is recorded with its offset, and comes to the reader of the report as a note.
//!
//! Some readers take such a file as it stands, others give up on its tables and look for the objects by themselves. So a
//! habit is accepted only where both ways lead to the same objects ([`super::repair`]); elsewhere the file is unreadable.

/// A habit that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Habit {
    /// `startxref` or `Prev` points to white space right before the section.
    SpaceBeforeSection,
    /// Blank lines or blanks in a table: after `xref`, after the head of a subsection, or before the next.
    SpaceInTable,
    /// Blank lines between the table and `trailer`, as one library writes them.
    SpaceBeforeTrailer,
    /// Entries of 19 bytes, a line end of one byte right after the letter (7.5.4 asks for 20).
    EntriesOf19Bytes,
    /// Entries of 21 bytes, a blank and CR LF after the letter.
    EntriesOf21Bytes,
    /// The first subsection counts from 1 and starts with the head of the free list, which is object 0.
    TableFromOne,
    /// An entry in use at offset 0, where no object can be: it counts as free.
    EntryWithoutObject,
    /// An entry points to white space right before its object.
    SpaceBeforeObject,
    /// The oldest section says `/Prev 0`.
    PreviousIsZero,
    /// A revision follows `%%EOF` without an end of line.
    NoLineEndAfterEof,
}

impl Habit {
    /// Its key in the report.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::SpaceBeforeSection => "space-before-section",
            Self::SpaceInTable => "space-in-table",
            Self::SpaceBeforeTrailer => "space-before-trailer",
            Self::EntriesOf19Bytes => "entries-of-19-bytes",
            Self::EntriesOf21Bytes => "entries-of-21-bytes",
            Self::TableFromOne => "table-from-one",
            Self::EntryWithoutObject => "entry-without-object",
            Self::SpaceBeforeObject => "space-before-object",
            Self::PreviousIsZero => "previous-is-zero",
            Self::NoLineEndAfterEof => "no-line-end-after-eof",
        }
    }

    /// Whether some reader may give up on the tables because of it. None does because of white space after the last entry,
    /// which is a word to look for anyway, or of `%%EOF` without a line end.
    pub(crate) const fn may_lead_to_repair(self) -> bool {
        match self {
            Self::SpaceBeforeTrailer | Self::NoLineEndAfterEof => false,
            Self::SpaceBeforeSection
            | Self::SpaceInTable
            | Self::EntriesOf19Bytes
            | Self::EntriesOf21Bytes
            | Self::TableFromOne
            | Self::EntryWithoutObject
            | Self::SpaceBeforeObject
            | Self::PreviousIsZero => true,
        }
    }
}

/// The habits of one file: each once, where it was met first.
#[derive(Debug, Default)]
pub(crate) struct Habits(Vec<(Habit, usize)>);

impl Habits {
    pub(crate) fn record(&mut self, habit: Habit, offset: usize) {
        if !self.contains(habit) {
            self.0.push((habit, offset));
        }
    }

    pub(crate) fn contains(&self, habit: Habit) -> bool {
        self.0.iter().any(|(known, _)| *known == habit)
    }

    pub(crate) fn as_slice(&self) -> &[(Habit, usize)] {
        &self.0
    }
}
