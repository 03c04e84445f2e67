//! A letter with a form, certified or locked in one way or another, and what can be done with its fields.
//!
//! Beside the letter's objects: 10 text `nilai`, 11 text `ab`, 12 parent `a` of 13 text `a.b`, 14 check box `setuju`, 15
//! choice `pilihan`, 16 empty signature field `Kedua`.

use super::letter::{catalog_with_form, dictionary, field, letter, page};
use crate::pdf_builder::Update;

/// References of every field.
pub(super) const FIELDS: &str = "6 0 R 10 0 R 11 0 R 12 0 R 14 0 R 15 0 R 16 0 R";

/// Widgets of the page beside the signature's.
pub(super) const WIDGETS: &str = " 10 0 R 11 0 R 13 0 R 14 0 R 15 0 R 16 0 R";

/// Catalog of the form letter; `fields` beyond [`FIELDS`].
#[must_use]
pub(super) fn form_catalog(fields: &str, extra: &str) -> String {
    let form = format!(
        "<</Fields[{FIELDS}{fields}]/SigFlags 3/DA(/F1 12 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>"
    );
    catalog_with_form(&form, extra)
}

fn widget(name: &str, field_type: &str, extra: &str) -> String {
    format!(
        "<</FT/{field_type}/T({name})/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 600 300 620]{extra}>>"
    )
}

/// The letter with the form; more entries for the signature dictionary, the signature field and the catalog.
#[must_use]
pub(super) fn form_letter(in_dictionary: &str, in_field: &str, in_catalog: &str) -> Update {
    letter()
        .object(1, form_catalog("", in_catalog))
        .object(3, page(WIDGETS, ""))
        .object(6, field("Penanda", "/V 7 0 R", in_field))
        .object(7, dictionary(in_dictionary))
        .object(10, widget("nilai", "Tx", "/V()"))
        .object(11, widget("ab", "Tx", "/V()"))
        .object(12, "<</T(a)/Kids[13 0 R]>>")
        .object(13, widget("b", "Tx", "/Parent 12 0 R/V()"))
        .object(14, widget("setuju", "Btn", "/V/Off/AS/Off/AP<</N<</Ya 17 0 R/Off 18 0 R>>>>"))
        .object(15, widget("pilihan", "Ch", "/Ff 131072/Opt[(satu)(dua)]/V(satu)"))
        .object(16, field("Kedua", "", ""))
        .stream(17, APPEARANCE, "0 0 9 9 re f")
        .stream(18, APPEARANCE, "")
}

const APPEARANCE: &str = "/Type/XObject/Subtype/Form/BBox[0 0 228 20]";

/// A `Reference` with `DocMDP`; `permission` is `/P 2` or the like.
#[must_use]
pub(super) fn doc_mdp(permission: &str) -> String {
    format!(
        "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
         /TransformParams<</Type/TransformParams{permission}/V/1.2>>>>]"
    )
}

/// A `Reference` with `FieldMDP`, such as `/Action/Include/Fields[(a)]`.
#[must_use]
pub(super) fn field_mdp(action: &str) -> String {
    format!(
        "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/Data 1 0 R\
         /TransformParams<</Type/TransformParams{action}/V/1.2>>>>]"
    )
}

/// The form letter certified with this permission.
#[must_use]
pub(super) fn certified(permission: &str) -> Update {
    form_letter(&doc_mdp(permission), "", CERTIFICATION)
}

/// What a certified document's catalog says.
pub(super) const CERTIFICATION: &str = "/Perms<</DocMDP 7 0 R>>";

/// What can be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    /// `nilai`.
    Text,
    /// `ab`.
    Similar,
    /// `a.b`.
    Kid,
    /// `setuju`.
    CheckBox,
    /// `pilihan`.
    Choice,
}

/// A revision that fills one field, its appearance with it.
#[must_use]
pub(super) fn fill(filling: Filling) -> Update {
    let filled = "/V(99)/AP<</N 50 0 R>>";
    let update = Update::new();
    let update = match filling {
        Filling::Text => update.object(10, widget("nilai", "Tx", filled)),
        Filling::Similar => update.object(11, widget("ab", "Tx", filled)),
        Filling::Kid => update.object(13, widget("b", "Tx", &format!("/Parent 12 0 R{filled}"))),
        Filling::CheckBox => {
            let on = "/V/Ya/AS/Ya/AP<</N<</Ya 17 0 R/Off 18 0 R>>>>";
            return update.object(14, widget("setuju", "Btn", on));
        }
        Filling::Choice => {
            let chosen = "/Ff 131072/Opt[(satu)(dua)]/V(dua)/I[1]/AP<</N 50 0 R>>";
            update.object(15, widget("pilihan", "Ch", chosen))
        }
    };
    update.stream(50, "/Type/XObject/Subtype/Form/BBox[0 0 228 20]", "/Tx BMC BT (99) Tj ET EMC")
}

/// A revision that signs the empty field `Kedua`; more entries for its dictionary.
#[must_use]
pub(super) fn sign_empty_field(in_dictionary: &str) -> Update {
    Update::new().object(16, field("Kedua", "/V 51 0 R", "")).object(51, dictionary(in_dictionary))
}

/// A revision that adds an annotation, object 60; `in_catalog` as in the letter.
#[must_use]
pub(super) fn annotate(subtype: &str, extra: &str) -> Update {
    Update::new()
        .object(3, page(&format!("{WIDGETS} 60 0 R"), ""))
        .object(60, annotation(subtype, "Catatan", extra))
}

/// An annotation with an appearance-free drawing.
#[must_use]
pub(super) fn annotation(subtype: &str, words: &str, extra: &str) -> String {
    format!(
        "<</Type/Annot/Subtype/{subtype}/Rect[72 690 400 715]/F 4/P 3 0 R/Contents({words}){extra}>>"
    )
}
