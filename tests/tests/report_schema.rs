//! The published schema of reports: every report fits it, nothing near a report does, and its closed lists are the code's.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::fs::{read_dir, read_to_string};
use std::path::Path;

use jsonschema::Validator;
use periksa_tests::letters::Letters;
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::workspace;
use serde_json::{Map, Value};
use site_gen::words::keys;
use verifier::pdf::Coverage;
use verifier::policy::Limit;
use verifier::report::{
    CrlSignature, DocumentKind, Effect, Freshness, ModificationLevel, Newer, Outcome, Permitted,
    Relation, SignatureKind, TimeSource, Validity,
};
use verifier::{Failed, Indeterminate, Indication, Relaxation, verify};

fn schema() -> Value {
    let path = workspace().join("static/skema/periksa-report-1.json");
    serde_json::from_str(&read_to_string(path).unwrap()).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

fn report(name: &str) -> Value {
    let path = workspace().join("tests/fixtures/reports").join(name);
    serde_json::from_str(&read_to_string(path).unwrap()).unwrap()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::is_valid(&schema()));
    assert_eq!(schema()["properties"]["schema"]["const"], verifier::report::SCHEMA);
}

#[test]
fn every_committed_report_fits() {
    let validator = validator();
    let reports = files(&workspace().join("tests/fixtures/reports"));
    // 2097 when this was written; far fewer would mean that the folder is not what it was.
    assert!(reports.len() > 2000, "{}", reports.len());
    let misfits = reports.iter().filter_map(|path| {
        let report = serde_json::from_str(&read_to_string(path).unwrap()).unwrap();
        validator.validate(&report).err().map(|error| format!("{}: {error}", path.display()))
    });
    assert_eq!(misfits.collect::<Vec<_>>(), Vec::<String>::new());
}

/// As published the demo PKI gives `uji` and `would_be`, which no committed report of a letter has.
#[test]
fn reports_of_the_letters_under_the_published_trust_data_fit() {
    let validator = validator();
    let data = validation_data(DemoAnchors::AsPublished).unwrap();
    let letters = Letters::read().unwrap();
    let at = letters.at().unwrap();
    for letter in &letters.letters {
        let json = verify(&letter.bytes().unwrap(), &data, at).to_json();
        let report: Value = serde_json::from_str(&json).unwrap();
        let error = validator.validate(&report).err().map(|error| error.to_string());
        assert_eq!(error, None, "{}", letter.file);
    }
}

/// Reports that together have every object of the form.
const ALL_SHAPES: &[&str] = &[
    "a-valid.json",
    "b-valid-dss.json",
    "a-revoked-before-signing.json",
    "a-unknown-issuer.json",
    "later-page-change.json",
    "certificates/revoked.json",
    "certificates/crl.json",
];

/// Keys that a report may lack, by the way to them without the numbers of lists.
const OPTIONAL: &[&str] = &[
    // What the file is of, or what is only said where there is something to say.
    "certificates",
    "certificates/path/policies",
    "certificates/revocation/effect",
    "certificates/revocation/relation",
    "crl",
    "signatures/claimed_time_skew",
    "signatures/revocation/effect",
    "signatures/revocation/relation",
    "signatures/revocation/sha256",
    "certificates/revocation/sha256",
    // A count for each reason that the list has.
    "crl/reasons/affiliationChanged",
    "crl/reasons/keyCompromise",
    "crl/reasons/none",
    "crl/reasons/superseded",
    // Checks that did not pass have the evidence that was found.
    "signatures/checks/(past_certificate_validation)/evidence/control_time",
    "signatures/checks/(permissions)/evidence/level",
    "signatures/checks/(revocation)/evidence/certificates",
    "signatures/checks/(time_stamp)/evidence/reason",
    // A time-stamp over the document has no others beside it.
    "signatures/checks/(time_stamp)/evidence/anchor",
    "signatures/checks/(time_stamp)/evidence/refused",
    "signatures/checks/(time_stamp)/evidence/tokens",
    // Of a token that does not read only that is known.
    "signatures/checks/(time_stamp)/evidence/tokens/accuracy",
    "signatures/checks/(time_stamp)/evidence/tokens/gen_time",
    "signatures/checks/(time_stamp)/evidence/tokens/ordering",
    "signatures/checks/(time_stamp)/evidence/tokens/policy",
    "signatures/checks/(time_stamp)/evidence/tokens/sha256",
];

/// Keys whose text is the file's, or of an open list.
const FREE: &[&str] = &[
    "certificates/common_name",
    "certificates/country",
    "certificates/extended_key_usage/name",
    "certificates/issuer",
    "certificates/key",
    "certificates/organization",
    "certificates/path/anchor",
    "certificates/path/attempts/why",
    "certificates/path/certificates/subject",
    "certificates/reasons/(certificate-revoked)/number",
    "certificates/reasons/(test-anchor)/anchor",
    "certificates/revocation/number",
    "certificates/signature_algorithm",
    "certificates/subject",
    "crl/issuer",
    "crl/published/number",
    "crl/registered_issuer",
    "engine/version",
    "policy/id",
    "reasons/(certificate-revoked)/number",
    "reasons/(path-not-found)/issuer",
    "reasons/(revoked-before-signing)/number",
    "reasons/(test-anchor)/anchor",
    "signatures/checks/(algorithms)/evidence/algorithm",
    "signatures/checks/(algorithms)/evidence/key",
    "signatures/checks/(certificate_path)/evidence/anchor",
    "signatures/checks/(message_digest)/evidence/algorithm",
    "signatures/checks/(time_stamp)/evidence/anchor",
    "signatures/checks/(time_stamp)/evidence/reason/issuer",
    "signatures/checks/(time_stamp)/evidence/tokens/refused",
    "signatures/claimed_location",
    "signatures/field",
    "signatures/later_changes/changes/object",
    "signatures/later_changes/changes/path",
    "signatures/later_changes/changes/replaces",
    "signatures/path/anchor",
    "signatures/path/attempts/why",
    "signatures/path/certificates/subject",
    "signatures/reasons/(path-not-found)/issuer",
    "signatures/reasons/(revoked-before-signing)/number",
    "signatures/revocation/number",
    "signatures/signer/common_name",
    "signatures/signer/country",
    "signatures/signer/organization",
    "signatures/sub_filter",
    "signatures/time_stamp/anchor",
    "signatures/time_stamp/path/subject",
    "signatures/time_stamp/tsa",
];

#[test]
fn a_report_without_a_key_that_it_must_have_is_refused() {
    let accepted = accepted(|object, key| {
        object.remove(key);
    });
    assert_eq!(accepted, set(OPTIONAL));
}

#[test]
fn a_report_with_a_key_that_nobody_defined_is_refused() {
    let accepted = accepted(|object, _| {
        object.insert("tidak_dikenal".to_owned(), Value::Null);
    });
    assert_eq!(accepted, BTreeSet::new());
}

#[test]
fn a_report_with_a_misspelt_word_is_refused() {
    let accepted = accepted(|object, key| {
        if let Value::String(text) = &mut object[key] {
            text.push('~');
        }
    });
    assert_eq!(accepted, set(FREE));
}

fn set(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(ToString::to_string).collect()
}

/// The ways to keys at which a bent report still fits. A change that leaves the report as it was is none.
fn accepted(bend: impl Fn(&mut Map<String, Value>, &str)) -> BTreeSet<String> {
    let validator = validator();
    let mut accepted = BTreeSet::new();
    for name in ALL_SHAPES {
        let report = report(name);
        assert!(validator.is_valid(&report), "{name}");
        let mut seen = BTreeSet::new();
        for (pointer, key, way) in ways(&report) {
            // The first of a list stands for the others.
            if !seen.insert(way.clone()) {
                continue;
            }
            let mut bent = report.clone();
            bend(bent.pointer_mut(&pointer).unwrap().as_object_mut().unwrap(), &key);
            if bent != report && validator.is_valid(&bent) {
                accepted.insert(way);
            }
        }
    }
    accepted
}

/// Every key of every object: pointer of the object, the key, and the way to it. The way names a reason's key and a
/// check's name instead of a number, because what they hold depends on it.
fn ways(report: &Value) -> Vec<(String, String, String)> {
    fn walk(
        value: &Value,
        pointer: &str,
        way: &[String],
        found: &mut Vec<(String, String, String)>,
    ) {
        match value {
            Value::Object(object) => {
                for (key, inner) in object {
                    let mut deeper = way.to_vec();
                    deeper.push(key.clone());
                    found.push((pointer.to_owned(), key.clone(), deeper.join("/")));
                    walk(inner, &format!("{pointer}/{key}"), &deeper, found);
                }
            }
            Value::Array(list) => {
                for (number, inner) in list.iter().enumerate() {
                    let name = match way.last().map(String::as_str) {
                        Some("reasons" | "notes") => inner["key"].as_str(),
                        Some("checks") => inner["name"].as_str(),
                        _ => None,
                    };
                    let mut deeper = way.to_vec();
                    deeper.extend(name.map(|name| format!("({name})")));
                    walk(inner, &format!("{pointer}/{number}"), &deeper, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    walk(report, "", &[], &mut found);
    found
}

/// The words of a list of values: written by serde, and complete, because the compiler asks for every variant.
macro_rules! words {
    ($type:ident: $($variant:ident)*) => {{
        const fn _is_complete(value: $type) {
            match value { $($type::$variant => (),)* }
        }
        [$($type::$variant),*].map(|value| serde_json::to_value(value).unwrap())
    }};
}

/// A closed list at a JSON pointer of the schema, without `null`.
fn list(pointer: &str) -> BTreeSet<String> {
    let schema = schema();
    let words =
        schema.pointer(pointer).unwrap().as_array().unwrap().iter().filter_map(Value::as_str);
    words.map(ToOwned::to_owned).collect()
}

#[track_caller]
fn is_closed_by(pointer: &str, words: impl IntoIterator<Item = impl AsRef<str>>) {
    let words: BTreeSet<String> = words.into_iter().map(|word| word.as_ref().to_owned()).collect();
    assert_eq!(list(pointer), words, "{pointer}");
}

#[track_caller]
fn is_closed_by_values<const COUNT: usize>(pointer: &str, values: [Value; COUNT]) {
    is_closed_by(pointer, values.iter().map(|value| value.as_str().unwrap()));
}

#[test]
fn indications_are_those_of_the_code() {
    is_closed_by("/$defs/failed/enum", Failed::ALL.map(Failed::standard_name));
    is_closed_by("/$defs/indeterminate/enum", Indeterminate::ALL.map(Indeterminate::standard_name));
    is_closed_by("/$defs/indication/enum", Indication::all().into_iter().map(Indication::main));
    is_closed_by(
        "/$defs/signature/properties/policy_rules/items/enum",
        Relaxation::ALL.map(Relaxation::key),
    );
}

#[test]
fn words_are_those_of_the_code() {
    is_closed_by("/$defs/verdict/enum", keys::VERDICTS);
    is_closed_by("/$defs/change/properties/key/enum", keys::CHANGES);
    is_closed_by("/$defs/because/enum", keys::BECAUSE);
    for (name, words) in keys::VALUES.iter().filter(|(name, _)| *name != "because") {
        match *name {
            "method" => is_closed_by("/$defs/method/enum", *words),
            "source" => is_closed_by("/$defs/revocation/properties/source/enum", *words),
            name => is_closed_by(&format!("/$defs/revocation/properties/{name}/enum"), *words),
        }
    }
    let checks = list("/$defs/check/properties/name/enum");
    assert_eq!(keys::CHECKS.iter().find(|check| !checks.contains(**check)), None);
}

#[test]
fn values_are_those_of_the_code() {
    let signature = "/$defs/signature/properties";
    is_closed_by_values(
        "/$defs/outcome/enum",
        words!(Outcome: Passed Failed Indeterminate Disabled NotChecked),
    );
    is_closed_by_values(
        "/$defs/limit/enum",
        words!(Limit: Nesting Elements DecodedStream Revisions XrefEntries ObjectBytes Fields Signatures Certificates
            SignatureChecks PathSteps NameConstraints Revocation SignedBytes FileSize),
    );
    is_closed_by_values(
        "/$defs/modification_level/enum",
        words!(ModificationLevel: None ValidationData FormFilling Annotation Other),
    );
    is_closed_by_values(
        "/$defs/document/properties/kind/enum",
        words!(DocumentKind: Pdf Cms Email Certificate Crl Other),
    );
    is_closed_by_values(
        &format!("{signature}/kind/enum"),
        words!(SignatureKind: Signature DocumentTimeStamp),
    );
    is_closed_by_values(
        &format!("{signature}/time_source/enum"),
        words!(TimeSource: TimeStamp ValidationTime),
    );
    is_closed_by_values(
        &format!("{signature}/coverage/enum"),
        words!(Coverage: WholeFile WholeRevision Partial Unclear),
    );
    is_closed_by_values(
        "/$defs/later_changes/properties/permitted/enum",
        words!(Permitted: Yes No Undetermined),
    );
    is_closed_by_values(
        "/$defs/revocation/properties/relation/enum",
        words!(Relation: AfterSigning BeforeSigning NotProven),
    );
    is_closed_by_values(
        "/$defs/revocation/properties/effect/enum",
        words!(Effect: Stands Ends Open),
    );
    is_closed_by_values(
        "/$defs/certificate_details/properties/validity/enum",
        words!(Validity: NotYetValid Valid Expired),
    );
    let crl = "/$defs/crl_details/properties";
    is_closed_by_values(
        &format!("{crl}/signature/enum"),
        words!(CrlSignature: Verified NotVerified IssuerUnknown),
    );
    is_closed_by_values(
        &format!("{crl}/freshness/enum"),
        words!(Freshness: Current Ended FromTheFuture Unstated),
    );
    is_closed_by_values(
        &format!("{crl}/newer_than_published/enum"),
        words!(Newer: Newer Same Older NonePublished),
    );
}

#[test]
fn reasons_and_their_arguments_are_those_of_the_code() {
    let schema = schema();
    let rows = schema["$defs"]["reason"]["oneOf"].as_array().unwrap();
    let of_schema: BTreeSet<(String, BTreeSet<String>)> = rows
        .iter()
        .map(|row| {
            let key = row["properties"]["key"]["const"].as_str().unwrap();
            let all = row["properties"].as_object().unwrap().keys();
            let required = row["required"].as_array().unwrap().iter();
            let required: BTreeSet<&str> = required.map(|name| name.as_str().unwrap()).collect();
            assert_eq!(all.clone().map(String::as_str).collect::<BTreeSet<_>>(), required, "{key}");
            (key.to_owned(), all.filter(|name| *name != "key").cloned().collect())
        })
        .collect();
    let of_code = keys::REASONS.iter().map(|(key, arguments)| (key.to_string(), set(arguments)));
    assert_eq!(of_schema, of_code.collect());
}
