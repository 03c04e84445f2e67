//! PDF-32 to PDF-50: incremental updates and confusion of revisions (threat catalogue 1.3). Longer than other
//! files, because it is a list: one function for each id of the section.

use super::Vector;
use super::letter::{
    LINE, OTHER_LINE, catalog, catalog_with_form, content, countersigned, dictionary,
    document_time_stamp, field, good, letter, page, second_signature, signed, signed_update,
    stamped,
};
use super::unverifiable::redefined;
use crate::pdf_builder::{
    HEADER, Identity, Placeholder, Prev, Section, Signing, Update, find, find_last, hashed,
    replaced, start_xref, stream,
};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [
        pdf_32(),
        pdf_33(),
        pdf_34(),
        pdf_35(),
        pdf_36(),
        pdf_37(),
        pdf_38(),
        pdf_39(),
        pdf_40(),
        pdf_41(),
        pdf_42(),
        pdf_43(),
        pdf_44(),
        pdf_45(),
        pdf_46(),
        pdf_47(),
        pdf_48(),
        pdf_49(),
        pdf_50(),
    ]
    .concat()
}

/// Changed after signing, and this is what changed.
pub(super) fn modified(
    id: &'static str,
    variant: &str,
    why: &str,
    bytes: Vec<u8>,
    change: &'static str,
) -> Vector {
    Vector::new(id, variant, why, bytes, "berubah").reason("changes-not-permitted").change(change)
}

/// The page shows another amount.
fn other_content() -> Update {
    Update::new().stream(4, "", content(OTHER_LINE))
}

/// ISA-1: an update overrides the page's content.
fn pdf_32() -> Vec<Vector> {
    vec![
        modified(
            "PDF-32",
            "content-replaced",
            "The content stream is another one; the digest still fits.",
            other_content().append_to(&good()),
            "page-changed",
        )
        .says("/signatures/0/later_changes/permitted", "\"no\"")
        .says("/signatures/0/later_changes/level", "\"other\"")
        .says("/signatures/0/coverage", "\"whole-revision\"")
        .says("/signatures/0/signed_revision/revision", "1")
        .says("/signatures/0/signed_revision/of", "2"),
        modified(
            "PDF-32",
            "page-leads-elsewhere",
            "The page leads to a new content stream; the old one is untouched.",
            Update::new()
                .object(3, page("", "").replace("/Contents 4 0 R", "/Contents 10 0 R"))
                .stream(10, "", content(OTHER_LINE))
                .append_to(&good()),
            "page-changed",
        ),
    ]
}

/// The file does not read to its end; dropping what was appended leaves an intact copy.
fn appended(id: &'static str, variant: &str, why: &str, bytes: Vec<u8>) -> Vector {
    Vector::new(id, variant, why, bytes, "belum-pasti").reason("structure-unreadable")
}

/// ISA-2: objects appended without a cross-reference section.
fn pdf_33() -> Vec<Vector> {
    let body = stream("", content(OTHER_LINE).as_bytes());
    let bytes = [good(), b"\n4 0 obj\n".to_vec(), body, b"\nendobj\n".to_vec()].concat();
    vec![
        appended("PDF-33", "objects-only", "Viewers that repair would use the object.", bytes)
            .reason("intact-copy")
            .says("/document/intact_copy/start", "0"),
    ]
}

/// ISA-3: an update with a broken cross-reference section.
fn pdf_34() -> Vec<Vector> {
    let update = other_content().append_to(&good());
    let old = good().len();
    let tail =
        |from: &[u8], to: &[u8]| [&update[..old], &replaced(&update[old..], from, to)].concat();
    let made = |variant, why, bytes| appended("PDF-34", variant, why, bytes);
    let cut = find_last(&update, b"trailer").unwrap();
    let end = find_last(&update, b"startxref").unwrap();
    vec![
        made("keyword", "The keyword xref is spelled xrex.", tail(b"xref\n4", b"xrex\n4")),
        made("no-trailer", "The trailer is missing.", [&update[..cut], &update[end..]].concat()),
        made("no-end", "startxref is missing.", update[..end].to_vec()),
        // A habit of honest producers, so the update is read, and seen for what it is.
        Vector::new(
            "PDF-34",
            "entries",
            "An entry is one byte short.",
            tail(b" 00000 n \n", b" 00000 n\n"),
            "berubah",
        )
        .change("page-changed")
        .note("structure-habit"),
        made("no-eof", "The end marker is missing.", update[..update.len() - 6].to_vec()),
    ]
}

/// ISA-4: the signature dictionary redefined with other claims.
fn pdf_35() -> Vec<Vector> {
    let made =
        |variant, why, bytes| Vector::new("PDF-35", variant, why, bytes, "rusak").reason("format");
    let with = |extra: &'static str| {
        redefined(move |text| format!("{}{extra}>>", &text[..text.len() - 2]))
    };
    vec![
        made("name", "Another name.", with("/Name(Bupati Contoh)")),
        made("reason", "Another reason.", with("/Reason(Disetujui)")),
        made("time", "Another time.", with("/M(D:20200101000000Z)")),
        made(
            "of-two",
            "The first of two signatures says another name; the second one covers it.",
            {
                let twice = countersigned(&second_signature(), &good());
                let start = find(&twice, b"7 0 obj\n").unwrap() + 8;
                let end = start + find(&twice[start..], b">>\nendobj").unwrap();
                let body = [&twice[start..end], b"/Name(Bupati Contoh)>>"].concat();
                Update::new().object(7, body).append_to(&twice)
            },
        )
        .or("berubah")
        .change("signature-changed"),
        made("byte-range", "Another ByteRange, up to the end of the file.", {
            let file = redefined(|text| text);
            let token = find(&file, b"/Contents<").unwrap() + 9;
            let end = token + find(&file[token..], b">").unwrap() + 1;
            let at = find_last(&file, b"/ByteRange[").unwrap() + 10;
            let text = format!("[0 {token} {end} {}]", file.len() - end);
            let mut file = file;
            let room = find(&file[at..], b"/Contents").unwrap();
            let text = format!("{text:room$}");
            file[at..at + room].copy_from_slice(text.as_bytes());
            file
        }),
    ]
}

/// An update in compressed form, which scanners of plain text do not see.
fn pdf_36() -> Vec<Vector> {
    let elsewhere = page("", "").replace("/Contents 4 0 R", "/Contents 10 0 R");
    let update = Update::new().object(3, elsewhere).stream(10, "", content(OTHER_LINE));
    vec![
        modified(
            "PDF-36",
            "object-stream",
            "The page is overridden in an object stream.",
            update.clone().section(Section::ObjectStream).append_to(&good()),
            "page-changed",
        ),
        modified(
            "PDF-36",
            "xref-stream",
            "The same with a cross-reference stream alone.",
            update.section(Section::Stream).append_to(&good()),
            "page-changed",
        ),
        Vector::new(
            "PDF-36",
            "signed-in-object-streams",
            "The letter itself in object streams: an ordinary form, not an attack.",
            signed(&letter().section(Section::ObjectStream)),
            "asli",
        ),
    ]
}

/// Hybrid-reference files: two readers, two views.
fn pdf_37() -> Vec<Vector> {
    let made = |variant, why: &str, bytes| {
        Vector::new("PDF-37", variant, why, bytes, "belum-pasti").reason("hybrid-views-differ")
    };
    let hidden_content = page("", "").replace("/Contents 4 0 R", "/Contents[4 0 R 10 0 R]");
    let tagged = catalog("/StructTreeRoot 10 0 R/MarkInfo<</Marked true>>");
    vec![
        made(
            "content-in-the-stream",
            "Old readers do not find an object that the page shows.",
            signed(
                &letter()
                    .object(3, hidden_content)
                    .hybrid(10, stream("", content("Tambahan").as_bytes())),
            ),
        ),
        made(
            "page-in-the-stream-of-an-update",
            "An update gives the page a content that only newer readers find.",
            Update::new()
                .object(3, page("", "").replace("/Contents 4 0 R", "/Contents[4 0 R 10 0 R]"))
                .hybrid(10, stream("", content("Tambahan").as_bytes()))
                .append_to(&good()),
        )
        .or("berubah"),
        Vector::new(
            "PDF-37",
            "structure-tree-only",
            "As Word writes it: only the tags are hidden from old readers, and both views agree.",
            signed(&letter().object(1, tagged).hybrid(10, "<</Type/StructTreeRoot>>")),
            "asli",
        ),
    ]
}

/// The chain of revisions broken or bent.
fn pdf_38() -> Vec<Vector> {
    let unsigned = letter()
        .object(1, catalog_with_form("<</Fields[]>>", ""))
        .object(6, "null")
        .object(7, "null")
        .document();
    let prev = start_xref(&unsigned).unwrap();
    let late = signed_update(
        &Update::new()
            .object(1, catalog(""))
            .object(6, field("Penanda", "/V 7 0 R", ""))
            .object(7, dictionary("")),
        &unsigned,
    );
    let offset = |file: &[u8], text: &[u8]| find_last(file, text).unwrap();
    let skipping = other_content()
        .entry(1, offset(&late, b"1 0 obj"))
        .entry(6, offset(&late, b"6 0 obj"))
        .entry(7, offset(&late, b"7 0 obj"))
        .prev(Prev::At(prev))
        .append_to(&late);
    let plain = good();
    let mut alone = other_content().prev(Prev::Absent);
    for (number, text) in [
        (1, "1 0 obj"),
        (2, "2 0 obj"),
        (3, "3 0 obj"),
        (5, "5 0 obj"),
        (6, "6 0 obj"),
        (7, "7 0 obj"),
    ] {
        alone = alone.entry(number, find(&plain, text.as_bytes()).unwrap());
    }
    let open = |variant, why: &str, bytes| {
        Vector::new("PDF-38", variant, why, bytes, "rusak").or("berubah").or("belum-pasti")
    };
    vec![
        open(
            "signed-revision-skipped",
            "Prev leads past the signed revision: which of the broken things is told is open, green it is not.",
            skipping,
        ),
        open(
            "no-prev",
            "The update has no Prev and lists every object itself: the signed revision is not on the chain.",
            alone.append_to(&plain),
        ),
        modified(
            "PDF-38",
            "other-root",
            "Root is a new catalog with a new page.",
            Update::new()
                .object(10, catalog("").replace("/Pages 2 0 R", "/Pages 11 0 R"))
                .object(11, "<</Type/Pages/Kids[12 0 R]/Count 1>>")
                .object(
                    12,
                    page("", "")
                        .replace("/Parent 2 0 R", "/Parent 11 0 R")
                        .replace("/Contents 4 0 R", "/Contents 13 0 R"),
                )
                .stream(13, "", content(OTHER_LINE))
                .root("10 0 R")
                .append_to(&plain),
            "catalog-replaced",
        ),
        open(
            "size-shrunk",
            "Size says that the signature's objects do not exist.",
            other_content().size(5).append_to(&plain),
        ),
    ]
}

/// The file appended to itself.
fn pdf_39() -> Vec<Vector> {
    let good = good();
    let base = good.len();
    // A second copy whose offsets count from the start of the whole file, signed over itself.
    let mut file = letter().prev(Prev::Absent).append_to(&[&good[..], HEADER].concat());
    let placeholder = Placeholder::find(&file);
    let range = [base, placeholder.start - base, placeholder.end, file.len() - placeholder.end];
    let [a, b, c, d] = range;
    placeholder.write_range(&mut file, &format!("[{a} {b} {c} {d}]"));
    let container = Signing::by(&Identity::person()).contents(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    vec![
        appended("PDF-39", "twice", "The same bytes twice.", [&good[..], &good[..]].concat()),
        Vector::new(
            "PDF-39",
            "twice-with-a-fresh-range",
            "The second copy is signed over itself alone, as was seen in the wild.",
            file,
            "rusak",
        )
        .reason("format"),
    ]
}

/// `%%EOF` where none is.
fn pdf_40() -> Vec<Vector> {
    vec![
        modified(
            "PDF-40",
            "in-the-trailer",
            "The update's trailer has the end marker in a string.",
            other_content().trailer("/X(\n%%EOF\n)").append_to(&good()),
            "page-changed",
        ),
        Vector::new(
            "PDF-40",
            "in-a-comment",
            "A comment before startxref is the end marker: changed, or outside the grammar.",
            other_content().before_start_xref("%%EOF\n").append_to(&good()),
            "berubah",
        )
        .or("belum-pasti"),
        modified(
            "PDF-40",
            "in-a-stream",
            "The new content has a whole end of file in it.",
            Update::new()
                .stream(4, "", content(&format!("{OTHER_LINE}) Tj (\nstartxref\n9\n%%EOF\n")))
                .append_to(&good()),
            "page-changed",
        ),
        Vector::new(
            "PDF-40",
            "in-the-signed-bytes",
            "The signed revision itself has end markers in a string and in content: revisions come from the chain alone.",
            signed(
                &letter()
                    .stream(4, "", content(&format!("{LINE}) Tj (\nstartxref\n9\n%%EOF\n")))
                    .trailer("/X(\n%%EOF\n)"),
            ),
            "asli",
        ),
    ]
}

/// A linearization dictionary that is none.
fn pdf_41() -> Vec<Vector> {
    let linearized = "<</Linearized 1/L 999/H[0 0]/O 3/E 0/N 1/T 0>>";
    let first = signed(&letter().unlisted(format!("9 0 obj\n{linearized}\nendobj\n")).end("\n"));
    vec![
        modified(
            "PDF-41",
            "appended",
            "The update claims to be the first part of a linearized file.",
            other_content().object(10, linearized).append_to(&good()),
            "page-changed",
        ),
        modified(
            "PDF-41",
            "in-the-first-object",
            "The signed file says so falsely, and content is changed after it.",
            other_content().append_to(&first),
            "page-changed",
        ),
    ]
}

/// Several `startxref`, the last far from the end.
fn pdf_42() -> Vec<Vector> {
    let good = good();
    let comment = format!("% {}\n", "x".repeat(2000));
    let own = format!("{comment}startxref\n{}\n%%EOF\n", start_xref(&good).unwrap());
    vec![
        appended(
            "PDF-42",
            "comment-with-own-end",
            "Two kilobytes of comment and another startxref.",
            [&good[..], own.as_bytes()].concat(),
        ),
        appended(
            "PDF-42",
            "comment",
            "The last startxref is more than 1024 bytes from the end.",
            [&good[..], comment.as_bytes()].concat(),
        ),
    ]
}

/// Freed objects, generations and re-used numbers.
fn pdf_43() -> Vec<Vector> {
    let dangling = signed(
        &letter()
            .object(3, page("", "").replace("/Contents 4 0 R", "/Contents[4 0 R 10 0 R]"))
            .free(10, 0),
    );
    vec![
        modified(
            "PDF-43",
            "freed",
            "The content is freed: the page is empty.",
            Update::new().free(4, 1).append_to(&good()),
            "page-changed",
        ),
        modified(
            "PDF-43",
            "generation",
            "The content's number comes back with another generation, which the page does not mean.",
            Update::new()
                .object_of_generation(4, 1, stream("", content(OTHER_LINE).as_bytes()))
                .append_to(&good()),
            "page-changed",
        ),
        modified(
            "PDF-43",
            "resurrected",
            "A free number that the page names becomes content.",
            Update::new().stream(10, "", content("Tambahan")).append_to(&dangling),
            "page-changed",
        ),
    ]
}

/// A later revision hides the signature.
fn pdf_44() -> Vec<Vector> {
    let made = |variant, why: &str, update: Update| {
        Vector::new("PDF-44", variant, why, update.append_to(&good()), "belum-pasti")
            .reason("signature-removed")
    };
    let twice = countersigned(&second_signature(), &good());
    vec![
        made(
            "form-dropped",
            "The catalog has no form any more.",
            Update::new().object(1, "<</Type/Catalog/Pages 2 0 R>>"),
        ),
        made(
            "fields-emptied",
            "The form has no fields any more.",
            Update::new().object(1, catalog_with_form("<</Fields[]/SigFlags 3>>", "")),
        ),
        made(
            "value-dropped",
            "The field has no value any more.",
            Update::new().object(6, field("Penanda", "", "")),
        ),
        Vector::new(
            "PDF-44",
            "one-of-two",
            "The first of two signatures is dropped: the second one covers its presence.",
            Update::new()
                .object(1, catalog_with_form("<</Fields[20 0 R]/SigFlags 3>>", ""))
                .append_to(&twice),
            "berubah",
        )
        .reason("signature-removed")
        .change("signature-removed"),
        modified(
            "PDF-44",
            "security-store-removed",
            "The signed security store is dropped.",
            Update::new()
                .object(1, catalog(""))
                .append_to(&signed(&security_store(letter().object(1, catalog("/DSS 40 0 R"))))),
            "validation-data-removed",
        ),
    ]
}

/// A letter of two pages: 10 is the second one, 11 its content.
fn two_pages() -> Update {
    letter()
        .object(2, "<</Type/Pages/Kids[3 0 R 10 0 R]/Count 2>>")
        .object(
            10,
            page("", "")
                .replace("/Annots[6 0 R]", "")
                .replace("/Contents 4 0 R", "/Contents 11 0 R"),
        )
        .stream(11, "", content("Lampiran"))
}

/// Page tree edits.
fn pdf_45() -> Vec<Vector> {
    let made = |variant, why: &str, update: Update, change| {
        modified("PDF-45", variant, why, update.append_to(&signed(&two_pages())), change)
    };
    let kids = |kids: &str, count: u8| {
        Update::new().object(2, format!("<</Type/Pages/Kids[{kids}]/Count {count}>>"))
    };
    let added =
        kids("3 0 R 10 0 R 12 0 R", 3).object(12, page("", "").replace("/Annots[6 0 R]", ""));
    vec![
        made("added", "A page more.", added.clone(), "page-added"),
        made(
            "added-in-front",
            "A page before all others.",
            added.object(2, "<</Type/Pages/Kids[12 0 R 3 0 R 10 0 R]/Count 3>>"),
            "page-added",
        ),
        made("removed", "A page less.", kids("3 0 R", 1), "page-removed"),
        made(
            "reordered",
            "The pages in another order.",
            kids("10 0 R 3 0 R", 2),
            "pages-reordered",
        ),
        made(
            "rotated",
            "A page turned.",
            Update::new().object(3, page("", "/Rotate 180")),
            "page-changed",
        ),
        made(
            "cropped",
            "A page cut.",
            Update::new().object(3, page("", "/CropBox[0 0 595 400]")),
            "page-changed",
        ),
        made(
            "inherited",
            "A value that pages inherit: the rotation of the whole tree.",
            Update::new().object(2, "<</Type/Pages/Kids[3 0 R 10 0 R]/Count 2/Rotate 90>>"),
            "page-changed",
        ),
    ]
}

/// The attacker changes the document and signs it too.
fn pdf_46() -> Vec<Vector> {
    let changed_and_signed = second_signature().stream(4, "", content(OTHER_LINE));
    vec![
        modified(
            "PDF-46",
            "changed-and-countersigned",
            "The second signature covers the whole file; the first one's words are changed.",
            countersigned(&changed_and_signed, &good()),
            "page-changed",
        )
        .says("/signatures/0/verdict", "\"berubah\"")
        .says("/signatures/1/indication", "\"TOTAL-PASSED\"")
        .says("/signatures/1/coverage", "\"whole-file\""),
    ]
}

/// A change between two honest signatures; one that is undone, too.
fn pdf_47() -> Vec<Vector> {
    let changed = other_content().append_to(&good());
    let restored = Update::new().stream(4, "", content(LINE)).append_to(&changed);
    vec![
        modified(
            "PDF-47",
            "sandwiched",
            "Signed, changed, signed.",
            countersigned(&second_signature(), &changed),
            "page-changed",
        )
        .says("/signatures/0/verdict", "\"berubah\""),
        modified(
            "PDF-47",
            "sandwiched-and-undone",
            "Changed and changed back before the second signature: every adjacent pair is compared.",
            countersigned(&second_signature(), &restored),
            "page-changed",
        ),
    ]
}

/// A security store with one certificate: objects 40 and 41.
pub(super) fn security_store(update: Update) -> Update {
    update.object(40, "<</Type/DSS/Certs[41 0 R]>>").stream(
        41,
        "",
        &Identity::person().issuer_certificate,
    )
}

/// Updates for long-term validation are no tampering.
fn pdf_48() -> Vec<Vector> {
    let made = |variant, why: &str, bytes, change| {
        Vector::new("PDF-48", variant, why, bytes, "asli")
            .change(change)
            .says("/signatures/0/later_changes/level", "\"validation-data\"")
            .says("/signatures/0/later_changes/permitted", "\"yes\"")
    };
    let store = security_store(Update::new().object(1, catalog("/DSS 40 0 R")));
    let vri = store.clone().object(
        40,
        "<</Type/DSS/Certs[41 0 R]/VRI<</0123456789ABCDEF0123456789ABCDEF01234567<</Cert[41 0 R]>>>>>>",
    );
    let extensions = "/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 1>>>>";
    let stored = store.append_to(&good());
    let stamp = document_time_stamp()
        .object(1, catalog_with_form("<</Fields[6 0 R 30 0 R]/SigFlags 3>>", "/DSS 40 0 R"));
    vec![
        made("security-store", "A security store.", stored.clone(), "validation-data-added"),
        made("vri", "A security store with VRI.", vri.append_to(&good()), "validation-data-added"),
        made(
            "time-stamp",
            "A document time-stamp.",
            stamped(&document_time_stamp(), &good()),
            "document-time-stamp-added",
        ),
        made(
            "store-then-time-stamp",
            "A security store, then a document time-stamp: the form of archives.",
            stamped(&stamp, &stored),
            "document-time-stamp-added",
        )
        .change("validation-data-added"),
        made(
            "extensions",
            "An extensions dictionary.",
            Update::new().object(1, catalog(extensions)).append_to(&good()),
            "extensions-changed",
        ),
        made(
            "store-in-object-streams",
            "The security store in an object stream.",
            store.section(Section::ObjectStream).append_to(&good()),
            "validation-data-added",
        ),
    ]
}

/// Something else under cover of a security store.
fn pdf_49() -> Vec<Vector> {
    let with = |extra: &str| {
        security_store(Update::new().object(1, catalog(&format!("/DSS 40 0 R{extra}"))))
    };
    let made = |variant, why, update: Update, change| {
        modified("PDF-49", variant, why, update.append_to(&good()), change)
    };
    let action = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>";
    vec![
        made("open-action", "An action on opening.", with(action), "actions-changed"),
        made(
            "pages",
            "Another page tree.",
            with("")
                .object(1, catalog("/DSS 40 0 R").replace("/Pages 2 0 R", "/Pages 10 0 R"))
                .object(10, "<</Type/Pages/Kids[11 0 R]/Count 1>>")
                .object(
                    11,
                    page("", "")
                        .replace("/Parent 2 0 R", "/Parent 10 0 R")
                        .replace("/Contents 4 0 R", "/Contents 12 0 R"),
                )
                .stream(12, "", content(OTHER_LINE)),
            "page-added",
        ),
        made(
            "layers",
            "Optional content.",
            with("/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>")
                .object(10, "<</Type/OCG/Name(Lapisan)>>"),
            "layers-changed",
        ),
        made(
            "names",
            "A name tree.",
            with("/Names<</Dests<</Names[(a)[3 0 R/Fit]]>>>>"),
            "names-changed",
        ),
        made(
            "font",
            "Another font.",
            with("").object(5, "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"),
            "page-changed",
        ),
        made(
            "clobbered",
            "The store takes the number of the font.",
            Update::new()
                .object(1, catalog("/DSS 5 0 R"))
                .object(5, "<</Type/DSS/Certs[41 0 R]>>")
                .stream(41, "", &Identity::person().issuer_certificate),
            "page-changed",
        ),
    ]
}

/// Metadata that is something else.
fn pdf_50() -> Vec<Vector> {
    let good = good();
    let made = |variant, why: &str, update: Update| {
        Vector::new("PDF-50", variant, why, update.append_to(&good), "berubah")
            .reason("changes-not-permitted")
    };
    let typed = "/Type/Metadata/Subtype/XML";
    let drawn = format!("{typed}/BBox[0 0 595 842]");
    let resources = "/Resources<</Font<</F1 5 0 R>>/XObject<</X 10 0 R>>>>";
    let drawing = |in_catalog: &str| {
        signed(
            &letter()
                .object(1, catalog(in_catalog))
                .object(3, page("", "").replace("/Resources<</Font<</F1 5 0 R>>>>", resources))
                .stream(4, "", "/X Do")
                .stream(10, &drawn, content(LINE)),
        )
    };
    vec![
        made(
            "page-content",
            "Metadata leads to the page's content.",
            Update::new().object(1, catalog("/Metadata 4 0 R")),
        ),
        made(
            "page-content-replaced",
            "The page's content becomes the metadata stream, and other words.",
            Update::new().object(1, catalog("/Metadata 4 0 R")).stream(
                4,
                typed,
                content(OTHER_LINE),
            ),
        )
        .change("page-changed"),
        made(
            "not-xmp",
            "Metadata is a form of the page's making: it is not metadata by its type.",
            Update::new().object(1, catalog("/Metadata 10 0 R")).stream(
                10,
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
                content(OTHER_LINE),
            ),
        )
        .or("belum-pasti"),
        made(
            "info-is-the-font",
            "Info becomes the font dictionary.",
            Update::new()
                .object(5, "<</Title(Surat)/Type/Font/Subtype/Type1/BaseFont/Symbol>>")
                .trailer("/Info 5 0 R"),
        )
        .change("page-changed"),
        modified(
            "PDF-50",
            "metadata-is-drawn",
            "The signed page draws its own metadata stream, which an update then replaces.",
            Update::new()
                .stream(10, &drawn, content(OTHER_LINE))
                .append_to(&drawing("/Metadata 10 0 R")),
            "page-changed",
        ),
        modified(
            "PDF-50",
            "security-store-is-drawn",
            "The signed page draws a stream of the security store, which an update then replaces.",
            Update::new()
                .stream(10, &drawn, content(OTHER_LINE))
                .append_to(&drawing("/DSS<</Type/DSS/Certs[10 0 R]>>")),
            "page-changed",
        ),
        Vector::new(
            "PDF-50",
            "true-metadata",
            "Metadata and Info as archives write them: allowed, and told.",
            Update::new()
                .object(1, catalog("/Metadata 10 0 R"))
                .object(8, "<</Title(Surat contoh)/Producer(Arsip)>>")
                .stream(10, typed, "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
                .trailer("/Info 8 0 R")
                .append_to(&good),
            "asli",
        )
        .change("metadata-changed"),
    ]
}
