"""Makes the seeds of the fuzz targets from the project's own fixtures and demo PKI.

    python3 fuzz/make_seeds.py            writes fuzz/seeds anew; needs nothing but Python

Few and small, for a seed is only where a fuzzer begins: a form more is worth a file, another of the same form is not.
Nothing is signed here, so the same fixtures give the same seeds.
"""

import json
import shutil
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "fuzz/seeds"
FIXTURES = ROOT / "tests/fixtures"
AGREEMENT = FIXTURES / "agreement/files"
DEMO = ROOT / "trust/demo"

MOST_FILES, MOST_BYTES = 20, 300_000
# id-ct-TSTInfo (RFC 3161 2.4.2), as DER writes it.
TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")

CMS = (
    "brainpool-p256r1-sha256-issuer-serial-default-ber-enveloping.p7m",
    "ed25519-sha512-issuer-serial-cades-der-detached-time-stamp-pyhanko.p7s",
    "ed448-shake256-issuer-serial-plain-der-detached-pyhanko.p7s",
    "p-256+p-384+p-521-sha256-issuer-serial-default-der-enveloping-resign.p7m",
    "p-256-sha256-issuer-serial-default-der-detached-countersignature.p7s",
    "p-256-sha256-issuer-serial-default-der-detached-crl.p7s",
    "p-256-sha256-issuer-serial-no-smime-capabilities-der-detached-time-stamp-everything.p7s",
    "p-256-sha256-issuer-serial-none-ber-detached.p7s",
    "p-256-sha256-issuer-serial-policy-uuid-der-detached-pyhanko.p7s",
    "p-256-sha256-issuer-serial-private-attribute-der-detached-pyhanko.p7s",
    "p-384-sha384-key-identifier-claimed-attributes-ber-enveloping-pyhanko.p7m",
    "p-384-sha384-key-identifier-content-hints-der-enveloping-pyhanko.p7m",
    "rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-attribute-certificate.p7s",
    "rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-no-certificates.p7s",
    "rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-ocsp.p7s",
    "rsa-2048-pss-0-sha256-key-identifier-no-smime-capabilities-ber-enveloping.p7m",
    "rsa-2048-pss-digest-mgf1-sha1-sha256-issuer-serial-default-der-detached.p7s",
    "rsa-pss-pss-0-sha256-issuer-serial-cades-ber-detached.p7s",
)
MAIL = (
    "attachment base64 binary-signature certificates-only encrypted forwarded mailing-list-inside mixed-line-ends "
    "no-signature-part not-closed opaque open-pgp preamble protected-headers protected-message quoted-printable unsigned"
).split()
VERIFY = (
    FIXTURES / "letters/no-signature.pdf",
    FIXTURES / "letters/unsigned-field.pdf",
    FIXTURES / "letters/xref-stream-valid.pdf",
    FIXTURES / "encrypted/aes-256-unsigned.pdf",
    FIXTURES / "encrypted/for-recipients.pdf",
    FIXTURES / "encrypted/rc4-128-direct-unsigned.pdf",
    FIXTURES / "cms/pengumuman.txt.p7m",
    FIXTURES / "certificates/ca-sha1.crl",
    FIXTURES / "certificates/chain.p7b",
    FIXTURES / "certificates/individual.cer",
    FIXTURES / "mail/opaque.eml",
    FIXTURES / "mail/protected-headers.eml",
    FIXTURES / "ocsp/good.der",
    AGREEMENT / "ed25519-sha512-key-identifier-plain-pem-enveloping-pyhanko.p7m",
    AGREEMENT / "p-256-sha256-issuer-serial-cades-ber-enveloping.p7m",
)


def main():
    certificates = [*(DEMO / "certificates").glob("*.pem"), *(FIXTURES / "agreement/pki/certificates").glob("*.pem")]
    left_out = {"expired-early", "revoked-affiliation-changed", "revoked-key-compromise", "old-position", "rsa-3072",
                "expired", "position", "system", "tsa-2023", "rsa-4096"}
    certificates = [path for path in certificates if path.stem not in left_out]
    tokens = sorted(AGREEMENT.glob("p-256*-time-stamp-*.p7s"))
    seeds = {
        "cms": {name: (AGREEMENT / name).read_bytes() for name in CMS},
        "tst_info": {f"{path.stem.rpartition('time-stamp-')[2]}.der": tst_info(path.read_bytes()) for path in tokens},
        "certificate": {f"{path.stem}.der": der(path.read_bytes()) for path in certificates},
        "crl": files([*(DEMO / "crl").glob("*.crl"), FIXTURES / "certificates/ca-sha1.crl"]),
        "revocation_index": {f"{name}.json": index(DEMO / f"crl/{name}.crl", DEMO / f"certificates/{name}.pem")
                             for name in ("ca", "root")},
        "ocsp_response": files((FIXTURES / "ocsp").glob("*.der")),
        "mail": files(FIXTURES / f"mail/{name}.eml" for name in MAIL),
        "pem": files([
            DEMO / "certificates/old-root.pem",
            FIXTURES / "agreement/pki/certificates/ed25519.pem",
            FIXTURES / "certificates/ca-text.crl",
            FIXTURES / "certificates/chain-pem.p7b",
            FIXTURES / "certificates/individual-text.crt",
            AGREEMENT / "ed25519-sha512-key-identifier-plain-pem-enveloping-pyhanko.p7m",
            AGREEMENT / "rsa-2048-pkcs1-sha256-issuer-serial-default-pem-enveloping-label-pkcs7.p7m",
        ]),
        "checkpoint": files((FIXTURES / "notes").glob("*.txt")),
        "verify": files(VERIFY),
    }
    for target, of_target in seeds.items():
        assert 0 < len(of_target) <= MOST_FILES, (target, len(of_target))
    total = sum(len(content) for of_target in seeds.values() for content in of_target.values())
    assert total <= MOST_BYTES, total
    shutil.rmtree(SEEDS, ignore_errors=True)
    for target, of_target in seeds.items():
        (SEEDS / target).mkdir(parents=True)
        for name, content in of_target.items():
            (SEEDS / target / name).write_bytes(content)
        print(f"{target}: {len(of_target)} files")
    print(f"{total} bytes")


def files(paths):
    return {path.name: path.read_bytes() for path in paths}


def der(text):
    """The first certificate of a PEM file that has nothing else in it."""
    lines = text.decode().split("-----BEGIN CERTIFICATE-----")[1].split("-----END")[0]
    return b64decode(lines)


def tst_info(container):
    """eContent of the token: after its type stand [0], OCTET STRING, and the TSTInfo in it."""
    at = container.index(TST_INFO) + len(TST_INFO)
    for tag in (0xA0, 0x04):
        assert container[at] == tag, hex(container[at])
        at, length = header(container, at)
    return container[at : at + length]


def index(crl, issuer):
    """The index of a short list (verifier/src/revocation/index.rs), written from its description: head, line end, one shard."""
    crl, issuer = crl.read_bytes(), der(issuer.read_bytes())
    spki = elements(elements(issuer)[0])[6]
    to_be_signed, *signature = elements(crl)
    fields = elements(to_be_signed)
    name = fields[2]
    # After thisUpdate and nextUpdate stand the entries, if there are any, before the extensions.
    entries = elements(fields[5]) if fields[5][0] == 0x30 else []
    kept = fields[:5] + fields[6:] if entries else fields
    key = sha256(sha256(spki).hexdigest().encode() + name).digest()
    serials = [contents(elements(entry)[0]) for entry in entries]
    digests = sorted({sha256(key + serial).digest()[:6] for serial in serials})
    shard = b"".join(digests)
    head = {
        "schema": "periksa-revocation-index/1",
        "list": {
            "sha256": sha256(crl).hexdigest(),
            "size": len(crl),
            "without_entries": b64encode(sequence([sequence(kept), *signature])).decode(),
        },
        "issuer_key": sha256(spki).hexdigest(),
        "entries": len(entries), "digests": len(digests), "digest_length": 6,
        "shards": [{"sha256": sha256(shard).hexdigest(), "size": len(shard)}],
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + shard


def contents(encoding):
    at, length = header(encoding, 0)
    return encoding[at : at + length]


def elements(encoding):
    """The elements that stand in one."""
    at, found, value = 0, [], contents(encoding)
    while at < len(value):
        start, length = header(value, at)
        found.append(value[at : start + length])
        at = start + length
    return found


def sequence(parts):
    value = b"".join(parts)
    octets = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    length = bytes([len(value)]) if len(value) < 0x80 else bytes([0x80 | len(octets)]) + octets
    return b"\x30" + length + value


def header(encoding, at):
    """Where the value begins, and its length."""
    first = encoding[at + 1]
    if first < 0x80:
        return at + 2, first
    octets = first & 0x7F
    return at + 2 + octets, int.from_bytes(encoding[at + 2 : at + 2 + octets], "big")


main()
