"""Why somebody has a shift and somebody else not: both side by side, exchanged, and solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.roster import comparing as service
from ui import figures, link, state
from ui.guard import action
from ui.parts import changing, markup
from ui.parts.day_view import agent_label
from ui.parts.editing import shift_line, wish_name
from ui.parts.markup import Row
from ui.plain import plain
from ui.state import say, spoken
from ui.words.instead_sentences import LEAST, reason_lines, solved_line, why_sentence
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.instead import PersonBeside
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.roster.comparing import ComparedPair, SolvedPair
    from service.roster.rosters import RosterSheet

SOLVED = "instead.solved"
HOUR_MIN = 60
PARTS = {  # of a cost, in the order in which they are told; how many decimals
    "short_hours": 1,
    "surplus_hours": 1,
    "overtime_hours": 1,
    "owed_hours": 1,
    "wishes": 0,
    "unfair_shifts": 0,
    "type_changes": 0,
    "post_changes": 0,
    "unsteady_hours": 1,
    "missed_handovers": 0,
    "weeks_apart": 0,
    "changed_days": 0,
    "standby_hours": 1,
}


def panel(sheet: RosterSheet, agent_id: str, date: dt.date) -> None:
    """Compare whoever has a shift with somebody chosen, and offer what two people agreed on."""
    if sheet.problem is None or sheet.version is None:
        return
    clock, week = sheet.week.horizon.clock, sheet.week.label
    on_day = {
        shift.agent_id: shift
        for shift in sheet.version.version.roster.shifts
        if clock.date_of(shift.start_min) == date
    }
    if agent_id not in on_day:
        return
    with st.expander(say("edit.exchange"), icon=":material/swap_horiz:"):
        st.caption(say("edit.exchange_help"))
        others = [agent.id for agent in sheet.problem.agents if agent.id != agent_id]
        names, problem = ["", *others], sheet.problem
        key = f"{week}.{agent_id}.{date}"
        who = st.selectbox(
            say("edit.exchange_with"),
            names,
            format_func=spoken(names, lambda name: _partner(problem, name, on_day.get(name))),
            key=f"swap.who.{key}",
        )
        if who:
            key = f"{key}.{who}"
            found = service.compare(link.desk(), week, on_day[agent_id], who)
            _side_by_side(found)
            changing.show(problem, found.change)
            done = "shifts_swapped" if who in on_day else "shift_claimed"
            changing.offer(found.change, found.moved, key=f"swap.{key}", done=done)
            _made_anew(week, found, key)


def _partner(problem: RosterProblem, name: str, shift: Shift | None) -> str:
    if not name:
        return say("edit.exchange_nobody")
    has = shift_line(problem, shift) if shift else say("edit.off")
    return f"{problem.agent_by_id[name].name or name} · {has}"


def _side_by_side(pair: ComparedPair) -> None:
    """Draw both people beside the shift, and in a sentence why the one has it."""
    problem, found = pair.problem, pair.found
    both = found.holder, found.other
    names = [agent_label(problem, one.agent_id) for one in both]
    st.markdown(f"**{plain(why_sentence(found, problem, state.lang()))}**")
    columns = [dict(_facts(problem, one)) for one in both]
    rows = [Row((say(f"instead.{name}"), *(each[name] for each in columns))) for name in columns[0]]
    rows += [
        Row((say(f"instead.part.{name}"), "", figures.signed(change, state.lang(), decimals)))
        for name, decimals in PARTS.items()
        if abs(change := getattr(found.after.cost, name) - getattr(found.before.cost, name)) > LEAST
    ]
    markup.listing([say("instead.title"), *names], rows, numbers=frozenset())
    lines = [violation_sentence(one, problem, state.lang()) for one in found.other.broken]
    if lines:
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _facts(problem: RosterProblem, one: PersonBeside) -> Iterator[tuple[str, str]]:
    """Yield what is told of a person, as if they had the shift."""
    lang, none = state.lang(), say("instead.none")
    own = one.instead_of
    yield "own", say("edit.off") if own is None else shift_line(problem, own)
    hours = figures.number(one.week_min / HOUR_MIN, lang, 1)
    contract = figures.number(one.contract_min / HOUR_MIN, lang, 0)
    yield "hours", say("instead.of_contract", hours=hours, contract=contract)
    yield (
        "rest",
        none
        if one.rest_min is None
        else say("instead.in_hours", hours=figures.number(one.rest_min / HOUR_MIN, lang, 1)),
    )
    yield "wishes", say("list.comma").join(map(wish_name, one.wishes)) or none
    yield "rules", str(len(one.broken)) if one.broken else none


def _made_anew(week: str, pair: ComparedPair, key: str) -> None:
    """Offer to look for the best weeks of both with the shift given to the other."""
    shift, who = pair.found.shift, pair.found.other.agent_id
    st.button(
        say("instead.solve"),
        icon=":material/search:",
        help=say("instead.solve_help"),
        on_click=_solve,
        args=(week, shift, who),
        key=f"instead.solve.{key}",
    )
    asked, solved = st.session_state.get(SOLVED, (None, None))
    if asked == (week, shift, who):
        _answer(pair, solved, key)


@action
def _solve(week: str, shift: Shift, who: str) -> None:
    st.session_state.pop(SOLVED, None)
    solved = service.solve_pair(link.desk(), week, shift, who)
    st.session_state[SOLVED] = (week, shift, who), solved


def _answer(pair: ComparedPair, solved: SolvedPair, key: str) -> None:
    """Tell what making both weeks anew comes to, and offer to keep it."""
    problem, lang, found = pair.problem, state.lang(), solved.found
    if found.cost_change is None or solved.change is None:
        st.info(plain(solved_line(found, problem, lang)))
        lines = reason_lines(found.reasons, problem, lang)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        return
    st.markdown(f"**{plain(solved_line(found, problem, lang))}**")
    lines = [
        f"{agent_label(problem, one.agent_id)} {sign} {shift_line(problem, one)}"
        f" ({figures.day(_date(problem, one), lang)})"
        for sign, side in (("−", found.removed), ("+", found.added))
        for one in side
    ]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    changing.show(problem, solved.change)
    changing.offer(solved.change, solved.moved, key=f"instead.{key}", done="shifts_swapped")


def _date(problem: RosterProblem, shift: Shift) -> dt.date:
    return problem.horizon.clock.date_of(shift.start_min)
