//! CMS `SignedData` (RFC 5652) over the bytes as they came, and the time-stamp token that is one (RFC 3161).
//!
//! Structures are cut by the strict DER reader, so that signed attributes are hashed as received. The `cms` crate is not used:
//! it decodes everything or nothing, so that one odd unsigned attribute made a good signature look broken; it sorts every set,
//! in a time that grows with its square; and what it decodes would have to be cut again. This module knows nothing of PDF.

mod attributes;
mod signed_data;
mod time_stamp;

pub(crate) use attributes::{Attributes, EssCertId};
pub use signed_data::CmsError;
pub(crate) use signed_data::{SignedData, SignerIdentifier, SignerInfo};
pub(crate) use time_stamp::TstInfo;

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
}
