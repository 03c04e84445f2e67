//! Verifying proofs (RFC 6962 2.1.1 and 2.1.2; the walks are those of RFC 9162 2.1.3.2 and 2.1.4.2).
//!
//! Both walk from a leaf to the root with two numbers: where the node stands in its level, and where the level's last node
//! stands. A proof is exactly as long as the way; one step more or less is refused.

use core::fmt;

use super::{Hash, MAX_TREE_SIZE, empty_root, node_hash};

/// Whether the leaf stands at this index of the tree with this size and root.
///
/// # Errors
/// Why the proof does not show it.
pub fn verify_inclusion(
    proof: &[Hash],
    index: u64,
    tree_size: u64,
    leaf: &Hash,
    root: &Hash,
) -> Result<(), ProofError> {
    let last = tree_size.checked_sub(1).filter(|last| index <= *last);
    let last = last.filter(|_| tree_size <= MAX_TREE_SIZE).ok_or(ProofError::OutsideTheTree)?;
    let mut way = Way { node: index, last };
    let mut hash = *leaf;
    for step in proof {
        hash = match way.side()? {
            Side::Left => node_hash(step, &hash),
            Side::Right => node_hash(&hash, step),
        };
        way.halve();
    }
    way.ended()?;
    if hash == *root { Ok(()) } else { Err(ProofError::OtherRoot) }
}

/// Whether the first tree is the beginning of the second one.
///
/// # Errors
/// Why the proof does not show it.
pub fn verify_consistency(
    proof: &[Hash],
    first_size: u64,
    first_root: &Hash,
    second_size: u64,
    second_root: &Hash,
) -> Result<(), ProofError> {
    if first_size > second_size || second_size > MAX_TREE_SIZE {
        return Err(ProofError::OutsideTheTree);
    }
    // The empty tree begins every tree, and a tree itself: there is nothing to prove, and nothing may be offered.
    if first_size == 0 || first_size == second_size {
        let same = first_size != second_size || first_root == second_root;
        let empty = first_size != 0 || *first_root == empty_root();
        return match (proof.is_empty(), same && empty) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::OtherRoot),
            (true, true) => Ok(()),
        };
    }
    let mut way = Way { node: first_size.saturating_sub(1), last: second_size.saturating_sub(1) };
    while way.node & 1 == 1 {
        way.halve();
    }
    // Where the first tree is a whole subtree of the second one, its root is where the proof begins.
    let (begin, steps) = if first_size.is_power_of_two() {
        (first_root, proof)
    } else {
        proof.split_first().ok_or(ProofError::Length)?
    };
    let (mut first, mut second) = (*begin, *begin);
    for step in steps {
        match way.side()? {
            Side::Left => {
                first = node_hash(step, &first);
                second = node_hash(step, &second);
            }
            Side::Right => second = node_hash(&second, step),
        }
        way.halve();
    }
    way.ended()?;
    let shown = first == *first_root && second == *second_root;
    if shown { Ok(()) } else { Err(ProofError::OtherRoot) }
}

/// Where a walk is: a node, and the last node of its level.
#[derive(Debug, Clone, Copy)]
struct Way {
    node: u64,
    last: u64,
}

/// On which side of the node its next neighbour stands.
#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Right,
}

impl Way {
    /// Where the neighbour stands that the next step is; a last node without a right neighbour rises until it has a left one.
    fn side(&mut self) -> Result<Side, ProofError> {
        if self.last == 0 {
            return Err(ProofError::Length);
        }
        if self.node & 1 == 0 && self.node != self.last {
            return Ok(Side::Right);
        }
        while self.node & 1 == 0 && self.node != 0 {
            self.halve();
        }
        Ok(Side::Left)
    }

    /// One level up.
    const fn halve(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }

    const fn ended(self) -> Result<(), ProofError> {
        if self.last == 0 { Ok(()) } else { Err(ProofError::Length) }
    }
}

/// Why a proof does not show what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofError {
    /// An index that the tree does not have, or a tree that is larger than the one it should be the beginning of.
    OutsideTheTree,
    /// More steps than the way has, or fewer.
    Length,
    /// The steps lead to another root.
    OtherRoot,
}

impl fmt::Display for ProofError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OutsideTheTree => "the proof is for something that the tree does not have",
            Self::Length => "the proof has more steps than the way to the root, or fewer",
            Self::OtherRoot => "the proof leads to another root",
        })
    }
}

impl core::error::Error for ProofError {}
