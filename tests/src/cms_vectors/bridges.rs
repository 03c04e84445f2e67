//! TST-08 once more: what a document time-stamp says of a time-stamp authority that has ended since, by whom it is made.

use super::carrier::STAMPED;
use crate::circumstances::{Circumstances, Entry};
use crate::cms_builder::{Certificate, Identity, Key, TimeStamp, TstInfo};
use crate::hierarchy::anchor_of;
use crate::pdf_builder::{Placeholder, Signing, Update, hashed, range_text, sign};
use crate::pdf_vectors::Vector;
use crate::pdf_vectors::letter::{
    catalog_with_form, document_time_stamp, field, letter, page, time_stamp_dictionary,
};

/// When the second document time-stamp says that it was made: the first one's authority was valid then.
const BRIDGED: &str = "20260301000000Z";

/// Every vector of this kind.
pub(super) fn vectors() -> Vec<Vector> {
    let ended = Certificate::time_stamp_authority("Contoh Penanda Waktu", 150)
        .valid("20250101000000Z", "20260901000000Z");
    let ended = Identity::issued(&ended, Key::p256("waktu"));
    let test_root = anchor_of("Akar Uji Contoh", "akar-uji");
    let test_authority = Identity::issued_by(
        &test_root,
        &Certificate::time_stamp_authority("Penanda Waktu Uji Contoh", 160),
        Key::p256("waktu-uji"),
    );
    let once = stamped_by(
        &ended,
        STAMPED,
        &document_time_stamp(),
        &sign(letter().document(), &Signing::by(&Identity::person())),
    );
    let twice = |authority| stamped_by(authority, BRIDGED, &second_time_stamp(), &once);
    let anchor = Entry { regime: "uji", ..Entry::anchor("akar-uji", &test_root) };
    let vector = |variant: &str, why: &str, bytes: Vec<u8>, source: &str| {
        Vector::new("TST-08", variant, why, bytes, "asli")
            .says("/signatures/0/time_source", format!("\"{source}\""))
            .under(Circumstances::of(std::slice::from_ref(&anchor), &[]))
    };
    vec![
        vector(
            "document-time-stamp-ended",
            "The authority of the document time-stamp has ended and is not listed.",
            once.clone(),
            "validation-time",
        )
        .says("/signatures/1/sub_indication", "\"OUT_OF_BOUNDS_NO_POE\""),
        vector(
            "bridged",
            "Another authority stamped the document while the first one was valid: EN 319 102-1 5.6.2.4.",
            twice(&Identity::time_stamp_authority()),
            "time-stamp",
        )
        .says("/signatures/0/best_signature_time", "\"2026-02-03T01:24:22Z\"")
        .says("/signatures/1/indication", "\"TOTAL-PASSED\""),
        vector(
            "bridged-by-a-test-authority",
            "A test authority's key is anybody's, and may say any time of a key that was lost since.",
            twice(&test_authority),
            "validation-time",
        )
        .says("/signatures/1/sub_indication", "\"OUT_OF_BOUNDS_NO_POE\"")
        .says("/signatures/2/verdict", "\"uji\""),
    ]
}

/// A revision that adds another document time-stamp: objects 32 and 33.
fn second_time_stamp() -> Update {
    Update::new()
        .object(1, catalog_with_form("<</Fields[6 0 R 30 0 R 32 0 R]/SigFlags 3>>", ""))
        .object(3, page(" 30 0 R 32 0 R", ""))
        .object(32, field("Waktu lagi", "/V 33 0 R", ""))
        .object(33, time_stamp_dictionary())
}

/// The file with a revision that this authority stamps.
fn stamped_by(authority: &Identity, gen_time: &str, update: &Update, previous: &[u8]) -> Vec<u8> {
    let mut file = update.append_to(previous);
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    placeholder.write_range(&mut file, &range_text(&range));
    let tst_info = TstInfo::new(&hashed(&file, &range), gen_time);
    placeholder.write_contents(&mut file, &TimeStamp::by(authority, &tst_info).encode());
    file
}
