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
///
/// The whole file and the signed revisions begin with the same bytes, which are hashed once: each request branches off
/// where its first piece ends. Ten signatures over a large file cost little more than one.
#[derive(Debug, Clone)]
pub struct Digests {
    done: Vec<Option<Vec<u8>>>,
    runs: Vec<Run>,
    /// The run that is being hashed, and how far.
    run: usize,
    position: usize,
    trunk: Option<Hasher>,
    branch: Option<Hasher>,
    hashed: usize,
    total: usize,
}

/// Bytes to hash in one go.
#[derive(Debug, Clone, Copy)]
enum Run {
    /// What several requests begin with; `starts` anew or goes on.
    Trunk { algorithm: DigestAlgorithm, starts: bool, piece: Span },
    /// What one request has of its own; the first run of each branches off the trunk.
    Branch { request: usize, is_first: bool, is_last: bool, piece: Span },
}

impl Run {
    const fn piece(self) -> Span {
        match self {
            Self::Trunk { piece, .. } | Self::Branch { piece, .. } => piece,
        }
    }
}

/// Runs for all requests: those that begin alike one after the other, the shorter beginning first.
fn runs(requests: &[DigestRequest]) -> Vec<Run> {
    let nothing = Span { start: 0, end: 0 };
    let first = |request: &DigestRequest| request.pieces.first().copied().unwrap_or(nothing);
    let mut order: Vec<(usize, &DigestRequest)> = requests.iter().enumerate().collect();
    order.sort_by_key(|(_, request)| (request.algorithm, first(request).start, first(request).end));
    let mut runs = Vec::new();
    let mut before: Option<(DigestAlgorithm, Span)> = None;
    for (index, request) in order {
        let Span { start, end } = first(request);
        let shared = before
            .filter(|(algorithm, piece)| (*algorithm, piece.start) == (request.algorithm, start));
        let from = shared.map_or(start, |(_, piece)| piece.end);
        let algorithm = request.algorithm;
        runs.push(Run::Trunk {
            algorithm,
            starts: shared.is_none(),
            piece: Span { start: from, end },
        });
        let own = request.pieces.get(1..).unwrap_or_default();
        // A request of one piece ends where it branches off.
        let own = if own.is_empty() { &[nothing] } else { own };
        for (number, piece) in own.iter().enumerate() {
            let is_last = number.saturating_add(1) == own.len();
            let is_first = number == 0;
            runs.push(Run::Branch { request: index, is_first, is_last, piece: *piece });
        }
        before = Some((algorithm, Span { start, end }));
    }
    runs
}

impl Digests {
    pub(crate) fn new(requests: &[DigestRequest]) -> Self {
        let runs = runs(requests);
        let length = |run: &Run| run.piece().end.saturating_sub(run.piece().start);
        let total = runs.iter().map(length).fold(0, usize::saturating_add);
        let done = requests.iter().map(|_| None).collect();
        let (trunk, branch) = (None, None);
        Self { done, runs, run: 0, position: 0, trunk, branch, hashed: 0, total }
    }

    /// Hashes up to `bytes` more bytes of the file, which must be the one the plan was made for.
    pub fn advance(&mut self, file: &[u8], bytes: usize) {
        let mut left = bytes;
        while let Some(run) = self.runs.get(self.run).copied() {
            if self.position == 0 {
                self.begin(run);
            }
            let piece = run.piece();
            let piece = file.get(piece.start..piece.end).unwrap_or_default();
            let rest = piece.get(self.position..).unwrap_or_default();
            let chunk = rest.get(..left.min(rest.len())).unwrap_or_default();
            let hasher = match run {
                Run::Trunk { .. } => &mut self.trunk,
                Run::Branch { .. } => &mut self.branch,
            };
            if let Some(hasher) = hasher {
                hasher.update(chunk);
            }
            left = left.saturating_sub(chunk.len());
            self.position = self.position.saturating_add(chunk.len());
            self.hashed = self.hashed.saturating_add(chunk.len());
            if self.position < piece.len() {
                return;
            }
            self.end(run);
            self.run = self.run.saturating_add(1);
            self.position = 0;
        }
    }

    fn begin(&mut self, run: Run) {
        match run {
            Run::Trunk { algorithm, starts: true, .. } => self.trunk = Some(Hasher::new(algorithm)),
            Run::Branch { is_first: true, .. } => self.branch = self.trunk.clone(),
            Run::Trunk { starts: false, .. } | Run::Branch { is_first: false, .. } => {}
        }
    }

    fn end(&mut self, run: Run) {
        if let Run::Branch { request, is_last: true, .. } = run
            && let (Some(done), Some(branch)) = (self.done.get_mut(request), self.branch.take())
        {
            *done = Some(branch.finish());
        }
    }

    /// Whether every digest is computed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.run == self.runs.len()
    }

    /// Bytes hashed, and bytes to hash in all.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.hashed, self.total)
    }

    /// The digest of a request, once computed.
    pub(crate) fn get(&self, request: usize) -> Option<&[u8]> {
        self.done.get(request)?.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_of_any_size_give_the_same_digests_and_a_common_beginning_is_hashed_once() {
        let file: Vec<u8> = (0u32..10_000).map(|value| value.to_le_bytes()[0]).collect();
        let span = |start, end| Span { start, end };
        let requests = vec![
            DigestRequest { algorithm: DigestAlgorithm::Sha256, pieces: vec![span(0, 10_000)] },
            DigestRequest {
                algorithm: DigestAlgorithm::Sha384,
                pieces: vec![span(0, 4000), span(5000, 10_000)],
            },
            DigestRequest { algorithm: DigestAlgorithm::Sha512, pieces: vec![span(0, 0)] },
            DigestRequest {
                algorithm: DigestAlgorithm::Sha256,
                pieces: vec![span(0, 4000), span(5000, 10_000)],
            },
            DigestRequest {
                algorithm: DigestAlgorithm::Sha256,
                pieces: vec![span(0, 1000), span(2000, 3000)],
            },
            DigestRequest { algorithm: DigestAlgorithm::Sha256, pieces: vec![span(7, 9)] },
        ];
        let mut joined = file[..4000].to_vec();
        joined.extend_from_slice(&file[5000..]);
        let expected = [
            DigestAlgorithm::Sha256.digest(&file),
            DigestAlgorithm::Sha384.digest(&joined),
            DigestAlgorithm::Sha512.digest(b""),
            DigestAlgorithm::Sha256.digest(&joined),
            DigestAlgorithm::Sha256.digest(&[&file[..1000], &file[2000..3000]].concat()),
            DigestAlgorithm::Sha256.digest(&file[7..9]),
        ];
        let expected = expected.map(Some);
        for slice in [1usize, 7, 999, 4000, 20_000, usize::MAX] {
            let mut digests = Digests::new(&requests);
            while !digests.is_complete() {
                digests.advance(&file, slice);
            }
            assert_eq!(digests.done, expected.clone(), "{slice}");
            // 10,000 for the whole, 9,000 and 0 for other algorithms, 5,000, 1,000 and 2 after branching off.
            assert_eq!(digests.progress(), (25_002, 25_002));
        }
    }
}
