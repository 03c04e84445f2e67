//! CMS-42 to CMS-49: BER, lengths, nesting, and fields that are not where they belong (threat catalogue 2.4).
//! Longer than other files, because it is a list: one function for each id of the section.

use super::carrier::{
    ADBE, TEXT, bent, detached, enveloping, file, letter_with, letter_with_room, pair, wrapped,
};
use crate::cms_builder::attribute::{attribute, content_type};
use crate::cms_builder::der::{children, contents, element, integer, octets, oid, sequence};
use crate::cms_builder::{
    Crl, Digest, Identity, SignedData, Signer, chunked, content_info, indefinite, long_length,
    oid as name,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [cms_42(), cms_43(), cms_44(), cms_45(), cms_46(), cms_47(), cms_48(), cms_49()].concat()
}

/// Indefinite lengths and strings in segments, as writers of streams make them: legal CMS.
fn cms_42() -> Vec<Vector> {
    let person = Identity::person();
    let streamed = |content: Vec<u8>, digest: &[u8]| {
        let signer = Signer::new(&person, &Digest::Sha256.of(digest));
        let container = SignedData::attached(&person, &signer, TEXT);
        open(&SignedData { content: Some(content), ..container })
    };
    let open_string = |size: usize| indefinite(&chunked(&octets(TEXT), size));
    let nested = indefinite(&element(
        0x24,
        &[chunked(&octets(&TEXT[..20]), 7), octets(&TEXT[20..])].concat(),
    ));
    let empty_segments = element(0x24, &[octets(b""), octets(TEXT), octets(b"")].concat());
    let long = TEXT.repeat(5000);
    let long_streamed = {
        let signer = Signer::new(&person, &Digest::Sha256.of(&long));
        let container = SignedData::attached(&person, &signer, &long);
        open(&SignedData { content: Some(indefinite(&chunked(&octets(&long), 4096))), ..container })
    };
    let good = |variant: &str, why: &str, bytes| Vector::new("CMS-42", variant, why, bytes, "asli");
    let not = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-42", variant, why, bytes, "rusak").or("belum-pasti")
    };
    let whole = streamed(open_string(10), TEXT);
    let unended = whole[..whole.len() - 2].to_vec();
    let wrong_segment = element(0x24, &[octets(&TEXT[..20]), element(0x0c, &TEXT[20..])].concat());
    let in_pdf = |make: &dyn Fn(&SignedData) -> Vec<u8>| {
        letter_with(ADBE, |signed| make(&detached(&person, signed)))
    };
    let signature_in_segments = {
        let signer = Signer::new(&person, &Digest::Sha256.of(TEXT));
        let encoding = signer.encode();
        let fields = children(&encoding);
        let (last, others) = fields.split_last().unwrap();
        let bent = sequence(&[&others.concat(), &chunked(last, 11)]);
        SignedData { signer_infos: vec![bent], ..SignedData::attached(&person, &signer, TEXT) }
            .encode()
    };
    vec![
        good("streamed", "Everything of indefinite length, the content in segments of ten.", whole),
        good(
            "streamed-long",
            "A content of two hundred thousand octets in segments.",
            long_streamed,
        ),
        good(
            "segments",
            "The content in segments, definite lengths.",
            streamed(chunked(&octets(TEXT), 9), TEXT),
        ),
        good(
            "segments-of-one",
            "Segments of one octet.",
            streamed(chunked(&octets(TEXT), 1), TEXT),
        ),
        good("segments-nested", "A segment that has segments.", streamed(nested, TEXT)),
        good(
            "segments-empty",
            "Segments of none before and after.",
            streamed(empty_segments, TEXT),
        ),
        good(
            "primitive",
            "An indefinite structure around a string in one piece.",
            streamed(octets(TEXT), TEXT),
        ),
        Vector::new(
            "CMS-42",
            "first-segment-only",
            "The signed digest is that of the first segment: the content is all of them.",
            streamed(open_string(10), &TEXT[..10]),
            "berubah",
        )
        .sub_indication("HASH_FAILURE"),
        good("signature-in-segments", "The signature value in segments.", signature_in_segments),
        pair(
            "CMS-42",
            "detached",
            "A detached signature of indefinite length.",
            [TEXT, &open(&detached(&person, TEXT))],
            "asli",
        ),
        Vector::new(
            "CMS-42",
            "in-a-pdf",
            "A PDF's container of indefinite length: its end is found, then zeros. PDF-28 \
                 also allows to say that it is not read.",
            in_pdf(&|container| open(container)),
            "asli",
        )
        .or("belum-pasti"),
        not("unended", "The last end-of-contents is missing.", unended),
        not(
            "segment-of-another-type",
            "A UTF8String among the segments.",
            streamed(wrong_segment, TEXT),
        ),
        not(
            "primitive-indefinite",
            "A primitive string of indefinite length is no BER.",
            streamed([&[4, 0x80], TEXT, &[0, 0]].concat(), TEXT),
        ),
    ]
}

/// The whole structure with indefinite lengths where it is constructed and BER may be.
fn open(container: &SignedData) -> Vec<u8> {
    let bare = container.encode_bare();
    let fields = children(&bare);
    let opened: Vec<u8> = fields
        .iter()
        .map(|field| match field[0] {
            0x30 => {
                let content: Vec<u8> = children(field)
                    .iter()
                    .map(|part| if part[0] == 0xa0 { indefinite(part) } else { part.to_vec() })
                    .collect::<Vec<_>>()
                    .concat();
                indefinite(&element(0x30, &content))
            }
            0x31 | 0xa0 => indefinite(field),
            _ => field.to_vec(),
        })
        .collect::<Vec<_>>()
        .concat();
    let signed_data = indefinite(&element(0x30, &opened));
    let explicit = indefinite(&element(0xa0, &signed_data));
    indefinite(&sequence(&[&oid(name::SIGNED_DATA), &explicit]))
}

/// Lengths that are not true.
fn cms_43() -> Vec<Vector> {
    let good = file(TEXT, |signer| signer);
    let header = |bytes: &[u8]| [bytes, &good[4..]].concat();
    let lie = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("CMS-43", variant, why, bytes, "rusak").or("belum-pasti").or("tanpa")
    };
    let inner = |length: &[u8]| {
        letter_with(ADBE, |signed| {
            let encoding = detached(&Identity::person(), signed).encode();
            // The header of SignedData: after the outer header and the object identifier.
            let at = 4 + 11 + 4;
            [&encoding[..at + 1], length, &encoding[at + 4..]].concat()
        })
    };
    let in_pdf = |variant: &str, why: &str, length: &[u8]| {
        Vector::new("CMS-43", variant, why, inner(length), "rusak").sub_indication("FORMAT_FAILURE")
    };
    vec![
        lie("four-gigabytes", "84 FF FF FF FF.", header(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff])),
        lie(
            "eight-octets",
            "88 and eight octets of length.",
            header(&[0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ),
        lie(
            "sixteen-octets",
            "90 and sixteen octets of length.",
            header(&[&[0x30, 0x90][..], &[0x01; 16]].concat()),
        ),
        lie(
            "reserved",
            "FF as the first octet of a length is reserved (X.690 8.1.3.5).",
            header(&[0x30, 0xff, 0x01]),
        ),
        lie("cut-in-half", "The second half is missing.", good[..good.len() / 2].to_vec()),
        lie("one-octet-short", "The last octet is missing.", good[..good.len() - 1].to_vec()),
        lie("header-only", "A header and nothing.", good[..4].to_vec()),
        in_pdf("inner-beyond", "SignedData runs past what holds it.", &[0x82, 0xff, 0xff]),
        in_pdf("inner-huge", "SignedData of four gigabytes.", &[0x84, 0xff, 0xff, 0xff, 0xff]),
        in_pdf("inner-short", "SignedData ends before its fields do.", &[0x82, 0x00, 0x80]),
        in_pdf(
            "inner-wraps",
            "A length that wraps round a machine's word.",
            &[0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf0],
        ),
    ]
}

/// Nesting.
fn cms_44() -> Vec<Vector> {
    let never = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("CMS-44", variant, why, bytes, "rusak").or("belum-pasti").or("tanpa")
    };
    let deep =
        |depth: usize, tag: u8| (0..depth).fold(octets(b"x"), |inner, _| element(tag, &inner));
    let prefix = content_info(name::SIGNED_DATA, b"");
    let opened = |unit: &[u8], count: usize| [&prefix[2..13], &unit.repeat(count)].concat();
    let segments = (0..3000).fold(octets(TEXT), |inner, _| element(0x24, &inner));
    let nested_content =
        SignedData { content: Some(segments), ..enveloping(TEXT, |signer| signer) }.encode();
    let in_attribute = |depth: usize| {
        letter_with_room(ADBE, 30_000, |signed| {
            let person = Identity::person();
            let signer = Signer::new(&person, &Digest::Sha256.of(signed))
                .and(attribute(name::EXAMPLE, &[&deep(depth, 0x30)]));
            SignedData::detached(&person, &signer).encode()
        })
    };
    let deep_certificate = letter_with_room(ADBE, 30_000, |signed| {
        let mut container = detached(&Identity::person(), signed);
        container.certificates.push(deep(3000, 0x30));
        container.encode()
    });
    let why = "Deeper than any reader should go: no overflow, and never good.";
    vec![
        never(
            "open-sequences",
            why,
            [&[0x30, 0x80], opened(&[0x30, 0x80], 100_000).as_slice()].concat(),
        ),
        never(
            "open-contexts",
            why,
            [&[0x30, 0x80], opened(&[0xa0, 0x80], 100_000).as_slice()].concat(),
        ),
        never(
            "open-strings",
            why,
            [&[0x30, 0x80], opened(&[0x24, 0x80], 100_000).as_slice()].concat(),
        ),
        never(
            "definite-contexts",
            why,
            element(0x30, &[oid(name::SIGNED_DATA), deep(3000, 0xa0)].concat()),
        ),
        never(
            "segments",
            "The content in three thousand segments, each in the next.",
            nested_content,
        ),
        Vector::new(
            "CMS-44",
            "in-an-attribute",
            "Deep in the value of an attribute that nobody reads: as good as it is not \
                 read, or refused.",
            in_attribute(3000),
            "asli",
        )
        .or("rusak")
        .or("belum-pasti"),
        Vector::new(
            "CMS-44",
            "certificate",
            "A deep entry in the bag is no certificate and is left out, or the container \
                 is refused.",
            deep_certificate,
            "asli",
        )
        .or("rusak")
        .or("belum-pasti"),
    ]
}

/// Written otherwise than DER writes it.
fn cms_45() -> Vec<Vector> {
    let person = Identity::person();
    let ca = Identity::demo_ca();
    let bag =
        |certificates: Vec<Vec<u8>>| wrapped(|container| container.certificates(certificates));
    let bent_certificate = |bend: &dyn Fn(&[u8]) -> Vec<u8>| {
        bag(vec![bend(&person.certificate), ca.certificate.clone()])
    };
    let parts = |certificate: &[u8]| {
        children(certificate).into_iter().map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    let bits_unused = |certificate: &[u8]| {
        let mut fields = parts(certificate);
        let at = fields[2].len() - contents(&fields[2]).len();
        fields[2][at] = 3;
        element(0x30, &fields.concat())
    };
    let long_inside = |certificate: &[u8]| {
        let fields = parts(certificate);
        sequence(&[&fields[0], &long_length(&fields[1]), &fields[2]])
    };
    let no_candidate = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-45", variant, why, bytes, "belum-pasti")
            .sub_indication("NO_SIGNING_CERTIFICATE_FOUND")
    };
    let version = |encoding: &[u8]| {
        wrapped(|container| SignedData { version: encoding.to_vec(), ..container })
    };
    let broken = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-45", variant, why, bytes, "rusak").sub_indication("FORMAT_FAILURE")
    };
    let padded_oid = |dotted: &str| {
        let mut contents = contents(&oid(dotted)).to_vec();
        contents.insert(1, 0x80);
        element(0x06, &contents)
    };
    let ber_crl = {
        let accusing = Crl::new("20261120000000Z", "20301120000000Z").revoking(
            person.field(1),
            "20260101000000Z",
            1,
        );
        long_length(&accusing.issue(&ca))
    };
    let long_signer_info = |signed: &[u8]| {
        let container = detached(&person, signed);
        let signer_infos = container.signer_infos.iter().map(|one| long_length(one)).collect();
        SignedData { signer_infos, ..container }.encode()
    };
    vec![
        Vector::new(
            "CMS-45",
            "long-length-of-a-signer-info",
            "A length longer than needed in the structure: BER is read there.",
            letter_with(ADBE, long_signer_info),
            "asli",
        )
        .or("rusak"),
        Vector::new(
            "CMS-45",
            "long-length-outside",
            "The outermost length of a file.",
            long_length(&file(TEXT, |signer| signer)),
            "asli",
        ),
        broken(
            "long-integer",
            "02 02 00 01 is no INTEGER, not even in BER (X.690 8.3.2).",
            version(&[2, 2, 0, 1]),
        ),
        broken("empty-integer", "An INTEGER of no octets.", version(&[2, 0])),
        broken(
            "high-tag",
            "A high tag number where a version stands.",
            version(&[0x1f, 0x02, 0x01, 0x01]),
        ),
        broken(
            "padded-oid",
            "An object identifier that begins an arc with 80 (X.690 8.19.2).",
            bent(|signer| {
                signer.replacing(
                    0,
                    sequence(&[&padded_oid(name::CONTENT_TYPE), &element(0x31, &oid(name::DATA))]),
                )
            }),
        ),
        no_candidate(
            "certificate-long-length",
            "A certificate in BER is no candidate.",
            bent_certificate(&|certificate| long_length(certificate)),
        ),
        no_candidate(
            "certificate-long-length-inside",
            "BER inside the certificate.",
            bent_certificate(&long_inside),
        ),
        no_candidate(
            "certificate-indefinite",
            "A certificate of indefinite length.",
            bent_certificate(&|certificate| indefinite(certificate)),
        ),
        no_candidate(
            "certificate-unused-bits",
            "A signature that ends within an octet.",
            bent_certificate(&bits_unused),
        )
        .or_any(&["tidak-dikenal"]),
        no_candidate(
            "certificate-trailing",
            "An octet after the certificate's fields.",
            bent_certificate(&|certificate| {
                element(0x30, &[contents(certificate), &integer(1)].concat())
            }),
        ),
        Vector::new(
            "CMS-45",
            "list-long-length",
            "An accusing list in BER is not read; it may still keep the verdict from being good.",
            wrapped(|container| SignedData { crls: vec![ber_crl], ..container }),
            "asli",
        )
        .or("belum-pasti")
        .or("dicabut"),
    ]
}

/// Object identifiers that wrap round to another.
fn cms_46() -> Vec<Vector> {
    // 1.2.840.113549.1.7 with a last arc of 2^32 + 1, and of 2^64 + 1, which a reader in 32 or 64 bits takes for data.
    let wrapping = |arc: &[u8]| element(0x06, &[&contents(&oid(name::DATA))[..8], arc].concat());
    let two_32 = [0x90, 0x80, 0x80, 0x80, 0x01];
    let two_64 = [0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
    let typed =
        |arc: &[u8]| wrapped(|container| SignedData { content_type: wrapping(arc), ..container });
    let digest = |arc: &[u8]| {
        let sha_256 = oid("2.16.840.1.101.3.4.2.1");
        let bytes = contents(&sha_256);
        let oid = element(0x06, &[&bytes[..bytes.len() - 1], arc].concat());
        bent(|signer| Signer { digest_algorithm: sequence(&[&oid]), ..signer })
    };
    let attribute_of = |type_octets: &[u8]| {
        let type_octets = type_octets.to_vec();
        letter_with_room(ADBE, 90_000, move |signed| {
            let person = Identity::person();
            let attribute = sequence(&[&element(0x06, &type_octets), &element(0x31, &integer(1))]);
            let signer = Signer::new(&person, &Digest::Sha256.of(signed)).and(attribute);
            SignedData::detached(&person, &signer).encode()
        })
    };
    let broken = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-46", variant, why, bytes, "rusak").sub_indication("FORMAT_FAILURE")
    };
    let why = "An arc beyond a machine's word is another number, or is not read; never the \
                 one it wraps to.";
    vec![
        broken("content-type-2-32", why, typed(&two_32)),
        broken("content-type-2-64", why, typed(&two_64)),
        Vector::new("CMS-46", "digest-2-32", why, digest(&two_32), "belum-pasti").or("rusak"),
        Vector::new(
            "CMS-46",
            "attribute-long",
            "A type of forty thousand octets: not read, or another one that is unknown.",
            attribute_of(&[0x88, 0x37].iter().copied().cycle().take(40_000).collect::<Vec<u8>>()),
            "rusak",
        )
        .or("asli")
        .or("belum-pasti"),
        Vector::new(
            "CMS-46",
            "attribute-first-arcs",
            "A type whose first two arcs take two octets (2.999): unknown, and no reason \
                 to call the letter broken.",
            bent(|signer| signer.and(attribute("2.999.1", &[&integer(1)]))),
            "asli",
        )
        .note("attribute-unknown"),
        Vector::new(
            "CMS-46",
            "attribute-unended",
            "A type whose last octet says that another follows.",
            attribute_of(&[0x88, 0x37, 0x81]),
            "rusak",
        ),
        Vector::new(
            "CMS-46",
            "attribute-empty",
            "A type of no octets.",
            attribute_of(&[]),
            "rusak",
        ),
        Vector::new(
            "CMS-46",
            "attribute-large-arc",
            "An arc of eighty bits in a type of nobody's: unknown, or not read.",
            attribute_of(&[&[0x88, 0x37], &[0xff; 11][..], &[0x01]].concat()),
            "asli",
        )
        .or("rusak")
        .or("belum-pasti"),
    ]
}

/// Fields twice, or where another reader looks for them.
fn cms_47() -> Vec<Vector> {
    let person = Identity::person();
    let broken = |variant: &str, why: &str, bytes| {
        Vector::new("CMS-47", variant, why, bytes, "rusak").sub_indication("FORMAT_FAILURE")
    };
    let with_fields = |bend: &dyn Fn(&mut Vec<Vec<u8>>)| {
        letter_with(ADBE, |signed| {
            let bare = detached(&person, signed).encode_bare();
            let mut fields = children(&bare).into_iter().map(<[u8]>::to_vec).collect();
            bend(&mut fields);
            content_info(name::SIGNED_DATA, &element(0x30, &fields.concat()))
        })
    };
    let with_signer_fields = |bend: &dyn Fn(&mut Vec<Vec<u8>>)| {
        letter_with(ADBE, |signed| {
            let signer = Signer::new(&person, &Digest::Sha256.of(signed)).encode();
            let mut fields = children(&signer).into_iter().map(<[u8]>::to_vec).collect();
            bend(&mut fields);
            let container = detached(&person, signed);
            SignedData { signer_infos: vec![element(0x30, &fields.concat())], ..container }.encode()
        })
    };
    let other_bag = element(0xa0, &Identity::other_person().certificate);
    let attributes = element(0xa0, &content_type(name::DATA));
    vec![
        broken(
            "certificates-twice",
            "Two bags.",
            with_fields(&|fields| fields.insert(3, other_bag.clone())),
        ),
        broken(
            "certificates-after-lists",
            "The bag after the lists.",
            with_fields(&|fields| {
                fields.insert(3, element(0xa1, b""));
                fields.insert(4, other_bag.clone());
            }),
        ),
        broken(
            "signer-infos-twice",
            "Two sets of signers.",
            with_fields(&|fields| {
                let last = fields[4].clone();
                fields.push(last);
            }),
        ),
        broken(
            "attributes-twice",
            "Two sets of signed attributes.",
            with_signer_fields(&|fields| fields.insert(3, attributes.clone())),
        ),
        broken(
            "attributes-after-the-value",
            "Signed attributes again after the signature value.",
            with_signer_fields(&|fields| fields.push(attributes.clone())),
        ),
        broken(
            "unsigned-before-the-value",
            "Unsigned attributes where the signed ones stand.",
            with_signer_fields(&|fields| fields[3][0] = 0xa1),
        ),
        broken(
            "signer-field-more",
            "A field of nobody's at the end.",
            with_signer_fields(&|fields| fields.push(integer(1))),
        ),
        broken(
            "content-twice",
            "Two contents in one encapContentInfo.",
            letter_with(ADBE, |signed| {
                let content = [octets(signed), octets(b"x")].concat();
                SignedData { content: Some(content), ..detached(&person, signed) }.encode()
            }),
        ),
        broken("version-absent", "No version.", with_fields(&|fields| drop(fields.remove(0)))),
        broken(
            "signed-data-twice",
            "Two SignedData in one ContentInfo.",
            letter_with(ADBE, |signed| {
                let bare = detached(&person, signed).encode_bare();
                content_info(name::SIGNED_DATA, &[bare.clone(), bare].concat())
            }),
        ),
    ]
}

/// Versions.
fn cms_48() -> Vec<Vector> {
    let signed_data =
        |version: u8| wrapped(|container| SignedData { version: integer(version), ..container });
    let signer_info = |version: u8| bent(|signer| Signer { version: integer(version), ..signer });
    let broken = |variant: &str, bytes| {
        Vector::new("CMS-48", variant, "A version that no standard knows.", bytes, "rusak")
            .sub_indication("FORMAT_FAILURE")
    };
    let known = |variant: &str, bytes| {
        Vector::new(
            "CMS-48",
            variant,
            "A version of other contents than these: tolerated, as nothing follows from it.",
            bytes,
            "asli",
        )
        .or("rusak")
    };
    vec![
        known("signed-data-3", signed_data(3)),
        known("signed-data-4", signed_data(4)),
        known("signed-data-5", signed_data(5)),
        known("signer-info-3", signer_info(3)),
        broken("signed-data-0", signed_data(0)),
        broken("signed-data-99", signed_data(99)),
        broken("signer-info-0", signer_info(0)),
        broken("signer-info-99", signer_info(99)),
        broken(
            "signer-info-negative",
            bent(|signer| Signer { version: vec![2, 1, 0xff], ..signer }),
        ),
        broken(
            "signed-data-no-integer",
            wrapped(|container| SignedData { version: octets(&[1]), ..container }),
        ),
    ]
}

/// PKCS#7 1.5 lets any type be the content, and hashes its contents octets without the header.
fn cms_49() -> Vec<Vector> {
    let person = Identity::person();
    let inner = sequence(&[&integer(1), &octets(TEXT)]);
    let over = |digested: &[u8]| {
        let signer = Signer::new(&person, &Digest::Sha256.of(digested));
        SignedData { content: Some(inner.clone()), ..SignedData::attached(&person, &signer, TEXT) }
            .encode()
    };
    let why = "A SEQUENCE as content: which of its octets are hashed depends on the reader, \
                 so that none is believed.";
    vec![
        Vector::new("CMS-49", "over-contents", why, over(contents(&inner)), "belum-pasti"),
        Vector::new("CMS-49", "over-encoding", why, over(&inner), "belum-pasti"),
        Vector::new(
            "CMS-49",
            "in-a-pdf",
            "The same in a PDF, where no content may be.",
            wrapped(|container| SignedData { content: Some(inner.clone()), ..container }),
            "rusak",
        )
        .or("belum-pasti"),
    ]
}
