//! PDF-01 to PDF-12: signatures made unverifiable (threat catalogue 1.1).

use super::Vector;
use super::letter::{
    ROOM, STAMPED, catalog_with_form, content, dictionary, field, good, letter, page, signed,
};
use crate::pdf_builder::{
    Content, Identity, Placeholder, SLOT, SignedDataSpec, Signing, Update, find, replaced, sign,
    signature_dictionary, signed_data,
};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [
        pdf_01(),
        pdf_02(),
        pdf_03(),
        pdf_04(),
        pdf_05(),
        pdf_06(),
        pdf_07(),
        pdf_08(),
        pdf_09(),
        pdf_10(),
        pdf_11(),
        pdf_12(),
    ]
    .concat()
}

/// The good letter with its signature dictionary redefined in an update: `bend` works on its text.
pub(super) fn redefined(bend: impl FnOnce(String) -> String) -> Vec<u8> {
    let good = good();
    let start = find(&good, b"7 0 obj\n").unwrap() + 8;
    let end = start + find(&good[start..], b"\nendobj").unwrap();
    let text = String::from_utf8(good[start..end].to_vec()).unwrap();
    Update::new().object(7, bend(text)).append_to(&good)
}

/// The text with the value between a key and the text after it replaced.
pub(super) fn with_value(text: &str, key: &str, end: char, value: &str) -> String {
    let start = text.find(key).unwrap() + key.len();
    let length = text[start..].find(end).unwrap() + end.len_utf8();
    format!("{}{value}{}", &text[..start], &text[start + length..])
}

fn without_contents(text: &str) -> String {
    with_value(text, "/Contents", '>', "").replace("/Contents", "")
}

/// USF: `Contents` removed, in an update and from the start; no signer may be named.
fn pdf_01() -> Vec<Vector> {
    let bare =
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]>>";
    let made = |variant, why, bytes| {
        Vector::new("PDF-01", variant, why, bytes, "rusak")
            .reason("format")
            .says("/signatures/0/signer", "null")
            .says("/signatures/0/indication", "\"TOTAL-FAILED\"")
            .says("/signatures/0/sub_indication", "\"FORMAT_FAILURE\"")
    };
    vec![
        made(
            "contents-removed",
            "An update redefines the dictionary without Contents.",
            redefined(|text| without_contents(&text)),
        ),
        made(
            "bare-dictionary",
            "An update leaves nothing to check.",
            Update::new().object(7, bare).append_to(&good()),
        ),
        made(
            "never-there",
            "The dictionary never had Contents.",
            letter().object(7, bare).document(),
        ),
    ]
}

/// USF: `Contents` of nothing, or not a string.
fn pdf_02() -> Vec<Vector> {
    let values = [
        ("null", "null"),
        ("empty-hexadecimal", "<>"),
        ("empty-literal", "()"),
        ("number", "0"),
        ("name", "/Name"),
        ("array", "[<00>]"),
        ("dictionary", "<</A<00>>>"),
    ];
    let mut vectors = Vec::new();
    for (variant, value) in values {
        let bytes = redefined(|text| with_value(&text, "/Contents", '>', &format!(" {value}")));
        let why = format!("Contents is {value}, in an update.");
        vectors.push(Vector::new("PDF-02", variant, why, bytes, "rusak").reason("format"));
    }
    let bytes = letter()
        .object(7, dictionary("").replace(&"00".repeat(ROOM), "").replace(SLOT, "[0 9 11 99]"))
        .document();
    vectors.push(
        Vector::new(
            "PDF-02",
            "empty-from-the-start",
            "Contents never held a byte.",
            bytes,
            "rusak",
        )
        .reason("format"),
    );
    vectors
}

/// USF: a placeholder of zeros, or half filled.
fn pdf_03() -> Vec<Vector> {
    let emptied = |kept: usize| {
        let mut file = good();
        let start = find(&file, b"/Contents<").unwrap() + 10;
        let end = start + find(&file[start..], b">").unwrap();
        file[start + 2 * kept..end].fill(b'0');
        file
    };
    let made =
        |variant, why, bytes| Vector::new("PDF-03", variant, why, bytes, "rusak").reason("format");
    vec![
        made("zeros", "Nothing but zeros: an empty container, no empty field.", emptied(0)),
        made("half-filled", "Twenty bytes of a container, then zeros.", emptied(20)),
    ]
}

/// USF: `ByteRange` missing or not an array.
fn pdf_04() -> Vec<Vector> {
    let values = [
        ("null", "/ByteRange null"),
        ("absent", ""),
        ("empty", "/ByteRange[]"),
        ("string", "/ByteRange(0 1 2 3)"),
        ("dictionary", "/ByteRange<</A 0>>"),
    ];
    let mut vectors = Vec::new();
    for (variant, value) in values {
        let bytes = redefined(|text| {
            with_value(&text, "/ByteRange", ']', value).replacen("/ByteRange", "", 1)
        });
        let why = format!("ByteRange is {value:?}, in an update.");
        vectors.push(Vector::new("PDF-04", variant, why, bytes, "rusak").reason("format"));
    }
    vectors
}

/// The letter signed as it should be, with the `ByteRange` written in another way.
fn signed_with_range(write: impl FnOnce([usize; 4]) -> String) -> Vec<u8> {
    let mut file = letter().document();
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    placeholder.write_range(&mut file, &write(range));
    let person = Identity::person();
    let container = Signing::by(&person).contents(&crate::pdf_builder::hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    file
}

/// USF: numbers that are no plain integers; what is outside the lexer's grammar makes the structure unreadable instead.
fn pdf_05() -> Vec<Vector> {
    let made =
        |variant, why: &str, bytes, verdict| Vector::new("PDF-05", variant, why, bytes, verdict);
    vec![
        made(
            "negative",
            "A negative number.",
            signed_with_range(|[_, b, c, d]| format!("[-1 {b} {c} {d}]")),
            "rusak",
        )
        .reason("format"),
        made(
            "real",
            "A real number.",
            signed_with_range(|[_, b, c, d]| format!("[0.0 {b} {c} {d}]")),
            "rusak",
        )
        .reason("format"),
        made(
            "plus",
            "A sign before the number: one grammar of integers in a ByteRange, and this is not it.",
            signed_with_range(|[a, b, c, d]| format!("[{a} +{b} {c} {d}]")),
            "rusak",
        )
        .or("belum-pasti"),
        made(
            "hexadecimal",
            "A hexadecimal string instead of a number.",
            signed_with_range(|[_, b, c, d]| format!("[<00> {b} {c} {d}]")),
            "rusak",
        )
        .reason("format"),
        made(
            "exponent",
            "An exponent: outside the grammar, so the structure does not read.",
            signed_with_range(|[_, b, c, d]| format!("[0e0 {b} {c} {d}]")),
            "belum-pasti",
        )
        .or("rusak"),
        made(
            "two-signs",
            "Two signs: outside the grammar.",
            signed_with_range(|[_, b, c, d]| format!("[--0 {b} {c} {d}]")),
            "belum-pasti",
        )
        .or("rusak"),
        made(
            "over-64-bits",
            "More than 64 bits: outside the grammar.",
            signed_with_range(|[a, b, c, _]| format!("[{a} {b} {c} 99999999999999999999]")),
            "belum-pasti",
        )
        .or("rusak"),
    ]
}

/// The letter with a signature dictionary of this text, signed as a person would.
fn with_dictionary(text: &str) -> Vec<u8> {
    signed(&letter().object(7, text))
}

/// A token over the document in the letter, under this dictionary.
fn token_in(text: &str) -> Vec<u8> {
    let person = Identity::person();
    let signing = Signing { document_time_stamp: Some(STAMPED), ..Signing::by(&person) };
    sign(letter().object(7, text).document(), &signing)
}

/// The sub-filter decides the grammar: unknown, missing, and two that do not fit the container.
fn pdf_06() -> Vec<Vector> {
    let made =
        |variant, why: &str, bytes, verdict| Vector::new("PDF-06", variant, why, bytes, verdict);
    vec![
        made(
            "unknown",
            "A sub-filter nobody knows.",
            with_dictionary(&signature_dictionary("FOO", ROOM, "")),
            "belum-pasti",
        )
        .reason("sub-filter-unsupported"),
        made(
            "absent",
            "No sub-filter: not supported, or not the form; never judged by sniffing.",
            with_dictionary(&dictionary("").replace("/SubFilter/adbe.pkcs7.detached", "")),
            "rusak",
        )
        .or("belum-pasti"),
        made(
            "rfc3161-of-a-person",
            "The sub-filter of time-stamps over a person's signature: no fallback, so never a signature.",
            with_dictionary(&signature_dictionary("ETSI.RFC3161", ROOM, "")),
            "rusak",
        )
        .or("belum-pasti"),
        made(
            "token-as-signature",
            "A time-stamp token under a person's sub-filter.",
            token_in(&dictionary("")),
            "rusak",
        )
        .reason("format"),
    ]
}

/// `adbe.pkcs7.sha1` with an attached digest of something else.
fn pdf_07() -> Vec<Vector> {
    let mut file = letter().object(7, signature_dictionary("adbe.pkcs7.sha1", ROOM, "")).document();
    let placeholder = Placeholder::find(&file);
    let [a, b, c, d] = placeholder.proper_range(&file);
    placeholder.write_range(&mut file, &format!("[{a} {b} {c} {d}]"));
    let spec = SignedDataSpec { digest: crate::pdf_builder::Digest::Sha1, ess: false };
    let cms = signed_data(&Identity::person(), spec, Content::Attached(&[7; 20]));
    placeholder.write_contents(&mut file, &cms);
    let why =
        "The container is a fine signature over twenty bytes that are no digest of the document.";
    vec![
        Vector::new("PDF-07", "digest-of-another", why, file, "belum-pasti")
            .reason("sub-filter-unsupported"),
    ]
}

/// `adbe.x509.rsa_sha1` with its certificate in `Cert`.
fn pdf_08() -> Vec<Vector> {
    let text = signature_dictionary("adbe.x509.rsa_sha1", ROOM, "/Cert<3003020101>");
    let why = "A form with a bare RSA value and a certificate beside it is never half verified.";
    vec![
        Vector::new("PDF-08", "rsa-sha1", why, with_dictionary(&text), "belum-pasti")
            .reason("sub-filter-unsupported"),
    ]
}

/// `Type` against sub-filter and container.
fn pdf_09() -> Vec<Vector> {
    let made =
        |variant, why: &str, bytes, verdict| Vector::new("PDF-09", variant, why, bytes, verdict);
    let token = signature_dictionary("ETSI.RFC3161", ROOM, "");
    vec![
        made(
            "time-stamp-type-on-a-person",
            "A person's signature under the type of time-stamps.",
            with_dictionary(&dictionary("").replace("/Type/Sig", "/Type/DocTimeStamp")),
            "rusak",
        )
        .reason("format"),
        made(
            "signature-type-on-a-token",
            "A time-stamp under the type of signatures.",
            token_in(&token),
            "rusak",
        )
        .reason("format"),
        made(
            "absent",
            "Type is optional for a signature (ISO 32000-2 table 255): sub-filter and container agree.",
            with_dictionary(&dictionary("").replace("/Type/Sig", "")),
            "asli",
        ),
        made(
            "null",
            "A null value is an absent one (ISO 32000-2 7.3.7); refusing it is as good.",
            with_dictionary(&dictionary("").replace("/Type/Sig", "/Type null")),
            "asli",
        )
        .or("rusak"),
        made(
            "absent-on-a-token",
            "For a time-stamp Type is required; in no case is it a signature.",
            token_in(&token.replace("/Type/Sig", "")),
            "tanpa",
        )
        .or("rusak")
        .or("belum-pasti"),
    ]
}

/// An empty field with an appearance that says "signed".
fn pdf_10() -> Vec<Vector> {
    let appearance = content("Ditandatangani secara elektronik oleh Bupati");
    let bytes = letter()
        .object(6, field("Penanda", "", "/AP<</N 10 0 R>>").replace("[0 0 0 0]", "[72 72 300 120]"))
        .object(7, "null")
        .stream(10, "/Type/XObject/Subtype/Form/BBox[0 0 228 48]", appearance)
        .document();
    let why = "An empty place to sign with a pretty appearance: listed as unsigned.";
    vec![Vector::new("PDF-10", "pretty-empty-field", why, bytes, "tanpa").reason("unsigned-field")]
}

/// `V` leads to something a signature cannot be.
fn pdf_11() -> Vec<Vector> {
    let leads_to = |value: &str| {
        let update = Update::new().object(6, field("Penanda", value, ""));
        update.stream(10, "", "x").object(11, "[7 0 R]").append_to(&good())
    };
    let rows = [
        ("array", "/V 11 0 R"),
        ("direct-array", "/V[7 0 R]"),
        ("stream", "/V 10 0 R"),
        ("itself", "/V 6 0 R"),
        ("page", "/V 3 0 R"),
    ];
    let mut vectors = Vec::new();
    for (variant, value) in rows {
        let why = format!("An update makes the field's value {value}.");
        vectors
            .push(Vector::new("PDF-11", variant, why, leads_to(value), "rusak").reason("format"));
    }
    for (variant, value) in [("null", "/V null"), ("free", "/V 99 0 R")] {
        let why = format!(
            "An update makes the field's value {value}, which is no value: broken, or a signature removed."
        );
        vectors
            .push(Vector::new("PDF-11", variant, why, leads_to(value), "rusak").or("belum-pasti"));
    }
    vectors
}

/// A broken signature beside a good one: both are judged, the worse one counts.
fn pdf_12() -> Vec<Vector> {
    let both = |fields: &str| {
        signed(
            &letter()
                .object(1, catalog_with_form(&format!("<</Fields[{fields}]/SigFlags 3>>"), ""))
                .object(3, page(" 10 0 R", ""))
                .object(10, field("Rusak", "/V 11 0 R", ""))
                .object(
                    11,
                    "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Contents null>>",
                ),
        )
    };
    let made = |variant, why, bytes, good, broken| {
        Vector::new("PDF-12", variant, why, bytes, "rusak")
            .reason("format")
            .says(good, "\"TOTAL-PASSED\"")
            .says(broken, "\"TOTAL-FAILED\"")
    };
    let (first, second) = ("/signatures/0/indication", "/signatures/1/indication");
    vec![
        made("good-then-broken", "The broken one comes last.", both("6 0 R 10 0 R"), first, second),
        made(
            "broken-then-good",
            "The broken one comes first in the form; what has no place in the file is listed last.",
            both("10 0 R 6 0 R"),
            first,
            second,
        ),
        Vector::new(
            "PDF-12",
            "broken-in-an-update",
            "The broken one came later, and breaks what a parser expects.",
            Update::new()
                .object(1, catalog_with_form("<</Fields[6 0 R 10 0 R]/SigFlags 3>>", ""))
                .object(10, field("Rusak", "/V 11 0 R", ""))
                .object(11, replaced(b"<</Type/Sig/Contents X>>", b"X", b"<zz>"))
                .append_to(&good()),
            "belum-pasti",
        )
        .or("rusak")
        .or("berubah"),
    ]
}
