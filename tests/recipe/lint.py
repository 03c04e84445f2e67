"""Revocation lists and certificates with one fault each, for the linter: the same bytes each time.

    python tests/recipe/lint.py                 writes tests/fixtures/lint/*.crl, *.cer and lint.toml

Written by hand in DER, because no issuing library makes most of these faults. What `codes` says of a file was decided here, by
the clause, before any linter was asked. Names are made up; the keys sign nothing that anybody relies on.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

ROOT = Path(__file__).resolve().parents[2]
# The writer of DER and the keys of the differential test: nothing here is its own.
sys.path.insert(0, str(ROOT / "tests" / "differential"))
import der  # noqa: E402
import pki  # noqa: E402

OUT = ROOT / "tests" / "fixtures" / "lint"
DAY = pki.DAY
THIS = pki.MOMENT
CA, ROOT_KEY, TSA = 1, 2, 3

SHA256, SHA384 = pki.ECDSA_WITH_SHA256, pki.ECDSA_WITH_SHA384
SHA1 = der.sequence(der.oid("1.2.840.10045.4.1"))
# Under the enterprise number for documentation (RFC 5612), which nobody signs with.
UNHEARD_OF = der.sequence(der.oid("1.3.6.1.4.1.32473.1"))
PSS_DEFAULTS = der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence())

NULL = b"\x05\x00"
TRUE, FALSE = der.boolean(True), der.boolean(False)


def name(*texts):
    types = (pki.COUNTRY, pki.ORGANIZATION, pki.COMMON_NAME)
    tags = (der.PRINTABLE, der.UTF8, der.UTF8)
    rdns = (der.set_of(pki.Attribute(t, text, tag).encoded()) for t, text, tag in zip(types, texts, tags))
    return der.sequence(*rdns)


ISSUER = name("ID", "Contoh", "CA Contoh")
ROOT_NAME = name("ID", "Contoh", "Root CA Contoh")
TSA_NAME = name("ID", "Contoh", "Otoritas Stempel Waktu Contoh")


def extension(dotted, value, critical=b""):
    return der.sequence(der.oid(dotted), critical, der.octets(value))


def key_identifier(key):
    return der.primitive(0, pki.key_identifier(key))


def utc(text):
    return der.tlv(0x17, text.encode())


def generalized(text):
    return der.tlv(0x18, text.encode())


# --- lists ---

def authority_key(critical=b"", parts=None):
    return extension("2.5.29.35", der.sequence(*(parts or [key_identifier(CA)])), critical)


def number(value=None, critical=b""):
    return extension("2.5.29.20", der.integer(7) if value is None else value, critical)


def distribution_point(*parts, critical=TRUE):
    return extension("2.5.29.28", der.sequence(*parts), critical)


def delta(critical=TRUE):
    return extension("2.5.29.27", der.integer(6), critical)


FULL_NAME = der.context(0, der.context(0, der.primitive(6, b"http://crl.contoh.example/ca.crl")))


def flag(place):
    return der.primitive(place, b"\xff")


def entry(serial, *extensions, when=THIS - 30 * DAY):
    serial = der.integer(serial) if isinstance(serial, int) else serial
    when = der.time(when) if isinstance(when, int) else when
    return der.sequence(serial, when, *([der.sequence(*extensions)] if extensions else []))


def reason(code, critical=b""):
    return extension("2.5.29.21", der.enumerated(code), critical)


PLAIN = (entry(0x5A01, reason(4)), entry(0x5A02))
EXTENSIONS = (authority_key(), number())
EMPTY = object()


def crl(
    version=der.integer(1),
    inner=SHA256,
    outer=None,
    issuer=ISSUER,
    this=THIS,
    next=THIS + DAY,
    entries=PLAIN,
    extensions=EXTENSIONS,
    tail=b"",
):
    moment = lambda value: der.time(value) if isinstance(value, int) else value  # noqa: E731
    revoked = [] if not entries else [der.sequence(*(() if entries is EMPTY else entries))]
    tbs = der.sequence(
        version,
        inner,
        issuer,
        moment(this),
        moment(next),
        *revoked,
        *([der.context(0, der.sequence(*extensions))] if extensions else []),
    )
    return der.sequence(tbs, outer or inner, der.bits(pki.sign(CA, tbs))) + tail


def with_entry(*extensions, serial=0x5A03, **more):
    return crl(entries=(*PLAIN, entry(serial, *extensions, **more)))


def with_extension(*extensions):
    return crl(extensions=(*EXTENSIONS, *extensions))


def not_der(encoded, what):
    """The same value in an encoding that BER allows and DER does not."""
    if what == "indefinite":
        return b"\x30\x80" + encoded + b"\0\0"
    size = len(encoded)
    return b"\x30\x83" + size.to_bytes(3, "big") + encoded


def contents(encoded):
    """What a SEQUENCE of 256 to 65535 octets holds."""
    assert encoded[:2] == b"\x30\x82", encoded[:2]
    return encoded[4:]


@dataclass(frozen=True)
class Case:
    file: str
    why: str
    codes: list
    bytes: bytes
    # As which kind of certificate, or as a list of what.
    judged_as: str = "subscribers"


LONG = 1 << 160

LISTS = [
    Case("sound.crl", "a list to which nothing is to be said; entries stand in no order", [], crl(entries=PLAIN[::-1])),
    Case(
        "sound-authorities.crl", "half a year is allowed where only certificates of authorities are listed", [],
        crl(next=THIS + 180 * DAY, extensions=(*EXTENSIONS, distribution_point(FULL_NAME, flag(2)))), "authorities",
    ),
    Case(
        "sound-delta.crl", "removeFromCRL is what a delta list is for; the policy of the CA/B Forum has no word for it",
        ["cabf.crl_prohibited_reason_code"],
        crl(entries=(entry(0x5A01, reason(8)),), extensions=(*EXTENSIONS, delta())),
    ),
    Case("version-missing.crl", "extensions need version 2", ["pkix.crl_version_missing"], crl(version=b"")),
    Case("version-3.crl", "there is no version 3 of lists", ["pkix.crl_version_is_not_v2"], crl(version=der.integer(2))),
    Case("algorithms-differ.crl", "the algorithm inside is not the one outside", ["pkix.crl_signature_algorithm_match"], crl(outer=SHA384)),
    Case("issuer-empty.crl", "the issuer has no name", ["pkix.name_empty"], crl(issuer=der.sequence())),
    Case("next-update-missing.crl", "the list never ends", ["pkix.validity_period_end_value_missing"], crl(next=b"")),
    Case("next-update-before.crl", "the list ends before it begins", ["pkix.crl_negative_validity_period"], crl(next=THIS - DAY)),
    Case("eleven-days.crl", "subscribers: at most ten days", ["cabf.crl_invalid_validity_period"], crl(next=THIS + 11 * DAY)),
    Case(
        "thirteen-months-authorities.crl", "authorities: at most twelve months", ["cabf.arl_invalid_validity_period"],
        crl(next=THIS + 395 * DAY, extensions=(*EXTENSIONS, distribution_point(FULL_NAME, flag(2)))), "authorities",
    ),
    Case(
        "generalized-before-2050.crl", "UTCTime until 2049", ["pkix.wrong_time_useful_type"],
        crl(next=der.generalized_time(THIS + DAY)),
    ),
    Case(
        "entry-generalized-before-2050.crl", "UTCTime until 2049, in entries too", ["pkix.wrong_time_useful_type"],
        with_entry(when=der.generalized_time(THIS - DAY)),
    ),
    Case("utc-without-seconds.crl", "seconds are always there", ["pkix.utctime_incorrect_syntax"], crl(next=utc("2606020000Z"))),
    Case("utc-no-such-day.crl", "there is no 31 June", ["pkix.utctime_incorrect_syntax"], with_entry(when=utc("250631000000Z"))),
    Case(
        "generalized-fraction.crl", "no fractions of seconds", ["pkix.generalizedtime_incorrect_syntax"],
        crl(next=generalized("20260602000000.5Z")),
    ),
    Case(
        "authority-key-missing.crl", "which key signed is not said", ["pkix.authority_key_identifier_missing"],
        crl(extensions=(number(),)),
    ),
    Case(
        "authority-key-by-serial.crl", "the key is to be named by its identifier", ["pkix.authority_key_identifier_keyid_missing"],
        crl(extensions=(authority_key(parts=[der.context(1, der.context(4, ROOT_NAME)), der.primitive(2, b"\x05")]), number())),
    ),
    Case(
        "authority-key-critical.crl", "never critical", ["pkix.authority_key_identifier_critical"],
        crl(extensions=(authority_key(TRUE), number())),
    ),
    Case("number-missing.crl", "lists are numbered", ["pkix.crl_number_missing"], crl(extensions=(authority_key(),))),
    Case(
        "number-critical.crl", "never critical, though real lists have it so", ["pkix.crl_number_extension_critical"],
        crl(extensions=(authority_key(), number(critical=TRUE))),
    ),
    Case(
        "number-too-long.crl", "twenty octets at most", ["pkix.crl_number_out_of_range"],
        crl(extensions=(authority_key(), number(der.integer(LONG)))),
    ),
    Case(
        "number-negative.crl", "numbers count up from zero", ["pkix.crl_number_out_of_range"],
        crl(extensions=(authority_key(), number(der.integer(-7)))),
    ),
    Case(
        "number-padded.crl", "DER has one way to write a number", ["itu.invalid_asn1_syntax"],
        crl(extensions=(authority_key(), number(der.tlv(0x02, b"\0\x07")))),
    ),
    Case("scope-not-critical.crl", "whoever cannot read the scope must not use the list", ["periksa.crl_idp_not_critical"], with_extension(distribution_point(FULL_NAME, critical=b""))),
    Case("scope-empty.crl", "a scope that says nothing", ["periksa.crl_idp_empty"], with_extension(distribution_point())),
    Case("scope-contradictory.crl", "only subscribers and only authorities", ["periksa.crl_idp_contradictory_flags"], with_extension(distribution_point(FULL_NAME, flag(1), flag(2)))),
    Case("scope-no-reasons.crl", "only some reasons, and none of them", ["periksa.crl_idp_reasons_empty"], with_extension(distribution_point(FULL_NAME, der.primitive(3, b"\0")))),
    Case("scope-explicit-false.crl", "DER leaves a default value out", ["periksa.default_value_encoded"], with_extension(distribution_point(FULL_NAME, der.primitive(1, b"\0")))),
    Case("delta-not-critical.crl", "whoever takes a delta for the whole misses what is on the whole", ["periksa.crl_delta_not_critical"], with_extension(delta(b""))),
    Case("extension-twice.crl", "two numbers", ["pkix.duplicate_extension"], with_extension(number())),
    Case("extension-unknown-critical.crl", "nobody may use this list", ["periksa.unknown_critical_extension"], with_extension(extension("1.3.6.1.4.1.32473.2", NULL, TRUE))),
    Case("extension-explicit-false.crl", "DER leaves a default value out", ["periksa.default_value_encoded"], crl(extensions=(authority_key(FALSE), number()))),
    Case("entries-empty.crl", "an empty list of entries is left out", ["pkix.crl_revoked_certificates_empty"], crl(entries=EMPTY)),
    Case(
        "reason-unspecified.crl", "no reason is better than this one; the CA/B Forum forbids it",
        ["cabf.crl_prohibited_reason_code", "pkix.crl_unspecified_crl_entry_reason_code"], with_entry(reason(0)),
    ),
    Case("reason-critical.crl", "never critical", ["pkix.crl_reason_code_extension_critical"], with_entry(reason(1, TRUE))),
    Case("reason-hold.crl", "the CA/B Forum knows no suspension", ["cabf.crl_prohibited_reason_code"], with_entry(reason(6))),
    Case(
        "reason-undefined.crl", "7 was never given a meaning", ["cabf.crl_prohibited_reason_code", "periksa.crl_reason_undefined"],
        with_entry(reason(7)),
    ),
    Case(
        "remove-in-full.crl", "nothing is removed from a full list", ["cabf.crl_prohibited_reason_code", "periksa.crl_remove_from_crl_in_full"],
        with_entry(reason(8)),
    ),
    Case("serial-twice.crl", "one certificate, two entries", ["periksa.crl_serial_twice"], with_entry(serial=0x5A01)),
    Case("serial-zero.crl", "serial numbers are positive", ["pkix.certificate_serial_number_out_of_range"], with_entry(serial=0)),
    Case("serial-negative.crl", "serial numbers are positive", ["pkix.certificate_serial_number_out_of_range"], with_entry(serial=-5)),
    Case("serial-too-long.crl", "twenty octets at most", ["pkix.certificate_serial_number_out_of_range"], with_entry(serial=LONG)),
    Case("entry-unknown-critical.crl", "nobody may use this list", ["periksa.unknown_critical_entry_extension"], with_entry(extension("1.3.6.1.4.1.32473.3", NULL, TRUE))),
    Case("entry-extension-twice.crl", "two reasons", ["pkix.duplicate_extension"], with_entry(reason(1), reason(4))),
    Case("revoked-later.crl", "revoked after the list was made", ["periksa.crl_revocation_after_this_update"], with_entry(when=THIS + 3600)),
    Case(
        "certificate-issuer-not-critical.crl", "whose serial number it is must be understood", ["periksa.crl_certificate_issuer_not_critical"],
        crl(
            entries=(entry(0x5A01, extension("2.5.29.29", der.sequence(der.context(4, ROOT_NAME)))),),
            extensions=(*EXTENSIONS, distribution_point(FULL_NAME, flag(4))),
        ),
    ),
    Case("invalidity-date-critical.crl", "never critical", ["periksa.crl_invalidity_date_critical"], with_entry(extension("2.5.29.24", generalized("20260401000000Z"), TRUE))),
    Case("invalidity-date-fraction.crl", "no fractions of seconds", ["pkix.generalizedtime_incorrect_syntax"], with_entry(extension("2.5.29.24", generalized("20260401000000.0Z")))),
    Case("signature-sha1.crl", "SHA-1 no longer binds anybody", ["periksa.weak_signature_algorithm"], crl(inner=SHA1)),
    Case("signature-pss-defaults.crl", "RSASSA-PSS without parameters is RSASSA-PSS with SHA-1", ["periksa.weak_signature_algorithm"], crl(inner=PSS_DEFAULTS)),
    Case("signature-unknown.crl", "whether it is weak cannot be told", ["periksa.unknown_signature_algorithm"], crl(inner=UNHEARD_OF)),
    Case("trailing-data.crl", "more than a list", ["periksa.trailing_data"], crl(tail=b"\r\n")),
    Case("truncated.crl", "the end is missing", ["itu.invalid_asn1_syntax"], crl()[:-20]),
    Case("indefinite-length.crl", "BER", ["itu.invalid_asn1_syntax"], not_der(contents(crl()), "indefinite")),
    Case("long-length.crl", "a length longer than needed", ["itu.invalid_asn1_syntax"], not_der(contents(crl()), "long")),
    Case("entry-broken.crl", "an entry without a date", ["itu.invalid_asn1_syntax"], crl(entries=(*PLAIN, der.sequence(der.integer(0x5A03))))),
    Case("error-page.crl", "what a server may send instead", ["itu.invalid_asn1_syntax"], b"<!doctype html>\n<title>503 Service Unavailable</title>\n"),
]

# --- certificates ---

SUBJECT_KEY, AUTHORITY_KEY, USAGE, BASIC, EXTENDED = "2.5.29.14", "2.5.29.35", "2.5.29.15", "2.5.29.19", "2.5.29.37"
POLICIES, NAMES, POINTS, ACCESS = "2.5.29.32", "2.5.29.30", "2.5.29.31", "1.3.6.1.5.5.7.1.1"
TIME_STAMPING, EMAIL = der.oid("1.3.6.1.5.5.7.3.8"), der.oid("1.3.6.1.5.5.7.3.4")
CERT_SIGN = (pki.KEY_CERT_SIGN, pki.CRL_SIGN)


def usages(*bits, critical=TRUE):
    return extension(USAGE, der.named_bits(bits), critical)


def basic(*parts, critical=TRUE):
    return extension(BASIC, der.sequence(*parts), critical)


def subject_key(key, critical=b""):
    return extension(SUBJECT_KEY, der.octets(pki.key_identifier(key)), critical)


def issuer_key(key, critical=b""):
    return extension(AUTHORITY_KEY, der.sequence(key_identifier(key)), critical)


def ca_extensions(**changes):
    """By name, so that one can be replaced, or left out with None."""
    parts = {"skid": subject_key(CA), "akid": issuer_key(ROOT_KEY), "basic": basic(TRUE), "usage": usages(*CERT_SIGN)} | changes
    return tuple(part for part in parts.values() if part is not None)


def tsa_extensions(**changes):
    parts = {
        "skid": subject_key(TSA), "akid": issuer_key(CA), "usage": usages(pki.DIGITAL_SIGNATURE),
        "extended": extension(EXTENDED, der.sequence(TIME_STAMPING), TRUE),
    } | changes
    return tuple(part for part in parts.values() if part is not None)


def certificate(
    version=der.context(0, der.integer(2)),
    serial=der.integer(0x1234567890),
    inner=SHA256,
    outer=None,
    issuer=ROOT_NAME,
    before=der.time(THIS - 365 * DAY),
    after=der.time(THIS + 3650 * DAY),
    subject=ISSUER,
    key=None,
    unique=b"",
    extensions=None,
    tail=b"",
):
    key = pki.public_key_info(CA) if key is None else key
    extensions = ca_extensions() if extensions is None else extensions
    listed = [der.context(3, der.sequence(*extensions))] if extensions else []
    tbs = der.sequence(version, serial, inner, issuer, der.sequence(before, after), subject, key, unique, *listed)
    return der.sequence(tbs, outer or inner, der.bits(pki.sign(ROOT_KEY, tbs))) + tail


def tsa(**changes):
    settled = {"issuer": ISSUER, "subject": TSA_NAME, "key": pki.public_key_info(TSA), "extensions": tsa_extensions()}
    return certificate(**(settled | changes))


def with_ca(**changes):
    return certificate(extensions=ca_extensions(**changes))


def with_key(info, bits):
    """Of another kind; the identifier is RFC 5280 4.2.1.2 (1)."""
    named = extension(SUBJECT_KEY, der.octets(hashlib.sha1(bits).digest()))
    return certificate(key=info, extensions=ca_extensions(skid=named))


def rsa_1024():
    pem = (ROOT / "tests/fixtures/cms-keys/rsa-1024.pem").read_bytes()
    key = load_pem_private_key(pem, None).public_key()
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return with_key(info, key.public_bytes(Encoding.DER, PublicFormat.PKCS1))


def ca(file, why, codes, encoded):
    return Case(file, why, codes, encoded, "intermediate")


CERTIFICATES = [
    Case(
        "sound-root.cer", "an anchor to which nothing is to be said", [],
        certificate(
            subject=ROOT_NAME, key=pki.public_key_info(ROOT_KEY),
            extensions=ca_extensions(skid=subject_key(ROOT_KEY), akid=None),
        ),
        "anchor",
    ),
    ca("sound-ca.cer", "an issuing CA to which nothing is to be said", [], certificate()),
    Case("sound-tsa.cer", "a time-stamp authority to which nothing is to be said", [], tsa(), "time-stamp-authority"),
    Case("anchor-not-self-issued.cer", "an anchor that somebody else issued", ["periksa.anchor_not_self_issued"], certificate(), "anchor"),
    ca("ca-version-1.cer", "extensions need version 3", ["pkix.certificate_version_is_not_v3"], certificate(version=b"")),
    ca("ca-algorithms-differ.cer", "the algorithm inside is not the one outside", ["pkix.certificate_signature_algorithm_mismatch"], certificate(outer=SHA384)),
    ca("ca-serial-negative.cer", "serial numbers are positive", ["pkix.certificate_serial_number_out_of_range"], certificate(serial=der.integer(-1))),
    ca("ca-issuer-empty.cer", "the issuer has no name", ["pkix.name_empty"], certificate(issuer=der.sequence())),
    ca("ca-subject-empty.cer", "an issuing CA has a name", ["periksa.ca_subject_empty"], certificate(subject=der.sequence())),
    ca("ca-ends-before.cer", "it ends before it begins", ["pkix.certificate_negative_validity_period"], certificate(after=der.time(THIS - 400 * DAY))),
    ca("ca-generalized-before-2050.cer", "UTCTime until 2049", ["pkix.wrong_time_useful_type"], certificate(after=der.generalized_time(THIS + 3650 * DAY))),
    ca("ca-utc-offset.cer", "times are in UTC", ["pkix.utctime_incorrect_syntax"], certificate(before=utc("250601000000+0700"))),
    ca("ca-generalized-fraction.cer", "no fractions of seconds", ["pkix.generalizedtime_incorrect_syntax"], certificate(after=generalized("20360601000000.0Z"))),
    ca("ca-unique-issuer.cer", "unique identifiers are not used", ["pkix.issuer_unique_id_present"], certificate(unique=der.primitive(1, b"\0\x01"))),
    ca("ca-unique-subject.cer", "unique identifiers are not used", ["pkix.subject_unique_id_present"], certificate(unique=der.primitive(2, b"\0\x01"))),
    ca("ca-extension-twice.cer", "two key identifiers", ["pkix.duplicate_extension"], with_ca(more=subject_key(CA))),
    ca("ca-extension-unknown-critical.cer", "nobody may use this certificate", ["periksa.unknown_critical_extension"], with_ca(more=extension("1.3.6.1.4.1.32473.2", NULL, TRUE))),
    ca("ca-explicit-false.cer", "DER leaves a default value out", ["periksa.default_value_encoded"], with_ca(skid=subject_key(CA, FALSE))),
    ca("ca-basic-missing.cer", "it does not say that it is a CA", ["periksa.ca_basic_constraints_missing", "pkix.certificate_skid_end_entity_missing", "pkix.ee_certificate_keycertsign_keyusage_set"], with_ca(basic=None, skid=None)),
    ca("ca-basic-not-critical.cer", "that it is a CA must be understood", ["pkix.basic_constraints_extension_not_critical"], with_ca(basic=basic(TRUE, critical=b""))),
    ca("ca-usage-missing.cer", "what its key is for is not said", ["pkix.ca_certificate_no_ku_extension"], with_ca(usage=None)),
    ca("ca-usage-empty.cer", "a key for nothing", ["periksa.ca_crl_sign_not_set", "pkix.ca_certificate_keycertsign_keyusage_not_set", "pkix.no_ku_bits_set"], with_ca(usage=usages())),
    ca("ca-usage-without-cert-sign.cer", "a CA that signs no certificates", ["pkix.ca_certificate_keycertsign_keyusage_not_set"], with_ca(usage=usages(pki.CRL_SIGN))),
    ca("ca-usage-without-crl-sign.cer", "a CA that signs no lists", ["periksa.ca_crl_sign_not_set"], with_ca(usage=usages(pki.KEY_CERT_SIGN))),
    ca("ca-usage-not-critical.cer", "what its key is for should be understood", ["pkix.key_usage_extension_not_critical"], with_ca(usage=usages(*CERT_SIGN, critical=b""))),
    ca("ca-subject-key-missing.cer", "a CA names its key", ["pkix.certificate_skid_ca_missing"], with_ca(skid=None)),
    ca("ca-subject-key-critical.cer", "never critical", ["pkix.certificate_skid_extension_critical"], with_ca(skid=subject_key(CA, TRUE))),
    ca("ca-authority-key-missing.cer", "which key signed is not said", ["pkix.authority_key_identifier_extension_absent"], with_ca(akid=None)),
    ca("ca-authority-key-empty.cer", "the key is to be named by its identifier", ["pkix.authority_key_identifier_keyid_missing"], with_ca(akid=extension(AUTHORITY_KEY, der.sequence()))),
    ca("ca-authority-key-critical.cer", "never critical", ["pkix.authority_key_identifier_critical"], with_ca(akid=issuer_key(ROOT_KEY, TRUE))),
    ca("ca-policy-twice.cer", "the same policy twice", ["pkix.duplicate_certificate_policy_oids"], with_ca(more=extension(POLICIES, der.sequence(*[der.sequence(der.oid("1.3.6.1.4.1.32473.4"))] * 2)))),
    ca("ca-names-not-critical.cer", "limits on names must be understood", ["pkix.certificate_name_constraints_extension_not_critical"], with_ca(more=extension(NAMES, der.sequence(der.context(0, der.sequence(der.primitive(2, b"contoh.example"))))))),
    ca("ca-points-critical.cer", "should not be critical", ["pkix.certificate_crldp_extension_critical"], with_ca(more=extension(POINTS, der.sequence(der.sequence(FULL_NAME)), TRUE))),
    ca("ca-access-critical.cer", "never critical", ["pkix.authority_information_access_extension_critical"], with_ca(more=extension(ACCESS, der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.2"), der.primitive(6, b"http://contoh.example/ca.cer"))), TRUE))),
    ca("ca-signature-sha1.cer", "SHA-1 no longer binds anybody", ["periksa.weak_signature_algorithm"], certificate(inner=SHA1)),
    ca("ca-signature-unknown.cer", "whether it is weak cannot be told", ["periksa.unknown_signature_algorithm"], certificate(inner=UNHEARD_OF)),
    ca("ca-rsa-1024.cer", "a key that can be broken", ["periksa.weak_key"], rsa_1024()),
    ca("ca-key-unknown.cer", "how strong the key is cannot be told", ["periksa.unknown_key"], with_key(der.sequence(UNHEARD_OF, der.bits(b"\x01\x02\x03")), b"\x01\x02\x03")),
    ca("ca-trailing-data.cer", "more than a certificate", ["periksa.trailing_data"], certificate(tail=b"\n")),
    ca("ca-truncated.cer", "the end is missing", ["itu.invalid_asn1_syntax"], certificate()[:-20]),
    Case("tsa-usage-not-critical.cer", "a time-stamp authority is for nothing else, and says so critically", ["pkix.extended_key_usage_extension_with_timestamping_not_critical"], tsa(extensions=tsa_extensions(extended=extension(EXTENDED, der.sequence(TIME_STAMPING)))), "time-stamp-authority"),
    Case("tsa-usage-mixed.cer", "a time-stamp authority that also signs mail", ["periksa.tsa_extended_key_usage"], tsa(extensions=tsa_extensions(extended=extension(EXTENDED, der.sequence(TIME_STAMPING, EMAIL), TRUE))), "time-stamp-authority"),
    Case("tsa-path-length.cer", "no path begins at a time-stamp authority", ["pkix.basic_constraints_has_pathlen_for_non_ca"], tsa(extensions=tsa_extensions(basic=basic(der.integer(1)))), "time-stamp-authority"),
]


def main():
    for old in [*OUT.glob("*.crl"), *OUT.glob("*.cer")]:
        old.unlink()
    lines = [
        "# Written by tests/recipe/lint.py: what is wrong with each file of this folder, and what a linter must therefore say.",
        "# `as`: a list of certificates of subscribers or of authorities; a certificate of an anchor, an intermediate or a",
        "# time-stamp authority. `codes` are those of site-gen/src/lint/rules.rs, in alphabetical order.",
    ]
    for case in LISTS + CERTIFICATES:
        assert case.codes == sorted(case.codes), case.file
        (OUT / case.file).write_bytes(case.bytes)
        lines += ["", "[[file]]", f"name = {json.dumps(case.file)}", f"as = {json.dumps(case.judged_as)}"]
        lines += [f"why = {json.dumps(case.why)}", f"codes = {json.dumps(case.codes)}"]
    (OUT / "lint.toml").write_text("\n".join(lines) + "\n")
    print(f"{len(LISTS)} lists and {len(CERTIFICATES)} certificates written")


main()
