//! PATH-30 to PATH-33: serial numbers, contradicting and non-DER encodings, and algorithms of certificates (threat catalogue
//! 5).

use crate::cms_builder::der::{bits, children, contents, element, sequence};
use crate::cms_builder::{
    Certificate, Crl, Digest, Extension, Identity, Key, indefinite, long_length,
};
use crate::hierarchy::{
    ANCHOR, CURRENT, Case, Expected, anchor, ca_certificate, ca_under, current_list,
    person_certificate, person_under, unknown_extension,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_30(), path_31(), path_32(), path_33()].concat()
}

/// Odd serial numbers, and lists that name them.
fn path_30() -> Vec<Vector> {
    let long = [[0x11; 20].as_slice(), &[0x12]].concat();
    let of = |serial: &[u8], listed: Option<&[u8]>| {
        let root = anchor();
        let ca = ca_under(&root, &ca_certificate());
        let person = person_under(&ca, &person_certificate().numbered(serial));
        let list = Crl::new(CURRENT[0], CURRENT[1]);
        let list = match listed {
            Some(listed) => list.revoking(&element(0x02, listed), "20260601000000Z", 1),
            None => list,
        };
        Case::under(&root, &[&ca], &person)
            .lists(vec![current_list().issue(&root), list.issue(&ca)])
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("PATH-30", variant, why, expected)
    };
    vec![
        row("negative", "A negative number: odd, and exact.", of(&[0x81], None), Expected::Passes),
        row(
            "negative-listed",
            "The same, and it is on the list.",
            of(&[0x81], Some(&[0x81])),
            Expected::Revoked,
        ),
        row("zero", "Zero.", of(&[0x00], None), Expected::Passes),
        row(
            "zero-listed",
            "The same, and it is on the list.",
            of(&[0x00], Some(&[0x00])),
            Expected::Revoked,
        ),
        row(
            "twenty-one-octets",
            "One octet longer than RFC 5280 4.1.2.2 has it.",
            of(&long, None),
            Expected::Passes,
        ),
        row(
            "twenty-one-octets-listed",
            "The same, and it is on the list.",
            of(&long, Some(&long)),
            Expected::Revoked,
        ),
        row(
            "positive-high-bit-listed",
            "255 in both.",
            of(&[0x00, 0xff], Some(&[0x00, 0xff])),
            Expected::Revoked,
        ),
        row(
            "255-and-minus-1",
            "255 is not -1, which is on the list.",
            of(&[0x00, 0xff], Some(&[0xff])),
            Expected::Passes,
        ),
        row(
            "minus-1-and-255",
            "-1 is not 255, which is on the list.",
            of(&[0xff], Some(&[0x00, 0xff])),
            Expected::Passes,
        ),
        row(
            "prefix-listed",
            "The list names a number that begins alike.",
            of(&[0x7a, 0x03], Some(&[0x7a])),
            Expected::Passes,
        ),
        row(
            "padded",
            "A number with an octet too many: no DER, hence no certificate.",
            of(&[0x00, 0x7a], None),
            Expected::NoSigner,
        ),
        row("empty", "A number of no octets.", of(&[], None), Expected::NoSigner),
    ]
}

/// The algorithm inside is not the one outside.
fn path_31() -> Vec<Vector> {
    let other = Some(Key::p256("x").scheme(Digest::Sha384).algorithm());
    let with_null = {
        let plain = Key::p256("x").scheme(Digest::Sha256).algorithm();
        Some(sequence(&[children(&plain)[0], &[0x05, 0x00]]))
    };
    let of_ca = |inner_algorithm| Case::of_ca(&Certificate { inner_algorithm, ..ca_certificate() });
    let person = Certificate { inner_algorithm: other.clone(), ..person_certificate() };
    vec![
        of_ca(other).vector(
            "PATH-31",
            "ca",
            "Another digest inside, in the CA's certificate.",
            Expected::Refused,
        ),
        of_ca(with_null).vector(
            "PATH-31",
            "ca-parameters",
            "The same algorithm with NULL inside and without outside.",
            Expected::Refused,
        ),
        Case::of_person(&person).vector(
            "PATH-31",
            "person",
            "Another digest inside, in the signer's certificate.",
            Expected::Uncertain,
        ),
    ]
}

/// Not DER, and the signature holds.
fn path_32() -> Vec<Vector> {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    // Signed again after `bend` changed what is signed.
    let resigned = |bend: &dyn Fn(&[u8]) -> Vec<u8>| {
        let parts = children(&person.certificate);
        let to_be_signed = bend(parts[0]);
        let signature = ca.signature(Digest::Sha256, &to_be_signed);
        sequence(&[&to_be_signed, parts[1], &bits(&signature)])
    };
    let with_person = |certificate: Vec<u8>| {
        let mut case = Case::under(&root, &[&ca], &person);
        case.bag[0].clone_from(&certificate);
        Case { named: Some(certificate), ..case }
    };
    let with_ca = |certificate: Vec<u8>| {
        Case::under(&root, &[&Identity { certificate, ..ca.clone() }], &person)
    };
    let field = |at: usize, bend: &dyn Fn(&[u8]) -> Vec<u8>, tbs: &[u8]| {
        let fields: Vec<Vec<u8>> = children(tbs)
            .iter()
            .enumerate()
            .map(|(place, field)| if place == at { bend(field) } else { field.to_vec() })
            .collect();
        element(0x30, &fields.concat())
    };
    let true_as_one = |tbs: &[u8]| {
        let mut bytes = tbs.to_vec();
        let place = bytes.windows(3).rposition(|three| three == [0x01, 0x01, 0xff]).unwrap();
        bytes[place + 2] = 0x01;
        bytes
    };
    let false_written = person_certificate().with({
        let plain = unknown_extension(Extension::Plain);
        let parts = children(&plain);
        sequence(&[parts[0], &[0x01, 0x01, 0x00], parts[1]])
    });
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("PATH-32", variant, why, expected)
    };
    let parts = |certificate: &[u8]| -> Vec<Vec<u8>> {
        children(certificate).iter().map(|part| part.to_vec()).collect()
    };
    let outer = parts(&person.certificate);
    let long_value = sequence(&[&outer[0], &outer[1], &long_length(&outer[2])]);
    vec![
        row(
            "outer-length",
            "The outermost length is longer than needed: another fingerprint, \
                 the same signature.",
            with_person(long_length(&person.certificate)),
            Expected::NoSigner,
        ),
        row(
            "outer-length-of-the-ca",
            "The same of the CA's certificate.",
            with_ca(long_length(&ca.certificate)),
            Expected::NoChain,
        ),
        row(
            "outer-indefinite",
            "An indefinite length outside.",
            with_person(indefinite(&person.certificate)),
            Expected::NoSigner,
        ),
        row(
            "signature-length",
            "The length of the signature is longer than needed.",
            with_person(long_value),
            Expected::NoSigner,
        ),
        row(
            "validity-length",
            "A length inside what is signed is longer than needed.",
            with_person(resigned(&|tbs| field(4, &long_length, tbs))),
            Expected::NoSigner,
        ),
        row(
            "true-as-one",
            "TRUE is written 01, in what is signed.",
            with_person(resigned(&true_as_one)),
            Expected::Uncertain,
        ),
        row(
            "version-twice",
            "A field stands twice.",
            with_person(resigned(&|tbs| {
                element(0x30, &[children(tbs)[0], contents(tbs)].concat())
            })),
            Expected::NoSigner,
        ),
        row(
            "false-written",
            "FALSE is written out, which DER leaves out (X.690 11.5): some CAs \
                 do; accepted by name, or not read.",
            Case::of_person(&false_written),
            Expected::Passes,
        )
        .or("belum-pasti"),
    ]
}

/// Weak signatures over certificates.
fn path_33() -> Vec<Vector> {
    let rsa = Key::Rsa(Box::new(Key::rsa("rsa-2048")));
    let small = Key::Rsa(Box::new(Key::rsa("rsa-1024")));
    let root_of = |key: Key, digest: Digest| {
        let certificate =
            Certificate::authority(ANCHOR, 1).valid("20200101000000Z", "20560101000000Z");
        Certificate { digest, ..certificate }.self_signed(key)
    };
    let of = |root: &Identity, ca_digest: Digest, person_digest: Digest| {
        let ca = ca_under(root, &Certificate { digest: ca_digest, ..ca_certificate() });
        let person =
            person_under(&ca, &Certificate { digest: person_digest, ..person_certificate() });
        Case::under(root, &[&ca], &person)
    };
    let good = anchor();
    let weak = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-33", variant, why, Expected::Algorithm).reason("algorithm-refused")
    };
    let rsa_ca = {
        let ca = Identity::issued_by(&good, &ca_certificate(), small);
        Case::under(&good, &[&ca], &person_under(&ca, &person_certificate()))
    };
    let both = {
        let ca = ca_under(&good, &ca_certificate());
        let old = Certificate { digest: Digest::Sha1, ..ca_certificate() };
        let old = ca_under(&good, &old.numbered(&[0x7a, 0x22]));
        Case::under(&good, &[&ca], &person_under(&ca, &person_certificate())).with_first(&[&old])
    };
    vec![
        weak(
            "sha-1-person",
            "The signer's certificate is signed with SHA-1.",
            of(&good, Digest::Sha256, Digest::Sha1),
        ),
        weak(
            "sha-1-ca",
            "The CA's certificate is signed with SHA-1.",
            of(&good, Digest::Sha1, Digest::Sha256),
        ),
        weak(
            "md5-ca",
            "The CA's certificate is signed with MD5: a rogue CA.",
            of(&root_of(rsa.clone(), Digest::Sha256), Digest::Md5, Digest::Sha256),
        ),
        weak("rsa-1024-ca", "The CA has a key of 1024 bits.", rsa_ca),
        of(&root_of(good.key.clone(), Digest::Sha1), Digest::Sha256, Digest::Sha256)
            .with(&[&root_of(good.key.clone(), Digest::Sha1)])
            .vector(
                "PATH-33",
                "sha-1-anchor",
                "The anchor's signature over itself is SHA-1: it proves nothing and \
                 is not looked at.",
                Expected::Passes,
            ),
        both.vector(
            "PATH-33",
            "sha-1-beside-sha-256",
            "An older certificate of the same CA is SHA-1; the other way counts.",
            Expected::Passes,
        ),
        of(&root_of(rsa, Digest::Sha256), Digest::Sha256, Digest::Sha384).vector(
            "PATH-33",
            "rsa-2048-and-sha-384",
            "Another algorithm at each step, all good.",
            Expected::Passes,
        ),
    ]
}
