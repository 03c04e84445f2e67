//! Certification paths: found from the end entity towards a registered anchor (RFC 4158), each validated as RFC 5280 6.1
//! asks. Certificates of the document are candidates for the way, never for its end (I10).

use std::collections::BTreeSet;

use super::certificate::Certificate;
use super::name_comparison::ComparableName;
use super::path_validation::{PathObjection, check_issuer, check_itself, validate};
use super::purpose::Purpose;
use crate::algorithms::{AlgorithmObjection, PublicKey};
use crate::policy::{Budget, Limit, PolicyInputs, Work};
use crate::time::UnixTime;
use crate::trust::{Role, TrustedEntry, TrustedRoot, Window};

/// Ways that failed which are kept: enough to see what was wrong, and no file makes a report of thousands.
const MAX_ATTEMPTS: usize = 32;

/// A path whose signatures, names and constraints hold; whether it holds at a moment is for `check_at` to say.
#[derive(Debug, Clone)]
pub(crate) struct ProspectivePath<'a> {
    pub(crate) anchor: &'a TrustedEntry,
    /// End entity first; the anchor's own certificate is not among them.
    pub(crate) certificates: Vec<&'a Certificate>,
    /// Those of them that the registry lists, each with the window in which it is accepted.
    windows: Vec<(&'a Certificate, Window)>,
    /// The policies it holds under (RFC 5280 6.1.6), by the names of the anchor's domain.
    pub(crate) policies: BTreeSet<String>,
}

/// A way that was tried and led nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// SHA-256 of its certificates as far as it went, end entity first.
    pub(crate) certificates: Vec<String>,
    /// The anchor it came to.
    pub(crate) anchor: Option<String>,
    pub(crate) objection: PathObjection,
}

/// Searches paths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathBuilder<'a> {
    pub(crate) trusted_root: &'a TrustedRoot,
    /// Candidates for the way.
    pub(crate) certificates: &'a [Certificate],
    pub(crate) policies: &'a PolicyInputs,
    pub(crate) budget: &'a Budget,
    /// What is left for the document.
    pub(crate) work: &'a Work,
}

/// What a search found: every path, and every way that failed.
#[derive(Debug, Default)]
pub(crate) struct Search<'a> {
    pub(crate) paths: Vec<ProspectivePath<'a>>,
    pub(crate) attempts: Vec<Attempt>,
    signature_checks: usize,
    steps: usize,
}

/// What stays the same during one search.
#[derive(Debug)]
struct Question<'a> {
    purpose: Purpose,
    /// For choosing what to try first: nothing is decided by it.
    at: UnixTime,
    candidates: Vec<(ComparableName, &'a Certificate)>,
}

impl<'a> Search<'a> {
    fn failed(
        &mut self,
        path: &[&Certificate],
        anchor: Option<&TrustedEntry>,
        objection: PathObjection,
    ) {
        // That ways were left untried is told however many were.
        let is_limit = matches!(objection, PathObjection::Limit(_));
        if self.attempts.len() >= MAX_ATTEMPTS && (!is_limit || self.is_limited()) {
            return;
        }
        let certificates = path.iter().map(|step| step.sha256.clone()).collect();
        let anchor = anchor.map(|anchor| anchor.id.clone());
        self.attempts.push(Attempt { certificates, anchor, objection });
    }

    /// Whether a limit left some way untried: what is not among the paths may be there all the same.
    pub(crate) fn is_limited(&self) -> bool {
        self.attempts.iter().any(|attempt| matches!(attempt.objection, PathObjection::Limit(_)))
    }

    /// Whether a limit ended it before every way was tried.
    fn is_over(&self, budget: &Budget) -> bool {
        self.steps > budget.path_steps
    }
}

impl<'a> PathBuilder<'a> {
    /// Every path from the certificate to an anchor registered for the purpose, those that hold at a moment tried first.
    pub(crate) fn search(
        &self,
        end_entity: &'a Certificate,
        purpose: Purpose,
        at: UnixTime,
    ) -> Search<'a> {
        let mut search = Search::default();
        if let Err(limit) = self.work.step() {
            search.failed(&[end_entity], None, PathObjection::Limit(limit));
            return search;
        }
        // What a certificate says against its own use, no path mends.
        if let Err(objection) = check_itself(end_entity, purpose) {
            search.failed(&[end_entity], None, objection);
            return search;
        }
        let named =
            |certificate| (ComparableName::of(Certificate::subject(certificate)), certificate);
        let candidates = self.certificates.iter().map(named).collect();
        let question = Question { purpose, at, candidates };
        self.extend(&mut search, &mut vec![end_entity], &question);
        search
    }

    fn extend(
        &self,
        search: &mut Search<'a>,
        path: &mut Vec<&'a Certificate>,
        question: &Question<'a>,
    ) {
        let Some(last) = path.last().copied() else { return };
        let issuer_name = ComparableName::of(last.issuer());
        let anchors: Vec<&TrustedEntry> =
            self.entries(&issuer_name, Role::Anchor, question.purpose).collect();
        let mut found_issuer = false;
        for anchor in &anchors {
            let key = PublicKey::from_spki(&anchor.spki);
            let checked = self
                .check_signature(search, last, &anchor.spki, key)
                .inspect(|()| found_issuer = true)
                .and_then(|()| validate(path, anchor, self.policies, question.purpose));
            match checked {
                Ok(policies) => {
                    search.paths.push(self.path(anchor, path, policies));
                }
                Err(objection) => search.failed(path, Some(anchor), objection),
            }
        }
        let issuers: Vec<(Promise, &Certificate)> = question
            .candidates
            .iter()
            .filter(|(subject, _)| *subject == issuer_name)
            .map(|(_, issuer)| *issuer)
            // An anchor's certificate carried along is not a step of the way: the registry's copy was just tried.
            .filter(|issuer| anchors.iter().all(|anchor| anchor.spki != issuer.spki()))
            // RFC 4158 2.4.2: a name with a key stands once in a path.
            .filter(|issuer| {
                path.iter().all(|step| {
                    step.spki() != issuer.spki()
                        || ComparableName::of(step.subject()) != issuer_name
                })
            })
            .map(|issuer| (Promise::of(issuer, last, question.at), issuer))
            .collect();
        let in_turn = Promise::BEST_FIRST
            .iter()
            .flat_map(|promise| issuers.iter().filter(move |(of_issuer, _)| of_issuer == promise));
        for (_, issuer) in in_turn {
            search.steps = search.steps.saturating_add(1);
            let is_over = search.is_over(self.budget) || self.work.step().is_err();
            if is_over || path.len() >= self.budget.path_length {
                return search.failed(path, None, PathObjection::Limit(Limit::PathSteps));
            }
            let checked = check_issuer(issuer).and_then(|()| {
                self.check_signature(search, last, issuer.spki(), issuer.public_key())
            });
            path.push(issuer);
            match checked {
                Ok(()) => {
                    found_issuer = true;
                    self.extend(search, path, question);
                }
                Err(objection) => search.failed(path, None, objection),
            }
            path.pop();
            if search.is_over(self.budget) {
                return;
            }
        }
        if !found_issuer {
            self.end_without_issuer(search, path, &issuer_name, question.purpose);
        }
    }

    fn path(
        &self,
        anchor: &'a TrustedEntry,
        path: &[&'a Certificate],
        policies: BTreeSet<String>,
    ) -> ProspectivePath<'a> {
        let window = |certificate: &&'a Certificate| {
            let mut entries = self.trusted_root.entries.iter();
            let entry = entries.find(|entry| entry.sha256 == certificate.sha256)?;
            Some((*certificate, entry.valid_for))
        };
        let windows = path.iter().filter_map(window).collect();
        ProspectivePath { anchor, certificates: path.to_vec(), windows, policies }
    }

    fn entries(
        &self,
        name: &ComparableName,
        role: Role,
        purpose: Purpose,
    ) -> impl Iterator<Item = &'a TrustedEntry> {
        self.trusted_root.entries.iter().filter(move |entry| {
            entry.role == role
                && (role != Role::Anchor || purpose.is_served_by(entry))
                && ComparableName::of(&entry.subject) == *name
        })
    }

    /// A certificate that is looked at comes alone as a rule: the registered key of its issuer settles who issued it, though
    /// the way from there to the anchor is not walked. No signature is judged by such a path.
    fn end_without_issuer(
        &self,
        search: &mut Search<'a>,
        path: &[&'a Certificate],
        issuer_name: &ComparableName,
        purpose: Purpose,
    ) {
        let Some(last) = path.last().copied() else { return };
        let issuer = last.display_issuer();
        let before = search.paths.len();
        let mut is_registered = false;
        for anchor in self.entries(issuer_name, Role::Intermediate, purpose) {
            is_registered = true;
            if purpose != Purpose::Inspection {
                continue;
            }
            let key = PublicKey::from_spki(&anchor.spki);
            let checked = self
                .check_signature(search, last, &anchor.spki, key)
                .and_then(|()| validate(path, anchor, self.policies, purpose));
            match checked {
                Ok(policies) => {
                    search.paths.push(self.path(anchor, path, policies));
                }
                Err(objection) => search.failed(path, Some(anchor), objection),
            }
        }
        let is_known = if purpose == Purpose::Inspection {
            search.paths.len() > before
        } else {
            is_registered
        };
        let objection = if is_known {
            PathObjection::IntermediateMissing { issuer }
        } else {
            PathObjection::NotFound { issuer }
        };
        search.failed(path, None, objection);
    }

    /// RFC 5280 6.1.3 (a)(1).
    fn check_signature(
        &self,
        search: &mut Search<'a>,
        certificate: &Certificate,
        spki: &[u8],
        issuer_key: Result<PublicKey, AlgorithmObjection>,
    ) -> Result<(), PathObjection> {
        let name = || certificate.sha256.clone();
        let not_signed = || PathObjection::NotSignedByIssuer { certificate: name() };
        if let Some(is_issued) = self.work.known_issue(&certificate.sha256, spki) {
            return if is_issued { Ok(()) } else { Err(not_signed()) };
        }
        search.signature_checks = search.signature_checks.saturating_add(1);
        if search.signature_checks > self.budget.signature_checks {
            return Err(PathObjection::Limit(Limit::SignatureChecks));
        }
        self.work.check_signature().map_err(PathObjection::Limit)?;
        let algorithm = |objection| PathObjection::Algorithm { certificate: name(), objection };
        let is_issued = match certificate.is_signed_by(&issuer_key.map_err(algorithm)?) {
            Ok(is_issued) => is_issued,
            // A signature that a key of this kind cannot have made is another key's.
            Err(AlgorithmObjection::Mismatch(_)) => false,
            Err(objection) => return Err(algorithm(objection)),
        };
        self.work.remember_issue(&certificate.sha256, spki, is_issued);
        if is_issued { Ok(()) } else { Err(not_signed()) }
    }
}

/// What makes an issuer worth trying first (RFC 4158 3.5). Hints, which refuse nothing (threat PATH-36).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Promise {
    /// Its key identifier is the one that is asked for.
    HasKey,
    /// It is valid at the moment, and leads to another name.
    LeadsOn,
    /// It is valid at the moment.
    Valid,
    None,
}

impl Promise {
    const BEST_FIRST: [Self; 4] = [Self::HasKey, Self::LeadsOn, Self::Valid, Self::None];

    fn of(issuer: &Certificate, subject: &Certificate, at: UnixTime) -> Self {
        let wanted = subject.authority_key_identifier();
        let has_key = wanted.is_some() && wanted == issuer.subject_key_identifier();
        let is_valid = issuer.not_before <= at && at <= issuer.not_after;
        match (has_key, is_valid, issuer.is_self_issued()) {
            (true, true, _) => Self::HasKey,
            (false, true, false) => Self::LeadsOn,
            (false, true, true) => Self::Valid,
            (_, false, _) => Self::None,
        }
    }
}

impl ProspectivePath<'_> {
    /// Whether the anchor has this key, or a certificate of the path from the one with the key `from` upwards.
    pub(crate) fn has_key_above(&self, from: &[u8], spki: &[u8]) -> bool {
        let mut above = self.certificates.iter().skip(1).skip_while(|step| step.spki() != from);
        self.anchor.spki == spki || above.any(|step| step.spki() == spki)
    }

    /// RFC 5280 6.1.3 (a)(2) for each certificate, and the windows of the anchor and of all that the registry lists: whom it has
    /// retired is not accepted although its certificate goes on.
    pub(crate) fn check_at(&self, moment: UnixTime) -> Result<(), PathObjection> {
        for certificate in &self.certificates {
            let name = || certificate.sha256.clone();
            if moment < certificate.not_before {
                let not_before = certificate.not_before;
                return Err(PathObjection::NotYetValid { certificate: name(), not_before });
            }
            if certificate.not_after < moment {
                return Err(PathObjection::Expired {
                    certificate: name(),
                    not_after: certificate.not_after,
                });
            }
        }
        for (certificate, window) in &self.windows {
            let certificate = certificate.sha256.clone();
            if moment < window.from {
                return Err(PathObjection::NotYetValid { certificate, not_before: window.from });
            }
            if let Some(not_after) = window.until.filter(|until| *until < moment) {
                return Err(PathObjection::Expired { certificate, not_after });
            }
        }
        let anchor = || self.anchor.sha256.clone();
        if moment < self.anchor.valid_for.from {
            return Err(PathObjection::NotYetValid {
                certificate: anchor(),
                not_before: self.anchor.valid_for.from,
            });
        }
        match self.anchor.valid_for.until.filter(|until| *until < moment) {
            Some(not_after) => Err(PathObjection::Expired { certificate: anchor(), not_after }),
            None => Ok(()),
        }
    }

    /// The earliest end of a certificate or of the anchor.
    pub(crate) fn ends(&self) -> UnixTime {
        let window = self.anchor.valid_for.until.unwrap_or(self.anchor.not_after);
        self.certificates
            .iter()
            .map(|certificate| self.end_of(certificate))
            .fold(window, UnixTime::min)
    }

    /// The end of one of its certificates, or of the registry's window for it.
    pub(crate) fn end_of(&self, certificate: &Certificate) -> UnixTime {
        let mut windows = self.windows.iter();
        let listed = windows.find(|(known, _)| known.sha256 == certificate.sha256);
        let until = listed.and_then(|(_, window)| window.until);
        until.map_or(certificate.not_after, |until| until.min(certificate.not_after))
    }
}
