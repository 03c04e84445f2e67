//! The seeds of `fuzz/seeds` are read by the doors that they are for: a fuzzer that begins with refused bytes stays outside.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use periksa_tests::workspace;
use verifier::doors;

/// Seeds that are refused, each for a place in the reader that no accepted one reaches.
const REFUSED: [&str; 3] = [
    // A third part, which a mailing list added.
    "mail/mailing-list-inside.eml",
    // multipart/signed with one part.
    "mail/no-signature-part.eml",
    // A boundary that never ends.
    "mail/not-closed.eml",
];

#[test]
fn seeds_are_read_by_their_doors() {
    type Door = fn(&[u8]) -> bool;
    let rows: [(&str, Door, usize); 9] = [
        ("cms", doors::cms, 18),
        ("tst_info", doors::tst_info, 10),
        ("certificate", doors::certificate, 19),
        ("crl", doors::crl, 5),
        ("revocation_index", doors::revocation_index, 2),
        ("ocsp_response", doors::ocsp_response, 3),
        ("mail", doors::mail, 17),
        ("pem", doors::pem, 7),
        ("checkpoint", doors::checkpoint, 3),
    ];
    let mut refused = BTreeSet::new();
    for (target, door, count) in rows {
        let folder = workspace().join("fuzz/seeds").join(target);
        let entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
        assert_eq!(entries.len(), count, "{target}");
        for entry in entries {
            if !door(&std::fs::read(entry.path()).unwrap()) {
                refused.insert(format!("{target}/{}", entry.file_name().to_str().unwrap()));
            }
        }
    }
    assert_eq!(refused, BTreeSet::from(REFUSED.map(str::to_owned)));
}
