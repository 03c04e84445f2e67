"""Why pyHanko 0.38 answers another thing than the answer with nothing relaxed: read from its sources, first rule that fits.

The names are of pyhanko/sign/validation/ades.py and pyhanko_certvalidator/ltv. A row that no rule explains stops the recipe.
"""

import sys

from documents import Sign
from model import PASSED, Judge, Said
from pki import utc
from rows import Row

NO_DATA = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
OUT_OF_BOUNDS = "OUT_OF_BOUNDS_NO_POE"
NO_ISSUER = "REVOCATION_OUT_OF_BOUNDS_NO_POE"

WHY = {
    "basic": "Without a signature time-stamp pyHanko refuses 5.5 and 5.6.3, and 5.3 knows no document time-stamp.",
    "retroactive": "pyHanko was asked with lists allowed to speak of the time before them (5.6.2.1 needs it); then it takes lists from the "
                   "future too.",
    "word": "Missing revocation data is CERTIFICATE_CHAIN_GENERAL_FAILURE for pyHanko, TRY_LATER in 5.2.6.4.",
    "hold": "A suspension is a revocation for pyHanko; 5.2.6.4 says TRY_LATER.",
    "ess": "pyHanko does not ask for the ESS attribute in adbe.pkcs7.detached.",
    "invalidity": "pyHanko leaves the invalidity date of an entry out (RFC 5280 5.3.2).",
    "accuracy": "pyHanko leaves the accuracy of a token out (RFC 3161 2.4.2).",
    "young": "At the moment the certificate is valid, and pyHanko compares the token with notBefore only where it is not.",
    "token": "pyHanko takes the answer about the token, which proves nothing now, for the signature's; 5.5.4 leaves such a token out.",
    "ended": "With a good token pyHanko calls an ended certificate passed in 5.5 and does not come back to it (its own note says it cannot "
             "process expiry there).",
    "slide": "Data that is not fresh slides the control time to nextUpdate in pyHanko, which calls thisUpdate, as 5.6.2.2 has it, wrong.",
    "issuer": "Looking back (5.6.2.4), pyHanko finds no revocation data about a certificate whose issuer is no anchor itself.",
    "rebuild": "pyHanko validates the whole path again at the control time, which it does not slide to the end of a certificate.",
    "stale": "pyHanko takes no revocation from a list that is not current at the moment.",
    "no-poe": "pyHanko names the step of the slide that failed (NO_POE); the indication is that of the moment (5.6.2.4).",
}


def why_pyhanko_differs(row: Row, step: Sign, said: Said, answer: str) -> str:
    return WHY[rule(row, step, said, answer)]


def rule(row: Row, step: Sign, said: Said, answer: str) -> str:
    clause, found = answer.split()
    strict = said.strict
    entries = [entry for one in row.published + row.added for entry in one.revoked]
    judge = Judge(row.document, utc(row.at), row.published, row.added, row.registry)
    judge.all()
    token = judge.strict_token(step.token, len(judge.steps)) if step.token else None  # as if nothing covered it
    if clause == "5.3" and found == PASSED:
        return "retroactive"
    if any(entry.reason == "certificateHold" for entry in entries) and strict == "TRY_LATER":
        return "hold"
    if clause == "5.3":
        return "basic" if found != NO_DATA else "word"
    if strict == "SIG_CONSTRAINTS_FAILURE":
        return "ess"
    if strict == "NOT_YET_VALID" and found == PASSED:
        return "young"
    if strict != PASSED and found == PASSED:
        if any(entry.invalid_since for entry in entries):
            return "invalidity"
        if step.token.accuracy:
            return "accuracy"
        return "ended" if strict != "TRY_LATER" or said.policy == "TRY_LATER" else "slide"
    if found == NO_DATA and strict == "TRY_LATER":
        return "word"
    if found == NO_ISSUER:
        return "issuer"
    if token != PASSED:
        return "token"
    if found == "NO_POE":
        return "no-poe"
    if found == "TRY_LATER":
        return "stale"
    if found in (OUT_OF_BOUNDS, NO_DATA):
        return "rebuild"
    sys.exit(f"{row.document} at {row.at}: pyHanko says {answer}, {strict} is due, and nobody has explained it\n  {row.why}")
