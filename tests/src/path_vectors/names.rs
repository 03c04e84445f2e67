//! PATH-28 and PATH-29: names that are the same in another writing, and names that only look the same (threat catalogue 5;
//! RFC 5280 7.1). In every vector the signature over the person's certificate is the CA's: the names decide.

use crate::cms_builder::der::{element, oid, sequence, utf8};
use crate::cms_builder::general_name::{attribute_value, distinguished_name, rdn};
use crate::cms_builder::{Certificate, Identity};
use crate::hierarchy::{
    Case, Expected, anchor, ca_certificate, ca_under, person_certificate, person_under,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_28(), path_29()].concat()
}

fn of_cn(value: &[u8]) -> Vec<u8> {
    distinguished_name(&[rdn("2.5.4.6", "ID"), element(0x31, &attribute_value("2.5.4.3", value))])
}

/// The CA bears the first name, the person's certificate says the second.
fn issued_as(ca: Vec<u8>, issuer: Vec<u8>) -> Case {
    let root = anchor();
    let ca = ca_under(&root, &ca_certificate().named(ca));
    let person = Certificate { issuer: Some(issuer), ..person_certificate() };
    Case::under(&root, &[&ca], &person_under(&ca, &person))
}

/// One name, two writings: the same (RFC 5280 7.1), or a document is byte-exact about names; then no way is found.
fn path_28() -> Vec<Vector> {
    let printable = |text: &str| of_cn(&element(0x13, text.as_bytes()));
    let text = |text: &str| of_cn(&utf8(text));
    let pair = |first: &[u8], second: &[u8]| {
        distinguished_name(&[element(0x31, &[first, second].concat())])
    };
    let (cn, unit) = (
        attribute_value("2.5.4.3", &utf8("Penerbit")),
        attribute_value("2.5.4.11", &utf8("Contoh")),
    );
    let rows: Vec<(&str, &str, Vec<u8>, Vec<u8>)> = vec![
        (
            "string-type",
            "UTF8String and PrintableString.",
            text("Penerbit Contoh"),
            printable("Penerbit Contoh"),
        ),
        ("case", "Other case.", text("Penerbit Contoh"), text("PENERBIT contoh")),
        ("spaces", "More spaces.", text("Penerbit Contoh"), text(" Penerbit   Contoh ")),
        (
            "composed",
            "A letter with its mark, and a letter and a mark (RFC 4518 2.3).",
            text("Penerbit Cont\u{f6}h"),
            text("Penerbit Conto\u{308}h"),
        ),
        (
            "order-in-an-rdn",
            "Two attributes of one RDN in another order: not DER.",
            pair(&cn, &unit),
            pair(&unit, &cn),
        ),
    ];
    rows.into_iter()
        .map(|(variant, what, ca, issuer)| {
            let why =
                format!("{what} The same name, or not found: both are right, a failure is not.");
            issued_as(ca, issuer)
                .vector("PATH-28", variant, why, Expected::Passes)
                .or("tidak-dikenal")
                .or("belum-pasti")
        })
        .collect()
}

/// Names that differ.
fn path_29() -> Vec<Vector> {
    let text = |text: &str| of_cn(&utf8(text));
    let genuine = || text("Penerbit Contoh");
    let no_name = |variant: &str, why: &str, ca: Vec<u8>, issuer: Vec<u8>| {
        issued_as(ca, issuer).vector("PATH-29", variant, why, Expected::NoChain)
    };
    let named = |subject: Vec<u8>| Case::of_person(&person_certificate().named(subject));
    let one = distinguished_name(&[rdn("2.5.4.3", "Penerbit, O=Contoh")]);
    let two = distinguished_name(&[rdn("2.5.4.3", "Penerbit"), rdn("2.5.4.10", "Contoh")]);
    let longer = distinguished_name(&[
        rdn("2.5.4.6", "ID"),
        rdn("2.5.4.3", "Penerbit Contoh"),
        rdn("2.5.4.11", "x"),
    ]);
    let empty_rdn = distinguished_name(&[element(0x31, &[]), rdn("2.5.4.3", "Contoh")]);
    let bare_attribute = distinguished_name(&[element(0x31, &sequence(&[&oid("2.5.4.3")]))]);
    let root = anchor();
    let nameless = {
        // The anchor and the CA have the empty name: nothing tells whose certificate it is.
        let empty = distinguished_name(&[]);
        let anchor =
            Certificate::authority("x", 1).named(empty.clone()).self_signed(root.key.clone());
        let ca = ca_under(&anchor, &ca_certificate().named(empty));
        Case::under(&anchor, &[&ca], &person_under(&ca, &person_certificate()))
    };
    let foreign = |issuer: Vec<u8>| -> Case {
        // Issued by the anchor's key under a name that only looks like the anchor's.
        let ca = Certificate { issuer: Some(issuer), ..ca_certificate() };
        let ca: Identity = ca_under(&root, &ca);
        Case::under(&root, &[&ca], &person_under(&ca, &person_certificate()))
    };
    let look_alike = {
        let name = crate::cms_builder::name("\u{410}kar Contoh");
        foreign(name)
    };
    vec![
        no_name("nul", "The name, NUL, and more.", genuine(), text("Penerbit Contoh\0x")),
        no_name("nul-at-the-end", "The name and NUL.", genuine(), text("Penerbit Contoh\0")),
        no_name(
            "cyrillic",
            "A Cyrillic letter that looks the same.",
            genuine(),
            text("\u{420}enerbit Contoh"),
        ),
        no_name(
            "sharp-s",
            "Sharp s is not two s.",
            text("Penerbit Stra\u{df}e"),
            text("Penerbit Strasse"),
        ),
        no_name(
            "dotted-i",
            "A capital I with its dot is another letter.",
            text("Penerbit Indonesia"),
            text("Penerbit \u{130}ndonesia"),
        ),
        no_name(
            "replacement",
            "An unknown character is not nothing.",
            genuine(),
            text("Penerbit Contoh\u{e000}"),
        ),
        no_name("longer", "One more relative name.", genuine(), longer),
        no_name("printed-alike", "Two names that print alike.", one, two),
        no_name(
            "invalid-utf-8",
            "Octets that are no UTF-8 are not what they look like.",
            genuine(),
            of_cn(&element(0x0c, b"Penerbit Contoh\xff")),
        ),
        no_name(
            "another-attribute",
            "The same text in another attribute.",
            genuine(),
            distinguished_name(&[rdn("2.5.4.6", "ID"), rdn("2.5.4.11", "Penerbit Contoh")]),
        ),
        look_alike.vector(
            "PATH-29",
            "look-alike-of-the-anchor",
            "The CA says an issuer that only looks like the anchor.",
            Expected::NoChain,
        ),
        nameless.vector(
            "PATH-29",
            "empty-names",
            "Anchor and CA have the empty name (RFC 5280 4.1.2.4): not found, \
                 or refused.",
            Expected::Refused,
        ),
        named(empty_rdn).vector(
            "PATH-29",
            "subject-with-empty-rdn",
            "A relative name of no attributes (SIZE 1..MAX).",
            Expected::NoSigner,
        ),
        named(bare_attribute).vector(
            "PATH-29",
            "subject-without-value",
            "An attribute without a value.",
            Expected::NoSigner,
        ),
        named(of_cn(&element(0x0c, b"Contoh \xff"))).vector(
            "PATH-29",
            "subject-invalid-utf-8",
            "The signer's name is no UTF-8: not accepted as a name.",
            Expected::Uncertain,
        ),
        named(text("Contoh\0Palsu")).vector(
            "PATH-29",
            "subject-with-nul",
            "NUL in the signer's name: not accepted as a name.",
            Expected::Uncertain,
        ),
    ]
}
