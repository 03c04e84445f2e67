"""A letter whose signature is moved after signing, under an unchanged digest.

The digest of a PDF signature is over two pieces joined, so it does not say where they were parted. Here the document is
prepared with a string in its catalog, which the signing software copies into its update as it is. In that string wait a
second signature dictionary (its key spelled /Byte#52ange) and shifted copies of objects. After signing, the container is
moved into the second dictionary: every offset behind the old gap now leads to the copies, and the page shows another amount.

Writes tests/fixtures/moved/as-signed.pdf and moved.pdf; the same bytes each time.
"""

from hashlib import sha256
from pathlib import Path

from asn1crypto import algos, cms, pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "trust/demo"
OUT = ROOT / "tests/fixtures/moved"
SIZE = 8192  # bytes of room for the container
GAP = 2 * SIZE + 2

FONT = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def certificate(name: str) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor((DEMO / f"certificates/{name}.pem").read_bytes())[2])


def container(data: bytes) -> bytes:
    """SignedData of flavour A without a time-stamp: contentType and messageDigest, signed by the demo individual."""
    signer, issuer, root = (certificate(name) for name in ("individual", "ca", "root"))
    text = (DEMO / "keys/individual.pem").read_text()
    key = serialization.load_pem_private_key(text[text.index("-----BEGIN"):].encode(), None)
    attributes = cms.CMSAttributes([
        cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [sha256(data).digest()]}),
    ])
    info = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber({"issuer": signer.issuer, "serial_number": signer.serial_number})}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "signed_attrs": attributes,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
        "signature": key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
    })
    signed = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data"},
        "certificates": [root, issuer, signer],
        "signer_infos": [info],
    })
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def stream(amount: bytes) -> bytes:
    text = b"BT /F1 12 Tf 72 700 Td (CONTOH, BUKAN DOKUMEN RESMI: Rp" + amount + b") Tj ET"
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text)


def append(file: bytes, objects: dict[int, bytes], trailer: bytes) -> bytes:
    out, offsets = bytearray(file), {}
    for number, value in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(out)
    out += b"xref\n"
    for number in sorted(offsets):
        out += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
    out += b"trailer\n<</Size 13/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
    return bytes(out)


def page(parent: int, content: int, annotations: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Resources%s/Contents %d 0 R%s>>" % (parent, FONT, content, annotations)


def signed(waiting: bytes) -> bytes:
    private = b"/PieceInfo<</X<</Private(" + waiting + b")>>>>"
    base = append(b"%PDF-1.7\n", {
        1: b"<</Type/Catalog/Pages 2 0 R" + private + b">>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: page(2, 4), 4: stream(b"15.000.000,00"),
        10: stream(b"99.000.000.000,00"), 11: page(12, 10), 12: b"<</Type/Pages/Kids[11 0 R]/Count 1>>",
    }, b"")
    previous = int(base[base.rindex(b"startxref") + 9:].split()[0])
    # The order of common software: the signature dictionary first, then the objects that changed.
    file = append(base, {
        7: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange [0 @@@@@@@@ ######## $$$$$$$$]/Contents<" + b"0" * (2 * SIZE) + b">>>",
        6: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(sig_1)/Rect[0 0 0 0]/F 132/P 3 0 R/V 7 0 R>>",
        3: page(2, 4, b"/Annots[6 0 R]              "),
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R" + private + b">>",
        5: b"<</Fields[6 0 R]/SigFlags 3>>",
    }, b"/Prev %d" % previous)
    start = file.index(b"/Contents<0") + 9
    for mark, value in ((b"@@@@@@@@", start), (b"########", start + GAP), (b"$$$$$$$$", len(file) - start - GAP)):
        file = file.replace(mark, (b"%d" % value).ljust(8), 1)
    value = container(file[:start] + file[start + GAP:]).hex().encode().ljust(2 * SIZE, b"0")
    return file[:start + 1] + value + file[start + GAP - 1:]


def main() -> None:
    empty = b"." * (GAP + 3000)
    first = signed(empty)
    update = first.index(b"%%EOF")
    at = {number: first.index(b"\n%d 0 obj\n" % number, update) + 1 for number in (6, 3, 1)}
    waiting_at = first.index(b"/Private(", at[1]) + 9
    field = b"6 0 obj <</FT/Sig/T(sig_1)/V 3 0 R/Subtype/Widget/Rect[0 0 0 0]>> endobj "
    head = b"3 0 obj <</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/X("
    catalog = b"1 0 obj <</Type/Catalog/Pages 12 0 R/AcroForm 5 0 R>> endobj "

    def tail(moved: int, length: int) -> bytes:
        return b")/Byte#52ange[0 %-8d %-8d %-8d]/Contents" % (moved, moved + GAP, length - moved - GAP)

    moved = at[1] + len(catalog) + len(tail(0, GAP))
    waiting = bytearray(empty)
    for position, value in ((at[6], field), (at[3], head), (at[1], catalog + tail(moved, len(first)) + b">> endobj ")):
        place = position + GAP - waiting_at
        waiting[place:place + len(value)] = value
    as_signed = signed(bytes(waiting))
    start = as_signed.index(b"/Contents<", update) + 9
    token, rest = as_signed[start:start + GAP], as_signed[:start] + as_signed[start + GAP:]
    OUT.mkdir(exist_ok=True)
    (OUT / "as-signed.pdf").write_bytes(as_signed)
    (OUT / "moved.pdf").write_bytes(rest[:moved] + token + rest[moved:])


if __name__ == "__main__":
    main()
