//! Every vector of section 6 of the threat catalogue gets the verdict, the sub-indication, the reasons and the notes
//! that its head asks for, and every id has a vector.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and says every difference"
)]

periksa_tests::family_tests!("revocation", revocation_vectors);
