//! The algebra of signed attributes (threat catalogue 0.2 no. 3): each attribute, in each way of being wrong, with what must
//! come of it. Everything else about the letter is good, and the attributes are signed as they stand.

use super::carrier::bent;
use crate::cms_builder::attribute::{
    algorithm_protection_value, attribute, commitment_type_value, ess_cert_id, ess_cert_id_v2,
    signature_policy_value,
};
use crate::cms_builder::der::{children, element, null, octets, oid, sequence, utc_time};
use crate::cms_builder::{Digest, Identity, Signer, long_length, oid as name};
use crate::pdf_vectors::Vector;

/// One row: an attribute with a right and a wrong value, and what comes of being without it or of the wrong value.
struct Row {
    word: &'static str,
    dotted: &'static str,
    right: Vec<u8>,
    wrong: Vec<u8>,
    missing: Outcome,
    is_wrong: Outcome,
    wrong_type: Outcome,
}

/// A verdict, and a sub-indication where it is one.
#[derive(Clone, Copy)]
struct Outcome(&'static [&'static str], Option<&'static str>);

const GOOD: Outcome = Outcome(&["asli"], None);
const FORMAT: Outcome = Outcome(&["rusak"], Some("FORMAT_FAILURE"));
const CHANGED: Outcome = Outcome(&["berubah"], Some("HASH_FAILURE"));
const CONSTRAINTS: Outcome = Outcome(&["belum-pasti"], Some("SIG_CONSTRAINTS_FAILURE"));
/// The value is shown as a claim or not at all, so that one of the wrong type may pass unread.
const UNREAD: Outcome = Outcome(&["asli", "rusak"], None);

/// Every cell of the table.
pub(super) fn vectors() -> Vec<Vector> {
    let person = Identity::person();
    rows(&person).iter().flat_map(cells).collect()
}

fn rows(person: &Identity) -> [Row; 8] {
    let (one, other) = (&person.certificate, &person.issuer_certificate);
    let list = |cert_id: &[u8]| sequence(&[&sequence(&[cert_id])]);
    let sha_256 = Digest::Sha256.algorithm();
    let scheme = person.key.scheme(Digest::Sha256).algorithm();
    [
        Row {
            word: "content-type",
            dotted: name::CONTENT_TYPE,
            right: oid(name::DATA),
            wrong: oid(name::SIGNED_DATA),
            missing: FORMAT,
            is_wrong: FORMAT,
            wrong_type: FORMAT,
        },
        Row {
            word: "message-digest",
            dotted: name::MESSAGE_DIGEST,
            // Filled in with the digest of the letter.
            right: Vec::new(),
            wrong: octets(&[7; 32]),
            missing: FORMAT,
            is_wrong: CHANGED,
            wrong_type: FORMAT,
        },
        Row {
            word: "signing-time",
            dotted: name::SIGNING_TIME,
            right: utc_time("260203012421Z"),
            wrong: utc_time("261303012421Z"),
            missing: GOOD,
            is_wrong: FORMAT,
            wrong_type: FORMAT,
        },
        Row {
            word: "signing-certificate",
            dotted: name::SIGNING_CERTIFICATE,
            right: list(&ess_cert_id(one)),
            wrong: list(&ess_cert_id(other)),
            missing: GOOD,
            is_wrong: CONSTRAINTS,
            wrong_type: FORMAT,
        },
        Row {
            word: "signing-certificate-v2",
            dotted: name::SIGNING_CERTIFICATE_V2,
            right: list(&ess_cert_id_v2(one, Digest::Sha256)),
            wrong: list(&ess_cert_id_v2(other, Digest::Sha256)),
            // Tolerated in the older form, and said.
            missing: GOOD,
            is_wrong: CONSTRAINTS,
            wrong_type: FORMAT,
        },
        Row {
            word: "algorithm-protection",
            dotted: name::CMS_ALGORITHM_PROTECTION,
            right: algorithm_protection_value(&sha_256, &scheme),
            wrong: algorithm_protection_value(&Digest::Sha1.algorithm(), &scheme),
            missing: GOOD,
            is_wrong: CONSTRAINTS,
            wrong_type: FORMAT,
        },
        Row {
            word: "signature-policy",
            dotted: name::SIGNATURE_POLICY,
            right: signature_policy_value("1.3.6.1.4.1.32473.2"),
            wrong: signature_policy_value("1.3.6.1.4.1.32473.3"),
            missing: GOOD,
            is_wrong: GOOD,
            wrong_type: UNREAD,
        },
        Row {
            word: "commitment-type",
            dotted: name::COMMITMENT_TYPE,
            right: commitment_type_value(),
            wrong: sequence(&[&oid("1.3.6.1.4.1.32473.6")]),
            missing: GOOD,
            is_wrong: GOOD,
            wrong_type: UNREAD,
        },
    ]
}

fn cells(row: &Row) -> Vec<Vector> {
    // The first form of the ESS attribute names by SHA-1; it is judged beside the second form, which is good.
    let cell = |way: &str, outcome: Outcome, bend: &dyn Fn(&[u8]) -> Vec<Vec<u8>>| {
        let bytes = bent(|signer| replaced(signer, row, bend));
        let why = format!("{}: {way}.", row.word);
        let Outcome(verdicts, sub) = outcome;
        let mut vector =
            Vector::new("algebra", &format!("{}-{way}", row.word), why, bytes, verdicts[0]);
        vector.verdicts = verdicts.to_vec();
        match sub {
            Some(sub) => vector.sub_indication(sub),
            None => vector,
        }
    };
    let one = |values: &[&[u8]]| attribute(row.dotted, values);
    let long = |right: &[u8]| vec![long_length(&one(&[right]))];
    vec![
        cell("right", GOOD, &|right| vec![one(&[right])]),
        cell("missing", row.missing, &|_| Vec::new()),
        cell("twice", FORMAT, &|right| vec![one(&[right]), one(&[right])]),
        cell("no-value", FORMAT, &|_| vec![one(&[])]),
        cell("two-values", FORMAT, &|right| vec![one(&[right, &row.wrong])]),
        cell("wrong-type", row.wrong_type, &|_| vec![one(&[&element(0x0c, b"x")])]),
        cell("null", row.wrong_type, &|_| vec![one(&[&null()])]),
        cell("wrong-value", row.is_wrong, &|_| vec![one(&[&row.wrong])]),
        // Hashed as received; a value that DER writes otherwise is still this value.
        cell("ber", GOOD, &long)
            .note("attributes-not-der")
            .says("/signatures/0/indication_strict", "\"INDETERMINATE\""),
    ]
}

/// The signer with the attribute of the row taken out, and these put in.
fn replaced(signer: Signer, row: &Row, bend: &dyn Fn(&[u8]) -> Vec<Vec<u8>>) -> Signer {
    let attributes = signer.attributes.clone().unwrap_or_default();
    let digest = children(children(&attributes[1])[1])[0].to_vec();
    let right = if row.right.is_empty() { digest } else { row.right.clone() };
    let of_row = oid(row.dotted);
    let mut kept: Vec<Vec<u8>> =
        attributes.into_iter().filter(|attribute| children(attribute)[0] != of_row).collect();
    kept.extend(bend(&right));
    signer.attributes(kept)
}
