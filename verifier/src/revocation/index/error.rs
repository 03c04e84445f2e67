//! Why bytes are no index of a list that counts.

use core::fmt;

use super::SCHEMA;
use crate::der::DerError;

/// What was expected of an index, and where it is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexError {
    /// The head is not JSON, or a name stands twice in an object; line and column.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Another schema or version than this verifier reads.
    Schema {
        /// The schema that came.
        found: String,
    },
    /// A field of the head that is not there, or is not what the schema describes.
    Field(&'static str),
    /// What should be the list without its entries is no list.
    List(DerError),
    /// A list of a kind that no index speaks for.
    NotIndexable(&'static str),
    /// The shards are not as long as the head says.
    Length {
        /// Bytes that it says.
        expected: usize,
        /// Bytes that came.
        found: usize,
    },
    /// A shard is not the one that the head names.
    Digest {
        /// Its number, from 0.
        shard: usize,
    },
    /// The digests of a shard are not in order, stand twice, or belong into another.
    Order {
        /// Its number, from 0.
        shard: usize,
    },
}

impl fmt::Display for IndexError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { line, column } => {
                write!(formatter, "not the head of an index: JSON error at {line}:{column}")
            }
            Self::Schema { found } => {
                write!(formatter, "not the head of an index: expected {SCHEMA}, found {found}")
            }
            Self::Field(field) => write!(formatter, "head of an index: {field} does not decode"),
            Self::List(error) => {
                write!(formatter, "head of an index: list.without_entries: {}", error.key())
            }
            Self::NotIndexable(why) => {
                write!(formatter, "no index speaks for a list of this kind: {why}")
            }
            Self::Length { expected, found } => {
                write!(formatter, "the shards should have {expected} bytes, and have {found}")
            }
            Self::Digest { shard } => {
                write!(formatter, "shard {shard} is not the one that the head names")
            }
            Self::Order { shard } => write!(formatter, "shard {shard} is not in order"),
        }
    }
}

impl core::error::Error for IndexError {}
