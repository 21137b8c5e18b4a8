"""What a vendor's people did in a month: minutes of each calendar day, chats, orders, targets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Facts
from kpi.facts.spans import Spans, intersect, minutes, union
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import By, Totals
from kpi.month import Month
from scheduler.horizon import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpi.facts.hours import ShiftHours
    from kpi.vendors.contract import Promised, VendorContract

DAY = dt.timedelta(days=1)
DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class Worked:
    """
    When somebody worked on a post, of one shift.

    Parameters
    ----------
    agent_id, post
        Who and where.
    spans
        Minutes of work: of those planned the ones present by attendance, paid breaks of a shift
        that was attended among them; all those planned where there is no attendance.
    is_attended
        Whether attendance says so.
    """

    agent_id: str
    post: str
    spans: Spans
    is_attended: bool


@dataclass(frozen=True, slots=True)
class DayCount:
    """A number of one person's calendar day."""

    agent_id: str
    date: dt.date
    count: Decimal


@dataclass(frozen=True, eq=False)
class VendorMonth:
    """
    A month of a vendor's people, as far as it is known.

    Parameters
    ----------
    vendor, month, clock
        Whose, when, and by which clock.
    people
        Ids of its agents, sorted.
    worked
        When they worked; also outside the month.
    facts
        What was counted of them; None: nothing.
    unrostered
        Those of them with attendance in the month and no shift that bound them in it.
    elsewhere
        Who of them was not the vendor's on which days of the month: these count for nothing.
    undated
        How many of their teams were given to the vendor after the month began: since when it
        sends a team is not known before that, and the whole month counts.
    beyond_min
        Minutes of attendance before, after and between their shifts, which no line counts.
    """

    vendor: str
    month: Month
    clock: Clock
    people: tuple[str, ...]
    worked: tuple[Worked, ...] = ()
    facts: Facts | None = None
    unrostered: tuple[str, ...] = ()
    elsewhere: frozenset[tuple[str, dt.date]] = frozenset()
    undated: int = 0
    beyond_min: int = 0

    def days(self, contract: VendorContract) -> list[dt.date]:
        """Return the days of the month on which a contract holds."""
        length = (self.month.last - self.month.first).days + 1
        dates = (self.month.first + DAY * place for place in range(length))
        return [date for date in dates if contract.holds_on(date)]

    def minutes(
        self, contract: VendorContract, *, is_attended: bool, is_night: bool = False
    ) -> tuple[DayCount, ...]:
        """
        Return the minutes each person worked on each calendar day, rounded as the contract says.

        A minute belongs to the calendar day it lies in by the site's clock, also of a shift that
        crosses midnight, or the month's end. Minutes are those that went by: of a night in which
        the clock is put back there are more of them.
        """
        spans = self._spans(contract, is_attended=is_attended)
        found = []
        for (agent, date), mine in sorted(spans.items()):
            counted = intersect(mine, self._night(contract, date)) if is_night else mine
            rounded = _steps(minutes(counted), contract)
            if rounded:
                found.append(DayCount(agent, date, Decimal(rounded)))
        return tuple(found)

    def _spans(
        self, contract: VendorContract, *, is_attended: bool
    ) -> dict[tuple[str, dt.date], Spans]:
        """Return the stretches of work by person and calendar day of the contract."""
        found: dict[tuple[str, dt.date], list[tuple[int, int]]] = defaultdict(list)
        ends = {
            date: (self.clock.at(date), self.clock.at(date + DAY)) for date in self.days(contract)
        }
        for one in self.worked:
            if one.is_attended != is_attended or not contract.is_about(one.post):
                continue
            for span in one.spans:
                for date in self._dates(span):
                    if date in ends and (one.agent_id, date) not in self.elsewhere:
                        found[one.agent_id, date] += intersect((span,), (ends[date],))
        return {key: union(spans) for key, spans in found.items() if spans}

    def _dates(self, span: tuple[int, int]) -> Iterator[dt.date]:
        """Yield the calendar days that a stretch of time touches."""
        date, last = self.clock.date_of(span[0]), self.clock.date_of(span[1] - 1)
        while date <= last:
            yield date
            date += DAY

    def _night(self, contract: VendorContract, date: dt.date) -> Spans:
        """Return the stretches of a calendar day that are night."""
        start, until = contract.night_from, contract.night_until
        clocks = [(start, until)] if start < until else [(0, until), (start, DAY_MIN)]
        spans = ((self.clock.at(date, one), self.clock.at(date, end)) for one, end in clocks)
        return union(span for span in spans if span[0] < span[1])

    def seats(self, contract: VendorContract, *, is_attended: bool | None) -> dict[dt.date, int]:
        """Return how many people worked on each day of the contract; None: by either source."""
        ways = (True, False) if is_attended is None else (is_attended,)
        held = {key for way in ways for key in self._spans(contract, is_attended=way)}
        return {date: sum(day == date for _, day in held) for date in self.days(contract)}

    def counts(self, contract: VendorContract, column: str) -> tuple[DayCount, ...]:
        """Return a count of each person's calendar day, those of unknown days left out."""
        facts = self._facts(contract)
        if facts is None:
            return ()
        found: dict[tuple[str, dt.date], Decimal] = defaultdict(Decimal)
        known = ~np.isnan(facts[column])
        rows = zip(
            facts.agent[known].tolist(),
            facts.message_date[known].astype(object).tolist(),
            facts[column][known].tolist(),
            strict=True,
        )
        for agent, date, count in rows:
            found[facts.agents[agent], date] += Decimal(repr(count))
        return tuple(DayCount(*key, count) for key, count in sorted(found.items()) if count)

    def unknown(self, contract: VendorContract, column: str) -> int:
        """Return on how many person-days of work nothing is known of a count."""
        facts, told = self._facts(contract), set[tuple[str, dt.date]]()
        if facts is not None:
            known = ~np.isnan(facts[column])
            agents = (facts.agents[one] for one in facts.agent[known].tolist())
            told = set(zip(agents, facts.date[known].astype(object).tolist(), strict=True))
        return len(self._begun(contract) - told)

    def _begun(self, contract: VendorContract) -> set[tuple[str, dt.date]]:
        """Return by person the days of the contract on which work began."""
        begun = (
            (one.agent_id, self.clock.date_of(one.spans[0][0]))
            for one in self.worked
            if one.spans and contract.is_about(one.post)
        )
        return {(who, date) for who, date in begun if date in set(self.days(contract))} - (
            self.elsewhere
        )

    def measured(self, contract: VendorContract, target: Promised) -> tuple[Decimal, Decimal]:
        """Return numerator and denominator of a target over all people; 0, 0: nothing is known."""
        facts = self._facts(contract)
        if facts is None or not len(facts):
            return Decimal(0), Decimal(0)
        measure = INDICATORS[target].measure(Totals(facts, By.POST))
        parts = (measure.numerator[measure.known], measure.denominator[measure.known])
        over, under = (Decimal(repr(float(part.sum()))) for part in parts)
        return over, under

    def _facts(self, contract: VendorContract) -> Facts | None:
        """Return the facts of the contract's calendar days and posts."""
        facts, days = self.facts, self.days(contract)
        if facts is None or not days:
            return None
        dates = facts.message_date
        rows = (dates >= np.datetime64(days[0])) & (dates <= np.datetime64(days[-1]))
        posts = [place for place, post in enumerate(facts.posts) if contract.is_about(post)]
        people = [place for place, agent in enumerate(facts.agents) if agent in self.people]
        rows &= np.isin(facts.post, posts) & np.isin(facts.agent, people)
        for agent, date in self.elsewhere & {
            (facts.agents[one], day) for one in people for day in days
        }:
            rows &= (facts.agent != facts.agents.index(agent)) | (dates != np.datetime64(date))
        return facts.where(rows)


def _steps(counted: int, contract: VendorContract) -> int:
    """Return minutes in whole steps; half a step is a whole one where the nearest is asked."""
    step = contract.step_min
    more = {"down": 0, "nearest": step // 2 + step % 2, "up": step - 1}[contract.rounding]
    if step == 1:
        return counted
    return (counted + more) // step * step


def worked_in(
    hours: tuple[ShiftHours, ...], there: Mapping[str, Spans] | None = None
) -> Iterator[Worked]:
    """
    Yield when people worked, of their shifts, those of each post apart.

    Parameters
    ----------
    hours
        The shifts, each with whether its attendance is known.
    there
        When each agent was there.
    """
    for one in hours:
        for part in one.stints or (one,):
            yield _worked(part, (there or {}).get(part.scheduled.shift.agent_id, ()))


def _worked(one: ShiftHours, there: Spans) -> Worked:
    shift, work = one.scheduled.shift, one.scheduled.work
    if one.attended is None:
        return Worked(shift.agent_id, shift.post, work, is_attended=False)
    present = intersect(work, there)
    pauses = union((pause.start_min, pause.end_min) for pause in shift.pauses)
    paused = intersect(work, pauses) if present else ()
    return Worked(shift.agent_id, shift.post, union((*present, *paused)), is_attended=True)
