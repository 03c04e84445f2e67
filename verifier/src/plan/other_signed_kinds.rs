//! Kinds of files that people sign and that are not judged here. They are told by what their signatures cannot be without, as it is
//! usually written, so that a signed file is not called one that nobody signed. Nothing is unpacked, and nothing is found good by this.

use super::find;

/// How each file in a ZIP file begins: a local file header (APPNOTE.TXT 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";
/// In that header: where the length of the name stands, and where the name begins.
const NAME_LENGTH: usize = 26;
const NAME: usize = 30;
/// Names of signatures are short; of a longer one the beginning is looked at.
const LONGEST_NAME: usize = 64;

/// The namespace of XML signatures (XMLDSIG 1.1), of advanced ones too.
const XML_SIGNATURE: &[u8] = b"http://www.w3.org/2000/09/xmldsig#";

/// Which kind, as a key of words; `None` where no signature of these kinds is to be seen.
pub(super) fn other_signed_kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(ZIP) {
        return signed_container(bytes);
    }
    is_signed_xml(bytes).then_some("xml-signature")
}

/// In UTF-8, or in UTF-16 of either order, where every second octet of these letters is zero.
fn is_signed_xml(bytes: &[u8]) -> bool {
    const BEFORE: [u8; 10] = *b"\xEF\xBB\xBF\xFF\xFE\0 \t\r\n";
    let first = bytes.iter().find(|octet| !BEFORE.contains(octet));
    let mut wide: Vec<u8> = XML_SIGNATURE.iter().flat_map(|octet| [*octet, 0]).collect();
    wide.pop();
    first == Some(&b'<') && (find(bytes, XML_SIGNATURE).is_some() || find(bytes, &wide).is_some())
}

fn signed_container(bytes: &[u8]) -> Option<&'static str> {
    if names(bytes).any(|name| is_office_signature(&name)) {
        Some("office-signature")
    } else if names(bytes).any(|name| is_asic_signature(&name)) {
        Some("asic")
    } else {
        None
    }
}

/// ECMA-376 part 2, 13; ODF 1.2 part 3, 3.16.
fn is_office_signature(name: &[u8]) -> bool {
    name.starts_with(b"_xmlsignatures/") || name == b"meta-inf/documentsignatures.xml"
}

/// EN 319 162-1 4.3.3.2, 4.4.3.2: in `META-INF/`, with "signature" or "timestamp" in its name.
fn is_asic_signature(name: &[u8]) -> bool {
    let has = |part: &[u8]| find(name, part).is_some();
    name.starts_with(b"meta-inf/") && (has(b"signature") || has(b"timestamp"))
}

/// The names of what a ZIP file holds, in small letters; they are never compressed.
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    memchr::memmem::find_iter(bytes, ZIP).filter_map(|at| {
        let header = bytes.get(at..)?;
        let length = header.get(NAME_LENGTH..)?.first_chunk()?;
        let length = usize::from(u16::from_le_bytes(*length)).min(LONGEST_NAME);
        Some(header.get(NAME..)?.get(..length)?.to_ascii_lowercase())
    })
}
