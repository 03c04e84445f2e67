//! PATH-19: constraints and names by the thousand (threat catalogue 5): compared within a budget, and not before the
//! signatures hold.

use crate::cms_builder::der::{contents, element, sequence};
use crate::cms_builder::extension::{id, name_constraints, subject_alt_name};
use crate::cms_builder::general_name::{directory, distinguished_name, dns, rdn};
use crate::cms_builder::{Certificate, Extension, Identity, Key};
use crate::hierarchy::{
    Case, Expected, anchor, ca_certificate, ca_under, person_certificate, person_under,
};
use crate::pdf_vectors::Vector;

/// Two thousand constraints and two thousand names.
pub(super) fn vectors() -> Vec<Vector> {
    const MANY: usize = 2048;
    let constraints: Vec<Vec<u8>> = (0..MANY).map(|at| dns(format!("n{at}.example"))).collect();
    let ca = ca_certificate().with(name_constraints(&constraints, &[]));
    let excluding = ca_certificate().with(name_constraints(&[], &constraints));
    let of = |ca, last: &str| {
        let mut names = vec![dns(format!("a.n{}.example", MANY - 1)); MANY - 1];
        names.push(dns(last));
        Case::of(ca, &person_certificate().with(subject_alt_name(&names)))
    };
    let unsigned = {
        // The signature over the person's certificate is nobody's: no name is to be compared for it.
        let case = of(&ca, "a.n0.example");
        let root = anchor();
        let stranger = Identity { key: Key::p256("orang asing"), ..root };
        let ca = ca_under(&stranger, &ca);
        let names = vec![dns("a.n0.example"); MANY];
        let person = person_under(&ca, &person_certificate().with(subject_alt_name(&names)));
        Case { entries: case.entries, ..Case::under(&stranger, &[&ca], &person) }
    };
    let garbled = Extension::Critical.of(id::NAME_CONSTRAINTS, &sequence(&[&element(0xa0, &[])]));
    let excluding_agency = {
        let agency = distinguished_name(&[rdn("2.5.4.6", "ID"), rdn("2.5.4.10", "Dinas Contoh")]);
        ca_certificate().with(name_constraints(&[], &[directory(&agency)]))
    };
    let alternative = |name: &[u8]| {
        let person = person_certificate().with(subject_alt_name(&[directory(name)]));
        Case::of(&excluding_agency, &person)
    };
    let long = {
        let names: Vec<Vec<u8>> =
            (0..9000).rev().map(|at| rdn("2.5.4.3", &format!("{at:05}"))).collect();
        let attributes: Vec<u8> = names.iter().flat_map(|name| contents(name).to_vec()).collect();
        sequence(&[&element(0x31, &attributes)])
    };
    let others = {
        let root = anchor();
        let ca = ca_under(&root, &ca_certificate());
        let certificate = Certificate::authority("Lain", 9).named(long.clone());
        let other = Identity::issued_by(&ca, &certificate, Key::p256("lain"));
        Case::under(&root, &[&ca], &person_under(&ca, &person_certificate())).with(&[&other])
    };
    vec![
        others.vector(
            "PATH-40",
            "name-of-nine-thousand",
            "A certificate beside the path has nine thousand attributes in one part of its name, in falling order: it is not on \
                 the way, and takes no time.",
            Expected::Passes,
        ),
        alternative(&sequence(&[&element(0x31, &[])])).vector(
            "PATH-14",
            "excluded-and-not-readable",
            "An alternative name with a part of nothing, under a CA that excludes names: not comparable, hence not outside.",
            Expected::ChainConstraints,
        ),
        alternative(&long).vector(
            "PATH-14",
            "excluded-and-too-long",
            "The same with a name that is too long to be compared.",
            Expected::ChainConstraints,
        ),
        of(&ca, "a.n0.example")
            .vector(
                "PATH-19",
                "all-inside",
                "Four million comparisons, all names inside: passed, or the limit \
                 is said.",
                Expected::Passes,
            )
            .or("belum-pasti"),
        of(&ca, "lain.example").vector(
            "PATH-19",
            "last-outside",
            "Four million comparisons, and the last name lies outside: never passed.",
            Expected::Uncertain,
        ),
        of(&excluding, "a.n2047.example").vector(
            "PATH-19",
            "excluded",
            "The same with every name excluded.",
            Expected::Uncertain,
        ),
        unsigned.vector(
            "PATH-19",
            "not-signed",
            "The CA is not the anchor's: found out before any name is compared.",
            Expected::NoChain,
        ),
        Case::of_ca(&ca_certificate().with(garbled)).vector(
            "PATH-19",
            "no-subtree",
            "A list of subtrees without any (SIZE 1..MAX): not accepted.",
            Expected::ChainConstraints,
        ),
    ]
}
