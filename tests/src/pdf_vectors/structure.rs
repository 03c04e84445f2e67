//! PDF-80 to PDF-97: structure, differences between parsers, and the rest (threat catalogue 1.8). Longer than other
//! files, because it is a list: one function for each id of the section.

use super::Vector;
use super::letter::{
    LINE, OTHER_LINE, STAMPED, catalog, catalog_with_form, content, countersigned, dictionary,
    document_time_stamp, field, good, letter, page, second_signature, signed, stamped,
    time_stamp_dictionary,
};
use super::updates::modified;
use crate::pdf_builder::{
    Digest, HEADER, Identity, Placeholder, Section, SignedDataSpec, Signing, Update, find, hashed,
    replaced, sign, stream,
};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [
        pdf_80(),
        pdf_81(),
        pdf_82(),
        pdf_83(),
        pdf_84(),
        pdf_85(),
        pdf_86(),
        pdf_87(),
        pdf_88(),
        pdf_89(),
        pdf_90(),
        pdf_91(),
        pdf_92(),
        pdf_93(),
        pdf_94(),
        pdf_95(),
        pdf_96(),
        pdf_97(),
    ]
    .concat()
}

/// Files that are something else too.
fn pdf_80() -> Vec<Vector> {
    let before = |variant, why: &str, bytes: &[u8]| {
        let count = bytes.len();
        let vector = Vector::new("PDF-80", variant, why, [bytes, &good()].concat(), "belum-pasti");
        assert!(count < 1024, "readers look for the header in the first 1024 bytes");
        vector.reason("leading-bytes")
    };
    let zip = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    vec![
        before("html", "A page with a script before the header.", b"<script>alert(1)</script>\n"),
        before(
            "jpeg",
            "The start of a photo before the header.",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\n",
        ),
        Vector::new(
            "PDF-80",
            "zip",
            "An archive after the end: it opens as one.",
            [&good()[..], zip].concat(),
            "belum-pasti",
        )
        .reason("structure-unreadable"),
    ]
}

/// Bytes before the header; offsets counted from it, or from the start of the file.
fn pdf_81() -> Vec<Vector> {
    let junk = b"junk\n";
    // Everything counted from the first byte of the file, and all of it signed.
    let rebased =
        sign(letter().append_to(&[junk, HEADER].concat()), &Signing::by(&Identity::person()));
    vec![
        Vector::new(
            "PDF-81",
            "offsets-from-the-header",
            "A good letter behind five bytes: an intact copy is in it.",
            [&junk[..], &good()].concat(),
            "belum-pasti",
        )
        .reason("leading-bytes")
        .reason("intact-copy")
        .says("/document/intact_copy/start", "5"),
        Vector::new(
            "PDF-81",
            "offsets-from-the-start",
            "Offsets count from the first byte and the five bytes are signed: readers differ, so it cannot be told.",
            rebased,
            "belum-pasti",
        )
        .reason("leading-bytes"),
    ]
}

/// What lexers disagree about, on the signature dictionary itself.
fn pdf_82() -> Vec<Vector> {
    let with = |from: &str, to: &[u8]| {
        let text = dictionary("");
        signed(&letter().object(7, replaced(text.as_bytes(), from.as_bytes(), to)))
    };
    let fine = |variant, why: &str, bytes| Vector::new("PDF-82", variant, why, bytes, "asli");
    let outside = |variant, why: &str, bytes| {
        Vector::new("PDF-82", variant, why, bytes, "belum-pasti").or("rusak")
    };
    let broken = |from: &[u8], to: &[u8]| {
        let document = replaced(&letter().document(), from, to);
        sign(document, &Signing::by(&Identity::person()))
    };
    vec![
        fine(
            "nul",
            "NUL and form feed are white space (ISO 32000-2 table 1).",
            with("/Filter", b"\0\x0c/Filter"),
        ),
        fine(
            "carriage-return",
            "A carriage return alone ends a line.",
            with("/Filter", b"\r/Filter"),
        ),
        fine(
            "comment",
            "A comment in the dictionary.",
            with("/Filter", b"% /Type/Foo >>\n/Filter"),
        ),
        fine("spelled-name", "A key spelled with #.", with("/SubFilter", b"/Sub#46ilter")),
        fine("octal", "A string in octal.", with("/Filter", b"/Reason(\\101)/Filter"))
            .says("/signatures/0/claimed_reason", "\"A\""),
        outside(
            "80",
            "Byte 80 is no white space: it belongs to the name.",
            with("/Sig/", b"/Sig\x80/"),
        ),
        outside(
            "spelled-byte-range",
            "ByteRange spelled with #: the gap is not said in plain letters.",
            with("/ByteRange", b"/Byte#52ange"),
        ),
        outside("bad-escape", "A name with # and no digits.", with("/Filter", b"/A#GG 0/Filter")),
        outside(
            "no-endobj",
            "endobj is missing; it shifts nothing, since the next object is found by its entry.",
            broken(b">>\nendobj\n8 0 obj", b">>\n      \n8 0 obj"),
        ),
        outside("glued-obj", "0obj in one word.", broken(b"7 0 obj\n", b"7 0obj \n")),
        outside(
            "glued-number",
            "The object number runs into the one before.",
            broken(b"7 0 obj\n", b"70 obj \n"),
        ),
        outside(
            "length-short",
            "Length ends the page's content early: readers that trust endstream show more.",
            signed(
                &letter().object(4, format!("<</Length 9>>stream\n{}\nendstream", content(LINE))),
            ),
        ),
    ]
}

/// The same number twice, and entries that lead to wrong places.
fn pdf_83() -> Vec<Vector> {
    let body = |line: &str| {
        [b"4 0 obj\n".to_vec(), stream("", content(line).as_bytes()), b"\nendobj\n".to_vec()]
            .concat()
    };
    let open = |variant, why: &str, bytes| {
        Vector::new("PDF-83", variant, why, bytes, "belum-pasti").or("rusak")
    };
    // The content's entry leads to where `hidden` stands in object 10.
    let inside = |object: &[u8], hidden: &[u8]| {
        let with_entry =
            |offset| letter().without(4).object(10, object).entry(4, offset).document();
        let offset = find(&with_entry(0), hidden).unwrap();
        sign(with_entry(offset), &Signing::by(&Identity::person()))
    };
    let in_stream = {
        let hidden = body(OTHER_LINE);
        inside(&stream("/A/B", &[b"X ", &hidden[..]].concat()), &hidden)
    };
    let in_string = {
        // Without brackets of its own: "Rp75" in hexadecimal.
        let line = stream("", b"BT /F1 12 Tf 72 700 Td <52703735> Tj ET");
        let hidden = [b"4 0 obj\n", &line[..], b"\nendobj\n"].concat();
        inside(&[b"(Y ", &hidden[..], b")"].concat(), &hidden)
    };
    let wrong = {
        let document = letter().document();
        let entry = format!("{:010} 00000 n", find(&document, b"4 0 obj").unwrap());
        let other = format!("{:010} 00000 n", find(&document, b"8 0 obj").unwrap());
        let wrong = replaced(&document, entry.as_bytes(), other.as_bytes());
        sign(wrong, &Signing::by(&Identity::person()))
    };
    let shifted = sign(
        replaced(&letter().document(), b"xref\n0 9\n", b"xref\n1 9\n"),
        &Signing::by(&Identity::person()),
    );
    vec![
        open(
            "twice",
            "Two objects of one number in a revision, the entry leads to the second: a scan of the file and the table differ.",
            signed(&letter().unlisted(body(OTHER_LINE))),
        ),
        open(
            "inside-a-stream",
            "The content's entry leads into the data of another stream.",
            in_stream,
        ),
        open("inside-a-string", "The content's entry leads into a string.", in_string),
        open("wrong-number", "The content's entry leads to Info.", wrong),
        Vector::new(
            "PDF-83",
            "off-by-one",
            "The subsection starts at 1 with the entry of object 0: a habit, and a search finds the same objects.",
            shifted,
            "asli",
        )
        .note("structure-habit"),
    ]
}

/// Object streams where they may not be.
fn pdf_84() -> Vec<Vector> {
    let person = Identity::person();
    let members = |bodies: &[(u32, &[u8])]| crate::pdf_builder::object_stream(bodies);
    let font: &[u8] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let text = dictionary("");
    let field = field("Penanda", "/V 7 0 R", "");
    // The letter with some objects in the object stream 10.
    let with_members = |body: Vec<u8>, numbers: &[u32]| {
        let mut update = letter().object(10, body).section(Section::Stream);
        for (index, number) in (0..).zip(numbers) {
            update = update.without(*number).compressed_entry(*number, 10, index);
        }
        sign(update.document(), &Signing::by(&person))
    };
    let inside = with_members(members(&[(5, font), (7, text.as_bytes())]), &[5, 7]);
    let bent = |member: (u32, &[u8]), from: &[u8], to: &[u8]| {
        with_members(replaced(&members(&[member]), from, to), &[member.0])
    };
    let nested = |member: (u32, &[u8])| {
        let inner = members(&[member]);
        let update = letter()
            .without(member.0)
            .object(10, members(&[(11, &inner)]))
            .section(Section::Stream)
            .compressed_entry(11, 10, 0)
            .compressed_entry(member.0, 11, 0);
        sign(update.document(), &Signing::by(&person))
    };
    let (font, field) = ((5, font), (6, field.as_bytes()));
    let both = {
        let update = letter()
            .object(
                10,
                members(&[
                    (4, b"<</Length 0>>"),
                    (5, b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"),
                ]),
            )
            .section(Section::Stream);
        sign(update.document(), &Signing::by(&person))
    };
    let open = |variant, why: &str, bytes| {
        Vector::new("PDF-84", variant, why, bytes, "belum-pasti").or("rusak")
    };
    vec![
        Vector::new(
            "PDF-84",
            "signature-inside",
            "The signature dictionary stands in an object stream, its gap in the stream's data.",
            inside,
            "rusak",
        )
        .reason("format"),
        Vector::new(
            "PDF-84",
            "field-inside",
            "The field stands in an object stream, the dictionary by itself: an ordinary form.",
            signed(&letter().section(Section::ObjectStream)),
            "asli",
        ),
        Vector::new(
            "PDF-84",
            "font-inside",
            "An ordinary object stream.",
            with_members(members(&[font]), &[5]),
            "asli",
        ),
        open("nested-field", "An object stream in an object stream holds the field.", nested(field)),
        open("nested-font", "An object stream in an object stream holds the font.", nested(font)),
        open(
            "count-too-large",
            "N says more than there are.",
            bent(field, b"/N 1/", b"/N 9/"),
        ),
        open("first-wrong", "First leads past the field.", bent(field, b"/First 4", b"/First 9")),
        open(
            "first-wrong-for-the-font",
            "First leads past the font.",
            bent(font, b"/First 4", b"/First 9"),
        ),
        open(
            "no-type",
            "It does not say that it is one.",
            bent(field, b"/Type/ObjStm", b"/Type/Objekt"),
        ),
        Vector::new(
            "PDF-84",
            "extends-itself",
            "Extends leads to itself: entries say where objects are, so nobody follows it; refusing is as good.",
            bent(field, b"/Type/ObjStm", b"/Extends 10 0 R/Type/ObjStm"),
            "asli",
        )
        .or("belum-pasti"),
        Vector::new(
            "PDF-84",
            "plain-and-inside",
            "The same numbers plain and in a stream no entry leads to: the entries decide; refusing is as good.",
            both,
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// Cross-reference streams with odd fields.
fn pdf_85() -> Vec<Vector> {
    let plain = letter().section(Section::Stream).document();
    let bent = |from: &[u8], to: &[u8]| {
        sign(replaced(&plain, from, to), &Signing::by(&Identity::person()))
    };
    let open =
        |variant, why: &str, bytes| Vector::new("PDF-85", variant, why, bytes, "belum-pasti");
    let length = 10 * 7;
    let old = format!("/Length {length}>>");
    let mut with_tail =
        replaced(&plain, old.as_bytes(), format!("/Length {}>>", length + 3).as_bytes());
    let end = crate::pdf_builder::find_last(&with_tail, b"\nendstream").unwrap();
    with_tail.splice(end..end, *b"abc");
    let with_tail = sign(with_tail, &Signing::by(&Identity::person()));
    let third_type = sign(
        letter().section(Section::Stream).odd_entry(10, 3).document(),
        &Signing::by(&Identity::person()),
    );
    vec![
        open("no-width", "Entries of no width.", bent(b"/W[1 4 2]", b"/W[0 0 0]")),
        open("huge-width", "A field of a gigabyte.", bent(b"/W[1 4 2]", b"/W[1 999999999 2]")),
        open("negative-width", "A field of less than nothing.", bent(b"/W[1 4 2]", b"/W[1 -4 2]")),
        open("index-overlap", "Subsections overlap.", bent(b"/Index[0 10]", b"/Index[0 5 4 5]")),
        open(
            "index-too-long",
            "More entries than data.",
            bent(b"/Index[0 10]", b"/Index[0 99999999]"),
        ),
        open("index-odd", "An odd count of numbers.", bent(b"/Index[0 10]", b"/Index[0 10 3]")),
        open(
            "predictor",
            "A predictor with rows of no sense, on data that is not compressed.",
            bent(
                b"/Type/XRef",
                b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 999999999>>/Type/XRef",
            ),
        ),
        Vector::new(
            "PDF-85",
            "unknown-type",
            "An entry of type 3 is a null object (ISO 32000-2 7.5.8.3); nothing leads to it.",
            third_type,
            "asli",
        ),
        Vector::new(
            "PDF-85",
            "data-after-the-entries",
            "Three bytes after the last entry: ignored, or refused.",
            with_tail,
            "asli",
        )
        .or("belum-pasti"),
    ]
}

/// Signatures that the form does not lead to.
fn pdf_86() -> Vec<Vector> {
    let made = |variant, why: &str, bytes| {
        Vector::new("PDF-86", variant, why, bytes, "belum-pasti").reason("signature-outside-form")
    };
    let orphan = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 20 9]/Contents<3000>>>";
    vec![
        made(
            "annotation-only",
            "The page shows the widget, the form does not have it.",
            signed(&letter().object(1, catalog_with_form("<</Fields[]/SigFlags 3>>", ""))),
        ),
        made(
            "no-form",
            "There is no form.",
            signed(&letter().object(1, "<</Type/Catalog/Pages 2 0 R>>")),
        ),
        made(
            "orphan-beside-a-good-one",
            "A dictionary that nothing leads to, beside a good signature.",
            signed(&letter().object(10, orphan)),
        ),
        made(
            "annotation-beside-a-good-one",
            "A widget that only the page has, beside a good signature.",
            signed(
                &letter()
                    .object(3, page(" 10 0 R", ""))
                    .object(10, field("Lain", "/V 11 0 R", ""))
                    .object(11, orphan),
            ),
        ),
    ]
}

/// Tricks with the field tree.
fn pdf_87() -> Vec<Vector> {
    let form = |fields: &str| catalog_with_form(&format!("<</Fields[{fields}]/SigFlags 3>>"), "");
    let widget = "<</Parent 10 0 R/Type/Annot/Subtype/Widget/F 132/Rect[0 0 0 0]/P 3 0 R>>";
    let parent = "<</FT/Sig/T(Penanda)/V 7 0 R/Kids[6 0 R]>>";
    let twice = |variant, why: &str, update: &Update| {
        Vector::new("PDF-87", variant, why, signed(update), "belum-pasti")
            .reason("field-name-twice")
    };
    let two = letter().object(1, form("6 0 R 10 0 R")).object(3, page(" 10 0 R", ""));
    vec![
        Vector::new(
            "PDF-87",
            "inherited",
            "Type and value stand in the parent, the kid is a widget: an ordinary form.",
            signed(&letter().object(1, form("10 0 R")).object(10, parent).object(6, widget)),
            "asli",
        ),
        Vector::new(
            "PDF-87",
            "inherited-by-a-named-kid",
            "Type and value stand in a parent, the name in the kid.",
            signed(
                &letter()
                    .object(1, form("10 0 R"))
                    .object(10, "<</FT/Sig/V 7 0 R/T(Atas)/Kids[6 0 R]>>")
                    .object(6, widget.replace("<<", "<</T(Penanda)")),
            ),
            "asli",
        )
        .says("/signatures/0/field", "\"Atas.Penanda\""),
        Vector::new(
            "PDF-87",
            "value-on-the-widget",
            "The value stands on the widget, where no field has it: not judged as a signature of the form, or broken.",
            signed(
                &letter()
                    .object(1, form("10 0 R"))
                    .object(10, "<</FT/Sig/T(Penanda)/Kids[6 0 R]>>")
                    .object(6, widget.replace("<<", "<</V 7 0 R")),
            ),
            "belum-pasti",
        )
        .or("rusak"),
        Vector::new(
            "PDF-87",
            "kids-cycle",
            "The field is its own kid's kid.",
            signed(
                &letter()
                    .object(1, form("10 0 R"))
                    .object(10, "<</FT/Sig/T(A)/Kids[11 0 R]>>")
                    .object(11, "<</T(B)/Parent 10 0 R/Kids[10 0 R]/V 7 0 R>>"),
            ),
            "belum-pasti",
        )
        .or("rusak"),
        twice("same-name", "Two fields of one name.", &two.clone().object(10, field("Penanda", "", ""))),
        twice(
            "same-name-by-a-period",
            "A partial name with a period in it makes the name of another.",
            &two.clone()
                .object(1, form("12 0 R 10 0 R"))
                .object(12, "<</T(A)/Kids[6 0 R]>>")
                .object(6, field("Penanda", "/V 7 0 R", "/Parent 12 0 R"))
                .object(10, field("A.Penanda", "", "")),
        ),
        Vector::new(
            "PDF-87",
            "no-name",
            "A field without a name: judged under an empty one, or refused.",
            signed(&letter().object(6, field("", "/V 7 0 R", "").replace("/T()", ""))),
            "asli",
        )
        .or("belum-pasti")
        .or("rusak"),
    ]
}

/// Encryption that is not read, and encryption that came later.
fn pdf_88() -> Vec<Vector> {
    let id = "/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]";
    let with = |handler: &str| {
        signed(&letter().object(10, handler).trailer(&format!("/Encrypt 10 0 R{id}")))
    };
    let made = |variant, why: &str, bytes| {
        Vector::new("PDF-88", variant, why, bytes, "belum-pasti").reason("encryption-unsupported")
    };
    let standard = "<</Filter/Standard/V 2/R 3/Length 128/P -4/O(00000000000000000000000000000000)/U(00000000000000000000000000000000)>>";
    vec![
        made("unknown-handler", "A handler nobody knows.", with("<</Filter/Foo/V 4>>")),
        made(
            "public-key",
            "Encrypted to certificates.",
            with("<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/Recipients[<00>]>>"),
        ),
        Vector::new(
            "PDF-88",
            "password",
            "The empty password does not open it.",
            with(standard),
            "belum-pasti",
        )
        .reason("password-needed"),
        Vector::new(
            "PDF-88",
            "encrypted-later",
            "An update says that the signed letter is encrypted: changed, or not to be read.",
            Update::new()
                .object(10, standard)
                .trailer(&format!("/Encrypt 10 0 R{id}"))
                .append_to(&good()),
            "berubah",
        )
        .or("belum-pasti"),
    ]
}

/// Digests for which two documents of one digest are known.
fn pdf_89() -> Vec<Vector> {
    let weak = |identity: &Identity| {
        let spec = SignedDataSpec { digest: Digest::Sha1, ess: true };
        sign(letter().document(), &Signing { spec, ..Signing::by(identity) })
    };
    let made = |variant, bytes| {
        let why = "A signature over SHA-1, good by itself: refused whoever signed.";
        Vector::new("PDF-89", variant, why, bytes, "belum-pasti").reason("algorithm-refused")
    };
    vec![
        made("sha1-ecdsa", weak(&Identity::person())),
        made("sha1-rsa", weak(&Identity::other_person())),
    ]
}

/// The letter with a document time-stamp where the signature would be, and nobody's signature.
fn stamped_alone() -> Vec<u8> {
    let update = letter().object(7, time_stamp_dictionary());
    let person = Identity::person();
    let signing = Signing { document_time_stamp: Some(STAMPED), ..Signing::by(&person) };
    sign(update.document(), &signing)
}

/// Only a document time-stamp.
fn pdf_90() -> Vec<Vector> {
    let why = "Nobody signed; it existed at the time of the stamp.";
    vec![
        Vector::new("PDF-90", "time-stamp-only", why, stamped_alone(), "tanpa")
            .reason("document-time-stamp-only"),
        Vector::new(
            "PDF-90",
            "changed-after-the-stamp",
            "The stamp is over an earlier revision than the one in hand.",
            Update::new().stream(4, "", content(OTHER_LINE)).append_to(&stamped_alone()),
            "berubah",
        )
        .or("tanpa")
        .or("belum-pasti"),
    ]
}

/// A good time-stamp over a changed document.
fn pdf_91() -> Vec<Vector> {
    let changed = Update::new().stream(4, "", content(OTHER_LINE)).append_to(&good());
    let together = document_time_stamp().stream(4, "", content(OTHER_LINE));
    vec![
        modified(
            "PDF-91",
            "stamped-after-a-change",
            "Changed, then stamped: the stamp covers everything and repairs nothing.",
            stamped(&document_time_stamp(), &changed),
            "page-changed",
        ),
        modified(
            "PDF-91",
            "changed-while-stamping",
            "Changed in the revision of the stamp.",
            stamped(&together, &good()),
            "page-changed",
        ),
    ]
}

/// The token of another document time-stamp.
fn pdf_92() -> Vec<Vector> {
    let once = stamped(&document_time_stamp(), &good());
    let person = Identity::person();
    let stamping = Signing { document_time_stamp: Some(STAMPED), ..Signing::by(&person) };
    let token = stamping.contents(b"another revision");
    let mut copied = document_time_stamp().append_to(&good());
    let placeholder = Placeholder::find(&copied);
    let [a, b, c, d] = placeholder.proper_range(&copied);
    placeholder.write_range(&mut copied, &format!("[{a} {b} {c} {d}]"));
    placeholder.write_contents(&mut copied, &token);
    vec![
        Vector::new(
            "PDF-92",
            "token-of-another",
            "A genuine token over other bytes.",
            copied,
            "berubah",
        )
        .reason("hash-mismatch")
        .says("/signatures/1/sub_indication", "\"HASH_FAILURE\""),
        Vector::new(
            "PDF-92",
            "bytes-under-the-stamp-changed",
            "A byte before the signature of a person and the stamp.",
            replaced(&once, b"Rp15", b"Rp75"),
            "berubah",
        )
        .reason("hash-mismatch"),
    ]
}

/// Tags: their words changed, and tags added for a second signature.
fn pdf_93() -> Vec<Vector> {
    let tagged_catalog = |fields: &str| {
        catalog_with_form(
            &format!("<</Fields[6 0 R{fields}]/SigFlags 3>>"),
            "/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R",
        )
    };
    let element = "<</Type/StructElem/S/P/P 10 0 R/Pg 3 0 R/K 0/ActualText(Rp15.000.000,00)>>";
    let tagged = signed(
        &letter()
            .object(1, tagged_catalog(""))
            .object(3, page("", "/StructParents 0"))
            .stream(4, "", format!("/P<</MCID 0>>BDC {} EMC", content(LINE)))
            .object(10, "<</Type/StructTreeRoot/K[11 0 R]/ParentTree<</Nums[0[11 0 R]]>>/ParentTreeNextKey 1>>")
            .object(11, element),
    );
    let second = second_signature()
        .object(1, tagged_catalog(" 20 0 R"))
        .object(3, page(" 20 0 R", "/StructParents 0"))
        .object(20, field("Kedua", "/V 21 0 R", "/StructParent 1"))
        .object(10, "<</Type/StructTreeRoot/K[11 0 R 12 0 R]/ParentTree<</Nums[0[11 0 R]1 12 0 R]>>/ParentTreeNextKey 2>>")
        .object(12, "<</Type/StructElem/S/Form/P 10 0 R/Pg 3 0 R/K<</Type/OBJR/Obj 20 0 R>>>>");
    vec![
        modified(
            "PDF-93",
            "actual-text",
            "What a screen reader says is another amount.",
            Update::new().object(11, element.replace("Rp15", "Rp75")).append_to(&tagged),
            "structure-changed",
        ),
        modified(
            "PDF-93",
            "actual-text-while-signing",
            "The same in the revision of a second signature.",
            countersigned(&second.clone().object(11, element.replace("Rp15", "Rp75")), &tagged),
            "structure-changed",
        ),
        Vector::new(
            "PDF-93",
            "tags-for-a-second-signature",
            "A second signature with its own tags: allowed.",
            countersigned(&second, &tagged),
            "asli",
        )
        .change("signature-added")
        .change("structure-added"),
    ]
}

/// What the field asks of its signature.
fn pdf_94() -> Vec<Vector> {
    let with = |seed: &str| {
        signed(&letter().object(6, field("Penanda", "/V 7 0 R", &format!("/SV<<{seed}>>"))))
    };
    vec![
        Vector::new(
            "PDF-94",
            "wish",
            "A wish that the signature does not fulfil.",
            with("/Type/SV/SubFilter[/ETSI.CAdES.detached]/Reasons[(Lain)]"),
            "asli",
        )
        .note("seed-value-not-checked"),
        Vector::new(
            "PDF-94",
            "demand",
            "A demand (Ff) that it does not fulfil: told as not checked, or kept from being good.",
            with("/Type/SV/Ff 3/Filter/Lain/SubFilter[/ETSI.CAdES.detached]"),
            "belum-pasti",
        )
        .or("asli")
        .note("seed-value-not-checked"),
    ]
}

/// A bad signature among many fields.
fn pdf_95() -> Vec<Vector> {
    let empty: String = (100..300).map(|number| format!(" {number} 0 R")).collect();
    let bad = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Contents<00>>>";
    let mut buried = letter()
        .object(1, catalog_with_form(&format!("<</Fields[6 0 R{empty} 10 0 R]/SigFlags 3>>"), ""))
        .object(10, field("Terakhir", "/V 11 0 R", ""))
        .object(11, bad);
    for number in 100..300 {
        buried = buried.object(number, format!("<</FT/Sig/T(Kosong{number})>>"));
    }
    let invisible = letter()
        .object(1, catalog_with_form("<</Fields[6 0 R 10 0 R]/SigFlags 3>>", ""))
        .object(10, field("Tak tampak", "/V 11 0 R", ""))
        .object(11, bad);
    let made = |variant, why: &str, update: &Update| {
        Vector::new("PDF-95", variant, why, signed(update), "rusak")
            .reason("format")
            .says("/signatures/1/indication", "\"TOTAL-FAILED\"")
    };
    vec![
        made("buried", "The bad one comes after two hundred empty fields.", &buried),
        made("invisible", "The bad one has no size and stands on no page.", &invisible),
    ]
}

/// Bytes after the end.
fn pdf_96() -> Vec<Vector> {
    let with = |after: &[u8]| [&good()[..], after].concat();
    let fine = |variant, why: &str, bytes| {
        Vector::new("PDF-96", variant, why, bytes, "asli")
            .note("trailing-bytes")
            .says("/signatures/0/coverage", "\"whole-file\"")
    };
    let other = |variant, why: &str, bytes| {
        Vector::new("PDF-96", variant, why, bytes, "belum-pasti").reason("structure-unreadable")
    };
    let newline_not_signed = {
        let mut file = letter().document();
        let placeholder = Placeholder::find(&file);
        let [a, b, c, d] = placeholder.proper_range(&file);
        placeholder.write_range(&mut file, &format!("[{a} {b} {c} {}]", d - 1));
        let container =
            Signing::by(&Identity::person()).contents(&hashed(&file, &[a, b, c, d - 1]));
        placeholder.write_contents(&mut file, &container);
        file
    };
    vec![
        fine("line-end", "A mail gateway adds a line end.", with(b"\r\n")),
        fine("zeros", "Zeros are white space too.", with(&[0; 64])),
        fine("1024-spaces", "A kilobyte of spaces.", with(&[b' '; 1024])),
        Vector::new(
            "PDF-96",
            "line-end-not-signed",
            "The line end after %%EOF is left out of the signed bytes (I3 allows it): genuine, with or without a note.",
            newline_not_signed,
            "asli",
        ),
        other("1025-spaces", "More than that.", with(&[b' '; 1025])),
        other("comment", "A comment is no white space.", with(b"% lewat gerbang surat\n"))
            .reason("intact-copy"),
        other("text", "Other words.", with(b"Dipindai: bersih\n")).reason("intact-copy"),
    ]
}

/// Versions and extensions nobody needs to know.
fn pdf_97() -> Vec<Vector> {
    let header = |from: &[u8; 8]| {
        sign(
            letter().append_to(&[&from[..], &HEADER[8..]].concat()),
            &Signing::by(&Identity::person()),
        )
    };
    let fine = |variant, why: &str, bytes| Vector::new("PDF-97", variant, why, bytes, "asli");
    vec![
        fine("header-2-0", "A header of PDF 2.0.", header(b"%PDF-2.0")),
        fine("header-1-3", "A header older than its features.", header(b"%PDF-1.3")),
        fine(
            "version-lower",
            "Version in the catalog is lower.",
            signed(&letter().object(1, catalog("/Version/1.4"))),
        ),
        fine(
            "version-unknown",
            "Version is one nobody knows.",
            signed(&letter().object(1, catalog("/Version/9.9"))),
        ),
        fine(
            "extensions-unknown",
            "Extensions nobody knows.",
            signed(
                &letter().object(
                    1,
                    catalog("/Extensions<</XXXX<</BaseVersion/1.7/ExtensionLevel 99>>>>"),
                ),
            ),
        ),
    ]
}
