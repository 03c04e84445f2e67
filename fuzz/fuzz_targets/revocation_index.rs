//! No bytes make this reader panic, hang or answer twice differently.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    assert_eq!(verifier::doors::revocation_index(bytes), verifier::doors::revocation_index(bytes));
});
