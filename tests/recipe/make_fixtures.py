"""Makes tests/fixtures/letters/*.pdf and tests/fixtures/letters.toml. How to run it: README.md beside it.

The table below is the whole story: what each letter is, how it is made, and what an honest verifier must
say about it. Times are fixed and randomness is replaced, so the same tools write the same bytes again.
"""

import hashlib
import os
import shutil
import sys
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from asn1crypto import cms, crl
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.validation.dss import DocumentSecurityStore

import letter_pdf
from expectations import letters_toml
from letter_pdf import AMOUNT, Letter
from signing import Identity, LetterTimeStamper, by_openssl, by_pyhanko, document_clock, sign_pdf

RECIPE = Path(__file__).resolve().parent
LETTERS = RECIPE.parent / "fixtures" / "letters"
DEMO = RECIPE.parents[1] / "trust" / "demo"
UNKNOWN = RECIPE / "pki-unknown"


def demo(name: str, *above: str) -> Identity:
    return Identity(DEMO, name, above or ("root", "ca"))


INDIVIDUAL, P256, P384 = demo("individual"), demo("individual-p256"), demo("individual-p384")
POSITION, SYSTEM = demo("position"), demo("system")
EXPIRED, EXPIRED_EARLY = demo("expired"), demo("expired-early")
KEY_COMPROMISE, AFFILIATION_CHANGED = demo("revoked-key-compromise"), demo("revoked-affiliation-changed")
OLD_INDIVIDUAL, OLD_POSITION = demo("old-individual", "old-root"), demo("old-position", "old-root")
TSA, TSA_2023 = demo("tsa"), demo("tsa-2023")
STRANGER = Identity(UNKNOWN, "individual", ("root", "ca"))
STRANGE_TSA = Identity(UNKNOWN, "tsa", ("root", "ca"))
FORGED = Identity(UNKNOWN, "forged-individual", ("forged-root", "forged-ca"))

BOX = (330, 298, 510, 362)


def utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


FEBRUARY = utc("2026-02-03T01:24:20Z")
MARCH = utc("2026-03-10T02:10:05Z")
JUNE_2024 = utc("2024-06-03T03:15:40Z")
MAY_2024 = utc("2024-05-06T03:15:40Z")


def field_name(flavour: str, claimed: datetime) -> str:
    return f"sig_{int(claimed.timestamp() * 1000)}" if flavour == "A" else "Signature1"


def words_of(name: str, claimed: datetime = FEBRUARY, **words) -> Letter:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:2]) % 900 + 1
    return Letter(name, number, claimed, **words)


def base(name: str, claimed: datetime = FEBRUARY, shape=letter_pdf.classic, **words) -> bytes:
    return shape(words_of(name, claimed, **words))


def add(pdf, flavour, identity, claimed=FEBRUARY, tsa=TSA, skew=2, token=None, box=BOX, cms_maker=None) -> bytes:
    """One more signature on `pdf`; its time-stamp comes `skew` seconds after the claimed time."""
    stamper = LetterTimeStamper(tsa, claimed + timedelta(seconds=skew)) if tsa else None
    maker = cms_maker or by_pyhanko(identity, flavour, stamper, token)
    return sign_pdf(pdf, flavour, field_name(flavour, claimed), claimed, maker, box if flavour == "A" else None)


def letter(name, flavour="A", identity=INDIVIDUAL, claimed=FEBRUARY, shape=letter_pdf.classic, **named) -> bytes:
    words = {"signer": identity.certificate().subject.native["common_name"]}
    if identity is SYSTEM:
        words["office"] = "Dibuat oleh sistem,"
    return add(base(name, claimed, shape, **words), flavour, identity, claimed, **named)


def openssl_letter(name, identity=INDIVIDUAL, digest="sha256", flavour="A", options=()) -> bytes:
    moment = FEBRUARY + timedelta(seconds=2)
    return letter(name, flavour, identity, cms_maker=by_openssl(identity, TSA, moment, digest, *options))


def altered(pdf: bytes) -> bytes:
    assert pdf.count(AMOUNT[0]) == 1
    return pdf.replace(*AMOUNT)


def with_security_store(pdf: bytes) -> bytes:
    """A further revision with /DSS: four certificates, the full lists that were current on that day, no VRI."""
    stream = BytesIO(pdf)
    lists = [(RECIPE / "embedded" / f"{name}.crl").read_bytes() for name in ("ca-20260203", "root-20251022")]
    certificates = [INDIVIDUAL.certificate(), *(TSA.chain()[::-1])]
    DocumentSecurityStore.add_dss(stream, None, certs=certificates, crls=[crl.CertificateList.load(der) for der in lists])
    return stream.getvalue()


def with_changed_page(pdf: bytes, name: str) -> bytes:
    """A further revision that replaces the page content (object 4); the signed bytes stay as they are."""
    start = len(pdf)
    content = altered(letter_pdf.objects(words_of(name))[4])
    body = b"4 0 obj\n%s\nendobj\n" % content
    previous = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    size = pdf.rsplit(b"/Size ", 1)[1].split()[0]
    table = b"xref\n0 1\n0000000000 65535 f \n4 1\n%010d 00000 n \n" % start
    trailer = b"trailer\n<</Size %s/Root 1 0 R/Info 7 0 R/ID%s/Prev %d>>\n" % (
        size, letter_pdf.identifier(words_of(name)), previous)
    return pdf + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def with_unsigned_field(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("TandaTangan1", box=BOX))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def time_stamp_token(pdf: bytes) -> cms.ContentInfo:
    """The time-stamp token of the only signature of a letter."""
    text = pdf.split(b"/Contents <", 1)[1].split(b">", 1)[0]
    signer = cms.ContentInfo.load(bytes.fromhex(text.decode()))["content"]["signer_infos"][0]
    return signer["unsigned_attrs"][0]["values"][0]


def four_signatures(name: str) -> bytes:
    """Two of the old chain, two of the new, saved one after another; the skews are like the real ones."""
    pdf = base(name, utc("2026-01-02T08:20:28Z"))
    steps = [
        (OLD_INDIVIDUAL, "2026-01-02T08:20:28Z", (60, 298, 190, 340)),
        (OLD_POSITION, "2026-01-03T08:20:11Z", (200, 298, 320, 340)),
        (INDIVIDUAL, "2026-01-03T08:20:23Z", (330, 298, 450, 340)),
        (POSITION, "2026-01-03T09:52:35Z", (60, 240, 190, 282)),
    ]
    for identity, claimed, box in steps:
        pdf = add(pdf, "A", identity, utc(claimed), TSA_2023, 942, box=box)
    return pdf


def second_signature(name: str) -> bytes:
    first = letter(name)
    return add(first, "A", POSITION, utc("2026-02-04T02:00:00Z"), box=(60, 298, 240, 362))


MAKERS = {
    "a-valid": letter,
    "a-valid-ecdsa": lambda name: letter(name, identity=P256),
    "b-valid-no-dss": lambda name: letter(name, "B"),
    "b-valid-dss": lambda name: with_security_store(letter(name, "B")),
    "a-altered": lambda name: altered(letter(name)),
    "b-altered": lambda name: altered(letter(name, "B")),
    "a-revoked-before-signing": lambda name: letter(name, identity=KEY_COMPROMISE, claimed=MARCH),
    "a-revoked-after-signing-key-compromise": lambda name: letter(name, identity=KEY_COMPROMISE),
    "a-revoked-after-affiliation-changed": lambda name: letter(name, identity=AFFILIATION_CHANGED),
    "a-revoked-no-time-stamp": lambda name: letter(name, identity=KEY_COMPROMISE, tsa=None),
    "a-expired-with-time-stamp": lambda name: letter(name, identity=EXPIRED, claimed=JUNE_2024),
    "a-expired-no-time-stamp": lambda name: letter(name, identity=EXPIRED, claimed=JUNE_2024, tsa=None),
    "a-expired-no-archive": lambda name: letter(name, identity=EXPIRED_EARLY, claimed=MAY_2024),
    "a-old-chain-ended": lambda name: letter(name, identity=OLD_INDIVIDUAL, claimed=utc("2026-01-02T08:20:28Z"), tsa=TSA_2023),
    "a-time-stamp-authority-ended": lambda name: letter(name, tsa=TSA_2023),
    "a-unknown-issuer": lambda name: letter(name, identity=STRANGER, tsa=STRANGE_TSA),
    "a-forged-root": lambda name: letter(name, identity=FORGED),
    "a-no-time-stamp": lambda name: letter(name, tsa=None),
    "four-signatures-two-chains": four_signatures,
    "no-signature": base,
    "unsigned-field": lambda name: with_unsigned_field(base(name)),
    "xref-stream-valid": lambda name: letter(name, shape=letter_pdf.xref_stream),
    "hybrid-word": lambda name: letter(name, shape=letter_pdf.word),
    "linearized-valid": lambda name: letter(name, shape=letter_pdf.linearized),
    "openssl-a-valid": openssl_letter,
    "openssl-b-valid": lambda name: openssl_letter(name, flavour="B", options=("-cades",)),
    "openssl-sha512": lambda name: openssl_letter(name, digest="sha512"),
    "openssl-sha384-p384": lambda name: openssl_letter(name, P384, "sha384"),
    "organisation-signer": lambda name: letter(name, identity=POSITION),
    "system-signer": lambda name: letter(name, identity=SYSTEM),
    "later-page-change": lambda name: with_changed_page(letter(name), name),
    "later-second-signature": second_signature,
    "time-stamp-untrusted-tsa": lambda name: letter(name, tsa=STRANGE_TSA),
    "time-stamp-imprint-mismatch": lambda name: letter(name, token=time_stamp_token(make("a-valid"))),
}


RANDOM = {"openssl-sha384-p384"}  # openssl chooses a new ECDSA nonce each time: kept once made


def make(name: str) -> bytes:
    """One letter. os.urandom (file identifiers, nonces) becomes a hash chain that starts at the name."""
    state = [name.encode()]

    def chosen(count: int) -> bytes:
        state[0] = hashlib.sha256(state[0]).digest()
        return state[0][:count]

    with patch.object(os, "urandom", chosen), document_clock(FEBRUARY):
        return MAKERS[name](name)


def main() -> None:
    missing = [tool for tool in ("openssl", "faketime", "qpdf") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"Missing: {', '.join(missing)}. On Debian or Ubuntu: sudo apt-get install openssl faketime qpdf")
    LETTERS.mkdir(parents=True, exist_ok=True)
    for name in MAKERS:
        if name in RANDOM and (LETTERS / f"{name}.pdf").exists():
            continue
        pdf = make(name)
        (LETTERS / f"{name}.pdf").write_bytes(pdf)
        print(f"{len(pdf):8} {name}")
    (LETTERS.parent / "letters.toml").write_text(letters_toml(list(MAKERS), "pyHanko " + version("pyHanko")))


if __name__ == "__main__":
    main()
