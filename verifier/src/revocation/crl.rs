//! A certificate revocation list, read in place: a list of a million entries costs no memory beyond its bytes
//! (measured, design notes on crates, 5.3).

use der::oid::ObjectIdentifier;

use super::{CrlSource, Evidence, Issuer, Moment};
use crate::algorithms::{
    AlgorithmIdentifier, AlgorithmObjection, BEFORE_ANY_END, PublicKey, SignatureScheme,
    acceptable, digest_acceptance, read_oid,
};
use crate::der::{DerError, Reader, Tlv, tag, whole};
use crate::pkix::{
    Certificate, DistributionPointNames, distribution_points, issuing_distribution_point,
};
use crate::time::UnixTime;

pub(super) const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");
const REASON_CODE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");
pub(super) const DELTA_CRL_INDICATOR: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.27");
pub(super) const ISSUING_DISTRIBUTION_POINT: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("2.5.29.28");
pub(super) const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("2.5.29.35");

/// Why a certificate was revoked (RFC 5280 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CrlReason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
}

impl CrlReason {
    /// The name that RFC 5280 5.3.1 gives it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RevokedCertificate {
    pub(crate) revocation_date: UnixTime,
    pub(crate) reason: Option<CrlReason>,
    pub(crate) invalidity_date: Option<UnixTime>,
}

impl RevokedCertificate {
    /// From when the certificate does not count: a compromise reaches back to its invalidity date (threat REV-18).
    pub(crate) fn effective(&self) -> UnixTime {
        self.invalidity_date.map_or(self.revocation_date, |date| date.min(self.revocation_date))
    }
}

/// `CertificateList` (RFC 5280 5.1) as it stands; nothing is checked yet.
#[derive(Debug, Clone)]
pub(crate) struct Crl<'a> {
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
    value: &'a [u8],
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

    pub(crate) fn evidence(&self, source: CrlSource) -> Evidence {
        Evidence {
            source,
            this_update: self.this_update,
            next_update: self.next_update,
            number: self.number(),
        }
    }

    /// The octets of the CRL number without leading zeros; `None` where there is none, or a negative one.
    pub(crate) fn number_digits(&self) -> Option<&'a [u8]> {
        let extension = self.extensions.iter().find(|extension| extension.oid == CRL_NUMBER)?;
        let number = whole(extension.value, tag::INTEGER).ok()?;
        let is_negative = number.value.first().is_none_or(|first| *first >= 0x80);
        (!is_negative).then(|| without_leading_zeros(number.value))
    }

    /// The CRL number in decimal digits (RFC 5280 5.2.3).
    pub(crate) fn number(&self) -> Option<String> {
        let extension = self.extensions.iter().find(|extension| extension.oid == CRL_NUMBER)?;
        let number = whole(extension.value, tag::INTEGER).ok()?;
        // Up to 20 octets are allowed; the real ones fit eight, others are shown in hexadecimal.
        Some(number.small_integer().map_or_else(
            |_| format!("0x{}", crate::algorithms::hex(number.value)),
            |number| number.to_string(),
        ))
    }

    /// Whether the list, though it cannot be used, speaks against a certificate at the moment: it names it with a date that
    /// is not after a proven time, or with one that cannot be read.
    pub(crate) fn contradicts(&self, serial_number: &[u8], moment: Moment) -> bool {
        match (self.entry(serial_number), moment) {
            (Ok(None), _) => false,
            (Ok(Some(entry)), Moment::Proven(time)) => entry.effective() <= time,
            (Ok(Some(_)), Moment::Validation(_)) => true,
            (Err(_), _) => self.may_list(serial_number),
        }
    }

    /// Whether a serial number stands in a list that does not decode as a whole; where its place cannot be read, it may.
    fn may_list(&self, serial_number: &[u8]) -> bool {
        let wanted = without_leading_zeros(serial_number);
        let mut entries = Reader::new(self.entries);
        while !entries.is_empty() {
            let serial = entries.any().and_then(|entry| entry.reader().expect(tag::INTEGER));
            if serial.map_or(true, |serial| without_leading_zeros(serial.value) == wanted) {
                return true;
            }
        }
        false
    }

    /// The entry of a serial number; of several, the one with the earliest date.
    ///
    /// Every entry is read: an unknown critical extension in any of them makes the list unusable (RFC 5280 5.3).
    pub(crate) fn entry(
        &self,
        serial_number: &[u8],
    ) -> Result<Option<RevokedCertificate>, DerError> {
        let wanted = without_leading_zeros(serial_number);
        let mut found: Option<RevokedCertificate> = None;
        let mut entries = Reader::new(self.entries);
        while !entries.is_empty() {
            let entry = entries.expect(tag::SEQUENCE)?;
            let mut fields = entry.reader();
            let serial = fields.expect(tag::INTEGER)?;
            let date = fields.any()?;
            let extensions = fields.optional(tag::SEQUENCE)?;
            fields.finish()?;
            let is_wanted = without_leading_zeros(serial.value) == wanted;
            if !is_wanted && extensions.is_none() {
                continue;
            }
            let (reason, invalidity_date) = match extensions {
                None => (None, None),
                Some(extensions) => entry_extensions(&extensions)?,
            };
            if is_wanted {
                let entry = RevokedCertificate {
                    revocation_date: UnixTime::from_asn1(&date)?,
                    reason,
                    invalidity_date,
                };
                found = Some(
                    found.filter(|found| found.effective() <= entry.effective()).unwrap_or(entry),
                );
            }
        }
        Ok(found)
    }
}

/// What a list is worth under one issuer's key.
#[derive(Debug, Clone)]
pub(crate) enum Checked {
    /// Not signed by this issuer, or not by an issuer that may sign lists.
    NotGenuine,
    /// Genuine, and of a kind or with an extension that is not processed: it proves nothing good.
    Unusable(&'static str),
    /// Genuine, with this scope.
    Usable(CheckedCrl),
}

impl Checked {
    /// RFC 5280 6.3.3 (f) and (g), then what the extensions say.
    pub(crate) fn of(crl: &Crl<'_>, issuer: Issuer<'_>) -> Self {
        if !is_genuine(crl, issuer).unwrap_or(false) {
            return Self::NotGenuine;
        }
        let mut scope = CheckedCrl {
            names: None,
            only_contains_user_certs: false,
            only_contains_ca_certs: false,
        };
        for extension in &crl.extensions {
            match extension.oid {
                // Critical in every real list met, though RFC 5280 5.2.3 says it is not: known, hence harmless.
                CRL_NUMBER | AUTHORITY_KEY_IDENTIFIER => {}
                // Whether critical or not: never taken for a whole list (threat REV-14).
                DELTA_CRL_INDICATOR => return Self::Unusable("delta"),
                ISSUING_DISTRIBUTION_POINT => match issuing_distribution_point(extension.value) {
                    Ok(point) if !point.is_partial => {
                        scope.names = point.names;
                        scope.only_contains_user_certs = point.only_contains_user_certs;
                        scope.only_contains_ca_certs = point.only_contains_ca_certs;
                    }
                    Ok(_) | Err(_) => return Self::Unusable("issuing-distribution-point"),
                },
                // Threat REV-09.
                _ if extension.critical => return Self::Unusable("critical-extension"),
                _ => {}
            }
        }
        Self::Usable(scope)
    }
}

/// The issuer may sign lists, and signed this one.
fn is_genuine(crl: &Crl<'_>, issuer: Issuer<'_>) -> Option<bool> {
    if let Some(certificate) = issuer.certificate
        && certificate.key_usage().ok()?.is_some_and(|usage| !usage.crl_sign())
    {
        return None;
    }
    let scheme = crl.signature_scheme().ok()?;
    let key = PublicKey::from_spki(issuer.spki).ok()?;
    acceptable(scheme, &key, BEFORE_ANY_END).ok()?;
    key.verifies(scheme, crl.tbs, crl.signature).ok()
}

/// Scope of a list whose signature holds under the issuer's key: only `Checked::of` makes one.
#[derive(Debug, Clone)]
pub(crate) struct CheckedCrl {
    names: Option<DistributionPointNames>,
    only_contains_user_certs: bool,
    only_contains_ca_certs: bool,
}

impl CheckedCrl {
    /// RFC 5280 6.3.3 (b)(2): whether the certificate is in the list's scope.
    pub(crate) fn speaks_for(&self, certificate: &Certificate) -> Result<(), &'static str> {
        let is_ca = certificate
            .basic_constraints()
            .ok()
            .flatten()
            .is_some_and(|constraints| constraints.ca);
        if (is_ca && self.only_contains_user_certs) || (!is_ca && self.only_contains_ca_certs) {
            return Err("scope");
        }
        let Some(names) = &self.names else { return Ok(()) };
        match distribution_points(certificate) {
            // A list for a named point speaks for the certificates that name it (threat REV-11).
            Ok(Some(points)) if points.matches(names) => Ok(()),
            _ => Err("distribution-point"),
        }
    }
}

pub(super) fn read_extensions<'a>(list: &Tlv<'a>) -> Result<Vec<CrlExtension<'a>>, DerError> {
    let mut extensions = Vec::new();
    for extension in list.reader().all()? {
        let mut fields = extension.reader();
        let oid = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
        let critical = match fields.optional(tag::BOOLEAN)? {
            None => false,
            Some(critical) => critical.boolean()?,
        };
        let value = fields.expect(tag::OCTET_STRING)?.value;
        fields.finish()?;
        extensions.push(CrlExtension { oid, critical, value });
    }
    Ok(extensions)
}

/// Reason code and invalidity date of an entry.
pub(super) fn entry_extensions(
    list: &Tlv<'_>,
) -> Result<(Option<CrlReason>, Option<UnixTime>), DerError> {
    let (mut reason, mut invalidity_date) = (None, None);
    for extension in read_extensions(list)? {
        match extension.oid {
            REASON_CODE => reason = Some(read_reason(&whole(extension.value, tag::ENUMERATED)?)?),
            INVALIDITY_DATE => {
                invalidity_date =
                    Some(UnixTime::from_asn1(&whole(extension.value, tag::GENERALIZED_TIME)?)?);
            }
            _ if extension.critical => return Err(list.bad_value()),
            _ => {}
        }
    }
    Ok((reason, invalidity_date))
}

pub(super) fn read_reason(code: &Tlv<'_>) -> Result<CrlReason, DerError> {
    Ok(match code.value {
        [0] => CrlReason::Unspecified,
        [1] => CrlReason::KeyCompromise,
        [2] => CrlReason::CaCompromise,
        [3] => CrlReason::AffiliationChanged,
        [4] => CrlReason::Superseded,
        [5] => CrlReason::CessationOfOperation,
        [6] => CrlReason::CertificateHold,
        [8] => CrlReason::RemoveFromCrl,
        [9] => CrlReason::PrivilegeWithdrawn,
        [10] => CrlReason::AaCompromise,
        _ => return Err(code.bad_value()),
    })
}

/// Serial numbers are compared as numbers (threats PATH-30, REV-23).
fn without_leading_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    digits.get(zeros..).unwrap_or_default()
}
