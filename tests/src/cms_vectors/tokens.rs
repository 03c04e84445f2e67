//! TST-01 to TST-07, TST-10 to TST-12, TST-15: what a time-stamp token is over, who made it, and what it is (threat
//! catalogue 4). A token that proves nothing changes nothing: the signature is judged at the moment, and the reader is told.
//! Longer than other files, because it is a list: one function for each id of the section.

use super::carrier::{
    ADBE, OTHER_TEXT, STAMPED, STAMPED_JSON, bent_by, stamped, stamped_by, token,
};
use crate::cms_builder::attribute::{
    attribute, ess_cert_id, ess_cert_id_v2, names_certificate, signing_certificate,
    signing_certificate_v2,
};
use crate::cms_builder::der::{element, integer, octets, oid, sequence};
use crate::cms_builder::{
    Certificate, Digest, Extension, Identity, Key, TimeStamp, TstInfo, indefinite, oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [
        tst_01(),
        tst_02(),
        tst_03(),
        tst_04(),
        tst_05(),
        tst_06(),
        tst_07(),
        tst_10(),
        tst_11(),
        tst_12(),
        tst_15(),
    ]
    .concat()
}

/// Where the proven time stands.
pub(super) const PROVEN: &str = "/signatures/0/best_signature_time";

/// A token that proves the time.
pub(super) fn proves(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "asli")
        .says(PROVEN, STAMPED_JSON)
        .says("/signatures/0/time_source", "\"time-stamp\"")
}

/// A token that proves nothing.
pub(super) fn unproven(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "asli").not_proven().note("time-stamp-untrusted")
}

/// A letter with this token bent.
pub(super) fn bent_token(bend: impl FnOnce(TimeStamp) -> TimeStamp) -> Vec<u8> {
    stamped(|value| bend(token(value, STAMPED)).attribute())
}

/// A letter with a token of this authority.
pub(super) fn by_authority(authority: &Identity, gen_time: &str) -> Vec<u8> {
    stamped(|value| TimeStamp::by(authority, &TstInfo::new(value, gen_time)).attribute())
}

/// A letter with a token that says this.
pub(super) fn saying(bend: impl FnOnce(TstInfo) -> TstInfo) -> Vec<u8> {
    stamped(|value| {
        TimeStamp::by(&Identity::time_stamp_authority(), &bend(TstInfo::new(value, STAMPED)))
            .attribute()
    })
}

/// A token of another signature.
fn tst_01() -> Vec<Vector> {
    let expired = Identity::of_demo_pki("expired");
    vec![
        proves("TST-01", "good", "A token of this signature's value.", bent_token(|token| token)),
        unproven(
            "TST-01",
            "other-signature",
            "A genuine token of another signature.",
            stamped(|_| token(b"another", STAMPED).attribute()),
        ),
        Vector::new(
            "TST-01",
            "other-signature-expired-signer",
            "The same for a certificate that has ended: it would have to prove the time, \
                 and does not.",
            stamped_by(&expired, |_| token(b"another", "20240601000000Z").attribute()),
            "belum-pasti",
        )
        .sub_indication("OUT_OF_BOUNDS_NO_POE")
        .not_proven()
        .note("time-stamp-untrusted"),
    ]
}

/// Over the wrong bytes.
fn tst_02() -> Vec<Vector> {
    let person = Identity::person();
    let over_document = super::carrier::letter_with(ADBE, |signed| {
        let signer = crate::cms_builder::Signer::new(&person, &Digest::Sha256.of(signed));
        let signer = signer.unsigned(token(signed, STAMPED).attribute());
        crate::cms_builder::SignedData::detached(&person, &signer).encode()
    });
    let over_signer_info = bent_by(&person, ADBE, |signer| {
        let encoding = signer.encode();
        signer.unsigned(token(&encoding, STAMPED).attribute())
    });
    let over_attributes = bent_by(&person, ADBE, |signer| {
        let set = signer.attribute_set(0x31);
        signer.unsigned(token(&set, STAMPED).attribute())
    });
    let hex = |value: &[u8]| {
        value.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes()
    };
    let made = |variant, why, bytes| unproven("TST-02", variant, why, bytes);
    vec![
        made("document", "Over the document's bytes.", over_document),
        made("signer-info", "Over the whole SignerInfo.", over_signer_info),
        made("attributes", "Over the signed attributes.", over_attributes),
        made(
            "hexadecimal",
            "Over the value in hexadecimal.",
            stamped(|value| token(&hex(value), STAMPED).attribute()),
        ),
        made(
            "with-header",
            "Over the value with tag and length.",
            stamped(|value| token(&octets(value), STAMPED).attribute()),
        ),
        made(
            "digest",
            "Over the digest of the value: digested twice.",
            stamped(|value| token(&Digest::Sha256.of(value), STAMPED).attribute()),
        ),
    ]
}

/// The token's own signature.
fn tst_03() -> Vec<Vector> {
    let made = |variant, why, bend: &dyn Fn(TimeStamp) -> TimeStamp| {
        unproven("TST-03", variant, why, bent_token(bend))
    };
    vec![
        made("value-flipped", "One bit of the token's signature value.", &|mut token| {
            let mut value = token.signer.signature();
            value[40] ^= 1;
            token.signer.signature = Some(value);
            token
        }),
        made(
            "content-changed",
            "The content says an earlier time than was signed.",
            &|mut token| {
                let at = token
                    .content
                    .windows(15)
                    .position(|window| window == STAMPED.as_bytes())
                    .unwrap();
                token.content[at + 3] = b'5';
                token
            },
        ),
        made("no-attributes", "Signed without attributes.", &|mut token| {
            let content = token.content.clone();
            token.signer = token.signer.over_content(&content);
            token
        }),
        made("digest-of-another", "The digest is that of another content.", &|mut token| {
            token.signer =
                token.signer.replacing(1, crate::cms_builder::attribute::message_digest(&[0; 32]));
            token
        }),
        made("no-digest", "No digest of the content.", &|mut token| {
            token.signer = token.signer.without(1);
            token
        }),
        made("sha-1", "Signed by SHA-1.", &|mut token| {
            let authority = Identity::time_stamp_authority();
            let digest = Digest::Sha1.of(&token.content);
            token.signer =
                crate::cms_builder::Signer::with(&authority, Digest::Sha1, name::TST_INFO, &digest);
            token
        }),
    ]
}

/// More certificates than those of the authority.
fn tst_04() -> Vec<Vector> {
    let (one, other) = (Identity::time_stamp_authority(), Identity::of_demo_pki("tsa-2023"));
    let stranger = Certificate::time_stamp_authority("Contoh Penanda Waktu", 120)
        .self_signed(Key::p256("waktu palsu"));
    let of = |authority: &Identity, certificates: Vec<Vec<u8>>| {
        stamped(|value| {
            TimeStamp { certificates, ..TimeStamp::by(authority, &TstInfo::new(value, STAMPED)) }
                .attribute()
        })
    };
    let bag = |identities: &[&Identity]| {
        let mut bag: Vec<Vec<u8>> = identities.iter().map(|one| one.certificate.clone()).collect();
        bag.push(Identity::demo_ca().certificate);
        bag
    };
    let by_name = "/signatures/0/time_stamp/path/0/sha256";
    let sha_256 = |identity: &Identity| {
        let digest: String = Digest::Sha256
            .of(&identity.certificate)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("\"{digest}\"")
    };
    vec![
        proves(
            "TST-04",
            "other-first",
            "Another authority's certificate stands first: the token is still of the one \
                 that is named.",
            of(&one, bag(&[&other, &one])),
        )
        .says(by_name, sha_256(&one)),
        proves(
            "TST-04",
            "other-last",
            "Another authority's certificate stands last.",
            of(&one, bag(&[&one, &other])),
        )
        .says(by_name, sha_256(&one)),
        unproven(
            "TST-04",
            "genuine-first",
            "A token of a stranger with a genuine authority's certificate before his own.",
            of(&stranger, bag(&[&one, &stranger])),
        ),
        unproven(
            "TST-04",
            "only-the-other",
            "Only another authority's certificate is there.",
            of(&stranger, bag(&[&one])),
        ),
        unproven(
            "TST-04",
            "named-as-genuine",
            "A stranger signs and names the genuine authority.",
            bent_token(|token| TimeStamp {
                signer: crate::cms_builder::Signer {
                    key: stranger.key.clone(),
                    scheme: stranger.key.scheme(Digest::Sha256),
                    ..token.signer.clone()
                },
                ..token
            }),
        ),
    ]
}

const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";

/// The extended key usage of the authority.
fn tst_05() -> Vec<Vector> {
    let authority = |serial, bend: &dyn Fn(Certificate) -> Certificate| {
        let certificate = bend(Certificate::end_entity("Contoh Penanda Waktu", serial));
        by_authority(&Identity::issued(&certificate, Key::p256("waktu")), STAMPED)
    };
    let usages = |extension: Extension, purposes: &'static [&'static str]| {
        move |certificate: Certificate| certificate.extended_key_usage(extension, purposes)
    };
    let made = |variant, why, serial, bend: &dyn Fn(Certificate) -> Certificate| {
        unproven("TST-05", variant, why, authority(serial, bend))
    };
    vec![
        proves(
            "TST-05",
            "good",
            "Critical, and time-stamping alone (RFC 3161 2.3).",
            authority(130, &usages(Extension::Critical, &[TIME_STAMPING])),
        ),
        made("absent", "No extended key usage.", 131, &|certificate| certificate),
        made("not-critical", "Not critical.", 132, &usages(Extension::Plain, &[TIME_STAMPING])),
        made(
            "and-client",
            "Time-stamping and client authentication.",
            133,
            &usages(Extension::Critical, &[TIME_STAMPING, "1.3.6.1.5.5.7.3.2"]),
        ),
        made(
            "and-unknown",
            "Time-stamping and a purpose of nobody's.",
            134,
            &usages(Extension::Critical, &[TIME_STAMPING, "1.3.6.1.4.1.32473.8"]),
        ),
        made("any", "Any purpose.", 135, &usages(Extension::Critical, &["2.5.29.37.0"])),
        made(
            "and-any",
            "Time-stamping and any purpose.",
            136,
            &usages(Extension::Critical, &[TIME_STAMPING, "2.5.29.37.0"]),
        ),
        made(
            "documents",
            "Signing of documents.",
            137,
            &usages(Extension::Critical, &["1.2.840.113583.1.1.5"]),
        ),
        made("empty", "No purpose at all.", 138, &usages(Extension::Critical, &[])),
        made(
            "similar",
            "A number that begins like time-stamping's.",
            139,
            &usages(Extension::Critical, &["1.3.6.1.5.5.7.3.80"]),
        ),
    ]
}

/// Who may not stamp.
fn tst_06() -> Vec<Vector> {
    let ca = Identity::issued(
        &Certificate::authority("Contoh CA Waktu", 140)
            .extended_key_usage(Extension::Critical, &[TIME_STAMPING]),
        Key::p256("ca waktu"),
    );
    let person = Identity::person();
    vec![
        unproven(
            "TST-06",
            "authority-with-purpose",
            "A CA certificate with the purpose.",
            by_authority(&ca, STAMPED),
        ),
        unproven(
            "TST-06",
            "issuing-authority",
            "The CA that issued the signer's certificate stamps itself.",
            by_authority(&Identity::demo_ca(), STAMPED),
        ),
        unproven(
            "TST-06",
            "signer",
            "The signer stamps his own signature.",
            by_authority(&person, STAMPED),
        ),
    ]
}

/// Under which anchor.
fn tst_07() -> Vec<Vector> {
    let root = Certificate::authority("Contoh Akar Lain", 141).self_signed(Key::p256("akar lain"));
    let stranger = Identity::issued_by(
        &root,
        &Certificate::time_stamp_authority("Contoh Penanda Waktu Lain", 142),
        Key::p256("waktu lain"),
    );
    let unlisted = Identity::issued(
        &Certificate::time_stamp_authority("Contoh Penanda Waktu Baru", 143),
        Key::p256("waktu baru"),
    );
    let alone = Certificate::time_stamp_authority("Contoh Penanda Waktu Sendiri", 144)
        .self_signed(Key::p256("waktu sendiri"));
    vec![
        unproven(
            "TST-07",
            "unknown-root",
            "An authority under a root that nobody registered.",
            by_authority(&stranger, STAMPED),
        ),
        unproven(
            "TST-07",
            "self-signed",
            "An authority that is its own issuer.",
            by_authority(&alone, STAMPED),
        ),
        proves(
            "TST-07",
            "unlisted",
            "An authority under an anchor that is registered for time-stamps, itself not \
                 listed: its path holds at the moment (design, 3.1).",
            by_authority(&unlisted, STAMPED),
        ),
    ]
}

/// Imprints.
fn tst_10() -> Vec<Vector> {
    let imprint = |make: &dyn Fn(&[u8]) -> Vec<u8>| {
        stamped(|value| {
            let info = TstInfo { imprint: make(value), ..TstInfo::new(value, STAMPED) };
            TimeStamp::by(&Identity::time_stamp_authority(), &info).attribute()
        })
    };
    let made = |variant, why, make: &dyn Fn(&[u8]) -> Vec<u8>| {
        unproven("TST-10", variant, why, imprint(make))
    };
    let of = |dotted: &'static str| {
        move |value: &[u8]| {
            sequence(&[&sequence(&[&oid(dotted)]), &octets(&Digest::Sha256.of(value))])
        }
    };
    vec![
        proves(
            "TST-10",
            "sha-512",
            "An imprint by SHA-512.",
            imprint(&|value| TstInfo::imprint(Digest::Sha512, value)),
        ),
        made("sha-1", "An imprint by SHA-1.", &|value| TstInfo::imprint(Digest::Sha1, value)),
        made("md5", "An imprint by MD5.", &|value| TstInfo::imprint(Digest::Md5, value)),
        made("unknown", "An algorithm of nobody's.", &of("1.3.6.1.4.1.32473.7")),
        made("too-short", "The first sixteen octets.", &|value| {
            sequence(&[&Digest::Sha256.algorithm(), &octets(&Digest::Sha256.of(value)[..16])])
        }),
        made("too-long", "An octet more.", &|value| {
            sequence(&[
                &Digest::Sha256.algorithm(),
                &octets(&[Digest::Sha256.of(value).as_slice(), &[0]].concat()),
            ])
        }),
        made("empty", "No octets.", &|_| sequence(&[&Digest::Sha256.algorithm(), &octets(b"")])),
        made("other-name", "SHA-512's name over a SHA-256 digest.", &|value| {
            sequence(&[&Digest::Sha512.algorithm(), &octets(&Digest::Sha256.of(value))])
        }),
    ]
}

/// A response instead of a token.
fn tst_11() -> Vec<Vector> {
    let response = |status: u8| {
        stamped(|value| {
            let response =
                sequence(&[&sequence(&[&integer(status)]), &token(value, STAMPED).encode()]);
            attribute(name::SIGNATURE_TIME_STAMP, &[&response])
        })
    };
    vec![
        unproven(
            "TST-11",
            "granted",
            "The whole response of the authority: a token is asked for (RFC 3161 appendix A).",
            response(0),
        ),
        unproven("TST-11", "rejected", "A response that says it is rejected.", response(2)),
    ]
}

/// What is no token.
fn tst_12() -> Vec<Vector> {
    let made = |variant, why, bend: &dyn Fn(TimeStamp) -> TimeStamp| {
        unproven("TST-12", variant, why, bent_token(bend))
    };
    let re_signed = |content_type: &'static str, bend: &dyn Fn(&[u8]) -> Vec<u8>| {
        stamped(|value| {
            let authority = Identity::time_stamp_authority();
            let content = bend(&TstInfo::new(value, STAMPED).encode());
            let signer = crate::cms_builder::Signer::with(
                &authority,
                Digest::Sha256,
                content_type,
                &Digest::Sha256.of(&content),
            );
            TimeStamp { signer, content, content_type: oid(content_type), ..token(value, STAMPED) }
                .attribute()
        })
    };
    vec![
        Vector::new(
            "TST-12",
            "indefinite",
            "A token whose outer lengths are indefinite: read, or not; it proves the time \
                 or nothing.",
            stamped(|value| {
                let token = token(value, STAMPED).encode();
                attribute(name::SIGNATURE_TIME_STAMP, &[&indefinite(&token)])
            }),
            "asli",
        ),
        unproven(
            "TST-12",
            "data",
            "A TSTInfo as plain data, all agrees.",
            re_signed(name::DATA, &<[u8]>::to_vec),
        ),
        made(
            "attribute-differs",
            "The structure says TSTInfo, the attribute data.",
            &|mut token| {
                token.signer = token
                    .signer
                    .replacing(0, crate::cms_builder::attribute::content_type(name::DATA));
                token
            },
        ),
        made("content-type-differs", "The attribute says TSTInfo, the structure data.", &|token| {
            TimeStamp { content_type: oid(name::DATA), ..token }
        }),
        unproven(
            "TST-12",
            "trailing",
            "An element after TSTInfo.",
            re_signed(name::TST_INFO, &|content| [content, &integer(1)].concat()),
        ),
        unproven(
            "TST-12",
            "trailing-inside",
            "A field of nobody's at the end of TSTInfo.",
            re_signed(name::TST_INFO, &|content| {
                sequence(&[crate::cms_builder::der::contents(content), &octets(b"x")])
            }),
        ),
        unproven(
            "TST-12",
            "not-tst-info",
            "Another content under the name.",
            re_signed(name::TST_INFO, &|_| OTHER_TEXT.to_vec()),
        ),
        unproven(
            "TST-12",
            "trailing-token",
            "An element after the token in the attribute's value.",
            stamped(|value| {
                attribute(
                    name::SIGNATURE_TIME_STAMP,
                    &[&element(
                        0x30,
                        &[
                            crate::cms_builder::der::contents(&token(value, STAMPED).encode()),
                            &integer(1),
                        ]
                        .concat(),
                    )],
                )
            }),
        ),
        unproven(
            "TST-12",
            "version-2",
            "A version that no standard knows.",
            saying(|info| TstInfo { version: integer(2), ..info }),
        ),
    ]
}

/// Who the token says made it.
fn tst_15() -> Vec<Vector> {
    let authority = Identity::time_stamp_authority();
    let certificate = &authority.certificate;
    let ess = |attribute: Vec<u8>| {
        bent_token(|mut token| {
            token.signer = token.signer.replacing(2, attribute);
            token
        })
    };
    let tsa = |name: &[u8]| saying(|info| info.and(element(0xa0, name)));
    vec![
        unproven(
            "TST-15",
            "no-ess",
            "The token does not name its certificate (RFC 3161 2.4.1: mandatory).",
            bent_token(|mut token| {
                token.signer = token.signer.without(2);
                token
            }),
        ),
        unproven(
            "TST-15",
            "ess-of-another",
            "It names another certificate.",
            ess(names_certificate(&authority.issuer_certificate)),
        ),
        unproven(
            "TST-15",
            "ess-sha-1",
            "It names its certificate by SHA-1 alone.",
            ess(signing_certificate(&[&ess_cert_id(certificate)])),
        ),
        proves(
            "TST-15",
            "ess-sha-512",
            "It names its certificate by SHA-512.",
            ess(signing_certificate_v2(&[&ess_cert_id_v2(certificate, Digest::Sha512)])),
        ),
        proves(
            "TST-15",
            "tsa",
            "The field tsa is the subject's name.",
            tsa(&element(0xa4, authority.field(5))),
        ),
        unproven(
            "TST-15",
            "tsa-of-another",
            "The field tsa is another's name.",
            tsa(&element(0xa4, authority.field(3))),
        ),
        unproven(
            "TST-15",
            "tsa-dns",
            "The field tsa is a host that the certificate does not name.",
            tsa(&element(0x82, b"waktu.invalid")),
        ),
    ]
}
