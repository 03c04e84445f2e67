//! CMS `SignedData` (RFC 5652) over the bytes as they came, and the time-stamp token that is one (RFC 3161).
//!
//! Structures are cut by our own reader, so that signed attributes are hashed as received. The `cms` crate is not used:
//! it decodes everything or nothing, so that one odd unsigned attribute made a good signature look broken; it sorts every set,
//! in a time that grows with its square; and what it decodes would have to be cut again. This module knows nothing of PDF.

mod attributes;
mod claims;
mod ess;
mod signed_data;
mod signer_info;
mod time_stamp;
mod unsigned;

pub(crate) use attributes::{AttributeEncoding, Attributes};
pub(crate) use claims::SignedClaims;
pub(crate) use ess::EssCertId;
pub use signed_data::CmsError;
pub(crate) use signed_data::{SignedData, content_type_name};
pub(crate) use signer_info::{SignerIdentifier, SignerInfo};
pub(crate) use time_stamp::{Accuracy, TstInfo};

/// Object identifiers of RFC 5652, 5035, 5126, 6211, 3161, 5940, 8551 and EN 319 122-1.
pub(crate) mod oid {
    use der::oid::ObjectIdentifier;
    pub(crate) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
    pub(crate) const SIGNED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
    pub(crate) const TST_INFO: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
    pub(crate) const CONTENT_TYPE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
    pub(crate) const MESSAGE_DIGEST: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
    pub(crate) const SIGNING_TIME: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
    pub(crate) const SIGNING_CERTIFICATE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
    pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
    pub(crate) const SIGNATURE_TIME_STAMP: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
    /// The revocation values of `CAdES`, an unsigned attribute that may hold OCSP responses.
    pub(crate) const REVOCATION_VALUES: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.24");
    pub(crate) const CMS_ALGORITHM_PROTECTION: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");
    pub(crate) const ADOBE_REVOCATION_INFO_ARCHIVAL: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");
    pub(crate) const ENVELOPED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");
    pub(crate) const SIGNED_AND_ENVELOPED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.4");
    pub(crate) const DIGESTED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.5");
    pub(crate) const ENCRYPTED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
    pub(crate) const AUTHENTICATED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.2");
    pub(crate) const COMPRESSED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.9");
    pub(crate) const AUTH_ENVELOPED_DATA: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.23");
    pub(crate) const COUNTERSIGNATURE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.6");
    pub(crate) const SMIME_CAPABILITIES: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.15");
    pub(crate) const RECEIPT_REQUEST: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.1");
    pub(crate) const SECURITY_LABEL: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.2");
    pub(crate) const CONTENT_HINTS: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.4");
    pub(crate) const MESSAGE_SIGNATURE_DIGEST: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.5");
    pub(crate) const CONTENT_IDENTIFIER: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.7");
    pub(crate) const CONTENT_REFERENCE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.10");
    pub(crate) const ENCRYPTION_KEY_PREFERENCE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.11");
    pub(crate) const SIGNATURE_POLICY_IDENTIFIER: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.15");
    pub(crate) const COMMITMENT_TYPE_INDICATION: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.16");
    pub(crate) const SIGNER_LOCATION: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.17");
    pub(crate) const SIGNER_ATTRIBUTES: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.18");
    pub(crate) const CONTENT_TIME_STAMP: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.20");
    pub(crate) const CERTIFICATE_VALUES: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.23");
    pub(crate) const ARCHIVE_TIME_STAMP_V2: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.48");
    pub(crate) const ARCHIVE_TIME_STAMP_V3: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("0.4.0.1733.2.4");
    pub(crate) const SIGNER_ATTRIBUTES_V2: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("0.4.0.19122.1.1");
    pub(crate) const MIME_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.1733.2.1");
    pub(crate) const MICROSOFT_ENCRYPTION_KEY_PREFERENCE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.16.4");
    pub(crate) const OCSP_RESPONSE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.16.2");
}
