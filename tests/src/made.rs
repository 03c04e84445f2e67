//! Vectors made here.
