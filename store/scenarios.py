"""Named what-ifs with their inputs and what came out of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scheduler.changes import Changes
from scheduler.errors import require
from scheduler.shift import Shift
from scheduler.solve.result import SolveParams, SolveStatus
from store import tables as t
from store.documents import to_document
from store.repository import Repository
from store.simulations import SimulatedMeasure
from store.stamp import Stamp
from store.table_rows import columns_of, value_of


@dataclass(frozen=True, slots=True)
class ScenarioInputs:
    """
    What a scenario asks.

    Parameters
    ----------
    week
        Label of the week it starts from.
    changes
        What differs from it.
    """

    week: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """
    What a scenario led to, with the inputs it was computed from.

    Parameters
    ----------
    inputs
        As they were then.
    params
        Limits of the solve.
    week_key
        Key of the week as it was then, changes not counted.
    status
        How the solve ended.
    required_hours, contract_hours
        By post: hours needed, and hours the contracts of the people who work there first allow.
    short_by_hour
        By post: people missing in each hour from the week's start; the most in that hour.
    short_hours, surplus_hours
        Agent-hours below and above what is needed, all posts.
    wage_cost
        Yuan for the roster's hours; None: nobody's hourly cost is known.
    cost, bound
        Of the roster, and proven: no roster costs less. None: no roster was found.
    breaches
        Hard rules the roster breaks.
    seconds
        Length of the solve.
    shifts
        The roster.
    service_level
        By post and ``""`` for all: simulated; empty: it was not simulated.
    own_speeds
        People who were simulated at a speed of their own, as their chats say.
    program
        Version of the program with a mark of its sources; empty: kept before these were noted.
    """

    inputs: ScenarioInputs
    params: SolveParams
    week_key: str
    status: SolveStatus
    required_hours: dict[str, float]
    contract_hours: dict[str, float]
    short_by_hour: dict[str, tuple[float, ...]]
    short_hours: float | None
    surplus_hours: float | None
    wage_cost: Decimal | None
    cost: float | None
    bound: float
    breaches: int | None
    seconds: float
    shifts: tuple[Shift, ...]
    service_level: dict[str, SimulatedMeasure]
    own_speeds: int = 0
    program: str = ""


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """
    A scenario.

    Parameters
    ----------
    id, name
        Number in the database, and the name people gave it, unique in the shop.
    inputs
        What it asks now.
    result
        What it led to; None: not computed yet.
    changed
        Who changed it last, and when.
    """

    id: int
    name: str
    inputs: ScenarioInputs
    result: ScenarioResult | None
    changed: Stamp


class Scenarios(Repository):
    """The scenarios of the shops."""

    def all(self, shop_id: str) -> tuple[KeptScenario, ...]:
        """Return a shop's scenarios in the order in which they were made."""
        rows = self._rows(t.scenario, by=[t.scenario.c.position], shop_id=shop_id)
        return tuple(value_of(KeptScenario, row) for row in rows)

    def get(self, shop_id: str, name: str) -> KeptScenario:
        """Return a scenario; raises InputError when there is none of that name."""
        row = self._needed("unknown_scenario", t.scenario, shop_id=shop_id, name=name)
        return value_of(KeptScenario, row)

    def by_id(self, number: int) -> KeptScenario:
        """Return the scenario of a number in the database."""
        return value_of(KeptScenario, self._needed("unknown_scenario", t.scenario, id=number))

    def add(self, shop_id: str, name: str, inputs: ScenarioInputs, stamp: Stamp) -> None:
        """Keep a new scenario; raises InputError when the name is taken or empty."""
        self._require_new(shop_id, name)
        last = max(self._cells(t.scenario.c.position, shop_id=shop_id), default=0)
        new = KeptScenario(0, name, inputs, None, stamp)
        row = columns_of(t.scenario, new, shop_id=shop_id, position=last + 1)
        self._add(t.scenario, [row])

    def change(self, number: int, inputs: ScenarioInputs, stamp: Stamp) -> None:
        """Keep what a scenario asks now; its result stays that of the inputs it was made from."""
        self._set(number, inputs=to_document(inputs), **stamp.columns("changed"))

    def rename(self, shop_id: str, name: str, new_name: str, stamp: Stamp) -> None:
        """Give a scenario another name; raises InputError when it is taken, empty or unknown."""
        number = self.get(shop_id, name).id
        if new_name != name:
            self._require_new(shop_id, new_name)
            self._set(number, name=new_name, **stamp.columns("changed"))

    def _require_new(self, shop_id: str, name: str) -> None:
        require(bool(name.strip()), "empty", column="name")
        there = self._first(t.scenario, shop_id=shop_id, name=name)
        require(there is None, "scenario_exists", value=name)

    def save_result(self, number: int, result: ScenarioResult) -> None:
        """Keep what a scenario led to."""
        self._set(number, result=to_document(result))

    def remove(self, number: int) -> None:
        """Remove a scenario and its jobs."""
        self._remove(t.job, scenario_id=number)
        self._remove(t.scenario, id=number)

    def _set(self, number: int, **values: object) -> None:
        self._change(t.scenario, values, id=number)
