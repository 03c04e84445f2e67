"""The rows: what happened in which order, what is known of it at which moment, what must be said by hand, and why.

`said` has a word for each signature and document time-stamp in the order of the document: the indication under the policy, "/" and
the one with nothing relaxed; one word for both. `model.py` works the same out from the facts, and more.
"""

from dataclasses import dataclass
from datetime import timedelta

from documents import ALL
from pki import PEOPLE, Evidence, Revoked, answer_about, list_of, utc

JUNE_2022 = "2022-06-01T08:00:00"  # everybody's certificate is valid
SEPTEMBER_2023 = "2023-09-01T08:00:00"  # authority A has ended, and the CA "Penerbit Singkat"
JUNE_2024 = "2024-06-01T08:00:00"  # the person has ended too
JUNE_2026 = "2026-06-01T08:00:00"  # and authority B
BEFORE, BETWEEN, SOON, LATER = "2022-02-01", "2022-03-01T08:02:00", "2022-03-01T12:00:00", "2022-04-01"
REASONS = ("unspecified", "keyCompromise", "superseded", "affiliationChanged", "cessationOfOperation")


@dataclass(frozen=True)
class Row:
    document: str
    at: str
    published: tuple[Evidence, ...]
    said: str
    why: str
    added: tuple[Evidence, ...] = ()
    registry: str = "anchors"


def fresh(at: str, *revoked: Revoked, of: tuple[str, ...] = ALL, **more) -> tuple[Evidence, ...]:
    """The lists that the portal publishes: of the day before the moment."""
    day = (utc(at) - timedelta(days=1)).date().isoformat()
    return published(day, *revoked, of=of, **more)


def published(day: str, *revoked: Revoked, of: tuple[str, ...] = ALL, **more) -> tuple[Evidence, ...]:
    return tuple(list_of(issuer, day, *(entry for entry in revoked if PEOPLE[entry.who].issuer == issuer), **more) for issuer in of)


def person(date: str, reason: str = "keyCompromise", invalid_since: str | None = None) -> Revoked:
    return Revoked("person", date, reason, invalid_since)


def no_event():
    """Nothing ended, nobody revoked: which evidence is enough."""
    now, none = JUNE_2022, ()
    yield Row("b-b", now, fresh(now), "PASSED", "Lists current at the moment speak for a signature of no proven time (EN 319 102-1 5.3).")
    yield Row("b-b", now, none, "TRY_LATER", "No word that nobody is revoked (5.2.6.4).")
    yield Row("b-b", now, published("2022-05-01"), "TRY_LATER", "The lists are not current, and no proven time is older than them (5.2.5).")
    yield Row("b-b", now, published("2022-06-05"), "TRY_LATER", "Lists from the future of the moment are not used.")
    yield Row("b-b", now, fresh(now, of=("ca",)), "TRY_LATER", "Nothing is known of the CA: its issuer's list is missing (5.2.6.4).")
    yield Row("b-b", now, fresh(now, of=("root",)), "TRY_LATER", "Nothing is known of the signer (5.2.6.4).")
    yield Row("b-b", now, none, "PASSED", "A visitor's lists count like the document's, current at the moment.", added=fresh(now))
    yield Row("b-b", now, fresh(now, of=("root",)), "PASSED", "An OCSP answer about the signer stands in for the list (RFC 6960).",
              added=(answer_about("person", "2022-05-31"),))
    yield Row("b-t", now, fresh(now), "PASSED", "Everything holds now (5.5).")
    yield Row("b-t", now, none, "TRY_LATER", "A proven time is no word about revocation (5.2.6.4).")
    yield Row("b-t", now, fresh(now, of=("ca", "root")), "PASSED",
              "Of the time-stamp authority nothing is known; strictly the token proves nothing, and the signature passes at the moment (5.3).")
    yield Row("b-t", now, published("2022-03-05"), "PASSED/TRY_LATER",
              "Lists younger than the proven time say enough; strictly the root's old list slides the control time before the CA's list is "
              "proven to exist (5.6.2.2).")
    yield Row("b-t", now, (*published("2022-03-05", of=("ca",)), *fresh(now, of=("root", "clock-a"))), "PASSED",
              "With the CA known good now, an old list of the CA slides the control time to a day after the token (5.6.2.2).")
    yield Row("b-t", now, published("2022-02-26"), "TRY_LATER", "A published list from before the proven time is silent about that time.")
    yield Row("b-t", now, none, "PASSED/TRY_LATER", "Added lists count that were current when it was signed; strictly they slide the control time "
              "before the signature (5.6.2.2).", added=published("2022-02-26"))
    yield Row("b-t-accuracy", now, fresh(now), "PASSED", "Existence is proven at genTime and the accuracy on top (RFC 3161 2.4.2).")
    yield Row("b-t-stranger", now, fresh(now), "PASSED", "The token's authority leads to no anchor: as if there were no token (5.5.4).")
    yield Row("b-lt", now, none, "PASSED/TRY_LATER", "The document brings what was known the day after; strictly nothing proves since when it does.")
    yield Row("b-lt", now, fresh(now, of=("clock-a",)), "PASSED/TRY_LATER",
              "The token is proven; the root's embedded list slides the control time before the CA's is proven to exist (5.6.2.2).")
    yield Row("b-lt", now, fresh(now, of=("clock-a", "root")), "PASSED",
              "Only the signer's list is old: it slides the control time to the day after.")
    yield Row("b-lt", now, fresh(now), "PASSED", "Everything holds now.")
    yield Row("b-lt", "2022-03-04T08:00:00", none, "PASSED", "The embedded lists are still current at the moment.")
    yield Row("b-lt", "2022-03-01T20:00:00", none, "TRY_LATER", "At this moment the embedded lists are not made yet.")
    yield Row("b-lt-ocsp", now, none, "PASSED/TRY_LATER", "The same with an OCSP answer about the signer.")
    yield Row("b-lt-ocsp", now, fresh(now, of=("clock-b", "root")), "PASSED", "The old answer slides the control time to the day after (5.6.2.2).")
    yield Row("b-lt-before", now, none, "PASSED/TRY_LATER", "The embedded lists were current at the proven time, and are older than it.")
    yield Row("b-lt-before", now, fresh(now, of=("clock-b", "root")), "PASSED/TRY_LATER",
              "Current is enough for the policy; strictly the signer's list slides the control time before the signature (5.6.2.2).")
    yield Row("b-lt-stale", now, none, "TRY_LATER", "The embedded lists had ended when it was signed (5.2.5).")
    yield Row("b-lt-stale", now, fresh(now), "PASSED", "Published lists speak where the embedded ones do not.")
    yield Row("b-lt-only-ca", now, none, "TRY_LATER", "Of the CA nothing is known (5.2.6.4).")
    yield Row("b-lt-only-ca", now, fresh(now, of=("root",)), "PASSED/TRY_LATER", "Of the time-stamp authority nothing is known.")
    yield Row("b-lta", now, none, "PASSED/TRY_LATER PASSED/TRY_LATER", "Nothing speaks now for the authority of either time-stamp.")
    yield Row("b-lta", now, fresh(now), "PASSED PASSED", "Everything holds now.")
    yield Row("b-lta-by-b", now, fresh(now, of=("clock-b", "root")), "PASSED/TRY_LATER PASSED",
              "The signer's list is older than the one time-stamp that is proven (5.6.2.2).")
    yield Row("b-lta-by-b", now, fresh(now, of=("clock-a", "clock-b", "root")), "PASSED PASSED", "The token of the signature is proven too.")
    yield Row("b-lta-stranger", now, fresh(now), "PASSED NO_CERTIFICATE_CHAIN_FOUND", "A document time-stamp that leads to no anchor proves nothing.")
    yield Row("b-lta-store-after", now, none, "PASSED/TRY_LATER PASSED/TRY_LATER",
              "Lists added after the document time-stamp say enough; strictly nothing proves anything now.")
    yield Row("b-b-dts", now, none, "TRY_LATER PASSED/TRY_LATER", "A document time-stamp proves a time, and says nothing of revocation.")
    yield Row("b-b-dts", now, fresh(now), "PASSED PASSED", "The document time-stamp is the proof of the signature (5.6.3.4).")
    yield Row("b-b-lt-dts", now, none, "PASSED/TRY_LATER PASSED/TRY_LATER", "The embedded lists were current at the document time-stamp.")
    yield Row("b-b-lt-dts", now, fresh(now), "PASSED PASSED", "Everything holds now.")


def signer_revoked():
    now = JUNE_2022
    for reason in REASONS:
        yield Row("b-t", now, fresh(now, person(BEFORE, reason)), "REVOKED_NO_POE", "Revoked before the proven time, for whatever reason (5.5.4).")
        yield Row("b-t-late", now, fresh(now, person(LATER, reason)), "REVOKED_NO_POE",
                  "Signed, it says, before the revocation; stamped after it: only what is proven counts (5.5.4).")
        yield Row("b-t", now, fresh(now, person(LATER, reason)), "PASSED", "Revoked after the proven time: it stands (5.5.4).")
    hold = "certificateHold"
    yield Row("b-t", now, fresh(now, person(BEFORE, hold)), "TRY_LATER", "A suspension may be lifted (RFC 5280 5.3.1; 5.2.6.4).")
    yield Row("b-b", now, fresh(now, person(LATER, hold)), "TRY_LATER", "A suspension in force at the moment, and no proven time.")
    yield Row("b-t", now, fresh(now, person(LATER, hold)), "PASSED", "Suspended after the proven time.")
    yield Row("b-b", now, (*fresh(now), list_of("ca", "2022-04-05", person(LATER, hold))), "PASSED", "The newer list has the suspension no more.")
    for document, dates, said, why in (
        ("b-b", (BEFORE, SOON, LATER), "REVOKED_NO_POE", "Nothing proves the signature older than any revocation (5.3)."),
        ("b-t", (BETWEEN, "2022-03-01T08:05:00"), "REVOKED_NO_POE", "Revoked before the token, or in its very second (5.5.4)."),
        ("b-t", ("2022-03-01T08:05:01", SOON), "PASSED", "Revoked after the token, by a second or some hours (5.5.4)."),
        ("b-t-accuracy", ("2022-03-01T08:30:00",), "REVOKED_NO_POE", "Within its accuracy the token may be younger (RFC 3161 2.4.2)."),
        ("b-t-accuracy", ("2022-03-01T09:30:00",), "PASSED", "After the token, whatever its accuracy."),
        ("b-lt", (BEFORE,), "REVOKED_NO_POE", "A published list knows of a revocation that the embedded ones did not: it wins."),
        ("b-lt", (SOON,), "PASSED", "The embedded list is younger than the revocation and does not have it; it is later than the token."),
        ("b-lta-by-b", (BETWEEN,), "REVOKED_NO_POE PASSED", "Before the token: no document time-stamp makes it older."),
        ("b-lta-by-b", (SOON, LATER), "PASSED PASSED", "After the token, before or after the document time-stamp."),
        ("b-b-dts", (BETWEEN, SOON), "REVOKED_NO_POE PASSED", "Before the document time-stamp, which is the only proof (5.6.3.4)."),
        ("b-b-dts", (LATER,), "PASSED PASSED", "After the document time-stamp (5.6.3.4)."),
        ("b-b-dts-late", (LATER,), "REVOKED_NO_POE PASSED", "Between signing and the only document time-stamp."),
        ("b-t-stranger", (LATER,), "REVOKED_NO_POE", "The token of an unknown authority proves nothing."),
        ("b-lta-stranger", (SOON,), "PASSED NO_CERTIFICATE_CHAIN_FOUND", "The signature's own token is older."),
    ):
        for date in dates:
            yield Row(document, now, fresh(now, person(date)), said, why)
    since = {"reason": "keyCompromise"}
    yield Row("b-t", now, fresh(now, person(LATER, invalid_since="2022-02-15", **since)), "REVOKED_NO_POE",
              "Revoked later, and the key was lost before the token: the invalidity date counts (RFC 5280 5.3.2).")
    yield Row("b-t", now, fresh(now, person(LATER, invalid_since="2022-03-15", **since)), "PASSED", "The invalidity date is after the token too.")
    yield Row("b-lta-by-b", now, fresh(now, person(LATER, invalid_since="2022-03-02", **since)), "PASSED PASSED",
              "The key was lost between the token and the document time-stamp.")
    yield Row("b-b-dts", now, fresh(now, person(LATER, invalid_since="2022-03-02", **since)), "REVOKED_NO_POE PASSED",
              "The key was lost before the document time-stamp, the only proof.")
    yield Row("b-lt-revoked", now, (), "PASSED/REVOKED_NO_POE",
              "The embedded list has it, later than the token; strictly the token is not proven now.")
    yield Row("b-lt-revoked", now, fresh(now, of=("clock-b",)), "PASSED/REVOKED_NO_POE",
              "The root's embedded list slides the control time before the CA's is proven to exist (5.6.2.2).")
    yield Row("b-lt-revoked", now, fresh(now, of=("clock-b", "root")), "PASSED", "Token proven, CA known good, revocation later than the token.")
    yield Row("b-lt-revoked", now, fresh(now, person(SOON)), "PASSED", "Embedded and published agree.")
    yield Row("b-lt-revoked", now, fresh(now), "PASSED", "A published list that lacks it takes no embedded revocation back.")
    yield Row("b-b", now, fresh(now, of=("root",)), "REVOKED_NO_POE", "An added OCSP answer says revoked.",
              added=(answer_about("person", "2022-05-31", person(LATER)),))
    yield Row("b-lt-ocsp", now, (*fresh(now, of=("root", "clock-b")), *published("2022-04-02", person(BEFORE), of=("ca",))), "REVOKED_NO_POE",
              "An embedded answer says good; a later list says that it was revoked by then: evidence of a revocation wins.")
    yield Row("b-t", now, (*fresh(now, of=("root", "clock-a")), *published("2022-04-02", person(LATER), of=("ca",))), "PASSED",
              "An old list that has the revocation is younger than the token: it dates it.")


def signer_ended():
    now = JUNE_2024
    living = fresh(now, of=("root", "clock-b"))  # of issuers whose lists name somebody who has not ended
    kept = fresh(now, of=("ca",), keeps_expired=True)
    archive = published("2023-01-10", of=("ca",))
    yield Row("b-b", now, living, "OUT_OF_BOUNDS_NO_POE", "The certificate has ended and nothing proves the signature older (5.3).")
    yield Row("b-t", now, living, "OUT_OF_BOUNDS_NO_POE", "The time-stamp authority has ended too, and nothing bridges it (5.4).")
    yield Row("b-t", now, (*living, *archive), "PASSED/OUT_OF_BOUNDS_NO_POE", "The registry's window vouches for the authority; strictly an "
              "archive time-stamp would.", registry="window")
    yield Row("b-t", now, (*living, *archive), "OUT_OF_BOUNDS_NO_POE", "The window ended before genTime.", registry="window-closed-before")
    yield Row("b-t", now, fresh(now), "TRY_LATER", "Entries of ended certificates drop off lists: today's list is silent about the signer.",
              registry="window")
    yield Row("b-t-by-b", now, fresh(now), "TRY_LATER", "Entries of ended certificates drop off lists: today's list is silent about the signer.")
    yield Row("b-t-by-b", now, (*living, *archive), "PASSED", "An archived list from before the certificate's end, younger than the token.")
    yield Row("b-t-by-b", now, (*living, *kept), "PASSED", "Today's list keeps ended certificates (expiredCertsOnCRL).")
    yield Row("b-t-by-b", now, (*living, *fresh(now, person(BEFORE), of=("ca",))), "REVOKED_NO_POE",
              "An entry counts whenever it stands: it was revoked before the token.")
    yield Row("b-t-stranger", now, (*living, *archive), "OUT_OF_BOUNDS_NO_POE", "The token of an unknown authority proves nothing.")
    yield Row("b-t-accuracy", now, (*living, *archive), "PASSED", "Ended long after the token and its accuracy.")
    yield Row("b-lt", now, living, "OUT_OF_BOUNDS_NO_POE", "The time-stamp authority has ended; the lists prove no time.")
    yield Row("b-lt", now, living, "PASSED/OUT_OF_BOUNDS_NO_POE", "The window vouches for the authority.", registry="window")
    yield Row("b-lt-by-b", now, living, "PASSED", "The authority lives; the embedded list is a day younger than the token (5.6.2.2).")
    yield Row("b-lt-by-b", now, (), "PASSED/OUT_OF_BOUNDS_NO_POE", "Nothing speaks now for authority or CA.")
    yield Row("b-lt-ocsp", now, living, "PASSED", "The same with an OCSP answer about the signer.")
    yield Row("b-lt-before", now, living, "PASSED/OUT_OF_BOUNDS_NO_POE",
              "The embedded list is older than the token; it was current then, which is enough for the policy only.")
    yield Row("b-lt-stale", now, living, "TRY_LATER", "The embedded list had ended when it was signed.")
    yield Row("b-lta", now, living, "OUT_OF_BOUNDS_NO_POE OUT_OF_BOUNDS_NO_POE",
              "One authority gave both time-stamps: the document time-stamp ends with it.")
    yield Row("b-lta", now, living, "PASSED/OUT_OF_BOUNDS_NO_POE PASSED/OUT_OF_BOUNDS_NO_POE", "The window vouches for both.", registry="window")
    yield Row("b-lta-by-b", now, living, "PASSED/OUT_OF_BOUNDS_NO_POE PASSED",
              "Another authority bridges the first; strictly the embedded lists are a day older than what proves the signature (5.6.2.2).")
    yield Row("b-lta-by-b", now, (*living, *archive), "PASSED PASSED", "An archived list is younger than the document time-stamp (5.6.2.2).")
    yield Row("b-lta-ocsp", now, living, "PASSED/OUT_OF_BOUNDS_NO_POE PASSED", "The same with an OCSP answer about the signer.")
    yield Row("b-lta-late", now, living, "PASSED PASSED", "A document time-stamp from after the signer's end harms nothing: the token is older.")
    yield Row("b-lta-store-after", now, living, "PASSED PASSED",
              "The lists came after the document time-stamp, and are younger than it (5.6.2.2).")
    yield Row("b-b-lt-dts", now, living, "PASSED/OUT_OF_BOUNDS_NO_POE PASSED", "The lists are older than the only proof of the signature.")
    yield Row("b-b-lt-dts", now, (*living, *archive), "PASSED PASSED", "An archived list is younger than it.")
    yield Row("b-b-dts-by-a", now, (*living, *archive), "OUT_OF_BOUNDS_NO_POE OUT_OF_BOUNDS_NO_POE", "The only time-stamp's authority has ended.")
    yield Row("b-b-dts-late", now, (*living, *archive), "PASSED PASSED", "Stamped two months after signing, in the certificate's time.")
    for registry in ("anchors", "window"):
        last = JUNE_2026
        yield Row("b-lta-by-b", last, (*fresh(last), *archive),
                  "OUT_OF_BOUNDS_NO_POE OUT_OF_BOUNDS_NO_POE" if registry == "anchors" else "PASSED/OUT_OF_BOUNDS_NO_POE OUT_OF_BOUNDS_NO_POE",
                  "The last authority has ended: nothing bridges it but a window for the first.", registry=registry)


def authority_ended():
    now = SEPTEMBER_2023
    revoked = person("2023-03-01")
    yield Row("b-t", now, fresh(now), "PASSED", "The token proves nothing any more, and the signature passes at the moment (5.3).")
    yield Row("b-t", now, fresh(now), "PASSED",
              "Under the window the token proves the time; strictly the signature passes at the moment.", registry="window")
    yield Row("b-t", now, fresh(now, revoked), "REVOKED_NO_POE", "Revoked after the token, whose authority has ended with nothing to bridge it.")
    yield Row("b-t", now, fresh(now, revoked), "PASSED/REVOKED_NO_POE", "The window vouches for the authority: revoked later.", registry="window")
    yield Row("b-t", now, fresh(now, revoked, Revoked("tsa-a", "2023-05-01", "superseded")), "REVOKED_NO_POE",
              "A window vouches for no authority that is revoked, whenever that was.", registry="window")
    yield Row("b-lta", now, fresh(now, revoked), "REVOKED_NO_POE OUT_OF_BOUNDS_NO_POE", "The same authority gave the document time-stamp.")
    yield Row("b-lta-by-b", now, fresh(now, revoked), "PASSED PASSED", "Another authority's document time-stamp is older than the revocation.")
    yield Row("b-b-dts-by-a", now, fresh(now, revoked), "REVOKED_NO_POE OUT_OF_BOUNDS_NO_POE", "The only time-stamp's authority has ended.")
    yield Row("b-b-dts-by-a", now, fresh(now, revoked), "PASSED/REVOKED_NO_POE PASSED/OUT_OF_BOUNDS_NO_POE", "The window vouches for it.",
              registry="window")
    yield Row("b-lta-renewed", now, fresh(now, revoked), "PASSED PASSED/OUT_OF_BOUNDS_NO_POE PASSED",
              "Renewed before the first authority ended; strictly its list is a day older than the renewal, which is older than the revocation.")
    yield Row("b-lta-renewed", now, fresh(now, person("2022-06-01")), "PASSED/REVOKED_NO_POE PASSED/OUT_OF_BOUNDS_NO_POE PASSED",
              "Revoked between the two: strictly only the renewal is proven (5.6.2.2).")
    yield Row("b-lta-renewed-late-lists", now, fresh(now, person("2022-06-01")), "PASSED PASSED PASSED PASSED",
              "Lists younger than the renewal, kept by a third time-stamp: each proves the one before (5.6.3.4).")
    yield Row("b-lta-renewed", JUNE_2024, fresh(JUNE_2024, of=("root", "clock-b")), "PASSED/OUT_OF_BOUNDS_NO_POE PASSED/OUT_OF_BOUNDS_NO_POE PASSED",
              "The signer has ended too; strictly the lists are a day older than the renewal.")
    yield Row("b-lta-renewed-late-lists", JUNE_2024, fresh(JUNE_2024, of=("root", "clock-b")), "PASSED PASSED PASSED PASSED",
              "Each time-stamp proves the one before.")
    yield Row("b-lta-renewed-late-lists", JUNE_2026, fresh(JUNE_2026), " ".join(["OUT_OF_BOUNDS_NO_POE"] * 4),
              "The last authority has ended: the chain hangs on nothing.")
    yield Row("b-t-young", now, fresh(now), "PASSED", "A token from before the certificate's time proves nothing: its authority has ended.")
    yield Row("b-t-young", now, fresh(now), "NOT_YET_VALID", "Under the window it proves that the signature is older than the certificate (5.2.6).",
              registry="window")
    yield Row("b-t-young", JUNE_2022, fresh(JUNE_2022), "NOT_YET_VALID", "The signature is proven older than its certificate (5.2.6).")


def authority_revoked():
    now = JUNE_2022
    signer = person("2022-05-01")

    def tsa(who: str, date: str, reason: str = "keyCompromise", invalid_since: str | None = None) -> Revoked:
        return Revoked(who, date, reason, invalid_since)

    yield Row("b-t", now, fresh(now, tsa("tsa-a", BEFORE)), "PASSED", "The token proves nothing; the signature passes at the moment (5.3).")
    yield Row("b-t", now, fresh(now, tsa("tsa-a", LATER)), "PASSED", "Revoked after its token, with nothing to bridge it: the same (5.4).")
    yield Row("b-t", now, fresh(now, tsa("tsa-a", LATER, "superseded"), signer), "REVOKED_NO_POE", "The token proves nothing, for whatever reason.")
    yield Row("b-t", now, fresh(now, tsa("tsa-a", LATER, "certificateHold"), signer), "REVOKED_NO_POE", "Nor does one of a suspended authority.")
    yield Row("b-t", now, fresh(now, tsa("tsa-b", LATER), signer), "PASSED", "Another authority's revocation is nobody else's.")
    yield Row("b-lta", now, fresh(now, tsa("tsa-a", LATER), signer), "REVOKED_NO_POE REVOKED_NO_POE", "One authority gave both time-stamps.")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", LATER), signer), "PASSED PASSED",
              "Revoked after another's document time-stamp covers its token.")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", LATER), person("2022-03-02T18:00:00")), "PASSED PASSED",
              "So its token proves a time from before the signer's revocation (5.6.3.4).")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", "2022-03-02T12:00:00"), signer), "PASSED PASSED",
              "Revoked between: the token proves nothing, the document time-stamp is proof enough.")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", "2022-03-02T12:00:00"), person("2022-03-02T18:00:00")), "REVOKED_NO_POE PASSED",
              "Revoked between: only the document time-stamp counts, and it is younger than the signer's revocation.")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", BEFORE), person("2022-03-02T18:00:00")), "REVOKED_NO_POE PASSED",
              "Revoked before its token, which proves nothing.")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", LATER, invalid_since="2022-02-15"), person("2022-03-02T18:00:00")), "REVOKED_NO_POE PASSED",
              "The authority's key was lost before its token: the invalidity date counts (RFC 5280 5.3.2).")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-b", LATER), person(SOON)), "PASSED REVOKED_NO_POE",
              "The document time-stamp's authority is revoked; the signature's token holds by itself.")
    yield Row("b-lta-by-b", now, fresh(now, tsa("tsa-a", LATER), tsa("tsa-b", "2022-05-15"), signer), "REVOKED_NO_POE REVOKED_NO_POE",
              "Both authorities are revoked: nothing is proven.")
    yield Row("b-b-dts", now, fresh(now, tsa("tsa-b", LATER)), "PASSED REVOKED_NO_POE", "The signature passes at the moment (5.3).")
    yield Row("b-b-dts", now, fresh(now, tsa("tsa-b", LATER), signer), "REVOKED_NO_POE REVOKED_NO_POE", "The only proof is gone.")
    march = "2023-03-15T08:00:00"
    yield Row("b-lta-renewed", march, fresh(march, tsa("tsa-a", "2023-02-15"), person("2023-02-20")), "PASSED PASSED PASSED",
              "The first authority is revoked after the renewal (5.6.3.4).")
    yield Row("b-lta-renewed", march, fresh(march, tsa("tsa-a", "2023-01-15"), person("2023-02-20")), "PASSED REVOKED_NO_POE PASSED",
              "Revoked before the renewal: only the renewal is left, older than the signer's revocation.")
    yield Row("b-lta-renewed", march, fresh(march, tsa("tsa-a", "2023-01-15"), person("2022-06-01")), "REVOKED_NO_POE REVOKED_NO_POE PASSED",
              "Only the renewal is left, younger than the signer's revocation.")
    yield Row("b-lta-renewed", march, fresh(march, tsa("tsa-b", "2023-02-15"), person("2022-06-01")), "PASSED PASSED REVOKED_NO_POE",
              "The renewal proves nothing; the first authority still lives.")
    clocks = ("ca", "root", "clock-c", "clock-ca")
    yield Row("b-t-by-c", now, fresh(now, signer, of=clocks), "PASSED", "An authority under a CA of its own: both are known good.")
    yield Row("b-t-by-c", now, fresh(now, signer, tsa("clock-ca", LATER, "cACompromise"), of=clocks), "REVOKED_NO_POE",
              "The authority's CA is revoked: its token proves nothing.")
    yield Row("b-t-by-c", now, fresh(now, signer, of=("ca", "root", "clock-ca")), "PASSED/REVOKED_NO_POE",
              "Of the authority's CA nothing is known, which is enough for the policy only.")


def ca_ended_or_revoked():
    now, shorts = SEPTEMBER_2023, ("short-ca", "root", "clock-a", "clock-b")
    december = "2022-12-01T08:00:00"
    archive = published("2022-12-20", of=("root", "short-ca"))
    yield Row("b-lt-short-ca", december, fresh(december, of=shorts), "PASSED", "The CA's last month.")
    yield Row("b-lt-short-ca", now, fresh(now), "PASSED/OUT_OF_BOUNDS_NO_POE",
              "Everything held at the token; strictly the root's list slides the control time before the CA's is proven to exist (5.6.2.2).")
    yield Row("b-lta-short-ca", now, fresh(now), "PASSED/OUT_OF_BOUNDS_NO_POE PASSED", "Proven to exist, but a day after the root's list.")
    yield Row("b-lta-short-ca", now, (*fresh(now), *archive), "PASSED/OUT_OF_BOUNDS_NO_POE PASSED",
              "An archived list of the root gives room; the CA's archived list is not proven to have existed, and the embedded one is a day too old.")
    compromised, ceased = "cACompromise", "cessationOfOperation"
    for reason in (compromised, ceased):
        now = JUNE_2022
        yield Row("b-t", now, fresh(now, Revoked("ca", BEFORE, reason)), "REVOKED_CA_NO_POE", "The CA was revoked before the proven time (5.5.4).")
        yield Row("b-t", now, fresh(now, Revoked("ca", LATER, reason)), "PASSED/REVOKED_CA_NO_POE",
                  "The CA was revoked later; strictly what it says of the signer must be proven to be older than that (5.6.2.2).")
    now = JUNE_2022
    later = Revoked("ca", LATER, compromised)
    yield Row("b-b", now, fresh(now, later), "REVOKED_CA_NO_POE", "Nothing proves the signature older.")
    yield Row("b-b-dts", now, fresh(now, later), "PASSED/REVOKED_CA_NO_POE PASSED", "The document time-stamp is older; the signer's list is not.")
    yield Row("b-lta-by-b", now, fresh(now, later), "PASSED PASSED", "The embedded list is proven older than the CA's revocation (5.6.2.2).")
    yield Row("b-lt", now, fresh(now, later), "PASSED/REVOKED_CA_NO_POE", "The embedded list is not proven older than the CA's revocation.")
    yield Row("b-t", now, fresh(now, Revoked("ca", LATER, compromised, "2022-02-15")), "REVOKED_CA_NO_POE",
              "The CA's key was lost before the token (RFC 5280 5.3.2).")
    yield Row("b-t", now, fresh(now, Revoked("ca", BEFORE, "certificateHold")), "TRY_LATER", "A suspended CA: it may be lifted.")


def pkcs7():
    now, ended = JUNE_2022, JUNE_2024
    yield Row("adbe-t", now, fresh(now), "PASSED", "The older form with the ESS attribute is as good as PAdES.")
    yield Row("adbe-t-no-ess", now, fresh(now), "PASSED/SIG_CONSTRAINTS_FAILURE", "Without the ESS attribute the strict answer fails (5.2.8).")
    yield Row("adbe-t-no-ess", now, fresh(now, person(BEFORE)), "REVOKED_NO_POE", "The revocation is the worse.")
    yield Row("adbe-archival", now, (), "PASSED/TRY_LATER", "The signed attribute brings lists that were current when it was signed.")
    yield Row("adbe-archival", now, fresh(now), "PASSED", "Everything holds now.")
    yield Row("adbe-archival", ended, fresh(now), "PASSED/OUT_OF_BOUNDS_NO_POE",
              "Lists of 2022 name nobody, and the signer has ended; nothing speaks now for authority or CA.")
    yield Row("adbe-archival", ended, fresh(ended), "PASSED/OUT_OF_BOUNDS_NO_POE",
              "A signed attribute is older than its signature, so its list slides the control time before it (5.6.2.2).")
    yield Row("adbe-archival", "2022-03-03T08:00:00", (), "PASSED", "Two days later they are still current: it passes at the moment.")
    yield Row("adbe-archival-no-token", now, (), "TRY_LATER", "Lists of the day of signing are not current at the moment.")
    yield Row("adbe-archival-no-token", "2022-03-03T08:00:00", (), "PASSED", "They are, two days later.")
    yield Row("adbe-archival-no-ess", ended, fresh(ended), "PASSED/OUT_OF_BOUNDS_NO_POE", "Two rules make the difference; time comes first.")
    yield Row("adbe-archival-dts", ended, fresh(ended), "PASSED/OUT_OF_BOUNDS_NO_POE PASSED", "The same with a document time-stamp after it.")
    yield Row("adbe-archival-dts", now, fresh(now, person(LATER)), "PASSED PASSED", "Revoked after both time-stamps.")


def content_time_stamps():
    now = JUNE_2022
    yield Row("content-stamp", now, fresh(now), "PASSED", "A content time-stamp before the signature's.")
    yield Row("content-stamp", now, fresh(now, person(BEFORE)), "REVOKED",
              "What is signed did not exist before the revocation: it was signed after it.")
    yield Row("content-stamp", now, fresh(now, person(BETWEEN)), "REVOKED_NO_POE", "Revoked between the two time-stamps: either order is possible.")
    yield Row("content-stamp", now, fresh(now, person(LATER)), "PASSED", "Revoked after both.")
    yield Row("content-stamp", now, fresh(now, person(BEFORE, "certificateHold")), "TRY_LATER", "A suspension settles nothing.")
    yield Row("content-stamp-alone", now, fresh(now, person(BEFORE)), "REVOKED", "Signed after the revocation, whenever that was.")
    yield Row("content-stamp-alone", now, fresh(now, person("2022-03-01T07:55:00")), "REVOKED", "Revoked in the second of the content time-stamp.")
    yield Row("content-stamp-alone", now, fresh(now, person(LATER)), "REVOKED_NO_POE", "Nothing proves it older than the revocation, nor younger.")
    yield Row("content-stamp-alone", now, fresh(now, person(BEFORE), Revoked("tsa-b", LATER)), "REVOKED_NO_POE",
              "The content time-stamp's authority is revoked: it proves nothing.")
    yield Row("content-stamp-after-end", JUNE_2024, fresh(JUNE_2024), "EXPIRED", "What is signed did not exist before the certificate's end.")
    yield Row("content-stamp-after-end", JUNE_2024, fresh(JUNE_2024, Revoked("tsa-b", "2024-03-01")), "OUT_OF_BOUNDS_NO_POE",
              "Its authority is revoked: nothing proves it younger.")


def two_signatures():
    now = JUNE_2022
    yield Row("two-good", now, fresh(now), "PASSED PASSED", "Both hold now.")
    yield Row("two-good", now, fresh(now, person(LATER)), "PASSED PASSED", "The first signer was revoked later.")
    yield Row("two-good", now, fresh(now, Revoked("second", "2022-03-15", "keyCompromise")), "PASSED REVOKED_NO_POE",
              "The second was revoked before.")
    yield Row("two-good", now, (), "PASSED/TRY_LATER TRY_LATER", "The lists are older than the second signature, and not current at it.")
    yield Row("two-good", JUNE_2024, fresh(JUNE_2024), "PASSED PASSED", "The first signer has ended, the second has not.")
    yield Row("two-mixed", now, fresh(now, person("2022-04-15")), "REVOKED_NO_POE PASSED",
              "A later signature's token does not cover the first (its value only).")
    yield Row("two-mixed", JUNE_2024, fresh(JUNE_2024), "OUT_OF_BOUNDS_NO_POE PASSED", "The first has no proven time.")
    yield Row("two-mixed-dts", now, fresh(now, person("2022-04-15")), "PASSED PASSED PASSED", "The document time-stamp covers both signatures.")
    yield Row("two-mixed-dts", now, fresh(now, Revoked("second", "2022-04-02", "superseded")), "PASSED PASSED PASSED",
              "Revoked between its token and the document time-stamp.")
    yield Row("two-mixed-dts", JUNE_2024, fresh(JUNE_2024), "PASSED/OUT_OF_BOUNDS_NO_POE PASSED PASSED",
              "The lists are a day older than the first signature's only proof; the second has not ended.")


ROWS = [row for group in (no_event, signer_revoked, signer_ended, authority_ended, authority_revoked, ca_ended_or_revoked, pkcs7,
                          content_time_stamps, two_signatures) for row in group()]
