"""Registry entries from certificates: every fact is computed from the bytes, none is typed.

    python tests/recipe/make_registry.py                    writes trust/demo/registry.toml from trust/demo/certificates

Entries of trust/registry.toml are drawn up with `site-gen trust add`.
"""

import base64
import hashlib
from pathlib import Path

from asn1crypto import pem, x509

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "trust" / "demo"
BOTH = ["signature", "time-stamp"]
ADDRESS = "http://contoh.invalid/"
MADE_BY_US = "Dibuat sendiri oleh proyek Periksa; kunci privatnya terbuka untuk umum dan tidak berharga."

# file name in trust/demo/certificates: id, role, purposes, CRL addresses
DEMO_ENTRIES = {
    "root": ("demo-root", "anchor", BOTH, ["root.crl"]),
    "ca": ("demo-ca", "intermediate", BOTH, ["ca.crl"]),
    "old-root": ("demo-old-root", "anchor", BOTH, ["old-root.crl"]),
    "tsa": ("demo-time-stamp-authority", "time-stamp-authority", ["time-stamp"], []),
    "tsa-2023": ("demo-time-stamp-authority-2023", "time-stamp-authority", ["time-stamp"], []),
}
DEMO_HEAD = """\
# The demo PKI of Periksa as facts. Regime "uji": it can only ever give the verdict "uji".
# Written by tests/recipe/make_registry.py from trust/demo/certificates; do not edit by hand.
schema = "periksa-registry/1"
version = 1
"""


DEMO_TAIL = """
[[change]]
version = 1
date = "2026-11-23"
action = "first-version"
reason = "Versi pertama: PKI contoh buatan sendiri, hanya untuk uji."
"""


def certificate(path: Path) -> x509.Certificate:
    _, _, der = pem.unarmor(path.read_bytes())
    return x509.Certificate.load(der)


def moment(time) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def strings(values) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def entry(cert: x509.Certificate, id: str, role: str, regime: str, purposes, crl=(), provenance=()) -> str:
    """One [[entry]]; Name and key are copied as the certificate has them, never encoded anew."""
    tbs = cert["tbs_certificate"]
    serial = cert.serial_number
    not_before, not_after = (moment(tbs["validity"][end].native) for end in ("not_before", "not_after"))
    return "\n".join([
        "",
        "[[entry]]",
        f'id = "{id}"',
        f'role = "{role}"',
        f'regime = "{regime}"',
        f'name = "{cert.subject.native["common_name"]}"',
        f'subject = "{base64.b64encode(tbs["subject"].dump()).decode()}"',
        f'spki = "{base64.b64encode(tbs["subject_public_key_info"].dump()).decode()}"',
        f'ski = "{cert.key_identifier.hex()}"',
        f'sha256 = "{hashlib.sha256(cert.dump()).hexdigest()}"',
        f'serial = "{serial.to_bytes((serial.bit_length() + 7) // 8, "big").hex()}"',
        f'not_before = "{not_before}"',
        f'not_after = "{not_after}"',
        f'valid_for = {{ from = "{not_before}", until = "{not_after}" }}',
        f"purposes = {strings(purposes)}",
        f"crl = {strings(crl)}",
        "provenance = [" + "".join(f'\n    "{sentence}",' for sentence in provenance) + ("\n]" if provenance else "]"),
        "",
    ])


def demo_registry() -> str:
    text = DEMO_HEAD
    for name, (id, role, purposes, lists) in DEMO_ENTRIES.items():
        cert = certificate(DEMO / "certificates" / f"{name}.pem")
        text += entry(cert, id, role, "uji", purposes, [ADDRESS + item for item in lists], [MADE_BY_US])
    return text + DEMO_TAIL


if __name__ == "__main__":
    (DEMO / "registry.toml").write_text(demo_registry())
