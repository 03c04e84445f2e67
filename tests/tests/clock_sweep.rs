//! The clock sweep (meta-test 6 of the threat catalogue): an answer changes only at moments that the evidence explains, and at
//! no moment is something green that nothing of that time supports.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::circumstances::{Circumstances, judge};
use periksa_tests::clock::{EARLY, LATE, moments};
use periksa_tests::letters::Letters;
use periksa_tests::matrix::Matrix;
use periksa_tests::pdf_vectors::Vector;
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::{cms_vectors, path_vectors, pdf_vectors, revocation_vectors};
use serde_json::Value;
use verifier::time::UnixTime;
use verifier::{ValidationData, verify};

const GREEN: [&str; 3] = ["asli", "asli-saat-itu", "asli-ditambah"];
/// Of the vectors every so many are swept: each costs some dozen verifications.
const STRIDE: usize = 23;
/// With more times than this a vector is about the size of lists, not about time.
const MOST_MOMENTS: usize = 150;

/// A document, by name, and what it is judged with.
struct Sample {
    name: String,
    vector: Vector,
    circumstances: Circumstances,
}

impl Sample {
    fn at(&self, data: &ValidationData, seconds: i64) -> Value {
        let at = UnixTime::from_seconds(seconds);
        let report = match &self.vector.detached {
            Some(_) => judge(&Vector { circumstances: None, ..self.vector.clone() }, data, at),
            None => verify(&self.vector.bytes, data, at),
        };
        serde_json::from_str(&report.to_json()).unwrap()
    }
}

fn samples() -> Vec<Sample> {
    let families = [
        cms_vectors::vectors(),
        path_vectors::vectors(),
        revocation_vectors::vectors(),
        pdf_vectors::vectors(),
    ];
    let demo = Circumstances::of(&[], &[]);
    let families = families.concat().into_iter().step_by(STRIDE).map(|vector| Sample {
        name: vector.name.clone(),
        circumstances: vector.circumstances.as_deref().unwrap_or(&demo).clone(),
        vector,
    });
    families.collect()
}

/// What an answer is, for comparing.
fn answer(report: &Value) -> Value {
    let signatures = report["signatures"].as_array().unwrap().iter().map(|signature| {
        ["verdict", "indication", "sub_indication", "indication_strict", "sub_indication_strict"]
            .map(|key| signature[key].clone())
    });
    serde_json::json!([report["verdict"], signatures.collect::<Vec<_>>()])
}

/// The stretches of time between the moments of a sample, ends left out by what clocks may be off; from long before the first to
/// long after the last.
fn stretches(sample: &Sample) -> Vec<(i64, i64)> {
    let moments = moments(&sample.vector.bytes, &sample.circumstances);
    let year = 366 * 86_400;
    let mut from = moments.first().unwrap() - 10 * year;
    let mut stretches = Vec::new();
    for moment in &moments {
        if from < moment - EARLY {
            stretches.push((from, moment - EARLY));
        }
        from = from.max(moment + LATE);
    }
    stretches.push((from, from + 50 * year));
    stretches
}

fn sweep(samples: &[Sample]) -> (Vec<String>, usize, usize) {
    let (mut surprises, mut swept, mut changes) = (Vec::new(), 0, 0);
    for sample in samples {
        let stretches = stretches(sample);
        if stretches.len() > MOST_MOMENTS {
            eprintln!("{}: {} moments, left out", sample.name, stretches.len());
            continue;
        }
        swept += 1;
        let data = sample.circumstances.validation_data();
        let mut before = None;
        for (from, to) in stretches {
            let [first, last] = [from, to].map(|seconds| answer(&sample.at(&data, seconds)));
            if first != last {
                let [from, to] =
                    [from, to].map(|seconds| UnixTime::from_seconds(seconds).to_rfc3339());
                surprises.push(format!("{}: {from} {first}, {to} {last}", sample.name));
            }
            changes += usize::from(before.as_ref().is_some_and(|before| *before != first));
            before = Some(last);
        }
    }
    (surprises, swept, changes)
}

#[test]
fn answers_of_vectors_change_only_at_moments_of_the_evidence() {
    let samples = samples();
    let (surprises, swept, changes) = sweep(&samples);
    assert_eq!(surprises, Vec::<String>::new());
    assert!(swept > 80, "{swept} vectors swept");
    assert!(changes > 150, "{changes} changes of an answer seen");
}

#[test]
fn answers_of_letters_change_only_at_moments_of_the_evidence() {
    let letters = Letters::read().unwrap().letters;
    let circumstances = Circumstances::of(&[], &[]);
    let pdf = pdf_vectors::vectors().swap_remove(0);
    let samples: Vec<Sample> = letters
        .iter()
        .map(|letter| Sample {
            name: letter.file.clone(),
            vector: Vector { bytes: letter.bytes().unwrap(), detached: None, ..pdf.clone() },
            circumstances: circumstances.clone(),
        })
        .collect();
    let (surprises, swept, changes) = sweep(&samples);
    assert_eq!(surprises, Vec::<String>::new());
    assert_eq!(swept, samples.len());
    assert!(changes > 60, "{changes} changes of an answer seen");
}

/// The documents of the matrix, each with the lists and the registry of its first row.
#[test]
fn answers_of_the_matrix_change_only_at_moments_of_the_evidence() {
    let matrix = Matrix::read().unwrap();
    let pdf = pdf_vectors::vectors().swap_remove(0);
    let mut samples: Vec<Sample> = Vec::new();
    for row in &matrix.rows {
        if samples.iter().all(|sample| sample.name != row.document) {
            samples.push(Sample {
                name: row.document.clone(),
                vector: Vector { bytes: row.bytes().unwrap(), detached: None, ..pdf.clone() },
                circumstances: matrix.circumstances(row).unwrap(),
            });
        }
    }
    let (surprises, swept, changes) = sweep(&samples);
    assert_eq!(surprises, Vec::<String>::new());
    assert_eq!(swept, samples.len());
    assert!(changes > 120, "{changes} changes of an answer seen");
}

/// Before any certificate was valid nothing is genuine, and long after all have ended only what a time-stamp proves.
#[test]
fn nothing_is_green_before_its_time_or_for_want_of_an_end() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    for letter in Letters::read().unwrap().letters {
        let bytes = letter.bytes().unwrap();
        let at = |text: &str| {
            let report = verify(&bytes, &data, UnixTime::from_rfc3339(text).unwrap());
            serde_json::from_str::<Value>(&report.to_json()).unwrap()
        };
        let early = at("1990-01-01T00:00:00Z");
        assert!(!GREEN.contains(&early["verdict"].as_str().unwrap()), "{}", letter.file);
        let late = at("2076-01-01T00:00:00Z");
        if GREEN.contains(&late["verdict"].as_str().unwrap()) {
            for signature in late["signatures"].as_array().unwrap() {
                assert_eq!(signature["time_source"], "time-stamp", "{}", letter.file);
            }
        }
    }
}
