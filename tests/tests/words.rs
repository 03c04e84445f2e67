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
use site_gen::verify::built_in_words;
use site_gen::words::keys::{BECAUSE, REASONS};
use std::collections::BTreeSet;
use verifier::report::Effect;
use verifier::{Report, verify};

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
    for name in ["lists", "crl", "responder", "statement"] {
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

/// DESIGN 3.2: one table says which indications a verdict stands for.
#[test]
fn a_verdict_is_listed_with_the_indications_it_comes_from() {
    let text = std::fs::read_to_string(workspace().join("content/verdicts.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let rows = table["verdict"].as_array().unwrap();
    let mut seen = 0;
    for signature in reports().iter().flat_map(|report| &report.signatures) {
        let main = signature.indication.main();
        let full = signature.sub_indication.map_or(main.to_owned(), |sub| format!("{main}/{sub}"));
        let row =
            rows.iter().find(|row| row["key"].as_str() == Some(signature.verdict.key())).unwrap();
        let listed = row["indications"].as_array().unwrap();
        let is_listed =
            listed.iter().any(|listed| [main, &full].contains(&listed.as_str().unwrap()));
        assert!(is_listed, "{}: {full}", signature.verdict.key());
        seen += 1;
    }
    assert!(seen > 80, "{seen}");
}
