//! `TSTInfo` (RFC 3161 2.4.2): what a time-stamp token says.

use crate::algorithms::AlgorithmIdentifier;
use crate::der::{DerError, tag, whole};
use crate::time::UnixTime;

/// ```text
/// TSTInfo ::= SEQUENCE {
///    version INTEGER { v1(1) }, policy TSAPolicyId, messageImprint MessageImprint, serialNumber INTEGER,
///    genTime GeneralizedTime, accuracy Accuracy OPTIONAL, ordering BOOLEAN DEFAULT FALSE, nonce INTEGER OPTIONAL,
///    tsa [0] GeneralName OPTIONAL, extensions [1] IMPLICIT Extensions OPTIONAL }
/// ```
#[derive(Debug, Clone)]
pub(crate) struct TstInfo<'a> {
    pub(crate) imprint_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) imprint: &'a [u8],
    pub(crate) gen_time: UnixTime,
}

impl<'a> TstInfo<'a> {
    /// Reads the content of a token; extensions are refused, none is defined for general use.
    pub(crate) fn read(content: &'a [u8]) -> Result<Self, DerError> {
        let outer = whole(content, tag::SEQUENCE)?;
        let mut fields = outer.reader();
        let version = fields.expect(tag::INTEGER)?;
        if version.small_integer()? != 1 {
            return Err(version.bad_value());
        }
        // The policy is no trust test: the real one is a product's sample default (design, 3.1).
        fields.expect(tag::OBJECT_IDENTIFIER)?;
        let message_imprint = fields.expect(tag::SEQUENCE)?;
        let mut imprint_fields = message_imprint.reader();
        let imprint_algorithm = AlgorithmIdentifier::read(&imprint_fields.expect(tag::SEQUENCE)?)?;
        let imprint = imprint_fields.expect(tag::OCTET_STRING)?.value;
        imprint_fields.finish()?;
        fields.expect(tag::INTEGER)?;
        let gen_time = UnixTime::from_gen_time(&fields.expect(tag::GENERALIZED_TIME)?)?;
        fields.optional(tag::SEQUENCE)?;
        if let Some(ordering) = fields.optional(tag::BOOLEAN)? {
            ordering.boolean()?;
        }
        fields.optional(tag::INTEGER)?;
        fields.optional(tag::CONTEXT_0)?;
        fields.finish()?;
        Ok(Self { imprint_algorithm, imprint, gen_time })
    }
}
