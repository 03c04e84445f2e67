//! The letter as a set of dictionaries, so that updates can be made in any order; a revision holds those that were touched.
//!
//! 1 catalog, 2 page tree, 3 page, 4 content, 5 font, 6 first signature field, 7 its signature, 8 Info, 9 form; 10 text
//! `nilai`, 11 text `ab`, 12 parent `a` of 13 text `a.b`, 14 check box `setuju`, 15 choice `pilihan`, 16 and 19 empty
//! signature fields, 22 parent `c` of 23, whose value it holds, 24 text `tetap`, which nobody fills. What an update adds starts at 100.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fields, Said};
use crate::pdf_builder::{Identity, Section, Signing, Update, sign, stream};
use crate::pdf_vectors::letter::{
    LINE, STAMPED, content, dictionary, signed, time_stamp_dictionary,
};

/// Entries of a dictionary, as text.
pub(super) type Entries = BTreeMap<&'static str, String>;

/// What fills a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filler {
    Person,
    TimeStamp,
}

/// The letter as it is after some revisions.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The file.
    pub bytes: Vec<u8>,
    pub(super) catalog: u32,
    pub(super) fields: Vec<u32>,
    pub(super) annotations: Vec<u32>,
    /// Remarks of earlier revisions.
    pub(super) remarks: Vec<u32>,
    /// Empty signature fields of earlier revisions.
    pub(super) empty: Vec<(u32, String)>,
    /// Signed fields of earlier revisions, oldest first.
    pub(super) signed: Vec<(u32, String)>,
    pub(super) next_remarks: Vec<u32>,
    pub(super) next_empty: Vec<(u32, String)>,
    pub(super) next_signed: Vec<(u32, String)>,
    pub(super) filler: Option<Filler>,
    /// A revision brought a security store.
    pub(super) has_store: bool,
    objects: BTreeMap<u32, Entries>,
    touched: BTreeSet<u32>,
    written: BTreeMap<u32, Vec<u8>>,
    next: u32,
}

fn entries(pairs: &[(&'static str, &str)]) -> Entries {
    pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
}

/// A field of this type and name that is its own widget.
pub(super) fn widget(field_type: &str, name: &str, more: &[(&'static str, &str)]) -> Entries {
    let mut widget = entries(&[
        ("FT", field_type),
        ("Type", "/Annot"),
        ("Subtype", "/Widget"),
        ("F", "4"),
        ("P", "3 0 R"),
        ("Rect", "[72 600 300 620]"),
    ]);
    widget.insert("T", format!("({name})"));
    widget.extend(entries(more));
    widget
}

/// A signature field that shows nothing.
pub(super) fn signature_field(name: &str) -> Entries {
    widget("/Sig", name, &[("F", "132"), ("Rect", "[0 0 0 0]")])
}

/// What the dictionary of an appearance holds.
pub(super) const APPEARANCE: &str = "/Type/XObject/Subtype/Form/BBox[0 0 228 20]";

/// What the form's author wrote into one of the empty fields.
pub(super) const LOCK_OF_FOURTH: Said = Said::Lock(Fields::Include(&["ab"]));

impl Letter {
    /// The letter with its first signature.
    #[must_use]
    pub fn signed(said: Said, section: Section) -> Self {
        let mut letter = Self {
            bytes: Vec::new(),
            catalog: 1,
            fields: vec![6, 10, 11, 12, 14, 15, 16, 19, 22, 24],
            annotations: vec![6, 10, 11, 13, 14, 15, 16, 19, 23, 24],
            remarks: Vec::new(),
            empty: vec![(16, "Kedua".to_owned()), (19, "Keempat".to_owned())],
            signed: vec![(6, "Penanda".to_owned())],
            next_remarks: Vec::new(),
            next_empty: Vec::new(),
            next_signed: Vec::new(),
            filler: None,
            has_store: false,
            objects: BTreeMap::new(),
            touched: BTreeSet::new(),
            written: BTreeMap::new(),
            next: 100,
        };
        letter.write_first(said);
        let update = letter.update().section(section).trailer("/Info 8 0 R");
        letter.bytes = signed(&update);
        letter
    }

    fn write_first(&mut self, said: Said) {
        let mut catalog =
            entries(&[("Type", "/Catalog"), ("Pages", "2 0 R"), ("AcroForm", "9 0 R")]);
        if matches!(said, Said::Certifies(_)) {
            catalog.insert("Perms", "<</DocMDP 7 0 R>>".to_owned());
        }
        self.put(1, catalog);
        self.put(2, entries(&[("Type", "/Pages"), ("Kids", "[3 0 R]"), ("Count", "1")]));
        self.put(
            3,
            entries(&[
                ("Type", "/Page"),
                ("Parent", "2 0 R"),
                ("MediaBox", "[0 0 595 842]"),
                ("Resources", "<</Font<</F1 5 0 R>>>>"),
                ("Contents", "4 0 R"),
            ]),
        );
        self.write_stream(4, "", content(LINE));
        let font = [("Type", "/Font"), ("Subtype", "/Type1"), ("BaseFont", "/Helvetica")];
        self.put(5, entries(&font));
        let mut field = signature_field("Penanda");
        field.insert("V", "7 0 R".to_owned());
        field.extend(said.in_field().map(|lock| ("Lock", lock)));
        self.put(6, field);
        self.write(7, dictionary(&said.in_dictionary()));
        self.put(8, entries(&[("Title", "(Surat contoh)"), ("Producer", "(Periksa)")]));
        self.put(
            9,
            entries(&[
                ("SigFlags", "3"),
                ("DA", "(/F1 12 Tf 0 g)"),
                ("DR", "<</Font<</F1 5 0 R>>>>"),
            ]),
        );
        self.put(10, widget("/Tx", "nilai", &[("V", "()")]));
        self.put(11, widget("/Tx", "ab", &[("V", "()")]));
        self.put(12, entries(&[("T", "(a)"), ("Kids", "[13 0 R]")]));
        self.put(13, widget("/Tx", "b", &[("Parent", "12 0 R"), ("V", "()")]));
        let looks = "<</N<</Ya 17 0 R/Off 18 0 R>>>>";
        self.put(14, widget("/Btn", "setuju", &[("V", "/Off"), ("AS", "/Off"), ("AP", looks)]));
        let choices = [("Ff", "131072"), ("Opt", "[(satu)(dua)]"), ("V", "(satu)")];
        self.put(15, widget("/Ch", "pilihan", &choices));
        self.put(16, signature_field("Kedua"));
        self.write_stream(17, APPEARANCE, "0 0 9 9 re f");
        self.write_stream(18, APPEARANCE, "");
        self.put(19, signature_field("Keempat"));
        self.set(19, "Lock", LOCK_OF_FOURTH.in_field().unwrap());
        self.put(22, entries(&[("T", "(c)"), ("FT", "/Tx"), ("V", "()"), ("Kids", "[23 0 R]")]));
        let mut kid = widget("/Tx", "d", &[("Parent", "22 0 R")]);
        kid.remove("FT");
        self.put(23, kid);
        self.put(24, widget("/Tx", "tetap", &[("V", "()")]));
    }

    /// A number that nothing has.
    pub(super) fn number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    pub(super) fn put(&mut self, number: u32, entries: Entries) {
        self.objects.insert(number, entries);
        self.touched.insert(number);
    }

    pub(super) fn add(&mut self, entries: Entries) -> u32 {
        let number = self.number();
        self.put(number, entries);
        number
    }

    pub(super) fn set(&mut self, number: u32, key: &'static str, value: impl Into<String>) {
        self.touched.insert(number);
        self.objects.get_mut(&number).unwrap().insert(key, value.into());
    }

    pub(super) fn get(&self, number: u32, key: &str) -> Option<&str> {
        self.objects[&number].get(key).map(String::as_str)
    }

    pub(super) fn unset(&mut self, number: u32, key: &str) {
        self.touched.insert(number);
        self.objects.get_mut(&number).unwrap().remove(key);
    }

    pub(super) fn write(&mut self, number: u32, body: impl Into<Vec<u8>>) {
        self.written.insert(number, body.into());
    }

    pub(super) fn write_stream(&mut self, number: u32, dictionary: &str, data: impl AsRef<[u8]>) {
        self.write(number, stream(dictionary, data.as_ref()));
    }

    pub(super) fn add_stream(&mut self, dictionary: &str, data: impl AsRef<[u8]>) -> u32 {
        let number = self.number();
        self.write_stream(number, dictionary, data);
        number
    }

    /// A field of the form's first level, shown on the page.
    pub(super) fn add_field(&mut self, entries: Entries) -> u32 {
        let number = self.add(entries);
        self.fields.push(number);
        self.touched.insert(9);
        self.add_annotation(number);
        number
    }

    pub(super) fn add_annotation(&mut self, number: u32) {
        self.annotations.push(number);
        self.touched.insert(3);
    }

    /// Takes a field out of the form and off the page.
    pub(super) fn drop_field(&mut self, number: u32) {
        self.fields.retain(|other| *other != number);
        self.touched.insert(9);
        self.drop_annotation(number);
    }

    pub(super) fn drop_annotation(&mut self, number: u32) {
        self.annotations.retain(|other| *other != number);
        self.touched.insert(3);
    }

    /// The catalog gets another number.
    pub(super) fn move_catalog(&mut self) {
        let entries = self.objects[&self.catalog].clone();
        self.catalog = self.add(entries);
    }

    /// A signature's value, to be filled at the end of the revision.
    pub(super) fn place_signature(&mut self, field: u32, said: Said) {
        let value = self.number();
        self.write(value, dictionary(&said.in_dictionary()));
        self.set(field, "V", format!("{value} 0 R"));
        if let Some(lock) = said.in_field() {
            self.set(field, "Lock", lock);
        }
        self.filler = Some(Filler::Person);
    }

    pub(super) fn place_time_stamp(&mut self, field: u32) {
        let value = self.number();
        self.write(value, time_stamp_dictionary());
        self.set(field, "V", format!("{value} 0 R"));
        self.filler = Some(Filler::TimeStamp);
    }

    /// What was touched since the last revision.
    fn update(&mut self) -> Update {
        let list = |numbers: &[u32]| {
            let references: Vec<String> =
                numbers.iter().map(|number| format!("{number} 0 R")).collect();
            format!("[{}]", references.join(" "))
        };
        let (fields, annotations) = (list(&self.fields), list(&self.annotations));
        self.objects.get_mut(&9).unwrap().insert("Fields", fields);
        self.objects.get_mut(&3).unwrap().insert("Annots", annotations);
        let mut update = Update::new().root(&format!("{} 0 R", self.catalog));
        for number in std::mem::take(&mut self.touched) {
            let entries = self.objects[&number].iter();
            let body: String = entries.map(|(key, value)| format!("/{key} {value}")).collect();
            update = update.object(number, format!("<<{body}>>"));
        }
        for (number, body) in std::mem::take(&mut self.written) {
            update = update.object(number, body);
        }
        update
    }

    /// Writes what was touched as a revision, signed where a signature was placed.
    pub(super) fn save(&mut self, section: Section) {
        let update = self.update().section(section).trailer("/Info 8 0 R");
        let file = update.append_to(&self.bytes);
        // A number for an object stream and one for the section, if there are any.
        self.next += 10;
        let person = Identity::person();
        let signing = Signing::by(&person);
        self.bytes = match self.filler.take() {
            None => file,
            Some(Filler::Person) => sign(file, &signing),
            Some(Filler::TimeStamp) => {
                sign(file, &Signing { document_time_stamp: Some(STAMPED), ..signing })
            }
        };
        self.has_store = self.get(self.catalog, "DSS").is_some();
        self.remarks.append(&mut self.next_remarks);
        self.empty.append(&mut self.next_empty);
        self.signed.append(&mut self.next_signed);
    }
}
