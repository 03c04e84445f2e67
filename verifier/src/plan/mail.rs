//! Signed e-mail: the CMS inside the message, and the forms in which the signed part may have been hashed.

use super::Subject;
use super::cms::{Bytes, CmsProblem, CmsSubject, Container, Content, Place, Supplied};
use super::content_digests::ContentForm;
use crate::digests::DigestRequest;
use crate::mail::{
    Address, HeaderProtection, Limits, Mail, MailError, MailForm, ShownFields, SignedContent,
    SignedMail,
};
use crate::pdf::Span;
use crate::policy::Budget;
use crate::time::UnixTime;

/// A message with one S/MIME signature.
#[derive(Debug)]
pub(crate) struct MailSubject {
    pub(crate) cms: CmsSubject,
    pub(crate) facts: MailFacts,
}

/// What the message says of itself.
#[derive(Debug)]
pub(crate) struct MailFacts {
    pub(crate) form: MailForm,
    /// Of the outermost header, which no signature covers.
    pub(crate) shown: ShownFields,
    pub(crate) sender: Option<Address>,
    pub(crate) date: Option<UnixTime>,
    /// The same fields inside what was signed, where they are there.
    pub(crate) signed: Option<ShownFields>,
    /// Why the header of what was signed does not read: then programs differ in what they show of it.
    pub(crate) unreadable: Option<MailError>,
    /// Parts that a mail program shows and the signature does not cover.
    pub(crate) outside_parts: usize,
}

/// Why a message is not judged.
#[derive(Debug)]
pub(crate) enum MailProblem {
    Error(MailError),
    /// No signature of the message; this many attachments are signed files of their own.
    Unsigned {
        signed_attachments: usize,
    },
    /// A kind of message that is not judged, by its name.
    Kind(&'static str),
    Cms(CmsProblem),
}

/// Reads a message.
pub(super) fn read(bytes: &[u8], budget: &Budget, requests: &mut Vec<DigestRequest>) -> Subject {
    if bytes.len() > budget.file_size {
        return Subject::TooLarge;
    }
    let mail = match Mail::read(bytes, &Limits::DEFAULT) {
        Ok(Mail::Signed(mail)) => *mail,
        Ok(Mail::Unsigned { cms_attachments, .. }) => {
            let signed_attachments = cms_attachments;
            return Subject::MailUnusable(MailProblem::Unsigned { signed_attachments });
        }
        Ok(Mail::Encrypted) => return Subject::MailUnusable(MailProblem::Kind("enveloped-data")),
        Ok(Mail::OpenPgp) => return Subject::MailUnusable(MailProblem::Kind("openpgp")),
        // RFC 8551 3.8: no signature of anything, so the certificates are looked at by themselves.
        Ok(Mail::CertificatesOnly(bag)) => {
            let certificates = super::validation_data::bag(&bag, budget);
            return certificates
                .map_or(Subject::MailUnusable(MailProblem::Kind("certs-only")), |(_, subject)| {
                    subject
                });
        }
        Err(error) => return Subject::MailUnusable(MailProblem::Error(error)),
    };
    let place = Place::Decoded(&mail.signature);
    let read = CmsSubject::read(Container::Mail, place, supplied(&mail, bytes), budget, requests);
    match read {
        Ok(cms) => {
            let facts = MailFacts::new(mail, &cms);
            Subject::Mail(Box::new(MailSubject { cms, facts }))
        }
        Err(problem) => Subject::MailUnusable(MailProblem::Cms(problem)),
    }
}

/// The signed part; `None` where it is inside the CMS.
fn supplied<'a>(mail: &'a SignedMail, bytes: &'a [u8]) -> Option<Supplied<'a>> {
    let (in_file, canonical) = match &mail.content {
        SignedContent::InFile(in_file) => (in_file, None),
        SignedContent::Canonical { in_file, bytes } => (in_file, Some(bytes)),
        SignedContent::Mixed { in_file, canonical } => (in_file, Some(canonical)),
        SignedContent::Encapsulated => return None,
    };
    let span = Span { start: in_file.start, end: in_file.end };
    let mut forms = vec![(ContentForm::AsIs, Bytes::InFile(span))];
    forms.extend(canonical.map(|bytes| (ContentForm::Canonical, Bytes::Decoded(bytes))));
    let head = bytes.get(in_file.clone()).unwrap_or_default();
    Some(Supplied { forms, head })
}

impl MailFacts {
    fn new(mail: SignedMail, cms: &CmsSubject) -> Self {
        let protection = match (mail.protection, &cms.content) {
            (HeaderProtection::Encapsulated, Content::Decoded(content)) => {
                HeaderProtection::read(content, 0..content.len(), &Limits::DEFAULT).0
            }
            (protection, _) => protection,
        };
        let (signed, unreadable) = match protection {
            HeaderProtection::Message(fields) | HeaderProtection::ProtectedHeaders(fields) => {
                (Some(fields), None)
            }
            HeaderProtection::Absent | HeaderProtection::Encapsulated => (None, None),
            HeaderProtection::Unreadable(error) => (None, Some(error)),
        };
        Self {
            form: mail.form,
            shown: ShownFields { from: mail.from, subject: mail.subject },
            sender: mail.sender,
            date: mail.date,
            signed,
            unreadable,
            outside_parts: mail.outside.parts,
        }
    }
}
