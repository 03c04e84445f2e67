//! PDF-60 to PDF-68: certified documents and permissions (threat catalogue 1.6).

use super::Vector;
use super::form::{
    CERTIFICATION, Filling, WIDGETS, annotate, certified, doc_mdp, field_mdp, fill, form_catalog,
    form_letter, sign_empty_field,
};
use super::letter::{
    ROOM, catalog, countersigned, dictionary, field, letter, page, signed, signed_update,
};
use super::updates::modified;
use crate::pdf_builder::Update;

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [pdf_60(), pdf_61(), pdf_62(), pdf_63(), pdf_64(), pdf_65(), pdf_66(), pdf_67(), pdf_68()]
        .concat()
}

const OPEN: &str =
    "annotations are allowed, so the file may be called added to, never simply genuine";

/// EAA: annotations painted over certified text where annotations are allowed.
fn pdf_60() -> Vec<Vector> {
    let third = signed(&certified("/P 3"));
    let mut vectors = Vec::new();
    for (variant, subtype, extra) in [
        ("free-text", "FreeText", "/DA(/F1 12 Tf)/AP<</N 61 0 R>>"),
        ("stamp", "Stamp", "/AP<</N 61 0 R>>"),
        ("line", "Line", "/L[72 700 400 700]/AP<</N 61 0 R>>"),
    ] {
        let bytes = annotate(subtype, extra)
            .stream(61, "/Type/XObject/Subtype/Form/BBox[0 0 328 25]", "1 g 0 0 328 25 re f")
            .append_to(&third);
        let why = format!("A {subtype} covers the amount; {OPEN}.");
        vectors.push(
            Vector::new("PDF-60", variant, why, bytes, "asli-ditambah")
                .or("berubah")
                .change("annotation-added")
                .says("/signatures/0/later_changes/changes/0/page", "1"),
        );
    }
    let redact = annotate("Redact", "/IC[0 0 0]").append_to(&third);
    let why = "A redaction is no remark: it takes content away.";
    vectors.push(
        Vector::new("PDF-60", "redact", why, redact, "berubah").reason("changes-not-permitted"),
    );
    vectors
}

/// EAA stealth: annotations that viewers do not list.
fn pdf_61() -> Vec<Vector> {
    let third = signed(&certified("/P 3"));
    let with_appearance = |update: Update| {
        update
            .stream(61, "/Type/XObject/Subtype/Form/BBox[0 0 328 25]", "1 g 0 0 328 25 re f")
            .append_to(&third)
    };
    let unknown = with_appearance(annotate("Foo", "/AP<</N 61 0 R>>"));
    let mut vectors = vec![
        Vector::new("PDF-61", "unknown-subtype", "A subtype nobody knows.", unknown, "berubah")
            .reason("changes-not-permitted"),
        Vector::new(
            "PDF-61",
            "no-subtype",
            "No subtype at all.",
            with_appearance(
                annotate("X", "")
                    .object(60, "<</Type/Annot/Rect[72 690 400 715]/AP<</N 61 0 R>>>>"),
            ),
            "berubah",
        )
        .reason("changes-not-permitted"),
    ];
    for (variant, flags) in [("hidden", 2), ("no-view", 32), ("toggle-no-view", 256)] {
        let update = annotate("FreeText", "/DA(/F1 12 Tf)/AP<</N 61 0 R>>");
        let body = super::form::annotation("FreeText", "Catatan", "/DA(/F1 12 Tf)/AP<</N 61 0 R>>");
        let bytes =
            with_appearance(update.object(60, body.replace("/F 4", &format!("/F {flags}"))));
        let why = format!("Flags {flags} hide it now and show it some other time; {OPEN}.");
        vectors.push(
            Vector::new("PDF-61", variant, why, bytes, "asli-ditambah")
                .or("berubah")
                .change("annotation-added"),
        );
    }
    vectors
}

/// A second signature field whose widget and appearance cover the page.
fn covering_field(value: &str) -> Update {
    let over = "/AP<</N 61 0 R>>";
    Update::new()
        .object(1, form_catalog(" 20 0 R", CERTIFICATION))
        .object(3, page(&format!("{WIDGETS} 20 0 R"), ""))
        .object(20, field("Tambahan", value, over).replace("[0 0 0 0]", "[0 0 595 842]"))
        .stream(61, "/Type/XObject/Subtype/Form/BBox[0 0 595 842]", "1 g 0 0 595 842 re f")
}

/// SSA: a further signature whose appearance covers the page.
fn pdf_62() -> Vec<Vector> {
    let second = signed(&certified("/P 2"));
    let bytes = countersigned(&covering_field("/V 21 0 R").object(21, dictionary("")), &second);
    let why = "Signing is allowed, covering the certified page is not: never simply genuine, and its place is told.";
    vec![
        Vector::new("PDF-62", "covering-signature", why, bytes, "berubah")
            .or("belum-pasti")
            .or("asli-ditambah")
            .change("signature-added"),
    ]
}

/// SSA stealth: the added field is unsigned or broken, and painted all the same.
fn pdf_63() -> Vec<Vector> {
    let second = signed(&certified("/P 2"));
    let broken = format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<{}>>>",
        "00".repeat(9)
    );
    vec![
        Vector::new(
            "PDF-63",
            "unsigned-with-appearance",
            "A field without a value, painted over the page.",
            covering_field("").append_to(&second),
            "berubah",
        )
        .reason("changes-not-permitted"),
        Vector::new(
            "PDF-63",
            "broken-with-appearance",
            "Its signature is broken: broken or changed, whichever is told first.",
            covering_field("/V 21 0 R").object(21, broken).append_to(&second),
            "rusak",
        )
        .or("berubah"),
    ]
}

/// `P`: violated, missing, and not one of the three.
fn pdf_64() -> Vec<Vector> {
    let filled = |permission: &str| fill(Filling::Text).append_to(&signed(&certified(permission)));
    let mut vectors = vec![
        modified("PDF-64", "1-filled", "P 1 forbids filling.", filled("/P 1"), "field-filled"),
        Vector::new(
            "PDF-64",
            "absent-filled",
            "P is 2 where it is missing.",
            filled(""),
            "asli-ditambah",
        )
        .change("field-filled"),
        modified(
            "PDF-64",
            "absent-annotated",
            "And 2 forbids remarks.",
            annotate("Text", "").append_to(&signed(&certified(""))),
            "annotation-added",
        ),
    ];
    for (variant, permission) in [
        ("0", "/P 0"),
        ("4", "/P 4"),
        ("99", "/P 99"),
        ("real", "/P 2.0"),
        ("name", "/P/3"),
        ("negative", "/P -2"),
    ] {
        let why = format!("{permission} is none of the three, so it counts as 1.");
        let mut vector = modified("PDF-64", variant, &why, filled(permission), "field-filled");
        vector.name = format!("pdf-64-{variant}-filled");
        vectors.push(vector);
    }
    vectors
}

/// What the certification says contradicts itself.
fn pdf_65() -> Vec<Vector> {
    let made = |variant, why: &str, bytes| {
        Vector::new("PDF-65", variant, why, bytes, "belum-pasti")
            .reason("certification-inconsistent")
    };
    let both = doc_mdp("/P 1").replace(
        ">>]",
        ">><</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 3/V/1.2>>>>]",
    );
    let in_signature = |permission: &str| format!("{}{}", doc_mdp(permission), "");
    let recertified = sign_empty_field(&in_signature("/P 3"));
    vec![
        made(
            "not-in-perms",
            "Only the signature says so.",
            signed(&form_letter(&doc_mdp("/P 2"), "", "")),
        ),
        made(
            "perms-alone",
            "Only the catalog says so.",
            signed(&form_letter("", "", CERTIFICATION)),
        ),
        made(
            "perms-elsewhere",
            "The catalog names another dictionary.",
            signed(&form_letter(&doc_mdp("/P 2"), "", "/Perms<</DocMDP 5 0 R>>")),
        ),
        made(
            "two-references",
            "One signature gives two permissions.",
            signed(&form_letter(&both, "", CERTIFICATION)),
        ),
        made(
            "second-certification",
            "A later signature certifies again, with more allowed.",
            signed_update(&recertified, &signed(&certified("/P 2"))),
        ),
        made(
            "not-first",
            "The certification is the second signature.",
            signed_update(
                &recertified.clone().object(1, form_catalog("", "/Perms<</DocMDP 51 0 R>>")),
                &signed(&form_letter("", "", "")),
            ),
        )
        .or("berubah"),
        modified(
            "PDF-65",
            "perms-edited",
            "Permissions are taken out of the catalog after signing.",
            Update::new().object(1, form_catalog("", "")).append_to(&signed(&certified("/P 2"))),
            "permissions-changed",
        ),
    ]
}

/// `FieldMDP` and `Lock`: exact names, and the field's own dictionary counts.
fn pdf_66() -> Vec<Vector> {
    let include = |fields: &str| field_mdp(&format!("/Action/Include/Fields[{fields}]"));
    let exclude = |fields: &str| field_mdp(&format!("/Action/Exclude/Fields[{fields}]"));
    let after = |in_dictionary: &str, in_field: &str, filling| {
        fill(filling).append_to(&signed(&form_letter(in_dictionary, in_field, "")))
    };
    let allowed = |variant, why: &str, bytes| {
        Vector::new("PDF-66", variant, why, bytes, "asli-ditambah").change("field-filled")
    };
    let refused = |variant, why, bytes| modified("PDF-66", variant, why, bytes, "field-filled");
    let lock = "/Lock<</Type/SigFieldLock/Action/Include/Fields[(nilai)]>>";
    vec![
        allowed(
            "prefix-is-no-match",
            "Locking a does not lock ab.",
            after(&include("(a)"), "", Filling::Similar),
        ),
        refused(
            "descendant-is-locked",
            "Locking a locks a.b.",
            after(&include("(a)"), "", Filling::Kid),
        ),
        refused("named-is-locked", "A named field.", after(&include("(nilai)"), "", Filling::Text)),
        allowed(
            "excluded-is-open",
            "All but a are locked: a.b is open.",
            after(&exclude("(a)"), "", Filling::Kid),
        ),
        refused(
            "not-excluded-is-locked",
            "All but a are locked: ab is not a.",
            after(&exclude("(a)"), "", Filling::Similar),
        ),
        refused(
            "all-is-locked",
            "All fields are locked.",
            after(&field_mdp("/Action/All"), "", Filling::Text),
        ),
        refused(
            "lock-in-the-field-alone",
            "Only the field's dictionary says so.",
            after("", lock, Filling::Text),
        ),
        allowed(
            "lock-of-another",
            "The lock names another field.",
            after("", lock, Filling::CheckBox),
        ),
    ]
}

/// Usage rights: never a signature of the document.
fn pdf_67() -> Vec<Vector> {
    let rights = |slot: &str| {
        format!(
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange{slot}/Contents<{}>\
             /Reference[<</Type/SigRef/TransformMethod/UR3/TransformParams<</Type/TransformParams/V/2.2/Document[/FullSave]>>>>]>>",
            "00".repeat(ROOM)
        )
    };
    let alone = letter()
        .object(1, "<</Type/Catalog/Pages 2 0 R/Perms<</UR3 7 0 R>>>>")
        .object(3, page("", "").replace("/Annots[6 0 R]", ""))
        .object(6, "null")
        .object(7, rights(crate::pdf_builder::SLOT));
    let beside = letter()
        .object(1, catalog("/Perms<</UR3 10 0 R>>"))
        .object(10, rights("[0 9 20 9]").replace(&"00".repeat(ROOM), "3000"));
    vec![
        Vector::new(
            "PDF-67",
            "alone",
            "Nothing but usage rights: no signature, though something like one stands outside the form.",
            signed(&alone),
            "tanpa",
        )
        .or("belum-pasti")
        .note("usage-rights-signature"),
        Vector::new(
            "PDF-67",
            "beside-a-signature",
            "Beside a true signature they change nothing; a second ByteRange may keep the gap from being fixed.",
            signed(&beside),
            "asli",
        )
        .or("belum-pasti")
        .note("usage-rights-signature"),
    ]
}

/// A certification gives no privileges.
fn pdf_68() -> Vec<Vector> {
    let script = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>";
    let bytes = signed(&form_letter(&doc_mdp("/P 1"), "", &format!("{CERTIFICATION}{script}")));
    let later = Update::new()
        .object(1, form_catalog("", &format!("{CERTIFICATION}{script}")))
        .append_to(&signed(&certified("/P 3")));
    vec![
        Vector::new(
            "PDF-68",
            "script",
            "A script in a certified document stays a warning.",
            bytes,
            "asli",
        )
        .note("active-content"),
        modified(
            "PDF-68",
            "script-added",
            "A script comes after certification.",
            later,
            "actions-changed",
        ),
    ]
}
