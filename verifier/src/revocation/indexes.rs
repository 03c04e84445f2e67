//! What indexes of published lists say of one certificate: that its list does not have it, or that the list itself has to be
//! asked. Never that it is revoked, and never more than the list would say: whatever the list's own reader (`lists.rs`) would
//! have to look into further, an index leaves to the list.

use super::crl::acceptable_under;
use super::lists::{may_sign_lists, may_speak_of};
use super::statement::{Statements, covers};
use super::{
    CheckedCrl, Crl, EvidenceId, IndexError, Question, RevocationIndex, RevocationStore, Source,
    UnknownBecause,
};
use crate::algorithms::sha256_hex;
use crate::pkix::ComparableName;

/// An index, and its list without the entries.
#[derive(Debug)]
pub(super) struct HeldIndex<'a> {
    pub(super) index: &'a RevocationIndex,
    pub(super) crl: Crl<'a>,
    checked: CheckedCrl,
}

impl<'a> HeldIndex<'a> {
    pub(super) fn new(index: &'a RevocationIndex) -> Result<Self, IndexError> {
        let (crl, checked) = index.list()?;
        Ok(Self { index, crl, checked })
    }

    /// Whether the list certainly has nothing of the certificate, and would be taken for the issuer's own at once: by its name
    /// and the key of the path (threats REV-01, REV-03).
    fn clears(&self, question: &Question<'_, '_>) -> bool {
        let (certificate, issuer) = (question.certificate, question.issuer);
        self.checked.issuer == ComparableName::of(certificate.issuer())
            && self.index.issuer_key == sha256_hex(issuer.spki)
            && issuer.certificate.is_none_or(may_sign_lists)
            && acceptable_under(&self.crl, issuer.spki).is_some()
            // A shard that is not what it should be hides what it has.
            && self.index.may_list(&self.crl, certificate.serial_number()) == Ok(false)
    }
}

impl RevocationStore<'_> {
    /// Every index whose list may speak of the certificate, and is not at hand itself: then it decides.
    pub(super) fn indexes_about(&self, question: &Question<'_, '_>, statements: &mut Statements) {
        let certificate = question.certificate;
        // Changes to a list need the list (threat REV-14).
        let has_changes = self.lists.iter().enumerate().any(|(list, (crl, _))| {
            crl.is_delta()
                && question.admits(EvidenceId::List(list))
                && may_speak_of(crl, certificate)
        });
        for (position, held) in self.indexes.iter().enumerate() {
            let id = EvidenceId::Index(position);
            let is_about = question.admits(id) && may_speak_of(&held.crl, certificate);
            if !is_about || self.has_list_of(held.index) {
                continue;
            }
            if has_changes || !held.clears(question) {
                self.wanted.borrow_mut().insert(held.index.list_sha256.clone());
                statements.unconfirmed();
                continue;
            }
            // A list from the future says nothing yet (threat REV-06).
            if question.validation_time < held.crl.this_update {
                continue;
            }
            match held.checked.scope.reasons_for(certificate, &held.checked.issuer) {
                Ok(reasons) => {
                    let evidence = held.crl.evidence(id, Source::PublishedIndex);
                    let (moment, now) = (question.moment, question.validation_time);
                    let covers = covers(&evidence, certificate, None, moment, now);
                    statements.not_revoked(evidence, reasons, covers);
                }
                Err(why) => statements.unknown(UnknownBecause::Unusable(why)),
            }
        }
    }

    /// Whether the list of an index was published here in full.
    pub(super) fn has_list_of(&self, index: &RevocationIndex) -> bool {
        self.lists.iter().enumerate().any(|(list, (crl, source))| {
            *source == Source::Published
                && u64::try_from(crl.raw.len()) == Ok(index.list_size)
                && self.sha256(EvidenceId::List(list)) == index.list_sha256
        })
    }
}
