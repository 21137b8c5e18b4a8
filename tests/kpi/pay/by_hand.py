"""
What a made-up month pays, minute by minute in sets and in fractions, as a person would reckon it.

It takes nothing from ``kpi``: where both agree, two ways of counting agree.
"""

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from itertools import groupby

from tests.kpi.pay.made_months import (
    BANDS,
    DAY,
    DAY_WAGES,
    FULL_ATTENDANCE,
    GIVEN_OFF,
    GRADES,
    MADE_UP,
    QUOTA,
    STATUTORY,
    TIERS,
    WEIGHTS,
    Count,
    MadeMonth,
    Plan,
    Stretch,
)

Fen = dict[str, int]
START = dt.datetime.fromisoformat("2026-01-01T00:00")


def half_up(value: Fraction, digits: int) -> Fraction:
    """Return a number of 0 or more rounded half up."""
    scale = 10**digits
    return Fraction(int(value * scale + Fraction(1, 2)), scale)


def fen(value: Fraction) -> int:
    return int(half_up(value, 2) * 100)


def minutes_of(one: Stretch) -> set[int]:
    return set(range(_minute(one.start), _minute(one.end)))


def _minute(moment: dt.datetime) -> int:
    return int((moment - START).total_seconds()) // 60


def _date(minute: int) -> dt.date:
    return (START + dt.timedelta(minutes=minute)).date()


class ByHand:
    """The month of one agent."""

    def __init__(self, made: MadeMonth, agent: str) -> None:
        self.made, self.agent = made, agent
        mine = [one for one in made.shifts if one.agent == agent]
        self.all_shifts = mine
        self.shifts = [one for one in mine if made.first <= one.start.date() <= made.last]
        self.there: set[int] = set()
        for one in made.presences:
            if one.agent == agent:
                self.there |= minutes_of(one)
        self.away: set[int] = set()
        for one in made.away:
            if one.agent == agent:
                self.away |= minutes_of(one)
        rows: dict[tuple[str, dt.date], Count] = {}
        for one in made.facts:
            if one.agent == agent:
                rows.setdefault((one.post, one.date), one)
        self.facts = list(rows.values())
        plans = sorted((p for p in made.plans if p.agent == agent), key=lambda p: p.valid_from)
        self.days: dict[dt.date, Plan] = {}
        for at in range((made.last - made.first).days + 1):
            date = made.first + DAY * at
            self.days[date] = [plan for plan in plans if plan.valid_from <= date][-1]
        self.last_plan = self.days[made.last]

    # Hours ---------------------------------------------------------------------------------------

    def work(self, shift: Stretch) -> set[int]:
        meal = set() if shift.meal is None else set(range(*map(_minute, shift.meal)))
        return minutes_of(shift) - meal

    def adherent(self, shift: Stretch) -> set[int]:
        return self.work(shift) & (self.there | self.away)

    @property
    def incidents(self) -> int:
        found = 0
        for shift in self.shifts:
            work, held = self.work(shift), self.adherent(shift)
            if not held:
                found += 1
            else:
                found += min(held) > min(work)
                found += max(held) < max(work)
        return found

    @property
    def attended(self) -> int:
        return sum(bool(self.adherent(shift)) for shift in self.shifts)

    # Scores --------------------------------------------------------------------------------------

    def sums(self, post: str, month: dt.date) -> dict[str, Fraction]:
        found: dict[str, Fraction] = defaultdict(Fraction)
        for one in self.facts:
            if one.post == post and (one.date.year, one.date.month) == (month.year, month.month):
                for name, value in one.counts.items():
                    found[name] += Fraction(value)
        return found

    def card(self, post: str) -> tuple[Fraction | None, Fraction]:
        """Return the score on a post, and the minutes worked there."""
        sums = self.sums(post, self.made.first)
        shifts = [one for one in self.shifts if one.post == post]
        planned = sum(len(self.work(one)) for one in shifts)
        worked = Fraction(sum(len(self.adherent(one)) for one in shifts))
        ratios = {
            "conversion": (sums.get("paid"), sums.get("consulted")),
            "reply_rate": (sums.get("replied"), sums.get("received")),
            "satisfaction": (sums.get("satisfied"), sums.get("rated")),
            "adherence": (worked, Fraction(planned)),
        }
        points = {}
        for indicator in WEIGHTS[post]:
            over, under = ratios[indicator]
            if over is not None and under:
                value = over / under
                points[indicator] = next(
                    Fraction(p) for low, p in BANDS[indicator] if low is None or value >= low
                )
        known = sum(WEIGHTS[post][indicator] for indicator in points)
        if not known:
            return None, worked
        parts = [half_up(p * WEIGHTS[post][name] / known, 4) for name, p in points.items()]
        return half_up(sum(parts, Fraction()), 2), worked

    @property
    def scored(self) -> tuple[Fraction | None, str]:
        """Return the score, and the post most worked on, whose grades hold."""
        posts = {one.post for one in self.shifts}
        posts |= {one.post for one in self.facts if one.date >= self.made.first}
        cards = {post: self.card(post) for post in sorted(posts)}
        good = {post: card for post, card in cards.items() if card[0] is not None}
        if not good:
            return None, min(cards)
        whole = sum(worked for _, worked in good.values())
        if whole:
            total = sum(score * worked / whole for score, worked in good.values())
        else:
            total = sum(score for score, _ in good.values()) / len(good)
        most = max(sorted(cards), key=lambda post: good.get(post, (0, -1))[1])
        return half_up(total, 2), most

    # Pay -----------------------------------------------------------------------------------------

    def share(self, dates: list[dt.date]) -> Fraction:
        weekdays = [date for date in self.days if date.weekday() < 5]
        return Fraction(sum(date.weekday() < 5 for date in dates), len(weekdays))

    def alike(self, key) -> list[tuple[object, list[dt.date]]]:
        """Return what the plan says, each with the days in a row on which it says so."""
        return [
            (said, list(days)) for said, days in groupby(self.days, lambda d: key(self.days[d]))
        ]

    def base(self) -> int:
        return sum(
            fen(Fraction(base) * self.share(days)) for base, days in self.alike(lambda p: p.base)
        )

    def performance(self) -> int:
        total, post = self.scored
        found = 0
        if total is None:
            return 0
        for said, days in self.alike(lambda p: (p.performance, p.method, p.coefficient, p.scheme)):
            amount, method, personal, scheme = said
            method = {"X": "score", "Y": "grade"}.get(scheme, method)
            factor = total / 100
            if method == "grade":
                factor = next(Fraction(c) for _, low, c in GRADES[post] if total >= low)
            found += fen(Fraction(amount) * factor * Fraction(personal) * self.share(days))
        return found

    def commission(self) -> int:
        if self.last_plan.scheme != "X":
            return 0
        sums = self.sums("presales", self.made.first)
        if "sales_yuan" not in sums:
            return 0
        return tiered(max(Fraction(), sums["sales_yuan"] - sums["refunded_yuan"]))

    def full_attendance(self) -> int:
        earned = self.last_plan.scheme == "X" and self.shifts and not self.incidents
        return fen(Fraction(FULL_ATTENDANCE)) if earned else 0

    def day_wage(self) -> int:
        total, _ = self.scored
        if self.last_plan.scheme != "Y" or total is None:
            return 0
        wage = [Fraction(amount) for low, amount in DAY_WAGES if total >= int(low)][-1]
        return fen(wage * self.attended)

    def claw_back(self, earned: int) -> int:
        by_month: dict[dt.date, list[tuple[dt.date, Fraction]]] = defaultdict(list)
        for agent, date, month, yuan in self.made.refunds:
            if agent == self.agent:
                by_month[month].append((date, Fraction(yuan)))
        owed = 0
        for month, refunds in by_month.items():
            sums = self.sums("presales", month)
            sold = max(Fraction(), sums["sales_yuan"] - sums["refunded_yuan"])
            before = sum((y for d, y in refunds if d < self.made.first), Fraction())
            now = sum((y for d, y in refunds if self.made.first <= d <= self.made.last), Fraction())
            owed += tiered(sold - before) - tiered(sold - before - now)
        return min(owed, earned - self.base())

    def hours(self) -> Fen:
        """Return what overtime and holidays pay."""
        rostered: set[int] = set()
        for shift in self.all_shifts:
            rostered |= minutes_of(shift)
        taken: set[int] = set()
        by_kind: dict[str, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
        mine = [one for one in self.made.overtime if one.agent == self.agent]
        for one in sorted(mine, key=lambda each: each.start):
            asked = minutes_of(one)
            for minute in (asked - taken - rostered) & self.there:
                kind = self.kind(one, _date(minute))
                if not (one.time_off and kind == "休息日"):
                    by_kind[kind][_date(minute)] += 1
            taken |= asked
        for shift in self.shifts:
            free = sum(_date(minute) in STATUTORY for minute in self.adherent(shift))
            by_kind["法定节假日"][shift.start.date()] += free
        factors = {"工作日": 1.5, "休息日": 2.0, "法定节假日": 3.0}
        return {kind: self.timed(by_kind[kind], Fraction(factors[kind])) for kind in factors}

    def kind(self, one: Stretch, date: dt.date) -> str:
        """Return of what sort a minute of overtime is: its own day's."""
        if date == one.start.date():
            return one.kind
        if date in STATUTORY:
            return "法定节假日"
        if any(shift.start.date() == date for shift in self.all_shifts):
            return "工作日"
        if date in GIVEN_OFF or (date.weekday() >= 5 and date not in MADE_UP):
            return "休息日"
        return "工作日" if one.kind == "法定节假日" else one.kind

    def timed(self, minutes: dict[dt.date, int], factor: Fraction) -> int:
        found = 0
        for base, days in self.alike(lambda plan: plan.base):
            worked = sum(minutes.get(date, 0) for date in days)
            hour = Fraction(base) / Fraction("21.75") / 8
            found += fen(Fraction(worked, 60) * hour * factor)
        return found

    def paid(self) -> Fen:
        """Return what each kind of line pays, in fen."""
        hours = self.hours()
        normal = {
            "base": self.base(),
            "performance": self.performance(),
            "commission": self.commission(),
            "full_attendance": self.full_attendance(),
            "day_wage": self.day_wage(),
        }
        normal["claw_back"] = -self.claw_back(sum(normal.values()))
        return normal | {
            "overtime_workday": hours["工作日"],
            "overtime_rest_day": hours["休息日"],
            "holiday": hours["法定节假日"],
        }


def tiered(sales: Fraction) -> int:
    """Return the commission on sales, each tier's part rounded by itself."""
    found = 0
    lows = [Fraction(low) for low, _ in TIERS]
    for at, (low, rate) in enumerate(TIERS):
        high = lows[at + 1] if at + 1 < len(lows) else sales
        part = min(high, sales) - max(Fraction(low), Fraction(QUOTA))
        if part > 0 and sales > Fraction(QUOTA):
            found += fen(part * Fraction(rate))
    return found
