//! Compares the verifier's answers with those of other implementations: `compare-paths CASES [--list-idle]`.
//!
//! The file is written by `tests/differential/generate.py` and `tests/certval`. An answer against ours without an explanation
//! is a failure. With `--list-idle`, explanations that no case needed are listed: a long run of another seed may need them.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use periksa_tests::differential::{Answer, Case, Explanations, Verdict};
use periksa_tests::workspace;

/// As many findings as one person reads.
const SHOWN: usize = 40;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let file = words.next().ok_or("which file of cases?")?;
    let list_idle = words.any(|word| word == "--list-idle");
    let table = fs::read_to_string(workspace().join("tests/differential/explanations.toml"))?;
    let explanations: Explanations = toml::from_str(&table)?;

    let mut tally = Tally::default();
    for line in fs::read_to_string(file)?.lines() {
        let case = Case::read(line)?;
        let ours = case.ask_verifier()?;
        tally.count(&case, &ours, &explanations);
    }
    tally.print();

    let needed = |name: &String| tally.explained.keys().any(|(_, used)| used == name);
    let idle: Vec<&String> =
        explanations.all.iter().map(|one| &one.name).filter(|name| !needed(name)).collect();
    if list_idle && !idle.is_empty() {
        println!("\nexplanations that no case needed: {idle:?}");
    }
    let good = tally.findings.is_empty() && tally.cases > 0;
    println!("\n{}", if good { "every difference is explained" } else { "FAILED" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was counted.
#[derive(Default)]
struct Tally {
    cases: usize,
    accepted: usize,
    /// By oracle, our answer and theirs.
    pairs: BTreeMap<(String, Verdict, Verdict), usize>,
    /// By oracle and explanation.
    explained: BTreeMap<(String, String), usize>,
    findings: Vec<String>,
}

impl Tally {
    fn count(&mut self, case: &Case, ours: &Answer, explanations: &Explanations) {
        self.cases = self.cases.saturating_add(1);
        if ours.verdict == Verdict::Accept {
            self.accepted = self.accepted.saturating_add(1);
        }
        let mut unexplained = Vec::new();
        for (oracle, answer) in &case.answers {
            add(&mut self.pairs, (oracle.clone(), ours.verdict, answer.verdict));
            if answer.verdict == ours.verdict || answer.verdict == Verdict::Unable {
                continue;
            }
            match explanations.of(case, oracle, answer) {
                Some(explanation) => {
                    add(&mut self.explained, (oracle.clone(), explanation.name.clone()));
                }
                None => unexplained.push(oracle.as_str()),
            }
        }
        if !unexplained.is_empty() {
            let theirs: Vec<String> =
                case.answers.iter().map(|(oracle, answer)| line(oracle, answer)).collect();
            self.findings.push(format!(
                "case {} {:?}\n  not explained: {unexplained:?}\n  {}\n  {}",
                case.number,
                case.labels,
                line("verifier", ours),
                theirs.join("\n  ")
            ));
        }
    }

    fn print(&self) {
        println!("{} cases, {} accepted by the verifier\n", self.cases, self.accepted);
        println!("{:<10} {:<8} {:<8} {:>6}", "oracle", "verifier", "oracle", "cases");
        for ((oracle, ours, theirs), count) in &self.pairs {
            println!("{oracle:<10} {:<8} {:<8} {count:>6}", word(*ours), word(*theirs));
        }
        println!("\n{:<10} {:<50} {:>6}", "oracle", "explanation", "cases");
        for ((oracle, explanation), count) in &self.explained {
            println!("{oracle:<10} {explanation:<50} {count:>6}");
        }
        if !self.findings.is_empty() {
            println!("\n{} cases with a difference that nothing explains", self.findings.len());
        }
        for finding in self.findings.iter().take(SHOWN) {
            println!("{finding}");
        }
    }
}

fn add<Key: Ord>(counts: &mut BTreeMap<Key, usize>, key: Key) {
    let count = counts.entry(key).or_default();
    *count = count.saturating_add(1);
}

fn line(who: &str, answer: &Answer) -> String {
    format!("{who}: {} {}", word(answer.verdict), answer.reason)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accept",
        Verdict::Refuse => "refuse",
        Verdict::Unable => "unable",
    }
}
