"""How hot the search is when: a short anneal for a good roster soon, then a long one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """
    One cooling of the search.

    Parameters
    ----------
    until
        Share of the whole run at which it ends.
    hot, cold
        Heat at its ends, as a share of the price of one missing person in an interval.
    """

    until: float
    hot: float
    cold: float


FRESH = (Stage(0.1, 0.4, 0.05), Stage(1.0, 0.3, 0.04))
WARM = (Stage(1.0, 0.2, 0.04),)  # a given roster is a good start: do not melt it


def heat_at(stages: tuple[Stage, ...], share: float) -> float:
    """Return the heat when a share of the run is over."""
    begun = 0.0
    for stage in stages:
        if share < stage.until or stage is stages[-1]:
            part = min(1.0, max(0.0, (share - begun) / (stage.until - begun)))
            return stage.hot * float((stage.cold / stage.hot) ** part)
        begun = stage.until
    raise AssertionError(stages)


def stage_of(stages: tuple[Stage, ...], share: float) -> int:
    """Return the number of the stage when a share of the run is over."""
    return next((n for n, stage in enumerate(stages) if share < stage.until), len(stages) - 1)
