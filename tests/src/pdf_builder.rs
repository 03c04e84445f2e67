//! Makes PDFs with every byte of their structure chosen (ISO 32000-2 7.3, 7.5), and signs them with keys of the demo PKI:
//! what the vectors of `pdf_vectors` are made with. Same calls, same bytes.
//!
//! An [`Update`] is one revision: objects as text, freed numbers, and how its cross-reference section is written.
//! Appended to nothing but a header it is a whole document.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

mod cms;
mod signing;

pub use crate::cms_builder::der::{element, integer, octets, oid, sequence};
pub use crate::cms_builder::{Digest, Identity};
pub use cms::{
    Content, SignedDataSpec, signature_value, signed_data, time_stamp_token, with_time_stamp,
    with_token,
};
pub(crate) use signing::range_text;
pub use signing::{Placeholder, SLOT, Signing, hashed, sign, signature_dictionary};

use std::collections::BTreeMap;

/// Header with the comment that marks a binary file.
pub const HEADER: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// How the cross-reference section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// A table and a trailer.
    Table,
    /// A cross-reference stream; every object stands by itself.
    Stream,
    /// A cross-reference stream, and an object stream for everything that may stand in one.
    ObjectStream,
}

/// What `Prev` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prev {
    /// The last `startxref` of what is there.
    Last,
    /// Nothing.
    Absent,
    /// This offset.
    At(usize),
}

/// One revision to be written.
#[derive(Debug, Clone)]
pub struct Update {
    objects: BTreeMap<u32, (u16, Vec<u8>)>,
    /// Objects that no entry leads to, written before the others.
    unlisted: Vec<Vec<u8>>,
    /// Entries that lead to bytes that are there already.
    entries: BTreeMap<u32, (usize, u16)>,
    odd: BTreeMap<u32, (u8, u32, u16)>,
    free: BTreeMap<u32, u16>,
    hybrid: BTreeMap<u32, Vec<u8>>,
    plain: Vec<u32>,
    section: Section,
    prev: Prev,
    root: Option<String>,
    size: Option<u32>,
    trailer: String,
    before_start_xref: String,
    end: &'static str,
}

impl Default for Update {
    fn default() -> Self {
        Self::new()
    }
}

impl Update {
    /// A revision of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            objects: BTreeMap::new(),
            unlisted: Vec::new(),
            entries: BTreeMap::new(),
            odd: BTreeMap::new(),
            free: BTreeMap::new(),
            hybrid: BTreeMap::new(),
            plain: Vec::new(),
            section: Section::Table,
            prev: Prev::Last,
            root: None,
            size: None,
            trailer: String::new(),
            before_start_xref: String::new(),
            end: "\n",
        }
    }

    /// An object of generation 0; a later call for the same number replaces it.
    #[must_use]
    pub fn object(self, number: u32, body: impl Into<Vec<u8>>) -> Self {
        self.object_of_generation(number, 0, body)
    }

    /// An object of this generation.
    #[must_use]
    pub fn object_of_generation(
        mut self,
        number: u32,
        generation: u16,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        self.objects.insert(number, (generation, body.into()));
        self
    }

    /// A stream: `dictionary` is what stands between `<<` and `>>` besides `Length`.
    #[must_use]
    pub fn stream(self, number: u32, dictionary: &str, data: impl AsRef<[u8]>) -> Self {
        self.object(number, stream(dictionary, data.as_ref()))
    }

    /// Without an object that was given before.
    #[must_use]
    pub fn without(mut self, number: u32) -> Self {
        self.objects.remove(&number);
        self
    }

    /// With a stream section: an entry that leads into an object stream.
    #[must_use]
    pub fn compressed_entry(mut self, number: u32, stream: u32, index: u16) -> Self {
        self.odd.insert(number, (2, stream, index));
        self
    }

    /// With a stream section: an entry of this type.
    #[must_use]
    pub fn odd_entry(mut self, number: u32, kind: u8) -> Self {
        self.odd.insert(number, (kind, 0, 0));
        self
    }

    /// This revision's objects among those of another.
    #[must_use]
    pub fn onto(self, mut other: Self) -> Self {
        other.objects.extend(self.objects);
        other
    }

    /// Bytes that stand among the objects and that no entry leads to.
    #[must_use]
    pub fn unlisted(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.unlisted.push(bytes.into());
        self
    }

    /// An entry that leads to an offset of the file as it is.
    #[must_use]
    pub fn entry(mut self, number: u32, offset: usize) -> Self {
        self.entries.insert(number, (offset, 0));
        self
    }

    /// Frees a number; `generation` is that of its next use.
    #[must_use]
    pub fn free(mut self, number: u32, generation: u16) -> Self {
        self.free.insert(number, generation);
        self
    }

    /// An object that only the stream named by `XRefStm` lists (ISO 32000-2 7.5.8.4).
    #[must_use]
    pub fn hybrid(mut self, number: u32, body: impl Into<Vec<u8>>) -> Self {
        self.hybrid.insert(number, body.into());
        self
    }

    /// With [`Section::ObjectStream`]: this object stands by itself.
    #[must_use]
    pub fn plain(mut self, number: u32) -> Self {
        self.plain.push(number);
        self
    }

    /// How the section is written.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    /// What `Prev` says.
    #[must_use]
    pub fn prev(mut self, prev: Prev) -> Self {
        self.prev = prev;
        self
    }

    /// `Root`, such as `10 0 R`.
    #[must_use]
    pub fn root(mut self, root: &str) -> Self {
        self.root = Some(root.to_owned());
        self
    }

    /// `Size`.
    #[must_use]
    pub fn size(mut self, size: u32) -> Self {
        self.size = Some(size);
        self
    }

    /// More entries of the trailer.
    #[must_use]
    pub fn trailer(mut self, entries: &str) -> Self {
        self.trailer += entries;
        self
    }

    /// Text between the trailer and `startxref`.
    #[must_use]
    pub fn before_start_xref(mut self, text: &str) -> Self {
        text.clone_into(&mut self.before_start_xref);
        self
    }

    /// What follows `%%EOF`.
    #[must_use]
    pub fn end(mut self, end: &'static str) -> Self {
        self.end = end;
        self
    }

    /// A whole document.
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        self.append_to(HEADER)
    }

    /// The file with this revision after it.
    #[must_use]
    pub fn append_to(&self, previous: &[u8]) -> Vec<u8> {
        let mut file = previous.to_vec();
        if !file.ends_with(b"\n") {
            file.push(b'\n');
        }
        for bytes in &self.unlisted {
            file.extend_from_slice(bytes);
        }
        let is_compressed = |number: u32, body: &[u8]| {
            self.section == Section::ObjectStream
                && !self.plain.contains(&number)
                && find(body, b"stream\n").is_none()
                && find(body, b"/ByteRange").is_none()
        };
        let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
        let mut compressed: Vec<(u32, &[u8])> = Vec::new();
        for (number, (generation, body)) in &self.objects {
            if is_compressed(*number, body) {
                compressed.push((*number, body));
                continue;
            }
            entries.insert(*number, Entry::InUse(file.len(), *generation));
            write_object(&mut file, *number, *generation, body);
        }
        for (number, (offset, generation)) in &self.entries {
            entries.insert(*number, Entry::InUse(*offset, *generation));
        }
        for (number, (kind, second, third)) in &self.odd {
            entries.insert(*number, Entry::Odd(*kind, *second, *third));
        }
        for (number, generation) in &self.free {
            entries.insert(*number, Entry::Free(*generation));
        }
        let first = start_xref(previous).is_none() || self.prev == Prev::Absent;
        if first {
            entries.insert(0, Entry::Free(65535));
        }
        let mut next = entries
            .keys()
            .chain(self.hybrid.keys())
            .chain(compressed.iter().map(|(number, _)| number))
            .max()
            .map_or(1, |number| number + 1)
            .max(last_integer(previous, b"/Size ").unwrap_or(0));
        if !compressed.is_empty() {
            let number = next;
            next += 1;
            for (index, (member, _)) in compressed.iter().enumerate() {
                entries.insert(*member, Entry::Odd(2, number, u16::try_from(index).unwrap()));
            }
            entries.insert(number, Entry::InUse(file.len(), 0));
            write_object(&mut file, number, 0, &object_stream(&compressed));
        }
        let mut trailer = String::new();
        let prev = match self.prev {
            Prev::Last => start_xref(previous),
            Prev::Absent => None,
            Prev::At(offset) => Some(offset),
        };
        if let Some(prev) = prev {
            trailer += &format!("/Prev {prev}");
        }
        let root = self.root.clone().or_else(|| last_reference(previous, b"/Root "));
        trailer += &format!("/Root {}", root.unwrap_or_else(|| "1 0 R".to_owned()));
        if !self.hybrid.is_empty() {
            let mut hidden = BTreeMap::new();
            for (number, body) in &self.hybrid {
                hidden.insert(*number, Entry::InUse(file.len(), 0));
                write_object(&mut file, *number, 0, body);
            }
            let number = next;
            next += 1;
            trailer += &format!("/XRefStm {}", file.len());
            write_object(&mut file, number, 0, &xref_stream(&hidden, next, ""));
            if first {
                self.hybrid.keys().for_each(|number| {
                    entries.entry(*number).or_insert(Entry::Free(0));
                });
            }
        }
        trailer += &self.trailer;
        let at;
        if self.section == Section::Table {
            at = file.len();
            let size = self.size.unwrap_or(next);
            file.extend_from_slice(xref_table(&entries).as_bytes());
            file.extend_from_slice(format!("trailer\n<</Size {size}{trailer}>>\n").as_bytes());
        } else {
            at = file.len();
            entries.insert(next, Entry::InUse(at, 0));
            let size = self.size.unwrap_or(next + 1);
            write_object(&mut file, next, 0, &xref_stream(&entries, size, &trailer));
        }
        file.extend_from_slice(self.before_start_xref.as_bytes());
        file.extend_from_slice(format!("startxref\n{at}\n%%EOF{}", self.end).as_bytes());
        file
    }
}

#[derive(Debug, Clone, Copy)]
enum Entry {
    Free(u16),
    InUse(usize, u16),
    Odd(u8, u32, u16),
}

/// `<<...>> stream ... endstream`.
#[must_use]
pub fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut body = format!("<<{dictionary}/Length {}>>stream\n", data.len()).into_bytes();
    body.extend_from_slice(data);
    body.extend_from_slice(b"\nendstream");
    body
}

fn write_object(file: &mut Vec<u8>, number: u32, generation: u16, body: &[u8]) {
    file.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
    file.extend_from_slice(body);
    file.extend_from_slice(b"\nendobj\n");
}

/// Runs of consecutive numbers.
fn runs(entries: &BTreeMap<u32, Entry>) -> Vec<Vec<(u32, Entry)>> {
    let mut runs: Vec<Vec<(u32, Entry)>> = Vec::new();
    for (number, entry) in entries {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last + 1 == *number) => {
                run.push((*number, *entry));
            }
            _ => runs.push(vec![(*number, *entry)]),
        }
    }
    runs
}

fn xref_table(entries: &BTreeMap<u32, Entry>) -> String {
    let mut table = "xref\n".to_owned();
    if entries.is_empty() {
        table += "0 0\n";
    }
    for run in runs(entries) {
        table += &format!("{} {}\n", run[0].0, run.len());
        for (_, entry) in run {
            table += &match entry {
                Entry::Free(generation) => format!("{:010} {generation:05} f \n", 0),
                Entry::InUse(offset, generation) => format!("{offset:010} {generation:05} n \n"),
                Entry::Odd(..) => unreachable!("a table has no such entries"),
            };
        }
    }
    table
}

fn xref_stream(entries: &BTreeMap<u32, Entry>, size: u32, trailer: &str) -> Vec<u8> {
    let (mut data, mut index) = (Vec::new(), Vec::new());
    for run in runs(entries) {
        index.push(format!("{} {}", run[0].0, run.len()));
        for (_, entry) in run {
            let (kind, second, third) = match entry {
                Entry::Free(generation) => (0u8, 0u32, generation),
                Entry::InUse(offset, generation) => (1, u32::try_from(offset).unwrap(), generation),
                Entry::Odd(kind, second, third) => (kind, second, third),
            };
            data.push(kind);
            data.extend_from_slice(&second.to_be_bytes());
            data.extend_from_slice(&third.to_be_bytes());
        }
    }
    let index = index.join(" ");
    stream(&format!("/Type/XRef/W[1 4 2]/Index[{index}]/Size {size}{trailer}"), &data)
}

/// An object stream without compression (ISO 32000-2 7.5.7).
#[must_use]
pub fn object_stream(objects: &[(u32, &[u8])]) -> Vec<u8> {
    let (mut head, mut data) = (String::new(), Vec::new());
    for (number, body) in objects {
        head += &format!("{number} {} ", data.len());
        data.extend_from_slice(body);
        data.push(b'\n');
    }
    let first = head.len();
    let dictionary = format!("/Type/ObjStm/N {}/First {first}", objects.len());
    stream(&dictionary, &[head.into_bytes(), data].concat())
}

/// Where `wanted` first stands.
#[must_use]
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Where `wanted` last stands.
#[must_use]
pub fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

/// The bytes with the first `from` replaced.
#[must_use]
pub fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = find(bytes, from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

fn text_after<'a>(bytes: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    Some(&bytes[find_last(bytes, key)? + key.len()..])
}

fn last_integer(bytes: &[u8], key: &[u8]) -> Option<u32> {
    let rest = text_after(bytes, key)?;
    let digits: String = rest
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    digits.parse().ok()
}

fn last_reference(bytes: &[u8], key: &[u8]) -> Option<String> {
    let rest = text_after(bytes, key)?;
    let end = find(rest, b" R")?;
    Some(String::from_utf8_lossy(&rest[..end + 2]).into_owned())
}

/// The offset that the last `startxref` names.
#[must_use]
pub fn start_xref(bytes: &[u8]) -> Option<usize> {
    last_integer(bytes, b"startxref\n").and_then(|offset| usize::try_from(offset).ok())
}
