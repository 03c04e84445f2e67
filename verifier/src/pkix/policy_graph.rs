//! The valid policy graph (RFC 9618 3, which replaces the tree of RFC 5280 6.1.2 (a)): the same answers, and no more nodes
//! than policies in a certificate, where the tree can double at every step (threat PATH-23).

use std::collections::{BTreeMap, BTreeSet};

use super::policies::ANY_POLICY;
use crate::ordered::set;

/// Sets of policies by policy.
type Sets = BTreeMap<String, BTreeSet<String>>;

/// The nodes of one certificate of the path, by their valid policies.
#[derive(Debug, Default)]
struct Level {
    /// Valid policies of the nodes above each.
    parents: Sets,
    expected_policy_sets: Sets,
}

impl Level {
    fn insert(
        &mut self,
        valid_policy: &str,
        parents: BTreeSet<String>,
        expected: BTreeSet<String>,
    ) {
        self.parents.insert(valid_policy.to_owned(), parents);
        self.expected_policy_sets.insert(valid_policy.to_owned(), expected);
    }

    fn has(&self, valid_policy: &str) -> bool {
        self.parents.contains_key(valid_policy)
    }

    fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.parents.retain(|valid_policy, _| keep(valid_policy));
        self.expected_policy_sets.retain(|valid_policy, _| keep(valid_policy));
    }
}

/// The graph, from the anchor's level down.
#[derive(Debug)]
pub(super) struct PolicyGraph {
    /// Empty where the graph is NULL.
    levels: Vec<Level>,
}

fn only(policy: &str) -> BTreeSet<String> {
    set([policy.to_owned()])
}

impl PolicyGraph {
    /// RFC 9618 5.1 (a): `anyPolicy` alone.
    pub(super) fn initial() -> Self {
        let mut level = Level::default();
        level.insert(ANY_POLICY, BTreeSet::new(), only(ANY_POLICY));
        Self { levels: vec![level] }
    }

    pub(super) const fn is_null(&self) -> bool {
        self.levels.is_empty()
    }

    /// RFC 9618 5.2 (e): a certificate without policies.
    pub(super) fn set_null(&mut self) {
        self.levels.clear();
    }

    /// RFC 9618 5.2 (d): the policies of the next certificate. Whether its `anyPolicy` counts is the caller's to know.
    pub(super) fn descend(&mut self, policies: &BTreeSet<String>, any_policy_counts: bool) {
        let Some(above) = self.levels.last() else { return };
        // Where each policy is expected.
        let mut expecting = Sets::new();
        for (valid_policy, expected_policy_set) in &above.expected_policy_sets {
            for expected in expected_policy_set {
                expecting.entry(expected.clone()).or_default().insert(valid_policy.clone());
            }
        }
        let mut level = Level::default();
        for policy in policies.iter().filter(|policy| *policy != ANY_POLICY) {
            let parents = match expecting.get(policy) {
                Some(parents) => parents.clone(),
                None if above.has(ANY_POLICY) => only(ANY_POLICY),
                None => continue,
            };
            level.insert(policy, parents, only(policy));
        }
        if policies.contains(ANY_POLICY) && any_policy_counts {
            for (policy, parents) in expecting {
                if !level.has(&policy) {
                    level.insert(&policy, parents, only(&policy));
                }
            }
        }
        self.levels.push(level);
        self.prune();
    }

    /// RFC 9618 5.3 (b) (1): mappings that count.
    pub(super) fn map(&mut self, mappings: &Sets) {
        let above_is_any = self
            .levels
            .len()
            .checked_sub(2)
            .and_then(|above| self.levels.get(above))
            .is_some_and(|level| level.has(ANY_POLICY));
        let Some(level) = self.levels.last_mut() else { return };
        for (issuer_domain_policy, subject_domain_policies) in mappings {
            if let Some(expected) = level.expected_policy_sets.get_mut(issuer_domain_policy) {
                expected.clone_from(subject_domain_policies);
            } else if level.has(ANY_POLICY) && above_is_any {
                level.insert(
                    issuer_domain_policy,
                    only(ANY_POLICY),
                    subject_domain_policies.clone(),
                );
            }
        }
    }

    /// RFC 9618 5.3 (b) (2): mappings that are inhibited take their policy away.
    pub(super) fn delete_mapped(&mut self, mappings: &Sets) {
        if let Some(level) = self.levels.last_mut() {
            level.retain(|valid_policy| !mappings.contains_key(valid_policy));
        }
        self.prune();
    }

    /// Takes away what has nothing below it; a graph with nothing at its end is NULL.
    fn prune(&mut self) {
        let mut needed: Option<BTreeSet<String>> = None;
        for level in self.levels.iter_mut().rev() {
            if let Some(needed) = needed {
                level.retain(|valid_policy| needed.contains(valid_policy));
            }
            needed = Some(set(level.parents.values().flatten().cloned()));
        }
        if self.levels.last().is_none_or(|level| level.parents.is_empty()) {
            self.levels.clear();
        }
    }

    /// RFC 9618 5.4 (g): the policies of the end that are good, as the domain of the anchor calls them; `anyPolicy` where
    /// every policy is.
    pub(super) fn authority_constrained_policies(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let last = self.levels.last().into_iter();
        let mut wanted: BTreeSet<String> =
            set(last.flat_map(|level| level.parents.keys().cloned()));
        // `anyPolicy` at the end comes from `anyPolicy` all the way.
        if wanted.remove(ANY_POLICY) {
            found.insert(ANY_POLICY.to_owned());
        }
        for level in self.levels.iter().rev() {
            let mut above = BTreeSet::new();
            for valid_policy in wanted {
                let Some(parents) = level.parents.get(&valid_policy) else { continue };
                if parents.contains(ANY_POLICY) {
                    found.insert(valid_policy);
                }
                above.extend(parents.iter().filter(|parent| *parent != ANY_POLICY).cloned());
            }
            wanted = above;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policies(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn mappings(pairs: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), policies(to))).collect()
    }

    #[test]
    fn policies_are_those_of_every_certificate() {
        let rows: [(&[&[&str]], &[&str]); 7] = [
            (&[&["1", "2"], &["1"]], &["1"]),
            (&[&["1"], &["2"]], &[]),
            (&[&[ANY_POLICY], &["1"]], &["1"]),
            (&[&["1"], &[ANY_POLICY]], &["1"]),
            (&[&[ANY_POLICY], &[ANY_POLICY]], &[ANY_POLICY]),
            (&[&["1", ANY_POLICY], &["1", "2"]], &["1", "2"]),
            (&[&["1", "2"], &["2", "3"], &["3", "2"]], &["2"]),
        ];
        for (path, expected) in rows {
            let mut graph = PolicyGraph::initial();
            path.iter().for_each(|level| graph.descend(&policies(level), true));
            assert_eq!(graph.authority_constrained_policies(), policies(expected), "{path:?}");
            assert_eq!(graph.is_null(), expected.is_empty(), "{path:?}");
        }
    }

    #[test]
    fn any_policy_that_is_inhibited_says_nothing() {
        let mut graph = PolicyGraph::initial();
        graph.descend(&policies(&["1", "2"]), true);
        graph.descend(&policies(&["1", ANY_POLICY]), false);
        assert_eq!(graph.authority_constrained_policies(), policies(&["1"]));
    }

    #[test]
    fn a_mapped_policy_goes_by_its_new_name_and_counts_as_the_old() {
        let mut graph = PolicyGraph::initial();
        graph.descend(&policies(&["1", ANY_POLICY]), true);
        graph.map(&mappings(&[("1", &["7", "8"]), ("2", &["9"])]));
        graph.descend(&policies(&["8", "9"]), true);
        assert_eq!(graph.authority_constrained_policies(), policies(&["1", "2"]));

        let mut graph = PolicyGraph::initial();
        graph.descend(&policies(&["1", "2"]), true);
        graph.delete_mapped(&mappings(&[("1", &["7"])]));
        graph.descend(&policies(&["1", "2", "7"]), true);
        assert_eq!(graph.authority_constrained_policies(), policies(&["2"]));
    }

    /// The tree of RFC 5280 has 2^n leaves here.
    #[test]
    fn a_path_that_maps_two_policies_to_each_other_stays_small() {
        let mut graph = PolicyGraph::initial();
        for _ in 0..64 {
            graph.descend(&policies(&["1", "2"]), true);
            graph.map(&mappings(&[("1", &["1", "2"]), ("2", &["1", "2"])]));
        }
        assert_eq!(graph.authority_constrained_policies(), policies(&["1", "2"]));
        assert!(graph.levels.iter().all(|level| level.parents.len() <= 2));
    }
}
