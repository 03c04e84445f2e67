//! What is known of the revocation of certificates, and the certification paths that do not hold, for a terminal.

use super::validation_data::label_of;
use super::{label, visible};
use crate::words::Language;
use serde_json::{Value, json};
use verifier::report::{AttemptReport, RevocationReport, SignatureReport};

/// Every certificate of a signature's path with its status, then the other ways to an anchor that were tried.
pub(super) fn of_signature(signature: &SignatureReport, words: &Language) -> Vec<String> {
    let mut lines = vec![format!("    {}:", label(words, "revocation"))];
    if signature.revocation.is_empty() {
        lines.push(format!("      {}", label(words, "no-revocation")));
    }
    let time_stamp = signature.time_stamp.iter().flat_map(|time_stamp| &time_stamp.path);
    let certificates: Vec<_> = signature.path.certificates.iter().chain(time_stamp).collect();
    for revocation in &signature.revocation {
        let known = certificates.iter().find(|known| known.sha256 == revocation.certificate);
        let subject = known.map_or(&revocation.certificate, |known| &known.subject);
        lines.push(format!("      {}: {}", visible(subject), status(revocation, words)));
        lines.extend(evidence(revocation, words).map(|line| format!("        {line}")));
        lines.extend(meaning(revocation, words).map(|line| format!("        {line}")));
    }
    lines.extend(attempts(&signature.path.attempts, words));
    lines
}

/// The status in a word, with its cause where it is not known.
pub(super) fn status(revocation: &RevocationReport, words: &Language) -> String {
    let status = label_of(words, "status", revocation.status);
    match revocation.because {
        Some(because) => format!("{status} ({})", label_of(words, "because", because)),
        None => status.to_owned(),
    }
}

/// What the status rests on, a line a fact.
pub(super) fn evidence(
    revocation: &RevocationReport,
    words: &Language,
) -> impl Iterator<Item = String> {
    let values = json!(revocation);
    let filled = |key, is_there: bool| is_there.then(|| words.fill(label(words, key), &values));
    let origin = revocation.method.map(|method| {
        let source = revocation.source.map(|source| label_of(words, "source", source));
        let method = label_of(words, "method", method);
        [Some(method), source].into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let number =
        revocation.number.as_deref().map(|number| (label(words, "list-number"), visible(number)));
    [
        origin,
        filled("list-dated", revocation.this_update.is_some()),
        number.map(|(name, number)| format!("{name}: {number}")),
        filled("revoked-on", revocation.date.is_some()),
        filled("since-invalidity", revocation.invalidity_date.is_some()),
    ]
    .into_iter()
    .flatten()
}

/// What a revocation means for the signature.
fn meaning(revocation: &RevocationReport, words: &Language) -> Option<String> {
    let relation = json!(revocation.relation?);
    let effect = json!(revocation.effect?);
    let said = |list, value: &Value| {
        let value = value.as_str().unwrap_or_default();
        label_of(words, list, value).to_owned()
    };
    Some(format!("{} {}", said("relation", &relation), said("effect", &effect)))
}

/// Ways to an anchor that do not hold: why, in words and as the verifier wrote it.
pub(super) fn attempts(attempts: &[AttemptReport], words: &Language) -> Vec<String> {
    if attempts.is_empty() {
        return Vec::new();
    }
    let line = |attempt: &AttemptReport| {
        let anchor = attempt.anchor.as_deref().map(|anchor| format!("{}: ", visible(anchor)));
        let why = words.attempt(&attempt.why);
        format!("      {}{why} ({})", anchor.unwrap_or_default(), visible(&attempt.why))
    };
    let title = format!("    {}:", label(words, "path-attempts"));
    [title].into_iter().chain(attempts.iter().map(line)).collect()
}
