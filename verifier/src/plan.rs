//! What there is to judge in a file, and which digests that needs: the first half of the verification. It reads the
//! structure only; nothing here computes a digest or judges a signature.

use std::collections::BTreeSet;

use crate::algorithms::DigestAlgorithm;
use crate::cms::{CmsError, SignedData};
use crate::digests::{DigestRequest, Digests};
use crate::pdf::{
    Access, ByteRange, ByteRangeError, Coverage, Document, DocumentSecurityStore, FieldValue,
    ObjectId, ObjectReader, PdfError, SignatureDictionary, SignatureField, Span,
    document_security_store, integers_at, signature_fields, text_string,
};
use crate::policy::{Budget, Limit, Work};
use crate::report::DocumentKind;
use crate::time::UnixTime;

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
    pub(crate) budget: Budget,
    requests: Vec<DigestRequest>,
}

/// What was found.
#[derive(Debug)]
pub(crate) enum Subject {
    Pdf(PdfSubject),
    /// Encrypted, and neither the empty password nor the given one opens it.
    PasswordNeeded,
    /// Encrypted by this filter, or in a way of it that is not read.
    EncryptionUnsupported(String),
    /// A PDF that leaves the strict grammar.
    Unreadable(PdfError),
    /// `%PDF-` stands after this many other bytes; what the file would be without them, if it reads.
    LeadingBytes {
        count: usize,
        without: Option<Box<PdfSubject>>,
    },
    TooLarge,
    Empty,
    /// CMS by itself; not judged yet.
    Cms,
    NotASignedFile,
}

/// A PDF that the strict reader reads.
#[derive(Debug)]
pub(crate) struct PdfSubject {
    pub(crate) document: Document,
    pub(crate) store: DocumentSecurityStore,
    pub(crate) signatures: Vec<Candidate>,
    pub(crate) unsigned_fields: Vec<String>,
    /// Where the only signature's gap is cannot have been changed; more than one signature is never green.
    pub(crate) gap_is_fixed: bool,
    /// An earlier revision shows a signature that the last one does not (threat PDF-44).
    pub(crate) signature_removed: bool,
    /// `/ByteRange` stands in a file whose form has no signature (threat PDF-86).
    pub(crate) signature_outside_form: bool,
    /// Every revision names the encryption of the first, which all signatures cover (threat PDF-88).
    pub(crate) encryption_is_unchanged: bool,
}

/// A signature field with a value.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) field: String,
    pub(crate) claims: Claims,
    pub(crate) sub_filter: Option<String>,
    pub(crate) coverage: Coverage,
    /// The field is the same in the signed revision and in the file in hand (I4).
    pub(crate) field_is_unchanged: bool,
    /// Where the dictionary stands, and the `ByteRange` it says.
    byte_range_as_written: Option<(Span, [i64; 4])>,
    pub(crate) format: Result<PdfSignature, FormatProblem>,
}

/// What the signing software wrote into the dictionary: claimed, never proof (I12, I15).
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub(crate) time: Option<UnixTime>,
    pub(crate) name: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
}

/// A signature whose place in the file is proper: I2, I3 and I4 hold for it.
#[derive(Debug)]
pub(crate) struct PdfSignature {
    pub(crate) sub_filter: SubFilter,
    pub(crate) byte_range: ByteRange,
    /// The CMS, without its padding.
    pub(crate) contents: Vec<u8>,
    /// Which digest request is over the signed bytes; none when the digest algorithm is not acceptable.
    pub(crate) digest: Option<usize>,
}

/// The sub-filters that are judged (ISO 32000-2 table 255).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubFilter {
    AdbePkcs7Detached,
    EtsiCadesDetached,
}

/// Why a signature is not judged further.
#[derive(Debug)]
pub(crate) enum FormatProblem {
    /// The field's value is not a signature dictionary that stands in the file (threats PDF-11, PDF-84).
    Value(&'static str),
    /// Another field has the same value (threat PDF-31).
    Shared,
    /// `SubFilter` is missing.
    NoSubFilter,
    SubFilterUnsupported(String),
    DocumentTimeStamp,
    /// `Contents` is missing, or not a string.
    NoContents,
    /// `Contents` has nothing but zeros (threat PDF-03).
    EmptyContents,
    ByteRange(ByteRangeError),
    /// The signed bytes do not end where a revision ends (I3).
    NotToEndOfRevision,
    /// The dictionary is not the one of the signed revision (I4).
    NotOfSignedRevision,
    Cms(CmsError),
    /// Something else than zeros follows the CMS (threat PDF-27).
    AfterCms,
    Limit(Limit),
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
        Self { kind, size: bytes.len(), subject, encrypted, budget, requests }
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
        let head = bytes.get(..HEADER_WITHIN.min(bytes.len())).unwrap_or_default();
        match find(head, b"%PDF-") {
            Some(_) if bytes.len() > budget.file_size => (DocumentKind::Pdf, Subject::TooLarge),
            Some(0) => (
                DocumentKind::Pdf,
                read_pdf(bytes, lock, budget, requests).unwrap_or_else(Subject::Unreadable),
            ),
            Some(count) => (DocumentKind::Pdf, leading_bytes(bytes, count, lock, budget, requests)),
            None if is_cms(bytes) => (DocumentKind::Cms, Subject::Cms),
            // A header that is damaged, or stands too far in: not to be called unsigned.
            None if find(bytes, b"/ByteRange").is_some() => {
                let expected = Document::read(bytes, budget).err();
                (DocumentKind::Pdf, expected.map_or(Subject::NotASignedFile, Subject::Unreadable))
            }
            None => (DocumentKind::Other, Subject::NotASignedFile),
        }
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
            | Subject::Cms
            | Subject::NotASignedFile => None,
        }
    }

    /// The digests to compute, none computed yet.
    #[must_use]
    pub fn digests(&self) -> Digests {
        Digests::new(self.requests.clone())
    }
}

/// The password at hand, and whether the file asks for one.
struct DocumentLock<'a> {
    password: Option<&'a str>,
    encrypted: bool,
}

/// `ContentInfo` with signed-data, in DER or BER or in PEM.
fn is_cms(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let pem = head.starts_with(b"-----BEGIN PKCS7") || head.starts_with(b"-----BEGIN CMS");
    pem || (head.first() == Some(&0x30)
        && find(head, crate::cms::oid::SIGNED_DATA.as_bytes()).is_some())
}

/// A file damaged in transit, as a real published regulation was: judged also without the bytes before its header, so
/// that the reader learns whether only they are wrong. It stays the verdict of a damaged file.
fn leading_bytes(
    bytes: &[u8],
    count: usize,
    lock: &mut DocumentLock<'_>,
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Subject {
    let rest = bytes.get(count..).unwrap_or_default();
    let without = match read_pdf(rest, lock, budget, requests) {
        Ok(Subject::Pdf(pdf)) => Some(Box::new(pdf)),
        Ok(_) | Err(_) => None,
    };
    // The digests are over the file as it is: every piece moves.
    for piece in requests.iter_mut().skip(1).flat_map(|request| &mut request.pieces) {
        piece.start = piece.start.saturating_add(count);
        piece.end = piece.end.saturating_add(count);
    }
    Subject::LeadingBytes { count, without }
}

fn read_pdf(
    bytes: &[u8],
    lock: &mut DocumentLock<'_>,
    budget: &Budget,
    requests: &mut Vec<DigestRequest>,
) -> Result<Subject, PdfError> {
    let mut document = Document::read(bytes, budget)?;
    let work = Work::new(budget);
    lock.encrypted = document.is_encrypted();
    match document.unlock(bytes, lock.password, budget, &work)? {
        Access::Open => {}
        Access::PasswordNeeded => return Ok(Subject::PasswordNeeded),
        Access::Unsupported(filter) => return Ok(Subject::EncryptionUnsupported(filter)),
    }
    let encryption_is_unchanged = document.encryption_changed_in(bytes).is_none();
    let fields = fields_of_revision(bytes, &document, document.last_revision(), budget, &work)?;
    let mut reader = ObjectReader::new(bytes, &document, document.last_revision(), budget, &work);
    let store = match document.trailer(document.last_revision()) {
        None => DocumentSecurityStore::default(),
        Some(trailer) => document_security_store(&mut reader, trailer, budget)?,
    };
    let mut signatures = Vec::new();
    let mut unsigned_fields = Vec::new();
    let mut values: BTreeSet<ObjectId> = BTreeSet::new();
    for field in &fields {
        let name = text_string(&field.name);
        let candidate = match &field.value {
            FieldValue::Unsigned => {
                unsigned_fields.push(name);
                continue;
            }
            FieldValue::Unusable(why) => Candidate::broken(name, FormatProblem::Value(why)),
            FieldValue::Signature(id) if !values.insert(*id) => {
                Candidate::broken(name, FormatProblem::Shared)
            }
            FieldValue::Signature(_) if signatures.len() >= budget.signatures => {
                Candidate::broken(name, FormatProblem::Limit(Limit::Signatures))
            }
            FieldValue::Signature(id) => {
                Candidate::read(bytes, &document, &reader, field, *id, budget, &work, requests)?
            }
        };
        signatures.push(candidate);
    }
    let mut signature_removed = false;
    for revision in 0..document.last_revision() {
        signature_removed |= fields_of_revision(bytes, &document, revision, budget, &work)?
            .iter()
            .any(|field| match &field.value {
                // Another object under the same number is another signature.
                FieldValue::Signature(id) => {
                    !values.contains(id)
                        || document.entry(bytes, revision, id.number)
                            != document.entry(bytes, document.last_revision(), id.number)
                }
                FieldValue::Unsigned | FieldValue::Unusable(_) => false,
            });
    }
    // A search of the raw bytes only makes the answer more careful, never better.
    let gap_is_fixed = match signatures.as_slice() {
        [signature] => gap_is_fixed(bytes, signature),
        _ => true,
    };
    let signature_outside_form = signatures.is_empty() && find(bytes, b"/ByteRange").is_some();
    Ok(Subject::Pdf(PdfSubject {
        document,
        store,
        signatures,
        unsigned_fields,
        gap_is_fixed,
        signature_removed,
        signature_outside_form,
        encryption_is_unchanged,
    }))
}

fn fields_of_revision(
    bytes: &[u8],
    document: &Document,
    revision: usize,
    budget: &Budget,
    work: &Work,
) -> Result<Vec<SignatureField>, PdfError> {
    let Some(trailer) = document.trailer(revision) else { return Ok(Vec::new()) };
    let mut reader = ObjectReader::new(bytes, document, revision, budget, work);
    signature_fields(&mut reader, trailer, work)
}

impl Candidate {
    fn broken(field: String, problem: FormatProblem) -> Self {
        Self {
            field,
            claims: Claims::default(),
            sub_filter: None,
            coverage: Coverage::Unclear,
            field_is_unchanged: true,
            byte_range_as_written: None,
            format: Err(problem),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the file, its structure and the budget, all read by one function"
    )]
    fn read(
        bytes: &[u8],
        document: &Document,
        reader: &ObjectReader<'_>,
        field: &SignatureField,
        id: ObjectId,
        budget: &Budget,
        work: &Work,
        requests: &mut Vec<DigestRequest>,
    ) -> Result<Self, PdfError> {
        let name = text_string(&field.name);
        let Some(dictionary) = SignatureDictionary::read(reader, id)? else {
            return Ok(Self::broken(name, FormatProblem::Value("not-a-dictionary-of-its-own")));
        };
        let text = |key: &str| {
            let string = dictionary.dictionary.string(key)?;
            Some(text_string(&string.bytes)).filter(|text| !text.is_empty())
        };
        let claims = Claims {
            time: dictionary
                .dictionary
                .string("M")
                .and_then(|date| UnixTime::from_pdf_date(&date.bytes)),
            name: text("Name"),
            reason: text("Reason"),
            location: text("Location"),
        };
        let sub_filter =
            dictionary.sub_filter().map(|name| String::from_utf8_lossy(name).into_owned());
        let placed = place(bytes, document, &dictionary);
        let coverage = match &placed {
            Ok((byte_range, _)) if byte_range.end() == bytes.len() => Coverage::WholeFile,
            Ok(_) => Coverage::WholeRevision,
            Err(FormatProblem::NotToEndOfRevision) => Coverage::Partial,
            Err(_) => Coverage::Unclear,
        };
        let field_is_unchanged = match &placed {
            // Nothing came after, so nothing can differ.
            Ok((_, revision)) if *revision != document.last_revision() => {
                fields_of_revision(bytes, document, *revision, budget, work)?.iter().any(|signed| {
                    signed.id == field.id
                        && signed.name == field.name
                        && signed.dictionary.same_value(&field.dictionary)
                })
            }
            _ => true,
        };
        let byte_range_as_written =
            dictionary.byte_range().map(|integers| (dictionary.object.span, integers));
        let format = placed.and_then(|(byte_range, _)| {
            PdfSignature::read(&dictionary, sub_filter.as_deref(), byte_range, budget, requests)
        });
        Ok(Self {
            field: name,
            claims,
            sub_filter,
            coverage,
            field_is_unchanged,
            byte_range_as_written,
            format,
        })
    }
}

/// I2, I3 and I4: the bytes, the revision they end with, and that this dictionary is that revision's.
fn place(
    bytes: &[u8],
    document: &Document,
    dictionary: &SignatureDictionary,
) -> Result<(ByteRange, usize), FormatProblem> {
    let contents = dictionary.contents().ok_or(FormatProblem::NoContents)?;
    let byte_range = ByteRange::check(bytes, dictionary.byte_range(), contents)
        .map_err(FormatProblem::ByteRange)?;
    let revision = byte_range.revision(document).ok_or(FormatProblem::NotToEndOfRevision)?;
    let starts = document.revisions().get(revision).map_or(0, |revision| revision.start);
    let stands_in_it =
        starts <= dictionary.object.span.start && dictionary.object.span.end <= byte_range.end();
    if dictionary.made_by != revision || !stands_in_it {
        return Err(FormatProblem::NotOfSignedRevision);
    }
    Ok((byte_range, revision))
}

/// Whether the file says once where its only signature's gap is, and says what its dictionary says.
///
/// The digest is over the two pieces joined, so it does not fix where they were parted: whoever prepares a document can
/// hide a second dictionary in it and move the `Contents` there after signing; every offset behind the old gap then leads to
/// other objects, under an unchanged digest. The signing software writes `/ByteRange` in plain letters, and a moved gap
/// leaves that one standing elsewhere. (Not in the threat catalogue yet; vector `gap-moved`.)
fn gap_is_fixed(bytes: &[u8], signature: &Candidate) -> bool {
    const KEY: &[u8] = b"/ByteRange";
    let Some((span, integers)) = signature.byte_range_as_written else { return true };
    let mut said =
        bytes.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY).map(|(at, _)| at);
    let (Some(at), None) = (said.next(), said.next()) else { return false };
    span.start <= at
        && at < span.end
        && integers_at(bytes, at.saturating_add(KEY.len())) == Some(integers)
}

impl PdfSignature {
    fn read(
        dictionary: &SignatureDictionary,
        sub_filter: Option<&str>,
        byte_range: ByteRange,
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> Result<Self, FormatProblem> {
        // Threat PDF-09: a signature by a person, and nothing else.
        if dictionary
            .dictionary
            .get("Type")
            .is_some_and(|_| dictionary.dictionary.name("Type") != Some(b"Sig"))
            && sub_filter != Some("ETSI.RFC3161")
        {
            return Err(FormatProblem::Value("type"));
        }
        let sub_filter = match sub_filter {
            Some("adbe.pkcs7.detached") => SubFilter::AdbePkcs7Detached,
            Some("ETSI.CAdES.detached") => SubFilter::EtsiCadesDetached,
            Some("ETSI.RFC3161") => return Err(FormatProblem::DocumentTimeStamp),
            Some(other) => return Err(FormatProblem::SubFilterUnsupported(other.to_owned())),
            None => return Err(FormatProblem::NoSubFilter),
        };
        let contents = &dictionary.contents().ok_or(FormatProblem::NoContents)?.bytes;
        if contents.iter().all(|byte| *byte == 0) {
            return Err(FormatProblem::EmptyContents);
        }
        let (signed_data, after) = SignedData::read(contents).map_err(FormatProblem::Cms)?;
        if after.iter().any(|byte| *byte != 0) {
            return Err(FormatProblem::AfterCms);
        }
        let requested = requests.iter().map(DigestRequest::length).fold(0, usize::saturating_add);
        if requested.saturating_add(byte_range.end()) > budget.signed_bytes {
            return Err(FormatProblem::Limit(Limit::SignedBytes));
        }
        let algorithm = match signed_data.signer_infos.as_slice() {
            [signer_info] => signer_info.digest_algorithm.digest_algorithm().ok(),
            _ => None,
        };
        let digest = algorithm.map(|algorithm| {
            requests.push(DigestRequest { algorithm, pieces: byte_range.pieces().to_vec() });
            requests.len().saturating_sub(1)
        });
        let length = contents.len().saturating_sub(after.len());
        let contents = contents.get(..length).unwrap_or_default().to_vec();
        Ok(Self { sub_filter, byte_range, contents, digest })
    }
}

/// Where `wanted` first stands.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
