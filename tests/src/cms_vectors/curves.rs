//! ALG-10 to ALG-14: ECDSA, `EdDSA` and DSA (threat catalogue 3; SEC 1, RFC 5480, RFC 8032).

use super::carrier::{ADBE, bent, bent_by, letter_with};
use crate::cms_builder::der::{
    bits, children, contents, element, integer, null, octets, oid, sequence, unsigned,
};
use crate::cms_builder::{
    Certificate, Digest, Identity, Key, SignedData, Signer, ec_spki, long_length, oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [alg_10(), alg_11(), alg_12(), alg_13(), alg_14()].concat()
}

/// Order of P-256 (SEC 2 2.4.2).
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

fn broken(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "rusak").sub_indication("SIG_CRYPTO_FAILURE")
}

/// The letter with a value made from the proper one.
fn valued(bend: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    bent(|signer| Signer { signature: Some(bend(&signer.signature())), ..signer })
}

/// r and s outside of their range.
fn alg_10() -> Vec<Vector> {
    let made = |variant: &str, why: &str, r: Vec<u8>, s: Vec<u8>| {
        broken("ALG-10", variant, why, valued(|_| sequence(&[&r, &s])))
    };
    let part = |at: usize| move |value: &[u8]| children(value)[at].to_vec();
    let with = |variant: &str, why: &str, bend: &dyn Fn(Vec<u8>, Vec<u8>) -> [Vec<u8>; 2]| {
        let bytes = valued(|value| {
            sequence(&bend(part(0)(value), part(1)(value)).each_ref().map(Vec::as_slice))
        });
        broken("ALG-10", variant, why, bytes)
    };
    let plus_order = |encoding: &[u8]| {
        let digits = contents(encoding);
        let digits = [vec![0; 33 - digits.len()].as_slice(), digits].concat();
        let (mut sum, mut carry) = (vec![0; 33], 0u16);
        for at in (0..33).rev() {
            let order = if at == 0 { 0 } else { u16::from(ORDER[at - 1]) };
            let digit = u16::from(digits[at]) + order + carry;
            sum[at] = u8::try_from(digit & 0xff).unwrap();
            carry = digit >> 8;
        }
        unsigned(&sum)
    };
    let negated = |encoding: &[u8]| {
        let digits = contents(encoding);
        let skipped: Vec<u8> = digits.iter().copied().skip_while(|digit| *digit == 0).collect();
        let digits = [vec![0; 32 - skipped.len()], skipped].concat();
        let (mut difference, mut borrow) = (vec![0; 32], 0i16);
        for at in (0..32).rev() {
            let digit = i16::from(ORDER[at]) - i16::from(digits[at]) - borrow;
            borrow = i16::from(digit < 0);
            difference[at] = u8::try_from(digit.rem_euclid(256)).unwrap();
        }
        unsigned(&difference)
    };
    vec![
        Vector::new(
            "ALG-10",
            "s-negated",
            "The order minus s: by the standard the same signature (FIPS 186-5 6.4.2), \
                 though nobody's time-stamp is of it.",
            valued(|value| sequence(&[&part(0)(value), &negated(&part(1)(value))])),
            "asli",
        ),
        made(
            "both-zero",
            "r and s zero: what a careless verifier takes for any message.",
            integer(0),
            integer(0),
        ),
        with("r-zero", "r zero.", &|_, s| [integer(0), s]),
        with("s-zero", "s zero.", &|r, _| [r, integer(0)]),
        made("both-order", "r and s are the order.", unsigned(&ORDER), unsigned(&ORDER)),
        with("r-plus-order", "r plus the order.", &|r, s| [plus_order(&r), s]),
        with("s-plus-order", "s plus the order.", &|r, s| [r, plus_order(&s)]),
        with("r-negative", "r negative.", &|r, s| {
            let mut digits = contents(&r).to_vec();
            digits[0] |= 0x80;
            [element(2, &digits), s]
        }),
        made("both-one", "r and s one.", integer(1), integer(1)),
        made(
            "both-huge",
            "r and s of a thousand octets.",
            unsigned(&[7; 1000]),
            unsigned(&[7; 1000]),
        ),
    ]
}

/// Ways of writing r and s.
fn alg_11() -> Vec<Vector> {
    let made = |variant: &str, why: &str, bend: &dyn Fn(&[u8]) -> Vec<u8>| {
        broken("ALG-11", variant, why, valued(bend))
    };
    let fixed = |value: &[u8]| -> Vec<u8> {
        children(value)
            .iter()
            .flat_map(|part| {
                let digits: Vec<u8> =
                    contents(part).iter().copied().skip_while(|digit| *digit == 0).collect();
                [vec![0; 32 - digits.len()], digits].concat()
            })
            .collect()
    };
    let plain = bent(|signer| {
        let value = fixed(&signer.signature());
        Signer {
            signature: Some(value),
            signature_algorithm: sequence(&[&oid("0.4.0.127.0.7.1.1.4.1.3")]),
            ..signer
        }
    });
    vec![
        made("long-length", "The outer length longer than needed.", &|value| long_length(value)),
        made("long-length-inside", "The length of r longer than needed.", &|value| {
            let parts = children(value);
            sequence(&[&long_length(parts[0]), parts[1]])
        }),
        made("zero-before", "A zero before r that does not belong there.", &|value| {
            let parts = children(value);
            sequence(&[&element(2, &[&[0, 0], contents(parts[0])].concat()), parts[1]])
        }),
        made("octet-after", "An octet after the structure.", &|value| [value, &[0]].concat()),
        made("element-after", "An element after s.", &|value| {
            sequence(&[contents(value), &null()])
        }),
        made("fixed-width", "r and s side by side (IEEE P1363) where DER belongs.", &|value| {
            fixed(value)
        }),
        made("octet-strings", "r and s as OCTET STRING.", &|value| {
            sequence(&[
                &octets(contents(children(value)[0])),
                &octets(contents(children(value)[1])),
            ])
        }),
        made("cut", "s is missing.", &|value| sequence(&[children(value)[0]])),
        made("empty", "No octets.", &|_| Vec::new()),
        Vector::new(
            "ALG-11",
            "plain-ecdsa",
            "Side by side under the name that says so (BSI TR-03111 5.2.1.1): not judged.",
            plain,
            "belum-pasti",
        ),
    ]
}

/// Somebody whose certificate has this key, and no signature that holds.
fn with_key(serial: u8, spki: Vec<u8>, value: Vec<u8>, algorithm: Vec<u8>) -> Vec<u8> {
    let key = Key::Public { spki, signature: value };
    let identity = Identity::issued(&Certificate::person("Contoh Kunci", serial), key);
    bent_by(&identity, ADBE, |signer| Signer { signature_algorithm: algorithm, ..signer })
}

/// Curves.
fn alg_12() -> Vec<Vector> {
    let person = Key::p256("kurva");
    let Key::P256(signing) = &person else { unreachable!("made so") };
    let point = signing.verifying_key().to_sec1_point(false).as_bytes().to_vec();
    let compressed = signing.verifying_key().to_sec1_point(true).as_bytes().to_vec();
    let p_256 = oid("1.2.840.10045.3.1.7");
    // A key that signs with the real scalar under another description of itself.
    let described = |serial, spki: Vec<u8>| {
        let mut identity = Identity::issued(
            &Certificate::person("Contoh Kurva", serial),
            Key::Public { spki, signature: Vec::new() },
        );
        identity.key = person.clone();
        bent_by(&identity, ADBE, |signer| signer)
    };
    let ecdsa = || sequence(&[&oid("1.2.840.10045.4.3.2")]);
    let not = |variant: &str, why: &str, bytes| {
        Vector::new("ALG-12", variant, why, bytes, "belum-pasti").or("rusak")
    };
    let one = sequence(&[&integer(1), &integer(1)]);
    let off_curve = [&[4][..], &[1; 64]].concat();
    let p_521 = Identity::issued(&Certificate::person("Contoh P-521", 80), Key::p521("kurva"));
    let with_p_521 = |digest: Digest| {
        letter_with(ADBE, |signed| {
            let signer = Signer::with(&p_521, digest, name::DATA, &digest.of(signed));
            SignedData::detached(&p_521, &signer).encode()
        })
    };
    vec![
        not(
            "explicit",
            "The parameters of P-256 written out: whoever writes them chooses the curve.",
            described(81, ec_spki(&explicit_p_256(&generator()), &point)),
        ),
        not(
            "explicit-own-generator",
            "The parameters of P-256 with the public point as generator: the private key \
                 is then 1.",
            with_key(82, ec_spki(&explicit_p_256(&point), &point), one.clone(), ecdsa()),
        ),
        not(
            "implicit",
            "The curve is inherited from nobody: NULL.",
            described(83, ec_spki(&null(), &point)),
        ),
        not("no-parameters", "No curve at all.", described(84, ec_spki(b"", &point))),
        not(
            "infinity",
            "The point at infinity.",
            with_key(85, ec_spki(&p_256, &[0]), one.clone(), ecdsa()),
        ),
        not(
            "off-curve",
            "A point that is not on the curve.",
            with_key(86, ec_spki(&p_256, &off_curve), one.clone(), ecdsa()),
        ),
        not(
            "too-short",
            "A point with one coordinate.",
            with_key(87, ec_spki(&p_256, &[&[4][..], &[1; 32]].concat()), one.clone(), ecdsa()),
        ),
        Vector::new(
            "ALG-12",
            "compressed",
            "A compressed point on a named curve (RFC 5480 2.2: may be read).",
            described(88, ec_spki(&p_256, &compressed)),
            "asli",
        )
        .or("belum-pasti"),
        not(
            "p-224",
            "P-224.",
            with_key(
                89,
                ec_spki(&oid("1.3.132.0.33"), &[&[4][..], &[1; 56]].concat()),
                one.clone(),
                ecdsa(),
            ),
        ),
        not(
            "secp256k1",
            "The curve of coins.",
            with_key(90, ec_spki(&oid("1.3.132.0.10"), &off_curve), one.clone(), ecdsa()),
        ),
        not(
            "p-384-name-p-256-point",
            "P-384 by name, a point of P-256.",
            with_key(91, ec_spki(&oid("1.3.132.0.34"), &point), one, ecdsa()),
        ),
        Vector::new(
            "ALG-12",
            "p-384",
            "P-384 with SHA-256: the digest may be shorter than the curve.",
            bent_by(&Identity::of_demo_pki("individual-p384"), ADBE, |signer| signer),
            "asli",
        ),
        Vector::new("ALG-12", "p-521", "P-521 with SHA-512.", with_p_521(Digest::Sha512), "asli"),
        Vector::new(
            "ALG-12",
            "p-521-sha-256",
            "P-521 with SHA-256: half the curve's width; a library may refuse it.",
            with_p_521(Digest::Sha256),
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// Base point of P-256, uncompressed (SEC 2 2.4.2).
fn generator() -> Vec<u8> {
    let mut one = [0; 32];
    one[31] = 1;
    let key = p256::ecdsa::SigningKey::from_slice(&one).unwrap();
    key.verifying_key().to_sec1_point(false).as_bytes().to_vec()
}

/// `SpecifiedECDomain` of P-256 (SEC 1 C.2) with this generator.
fn explicit_p_256(generator: &[u8]) -> Vec<u8> {
    let hex = |text: &str| -> Vec<u8> {
        (0..text.len() / 2)
            .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
            .collect()
    };
    let prime = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    let a = hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc");
    let b = hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
    sequence(&[
        &integer(1),
        &sequence(&[&oid("1.2.840.10045.1.1"), &unsigned(&prime)]),
        &sequence(&[&octets(&a), &octets(&b)]),
        &octets(generator),
        &unsigned(&ORDER),
        &integer(1),
    ])
}

/// Ed25519.
fn alg_13() -> Vec<Vector> {
    let identity =
        Identity::issued(&Certificate::person("Contoh Ed25519", 92), Key::ed25519("contoh"));
    let by = |identity: &Identity, bend: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        letter_with(ADBE, |signed| {
            let signer =
                Signer::with(identity, Digest::Sha512, name::DATA, &Digest::Sha512.of(signed));
            let value = bend(signer.signature());
            SignedData::detached(identity, &Signer { signature: Some(value), ..signer }).encode()
        })
    };
    let made = |variant: &str, why: &str, bend: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        broken("ALG-13", variant, why, by(&identity, bend))
    };
    // Order of the group, least significant octet first (RFC 8032 5.1).
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let plus_order = |mut value: Vec<u8>| {
        let mut carry = 0u16;
        for at in 0..32 {
            let digit = u16::from(value[32 + at]) + u16::from(order[at]) + carry;
            value[32 + at] = u8::try_from(digit & 0xff).unwrap();
            carry = digit >> 8;
        }
        value
    };
    // The neutral element as key and as R, S zero: without strictness it verifies for every message.
    let neutral = [&[1][..], &[0; 31]].concat();
    let small_order = |point: &[u8], serial| {
        let spki = sequence(&[&sequence(&[&oid("1.3.101.112")]), &bits(point)]);
        let key = Key::Public { spki, signature: [neutral.as_slice(), &[0; 32]].concat() };
        let identity = Identity::issued(&Certificate::person("Contoh Orde Kecil", serial), key);
        letter_with(ADBE, |signed| {
            let signer =
                Signer::with(&identity, Digest::Sha512, name::DATA, &Digest::Sha512.of(signed));
            let signer = Signer { signature_algorithm: sequence(&[&oid("1.3.101.112")]), ..signer };
            SignedData::detached(&identity, &signer).encode()
        })
    };
    // p + 1, which is the neutral element written otherwise.
    let non_canonical = [&[0xee][..], &[0xff; 30], &[0x7f]].concat();
    vec![
        Vector::new("ALG-13", "good", "As it should be.", by(&identity, &|value| value), "asli"),
        made("s-plus-order", "S plus the order: the same residue (RFC 8032 5.1.7).", &plus_order),
        made("s-high-bits", "The three highest bits of S set.", &|mut value| {
            value[63] |= 0xe0;
            value
        }),
        made("short", "63 octets.", &|value| value[..63].to_vec()),
        made("long", "65 octets.", &|value| [value.as_slice(), &[0]].concat()),
        made("empty", "No octets.", &|_| Vec::new()),
        made("r-other", "Another R.", &|mut value| {
            value[0] ^= 1;
            value
        }),
        Vector::new(
            "ALG-13",
            "small-order-key",
            "A key of small order, and a value that holds for every message.",
            small_order(&neutral, 93),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "ALG-13",
            "non-canonical-key",
            "The same key written otherwise.",
            small_order(&non_canonical, 94),
            "rusak",
        )
        .or("belum-pasti"),
        Vector::new(
            "ALG-13",
            "key-too-short",
            "A key of 31 octets.",
            small_order(&[9; 31], 95),
            "belum-pasti",
        )
        .or("rusak"),
    ]
}

/// DSA.
fn alg_14() -> Vec<Vector> {
    let prime = [&[0x80][..], &[0x55; 126], &[0x57]].concat();
    let domain = sequence(&[&unsigned(&prime), &unsigned(&[0x7b; 20]), &integer(1)]);
    let spki = |parameters: &[u8]| {
        let algorithm = sequence(&[&oid("1.2.840.10040.4.1"), parameters]);
        sequence(&[&algorithm, &bits(&integer(1))])
    };
    let algorithm = || sequence(&[&oid("2.16.840.1.101.3.4.3.2")]);
    let one = || sequence(&[&integer(1), &integer(1)]);
    let why = "DSA is not judged, whatever its parameters say.";
    vec![
        Vector::new(
            "ALG-14",
            "generator-1",
            why,
            with_key(96, spki(&domain), one(), algorithm()),
            "belum-pasti",
        ),
        Vector::new(
            "ALG-14",
            "inherited",
            why,
            with_key(97, spki(b""), one(), algorithm()),
            "belum-pasti",
        ),
    ]
}
