"""The documents: each a row of steps, one revision each. The steps are facts too: what must be said is worked out from them."""

import hashlib
import os
from dataclasses import dataclass, field
from unittest.mock import patch

import signing
from pki import PEOPLE, Evidence, Revoked, answer_about, list_of, utc


@dataclass(frozen=True)
class Token:
    """A time-stamp by this authority at this moment."""

    tsa: str
    at: str
    accuracy: int = 0


@dataclass(frozen=True)
class Sign:
    who: str = "person"
    at: str = "2022-03-01T08:00:00"
    token: Token | None = None
    pades: bool = True
    ess: bool = True
    archival: tuple[Evidence, ...] = ()
    content: Token | None = None


@dataclass(frozen=True)
class Store:
    evidence: tuple[Evidence, ...]
    at: str = "2022-03-02T09:00:00"


@dataclass(frozen=True)
class Stamp:
    token: Token


@dataclass(frozen=True)
class Document:
    steps: tuple[Sign | Store | Stamp, ...] = field(default=())

    def pdf(self, name: str) -> bytes:
        """os.urandom (file identifiers, nonces) becomes a hash chain that starts at the name."""
        state = [name.encode()]

        def chosen(count: int) -> bytes:
            state[0] = hashlib.sha256(state[0]).digest()
            return (state[0] * 2)[:count]

        with patch.object(os, "urandom", chosen):
            pdf = signing.page(f"Matriks: {name}")
            for number, step in enumerate(self.steps, 1):
                pdf = add(pdf, number, step)
        return pdf


def add(pdf: bytes, number: int, step: Sign | Store | Stamp) -> bytes:
    match step:
        case Sign():
            signer = signing.Signer(PEOPLE[step.who], step.ess, list(step.archival), clock(step.content))
            return signing.sign(pdf, f"TandaTangan{number}", utc(step.at), signer, step.pades, clock(step.token))
        case Store():
            return signing.store(pdf, utc(step.at), list(step.evidence))
        case Stamp():
            return signing.stamp(pdf, f"StempelWaktu{number}", utc(step.token.at), clock(step.token))


def clock(token: Token | None) -> signing.Clock | None:
    return signing.Clock(PEOPLE[token.tsa], utc(token.at), token.accuracy) if token else None


A, B, C, X = (Token(tsa, "2022-03-01T08:05:00") for tsa in ("tsa-a", "tsa-b", "tsa-c", "tsa-x"))
LATE = Token("tsa-a", "2022-05-01T08:00:00")
DTS_A, DTS_B, DTS_X = (Stamp(Token(tsa, "2022-03-03T08:00:00")) for tsa in ("tsa-a", "tsa-b", "tsa-x"))
RENEWAL = Stamp(Token("tsa-b", "2023-02-01T08:00:00"))


def lists(day: str, *issuers: str) -> tuple[Evidence, ...]:
    return tuple(list_of(issuer, day) for issuer in issuers)


ALL = ("ca", "root", "clock-a", "clock-b")
DAY = "2022-03-02"  # the day after signing
LISTS = Store(lists(DAY, *ALL))
OCSP = Store((answer_about("person", DAY), *lists(DAY, "root", "clock-a")))
HELD = Revoked("person", "2022-03-01T12:00:00", "keyCompromise")
ADBE = {"pades": False}
# Made before signing, as a signed attribute has to be, and current when it was signed.
ARCHIVAL = lists("2022-02-28", "ca", "root")
AGAIN = Sign(who="second", at="2022-04-01T08:00:00", token=Token("tsa-b", "2022-04-01T08:05:00"))

DOCUMENTS = {name: Document(steps) for name, steps in {
    "b-b": (Sign(),),
    "b-t": (Sign(token=A),),
    "b-t-by-b": (Sign(token=B),),
    "b-t-by-c": (Sign(token=C),),
    "b-t-stranger": (Sign(token=X),),
    "b-t-late": (Sign(token=LATE),),
    "b-t-accuracy": (Sign(token=Token("tsa-b", A.at, accuracy=3600)),),
    "b-t-young": (Sign(who="young", token=A),),
    "b-lt": (Sign(token=A), LISTS),
    "b-lt-by-b": (Sign(token=B), LISTS),
    "b-lt-ocsp": (Sign(token=B), OCSP),
    "b-lt-before": (Sign(token=B), Store(lists("2022-02-26", *ALL))),
    "b-lt-stale": (Sign(token=B), Store(lists("2022-02-01", *ALL))),
    "b-lt-only-ca": (Sign(token=B), Store(lists(DAY, "ca"))),
    "b-lt-revoked": (Sign(token=B), Store((list_of("ca", DAY, HELD), *lists(DAY, "root", "clock-b")))),
    "b-lt-short-ca": (Sign(who="outliving", token=B), Store(lists(DAY, "short-ca", "root", "clock-b"))),
    "b-lta": (Sign(token=A), LISTS, DTS_A),
    "b-lta-by-b": (Sign(token=A), LISTS, DTS_B),
    "b-lta-stranger": (Sign(token=A), LISTS, DTS_X),
    "b-lta-ocsp": (Sign(token=A), OCSP, DTS_B),
    "b-lta-short-ca": (Sign(who="outliving", token=A), Store(lists(DAY, "short-ca", "root", "clock-a", "clock-b")), DTS_B),
    "b-lta-late": (Sign(token=B), LISTS, Stamp(Token("tsa-b", "2024-02-01T08:00:00"))),
    "b-lta-renewed": (Sign(token=A), LISTS, DTS_A, Store(lists("2023-01-31", *ALL), "2023-02-01T07:00:00"), RENEWAL),
    "b-lta-renewed-late-lists": (Sign(token=A), LISTS, DTS_A, RENEWAL, Store(lists("2023-02-02", *ALL), "2023-02-02T09:00:00"),
                                 Stamp(Token("tsa-b", "2023-02-03T08:00:00"))),
    "b-lta-store-after": (Sign(token=A), DTS_B, Store(lists("2022-03-04", *ALL), "2022-03-04T09:00:00")),
    "b-b-dts": (Sign(), DTS_B),
    "b-b-lt-dts": (Sign(), LISTS, DTS_B),
    "b-b-dts-by-a": (Sign(), LISTS, DTS_A),
    "b-b-dts-late": (Sign(), Stamp(Token("tsa-b", "2022-05-01T08:00:00"))),
    "adbe-t": (Sign(token=B, **ADBE),),
    "adbe-t-no-ess": (Sign(token=B, ess=False, **ADBE),),
    "adbe-archival": (Sign(token=B, archival=ARCHIVAL, **ADBE),),
    "adbe-archival-no-token": (Sign(archival=ARCHIVAL, **ADBE),),
    "adbe-archival-no-ess": (Sign(token=B, ess=False, archival=ARCHIVAL, **ADBE),),
    "adbe-archival-dts": (Sign(token=A, archival=ARCHIVAL, **ADBE), DTS_B),
    "content-stamp": (Sign(content=Token("tsa-b", "2022-03-01T07:55:00"), token=B),),
    "content-stamp-alone": (Sign(content=Token("tsa-b", "2022-03-01T07:55:00")),),
    "content-stamp-after-end": (Sign(at="2024-02-01T08:00:00", content=Token("tsa-b", "2024-02-01T07:55:00")),),
    "two-good": (Sign(token=B), LISTS, AGAIN),
    "two-mixed": (Sign(), AGAIN, Store(lists("2022-04-02", *ALL), "2022-04-02T09:00:00")),
    "two-mixed-dts": (Sign(), AGAIN, Store(lists("2022-04-02", *ALL), "2022-04-02T09:00:00"),
                      Stamp(Token("tsa-b", "2022-04-03T08:00:00"))),
}.items()}
