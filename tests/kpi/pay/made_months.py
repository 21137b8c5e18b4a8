"""Made-up months with all that makes pay hard, as plain values and as the files people give."""

import csv
import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
STATUTORY = {
    *(dt.date(2026, 1, 1), dt.date(2026, 4, 5), dt.date(2026, 5, 1), dt.date(2026, 5, 2)),
    *(dt.date(2026, 2, day) for day in (16, 17, 18, 19)),
    *(dt.date(2026, 6, 19), dt.date(2026, 9, 25)),
    *(dt.date(2026, 10, day) for day in (1, 2, 3)),
}
"""The 13 statutory holidays of 2026, as decreed (国办发明电〔2025〕7号)."""
GIVEN_OFF = {
    *(dt.date(2026, 1, 2), dt.date(2026, 2, 20), dt.date(2026, 2, 23), dt.date(2026, 4, 6)),
    *(dt.date(2026, 5, 4), dt.date(2026, 5, 5)),
    *(dt.date(2026, 10, day) for day in (5, 6, 7)),
}
MADE_UP = {
    *(dt.date(2026, 1, 4), dt.date(2026, 2, 14), dt.date(2026, 2, 28), dt.date(2026, 5, 9)),
    *(dt.date(2026, 9, 20), dt.date(2026, 10, 10)),
}
"""Weekdays given off beside them, and weekends worked for those."""

BANDS = {
    "conversion": ((Decimal("0.5"), 100), (Decimal("0.4"), 80), (Decimal("0.3"), 60), (None, 40)),
    "reply_rate": ((Decimal("0.99"), 100), (Decimal("0.95"), 70), (None, 50)),
    "satisfaction": ((Decimal("0.9"), 100), (Decimal("0.8"), 75), (None, 30)),
    "adherence": ((Decimal("0.97"), 100), (Decimal("0.9"), 60), (None, 0)),
}
"""Indicator -> from which value, how many points; higher is better."""
WEIGHTS = {
    "presales": {"conversion": 45, "reply_rate": 25, "adherence": 30},
    "aftersales": {"reply_rate": 35, "satisfaction": 25, "adherence": 40},
}
GRADES = {
    "presales": (("gold", 90, "1.2"), ("silver", 75, "1"), ("none", 0, "0.55")),
    "aftersales": (("gold", 88, "1.15"), ("silver", 70, "0.95"), ("none", 0, "0.5")),
}
"""Post -> grades: name, from which score, coefficient."""
TIERS = (("20000", "0.003"), ("50000", "0.0071"), ("90000", "0.0125"))
WHY = {"抽调": "仓库", "非抽调": "客服系统故障"}
TIDY = "K4"
"""Who is never late, early nor absent."""
QUOTA = "20000"
FULL_ATTENDANCE = "133.33"
DAY_WAGES = (("0", "11.11"), ("75", "17.35"), ("90", "23.57"))

POST = """handle_seconds = 600
chats_at_once = 3
patience_seconds = 180
service_level = 0.8
within_seconds = 30
"""
RULES = """timezone = "Asia/Shanghai"
days = 7
interval_minutes = 30
[hours]
max_work_hours_per_day = 8
max_work_hours_per_week = 40
min_rest_hours = 11
max_consecutive_days = 6
min_days_off_per_week = 1
night = "22:00-06:00"
[shifts]
start_grid_minutes = 30
[[shifts.shape]]
work_hours = 8
contract_hours = [40, 40]
meal_minutes = 60
meal_earliest_hours = 3
meal_latest_hours = 5
[coverage]
min_agents = 1
[weights]
shortage_per_agent_hour = 20.0
surplus_per_agent_hour = 2.0
preference = 1.0
"""


@dataclass
class Stretch:
    agent: str
    start: dt.datetime
    end: dt.datetime
    kind: str = ""
    post: str = ""
    meal: tuple[dt.datetime, dt.datetime] | None = None
    time_off: bool = False


@dataclass
class Plan:
    agent: str
    valid_from: dt.date
    base: Decimal
    performance: Decimal
    method: str
    coefficient: Decimal
    scheme: str


@dataclass
class Count:
    agent: str
    post: str
    date: dt.date
    counts: dict[str, Decimal]


@dataclass
class MadeMonth:
    """What happened around a month; times are of the site's clock."""

    first: dt.date
    last: dt.date
    agents: list[str]
    shifts: list[Stretch] = field(default_factory=list)
    presences: list[Stretch] = field(default_factory=list)
    away: list[Stretch] = field(default_factory=list)
    overtime: list[Stretch] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    facts: list[Count] = field(default_factory=list)
    refunds: list[tuple[str, dt.date, dt.date, Decimal]] = field(default_factory=list)
    """Agent, date, first of the month of sale, yuan."""


def made_month(seed: int) -> MadeMonth:
    """Return a random month of 2026; odd seeds have a statutory holiday in or beside it."""
    rng = random.Random(seed)
    number = rng.choice([2, 4, 5, 6, 9, 10, 10, 9] if seed % 2 else [3, 4, 6, 7, 8, 9, 11])
    first = dt.date(2026, number, 1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    made = MadeMonth(first, last, ["K1", "K2", "K3", "K4"])
    for agent in made.agents:
        _work(made, agent, rng)
        _plans(made, agent, rng)
        _facts(made, agent, rng)
    _refunds(made, rng)
    once = {(one.agent, one.start): one for one in reversed(made.overtime)}
    made.overtime = [one for one in made.overtime if once[one.agent, one.start] is one]
    return made


def _at(date: dt.date, hours: float) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + hours * HOUR


def _work(made: MadeMonth, agent: str, rng: random.Random) -> None:
    begins = made.first - DAY * 3
    days = (made.last - begins).days + 3
    away_from = rng.randrange(days)
    leave = {begins + DAY * at for at in range(away_from, away_from + rng.randrange(4))}
    rested = _at(begins, 0)
    for date in (begins + DAY * at for at in range(days)):
        start = _at(date, rng.choice((0, 7, 8.5, 9, 13, 15.5, 17, 20, 22)))
        if date in leave or rng.random() < 0.27 or start < rested:
            if rng.random() < 0.35 and date not in leave:
                _extra(made, agent, date, rested, rng)
            continue
        end = start + rng.choice((5, 8, 9, 9)) * HOUR
        meal = None
        if end - start > 5 * HOUR:
            noon = start + rng.choice((3, 4, 4.5)) * HOUR
            meal = noon, noon + rng.choice((0.5, 1)) * HOUR
        post = rng.choice(("presales", "presales", "aftersales"))
        shift = Stretch(agent, start, end, post=post, meal=meal)
        made.shifts.append(shift)
        _attend(made, shift, rng)
        rested = end + 11 * HOUR


def _kind(made: MadeMonth, agent: str, date: dt.date) -> str:
    if date in STATUTORY:
        return "法定节假日"
    planned = any(one.agent == agent and one.start.date() == date for one in made.shifts)
    return "工作日" if planned else "休息日"


def _extra(
    made: MadeMonth, agent: str, date: dt.date, rested: dt.datetime, rng: random.Random
) -> None:
    """Add overtime on a day without a shift, some of it over midnight."""
    start = _at(date, rng.choice((9, 14, 19.5, 22, 23.25)))
    if start < rested - 9 * HOUR:
        return
    end = start + rng.choice((2, 3.25, 4)) * HOUR
    kind = "法定节假日" if date in STATUTORY else "休息日"
    leave = kind == "休息日" and rng.random() < 0.2
    made.overtime.append(Stretch(agent, start, end, kind, time_off=leave))
    if rng.random() < 0.85:
        late = dt.timedelta(minutes=rng.choice((0, 0, 7, 33)))
        made.presences.append(Stretch(agent, start + late, end + rng.choice((0, 1, -1)) * HOUR / 3))


def _attend(made: MadeMonth, shift: Stretch, rng: random.Random) -> None:
    agent, start, end = shift.agent, shift.start, shift.end
    minute = dt.timedelta(minutes=1)
    if agent == TIDY:
        made.presences.append(Stretch(agent, start - 5 * minute, end))
        return
    if rng.random() < 0.06:
        if rng.random() < 0.5:
            made.away.append(Stretch(agent, start, end - HOUR, rng.choice(("抽调", "非抽调"))))
        return
    begun = start + minute * rng.choice((0, 0, 0, 0, 0, -12, 4, 25))
    ended = end + minute * rng.choice((0, 0, 0, 0, 0, 9, -3, -50))
    if rng.random() < 0.25:
        begun, ended = _stay(made, shift, begun, ended, rng)
    if rng.random() < 0.15:
        middle = begun + (ended - begun) // 2
        middle -= dt.timedelta(seconds=middle.second, microseconds=middle.microsecond)
        gap = minute * rng.choice((0, 20, 90))
        made.presences.append(Stretch(agent, begun, middle))
        made.presences.append(Stretch(agent, middle + gap, ended))
        if gap and rng.random() < 0.4:
            made.away.append(Stretch(agent, middle, middle + gap, rng.choice(("抽调", "非抽调"))))
    else:
        made.presences.append(Stretch(agent, begun, ended))


def _stay(
    made: MadeMonth,
    shift: Stretch,
    begun: dt.datetime,
    ended: dt.datetime,
    rng: random.Random,
) -> tuple[dt.datetime, dt.datetime]:
    """Add overtime before or after a shift; return from and until when the agent was there."""
    agent, start, end = shift.agent, shift.start, shift.end
    minute = dt.timedelta(minutes=1)
    before = rng.random() < 0.2
    kind = _kind(made, agent, start.date() if before else end.date())
    hours = rng.choice((0.5, 1.1, 2, 3)) * HOUR
    if before:
        stretch = Stretch(agent, start - hours, start, kind)
        if stretch.start.date() != start.date():
            stretch.kind = _kind(made, agent, stretch.start.date())
    else:
        stretch = Stretch(agent, end, end + hours, kind)
        if end.date() != start.date() and kind != "法定节假日":
            stretch.kind = rng.choice(("工作日", "休息日"))
    made.overtime.append(stretch)
    if rng.random() < 0.3:
        cut = (stretch.end - stretch.start) / 2
        again = Stretch(agent, stretch.start + cut, stretch.end + cut, stretch.kind)
        if (again.start.date() in STATUTORY) == (again.kind == "法定节假日"):
            made.overtime.append(again)
    if before:
        begun = min(begun, stretch.start + minute * rng.choice((0, 0, 16)))
    else:
        ended = max(ended, stretch.end - minute * rng.choice((0, 0, 10, 41)))
    return begun, ended


def _yuan(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randrange(low * 100, high * 100)) / 100


def _plans(made: MadeMonth, agent: str, rng: random.Random) -> None:
    dates = [dt.date(2025, 11, 1)]
    if rng.random() < 0.7:
        dates.append(made.first + DAY * rng.randrange(1, (made.last - made.first).days))
    if rng.random() < 0.2 and len(dates) > 1 and dates[-1] < made.last - 3 * DAY:
        dates.append(dates[-1] + DAY * 3)
    base, performance = _yuan(rng, 2800, 6500), _yuan(rng, 500, 3000)
    coefficient, scheme = Decimal("1.05"), rng.choice(("X", "X", "Y", ""))
    for date in dates:
        method = rng.choice(("grade", "score"))
        made.plans.append(Plan(agent, date, base, performance, method, coefficient, scheme))
        if rng.random() < 0.6:
            base = _yuan(rng, 2800, 6500)
        if rng.random() < 0.6:
            performance = _yuan(rng, 500, 3000)
        if rng.random() < 0.3:
            coefficient = rng.choice((Decimal("0.9"), Decimal("1.13")))


def _facts(made: MadeMonth, agent: str, rng: random.Random) -> None:
    before = (made.first - DAY).replace(day=1)
    earlier = (before - DAY).replace(day=1)
    for month, rows in ((earlier, 1), (before, 2), (made.first, rng.randrange(2, 7))):
        posts = rng.choice((("presales",), ("presales", "aftersales")))
        for at in range(rows):
            for post in posts:
                received = rng.randrange(40, 200)
                counts = {"received": received, "replied": received - rng.randrange(0, 8)}
                if post == "presales":
                    consulted = rng.randrange(30, 120)
                    sold = _yuan(rng, 8_000, 40_000)
                    counts |= {
                        "consulted": consulted,
                        "paid": rng.randrange(consulted // 4, consulted // 2 + 8),
                        "sales_yuan": sold,
                        "refunded_yuan": (sold * rng.choice((0, 0, 3, 11)) / 100).quantize(
                            Decimal("0.01")
                        ),
                    }
                elif rng.random() < 0.8:
                    rated = rng.randrange(5, 40)
                    counts |= {"rated": rated, "satisfied": rated - rng.randrange(0, 5)}
                date = month + DAY * (at * 4 + rng.randrange(4))
                made.facts.append(
                    Count(agent, post, date, {name: Decimal(n) for name, n in counts.items()})
                )


def _refunds(made: MadeMonth, rng: random.Random) -> None:
    before = (made.first - DAY).replace(day=1)
    earlier = (before - DAY).replace(day=1)
    for agent in made.agents:
        plan = next(one for one in made.plans if one.agent == agent)
        if plan.scheme != "X":
            continue
        for month, share in ((before, 0.5), (earlier, 0.3)):
            if rng.random() > share:
                continue
            dates = [made.first + DAY * rng.randrange(1, 14), made.first + DAY * 20]
            if month == earlier and rng.random() < 0.7:
                dates.append(before + DAY * 9)
            for date in dates[rng.randrange(2) :]:
                made.refunds.append((agent, date, month, _yuan(rng, 500, 2_500)))


def written(made: MadeMonth, folder: Path) -> dict[str, Path | tuple[Path, ...]]:
    """Write the files of a month and return them by the names ``MonthFiles`` has for them."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = ("received", "replied", "consulted", "paid", "sales_yuan", "refunded_yuan")
    columns += ("rated", "satisfied")
    facts = [
        (one.agent, one.post, one.date, *(one.counts.get(name, "") for name in columns))
        for one in _added(made.facts)
    ]
    _table(folder / "facts.csv", ("agent_id", "post", "date", *columns), facts)
    _table(
        folder / "attendance.csv",
        ("agent_id", "start", "end"),
        ((one.agent, *_span(one)) for one in made.presences),
    )
    head = ("agent_id", "kind", "reason", "start", "end", "registered_at", "registered_by")
    _table(
        folder / "exceptions.csv",
        (*head, "approved_by"),
        (
            (one.agent, one.kind, WHY[one.kind], *_span(one), _said(one.start), "班长", "主管")
            for one in made.away
        ),
    )
    _table(
        folder / "overtime.csv",
        ("agent_id", "start", "end", "kind", "approved_by", "time_off"),
        ((one.agent, *_span(one), one.kind, "主管", "是" * one.time_off) for one in made.overtime),
    )
    plan = ("agent_id", "valid_from", "base", "performance", "method", "coefficient", "pay_scheme")
    _table(
        folder / "pay_plan.csv",
        plan,
        (
            (p.agent, p.valid_from, p.base, p.performance, p.method, p.coefficient, p.scheme)
            for p in made.plans
        ),
    )
    _table(
        folder / "refunds.csv",
        ("agent_id", "date", "month", "refunded"),
        ((agent, date, f"{month:%Y-%m}", yuan) for agent, date, month, yuan in made.refunds),
    )
    names = ("facts", "attendance", "exceptions", "overtime", "pay_plan", "refunds")
    return {
        **{name: folder / f"{name}.csv" for name in names},
        "weeks": _weeks(made, folder),
        "schemes": tuple(_scheme(post, folder) for post in WEIGHTS),
        "pay_schemes": _pay_schemes(folder),
    }


def _added(facts: list[Count]) -> list[Count]:
    """Return one row for each agent, post and date."""
    found: dict[tuple[str, str, dt.date], Count] = {}
    for one in facts:
        found.setdefault((one.agent, one.post, one.date), one)
    return list(found.values())


def _said(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _span(one: Stretch) -> tuple[str, str]:
    return _said(one.start), _said(one.end)


def _table(path: Path, head: tuple[str, ...], rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])


def _weeks(made: MadeMonth, folder: Path) -> tuple[Path, ...]:
    monday = made.first - DAY * 3
    monday -= DAY * monday.weekday()
    folders = []
    while monday <= made.last + DAY * 2:
        week = folder / f"{monday:%G-W%V}"
        week.mkdir()
        agents = ((a, a, "t", "presales|aftersales", 40, 30, "no") for a in made.agents)
        head = ("agent_id", "name", "team", "posts", "contract_hours_week", "hourly_cost")
        head += ("no_nights",)
        _table(week / "agents.csv", head, agents)
        needed = [(f"{monday}T09:00", "presales", 1), (f"{monday}T09:30", "presales", 1)]
        _table(week / "requirement.csv", ("start", "post", "agents"), needed)
        (week / "posts.toml").write_text(
            "".join(f"[{post}]\n{POST}" for post in WEIGHTS), encoding="utf-8"
        )
        (week / "rules.toml").write_text(f'week_start = "{monday}"\n{RULES}', encoding="utf-8")
        _table(
            week / "roster.csv",
            ("agent_id", "post", "start", "end", "meal"),
            (
                (one.agent, one.post, *_span(one), "/".join(map(_said, one.meal or ())))
                for one in made.shifts
                if monday <= one.start.date() < monday + DAY * 7
            ),
        )
        folders.append(week)
        monday += DAY * 7
    return tuple(folders)


def _scheme(post: str, folder: Path) -> Path:
    lines = [f'id = "{post}"\nversion = 1\ntitle_zh = "{post}"\ntitle_en = "{post}"\n']
    lines.append(f'post_kind = "{post}"\nvalid_from = 2026-01-01\n')
    lines.append("least_coverage = 0\n")  # lines fall away by chance
    for name, low, coefficient in GRADES[post]:
        lines.append(f'[[grade]]\nid = "{name}"\ntitle_zh = "{name}"\ntitle_en = "{name}"\n')
        lines.append(f"low = {low}\ncoefficient = {coefficient}\n")
    for indicator, weight in WEIGHTS[post].items():
        lines.append(f'[[line]]\nindicator = "{indicator}"\nweight = {weight}\n')
        lines.append('scoring = "bands"\nbands = [\n')
        above = None
        for low, points in BANDS[indicator]:
            edges = [f"from = {low}"] * (low is not None) + [f"to = {above}"] * (above is not None)
            lines.append(f"{{ {', '.join(edges)}, points = {points} }},\n")
            above = low
        lines.append("]\n")
    path = folder / f"{post}.toml"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _pay_schemes(folder: Path) -> tuple[Path, ...]:
    tiers = ", ".join(f"{{ sales = {sales}, rate = {rate} }}" for sales, rate in TIERS)
    steps = ", ".join(f"{{ low = {low}, amount = {amount} }}" for low, amount in DAY_WAGES)
    parts = {
        "X": f'[[part]]\nkind = "score"\nmethod = "score"\n'
        f'[[part]]\nkind = "commission"\nquota = {QUOTA}\ntiers = [{tiers}]\n'
        f'[[part]]\nkind = "full_attendance"\namount = {FULL_ATTENDANCE}\n',
        "Y": f'[[part]]\nkind = "score"\nmethod = "grade"\n'
        f'[[part]]\nkind = "day_wage"\nsteps = [{steps}]\n',
    }
    paths = []
    for name, text in parts.items():
        path = folder / f"pay-{name}.toml"
        head = f'id = "{name}"\nversion = 1\ntitle_zh = "{name}"\ntitle_en = "{name}"\n'
        path.write_text(f"{head}valid_from = 2025-01-01\n{text}", encoding="utf-8")
        paths.append(path)
    return tuple(paths)
