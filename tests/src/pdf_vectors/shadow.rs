//! PDF-54 to PDF-59: shadow attacks, prepared before signing (threat catalogue 1.5).

use super::Vector;
use super::letter::{
    LINE, OTHER_LINE, catalog, catalog_with_form, content, field, good, letter, page, signed,
};
use super::updates::modified;
use crate::pdf_builder::{Update, find, find_last, stream};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [pdf_54(), pdf_55(), pdf_56(), pdf_57(), pdf_58(), pdf_59()].concat()
}

const OVERLAY: &str = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";

/// The letter with a cover over its content: object 10.
fn covered() -> Update {
    let resources = "/Resources<</Font<</F1 5 0 R>>/XObject<</X 10 0 R>>>>";
    letter()
        .object(3, page("", "").replace("/Resources<</Font<</F1 5 0 R>>>>", resources))
        .stream(4, "", format!("{} /X Do", content(OTHER_LINE)))
        .stream(10, OVERLAY, "1 g 0 0 595 842 re f")
}

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 228 48]";

/// Shadow-Hide: the cover goes away after signing.
fn pdf_54() -> Vec<Vector> {
    let made = |variant, why, update: Update| {
        modified("PDF-54", variant, why, update.append_to(&signed(&covered())), "page-changed")
    };
    let smaller = OVERLAY.replace("595 842", "0 0");
    vec![
        made(
            "cover-emptied",
            "The cover draws nothing any more.",
            Update::new().stream(10, OVERLAY, ""),
        ),
        made("cover-freed", "The cover's object is freed.", Update::new().free(10, 1)),
        made(
            "cover-shrunk",
            "The cover keeps its drawing, in a box of no size.",
            Update::new().stream(10, &smaller, "1 g 0 0 595 842 re f"),
        ),
    ]
}

/// A Type 3 font whose glyphs are drawn by objects 10 and 11.
fn drawn_font() -> Update {
    letter()
        .object(
            5,
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]\
             /CharProcs<</a 10 0 R/b 11 0 R>>/Encoding<</Type/Encoding/Differences[97/a/b]>>\
             /FirstChar 97/LastChar 98/Widths[9 9]>>",
        )
        .stream(4, "", content("ab"))
        .stream(10, "", "9 0 d0 0 0 4 9 re f")
        .stream(11, "", "9 0 d0 0 0 9 4 re f")
}

/// A text field with this value and appearance: objects 10 and 11.
fn text_field(value: &str) -> Update {
    Update::new()
        .object(10, format!("<</FT/Tx/T(Jumlah)/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 600 300 620]/DA(/F1 12 Tf 0 g)/V({value})/AP<</N 11 0 R>>>>"))
        .stream(11, "/Type/XObject/Subtype/Form/BBox[0 0 228 20]", format!("/Tx BMC BT ({value}) Tj ET EMC"))
}

/// The letter with that field, filled.
fn filled() -> Update {
    filled_with("<</Fields[6 0 R 10 0 R]/SigFlags 3>>")
}

fn filled_with(form: &str) -> Update {
    text_field("10")
        .onto(letter())
        .object(1, catalog_with_form(form, ""))
        .object(3, page(" 10 0 R", ""))
}

/// Shadow-Replace: something harmless-looking is replaced.
fn pdf_55() -> Vec<Vector> {
    let visible = letter()
        .object(
            6,
            field("Penanda", "/V 7 0 R", "/AP<</N 10 0 R>>")
                .replace("[0 0 0 0]", "[72 72 300 120]"),
        )
        .stream(10, FORM, content("Ditandatangani oleh Contoh"));
    let resources = "/Resources<</Font<</F1 5 0 R>>/XObject<</X 11 0 R>>>>";
    let shared = filled()
        .object(3, page(" 10 0 R", "").replace("/Resources<</Font<</F1 5 0 R>>>>", resources))
        .stream(4, "", "/X Do");
    vec![
        modified(
            "PDF-55",
            "font",
            "Helvetica becomes another font.",
            Update::new()
                .object(5, "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>")
                .append_to(&good()),
            "page-changed",
        ),
        modified(
            "PDF-55",
            "glyphs",
            "The drawings of two glyphs change places.",
            Update::new()
                .stream(10, "", "9 0 d0 0 0 9 4 re f")
                .stream(11, "", "9 0 d0 0 0 4 9 re f")
                .append_to(&signed(&drawn_font())),
            "page-changed",
        ),
        modified(
            "PDF-55",
            "signature-appearance",
            "The visible part of the signature says another name.",
            Update::new()
                .stream(10, FORM, content("Ditandatangani oleh Menteri Contoh"))
                .append_to(&signed(&visible)),
            "signature-changed",
        ),
        modified(
            "PDF-55",
            "appearance-that-is-drawn",
            "The appearance of a field is a drawing of the page too: filling the field changes the page.",
            text_field("99").append_to(&signed(&shared)),
            "page-changed",
        ),
        modified(
            "PDF-55",
            "encoding",
            "The encoding swaps two glyphs.",
            {
                let font = signed(&drawn_font());
                let start = find(&font, b"5 0 obj\n").unwrap() + 8;
                let end = start + find(&font[start..], b"\nendobj").unwrap();
                let text =
                    String::from_utf8_lossy(&font[start..end]).replace("[97/a/b]", "[97/b/a]");
                Update::new().object(5, text).append_to(&font)
            },
            "page-changed",
        ),
    ]
}

/// A second document that nothing leads to: 10 catalog, 11 page tree, 12 page, 13 content.
fn hidden_document() -> Update {
    letter()
        .object(10, catalog("").replace("/Pages 2 0 R", "/Pages 11 0 R"))
        .object(11, "<</Type/Pages/Kids[12 0 R]/Count 1>>")
        .object(
            12,
            page("", "")
                .replace("/Parent 2 0 R", "/Parent 11 0 R")
                .replace("/Contents 4 0 R", "/Contents 13 0 R"),
        )
        .stream(13, "", content(OTHER_LINE))
}

/// A second content stream of the same number that no entry leads to.
fn hidden_content() -> Update {
    let body = stream("", content(OTHER_LINE).as_bytes());
    letter().unlisted([b"4 0 obj\n".to_vec(), body, b"\nendobj\n".to_vec()].concat())
}

/// Shadow-Hide-and-Replace: the update has nothing new in it, only entries and a trailer.
fn pdf_56() -> Vec<Vector> {
    let prepared = signed(&hidden_content());
    let hidden = find(&prepared, b"4 0 obj").unwrap();
    assert_ne!(Some(hidden), find_last(&prepared, b"4 0 obj"));
    vec![
        modified(
            "PDF-56",
            "other-root",
            "The update is a trailer with another Root, whose objects are signed.",
            Update::new().root("10 0 R").append_to(&signed(&hidden_document())),
            "catalog-replaced",
        ),
        modified(
            "PDF-56",
            "other-entry",
            "The update is one entry that leads to bytes which are signed.",
            Update::new().entry(4, hidden).append_to(&prepared),
            "page-changed",
        ),
    ]
}

/// What an attack is prepared with, before it happens.
fn pdf_57() -> Vec<Vector> {
    vec![
        Vector::new(
            "PDF-57",
            "hidden-catalog",
            "A page and a catalog that nothing leads to: nothing was changed, and the reader is told.",
            signed(&hidden_document()),
            "asli",
        )
        .note("hidden-pages"),
    ]
}

/// A field's value against its appearance.
fn pdf_58() -> Vec<Vector> {
    let appearance = Update::new().stream(
        11,
        "/Type/XObject/Subtype/Form/BBox[0 0 228 20]",
        "/Tx BMC BT (99) Tj ET EMC",
    );
    vec![
        Vector::new(
            "PDF-58",
            "appearance-only",
            "Only the appearance changes: nothing was filled in.",
            appearance.append_to(&signed(&filled())),
            "berubah",
        )
        .change("field-changed"),
        Vector::new(
            "PDF-58",
            "need-appearances",
            "The signed form asks viewers to draw fields anew.",
            signed(&filled_with("<</Fields[6 0 R 10 0 R]/SigFlags 3/NeedAppearances true>>")),
            "asli",
        )
        .note("need-appearances"),
        modified(
            "PDF-58",
            "need-appearances-later",
            "That wish comes after signing.",
            Update::new()
                .object(
                    1,
                    catalog_with_form(
                        "<</Fields[6 0 R 10 0 R]/SigFlags 3/NeedAppearances true>>",
                        "",
                    ),
                )
                .append_to(&signed(&filled())),
            "form-changed",
        ),
    ]
}

/// XFA: another form in the form.
fn pdf_59() -> Vec<Vector> {
    let form = "<</Fields[6 0 R]/SigFlags 3/XFA 10 0 R>>";
    let with_xfa = letter().object(1, catalog_with_form(form, "")).stream(
        10,
        "",
        format!("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>{LINE}</xdp:xdp>"),
    );
    let signed_with_xfa = signed(&with_xfa);
    let other = format!("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>{OTHER_LINE}</xdp:xdp>");
    vec![
        Vector::new(
            "PDF-59",
            "present",
            "What is shown depends on the program.",
            signed_with_xfa.clone(),
            "asli",
        )
        .note("xfa-present"),
        modified(
            "PDF-59",
            "changed",
            "The XFA says something else.",
            Update::new().stream(10, "", &other).append_to(&signed_with_xfa),
            "xfa-changed",
        ),
        modified(
            "PDF-59",
            "added",
            "XFA comes after signing.",
            Update::new()
                .object(1, catalog_with_form(form, ""))
                .stream(10, "", other)
                .append_to(&good()),
            "xfa-changed",
        ),
    ]
}
