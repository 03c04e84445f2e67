//! TST-08, TST-09, TST-13, TST-14, TST-16 to TST-19: what time a token proves, and whether it still does (threat catalogue 4).

use super::carrier::{
    ADBE, STAMPED, bent, bent_by, letter_with, letter_with_room, stamped, stamped_by, token,
};
use super::tokens::{PROVEN, by_authority, proves, saying, unproven};
use crate::cms_builder::attribute::{attribute, signing_time};
use crate::cms_builder::der::{
    element, generalized_time, integer, octets, oid, sequence, utc_time,
};
use crate::cms_builder::{
    Certificate, Crl, Digest, Extension, Identity, Key, SignedData, Signer, TimeStamp, TstInfo,
    oid as name,
};
use crate::pdf_builder::{Signing, sign};
use crate::pdf_vectors::Vector;
use crate::pdf_vectors::letter::{document_time_stamp, letter};

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [tst_08(), tst_09(), tst_13(), tst_14(), tst_16(), tst_17(), tst_18(), tst_19()].concat()
}

/// The authority's validity.
fn tst_08() -> Vec<Vector> {
    let of = |serial, from, until| {
        let certificate =
            Certificate::time_stamp_authority("Contoh Penanda Waktu", serial).valid(from, until);
        by_authority(&Identity::issued(&certificate, Key::p256("waktu")), STAMPED)
    };
    vec![
        proves(
            "TST-08",
            "ended-and-listed",
            "The authority's certificate has ended; it is listed with a window that covers \
                 the time. Strictly it proves nothing (5.5.4), and the signer's is still valid now.",
            by_authority(&Identity::of_demo_pki("tsa-2023"), STAMPED),
        )
        .note("time-stamp-authority-window")
        .says("/signatures/0/indication_strict", "\"TOTAL-PASSED\""),
        unproven(
            "TST-08",
            "ended-not-listed",
            "It has ended and is not listed: strictly an archive time-stamp would be \
                 needed.",
            of(150, "20250101000000Z", "20260901000000Z"),
        ),
        unproven(
            "TST-08",
            "not-yet-valid",
            "It was not valid yet at the time that it stamps.",
            of(151, "20260601000000Z", "20400101000000Z"),
        ),
        unproven(
            "TST-08",
            "ended-before",
            "It had ended before the time that it stamps.",
            of(152, "20240101000000Z", "20260101000000Z"),
        ),
    ]
}

/// The time itself.
fn tst_09() -> Vec<Vector> {
    let at = |gen_time: &str| stamped(|value| token(value, gen_time).attribute());
    let expired = Identity::of_demo_pki("expired");
    let expired_at =
        |gen_time: &'static str| stamped_by(&expired, |value| token(value, gen_time).attribute());
    vec![
        unproven("TST-09", "future", "Four years ahead of the moment.", at("20301231000000Z")),
        unproven(
            "TST-09",
            "ten-minutes-ahead",
            "Ten minutes ahead: more than clocks differ.",
            at("20261123081000Z"),
        ),
        Vector::new(
            "TST-09",
            "two-minutes-ahead",
            "Two minutes ahead: clocks differ; a stricter verifier waits.",
            at("20261123080200Z"),
            "asli",
        )
        .says("/signatures/0/indication", "\"TOTAL-PASSED\""),
        Vector::new(
            "TST-09",
            "before-the-certificate",
            "Before the signer's certificate was valid: the signature was not made with it.",
            at("20240601000000Z"),
            "rusak",
        )
        .or("belum-pasti"),
        unproven(
            "TST-09",
            "1990",
            "Before the authority was: proves nothing.",
            at("19900101000000Z"),
        ),
        Vector::new(
            "TST-09",
            "expired-signer-in-time",
            "A certificate that has ended since; the token proves that the signature is older.",
            expired_at("20240601000000Z"),
            "asli-saat-itu",
        )
        .says(PROVEN, "\"2024-06-01T00:00:00Z\""),
        Vector::new(
            "TST-09",
            "expired-signer-too-late",
            "Stamped after the certificate ended.",
            expired_at(STAMPED),
            "belum-pasti",
        )
        .sub_indication("OUT_OF_BOUNDS_NO_POE"),
    ]
}

/// Several tokens.
fn tst_13() -> Vec<Vector> {
    let stranger = Certificate::time_stamp_authority("Contoh Penanda Waktu", 160)
        .self_signed(Key::p256("waktu palsu"));
    let with = |make: &dyn Fn(&[u8]) -> Vec<Vec<u8>>| {
        letter_with_room(ADBE, 60_000, |signed| {
            let person = Identity::person();
            let signer = Signer::new(&person, &Digest::Sha256.of(signed));
            let unsigned = make(&signer.signature());
            SignedData::detached(&person, &Signer { unsigned, ..signer }).encode()
        })
    };
    let of = |authority: &Identity, value: &[u8], gen_time: &str| {
        TimeStamp::by(authority, &TstInfo::new(value, gen_time))
    };
    let genuine = Identity::time_stamp_authority();
    let early = |value: &[u8]| of(&stranger, value, "20250601000000Z").attribute();
    let good = |value: &[u8]| of(&genuine, value, STAMPED).attribute();
    let later = |value: &[u8]| of(&genuine, value, "20260601000000Z").attribute();
    let made = |variant, why, bytes| {
        proves("TST-13", variant, why, bytes)
            .says("time_stamp/gen_time", "\"2026-02-03T01:24:22Z\"")
    };
    let why =
        "An earlier token of nobody's beside a good one: the good one counts, the other is told.";
    vec![
        made("stranger-first", why, with(&|value| vec![early(value), good(value)]))
            .note("time-stamps-left-out"),
        made("stranger-last", why, with(&|value| vec![good(value), early(value)]))
            .note("time-stamps-left-out"),
        made(
            "two-good",
            "Two good ones: the earlier counts.",
            with(&|value| vec![later(value), good(value)]),
        ),
        made(
            "two-in-one-attribute",
            "The same as two values of one attribute.",
            with(&|value| {
                vec![attribute(
                    name::SIGNATURE_TIME_STAMP,
                    &[
                        &of(&genuine, value, "20260601000000Z").encode(),
                        &of(&genuine, value, STAMPED).encode(),
                    ],
                )]
            }),
        ),
        made(
            "other-signature-earlier",
            "An earlier token of another signature.",
            with(&|value| {
                vec![of(&genuine, b"another", "20250601000000Z").attribute(), good(value)]
            }),
        )
        .note("time-stamps-left-out"),
        Vector::new(
            "TST-13",
            "good-behind-many",
            "A good one behind twenty of nobody's: beyond a limit it does not count, which \
                 is said.",
            with(&|value| {
                let mut tokens = vec![early(value); 20];
                tokens.push(good(value));
                tokens
            }),
            "asli",
        )
        .note("time-stamps-left-out"),
    ]
}

/// The authority's revocation.
fn tst_14() -> Vec<Vector> {
    let ca = Identity::demo_ca();
    let authority = Identity::issued(
        &Certificate::time_stamp_authority("Contoh Penanda Waktu", 165),
        Key::p256("waktu"),
    );
    let revoked = |date, reason: u8| {
        let list = Crl::new("20261120000000Z", "20301120000000Z");
        let list = list.revoking(authority.field(1), date, reason);
        stamped(|value| {
            TimeStamp {
                crls: vec![list.issue(&ca)],
                ..TimeStamp::by(&authority, &TstInfo::new(value, STAMPED))
            }
            .attribute()
        })
    };
    vec![
        proves("TST-14", "not-revoked", "No list names it.", by_authority(&authority, STAMPED)),
        unproven(
            "TST-14",
            "key-compromise-before",
            "Its key was lost before the time that it stamps.",
            revoked("20260101000000Z", 1),
        ),
        unproven(
            "TST-14",
            "key-compromise-after",
            "Its key was lost after that: whoever has it writes any time.",
            revoked("20260801000000Z", 1),
        ),
        unproven(
            "TST-14",
            "superseded-before",
            "It was replaced before the time that it stamps.",
            revoked("20260101000000Z", 4),
        ),
        Vector::new(
            "TST-14",
            "superseded-after",
            "It was replaced after that: RFC 3161 4 would take the token, the policy asks \
                 that no revocation is known.",
            revoked("20260801000000Z", 4),
            "asli",
        ),
        unproven(
            "TST-14",
            "no-reason-after",
            "Revoked after that without a reason: as if its key were lost (RFC 3161 4).",
            revoked("20260801000000Z", 0),
        ),
    ]
}

/// Times in the wrong order.
fn tst_16() -> Vec<Vector> {
    let person = Identity::person();
    let content_stamped = |content_time: &'static str| {
        letter_with(ADBE, |signed| {
            let content =
                attribute(name::CONTENT_TIME_STAMP, &[&token(signed, content_time).encode()]);
            let signer = Signer::new(&person, &Digest::Sha256.of(signed)).and(content);
            let stamp = token(&signer.signature(), STAMPED).attribute();
            SignedData::detached(&person, &signer.unsigned(stamp)).encode()
        })
    };
    let document_stamped = |signature_time: &'static str| {
        let signing = Signing { time_stamp: Some(signature_time), ..Signing::by(&person) };
        let room = "00".repeat(crate::pdf_vectors::letter::ROOM);
        let wide = crate::pdf_vectors::letter::dictionary("").replace(&room, &"00".repeat(9000));
        let signed = sign(letter().object(7, wide).document(), &signing);
        crate::pdf_vectors::letter::stamped(&document_time_stamp(), &signed)
    };
    vec![
        proves(
            "TST-16",
            "content-before",
            "The content was stamped before the signature.",
            content_stamped("20260203012400Z"),
        ),
        Vector::new(
            "TST-16",
            "content-after",
            "The content, which is signed along, was stamped after the signature.",
            content_stamped("20260301000000Z"),
            "belum-pasti",
        )
        .sub_indication("TIMESTAMP_ORDER_FAILURE"),
        Vector::new(
            "TST-16",
            "document-before",
            "A document time-stamp, later in the file, says an earlier time than the \
                 signature's token.",
            document_stamped("20260301000000Z"),
            "belum-pasti",
        )
        .sub_indication("TIMESTAMP_ORDER_FAILURE"),
        Vector::new(
            "TST-16",
            "document-after",
            "In the order in which they stand.",
            document_stamped("20260203012421Z"),
            "asli",
        ),
    ]
}

/// The other fields of `TSTInfo`.
fn tst_17() -> Vec<Vector> {
    let good = |variant, why, bytes| proves("TST-17", variant, why, bytes);
    let not = |variant, why, bytes| unproven("TST-17", variant, why, bytes);
    let with = |field: Vec<u8>| saying(|info| info.and(field));
    let at = |gen_time: Vec<u8>| saying(|info| TstInfo { gen_time, ..info });
    let accuracy = |parts: &[&[u8]]| with(sequence(parts));
    let extensions = |extension: Vec<u8>| with(element(0xa1, &extension));
    let unknown = |kind: Extension| extensions(kind.of(name::EXAMPLE, &octets(b"x")));
    vec![
        good("nonce", "A nonce: there was a request once; it is not compared.", with(integer(9))),
        good("nonce-huge", "A nonce of forty octets.", with(element(2, &[0x5a; 40]))),
        good("nonce-negative", "A negative nonce.", with(element(2, &[0xff, 0x01]))),
        good(
            "serial-huge",
            "A serial number of twenty octets (RFC 3161 2.4.2: up to 160 bits).",
            saying(|info| TstInfo { serial_number: element(2, &[0x5a; 20]), ..info }),
        ),
        good("ordering", "ordering TRUE.", with(element(1, &[0xff]))),
        not("ordering-01", "TRUE written 01: a token is DER.", with(element(1, &[1]))),
        proves(
            "TST-17",
            "accuracy-seconds",
            "Accurate to five seconds: the latest moment counts.",
            accuracy(&[&integer(5)]),
        )
        .says(PROVEN, "\"2026-02-03T01:24:27Z\"")
        .last_word(),
        proves(
            "TST-17",
            "accuracy-all",
            "Five seconds, 999 milliseconds, 999 microseconds: the next whole second.",
            accuracy(&[&integer(5), &element(0x80, &[3, 0xe7]), &element(0x81, &[3, 0xe7])]),
        )
        .says(PROVEN, "\"2026-02-03T01:24:28Z\"")
        .last_word(),
        not("accuracy-negative", "Negative accuracy.", accuracy(&[&element(2, &[0xff])])),
        not(
            "accuracy-millis-1000",
            "A thousand milliseconds (RFC 3161 2.4.2: 1 to 999).",
            accuracy(&[&integer(1), &element(0x80, &[3, 0xe8])]),
        ),
        Vector::new(
            "TST-17",
            "accuracy-ten-years",
            "Accurate to ten years: the latest moment lies ahead, so that nothing is proven.",
            accuracy(&[&element(2, &[0x12, 0xcc, 0x03, 0x00])]),
            "asli",
        )
        .not_proven(),
        not(
            "accuracy-huge",
            "Seconds of more than 64 bits.",
            accuracy(&[&element(2, &[0x7f; 12])]),
        ),
        Vector::new(
            "TST-17",
            "fraction",
            "A fraction of a second: the time is no earlier than said.",
            at(generalized_time("20260203012422.25Z")),
            "asli",
        )
        .says("/signatures/0/time_source", "\"time-stamp\""),
        not(
            "fraction-ends-in-zero",
            "A fraction that ends in zero (RFC 3161 2.4.2).",
            at(generalized_time("20260203012422.50Z")),
        ),
        not("fraction-empty", "A point and no fraction.", at(generalized_time("20260203012422.Z"))),
        not("leap-second", "Second 60.", at(generalized_time("20251231235960Z"))),
        not("no-zone", "No Z.", at(generalized_time("20260203012422"))),
        not("offset", "An offset.", at(generalized_time("20260203082422+0700"))),
        not("no-seconds", "No seconds.", at(generalized_time("202602030124Z"))),
        not("utc-time", "UTCTime.", at(utc_time("260203012422Z"))),
        good(
            "extension",
            "An extension of nobody's that is not critical.",
            unknown(Extension::Plain),
        ),
        not("extension-critical", "A critical one.", unknown(Extension::Critical)),
        good(
            "policy-any",
            "Another policy: no test of trust (design, 3.1).",
            saying(|info| TstInfo { policy: oid("2.5.29.32.0"), ..info }),
        ),
    ]
}

/// No token at all.
fn tst_18() -> Vec<Vector> {
    let claiming = bent(|signer| signer.and(signing_time(&utc_time("260203012421Z"))));
    let nothing = |variant: &str, why: &str, bytes| {
        Vector::new("TST-18", variant, why, bytes, "asli")
            .note("time-not-proven")
            .not_proven()
            .says("/signatures/0/time_stamp", "null")
    };
    vec![
        nothing("signing-time", "Only a claimed time in the signature.", claiming)
            .says("/signatures/0/claimed_time", "\"2026-02-03T01:24:21Z\""),
        nothing("nothing", "No time anywhere.", bent(|signer| signer))
            .says("/signatures/0/claimed_time", "null"),
        nothing("dictionary", "Only the dictionary's M.", {
            let dictionary = crate::pdf_vectors::letter::dictionary("/M(D:20260203082421+07'00')");
            crate::pdf_vectors::letter::signed(&letter().object(7, dictionary))
        })
        .says("/signatures/0/claimed_time", "\"2026-02-03T01:24:21Z\""),
    ]
}

/// Names of archive time-stamps and evidence records around nothing.
fn tst_19() -> Vec<Vector> {
    let kinds = [
        ("evidence-record", "1.2.840.113549.1.9.16.2.49"),
        ("external-evidence-record", "1.2.840.113549.1.9.16.2.50"),
        ("archive-time-stamp-v2", "1.2.840.113549.1.9.16.2.48"),
        ("archive-time-stamp-v3", "0.4.0.1733.2.4"),
        ("certificates-and-references-time-stamp", "1.2.840.113549.1.9.16.2.26"),
    ];
    let expired = Identity::of_demo_pki("expired");
    let person = Identity::person();
    let mut vectors = Vec::new();
    for (kind, dotted) in kinds {
        let with = |identity: &Identity| {
            bent_by(identity, ADBE, |signer| {
                let value = token(&signer.signature(), "20240601000000Z").encode();
                signer.unsigned(attribute(dotted, &[&value]))
            })
        };
        let why = "A genuine token under a name that promises more: not evaluated, and no proof.";
        vectors.push(
            Vector::new("TST-19", kind, why, with(&person), "asli").or("belum-pasti").not_proven(),
        );
        vectors.push(
            Vector::new(
                "TST-19",
                &format!("{kind}-expired-signer"),
                why,
                with(&expired),
                "belum-pasti",
            )
            .sub_indication("OUT_OF_BOUNDS_NO_POE")
            .not_proven(),
        );
    }
    vectors
}
