//! `AlgorithmIdentifier` (RFC 5280 4.1.1.2): a name and its parameters, as they stand.

use der::oid::ObjectIdentifier;

use super::{AlgorithmObjection, BEFORE_ANY_END, DigestAlgorithm, digest_acceptance};
use crate::der::{DerError, Tlv, tag};

/// `AlgorithmIdentifier` (RFC 5280 4.1.1.2) as it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AlgorithmIdentifier<'a> {
    pub(crate) oid: ObjectIdentifier,
    pub(crate) parameters: Option<Tlv<'a>>,
}

impl<'a> AlgorithmIdentifier<'a> {
    pub(crate) fn read(element: &Tlv<'a>) -> Result<Self, DerError> {
        let mut fields = element.reader();
        let oid = fields.expect(tag::OBJECT_IDENTIFIER)?;
        let parameters = if fields.is_empty() { None } else { Some(fields.any()?) };
        fields.finish()?;
        Ok(Self { oid: read_oid(&oid)?, parameters })
    }

    /// RFC 5754 2, RFC 8017 A.2.4: NULL or absent.
    pub(super) fn has_no_parameters(&self) -> bool {
        self.parameters.is_none_or(|parameters| parameters.raw == [tag::NULL, 0])
    }

    /// The digest algorithm this names, acceptable or not.
    pub(crate) fn digest_algorithm(&self) -> Result<DigestAlgorithm, AlgorithmObjection> {
        let algorithm = DigestAlgorithm::from_oid(self.oid)?;
        if self.has_no_parameters() {
            Ok(algorithm)
        } else {
            Err(AlgorithmObjection::BadParameters(self.oid))
        }
    }

    /// The digest algorithm this names, if the policy accepts it at some time.
    pub(crate) fn acceptable_digest_algorithm(
        &self,
    ) -> Result<DigestAlgorithm, AlgorithmObjection> {
        digest_acceptance(DigestAlgorithm::from_oid(self.oid)?, BEFORE_ANY_END)?;
        self.digest_algorithm()
    }
}

/// The value of an OBJECT IDENTIFIER.
pub(crate) fn read_oid(element: &Tlv<'_>) -> Result<ObjectIdentifier, DerError> {
    ObjectIdentifier::from_bytes(element.value).map_err(|_| element.bad_value())
}
