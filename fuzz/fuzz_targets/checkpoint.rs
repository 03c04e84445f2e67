//! No bytes make this reader panic, hang or answer twice differently.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    assert_eq!(verifier::doors::checkpoint(bytes), verifier::doors::checkpoint(bytes));
});
