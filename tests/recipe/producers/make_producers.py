"""Makes tests/fixtures/producers/*.pdf: the same short letter by each of the programs that ordinary documents come from.

Run once, in a virtual environment with requirements.txt beside this file, where soffice, chromium, gs and qpdf are
installed. The files are committed: another version of a program writes other bytes. Nothing in them is real.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parents[1] / "fixtures" / "producers"

TITLE = "CONTOH - BUKAN DOKUMEN RESMI"
LINES = [
    "Pemerintah Kabupaten Contoh, Dinas Perpustakaan",
    "Yth. Kepala Desa Contoh",
    "Permohonan bantuan buku perpustakaan desa disetujui sebesar Rp15.000.000,00.",
    "Surat ini rekaan untuk mencoba Periksa. Instansi, nama, dan isinya tidak ada.",
]
HTML = (f"<!doctype html><html lang=id><meta charset=utf-8><title>{TITLE}</title><style>@page{{size:A4}}</style>"
        f"<h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in LINES))


def run(*command, cwd=None) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, cwd=cwd)


def libreoffice(convert: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "surat.html").write_text(HTML)
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "odt:writer8", "--infilter=HTML (StarWriter)",
            "surat.html", cwd=folder)
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", convert, "surat.odt", cwd=folder)
        return (Path(folder) / "surat.pdf").read_bytes()


def chromium() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "surat.html").write_text(HTML)
        run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={folder}/surat.pdf", f"file://{folder}/surat.html")
        return (Path(folder) / "surat.pdf").read_bytes()


def ghostscript() -> bytes:
    body = "".join(f"72 {740 - 24 * row} moveto ({line}) show " for row, line in enumerate([TITLE, *LINES]))
    script = f"%!PS\n<</PageSize[595 842]>>setpagedevice /Helvetica findfont 12 scalefont setfont {body} showpage\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "surat.ps").write_text(script)
        run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-o", "surat.pdf", "surat.ps", cwd=folder)
        return (Path(folder) / "surat.pdf").read_bytes()


def reportlab(form: bool = False) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(595, 842), invariant=True)
    for row, line in enumerate([TITLE, *LINES]):
        canvas.drawString(72, 740 - 24 * row, line)
    if form:
        canvas.acroForm.textfield(name="Catatan", tooltip="Catatan", x=72, y=500, width=300, height=24, fontSize=11)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def through_qpdf(pdf: bytes, *options) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "source.pdf").write_bytes(pdf)
        run("qpdf", "--deterministic-id", *options, "source.pdf", "target.pdf", cwd=folder)
        return (Path(folder) / "target.pdf").read_bytes()


def cairo() -> bytes:
    import cairosvg

    words = "".join(f'<text x="72" y="{100 + 24 * row}" font-size="12">{line}</text>' for row, line in enumerate([TITLE, *LINES]))
    return cairosvg.svg2pdf(f'<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842">{words}</svg>'.encode())


def scan() -> bytes:
    """A scanner's file: nothing but a picture of the page."""
    import img2pdf
    from PIL import Image, ImageDraw

    picture = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate([TITLE, *LINES]):
        draw.text((100, 140 + 34 * row), line, fill=0)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=40)
    return img2pdf.convert(output.getvalue(), nodate=True)


def weasyprint() -> bytes:
    from weasyprint import HTML as Document

    return Document(string=HTML).write_pdf()


def fpdf2() -> bytes:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for line in [TITLE, *LINES]:
        pdf.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def pikepdf() -> bytes:
    import pikepdf as library

    output = io.BytesIO()
    with library.open(io.BytesIO(reportlab())) as pdf:
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = TITLE
        pdf.save(output, object_stream_mode=library.ObjectStreamMode.generate, deterministic_id=True)
    return output.getvalue()


def pypdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(reportlab())))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def mupdf() -> bytes:
    import pymupdf

    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    for row, line in enumerate([TITLE, *LINES]):
        page.insert_text((72, 100 + 24 * row), line, fontsize=12)
    return document.tobytes(garbage=0)


MAKERS = {
    "libreoffice": lambda: libreoffice("pdf:writer_pdf_Export"),
    "libreoffice-pdfa": lambda: libreoffice('pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'),
    "chromium": chromium,
    "ghostscript": ghostscript,
    "reportlab": reportlab,
    "reportlab-form": lambda: reportlab(form=True),
    "qpdf-linearized": lambda: through_qpdf(reportlab(), "--linearize"),
    "qpdf-object-streams": lambda: through_qpdf(reportlab(), "--object-streams=generate"),
    "qpdf-linearized-object-streams": lambda: through_qpdf(reportlab(), "--linearize", "--object-streams=generate"),
    "cairo": cairo,
    "img2pdf-scan": scan,
    "weasyprint": weasyprint,
    "fpdf2": fpdf2,
    "pikepdf": pikepdf,
    "pypdf": pypdf,
    "mupdf": mupdf,
}


def main() -> None:
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or MAKERS:
        try:
            pdf = MAKERS[name]()
        except (subprocess.CalledProcessError, ImportError, FileNotFoundError) as error:
            print(f"   failed {name}: {error} {getattr(error, 'stderr', b'')!r:.300}")
            continue
        assert len(pdf) < 60_000, (name, len(pdf))
        (FIXTURES / f"{name}.pdf").write_bytes(pdf)
        print(f"{len(pdf):8} {name}")


if __name__ == "__main__":
    main()
