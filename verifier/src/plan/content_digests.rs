//! Digests of what was signed, by algorithm and by the form in which it is hashed: asked for where the bytes stand in the
//! file, computed at once where they were decoded from it.

use crate::algorithms::DigestAlgorithm;
use crate::cms::{SignedData, TstInfo};
use crate::digests::{DigestRequest, Digests};
use crate::pdf::Span;

/// The form in which content is hashed. A signature fits in one of them or in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentForm {
    /// The bytes as they stand.
    AsIs,
    /// Line ends written as CRLF, as mail is canonicalised (RFC 8551 3.1.1).
    Canonical,
}

impl ContentForm {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AsIs => "as-is",
            Self::Canonical => "canonical",
        }
    }
}

#[derive(Debug)]
enum Source {
    Request(usize),
    Computed(Vec<u8>),
}

/// Every digest of one content.
#[derive(Debug, Default)]
pub(crate) struct ContentDigests(Vec<(DigestAlgorithm, ContentForm, Source)>);

impl ContentDigests {
    /// Asks for the digest of pieces of the file.
    pub(super) fn request(
        &mut self,
        algorithm: DigestAlgorithm,
        form: ContentForm,
        pieces: &[Span],
        requests: &mut Vec<DigestRequest>,
    ) {
        requests.push(DigestRequest { algorithm, pieces: pieces.to_vec() });
        self.0.push((algorithm, form, Source::Request(requests.len().saturating_sub(1))));
    }

    /// Computes the digest of bytes that do not stand in the file.
    pub(super) fn compute(
        &mut self,
        algorithm: DigestAlgorithm,
        form: ContentForm,
        content: &[u8],
    ) {
        self.0.push((algorithm, form, Source::Computed(algorithm.digest(content))));
    }

    /// The digests by this algorithm that are there, in the order of the forms.
    pub(crate) fn by<'d>(
        &'d self,
        algorithm: DigestAlgorithm,
        digests: &'d Digests,
    ) -> Vec<(ContentForm, &'d [u8])> {
        let of_algorithm = self.0.iter().filter(|(known, _, _)| *known == algorithm);
        of_algorithm
            .filter_map(|(_, form, source)| match source {
                Source::Request(request) => Some((*form, digests.get(*request)?)),
                Source::Computed(digest) => Some((*form, digest.as_slice())),
            })
            .collect()
    }
}

/// The algorithms by which a `SignedData` speaks of its content: those of its signers, and of content time-stamps.
pub(super) fn algorithms_of(signed_data: &SignedData<'_>) -> Vec<DigestAlgorithm> {
    let mut algorithms = Vec::new();
    for signer_info in &signed_data.signer_infos {
        algorithms.extend(signer_info.digest_algorithm.digest_algorithm().ok());
        if let Some(token) = signer_info.content_time_stamp() {
            algorithms.extend(imprint_algorithm(token));
        }
    }
    algorithms.sort_unstable();
    algorithms.dedup();
    algorithms
}

/// The algorithm of a token's imprint, where the token reads.
pub(crate) fn imprint_algorithm(token: &[u8]) -> Option<DigestAlgorithm> {
    let (signed_data, _) = SignedData::read(token).ok()?;
    let content = signed_data.content_octets()?;
    TstInfo::read(&content).ok()?.imprint_algorithm.digest_algorithm().ok()
}
