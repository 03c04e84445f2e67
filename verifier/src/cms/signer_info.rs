//! `SignerInfo` (RFC 5652 5.3): one signature and what it says of itself.

use std::borrow::Cow;

use super::attributes::Attributes;
use super::signed_data::{CmsError, joined};
use crate::algorithms::AlgorithmIdentifier;
use crate::der::{Tlv, tag};

/// Who signed, as the `SignerInfo` names it (RFC 5652 5.3).
#[derive(Debug, Clone)]
pub(crate) enum SignerIdentifier {
    /// Encoded issuer name, and the contents of the serial number.
    IssuerAndSerialNumber {
        issuer: Vec<u8>,
        serial_number: Vec<u8>,
    },
    SubjectKeyIdentifier(Vec<u8>),
}

/// ```text
/// SignerInfo ::= SEQUENCE {
///    version, sid SignerIdentifier, digestAlgorithm, signedAttrs [0] IMPLICIT SignedAttributes OPTIONAL,
///    signatureAlgorithm, signature SignatureValue, unsignedAttrs [1] IMPLICIT UnsignedAttributes OPTIONAL }
/// ```
#[derive(Debug, Clone)]
pub(crate) struct SignerInfo<'a> {
    pub(crate) sid: SignerIdentifier,
    pub(crate) digest_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signed_attributes: Option<Attributes<'a>>,
    pub(crate) signature_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signature: Cow<'a, [u8]>,
    pub(crate) unsigned_attributes: Option<Attributes<'a>>,
}

impl<'a> SignerInfo<'a> {
    pub(crate) fn read(element: &Tlv<'a>) -> Result<Self, CmsError> {
        if element.tag != tag::SEQUENCE {
            return Err(element.bad_value().into());
        }
        let mut fields = element.reader();
        // RFC 5652 5.3: 1 or 3 by the kind of identifier; nothing follows from it (threat CMS-48).
        let version = fields.expect(tag::INTEGER)?.small_integer()?;
        if ![1, 3].contains(&version) {
            return Err(CmsError::Version(version));
        }
        let sid = match fields.peek() {
            Some(tag::CONTEXT_0_PRIMITIVE | tag::CONTEXT_0) => {
                let octets = fields.any()?.octets()?;
                SignerIdentifier::SubjectKeyIdentifier(joined(&octets).into_owned())
            }
            _ => {
                let issuer_and_serial = fields.expect(tag::SEQUENCE)?;
                let mut fields = issuer_and_serial.reader();
                let issuer = fields.expect(tag::SEQUENCE)?.raw.to_vec();
                let serial_number = fields.expect(tag::INTEGER)?.value.to_vec();
                fields.finish()?;
                SignerIdentifier::IssuerAndSerialNumber { issuer, serial_number }
            }
        };
        let digest_algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
        let signed_attributes =
            fields.optional(tag::CONTEXT_0)?.map(|set| Attributes::read(&set)).transpose()?;
        let signature_algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
        let signature = joined(&fields.octet_string()?);
        let unsigned_attributes =
            fields.optional(tag::CONTEXT_1)?.map(|set| Attributes::read(&set)).transpose()?;
        fields.finish()?;
        Ok(Self {
            sid,
            digest_algorithm,
            signed_attributes,
            signature_algorithm,
            signature,
            unsigned_attributes,
        })
    }
}
