"""Scores from month to month: of the shop, of each team and of each agent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from store.months import RunNote
from store.run_steps import RunState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.month import Month
    from service.desk import Desk
    from store.run_shares import RunShares
    from store.unit import Unit

__all__ = ["RunNote", "RunState"]

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Trend:
    """Share of the full score in each of some months, in [0, 1]; None: not scored in it."""

    shares: tuple[Decimal | None, ...]

    @property
    def now(self) -> Decimal | None:
        """Return the share of the last month."""
        return self.shares[-1]

    @property
    def change(self) -> Decimal | None:
        """Return how much the last month is above the one before; None: one is not known."""
        if len(self.shares) < 2 or self.shares[-1] is None or self.shares[-2] is None:
            return None
        return self.shares[-1] - self.shares[-2]


@dataclass(frozen=True, slots=True)
class MonthTrend:
    """
    The scored months up to one.

    Parameters
    ----------
    runs
        The newest run of each month in short, in order of time; the last is the month looked at.
    shop
        Mean of everybody.
    teams, agents
        Of each team (the mean of who was in it that month; ``""``: in none) and agent of the last
        month.
    """

    runs: tuple[RunNote, ...]
    shop: Trend
    teams: dict[str, Trend]
    agents: dict[str, Trend]

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the months."""
        return tuple(run.month for run in self.runs)


def newest_runs(desk: Desk, upto: Month, *, most: int = MONTHS) -> tuple[RunNote, ...]:
    """Return the newest run of each of the last months up to one, in order of time."""
    with desk.read() as unit:
        return _newest(unit, desk.shop_id, upto, most)


def _newest(unit: Unit, shop_id: str, upto: Month, most: int) -> tuple[RunNote, ...]:
    newest = {note.month: note for note in unit.months.all(shop_id) if note.month <= upto}
    return tuple(newest.values())[-most:]


def run_states(desk: Desk, runs: Iterable[RunNote]) -> list[RunState]:
    """Return how far each of some runs is."""
    with desk.read() as unit:
        known = unit.run_steps.states(desk.shop_id)
    return [known.get((str(run.month), run.number), RunState.CALCULATED) for run in runs]


def month_trend(desk: Desk, month: Month, *, most: int = MONTHS) -> MonthTrend:
    """Return the scores of the last months up to one, by the newest run of each."""
    with desk.read() as unit:
        notes = _newest(unit, desk.shop_id, month, most)
        runs = [unit.score_shares.of(desk.shop_id, note.month, note.number) for note in notes]
    by_team = [_by_team(run) for run in runs]
    return MonthTrend(
        notes,
        Trend(tuple(_mean(run.agents.values()) for run in runs)),
        _trends(by_team),
        _trends([run.agents for run in runs]),
    )


def _trends(by_month: Sequence[dict[str, Decimal | None]]) -> dict[str, Trend]:
    """Return the trend of each name of the last month."""
    names = sorted(by_month[-1]) if by_month else ()
    return {name: Trend(tuple(one.get(name) for one in by_month)) for name in names}


def _by_team(run: RunShares) -> dict[str, Decimal | None]:
    members = defaultdict(list)
    for agent, share in run.agents.items():
        members[run.teams.get(agent, "")].append(share)
    return {team: _mean(shares) for team, shares in members.items()}


def _mean(shares: Iterable[Decimal | None]) -> Decimal | None:
    known = [share for share in shares if share is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def own_trend(
    desk: Desk, month: Month, agent_id: str, *, most: int = MONTHS
) -> tuple[tuple[Month, ...], Trend]:
    """Return an agent's scores up to a month, of the runs that were shown to the agents."""
    found = []
    with desk.read() as unit:
        by_month: dict[Month, list[RunNote]] = defaultdict(list)
        for note in unit.months.all(desk.shop_id):
            if note.month <= month:
                by_month[note.month].append(note)
        for each in list(by_month)[-most:]:
            run = _newest_shown(unit, desk.shop_id, by_month[each])
            if run is not None:
                found.append((each, run.agents.get(agent_id)))
    return tuple(each for each, _ in found), Trend(tuple(share for _, share in found))


def _newest_shown(unit: Unit, shop_id: str, notes: Sequence[RunNote]) -> RunShares | None:
    """Return the newest of a month's runs that is at least in review."""
    for note in reversed(notes):
        run = unit.score_shares.of(shop_id, note.month, note.number)
        if unit.run_steps.state(run.id) is not RunState.CALCULATED:
            return run
    return None
