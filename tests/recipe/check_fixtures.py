"""Asks four tools that share no code with the verifier whether each letter is what letters.toml says.

    python tests/recipe/check_fixtures.py       prints one row a letter; exits 1 on the first disagreement

qpdf: is the structure sound. pdfsig (poppler, NSS): is each signature intact, does it cover the file. openssl: does
the CMS verify over the covered bytes on a path to the demo roots at the moment letters.toml judges by, and does the
time-stamp fit the signature value. pyHanko: the same with revocation required and the lists of trust/demo/crl, and
what it calls the later changes.
"""

import logging
import re
import subprocess
import sys
import tempfile
import tomllib
from datetime import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import crl
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from make_fixtures import DEMO, LETTERS, demo

ROOTS = [demo("root").certificate(), demo("old-root").certificate()]
LISTS = [crl.CertificateList.load(path.read_bytes()) for path in sorted((DEMO / "crl").glob("*.crl"))]
# Where a tool answers differently and we know why.
KNOWN = {
    "a-expired-no-archive.pdf": "pyHanko takes lists made after the certificate ended as evidence (REV-20)",
}
PASSED, FAILED = "TOTAL-PASSED", "TOTAL-FAILED"


def run(*command) -> subprocess.CompletedProcess:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def pdfsig(path: Path) -> list[tuple[bool, bool]]:
    """(intact, covers the file) of each signature."""
    text = run("pdfsig", "-nocert", path).stdout
    intact = [line.endswith("Signature is Valid.") for line in re.findall(r"Signature Validation: .*", text)]
    return list(zip(intact, [found == "Total" for found in re.findall(r"- (Total|Not total) document signed", text)]))


def openssl(signature, pdf: bytes, at: datetime, work: Path) -> tuple[bool, bool | None]:
    """(CMS verifies on a path to a demo root, time-stamp fits and verifies; None without one)."""
    start, first, second, rest = signature.byte_range
    (work / "data").write_bytes(pdf[start : start + first] + pdf[second : second + rest])
    (work / "cms").write_bytes(signature.pkcs7_content)
    (work / "value").write_bytes(signature.signer_info["signature"].native)
    (work / "roots").write_bytes(b"".join(demo("root").file("certificates", name).read_bytes() for name in ("root", "old-root")))
    clock = ["-attime", int(at.timestamp()), "-CAfile", work / "roots"]
    cms = run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", work / "cms", "-content", work / "data",
              "-purpose", "any", "-out", work / "out", *clock)
    stamps = [a["values"][0] for a in signature.signer_info["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token"]
    if not stamps:
        return cms.returncode == 0, None
    (work / "token").write_bytes(stamps[0].dump())
    gen_time = stamps[0]["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    clock[1] = int(gen_time.timestamp())
    ts = run("openssl", "ts", "-verify", "-token_in", "-in", work / "token", "-data", work / "value", *clock)
    return cms.returncode == 0, ts.returncode == 0


def pyhanko(signature, at: datetime):
    context = ValidationContext(trust_roots=ROOTS, crls=LISTS, moment=at, revocation_mode="require",
                                allow_fetching=False, retroactive_revinfo=True)
    try:
        return validate_pdf_signature(signature, context)
    except Exception as error:  # reported as the tool's answer, never swallowed
        return f"{type(error).__name__}: {error}"


def check(letter: dict, at: str, work: Path) -> str:
    path = LETTERS / letter["file"]
    pdf = path.read_bytes()
    expected = letter.get("signature", [])
    assert run("qpdf", "--check", path).returncode == 0, "qpdf"
    seen = pdfsig(path)
    wanted = [(sig["indication"] != FAILED, sig["coverage"] == "whole-file") for sig in expected]
    assert seen == wanted, f"pdfsig: {seen} for {wanted}"
    signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
    assert [s.field_name for s in signatures] == [sig["field"] for sig in expected], "field names"
    cells = []
    for signature, sig in zip(signatures, expected):
        judged = moment(sig.get("best_signature_time", at))
        cms, ts = openssl(signature, pdf, judged, work)
        on_path = sig.get("sub_indication") not in ("HASH_FAILURE", "NO_CERTIFICATE_CHAIN_FOUND", "OUT_OF_BOUNDS_NO_POE")
        assert cms == on_path, f"openssl cms: {cms}"
        if sig["indication"] != FAILED:
            assert bool(ts) == ("best_signature_time" in sig), f"openssl ts: {ts}"
        status = pyhanko(signature, judged)
        if isinstance(status, str):
            result = status
        else:
            assert status.intact == (sig["indication"] != FAILED), "pyHanko intact"
            stamp = status.timestamp_validity
            passed = status.trusted and (stamp is None or (stamp.valid and stamp.trusted))
            assert passed == (sig["indication"] == PASSED) or letter["file"] in KNOWN, status.summary()
            level = status.modification_level.name if status.modification_level is not None else "-"
            result = f"{'trusted' if status.trusted else 'revoked' if status.revoked else 'untrusted' if status.intact else 'not intact'}, {level}"
            if status.trusted and not passed:
                result += ", time-stamp " + ("untrusted" if stamp.valid and stamp.intact else "does not fit")
            if letter["file"] in KNOWN:
                result += " (1)"
        words = {True: "ok", False: "refused", None: "none"}
        cells.append((words[cms], words[ts], result))
    columns = ["; ".join(column) for column in zip(*cells)] if cells else ["none", "none", "none"]
    intact = "; ".join("intact" if one else "digest mismatch" for one, _ in seen) or "none"
    return f"| {letter['file'][:-4]} | {intact} | " + " | ".join(columns) + " |"


def main() -> None:
    logging.disable(logging.CRITICAL)
    letters = tomllib.loads((LETTERS.parent / "letters.toml").read_text())
    failures = 0
    print("| letter | pdfsig | openssl cms | openssl ts | pyHanko |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for letter in letters["letter"]:
            try:
                print(check(letter, letters["at"], Path(folder)))
            except AssertionError as error:
                failures += 1
                print(f"{letter['file']}: DISAGREES: {error}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
