"""The changes of a sweep: which lever, of which post, with which values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.comfort import Comfort
from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan, parse_clock
from scheduler.levers import LEVERS, LeverKind, LeverUnit
from scheduler.rule_lever import changeable
from scheduler.staff_changes import HireKind
from scheduler.sweep import Lever, SweepPlan
from service.demand.own_speeds import own_speeds
from ui import link, state
from ui.guard import action
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem

USUAL = {"volume": "-10, 10, 20", "agents": "-2, -1, 1, 2", "promotion": "50, 100"}
USUAL |= {"menu": "2, 3, 4, 6", "hires": "0, 1, 2"}
HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class AskedLever:
    """One lever as it stands in its fields; ``values``, ``hours``: as they were written."""

    what: str
    post: str
    is_percent: bool
    values: str
    hire: HireKind = field(default_factory=HireKind)
    hours: str = ""
    days: tuple[dt.date | None, dt.date | None] = (None, None)
    rule: str = ""


def ask(place: int, problem: RosterProblem) -> AskedLever:
    """Ask for one lever."""
    names = tuple(LEVERS)
    what = st.selectbox(
        plain(say("sweep.what", number=place + 1)),
        names,
        format_func=spoken(names, lambda name: say(f"sweep.what_{name}")),
        key=f"sweep.what.{place}",
    )
    kind = LEVERS[what]
    post, is_percent = _post_and_way(place, what, kind, problem)
    if what == "comfort":
        return AskedLever(what, post, False, _lines(place))
    rule = _rule(place, problem) if what == "rule" else ""
    unit = "percent" if is_percent else kind.unit
    key = f"sweep.values.{place}.{what}.{is_percent}"
    st.session_state.setdefault(key, USUAL.get(what, "-10, 10" if is_percent else ""))
    told = st.text_input(
        say("sweep.values"),
        help=say(f"sweep.unit_{unit}"),
        placeholder=say(f"sweep.unit_{unit}"),
        key=key,
        max_chars=200,
    )
    hire, hours = HireKind(), ""
    if what == "hires":
        hire = _hire(place, post, problem)
    if what == "vendor":
        hours = st.text_input(say("sweep.vendor_hours"), key=f"sweep.hours.{place}", max_chars=20)
    days = _days(place, problem) if what == "promotion" else (None, None)
    return AskedLever(what, post, is_percent, told, hire, hours, days, rule)


def _post_and_way(
    place: int, what: str, kind: LeverKind, problem: RosterProblem
) -> tuple[str, bool]:
    """Ask for the post, and whether values are per cent."""
    post, is_percent = "", kind.takes_percent
    left, right = st.columns(2)
    if not kind.of_week:
        posts = tuple(post.id for post in problem.posts)
        options = posts if kind.needs_post else ("", *posts)
        post = left.selectbox(
            say("sweep.of_post"),
            options,
            format_func=spoken(options, _post_said),
            key=f"sweep.post.{place}.{kind.needs_post}",
        )
    if kind.takes_percent:
        ways = ("percent", "value")
        way = right.selectbox(
            say("sweep.way"),
            ways,
            index=int(what == "agents"),
            format_func=spoken(ways, lambda each: say(f"sweep.way_{each}")),
            key=f"sweep.way.{place}.{what}",
        )
        is_percent = way == "percent"
    return post, is_percent


def _lines(place: int) -> str:
    """Ask for lines of comfort; return their places, from 1."""
    lines = tuple(Comfort)
    chosen = st.multiselect(
        say("sweep.lines"),
        lines,
        default=lines[:3],
        format_func=spoken(lines, lambda line: say(f"comfort.{line}")),
        key=f"sweep.lines.{place}",
    )
    return ",".join(str(lines.index(line) + 1) for line in lines if line in chosen)


def _rule(place: int, problem: RosterProblem) -> str:
    """Ask for a rule, and tell what it says now."""
    known = changeable()
    names = tuple(known)
    chosen = st.selectbox(
        say("sweep.which_rule"),
        names,
        format_func=spoken(names, lambda name: say(f"rules.{known[name].entry.name}")),
        key=f"sweep.rule.{place}",
    )
    now = known[chosen].now(problem.rules)
    st.caption(plain(say("sweep.rule_now", value="—" if now is None else f"{now:g}")))
    return chosen


def _days(place: int, problem: RosterProblem) -> tuple[dt.date | None, dt.date | None]:
    """Ask for the days of a promotion."""
    dates = problem.horizon.dates
    chosen = st.date_input(
        say("sweep.days"),
        value=(dates[0], dates[-1]),
        min_value=dates[0],
        max_value=dates[-1],
        key=f"sweep.days.{place}.{dates[0]}",
    )
    told = chosen if isinstance(chosen, tuple) else (chosen,)
    return (told[0], told[-1]) if told else (None, None)


def _hire(place: int, post: str, problem: RosterProblem) -> HireKind:
    """Ask what people who are hired have in common."""
    others = tuple(each.id for each in problem.posts if each.id != post)
    plans = ("", *(plan.name for plan in problem.rules.plans))
    teams = tuple(dict.fromkeys(("", *(agent.team for agent in problem.agents))))
    with st.expander(say("sweep.hire_title")):
        also = st.multiselect(
            say("sweep.hire_also"), others, format_func=spoken(others, _post_said),
            key=f"sweep.also.{place}.{post}",
        )  # fmt: skip
        hours = st.number_input(
            say("sweep.hire_week_hours"), min_value=0.5, max_value=168.0, value=None, step=4.0,
            placeholder=say("sweep.hire_usual"), key=f"sweep.hours_week.{place}",
        )  # fmt: skip
        plan, team = (
            st.selectbox(
                say(f"sweep.hire_{name}"), options, format_func=spoken(options, _or_none),
                key=f"sweep.hire_{name}.{place}",
            )
            for name, options in (("plan", plans), ("team", teams))
        )  # fmt: skip
        first = st.date_input(say("sweep.hire_first"), value=None, key=f"sweep.first.{place}")
        key = f"sweep.speed.{place}"
        st.session_state.setdefault(key, 100)
        speed = st.number_input(
            say("sweep.hire_share"), min_value=1, max_value=100, step=5, key=key
        )
        st.button(
            say("sweep.hire_measured"),
            icon=":material/school:",
            help=say("sweep.hire_measured_help"),
            key=f"sweep.measured.{place}",
            on_click=action(_fill_speed),
            args=(key,),
        )
    return HireKind(tuple(also), hours, plan, team, first, speed / 100)


def _fill_speed(key: str) -> None:
    """Put the speed into a field with which new people begin, as the shop's chats show it."""
    found = own_speeds(link.desk()).speeds.ramp
    if found is None:
        raise InputError(Fault("ramp_unknown"))
    st.session_state[key] = max(1, round(100 * found[0]))


def _or_none(name: str) -> str:
    return plain(name) if name else "—"


def _post_said(post: str) -> str:
    return plain(post_name(post, state.lang())) if post else say("sweep.all_posts")


def plan_of(
    told: Sequence[AskedLever], *, is_grid: bool
) -> tuple[SweepPlan | None, tuple[Fault, ...]]:
    """Return the plan that stands in the fields, or why it is none."""
    levers, faults = [], list[Fault]()
    for asked in told:
        try:
            levers.append(_lever(asked))
        except InputError as error:
            faults += error.faults
    return (None if faults else SweepPlan(tuple(levers), is_grid)), tuple(faults)


def _lever(asked: AskedLever) -> Lever:
    """Return what stands in the fields of a lever; raises InputError."""
    unit = LEVERS[asked.what].unit
    numbers = _numbers(asked.values, is_clock=unit is LeverUnit.CLOCK)
    if unit is LeverUnit.SHARE and not asked.is_percent:
        numbers = tuple(round(each / 100, 9) for each in numbers)
    hours = ClockSpan.parse(asked.hours) if asked.hours.strip() else None
    return Lever(
        asked.what,
        asked.post,
        () if asked.is_percent else numbers,
        numbers if asked.is_percent else (),
        hire=asked.hire,
        hours=hours,
        first=asked.days[0],
        last=asked.days[1],
        rule=asked.rule,
    )


def _numbers(text: str, *, is_clock: bool) -> tuple[float, ...]:
    """Return numbers that commas or blanks part, also the Chinese ones; times as hours."""
    for sign in "，、；;\u3000":
        text = text.replace(sign, ",")
    parts = [part for each in text.replace("：", ":").split(",") for part in each.split()]
    found, wrong = [], []
    for part in parts:
        try:
            timed = is_clock and ":" in part
            found.append(parse_clock(part) / HOUR_MIN if timed else float(part.rstrip("%％")))
        except ValueError:
            wrong.append(Fault("not_number", column="values", value=part))
    if wrong:
        raise InputError(wrong)
    return tuple(dict.fromkeys(found))
