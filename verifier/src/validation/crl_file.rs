//! A revocation list looked at by itself: whose it is, for which time it speaks, what it holds, and whether it is newer
//! than the one that the portal published.

use core::cmp::Ordering;

use super::{Context, Objection};
use crate::algorithms::{AlgorithmObjection, sha256_hex};
use crate::pkix::display_name;
use crate::reason::Reason;
use crate::report::{CrlDetails, CrlSignature, Freshness, Newer, PublishedCrl};
use crate::revocation::{Census, Checked, Crl, RevocationStore};
use crate::time::UnixTime;
use crate::trust::{Regime, TrustedEntry};

/// What is known of a list, and what stands against it.
#[derive(Debug)]
pub(crate) struct CrlFile {
    /// `None` where it does not read.
    pub(crate) crl: Option<CrlDetails>,
    pub(crate) reasons: Vec<Reason>,
}

/// Looks at a list.
pub(crate) fn crl_file(
    encoding: &[u8],
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> CrlFile {
    let crl = match Crl::read(encoding) {
        Ok(crl) => crl,
        Err(error) => {
            let reasons = vec![Reason::ValidationDataUnreadable { check: error.key() }];
            return CrlFile { crl: None, reasons };
        }
    };
    let mut reasons = Vec::new();
    let issuer = display_name(crl.issuer);
    let registered = registered_issuer(&crl, context);
    match registered {
        Registered::Unknown => reasons.push(Reason::CrlIssuerUnknown { issuer: issuer.clone() }),
        // An algorithm that is not computed leaves the signature untried: no word of forgery (threat REV-37).
        Registered::NotSigned => reasons.push(match crl.signature_scheme() {
            Err(AlgorithmObjection::Mismatch(_)) | Ok(_) => {
                Reason::CrlNotGenuine { issuer: issuer.clone() }
            }
            Err(objection) => Objection::algorithm(objection).reason,
        }),
        Registered::Signed { unusable: Some(because), .. } => {
            let issuer = issuer.clone();
            reasons.push(Reason::RevocationUnusable { issuer, because });
        }
        Registered::Signed { unusable: None, .. } => {}
    }
    let entry = registered.entry();
    let freshness = freshness(&crl, context.validation_time);
    match (freshness, crl.next_update) {
        (Freshness::Ended, Some(next_update)) => reasons.push(Reason::CrlEnded {
            this_update: crl.this_update.to_rfc3339(),
            next_update: next_update.to_rfc3339(),
        }),
        (Freshness::FromTheFuture, _) => {
            reasons.push(Reason::CrlFromTheFuture { this_update: crl.this_update.to_rfc3339() })
        }
        (Freshness::Current | Freshness::Ended | Freshness::Unstated, _) => {}
    }
    let census = crl.census();
    if let Err(error) = &census {
        reasons.push(Reason::ValidationDataUnreadable { check: error.key() });
    }
    if let Some(entry) = entry.filter(|entry| entry.regime == Regime::Uji) {
        reasons.push(Reason::TestAnchor { anchor: entry.id.clone() });
    }
    let mut deviations = crl.deviations();
    let published = entry.and_then(|entry| newest_published(&crl, entry, store));
    if published.is_some_and(|published| contradicts(&crl, published)) {
        deviations.push("number-and-date-disagree");
    }
    let Census { entries, reasons: census_reasons } = census.clone().unwrap_or_default();
    let crl = CrlDetails {
        sha256: sha256_hex(encoding),
        size: encoding.len(),
        issuer,
        registered_issuer: entry.map(|entry| entry.id.clone()),
        this_update: crl.this_update.to_rfc3339(),
        next_update: crl.next_update.map(UnixTime::to_rfc3339),
        number: crl.number(),
        entries: census.is_ok().then_some(entries),
        reasons: census_reasons,
        signature: match registered {
            Registered::Unknown => CrlSignature::IssuerUnknown,
            Registered::NotSigned => CrlSignature::NotVerified,
            Registered::Signed { .. } => CrlSignature::Verified,
        },
        freshness,
        newer_than_published: entry.map(|_| {
            published.map_or(Newer::NonePublished, |published| match compare(&crl, published) {
                Ordering::Greater => Newer::Newer,
                Ordering::Equal => Newer::Same,
                Ordering::Less => Newer::Older,
            })
        }),
        published: published.map(|published| PublishedCrl {
            this_update: published.this_update.to_rfc3339(),
            number: published.number(),
        }),
        deviations,
    };
    CrlFile { crl: Some(crl), reasons }
}

/// The registered issuer of a list.
#[derive(Debug, Clone, Copy)]
enum Registered<'a> {
    /// No entry has the name.
    Unknown,
    /// An entry has the name, and none of that name made the signature (threat REV-03).
    NotSigned,
    /// This entry's key made it; why it is of no use by itself, if it is not.
    Signed { entry: &'a TrustedEntry, unusable: Option<&'static str> },
}

impl<'a> Registered<'a> {
    fn entry(self) -> Option<&'a TrustedEntry> {
        match self {
            Self::Signed { entry, .. } => Some(entry),
            Self::Unknown | Self::NotSigned => None,
        }
    }
}

fn registered_issuer<'a>(crl: &Crl<'_>, context: &Context<'a>) -> Registered<'a> {
    let mut found = Registered::Unknown;
    for entry in context.trusted_root.entries.iter().filter(|entry| entry.subject == crl.issuer) {
        match Checked::of(crl, &entry.spki) {
            Checked::Usable(checked) => {
                let unusable = (!checked.is_complete()).then_some("delta");
                return Registered::Signed { entry, unusable };
            }
            Checked::Unusable(why) => return Registered::Signed { entry, unusable: Some(why) },
            Checked::NotGenuine => found = Registered::NotSigned,
        }
    }
    found
}

fn freshness(crl: &Crl<'_>, now: UnixTime) -> Freshness {
    match crl.next_update {
        _ if now < crl.this_update => Freshness::FromTheFuture,
        Some(next_update) if next_update < now => Freshness::Ended,
        Some(_) => Freshness::Current,
        None => Freshness::Unstated,
    }
}

/// Of the published lists that the same key made, the newest.
fn newest_published<'s, 'b>(
    crl: &Crl<'_>,
    entry: &TrustedEntry,
    store: &'s RevocationStore<'b>,
) -> Option<&'s Crl<'b>> {
    let is_of_key =
        |published: &&Crl<'_>| matches!(Checked::of(published, &entry.spki), Checked::Usable(_));
    let key = sha256_hex(&entry.spki);
    let indexed = store.indexed().filter(|(_, of)| *of == key).map(|(published, _)| published);
    store
        .published()
        .filter(|published| published.issuer == crl.issuer)
        .filter(is_of_key)
        .chain(indexed.filter(|published| published.issuer == crl.issuer))
        .max_by(|one, other| compare(one, other))
}

/// By `thisUpdate`; of one second, by number (RFC 5280 5.2.3: it grows).
fn compare(one: &Crl<'_>, other: &Crl<'_>) -> Ordering {
    one.this_update
        .cmp(&other.this_update)
        .then_with(|| numbers(one, other).unwrap_or(Ordering::Equal))
}

/// Whether the later of two lists has the lower number: one of them was not made in order (threat REV-07).
fn contradicts(one: &Crl<'_>, other: &Crl<'_>) -> bool {
    numbers(one, other).is_some_and(|numbers| {
        numbers != Ordering::Equal && numbers == one.this_update.cmp(&other.this_update).reverse()
    })
}

fn numbers(one: &Crl<'_>, other: &Crl<'_>) -> Option<Ordering> {
    let (one, other) = (one.number_digits()?, other.number_digits()?);
    Some(one.len().cmp(&other.len()).then_with(|| one.cmp(other)))
}
