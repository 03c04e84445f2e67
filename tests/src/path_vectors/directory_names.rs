//! PATH-14, PATH-15, PATH-16 and PATH-18: constraints on distinguished names (threat catalogue 5; RFC 5280 4.2.1.10, 6.1.3
//! (b) and (c)).

use std::slice;

use crate::cms_builder::der::{element, sequence, utf8};
use crate::cms_builder::extension::{id, name_constraints, subject_alt_name};
use crate::cms_builder::general_name::{
    attribute_value, directory, distinguished_name, other, rdn, registered_id,
};
use crate::cms_builder::{Certificate, Extension, Identity, Key};
use crate::hierarchy::{
    Case, Expected, PERSON, agency_name, anchor, ca_certificate, ca_under, person_certificate,
    person_under,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_14(), path_15(), path_16(), path_18()].concat()
}

/// The organisation that the CA may issue to, and another one.
const AGENCY: &str = "Dinas Contoh";
const OTHER_AGENCY: &str = "Badan Contoh";

/// `C=ID, O=...`: a subtree.
fn subtree(organization: &str) -> Vec<u8> {
    directory(&distinguished_name(&[rdn("2.5.4.6", "ID"), rdn("2.5.4.10", organization)]))
}

fn permitted(subtrees: &[Vec<u8>]) -> Certificate {
    ca_certificate().with(name_constraints(subtrees, &[]))
}

fn excluded(subtrees: &[Vec<u8>]) -> Certificate {
    ca_certificate().with(name_constraints(&[], subtrees))
}

fn person(organization: &str) -> Certificate {
    person_certificate().named(agency_name(organization, PERSON))
}

fn broken(id: &'static str, variant: &str, why: &str, case: Case) -> Vector {
    case.vector(id, variant, why, Expected::ChainConstraints)
}

fn passes(id: &'static str, variant: &str, why: &str, case: Case) -> Vector {
    case.vector(id, variant, why, Expected::Passes)
}

/// Permitted and excluded, subject and alternative names.
fn path_14() -> Vec<Vector> {
    let alternative = |organization: &str| {
        person(AGENCY).with(subject_alt_name(&[directory(&agency_name(organization, PERSON))]))
    };
    let constraint = |extension: Extension, value: &[u8]| {
        ca_certificate().with(extension.of(id::NAME_CONSTRAINTS, value))
    };
    let only = |base: &[u8], more: &[u8]| sequence(&[&element(0xa0, &sequence(&[base, more]))]);
    let of_other_kind = only(&registered_id("2.999.7"), &[]);
    let number = person(AGENCY).with(subject_alt_name(&[registered_id("2.999.8")]));
    let stated = person(AGENCY).with(subject_alt_name(&[other("2.999.9", "contoh")]));
    let of_other_names = name_constraints(&[other("2.999.9", "lain")], &[]);
    let self_issued = {
        let root = anchor();
        let outside = agency_name(OTHER_AGENCY, "Penerbit Contoh");
        let old = permitted(&[subtree(AGENCY)]).named(outside.clone());
        let old = ca_under(&root, &old);
        let new =
            Identity::issued_by(&old, &ca_certificate().named(outside), Key::p256("kunci baru"));
        Case::under(&root, &[&old, &new], &person_under(&new, &person(AGENCY)))
    };
    let (ok, no) = (passes, broken);
    vec![
        ok(
            "PATH-14",
            "permitted",
            "The name lies in the permitted subtree.",
            Case::of(&permitted(&[subtree(AGENCY)]), &person(AGENCY)),
        ),
        no(
            "PATH-14",
            "not-permitted",
            "The name lies outside the permitted subtree.",
            Case::of(&permitted(&[subtree(AGENCY)]), &person(OTHER_AGENCY)),
        ),
        ok(
            "PATH-14",
            "one-of-two",
            "Two permitted subtrees: one is enough.",
            Case::of(&permitted(&[subtree("Lain"), subtree(AGENCY)]), &person(AGENCY)),
        ),
        no(
            "PATH-14",
            "excluded",
            "The name lies in the excluded subtree.",
            Case::of(&excluded(&[subtree(AGENCY)]), &person(AGENCY)),
        ),
        ok(
            "PATH-14",
            "not-excluded",
            "The name lies outside the excluded subtree.",
            Case::of(&excluded(&[subtree(OTHER_AGENCY)]), &person(AGENCY)),
        ),
        no(
            "PATH-14",
            "permitted-and-excluded",
            "In both: excluded counts.",
            Case::of(
                &ca_certificate().with(name_constraints(&[subtree(AGENCY)], &[subtree(AGENCY)])),
                &person(AGENCY),
            ),
        ),
        no(
            "PATH-14",
            "alternative-not-permitted",
            "An alternative directoryName lies outside, the subject inside.",
            Case::of(&permitted(&[subtree(AGENCY)]), &alternative(OTHER_AGENCY)),
        ),
        no(
            "PATH-14",
            "alternative-excluded",
            "An alternative directoryName lies in the excluded subtree.",
            Case::of(&excluded(&[subtree(OTHER_AGENCY)]), &alternative(OTHER_AGENCY)),
        ),
        ok(
            "PATH-14",
            "alternative-permitted",
            "Both lie inside.",
            Case::of(&permitted(&[subtree(AGENCY)]), &alternative(AGENCY)),
        ),
        no(
            "PATH-14",
            "not-critical",
            "The constraint is not critical, which RFC 5280 asks for: it holds \
                 all the same.",
            Case::of(
                &constraint(Extension::Plain, &only(&subtree(AGENCY), &[])),
                &person(OTHER_AGENCY),
            ),
        ),
        no(
            "PATH-14",
            "registered-id",
            "A constraint on registeredID, and a name of that kind: processed \
                 or refused.",
            Case::of(&constraint(Extension::Critical, &of_other_kind), &number),
        ),
        ok(
            "PATH-14",
            "registered-id-without-such-a-name",
            "The same constraint, and no name of that kind.",
            Case::of(&constraint(Extension::Critical, &of_other_kind), &person(AGENCY)),
        ),
        no(
            "PATH-14",
            "other-name",
            "A constraint on otherName, and a name of that kind.",
            Case::of(&ca_certificate().with(of_other_names), &stated),
        ),
        no(
            "PATH-14",
            "minimum",
            "minimum is 1: no such constraint is defined for these names (RFC \
                 5280 4.2.1.10).",
            Case::of(
                &constraint(Extension::Critical, &only(&subtree(AGENCY), &element(0x80, &[1]))),
                &person(AGENCY),
            ),
        ),
        no(
            "PATH-14",
            "maximum",
            "maximum is there: neither.",
            Case::of(
                &constraint(Extension::Critical, &only(&subtree(AGENCY), &element(0x81, &[9]))),
                &person(AGENCY),
            ),
        ),
        ok(
            "PATH-14",
            "self-issued-is-passed-over",
            "A CA that lies outside certifies its own new key: constraints are \
                 not for it (RFC 5280 6.1.3 (b)).",
            self_issued,
        ),
    ]
}

/// The end entity, last of the path, is constrained too.
fn path_15() -> Vec<Vector> {
    let root = anchor();
    let under = |person: Certificate| {
        let upper = permitted(&[subtree(AGENCY)]);
        let upper = Identity::issued_by(&root, &upper, Key::p256("atas"));
        let lower = Certificate::authority("x", 8).named(agency_name(AGENCY, "Penerbit Bawah"));
        let lower = ca_under(&upper, &lower);
        Case::under(&root, &[&upper, &lower], &person_under(&lower, &person))
    };
    let named_as_its_ca = {
        let outside = agency_name(OTHER_AGENCY, "Penerbit Contoh");
        let ca = ca_under(&root, &permitted(&[subtree(AGENCY)]).named(outside.clone()));
        Case::under(&root, &[&ca], &person_under(&ca, &person_certificate().named(outside)))
    };
    vec![
        passes(
            "PATH-15",
            "all-inside",
            "Two CAs and a person inside the subtree.",
            under(person(AGENCY)),
        ),
        broken(
            "PATH-15",
            "only-the-person-outside",
            "Everybody is inside but the person.",
            under(person(OTHER_AGENCY)),
        ),
        broken(
            "PATH-15",
            "self-issued-person",
            "The person bears the CA's own name, which lies outside: the last \
                 certificate is never passed over.",
            named_as_its_ca,
        ),
    ]
}

/// A subtree is a prefix, name by name.
fn path_16() -> Vec<Vector> {
    let of = |person_name: &[Vec<u8>]| {
        let person = person_certificate().named(distinguished_name(person_name));
        Case::of(&permitted(&[subtree(AGENCY)]), &person)
    };
    let excluding = |person_name: &[Vec<u8>]| {
        let person = person_certificate().named(distinguished_name(person_name));
        Case::of(&excluded(&[subtree(AGENCY)]), &person)
    };
    let (country, agency, cn) =
        (rdn("2.5.4.6", "ID"), rdn("2.5.4.10", AGENCY), rdn("2.5.4.3", PERSON));
    let evil = rdn("2.5.4.10", OTHER_AGENCY);
    let two_in_one = element(
        0x31,
        &[
            attribute_value("2.5.4.10", &utf8(AGENCY)),
            attribute_value("2.5.4.11", &utf8("Bagian Contoh")),
        ]
        .concat(),
    );
    let printable = element(0x31, &attribute_value("2.5.4.10", &element(0x13, AGENCY.as_bytes())));
    let whole = directory(&distinguished_name(&[
        country.clone(),
        agency.clone(),
        cn.clone(),
        rdn("2.5.4.11", "x"),
    ]));
    let everything = directory(&distinguished_name(&[]));
    let at_person = |ca: Certificate| Case::of(&ca, &person(AGENCY));
    let (ok, no) = (passes, broken);
    vec![
        ok(
            "PATH-16",
            "prefix",
            "C and O of the subtree, then more.",
            of(&[country.clone(), agency.clone(), rdn("2.5.4.11", "Bagian"), cn.clone()]),
        ),
        no(
            "PATH-16",
            "later-in-the-name",
            "The subtree's organisation stands behind another one.",
            of(&[country.clone(), evil.clone(), agency.clone(), cn.clone()]),
        ),
        no(
            "PATH-16",
            "in-another-order",
            "The same names in another order.",
            of(&[agency.clone(), country.clone(), cn.clone()]),
        ),
        no(
            "PATH-16",
            "at-the-end",
            "CN, another organisation, then the subtree's.",
            of(&[cn.clone(), evil, country.clone(), agency.clone()]),
        ),
        no(
            "PATH-16",
            "beginning-of-a-value",
            "Its value only begins like the subtree's.",
            of(&[country.clone(), rdn("2.5.4.10", "Dinas Contoh Palsu"), cn.clone()]),
        ),
        no(
            "PATH-16",
            "part-of-an-rdn",
            "The organisation shares its RDN with a unit: another RDN.",
            of(&[country.clone(), two_in_one, cn.clone()]),
        ),
        no(
            "PATH-16",
            "shorter-than-the-subtree",
            "The subtree is longer than the name.",
            at_person(permitted(slice::from_ref(&whole))),
        ),
        ok(
            "PATH-16",
            "shorter-than-the-excluded",
            "An excluded subtree that is longer than the name does not hold it.",
            at_person(excluded(&[whole])),
        ),
        ok(
            "PATH-16",
            "everything-permitted",
            "The empty name holds every name.",
            at_person(permitted(slice::from_ref(&everything))),
        ),
        no(
            "PATH-16",
            "everything-excluded",
            "The same, excluded.",
            at_person(excluded(&[everything])),
        ),
        no(
            "PATH-16",
            "excluded-in-other-case",
            "Case does not lead out of an excluded subtree (RFC 5280 7.1).",
            excluding(&[country.clone(), rdn("2.5.4.10", "DINAS contoh"), cn.clone()]),
        ),
        no(
            "PATH-16",
            "excluded-with-more-space",
            "Neither do spaces.",
            excluding(&[country.clone(), rdn("2.5.4.10", " Dinas  Contoh "), cn.clone()]),
        ),
        no(
            "PATH-16",
            "excluded-in-another-string-type",
            "Neither does another type of string.",
            excluding(&[country.clone(), printable, cn.clone()]),
        ),
        ok(
            "PATH-16",
            "permitted-in-other-case",
            "Case does not lead out of a permitted subtree either; to be \
                 stricter is no fault.",
            of(&[country, rdn("2.5.4.10", "DINAS CONTOH"), cn]),
        )
        .or("belum-pasti"),
    ]
}

/// Constraints of two CAs.
fn path_18() -> Vec<Vector> {
    let root = anchor();
    let under = |upper: Vec<u8>, lower: Option<Vec<u8>>, organization: &str| {
        let upper = Certificate::authority("Penerbit Atas", 4).with(upper);
        let upper = Identity::issued_by(&root, &upper, Key::p256("atas"));
        // The lower one bears a name that both subtrees hold, so that it breaks nothing itself.
        let certificate = ca_certificate().named(agency_name(AGENCY, "Penerbit Bawah"));
        let certificate = match lower {
            Some(lower) => certificate.with(lower),
            None => certificate,
        };
        let lower = ca_under(&upper, &certificate);
        Case::under(&root, &[&upper, &lower], &person_under(&lower, &person(organization)))
    };
    let allow = |organization: &str| name_constraints(&[subtree(organization)], &[]);
    let forbid = |organization: &str| name_constraints(&[], &[subtree(organization)]);
    let country =
        || name_constraints(&[directory(&distinguished_name(&[rdn("2.5.4.6", "ID")]))], &[]);
    let (ok, no) = (passes, broken);
    vec![
        no(
            "PATH-18",
            "permitted-after-excluded",
            "Above something is excluded, below something is permitted: the \
                 lower counts too.",
            under(forbid("Terlarang"), Some(allow(AGENCY)), OTHER_AGENCY),
        ),
        ok(
            "PATH-18",
            "permitted-after-excluded-inside",
            "The same for a name inside.",
            under(forbid("Terlarang"), Some(allow(AGENCY)), AGENCY),
        ),
        no(
            "PATH-18",
            "excluded-after-permitted",
            "The upper one permits the country, the lower one excludes an agency.",
            under(country(), Some(forbid(OTHER_AGENCY)), OTHER_AGENCY),
        ),
        no(
            "PATH-18",
            "widened-below",
            "The lower one permits more than the upper one.",
            under(allow(AGENCY), Some(country()), OTHER_AGENCY),
        ),
        ok(
            "PATH-18",
            "widened-below-inside",
            "The same for a name inside both.",
            under(allow(AGENCY), Some(country()), AGENCY),
        ),
        no(
            "PATH-18",
            "nothing-in-common",
            "The two permit different agencies: nothing is left.",
            under(allow(AGENCY), Some(allow(OTHER_AGENCY)), OTHER_AGENCY),
        ),
        no(
            "PATH-18",
            "nothing-in-common-upper",
            "The same for a name inside the upper one.",
            under(allow(AGENCY), Some(allow(OTHER_AGENCY)), AGENCY),
        ),
        no(
            "PATH-18",
            "excluded-above-only",
            "The lower one says nothing: the upper one's exclusion stays.",
            under(forbid(OTHER_AGENCY), None, OTHER_AGENCY),
        ),
        no(
            "PATH-18",
            "excluded-above-permitted-below",
            "Excluded above, permitted below.",
            under(forbid(OTHER_AGENCY), Some(allow(OTHER_AGENCY)), OTHER_AGENCY),
        ),
    ]
}
