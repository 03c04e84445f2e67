"""Signed e-mail: messages made with openssl, and by hand around a detached CMS of openssl, sound and tampered with.

    python tests/recipe/mail.py                 writes tests/fixtures/mail/*.eml and tests/fixtures/mail.toml

Needs openssl 3 and faketime, nothing else. openssl draws its boundaries at random, so a message is kept once it exists;
delete it to make it anew. mail.toml is written each time: what is expected is said here by hand, offsets are looked up
in the finished file by the text that stands there, and `openssl` is what `openssl cms -verify` answers (on a path to the
demo root, at the moment of signing).
"""

import base64
import quopri
import subprocess
import tempfile
from email.header import Header
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "trust" / "demo"
OUT = ROOT / "tests" / "fixtures" / "mail"
MOMENT = "2026-02-03 01:24:20"  # UTC
DATE = "Tue, 03 Feb 2026 08:24:20 +0700"
AUTHOR = "kepala.dinas@contoh.example"  # as in the certificate
OTHER = "orang.lain@contoh.example"
SUBJECT = "Undangan rapat koordinasi – Kabupaten Contoh"
BODY = "Yth. Bapak dan Ibu,\n\nrapat koordinasi diadakan pada hari Kamis pukul 09.00.\nTempat: aula “Contoh”.\n\nKepala Dinas\n"


def openssl(*arguments, stdin: bytes = b"") -> bytes:
    command = ["faketime", "-f", MOMENT, "openssl", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"})
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return done.stdout


def certificate(name: str) -> Path:
    return DEMO / "certificates" / f"{name}.pem"


def signer(name: str = "email") -> list:
    return ["-signer", certificate(name), "-inkey", DEMO / "keys" / f"{name}.pem", "-certfile", certificate("ca")]


def detached(entity: bytes, name: str = "email") -> bytes:
    """A detached CMS over exactly these bytes."""
    return openssl("cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256", *signer(name), stdin=entity)


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def base64_lines(content: bytes) -> str:
    return base64.encodebytes(content).decode()


HEADER = f"From: Kepala Dinas <{AUTHOR}>\nTo: Camat Contoh <camat@contoh.example>\nSubject: {Header(SUBJECT, 'utf-8').encode()}\nDate: {DATE}\nMessage-ID: <1@contoh.example>\nMIME-Version: 1.0\n"
QUOTED_PRINTABLE = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(BODY.encode()).decode()
BASE64 = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64_lines(BODY.encode())
WITH_ATTACHMENT = (
    'Content-Type: multipart/mixed; boundary="dalam"\n\n--dalam\n' + QUOTED_PRINTABLE +
    '\n--dalam\nContent-Type: application/octet-stream; name="lampiran.bin"\nContent-Transfer-Encoding: base64\n'
    'Content-Disposition: attachment; filename="lampiran.bin"\n\n' + base64_lines(bytes(range(256))) + "\n--dalam--\n"
)
TRAILING_SPACES = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nBaris dengan spasi di akhir   \nTab di akhir\t\n-- \nKepala Dinas\n"
MESSAGE = "Content-Type: message/rfc822; forwarded=no\n\n" + HEADER + QUOTED_PRINTABLE
PROTECTED = f'Content-Type: text/plain; charset=utf-8; protected-headers="v1"\nContent-Transfer-Encoding: quoted-printable\nFrom: Kepala Dinas <{AUTHOR}>\nSubject: {Header(SUBJECT, "utf-8").encode()}\n\n' + quopri.encodestring(BODY.encode()).decode()
SIGNED_TYPE = 'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\n micalg=sha-256; boundary="luar"\n'
SIGNATURE_HEADER = 'Content-Type: application/pkcs7-signature; name="smime.p7s"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="smime.p7s"\n'


def multipart_signed(entity: str, name: str = "email", type: str = SIGNED_TYPE) -> bytes:
    """A multipart/signed with its Content-Type, canonical."""
    signature = base64_lines(detached(crlf(entity), name))
    return crlf(f"{type}\n--luar\n{entity}\n--luar\n{SIGNATURE_HEADER}\n{signature}\n--luar--\n")


def by_hand(entity: str, header: str = HEADER, **options) -> bytes:
    return crlf(header) + multipart_signed(entity, **options)


def wrapped() -> bytes:
    """A mailing list adds its footer as a part of a multipart/mixed around the signed one."""
    footer = "Content-Type: text/plain; charset=us-ascii\n\n_____\nMilis Contoh\n"
    return crlf(HEADER + 'Content-Type: multipart/mixed; boundary="milis"\n\n--milis\n') + multipart_signed(QUOTED_PRINTABLE) + crlf(f"--milis\n{footer}\n--milis--\n")


def replaced(message: bytes, old: bytes, new: bytes) -> bytes:
    assert message.count(old) == 1, (old, message.count(old))
    return message.replace(old, new)


def without_signature_part() -> bytes:
    message = by_hand(QUOTED_PRINTABLE)
    start = message.index(b"--luar\r\nContent-Type: application/pkcs7-signature")
    return message[:start] + b"--luar--\r\n"


def three_parts() -> bytes:
    return replaced(by_hand(QUOTED_PRINTABLE), b"--luar--\r\n", crlf("--luar\nContent-Type: text/plain\n\nMilis Contoh\n--luar--\n"))


def two_signed() -> bytes:
    one = multipart_signed(QUOTED_PRINTABLE)
    two = multipart_signed(BASE64).replace(b"luar", b"lain")
    return crlf(HEADER + 'Content-Type: multipart/mixed; boundary="milis"\n\n--milis\n') + one + crlf("--milis\n") + two + crlf("--milis--\n")


def mixed_line_ends() -> bytes:
    message = by_hand(QUOTED_PRINTABLE)
    return replaced(message, b"Kepala Dinas\r\n\r\n--luar", b"Kepala Dinas\n\r\n--luar")


def binary_signature() -> bytes:
    signature = detached(crlf(QUOTED_PRINTABLE))
    start = crlf(f"{HEADER}{SIGNED_TYPE}\n--luar\n{QUOTED_PRINTABLE}\n--luar\n" + SIGNATURE_HEADER.replace("base64", "binary") + "\n")
    return start + signature + crlf("\n--luar--\n")


def by_openssl(*options, entity: bytes = BODY.encode(), command: str = "cms", name: str = "email") -> bytes:
    who = ["-from", f"Kepala Dinas <{AUTHOR}>", "-to", "camat@contoh.example", "-subject", "Undangan rapat"]
    return openssl(command, "-sign", "-md", "sha256", *signer(name), *who, *options, stdin=entity)


def opaque(header: str) -> bytes:
    cms = openssl("cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256", *signer(), stdin=crlf(QUOTED_PRINTABLE))
    return crlf(HEADER + header + "\n" + base64_lines(cms))


def certificates_only() -> bytes:
    bag = openssl("crl2pkcs7", "-nocrl", "-outform", "DER", "-certfile", certificate("email"))
    header = 'Content-Type: application/pkcs7-mime; smime-type=certs-only;\n name="smime.p7c"\nContent-Transfer-Encoding: base64\n'
    return crlf(HEADER + header + "\n" + base64_lines(bag))


def attachment(content_type: str, content: str) -> bytes:
    text = 'Content-Type: multipart/mixed; boundary="milis"\n\n--milis\nContent-Type: text/plain\n\nTerlampir.\n--milis\n'
    return crlf(f"{HEADER}{text}{content_type}\n") + (content if isinstance(content, bytes) else crlf(content)) + crlf("\n--milis--\n")


def open_pgp() -> bytes:
    armor = "-----BEGIN PGP SIGNATURE-----\n\nbukan tanda tangan\n-----END PGP SIGNATURE-----\n"
    type = 'Content-Type: multipart/signed; micalg=pgp-sha256;\n protocol="application/pgp-signature"; boundary="luar"\n'
    return crlf(f'{HEADER}{type}\n--luar\n{QUOTED_PRINTABLE}\n--luar\nContent-Type: application/pgp-signature; name="signature.asc"\n\n{armor}\n--luar--\n')


def saved_as_lf(message: bytes) -> bytes:
    return message.replace(b"\r\n", b"\n")


def encrypted() -> bytes:
    who = ["-from", f"Kepala Dinas <{AUTHOR}>", "-to", "camat@contoh.example", "-subject", "Rahasia"]
    return openssl("cms", "-encrypt", "-aes128", *who, certificate("email"), stdin=QUOTED_PRINTABLE.encode())


OPAQUE = 'Content-Type: application/pkcs7-mime; smime-type=signed-data;\n name="smime.p7m"\nContent-Transfer-Encoding: base64\n'
OCTET_STREAM = 'Content-Type: application/octet-stream; name="smime.p7m"\nContent-Transfer-Encoding: base64\n'
NO_SMIME_TYPE = 'Content-Type: application/x-pkcs7-mime; name="smime.p7m"\nContent-Transfer-Encoding: base64\n'

# What a message by hand is, unless its row says otherwise. `digest`: which bytes the CMS's messageDigest fits, "exact"
# (of the file), "canonical" (with CRLF), "neither", or "inside" the CMS. `fits`: From is the certificate's address.
# `line_ends`: what the content is found to be. No `subject` means the one in Indonesian.
SIGNED = dict(mail="signed", form="multipart-signed", line_ends="in-file", digest="exact", fits=True, outside=0, texts=0,
              signed_type="text/plain", protection="absent", micalg="sha-256")
INSIDE = SIGNED | dict(form="opaque-signed", line_ends="encapsulated", digest="inside", protection="encapsulated")
del INSIDE["signed_type"], INSIDE["micalg"]
OPENSSL = SIGNED | dict(subject="Undangan rapat", date=False, texts=1)


def error(key: str, text: str, after: int = 0) -> dict:
    """The message is refused with this key, `after` bytes behind where this text stands last."""
    return dict(mail="error", key=key, text=text.replace("\n", "\r\n"), after=after)


# name: how it is made, what must come of it, why
MESSAGES = {
    "openssl-cms-text": (lambda: by_openssl("-text"), OPENSSL, "openssl cms -sign -text: LF around the parts, CRLF inside the signed one"),
    "openssl-cms-entity": (lambda: by_openssl(entity=QUOTED_PRINTABLE.encode()), OPENSSL, "openssl cms -sign of a MIME entity"),
    "openssl-smime": (lambda: by_openssl("-text", command="smime"), OPENSSL, "openssl smime -sign: PKCS #7, and x-pkcs7-signature"),
    "openssl-cms-crlf": (lambda: by_openssl("-text", "-crlfeol"), OPENSSL, "CRLF throughout"),
    "openssl-cms-stream": (lambda: by_openssl("-text", "-stream"), OPENSSL, "openssl cms -sign -stream"),
    "openssl-cms-binary": (lambda: by_openssl("-binary", entity=QUOTED_PRINTABLE.encode()), OPENSSL | dict(line_ends="canonical"),
                           "openssl cms -sign -binary of an entity with LF: the signer hashed LF, against RFC 8551 3.1.1"),
    "openssl-cms-other-author": (lambda: by_openssl("-text", name="individual"), OPENSSL | dict(fits=False), "a signer whose certificate has no address"),
    "openssl-opaque": (lambda: by_openssl("-text", "-nodetach"), INSIDE | dict(subject="Undangan rapat", date=False, smime_type="signed-data"), "openssl cms -sign -nodetach"),
    "openssl-opaque-stream": (lambda: by_openssl("-text", "-nodetach", "-stream"), INSIDE | dict(subject="Undangan rapat", date=False, smime_type="signed-data"),
                              "the same in BER with indefinite lengths (threat CMS-42)"),
    "quoted-printable": (lambda: by_hand(QUOTED_PRINTABLE), SIGNED, "an Indonesian subject, a body in quoted-printable"),
    "base64": (lambda: by_hand(BASE64), SIGNED, "a body in base64"),
    "attachment": (lambda: by_hand(WITH_ATTACHMENT), SIGNED | dict(signed_type="multipart/mixed"), "the signed entity is a multipart/mixed itself"),
    "trailing-spaces": (lambda: by_hand(TRAILING_SPACES), SIGNED, "white space at line ends is signed (threat CMS-41)"),
    "trailing-spaces-lost": (lambda: replaced(by_hand(TRAILING_SPACES), b"akhir   \r\n", b"akhir\r\n"), SIGNED | dict(digest="neither"), "a gateway took the white space away"),
    "saved-as-lf": (lambda: saved_as_lf(by_hand(QUOTED_PRINTABLE)), SIGNED | dict(line_ends="canonical", digest="canonical"), "saved with LF, as mail programs on Unix do"),
    "mixed-line-ends": (mixed_line_ends, SIGNED | dict(line_ends="mixed", digest="canonical"), "one line lost its CR"),
    "binary-signature": (binary_signature, SIGNED, "the CMS in binary, not in base64"),
    "mailing-list": (wrapped, SIGNED | dict(outside=1), "a mailing list added a footer around it"),
    "mailing-list-inside": (three_parts, error("not-two-parts", "Content-Type: multipart/signed", -2**40), "a mailing list added a third part to the multipart/signed"),
    "preamble": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"\r\n\r\n--luar\r\nContent-Type: text", b"\r\n\r\nPesan ini ditandatangani.\r\n--luar\r\nContent-Type: text"), SIGNED | dict(texts=1), "text before the first boundary"),
    "body-tampered": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"pukul 09.00", b"pukul 19.00"), SIGNED | dict(digest="neither"), "the hour changed"),
    "charset-tampered": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"charset=utf-8\r\n", b"charset=koi8-r\r\n"), SIGNED | dict(digest="neither"), "the charset is inside what is signed"),
    "from-tampered": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"<" + AUTHOR.encode() + b">", b"<" + OTHER.encode() + b">"), SIGNED | dict(fits=False, author=OTHER), "From is not signed: only the certificate's address tells"),
    "from-domain-case": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"@contoh.example>\r\nTo", b"@Contoh.EXAMPLE>\r\nTo"), SIGNED | dict(author="kepala.dinas@Contoh.EXAMPLE"), "case means nothing in a domain"),
    "from-local-case": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"<kepala.dinas@", b"<Kepala.Dinas@"), SIGNED | dict(fits=False, author="Kepala.Dinas@contoh.example"), "and may in a local part (RFC 5321 2.4)"),
    "from-twice": (lambda: b"From: " + OTHER.encode() + b"\r\n" + by_hand(QUOTED_PRINTABLE), error("field-twice", f"From: Kepala Dinas <{AUTHOR}>"), "readers show the first or the last"),
    "content-type-twice": (lambda: b"Content-Type: text/plain\r\n" + by_hand(QUOTED_PRINTABLE), error("field-twice", "Content-Type: multipart/signed"), "readers take the first or the last"),
    "wrong-protocol": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"protocol=\"application/pkcs7-signature\"", b"protocol=\"application/x-contoh\""), error("unknown-protocol", "Content-Type: multipart/signed", -2**40), "a protocol nobody knows"),
    "protocol-mismatch": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"Content-Type: application/pkcs7-signature", b"Content-Type: application/octet-stream"), error("protocol-mismatch", "Content-Type: application/octet-stream"), "the second part is of another type (RFC 1847 2.1)"),
    "no-signature-part": (without_signature_part, error("not-two-parts", "Content-Type: multipart/signed", -2**40), "the signature was taken away"),
    "not-closed": (lambda: replaced(by_hand(QUOTED_PRINTABLE), b"--luar--\r\n", b""), error("not-closed", "", 0), "cut off before the closing boundary"),
    "two-signed": (two_signed, error("signed-twice", 'Content-Type: multipart/signed'), "two signed parts side by side"),
    "protected-message": (lambda: by_hand(MESSAGE), SIGNED | dict(signed_type="message/rfc822", protection="message"), "From and Subject signed too, as RFC 8551 3.1 proposes"),
    "protected-headers": (lambda: by_hand(PROTECTED), SIGNED | dict(protection="protected-headers"), "From and Subject signed too, as Thunderbird does"),
    "protected-from-tampered": (lambda: by_hand(PROTECTED).replace(b"<" + AUTHOR.encode() + b">", b"<" + OTHER.encode() + b">", 1), SIGNED | dict(protection="protected-headers", fits=False, author=OTHER), "and the outer From changed"),
    "opaque": (lambda: opaque(OPAQUE), INSIDE | dict(smime_type="signed-data"), "application/pkcs7-mime"),
    "opaque-octet-stream": (lambda: opaque(OCTET_STREAM), INSIDE, "application/octet-stream with the name smime.p7m (RFC 8551 3.2.1)"),
    "opaque-no-smime-type": (lambda: opaque(NO_SMIME_TYPE), INSIDE, "the old type, without smime-type: the CMS says what it is"),
    "encrypted": (encrypted, dict(mail="encrypted"), "openssl cms -encrypt"),
    "certificates-only": (certificates_only, dict(mail="certificates-only"), "certs-only (RFC 8551 3.8)"),
    "open-pgp": (open_pgp, dict(mail="open-pgp"), "RFC 3156: recognised by its protocol"),
    "unsigned": (lambda: crlf(HEADER + QUOTED_PRINTABLE), dict(mail="unsigned", parts=1, messages=0, cms_attachments=0), "an ordinary message"),
    "forwarded": (lambda: attachment("Content-Type: message/rfc822\n", by_hand(QUOTED_PRINTABLE)), dict(mail="unsigned", parts=2, messages=1, cms_attachments=0), "a signed message forwarded as attachment: not this author's signature"),
    "cms-attached": (lambda: attachment('Content-Type: application/pkcs7-mime; name="surat.pdf.p7m"\nContent-Transfer-Encoding: base64\n', base64_lines(openssl("cms", "-sign", "-nodetach", "-outform", "DER", *signer(), stdin=b"surat"))),
                     dict(mail="unsigned", parts=2, messages=0, cms_attachments=1), "a signed file as attachment: not a signed message"),
}


def answer_of_openssl(path: Path) -> str:
    command = ["faketime", "-f", MOMENT, "openssl", "cms", "-verify", "-in", path, "-CAfile", certificate("root"), "-out", "/dev/null"]
    done = subprocess.run(command, capture_output=True, text=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"})
    if done.returncode == 0:
        return "ok"
    # The last line is the outermost reason: `...:error:...:function:reason:file:line:`.
    reasons = [line.split(":")[5] for line in done.stderr.splitlines() if line.count(":") >= 6]
    return reasons[-1] if reasons else done.stderr.splitlines()[-1]


def offset_of(message: bytes, expected: dict) -> int:
    text, after = expected["text"].encode(), expected["after"]
    # Errors of an entity name where it begins.
    if after < 0:
        return 0
    return message.rindex(text) + after if text else len(message)


def value(thing) -> str:
    return str(thing).lower() if isinstance(thing, (bool, int)) else '"' + thing.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> None:
    OUT.mkdir(exist_ok=True)
    lines = [
        "# Signed e-mail and what an honest reader must say of it. Written by tests/recipe/mail.py, where each is explained; do not edit.",
        "# `digest`: the bytes that the messageDigest of the CMS fits. `address_fits`: From is the address of the certificate.",
        "# `openssl`: what `openssl cms -verify` of OpenSSL 3.0 answers.",
        'schema = "periksa-mail/1"',
    ]
    for name, (make, expected, why) in MESSAGES.items():
        path = OUT / f"{name}.eml"
        if not path.exists():
            path.write_bytes(make())
        message = path.read_bytes()
        facts = {"file": path.name, "why": why, "mail": expected["mail"]}
        if expected["mail"] == "error":
            facts["error"] = f"mail-{expected['key']}-at-{offset_of(message, expected)}"
        elif expected["mail"] == "signed":
            facts |= {"form": expected["form"], "from_name": "Kepala Dinas", "from": expected.get("author", AUTHOR),
                      "subject": expected.get("subject", SUBJECT)}
            if expected.get("date", True):
                facts["date"] = "2026-02-03T01:24:20Z"
            facts |= {"content": expected["line_ends"], "digest": expected["digest"], "address_fits": expected["fits"],
                      "outside_parts": expected["outside"], "outside_texts": expected["texts"], "protection": expected["protection"]}
            facts |= {key: expected[key] for key in ("signed_type", "micalg", "smime_type") if key in expected}
        else:
            facts |= {key: expected[key] for key in ("parts", "messages", "cms_attachments") if key in expected}
        facts["openssl"] = answer_of_openssl(path)
        lines += ["", "[[message]]", *(f"{key} = {value(thing)}" for key, thing in facts.items())]
    OUT.with_suffix(".toml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
