//! A new entry of the registry, drawn up from a certificate: what has to be true of the certificate before the portal believes
//! it, and what an operator should look at twice.
//!
//! The rules are those by which the verifier judges paths later (RFC 5280 4.2.1, 6.1.4; RFC 3161 2.3), so that nothing is
//! registered under which no letter could ever be found genuine.

use super::certificate_file::{CertificateFile, Marked};
use super::confirmation::{Confirmation, ConfirmationError, confirm};
use super::registry::{Entry, Purpose, Regime, Registry, Role};
use super::warning::Warning;
use der::DateTime;
use der::oid::ObjectIdentifier;
use verifier::algorithms::{AlgorithmObjection, Primitive, verify_signature};
use verifier::time::UnixTime;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::spki::SubjectPublicKeyInfoRef;

/// What the operator says of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The new entry's name.
    pub id: String,
    /// What it may be on a path.
    pub role: Role,
    /// Under whose rule it stands.
    pub regime: Regime,
    /// Where its window begins, if not with the certificate.
    pub valid_from: Option<DateTime>,
    /// Where its window ends, if not with the certificate.
    pub valid_until: Option<DateTime>,
    /// What it may vouch for; nothing said is what its role allows.
    pub purposes: Vec<Purpose>,
    /// Where its list is.
    pub crl: Vec<String>,
    /// More of how we know.
    pub provenance: Vec<String>,
    /// Who says that this is its fingerprint.
    pub confirmed: Vec<Confirmation>,
    /// The day, UTC.
    pub date: String,
}

/// An entry, and what is unusual about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The entry.
    pub entry: Entry,
    /// For the operator to look at.
    pub warnings: Vec<Warning>,
}

/// Why a certificate is not registered.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// There is such an entry.
    #[error("this certificate is registered already, as `{id}`; its entry stays as it is")]
    Registered {
        /// Which.
        id: String,
    },
    /// Its fingerprint is not confirmed.
    #[error(transparent)]
    NotConfirmed(#[from] ConfirmationError),
    /// An extension that cannot be read.
    #[error("expected extensions as RFC 5280 4.2 has them, found one that does not read: {0}")]
    Extension(#[from] der::Error),
    /// A key that proves nothing.
    #[error(
        "expected a key that the policy accepts (RSA from 2048 bits, or one of its curves), found {found}"
    )]
    Key {
        /// What it is.
        found: String,
    },
    /// An issuer that is none.
    #[error(
        "expected the certificate of an issuer for the role {}, with cA TRUE in basicConstraints and keyCertSign in keyUsage; found none \
         with {missing}", role.word()
    )]
    NotAnIssuer {
        /// What was asked for.
        role: Role,
        /// What it lacks.
        missing: &'static str,
    },
    /// A time-stamp authority that is none.
    #[error(
        "expected the certificate of a time-stamp authority, whose extKeyUsage is critical and names timeStamping alone (RFC 3161 2.3); \
         found {found}"
    )]
    NotATimeStampAuthority {
        /// What it has instead.
        found: &'static str,
    },
    /// It vouches for nothing else.
    #[error("expected no purpose but time-stamp for a time-stamp authority, found {}", found.word())]
    Purpose {
        /// What was asked for.
        found: Purpose,
    },
    /// Nobody here issued it.
    #[error(
        "its issuer, {issuer}, is not registered, so nobody could tell whether the certificate is its; register the issuer's \
         certificate first, with fingerprints of its own. Registered issuers: {known}"
    )]
    UnknownIssuer {
        /// Its issuer.
        issuer: String,
        /// Who could have been.
        known: String,
    },
    /// Somebody else wrote the issuer's name.
    #[error(
        "expected a signature by the key of `{issuer}`, which it names as its issuer, found {found}"
    )]
    IssuerSignature {
        /// The issuer's entry, or itself.
        issuer: String,
        /// What came.
        found: String,
    },
    /// Test and real are kept apart.
    #[error(
        "expected the regime {}, of its issuer `{issuer}`, found {}: what stands under a test authority is a test, and nothing else is",
        expected.word(), found.word()
    )]
    Test {
        /// The issuer's entry.
        issuer: String,
        /// Its regime.
        expected: Regime,
        /// What was asked for.
        found: Regime,
    },
}

/// Draws up the entry, or says why there is none. `now` is the moment at which keys and signatures have to be acceptable.
pub fn draft(
    registry: &Registry,
    certificate: &CertificateFile,
    proposal: &Proposal,
    now: UnixTime,
) -> Result<Drafted, Refusal> {
    let same = registry.entries.iter().find(|entry| entry.sha256 == certificate.sha256);
    if let Some(same) = same {
        return Err(Refusal::Registered { id: same.id.clone() });
    }
    confirm(&proposal.confirmed, &certificate.sha256)?;
    let mut warnings = Vec::new();
    check_key(certificate, now)?;
    match proposal.role {
        Role::Anchor | Role::Intermediate => check_issuer(certificate, proposal, &mut warnings)?,
        Role::TimeStampAuthority => check_authority(certificate, proposal, &mut warnings)?,
    }
    let issuer = check_signature(registry, certificate, proposal, now, &mut warnings)?;
    let entry = entry(certificate, proposal, issuer, &mut warnings)?;
    warn_about(registry, &entry, proposal, &mut warnings);
    Ok(Drafted { entry, warnings })
}

/// The verifier's own answer: it is asked about a signature by this key, of which only the algorithms matter.
fn check_key(certificate: &CertificateFile, now: UnixTime) -> Result<(), Refusal> {
    const RSA: &str = "1.2.840.113549.1.1.1";
    const RSA_PSS: &str = "1.2.840.113549.1.1.10";
    const EC: &str = "1.2.840.10045.2.1";
    // AlgorithmIdentifiers of RSA with SHA-256 (RFC 4055 5), ECDSA with SHA-256 (RFC 5758 3.2) and Ed25519 (RFC 8410 3).
    const SHA256_WITH_RSA: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00";
    const ECDSA_WITH_SHA256: &[u8] = b"\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02";
    const ED25519: &[u8] = b"\x30\x05\x06\x03\x2b\x65\x70";
    let key = SubjectPublicKeyInfoRef::try_from(certificate.spki.as_slice())
        .map_err(|error| Refusal::Key { found: error.to_string() })?;
    let algorithm = match key.algorithm.oid.to_string().as_str() {
        RSA => SHA256_WITH_RSA,
        RSA_PSS => {
            let found = "an RSASSA-PSS key, which cannot be registered yet".to_owned();
            return Err(Refusal::Key { found });
        }
        EC => ECDSA_WITH_SHA256,
        _ => ED25519,
    };
    let answer = verify_signature(&certificate.spki, algorithm, b"", b"", now);
    match answer.and_then(|primitive| primitive.acceptance) {
        Ok(()) => Ok(()),
        Err(objection) => Err(Refusal::Key { found: in_words(objection) }),
    }
}

fn in_words(objection: AlgorithmObjection) -> String {
    let with = |what: &str, oid: ObjectIdentifier| format!("{what} ({oid})");
    match objection {
        AlgorithmObjection::Unsupported(oid) => with("an algorithm that is not supported", oid),
        AlgorithmObjection::Refused(oid) => with("an algorithm that is not accepted", oid),
        AlgorithmObjection::Mismatch(oid) => with("algorithms that contradict each other", oid),
        AlgorithmObjection::BadParameters(oid) => with("parameters that are not allowed", oid),
        AlgorithmObjection::KeySize(_, bits) => format!("an RSA key of {bits} bits"),
        AlgorithmObjection::BadKey(oid) => with("a key that is none of its kind", oid),
    }
}

/// RFC 5280 6.1.4 (k), (n)
fn check_issuer(
    certificate: &CertificateFile,
    proposal: &Proposal,
    warnings: &mut Vec<Warning>,
) -> Result<(), Refusal> {
    let missing = |missing| Refusal::NotAnIssuer { role: proposal.role, missing };
    match certificate.basic_constraints()? {
        Some(Marked { is_critical, value: BasicConstraints { ca: true, .. } }) => {
            if !is_critical {
                warnings.push(Warning::NotCritical { extension: "basicConstraints" });
            }
        }
        Some(_) | None => return Err(missing("cA TRUE")),
    }
    let Some(Marked { is_critical, value: usage }) = certificate.key_usage()? else {
        return Err(missing("keyCertSign"));
    };
    if !KeyUsage::key_cert_sign(&usage) {
        return Err(missing("keyCertSign"));
    }
    if !is_critical {
        warnings.push(Warning::NotCritical { extension: "keyUsage" });
    }
    if !KeyUsage::crl_sign(&usage) {
        warnings.push(Warning::NoCrlSign);
    }
    if proposal.crl.is_empty() {
        warnings.push(Warning::NoAddress);
    }
    Ok(())
}

/// RFC 3161 2.3
fn check_authority(
    certificate: &CertificateFile,
    proposal: &Proposal,
    warnings: &mut Vec<Warning>,
) -> Result<(), Refusal> {
    const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
    let refused = |found| Err(Refusal::NotATimeStampAuthority { found });
    if certificate.basic_constraints()?.is_some_and(|constraints| constraints.value.ca) {
        return refused("the certificate of an issuer");
    }
    let Some(Marked { is_critical, value }) = certificate.extended_key_usage()? else {
        return refused("no extKeyUsage");
    };
    let usages: Vec<String> = value.0.iter().map(ToString::to_string).collect();
    match usages.as_slice() {
        [only] if only == TIME_STAMPING && is_critical => {}
        [only] if only == TIME_STAMPING => return refused("one that is not critical"),
        all if all.iter().any(|usage| usage == TIME_STAMPING) => {
            return refused("others beside it");
        }
        _ => return refused("others"),
    }
    if let Some(found) = proposal.purposes.iter().find(|purpose| **purpose != Purpose::TimeStamp) {
        return Err(Refusal::Purpose { found: *found });
    }
    if !proposal.crl.is_empty() {
        warnings.push(Warning::AddressOfNobody);
    }
    Ok(())
}

/// Whoever it names as its issuer has signed it; gives the issuer, of an anchor none.
fn check_signature<'r>(
    registry: &'r Registry,
    certificate: &CertificateFile,
    proposal: &Proposal,
    now: UnixTime,
    warnings: &mut Vec<Warning>,
) -> Result<Option<&'r Entry>, Refusal> {
    if proposal.role == Role::Anchor {
        if !certificate.is_self_issued() {
            let issuer = certificate.issuer_name.clone();
            warnings.push(Warning::NotSelfIssued { issuer });
            return Ok(None);
        }
        let acceptance = signature(certificate, &certificate.spki, &proposal.id, now)?;
        if acceptance.is_err() {
            warnings.push(Warning::OldSelfSignature);
        }
        return Ok(None);
    }
    let issuer = issuer(registry, certificate)?;
    signature(certificate, &issuer.spki, &issuer.id, now)?.map_err(|objection| {
        Refusal::IssuerSignature { issuer: issuer.id.clone(), found: in_words(objection) }
    })?;
    let is_test = |regime| regime == Regime::Uji;
    if is_test(issuer.regime) != is_test(proposal.regime) {
        return Err(Refusal::Test {
            issuer: issuer.id.clone(),
            expected: issuer.regime,
            found: proposal.regime,
        });
    }
    if issuer.regime != proposal.regime {
        let (issuer, regime) = (issuer.id.clone(), issuer.regime);
        warnings.push(Warning::OtherRegime { issuer, regime });
    }
    Ok(Some(issuer))
}

/// The registered issuer of that name; of several, the one that the certificate names by key.
fn issuer<'r>(registry: &'r Registry, certificate: &CertificateFile) -> Result<&'r Entry, Refusal> {
    let issuers = || registry.entries.iter().filter(|entry| entry.role != Role::TimeStampAuthority);
    let key = certificate.authority_key()?;
    let mut named = issuers().filter(|entry| entry.subject == certificate.issuer);
    let by_key = named.clone().find(|entry| key.as_deref() == Some(entry.ski.as_str()));
    by_key.or_else(|| named.next()).ok_or_else(|| Refusal::UnknownIssuer {
        issuer: certificate.issuer_name.clone(),
        known: issuers().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(", "),
    })
}

/// Its value holds; gives whether the policy accepts its algorithms.
fn signature(
    certificate: &CertificateFile,
    spki: &[u8],
    issuer: &str,
    now: UnixTime,
) -> Result<Result<(), AlgorithmObjection>, Refusal> {
    let refused = |found| Refusal::IssuerSignature { issuer: issuer.to_owned(), found };
    match certificate.signed_by(spki, now) {
        Ok(Primitive { verifies: true, acceptance }) => Ok(acceptance),
        Ok(Primitive { verifies: false, .. }) => Err(refused("one that is not by it".to_owned())),
        Err(objection) => Err(refused(in_words(objection))),
    }
}

fn entry(
    certificate: &CertificateFile,
    proposal: &Proposal,
    issuer: Option<&Entry>,
    warnings: &mut Vec<Warning>,
) -> Result<Entry, Refusal> {
    let ski = certificate.ski()?.unwrap_or_else(|| {
        warnings.push(Warning::NoKeyIdentifier);
        certificate.made_up_ski()
    });
    let purposes = match (proposal.purposes.as_slice(), proposal.role) {
        ([], Role::TimeStampAuthority) => vec![Purpose::TimeStamp],
        ([], Role::Anchor | Role::Intermediate) => vec![Purpose::Signature, Purpose::TimeStamp],
        (purposes, _) => purposes.to_vec(),
    };
    Ok(Entry {
        file: String::new(),
        id: proposal.id.clone(),
        role: proposal.role,
        regime: proposal.regime,
        name: certificate.name.clone(),
        subject: certificate.subject.clone(),
        spki: certificate.spki.clone(),
        ski,
        sha256: certificate.sha256.clone(),
        serial: certificate.serial.clone(),
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        valid_from: proposal.valid_from.unwrap_or(certificate.not_before),
        valid_until: proposal.valid_until.unwrap_or(certificate.not_after),
        purposes,
        crl: proposal.crl.clone(),
        subscriber_validity_days: None,
        provenance: provenance(proposal, issuer),
        constraints: None,
        certificate: None,
        imported: None,
    })
}

/// In the language of the registry's readers.
fn provenance(proposal: &Proposal, issuer: Option<&Entry>) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(issuer) = issuer {
        sentences.push(format!(
            "Diterbitkan oleh {}; tanda tangan penerbitnya diperiksa: cocok.",
            issuer.name
        ));
    }
    sentences.extend(proposal.provenance.iter().cloned());
    for Confirmation { source, .. } in &proposal.confirmed {
        sentences.push(format!(
            "SHA-256 dibandingkan pada {} dengan yang disebut {source}: sama.",
            proposal.date
        ));
    }
    sentences
}

fn warn_about(
    registry: &Registry,
    entry: &Entry,
    proposal: &Proposal,
    warnings: &mut Vec<Warning>,
) {
    if entry.valid_from < entry.not_before || entry.valid_until > entry.not_after {
        warnings.push(Warning::WindowBeyondCertificate);
    }
    if entry.valid_until.to_string() < format!("{}T00:00:00Z", proposal.date) {
        warnings.push(Warning::WindowHasEnded { until: entry.valid_until });
    }
    for other in &registry.entries {
        if other.subject == entry.subject {
            warnings.push(Warning::SameName { id: other.id.clone() });
        }
        if other.spki == entry.spki {
            warnings.push(Warning::SameKey { id: other.id.clone() });
        }
    }
    let name = entry.name.to_lowercase();
    let says_test = name
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| matches!(word, "demo" | "test" | "uji"));
    if says_test && entry.regime != Regime::Uji {
        warnings.push(Warning::NamedAsTest { name: entry.name.clone() });
    }
}
