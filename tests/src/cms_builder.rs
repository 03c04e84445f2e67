//! Makes CMS, time-stamp tokens, certificates, lists and OCSP responses with every byte chosen (RFC 5652, RFC 3161, RFC 5280,
//! RFC 6960), and signs them with keys of the demo PKI and with keys of its own: what the vectors of `cms_vectors`,
//! `path_vectors` and `revocation_vectors` are made with, and the containers inside the PDFs of `pdf_vectors`. Same calls,
//! same bytes: RFC 6979 for ECDSA, a fixed salt for PSS.
//!
//! Parts are encodings. A builder's fields start as a good signer would write them; a vector replaces what it attacks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

pub mod attribute;
mod ber;
mod certificate;
pub mod crl;
pub mod der;
mod digest;
pub mod extension;
pub mod general_name;
mod identity;
mod key;
pub mod ocsp;
mod rsa;
mod signed_data;
mod signer;
mod time_stamp;

pub use ber::{chunked, indefinite, long_length};
pub use certificate::{Certificate, name};
pub use crl::Crl;
pub use digest::Digest;
pub use extension::{Extension, key_usage};
pub use identity::Identity;
pub(crate) use key::ec_spki;
pub use key::{Key, Pss, Scheme};
pub use rsa::{RsaKey, cube_root};
pub use signed_data::{SignedData, content_info};
pub use signer::{Order, SignedOver, Signer};
pub use time_stamp::{TimeStamp, TstInfo};

/// Object identifiers, dotted, as far as builder and vectors need them.
pub mod oid {
    pub(crate) const DATA: &str = "1.2.840.113549.1.7.1";
    pub(crate) const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
    pub(crate) const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";
    pub(crate) const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
    pub(crate) const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
    pub(crate) const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
    pub(crate) const COUNTERSIGNATURE: &str = "1.2.840.113549.1.9.6";
    pub(crate) const CMS_ALGORITHM_PROTECTION: &str = "1.2.840.113549.1.9.52";
    pub(crate) const SIGNING_CERTIFICATE: &str = "1.2.840.113549.1.9.16.2.12";
    pub(crate) const SIGNATURE_TIME_STAMP: &str = "1.2.840.113549.1.9.16.2.14";
    pub(crate) const SIGNATURE_POLICY: &str = "1.2.840.113549.1.9.16.2.15";
    pub(crate) const COMMITMENT_TYPE: &str = "1.2.840.113549.1.9.16.2.16";
    pub(crate) const SIGNER_ATTRIBUTES: &str = "1.2.840.113549.1.9.16.2.18";
    pub(crate) const CONTENT_TIME_STAMP: &str = "1.2.840.113549.1.9.16.2.20";
    pub(crate) const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";
    /// Of nobody's: under the enterprise number kept for examples (RFC 5612).
    pub(crate) const EXAMPLE: &str = "1.3.6.1.4.1.32473.1";
}
