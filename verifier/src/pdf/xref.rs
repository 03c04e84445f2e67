//! One cross-reference section (ISO 32000-2 7.5.4, 7.5.8): a table with its trailer, or a stream, and what must follow
//! it: `startxref`, an offset, `%%EOF`. Entries are looked up in place, so a section costs no memory beyond its bytes.
//! Table and stream stand in one file because they give one index, and a hybrid section has both.

use super::filter;
use super::habit::{Habit, Habits};
use super::is_white_space;
use super::object::{Dictionary, Object};
use super::parser::{Parser, PdfError};
use crate::policy::{Budget, Limit, Work};

/// Sizes of a table entry, end of line included: what ISO 32000-2 7.5.4 asks for, and the habits.
const TABLE_ENTRY: usize = 20;
const ENTRY_SIZES: [(usize, Option<Habit>); 3] =
    [(TABLE_ENTRY, None), (19, Some(Habit::EntriesOf19Bytes)), (21, Some(Habit::EntriesOf21Bytes))];

/// White space that an offset may point to before what it names; real files have one or two.
const MAX_SPACE: usize = 16;

/// Where an object is (ISO 32000-2 tables 18 and 7.5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XrefEntry {
    Free,
    InUse { offset: usize, generation: u16 },
    Compressed { stream: u32, index: u32 },
}

/// A run of consecutive object numbers and where its entries start (in the file, or in the decoded stream).
#[derive(Debug, Clone, Copy)]
struct Subsection {
    first: u64,
    count: u64,
    entries: usize,
    entry_size: usize,
}

#[derive(Debug)]
enum Entries {
    Table,
    Stream { data: Vec<u8>, widths: [usize; 3] },
}

/// Entries of one table or stream, by object number.
#[derive(Debug)]
struct Index {
    subsections: Vec<Subsection>,
    entries: Entries,
}

/// Which entries of a hybrid-reference file count (ISO 32000-2 7.5.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// As a reader of today sees them.
    Current,
    /// As one that does not know `XRefStm`.
    WithoutXRefStm,
}

/// A section with its trailer.
#[derive(Debug)]
pub(crate) struct XrefSection {
    /// Where the section starts: what `startxref` or `Prev` points to.
    pub(crate) offset: usize,
    /// The trailer dictionary, or the stream dictionary.
    pub(crate) trailer: Dictionary,
    /// The offset that `startxref` after this section gives.
    pub(crate) start_xref: usize,
    /// First byte after `%%EOF`.
    pub(crate) eof_end: usize,
    index: Index,
    /// The stream that a hybrid-reference file adds (`XRefStm`, ISO 32000-2 7.5.8.4).
    hybrid: Option<Index>,
}

impl XrefSection {
    /// Reads the section that an offset names.
    pub(crate) fn read(
        bytes: &[u8],
        named: usize,
        budget: &Budget,
        work: &Work,
        habits: &mut Habits,
    ) -> Result<Self, PdfError> {
        let offset = past_white_space(bytes, named);
        if offset != named {
            habits.record(Habit::SpaceBeforeSection, named);
        }
        let mut parser = Parser::new(bytes, offset);
        let (index, mut trailer) = if parser.peek() == Some(b'x') {
            table(bytes, &mut parser, budget, habits)?
        } else {
            stream(bytes, &mut parser, budget, work)?
        };
        let hybrid = match trailer.get("XRefStm") {
            None => None,
            Some(at) => {
                let at = at
                    .as_integer()
                    .and_then(|at| usize::try_from(at).ok())
                    .filter(|at| *at < offset)
                    .ok_or(parser.unexpected("XRefStm"))?;
                // It stands before the section as a whole.
                let before = bytes.get(..offset).unwrap_or_default();
                Some(stream(before, &mut Parser::new(before, at), budget, work)?.0)
            }
        };
        parser.skip_space();
        // A linearized first page's stream may come without them (Annex F asks for a startxref of 0; qpdf leaves it out).
        // Nothing but a first-page section may have 0 (`document::group`).
        let (start_xref, eof_end) = match parser.peek() {
            Some(b'0'..=b'9') => (0, parser.at()),
            _ => end_of_section(&mut parser)?,
        };
        // A thousand trailers may each be large; these keys are all that is asked of one.
        const KEPT: [&[u8]; 6] = [b"Root", b"Prev", b"Encrypt", b"Info", b"ID", b"Size"];
        trailer.entries.retain(|(key, _)| KEPT.contains(&key.as_slice()));
        let start_xref = past_white_space(bytes, start_xref);
        Ok(Self { offset, trailer, start_xref, eof_end, index, hybrid })
    }

    /// Where the section before this one is.
    pub(crate) fn previous(&self) -> Result<Option<usize>, PdfError> {
        match self.trailer.get("Prev") {
            None => Ok(None),
            Some(Object::Integer(offset)) if *offset >= 0 => Ok(usize::try_from(*offset).ok()),
            Some(_) => Err(PdfError::Unexpected {
                at: self.offset,
                expected: "Prev as an integer",
                found: Parser::new(&[], 0).found(),
            }),
        }
    }

    pub(crate) fn is_hybrid(&self) -> bool {
        self.hybrid.is_some()
    }

    /// Whether it is a table, and nothing but a table.
    pub(crate) fn is_plain_table(&self) -> bool {
        matches!(self.index.entries, Entries::Table) && self.hybrid.is_none()
    }

    /// Every object number but 0 that the section has an entry for, and that entry, `XRefStm` left out.
    pub(crate) fn numbers(&self, bytes: &[u8]) -> impl Iterator<Item = (u32, XrefEntry)> {
        self.index
            .numbers()
            .filter(|number| *number != 0)
            .filter_map(|number| self.index.entry(bytes, number).map(|entry| (number, entry)))
    }

    /// Object numbers that the stream of a hybrid-reference file has entries for, and those entries.
    pub(crate) fn hybrid_numbers(&self, bytes: &[u8]) -> impl Iterator<Item = (u32, XrefEntry)> {
        self.hybrid.iter().flat_map(|hybrid| {
            hybrid
                .numbers()
                .filter_map(|number| hybrid.entry(bytes, number).map(|entry| (number, entry)))
        })
    }

    /// Whether the object is in use in the table, and elsewhere in the stream of a hybrid-reference file.
    pub(crate) fn has_two_places(&self, bytes: &[u8], number: u32) -> bool {
        let in_stream = self.hybrid.as_ref().and_then(|hybrid| hybrid.entry(bytes, number));
        match (self.index.entry(bytes, number), in_stream) {
            (Some(in_table @ XrefEntry::InUse { .. }), Some(in_stream)) => {
                in_stream != XrefEntry::Free && in_stream != in_table
            }
            _ => false,
        }
    }

    /// The entry of an object, if this section has one.
    ///
    /// ISO 32000-2 7.5.8.4: in a hybrid-reference file the stream fills in what the table leaves out or marks free.
    pub(crate) fn entry(&self, bytes: &[u8], number: u32, view: View) -> Option<XrefEntry> {
        let in_table = self.index.entry(bytes, number);
        match (in_table, self.hybrid.as_ref().filter(|_| view == View::Current)) {
            (None | Some(XrefEntry::Free), Some(hybrid)) => {
                hybrid.entry(bytes, number).or(in_table)
            }
            _ => in_table,
        }
    }

    /// Every object number that the section lists, in its table or its stream.
    pub(crate) fn object_numbers(&self) -> impl Iterator<Item = u32> {
        self.index.numbers().chain(self.hybrid.iter().flat_map(Index::numbers))
    }

    /// How many entries the section has.
    pub(crate) fn entry_count(&self) -> u64 {
        let count = |index: &Index| {
            index
                .subsections
                .iter()
                .fold(0u64, |sum, subsection| sum.saturating_add(subsection.count))
        };
        count(&self.index).saturating_add(self.hybrid.as_ref().map_or(0, count))
    }
}

/// `startxref`, the offset, `%%EOF`: gives the offset and the position after `%%EOF`.
pub(crate) fn end_of_section(parser: &mut Parser<'_>) -> Result<(usize, usize), PdfError> {
    parser.keyword("startxref")?;
    parser.skip_white_space();
    let start_xref = parser.position()?;
    parser.skip_white_space();
    parser.literal("%%EOF")?;
    Ok((start_xref, parser.at()))
}

/// `xref`, subsections, `trailer`, dictionary.
fn table<'a>(
    bytes: &'a [u8],
    parser: &mut Parser<'a>,
    budget: &Budget,
    habits: &mut Habits,
) -> Result<(Index, Dictionary), PdfError> {
    parser.keyword("xref")?;
    end_of_line(parser, habits)?;
    let mut subsections: Vec<Subsection> = Vec::new();
    let mut entries_left = budget.xref_entries;
    while parser.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        let first_at = parser.at();
        let mut first = parser.unsigned()?;
        parser.literal(" ")?;
        let count = parser.unsigned()?;
        // Some producers write a space before the end of the line.
        parser.try_literal(" ");
        end_of_line(parser, habits)?;
        let limit = PdfError::LimitReached { at: parser.at(), limit: Limit::XrefEntries };
        // An empty subsection costs memory too.
        entries_left = entries_left.checked_sub(count.max(1)).ok_or(limit)?;
        let entries = parser.at();
        let (entry_size, end) = entries_end(bytes, entries, count, habits)?;
        if first == 1 && subsections.is_empty() && head_of_free_list(bytes, entries) {
            habits.record(Habit::TableFromOne, first_at);
            first = 0;
        }
        subsections.push(Subsection { first, count, entries, entry_size });
        *parser = Parser::new(bytes, end);
        if parser.peek().is_some_and(is_white_space) {
            parser.skip_white_space();
            let is_last = parser.peek() == Some(b't');
            let habit = if is_last { Habit::SpaceBeforeTrailer } else { Habit::SpaceInTable };
            habits.record(habit, end);
        }
    }
    let subsections = sorted(subsections, parser)?;
    parser.keyword("trailer")?;
    parser.skip_space();
    let Object::Dictionary(trailer) = parser.object()? else {
        return Err(parser.unexpected("trailer dictionary"));
    };
    Ok((Index { subsections, entries: Entries::Table }, trailer))
}

/// One end of line; more white space is a habit.
fn end_of_line(parser: &mut Parser<'_>, habits: &mut Habits) -> Result<(), PdfError> {
    let at = parser.at();
    if !parser.peek().is_some_and(is_white_space) {
        return Err(parser.unexpected("end of line"));
    }
    if parser.end_of_line().is_err() || parser.peek().is_some_and(is_white_space) {
        habits.record(Habit::SpaceInTable, at);
        parser.skip_white_space();
    }
    Ok(())
}

/// Size of each of the entries, which all have the same, and where they end.
fn entries_end(
    bytes: &[u8],
    entries: usize,
    count: u64,
    habits: &mut Habits,
) -> Result<(usize, usize), PdfError> {
    let at_entries = Parser::new(bytes, entries);
    let mut bad = at_entries.unexpected("cross-reference entries");
    for (entry_size, habit) in ENTRY_SIZES {
        let end = usize::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(entry_size))
            .and_then(|length| entries.checked_add(length));
        let Some((end, text)) = end.and_then(|end| Some((end, bytes.get(entries..end)?))) else {
            continue;
        };
        let wrong = text.chunks_exact(entry_size).position(|entry| table_entry(entry).is_none());
        let Some(wrong) = wrong else {
            if let Some(habit) = habit.filter(|_| count > 0) {
                habits.record(habit, entries);
            }
            record_entries(bytes, entries, text.chunks_exact(entry_size), habits);
            return Ok((entry_size, end));
        };
        if entry_size == TABLE_ENTRY {
            let at = entries.saturating_add(wrong.saturating_mul(entry_size));
            bad = Parser::new(bytes, at).unexpected("cross-reference entry of 20 bytes");
        }
    }
    Err(bad)
}

/// Habits of single entries.
fn record_entries<'a>(
    bytes: &[u8],
    start: usize,
    entries: impl Iterator<Item = &'a [u8]>,
    habits: &mut Habits,
) {
    let mut at = start;
    for entry in entries {
        match written_entry(entry) {
            Some(XrefEntry::InUse { offset: 0, .. }) => {
                habits.record(Habit::EntryWithoutObject, at);
            }
            Some(XrefEntry::InUse { offset, .. })
                if bytes.get(offset).copied().is_some_and(is_white_space) =>
            {
                habits.record(Habit::SpaceBeforeObject, at);
            }
            Some(XrefEntry::InUse { .. } | XrefEntry::Free | XrefEntry::Compressed { .. })
            | None => {}
        }
        at = at.saturating_add(entry.len());
    }
}

/// `0000000000 65535 f`, which is the entry of object 0 (ISO 32000-2 7.5.4).
fn head_of_free_list(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(b"0000000000 65535 f"))
}

/// What an offset names, a little white space before it skipped; the offset where there is more or none.
pub(crate) fn past_white_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let space = rest.iter().take(MAX_SPACE.saturating_add(1));
    let count = space.take_while(|byte| is_white_space(**byte)).count();
    if count <= MAX_SPACE { at.saturating_add(count) } else { at }
}

/// An entry as it counts: an object that would stand at 0, where the header is, does not exist.
fn table_entry(entry: &[u8]) -> Option<XrefEntry> {
    let written = written_entry(entry)?;
    let is_nowhere = matches!(written, XrefEntry::InUse { offset: 0, .. });
    Some(if is_nowhere { XrefEntry::Free } else { written })
}

/// `nnnnnnnnnn ggggg n` and what ends the line.
fn written_entry(entry: &[u8]) -> Option<XrefEntry> {
    let (offset, rest) = entry.split_at_checked(10)?;
    let (generation, rest) = rest.strip_prefix(b" ")?.split_at_checked(5)?;
    let kind = match rest {
        [b' ', kind, b' ', b'\r' | b'\n']
        | [b' ', kind, b'\r', b'\n']
        | [b' ', kind, b'\r' | b'\n']
        | [b' ', kind, b' ', b'\r', b'\n'] => *kind,
        _ => return None,
    };
    let digits = |digits: &[u8]| {
        digits.iter().try_fold(0usize, |value, digit| {
            let digit = usize::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
            value.checked_mul(10)?.checked_add(digit)
        })
    };
    let (offset, generation) = (digits(offset)?, digits(generation)?);
    match kind {
        b'n' => Some(XrefEntry::InUse { offset, generation: u16::try_from(generation).ok()? }),
        b'f' => Some(XrefEntry::Free),
        _ => None,
    }
}

/// A cross-reference stream: `n g obj <<...>> stream ... endstream endobj`.
fn stream<'a>(
    bytes: &'a [u8],
    parser: &mut Parser<'a>,
    budget: &Budget,
    work: &Work,
) -> Result<(Index, Dictionary), PdfError> {
    let start = parser.clone();
    let bad = |expected: &'static str| start.unexpected(expected);
    let object = parser.indirect_object()?;
    let (Object::Dictionary(dictionary), Some(data_start)) = (object.object, object.stream_start)
    else {
        return Err(bad("cross-reference stream"));
    };
    if dictionary.name("Type") != Some(b"XRef") {
        return Err(bad("Type XRef"));
    }
    // ISO 32000-2 7.5.8.2: what is needed to read the stream is direct.
    let length = dictionary
        .integer("Length")
        .and_then(|length| usize::try_from(length).ok())
        .ok_or(bad("Length"))?;
    let data = data_start
        .checked_add(length)
        .and_then(|end| bytes.get(data_start..end))
        .ok_or(bad("Length"))?;
    *parser = Parser::new(bytes, data_start.saturating_add(length));
    parser.skip_white_space();
    parser.keyword("endstream")?;
    parser.skip_space();
    parser.keyword("endobj")?;

    let mut data = filter::decode(&dictionary, data, data_start, budget)?;
    work.decode(data.len()).map_err(|limit| PdfError::LimitReached { at: data_start, limit })?;
    let widths = widths(&dictionary).ok_or(bad("W with three widths"))?;
    let entry_size = widths.iter().sum::<usize>();
    let mut subsections = Vec::new();
    let mut entries = 0usize;
    for (first, count) in index_pairs(&dictionary).ok_or(bad("Index of pairs"))? {
        subsections.push(Subsection { first, count, entries, entry_size });
        // The entries must be there: that bounds the loop by the data (threat WEB-03).
        entries = usize::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(entry_size))
            .and_then(|size| entries.checked_add(size))
            .filter(|end| *end <= data.len() && entry_size > 0)
            .ok_or(bad("an entry for each object of Index"))?;
    }
    // An entry that says too large a number would be as if it were not there; readers differ in what they make of it.
    let whole = data.get(..entries).unwrap_or_default();
    if whole.chunks_exact(entry_size.max(1)).any(|entry| stream_entry(entry, widths).is_none()) {
        return Err(bad("entries of numbers that fit"));
    }
    // What no entry uses is not kept.
    data.truncate(entries);
    data.shrink_to_fit();
    let subsections = sorted(subsections, &start)?;
    Ok((Index { subsections, entries: Entries::Stream { data, widths } }, dictionary))
}

fn widths(dictionary: &Dictionary) -> Option<[usize; 3]> {
    let width = |object: &Object| {
        let width = object.as_integer().filter(|width| (0..=8).contains(width))?;
        usize::try_from(width).ok()
    };
    match dictionary.get("W")?.as_array()? {
        [kind, second, third] => Some([width(kind)?, width(second)?, width(third)?]),
        _ => None,
    }
}

fn index_pairs(dictionary: &Dictionary) -> Option<Vec<(u64, u64)>> {
    let number = |object: &Object| u64::try_from(object.as_integer()?).ok();
    match dictionary.get("Index") {
        None => Some(vec![(0, number(dictionary.get("Size")?)?)]),
        Some(index) => {
            let (pairs, []) = index.as_array()?.as_chunks::<2>() else { return None };
            pairs.iter().map(|[first, count]| Some((number(first)?, number(count)?))).collect()
        }
    }
}

/// By object number; an object number stands in a section once (threat PDF-85).
fn sorted(
    mut subsections: Vec<Subsection>,
    parser: &Parser<'_>,
) -> Result<Vec<Subsection>, PdfError> {
    subsections.retain(|subsection| subsection.count > 0);
    subsections.sort_unstable_by_key(|subsection| subsection.first);
    let overlap = subsections
        .array_windows()
        .any(|[one, next]| one.first.saturating_add(one.count) > next.first);
    if overlap {
        return Err(parser.unexpected("each object number once in a section"));
    }
    Ok(subsections)
}

impl Index {
    fn entry(&self, bytes: &[u8], number: u32) -> Option<XrefEntry> {
        let number = u64::from(number);
        // The last subsection that starts at or before the number; they are sorted and disjoint.
        let after = self.subsections.partition_point(|subsection| subsection.first <= number);
        let subsection = self.subsections.get(after.checked_sub(1)?)?;
        let position = number.checked_sub(subsection.first)?;
        let position = usize::try_from(position).ok().filter(|_| position < subsection.count)?;
        let size = subsection.entry_size;
        let start = subsection.entries.checked_add(position.checked_mul(size)?)?;
        let end = start.checked_add(size)?;
        match &self.entries {
            Entries::Table => table_entry(bytes.get(start..end)?),
            Entries::Stream { data, widths } => stream_entry(data.get(start..end)?, *widths),
        }
    }

    /// Every object number of the subsections.
    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.subsections.iter().flat_map(|subsection| {
            let end = subsection.first.saturating_add(subsection.count);
            (subsection.first..end).map_while(|number| u32::try_from(number).ok())
        })
    }
}

/// ISO 32000-2 table 18. An unknown type is a null object, hence free.
fn stream_entry(entry: &[u8], [first, second, _]: [usize; 3]) -> Option<XrefEntry> {
    let (kind, rest) = entry.split_at_checked(first)?;
    let (field_2, field_3) = rest.split_at_checked(second)?;
    let number = |bytes: &[u8]| {
        bytes.iter().try_fold(0u64, |sum, byte| sum.checked_mul(256)?.checked_add(u64::from(*byte)))
    };
    let kind = if kind.is_empty() { 1 } else { number(kind)? };
    let (field_2, field_3) = (number(field_2)?, number(field_3)?);
    Some(match kind {
        1 => XrefEntry::InUse {
            offset: usize::try_from(field_2).ok()?,
            generation: u16::try_from(field_3).ok()?,
        },
        2 => XrefEntry::Compressed {
            stream: u32::try_from(field_2).ok()?,
            index: u32::try_from(field_3).ok()?,
        },
        _ => XrefEntry::Free,
    })
}
