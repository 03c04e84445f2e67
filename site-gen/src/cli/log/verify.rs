//! `site-gen log verify`

use super::{Ended, Outcome, read_file, say_json, verifier_key};
use crate::cli::{say, tell};
use clap::Args;
use serde_json::json;
use site_gen::log::audit::{self, Answer, Questions, audit};
use std::path::PathBuf;
use verifier::note::VerifierKey;

/// Check a log as it was published
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen log verify dist/log --key periksa.example/log+b7a5e8c0+AdyVeF...
  site-gen log verify log --key ... --since checkpoint.of-last-month
  site-gen log verify log --key ... --entry 5817-0a1b2c3d4e5f6071.crl
  site-gen log verify log --key ... --witness ... --witness ... --quorum 1

DIR is a copy of the published folder log/ (fetched with any tool), or the operator's own. Its tree is computed from the entries, \
and every tile compared with it; then the signature, that an earlier checkpoint was the beginning of this one, that a file is \
in, and who cosigned. Keep the checkpoint of each time: only with it can be seen that nothing was taken out since.

Exit code: 0 all that was asked is good, 1 something is not, 2 something could not be read, or there is no --key, without which \
nobody knows whose log it is.")]
pub(super) struct Verify {
    /// The folder with checkpoint and tile/
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The log's verifier key
    #[arg(long, value_name = "KEY", value_parser = verifier_key)]
    key: Option<VerifierKey>,
    /// The verifier key of a witness; may be repeated
    #[arg(long, value_name = "KEY", value_parser = verifier_key)]
    witness: Vec<VerifierKey>,
    /// How many of the witnesses have to have cosigned; all if not given
    #[arg(long, value_name = "NUMBER", requires = "witness")]
    quorum: Option<usize>,
    /// A checkpoint of this log from earlier
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// A file that should be in the log; may be repeated
    #[arg(long, value_name = "FILE")]
    entry: Vec<PathBuf>,
    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(self) -> Outcome {
        let named = |path: &PathBuf| Ok((path.display().to_string(), read_file(path)?));
        let since = self.since.as_ref().map(named);
        let since = since.transpose().map_err(|error: Box<dyn std::error::Error>| error)?;
        let files: Vec<_> =
            self.entry.iter().map(named).collect::<Result<_, Box<dyn std::error::Error>>>()?;
        let quorum = self.quorum.unwrap_or(self.witness.len());
        if quorum > self.witness.len() {
            return Err(format!("--quorum {quorum} of {} witnesses", self.witness.len()).into());
        }
        let questions = Questions {
            key: self.key.as_ref(),
            witnesses: &self.witness,
            quorum,
            since: since.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
            files: &files,
        };
        let answers = audit(&self.dir, &questions)?;
        let wrong = answers.iter().any(|answer| answer.outcome == audit::Outcome::Wrong);
        let verdict = match (wrong, self.key.is_some()) {
            (true, _) => "wrong",
            (false, true) => "good",
            (false, false) => "incomplete",
        };
        if self.json {
            let answers: Vec<_> = answers
                .iter()
                .map(|one| json!({ "about": one.about, "outcome": word(one.outcome), "found": one.found }))
                .collect();
            say_json(&json!({ "verdict": verdict, "answers": answers }));
        } else {
            answers.iter().for_each(|answer| say(&line(answer)));
            say(verdict);
        }
        match verdict {
            "good" => Ok(Ended::Good),
            "wrong" => Ok(Ended::Wrong),
            _ => {
                tell("no --key: the files fit each other, and whose they are is not known");
                Err("the signature was not checked".into())
            }
        }
    }
}

const fn word(outcome: audit::Outcome) -> &'static str {
    match outcome {
        audit::Outcome::Good => "good",
        audit::Outcome::Wrong => "wrong",
        audit::Outcome::NotChecked => "not-checked",
    }
}

fn line(answer: &Answer) -> String {
    format!("{:<11}  {:<12}  {}", word(answer.outcome), answer.about, answer.found)
}
