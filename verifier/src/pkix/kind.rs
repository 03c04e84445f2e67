//! The kind of a certificate under Pasal 4 of the regulation: a. individual, b. position, authority or organisation,
//! c. electronic system; and the two that stand beside it, certification and time-stamp authorities.
//!
//! Only facts that were verified on real certificates count. Of the real ones, certificates of individuals under the
//! national root carry a policy of their own; certificates of organisations and systems could not be examined, so whatever
//! else comes is not determined. A policy is a claim of the issuer: without a registered issuer it tells nothing.

use super::certificate::Certificate;
use super::claims::Claims;
use super::oid;
use crate::trust::Regime;

/// "Individu Instansi Online Level 3": in every signer certificate of the national root that was examined.
const INDIVIDU_INSTANSI: &str = "2.16.360.1.1.1.5.1.4.3";
/// Policies of the demo PKI, in the arc that is kept for examples: Pasal 4 huruf a, b and c.
const DEMO_INDIVIDUAL: &str = "2.999.19.2021.4.1";
const DEMO_ORGANIZATION: &str = "2.999.19.2021.4.2";
const DEMO_SYSTEM: &str = "2.999.19.2021.4.3";

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CertificateKind {
    Individual,
    /// Pasal 4 huruf b: jabatan, wewenang, organisasi.
    Organization,
    ElectronicSystem,
    Ca,
    TimeStampAuthority,
    Undetermined,
}

impl CertificateKind {
    /// The value in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Organization => "organization",
            Self::ElectronicSystem => "electronic-system",
            Self::Ca => "ca",
            Self::TimeStampAuthority => "time-stamp-authority",
            Self::Undetermined => "undetermined",
        }
    }

    /// The provision of the regulation, for the kinds it knows.
    pub(crate) const fn article(self) -> Option<&'static str> {
        match self {
            Self::Individual => Some("4(a)"),
            Self::Organization => Some("4(b)"),
            Self::ElectronicSystem => Some("4(c)"),
            Self::Ca | Self::TimeStampAuthority | Self::Undetermined => None,
        }
    }
}

/// A kind and the fact it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) value: CertificateKind,
    /// Key of the fact, or of what is missing.
    pub(crate) basis: &'static str,
}

impl Kind {
    /// The kind of a certificate whose path ends under `regime`; `None` without a path.
    pub(crate) fn of(certificate: &Certificate, claims: &Claims, regime: Option<Regime>) -> Self {
        let kind = |value, basis| Self { value, basis };
        let undetermined = |basis| kind(CertificateKind::Undetermined, basis);
        // RFC 5280 4.2.1.9: whoever may issue is no subscriber.
        match certificate.basic_constraints() {
            Err(_) => return undetermined("extension-undecodable"),
            Ok(Some(constraints)) if constraints.ca => {
                return kind(CertificateKind::Ca, "basic-constraints");
            }
            Ok(_) => {}
        }
        let kinds_told = [oid::EXTENDED_KEY_USAGE, oid::CERTIFICATE_POLICIES];
        if kinds_told.iter().any(|oid| claims.undecodable.contains(oid)) {
            return undetermined("extension-undecodable");
        }
        // RFC 3161 2.3: this usage alone.
        if claims.extended_key_usage == [oid::TIME_STAMPING] {
            return kind(CertificateKind::TimeStampAuthority, "extended-key-usage");
        }
        let Some(regime) = regime else { return undetermined("issuer-unknown") };
        let mut told = claims.policies.iter().filter_map(|policy| of_policy(policy, regime));
        match (told.next(), told.next()) {
            (None, _) => undetermined("no-known-policy"),
            (Some(told), None) => told,
            // Two kinds at once are none.
            (Some(_), Some(_)) => undetermined("policies-contradict"),
        }
    }
}

/// What a policy says under the rules it was issued by.
fn of_policy(policy: &str, regime: Regime) -> Option<Kind> {
    let (value, basis) = match (regime, policy) {
        (Regime::PsreInduk, INDIVIDU_INSTANSI) => {
            (CertificateKind::Individual, "policy-individu-instansi")
        }
        (Regime::Uji, DEMO_INDIVIDUAL) => (CertificateKind::Individual, "policy-demo"),
        (Regime::Uji, DEMO_ORGANIZATION) => (CertificateKind::Organization, "policy-demo"),
        (Regime::Uji, DEMO_SYSTEM) => (CertificateKind::ElectronicSystem, "policy-demo"),
        // The root of the years before gave signers and time-stamp authorities one policy.
        (Regime::PsreInduk | Regime::BsreLama | Regime::Uji, _) => return None,
    };
    Some(Kind { value, basis })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pkix::demo_certificate;
    use CertificateKind::{
        Ca, ElectronicSystem, Individual, Organization, TimeStampAuthority, Undetermined,
    };

    fn kind(name: &str, regime: Option<Regime>) -> (CertificateKind, &'static str) {
        let certificate = demo_certificate(name);
        let kind = Kind::of(&certificate, &Claims::of(&certificate), regime);
        (kind.value, kind.basis)
    }

    #[test]
    fn a_policy_tells_the_kind_only_under_the_rules_it_belongs_to() {
        let uji = Some(Regime::Uji);
        let real = Some(Regime::PsreInduk);
        let rows = [
            ("individual", uji, (Individual, "policy-demo")),
            ("position", uji, (Organization, "policy-demo")),
            ("system", uji, (ElectronicSystem, "policy-demo")),
            // The same claims where nobody vouches for them, or under a root that has other policies.
            ("individual", None, (Undetermined, "issuer-unknown")),
            ("individual", real, (Undetermined, "no-known-policy")),
            ("individual", Some(Regime::BsreLama), (Undetermined, "no-known-policy")),
            ("ca", None, (Ca, "basic-constraints")),
            ("tsa", None, (TimeStampAuthority, "extended-key-usage")),
        ];
        for (name, regime, expected) in rows {
            assert_eq!(kind(name, regime), expected, "{name} {regime:?}");
        }
    }

    #[test]
    fn what_policies_say() {
        let certificate = demo_certificate("individual");
        let told = |policies: &[&str], regime| {
            let claims = Claims {
                policies: policies.iter().map(ToString::to_string).collect(),
                ..Claims::of(&certificate)
            };
            let kind = Kind::of(&certificate, &claims, Some(regime));
            (kind.value, kind.basis)
        };
        let other = "2.16.360.1.1.1.9.1";
        let rows: [(&[&str], Regime, (CertificateKind, &str)); 5] = [
            (
                &[INDIVIDU_INSTANSI, other],
                Regime::PsreInduk,
                (Individual, "policy-individu-instansi"),
            ),
            (&[other], Regime::PsreInduk, (Undetermined, "no-known-policy")),
            (&[], Regime::PsreInduk, (Undetermined, "no-known-policy")),
            // A test issuer speaks for no real certificate.
            (&[INDIVIDU_INSTANSI], Regime::Uji, (Undetermined, "no-known-policy")),
            (&[DEMO_INDIVIDUAL, DEMO_SYSTEM], Regime::Uji, (Undetermined, "policies-contradict")),
        ];
        for (policies, regime, expected) in rows {
            assert_eq!(told(policies, regime), expected, "{policies:?} {regime:?}");
        }
    }

    #[test]
    fn the_regulation_knows_three_kinds() {
        let articles =
            [Individual, Organization, ElectronicSystem, Ca, TimeStampAuthority, Undetermined]
                .map(CertificateKind::article);
        assert_eq!(articles, [Some("4(a)"), Some("4(b)"), Some("4(c)"), None, None, None]);
    }
}
