"""Which of the volumes that may come a week is staffed for, and what each chance costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.staffing.chance import CHANCES, chance_curves, staffed_for
from scheduler.staffing.offered_load import USUAL, Load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Forecast
    from scheduler.post import Post
    from store.demand import KeptRequirement

__all__ = ["CHANCES"]

MEAN = "mean"


@dataclass(frozen=True, slots=True)
class StaffedVolume:
    """
    The volume a week is staffed for; with neither, its mean.

    Parameters
    ----------
    level
        A quantile of the forecast, interval by interval.
    chance
        As much as lets each post's week hold its target with this chance, in (0, 1).
    """

    level: float | None = None
    chance: float | None = None

    def __post_init__(self) -> None:
        both = self.level is not None and self.chance is not None
        require(not both, "level_and_chance", value=self.chance, level=self.level)

    def of(self, forecast: Forecast, posts: Sequence[Post], load: Load = USUAL) -> Forecast:
        """
        Return the forecast whose mean is staffed for.

        Raises
        ------
        InputError
            When the forecast does not hold the quantile, or does not say how far volumes scatter.
        """
        if self.chance is not None:
            return staffed_for(forecast, posts, self.chance, load=load)
        if self.level is not None:
            return replace(forecast, mean=forecast.at(self.level), point=None)
        return forecast

    @property
    def noted(self) -> dict[str, str]:
        """Return what a requirement says of it."""
        told = {"level": MEAN if self.level is None else str(self.level)}
        return told if self.chance is None else told | {"chance": str(self.chance)}


def kept_volume(kept: KeptRequirement | None) -> StaffedVolume:
    """Return the volume a requirement was made for; the mean where none says."""
    said = {} if kept is None else kept.note.inputs
    level, chance = said.get("level", MEAN), said.get("chance")
    return StaffedVolume(
        None if level == MEAN else float(level), None if chance is None else float(chance)
    )


@dataclass(frozen=True, slots=True)
class ChancePrice:
    """
    What it takes that each post's week holds its target with a chance.

    Parameters
    ----------
    chance
        In (0, 1).
    hours, more
        Agent-hours of all posts, and the share by which they are more than for the mean.
    factors
        On the expected chats, by post.
    """

    chance: float
    hours: float
    more: float
    factors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ChancePrices:
    """
    Chances and their prices.

    Parameters
    ----------
    rows
        By chance, ascending.
    mean, whole
        The chance when staffed for the mean, by post: with the need as reckoned, and with the need
        of each interval rounded up to whole people.
    days_alone
        Posts of which it is not known what whole weeks share; days are taken to scatter each for
        itself, so that a week is told to be surer than it may be.
    """

    rows: tuple[ChancePrice, ...]
    mean: Mapping[str, float]
    whole: Mapping[str, float]
    days_alone: tuple[str, ...]


def chance_prices(forecast: Forecast, posts: Sequence[Post], *, load: Load = USUAL) -> ChancePrices:
    """
    Return what chances cost; without rows where the forecast does not say how volumes scatter.

    Only posts whose customers wait count; work that may wait is staffed for its mean.
    """
    if not forecast.levels:
        return ChancePrices((), {}, {}, ())
    curves = chance_curves(forecast, posts, load=load)
    usual = sum(curve.hours_at(1.0) for curve in curves.values())
    rows = []
    for chance in CHANCES:
        hours = sum(curve.hours_for(chance) for curve in curves.values())
        factors = {name: curve.factor(chance) for name, curve in curves.items()}
        rows.append(ChancePrice(chance, hours, hours / usual - 1.0 if usual else 0.0, factors))
    return ChancePrices(
        tuple(rows),
        {name: curve.chance_at(1.0) for name, curve in curves.items()},
        {name: curve.chance_at(1.0, whole=True) for name, curve in curves.items()},
        () if forecast.week_cv else tuple(curves),
    )
