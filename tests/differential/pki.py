"""What a case is made of: names, keys, certificates and lists, as values that twists change before they are encoded."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import der

DAY = 86_400
# 2026-06-01T00:00:00Z
MOMENT = 1_780_272_000

ECDSA_WITH_SHA256 = der.sequence(der.oid("1.2.840.10045.4.3.2"))
ECDSA_WITH_SHA384 = der.sequence(der.oid("1.2.840.10045.4.3.3"))

COUNTRY, ORGANIZATION, UNIT, COMMON_NAME = "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.3"
EMAIL = "1.2.840.113549.1.9.1"
ANY_POLICY = "2.5.29.32.0"
# The test policies of PKITS.
POLICIES = [f"2.16.840.1.101.3.2.1.48.{number}" for number in range(1, 5)]

DIGITAL_SIGNATURE, NON_REPUDIATION, KEY_CERT_SIGN, CRL_SIGN = 0, 1, 5, 6


@cache
def key(number):
    """One of a few keys, the same in every run. They sign nothing that anybody relies on."""
    secret = int.from_bytes(hashlib.sha256(f"periksa differential {number}".encode()).digest(), "big")
    return ec.derive_private_key(secret >> 1, ec.SECP256R1())


@cache
def public_key_info(number):
    return key(number).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@cache
def key_identifier(number):
    """RFC 5280 4.2.1.2 (1)."""
    point = key(number).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return hashlib.sha1(point).digest()


def sign(number, message):
    """Deterministic (RFC 6979), so that the same seed gives the same bytes."""
    return key(number).sign(message, ec.ECDSA(SHA256(), deterministic_signing=True))


@dataclass(frozen=True)
class Attribute:
    type: str
    text: str
    tag: int = der.UTF8

    def encoded(self):
        return der.sequence(der.oid(self.type), der.text(self.text, self.tag))


@dataclass(frozen=True)
class Name:
    """RDNs of one or more attributes."""

    rdns: tuple

    def encoded(self):
        return der.sequence(*(der.set_of(*(one.encoded() for one in rdn)) for rdn in self.rdns))

    def and_then(self, *attributes):
        return Name(self.rdns + tuple((attribute,) for attribute in attributes))

    def map(self, change):
        return Name(tuple(tuple(change(attribute) for attribute in rdn) for rdn in self.rdns))


BASE_NAME = Name(
    ((Attribute(COUNTRY, "ID", der.PRINTABLE),), (Attribute(ORGANIZATION, "Contoh Organisasi"),))
)


def named(common_name):
    return BASE_NAME.and_then(Attribute(COMMON_NAME, common_name))


# GeneralName (RFC 5280 4.2.1.6)
def mailbox(text):
    return der.primitive(1, text.encode())


def dns(text):
    return der.primitive(2, text.encode())


def directory(name):
    return der.context(4, name.encoded())


def uri(text):
    return der.primitive(6, text.encode())


def ip(content):
    return der.primitive(7, content)


def registered_id(dotted):
    return der.implicit(8, der.oid(dotted), constructed=False)


def other_name(dotted, text):
    return der.context(0, der.oid(dotted), der.context(0, der.text(text)))


@dataclass
class BasicConstraints:
    ca: bool = True
    path_length: int | None = None
    critical: bool = True


@dataclass
class NameConstraints:
    """Each subtree is the base's GeneralName, or that with minimum and maximum."""

    permitted: list = field(default_factory=list)
    excluded: list = field(default_factory=list)
    critical: bool = True

    def encoded(self):
        def subtrees(number, bases):
            return der.context(number, *(der.sequence(base) for base in bases)) if bases else b""

        return der.sequence(subtrees(0, self.permitted), subtrees(1, self.excluded))


@dataclass
class DistributionPoint:
    """`names` is a list of GeneralNames, `relative` an RDN of attributes; RFC 5280 4.2.1.13."""

    names: list | None = None
    relative: tuple | None = None
    reasons: list | None = None
    crl_issuer: list | None = None

    def encoded(self):
        return der.sequence(
            distribution_point_name(self.names, self.relative),
            b"" if self.reasons is None else der.implicit(1, der.named_bits(self.reasons), False),
            b"" if self.crl_issuer is None else der.context(2, *self.crl_issuer),
        )


def distribution_point_name(names, relative):
    if names is not None:
        return der.context(0, der.context(0, *names))
    if relative is not None:
        attributes = der.set_of(*(attribute.encoded() for attribute in relative))
        return der.context(0, der.implicit(1, attributes))
    return b""


@dataclass
class Certificate:
    subject: Name
    issuer: Name
    key: int
    signed_by: int
    serial: int
    not_before: int = MOMENT - 400 * DAY
    not_after: int = MOMENT + 400 * DAY
    version: int = 3
    basic_constraints: BasicConstraints | None = None
    key_usage: list | None = None
    subject_key_identifier: bytes | None = None
    # The content of AuthorityKeyIdentifier.
    authority_key_identifier: bytes | None = None
    alternative_names: list = field(default_factory=list)
    alternative_names_critical: bool = False
    name_constraints: NameConstraints | None = None
    policies: list | None = None
    policies_critical: bool = False
    mappings: list = field(default_factory=list)
    require_explicit_policy: int | None = None
    inhibit_policy_mapping: int | None = None
    inhibit_any_policy: int | None = None
    crl_points: list = field(default_factory=list)
    # Extensions as (OID, critical, value).
    more: list = field(default_factory=list)
    signature_algorithm: bytes = ECDSA_WITH_SHA256
    broken_signature: bool = False

    def copy(self, **changes):
        copied = replace(self, **changes)
        for name in ("alternative_names", "mappings", "crl_points", "more"):
            if name not in changes:
                setattr(copied, name, list(getattr(self, name)))
        if copied.basic_constraints is self.basic_constraints and self.basic_constraints:
            copied.basic_constraints = replace(self.basic_constraints)
        return copied

    @property
    def is_ca(self):
        return self.basic_constraints is not None and self.basic_constraints.ca

    @property
    def self_issued(self):
        return self.subject == self.issuer

    def encoded(self):
        extensions = [extension(*one) for one in self.extensions()]
        tbs = der.sequence(
            der.context(0, der.integer(self.version - 1)) if self.version > 1 else b"",
            der.integer(self.serial),
            ECDSA_WITH_SHA256,
            self.issuer.encoded(),
            der.sequence(der.time(self.not_before), der.time(self.not_after)),
            self.subject.encoded(),
            public_key_info(self.key),
            der.context(3, der.sequence(*extensions)) if extensions and self.version == 3 else b"",
        )
        signature = sign(self.signed_by, tbs + b"\0" if self.broken_signature else tbs)
        return der.sequence(tbs, self.signature_algorithm, der.bits(signature))

    def extensions(self):
        if (constraints := self.basic_constraints) is not None:
            ca = der.boolean(True) if constraints.ca else b""
            length = constraints.path_length
            value = der.sequence(ca, b"" if length is None else der.integer(length))
            yield "2.5.29.19", constraints.critical, value
        if self.key_usage is not None:
            yield "2.5.29.15", True, der.named_bits(self.key_usage)
        if self.subject_key_identifier is not None:
            yield "2.5.29.14", False, der.octets(self.subject_key_identifier)
        if self.authority_key_identifier is not None:
            yield "2.5.29.35", False, der.sequence(self.authority_key_identifier)
        if self.alternative_names:
            yield "2.5.29.17", self.alternative_names_critical, der.sequence(*self.alternative_names)
        if self.name_constraints is not None:
            yield "2.5.29.30", self.name_constraints.critical, self.name_constraints.encoded()
        if self.policies is not None:
            policies = (der.sequence(der.oid(policy)) for policy in self.policies)
            yield "2.5.29.32", self.policies_critical, der.sequence(*policies)
        if self.mappings:
            pairs = (der.sequence(der.oid(one), der.oid(other)) for one, other in self.mappings)
            yield "2.5.29.33", True, der.sequence(*pairs)
        if self.require_explicit_policy is not None or self.inhibit_policy_mapping is not None:
            skip = [
                b"" if count is None else der.implicit(number, der.integer(count), False)
                for number, count in enumerate(
                    (self.require_explicit_policy, self.inhibit_policy_mapping)
                )
            ]
            yield "2.5.29.36", True, der.sequence(*skip)
        if self.inhibit_any_policy is not None:
            yield "2.5.29.54", True, der.integer(self.inhibit_any_policy)
        if self.crl_points:
            yield "2.5.29.31", False, der.sequence(*(point.encoded() for point in self.crl_points))
        yield from self.more


def extension(identifier, critical, value):
    return der.sequence(
        der.oid(identifier), der.boolean(True) if critical else b"", der.octets(value)
    )


@dataclass
class IssuingDistributionPoint:
    """RFC 5280 5.2.5."""

    names: list | None = None
    relative: tuple | None = None
    only_user: bool = False
    only_ca: bool = False
    only_some_reasons: list | None = None
    indirect: bool = False
    only_attribute: bool = False
    critical: bool = True

    def encoded(self):
        def flag(number, value):
            return der.primitive(number, b"\xff") if value else b""

        reasons = self.only_some_reasons
        return der.sequence(
            distribution_point_name(self.names, self.relative),
            flag(1, self.only_user),
            flag(2, self.only_ca),
            b"" if reasons is None else der.implicit(3, der.named_bits(reasons), False),
            flag(4, self.indirect),
            flag(5, self.only_attribute),
        )


@dataclass
class Entry:
    serial: int
    at: int
    reason: int | None = None
    certificate_issuer: Name | None = None
    more: list = field(default_factory=list)

    def encoded(self):
        extensions = []
        if self.reason is not None:
            extensions.append(extension("2.5.29.21", False, der.enumerated(self.reason)))
        if self.certificate_issuer is not None:
            value = der.sequence(directory(self.certificate_issuer))
            extensions.append(extension("2.5.29.29", True, value))
        extensions += [extension(*one) for one in self.more]
        return der.sequence(
            der.integer(self.serial),
            der.time(self.at),
            der.sequence(*extensions) if extensions else b"",
        )


@dataclass
class Crl:
    issuer: Name
    signed_by: int
    number: int | None = 10
    this_update: int = MOMENT - 5 * DAY
    next_update: int | None = MOMENT + 25 * DAY
    version: int = 2
    entries: list = field(default_factory=list)
    authority_key_identifier: bytes | None = None
    scope: IssuingDistributionPoint | None = None
    # A delta over the complete list of this number (5.2.4).
    base_number: int | None = None
    more: list = field(default_factory=list)
    broken_signature: bool = False

    def copy(self, **changes):
        copied = replace(self, **changes)
        for name in ("entries", "more"):
            if name not in changes:
                setattr(copied, name, list(getattr(self, name)))
        if copied.scope is self.scope and self.scope:
            copied.scope = replace(self.scope)
        return copied

    def encoded(self):
        extensions = [extension(*one) for one in self.extensions()]
        tbs = der.sequence(
            der.integer(1) if self.version == 2 else b"",
            ECDSA_WITH_SHA256,
            self.issuer.encoded(),
            der.time(self.this_update),
            b"" if self.next_update is None else der.time(self.next_update),
            der.sequence(*(entry.encoded() for entry in self.entries)) if self.entries else b"",
            der.context(0, der.sequence(*extensions)) if extensions and self.version == 2 else b"",
        )
        signature = sign(self.signed_by, tbs + b"\0" if self.broken_signature else tbs)
        return der.sequence(tbs, ECDSA_WITH_SHA256, der.bits(signature))

    def extensions(self):
        if self.authority_key_identifier is not None:
            yield "2.5.29.35", False, der.sequence(self.authority_key_identifier)
        if self.number is not None:
            yield "2.5.29.20", False, der.integer(self.number)
        if self.base_number is not None:
            yield "2.5.29.27", True, der.integer(self.base_number)
        if self.scope is not None:
            yield "2.5.29.28", self.scope.critical, self.scope.encoded()
        yield from self.more


def by_key(number):
    """AuthorityKeyIdentifier that names a key."""
    return der.primitive(0, key_identifier(number))


def by_issuer_and_serial(certificate):
    """AuthorityKeyIdentifier that names a certificate."""
    serial = der.implicit(2, der.integer(certificate.serial), False)
    return der.context(1, directory(certificate.issuer)) + serial
