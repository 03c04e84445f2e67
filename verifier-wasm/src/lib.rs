//! The verifier's door to JavaScript: one class, no logic of its own.
