//! Signed e-mail: what there is to say beside its signature. The header is covered by none, so that From counts only as far as
//! the certificate confirms it (RFC 8550 3), and what stands outside of the signed part is nobody's word.

use std::collections::BTreeSet;

use super::Context;
use super::assessment::{Assessment, CheckName, Evidence};
use super::cms_document;
use super::document::Outcome;
use crate::digests::Digests;
use crate::mail::{Address, MailForm, mailbox_key};
use crate::pkix::Certificate;
use crate::plan::{ContentForm, MailFacts, MailProblem, MailSubject};
use crate::reason::Reason;
use crate::report::{AddressReport, MailReport, Outcome as CheckOutcome, SignatureReport};
use crate::revocation::RevocationStore;
use crate::time::UnixTime;
use crate::verdict::Verdict;

const FROM: CheckName = CheckName("from", "RFC 8550 3");

/// Authors that a report lists: all count, and nobody reads more.
const MOST_AUTHORS: usize = 16;

/// How From relates to a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FromAddress {
    Matches,
    NotInCertificate,
    Differs,
}

impl FromAddress {
    const fn name(self) -> &'static str {
        match self {
            Self::Matches => "matches",
            Self::NotInCertificate => "not-in-certificate",
            Self::Differs => "differs",
        }
    }

    /// Every author that the message names is a name of the certificate.
    fn of(facts: &MailFacts, certificate: &Certificate) -> Self {
        let confirmed = certificate.email_addresses();
        // A certificate and a header have room for tens of thousands each: looked up, and not compared each with each
        // (threat WEB-10).
        let mailboxes: BTreeSet<String> =
            confirmed.iter().filter_map(|address| mailbox_key(address)).collect();
        let is_confirmed = |author: &Address| {
            mailbox_key(&author.addr_spec).is_some_and(|mailbox| mailboxes.contains(&mailbox))
        };
        let mut authors = facts.shown.from.iter().chain(&facts.sender);
        match (confirmed.as_slice(), facts.shown.from.as_slice()) {
            ([], _) => Self::NotInCertificate,
            (_, []) => Self::Differs,
            _ if authors.all(is_confirmed) => Self::Matches,
            _ => Self::Differs,
        }
    }
}

/// The verdict for a signed message.
pub(crate) fn judge(
    mail: &MailSubject,
    digests: &Digests,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> Outcome {
    cms_document::judge(&mail.cms, Some(&mail.facts), digests, context, store)
}

/// The verdict for a message that is not judged.
pub(crate) fn unusable(problem: &MailProblem) -> Outcome {
    let open = |reason| Outcome::without_signatures(Verdict::BelumPasti, reason);
    match problem {
        // Readers differ on such a message: what one shows, the other may not have seen.
        MailProblem::Error(error) => open(Reason::MailUnreadable { check: error.key() }),
        MailProblem::Kind(kind) => open(Reason::KindNotSupported { kind }),
        MailProblem::Cms(problem) => cms_document::unusable(problem),
        MailProblem::Unsigned { signed_attachments: 0 } => {
            Outcome::without_signatures(Verdict::Tanpa, Reason::MailNotSigned)
        }
        MailProblem::Unsigned { signed_attachments } => {
            let reason = Reason::MailAttachmentsSigned { count: *signed_attachments };
            let mut outcome = Outcome::without_signatures(Verdict::Tanpa, Reason::MailNotSigned);
            outcome.notes.push(reason);
            outcome
        }
    }
}

/// What bears on one signature of the message.
pub(crate) fn surroundings(
    assessment: &mut Assessment,
    facts: &MailFacts,
    certificate: Option<&Certificate>,
) {
    match certificate.map(|certificate| FromAddress::of(facts, certificate)) {
        None => assessment.not_checked(FROM, None),
        Some(FromAddress::Differs) => {
            let authors = facts.shown.from.iter().take(MOST_AUTHORS);
            let from = authors.map(|address| address.addr_spec.as_str());
            let from = from.collect::<Vec<_>>().join(", ");
            assessment.not_checked(FROM, Some(Reason::MailFromDiffers { from }));
        }
        Some(FromAddress::NotInCertificate) => {
            assessment.notes.push(Reason::MailFromNotInCertificate);
            assessment.not_checked(FROM, None);
        }
        Some(address @ FromAddress::Matches) => {
            assessment.passed(FROM, Evidence::of([("address", address.name().into())]));
        }
    }
    for author in facts.shown.from.iter().filter(|author| author.name_shows_another()) {
        let name = author.name.clone().unwrap_or_default();
        assessment.unchecked.push(Reason::MailFromNameMisleads { name });
    }
    match &facts.signed {
        None => assessment.notes.push(Reason::MailHeaderNotSigned),
        Some(signed) if *signed != facts.shown => {
            assessment.unchecked.push(Reason::MailHeaderDiffers);
        }
        Some(_) => {}
    }
    if let Some(error) = facts.unreadable {
        assessment.unchecked.push(Reason::MailUnreadable { check: error.key() });
    }
    if facts.outside_parts > 0 {
        let count = facts.outside_parts;
        assessment.unchecked.push(Reason::MailPartsOutside { count });
    }
}

/// The message for the report.
pub(crate) fn report(facts: &MailFacts, signatures: &[SignatureReport]) -> MailReport {
    let address = address(signatures);
    let from = facts.shown.from.iter().take(MOST_AUTHORS).map(|author| AddressReport {
        name: author.name.clone(),
        address: author.addr_spec.clone(),
    });
    MailReport {
        form: match facts.form {
            MailForm::MultipartSigned => "multipart-signed",
            MailForm::OpaqueSigned => "opaque-signed",
        },
        from: from.collect(),
        subject: facts.shown.subject.clone(),
        date: facts.date.map(UnixTime::to_rfc3339),
        headers_signed: facts.signed.as_ref() == Some(&facts.shown),
        outside_parts: facts.outside_parts,
        content_form: content_form(signatures).name(),
        address: address.name(),
    }
}

/// Confirmed only by what every signature says, and there is one: without any, nothing confirms it.
fn address(signatures: &[SignatureReport]) -> FromAddress {
    let differs = |one: &SignatureReport| {
        one.reasons.iter().any(|reason| matches!(reason, Reason::MailFromDiffers { .. }))
    };
    let matches = |one: &SignatureReport| {
        one.checks.iter().any(|check| check.name == FROM.0 && check.outcome == CheckOutcome::Passed)
    };
    match signatures {
        [] => FromAddress::NotInCertificate,
        _ if signatures.iter().any(differs) => FromAddress::Differs,
        _ if signatures.iter().all(matches) => FromAddress::Matches,
        _ => FromAddress::NotInCertificate,
    }
}

/// As the signatures fit it: what fits in neither form was hashed in none.
fn content_form(signatures: &[SignatureReport]) -> ContentForm {
    let canonical = ContentForm::Canonical;
    let mut checks = signatures.iter().flat_map(|signature| &signature.checks);
    let is_canonical = checks.any(|check| {
        check.name == "message_digest"
            && check.evidence.get("form") == Some(&canonical.name().into())
    });
    if is_canonical { canonical } else { ContentForm::AsIs }
}
