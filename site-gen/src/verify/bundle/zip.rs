//! Writes a zip (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16): every file stored as it is, no dates, no comments, so
//! that the same files give the same bytes, here and in the page.

/// 4.3.7: a file's header, before its bytes.
pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
/// 4.3.12: the same in the central directory.
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";
/// 4.3.16: the end of the central directory.
pub(super) const END: [u8; 4] = *b"PK\x05\x06";

/// 4.4.3: version 2.0 of the form.
const VERSION: u16 = 20;
/// 4.4.6: 1 January 1980, the first day there is.
const FIRST_DAY: u16 = 0x21;

/// The bundle would not fit a zip without its 64-bit extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected less than 4 GiB and 65,535 files for a proof bundle, found more")]
pub struct TooLarge;

/// A zip of these files, in this order. The names are ASCII.
pub(super) fn write<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Result<Vec<u8>, TooLarge> {
    let (mut zip, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, bytes) in files {
        let offset = four(zip.len())?;
        let header = header(name, bytes)?;
        zip.extend(LOCAL);
        zip.extend(&header);
        zip.extend(name.as_bytes());
        zip.extend(bytes);
        directory.extend(CENTRAL);
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&header);
        // No comment, first disk, no attributes inside or outside.
        directory.extend([0; 10]);
        directory.extend(offset);
        directory.extend(name.as_bytes());
        count = count.checked_add(1).ok_or(TooLarge)?;
    }
    let (offset, size) = (four(zip.len())?, four(directory.len())?);
    zip.extend(directory);
    zip.extend(END);
    zip.extend([0; 4]);
    zip.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    zip.extend([size, offset].concat());
    zip.extend([0; 2]);
    Ok(zip)
}

/// What both headers have in common: from the version needed to the length of the extra field.
fn header(name: &str, bytes: &[u8]) -> Result<Vec<u8>, TooLarge> {
    let size = four(bytes.len())?;
    let length = u16::try_from(name.len()).map_err(|_| TooLarge)?;
    let mut header = Vec::new();
    // Flags, method 0 (stored), time.
    for word in [VERSION, 0, 0, 0, FIRST_DAY] {
        header.extend(word.to_le_bytes());
    }
    header.extend(crc32fast::hash(bytes).to_le_bytes());
    header.extend([size, size].concat());
    header.extend(length.to_le_bytes());
    header.extend([0; 2]);
    Ok(header)
}

fn four(number: usize) -> Result<[u8; 4], TooLarge> {
    // The largest number there stands for "see the 64-bit extension".
    let number = u32::try_from(number).ok().filter(|number| *number < u32::MAX);
    number.map(u32::to_le_bytes).ok_or(TooLarge)
}
