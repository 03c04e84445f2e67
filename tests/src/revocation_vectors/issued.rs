//! The hierarchy that these vectors share, and what its issuers say.

use crate::cms_builder::ocsp::{Answer, CertId, OcspResponse, other_revocation_info};
use crate::cms_builder::{Certificate, Crl, Identity};
use crate::hierarchy::{
    CURRENT, Case, anchor, ca_certificate, ca_under, current_list, person_certificate, person_under,
};

/// When the person's certificate is revoked, where it is.
pub(super) const REVOKED: &str = "20260601000000Z";
/// A list that was current when the demo authority stamps.
pub(super) const THEN: [&str; 2] = ["20260202000000Z", "20260210000000Z"];

/// Anchor, CA and person.
#[derive(Debug, Clone)]
pub(super) struct Issued {
    pub(super) anchor: Identity,
    pub(super) ca: Identity,
    pub(super) person: Identity,
}

impl Issued {
    /// As most are.
    pub(super) fn new() -> Self {
        Self::with(&ca_certificate(), &person_certificate())
    }

    /// With this certificate of the person.
    pub(super) fn person(certificate: &Certificate) -> Self {
        Self::with(&ca_certificate(), certificate)
    }

    /// With these certificates of the CA and of the person.
    pub(super) fn with(ca: &Certificate, person: &Certificate) -> Self {
        let anchor = anchor();
        let ca = ca_under(&anchor, ca);
        let person = person_under(&ca, person);
        Self { anchor, ca, person }
    }

    /// The document, and of all lists only the anchor's.
    pub(super) fn unknown(&self) -> Case {
        Case::under(&self.anchor, &[&self.ca], &self.person)
            .lists(vec![current_list().issue(&self.anchor)])
    }

    /// The same with a list of the CA, published.
    pub(super) fn published(&self, list: &Crl) -> Case {
        self.unknown().list(list.issue(&self.ca))
    }

    /// The same with a list of the CA in the document.
    pub(super) fn carried(&self, list: &Crl) -> Case {
        self.unknown().carrying(list.issue(&self.ca))
    }

    /// With an OCSP response in the document.
    pub(super) fn answered(&self, response: &OcspResponse) -> Case {
        self.unknown().carrying(other_revocation_info(&response.encode()))
    }

    /// The list, with an entry for the person.
    pub(super) fn revoking(&self, list: Crl, date: &str, reason: u8) -> Crl {
        list.revoking(self.person.field(1), date, reason)
    }

    /// A current list with an entry for the person.
    pub(super) fn revoked(&self) -> Crl {
        self.revoking(current_list(), REVOKED, 4)
    }

    /// How OCSP names the person's certificate.
    pub(super) fn cert_id(&self) -> CertId {
        CertId::of(&self.person, &self.ca)
    }

    /// A current answer that the person's certificate is good.
    pub(super) fn good(&self) -> Answer {
        Answer::good(self.cert_id(), CURRENT[0], CURRENT[1])
    }

    /// The CA's own response with these answers.
    pub(super) fn response(&self, answers: Vec<Answer>) -> OcspResponse {
        OcspResponse::by(&self.ca, CURRENT[0], answers)
    }
}

/// A list of that time.
pub(super) fn list_of([this_update, next_update]: [&'static str; 2]) -> Crl {
    Crl::new(this_update, next_update)
}
