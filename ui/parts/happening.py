"""Something happened: registering it for several people at once, and taking it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from service.floor.as_if import with_away
from service.floor.groups import groups, keep_group
from service.roster import happening
from service.roster.happening import AS_LEAVE, FROM_START, TO_END, Happened, Happening
from ui import figures, link, state
from ui.parts import entry_form
from ui.parts.day_view import agent_label
from ui.parts.effects import effect
from ui.parts.entry_form import Ask, Form
from ui.parts.requests import KINDS
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import absence_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.desk import Desk
    from service.floor.day import FloorDay
    from service.roster.happening import Registered

CAUSES = ("system", "equipment", "bus", "weather", "other")
NOT_HERE = tuple(kind for kind in KINDS if kind not in {"annual", "maternity", "marriage"})


@dataclass(frozen=True, slots=True)
class GroupTold:
    """What is asked of a group: its name, and who belongs to it."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HappeningTold:
    """What is asked: who, from when until when, why, and what shows it."""

    people: tuple[str, ...]
    since: dt.time = dt.time(9)
    until: dt.time = dt.time(10)
    kind: str = ""
    cause: str = ""
    task: str = ""
    asked_by: str = ""
    evidence: str = ""
    late_reason: str = ""

    def entry(self, what: Happened, date: dt.date) -> Happening:
        """Return what is registered of it."""
        told = say(f"happen.cause.{self.cause}") if self.cause else ""
        reason = self.kind if what in AS_LEAVE else " ".join(filter(None, (told, self.task)))
        return Happening(
            what,
            self.people,
            date,
            None if what in FROM_START else _minutes(self.since),
            None if what in TO_END else _minutes(self.until),
            reason=reason,
            asked_by=self.asked_by,
            evidence=self.evidence,
            late_reason=self.late_reason,
        )


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def form(floor: FloorDay, shifts: Sequence[Shift]) -> None:
    """Ask what happened to whom of a day's people, say what it does to the day, register it."""
    problem, date, kinds = floor.problem, floor.date, list(Happened)
    with st.container(border=True, key="happen_panel"):
        st.markdown(f"**{say('happen.title')}**", help=say("happen.text"))
        what = st.segmented_control(
            say("happen.what"),
            kinds,
            default=Happened.ABSENT,
            required=True,
            format_func=spoken(kinds, lambda one: say(f"happen.what.{one}")),
            key="happen.what",
            label_visibility="collapsed",
        )
        chosen = _together(problem, shifts)
        people = {
            one.agent_id: f"{agent_label(problem, one.agent_id)} "
            f"{figures.times(problem.horizon.clock, one.start_min, one.end_min)}"
            for one in shifts
        }
        week = state.chosen("week")

        def enter(desk: Desk, told: HappeningTold) -> Registered:
            return happening.register(desk, week, told.entry(what, date))

        def look(desk: Desk, told: HappeningTold) -> str:
            away = happening.would_take(desk, week, told.entry(what, date))
            return effect(floor, with_away(floor, away))

        def undo(desk: Desk, made: Registered) -> None:
            happening.take_back(desk, week, made)

        entry_form.draw(
            Form(
                "happen",
                HappeningTold,
                _rows(what, people, chosen),
                enter,
                done=lambda told, _: say(
                    "happen.done", count=len(told.people), what=say(f"happen.what.{what}")
                ),
                undo=undo,
                look=look,
                title="",
                border=False,
                key=f"happen.{what}.{'-'.join(chosen[:1])}.{len(chosen)}",
            )
        )
        groups_form(problem)


def _together(problem: RosterProblem, shifts: Sequence[Shift]) -> tuple[str, ...]:
    """Return the people of a team or group that is chosen whole; nobody where none is."""
    known = {one.agent_id: problem.agent_by_id.get(one.agent_id) for one in shifts}
    kept = groups(link.desk())
    teams: dict[str, list[str]] = {}
    for one, agent in known.items():
        if agent is not None and agent.team:
            teams.setdefault(agent.team, []).append(one)
    lists = {("team", name): teams[name] for name in sorted(teams)}
    lists |= {("group", name): [one for one in kept[name] if one in known] for name in kept}
    places = [None, *lists]
    chosen = st.selectbox(
        say("happen.team"),
        places,
        format_func=spoken(places, _list_told),
        key="happen.team",
    )
    return () if chosen is None else tuple(lists[chosen])


def _list_told(one: tuple[str, str] | None) -> str:
    if one is None:
        return say("happen.team_none")
    return plain(say(f"happen.list_{one[0]}", name=one[1]))


def groups_form(problem: RosterProblem) -> None:
    """Ask who belongs to a group, such as a bus line, of which all are chosen at once."""
    kept = groups(link.desk())
    new = say("group.new_one")
    names = ["", *kept]
    with st.expander(say("group.title")):
        name = st.selectbox(
            say("group.which"),
            names,
            format_func=spoken(names, lambda one: plain(one or new)),
            key="group.which",
        )

        def enter(desk: Desk, told: GroupTold) -> tuple[str, tuple[str, ...]]:
            return told.name, keep_group(desk, told.name, told.members)

        def undo(desk: Desk, made: tuple[str, tuple[str, ...]]) -> None:
            keep_group(desk, *made)

        people = {one.id: agent_label(problem, one.id) for one in problem.agents}
        ask = Ask("members", people, begins=kept.get(name, ()), is_many=True)
        entry_form.draw(
            Form(
                "group",
                GroupTold,
                ((ask,),) if name else ((Ask("name"),), (ask,)),
                enter,
                given={"name": name} if name else {},
                undo=undo,
                done=lambda told, _: say("group.done", name=told.name, count=len(told.members)),
                title="",
                text=say("group.text"),
                is_main=False,
                border=False,
                key=f"group.{name}",
            )
        )


def _rows(
    what: Happened, people: dict[str, str], chosen: tuple[str, ...]
) -> tuple[tuple[Ask, ...], ...]:
    who = Ask("people", people, begins=chosen, is_many=True)
    times = [Ask("since", begins=dt.time(9))] * (what not in FROM_START)
    times += [Ask("until", begins=dt.time(10))] * (what not in TO_END)
    lang = state.lang()
    if what in AS_LEAVE:
        leave = {kind: absence_name(kind, lang) for kind in NOT_HERE}
        rows: list[tuple[Ask, ...]] = [(Ask("kind", leave, "sick"),)]
    elif what is Happened.LENT:
        rows = [(Ask("asked_by"), Ask("task"))]
    else:
        causes = {cause: say(f"happen.cause.{cause}") for cause in CAUSES}
        rows = [(Ask("cause", causes), Ask("task"))]
    rows.append((Ask("evidence"), Ask("late_reason")))
    return tuple(row for row in ((who,), tuple(times), *rows) if row)
