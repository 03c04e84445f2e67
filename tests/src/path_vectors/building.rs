//! PATH-01 to PATH-05: how a path is searched, and where it may end (threat catalogue 5).

use crate::cms_builder::{Certificate, Digest, Identity, Key};
use crate::hierarchy::{
    ANCHOR, CA, Case, Expected, anchor, anchor_of, ca_certificate, ca_under, current_list,
    person_certificate, person_under,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [path_01(), path_02(), path_03(), path_04(), path_05()].concat()
}

/// A CA of a level; the number tells it from the others of its name.
fn ca(issuer: &Identity, common_name: &str, number: u8, word: &str) -> Identity {
    let certificate = Certificate::authority(common_name, number);
    Identity::issued_by(
        issuer,
        &certificate.valid("20200101000000Z", "20500101000000Z"),
        Key::p256(word),
    )
}

/// CAs under each other, the last one issues to persons.
fn chain(anchor: &Identity, count: usize) -> Vec<Identity> {
    let mut cas: Vec<Identity> = Vec::new();
    for level in 0..count {
        let name = format!("Penerbit {level}");
        cas.push(ca(cas.last().unwrap_or(anchor), &name, 2, &name));
    }
    cas
}

/// Levels of CAs: at each, several of the same name.
fn path_01() -> Vec<Vector> {
    let root = anchor();
    // Every CA of a level is certified by every CA above: paths multiply, keys do not.
    let mesh = |levels: usize, width: u8, top: &dyn Fn(u8) -> Identity| {
        let mut above: Vec<Identity> = (0..width).map(top).collect();
        let mut all = above.clone();
        for level in 0..levels {
            let name = format!("Jaring {level}");
            let word = |place: u8| format!("jaring {level} {place}");
            let mut level = Vec::new();
            for place in 0..width {
                let certified = above.iter().zip(10..).map(|(issuer, number)| {
                    ca(issuer, &name, number + place * width, &word(place))
                });
                let certified: Vec<Identity> = certified.collect();
                level.push(certified[0].clone());
                all.extend(certified);
            }
            above = level;
        }
        (all, above)
    };
    let stranger = |place: u8| {
        Certificate::authority("Akar Asing", place)
            .self_signed(Key::p256(&format!("asing {place}")))
    };
    let case = |(all, last): (Vec<Identity>, Vec<Identity>)| {
        let person = person_under(&last[0], &person_certificate());
        let all: Vec<&Identity> = all.iter().collect();
        Case::under(&root, &all, &person)
    };
    // The right one of each level stands last, after three of the same name.
    let decoys = {
        let cas = chain(&root, 3);
        let decoys: Vec<Identity> = (0..3)
            .flat_map(|level| {
                let name = format!("Penerbit {level}");
                (0..3).map(move |place| {
                    ca(&stranger(place), &name, 90 + place, &format!("{level} {place}"))
                })
            })
            .collect();
        let person = person_under(&cas[2], &person_certificate());
        let cas: Vec<&Identity> = cas.iter().collect();
        Case::under(&root, &cas, &person).with_first(&decoys.iter().collect::<Vec<_>>())
    };
    vec![
        case(mesh(5, 3, &stranger)).vector(
            "PATH-01",
            "mesh-without-anchor",
            "Hundreds of ways and none to an anchor: the limit is said, or that \
                 there is no way.",
            Expected::Refused,
        ),
        {
            let (all, last) =
                mesh(4, 3, &|place| ca(&root, "Jaring Atas", place + 3, &format!("atas {place}")));
            let mut vector = case((all, last)).vector(
                "PATH-01",
                "mesh-with-anchor",
                "Each of the ways leads to the anchor: one is enough; a limit may \
                 come first.",
                Expected::Passes,
            );
            vector.verdicts.push("belum-pasti");
            vector
        },
        {
            // A key for each, and the person's last.
            let all: Vec<Identity> = (0..240)
                .map(|place| ca(&root, "Ramai", place, &format!("ramai {place}")))
                .collect();
            let person = person_under(&all[239], &person_certificate());
            let all: Vec<&Identity> = all.iter().collect();
            Case::under(&root, &all, &person).vector(
                "PATH-01",
                "many-of-a-name",
                "More CAs of a name than signatures are checked: the limit is said, \
                     however many ways failed before it.",
                Expected::Limit,
            )
        },
        decoys.vector(
            "PATH-01",
            "three-of-a-name",
            "Three others bear the name of each CA: the way through the right \
                 ones is found.",
            Expected::Passes,
        ),
    ]
}

/// CAs that certify each other.
fn path_02() -> Vec<Vector> {
    let root = anchor();
    let [a, b, c] = ["A", "B", "C"].map(|name| {
        Certificate::authority(&format!("Silang {name}"), 5).self_signed(Key::p256(name))
    });
    let certified = |issuer: &Identity, name: &str, number: u8| {
        ca(issuer, &format!("Silang {name}"), number, name)
    };
    let circle = [
        certified(&a, "B", 6),
        certified(&b, "C", 7),
        certified(&c, "A", 8),
        certified(&b, "A", 9),
        certified(&c, "B", 10),
        certified(&a, "C", 11),
    ];
    let person = person_under(&a, &person_certificate());
    let anchored = certified(&root, "B", 12);
    let circle: Vec<&Identity> = circle.iter().collect();
    let lists = [&a, &b, &c].map(|ca| current_list().issue(ca)).to_vec();
    let case = Case::under(&root, &[], &person).with(&circle);
    let case = Case { lists: [case.lists.clone(), lists].concat(), ..case };
    let rollover = {
        let ca = ca_under(&root, &ca_certificate());
        let old_with_new =
            Identity::issued_by(&ca, &Certificate::authority(CA, 20), Key::p256("baru"));
        let new_with_old =
            Identity::issued_by(&old_with_new, &Certificate::authority(CA, 21), ca.key.clone());
        let person = person_under(&ca, &person_certificate());
        Case::under(&root, &[&ca], &person).with_first(&[&old_with_new, &new_with_old])
    };
    vec![
        case.clone().with(&[&anchored]).vector(
            "PATH-02",
            "circle-with-a-way-out",
            "A, B and C certify each other; the anchor certifies B: that way is \
                 found.",
            Expected::Passes,
        ),
        case.vector(
            "PATH-02",
            "circle",
            "A, B and C certify each other and nobody else does: no end, no way.",
            Expected::NoChain,
        ),
        rollover.vector(
            "PATH-02",
            "key-rollover",
            "Old and new key of one CA certify each other (RFC 4210 4.4), \
                 beside a plain way.",
            Expected::Passes,
        ),
    ]
}

/// Long paths.
fn path_03() -> Vec<Vector> {
    let root = anchor();
    let of = |count: usize| {
        let cas = chain(&root, count);
        let person = person_under(&cas[count - 1], &person_certificate());
        Case::under(&root, &cas.iter().collect::<Vec<_>>(), &person)
    };
    vec![
        of(7).vector(
            "PATH-03",
            "seven-cas",
            "Eight certificates without the anchor: as many as are looked at.",
            Expected::Passes,
        ),
        of(8).vector("PATH-03", "eight-cas", "One more: the limit is said.", Expected::Limit),
        of(101).vector(
            "PATH-03",
            "hundred-and-one-cas",
            "The end of patience is not the end of the path.",
            Expected::Limit,
        ),
    ]
}

/// What comes with the file is no anchor.
fn path_04() -> Vec<Vector> {
    let root = anchor();
    let stranger = anchor_of("Akar Asing", "akar asing");
    let ca = ca_under(&stranger, &ca_certificate());
    let person = person_under(&ca, &person_certificate());
    let under_stranger = Case::under(&stranger, &[&ca], &person);
    let strange =
        Case { entries: Case::of_person(&person_certificate()).entries, ..under_stranger };
    let alone = person_certificate().self_signed(Key::p256("sendiri"));
    let alone = Identity { issuer_certificate: alone.certificate.clone(), ..alone };
    vec![
        Case::under(&root, &[], &alone).vector(
            "PATH-04",
            "self-signed-signer",
            "A signer who vouches for himself.",
            Expected::NoChain,
        ),
        strange.clone().vector(
            "PATH-04",
            "intermediate-is-the-end",
            "The way ends at a CA that nobody registered.",
            Expected::NoChain,
        ),
        strange.clone().with(&[&stranger]).vector(
            "PATH-04",
            "self-signed-root-in-the-bag",
            "The document brings a root of its own.",
            Expected::NoChain,
        ),
        strange.adding(stranger.certificate.clone()).vector(
            "PATH-04",
            "self-signed-root-added",
            "The visitor adds a root: a candidate for the way, never its end.",
            Expected::NoChain,
        ),
    ]
}

/// Another key under the anchor's name.
fn path_05() -> Vec<Vector> {
    let root = anchor();
    let identifier = Digest::Sha1.of(&root.key.spki());
    let forged = Certificate::authority(ANCHOR, 1)
        .valid("20200101000000Z", "20560101000000Z")
        .subject_key_identifier(&identifier)
        .self_signed(Key::p256("palsu"));
    let forged_ca = ca_under(&forged, &ca_certificate());
    let person = person_under(&forged_ca, &person_certificate());
    let under = |entries| Case { entries, ..Case::under(&forged, &[&forged_ca], &person) };
    let genuine = Case::of_person(&person_certificate());
    vec![
        under(genuine.entries.clone()).with(&[&forged]).vector(
            "PATH-05",
            "same-name-other-key",
            "Name, number and key identifier of the anchor, and another key.",
            Expected::NoChain,
        ),
        under(genuine.entries.clone()).vector(
            "PATH-05",
            "same-name-not-in-the-bag",
            "The same, and the forged root stays at home.",
            Expected::NoChain,
        ),
        genuine.clone().with_first(&[&forged]).vector(
            "PATH-05",
            "forged-beside-a-good-way",
            "A forged root in the bag takes nothing from a good way.",
            Expected::Passes,
        ),
        genuine.with(&[&root]).vector(
            "PATH-05",
            "anchor-in-the-bag",
            "The anchor's own certificate in the bag.",
            Expected::Passes,
        ),
    ]
}
