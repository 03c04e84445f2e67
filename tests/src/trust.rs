//! Trust data of the tests: the demo PKI as it is published, and the same taken as real anchors.
//!
//! The second is the only way to a green verdict without a real signature. It is made here, in memory: `site-gen` refuses
//! a registry that lists a demo key under another regime, so neither the page nor a release can come to it.

use site_gen::trust::{Demo, TrustBundle, TrustError, load};
use verifier::ValidationData;
use verifier::trust::{TrustedRoot, TrustedRootError};

use crate::workspace;

/// How the demo PKI is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoAnchors {
    /// As published: for tests.
    AsPublished,
    /// As if they were real.
    TakenAsReal,
}

/// Why the trust data could not be made.
#[derive(Debug)]
pub enum TestTrustError {
    /// The project's own trust folder was refused.
    Load(TrustError),
    /// The verifier refused the JSON.
    Read(TrustedRootError),
}

/// The project's trust data, its demo PKI seen one way or the other.
pub fn bundle(anchors: DemoAnchors) -> Result<TrustBundle, TestTrustError> {
    let mut bundle =
        load(&workspace().join("trust"), Demo::Included).map_err(TestTrustError::Load)?;
    if anchors == DemoAnchors::TakenAsReal {
        let json = String::from_utf8_lossy(&bundle.trusted_root);
        bundle.trusted_root =
            json.replace(r#""regime":"uji""#, r#""regime":"psre-induk""#).into_bytes();
    }
    Ok(bundle)
}

/// The same, as the verifier takes it.
pub fn validation_data(anchors: DemoAnchors) -> Result<ValidationData, TestTrustError> {
    let bundle = bundle(anchors)?;
    let trusted_root =
        TrustedRoot::from_json(&bundle.trusted_root).map_err(TestTrustError::Read)?;
    Ok(ValidationData::new(trusted_root, bundle.crls.into_iter().map(|crl| crl.der).collect()))
}
