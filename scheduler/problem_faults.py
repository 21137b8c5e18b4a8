"""Which parts of a roster problem contradict each other: names nobody has, dates outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scheduler.errors import Fault
from scheduler.fairness import Staffed
from scheduler.horizon import DAY_MIN
from scheduler.shift_kind import NIGHT, WEEKEND
from scheduler.work_plan import DAY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.agent import Absence, AgentLimit, Wish
    from scheduler.post import Post
    from scheduler.session import Session
    from scheduler.shift import Shift
    from scheduler.standby import StandbyCall
    from scheduler.type_pin import TypePin


class Parts(Staffed, Protocol):
    """What of a roster problem, which asks for this itself, is checked against each other."""

    @property
    def posts(self) -> tuple[Post, ...]:
        """Return the posts."""

    @property
    def absences(self) -> tuple[Absence, ...]:
        """Return when people are away."""

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """Return what people wish."""

    @property
    def history(self) -> tuple[Shift, ...]:
        """Return the shifts worked before."""

    @property
    def pins(self) -> tuple[Shift, ...]:
        """Return the shifts a person fixed."""

    @property
    def type_pins(self) -> tuple[TypePin, ...]:
        """Return the types a person fixed for single days."""

    @property
    def calls(self) -> tuple[StandbyCall, ...]:
        """Return from when people who stand by hold posts."""

    @property
    def agent_limits(self) -> tuple[AgentLimit, ...]:
        """Return what is agreed with single agents."""

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Return training and meetings."""


def faults_of(problem: Parts) -> Iterator[Fault]:
    """Yield what of a problem contradicts another part: names that are unknown, dates outside."""
    posts = {post.id for post in problem.posts}
    agents = {agent.id for agent in problem.agents}
    if not agents:
        yield Fault("no_agents", file="agents")
    yield from _repeats((post.id for post in problem.posts), "posts", "duplicate_post")
    yield from _repeats((agent.id for agent in problem.agents), "agents", "duplicate_agent")
    if problem.requirement.horizon != problem.horizon:
        yield Fault("horizon_differs", "requirement")
    yield from _unknown("post", posts, _posts_named(problem))
    yield from _unknown("agent", agents, _agents_named(problem))
    yield from _unknown("team", {agent.team for agent in problem.agents}, _teams_named(problem))
    yield from _unknown("kind", _kinds(problem), _kinds_named(problem))
    plans = ((("agents", "work_plan", agent.work_plan)) for agent in problem.agents)
    yield from _unknown("plan", {"", *(plan.name for plan in problem.rules.plans)}, plans)
    fixed = (("agents", "fixed_week", each) for one in problem.agents for each in one.fixed_week)
    yield from _unknown("type", {*DAY_WORDS, *(each.code for each in problem.rules.types)}, fixed)
    yield from _repeats((each.id for each in problem.sessions), "sessions", "duplicate_session")
    limits = (f"{each.agent_id} {each.kind}" for each in problem.agent_limits)
    yield from _repeats(limits, "agent_limits", "duplicate_limit")
    pinned = (("type_pins", "type", pin.kind) for pin in problem.type_pins)
    yield from _unknown("kind", {"", *problem.rules.kind_names}, pinned)
    days = (f"{pin.agent_id} {pin.date}" for pin in problem.type_pins)
    yield from _repeats(days, "type_pins", "duplicate_type_pin")
    yield from _misdated(problem)


def _posts_named(problem: Parts) -> Iterator[tuple[str, str, str]]:
    for agent in problem.agents:
        yield from (("agents", "posts", post) for post in agent.posts)
    yield from (("requirement", "post", post) for post in problem.requirement.posts)
    for table, shifts in (("history", problem.history), ("pins", problem.pins)):
        yield from ((table, "post", post) for shift in shifts for post in shift.posts)
    yield from (("calls", "post", call.post) for call in problem.calls)
    for form in problem.rules.forms:
        where = f"type.{form.code}.posts" if form.code else "shape.posts"
        yield from (("rules", where, post) for post in form.posts)
    for seal in problem.rules.seals:
        yield from (("posts", "seal.posts", post) for post in seal.posts)


def _agents_named(problem: Parts) -> Iterator[tuple[str, str, str]]:
    yield from (("absences", "agent_id", row.agent_id) for row in problem.absences)
    yield from (("preferences", "agent_id", row.agent_id) for row in problem.wishes)
    yield from (("pins", "agent_id", row.agent_id) for row in problem.pins)
    yield from (("type_pins", "agent_id", row.agent_id) for row in problem.type_pins)
    yield from (("calls", "agent_id", row.agent_id) for row in problem.calls)
    yield from (("agent_limits", "agent_id", row.agent_id) for row in problem.agent_limits)
    yield from (("sessions", "agent_id", row.agent_id) for row in problem.sessions if row.agent_id)


def _teams_named(problem: Parts) -> Iterator[tuple[str, str, str]]:
    yield from (("sessions", "team", row.team) for row in problem.sessions if row.team)


def _kinds(problem: Parts) -> set[str]:
    return {NIGHT, WEEKEND, *problem.rules.kind_names}


def _kinds_named(problem: Parts) -> Iterator[tuple[str, str, str]]:
    yield from (("agent_limits", "kind", row.kind) for row in problem.agent_limits)
    yield from (("preferences", "wish", row.kind) for row in problem.wishes if row.kind)


def _misdated(problem: Parts) -> Iterator[Fault]:
    week = {"first": problem.horizon.start, "last": problem.horizon.dates[-1]}
    for table, rows in (("preferences", problem.wishes), ("type_pins", problem.type_pins)):
        for row in rows:
            if not 0 <= problem.horizon.day(row.date) < problem.horizon.days:
                date = str(row.date)
                yield Fault("date_outside", table, column="date", value=date, details=week)
    for shift in problem.history:
        if shift.start_min >= problem.horizon.start_min:
            when = problem.horizon.clock.format(shift.start_min)
            start = {"week_start": problem.horizon.start}
            yield Fault("history_not_before", "history", column="start", value=when, details=start)
    first, after = problem.horizon.start_min - DAY_MIN, problem.horizon.end_min + DAY_MIN
    for call in problem.calls:  # of the last night before, or that runs on after it
        if not first <= call.from_min < after:
            when = problem.horizon.clock.format(call.from_min)
            yield Fault("date_outside", "calls", column="from", value=when, details=week)
    for shift in problem.pins:
        if shift.start_min not in problem.horizon:
            when = problem.horizon.clock.format(shift.start_min)
            yield Fault("date_outside", "pins", column="start", value=when, details=week)


def _unknown(kind: str, known: set[str], named: Iterable[tuple[str, str, str]]) -> Iterator[Fault]:
    for table, column, name in named:
        if name not in known:
            yield Fault(f"unknown_{kind}", table, column=column, value=name)


def _repeats(ids: Iterable[str], table: str, code: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Fault(code, table, value=name)
        seen.add(name)
