//! Certificates and revocation lists by themselves, for a terminal.

use super::{label, revocation, row, visible};
use crate::words::Language;
use serde_json::{Value, json};
use verifier::Report;
use verifier::report::{CertificateDetails, CrlDetails, UsageReport, Validity};

/// The certificates of a report, and its list.
pub(super) fn lines(report: &Report, words: &Language) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, details) in report.certificates.iter().enumerate() {
        let number = json!({
            "number": index.saturating_add(1), "count": report.certificates.len(),
        });
        lines.push(format!("  {}", words.fill(label(words, "certificate-of"), &number)));
        lines.extend(certificate_lines(details, words));
    }
    if let Some(crl) = &report.crl {
        lines.push(format!("  {}", label(words, "kind-crl")));
        lines.extend(crl_lines(crl, words));
    }
    lines
}

fn certificate_lines(details: &CertificateDetails, words: &Language) -> Vec<String> {
    let kind = label_of(words, "kind", details.kind.value);
    let basis = label_of(words, "basis", details.kind.basis);
    let between = json!({ "from": details.not_before, "until": details.not_after });
    let validity = match details.validity {
        Validity::Valid => "validity-valid",
        Validity::Expired => "validity-expired",
        Validity::NotYetValid => "validity-not-yet-valid",
    };
    let remaining = details.remaining_days.filter(|_| details.validity == Validity::Valid);
    let remaining = remaining.map_or_else(String::new, |days| {
        let days = json!({ "days": days });
        format!(", {}", words.fill(label(words, "remaining-days"), &days))
    });
    let no_organization = label(words, "no-organization");
    let organization =
        details.organization.as_deref().map_or_else(|| no_organization.to_owned(), visible);
    let holder = details.common_name.as_ref().unwrap_or(&details.subject);
    let usage = |usage: &UsageReport| usage.name.map_or(usage.oid.clone(), str::to_owned);
    let usages: Vec<String> = details.extended_key_usage.iter().map(usage).collect();
    let mut lines = vec![
        row(words, "holder", &visible(holder)),
        row(words, "organization", &organization),
        row(words, "issuer", &visible(&details.issuer)),
        row(words, "serial-number", &details.serial_number),
        row(words, "certificate-kind", &format!("{kind} ({basis})")),
        row(
            words,
            "validity",
            &format!(
                "{}{remaining} ({})",
                label(words, validity),
                words.fill(label(words, "valid-between"), &between)
            ),
        ),
        row(words, "public-key", &details.key),
        row(words, "signature-algorithm", &details.signature_algorithm),
    ];
    lines.extend(list_row(words, "key-usage", &details.key_usage));
    lines.extend(list_row(words, "extended-key-usage", &usages));
    lines.extend(list_row(words, "policies", &details.policies));
    lines.extend(list_row(words, "email-addresses", &details.email_addresses));
    lines.extend(list_row(words, "crl-addresses", &details.crl_addresses));
    lines.extend(list_row(words, "ocsp-addresses", &details.ocsp_addresses));
    lines.push(match &details.path.anchor {
        Some(anchor) => row(words, "anchor", anchor),
        None => row(words, "path", label(words, "no-path")),
    });
    if let Some(id) = &details.is_registered {
        lines.push(row(words, "registered-as", id));
    }
    if details.self_signed {
        lines.push(format!("    {}", label(words, "self-signed")));
    }
    if let Some(status) = &details.revocation {
        lines.push(row(words, "revocation-status", &revocation::status(status, words)));
        lines.extend(revocation::evidence(status, words).map(|line| format!("      {line}")));
    }
    lines.extend(revocation::attempts(&details.path.attempts, words));
    lines.push(row(words, "certificate-sha256", &details.sha256));
    lines
}

fn crl_lines(crl: &CrlDetails, words: &Language) -> Vec<String> {
    let not_stated = label(words, "not-stated");
    let stated = |value: Option<&String>| value.map_or(not_stated, String::as_str).to_owned();
    let mut lines = vec![
        row(words, "issuer", &visible(&crl.issuer)),
        row(words, "crl-this-update", &crl.this_update),
        row(words, "crl-next-update", &stated(crl.next_update.as_ref())),
        row(words, "freshness", word(words, "freshness", &json!(crl.freshness))),
        row(words, "list-number", &stated(crl.number.as_ref())),
        row(words, "crl-signature", word(words, "crl-signature", &json!(crl.signature))),
        row(words, "crl-entries", &stated(crl.entries.map(|count| count.to_string()).as_ref())),
    ];
    for (reason, count) in &crl.reasons {
        lines.push(format!("      {}: {count}", label_of(words, "reason", reason)));
    }
    if let Some(newer) = crl.newer_than_published {
        let published = crl.published.as_ref().map_or_else(String::new, |published| {
            format!(" ({}, {})", published.this_update, stated(published.number.as_ref()))
        });
        let newer = json!(newer);
        let compared = word(words, "newer", &newer);
        lines.push(row(words, "published-list", &format!("{compared}{published}")));
    }
    let deviations: Vec<&str> =
        crl.deviations.iter().map(|key| label_of(words, "deviation", key)).collect();
    lines.extend(list_row(words, "deviations", &deviations));
    lines
}

/// A list on one line; an empty one says nothing.
fn list_row<T: AsRef<str>>(words: &Language, key: &str, values: &[T]) -> Option<String> {
    let shown: Vec<String> = values.iter().map(|value| visible(value.as_ref())).collect();
    (!shown.is_empty()).then(|| row(words, key, &shown.join(", ")))
}

/// The word for a value that the report writes as a key.
fn word<'w>(words: &'w Language, name: &str, value: &'w Value) -> &'w str {
    label_of(words, name, value.as_str().unwrap_or_default())
}

/// The label `name-value`, or the value where there is none.
pub(super) fn label_of<'w>(words: &'w Language, name: &str, value: &'w str) -> &'w str {
    words.labels.get(&format!("{name}-{value}")).map_or(value, String::as_str)
}
