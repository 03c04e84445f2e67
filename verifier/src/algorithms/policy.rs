//! Which algorithms count as evidence, and until when: one table.
//!
//! It is apart from what can be computed, so that a wrong value is reported as wrong and a right one as refused
//! (EN 319 102-1 5.2.8). What no row names is refused. The policy sets no end yet: an end is published before it binds.

use serde::{Serialize, Serializer};

use super::ecdsa::Curve;
use super::recognised::{Fate, RECOGNISED};
use super::{AlgorithmObjection, DigestAlgorithm, PublicKey, SignatureScheme, oid};
use crate::policy;
use crate::time::UnixTime;

/// Until when an algorithm is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accepted {
    /// The policy sets no end.
    WithoutEnd,
    /// Evidence that is proven to be older counts.
    Until(#[serde(serialize_with = "rfc3339")] UnixTime),
    /// Computed, and worth nothing.
    Never,
    /// Not computed, and known to be weak.
    Refused,
    /// Not computed.
    Unsupported,
}

/// One row of the published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The name in reports.
    pub algorithm: &'static str,
    /// Which parameters the row is for; empty where there are none.
    pub parameters: &'static str,
    /// The standard that defines the algorithm or its name.
    pub defined_by: &'static str,
    /// Until when it is accepted.
    pub accepted: Accepted,
    /// Who says so.
    pub source: &'static str,
}

/// The table, for a page to render: what is computed first, then what is known by name only.
#[must_use]
pub fn table() -> Vec<Row> {
    let rules = RULES.iter().map(|rule| {
        let (algorithm, parameters) = rule.subject.names();
        let Rule { accepted, defined_by, .. } = *rule;
        Row { algorithm, parameters, defined_by, accepted, source: policy::NAME }
    });
    let recognised = RECOGNISED.iter().map(|row| Row {
        algorithm: row.name,
        parameters: "",
        defined_by: row.defined_by,
        accepted: match row.fate {
            Fate::Refused => Accepted::Refused,
            Fate::Unsupported => Accepted::Unsupported,
        },
        source: policy::NAME,
    });
    rules.chain(recognised).collect()
}

/// A moment that is before every end: with it the question is whether an algorithm is accepted at any time.
pub(crate) const BEFORE_ANY_END: UnixTime = UnixTime::from_seconds(i64::MIN);

/// Whether a digest of this kind, known to have existed at that moment, counts.
pub(crate) fn digest_acceptance(
    algorithm: DigestAlgorithm,
    at: UnixTime,
) -> Result<(), AlgorithmObjection> {
    if is_accepted(|subject| subject == Subject::Digest(algorithm), at) {
        Ok(())
    } else {
        Err(AlgorithmObjection::Refused(algorithm.oid()))
    }
}

/// Whether a signature of this kind by this key, known to have existed at that moment, counts.
pub(crate) fn acceptable(
    scheme: SignatureScheme,
    key: &PublicKey,
    at: UnixTime,
) -> Result<(), AlgorithmObjection> {
    let refused = AlgorithmObjection::Refused(scheme.oid());
    let kind = match scheme {
        SignatureScheme::RsaPkcs1v15(_) => Subject::RsaPkcs1v15,
        SignatureScheme::RsaPss(_) => Subject::RsaPss,
        SignatureScheme::Ecdsa(_) => Subject::Ecdsa,
        SignatureScheme::Ed25519 => Subject::Ed25519,
    };
    if let Some(digest) = scheme.digest_algorithm() {
        digest_acceptance(digest, at).map_err(|_| refused)?;
    }
    if !is_accepted(|subject| subject == kind, at) {
        return Err(refused);
    }
    match key {
        PublicKey::Rsa(key) => {
            let has_size = |subject| match subject {
                Subject::RsaModulus { from, to } => (from..=to).contains(&key.bits()),
                Subject::Digest(_)
                | Subject::RsaPkcs1v15
                | Subject::RsaPss
                | Subject::Ecdsa
                | Subject::Curve(_)
                | Subject::Ed25519 => false,
            };
            if is_accepted(has_size, at) {
                Ok(())
            } else {
                Err(AlgorithmObjection::KeySize(oid::RSA_ENCRYPTION, key.bits()))
            }
        }
        PublicKey::Ec(key) => {
            if is_accepted(|subject| subject == Subject::Curve(key.curve()), at) {
                Ok(())
            } else {
                Err(AlgorithmObjection::Refused(key.curve().oid()))
            }
        }
        // The scheme's row is the key's: there is one curve.
        PublicKey::Ed25519(_) => Ok(()),
        PublicKey::KeyAgreement(oid) => Err(AlgorithmObjection::Mismatch(*oid)),
    }
}

/// Whether the first row for the subject accepts it at that moment.
fn is_accepted(is_subject: impl Fn(Subject) -> bool, at: UnixTime) -> bool {
    let rule = RULES.iter().find(|rule| is_subject(rule.subject));
    rule.is_some_and(|rule| rule.accepted.at(at))
}

impl Accepted {
    fn at(self, moment: UnixTime) -> bool {
        match self {
            Self::WithoutEnd => true,
            Self::Until(end) => moment <= end,
            Self::Never | Self::Refused | Self::Unsupported => false,
        }
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Digest(DigestAlgorithm),
    RsaPkcs1v15,
    RsaPss,
    Ecdsa,
    /// Scheme and key.
    Ed25519,
    /// Bits, both included.
    RsaModulus {
        from: usize,
        to: usize,
    },
    Curve(Curve),
}

impl Subject {
    /// Algorithm and parameters, as the table shows them.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Digest(algorithm) => (algorithm.name(), ""),
            Self::RsaPkcs1v15 => ("RSA PKCS#1 v1.5", ""),
            Self::RsaPss => ("RSA PSS", "MGF1 with the same digest, trailer 0xBC"),
            Self::Ecdsa => ("ECDSA", "DER"),
            Self::Ed25519 => ("Ed25519", "pure"),
            Self::RsaModulus { to: ..2048, .. } => ("RSA", "1024-2047 bit"),
            Self::RsaModulus { .. } => ("RSA", "2048-8192 bit, exponent odd, 65537 to 2^33"),
            Self::Curve(curve) => ("ECDSA", curve.name()),
        }
    }
}

struct Rule {
    subject: Subject,
    accepted: Accepted,
    defined_by: &'static str,
}

const fn accepted(subject: Subject, defined_by: &'static str) -> Rule {
    Rule { subject, accepted: Accepted::WithoutEnd, defined_by }
}

const fn never(subject: Subject, defined_by: &'static str) -> Rule {
    Rule { subject, accepted: Accepted::Never, defined_by }
}

/// Design 3.1: SHA-1 and MD5 never, RSA under 2048 never. SHA-224 has no more than 112 bits against collisions and no user
/// here. Threats ALG-07, ALG-12, ALG-15.
const RULES: [Rule; 20] = [
    never(Subject::Digest(DigestAlgorithm::Md5), "RFC 1321"),
    never(Subject::Digest(DigestAlgorithm::Sha1), "FIPS 180-4"),
    never(Subject::Digest(DigestAlgorithm::Sha224), "FIPS 180-4"),
    accepted(Subject::Digest(DigestAlgorithm::Sha256), "FIPS 180-4"),
    accepted(Subject::Digest(DigestAlgorithm::Sha384), "FIPS 180-4"),
    accepted(Subject::Digest(DigestAlgorithm::Sha512), "FIPS 180-4"),
    accepted(Subject::Digest(DigestAlgorithm::Sha3_256), "FIPS 202"),
    accepted(Subject::Digest(DigestAlgorithm::Sha3_384), "FIPS 202"),
    accepted(Subject::Digest(DigestAlgorithm::Sha3_512), "FIPS 202"),
    accepted(Subject::RsaPkcs1v15, "RFC 8017"),
    accepted(Subject::RsaPss, "RFC 8017, RFC 4055"),
    accepted(Subject::Ecdsa, "FIPS 186-5, RFC 5480"),
    accepted(Subject::Ed25519, "RFC 8032, RFC 8410"),
    never(Subject::RsaModulus { from: 1024, to: 2047 }, "RFC 8017"),
    accepted(Subject::RsaModulus { from: 2048, to: 8192 }, "RFC 8017"),
    accepted(Subject::Curve(Curve::P256), "FIPS 186-5"),
    accepted(Subject::Curve(Curve::P384), "FIPS 186-5"),
    accepted(Subject::Curve(Curve::P521), "FIPS 186-5"),
    accepted(Subject::Curve(Curve::BrainpoolP256r1), "RFC 5639"),
    accepted(Subject::Curve(Curve::BrainpoolP384r1), "RFC 5639"),
];

fn rfc3339<S: Serializer>(moment: &UnixTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment.to_rfc3339())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_the_last_moment_that_counts() {
        let (before, end, after) =
            (UnixTime::from_seconds(9), UnixTime::from_seconds(10), UnixTime::from_seconds(11));
        let rows = [
            (Accepted::WithoutEnd, [true, true, true]),
            (Accepted::Until(end), [true, true, false]),
            (Accepted::Never, [false; 3]),
            (Accepted::Refused, [false; 3]),
            (Accepted::Unsupported, [false; 3]),
        ];
        for (accepted, expected) in rows {
            assert_eq!([before, end, after].map(|moment| accepted.at(moment)), expected);
        }
        // The question for any time is answered by every end.
        assert!(Accepted::Until(before).at(BEFORE_ANY_END));
    }

    #[test]
    fn digests_are_accepted_as_the_policy_says() {
        let accepted: Vec<&str> = RULES
            .iter()
            .filter_map(|rule| {
                let Subject::Digest(algorithm) = rule.subject else { return None };
                digest_acceptance(algorithm, BEFORE_ANY_END).ok().map(|()| algorithm.name())
            })
            .collect();
        let expected = ["SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512"];
        assert_eq!(accepted, expected);
        let refused = AlgorithmObjection::Refused(oid::SHA_1);
        assert_eq!(digest_acceptance(DigestAlgorithm::Sha1, BEFORE_ANY_END), Err(refused));
    }

    #[test]
    fn the_table_can_be_published() {
        let table = table();
        assert_eq!(table.len(), RULES.len() + RECOGNISED.len());
        let row = |name: &str| {
            let row = table.iter().find(|row| row.algorithm == name).unwrap();
            serde_json::to_string(row).unwrap()
        };
        assert_eq!(
            row("SHA-1"),
            r#"{"algorithm":"SHA-1","parameters":"","defined_by":"FIPS 180-4","accepted":"never","source":"Kebijakan Verifikasi Periksa 1"}"#
        );
        assert_eq!(
            row("Ed448"),
            r#"{"algorithm":"Ed448","parameters":"","defined_by":"RFC 8410","accepted":"unsupported","source":"Kebijakan Verifikasi Periksa 1"}"#
        );
        let until = Accepted::Until(UnixTime::from_seconds(1_795_392_000));
        assert_eq!(serde_json::to_string(&until).unwrap(), r#"{"until":"2026-11-23T00:00:00Z"}"#);
    }
}
