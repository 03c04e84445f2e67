//! The ESS signing-certificate attributes (RFC 2634 5.4, RFC 5035 3 and 4): which certificate the signer says is theirs.

use crate::algorithms::AlgorithmIdentifier;
use crate::der::{DerError, Tlv, tag};

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

/// `SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID, policies ... OPTIONAL }`
pub(super) fn first_cert_id<'a>(
    value: &Tlv<'a>,
    is_version_2: bool,
) -> Result<EssCertId<'a>, DerError> {
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
