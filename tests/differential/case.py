"""A case: one question about one certificate, with everything needed to answer it. It starts valid; twists change it."""

from base64 import b64encode
from dataclasses import dataclass, field

from pki import (
    CRL_SIGN,
    DAY,
    DIGITAL_SIGNATURE,
    KEY_CERT_SIGN,
    MOMENT,
    NON_REPUDIATION,
    POLICIES,
    BasicConstraints,
    Certificate,
    Crl,
    DistributionPoint,
    by_key,
    key_identifier,
    named,
    public_key_info,
    uri,
)


@dataclass
class Inputs:
    """RFC 5280 6.1.1 (c), (e) to (g)."""

    initial: list | None = None
    explicit: bool = False
    inhibit_mapping: bool = False
    inhibit_any: bool = False


@dataclass
class Case:
    number: int
    anchor: Certificate
    # From the one that the anchor issued to the end entity.
    chain: list
    # Certificates beside the chain.
    others: list = field(default_factory=list)
    # Those of the chain that nobody is given.
    hidden: list = field(default_factory=list)
    crls: list = field(default_factory=list)
    inputs: Inputs = field(default_factory=Inputs)
    check_revocation: bool = False
    moment: int = MOMENT
    labels: list = field(default_factory=list)
    next_serial: int = 100
    next_key: int = 0

    @property
    def end_entity(self):
        return self.chain[-1]

    @property
    def cas(self):
        return self.chain[:-1]

    def issuer_of(self, certificate):
        position = next(i for i, one in enumerate(self.chain) if one is certificate)
        return self.chain[position - 1] if position else self.anchor

    def below(self, position):
        """How many certificates that are not self-issued stand between this CA and the end entity (6.1.4 (l))."""
        return sum(not one.self_issued for one in self.chain[position + 1 : -1])

    def serial(self):
        self.next_serial += 1
        return self.next_serial

    def key(self):
        self.next_key += 1
        return self.next_key - 1

    def crl_of(self, issuer):
        """The first list in the issuer's name; None where a twist took it away."""
        return next((crl for crl in self.crls if crl.issuer == issuer.subject), None)

    def say(self, label):
        self.labels.append(label)


def base_case(number, random):
    """A valid case with what an ordinary PKI has."""
    depth = random.choices([0, 1, 2, 3, 4], [2, 6, 6, 3, 1])[0]
    anchor = ca(named("Contoh Root"), named("Contoh Root"), 0, 0, 1)
    case = Case(number, anchor, [], next_key=1)
    issuer = anchor
    with_policies = random.random() < 0.4
    for level in range(1, depth + 2):
        key = case.key()
        if level <= depth:
            one = ca(named(f"Contoh CA {level}"), issuer.subject, key, issuer.key, case.serial())
            if random.random() < 0.3:
                one.basic_constraints.path_length = depth - level + random.choice([0, 0, 1])
        else:
            one = end_entity(named("Contoh Orang"), issuer.subject, key, issuer.key, case.serial())
        if with_policies:
            one.policies = [POLICIES[0]]
        case.chain.append(one)
        issuer = one
    if with_policies and random.random() < 0.5:
        case.inputs.explicit = True
        case.inputs.initial = random.choice([None, [POLICIES[0]], POLICIES[:2]])
    case.check_revocation = random.random() < 0.55
    if case.check_revocation:
        add_crls(case, random)
    return case


def ca(subject, issuer, key, issuer_key, serial):
    return Certificate(
        subject,
        issuer,
        key,
        issuer_key,
        serial,
        basic_constraints=BasicConstraints(),
        key_usage=[KEY_CERT_SIGN, CRL_SIGN],
        subject_key_identifier=key_identifier(key),
        authority_key_identifier=by_key(issuer_key),
    )


def end_entity(subject, issuer, key, issuer_key, serial):
    return Certificate(
        subject,
        issuer,
        key,
        issuer_key,
        serial,
        not_before=MOMENT - 100 * DAY,
        not_after=MOMENT + 100 * DAY,
        key_usage=[DIGITAL_SIGNATURE, NON_REPUDIATION],
        subject_key_identifier=key_identifier(key),
        authority_key_identifier=by_key(issuer_key),
    )


def full_crl(issuer, **changes):
    return Crl(
        issuer.subject, issuer.key, authority_key_identifier=by_key(issuer.key), **changes
    )


def crl_address(issuer):
    return uri(f"http://crl.contoh.id/{issuer.serial}.crl")


def add_crls(case, random):
    """Each issuer publishes one list of everything it issued; half of the time its certificates say where."""
    for issuer in [case.anchor, *case.cas]:
        case.crls.append(full_crl(issuer))
    if random.random() < 0.5:
        for one in case.chain:
            one.crl_points = [DistributionPoint([crl_address(case.issuer_of(one))])]


def written(case, shuffle):
    """The case as JSON. The order of candidates and lists says nothing, so it is not kept."""
    encode = lambda one: b64encode(one.encoded()).decode()  # noqa: E731
    hidden = {id(one) for one in case.hidden}
    candidates = [encode(one) for one in [*case.cas, *case.others] if id(one) not in hidden]
    crls = [encode(one) for one in case.crls]
    shuffle(candidates)
    shuffle(crls)
    return {
        "number": case.number,
        "labels": case.labels or ["none"],
        "moment": case.moment,
        "revocation": case.check_revocation,
        "policies": vars(case.inputs),
        "anchor": encode(case.anchor),
        # What our trusted root lists of it.
        "anchor_name": b64encode(case.anchor.subject.encoded()).decode(),
        "anchor_key": b64encode(public_key_info(case.anchor.key)).decode(),
        "certificate": encode(case.end_entity),
        "candidates": candidates,
        "crls": crls,
    }
