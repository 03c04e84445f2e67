//! What lists say of one certificate (RFC 5280 6.3.3): of the certificate's issuer or of another that speaks for it, whole or
//! with the changes of a delta list, each signed by a key that comes from the same anchor.

use std::collections::BTreeSet;

use super::crl::{Checked, CheckedCrl, Crl};
use super::statement::{Statements, covers, is_of_moment};
use super::{
    Evidence, EvidenceId, Found, Issuer, Moment, Question, RevocationStatus, RevocationStore,
    RevokedCertificate, Source, UnknownBecause, Wanted,
};
use crate::pkix::{
    Certificate, ComparableName, PathBuilder, ProspectivePath, Purpose, ReasonFlags,
};
use crate::policy::PolicyInputs;
use crate::revocation::CrlReason;

/// Paths of the signer of a list that are looked into: each costs questions about all of its certificates.
const MAX_SIGNER_PATHS: usize = 4;

/// A genuine list and what it is worth.
struct Genuine<'s, 'a> {
    index: usize,
    crl: &'s Crl<'a>,
    source: Source,
    checked: CheckedCrl,
    /// Key that signed it.
    spki: Vec<u8>,
}

impl RevocationStore<'_> {
    /// Every list that may speak of the certificate.
    pub(super) fn lists_about(
        &self,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
        statements: &mut Statements,
    ) {
        let mut genuine: Vec<Genuine<'_, '_>> = Vec::new();
        for (index, (crl, source)) in self.lists.iter().enumerate() {
            if !question.admits(EvidenceId::List(index)) || !may_speak_of(crl, question.certificate)
            {
                continue;
            }
            match self.check(index, crl, question, waiting) {
                Ok(found) => genuine.push(Genuine { source: *source, ..found }),
                Err(why) => {
                    let is_genuine = !["signature", "crl-issuer", "limit"].contains(&why);
                    if is_genuine && accuses(crl, question) {
                        statements.contradicted();
                    }
                    statements.unknown(UnknownBecause::Unusable(why));
                }
            }
        }
        for list in &genuine {
            // A list from the future says nothing yet (threat REV-06), unless it is our clock that is wrong.
            if question.validation_time < list.crl.this_update {
                list.contradict(question, statements);
            } else if list.checked.is_complete() {
                self.speak(list, &genuine, question, statements);
            } else if genuine.iter().all(|base| !list.changes(base)) {
                // Changes to a list that is not here (threat REV-14).
                list.contradict(question, statements);
                statements.unknown(UnknownBecause::Unusable("delta"));
            }
        }
    }

    /// What a complete list says, with the newest changes to it (6.3.3 (i) to (k)).
    fn speak(
        &self,
        list: &Genuine<'_, '_>,
        all: &[Genuine<'_, '_>],
        question: &Question<'_, '_>,
        statements: &mut Statements,
    ) {
        let certificate = question.certificate;
        let said = list
            .checked
            .scope
            .reasons_for(certificate, &list.checked.issuer)
            .and_then(|reasons| Ok((reasons, self.entry(list, question)?)));
        let (reasons, entry) = match said {
            Ok(said) => said,
            Err(why) => {
                list.contradict(question, statements);
                return statements.unknown(UnknownBecause::Unusable(why));
            }
        };
        let changes = all.iter().filter(|delta| {
            delta.changes(list) && delta.crl.this_update <= question.validation_time
        });
        // Of several lists of changes the newest has all of them, but for what has ended since; one that revokes counts whatever
        // the others say (I11).
        for delta in changes.clone() {
            match self.entry(delta, question) {
                Ok(Some(change)) if change.reason != Some(CrlReason::RemoveFromCrl) => {
                    delta.state(Some(change), reasons, question, statements);
                }
                Ok(_) => {}
                Err(why) => {
                    delta.contradict(question, statements);
                    statements.unknown(UnknownBecause::Unusable(why));
                }
            }
        }
        let newest = changes.max_by_key(|delta| delta.crl.this_update);
        let Some(delta) = newest else {
            return list.state(entry, reasons, question, statements);
        };
        // A suspension waits for the changes.
        if entry.is_none_or(|entry| entry.reason != Some(CrlReason::CertificateHold)) {
            list.state(entry, reasons, question, statements);
        }
        match self.entry(delta, question) {
            Ok(Some(change)) if change.reason == Some(CrlReason::RemoveFromCrl) => {
                // Only a suspension ends; and a signature proven to be of its time stays one of its time.
                let ended = entry.is_none_or(|entry| {
                    entry.reason == Some(CrlReason::CertificateHold)
                        && match question.moment {
                            Moment::Validation(_) => true,
                            Moment::Proven(time) => {
                                time < entry.effective() || delta.crl.this_update <= time
                            }
                        }
                });
                let entry = entry.filter(|_| !ended);
                delta.state(entry, reasons, question, statements);
            }
            Ok(None) => delta.state(entry, reasons, question, statements),
            // A revocation does not take a suspension back that was there before it.
            Ok(Some(_)) | Err(_) => {
                list.state(entry, reasons, question, statements);
            }
        }
    }

    /// What a list has of the certificate.
    fn entry(
        &self,
        list: &Genuine<'_, '_>,
        question: &Question<'_, '_>,
    ) -> Result<Option<RevokedCertificate>, &'static str> {
        let certificate = question.certificate;
        let is_it =
            |found: &&Found| found.list == list.index && found.certificate == certificate.sha256;
        if let Some(found) = self.entries.borrow().iter().find(is_it) {
            return found.entry;
        }
        question.builder.work.walk_list(list.crl.size()).map_err(|_| "limit")?;
        let issuer = ComparableName::of(certificate.issuer());
        let wanted = Wanted {
            serial_number: certificate.serial_number(),
            issuer: list.checked.scope.indirect_crl.then_some(&issuer),
        };
        let entry = list.crl.entry(wanted).map_err(|_| "entries");
        let certificate = certificate.sha256.clone();
        self.entries.borrow_mut().push(Found { list: list.index, certificate, entry });
        entry
    }

    fn known(&self, index: usize, spki: &[u8]) -> Option<Checked> {
        let checked = self.checked.borrow();
        let mut of_list = checked.iter().filter(|(known, key, _)| *known == index && key == spki);
        of_list.next().map(|(_, _, checked)| checked.clone())
    }

    /// What the list is worth, under the key that signed it.
    fn check<'s, 'a>(
        &'s self,
        index: usize,
        crl: &'s Crl<'a>,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
    ) -> Result<Genuine<'s, 'a>, &'static str> {
        let spki = self.signer(index, crl, question, waiting)?;
        match self.under(index, crl, &spki, question)? {
            Checked::Usable(checked) => {
                Ok(Genuine { index, crl, source: Source::Published, checked, spki })
            }
            Checked::Unusable(why) => Err(why),
            Checked::NotGenuine => Err("signature"),
        }
    }

    fn under(
        &self,
        index: usize,
        crl: &Crl<'_>,
        spki: &[u8],
        question: &Question<'_, '_>,
    ) -> Result<Checked, &'static str> {
        if let Some(known) = self.known(index, spki) {
            return Ok(known);
        }
        let work = question.builder.work;
        work.check_signature().and(work.walk_list(crl.size())).map_err(|_| "limit")?;
        let checked = Checked::of(crl, spki);
        self.checked.borrow_mut().push((index, spki.to_vec(), checked.clone()));
        Ok(checked)
    }

    /// The key that signed the list, if it may: the certificate's issuer, the anchor, or a certificate of the list's issuer
    /// whose path ends at the same anchor and of which nothing is revoked (6.3.3 (f); threats REV-03, REV-04).
    fn signer(
        &self,
        index: usize,
        crl: &Crl<'_>,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
    ) -> Result<Vec<u8>, &'static str> {
        let name = ComparableName::of(crl.issuer);
        let signed = |spki: &[u8]| {
            let checked = self.under(index, crl, spki, question)?;
            Ok::<bool, &'static str>(!matches!(checked, Checked::NotGenuine))
        };
        let Issuer { spki, certificate } = question.issuer;
        if name == ComparableName::of(question.certificate.issuer())
            && certificate.is_none_or(may_sign_lists)
            && signed(spki)?
        {
            return Ok(spki.to_vec());
        }
        let anchor = question.path.anchor;
        if name == ComparableName::of(&anchor.subject) && signed(&anchor.spki)? {
            return Ok(anchor.spki.clone());
        }
        let mut why = "signature";
        for candidate in question.builder.certificates {
            let may_sign = name == ComparableName::of(candidate.subject())
                && candidate.spki() != spki
                && may_sign_lists(candidate);
            if !may_sign || !signed(candidate.spki())? {
                continue;
            }
            match self.trust(candidate, crl, question, waiting) {
                Trust::Full => return Ok(candidate.spki().to_vec()),
                Trust::Limit => return Err("limit"),
                Trust::StatusUnknown => why = "crl-issuer-revocation",
                Trust::None if why == "signature" => why = "crl-issuer",
                Trust::None => {}
            }
        }
        Err(why)
    }

    /// A path from the signer of a list to the anchor, good when the list was made; judged at the moment itself, also then.
    /// Whatever policies the signer of a document needs, that of a list does not.
    fn trust(
        &self,
        signer: &Certificate,
        crl: &Crl<'_>,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
    ) -> Trust {
        let builder = PathBuilder { policies: &PolicyInputs::NONE, ..question.builder };
        let Some(signer) = builder.certificates.iter().find(|known| known.sha256 == signer.sha256)
        else {
            return Trust::None;
        };
        let search = builder.search(signer, Purpose::CrlSigning, crl.this_update);
        let holds = |path: &&ProspectivePath<'_>| {
            path.anchor.id == question.path.anchor.id
                && question.path.has_key_above(question.issuer.spki, Issuer::in_path(path, 0).spki)
                && path.check_at(crl.this_update).is_ok()
                && match question.moment {
                    Moment::Validation(time) => path.check_at(time).is_ok(),
                    Moment::Proven(_) => true,
                }
        };
        let mut trust = if search.is_limited() { Trust::Limit } else { Trust::None };
        for path in search.paths.iter().filter(holds).take(MAX_SIGNER_PATHS) {
            let mut of_path = Trust::Full;
            for (position, certificate) in path.certificates.iter().enumerate() {
                let issuer = Issuer::in_path(path, position);
                let question = Question { certificate, issuer, path, ..*question };
                of_path = of_path.min(Trust::of(&self.status_within(&question, waiting)));
                if of_path == Trust::None {
                    break;
                }
            }
            trust = trust.max(of_path);
            if trust == Trust::Full {
                break;
            }
        }
        trust
    }
}

/// How far the signer of a list, or of an answer, is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// No path, or something of it is revoked.
    None,
    /// No path before a limit was reached.
    Limit,
    /// A path, and no evidence that it is not revoked: what such a list says against a certificate is not passed over.
    StatusUnknown,
    Full,
}

impl Trust {
    pub(super) const fn of(status: &RevocationStatus) -> Self {
        match status {
            RevocationStatus::Good { .. } => Self::Full,
            RevocationStatus::Revoked { .. } => Self::None,
            RevocationStatus::Unknown(_) => Self::StatusUnknown,
        }
    }
}

/// RFC 5280 4.2.1.3: a certificate with a key usage needs cRLSign for this.
pub(super) fn may_sign_lists(certificate: &Certificate) -> bool {
    certificate.key_usage().is_ok_and(|usage| usage.is_none_or(|usage| usage.crl_sign()))
}

/// A list of the certificate's issuer, or of one that a distribution point names.
pub(super) fn may_speak_of(crl: &Crl<'_>, certificate: &Certificate) -> bool {
    crl.issuer == certificate.issuer() || {
        let name = ComparableName::of(crl.issuer);
        name == ComparableName::of(certificate.issuer()) || certificate.names_crl_issuer(&name)
    }
}

/// Whether a list that cannot be used speaks against the certificate; one that there is no time to look at may.
fn accuses(crl: &Crl<'_>, question: &Question<'_, '_>) -> bool {
    question.builder.work.walk_list(crl.size()).is_err()
        || crl.contradicts(question.certificate.serial_number(), question.moment)
}

impl Genuine<'_, '_> {
    fn evidence(&self) -> Evidence {
        self.crl.evidence(EvidenceId::List(self.index), self.source)
    }

    fn contradict(&self, question: &Question<'_, '_>, statements: &mut Statements) {
        if accuses(self.crl, question) {
            statements.contradicted();
        }
    }

    /// One statement, dated by this list.
    fn state(
        &self,
        entry: Option<RevokedCertificate>,
        reasons: ReasonFlags,
        question: &Question<'_, '_>,
        statements: &mut Statements,
    ) {
        let evidence = self.evidence();
        match entry {
            Some(entry) => {
                let knows = is_of_moment(&evidence, question.moment, question.validation_time);
                let speaks_for = if knows { reasons } else { ReasonFlags::NONE };
                statements.revoked(evidence, entry, speaks_for);
            }
            None => {
                let covers = covers(
                    &evidence,
                    question.certificate,
                    self.crl.expired_certs_on_crl(),
                    question.moment,
                    question.validation_time,
                );
                statements.not_revoked(evidence, reasons, covers);
            }
        }
    }

    /// Whether this is a list of changes to that one (6.3.3 (c), 5.2.4).
    fn changes(&self, base: &Genuine<'_, '_>) -> bool {
        let Some(base_number) = &self.checked.base_crl_number else { return false };
        let (Some(number), Some(of_base)) = (self.crl.number_digits(), base.crl.number_digits())
        else {
            return false;
        };
        let is_after = |one: &[u8], other: &[u8]| (one.len(), one) > (other.len(), other);
        base.checked.is_complete()
            && self.checked.issuer == base.checked.issuer
            && self.checked.scope.has_scope_of(&base.checked.scope)
            && self.crl.authority_key_identifier() == base.crl.authority_key_identifier()
            && self.spki == base.spki
            && !is_after(base_number, of_base)
            && is_after(number, of_base)
    }
}
