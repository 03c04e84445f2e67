//! PDF-51 to PDF-53: signature wrapping (threat catalogue 1.4).

use super::Vector;
use super::letter::{OTHER_LINE, ROOM, catalog, content, good, letter, page};
use crate::pdf_builder::{Identity, Placeholder, SLOT, Signing, find, hashed, start_xref, stream};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [pdf_51(), pdf_52(), pdf_53()].concat()
}

/// A letter whose dictionary has `ByteRange` after `Contents`: the part an attacker may leave out of the signed bytes.
fn contents_first() -> Vec<u8> {
    let digits = "00".repeat(ROOM);
    let text = format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Contents<{digits}>/ByteRange{SLOT}>>"
    );
    crate::pdf_builder::sign(letter().object(7, text).document(), &Signing::by(&Identity::person()))
}

/// The second signed piece moved to the end, a forged piece in the gap; with `forged_section` a table stands where the
/// signed `startxref` leads.
fn wrapped(forged_section: bool) -> Vec<u8> {
    let signed = contents_first();
    let token = find(&signed, b"/Contents<").unwrap() + 9;
    let end = token + find(&signed[token..], b">").unwrap() + 1;
    let (first, second) = (&signed[..token], &signed[end..]);
    let old_section = start_xref(&signed).unwrap();
    let build = |range: &str| {
        let mut file = [first, &signed[token..end], b"/ByteRange"].concat();
        file.extend_from_slice(format!("{range:40}>>\nendobj\n").as_bytes());
        if forged_section {
            // Up to where the signed trailer's table was.
            let room = old_section.saturating_sub(file.len() + 1);
            file.extend(std::iter::repeat_n(b' ', room));
            file.push(b'\n');
            let section = file.len();
            // The forged objects come after it.
            let body = [
                b"4 0 obj\n".to_vec(),
                stream("", content(OTHER_LINE).as_bytes()),
                b"\nendobj\n".to_vec(),
            ]
            .concat();
            let offset = |text: &str| find(first, text.as_bytes()).unwrap_or(0);
            let rows: Vec<usize> =
                (1..9).map(|number| offset(&format!("{number} 0 obj\n"))).collect();
            let table_length = "xref\n0 9\n".len() + 9 * 20;
            let trailer = format!("trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n{section}\n%%EOF\n");
            let fourth = section + table_length + trailer.len();
            let mut table = "xref\n0 9\n0000000000 65535 f \n".to_owned();
            for (index, row) in rows.iter().enumerate() {
                let offset = if index == 3 { fourth } else { *row };
                table += &match offset {
                    0 => "0000000000 00000 f \n".to_owned(),
                    offset => format!("{offset:010} 00000 n \n"),
                };
            }
            file.extend_from_slice(table.as_bytes());
            file.extend_from_slice(trailer.as_bytes());
            file.extend_from_slice(&body);
        } else {
            file.extend_from_slice(b"4 0 obj\n");
            file.extend(stream("", content(OTHER_LINE).as_bytes()));
            file.extend_from_slice(b"\nendobj\n");
        }
        file.extend_from_slice(b"9 0 obj\n<</X ");
        let moved = file.len();
        file.extend_from_slice(second);
        (file, moved)
    };
    let (_, moved) = build("");
    build(&format!("[0 {token} {moved} {}]", second.len())).0
}

/// SWA-1: the second piece moved, forged objects in the widened gap.
fn pdf_51() -> Vec<Vector> {
    vec![
        Vector::new(
            "PDF-51",
            "second-piece-moved",
            "The digest fits; format, or a structure that no longer reads.",
            wrapped(false),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-51",
            "whole-update-in-the-gap",
            "A readable file whose gap holds objects: the range is four numbers, and not the token.",
            readable_wide_gap(),
            "rusak",
        )
        .reason("format"),
    ]
}

/// A file that reads, whose signature is over everything but its token and the objects behind it.
fn readable_wide_gap() -> Vec<u8> {
    let digits = "00".repeat(ROOM);
    let text = format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange{SLOT}/Contents<{digits}>>>"
    );
    let mut file = letter()
        .object(1, catalog(""))
        .object(3, page("", "").replace("/Contents 4 0 R", "/Contents 10 0 R"))
        .object(7, text)
        .stream(10, "", content(OTHER_LINE))
        .stream(11, "", "akhir")
        .document();
    let placeholder = Placeholder::find(&file);
    // The second piece starts behind object 10, which is in the gap.
    let second = find(&file, b"11 0 obj").unwrap();
    let range = [0, placeholder.start, second, file.len() - second];
    let [a, b, c, d] = range;
    placeholder.write_range(&mut file, &format!("[{a} {b} {c} {d}]"));
    let container = Signing::by(&Identity::person()).contents(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    file
}

/// SWA-2: as above, and a forged table where the signed `startxref` leads.
fn pdf_52() -> Vec<Vector> {
    vec![
        Vector::new(
            "PDF-52",
            "forged-section-at-the-old-offset",
            "The signed startxref leads to a forged table; format, or a structure that does not read.",
            wrapped(true),
            "rusak",
        )
        .or("belum-pasti"),
    ]
}

/// SWA in the padding: the token closed early, keys in the rest of the gap.
fn pdf_53() -> Vec<Vector> {
    let made = |variant, why, keys: &[u8]| {
        let mut file = good();
        let token = find(&file, b"/Contents<").unwrap() + 9;
        let end = token + find(&file[token..], b">").unwrap() + 1;
        let start = end - 600;
        file[start] = b'>';
        file[start + 1..end].fill(b' ');
        file[start + 1..start + 1 + keys.len()].copy_from_slice(keys);
        Vector::new("PDF-53", variant, why, file, "rusak").reason("format")
    };
    vec![
        made("spaces", "Only white space in the rest.", b""),
        made("name", "A name in the rest.", b"/Name(Presiden)"),
        made("reason-and-time", "Claims in the rest.", b"/Reason(Disetujui)/M(D:20200101000000Z)"),
    ]
}
