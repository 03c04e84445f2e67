//! REV-22 and REV-32: what a document spends of the budget, and what is then left for evidence against it (threat catalogue 6;
//! reaching a limit is never a pass).

use std::iter::repeat_n;

use super::issued::{Issued, REVOKED};
use crate::circumstances::Entry;
use crate::cms_builder::ocsp::{OcspResponse, other_revocation_info};
use crate::cms_builder::{
    Certificate, Crl, Digest, Extension, Identity, Key, Signer, TimeStamp, TstInfo, key_usage,
};
use crate::hierarchy::{
    CA, Case, Expected, STAMPED, TEXT, anchor_of, current_list, decoys, unknown_extension,
};
use crate::pdf_vectors::Vector;

/// Lists that nobody at hand signed, under the name of the CA.
fn junk(issued: &Issued, count: usize) -> Vec<Vec<u8>> {
    let stranger = Identity { key: Key::p256("orang asing"), ..issued.ca.clone() };
    repeat_n(current_list().issue(&stranger), count).collect()
}

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    let issued = Issued::new();
    let good = || issued.published(&current_list());
    let added = |case: Case| case.adding(issued.revoked().issue(&issued.ca));
    let beside = Case { carried: junk(&issued, 64), ..good() };
    // Stamped under the anchor itself: what the anchor's list is worth is known before the budget is spent.
    let spent = {
        let certificate = Certificate::time_stamp_authority("Contoh Penanda Waktu", 40);
        let authority =
            Identity::issued_by(&issued.anchor, &certificate, Key::p256("waktu contoh"));
        let case = Case { carried: junk(&issued, 63), ..good() };
        let list = issued.revoking(current_list(), "20260115000000Z", 1);
        stamped_by(&authority, case).adding(list.issue(&issued.ca))
    };
    let decoys = decoys(60);
    let answers = {
        let stranger = Identity { key: Key::p256("orang asing"), ..issued.ca.clone() };
        let response = OcspResponse { key: stranger.key, ..issued.response(vec![issued.good()]) };
        let info = other_revocation_info(&response.encode());
        let revoked = issued.response(vec![issued.good().revoked(REVOKED, 4)]).encode();
        Case { carried: repeat_n(info, 64).collect(), ..good() }.adding(revoked)
    };
    vec![
        added(beside).vector(
            "REV-32",
            "added-beside-sixty-four",
            "The document carries as many lists as are looked at of one; the \
                 visitor's, which revokes, is looked at as well.",
            Expected::Revoked,
        ),
        answers.vector(
            "REV-32",
            "added-beside-sixty-four-answers",
            "The same with OCSP answers.",
            Expected::Revoked,
        ),
        spent.with(&decoys.iter().collect::<Vec<_>>()).vector(
            "REV-22",
            "budget-spent-by-the-document",
            "The document's lists and its keys under the CA's name take more \
                 signature checks than there are; what could not be looked at may \
                 revoke: never good.",
            Expected::NotGood,
        ),
        many_signers(&issued).vector(
            "REV-22",
            "many-signers-of-lists",
            "Eight lists, each by any of sixteen of the CA's name, of each of which the \
                 eight lists speak: an answer comes, and it is not good.",
            Expected::TryLater,
        ),
        contradicted(&issued, &[]).vector(
            "REV-09",
            "time-stamp-authority-in-a-list-that-is-not-understood",
            "A genuine list with a critical extension that nobody knows says that \
                 the authority's certificate was revoked: it proves no time.",
            Expected::Revoked,
        ),
        contradicted(&issued, &[current_list()]).vector(
            "REV-09",
            "time-stamp-authority-in-one-of-two-lists",
            "The same beside a list that says nothing of it.",
            Expected::Revoked,
        ),
    ]
}

/// Signers of lists whose own status is for each other to say.
fn many_signers(issued: &Issued) -> Case {
    let key = Key::p256("penanda daftar");
    let signers: Vec<Identity> = (0..16)
        .map(|number| {
            // cRLSign.
            let certificate = Certificate::end_entity(CA, number).replacing(key_usage(0x02));
            Identity::issued_by(&issued.ca, &certificate, key.clone())
        })
        .collect();
    let list = current_list().issue(&signers[0]);
    let case = issued.unknown().with(&signers.iter().collect::<Vec<_>>());
    Case { carried: repeat_n(list, 8).collect(), ..case }
}

/// An authority's own certificate, in a list of its issuer that cannot be used, alone or beside a good one.
fn contradicted(issued: &Issued, beside: &[Crl]) -> Case {
    let root = anchor_of("Akar Waktu", "akar waktu");
    let certificate = Certificate::time_stamp_authority("Contoh Penanda Waktu", 40);
    let authority = Identity::issued_by(&root, &certificate, Key::p256("waktu contoh"));
    let list = current_list().with(unknown_extension(Extension::Critical)).revoking(
        authority.field(1),
        "20260101000000Z",
        1,
    );
    let case = stamped_by(&authority, issued.published(&issued.revoked()));
    let case = case.entry(Entry::anchor("akar-waktu", &root)).list(list.issue(&root));
    beside.iter().map(|list| list.issue(&root)).fold(case, Case::list)
}

/// With a token of this authority.
fn stamped_by(authority: &Identity, case: Case) -> Case {
    let signer = Signer::new(&case.signer, &Digest::Sha256.of(TEXT));
    let token = TimeStamp::by(authority, &TstInfo::new(&signer.signature(), STAMPED));
    Case { attributes: [Vec::new(), vec![token.attribute()]], ..case }
}
