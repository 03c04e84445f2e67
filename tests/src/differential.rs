//! Path validation against other implementations: the cases that `tests/differential` writes, what each oracle says of them,
//! and what the verifier says (RFC 5280 6). Who is right where they differ is written down in `explanations`.

mod explanations;

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding as _};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use verifier::certification_path::{
    InitialPolicySet, Initially, PathOutcome, PathRequest, PolicyInputs, RevocationChecking,
    validate,
};
use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;

pub use explanations::{Explanation, Explanations};

/// One question, and what the oracles answered.
#[derive(Debug, Deserialize)]
pub struct Case {
    /// Its number: with the seed, it makes the case again.
    pub number: u64,
    /// What was changed in a valid PKI.
    pub labels: Vec<String>,
    moment: i64,
    revocation: bool,
    policies: Inputs,
    anchor: String,
    anchor_name: String,
    anchor_key: String,
    certificate: String,
    candidates: Vec<String>,
    crls: Vec<String>,
    /// By the name of the oracle.
    pub answers: BTreeMap<String, Answer>,
}

/// RFC 5280 6.1.1 (c), (e) to (g).
#[derive(Debug, Deserialize)]
struct Inputs {
    initial: Option<Vec<String>>,
    explicit: bool,
    inhibit_mapping: bool,
    inhibit_any: bool,
}

/// What somebody says of a case, and why, in their own words.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// The answer.
    pub verdict: Verdict,
    /// Their words.
    pub reason: String,
}

/// An answer without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A path is valid.
    Accept,
    /// None is.
    Refuse,
    /// It has not implemented what the case needs.
    Unable,
}

/// Why a line is no case.
#[derive(Debug)]
pub enum CaseError {
    /// Not the JSON that the generator writes.
    Json(serde_json::Error),
    /// A field that does not decode, or an anchor that makes no trusted root.
    Encoding {
        /// The case.
        number: u64,
    },
}

impl core::fmt::Display for CaseError {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Json(error) => write!(formatter, "not a case: {error}"),
            Self::Encoding { number } => {
                write!(formatter, "case {number}: a field does not decode")
            }
        }
    }
}

impl std::error::Error for CaseError {}

impl Case {
    /// Reads one line of the generator's file.
    ///
    /// # Errors
    /// [`CaseError::Json`] where it is not one.
    pub fn read(line: &str) -> Result<Self, CaseError> {
        serde_json::from_str(line).map_err(CaseError::Json)
    }

    /// What the verifier says.
    ///
    /// # Errors
    /// [`CaseError::Encoding`] where the case cannot be asked.
    pub fn ask_verifier(&self) -> Result<Answer, CaseError> {
        let number = self.number;
        let decoded = |encoded: &String| {
            Base64::decode_vec(encoded).map_err(|_| CaseError::Encoding { number })
        };
        let all = |encoded: &[String]| encoded.iter().map(decoded).collect::<Result<Vec<_>, _>>();
        let trusted_root = self.trusted_root(&decoded(&self.anchor)?)?;
        let (candidates, crls) = (all(&self.candidates)?, all(&self.crls)?);
        let outcome = validate(&PathRequest {
            certificate: &decoded(&self.certificate)?,
            candidates: &candidates,
            crls: &crls,
            ocsp_responses: &[],
            trusted_root: &trusted_root,
            at: UnixTime::from_seconds(self.moment),
            policies: &self.policies.as_given(),
            revocation: if self.revocation {
                RevocationChecking::Required
            } else {
                RevocationChecking::Disabled
            },
        });
        Ok(match outcome {
            PathOutcome::Valid { .. } => Answer { verdict: Verdict::Accept, reason: String::new() },
            PathOutcome::Invalid { because } => {
                Answer { verdict: Verdict::Refuse, reason: because.join("; ") }
            }
        })
    }

    /// The anchor as an entry of the registry.
    fn trusted_root(&self, certificate: &[u8]) -> Result<TrustedRoot, CaseError> {
        let sha256: String =
            Sha256::digest(certificate).iter().map(|byte| format!("{byte:02x}")).collect();
        let entry = json!({
            "id": "anchor", "role": "anchor", "regime": "uji", "subject": self.anchor_name, "spki": self.anchor_key,
            "sha256": sha256, "not_after": "2040-01-01T00:00:00Z",
            "valid_for": { "from": "2020-01-01T00:00:00Z", "until": null },
            "purposes": ["signature", "time-stamp"],
        });
        let root = json!({ "schema": "periksa-trusted-root/1", "version": 1, "entries": [entry] });
        TrustedRoot::from_json(root.to_string().as_bytes())
            .map_err(|_| CaseError::Encoding { number: self.number })
    }
}

/// In the initial set, the oracles take it for `any-policy` (6.1.1 (c)).
const ANY_POLICY: &str = "2.5.29.32.0";

impl Inputs {
    fn as_given(&self) -> PolicyInputs {
        let initially = |set| if set { Initially::Set } else { Initially::NotSet };
        PolicyInputs {
            user_initial_policy_set: match &self.initial {
                None => InitialPolicySet::Any,
                Some(policies) if policies.iter().any(|policy| policy == ANY_POLICY) => {
                    InitialPolicySet::Any
                }
                Some(policies) => InitialPolicySet::These(policies.iter().cloned().collect()),
            },
            initial_policy_mapping_inhibit: initially(self.inhibit_mapping),
            initial_explicit_policy: initially(self.explicit),
            initial_any_policy_inhibit: initially(self.inhibit_any),
        }
    }
}
