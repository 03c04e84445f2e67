//! Indexes of revocation lists: exact where they clear a certificate, silent where they do not, and never better than the list.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::circumstances::judge;
use periksa_tests::cms_builder::crl::{reason_code, serial};
use periksa_tests::cms_builder::{Crl, Extension, Identity};
use periksa_tests::indexed::{expected_with_indexes, with_indexes};
use periksa_tests::letters::Letters;
use periksa_tests::pdf_vectors::Vector;
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::workspace;
use serde_json::{Value, json};
use verifier::time::UnixTime;
use verifier::{
    IndexError, NotIndexed, RevocationIndex, ValidationData, WrittenIndex, verify, write_index,
};

/// The pseudo-random numbers of one seed (xorshift64), the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

fn list() -> Crl {
    Crl::new("20261123000000Z", "20261124000000Z")
}

fn spki(issuer: &Identity) -> &[u8] {
    issuer.field(6)
}

/// A list of the demo CA with so many entries.
fn long_list(ca: &Identity, entries: u64) -> Vec<u8> {
    let mut random = Random(7);
    let mut list = list();
    for _ in 0..entries {
        let digits = random.next().to_be_bytes();
        list = list.entry(&serial(&digits), "20260301000000Z", &[]);
    }
    list.issue(ca)
}

fn together(written: &WrittenIndex) -> Vec<u8> {
    written.shards.iter().flat_map(|(_, bytes)| bytes.clone()).collect()
}

#[test]
fn an_index_has_the_shards_that_its_length_asks_for_and_is_read_again() {
    let ca = Identity::demo_ca();
    // 6 octets a digest; shards double until none has more than 32 KiB on average.
    for (entries, shards) in [(0, 1), (1, 1), (5461, 1), (5462, 2), (60_000, 16)] {
        let der = long_list(&ca, entries);
        let written = write_index(&der, spki(&ca)).unwrap();
        assert_eq!(written.shards.len(), shards, "{entries}");
        let index = RevocationIndex::read(&written.head, together(&written)).unwrap();
        assert_eq!(index.check(), Ok(()), "{entries}");
        assert_eq!(index.list_sha256(), verifier::sha256(&der), "{entries}");
    }
}

/// What a reader and `openssl crl` see of the list is in the head; an hour later a shard without news is the same file.
#[test]
fn news_in_one_shard_leave_the_others_as_they_are() {
    let ca = Identity::demo_ca();
    let mut random = Random(11);
    let mut before = list();
    for _ in 0..20_000 {
        before = before.entry(&serial(&random.next().to_be_bytes()), "20260301000000Z", &[]);
    }
    let after = before.clone().numbered(9).revoking(&serial(&[0x55; 9]), "20261123000000Z", 1);
    let [before, after] = [before, after].map(|list| write_index(&list.issue(&ca), spki(&ca)));
    let (before, after) = (before.unwrap(), after.unwrap());
    let pairs = before.shards.iter().zip(&after.shards);
    assert_eq!((before.shards.len(), after.shards.len()), (4, 4));
    assert_eq!(pairs.filter(|(one, other)| one != other).count(), 1);
    assert_ne!(before.head, after.head);
}

/// `fuzz/make_seeds.py` writes indexes from the description of the form, in another language.
#[test]
fn another_writer_gives_the_same_bytes() {
    for name in ["ca", "root"] {
        let file = |path: &str| std::fs::read(workspace().join(path)).unwrap();
        let der = file(&format!("trust/demo/crl/{name}.crl"));
        let written = write_index(&der, spki(&Identity::of_demo_pki(name))).unwrap();
        let ours = [&*written.head, b"\n", &*together(&written)].concat();
        assert!(ours == file(&format!("fuzz/seeds/revocation_index/{name}.json")), "{name}");
    }
}

#[test]
fn lists_that_an_index_cannot_speak_for_are_refused_with_the_reason() {
    let ca = Identity::demo_ca();
    let idp = |contents: &[u8]| {
        Extension::Critical
            .of("2.5.29.28", &periksa_tests::cms_builder::der::element(0x30, contents))
    };
    let expired = Extension::Plain.of("2.5.29.60", b"\x18\x0f20200101000000Z");
    let not = NotIndexed::NotIndexable;
    let rows: Vec<(&str, Vec<u8>, NotIndexed)> = vec![
        ("another key", list().issue(&Identity::of_demo_pki("root")), not("signature")),
        ("changes", list().delta(1).issue(&ca), not("delta")),
        ("indirect", list().with(idp(&[0x84, 1, 0xff])).issue(&ca), not("scope")),
        ("only user certificates", list().with(idp(&[0x81, 1, 0xff])).issue(&ca), not("scope")),
        ("only some reasons", list().with(idp(&[0x83, 2, 6, 0x40])).issue(&ca), not("scope")),
        ("ended ones stay", list().with(expired).issue(&ca), not("expired-certs-on-crl")),
        (
            "a mandatory rule that is not known",
            list().with(Extension::Critical.of("1.2.3.4", &[5, 0])).issue(&ca),
            not("critical-extension"),
        ),
        (
            "a suspension taken back",
            list()
                .revoking(&serial(&[1]), "20260301000000Z", 4)
                .revoking(&serial(&[2]), "20260301000000Z", 8)
                .issue(&ca),
            NotIndexed::RemoveFromCrl { number: 1 },
        ),
    ];
    for (name, der, expected) in rows {
        assert_eq!(write_index(&der, spki(&ca)), Err(expected), "{name}");
    }
    let unread = list().entry(&serial(&[1]), "20260301000000Z", &[reason_code(7)]).issue(&ca);
    let refused = write_index(&unread, spki(&ca));
    assert!(matches!(refused, Err(NotIndexed::Entry { number: 0, .. })), "{refused:?}");
    assert!(matches!(write_index(b"<html>", spki(&ca)), Err(NotIndexed::NotAList(_))));
}

/// A head, changed.
fn changed(head: &[u8], change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut head: Value = serde_json::from_slice(head).unwrap();
    change(&mut head);
    serde_json::to_vec(&head).unwrap()
}

#[test]
fn a_head_and_shards_that_do_not_fit_are_refused() {
    let ca = Identity::demo_ca();
    let written = write_index(&long_list(&ca, 6000), spki(&ca)).unwrap();
    let (head, shards) = (&written.head, together(&written));
    let delta = Crl::new("20261123000000Z", "20261124000000Z").delta(1).issue(&ca);
    let full = long_list(&ca, 1);
    let base64 = |bytes: &[u8]| <base64ct::Base64 as base64ct::Encoding>::encode_string(bytes);
    let field = IndexError::Field;
    let read = |head: &[u8], shards: &[u8]| {
        RevocationIndex::read(head, shards.to_vec()).and_then(|index| index.check()).unwrap_err()
    };
    type Change<'c> = Box<dyn Fn(&mut Value) + 'c>;
    let rows: Vec<(&str, Change<'_>, IndexError)> = vec![
        (
            "a later version",
            Box::new(|head| head["schema"] = json!("periksa-revocation-index/2")),
            IndexError::Schema { found: "periksa-revocation-index/2".into() },
        ),
        ("no list", Box::new(|head| head["list"] = json!(null)), field("sha256")),
        ("no digest of it", Box::new(|head| head["list"]["sha256"] = json!(1)), field("sha256")),
        (
            "digests of nothing",
            Box::new(|head| head["digest_length"] = json!(0)),
            field("digest_length"),
        ),
        (
            "digests too short",
            Box::new(|head| head["digest_length"] = json!(3)),
            field("digest_length"),
        ),
        ("other digests", Box::new(|head| head["digest_length"] = json!(7)), field("digests")),
        (
            "three shards",
            Box::new(|head| head["shards"].as_array_mut().unwrap().push(json!({}))),
            field("shards"),
        ),
        ("no shards", Box::new(|head| head["shards"] = json!([])), field("shards")),
        ("fewer digests", Box::new(|head| head["digests"] = json!(5999)), field("digests")),
        (
            "fewer entries than digests",
            Box::new(|head| head["entries"] = json!(5999)),
            field("digests"),
        ),
        (
            "the entries are there",
            Box::new(|head| head["list"]["without_entries"] = json!(base64(&full))),
            IndexError::NotIndexable("entries"),
        ),
        (
            "a delta list",
            Box::new(|head| head["list"]["without_entries"] = json!(base64(&delta))),
            IndexError::NotIndexable("delta"),
        ),
        (
            "another shard",
            Box::new(|head| head["shards"][1]["sha256"] = head["shards"][0]["sha256"].clone()),
            IndexError::Digest { shard: 1 },
        ),
    ];
    for (name, change, expected) in rows {
        assert_eq!(read(&changed(head, change), &shards), expected, "{name}");
    }
    assert_eq!(read(b"{", &shards), IndexError::Json { line: 1, column: 1 });
    let longer = [&*shards, &[0]].concat();
    let length = IndexError::Length { expected: 36_000, found: 36_001 };
    assert_eq!(read(head, &longer), length, "something left over");
    assert_eq!(
        read(head, &shards[1..]),
        IndexError::Length { expected: 36_000, found: 35_999 },
        "something missing"
    );
    let mut other = shards.clone();
    other[9] ^= 1;
    assert_eq!(read(head, &other), IndexError::Digest { shard: 0 }, "another octet");

    // The digest of a shard whose order is wrong, or which has another's digests, is right: it must be seen all the same.
    let first = written.shards[0].1.len();
    for (name, from, to) in [("not sorted", 0, 6), ("another's", 0, first)] {
        let mut other = shards.clone();
        for octet in 0..6 {
            other.swap(from + octet, to + octet);
        }
        let head = changed(head, |head| {
            head["shards"][0]["sha256"] = json!(verifier::sha256(&other[..first]));
            head["shards"][1]["sha256"] = json!(verifier::sha256(&other[first..]));
        });
        assert_eq!(read(&head, &other), IndexError::Order { shard: 0 }, "{name}");
    }
}

fn at() -> UnixTime {
    Letters::read().unwrap().at().unwrap()
}

fn person() -> Vec<u8> {
    let file = |name: &str| std::fs::read(workspace().join("trust/demo/certificates").join(name));
    [file("individual-p256.pem").unwrap(), file("ca.pem").unwrap()].concat()
}

/// The demo PKI, with this list instead of the CA's own.
fn data_with(list: Vec<u8>) -> ValidationData {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let ca = Identity::demo_ca();
    let others = data.crls.iter().filter(|der| write_index(der, spki(&ca)).is_err());
    let crls = others.cloned().chain([list]).collect();
    ValidationData { crls, ..data }
}

fn report(file: &[u8], data: &ValidationData) -> Value {
    serde_json::from_str(&verify(file, data, at()).to_json()).unwrap()
}

/// Serial number of the certificate of `person`, its contents octets.
fn serial_of_person() -> Vec<u8> {
    let report = report(&person(), &data_with(list().issue(&Identity::demo_ca())));
    let text = report["certificates"][0]["serial_number"].as_str().unwrap().to_owned();
    let octets = (0..text.len()).step_by(2);
    octets.map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn an_index_clears_and_never_convicts() {
    let ca = Identity::demo_ca();
    let free = list().revoking(&serial(&[9]), "20260301000000Z", 1).issue(&ca);
    let named = list().revoking(&serial(&serial_of_person()), "20260301000000Z", 1).issue(&ca);
    let of = |list: &Vec<u8>, with_list: bool| {
        let (_, mut data) = with_indexes(&data_with(list.clone()));
        if with_list {
            data.crls.push(list.clone());
        }
        let report = report(&person(), &data);
        let revocation = &report["certificates"][0]["revocation"];
        json!([
            revocation["status"],
            revocation["because"],
            revocation["source"],
            revocation["sha256"],
            report["wanted_lists"]
        ])
    };
    let sha256 = verifier::sha256(&named);
    assert_eq!(
        of(&free, false),
        json!(["good", null, "published-index", verifier::sha256(&free), null])
    );
    assert_eq!(of(&free, true), json!(["good", null, "published", verifier::sha256(&free), null]));
    assert_eq!(of(&named, false), json!(["unknown", "revocation-index-hit", null, null, [sha256]]));
    assert_eq!(of(&named, true), json!(["revoked", null, "published", sha256, null]));
}

/// A shard that is not what the head names may hide the certificate: the list is asked.
#[test]
fn a_shard_that_was_changed_clears_nobody() {
    let ca = Identity::demo_ca();
    let der = list().revoking(&serial(&[9]), "20260301000000Z", 1).issue(&ca);
    let written = write_index(&der, spki(&ca)).unwrap();
    let mut shards = together(&written);
    shards[0] ^= 1;
    let mut data = data_with(der);
    data.crls.pop();
    data.indexes = vec![RevocationIndex::read(&written.head, shards).unwrap()];
    let report = report(&person(), &data);
    assert_eq!(report["certificates"][0]["revocation"]["because"], "revocation-index-hit");
}

/// REV-01, REV-03: an index whose head names another key than that of the path does not speak for the path.
#[test]
fn an_index_of_another_key_clears_nobody() {
    let ca = Identity::demo_ca();
    let der = list().issue(&ca);
    let written = write_index(&der, spki(&ca)).unwrap();
    let other = verifier::sha256(spki(&Identity::of_demo_pki("root")));
    let head = changed(&written.head, |head| head["issuer_key"] = json!(other));
    let mut data = data_with(der);
    data.crls.pop();
    data.indexes = vec![RevocationIndex::read(&head, together(&written)).unwrap()];
    let report = report(&person(), &data);
    assert_eq!(report["certificates"][0]["revocation"]["status"], "unknown");
    assert_eq!(report["certificates"][0]["revocation"]["because"], "revocation-index-hit");
}

/// Random lists, many of which name the certificate: the report with the index is that with the list, or waits for the list.
#[test]
fn the_verdict_with_an_index_is_that_with_the_list_or_waits_for_it() {
    let ca = Identity::demo_ca();
    let person_serial = serial_of_person();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut waited = 0;
    for round in 0..60 {
        let mut crl = list();
        for _ in 0..random.below(40) {
            let length = 1 + usize::try_from(random.below(9)).unwrap();
            let digits: Vec<u8> = (0..length).map(|_| random.next().to_le_bytes()[0]).collect();
            let reason = [0, 1, 3, 4, 5, 6, 9][usize::try_from(random.below(7)).unwrap()];
            crl = crl.revoking(&serial(&digits), "20260301000000Z", reason);
        }
        if random.below(2) == 0 {
            let reason = u8::try_from(random.below(7)).unwrap();
            crl = crl.revoking(&serial(&person_serial), "20260301000000Z", reason);
        }
        let data = data_with(crl.issue(&ca));
        let (lists, indexed) = with_indexes(&data);
        assert!(!indexed.indexes.is_empty(), "{round}");
        let with_list = verify(&person(), &lists, at());
        let with_index = verify(&person(), &indexed, at());
        waited += usize::from(!with_index.wanted_lists.is_empty());
        assert_eq!(expected_with_indexes(&with_list, &with_index), Ok(()), "{round}");
    }
    assert!((15..45).contains(&waited), "{waited} of 60: half of the lists name the certificate");
}

/// Every vector about revocation, and every letter: what is published as a list is published as an index instead.
#[test]
fn no_vector_gets_better_by_an_index() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let vectors: Vec<Vector> = [
        periksa_tests::revocation_vectors::vectors(),
        periksa_tests::path_vectors::vectors(),
        periksa_tests::cms_vectors::vectors(),
    ]
    .concat();
    let (mut cleared, mut waited, mut wrong) = (0, 0, Vec::new());
    for vector in &vectors {
        let own = vector.circumstances.as_ref();
        let (data, at) = match own {
            Some(own) => (own.validation_data(), own.at),
            None => (data.clone(), at()),
        };
        let plain = Vector { circumstances: None, ..vector.clone() };
        let (lists, indexed) = with_indexes(&data);
        let with_list = judge(&plain, &lists, at);
        let with_index = judge(&plain, &indexed, at);
        if let Err(why) = expected_with_indexes(&with_list, &with_index) {
            wrong.push(format!("{}: {why}", vector.name));
        }
        cleared += usize::from(with_index.to_json().contains("published-index"));
        waited += usize::from(!with_index.wanted_lists.is_empty());
        // With the lists it wants, it is the report that it would have been.
        let wanted = with_index.wanted_lists.iter();
        let asked = wanted.filter_map(|wanted| {
            data.crls.iter().find(|der| verifier::sha256(der) == **wanted).cloned()
        });
        let mut answered = indexed.clone();
        answered.crls.extend(asked);
        let answered = judge(&plain, &answered, at);
        if !answered.wanted_lists.is_empty() {
            continue;
        }
        let same = answered.to_json().replace("published-index", "published");
        if same != with_list.to_json() {
            wrong.push(format!("{}: with the lists that it wanted", vector.name));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(cleared > 1_000 && waited > 10, "{cleared} cleared and {waited} waited");
}
