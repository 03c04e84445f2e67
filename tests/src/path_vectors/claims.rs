//! PATH-37 to PATH-40: what certificates say of themselves, where they point, and how large they may be (threat catalogue 5).

use crate::cms_builder::der::{element, oid, sequence, utf8};
use crate::cms_builder::extension::{
    authority_info_access, crl_distribution_points, distribution_point, full_name, id,
    subject_alt_name,
};
use crate::cms_builder::general_name::{
    attribute_value, directory, distinguished_name, dns, other, rdn, uri,
};
use crate::cms_builder::{Certificate, Extension, oid as example};
use crate::hierarchy::{Case, Expected, PERSON, agency_name, ca_certificate, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_37(), path_38(), path_39(), path_40()].concat()
}

/// Claims of quality.
fn path_37() -> Vec<Vector> {
    let statement = |dotted: &str| sequence(&[&oid(dotted)]);
    let with = |statements: &[Vec<u8>]| {
        let value = element(0x30, &statements.concat());
        person_certificate().with(Extension::Plain.of(id::QC_STATEMENTS, &value))
    };
    // QcCompliance, QcSSCD, QcType esign (EN 319 412-5).
    let qualified = with(&[
        statement("0.4.0.1862.1.1"),
        statement("0.4.0.1862.1.4"),
        sequence(&[&oid("0.4.0.1862.1.6"), &sequence(&[&oid("0.4.0.1862.1.6.1")])]),
    ]);
    let claims = |variant: &str, why: &str, person: &Certificate| {
        Case::of_person(person)
            .vector("PATH-37", variant, why, Expected::Passes)
            .says("/signatures/0/signer/kind", "null")
    };
    vec![
        claims(
            "qualified",
            "The certificate says that it is qualified and its key in a device: \
                 a claim, which the report does not make its own.",
            &qualified,
        ),
        claims(
            "garbage",
            "A statement that does not read: no claim, and no harm.",
            &with(&[vec![0x05, 0x00]]),
        ),
        claims(
            "policy-of-individuals",
            "A policy that elsewhere stands for an individual: under another \
                 anchor a number and no more.",
            &person_certificate()
                .with(crate::cms_builder::extension::certificate_policies(&["2.999.19.2021.4.1"])),
        ),
    ]
}

/// Who is it?
fn path_38() -> Vec<Vector> {
    let named = |rdns: &[Vec<u8>]| {
        let name = distinguished_name(&[&[rdn("2.5.4.6", "ID")], rdns].concat());
        Case::of_person(&person_certificate().named(name))
    };
    let passes = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-38", variant, why, Expected::Passes)
    };
    let two_in_one = element(
        0x31,
        &[
            attribute_value("2.5.4.3", &utf8("Contoh Kedua")),
            attribute_value("2.5.4.3", &utf8("Contoh Kesatu")),
        ]
        .concat(),
    );
    let common_name = "/signatures/0/signer/common_name";
    let subject = "/signatures/0/path/certificates/0/subject";
    vec![
        passes(
            "two-common-names",
            "Two common names: both are shown.",
            named(&[rdn("2.5.4.3", "Contoh Kesatu"), rdn("2.5.4.3", "Contoh Kedua")]),
        )
        .says(common_name, "\"Contoh Kesatu + Contoh Kedua\""),
        passes(
            "two-common-names-in-one-rdn",
            "The same in one relative name.",
            named(&[two_in_one]),
        )
        .says(common_name, "\"Contoh Kedua + Contoh Kesatu\""),
        passes(
            "national-number",
            "A national number in the name is not repeated.",
            named(&[rdn("2.5.4.5", "3200000000000000"), rdn("2.5.4.3", PERSON)]),
        )
        .says(subject, format!("\"C=ID, CN={PERSON}\"")),
        passes(
            "given-name-differs",
            "Given name and surname are another person's: all of them are shown.",
            named(&[rdn("2.5.4.3", PERSON), rdn("2.5.4.42", "Lain"), rdn("2.5.4.4", "Orang")]),
        )
        .says(subject, format!("\"C=ID, CN={PERSON}, GN=Lain, SN=Orang\"")),
        passes(
            "pseudonym",
            "A pseudonym beside a common name: both are shown.",
            named(&[rdn("2.5.4.3", PERSON), rdn("2.5.4.65", "Samaran")]),
        )
        .says(subject, format!("\"C=ID, CN={PERSON}, 2.5.4.65=Samaran\"")),
        passes(
            "no-common-name",
            "No common name: none is made up.",
            named(&[rdn("2.5.4.10", "Dinas Contoh")]),
        )
        .says(common_name, "null"),
        passes(
            "other-name-of-another",
            "An alternative name is another person's: the signer stays the subject.",
            Case::of_person(&person_certificate().with(subject_alt_name(&[
                other("1.3.6.1.4.1.311.20.2.3", "orang.lain@contoh.example"),
                directory(&agency_name("Dinas Contoh", "Orang Lain")),
            ]))),
        )
        .says(common_name, format!("\"{PERSON}\"")),
    ]
}

/// Addresses in certificates.
fn path_39() -> Vec<Vector> {
    const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
    const OCSP: &str = "1.3.6.1.5.5.7.48.1";
    let pointing = || {
        let addresses = [
            "http://kenari.invalid/ca.crl",
            "ftp://kenari.invalid/ca.crl",
            "file:///etc/hosts",
            "ldap://kenari.invalid/cn=ca?certificateRevocationList",
        ];
        let names: Vec<Vec<u8>> = addresses.iter().map(uri).collect();
        person_certificate()
            .replacing(crl_distribution_points(&[distribution_point(
                &full_name(&names),
                None,
                &[],
            )]))
            .with(authority_info_access(&[
                (CA_ISSUERS, "http://kenari.invalid/ca.cer"),
                (CA_ISSUERS, "file:///etc/passwd"),
                (CA_ISSUERS, "ftp://kenari.invalid/ca.cer"),
                (OCSP, "http://kenari.invalid/ocsp"),
            ]))
    };
    let case = || Case::of_person(&pointing());
    let mut without_ca = case();
    without_ca.bag.truncate(1);
    let aside = "The verifier has no network; that the page has none either is what \
                 its own tests watch.";
    vec![
        case().vector(
            "PATH-39",
            "everything-at-hand",
            format!("Nothing needs to be fetched. {aside}"),
            Expected::Passes,
        ),
        without_ca.vector(
            "PATH-39",
            "ca-missing",
            format!(
                "The certificate says where its CA's is to be had: not fetched, not \
                 found. {aside}"
            ),
            Expected::NoChain,
        ),
        case().lists(Vec::new()).vector(
            "PATH-39",
            "lists-missing",
            format!(
                "The certificate says where lists and answers are to be had: not \
                 fetched, not known. {aside}"
            ),
            Expected::NoData,
        ),
    ]
}

/// Large certificates.
fn path_40() -> Vec<Vector> {
    let long = |count: usize| {
        distinguished_name(&[rdn("2.5.4.6", "ID"), rdn("2.5.4.3", &"a".repeat(count))])
    };
    let many_names = |count: usize| {
        let names: Vec<Vec<u8>> = (0..count).map(|at| dns(format!("n{at}.example"))).collect();
        person_certificate().with(subject_alt_name(&names))
    };
    let many_rdns = |count: usize| {
        let rdns: Vec<Vec<u8>> =
            (0..count).map(|at| rdn("2.5.4.11", &format!("Bagian, {at}"))).collect();
        distinguished_name(&[rdns, vec![rdn("2.5.4.3", PERSON)]].concat())
    };
    let commas = "Contoh, O=Dinas Lain, C=ID";
    vec![
        Case::of_person(&person_certificate().named(long(10 << 20))).vector(
            "PATH-40",
            "name-of-ten-megabytes",
            "The signer's certificate is not looked at.",
            Expected::NoSigner,
        ),
        Case::of_person(&many_names(50_000)).vector(
            "PATH-40",
            "fifty-thousand-names",
            "Neither is one with fifty thousand alternative names.",
            Expected::NoSigner,
        ),
        Case::of_ca(
            &ca_certificate().with(Extension::Plain.of(example::EXAMPLE, &vec![0; 1 << 20])),
        )
        .vector(
            "PATH-40",
            "large-ca",
            "A CA of that size is no step of a way.",
            Expected::NoChain,
        ),
        Case::of_person(&many_names(5_000)).vector(
            "PATH-40",
            "five-thousand-names",
            "Five thousand names: large, and looked at.",
            Expected::Passes,
        ),
        Case::of_person(&person_certificate().named(many_rdns(4_000)))
            .vector(
                "PATH-40",
                "four-thousand-units",
                "Four thousand units in the name, each with a comma: printed in \
                 linear time.",
                Expected::Passes,
            )
            .says("/signatures/0/signer/common_name", format!("\"{PERSON}\"")),
        Case::of_person(&person_certificate().named(distinguished_name(&[rdn("2.5.4.3", commas)])))
            .vector(
                "PATH-40",
                "commas-in-a-name",
                "A common name that prints like several: it is one, and no organisation.",
                Expected::Passes,
            )
            .says("/signatures/0/signer/common_name", format!("\"{commas}\""))
            .says("/signatures/0/signer/organization", "null"),
    ]
}
