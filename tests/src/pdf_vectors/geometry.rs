//! PDF-13 to PDF-31: geometry of `ByteRange` and `Contents` (threat catalogue 1.2). Longer than other
//! files, because it is a list: one function for each id of the section.

use super::Vector;
use super::letter::{ROOM, catalog_with_form, dictionary, field, good, letter, page, signed};
use super::unverifiable::{redefined, with_value};
use crate::pdf_builder::{
    HEADER, Identity, Placeholder, SLOT, Section, Signing, Update, find, hashed, replaced, sign,
};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [
        pdf_13(),
        pdf_14(),
        pdf_15(),
        pdf_16(),
        pdf_17(),
        pdf_18(),
        pdf_19(),
        pdf_20(),
        pdf_21(),
        pdf_22(),
        pdf_23(),
        pdf_24(),
        pdf_25(),
        pdf_26(),
        pdf_27(),
        pdf_28(),
        pdf_29(),
        pdf_30(),
        pdf_31(),
    ]
    .concat()
}

/// The document signed over the pieces that `choose` names, given `[0, start, end, rest]`.
fn signed_over(update: &Update, choose: impl FnOnce([usize; 4]) -> Vec<usize>) -> Vec<u8> {
    let mut file = update.document();
    let placeholder = Placeholder::find(&file);
    let range = choose(placeholder.proper_range(&file));
    let text: Vec<String> = range.iter().map(ToString::to_string).collect();
    placeholder.write_range(&mut file, &format!("[{}]", text.join(" ")));
    let person = Identity::person();
    let whole = range.len() - range.len() % 2;
    let container = Signing::by(&person).contents(&hashed(&file, &range[..whole]));
    placeholder.write_contents(&mut file, &container);
    file
}

/// The letter signed properly, then its `ByteRange` written anew: only where no digest could fit anyway.
fn range_written(write: impl FnOnce([usize; 4]) -> String) -> Vec<u8> {
    let mut file = letter().document();
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    placeholder.write_range(&mut file, &write(range));
    let person = Identity::person();
    placeholder.write_contents(&mut file, &Signing::by(&person).contents(b""));
    file
}

fn format(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "rusak").reason("format")
}

/// A range that covers nothing, or nearly nothing.
fn pdf_13() -> Vec<Vector> {
    vec![
        format(
            "PDF-13",
            "nothing",
            "Four zeros, and a container over no data.",
            signed_over(&letter(), |_| vec![0, 0, 0, 0]),
        ),
        format(
            "PDF-13",
            "two-bytes",
            "Two bytes of the file.",
            signed_over(&letter(), |_| vec![0, 1, 2, 1]),
        ),
        format(
            "PDF-13",
            "no-second-piece",
            "The second piece is empty.",
            signed_over(&letter(), |[a, b, c, _]| vec![a, b, c, 0]),
        ),
    ]
}

/// A range that does not start at 0.
fn pdf_14() -> Vec<Vector> {
    let bytes = signed_over(&letter(), |[_, b, c, d]| vec![1, b - 1, c, d]);
    vec![format("PDF-14", "from-1", "The first byte is replaceable.", bytes)]
}

/// A gap wider than `Contents`.
fn pdf_15() -> Vec<Vector> {
    let left = letter()
        .object(7, dictionary("").replace("/Contents", "/X(ruang untuk apa saja)/Contents"));
    let right = letter().object(7, dictionary("/X(ruang untuk apa saja)"));
    vec![
        format(
            "PDF-15",
            "left",
            "Room for keys before Contents.",
            signed_over(&left, |[a, b, c, d]| vec![a, b - 40, c, d]),
        ),
        format(
            "PDF-15",
            "right",
            "Room for keys after Contents.",
            signed_over(&right, |[a, b, c, d]| vec![a, b, c + 26, d - 26]),
        ),
    ]
}

/// A gap that leaves the brackets in the signed bytes.
fn pdf_16() -> Vec<Vector> {
    let bytes = signed_over(&letter(), |[a, b, c, d]| vec![a, b + 1, c - 1, d + 1]);
    let why = "The angle brackets are signed: a legacy habit, not accepted.";
    vec![format("PDF-16", "brackets-signed", why, bytes)]
}

/// Pieces that overlap or stand in reverse order.
fn pdf_17() -> Vec<Vector> {
    vec![
        format(
            "PDF-17",
            "overlap",
            "The second piece starts in the first.",
            signed_over(&letter(), |[a, b, _, d]| vec![a, b, b - 100, d]),
        ),
        format(
            "PDF-17",
            "reversed",
            "The second piece comes first.",
            signed_over(&letter(), |[a, b, c, d]| vec![c, d, a, b]),
        ),
        format(
            "PDF-17",
            "sum-of-lengths",
            "The lengths add up to the file's size, the tail is free.",
            signed_over(&letter(), |[a, b, c, d]| vec![a, b, b - 100, d + (c - b)]),
        ),
    ]
}

/// Pieces past the end of the file.
fn pdf_18() -> Vec<Vector> {
    let made = |variant, why, bytes| format("PDF-18", variant, why, bytes);
    vec![
        made(
            "thousand-more",
            "A thousand bytes more than there are: a short read must not be hashed.",
            signed_over(&letter(), |[a, b, c, d]| vec![a, b, c, d + 1000]),
        ),
        made(
            "first-piece-2-31",
            "The first piece has two gigabytes.",
            range_written(|[a, _, c, d]| format!("[{a} 2147483648 {c} {d}]")),
        ),
        made(
            "second-length-over-32-bits",
            "The second length has more than 32 bits, and is right in its lower ones.",
            range_written(|[a, b, c, d]| format!("[{a} {b} {c} {}]", d + (1 << 32))),
        ),
        made(
            "second-start-over-32-bits",
            "The second start has more than 32 bits, and is right in its lower ones.",
            range_written(|[a, b, c, d]| format!("[{a} {b} {} {d}]", c + (1 << 32))),
        ),
    ]
}

/// Sums that wrap around.
fn pdf_19() -> Vec<Vector> {
    let made = |variant, why, bytes| format("PDF-19", variant, why, bytes);
    vec![
        made(
            "32-bits",
            "Start and length wrap in 32 bits.",
            range_written(|[a, b, _, _]| format!("[{a} {b} 4294967290 20]")),
        ),
        made(
            "63-bits",
            "Start and length wrap in 64 bits with a sign.",
            range_written(|[a, b, c, _]| format!("[{a} {b} {c} 9223372036854775807]")),
        ),
    ]
}

/// Not two pairs.
fn pdf_20() -> Vec<Vector> {
    let made = |variant, why, bytes| format("PDF-20", variant, why, bytes);
    vec![
        made(
            "one-pair",
            "One pair: everything behind is free.",
            signed_over(&letter(), |[a, b, _, _]| vec![a, b]),
        ),
        made(
            "three-pairs",
            "Three pairs: a block in the middle is free.",
            signed_over(&letter(), |[a, b, c, d]| vec![a, b, c, 5, c + 9, d - 9]),
        ),
        made(
            "three-numbers",
            "An odd count.",
            signed_over(&letter(), |[a, b, c, _]| vec![a, b, c]),
        ),
        made(
            "five-numbers",
            "Two pairs and a number.",
            signed_over(&letter(), |[a, b, c, d]| vec![a, b, c, d, 0]),
        ),
    ]
}

/// `ByteRange`, or its elements, in other objects.
fn pdf_21() -> Vec<Vector> {
    let number = |number: usize| format!("{number:010}");
    let with_elements = |slot: &str| {
        let objects = |range: [usize; 4]| {
            letter()
                .object(7, dictionary("").replace(SLOT, slot))
                .object(10, format!("[{}]", range.map(number).join(" ")))
                .object(11, number(range[1]))
                .object(12, number(range[2]))
                .object(13, number(range[3]))
                .document()
        };
        let file = objects([0; 4]);
        let start = find(&file, b"/Contents<").unwrap() + 9;
        let end = start + find(&file[start..], b">").unwrap() + 1;
        let range = [0, start, end, file.len() - end];
        let mut file = objects(range);
        let person = Identity::person();
        let container = Signing::by(&person).contents(&hashed(&file, &range));
        Placeholder { slot: 0, start, end }.write_contents(&mut file, &container);
        file
    };
    vec![
        format(
            "PDF-21",
            "array-elsewhere",
            "The whole array is another object.",
            with_elements(" 10 0 R"),
        ),
        format(
            "PDF-21",
            "elements-elsewhere",
            "Its numbers are other objects.",
            with_elements("[0 11 0 R 12 0 R 13 0 R]"),
        ),
    ]
}

/// `Contents` in another object, whose token the gap is.
fn pdf_22() -> Vec<Vector> {
    let text = dictionary("").replace(&format!("<{}>", "00".repeat(ROOM)), " 10 0 R");
    let mut file =
        letter().object(7, text).object(10, format!("<{}>", "00".repeat(ROOM))).document();
    let start = find(&file, b"10 0 obj\n<").unwrap() + 9;
    let end = start + 2 * ROOM + 2;
    let slot = find(&file, SLOT.as_bytes()).unwrap();
    let placeholder = Placeholder { slot, start, end };
    let range = placeholder.proper_range(&file);
    let [a, b, c, d] = range;
    placeholder.write_range(&mut file, &format!("[{a} {b} {c} {d}]"));
    let person = Identity::person();
    let container = Signing::by(&person).contents(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    let why = "The string stands elsewhere: an update could replace it.";
    vec![format("PDF-22", "contents-elsewhere", why, file)]
}

/// The same key twice, once spelled with `#`: format or unreadable structure, by which reader meets it.
fn pdf_23() -> Vec<Vector> {
    let rows = [
        ("contents-spelled", "/C#6fntents<3000>"),
        ("contents-plain", "/Contents<3000>"),
        ("byte-range-spelled", "/Byte#52ange[0 1 2 3]"),
        ("byte-range-plain", "/ByteRange[0 1 2 3]"),
    ];
    let made = |(variant, extra): (&str, &str)| {
        let bytes = signed(&letter().object(7, dictionary(extra)));
        let why = format!("A second {extra} beside the true one: no reader may choose.");
        Vector::new("PDF-23", variant, why, bytes, "rusak").or("belum-pasti")
    };
    rows.into_iter().map(made).collect()
}

fn contents_token(file: &[u8]) -> std::ops::Range<usize> {
    let start = find(file, b"/Contents<").unwrap() + 9;
    start..start + find(&file[start..], b">").unwrap() + 1
}

fn decoded(hexadecimal: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(&hexadecimal[1..hexadecimal.len() - 1]).into_owned();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// Bytes as a literal string.
fn literal(bytes: &[u8]) -> Vec<u8> {
    let mut literal = b"(".to_vec();
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => literal.extend([b'\\', *byte]),
            b'\r' => literal.extend(b"\\r"),
            _ => literal.push(*byte),
        }
    }
    literal.push(b')');
    literal
}

/// The container as a literal string half as long, unsigned keys in the room it leaves.
fn pdf_24() -> Vec<Vector> {
    let mut file = good();
    let token = contents_token(&file);
    let mut filled = literal(&decoded(&file[token.clone()]));
    filled.extend_from_slice(b"/Name(Bupati Contoh)/Reason(Disetujui)");
    filled.resize(token.len(), b' ');
    file[token].copy_from_slice(&filled);
    vec![format("PDF-24", "literal-string", "Size, ByteRange and digest are unchanged.", file)]
}

/// The dictionary redefined so that the ranges and the parsed `Contents` add up to the file's size.
fn pdf_25() -> Vec<Vector> {
    let good = good();
    let token = contents_token(&good);
    let signed_length = good.len() - token.len();
    let container = decoded(&good[token]);
    let made = |padding: usize| {
        let contents = [container.clone(), vec![0; padding]].concat();
        let parsed = 2 * contents.len() + 2;
        let file = redefined_with_contents(&good, &literal(&contents));
        (file.len(), signed_length + parsed, file)
    };
    // A zero more makes the file one byte longer, and the sum two.
    let (size, sum, _) = made(0);
    let (size, sum, file) = made(size - sum);
    assert_eq!(size, sum, "coverage by lengths would hold");
    let why = "Lengths of the ranges and of the parsed container add up to the file; the tail is not covered.";
    vec![format("PDF-25", "lengths-add-up", why, file)]
}

fn redefined_with_contents(good: &[u8], contents: &[u8]) -> Vec<u8> {
    let start = find(good, b"7 0 obj\n").unwrap() + 8;
    let token = contents_token(good);
    let end = start + find(&good[start..], b"\nendobj").unwrap();
    let body = [&good[start..token.start], contents, &good[token.end..end]].concat();
    Update::new().object(7, body).append_to(good)
}

/// Digits of the gap written in other ways; the letter case alone is harmless.
fn pdf_26() -> Vec<Vector> {
    let bent = |bend: fn(&mut [u8])| {
        let mut file = good();
        let token = contents_token(&file);
        bend(&mut file[token.start + 1..token.end - 1]);
        file
    };
    let last = |digits: &mut [u8], with: &[u8]| {
        let at = digits.len() - with.len();
        digits[at..].copy_from_slice(with);
    };
    let odd = dictionary("").replace("00>", "0>");
    vec![
        format(
            "PDF-26",
            "white-space",
            "A space among the digits.",
            bent(|digits| digits[8000 - 1010] = b' '),
        ),
        Vector::new(
            "PDF-26",
            "not-a-digit",
            "A letter that is no digit: format, or a token outside the grammar.",
            bent(|digits| digits[6990] = b'g'),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-26",
            "comment",
            "What would be a comment elsewhere: format, or a token outside the grammar.",
            {
                let mut file = good();
                let token = contents_token(&file);
                last(&mut file[token.start + 1..token.end - 1], b"%00\n");
                file
            },
            "rusak",
        )
        .or("belum-pasti"),
        format("PDF-26", "odd-count", "An odd number of digits.", signed(&letter().object(7, odd))),
        Vector::new(
            "PDF-26",
            "upper-case",
            "Digits in capitals are the same digits: only letter case may change.",
            bent(|digits| digits.make_ascii_uppercase()),
            "asli",
        ),
    ]
}

/// The letter signed, its container changed.
fn with_container(change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let room = "00".repeat(ROOM);
    let text = dictionary("").replace(&room, &"00".repeat(2 * ROOM));
    let mut file = letter().object(7, text).document();
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    let [a, b, c, d] = range;
    placeholder.write_range(&mut file, &format!("[{a} {b} {c} {d}]"));
    let person = Identity::person();
    let container = Signing::by(&person).contents(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &change(container));
    file
}

/// Something after the first container.
fn pdf_27() -> Vec<Vector> {
    let other = Signing::by(&Identity::other_person()).contents(b"lain");
    let (before, after) = (other.clone(), other);
    vec![
        format(
            "PDF-27",
            "garbage",
            "A byte that is not zero in the padding.",
            with_container(|cms| [cms, vec![0, 0, 7]].concat()),
        ),
        format(
            "PDF-27",
            "second-container",
            "A second container after the first.",
            with_container(|cms| [cms, after].concat()),
        ),
        format(
            "PDF-27",
            "second-container-first",
            "A second container before the true one.",
            with_container(|cms| [before, cms].concat()),
        ),
    ]
}

/// BER with indefinite lengths: read to its end-of-contents octets, after which there are zeros only.
fn pdf_28() -> Vec<Vector> {
    let indefinite = |cms: &[u8]| [&[0x30, 0x80], &cms[4..], &[0, 0]].concat();
    let whole = with_container(|cms| indefinite(&cms));
    let why =
        "The outermost length is indefinite: legal CMS, and nothing of what is hashed changes.";
    let after = with_container(|cms| [indefinite(&cms), vec![7]].concat());
    let why_after = "Something else than zeros follows the end-of-contents octets.";
    let open = with_container(|cms| [&[0x30, 0x80], &cms[4..cms.len() - 8]].concat());
    let why_open = "The last element stops short; zeros of the padding are taken for its rest.";
    vec![
        Vector::new("PDF-28", "indefinite-length", why, whole, "asli"),
        Vector::new("PDF-28", "indefinite-length-after", why_after, after, "rusak"),
        Vector::new("PDF-28", "indefinite-length-open", why_open, open, "rusak"),
    ]
}

/// The end of the revision is not covered.
fn pdf_29() -> Vec<Vector> {
    vec![
        format(
            "PDF-29",
            "last-byte",
            "One byte of the end marker is free.",
            signed_over(&letter().end(""), |[a, b, c, d]| vec![a, b, c, d - 1]),
        ),
        format(
            "PDF-29",
            "forty-bytes",
            "The end of the trailer is free.",
            signed_over(&letter(), |[a, b, c, d]| vec![a, b, c, d - 40]),
        ),
        Vector::new(
            "PDF-29",
            "tail-changed",
            "The free tail is then used: another Root.",
            {
                let update = letter().trailer("/Cadangan 0");
                let file = signed_over(&update, |[a, b, c, d]| vec![a, b, c, d - 80]);
                replaced(&file, b"/Cadangan 0", b"/Cadangan 1")
            },
            "rusak",
        )
        .or("berubah"),
    ]
}

/// The dictionary that is judged is not the one around the gap.
fn pdf_30() -> Vec<Vector> {
    let good = good();
    let start = find(&good, b"7 0 obj\n").unwrap() + 8;
    let end = start + find(&good[start..], b"\nendobj").unwrap();
    let body = good[start..end].to_vec();
    let packed = crate::pdf_builder::object_stream(&[(7, &body)]);
    let compressed = {
        let with_stream = Update::new().object(10, packed).append_to(&good);
        in_object_stream(&with_stream, 10)
    };
    vec![
        format("PDF-30", "copy", "A copy of the dictionary in an update.", redefined(|text| text)),
        format(
            "PDF-30",
            "copy-in-object-stream",
            "A copy of the dictionary in an object stream of an update.",
            compressed,
        ),
    ]
}

/// A revision whose only entry says that object 7 is the first of this object stream.
fn in_object_stream(file: &[u8], stream: u8) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let at = bytes.len();
    let previous = crate::pdf_builder::start_xref(file).unwrap();
    let data = [2, 0, 0, 0, stream, 0, 0];
    let dictionary = format!("/Type/XRef/W[1 4 2]/Index[7 1]/Size 12/Prev {previous}/Root 1 0 R");
    bytes.extend_from_slice(b"11 0 obj\n");
    bytes.extend(crate::pdf_builder::stream(&dictionary, &data));
    bytes.extend_from_slice(format!("\nendobj\nstartxref\n{at}\n%%EOF\n").as_bytes());
    bytes
}

/// One container under several fields.
fn pdf_31() -> Vec<Vector> {
    let form = "<</Fields[6 0 R 10 0 R]/SigFlags 3>>";
    let shared = || {
        Update::new()
            .object(1, catalog_with_form(form, ""))
            .object(3, page(" 10 0 R", ""))
            .object(10, field("Kedua", "/V 7 0 R", "").replace("[0 0 0 0]", "[72 690 400 715]"))
    };
    let good = good();
    let start = find(&good, b"7 0 obj\n").unwrap() + 8;
    let end = start + find(&good[start..], b"\nendobj").unwrap();
    let copy = String::from_utf8(good[start..end].to_vec()).unwrap();
    let renamed = with_value(&copy, "/SubFilter/", 'd', "ad");
    assert_eq!(renamed, copy, "the copy is exact");
    let from_the_start = letter()
        .object(1, catalog_with_form(form, ""))
        .object(3, page(" 10 0 R", ""))
        .object(10, field("Kedua", "/V 7 0 R", ""));
    vec![
        format(
            "PDF-31",
            "shared-in-an-update",
            "A field placed over text has the value of the true one.",
            shared().append_to(&good),
        )
        .or("berubah")
        .change("signature-changed"),
        format(
            "PDF-31",
            "shared-from-the-start",
            "Two fields have one value in the signed revision.",
            signed(&from_the_start),
        ),
        Vector::new(
            "PDF-31",
            "copied",
            "A field has a copy of the dictionary.",
            shared()
                .object(10, field("Kedua", "/V 11 0 R", ""))
                .object(11, copy.clone())
                .append_to(&good),
            "rusak",
        )
        .or("berubah"),
        Vector::new(
            "PDF-31",
            "copied-from-the-start",
            "The signed revision has a dictionary that says the same ByteRange and leads to the same gap: one of them lies.",
            {
                let update = letter()
                    .object(1, catalog_with_form(form, ""))
                    .object(10, field("Kedua", "/V 11 0 R", ""))
                    .object(11, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 11 3]/Contents<00>>>")
                    .section(Section::Table);
                sign(update.append_to(HEADER), &Signing::by(&Identity::person()))
            },
            "rusak",
        ),
    ]
}
