//! Random sequences of updates, allowed and forbidden, on a signed letter: the verdict is never better than the worst update,
//! and where every update is allowed, never worse than "genuine, with additions". What is expected comes from a model of
//! ISO 32000-2 12.8.2 of a few lines, which shares nothing with the verifier.
//!
//! A disagreement is printed with its seed, shrunk to the updates that it needs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test stops at the first surprise"
)]

use periksa_tests::later_updates::{
    Effect, Fields, Filling, Forbidden, Kind, Letter, Level, Remark, Said,
};
use periksa_tests::letters::Letters;
use periksa_tests::pdf_builder::{Section, Update};
use periksa_tests::pdf_vectors::letter::{dictionary, field, letter, page, signed, signed_update};
use periksa_tests::trust::{DemoAnchors, validation_data};
use periksa_tests::workspace;
use serde_json::Value;
use verifier::time::UnixTime;
use verifier::{ValidationData, Verdict, verify};

/// Best first.
const VERDICTS: [&str; 10] = [
    "asli",
    "asli-saat-itu",
    "asli-ditambah",
    "tanpa",
    "uji",
    "belum-pasti",
    "tidak-dikenal",
    "dicabut",
    "rusak",
    "berubah",
];

/// `PERIKSA_SEQUENCES` asks for another number.
const SEQUENCES: u64 = 400;

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Revision {
    kinds: Vec<Kind>,
    section: Section,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sequence {
    first: Said,
    section: Section,
    revisions: Vec<Revision>,
}

// -- the generator --

/// Xorshift (Marsaglia 2003): the same numbers from the same seed.
struct Numbers(u64);

impl Numbers {
    fn of(seed: u64) -> Self {
        let mut numbers = Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        numbers.below(2);
        numbers
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(u64::try_from(from.len()).unwrap())).unwrap()]
    }
}

const SECTIONS: [Section; 3] = [Section::Table, Section::Stream, Section::ObjectStream];

const LOCKS: [Fields; 8] = [
    Fields::All,
    Fields::Include(&["nilai"]),
    Fields::Include(&["a", "Kedua"]),
    Fields::Include(&["c.d", "setuju"]),
    Fields::Include(&["a.b", "pilihan"]),
    Fields::Exclude(&["nilai", "Kedua"]),
    Fields::Exclude(&["a", "setuju"]),
    Fields::Exclude(&["c.d", "Kedua", "Keempat"]),
];

fn said(numbers: &mut Numbers, is_first: bool) -> Said {
    let permission = u8::try_from(numbers.below(3) + 1).unwrap();
    let fields = numbers.choose(&LOCKS);
    match numbers.below(if is_first { 12 } else { 20 }) {
        0..4 if is_first => Said::Certifies(permission),
        0 => Said::Certifies(permission),
        4 | 5 => Said::FieldMdp(fields),
        6 | 7 => Said::Lock(fields),
        8 => Said::LockWithPermission(fields, permission),
        _ => Said::Nothing,
    }
}

/// A lock is written by who makes the form, not by who signs an empty field of it.
fn in_dictionary(said: Said) -> Said {
    match said {
        Said::Lock(fields) | Said::LockWithPermission(fields, _) => Said::FieldMdp(fields),
        Said::Nothing | Said::Certifies(_) | Said::FieldMdp(_) => said,
    }
}

const VALIDATION: [Kind; 7] = [
    Kind::Unreachable,
    Kind::Respelled,
    Kind::SecurityStore,
    Kind::TimeStamp,
    Kind::Metadata,
    Kind::Info,
    Kind::Extensions,
];

const FILLING: [Kind; 9] = [
    Kind::Fill(Filling::Text),
    Kind::Fill(Filling::Similar),
    Kind::Fill(Filling::Kid),
    Kind::Fill(Filling::Inherited),
    Kind::Fill(Filling::CheckBox),
    Kind::Fill(Filling::Choice),
    Kind::EmptyField,
    Kind::ReadOnly,
    Kind::FormFont,
];

const REMARKS: [Kind; 6] = [
    Kind::RemarkAdded(Remark::Text),
    Kind::RemarkAdded(Remark::FreeText),
    Kind::RemarkAdded(Remark::Highlight),
    Kind::RemarkAdded(Remark::Stamp),
    Kind::RemarkChanged,
    Kind::RemarkRemoved,
];

const FORBIDDEN: [Forbidden; 28] = [
    Forbidden::Content,
    Forbidden::Rotation,
    Forbidden::Font,
    Forbidden::PageAdded,
    Forbidden::Link,
    Forbidden::Redaction,
    Forbidden::RemarkWithAction,
    Forbidden::WidgetMoved,
    Forbidden::FieldProperties,
    Forbidden::LooksWithoutValue,
    Forbidden::LooksOfButton,
    Forbidden::FieldAdded,
    Forbidden::FieldDropped,
    Forbidden::PaintingEmptyField,
    Forbidden::CoveringSignature,
    Forbidden::SignatureCleared,
    Forbidden::SignatureDropped,
    Forbidden::FormStyle,
    Forbidden::NeedAppearances,
    Forbidden::Xfa,
    Forbidden::Outline,
    Forbidden::Attachment,
    Forbidden::OpenAction,
    Forbidden::Layers,
    Forbidden::Permissions,
    Forbidden::StoreEmptied,
    Forbidden::UnknownKey,
    Forbidden::CatalogMoved,
];

/// Updates up to a level, which differs between sequences so that many hold nothing forbidden.
fn kind(numbers: &mut Numbers, most: Level) -> Kind {
    match most {
        Level::None | Level::ValidationData => numbers.choose(&VALIDATION),
        Level::FormFilling => match numbers.below(8) {
            0 => numbers.choose(&VALIDATION),
            1 | 2 => Kind::SignEmpty(in_dictionary(said(numbers, false))),
            3 => Kind::SignNew(said(numbers, false)),
            _ => numbers.choose(&FILLING),
        },
        Level::Annotation => match numbers.below(2) {
            0 => numbers.choose(&REMARKS),
            _ => kind(numbers, Level::FormFilling),
        },
        Level::Other => match numbers.below(3) {
            0 => Kind::Forbidden(numbers.choose(&FORBIDDEN)),
            _ => kind(numbers, Level::Annotation),
        },
    }
}

fn sequence(seed: u64) -> Sequence {
    let mut numbers = Numbers::of(seed);
    let first = said(&mut numbers, true);
    let most = numbers.choose(&[
        Level::ValidationData,
        Level::FormFilling,
        Level::FormFilling,
        Level::Annotation,
        Level::Other,
    ]);
    let section = numbers.choose(&SECTIONS);
    let revisions = (0..=numbers.below(6)).map(|_| {
        let mut kinds: Vec<Kind> = Vec::new();
        for _ in 0..=numbers.below(4) / 3 {
            let kind = kind(&mut numbers, most);
            let is_signed = kinds.iter().any(|other| other.signs());
            if !(kinds.contains(&kind) || is_signed && kind.signs()) {
                kinds.push(kind);
            }
        }
        Revision { kinds, section: numbers.choose(&SECTIONS) }
    });
    Sequence { first, section, revisions: revisions.collect() }
}

// -- the model --

fn level_allowed(said: Said) -> Option<Level> {
    match said {
        Said::Certifies(1) | Said::LockWithPermission(_, 1) => Some(Level::ValidationData),
        Said::Certifies(2) | Said::LockWithPermission(_, 2) => Some(Level::FormFilling),
        Said::Certifies(_) | Said::LockWithPermission(..) => Some(Level::Annotation),
        Said::Nothing | Said::FieldMdp(_) | Said::Lock(_) => None,
    }
}

/// Whether a list names the field or one above it.
fn names(list: &[&str], field: &str) -> bool {
    let parts: Vec<&str> = field.split('.').collect();
    (1..=parts.len()).any(|count| list.contains(&parts[..count].join(".").as_str()))
}

fn locks(said: Said, field: &str) -> bool {
    match said {
        Said::FieldMdp(fields) | Said::Lock(fields) | Said::LockWithPermission(fields, _) => {
            match fields {
                Fields::All => true,
                Fields::Include(list) => names(list, field),
                Fields::Exclude(list) => !names(list, field),
            }
        }
        Said::Nothing | Said::Certifies(_) => false,
    }
}

/// The best verdict that may be given: the worst of all signatures that are still there.
fn expected(first: Said, effects: &[Effect]) -> &'static str {
    let mut signed = vec![("Penanda", first, 0)];
    signed.extend((1..).zip(effects).filter_map(|(number, effect)| {
        effect.signed.as_ref().map(|(field, said)| (field.as_str(), *said, number))
    }));
    let all = signed.len();
    signed.retain(|(field, _, _)| !effects.iter().any(|effect| effect.removes(field)));
    let mut worst = 0;
    let mut worsen = |verdict: &str| worst = worst.max(rank(verdict));
    if signed.len() < all {
        worsen("belum-pasti");
    }
    for (number, (_, _, revision)) in signed.iter().enumerate() {
        let so_far = signed[..=number].iter().map(|(_, said, _)| *said);
        let allowed = so_far.clone().filter_map(level_allowed).min().unwrap_or(Level::FormFilling);
        for effect in &effects[*revision..] {
            let is_locked = |field: &String| so_far.clone().any(|said| locks(said, field));
            if effect.level > allowed || effect.filled.iter().any(is_locked) {
                worsen("berubah");
            } else if effect.is_visible {
                worsen("asli-ditambah");
            }
        }
    }
    // A certification is the first signature or none.
    let is_certified = |effect: &Effect| matches!(effect.signed, Some((_, Said::Certifies(_))));
    if effects.iter().any(is_certified) {
        worsen("belum-pasti");
    }
    VERDICTS[worst]
}

fn rank(verdict: &str) -> usize {
    VERDICTS.iter().position(|other| *other == verdict).unwrap()
}

// -- the two side by side --

struct Outcome {
    file: Vec<u8>,
    expected: &'static str,
    found: String,
}

impl Outcome {
    fn of(sequence: &Sequence, data: &ValidationData, at: UnixTime) -> Self {
        let mut letter = Letter::signed(sequence.first, sequence.section);
        let effects: Vec<Effect> = sequence
            .revisions
            .iter()
            .filter_map(|revision| letter.revise(&revision.kinds, revision.section))
            .collect();
        let report: Value =
            serde_json::from_str(&verify(&letter.bytes, data, at).to_json()).unwrap();
        let found = report["verdict"].as_str().unwrap().to_owned();
        Self { file: letter.bytes, expected: expected(sequence.first, &effects), found }
    }

    /// Better than the worst update, or worse than updates that are all allowed.
    fn disagrees(&self) -> bool {
        let (found, expected) = (rank(&self.found), rank(self.expected));
        found < expected || (expected <= rank("asli-ditambah") && found != expected)
    }
}

/// The same disagreement with as few updates as it takes.
fn shrunk(mut sequence: Sequence, disagrees: impl Fn(&Sequence) -> bool) -> Sequence {
    loop {
        let Some(smaller) = smaller(&sequence).into_iter().find(|smaller| disagrees(smaller))
        else {
            return sequence;
        };
        sequence = smaller;
    }
}

/// Everything that is a little less: a revision less, an update less, plain sections, nothing said.
fn smaller(sequence: &Sequence) -> Vec<Sequence> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut Sequence)| {
        let mut changed = sequence.clone();
        change(&mut changed);
        if changed != *sequence {
            all.push(changed);
        }
    };
    for (number, revision) in sequence.revisions.iter().enumerate() {
        add(&|changed| drop(changed.revisions.remove(number)));
        add(&|changed| changed.revisions[number].section = Section::Table);
        for (index, kind) in revision.kinds.iter().enumerate() {
            if revision.kinds.len() > 1 {
                add(&|changed| {
                    let _update = changed.revisions[number].kinds.remove(index);
                });
            }
            let plain = if matches!(kind, Kind::SignEmpty(_)) {
                Kind::SignEmpty(Said::Nothing)
            } else if matches!(kind, Kind::SignNew(_)) {
                Kind::SignNew(Said::Nothing)
            } else {
                *kind
            };
            add(&|changed| changed.revisions[number].kinds[index] = plain);
        }
    }
    add(&|changed| changed.section = Section::Table);
    add(&|changed| changed.first = Said::Nothing);
    all
}

#[test]
fn no_verdict_is_better_than_the_worst_update_nor_worse_than_allowed_ones() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    let outcome = |sequence: &Sequence| Outcome::of(sequence, &data, at);
    let mut met = std::collections::BTreeMap::new();
    let mut disagreements = 0;
    let asked = std::env::var("PERIKSA_SEQUENCES").ok().and_then(|number| number.parse().ok());
    for seed in 0..asked.unwrap_or(SEQUENCES) {
        let sequence = sequence(seed);
        let first = outcome(&sequence);
        *met.entry(first.expected).or_insert(0) += 1;
        if !first.disagrees() {
            continue;
        }
        disagreements += 1;
        let sequence = shrunk(sequence, |smaller| outcome(smaller).disagrees());
        let Outcome { file, expected, found } = outcome(&sequence);
        let path = workspace().join(format!("target/periksa/later-updates-{seed}.pdf"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, file).unwrap();
        eprintln!("seed {seed}: expected {expected}, found {found}: {sequence:?}");
    }
    assert_eq!(disagreements, 0, "the lines above say which; the files are in target/periksa");
    // The generator must reach every side of the question.
    for verdict in ["asli", "asli-ditambah", "belum-pasti", "berubah"] {
        assert!(met.get(verdict).is_some_and(|count| *count > 4), "{met:?}");
    }
}

/// A field of this value below it, and a parent that holds the value (12.7.4.1).
fn signature_held_above(value: &str) -> Update {
    let above = format!("<</FT/Sig/T(Atas)/Kids[20 0 R]/V {value}>>");
    Update::new().object(6, above)
}

#[test]
fn a_signature_held_by_the_field_above_is_not_exchanged() {
    let data = validation_data(DemoAnchors::TakenAsReal).unwrap();
    let at = Letters::read().unwrap().at().unwrap();
    let below = field("Penanda", "", "/Parent 6 0 R").replace("/FT/Sig", "");
    let annotations = page("", "").replace("6 0 R]", "20 0 R]");
    let first = letter().object(20, below).object(3, annotations);
    let first = signed(&signature_held_above("7 0 R").onto(first));
    let second = signature_held_above("21 0 R").object(21, dictionary(""));
    let verdict = |file: &[u8]| verify(file, &data, at).verdict;
    assert_eq!(verdict(&first).key(), "asli");
    let exchanged = signed_update(&second, &first);
    assert!(verdict(&exchanged) >= Verdict::BelumPasti, "{:?}", verdict(&exchanged));
    let report = verify(&exchanged, &data, at).to_json();
    assert!(!report.contains("field-filled"), "{report}");
}
