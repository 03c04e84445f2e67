"""Twists of name constraints (RFC 5280 4.2.1.10, 6.1.3 (b) and (c), 6.1.4 (g), 7.1): a subtree and a name near its border."""

import der
from pki import (
    BASE_NAME,
    COMMON_NAME,
    COUNTRY,
    EMAIL,
    ORGANIZATION,
    UNIT,
    Attribute,
    Name,
    NameConstraints,
    directory,
    dns,
    ip,
    mailbox,
    named,
    other_name,
    registered_id,
    uri,
)
from twists import twist

DNS_BASES = ["contoh.id", "a.contoh.id", ".contoh.id", "Contoh.ID", "", "id"]
DNS_NAMES = [
    "contoh.id", "a.contoh.id", "b.a.contoh.id", "A.CONTOH.ID", "xcontoh.id", "contoh.id.lain.id", "lain.id", "*.contoh.id",
]
MAIL_BASES = ["contoh.id", ".contoh.id", "budi@contoh.id", "Contoh.ID", "a.contoh.id"]
MAIL_NAMES = [
    "budi@contoh.id", "Budi@contoh.id", "budi@CONTOH.ID", "budi@a.contoh.id", "budi@xcontoh.id", "budi@lain.id", "budi",
    '"a@b"@contoh.id',
]
URI_BASES = ["contoh.id", ".contoh.id", "a.contoh.id", "Contoh.ID"]
URI_NAMES = [
    "https://contoh.id/a", "https://a.contoh.id/", "https://contoh.id:8443/x?y=z", "https://budi@contoh.id/",
    "https://192.0.2.1/", "https://[2001:db8::1]/", "urn:contoh:1", "HTTPS://CONTOH.ID", "https://lain.id/contoh.id",
    "https://lain.id#@contoh.id", "contoh.id",
]
IP_BASES = {
    "v4-24": bytes([192, 0, 2, 0, 255, 255, 255, 0]),
    "v4-25": bytes([192, 0, 2, 128, 255, 255, 255, 128]),
    "v4-host-bits": bytes([192, 0, 2, 7, 255, 255, 255, 0]),
    "v4-all": bytes(8),
    "v4-holes": bytes([192, 0, 2, 1, 255, 0, 255, 255]),
    "v6-32": bytes.fromhex("20010db8" + "00" * 12 + "ffffffff" + "00" * 12),
    "length-5": bytes([192, 0, 2, 0, 255]),
}
IP_NAMES = {
    "v4-1": bytes([192, 0, 2, 1]),
    "v4-200": bytes([192, 0, 2, 200]),
    "v4-outside": bytes([198, 51, 100, 1]),
    "v6-inside": bytes.fromhex("20010db8" + "00" * 11 + "01"),
    "v6-outside": bytes.fromhex("20010db9" + "00" * 11 + "01"),
    "length-5": bytes([192, 0, 2, 1, 0]),
}


def subject_below(*attributes):
    return BASE_NAME.and_then(*attributes)


DIRECTORY_BASES = {
    "base": BASE_NAME,
    "country": Name(((Attribute(COUNTRY, "ID", der.PRINTABLE),),)),
    "printable": BASE_NAME.map(lambda one: Attribute(one.type, one.text, der.PRINTABLE)),
    "case": BASE_NAME.map(lambda one: Attribute(one.type, one.text.upper(), one.tag)),
    "spaces": BASE_NAME.map(lambda one: Attribute(one.type, one.text.replace(" ", "   "), one.tag)),
    "other-organization": Name((BASE_NAME.rdns[0], (Attribute(ORGANIZATION, "Contoh Lain"),))),
    "unit": subject_below(Attribute(UNIT, "Bagian A")),
    "not-from-the-top": Name((BASE_NAME.rdns[1],)),
    "empty": Name(()),
    "as-long-as-the-subject": named("Contoh Orang"),
    "prefix-of-a-value": Name((BASE_NAME.rdns[0], (Attribute(ORGANIZATION, "Contoh Organ"),))),
}
DIRECTORY_NAMES = {
    "in-unit-a": subject_below(Attribute(UNIT, "Bagian A"), Attribute(COMMON_NAME, "Contoh Orang")),
    "in-unit-b": subject_below(Attribute(UNIT, "Bagian B"), Attribute(COMMON_NAME, "Contoh Orang")),
    "plain": named("Contoh Orang"),
    "elsewhere": Name(((Attribute(COUNTRY, "SG", der.PRINTABLE),), (Attribute(COMMON_NAME, "Contoh Orang"),))),
}


def pair(random):
    """A type, a subtree and a name of that type, with what they are called."""
    kind = random.choice(["dns", "mail", "mail-in-subject", "uri", "ip", "directory", "directory", "directory-alternative", "other"])
    match kind:
        case "dns":
            base, name = random.choice(DNS_BASES), random.choice(DNS_NAMES)
            return kind, base, dns(base), name, dns(name)
        case "mail" | "mail-in-subject":
            base, name = random.choice(MAIL_BASES), random.choice(MAIL_NAMES)
            return kind, base, mailbox(base), name, mailbox(name)
        case "uri":
            base, name = random.choice(URI_BASES), random.choice(URI_NAMES)
            return kind, base, uri(base), name, uri(name)
        case "ip":
            base, name = random.choice(list(IP_BASES)), random.choice(list(IP_NAMES))
            return kind, base, ip(IP_BASES[base]), name, ip(IP_NAMES[name])
        case "directory" | "directory-alternative":
            base, name = random.choice(list(DIRECTORY_BASES)), random.choice(list(DIRECTORY_NAMES))
            return kind, base, directory(DIRECTORY_BASES[base]), name, DIRECTORY_NAMES[name]
        case _:
            base, name = random.choice(
                [
                    (("registered-id", registered_id("2.16.840.1")), ("registered-id", registered_id("2.16.840.1.5"))),
                    (("other-name", other_name("2.16.840.1.7", "a")), ("other-name", other_name("2.16.840.1.7", "a"))),
                ]
            )
            name = random.choice([name, ("none", b"")])
            return kind, base[0], base[1], name[0], name[1]


@twist(20, needs_ca=True)
def name_constraints(case, random):
    kind, base_label, base, name_label, name = pair(random)
    one = random.choice(case.cas)
    constraints = one.name_constraints or NameConstraints()
    one.name_constraints = constraints
    how = random.choice(["permitted", "permitted", "excluded"])
    getattr(constraints, how).append(base)
    if random.random() < 0.1:
        constraints.critical = False
        case.say("name-constraints:not-critical")
    if random.random() < 0.08:
        # 4.2.1.10: minimum is zero and maximum absent.
        extra = random.choice([der.primitive(0, b"\x01"), der.primitive(1, b"\x05")])
        getattr(constraints, how)[-1] = base + extra
        case.say(f"name-constraints:{'minimum' if extra[0] == 0x80 else 'maximum'}")
    subject = case.end_entity
    if random.random() < 0.12:
        # The name stands in a CA's certificate, the border case of (b): self-issued certificates are not checked.
        subject = random.choice(case.chain)
        case.say("name-constraints:name-in-any-certificate")
    match kind:
        case "mail-in-subject":
            attribute = Attribute(EMAIL, name_label, der.IA5)
            if subject is case.end_entity:
                subject.subject = subject.subject.and_then(attribute)
        case "directory":
            if subject is case.end_entity:
                subject.subject = name
        case "directory-alternative":
            subject.alternative_names.append(directory(name))
        case _:
            if name:
                subject.alternative_names.append(name)
    if random.random() < 0.15:
        # Another subtree of the same type, or of a type that does not occur.
        more = random.choice([base, dns("lain.id"), mailbox("lain.id"), directory(named("Contoh Orang"))])
        getattr(constraints, random.choice(["permitted", "excluded"])).append(more)
        case.say("name-constraints:second-subtree")
    case.say(f"name-constraints:{kind}:{how}:{base_label}:{name_label}")


@twist(2, needs_ca=True)
def two_name_constraints(case, random):
    """The permitted subtrees of two CAs are intersected, the excluded ones united (6.1.4 (g))."""
    first, second = random.choice(case.cas), random.choice(case.cas)
    wide, narrow = random.choice(
        [
            (dns("contoh.id"), dns("a.contoh.id")),
            (mailbox(".contoh.id"), mailbox("budi@a.contoh.id")),
            (mailbox("contoh.id"), mailbox("a.contoh.id")),
            (directory(DIRECTORY_BASES["country"]), directory(BASE_NAME)),
            (directory(BASE_NAME), directory(DIRECTORY_BASES["other-organization"])),
            (ip(IP_BASES["v4-24"]), ip(IP_BASES["v4-25"])),
        ]
    )
    how = random.choice(["permitted", "excluded"])
    for one, base in zip(random.sample([first, second], 2), (wide, narrow)):
        one.name_constraints = one.name_constraints or NameConstraints()
        getattr(one.name_constraints, how).append(base)
    name = random.choice(
        [dns("a.contoh.id"), dns("contoh.id"), mailbox("budi@a.contoh.id"), mailbox("budi@contoh.id"),
         ip(IP_NAMES["v4-1"]), ip(IP_NAMES["v4-200"])]
    )
    case.end_entity.alternative_names.append(name)
    case.say(f"name-constraints:two:{how}")


@twist(1, needs_ca=True)
def empty_name_constraints(case, random):
    """4.2.1.10: an empty sequence must not be issued."""
    random.choice(case.cas).name_constraints = NameConstraints()
    case.say("name-constraints:empty")
