"""Mending a published week: proposals from the fewest changes to fuller ones, taking one, undo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from service.roster import proposing
from ui import done, figures, link, state
from ui.guard import action
from ui.parts import markup
from ui.parts.day_view import agent_label
from ui.parts.editing import shift_line
from ui.parts.effects import moved_level
from ui.parts.markup import Row
from ui.parts.solving import solve_button
from ui.plain import plain
from ui.state import say
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.simulate.part_day import RestOfDay
    from service.desk import Desk
    from service.roster.proposing import DayMove, ProposalEffect, WeekMending
    from service.roster.rosters import RosterSheet

FOUND = "mend.found"
ASKED = "mend.asked"
WIDER = "mend.is_wider"
PROVEN = 0.05  # changed shifts: below it a gap is rounding


def may_mend(sheet: RosterSheet) -> bool:
    """Return whether people know this week's roster, and some of it is still to come."""
    now_min = int(link.now().timestamp()) // 60
    is_known = sheet.published is not None and sheet.version is not None
    return is_known and now_min < sheet.week.horizon.end_min


def buttons(sheet: RosterSheet, *, has_pins: bool, days: Collection[int] = ()) -> None:
    """Draw how the roster gets better: mended, of a published week, and made anew."""
    is_known = open_button(sheet, days)
    solve_button(again=sheet.version is not None, has_pins=has_pins, is_second=is_known)


def open_button(sheet: RosterSheet, days: Collection[int] = ()) -> bool:
    """Draw the button that asks for proposals; return whether the week can be mended at all."""
    is_known = may_mend(sheet)
    if is_known and st.button(
        say("mend.open"),
        icon=":material/healing:",
        type="primary",
        help=say("mend.help"),
        key="mend.open",
    ):
        st.session_state[ASKED] = sheet.week.label, tuple(days)
        st.session_state.pop(FOUND, None)
        st.session_state.pop(WIDER, None)
    return is_known


def panel(sheet: RosterSheet) -> None:
    """Draw the proposals that were asked for, made anew where the week changed since."""
    label, days = st.session_state.get(ASKED, ("", ()))
    if label != sheet.week.label or not may_mend(sheet):
        return
    kept, is_wider = st.session_state.get(FOUND), st.session_state.get(WIDER, False)
    rungs = tuple(proposing.Rung) if is_wider else proposing.QUICK
    if kept is None:
        with st.spinner(say("mend.running")):
            kept = proposing.mending(link.desk(), label, days=days, rungs=rungs)
        st.session_state[FOUND] = kept
    with st.container(border=True, key="mend_panel"):
        _head(kept)
        for place, effect in enumerate(kept.effects):
            _proposal(kept, effect, place)
        if not is_wider and kept.left.days:
            st.button(
                say("mend.wider"),
                icon=":material/manage_search:",
                on_click=_wider,
                help=say("mend.wider_help"),
                key="mend.wider",
            )
        elif not any(one.proposal.rung is proposing.Rung.WEEK for one in kept.effects):
            st.caption(say("mend.wider_none"))
        st.button(say("mend.close"), on_click=_close, key="mend.close")


def _wider() -> None:
    st.session_state[WIDER] = True
    st.session_state.pop(FOUND, None)


def _close() -> None:
    st.session_state.pop(ASKED, None)
    st.session_state.pop(WIDER, None)
    st.session_state.pop(FOUND, None)


def _head(found: WeekMending) -> None:
    """Say what is missing now, and whether anything mends it."""
    lang = state.lang()
    problem = found.problem
    names = [figures.day(problem.horizon.date(day), lang) for day in found.left.days]
    if not names:
        st.markdown(f"**{say('mend.nothing')}**")
        return
    days = say("list.comma").join(names)
    short = figures.number(found.short_left, lang, 1)
    before = figures.number(found.short_before, lang, 1)
    st.markdown(f"**{plain(say('mend.title', days=days, short=short, before=before))}**")
    lines = [
        say(
            "mend.lost",
            count=len(found.left.lost) + len(found.left.cuts),
            names=say("list.comma").join(
                dict.fromkeys(
                    agent_label(problem, shift.agent_id)
                    for shift in (*found.left.lost, *(cut.shift for cut in found.left.cuts))
                )
            ),
        )
        if found.left.lost or found.left.cuts
        else "",
        level_told(found.level),
        "" if found.effects else say("mend.none"),
    ]
    st.caption("  \n".join(plain(line) for line in lines if line))


def level_told(level: RestOfDay | None) -> str:
    """Return service level and answer rate of the rest of a day with their intervals."""
    if level is None:
        return say("mend.level_unknown")
    lang, total = state.lang(), level.total
    rates = {
        name: {
            end: "—" if math.isnan(value) else figures.share(float(value), lang, 1)
            for end, value in (("mean", each.mean), ("low", each.low), ("high", each.high))
        }
        for name, each in (("level", total.service_level), ("answered", total.answer_rate))
    }
    return say(
        "mend.level",
        level=rates["level"]["mean"],
        level_low=rates["level"]["low"],
        level_high=rates["level"]["high"],
        answered=rates["answered"]["mean"],
        answered_low=rates["answered"]["low"],
        answered_high=rates["answered"]["high"],
    )


def _proposal(found: WeekMending, effect: ProposalEffect, place: int) -> None:
    """Draw one proposal: what it does, who changes what, and taking all or some of it."""
    proposal = effect.proposal
    key = f"mend.{place}"
    with st.container(border=True, key=f"mend_card_{place}"):
        st.markdown(f"**{plain(_title(found, effect))}**")
        lines = [_prices(effect), _level(found, effect), _proven(found, effect)]
        st.caption("  \n".join(plain(line) for line in lines if line))
        with st.expander(plain(say("mend.who", count=len(proposal.people)))):
            markup.listing(
                [say(f"mend.column.{name}") for name in ("agent", "was", "now", "how")],
                [_row(found.problem, move) for move in proposal.moves],
                numbers=frozenset(),
            )
        if proposal.broken:
            told = (violation_sentence(v, found.problem, state.lang()) for v in proposal.broken)
            st.warning("\n".join(f"- {plain(line)}" for line in told), icon=":material/gavel:")
        people = st.multiselect(
            say("mend.people"),
            proposal.people,
            default=proposal.people,
            format_func=lambda agent_id: agent_label(found.problem, agent_id),
            key=f"{key}.people",
        )
        reason = ""
        if proposal.broken or found.left.cuts:
            reason = st.text_input(say("edit.reason"), key=f"{key}.reason", max_chars=200)
        st.button(
            say("mend.take" if len(people) == len(proposal.people) else "mend.take_part"),
            type="primary" if place == 0 else "secondary",
            icon=":material/check:",
            on_click=_take,
            args=(found, proposal.moves, tuple(people), reason),
            disabled=not people,
            key=f"{key}.take",
        )


def _level(found: WeekMending, effect: ProposalEffect) -> str:
    """Return how the first day's level changes: the same customers come either way."""
    if found.level is None or effect.level is None:
        return say("mend.level_unknown")
    told = " · ".join(moved_level(found.level, effect.level))
    first = figures.day(found.problem.horizon.date(found.left.days[0]), state.lang())
    return say("mend.level_moved", day=first, told=told) if told else ""


def _title(found: WeekMending, effect: ProposalEffect) -> str:
    lang, proposal = state.lang(), effect.proposal
    return say(
        f"mend.rung.{proposal.rung}",
        people=len(proposal.people),
        short=figures.number(effect.short_hours, lang, 1),
        before=figures.number(found.short_left, lang, 1),
        week=figures.number(proposal.cost.short_hours, lang, 1),
        week_before=figures.number(found.left.cost.short_hours, lang, 1),
    )


def _prices(effect: ProposalEffect) -> str:
    lang = state.lang()
    return say(
        "mend.prices",
        weight=figures.number(effect.proposal.weight, lang, 1),
        pay=say("mend.pay_closed") if effect.pay is None else figures.money(effect.pay, lang),
        overtime=figures.number(effect.overtime_hours, lang, 1),
        wishes=figures.signed(effect.wishes, lang, 0),
    )


def _proven(found: WeekMending, effect: ProposalEffect) -> str:
    gap, is_week = effect.proposal.gap, effect.proposal.rung is proposing.Rung.WEEK
    if gap < PROVEN:
        return say("mend.proven_week" if is_week else "mend.proven")
    if is_week and math.isinf(gap):
        return say("mend.open_week")
    if is_week:
        hour = found.problem.rules.weights.shortage_per_agent_hour
        hours = gap * effect.proposal.unit / hour
        return say("mend.gap_week", hours=figures.number(hours, state.lang(), 1))
    return say("mend.gap", gap=figures.number(gap, state.lang(), 1))


def _row(problem: RosterProblem, move: DayMove) -> Row:
    shown = move.was or move.now
    assert shown is not None
    day = figures.day(problem.horizon.clock.date_of(shown.start_min), state.lang())
    cells = (
        agent_label(problem, move.agent_id),
        f"{day} {_told(problem, move.was)}",
        _told(problem, move.now),
        say(f"mend.move.{move.kind}"),
    )
    return Row(cells)


def _told(problem: RosterProblem, shift: Shift | None) -> str:
    return say("edit.off") if shift is None else shift_line(problem, shift)


@action
def _take(
    found: WeekMending, moves: Sequence[DayMove], people: tuple[str, ...], reason: str
) -> None:
    mine = [move for move in moves if move.agent_id in people]
    week = state.chosen("week")
    taken = proposing.take(link.desk(), week, found, mine, reason=reason)
    _close()

    def undo(desk: Desk) -> None:
        proposing.take_back(desk, week, taken)

    done.tell(say("mend.taken", people=len(people), number=taken.change.number), undo)
