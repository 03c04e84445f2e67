//! Where the verifier of today does otherwise than a vector's head asks: what is to be done, and the vectors that show it. A
//! vector that stops differing fails the test until it is taken off.

/// What is to be done, and the names: nothing.
pub const KNOWN_DIFFERENCES: &[(&str, &[&str])] = &[];
