//! NIST's Public Key Interoperability Test Suite (PKITS 1.0.1): all tests of section 4, each in each of its variants, against
//! certification path validation (RFC 5280 6).
//!
//! Each variant is asked twice: with the certificates and lists of its test, as published, and with those of the whole suite,
//! where the verifier must find the way by itself. Both times the path must be the published one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};

use base64ct::{Base64, Encoding as _};
use periksa_tests::pkits::{ANCHOR, Case, Expected, Suite, Table};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use verifier::certification_path::{
    PathOutcome, PathRequest, PolicyInputs, RevocationChecking, validate,
};
use verifier::doors;
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::time::Time;

/// A valid path that the verifier refuses, and why that is right.
struct Exception {
    section: &'static str,
    /// What the answer must give as the reason.
    key: &'static str,
    because: &'static str,
}

/// Each holds for every variant of its test.
const EXCEPTIONS: [Exception; 3] = [
    Exception { section: "4.1.4", key: "algorithm", because: DSA },
    Exception { section: "4.1.5", key: "algorithm", because: DSA },
    Exception { section: "4.14.30", key: "revocation", because: OWN_LIST },
];

const DSA: &str = "RFC 5280 1: no implementation is required to use any particular algorithm. The policy has no DSA, and \
                   FIPS 186-5 approves it for no new signature";

/// openssl refuses it too, pyHanko does not.
const OWN_LIST: &str = "RFC 5280 6.3.3 (f) asks for a valid path to the CRL issuer, and so 6.1.3 (a)(3) for word that its certificate is \
                        not revoked. Here only its own list says so, which is a circle: who has its key says what he likes";

/// The only test that is about an extension which nobody processes.
const UNKNOWN_EXTENSION: &str = "4.16.2";

/// NIST spoilt some signatures by a number of bits that no octets have, which is not read; so 4.1.2, 4.1.6 and 4.4.4, which
/// expect a signature that does not verify, come to none.
const CERTIFICATES_NOT_READ: [&str; 2] = ["BadSignedCACert", "InvalidDSASignatureTest6EE"];

/// The first for the same reason. The second has a critical extension in an entry, which nobody knows (RFC 5280 5.3). The third
/// speaks for several issuers, and this door asks for those of its own issuer only.
const LISTS_NOT_READ: [&str; 3] =
    ["BadCRLSignatureCACRL", "UnknownCRLEntryExtensionCACRL", "indirectCRLCA5CRL"];

/// How many tests and variants each section of the suite has.
const COUNTS: [(&str, usize, usize); 16] = [
    ("4.1", 6, 6),
    ("4.2", 8, 8),
    ("4.3", 11, 11),
    ("4.4", 21, 21),
    ("4.5", 8, 8),
    ("4.6", 17, 17),
    ("4.7", 5, 5),
    ("4.8", 20, 35),
    ("4.9", 8, 8),
    ("4.10", 14, 21),
    ("4.11", 11, 11),
    ("4.12", 10, 11),
    ("4.13", 38, 38),
    ("4.14", 35, 35),
    ("4.15", 10, 10),
    ("4.16", 2, 2),
];

/// 405 and 173 in the release of 2011, of which the anchor's certificate is in no path.
const FILES: (usize, usize) = (405, 173);

#[test]
fn every_variant_ends_as_nist_expects() {
    let (table, suite) = (Table::read().unwrap(), suite());
    let questions = Questions::new(&suite, table.at().unwrap());
    let mut differences = Vec::new();
    for case in &table.cases {
        let exception = EXCEPTIONS.iter().find(|exception| exception.section == case.section);
        for (number, variant) in (1..).zip(&case.variants) {
            for given in [Given::AsPublished, Given::WholeSuite] {
                let found = questions.ask(case, &variant.policies(), given);
                let name = format!("{}.{number} {} ({given:?})", case.section, case.name);
                let complaint = match exception {
                    None if is_as_expected(&suite, case, variant.expected, &found) => continue,
                    None => format!("expected {:?}", variant.expected),
                    Some(exception) if is_excepted(exception, &found) => continue,
                    Some(exception) => {
                        format!("expected {} ({})", exception.key, exception.because)
                    }
                };
                differences.push(format!("{name}: {complaint}, found {found:?}"));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} of {} differ:\n{}",
        differences.len(),
        questions.asked(&table),
        differences.join("\n")
    );
}

#[test]
fn the_table_has_every_test_and_every_file_of_the_suite() {
    let table = Table::read().unwrap();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &table.cases {
        let (section, number) = case.section.rsplit_once('.').unwrap();
        let (tests, variants) = counts.entry(section).or_default();
        *tests += 1;
        *variants += case.variants.len();
        // Tests are numbered within their section, and the name ends with the number.
        assert_eq!(number, tests.to_string(), "{}", case.section);
        assert!(case.name.ends_with(&format!("Test{number}")), "{}", case.name);
    }
    let expected: BTreeMap<&str, (usize, usize)> =
        COUNTS.iter().map(|(section, tests, variants)| (*section, (*tests, *variants))).collect();
    assert_eq!(counts, expected);

    let suite = suite();
    assert_eq!((suite.certificates.len(), suite.crls.len()), FILES);
    let named = |names: fn(&Case) -> Vec<&String>| -> BTreeSet<&String> {
        table.cases.iter().flat_map(names).collect()
    };
    let certificates = named(|case| case.path.iter().chain(&case.others).collect());
    let anchor = ANCHOR.to_owned();
    let there = suite.certificates.keys().filter(|name| **name != anchor).collect();
    assert_eq!(certificates, there);
    assert_eq!(named(|case| case.crls.iter().collect()), suite.crls.keys().collect());
}

/// What the files say may be wrong; how they say it is not.
#[test]
fn the_files_of_the_suite_are_read() {
    let suite = suite();
    let not_read = |files: &BTreeMap<String, Vec<u8>>, reads: fn(&[u8]) -> bool| {
        let not_read = files.iter().filter(|(_, der)| !reads(der));
        not_read.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(not_read(&suite.certificates, doors::certificate), CERTIFICATES_NOT_READ);
    assert_eq!(not_read(&suite.crls, doors::crl), LISTS_NOT_READ);
}

#[test]
fn an_exception_names_a_test_and_a_clause() {
    let table = Table::read().unwrap();
    for Exception { section, because, .. } in EXCEPTIONS {
        let case = table.cases.iter().find(|case| case.section == section).unwrap();
        let valid = case.variants.iter().all(|variant| variant.expected == Expected::Valid);
        assert!(valid, "{section} is refused by itself");
        assert!(because.starts_with("RFC 5280 "), "{because}");
    }
}

fn suite() -> Suite {
    Suite::read().unwrap_or_else(|error| panic!("{error}"))
}

/// A valid path is the published one. Where none is valid, the search must have come to an end, and nothing must have been
/// refused because it is not processed.
fn is_as_expected(suite: &Suite, case: &Case, expected: Expected, found: &PathOutcome) -> bool {
    match (expected, found) {
        (Expected::Valid, PathOutcome::Valid { anchor, certificates }) => {
            let published = case.path.iter().map(|name| sha256(suite.certificate(name).unwrap()));
            anchor == ANCHOR && published.eq(certificates.iter().cloned())
        }
        (Expected::Invalid, PathOutcome::Invalid { because }) => {
            let is_no_answer = |why: &String| {
                why.starts_with("limit")
                    || (why.starts_with("extension") && case.section != UNKNOWN_EXTENSION)
            };
            !because.is_empty() && !because.iter().any(is_no_answer)
        }
        (Expected::Valid, PathOutcome::Invalid { .. })
        | (Expected::Invalid, PathOutcome::Valid { .. }) => false,
    }
}

fn is_excepted(exception: &Exception, found: &PathOutcome) -> bool {
    match found {
        PathOutcome::Valid { .. } => false,
        PathOutcome::Invalid { because } => {
            because.iter().any(|why| why.starts_with(exception.key))
        }
    }
}

/// What the verifier gets beside the end entity's certificate and the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    AsPublished,
    WholeSuite,
}

/// What is the same for every question.
struct Questions<'a> {
    suite: &'a Suite,
    trusted_root: TrustedRoot,
    at: UnixTime,
    certificates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
}

impl<'a> Questions<'a> {
    fn new(suite: &'a Suite, at: UnixTime) -> Self {
        Self {
            suite,
            trusted_root: trusted_root(suite.certificate(ANCHOR).unwrap()),
            at,
            certificates: suite.certificates.values().cloned().collect(),
            crls: suite.crls.values().cloned().collect(),
        }
    }

    fn ask(&self, case: &Case, policies: &PolicyInputs, given: Given) -> PathOutcome {
        let certificate = |name: &String| self.suite.certificate(name).unwrap().to_vec();
        let crl = |name: &String| self.suite.crl(name).unwrap().to_vec();
        let (end_entity, issuers) = case.path.split_first().unwrap();
        let published: (Vec<Vec<u8>>, Vec<Vec<u8>>) = (
            issuers.iter().chain(&case.others).map(certificate).collect(),
            case.crls.iter().map(crl).collect(),
        );
        let (candidates, crls) = match given {
            Given::AsPublished => (&published.0, &published.1),
            Given::WholeSuite => (&self.certificates, &self.crls),
        };
        validate(&PathRequest {
            certificate: self.suite.certificate(end_entity).unwrap(),
            candidates,
            crls,
            ocsp_responses: &[],
            trusted_root: &self.trusted_root,
            at: self.at,
            policies,
            revocation: RevocationChecking::Required,
        })
    }

    /// Each variant is asked twice.
    fn asked(&self, table: &Table) -> usize {
        table.cases.iter().map(|case| case.variants.len() * 2).sum()
    }
}

/// The suite's anchor as a registry has it.
fn trusted_root(anchor: &[u8]) -> TrustedRoot {
    let certificate = CertificateInner::<Raw>::from_der(anchor).unwrap();
    let certificate = certificate.tbs_certificate();
    let base64 = |bytes: Vec<u8>| Base64::encode_string(&bytes);
    let at = |time: Time| {
        let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap();
        UnixTime::from_seconds(seconds).to_rfc3339()
    };
    let validity = certificate.validity();
    let json = json!({
        "schema": "periksa-trusted-root/1",
        "version": 1,
        "entries": [{
            "id": ANCHOR,
            "role": "anchor",
            "regime": "uji",
            "subject": base64(certificate.subject().to_der().unwrap()),
            "spki": base64(certificate.subject_public_key_info().to_der().unwrap()),
            "sha256": sha256(anchor),
            "not_after": at(validity.not_after),
            "valid_for": { "from": at(validity.not_before), "until": at(validity.not_after) },
            "purposes": ["signature"],
        }],
    });
    TrustedRoot::from_json(json.to_string().as_bytes()).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
