//! PATH-34 to PATH-36: keys in several places, what an anchor is for, and hints that name keys (threat catalogue 5).

use base64ct::{Base64, Encoding as _};
use serde_json::json;

use crate::circumstances::Entry;
use crate::cms_builder::der::{element, sequence};
use crate::cms_builder::extension::{
    authority_key_identifier, certificate_policies, id, name_constraints_value,
};
use crate::cms_builder::general_name::{directory, distinguished_name, rdn};
use crate::cms_builder::{Certificate, Digest, Extension, Identity, Key, TimeStamp, TstInfo};
use crate::hierarchy::{
    ANCHOR, CA, Case, Expected, PERSON, STAMPED, TEXT, agency_name, anchor, anchor_of,
    ca_certificate, ca_under, current_list, decoys, person_certificate, person_under,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [reuse(), constrained(), intermediates(), path_35(), path_36()].concat()
}

/// The agency that a constrained anchor is for, and what its entry says of it.
const AGENCY: &str = "Dinas Contoh";

fn only_agency() -> serde_json::Value {
    let agency = distinguished_name(&[rdn("2.5.4.6", "ID"), rdn("2.5.4.10", AGENCY)]);
    let value = name_constraints_value(&[directory(&agency)], &[]);
    json!({"name_constraints": Base64::encode_string(&value)})
}

/// A CA of this name under a CA or an anchor.
fn ca(issuer: &Identity, common_name: &str, key: Key) -> Identity {
    Identity::issued_by(issuer, &Certificate::authority(common_name, 8), key)
}

/// One key in several places.
fn reuse() -> Vec<Vector> {
    let root = anchor();
    let issuer = ca_under(&root, &ca_certificate());
    let shared = ca(&root, "Penerbit Lain", issuer.key.clone());
    let person = person_under(&issuer, &person_certificate());
    let with_ca_key = Identity::issued_by(&issuer, &person_certificate(), issuer.key.clone());
    let with_anchor_key = Identity::issued_by(&issuer, &person_certificate(), root.key.clone());
    let self_issued = {
        // The anchor certifies its own new key: a step of the way, under the anchor that is registered.
        let new = ca(&root, ANCHOR, Key::p256("akar baru"));
        let issuer = ca_under(&new, &ca_certificate());
        Case::under(&root, &[&new, &issuer], &person_under(&issuer, &person_certificate()))
    };
    vec![
        Case::under(&root, &[&issuer], &person).with_first(&[&shared]).vector(
            "PATH-34",
            "one-key-two-cas",
            "Two CAs of different names have one key: the name decides.",
            Expected::Passes,
        ),
        Case {
            bag: vec![person.certificate.clone(), shared.certificate.clone()],
            ..Case::under(&root, &[&issuer], &person)
        }
        .vector(
            "PATH-34",
            "one-key-other-ca-only",
            "Only the other CA of that key is at hand.",
            Expected::NoChain,
        ),
        Case::under(&root, &[&issuer], &with_ca_key)
            .vector(
                "PATH-34",
                "ca-key-in-a-person",
                "A person has the CA's key: no rule of the path is broken; to be \
                 stricter is no fault.",
                Expected::Passes,
            )
            .or("belum-pasti"),
        Case::under(&root, &[&issuer], &with_anchor_key)
            .vector(
                "PATH-34",
                "anchor-key-in-a-person",
                "A person has the anchor's key: the same.",
                Expected::Passes,
            )
            .or("belum-pasti"),
        self_issued.vector(
            "PATH-34",
            "anchor-rolled-over",
            "The anchor's name certifies a new key of its own, which certifies \
                 the CA.",
            Expected::Passes,
        ),
    ]
}

/// What the registry asks of an anchor holds, however the way came to it.
fn constrained() -> Vec<Vector> {
    let root = anchor();
    let issuer = ca_under(&root, &ca_certificate());
    let lower = ca(&issuer, "Penerbit Bawah", Key::p256("bawah"));
    let two = Case::under(&root, &[&issuer, &lower], &person_under(&lower, &person_certificate()));
    let one = Case::of_person(&person_certificate());
    let agency = |organization: &str| {
        let issuer = ca_certificate().named(agency_name(AGENCY, CA));
        Case::of(&issuer, &person_certificate().named(agency_name(organization, PERSON)))
            .constrained(only_agency())
    };
    // One CA between the anchor and the person (RFC 5914 4).
    let no_lower = || json!({"path_len_constraint": 1});
    // The registered key is certified by another anchor, which asks for nothing.
    let bridge = anchor_of("Jembatan Contoh", "jembatan");
    let certified = ca(&bridge, ANCHOR, root.key.clone());
    let bridged = two
        .clone()
        .with(&[&certified])
        .list(current_list().issue(&bridge))
        .entry(Entry::anchor("jembatan-contoh", &bridge));
    let broken = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-34", variant, why, Expected::ChainConstraints)
    };
    let passes = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-34", variant, why, Expected::Passes)
    };
    vec![
        passes(
            "path-length",
            "The registry allows no CA below a CA of this anchor, and there is none.",
            one.constrained(no_lower()),
        ),
        broken("path-length-exceeded", "There is one.", two.clone().constrained(no_lower())),
        passes(
            "agency",
            "The registry keeps an anchor to one agency; the person is of it.",
            agency(AGENCY),
        ),
        broken("other-agency", "The person is of another one.", agency("Badan Contoh")),
        broken(
            "own-certificate-asks-less",
            "The anchor's own certificate, without any constraint, is in the \
                 bag: the registry's word counts.",
            two.clone().constrained(no_lower()).with_first(&[&root]),
        ),
        passes(
            "certified-elsewhere",
            "Another anchor certifies the key too; nothing is asked of either.",
            bridged.clone(),
        ),
        broken(
            "certified-elsewhere-constrained",
            "The key is registered with a constraint, and certified without one \
                 by another anchor: going round the registered one does not go \
                 round its constraint.",
            bridged.constrained(no_lower()),
        ),
    ]
}

/// Registered CAs with their certificates.
fn intermediates() -> Vec<Vector> {
    let root = anchor();
    let issuer = ca_under(&root, &ca_certificate());
    let person = person_under(&issuer, &person_certificate());
    let case = Case::under(&root, &[&issuer], &person);
    let alone = Case { bag: vec![person.certificate.clone()], ..case };
    let registered = Entry::intermediate("penerbit-contoh", &issuer);
    let missing = Case { entries: Vec::new(), ..alone.clone() };
    let facts = Entry { has_certificate: false, ..registered.clone() };
    vec![
        alone.clone().entry(registered.clone()).vector(
            "PATH-34",
            "registered-intermediate",
            "The document lacks the CA's certificate; the registry has it.",
            Expected::Passes,
        ),
        alone.clone().adding(issuer.certificate.clone()).vector(
            "PATH-34",
            "added-intermediate",
            "The document lacks it; the visitor adds it.",
            Expected::Passes,
        ),
        missing.entry(registered).vector(
            "PATH-34",
            "registered-intermediate-without-anchor",
            "A registered CA is a step of the way, never its end.",
            Expected::Refused,
        ),
        alone
            .clone()
            .entry(facts)
            .vector(
                "PATH-34",
                "registered-intermediate-facts-only",
                "The registry knows the CA and has not its certificate: what is \
                 missing is said.",
                Expected::Uncertain,
            )
            .sub_indication("CERTIFICATE_CHAIN_GENERAL_FAILURE")
            .reason("path-not-found"),
        alone.vector(
            "PATH-34",
            "intermediate-nowhere",
            "Neither document nor registry have it.",
            Expected::NoChain,
        ),
    ]
}

/// What an anchor is registered for, and when.
/// A test authority, whose key is public, stamps before a real person's certificate was revoked; so many keys bear the name of
/// the CA that a first search ends before it comes to the right one.
fn test_authority_behind_decoys() -> Vector {
    let root = anchor();
    let issuer = ca_under(&root, &ca_certificate());
    let person = person_under(&issuer, &person_certificate());
    let revoked = current_list().revoking(person.field(1), "20260601000000Z", 1);
    let decoys = decoys(150);
    let case = Case::under(&root, &[&issuer], &person)
        .lists(vec![current_list().issue(&root), revoked.issue(&issuer)])
        .with_first(&decoys.iter().collect::<Vec<_>>())
        .stamped(STAMPED);
    let mut vector = case.vector(
        "PATH-35",
        "test-authority-behind-decoys",
        "Stamped by a test authority, whose key anybody has, with 150 others of \
         the CA's name: it proves no time of a signature under a real anchor.",
        Expected::NotGood,
    );
    if let Some(circumstances) = &mut vector.circumstances {
        let mut root: serde_json::Value =
            serde_json::from_slice(&circumstances.trusted_root).unwrap();
        for entry in root["entries"].as_array_mut().unwrap() {
            if entry["id"] != "akar-contoh" {
                entry["regime"] = "uji".into();
            }
        }
        circumstances.trusted_root = serde_json::to_vec(&root).unwrap();
    }
    vector
}

fn path_35() -> Vec<Vector> {
    let root = anchor();
    let case = || Case::of_person(&person_certificate());
    let with = |change: &dyn Fn(Entry) -> Entry| {
        let mut case = case();
        case.entries[0] = change(case.entries[0].clone());
        case
    };
    let authority = {
        let issuer = ca_under(&root, &ca_certificate());
        let certificate = Certificate::time_stamp_authority("Contoh Penanda Waktu", 40);
        Identity::issued_by(&issuer, &certificate, Key::p256("waktu contoh"))
    };
    let stamped_by_own = |purposes: &'static [&'static str]| {
        // Signed under the demo PKI, stamped under the anchor at hand.
        let person = Identity::person();
        let case = case();
        let own = Case {
            signer: person.clone(),
            bag: vec![person.certificate.clone(), person.issuer_certificate],
            ..case
        };
        let mut signed = own.signed_data(TEXT);
        let signer = crate::cms_builder::Signer::new(&own.signer, &Digest::Sha256.of(TEXT));
        let token = TimeStamp::by(&authority, &TstInfo::new(&signer.signature(), STAMPED));
        signed.signer_infos = vec![signer.unsigned(token.attribute()).encode()];
        signed.content = Some(crate::cms_builder::der::octets(TEXT));
        let mut entries = own.entries.clone();
        entries[0].purposes = purposes;
        (signed.encode(), Case { entries, ..own })
    };
    let policy = || json!({"policies": ["2.999.1"], "require_explicit_policy": true});
    let of_policy = |policies: &[&str]| {
        let policies = certificate_policies(policies);
        Case::of(&ca_certificate().with(policies.clone()), &person_certificate().with(policies))
            .constrained(policy())
    };
    let token = |variant: &str, why: &str, purposes, source: &str| {
        let (file, case) = stamped_by_own(purposes);
        Expected::Passes
            .of(Vector::new("PATH-35", variant, why, file, ""))
            .under(case.circumstances())
            .says("/signatures/0/time_source", format!("\"{source}\""))
    };
    vec![
        test_authority_behind_decoys(),
        with(&|entry| Entry { purposes: &["time-stamp"], ..entry }).vector(
            "PATH-35",
            "time-stamp-anchor-for-a-person",
            "The anchor is registered for time-stamps only.",
            Expected::NoChain,
        ),
        with(&|entry| Entry { purposes: &["signature"], ..entry }).vector(
            "PATH-35",
            "signature-anchor-for-a-person",
            "The anchor is registered for signatures only.",
            Expected::Passes,
        ),
        token(
            "signature-anchor-for-a-token",
            "A token under an anchor that is registered for signatures only \
                 proves no time.",
            &["signature"],
            "validation-time",
        )
        .note("time-stamp-untrusted"),
        token(
            "time-stamp-anchor-for-a-token",
            "A token under an anchor that is registered for time-stamps.",
            &["time-stamp"],
            "time-stamp",
        ),
        {
            let vector = with(&|entry| Entry { regime: "uji", ..entry }).vector(
                "PATH-35",
                "test-anchor",
                "A test anchor: never more than a test.",
                Expected::Passes,
            );
            Vector { verdicts: vec!["uji"], ..vector }.says("/would_be", "\"asli\"")
        },
        with(&|entry| entry.window("2020-01-01T00:00:00Z", "2026-06-01T00:00:00Z")).vector(
            "PATH-35",
            "retired",
            "The anchor was retired, and nothing proves the signature older.",
            Expected::OutOfBounds,
        ),
        with(&|entry| entry.window("2020-01-01T00:00:00Z", "2026-06-01T00:00:00Z"))
            .stamped(STAMPED)
            .vector(
                "PATH-35",
                "retired-later",
                "The anchor was retired after the proven time.",
                Expected::PassedThen,
            ),
        with(&|entry| entry.window("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
            .stamped(STAMPED)
            .vector(
                "PATH-35",
                "retired-before",
                "The anchor was retired before the proven time.",
                Expected::OutOfBounds,
            ),
        with(&|entry| entry.window("2027-01-01T00:00:00Z", "2040-01-01T00:00:00Z")).vector(
            "PATH-35",
            "not-yet",
            "The anchor is accepted from next year on.",
            Expected::OutOfBounds,
        ),
        Case { entries: Vec::new(), ..case() }.vector(
            "PATH-35",
            "removed",
            "The anchor was taken out of the registry.",
            Expected::NoChain,
        ),
        of_policy(&["2.999.1"]).vector(
            "PATH-35",
            "policy-of-the-hierarchy",
            "The registry keeps the anchor to one policy, and it is stated.",
            Expected::Passes,
        ),
        of_policy(&["2.999.9"]).vector(
            "PATH-35",
            "other-hierarchy-under-the-root",
            "A hierarchy for web servers or tests under the same root has \
                 another policy.",
            Expected::ChainConstraints,
        ),
    ]
}

/// Key identifiers are hints.
fn path_36() -> Vec<Vector> {
    let identifier = |key: &Key| Digest::Sha1.of(&key.spki());
    let ca_key = Key::p256("penerbit contoh");
    let ca = || ca_certificate().subject_key_identifier(&identifier(&ca_key));
    let naming = |extension: Vec<u8>| Case::of(&ca(), &person_certificate().with(extension));
    let right = identifier(&ca_key);
    let wrong = [0x55; 20];
    let by_number = |serial: u8| {
        let issuer = element(0xa1, &directory(&crate::cms_builder::name(ANCHOR)));
        let value = sequence(&[&issuer, &element(0x82, &[serial])]);
        Extension::Plain.of(id::AUTHORITY_KEY_IDENTIFIER, &value)
    };
    let passes = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-36", variant, why, Expected::Passes)
    };
    let twins = {
        let root = anchor();
        let issuer = ca_under(&root, &ca());
        let twin = Identity::issued_by(&root, &ca().numbered(&[0x7a, 0x44]), Key::p256("kembar"));
        let person = person_certificate().with(authority_key_identifier(Extension::Plain, &right));
        Case::under(&root, &[&issuer], &person_under(&issuer, &person)).with_first(&[&twin])
    };
    vec![
        passes(
            "right",
            "It names the CA's key.",
            naming(authority_key_identifier(Extension::Plain, &right)),
        ),
        passes(
            "wrong",
            "It names another key; the signature is the CA's.",
            naming(authority_key_identifier(Extension::Plain, &wrong)),
        ),
        passes(
            "critical",
            "It is critical, which it shall not be (RFC 5280 4.2.1.1).",
            naming(authority_key_identifier(Extension::Critical, &right)),
        ),
        passes("missing", "It is not there.", Case::of(&ca(), &person_certificate())),
        passes(
            "no-subject-key-identifier",
            "The CA's certificate has no identifier to match.",
            Case::of(
                &ca_certificate(),
                &person_certificate().with(authority_key_identifier(Extension::Plain, &right)),
            ),
        ),
        passes(
            "by-number",
            "It names the CA's certificate by issuer and number.",
            naming(by_number(2)),
        ),
        passes(
            "by-wrong-number",
            "It names another certificate by issuer and number.",
            naming(by_number(77)),
        ),
        passes(
            "one-identifier-two-keys",
            "Two CAs of one name and one identifier, with different keys.",
            twins,
        ),
    ]
}
