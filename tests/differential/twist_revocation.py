"""Twists of lists (RFC 5280 5, 6.3): what a list covers, who signed it, when, and what it says of the certificate."""

import der
from case import ca, crl_address, full_crl
from pki import (
    COMMON_NAME,
    CRL_SIGN,
    DAY,
    KEY_CERT_SIGN,
    Attribute,
    Crl,
    DistributionPoint,
    Entry,
    IssuingDistributionPoint,
    by_key,
    directory,
    key_identifier,
    named,
    uri,
)
from twist_structure import other_spelling
from twists import twist

# CRLReason (5.3.1).
REASONS = {
    "none": None, "unspecified": 0, "key-compromise": 1, "ca-compromise": 2, "superseded": 4, "hold": 6, "remove": 8,
    "aa-compromise": 10,
}
# ReasonFlags (4.2.1.13), all that can be said.
ALL_REASONS = list(range(1, 9))


def target(case, random):
    """The end entity more often than others, with its issuer's list; None where that is gone."""
    one = case.end_entity if random.random() < 0.65 else random.choice(case.chain)
    return one, case.issuer_of(one), case.crl_of(case.issuer_of(one))


def where(case, one):
    return "end-entity" if one is case.end_entity else "ca"


def entry(case, one, random, reason="none", **more):
    return Entry(one.serial, case.moment - random.choice([1, 3, 100]) * DAY, REASONS[reason], **more)


def replace_crl(case, old, *new):
    """Another object takes the place, so that identity says which list is which."""
    case.crls = [one for one in case.crls if one is not old] + list(new)


@twist(6, needs_crls=True)
def revoked(case, random):
    one, issuer, crl = target(case, random)
    if crl is None:
        return
    reason = random.choice(list(REASONS))
    added = entry(case, one, random, reason)
    kind = random.choice(["", "", "", ":later", ":other-serial"])
    if kind == ":later":
        added.at = case.moment + DAY
    if kind == ":other-serial":
        added.serial += 500
    crl.entries.append(added)
    case.say(f"revoked:{where(case, one)}:{reason}{kind}")


@twist(4, needs_crls=True)
def times(case, random):
    _, _, crl = target(case, random)
    if crl is None:
        return
    kind = random.choice(["expired", "ends-now", "not-yet", "starts-now", "no-next-update"])
    match kind:
        case "expired":
            crl.next_update = case.moment - 1
        case "ends-now":
            crl.next_update = case.moment
        case "not-yet":
            crl.this_update = case.moment + 1
        case "starts-now":
            crl.this_update = case.moment
        case "no-next-update":
            crl.next_update = None
    case.say(f"crl-time:{kind}")


@twist(3, needs_crls=True)
def absent(case, random):
    one, _, crl = target(case, random)
    if crl is not None:
        replace_crl(case, crl)
        case.say(f"crl-absent:{where(case, one)}")


@twist(4, needs_crls=True)
def signer(case, random):
    _, issuer, crl = target(case, random)
    if crl is None:
        return
    kind = random.choice(
        ["wrong-key", "broken", "own-certificate", "own-certificate-without-crl-sign", "own-certificate-of-root",
         "no-key-identifier", "wrong-key-identifier"]
    )
    match kind:
        case "wrong-key":
            crl.signed_by = 42
        case "broken":
            crl.broken_signature = True
        case "no-key-identifier":
            crl.authority_key_identifier = None
        case "wrong-key-identifier":
            crl.authority_key_identifier = der.primitive(0, b"\x17" * 20)
        case _:
            # The CA signs lists with another key than certificates, and has a certificate for it in its own name.
            parent = case.issuer_of(issuer) if issuer in case.chain else case.anchor
            usage = [KEY_CERT_SIGN] if kind.endswith("without-crl-sign") else [CRL_SIGN]
            add_crl_signer(case, issuer.subject, case.anchor if kind.endswith("root") else parent, crl, usage)
    case.say(f"crl-signer:{kind}")


def add_crl_signer(case, name, parent, crl, usage):
    """A certificate whose key signs the list."""
    signer = ca(name, parent.subject, case.key(), parent.key, case.serial())
    signer.basic_constraints = None
    signer.key_usage = usage
    crl.signed_by, crl.authority_key_identifier = signer.key, by_key(signer.key)
    case.others.append(signer)
    return signer


@twist(2, needs_crls=True)
def crl_issuer_spelling(case, random):
    _, _, crl = target(case, random)
    if crl is not None:
        crl.issuer, kind = other_spelling(crl.issuer, random)
        case.say(f"crl-issuer-spelling:{kind}")


@twist(6, needs_crls=True)
def kinds_of_certificates(case, random):
    """Lists for end entities, for CAs, for attribute certificates (6.3.3 (b)(2)(ii) to (iv))."""
    one, _, crl = target(case, random)
    if crl is None:
        return
    kind = random.choice(["user", "user", "ca", "ca", "attribute", "both", "split"])
    if kind == "split":
        for_cas = crl.copy(number=11, scope=IssuingDistributionPoint(only_ca=True))
        crl.scope = IssuingDistributionPoint(only_user=True)
        case.crls.append(for_cas)
        if random.random() < 0.4:
            random.choice([crl, for_cas]).entries.append(entry(case, one, random))
            case.say("revoked:in-one-of-two")
    else:
        crl.scope = IssuingDistributionPoint(
            only_user=kind in ("user", "both"), only_ca=kind in ("ca", "both"), only_attribute=kind == "attribute"
        )
        crl.scope.critical = random.random() < 0.9
    case.say(f"crl-scope:{where(case, one)}:only-{kind}")


@twist(7, needs_crls=True)
def points(case, random):
    """The name of the list and the name in the certificate (6.3.3 (b)(2)(i))."""
    one, issuer, crl = target(case, random)
    if crl is None:
        return
    here, there = crl_address(issuer), uri("http://crl.contoh.id/lain.crl")
    full = directory(issuer.subject.and_then(Attribute(COMMON_NAME, "CRL1")))
    relative = (Attribute(COMMON_NAME, "CRL1"),)
    certificate, listed, label = random.choice(
        [
            ([DistributionPoint([here])], dict(names=[here]), "same"),
            ([DistributionPoint([here])], dict(names=[there]), "different"),
            ([DistributionPoint([here, there])], dict(names=[there]), "one-of-two"),
            ([DistributionPoint([there]), DistributionPoint([here])], dict(names=[here]), "second-point"),
            ([], dict(names=[here]), "not-in-certificate"),
            ([DistributionPoint([here])], dict(), "not-in-list"),
            ([DistributionPoint([full])], dict(relative=relative), "full-and-relative"),
            ([DistributionPoint(relative=relative)], dict(names=[full]), "relative-and-full"),
            ([DistributionPoint(relative=relative)], dict(relative=relative), "both-relative"),
            ([DistributionPoint(relative=(Attribute(COMMON_NAME, "CRL2"),))], dict(relative=relative), "relative-different"),
            ([], dict(names=[directory(issuer.subject)]), "issuer-name-without-point"),
            ([DistributionPoint(None, crl_issuer=[directory(issuer.subject)])], dict(names=[directory(issuer.subject)]),
             "issuer-is-the-name"),
            ([DistributionPoint([uri("HTTP://CRL.CONTOH.ID/1.crl")])], dict(names=[uri("http://crl.contoh.id/1.crl")]), "case"),
        ]
    )
    one.crl_points = certificate
    crl.scope = IssuingDistributionPoint(**listed, critical=random.random() < 0.9)
    case.say(f"crl-point:{label}")


@twist(5, needs_crls=True)
def reasons(case, random):
    """Lists that cover some reasons (6.3.3 (d), (l))."""
    one, issuer, crl = target(case, random)
    if crl is None:
        return
    some = [1, 3]
    rest = [reason for reason in ALL_REASONS if reason not in some]
    first = crl.copy(scope=IssuingDistributionPoint(only_some_reasons=some))
    second = crl.copy(number=11, scope=IssuingDistributionPoint(only_some_reasons=rest))
    kind = random.choice(["some", "all-in-two", "all-in-one", "one-missing", "some-and-full", "reasons-in-point"])
    lists = {
        "some": [first],
        "all-in-two": [first, second],
        "all-in-one": [crl.copy(scope=IssuingDistributionPoint(only_some_reasons=ALL_REASONS))],
        "one-missing": [first, crl.copy(number=11, scope=IssuingDistributionPoint(only_some_reasons=rest[:-1]))],
        "some-and-full": [first, crl.copy(number=11)],
        "reasons-in-point": [crl.copy()],
    }[kind]
    if kind == "reasons-in-point":
        points = [DistributionPoint([crl_address(issuer)], reasons=some)]
        if random.random() < 0.5:
            points.append(DistributionPoint([crl_address(issuer)], reasons=rest))
            kind = "reasons-in-both-points"
        one.crl_points = points
    replace_crl(case, crl, *lists)
    if random.random() < 0.4:
        random.choice(lists).entries.append(entry(case, one, random, random.choice(["key-compromise", "superseded", "none"])))
        case.say("revoked:in-one-of-several")
    case.say(f"crl-reasons:{kind}")


@twist(6, needs_crls=True)
def indirect(case, random):
    """Somebody else publishes the list (4.2.1.13 cRLIssuer, 5.2.5 indirectCRL, 5.3.3, 6.3.3 (b)(1), (f))."""
    one, issuer, crl = target(case, random)
    if crl is None:
        return
    name = named("Contoh Penerbit CRL")
    listed = Crl(name, 0)
    parent = random.choice([case.anchor, case.anchor, issuer])
    signer = add_crl_signer(case, name, parent, listed, [CRL_SIGN])
    listed.scope = IssuingDistributionPoint(indirect=True)
    one.crl_points = [DistributionPoint([crl_address(issuer)], crl_issuer=[directory(name)])]
    kind = random.choice(
        ["good", "good", "good", "not-indirect", "no-crl-issuer-in-point", "no-crl-sign", "no-certificate", "point-name", "no-name"]
    )
    match kind:
        case "not-indirect":
            listed.scope = None
        case "no-crl-issuer-in-point":
            one.crl_points = [DistributionPoint([crl_address(issuer)])]
        case "no-crl-sign":
            signer.key_usage = [KEY_CERT_SIGN]
        case "no-certificate":
            case.others.remove(signer)
        case "point-name":
            listed.scope.names = [crl_address(issuer)]
        case "no-name":
            one.crl_points = [DistributionPoint(None, crl_issuer=[directory(name)])]
    said = random.choice(["nothing", "nothing", "revoked", "revoked-without-issuer", "other-issuer", "inherited"])
    mine = entry(case, one, random)
    other = Entry(77, case.moment - DAY, None, issuer.subject)
    match said:
        case "revoked":
            mine.certificate_issuer = issuer.subject
            listed.entries = [mine]
        case "revoked-without-issuer":
            # Without the extension the first entries are the list's own issuer's (5.3.3).
            listed.entries = [mine]
        case "other-issuer":
            mine.certificate_issuer = named("Contoh Lain")
            listed.entries = [mine]
        case "inherited":
            listed.entries = [other, mine]
    if random.random() < 0.7:
        # The issuer's own list is gone. Where the list's signer had its status from there, a list for it alone remains.
        replace_crl(case, crl, listed)
        case.say("indirect:alone")
        if parent is issuer and random.random() < 0.6:
            there = [uri("http://crl.contoh.id/penerbit.crl")]
            signer.crl_points = [DistributionPoint(there)]
            case.crls.append(full_crl(issuer, scope=IssuingDistributionPoint(there)))
            case.say("indirect:signer-has-its-own-list")
    else:
        case.crls.append(listed)
    case.say(f"indirect:{kind}:{said}")


@twist(1, needs_crls=True)
def indirect_by_issuer(case, random):
    """The issuer's own list says that it is indirect, and speaks of others' certificates first."""
    one, issuer, crl = target(case, random)
    if crl is None:
        return
    crl.scope = IssuingDistributionPoint(indirect=True)
    mine = entry(case, one, random)
    other = Entry(77, case.moment - DAY, None, named("Contoh Lain"))
    kind = random.choice(["mine", "mine-after-other", "other-first"])
    if kind == "mine":
        crl.entries = [mine]
    if kind == "mine-after-other":
        crl.entries = [other, mine]
    if kind == "other-first":
        mine.certificate_issuer = issuer.subject
        crl.entries = [other, mine]
    case.say(f"indirect-by-issuer:{kind}")


@twist(6, needs_crls=True)
def delta(case, random):
    """A list of changes beside the complete one (5.2.4, 6.3.3 (c))."""
    one, _, crl = target(case, random)
    if crl is None:
        return
    crl.number = 10
    changes = crl.copy(number=12, base_number=10, this_update=case.moment - DAY, entries=[])
    kind = random.choice(
        ["good", "good", "revokes", "revokes", "removes", "hold-stays", "base-too-old", "base-newer", "alone", "expired",
         "not-yet", "broken", "other-scope", "base-expired"]
    )
    match kind:
        case "revokes":
            changes.entries = [entry(case, one, random, "key-compromise")]
        case "removes":
            crl.entries.append(entry(case, one, random, "hold"))
            changes.entries = [entry(case, one, random, "remove")]
        case "hold-stays":
            crl.entries.append(entry(case, one, random, "hold"))
        case "base-too-old":
            changes.base_number = 11
            changes.entries = random.choice([[], [entry(case, one, random, "key-compromise")]])
        case "base-newer":
            crl.number = 13
            changes.entries = [entry(case, one, random, "key-compromise")]
        case "expired":
            changes.next_update = case.moment - 1
        case "not-yet":
            changes.this_update = case.moment + 1
        case "broken":
            changes.broken_signature = True
            changes.entries = [entry(case, one, random, "key-compromise")]
        case "other-scope":
            changes.scope = IssuingDistributionPoint(only_ca=True)
            changes.entries = [entry(case, one, random, "key-compromise")]
        case "base-expired":
            crl.next_update = case.moment - 1
    if kind == "alone":
        replace_crl(case, crl, changes)
    else:
        case.crls.append(changes)
    if random.random() < 0.5:
        # 5.2.6 freshestCRL says where changes are found.
        value = der.sequence(DistributionPoint([uri("http://crl.contoh.id/delta.crl")]).encoded())
        random.choice([one, crl]).more.append(("2.5.29.46", False, value))
        case.say("freshest-crl")
    case.say(f"delta:{kind}")


@twist(3, needs_crls=True)
def unknown_crl_extension(case, random):
    one, _, crl = target(case, random)
    if crl is None:
        return
    unknown = ("2.16.840.1.101.3.2.1.48.98", random.random() < 0.7, der.text("contoh"))
    critical = "critical" if unknown[1] else "not-critical"
    kind = random.choice(["list", "entry-of-this", "entry-of-other"])
    if kind == "list":
        crl.more.append(unknown)
    else:
        added = entry(case, one, random)
        if kind == "entry-of-other":
            added.serial += 500
        added.more.append(unknown)
        crl.entries.append(added)
    case.say(f"unknown-crl-extension:{kind}:{critical}")


@twist(2, needs_crls=True)
def two_lists(case, random):
    """Two complete lists that are both in force."""
    one, _, crl = target(case, random)
    if crl is None:
        return
    newer = crl.copy(number=crl.number + 1 if crl.number else 11, this_update=case.moment - DAY)
    kind = random.choice(["newer-revokes", "older-revokes", "newer-broken", "same"])
    match kind:
        case "newer-revokes":
            newer.entries.append(entry(case, one, random))
        case "older-revokes":
            crl.entries.append(entry(case, one, random, "hold"))
        case "newer-broken":
            newer.broken_signature = True
    case.crls.append(newer)
    case.say(f"two-lists:{kind}")


@twist(1, needs_crls=True)
def old_form(case, random):
    _, _, crl = target(case, random)
    if crl is None:
        return
    kind = random.choice(["version-1", "no-number"])
    if kind == "version-1":
        crl.version = 1
    else:
        crl.number = None
    case.say(f"crl:{kind}")


@twist(1, needs_crls=True)
def reissued_key(case, random):
    """A stranger of the CA's name, certified by nobody, signs a list that says nothing is revoked."""
    one, issuer, crl = target(case, random)
    if crl is None:
        return
    stranger = ca(issuer.subject, issuer.subject, case.key(), case.next_key - 1, case.serial())
    stranger.subject_key_identifier = key_identifier(stranger.key)
    crl.entries.append(entry(case, one, random, "key-compromise"))
    forged = full_crl(stranger)
    if random.random() < 0.5:
        replace_crl(case, crl, forged)
        case.say("stranger:alone")
    else:
        case.crls.append(forged)
    case.others.append(stranger)
    case.say("stranger-signs-list")
