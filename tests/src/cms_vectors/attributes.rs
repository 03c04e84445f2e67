//! CMS-08 to CMS-17: the signed attributes one by one, and how many signers there are (threat catalogue 2.1). What each
//! attribute may look like is also in `algebra`, cell by cell.
//! Longer than other files, because it is a list: one function for each id of the section.

use super::carrier::{
    ADBE, OTHER_TEXT, STAMPED, TEXT, bent, detached, enveloping, file, letter_with, pair, token,
    wrapped,
};
use crate::cms_builder::attribute::{
    algorithm_protection, attribute, commitment_type_value, content_type, message_digest,
    names_certificate, signature_policy_value, signing_time,
};
use crate::cms_builder::der::{contents, element, integer, octets, oid, sequence, utc_time, utf8};
use crate::cms_builder::{
    Certificate, Digest, Identity, Key, Order, SignedData, SignedOver, Signer, indefinite,
    long_length, oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [
        cms_08(),
        cms_09(),
        cms_10(),
        cms_11(),
        cms_12(),
        cms_13(),
        cms_14(),
        cms_15(),
        cms_16(),
        cms_17(),
    ]
    .concat()
}

fn broken(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "rusak").sub_indication("FORMAT_FAILURE")
}

fn claimed() -> Vec<u8> {
    signing_time(&utc_time("260203012421Z"))
}

/// An attribute type twice.
fn cms_08() -> Vec<Vector> {
    let person = Identity::person();
    let ess = names_certificate(&person.certificate);
    let other_digest = message_digest(&Digest::Sha256.of(OTHER_TEXT));
    let unknown = attribute(name::EXAMPLE, &[&integer(1)]);
    let protection = algorithm_protection(
        &Digest::Sha256.algorithm(),
        &person.key.scheme(Digest::Sha256).algorithm(),
    );
    let twice = |one: &Vec<u8>| bent(|signer| signer.and(one.clone()).and(one.clone()));
    vec![
        broken(
            "CMS-08",
            "message-digest-second-wrong",
            "Two digests, the second another text's.",
            bent(|signer| signer.and(other_digest.clone())),
        ),
        broken(
            "CMS-08",
            "message-digest-first-wrong",
            "Two digests in an order of their own, the first another text's.",
            bent(|mut signer| {
                signer.order = Order::AsGiven;
                signer.attributes.as_mut().unwrap().insert(1, other_digest.clone());
                signer
            }),
        ),
        broken(
            "CMS-08",
            "content-type",
            "contentType twice.",
            bent(|signer| signer.and(content_type(name::DATA))),
        ),
        broken(
            "CMS-08",
            "signing-certificate",
            "The certificate is named twice.",
            bent(|signer| signer.and(ess.clone())),
        ),
        broken("CMS-08", "signing-time", "Two claimed times.", twice(&claimed())),
        broken("CMS-08", "algorithm-protection", "Two protections.", twice(&protection)),
        broken(
            "CMS-08",
            "unknown",
            "Any type may stand once (RFC 5652 5.3), known or not.",
            twice(&unknown),
        ),
        broken(
            "CMS-08",
            "in-a-file",
            "Two digests in a signed file.",
            file(TEXT, |signer| signer.and(other_digest.clone())),
        ),
    ]
}

/// No value, or two.
fn cms_09() -> Vec<Vector> {
    let digests = |signed: &[u8]| {
        [octets(&Digest::Sha256.of(OTHER_TEXT)), octets(&Digest::Sha256.of(signed))]
    };
    let person = Identity::person();
    let two = letter_with(ADBE, |signed| {
        let [wrong, right] = digests(signed);
        let attribute = attribute(name::MESSAGE_DIGEST, &[&wrong, &right]);
        SignedData::detached(&person, &Signer::new(&person, b"").replacing(1, attribute)).encode()
    });
    vec![
        broken("CMS-09", "message-digest-second-right", "Two values, the second is right.", two),
        broken(
            "CMS-09",
            "message-digest-none",
            "No value.",
            bent(|signer| signer.replacing(1, attribute(name::MESSAGE_DIGEST, &[]))),
        ),
        broken(
            "CMS-09",
            "content-type-two",
            "data and signedData as values of one attribute.",
            bent(|signer| {
                signer.replacing(
                    0,
                    attribute(name::CONTENT_TYPE, &[&oid(name::DATA), &oid(name::SIGNED_DATA)]),
                )
            }),
        ),
        broken(
            "CMS-09",
            "unknown-none",
            "An unknown attribute without a value.",
            bent(|signer| signer.and(attribute(name::EXAMPLE, &[]))),
        ),
    ]
}

/// Values of the wrong type.
fn cms_10() -> Vec<Vector> {
    let person = Identity::person();
    let with_digest = |make: &dyn Fn(&[u8]) -> Vec<u8>| {
        letter_with(ADBE, |signed| {
            let value = make(&Digest::Sha256.of(signed));
            let attribute = attribute(name::MESSAGE_DIGEST, &[&value]);
            SignedData::detached(&person, &Signer::new(&person, b"").replacing(1, attribute))
                .encode()
        })
    };
    vec![
        broken(
            "CMS-10",
            "integer",
            "The digest as INTEGER.",
            with_digest(&|digest| element(0x02, digest)),
        ),
        broken(
            "CMS-10",
            "text",
            "The digest as UTF8String, in hexadecimal.",
            with_digest(&|digest| {
                utf8(&digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            }),
        ),
        broken(
            "CMS-10",
            "constructed",
            "The digest in two segments: BER. Wrong type by the catalogue; a reader of BER \
                 may take it, and says that it is not DER.",
            with_digest(&|digest| {
                element(0x24, &[octets(&digest[..16]), octets(&digest[16..])].concat())
            }),
        )
        .or_any(&["asli", "belum-pasti"]),
        Vector::new(
            "CMS-10",
            "wrapped",
            "The OCTET STRING within another: the right type, and another digest.",
            with_digest(&|digest| octets(&octets(digest))),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        broken("CMS-10", "null", "NULL.", with_digest(&|_| element(0x05, b""))),
        broken(
            "CMS-10",
            "content-type-text",
            "The content type as text.",
            bent(|signer| signer.replacing(0, attribute(name::CONTENT_TYPE, &[&utf8(name::DATA)]))),
        ),
        broken(
            "CMS-10",
            "signing-time-integer",
            "The time as INTEGER.",
            bent(|signer| signer.and(attribute(name::SIGNING_TIME, &[&integer(9)]))),
        ),
    ]
}

/// contentType and eContentType.
fn cms_11() -> Vec<Vector> {
    let private = |file: SignedData| SignedData { content_type: oid(name::EXAMPLE), ..file };
    let says =
        |dotted: &'static str| move |signer: Signer| signer.replacing(0, content_type(dotted));
    vec![
        broken("CMS-11", "absent", "No contentType.", bent(|signer| signer.without(0))),
        broken(
            "CMS-11",
            "attribute-signed-data",
            "The attribute says signedData, the structure data.",
            bent(says(name::SIGNED_DATA)),
        ),
        broken(
            "CMS-11",
            "content-signed-data",
            "The structure says signedData, the attribute data.",
            wrapped(|file| SignedData { content_type: oid(name::SIGNED_DATA), ..file }),
        ),
        broken(
            "CMS-11",
            "content-tst-info",
            "A token's type in a signature of a person, both agree.",
            letter_with(ADBE, |signed| {
                let person = Identity::person();
                let signer = says(name::TST_INFO)(Signer::new(&person, &Digest::Sha256.of(signed)));
                SignedData {
                    content_type: oid(name::TST_INFO),
                    ..SignedData::detached(&person, &signer)
                }
                .encode()
            }),
        ),
        broken(
            "CMS-11",
            "private-in-a-pdf",
            "A type of nobody's, both agree: in a PDF it is data.",
            letter_with(ADBE, |signed| {
                let person = Identity::person();
                let signer = says(name::EXAMPLE)(Signer::new(&person, &Digest::Sha256.of(signed)));
                private(SignedData::detached(&person, &signer)).encode()
            }),
        ),
        broken(
            "CMS-11",
            "private-in-a-file-differs",
            "In a file the two must agree.",
            private(enveloping(TEXT, |signer| signer)).encode(),
        ),
        Vector::new(
            "CMS-11",
            "private-in-a-file",
            "In a file the two agree; what the type means is not known, so that not \
                 certain is right too.",
            private(enveloping(TEXT, says(name::EXAMPLE))).encode(),
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// Not in DER's order.
fn cms_12() -> Vec<Vector> {
    let unsorted = |over: SignedOver| {
        bent(|mut signer| {
            signer.attributes.as_mut().unwrap().sort();
            signer.attributes.as_mut().unwrap().reverse();
            signer.order = Order::AsGiven;
            signer.over = over;
            signer
        })
    };
    let of_other_order = bent(|mut signer| {
        let mut reversed = signer.attributes.clone().unwrap();
        reversed.sort();
        reversed.reverse();
        signer.over = SignedOver::Bytes(element(0x31, &reversed.concat()));
        signer
    });
    let tolerated = |vector: Vector| {
        vector
            .note("attributes-not-der")
            .says("/signatures/0/indication_strict", "\"INDETERMINATE\"")
    };
    vec![
        tolerated(
            Vector::new(
                "CMS-12",
                "as-sent",
                "Sent in another order and signed as sent: hashed as received; the policy \
                 accepts it and says so.",
                unsorted(SignedOver::Attributes),
                "asli",
            )
            .says("signature_value/attribute_order", "\"as-received\""),
        ),
        tolerated(
            Vector::new(
                "CMS-12",
                "as-sorted",
                "Sent in another order and signed in DER's.",
                unsorted(SignedOver::SortedAttributes),
                "asli",
            )
            .says("signature_value/attribute_order", "\"der\""),
        ),
        Vector::new(
            "CMS-12",
            "of-another-order",
            "Sent in DER's order, signed in another: no third order is tried.",
            of_other_order,
            "rusak",
        )
        .sub_indication("SIG_CRYPTO_FAILURE"),
        Vector::new(
            "CMS-12",
            "der",
            "Sent and signed in DER's order.",
            bent(|signer| signer),
            "asli",
        )
        .says("signature_value/attribute_order", "\"as-received\""),
    ]
}

/// BER inside the signed attributes.
fn cms_13() -> Vec<Vector> {
    let ber = |variant: &str, bend: &dyn Fn(&[u8]) -> Vec<u8>, over_der: bool| {
        let bytes = bent(|mut signer| {
            if over_der {
                signer.over = SignedOver::Bytes(signer.attribute_set(0x31));
            }
            let attributes = signer.attributes.as_mut().unwrap();
            attributes[1] = bend(&attributes[1]);
            signer
        });
        let (variant, order) = if over_der {
            (format!("{variant}-over-der"), "\"der-from-ber\"")
        } else {
            (variant.to_owned(), "\"as-received\"")
        };
        Vector::new(
            "CMS-13",
            &variant,
            "Signed attributes must be DER: hashed as received, then in DER, and the \
                 report says which.",
            bytes,
            "asli",
        )
        .note("attributes-not-der")
        .says("/signatures/0/indication_strict", "\"INDETERMINATE\"")
        .says("signature_value/attribute_order", order)
    };
    let long = |attribute: &[u8]| long_length(attribute);
    let open = |attribute: &[u8]| indefinite(attribute);
    let boolean = |value: u8| attribute(name::EXAMPLE, &[&element(0x01, &[value])]);
    vec![
        ber("long-length", &long, false),
        ber("long-length", &long, true),
        ber("indefinite", &open, false),
        ber("indefinite", &open, true),
        Vector::new(
            "CMS-13",
            "boolean-01",
            "TRUE written 01 in an unknown attribute: its value is not read, so it may \
                 pass unseen.",
            bent(|signer| signer.and(boolean(1))),
            "asli",
        )
        .or("rusak"),
        Vector::new(
            "CMS-13",
            "garbage-length",
            "A length that runs past the attribute.",
            bent(|signer| {
                let mut attribute = claimed();
                attribute[1] += 20;
                signer.and(attribute)
            }),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
    ]
}

/// The implicit tag under the hash.
fn cms_14() -> Vec<Vector> {
    let bytes = bent(|signer| {
        let set = signer.attribute_set(0xa0);
        Signer { over: SignedOver::Bytes(set), ..signer }
    });
    let contents_only = bent(|signer| {
        let set = contents(&signer.attribute_set(0x31)).to_vec();
        Signer { over: SignedOver::Bytes(set), ..signer }
    });
    vec![
        Vector::new(
            "CMS-14",
            "implicit-tag",
            "Signed with the tag A0 as sent: only that of a SET counts (RFC 5652 5.4).",
            bytes,
            "rusak",
        )
        .sub_indication("SIG_CRYPTO_FAILURE"),
        Vector::new("CMS-14", "no-tag", "Signed without tag and length.", contents_only, "rusak")
            .sub_indication("SIG_CRYPTO_FAILURE"),
    ]
}

/// Attributes that mean something, and some that mean nothing here.
fn cms_15() -> Vec<Vector> {
    let with =
        |dotted: &str, value: Vec<u8>| bent(|signer| signer.and(attribute(dotted, &[&value])));
    let hints = sequence(&[&utf8("surat"), &oid(name::DATA)]);
    let token = token(b"none yet", STAMPED).encode();
    vec![
        Vector::new(
            "CMS-15",
            "time-stamp-signed",
            "A signature time-stamp among the signed attributes: it cannot be of this \
                 signature, and proves no time.",
            with(name::SIGNATURE_TIME_STAMP, token),
            "asli",
        )
        .or("rusak")
        .says("/signatures/0/time_stamp", "null"),
        Vector::new(
            "CMS-15",
            "countersignature-signed",
            "A countersignature among the signed attributes, where none may be (RFC 5652 11.4).",
            with(name::COUNTERSIGNATURE, sequence(&[])),
            "asli",
        )
        .or("rusak")
        .says("/signatures/1", "null"),
        Vector::new(
            "CMS-15",
            "signature-policy",
            "An explicit signature policy: not evaluated, and strictly that leaves it open.",
            with(name::SIGNATURE_POLICY, signature_policy_value("1.3.6.1.4.1.32473.2")),
            "asli",
        )
        .note("signature-policy-not-evaluated")
        .says("/signatures/0/indication_strict", "\"INDETERMINATE\"")
        .says("/signatures/0/sub_indication_strict", "\"SIGNATURE_POLICY_NOT_AVAILABLE\""),
        Vector::new(
            "CMS-15",
            "commitment-type",
            "A commitment: a claim of the signer.",
            with(name::COMMITMENT_TYPE, commitment_type_value()),
            "asli",
        ),
        Vector::new(
            "CMS-15",
            "content-hints",
            "content-hints (RFC 2634 2.9).",
            with("1.2.840.113549.1.9.16.2.4", hints),
            "asli",
        ),
        Vector::new(
            "CMS-15",
            "mime-type",
            "mime-type (EN 319 122-1 5.2.5).",
            with("0.4.0.1733.2.1", utf8("application/pdf")),
            "asli",
        ),
        Vector::new(
            "CMS-15",
            "unknown",
            "An attribute of nobody's: said by its number.",
            with(name::EXAMPLE, integer(1)),
            "asli",
        )
        .note("attribute-unknown"),
    ]
}

/// Nobody signs.
fn cms_16() -> Vec<Vector> {
    let none = |file: SignedData| SignedData { signer_infos: Vec::new(), ..file };
    let person = Identity::person();
    let bag = none(detached(&person, TEXT));
    let bare = SignedData { certificates: Vec::new(), ..bag.clone() };
    let with_content = none(enveloping(TEXT, |signer| signer));
    vec![
        broken(
            "CMS-16",
            "in-a-pdf",
            "Certificates and no signer: a loop over none is content with all of them.",
            wrapped(none),
        ),
        Vector::new(
            "CMS-16",
            "certificates",
            "A file of certificates: nobody signed anything.",
            bag.encode(),
            "data-sertifikat",
        )
        .says("/document/kind", "\"certificate\""),
        Vector::new(
            "CMS-16",
            "nothing",
            "No signer and no certificate: broken, or nothing signed.",
            bare.encode(),
            "rusak",
        )
        .or("tanpa")
        .or("belum-pasti"),
        Vector::new(
            "CMS-16",
            "content",
            "A content, certificates, and nobody who signs: never good, whichever of these \
                 it is called.",
            with_content.encode(),
            "data-sertifikat",
        )
        .or("rusak")
        .or("tanpa")
        .or("belum-pasti"),
        pair("CMS-16", "beside", "A file beside certificates.", [TEXT, &bag.encode()], "rusak")
            .or("tanpa")
            .or("belum-pasti")
            .or("data-sertifikat"),
    ]
}

/// Several sign.
fn cms_17() -> Vec<Vector> {
    let (one, other) = (Identity::person(), Identity::other_person());
    let stranger = Certificate::person("Contoh Penyusup", 17).self_signed(Key::p256("penyusup"));
    let by =
        |identity: &Identity, text: &[u8]| Signer::new(identity, &Digest::Sha256.of(text)).encode();
    let together = |signer_infos: Vec<Vec<u8>>| {
        let mut file = enveloping(TEXT, |signer| signer);
        file.certificates.extend([other.certificate.clone(), stranger.certificate.clone()]);
        file.signer_infos = signer_infos;
        file.encode()
    };
    let in_pdf = letter_with(ADBE, |signed| {
        let mut container = detached(&one, signed);
        container.certificates.push(other.certificate.clone());
        container.signer_infos.push(by(&other, signed));
        container.encode()
    });
    let file = |variant: &str, why: &str, signers: Vec<Vec<u8>>, verdict| {
        Vector::new("CMS-17", variant, why, together(signers), verdict)
    };
    vec![
        broken("CMS-17", "two-in-a-pdf", "A PDF's container has one signer.", in_pdf),
        file(
            "two-good",
            "Two persons sign a file.",
            vec![by(&one, TEXT), by(&other, TEXT)],
            "asli",
        )
        .says("/signatures/0/indication", "\"TOTAL-PASSED\"")
        .says("/signatures/1/indication", "\"TOTAL-PASSED\"")
        .says("/signatures/2", "null"),
        file(
            "stranger-last",
            "The second is of nobody's: the worst leads.",
            vec![by(&one, TEXT), by(&stranger, TEXT)],
            "tidak-dikenal",
        ),
        file(
            "stranger-first",
            "The first is of nobody's.",
            vec![by(&stranger, TEXT), by(&one, TEXT)],
            "tidak-dikenal",
        ),
        file(
            "other-text",
            "The second signed another text.",
            vec![by(&one, TEXT), by(&other, OTHER_TEXT)],
            "berubah",
        ),
        file(
            "many",
            "Two hundred signers of which one is broken.",
            (0..200).map(|at| by(&one, if at == 150 { OTHER_TEXT } else { TEXT })).collect(),
            "berubah",
        )
        .or("belum-pasti"),
    ]
}
