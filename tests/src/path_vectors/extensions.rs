//! PATH-20 to PATH-22 and PATH-26: extensions that are not known, not processed, there twice, or empty (threat catalogue 5;
//! RFC 5280 4.2).

use crate::cms_builder::der::{element, oid, sequence};
use crate::cms_builder::extension::{
    authority_constraints, authority_info_access, certificate_policies, id, inhibit_any_policy,
    policy_constraints, subject_alt_name,
};
use crate::cms_builder::general_name::directory;
use crate::cms_builder::{Certificate, Extension, name};
use crate::hierarchy::{
    ANCHOR, Case, Expected, PERSON, anchor, ca_certificate, ca_under, person_certificate,
    person_under, unknown_extension,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_20(), path_21(), path_22(), path_26()].concat()
}

/// Unknown.
fn path_20() -> Vec<Vector> {
    let critical = unknown_extension(Extension::Critical);
    let plain = unknown_extension(Extension::Plain);
    let refused = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-20", variant, why, Expected::ChainConstraints)
            .reason("unknown-critical-extension")
    };
    let of_anchor = {
        let root = Certificate::authority(ANCHOR, 1)
            .with(critical.clone())
            .valid("20200101000000Z", "20560101000000Z")
            .self_signed(anchor().key);
        let ca = ca_under(&root, &ca_certificate());
        Case::under(&root, &[&ca], &person_under(&ca, &person_certificate())).with(&[&root])
    };
    vec![
        refused(
            "person-critical",
            "Critical in the signer's certificate.",
            Case::of_person(&person_certificate().with(critical.clone())),
        ),
        refused(
            "ca-critical",
            "Critical in the CA's.",
            Case::of_ca(&ca_certificate().with(critical)),
        ),
        Case::of(&ca_certificate().with(plain.clone()), &person_certificate().with(plain)).vector(
            "PATH-20",
            "not-critical",
            "Not critical in either: passed over.",
            Expected::Passes,
        ),
        of_anchor.vector(
            "PATH-20",
            "anchor-critical",
            "Critical in the anchor's certificate: the registry holds it as \
                 facts, its extensions ask for nothing.",
            Expected::Passes,
        ),
    ]
}

/// Known: then processed, or refused.
fn path_21() -> Vec<Vector> {
    let broken = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-21", variant, why, Expected::ChainConstraints)
    };
    let passes = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-21", variant, why, Expected::Passes)
    };
    let policy = || certificate_policies(&["2.999.1"]);
    let explicit = || ca_certificate().with(policy_constraints(Some(0), None));
    let statement = sequence(&[&sequence(&[&oid("0.4.0.1862.1.1")])]);
    let critical = |dotted: &str, value: &[u8]| Extension::Critical.of(dotted, value);
    let names = sequence(&[&directory(&name(PERSON))]);
    vec![
        broken(
            "explicit-policy-without-policies",
            "The CA asks for an explicit policy, nobody states one.",
            Case::of_ca(&explicit()),
        ),
        passes(
            "explicit-policy-with-policies",
            "The CA asks for an explicit policy, both state the same.",
            Case::of(&explicit().with(policy()), &person_certificate().with(policy())),
        ),
        broken(
            "any-policy-inhibited",
            "anyPolicy is inhibited, an explicit policy is asked for, and the \
                 person states anyPolicy only.",
            Case::of(
                &explicit().with(policy()).with(inhibit_any_policy(0)),
                &person_certificate().with(certificate_policies(&[id::ANY_POLICY])),
            ),
        ),
        broken(
            "qc-statements-critical",
            "Critical qcStatements in the signer's certificate: not processed, \
                 hence refused.",
            Case::of_person(&person_certificate().with(critical(id::QC_STATEMENTS, &statement))),
        ),
        broken(
            "authority-info-access-critical",
            "Critical authorityInfoAccess: addresses are not used, hence refused.",
            Case::of_person(&person_certificate().with({
                let plain =
                    authority_info_access(&[("1.3.6.1.5.5.7.48.1", "http://contoh.invalid/ocsp")]);
                let value = crate::cms_builder::der::children(&plain)[1].to_vec();
                critical(id::AUTHORITY_INFO_ACCESS, crate::cms_builder::der::contents(&value))
            })),
        ),
        passes(
            "alternative-name-critical",
            "Critical subjectAltName: names are processed.",
            Case::of_person(&person_certificate().with(critical(id::SUBJECT_ALT_NAME, &names))),
        ),
        passes(
            "policies-critical",
            "Critical certificatePolicies, and none is asked for.",
            Case::of(
                &ca_certificate().with(policy()),
                &person_certificate().with(critical(
                    id::CERTIFICATE_POLICIES,
                    &sequence(&[&sequence(&[&oid("2.999.1")])]),
                )),
            ),
        ),
        broken(
            "policy-constraints-empty",
            "policyConstraints with neither field (RFC 5280 4.2.1.11): not accepted.",
            Case::of_ca(&ca_certificate().with(policy_constraints(None, None))),
        ),
    ]
}

/// There twice.
fn path_22() -> Vec<Vector> {
    let no_ca = Extension::Critical.of(id::BASIC_CONSTRAINTS, &sequence(&[]));
    let documents = person_certificate();
    let web = sequence(&[&oid("1.3.6.1.5.5.7.3.1")]);
    let case = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-22", variant, why, Expected::Refused)
    };
    let of_ca = |constraints: [Vec<u8>; 2]| {
        let bare = ca_certificate().without(id::BASIC_CONSTRAINTS);
        let [first, second] = constraints;
        Case::of_ca(&bare.with(first).with(second))
    };
    vec![
        case(
            "ca-and-no-ca",
            "A CA, and then not.",
            of_ca([authority_constraints(&[]), no_ca.clone()]),
        ),
        case("no-ca-and-ca", "Not a CA, and then one.", of_ca([no_ca, authority_constraints(&[])])),
        case(
            "the-same-twice",
            "The same basicConstraints twice.",
            of_ca([authority_constraints(&[]), authority_constraints(&[])]),
        ),
        Case::of_person(&documents.clone().with(Extension::Plain.of(id::EXTENDED_KEY_USAGE, &web)))
            .vector(
                "PATH-22",
                "two-usages",
                "Two extended key usages in the signer's certificate.",
                Expected::Uncertain,
            ),
        Case::of_person(
            &documents
                .with(unknown_extension(Extension::Plain))
                .with(unknown_extension(Extension::Plain)),
        )
        .vector(
            "PATH-22",
            "unknown-twice",
            "An extension that nobody knows, twice.",
            Expected::Uncertain,
        ),
    ]
}

/// Lists without elements, where RFC 5280 says SIZE (1..MAX).
fn path_26() -> Vec<Vector> {
    let empty = |dotted: &str| Extension::Plain.of(dotted, &sequence(&[]));
    let critical = |dotted: &str| Extension::Critical.of(dotted, &sequence(&[]));
    let broken = |variant: &str, why: &str, case: Case| {
        case.vector("PATH-26", variant, why, Expected::ChainConstraints)
    };
    vec![
        broken(
            "extended-key-usage",
            "No usage at all is not every usage.",
            Case::of_person(&person_certificate().replacing(empty(id::EXTENDED_KEY_USAGE))),
        ),
        broken(
            "extended-key-usage-of-the-ca",
            "The same in the CA's certificate.",
            Case::of_ca(&ca_certificate().with(empty(id::EXTENDED_KEY_USAGE))),
        ),
        broken(
            "policies",
            "No policy.",
            Case::of_person(&person_certificate().with(empty(id::CERTIFICATE_POLICIES))),
        ),
        broken(
            "policies-of-the-ca",
            "The same in the CA's certificate.",
            Case::of_ca(&ca_certificate().with(empty(id::CERTIFICATE_POLICIES))),
        ),
        broken(
            "name-constraints",
            "No subtree.",
            Case::of_ca(&ca_certificate().with(critical(id::NAME_CONSTRAINTS))),
        ),
        broken(
            "alternative-names",
            "No name.",
            Case::of_person(&person_certificate().with(subject_alt_name(&[]))),
        ),
        broken(
            "policy-mappings",
            "No mapping.",
            Case::of_ca(&ca_certificate().with(critical(id::POLICY_MAPPINGS))),
        ),
        Case::of_person(&person_certificate().replacing(empty(id::CRL_DISTRIBUTION_POINTS)))
            .vector(
                "PATH-26",
                "distribution-points",
                "No distribution point: refused, or no list speaks for it.",
                Expected::Uncertain,
            ),
        {
            let empty = Certificate { extensions: vec![Vec::new()], ..ca_certificate() };
            Case::of_ca(&empty).vector(
                "PATH-26",
                "extensions",
                "A list of extensions without any: not read, or no CA.",
                Expected::Refused,
            )
        },
        Case::of_ca(
            &ca_certificate()
                .replacing(Extension::Critical.of(id::KEY_USAGE, &element(0x03, &[0]))),
        )
        .vector(
            "PATH-26",
            "key-usage-without-bits",
            "A key usage without any bit allows nothing.",
            Expected::ChainConstraints,
        ),
    ]
}
