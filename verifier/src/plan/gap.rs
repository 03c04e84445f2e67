//! Whether the file fixes where each signature's gap is.
//!
//! The digest is over the two pieces joined, so it does not fix where they were parted: whoever prepares a document can
//! hide a second dictionary in it and move the `Contents` there after signing; every offset behind the old gap then leads to
//! other objects, under an unchanged digest. The signing software writes `/ByteRange` in plain letters, and a moved gap
//! leaves that one standing elsewhere. So every `/ByteRange` of the raw bytes must be that of a signature whose place is
//! proper, and say what its dictionary says. (Not in the threat catalogue yet; vector `gap-moved`.)

use crate::pdf::{Span, integers_at};

const KEY: &[u8] = b"/ByteRange";

/// Where a dictionary of proper place stands, and the `ByteRange` it says.
pub(super) type Written = (Span, [i64; 4]);

/// Whether the raw bytes say `/ByteRange` once for each of these dictionaries, and nowhere else.
pub(super) fn gaps_are_fixed(bytes: &[u8], written: &[Written]) -> bool {
    let mut said = vec![false; written.len()];
    for at in occurrences(bytes) {
        let owner = written.iter().zip(&mut said).find(|((span, integers), said)| {
            !**said
                && span.start <= at
                && at < span.end
                && integers_at(bytes, at.saturating_add(KEY.len())) == Some(*integers)
        });
        match owner {
            Some((_, said)) => *said = true,
            None => return false,
        }
    }
    said.iter().all(|said| *said)
}

/// Whether `/ByteRange` stands anywhere.
pub(super) fn any(bytes: &[u8]) -> bool {
    occurrences(bytes).next().is_some()
}

fn occurrences(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(bytes, KEY)
}
