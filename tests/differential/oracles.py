"""What pyHanko's certificate validator and `openssl verify` say of a case: accept, refuse, or unable, and in which words."""

import asyncio
import logging
import re
import subprocess
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import wrap

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.policy_decl import PKIXValidationParams

ANY_POLICY = "2.5.29.32.0"
# It prints the whole trace of every path that fails on the way.
logging.disable(logging.CRITICAL)


def answer(verdict, reason=""):
    return {"verdict": verdict, "reason": " ".join(reason.split())[:200]}


def pyhanko(case):
    try:
        asyncio.run(asyncio.wait_for(ask_pyhanko(case), timeout=20))
    except (NotImplementedError, TypeError, TimeoutError) as failure:
        # What it has not implemented says nothing of the case; a name it cannot put into a set is of that kind.
        return answer("unable", f"{type(failure).__name__}: {failure}")
    except Exception as refusal:  # noqa: BLE001
        # A reader that cannot read does not accept.
        return answer("refuse", f"{type(refusal).__name__}: {refusal}")
    return answer("accept")


async def ask_pyhanko(case):
    load = lambda encoded: x509.Certificate.load(b64decode(encoded))  # noqa: E731
    context = ValidationContext(
        trust_roots=[load(case["anchor"])],
        other_certs=[load(one) for one in case["candidates"]],
        moment=datetime.fromtimestamp(case["moment"], UTC),
        crls=[b64decode(one) for one in case["crls"]] if case["revocation"] else [],
        revocation_mode="require" if case["revocation"] else "soft-fail",
        time_tolerance=timedelta(0),
        allow_fetching=False,
    )
    initial = case["policies"]["initial"]
    named = {"any_policy" if one == ANY_POLICY else one for one in initial or [ANY_POLICY]}
    parameters = PKIXValidationParams(
        user_initial_policy_set=frozenset(named),
        initial_policy_mapping_inhibit=case["policies"]["inhibit_mapping"],
        initial_explicit_policy=case["policies"]["explicit"],
        initial_any_policy_inhibit=case["policies"]["inhibit_any"],
    )
    validator = CertificateValidator(
        load(case["certificate"]), validation_context=context, pkix_params=parameters
    )
    await validator.async_validate_path()


def pem(label, encoded):
    lines = "\n".join(wrap(encoded, 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n"


# Errors about the status of a certificate: no list, or one that cannot be used, or revoked.
STATUS = {"3", "8", "11", "12", "23", "33", "36", "44", "54"}


def openssl(case, directory: Path):
    """`-crl_check_all` asks for the status of the anchor as well, which 6.1 does not. The certificates below are asked about
    first, so where only the anchor's status is missing, what the rest of its checks say without lists decides.
    """
    files = written(case, directory)
    errors, words = openssl_verify(case, files, case["revocation"])
    if errors and case["revocation"] and all(code in STATUS for code, _, _ in errors):
        others, chain = openssl_verify(case, files, False)
        length = len(re.findall(r"^depth=", chain, re.MULTILINE))
        if not others and all(int(depth) == length - 1 > 0 for _, depth, _ in errors):
            return answer("accept", "without the anchor's own status")
    if not errors:
        return answer("accept")
    listed = "; ".join(f"{code}@{depth} {text}" for code, depth, text in errors)
    return answer("refuse", listed or words)


def written(case, directory):
    def write(name, label, encoded):
        path = directory / name
        path.write_text("".join(pem(label, one) for one in encoded))
        return str(path)

    return {
        "-CAfile": write("anchor", "CERTIFICATE", [case["anchor"]]),
        "-untrusted": write("candidates", "CERTIFICATE", case["candidates"]),
        "-CRLfile": write("crls", "X509 CRL", case["crls"]),
        "": write("target", "CERTIFICATE", [case["certificate"]]),
    }


def openssl_verify(case, files, with_lists):
    """The errors as (code, depth, words), empty where it accepts, and all that it said."""
    command = ["openssl", "verify", "-no-CApath", "-no-CAstore", "-show_chain"]
    command += ["-attime", str(case["moment"]), "-CAfile", files["-CAfile"]]
    if case["candidates"]:
        command += ["-untrusted", files["-untrusted"]]
    if with_lists:
        command += ["-crl_check_all", "-extended_crl", "-use_deltas"]
        if case["crls"]:
            command += ["-CRLfile", files["-CRLfile"]]
    policies = case["policies"]
    command += ["-policy_check"]
    for policy in policies["initial"] or [ANY_POLICY]:
        command += ["-policy", policy]
    for name, option in (
        ("explicit", "-explicit_policy"),
        ("inhibit_any", "-inhibit_any"),
        ("inhibit_mapping", "-inhibit_map"),
    ):
        if policies[name]:
            command.append(option)
    run = subprocess.run([*command, files[""]], capture_output=True, text=True, timeout=20, check=False)
    if run.returncode == 0:
        return [], run.stdout
    errors = re.findall(r"error (\d+) at (\d+) depth lookup: *(.*)", run.stderr)
    return errors or [("0", "0", run.stderr)], run.stderr
