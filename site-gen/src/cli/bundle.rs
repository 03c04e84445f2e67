//! `site-gen verify --save-bundle` and `--bundle`: packs what a report rests on, and makes such a report again.

use super::inputs::{Inputs, load};
use super::{say, tell};
use site_gen::config::Lang;
use site_gen::digest::sha256;
use site_gen::verify::bundle::{self, Bundle, BundleError, Contents, TooLarge};
use site_gen::verify::text;
use site_gen::words::{Language, Words};
use std::io::Read;
use std::path::{Path, PathBuf};
use verifier::policy::Budget;
use verifier::time::UnixTime;
use verifier::{Plan, Reason, Report};

/// A bundle to write, and the report in it.
#[derive(Debug)]
pub(super) struct Made {
    /// The bundle.
    pub(super) zip: Vec<u8>,
    /// Its report.
    pub(super) report: Report,
}

impl Inputs {
    /// Verifies one document and packs it.
    pub(super) fn bundle(
        &self,
        document: &[u8],
        signature: Option<&[u8]>,
        password: Option<&str>,
        at: UnixTime,
        words: &Language,
    ) -> Result<Made, TooLarge> {
        let plan = match signature {
            Some(signature) => Plan::detached(document, signature, Budget::DEFAULT),
            None => Plan::with_password(document, password, Budget::DEFAULT),
        };
        let mut digests = plan.digests();
        digests.advance(document, usize::MAX);
        let report = plan.conclude(&digests, &self.data, at);
        let evidence = plan.evidence(&self.data, &report);
        let zip = bundle::pack(&Contents {
            document,
            signature,
            report: &report,
            trusted_root: &self.trusted_root,
            data: &self.data,
            added: &self.added,
            evidence: &evidence,
            readme: label(words, "bundle-readme"),
        })?;
        Ok(Made { zip, report })
    }
}

/// Why no report was made again.
#[derive(Debug, thiserror::Error)]
pub(super) enum AgainError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Bundle { path: PathBuf, source: BundleError },
}

/// What came of a bundle that was verified again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// The report is the same, under the operator's own trust data.
    Identical,
    /// It is the same, and follows from trust data that whoever made the bundle chose.
    IdenticalUnderOtherTrust,
    /// It is another.
    Different,
}

/// One bundle to verify again.
#[derive(Debug)]
pub(super) struct Again<'a> {
    /// The bundle.
    pub(super) path: &'a Path,
    /// The operator's trust data, to compare with.
    pub(super) trust: &'a Path,
    /// Whether the new report is printed in place of words.
    pub(super) json: bool,
    /// The words.
    pub(super) words: &'a Language,
    /// Those of all languages: a bundle speaks the one of whoever made it.
    pub(super) all_words: &'a Words,
}

impl Again<'_> {
    /// Says what came of it.
    pub(super) fn verify(&self, password: Option<&str>) -> Result<Compared, AgainError> {
        let zip = self.read()?;
        let bundle = Bundle::read(&zip)
            .map_err(|source| AgainError::Bundle { path: self.path.to_owned(), source })?;
        let bundle::Again { report, mut strangers } = bundle.verify(password);
        let is_own_readme = |(_, words): (&Lang, &Language)| {
            label(words, "bundle-readme").as_bytes() == bundle.readme()
        };
        if !self.all_words.languages().any(is_own_readme) {
            strangers.push("BACA-SAYA.txt".to_owned());
        }
        let difference = bundle.difference(&report);
        let (trust, is_own) = self.trust_line(&bundle);
        // With JSON on the one channel, the comparison is for people on the other.
        let line: fn(&str) = if self.json { tell } else { say };
        if self.json {
            say(&report.to_json());
        } else {
            // A verdict by anchors of somebody's choice is never read before that is.
            if !is_own {
                say(&trust);
            }
            say(&text(&self.path.display().to_string(), &report, self.words));
        }
        let recorded = &bundle.manifest().engine.version;
        if recorded != report.engine.version {
            let versions =
                serde_json::json!({ "recorded": recorded, "made": report.engine.version });
            line(&self.words.fill(label(self.words, "bundle-engine-differs"), &versions));
        }
        match &difference {
            None => line(label(self.words, "bundle-identical")),
            Some(difference) => {
                let place = serde_json::json!({
                    "place": difference.path, "recorded": difference.expected, "made": difference.found,
                });
                let key = if difference.path.is_empty() {
                    "bundle-written-differently"
                } else {
                    "bundle-differs"
                };
                line(&self.words.fill(label(self.words, key), &place));
                if report.reasons.contains(&Reason::PasswordNeeded) {
                    line(label(self.words, "bundle-password"));
                }
            }
        }
        let has_strangers = difference.is_none() && !strangers.is_empty();
        if has_strangers {
            let files = serde_json::json!({ "files": strangers.join(", ") });
            line(&self.words.fill(label(self.words, "bundle-strangers"), &files));
        }
        line(&trust);
        Ok(match (difference, is_own) {
            (Some(_), _) => Compared::Different,
            (None, _) if has_strangers => Compared::Different,
            (None, true) => Compared::Identical,
            (None, false) => Compared::IdenticalUnderOtherTrust,
        })
    }

    /// No more than a bundle may have is ever read.
    fn read(&self) -> Result<Vec<u8>, AgainError> {
        let wrong = |source| AgainError::Read { path: self.path.to_owned(), source };
        let file = std::fs::File::open(self.path).map_err(wrong)?;
        let most = u64::try_from(bundle::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        let mut zip = Vec::new();
        file.take(most).read_to_end(&mut zip).map_err(wrong)?;
        Ok(zip)
    }

    /// Whoever made the bundle chose its trust data, so it is always said whose it is.
    fn trust_line(&self, bundle: &Bundle) -> (String, bool) {
        let folder = self.trust.display().to_string();
        let key = match load(self.trust) {
            Ok(own) if sha256(&own.trusted_root) == bundle.trusted_root_sha256() => {
                "bundle-trust-same"
            }
            Ok(_) => "bundle-trust-differs",
            Err(_) => "bundle-trust-not-checked",
        };
        let folder = serde_json::json!({ "folder": folder });
        (self.words.fill(label(self.words, key), &folder), key == "bundle-trust-same")
    }
}

fn label<'w>(words: &'w Language, key: &'w str) -> &'w str {
    words.labels.get(key).map_or(key, String::as_str)
}
