"""Something happened: registering it for several people at once, and taking it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from service.roster import happening
from service.roster.happening import AS_LEAVE, FROM_START, TO_END, Happened, Happening
from ui import figures, state
from ui.parts import entry_form
from ui.parts.day_view import agent_label
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
    from service.roster.happening import Registered

CAUSES = ("system", "equipment", "bus", "weather", "other")
NOT_HERE = tuple(kind for kind in KINDS if kind not in {"annual", "maternity", "marriage"})


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


def form(problem: RosterProblem, shifts: Sequence[Shift], date: dt.date) -> None:
    """Ask what happened to whom of a day's people, and register it."""
    kinds = list(Happened)
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
        chosen = _team(problem, shifts)
        people = {
            one.agent_id: f"{agent_label(problem, one.agent_id)} "
            f"{figures.times(problem.horizon.clock, one.start_min, one.end_min)}"
            for one in shifts
        }
        week = state.chosen("week")

        def enter(desk: Desk, told: HappeningTold) -> Registered:
            return happening.register(desk, week, told.entry(what, date))

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
                title="",
                border=False,
                key=f"happen.{what}.{'-'.join(chosen[:1])}.{len(chosen)}",
            )
        )


def _team(problem: RosterProblem, shifts: Sequence[Shift]) -> tuple[str, ...]:
    """Return the people of a team that is chosen whole; nobody where none is."""
    known = {one.agent_id: problem.agent_by_id.get(one.agent_id) for one in shifts}
    teams = sorted({agent.team for agent in known.values() if agent is not None and agent.team})
    none = say("happen.team_none")
    team = st.selectbox(
        say("happen.team"),
        ["", *teams],
        format_func=lambda name: plain(name or none),
        key="happen.team",
    )
    return tuple(one for one, agent in known.items() if agent and team and agent.team == team)


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
    more = [] if what in AS_LEAVE else [(Ask("evidence"), Ask("late_reason"))]
    return tuple(row for row in ((who,), tuple(times), *rows, *more) if row)
