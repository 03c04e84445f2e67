//! Trust data: what is accepted, what is published, and what is refused with which words.

use crate::pages::{config, content};
use crate::project::trust_dir;
use base64ct::{Base64, Encoding};
use site_gen::registry_words::RegistryWords;
use site_gen::trust::{
    Demo, Regime, Registry, TrustBundle, TrustError, bundle, crls, load, worthless,
};
use std::collections::{BTreeMap, BTreeSet};
use verifier::policy::{InitialPolicySet, Initially};
use verifier::trust::{AnchorConstraints, TrustedRoot};

const ENTRY: &str = r#"schema = "periksa-registry/1"
version = 1
[[entry]]
id = "a-root"
role = "anchor"
regime = "psre-induk"
name = "A Root"
subject = "MBExDzANBgNVBAMMBkEgUm9vdA=="
spki = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q=="
ski = "0102"
sha256 = "0000000000000000000000000000000000000000000000000000000000000001"
serial = "01"
not_before = "2020-01-01T00:00:00Z"
not_after = "2030-01-01T00:00:00Z"
valid_for = { from = "2020-01-01T00:00:00Z", until = "2030-01-01T00:00:00Z" }
purposes = ["signature"]
crl = []
provenance = ["Made for this test."]
"#;

fn parse(text: &str) -> Result<Registry, String> {
    Registry::parse("registry.toml", text).map_err(|error| error.to_string())
}

fn demo() -> TrustBundle {
    load(&trust_dir(), Demo::Included).unwrap()
}

#[test]
fn the_trusted_root_has_the_agreed_keys_in_the_agreed_order() {
    let bytes = bundle(parse(ENTRY).unwrap(), Vec::new()).unwrap().trusted_root;
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "{\"schema\":\"periksa-trusted-root/1\",\"version\":1,\"entries\":[{\"id\":\"a-root\",\"role\":\"anchor\",\"regime\":\"psre-induk\",\"name\":\"A Root\",\"subject\":\"MBExDzANBgNVBAMMBkEgUm9vdA==\",\"spki\":\"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\",\"ski\":\"0102\",\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000001\",\"serial\":\"01\",\"not_before\":\"2020-01-01T00:00:00Z\",\"not_after\":\"2030-01-01T00:00:00Z\",\"valid_for\":{\"from\":\"2020-01-01T00:00:00Z\",\"until\":\"2030-01-01T00:00:00Z\"},\"purposes\":[\"signature\"],\"crl\":[]}]}"
    );
}

#[test]
fn what_is_wrong_with_an_entry_is_said_with_file_entry_field_expectation_and_finding() {
    for (from, to, expected) in [
        (
            "id = \"a-root\"",
            "id = \"A Root\"",
            "registry.toml: entry `A Root`: `id` should be kebab case: a-z, 0-9 and single hyphens, found A Root",
        ),
        (
            "role = \"anchor\"",
            "role = \"root\"",
            "registry.toml: entry `a-root`: `role` should be one of anchor, intermediate, time-stamp-authority, found root",
        ),
        (
            "regime = \"psre-induk\"",
            "regime = \"real\"",
            "registry.toml: entry `a-root`: `regime` should be one of psre-induk, bsre-lama, uji, found real",
        ),
        (
            "\"MBExDzANBgNVBAMMBkEgUm9vdA==\"",
            "\"MBEx DzANBgNVBAMMBkEgUm9vdA==\"",
            "registry.toml: entry `a-root`: `subject` should be base64 of a DER Name, found text that is not base64 (invalid Base64 encoding)",
        ),
        (
            "\"MBExDzANBgNVBAMMBkEgUm9vdA==\"",
            "\"AQID\"",
            "registry.toml: entry `a-root`: `subject` should be base64 of a DER Name, found 3 bytes that are something else",
        ),
        (
            "ski = \"0102\"",
            "ski = \"010\"",
            "registry.toml: entry `a-root`: `ski` should be lower-case hexadecimal of 1 to 32 bytes, found 3 digits",
        ),
        (
            "serial = \"01\"",
            "serial = \"0A\"",
            "registry.toml: entry `a-root`: `serial` should be lower-case hexadecimal of 1 to 20 bytes, found 0A",
        ),
        (
            "sha256 = \"00",
            "sha256 = \"",
            "registry.toml: entry `a-root`: `sha256` should be lower-case hexadecimal of 32 bytes, found 62 digits",
        ),
        (
            "not_after = \"2030-01-01T00:00:00Z\"",
            "not_after = \"2030-01-01\"",
            "registry.toml: entry `a-root`: `not_after` should be a moment like 2018-08-28T04:55:22Z, found 2030-01-01",
        ),
        (
            "not_after = \"2030",
            "not_after = \"2019",
            "registry.toml: entry `a-root`: `not_after` should be not before 2020-01-01T00:00:00Z, found 2019-01-01T00:00:00Z",
        ),
        (
            "until = \"2030",
            "until = \"2019",
            "registry.toml: entry `a-root`.valid_for: `until` should be not before 2020-01-01T00:00:00Z, found 2019-01-01T00:00:00Z",
        ),
        (
            "[\"signature\"]",
            "[\"email\"]",
            "registry.toml: entry `a-root`: `purposes` should be signature or time-stamp, found email",
        ),
        (
            "[\"signature\"]",
            "[]",
            "registry.toml: entry `a-root`: `purposes` should be at least one purpose, none twice, found 0 purposes",
        ),
        ("crl = []", "", "registry.toml: entry `a-root`: `crl` is missing"),
        (
            "crl = []",
            "crl = [\"ldap://x\"]",
            "registry.toml: entry `a-root`: `crl` should be addresses that start with http:// or https://, found ldap://x",
        ),
        (
            "crl = []",
            "crl = []\nnote = \"x\"",
            "registry.toml: entry `a-root`: unknown key `note`; known here: id, role, regime, name, subject, spki, ski, sha256, serial, not_before, not_after, valid_for, purposes, crl, subscriber_validity_days, provenance, constraints, certificate",
        ),
        (
            "crl = []",
            "crl = []\nsubscriber_validity_days = 0",
            "registry.toml: entry `a-root`: `subscriber_validity_days` should be days from 1 to 36500, found 0",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { policy = [] }",
            "registry.toml: entry `a-root`.constraints: unknown key `policy`; known here: policies, require_explicit_policy, inhibit_policy_mapping, inhibit_any_policy, name_constraints, path_len_constraint",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { policies = [] }",
            "registry.toml: entry `a-root`.constraints: `policies` should be at least one policy, none twice, found 0 policies",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { policies = [\"2.16.360\", \"1.40.1\"] }",
            "registry.toml: entry `a-root`.constraints: `policies` should be object identifiers like 2.16.360.1.1.1, found 1.40.1",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { policies = [\"2.16.360\"], inhibit_policy_mapping = true }",
            "registry.toml: entry `a-root`.constraints: `policies` should be beside require_explicit_policy = true: policies by themselves bind nothing, found them by themselves",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { inhibit_any_policy = 1 }",
            "registry.toml: entry `a-root`.constraints: `inhibit_any_policy` should be true or false, found integer 1",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { name_constraints = \"MAMBAQE=\" }",
            "registry.toml: entry `a-root`.constraints: `name_constraints` should be base64 of a DER NameConstraints, found 5 bytes that are something else",
        ),
        (
            "crl = []",
            "crl = []\nconstraints = { path_len_constraint = -1 }",
            "registry.toml: entry `a-root`.constraints: `path_len_constraint` should be a whole number from 0, found -1",
        ),
        (
            "role = \"anchor\"",
            "role = \"intermediate\"\nconstraints = { path_len_constraint = 0 }",
            "registry.toml: entry `a-root`: `constraints` should be only in an entry with the role anchor, found one in an entry with the role intermediate",
        ),
        (
            "crl = []",
            "crl = []\ncertificate = \"root.cer\"",
            "registry.toml: entry `a-root`: `certificate` should be only in an entry with the role intermediate, found one in an entry with the role anchor",
        ),
        (
            "role = \"anchor\"",
            "role = \"intermediate\"\ncertificate = \"../ca.cer\"",
            "registry.toml: entry `a-root`: `certificate` should be a file in the folder of this registry, found ../ca.cer",
        ),
        (
            "role = \"anchor\"",
            "role = \"intermediate\"\ncertificate = \"ca.cer\"",
            "registry.toml: entry `a-root`: `certificate` should be a file with one certificate in DER or PEM, found ca.cer: entity not found",
        ),
        (
            "version = 1",
            "version = 0",
            "registry.toml: `version` should be a whole number from 1, found 0",
        ),
        (
            "periksa-registry/1",
            "periksa-registry/2",
            "registry.toml: `schema` should be periksa-registry/1, found periksa-registry/2",
        ),
    ] {
        assert_ne!(ENTRY.replacen(from, to, 1), ENTRY, "{from} is not in the fixture");
        assert_eq!(parse(&ENTRY.replacen(from, to, 1)).unwrap_err(), expected);
    }
}

/// An entry with these lines behind it.
fn with_history(
    version: u64,
    changes: &[(u64, &str, &str, &str, &str)],
) -> Result<Registry, String> {
    let mut text = ENTRY.replacen("version = 1", &format!("version = {version}"), 1);
    for (version, date, action, entry, reason) in changes {
        let entry = if entry.is_empty() { String::new() } else { format!("entry = \"{entry}\"\n") };
        text.push_str(&format!(
            "[[change]]\nversion = {version}\ndate = \"{date}\"\naction = \"{action}\"\n{entry}reason = \"{reason}\"\n"
        ));
    }
    parse(&text)
}

#[test]
fn every_version_says_what_changed_when_and_why() {
    let first = (1, "2026-11-23", "first-version", "", "Awal.");
    let added = (2, "2026-11-28", "added", "a-root", "Baru.");
    let again = (2, "2026-11-28", "imported", "a-root", "Lagi.");
    for (version, changes) in [
        (1, vec![]),
        (1, vec![first]),
        (2, vec![added]),
        (2, vec![first, added, again]),
        (3, vec![first, added, (3, "2026-11-28", "retired", "a-root", "Selesai.")]),
    ] {
        let read = with_history(version, &changes).unwrap().changes;
        let read: Vec<_> = read
            .iter()
            .map(|change| {
                let entry = change.entry.as_deref().unwrap_or_default();
                (change.version, &*change.date, change.action.word(), entry, &*change.reason)
            })
            .collect();
        assert_eq!(read, changes);
    }
    for (version, changes, expected) in [
        (
            2,
            vec![first],
            "`version` should be 1: each version from 2 on has a [[change]] that says why, found 2",
        ),
        (
            2,
            vec![],
            "`version` should be 1: each version from 2 on has a [[change]] that says why, found 2",
        ),
        (
            1,
            vec![added],
            "change number 1: `version` should be at most 1, the version of this registry, found 2",
        ),
        (
            3,
            vec![first, (3, "2026-11-28", "added", "a-root", "x")],
            "change number 2: `version` should be 1 or 2, after version 1, found 3",
        ),
        (
            2,
            vec![added, (1, "2026-11-28", "added", "a-root", "x")],
            "change number 2: `version` should be 2 or 3, after version 2, found 1",
        ),
        (
            2,
            vec![first, (2, "2026-11-22", "added", "a-root", "x")],
            "change number 2: `date` should be not before 2026-11-23, of the change above it, found 2026-11-22",
        ),
        (
            1,
            vec![(1, "23-11-2026", "added", "a-root", "x")],
            "change number 1: `date` should be a day like 2026-11-28, found 23-11-2026",
        ),
        (
            1,
            vec![(1, "2026-11-23", "added", "b", "x")],
            "change number 1: `entry` should be the id of an entry of this registry, found b",
        ),
        (
            1,
            vec![(1, "2026-11-23", "added", "", "x")],
            "change number 1: `entry` should be the id of an entry of this registry, found none",
        ),
        (
            1,
            vec![(1, "2026-11-23", "first-version", "a-root", "x")],
            "change number 1: `entry` should be absent: it is about all entries, found a-root",
        ),
        (
            2,
            vec![first, (2, "2026-11-23", "first-version", "", "x")],
            "change number 2: `action` should be first-version in version 1 alone, found another",
        ),
        (
            1,
            vec![(1, "2026-11-23", "added", "a-root", " ")],
            "change number 1: `reason` should be a text that is not empty, found \"\"",
        ),
        (
            1,
            vec![(1, "2026-11-23", "deleted", "a-root", "x")],
            "change number 1: `action` should be one of first-version, added, retired, imported, window-changed, provenance-added, addresses-changed, purposes-changed, constraints-changed, found deleted",
        ),
    ] {
        let error = with_history(version, &changes).unwrap_err();
        assert_eq!(error, format!("registry.toml: {expected}"));
    }
}

/// What the registry says binds the verifier's paths.
#[test]
fn constraints_of_an_anchor_reach_the_verifier() {
    // permittedSubtrees { directoryName O=Periksa Contoh }
    let names = "MCGgHzAdpBswGTEXMBUGA1UECgwOUGVyaWtzYSBDb250b2g=";
    let table = format!(
        "crl = []\nconstraints = {{ policies = [\"2.16.360.1.1.1\"], require_explicit_policy = true, inhibit_policy_mapping = false, \
         inhibit_any_policy = true, name_constraints = \"{names}\", path_len_constraint = 1 }}"
    );
    let registry = parse(&ENTRY.replacen("crl = []", &table, 1)).unwrap();
    let json = bundle(registry, Vec::new()).unwrap().trusted_root;
    let root = TrustedRoot::from_json(&json).unwrap();
    let expected = AnchorConstraints {
        policies: InitialPolicySet::These(["2.16.360.1.1.1".to_owned()].into()),
        require_explicit_policy: Initially::Set,
        inhibit_policy_mapping: Initially::NotSet,
        inhibit_any_policy: Initially::Set,
        name_constraints: Some(Base64::decode_vec(names).unwrap()),
        path_len_constraint: Some(1),
    };
    assert_eq!(root.entries[0].constraints, expected);
}

/// The demo registry with a line for the certificate of its CA, in a folder of its own.
fn demo_with(file: &str, bytes: &[u8]) -> Result<TrustBundle, String> {
    let dir = tempfile::tempdir().unwrap();
    let demo = std::fs::read_to_string(trust_dir().join("demo/registry.toml")).unwrap();
    let line = format!("id = \"demo-ca\"\ncertificate = \"{file}\"");
    std::fs::create_dir(dir.path().join("certificates")).unwrap();
    std::fs::write(dir.path().join(file), bytes).unwrap();
    std::fs::write(dir.path().join("registry.toml"), demo.replacen("id = \"demo-ca\"", &line, 1))
        .unwrap();
    let prefix = format!("{}/registry.toml: entry `demo-ca`: ", dir.path().display());
    load(dir.path(), Demo::Excluded).map_err(|error| error.to_string().replace(&prefix, ""))
}

#[test]
fn the_certificate_of_an_issuing_ca_is_published_if_it_is_the_one_of_its_entry() {
    let file = |name| std::fs::read(trust_dir().join("demo/certificates").join(name)).unwrap();
    let pem = file("ca.pem");
    let (_, der) = der::pem::decode_vec(&pem).unwrap();
    for (name, bytes) in [("certificates/ca.pem", &pem), ("ca.cer", &der)] {
        let root = TrustedRoot::from_json(&demo_with(name, bytes).unwrap().trusted_root).unwrap();
        let kept: Vec<_> =
            root.entries.iter().filter(|entry| entry.certificate.is_some()).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!((&*kept[0].id, &kept[0].certificate), ("demo-ca", &Some(der.clone())));
    }
    let sha256 = "52810e7ac80458c54b627923a88035b7f5629844094913db7b273b84c12f4ef3";
    let other = demo_with("ca.cer", &file("root.pem")).unwrap_err();
    assert_eq!(
        other,
        format!(
            "`certificate` should be the certificate with the SHA-256 of this entry, {sha256}, found ca.cer: \
             SHA-256 e14ecabe6e9e395d4b0a8129665ef9963cda2bfbd57b7cf9cc49db055afb8acc"
        )
    );
    assert_eq!(
        demo_with("ca.cer", b"not a certificate").unwrap_err(),
        "`certificate` should be a file with one certificate in DER or PEM, found ca.cer: something else"
    );
}

#[test]
fn ids_are_unique_over_both_files() {
    let mut first = parse(ENTRY).unwrap();
    let second = Registry::parse("demo/registry.toml", ENTRY).unwrap();
    assert_eq!(
        first.join(second).unwrap_err().to_string(),
        "demo/registry.toml: entry `a-root`: `id` should be unique, found a-root again (first in entry `a-root`)"
    );
}

#[test]
fn a_demo_key_cannot_pass_for_a_real_one() {
    let mut registry = Registry::parse(
        "demo",
        &std::fs::read_to_string(trust_dir().join("demo/registry.toml")).unwrap(),
    )
    .unwrap();
    assert_eq!(registry.refuse_worthless_keys(&worthless::keys().unwrap()), Ok(()));
    registry.entries[0].regime = Regime::PsreInduk;
    let id = registry.entries[0].id.clone();
    assert_eq!(
        registry.refuse_worthless_keys(&worthless::keys().unwrap()).unwrap_err().to_string(),
        format!(
            "demo: entry `{id}`: `regime` should be uji, found psre-induk: the private key of this `spki` is public (demo entry `{id}`), so it proves nothing"
        )
    );
    // The same through the door that everybody uses.
    let dir = tempfile::tempdir().unwrap();
    let demo = std::fs::read_to_string(trust_dir().join("demo/registry.toml")).unwrap();
    std::fs::write(
        dir.path().join("registry.toml"),
        demo.replacen("regime = \"uji\"", "regime = \"bsre-lama\"", 1),
    )
    .unwrap();
    let error = load(dir.path(), Demo::Excluded).unwrap_err();
    assert!(error.to_string().contains("should be uji, found bsre-lama"), "{error}");
}

#[test]
fn without_demo_no_demo_entry_and_no_demo_list_is_published() {
    let real = load(&trust_dir(), Demo::Excluded).unwrap();
    let with_demo = demo();
    let demo_only: Vec<&str> = with_demo
        .registry
        .entries
        .iter()
        .filter(|entry| !real.registry.entries.contains(entry))
        .map(|entry| entry.regime.word())
        .collect();
    assert!(!demo_only.is_empty());
    assert_eq!(demo_only, vec!["uji"; demo_only.len()]);
    assert!(real.crls.len() < with_demo.crls.len());
}

#[test]
fn lists_are_placed_by_issuer_number_and_digest_and_the_newest_is_latest() {
    let trust = demo();
    let newest: Vec<&str> =
        crls::latest(&trust.crls).filter_map(|crl| crl.number.as_deref()).collect();
    let ca: Vec<&str> = trust
        .crls
        .iter()
        .filter(|crl| crl.issuer == "demo-ca")
        .filter_map(|crl| crl.number.as_deref())
        .collect();
    // Compared as numbers: 2454 comes before 26723.
    assert_eq!(
        ca.last().copied(),
        ca.iter().max_by_key(|number| number.parse::<u64>().unwrap()).copied()
    );
    assert!(newest.contains(ca.last().unwrap()));
    for crl in &trust.crls {
        let entry = trust.registry.entries.iter().find(|entry| entry.id == crl.issuer).unwrap();
        let number = crl.number.as_deref().unwrap();
        assert_eq!(crl.path(), format!("crl/{}/{number}-{}.crl", entry.ski, &crl.sha256[..16]));
    }
}

#[test]
fn a_list_of_an_unregistered_issuer_is_refused() {
    let der = demo().crls[0].der.clone();
    let Err(TrustError::Crl(error)) =
        bundle(parse(ENTRY).unwrap(), vec![("a.crl".to_owned(), der)])
    else {
        panic!("accepted")
    };
    let text = error.to_string();
    assert!(
        text.starts_with("a.crl: expected an issuer of the registry (a-root), found `"),
        "{text}"
    );
    assert!(
        text.ends_with("`, so nobody could check this list; `site-gen trust add` registers one"),
        "{text}"
    );
}

#[test]
fn a_list_in_pem_is_published_in_der_and_once() {
    let trust = demo();
    let der = trust.crls[0].der.clone();
    let pem = der::pem::encode_string("X509 CRL", der::pem::LineEnding::LF, &der).unwrap();
    let files = vec![("a.crl".to_owned(), pem.into_bytes()), ("b.crl".to_owned(), der.clone())];
    let crls = bundle(trust.registry, files).unwrap().crls;
    assert_eq!(crls.iter().map(|crl| &crl.der).collect::<Vec<_>>(), [&der]);
}

/// The build publishes nothing that its issuer did not make (threat REV-02): one other byte in the signature is enough.
#[test]
fn a_list_that_its_issuer_did_not_sign_is_refused() {
    let trust = demo();
    let mut der = trust.crls[0].der.clone();
    *der.last_mut().unwrap() ^= 1;
    let error = bundle(trust.registry, vec![("a.crl".to_owned(), der)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "a.crl: expected a signature by the key of `{}`, found one that this key did not make over these bytes",
            trust.crls[0].issuer
        )
    );
}

#[test]
fn what_is_not_a_list_is_refused() {
    for bytes in [
        &b""[..],
        b"not a list",
        b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
        &[0x30, 0x80],
    ] {
        let error =
            bundle(parse(ENTRY).unwrap(), vec![("a.crl".to_owned(), bytes.to_vec())]).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("a.crl: expected a certificate revocation list in DER or PEM, found "),
            "{error}"
        );
    }
}

/// Both languages are complete; and nothing is translated that no registry says any more.
#[test]
fn what_the_registries_say_is_there_in_english_and_nothing_else_is() {
    let words = RegistryWords::parse(&config(), &content("registry_words.toml")).unwrap();
    let registry = demo().registry;
    let said: BTreeSet<&String> = (registry.entries.iter().flat_map(|entry| &entry.provenance))
        .chain(registry.changes.iter().map(|change| &change.reason))
        .collect();
    assert_eq!(said.len(), 18);
    for code in ["id", "en"] {
        let sentences: &BTreeMap<String, String> = &words.code(code).unwrap().sentences;
        assert_eq!(sentences.keys().collect::<BTreeSet<_>>(), said, "{code}");
        let same = sentences.iter().filter(|(said, shown)| said == shown).count();
        assert_eq!(same, if code == "id" { sentences.len() } else { 0 }, "{code}");
    }
}

#[test]
fn a_sentence_is_translated_once_and_into_every_language() {
    for (table, expected) in [
        (
            "[[sentence]]\ntext.id = \"Satu.\"\n",
            "content/registry_words.toml: sentence number 1.text: `en` is missing",
        ),
        (
            "[[sentence]]\ntext.en = \"One.\"\n",
            "content/registry_words.toml: sentence number 1.text: `id` is missing",
        ),
        (
            "[[sentence]]\ntext = { id = \"Satu.\", en = \"One.\" }\n[[sentence]]\ntext = { id = \"Satu.\", en = \"First.\" }\n",
            "content/registry_words.toml: sentence number 2: this key is there twice",
        ),
    ] {
        let error = RegistryWords::parse(&config(), table).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}
