//! What a terminal is told of CMS by itself and of a message, before the signatures: how it was written, what it holds, and
//! what its header says of the author.

use super::{label, row, visible};
use crate::words::Language;
use serde_json::json;
use verifier::Report;
use verifier::report::{AddressReport, DocumentReport, MailReport};

/// Lines about the file itself; none for a PDF.
pub(super) fn lines(report: &Report, words: &Language) -> Vec<String> {
    let DocumentReport { mail, container, signature_sha256, content, .. } = &report.document;
    let mut lines = Vec::new();
    if let Some(mail) = mail {
        lines.extend(mail_lines(mail, words));
    }
    if let Some(container) = container {
        let name = format!("container-{container}");
        lines.push(row(words, "container", label(words, &name)));
    }
    if let Some(sha256) = signature_sha256 {
        lines.push(row(words, "signature-sha256", sha256));
    }
    if let Some(content) = content {
        let held = json!({ "size": content.size });
        lines.push(format!("    {} (--content)", words.fill(label(words, "content-held"), &held)));
    }
    lines
}

fn mail_lines(mail: &MailReport, words: &Language) -> Vec<String> {
    let author = |AddressReport { name, address }: &AddressReport| match name {
        Some(name) => format!("{} ({})", visible(address), visible(name)),
        None => visible(address),
    };
    let from: Vec<String> = mail.from.iter().map(author).collect();
    let not_stated = label(words, "not-stated");
    let from = if from.is_empty() { not_stated.to_owned() } else { from.join(", ") };
    let address = format!("address-{}", mail.address);
    let mut lines =
        vec![row(words, "mail-from", &from), row(words, "mail-address", label(words, &address))];
    for (key, value) in [("mail-subject", &mail.subject), ("mail-date", &mail.date)] {
        lines.extend(value.as_ref().map(|value| row(words, key, &visible(value))));
    }
    lines
}
