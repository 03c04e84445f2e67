//! Reads a zip (APPNOTE.TXT 6.3.10) into memory, within bounds, and writes nothing to disk. Stored and deflated files are read, so
//! that a bundle survives being packed again; whatever could be read in two ways is refused.

use super::zip::{CENTRAL, END, LOCAL};
use std::collections::BTreeMap;

/// Files in a bundle: a portal's lists are hundreds, so this is beyond any need.
const MOST_ENTRIES: usize = 10_000;
/// Bytes of a bundle, packed or unpacked: the largest document (256 MiB), and lists several times as large.
pub const MOST_BYTES: usize = 1024 * 1024 * 1024;
/// How often larger the files may be than the zip. Documents and lists hardly compress.
const MOST_RATIO: usize = 100;
/// Bytes that may be unpacked whatever the ratio.
const ALWAYS: usize = 1024 * 1024;
const LONGEST_NAME: usize = 200;
/// 4.3.16: the record at the end, and the longest comment after it.
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 65_535;
/// 4.3.12 and 4.3.7: the parts of fixed length.
const CENTRAL_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;

/// Why a zip was refused. Names are shown as text that hides nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    /// Not a zip, or not all of it.
    #[error("expected a zip with its directory at the end, found none")]
    NoDirectory,
    /// What the directory says does not fit the bytes.
    #[error("expected {what} at byte {at}, found something else")]
    Structure {
        /// What should stand there.
        what: &'static str,
        /// Where.
        at: usize,
    },
    /// Larger than files of two gibibytes need, or spread over several files.
    #[error("expected a zip in one file without 64-bit extensions, found another")]
    Unsupported,
    /// Too many files.
    #[error("expected at most {MOST_ENTRIES} files, found {found}")]
    TooManyEntries {
        /// So many.
        found: usize,
    },
    /// Too many bytes.
    #[error("expected at most {MOST_BYTES} bytes, packed and unpacked, found {found}")]
    TooLarge {
        /// So many.
        found: usize,
    },
    /// Small as a zip, huge when unpacked.
    #[error(
        "expected files at most {MOST_RATIO} times as large as the zip ({packed} bytes), found {unpacked} bytes"
    )]
    Ratio {
        /// The zip.
        packed: usize,
        /// What its directory announces.
        unpacked: usize,
    },
    /// A name that leads elsewhere, or is no plain name.
    #[error("expected a name of letters, digits and `-._` in folders, found {name:?}")]
    Name {
        /// The name.
        name: String,
    },
    /// Two files of one name.
    #[error("{name}: expected once, found twice")]
    Twice {
        /// The name.
        name: String,
    },
    /// A file under a password.
    #[error("{name}: expected a file without a password, found an encrypted one")]
    Encrypted {
        /// The name.
        name: String,
    },
    /// Packed in a way that is not read.
    #[error("{name}: expected a stored or deflated file, found method {method}")]
    Method {
        /// The name.
        name: String,
        /// 4.4.5
        method: u16,
    },
    /// Not what the directory says.
    #[error("{name}: expected {size} bytes that fit their checksum, found others")]
    Damaged {
        /// The name.
        name: String,
        /// The size it should have.
        size: usize,
    },
}

/// The files of a zip, by name.
pub(super) fn read(zip: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ZipError> {
    if zip.len() > MOST_BYTES {
        return Err(ZipError::TooLarge { found: zip.len() });
    }
    let entries = directory(zip)?;
    bound(zip, &entries)?;
    let mut files = BTreeMap::new();
    for entry in entries {
        // Folders are nothing by themselves.
        if entry.name.ends_with('/') && entry.unpacked == 0 {
            continue;
        }
        let bytes = entry.bytes(zip)?;
        if files.insert(entry.name.clone(), bytes).is_some() {
            return Err(ZipError::Twice { name: entry.name });
        }
    }
    Ok(files)
}

/// One file, as the central directory has it.
#[derive(Debug)]
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    checksum: u32,
    packed: usize,
    unpacked: usize,
    offset: usize,
}

/// Before anything is unpacked. Files that share bytes would make little into much.
fn bound(zip: &[u8], entries: &[Entry]) -> Result<(), ZipError> {
    let sum = |size: fn(&Entry) -> usize| {
        entries.iter().fold(0_usize, |sum, entry| sum.saturating_add(size(entry)))
    };
    let (packed, unpacked) = (sum(|entry| entry.packed), sum(|entry| entry.unpacked));
    if packed > zip.len() {
        return Err(ZipError::Structure { what: "files that share no bytes", at: 0 });
    }
    if unpacked > MOST_BYTES {
        return Err(ZipError::TooLarge { found: unpacked });
    }
    if unpacked > ALWAYS.max(zip.len().saturating_mul(MOST_RATIO)) {
        return Err(ZipError::Ratio { packed: zip.len(), unpacked });
    }
    Ok(())
}

fn directory(zip: &[u8]) -> Result<Vec<Entry>, ZipError> {
    let end = end_record(zip).ok_or(ZipError::NoDirectory)?;
    let here = || ZipError::Structure { what: "the end of the directory", at: end };
    let half = |at| u16_at(zip, end, at).ok_or_else(here);
    let (disk, start_disk, on_disk, count) = (half(4)?, half(6)?, half(8)?, half(10)?);
    let size = size_at(zip, end, 12).ok_or_else(here)?;
    let start = size_at(zip, end, 16).ok_or_else(here)?;
    if disk != 0 || start_disk != 0 || on_disk != count || count == u16::MAX {
        return Err(ZipError::Unsupported);
    }
    let count = usize::from(count);
    if count > MOST_ENTRIES {
        return Err(ZipError::TooManyEntries { found: count });
    }
    if start.checked_add(size) != Some(end) {
        return Err(here());
    }
    let mut at = start;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, next) = central(zip, at)?;
        entries.push(entry);
        at = next;
    }
    if at == end { Ok(entries) } else { Err(here()) }
}

/// The last place where the record stands with exactly its comment after it.
fn end_record(zip: &[u8]) -> Option<usize> {
    let last = zip.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    (first..=last).rev().find(|at| {
        let comment = u16_at(zip, *at, 20).map(usize::from);
        starts_with(zip, *at, END) && comment == last.checked_sub(*at)
    })
}

/// One header of the directory, and where the next stands.
fn central(zip: &[u8], at: usize) -> Result<(Entry, usize), ZipError> {
    let wrong = || ZipError::Structure { what: "a file's entry in the directory", at };
    if !starts_with(zip, at, CENTRAL) {
        return Err(wrong());
    }
    let half = |offset| u16_at(zip, at, offset).ok_or_else(wrong);
    let size = |offset| size_at(zip, at, offset).ok_or_else(wrong);
    let lengths = (usize::from(half(28)?), usize::from(half(30)?), usize::from(half(32)?));
    let name_start = at.checked_add(CENTRAL_LENGTH).ok_or_else(wrong)?;
    let name_end = name_start.checked_add(lengths.0).ok_or_else(wrong)?;
    let next = name_end.checked_add(lengths.1).and_then(|end| end.checked_add(lengths.2));
    let name = plain_name(zip.get(name_start..name_end).ok_or_else(wrong)?)?;
    let (packed, unpacked, offset) = (size(20)?, size(24)?, size(42)?);
    let checksum = u32_at(zip, at, 16).ok_or_else(wrong)?;
    let (flags, method) = (half(8)?, half(10)?);
    let entry = Entry { name, flags, method, checksum, packed, unpacked, offset };
    Ok((entry, next.ok_or_else(wrong)?))
}

/// Names that no system reads as a way out of a folder, or as another name.
fn plain_name(bytes: &[u8]) -> Result<String, ZipError> {
    let is_plain = |part: &str| {
        let mut letters = part.bytes();
        !matches!(part, "" | "." | "..")
            && letters.all(|letter| letter.is_ascii_alphanumeric() || b"-._".contains(&letter))
    };
    let refused = || ZipError::Name {
        name: String::from_utf8_lossy(bytes).chars().take(LONGEST_NAME).collect(),
    };
    let name = std::str::from_utf8(bytes).map_err(|_| refused())?;
    let parts = name.strip_suffix('/').unwrap_or(name);
    if name.len() > LONGEST_NAME || !parts.split('/').all(is_plain) {
        return Err(refused());
    }
    Ok(name.to_owned())
}

impl Entry {
    /// The file itself, which has the announced size and checksum.
    fn bytes(&self, zip: &[u8]) -> Result<Vec<u8>, ZipError> {
        let name = || self.name.clone();
        let at = self.offset;
        let wrong = || ZipError::Structure { what: "a file's header", at };
        // 4.4.4: bit 0 is the password, bit 6 its stronger kind, bit 13 a hidden header.
        if self.flags & 0x2041 != 0 {
            return Err(ZipError::Encrypted { name: name() });
        }
        if !starts_with(zip, at, LOCAL) {
            return Err(wrong());
        }
        let lengths = u16_at(zip, at, 26).zip(u16_at(zip, at, 28)).ok_or_else(wrong)?;
        let name_start = at.checked_add(LOCAL_LENGTH).ok_or_else(wrong)?;
        let name_end = name_start.checked_add(usize::from(lengths.0)).ok_or_else(wrong)?;
        let start = name_end.checked_add(usize::from(lengths.1)).ok_or_else(wrong)?;
        let end = start.checked_add(self.packed).ok_or_else(wrong)?;
        if zip.get(name_start..name_end) != Some(self.name.as_bytes()) {
            return Err(wrong());
        }
        let packed = zip.get(start..end).ok_or_else(wrong)?;
        let damaged = || ZipError::Damaged { name: name(), size: self.unpacked };
        let bytes = match self.method {
            0 => packed.to_vec(),
            8 => miniz_oxide::inflate::decompress_to_vec_with_limit(packed, self.unpacked)
                .map_err(|_| damaged())?,
            method => return Err(ZipError::Method { name: name(), method }),
        };
        if bytes.len() != self.unpacked || crc32fast::hash(&bytes) != self.checksum {
            return Err(damaged());
        }
        Ok(bytes)
    }
}

fn starts_with(zip: &[u8], at: usize, signature: [u8; 4]) -> bool {
    zip.get(at..).is_some_and(|rest| rest.starts_with(&signature))
}

fn u16_at(zip: &[u8], record: usize, offset: usize) -> Option<u16> {
    let at = record.checked_add(offset)?;
    Some(u16::from_le_bytes(zip.get(at..)?.first_chunk().copied()?))
}

fn u32_at(zip: &[u8], record: usize, offset: usize) -> Option<u32> {
    let at = record.checked_add(offset)?;
    Some(u32::from_le_bytes(zip.get(at..)?.first_chunk().copied()?))
}

fn size_at(zip: &[u8], record: usize, offset: usize) -> Option<usize> {
    usize::try_from(u32_at(zip, record, offset)?).ok()
}
