//! Digests asked for, and computed piece by piece: the core says which bytes, the host says when (sans-I/O).

use crate::algorithms::{DigestAlgorithm, Hasher};
use crate::pdf::Span;

/// One digest over pieces of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestRequest {
    /// Algorithm.
    pub algorithm: DigestAlgorithm,
    /// Pieces of the file, in order.
    pub pieces: Vec<Span>,
}

impl DigestRequest {
    pub(crate) fn length(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| piece.end.saturating_sub(piece.start))
            .fold(0, usize::saturating_add)
    }
}

/// The digests of a plan, as far as they are computed.
#[derive(Debug, Clone)]
pub struct Digests {
    requests: Vec<DigestRequest>,
    done: Vec<Vec<u8>>,
    current: Option<Hasher>,
    /// Bytes of the current request that are hashed.
    position: usize,
    hashed: usize,
    total: usize,
}

impl Digests {
    pub(crate) fn new(requests: Vec<DigestRequest>) -> Self {
        let total = requests.iter().map(DigestRequest::length).fold(0, usize::saturating_add);
        Self { requests, done: Vec::new(), current: None, position: 0, hashed: 0, total }
    }

    /// Hashes up to `bytes` more bytes of the file, which must be the one the plan was made for.
    pub fn advance(&mut self, file: &[u8], bytes: usize) {
        let mut left = bytes;
        while let Some(request) = self.requests.get(self.done.len()) {
            let hasher = self.current.get_or_insert_with(|| Hasher::new(request.algorithm));
            let mut skip = self.position;
            for piece in &request.pieces {
                let piece = file.get(piece.start..piece.end).unwrap_or_default();
                let rest = piece.get(skip.min(piece.len())..).unwrap_or_default();
                skip = skip.saturating_sub(piece.len());
                let chunk = rest.get(..left.min(rest.len())).unwrap_or_default();
                hasher.update(chunk);
                left = left.saturating_sub(chunk.len());
                self.position = self.position.saturating_add(chunk.len());
                self.hashed = self.hashed.saturating_add(chunk.len());
            }
            if self.position < request.length() {
                return;
            }
            self.done.extend(self.current.take().map(Hasher::finish));
            self.position = 0;
        }
    }

    /// Whether every digest is computed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.done.len() == self.requests.len()
    }

    /// Bytes hashed, and bytes to hash in all.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.hashed, self.total)
    }

    /// The digest of a request, once computed.
    pub(crate) fn get(&self, request: usize) -> Option<&[u8]> {
        self.done.get(request).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_of_any_size_give_the_same_digests() {
        let file: Vec<u8> = (0u32..10_000).map(|value| value.to_le_bytes()[0]).collect();
        let span = |start, end| Span { start, end };
        let requests = vec![
            DigestRequest { algorithm: DigestAlgorithm::Sha256, pieces: vec![span(0, 10_000)] },
            DigestRequest {
                algorithm: DigestAlgorithm::Sha384,
                pieces: vec![span(0, 4000), span(5000, 10_000)],
            },
            DigestRequest { algorithm: DigestAlgorithm::Sha512, pieces: vec![span(0, 0)] },
        ];
        let mut joined = file[..4000].to_vec();
        joined.extend_from_slice(&file[5000..]);
        let expected = [
            DigestAlgorithm::Sha256.digest(&file),
            DigestAlgorithm::Sha384.digest(&joined),
            DigestAlgorithm::Sha512.digest(b""),
        ];
        for slice in [1usize, 7, 999, 4000, 20_000, usize::MAX] {
            let mut digests = Digests::new(requests.clone());
            while !digests.is_complete() {
                digests.advance(&file, slice);
            }
            assert_eq!(digests.done, expected, "{slice}");
            assert_eq!(digests.progress(), (19_000, 19_000));
        }
    }
}
