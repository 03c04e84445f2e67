//! Kinds of files that people sign and that are not judged here. They are told by what none of them can be without, so that a signed
//! file is never called one that nobody signed.

use super::find;

/// How a ZIP file begins: a local file header (APPNOTE.TXT 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";

/// The namespace of XML signatures (XMLDSIG 1.1), of advanced ones too.
const XML_SIGNATURE: &[u8] = b"http://www.w3.org/2000/09/xmldsig#";

/// Which kind, as a key of words; `None` where no signature of these kinds is to be seen.
pub(super) fn other_signed_kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(ZIP) {
        return signed_container(bytes);
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let is_signed = text.first() == Some(&b'<') && find(text, XML_SIGNATURE).is_some();
    is_signed.then_some("xml-signature")
}

/// The names of what a ZIP file holds are never compressed.
fn signed_container(bytes: &[u8]) -> Option<&'static str> {
    // ECMA-376 part 2, 13; ODF 1.2 part 3, 3.16.
    let office: [&[u8]; 2] = [b"_xmlsignatures/", b"META-INF/documentsignatures.xml"];
    if office.iter().any(|name| find(bytes, name).is_some()) {
        return Some("office-signature");
    }
    // EN 319 162-1 4.3.3.2, 4.4.3.2: `META-INF/` and a name in which "signature" or "timestamp" stands.
    let mut names = memchr::memmem::find_iter(bytes, b"META-INF/");
    names.any(|at| is_asic_name(bytes, at)).then_some("asic")
}

/// Whether a name of a signature or time-stamp of an Associated Signature Container stands there.
fn is_asic_name(bytes: &[u8], at: usize) -> bool {
    let name = bytes.iter().skip(at).take(64).map(u8::to_ascii_lowercase).collect::<Vec<_>>();
    ["signature", "timestamp"].iter().any(|part| find(&name, part.as_bytes()).is_some())
}
