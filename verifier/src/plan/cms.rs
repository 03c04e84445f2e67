//! CMS by itself: enveloping (content inside), or detached beside a file. It says what is to be hashed, and keeps everything
//! of the structure but the content.

use base64ct::{Base64, Encoding as _};
use der::oid::ObjectIdentifier;

use super::Subject;
use super::content_digests::{ContentDigests, ContentForm, algorithms_of};
use crate::algorithms::DigestAlgorithm;
use crate::cms::{CmsError, SignedData, content_type_name, oid};
use crate::der::{DerError, Reader, Rules, tag};
use crate::digests::DigestRequest;
use crate::pdf::Span;
use crate::pem;
use crate::policy::{Budget, Limit};

/// Signed-data that reads.
#[derive(Debug)]
pub(crate) struct CmsSubject {
    /// What the bytes were wrapped in.
    pub(crate) container: Container,
    rules: Rules,
    pub(crate) content_type: ObjectIdentifier,
    /// The fields after `encapContentInfo`.
    tail: Vec<u8>,
    pub(crate) content: Content,
    pub(crate) digests: ContentDigests,
    /// The content is itself signed: nothing is said of that (threat CMS-38).
    pub(crate) is_nested: bool,
}

/// How the CMS was written (threat CMS-40: which is told, so that the report can say it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Binary,
    Pem,
    Base64,
    /// A part of a message.
    Mail,
}

/// Where the signed bytes are.
#[derive(Debug)]
pub(crate) enum Content {
    /// Inside, at these places of the file.
    InFile(Vec<Span>),
    /// Inside, in what was decoded from the file.
    Decoded(Vec<u8>),
    /// The file beside the signature.
    Beside,
    /// Detached, and no file is at hand.
    Missing,
}

/// Why CMS is not judged.
#[derive(Debug)]
pub(crate) enum CmsProblem {
    Cms(CmsError),
    /// Something follows the structure (threat CMS-39).
    AfterCms,
    /// A kind of file that is not judged, by its name.
    Kind(&'static str),
    /// Content inside, and a file beside: which of them is meant is not for us to guess (threat CMS-02).
    ContentTwice,
    /// The text around it does not read: why, as a key.
    Text(String),
    /// What was given as a signature is none.
    NotCms,
    /// Nobody signed (threat CMS-16).
    NoSigners,
    Limit(Limit),
}

/// What a file that begins like ASN.1 is, by its first elements; `None` for what is none of the known structures.
fn structure(bytes: &[u8]) -> Option<Structure> {
    let mut outer = Reader::by(Rules::Ber, bytes).expect(tag::SEQUENCE).ok()?.reader();
    let first = outer.any().ok()?;
    let second = outer.peek();
    match (first.tag, second) {
        (tag::OBJECT_IDENTIFIER, Some(tag::CONTEXT_0)) => Some(Structure::ContentInfo),
        // RFC 3161 2.4.1: version, then the imprint.
        (tag::INTEGER, Some(tag::SEQUENCE)) => Some(Structure::Other("time-stamp-request")),
        // RFC 3161 2.4.2: PKIStatusInfo, then the token.
        (tag::SEQUENCE, Some(tag::SEQUENCE)) => {
            let is_status = first.reader().peek() == Some(tag::INTEGER);
            let token = outer.any().ok()?;
            let is_token = token.reader().peek() == Some(tag::OBJECT_IDENTIFIER);
            let after = outer.is_empty();
            (is_status && is_token && after).then_some(Structure::Other("time-stamp-response"))
        }
        _ => None,
    }
}

enum Structure {
    ContentInfo,
    Other(&'static str),
}

/// What the CMS was wrapped in, and the bytes where these are not the file's own.
type Unwrapped = (Container, Option<Vec<u8>>);

/// CMS in one of the ways it is written, in the order in which they are tried (threat CMS-40): as it is, under a PEM label, or
/// in base64 alone. `None` for what is none of them.
fn unwrap(bytes: &[u8]) -> Option<Result<Unwrapped, CmsProblem>> {
    if structure(bytes).is_some() || begins_like_signed_data(bytes) {
        return Some(Ok((Container::Binary, None)));
    }
    if pem::has_block(bytes, &["PKCS7", "CMS"]) {
        let blocks = match pem::read(bytes) {
            Ok(blocks) => blocks,
            Err(error) => return Some(Err(CmsProblem::Text(error.key()))),
        };
        let count = blocks.len();
        let mut signatures = blocks.into_iter();
        return Some(match (signatures.next(), signatures.next()) {
            (Some(block), None) => Ok((Container::Pem, Some(block.der))),
            // Threat CMS-39: which of them is meant?
            _ => Err(CmsProblem::Text(format!("pem-blocks: {count}"))),
        });
    }
    let decoded = base64_alone(bytes)?;
    begins_like_signed_data(&decoded).then_some(Ok((Container::Base64, Some(decoded))))
}

/// Base64 and line ends, nothing else.
fn base64_alone(bytes: &[u8]) -> Option<Vec<u8>> {
    // SEQUENCE with a length of more than 127 octets, or an indefinite one.
    if !bytes.starts_with(b"MI") {
        return None;
    }
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let text: Vec<u8> = bytes.iter().copied().filter(|byte| !is_line_end(byte)).collect();
    Base64::decode_vec(core::str::from_utf8(&text).ok()?).ok()
}

/// A signature that was cut off is a damaged one, not a file without a signature.
fn begins_like_signed_data(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(32)).unwrap_or_default();
    head.first() == Some(&tag::SEQUENCE) && super::find(head, oid::SIGNED_DATA.as_bytes()).is_some()
}

/// Whether the bytes are a signature without content, which needs the file that it is over beside it.
#[must_use]
pub fn is_detached_signature(bytes: &[u8]) -> bool {
    let Some(Ok((_, decoded))) = unwrap(bytes) else { return false };
    let read = SignedData::read(decoded.as_deref().unwrap_or(bytes));
    read.is_ok_and(|(signed_data, _)| {
        signed_data.content.is_none() && !signed_data.signer_infos.is_empty()
    })
}

/// CMS given alone; `None` where the file is none.
pub(super) fn read(
    bytes: &[u8],
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Option<Subject> {
    let (container, decoded) = match unwrap(bytes)? {
        Ok(unwrapped) => unwrapped,
        Err(problem) => return Some(Subject::CmsUnusable(problem)),
    };
    if bytes.len() > budget.file_size {
        return Some(Subject::TooLarge);
    }
    let place = match &decoded {
        None => Place::File(bytes),
        Some(decoded) => Place::Decoded(decoded),
    };
    if container == Container::Pem && has_text_before(bytes) {
        return Some(Subject::CmsUnusable(CmsProblem::Kind("cms-with-text")));
    }
    let read = CmsSubject::read(container, place, None, budget, requests);
    if read.as_ref().is_ok_and(|cms| container == Container::Binary && is_pdf_too(bytes, cms)) {
        return Some(Subject::CmsUnusable(CmsProblem::Kind("cms-and-pdf")));
    }
    Some(Subject::of_cms(read))
}

/// Text before the block (RFC 7468 5.2) is what a reader of the file sees, and nobody signed it (threat CMS-40).
fn has_text_before(bytes: &[u8]) -> bool {
    super::find(bytes, b"-----BEGIN ")
        .and_then(|at| bytes.get(..at))
        .is_some_and(|before| !before.trim_ascii().is_empty())
}

/// Whether readers of PDF would open the file and find something there that is not in the content: they look for the header
/// among the first bytes, and for objects and tables anywhere. Algorithms and unsigned attributes have room for a whole
/// document that nobody signed (threat PDF-80).
fn is_pdf_too(file: &[u8], cms: &CmsSubject) -> bool {
    let head = file.get(..super::HEADER_WITHIN.min(file.len())).unwrap_or_default();
    if super::find(head, b"%PDF-").is_none() {
        return false;
    }
    let (start, end) = match &cms.content {
        Content::InFile(pieces) => {
            let (first, last) = (pieces.first(), pieces.last());
            first.zip(last).map_or((0, 0), |(first, last)| (first.start, last.end))
        }
        Content::Decoded(_) | Content::Beside | Content::Missing => (0, 0),
    };
    let outside = [file.get(..start), file.get(end..)];
    outside.into_iter().flatten().any(|bytes| {
        let words: [&[u8]; 3] = [b"%PDF-", b"startxref", b"trailer"];
        words.iter().any(|word| super::find(bytes, word).is_some()) || has_object(bytes)
    })
}

/// `1 0 obj`, as far as chance does not write it.
fn has_object(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"obj").any(|at| {
        let before = bytes.get(..at).unwrap_or_default();
        let number = before.trim_ascii_end();
        number.len() < before.len() && number.last().is_some_and(u8::is_ascii_digit)
    })
}

/// A file and its detached signature.
pub(super) fn read_detached(
    content: &[u8],
    signature: &[u8],
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Subject {
    if content.len().max(signature.len()) > budget.file_size {
        return Subject::TooLarge;
    }
    let (container, decoded) = match unwrap(signature) {
        Some(Ok(unwrapped)) => unwrapped,
        Some(Err(problem)) => return Subject::CmsUnusable(problem),
        None => return Subject::CmsUnusable(CmsProblem::NotCms),
    };
    let place = Place::Decoded(decoded.as_deref().unwrap_or(signature));
    let whole = Span { start: 0, end: content.len() };
    let supplied =
        Supplied { forms: vec![(ContentForm::AsIs, Bytes::InFile(whole))], head: content };
    Subject::of_cms(CmsSubject::read(container, place, Some(supplied), budget, requests))
}

/// Where the bytes of the CMS are.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    File(&'a [u8]),
    Decoded(&'a [u8]),
}

/// What a detached signature is for.
pub(super) struct Supplied<'a> {
    /// The forms in which it may have been hashed.
    pub(super) forms: Vec<(ContentForm, Bytes<'a>)>,
    /// How it begins, and what is in it.
    pub(super) head: &'a [u8],
}

/// Bytes to hash.
pub(super) enum Bytes<'a> {
    InFile(Span),
    Decoded(&'a [u8]),
}

impl Bytes<'_> {
    const fn length(&self) -> usize {
        match self {
            Self::InFile(span) => span.end.saturating_sub(span.start),
            Self::Decoded(bytes) => bytes.len(),
        }
    }
}

impl Subject {
    pub(super) fn of_cms(read: Result<CmsSubject, CmsProblem>) -> Self {
        match read {
            Ok(cms) => Self::Cms(Box::new(cms)),
            Err(problem) => Self::CmsUnusable(problem),
        }
    }
}

impl CmsSubject {
    pub(super) fn read(
        container: Container,
        place: Place<'_>,
        supplied: Option<Supplied<'_>>,
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> Result<Self, CmsProblem> {
        let (Place::File(bytes) | Place::Decoded(bytes)) = place;
        if let Some(Structure::Other(kind)) = structure(bytes) {
            return Err(CmsProblem::Kind(kind));
        }
        let (signed_data, after) = SignedData::read(bytes).map_err(|error| match error {
            CmsError::ContentType(content_type) => {
                CmsProblem::Kind(content_type_name(content_type))
            }
            CmsError::ContentNotOctets => CmsProblem::Kind("content-not-octets"),
            CmsError::Der(DerError::TooMany { .. }) => CmsProblem::Limit(Limit::Elements),
            error @ (CmsError::Der(_)
            | CmsError::Version(_)
            | CmsError::AttributeTwice(_)
            | CmsError::AttributeValues(..)
            | CmsError::AttributeType(_)) => CmsProblem::Cms(error),
        })?;
        if !after.is_empty() {
            return Err(CmsProblem::AfterCms);
        }
        if signed_data.content_type == oid::TST_INFO {
            return Err(CmsProblem::Kind("time-stamp-token"));
        }
        if signed_data.signer_infos.len() > budget.signatures {
            return Err(CmsProblem::Limit(Limit::Signatures));
        }
        let content = match (&signed_data.content, &supplied, place) {
            (Some(_), Some(_), _) => return Err(CmsProblem::ContentTwice),
            (None, Some(_), _) => Content::Beside,
            (None, None, _) => Content::Missing,
            (Some(pieces), None, Place::File(file)) => {
                Content::InFile(pieces.iter().map(|piece| span_in(file, piece)).collect())
            }
            (Some(pieces), None, Place::Decoded(_)) => Content::Decoded(pieces.concat()),
        };
        let mut algorithms = algorithms_of(&signed_data);
        // What is offered for saving is named by its SHA-256.
        if matches!(content, Content::InFile(_) | Content::Decoded(_))
            && !algorithms.contains(&DigestAlgorithm::Sha256)
        {
            algorithms.push(DigestAlgorithm::Sha256);
        }
        let forms = supplied.iter().flat_map(|supplied| &supplied.forms);
        let size = forms.map(|(_, bytes)| bytes.length()).fold(bytes.len(), usize::saturating_add);
        if size.saturating_mul(algorithms.len()) > budget.signed_bytes {
            return Err(CmsProblem::Limit(Limit::SignedBytes));
        }
        let mut digests = ContentDigests::default();
        for algorithm in algorithms {
            let form = ContentForm::AsIs;
            match &content {
                Content::InFile(pieces) => digests.request(algorithm, form, pieces, requests),
                Content::Decoded(content) => digests.compute(algorithm, form, content),
                Content::Beside | Content::Missing => {}
            }
            for (form, bytes) in supplied.iter().flat_map(|supplied| &supplied.forms) {
                match bytes {
                    Bytes::InFile(span) => digests.request(algorithm, *form, &[*span], requests),
                    Bytes::Decoded(bytes) => digests.compute(algorithm, *form, bytes),
                }
            }
        }
        let inside = signed_data.content_octets();
        let head = supplied.as_ref().map(|supplied| supplied.head).or(inside.as_deref());
        Ok(Self {
            container,
            rules: signed_data.rules,
            content_type: signed_data.content_type,
            tail: signed_data.tail.to_vec(),
            is_nested: head.is_some_and(is_signed_itself),
            content,
            digests,
        })
    }

    /// The structure without its content. It was read when the plan was made, so it reads again.
    pub(crate) fn signed_data(&self) -> Result<SignedData<'_>, CmsError> {
        SignedData::from_tail(self.rules, self.content_type, &self.tail)
    }

    pub(crate) const fn is_ber(&self) -> bool {
        matches!(self.rules, Rules::Ber)
    }
}

/// A signed PDF, or CMS again.
fn is_signed_itself(content: &[u8]) -> bool {
    content.starts_with(b"%PDF-") && super::find(content, b"/ByteRange").is_some()
        || unwrap(content).is_some()
}

/// Where a piece stands in the file that it is a slice of.
fn span_in(file: &[u8], piece: &[u8]) -> Span {
    let start = piece.as_ptr().addr().saturating_sub(file.as_ptr().addr());
    Span { start, end: start.saturating_add(piece.len()) }
}
