//! What a list is about: `IssuingDistributionPoint` (RFC 5280 5.2.5), and whether it is a delta list (5.2.4).
//!
//! ```text
//! IssuingDistributionPoint ::= SEQUENCE {
//!   distributionPoint [0] OPTIONAL, onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE, onlyContainsCACerts [2],
//!   onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4], onlyContainsAttributeCerts [5] }
//! ```

use super::Covers;
use super::der::{self, Elements, Fault};
use super::extensions::Extension;
use super::findings::Findings;
use super::rules;

/// The parts that other rules depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    pub(super) is_delta: bool,
    only_authorities: bool,
}

impl Scope {
    /// Whose certificates are listed: the stricter rules, unless it says that there are none of subscribers.
    pub(super) const fn covers(self) -> Covers {
        if self.only_authorities { Covers::Authorities } else { Covers::Subscribers }
    }

    /// Reads and checks the extension.
    pub(super) fn check(&mut self, extension: &Extension<'_>, at: &str, findings: &mut Findings) {
        if !extension.critical {
            findings.add(&rules::CRL_SCOPE_NOT_CRITICAL, at, || "not critical".to_owned());
        }
        let read = extension.sequence().and_then(|fields| self.check_fields(fields, at, findings));
        if let Err(fault) = read {
            findings.unreadable(at, fault);
        }
    }

    fn check_fields(
        &mut self,
        mut fields: Elements<'_>,
        at: &str,
        findings: &mut Findings,
    ) -> Result<(), Fault> {
        if fields.peek().is_none() {
            findings.add(&rules::CRL_SCOPE_EMPTY, at, || "an empty SEQUENCE".to_owned());
        }
        fields.optional(der::constructed(0))?;
        let users = flag(&mut fields, 1, at, findings)?;
        self.only_authorities = flag(&mut fields, 2, at, findings)?;
        if let Some(reasons) = fields.optional(der::primitive(3))?
            && reasons.bits()?.iter().all(|octet| *octet == 0)
        {
            findings.add(&rules::CRL_SCOPE_NO_REASONS, at, || "no bit is set".to_owned());
        }
        // Whose certificates an indirect list holds, its entries say.
        flag(&mut fields, 4, at, findings)?;
        let attributes = flag(&mut fields, 5, at, findings)?;
        fields.finish()?;
        let only = [users, self.only_authorities, attributes];
        if only.into_iter().filter(|is_set| *is_set).count() > 1 {
            let found = || "more than one of onlyContains… is TRUE".to_owned();
            findings.add(&rules::CRL_SCOPE_CONTRADICTORY, at, found);
        }
        Ok(())
    }
}

/// `[number] BOOLEAN DEFAULT FALSE`
fn flag(
    fields: &mut Elements<'_>,
    number: u8,
    at: &str,
    findings: &mut Findings,
) -> Result<bool, Fault> {
    let Some(element) = fields.optional(der::primitive(number))? else { return Ok(false) };
    let is_set = element.boolean()?;
    if !is_set {
        findings.add(&rules::DEFAULT_VALUE, at, || format!("FALSE under [{number}]"));
    }
    Ok(is_set)
}
