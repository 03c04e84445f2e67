//! Indexes of long revocation lists: which lists get one, where it stands, and that it is of that list.

use crate::project::trust_dir;
use site_gen::config::Config;
use site_gen::trust::index::{self, Indexes};
use site_gen::trust::{Demo, PublishedCrl, TrustBundle, load};
use std::collections::BTreeMap;
use verifier::RevocationIndex;

fn demo() -> TrustBundle {
    load(&trust_dir(), Demo::Included).unwrap()
}

#[test]
fn only_lists_above_the_size_have_an_index() {
    let trust = demo();
    let sizes = trust.crls.iter().map(|crl| crl.der.len());
    let longest = sizes.max().unwrap();
    for (above, expected) in [(longest, 0), (longest - 1, 1), (0, trust.crls.len())] {
        let indexes = index::of_long_lists(&trust.registry, &trust.crls, above);
        assert_eq!(indexes.len(), expected, "{above}");
    }
}

/// `crl/index.json`, of lists without a history.
fn listing_of(crls: &[PublishedCrl], indexes: &Indexes) -> Vec<u8> {
    site_gen::published_history::index::bytes(&[], crls, indexes)
}

/// Whoever has `crl/index.json` finds the head by path and digest, and from the head the shards, as the page does.
#[test]
fn the_listing_leads_to_the_head_and_the_head_to_the_shards() {
    let trust = demo();
    let indexes = index::of_long_lists(&trust.registry, &trust.crls, 0);
    let files = index::files(&trust.crls, &indexes);
    let files: BTreeMap<&str, &[u8]> =
        files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    let listing: serde_json::Value =
        serde_json::from_slice(&listing_of(&trust.crls, &indexes)).unwrap();
    for (crl, listed) in trust.crls.iter().zip(listing["crls"].as_array().unwrap()) {
        let listed = &listed["index"];
        let folder = format!("crl/{}/index", crl.issuer_ski);
        let name = crl.path().rsplit_once('/').unwrap().1.replace(".crl", ".json");
        assert_eq!(listed["head"], format!("{folder}/{name}"));
        assert_eq!(listed["shards"], format!("{folder}/shards/"));
        let head = files[listed["head"].as_str().unwrap()];
        assert_eq!(listed["sha256"], verifier::sha256(head));
        let parsed: serde_json::Value = serde_json::from_slice(head).unwrap();
        let shards: Vec<u8> = parsed["shards"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|shard| {
                files[&*format!("{folder}/shards/{}.bin", shard["sha256"].as_str().unwrap())]
            })
            .copied()
            .collect();
        assert_eq!(listed["size"], head.len() + shards.len());
        let index = RevocationIndex::read(head, shards).unwrap();
        assert_eq!((index.check(), index.list_sha256()), (Ok(()), &*crl.sha256));
    }
}

/// A list that its registered issuer did not sign is served as it is: no index speaks for it, and the listing says why.
#[test]
fn a_list_without_an_index_is_listed_with_the_reason() {
    let mut trust = demo();
    let last = trust.crls[0].der.len() - 1;
    trust.crls[0].der[last] ^= 1;
    let indexes = index::of_long_lists(&trust.registry, &trust.crls, 0);
    let listing: serde_json::Value =
        serde_json::from_slice(&listing_of(&trust.crls, &indexes)).unwrap();
    assert_eq!(
        listing["crls"][0]["index"],
        serde_json::json!({"refused": "a list of a kind that is not indexed: signature"})
    );
    let without: serde_json::Value =
        serde_json::from_slice(&listing_of(&trust.crls, &Indexes::new())).unwrap();
    assert_eq!(without["crls"][0].get("index"), None);
}

#[test]
fn the_size_is_a_key_of_the_trust_table_and_a_million_without_it() {
    let config = |line: &str| {
        let text = format!(
            "base_url = \"/\"\n[extra.periksa.trust]\ndir = \"trust\"\n{line}\n[extra.periksa.engine]\ndir = \"wasm\"\n"
        );
        Config::parse("config.toml", &text)
            .map(|config| config.portal.unwrap().index_above_bytes)
            .map_err(|error| error.to_string())
    };
    assert_eq!(config(""), Ok(1_000_000));
    assert_eq!(config("index_above_bytes = 0"), Ok(0));
    let error = config("index_above_bytes = -1").unwrap_err();
    assert!(error.contains("`index_above_bytes`") && error.contains("found -1"), "{error}");
}
