"""The hierarchy of the matrix, its revocation lists and its OCSP answers, every byte the same each time.

Keys are derived from a word, so they are public and worthless. RFC 5280 (certificates, lists), RFC 6960 (answers), RFC 6979.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import algos, core, crl, keys, ocsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (SP 800-186 3.2.1.3)
ECDSA = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})


def utc(text: str) -> datetime:
    """"2022-03-01" or "2022-03-01T08:05:00"."""
    return datetime.fromisoformat(text + ("+00:00" if "T" in text else "T00:00:00+00:00"))


@dataclass(frozen=True)
class Identity:
    """Somebody with a key: `issuer` is None for an anchor."""

    name: str
    common_name: str
    issuer: str | None
    serial: int
    begins: str
    ends: str
    kind: str  # "ca", "person" or "tsa"

    @property
    def key(self):
        seed = hashlib.sha256(b"matriks " + self.name.encode()).digest()
        return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, ec.SECP256R1())

    @property
    def key_info(self) -> keys.PrivateKeyInfo:
        form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return keys.PrivateKeyInfo.load(self.key.private_bytes(*form))

    @property
    def subject(self) -> x509.Name:
        return x509.Name.build({"country_name": "ID", "organization_name": "Pemerintah Contoh", "common_name": self.common_name})

    @property
    def public_key(self) -> keys.PublicKeyInfo:
        form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        return keys.PublicKeyInfo.load(self.key.public_key().public_bytes(*form))

    @property
    def certifier(self) -> "Identity":
        return PEOPLE[self.issuer] if self.issuer else self

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    def certificate(self) -> x509.Certificate:
        usage = {"ca": {"key_cert_sign", "crl_sign"}, "person": {"digital_signature", "non_repudiation"}, "tsa": {"digital_signature"}}
        extensions = [
            ("basic_constraints", True, {"ca": self.kind == "ca"}),
            ("key_usage", True, usage[self.kind]),
            ("key_identifier", False, self.public_key.sha1),
            ("authority_key_identifier", False, {"key_identifier": self.certifier.public_key.sha1}),
        ]
        if self.kind == "tsa":
            extensions.append(("extended_key_usage", True, ["time_stamping"]))  # RFC 3161 2.3
        if self.kind == "person":  # pyHanko looks at answers about nobody whose certificate names no responder
            location = x509.GeneralName(name="uniform_resource_identifier", value="http://status.example/ocsp")
            extensions.append(("authority_information_access", False, [{"access_method": "ocsp", "access_location": location}]))
        tbs = x509.TbsCertificate({
            "version": "v3",
            "serial_number": self.serial,
            "signature": ECDSA,
            "issuer": self.certifier.subject,
            "validity": {"not_before": x509.Time({"utc_time": utc(self.begins)}), "not_after": x509.Time({"utc_time": utc(self.ends)})},
            "subject": self.subject,
            "subject_public_key_info": self.public_key,
            "extensions": [{"extn_id": name, "critical": critical, "extn_value": value} for name, critical, value in extensions],
        })
        signature = self.certifier.sign(tbs.dump())
        return x509.Certificate({"tbs_certificate": tbs, "signature_algorithm": ECDSA, "signature_value": signature})

    def chain(self) -> list["Identity"]:
        """Itself, then who is above it, without the anchor."""
        return [self, *self.certifier.chain()] if self.issuer else []


YEARS = {
    "long": ("2020-01-01", "2040-01-01T00:00:00"),
    "person": ("2021-01-01", "2023-12-31T23:59:59"),
}
PEOPLE = {identity.name: identity for identity in (
    Identity("root", "Akar Matriks", None, 1, *YEARS["long"], "ca"),
    Identity("ca", "Penerbit Matriks", "root", 2, "2020-01-01", "2030-12-31T23:59:59", "ca"),
    Identity("short-ca", "Penerbit Singkat", "root", 3, "2020-01-01", "2022-12-31T23:59:59", "ca"),
    Identity("person", "Contoh Penandatangan", "ca", 11, *YEARS["person"], "person"),
    Identity("second", "Contoh Penandatangan Kedua", "ca", 12, "2021-01-01", "2025-06-30T23:59:59", "person"),
    Identity("young", "Contoh Penandatangan Baru", "ca", 13, "2022-04-01", "2024-12-31T23:59:59", "person"),
    Identity("outliving", "Contoh Penandatangan Singkat", "short-ca", 14, *YEARS["person"], "person"),
    # Each authority has an anchor of its own, so that what befalls one says nothing of the other.
    Identity("clock-a", "Akar Waktu A", None, 21, *YEARS["long"], "ca"),
    Identity("tsa-a", "Otoritas Waktu A", "clock-a", 22, "2021-01-01", "2023-06-30T23:59:59", "tsa"),
    Identity("clock-b", "Akar Waktu B", None, 31, *YEARS["long"], "ca"),
    Identity("tsa-b", "Otoritas Waktu B", "clock-b", 32, "2021-01-01", "2025-12-31T23:59:59", "tsa"),
    Identity("clock-c", "Akar Waktu C", None, 41, *YEARS["long"], "ca"),
    Identity("clock-ca", "Penerbit Waktu C", "clock-c", 42, "2020-01-01", "2030-12-31T23:59:59", "ca"),
    Identity("tsa-c", "Otoritas Waktu C", "clock-ca", 43, "2021-01-01", "2025-12-31T23:59:59", "tsa"),
    # Its anchor is in no registry.
    Identity("clock-x", "Akar Waktu Asing", None, 51, *YEARS["long"], "ca"),
    Identity("tsa-x", "Otoritas Waktu Asing", "clock-x", 52, "2021-01-01", "2025-12-31T23:59:59", "tsa"),
)}
ANCHORS = ("root", "clock-a", "clock-b", "clock-c")


@dataclass(frozen=True)
class Revoked:
    """An entry of a list, or what an answer says."""

    who: str
    date: str
    reason: str = "unspecified"
    invalid_since: str | None = None

    @property
    def effective(self) -> datetime:
        return utc(self.invalid_since or self.date)

    @property
    def label(self) -> str:
        invalid = f"-from-{self.invalid_since[:10]}" if self.invalid_since else ""
        return f"-{self.who}-{self.reason}-{self.date.replace(':', '')}{invalid}"


@dataclass(frozen=True)
class Evidence:
    """A revocation list, or an OCSP answer about one certificate (`about`), by the issuer itself."""

    issuer: str
    this_update: str
    next_update: str
    revoked: tuple[Revoked, ...] = ()
    about: str | None = None
    keeps_expired: bool = False  # X.509 expiredCertsOnCRL

    @property
    def file(self) -> str:
        who = self.about or self.issuer
        kept = "-keeps-expired" if self.keeps_expired else ""
        return f"{who}-{self.this_update[:10]}{''.join(entry.label for entry in self.revoked)}{kept}.{'ocsp' if self.about else 'crl'}"

    def speaks_of(self, identity: Identity) -> bool:
        return self.about == identity.name if self.about else self.issuer == identity.issuer

    def entry(self, identity: Identity) -> Revoked | None:
        return next((entry for entry in self.revoked if entry.who == identity.name), None)

    def object(self) -> crl.CertificateList | ocsp.OCSPResponse:
        return self._answer() if self.about else self._list()

    def _list(self) -> crl.CertificateList:
        issuer = PEOPLE[self.issuer]
        this_update = utc(self.this_update)
        number = int(this_update.timestamp()) // 60
        extensions = [{"extn_id": "authority_key_identifier", "extn_value": {"key_identifier": issuer.public_key.sha1}},
                      {"extn_id": "crl_number", "extn_value": number}]
        if self.keeps_expired:
            since = core.GeneralizedTime(utc("2020-01-01"))
            extensions.append({"extn_id": "2.5.29.60", "extn_value": core.ParsableOctetString(since.dump())})
        fields = {
            "version": "v2", "signature": ECDSA, "issuer": issuer.subject,
            "this_update": x509.Time({"utc_time": this_update}), "next_update": x509.Time({"utc_time": utc(self.next_update)}),
            "crl_extensions": extensions,
        }
        if self.revoked:
            fields["revoked_certificates"] = [_list_entry(entry) for entry in self.revoked]
        tbs = crl.TbsCertList(fields)
        return crl.CertificateList({"tbs_cert_list": tbs, "signature_algorithm": ECDSA, "signature": issuer.sign(tbs.dump())})

    def _answer(self) -> ocsp.OCSPResponse:
        issuer, subject = PEOPLE[self.issuer], PEOPLE[self.about]
        status = ocsp.CertStatus(name="good", value=core.Null())
        if self.revoked:
            entry = self.revoked[0]
            status = ocsp.CertStatus(name="revoked", value={"revocation_time": utc(entry.date), "revocation_reason": crl_reason(entry.reason)})
        single = {
            "cert_id": {"hash_algorithm": {"algorithm": "sha1"}, "issuer_name_hash": issuer.subject.sha1,
                        "issuer_key_hash": issuer.public_key.sha1, "serial_number": subject.serial},
            "cert_status": status, "this_update": utc(self.this_update), "next_update": utc(self.next_update),
        }
        data = ocsp.ResponseData({"responder_id": ocsp.ResponderId(name="by_key", value=issuer.public_key.sha1),
                                  "produced_at": utc(self.this_update), "responses": [single]})
        basic = ocsp.BasicOCSPResponse({"tbs_response_data": data, "signature_algorithm": ECDSA, "signature": issuer.sign(data.dump())})
        return ocsp.OCSPResponse({"response_status": "successful", "response_bytes": {
            "response_type": "basic_ocsp_response", "response": core.ParsableOctetString(basic.dump())}})


REASONS = {"unspecified": "unspecified", "keyCompromise": "key_compromise", "cACompromise": "ca_compromise", "superseded": "superseded",
           "affiliationChanged": "affiliation_changed", "cessationOfOperation": "cessation_of_operation", "certificateHold": "certificate_hold"}


def crl_reason(reason: str) -> crl.CRLReason:
    return crl.CRLReason(REASONS[reason])


def _list_entry(entry: Revoked) -> dict:
    extensions = []
    if entry.reason != "unspecified":  # RFC 5280 5.3.1: then the code should be absent
        extensions.append({"extn_id": "crl_reason", "extn_value": crl_reason(entry.reason)})
    if entry.invalid_since:
        extensions.append({"extn_id": "invalidity_date", "extn_value": utc(entry.invalid_since)})
    fields = {"user_certificate": PEOPLE[entry.who].serial, "revocation_date": x509.Time({"utc_time": utc(entry.date)})}
    return fields | ({"crl_entry_extensions": extensions} if extensions else {})


def list_of(issuer: str, day: str, *revoked: Revoked, days: int = 7, **more) -> Evidence:
    """A list of that day, current for a week."""
    return Evidence(issuer, day, (utc(day) + timedelta(days=days)).date().isoformat(), revoked, **more)


def answer_about(who: str, day: str, *revoked: Revoked, days: int = 7) -> Evidence:
    """An OCSP answer of that day, current for a week."""
    return Evidence(PEOPLE[who].issuer, day, (utc(day) + timedelta(days=days)).date().isoformat(), revoked, who)
