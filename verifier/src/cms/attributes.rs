//! Attributes of a `SignerInfo` (RFC 5652 5.3, 11), strictly: a type stands once, with one value of the right type
//! (threats CMS-08, CMS-09, CMS-10).

use std::collections::BTreeSet;

use der::oid::ObjectIdentifier;

use super::oid;
use super::signed_data::CmsError;
use crate::algorithms::{AlgorithmIdentifier, read_oid};
use crate::der::{DerError, Tlv, tag};
use crate::time::UnixTime;

/// One attribute as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Attribute<'a> {
    pub(crate) oid: ObjectIdentifier,
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

/// What `ESSCertID` and `ESSCertIDv2` say of the signing certificate (RFC 5035 3, 4).
#[derive(Debug, Clone, Copy)]
pub(crate) struct EssCertId<'a> {
    /// `None` stands for SHA-1, the algorithm of version 1.
    pub(crate) digest_algorithm: Option<AlgorithmIdentifier<'a>>,
    /// Version 2 with the algorithm left out: SHA-256.
    pub(crate) is_version_2: bool,
    pub(crate) hash: &'a [u8],
    /// Encoded `GeneralNames` and contents of the serial number.
    pub(crate) issuer_serial: Option<(&'a [u8], &'a [u8])>,
}

impl<'a> Attributes<'a> {
    pub(crate) fn read(set: &Tlv<'a>) -> Result<Self, DerError> {
        let mut attributes = Vec::new();
        let mut reader = set.reader();
        while !reader.is_empty() {
            let attribute = reader.expect(tag::SEQUENCE)?;
            let mut fields = attribute.reader();
            let oid = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
            let values = fields.expect(tag::SET)?.reader().all()?;
            fields.finish()?;
            attributes.push(Attribute { oid, values, raw: attribute.raw });
        }
        Ok(Self { contents: set.value, attributes })
    }

    /// RFC 5652 5.4: the set as received, with the tag of an explicit SET OF.
    pub(crate) fn as_received(&self) -> Vec<u8> {
        set_of(self.contents)
    }

    /// The set with its elements in the order DER asks for (X.690 11.6).
    pub(crate) fn in_der_order(&self) -> Vec<u8> {
        let mut encodings: Vec<&[u8]> =
            self.attributes.iter().map(|attribute| attribute.raw).collect();
        encodings.sort_unstable();
        set_of(&encodings.concat())
    }

    /// No attribute type twice, and one value each (threats CMS-08, CMS-09).
    pub(crate) fn check_single_valued(&self) -> Result<(), CmsError> {
        let mut seen: BTreeSet<ObjectIdentifier> = BTreeSet::new();
        for attribute in &self.attributes {
            if !seen.insert(attribute.oid) {
                return Err(CmsError::AttributeTwice(attribute.oid));
            }
            if attribute.values.len() != 1 {
                return Err(CmsError::AttributeValues(attribute.oid, attribute.values.len()));
            }
        }
        Ok(())
    }

    /// The first value of an attribute. Meant for sets that `check_single_valued` has passed.
    fn value(&self, oid: ObjectIdentifier) -> Option<Tlv<'a>> {
        self.attributes.iter().find(|attribute| attribute.oid == oid)?.values.first().copied()
    }

    pub(crate) fn contains(&self, oid: ObjectIdentifier) -> bool {
        self.attributes.iter().any(|attribute| attribute.oid == oid)
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

    /// RFC 5652 11.3: claimed by the signer, never proof.
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

    fn typed<T>(
        &self,
        oid: ObjectIdentifier,
        read: impl FnOnce(Tlv<'a>) -> Result<T, DerError>,
    ) -> Result<Option<T>, CmsError> {
        self.value(oid).map(read).transpose().map_err(|_| CmsError::AttributeType(oid))
    }
}

/// `SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID, policies ... OPTIONAL }`
fn first_cert_id<'a>(value: &Tlv<'a>, is_version_2: bool) -> Result<EssCertId<'a>, DerError> {
    if value.tag != tag::SEQUENCE {
        return Err(value.bad_value());
    }
    let mut fields = value.reader();
    let certs = fields.expect(tag::SEQUENCE)?;
    fields.optional(tag::SEQUENCE)?;
    fields.finish()?;
    let first = certs.reader().expect(tag::SEQUENCE)?;
    let mut fields = first.reader();
    let digest_algorithm = match fields.peek() {
        Some(tag::SEQUENCE) if is_version_2 => Some(AlgorithmIdentifier::read(&fields.any()?)?),
        _ => None,
    };
    let hash = fields.expect(tag::OCTET_STRING)?.value;
    let issuer_serial = match fields.optional(tag::SEQUENCE)? {
        None => None,
        Some(issuer_serial) => {
            let mut fields = issuer_serial.reader();
            let names = fields.expect(tag::SEQUENCE)?;
            let serial = fields.expect(tag::INTEGER)?;
            fields.finish()?;
            Some((names.raw, serial.value))
        }
    };
    fields.finish()?;
    Ok(EssCertId { digest_algorithm, is_version_2, hash, issuer_serial })
}

/// Contents octets under the tag and length of a SET.
fn set_of(contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut encoding = vec![tag::SET];
    let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    match (length, u8::try_from(digits.len())) {
        (0, _) => encoding.push(0),
        (1..0x80, _) => encoding.extend_from_slice(&digits),
        (_, Ok(count)) => {
            encoding.push(0x80 | count);
            encoding.extend_from_slice(&digits);
        }
        // A length has at most eight digits.
        (_, Err(_)) => {}
    }
    encoding.extend_from_slice(contents);
    encoding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::whole;

    #[test]
    fn sets_are_rebuilt_with_minimal_lengths() {
        for length in [0usize, 1, 127, 128, 255, 256, 70_000] {
            let contents = vec![7u8; length];
            let encoding = set_of(&contents);
            assert_eq!(
                whole(&encoding, tag::SET).map(|set| set.value),
                Ok(contents.as_slice()),
                "{length}"
            );
        }
    }
}
