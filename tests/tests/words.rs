//! The table of words and the verifier say the same: every reason has its words, and every verdict its indications.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::letters::Letters;
use periksa_tests::made::vectors;
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::workspace;
use site_gen::indications::CONDITIONS;
use site_gen::verify::built_in_words;
use site_gen::words::keys::{BECAUSE, REASONS};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use verifier::report::{Effect, Permitted};
use verifier::{
    Additions, Completeness, Indication, Report, SinceThen, Verdict, VerdictRow, verdict_table,
    verify,
};

fn reports() -> Vec<Report> {
    let letters = Letters::read().unwrap();
    let at = letters.at().unwrap();
    let mut reports = Vec::new();
    for anchors in [DemoAnchors::TakenAsReal, DemoAnchors::AsPublished] {
        let data = validation_data(anchors).unwrap();
        for letter in &letters.letters {
            reports.push(verify(&letter.bytes().unwrap(), &data, at));
        }
        reports.extend(vectors().unwrap().iter().map(|made| verify(&made.bytes, &data, at)));
    }
    reports
}

#[test]
fn every_reason_note_and_check_has_words_in_both_languages() {
    let words = built_in_words().unwrap();
    for report in reports() {
        for lang in ["id", "en"] {
            let words = words.code(lang).unwrap();
            for reason in report.reasons.iter().chain(&report.notes) {
                let reason = serde_json::to_value(reason).unwrap();
                let filled = words.reason(&reason).map(|words| words.text).unwrap_or_default();
                assert!(!filled.is_empty() && !filled.contains('{'), "{lang} {reason}: {filled}");
            }
            for change in report.signatures.iter().flat_map(|one| &one.later_changes.changes) {
                assert!(words.changes.contains_key(change.key), "{lang} {}", change.key);
            }
            for check in report.signatures.iter().flat_map(|signature| &signature.checks) {
                assert!(words.checks.contains_key(check.name), "{lang} {}", check.name);
            }
        }
    }
}

/// What the reports above happen to hold is not everything: the table is held against the verifier's own list.
#[test]
fn the_reasons_that_need_words_are_those_of_the_verifier() {
    let source = std::fs::read_to_string(workspace().join("verifier/src/reason.rs")).unwrap();
    let lines_of = |item: &str| {
        let body = source.split_once(&format!("{item} {{\n")).unwrap().1;
        let body = body.split_once("\n}\n").unwrap().0;
        let lines = body.lines().map(str::trim).filter(|line| !line.starts_with(['/', '#']));
        lines.map(|line| line.trim_end_matches([',', '{', '}', ' '])).collect::<Vec<_>>()
    };
    // What is known of a revocation stands beside the other arguments.
    let revocation = lines_of("pub struct Revocation").into_iter().filter_map(|line| {
        line.strip_prefix("pub ")?.split_once(": ").map(|(field, _)| field.to_owned())
    });
    let revocation: Vec<String> = revocation.collect();
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for name in lines_of("pub enum Reason") {
        if name == "revocation: Box<Revocation>" {
            reasons.last_mut().unwrap().1.extend(revocation.iter().cloned());
        } else if let Some((field, _)) = name.split_once(": ") {
            reasons.last_mut().unwrap().1.push(field.to_owned());
        } else if let Some(name) = name.strip_suffix("(Box<Revocation>)") {
            reasons.push((kebab(name), revocation.clone()));
        } else if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            reasons.push((kebab(name), Vec::new()));
        }
    }
    // The page's own, for a file that no engine judged.
    reasons.push(("engine-stopped".to_owned(), Vec::new()));
    let named = REASONS.iter().map(|(key, arguments)| {
        ((*key).to_owned(), arguments.iter().map(ToString::to_string).collect::<Vec<_>>())
    });
    let [mut listed, mut known]: [Vec<_>; 2] = [named.collect(), reasons];
    listed.sort();
    known.sort();
    assert_eq!(listed, known);
}

/// Every word that the verifier's sources give as the cause of not knowing, and no other.
#[test]
fn the_causes_that_need_words_are_those_of_the_verifier() {
    let source = workspace().join("verifier/src");
    let mut files = vec![source.join("revocation.rs"), source.join("pkix/distribution_point.rs")];
    for name in ["lists", "crl", "responder", "statement", "indexes"] {
        files.push(source.join("revocation").join(name).with_extension("rs"));
    }
    let mut found = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (code, _tests) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        for opening in [
            "Unusable(\"",
            "objection = Some(\"",
            "Err(\"",
            "map_err(|_| \"",
            "why = \"",
            " => \"",
            ": &str = \"",
        ] {
            let after = code.split(opening).skip(1);
            found.extend(after.map(|rest| rest.split_once('"').unwrap().0.to_owned()));
        }
    }
    assert_eq!(found, BECAUSE.iter().map(ToString::to_string).collect());
}

/// The page about revocation has the policy's table, row by row, in the words of the table of words.
#[test]
fn the_page_about_revocation_says_what_the_policy_says() {
    let words = built_in_words().unwrap();
    for (lang, file, [stands, ends, open]) in [
        ("id", "", ["tidak terpengaruh", "tidak dapat diandalkan", "belum pasti"]),
        ("en", ".en", ["not affected", "not to be relied on", "not settled"]),
    ] {
        let file = workspace().join(format!("content/bila-sertifikat-dicabut{file}.md"));
        let page = std::fs::read_to_string(file).unwrap();
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        let effect = |effect| match effect {
            Effect::Stands => stands,
            Effect::Ends => ends,
            Effect::Open => open,
        };
        let expected = verifier::revocation_effects().into_iter().map(|row| {
            let reason = &words.code(lang).unwrap().labels[&format!("reason-{}", row.reason)];
            let [older, otherwise] = [row.proven_older, row.otherwise].map(effect);
            format!("| {reason} (`{}`) | {older} | {otherwise} |", row.reason)
        });
        assert_eq!(rows, expected.collect::<Vec<_>>());
        for meaning in [stands, ends, open] {
            let meaning = format!("- **{}{}**:", meaning[..1].to_uppercase(), &meaning[1..]);
            assert!(page.contains(&meaning), "{lang}: {meaning}");
        }
    }
}

fn kebab(name: &str) -> String {
    let mut key = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !key.is_empty() {
            key.push('-');
        }
        key.push(character.to_ascii_lowercase());
    }
    key
}

fn verdict_rows() -> Vec<toml::Value> {
    let text = std::fs::read_to_string(workspace().join("content/verdicts.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    table["verdict"].as_array().unwrap().clone()
}

fn listed(verdict: Verdict, list: &str) -> Vec<String> {
    let rows = verdict_rows();
    let row = rows.iter().find(|row| row["key"].as_str() == Some(verdict.key())).unwrap();
    row[list].as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// DESIGN 3.2: one table says what a verdict comes from, and it says what the verifier does, no less and no more.
#[test]
fn every_verdict_is_listed_with_all_that_leads_to_it() {
    let table = verdict_table();
    let verdict_of = |row: VerdictRow| {
        let same = |other: &&VerdictRow| VerdictRow { verdict: other.verdict, ..row } == **other;
        table.iter().find(same).unwrap().verdict
    };
    assert_eq!(verdict_rows().len(), Verdict::ALL.len());
    for verdict in Verdict::ALL {
        let rows = || table.iter().copied().filter(move |row| row.verdict == verdict);
        let permitted = rows().filter(|row| row.additions != Additions::NotPermitted);
        let leading: BTreeSet<String> = permitted.map(|row| row.indication.full()).collect();
        let indications = listed(verdict, "indications");
        assert_eq!(indications.iter().cloned().collect::<BTreeSet<_>>(), leading, "{verdict:?}");
        assert_eq!(indications.len(), leading.len(), "{verdict:?}: none twice");

        // What decides besides: without it the verdict would be another.
        let decides = |condition: &str| {
            rows().any(|row| {
                let without = match condition {
                    "ended" => VerdictRow { since_then: SinceThen::StillValid, ..row },
                    "something-not-checked" => {
                        VerdictRow { completeness: Completeness::Complete, ..row }
                    }
                    "additions" if row.additions == Additions::Visible => {
                        VerdictRow { additions: Additions::None, ..row }
                    }
                    "changes-not-permitted" if row.additions == Additions::NotPermitted => {
                        VerdictRow { additions: Additions::None, ..row }
                    }
                    _ => row,
                };
                verdict_of(without) != verdict
            })
        };
        let expected: Vec<&str> = match verdict {
            // These do not come from an indication: a signature under a test anchor, and no signature at all.
            Verdict::Uji => vec!["test-anchor"],
            Verdict::Tanpa => vec!["no-signature"],
            Verdict::DataSertifikat => vec!["certificate-data"],
            Verdict::Asli
            | Verdict::AsliSaatItu
            | Verdict::AsliDitambah
            | Verdict::BelumPasti
            | Verdict::TidakDikenal
            | Verdict::Dicabut
            | Verdict::Rusak
            | Verdict::Berubah => {
                CONDITIONS.iter().copied().filter(|condition| decides(condition)).collect()
            }
        };
        assert_eq!(listed(verdict, "conditions"), expected, "{verdict:?}");
    }
}

/// The same by what the vectors give.
#[test]
fn no_report_has_a_verdict_that_its_indication_does_not_lead_to() {
    let mut seen = 0;
    for signature in reports().iter().flat_map(|report| &report.signatures) {
        let verdict = signature.would_be.unwrap_or(signature.verdict);
        let full = signature.indication.full();
        let is_listed = listed(verdict, "indications").contains(&full);
        let is_changed =
            verdict == Verdict::Berubah && signature.later_changes.permitted == Permitted::No;
        assert!(is_listed || is_changed, "{verdict:?}: {full}");
        seen += 1;
    }
    assert!(seen > 80, "{seen}");
}

/// What the page of all verdicts says is never given is given nowhere, and the rest somewhere.
#[test]
fn the_indications_said_to_be_given_are_those_in_the_verifiers_sources() {
    let mut named = BTreeSet::from(["TotalPassed".to_owned()]);
    for (path, text) in sources(&workspace().join("verifier/src")) {
        let is_mapping = ["indication.rs", "verdict.rs"].iter().any(|name| path.ends_with(name))
            || path.components().any(|part| part.as_os_str() == "verdict");
        let (code, _tests) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        for opening in ["Indeterminate::", "Failed::"] {
            for rest in code.split(opening).skip(1).filter(|_| !is_mapping) {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
                named.insert(rest[..end].to_owned());
            }
        }
    }
    let text = std::fs::read_to_string(workspace().join("content/indications.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let rows = table["indication"].as_array().unwrap();
    let given = |full: &str| {
        let row = rows.iter().find(|row| row["key"].as_str() == Some(full)).unwrap();
        row["given"].as_str().unwrap().to_owned()
    };
    for indication in Indication::all() {
        let name = match indication {
            Indication::TotalPassed => "TotalPassed".to_owned(),
            Indication::TotalFailed(failed) => format!("{failed:?}"),
            Indication::Indeterminate(indeterminate) => format!("{indeterminate:?}"),
        };
        let full = indication.full();
        assert_eq!(named.contains(&name), given(&full) != "never", "{full}");
    }
    for signature in reports().iter().flat_map(|report| &report.signatures) {
        assert_eq!(given(&signature.indication.full()), "yes");
        assert_ne!(given(&signature.indication_strict.full()), "never");
    }
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// Where a rule of the policy made the difference, the published rule says what the standard would say.
#[test]
fn what_the_standard_says_of_a_report_is_what_the_rule_announces() {
    let text = std::fs::read_to_string(workspace().join("content/policy.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let rules = table["rule"].as_array().unwrap();
    let announced = |key: &str| {
        let rule = rules.iter().find(|rule| rule["key"].as_str() == Some(key)).unwrap();
        let strict = rule["strict"].as_array().unwrap().iter();
        strict.map(|strict| strict.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut met = BTreeSet::new();
    for signature in reports().iter().flat_map(|report| &report.signatures) {
        let strict = signature.indication_strict.full();
        let rules = &signature.policy_rules;
        if rules.is_empty() {
            assert_eq!(strict, signature.indication.full());
            continue;
        }
        let is_announced = rules.iter().any(|rule| announced(rule.key()).contains(&strict));
        assert!(is_announced, "{strict}: {rules:?}");
        met.extend(rules.iter().map(|rule| rule.key()));
    }
    assert!(met.len() > 2, "{met:?}");
}
