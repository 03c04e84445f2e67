//! PDF-69 to PDF-79: the signer is the attacker (threat catalogue 1.7). What is signed is genuine; the reader is told what
//! makes it deceive.

use super::Vector;
use super::letter::{
    LINE, OTHER_LINE, ROOM, catalog, content, dictionary, good, letter, page, signed,
};
use crate::pdf_builder::{Identity, Signing, Update, sign};

/// Every vector of this section.
pub(super) fn vectors() -> Vec<Vector> {
    [
        pdf_69(),
        pdf_70(),
        pdf_71(),
        pdf_72(),
        pdf_73(),
        pdf_74(),
        pdf_75(),
        pdf_76(),
        pdf_77(),
        pdf_78(),
        pdf_79(),
    ]
    .concat()
}

/// Genuine, and said besides.
fn noted(
    id: &'static str,
    variant: &str,
    why: &str,
    update: &Update,
    note: &'static str,
) -> Vector {
    Vector::new(id, variant, why, signed(update), "asli").note(note)
}

/// The page with one more annotation of this text: object 10.
fn annotated(annotation: &str) -> Update {
    letter().object(3, page(" 10 0 R", "")).object(10, annotation)
}

const SCRIPT: &str = "<</S/JavaScript/JS(app.alert\\(1\\))>>";

/// Actions that run by themselves or on a click.
fn pdf_69() -> Vec<Vector> {
    let made =
        |variant, why, update: Update| noted("PDF-69", variant, why, &update, "active-content");
    let in_catalog = |extra: &str| letter().object(1, catalog(extra));
    let link = |action: &str| {
        annotated(&format!("<</Type/Annot/Subtype/Link/Rect[72 690 400 715]/A{action}>>"))
    };
    vec![
        made("open-action", "A script on opening.", in_catalog(&format!("/OpenAction{SCRIPT}"))),
        made(
            "before-printing",
            "A script before printing.",
            in_catalog(&format!("/AA<</WP{SCRIPT}>>")),
        ),
        made(
            "page-opened",
            "A script when the page opens.",
            letter().object(3, page("", &format!("/AA<</O{SCRIPT}>>"))),
        ),
        made(
            "named-scripts",
            "Scripts of the document in the name tree.",
            in_catalog(&format!("/Names<</JavaScript<</Names[(a){SCRIPT}]>>>>")),
        ),
        made("launch", "A program to start.", link("<</S/Launch/F(calc.exe)>>")),
        made("submit", "A form to send.", link("<</S/SubmitForm/F(http://contoh.invalid/)>>")),
        made(
            "next",
            "A script behind a harmless action.",
            link(&format!("<</S/GoTo/D[3 0 R/Fit]/Next{SCRIPT}>>")),
        ),
    ]
}

/// Layers that show one thing and print another.
fn pdf_70() -> Vec<Vector> {
    let layers = "/OCProperties<</OCGs[10 0 R 11 0 R]/D<</OFF[11 0 R]\
                  /AS[<</Event/Print/OCGs[10 0 R 11 0 R]/Category[/Print]>>]>>>>";
    let resources = "/Resources<</Font<</F1 5 0 R>>/Properties<</L1 10 0 R/L2 11 0 R>>>>";
    let update = letter()
        .object(1, catalog(layers))
        .object(3, page("", "").replace("/Resources<</Font<</F1 5 0 R>>>>", resources))
        .stream(
            4,
            "",
            format!("/OC/L1 BDC {} EMC /OC/L2 BDC {} EMC", content(LINE), content(OTHER_LINE)),
        )
        .object(
            10,
            "<</Type/OCG/Name(Layar)/Usage<</Print<</PrintState/OFF>>/View<</ViewState/ON>>>>>>",
        )
        .object(
            11,
            "<</Type/OCG/Name(Cetak)/Usage<</Print<</PrintState/ON>>/View<</ViewState/OFF>>>>>>",
        );
    vec![noted(
        "PDF-70",
        "screen-and-print",
        "One amount on the screen, another on paper.",
        &update,
        "layers",
    )]
}

/// What is shown depends on material outside the file.
fn pdf_71() -> Vec<Vector> {
    let resources = "/Resources<</Font<</F1 5 0 R>>/XObject<</X 10 0 R>>>>";
    let with = |object: Vec<u8>| {
        letter()
            .object(3, page("", "").replace("/Resources<</Font<</F1 5 0 R>>>>", resources))
            .object(10, object)
    };
    let image =
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray";
    let reference = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(lain.pdf)/Page 0>>";
    vec![
        noted(
            "PDF-71",
            "external-stream",
            "An image whose data stands in another file.",
            &with(crate::pdf_builder::stream(
                &format!("{image}/F(http://contoh.invalid/a.jpg)/FFilter/DCTDecode"),
                b"",
            )),
            "external-content",
        ),
        noted(
            "PDF-71",
            "reference-xobject",
            "A form that stands for a page of another file.",
            &with(crate::pdf_builder::stream(reference, b"")),
            "external-content",
        ),
    ]
}

/// Glyphs say one thing, the text layer another.
fn pdf_72() -> Vec<Vector> {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00><ff> endcodespacerange \
               2 beginbfchar <31> <0039> <35> <0031> endbfchar endcmap end";
    let update = letter()
        .object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 10 0 R>>")
        .stream(10, "", map);
    let why = "Copied text differs from what is shown: text is never taken as the content here, so nothing is said.";
    vec![Vector::new("PDF-72", "text-layer", why, signed(&update), "asli")]
}

/// Embedded files.
fn pdf_73() -> Vec<Vector> {
    let names = catalog("/Names<</EmbeddedFiles<</Names[(lampiran.pdf)10 0 R]>>>>");
    let specification = "<</Type/Filespec/F(lampiran.pdf)/UF(lampiran.pdf)/EF<</F 11 0 R>>>>";
    let with = |data: &[u8], extra: &str| {
        letter().object(1, names.clone()).object(10, specification).stream(
            11,
            &format!("/Type/EmbeddedFile{extra}"),
            data,
        )
    };
    let compressed = stored_zlib(&good());
    let unsigned = with(&compressed, "/Filter/FlateDecode")
        .object(1, names.replace("/Fields[6 0 R]", "/Fields[]"))
        .object(3, page("", "").replace("/Annots[6 0 R]", ""))
        .object(6, "null")
        .object(7, "null")
        .document();
    let made = |variant, why: &str, bytes, verdict| {
        Vector::new("PDF-73", variant, why, bytes, verdict).note("attachments")
    };
    vec![
        made("text", "An attached file.", signed(&with(b"Kontrak", "")), "asli"),
        made(
            "signed-attachment",
            "An attached signed letter; its ByteRange may keep the gap from being fixed.",
            signed(&with(&compressed, "/Filter/FlateDecode")),
            "asli",
        )
        .or("belum-pasti"),
        made(
            "signed-attachment-in-an-unsigned-letter",
            "The signature is that of the attachment; the file in hand has none.",
            unsigned,
            "tanpa",
        )
        .or("belum-pasti"),
    ]
}

/// A zlib stream of stored blocks: the bytes inside stay legible to scanners, which is the point.
fn stored_zlib(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01, 0x01];
    let length = u16::try_from(data.len()).unwrap();
    stream.extend_from_slice(&length.to_le_bytes());
    stream.extend_from_slice(&(!length).to_le_bytes());
    stream.extend_from_slice(data);
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    stream.extend_from_slice(&(b << 16 | a).to_be_bytes());
    stream
}

/// Text that is there and not seen.
fn pdf_74() -> Vec<Vector> {
    let invisible = format!("{} 3 Tr {}", content(LINE), content(OTHER_LINE));
    vec![
        noted(
            "PDF-74",
            "crop-box",
            "The page shows less than it holds.",
            &letter().object(3, page("", "/CropBox[0 0 595 400]")),
            "crop-box-smaller",
        ),
        Vector::new(
            "PDF-74",
            "render-mode",
            "Invisible text: content is not read, so nothing is said.",
            signed(&letter().stream(4, "", invisible)),
            "asli",
        ),
    ]
}

/// A link to a portal that is not ours.
fn pdf_75() -> Vec<Vector> {
    let link = "<</Type/Annot/Subtype/Link/Rect[72 690 400 715]/A<</S/URI/URI(https://periksa-palsu.invalid/cek)>>>>";
    vec![noted(
        "PDF-75",
        "link",
        "A link \"verify here\": its host is told, as text.",
        &annotated(link),
        "link-hosts",
    )]
}

/// Name and time that the certificate and the time-stamp do not confirm.
fn pdf_76() -> Vec<Vector> {
    let room = "00".repeat(ROOM);
    let later =
        dictionary("/M(D:20251101080000+07'00')").replace(&room, &"00".repeat(2 * ROOM + 500));
    let person = Identity::person();
    let signing = Signing { time_stamp: Some("20260203012422Z"), ..Signing::by(&person) };
    let honest = later.replace("D:20251101080000+07'00'", "D:20260203082421+07'00'");
    let stamped = |text: String| sign(letter().object(7, text).document(), &signing);
    vec![
        noted(
            "PDF-76",
            "name",
            "The dictionary names a minister, the certificate another.",
            &letter().object(7, dictionary("/Name(Menteri Contoh)")),
            "claimed-name-differs",
        ),
        Vector::new(
            "PDF-76",
            "time",
            "The claimed time is months before the proven one.",
            stamped(later),
            "asli",
        )
        .note("claimed-time-differs")
        .says("/signatures/0/time_source", "\"time-stamp\""),
        Vector::new(
            "PDF-76",
            "honest-time",
            "The claimed time is a second before the proven one: nothing to say.",
            stamped(honest),
            "asli",
        )
        .says("/notes", "[]")
        .says("/signatures/0/time_source", "\"time-stamp\""),
    ]
}

/// The page paints a verdict; nobody signed.
fn pdf_77() -> Vec<Vector> {
    let painted = "0 .6 0 rg 72 600 200 60 re f 1 g BT /F1 20 Tf 80 620 Td (ASLI - Periksa) Tj ET";
    let bytes = letter()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(3, page("", "").replace("/Annots[6 0 R]", ""))
        .stream(4, "", painted)
        .object(6, "null")
        .object(7, "null")
        .document();
    let why = "A green badge with our name, drawn on the page.";
    vec![Vector::new("PDF-77", "painted-badge", why, bytes, "tanpa").reason("no-signature-field")]
}

/// Claims of the signing software.
fn pdf_78() -> Vec<Vector> {
    let claims = "/Name(Bupati Contoh)/Location(Istana)/Reason(Disetujui Presiden)/ContactInfo(0)/Prop_AuthTime 1";
    let bytes = signed(&letter().object(7, dictionary(claims)));
    let why = "Name, place and reason are claims; the signer is whom the certificate names.";
    vec![
        Vector::new("PDF-78", "claims", why, bytes, "asli")
            .note("claimed-name-differs")
            .says("/signatures/0/claimed_name", "\"Bupati Contoh\"")
            .says("/signatures/0/signer/common_name", "\"Contoh Penanda Tangan Dua\""),
    ]
}

/// Ink is no signature.
fn pdf_79() -> Vec<Vector> {
    let ink = "<</Type/Annot/Subtype/Ink/Rect[72 90 300 140]/InkList[[72 90 100 130 150 95]]/Contents(Tanda tangan)>>";
    let bytes = annotated(ink)
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(3, page("", "").replace("6 0 R", "10 0 R"))
        .object(6, "null")
        .object(7, "null")
        .document();
    let why = "A drawn signature.";
    vec![Vector::new("PDF-79", "ink", why, bytes, "tanpa").reason("no-signature-field")]
}
