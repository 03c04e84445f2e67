//! Further attacks on CMS by itself and on signed mail, found by going through the readers' own rules: each a file that a
//! common program shows otherwise than it was signed, or that costs more than it should.

use base64ct::{Base64, Encoding as _};

use super::carrier::{TEXT, detached, enveloping, file};
use crate::cms_builder::attribute::attribute;
use crate::cms_builder::der::{element, null, octets, oid, sequence};
use crate::cms_builder::{
    Certificate, Digest, Extension, Identity, Key, SignedData, Signer, oid as name,
};
use crate::pdf_vectors::Vector;
use crate::pdf_vectors::letter::letter;

/// Every vector of this file.
pub(super) fn vectors() -> Vec<Vector> {
    [boundaries(), authors(), headers(), polyglots(), counts()].concat()
}

/// The signed part of the message.
const SIGNED: &str =
    "Content-Type: text/plain; charset=utf-8\r\n\r\nBantuan disetujui sebesar Rp15.000.000,00\r\n";
/// What a program shows that takes the boundary otherwise.
const OTHER: &str =
    "Content-Type: text/plain; charset=utf-8\r\n\r\nBantuan disetujui sebesar Rp75.000.000,00\r\n";

const FROM: &str = "Kepala Dinas <kepala.dinas@contoh.example>";

/// A message of a person from this author, with this signed part.
fn message_of(author: &str, signed: &str) -> Vec<u8> {
    let signature = detached(&Identity::person(), signed.as_bytes());
    message_with(author, [signed, "boundary=batas", "batas", ""], &signature)
}

/// A message whose outermost type has this boundary; `before` stands before the first part.
fn message(boundary: &str, delimiter: &str, before: &str) -> Vec<u8> {
    let signature = detached(&Identity::person(), SIGNED.as_bytes());
    message_with(FROM, [SIGNED, boundary, delimiter, before], &signature)
}

fn message_with(
    author: &str,
    [signed, boundary, delimiter, before]: [&str; 4],
    signature: &SignedData,
) -> Vec<u8> {
    let signature = signature.encode();
    let base64: Vec<String> = Base64::encode_string(&signature)
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    format!(
        "From: {author}\r\nSubject: Bantuan\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; {boundary}\r\n\
         \r\n{before}--{delimiter}\r\n{signed}\r\n--{delimiter}\r\n\
         Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--{delimiter}--\r\n",
        base64.join("\r\n")
    )
    .into_bytes()
}

/// The boundary stands in a header that no signature covers: a message that two programs cut at different lines shows two
/// texts (threat CMS-40).
fn boundaries() -> Vec<Vector> {
    let two = |variant: &str, why: &str, boundary: &str, ours: &str, theirs: &str| {
        let before = format!("--{theirs}\r\n{OTHER}\r\n--{theirs}--\r\n");
        let bytes = message(boundary, ours, &before);
        Vector::new("CMS-40", variant, why, bytes, "belum-pasti").reason("mail-unreadable")
    };
    // A multipart around the message, of a type with two slashes.
    let wrapped = {
        let good = String::from_utf8(message("boundary=batas", "batas", "")).unwrap();
        let (header, body) = good.split_once("\r\n\r\n").unwrap();
        let (fields, content_type) = header.split_once("Content-Type: ").unwrap();
        format!(
            "{fields}Content-Type: multipart/mixed/x; boundary=luar\r\n\r\nBantuan disetujui sebesar Rp75.000.000,00\r\n\
             --luar\r\nContent-Type: {content_type}\r\n\r\n{body}\r\n--luar--\r\n"
        )
        .into_bytes()
    };
    let one = Vector::new(
        "CMS-40",
        "mail-boundary",
        "The message that those below are made of.",
        message("boundary=batas", "batas", ""),
        "asli",
    )
    .says("/document/kind", "\"email\"");
    vec![
        one,
        Vector::new(
            "CMS-40",
            "mail-type-of-two-slashes",
            "A multipart to some programs; to others text, of which they show what stands before the first part too.",
            wrapped,
            "belum-pasti",
        )
        .reason("mail-unreadable"),
        two(
            "mail-boundary-comment",
            "A comment before the boundary: programs that know no comments take it as part of it.",
            "boundary=(x)batas",
            "batas",
            "(x)batas",
        ),
        two(
            "mail-boundary-comment-after",
            "A comment behind it.",
            "boundary=batas(x)",
            "batas",
            "batas(x)",
        ),
        two(
            "mail-boundary-escape",
            "A character with a backslash: some programs keep the backslash.",
            r#"boundary="bat\as""#,
            "batas",
            r"bat\as",
        ),
        two(
            "mail-boundary-space",
            "A space at the beginning of it: some programs trim it.",
            "boundary=\" batas\"",
            " batas",
            "batas",
        ),
        two(
            "mail-boundary-fold",
            "A line end within the quotes: some programs drop the white space after it.",
            "boundary=\"ba\r\n tas\"",
            "ba tas",
            "batas",
        ),
    ]
}

/// Who a message seems to be from.
fn authors() -> Vec<Vector> {
    let unsigned = {
        let mut signature = detached(&Identity::person(), SIGNED.as_bytes());
        signature.signer_infos.clear();
        message_with(FROM, [SIGNED, "boundary=batas", "batas", ""], &signature)
    };
    let misleads = |variant: &str, why: &str, author: &str| {
        Vector::new("WEB-17", variant, why, message_of(author, SIGNED), "belum-pasti")
            .reason("mail-from-name-misleads")
    };
    vec![
        Vector::new(
            "CMS-17",
            "mail-no-signers",
            "A signed part, a certificate, and nobody who signed: there is nothing that confirms the author.",
            unsigned,
            "rusak",
        )
        .says("/document/mail/address", "\"not-in-certificate\""),
        misleads(
            "mail-name-punctuation",
            "An address with a full stop behind it, as a display name.",
            "\"menteri@contoh.example.\" <penipu@contoh.invalid>",
        ),
        misleads(
            "mail-name-unseen",
            "An address with a zero-width space in it.",
            "\"menteri@\u{200b}contoh.example\" <penipu@contoh.invalid>",
        ),
        misleads(
            "mail-name-wide-sign",
            "An address with the wide at sign.",
            "\"menteri\u{ff20}contoh.example\" <penipu@contoh.invalid>",
        ),
        Vector::new(
            "WEB-19",
            "mail-address-encoded",
            "An encoded word in the address: some programs decode it, and show menteri@contoh.example.",
            message_of("=?utf-8?b?bWVudGVyaUBjb250b2guZXhhbXBsZQ==?=@contoh.invalid", SIGNED),
            "belum-pasti",
        )
        .reason("mail-unreadable"),
        Vector::new(
            "WEB-19",
            "mail-author-bracket",
            "A bracket before the address: some programs show Ke as the author, and no address.",
            message_of("Ke>pala Dinas <kepala.dinas@contoh.example>", SIGNED),
            "belum-pasti",
        )
        .reason("mail-unreadable"),
    ]
}

/// The header of what was signed.
fn headers() -> Vec<Vector> {
    let two_types =
        "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n<!-- Rp15 -->Rp75\r\n";
    let no_header = "Bantuan disetujui\r\n\r\nContent-Type: text/plain\r\n";
    let vector = |variant: &str, why: &str, signed: &str| {
        Vector::new("CMS-40", variant, why, message_of(FROM, signed), "belum-pasti")
            .reason("mail-unreadable")
    };
    vec![
        vector(
            "mail-signed-type-twice",
            "The signed part is text to one program and HTML to another.",
            two_types,
        ),
        vector(
            "mail-signed-header-broken",
            "A line of text where the header of the signed part should be.",
            no_header,
        ),
    ]
}

/// A file of CMS that a reader of PDF opens too, and finds something else in.
fn polyglots() -> Vec<Vector> {
    let pdf = letter().document();
    let two = |variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new("PDF-80", variant, why, bytes, "belum-pasti").reason("kind-not-supported")
    };
    let hidden = {
        let mut file = enveloping(TEXT, |signer| signer);
        file.digest_algorithms.push(octets(&pdf));
        file.encode()
    };
    let update = b"\n4 0 obj\n<</Length 0>>stream\n\nendstream\nendobj\n";
    let earlier = b"\nstartxref\n9\n%%EOF\n";
    let with = |unsigned: &[u8]| {
        file(&pdf, |signer| signer.unsigned(attribute(name::EXAMPLE, &[&octets(unsigned)])))
    };
    let text = String::from_utf8(pem(&file(TEXT, |signer| signer))).unwrap();
    vec![
        Vector::new(
            "PDF-80",
            "cms-around-pdf",
            "A signed PDF file, which readers of PDF open as it is: what they find is what was signed.",
            file(&pdf, |signer| signer),
            "asli",
        )
        .says("/document/kind", "\"cms\""),
        two("cms-with-pdf", "A whole document among the digest algorithms.", hidden),
        two("cms-pdf-update", "An object for the signed PDF among the unsigned attributes.", with(update)),
        two("cms-pdf-earlier", "The place of another table.", with(earlier)),
        Vector::new(
            "CMS-40",
            "pem-text-beside",
            "Text before the block is what a reader of the file sees, and nobody signed it.",
            format!("Bantuan disetujui sebesar Rp75.000.000,00\n{text}").into_bytes(),
            "belum-pasti",
        )
        .reason("kind-not-supported"),
    ]
}

fn pem(cms: &[u8]) -> Vec<u8> {
    format!("-----BEGIN CMS-----\n{}\n-----END CMS-----\n", Base64::encode_string(cms)).into_bytes()
}

/// Many of everything: a limit that is said, and an answer within the patience of a reader.
fn counts() -> Vec<Vector> {
    let limit = |id: &'static str, variant: &str, why: &str, bytes: Vec<u8>| {
        Vector::new(id, variant, why, bytes, "belum-pasti").reason("limit-reached")
    };
    let nulls = |count: usize| null().repeat(count);
    let unknown = |number: u16| {
        let [high, low] = number.to_be_bytes();
        attribute(&format!("{}.{}.{}", name::EXAMPLE, high, low), &[&null()])
    };
    let signed_attributes = file(TEXT, |signer| (0..400).map(unknown).fold(signer, Signer::and));
    let values = sequence(&[&oid(name::EXAMPLE), &element(0x31, &nulls(500_000))]);
    let pieces = {
        let mut file = enveloping(TEXT, |signer| signer);
        let empty = octets(b"").repeat(1 << 20);
        file.content = Some(element(0x24, &[empty, octets(TEXT)].concat()));
        file.encode()
    };
    let carried = {
        let mut file = enveloping(TEXT, |signer| signer);
        file.certificates.push(nulls(1 << 15));
        file.encode()
    };
    let signers = {
        let mut file = enveloping(TEXT, |signer| signer);
        file.signer_infos = vec![file.signer_infos[0].clone(); 1001];
        file.encode()
    };
    vec![
        limit(
            "CMS-34",
            "signed-attributes-many",
            "Four hundred signed attributes.",
            signed_attributes,
        ),
        limit(
            "CMS-34",
            "values-many",
            "Half a million values of an unsigned attribute.",
            file(TEXT, |signer| signer.unsigned(values)),
        ),
        limit("CMS-42", "pieces-many", "A million empty pieces before the content.", pieces),
        limit(
            "CMS-26",
            "nothings-many",
            "Thirty thousand elements that are no certificates.",
            carried,
        ),
        limit("CMS-17", "signers-thousand", "A thousand signers and one.", signers),
        limit(
            "CMS-19",
            "names-many",
            "Seventeen large certificates under one name and number: each would be hashed for each signer.",
            same_name(),
        ),
        Vector::new(
            "CMS-36",
            "responses-many",
            "A thousand responses that one signer carries, and that answer nobody's question: the published list does.",
            responses(),
            "asli",
        ),
        Vector::new(
            "WEB-10",
            "mail-addresses-many",
            "Two hundred authors, and twenty thousand addresses in the certificate.",
            addresses(),
            "asli",
        )
        .says("/document/mail/address", "\"matches\""),
    ]
}

/// The file of a person whose certificate is one of many with the same name.
fn same_name() -> Vec<u8> {
    let issued = |number: u8| {
        let mut certificate = Certificate::person("Contoh Nama Sama", 1);
        let padding = octets(&vec![number; 50_000]);
        certificate.extensions.push(Extension::Plain.of(name::EXAMPLE, &padding));
        Identity::issued(&certificate, Key::p256("nama sama"))
    };
    let many: Vec<Identity> = (0..17).map(issued).collect();
    let signer = Signer::new(&many[0], &Digest::Sha256.of(TEXT)).encode();
    let mut file = SignedData::attached(&many[0], &Signer::new(&many[0], b""), TEXT);
    file.signer_infos = vec![signer; 3];
    file.certificates.extend(many.into_iter().skip(1).map(|one| one.certificate));
    file.encode()
}

/// The file of three signers, of whom the last carries responses (`RevocationInfoArchival`).
fn responses() -> Vec<u8> {
    let list = element(0xa1, &sequence(&[&sequence(&[]).repeat(1000)]));
    let archival = attribute("1.2.840.113583.1.1.8", &[&sequence(&[&list])]);
    let mut file = enveloping(TEXT, |signer| signer);
    file.signer_infos = vec![file.signer_infos[0].clone(); 2];
    file.signer_infos.extend(enveloping(TEXT, |signer| signer.unsigned(archival)).signer_infos);
    file.encode()
}

/// A message of whoever has all these addresses.
fn addresses() -> Vec<u8> {
    let mut certificate = Certificate::person("Contoh Banyak Alamat", 2);
    let names = [element(0x81, b"b@x").repeat(20_000), element(0x81, b"a@x")].concat();
    certificate.extensions.push(Extension::Plain.of("2.5.29.17", &element(0x30, &names)));
    let person = Identity::issued(&certificate, Key::p256("banyak alamat"));
    let signature = detached(&person, SIGNED.as_bytes());
    message_with(&vec!["a@x"; 200].join(","), [SIGNED, "boundary=batas", "batas", ""], &signature)
}
