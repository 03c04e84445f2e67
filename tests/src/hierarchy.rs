//! A hierarchy of the vectors' own, and a document that is signed under it: anchor, CA, person, each with a key that is
//! derived from a word, and the lists that say that nobody is revoked. A vector replaces what it attacks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a generator of test files stops at the first surprise"
)]

use serde_json::Value;
use verifier::time::UnixTime;

use crate::circumstances::{Circumstances, Entry};
use crate::cms_builder::attribute::names_certificate;
use crate::cms_builder::general_name::{distinguished_name, rdn};
use crate::cms_builder::{
    Certificate, Crl, Digest, Extension, Identity, Key, SignedData, Signer, TimeStamp, TstInfo,
};
use crate::pdf_vectors::Vector;

/// What the document says.
pub const TEXT: &[u8] = b"Bantuan disetujui sebesar Rp15.000.000,00\n";
/// When the demo authority stamps, where a vector has no time of its own to prove.
pub const STAMPED: &str = "20260203012422Z";
/// A day before the moment of all vectors, 2026-11-23T08:00:00Z, and a week after it: a list that is current.
pub const CURRENT: [&str; 2] = ["20261122000000Z", "20261130000000Z"];

/// Common name of the anchor.
pub const ANCHOR: &str = "Akar Contoh";
/// Common name of the CA.
pub const CA: &str = "Penerbit Contoh";
/// Common name of the person.
pub const PERSON: &str = "Contoh Penandatangan";

/// An anchor with this common name and the key of this word.
#[must_use]
pub fn anchor_of(common_name: &str, word: &str) -> Identity {
    Certificate::authority(common_name, 1)
        .valid("20200101000000Z", "20560101000000Z")
        .self_signed(Key::p256(word))
}

/// The anchor of most vectors.
#[must_use]
pub fn anchor() -> Identity {
    anchor_of(ANCHOR, "akar contoh")
}

/// The certificate of the CA before it is issued.
#[must_use]
pub fn ca_certificate() -> Certificate {
    Certificate::authority(CA, 2).valid("20200101000000Z", "20500101000000Z")
}

/// The certificate of the person before it is issued.
#[must_use]
pub fn person_certificate() -> Certificate {
    Certificate::person(PERSON, 3)
}

/// The CA with this certificate under an anchor.
#[must_use]
pub fn ca_under(anchor: &Identity, certificate: &Certificate) -> Identity {
    Identity::issued_by(anchor, certificate, Key::p256("penerbit contoh"))
}

/// The person with this certificate under a CA.
#[must_use]
pub fn person_under(ca: &Identity, certificate: &Certificate) -> Identity {
    Identity::issued_by(ca, certificate, Key::p256("contoh penandatangan"))
}

/// `C`, `O`, `CN`: the order in which subtrees of names make sense.
#[must_use]
pub fn agency_name(organization: &str, common_name: &str) -> Vec<u8> {
    distinguished_name(&[
        rdn("2.5.4.6", "ID"),
        rdn("2.5.4.10", organization),
        rdn("2.5.4.3", common_name),
    ])
}

/// An extension that nobody knows.
#[must_use]
pub fn unknown_extension(extension: Extension) -> Vec<u8> {
    extension.of(crate::cms_builder::oid::EXAMPLE, &[0x05, 0x00])
}

/// An empty list that is current.
#[must_use]
pub fn current_list() -> Crl {
    Crl::new(CURRENT[0], CURRENT[1])
}

/// What must come of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It passes.
    Passes,
    /// It passes at a proven time, and something has ended since.
    PassedThen,
    /// A rule of the path is broken.
    ChainConstraints,
    /// Nothing leads to an anchor.
    NoChain,
    /// Something of the path is out of its validity.
    OutOfBounds,
    /// An algorithm of the path does not count.
    Algorithm,
    /// A limit is reached.
    Limit,
    /// No certificate fits the signer.
    NoSigner,
    /// The path is refused or none is found: which of the two is open.
    Refused,
    /// Not certain, for a reason that is open.
    Uncertain,
    /// The signer's certificate is revoked.
    Revoked,
    /// A CA's certificate is revoked.
    CaRevoked,
    /// Suspended: it may be lifted.
    Suspended,
    /// Evidence is missing.
    NoData,
    /// Evidence is too old.
    Stale,
    /// Evidence is there and cannot be used.
    Unusable,
    /// Evidence is missing, too old or not usable: which is open.
    TryLater,
    /// Revoked, or not certain.
    NotGood,
}

impl Expected {
    const fn verdicts(self) -> &'static [&'static str] {
        match self {
            Self::Passes => &["asli"],
            Self::PassedThen => &["asli-saat-itu"],
            Self::NoChain => &["tidak-dikenal"],
            Self::Refused => &["belum-pasti", "tidak-dikenal"],
            Self::Revoked | Self::CaRevoked => &["dicabut"],
            Self::NotGood => &["dicabut", "belum-pasti"],
            Self::ChainConstraints
            | Self::OutOfBounds
            | Self::Algorithm
            | Self::Limit
            | Self::NoSigner
            | Self::Uncertain
            | Self::Suspended
            | Self::NoData
            | Self::Stale
            | Self::Unusable
            | Self::TryLater => &["belum-pasti"],
        }
    }

    const fn sub_indication(self) -> Option<&'static str> {
        match self {
            Self::Passes
            | Self::PassedThen
            | Self::Limit
            | Self::Refused
            | Self::Uncertain
            | Self::NotGood => None,
            Self::ChainConstraints => Some("CHAIN_CONSTRAINTS_FAILURE"),
            Self::NoChain => Some("NO_CERTIFICATE_CHAIN_FOUND"),
            Self::OutOfBounds => Some("OUT_OF_BOUNDS_NO_POE"),
            Self::Algorithm => Some("CRYPTO_CONSTRAINTS_FAILURE"),
            Self::NoSigner => Some("NO_SIGNING_CERTIFICATE_FOUND"),
            Self::Revoked => Some("REVOKED_NO_POE"),
            Self::CaRevoked => Some("REVOKED_CA_NO_POE"),
            Self::Suspended | Self::NoData | Self::Stale | Self::Unusable | Self::TryLater => {
                Some("TRY_LATER")
            }
        }
    }

    const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Limit => Some("limit-reached"),
            Self::Revoked | Self::CaRevoked | Self::Suspended => Some("revoked"),
            Self::NoData => Some("revocation-no-data"),
            Self::Stale => Some("revocation-stale"),
            Self::Unusable => Some("revocation-unusable"),
            Self::Passes
            | Self::PassedThen
            | Self::ChainConstraints
            | Self::NoChain
            | Self::OutOfBounds
            | Self::Algorithm
            | Self::NoSigner
            | Self::Refused
            | Self::Uncertain
            | Self::TryLater
            | Self::NotGood => None,
        }
    }
}

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
        let content = Some(crate::cms_builder::der::octets(TEXT));
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

impl Expected {
    /// The same vector with this head.
    #[must_use]
    pub fn of(self, mut vector: Vector) -> Vector {
        vector.verdicts = self.verdicts().to_vec();
        if let Some(sub_indication) = self.sub_indication() {
            vector = vector.sub_indication(sub_indication);
        }
        match self.reason() {
            Some(reason) => vector.reason(reason),
            None => vector,
        }
    }
}
