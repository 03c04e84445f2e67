//! The kinds of update: what each does to the letter, and how far it reaches.

use super::letter::{APPEARANCE, Entries, LOCK_OF_FOURTH, Letter, signature_field, widget};
use super::{Effect, Level, Said};
use crate::pdf_builder::{Identity, Section};
use crate::pdf_vectors::letter::{LINE, OTHER_LINE, content};

/// A field that can be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// `nilai`.
    Text,
    /// `ab`.
    Similar,
    /// `a.b`.
    Kid,
    /// `c.d`, whose value its parent holds.
    Inherited,
    /// `setuju`.
    CheckBox,
    /// `pilihan`.
    Choice,
}

/// Markup annotations that P = 3 means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// A note.
    Text,
    /// Text on the page.
    FreeText,
    /// A marker.
    Highlight,
    /// A stamp with an appearance.
    Stamp,
}

/// What nothing permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forbidden {
    /// Another line on the page.
    Content,
    /// The page is turned.
    Rotation,
    /// The page's font is another one.
    Font,
    /// One more page.
    PageAdded,
    /// A link.
    Link,
    /// An annotation that takes content away.
    Redaction,
    /// A remark with an action.
    RemarkWithAction,
    /// A field is shown elsewhere.
    WidgetMoved,
    /// A field's other properties.
    FieldProperties,
    /// A text field is drawn anew and keeps its value.
    LooksWithoutValue,
    /// What a check box can look like.
    LooksOfButton,
    /// A new text field.
    FieldAdded,
    /// A field is gone.
    FieldDropped,
    /// A new signature field that is empty and paints.
    PaintingEmptyField,
    /// A new signature whose widget covers the page.
    CoveringSignature,
    /// The newest signature's value is taken out of its field.
    SignatureCleared,
    /// The newest signature's field is gone.
    SignatureDropped,
    /// Form-wide text style.
    FormStyle,
    /// Readers are told to draw fields anew.
    NeedAppearances,
    /// XFA.
    Xfa,
    /// An outline.
    Outline,
    /// An attachment.
    Attachment,
    /// An action on opening.
    OpenAction,
    /// Layers.
    Layers,
    /// Other permissions in the catalog.
    Permissions,
    /// The security store is emptied.
    StoreEmptied,
    /// An unknown key of the catalog.
    UnknownKey,
    /// `Root` is another object.
    CatalogMoved,
}

/// One update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An object that nothing leads to.
    Unreachable,
    /// The page tree in other words.
    Respelled,
    /// The security store grows.
    SecurityStore,
    /// A document time-stamp in a field of its own.
    TimeStamp,
    /// An XMP packet.
    Metadata,
    /// The information dictionary.
    Info,
    /// Declared extensions.
    Extensions,
    /// An empty signature field of the signed form gets its signature.
    SignEmpty(Said),
    /// A new field with its signature.
    SignNew(Said),
    /// A new empty signature field.
    EmptyField,
    /// A field is filled.
    Fill(Filling),
    /// A field becomes read-only.
    ReadOnly,
    /// The form gets a font.
    FormFont,
    /// A remark.
    RemarkAdded(Remark),
    /// The oldest remark says something else.
    RemarkChanged,
    /// The oldest remark is gone.
    RemarkRemoved,
    /// Anything else.
    Forbidden(Forbidden),
}

impl Kind {
    /// Whether it needs the one placeholder of a revision.
    #[must_use]
    pub const fn signs(self) -> bool {
        matches!(
            self,
            Self::TimeStamp
                | Self::SignEmpty(_)
                | Self::SignNew(_)
                | Self::Forbidden(Forbidden::CoveringSignature)
        )
    }

    /// Does it to the letter; nothing where there is nothing to do it to.
    fn apply(self, letter: &mut Letter) -> Option<Effect> {
        let catalog = letter.catalog;
        Some(match self {
            Self::Unreachable => {
                let note = letter.number();
                letter.write(note, "<</Catatan(kosong)>>");
                Effect::of(Level::None)
            }
            Self::Respelled => {
                let kids = letter.get(2, "Kids").filter(|kids| kids.starts_with('['))?.to_owned();
                let list = letter.number();
                letter.write(list, kids.replace('[', "[ ").replace(']', " ]"));
                letter.set(2, "Kids", format!("{list} 0 R"));
                letter.set(2, "Type", "/P#61ges");
                Effect::of(Level::None)
            }
            Self::SecurityStore => {
                let certificate = letter.add_stream("", &Identity::person().issuer_certificate);
                let store = letter.get(catalog, "DSS").map(str::to_owned);
                let store = store.and_then(|store| store.split(' ').next()?.parse().ok());
                let Some(store) = store else {
                    let certificates = format!("[{certificate} 0 R]");
                    let entries =
                        [("Type", "/DSS".to_owned()), ("Certs", certificates)].into_iter();
                    let store = letter.add(entries.collect());
                    letter.set(catalog, "DSS", format!("{store} 0 R"));
                    return Some(Effect::of(Level::ValidationData));
                };
                let old = letter.get(store, "Certs")?.trim_matches(['[', ']']).to_owned();
                letter.set(store, "Certs", format!("[{old} {certificate} 0 R]"));
                Effect::of(Level::ValidationData)
            }
            Self::TimeStamp => {
                let name = new_name("Waktu", letter);
                let field = letter.add_field(signature_field(&name));
                letter.place_time_stamp(field);
                Effect::of(Level::ValidationData)
            }
            Self::Metadata => {
                let packet = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";
                let packet = letter.add_stream("/Type/Metadata/Subtype/XML", packet);
                letter.set(catalog, "Metadata", format!("{packet} 0 R"));
                Effect::of(Level::ValidationData)
            }
            Self::Info => {
                let second = letter.number() % 60;
                letter.set(8, "ModDate", format!("(D:202602040000{second:02}Z)"));
                Effect::of(Level::ValidationData)
            }
            Self::Extensions => {
                let level = letter.number();
                let declared = format!("<</ESIC<</BaseVersion/1.7/ExtensionLevel {level}>>>>");
                letter.set(catalog, "Extensions", declared);
                Effect::of(Level::ValidationData)
            }
            Self::SignEmpty(said) => {
                if letter.empty.is_empty() {
                    return None;
                }
                let (field, name) = letter.empty.remove(0);
                let said = if letter.get(field, "Lock").is_some() { LOCK_OF_FOURTH } else { said };
                letter.place_signature(field, said);
                letter.next_signed.push((field, name.clone()));
                Effect::of(Level::FormFilling).fills(name.as_str()).signs(name, said)
            }
            Self::SignNew(said) => {
                let name = sign_new(letter, said, "[0 0 0 0]");
                Effect::of(Level::FormFilling).signs(name, said)
            }
            Self::EmptyField => {
                let name = new_name("Kosong", letter);
                let field = letter.add_field(signature_field(&name));
                letter.next_empty.push((field, name));
                Effect::of(Level::FormFilling)
            }
            Self::Fill(filling) => return fill(letter, filling),
            Self::ReadOnly => {
                if letter.get(10, "Ff").is_some() {
                    return None;
                }
                letter.set(10, "Ff", "1");
                Effect::of(Level::FormFilling)
            }
            Self::FormFont => {
                let font = [("Type", "/Font"), ("Subtype", "/Type1"), ("BaseFont", "/Courier")];
                let font = letter.add(owned(&font));
                let fonts = letter.get(9, "DR")?.trim_end_matches(">>").to_owned();
                letter.set(9, "DR", format!("{fonts}/F{font} {font} 0 R>>>>"));
                Effect::of(Level::FormFilling)
            }
            Self::RemarkAdded(remark) => {
                let (subtype, more) = match remark {
                    Remark::Text => ("/Text", vec![]),
                    Remark::FreeText => ("/FreeText", vec![("DA", "(/F1 12 Tf)".to_owned())]),
                    Remark::Highlight => {
                        let quad = "[72 715 400 715 72 690 400 690]".to_owned();
                        ("/Highlight", vec![("QuadPoints", quad)])
                    }
                    Remark::Stamp => {
                        let looks = letter.add_stream(APPEARANCE, "1 g 0 0 228 20 re f");
                        ("/Stamp", vec![("AP", format!("<</N {looks} 0 R>>"))])
                    }
                };
                let number = annotate(letter, subtype, more);
                letter.next_remarks.push(number);
                Effect::of(Level::Annotation).visible()
            }
            Self::RemarkChanged => {
                let remark = *letter.remarks.first()?;
                let words = letter.number();
                letter.set(remark, "Contents", format!("(Catatan {words})"));
                Effect::of(Level::Annotation).visible()
            }
            Self::RemarkRemoved => {
                if letter.remarks.is_empty() {
                    return None;
                }
                let remark = letter.remarks.remove(0);
                letter.drop_annotation(remark);
                Effect::of(Level::Annotation).visible()
            }
            Self::Forbidden(forbidden) => {
                let effect = Effect::of(Level::Other).visible();
                if forbidden == Forbidden::CoveringSignature {
                    let name = sign_new(letter, Said::Nothing, "[0 0 595 842]");
                    return Some(effect.signs(name, Said::Nothing));
                }
                let removed = forbid(letter, forbidden)?;
                Effect { removed: removed.into_iter().collect(), ..effect }
            }
        })
    }
}

impl Letter {
    /// One revision of these kinds; `None` where none of them had anything to do.
    pub fn revise(&mut self, kinds: &[Kind], section: Section) -> Option<Effect> {
        let effects = kinds.iter().filter_map(|kind| kind.apply(self));
        let effect = effects.reduce(Effect::and)?;
        self.save(section);
        Some(effect)
    }
}

fn owned(pairs: &[(&'static str, &str)]) -> Entries {
    pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
}

fn new_name(name: &str, letter: &mut Letter) -> String {
    format!("{name}{}", letter.number())
}

fn annotate(letter: &mut Letter, subtype: &str, more: Vec<(&'static str, String)>) -> u32 {
    let mut entries = owned(&[
        ("Type", "/Annot"),
        ("Rect", "[72 690 400 715]"),
        ("F", "4"),
        ("P", "3 0 R"),
        ("Contents", "(Catatan)"),
    ]);
    entries.insert("Subtype", subtype.to_owned());
    entries.extend(more);
    let number = letter.add(entries);
    letter.add_annotation(number);
    number
}

fn sign_new(letter: &mut Letter, said: Said, rectangle: &str) -> String {
    let name = new_name("Baru", letter);
    let field = letter.add_field(signature_field(&name));
    letter.set(field, "Rect", rectangle);
    letter.place_signature(field, said);
    letter.next_signed.push((field, name.clone()));
    name
}

fn fill(letter: &mut Letter, filling: Filling) -> Option<Effect> {
    let value = format!("({})", letter.number());
    let (field, holder, name) = match filling {
        Filling::Text => (10, 10, "nilai"),
        Filling::Similar => (11, 11, "ab"),
        Filling::Kid => (13, 13, "a.b"),
        Filling::Inherited => (23, 22, "c.d"),
        Filling::CheckBox => (14, 14, "setuju"),
        Filling::Choice => (15, 15, "pilihan"),
    };
    if !letter.annotations.contains(&field) {
        return None;
    }
    let filled = Effect::of(Level::FormFilling).visible().fills(name);
    match filling {
        Filling::CheckBox => {
            let other = if letter.get(14, "V") == Some("/Ya") { "/Off" } else { "/Ya" };
            letter.set(14, "V", other);
            letter.set(14, "AS", other);
        }
        Filling::Choice => {
            let is_second = letter.get(15, "V") == Some("(dua)");
            letter.set(15, "V", if is_second { "(satu)" } else { "(dua)" });
            letter.set(15, "I", if is_second { "[0]" } else { "[1]" });
        }
        // Readers draw it when it is looked at.
        Filling::Inherited => letter.set(holder, "V", value),
        Filling::Text | Filling::Similar | Filling::Kid => {
            let looks = letter.add_stream(APPEARANCE, "/Tx BMC BT (99) Tj ET EMC");
            letter.set(field, "AP", format!("<</N {looks} 0 R>>"));
            letter.set(holder, "V", value);
        }
    }
    Some(filled)
}

/// Does what nothing permits; names the field of a signature that it took away.
fn forbid(letter: &mut Letter, forbidden: Forbidden) -> Option<Option<String>> {
    let catalog = letter.catalog;
    let number = letter.number();
    match forbidden {
        Forbidden::Content => {
            let line = if number.is_multiple_of(2) { OTHER_LINE } else { LINE };
            letter.write_stream(4, "", content(&format!("{line} {number}")));
        }
        Forbidden::Rotation => {
            let is_turned = letter.get(3, "Rotate") == Some("180");
            letter.set(3, "Rotate", if is_turned { "0" } else { "180" });
        }
        Forbidden::Font => letter.set(5, "BaseFont", format!("/Lain{number}")),
        Forbidden::PageAdded => {
            if letter.get(2, "Count") != Some("1") {
                return None;
            }
            let page = letter.add(owned(&[
                ("Type", "/Page"),
                ("Parent", "2 0 R"),
                ("MediaBox", "[0 0 595 842]"),
                ("Contents", "4 0 R"),
            ]));
            letter.set(2, "Kids", format!("[3 0 R {page} 0 R]"));
            letter.set(2, "Count", "2");
        }
        Forbidden::Link => {
            let action = "<</S/URI/URI(https://contoh.invalid/)>>".to_owned();
            annotate(letter, "/Link", vec![("A", action)]);
        }
        Forbidden::Redaction => {
            annotate(letter, "/Redact", vec![("IC", "[0 0 0]".to_owned())]);
        }
        Forbidden::RemarkWithAction => {
            let action = "<</S/JavaScript/JS(1)>>".to_owned();
            annotate(letter, "/Text", vec![("A", action)]);
        }
        Forbidden::WidgetMoved => letter.set(10, "Rect", format!("[72 {number} 400 715]")),
        Forbidden::FieldProperties => letter.set(11, "MaxLen", number.to_string()),
        Forbidden::LooksWithoutValue => {
            let looks = letter.add_stream(APPEARANCE, "BT (75) Tj ET");
            letter.set(24, "AP", format!("<</N {looks} 0 R>>"));
        }
        Forbidden::LooksOfButton => letter.write_stream(17, APPEARANCE, number.to_string()),
        Forbidden::FieldAdded => {
            letter.add_field(widget("/Tx", &format!("baru{number}"), &[("V", "(99)")]));
        }
        Forbidden::FieldDropped => {
            if !letter.fields.contains(&15) {
                return None;
            }
            letter.drop_field(15);
        }
        Forbidden::PaintingEmptyField => {
            let looks = letter.add_stream(APPEARANCE, "1 g 0 0 228 20 re f");
            let field = letter.add_field(signature_field(&format!("Lukis{number}")));
            letter.set(field, "AP", format!("<</N {looks} 0 R>>"));
            letter.set(field, "Rect", "[72 690 400 715]");
        }
        // A signature, made by the caller.
        Forbidden::CoveringSignature => {}
        Forbidden::SignatureCleared => {
            let (field, name) = letter.signed.pop()?;
            letter.unset(field, "V");
            return Some(Some(name));
        }
        Forbidden::SignatureDropped => {
            let (field, name) = letter.signed.pop()?;
            letter.drop_field(field);
            return Some(Some(name));
        }
        Forbidden::FormStyle => letter.set(9, "DA", format!("(/F1 {number} Tf 0 g)")),
        Forbidden::NeedAppearances => {
            let is_set = letter.get(9, "NeedAppearances").is_some();
            if is_set {
                return None;
            }
            letter.set(9, "NeedAppearances", "true");
        }
        Forbidden::Xfa => {
            let form = letter.add_stream("", "<xdp/>");
            letter.set(9, "XFA", format!("{form} 0 R"));
        }
        Forbidden::Outline => {
            letter.set(catalog, "Outlines", format!("<</Type/Outlines/Count {number}>>"));
        }
        Forbidden::Attachment => {
            let file = letter.add_stream("/Type/EmbeddedFile", "isi");
            let names = format!(
                "<</EmbeddedFiles<</Names[(a.txt)<</Type/Filespec/F(a.txt)/EF<</F {file} 0 R>>>>]>>>>"
            );
            letter.set(catalog, "Names", names);
        }
        Forbidden::OpenAction => {
            let action = format!("<</S/JavaScript/JS(app.alert\\({number}\\))>>");
            letter.set(catalog, "OpenAction", action);
        }
        Forbidden::Layers => {
            let layer = letter.add(owned(&[("Type", "/OCG"), ("Name", "(Lapis)")]));
            let layers = format!("<</OCGs[{layer} 0 R]/D<</OFF[{layer} 0 R]>>>>");
            letter.set(catalog, "OCProperties", layers);
        }
        Forbidden::Permissions => {
            letter.set(catalog, "Perms", format!("<</A {number}>>"));
        }
        Forbidden::StoreEmptied => {
            if !letter.has_store {
                return None;
            }
            letter.has_store = false;
            letter.unset(catalog, "DSS");
        }
        Forbidden::UnknownKey => letter.set(catalog, "XXXX_Lain", number.to_string()),
        Forbidden::CatalogMoved => letter.move_catalog(),
    }
    Some(None)
}
