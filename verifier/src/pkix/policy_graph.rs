//! The valid policy graph (RFC 9618 3, which replaces the tree of RFC 5280 6.1.2 (a)): the same answers, and no more nodes
//! than policies in a certificate, where the tree can double at every step (threat PATH-23).

use std::collections::{BTreeMap, BTreeSet};

use super::policies::ANY_POLICY;

/// The nodes of one certificate of the path.
type Level = BTreeMap<String, Node>;

/// A node; its valid policy is the key it stands under.
#[derive(Debug, Clone, Default)]
struct Node {
    /// Valid policies of the nodes above it.
    parents: BTreeSet<String>,
    expected_policy_set: BTreeSet<String>,
}

/// The graph, from the anchor's level down.
#[derive(Debug)]
pub(super) struct PolicyGraph {
    /// Empty where the graph is NULL.
    levels: Vec<Level>,
}

fn only(policy: &str) -> BTreeSet<String> {
    BTreeSet::from([policy.to_owned()])
}

impl PolicyGraph {
    /// RFC 9618 5.1 (a): `anyPolicy` alone.
    pub(super) fn initial() -> Self {
        let node = Node { parents: BTreeSet::new(), expected_policy_set: only(ANY_POLICY) };
        Self { levels: vec![BTreeMap::from([(ANY_POLICY.to_owned(), node)])] }
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
        let mut expecting: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (valid_policy, node) in above {
            for expected in &node.expected_policy_set {
                expecting.entry(expected).or_default().insert(valid_policy.clone());
            }
        }
        let mut level = Level::new();
        for policy in policies.iter().filter(|policy| *policy != ANY_POLICY) {
            let parents = match expecting.get(policy.as_str()) {
                Some(parents) => parents.clone(),
                None if above.contains_key(ANY_POLICY) => only(ANY_POLICY),
                None => continue,
            };
            level.insert(policy.clone(), Node { parents, expected_policy_set: only(policy) });
        }
        if policies.contains(ANY_POLICY) && any_policy_counts {
            for (policy, parents) in expecting {
                level
                    .entry(policy.to_owned())
                    .or_insert_with(|| Node { parents, expected_policy_set: only(policy) });
            }
        }
        self.levels.push(level);
        self.prune();
    }

    /// RFC 9618 5.3 (b) (1): mappings that count.
    pub(super) fn map(&mut self, mappings: &BTreeMap<String, BTreeSet<String>>) {
        let above_is_any = self
            .levels
            .len()
            .checked_sub(2)
            .and_then(|above| self.levels.get(above))
            .is_some_and(|level| level.contains_key(ANY_POLICY));
        let Some(level) = self.levels.last_mut() else { return };
        for (issuer_domain_policy, subject_domain_policies) in mappings {
            if let Some(node) = level.get_mut(issuer_domain_policy) {
                node.expected_policy_set = subject_domain_policies.clone();
            } else if level.contains_key(ANY_POLICY) && above_is_any {
                let node = Node {
                    parents: only(ANY_POLICY),
                    expected_policy_set: subject_domain_policies.clone(),
                };
                level.insert(issuer_domain_policy.clone(), node);
            }
        }
    }

    /// RFC 9618 5.3 (b) (2): mappings that are inhibited take their policy away.
    pub(super) fn delete_mapped(&mut self, mappings: &BTreeMap<String, BTreeSet<String>>) {
        if let Some(level) = self.levels.last_mut() {
            level.retain(|valid_policy, _| !mappings.contains_key(valid_policy));
        }
        self.prune();
    }

    /// Takes away what has nothing below it; a graph with nothing at its end is NULL.
    fn prune(&mut self) {
        let mut needed: Option<BTreeSet<String>> = None;
        for level in self.levels.iter_mut().rev() {
            if let Some(needed) = needed {
                level.retain(|valid_policy, _| needed.contains(valid_policy));
            }
            needed = Some(level.values().flat_map(|node| node.parents.iter().cloned()).collect());
        }
        if self.levels.last().is_none_or(Level::is_empty) {
            self.levels.clear();
        }
    }

    /// RFC 9618 5.4 (g): the policies of the end that are good, as the domain of the anchor calls them; `anyPolicy` where
    /// every policy is.
    pub(super) fn authority_constrained_policies(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut wanted: BTreeSet<String> =
            self.levels.last().into_iter().flat_map(|level| level.keys().cloned()).collect();
        // `anyPolicy` at the end comes from `anyPolicy` all the way.
        if wanted.remove(ANY_POLICY) {
            found.insert(ANY_POLICY.to_owned());
        }
        for level in self.levels.iter().rev() {
            let mut above = BTreeSet::new();
            for valid_policy in wanted {
                let Some(node) = level.get(&valid_policy) else { continue };
                if node.parents.contains(ANY_POLICY) {
                    found.insert(valid_policy);
                }
                above.extend(node.parents.iter().filter(|parent| *parent != ANY_POLICY).cloned());
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
        assert!(graph.levels.iter().all(|level| level.len() <= 2));
    }
}
