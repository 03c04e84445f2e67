"""Encrypted letters: encrypted by qpdf or by pyHanko, then signed by pyHanko as an update of the encrypted file.

    python tests/recipe/encrypted.py            writes tests/fixtures/encrypted/*.pdf

encrypted.toml beside the folder says what each is for. Both tools draw keys and salts at random, so a letter is kept once it
exists; delete it to make it anew. The passwords protect nothing: `rahasia` is the user's, `pemilik` the owner's.
"""

import re
import subprocess
import tempfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.crypt import PubKeySecurityHandler
from pyhanko.pdf_utils.crypt.pubkey import RecipientEncryptionPolicy
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from make_fixtures import FEBRUARY, INDIVIDUAL, TSA, base
from signing import WIB, LetterTimeStamper, by_pyhanko, document_clock

OUT = Path(__file__).resolve().parents[1] / "fixtures" / "encrypted"
ROOM = 12288  # bytes of room for the container
USER, OWNER = "rahasia", "pemilik"


def qpdf(name: str, *options: str, user: str = "", owner: str = OWNER, before: tuple[str, ...] = ()) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source.pdf", Path(folder) / "target.pdf"
        source.write_bytes(base(name))
        command = ["qpdf", "--allow-weak-crypto", *before, "--encrypt", user, owner, *options, "--", source, target]
        subprocess.run(command, check=True)
        return target.read_bytes()


def pyhanko(name: str, pdf_mac: bool) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(base(name))))
    writer.encrypt(OWNER, "", pdf_mac=pdf_mac)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def for_recipients(name: str) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(base(name))))
    handler = PubKeySecurityHandler.build_from_certs([INDIVIDUAL.certificate()], policy=RecipientEncryptionPolicy(ignore_key_usage=True))
    writer._assign_security_handler(handler)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def sign(pdf: bytes, password: str = "", field: str = "Signature1", identity=INDIVIDUAL, claimed=FEBRUARY) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    assert writer.encrypt(password).status.name in ("USER", "OWNER")
    embedding = PdfCMSEmbedder(SigFieldSpec(field)).write_cms(field, writer)
    next(embedding)
    dictionary = SignatureObject(claimed.astimezone(WIB), SigSeedSubFilter.ADOBE_PKCS7_DETACHED, bytes_reserved=2 * ROOM,
                                 reason="Surat contoh (terenkripsi)", location="Kota Contoh")
    embedding.send(SigObjSetup(dictionary))
    with document_clock(claimed):
        prepared, output = embedding.send(SigIOSetup("sha256"))
    made = output.getvalue()
    covered = made[: prepared.reserved_region_start] + made[prepared.reserved_region_end :]
    stamper = LetterTimeStamper(TSA, claimed + timedelta(seconds=2))
    embedding.send(by_pyhanko(identity, "A", stamper)(covered))
    return output.getvalue()


def with_direct_dictionary(pdf: bytes) -> bytes:
    """The encryption dictionary in the trailer itself; its object stays, and nothing names it."""
    number = int(pdf.split(b"/Encrypt ")[1].split()[0])
    value = pdf.split(b"\n%d 0 obj" % number)[1].split(b"endobj")[0].strip()
    return pdf.replace(b"/Encrypt %d 0 R" % number, b"/Encrypt " + value)


def altered(pdf: bytes) -> bytes:
    """One byte of an enciphered stream, inside the signed bytes."""
    at = pdf.index(b"stream") + 100
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def update(pdf: bytes, objects: dict[int, bytes], trailer: bytes) -> bytes:
    """One more revision with these objects; `trailer` is all of its trailer but Prev, its Size as large as it must be."""
    out, table = bytearray(pdf), b""
    size = int(re.search(rb"/Size (\d+)", trailer)[1])
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % (max([size - 1, *objects]) + 1), trailer)
    for number, value in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start, previous = len(out), int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    out += b"xref\n0 1\n0000000000 65535 f \n" + table + b"trailer\n<<%s/Prev %d>>\n" % (trailer, previous)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def last_trailer(pdf: bytes) -> bytes:
    """What the last trailer says, Prev aside."""
    text = pdf.rsplit(b"trailer", 1)[1].split(b"startxref")[0].strip()[2:-2]
    return re.sub(rb"/Prev \d+", b"", text).strip()


def redefined(pdf: bytes) -> bytes:
    """The encryption dictionary, once more under its number, with other permissions."""
    number = int(pdf.split(b"/Encrypt ")[1].split()[0])
    value = pdf.split(b"\n%d 0 obj" % number)[1].split(b"endobj")[0].strip()
    assert b"/P -4" in value, value
    return update(pdf, {number: value.replace(b"/P -4", b"/P -8")}, last_trailer(pdf))


def renamed(pdf: bytes) -> bytes:
    """A copy of the encryption dictionary, under another number, named by a later trailer."""
    number = int(pdf.split(b"/Encrypt ")[1].split()[0])
    value = pdf.split(b"\n%d 0 obj" % number)[1].split(b"endobj")[0].strip()
    trailer = last_trailer(pdf)
    return update(pdf, {90: value}, trailer.replace(b"/Encrypt %d 0 R" % number, b"/Encrypt 90 0 R"))


def dropped(pdf: bytes) -> bytes:
    """A later trailer that speaks of no encryption."""
    number = int(pdf.split(b"/Encrypt ")[1].split()[0])
    return update(pdf, {}, last_trailer(pdf).replace(b"/Encrypt %d 0 R" % number, b""))


def added(pdf: bytes, encrypted: bytes) -> bytes:
    """Encryption that only an update names."""
    number = int(encrypted.split(b"/Encrypt ")[1].split()[0])
    value = encrypted.split(b"\n%d 0 obj" % number)[1].split(b"endobj")[0].strip()
    return update(pdf, {90: value}, last_trailer(pdf) + b"/Encrypt 90 0 R")


def moved_stream(pdf: bytes) -> bytes:
    """The enciphered bytes of the page's content, unchanged, as another object: deciphered with its key they are noise."""
    objects = {int(number): value.strip() for number, value in re.findall(rb"\n(\d+) 0 obj(.*?)endobj", pdf, re.S)}
    page, value = next((number, value) for number, value in objects.items() if re.search(rb"/Type /Page\b", value))
    content = int(re.search(rb"/Contents (\d+) 0 R", value)[1])
    moved = value.replace(b"/Contents %d 0 R" % content, b"/Contents 91 0 R")
    return update(pdf, {page: moved, 91: objects[content]}, last_trailer(pdf))


AES_256 = ("256",)
MAKERS = {
    "rc4-40": lambda name: sign(qpdf(name, "40")),
    "rc4-128": lambda name: sign(qpdf(name, "128", "--use-aes=n")),
    "rc4-128-crypt-filter": lambda name: sign(qpdf(name, "128", "--use-aes=n", "--force-V4")),
    "aes-128": lambda name: sign(qpdf(name, "128", "--use-aes=y")),
    "aes-128-plain-metadata": lambda name: sign(qpdf(name, "128", "--use-aes=y", "--cleartext-metadata")),
    # pyHanko does not open revision 5; the object stream says whether this verifier does.
    "aes-256-r5-unsigned": lambda name: qpdf(name, *AES_256, "--force-R5", before=("--object-streams=generate",)),
    "aes-256": lambda name: sign(qpdf(name, *AES_256)),
    "aes-256-object-streams": lambda name: sign(qpdf(name, *AES_256, before=("--object-streams=generate",))),
    "aes-128-linearized": lambda name: sign(qpdf(name, "128", "--use-aes=y", before=("--linearize",))),
    # pyHanko updates no such file.
    "rc4-128-direct-unsigned": lambda name: with_direct_dictionary(qpdf(name, "128", "--use-aes=n", user=USER)),
    "aes-256-pyhanko": lambda name: sign(pyhanko(name, pdf_mac=False)),
    "aes-256-mac": lambda name: sign(pyhanko(name, pdf_mac=True)),
    "aes-256-unsigned": lambda name: qpdf(name, *AES_256),
    "aes-256-altered": lambda _: altered(kept("aes-256")),
    "rc4-40-password": lambda name: sign(qpdf(name, "40", user=USER), USER),
    "rc4-128-password": lambda name: sign(qpdf(name, "128", "--use-aes=n", user=USER), USER),
    "aes-128-password": lambda name: sign(qpdf(name, "128", "--use-aes=y", user=USER), USER),
    "aes-256-password": lambda name: sign(qpdf(name, *AES_256, user=USER), USER),
    "aes-256-unicode-password": lambda name: sign(qpdf(name, *AES_256, user="kafé €"), "kafé €"),
    "aes-128-latin-password": lambda name: sign(qpdf(name, "128", "--use-aes=y", user="kafé"), "kafé"),
    "for-recipients": for_recipients,
    "encrypt-redefined": lambda _: redefined(kept("aes-128")),
    "encrypt-renamed": lambda _: renamed(kept("aes-256")),
    "encrypt-dropped": lambda _: dropped(kept("rc4-128")),
    "encrypt-added": lambda _: added((OUT.parent / "letters/a-valid.pdf").read_bytes(), kept("aes-256")),
    "stream-moved": lambda _: moved_stream(kept("aes-128")),
}


def kept(name: str) -> bytes:
    return (OUT / f"{name}.pdf").read_bytes()


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, maker in MAKERS.items():
        path = OUT / f"{name}.pdf"
        if not path.exists():
            path.write_bytes(maker(name))
            print(f"{path.stat().st_size:8} {name}")


if __name__ == "__main__":
    main()
