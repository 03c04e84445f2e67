//! Vectors and harnesses.
