//! Distribution points of lists: those a certificate names (RFC 5280 4.2.1.13) and the one a list is for (5.2.5), and
//! whether the one belongs to the other (6.3.3 (b), (d)).

use super::certificate::Certificate;
use super::name_comparison::ComparableName;
use super::oid;
use crate::der::{DerError, Reader, Tlv, tag, whole};

/// `ReasonFlags` (4.2.1.13): a set of reasons, without the unused bit 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ReasonFlags(u16);

impl ReasonFlags {
    pub(crate) const NONE: Self = Self(0);
    /// keyCompromise (1) to aACompromise (8).
    pub(crate) const ALL: Self = Self(0x7f80);

    /// `BIT STRING`, its tag replaced; the first bit is the highest.
    fn read(element: &Tlv<'_>) -> Result<Self, DerError> {
        let bits = match *element.value {
            [0] => 0,
            [0..=7, first] => u16::from_be_bytes([first, 0]),
            [0..=7, first, second] => u16::from_be_bytes([first, second]),
            _ => return Err(element.bad_value()),
        };
        Ok(Self(bits & Self::ALL.0))
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One of the names of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PointName {
    Directory(ComparableName),
    /// Another form, as encoded.
    Other(Vec<u8>),
}

impl PointName {
    fn read(name: &Tlv<'_>) -> Result<Self, DerError> {
        // `directoryName [4]`, explicit because Name is a CHOICE.
        if name.tag != 0xa4 {
            return Ok(Self::Other(name.raw.to_vec()));
        }
        Ok(Self::Directory(ComparableName::of(whole(name.value, tag::SEQUENCE)?.raw)))
    }
}

/// `DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }`
fn point_names(point: &Tlv<'_>, crl_issuer: &ComparableName) -> Result<Vec<PointName>, DerError> {
    let mut choice = point.reader();
    let name = choice.any()?;
    choice.finish()?;
    match name.tag {
        tag::CONTEXT_0 => name.reader().all()?.iter().map(PointName::read).collect(),
        tag::CONTEXT_1 => {
            let full = crl_issuer.with_rdn(&name).ok_or_else(|| name.bad_value())?;
            Ok(vec![PointName::Directory(full)])
        }
        _ => Err(name.bad_value()),
    }
}

/// `DistributionPoint ::= SEQUENCE { distributionPoint [0], reasons [1], cRLIssuer [2] }`, all OPTIONAL
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DistributionPoint {
    names: Option<Vec<PointName>>,
    reasons: ReasonFlags,
    /// Empty where the certificate's issuer issues the list.
    crl_issuer: Vec<ComparableName>,
}

impl DistributionPoint {
    /// Those of a certificate, and the one that RFC 5280 6.3.3 assumes for lists of the issuer that no point names.
    pub(crate) fn of(certificate: &Certificate) -> Result<Vec<Self>, DerError> {
        let issuer = ComparableName::of(certificate.issuer());
        let mut points = vec![Self {
            names: Some(vec![PointName::Directory(issuer.clone())]),
            reasons: ReasonFlags::ALL,
            crl_issuer: Vec::new(),
        }];
        let Some(extension) = certificate.extension(oid::CRL_DISTRIBUTION_POINTS) else {
            return Ok(points);
        };
        let list = whole(extension.value, tag::SEQUENCE)?;
        let elements = list.reader().all()?;
        // 4.2.1.13: SIZE (1..MAX) (threat PATH-26).
        if elements.is_empty() {
            return Err(list.bad_value());
        }
        for point in elements {
            points.push(Self::read(&point, &issuer)?);
        }
        Ok(points)
    }

    pub(crate) fn names_crl_issuer(&self, name: &ComparableName) -> bool {
        self.crl_issuer.contains(name)
    }

    fn read(point: &Tlv<'_>, issuer: &ComparableName) -> Result<Self, DerError> {
        let mut fields = point.reader();
        let name = fields.optional(tag::CONTEXT_0)?;
        let reasons = fields.optional(tag::CONTEXT_1_PRIMITIVE)?;
        let crl_issuer = match fields.optional(tag::CONTEXT_2)? {
            None => Vec::new(),
            Some(names) => {
                let names: Result<Vec<_>, _> =
                    names.reader().all()?.iter().map(PointName::read).collect();
                let directory = |name| match name {
                    PointName::Directory(name) => Some(name),
                    PointName::Other(_) => None,
                };
                names?.into_iter().filter_map(directory).collect()
            }
        };
        fields.finish()?;
        if point.tag != tag::SEQUENCE || (name.is_none() && crl_issuer.is_empty()) {
            return Err(point.bad_value());
        }
        let base = crl_issuer.first().unwrap_or(issuer);
        Ok(Self {
            names: name.map(|name| point_names(&name, base)).transpose()?,
            reasons: reasons.map_or(Ok(ReasonFlags::ALL), |reasons| ReasonFlags::read(&reasons))?,
            crl_issuer,
        })
    }
}

/// Scope of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IssuingDistributionPoint {
    names: Option<Vec<PointName>>,
    only_contains_user_certs: bool,
    only_contains_ca_certs: bool,
    only_contains_attribute_certs: bool,
    only_some_reasons: ReasonFlags,
    pub(crate) indirect_crl: bool,
}

impl Default for IssuingDistributionPoint {
    /// A list that says nothing of its scope: everything.
    fn default() -> Self {
        Self {
            names: None,
            only_contains_user_certs: false,
            only_contains_ca_certs: false,
            only_contains_attribute_certs: false,
            only_some_reasons: ReasonFlags::ALL,
            indirect_crl: false,
        }
    }
}

impl IssuingDistributionPoint {
    /// Reads the value of the extension in a list of this issuer.
    pub(crate) fn read(value: &[u8], crl_issuer: &ComparableName) -> Result<Self, DerError> {
        let outer = whole(value, tag::SEQUENCE)?;
        let mut fields: Reader<'_> = outer.reader();
        let names = fields.optional(tag::CONTEXT_0)?;
        let names = names.map(|point| point_names(&point, crl_issuer)).transpose()?;
        let only_contains_user_certs = flag(&mut fields, 0x81)?;
        let only_contains_ca_certs = flag(&mut fields, 0x82)?;
        let reasons = fields.optional(0x83)?;
        let indirect_crl = flag(&mut fields, 0x84)?;
        let only_contains_attribute_certs = flag(&mut fields, 0x85)?;
        fields.finish()?;
        Ok(Self {
            names,
            only_contains_user_certs,
            only_contains_ca_certs,
            only_contains_attribute_certs,
            only_some_reasons: reasons
                .map_or(Ok(ReasonFlags::ALL), |reasons| ReasonFlags::read(&reasons))?,
            indirect_crl,
        })
    }

    /// The addresses among its names, and whether nothing but they limits the list.
    pub(crate) fn uris(value: &[u8]) -> Result<(Vec<String>, bool), DerError> {
        // `uniformResourceIdentifier [6]`
        const URI: u8 = 0x86;
        let mut fields = whole(value, tag::SEQUENCE)?.reader();
        let mut uris = Vec::new();
        if let Some(point) = fields.optional(tag::CONTEXT_0)?
            && let Some(names) = point.reader().optional(tag::CONTEXT_0)?
        {
            for name in names.reader().all()?.iter().filter(|name| name.tag == URI) {
                let uri = core::str::from_utf8(name.value).map_err(|_| name.bad_value())?;
                uris.push(uri.to_owned());
            }
        }
        let has_limits = fields.all()?.iter().any(|limit| limit.value != [0]);
        Ok((uris, !has_limits))
    }

    /// The reasons for which a list of this issuer and scope speaks of a certificate (6.3.3 (b), (d)); why none.
    pub(crate) fn reasons_for(
        &self,
        certificate: &Certificate,
        crl_issuer: &ComparableName,
    ) -> Result<ReasonFlags, &'static str> {
        let is_ca = certificate
            .basic_constraints()
            .ok()
            .flatten()
            .is_some_and(|constraints| constraints.ca);
        let is_of_the_other_kind = (is_ca && self.only_contains_user_certs)
            || (!is_ca && self.only_contains_ca_certs)
            || self.only_contains_attribute_certs;
        if is_of_the_other_kind {
            return Err("scope");
        }
        let issuer = ComparableName::of(certificate.issuer());
        let points = DistributionPoint::of(certificate).map_err(|_| "distribution-point")?;
        let reasons = points
            .iter()
            .filter(|point| self.is_of(point, &issuer, crl_issuer))
            .fold(ReasonFlags::NONE, |reasons, point| reasons.or(point.reasons))
            .and(self.only_some_reasons);
        if reasons == ReasonFlags::NONE { Err("distribution-point") } else { Ok(reasons) }
    }

    fn is_of(
        &self,
        point: &DistributionPoint,
        issuer: &ComparableName,
        crl_issuer: &ComparableName,
    ) -> bool {
        // (b)(1)
        let is_its_issuer = if point.crl_issuer.is_empty() {
            issuer == crl_issuer
        } else {
            self.indirect_crl && point.crl_issuer.contains(crl_issuer)
        };
        // (b)(2)(i): any name of the one is any name of the other (threat REV-11).
        let is_its_name = match (&self.names, &point.names) {
            (None, _) => true,
            (Some(names), Some(of_point)) => names.iter().any(|name| of_point.contains(name)),
            (Some(names), None) => point
                .crl_issuer
                .iter()
                .any(|issuer| names.contains(&PointName::Directory(issuer.clone()))),
        };
        is_its_issuer && is_its_name
    }

    /// 6.3.3 (c)(2): a list of changes has the scope of the list it changes.
    pub(crate) fn has_scope_of(&self, other: &Self) -> bool {
        self == other
    }
}

fn flag(fields: &mut Reader<'_>, tag: u8) -> Result<bool, DerError> {
    match fields.optional(tag)? {
        None => Ok(false),
        Some(element) => element.boolean(),
    }
}
