"""Signs the content of the agreement set: with `openssl cms`, or with pyHanko. Nothing of a signature is ours.

asn1crypto puts together what no signature covers: the bag of certificates and lists, unsigned attributes, several
SignerInfos in one SignedData, the PEM armour. RFC 5652; RFC 4055 and RFC 8419 for algorithms; EN 319 122-1 for attributes.
"""

import asyncio
import hashlib
import os
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from unittest.mock import patch
from uuid import NAMESPACE_DNS, uuid5

from asn1crypto import algos, cms, core, ocsp, pem, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment, SignerAttrSpec
from pyhanko.sign.ades.cades_asn1 import SignaturePolicyId, SignaturePolicyIdentifier
from pyhanko.sign.attributes import CMSAttributeProvider
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers.pdf_cms import GenericCMSSignedAttributeProviderSpec, PdfCMSSignedAttributes, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing import TIME_STAMP_POLICY, Identity, LetterTimeStamper, openssl

RECIPE = Path(__file__).resolve().parent
FIXTURES = RECIPE.parent / "fixtures" / "agreement"
DEMO = RECIPE.parents[1] / "trust" / "demo"
CONTENT = (FIXTURES / "content.txt").read_bytes()
MOMENT = datetime(2026, 2, 3, 1, 24, 20, tzinfo=timezone.utc)
PKI = FIXTURES / "pki"
# Keys of trust/demo under a shorter certificate.
IN_DEMO = {"rsa-2048": "individual", "p-256": "individual-p256", "p-384": "individual-p384"}
CA = Identity(DEMO, "ca", ("root",))
TSA = Identity(DEMO, "tsa", ("ca",))
# RFC 5912: names that asn1crypto has no word for.
CONTENT_HINTS, MIME_TYPE = "1.2.840.113549.1.9.16.2.4", "0.4.0.1733.2.1"
OCSP_RESPONSE = "1.3.6.1.5.5.7.16.2"


class Signatory(Identity):
    """A signer of the set."""

    def file(self, kind: str, name: str | None = None) -> Path:
        if kind == "keys" and self.name in IN_DEMO:
            return DEMO / kind / f"{IN_DEMO[self.name]}.pem"
        return super().file(kind, name)


def identity(key: str) -> Identity:
    return Signatory(PKI, key, ())


def run_openssl(row, operation: str, *arguments) -> None:
    openssl(MOMENT, "cms", operation, "-binary", *arguments, "-outform", "PEM" if row.encoding == "pem" else "DER")


def signed_by_openssl(row) -> bytes:
    """`openssl cms -sign`, with one -signer for each key; "resign" adds the later ones by `openssl cms -resign`."""
    first, *others = row.keys
    if row.encoding == "ber" and row.padding.startswith("pss"):  # openssl 3.0 streams no PSS
        return in_ber(signed_by_openssl(row.replaced(encoding="der")))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "content").write_bytes(CONTENT)
        options = [*OPENSSL_ATTRIBUTES[row.attributes], *(["-keyid"] if row.sid == "key-identifier" else [])]
        form = [*(["-nodetach"] if row.content == "enveloping" else []), *(["-stream", "-indef"] if row.encoding == "ber" else [])]
        bag = {"no-ca": [], "no-certificates": ["-nocerts"]}.get(row.extra, ["-certfile", CA.file("certificates")])
        together = [first] if row.extra == "resign" else row.keys
        signers = [part for key in together for part in openssl_signer(row, key)]
        run_openssl(row, "-sign", "-md", row.digest, *signers, *options, *form, *bag, "-in", work / "content", "-out", work / "signed")
        for key in others if row.extra == "resign" else []:
            os.replace(work / "signed", work / "before")
            run_openssl(row, "-resign", "-inform", "PEM" if row.encoding == "pem" else "DER", "-in", work / "before",
                        "-md", row.digest, *openssl_signer(row, key), *options, *form, "-out", work / "signed")
        signed = (work / "signed").read_bytes()
    return without_content(signed) if (row.encoding, row.content) == ("ber", "detached") else signed


def without_content(ber: bytes) -> bytes:
    """`openssl cms -sign -stream -outform DER` leaves the content in whether or not it was to be detached: this takes it out."""
    assert len(CONTENT) < 128
    chunks = b"\x04" + bytes([len(CONTENT)]) + CONTENT + b"\0\0"  # one segment, and the end of the constructed OCTET STRING
    content = b"\xa0\x80\x24\x80" + chunks + b"\0\0"
    assert ber.count(content) == 1
    return ber.replace(content, b"")


OPENSSL_ATTRIBUTES = {"default": [], "no-smime-capabilities": ["-nosmimecap"], "cades": ["-nosmimecap", "-cades"], "none": ["-noattr"]}


def openssl_signer(row, key: str) -> list:
    who = identity(key)
    options = ["-signer", who.file("certificates"), "-inkey", who.file("keys")]
    kind, _, rest = row.padding.partition("-")
    if kind == "pss" and key.startswith("rsa"):
        salt, _, mask = rest.partition("-mgf1-")
        options += ["-keyopt", "rsa_padding_mode:pss", "-keyopt", f"rsa_pss_saltlen:{salt}"]
        options += ["-keyopt", f"rsa_mgf1_md:{mask}"] if mask else []
    return options


class Attribute(CMSAttributeProvider):
    """A signed attribute that pyHanko has no word for."""

    def __init__(self, oid: str, value: core.Asn1Value):
        self.oid, self.value = oid, value

    async def get_attribute(self, dry_run=False):
        return cms.CMSAttribute({"type": cms.CMSAttributeType(self.oid), "values": [self.value]})


class Spec(GenericCMSSignedAttributeProviderSpec):
    def __init__(self, *arguments, more=()):
        super().__init__(*arguments)
        self.more = more

    def signed_attr_providers(self, *arguments, **named):
        yield from super().signed_attr_providers(*arguments, **named)
        yield from self.more


class Signer(SimpleSigner):
    """pyHanko's SimpleSigner; subjectKeyIdentifier is what its documentation says one has to put in oneself."""

    def __init__(self, row, key: str):
        who = identity(key)
        store = SimpleCertificateStore()
        store.register(CA.certificate())
        super().__init__(who.certificate(), who.key(), store, signature_mechanism(row, key))
        self.row = row

    def signer_info(self, *arguments, **named):
        info = super().signer_info(*arguments, **named)
        if self.row.sid == "key-identifier":
            info["version"] = "v3"
            info["sid"] = cms.SignerIdentifier(name="subject_key_identifier", value=self.signing_cert.key_identifier)
        return info


def digest_name(digest: str) -> str:
    return digest.replace("-", "_")


def signature_mechanism(row, key: str):
    digest = digest_name(row.digest)
    kind, _, salt = row.padding.partition("-")
    if kind == "pkcs1":  # rsaEncryption, as openssl writes it; "combined" is sha256WithRSAEncryption and its like
        return algos.SignedDigestAlgorithm({"algorithm": f"{digest}_rsa" if salt == "combined" else "rsassa_pkcs1v15"})
    if kind == "pss":
        algorithm = algos.DigestAlgorithm({"algorithm": digest})
        length = {"digest": hashlib.new(digest).digest_size, "0": 0}[salt]
        mask = algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": algorithm})
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(
            {"hash_algorithm": algorithm, "mask_gen_algorithm": mask, "salt_length": length})})
    return None  # pyHanko chooses: ECDSA with this digest, or EdDSA


def signed_by_pyhanko(row, key: str | None = None) -> bytes:
    """DER, with ESS v2, signingTime and CMSAlgorithmProtection ("plain"), or as CAdES asks ("cades"), or with more."""
    signer = Signer(row, key or row.key)
    spec = PYHANKO_ATTRIBUTES.get(row.attributes, lambda _: None)(key or row.key)
    settings = PdfCMSSignedAttributes(signing_time=MOMENT, cades_signed_attrs=spec)
    stamper = LetterTimeStamper(TSA, MOMENT)
    if row.attributes in FURTHER_ATTRIBUTES:
        further = [Attribute(*FURTHER_ATTRIBUTES[row.attributes]())]
        signer.signed_attr_prov_spec = Spec(settings, signer.signing_cert, signer.get_signature_mechanism_for_digest, None, more=further)
    elif row.attributes == "content-time-stamp":
        signer.signed_attr_prov_spec = Spec(settings, signer.signing_cert, signer.get_signature_mechanism_for_digest, stamper)
    with patch.object(os, "urandom", chosen(row)):
        signed = asyncio.run(signer.async_sign_general_data(
            CONTENT, digest_name(row.digest), detached=row.content == "detached", use_cades=row.attributes == "cades",
            timestamper=stamper if row.extra == "pyhanko-time-stamp" else None, signed_attr_settings=settings))
    if row.sid == "key-identifier":
        signed["content"]["version"] = "v3"
    return signed.dump()


def chosen(row):
    """Nonces of time-stamps out of the name of the file, so that the same file comes out."""
    return lambda count: hashlib.shake_256(row.file.encode()).digest(count)


def policy(oid: str) -> SignaturePolicyIdentifier:
    value = {"sig_policy_id": oid, "sig_policy_hash": algos.DigestInfo(
        {"digest_algorithm": {"algorithm": "sha256"}, "digest": hashlib.sha256(b"Kebijakan contoh").digest()})}
    return SignaturePolicyIdentifier(name="signature_policy_id", value=SignaturePolicyId(value))


def claimed_role() -> cms.AttCertAttribute:
    role = cms.RoleSyntax({"role_name": x509.GeneralName(name="uniform_resource_identifier", value="http://contoh.invalid/peran")})
    return cms.AttCertAttribute({"type": "role", "values": [role]})


PYHANKO_ATTRIBUTES = {
    # 2.999 is the arc that ISO and ITU-T keep for examples, 2.25 that of UUIDs, which have more than 32 bits.
    "policy": lambda _: CAdESSignedAttrSpec(signature_policy_identifier=policy("2.999.19.2021.5")),
    "policy-uuid": lambda _: CAdESSignedAttrSpec(signature_policy_identifier=policy(f"2.25.{uuid5(NAMESPACE_DNS, 'contoh.invalid').int}")),
    "policy-implied": lambda _: CAdESSignedAttrSpec(
        signature_policy_identifier=SignaturePolicyIdentifier(name="signature_policy_implied", value=core.Null())),
    "commitment": lambda _: CAdESSignedAttrSpec(commitment_type=GenericCommitment.PROOF_OF_APPROVAL.asn1),
    "claimed-attributes": lambda _: CAdESSignedAttrSpec(signer_attributes=SignerAttrSpec([claimed_role()], [])),
    "certified-attributes": lambda key: CAdESSignedAttrSpec(
        signer_attributes=SignerAttrSpec([], [attribute_certificate(identity(key))])),
    "content-time-stamp": lambda _: CAdESSignedAttrSpec(timestamp_content=True),
}


def content_hints() -> core.SequenceOf:
    hints = core.SequenceOf(spec=core.Any)
    hints.append(core.UTF8String("Surat contoh"))
    hints.append(core.ObjectIdentifier("1.2.840.113549.1.7.1"))
    return hints


# Those that pyHanko has no word for.
FURTHER_ATTRIBUTES = {
    "content-hints": lambda: (CONTENT_HINTS, content_hints()),
    "mime-type": lambda: (MIME_TYPE, core.UTF8String("text/plain")),
    "private-attribute": lambda: ("2.999.19.2021.7", core.UTF8String("Contoh")),
}


def attribute_certificate(who: Identity) -> cms.AttributeCertificateV2:
    """RFC 5755: a role for this signer, by the demo CA."""
    algorithm = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
    holder, issuer = who.certificate(), CA.certificate()
    directory = lambda name: x509.GeneralNames([x509.GeneralName(name="directory_name", value=name)])
    info = cms.AttributeCertificateInfoV2({
        "version": "v2",
        "holder": {"base_certificate_id": {"issuer": directory(holder.issuer), "serial": holder.serial_number}},
        "issuer": cms.AttCertIssuer(name="v2_form", value=cms.V2Form({"issuer_name": directory(issuer.subject)})),
        "signature": algorithm,
        "serial_number": 0x6A61,
        "att_cert_validity_period": {"not_before_time": datetime(2025, 1, 6, tzinfo=timezone.utc),
                                     "not_after_time": datetime(2040, 1, 5, tzinfo=timezone.utc)},
        "attributes": [claimed_role()],
    })
    value = CA.private_key().sign(info.dump(), PKCS1v15(), hashes.SHA256())
    return cms.AttributeCertificateV2({"ac_info": info, "signature_algorithm": algorithm, "signature": value})


# --- what no signature covers -------------------------------------------------------------------------


def in_ber(der: bytes) -> bytes:
    """The same with indefinite lengths, and the content in two segments (X.690 8.1.3.6, 8.7.3.2)."""
    data = cms.ContentInfo.load(der)["content"]
    parts = [data[name].dump() for name in ("version", "digest_algorithms", "encap_content_info", "certificates", "crls", "signer_infos")]
    if data["encap_content_info"]["content"].native is not None:
        segments = b"".join(core.OctetString(CONTENT[part]).dump() for part in (slice(0, 40), slice(40, None)))
        parts[2] = indefinite(b"\x30", core.ObjectIdentifier("1.2.840.113549.1.7.1").dump() + indefinite(b"\xa0", indefinite(b"\x24", segments)))
    return indefinite(b"\x30", core.ObjectIdentifier("1.2.840.113549.1.7.2").dump() + indefinite(b"\xa0", indefinite(b"\x30", b"".join(parts))))


def indefinite(tag: bytes, contents: bytes) -> bytes:
    return tag + b"\x80" + contents + b"\0\0"


def merged(*containers: bytes) -> bytes:
    """The SignerInfos and certificates of several in one SignedData (RFC 5652 5.1)."""
    infos = [cms.ContentInfo.load(der) for der in containers]
    first, *rest = infos
    data = first["content"]
    for other in (info["content"] for info in rest):
        known = {choice.dump() for choice in data["certificates"]}
        new = [choice for choice in other["certificates"] if choice.dump() not in known]
        for name, members in (("certificates", new), ("signer_infos", other["signer_infos"]), ("digest_algorithms", other["digest_algorithms"])):
            for member in members:
                data[name].append(member)
    return first.dump()


def with_unsigned(der: bytes, name: str, value) -> bytes:
    info = cms.ContentInfo.load(der)
    info["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([simple_cms_attribute(name, value)])
    return info.dump()


def countersigned(der: bytes, row) -> bytes:
    """RFC 5652 11.4: the message is the parent's signature value, and there is no contentType attribute."""
    value = cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native
    signer = Signer(row.replaced(padding="pkcs1", attributes="plain", sid="issuer-serial"), "rsa-2048")
    attributes = cms.CMSAttributes([
        simple_cms_attribute("message_digest", hashlib.sha256(value).digest()),
        simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(MOMENT)})),
    ])
    info = signer.signer_info("sha256", attributes, signer.sign_raw(attributes.dump(), "sha256"))
    return with_unsigned(der, "counter_signature", info)


def with_bag(der: bytes, extra: str) -> bytes:
    """More in `certificates` and `crls`; the version is what RFC 5652 5.1 then asks for."""
    info = cms.ContentInfo.load(der)
    data = info["content"]
    if extra == "crl":
        lists = [cms.CertificateList.load((DEMO / "crl" / name).read_bytes()) for name in ("ca.crl", "root.crl")]
        data["crls"] = [cms.RevocationInfoChoice(name="crl", value=one) for one in lists]
    elif extra == "ocsp":
        other = cms.OtherRevocationInfoFormat({"other_rev_info_format": OCSP_RESPONSE, "other_rev_info": ocsp_response()})
        data["version"], data["crls"] = "v5", [cms.RevocationInfoChoice(name="other", value=other)]
    elif extra == "attribute-certificate":
        data["version"] = "v4"
        data["certificates"].append(cms.CertificateChoices(name="v2_attr_cert", value=attribute_certificate(identity("rsa-2048"))))
    elif extra == "stranger":  # certificates of another chain, anchor and all
        for name in ("root", "old-root", "old-individual"):
            data["certificates"].append(cms.CertificateChoices(name="certificate", value=CA.certificate(name)))
    return info.dump()


def ocsp_response() -> ocsp.OCSPResponse:
    """"good" for the RSA 2048 signer, by `openssl ocsp` with the CA's own key."""
    with tempfile.TemporaryDirectory() as folder:
        work, who = Path(folder), identity("rsa-2048")
        serial = who.certificate().serial_number
        (work / "index.txt").write_text(f"V\t400105235959Z\t\t{serial:032X}\tunknown\t/CN=x\n")
        openssl(MOMENT, "ocsp", "-index", work / "index.txt", "-CA", CA.file("certificates"), "-rsigner", CA.file("certificates"), "-rkey",
                CA.file("keys"), "-issuer", CA.file("certificates"), "-cert", who.file("certificates"), "-no_nonce", "-noverify",
                "-resp_no_certs", "-ndays", "1", "-respout", work / "response")
        return ocsp.OCSPResponse.load((work / "response").read_bytes())


# name: what `[one]` of the configuration says beside the usual, and how it is asked for
TIME_STAMPS = {
    "time-stamp": ("", ["-no_nonce"]),
    "time-stamp-nonce": ("", []),
    "time-stamp-accuracy": ("accuracy = secs:1, millisecs:500, microsecs:100\n", ["-no_nonce"]),
    "time-stamp-ordering": ("ordering = yes\n", ["-no_nonce"]),
    "time-stamp-tsa-name": ("tsa_name = yes\n", ["-no_nonce"]),
    "time-stamp-policy": ("other_policies = 2.999.19.2021.6\n", ["-no_nonce", "-tspolicy", "2.999.19.2021.6"]),
    "time-stamp-sha512": ("", ["-no_nonce", "-sha512"]),
    "time-stamp-ess-chain": ("ess_cert_id_chain = yes\n", ["-no_nonce"]),
    "time-stamp-ess-sha1": ("ess_cert_id_alg = sha1\n", ["-no_nonce"]),
    "time-stamp-fraction": ("clock_precision_digits = 6\n", ["-no_nonce"]),  # the one token whose clock runs
    "time-stamp-everything": ("accuracy = secs:1\nordering = yes\ntsa_name = yes\ness_cert_id_chain = yes\n", []),
}


def time_stamp(value: bytes, kind: str, serial: str) -> cms.ContentInfo:
    """An RFC 3161 token over a signature value, by `openssl ts` with the demo time-stamp authority."""
    lines, asked = TIME_STAMPS[kind]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "value").write_bytes(value)
        (work / "serial").write_text(hashlib.sha256(serial.encode()).hexdigest()[:14].upper())
        (work / "ca.pem").write_bytes(CA.file("certificates").read_bytes())
        (work / "ts.cnf").write_text(
            f"[tsa]\ndefault_tsa = one\n[one]\nserial = {work}/serial\ndefault_policy = {TIME_STAMP_POLICY}\ndigests = sha256, sha512\n"
            "signer_digest = sha256\n" + ("" if "ess_cert_id_alg" in lines else "ess_cert_id_alg = sha256\n") + lines)
        digest = [] if "-sha512" in asked else ["-sha256"]
        openssl(MOMENT, "ts", "-query", "-data", work / "value", *digest, *asked, "-cert", "-out", work / "query")
        clock = openssl_running if kind == "time-stamp-fraction" else openssl
        clock(MOMENT, "ts", "-reply", "-config", work / "ts.cnf", "-queryfile", work / "query", "-signer", TSA.file("certificates"),
                "-inkey", TSA.file("keys"), "-chain", work / "ca.pem", "-token_out", "-out", work / "token")
        return cms.ContentInfo.load((work / "token").read_bytes())


def openssl_running(moment: datetime, *arguments) -> None:
    """As `openssl` of signing.py, with a clock that starts at the moment instead of standing still."""
    command = ["faketime", "-f", moment.strftime("@%Y-%m-%d %H:%M:%S"), "openssl", *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, env={"PATH": os.environ["PATH"], "TZ": "UTC"})


def made(row) -> bytes:
    """One file of the set."""
    if row.extra.startswith("merged"):
        return merged(*(signed_alone(row.alone(key, digest)) for key, digest in zip(row.keys, row.digest.split("+"))))
    if row.extra in ("crl", "ocsp", "attribute-certificate", "stranger"):
        return with_bag(signed_alone(row), row.extra)
    if row.extra == "countersignature":
        return countersigned(signed_alone(row), row)
    if row.extra in TIME_STAMPS:
        der = signed_alone(row)
        value = cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native
        return with_unsigned(der, "signature_time_stamp_token", time_stamp(value, row.extra, row.file))
    if row.extra == "label-pkcs7":  # RFC 7468 8: the older label, which readers take as well
        return pem.armor("PKCS7", pem.unarmor(signed_alone(row))[2])
    return signed_alone(row)


def signed_alone(row) -> bytes:
    if row.maker == "openssl":
        return signed_by_openssl(row)
    der = signed_by_pyhanko(row)
    return {"der": bytes, "ber": in_ber, "pem": lambda der: pem.armor("CMS", der)}[row.encoding](der)

