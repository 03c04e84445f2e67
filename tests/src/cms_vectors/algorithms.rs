//! CMS-28 to CMS-33: algorithms as declared and as used (threat catalogue 2.3).

use super::carrier::{ADBE, bent, bent_by, letter_with, wrapped};
use crate::cms_builder::attribute::{algorithm_protection, attribute, message_digest};
use crate::cms_builder::der::{bits, element, null, octets, oid, sequence};
use crate::cms_builder::{
    Certificate, Digest, Identity, Key, Pss, Scheme, SignedData, Signer, oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_28(), cms_29(), cms_30(), cms_31(), cms_32(), cms_33()].concat()
}

fn broken(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "rusak").sub_indication("SIG_CRYPTO_FAILURE")
}

/// The letter by an RSA signer that is bent.
fn rsa(bend: impl FnOnce(Signer) -> Signer) -> Vec<u8> {
    bent_by(&Identity::other_person(), ADBE, bend)
}

/// The letter by a person whose content is digested like this.
fn digested(identity: &Identity, digest: Digest, bend: impl FnOnce(Signer) -> Signer) -> Vec<u8> {
    letter_with(ADBE, |signed| {
        let signer = Signer::with(identity, digest, name::DATA, &digest.of(signed));
        SignedData::detached(identity, &bend(signer)).encode()
    })
}

/// The two names disagree.
fn cms_28() -> Vec<Vector> {
    let other = Identity::other_person();
    let says = |scheme: Scheme| {
        move |signer: Signer| Signer { signature_algorithm: scheme.algorithm(), ..signer }
    };
    let uses = |scheme: Scheme| {
        move |signer: Signer| Signer { signature_algorithm: scheme.algorithm(), scheme, ..signer }
    };
    let weak =
        digested(&other, Digest::Md5, |signer| uses(Scheme::RsaEncryption(Digest::Md5))(signer));
    vec![
        broken(
            "CMS-28",
            "sha-256-and-sha512-with-rsa",
            "The content is digested with SHA-256; the attributes are signed with SHA-512, \
                 and so it says.",
            rsa(uses(Scheme::Pkcs1(Digest::Sha512))),
        ),
        broken(
            "CMS-28",
            "sha512-with-rsa-said-only",
            "It says SHA-512 with RSA and uses SHA-256.",
            rsa(says(Scheme::Pkcs1(Digest::Sha512))),
        ),
        broken(
            "CMS-28",
            "ecdsa-sha-384",
            "The same with ECDSA.",
            bent(uses(Scheme::Ecdsa(Digest::Sha384))),
        ),
        broken(
            "CMS-28",
            "rsa-encryption-sha-512-used",
            "The bare name stands for the declared digest; another was used.",
            rsa(|signer| Signer {
                signature_algorithm: Scheme::RsaEncryption(Digest::Sha256).algorithm(),
                scheme: Scheme::Pkcs1(Digest::Sha512),
                ..signer
            }),
        ),
        Vector::new(
            "CMS-28",
            "rsa-encryption",
            "The bare name with the declared digest (RFC 3370 3.2).",
            rsa(uses(Scheme::RsaEncryption(Digest::Sha256))),
            "asli",
        ),
        Vector::new(
            "CMS-28",
            "md5-and-rsa-encryption",
            "The bare name hides MD5: the value is right, the algorithm is refused.",
            weak,
            "belum-pasti",
        )
        .sub_indication("CRYPTO_CONSTRAINTS_FAILURE")
        .reason("algorithm-refused"),
        Vector::new(
            "CMS-28",
            "digest-declared-sha-512",
            "It declares SHA-512 for the content, the digest is SHA-256's.",
            rsa(|signer| Signer { digest_algorithm: Digest::Sha512.algorithm(), ..signer }),
            "rusak",
        )
        .or("berubah"),
    ]
}

/// The list of digest algorithms.
fn cms_29() -> Vec<Vector> {
    let listed = |variant: &str, why: &str, list: Vec<Vec<u8>>| {
        Vector::new(
            "CMS-29",
            variant,
            why,
            wrapped(|file| SignedData { digest_algorithms: list, ..file }),
            "asli",
        )
    };
    vec![
        listed(
            "empty",
            "None listed: the list is a hint for readers of streams, nothing rests on it.",
            Vec::new(),
        ),
        listed(
            "lying",
            "SHA-512 and MD5 listed, SHA-256 used.",
            vec![Digest::Sha512.algorithm(), Digest::Md5.algorithm()],
        ),
        listed("huge", "A hundred entries.", vec![Digest::Sha256.algorithm(); 100]),
        listed(
            "unknown",
            "An algorithm of nobody's.",
            vec![sequence(&[&oid("1.3.6.1.4.1.32473.7")])],
        ),
    ]
}

/// Algorithm and key of different kinds.
fn cms_30() -> Vec<Vector> {
    let says = |algorithm: Vec<u8>| {
        move |signer: Signer| Signer { signature_algorithm: algorithm, ..signer }
    };
    let sha_256 = Digest::Sha256;
    let restricted = |parameters: Vec<u8>| {
        let key = Key::RsaForPss(Box::new(Key::rsa("rsa-2048")), parameters);
        Identity::issued(&Certificate::person("Contoh PSS", 30), key)
    };
    let for_pss =
        restricted(Pss::parameters(sha_256, sha_256, &crate::cms_builder::der::integer(32), None));
    let x25519 = {
        let spki = sequence(&[&sequence(&[&oid("1.3.101.110")]), &bits(&[9; 32])]);
        let key = Key::Public { spki, signature: vec![0; 64] };
        Identity::issued(&Certificate::person("Contoh X25519", 31), key)
    };
    vec![
        broken(
            "CMS-30",
            "ecdsa-name-rsa-key",
            "ECDSA by name, RSA by key and value.",
            rsa(says(Scheme::Ecdsa(sha_256).algorithm())),
        ),
        broken(
            "CMS-30",
            "rsa-name-ec-key",
            "RSA by name, ECDSA by key and value.",
            bent(says(Scheme::Pkcs1(sha_256).algorithm())),
        ),
        broken(
            "CMS-30",
            "rsa-encryption-ec-key",
            "The bare RSA name, ECDSA by key and value.",
            bent(says(Scheme::RsaEncryption(sha_256).algorithm())),
        ),
        broken(
            "CMS-30",
            "ed25519-name-ec-key",
            "Ed25519 by name, ECDSA by key and value.",
            bent(says(Scheme::Ed25519.algorithm())),
        )
        .or_any(&["belum-pasti"]),
        broken(
            "CMS-30",
            "pss-key-pkcs1-signature",
            "The certificate restricts the key to PSS; PKCS#1 v1.5 is used and said.",
            bent_by(&for_pss, ADBE, |signer| Signer {
                signature_algorithm: Scheme::Pkcs1(sha_256).algorithm(),
                scheme: Scheme::Pkcs1(sha_256),
                ..signer
            }),
        ),
        Vector::new(
            "CMS-30",
            "x25519-key",
            "Ed25519 by name, a key for agreement only in the certificate.",
            bent_by(&x25519, ADBE, |signer| Signer {
                signature_algorithm: Scheme::Ed25519.algorithm(),
                ..signer
            }),
            "rusak",
        )
        .or("belum-pasti"),
    ]
}

/// Parameters.
fn cms_31() -> Vec<Vector> {
    let (person, other) = (Identity::person(), Identity::other_person());
    let rsa_with = |parameters: &[u8]| {
        let algorithm = sequence(&[&oid("1.2.840.113549.1.1.11"), parameters]);
        bent_by(&other, ADBE, |signer| Signer { signature_algorithm: algorithm, ..signer })
    };
    let ecdsa_with = |parameters: &[u8]| {
        let algorithm = sequence(&[&oid("1.2.840.10045.4.3.2"), parameters]);
        bent_by(&person, ADBE, |signer| Signer { signature_algorithm: algorithm, ..signer })
    };
    let digest_with = |parameters: &[u8]| {
        let algorithm = sequence(&[&oid("2.16.840.1.101.3.4.2.1"), parameters]);
        bent(|signer| Signer { digest_algorithm: algorithm, ..signer })
    };
    let good = |variant: &str, why: &str, bytes| Vector::new("CMS-31", variant, why, bytes, "asli");
    let not = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-31", variant, why, bytes, "belum-pasti").or("rusak")
    };
    let why = "Not what the algorithm allows: a strict table, whichever of the two words.";
    vec![
        good("rsa-absent", "RSA without parameters (RFC 5754 3.2 takes both).", rsa_with(b"")),
        not("rsa-garbage", why, rsa_with(&octets(b"garbage"))),
        not("rsa-null-with-octets", why, rsa_with(&element(5, b"x"))),
        not("rsa-two", why, rsa_with(&[null(), null()].concat())),
        not("ecdsa-null", "RFC 5758 3.2: absent.", ecdsa_with(&null())),
        not(
            "ecdsa-curve",
            "A curve inside the signature algorithm.",
            ecdsa_with(&oid("1.2.840.10045.3.1.7")),
        ),
        good("digest-absent", "A digest without parameters.", digest_with(b"")),
        good("digest-null", "A digest with NULL.", digest_with(&null())),
        not("digest-garbage", why, digest_with(&octets(b"garbage"))),
    ]
}

/// `CMSAlgorithmProtection`.
fn cms_32() -> Vec<Vector> {
    let person = Identity::person();
    let (digest, signature) =
        (Digest::Sha256.algorithm(), person.key.scheme(Digest::Sha256).algorithm());
    let with = |protection: Vec<u8>| bent(|signer| signer.and(protection));
    let differs = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-32", variant, why, bytes, "belum-pasti")
            .sub_indication("SIG_CONSTRAINTS_FAILURE")
    };
    let mac = {
        let mut mac = signature.clone();
        mac[0] = 0xa2;
        attribute(name::CMS_ALGORITHM_PROTECTION, &[&sequence(&[&digest, &mac])])
    };
    vec![
        Vector::new(
            "CMS-32",
            "agrees",
            "What is protected is what stands outside.",
            with(algorithm_protection(&digest, &signature)),
            "asli",
        ),
        differs(
            "digest-differs",
            "SHA-1 is protected, SHA-256 stands outside.",
            with(algorithm_protection(&Digest::Sha1.algorithm(), &signature)),
        ),
        differs(
            "signature-differs",
            "RSA is protected, ECDSA stands outside.",
            with(algorithm_protection(&digest, &Scheme::Pkcs1(Digest::Sha256).algorithm())),
        ),
        differs("mac", "A MAC is protected, a signature stands outside.", with(mac))
            .or_any(&["rusak"]),
        differs(
            "digest-only",
            "No signature algorithm is protected (RFC 6211 2: one of the two).",
            with(attribute(name::CMS_ALGORITHM_PROTECTION, &[&sequence(&[&digest])])),
        )
        .or_any(&["rusak"]),
        Vector::new(
            "CMS-32",
            "null-or-absent",
            "Inside NULL, outside absent: the same algorithm, not the same octets (RFC \
                 6211 2 compares the fields).",
            bent(|signer| {
                Signer { digest_algorithm: Digest::Sha256.bare_algorithm(), ..signer }
                    .and(algorithm_protection(&digest, &signature))
            }),
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// `EdDSA` in CMS (RFC 8419).
fn cms_33() -> Vec<Vector> {
    let signer =
        || Identity::issued(&Certificate::person("Contoh Ed25519", 33), Key::ed25519("contoh"));
    let good = digested(&signer(), Digest::Sha512, |signer| signer);
    let with_sha_256 = digested(&signer(), Digest::Sha256, |signer| signer);
    let null_parameters = digested(&signer(), Digest::Sha512, |signer| Signer {
        signature_algorithm: sequence(&[&oid("1.3.101.112"), &null()]),
        ..signer
    });
    let prehashed = digested(&signer(), Digest::Sha512, |signer| {
        let set = signer.attribute_set(0x31);
        Signer { over: crate::cms_builder::SignedOver::Bytes(Digest::Sha512.of(&set)), ..signer }
    });
    let ed448 = {
        let spki = sequence(&[&sequence(&[&oid("1.3.101.113")]), &bits(&[7; 57])]);
        Identity::issued(
            &Certificate::person("Contoh Ed448", 34),
            Key::Public { spki, signature: vec![0; 114] },
        )
    };
    let of_448 = |digest: Digest| {
        letter_with(ADBE, |signed| {
            let mut signer =
                Signer::new(&ed448, b"").replacing(1, message_digest(&digest.of(signed)));
            signer.digest_algorithm = digest.algorithm();
            signer.signature_algorithm = sequence(&[&oid("1.3.101.113")]);
            SignedData::detached(&ed448, &signer).encode()
        })
    };
    vec![
        Vector::new("CMS-33", "ed25519", "Ed25519 with SHA-512 (RFC 8419 3.1).", good, "asli"),
        Vector::new(
            "CMS-33",
            "ed25519-sha-256",
            "Ed25519 with SHA-256: not the pair of the RFC.",
            with_sha_256,
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "CMS-33",
            "ed25519-null",
            "Parameters where there are none (RFC 8410 3).",
            null_parameters,
            "belum-pasti",
        )
        .or("rusak"),
        broken(
            "CMS-33",
            "prehashed",
            "Over the digest of the attributes: CMS has no such variant (RFC 8419 1).",
            prehashed,
        ),
        Vector::new(
            "CMS-33",
            "ed448",
            "Ed448 is not judged.",
            of_448(Digest::Sha256),
            "belum-pasti",
        ),
    ]
}
