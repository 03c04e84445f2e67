//! What a revocation means for a signature: a table of the policy, by reason and by whether the signature is proven to be
//! older (design, 3.1; threats REV-15 to REV-18).

use super::CrlReason;
use crate::report::{Effect, Relation};

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectRow {
    /// Reason code, by its name in RFC 5280 5.3.1.
    pub reason: &'static str,
    /// For a signature that is proven older than the revocation.
    pub proven_older: Effect,
    /// For any other.
    pub otherwise: Effect,
    /// Why.
    pub source: &'static str,
}

/// Every reason, in the order of its codes.
const REASONS: [CrlReason; 10] = [
    CrlReason::Unspecified,
    CrlReason::KeyCompromise,
    CrlReason::CaCompromise,
    CrlReason::AffiliationChanged,
    CrlReason::Superseded,
    CrlReason::CessationOfOperation,
    CrlReason::CertificateHold,
    CrlReason::RemoveFromCrl,
    CrlReason::PrivilegeWithdrawn,
    CrlReason::AaCompromise,
];

/// The table, as it is published.
#[must_use]
pub fn revocation_effects() -> Vec<EffectRow> {
    REASONS
        .iter()
        .map(|reason| EffectRow {
            reason: reason.name(),
            proven_older: effect(Some(*reason), Relation::AfterSigning),
            otherwise: effect(Some(*reason), Relation::BeforeSigning),
            source: source(*reason),
        })
        .collect()
}

/// What a revocation for this reason means; an entry without a reason is unspecified.
pub(crate) fn effect(reason: Option<CrlReason>, relation: Relation) -> Effect {
    match (relation, reason.unwrap_or(CrlReason::Unspecified)) {
        // Whatever the reason: it was made before anything was wrong.
        (Relation::AfterSigning, _) => Effect::Stands,
        // Neither is the end of a certificate: a suspension may be lifted, and what a list of changes takes off another list
        // has no place in a whole one.
        (
            Relation::BeforeSigning | Relation::NotProven,
            CrlReason::CertificateHold | CrlReason::RemoveFromCrl,
        ) => Effect::Open,
        (
            Relation::BeforeSigning | Relation::NotProven,
            CrlReason::Unspecified
            | CrlReason::KeyCompromise
            | CrlReason::CaCompromise
            | CrlReason::AffiliationChanged
            | CrlReason::Superseded
            | CrlReason::CessationOfOperation
            | CrlReason::PrivilegeWithdrawn
            | CrlReason::AaCompromise,
        ) => Effect::Ends,
    }
}

const fn source(reason: CrlReason) -> &'static str {
    match reason {
        CrlReason::KeyCompromise | CrlReason::CaCompromise | CrlReason::AaCompromise => {
            "RFC 5280 5.3.1, 5.3.2: counts from the invalidity date, where the entry has one"
        }
        CrlReason::CertificateHold => "RFC 5280 5.3.1: a suspension",
        CrlReason::RemoveFromCrl => "RFC 5280 5.3.1: in delta lists only",
        CrlReason::Unspecified
        | CrlReason::AffiliationChanged
        | CrlReason::Superseded
        | CrlReason::CessationOfOperation
        | CrlReason::PrivilegeWithdrawn => "RFC 5280 5.3.1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A proof of age never makes a signature worse, and no reason but two leaves anything open.
    #[test]
    fn the_table_has_every_reason_and_is_monotone() {
        let rows = revocation_effects();
        let open: Vec<&str> =
            rows.iter().filter(|row| row.otherwise == Effect::Open).map(|row| row.reason).collect();
        assert_eq!(open, ["certificateHold", "removeFromCRL"]);
        assert!(rows.iter().all(|row| row.proven_older == Effect::Stands));
        assert_eq!(rows.len(), 10);
    }
}
