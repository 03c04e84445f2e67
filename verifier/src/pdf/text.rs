//! Text strings (ISO 32000-2 7.9.2.2) for reading; they decide nothing.

/// Decodes UTF-16BE and UTF-8 by their byte order marks, and `PDFDocEncoding` as far as it agrees with Latin-1;
/// what does not decode becomes U+FFFD.
pub(crate) fn text_string(bytes: &[u8]) -> String {
    if let Some(utf_16) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> =
            utf_16.as_chunks::<2>().0.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
        return String::from_utf16_lossy(&units);
    }
    if let Some(utf_8) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return String::from_utf8_lossy(utf_8).into_owned();
    }
    let character = |byte: u8| {
        if (0x7f..=0xa0).contains(&byte) { char::REPLACEMENT_CHARACTER } else { char::from(byte) }
    };
    bytes.iter().map(|byte| character(*byte)).collect()
}
