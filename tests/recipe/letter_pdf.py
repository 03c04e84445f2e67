"""Unsigned letters as PDF, written by hand so that every byte of their structure is chosen.

Four shapes of file: `classic` (one cross-reference table), `xref_stream` (object streams and a
cross-reference stream), `word` (a hybrid file as Microsoft Word writes it) and `linearized` (by qpdf).
Page content is not compressed, so that a test can change one digit of it. ISO 32000-2 7.5.
"""

import hashlib
import subprocess
import tempfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
BODY = [
    "Dengan hormat,",
    "",
    "Menindaklanjuti permohonan Saudara, dengan ini diberitahukan bahwa permohonan bantuan",
    "pengadaan buku perpustakaan desa Tahun Anggaran {year} disetujui sebesar Rp15.000.000,00",
    "(lima belas juta rupiah). Bantuan disalurkan bertahap sesuai dengan ketentuan yang berlaku.",
    "",
    "Saudara diminta menyampaikan rencana penggunaan bantuan kepada Dinas Perpustakaan",
    "Kabupaten Contoh paling lambat 14 (empat belas) hari kerja sejak surat ini diterima.",
    "",
    "Demikian surat ini disampaikan. Atas perhatian Saudara diucapkan terima kasih.",
]
AMOUNT = (b"Rp15.000.000,00", b"Rp75.000.000,00")  # what an alteration changes, and to what


@dataclass(frozen=True)
class Letter:
    name: str  # file name without .pdf, printed small at the foot
    number: int
    date: datetime
    office: str = "Kepala Dinas Perpustakaan,"
    signer: str = "Contoh Penanda Tangan Satu"


def page_content(letter: Letter) -> bytes:
    """The page: banner, letterhead, body, signature block, foot. Helvetica, PDF text operators only."""
    out = []

    def text(x, y, size, words, font="F1"):
        safe = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        out.append(f"BT /{font} {size} Tf {x} {y} Td ({safe}) Tj ET")

    date = f"{letter.date.day} {MONTHS[letter.date.month - 1]} {letter.date.year}"
    out.append("q 0.9 g BT /F2 64 Tf 0.7071 0.7071 -0.7071 0.7071 150 250 Tm (CONTOH) Tj ET Q")
    out.append("0.72 0.07 0.07 rg 0 806 595 36 re f 1 g")
    text(103, 817, 20, "CONTOH - BUKAN DOKUMEN RESMI", "F2")
    out.append("0 g q 0.2 0.35 0.55 rg 60 734 44 44 re f 1 g 68 742 28 28 re f Q")
    text(120, 764, 15, "PEMERINTAH KABUPATEN CONTOH", "F2")
    text(120, 748, 13, "DINAS PERPUSTAKAAN", "F2")
    text(120, 734, 9, "Jalan Contoh Nomor 1, Kota Contoh 00000. Laman: dinas.contoh.invalid")
    out.append("1.5 w 60 724 m 535 724 l S 0.5 w 60 721 m 535 721 l S")
    head = {
        "Nomor": f"000.4/{letter.number:03}/CONTOH/{letter.date.year}",
        "Sifat": "Biasa",
        "Hal": "Pemberitahuan bantuan buku perpustakaan desa",
    }
    for index, (label, words) in enumerate(head.items()):
        text(60, 694 - 15 * index, 11, label)
        text(102, 694 - 15 * index, 11, ": " + words)
    text(385, 694, 11, f"Kota Contoh, {date}")
    text(60, 630, 11, "Yth. Kepala Desa Contoh")
    text(60, 615, 11, "di Tempat")
    for index, line in enumerate(BODY):
        if line:
            text(60, 580 - 16 * index, 11, line.format(year=letter.date.year))
    text(330, 376, 11, letter.office)
    text(330, 282, 11, letter.signer, "F2")
    out.append("0.5 w 60 92 m 535 92 l S")
    text(60, 78, 8, "Surat ini rekaan untuk mencoba Periksa. Instansi, nama, dan isinya tidak ada; tanda tangannya tidak berlaku.")
    text(60, 66, 8, f"Berkas contoh: {letter.name}")
    return "\n".join(out).encode("latin-1") + b"\n"


def objects(letter: Letter) -> dict[int, bytes]:
    """1 catalog, 2 pages, 3 page, 4 content, 5 and 6 fonts, 7 information."""
    content = page_content(letter)
    font = "<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>"
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/Lang(id-ID)>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        4: b"<</Length %d>>\nstream\n%sendstream" % (len(content), content),
        5: (font % "Helvetica").encode(),
        6: (font % "Helvetica-Bold").encode(),
        7: b"<</Title(Surat contoh, bukan dokumen resmi)/Producer(Periksa, resep surat contoh)>>",
    }


def identifier(letter: Letter) -> bytes:
    digest = hashlib.md5(letter.name.encode()).hexdigest().upper().encode()
    return b"[<%s><%s>]" % (digest, digest)


def classic(letter: Letter) -> bytes:
    body = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    parts = objects(letter)
    offsets = {}
    for number, value in parts.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    for number in parts:
        body += b"%010d 00000 n \n" % offsets[number]
    body += b"trailer\n<</Size %d/Root 1 0 R/Info 7 0 R/ID%s>>\n" % (len(parts) + 1, identifier(letter))
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def compressed(value: bytes, entries: bytes) -> bytes:
    data = zlib.compress(value, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\r\n%s\r\nendstream" % (entries, len(data), data)


def object_stream(parts: dict[int, bytes]) -> bytes:
    head, data = b"", b""
    for number, value in parts.items():
        head += b"%d %d " % (number, len(data))
        data += value + b" "
    return compressed(head + data, b"/Type/ObjStm/N %d/First %d" % (len(parts), len(head)))


def xref_stream(letter: Letter) -> bytes:
    """Everything but the page content in an object stream (8); the cross-reference stream is 9."""
    body = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    parts = objects(letter)
    inside = {number: value for number, value in parts.items() if number != 4}
    places = {0: (0, 0, 65535)} | {number: (2, 8, index) for index, number in enumerate(inside)}
    for number, value in ((4, parts[4]), (8, object_stream(inside))):
        places[number] = (1, len(body), 0)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(body)
    places[9] = (1, start, 0)
    rows = b"".join(bytes([a]) + b.to_bytes(4) + c.to_bytes(2) for _, (a, b, c) in sorted(places.items()))
    entries = b"/Type/XRef/Size 10/W[1 4 2]/Root 1 0 R/Info 7 0 R/ID%s" % identifier(letter)
    body += b"9 0 obj\n%s\nendobj\n" % compressed(rows, entries)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def word(letter: Letter) -> bytes:
    """Hybrid as Word writes it: the structure tree (8, 9, 10) sits in an object stream (11) and is free in
    the table; a cross-reference stream (12) names it; a second, empty section brings /Prev and /XRefStm."""
    body = bytearray(b"%PDF-1.7\r\n%\xb5\xb5\xb5\xb5\r\n")
    parts = objects(letter)
    parts[1] = b"<</Type/Catalog/Pages 2 0 R/Lang(id-ID)/StructTreeRoot 8 0 R/MarkInfo<</Marked true>>>>"
    inside = {
        8: b"<</Type/StructTreeRoot/K[9 0 R]>>",
        9: b"<</Type/StructElem/S/Document/P 8 0 R/K[10 0 R]>>",
        10: b"<</Type/StructElem/S/P/P 9 0 R/Pg 3 0 R>>",
    }
    places = {0: (0, 8, 65535)} | {number: (2, 11, index) for index, number in enumerate(inside)}
    for number, value in (parts | {11: object_stream(inside)}).items():
        places[number] = (1, len(body), 0)
        body += b"%d 0 obj\r\n%s\r\nendobj\r\n" % (number, value)
    stream_at = len(body)
    places[12] = (1, stream_at, 0)
    rows = b"".join(bytes([a]) + b.to_bytes(4) + c.to_bytes(2) for _, (a, b, c) in sorted(places.items()))
    common = b"/Root 1 0 R/Info 7 0 R/ID%s " % identifier(letter)
    body += b"12 0 obj\r\n%s\r\nendobj\r\n" % compressed(rows, b"/Type/XRef/Size 13/W[ 1 4 2] " + common)
    table_at = len(body)
    body += b"xref\r\n0 13\r\n"
    free = [0, *inside]  # a chain: each free entry names the next, the last names 0
    for number in range(13):
        if number in free:
            following = (free + [0])[free.index(number) + 1]
            body += b"%010d 65535 f\r\n" % following
        else:
            body += b"%010d 00000 n\r\n" % places[number][1]
    body += b"trailer\r\n<</Size 13%s>>\r\nstartxref\r\n%d\r\n%%%%EOF\r\n" % (common, table_at)
    second_at = len(body)
    body += b"xref\r\n0 0\r\ntrailer\r\n<</Size 13%s/Prev %d/XRefStm %d>>\r\n" % (common, table_at, stream_at)
    return bytes(body + b"startxref\r\n%d\r\n%%%%EOF\r\n" % second_at)


def linearized(letter: Letter) -> bytes:
    """qpdf's linearized form of the classic letter."""
    options = ["--linearize", "--deterministic-id", "--stream-data=preserve", "--object-streams=disable"]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source.pdf", Path(folder) / "target.pdf"
        source.write_bytes(classic(letter))
        subprocess.run(["qpdf", *options, source, target], check=True)
        return target.read_bytes()
