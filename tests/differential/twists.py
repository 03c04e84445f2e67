"""The register of twists: each changes one thing of a case, near the border between right and wrong, and says what."""

from dataclasses import dataclass
from typing import Callable

_ALL = []


@dataclass(frozen=True)
class Twist:
    apply: Callable
    weight: int
    needs_crls: bool
    needs_ca: bool


def twist(weight=2, needs_crls=False, needs_ca=False):
    """Registers a function of the case and the random source."""

    def register(function):
        _ALL.append(Twist(function, weight, needs_crls, needs_ca))
        return function

    return register


def apply_some(case, random):
    """None to three, drawn by weight from those the case has something for."""
    for _ in range(random.choices([0, 1, 2, 3], [1, 10, 6, 2])[0]):
        fitting = [
            one
            for one in _ALL
            if (case.check_revocation or not one.needs_crls) and (case.cas or not one.needs_ca)
        ]
        # Half of the twists of a case with lists are about lists.
        if case.check_revocation and random.random() < 0.6:
            fitting = [one for one in fitting if one.needs_crls]
        chosen = random.choices(fitting, [one.weight for one in fitting])[0]
        chosen.apply(case, random)
