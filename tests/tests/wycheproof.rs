//! Signatures of the Wycheproof project against the verifier's primitives: nothing forged passes, and what is not computed is
//! not computed for a stated reason.
//!
//! Every set that the crate has for RSA PKCS#1 v1.5, RSA PSS, ECDSA and `EdDSA` runs; none is skipped. What is expected of each
//! stands in `wycheproof.txt`. Sets in the P1363 encoding run too, in the place of DER, where nothing of them may pass
//! (threat ALG-11).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise, and its table is to be read"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use periksa_tests::pdf_builder::{element, integer, oid, sequence};
use verifier::algorithms::{AlgorithmObjection, Primitive, verify_signature};
use verifier::time::UnixTime;
use wycheproof::{HashFunction, Mgf, TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

/// The policy sets no end to any algorithm, so any moment will do: 2026-11-23.
const MOMENT: UnixTime = UnixTime::from_seconds(1_795_392_000);

/// What came of one set.
#[derive(Default)]
struct Counts {
    tests: usize,
    /// Valid, verified, and acceptable.
    passed: usize,
    /// Valid, verified, and refused by the policy.
    refused: usize,
    /// Valid, and not computed.
    valid_not_computed: usize,
    /// Of the others, not computed.
    others_not_computed: usize,
    /// Invalid, computed, and not verified.
    not_verified: usize,
    /// What the project leaves open, verified.
    open_verified: usize,
    /// What the project leaves open, not verified.
    open_not_verified: usize,
    /// Why something was refused or not computed.
    reasons: BTreeSet<String>,
    surprises: Vec<String>,
}

/// Whether a valid signature of the set can be given to the verifier as it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    AsStructuresHaveIt,
    Other,
}

impl Counts {
    fn count(
        &mut self,
        (id, result, encoding): (usize, TestResult, Encoding),
        judged: Result<Primitive, AlgorithmObjection>,
    ) {
        self.tests += 1;
        let Primitive { verifies, acceptance } = match judged {
            Ok(primitive) => primitive,
            Err(objection) => {
                match result {
                    TestResult::Valid => self.valid_not_computed += 1,
                    TestResult::Invalid | TestResult::Acceptable => self.others_not_computed += 1,
                }
                self.reasons.insert(reason(objection));
                return;
            }
        };
        if let Err(objection) = acceptance {
            self.reasons.insert(reason(objection));
        }
        match (result, verifies, encoding) {
            (TestResult::Valid, true, Encoding::AsStructuresHaveIt) if acceptance.is_ok() => {
                self.passed += 1;
            }
            (TestResult::Valid, true, Encoding::AsStructuresHaveIt) => self.refused += 1,
            (TestResult::Acceptable, true, Encoding::AsStructuresHaveIt) => {
                self.open_verified += 1;
            }
            (TestResult::Acceptable, false, _) => self.open_not_verified += 1,
            (TestResult::Invalid, false, _) | (TestResult::Valid, false, Encoding::Other) => {
                self.not_verified += 1;
            }
            (TestResult::Valid, false, Encoding::AsStructuresHaveIt)
            | (TestResult::Invalid, true, _)
            | (_, true, Encoding::Other) => {
                self.surprises.push(format!("{id} is {result:?}, verified: {verifies}"));
            }
        }
    }

    fn line(&self, name: &str) -> String {
        let Self { tests, passed, refused, valid_not_computed, not_verified, .. } = self;
        let Self { others_not_computed, open_verified, open_not_verified, .. } = self;
        let reasons: Vec<&str> = self.reasons.iter().map(String::as_str).collect();
        format!(
            "{name:43} {tests:5} {passed:5} {refused:5} {valid_not_computed:5} {not_verified:6} {others_not_computed:5} {open_verified:4} {open_not_verified:4}  {}",
            reasons.join(", ")
        )
        .trim_end()
        .to_owned()
    }
}

fn reason(objection: AlgorithmObjection) -> String {
    match objection {
        AlgorithmObjection::Unsupported(oid) => format!("unsupported {oid}"),
        AlgorithmObjection::Refused(oid) => format!("refused {oid}"),
        AlgorithmObjection::Mismatch(oid) => format!("mismatch {oid}"),
        AlgorithmObjection::BadParameters(oid) => format!("parameters {oid}"),
        AlgorithmObjection::KeySize(oid, bits) => format!("size {oid} {bits}"),
        AlgorithmObjection::BadKey(oid) => format!("key {oid}"),
    }
}

#[test]
fn no_invalid_signature_passes_and_every_valid_one_is_accounted_for() {
    let mut lines = String::new();
    let mut surprises = Vec::new();
    let mut total = Counts::default();
    let sets = rsa_pkcs1().into_iter().chain(rsa_pss()).chain(ecdsa()).chain(eddsa());
    for (name, counts) in sets {
        writeln!(lines, "{}", counts.line(&name)).unwrap();
        surprises.extend(counts.surprises.iter().map(|surprise| format!("{name}: {surprise}")));
        total.tests += counts.tests;
        total.passed += counts.passed;
        total.refused += counts.refused;
        total.valid_not_computed += counts.valid_not_computed;
        total.others_not_computed += counts.others_not_computed;
        total.not_verified += counts.not_verified;
        total.open_verified += counts.open_verified;
        total.open_not_verified += counts.open_not_verified;
    }
    writeln!(lines, "{}", total.line("total")).unwrap();
    println!("{lines}");
    assert_eq!(surprises, Vec::<String>::new());
    let expected = include_str!("wycheproof.txt");
    let (_, expected) = expected.split_once("----\n").unwrap();
    assert_eq!(lines, expected);
}

type Set = (String, Counts);

fn rsa_pkcs1() -> Vec<Set> {
    let set = |name: rsa_pkcs1_verify::TestName| {
        let mut counts = Counts::default();
        for group in rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            let algorithm = sequence(&[&oid(rsa_with(group.hash)), &[5, 0]]);
            for test in group.tests {
                let judged = verify_signature(&group.der, &algorithm, &test.msg, &test.sig, MOMENT);
                counts.count((test.tc_id, test.result, Encoding::AsStructuresHaveIt), judged);
            }
        }
        (format!("{name:?}"), counts)
    };
    rsa_pkcs1_verify::TestName::all().into_iter().map(set).collect()
}

fn rsa_pss() -> Vec<Set> {
    let set = |name: rsa_pss_verify::TestName| {
        let mut counts = Counts::default();
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let algorithm = match group.mgf {
                Mgf::Mgf1 => pss(group.hash, group.mgf_hash.unwrap(), group.salt_size),
                // RFC 8692: one name for all parameters.
                Mgf::Shake128 => sequence(&[&oid("1.3.6.1.5.5.7.6.30")]),
                Mgf::Shake256 => sequence(&[&oid("1.3.6.1.5.5.7.6.31")]),
            };
            for test in group.tests {
                let judged = verify_signature(&group.der, &algorithm, &test.msg, &test.sig, MOMENT);
                counts.count((test.tc_id, test.result, Encoding::AsStructuresHaveIt), judged);
            }
        }
        (format!("{name:?}"), counts)
    };
    rsa_pss_verify::TestName::all().into_iter().map(set).collect()
}

fn ecdsa() -> Vec<Set> {
    let set = |name: ecdsa::TestName| {
        let mut counts = Counts::default();
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let algorithm = sequence(&[&oid(ecdsa_with(group.hash))]);
            let encoding = match group.test_type {
                ecdsa::TestGroupTypeId::Ecdsa | ecdsa::TestGroupTypeId::EcdsaBitcoin => {
                    Encoding::AsStructuresHaveIt
                }
                ecdsa::TestGroupTypeId::EcdsaP1363 => Encoding::Other,
            };
            for test in group.tests {
                let judged = verify_signature(&group.der, &algorithm, &test.msg, &test.sig, MOMENT);
                counts.count((test.tc_id, test.result, encoding), judged);
            }
        }
        (format!("{name:?}"), counts)
    };
    ecdsa::TestName::all().into_iter().map(set).collect()
}

fn eddsa() -> Vec<Set> {
    let set = |name: eddsa::TestName| {
        let mut counts = Counts::default();
        let algorithm = match name {
            eddsa::TestName::Ed25519 => sequence(&[&oid("1.3.101.112")]),
            eddsa::TestName::Ed448 => sequence(&[&oid("1.3.101.113")]),
        };
        for group in eddsa::TestSet::load(name).unwrap().test_groups {
            for test in group.tests {
                let judged = verify_signature(&group.der, &algorithm, &test.msg, &test.sig, MOMENT);
                counts.count((test.tc_id, test.result, Encoding::AsStructuresHaveIt), judged);
            }
        }
        (format!("{name:?}"), counts)
    };
    eddsa::TestName::all().into_iter().map(set).collect()
}

/// `RSASSA-PSS-params` (RFC 4055 3.1), with every default left out.
fn pss(hash: HashFunction, mask_hash: HashFunction, salt_length: usize) -> Vec<u8> {
    let algorithm = |hash| sequence(&[&oid(digest(hash)), &[5, 0]]);
    let mut fields = Vec::new();
    if hash != HashFunction::Sha1 {
        fields.push(element(0xa0, &algorithm(hash)));
    }
    if mask_hash != HashFunction::Sha1 {
        let mask = sequence(&[&oid("1.2.840.113549.1.1.8"), &algorithm(mask_hash)]);
        fields.push(element(0xa1, &mask));
    }
    if salt_length != 20 {
        fields.push(element(0xa2, &integer(u8::try_from(salt_length).unwrap())));
    }
    let fields: Vec<&[u8]> = fields.iter().map(Vec::as_slice).collect();
    sequence(&[&oid("1.2.840.113549.1.1.10"), &sequence(&fields)])
}

fn digest(hash: HashFunction) -> &'static str {
    match hash {
        HashFunction::Sha1 => "1.3.14.3.2.26",
        HashFunction::Sha2_224 => "2.16.840.1.101.3.4.2.4",
        HashFunction::Sha2_256 => "2.16.840.1.101.3.4.2.1",
        HashFunction::Sha2_384 => "2.16.840.1.101.3.4.2.2",
        HashFunction::Sha2_512 => "2.16.840.1.101.3.4.2.3",
        HashFunction::Sha2_512_224 => "2.16.840.1.101.3.4.2.5",
        HashFunction::Sha2_512_256 => "2.16.840.1.101.3.4.2.6",
        HashFunction::Sha3_224 => "2.16.840.1.101.3.4.2.7",
        HashFunction::Sha3_256 => "2.16.840.1.101.3.4.2.8",
        HashFunction::Sha3_384 => "2.16.840.1.101.3.4.2.9",
        HashFunction::Sha3_512 => "2.16.840.1.101.3.4.2.10",
        HashFunction::Shake128 => "2.16.840.1.101.3.4.2.11",
        HashFunction::Shake256 => "2.16.840.1.101.3.4.2.12",
    }
}

/// RFC 8017 appendix C and RFC 9688; SHAKE has no name with PKCS#1 v1.5, and no set.
fn rsa_with(hash: HashFunction) -> &'static str {
    match hash {
        HashFunction::Sha1 => "1.2.840.113549.1.1.5",
        HashFunction::Sha2_224 => "1.2.840.113549.1.1.14",
        HashFunction::Sha2_256 => "1.2.840.113549.1.1.11",
        HashFunction::Sha2_384 => "1.2.840.113549.1.1.12",
        HashFunction::Sha2_512 => "1.2.840.113549.1.1.13",
        HashFunction::Sha2_512_224 => "1.2.840.113549.1.1.15",
        HashFunction::Sha2_512_256 => "1.2.840.113549.1.1.16",
        HashFunction::Sha3_224 => "2.16.840.1.101.3.4.3.13",
        HashFunction::Sha3_256 => "2.16.840.1.101.3.4.3.14",
        HashFunction::Sha3_384 => "2.16.840.1.101.3.4.3.15",
        HashFunction::Sha3_512 => "2.16.840.1.101.3.4.3.16",
        HashFunction::Shake128 | HashFunction::Shake256 => unreachable!("no such set"),
    }
}

/// RFC 5758, RFC 9688, RFC 8692; SHA-512/t has no name with ECDSA, and no set.
fn ecdsa_with(hash: HashFunction) -> &'static str {
    match hash {
        HashFunction::Sha1 => "1.2.840.10045.4.1",
        HashFunction::Sha2_224 => "1.2.840.10045.4.3.1",
        HashFunction::Sha2_256 => "1.2.840.10045.4.3.2",
        HashFunction::Sha2_384 => "1.2.840.10045.4.3.3",
        HashFunction::Sha2_512 => "1.2.840.10045.4.3.4",
        HashFunction::Sha3_224 => "2.16.840.1.101.3.4.3.9",
        HashFunction::Sha3_256 => "2.16.840.1.101.3.4.3.10",
        HashFunction::Sha3_384 => "2.16.840.1.101.3.4.3.11",
        HashFunction::Sha3_512 => "2.16.840.1.101.3.4.3.12",
        HashFunction::Shake128 => "1.3.6.1.5.5.7.6.32",
        HashFunction::Shake256 => "1.3.6.1.5.5.7.6.33",
        HashFunction::Sha2_512_224 | HashFunction::Sha2_512_256 => unreachable!("no such set"),
    }
}
