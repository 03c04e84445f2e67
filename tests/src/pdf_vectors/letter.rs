//! The small letter that the vectors attack: one page, one signature field, the same object numbers everywhere.
//!
//! 1 catalog, 2 page tree, 3 page, 4 its content, 5 font, 6 signature field, 7 signature dictionary, 8 Info; what a vector
//! adds starts at 10.

use crate::pdf_builder::{Identity, Signing, Update, sign, signature_dictionary};

/// Room for the container of a letter, in bytes: two certificates, the attributes and an RSA signature.
pub const ROOM: usize = 3500;

/// The catalog with more entries.
#[must_use]
pub fn catalog(extra: &str) -> String {
    catalog_with_form("<</Fields[6 0 R]/SigFlags 3>>", extra)
}

/// The catalog with another form.
#[must_use]
pub fn catalog_with_form(form: &str, extra: &str) -> String {
    format!("<</Type/Catalog/Pages 2 0 R/AcroForm {form}{extra}>>")
}

/// The page; `annotations` beside the field's.
#[must_use]
pub fn page(annotations: &str, extra: &str) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>\
         /Contents 4 0 R/Annots[6 0 R{annotations}]{extra}>>"
    )
}

/// Content that shows one line.
#[must_use]
pub fn content(line: &str) -> String {
    format!("BT /F1 12 Tf 72 700 Td ({line}) Tj ET")
}

/// What the letter says.
pub const LINE: &str = "Bantuan disetujui sebesar Rp15.000.000,00";

/// What an attacker would like it to say.
pub const OTHER_LINE: &str = "Bantuan disetujui sebesar Rp75.000.000,00";

/// A signature field with its widget.
#[must_use]
pub fn field(name: &str, value: &str, extra: &str) -> String {
    format!(
        "<</FT/Sig/T({name})/Type/Annot/Subtype/Widget/F 132/Rect[0 0 0 0]/P 3 0 R{value}{extra}>>"
    )
}

/// The signature dictionary with more entries, placeholders unfilled.
#[must_use]
pub fn dictionary(extra: &str) -> String {
    signature_dictionary("adbe.pkcs7.detached", ROOM, extra)
}

/// The letter with placeholders unfilled; vectors replace objects of it.
#[must_use]
pub fn letter() -> Update {
    Update::new()
        .object(1, catalog(""))
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(3, page("", ""))
        .stream(4, "", content(LINE))
        .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        .object(6, field("Penanda", "/V 7 0 R", ""))
        .object(7, dictionary(""))
        .object(8, "<</Title(Surat contoh)/Producer(Periksa)>>")
        .trailer("/Info 8 0 R")
}

/// The letter signed by a person: a file that must pass.
#[must_use]
pub fn good() -> Vec<u8> {
    signed(&letter())
}

/// A document with placeholders, signed by a person.
#[must_use]
pub fn signed(update: &Update) -> Vec<u8> {
    sign(update.document(), &Signing::by(&Identity::person()))
}

/// The file with a revision that fills placeholders by a person's signature.
#[must_use]
pub fn signed_update(update: &Update, previous: &[u8]) -> Vec<u8> {
    sign(update.append_to(previous), &Signing::by(&Identity::person()))
}

/// The file with a revision signed by the other person.
#[must_use]
pub fn countersigned(update: &Update, previous: &[u8]) -> Vec<u8> {
    sign(update.append_to(previous), &Signing::by(&Identity::other_person()))
}

/// A revision that adds a second field and its signature to the plain letter: objects 20 and 21.
#[must_use]
pub fn second_signature() -> Update {
    Update::new()
        .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
        .object(3, page(" 20 0 R", ""))
        .object(20, field("Kedua", "/V 21 0 R", ""))
        .object(21, dictionary(""))
}

/// A signature dictionary of a document time-stamp.
#[must_use]
pub fn time_stamp_dictionary() -> String {
    signature_dictionary("ETSI.RFC3161", ROOM, "").replace("/Type/Sig", "/Type/DocTimeStamp")
}

/// When the demo authority stamps.
pub const STAMPED: &str = "20260203012422Z";

/// A revision that adds a document time-stamp to the plain letter: objects 30 and 31.
#[must_use]
pub fn document_time_stamp() -> Update {
    Update::new()
        .object(1, catalog_with_form("<</Fields[6 0 R 30 0 R]/SigFlags 3>>", ""))
        .object(3, page(" 30 0 R", ""))
        .object(30, field("Waktu", "/V 31 0 R", ""))
        .object(31, time_stamp_dictionary())
}

/// The file with a revision that the demo authority stamps.
#[must_use]
pub fn stamped(update: &Update, previous: &[u8]) -> Vec<u8> {
    let person = Identity::person();
    let signing = Signing { document_time_stamp: Some(STAMPED), ..Signing::by(&person) };
    sign(update.append_to(previous), &signing)
}
