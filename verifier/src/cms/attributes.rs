//! Attributes of a `SignerInfo` (RFC 5652 5.3, 11), strictly: a signed type stands once, with one value of the right type
//! (threats CMS-08, CMS-09, CMS-10).

use std::collections::BTreeSet;

use der::oid::ObjectIdentifier;

use super::ess::{EssCertId, first_cert_id};
use super::oid;
use super::signed_data::CmsError;
use crate::algorithms::{AlgorithmIdentifier, read_oid};
use crate::der::{DerError, Reader, Rules, Tlv, encoding, is_der, is_oid, oid_text, tag, to_der};
use crate::time::UnixTime;

/// Attributes of one set, and values of them all. Real ones have some dozen; each unknown one is a note in the report.
const MAX_ATTRIBUTES: usize = 256;

/// One attribute as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Attribute<'a> {
    /// Its type as it stands, whatever its arcs are.
    pub(crate) attribute_type: Tlv<'a>,
    /// Its type, where it is one that can be known.
    pub(crate) oid: Option<ObjectIdentifier>,
    pub(crate) values: Vec<Tlv<'a>>,
    pub(crate) raw: &'a [u8],
}

/// A set of attributes as received.
#[derive(Debug, Clone)]
pub(crate) struct Attributes<'a> {
    /// Contents octets of the set.
    contents: &'a [u8],
    pub(crate) attributes: Vec<Attribute<'a>>,
}

/// Ways to encode signed attributes for the digest, in the order in which they are tried (RFC 5652 5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeEncoding {
    /// The bytes that came, with the tag of an explicit SET OF.
    AsReceived,
    /// The elements that came, in the order DER asks for (X.690 11.6).
    InDerOrder,
    /// Written anew in DER, which the RFC asks for, where the ones that came are BER (threat CMS-13).
    InDer,
}

impl AttributeEncoding {
    pub(crate) const ALL: [Self; 3] = [Self::AsReceived, Self::InDerOrder, Self::InDer];

    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AsReceived => "as-received",
            Self::InDerOrder => "der",
            Self::InDer => "der-from-ber",
        }
    }
}

impl<'a> Attributes<'a> {
    pub(crate) fn read(set: &Tlv<'a>) -> Result<Self, DerError> {
        let mut attributes: Vec<Attribute<'_>> = Vec::new();
        let mut room = MAX_ATTRIBUTES;
        for attribute in set.reader().at_most(MAX_ATTRIBUTES)? {
            if attribute.tag != tag::SEQUENCE {
                return Err(attribute.bad_value());
            }
            let mut fields = attribute.reader();
            let attribute_type = fields.expect(tag::OBJECT_IDENTIFIER)?;
            if !is_oid(attribute_type.value) {
                return Err(attribute_type.bad_value());
            }
            let oid = read_oid(&attribute_type).ok();
            let values = fields.expect(tag::SET)?.reader().at_most(room)?;
            room = room.saturating_sub(values.len());
            fields.finish()?;
            attributes.push(Attribute { attribute_type, oid, values, raw: attribute.raw });
        }
        Ok(Self { contents: set.value, attributes })
    }

    /// The bytes to hash; `None` where this way gives nothing that another way has not given.
    pub(crate) fn encoded(&self, how: AttributeEncoding) -> Option<Vec<u8>> {
        let sorted = |mut encodings: Vec<Vec<u8>>| {
            encodings.sort_unstable();
            encoding(tag::SET, &encodings.concat())
        };
        match how {
            AttributeEncoding::AsReceived => Some(encoding(tag::SET, self.contents)),
            AttributeEncoding::InDerOrder if self.is_sorted() => None,
            AttributeEncoding::InDerOrder => {
                let encodings = self.attributes.iter().map(|attribute| attribute.raw.to_vec());
                Some(sorted(encodings.collect()))
            }
            AttributeEncoding::InDer if is_der(self.contents) => None,
            AttributeEncoding::InDer => {
                let elements = Reader::by(Rules::Ber, self.contents).all().ok()?;
                let encodings = elements.iter().map(to_der).collect::<Result<Vec<_>, _>>();
                Some(sorted(encodings.ok()?))
            }
        }
    }

    /// Whether the set stands as DER writes it: what RFC 5652 5.3 asks of signed attributes.
    pub(crate) fn is_der(&self) -> bool {
        self.is_sorted() && is_der(self.contents)
    }

    fn is_sorted(&self) -> bool {
        self.attributes.array_windows().all(|[one, next]| one.raw <= next.raw)
    }

    /// No attribute type twice, and one value each (threats CMS-08, CMS-09).
    pub(crate) fn check_single_valued(&self) -> Result<(), CmsError> {
        let mut seen: BTreeSet<&[u8]> = BTreeSet::new();
        for attribute in &self.attributes {
            let name = || oid_text(&attribute.attribute_type);
            if !seen.insert(attribute.attribute_type.value) {
                return Err(CmsError::AttributeTwice(name()));
            }
            if attribute.values.len() != 1 {
                return Err(CmsError::AttributeValues(name(), attribute.values.len()));
            }
        }
        Ok(())
    }

    /// Every value of an attribute, in however many attributes of the type; for the unsigned ones, which may repeat.
    pub(crate) fn values(&self, oid: ObjectIdentifier) -> impl Iterator<Item = &Tlv<'a>> {
        let of_type = self.attributes.iter().filter(move |attribute| attribute.oid == Some(oid));
        of_type.flat_map(|attribute| &attribute.values)
    }

    pub(crate) fn contains(&self, oid: ObjectIdentifier) -> bool {
        self.attributes.iter().any(|attribute| attribute.oid == Some(oid))
    }

    /// RFC 5652 11.1.
    pub(crate) fn content_type(&self) -> Result<Option<ObjectIdentifier>, CmsError> {
        self.typed(oid::CONTENT_TYPE, |value| match value.tag {
            tag::OBJECT_IDENTIFIER => read_oid(&value),
            _ => Err(value.bad_value()),
        })
    }

    /// RFC 5652 11.2.
    pub(crate) fn message_digest(&self) -> Result<Option<&'a [u8]>, CmsError> {
        self.typed(oid::MESSAGE_DIGEST, |value| match value.tag {
            tag::OCTET_STRING => Ok(value.value),
            _ => Err(value.bad_value()),
        })
    }

    /// RFC 5652 11.3: claimed by the signer, never proof (threats CMS-50, CMS-51).
    pub(crate) fn signing_time(&self) -> Result<Option<UnixTime>, CmsError> {
        self.typed(oid::SIGNING_TIME, |value| UnixTime::from_asn1(&value))
    }

    /// The first certificate that the ESS attributes name, version 2 and version 1 (RFC 5035 3 and 4):
    /// the first one is the signing certificate.
    pub(crate) fn ess_certificates(&self) -> Result<Vec<EssCertId<'a>>, CmsError> {
        let version_2 =
            self.typed(oid::SIGNING_CERTIFICATE_V2, |value| first_cert_id(&value, true))?;
        let version_1 =
            self.typed(oid::SIGNING_CERTIFICATE, |value| first_cert_id(&value, false))?;
        Ok(version_2.into_iter().chain(version_1).collect())
    }

    /// RFC 6211: the algorithms the signer used, protected by the signature.
    pub(crate) fn algorithm_protection(
        &self,
    ) -> Result<Option<(AlgorithmIdentifier<'a>, Option<AlgorithmIdentifier<'a>>)>, CmsError> {
        self.typed(oid::CMS_ALGORITHM_PROTECTION, |value| {
            if value.tag != tag::SEQUENCE {
                return Err(value.bad_value());
            }
            let mut fields = value.reader();
            let digest = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
            // `[1] signatureAlgorithm`, implicit; `[2] macAlgorithm` has no place in SignedData.
            let signature =
                fields.optional(tag::CONTEXT_1)?.map(|element| AlgorithmIdentifier::read(&element));
            fields.finish()?;
            Ok((digest, signature.transpose()?))
        })
    }

    /// The one value of a signed attribute. Meant for sets that `check_single_valued` has passed.
    pub(super) fn typed<T>(
        &self,
        oid: ObjectIdentifier,
        read: impl FnOnce(Tlv<'a>) -> Result<T, DerError>,
    ) -> Result<Option<T>, CmsError> {
        let value = self.values(oid).next().copied();
        value.map(read).transpose().map_err(|_| CmsError::AttributeType(oid.to_string()))
    }
}
