//! Revocation (RFC 5280 5 and 6.3, RFC 6960): what the lists and responses at hand say of one certificate at one moment, with
//! the evidence. "Not revoked" needs positive evidence for every reason; not knowing has its reasons (I11).

mod census;
mod crl;
mod effect;
mod entry;
mod index;
mod indexes;
mod list;
mod lists;
mod ocsp;
mod responder;
mod statement;

use core::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use crate::report::Effect;
pub(crate) use census::Census;
use crl::CheckedCrl;
pub(crate) use crl::{Checked, Crl};
pub(crate) use effect::effect;
pub use effect::{EffectRow, revocation_effects};
pub(crate) use entry::{CrlReason, RevokedCertificate, Wanted};
pub use index::{IndexError, NotIndexed, RevocationIndex, WrittenIndex, write_index};
pub use list::{ListStanding, RevocationList, RevokedEntries, RevokedEntry, Scope};
pub(crate) use ocsp::OcspResponse;

use crate::algorithms::sha256_hex;
use crate::evidence::Facts;
use crate::pkix::{Certificate, PathBuilder, ProspectivePath};
use crate::time::UnixTime;
use indexes::HeldIndex;
use ocsp::{BasicOcspResponse, OcspError};
use statement::Statements;

/// Lists, and responses, that are looked at of one document, and of what is added to it: real ones carry two, and each costs a
/// signature check.
const MAX_EMBEDDED: usize = 64;
/// Responses that a report shows.
const MAX_SHOWN: usize = 8;
/// Whose status is asked for on the way to the status of another: of a certificate that signs lists or responses, and of one
/// that signs the lists about that. More is a circle.
const MAX_DEPTH: usize = 3;

/// Why nothing is known where an index may list a certificate: the list itself has to be asked.
const INDEX_HIT: &str = "revocation-index-hit";

/// Where evidence came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A snapshot that was supplied with the validation data.
    Published,
    /// The index of such a list, instead of it.
    PublishedIndex,
    /// The document itself carries it.
    Embedded,
    /// The visitor added it.
    Added,
}

/// A list, a response or an index of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EvidenceId {
    List(usize),
    Response(usize),
    Index(usize),
}

/// What kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Crl,
    Ocsp,
}

/// Every list and response at hand.
#[derive(Debug, Default)]
pub(crate) struct RevocationStore<'a> {
    lists: Vec<(Crl<'a>, Source)>,
    responses: Vec<Response<'a>>,
    indexes: Vec<HeldIndex<'a>>,
    /// SHA-256 of published lists that have to be asked, because their index does not suffice.
    wanted: RefCell<BTreeSet<String>>,
    /// Responses that are no answer, for a report.
    unanswered: Vec<Facts>,
    /// What a list is worth under a key: its signature is checked once for each.
    checked: RefCell<Vec<(usize, Vec<u8>, Checked)>>,
    /// What a list has of a certificate: it is walked once for each.
    entries: RefCell<Vec<Found>>,
    /// SHA-256 of lists and responses, as far as it was asked for.
    digests: RefCell<BTreeMap<EvidenceId, String>>,
}

/// A response, and its bytes as they came.
#[derive(Debug)]
struct Response<'a> {
    basic: BasicOcspResponse<'a>,
    source: Source,
    raw: &'a [u8],
}

/// What the walk over a list found of a certificate.
#[derive(Debug, Clone)]
struct Found {
    list: usize,
    /// SHA-256 of the certificate.
    certificate: String,
    entry: Result<Option<RevokedCertificate>, &'static str>,
}

/// The moment for which the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Existence of the signature is proven at that time.
    Proven(UnixTime),
    /// No proof: the moment of validation itself.
    Validation(UnixTime),
}

impl Moment {
    pub(crate) const fn time(self) -> UnixTime {
        match self {
            Self::Proven(time) | Self::Validation(time) => time,
        }
    }
}

/// The list or response an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) id: EvidenceId,
    pub(crate) source: Source,
    pub(crate) method: Method,
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: Option<UnixTime>,
    /// Of a list.
    pub(crate) number: Option<String>,
}

/// RFC 6960 2.2 has these three words; each comes with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RevocationStatus {
    /// Not revoked at the moment in question.
    Good {
        evidence: Evidence,
        revoked_later: Option<RevokedCertificate>,
    },
    /// Revoked at the moment in question, as far as can be told.
    Revoked {
        evidence: Evidence,
        revoked: RevokedCertificate,
    },
    Unknown(UnknownBecause),
}

/// The kinds of not knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UnknownBecause {
    /// No list or response of this issuer is at hand.
    NoData,
    /// There are some, but none speaks for that time; the newest of them.
    Stale(Evidence),
    /// They speak for that time, but not for every reason of a revocation (RFC 5280 6.3.3 `reasons_mask`).
    SomeReasons(Evidence),
    /// One bears the issuer's name, but cannot be used: why.
    Unusable(&'static str),
    /// The same, and it speaks against the certificate, or may: nothing overrules it.
    Accusing(&'static str),
}

/// The CA of a certificate in the path at hand: its key, and its certificate where it is not the anchor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issuer<'a> {
    pub(crate) spki: &'a [u8],
    pub(crate) certificate: Option<&'a Certificate>,
}

impl<'a> Issuer<'a> {
    /// The issuer of the certificate at this place of a path.
    pub(crate) fn in_path(path: &ProspectivePath<'a>, position: usize) -> Self {
        match path.certificates.get(position.saturating_add(1)) {
            Some(issuer) => Self { spki: issuer.spki(), certificate: Some(issuer) },
            None => Self { spki: &path.anchor.spki, certificate: None },
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q, 'a> {
    pub(crate) certificate: &'q Certificate,
    pub(crate) issuer: Issuer<'q>,
    /// The certificate's path, or its issuer's where it has none itself: whoever signs lists about it must be certified by a key
    /// of that path (6.3.3 (f) asks for the same anchor only, under which another CA may name somebody as it likes: threats
    /// REV-01, REV-03).
    pub(crate) path: &'q ProspectivePath<'a>,
    /// For the paths of those.
    pub(crate) builder: PathBuilder<'a>,
    pub(crate) moment: Moment,
    pub(crate) validation_time: UnixTime,
    /// The lists and responses that count; `None` where all do.
    pub(crate) admitted: Option<&'q BTreeSet<EvidenceId>>,
}

impl Question<'_, '_> {
    fn admits(&self, id: EvidenceId) -> bool {
        self.admitted.is_none_or(|admitted| admitted.contains(&id))
    }
}

impl<'a> RevocationStore<'a> {
    /// Adds a list; bytes that are no list are counted by the caller's report, not here.
    pub(crate) fn add_crl(&mut self, bytes: &'a [u8], source: Source) {
        let of_source = self.lists.iter().filter(|(_, known)| *known == source);
        if source != Source::Published && of_source.count() >= MAX_EMBEDDED {
            return;
        }
        if let Ok(crl) = Crl::read(bytes) {
            self.lists.push((crl, source));
        }
    }

    /// Adds the index of a published list.
    pub(crate) fn add_index(&mut self, index: &'a RevocationIndex) {
        // What was read once reads again.
        self.indexes.extend(HeldIndex::new(index));
    }

    /// SHA-256 of each published list that would say more than its index did.
    pub(crate) fn wanted_lists(&self) -> Vec<String> {
        self.wanted.borrow().iter().cloned().collect()
    }

    /// Adds an OCSP response; one that refuses to answer says nothing (threat REV-30).
    pub(crate) fn add_ocsp_response(&mut self, bytes: &'a [u8], source: Source) {
        match OcspResponse::read(bytes) {
            Ok(OcspResponse { basic: Some(basic), .. }) => {
                self.add_answers(Ok(basic), source, bytes);
            }
            Ok(refusal) => self.unanswered(refusal.summary()),
            Err(error) => self.add_answers(Err(error), source, bytes),
        }
    }

    /// The same without what is around it (RFC 5126 6.3.4).
    pub(crate) fn add_basic_ocsp_response(&mut self, bytes: &'a [u8], source: Source) {
        self.add_answers(BasicOcspResponse::read(bytes), source, bytes);
    }

    fn add_answers(
        &mut self,
        read: Result<BasicOcspResponse<'a>, OcspError>,
        source: Source,
        raw: &'a [u8],
    ) {
        match read {
            Ok(basic) => {
                let of_source = self.responses.iter().filter(|known| known.source == source);
                if of_source.count() < MAX_EMBEDDED {
                    self.responses.push(Response { basic, source, raw });
                }
            }
            Err(error) => self.unanswered(Facts::of([("unreadable", error.key().into())])),
        }
    }

    fn unanswered(&mut self, facts: Facts) {
        if self.unanswered.len() < MAX_SHOWN {
            self.unanswered.push(facts);
        }
    }

    /// What the document's and the visitor's responses say, the first of them, for a report.
    pub(crate) fn response_summaries(&self) -> Vec<Facts> {
        let answers = self.responses.iter().map(|response| response.basic.summary());
        answers.chain(self.unanswered.iter().cloned()).take(MAX_SHOWN).collect()
    }

    /// SHA-256 of a list or response, as it came; of an index, that of its list.
    pub(crate) fn sha256(&self, id: EvidenceId) -> String {
        let mut digests = self.digests.borrow_mut();
        let raw = match id {
            EvidenceId::Index(index) => {
                return self
                    .indexes
                    .get(index)
                    .map_or_else(String::new, |held| held.index.list_sha256.clone());
            }
            EvidenceId::List(index) => self.lists.get(index).map(|(crl, _)| crl.raw),
            EvidenceId::Response(index) => self.responses.get(index).map(|response| response.raw),
        };
        digests.entry(id).or_insert_with(|| sha256_hex(raw.unwrap_or_default())).clone()
    }

    /// Every list, response and index.
    pub(crate) fn ids(&self) -> impl Iterator<Item = EvidenceId> {
        let lists = (0..self.lists.len()).map(EvidenceId::List);
        let responses = (0..self.responses.len()).map(EvidenceId::Response);
        lists.chain(responses).chain((0..self.indexes.len()).map(EvidenceId::Index))
    }

    /// Every list and response that the document carries.
    pub(crate) fn embedded(&self) -> impl Iterator<Item = EvidenceId> {
        let source = |id: &EvidenceId| match *id {
            EvidenceId::List(index) => self.lists.get(index).map(|(_, source)| *source),
            EvidenceId::Response(index) => self.responses.get(index).map(|held| held.source),
            EvidenceId::Index(_) => None,
        };
        self.ids().filter(move |id| source(id) == Some(Source::Embedded))
    }

    /// How many lists of these issuers, and how many responses, were made after a moment.
    pub(crate) fn made_after(&self, moment: UnixTime, issuers: &BTreeSet<&[u8]>) -> usize {
        let is_later = |crl: &Crl<'_>| moment < crl.this_update && issuers.contains(crl.issuer);
        let lists = self.lists.iter().filter(|(crl, _)| is_later(crl)).count();
        let indexed = self.indexes.iter().filter(|held| !self.has_list_of(held.index));
        let indexed = indexed.filter(|held| is_later(&held.crl)).count();
        let is_later = |response: &&Response<'_>| moment < response.basic.produced_at;
        let responses = self.responses.iter().filter(is_later).count();
        lists.saturating_add(indexed).saturating_add(responses)
    }

    /// The lists that were supplied with the validation data.
    pub(crate) fn published(&self) -> impl Iterator<Item = &Crl<'a>> {
        self.lists.iter().filter(|(_, source)| *source == Source::Published).map(|(crl, _)| crl)
    }

    /// The lists that were supplied as indexes, without their entries, and SHA-256 of the key of each.
    pub(crate) fn indexed(&self) -> impl Iterator<Item = (&Crl<'a>, &str)> {
        self.indexes.iter().map(|held| (&held.crl, held.index.issuer_key.as_str()))
    }

    /// What lists and responses say of a certificate.
    pub(crate) fn status(&self, question: &Question<'_, '_>) -> RevocationStatus {
        self.status_within(question, &BTreeSet::new())
    }

    /// The same while the status of others waits for it; they are not asked again.
    fn status_within(
        &self,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
    ) -> RevocationStatus {
        if waiting.len() >= MAX_DEPTH || waiting.contains(&question.certificate.sha256) {
            return RevocationStatus::Unknown(UnknownBecause::Unusable("circle"));
        }
        if question.builder.work.ask_status().is_err() {
            return RevocationStatus::Unknown(UnknownBecause::Accusing("limit"));
        }
        let mut waiting = waiting.clone();
        waiting.insert(question.certificate.sha256.clone());
        let mut statements = Statements::default();
        self.lists_about(question, &waiting, &mut statements);
        self.indexes_about(question, &mut statements);
        self.responses_about(question, &waiting, &mut statements);
        statements.conclude(question.moment)
    }
}

impl RevocationStatus {
    pub(crate) const fn is_good(&self) -> bool {
        matches!(self, Self::Good { .. })
    }

    /// Revoked because the key is not its holder's alone; or listed, as far as an index tells, for a reason that only the list has.
    pub(crate) fn may_be_compromise(&self) -> bool {
        match self {
            Self::Revoked { revoked, .. } => {
                matches!(revoked.reason, Some(CrlReason::KeyCompromise | CrlReason::CaCompromise))
            }
            Self::Unknown(because) => *because == UnknownBecause::Accusing(INDEX_HIT),
            Self::Good { .. } => false,
        }
    }
}

impl UnknownBecause {
    /// The more telling of two reasons; of two of a kind with evidence, the newer.
    fn or(self, other: Self) -> Self {
        const fn rank(because: &UnknownBecause) -> u8 {
            match because {
                UnknownBecause::NoData => 0,
                UnknownBecause::Unusable(_) => 1,
                UnknownBecause::Stale(_) => 2,
                UnknownBecause::SomeReasons(_) => 3,
                UnknownBecause::Accusing(_) => 4,
            }
        }
        match (&self, &other) {
            (Self::Stale(one), Self::Stale(two))
            | (Self::SomeReasons(one), Self::SomeReasons(two))
                if one.this_update < two.this_update =>
            {
                other
            }
            _ if rank(&self) < rank(&other) => other,
            _ => self,
        }
    }

    /// The key of this kind in reports.
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::NoData => "no-data",
            Self::Stale(_) => "stale",
            Self::SomeReasons(_) => "some-reasons",
            Self::Unusable(why) | Self::Accusing(why) => why,
        }
    }

    /// The evidence that does not suffice.
    pub(crate) const fn evidence(&self) -> Option<&Evidence> {
        match self {
            Self::Stale(evidence) | Self::SomeReasons(evidence) => Some(evidence),
            Self::NoData | Self::Unusable(_) | Self::Accusing(_) => None,
        }
    }
}
