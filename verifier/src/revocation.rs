//! Revocation by CRL (RFC 5280 5 and 6.3.3): what the lists at hand say of one certificate at one moment, with the
//! evidence. "Not revoked" needs positive evidence; not knowing has its reasons (I11).

mod census;
mod crl;
mod ocsp;

use std::collections::BTreeMap;

pub(crate) use census::Census;
pub(crate) use crl::{Checked, Crl, CrlReason, RevokedCertificate};
pub(crate) use ocsp::OcspResponse;

use crate::algorithms::sha256_hex;
use crate::pkix::Certificate;
use crate::time::UnixTime;

/// Lists of one document that are looked at: real ones carry two, and each costs a signature check.
const MAX_EMBEDDED: usize = 64;

/// Where a list came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CrlSource {
    /// A snapshot that was supplied with the validation data.
    Published,
    /// The document itself carries it.
    Embedded,
    /// The visitor added it.
    Added,
}

/// Every list at hand. Signatures are checked once for each pair of list and issuer key.
#[derive(Debug, Default)]
pub(crate) struct CrlStore<'a> {
    lists: Vec<(Crl<'a>, CrlSource)>,
    checked: BTreeMap<(usize, String), Checked>,
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

/// The list an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) source: CrlSource,
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: Option<UnixTime>,
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
    /// No list of this issuer is at hand.
    NoData,
    /// Lists of this issuer are at hand, but none speaks for that time; the newest of them.
    Stale(Evidence),
    /// A list bears the issuer's name, but cannot be used: why.
    Unusable(&'static str),
}

impl<'a> CrlStore<'a> {
    /// Adds a list; bytes that are no list are counted by the caller's report, not here.
    pub(crate) fn add(&mut self, bytes: &'a [u8], source: CrlSource) {
        let embedded =
            self.lists.iter().filter(|(_, source)| *source != CrlSource::Published).count();
        if source != CrlSource::Published && embedded >= MAX_EMBEDDED {
            return;
        }
        if let Ok(crl) = Crl::read(bytes) {
            self.lists.push((crl, source));
        }
    }

    /// The lists that were supplied with the validation data.
    pub(crate) fn published(&self) -> impl Iterator<Item = &Crl<'a>> {
        self.lists.iter().filter(|(_, source)| *source == CrlSource::Published).map(|(crl, _)| crl)
    }

    /// What the lists say of a certificate, issued by this CA (its name, key, and certificate where it has one).
    pub(crate) fn status(
        &mut self,
        certificate: &Certificate,
        issuer: Issuer<'_>,
        moment: Moment,
        validation_time: UnixTime,
    ) -> RevocationStatus {
        let mut good: Option<Evidence> = None;
        let mut revoked: Option<(Evidence, RevokedCertificate)> = None;
        let mut unknown = UnknownBecause::NoData;
        // A genuine list that cannot be used says that the certificate was revoked by then: no other may overrule it (I11).
        let mut contradicted = false;
        for index in 0..self.lists.len() {
            let checked = match self.lists.get(index) {
                Some((crl, _)) if crl.issuer == certificate.issuer() => self.check(index, issuer),
                _ => continue,
            };
            let Some((crl, source)) = self.lists.get(index) else { continue };
            let usable = match checked {
                Checked::NotGenuine => Err("signature"),
                // A list from the future says nothing yet (threat REV-06), unless it is our clock that is wrong.
                Checked::Usable(_) if validation_time < crl.this_update => Err("from-the-future"),
                Checked::Unusable(why) => Err(why),
                Checked::Usable(scope) => scope.speaks_for(certificate),
            };
            let entry =
                usable.and_then(|()| crl.entry(certificate.serial_number()).map_err(|_| "entries"));
            let evidence = crl.evidence(*source);
            match entry {
                Err(why) => {
                    contradicted |=
                        why != "signature" && crl.contradicts(certificate.serial_number(), moment);
                    if why != "from-the-future" {
                        unknown = unknown.or(UnknownBecause::Unusable(why));
                    }
                }
                // The earliest date is the one that counts against the certificate.
                Ok(Some(entry)) => {
                    let is_worse = revoked
                        .as_ref()
                        .is_none_or(|(_, known)| entry.effective() < known.effective());
                    if is_worse {
                        revoked = Some((evidence, entry));
                    }
                }
                Ok(None) if covers(crl, *source, certificate, moment, validation_time) => {
                    let known = good.filter(|good| good.this_update >= evidence.this_update);
                    good = Some(known.unwrap_or(evidence));
                }
                Ok(None) => unknown = unknown.or(UnknownBecause::Stale(evidence)),
            }
        }
        // Revoked evidence wins over good evidence (I11).
        match (revoked, good) {
            (Some((evidence, entry)), _) => match moment {
                // Whatever the reason: a signature proven older than the date stands (design, 3.1).
                Moment::Proven(time) if time < entry.effective() && contradicted => {
                    RevocationStatus::Unknown(UnknownBecause::Unusable("contradicted"))
                }
                Moment::Proven(time) if time < entry.effective() => {
                    RevocationStatus::Good { evidence, revoked_later: Some(entry) }
                }
                Moment::Proven(_) | Moment::Validation(_) => {
                    RevocationStatus::Revoked { evidence, revoked: entry }
                }
            },
            (None, Some(_)) if contradicted => {
                RevocationStatus::Unknown(UnknownBecause::Unusable("contradicted"))
            }
            (None, Some(evidence)) => RevocationStatus::Good { evidence, revoked_later: None },
            (None, None) => RevocationStatus::Unknown(unknown),
        }
    }

    fn check(&mut self, index: usize, issuer: Issuer<'_>) -> Checked {
        let key = (index, sha256_hex(issuer.spki));
        if let Some(known) = self.checked.get(&key) {
            return known.clone();
        }
        let checked =
            self.lists.get(index).map_or(Checked::NotGenuine, |(crl, _)| Checked::of(crl, issuer));
        self.checked.insert(key, checked.clone());
        checked
    }
}

/// The CA of a certificate in the path at hand: its key, and its certificate where it is not the anchor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issuer<'a> {
    pub(crate) spki: &'a [u8],
    pub(crate) certificate: Option<&'a Certificate>,
}

impl UnknownBecause {
    /// The more telling of two reasons; of two stale lists, the newer.
    fn or(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::NoData, _) => other,
            (Self::Unusable(_), Self::Stale(_)) => other,
            (Self::Stale(a), Self::Stale(b)) if a.this_update < b.this_update => other,
            _ => self,
        }
    }
}

/// Whether a list without an entry proves "not revoked" at the moment (design, 3.1).
fn covers(
    crl: &Crl<'_>,
    source: CrlSource,
    certificate: &Certificate,
    moment: Moment,
    validation_time: UnixTime,
) -> bool {
    // Expired certificates drop off lists; expiredCertsOnCRL is not read yet.
    if certificate.not_after < crl.this_update {
        return false;
    }
    let is_current =
        |time: UnixTime| crl.next_update.is_some_and(|next_update| time <= next_update);
    match (moment, source) {
        // A list that was current when the signature was made, or newer: the document brings what its signer saw.
        (Moment::Proven(time), CrlSource::Embedded | CrlSource::Added) => {
            crl.this_update >= time || is_current(time)
        }
        // Or current at the moment of validation: what is enough for a signature without a proven time must be enough
        // for one with it, or taking an (unsigned) time-stamp away would better the answer.
        (Moment::Proven(time), CrlSource::Published) => {
            crl.this_update >= time || is_current(validation_time)
        }
        (
            Moment::Validation(time),
            CrlSource::Embedded | CrlSource::Added | CrlSource::Published,
        ) => is_current(time),
    }
}
