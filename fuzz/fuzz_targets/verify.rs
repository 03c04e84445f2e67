//! Whatever the file: a report, the same one twice, and no good verdict where nothing is trusted.
#![no_main]

use verifier::time::UnixTime;
use verifier::trust::TrustedRoot;
use verifier::{ValidationData, verify};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let trusted_root = TrustedRoot { version: 1, sha256: String::new(), entries: Vec::new() };
    let data = ValidationData { trusted_root, crls: Vec::new() };
    let at = UnixTime::from_seconds(1_795_420_800);
    let report = verify(bytes, &data, at).to_json();
    assert_eq!(report, verify(bytes, &data, at).to_json());
    assert!(!report.contains("\"verdict\":\"asli"));
});
