//! What binds the paths that end at an anchor, whatever its certificate says (RFC 5914 `CertPathControls`), as an entry of
//! `registry.toml` gives it and as `trusted_root.json` hands it on.

use crate::fields::{FieldError, Fields};
use base64ct::{Base64, Encoding};
use der::Decode;
use serde::Serialize;
use std::collections::BTreeSet;
use x509_cert::ext::pkix::NameConstraints;

use super::registry::der_bytes;

/// The table `constraints` of an anchor; what is absent does not bind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Constraints {
    /// `policySet`, as dotted identifiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<String>>,
    /// `requireExplicitPolicy`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_explicit_policy: Option<bool>,
    /// `inhibitPolicyMapping`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inhibit_policy_mapping: Option<bool>,
    /// `inhibitAnyPolicy`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inhibit_any_policy: Option<bool>,
    /// `nameConstr`: base64 of a DER `NameConstraints` (RFC 5280 4.2.1.10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_constraints: Option<String>,
    /// `pathLenConstraint`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_len_constraint: Option<u64>,
}

const KEYS: &[&str] = &[
    "policies",
    "require_explicit_policy",
    "inhibit_policy_mapping",
    "inhibit_any_policy",
    "name_constraints",
    "path_len_constraint",
];

impl Constraints {
    /// Reads the table. A key that is not known would not bind, and is refused.
    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, FieldError> {
        fields.only(KEYS)?;
        let names = fields.text("name_constraints")?.map(|_| {
            der_bytes(fields, "name_constraints", "base64 of a DER NameConstraints", |der| {
                NameConstraints::from_der(der).is_ok()
            })
        });
        let (policies, explicit) = (policies(fields)?, fields.switch("require_explicit_policy")?);
        if policies.is_some() && explicit != Some(true) {
            let expected =
                "beside require_explicit_policy = true: policies by themselves bind nothing";
            return Err(fields.unexpected("policies", expected, "them by themselves"));
        }
        Ok(Self {
            policies,
            require_explicit_policy: explicit,
            inhibit_policy_mapping: fields.switch("inhibit_policy_mapping")?,
            inhibit_any_policy: fields.switch("inhibit_any_policy")?,
            name_constraints: names.transpose()?.map(|der| Base64::encode_string(&der)),
            path_len_constraint: fields
                .integer("path_len_constraint")?
                .map(|number| {
                    let expected = "a whole number from 0";
                    u64::try_from(number).map_err(|_| {
                        fields.unexpected("path_len_constraint", expected, &number.to_string())
                    })
                })
                .transpose()?,
        })
    }
}

/// An empty set would accept no policy at all: nobody means that.
fn policies(fields: &Fields<'_>) -> Result<Option<Vec<String>>, FieldError> {
    if !fields.keys().any(|key| key == "policies") {
        return Ok(None);
    }
    let texts = fields.texts("policies")?;
    if let Some(other) = texts.iter().find(|text| !is_identifier(text)) {
        let expected = "object identifiers like 2.16.360.1.1.1";
        return Err(fields.unexpected("policies", expected, other));
    }
    let unique: BTreeSet<&str> = texts.iter().copied().collect();
    if texts.is_empty() || unique.len() != texts.len() {
        let found = format!("{} policies", texts.len());
        return Err(fields.unexpected("policies", "at least one policy, none twice", &found));
    }
    Ok(Some(texts.into_iter().map(str::to_owned).collect()))
}

/// Dotted, as the verifier writes them (X.660): two arcs or more, the first 0 to 2, the second below 40 under 0 and 1.
fn is_identifier(text: &str) -> bool {
    let is_arc = |arc: &str| {
        arc.chars().all(|digit| digit.is_ascii_digit())
            && !arc.is_empty()
            && (arc == "0" || !arc.starts_with('0'))
    };
    let arcs: Vec<&str> = text.split('.').collect();
    let [first, second, ..] = arcs.as_slice() else { return false };
    arcs.iter().all(|arc| is_arc(arc))
        && match *first {
            "0" | "1" => second.parse::<u8>().is_ok_and(|second| second < 40),
            first => first == "2",
        }
}
