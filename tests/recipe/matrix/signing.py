"""Signatures, time-stamps and security stores as pyHanko makes them, with clocks that stand still and no randomness.

What is ours is which attributes a signature has and when everything happens. EN 319 142-1 5.3, 5.4; ISO 32000-2 12.8.
"""

import asyncio
import hashlib
from datetime import datetime
from io import BytesIO
from unittest.mock import patch

from asn1crypto import cms, tsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import simple_cms_attribute
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pki import ECDSA, PEOPLE, Evidence, Identity

ROOM = 4352  # octets for a CMS: the longest here has two tokens and lists
POLICY = "2.999.19.2021.7"  # 2.999 is for examples (ITU-T X.660)


class Clock(DummyTimeStamper):
    """pyHanko's DummyTimeStamper with a key on a curve, ESS by SHA-256 (RFC 5816), and accuracy where asked for."""

    def __init__(self, authority: Identity, moment: datetime, accuracy: int = 0):
        above = [identity.certificate() for identity in authority.chain()[1:]]
        super().__init__(authority.certificate(), authority.key_info, certs_to_embed=above, fixed_dt=moment, include_nonce=False)
        self.authority, self.accuracy = authority, accuracy

    def _build_tst_info(self, message_imprint, dt, req):
        serial = hashlib.sha256(message_imprint.dump()).digest()[:8]
        fields = {"version": "v1", "policy": POLICY, "message_imprint": message_imprint,
                  "serial_number": int.from_bytes(serial) >> 1, "gen_time": dt}
        if self.accuracy:
            fields["accuracy"] = {"seconds": self.accuracy}
        return tsp.TSTInfo(fields)

    def _sign_tst_info(self, tst_info_data, md_algorithm, dt):
        attributes = cms.CMSAttributes([
            simple_cms_attribute("content_type", "tst_info"),
            simple_cms_attribute("message_digest", hashlib.sha256(tst_info_data).digest()),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
        ])
        return self.authority.sign(attributes.dump()), attributes

    def _build_signed_data(self, *arguments):
        data = super()._build_signed_data(*arguments)
        data["signer_infos"][0]["signature_algorithm"] = ECDSA
        return data


class Signer(SimpleSigner):
    """pyHanko's SimpleSigner with the signed attributes that a document asks for."""

    def __init__(self, identity: Identity, ess: bool, archival: list[Evidence], content_clock: Clock | None):
        self.identity, self.ess, self.archival, self.content_clock = identity, ess, archival, content_clock
        store = SimpleCertificateStore()
        store.register_multiple([one.certificate() for one in identity.chain()])
        super().__init__(identity.certificate(), identity.key_info, store, signature_mechanism=ECDSA)

    async def signed_attrs(self, data_digest, digest_algorithm, **_):
        attributes = [simple_cms_attribute("content_type", "data"), simple_cms_attribute("message_digest", data_digest)]
        if self.ess:
            attributes.append(simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.signing_cert)))
        if self.archival:
            attributes.append(simple_cms_attribute("adobe_revocation_info_archival", revocation_info(self.archival)))
        if self.content_clock:
            token = await self.content_clock.async_timestamp(data_digest, "sha256")
            attributes.append(simple_cms_attribute("content_time_stamp", token))
        return cms.CMSAttributes(attributes)

    def sign_raw(self, data, digest_algorithm):
        return self.identity.sign(data)


def revocation_info(evidence: list[Evidence]) -> dict:
    """RevocationInfoArchival (ISO 32000-2 12.8.3.3.2)."""
    lists = [one.object() for one in evidence if not one.about]
    answers = [one.object() for one in evidence if one.about]
    return {kind: objects for kind, objects in (("crl", lists), ("ocsp", answers)) if objects}


def frozen(moment: datetime):
    """pyHanko writes the time of saving as /ModDate; this makes it a chosen time."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment

    return patch("pyhanko.pdf_utils.metadata.info.datetime", Frozen)


def embed(pdf: bytes, field: str, moment: datetime, dictionary, contents) -> bytes:
    """One revision more, with a signature field; `contents` makes the CMS from the digest of the covered bytes."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    embedding = PdfCMSEmbedder(SigFieldSpec(field)).write_cms(field, writer)
    next(embedding)
    embedding.send(SigObjSetup(dictionary))
    with frozen(moment):
        prepared, output = embedding.send(SigIOSetup("sha256"))
    embedding.send(contents(prepared.document_digest))
    return output.getvalue()


def sign(pdf: bytes, field: str, moment: datetime, signer: Signer, pades: bool, clock: Clock | None) -> bytes:
    sub_filter = SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED

    def contents(digest):
        return asyncio.run(signer.async_sign(digest, "sha256", timestamper=clock))

    return embed(pdf, field, moment, SignatureObject(moment, sub_filter, bytes_reserved=2 * ROOM), contents)


def stamp(pdf: bytes, field: str, moment: datetime, clock: Clock) -> bytes:
    def contents(digest):
        return asyncio.run(clock.async_timestamp(digest, "sha256"))

    return embed(pdf, field, moment, DocumentTimestamp(bytes_reserved=2 * ROOM), contents)


def store(pdf: bytes, moment: datetime, evidence: list[Evidence]) -> bytes:
    """A revision with what pyHanko puts into the document security store."""
    stream = BytesIO(pdf)
    issuers = dict.fromkeys(one.issuer for one in evidence)
    certificates = [PEOPLE[issuer].certificate() for issuer in issuers if PEOPLE[issuer].issuer]
    with frozen(moment):
        DocumentSecurityStore.add_dss(stream, None, certs=certificates, crls=[one.object() for one in evidence if not one.about],
                                      ocsps=[one.object() for one in evidence if one.about])
    return stream.getvalue()


def page(words: str) -> bytes:
    """An unsigned page, ISO 32000-2 7.5."""
    text = b"BT /F1 12 Tf 40 140 Td (CONTOH - BUKAN DOKUMEN RESMI) Tj 0 -20 Td (%s) Tj ET" % words.encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 320 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    identifier = hashlib.sha256(words.encode()).hexdigest()[:32].encode()
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<</Size %d/Root 1 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, identifier, identifier, len(body))
    return body + table + trailer
