//! Names of CRL distribution points, in certificates (RFC 5280 4.2.1.13) and in lists (5.2.5), by their encodings.

use super::certificate::Certificate;
use super::oid;
use crate::der::{DerError, Reader, Tlv, tag, whole};

/// Encoded full names of one or more distribution points; a name relative to the issuer is not supported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DistributionPointNames {
    names: Vec<Vec<u8>>,
    has_relative_name: bool,
}

impl DistributionPointNames {
    /// RFC 5280 6.3.3 (b)(2)(i): one name of the list matches one name of the certificate.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        !self.has_relative_name
            && !other.has_relative_name
            && self.names.iter().any(|name| other.names.contains(name))
    }

    /// `DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] ... }`
    fn add(&mut self, point: &Tlv<'_>) -> Result<(), DerError> {
        let mut choice = point.reader();
        let name = choice.any()?;
        choice.finish()?;
        if name.tag == tag::CONTEXT_0 {
            self.names.extend(name.reader().all()?.iter().map(|name| name.raw.to_vec()));
        } else {
            self.has_relative_name = true;
        }
        Ok(())
    }
}

/// The distribution points a certificate names, those of another CRL issuer left out; `None` without the extension.
pub(crate) fn distribution_points(
    certificate: &Certificate,
) -> Result<Option<DistributionPointNames>, DerError> {
    let Some(extension) = certificate.extension(oid::CRL_DISTRIBUTION_POINTS) else {
        return Ok(None);
    };
    let mut names = DistributionPointNames::default();
    for point in whole(extension.value, tag::SEQUENCE)?.reader().all()? {
        let mut fields = point.reader();
        let name = fields.optional(tag::CONTEXT_0)?;
        let has_reasons = fields.optional(0x81)?.is_some();
        let has_crl_issuer = fields.optional(tag::CONTEXT_2)?.is_some();
        fields.finish()?;
        if let Some(name) = name.filter(|_| !has_reasons && !has_crl_issuer) {
            names.add(&name)?;
        }
    }
    Ok(Some(names))
}

/// Scope of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct IssuingDistributionPoint {
    pub(crate) names: Option<DistributionPointNames>,
    pub(crate) only_contains_user_certs: bool,
    pub(crate) only_contains_ca_certs: bool,
    /// Some reasons only, indirect, or attribute certificates: not supported, hence speaks for nothing.
    pub(crate) is_partial: bool,
}

/// Reads the value of an `issuingDistributionPoint` extension.
pub(crate) fn issuing_distribution_point(
    value: &[u8],
) -> Result<IssuingDistributionPoint, DerError> {
    let mut scope = IssuingDistributionPoint::default();
    let outer = whole(value, tag::SEQUENCE)?;
    let mut fields: Reader<'_> = outer.reader();
    if let Some(point) = fields.optional(tag::CONTEXT_0)? {
        let mut names = DistributionPointNames::default();
        names.add(&point)?;
        scope.names = Some(names);
    }
    scope.only_contains_user_certs = flag(&mut fields, 0x81)?;
    scope.only_contains_ca_certs = flag(&mut fields, 0x82)?;
    let only_some_reasons = fields.optional(0x83)?.is_some();
    let indirect = flag(&mut fields, 0x84)?;
    let attribute_certificates = flag(&mut fields, 0x85)?;
    fields.finish()?;
    scope.is_partial = only_some_reasons || indirect || attribute_certificates;
    Ok(scope)
}

fn flag(fields: &mut Reader<'_>, tag: u8) -> Result<bool, DerError> {
    match fields.optional(tag)? {
        None => Ok(false),
        Some(element) => element.boolean(),
    }
}
