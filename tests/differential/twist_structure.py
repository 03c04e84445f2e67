"""Twists of the path itself: RFC 5280 6.1.3 (a), 6.1.4 (k) to (o), 6.1.5 (f), and how a path is found."""

import der
from case import ca, full_crl
from pki import (
    BASE_NAME,
    COMMON_NAME,
    CRL_SIGN,
    DIGITAL_SIGNATURE,
    ECDSA_WITH_SHA384,
    KEY_CERT_SIGN,
    UNIT,
    Attribute,
    BasicConstraints,
    Name,
    by_issuer_and_serial,
    by_key,
    directory,
    key_identifier,
    mailbox,
    named,
)
from twists import twist


@twist(4, needs_ca=True)
def path_length(case, random):
    position = random.randrange(len(case.cas))
    needed = case.below(position)
    length = max(0, needed + random.choice([-1, -1, 0, 1]))
    case.chain[position].basic_constraints = BasicConstraints(path_length=length)
    case.say(f"path-length:{length - needed:+d}")


@twist(3, needs_ca=True)
def basic_constraints(case, random):
    one = random.choice(case.cas)
    kind = random.choice(["missing", "not-ca", "not-critical", "path-length-without-ca"])
    one.basic_constraints = {
        "missing": None,
        "not-ca": BasicConstraints(ca=False),
        "not-critical": BasicConstraints(critical=False),
        "path-length-without-ca": BasicConstraints(ca=False, path_length=3),
    }[kind]
    case.say(f"basic-constraints:{kind}")


@twist(3, needs_ca=True)
def ca_key_usage(case, random):
    one = random.choice(case.cas)
    kind = random.choice(["missing", "no-key-cert-sign", "no-crl-sign", "empty"])
    one.key_usage = {
        "missing": None,
        "no-key-cert-sign": [DIGITAL_SIGNATURE, CRL_SIGN],
        "no-crl-sign": [KEY_CERT_SIGN],
        "empty": [],
    }[kind]
    case.say(f"ca-key-usage:{kind}")


@twist(1)
def end_entity_kind(case, random):
    kind = random.choice(["ca", "no-key-usage", "basic-constraints-without-ca", "no-key-identifier"])
    one = case.end_entity
    match kind:
        case "ca":
            one.basic_constraints = BasicConstraints(path_length=random.choice([None, 0]))
            one.key_usage = [DIGITAL_SIGNATURE, KEY_CERT_SIGN]
        case "no-key-usage":
            one.key_usage = None
        case "basic-constraints-without-ca":
            one.basic_constraints = BasicConstraints(ca=False)
        case "no-key-identifier":
            one.subject_key_identifier = None
    case.say(f"end-entity:{kind}")


@twist(4, needs_ca=True)
def self_issued(case, random):
    """A CA changes its key and certifies the new one with the old."""
    position = random.randrange(len(case.cas))
    old = case.chain[position]
    new_key = case.key()
    new = old.copy(
        issuer=old.subject,
        key=new_key,
        signed_by=old.key,
        serial=case.serial(),
        subject_key_identifier=key_identifier(new_key),
        authority_key_identifier=by_key(old.key),
    )
    if new.basic_constraints and random.random() < 0.3:
        # Counts for what comes below it, though it is not counted itself.
        new.basic_constraints.path_length = max(0, case.below(position) - random.choice([0, 0, 1]))
    below = case.chain[position + 1]
    below.signed_by, below.authority_key_identifier = new_key, by_key(new_key)
    case.chain.insert(position + 1, new)
    case.say("self-issued")
    if case.check_revocation and (crl := case.crl_of(old)):
        who = random.choice(["old", "new", "both"])
        if who == "new":
            crl.signed_by, crl.authority_key_identifier = new_key, by_key(new_key)
        if who == "both":
            case.crls.append(full_crl(new))
        case.say(f"self-issued:crl-by-{who}-key")


@twist(3)
def validity(case, random):
    one = random.choice(case.chain)
    kind = random.choice(["ends-before", "ends-at", "starts-after", "starts-at", "far-future"])
    match kind:
        case "ends-before":
            one.not_after = case.moment - 1
        case "ends-at":
            one.not_after = case.moment
        case "starts-after":
            one.not_before = case.moment + 1
        case "starts-at":
            one.not_before = case.moment
        case "far-future":
            one.not_after = 253_402_300_799
    case.say(f"validity:{kind}")


@twist(3)
def unknown_extension(case, random):
    one = random.choice(case.chain)
    critical = random.random() < 0.6
    one.more.append(("2.16.840.1.101.3.2.1.48.99", critical, der.text("contoh")))
    where = "end-entity" if one is case.end_entity else "ca"
    case.say(f"unknown-extension:{where}:{'critical' if critical else 'not-critical'}")


@twist(1)
def known_extension_critical(case, random):
    """Extensions that may be critical though the profile has them otherwise, or that others may not process."""
    one = random.choice(case.chain)
    where = "end-entity" if one is case.end_entity else "ca"
    kind = random.choice(["policies", "alternative-names", "extended-key-usage", "crl-points", "key-identifier"])
    match kind:
        case "policies":
            one.policies = one.policies or ["2.5.29.32.0"]
            one.policies_critical = True
        case "alternative-names":
            one.alternative_names = one.alternative_names or [mailbox("budi@contoh.id")]
            one.alternative_names_critical = True
        case "extended-key-usage":
            one.more.append(("2.5.29.37", True, der.sequence(der.oid("1.3.6.1.5.5.7.3.4"))))
        case "crl-points":
            points = [point.encoded() for point in one.crl_points]
            if not points:
                return
            one.more.append(("2.5.29.31", True, der.sequence(*points)))
            one.crl_points = []
        case "key-identifier":
            if one.authority_key_identifier is None:
                return
            one.more.append(("2.5.29.35", True, der.sequence(one.authority_key_identifier)))
            one.authority_key_identifier = None
    case.say(f"critical:{where}:{kind}")


@twist(1)
def extension_twice(case, random):
    one = random.choice(case.chain)
    existing = [extension for extension in one.extensions()]
    if existing:
        again = random.choice(existing)
        one.more.append(again)
        case.say(f"extension-twice:{again[0]}")


@twist(1)
def extended_key_usage(case, random):
    """Not part of 6.1: what it means for a path is the application's."""
    one = random.choice(case.chain)
    purpose = random.choice(["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.8", "2.5.29.37.0"])
    one.more.append(("2.5.29.37", False, der.sequence(der.oid(purpose))))
    case.say(f"extended-key-usage:{'end-entity' if one is case.end_entity else 'ca'}")


@twist(2, needs_ca=True)
def same_name_other_key(case, random):
    """Another CA of the same name stands among the candidates."""
    one = random.choice(case.cas)
    other = one.copy(key=case.key(), serial=case.serial())
    other.subject_key_identifier = random.choice(
        [key_identifier(other.key), one.subject_key_identifier, None]
    )
    case.others.append(other)
    case.say("same-name-other-key")


@twist(3, needs_ca=True)
def cross_certificate(case, random):
    """The same CA has a second certificate, of another issuer; one of the ways may be closed."""
    position = random.randrange(len(case.cas))
    one = case.chain[position]
    bridge = ca(named("Contoh Jembatan"), case.anchor.subject, case.key(), case.anchor.key, case.serial())
    second = one.copy(
        issuer=bridge.subject,
        signed_by=bridge.key,
        serial=case.serial(),
        authority_key_identifier=by_key(bridge.key),
    )
    case.others += [bridge, second]
    if case.check_revocation:
        case.crls.append(full_crl(bridge))
    closed = random.choice(["none", "first", "second", "both", "first-by-issuer"])
    if closed in ("first", "both"):
        one.not_after = case.moment - 1
    if closed in ("second", "both"):
        second.basic_constraints = BasicConstraints(ca=False)
    if closed == "first-by-issuer":
        one.broken_signature = True
    case.say(f"cross-certificate:{closed}-closed")


@twist(3)
def authority_key(case, random):
    one = random.choice(case.chain)
    issuer = case.issuer_of(one)
    kind = random.choice(["wrong", "missing", "issuer-and-serial", "wrong-serial", "wrong-issuer"])
    one.authority_key_identifier = {
        "wrong": der.primitive(0, b"\x17" * 20),
        "missing": None,
        "issuer-and-serial": by_issuer_and_serial(issuer),
        "wrong-serial": by_issuer_and_serial(issuer.copy(serial=9999)),
        "wrong-issuer": by_issuer_and_serial(issuer.copy(issuer=named("Contoh Lain"))),
    }[kind]
    case.say(f"authority-key-identifier:{kind}")


@twist(2, needs_ca=True)
def subject_key(case, random):
    one = random.choice(case.cas)
    kind = random.choice(["missing", "other-method"])
    if kind == "missing":
        one.subject_key_identifier = None
    else:
        # The identifier is a label (4.2.1.2): any value does where both say the same.
        one.subject_key_identifier = bytes([one.serial % 256]) * 8
        for other in case.chain:
            if other.signed_by == one.key:
                other.authority_key_identifier = der.primitive(0, one.subject_key_identifier)
        for crl in case.crls:
            if crl.signed_by == one.key:
                crl.authority_key_identifier = der.primitive(0, one.subject_key_identifier)
    case.say(f"subject-key-identifier:{kind}")


@twist(2)
def signature(case, random):
    one = random.choice(case.chain)
    kind = random.choice(["broken", "by-other-key", "algorithms-differ"])
    match kind:
        case "broken":
            one.broken_signature = True
        case "by-other-key":
            one.signed_by = 40
        case "algorithms-differ":
            one.signature_algorithm = ECDSA_WITH_SHA384
    case.say(f"signature:{kind}")


def other_spelling(name, random):
    """The name as its issuer might write it otherwise, and what was done (RFC 5280 7.1)."""
    kind = random.choice(
        ["printable", "case", "spaces-doubled", "spaces-around", "bmp-no", "other-name", "rdns-swapped", "rdn-merged"]
    )

    def change(attribute):
        if attribute.type == "2.5.4.6":
            return attribute
        text, tag = attribute.text, attribute.tag
        match kind:
            case "printable":
                tag = der.PRINTABLE
            case "case":
                text = text.upper()
            case "spaces-doubled":
                text = text.replace(" ", "  ")
            case "spaces-around":
                text = f" {text} "
            case "bmp-no":
                text = text.replace("o", "\u00f6")
        return Attribute(attribute.type, text, tag)

    match kind:
        case "other-name":
            return named("Contoh Lain"), kind
        case "rdns-swapped":
            return Name(tuple(reversed(name.rdns))), kind
        case "rdn-merged":
            return Name((name.rdns[0], tuple(one for rdn in name.rdns[1:] for one in rdn))), kind
        case _:
            return name.map(change), "other-letters" if kind == "bmp-no" else kind


@twist(4)
def issuer_spelling(case, random):
    """The issuer field and the issuer's subject say the same name differently, or not the same name."""
    one = random.choice(case.chain)
    one.issuer, kind = other_spelling(one.issuer, random)
    case.say(f"issuer-spelling:{kind}")


@twist(1)
def multi_valued_name(case, random):
    """An RDN of two attributes, written the same everywhere."""
    position = random.randrange(len(case.chain))
    one = case.chain[position]
    if not one.subject.rdns:
        return
    attributes = (one.subject.rdns[-1][0], Attribute(UNIT, "Contoh Bagian"))
    name = Name(BASE_NAME.rdns + (attributes,))
    rename(case, position, name)
    case.say("multi-valued-name")


def rename(case, position, name):
    """Gives a certificate another subject, and what it issued that issuer."""
    old = case.chain[position].subject
    case.chain[position].subject = name
    for one in [*case.chain[position + 1 :], *case.others]:
        if one.issuer == old:
            one.issuer = name
    for crl in case.crls:
        if crl.issuer == old:
            crl.issuer = name


@twist(2, needs_ca=True)
def version(case, random):
    one = random.choice(case.cas)
    one.version = random.choice([1, 2])
    case.say(f"version:{one.version}")


@twist(1)
def serial(case, random):
    one = random.choice(case.chain)
    kind = random.choice(["zero", "negative", "twenty-octets", "more-octets"])
    one.serial = {"zero": 0, "negative": -5, "twenty-octets": 1 << 157, "more-octets": 1 << 175}[kind]
    case.say(f"serial:{kind}")


@twist(2, needs_ca=True)
def candidates(case, random):
    kind = random.choice(["missing", "twice", "unrelated", "anchor-among-them"])
    match kind:
        case "missing":
            # It stays in the chain for the twists that follow, but nobody is given it.
            case.hidden.append(random.choice(case.cas))
        case "twice":
            case.others.append(random.choice(case.cas))
        case "unrelated":
            case.others.append(ca(named("Contoh Lain"), named("Contoh Lain"), 41, 41, case.serial()))
        case "anchor-among-them":
            case.others.append(case.anchor)
    case.say(f"candidates:{kind}")


@twist(1)
def empty_subject(case, random):
    one = case.end_entity
    one.subject = Name(())
    one.alternative_names = [mailbox("budi@contoh.id")]
    one.alternative_names_critical = random.random() < 0.5
    case.say(f"empty-subject:{'critical' if one.alternative_names_critical else 'not-critical'}")


@twist(1, needs_ca=True)
def end_entity_as_issuer(case, random):
    """Somebody whose certificate is for signing documents issues one more."""
    issuer = case.end_entity
    kind = random.choice(["plain", "with-ca-false", "with-key-cert-sign"])
    new = issuer.copy(
        subject=named("Contoh Cucu"),
        issuer=issuer.subject,
        key=case.key(),
        signed_by=issuer.key,
        serial=case.serial(),
        authority_key_identifier=by_key(issuer.key),
    )
    new.subject_key_identifier = key_identifier(new.key)
    if kind == "with-ca-false":
        issuer.basic_constraints = BasicConstraints(ca=False)
    if kind == "with-key-cert-sign":
        issuer.key_usage = [DIGITAL_SIGNATURE, KEY_CERT_SIGN, CRL_SIGN]
    case.chain.append(new)
    if case.check_revocation:
        case.crls.append(full_crl(issuer))
    case.say(f"end-entity-as-issuer:{kind}")


@twist(1)
def common_name_only(case, random):
    """Names without country and organisation: two certificates of different issuers may share them."""
    one = case.end_entity
    one.subject = Name(((Attribute(COMMON_NAME, "Contoh Orang"),),))
    case.say("common-name-only")


@twist(1)
def directory_alternative_name(case, random):
    case.end_entity.alternative_names.append(directory(named("Contoh Orang")))
    case.say("directory-alternative-name")
