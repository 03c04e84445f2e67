//! CMS-34 to CMS-41: what is not signed, and what a file may be wrapped in (threat catalogue 2.4).

use base64ct::{Base64, Encoding as _};

use super::carrier::{
    ADBE, OTHER_TEXT, STAMPED, TEXT, bent, bent_by, detached, enveloping, file, letter_with,
    letter_with_room, pair, token,
};
use crate::cms_builder::attribute::{
    attribute, content_type, message_digest, names_certificate, signing_time,
};
use crate::cms_builder::der::{element, integer, octets, oid, sequence, utc_time};
use crate::cms_builder::{
    Crl, Digest, Identity, SignedData, Signer, TstInfo, content_info, oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_34(), cms_35(), cms_36(), cms_37(), cms_38(), cms_39(), cms_40(), cms_41()].concat()
}

/// Unsigned attributes, which anybody can add.
fn cms_34() -> Vec<Vector> {
    let person = Identity::person();
    let unsigned = |variant: &str, why: &str, attributes: Vec<Vec<u8>>| {
        let bytes = bent(|signer| Signer { unsigned: attributes, ..signer });
        Vector::new("CMS-34", variant, why, bytes, "asli").not_proven()
    };
    let blob = file(TEXT, |signer| {
        signer.unsigned(attribute(name::EXAMPLE, &[&octets(&vec![7; 5_000_000])]))
    });
    vec![
        unsigned(
            "time-stamp-of-nothing",
            "A token that is none.",
            vec![attribute(name::SIGNATURE_TIME_STAMP, &[&octets(b"x")])],
        )
        .note("time-stamp-untrusted"),
        unsigned(
            "time-stamp-without-value",
            "The attribute without a token.",
            vec![attribute(name::SIGNATURE_TIME_STAMP, &[])],
        ),
        unsigned(
            "claims",
            "A time, a digest and a type as unsigned attributes: not the signer's word.",
            vec![
                signing_time(&utc_time("200101000000Z")),
                message_digest(b"x"),
                content_type(name::SIGNED_DATA),
            ],
        )
        .says("/signatures/0/claimed_time", "null"),
        unsigned(
            "archive-time-stamp",
            "An archive time-stamp (EN 319 122-1 5.5.3), which is not read: that is said, and takes nothing away.",
            vec![attribute("0.4.0.1733.2.4", &[&octets(b"x")])],
        )
        .says("/signatures/0/checks/4/name", "\"archive_time_stamp\"")
        .says("/signatures/0/checks/4/outcome", "\"not-checked\""),
        unsigned(
            "another-certificate",
            "Another certificate is named outside the signature.",
            vec![names_certificate(&person.issuer_certificate)],
        )
        .says("/signatures/0/signer/common_name", "\"Contoh Penanda Tangan Dua\""),
        unsigned(
            "many",
            "Fifty tokens of nothing.",
            vec![attribute(name::SIGNATURE_TIME_STAMP, &[&octets(b"x")]); 50],
        )
        .note("time-stamp-untrusted"),
        unsigned(
            "revocation-values",
            "Revocation values (EN 319 122-1 A.1.6), empty: what they would say is a hint at most.",
            vec![attribute("1.2.840.113549.1.9.16.2.24", &[&sequence(&[])])],
        )
        .or("belum-pasti"),
        Vector::new(
            "CMS-34",
            "five-megabytes",
            "A blob of five megabytes; a limit may be said instead.",
            blob,
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// A countersignature is about a signature, not about the document.
fn cms_35() -> Vec<Vector> {
    let (person, other) = (Identity::person(), Identity::other_person());
    let counter = |by: &Identity, value: &[u8]| {
        let mut signer = Signer::new(by, &Digest::Sha256.of(value));
        // RFC 5652 11.4: no content type.
        signer = signer.without(0);
        signer.encode()
    };
    let with = |counter: &dyn Fn(&[u8]) -> Vec<u8>| {
        letter_with_room(ADBE, 30_000, |signed| {
            let signer = Signer::new(&person, &Digest::Sha256.of(signed));
            let attribute = attribute(name::COUNTERSIGNATURE, &[&counter(&signer.signature())]);
            let mut container = SignedData::detached(&person, &signer.unsigned(attribute));
            container.certificates.push(other.certificate.clone());
            container.encode()
        })
    };
    let nested = with(&|value| {
        let mut inner = counter(&other, value);
        for _ in 0..60 {
            let signer = Signer {
                signature: Some(vec![0; 8]),
                ..Signer::new(&other, b"").attributes(vec![message_digest(&[0; 4])])
            };
            inner = signer.unsigned(attribute(name::COUNTERSIGNATURE, &[&inner])).encode();
        }
        inner
    });
    let only_the_signer = |vector: Vector| {
        vector
            .says("/signatures/0/signer/common_name", "\"Contoh Penanda Tangan Dua\"")
            .says("/signatures/1", "null")
    };
    vec![
        only_the_signer(
            Vector::new(
                "CMS-35",
                "good",
                "Another confirms the signature: listed under it, never as a signer.",
                with(&|value| counter(&other, value)),
                "asli",
            )
            .says("/signatures/0/countersignatures/0/outcome", "\"passed\"")
            .says("/signatures/0/countersignatures/1", "null"),
        ),
        only_the_signer(
            Vector::new(
                "CMS-35",
                "other-value",
                "The countersignature is about another signature.",
                with(&|_| counter(&other, b"another")),
                "asli",
            )
            .says("/signatures/0/countersignatures/0/outcome", "\"failed\""),
        ),
        only_the_signer(Vector::new(
            "CMS-35",
            "not-readable",
            "The countersignature is no SignerInfo.",
            with(&|_| octets(b"x")),
            "asli",
        )),
        only_the_signer(
            Vector::new(
                "CMS-35",
                "nested",
                "Sixty of them, one inside the other: not followed to the end; the limit may \
                 be said.",
                nested,
                "asli",
            )
            .or("belum-pasti"),
        ),
    ]
}

/// Lists inside the CMS.
fn cms_36() -> Vec<Vector> {
    let ca = Identity::demo_ca();
    let stale = Crl::new("20260201000000Z", "20260202000000Z");
    let with = |identity: &Identity, crls: Vec<Vec<u8>>| {
        letter_with(ADBE, |signed| SignedData { crls, ..detached(identity, signed) }.encode())
    };
    let revoked = Identity::of_demo_pki("revoked-key-compromise");
    let person = Identity::person();
    let accusing = Crl::new("20261120000000Z", "20301120000000Z").revoking(
        person.field(1),
        "20260101000000Z",
        1,
    );
    // Both hold `[0] SEQUENCE OF CertificateList` (ISO 32000-2 12.8.3.3.2; EN 319 122-1 A.1.6).
    let lists = |list: &[u8]| sequence(&[&element(0xa0, &sequence(&[list]))]);
    let archived =
        |list: &[u8]| bent(|signer| signer.and(attribute("1.2.840.113583.1.1.8", &[&lists(list)])));
    let values = |list: &[u8]| attribute("1.2.840.113549.1.9.16.2.24", &[&lists(list)]);
    vec![
        Vector::new(
            "CMS-36",
            "stale-and-good",
            "An old list that knows nothing, beside the published one: the signer is revoked.",
            with(&revoked, vec![stale.issue(&ca)]),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE"),
        Vector::new(
            "CMS-36",
            "stale-for-a-good-signer",
            "An old list beside the published one.",
            with(&person, vec![stale.issue(&ca)]),
            "asli",
        ),
        Vector::new(
            "CMS-36",
            "newer-and-accusing",
            "A newer list of the CA inside the file revokes the signer: revoked wins over good.",
            with(&person, vec![accusing.issue(&ca)]),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE"),
        Vector::new(
            "CMS-36",
            "of-nobody",
            "The same list signed by another key under the CA's name says nothing.",
            with(
                &person,
                vec![accusing.issue(&Identity { key: person.key.clone(), ..ca.clone() })],
            ),
            "asli",
        ),
        Vector::new(
            "CMS-36",
            "not-a-list",
            "Entries that are none.",
            with(&person, vec![sequence(&[]), sequence(&[&octets(b"x")])]),
            "asli",
        ),
        Vector::new(
            "CMS-36",
            "archived-and-accusing",
            "The accusing list in adbe-revocationInfoArchival, which the signer signs \
                 along: it counts.",
            archived(&accusing.issue(&ca)),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE"),
        Vector::new(
            "CMS-36",
            "archived-and-stale",
            "An old list there, beside the published one.",
            archived(&stale.issue(&ca)),
            "asli",
        ),
        Vector::new(
            "CMS-36",
            "values-and-accusing",
            "The accusing list among the unsigned revocation values: signed by its issuer, \
                 it counts from anywhere.",
            bent(|signer| signer.unsigned(values(&accusing.issue(&ca)))),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE"),
        Vector::new(
            "CMS-36",
            "values-and-stale",
            "An old list that knows nothing there, and the signer is revoked.",
            bent_by(&revoked, ADBE, |signer| signer.unsigned(values(&stale.issue(&ca)))),
            "dicabut",
        )
        .sub_indication("REVOKED_NO_POE"),
        Vector::new(
            "CMS-36",
            "archived",
            "adbe-revocationInfoArchival, empty: signed, and it says nothing.",
            bent(|signer| signer.and(attribute("1.2.840.113583.1.1.8", &[&sequence(&[])]))),
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// Other kinds of content.
fn cms_37() -> Vec<Vector> {
    let unsupported = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("CMS-37", variant, why, bytes, "belum-pasti").reason("kind-not-supported")
    };
    let kinds = [
        ("enveloped-data", "1.2.840.113549.1.7.3"),
        ("signed-and-enveloped-data", "1.2.840.113549.1.7.4"),
        ("digested-data", "1.2.840.113549.1.7.5"),
        ("encrypted-data", "1.2.840.113549.1.7.6"),
        ("authenticated-data", "1.2.840.113549.1.9.16.1.2"),
        ("compressed-data", "1.2.840.113549.1.9.16.1.9"),
        ("auth-enveloped-data", "1.2.840.113549.1.9.16.1.23"),
    ];
    let body = sequence(&[&integer(0), &element(0x31, b"")]);
    let mut vectors: Vec<Vector> = kinds
        .iter()
        .map(|(kind, dotted)| {
            unsupported(
                kind,
                "Another kind of CMS than signed-data: said by its name.",
                content_info(dotted, &body),
            )
        })
        .collect();
    let (tst_info, status) = (TstInfo::new(TEXT, STAMPED).encode(), sequence(&[&integer(0)]));
    let stamp = token(TEXT, STAMPED).encode();
    let renamed = enveloping(TEXT, |signer| signer).encode_bare();
    let safe = content_info(name::DATA, &octets(b"x"));
    vectors.extend([
        unsupported("time-stamp-token", "A token alone: it is about another file.", stamp.clone()),
        unsupported(
            "time-stamp-response",
            "A response of an authority.",
            sequence(&[&status, &stamp]),
        ),
        unsupported(
            "tst-info",
            "The content of a token alone; it looks like no kind of file.",
            tst_info,
        )
        .or_any(&["tanpa"]),
        unsupported(
            "pkcs-12",
            "A key store: not judged; its owner may be warned of the key.",
            sequence(&[&integer(3), &safe]),
        )
        .or_any(&["data-sertifikat"]),
        unsupported("data", "Data that nobody signed.", safe).or_any(&["tanpa"]),
        unsupported(
            "signed-data-as-enveloped",
            "A signature under the name of enveloped data: the name decides, nothing is guessed.",
            content_info("1.2.840.113549.1.7.3", &renamed),
        ),
        Vector::new(
            "CMS-37",
            "certificate",
            "A certificate is no signed document.",
            Identity::person().certificate,
            "data-sertifikat",
        )
        .or("belum-pasti")
        .or("tanpa"),
        Vector::new(
            "CMS-37",
            "in-a-pdf",
            "Enveloped data in a PDF's container.",
            letter_with(ADBE, |_| content_info("1.2.840.113549.1.7.3", &body)),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "CMS-37",
            "token-in-a-pdf",
            "A token in a PDF's container that says it is a signature.",
            letter_with(ADBE, |signed| token(signed, STAMPED).encode()),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
    ]);
    vectors
}

/// A signature inside a signature.
fn cms_38() -> Vec<Vector> {
    let inner = file(TEXT, |signer| signer);
    let broken = enveloping(TEXT, |signer| signer);
    let broken = SignedData { content: Some(octets(OTHER_TEXT)), ..broken }.encode();
    let other = Identity::other_person();
    let around = |content: &[u8]| {
        let signer = Signer::new(&other, &Digest::Sha256.of(content));
        SignedData::attached(&other, &signer, content).encode()
    };
    let typed = {
        let bare = enveloping(TEXT, |signer| signer).encode_bare();
        let signer =
            Signer::with(&other, Digest::Sha256, name::SIGNED_DATA, &Digest::Sha256.of(&bare));
        SignedData {
            content_type: oid(name::SIGNED_DATA),
            ..SignedData::attached(&other, &signer, &bare)
        }
        .encode()
    };
    let outer = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-38", variant, why, bytes, "asli")
            .says("/signatures/0/signer/common_name", "\"Contoh Jabatan Kepala Dinas\"")
            .says("/signatures/1", "null")
    };
    vec![
        outer(
            "good-in-good",
            "A signed file is signed again: the outer signer signs, the inner one is not judged.",
            around(&inner),
        ),
        outer(
            "broken-in-good",
            "The outer signature is good and says nothing of the broken one inside.",
            around(&broken),
        ),
        outer("typed", "The content type says signedData.", typed).or("belum-pasti"),
    ]
}

/// More than one structure.
fn cms_39() -> Vec<Vector> {
    let good = file(TEXT, |signer| signer);
    let pem = pem("CMS", &good);
    let broken = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("CMS-39", variant, why, bytes, "rusak")
    };
    let format = |vector: Vector| vector.reason("format");
    let signature = detached(&Identity::person(), TEXT).encode();
    vec![
        format(broken("one-octet", "One octet after the structure.", [&good, &b"x"[..]].concat())),
        format(broken(
            "zeros",
            "Zeros after the structure: only a PDF's container is padded.",
            [&good, &[0; 16][..]].concat(),
        )),
        format(broken(
            "two",
            "Two signatures one after the other.",
            [good.clone(), file(OTHER_TEXT, |signer| signer)].concat(),
        )),
        format(pair(
            "CMS-39",
            "detached",
            "Two detached signatures one after the other.",
            [TEXT, &[signature.clone(), signature].concat()],
            "rusak",
        )),
        broken(
            "byte-order-mark",
            "A mark before the structure: broken, or no signed file.",
            [b"\xef\xbb\xbf", good.as_slice()].concat(),
        )
        .or("tanpa")
        .or("belum-pasti"),
        broken("two-pem-blocks", "Two PEM blocks.", [pem.clone(), pem].concat()).or("belum-pasti"),
        Vector::new(
            "CMS-39",
            "in-a-pdf",
            "A second container in the padding of the first.",
            letter_with(ADBE, |signed| {
                let one = detached(&Identity::person(), signed).encode();
                [one.clone(), one].concat()
            }),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
        Vector::new(
            "CMS-39",
            "after-signed-data",
            "An element after SignedData inside ContentInfo.",
            letter_with(ADBE, |signed| {
                let bare = detached(&Identity::person(), signed).encode_bare();
                sequence(&[&oid(name::SIGNED_DATA), &element(0xa0, &[bare, integer(1)].concat())])
            }),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
    ]
}

/// A PEM block with lines of 64 characters.
fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let lines = lines(der, "\n");
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n").into_bytes()
}

fn lines(der: &[u8], end: &str) -> String {
    let text = Base64::encode_string(der);
    text.as_bytes()
        .chunks(64)
        .map(|line| format!("{}{end}", String::from_utf8_lossy(line)))
        .collect()
}

/// Ways of writing the same file.
fn cms_40() -> Vec<Vector> {
    let good = file(TEXT, |signer| signer);
    let made = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("CMS-40", variant, why, bytes, "asli").says("/document/kind", "\"cms\"")
    };
    let anything = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("CMS-40", variant, why, bytes, "rusak").or("belum-pasti").or("tanpa")
    };
    let signature = detached(&Identity::person(), TEXT).encode();
    let mut garbage = lines(&good, "\n");
    garbage.insert_str(100, "\u{0}!*");
    let mut short = lines(&good, "\n");
    short.truncate(short.len() - 7);
    vec![
        made("pem-cms", "PEM with the label of RFC 7468 8.", pem("CMS", &good)),
        made("pem-pkcs7", "PEM with the older label.", pem("PKCS7", &good)),
        made(
            "pem-crlf",
            "PEM with the line ends of mail.",
            String::from_utf8_lossy(&pem("CMS", &good)).replace('\n', "\r\n").into_bytes(),
        ),
        made("base64", "Base64 without a frame.", lines(&good, "\n").into_bytes()),
        made(
            "base64-crlf",
            "Base64 with the line ends of mail.",
            lines(&good, "\r\n").into_bytes(),
        ),
        made("base64-one-line", "Base64 in one line.", lines(&good, "").into_bytes()),
        pair(
            "CMS-40",
            "pem-detached",
            "A detached signature in PEM.",
            [TEXT, &pem("PKCS7", &signature)],
            "asli",
        ),
        anything("base64-garbage", "Characters that are none of base64.", garbage.into_bytes()),
        anything("base64-cut", "Base64 that is cut short.", short.into_bytes()),
        anything(
            "pem-label-certificate",
            "A signature under the label of a certificate: judged and said, or refused.",
            pem("CERTIFICATE", &good),
        )
        .or("asli")
        .or("data-sertifikat"),
        anything("pem-no-end", "PEM without its last line.", {
            let text = pem("CMS", &good);
            text[..text.len() - 22].to_vec()
        }),
        anything(
            "pem-after-text",
            "Text before the PEM block: judged and said, or refused.",
            [b"Surat\n", pem("CMS", &good).as_slice()].concat(),
        )
        .or("asli"),
    ]
}

/// Text that is almost the same.
fn cms_41() -> Vec<Vector> {
    let signed_lf = detached(&Identity::person(), b"Satu\nDua\n").encode();
    let signed_crlf = detached(&Identity::person(), b"Satu\r\nDua\r\n").encode();
    let changed = |variant: &str, why: &str, content: &[u8], signature: &[u8]| {
        pair("CMS-41", variant, why, [content, signature], "berubah").sub_indication("HASH_FAILURE")
    };
    vec![
        pair(
            "CMS-41",
            "exact",
            "The bytes that were signed.",
            [b"Satu\nDua\n", &signed_lf],
            "asli",
        ),
        pair(
            "CMS-41",
            "exact-crlf",
            "The bytes that were signed, with line ends of mail.",
            [b"Satu\r\nDua\r\n", &signed_crlf],
            "asli",
        ),
        changed("crlf-for-lf", "Line ends changed: other bytes.", b"Satu\r\nDua\r\n", &signed_lf),
        changed(
            "lf-for-crlf",
            "Signed as mail would send it, the file has other line ends: not tried.",
            b"Satu\nDua\n",
            &signed_crlf,
        ),
        changed("space-at-the-end", "A space more.", b"Satu\nDua \n", &signed_lf),
        changed("no-last-line-end", "The last line end is missing.", b"Satu\nDua", &signed_lf),
        changed(
            "byte-order-mark",
            "A mark before the text.",
            b"\xef\xbb\xbfSatu\nDua\n",
            &signed_lf,
        ),
        changed(
            "headers",
            "The headers of a mail before the text.",
            b"Content-Type: text/plain\r\n\r\nSatu\r\nDua\r\n",
            &signed_crlf,
        ),
    ]
}
