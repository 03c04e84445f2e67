//! PATH-23: certificate policies (threat catalogue 5; RFC 5280 6.1.2 to 6.1.5 as RFC 9618 amends it). The published policy
//! asks for none; an anchor's entry in the registry may.

use serde_json::{Value, json};

use crate::cms_builder::der::{oid, sequence};
use crate::cms_builder::extension::{
    certificate_policies, id, inhibit_any_policy, policy_constraints, policy_mappings,
};
use crate::cms_builder::{Certificate, Extension, Identity, Key};
use crate::hierarchy::{Case, Expected, anchor, ca_certificate, person_certificate, person_under};
use crate::pdf_vectors::Vector;

const WANTED: &str = "2.999.1";
const OTHER: &str = "2.999.2";
const ANY: &str = id::ANY_POLICY;

/// Every vector of this id.
pub(super) fn vectors() -> Vec<Vector> {
    [required(), not_required(), mapped(), odd()].concat()
}

/// The anchor's entry asks for this policy.
fn asked() -> Value {
    json!({"policies": [WANTED], "require_explicit_policy": true})
}

/// The same with one more thing asked for.
fn asked_and(name: &str) -> Value {
    let mut constraints = asked();
    constraints[name] = true.into();
    constraints
}

fn ca(policies: &[&str]) -> Certificate {
    ca_certificate().with(certificate_policies(policies))
}

fn person(policies: &[&str]) -> Certificate {
    person_certificate().with(certificate_policies(policies))
}

fn passes(variant: &str, why: &str, case: &Case) -> Vector {
    case.vector("PATH-23", variant, why, Expected::Passes)
}

fn broken(variant: &str, why: &str, case: &Case) -> Vector {
    case.vector("PATH-23", variant, why, Expected::ChainConstraints)
}

/// The registry asks for a policy.
fn required() -> Vec<Vector> {
    let asking = |ca, person| Case::of(&ca, &person).constrained(asked());
    let no_any = |ca, person| Case::of(&ca, &person).constrained(asked_and("inhibit_any_policy"));
    vec![
        passes(
            "both-state-it",
            "CA and person state the policy that is asked for.",
            &asking(ca(&[WANTED]), person(&[WANTED])),
        ),
        passes(
            "among-others",
            "Both state it among others.",
            &asking(ca(&[OTHER, WANTED]), person(&["2.999.3", WANTED])),
        ),
        broken(
            "person-states-none",
            "The person's certificate states none.",
            &asking(ca(&[WANTED]), person_certificate()),
        ),
        broken(
            "ca-states-none",
            "The CA's certificate states none.",
            &asking(ca_certificate(), person(&[WANTED])),
        ),
        broken(
            "person-states-another",
            "The person's certificate states another one.",
            &asking(ca(&[WANTED, OTHER]), person(&[OTHER])),
        ),
        broken(
            "ca-states-another",
            "The CA's certificate states another one.",
            &asking(ca(&[OTHER]), person(&[WANTED])),
        ),
        broken(
            "longer-oid",
            "The policy's number and one more arc: another policy.",
            &asking(ca(&["2.999.1.1"]), person(&["2.999.1.1"])),
        ),
        passes(
            "any-policy-of-the-ca",
            "The CA states anyPolicy.",
            &asking(ca(&[ANY]), person(&[WANTED])),
        ),
        passes(
            "any-policy-of-the-person",
            "The person's certificate states anyPolicy.",
            &asking(ca(&[WANTED]), person(&[ANY])),
        ),
        passes(
            "any-policy-of-both",
            "Both state anyPolicy, which holds every policy.",
            &asking(ca(&[ANY]), person(&[ANY])),
        ),
        broken(
            "any-policy-inhibited-ca",
            "The registry does not take the CA's anyPolicy for it.",
            &no_any(ca(&[ANY]), person(&[WANTED])),
        ),
        broken(
            "any-policy-inhibited-person",
            "Nor the person's.",
            &no_any(ca(&[WANTED]), person(&[ANY])),
        ),
        passes(
            "any-policy-inhibited-stated",
            "It takes the policy itself.",
            &no_any(ca(&[WANTED]), person(&[WANTED])),
        ),
        broken(
            "inhibited-by-the-ca",
            "The CA inhibits anyPolicy below it.",
            &asking(ca(&[WANTED]).with(inhibit_any_policy(0)), person(&[ANY])),
        ),
        passes(
            "policies-without-explicit",
            "The registry names policies and does not require one: none need be \
                 stated.",
            &Case::of(&ca_certificate(), &person_certificate())
                .constrained(json!({"policies": [WANTED]})),
        ),
    ]
}

/// Nobody asks for a policy, or a CA does.
fn not_required() -> Vec<Vector> {
    let explicit = |skip: u8, ca: Certificate| ca.with(policy_constraints(Some(skip), None));
    let two = |skip: u8, lower: Certificate, person: Certificate| {
        let root = anchor();
        let upper =
            Certificate::authority("Penerbit Atas", 4).with(certificate_policies(&[WANTED]));
        let upper = Identity::issued_by(&root, &explicit(skip, upper), Key::p256("atas"));
        let lower = crate::hierarchy::ca_under(&upper, &lower);
        Case::under(&root, &[&upper, &lower], &person_under(&lower, &person))
    };
    vec![
        passes(
            "different-policies",
            "CA and person state different ones, and none is asked for.",
            &Case::of(&ca(&[WANTED]), &person(&[OTHER])),
        ),
        passes(
            "none-anywhere",
            "Nobody states one.",
            &Case::of(&ca_certificate(), &person_certificate()),
        ),
        broken(
            "ca-requires-now",
            "requireExplicitPolicy 0, and different policies.",
            &Case::of(&explicit(0, ca(&[WANTED])), &person(&[OTHER])),
        ),
        passes(
            "ca-requires-and-gets",
            "requireExplicitPolicy 0, and the same policy.",
            &Case::of(&explicit(0, ca(&[WANTED])), &person(&[WANTED])),
        ),
        passes(
            "ca-requires-later",
            "requireExplicitPolicy 5: not within this path.",
            &Case::of(&explicit(5, ca(&[WANTED])), &person(&[OTHER])),
        ),
        broken(
            "upper-requires-one-further",
            "requireExplicitPolicy 1 of the upper of two CAs reaches the person.",
            &two(1, ca(&[OTHER]), person(&[OTHER])),
        ),
        passes(
            "upper-requires-one-further-and-gets",
            "The same, and the policy is stated all the way.",
            &two(1, ca(&[WANTED]), person(&[WANTED])),
        ),
    ]
}

/// policyMappings.
fn mapped() -> Vec<Vector> {
    let mapping = |mappings: &[(&str, &str)]| ca(&[WANTED]).with(policy_mappings(mappings));
    let asking = |ca, person| Case::of(&ca, &person).constrained(asked());
    vec![
        passes(
            "mapped",
            "The CA maps the policy asked for to the one that it issues under.",
            &asking(mapping(&[(WANTED, OTHER)]), person(&[OTHER])),
        ),
        broken(
            "mapped-from-another",
            "The CA maps another policy, which is not asked for, to its own.",
            &asking(
                ca(&[OTHER, WANTED]).with(policy_mappings(&[(OTHER, "2.999.3")])),
                person(&["2.999.3"]),
            ),
        ),
        broken(
            "mapped-and-not-used",
            "The person's certificate states the policy as it was before the mapping.",
            &asking(mapping(&[(WANTED, OTHER)]), person(&[WANTED])),
        ),
        broken(
            "mapping-inhibited",
            "The registry does not take mappings.",
            &Case::of(&mapping(&[(WANTED, OTHER)]), &person(&[OTHER]))
                .constrained(asked_and("inhibit_policy_mapping")),
        ),
        broken(
            "from-any-policy",
            "A mapping from anyPolicy (RFC 5280 6.1.4 (a)).",
            &Case::of(&mapping(&[(ANY, OTHER)]), &person(&[OTHER])),
        ),
        broken(
            "to-any-policy",
            "A mapping to anyPolicy.",
            &Case::of(&mapping(&[(WANTED, ANY)]), &person(&[ANY])),
        ),
    ]
}

/// Values that are none, and very many.
fn odd() -> Vec<Vector> {
    let of_value = |value: &[u8]| {
        person_certificate().with(Extension::Plain.of(id::CERTIFICATE_POLICIES, value))
    };
    let twice = sequence(&[&sequence(&[&oid(WANTED)]), &sequence(&[&oid(WANTED)])]);
    let many = {
        let root = anchor();
        let names: Vec<String> = (1..=12).map(|arc| format!("2.999.{arc}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let all: Vec<(&str, &str)> =
            names.iter().flat_map(|from| names.iter().map(move |to| (*from, *to))).collect();
        let mut cas: Vec<Identity> = Vec::new();
        for level in 0..6 {
            let name = format!("Penerbit {level}");
            let certificate = Certificate::authority(&name, 2)
                .with(certificate_policies(&names))
                .with(policy_mappings(&all));
            cas.push(Identity::issued_by(
                cas.last().unwrap_or(&root),
                &certificate,
                Key::p256(&name),
            ));
        }
        let person = person_under(&cas[5], &person(&names));
        Case::under(&root, &cas.iter().collect::<Vec<_>>(), &person).constrained(asked())
    };
    vec![
        broken(
            "not-a-sequence",
            "A value that is no list, in the signer's certificate.",
            &Case::of_person(&of_value(&[0x05, 0x00])),
        ),
        broken(
            "not-an-oid",
            "A policy that is no OID.",
            &Case::of_person(&of_value(&sequence(&[&sequence(&[&[0x06, 0x00]])]))),
        ),
        broken(
            "trailing",
            "Bytes after the list.",
            &Case::of_person(&of_value(
                &[sequence(&[&sequence(&[&oid(WANTED)])]), vec![0x05, 0x00]].concat(),
            )),
        ),
        broken(
            "twice",
            "The same policy twice (RFC 5280 4.2.1.4).",
            &Case::of_person(&of_value(&twice)),
        ),
        passes(
            "mapped-all-to-all",
            "Twelve policies, each mapped to each, at six levels: a tree of \
                 millions (RFC 9618), a graph of seventy.",
            &many,
        )
        .or("belum-pasti"),
    ]
}
