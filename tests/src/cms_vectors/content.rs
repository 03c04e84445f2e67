//! CMS-01 to CMS-07: what is signed, and whether the attributes say so (threat catalogue 2.1).

use super::carrier::{
    ADBE, CADES, OTHER_TEXT, TEXT, bent, bent_by, detached, enveloping, file, letter_with, pair,
};
use crate::cms_builder::der::octets;
use crate::cms_builder::{Digest, Identity, SignedData, Signer};
use crate::pdf_builder::replaced;
use crate::pdf_vectors::Vector;
use crate::pdf_vectors::letter::{LINE, OTHER_LINE};

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_01(), cms_02(), cms_03(), cms_04(), cms_05(), cms_06(), cms_07()].concat()
}

/// A content inside a signature that is a detached one.
fn cms_01() -> Vec<Vector> {
    let person = Identity::person();
    let of_other = letter_with(ADBE, |_| enveloping(OTHER_TEXT, |signer| signer).encode());
    let of_this = letter_with(ADBE, |signed| enveloping(signed, |signer| signer).encode());
    let mixed = letter_with(ADBE, |signed| {
        SignedData { content: Some(octets(OTHER_TEXT)), ..detached(&person, signed) }.encode()
    });
    let made = |variant, why, bytes| {
        Vector::new("CMS-01", variant, why, bytes, "rusak").sub_indication("FORMAT_FAILURE")
    };
    vec![
        made(
            "of-another-text",
            "A genuine signature over its own content, pasted into a PDF.",
            of_other,
        ),
        made(
            "of-these-bytes",
            "The content is the signed bytes; in a detached form it may not be there.",
            of_this,
        ),
        made(
            "beside-the-digest",
            "The digest is that of the PDF, the content another text.",
            mixed,
        ),
    ]
}

/// A content inside, beside, both, or neither.
fn cms_02() -> Vec<Vector> {
    let person = Identity::person();
    let signature = detached(&person, TEXT).encode();
    let empty = file(b"", |signer| signer);
    vec![
        Vector::new(
            "CMS-02",
            "inside",
            "An ordinary signed file with its content inside.",
            file(TEXT, |signer| signer),
            "asli",
        )
        .says("/document/kind", "\"cms\"")
        .says("/signatures/0/signer/common_name", "\"Contoh Penanda Tangan Dua\""),
        pair("CMS-02", "beside", "A file with its detached signature.", [TEXT, &signature], "asli")
            .says("/signatures/0/signer/common_name", "\"Contoh Penanda Tangan Dua\""),
        Vector::new(
            "CMS-02",
            "neither",
            "A detached signature without its file.",
            signature.clone(),
            "belum-pasti",
        )
        .reason("content-missing"),
        pair(
            "CMS-02",
            "both",
            "A content inside and a file beside: which one is meant is not guessed.",
            [OTHER_TEXT, &file(TEXT, |signer| signer)],
            "belum-pasti",
        )
        .reason("content-twice"),
        pair(
            "CMS-02",
            "both-the-same",
            "Both, and the same: still not guessed.",
            [TEXT, &file(TEXT, |signer| signer)],
            "belum-pasti",
        )
        .reason("content-twice"),
        Vector::new(
            "CMS-02",
            "empty-inside",
            "A content of no bytes is a content: absent is another thing than empty.",
            empty.clone(),
            "asli",
        ),
        pair(
            "CMS-02",
            "empty-inside-and-beside",
            "The content of no bytes counts, so there are two.",
            [TEXT, &empty],
            "belum-pasti",
        )
        .reason("content-twice"),
        pair(
            "CMS-02",
            "empty-beside",
            "A file of no bytes, signed; a verifier may also say that there is nothing to judge.",
            [b"", &detached(&person, b"").encode()],
            "asli",
        )
        .or("belum-pasti"),
        pair(
            "CMS-02",
            "beside-another",
            "Another file beside the signature.",
            [OTHER_TEXT, &signature],
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
    ]
}

/// No signed attributes.
fn cms_03() -> Vec<Vector> {
    let person = Identity::person();
    let bare = |sub_filter| {
        letter_with(sub_filter, |signed| {
            let signer = Signer::new(&person, b"").over_content(signed);
            SignedData::detached(&person, &signer).encode()
        })
    };
    let of_text = Signer::new(&person, b"").over_content(TEXT);
    vec![
        Vector::new(
            "CMS-03",
            "adbe",
            "A right signature over the bytes themselves: the older form may lack \
                 attributes.",
            bare(ADBE),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        Vector::new("CMS-03", "cades", "PAdES asks for signed attributes.", bare(CADES), "rusak")
            .sub_indication("FORMAT_FAILURE"),
        Vector::new(
            "CMS-03",
            "enveloping",
            "A signed file without them.",
            SignedData::attached(&person, &of_text, TEXT).encode(),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        pair(
            "CMS-03",
            "detached",
            "A detached signature without them.",
            [TEXT, &SignedData::detached(&person, &of_text).encode()],
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        Vector::new(
            "CMS-03",
            "empty-set",
            "A set of no attributes is there, and lacks what is mandatory (RFC 5652 5.3: \
                 at least one).",
            bent(|signer| signer.attributes(Vec::new())),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
    ]
}

/// The attributes are dropped and shown as the content.
fn cms_04() -> Vec<Vector> {
    let person = Identity::person();
    let genuine = Signer::new(&person, &Digest::Sha256.of(TEXT));
    let content = genuine.attribute_set(0x31);
    let forged = Signer { attributes: None, signature: Some(genuine.signature()), ..genuine };
    let why = "The attributes of a genuine signature as content, its signature over them as \
                 the signature over the content.";
    vec![
        Vector::new(
            "CMS-04",
            "enveloping",
            why,
            SignedData::attached(&person, &forged, &content).encode(),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        pair(
            "CMS-04",
            "detached",
            why,
            [&content, &SignedData::detached(&person, &forged).encode()],
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
    ]
}

/// Bytes that read as attributes were signed without attributes; they are then added as such.
fn cms_05() -> Vec<Vector> {
    let person = Identity::person();
    let honest = Signer::new(&person, &Digest::Sha256.of(TEXT));
    let content = honest.attribute_set(0x31);
    let bare = honest.clone().over_content(&content);
    let mut mixed = SignedData::attached(&person, &bare, &content);
    mixed.signer_infos.push(honest.encode());
    vec![
        Vector::new(
            "CMS-05",
            "added",
            "Nothing tells it from an ordinary signature, byte for byte: what protects is \
                 that signatures without attributes never pass, so that nobody makes them.",
            bent(|signer| {
                let content = signer.attribute_set(0x31);
                let over = crate::cms_builder::SignedOver::Bytes(content);
                Signer { over, ..signer }
            }),
            "asli",
        ),
        Vector::new(
            "CMS-05",
            "mixed",
            "One SignerInfo with attributes and one without, of one signature value: the \
                 worse one leads.",
            mixed.encode(),
            "belum-pasti",
        )
        .or("berubah"),
    ]
}

/// No messageDigest.
fn cms_06() -> Vec<Vector> {
    let why = "The signature holds over the other attributes; nothing ties it to the document.";
    vec![
        Vector::new("CMS-06", "adbe", why, bent(|signer| signer.without(1)), "rusak")
            .sub_indication("FORMAT_FAILURE"),
        Vector::new(
            "CMS-06",
            "cades",
            why,
            bent_by(&Identity::person(), CADES, |signer| signer.without(1)),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
        Vector::new("CMS-06", "enveloping", why, file(TEXT, |signer| signer.without(1)), "rusak")
            .sub_indication("FORMAT_FAILURE"),
    ]
}

/// messageDigest is that of other bytes.
fn cms_07() -> Vec<Vector> {
    let person = Identity::person();
    let good = bent(|signer| signer);
    let signer = Signer::new(&person, &Digest::Sha256.of(TEXT));
    vec![
        Vector::new(
            "CMS-07",
            "page-changed",
            "The amount on the page is changed.",
            replaced(&good, LINE.as_bytes(), OTHER_LINE.as_bytes()),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        Vector::new(
            "CMS-07",
            "digest-of-another-text",
            "The attributes are signed; their digest is another text's.",
            letter_with(ADBE, |_| detached(&person, OTHER_TEXT).encode()),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        Vector::new(
            "CMS-07",
            "digest-truncated",
            "The first 16 octets of the right digest.",
            bent_by(&person, ADBE, |signer| {
                let digest =
                    crate::cms_builder::der::contents(&signer.attributes.clone().unwrap()[1])
                        .to_vec();
                let short = digest[digest.len() - 32..digest.len() - 16].to_vec();
                signer.replacing(1, crate::cms_builder::attribute::message_digest(&short))
            }),
            "berubah",
        )
        .or("rusak"),
        Vector::new(
            "CMS-07",
            "content-changed",
            "The content inside is another one.",
            SignedData::attached(&person, &signer, OTHER_TEXT).encode(),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        Vector::new("CMS-07", "good", "Nothing is changed.", good, "asli"),
    ]
}
