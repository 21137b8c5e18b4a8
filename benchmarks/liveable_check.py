"""
A small second checker of liveable weeks: it reads the week's files and the roster by itself.

Nothing is shared with the engine or its checker. It knows the rules that named types and a work
plan bring: ``type``, ``one_type``, ``rotation``, ``days_a_week``, ``days_of_cycle``,
``off_together``, ``night_run``, ``after_nights``, ``hours_owed``. What is older is the referee's,
beside the instances.

``python -m benchmarks.liveable_check WEEK_FOLDER ROSTER.csv`` (exit 1 where a rule is broken)
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEK = 7
HOUR = dt.timedelta(hours=1)
LEAST_NIGHT_HOURS = 3.0  # of a shift in the night, by default, that make it a night shift
Breach = tuple[str, str, str]  # rule, agent, date


@dataclass(frozen=True, slots=True)
class Worked:
    """One row of a roster."""

    agent: str
    start: dt.datetime
    end: dt.datetime
    meal: tuple[dt.datetime, dt.datetime] | None

    @property
    def day(self) -> dt.date:
        """Return the date it belongs to."""
        return self.start.date()

    @property
    def hours(self) -> float:
        """Return hours of work, the meal out."""
        eaten = self.meal[1] - self.meal[0] if self.meal else dt.timedelta()
        return (self.end - self.start - eaten) / HOUR


def breaches(folder: Path, roster: Path) -> list[Breach]:
    """Return what a roster breaks of its week's types and plan."""
    return list(_Week(folder, _worked(roster)).breaches())


class _Week:
    def __init__(self, folder: Path, shifts: list[Worked]) -> None:
        self.rules = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
        self.people = {one["agent_id"]: one for one in _rows(folder / "agents.csv")}
        self.plans = {plan["name"]: plan for plan in self.rules["plan"]}
        self.first = dt.date.fromisoformat(str(self.rules["week_start"]))
        self.weeks = int(self.rules["days"]) // WEEK
        self.shifts, self.past = _by_agent(shifts), _by_agent(_worked(folder / "history.csv"))
        self.away: dict[str, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
        at = dt.datetime.fromisoformat
        for row in _rows(folder / "absences.csv") if (folder / "absences.csv").is_file() else []:
            self.away[row["agent_id"]].append((at(row["start"]), at(row["end"])))
        self.phases = {
            row["agent_id"]: int(row["phase"])
            for row in _rows(folder / "history.csv")
            if row.get("phase")
        }

    def breaches(self) -> Iterator[Breach]:
        """Yield breaches, agent by agent."""
        for agent, one in self.people.items():
            plan = self.plans[one.get("work_plan") or self.rules["work_plan"]]
            mine = self.shifts.get(agent, [])
            for shift in mine:
                if self.code(shift) is None:
                    yield "type", agent, str(shift.day)
            for week in range(self.weeks):
                first = self.first + dt.timedelta(WEEK * week)
                days = [first + dt.timedelta(day) for day in range(WEEK)]
                here = [shift for shift in mine if shift.day in days]
                yield from self._week(agent, plan, days, here)
            yield from self._nights(agent, plan)
            for week in range(self.weeks):
                yield from self._owed(one, plan, mine, self.first + dt.timedelta(WEEK * week))

    def _owed(
        self, one: dict[str, str], plan: dict[str, Any], mine: list[Worked], first: dt.date
    ) -> Iterator[Breach]:
        """Hours promised are given, and hours the plan owes, as far as whole shifts can."""
        days = [first + dt.timedelta(day) for day in range(WEEK)]
        contract, owed = float(one["contract_hours_week"]), float(one.get("min_hours_week") or 0)
        if plan.get("hours_owed") == "week":
            long = max(kind["work_hours"] for kind in self.kinds(contract))
            planned = min(plan.get("max_days_week", WEEK), -(-contract // long))
            away = sum(self.is_away(one["agent_id"], day) for day in days)
            due = contract * (planned - away) / planned
            owed = max(owed, min(due, contract // long * long))
        if sum(shift.hours for shift in mine if shift.day in days) < owed - 1e-9:
            yield "hours_owed", one["agent_id"], str(first)

    def is_away(self, agent: str, day: dt.date) -> bool:
        """Return whether an absence holds a whole day."""
        begin = dt.datetime.combine(day, dt.time())
        end = begin + dt.timedelta(1)
        return any(away[0] <= begin and end <= away[1] for away in self.away.get(agent, []))

    def kinds(self, contract: float) -> list[dict[str, Any]]:
        """Return the types of a contract."""
        kinds = self.rules["shifts"]["type"]
        return [kind for kind in kinds if _is_for(kind, contract)]

    def _week(
        self, agent: str, plan: dict[str, Any], days: list[dt.date], here: list[Worked]
    ) -> Iterator[Breach]:
        first = str(days[0])
        passed = (days[0] - self.first).days // WEEK
        if plan.get("rotation"):
            turn = plan["rotation"][(self.phases[agent] + passed) % len(plan["rotation"])]
            if {self.code(shift) for shift in here} - {turn}:
                yield "rotation", agent, first
        if plan.get("days_week"):
            due = plan["days_week"][(self.phases[agent] + passed) % len(plan["days_week"])]
            away = sum(self.is_away(agent, day) for day in days)
            if not due - away <= len({shift.day for shift in here}) <= due:
                yield "days_of_cycle", agent, first
        if plan.get("one_type") and len({self.code(shift) for shift in here}) > 1:
            yield "one_type", agent, first
        if len({shift.day for shift in here}) > plan.get("max_days_week", WEEK):
            yield "days_a_week", agent, first
        least = plan.get("days_off_together", 1)
        every = [*self.past.get(agent, []), *self.shifts.get(agent, [])]
        worked = {shift.day for shift in every}
        known = {day for day in days if day not in worked}
        if agent in self.past or days[0] > self.first:  # the days just before count too
            before = [days[0] - dt.timedelta(back) for back in range(1, least)]
            known |= {day for day in before if day not in worked}
        runs = [all(day - dt.timedelta(back) in known for back in range(least)) for day in days]
        if plan.get("week_goes_round"):  # the week comes again: its first days follow its last
            free = [day not in worked for day in days] * 2
            runs += [all(free[place : place + least]) for place in range(WEEK)]
        if not any(runs) and "days_off_together_price" not in plan:
            yield "off_together", agent, first

    def _nights(self, agent: str, plan: dict[str, Any]) -> Iterator[Breach]:
        most = plan.get("max_nights_in_row")
        if most is None:
            return
        every = sorted(
            [*self.past.get(agent, []), *self.shifts.get(agent, [])], key=lambda each: each.start
        )
        run = 0
        for before, shift in pairwise([None, *every]):
            apart = (shift.day - before.day).days if before else WEEK
            is_new = shift.day >= self.first
            if self.is_night(shift):
                run = run + 1 if before and apart == 1 and self.is_night(before) else 1
                if is_new and run > most:
                    yield "night_run", agent, str(shift.day)
            goes_on = self.is_night(shift) and apart == 1
            off = plan.get("days_off_after_nights", 0)
            if is_new and before and self.is_night(before) and not goes_on and apart - 1 < off:
                yield "after_nights", agent, str(shift.day)

    def code(self, shift: Worked) -> str | None:
        """Return the type a shift is of, None where it is of none its agent may work."""
        contract = float(self.people[shift.agent]["contract_hours_week"])
        for kind in self.kinds(contract):
            eats = kind.get("meal_minutes", 0) / 60
            if f"{shift.start:%H:%M}" != kind["start"]:
                continue
            if (shift.end - shift.start) / HOUR != kind["work_hours"] + eats:
                continue
            if eats == 0 and shift.meal is None:
                return str(kind["code"])
            if eats and shift.meal:
                begun = (shift.meal[0] - shift.start) / HOUR
                is_long = (shift.meal[1] - shift.meal[0]) / HOUR == eats
                early, late = kind["meal_earliest_hours"], kind["meal_latest_hours"]
                if is_long and early <= begun <= late:
                    return str(kind["code"])
        return None

    def is_night(self, shift: Worked) -> bool:
        """Return whether enough of a shift, the meal included, lies in the night."""
        hours = self.rules["hours"]
        least = float(hours.get("night_shift_hours", LEAST_NIGHT_HOURS))
        dusk, dawn = (dt.time.fromisoformat(each) for each in hours["night"].split("-"))
        spent = dt.timedelta()
        for back in (-1, 0, 1):
            date = shift.day + dt.timedelta(back)
            begin = dt.datetime.combine(date, dusk)
            end = dt.datetime.combine(date + dt.timedelta(dawn <= dusk), dawn)
            spent += max(dt.timedelta(), min(end, shift.end) - max(begin, shift.start))
        return spent / HOUR >= least


def _is_for(kind: dict[str, Any], contract: float) -> bool:
    low, high = kind.get("contract_hours", (0, 168))
    return bool(low <= contract <= high)


def _worked(path: Path) -> list[Worked]:
    found = []
    for row in _rows(path) if path.is_file() else []:
        at = dt.datetime.fromisoformat
        meal = tuple(map(at, row["meal"].split("/"))) if row.get("meal") else None
        begun, ended = at(row["start"]), at(row["end"])
        found.append(Worked(row["agent_id"], begun, ended, (meal[0], meal[1]) if meal else None))
    return found


def _by_agent(shifts: list[Worked]) -> dict[str, list[Worked]]:
    found: dict[str, list[Worked]] = defaultdict(list)
    for shift in sorted(shifts, key=lambda each: each.start):
        found[shift.agent].append(shift)
    return dict(found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def main() -> None:
    found = breaches(*map(Path, sys.argv[1:3]))
    for breach in found:
        print(*breach)
    print(dict(Counter(rule for rule, *_ in found)))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
