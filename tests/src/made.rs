//! Vectors made here: files nobody signs, and signed letters bent afterwards. Each says why it is there and what must come
//! of it; threat ids are those of the threat catalogue.

use std::io;

use crate::letters;

/// One file and what must be said of it.
#[derive(Debug)]
pub struct Made {
    /// Name of the vector.
    pub name: &'static str,
    /// What it is there to show.
    pub why: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Key of the verdict.
    pub verdict: &'static str,
    /// Key of the first reason.
    pub reason: &'static str,
}

/// Every made vector.
pub fn vectors() -> io::Result<Vec<Made>> {
    let mut vectors = not_signed();
    vectors.extend(signed_otherwise());
    vectors.extend(hostile());
    vectors.extend(bent(&letter("a-valid.pdf")?));
    vectors.push(Made {
        name: "gap-moved",
        why: "The container moved after signing: the digest fits, and the page shows another amount.",
        bytes: std::fs::read(letters::folder().join("../moved/moved.pdf"))?,
        verdict: "belum-pasti",
        // And gap-not-fixed: the test of its own in tests/made.rs.
        reason: "structure-unreadable",
    });
    Ok(vectors)
}

fn letter(file: &str) -> io::Result<Vec<u8>> {
    std::fs::read(letters::folder().join(file))
}

/// Files that are no signed PDF.
fn not_signed() -> Vec<Made> {
    let made = |name, why, bytes: &[u8], verdict, reason| Made {
        name,
        why,
        bytes: bytes.to_vec(),
        verdict,
        reason,
    };
    let cms = [
        &[0x30, 0x0d, 0x06, 0x09][..],
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02],
        &[0xa0, 0],
    ]
    .concat();
    vec![
        made("empty", "A file of no bytes.", b"", "tanpa", "empty-file"),
        made(
            "jpeg-named-pdf",
            "A photo of a letter, renamed.",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9",
            "tanpa",
            "not-a-signed-file",
        ),
        made(
            "cms-alone",
            "CMS-43: signed-data that holds nothing is a broken signature, not a file without one.",
            &cms,
            "rusak",
            "format",
        ),
        made(
            "plain-pdf",
            "A PDF without a form.",
            &pdf(&[CATALOG], ""),
            "tanpa",
            "no-signature-field",
        ),
        made(
            "unsigned-field-made",
            "PDF-10: a signature field without a value is a place to sign.",
            &pdf(&[FORM, "<</FT/Sig/T(Tempat)>>"], ""),
            "tanpa",
            "unsigned-field",
        ),
        made(
            "byte-range-outside-the-form",
            "PDF-86: something like a signature stands where the form does not lead.",
            &pdf(&[CATALOG, "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"], ""),
            "belum-pasti",
            "signature-outside-form",
        ),
        made(
            "encrypted",
            "PDF-88: a handler that says nothing of how it encrypts.",
            &pdf(&[CATALOG], "/Encrypt<</Filter/Standard>>"),
            "belum-pasti",
            "encryption-unsupported",
        ),
    ]
}

/// Files that people sign in ways that are not judged: none of them is called unsigned. Beside each stands its like without a signature.
fn signed_otherwise() -> Vec<Made> {
    // Names in a ZIP file stand in the clear, whatever is done to what they name (APPNOTE.TXT 4.3.7).
    let zip = |names: &[&str]| {
        let entries = names.iter().map(|name| {
            let length = u16::try_from(name.len()).unwrap_or_default().to_le_bytes();
            [&b"PK\x03\x04\x14\0"[..], &[0; 20], &length, &[0; 2], name.as_bytes()].concat()
        });
        entries.collect::<Vec<_>>().concat()
    };
    let xml = |namespace: &str| {
        format!("\u{feff}\n<surat><Signature xmlns=\"{namespace}\"/></surat>").into_bytes()
    };
    let xml_16 = |octets: fn(u16) -> [u8; 2]| {
        let text =
            "\u{feff}<surat><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></surat>";
        text.encode_utf16().flat_map(octets).collect::<Vec<u8>>()
    };
    let signed = |name, why, bytes| Made {
        name,
        why,
        bytes,
        verdict: "belum-pasti",
        reason: "kind-not-supported",
    };
    let unsigned =
        |name, why, bytes| Made { name, why, bytes, verdict: "tanpa", reason: "not-a-signed-file" };
    vec![
        signed(
            "asic-with-cades",
            "A letter with its signature in one container (EN 319 162-1 4.3).",
            zip(&["mimetype", "surat.pdf", "META-INF/signature.p7s"]),
        ),
        signed(
            "asic-with-xades",
            "The other form, with other letters in its name (EN 319 162-1 4.4).",
            zip(&[
                "mimetype",
                "surat.pdf",
                "META-INF/ASiCManifest.xml",
                "META-INF/Signatures1.xml",
            ]),
        ),
        signed(
            "asic-with-time-stamp",
            "A time-stamp is what is verified in it.",
            zip(&["surat.pdf", "META-INF/timestamp.tst"]),
        ),
        signed(
            "office-signed",
            "A text document with a signature (ECMA-376 part 2, 13).",
            zip(&["[Content_Types].xml", "word/document.xml", "_xmlsignatures/sig1.xml"]),
        ),
        signed(
            "open-document-signed",
            "The same in the other family (ODF 1.2 part 3, 3.16).",
            zip(&["mimetype", "content.xml", "META-INF/documentsignatures.xml"]),
        ),
        signed(
            "xml-signed",
            "XML with a signature in it, as invoices have.",
            xml("http://www.w3.org/2000/09/xmldsig#"),
        ),
        signed(
            "xml-signed-in-utf-16-le",
            "The same letters, two octets each.",
            xml_16(u16::to_le_bytes),
        ),
        signed("xml-signed-in-utf-16-be", "And in the other order.", xml_16(u16::to_be_bytes)),
        unsigned(
            "zip-that-writes-of-a-signature",
            "The name stands in what a file says, and no file has it.",
            [zip(&["surat.txt"]), b"META-INF/signature.p7s".to_vec()].concat(),
        ),
        unsigned(
            "zip-unsigned",
            "A container in which nothing is signed; a manifest alone is no signature.",
            zip(&["surat.pdf", "META-INF/MANIFEST.MF"]),
        ),
        unsigned("xml-unsigned", "An element of that name elsewhere.", xml("urn:example:surat")),
        unsigned(
            "text-about-signatures",
            "A text that names the namespace is no XML.",
            b"Lihat http://www.w3.org/2000/09/xmldsig#".to_vec(),
        ),
    ]
}

/// Files that mean to hurt the reader.
fn hostile() -> Vec<Made> {
    let made = |name, why, bytes: Vec<u8>, reason| Made {
        name,
        why,
        bytes,
        verdict: "belum-pasti",
        reason,
    };
    let unreadable = "structure-unreadable";
    let bomb = "%PDF-1.7\n1 0 obj<</Type/XRef/W[0 0 0]/Index[0 9223372036854775807]/Size 1/Length 0>>\
                stream\n\nendstream endobj startxref 9 %%EOF";
    vec![
        Made {
            verdict: "tanpa",
            ..made(
                "zeros-100-mb",
                "Much of nothing.",
                vec![0; 100 * 1024 * 1024],
                "not-a-signed-file",
            )
        },
        made(
            "xref-bomb",
            "WEB-03: entries of no width, as many as there are numbers.",
            bomb.into(),
            unreadable,
        ),
        made(
            "nested-brackets",
            "WEB-05: ten thousand arrays in each other.",
            pdf(&["<</Type/Catalog/AcroForm 2 0 R>>", &"[".repeat(10_000)], ""),
            "limit-reached",
        ),
        made(
            "prev-loop",
            "WEB-04: a section that names itself as the one before.",
            prev_loop(),
            unreadable,
        ),
        made(
            "field-cycle",
            "WEB-06: a field that is its own kid is visited once.",
            pdf(&[FORM, "<</FT/Sig/T(A)/Kids[2 0 R]/ByteRange[]>>"], ""),
            "signature-outside-form",
        ),
        made(
            "duplicate-key",
            "PDF-23: the same key twice once names are decoded.",
            pdf(&["<</Type/Catalog/AcroForm<<>>/Acro#46orm<<>>>>"], ""),
            unreadable,
        ),
        made(
            "header-only",
            "A PDF that ends after its first line.",
            b"%PDF-1.7\n".to_vec(),
            unreadable,
        ),
        made(
            "wrong-object-at-offset",
            "PDF-83: the table leads to another object.",
            pdf_with_offsets(&[CATALOG, "<<>>"], "", |offsets| offsets.reverse()),
            unreadable,
        ),
    ]
}

/// A signed letter, bent after signing.
fn bent(letter: &[u8]) -> Vec<Made> {
    let made = |name, why, bytes, verdict, reason| Made { name, why, bytes, verdict, reason };
    let with = |before: &[u8], after: &[u8]| [before, letter, after].concat();
    let half = letter.get(..letter.len() / 2).unwrap_or_default().to_vec();
    let mut appended = letter.to_vec();
    appended.extend_from_slice(letter);
    vec![
        made(
            "leading-newline",
            "Trap 1 of real files: one byte before the header.",
            with(b"\n", b""),
            "belum-pasti",
            "leading-bytes",
        ),
        made(
            "truncated",
            "A download that broke off.",
            half,
            "belum-pasti",
            "structure-unreadable",
        ),
        made(
            "trailing-junk",
            "PDF-33: other bytes after the end.",
            with(b"", b"junk"),
            "belum-pasti",
            "structure-unreadable",
        ),
        made(
            "appended-to-itself",
            "PDF-39: the file twice.",
            appended,
            "belum-pasti",
            "structure-unreadable",
        ),
        made(
            "byte-range-from-1",
            "PDF-14: the first byte is not covered.",
            byte_range(letter, |range| range[0] = 1),
            "rusak",
            "format",
        ),
        made(
            "byte-range-short-tail",
            "PDF-29: the end of the revision is not covered.",
            byte_range(letter, |range| range[3] = range[3].saturating_sub(3)),
            "rusak",
            "format",
        ),
        made(
            "byte-range-wide-gap",
            "PDF-15: the gap is wider than Contents.",
            byte_range(letter, |range| range[1] = range[1].saturating_sub(2)),
            "rusak",
            "format",
        ),
        made(
            "byte-range-past-end",
            "PDF-18: more than the file has.",
            byte_range(letter, |range| range[3] = range[3].saturating_add(9)),
            "rusak",
            "format",
        ),
        made(
            "byte-range-reversed",
            "PDF-17: the second piece starts in the first.",
            byte_range(letter, |range| range[2] = 5),
            "rusak",
            "format",
        ),
        made(
            "contents-zero",
            "PDF-03: a placeholder that nobody filled.",
            contents(letter, |digits| digits.fill(b'0')),
            "rusak",
            "format",
        ),
        made(
            "after-cms",
            "PDF-27: something follows the CMS in its padding.",
            contents(letter, |digits| set_last(digits, b'1')),
            "rusak",
            "format",
        ),
        made(
            "contents-white-space",
            "PDF-26: white space among the digits.",
            contents(letter, |digits| set_last(digits, b' ')),
            "rusak",
            "format",
        ),
        made(
            "contents-not-cms",
            "A container that is no CMS.",
            contents(letter, |digits| digits.iter_mut().take(2).for_each(|digit| *digit = b'f')),
            "rusak",
            "format",
        ),
        made(
            "content-changed",
            "PDF-32 in place: a byte of the signed bytes.",
            changed(letter),
            "berubah",
            "hash-mismatch",
        ),
        made(
            "sub-filter-unknown",
            "PDF-06: a sub-filter that is not judged.",
            replaced(letter, b"/adbe.pkcs7.detached", b"/adbe.pkcs7.detacheX"),
            "belum-pasti",
            "sub-filter-unsupported",
        ),
        made(
            "sub-filter-sha1",
            "PDF-07: the half-checked one.",
            replaced(letter, b"/adbe.pkcs7.detached", b"/adbe.pkcs7.sha1    "),
            "belum-pasti",
            "sub-filter-unsupported",
        ),
        made(
            "sub-filter-cades",
            "CMS-21: the form that must name its certificate, and does not.",
            replaced(letter, b"/adbe.pkcs7.detached", b"/ETSI.CAdES.detached"),
            "rusak",
            "format",
        ),
    ]
}

const CATALOG: &str = "<</Type/Catalog>>";
const FORM: &str = "<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>";

/// A PDF of these objects, numbered from 1; the first is the catalog.
fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    pdf_with_offsets(objects, trailer, |_| {})
}

fn pdf_with_offsets(
    objects: &[&str],
    trailer: &str,
    bend: impl FnOnce(&mut Vec<usize>),
) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index.saturating_add(1));
    }
    bend(&mut offsets);
    let xref = file.len();
    let size = objects.len().saturating_add(1);
    file += &format!("xref\n0 {size}\n0000000000 65535 f \n");
    for offset in offsets {
        file += &format!("{offset:010} 00000 n \n");
    }
    file += &format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{xref}\n%%EOF\n");
    file.into_bytes()
}

fn prev_loop() -> Vec<u8> {
    let plain = pdf(&[CATALOG], "");
    let xref = plain.windows(5).position(|window| window == b"xref\n").unwrap_or_default();
    pdf(&[CATALOG], &format!("/Prev {xref}"))
}

/// The letter with its `ByteRange` bent, in the same number of bytes.
fn byte_range(letter: &[u8], bend: impl FnOnce(&mut [i64; 4])) -> Vec<u8> {
    let mut bytes = letter.to_vec();
    let key = b"/ByteRange [";
    let alternative = b"/ByteRange[";
    let start = find(&bytes, key).map(|at| at.saturating_add(key.len()));
    let start =
        start.or_else(|| find(&bytes, alternative).map(|at| at.saturating_add(alternative.len())));
    let Some(start) = start else { return bytes };
    let Some(rest) = bytes.get_mut(start..) else { return bytes };
    let Some(end) = rest.iter().position(|byte| *byte == b']') else { return bytes };
    // The blanks after the bracket are room to write in.
    let room = rest.iter().skip(end.saturating_add(1)).take_while(|byte| **byte == b' ').count();
    let Some(slot) = rest.get_mut(..=end.saturating_add(room)) else { return bytes };
    let text = String::from_utf8_lossy(slot.get(..end).unwrap_or_default()).into_owned();
    let numbers: Vec<i64> =
        text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let Ok(mut range) = <[i64; 4]>::try_from(numbers) else { return bytes };
    bend(&mut range);
    let written = range.map(|number| number.to_string()).join(" ") + "]";
    let padded = written.bytes().chain(std::iter::repeat(b' '));
    slot.iter_mut().zip(padded).for_each(|(slot, byte)| *slot = byte);
    bytes
}

/// The letter with the digits of `Contents` bent.
fn contents(letter: &[u8], bend: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = letter.to_vec();
    let start = find(&bytes, b"/Contents <").or_else(|| find(&bytes, b"/Contents<"));
    let start = start.and_then(|at| {
        bytes
            .iter()
            .skip(at)
            .position(|byte| *byte == b'<')
            .map(|angle| at.saturating_add(angle).saturating_add(1))
    });
    if let Some(digits) = start.and_then(|start| bytes.get_mut(start..)) {
        let end = digits.iter().position(|byte| *byte == b'>').unwrap_or_default();
        bend(digits.get_mut(..end).unwrap_or_default());
    }
    bytes
}

fn set_last(digits: &mut [u8], digit: u8) {
    if let Some(last) = digits.last_mut() {
        *last = digit;
    }
}

/// A digit of an object number in a comment-free part of the first object's content: here, the producer's binary comment.
fn changed(letter: &[u8]) -> Vec<u8> {
    let mut bytes = letter.to_vec();
    if let Some(byte) = bytes.get_mut(10) {
        *byte ^= 0x01;
    }
    bytes
}

fn replaced(letter: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = letter.to_vec();
    let at = find(&bytes, from);
    if let Some(slot) = at.and_then(|at| bytes.get_mut(at..at.saturating_add(from.len()))) {
        slot.copy_from_slice(to);
    }
    bytes
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
