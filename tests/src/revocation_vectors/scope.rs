//! REV-10 to REV-12: which certificates and which reasons a list is for (threat catalogue 6; RFC 5280 5.2.5, 6.3.3 (b)).

use std::slice;

use super::issued::{Issued, REVOKED};
use crate::cms_builder::der::{element, octets};
use crate::cms_builder::extension::{
    Extension, IssuingDistributionPoint, crl_distribution_points, distribution_point, full_name, id,
};
use crate::cms_builder::general_name::{attribute_value, directory, distinguished_name, rdn, uri};
use crate::cms_builder::{Crl, name};
use crate::hierarchy::{CA, Case, Expected, ca_certificate, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_10(), rev_11(), rev_12()].concat()
}

fn scope(scope: &IssuingDistributionPoint) -> Crl {
    current_list().scope(scope)
}

fn only_user() -> IssuingDistributionPoint {
    IssuingDistributionPoint { only_user: true, ..IssuingDistributionPoint::default() }
}

fn only_ca() -> IssuingDistributionPoint {
    IssuingDistributionPoint { only_ca: true, ..IssuingDistributionPoint::default() }
}

/// Kinds of certificates.
fn rev_10() -> Vec<Vector> {
    let issued = Issued::new();
    let of = |anchor: &Crl, ca: &Crl| {
        issued.unknown().lists(vec![anchor.issue(&issued.anchor), ca.issue(&issued.ca)])
    };
    let plain = current_list;
    let attribute =
        IssuingDistributionPoint { only_attribute: true, ..IssuingDistributionPoint::default() };
    let both = IssuingDistributionPoint { only_ca: true, ..only_user() };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-10", variant, why, expected)
    };
    vec![
        row(
            "fitting",
            "The anchor's list is for CAs, the CA's for others.",
            of(&scope(&only_ca()), &scope(&only_user())),
            Expected::Passes,
        ),
        row(
            "users-for-a-ca",
            "The anchor's list is not for CAs.",
            of(&scope(&only_user()), &plain()),
            Expected::Unusable,
        ),
        row(
            "cas-for-a-user",
            "The CA's list is for CAs only.",
            of(&plain(), &scope(&only_ca())),
            Expected::Unusable,
        ),
        row(
            "attributes",
            "The CA's list is for attribute certificates only.",
            of(&plain(), &scope(&attribute)),
            Expected::Unusable,
        ),
        row(
            "users-and-cas",
            "Both at once contradict each other (RFC 5280 5.2.5).",
            of(&plain(), &scope(&both)),
            Expected::Unusable,
        ),
        row(
            "not-critical",
            "Not critical, which it shall be: the scope counts all the same.",
            of(&plain(), &current_list().with(only_ca().encode_as(Extension::Plain))),
            Expected::Unusable,
        ),
        row(
            "out-of-scope-and-revoked",
            "A list that is not for it names it: never good.",
            of(&plain(), &issued.revoked().scope(&only_ca())),
            Expected::NotGood,
        ),
        row(
            "garbled",
            "A scope that does not decode.",
            of(
                &plain(),
                &current_list()
                    .with(Extension::Critical.of(id::ISSUING_DISTRIBUTION_POINT, &octets(b"x"))),
            ),
            Expected::Unusable,
        ),
    ]
}

/// Names of distribution points.
fn rev_11() -> Vec<Vector> {
    let [first, second, third] =
        ["1", "2", "3"].map(|shard| uri(format!("http://contoh.invalid/{shard}.crl")));
    let pointing = |points: &[Vec<u8>]| {
        Issued::person(&person_certificate().replacing(crl_distribution_points(points)))
    };
    let point = |names: &[Vec<u8>]| distribution_point(&full_name(names), None, &[]);
    let two = pointing(&[point(slice::from_ref(&first)), point(slice::from_ref(&second))]);
    let two_names = pointing(&[point(&[first.clone(), second.clone()])]);
    let none = Issued::person(&person_certificate().without(id::CRL_DISTRIBUTION_POINTS));
    let of = |names: &[Vec<u8>]| {
        scope(&IssuingDistributionPoint {
            name: full_name(names),
            ..IssuingDistributionPoint::default()
        })
    };
    let relative_part = attribute_value("2.5.4.3", b"\x0c\x06daftar");
    let relative = |part: &[u8]| element(0xa1, part);
    let relative_point = pointing(&[distribution_point(&relative(&relative_part), None, &[])]);
    // The whole name that the relative one stands for: the issuer's, and one RDN more.
    let whole = {
        let issuer = name(CA);
        let rdns = crate::cms_builder::der::contents(&issuer).to_vec();
        directory(&distinguished_name(&[rdns, rdn("2.5.4.3", "daftar")]))
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-11", variant, why, expected)
    };
    vec![
        row(
            "first-point",
            "Two points, the list is for the first.",
            two.published(&of(slice::from_ref(&first))),
            Expected::Passes,
        ),
        row(
            "second-point",
            "Two points, the list is for the second.",
            two.published(&of(slice::from_ref(&second))),
            Expected::Passes,
        ),
        row(
            "second-name",
            "One point of two names, the list has the second.",
            two_names.published(&of(slice::from_ref(&second))),
            Expected::Passes,
        ),
        row(
            "second-name-of-both",
            "Both have two names, and one in common.",
            two_names.published(&of(&[third.clone(), second.clone()])),
            Expected::Passes,
        ),
        row(
            "no-name-in-common",
            "The list is for another point.",
            two.published(&of(slice::from_ref(&third))),
            Expected::Unusable,
        ),
        row(
            "other-shard-good-own-revoked",
            "The list of another point is good, that of its own revokes.",
            two.published(&of(slice::from_ref(&third)))
                .list(two.revoking(of(slice::from_ref(&second)), REVOKED, 4).issue(&two.ca)),
            Expected::Revoked,
        ),
        row(
            "certificate-without-points",
            "The certificate names no point, the list is for one.",
            none.published(&of(&[first])),
            Expected::Unusable,
        ),
        row(
            "issuer-as-point",
            "The certificate names no point, the list is for the issuer's name \
                 (RFC 5280 6.3.3, last paragraph); not to know that is no fault.",
            none.published(&of(&[directory(&name(CA))])),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "relative-names",
            "Both say the same name relative to the issuer; not to know that is \
                 no fault.",
            relative_point.published(&scope(&IssuingDistributionPoint {
                name: relative(&relative_part),
                ..IssuingDistributionPoint::default()
            })),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "relative-and-whole-name",
            "One says it relative to the issuer, the other in full.",
            relative_point.published(&of(&[whole])),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "relative-and-other-name",
            "One says it relative to the issuer, the other says another name.",
            relative_point.published(&of(&[second])),
            Expected::Unusable,
        ),
        row(
            "list-without-point",
            "The list is for everything that the CA issued.",
            two.published(&current_list()),
            Expected::Passes,
        ),
    ]
}

/// Reasons.
fn rev_12() -> Vec<Vector> {
    let issued = Issued::new();
    let some = |octets: &[u8]| {
        scope(&IssuingDistributionPoint {
            only_some_reasons: Some(octets.to_vec()),
            ..IssuingDistributionPoint::default()
        })
    };
    // ReasonFlags (RFC 5280 4.2.1.13): unused(0), keyCompromise(1), cACompromise(2), ..., aACompromise(8).
    let compromise = || some(&[5, 0b0110_0000]);
    let others = || some(&[7, 0b0001_1111, 0b1000_0000]);
    let all = || some(&[7, 0b0111_1111, 0b1000_0000]);
    let pair = |first: &Crl, second: &Crl| issued.published(first).list(second.issue(&issued.ca));
    let split = {
        let points = [
            distribution_point(
                &full_name(&[uri("http://contoh.invalid/a.crl")]),
                Some(&[5, 0b0110_0000]),
                &[],
            ),
            distribution_point(
                &full_name(&[uri("http://contoh.invalid/b.crl")]),
                Some(&[7, 0b0001_1111, 0b1000_0000]),
                &[],
            ),
        ];
        Issued::person(&person_certificate().replacing(crl_distribution_points(&points)))
    };
    let of_point = |letter: &str, octets: &[u8]| {
        let name = full_name(&[uri(format!("http://contoh.invalid/{letter}.crl"))]);
        scope(&IssuingDistributionPoint {
            name,
            only_some_reasons: Some(octets.to_vec()),
            ..IssuingDistributionPoint::default()
        })
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-12", variant, why, expected)
    };
    vec![
        row(
            "some",
            "One list for two of the reasons: the others are unknown.",
            issued.published(&compromise()),
            Expected::TryLater,
        ),
        row(
            "all-in-two",
            "Two lists that together are for all reasons.",
            pair(&compromise(), &others()),
            Expected::Passes,
        ),
        row(
            "all-in-one",
            "One list that names all reasons.",
            issued.published(&all()),
            Expected::Passes,
        ),
        row(
            "same-twice",
            "Two lists for the same reasons do not add up.",
            pair(&compromise(), &compromise()),
            Expected::TryLater,
        ),
        row(
            "none",
            "A list for no reason: an empty string of bits.",
            issued.published(&some(&[0])),
            Expected::TryLater,
        ),
        row(
            "no-octets",
            "Not even the count of unused bits.",
            issued.published(&some(&[])),
            Expected::TryLater,
        ),
        row(
            "some-revoked",
            "A list for some reasons revokes.",
            issued.published(&issued.revoking(compromise(), REVOKED, 1)),
            Expected::Revoked,
        ),
        row(
            "two-and-one-revokes",
            "Of two lists the second revokes.",
            pair(&compromise(), &issued.revoking(others(), REVOKED, 4)),
            Expected::Revoked,
        ),
        row(
            "points-by-reason",
            "The certificate names a point for each part of the reasons, and \
                 both lists are there.",
            split
                .published(&of_point("a", &[5, 0b0110_0000]))
                .list(of_point("b", &[7, 0b0001_1111, 0b1000_0000]).issue(&split.ca)),
            Expected::Passes,
        ),
        row(
            "points-by-reason-one-missing",
            "The same, and the second is not.",
            split.published(&of_point("a", &[5, 0b0110_0000])),
            Expected::TryLater,
        ),
        row(
            "anchor-list-for-some",
            "The anchor's list is for some reasons only: the CA is unknown.",
            Issued::with(&ca_certificate(), &person_certificate())
                .published(&current_list())
                .lists(vec![compromise().issue(&issued.anchor), current_list().issue(&issued.ca)]),
            Expected::TryLater,
        ),
    ]
}
