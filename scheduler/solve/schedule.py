"""
How the search cools.

A plain cooling gives a good roster soon. The others begin with a softened price of cover: mostly
the linear one of the bound (what a person is worth in each interval), on which people find the days
that suit them and the whole; then the true price returns step by step. Moving a shift by an
interval costs little at first, so little heat is needed, and wishes are not forgotten for cover.
"""

from __future__ import annotations

from dataclasses import dataclass

TRUE_FROM = 0.9  # part of a cooling at which the true price has returned
OWN = (0.07, 0.15)  # share of the true price at first, by chain: small weeks need more of it
HOT = (0.05, 0.08)  # heat at first, likewise
LISTED_UNTIL = 0.45  # share of a run until which weeks are taken from lists
LISTED_TIMES = 2  # coolings until then: one twice as long ends no better


@dataclass(frozen=True, slots=True)
class Cooling:
    """
    One cooling of the search.

    Parameters
    ----------
    until
        Share of the whole run at which it ends.
    hot, cold
        Heat at its ends, as a share of the price of one missing person in an interval.
    own
        Share of the true price at its begin; 1: the true price all along.
    """

    until: float
    hot: float
    cold: float
    own: float = 1.0

    def heat(self, part: float) -> float:
        """Return the heat when a part of the cooling is over."""
        return self.hot * float((self.cold / self.hot) ** part)

    def own_at(self, part: float) -> float:
        """Return the share of the true price when a part of the cooling is over."""
        return float(self.own ** max(0.0, 1.0 - part / TRUE_FROM))


def coolings(chain: int, *, is_warm: bool, is_near: bool = False) -> tuple[Cooling, ...]:
    """
    Return the coolings of a chain, in order.

    Parameters
    ----------
    chain
        Its number; they differ so that one of them suits.
    is_warm
        Whether a roster was given to begin with, which should not be melted at once.
    is_near
        Whether that roster is near its end already, and only to be settled.
    """
    if is_near:
        return SETTLING
    first = Cooling(0.12, 0.05, 0.01) if is_warm else Cooling(0.12, 0.4, 0.02)
    own, hot = OWN[chain % len(OWN)], HOT[chain % len(HOT)]
    return first, Cooling(0.4, hot, 0.01, own), Cooling(1.0, hot, 0.01, own)


SETTLING = (Cooling(0.1, 0.05, 0.01), Cooling(1.0, 0.05, 0.01, OWN[0]))
"""
A lawful roster soon, and then almost all at a softened price: each part met its share of the need
in whole people, and a price that is true all along never takes apart what that cost.
"""
LISTED = Cooling(LISTED_UNTIL, 0.2, 0.03, 0.15)
"""A cooling of whole weeks out of lists; its price stays softened until near the end."""


def listed_at(
    begun: float, shares: tuple[float, float], dearest: float
) -> tuple[float, tuple[float, float]]:
    """
    Return the share of the true price, and the heat at two shares of a run, where weeks are listed.

    Parameters
    ----------
    begun
        Share of the run at which they were listed.
    shares
        Of the run, now and when the heat should be the second.
    dearest
        Price of one missing person in an interval.
    """
    whole = max(1e-9, LISTED.until - begun)
    done, ahead = (LISTED_TIMES * min(1.0, (share - begun) / whole) for share in shares)
    turn = min(LISTED_TIMES - 1, int(done))
    own = LISTED.own if done - turn < TRUE_FROM else 1.0
    cold = LISTED.heat(min(1.0, ahead - turn))
    return own, (dearest * LISTED.heat(done - turn), dearest * cold)


def cooling_at(steps: tuple[Cooling, ...], share: float) -> tuple[int, float]:
    """Return the number of the cooling when a share of the run is over, and its own part over."""
    begun = 0.0
    for number, step in enumerate(steps):
        if share < step.until or step is steps[-1]:
            return number, min(1.0, max(0.0, (share - begun) / (step.until - begun)))
        begun = step.until
    raise AssertionError(steps)


def cooled(
    steps: tuple[Cooling, ...], shares: tuple[float, float], dearest: float
) -> tuple[float, tuple[float, float]]:
    """Return the share of the true price, and the heat at two shares of a run."""
    (number, part), (same, part_then) = (cooling_at(steps, share) for share in shares)
    step, ends = steps[number], part_then if same == number else 1.0
    return step.own_at(part), (dearest * step.heat(part), dearest * step.heat(ends))
