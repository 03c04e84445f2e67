//! One signature field with a value: whether its place in the file is proper (I2, I3, I4 of the threat catalogue), what it
//! claims, what it allows, and which bytes are to be hashed.

use std::collections::BTreeSet;

use crate::cms::{CmsError, SignedData, TstInfo, oid};
use crate::digests::DigestRequest;
use crate::pdf::{
    ByteRange, ByteRangeError, Coverage, Document, ObjectId, ObjectReader, PdfError, Permissions,
    SignatureDictionary, SignatureField, text_string,
};
use crate::policy::{Budget, Limit};
use crate::time::UnixTime;

use super::content_digests::{ContentDigests, ContentForm, algorithms_of, imprint_algorithm};
use super::gap::Written;

/// A signature field with a value.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) field: String,
    /// The signature dictionary's object.
    pub(crate) id: Option<ObjectId>,
    pub(crate) claims: Claims,
    pub(crate) sub_filter: Option<String>,
    pub(crate) coverage: Coverage,
    /// The revision that it covers, counted from 0.
    pub(crate) revision: Option<usize>,
    pub(crate) permissions: Permissions,
    /// The field has a seed value dictionary.
    pub(crate) has_seed_value: bool,
    /// Where the dictionary stands, and the `ByteRange` it says, when its place is proper.
    pub(super) written: Option<Written>,
    pub(crate) format: Result<PdfSignature, FormatProblem>,
    /// Of a document time-stamp: SHA-256 of each list and answer in the security store of the revision that it covers.
    pub(crate) stored_evidence: BTreeSet<String>,
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
    /// Of the signed bytes; none where the digest algorithm is not known.
    pub(crate) digests: ContentDigests,
}

/// The sub-filters that are judged (ISO 32000-2 table 255; 12.8.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubFilter {
    AdbePkcs7Detached,
    EtsiCadesDetached,
    /// A document time-stamp.
    EtsiRfc3161,
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

impl Candidate {
    pub(super) fn broken(field: String, problem: FormatProblem) -> Self {
        Self {
            field,
            id: None,
            claims: Claims::default(),
            sub_filter: None,
            coverage: Coverage::Unclear,
            revision: None,
            permissions: Permissions::default(),
            has_seed_value: false,
            written: None,
            format: Err(problem),
            stored_evidence: BTreeSet::new(),
        }
    }

    pub(crate) fn is_document_time_stamp(&self) -> bool {
        self.sub_filter.as_deref() == Some("ETSI.RFC3161")
    }

    /// Reads the signature that a field of the last revision refers to.
    pub(super) fn read(
        bytes: &[u8],
        document: &Document,
        reader: &mut ObjectReader<'_>,
        field: &SignatureField,
        id: ObjectId,
        requests: &mut Vec<DigestRequest>,
        budget: &Budget,
    ) -> Result<Self, PdfError> {
        let name = field.name.clone();
        let Some(dictionary) = SignatureDictionary::read(reader, id)? else {
            return Ok(Self::broken(name, FormatProblem::Value("not-a-dictionary-of-its-own")));
        };
        let sub_filter =
            dictionary.sub_filter().map(|name| String::from_utf8_lossy(name).into_owned());
        let placed = place(bytes, document, &dictionary);
        let coverage = match &placed {
            Ok((_, revision)) if *revision == document.last_revision() => Coverage::WholeFile,
            Ok(_) => Coverage::WholeRevision,
            Err(FormatProblem::NotToEndOfRevision) => Coverage::Partial,
            Err(_) => Coverage::Unclear,
        };
        let revision = placed.as_ref().ok().map(|(_, revision)| *revision);
        // As the signer saw it, not as it was left.
        let mut signed = reader.at_revision(revision.unwrap_or(document.last_revision()));
        let permissions =
            Permissions::read(&mut signed, &dictionary.dictionary, &field.dictionary)?;
        let written = placed.as_ref().ok().and(dictionary.byte_range());
        let format = placed.and_then(|(byte_range, _)| {
            PdfSignature::read(&dictionary, sub_filter.as_deref(), byte_range, budget, requests)
        });
        Ok(Self {
            field: name,
            id: Some(id),
            claims: Claims::read(&dictionary),
            sub_filter,
            coverage,
            revision,
            permissions,
            has_seed_value: field.dictionary.get("SV").is_some(),
            written: written.map(|integers| (dictionary.object.span, integers)),
            format,
            stored_evidence: BTreeSet::new(),
        })
    }
}

impl Claims {
    pub(super) fn read(dictionary: &SignatureDictionary) -> Self {
        let text = |key: &str| {
            let string = dictionary.dictionary.string(key)?;
            Some(text_string(&string.bytes)).filter(|text| !text.is_empty())
        };
        let date = dictionary.dictionary.string("M");
        Self {
            time: date.and_then(|date| UnixTime::from_pdf_date(&date.bytes)),
            name: text("Name"),
            reason: text("Reason"),
            location: text("Location"),
        }
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

impl PdfSignature {
    pub(super) fn read(
        dictionary: &SignatureDictionary,
        sub_filter: Option<&str>,
        byte_range: ByteRange,
        budget: &Budget,
        requests: &mut Vec<DigestRequest>,
    ) -> Result<Self, FormatProblem> {
        let sub_filter = match sub_filter {
            Some("adbe.pkcs7.detached") => SubFilter::AdbePkcs7Detached,
            Some("ETSI.CAdES.detached") => SubFilter::EtsiCadesDetached,
            Some("ETSI.RFC3161") => SubFilter::EtsiRfc3161,
            Some(other) => return Err(FormatProblem::SubFilterUnsupported(other.to_owned())),
            None => return Err(FormatProblem::NoSubFilter),
        };
        // Threat PDF-09: a signature by a person, or a time-stamp, as the sub-filter says.
        let proper: &[u8] = match sub_filter {
            SubFilter::EtsiRfc3161 => b"DocTimeStamp",
            SubFilter::AdbePkcs7Detached | SubFilter::EtsiCadesDetached => b"Sig",
        };
        if dictionary.dictionary.get("Type").is_some()
            && dictionary.dictionary.name("Type") != Some(proper)
        {
            return Err(FormatProblem::Value("type"));
        }
        let contents = &dictionary.contents().ok_or(FormatProblem::NoContents)?.bytes;
        if contents.iter().all(|byte| *byte == 0) {
            return Err(FormatProblem::EmptyContents);
        }
        let (signed_data, after) = SignedData::read(contents).map_err(|error| {
            if error.is_limit() {
                FormatProblem::Limit(Limit::Elements)
            } else {
                FormatProblem::Cms(error)
            }
        })?;
        if after.iter().any(|byte| *byte != 0) {
            return Err(FormatProblem::AfterCms);
        }
        let requested = requests.iter().map(DigestRequest::length).fold(0, usize::saturating_add);
        let algorithms = match sub_filter {
            SubFilter::EtsiRfc3161 => {
                is_token(&signed_data)?;
                imprint_algorithm(contents).into_iter().collect()
            }
            SubFilter::AdbePkcs7Detached | SubFilter::EtsiCadesDetached => {
                algorithms_of(&signed_data)
            }
        };
        let more = byte_range.end().saturating_mul(algorithms.len());
        if requested.saturating_add(more) > budget.signed_bytes {
            return Err(FormatProblem::Limit(Limit::SignedBytes));
        }
        let mut digests = ContentDigests::default();
        for algorithm in algorithms {
            digests.request(algorithm, ContentForm::AsIs, &byte_range.pieces(), requests);
        }
        let length = contents.len().saturating_sub(after.len());
        let contents = contents.get(..length).unwrap_or_default().to_vec();
        Ok(Self { sub_filter, byte_range, contents, digests })
    }
}

/// What is no token cannot be a document time-stamp (threat PDF-06).
fn is_token(signed_data: &SignedData<'_>) -> Result<(), FormatProblem> {
    if signed_data.content_type != oid::TST_INFO {
        return Err(FormatProblem::Value("not-a-time-stamp-token"));
    }
    let content = signed_data.content_octets();
    match content.as_deref().map(TstInfo::read) {
        Some(Ok(_)) => Ok(()),
        Some(Err(_)) | None => Err(FormatProblem::Value("tst-info-not-readable")),
    }
}
