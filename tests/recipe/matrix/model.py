"""What must be said of a row, worked out from its facts alone: the policy (design, 3.1), and EN 319 102-1 with nothing relaxed.

Nothing here reads a document or asks a program. `rows.py` says the indications by hand too, and the two must agree.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from documents import DOCUMENTS, Sign, Stamp, Store, Token
from pki import ANCHORS, PEOPLE, Evidence, Identity, utc

PASSED = "PASSED"
FAILED = ("EXPIRED", "NOT_YET_VALID", "REVOKED")
WINDOW, NO_WORD, NO_POE, CURRENT, ESS = RULES = (
    "time-stamp-authority-window", "time-stamp-authority-revocation", "evidence-without-proof-of-existence", "evidence-current-at-signing",
    "ess-absent-tolerated")
VERDICTS = ("asli", "asli-saat-itu", "belum-pasti", "tidak-dikenal", "dicabut", "rusak")  # best first
# Which time-stamp authorities the registry lists, and since when until when.
REGISTRIES = {
    "anchors": {},
    "window": {"tsa-a": ("2021-01-01", "2023-06-30T23:59:59")},
    "window-closed-before": {"tsa-a": ("2021-01-01", "2022-02-15")},
}


@dataclass(frozen=True)
class Said:
    """What must be said of one signature or document time-stamp."""

    kind: str
    level: str
    policy: str
    strict: str
    rules: tuple[str, ...]
    verdict: str | None
    best: datetime | None


@dataclass(frozen=True)
class At:
    """The moment for which a status is wanted: proven, or that of validation."""

    time: datetime
    is_proven: bool


@dataclass(frozen=True)
class Known:
    """Evidence, where it came from, and the step of the document that brought it."""

    evidence: Evidence
    source: str  # "published", "added", "store" or "attribute"
    step: int = -1

    @property
    def this_update(self) -> datetime:
        return utc(self.evidence.this_update)

    @property
    def next_update(self) -> datetime:
        return utc(self.evidence.next_update)

    def may_be_silent_about(self, identity: Identity) -> bool:
        """Entries of ended certificates drop off lists (RFC 5280 5; X.509 expiredCertsOnCRL)."""
        return utc(identity.ends) < self.this_update and not self.evidence.keeps_expired


@dataclass(frozen=True)
class Proof:
    """A time-stamp that counts."""

    proven: datetime
    rules: tuple[str, ...] = ()


@dataclass
class Judge:
    document: str
    at: datetime
    published: tuple[Evidence, ...]
    added: tuple[Evidence, ...]
    registry: str
    known: list[Known] = field(default_factory=list)
    stamps: dict[int, Proof] = field(default_factory=dict)  # good document time-stamps under the policy, by step
    strict_stamps: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self):
        self.steps = DOCUMENTS[self.document].steps
        everything = [Known(one, "published") for one in self.published] + [Known(one, "added") for one in self.added]
        for number, step in enumerate(self.steps):
            match step:
                case Store():
                    everything += [Known(one, "store", number) for one in step.evidence]
                case Sign():
                    everything += [Known(one, "attribute", number) for one in step.archival]
        # What is from the future of the moment is not used.
        self.known = [one for one in everything if one.this_update <= self.at]

    def all(self) -> list[Said]:
        said = {}
        for number, step in reversed(list(enumerate(self.steps))):  # 5.6.3.4: the last time-stamp first
            if isinstance(step, Stamp):
                said[number] = self.stamp(number, step)
        for number, step in enumerate(self.steps):
            if isinstance(step, Sign):
                said[number] = self.signature(number, step)
        return [said[number] for number in sorted(said)]

    # --- the policy -------------------------------------------------------------------------------------

    def status(self, identity: Identity, at: At):
        """("good", a later entry or None), ("revoked", entry), ("held", entry) or ("unknown", None)."""
        about = [one for one in self.known if one.evidence.speaks_of(identity)]
        entries = [(one, one.evidence.entry(identity)) for one in about if one.evidence.entry(identity)]
        good = [one for one in about if not one.evidence.entry(identity) and not one.may_be_silent_about(identity) and self.is_of(one, at)]
        revoked = sorted((entry.effective, entry) for _, entry in entries if entry.reason != "certificateHold")
        held = sorted((entry.effective, entry) for one, entry in entries if entry.reason == "certificateHold" and not self.is_lifted(one, good, at))
        for word, found in (("revoked", revoked), ("held", held)):
            if found and (not at.is_proven or found[0][0] <= at.time):
                return word, found[0][1]
        is_dated = bool(good) or any(self.is_of(one, at) for one, _ in entries)
        later = (revoked or held or [(None, None)])[0][1]
        return ("good", later) if is_dated else ("unknown", None)

    def is_of(self, one: Known, at: At) -> bool:
        """Whether evidence knows what there was to know at the moment."""
        if not at.is_proven:
            return at.time <= one.next_update
        return one.this_update >= at.time or (self.at if one.source == "published" else at.time) <= one.next_update

    @staticmethod
    def is_lifted(held: Known, good: list[Known], at: At) -> bool:
        return any(held.this_update < one.this_update and (not at.is_proven or one.this_update <= at.time) for one in good)

    def known_entries(self, chain: list[Identity]):
        return [entry for identity in chain for one in self.known if one.evidence.speaks_of(identity)
                for entry in [one.evidence.entry(identity)] if entry]

    def proof(self, token: Token, covered_by: list[Proof]) -> Proof | str:
        """What a token proves, or the sub-indication of why it proves nothing."""
        authority, made = PEOPLE[token.tsa], utc(token.at)
        chain, proven = authority.chain(), min(made + timedelta(seconds=token.accuracy), max(self.at, made))
        if chain[-1].issuer not in ANCHORS:
            return "NO_CERTIFICATE_CHAIN_FOUND"
        assert holds(chain, made), "no document has a token of an authority that had ended"
        entries = self.known_entries(chain)
        ways: list[Proof] = []
        if holds(chain, self.at) and not entries:
            ways.append(Proof(proven, self.no_word(chain, At(self.at, False))))
        for control in covered_by:
            if holds(chain, control.proven) and not any(entry.effective <= control.proven for entry in entries):
                # What is relaxed for the one that covers it is relaxed for it.
                rules = {*control.rules, *self.no_word(chain, At(control.proven, True))}
                ways.append(Proof(proven, tuple(rule for rule in RULES if rule in rules)))
        window = REGISTRIES[self.registry].get(token.tsa)
        if window and utc(window[0]) <= made <= utc(window[1]) and not entries:
            ways.append(Proof(proven, (WINDOW,)))
        if ways:
            return min(ways, key=lambda way: (bool(way.rules), WINDOW in way.rules))
        if entries:
            return "REVOKED_NO_POE" if any(entry.who == authority.name for entry in entries) else "REVOKED_CA_NO_POE"
        return "OUT_OF_BOUNDS_NO_POE"

    def no_word(self, chain: list[Identity], at: At) -> tuple[str, ...]:
        return () if all(self.status(identity, at)[0] == "good" for identity in chain) else (NO_WORD,)

    def stamp(self, number: int, step: Stamp) -> Said:
        covering = [proof for other, proof in self.stamps.items() if other > number]
        proof = self.proof(step.token, covering)
        strict = self.strict_token(step.token, number)
        if isinstance(proof, str):
            return Said("document-time-stamp", "DTS", proof, proof, (), None, None)
        self.stamps[number] = proof
        if strict == PASSED:
            self.strict_stamps[number] = proof.proven
        rules = () if strict == PASSED else proof.rules or (NO_POE,)
        return Said("document-time-stamp", "DTS", PASSED, strict, rules, None, proof.proven)

    def signature(self, number: int, step: Sign) -> Said:
        chain = PEOPLE[step.who].chain()
        covering = [proof for other, proof in self.stamps.items() if other > number]
        token = self.proof(step.token, covering) if step.token else None
        proofs = covering + [proof for proof in [token] if isinstance(proof, Proof)]
        best = min(proofs, key=lambda proof: proof.proven, default=None)
        at = At(best.proven, True) if best else At(self.at, False)
        statuses = [self.status(identity, at) for identity in chain]
        policy, later = self.policy(step, chain, at, statuses, covering)
        level = self.level(number, step)
        if policy != PASSED:
            verdict = verdict_of(policy)
            return Said("signature", level, policy, policy, (), verdict, None if policy in FAILED else at.time)
        strict, rules = self.strict_signature(number, step, chain, best, token)
        has_ended = any(utc(identity.ends) < self.at for identity in chain)
        return Said("signature", level, PASSED, strict, rules, "asli-saat-itu" if has_ended or later else "asli", at.time)

    def policy(self, step: Sign, chain: list[Identity], at: At, statuses, covering: list[Proof]) -> tuple[str, bool]:
        signer = chain[0]
        content = self.proof(step.content, covering) if step.content else None
        revocations = [entry.effective for entry in self.known_entries([signer]) if entry.reason != "certificateHold"]
        if isinstance(content, Proof):  # it was signed after that
            if any(content.proven >= effective for effective in revocations):
                return "REVOKED", False
            if content.proven >= utc(signer.ends):
                return "EXPIRED", False
        if at.is_proven and at.time < utc(signer.begins):
            return "NOT_YET_VALID", False
        for (word, _), sub_indication in zip(statuses, ["REVOKED_NO_POE"] + ["REVOKED_CA_NO_POE"] * len(chain)):
            if word == "revoked":
                return sub_indication, False
        if not holds(chain, at.time):
            return "OUT_OF_BOUNDS_NO_POE", False
        if any(word in ("held", "unknown") for word, _ in statuses):
            return "TRY_LATER", False
        return PASSED, any(later for _, later in statuses)

    # --- EN 319 102-1 with nothing relaxed: 5.6.2.1 to 5.6.2.4 -------------------------------------------

    def existence(self, one: Known) -> datetime:
        """Since when evidence is proven to have existed."""
        proofs = [proven for number, proven in self.strict_stamps.items() if 0 <= one.step < number]
        if one.source == "attribute":
            proofs += self.strict_proofs(one.step, self.steps[one.step])
        return min([self.at, *proofs])

    def strict_proofs(self, number: int, step: Sign) -> list[datetime]:
        proofs = [proven for other, proven in self.strict_stamps.items() if other > number]
        if step.token and self.strict_token(step.token, number) == PASSED:
            token = utc(step.token.at) + timedelta(seconds=step.token.accuracy)
            proofs.append(min(token, self.at))
        return proofs

    def slide(self, chain: list[Identity]) -> datetime | None:
        """The control time that past certificate validation ends with; None where some certificate has no evidence proven to
        have existed by then."""
        control = self.at
        for identity in reversed(chain):
            about = [one for one in self.known if one.evidence.speaks_of(identity)]
            entries = self.lasting_entries(identity, about)
            speaking = [one for one in about if one.evidence.entry(identity) or not one.may_be_silent_about(identity)]
            usable = [one for one in speaking if self.existence(one) <= control]
            if not usable:
                return None
            if entries:
                control = min(control, *(entry.effective for entry in entries))
            elif not any(one.next_update >= control for one in usable):
                control = min(control, max(one.this_update for one in usable))
            control = min(control, utc(identity.ends))
        return control

    @staticmethod
    def lasting_entries(identity: Identity, about: list[Known]) -> list:
        """Entries that count; a suspension that later evidence does not have any more is over (RFC 5280 5.3.1)."""
        silent = [one.this_update for one in about if not one.evidence.entry(identity) and not one.may_be_silent_about(identity)]
        entries = [(one, one.evidence.entry(identity)) for one in about if one.evidence.entry(identity)]
        return [entry for one, entry in entries
                if entry.reason != "certificateHold" or not any(one.this_update < later for later in silent)]

    def strict(self, chain: list[Identity], existence: datetime) -> str:
        control = self.slide(chain)
        if control is not None and existence <= control and all(utc(identity.begins) <= control for identity in chain):
            return PASSED
        entries = self.known_entries(chain)
        if entries:
            return "REVOKED_NO_POE" if any(entry.who == chain[0].name for entry in entries) else "REVOKED_CA_NO_POE"
        return "TRY_LATER" if holds(chain, self.at) else "OUT_OF_BOUNDS_NO_POE"

    def strict_token(self, token: Token, number: int) -> str:
        chain = PEOPLE[token.tsa].chain()
        if chain[-1].issuer not in ANCHORS:
            return "NO_CERTIFICATE_CHAIN_FOUND"
        proofs = [proven for other, proven in self.strict_stamps.items() if other > number]
        return self.strict(chain, min([self.at, *proofs]))

    def strict_signature(self, number: int, step: Sign, chain, best: Proof | None, token) -> tuple[str, tuple[str, ...]]:
        existence = min([self.at, *self.strict_proofs(number, step)])
        strict, rules = self.strict(chain, existence), set()
        if strict != PASSED:
            control = self.slide(chain)
            if best and best.proven < existence:  # the best time is not proven strictly
                rules |= set(best.rules or (NO_POE,))
            if control is None:
                rules.add(NO_POE)
            elif control < (best.proven if best else self.at):
                rules.add(CURRENT)
        if not step.ess:
            rules.add(ESS)
            strict = strict if strict != PASSED else "SIG_CONSTRAINTS_FAILURE"
        return strict, tuple(rule for rule in RULES if rule in rules)

    # --- the form ---------------------------------------------------------------------------------------

    def level(self, number: int, step: Sign) -> str:
        """EN 319 142-1 6.3: the time by an attribute or a document time-stamp, data, and a time-stamp over the data. No standard
        names levels for the older form; it goes by the same ones."""
        data = [number] * bool(step.archival) + [other for other, one in enumerate(self.steps) if isinstance(one, Store)]
        stamps = [other for other, one in enumerate(self.steps) if isinstance(one, Stamp) and other > number]
        family = "PAdES-B-" if step.pades else "PKCS7-"
        if not step.token and not stamps:
            return family + "B"
        if not data:
            return family + "T"
        return family + ("LTA" if any(stamp > data[0] for stamp in stamps) else "LT")


def holds(chain: list[Identity], at: datetime) -> bool:
    return all(utc(identity.begins) <= at <= utc(identity.ends) for identity in chain)


def verdict_of(sub_indication: str) -> str:
    """Design, 3.2."""
    words = {"REVOKED_NO_POE": "dicabut", "REVOKED_CA_NO_POE": "dicabut", "REVOKED": "dicabut", "EXPIRED": "rusak", "NOT_YET_VALID": "rusak",
             "NO_CERTIFICATE_CHAIN_FOUND": "tidak-dikenal"}
    return words.get(sub_indication, "belum-pasti")


def worst(said: list[Said]) -> str:
    """Of the signatures: a document time-stamp says nothing about who signed."""
    return max((one.verdict for one in said if one.verdict), key=VERDICTS.index)
