//! What there is to judge in a file, and which digests that needs: the first half of the verification. It reads the
//! structure only; nothing here computes a digest or judges a signature.

mod candidate;
mod cms;
mod content_digests;
mod damage;
mod found;
mod gap;
mod mail;
mod other_signed_kinds;
mod pdf;
mod saved_again;
mod validation_data;

pub(crate) use candidate::{Candidate, Claims, FormatProblem, PdfSignature, SubFilter};
pub use cms::is_detached_signature;
pub(crate) use cms::{CmsProblem, CmsSubject, Container, Content};
pub(crate) use content_digests::{ContentDigests, ContentForm, imprint_algorithm};
pub(crate) use damage::{Damage, Unreadable};
pub(crate) use mail::{MailFacts, MailProblem, MailSubject};
use other_signed_kinds::other_signed_kind;
pub(crate) use pdf::PdfSubject;
use pdf::{DocumentLock, leading_bytes, read_pdf};
pub(crate) use validation_data::ValidationDataFile;
pub use validation_data::{Added, NotAdded};

use crate::algorithms::{DigestAlgorithm, sha256_hex};
use crate::der::tag;
use crate::digests::{DigestRequest, Digests};
use crate::pdf::{Document, PdfError, Span};
use crate::policy::Budget;
use crate::report::DocumentKind;

/// `%PDF-` within the first 1024 bytes makes a file a PDF, as readers take it; only at 0 is it read (threat PDF-80).
const HEADER_WITHIN: usize = 1024;

/// What a file holds, and the digests that judging it needs.
#[derive(Debug)]
pub struct Plan {
    pub(crate) kind: DocumentKind,
    pub(crate) size: usize,
    pub(crate) subject: Subject,
    /// Whether it is an encrypted PDF, opened or not.
    pub(crate) encrypted: bool,
    /// SHA-256 of the signature file, where it is another file than the signed one: the verdict is bound to it too (I14).
    pub(crate) signature_sha256: Option<String>,
    pub(crate) budget: Budget,
    requests: Vec<DigestRequest>,
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Subject {
    Pdf(Box<PdfSubject>),
    /// Encrypted, and neither the empty password nor the given one opens it.
    PasswordNeeded,
    /// Encrypted by this filter, or in a way of it that is not read.
    EncryptionUnsupported(String),
    /// A PDF that leaves the strict grammar.
    Unreadable(Box<Unreadable>),
    /// `%PDF-` stands after this many other bytes; what the file would be without them, if it reads.
    LeadingBytes {
        count: usize,
        without: Option<Box<PdfSubject>>,
    },
    TooLarge,
    Empty,
    /// CMS signed-data by itself, or beside the file that it is over.
    Cms(Box<CmsSubject>),
    /// CMS that is not judged.
    CmsUnusable(CmsProblem),
    /// A message with an S/MIME signature.
    Mail(Box<MailSubject>),
    /// A message that is not judged.
    MailUnusable(MailProblem),
    /// Certificates or a list: nothing that anybody signed for a reader.
    ValidationData(ValidationDataFile),
    /// A kind of file that is signed and not judged, by its name.
    KindUnsupported(&'static str),
    NotASignedFile,
}

impl Plan {
    /// Reads a file.
    #[must_use]
    pub fn new(bytes: &[u8], budget: Budget) -> Self {
        Self::with_password(bytes, None, budget)
    }

    /// Reads a file that may be encrypted. The password opens it and goes nowhere else; it changes nothing for a file that
    /// opens without one.
    #[must_use]
    pub fn with_password(bytes: &[u8], password: Option<&str>, budget: Budget) -> Self {
        // Request 0 is the whole file: every verdict is bound to it (I14).
        let whole = Span { start: 0, end: bytes.len() };
        let mut requests =
            vec![DigestRequest { algorithm: DigestAlgorithm::Sha256, pieces: vec![whole] }];
        let mut lock = DocumentLock { password, encrypted: false };
        let (kind, subject) = Self::subject(bytes, &mut lock, &budget, &mut requests);
        let encrypted = lock.encrypted;
        let signature_sha256 = None;
        Self { kind, size: bytes.len(), subject, encrypted, signature_sha256, budget, requests }
    }

    /// Reads a file and a detached signature of it (RFC 5652 5.2: `eContent` is absent).
    #[must_use]
    pub fn detached(content: &[u8], signature: &[u8], budget: Budget) -> Self {
        let whole = Span { start: 0, end: content.len() };
        let mut requests =
            vec![DigestRequest { algorithm: DigestAlgorithm::Sha256, pieces: vec![whole] }];
        let subject = cms::read_detached(content, signature, &budget, &mut requests);
        Self {
            kind: DocumentKind::Cms,
            size: content.len(),
            subject,
            encrypted: false,
            signature_sha256: Some(sha256_hex(signature)),
            budget,
            requests,
        }
    }

    fn subject(
        bytes: &[u8],
        lock: &mut DocumentLock<'_>,
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> (DocumentKind, Subject) {
        if bytes.is_empty() {
            return (DocumentKind::Other, Subject::Empty);
        }
        // Told by their first bytes, before a search for a PDF header, which may stand in what is signed (threat CMS-40).
        if bytes.first() == Some(&tag::SEQUENCE)
            && let Some(found) = Self::asn1(bytes, budget, requests)
        {
            return found;
        }
        let head = bytes.get(..HEADER_WITHIN.min(bytes.len())).unwrap_or_default();
        let pdf_header = find(head, b"%PDF-");
        // What a server said before a PDF is no message.
        if pdf_header.is_none() && crate::mail::is_mail(bytes) {
            return (DocumentKind::Email, mail::read(bytes, budget, requests));
        }
        match pdf_header {
            Some(_) if bytes.len() > budget.file_size => (DocumentKind::Pdf, Subject::TooLarge),
            Some(0) => (
                DocumentKind::Pdf,
                read_pdf(bytes, lock, budget, requests).unwrap_or_else(|error| {
                    // What was asked for before the error is of no use.
                    requests.truncate(1);
                    Subject::unreadable(bytes, error, budget, requests)
                }),
            ),
            Some(count) => (DocumentKind::Pdf, leading_bytes(bytes, count, lock, budget, requests)),
            None if let Some(found) = Self::asn1(bytes, budget, requests) => found,
            // A header that is damaged, or stands too far in: not to be called unsigned.
            None if find(bytes, b"/ByteRange").is_some() => {
                let expected = Document::read(bytes, budget).err();
                let subject = expected.map_or(Subject::NotASignedFile, |error| {
                    Subject::unreadable(bytes, error, budget, requests)
                });
                (DocumentKind::Pdf, subject)
            }
            None => validation_data::read(bytes, budget).unwrap_or_else(|| {
                let subject = other_signed_kind(bytes)
                    .map_or(Subject::NotASignedFile, Subject::KindUnsupported);
                (DocumentKind::Other, subject)
            }),
        }
    }

    /// Keys, certificates without a signature, CMS: in binary or in text.
    fn asn1(
        bytes: &[u8],
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> Option<(DocumentKind, Subject)> {
        validation_data::private_key(bytes)
            .or_else(|| validation_data::bag(bytes, budget))
            .or_else(|| Some((DocumentKind::Cms, cms::read(bytes, budget, requests)?)))
    }

    /// The PDF to judge: the file, or what it would be without the bytes before its header.
    pub(crate) fn pdf(&self) -> Option<&PdfSubject> {
        match &self.subject {
            Subject::Pdf(pdf) => Some(pdf),
            Subject::LeadingBytes { without, .. } => without.as_deref(),
            Subject::PasswordNeeded
            | Subject::EncryptionUnsupported(_)
            | Subject::Unreadable(_)
            | Subject::TooLarge
            | Subject::Empty
            | Subject::Cms(_)
            | Subject::CmsUnusable(_)
            | Subject::Mail(_)
            | Subject::MailUnusable(_)
            | Subject::ValidationData(_)
            | Subject::KindUnsupported(_)
            | Subject::NotASignedFile => None,
        }
    }

    /// Everything in the file that certificates and lists may be taken from.
    pub(crate) fn carriers(&self) -> impl Iterator<Item = &PdfSubject> {
        let unreadable = if let Subject::Unreadable(unreadable) = &self.subject {
            Some(unreadable)
        } else {
            None
        };
        let found = unreadable.and_then(|unreadable| unreadable.found.as_deref());
        let copy = unreadable.and_then(|unreadable| unreadable.copy.as_ref());
        self.pdf().into_iter().chain(found).chain(copy.map(|copy| &*copy.pdf))
    }

    /// The CMS that is judged by itself or in a message.
    pub(crate) fn cms(&self) -> Option<&CmsSubject> {
        match &self.subject {
            Subject::Cms(cms) => Some(cms),
            Subject::Mail(mail) => Some(&mail.cms),
            Subject::Pdf(_)
            | Subject::PasswordNeeded
            | Subject::EncryptionUnsupported(_)
            | Subject::Unreadable(_)
            | Subject::LeadingBytes { .. }
            | Subject::TooLarge
            | Subject::Empty
            | Subject::CmsUnusable(_)
            | Subject::MailUnusable(_)
            | Subject::ValidationData(_)
            | Subject::KindUnsupported(_)
            | Subject::NotASignedFile => None,
        }
    }

    /// What an enveloping signature holds, for saving; the file must be the one the plan was made for.
    #[must_use]
    pub fn content(&self, file: &[u8]) -> Option<Vec<u8>> {
        match &self.cms()?.content {
            Content::Decoded(content) => Some(content.clone()),
            Content::InFile(pieces) => {
                let pieces = pieces.iter().map(|piece| file.get(piece.start..piece.end));
                Some(pieces.collect::<Option<Vec<_>>>()?.concat())
            }
            Content::Beside | Content::Missing => None,
        }
    }

    /// The digests to compute, none computed yet.
    #[must_use]
    pub fn digests(&self) -> Digests {
        Digests::new(&self.requests)
    }
}

impl Subject {
    fn unreadable(
        bytes: &[u8],
        error: PdfError,
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> Self {
        Self::Unreadable(Box::new(Unreadable::new(bytes, error, budget, requests)))
    }
}

/// Where `wanted` first stands.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
