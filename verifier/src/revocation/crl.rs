//! A certificate revocation list, read in place: a list of a million entries costs no memory beyond its bytes
//! (measured, design notes on crates, 5.3).

use der::oid::ObjectIdentifier;

use super::entry::shortest;
use super::{Evidence, EvidenceId, Method, Source};
use crate::algorithms::{
    AlgorithmIdentifier, AlgorithmObjection, BEFORE_ANY_END, PublicKey, SignatureScheme,
    acceptable, digest_acceptance, read_oid,
};
use crate::der::{DerError, Tlv, tag, whole};
use crate::pkix::{ComparableName, IssuingDistributionPoint};
use crate::time::UnixTime;

pub(super) const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const ISSUER_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.18");
const FRESHEST_CRL: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.46");
/// X.509 9.5.2.8 `expiredCertsOnCRL`.
const EXPIRED_CERTS_ON_CRL: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.60");
pub(super) const DELTA_CRL_INDICATOR: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.27");
pub(super) const ISSUING_DISTRIBUTION_POINT: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("2.5.29.28");
pub(super) const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("2.5.29.35");

/// `CertificateList` (RFC 5280 5.1) as it stands; nothing is checked yet.
#[derive(Debug, Clone)]
pub(crate) struct Crl<'a> {
    /// The whole list, as it came.
    pub(super) raw: &'a [u8],
    tbs: &'a [u8],
    signature_algorithm: AlgorithmIdentifier<'a>,
    signature: &'a [u8],
    /// Encoded issuer name.
    pub(crate) issuer: &'a [u8],
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: Option<UnixTime>,
    /// Contents of `revokedCertificates`.
    pub(super) entries: &'a [u8],
    pub(super) extensions: Vec<CrlExtension<'a>>,
}

/// An extension of a list or of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct CrlExtension<'a> {
    pub(super) oid: ObjectIdentifier,
    pub(super) critical: bool,
    pub(super) value: &'a [u8],
}

impl<'a> Crl<'a> {
    /// Reads a list in DER, and nothing after it.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, DerError> {
        let outer = whole(bytes, tag::SEQUENCE)?;
        let mut parts = outer.reader();
        let tbs = parts.expect(tag::SEQUENCE)?;
        let algorithm = parts.expect(tag::SEQUENCE)?;
        let signature = parts.expect(tag::BIT_STRING)?.octets_of_bit_string()?;
        parts.finish()?;

        let mut fields = tbs.reader();
        fields.optional(tag::INTEGER)?;
        let inner_algorithm = fields.expect(tag::SEQUENCE)?;
        // RFC 5280 5.1.1.2: the same inside and outside.
        if inner_algorithm.raw != algorithm.raw {
            return Err(inner_algorithm.bad_value());
        }
        let issuer = fields.expect(tag::SEQUENCE)?.raw;
        let this_update = UnixTime::from_asn1(&fields.any()?)?;
        let next_update = match fields.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => {
                Some(UnixTime::from_asn1(&fields.any()?)?)
            }
            _ => None,
        };
        let entries = fields.optional(tag::SEQUENCE)?.map_or(&[][..], |entries| entries.value);
        let extensions = match fields.optional(tag::CONTEXT_0)? {
            None => Vec::new(),
            Some(explicit) => {
                let mut inner = explicit.reader();
                let list = inner.expect(tag::SEQUENCE)?;
                inner.finish()?;
                read_extensions(&list)?
            }
        };
        fields.finish()?;
        Ok(Self {
            raw: bytes,
            tbs: tbs.raw,
            signature_algorithm: AlgorithmIdentifier::read(&algorithm)?,
            signature,
            issuer,
            this_update,
            next_update,
            entries,
            extensions,
        })
    }

    /// Bytes that are hashed or walked.
    pub(super) const fn size(&self) -> usize {
        self.tbs.len()
    }

    /// The algorithm of its signature, where it is one that counts (threat REV-37).
    pub(crate) fn signature_scheme(&self) -> Result<SignatureScheme, AlgorithmObjection> {
        let scheme = SignatureScheme::new(&self.signature_algorithm, None)?;
        match scheme.digest_algorithm() {
            Some(digest) if digest_acceptance(digest, BEFORE_ANY_END).is_err() => {
                Err(AlgorithmObjection::Refused(self.signature_algorithm.oid))
            }
            Some(_) | None => Ok(scheme),
        }
    }

    pub(crate) fn evidence(&self, id: EvidenceId, source: Source) -> Evidence {
        Evidence {
            id,
            source,
            method: Method::Crl,
            this_update: self.this_update,
            next_update: self.next_update,
            number: self.number(),
        }
    }

    fn extension(&self, oid: ObjectIdentifier) -> Option<&CrlExtension<'a>> {
        self.extensions.iter().find(|extension| extension.oid == oid)
    }

    /// The octets of the CRL number without leading zeros; `None` where there is none, or a negative one.
    pub(crate) fn number_digits(&self) -> Option<&'a [u8]> {
        non_negative(self.extension(CRL_NUMBER)?.value)
    }

    /// From when on certificates that expired stay on the list, if it says so.
    pub(super) fn expired_certs_on_crl(&self) -> Option<UnixTime> {
        let extension = self.extension(EXPIRED_CERTS_ON_CRL)?;
        UnixTime::from_asn1(&whole(extension.value, tag::GENERALIZED_TIME).ok()?).ok()
    }

    /// Whether it is of everything that its issuer has, or a part of that by addresses alone.
    pub(super) fn is_unlimited(&self) -> bool {
        self.extension(ISSUING_DISTRIBUTION_POINT).is_none_or(|extension| {
            IssuingDistributionPoint::uris(extension.value).is_ok_and(|(_, unlimited)| unlimited)
        })
    }

    /// Whether it says that it has only changes to another list (5.2.4).
    pub(super) fn is_delta(&self) -> bool {
        self.extension(DELTA_CRL_INDICATOR).is_some()
    }

    /// The encoded identifier of the key that signed it (5.2.1).
    pub(super) fn authority_key_identifier(&self) -> Option<&'a [u8]> {
        self.extension(AUTHORITY_KEY_IDENTIFIER).map(|extension| extension.value)
    }

    /// The CRL number in decimal digits (RFC 5280 5.2.3).
    pub(crate) fn number(&self) -> Option<String> {
        let number = whole(self.extension(CRL_NUMBER)?.value, tag::INTEGER).ok()?;
        // Up to 20 octets are allowed; the real ones fit eight, others are shown in hexadecimal.
        Some(number.small_integer().map_or_else(
            |_| format!("0x{}", crate::algorithms::hex(number.value)),
            |number| number.to_string(),
        ))
    }
}

/// What a list is worth under one key.
#[derive(Debug, Clone)]
pub(crate) enum Checked {
    /// Not signed by this key.
    NotGenuine,
    /// Genuine, and with an extension that is not processed: it proves nothing good.
    Unusable(&'static str),
    /// Genuine.
    Usable(CheckedCrl),
}

impl Checked {
    /// RFC 5280 6.3.3 (g), then what the extensions say.
    pub(crate) fn of(crl: &Crl<'_>, spki: &[u8]) -> Self {
        if is_signed_by(crl, spki).unwrap_or(false) {
            Self::by_extensions(crl)
        } else {
            Self::NotGenuine
        }
    }

    /// What the extensions say of a list whose signature is not asked about.
    pub(super) fn by_extensions(crl: &Crl<'_>) -> Self {
        let mut checked = CheckedCrl {
            issuer: ComparableName::of(crl.issuer),
            scope: IssuingDistributionPoint::default(),
            base_crl_number: None,
        };
        for extension in &crl.extensions {
            match extension.oid {
                // Critical in every real list met, though RFC 5280 5.2.3 says it is not: known, hence harmless. The others
                // are hints.
                CRL_NUMBER | AUTHORITY_KEY_IDENTIFIER | FRESHEST_CRL | ISSUER_ALT_NAME => {}
                EXPIRED_CERTS_ON_CRL if crl.expired_certs_on_crl().is_some() => {}
                EXPIRED_CERTS_ON_CRL => return Self::Unusable("expired-certs-on-crl"),
                // Whether critical or not: never taken for a whole list (threat REV-14).
                DELTA_CRL_INDICATOR => match non_negative(extension.value) {
                    Some(number) => checked.base_crl_number = Some(number.to_vec()),
                    None => return Self::Unusable("delta"),
                },
                ISSUING_DISTRIBUTION_POINT => {
                    match IssuingDistributionPoint::read(extension.value, &checked.issuer) {
                        Ok(scope) => checked.scope = scope,
                        Err(_) => return Self::Unusable("issuing-distribution-point"),
                    }
                }
                // Threat REV-09.
                _ if extension.critical => return Self::Unusable("critical-extension"),
                _ => {}
            }
        }
        Self::Usable(checked)
    }
}

/// The key made the signature, by an algorithm that counts.
fn is_signed_by(crl: &Crl<'_>, spki: &[u8]) -> Option<bool> {
    let (scheme, key) = acceptable_under(crl, spki)?;
    key.verifies(scheme, crl.tbs, crl.signature).ok()
}

/// The key, and the algorithm of the signature, where they count together.
pub(super) fn acceptable_under(crl: &Crl<'_>, spki: &[u8]) -> Option<(SignatureScheme, PublicKey)> {
    let scheme = crl.signature_scheme().ok()?;
    let key = PublicKey::from_spki(spki).ok()?;
    acceptable(scheme, &key, BEFORE_ANY_END).ok()?;
    Some((scheme, key))
}

/// A list whose signature holds: only `Checked::of` makes one.
#[derive(Debug, Clone)]
pub(crate) struct CheckedCrl {
    pub(super) issuer: ComparableName,
    pub(super) scope: IssuingDistributionPoint,
    /// `BaseCRLNumber` of a delta list (5.2.4), without leading zeros.
    pub(super) base_crl_number: Option<Vec<u8>>,
}

impl CheckedCrl {
    /// Whether it is more than changes to another list.
    pub(crate) const fn is_complete(&self) -> bool {
        self.base_crl_number.is_none()
    }
}

/// Extensions of a list, of a response, or of an answer; none twice (RFC 5280 4.2).
pub(super) fn read_extensions<'a>(list: &Tlv<'a>) -> Result<Vec<CrlExtension<'a>>, DerError> {
    let mut extensions: Vec<CrlExtension<'a>> = Vec::new();
    for extension in list.reader().all()? {
        let mut fields = extension.reader();
        let oid = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        let critical = match fields.optional(tag::BOOLEAN)? {
            None => false,
            Some(critical) => critical.boolean()?,
        };
        let value = fields.expect(tag::OCTET_STRING)?.value;
        fields.finish()?;
        if extensions.iter().any(|known| known.oid == oid) {
            return Err(extension.bad_value());
        }
        extensions.push(CrlExtension { oid, critical, value });
    }
    Ok(extensions)
}

/// A number without leading zeros (RFC 5280 5.2.3: up to 20 octets).
fn non_negative(value: &[u8]) -> Option<&[u8]> {
    let number = whole(value, tag::INTEGER).ok()?;
    let is_negative = number.value.first().is_none_or(|first| *first >= 0x80);
    (!is_negative).then(|| shortest(number.value))
}
