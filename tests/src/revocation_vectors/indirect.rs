//! REV-13: lists that speak of several issuers (threat catalogue 6; RFC 5280 5.3.3, 6.3.3).

use super::issued::{Issued, REVOKED};
use crate::cms_builder::crl::{certificate_issuer, reason_code};
use crate::cms_builder::extension::{
    IssuingDistributionPoint, crl_distribution_points, distribution_point, full_name, id,
};
use crate::cms_builder::general_name::{directory, uri};
use crate::cms_builder::{Certificate, Crl, Identity, Key, key_usage, name};
use crate::hierarchy::{CA, Case, Expected, anchor_of, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Common name of who issues the list.
const LISTS: &str = "Penerbit Daftar";

/// Every vector of this id.
pub(super) fn vectors() -> Vec<Vector> {
    [by_another(), by_itself()].concat()
}

fn indirect() -> Crl {
    current_list()
        .scope(&IssuingDistributionPoint { indirect: true, ..IssuingDistributionPoint::default() })
}

/// The list's issuer is not the certificate's.
fn by_another() -> Vec<Vector> {
    let naming = |issuer: &str| {
        let point = distribution_point(
            &full_name(&[uri("http://contoh.invalid/semua.crl")]),
            None,
            &[directory(&name(issuer))],
        );
        Issued::person(&person_certificate().replacing(crl_distribution_points(&[point])))
    };
    let issued = naming(LISTS);
    let unnamed = Issued::new();
    let certificate = Certificate::end_entity(LISTS, 60)
        .without(id::CRL_DISTRIBUTION_POINTS)
        .replacing(key_usage(0x02));
    let under =
        |anchor: &Identity| Identity::issued_by(anchor, &certificate, Key::p256("penerbit daftar"));
    let lists = under(&issued.anchor);
    let own = issued.person.field(1).to_vec();
    let neighbour = [2, 2, 0x7a, 0x66];
    let (ca, other) = (name(CA), name("Penerbit Lain"));
    let of = |issued: &Issued, lists: &Identity, list: &Crl| {
        issued.unknown().list(list.issue(lists)).with(&[lists])
    };
    let by = |list: &Crl| of(&issued, &lists, list);
    let entry = |list: Crl, serial: &[u8], issuer: Option<&[u8]>| {
        let issuer = issuer.map(certificate_issuer);
        let extensions: Vec<Vec<u8>> = [reason_code(4)].into_iter().chain(issuer).collect();
        list.entry(serial, REVOKED, &extensions)
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-13", variant, why, expected)
    };
    let stranger = under(&anchor_of("Akar Asing", "akar asing"));
    vec![
        row(
            "good",
            "The certificate names another issuer of its list, whose list has \
                 no entry.",
            by(&indirect()),
            Expected::Passes,
        ),
        row(
            "revoked",
            "An entry of our CA's, for the certificate's number.",
            by(&entry(indirect(), &own, Some(&ca))),
            Expected::Revoked,
        ),
        row(
            "of-another-issuer",
            "An entry of another CA's, for the same number.",
            by(&entry(indirect(), &own, Some(&other))),
            Expected::Passes,
        ),
        row(
            "sticky-ours",
            "The second entry says no issuer: it is that of the first, ours.",
            by(&entry(entry(indirect(), &neighbour, Some(&ca)), &own, None)),
            Expected::Revoked,
        ),
        row(
            "sticky-others",
            "The same, and the first is another CA's.",
            by(&entry(entry(indirect(), &neighbour, Some(&other)), &own, None)),
            Expected::Passes,
        ),
        row(
            "sticky-changes",
            "Ours, then another's, then without: another's.",
            by(&entry(
                entry(entry(indirect(), &neighbour, Some(&ca)), &neighbour, Some(&other)),
                &own,
                None,
            )),
            Expected::Passes,
        ),
        row(
            "first-without-issuer",
            "The first entry says no issuer: the list's own, not ours.",
            by(&entry(indirect(), &own, None)),
            Expected::Passes,
        ),
        row(
            "not-named",
            "The certificate does not name that issuer for its list.",
            of(&unnamed, &lists, &indirect()),
            Expected::TryLater,
        ),
        row(
            "not-marked-indirect",
            "The list does not say that it is indirect.",
            by(&current_list()),
            Expected::TryLater,
        ),
        row(
            "of-a-stranger",
            "The list's issuer stands under no registered anchor.",
            of(&issued, &stranger, &indirect()),
            Expected::TryLater,
        ),
        row(
            "own-ca-where-another-is-named",
            "The CA's own list, where the certificate names another issuer of \
                 it: it may count, or not.",
            issued.published(&current_list()),
            Expected::Passes,
        )
        .or("belum-pasti"),
    ]
}

/// The CA marks its own list as indirect.
fn by_itself() -> Vec<Vector> {
    let issued = Issued::new();
    let own = issued.person.field(1).to_vec();
    let other = name("Penerbit Lain");
    let with = |extensions: &[Vec<u8>]| indirect().entry(&own, REVOKED, extensions);
    let row = |variant: &str, why: &str, list: Crl, expected| {
        issued.published(&list).vector("REV-13", variant, why, expected)
    };
    vec![
        row(
            "own-list-good",
            "The CA's own list, marked indirect, has no entry.",
            indirect(),
            Expected::Passes,
        ),
        row(
            "own-list-revoked",
            "An entry without an issuer is the CA's own.",
            with(&[reason_code(4)]),
            Expected::Revoked,
        ),
        row(
            "own-list-of-another",
            "An entry of another CA's for the same number.",
            with(&[reason_code(4), certificate_issuer(&other)]),
            Expected::Passes,
        ),
        row(
            "issuer-in-a-direct-list",
            "An entry of another CA's in a list that is not indirect: the list \
                 is not to be used, or the entry counts.",
            current_list().entry(&own, REVOKED, &[reason_code(4), certificate_issuer(&other)]),
            Expected::NotGood,
        ),
    ]
}
