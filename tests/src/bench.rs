//! Documents for the benchmark: so many pages with a content stream each, a stream of so many bytes, so many signatures.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

use crate::pdf_builder::{Update, stream};
use crate::pdf_vectors::letter::{content, dictionary, field, signed, signed_update};

/// What a document of the benchmark is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Objects of its pages: half of them pages, half contents; at least one page.
    pub objects: u32,
    /// Bytes of one image on its first page.
    pub image: usize,
    /// Each in a revision of its own.
    pub signatures: u32,
}

/// The rows, smallest first.
pub const SHAPES: [Shape; 12] = {
    const fn shape(objects: u32, megabytes: usize, signatures: u32) -> Shape {
        Shape { objects, image: megabytes * 1_000_000, signatures }
    }
    [
        shape(1, 0, 1),
        shape(100, 0, 1),
        shape(100, 0, 10),
        shape(10_000, 0, 1),
        shape(10_000, 0, 10),
        shape(1, 1, 1),
        shape(100, 1, 10),
        shape(10_000, 20, 1),
        shape(10_000, 20, 10),
        shape(1, 200, 1),
        shape(100, 200, 10),
        shape(10_000, 200, 10),
    ]
};

const FIRST_PAGE: u32 = 1000;

/// The first page with the widgets of these signature fields.
fn first_page(fields: &str) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>\
         /XObject<</I 8 0 R>>>>/Contents {} 0 R/Annots[{fields}]>>",
        FIRST_PAGE + 1
    )
}

fn form(fields: &str) -> String {
    format!("<</Fields[{fields}]/SigFlags 3>>")
}

/// Bytes that look like nothing: xorshift.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// Makes the document.
#[must_use]
pub fn document(shape: Shape) -> Vec<u8> {
    let pages = (shape.objects / 2).max(1);
    let numbers = (0..pages).map(|page| FIRST_PAGE + 2 * page);
    let kids: Vec<String> = numbers.clone().map(|number| format!("{number} 0 R")).collect();
    let mut fields = "6 0 R".to_owned();
    let image =
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray";
    let mut update = Update::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R>>")
        .object(2, format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")))
        .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        .object(6, field("Penanda", "/V 7 0 R", "").replace("/P 3 0 R", "/P 1000 0 R"))
        .object(7, dictionary(""))
        .object(8, stream(image, &noise(shape.image)))
        .object(9, form(&fields));
    for number in numbers {
        let page = if number == FIRST_PAGE {
            first_page(&fields)
        } else {
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>\
                 /Contents {} 0 R>>",
                number + 1
            )
        };
        update = update.object(number, page);
        update = update.stream(number + 1, "", content(&format!("Halaman {number}")));
    }
    let mut file = signed(&update);
    for number in 1..shape.signatures {
        let id = 100 + 2 * number;
        fields += &format!(" {id} 0 R");
        let name = format!("Penanda{number}");
        let value = format!("/V {} 0 R", id + 1);
        let update = Update::new()
            .object(9, form(&fields))
            .object(FIRST_PAGE, first_page(&fields))
            .object(id, field(&name, &value, "").replace("/P 3 0 R", "/P 1000 0 R"))
            .object(id + 1, dictionary(""));
        file = signed_update(&update, &file);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::Letters;
    use crate::trust::{DemoAnchors, validation_data};

    /// How fast it is, no test asks; that there is something to be measured, this one does.
    #[test]
    fn small_documents_of_the_benchmark_verify() {
        let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
        let at = Letters::read().unwrap().at().unwrap();
        for shape in [SHAPES[0], Shape { objects: 20, image: 999, signatures: 3 }] {
            let report = verifier::verify(&document(shape), &data, at);
            assert_eq!(report.verdict.key(), "asli", "{shape:?}");
            let signatures = usize::try_from(shape.signatures).unwrap();
            assert_eq!(report.signatures.len(), signatures, "{shape:?}");
        }
    }
}
