//! Attacks on what document time-stamps prove, and on EN 319 102-1 with nothing relaxed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::circumstances::Entry;
use periksa_tests::cms_builder::{Certificate, Crl, Identity, Key, TimeStamp, TstInfo};
use periksa_tests::hierarchy::{
    Case, anchor, anchor_of, ca_certificate, ca_under, current_list, person_certificate,
    person_under,
};
use periksa_tests::pdf_builder::{
    Placeholder, Section, Update, find_last, hashed, signature_dictionary, stream,
};
use periksa_tests::pdf_vectors::letter::{
    catalog_with_form, field, letter, page, time_stamp_dictionary,
};
use serde_json::Value;
use verifier::verify;

/// Fills the last placeholders with what `contents` makes of the signed bytes.
fn filled(mut file: Vec<u8>, contents: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    let numbers = range.map(|number| number.to_string()).join(" ");
    placeholder.write_range(&mut file, &format!("[{numbers}]"));
    let container = contents(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    file
}

/// A revision with the document time-stamp of this number, by this authority.
fn stamped(file: &[u8], number: u32, authority: &Identity, gen_time: &str) -> Vec<u8> {
    let fields: String = (0..=number).map(|of| format!(" {} 0 R", 30 + 2 * of)).collect();
    let update = Update::new()
        .object(1, catalog_with_form(&format!("<</Fields[6 0 R{fields}]/SigFlags 3>>"), ""))
        .object(3, page(&fields, ""))
        .object(
            30 + 2 * number,
            field(&format!("Waktu{number}"), &format!("/V {} 0 R", 31 + 2 * number), ""),
        )
        .object(31 + 2 * number, time_stamp_dictionary());
    filled(update.append_to(file), |signed| {
        TimeStamp::by(authority, &TstInfo::new(signed, gen_time)).encode()
    })
}

fn judged(file: &[u8], case: &Case) -> Value {
    let circumstances = case.circumstances();
    let report = verify(file, &circumstances.validation_data(), circumstances.at);
    serde_json::from_str(&report.to_json()).unwrap()
}

/// A letter by the person of a case.
fn letter_of(case: &Case) -> Vec<u8> {
    filled(letter().document(), |signed| case.signed_data(signed).encode())
}

/// An authority under a root of its own, in a registry of this regime.
fn authority(
    regime: &'static str,
    name: &'static str,
    certificate: &Certificate,
) -> (Identity, Identity, Entry) {
    let root = anchor_of(name, name);
    let authority = Identity::issued_by(&root, certificate, Key::p256(&format!("kunci {name}")));
    let entry = Entry { regime, ..Entry::anchor(name, &root) };
    (authority, root, entry)
}

/// The keys of a test authority may be public: whoever has them can date its tokens back. Threats TST-08, TST-14; design, 3.1.
#[test]
fn a_test_authority_proves_nothing_of_a_real_one() {
    let certificate = Certificate::time_stamp_authority("Contoh Penanda Waktu", 40);
    let (real, real_root, real_entry) = authority("psre-induk", "Akar Waktu", &certificate);
    let (test, test_root, test_entry) = authority("uji", "Akar Uji", &certificate);
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    // The key of the real authority was lost in March, the signer's in June. The letter is of today.
    let lost = current_list().revoking(real.field(1), "20260301000000Z", 1).issue(&real_root);
    let revoked = current_list().revoking(person.field(1), "20260601000000Z", 1).issue(&ca);
    let case = Case::under(&root, &[&ca], &person)
        .lists(vec![current_list().issue(&root), revoked, lost, current_list().issue(&test_root)])
        .entry(real_entry)
        .entry(test_entry);
    let letter = letter_of(&case);
    assert_eq!(judged(&letter, &case)["verdict"], "dicabut");
    let dated = stamped(&letter, 0, &real, "20260203000000Z");
    assert_eq!(judged(&dated, &case)["verdict"], "dicabut", "the authority is revoked");
    let bridged = stamped(&dated, 1, &test, "20260204000000Z");
    let report = judged(&bridged, &case);
    let found = (&report["verdict"], &report["signatures"][0]["best_signature_time"]);
    assert_eq!(found.0, "dicabut", "{found:?} {}", report["signatures"][1]["indication"]);
}

/// The same of an authority that has ended and is not listed.
#[test]
fn a_test_authority_does_not_stand_in_for_the_registry() {
    let certificate = Certificate::time_stamp_authority("Contoh Penanda Waktu", 40);
    let ended = certificate.clone().valid("20250101000000Z", "20260901000000Z");
    let (real, real_root, real_entry) = authority("psre-induk", "Akar Waktu", &ended);
    let (test, test_root, test_entry) = authority("uji", "Akar Uji", &certificate);
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person =
        person_under(&ca, &person_certificate().valid("20250101000000Z", "20260818000000Z"));
    let case = Case::under(&root, &[&ca], &person)
        .carrying(Crl::new("20260202000000Z", "20260210000000Z").issue(&ca))
        .entry(real_entry)
        .entry(test_entry)
        .list(Crl::new("20260210000000Z", "20260220000000Z").issue(&real_root))
        .list(current_list().issue(&real_root))
        .list(current_list().issue(&test_root));
    let dated = stamped(&letter_of(&case), 0, &real, "20260203000000Z");
    let without = judged(&dated, &case);
    let with = judged(&stamped(&dated, 1, &test, "20260204000000Z"), &case);
    let key = |report: &Value| {
        let signature = &report["signatures"][0];
        format!(
            "{} {} {}",
            report["verdict"], signature["indication"], signature["indication_strict"]
        )
    };
    assert_eq!(key(&without), key(&with));
}

/// EN 319 102-1 5.6.2.2.4: evidence that is not fresh at the control time slides it to when the evidence was made, whether or not
/// the certificate has ended.
#[test]
fn the_end_of_a_certificate_makes_no_evidence_fresh() {
    let strict = |until: &'static str| {
        let root = anchor();
        let ca = ca_under(&root, &ca_certificate());
        let person = person_under(&ca, &person_certificate().valid("20250101000000Z", until));
        let case = Case::under(&root, &[&ca], &person)
            .lists(vec![current_list().issue(&root)])
            .carrying(Crl::new("20260815000000Z", "20260822000000Z").issue(&ca))
            .stamped("20260817000000Z");
        let report = judged(&case.document(), &case);
        let signature = &report["signatures"][0];
        let of = |key: &str| signature[key].to_string();
        [of("indication"), of("indication_strict"), of("policy_rules")].join(" ")
    };
    let expected = "\"TOTAL-PASSED\" \"INDETERMINATE\" [\"evidence-current-at-signing\"]";
    assert_eq!(strict("20280101000000Z"), expected);
    assert_eq!(strict("20260818000000Z"), expected);
}

/// A signed section leads behind its own revision, where somebody writes later what he likes: it is not what was signed. I3, I4.
#[test]
fn what_a_signed_entry_leads_to_stands_in_the_signed_bytes() {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    let case = Case::under(&root, &[&ca], &person);
    let made = |offset| {
        let update = letter().without(4).entry(4, offset);
        filled(update.document(), |signed| case.signed_data(signed).encode())
    };
    let length = made(0).len();
    let prepared = made(length);
    assert_eq!(prepared.len(), length);
    let body = stream("", b"BT /F1 12 Tf 72 700 Td (Bayar) Tj ET");
    let object = [b"4 0 obj\n".as_slice(), &body, b"\nendobj\n"].concat();
    let changed = Update::new().unlisted(object).append_to(&prepared);
    let report = judged(&changed, &case);
    assert!(!report["verdict"].as_str().unwrap().starts_with("asli"));
}

/// The same by a `Length` that reaches behind the revision.
#[test]
fn the_data_of_a_signed_stream_stands_in_the_signed_bytes() {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    let case = Case::under(&root, &[&ca], &person);
    // The last object before the section: its data goes on over section and trailer to what comes later.
    let made = |length: usize| {
        let of_page = page("", "").replace("/Contents 4 0 R", "/Contents 60 0 R");
        let head = format!("<</Length {length:06}>>\nstream\n");
        let update = letter().without(4).object(3, of_page).object(60, head);
        filled(update.document(), |signed| case.signed_data(signed).encode())
    };
    let plain = made(0);
    let start = find_last(&plain, b"stream\n").unwrap() + b"stream\n".len();
    let later = b"\nBT /F1 12 Tf 72 700 Td (Bayar) Tj ET";
    let prepared = made(plain.len() + later.len() - start);
    assert_eq!(prepared.len(), plain.len());
    let rest = [later.as_slice(), b"\nendstream\nendobj\n"].concat();
    let changed = Update::new().unlisted(rest).append_to(&prepared);
    let report = judged(&changed, &case);
    assert!(!report["verdict"].as_str().unwrap().starts_with("asli"));
}

/// A later revision changes nothing but the number that says how long a signed stream is: more of the signed bytes is shown. ISO
/// 32000-2 7.3.8.2; threat PDF-56.
#[test]
fn another_length_of_a_signed_stream_is_a_change() {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    let case = Case::under(&root, &[&ca], &person);
    let short = "BT /F1 12 Tf 72 700 Td (Lunas) Tj ET\n";
    let long = format!("{short}endstream\nBT /F1 12 Tf 72 600 Td (Bayar) Tj ET\n");
    let of_length = |length: usize| length.to_string();
    let body = format!("<</Length 50 0 R>>\nstream\n{long}endstream");
    let update = letter().object(4, body).object(50, of_length(short.len()));
    let prepared = filled(update.document(), |signed| case.signed_data(signed).encode());
    assert_eq!(judged(&prepared, &case)["verdict"], "asli");
    let changed = Update::new().object(50, of_length(long.len())).append_to(&prepared);
    let report = judged(&changed, &case);
    assert!(!report["verdict"].as_str().unwrap().starts_with("asli"));
}

/// The same of an object stream: objects that were behind its end when it was signed come into it.
#[test]
fn another_length_of_a_signed_object_stream_is_a_change() {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    let case = Case::under(&root, &[&ca], &person);
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let note =
        "<</Type/Annot/Subtype/FreeText/Rect[72 600 500 640]/DA(/F1 12 Tf)/Contents(Bayar)>>";
    let short = format!("14 0 13 060 {font}\n");
    let long = format!("{short}endstream {note}\n");
    let first = "14 0 13 060 ".len();
    let long = long.replace("060", &format!("{:03}", short.len() - first + "endstream ".len()));
    let body = format!("<</Type/ObjStm/N 2/First {first}/Length 50 0 R>>\nstream\n{long}endstream");
    let made = |length: usize| {
        let update = letter()
            .object(3, page(" 13 0 R", ""))
            .object(10, body.clone())
            .object(50, length.to_string())
            .section(Section::Stream)
            .compressed_entry(14, 10, 0)
            .compressed_entry(13, 10, 1);
        filled(update.document(), |signed| case.signed_data(signed).encode())
    };
    let prepared = made(short.len());
    assert_eq!(judged(&made(long.len()), &case)["verdict"], "asli");
    let changed = Update::new()
        .object(50, long.len().to_string())
        .section(Section::Stream)
        .append_to(&prepared);
    let report = judged(&changed, &case);
    assert!(!report["verdict"].as_str().unwrap().starts_with("asli"));
}

/// Two authorities' clocks differ by a second: the letter is genuine, and its archive time-stamp comes right after its own. EN
/// 319 102-1 5.6.2.3; threat TST-16.
#[test]
fn clocks_of_two_authorities_differ_by_a_second() {
    let certificate = Certificate::time_stamp_authority("Contoh Penanda Waktu", 40);
    let (other, other_root, entry) = authority("psre-induk", "Akar Waktu", &certificate);
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    let case = Case::under(&root, &[&ca], &person)
        .entry(entry)
        .list(current_list().issue(&other_root))
        .stamped("20260203000005Z");
    let with_room = signature_dictionary("adbe.pkcs7.detached", 9000, "");
    let letter = letter().object(7, with_room);
    let letter = filled(letter.document(), |signed| case.signed_data(signed).encode());
    let verdict = |time| judged(&stamped(&letter, 0, &other, time), &case)["verdict"].clone();
    assert_eq!(verdict("20260203000005Z"), "asli");
    assert_eq!(verdict("20260203000004Z"), "asli");
    // The tolerance has an end.
    assert_eq!(verdict("20260202235505Z"), "asli");
    assert_eq!(verdict("20260202235504Z"), "belum-pasti");
}
