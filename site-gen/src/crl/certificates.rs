//! When revoked certificates end, as far as we know: certificates that the operator keeps in `certificates/known/`, and the
//! shortest life that an issuer gives to all of its certificates.

use crate::trust::registry::Entry;
use der::{DateTime, Decode as _, Encode as _};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use verifier::time::UnixTime;
use x509_cert::Certificate;

/// `notAfter` by issuer (DER of the name) and serial number (without a sign byte).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends(BTreeMap<(Vec<u8>, Vec<u8>), UnixTime>);

impl Ends {
    /// Reads the certificates of a trust folder. What is no certificate there is nothing to us.
    pub fn read(trust: &Path) -> io::Result<Self> {
        let folder = trust.join("certificates/known");
        let mut ends = Self::default();
        for name in crate::disk::names(&folder)? {
            if name.ends_with(".pem") || name.ends_with(".cer") {
                ends.add(&std::fs::read(folder.join(&name))?);
            }
        }
        Ok(ends)
    }

    /// Adds a certificate in DER or PEM.
    pub fn add(&mut self, bytes: &[u8]) {
        let der = match der::pem::decode_vec(bytes) {
            Ok(("CERTIFICATE", der)) => der,
            Ok(_) | Err(_) => bytes.to_vec(),
        };
        let Ok(certificate) = Certificate::from_der(&der) else { return };
        let tbs = certificate.tbs_certificate();
        let end = tbs.validity().not_after.to_date_time();
        if let (Ok(issuer), Some(end)) = (tbs.issuer().to_der(), moment(end)) {
            self.0.insert((issuer, unsigned(tbs.serial_number().as_bytes())), end);
        }
    }

    /// A moment before which this certificate has certainly not ended.
    #[must_use]
    pub fn not_before_that(&self, issuer: &Entry, serial: &[u8]) -> Option<UnixTime> {
        let known = self.0.get(&(issuer.subject.clone(), serial.to_vec())).copied();
        known.or_else(|| {
            // Nobody's certificate is older than its issuer's.
            let days = i64::from(issuer.subscriber_validity_days?);
            let first = moment(issuer.not_before)?.seconds();
            Some(UnixTime::from_seconds(first.saturating_add(days.saturating_mul(86_400))))
        })
    }
}

/// A moment of the registry as the verifier has it.
#[must_use]
pub fn moment(date: DateTime) -> Option<UnixTime> {
    UnixTime::from_rfc3339(&date.to_string())
}

fn unsigned(contents: &[u8]) -> Vec<u8> {
    match contents {
        [0, rest @ ..] if !rest.is_empty() => rest.to_vec(),
        other => other.to_vec(),
    }
}
