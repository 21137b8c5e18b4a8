"""Many what-ifs of a week: which levers with which values, how deep, and the button to begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.comfort import Comfort
from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan
from scheduler.levers import LEVERS, LeverUnit
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from scheduler.staff_changes import HireKind
from scheduler.sweep import Lever, SweepPlan
from scheduler.sweep_row import Depth
from service.settings import settings
from service.trial.sweep_job import SweepTask, start_sweep
from ui import link, state
from ui.guard import action, fault_sentences
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem

MOST_LEVERS = 4
MANY = "sweep.levers"
WORK = {Depth.ESTIMATE: 1, Depth.ROSTER: 2000, Depth.SIMULATED: 2000}
REPLICATIONS = 20
AT_ONCE = (1, 2, 4)
USUAL = {"volume": "-10, 10, 20", "agents": "-2, -1, 1, 2"}
PLACES = ("here", "cluster")


@dataclass(frozen=True, slots=True)
class AskedLever:
    """One lever as it stands in its fields; ``values``, ``hours``: as they were written."""

    what: str
    post: str
    is_percent: bool
    values: str
    hire: HireKind = field(default_factory=HireKind)
    hours: str = ""


def form(label: str, problem: RosterProblem, *, is_going: bool) -> None:
    """Draw what is tried and how, and the button that lets a worker begin."""
    with st.container(border=True, key="sweep_form"):
        many = st.session_state.setdefault(MANY, 1)
        levers = [_lever(place, problem) for place in range(many)]
        with st.container(horizontal=True):
            st.button(
                say("sweep.more"),
                icon=":material/add:",
                key="sweep.more",
                disabled=many >= MOST_LEVERS,
                on_click=_change_many,
                args=(1,),
            )
            st.button(
                say("sweep.fewer"),
                icon=":material/remove:",
                key="sweep.fewer",
                disabled=many == 1,
                on_click=_change_many,
                args=(-1,),
            )
        is_grid = many > 1 and _choice("how", ("alone", "grid"), "sweep.how") == "grid"
        depth = _choice("depth", tuple(Depth), "sweep.deep")
        st.caption(say(f"sweep.about_{depth}"))
        left, right = st.columns(2)
        with left:
            at_once = st.selectbox(
                say("sweep.at_once"), AT_ONCE, key="sweep.at_once", help=say("sweep.at_once_help")
            )
        with right:
            where = _choice("where", PLACES, "sweep.where") if settings().cluster else "here"
        plan, faults = _plan(levers, is_grid=is_grid)
        for line in fault_sentences(faults):
            st.caption(f":red[{plain(line)}]")
        size = 0 if plan is None else plan.size + 1
        st.button(
            plain(say("sweep.go", count=size)),
            type="primary",
            icon=":material/play_arrow:",
            key="sweep.go",
            disabled=is_going or plan is None,
            on_click=_start,
            args=(label, plan, depth, at_once, where == "cluster"),
            width="stretch",
        )


def _change_many(by: int) -> None:
    st.session_state[MANY] += by


def _choice(name: str, options: Sequence[str], words: str) -> str:
    chosen: str = st.segmented_control(
        say(words),
        options,
        default=options[0],
        format_func=spoken(options, lambda each: say(f"{words}_{each}")),
        key=f"sweep.{name}",
        required=True,
    )
    return chosen


def _lever(place: int, problem: RosterProblem) -> AskedLever:
    """Ask for one lever."""
    names = tuple(LEVERS)
    what = st.selectbox(
        plain(say("sweep.what", number=place + 1)),
        names,
        format_func=spoken(names, lambda name: say(f"sweep.what_{name}")),
        key=f"sweep.what.{place}",
    )
    kind, post = LEVERS[what], ""
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
    is_percent = kind.takes_percent
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
    if what == "comfort":
        return AskedLever(what, post, False, _lines(place))
    told = st.text_input(
        say("sweep.values"),
        value=USUAL.get(what, "-10, 10" if is_percent else ""),
        help=say(f"sweep.unit_{'percent' if is_percent else kind.unit}"),
        placeholder=say(f"sweep.unit_{'percent' if is_percent else kind.unit}"),
        key=f"sweep.values.{place}.{what}.{is_percent}",
        max_chars=200,
    )
    hire, hours = HireKind(), ""
    if what == "hires":
        hire = _hire(place, post, problem)
    if what == "vendor":
        hours = st.text_input(say("sweep.vendor_hours"), key=f"sweep.hours.{place}", max_chars=20)
    return AskedLever(what, post, is_percent, told, hire, hours)


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
        speed = st.number_input(
            say("sweep.hire_share"), min_value=1, max_value=100, value=100, step=5,
            key=f"sweep.speed.{place}",
        )  # fmt: skip
    return HireKind(tuple(also), hours, plan, team, first, speed / 100)


def _or_none(name: str) -> str:
    return plain(name) if name else "—"


def _post_said(post: str) -> str:
    return plain(post_name(post, state.lang())) if post else say("sweep.all_posts")


def _plan(
    told: Sequence[AskedLever], *, is_grid: bool
) -> tuple[SweepPlan | None, tuple[Fault, ...]]:
    """Return the plan that stands in the fields, or why it is none."""
    levers, faults = [], list[Fault]()
    for asked in told:
        try:
            levers.append(_told(asked))
        except InputError as error:
            faults += error.faults
    return (None if faults else SweepPlan(tuple(levers), is_grid)), tuple(faults)


def _told(asked: AskedLever) -> Lever:
    """Return what stands in the fields of a lever; raises InputError."""
    numbers, what, post = _numbers(asked.values), asked.what, asked.post
    if asked.is_percent:
        return Lever(what, post, percent=numbers)
    if LEVERS[what].unit is LeverUnit.SHARE:
        numbers = tuple(round(each / 100, 9) for each in numbers)
    hours = ClockSpan.parse(asked.hours) if asked.hours.strip() else None
    return Lever(what, post, numbers, hire=asked.hire, hours=hours)


def _numbers(text: str) -> tuple[float, ...]:
    """Return numbers that commas or blanks part, also the Chinese ones."""
    for sign in "，、；;\u3000":
        text = text.replace(sign, ",")
    parts = [part for each in text.split(",") for part in each.split()]
    found, wrong = [], []
    for part in parts:
        try:
            found.append(float(part.rstrip("%％")))
        except ValueError:
            wrong.append(Fault("not_number", column="values", value=part))
    if wrong:
        raise InputError(wrong)
    return tuple(dict.fromkeys(found))


@action
def _start(label: str, plan: SweepPlan, depth: Depth, at_once: int, on_cluster: bool) -> None:
    params = SolveParams(seed=1, time_limit_s=None, work_limit=WORK[depth], workers=1)
    task = SweepTask(
        plan, depth, params, SimulationParams(replications=REPLICATIONS), at_once, on_cluster
    )
    start_sweep(link.desk(), label, task)
