//! A family of vectors and what came of it: the questions that every family is asked by the tests.

use std::collections::BTreeSet;

use serde_json::Value;
use verifier::ValidationData;
use verifier::time::UnixTime;

use crate::circumstances::judge;
use crate::pdf_vectors::Vector;

/// Where the verifier of today does otherwise than heads ask: what is to be done, and the names of the vectors.
pub type KnownDifferences = &'static [(&'static str, &'static [&'static str])];

/// Vectors with their reports.
#[derive(Debug)]
pub struct Family {
    /// Prefixes of the ids, and how many each has.
    pub ids: &'static [(&'static str, usize)],
    /// What is known to differ.
    pub known: KnownDifferences,
    /// The vectors.
    pub vectors: Vec<Vector>,
    /// Their reports, in the same order.
    pub reports: Vec<Value>,
}

impl Family {
    /// Judges the vectors, each with its own circumstances or with these.
    ///
    /// # Errors
    /// A report that is no JSON.
    pub fn judged(
        ids: &'static [(&'static str, usize)],
        known: KnownDifferences,
        vectors: Vec<Vector>,
        data: &ValidationData,
        at: UnixTime,
    ) -> serde_json::Result<Self> {
        let reports = vectors.iter().map(|vector| judge(vector, data, at).to_json());
        let reports = reports.map(|report| serde_json::from_str(&report)).collect::<Result<_, _>>();
        Ok(Self { ids, known, reports: reports?, vectors })
    }

    /// Lines that say what differs without being listed, is listed and does not differ, or is listed and not there.
    #[must_use]
    pub fn surprises(&self) -> Vec<String> {
        let mut known = self.known_names();
        let mut lines = Vec::new();
        for (vector, report) in self.each() {
            let differences = vector.differences(report);
            match (known.remove(vector.name.as_str()), differences.is_empty()) {
                (true, true) => {
                    lines.push(format!("{}: listed, and no longer differs", vector.name))
                }
                (false, false) => lines.extend(differences),
                (true, false) | (false, true) => {}
            }
        }
        lines.extend(known.into_iter().map(|name| format!("{name}: listed, and is no vector")));
        lines
    }

    /// Vectors that are called genuine though their head allows no such verdict, and are not known to differ.
    #[must_use]
    pub fn wrongly_genuine(&self) -> Vec<&str> {
        let green = ["asli", "asli-saat-itu", "asli-ditambah"];
        let is_green = |report: &Value| green.iter().any(|verdict| report["verdict"] == *verdict);
        let known = self.known_names();
        let wrong = self.each().filter(|(vector, report)| {
            is_green(report)
                && !known.contains(vector.name.as_str())
                && !vector.verdicts.iter().any(|verdict| green.contains(verdict))
        });
        wrong.map(|(vector, _)| vector.name.as_str()).collect()
    }

    /// Ids that have no vector.
    #[must_use]
    pub fn missing_ids(&self) -> Vec<String> {
        let built: BTreeSet<&str> = self.vectors.iter().map(|vector| vector.id).collect();
        let ids = self.ids.iter();
        ids.flat_map(|(prefix, count)| {
            (1..=*count).map(move |number| format!("{prefix}-{number:02}"))
        })
        .filter(|id| !built.contains(id.as_str()))
        .collect()
    }

    /// Vectors whose name does not start with their id or stands twice, or that do not say why they are there.
    #[must_use]
    pub fn badly_named(&self) -> Vec<&str> {
        let mut names = BTreeSet::new();
        let bad = self.vectors.iter().filter(|vector| {
            let is_new = names.insert(&vector.name);
            !is_new
                || !vector.name.starts_with(&vector.id.to_ascii_lowercase())
                || vector.why.is_empty()
        });
        bad.map(|vector| vector.name.as_str()).collect()
    }

    /// Vectors that are other bytes, or are judged with other data, when they are made again.
    #[must_use]
    pub fn unlike(&self, again: &[Vector]) -> Vec<&str> {
        let is_same = |one: &Vector, other: &Vector| {
            (&one.name, &one.bytes, &one.detached, &one.circumstances)
                == (&other.name, &other.bytes, &other.detached, &other.circumstances)
        };
        let pairs = self.vectors.iter().enumerate();
        let unlike =
            pairs.filter(|(at, vector)| again.get(*at).is_none_or(|other| !is_same(vector, other)));
        unlike.map(|(_, vector)| vector.name.as_str()).collect()
    }

    /// Each vector with its report.
    pub fn each(&self) -> impl Iterator<Item = (&Vector, &Value)> {
        self.vectors.iter().zip(&self.reports)
    }

    /// Names of the vectors that are known to differ.
    #[must_use]
    pub fn known_names(&self) -> BTreeSet<&'static str> {
        self.known.iter().flat_map(|(_, names)| names.iter().copied()).collect()
    }
}

/// The tests of one family: `family_tests!("path", path_vectors)`, the folder of its reports and its module.
#[macro_export]
macro_rules! family_tests {
    ($reports:literal, $vectors:ident) => {
        use std::sync::LazyLock;

        use periksa_tests::family::Family;
        use periksa_tests::letters::Letters;
        use periksa_tests::reports::differing;
        use periksa_tests::trust::{DemoAnchors, validation_data};
        use periksa_tests::$vectors::{FAMILIES, KNOWN_DIFFERENCES, vectors};

        /// Made once: many are signed by long keys, and some search long for a way.
        static FAMILY: LazyLock<Family> = LazyLock::new(|| {
            let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
            let at = Letters::read().unwrap().at().unwrap();
            Family::judged(&FAMILIES, KNOWN_DIFFERENCES, vectors(), &data, at).unwrap()
        });

        /// What is known to differ is listed with its reason; what differs without, or no longer differs, fails.
        #[test]
        fn every_vector_gets_what_its_head_says() {
            let surprises = FAMILY.surprises();
            surprises.iter().for_each(|line| eprintln!("{line}"));
            assert_eq!(surprises.len(), 0, "the lines above say which");
        }

        /// Nothing in these files can make a green verdict of a head that allows none.
        #[test]
        fn no_vector_is_called_genuine_against_its_head() {
            assert_eq!(FAMILY.wrongly_genuine(), Vec::<&str>::new());
        }

        #[test]
        fn every_vector_gets_its_committed_report() {
            let reports = FAMILY.each().map(|(vector, report)| (&vector.name, report.clone()));
            assert_eq!(differing($reports, reports).unwrap(), Vec::<String>::new());
        }

        #[test]
        fn every_id_has_a_vector() {
            assert_eq!(FAMILY.missing_ids(), Vec::<String>::new());
        }

        #[test]
        fn every_name_stands_once_and_starts_with_its_id() {
            assert_eq!(FAMILY.badly_named(), Vec::<&str>::new());
        }

        #[test]
        fn vectors_are_the_same_bytes_each_time() {
            assert_eq!(FAMILY.unlike(&vectors()), Vec::<&str>::new());
        }
    };
}
