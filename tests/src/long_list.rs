//! Revocation lists as long as one likes, signed by the demo CA: for benchmarks, and for what only long lists show.
#![allow(clippy::unwrap_used, reason = "a generator of test files stops at the first surprise")]

use crate::cms_builder::crl::{reason_code, serial};
use crate::cms_builder::{Crl, Identity};

/// A moment at which the list is current.
pub const AT: &str = "2026-11-23T08:00:00Z";

/// A list of so many entries, and those of the certificates of these names in the demo PKI.
#[must_use]
pub fn long_list(entries: u32, named: &[&str]) -> Vec<u8> {
    let mut list = Crl::new("20261123000000Z", "20261124000000Z");
    list.entries.reserve(usize::try_from(entries).unwrap());
    for number in 0..entries {
        // Serial numbers of sixteen octets; every second entry has a reason, as in the real list.
        let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834) | 1;
        let digits = (spread >> 1).to_be_bytes();
        let extensions = if number % 2 == 0 { vec![] } else { vec![reason_code(4)] };
        list = list.entry(&serial(&digits), "20260301000000Z", &extensions);
    }
    for name in named {
        let certificate = Identity::of_demo_pki(name);
        list = list.entry(certificate.field(1), "20260301000000Z", &[reason_code(1)]);
    }
    list.issue(&Identity::demo_ca())
}
