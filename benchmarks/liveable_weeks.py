"""
Liveable weeks made of the contact-centre instances: named shift types, work plans, hours owed.

The types and plans are the same for every instance; people, requirement, absences and wishes stay
as they are. What is made is written as a week folder that anyone can read.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli_w

if TYPE_CHECKING:
    from pathlib import Path

DESIGNED = ("00:00", "07:30", "09:00", "12:00", "14:00", "16:00")
MENUS = {
    "menu1": ("23:00", "07:00", "08:30", "11:00", "13:30", "15:30"),
    "menu2": DESIGNED,
    "menu3": (
        *("01:00", "06:00", "08:00", "09:00", "11:00"),
        *("13:00", "14:30", "16:00", "17:30", "22:30"),
    ),
}
PLAN = "liveable"
CODES = "ABCDEFGHJK"
WHOLE = {"work_hours": 8, "meal_minutes": 60, "meal_earliest_hours": 3, "meal_latest_hours": 5}
PART = {"work_hours": 6}
TURNS = {"day": "BDF", "round": "CEA", "light": "BC"}
"""Types of the weeks of those whose plan turns, by plan."""
NIGHTS = "A"
PROMISED = "promised"
WEEK = 7
DAYS, OFF_TOGETHER = 5, 2
AT_NIGHT = ("22:00", "06:00")  # what people without nights keep clear of
KEPT = ("absences.csv", "forecast.csv", "posts.toml", "preferences.csv", "requirement.csv")


@dataclass(frozen=True, slots=True)
class Variant:
    """
    How a week is made liveable.

    Parameters
    ----------
    name
        Of the week's folder.
    instance
        Name of the instance it is made of.
    starts
        Clock times at which the types start.
    has_nights_rule
        Whether nights are at most five in a row and two days off follow.
    has_past
        Whether everybody has a week of one type behind them, instead of the instance's past.
    owed
        How the hours of the days are owed: ``promised`` to each person and never fewer, or by the
        ``plan``; empty: not at all.
    is_sealed_together
        Whether the posts hold their minimum together at night.
    weeks
        How many; several rotate by week, five and six days in turn (大小周), the sixth as overtime
        that all agreed to.
    is_round
        Whether the week goes round: its last and its first day are days off together.
    """

    name: str
    instance: str
    starts: tuple[str, ...] = DESIGNED
    has_nights_rule: bool = True
    has_past: bool = True
    owed: str = "plan"
    is_sealed_together: bool = False
    weeks: int = 1
    is_round: bool = False


def made(variant: Variant, instances: Path, out: Path) -> Path:
    """Write a variant's week under a folder; return the week's folder."""
    source, folder = instances / variant.instance, out / variant.name
    folder.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        if (source / name).is_file():
            shutil.copyfile(source / name, folder / name)
    rules = tomllib.loads((source / "rules.toml").read_text(encoding="utf-8"))
    people = _rows(source / "agents.csv")
    if variant.owed == PROMISED:
        away = _days_away(_rows(source / "absences.csv"))
        people = [
            one | {"min_hours_week": _owed(one, away.get(one["agent_id"], 0))} for one in people
        ]
    first = dt.date.fromisoformat(str(rules["week_start"]))
    if variant.weeks > 1:
        people = turning(people)
        _write(folder / "history.csv", turned_past(people, first))
        for name, column in (("requirement.csv", "start"), ("preferences.csv", "date")):
            _write(folder / name, _repeated(_rows(source / name), column, variant.weeks))
        (folder / "forecast.csv").unlink(missing_ok=True)
    elif variant.has_past:
        _write(folder / "history.csv", _past(people, variant.starts, first))
    else:
        shutil.copyfile(source / "history.csv", folder / "history.csv")
    _write(folder / "agents.csv", people)
    (folder / "rules.toml").write_text(tomli_w.dumps(_rules(rules, variant)), encoding="utf-8")
    if variant.is_sealed_together:
        _seal(folder / "posts.toml")
    return folder


def _rules(rules: dict[str, object], variant: Variant) -> dict[str, object]:
    """Return rules in which types take the place of free starts."""
    types: list[dict[str, object]] = []
    for code, start in zip(CODES, variant.starts, strict=False):
        types += [
            {"code": code, "start": start, **WHOLE, "contract_hours": [40, 40]},
            {"code": f"{code}6", "start": start, **PART, "contract_hours": [20, 39]},
        ]
    plan: dict[str, object] = {
        "name": PLAN,
        "max_days_week": DAYS,
        "days_off_together": OFF_TOGETHER,
        "one_type": True,
    }
    if variant.is_round:
        plan["week_goes_round"] = True
    if variant.has_nights_rule:
        plan |= {"max_nights_in_row": 5, "days_off_after_nights": 2}
    if variant.owed == "plan":
        plan["hours_owed"] = "week"
    shifts = {"start_grid_minutes": 30, "type": types}
    found = rules | {"work_plan": PLAN, "plan": [plan], "shifts": shifts}
    if variant.weeks > 1:
        hours = {**_table(rules, "hours"), "max_overtime_hours_per_day": 1}
        found |= {"plan": [plan, *turns()], "hours": hours, "days": WEEK * variant.weeks}
    return found


def _table(rules: dict[str, object], name: str) -> dict[str, object]:
    found = rules[name]
    assert isinstance(found, dict)
    return found


def _repeated(rows: list[dict[str, str]], column: str, weeks: int) -> list[dict[str, str]]:
    """Return rows of a week for several weeks."""
    found = []
    for week in range(weeks):
        for row in rows:
            day = dt.date.fromisoformat(row[column][:10]) + dt.timedelta(WEEK * week)
            found.append(row | {column: f"{day}{row[column][10:]}"})
    return found


def _owed(one: dict[str, str], away: int) -> str:
    """Return the hours a week owed: whole shifts, as many as contract and plan hold."""
    contract = float(one["contract_hours_week"])
    hours = _work_hours(contract)
    days = min(DAYS, int(contract // hours))
    return str(max(0, min(days, WEEK - OFF_TOGETHER - away)) * hours)


def _work_hours(contract: float) -> int:
    kind = WHOLE if contract >= 40 else PART
    return kind["work_hours"]


def _days_away(absences: list[dict[str, str]]) -> dict[str, int]:
    """Return on how many days each agent who has absences is away."""
    days: dict[str, set[dt.date]] = {}
    for row in absences:
        at, end = (dt.datetime.fromisoformat(row[name]) for name in ("start", "end"))
        while at < end:
            days.setdefault(row["agent_id"], set()).add(at.date())
            at = dt.datetime.combine(at.date() + dt.timedelta(1), dt.time())
    return {agent: len(found) for agent, found in days.items()}


def turns() -> list[dict[str, object]]:
    """Return the plans of weeks that turn: early to late, and one that never is at night."""
    return [
        {"name": name, "rotation": list(codes), "days_week": [DAYS, DAYS + 1]}
        for name, codes in TURNS.items()
    ]


def turning(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return people of whole contracts with the plans that turn, alternating within their posts."""
    found, seen = [], Counter[tuple[str, str]]()
    for one in people:
        if float(one["contract_hours_week"]) < 40:
            found.append(one | {"work_plan": "", "overtime_consent": "no"})
            continue
        number = seen[one["posts"], one["no_nights"]]
        seen[one["posts"], one["no_nights"]] += 1
        plan = "light" if one["no_nights"] == "yes" else ("day", "round")[number % 2]
        found.append(
            one | {"work_plan": plan, "overtime_consent": "yes", "phase": str(number // 2)}
        )
    return found


def turned_past(people: list[dict[str, str]], first: dt.date) -> list[dict[str, str]]:
    """
    Return a week that names where each stands in the cycle, and take that from the people.

    Whose nights begin with the first week has the two days before them off: from 6:00 to 7:30
    nobody but people of that week's nights may be at work, and who worked until 23:00 the day
    before has to rest, so that on the first morning a post could be held by nobody.
    """
    rows = []
    for number, one in enumerate(people):
        turn = int(one.pop("phase", "0"))
        codes = TURNS.get(one["work_plan"], CODES[: len(DESIGNED)])
        cycle = len(codes) * 2 if one["work_plan"] else len(codes)
        contract = float(one["contract_hours_week"])
        start = DESIGNED[CODES.index(codes[turn % len(codes)])]
        turns_to = codes[(turn + 1) % len(codes)] if one["work_plan"] else ""
        off = (WEEK - 2, WEEK - 1) if turns_to == NIGHTS else _off(number)
        days = [day for day in range(WEEK) if day not in off]
        for day in days[: int(contract // _work_hours(contract))]:
            begin = dt.datetime.combine(
                first - dt.timedelta(WEEK - day), dt.time.fromisoformat(start)
            )
            row = _shift(one["agent_id"], one["posts"].split("|")[0], begin, contract)
            rows.append(row | {"phase": str(turn % cycle + 1) if one["work_plan"] else ""})
    return rows


def _off(turn: int) -> tuple[int, int]:
    """Return the days off in a row of somebody's week, spread over the days."""
    off = (5 - 2 * turn - turn // 3) % (WEEK - 1)
    return off, off + 1


def _past(
    people: list[dict[str, str]], starts: tuple[str, ...], first: dt.date
) -> list[dict[str, str]]:
    """
    Return a week of one type for everybody, two days off together in it.

    The n-th of the people has the n-th type; the days off lie elsewhere in each round of types, so
    that not all of one type are due for days off when the week begins.
    """
    rows = []
    for number, one in enumerate(people):
        contract = float(one["contract_hours_week"])
        mine = [
            start for start in starts if one["no_nights"] != "yes" or _is_light(start, contract)
        ]
        start = mine[number % len(mine)]
        days = [day for day in range(WEEK) if day not in _off(number // len(starts))]
        days = days[: int(contract // _work_hours(contract))]
        posts = one["posts"].split("|")
        for day in days:
            begin = dt.datetime.combine(
                first - dt.timedelta(WEEK - day), dt.time.fromisoformat(start)
            )
            rows.append(_shift(one["agent_id"], posts[number % len(posts)], begin, contract))
    return rows


def _shift(agent: str, post: str, begin: dt.datetime, contract: float) -> dict[str, str]:
    hour = dt.timedelta(hours=1)
    is_whole = contract >= 40
    end = begin + (WHOLE["work_hours"] + 1 if is_whole else PART["work_hours"]) * hour
    meal = f"{_said(begin + 4 * hour)}/{_said(begin + 5 * hour)}" if is_whole else ""
    return {
        "agent_id": agent,
        "post": post,
        "start": _said(begin),
        "end": _said(end),
        "meal": meal,
    }


def _is_light(start: str, contract: float) -> bool:
    """Return whether a type lies clear of the night."""
    first = dt.time.fromisoformat(start)
    hours = WHOLE["work_hours"] + 1 if contract >= 40 else PART["work_hours"]
    end = first.hour * 60 + first.minute + hours * 60
    dawn, dusk = (dt.time.fromisoformat(each) for each in reversed(AT_NIGHT))
    return first >= dawn and end <= dusk.hour * 60


def _seal(path: Path) -> None:
    """Let the posts of a week hold their minimum together at night."""
    text = path.read_text(encoding="utf-8")
    posts = tuple(tomllib.loads(text))
    night = "-".join(AT_NIGHT)
    seal = tomli_w.dumps({"seal": [{"posts": list(posts), "hours": night}]})
    path.write_text(f"{text}\n{seal}", encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _said(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="minutes")
