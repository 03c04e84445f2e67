//! The verifier on the command line: the same report as in the browser, and its words for a terminal.
//!
//! The words come from the same table as the page's and are compiled in, so that the command needs no project around it.
//! Strings from a file are data: control and direction characters are made visible, long ones cut.

pub mod bundle;
pub mod copy;
mod revocation;
mod signed_file;
mod validation_data;
pub mod xml;

use crate::config::Config;
use crate::policy::Policy;
use crate::trust::TrustBundle;
use crate::words::changes::groups;
use crate::words::{Language, Words, WordsError};
use verifier::pdf::Coverage;
use verifier::report::{
    LaterChanges, ModificationLevel, Outcome, Permitted, SignatureKind, SignatureReport, TimeSource,
};
use verifier::trust::{TrustedRoot, TrustedRootError};
use verifier::{Reason, Report, ValidationData, Verdict};

/// Strings longer than this are cut for the terminal; the JSON has them whole.
const LONGEST: usize = 200;
/// The same for a reason, whose words come around several of them.
const LONGEST_REASON: usize = 800;

/// Why the words compiled in could not be read; a build with broken words does not pass its tests.
#[derive(Debug, thiserror::Error)]
pub enum BuiltInError {
    /// The configuration compiled in.
    #[error(transparent)]
    Config(#[from] crate::fields::FieldError),
    /// The table compiled in.
    #[error(transparent)]
    Words(#[from] WordsError),
}

/// The words compiled in, all languages.
pub fn built_in_words() -> Result<Words, BuiltInError> {
    let config = Config::parse("config.toml", include_str!("../../config.toml"))?;
    let policy = Policy::parse(&config, include_str!("../../content/policy.toml"))?;
    Ok(Words::parse(&config, include_str!("../../content/verdicts.toml"), &policy)?)
}

/// Trust data as the verifier takes it.
pub fn validation_data(bundle: TrustBundle) -> Result<ValidationData, TrustedRootError> {
    let trusted_root = TrustedRoot::from_json(&bundle.trusted_root)?;
    Ok(ValidationData::new(trusted_root, bundle.crls.into_iter().map(|crl| crl.der).collect()))
}

/// A report for reading: who and when first, then the verdict, what it means, and why it is not better.
#[must_use]
pub fn text(name: &str, report: &Report, words: &Language) -> String {
    let mut lines = vec![visible(name)];
    lines.extend(signed_file::lines(report, words));
    let count = report.signatures.len();
    for (index, signature) in report.signatures.iter().enumerate() {
        let number = serde_json::json!({ "number": index.saturating_add(1), "count": count });
        lines.push(format!("  {}", words.fill(label(words, title(signature.kind)), &number)));
        lines.extend(signature_lines(signature, report.document.size, words));
        let signed =
            signature.signed_revision.filter(|signed| signed.length < report.document.size);
        if let Some(signed) = signed {
            let length = serde_json::json!({ "length": signed.length });
            let hint = words.fill(label(words, "signed-version-hint"), &length);
            lines.push(format!("    {hint} (--signed-revision {})", index.saturating_add(1)));
        }
    }
    lines.extend(validation_data::lines(report, words));
    lines.push(String::new());
    lines.extend(verdict_lines(report, words));
    lines.extend(reason_lines(&report.reasons, label(words, "reasons"), words));
    lines.extend(reason_lines(&report.notes, label(words, "notes"), words));
    if report.document.intact_copy.is_some() {
        lines.push(format!("  {} (--intact-copy)", label(words, "intact-copy-hint")));
    }
    lines.push(format!("  {}: {}", label(words, "document-sha256"), report.document.sha256));
    lines.push(format!("  {}: {}", label(words, "moment-judged"), report.validation_time));
    lines.push(format!("  {}: {}", label(words, "policy"), policy(report, words)));
    lines.join("\n") + "\n"
}

/// Name and version of the policy that the report applied.
fn policy(report: &Report, words: &Language) -> String {
    let name = words.labels.get(&format!("policy-{}", report.policy.id));
    let name = name.map_or(report.policy.id, String::as_str);
    let version = serde_json::json!({ "version": report.policy.version });
    format!("{name}, {}", words.fill(label(words, "version"), &version))
}

/// A time-stamp over the document is nobody's signature; both are counted as `--signed-revision` counts them.
const fn title(kind: SignatureKind) -> &'static str {
    match kind {
        SignatureKind::Signature => "signature-of",
        SignatureKind::DocumentTimeStamp => "document-time-stamp",
    }
}

/// What a past moment means for a verdict, for reading below its text.
#[must_use]
pub fn moment_line(report: &Report, words: &Language) -> String {
    let moment = serde_json::json!({ "moment": report.validation_time });
    format!("  {}\n", words.fill(label(words, "at-moment"), &moment))
}

fn signature_lines(signature: &SignatureReport, size: usize, words: &Language) -> Vec<String> {
    let signer = signature.signer.as_ref();
    let named = |value: Option<&String>, otherwise| {
        value.map_or_else(|| label(words, otherwise).to_owned(), |text| visible(text))
    };
    let proven = match (signature.time_source, &signature.best_signature_time) {
        (Some(TimeSource::TimeStamp), Some(time)) => time,
        _ => label(words, "no-proven-time"),
    };
    let common_name = signer.and_then(|signer| signer.common_name.as_ref());
    let organization = signer.and_then(|signer| signer.organization.as_ref());
    let by = match signature.kind {
        SignatureKind::Signature => "signed-by",
        SignatureKind::DocumentTimeStamp => "tsa",
    };
    let mut lines = vec![
        row(words, by, &named(common_name, "unknown-signer")),
        row(words, "organization", &named(organization, "no-organization")),
        row(words, "proven-time", proven),
    ];
    if let Some(claimed) = &signature.claimed_time {
        lines.push(row(words, "claimed-time", claimed));
    }
    lines.push(format!("    {}", headline(words, signature.verdict)));
    lines.push(row(words, "coverage", &coverage(signature, size, words)));
    // What is no PDF has no revisions: nothing can be added to it that its signature does not see.
    if signature.field.is_some() {
        lines.extend(later_lines(&signature.later_changes, words));
    }
    lines.push(format!("    {}:", label(words, "checks")));
    for check in &signature.checks {
        let name = words.checks.get(check.name).map_or(check.name, String::as_str);
        let outcome = match check.outcome {
            Outcome::Passed => "outcome-passed",
            Outcome::Failed => "outcome-failed",
            Outcome::Indeterminate => "outcome-indeterminate",
            Outcome::Disabled => "outcome-disabled",
            Outcome::NotChecked => "outcome-not-checked",
        };
        lines.push(format!("      {name}: {}", label(words, outcome)));
    }
    lines.extend(revocation::of_signature(signature, words));
    lines.extend(policy_lines(signature, words));
    lines
}

/// What the published policy accepts here that EN 319 102-1 with nothing relaxed does not, rule by rule.
fn policy_lines(signature: &SignatureReport, words: &Language) -> Vec<String> {
    if signature.policy_rules.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("    {}:", label(words, "relaxed"))];
    for rule in &signature.policy_rules {
        let said = words.labels.get(&format!("rule-{}", rule.key()));
        let said = said.map_or(rule.key(), String::as_str);
        lines.push(format!("      - {said} ({})", rule.key()));
    }
    let strict = serde_json::json!({ "strict": signature.indication_strict.full() });
    lines.push(format!("      {}", words.fill(label(words, "strictly"), &strict)));
    lines
}

/// How much of the file, with the revision and the bytes that show it.
fn coverage(signature: &SignatureReport, size: usize, words: &Language) -> String {
    let key = match signature.coverage {
        Coverage::WholeFile => "coverage-whole-file",
        Coverage::WholeRevision => "coverage-whole-revision",
        Coverage::Partial => "coverage-partial",
        Coverage::Unclear => "coverage-unclear",
    };
    let covered = label(words, key).to_owned();
    let Some(signed) = signature.signed_revision else { return covered };
    let evidence = serde_json::json!({
        "revision": signed.revision, "of": signed.of, "length": signed.length, "size": size,
    });
    format!("{covered} ({})", words.fill(label(words, "covers"), &evidence))
}

/// What came after a signature, revision by revision.
fn later_lines(later: &LaterChanges, words: &Language) -> Vec<String> {
    let mut lines = vec![format!("    {}:", label(words, "changes"))];
    if later.level == Some(ModificationLevel::None) && later.changes.is_empty() {
        lines.push(format!("      {}", label(words, "changes-none")));
    }
    if later.permitted == Permitted::Undetermined {
        lines.push(format!("      {}", label(words, "changes-not-compared")));
    }
    for group in groups(later) {
        let revision = serde_json::json!({ "revision": group.revision });
        let version = words.fill(label(words, "change-version"), &revision);
        let permitted = if group.permitted { "permitted-true" } else { "permitted-false" };
        let said = visible(&words.changes_in_words(&group));
        lines.push(format!("      {version}: {said} – {}", label(words, permitted)));
    }
    if later.more > 0 {
        let more = serde_json::json!({ "count": later.more });
        lines.push(format!("      {}", words.fill(label(words, "changes-more"), &more)));
    }
    lines
}

fn verdict_lines(report: &Report, words: &Language) -> Vec<String> {
    let mut lines = vec![format!("  {}", headline(words, report.verdict))];
    if let Some(would_be) = report.would_be {
        lines.push(format!("  {} {}", label(words, "would-be"), headline(words, would_be)));
    }
    if let Some(verdict) = words.verdicts.get(report.verdict.key()) {
        lines.push(format!("  {}: {}", label(words, "meaning"), verdict.meaning));
        lines.push(format!("  {}: {}", label(words, "action"), verdict.action));
    }
    lines
}

fn reason_lines(reasons: &[Reason], title: &str, words: &Language) -> Vec<String> {
    if reasons.is_empty() {
        return Vec::new();
    }
    let line = |reason: &Reason| {
        let reason = serde_json::to_value(reason).unwrap_or_default();
        match words.reason(&reason) {
            Some(words) => {
                let said = format!("{} {}", words.text, words.remedy);
                format!("    - {}", cut(&said, LONGEST_REASON))
            }
            // A key without words is still a reason.
            None => format!("    - {}", visible(&reason.to_string())),
        }
    };
    let lines = reasons.iter().map(|reason| line(reason).trim_end().to_owned());
    [format!("  {title}:")].into_iter().chain(lines).collect()
}

fn row(words: &Language, key: &str, value: &str) -> String {
    format!("    {}: {value}", label(words, key))
}

fn label<'w>(words: &'w Language, key: &'w str) -> &'w str {
    words.labels.get(key).map_or(key, String::as_str)
}

fn headline(words: &Language, verdict: Verdict) -> &str {
    words.verdicts.get(verdict.key()).map_or(verdict.key(), |words| words.headline.as_str())
}

/// Control, direction and zero-width characters as `\u{..}`: a terminal obeys them (threat WEB-17).
pub(crate) fn visible(text: &str) -> String {
    cut(text, LONGEST)
}

fn cut(text: &str, longest: usize) -> String {
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown = String::new();
    for character in text.chars().take(longest) {
        if is_hidden(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    if text.chars().nth(longest).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_given_nothing_to_obey() {
        assert_eq!(visible("A\u{1b}[31mB\u{202e}C"), "A\\u{1b}[31mB\\u{202e}C");
        assert_eq!(visible(&"x".repeat(201)), "x".repeat(200) + "…");
    }
}
