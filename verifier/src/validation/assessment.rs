//! What the building blocks found about one signature: its checks, the objections, and what was left unchecked.

use crate::algorithms::AlgorithmObjection;
pub(crate) use crate::evidence::Facts as Evidence;
use crate::indication::{Failed, Indeterminate, Indication};
use crate::policy::Relaxation;
use crate::reason::Reason;
use crate::report::{Check, Outcome};
use crate::verdict::Completeness;

/// What ends a building block without passing: the indication it leads to, and the reason in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Objection {
    pub(crate) indication: Indication,
    pub(crate) reason: Reason,
}

impl Objection {
    pub(crate) fn failed(failed: Failed, reason: Reason) -> Self {
        Self { indication: Indication::TotalFailed(failed), reason }
    }

    pub(crate) fn indeterminate(indeterminate: Indeterminate, reason: Reason) -> Self {
        Self { indication: Indication::Indeterminate(indeterminate), reason }
    }

    /// What an algorithm that does not count leads to.
    pub(crate) fn algorithm(objection: AlgorithmObjection) -> Self {
        let (oid, is_refused) = match objection {
            // Parameters that do not fit leave the signature value untried (threat CMS-31).
            AlgorithmObjection::Unsupported(oid) | AlgorithmObjection::BadParameters(oid) => {
                (oid, false)
            }
            AlgorithmObjection::Refused(oid) | AlgorithmObjection::BadKey(oid) => (oid, true),
            AlgorithmObjection::KeySize(oid, bits) => {
                let algorithm = format!("{oid} ({bits} bit)");
                let reason = if bits < 2048 {
                    Reason::AlgorithmRefused { algorithm }
                } else {
                    Reason::AlgorithmUnsupported { algorithm }
                };
                return Self::indeterminate(Indeterminate::CryptoConstraintsFailure, reason);
            }
            // Threats CMS-28, CMS-30: what the structure declares contradicts itself.
            AlgorithmObjection::Mismatch(_) => {
                return Self::failed(Failed::SigCryptoFailure, Reason::SignatureValueWrong);
            }
        };
        let algorithm = oid.to_string();
        let reason = if is_refused {
            Reason::AlgorithmRefused { algorithm }
        } else {
            Reason::AlgorithmUnsupported { algorithm }
        };
        Self::indeterminate(Indeterminate::CryptoConstraintsFailure, reason)
    }
}

/// Name and clause of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CheckName(pub(crate) &'static str, pub(crate) &'static str);

/// Everything found about one signature.
#[derive(Debug, Default)]
pub(crate) struct Assessment {
    pub(crate) checks: Vec<Check>,
    pub(crate) objections: Vec<Objection>,
    /// What was not checked and bears on the signature: with any of these the verdict is never good.
    pub(crate) unchecked: Vec<Reason>,
    pub(crate) notes: Vec<Reason>,
    /// What EN 319 102-1 would object to where the policy does not, and the policy rule that makes the difference.
    pub(crate) relaxed: Vec<(Indeterminate, Relaxation)>,
}

impl Assessment {
    /// Records a check that held.
    pub(crate) fn passed(&mut self, CheckName(name, clause): CheckName, evidence: Evidence) {
        self.checks.push(Check { name, clause, outcome: Outcome::Passed, evidence });
    }

    /// Records a check that ended in an objection.
    pub(crate) fn objected(
        &mut self,
        CheckName(name, clause): CheckName,
        objection: Objection,
        evidence: Evidence,
    ) {
        let outcome = match objection.indication {
            Indication::TotalFailed(_) => Outcome::Failed,
            // An objection never passes.
            Indication::Indeterminate(_) | Indication::TotalPassed => Outcome::Indeterminate,
        };
        self.checks.push(Check { name, clause, outcome, evidence });
        self.objections.push(objection);
    }

    /// Records a check by its result.
    pub(crate) fn settle(&mut self, check: CheckName, result: Result<Evidence, Objection>) {
        match result {
            Ok(evidence) => self.passed(check, evidence),
            Err(objection) => self.objected(check, objection, Evidence::new()),
        }
    }

    /// Records a check that the policy does not ask for and that would not have held.
    pub(crate) fn disabled(&mut self, CheckName(name, clause): CheckName, evidence: Evidence) {
        self.checks.push(Check { name, clause, outcome: Outcome::Disabled, evidence });
    }

    /// Records a check that was not made; `why`, if it bears on this signature.
    pub(crate) fn not_checked(&mut self, CheckName(name, clause): CheckName, why: Option<Reason>) {
        self.checks.push(Check {
            name,
            clause,
            outcome: Outcome::NotChecked,
            evidence: Evidence::new(),
        });
        self.unchecked.extend(why);
    }

    /// Proven failures first, then revocation, then what was found first.
    pub(crate) fn indication(&self) -> Indication {
        let rank = |objection: &&Objection| match objection.indication {
            Indication::TotalFailed(_) => 0,
            Indication::Indeterminate(
                Indeterminate::RevokedNoPoe | Indeterminate::RevokedCaNoPoe,
            ) => 1,
            Indication::Indeterminate(_) | Indication::TotalPassed => 2,
        };
        match self.objections.iter().min_by_key(rank) {
            None => Indication::TotalPassed,
            Some(Objection { indication: Indication::TotalPassed, .. }) => {
                Indication::Indeterminate(Indeterminate::Custom)
            }
            Some(objection) => objection.indication,
        }
    }

    /// The indication with nothing relaxed, and the rules that made a difference.
    pub(crate) fn strict(&self) -> (Indication, Vec<Relaxation>) {
        // Signature acceptance (5.2.8), which asks for the ESS attribute, comes after everything about time.
        let first = self.relaxed.iter().min_by_key(|(indeterminate, _)| {
            *indeterminate == Indeterminate::SigConstraintsFailure
        });
        match (self.indication(), first) {
            (Indication::TotalPassed, Some((indeterminate, _))) => {
                let mut rules: Vec<Relaxation> = Vec::new();
                for (_, rule) in &self.relaxed {
                    if !rules.contains(rule) {
                        rules.push(*rule);
                    }
                }
                (Indication::Indeterminate(*indeterminate), rules)
            }
            (indication, _) => (indication, Vec::new()),
        }
    }

    pub(crate) fn completeness(&self) -> Completeness {
        if self.unchecked.is_empty() {
            Completeness::Complete
        } else {
            Completeness::SomethingNotChecked
        }
    }

    /// Why the verdict is not better.
    pub(crate) fn reasons(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        for reason in
            self.objections.iter().map(|objection| &objection.reason).chain(&self.unchecked)
        {
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
        reasons
    }
}
