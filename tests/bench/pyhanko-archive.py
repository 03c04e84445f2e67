"""pyHanko over a folder in one process: what `bench-archive` measures the archive run against.

    python tests/bench/pyhanko-archive.py FOLDER MOMENT       prints how many signatures were judged

Each embedded signature is validated at the moment on a path to a root of trust/demo, with its lists, revocation required and
what came later compared; nothing is fetched. The trust is read once, as ours is.
"""

import logging
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import crl, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

DEMO = Path("trust/demo")


def root(name: str) -> x509.Certificate:
    _, _, der = pem.unarmor((DEMO / "certificates" / f"{name}.pem").read_bytes())
    return x509.Certificate.load(der)


def main() -> None:
    logging.disable(logging.CRITICAL)
    folder, moment = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    roots = [root("root"), root("old-root")]
    lists = [crl.CertificateList.load(path.read_bytes()) for path in sorted((DEMO / "crl").glob("*.crl"))]
    judged = 0
    for path in sorted(folder.glob("*.pdf")):
        for signature in PdfFileReader(BytesIO(path.read_bytes()), strict=False).embedded_signatures:
            context = ValidationContext(trust_roots=roots, crls=lists, moment=moment, revocation_mode="require",
                                        allow_fetching=False, retroactive_revinfo=True)
            try:
                validate_pdf_signature(signature, context)
            except Exception:  # an answer as good as another: what is measured is how long it takes
                pass
            judged += 1
    print(judged)


if __name__ == "__main__":
    main()
