//! ALG-15 to ALG-18: digests and schemes that are refused or not known, and hashing itself (threat catalogue 3).

use super::carrier::{ADBE, OTHER_TEXT, bent, letter_with, letter_with_room};
use crate::cms_builder::attribute::message_digest;
use crate::cms_builder::der::{bits, element, integer, null, octets, oid, sequence, unsigned};
use crate::cms_builder::{
    Certificate, Digest, Identity, Key, Scheme, SignedData, Signer, ec_spki, oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [alg_15(), alg_16(), alg_17(), alg_18()].concat()
}

/// The letter with this digest throughout.
fn digested(identity: &Identity, digest: Digest, text: Option<&[u8]>) -> Vec<u8> {
    letter_with(ADBE, |signed| {
        let signer = Signer::with(identity, digest, name::DATA, &digest.of(text.unwrap_or(signed)));
        SignedData::detached(identity, &signer).encode()
    })
}

/// Digests.
fn alg_15() -> Vec<Vector> {
    let (person, other) = (Identity::person(), Identity::other_person());
    let refused = |variant: &str, why: &str, bytes| {
        Vector::new("ALG-15", variant, why, bytes, "belum-pasti")
            .sub_indication("CRYPTO_CONSTRAINTS_FAILURE")
    };
    let good = |variant: &str, why: &str, bytes| Vector::new("ALG-15", variant, why, bytes, "asli");
    // Digests that are only named: a value of the right length stands for them.
    let named = |dotted: &str, length: usize| {
        let algorithm = sequence(&[&oid(dotted), &null()]);
        bent(|signer| {
            Signer { digest_algorithm: algorithm, ..signer }
                .replacing(1, message_digest(&vec![7; length]))
        })
    };
    let content_only = letter_with(ADBE, |signed| {
        let mut signer = Signer::with(&other, Digest::Sha1, name::DATA, &Digest::Sha1.of(signed));
        signer.scheme = Scheme::Pkcs1(Digest::Sha256);
        signer.signature_algorithm = signer.scheme.algorithm();
        SignedData::detached(&other, &signer).encode()
    });
    vec![
        refused(
            "md5",
            "MD5 throughout, all right: not believed and not called broken.",
            digested(&other, Digest::Md5, None),
        ),
        refused("sha-1", "SHA-1 throughout, all right.", digested(&other, Digest::Sha1, None)),
        refused("sha-1-ecdsa", "SHA-1 with ECDSA.", digested(&person, Digest::Sha1, None)),
        refused(
            "sha-224",
            "SHA-224 throughout, all right.",
            digested(&other, Digest::Sha224, None),
        ),
        Vector::new(
            "ALG-15",
            "sha-1-other-document",
            "SHA-1, and the digest is another document's: changed, whatever the \
                 algorithm.",
            digested(&other, Digest::Sha1, Some(OTHER_TEXT)),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        Vector::new(
            "ALG-15",
            "md5-other-document",
            "The same with MD5.",
            digested(&other, Digest::Md5, Some(OTHER_TEXT)),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        Vector::new(
            "ALG-15",
            "sha-1-of-the-content-only",
            "SHA-1 for the content, SHA-256 with RSA for the attributes: refused, and the \
                 two do not agree.",
            content_only,
            "belum-pasti",
        )
        .or("rusak"),
        Vector::new(
            "ALG-15",
            "md2",
            "MD2, by name.",
            named("1.2.840.113549.2.2", 16),
            "belum-pasti",
        ),
        Vector::new(
            "ALG-15",
            "md4",
            "MD4, by name.",
            named("1.2.840.113549.2.4", 16),
            "belum-pasti",
        ),
        Vector::new(
            "ALG-15",
            "ripemd-160",
            "RIPEMD-160, by name.",
            named("1.3.36.3.2.1", 20),
            "belum-pasti",
        ),
        Vector::new(
            "ALG-15",
            "shake128",
            "SHAKE128, by name.",
            named("2.16.840.1.101.3.4.2.11", 32),
            "belum-pasti",
        ),
        Vector::new(
            "ALG-15",
            "none",
            "An algorithm of nobody's.",
            named("1.3.6.1.4.1.32473.7", 32),
            "belum-pasti",
        ),
        Vector::new(
            "ALG-15",
            "sha-512-256",
            "SHA-512/256 is not on the list.",
            digested(&other, Digest::Sha512Of256, None),
            "belum-pasti",
        ),
        good("sha-384", "SHA-384 throughout.", digested(&other, Digest::Sha384, None)),
        good("sha-512", "SHA-512 throughout.", digested(&other, Digest::Sha512, None)),
        good(
            "sha-384-ecdsa",
            "SHA-384 with P-256: longer than the curve, cut to its width.",
            digested(&person, Digest::Sha384, None),
        ),
        good(
            "sha3-256",
            "SHA3-256: accepted by policy, or not known.",
            digested(&other, Digest::Sha3Of256, None),
        )
        .or("belum-pasti"),
        good("sha3-256-ecdsa", "SHA3-256 with ECDSA.", digested(&person, Digest::Sha3Of256, None))
            .or("belum-pasti"),
    ]
}

/// Signatures of the years to come.
fn alg_16() -> Vec<Vector> {
    let rows = [
        ("ml-dsa-44", "2.16.840.1.101.3.4.3.17", 2420),
        ("ml-dsa-65-short", "2.16.840.1.101.3.4.3.18", 1),
        ("slh-dsa-sha2-128s", "2.16.840.1.101.3.4.3.20", 0),
        ("hss-lms", "1.2.840.113549.1.9.16.3.17", 100),
        ("composite", "2.16.840.1.114027.80.9.1.20", 64),
    ];
    rows.iter()
        .enumerate()
        .map(|(at, (variant, dotted, length))| {
            let algorithm = sequence(&[&oid(dotted)]);
            let spki = sequence(&[&algorithm, &bits(&[5; 64])]);
            let key = Key::Public { spki, signature: vec![6; *length] };
            let serial = 100 + u8::try_from(at).unwrap();
            let identity = Identity::issued(&Certificate::person("Contoh Masa Depan", serial), key);
            let bytes = letter_with(ADBE, |signed| {
                let signer = Signer::new(&identity, &Digest::Sha256.of(signed));
                SignedData::detached(
                    &identity,
                    &Signer { signature_algorithm: algorithm, ..signer },
                )
                .encode()
            });
            Vector::new(
                "ALG-16",
                variant,
                "Not judged until it is added on purpose.",
                bytes,
                "belum-pasti",
            )
        })
        .collect()
}

/// Lengths around the blocks of the digests and the pieces in which they are fed.
fn alg_17() -> Vec<Vector> {
    let person = Identity::person();
    let of_length = |digest: Digest, length: usize| {
        let content: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let signer = Signer::with(&person, digest, name::DATA, &digest.of(&content));
        SignedData::attached(&person, &signer, &content).encode()
    };
    let mut vectors = Vec::new();
    for (word, digest) in
        [("sha-256", Digest::Sha256), ("sha-384", Digest::Sha384), ("sha-512", Digest::Sha512)]
    {
        for length in
            [1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 65_535, 65_536, 65_537, 1_048_577]
        {
            let why = "A content whose length is at the edge of a block or of a piece.";
            vectors.push(Vector::new(
                "ALG-17",
                &format!("{word}-{length}"),
                why,
                of_length(digest, length),
                "asli",
            ));
        }
    }
    vectors
}

/// Keys that cost.
fn alg_18() -> Vec<Vector> {
    let with = |serial, spki: Vec<u8>, algorithm: Vec<u8>| {
        let key = Key::Public { spki, signature: vec![9; 70] };
        let identity = Identity::issued(&Certificate::person("Contoh Besar", serial), key);
        letter_with_room(ADBE, 400_000, |signed| {
            let signer = Signer::new(&identity, &Digest::Sha256.of(signed));
            SignedData::detached(&identity, &Signer { signature_algorithm: algorithm, ..signer })
                .encode()
        })
    };
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let algorithm = sequence(&[&oid("1.2.840.113549.1.1.1"), &null()]);
        sequence(&[&algorithm, &bits(&sequence(&[&unsigned(modulus), &unsigned(exponent)]))])
    };
    let megabit = [vec![0x55; 131_071], vec![0x57]].concat();
    let binary_field = {
        // SpecifiedECDomain over a field of characteristic two, of a degree that nobody needs.
        let field = sequence(&[
            &oid("1.2.840.10045.1.2"),
            &sequence(&[&element(2, &[0x00, 0xff, 0xff]), &oid("1.2.840.10045.1.2.3.1"), &null()]),
        ]);
        let domain = sequence(&[
            &integer(1),
            &field,
            &sequence(&[&octets(&[1]), &octets(&[1])]),
            &octets(&[0]),
            &integer(7),
        ]);
        ec_spki(&domain, &[&[4][..], &[1; 100]].concat())
    };
    let (pkcs1, ecdsa) =
        (Scheme::Pkcs1(Digest::Sha256).algorithm(), Scheme::Ecdsa(Digest::Sha256).algorithm());
    let not = |variant: &str, why: &str, bytes| {
        Vector::new("ALG-18", variant, why, bytes, "belum-pasti").or("rusak")
    };
    vec![
        not(
            "modulus-megabit",
            "A modulus of a million bits: refused before any arithmetic.",
            with(110, rsa(&megabit, &[1, 0, 1]), pkcs1.clone()),
        ),
        not(
            "exponent-megabit",
            "An exponent of a million bits.",
            with(111, rsa(&Key::rsa("rsa-2048").modulus, &megabit), pkcs1),
        ),
        not(
            "binary-field",
            "A curve over a binary field, written out.",
            with(112, binary_field, ecdsa.clone()),
        ),
        not(
            "sect571r1",
            "A named curve over a binary field.",
            with(113, ec_spki(&oid("1.3.132.0.39"), &[&[4][..], &[1; 144]].concat()), ecdsa),
        ),
    ]
}
