//! What may come after signing, and what may not: for each permission a table of changes, so that honest use gives no
//! alarm (ISO 32000-2 12.8.2.2, 12.8.2.4).

use super::Vector;
use super::form::{
    CERTIFICATION, FIELDS, Filling, WIDGETS, annotate, annotation, certified, doc_mdp, field_mdp,
    fill, form_catalog, form_letter, sign_empty_field,
};
use super::letter::{
    OTHER_LINE, catalog, catalog_with_form, content, countersigned, dictionary,
    document_time_stamp, field, good, letter, page, second_signature, signed, signed_update,
    stamped,
};
use super::updates::security_store;
use crate::pdf_builder::Update;

/// Every vector of the tables.
pub(super) fn vectors() -> Vec<Vector> {
    [by_permission(), by_field(), strictest(), annotations_of_before(), with_widgets(), habits()]
        .concat()
}

/// A change, its key, and the level it reaches.
struct Row {
    name: &'static str,
    key: &'static str,
    level: Level,
    apply: fn(&[u8], &str) -> Vec<u8>,
}

/// How far a change reaches, least first; `Signature` is form filling that leaves the document simply genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    ValidationData,
    Signature,
    FormFilling,
    Annotation,
    Other,
}

impl Level {
    const fn verdict(self) -> &'static str {
        match self {
            Self::ValidationData | Self::Signature => "asli",
            Self::FormFilling | Self::Annotation => "asli-ditambah",
            Self::Other => "berubah",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::ValidationData => "\"validation-data\"",
            Self::Signature | Self::FormFilling => "\"form-filling\"",
            Self::Annotation => "\"annotation\"",
            Self::Other => "\"other\"",
        }
    }
}

/// A second signature field of its own: object 20 and 21.
fn new_field(value: &str, perms: &str) -> Update {
    Update::new()
        .object(1, form_catalog(" 20 0 R", perms))
        .object(3, page(&format!("{WIDGETS} 20 0 R"), ""))
        .object(20, field("Ketiga", value, ""))
}

const ROWS: [Row; 23] = [
    Row {
        name: "security-store",
        key: "validation-data-added",
        level: Level::ValidationData,
        apply: |file, perms| {
            let catalog = form_catalog("", &format!("{perms}/DSS 40 0 R"));
            security_store(Update::new().object(1, catalog)).append_to(file)
        },
    },
    Row {
        name: "document-time-stamp",
        key: "document-time-stamp-added",
        level: Level::ValidationData,
        apply: |file, perms| {
            let update = document_time_stamp()
                .object(1, form_catalog(" 30 0 R", perms))
                .object(3, page(&format!("{WIDGETS} 30 0 R"), ""));
            stamped(&update, file)
        },
    },
    Row {
        name: "metadata",
        key: "metadata-changed",
        level: Level::ValidationData,
        apply: |file, perms| {
            Update::new()
                .object(1, form_catalog("", &format!("{perms}/Metadata 70 0 R")))
                .object(8, "<</Title(Surat contoh)/ModDate(D:20260204000000Z)>>")
                .stream(70, "/Type/Metadata/Subtype/XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
                .trailer("/Info 8 0 R")
                .append_to(file)
        },
    },
    Row {
        name: "empty-field-signed",
        key: "signature-added",
        level: Level::Signature,
        apply: |file, _| countersigned(&sign_empty_field(""), file),
    },
    Row {
        name: "field-added-and-signed",
        key: "signature-added",
        level: Level::Signature,
        apply: |file, perms| {
            countersigned(&new_field("/V 21 0 R", perms).object(21, dictionary("")), file)
        },
    },
    Row {
        name: "empty-field-added",
        key: "signature-field-added",
        level: Level::Signature,
        apply: |file, perms| new_field("", perms).append_to(file),
    },
    Row {
        name: "text-filled",
        key: "field-filled",
        level: Level::FormFilling,
        apply: |file, _| fill(Filling::Text).append_to(file),
    },
    Row {
        name: "check-box-filled",
        key: "field-filled",
        level: Level::FormFilling,
        apply: |file, _| fill(Filling::CheckBox).append_to(file),
    },
    Row {
        name: "choice-filled",
        key: "field-filled",
        level: Level::FormFilling,
        apply: |file, _| fill(Filling::Choice).append_to(file),
    },
    Row {
        name: "filled-and-signed",
        key: "field-filled",
        level: Level::FormFilling,
        apply: |file, _| countersigned(&fill(Filling::Text).onto(sign_empty_field("")), file),
    },
    Row {
        name: "free-text-added",
        key: "annotation-added",
        level: Level::Annotation,
        apply: |file, _| annotate("FreeText", "/DA(/F1 12 Tf)").append_to(file),
    },
    Row {
        name: "highlight-added",
        key: "annotation-added",
        level: Level::Annotation,
        apply: |file, _| {
            annotate("Highlight", "/QuadPoints[72 715 400 715 72 690 400 690]").append_to(file)
        },
    },
    Row {
        name: "link-added",
        key: "annotation-added",
        level: Level::Other,
        apply: |file, _| {
            annotate("Link", "/A<</S/URI/URI(https://contoh.invalid/)>>").append_to(file)
        },
    },
    Row {
        name: "widget-moved",
        key: "field-changed",
        level: Level::Other,
        apply: |file, _| {
            let body = "<</FT/Tx/T(nilai)/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 690 400 715]/V()>>";
            Update::new().object(10, body).append_to(file)
        },
    },
    Row {
        name: "text-field-added",
        key: "field-added",
        level: Level::Other,
        apply: |file, perms| {
            let body = "<</FT/Tx/T(baru)/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 500 300 520]/V(99)>>";
            new_field("", perms).object(20, body).append_to(file)
        },
    },
    Row {
        name: "field-dropped",
        key: "field-removed",
        level: Level::Other,
        apply: |file, perms| {
            let form = format!(
                "<</Fields[{}]/SigFlags 3/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>",
                FIELDS.replace(" 10 0 R", "")
            );
            Update::new().object(1, catalog_with_form(&form, perms)).append_to(file)
        },
    },
    Row {
        name: "field-properties-changed",
        key: "field-changed",
        level: Level::Other,
        apply: |file, _| {
            let body = "<</FT/Tx/T(nilai)/TU(Jumlah lain)/Ff 1/MaxLen 1/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 600 300 620]/V()/AA<</K<</S/JavaScript/JS(1)>>>>>>";
            Update::new().object(10, body).append_to(file)
        },
    },
    Row {
        name: "content-changed",
        key: "page-changed",
        level: Level::Other,
        apply: |file, _| Update::new().stream(4, "", content(OTHER_LINE)).append_to(file),
    },
    Row {
        name: "outline-added",
        key: "outline-changed",
        level: Level::Other,
        apply: |file, perms| {
            Update::new()
                .object(1, form_catalog("", &format!("{perms}/Outlines 71 0 R")))
                .object(71, "<</Type/Outlines/First 72 0 R/Last 72 0 R/Count 1>>")
                .object(72, "<</Title(Bab)/Parent 71 0 R/Dest[3 0 R/Fit]>>")
                .append_to(file)
        },
    },
    Row {
        name: "file-attached",
        key: "attachments-changed",
        level: Level::Other,
        apply: |file, perms| {
            let names = "/Names<</EmbeddedFiles<</Names[(a.txt)71 0 R]>>>>";
            Update::new()
                .object(1, form_catalog("", &format!("{perms}{names}")))
                .object(71, "<</Type/Filespec/F(a.txt)/EF<</F 72 0 R>>>>")
                .stream(72, "/Type/EmbeddedFile", "isi")
                .append_to(file)
        },
    },
    Row {
        name: "unknown-catalog-key",
        key: "document-changed",
        level: Level::Other,
        apply: |file, perms| {
            Update::new()
                .object(1, form_catalog("", &format!("{perms}/XXXX_Lain 1")))
                .append_to(file)
        },
    },
    Row {
        name: "written-in-another-form",
        key: "",
        level: Level::ValidationData,
        // The same values with other spelling, order and references: nothing is changed by what they mean.
        apply: |file, _| {
            let body = "<< /Count 1 /Kids 81 0 R /Type /P#61ges >>";
            Update::new().object(2, body).object(81, "[ 3 0 R ]").append_to(file)
        },
    },
    Row {
        name: "unreachable-object",
        key: "",
        level: Level::ValidationData,
        // An object that nothing leads to changes nothing.
        apply: |file, _| Update::new().object(80, "<</Catatan(kosong)>>").append_to(file),
    },
];

/// Each change under each permission of a certification, and without one.
fn by_permission() -> Vec<Vector> {
    let permissions: [(&str, &str, Level); 4] = [
        ("none", "", Level::FormFilling),
        ("p1", "/P 1", Level::ValidationData),
        ("p2", "/P 2", Level::FormFilling),
        ("p3", "/P 3", Level::Annotation),
    ];
    let mut vectors = Vec::new();
    for (name, permission, allowed) in permissions {
        let (file, perms) = if permission.is_empty() {
            (signed(&form_letter("", "", "")), "")
        } else {
            (signed(&certified(permission)), CERTIFICATION)
        };
        for row in &ROWS {
            let is_allowed = row.level <= allowed;
            let verdict = if is_allowed { row.level.verdict() } else { "berubah" };
            let why = format!(
                "{}: {} is {}.",
                if permission.is_empty() { "No certification" } else { permission },
                row.name,
                if is_allowed { "allowed" } else { "not allowed" }
            );
            let bytes = (row.apply)(&file, perms);
            let variant = format!("{name}-{}", row.name);
            let mut vector = Vector::new("PERMITTED", &variant, why, bytes, verdict);
            let permitted = if is_allowed { "\"yes\"" } else { "\"no\"" };
            vector = vector.says("/signatures/0/later_changes/permitted", permitted);
            if row.key.is_empty() {
                vector = vector.says("/signatures/0/later_changes/level", "\"none\"");
            } else {
                vector = vector
                    .change(row.key)
                    .says("/signatures/0/later_changes/level", row.level.key());
            }
            if !is_allowed {
                vector = vector.reason("changes-not-permitted");
            }
            vectors.push(vector);
        }
    }
    vectors
}

/// Each action of `FieldMDP` and `Lock`, for a field it names and one it does not.
fn by_field() -> Vec<Vector> {
    let named = "/Fields[(nilai)]";
    let actions: [(&str, String, bool, bool); 3] = [
        ("all", "/Action/All".to_owned(), false, false),
        ("include", format!("/Action/Include{named}"), false, true),
        ("exclude", format!("/Action/Exclude{named}"), true, false),
    ];
    let mut vectors = Vec::new();
    for (action, text, named_is_open, other_is_open) in actions {
        let forms = [
            ("field-mdp", form_letter(&field_mdp(&text), "", "")),
            ("lock", form_letter("", &format!("/Lock<</Type/SigFieldLock{text}>>"), "")),
        ];
        for (form, letter) in forms {
            let file = signed(&letter);
            for (filled, filling, is_open) in [
                ("named", Filling::Text, named_is_open),
                ("other", Filling::CheckBox, other_is_open),
            ] {
                let why = format!("{form} {action}: filling the {filled} field.");
                let verdict = if is_open { "asli-ditambah" } else { "berubah" };
                let bytes = fill(filling).append_to(&file);
                let variant = format!("{form}-{action}-{filled}");
                vectors.push(
                    Vector::new("PERMITTED", &variant, why, bytes, verdict).change("field-filled"),
                );
            }
            if action == "include" {
                let variant = format!("{form}-{action}-then-signed");
                let bytes = countersigned(&sign_empty_field(""), &file);
                let why = format!("{form} {action}: the empty signature field is not named.");
                vectors.push(
                    Vector::new("PERMITTED", &variant, why, bytes, "asli")
                        .change("signature-added"),
                );
            }
        }
    }
    vectors
}

/// The strictest of a signature and those before it counts.
fn strictest() -> Vec<Vector> {
    let second = signed(&certified("/P 2"));
    let lock_all = field_mdp("/Action/All");
    let locked = signed_update(&sign_empty_field(&lock_all), &second);
    let open = signed_update(&sign_empty_field(""), &second);
    vec![
        Vector::new(
            "PERMITTED",
            "locked-by-a-later-signature",
            "Certified with P 2, then a signature locks all fields: filling after it is not allowed by that one.",
            fill(Filling::Text).append_to(&locked),
            "berubah",
        )
        .reason("changes-not-permitted")
        .change("field-filled")
        .says("/signatures/1/later_changes/permitted", "\"no\""),
        Vector::new(
            "PERMITTED",
            "annotated-after-a-second-signature",
            "Certified with P 2, then signed: remarks after it are not allowed by either.",
            annotate("Text", "").append_to(&open),
            "berubah",
        )
        .reason("changes-not-permitted")
        .says("/signatures/1/later_changes/permitted", "\"no\""),
        Vector::new(
            "PERMITTED",
            "filled-after-a-second-signature",
            "Certified with P 2, signed, filled.",
            fill(Filling::Text).append_to(&open),
            "asli-ditambah",
        )
        .change("field-filled"),
        Vector::new(
            "PERMITTED",
            "certified-p1-then-signed-and-stored",
            "P 1: signing further is not allowed, whatever follows.",
            {
                let first = signed(&form_letter(&doc_mdp("/P 1"), "", CERTIFICATION));
                countersigned(&sign_empty_field(""), &first)
            },
            "berubah",
        )
        .reason("changes-not-permitted")
        .change("signature-added"),
    ]
}

/// Remarks that were signed, changed and removed.
fn annotations_of_before() -> Vec<Vector> {
    let widgets = format!("{WIDGETS} 60 0 R");
    let remark = |words: &str| annotation("Text", words, "");
    let mut vectors = Vec::new();
    for (name, permission, is_allowed) in [("p2", "/P 2", false), ("p3", "/P 3", true)] {
        let file = signed(
            &certified(permission).object(3, page(&widgets, "")).object(60, remark("Setuju")),
        );
        let verdict = if is_allowed { "asli-ditambah" } else { "berubah" };
        let changed = Update::new().object(60, remark("Tidak setuju")).append_to(&file);
        let removed = Update::new().object(3, page(WIDGETS, "")).free(60, 1).append_to(&file);
        for (variant, bytes, key) in [
            ("remark-changed", changed, "annotation-changed"),
            ("remark-removed", removed, "annotation-removed"),
        ] {
            let why = format!("{permission}: {variant}.");
            vectors.push(
                Vector::new("PERMITTED", &format!("{name}-{variant}"), why, bytes, verdict)
                    .change(key)
                    .says("/signatures/0/later_changes/level", "\"annotation\""),
            );
        }
    }
    vectors
}

/// Further habits of form fillers.
fn with_widgets() -> Vec<Vector> {
    let file = signed(&form_letter("", "", ""));
    let form = format!(
        "<</Fields[{FIELDS}]/SigFlags 3/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R/F2 73 0 R>>>>>>"
    );
    let with_font = fill(Filling::Text)
        .object(1, catalog_with_form(&form, ""))
        .object(73, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>");
    let read_only =
        "<</FT/Tx/T(nilai)/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 600 300 620]/V()/Ff 1>>";
    vec![
        Vector::new(
            "PERMITTED",
            "filled-with-another-font",
            "Filling brings a font for the form.",
            with_font.append_to(&file),
            "asli-ditambah",
        )
        .change("field-filled")
        .change("form-changed"),
        Vector::new(
            "PERMITTED",
            "locked-while-signing",
            "A signature marks the fields it locks as read-only.",
            countersigned(&sign_empty_field("").object(10, read_only), &file),
            "asli",
        )
        .or("asli-ditambah")
        .change("field-locked")
        .change("signature-added"),
    ]
}

/// What honest software does besides, and nobody should be alarmed by.
fn habits() -> Vec<Vector> {
    let plain = good();
    let fine = |variant, why: &str, bytes| {
        Vector::new("PERMITTED", variant, why, bytes, "asli")
            .says("/signatures/0/later_changes/permitted", "\"yes\"")
    };
    let identifiers = |second: &str| format!("/ID[<00112233445566778899aabbccddeeff><{second}>]");
    let identified = signed(&letter().trailer(&identifiers("00112233445566778899aabbccddeeff")));
    let form_apart = second_signature()
        .object(1, catalog_with_form("80 0 R", ""))
        .object(80, "<</Fields[6 0 R 20 0 R]/SigFlags 3>>");
    let annotations_apart = second_signature()
        .object(3, page("", "").replace("/Annots[6 0 R]", "/Annots 80 0 R"))
        .object(80, "[6 0 R 20 0 R]");
    let apart = signed(
        &letter()
            .object(3, page("", "").replace("/Annots[6 0 R]", "/Annots 80 0 R"))
            .object(80, "[6 0 R]"),
    );
    vec![
        fine(
            "habit-identifier",
            "The second half of ID changes with each save.",
            Update::new()
                .object(8, "<</Title(Surat contoh)>>")
                .trailer("/Info 8 0 R")
                .trailer(&identifiers("ffeeddccbbaa99887766554433221100"))
                .append_to(&identified),
        ),
        fine(
            "habit-version",
            "Version is raised by the software that adds a security store.",
            security_store(Update::new().object(1, catalog("/Version/2.0/DSS 40 0 R"))).append_to(&plain),
        ),
        fine(
            "habit-form-apart",
            "The form becomes an object of its own when a second signature is added.",
            countersigned(&form_apart, &plain),
        )
        .change("signature-added"),
        fine(
            "habit-annotations-apart",
            "The list of annotations becomes an object of its own.",
            countersigned(&annotations_apart, &plain),
        )
        .change("signature-added"),
        fine(
            "habit-annotations-were-apart",
            "The list of annotations is an object of its own, and grows by the new field.",
            countersigned(
                &Update::new()
                    .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
                    .object(20, field("Kedua", "/V 21 0 R", ""))
                    .object(21, dictionary(""))
                    .object(80, "[6 0 R 20 0 R]"),
                &apart,
            ),
        )
        .change("signature-added"),
        fine(
            "habit-three-signatures-and-a-stamp",
            "Signed, signed, stored, stamped: the life of an archived letter.",
            {
                let form = "<</Fields[6 0 R 20 0 R 30 0 R]/SigFlags 3>>";
                let twice = countersigned(&second_signature(), &plain);
                let with_store = catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", "/DSS 40 0 R");
                let stored = security_store(Update::new().object(1, with_store)).append_to(&twice);
                let stamp = document_time_stamp()
                    .object(1, catalog_with_form(form, "/DSS 40 0 R"))
                    .object(3, page(" 20 0 R 30 0 R", ""));
                stamped(&stamp, &stored)
            },
        )
        .change("signature-added")
        .change("validation-data-added")
        .change("document-time-stamp-added"),
        Vector::new(
            "PERMITTED",
            "annotation-in-a-list-apart",
            "A remark comes into the list that is an object of its own: nothing but the list changes.",
            Update::new()
                .object(80, "[6 0 R 60 0 R]")
                .object(60, annotation("FreeText", "Catatan", "/DA(/F1 12 Tf)"))
                .append_to(&apart),
            "berubah",
        )
        .reason("changes-not-permitted")
        .change("annotation-added"),
    ]
}
