"""Makes the agreement set: well-formed signatures in every form that openssl and pyHanko can make, and what each says of it.

    python tests/recipe/agreement.py            writes tests/fixtures/agreement/files/* and tests/fixtures/agreement.toml

The matrix below is the whole story. A file is kept once it exists (PSS and ECDSA draw at random); delete one to make it
anew. The answers of both tools are asked each time and written beside what an honest verifier must say under the policy
(design, 3.1), which is worked out from the row alone. Where they differ a sentence says why, or nothing is written.
"""

import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from asn1crypto import pem

from agreement_answers import openssl, openssl_time_stamp, pyhanko, signed_data
from agreement_makers import CONTENT, FIXTURES, MOMENT, TIME_STAMPS, made

FILES = FIXTURES / "files"
SHA2, SHA3, OLD = ("sha256", "sha384", "sha512"), ("sha3-256", "sha3-384", "sha3-512"), ("sha224", "sha1", "md5")
RSA, RSA_PSS = ("rsa-2048", "rsa-3072", "rsa-4096"), ("rsa-pss", "rsa-pss-sha256")
ECDSA = ("p-256", "p-384", "p-521", "brainpool-p256r1", "brainpool-p384r1")
SIDS, CONTENTS, ENCODINGS = ("issuer-serial", "key-identifier"), ("detached", "enveloping"), ("der", "ber", "pem")
OPENSSL_ATTRIBUTES = ("default", "no-smime-capabilities", "cades", "none")
PYHANKO_ATTRIBUTES = ("plain", "cades", "policy", "commitment", "claimed-attributes", "certified-attributes", "content-hints", "mime-type",
                      "content-time-stamp")
BIT = 0x20  # flipped in a tampered twin: in Base64 it turns a letter into the other case


@dataclass(frozen=True)
class Row:
    key: str  # several, joined by "+", for several SignerInfos
    padding: str = ""
    digest: str = "sha256"
    sid: str = "issuer-serial"
    attributes: str = "default"
    encoding: str = "der"
    content: str = "detached"
    maker: str = "openssl"
    extra: str = ""

    @property
    def keys(self) -> list[str]:
        return self.key.split("+")

    @property
    def file(self) -> str:
        maker = "" if self.maker == "openssl" else self.maker.lower()
        parts = [self.key, self.padding, self.digest, self.sid, self.attributes, self.encoding, self.content, self.extra, maker]
        return "-".join(filter(None, parts)) + (".p7s" if self.content == "detached" else ".p7m")

    def replaced(self, **fields) -> "Row":
        return replace(self, **fields)

    def alone(self, key: str, digest: str) -> "Row":
        padding = "pkcs1" if key.startswith("rsa-") else ""
        return replace(self, key=key, digest=digest, padding=padding, extra="", maker="pyHanko" if key.startswith("ed") else self.maker,
                       attributes="plain" if key.startswith("ed") else self.attributes)


def in_turn(rows: list[Row]) -> list[Row]:
    """Every form is met by every kind of key, digest and padding: attributes, identifier, encoding and content take turns."""
    return [row.replaced(attributes=OPENSSL_ATTRIBUTES[number % 3], sid=SIDS[number % 2], encoding=ENCODINGS[(number + number // 3) % 3],
                         content=CONTENTS[number // 2 % 2]) for number, row in enumerate(rows)]


def matrix() -> dict[str, list[Row]]:
    algorithms = [Row("rsa-2048", padding, digest) for padding in ("pkcs1", "pss-digest", "pss-max", "pss-0")
                  for digest in SHA2 + (SHA3 + OLD if padding == "pkcs1" else ("sha224", "sha1"))]
    algorithms += [Row(key, padding, digest) for key in RSA[1:] for padding in ("pkcs1", "pss-digest") for digest in SHA2]
    algorithms += [Row(key, "pkcs1", "sha3-256") for key in RSA[1:]]
    algorithms += [Row("rsa-pss", padding, digest) for padding in ("pss-digest", "pss-max", "pss-0") for digest in SHA2]
    algorithms += [Row("rsa-pss", "pss-digest", digest) for digest in ("sha224", "sha1")]
    algorithms += [Row("rsa-pss-sha256", padding, "sha256") for padding in ("pss-digest", "pss-max")]
    algorithms += [Row(key, "", digest) for key in ECDSA for digest in SHA2 + (() if key.startswith("b") else ("sha224", "sha1"))]
    masks = [Row("rsa-2048", f"pss-digest-mgf1-{mask}", digest) for digest, mask in (("sha256", "sha1"), ("sha512", "sha256"))]
    forms = [Row(key, padding, "sha256", sid, attributes, encoding, content)
             for key, padding in (("rsa-2048", "pkcs1"), ("p-256", "")) for sid, attributes, encoding, content
             in product(SIDS, OPENSSL_ATTRIBUTES, ENCODINGS, CONTENTS)
             # PEM changes nothing inside, and makes files a third longer.
             if encoding != "pem" or attributes == "default"]
    algorithms = in_turn(algorithms)
    forms = [row for row in forms if row not in algorithms]
    pyhanko = Row("", maker="pyHanko", attributes="plain")
    sha3 = [pyhanko.replaced(key=key, digest=digest) for key in ECDSA for digest in (SHA3 if key in ("p-256", "p-521") else SHA3[:1])]
    combined = [pyhanko.replaced(key="rsa-2048", padding="pkcs1-combined", digest=digest) for digest in SHA2]
    pss = [pyhanko.replaced(key=key, padding=padding, digest=digest) for key in ("rsa-2048", "rsa-pss")
           for padding, digest in (("pss-digest", "sha256"), ("pss-0", "sha512"), ("pss-digest", "sha3-256"))]
    eddsa = [pyhanko.replaced(key="ed25519", digest="sha512", attributes=attributes, encoding=encoding, content=content, sid=sid)
             for attributes, encoding, content, sid in (("plain", "der", "detached", SIDS[0]), ("plain", "pem", "enveloping", SIDS[1]),
                                                        ("cades", "ber", "enveloping", SIDS[0]), ("policy", "pem", "detached", SIDS[0]))]
    eddsa += [pyhanko.replaced(key="ed448", digest="shake256", content=content) for content in CONTENTS]
    attributes = [pyhanko.replaced(key=key, padding=padding, digest=digest, attributes=attribute, content=CONTENTS[number % 2],
                                   encoding=("der", "ber", "pem")[number % 3], sid=SIDS[number // 4 % 2])
                  for number, ((key, padding, digest), attribute) in enumerate(product(
                      (("rsa-2048", "pkcs1", "sha256"), ("p-384", "", "sha384")), PYHANKO_ATTRIBUTES))]
    attributes += [pyhanko.replaced(key="p-256", attributes=attribute) for attribute in ("policy-uuid", "policy-implied", "private-attribute")]
    several = [Row("rsa-2048+p-256", "pkcs1", encoding=encoding, content=content) for encoding in ENCODINGS for content in CONTENTS]
    several += [Row("rsa-2048+p-256+p-384", "pkcs1", sid=sid, attributes="cades") for sid in SIDS]
    several += [Row("p-256+rsa-3072", "pkcs1", content="enveloping", extra="resign"),
                Row("p-256+p-384+p-521", "", content="enveloping", extra="resign")]
    several += [Row("p-256+rsa-2048", "", "sha256+sha512", extra="merged"), Row("p-256+p-384", "", "sha384+sha1", extra="merged"),
                Row("p-256+ed25519", "", "sha256+sha512", extra="merged"), Row("p-256+ed448", "", "sha256+shake256", extra="merged")]
    stamped = [Row("p-256", "", extra=kind, attributes="no-smime-capabilities") for kind in TIME_STAMPS]
    stamped += [Row("rsa-2048", "pkcs1", extra="pyhanko-time-stamp", maker="pyHanko", attributes="cades", content=content) for content in CONTENTS]
    stamped += [Row("ed25519", "", "sha512", extra="time-stamp", maker="pyHanko", attributes="cades")]
    bags = [Row("rsa-2048", "pkcs1", extra=extra) for extra in ("crl", "ocsp", "attribute-certificate", "no-ca", "no-certificates")]
    bags += [Row("p-256", "", extra=extra) for extra in ("crl", "stranger", "countersignature")]
    bags += [Row("rsa-2048", "pkcs1", encoding="pem", content="enveloping", extra="label-pkcs7")]
    return {
        "algorithms": algorithms, "PSS with another mask": masks, "forms": forms, "SHA-3 with ECDSA, by pyHanko": sha3,
        "RSA names by pyHanko": combined + pss, "EdDSA": eddsa, "attributes by pyHanko": attributes, "several SignerInfos": several,
        "time-stamps": stamped, "bags": bags,
    }


# --- what must be said, from the row alone ---------------------------------------------------------------

WEAK = "The policy never accepts SHA-1, MD5 or SHA-224 (design 3.1, ALG-15): the value is right and proves nothing. "
WHY = {
    "weak": WEAK + "openssl has no such policy; pyHanko refuses as well.",
    "sha224": WEAK + "Neither openssl nor pyHanko has such a policy for SHA-224.",
    "no-attributes": "The policy asks for signed attributes: without them a signature over attributes can be passed off as one over "
                     "content (CMS-03 to CMS-05). RFC 5652 5.3 lets them be absent, and both tools with it.",
    "mask": "The policy asks for one digest in PSS, for message and mask alike (ALG-08). RFC 4055 3.1 only recommends that, and both tools take any.",
    "ed448": "Ed448 is recognised and not computed (ALG-16's rule for what is not added yet); pyHanko computes it, openssl 3.0 has no EdDSA in CMS.",
    "eddsa": "openssl 3.0 has no EdDSA in CMS and says so; pyHanko agrees with us.",
    "restricted": "RFC 4055 3.3: the salt length in the key is the least that a signature may have. pyHanko asks that it be the same.",
}


def expected(row: Row) -> tuple[str, str | None, list[str]]:
    """Verdict, sub-indication of what is not good, and the verdict for each SignerInfo."""
    each = [expected_signer(row, key, digest) for key, digest in zip(row.keys, row.digest.split("+") * len(row.keys))]
    worst = next((one for one in each if one[0] != "asli"), each[0])
    return *worst, [verdict for verdict, _ in each]


def expected_signer(row: Row, key: str, digest: str) -> tuple[str, str | None]:
    if row.extra == "no-certificates":
        return "belum-pasti", "NO_SIGNING_CERTIFICATE_FOUND"
    if row.attributes == "none":
        return "belum-pasti", "SIG_CONSTRAINTS_FAILURE"
    if digest in OLD or key == "ed448" or "-mgf1-" in row.padding:
        return "belum-pasti", "CRYPTO_CONSTRAINTS_FAILURE"
    if row.extra == "no-ca":  # the registry knows the CA as facts, and the way to the anchor needs its certificate
        return "belum-pasti", "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    return "asli", None


def time_source(row: Row) -> str | None:
    if "time-stamp" not in row.extra:
        return None
    # By SHA-1 alone the token does not say whose it is (CMS-23): it proves nothing, and openssl and pyHanko take it all the same.
    return "validation-time" if row.extra == "time-stamp-ess-sha1" else "time-stamp"


def best_signature_time(row: Row, at: datetime) -> str | None:
    """genTime, which is the moment of signing, and the accuracy on top. None where a fraction of a second would decide."""
    if time_source(row) is None or row.extra in ("time-stamp-accuracy", "time-stamp-fraction"):
        return None
    proven = at if time_source(row) == "validation-time" else MOMENT + timedelta(seconds=row.extra == "time-stamp-everything")
    return proven.strftime("%Y-%m-%dT%H:%M:%SZ")


def why(row: Row) -> str:
    digests = row.digest.split("+")
    rules = [("no-attributes", row.attributes == "none"), ("sha224", "sha224" in digests), ("weak", any(d in OLD for d in digests)),
             ("mask", "-mgf1-" in row.padding), ("ed448", "ed448" in row.keys), ("eddsa", "ed25519" in row.keys),
             ("restricted", row.key == "rsa-pss-sha256")]
    for name, holds in rules:
        if holds:
            return WHY[name]
    raise SystemExit(f"{row.file}: a disagreement that nobody has explained")


def computed(row: Row) -> bool:
    """Whether the verifier tries the value and the digest of every SignerInfo."""
    return row.attributes != "none" and "ed448" not in row.keys and "-mgf1-" not in row.padding and row.extra != "no-certificates"


# --- tampered twins ---------------------------------------------------------------------------------------


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ BIT]) + data[at + 1 :]


def twin(row: Row, file: bytes, what: str) -> tuple[str, int]:
    """Where to flip: in "content" (the file beside) or in "file"; the offset."""
    if what == "content" and row.content == "detached":
        return "content", len(CONTENT) // 2
    der = pem.unarmor(file)[2] if pem.detect(file) else file
    # The last segment of the content. Three quarters into an ECDSA value is inside s, and no length or tag of it.
    value = CONTENT[60:] if what == "content" else signed_data(file)["signer_infos"][0]["signature"].native
    assert der.count(value) == 1, row.file
    at = der.index(value) + len(value) * 3 // 4
    if not pem.detect(file):
        return "file", at
    body = file.index(b"\n") + 1
    signs = [place for place in range(body, len(file)) if file[place : place + 1] not in (b"\n", b"\r")]
    return "file", next(place for place in signs[at * 4 // 3 + 2 :] if file[place : place + 1].isalpha())


def differs(verdict: str, first: str, second: str) -> bool:
    return (verdict == "asli") != (first == "ok") or (verdict == "asli") != accepts(second)


def accepts(answer: str) -> bool:
    return all(part == "trusted" for part in answer.split("; "))


# --- the table --------------------------------------------------------------------------------------------


def text(value) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, int):
        return str(value).lower()
    return '"' + value.replace("\\", "/").replace('"', "'") + '"'


def entry(table: str, fields: dict) -> str:
    return f"[[{table}]]\n" + "".join(f"{name} = {text(value)}\n" for name, value in fields.items() if value not in (None, "")) + "\n"


def print_matrix(rows: list[Row]) -> None:
    """How often each kind of key meets each value of each column."""
    for column in ("padding", "digest", "attributes", "sid", "encoding", "content"):
        values = sorted({getattr(row, column) or "-" for row in rows})
        print(f"\n{column}: {', '.join(values)}")
        for key in dict.fromkeys(row.key for row in rows):
            met = Counter(getattr(row, column) or "-" for row in rows if row.key == key)
            print(f"  {key:24}" + "".join(f"{met[value] or '.':>5}" for value in values))


HEAD = """\
# The agreement set: what openssl and pyHanko say of well-formed signatures, and what an honest verifier must say of them at the
# moment of letters.toml, the demo anchors taken as real. Written by tests/recipe/agreement.py; check_agreement.py asks again.
# verdicts: for each SignerInfo, where they differ, in no order. computed: message_digest and signature_value must both have passed.
# best_signature_time: what a time-stamp proves, or the moment where it proves nothing.
# disagreement: why the verdict is another than an answer. A twin is a file of the set with one bit flipped.
schema = "periksa-agreement/1"

"""


def main() -> None:
    at = datetime.fromisoformat(tomllib.loads((FIXTURES.parent / "letters.toml").read_text())["at"])
    FILES.mkdir(parents=True, exist_ok=True)
    out, twins, counts, candidates = [HEAD], [], Counter(), []
    for group, rows in matrix().items():
        out.append(f"# --- {group}: {len(rows)}\n\n")
        for row in rows:
            path = FILES / row.file
            if not path.exists():
                path.write_bytes(made(row))
            file, beside = path.read_bytes(), CONTENT if row.content == "detached" else None
            first, second = openssl(file, beside, at), pyhanko(file, beside, at)
            verdict, sub, verdicts = expected(row)
            counts[group, verdict, first.split(":")[0], second.split(":")[0]] += 1
            out.append(entry("row", {
                "file": row.file, "content": row.content, "maker": row.maker, "key": row.key, "digest": row.digest, "padding": row.padding,
                "sid": row.sid, "attributes": row.attributes, "encoding": row.encoding, "signers": len(row.keys), "extra": row.extra,
                "openssl": first, "openssl_time_stamp": openssl_time_stamp(file, at), "pyhanko": second, "expected": verdict,
                "sub_indication": sub, "time_source": time_source(row), "best_signature_time": best_signature_time(row, at),
                "verdicts": verdicts if len(set(verdicts)) > 1 else None, "computed": computed(row),
                "disagreement": why(row) if differs(verdict, first, second) else None}))
            if computed(row) and row.extra not in ("ocsp", "no-ca"):
                candidates.append((row, file, beside))
    for number, (row, file, beside) in enumerate(candidates[::8]):
        what = "content" if number % 2 == 0 or len(row.keys) > 1 else "signature"
        where, at_byte = twin(row, file, what)
        bent = flipped(file, at_byte) if where == "file" else file
        content = flipped(CONTENT, at_byte) if where == "content" else beside
        answers = openssl(bent, content, at), pyhanko(bent, content, at)
        verdict = ("berubah", "HASH_FAILURE") if what == "content" else ("rusak", "SIG_CRYPTO_FAILURE")
        assert answers[0] != "ok" and not accepts(answers[1]), (row.file, answers)
        twins.append(entry("twin", {"file": row.file, "content": row.content, "flipped": what, "flip_in": where, "flip_at": at_byte,
                                    "openssl": answers[0], "pyhanko": answers[1], "expected": verdict[0], "sub_indication": verdict[1]}))
    wanted = {row.file for rows in matrix().values() for row in rows}
    stray = {path.name for path in FILES.iterdir()} - wanted
    if stray:
        sys.exit(f"Files of no row: {sorted(stray)}")
    (FIXTURES.parent / "agreement.toml").write_text("".join(out + [f"# --- tampered twins: {len(twins)}\n\n"] + twins).rstrip() + "\n")
    print_matrix([row for rows in matrix().values() for row in rows])
    print(f"\n     {'group':30} {'we say':14} {'openssl':12} pyHanko")
    for (group, *said), count in counts.items():
        print(f"{count:4} {group:30} {said[0]:14} {said[1]:12} {said[2]}")
    size = sum(path.stat().st_size for path in FILES.iterdir())
    print(f"{sum(counts.values())} files, {size} bytes, {len(twins)} twins")


if __name__ == "__main__":
    main()
