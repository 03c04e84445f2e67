//! Files of certificates and lists: every vector gets its reasons and its committed report, none is ever genuine; and the
//! real certificates and lists that stand beside the project are found to be what is known of them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use periksa_tests::certificate_files::{CertificateFile, file, vectors};
use periksa_tests::letters::Letters;
use periksa_tests::reports::differing;
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::{corpus, workspace};
use serde_json::{Value, json};
use site_gen::trust::{Demo, load};
use site_gen::verify::{built_in_words, text};
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{Report, ValidationData, Verdict, verify};

fn data() -> ValidationData {
    validation_data(DemoAnchors::AsPublished).unwrap()
}

fn at(moment: &str) -> UnixTime {
    UnixTime::from_rfc3339(moment).unwrap()
}

fn judge(bytes: &[u8]) -> Report {
    verify(bytes, &data(), Letters::read().unwrap().at().unwrap())
}

fn value(report: &Report) -> Value {
    serde_json::from_str(&report.to_json()).unwrap()
}

fn keys(reasons: &Value) -> Vec<&str> {
    reasons.as_array().unwrap().iter().map(|reason| reason["key"].as_str().unwrap()).collect()
}

#[test]
fn every_vector_gets_its_reasons_and_is_no_letter() {
    let mut differences = Vec::new();
    for CertificateFile { name, bytes, reasons, .. } in vectors().unwrap() {
        let report = value(&judge(&bytes));
        let found = (report["verdict"].as_str().unwrap(), keys(&report["reasons"]));
        if found != ("data-sertifikat", reasons.to_vec()) {
            differences.push(format!("{name}: expected {reasons:?}, found {found:?}"));
        }
    }
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn every_vector_gets_its_committed_report() {
    let vectors = vectors().unwrap();
    let reports = vectors.iter().map(|vector| (vector.name, value(&judge(&vector.bytes))));
    assert_eq!(differing("certificates", reports).unwrap(), Vec::<String>::new());
}

/// The kind, the fact it rests on, and where the path ends.
#[test]
fn kinds_are_told_from_facts_and_from_nothing_else() {
    let expected = [
        ("individual", json!(["individual", "4(a)", "policy-demo", "demo-ca"])),
        ("position", json!(["organization", "4(b)", "policy-demo", "demo-ca"])),
        ("system", json!(["electronic-system", "4(c)", "policy-demo", "demo-ca"])),
        ("ca", json!(["ca", null, "basic-constraints", "demo-root"])),
        ("root", json!(["ca", null, "basic-constraints", "demo-root"])),
        ("tsa", json!(["time-stamp-authority", null, "extended-key-usage", "demo-ca"])),
        // The same policy where nobody vouches for it.
        ("unknown-individual", json!(["undetermined", null, "issuer-unknown", null])),
        ("forged-individual", json!(["undetermined", null, "issuer-unknown", null])),
        ("chain-p7b", json!(["individual", "4(a)", "policy-demo", "demo-root"])),
    ];
    let vectors = vectors().unwrap();
    for (name, expected) in expected {
        let vector = vectors.iter().find(|vector| vector.name == name).unwrap();
        let report = value(&judge(&vector.bytes));
        let details = &report["certificates"][0];
        let kind = &details["kind"];
        let found =
            json!([kind["value"], kind["article"], kind["basis"], details["path"]["anchor"]]);
        assert_eq!(found, expected, "{name}");
    }
}

/// Nothing that identifies a person by number is in a report; demo certificates carry such a `description`.
#[test]
fn the_code_of_a_person_is_not_repeated() {
    for vector in vectors().unwrap() {
        let report = judge(&vector.bytes).to_json();
        assert!(!report.contains("CONTOH00"), "{}", vector.name);
    }
}

#[test]
fn days_are_counted_until_the_end_and_never_below_zero() {
    let bytes = file("trust/demo/certificates/individual.pem").unwrap();
    // Valid from 2025-01-06 00:00:00 to 2040-01-05 23:59:59, both included.
    let rows = [
        (
            "2025-01-05T23:59:59Z",
            json!(["not-yet-valid", 5478]),
            vec!["not-yet-valid", "revocation-stale", "test-anchor"],
        ),
        ("2040-01-04T23:59:59Z", json!(["valid", 1]), vec!["revocation-stale", "test-anchor"]),
        ("2040-01-05T00:00:00Z", json!(["valid", 0]), vec!["revocation-stale", "test-anchor"]),
        ("2040-01-05T23:59:59Z", json!(["valid", 0]), vec!["revocation-stale", "test-anchor"]),
        (
            "2040-01-06T00:00:00Z",
            json!(["expired", null]),
            vec!["certificate-expired", "revocation-stale", "test-anchor"],
        ),
    ];
    for (moment, expected, reasons) in rows {
        let report = value(&verify(&bytes, &data(), at(moment)));
        let details = &report["certificates"][0];
        assert_eq!(json!([details["validity"], details["remaining_days"]]), expected, "{moment}");
        assert_eq!(keys(&report["reasons"]), reasons, "{moment}");
    }
}

/// Revocation is asked of the published lists at the moment of validation, and not knowing has its reason.
#[test]
fn without_a_list_the_status_is_unknown() {
    let bytes = file("trust/demo/certificates/individual.pem").unwrap();
    let without = ValidationData { crls: Vec::new(), ..data() };
    let report = value(&verify(&bytes, &without, at("2026-11-23T08:00:00Z")));
    assert_eq!(report["certificates"][0]["revocation"]["status"], "unknown");
    assert_eq!(keys(&report["reasons"]), ["revocation-no-data", "test-anchor"]);
}

#[test]
fn a_list_is_compared_with_the_published_one() {
    let crl = |name: &str| file(&format!("trust/demo/crl/{name}.crl")).unwrap();
    let rows = [
        ("ca", vec![crl("ca")], "2026-11-23T08:00:00Z", json!(["same", "26723", "current"])),
        ("ca", vec![crl("ca-2024")], "2026-11-23T08:00:00Z", json!(["newer", "2454", "current"])),
        (
            "ca-2024",
            vec![crl("ca"), crl("ca-2024")],
            "2026-11-23T08:00:00Z",
            json!(["older", "26723", "ended"]),
        ),
        // Another issuer's list is no list of this one.
        (
            "ca",
            vec![crl("root")],
            "2026-11-23T08:00:00Z",
            json!(["none-published", null, "current"]),
        ),
        ("ca", vec![], "2026-10-01T00:00:00Z", json!(["none-published", null, "from-the-future"])),
        ("ca", vec![], "2040-01-01T00:00:01Z", json!(["none-published", null, "ended"])),
    ];
    for (name, crls, moment, expected) in rows {
        let data = ValidationData { crls, ..data() };
        let report = value(&verify(&crl(name), &data, at(moment)));
        let crl = &report["crl"];
        let found =
            json!([crl["newer_than_published"], crl["published"]["number"], crl["freshness"]]);
        assert_eq!(found, expected, "{name} {moment}");
    }
}

/// A published list with a forged signature is no measure for others.
#[test]
fn a_list_is_not_compared_with_a_forged_one() {
    let mut forged = file("trust/demo/crl/ca.crl").unwrap();
    *forged.last_mut().unwrap() ^= 1;
    let data = ValidationData { crls: vec![forged], ..data() };
    let bytes = file("trust/demo/crl/ca-2024.crl").unwrap();
    let report = value(&verify(&bytes, &data, at("2026-11-23T08:00:00Z")));
    assert_eq!(report["crl"]["newer_than_published"], "none-published");
}

#[test]
fn every_word_of_these_reports_is_in_both_languages() {
    let words = built_in_words().unwrap();
    let label = |lang: &str, key: String| {
        assert!(words.code(lang).unwrap().labels.contains_key(&key), "{lang} {key}");
    };
    for vector in vectors().unwrap() {
        let report = judge(&vector.bytes);
        let json = value(&report);
        for lang in ["id", "en"] {
            for reason in json["reasons"].as_array().unwrap() {
                let filled = words.code(lang).unwrap().reason(reason).unwrap().text;
                assert!(!filled.contains('{'), "{lang} {reason}: {filled}");
            }
            for details in json["certificates"].as_array().into_iter().flatten() {
                label(lang, format!("kind-{}", details["kind"]["value"].as_str().unwrap()));
                label(lang, format!("basis-{}", details["kind"]["basis"].as_str().unwrap()));
                label(lang, format!("validity-{}", details["validity"].as_str().unwrap()));
            }
            for deviation in json["crl"]["deviations"].as_array().into_iter().flatten() {
                label(lang, format!("deviation-{}", deviation.as_str().unwrap()));
            }
            let shown = text(vector.name, &report, words.code(lang).unwrap());
            assert!(!shown.contains('{'), "{lang} {}: {shown}", vector.name);
        }
    }
}

#[test]
fn the_terminal_is_told_whose_it_is_and_until_when() {
    let words = built_in_words().unwrap();
    let shown =
        |path: &str| text("berkas", &judge(&file(path).unwrap()), words.code("id").unwrap());
    let certificate = shown("trust/demo/certificates/position.pem");
    for line in [
        "    Pemilik: Contoh Jabatan Kepala Dinas",
        "    Jenis sertifikat: jabatan, wewenang, atau organisasi (Pasal 4 huruf b) (kebijakan contoh dari penerbit percobaan)",
        "    Masa berlaku: masih berlaku, sisa 4791 hari (berlaku 2025-01-06T00:00:00Z sampai 2040-01-05T23:59:59Z)",
        "    Status pencabutan: tidak dicabut",
        "  Ini data sertifikat, bukan surat",
    ] {
        assert!(certificate.lines().any(|shown| shown == line), "{line}\n{certificate}");
    }
    let list = shown("trust/demo/crl/ca.crl");
    for line in [
        "    Kebaruan: masih berlaku",
        "    Sertifikat yang dicabut: 5",
        "      kunci privat bocor atau diduga bocor: 1",
        "    Dibanding daftar yang diterbitkan portal ini: sama (2026-11-01T00:37:33Z, 26723)",
    ] {
        assert!(list.lines().any(|shown| shown == line), "{line}\n{list}");
    }
}

/// No cut and no flipped byte is green, makes a panic, or another answer the second time.
#[test]
fn a_bent_file_is_never_genuine() {
    let data = data();
    let moment = at("2026-11-23T08:00:00Z");
    let files = [
        ("trust/demo/certificates/ca.pem", 41),
        ("tests/fixtures/certificates/individual.cer", 17),
        ("tests/fixtures/certificates/chain.p7b", 67),
        ("trust/demo/crl/ca.crl", 13),
    ];
    for (path, step) in files {
        let original = file(path).unwrap();
        for at in (0..original.len()).step_by(step) {
            let mut flipped = original.clone();
            flipped[at] ^= 0x20;
            for bytes in [flipped, original[..at].to_vec()] {
                let report = verify(&bytes, &data, moment);
                // A bag that is cut off begins like a signature, and is told as a broken one.
                let not_genuine =
                    [Verdict::DataSertifikat, Verdict::Tanpa, Verdict::BelumPasti, Verdict::Rusak];
                assert!(not_genuine.contains(&report.verdict), "{path} {at}: {:?}", report.verdict);
                assert_eq!(report.to_json(), verify(&bytes, &data, moment).to_json());
            }
        }
    }
}

/// Megabytes of text that never becomes a certificate, and blocks without end: bounded work, and a reason.
#[test]
fn a_huge_text_is_refused_in_one_pass() {
    let begin = "-----BEGIN CERTIFICATE-----\n";
    let rows = [
        ("no end", begin.to_owned() + &"MAQCAgED\n".repeat(2_000_000), "pem-no-end-at-0"),
        ("beginnings on one line", begin.trim_end().repeat(700_000), "pem-boundary-at-0"),
        (
            "blocks",
            format!("{begin}MAQCAgED\n-----END CERTIFICATE-----\n").repeat(100_000),
            "pem-too-many-blocks-at-4032",
        ),
        (
            "a long certificate",
            format!("{begin}{}\n-----END CERTIFICATE-----\n", "AAAA".repeat(4_000_000)),
            "pem-too-long-at-0",
        ),
    ];
    for (name, text, check) in rows {
        let report = value(&judge(text.as_bytes()));
        let expected = json!([{ "key": "validation-data-unreadable", "check": check }]);
        assert_eq!(report["reasons"], expected, "{name}");
    }
}

/// The corpus, or a line that says that the test was skipped.
macro_rules! corpus_or_skip {
    () => {
        match corpus() {
            Some(corpus) => corpus,
            None => {
                eprintln!("SKIPPED: no corpus of real certificates beside the project");
                return;
            }
        }
    };
}

/// The registry without the demo PKI, and no lists but these.
fn real_data(crls: Vec<Vec<u8>>) -> ValidationData {
    let bundle = load(&workspace().join("trust"), Demo::Excluded).unwrap();
    ValidationData::new(TrustedRoot::from_json(&bundle.trusted_root).unwrap(), crls)
}

fn real_files(corpus: &Path, folder: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(corpus.join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn real_issuers_and_authorities_are_recognised() {
    let corpus = corpus_or_skip!();
    // The lists of 2026-02-03 and 2025-10-22, at a moment for which both speak.
    let data = real_data(real_files(&corpus, "crl"));
    let found: Vec<Value> = [real_files(&corpus, "ca"), real_files(&corpus, "tsa")]
        .concat()
        .iter()
        .map(|bytes| {
            let report = value(&verify(bytes, &data, at("2026-02-03T12:00:00Z")));
            let details = &report["certificates"][0];
            json!([
                details["is_registered"],
                details["kind"]["value"],
                details["path"]["anchor"],
                details["revocation"]["status"],
                details["key"],
                details["remaining_days"],
                keys(&details["reasons"]),
            ])
        })
        .collect();
    let expected = [
        json!(["bsre-ca-ds-g1", "ca", "root-ca-indonesia-ds-g1", "good", "RSA 4096", 2479, []]),
        json!(["osd-demo", "ca", "osd-demo", null, "RSA 2048", 794, ["test-anchor"]]),
        json!(["osd-lu-kelas-2", "ca", "osd-lu-kelas-2", null, "RSA 2048", 195, []]),
        json!([
            "root-ca-indonesia-ds-g1",
            "ca",
            "root-ca-indonesia-ds-g1",
            null,
            "RSA 4096",
            4583,
            []
        ]),
        json!([
            "bsre-time-stamp-authority-2018",
            "time-stamp-authority",
            "osd-lu-kelas-2",
            "unknown",
            "RSA 2048",
            null,
            ["certificate-expired", "revocation-no-data"],
        ]),
        json!([
            "bsre-time-stamp-authority-2023",
            "time-stamp-authority",
            "bsre-ca-ds-g1",
            "good",
            "RSA 2048",
            209,
            []
        ]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn real_lists_are_counted_and_their_habits_noted() {
    let corpus = corpus_or_skip!();
    let found: Vec<Value> = real_files(&corpus, "crl")
        .iter()
        .map(|bytes| {
            let report = value(&verify(bytes, &real_data(Vec::new()), at("2026-02-03T12:00:00Z")));
            assert_eq!(report["reasons"], json!([]));
            let mut crl = report["crl"].clone();
            crl.as_object_mut().unwrap().remove("sha256");
            crl.as_object_mut().unwrap().remove("issuer");
            crl
        })
        .collect();
    let expected = [
        json!({
            "size": 265_515, "registered_issuer": "bsre-ca-ds-g1", "this_update": "2026-02-03T00:37:33Z",
            "next_update": "2026-02-04T00:37:33Z", "number": "26323", "entries": 6096,
            "reasons": { "affiliationChanged": 1152, "keyCompromise": 67, "none": 4168, "superseded": 709 },
            "signature": "verified", "freshness": "current", "newer_than_published": "none-published",
            "published": null, "deviations": ["critical-crl-number", "non-critical-issuing-distribution-point"],
        }),
        json!({
            "size": 763, "registered_issuer": "root-ca-indonesia-ds-g1", "this_update": "2025-10-22T05:24:02Z",
            "next_update": "2026-04-20T05:24:02Z", "number": "18", "entries": 1, "reasons": { "none": 1 },
            "signature": "verified", "freshness": "current", "newer_than_published": "none-published",
            "published": null, "deviations": [],
        }),
    ];
    assert_eq!(found, expected);
}

/// Signer certificates as they stand in the real documents: individuals under the national root, undetermined under the
/// root of before. Nothing of them is printed.
#[test]
fn real_signers_are_of_the_kind_that_their_policy_says() {
    let corpus = corpus_or_skip!();
    let data = real_data(Vec::new());
    let mut kinds: BTreeSet<[String; 3]> = BTreeSet::new();
    for document in real_files(&corpus, "pdf") {
        for certificate in certificates_in_hexadecimal(&document) {
            let report = value(&verify(&certificate, &data, at("2025-02-01T00:00:00Z")));
            let details = &report["certificates"][0];
            let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
            let kind = &details["kind"];
            kinds.insert([
                text(&kind["value"]),
                text(&kind["basis"]),
                text(&details["path"]["anchor"]),
            ]);
        }
    }
    let expected = [
        ["ca", "basic-constraints", "osd-lu-kelas-2"],
        ["ca", "basic-constraints", "root-ca-indonesia-ds-g1"],
        ["individual", "policy-individu-instansi", "bsre-ca-ds-g1"],
        ["time-stamp-authority", "extended-key-usage", "bsre-ca-ds-g1"],
        ["undetermined", "no-known-policy", "osd-lu-kelas-2"],
    ];
    assert_eq!(kinds, expected.map(|kind| kind.map(str::to_owned)).into_iter().collect());
}

/// Certificates inside the containers of signatures, found by their first bytes: `30 82 LL LL 30 82 LL LL a0 03 02 01 02`.
fn certificates_in_hexadecimal(document: &[u8]) -> Vec<Vec<u8>> {
    let key: &[u8] = b"/Contents <";
    let mut found = Vec::new();
    for (at, _) in document.windows(key.len()).enumerate().filter(|(_, window)| *window == key) {
        let digits =
            document[at + key.len()..].iter().map_while(|digit| char::from(*digit).to_digit(16));
        let digits: Vec<u32> = digits.collect();
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
            .collect();
        for start in 0..bytes.len().saturating_sub(13) {
            let head = &bytes[start..start + 13];
            let is_certificate = head[..2] == [0x30, 0x82]
                && head[4..6] == [0x30, 0x82]
                && head[8..] == [0xa0, 3, 2, 1, 2];
            let length = 4 + usize::from(u16::from_be_bytes([head[2], head[3]]));
            if is_certificate && let Some(certificate) = bytes.get(start..start + length) {
                found.push(certificate.to_vec());
            }
        }
    }
    assert!(!found.is_empty());
    found
}
