//! The two real documents that stand beside the project, with the real lists imported: what they are found to be, and
//! that no flipped byte makes them better. Nothing here names a person.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding};
use periksa_tests::{corpus, workspace};
use serde_json::{Value, json};
use site_gen::lint::{Covers, Kind, Linted, lint, lint_crl_of};
use site_gen::trust::registry::Role;
use site_gen::trust::{Demo, load};
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{ValidationData, verify};

const MOMENT: &str = "2026-11-23T08:00:00Z";
const GREEN: [&str; 3] = ["asli", "asli-saat-itu", "asli-ditambah"];

/// The corpus, or a line that says that the test was skipped.
macro_rules! corpus_or_skip {
    () => {
        match corpus() {
            Some(corpus) => corpus,
            None => {
                eprintln!("SKIPPED: no corpus of real documents beside the project");
                return;
            }
        }
    };
}

fn data(corpus: &Path) -> ValidationData {
    let bundle = load(&workspace().join("trust"), Demo::Excluded).unwrap();
    let mut crls: Vec<PathBuf> =
        std::fs::read_dir(corpus.join("crl")).unwrap().map(|entry| entry.unwrap().path()).collect();
    crls.sort();
    ValidationData::new(
        TrustedRoot::from_json(&bundle.trusted_root).unwrap(),
        crls.iter().map(|path| std::fs::read(path).unwrap()).collect(),
    )
}

fn document(corpus: &Path, prefix: &str) -> Vec<u8> {
    let mut paths =
        std::fs::read_dir(corpus.join("pdf")).unwrap().map(|entry| entry.unwrap().path());
    let path =
        paths.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix)).unwrap();
    std::fs::read(path).unwrap()
}

fn report(bytes: &[u8], data: &ValidationData) -> Value {
    let report = verify(bytes, data, UnixTime::from_rfc3339(MOMENT).unwrap());
    serde_json::from_str(&report.to_json()).unwrap()
}

fn outcome<'a>(signature: &'a Value, check: &str) -> &'a Value {
    let checks = signature["checks"].as_array().unwrap();
    &checks.iter().find(|found| found["name"] == check).unwrap()["outcome"]
}

/// What a report says of each signature, names of persons left out.
fn summary(report: &Value) -> Vec<Value> {
    let signatures = report["signatures"].as_array().unwrap();
    signatures
        .iter()
        .map(|signature| {
            let revocation = signature["revocation"].as_array().unwrap();
            json!({
                "anchor": signature["path"]["anchor"],
                "indication": signature["indication"],
                "sub_indication": signature["sub_indication"],
                "time": signature["best_signature_time"],
                "time_source": signature["time_source"],
                "coverage": signature["coverage"],
                "level": signature["level"],
                "intact": [outcome(signature, "message_digest"), outcome(signature, "signature_value")],
                "later_changes": outcome(signature, "later_changes"),
                "revocation": revocation.iter().map(|status| status["status"].clone()).collect::<Vec<_>>(),
            })
        })
        .collect()
}

#[test]
fn the_regulation_with_four_signatures_of_two_chains() {
    let corpus = corpus_or_skip!();
    let report = report(&document(&corpus, "02-"), &data(&corpus));
    let signature = |anchor: &str,
                     indication: (&str, Value),
                     time: &str,
                     coverage: &str,
                     later: &str,
                     revocation: Value| {
        json!({
            "anchor": anchor, "indication": indication.0, "sub_indication": indication.1, "time": time,
            "time_source": "time-stamp", "coverage": coverage, "level": "PKCS7-T", "intact": ["passed", "passed"],
            "later_changes": later, "revocation": revocation,
        })
    };
    let osd = |time| {
        let unknown = ("INDETERMINATE", json!("TRY_LATER"));
        signature("osd-lu-kelas-2", unknown, time, "whole-revision", "passed", json!(["unknown"]))
    };
    let expected = vec![
        osd("2025-01-02T08:36:10Z"),
        osd("2025-01-03T08:35:54Z"),
        osd("2025-01-03T08:36:06Z"),
        signature(
            "root-ca-indonesia-ds-g1",
            ("TOTAL-PASSED", Value::Null),
            "2025-01-03T10:08:18Z",
            "whole-file",
            "passed",
            json!(["good", "good"]),
        ),
    ];
    assert_eq!(summary(&report), expected);
    // Three signers of an issuer without a list: not more is claimed than was checked.
    assert_eq!(report["verdict"], "belum-pasti");
    let keys: Vec<&str> = report["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["key"].as_str().unwrap())
        .collect();
    assert_eq!(keys, ["revocation-no-data"]);
}

#[test]
fn the_regulation_with_embedded_lists() {
    let corpus = corpus_or_skip!();
    let bytes = document(&corpus, "04b-");
    let expected = |revocation: Value| {
        vec![json!({
            "anchor": "root-ca-indonesia-ds-g1", "indication": "TOTAL-PASSED", "sub_indication": null,
            "time": "2026-02-03T01:24:22Z", "time_source": "time-stamp", "coverage": "whole-revision",
            "level": "PAdES-B-LT", "intact": ["passed", "passed"], "later_changes": "passed",
            "revocation": revocation,
        })]
    };
    let with_lists = report(&bytes, &data(&corpus));
    assert_eq!(summary(&with_lists), expected(json!(["good", "good"])));
    // Its second revision adds validation data and nothing else; 38,973 objects of it are hidden from older readers.
    assert_eq!(with_lists["verdict"], "asli");
    assert_eq!(with_lists["signatures"][0]["later_changes"]["level"], "validation-data");
    // The document brings the lists itself: without the imported ones the answer is the same.
    let without_lists = report(&bytes, &ValidationData { crls: Vec::new(), ..data(&corpus) });
    assert_eq!(summary(&without_lists), expected(json!(["good", "good"])));
    assert_eq!(without_lists["signatures"][0]["revocation"][0]["source"], "embedded");
}

/// A byte of every kind of place: header, content, field, signature, its padding, tables, security store, end.
#[test]
fn one_flipped_byte_is_never_green() {
    let corpus = corpus_or_skip!();
    let data = data(&corpus);
    for prefix in ["02-", "04b-"] {
        let original = document(&corpus, prefix);
        for step in 0..40 {
            let mut bytes = original.clone();
            let at = (bytes.len() - 1) * step / 39;
            bytes[at] ^= 0x01;
            let verdict = report(&bytes, &data)["verdict"].as_str().unwrap().to_owned();
            assert!(!GREEN.contains(&verdict.as_str()), "{prefix} byte {at}: {verdict}");
        }
    }
}

#[test]
fn a_flipped_byte_of_the_content_is_found() {
    let corpus = corpus_or_skip!();
    let mut bytes = document(&corpus, "02-");
    // In the first page's content, covered by all four.
    bytes[400_000] ^= 0x01;
    let report = report(&bytes, &data(&corpus));
    let subs: Vec<&Value> = report["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|signature| &signature["sub_indication"])
        .collect();
    assert_eq!(subs, ["HASH_FAILURE"; 4]);
    assert_eq!(report["verdict"], "berubah");
}

/// A document at one moment: the verdict, what is said of each signature under the policy and with nothing relaxed, and why it is
/// another answer than the one before.
struct Row {
    moment: &'static str,
    verdict: &'static str,
    indications: &'static [[&'static str; 2]],
    why: &'static str,
}

const PASSED: &str = "TOTAL-PASSED";
const LATER: &str = "TRY_LATER";
const ENDED: &str = "OUT_OF_BOUNDS_NO_POE";

/// The moments of the table, and what must be said; `corpus-verdicts.md` is written from it.
const MOMENTS: [(&str, &str, [Row; 5]); 2] = [
    (
        "02-",
        "A regulation with four signatures: three under OSD LU Kelas 2, one under BSRE CA DS G1; time-stamps, no revocation data \
         of its own",
        [
            Row {
                moment: "2025-01-10T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[LATER, LATER]; 4],
                why: "No list of that time is at hand: both known lists were made later.",
            },
            Row {
                moment: "2025-06-01T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[LATER, LATER]; 4],
                why: "As before: both known lists were made later.",
            },
            Row {
                moment: "2026-03-01T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[LATER, LATER], [LATER, LATER], [LATER, LATER], [PASSED, LATER]],
                why: "The lists of BSRE CA DS G1 (2026-02-03) and of its root (2025-10-22) are there: the fourth signature passes. \
                      For OSD LU Kelas 2 there is none. Strictly nothing is known of the time-stamp authority's revocation.",
            },
            Row {
                moment: "2026-08-20T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[LATER, LATER], [LATER, LATER], [LATER, LATER], [PASSED, LATER]],
                why: "OSD LU Kelas 2 ended on 2026-08-18. Its signatures are proven older, so what is missing is still the list.",
            },
            Row {
                moment: "2026-11-23T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[LATER, LATER], [LATER, LATER], [LATER, LATER], [PASSED, ENDED]],
                why: "The fourth signer's certificate and the time-stamp authority's have ended: the registry's \
                      window keeps the time-stamp; strictly an archive time-stamp would be needed.",
            },
        ],
    ),
    (
        "04b-",
        "A regulation of 2026 under BSRE CA DS G1 with embedded lists",
        [
            Row {
                moment: "2025-01-10T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[ENDED, ENDED]],
                why: "It was signed on 2026-02-03: at that moment its certificate was not valid yet and its time-stamp lies in \
                      the future.",
            },
            Row {
                moment: "2025-06-01T08:00:00Z",
                verdict: "belum-pasti",
                indications: &[[ENDED, ENDED]],
                why: "As before.",
            },
            Row {
                moment: "2026-03-01T08:00:00Z",
                verdict: "asli",
                indications: &[[PASSED, LATER]],
                why: "Signed, with the lists that were current then. Strictly they must be newer than the signature, and nothing \
                      is known of the time-stamp authority's revocation.",
            },
            Row {
                moment: "2026-08-20T08:00:00Z",
                verdict: "asli",
                indications: &[[PASSED, LATER]],
                why: "As before; the root's list is not current any more, so strictly the embedded lists need proof of their age.",
            },
            Row {
                moment: "2026-11-23T08:00:00Z",
                verdict: "asli",
                indications: &[[PASSED, LATER]],
                why: "The time-stamp authority ended on 2026-09-01: the registry's window keeps the time-stamp.",
            },
        ],
    ),
];

#[test]
fn the_documents_at_five_moments() {
    let corpus = corpus_or_skip!();
    let data = data(&corpus);
    let mut differences = Vec::new();
    for (prefix, _, rows) in &MOMENTS {
        let bytes = document(&corpus, prefix);
        for row in rows {
            let report = verify(&bytes, &data, UnixTime::from_rfc3339(row.moment).unwrap());
            let report: Value = serde_json::from_str(&report.to_json()).unwrap();
            let of = |signature: &Value, suffix: &str| {
                let main = &signature[format!("indication{suffix}")];
                let sub = &signature[format!("sub_indication{suffix}")];
                sub.as_str().or(main.as_str()).unwrap().to_owned()
            };
            let signatures = report["signatures"].as_array().unwrap().iter();
            let found: Vec<[String; 2]> = signatures
                .map(|signature| ["", "_strict"].map(|suffix| of(signature, suffix)))
                .collect();
            if report["verdict"] != row.verdict || found != row.indications {
                differences
                    .push(format!("{prefix} {}: {} {found:?}", row.moment, report["verdict"]));
            }
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}

/// The table in the documentation is this one, whether or not the documents are there.
#[test]
fn the_table_of_five_moments_is_written_down() {
    let mut text = String::from(
        "# Real documents at five moments\n\n\
         Two regulations published by public bodies, judged with the two real lists that are known (`tests/tests/corpus.rs`). Of \
         each signature: the indication under the published policy / the same with nothing relaxed (EN 319 102-1).\n",
    );
    for (_, title, rows) in &MOMENTS {
        text += &format!(
            "\n## {title}\n\n| moment | verdict | signatures | why |\n|---|---|---|---|\n"
        );
        for row in rows {
            let signatures: Vec<String> = row
                .indications
                .iter()
                .map(|[policy, strict]| format!("{policy} / {strict}"))
                .collect();
            let moment = row.moment.trim_end_matches(":00:00Z").replace('T', " ");
            text += &format!(
                "| {moment}:00 UTC | {} | {} | {} |\n",
                row.verdict,
                signatures.join("<br>"),
                row.why
            );
        }
    }
    let path = workspace().join("tests/corpus-verdicts.md");
    if std::env::var_os("PERIKSA_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), text);
}

/// Both breaches of the one are its authority's habit, and neither is a reason to refuse it: every list of this authority
/// that was met has a critical number. What the root's list covers, the registry knows.
#[test]
fn the_real_lists_have_exactly_the_findings_that_are_known() {
    let corpus = corpus_or_skip!();
    let findings = |covers, name: &str| -> Vec<(&'static str, String)> {
        let list = std::fs::read(corpus.join("crl").join(name)).unwrap();
        let found = lint_crl_of(covers, &list).into_iter();
        found.map(|finding| (finding.code, finding.found)).collect()
    };
    let root = "root-ca-indonesia-ds-g1-20251022T052402Z.crl";
    assert_eq!(
        findings(Covers::Subscribers, "bsre-ca-ds-g1-20260203T003733Z.crl"),
        [
            ("pkix.crl_number_extension_critical", "critical".to_owned()),
            ("periksa.crl_idp_not_critical", "not critical".to_owned()),
        ]
    );
    assert_eq!(findings(Covers::Authorities, root), []);
    let half_a_year = "2026-04-20T05:24:02Z after thisUpdate 2025-10-22T05:24:02Z".to_owned();
    assert_eq!(
        findings(Covers::Subscribers, root),
        [("cabf.crl_invalid_validity_period", half_a_year)]
    );
}

#[test]
fn nothing_is_found_in_the_real_anchors() {
    let corpus = corpus_or_skip!();
    let mut looked_at = 0;
    for (folder, role) in [("ca", None), ("tsa", Some(Role::TimeStampAuthority))] {
        for entry in std::fs::read_dir(corpus.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let pem = std::fs::read_to_string(&path).unwrap();
            let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
            let linted = lint(&Base64::decode_vec(&body).unwrap(), None, role);
            let expected = Linted { kind: Some(Kind::Certificate), findings: Vec::new() };
            assert_eq!(linted, expected, "{}", path.display());
            looked_at += 1;
        }
    }
    assert_eq!(looked_at, 6);
}
