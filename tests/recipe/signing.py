"""Signatures as BSrE's software writes them, made by pyHanko or by openssl.

Flavour A: adbe.pkcs7.detached, signed attributes only contentType and messageDigest, certificates in the
order root, CA, signer, rsaEncryption, 16,384 bytes of room. Flavour B: ETSI.CAdES.detached with
signingCertificateV2 and issuerSerial, no signingTime, 32,768 bytes of room. Both with an RFC 3161
signature time-stamp as unsigned attribute. RFC 5652, RFC 5035, ISO 32000-2 12.8, EN 319 142-1.
"""

import asyncio
import hashlib
import os
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from asn1crypto import cms, core, keys, pem, tsp, x509
from asn1crypto.algos import DigestAlgorithm, SignedDigestAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import simple_cms_attribute
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

WIB = timezone(timedelta(hours=7))
TIME_STAMP_POLICY = "1.3.6.1.4.1.22408.1.2.3.45"  # SignServer's sample policy, which real tokens carry


@dataclass(frozen=True)
class Identity:
    """A key, its certificate, and the certificates above it, root first."""

    folder: Path
    name: str
    above: tuple[str, ...]

    def file(self, kind: str, name: str | None = None) -> Path:
        return self.folder / kind / f"{name or self.name}.pem"

    def certificate(self, name: str | None = None) -> x509.Certificate:
        return x509.Certificate.load(pem.unarmor(self.file("certificates", name).read_bytes())[2])

    def chain(self) -> list[x509.Certificate]:
        return [self.certificate(name) for name in self.above] + [self.certificate()]

    def key(self) -> keys.PrivateKeyInfo:
        text = self.file("keys").read_bytes()
        return keys.PrivateKeyInfo.load(pem.unarmor(text[text.index(b"-----BEGIN") :])[2])

    def private_key(self):
        return serialization.load_der_private_key(self.key().dump(), None)


def in_this_order(certificates: list[x509.Certificate]) -> cms.CertificateSet:
    """A SET OF that keeps our order: DER would sort it, the real software does not."""
    body = b"".join(certificate.dump() for certificate in certificates)
    return cms.CertificateSet.load(core.SetOf(spec=core.Any, contents=body).dump())


class LetterTimeStamper(DummyTimeStamper):
    """pyHanko's DummyTimeStamper, with the attributes and certificate order of real tokens."""

    def __init__(self, authority: Identity, moment: datetime):
        super().__init__(authority.certificate(), authority.key(), fixed_dt=moment)
        self.authority = authority

    def _build_tst_info(self, message_imprint, dt, req):
        info = super()._build_tst_info(message_imprint, dt, req)
        serial = hashlib.sha256(message_imprint.dump()).digest()[:8]
        fields = {"version": "v1", "policy": TIME_STAMP_POLICY, "message_imprint": message_imprint,
                  "serial_number": int.from_bytes(serial) >> 1, "gen_time": dt, "nonce": info["nonce"]}
        return tsp.TSTInfo(fields)

    def _sign_tst_info(self, tst_info_data, md_algorithm, dt):
        digest_algorithm = DigestAlgorithm({"algorithm": "sha256"})
        attributes = cms.CMSAttributes([
            simple_cms_attribute("content_type", "tst_info"),
            simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
            simple_cms_attribute("cms_algorithm_protection", cms.CMSAlgorithmProtection({
                "digest_algorithm": digest_algorithm,
                "signature_algorithm": SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
            })),
            simple_cms_attribute("message_digest", hashlib.sha256(tst_info_data).digest()),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
        ])
        return self.authority.private_key().sign(attributes.dump(), PKCS1v15(), hashes.SHA256()), attributes

    def _build_signed_data(self, *arguments):
        data = super()._build_signed_data(*arguments)
        data["certificates"] = in_this_order(self.authority.chain())
        return data


class LetterSigner(SimpleSigner):
    """pyHanko's SimpleSigner, with the signed attributes and certificate order of flavours A and B."""

    def __init__(self, identity: Identity, flavour: str, token: cms.ContentInfo | None = None):
        self.identity, self.flavour, self.token = identity, flavour, token
        store = SimpleCertificateStore()
        store.register_multiple(identity.chain())
        mechanism = None
        if identity.certificate().public_key.algorithm == "rsa":
            mechanism = SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15" if flavour == "A" else "sha256_rsa"})
        super().__init__(identity.certificate(), identity.key(), store, signature_mechanism=mechanism)

    async def signed_attrs(self, data_digest, digest_algorithm, **_):
        attributes = [simple_cms_attribute("content_type", "data"), simple_cms_attribute("message_digest", data_digest)]
        if self.flavour == "B":
            attributes.append(simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.signing_cert)))
        return cms.CMSAttributes(attributes)

    def sign_raw(self, data, digest_algorithm):
        if self.signing_cert.public_key.algorithm == "ec":  # RFC 6979, so that the same letter comes out each time
            return self.identity.private_key().sign(data, ECDSA(hashes.SHA256(), deterministic_signing=True))
        return super().sign_raw(data, digest_algorithm)

    async def unsigned_attrs(self, *arguments, **named):
        if self.token is not None:
            return cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", self.token)])
        return await super().unsigned_attrs(*arguments, **named)

    def _package_signature(self, **named):
        result = super()._package_signature(**named)
        result["content"]["certificates"] = in_this_order(self.identity.chain())
        return result


def by_pyhanko(identity, flavour, time_stamper=None, token=None):
    """Signs bytes with pyHanko; gives a function from the covered bytes to the CMS."""

    def sign(covered: bytes) -> bytes:
        signer = LetterSigner(identity, flavour, token)
        digest = hashlib.sha256(covered).digest()
        return asyncio.run(signer.async_sign(digest, "sha256", timestamper=time_stamper)).dump()

    return sign


def openssl(moment: datetime, *arguments) -> None:
    """Runs openssl at a pretended moment, because neither `cms` nor `ts` takes one."""
    clock = moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    command = ["faketime", "-f", clock, "openssl", *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, env={"PATH": os.environ["PATH"], "TZ": "UTC"})


def by_openssl(identity: Identity, authority: Identity, moment: datetime, digest: str, *options):
    """Signs with `openssl cms`, stamps with `openssl ts`; only the unsigned attribute is put in by asn1crypto."""

    def sign(covered: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            (work / "data").write_bytes(covered)
            (work / "above.pem").write_bytes(b"".join(identity.file("certificates", name).read_bytes() for name in identity.above))
            openssl(moment, "cms", "-sign", "-binary", "-nosmimecap", "-md", digest, "-in", work / "data", "-outform", "DER",
                    "-out", work / "cms", "-signer", identity.file("certificates"), "-inkey", identity.file("keys"),
                    "-certfile", work / "above.pem", *options)
            signed = cms.ContentInfo.load((work / "cms").read_bytes())
            signer_info = signed["content"]["signer_infos"][0]
            (work / "value").write_bytes(signer_info["signature"].native)
            (work / "serial").write_text(hashlib.sha256(covered).hexdigest()[:14].upper())
            (work / "tsa.pem").write_bytes(b"".join(authority.file("certificates", name).read_bytes() for name in authority.above))
            (work / "ts.cnf").write_text(
                f"[tsa]\ndefault_tsa = one\n[one]\nserial = {work}/serial\ndefault_policy = {TIME_STAMP_POLICY}\n"
                "digests = sha256, sha384, sha512\nsigner_digest = sha256\ness_cert_id_alg = sha256\n")
            openssl(moment, "ts", "-query", "-data", work / "value", "-sha256", "-no_nonce", "-cert", "-out", work / "query")
            openssl(moment, "ts", "-reply", "-config", work / "ts.cnf", "-queryfile", work / "query", "-signer",
                    authority.file("certificates"), "-inkey", authority.file("keys"), "-chain", work / "tsa.pem",
                    "-token_out", "-out", work / "token")
            token = cms.ContentInfo.load((work / "token").read_bytes())
            signer_info["unsigned_attrs"] = cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", token)])
            return signed.dump(force=False)

    return sign


def appearance(writer: IncrementalPdfFileWriter, width: int, height: int):
    """What the visible field shows. Never evidence."""
    content = (f"0.2 0.35 0.55 RG 0.5 0.5 {width - 1} {height - 1} re S BT /F1 6.5 Tf 6 {height - 14} Td 9 TL "
               "(Ditandatangani secara elektronik) Tj T* (CONTOH - BUKAN DOKUMEN RESMI) Tj ET").encode()
    font = generic.DictionaryObject({generic.pdf_name("/" + key): generic.pdf_name("/" + value) for key, value in
                                     {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica", "Encoding": "WinAnsiEncoding"}.items()})
    form = generic.StreamObject({
        generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
        generic.pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, width, height))),
        generic.pdf_name("/Resources"): generic.DictionaryObject({
            generic.pdf_name("/Font"): generic.DictionaryObject({generic.pdf_name("/F1"): font})}),
    }, stream_data=content)
    return generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(form)})


class PlainText(generic.TextStringObject):
    """A string written as it reads. pyHanko writes every sign but letters and digits as an octal escape."""

    def write_to_stream(self, stream, handler=None, container_ref=None):
        assert not set(self) & set("()\\")
        stream.write(b"(" + self.encode("ascii") + b")")


def document_clock(moment: datetime):
    """pyHanko writes the time of saving as /ModDate; this makes it a chosen time."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(WIB)

    return patch("pyhanko.pdf_utils.metadata.info.datetime", Clock)


def sign_pdf(pdf: bytes, flavour: str, field: str, claimed: datetime, sign, box=None) -> bytes:
    """Adds one revision with one signature; `sign` makes the CMS from the covered bytes."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)  # not strict: hybrid files are refused otherwise
    embedding = PdfCMSEmbedder(SigFieldSpec(field, box=box)).write_cms(field, writer)
    widget = next(embedding).get_object()
    if box:
        widget[generic.pdf_name("/AP")] = appearance(writer, box[2] - box[0], box[3] - box[1])
    sub_filter = SigSeedSubFilter.ADOBE_PKCS7_DETACHED if flavour == "A" else SigSeedSubFilter.PADES
    room = 16384 if flavour == "A" else 32768
    dictionary = SignatureObject(claimed.astimezone(WIB), sub_filter, bytes_reserved=2 * room)
    for key, value in {"Reason": "", "Location": "" if flavour == "A" else "null", "ContactInfo": ""}.items():
        dictionary[generic.pdf_name("/" + key)] = generic.pdf_string(value)
    if flavour == "A":  # plain strings, and /Contents comes last; B keeps pyHanko's escapes and order
        widget[generic.pdf_name("/T")] = PlainText(field)
        dictionary[generic.pdf_name("/M")] = PlainText(dictionary["/M"])
        dictionary[generic.pdf_name("/Contents")] = dictionary.pop(generic.pdf_name("/Contents"))
    embedding.send(SigObjSetup(dictionary))
    with document_clock(claimed):
        prepared, output = embedding.send(SigIOSetup("sha256"))
    made = output.getvalue()
    covered = made[: prepared.reserved_region_start] + made[prepared.reserved_region_end :]
    embedding.send(sign(covered))
    return output.getvalue()
