//! ALG-01 to ALG-09: RSA signatures and keys (threat catalogue 3; RFC 8017).

use super::carrier::{ADBE, bent_by, letter_with_room};
use crate::cms_builder::der::{bits, element, integer, null, octets, oid, sequence, unsigned};
use crate::cms_builder::{
    Certificate, Digest, Identity, Key, Pss, RsaKey, Scheme, SignedData, Signer, cube_root,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [alg_01(), alg_02(), alg_03(), alg_04(), alg_05(), alg_06(), alg_07(), alg_08(), alg_09()]
        .concat()
}

const SHA_256: Digest = Digest::Sha256;

/// The signature value of an RSA signer, made by hand from the digest of the attributes.
fn by_hand(identity: &Identity, make: impl FnOnce(&RsaKey, &[u8]) -> Vec<u8>) -> Vec<u8> {
    bent_by(identity, ADBE, |signer| {
        let digest = SHA_256.of(&signer.attribute_set(0x31));
        let signature = make(identity.key.as_rsa(), &digest);
        Signer { signature: Some(signature), ..signer }
    })
}

fn broken(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "rusak").sub_indication("SIG_CRYPTO_FAILURE")
}

/// Around this `DigestInfo` by the demo key.
fn info(make: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    by_hand(&Identity::other_person(), |key, digest| key.sign_digest_info(&make(digest)))
}

/// Around this representative by the demo key; it gets the proper one.
fn representative(bend: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    by_hand(&Identity::other_person(), |key, digest| {
        let info = digest_info(digest);
        let ones = vec![0xff; key.length() - info.len() - 3];
        let mut encoded = [&[0, 1], ones.as_slice(), &[0], &info].concat();
        bend(&mut encoded);
        key.private_operation(&encoded)
    })
}

fn digest_info(digest: &[u8]) -> Vec<u8> {
    sequence(&[&SHA_256.algorithm(), &octets(digest)])
}

fn small_exponent() -> Identity {
    Identity::issued(
        &Certificate::person("Contoh Eksponen Kecil", 51),
        Key::Rsa(Box::new(Key::rsa("rsa-e3"))),
    )
}

/// Garbage after the digest: with exponent 3 nobody needs the key.
fn alg_01() -> Vec<Vector> {
    let small = small_exponent();
    let forged = by_hand(&small, |key, digest| {
        let start = [&[0, 1], &[0xff; 8][..], &[0], &digest_info(digest)].concat();
        let highest = [start.as_slice(), &vec![0xff; key.length() - start.len()]].concat();
        cube_root(&highest)
    });
    let garbage = |digest: &[u8]| [digest_info(digest), vec![0x42; 256 - 3 - 8 - 51]].concat();
    vec![
        Vector::new(
            "ALG-01",
            "cube-root",
            "A cube root of the padding and the digest, made without the key: the key is \
                 refused, and the value is wrong.",
            forged,
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "ALG-01",
            "exponent-3",
            "A right signature by a key whose exponent is 3: refused by policy.",
            bent_by(&small, ADBE, |signer| signer),
            "belum-pasti",
        )
        .sub_indication("CRYPTO_CONSTRAINTS_FAILURE"),
        broken(
            "ALG-01",
            "garbage-after",
            "The same form by a key of exponent 65537: the whole representative is \
                 compared.",
            info(garbage),
        ),
        Vector::new("ALG-01", "good", "As it should be.", info(digest_info), "asli"),
    ]
}

/// Garbage inside `DigestInfo`.
fn alg_02() -> Vec<Vector> {
    let made =
        |variant, why, make: &dyn Fn(&[u8]) -> Vec<u8>| broken("ALG-02", variant, why, info(make));
    let sha_256 = oid("2.16.840.1.101.3.4.2.1");
    vec![
        made("parameters", "Octets as parameters of the digest.", &|digest| {
            sequence(&[&sequence(&[&sha_256, &octets(&[7; 100])]), &octets(digest)])
        }),
        made("parameters-after-null", "An element after NULL.", &|digest| {
            sequence(&[&sequence(&[&sha_256, &null(), &octets(&[7; 90])]), &octets(digest)])
        }),
        made("after-digest", "An element after the digest.", &|digest| {
            sequence(&[&SHA_256.algorithm(), &octets(digest), &octets(&[7; 50])])
        }),
        made("digest-longer", "Octets after the digest inside its string.", &|digest| {
            sequence(&[&SHA_256.algorithm(), &octets(&[digest, &[0]].concat())])
        }),
        made("other-algorithm", "SHA-512's name around the SHA-256 digest.", &|digest| {
            sequence(&[&Digest::Sha512.algorithm(), &octets(digest)])
        }),
    ]
}

/// BER inside `DigestInfo`.
fn alg_03() -> Vec<Vector> {
    let made =
        |variant, why, make: &dyn Fn(&[u8]) -> Vec<u8>| broken("ALG-03", variant, why, info(make));
    vec![
        made("outer-length", "The outer length longer than needed.", &|digest| {
            crate::cms_builder::long_length(&digest_info(digest))
        }),
        made("string-length", "The length of the string longer than needed.", &|digest| {
            sequence(&[&SHA_256.algorithm(), &crate::cms_builder::long_length(&octets(digest))])
        }),
        made(
            "hidden-octets",
            "A length of eight octets that a careless reader skips.",
            &|digest| {
                let string = [&[0x04, 0x88, 0, 0, 0, 0, 0, 0, 0, 32], digest].concat();
                sequence(&[&SHA_256.algorithm(), &string])
            },
        ),
        made("indefinite", "An indefinite length.", &|digest| {
            crate::cms_builder::indefinite(&digest_info(digest))
        }),
    ]
}

/// NULL left out.
fn alg_04() -> Vec<Vector> {
    let bare = |digest: &[u8]| sequence(&[&SHA_256.bare_algorithm(), &octets(digest)]);
    vec![
        broken(
            "ALG-04",
            "no-null",
            "DigestInfo without NULL: no path of compatibility (RFC 8017 A.2.4 writes it).",
            info(bare),
        ),
        broken(
            "ALG-04",
            "no-null-last-octet",
            "The same, the last octet of the digest flipped.",
            info(|digest| {
                let mut info = bare(digest);
                *info.last_mut().unwrap() ^= 1;
                info
            }),
        ),
        broken(
            "ALG-04",
            "last-octet",
            "With NULL, the last octet of the digest flipped.",
            representative(|encoded| *encoded.last_mut().unwrap() ^= 1),
        ),
    ]
}

/// Padding.
fn alg_05() -> Vec<Vector> {
    let made = |variant, why, bend: &dyn Fn(&mut Vec<u8>)| {
        broken("ALG-05", variant, why, representative(bend))
    };
    vec![
        made("type-2", "The padding of encryption.", &|encoded| encoded[1] = 2),
        made("type-0", "Block type 0.", &|encoded| encoded[1] = 0),
        made("one-not-ff", "One octet of the padding is another.", &|encoded| encoded[100] = 0xfe),
        made("short", "Seven octets of padding, then the digest, then garbage.", &|encoded| {
            let info = encoded.split_off(encoded.len() - 51);
            encoded.clear();
            encoded.extend([0, 1]);
            encoded.extend([0xff; 7]);
            encoded.push(0);
            encoded.extend(info);
            encoded.resize(256, 0x42);
        }),
        made("no-separator", "No zero before the digest.", &|encoded| {
            let at = encoded.len() - 52;
            encoded[at] = 0xff;
        }),
        made("two-separators", "Zeros instead of the last octets of padding.", &|encoded| {
            let at = encoded.len() - 54;
            encoded[at] = 0;
        }),
    ]
}

/// Another number of the same residue, another length.
fn alg_06() -> Vec<Vector> {
    let other = Identity::other_person();
    let value = |bend: &dyn Fn(&RsaKey, Vec<u8>) -> Vec<u8>| {
        by_hand(&other, |key, digest| bend(key, key.sign_digest_info(&digest_info(digest))))
    };
    let plus_modulus = by_hand(&other, |key, digest| {
        let signature = key.sign_digest_info(&digest_info(digest));
        let mut sum = vec![0; signature.len()];
        let mut carry = 0u16;
        for at in (0..signature.len()).rev() {
            let digit = u16::from(signature[at]) + u16::from(key.modulus[at]) + carry;
            sum[at] = u8::try_from(digit & 0xff).unwrap();
            carry = digit >> 8;
        }
        // Where the sum needs one octet more, it gets one: either way it is no signature (RFC 8017 8.2.2, 5.2.2).
        if carry > 0 { [&[1], sum.as_slice()].concat() } else { sum }
    });
    vec![
        broken("ALG-06", "plus-modulus", "The value plus the modulus.", plus_modulus),
        broken(
            "ALG-06",
            "zero-before",
            "A zero before the value: longer than the modulus.",
            value(&|_, value| [&[0], value.as_slice()].concat()),
        ),
        broken(
            "ALG-06",
            "short",
            "The last octet is missing.",
            value(&|_, mut value| {
                value.pop();
                value
            }),
        ),
        broken(
            "ALG-06",
            "octet-after",
            "An octet after the value.",
            value(&|_, value| [value.as_slice(), &[0]].concat()),
        ),
        broken("ALG-06", "zero", "The value 0.", value(&|_, value| vec![0; value.len()])),
        broken(
            "ALG-06",
            "one",
            "The value 1.",
            value(&|_, value| [vec![0; value.len() - 1], vec![1]].concat()),
        ),
        broken("ALG-06", "modulus", "The modulus itself.", value(&|key, _| key.modulus.clone())),
        broken("ALG-06", "empty", "No octets.", value(&|_, _| Vec::new())),
    ]
}

/// The letter of somebody with a key that nobody has: its modulus and exponent, and what stands for a signature.
fn with_public(
    common_name: &str,
    serial: u8,
    modulus: &[u8],
    exponent: &[u8],
    value: impl Fn(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let public_key = sequence(&[&unsigned(modulus), &unsigned(exponent)]);
    let spki = sequence(&[&sequence(&[&oid("1.2.840.113549.1.1.1"), &null()]), &bits(&public_key)]);
    let key = Key::Public { spki, signature: Vec::new() };
    let identity = Identity::issued(&Certificate::person(common_name, serial), key);
    letter_with_room(ADBE, 12_000, |signed| {
        let signer = Signer::new(&identity, &SHA_256.of(signed));
        let signature = value(&SHA_256.of(&signer.attribute_set(0x31)));
        SignedData::detached(&identity, &Signer { signature: Some(signature), ..signer }).encode()
    })
}

/// Keys.
fn alg_07() -> Vec<Vector> {
    let of = |name: &str, serial| {
        Identity::issued(
            &Certificate::person("Contoh Kunci", serial),
            Key::Rsa(Box::new(Key::rsa(name))),
        )
    };
    let modulus = Key::rsa("rsa-2048").modulus;
    let even = {
        let mut even = modulus.clone();
        *even.last_mut().unwrap() &= 0xfe;
        even
    };
    let digits = |bits: usize| [vec![1; 1], vec![0x55; bits / 8 - 1], vec![0x57]].concat();
    let refused = |variant: &str, why: &str, bytes| {
        Vector::new("ALG-07", variant, why, bytes, "belum-pasti")
            .sub_indication("CRYPTO_CONSTRAINTS_FAILURE")
    };
    let worthless = |variant: &str, why: &str, modulus: &[u8], exponent: &[u8]| {
        let length = modulus.len();
        let bytes = with_public("Contoh Kunci", 60, modulus, exponent, |_| vec![3; length]);
        Vector::new("ALG-07", variant, why, bytes, "belum-pasti").or("rusak")
    };
    let exponent_1 = with_public("Contoh Kunci", 61, &modulus, &[1], |digest| {
        let info = digest_info(digest);
        [&[0, 1], vec![0xff; 256 - info.len() - 3].as_slice(), &[0], &info].concat()
    });
    let wrong_1024 =
        by_hand(&of("rsa-1024", 62), |key, _| key.sign_digest_info(&digest_info(&[0; 32])));
    vec![
        refused(
            "rsa-1024",
            "1024 bits, the value is right.",
            bent_by(&of("rsa-1024", 62), ADBE, |signer| signer),
        ),
        broken(
            "ALG-07",
            "rsa-1024-wrong-value",
            "1024 bits, and the value is wrong: the weaker key does not excuse it.",
            wrong_1024,
        ),
        refused(
            "rsa-512",
            "512 bits, the value is right.",
            bent_by(&of("rsa-512", 63), ADBE, |signer| signer),
        ),
        Vector::new(
            "ALG-07",
            "rsa-4096",
            "4096 bits.",
            bent_by(&of("rsa-4096", 64), ADBE, |signer| signer),
            "asli",
        ),
        Vector::new(
            "ALG-07",
            "exponent-1",
            "With exponent 1 the signature is the message: anybody signs.",
            exponent_1,
            "belum-pasti",
        )
        .or("rusak"),
        worthless("even-modulus", "An even modulus.", &even, &[1, 0, 1]),
        worthless("even-exponent", "An even exponent.", &modulus, &[1, 0, 0]),
        worthless(
            "exponent-33-bits",
            "An exponent of 33 bits and more.",
            &modulus,
            &[2, 0, 0, 0, 1],
        ),
        worthless(
            "exponent-as-long-as-the-modulus",
            "An exponent of 2040 bits.",
            &modulus,
            &modulus[1..],
        ),
        worthless("modulus-8193", "8193 bits.", &digits(8192), &[1, 0, 1]),
        worthless("modulus-zero", "A modulus of zero.", &[0], &[1, 0, 1]),
        worthless("modulus-one", "A modulus of one.", &[1], &[1, 0, 1]),
    ]
}

/// PSS.
fn alg_08() -> Vec<Vector> {
    let other = Identity::other_person();
    let key = || Box::new(Key::rsa("rsa-2048"));
    let uses = |identity: &Identity, pss: Pss| {
        let scheme = Scheme::Pss(pss);
        bent_by(identity, ADBE, |signer| Signer {
            signature_algorithm: scheme.algorithm(),
            scheme,
            ..signer
        })
    };
    let written = |pss: Pss, parameters: Option<Vec<u8>>| Pss { parameters, ..pss };
    let restricted = |parameters: &[u8], serial| {
        Identity::issued(
            &Certificate::person("Contoh PSS", serial),
            Key::RsaForPss(key(), parameters.to_vec()),
        )
    };
    let parameters = |salt: &[u8], trailer: Option<&[u8]>| {
        Some(Pss::parameters(SHA_256, SHA_256, salt, trailer))
    };
    let good = |variant: &str, why: &str, bytes| Vector::new("ALG-08", variant, why, bytes, "asli");
    let not = |variant: &str, why: &str, bytes| {
        Vector::new("ALG-08", variant, why, bytes, "belum-pasti").or("rusak")
    };
    let pss = || Pss::of(SHA_256);
    let sha_512 = Pss::parameters(Digest::Sha512, Digest::Sha512, &integer(64), None);
    let no_null = {
        let bare = SHA_256.bare_algorithm();
        let mask = sequence(&[&oid("1.2.840.113549.1.1.8"), &bare]);
        sequence(&[&element(0xa0, &bare), &element(0xa1, &mask), &element(0xa2, &integer(32))])
    };
    vec![
        good(
            "good",
            "SHA-256 throughout, a salt of 32 octets (RFC 4055 3.1).",
            uses(&other, pss()),
        ),
        good(
            "no-null",
            "The same without NULL (RFC 4055 2.1 takes both).",
            uses(&other, written(pss(), Some(no_null))),
        ),
        good(
            "trailer-written",
            "The trailer field 1, written out.",
            uses(&other, written(pss(), parameters(&integer(32), Some(&integer(1))))),
        ),
        good(
            "restricted-key",
            "A key for PSS of these parameters.",
            uses(&restricted(&Pss::parameters(SHA_256, SHA_256, &integer(32), None), 70), pss()),
        ),
        good(
            "key-without-parameters",
            "A key for PSS of any parameters.",
            uses(&restricted(b"", 71), pss()),
        ),
        not(
            "restricted-key-differs",
            "The certificate allows SHA-512 only.",
            uses(&restricted(&sha_512, 72), pss()),
        ),
        not(
            "absent",
            "No parameters mean SHA-1 (RFC 4055 3.1); the value is SHA-256's.",
            uses(&other, written(pss(), None)),
        ),
        not(
            "empty",
            "An empty SEQUENCE means SHA-1 throughout, and is used so.",
            uses(&other, written(Pss::of(Digest::Sha1), Some(sequence(&[])))),
        ),
        not(
            "mask-sha-1",
            "The mask by SHA-1, and so it says.",
            uses(&other, Pss::with(SHA_256, Digest::Sha1, 32)),
        ),
        not(
            "mask-sha-512",
            "The mask by another digest, and so it says.",
            uses(&other, Pss::with(SHA_256, Digest::Sha512, 32)),
        ),
        broken(
            "ALG-08",
            "mask-other-than-said",
            "The mask by another digest than it says.",
            uses(
                &other,
                written(Pss::with(SHA_256, Digest::Sha512, 32), parameters(&integer(32), None)),
            ),
        ),
        broken(
            "ALG-08",
            "salt-other-than-said",
            "A salt of 20 octets, 32 said.",
            uses(&other, written(Pss::with(SHA_256, SHA_256, 20), parameters(&integer(32), None))),
        ),
        Vector::new(
            "ALG-08",
            "salt-0",
            "No salt: allowed, and deterministic.",
            uses(&other, Pss::with(SHA_256, SHA_256, 0)),
            "asli",
        )
        .or("belum-pasti"),
        Vector::new(
            "ALG-08",
            "salt-64",
            "A salt longer than the digest: allowed up to what fits.",
            uses(&other, Pss::with(SHA_256, SHA_256, 64)),
            "asli",
        )
        .or("belum-pasti"),
        not(
            "salt-negative",
            "A salt of minus one octets.",
            uses(&other, written(pss(), parameters(&[2, 1, 0xff], None))),
        ),
        not(
            "salt-huge",
            "A salt of a million octets.",
            uses(&other, written(pss(), parameters(&[2, 3, 0x0f, 0x42, 0x40], None))),
        ),
        not(
            "salt-nine-octets",
            "A salt length of more than 64 bits.",
            uses(&other, written(pss(), parameters(&[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 32], None))),
        ),
        not(
            "trailer-2",
            "Trailer field 2, which no standard knows.",
            uses(&other, written(pss(), parameters(&integer(32), Some(&integer(2))))),
        ),
        broken(
            "ALG-08",
            "trailer-octet",
            "The last octet is not BC.",
            uses(&other, Pss { trailer: 0xcc, ..pss() }),
        ),
        not(
            "digest-differs",
            "The content by SHA-256, PSS by SHA-512.",
            uses(&other, Pss::of(Digest::Sha512)),
        ),
    ]
}

/// One scheme under the name of another.
fn alg_09() -> Vec<Vector> {
    let other = Identity::other_person();
    let as_other = |said: Scheme, used: Scheme| {
        bent_by(&other, ADBE, |signer| Signer {
            signature_algorithm: said.algorithm(),
            scheme: used,
            ..signer
        })
    };
    let (pkcs1, pss) = (Scheme::Pkcs1(SHA_256), Scheme::Pss(Pss::of(SHA_256)));
    vec![
        broken(
            "ALG-09",
            "pss-as-pkcs1",
            "PSS under the name of PKCS#1 v1.5.",
            as_other(pkcs1.clone(), pss.clone()),
        ),
        broken(
            "ALG-09",
            "pkcs1-as-pss",
            "PKCS#1 v1.5 under the name of PSS.",
            as_other(pss, pkcs1),
        ),
        broken("ALG-09", "no-digest-info", "The bare digest in the padding.", info(<[u8]>::to_vec)),
        broken(
            "ALG-09",
            "no-padding",
            "The bare digest without any.",
            by_hand(&other, |key, digest| {
                key.private_operation(
                    &[vec![0; key.length() - digest.len()].as_slice(), digest].concat(),
                )
            }),
        ),
    ]
}
