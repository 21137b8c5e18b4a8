"""
Leave, allowances and a leaver for made-up months, and what they pay as a person reckons it.

Like ``by_hand`` it takes nothing from ``kpi``.
"""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from tests.kpi.pay.by_hand import ByHand, fen, minutes_of
from tests.kpi.pay.made_months import (
    DAY,
    GIVEN_OFF,
    HOUR,
    MADE_UP,
    STATUTORY,
    MadeMonth,
    Stretch,
    made_month,
)

SHARES = {"事假": "0", "病假": "0.65", "年假": "1"}
NIGHT_HOUR, LATE_SHIFT = "4.55", "18.18"
WEEK_MIN, DAY_MIN = 2400, 480
FIRM = f"""id = "firm"
version = 1
title_zh = "firm"
title_en = "firm"
valid_from = 2025-01-01
[[part]]
kind = "leave"
leave = "personal"
share = {SHARES["事假"]}
[[part]]
kind = "leave"
leave = "sick"
share = {SHARES["病假"]}
[[part]]
kind = "leave"
leave = "annual"
share = {SHARES["年假"]}
[[part]]
kind = "allowance"
name = "夜"
amount = {NIGHT_HOUR}
per = "hour"
window = "22:00-06:00"
[[part]]
kind = "allowance"
name = "晚班"
amount = {LATE_SHIFT}
window = "18:00-24:00"
least_hours = 2
"""


@dataclass
class MadeLeave:
    """A month with absences; ``leaves``: the last day of K3, where K3 leaves in it."""

    month: MadeMonth
    absences: list[Stretch] = field(default_factory=list)
    leaves: dt.date | None = None


def made_leave(seed: int) -> MadeLeave:
    """Return a random month with leave; every other one with somebody who leaves in it."""
    found = MadeLeave(made_month(seed))
    made, rng = found.month, random.Random(seed + 1000)
    if seed % 2:
        found.leaves = last = made.first + DAY * rng.randrange(6, 26)
        for kind in ("shifts", "presences", "away", "overtime"):
            kept = [one for one in getattr(made, kind) if not _is_late(one, last, kind)]
            setattr(made, kind, kept)
        made.facts = [one for one in made.facts if one.agent != "K3" or one.date <= last]
        for one in made.overtime:
            one.time_off = one.time_off and one.agent != "K3"  # it would be paid out on leaving
    for agent in made.agents:
        for first in sorted(rng.sample(range(-2, 29), 3)):
            start = dt.datetime.combine(made.first + DAY * first, dt.time())
            days, half = rng.choice((1, 1, 2, 5)), rng.random() < 0.3
            span = (9 * HOUR, 13 * HOUR) if half else (0 * HOUR, 24 * HOUR * days)
            kind = rng.choice(list(SHARES))
            found.absences.append(Stretch(agent, start + span[0], start + span[1], kind))
    return found


def _is_late(one: Stretch, last: dt.date, kind: str) -> bool:
    ends = one.end if kind == "overtime" else one.start  # over midnight it is of a day later
    return one.agent == "K3" and ends.date() > last


def leave_files(found: MadeLeave, folder: Path) -> dict[str, Path]:
    """Write what the files of the month do not hold."""
    rows = [f"{one.agent},{one.start},{one.end},{one.kind}\n" for one in found.absences]
    (folder / "absences.csv").write_text("agent_id,start,end,kind\n" + "".join(rows), "utf-8")
    head = "agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights,leaves\n"
    people = [
        f"{a},{a},t,presales|aftersales,40,30,no,{(a == 'K3' and found.leaves) or ''}\n"
        for a in found.month.agents
    ]
    (folder / "agents.csv").write_text(head + "".join(people), "utf-8")
    (folder / "firm.toml").write_text(FIRM, "utf-8")
    return {"absences": folder / "absences.csv", "agents": folder / "agents.csv"}


class LeaveByHand(ByHand):
    """The month of one agent, with leave and allowances."""

    def __init__(self, found: MadeLeave, agent: str) -> None:
        super().__init__(found.month, agent)
        self.month_days = list(self.days)
        self.absences = [one for one in found.absences if one.agent == agent]
        self.last = found.leaves if agent == "K3" and found.leaves else dt.date.max
        self.days = {date: plan for date, plan in self.days.items() if date <= self.last}
        self.last_plan = self.days[max(self.days)]

    def share(self, dates: list[dt.date]) -> Fraction:
        over, under = (sum(d.weekday() < 5 for d in days) for days in (dates, self.month_days))
        return Fraction(over, under)

    def full_attendance(self) -> int:
        return super().full_attendance() if self.last == dt.date.max else 0

    def leave_days(self) -> dict[str, dict[dt.date, Fraction]]:
        """Return the parts of days that each kind of leave takes, by date."""
        found: dict[str, dict[dt.date, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        monday = self.made.first - DAY * self.made.first.weekday()
        while monday <= self.made.last:
            self._week([monday + DAY * at for at in range(7)], found)
            monday += DAY * 7
        return found

    def _week(self, week: list[dt.date], found: dict[str, dict[dt.date, Fraction]]) -> None:
        work = {
            date: {m for s in self.all_shifts if s.start.date() == date for m in self.work(s)}
            for date in week
        }
        rostered = sum(map(len, work.values()))
        left = max(0, WEEK_MIN - rostered)
        off = [d for d in week if d in GIVEN_OFF or (d.weekday() > 4 and d not in MADE_UP)]
        free = [d for d in week if d not in off] + (off if rostered else [])
        for date in (d for d in week if work[d] and d <= self.last):
            for kind, missed in self._met(work[date]):
                found[kind][date] += Fraction(missed, len(work[date]))
        for date in free:
            if work[date] or date in STATUTORY or date > self.last:
                continue
            start = dt.datetime.combine(date, dt.time())
            room = min(DAY_MIN, left)
            for kind, missed in self._met(minutes_of(Stretch("", start, start + DAY))):
                counted = min(missed, DAY_MIN, room)
                found[kind][date] += Fraction(counted, DAY_MIN)
                room -= counted
                left -= counted

    def _met(self, minutes: set[int]) -> list[tuple[str, int]]:
        """Return how many of some minutes each absence takes, the first one first."""
        told, rest = [], set(minutes)
        for one in self.absences:
            hit = rest & minutes_of(one)
            rest -= hit
            told.append((one.kind, len(hit)))
        return told

    def leave(self) -> int:
        """Return what days of leave take, in fen, 0 or more."""
        found, days = 0, self.leave_days()
        for kind, share in SHARES.items():
            for base, dates in self.alike(lambda plan: plan.base):
                most = Fraction(sum(date.weekday() < 5 for date in dates))
                missed = min(most, sum((days[kind][date] for date in dates), Fraction()))
                a_day = Fraction(base) / sum(date.weekday() < 5 for date in self.month_days)
                found += fen(a_day * missed * (1 - Fraction(share)))
        return found

    def allowances(self) -> int:
        night = late = 0
        for shift in self.shifts:
            there = self.work(shift) & self.there
            night += sum(m // 60 % 24 in (22, 23, 0, 1, 2, 3, 4, 5) for m in there)
            late += sum(m // 60 % 24 >= 18 for m in there) >= 120
        return fen(Fraction(night, 60) * Fraction(NIGHT_HOUR)) + fen(late * Fraction(LATE_SHIFT))

    def paid(self) -> dict[str, int]:
        found = super().paid() | {"leave": -self.leave(), "allowance": self.allowances()}
        earned = ("base", "performance", "commission", "full_attendance", "day_wage")
        normal = sum(found[kind] for kind in (*earned, "leave", "allowance"))
        found["claw_back"] = -max(0, self.claw_back(normal))
        return found
