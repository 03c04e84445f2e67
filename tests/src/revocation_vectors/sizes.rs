//! REV-22 and REV-23: very many entries, odd orders, and serial numbers in other writings (threat catalogue 6).

use super::issued::{Issued, REVOKED};
use crate::cms_builder::Crl;
use crate::cms_builder::crl::serial;
use crate::cms_builder::der::{element, integer};
use crate::cms_builder::extension::id;
use crate::hierarchy::{Case, Expected, STAMPED, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_22(), rev_23()].concat()
}

/// Entries of others.
const MANY: u32 = 100_000;

fn rev_22() -> Vec<Vector> {
    let issued = Issued::new();
    let many = |mut list: Crl| {
        for number in 0..MANY {
            let [_, a, b, c] = number.to_be_bytes();
            list = list.entry(&serial(&[0x11, a, b, c]), REVOKED, &[]);
        }
        list
    };
    let twice = |first: &str, second: &str| {
        let list = issued.revoking(issued.revoking(current_list(), first, 4), second, 4);
        issued.published(&list).stamped(STAMPED)
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-22", variant, why, expected)
    };
    let first_version = Crl { version: Vec::new(), extensions: Vec::new(), ..current_list() };
    vec![
        row(
            "hundred-thousand",
            "A hundred thousand entries of others.",
            issued.published(&many(current_list())),
            Expected::Passes,
        ),
        row(
            "hundred-thousand-and-last",
            "The certificate's entry is the last of them.",
            issued.published(&issued.revoking(many(current_list()), REVOKED, 4)),
            Expected::Revoked,
        ),
        row(
            "hundred-thousand-carried",
            "The document carries them, and the certificate's entry is the first.",
            issued.carried(&many(issued.revoked())),
            Expected::Revoked,
        ),
        row(
            "twice-early-first",
            "Two entries, of before and of after the proven time: the worse counts.",
            twice("20260115000000Z", "20260601000000Z"),
            Expected::RevokedBefore,
        ),
        row(
            "twice-early-last",
            "The same in the other order.",
            twice("20260601000000Z", "20260115000000Z"),
            Expected::RevokedBefore,
        ),
        row(
            "not-sorted",
            "Entries in no order.",
            issued.published(
                &issued
                    .revoking(current_list().entry(&serial(&[0x7f]), REVOKED, &[]), REVOKED, 4)
                    .entry(&integer(1), REVOKED, &[]),
            ),
            Expected::Revoked,
        ),
        row(
            "empty-list-of-entries",
            "A list of entries without any, which shall be left out (RFC 5280 \
                 5.1.2.6): the same, or not used.",
            issued.published(&Crl { has_empty_entries: true, ..current_list() }),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "version-1",
            "A list of version 1: the same, or not used.",
            issued.published(&first_version),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "version-1-revoked",
            "A list of version 1 that names the certificate.",
            issued.published(&issued.person_entry(first_version_list())),
            Expected::Revoked,
        ),
    ]
}

fn first_version_list() -> Crl {
    Crl { version: Vec::new(), extensions: Vec::new(), ..current_list() }
}

impl Issued {
    /// An entry without extensions: version 1 has none.
    fn person_entry(&self, list: Crl) -> Crl {
        list.entry(self.person.field(1), REVOKED, &[])
    }
}

fn rev_23() -> Vec<Vector> {
    let of = |own: &[u8], listed: &[u8]| {
        let issued = Issued::person(&person_certificate().numbered(own));
        issued.published(&current_list().entry(&element(0x02, listed), REVOKED, &[]))
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-23", variant, why, expected)
    };
    let other_tag = {
        let issued = Issued::person(&person_certificate().without(id::CRL_DISTRIBUTION_POINTS));
        let mut entry = issued.person.field(1).to_vec();
        entry[0] = 0x0a;
        issued.published(&current_list().entry(&entry, REVOKED, &[]))
    };
    vec![
        row(
            "same",
            "The number as it stands in the certificate.",
            of(&[0x7a, 0x03], &[0x7a, 0x03]),
            Expected::Revoked,
        ),
        row(
            "padded",
            "The list writes the number with an octet too many: revoked, or the \
                 list is not used; never good.",
            of(&[0x7a, 0x03], &[0, 0x7a, 0x03]),
            Expected::NotGood,
        ),
        row("padded-twice", "With two.", of(&[0x7a, 0x03], &[0, 0, 0x7a, 0x03]), Expected::NotGood),
        row(
            "high-bit",
            "A number that needs its leading octet, in both.",
            of(&[0, 0x9a, 0x03], &[0, 0x9a, 0x03]),
            Expected::Revoked,
        ),
        row("neighbour", "The next number.", of(&[0x7a, 0x03], &[0x7a, 0x04]), Expected::Passes),
        row(
            "longer",
            "The number and one more octet.",
            of(&[0x7a, 0x03], &[0x7a, 0x03, 0x00]),
            Expected::Passes,
        ),
        row(
            "other-tag",
            "The entry's number is no INTEGER: the list is not used, or the \
                 entry counts; never good.",
            other_tag,
            Expected::NotGood,
        ),
    ]
}
