//! The hashes of RFC 6962's reference implementation, and every proof of every small tree.

use super::*;

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let pairs = hexadecimal.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn hash(hexadecimal: &str) -> Hash {
    bytes(hexadecimal).try_into().unwrap()
}

/// The leaves that the reference implementation of RFC 6962 is tested with.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

/// Its roots for the first one, two, … leaves.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

#[test]
fn roots_are_those_of_the_reference_implementation() {
    let empty = hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(hash_over(&[]), empty);
    assert_eq!(root_hash(0, &mut |_| None), Ok(empty));
    let leaves: Vec<_> = LEAVES.iter().map(|leaf| leaf_hash(&bytes(leaf))).collect();
    for (count, root) in (1..).zip(ROOTS) {
        assert_eq!(hash_over(&leaves[..count]), hash(root), "{count}");
    }
}

#[test]
fn paths_are_those_of_the_reference_implementation() {
    let leaves: Vec<_> = LEAVES.iter().map(|leaf| leaf_hash(&bytes(leaf))).collect();
    let tree = Levels::new(&leaves);
    // Entry 5 of 8, and the first 6 in 8.
    let expected = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    let expected: Vec<_> = expected.into_iter().map(hash).collect();
    assert_eq!(prove_inclusion(5, 8, &mut tree.reader()), Ok(expected));
    let expected = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    let expected: Vec<_> = expected.into_iter().map(hash).collect();
    assert_eq!(prove_consistency(6, 8, &mut tree.reader()), Ok(expected));
}

/// The hashes of each tile level, computed by the definition.
struct Levels(Vec<Vec<Hash>>);

impl Levels {
    fn new(leaves: &[Hash]) -> Self {
        let mut levels = vec![leaves.to_vec()];
        while levels.last().unwrap().len() >= 256 {
            let below = levels.last().unwrap();
            levels.push(below.chunks_exact(256).map(hash_over).collect());
        }
        Self(levels)
    }

    fn reader(&self) -> impl FnMut(Tile) -> Option<Vec<u8>> {
        |tile| {
            let TileKind::Level(level) = tile.kind else { return None };
            let mut tiles = self.0[usize::from(level)].chunks(256);
            let tile_of_all = tiles.nth(usize::try_from(tile.index).unwrap()).unwrap();
            Some(tile_of_all[..usize::from(tile.width)].concat())
        }
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(format!("entry {number}").as_bytes())).collect()
}

/// Each way in which a proof is changed by one step.
fn mutations(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut mutations = Vec::new();
    for at in 0..proof.len() {
        let mut flipped = proof.to_vec();
        flipped[at][at % 32] ^= 1;
        let mut dropped = proof.to_vec();
        dropped.remove(at);
        mutations.extend([flipped, dropped]);
    }
    for added in [[0; 32], proof.first().copied().unwrap_or_default()] {
        mutations.extend([[&[added], proof].concat(), [proof, &[added]].concat()]);
    }
    mutations
}

/// What may not be shown by a proof that is a little different, or of something a little different.
#[test]
fn every_inclusion_proof_of_every_small_tree_verifies_and_no_changed_one() {
    const LARGEST: usize = 300;
    let leaves = leaves(LARGEST + 1);
    let tree = Levels::new(&leaves);
    let roots: Vec<_> = (0..=LARGEST + 1).map(|size| hash_over(&leaves[..size])).collect();
    for size in 1..=LARGEST {
        let (count, root) = (u64::try_from(size).unwrap(), &roots[size]);
        assert_eq!(root_hash(count, &mut tree.reader()), Ok(*root), "{size}");
        for (index, leaf) in leaves.iter().enumerate().take(size) {
            let place = u64::try_from(index).unwrap();
            let proof = prove_inclusion(place, count, &mut tree.reader()).unwrap();
            assert_eq!(verify_inclusion(&proof, place, count, leaf, root), Ok(()));
            // Wrong places and sizes for each; the costly rest for trees around the powers of two and every 16th of the others.
            let shows = |proof: &[Hash], index: u64, size: u64, root: &Hash| {
                verify_inclusion(proof, index, size, leaf, root).is_ok()
            };
            assert!(!shows(&proof, place + 1, count, root), "{index} of {size}: index + 1");
            assert!(!shows(&proof, place.wrapping_sub(1), count, root), "{index} of {size}");
            assert!(!shows(&proof, place, count, &roots[size - 1]), "{index} of {size}");
            assert!(!shows(&proof, place, count + 1, &roots[size + 1]), "{index} of {size}");
            if size > 40 && index % 16 != 0 && index + 2 < size {
                continue;
            }
            for changed in mutations(&proof) {
                assert!(!shows(&changed, place, count, root), "{index} of {size}: {changed:?}");
            }
            assert!(!shows(&proof, place + count, count, root));
        }
    }
}

/// Where the way has the same turns, the size of the tree does not change what a proof leads to: the signed checkpoint has it.
#[test]
fn a_wrong_size_is_refused_where_the_way_differs() {
    let leaves = leaves(9);
    let tree = Levels::new(&leaves);
    let root = hash_over(&leaves[..8]);
    let proof = prove_inclusion(7, 8, &mut tree.reader()).unwrap();
    let verify = |size| verify_inclusion(&proof, 7, size, &leaves[7], &root);
    assert_eq!(verify(8), Ok(()));
    assert_eq!(verify(9), Err(ProofError::Length));
    assert_eq!(verify(7), Err(ProofError::OutsideTheTree));
    assert_eq!(verify(u64::MAX), Err(ProofError::OutsideTheTree));
    assert_eq!(verify_inclusion(&[], 0, 0, &leaves[0], &root), Err(ProofError::OutsideTheTree));
}

#[test]
fn every_consistency_proof_of_every_small_tree_verifies_and_no_changed_one() {
    const LARGEST: usize = 300;
    let leaves = leaves(LARGEST + 1);
    let tree = Levels::new(&leaves);
    let roots: Vec<_> = (0..=LARGEST + 1).map(|size| hash_over(&leaves[..size])).collect();
    for second in 0..=LARGEST {
        for first in 0..=second {
            let sizes = (u64::try_from(first).unwrap(), u64::try_from(second).unwrap());
            let proof = prove_consistency(sizes.0, sizes.1, &mut tree.reader()).unwrap();
            let shows = |proof: &[Hash], first: u64, first_root: &Hash, second_root: &Hash| {
                verify_consistency(proof, first, first_root, sizes.1, second_root).is_ok()
            };
            let (first_root, second_root) = (&roots[first], &roots[second]);
            assert!(shows(&proof, sizes.0, first_root, second_root), "{first} in {second}");
            assert!(!shows(&proof, sizes.0, &roots[first + 1], second_root), "{first} in {second}");
            assert!(!shows(&proof, sizes.1 + 1, first_root, second_root));
            // Whatever second tree is consistent with the empty one.
            if first > 0 {
                let other = &roots[second + 1];
                assert!(!shows(&proof, sizes.0, first_root, other), "{first} in {second}");
            }
            if second <= 40 || first % 16 == 0 || first + 2 > second {
                for changed in mutations(&proof) {
                    assert!(!shows(&changed, sizes.0, first_root, second_root), "{first} {second}");
                }
            }
        }
    }
}

#[test]
fn proofs_of_a_tree_with_three_levels_verify_and_read_few_tiles() {
    let leaves = leaves(70_000);
    let tree = Levels::new(&leaves);
    let root = root_hash(70_000, &mut tree.reader()).unwrap();
    assert_eq!(root, hash_over(&leaves));
    for index in [0_u64, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999] {
        let mut read = 0;
        let mut reader = tree.reader();
        let proof = prove_inclusion(index, 70_000, &mut |tile| {
            read += 1;
            reader(tile)
        });
        let leaf = &leaves[usize::try_from(index).unwrap()];
        assert_eq!(verify_inclusion(&proof.unwrap(), index, 70_000, leaf, &root), Ok(()));
        assert!(read <= 5, "{index}: {read} tiles");
    }
    for first in [1, 256, 257, 65_536, 65_537, 69_999] {
        let proof = prove_consistency(first, 70_000, &mut tree.reader()).unwrap();
        let first_root = hash_over(&leaves[..usize::try_from(first).unwrap()]);
        assert_eq!(verify_consistency(&proof, first, &first_root, 70_000, &root), Ok(()));
    }
}

#[test]
fn all_tiles_that_are_missing_are_named_at_once() {
    let entry = |kind, index, width| Tile { kind, index, width };
    let expected = vec![
        entry(TileKind::Level(0), 273, 112),
        entry(TileKind::Level(1), 1, 17),
        entry(TileKind::Level(2), 0, 1),
    ];
    let error = prove_inclusion(69_999, 70_000, &mut |_| None).unwrap_err();
    let TilesError::Missing(mut missing) = error else { panic!("{error}") };
    missing.sort();
    assert_eq!(missing, expected);
    let short = prove_inclusion(1, 2, &mut |_| Some(vec![0; 63]));
    assert_eq!(short, Err(TilesError::Length(entry(TileKind::Level(0), 0, 2))));
    assert_eq!(prove_inclusion(2, 2, &mut |_| None), Err(TilesError::OutsideTheTree));
    assert_eq!(prove_consistency(3, 2, &mut |_| None), Err(TilesError::OutsideTheTree));
}

/// The example of the specification: 273 full tiles and one of 112 at level 0, one full and one of 17 at level 1, one of 1.
#[test]
fn a_tree_has_the_tiles_of_the_specification() {
    let tiles: Vec<_> = Tile::of_tree_since(0, 70_000).collect();
    let of = |kind| tiles.iter().filter(move |tile| tile.kind == kind).map(|tile| tile.width);
    for kind in [TileKind::Entries, TileKind::Level(0)] {
        assert_eq!(of(kind).filter(|width| *width == 256).count(), 273);
        assert_eq!(of(kind).next_back(), Some(112));
    }
    assert_eq!(of(TileKind::Level(1)).collect::<Vec<_>>(), [256, 17]);
    assert_eq!(of(TileKind::Level(2)).collect::<Vec<_>>(), [1]);
    assert_eq!(tiles.len(), 274 * 2 + 3);
    let paths = |since, size| Tile::of_tree_since(since, size).map(|tile| tile.path());
    let at_256 = ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"];
    assert_eq!(paths(0, 256).collect::<Vec<_>>(), at_256);
    assert_eq!(paths(255, 256).collect::<Vec<_>>(), at_256);
    let at_257 = ["tile/entries/001.p/1", "tile/0/001.p/1"];
    assert_eq!(paths(256, 257).collect::<Vec<_>>(), at_257);
    assert_eq!(paths(257, 257).count() + paths(0, 0).count(), 0);
}

#[test]
fn paths_are_written_and_read_in_one_way() {
    let tile = |kind, index, width| Tile { kind, index, width };
    let rows = [
        (tile(TileKind::Level(0), 0, 256), "tile/0/000"),
        (tile(TileKind::Level(63), 999, 1), "tile/63/999.p/1"),
        (tile(TileKind::Level(1), 1000, 256), "tile/1/x001/000"),
        (tile(TileKind::Entries, 1_234_067, 255), "tile/entries/x001/x234/067.p/255"),
    ];
    for (tile, path) in rows {
        assert_eq!(tile.path(), path);
        assert_eq!(Tile::of_path(path), Some(tile));
    }
    for path in [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/+01",
        "tile/data/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "checkpoint",
    ] {
        assert_eq!(Tile::of_path(path), None, "{path}");
    }
    assert!(tile(TileKind::Level(1), 0, 1).is_within(256));
    assert!(!tile(TileKind::Level(1), 0, 1).is_within(255));
    assert!(!tile(TileKind::Entries, u64::MAX, 256).is_within(u64::MAX));
}

#[test]
fn bundles_round_trip_and_have_exactly_their_entries() {
    let long = vec![7; MAX_ENTRY];
    let entries: Vec<&[u8]> = vec![b"", b"a", &long];
    let bundle = entry_bundle(entries.clone()).unwrap();
    assert_eq!(entries_of_bundle(&bundle, 3), Ok(entries));
    assert_eq!(entry_bundle([vec![0; MAX_ENTRY + 1].as_slice()]), None);
    assert_eq!(entries_of_bundle(&bundle, 4), Err(EntryBundleError::Ends { number: 3 }));
    assert_eq!(entries_of_bundle(&bundle, 1), Err(EntryBundleError::LeftOver(MAX_ENTRY + 5)));
    let torn = &bundle[..bundle.len() - 1];
    assert_eq!(entries_of_bundle(torn, 3), Err(EntryBundleError::Ends { number: 2 }));
}

mod checkpoints {
    use super::*;
    use crate::note::{NoteError, SignatureType, VerifierKey, signature_line};
    use ed25519_dalek::{Signer as _, SigningKey};

    const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    #[test]
    fn text_is_read_strictly_and_written_as_it_was_read() {
        for text in [
            format!("contoh.example/log\n20852163\n{ROOT}\n"),
            format!("contoh.example/log\n20852163\n{ROOT}\nmore\nand more\n"),
            "a b\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".to_owned(),
        ] {
            assert_eq!(Checkpoint::parse(&text).unwrap().to_string(), text);
        }
        let rows = [
            ("nothing", String::new(), 1),
            ("no end", "a\n1".to_owned(), 1),
            ("no origin", format!("\n1\n{ROOT}\n"), 1),
            ("two lines", "a\n1\n".to_owned(), 3),
            ("a zero before", format!("a\n01\n{ROOT}\n"), 2),
            ("a sign", format!("a\n+1\n{ROOT}\n"), 2),
            ("a blank", format!("a\n1 \n{ROOT}\n"), 2),
            ("uncountable", format!("a\n9223372036854775808\n{ROOT}\n"), 2),
            ("a short hash", "a\n1\nAAAA\n".to_owned(), 3),
            ("no padding", format!("a\n1\n{}\n", ROOT.trim_end_matches('=')), 3),
            ("another empty tree", format!("a\n0\n{ROOT}\n"), 3),
            ("an empty extension", format!("a\n1\n{ROOT}\n\n"), 4),
        ];
        for (name, text, number) in rows {
            assert_eq!(Checkpoint::parse(&text), Err(CheckpointError::Line { number }), "{name}");
        }
    }

    #[test]
    fn a_checkpoint_is_its_logs_and_witnesses_are_counted_once() {
        let log_key = SigningKey::from_bytes(&[1; 32]);
        let witness_key = SigningKey::from_bytes(&[2; 32]);
        let octets = log_key.verifying_key().to_bytes();
        let log = VerifierKey::new("contoh.example/log", SignatureType::Ed25519, octets).unwrap();
        let octets = witness_key.verifying_key().to_bytes();
        let witness = VerifierKey::new("saksi", SignatureType::CosignatureV1, octets).unwrap();
        let checkpoint = Checkpoint::new("contoh.example/log".to_owned(), 1, [9; 32]);
        let text = checkpoint.to_string();
        let signature = signature_line(&log, &log_key.sign(text.as_bytes()).to_bytes());
        let cosign = |at: u64| {
            let message = SignatureType::CosignatureV1.message(&text, at);
            let signature = witness_key.sign(&message).to_bytes();
            let value = [at.to_be_bytes().as_slice(), &signature].concat();
            signature_line(&witness, &value)
        };
        let open = |note: &str, log: &VerifierKey, witnesses: &[VerifierKey]| {
            CheckpointNote::open(note.as_bytes(), log, witnesses)
        };
        let note = format!("{text}\n{signature}{}{}", cosign(5), cosign(6));
        let cosignatures = vec![Cosignature { witness: witness.clone(), timestamp: 5 }];
        let expected = CheckpointNote { checkpoint: checkpoint.clone(), cosignatures };
        assert_eq!(open(&note, &log, core::slice::from_ref(&witness)), Ok(expected));
        let alone = CheckpointNote { checkpoint, cosignatures: Vec::new() };
        assert_eq!(open(&note, &log, &[]), Ok(alone));
        let by_witness = format!("{text}\n{}", cosign(5));
        let name = log.name().to_owned();
        let error = Err(CheckpointError::NotByTheLog { name });
        assert_eq!(open(&by_witness, &log, core::slice::from_ref(&witness)), error);
        let unsigned = CheckpointError::Note(NoteError::NoKnownSignature);
        assert_eq!(open(&by_witness, &log, &[]), Err(unsigned));
        // The same key under another name: the name of the log is what its checkpoints are about.
        let octets = log_key.verifying_key().to_bytes();
        let other = VerifierKey::new("lain.example/log", SignatureType::Ed25519, octets).unwrap();
        let value = log_key.sign(text.as_bytes()).to_bytes();
        let note = format!("{text}\n{}", signature_line(&other, &value));
        let error = CheckpointError::OtherOrigin {
            expected: "lain.example/log".to_owned(),
            found: "contoh.example/log".to_owned(),
        };
        assert_eq!(open(&note, &other, &[]), Err(error));
    }
}
