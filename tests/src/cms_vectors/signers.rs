//! CMS-18 to CMS-25: who signed (threat catalogue 2.2). One certificate is named, verifies, leads the path, and is shown.

use super::carrier::{ADBE, CADES, TEXT, bent, bent_by, detached, file, letter_with};
use crate::cms_builder::attribute::{
    ess_cert_id, ess_cert_id_v2, ess_cert_id_v2_with, names_certificate, signing_certificate,
    signing_certificate_v2,
};
use crate::cms_builder::der::{element, integer, octets, oid, sequence};
use crate::cms_builder::{Certificate, Digest, Identity, Key, SignedData, Signer};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_18(), cms_19(), cms_20(), cms_21(), cms_22(), cms_23(), cms_24(), cms_25()].concat()
}

/// A letter with a bag of these certificates, and the demo CA's.
fn with_bag(bag: &[&Identity], by: &Identity, bend: impl FnOnce(Signer) -> Signer) -> Vec<u8> {
    letter_with(ADBE, |signed| {
        let signer = bend(Signer::new(by, &Digest::Sha256.of(signed)));
        let mut certificates: Vec<Vec<u8>> =
            bag.iter().map(|one| one.certificate.clone()).collect();
        certificates.push(Identity::demo_ca().certificate);
        SignedData::detached(by, &signer).certificates(certificates).encode()
    })
}

const ONE: &str = "\"Contoh Penanda Tangan Dua\"";
const NAME: &str = "/signatures/0/signer/common_name";

/// Named one, signed by another.
fn cms_18() -> Vec<Vector> {
    let (one, other) = (Identity::person(), Identity::other_person());
    let sid_of_other = |signer: Signer| Signer { sid: other.issuer_and_serial_number(), ..signer };
    let confused = |bag: &[&Identity], bend: &dyn Fn(Signer) -> Signer| with_bag(bag, &one, bend);
    let unnamed = |signer: Signer| sid_of_other(signer).without(2);
    vec![
        Vector::new(
            "CMS-18",
            "named-other",
            "The identifier names another person than the key's.",
            confused(&[&one, &other], &unnamed),
            "rusak",
        )
        .sub_indication("SIG_CRYPTO_FAILURE"),
        Vector::new(
            "CMS-18",
            "named-other-first",
            "The same, the bag in the other order.",
            confused(&[&other, &one], &unnamed),
            "rusak",
        )
        .sub_indication("SIG_CRYPTO_FAILURE"),
        Vector::new(
            "CMS-18",
            "named-other-ess-of-signer",
            "The identifier names one, the ESS attribute the other.",
            confused(&[&one, &other], &sid_of_other),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "CMS-18",
            "good-last-in-the-bag",
            "The signer's certificate stands last.",
            with_bag(&[&other, &one], &one, |signer| signer),
            "asli",
        )
        .says(NAME, ONE),
        Vector::new(
            "CMS-18",
            "good-first-in-the-bag",
            "The signer's certificate stands first.",
            with_bag(&[&one, &other], &one, |signer| signer),
            "asli",
        )
        .says(NAME, ONE),
        Vector::new(
            "CMS-18",
            "not-in-the-bag",
            "Only another person's certificate is there.",
            with_bag(&[&other], &one, |signer| signer),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        Vector::new(
            "CMS-18",
            "empty-bag",
            "No certificate is there.",
            letter_with(ADBE, |signed| detached(&one, signed).certificates(Vec::new()).encode()),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
    ]
}

/// Two certificates of one issuer and serial number.
fn cms_19() -> Vec<Vector> {
    let one = Identity::person();
    let same = |word: &str, serial: &Identity| {
        let mut certificate = Certificate::person("Contoh Penyusup", 0);
        certificate.serial_number = crate::cms_builder::der::contents(serial.field(1)).to_vec();
        Identity::issued(&certificate, Key::p256(word))
    };
    // Of the CA, which is wrong to issue it; and of nobody's under the CA's name.
    let twin = same("kembar", &one);
    let rogue = {
        let mut certificate = Certificate::person("Contoh Penyusup", 0);
        certificate.serial_number = crate::cms_builder::der::contents(one.field(1)).to_vec();
        certificate.issuer = Some(one.field(3).to_vec());
        let forger =
            Certificate::authority("Contoh CA Palsu", 9).self_signed(Key::p256("ca palsu"));
        Identity::issued_by(&forger, &certificate, Key::p256("kembar"))
    };
    let no_ess = |signer: Signer| signer.without(2);
    vec![
        Vector::new(
            "CMS-19",
            "ess-decides",
            "Two candidates: the ESS attribute tells which.",
            with_bag(&[&twin, &one], &one, |signer| signer),
            "asli",
        )
        .says(NAME, ONE),
        Vector::new(
            "CMS-19",
            "ess-decides-rogue",
            "The other candidate is forged.",
            with_bag(&[&rogue, &one], &one, |signer| signer),
            "asli",
        )
        .says(NAME, ONE),
        Vector::new(
            "CMS-19",
            "no-ess",
            "Two candidates and nothing that decides.",
            with_bag(&[&twin, &one], &one, no_ess),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        Vector::new(
            "CMS-19",
            "no-ess-other-order",
            "The same, the bag in the other order.",
            with_bag(&[&one, &twin], &one, no_ess),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        Vector::new(
            "CMS-19",
            "ess-of-the-rogue",
            "The attribute names the forged one, the genuine one's key signs: never the \
                 genuine name.",
            with_bag(&[&one, &rogue], &one, |signer| {
                signer.replacing(2, names_certificate(&rogue.certificate))
            }),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "CMS-19",
            "rogue-alone",
            "The forger signs under the CA's name and the genuine serial number: of nobody's, or of a \
                 renewed CA whose certificate is missing; never the genuine name as good.",
            with_bag(&[&rogue], &rogue, |signer| signer),
            "tidak-dikenal",
        )
        .or("belum-pasti"),
    ]
}

/// Identified by key identifier.
fn cms_20() -> Vec<Vector> {
    let identifier = [0x5a; 20];
    let issued = |common_name: &str, serial, word: &str, identifier: &[u8]| {
        Identity::issued(
            &Certificate::person(common_name, serial).subject_key_identifier(identifier),
            Key::p256(word),
        )
    };
    let one = issued("Contoh Satu", 20, "satu", &identifier);
    let copy = issued("Contoh Penyusup", 21, "penyusup", &identifier);
    let by_key = |signer: Signer, identifier: &[u8]| Signer {
        version: integer(3),
        sid: element(0x80, identifier),
        ..signer
    };
    let hash = Digest::Sha1.of(b"another key");
    vec![
        Vector::new(
            "CMS-20",
            "good",
            "Identified by the extension of its certificate.",
            with_bag(&[&one], &one, |signer| by_key(signer, &identifier)),
            "asli",
        )
        .says(NAME, "\"Contoh Satu\""),
        Vector::new(
            "CMS-20",
            "copied",
            "Two certificates with the identifier: the ESS attribute tells which.",
            with_bag(&[&copy, &one], &one, |signer| by_key(signer, &identifier)),
            "asli",
        )
        .says(NAME, "\"Contoh Satu\""),
        Vector::new(
            "CMS-20",
            "copied-no-ess",
            "Two certificates with the identifier and nothing that decides.",
            with_bag(&[&copy, &one], &one, |signer| by_key(signer, &identifier).without(2)),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        Vector::new(
            "CMS-20",
            "copier-signs",
            "Who copied the identifier signs: his own name is shown.",
            with_bag(&[&one, &copy], &copy, |signer| by_key(signer, &identifier)),
            "asli",
        )
        .says(NAME, "\"Contoh Penyusup\""),
        Vector::new(
            "CMS-20",
            "not-the-extension",
            "An identifier that is in no certificate's extension.",
            with_bag(&[&one], &one, |signer| by_key(signer, &hash)),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        Vector::new(
            "CMS-20",
            "hash-of-the-key",
            "The identifier is the SHA-1 of the key, the extension says otherwise: the \
                 extension counts.",
            with_bag(&[&one], &one, |signer| by_key(signer, &Digest::Sha1.of(&one.key.spki()))),
            "belum-pasti",
        )
        .sub_indication("NO_SIGNING_CERTIFICATE_FOUND"),
        Vector::new(
            "CMS-20",
            "empty",
            "An identifier of no octets.",
            with_bag(&[&one], &one, |signer| by_key(signer, b"")),
            "belum-pasti",
        )
        .or("rusak"),
    ]
}

/// The certificate is not named under the signature.
fn cms_21() -> Vec<Vector> {
    let person = Identity::person();
    let no_ess = |signer: Signer| signer.without(2);
    let strict = |vector: Vector| {
        vector
            .note("ess-absent")
            .says("/signatures/0/indication_strict", "\"INDETERMINATE\"")
            .says("/signatures/0/sub_indication_strict", "\"SIG_CONSTRAINTS_FAILURE\"")
    };
    vec![
        Vector::new(
            "CMS-21",
            "cades",
            "PAdES asks for the ESS attribute.",
            bent_by(&person, CADES, no_ess),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
        strict(Vector::new(
            "CMS-21",
            "adbe",
            "The older form never had to have it: tolerated and said.",
            bent(no_ess),
            "asli",
        )),
        strict(Vector::new(
            "CMS-21",
            "file",
            "A plain signed file: tolerated and said.",
            file(TEXT, no_ess),
            "asli",
        )),
        Vector::new(
            "CMS-21",
            "unsigned",
            "The attribute stands among the unsigned ones, where anybody can put it: as if \
                 it were not there.",
            bent_by(&person, CADES, |signer| {
                no_ess(signer).unsigned(names_certificate(&person.certificate))
            }),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
    ]
}

/// Named is another certificate of the same key.
fn cms_22() -> Vec<Vector> {
    let key = || Key::p256("satu");
    let one = Identity::issued(&Certificate::person("Contoh Satu", 22), key());
    let renewed = Identity::issued(&Certificate::person("Contoh Satu", 23), key());
    let named = |certificate: &Identity| names_certificate(&certificate.certificate);
    vec![
        Vector::new(
            "CMS-22",
            "renewed",
            "The attribute names the renewed certificate, the identifier the one before.",
            with_bag(&[&one, &renewed], &one, |signer| signer.replacing(2, named(&renewed))),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        Vector::new(
            "CMS-22",
            "random",
            "The attribute names a certificate that nobody has.",
            with_bag(&[&one], &one, |signer| signer.replacing(2, names_certificate(b"none"))),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        Vector::new(
            "CMS-22",
            "issuer",
            "The attribute names the issuer's certificate.",
            with_bag(&[&one], &one, |signer| {
                signer.replacing(2, names_certificate(&one.issuer_certificate))
            }),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
    ]
}

/// The two forms of the attribute, and what they may hold.
fn cms_23() -> Vec<Vector> {
    let (one, other) = (Identity::person(), Identity::other_person());
    let (of_one, of_other) = (&one.certificate, &other.certificate);
    let only = |attribute: Vec<u8>| bent(|signer| signer.replacing(2, attribute));
    let v1 = |certificate: &[u8]| signing_certificate(&[&ess_cert_id(certificate)]);
    let v2 = |digest: Digest| signing_certificate_v2(&[&ess_cert_id_v2(of_one, digest)]);
    let in_order = |first: &[u8], second: &[u8]| {
        signing_certificate_v2(&[
            &ess_cert_id_v2(first, Digest::Sha256),
            &ess_cert_id_v2(second, Digest::Sha256),
        ])
    };
    let with_serial = |issuer: &[u8], serial: &[u8]| {
        signing_certificate_v2(&[&ess_cert_id_v2_with(of_one, issuer, serial)])
    };
    let unknown = {
        let algorithm = sequence(&[&oid("1.3.6.1.4.1.32473.7")]);
        signing_certificate_v2(&[&sequence(&[&algorithm, &octets(&Digest::Sha256.of(of_one))])])
    };
    let open = |variant: &str, why: &str, attribute: Vec<u8>, sub: &str| {
        Vector::new("CMS-23", variant, why, only(attribute), "belum-pasti").sub_indication(sub)
    };
    let good = |variant: &str, why: &str, attribute: Vec<u8>| {
        Vector::new("CMS-23", variant, why, only(attribute), "asli").says(NAME, ONE)
    };
    vec![
        Vector::new(
            "CMS-23",
            "both-agree",
            "Both forms name the signer.",
            bent(|signer| signer.and(v1(of_one))),
            "asli",
        ),
        Vector::new(
            "CMS-23",
            "first-form-differs",
            "The older form names another.",
            bent(|signer| signer.and(v1(of_other))),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        Vector::new(
            "CMS-23",
            "second-form-differs",
            "The newer form names another.",
            bent(|signer| signer.replacing(2, names_certificate(of_other)).and(v1(of_one))),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        open(
            "first-form-only",
            "Only SHA-1 names the signer.",
            v1(of_one),
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        open(
            "sha-1-in-the-second-form",
            "The newer form with SHA-1.",
            v2(Digest::Sha1),
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        Vector::new(
            "CMS-23",
            "unknown-digest",
            "A digest algorithm of nobody's.",
            only(unknown),
            "belum-pasti",
        ),
        good("sha-512", "The newer form with SHA-512.", v2(Digest::Sha512)),
        good(
            "sha-256-written-out",
            "SHA-256 is the default, and written out.",
            signing_certificate_v2(&[&sequence(&[
                &Digest::Sha256.algorithm(),
                &octets(&Digest::Sha256.of(of_one)),
            ])]),
        ),
        good(
            "issuer-serial",
            "With the issuer and the serial number.",
            with_serial(one.field(3), one.field(1)),
        ),
        open(
            "serial-differs",
            "The serial number is another's.",
            with_serial(one.field(3), other.field(1)),
            "SIG_CONSTRAINTS_FAILURE",
        ),
        open(
            "issuer-differs",
            "The issuer is another.",
            with_serial(one.field(5), one.field(1)),
            "SIG_CONSTRAINTS_FAILURE",
        ),
        good(
            "several-signer-first",
            "The first one is the signer's (RFC 5035 3).",
            in_order(of_one, of_other),
        ),
        open(
            "several-signer-second",
            "The signer's is the second.",
            in_order(of_other, of_one),
            "SIG_CONSTRAINTS_FAILURE",
        ),
        Vector::new(
            "CMS-23",
            "empty-list",
            "A list of none.",
            only(signing_certificate_v2(&[])),
            "rusak",
        )
        .sub_indication("FORMAT_FAILURE"),
    ]
}

/// Two certificates of one key.
fn cms_24() -> Vec<Vector> {
    let key = || Key::p256("satu");
    let one = Identity::issued(&Certificate::person("Contoh Satu", 24), key());
    let thief = Identity::issued(&Certificate::person("Contoh Penyusup", 25), key());
    let as_thief = |signer: Signer| Signer { sid: thief.issuer_and_serial_number(), ..signer };
    vec![
        Vector::new(
            "CMS-24",
            "good",
            "Another has a certificate for the same key: the attribute tells whose \
                 signature it is.",
            with_bag(&[&thief, &one], &one, |signer| signer),
            "asli",
        )
        .says(NAME, "\"Contoh Satu\""),
        Vector::new(
            "CMS-24",
            "taken",
            "The identifier, which is not signed, names the thief.",
            with_bag(&[&one, &thief], &one, as_thief),
            "belum-pasti",
        )
        .sub_indication("SIG_CONSTRAINTS_FAILURE"),
        Vector::new(
            "CMS-24",
            "taken-no-ess",
            "Without the attribute the two cannot be told apart: the reader is told that \
                 it is absent.",
            with_bag(&[&thief], &one, |signer| as_thief(signer).without(2)),
            "asli",
        )
        .note("ess-absent")
        .says(NAME, "\"Contoh Penyusup\""),
    ]
}

/// A root of one's own in the bag.
fn cms_25() -> Vec<Vector> {
    // The names of the demo PKI, other keys.
    let forged = |key: &dyn Fn(&str) -> Key| {
        let named = |subject: &[u8], serial| {
            let mut certificate = Certificate::authority("", serial);
            certificate.subject = subject.to_vec();
            certificate
        };
        let root = named(Identity::demo_ca().field(3), 1).self_signed(key("akar palsu"));
        let ca =
            Identity::issued_by(&root, &named(Identity::demo_ca().field(5), 2), key("ca palsu"));
        let victim = Certificate::person("Contoh Penanda Tangan Dua", 26);
        let victim = Identity::issued_by(&ca, &victim, Key::p256("penyusup"));
        let chain = vec![victim.certificate.clone(), ca.certificate, root.certificate];
        (victim, chain)
    };
    let with = |by: &Identity, bag: Vec<Vec<u8>>| {
        letter_with(ADBE, |signed| detached(by, signed).certificates(bag).encode())
    };
    let unknown = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-25", variant, why, bytes, "tidak-dikenal")
            .sub_indication("NO_CERTIFICATE_CHAIN_FOUND")
            .says("/signatures/0/path/anchor", "null")
    };
    let (of_curves, chain_of_curves) = forged(&Key::p256);
    let (of_rsa, chain_of_rsa) = forged(&|_| Key::Rsa(Box::new(Key::rsa("rsa-2048"))));
    let alone =
        Certificate::person("Contoh Penanda Tangan Dua", 27).self_signed(Key::p256("penyusup"));
    let why = "A chain of the demo PKI's names and of other keys, root included.";
    vec![
        unknown("forged-root", why, with(&of_rsa, chain_of_rsa)),
        unknown("forged-root-other-kind-of-key", why, with(&of_curves, chain_of_curves)),
        unknown(
            "self-signed",
            "The signer's certificate is its own issuer.",
            with(&alone, vec![alone.certificate.clone()]),
        ),
    ]
}
