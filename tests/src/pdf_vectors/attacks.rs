//! Further attacks on the comparison of revisions and on what counts, found by going through the reader's own rules: each
//! a file that a common viewer shows otherwise than it was signed. Longer than other files, because it is a list.

use super::Vector;
use super::letter::{
    LINE, OTHER_LINE, catalog, catalog_with_form, content, countersigned, dictionary, field, good,
    letter, page, signed, signed_update, stamped, time_stamp_dictionary,
};
use crate::pdf_builder::{Section, Update, start_xref};

/// Every vector of this file.
pub(super) fn vectors() -> Vec<Vector> {
    [fields(), parents(), references(), signing(), sections(), permissions()].concat()
}

/// An appearance that covers the line and writes another over it.
fn overlay(width: u32, height: u32) -> (String, String) {
    let dictionary = format!(
        "/Type/XObject/Subtype/Form/BBox[0 0 {width} {height}]/Resources<</Font<</F1 5 0 R>>>>"
    );
    let paint =
        format!("1 1 1 rg 0 0 {width} {height} re f 0 g BT /F1 12 Tf 2 12 Td ({OTHER_LINE}) Tj ET");
    (dictionary, paint)
}

fn with_overlay(update: Update, number: u32) -> Update {
    let (dictionary, paint) = overlay(400, 40);
    update.stream(number, &dictionary, paint)
}

/// A widget over the line.
const OVER: &str = "/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[70 688 470 728]";

/// Fields and widgets that have no place to be compared at.
fn fields() -> Vec<Vector> {
    let added = with_overlay(
        Update::new()
            .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
            .object(3, page(" 50 0 R", ""))
            .object(20, "<</T(a)/Kids[<</T(b)/FT/Btn/Ff 65536/Kids[50 0 R]>>]>>")
            .object(50, format!("<<{OVER}/AP<</N 51 0 R>>>>")),
        51,
    );
    let tree = |value: &str| {
        letter()
            .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
            .object(3, page(" 50 0 R", ""))
            .object(20, "<</T(a)/Kids[<</T(b)/FT/Btn/Ff 65536/Kids[50 0 R]>>]>>")
            .object(50, format!("<<{OVER}{value}>>"))
    };
    let widget = with_overlay(Update::new().object(50, format!("<<{OVER}/AP<</N 51 0 R>>>>")), 51);
    let top = letter()
        .object(
            1,
            catalog_with_form(
                "<</Fields[6 0 R<</T(b)/FT/Btn/Ff 65536/Kids[50 0 R]>>]/SigFlags 3>>",
                "",
            ),
        )
        .object(3, page(" 50 0 R", ""))
        .object(50, format!("<<{OVER}>>"));
    vec![
        Vector::new(
            "PDF-87",
            "direct-kid-added",
            "A new field only names a field below it that stands in it directly; that one's widget paints over the page.",
            added.append_to(&good()),
            "berubah",
        ),
        Vector::new(
            "PDF-87",
            "widget-of-a-direct-kid-changed",
            "The widget of a field that stands directly in its parent gets an appearance over the page.",
            widget.append_to(&signed(&tree(""))),
            "berubah",
        ),
        Vector::new(
            "PDF-87",
            "widget-of-a-direct-field-changed",
            "The widget of a field that stands directly in the form gets an appearance over the page.",
            widget.append_to(&signed(&top)),
            "berubah",
        ),
    ]
}

/// `Parent` decides what most viewers inherit.
fn parents() -> Vec<Vector> {
    let page_of = |parent: &str| page("", "").replace("/Parent 2 0 R", parent);
    let inherits = |parent: &str| page_of(parent).replace("/Resources<</Font<</F1 5 0 R>>>>", "");
    let node = |extra: &str| format!("<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R{extra}>>");
    let text = |extra: &str| {
        format!(
            "<</FT/Tx/T(nilai)/DA(/F1 12 Tf 0 g)/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 600 400 620]{extra}>>"
        )
    };
    let form = "<</Fields[6 0 R 10 0 R]/SigFlags 3/DR<</Font<</F1 5 0 R>>>>>>";
    let with_text = letter()
        .object(1, catalog_with_form(form, ""))
        .object(3, page(" 10 0 R", ""))
        .object(10, text(""));
    vec![
        Vector::new(
            "PDF-45",
            "parent-of-page-crops",
            "The page says another Parent, from which viewers take a CropBox and a rotation; the tree is as it was.",
            Update::new()
                .object(3, page_of("/Parent 90 0 R"))
                .object(90, node("/CropBox[0 0 595 690]/Rotate 180"))
                .append_to(&good()),
            "berubah",
        ),
        Vector::new(
            "PDF-45",
            "parent-of-page-brings-resources",
            "The page inherits its resources, and says another Parent, which has other ones.",
            Update::new()
                .object(3, inherits("/Parent 90 0 R"))
                .object(90, node("/Resources<</Font<</F1 91 0 R>>>>"))
                .object(91, "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>")
                .append_to(&signed(
                    &letter()
                        .object(
                            2,
                            "<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>>>>>",
                        )
                        .object(3, inherits("/Parent 2 0 R")),
                )),
            "berubah",
        ),
        Vector::new(
            "PDF-45",
            "parent-of-node-crops",
            "The root of the page tree gets a Parent, from which viewers take a CropBox.",
            Update::new()
                .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 90 0 R>>")
                .object(90, "<</Type/Pages/CropBox[0 0 595 690]>>")
                .append_to(&good()),
            "berubah",
        ),
        Vector::new(
            "PDF-87",
            "parent-of-field-brings-a-value",
            "A text field gets a Parent, from which viewers take its value; the tree is as it was.",
            Update::new()
                .object(10, text("/Parent 90 0 R"))
                .object(90, "<</V(Rp75.000.000,00)>>")
                .append_to(&signed(&with_text)),
            "berubah",
        ),
        Vector::new(
            "PDF-45",
            "page-with-kids",
            "A page that has Kids too: some viewers show it as a page.",
            Update::new()
                .stream(4, "", content(OTHER_LINE))
                .append_to(&signed(&letter().object(3, page("", "/Kids[]")))),
            "berubah",
        )
        .or("belum-pasti"),
    ]
}

/// References that are followed one way here and another way there.
fn references() -> Vec<Vector> {
    let other = Update::new().stream(4, "", content(OTHER_LINE));
    let generation = letter().object(3, page("", "").replace("4 0 R", "4 1 R"));
    let resources = |font: &str| format!("<</Font<</F1 {font}>>>>");
    let font = |name: &str| format!("<</Type/Font/Subtype/Type1/BaseFont/{name}>>");
    let by_reference =
        page("", "").replace("/Resources<</Font<</F1 5 0 R>>>>", "/Resources 10 0 R");
    let packed = signed(
        &letter()
            .section(Section::ObjectStream)
            .plain(1)
            .plain(2)
            .plain(3)
            .plain(5)
            .plain(6)
            .plain(8)
            .object(3, by_reference)
            .object(10, resources("5 0 R")),
    );
    // The object stream is the next number after the letter's.
    let stream = 11;
    let member = resources("77 0 R");
    let again = Update::new()
        .section(Section::Stream)
        .object(stream, crate::pdf_builder::object_stream(&[(10, member.as_bytes())]))
        .object(77, font("Helvetica"))
        .append_to(&packed);
    let then =
        Update::new().section(Section::Stream).object(77, font("ZapfDingbats")).append_to(&again);
    // A field's dictionary that the page uses for its fonts.
    let named = format!("BT /AP 12 Tf 72 700 Td ({LINE}) Tj ET");
    let as_fonts = letter()
        .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
        .object(3, page(" 20 0 R", "").replace("<</F1 5 0 R>>", " 20 0 R"))
        .stream(4, "", named)
        .object(20, field("Kedua", "", "/AP 5 0 R"));
    let signs = Update::new()
        .object(20, field("Kedua", "/V 21 0 R", "/AP 22 0 R"))
        .object(21, dictionary(""))
        .object(22, font("ZapfDingbats"));
    let extension =
        |font: &str| catalog(&format!("/Extensions<</Type/Font/Subtype/Type1/BaseFont/{font}>>"));
    let catalog_as_fonts = letter()
        .object(1, extension("Helvetica"))
        .object(3, page("", "").replace("<</F1 5 0 R>>", " 1 0 R"))
        .stream(4, "", format!("BT /Extensions 12 Tf 72 700 Td ({LINE}) Tj ET"));
    vec![
        Vector::new(
            "PDF-55",
            "catalog-is-a-font-dictionary-too",
            "The page's fonts are the catalog, and its font the developer extensions, which any save may change.",
            Update::new().object(1, extension("ZapfDingbats")).append_to(&signed(&catalog_as_fonts)),
            "berubah",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-56",
            "reference-of-another-generation",
            "The page refers to its content by another generation, which viewers overlook; then the content is replaced.",
            other.append_to(&signed(&generation)),
            "berubah",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-36",
            "member-of-an-object-stream-written-again",
            "An object stream is written again with a member that leads to an equal font; the next revision replaces that.",
            then,
            "berubah",
        ),
        Vector::new(
            "PDF-55",
            "field-is-a-font-dictionary-too",
            "The page's fonts are the dictionary of an empty signature field; signing it brings another AP, which is a font.",
            countersigned(&signs, &signed(&as_fonts)),
            "berubah",
        )
        .or("belum-pasti"),
    ]
}

/// What a signature, or what looks like one, may paint.
fn signing() -> Vec<Vector> {
    let kid = |number: usize, bottom: usize| {
        (
            u32::try_from(50 + number).unwrap(),
            format!(
                "<</Parent 20 0 R/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[0 {bottom} 595 {}]/AP<</N 60 0 R>>>>",
                bottom + 200
            ),
        )
    };
    let widgets = |value: &str| {
        let mut update = Update::new()
            .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
            .object(3, page(" 50 0 R 51 0 R 52 0 R 53 0 R 54 0 R", ""))
            .object(
                20,
                format!("<</FT/Sig/T(Kedua){value}/Kids[50 0 R 51 0 R 52 0 R 53 0 R 54 0 R]>>"),
            );
        for (number, bottom) in [0, 160, 320, 480, 640].into_iter().enumerate() {
            let (number, body) = kid(number, bottom);
            update = update.object(number, body);
        }
        with_overlay(update, 60)
    };
    let one = |rectangle: &str| {
        with_overlay(
            Update::new()
                .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
                .object(
                    20,
                    field("Kedua", "/V 21 0 R", "/AP<</N 60 0 R>>")
                        .replace("/Rect[0 0 0 0]", rectangle),
                )
                .object(21, dictionary("")),
            60,
        )
    };
    let over_line = with_overlay(
        Update::new()
            .object(1, catalog_with_form("<</Fields[6 0 R 30 0 R]/SigFlags 3>>", ""))
            .object(3, page(" 30 0 R", ""))
            .object(
                30,
                field("Waktu", "/V 31 0 R", "/AP<</N 60 0 R>>")
                    .replace("/Rect[0 0 0 0]", "/Rect[70 688 470 728]"),
            )
            .object(31, time_stamp_dictionary()),
        60,
    );
    let large = page("", "").replace("[0 0 595 842]", "[0 0 2000 2000]/CropBox[0 0 595 842]");
    let small = page("", "").replace("[0 0 595 842]", " 10 0 R");
    let two_pages = letter()
        .object(2, "<</Type/Pages/Kids[3 0 R 11 0 R]/Count 2>>")
        .object(11, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000 2000]>>");
    let empty = Update::new()
        .object(1, catalog_with_form("<</Fields[6 0 R 20 0 R]/SigFlags 3>>", ""))
        .object(3, page(" 20 0 R", ""))
        .object(
            20,
            field("Kedua", "", "/MK<</BG[1 1 1]/BC[1 0 0]>>/DA(/Helv 12 Tf)")
                .replace("/Rect[0 0 0 0]", "/Rect[70 688 470 728]"),
        )
        .append_to(&good());
    let vector = |variant, why: &str, bytes| Vector::new("PDF-62", variant, why, bytes, "berubah");
    vec![
        vector(
            "many-widgets",
            "A new signature has five widgets, each less than a quarter of the page, which cover all of it.",
            countersigned(&widgets("/V 21 0 R").object(21, dictionary("")), &good()),
        ),
        vector(
            "crop-box",
            "A new signature is small against the medium and covers all that the CropBox shows.",
            countersigned(
                &one("/Rect[0 0 595 842]")
                    .object(3, large.replace("/Annots[6 0 R", "/Annots[6 0 R 20 0 R")),
                &signed(&letter().object(3, large.clone())),
            ),
        ),
        vector(
            "small-page-by-reference",
            "The MediaBox is an object of its own and small; the new signature covers the page.",
            countersigned(
                &one("/Rect[0 0 300 300]")
                    .object(3, small.replace("/Annots[6 0 R", "/Annots[6 0 R 20 0 R")),
                &signed(&letter().object(3, small.clone()).object(10, "[0 0 300 300]").stream(
                    4,
                    "",
                    content(LINE).replace("72 700", "10 200"),
                )),
            ),
        ),
        vector(
            "on-two-pages",
            "The widget of a new signature is listed by a small page, which it covers, and by a large one.",
            countersigned(
                &one("/Rect[0 0 595 842]").object(3, page(" 20 0 R", "")).object(
                    11,
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000 2000]/Annots[20 0 R]>>",
                ),
                &signed(&two_pages),
            ),
        ),
        Vector::new(
            "PDF-63",
            "empty-field-with-a-background",
            "An empty signature field over the line has no appearance, and a background that viewers draw by themselves.",
            empty,
            "berubah",
        ),
        Vector::new(
            "PDF-63",
            "time-stamp-over-the-line",
            "A document time-stamp of an authority that anyone can be paints over the line of the letter.",
            stamped(&over_line, &good()),
            "berubah",
        ),
    ]
}

/// Sections of the cross-reference that viewers read and this reader does not.
fn sections() -> Vec<Vector> {
    let file = good();
    // What the hidden section lists: the page in an object stream, leading to other content.
    let body = page("", "").replace("4 0 R", "71 0 R");
    let members = crate::pdf_builder::object_stream(&[(3, body.as_bytes())]);
    let mut base = file.clone();
    let members_at = base.len();
    base.extend_from_slice(b"70 0 obj\n");
    base.extend_from_slice(&members);
    base.extend_from_slice(b"\nendobj\n");
    let content_at = base.len();
    base.extend_from_slice(b"71 0 obj\n");
    base.extend_from_slice(&crate::pdf_builder::stream("", content(OTHER_LINE).as_bytes()));
    base.extend_from_slice(b"\nendobj\n");
    let hidden_at = base.len();
    let entry = |kind: u8, second: usize, third: u8| {
        let mut bytes = vec![kind];
        bytes.extend_from_slice(&u32::try_from(second).unwrap().to_be_bytes());
        bytes.push(third);
        bytes
    };
    let data = [entry(2, 70, 0), entry(1, members_at, 0), entry(1, content_at, 0)].concat();
    base.extend_from_slice(b"72 0 obj\n");
    base.extend_from_slice(&crate::pdf_builder::stream(
        "/Type/XRef/W[1 4 1]/Index[3 1 70 2]/Size 73",
        &data,
    ));
    base.extend_from_slice(b"\nendobj\n");
    let hide = |value: &str| {
        let mut file = base.clone();
        let at = file.len();
        let previous = start_xref(&good()).unwrap();
        file.extend_from_slice(
            format!(
                "xref\n0 0\ntrailer\n<</Size 73/Prev {previous}/Root 1 0 R/XRefStm {value}>>\nstartxref\n{at}\n%%EOF\n"
            )
            .as_bytes(),
        );
        file
    };
    // A repairing reader finds the object within the data of a stream.
    let inside = format!(
        "0\nendstream\nendobj\n4 0 obj\n<</Length {}>>stream\n{}",
        content(OTHER_LINE).len(),
        content(OTHER_LINE)
    );
    let stored = |update: Update| {
        update
            .object(1, catalog("/DSS 40 0 R"))
            .object(40, "<</Certs[41 0 R]>>")
            .stream(41, "", &inside)
    };
    let repaired = stored(Update::new().section(Section::Stream).trailer("/A 1")).append_to(&file);
    let negative = {
        let text = String::from_utf8_lossy(&repaired).into_owned();
        let at = text
            .rfind("/Size ")
            .map(|_| crate::pdf_builder::find_last(&repaired, b"/Size ").unwrap())
            .unwrap();
        let mut bytes = repaired.clone();
        bytes[at + 6] = b'-';
        bytes
    };
    // The same page, listed in the open, by an entry whose index has more than 32 bits.
    let long_entry = |kind: u8, second: usize, third: u64| {
        let mut bytes = vec![kind];
        bytes.extend_from_slice(&u32::try_from(second).unwrap().to_be_bytes());
        bytes.extend_from_slice(&third.to_be_bytes());
        bytes
    };
    let long = {
        let mut file = base[..hidden_at].to_vec();
        let data = [
            long_entry(2, 70, 1 << 32),
            long_entry(1, members_at, 0),
            long_entry(1, content_at, 0),
            long_entry(1, hidden_at, 0),
        ]
        .concat();
        let previous = start_xref(&good()).unwrap();
        let head =
            format!("/Type/XRef/W[1 4 8]/Index[3 1 70 3]/Size 73/Prev {previous}/Root 1 0 R");
        file.extend_from_slice(b"72 0 obj\n");
        file.extend_from_slice(&crate::pdf_builder::stream(&head, &data));
        file.extend_from_slice(format!("\nendobj\nstartxref\n{hidden_at}\n%%EOF\n").as_bytes());
        file
    };
    let cut = Update::new().object(1, catalog("/Version/2.0")).size(4).append_to(&file);
    vec![
        Vector::new(
            "PDF-37",
            "xrefstm-as-a-real-number",
            "XRefStm is written as a real number: viewers follow it.",
            hide(&format!("{hidden_at}.0")),
            "berubah",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-37",
            "xrefstm-with-a-plus",
            "XRefStm is written with a plus sign: viewers follow it.",
            hide(&format!("+{hidden_at}")),
            "berubah",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-85",
            "index-of-more-than-32-bits",
            "An entry's index wraps to 0 for viewers that count in 32 bits; here the entry is as if it were not there.",
            long,
            "berubah",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-38",
            "linearized-with-its-update",
            "Linearized, and L is the length with the signed update: some viewers show the file without the update, until a byte is added.",
            linearized_with_its_update(),
            "belum-pasti",
        ),
        Vector::new(
            "PDF-34",
            "negative-size",
            "Size is negative: viewers give the section up, search the file and find an object within a stream.",
            negative,
            "berubah",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-38",
            "size-too-small",
            "Size counts only what the update brings, as a widespread writer of updates does; viewers do not mind.",
            cut,
            "asli",
        )
        .or("asli"),
    ]
}

/// A linearized file that says it is as long as it is with its update: viewers believe its first section (Annex F).
fn linearized_with_its_update() -> Vec<u8> {
    let build = |length: usize| {
        let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let head = file.len();
        file.extend_from_slice(
            format!("9 0 obj\n<</Linearized 1/L {length:010}/H[9 9]/O 3/E 9/N 1/T 9>>\nendobj\n")
                .as_bytes(),
        );
        let bodies: [(u32, Vec<u8>); 5] = [
            (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
            (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec()),
            (3, page("", "").replace("/Annots[6 0 R]", "").into_bytes()),
            (4, crate::pdf_builder::stream("", content(LINE).as_bytes())),
            (5, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec()),
        ];
        let first = file.len();
        let table = |offsets: &[usize], main: usize| {
            let entries: String =
                offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
            format!(
                "xref\n1 5\n{entries}9 1\n{head:010} 00000 n \ntrailer\n\
                 <</Size 10/Root 1 0 R/Prev {main:010}>>\nstartxref\n0\n%%EOF\n"
            )
        };
        let start = first + table(&[0; 5], 0).len();
        let (mut offsets, mut objects) = (Vec::new(), Vec::new());
        for (number, body) in bodies {
            offsets.push(start + objects.len());
            objects.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            objects.extend_from_slice(&body);
            objects.extend_from_slice(b"\nendobj\n");
        }
        file.extend_from_slice(table(&offsets, start + objects.len()).as_bytes());
        file.extend_from_slice(&objects);
        file.extend_from_slice(
            format!(
                "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 10/Root 1 0 R>>\nstartxref\n{first}\n%%EOF\n"
            )
            .as_bytes(),
        );
        let update = Update::new()
            .object(1, catalog(""))
            .object(3, page("", ""))
            .stream(4, "", content(OTHER_LINE))
            .object(6, field("Penanda", "/V 7 0 R", ""))
            .object(7, dictionary(""));
        signed_update(&update, &file)
    };
    let length = build(0).len();
    build(length)
}

/// What the permissions miss.
fn permissions() -> Vec<Vector> {
    let text = |name: &str, extra: &str| {
        format!(
            "<</FT/Tx/T({name})/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[72 600 300 620]{extra}>>"
        )
    };
    let numbers = 100..1201u32;
    let list: String = numbers.clone().map(|number| format!(" {number} 0 R")).collect();
    let lock = super::form::field_mdp("/Action/Include/Fields[(kunci)]");
    let mut before = letter()
        .object(1, catalog_with_form(&format!("<</Fields[6 0 R{list} 2000 0 R]/SigFlags 3>>"), ""))
        .object(3, page(&format!("{list} 2000 0 R"), ""))
        .object(7, dictionary(&lock))
        .object(2000, text("kunci", "/V(15)"));
    let mut after = Update::new().object(2000, text("kunci", "/V(75)"));
    for number in numbers {
        let name = format!("n{number}");
        before = before.object(number, text(&name, "/V()"));
        after = after.object(number, text(&name, "/V(1)"));
    }
    let form = |font: &str| {
        catalog_with_form(
            &format!("<</Fields[6 0 R 10 0 R]/SigFlags 3/DR<</Font<</F1 5 0 R{font}>>>>>>"),
            "",
        )
    };
    let drawn = letter()
        .object(1, form(""))
        .object(3, page(" 10 0 R", ""))
        .object(10, text("nilai", "/DA(/F2 12 Tf 0 g)/V(Rp15.000.000,00)"));
    vec![
        Vector::new(
            "PDF-66",
            "locked-field-behind-a-thousand",
            "A locked field is filled behind more changes than are kept.",
            after.append_to(&signed(&before)),
            "berubah",
        ),
        Vector::new(
            "PDF-55",
            "font-of-a-field-added",
            "A field without appearance names a font that the form did not have; viewers draw it with the one that is added.",
            Update::new()
                .object(1, form("/F2 73 0 R"))
                .object(73, "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>")
                .append_to(&signed(&drawn)),
            "berubah",
        )
        .or("asli-ditambah"),
        Vector::new(
            "PDF-31",
            "signature-through-the-parent",
            "A field above an empty signature field gets the value; what the widget paints then is not measured.",
            {
                let tree = "<</Fields[6 0 R 20 0 R]/SigFlags 3>>";
                let widget = |extra: &str| {
                    format!("<</T(b)/FT/Sig/Parent 20 0 R/Type/Annot/Subtype/Widget/F 132/P 3 0 R/Rect[0 0 595 842]{extra}>>")
                };
                let base = signed(
                    &letter()
                        .object(1, catalog_with_form(tree, ""))
                        .object(3, page(" 22 0 R", ""))
                        .object(20, "<</T(a)/Kids[22 0 R]>>")
                        .object(22, widget("")),
                );
                let update = Update::new()
                    .object(20, "<</T(a)/Kids[22 0 R]/V 21 0 R>>")
                    .object(21, dictionary(""))
                    .object(22, widget("/AP<</N 60 0 R>>"));
                signed_update(&with_overlay(update, 60), &base)
            },
            "berubah",
        ),
    ]
}
