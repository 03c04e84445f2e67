"""What `openssl cms -verify` and pyHanko say of a file of the agreement set, in words that can be compared.

openssl: "ok", "refused: why" or "unsupported: why" (it did not try). pyHanko, for each SignerInfo by itself, because it takes
one only: "trusted", "refused: intact valid WHY", "refused: not intact", or "unsupported: why"; joined by "; ".
Neither is asked with a grace: openssl checks the path at the moment, pyHanko also the lists of trust/demo/crl.
"""

import asyncio
import logging
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from asn1crypto import cms, crl, pem
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature, async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from agreement_makers import CA, DEMO

ROOTS = [CA.certificate("root"), CA.certificate("old-root")]
LISTS = [crl.CertificateList.load(path.read_bytes()) for path in sorted((DEMO / "crl").glob("*.crl"))]
# openssl's reasons that say "I cannot", not "it is wrong".
CANNOT = ("unsupported", "invalid digest", "unknown", "no matching digest", "internal error", "ctrl failure", "not supported")


def openssl(file: bytes, content: bytes | None, at: datetime) -> str:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "cms").write_bytes(file)
        (work / "roots").write_bytes(b"".join(CA.file("certificates", name).read_bytes() for name in ("root", "old-root")))
        form = "PEM" if file.startswith(b"-----BEGIN") else "DER"
        command = ["openssl", "cms", "-verify", "-binary", "-inform", form, "-in", work / "cms", "-purpose", "any",
                   "-attime", str(int(at.timestamp())), "-CAfile", work / "roots", "-out", work / "out"]
        if content is not None:
            (work / "content").write_bytes(content)
            command += ["-content", work / "content"]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode == 0:
            return "ok"
        # error:CODE:library:function:reason:file:line:data. The first is the cause; "Verify error:" is the path's.
        fields = [line.split(":") for line in result.stderr.splitlines() if ":error:" in line]
        reasons = [(line[5], line[8] if len(line) > 8 else "") for line in fields]
        reason, data = reasons[0] if reasons else ("no reason given", "")
        word = "unsupported" if any(word in reason for word in CANNOT) else "refused"
        return f"{word}: {reason}" + (f" ({data.split(':')[-1].strip()})" if "certificate verify" in reason and data else "")


def openssl_time_stamp(file: bytes, at: datetime) -> str | None:
    """`openssl ts -verify` on the token of the first SignerInfo; None where it has none."""
    unsigned = signed_data(file)["signer_infos"][0]["unsigned_attrs"]
    tokens = [a["values"][0] for a in unsigned if a["type"].native == "signature_time_stamp_token"]
    if not tokens:
        return None
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "token").write_bytes(tokens[0].dump())
        (work / "value").write_bytes(signed_data(file)["signer_infos"][0]["signature"].native)
        result = subprocess.run(["openssl", "ts", "-verify", "-token_in", "-in", work / "token", "-data", work / "value", "-attime",
                                 str(int(at.timestamp())), "-CAfile", CA.file("certificates", "root")], capture_output=True, text=True)
        return "ok" if result.returncode == 0 else "refused"


def signed_data(file: bytes) -> cms.SignedData:
    der = pem.unarmor(file)[2] if pem.detect(file) else file
    return cms.ContentInfo.load(der)["content"]


def pyhanko(file: bytes, content: bytes | None, at: datetime) -> str:
    logging.disable(logging.CRITICAL)
    count = len(signed_data(file)["signer_infos"])
    return "; ".join(pyhanko_signer(file, content, at, number if count > 1 else None) for number in range(count))


def pyhanko_signer(file: bytes, content: bytes | None, at: datetime, number: int | None) -> str:
    context = ValidationContext(trust_roots=ROOTS, crls=LISTS, moment=at, revocation_mode="require", allow_fetching=False,
                                retroactive_revinfo=True)
    try:
        data = signed_data(file)
        if number is not None:
            data["signer_infos"] = [signed_data(file)["signer_infos"][number]]
        if content is not None:
            status = asyncio.run(async_validate_detached_cms(content, data, context))
        else:
            status = asyncio.run(async_validate_cms_signature(data, StandardCMSSignatureStatus, validation_context=context))
    except (SignatureValidationError, CMSExtractionError) as error:
        return f"refused: {error}"
    except Exception as error:  # reported as the tool's answer, never swallowed
        return f"unsupported: {type(error).__name__} {str(error).splitlines()[0][:80] if str(error) else ''}".strip()
    stamp = status.timestamp_validity
    if status.trusted and (stamp is None or (stamp.valid and stamp.trusted)):
        return "trusted"
    if not (status.intact and status.valid):
        return "refused: not intact" if not status.intact else "refused: intact, not valid"
    problem = status.trust_problem_indic or (stamp.trust_problem_indic if stamp is not None else None)
    return f"refused: intact valid {problem.name if problem is not None else 'time-stamp'}"
