"""Makes tests/fixtures/producers/signed/*.pdf and producers.toml: originals of ordinary programs, signed one to five times,
with security stores, document time-stamps and a form filled in between. Keys and software are those of ../make_fixtures.py.

Run with ../requirements.txt after make_producers.py. The same bytes come out each time.
"""

import asyncio
import hashlib
import os
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from pyhanko.pdf_utils import generic  # noqa: E402
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.sign.signers import PdfTimeStamper  # noqa: E402

import letter_pdf  # noqa: E402
from make_fixtures import (  # noqa: E402
    FEBRUARY, INDIVIDUAL, P256, POSITION, SYSTEM, TSA, add, base, with_security_store)
from signing import LetterTimeStamper, document_clock  # noqa: E402

FIXTURES = HERE.parents[1] / "fixtures" / "producers"
DAYS = [FEBRUARY + timedelta(days=day) for day in range(6)]
BOXES = [(40 + 105 * place, 60, 140 + 105 * place, 110) for place in range(5)]
WHO = [INDIVIDUAL, POSITION, P256, SYSTEM, INDIVIDUAL]


def original(name: str) -> bytes:
    return (FIXTURES / f"{name}.pdf").read_bytes()


def signed(pdf: bytes, which: int, flavour: str = "A") -> bytes:
    """The signature of one day; flavour B is invisible and always named Signature1."""
    return add(pdf, flavour, WHO[which], DAYS[which], box=BOXES[which])


def times_signed(pdf: bytes, times: int) -> bytes:
    for which in range(times):
        pdf = signed(pdf, which)
    return pdf


def time_stamped(pdf: bytes, day: int) -> bytes:
    """A document time-stamp (ETSI.RFC3161) by the demo authority, in a revision of its own."""
    stamper = LetterTimeStamper(TSA, DAYS[day] + timedelta(hours=1))
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    work = PdfTimeStamper(stamper, field_name=f"Waktu{day}").async_timestamp_pdf(writer, "sha256", bytes_reserved=16384)
    with document_clock(DAYS[day]):
        return asyncio.run(work).getvalue()


def filled(pdf: bytes, words: str, day: int) -> bytes:
    """A revision that fills in the text field: its value and its appearance."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    fields = writer.root["/AcroForm"]["/Fields"]
    field = next(entry.get_object() for entry in fields if entry.get_object().get("/T") == "Catatan")
    field[generic.pdf_name("/V")] = generic.pdf_string(words)
    content = f"/Tx BMC q BT /Helv 11 Tf 2 7 Td ({words}) Tj ET Q EMC".encode()
    resources = generic.DictionaryObject({generic.pdf_name("/Font"): writer.root["/AcroForm"]["/DR"]["/Font"]})
    form = generic.StreamObject({
        generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
        generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 24))),
        generic.pdf_name("/Resources"): resources,
    }, stream_data=content)
    field[generic.pdf_name("/AP")] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(form)})
    writer.update_container(field)
    output = BytesIO()
    with document_clock(DAYS[day]):
        writer.write(output)
    return output.getvalue()


def five_with_a_form() -> bytes:
    pdf = signed(original("reportlab-form"), 0)
    pdf = filled(pdf, "Setuju", 1)
    pdf = signed(signed(pdf, 1), 2)
    pdf = filled(pdf, "Setuju, dengan catatan", 3)
    return signed(signed(pdf, 3), 4)


# Name, what it is, how it is made; verdict and farthest-reaching level of later changes once these are judged.
LETTERS = [
    ("libreoffice-one", "A letter exported by LibreOffice, signed once.", lambda: times_signed(original("libreoffice"), 1), "asli", "none"),
    ("libreoffice-pdfa-two", "PDF/A by LibreOffice, tagged, signed twice.", lambda: times_signed(original("libreoffice-pdfa"), 2),
     "asli", "form-filling"),
    ("chromium-one-time-stamped", "Printed by Chromium, signed, then security store and document time-stamp.",
     lambda: time_stamped(with_security_store(signed(original("chromium"), 0, "B")), 1), "asli", "validation-data"),
    ("ghostscript-three", "Made by Ghostscript, signed three times.", lambda: times_signed(original("ghostscript"), 3), "asli", "form-filling"),
    ("reportlab-form-five", "A form: signed, filled in, signed twice, changed, signed twice more.", five_with_a_form,
     "asli-ditambah", "form-filling"),
    ("reportlab-form-filled-first", "A form that is filled in before its only signature.",
     lambda: signed(filled(original("reportlab-form"), "Setuju", 0), 1), "asli", "none"),
    ("qpdf-linearized-two", "Linearized by qpdf, signed twice.", lambda: times_signed(original("qpdf-linearized"), 2), "asli", "form-filling"),
    ("qpdf-object-streams-four", "Object streams by qpdf, signed four times.", lambda: times_signed(original("qpdf-object-streams"), 4),
     "asli", "form-filling"),
    ("qpdf-linearized-object-streams-one", "Linearized with object streams, signed once.",
     lambda: times_signed(original("qpdf-linearized-object-streams"), 1), "asli", "none"),
    ("cairo-one-store", "Made by cairo, signed, then a security store.",
     lambda: with_security_store(signed(original("cairo"), 0, "B")), "asli", "validation-data"),
    ("scan-one", "A scan, signed once.", lambda: times_signed(original("img2pdf-scan"), 1), "asli", "none"),
    ("word-two", "A hybrid-reference file as Word writes it, signed twice.",
     lambda: times_signed(base("word-two", shape=letter_pdf.word), 2), "asli", "form-filling"),
    ("weasyprint-five", "Made by WeasyPrint, signed five times.", lambda: times_signed(original("weasyprint"), 5), "asli", "form-filling"),
    ("fpdf2-two-time-stamped", "Made by fpdf2, signed, stamped, signed again, stamped again.",
     lambda: time_stamped(signed(time_stamped(signed(original("fpdf2"), 0), 1), 2), 3), "asli", "form-filling"),
    ("pikepdf-one", "Saved by pikepdf with object streams, signed once.", lambda: times_signed(original("pikepdf"), 1), "asli", "none"),
    ("pypdf-one", "Saved by pypdf, signed once.", lambda: times_signed(original("pypdf"), 1), "asli", "none"),
    ("mupdf-two", "Made by MuPDF, signed twice.", lambda: times_signed(original("mupdf"), 2), "asli", "form-filling"),
]


def made(name: str, make) -> bytes:
    """One letter; os.urandom becomes a hash chain that starts at the name."""
    state = [name.encode()]

    def chosen(count: int) -> bytes:
        out = b""
        while len(out) < count:
            state[0] = hashlib.sha256(state[0]).digest()
            out += state[0]
        return out[:count]

    with patch.object(os, "urandom", chosen), document_clock(FEBRUARY):
        return make()


def main() -> None:
    folder = FIXTURES / "signed"
    folder.mkdir(parents=True, exist_ok=True)
    table = [
        "# Originals of ordinary programs, signed by pyHanko. Written by tests/recipe/producers/sign_producers.py.",
        "#",
        "# verdict  of the document, with the demo PKI taken as real anchors, once later changes are judged",
        "# level    the farthest-reaching later change of any signature",
        'schema = "periksa-producers/1"',
        'at = "2026-11-23T08:00:00Z"',
    ]
    for name, why, make, verdict, level in LETTERS:
        pdf = made(name, make)
        assert len(pdf) < 300_000, (name, len(pdf))
        (folder / f"{name}.pdf").write_bytes(pdf)
        signatures = pdf.count(b"/ByteRange")
        table += ["", "[[letter]]", f'file = "{name}.pdf"', f'why = "{why}"', f"signatures = {signatures}",
                  f'verdict = "{verdict}"', f'level = "{level}"']
        print(f"{len(pdf):8} {name} {signatures}")
    (FIXTURES / "producers.toml").write_text("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
