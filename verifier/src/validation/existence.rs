//! Proof of existence extraction (EN 319 102-1 5.6.2.3): what a good document time-stamp covers existed at its time. That is
//! every signature of an earlier revision with its own time-stamps, and the lists and answers that these and the document
//! security store carry.

use std::collections::BTreeSet;

use super::time_stamp::{ProofOfExistence, TestAuthorities};
use super::{Carried, carried_by};
use crate::algorithms::sha256_hex;
use crate::cms::SignedData;
use crate::plan::{Candidate, PdfSubject};
use crate::revocation::{EvidenceId, RevocationStore};
use crate::time::UnixTime;
use crate::trust::Regime;

/// A good document time-stamp.
#[derive(Debug)]
pub(crate) struct Stamped<'a> {
    /// The revision that it covers, counted from 0.
    pub(crate) revision: usize,
    pub(crate) proof: ProofOfExistence<'a>,
    /// SHA-256 of each list and answer that it covers.
    pub(crate) evidence: BTreeSet<String>,
}

impl Stamped<'_> {
    /// By a test authority, whose key may be public: it says nothing for or against a real signature.
    pub(crate) fn is_test(&self) -> bool {
        self.proof.path.anchor.regime == Regime::Uji
    }

    fn is_strict(&self) -> bool {
        self.proof.relaxed.is_empty()
    }
}

/// SHA-256 of the lists and answers that each signature of a document carries, hashed once for all time-stamps.
#[derive(Debug)]
pub(crate) struct CarriedEvidence<'p> {
    by_signature: Vec<(&'p Candidate, BTreeSet<String>)>,
}

impl<'p> CarriedEvidence<'p> {
    pub(crate) fn read(pdf: &'p PdfSubject) -> Self {
        let is_stamped = pdf.signatures.iter().any(Candidate::is_document_time_stamp);
        let signatures = pdf.signatures.iter().filter(|_| is_stamped);
        Self { by_signature: signatures.map(|candidate| (candidate, carried(candidate))).collect() }
    }

    /// What a document time-stamp covers: the security store in force in its revision, and the signatures before it.
    pub(crate) fn covered(&self, candidate: &Candidate) -> BTreeSet<String> {
        let earlier =
            self.by_signature.iter().filter(|(other, _)| other.revision < candidate.revision);
        let carried = earlier.flat_map(|(_, evidence)| evidence);
        carried.chain(&candidate.stored_evidence).cloned().collect()
    }
}

fn carried(candidate: &Candidate) -> BTreeSet<String> {
    let mut evidence = BTreeSet::new();
    if let Ok(signature) = &candidate.format
        && let Ok((signed_data, _)) = SignedData::read(&signature.contents)
    {
        carried_by(&signed_data, &mut |encoding, kind| {
            if kind != Carried::Certificate {
                evidence.insert(sha256_hex(encoding));
            }
        });
    }
    evidence
}

/// What document time-stamps prove of one signature or token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Existence<'s, 'a> {
    stamps: &'s [Stamped<'a>],
    /// The revision in which it stands, counted from 0; `None` outside of PDF.
    revision: Option<usize>,
    authorities: TestAuthorities,
}

impl<'s, 'a> Existence<'s, 'a> {
    /// Outside of PDF nothing is proven this way.
    pub(crate) const NONE: Self =
        Self { stamps: &[], revision: None, authorities: TestAuthorities::Refused };

    pub(crate) const fn new(stamps: &'s [Stamped<'a>], revision: Option<usize>) -> Self {
        Self { stamps, revision, authorities: TestAuthorities::Accepted }
    }

    pub(crate) const fn with(self, authorities: TestAuthorities) -> Self {
        Self { authorities, ..self }
    }

    pub(crate) const fn authorities(self) -> TestAuthorities {
        self.authorities
    }

    fn counted(self) -> impl Iterator<Item = &'s Stamped<'a>> {
        let accepts_test = self.authorities == TestAuthorities::Accepted;
        self.stamps.iter().filter(move |stamped| accepts_test || !stamped.is_test())
    }

    /// The document time-stamps that cover it.
    pub(crate) fn covering(self) -> impl Iterator<Item = &'s Stamped<'a>> {
        let covers = move |stamped: &&Stamped<'_>| {
            self.revision.is_some_and(|revision| revision < stamped.revision)
        };
        self.counted().filter(covers)
    }

    /// Whether one of them covers this list or answer.
    pub(crate) fn covers_evidence(self, sha256: &str) -> bool {
        self.covering().any(|stamped| stamped.evidence.contains(sha256))
    }

    /// The one that proves the earliest time.
    pub(crate) fn earliest(self) -> Option<&'s Stamped<'a>> {
        self.covering().min_by_key(|stamped| stamped.proof.proven)
    }

    /// Since when it is proven to exist with nothing relaxed.
    pub(crate) fn strictly(self) -> Option<UnixTime> {
        self.covering()
            .filter(|stamped| stamped.is_strict())
            .map(|stamped| stamped.proof.proven)
            .min()
    }

    /// The lists and answers that are proven to have existed by then, with nothing relaxed; `signed` are those in signed
    /// attributes, which are as old as the signature.
    pub(crate) fn admitted(
        self,
        store: &RevocationStore<'_>,
        by: UnixTime,
        signed: Option<&SignedEvidence>,
    ) -> BTreeSet<EvidenceId> {
        let proofs: Vec<&BTreeSet<String>> = self
            .counted()
            .filter(|stamped| stamped.is_strict() && stamped.proof.proven <= by)
            .map(|stamped| &stamped.evidence)
            .chain(signed.filter(|signed| signed.existed <= by).map(|signed| &signed.evidence))
            .collect();
        if proofs.is_empty() {
            return BTreeSet::new();
        }
        let is_proven = |id: &EvidenceId| {
            let sha256 = store.sha256(*id);
            proofs.iter().any(|evidence| evidence.contains(&sha256))
        };
        store.ids().filter(is_proven).collect()
    }
}

/// Lists and answers in signed attributes (`adbe-revocationInfoArchival`, ISO 32000-2 12.8.3.3.2), as old as the signature.
#[derive(Debug)]
pub(crate) struct SignedEvidence {
    /// SHA-256 of each.
    pub(crate) evidence: BTreeSet<String>,
    /// Since when the signature is proven to exist.
    pub(crate) existed: UnixTime,
}
