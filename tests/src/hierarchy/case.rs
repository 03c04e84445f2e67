//! A document under the hierarchy, and what it is judged with. It starts as a good one; a vector replaces what it attacks.

use serde_json::Value;
use verifier::time::UnixTime;

use super::{
    Expected, TEXT, anchor, ca_certificate, ca_under, current_list, person_certificate,
    person_under,
};
use crate::circumstances::{Circumstances, Entry};
use crate::cms_builder::attribute::names_certificate;
use crate::cms_builder::der::octets;
use crate::cms_builder::{Certificate, Digest, Identity, SignedData, Signer, TimeStamp, TstInfo};
use crate::pdf_vectors::Vector;

/// A document of a signer, and what it is judged with.
#[derive(Debug, Clone)]
pub struct Case {
    /// Who signs.
    pub signer: Identity,
    /// The certificate that the signed attributes name, where it is another writing of the signer's.
    pub named: Option<Vec<u8>>,
    /// Certificates that the document carries.
    pub bag: Vec<Vec<u8>>,
    /// Lists and other revocation information that the document carries.
    pub carried: Vec<Vec<u8>>,
    /// Signed and unsigned attributes beside the usual ones.
    pub attributes: [Vec<Vec<u8>>; 2],
    /// When the demo authority stamped the signature.
    pub stamped: Option<&'static str>,
    /// Entries of the trusted root beside the demo PKI's.
    pub entries: Vec<Entry>,
    /// Published lists beside the demo PKI's.
    pub lists: Vec<Vec<u8>>,
    /// What the visitor adds.
    pub added: Vec<Vec<u8>>,
    /// Another moment than that of all vectors, RFC 3339.
    pub at: Option<&'static str>,
}

impl Case {
    /// A person's document under an anchor and these CAs; all certificates are in it, and every issuer's list is published.
    #[must_use]
    pub fn under(anchor: &Identity, cas: &[&Identity], person: &Identity) -> Self {
        let issuers = std::iter::once(anchor).chain(cas.iter().copied());
        Self {
            signer: person.clone(),
            named: None,
            bag: std::iter::once(person)
                .chain(cas.iter().copied())
                .map(|identity| identity.certificate.clone())
                .collect(),
            carried: Vec::new(),
            attributes: [Vec::new(), Vec::new()],
            stamped: None,
            entries: vec![Entry::anchor("akar-contoh", anchor)],
            lists: issuers.map(|issuer| current_list().issue(issuer)).collect(),
            added: Vec::new(),
            at: None,
        }
    }

    /// Of the CA with this certificate, and a person as most are.
    #[must_use]
    pub fn of_ca(certificate: &Certificate) -> Self {
        Self::of(certificate, &person_certificate())
    }

    /// Of the person with this certificate, under a CA as most are.
    #[must_use]
    pub fn of_person(certificate: &Certificate) -> Self {
        Self::of(&ca_certificate(), certificate)
    }

    /// Of a CA and a person with these certificates.
    #[must_use]
    pub fn of(ca: &Certificate, person: &Certificate) -> Self {
        let anchor = anchor();
        let ca = ca_under(&anchor, ca);
        Self::under(&anchor, &[&ca], &person_under(&ca, person))
    }

    /// With these certificates in the bag as well, last.
    #[must_use]
    pub fn with(mut self, certificates: &[&Identity]) -> Self {
        self.bag.extend(certificates.iter().map(|identity| identity.certificate.clone()));
        self
    }

    /// With these certificates in the bag as well, before the others.
    #[must_use]
    pub fn with_first(mut self, certificates: &[&Identity]) -> Self {
        let first = certificates.iter().map(|identity| identity.certificate.clone());
        self.bag = first.chain(self.bag).collect();
        self
    }

    /// With these published lists instead.
    #[must_use]
    pub fn lists(mut self, lists: Vec<Vec<u8>>) -> Self {
        self.lists = lists;
        self
    }

    /// With one more published list.
    #[must_use]
    pub fn list(mut self, list: Vec<u8>) -> Self {
        self.lists.push(list);
        self
    }

    /// With a list or other revocation information in the document.
    #[must_use]
    pub fn carrying(mut self, evidence: Vec<u8>) -> Self {
        self.carried.push(evidence);
        self
    }

    /// With a file that the visitor adds.
    #[must_use]
    pub fn adding(mut self, file: Vec<u8>) -> Self {
        self.added.push(file);
        self
    }

    /// Stamped by the demo authority at that time.
    #[must_use]
    pub const fn stamped(mut self, gen_time: &'static str) -> Self {
        self.stamped = Some(gen_time);
        self
    }

    /// Judged at this moment.
    #[must_use]
    pub const fn at(mut self, moment: &'static str) -> Self {
        self.at = Some(moment);
        self
    }

    /// With another entry as well.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    /// With these constraints of its anchor.
    #[must_use]
    pub fn constrained(mut self, constraints: Value) -> Self {
        self.entries[0].constraints = Some(constraints);
        self
    }

    /// What it is judged with.
    #[must_use]
    pub fn circumstances(&self) -> Circumstances {
        let circumstances = Circumstances::of(&self.entries, &self.lists);
        let at = self.at.map(|moment| UnixTime::from_rfc3339(moment).unwrap());
        Circumstances {
            added: self.added.clone(),
            at: at.unwrap_or(circumstances.at),
            ..circumstances
        }
    }

    /// The container over a content.
    #[must_use]
    pub fn signed_data(&self, content: &[u8]) -> SignedData {
        let mut signer = Signer::new(&self.signer, &Digest::Sha256.of(content));
        if let Some(named) = &self.named {
            signer = signer.replacing(2, names_certificate(named));
        }
        let [signed, unsigned] = &self.attributes;
        signer.attributes.get_or_insert_default().extend(signed.iter().cloned());
        signer.unsigned.extend(unsigned.iter().cloned());
        if let Some(gen_time) = self.stamped {
            let tst_info = TstInfo::new(&signer.signature(), gen_time);
            let token = TimeStamp::by(&Identity::time_stamp_authority(), &tst_info);
            signer = signer.unsigned(token.attribute());
        }
        SignedData {
            certificates: self.bag.clone(),
            crls: self.carried.clone(),
            ..SignedData::detached(&self.signer, &signer)
        }
    }

    /// The document: a `.p7m` with the content inside.
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        let content = Some(octets(TEXT));
        SignedData { content, ..self.signed_data(TEXT) }.encode()
    }

    /// The vector, and what must come of it.
    #[must_use]
    pub fn vector(
        &self,
        id: &'static str,
        variant: &str,
        why: impl Into<String>,
        expected: Expected,
    ) -> Vector {
        let of = Vector::new(id, variant, why, self.document(), "");
        expected.of(of).under(self.circumstances())
    }
}
