"""Asks pyHanko's EN 319 102-1 process about every row of the matrix, with the row's evidence at the row's moment.

    python tests/recipe/matrix/ask_pyhanko.py   compares with tests/fixtures/matrix.toml; exits 1 when an answer is another one

It reads the table and the files that the table names, and nothing of the recipe that wrote them. pyHanko is asked for 5.6.3
(signatures with long-term data), which includes 5.3 and 5.5, in the strictest setting it has: revocation data for every certificate.
Without a signature time-stamp it refuses 5.5, and so 5.6.3; then it is asked for 5.3. Of document time-stamps it gives no answer by
themselves, and it knows no window of a registry.
"""

import asyncio
import logging
import sys
import tomllib
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import (_adobe_revinfo_archival_to_local_knowledge, _dss_to_local_knowledge, ades_basic_validation,
                                          ades_lta_validation)
from pyhanko.sign.validation.policy_decl import (LocalKnowledge, PdfSignatureValidationSpec, RevinfoOnlineFetchingRule, RevocationInfoGatheringSpec,
                                                 SignatureValidationSpec)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

FIXTURES = Path(__file__).parents[2] / "fixtures" / "matrix"
NOT_ASKED = "not asked"


def answers(pdf: bytes, at: datetime, anchors: list[bytes], evidence: dict[str, bytes]) -> list[str]:
    """One for each signature and document time-stamp: the clause, and PASSED or a sub-indication."""
    logging.disable(logging.CRITICAL)
    reader = PdfFileReader(BytesIO(pdf))
    fields = reader.embedded_signatures
    return [answer(one, at, anchors, evidence) if one.sig_object_type == "/Sig" else NOT_ASKED for one in fields]


def answer(signature, at: datetime, anchors: list[bytes], evidence: dict[str, bytes]) -> str:
    rule = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    lists = [CRLContainer(crl.CertificateList.load(der)) for name, der in evidence.items() if name.endswith(".crl")]
    responses = [one for name, der in evidence.items() if name.endswith(".ocsp")
                 for one in OCSPContainer.load_multi(ocsp.OCSPResponse.load(der))]
    roots = [x509.Certificate.load(der) for der in anchors]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(ee_certificate_rule=rule, intermediate_ca_cert_rule=rule),
                                          retroactive_revinfo=True),
    )
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        # In the past it looks for who issued a list among the certificates at hand, and not among its anchors.
        local_knowledge=LocalKnowledge(known_crls=lists, known_ocsps=responses, known_certs=roots),
    ))
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    try:
        with clock_stands_at(at):
            result = asyncio.run(ades_lta_validation(signature, spec, timing_info=timing) if is_stamped(signature) else
                                 basic(signature, spec.signature_validation_spec, timing))
    except Exception as error:  # it is the tool's answer, never swallowed
        return f"no answer: {type(error).__name__}"
    name = result.ades_subindic.standard_name
    return f"{'5.6.3' if is_stamped(signature) else '5.3'} {'PASSED' if name == 'OK' else name}"


def clause(answer: str) -> str:
    return answer.split()[0]


def is_stamped(signature) -> bool:
    unsigned = signature.signer_info["unsigned_attrs"]
    return any(attribute["type"].native == "signature_time_stamp_token" for attribute in unsigned)


def basic(signature, spec: SignatureValidationSpec, timing: ValidationTimingInfo):
    """5.3, with what the document brings (which 5.6.3 collects by itself)."""
    store, attribute = _dss_to_local_knowledge(signature.reader), _adobe_revinfo_archival_to_local_knowledge(signature)
    known = spec.local_knowledge
    known = replace(known, known_crls=known.known_crls + store.known_crls + attribute.known_crls, known_certs=known.known_certs + store.known_certs,
                    known_ocsps=known.known_ocsps + store.known_ocsps + attribute.known_ocsps)
    return ades_basic_validation(signature.signed_data, replace(spec, local_knowledge=known), timing_info=timing,
                                 raw_digest=signature.compute_digest())


@contextmanager
def clock_stands_at(at: datetime):
    """Proofs of existence that nothing else dates are of "now" for pyHanko, whatever moment it is asked about."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return at

    with patch("pyhanko_certvalidator.ltv.poe.datetime", Clock), patch("pyhanko_certvalidator.ltv.ades_past.datetime", Clock):
        yield


def main() -> None:
    table = tomllib.loads((FIXTURES.parent / "matrix.toml").read_text())
    anchors = [(FIXTURES / "certificates" / f"{name}.cer").read_bytes() for name in table["anchors"]]
    wrong = []
    for row in table["row"]:
        evidence = {name: (FIXTURES / "evidence" / name).read_bytes() for name in row["published"] + row["added"]}
        found = answers((FIXTURES / f"{row['document']}.pdf").read_bytes(), datetime.fromisoformat(row["at"]), anchors, evidence)
        said = [signature["pyhanko"] for signature in row["signature"]]
        if found != said:
            wrong.append(f"{row['name']}: pyHanko now says {found}, the table {said}")
    print("\n".join(wrong) or f"{len(table['row'])} rows, every answer as in the table")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
