//! A second reader, `x509-cert`, takes every certificate that ours takes: those at hand, and several of them with one byte
//! changed at a time. What only ours takes, and what only the second takes, stands in a list with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use periksa_tests::{corpus, workspace};
use verifier::doors;
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::Decode;

/// Folders of certificates, each in a file of its own.
const FOLDERS: [&str; 4] = [
    "trust/demo/certificates",
    "tests/fixtures/agreement/pki/certificates",
    "tests/fixtures/certificates",
    "tests/recipe/pki-unknown/certificates",
];

/// Which are changed byte by byte: an RSA and an ECDSA key, the extensions of an end entity and of an issuer.
const CHANGED: [&str; 4] = ["individual.pem", "individual-p256.pem", "root.pem", "ed25519.pem"];

/// Where a changed byte is taken by ours alone: the field, what the second reader calls it, and why ours may take it.
const ONLY_OURS: [(&str, &str); 8] = [
    ("extensions OidMalformed", UNKNOWN_TYPE),
    ("issuer OidMalformed", UNKNOWN_TYPE),
    ("subject OidMalformed", UNKNOWN_TYPE),
    ("issuer TagUnknown", "The type of a value: ours shows what is no string in hexadecimal."),
    ("subject TagUnknown", "The type of a value: ours shows what is no string in hexadecimal."),
    ("subjectPublicKeyInfo TagUnknown", "Ours reads the parameters with the key, when it is used."),
    ("subjectPublicKeyInfo Value", "Unused bits of a key: ours reads a key when it is used."),
    (
        "validity Value",
        "The year 50 is 1950 (RFC 5280 4.1.2.5.1); the second's time begins in 1970.",
    ),
];

const UNKNOWN_TYPE: &str = "An identifier with a first number of several octets, which X.690 8.19 allows, or cut off: ours \
     keeps its octets, and knows no such attribute or extension; critical, it is refused in a path.";

/// Where a changed byte is taken by the second reader alone, and what ours refuses there.
const ONLY_THE_SECOND: [(&str, &str); 4] = [
    ("extensions", "An extension twice (RFC 5280 4.2, threat PATH-22)."),
    ("signature", "Not the algorithm outside (RFC 5280 4.1.1.2, threat PATH-31)."),
    ("signatureAlgorithm", "Not the algorithm inside (RFC 5280 4.1.1.2, threat PATH-31)."),
    ("signatureValue", "Unused bits: a signature is whole octets."),
];

/// The structure alone, without what RFC 5280 forbids beyond it: what the second reader objects to.
fn objection(der: &[u8]) -> Option<String> {
    let error = CertificateInner::<Raw>::from_der(der).err()?;
    let kind = format!("{:?}", error.kind());
    kind.split(|character: char| !character.is_alphabetic()).next().map(str::to_owned)
}

fn second_reads(der: &[u8]) -> bool {
    objection(der).is_none()
}

/// Every certificate at hand, in DER, under its file's name.
fn certificates() -> Vec<(String, Vec<u8>)> {
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| workspace().join(folder)).collect();
    match corpus() {
        Some(corpus) => folders.extend([corpus.join("ca"), corpus.join("tsa")]),
        None => eprintln!("SKIPPED: no corpus of real certificates beside the project"),
    }
    let mut found = Vec::new();
    for folder in folders {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.extend(in_file(&path).into_iter().map(|der| (name.clone(), der)));
        }
    }
    found
}

/// The certificates of a file: its PEM blocks, or the file itself.
fn in_file(path: &Path) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "cer") {
        return vec![bytes];
    }
    let text = String::from_utf8_lossy(&bytes);
    let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    blocks
        .map(|block| {
            let base64 = block.split("-----END").next().unwrap();
            let base64: String = base64.split_ascii_whitespace().collect();
            Base64::decode_vec(&base64).unwrap()
        })
        .collect()
}

/// The field of RFC 5280 4.1 that each byte of a certificate belongs to.
fn fields(der: &[u8]) -> Vec<&'static str> {
    const OUTER: [&str; 3] = ["tbsCertificate", "signatureAlgorithm", "signatureValue"];
    const INNER: [&str; 8] = [
        "version",
        "serialNumber",
        "signature",
        "issuer",
        "validity",
        "subject",
        "subjectPublicKeyInfo",
        "extensions",
    ];
    let mut fields = vec!["Certificate"; der.len()];
    let mut paint = |names: &[&'static str], mut at: usize| {
        for name in names {
            let (head, length) = header(&der[at..]);
            fields[at..at + head + length].fill(name);
            at += head + length;
        }
    };
    let (outer, _) = header(der);
    paint(&OUTER, outer);
    let (inner, _) = header(&der[outer..]);
    paint(&INNER, outer + inner);
    fields
}

/// Octets of tag and length, and the length that they give.
fn header(der: &[u8]) -> (usize, usize) {
    match der[1] {
        short @ 0..0x80 => (2, short.into()),
        long => {
            let octets = usize::from(long & 0x7f);
            let length = &der[2..2 + octets];
            (2 + octets, length.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)))
        }
    }
}

#[test]
fn both_readers_take_every_certificate_at_hand() {
    let certificates = certificates();
    let read = |readers: fn(&[u8]) -> bool| {
        let taken = certificates.iter().filter(|(_, der)| readers(der));
        taken.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
    };
    let all: Vec<&str> = certificates.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((read(doors::certificate), read(second_reads)), (all.clone(), all));
    // More where there is a corpus.
    assert!(certificates.len() >= 38, "{}", certificates.len());
}

#[test]
fn what_ours_takes_with_one_byte_changed_the_second_takes_too() {
    let certificates = certificates();
    let (mut tried, mut both) = (0, 0);
    let mut only: [BTreeMap<String, usize>; 2] = Default::default();
    for name in CHANGED {
        let (_, der) = certificates.iter().find(|(known, _)| known == name).unwrap();
        let fields = fields(der);
        // The signature and the modulus are most of the bytes and the least of the grammar: every byte up to the end of
        // the head of the key, and a few of the rest.
        for at in (0..der.len()).filter(|at| is_tried(&fields, *at)) {
            for mask in [0x01, 0x20, 0x80] {
                let mut changed = der.clone();
                changed[at] ^= mask;
                tried += 1;
                let place = fields[at].to_owned();
                match (doors::certificate(&changed), objection(&changed)) {
                    (true, None) => both += 1,
                    (true, Some(kind)) => *only[0].entry(place + " " + &kind).or_default() += 1,
                    (false, None) => *only[1].entry(place).or_default() += 1,
                    (false, Some(_)) => {}
                }
            }
        }
    }
    eprintln!(
        "{tried} tried, {both} by both, {:?} by ours alone, {:?} by the second",
        only[0], only[1]
    );
    for (explained, found) in [ONLY_OURS.as_slice(), &ONLY_THE_SECOND].iter().zip(&only) {
        let explained: BTreeSet<&str> = explained.iter().map(|(field, _)| *field).collect();
        assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), explained);
    }
    assert!(tried > 3000 && both > 500, "{tried} {both}");
}

/// Whether a byte is changed: of long values one in eight is enough.
fn is_tried(fields: &[&str], at: usize) -> bool {
    let begin = fields.iter().position(|field| *field == fields[at]).unwrap();
    !matches!(fields[at], "signatureValue" | "subjectPublicKeyInfo")
        || at - begin < 40
        || at.is_multiple_of(8)
}
