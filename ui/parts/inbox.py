"""The supervisor's inbox: what agents agreed on or ask for, the most urgent first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from service.month.punches import decide_punch
from service.month.shown_absences import absences_that_wait, approve_absence
from service.phone.asking import decide_request
from service.phone.leave import LeaveQuota, quotas
from service.phone.missed import waiting_punches
from service.phone.requests_seen import WAITS, AskedKind, AskedState, all_requests
from service.phone.waiting_list import set_quota
from service.shop.shops import agents
from ui import done, figures, link, state
from ui.guard import action
from ui.parts.hr.punches import punch_times
from ui.parts.markup import empty
from ui.parts.requests import people
from ui.plain import plain
from ui.request_words import request_history, request_told
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.facts.punch_requests import PunchRequest
    from scheduler.horizon import Clock
    from service.month.punches import Entry
    from service.month.shown_absences import AbsenceShown
    from service.phone.requests_seen import RequestSeen

MOST_OLD = 20
MINUTE_S, SOON_S = 60, 24 * 3600


def waiting() -> int:
    """Return how many requests wait for the supervisor."""
    desk = link.desk()
    punches = len(waiting_punches(desk)) if desk.may("punch_decided") else 0
    absences = len(absences_that_wait(desk)) if desk.may("absence_approved") else 0
    return punches + absences + sum(one.state is AskedState.ACCEPTED for one in all_requests(desk))


def inbox(clock: Clock) -> None:
    """Draw the requests that wait, then those that are over."""
    found = all_requests(link.desk())
    ready = [one for one in found if one.state is AskedState.ACCEPTED]
    asked = [one for one in found if one.state is AskedState.ASKED]
    queued = [one for one in found if one.state is AskedState.NO_PLACE]
    over = [one for one in found if one.state not in WAITS]
    waits, punches = absences_that_wait(link.desk()), waiting_punches(link.desk())
    _by_urgency(ready, waits, punches, clock)
    if not found:
        if not (waits or punches):
            empty(say("inbox.empty"), say("inbox.empty_text"))
        return
    if not ready:
        st.caption(say("inbox.none_ready"))
    if asked:
        st.markdown(f"**{say('inbox.asked')}**")
        for one in asked:
            st.markdown(plain(_told(one, clock)))
    if queued:
        st.markdown(f"**{say('inbox.queued')}**")
        for one in queued:
            st.markdown(plain(_told(one, clock)))
    if over:
        with st.expander(plain(say("inbox.over", count=len(over)))):
            for one in sorted(over, key=lambda each: -each.entry.id)[:MOST_OLD]:
                st.markdown(plain(_over(one, clock)))
                _history(one, clock)


def _by_urgency(
    ready: Sequence[RequestSeen],
    waits: Sequence[Entry[AbsenceShown]],
    punches: Sequence[Entry[PunchRequest]],
    clock: Clock,
) -> None:
    """Draw what can be decided now: what begins soonest first, days that are over last."""
    today = link.today()
    cards: list[tuple[tuple[bool, int], Callable[[], None]]] = [
        ((False, one.starts_min), partial(_ready, one, clock)) for one in ready
    ]
    for each in waits:
        cards.append(((each.date < today, clock.at(each.date)), partial(_absence, each)))
    for punch in punches:
        cards.append(((True, punch.value.asked[0]), partial(_punch, punch, clock)))
    for _, draw in sorted(cards, key=lambda card: card[0]):
        draw()


def _ready(one: RequestSeen, clock: Clock) -> None:
    number = one.entry.id
    is_claim = one.value.kind is AskedKind.CLAIM
    told = "inbox.done_claim" if is_claim else "inbox.done_yes"
    told = "inbox.done_leave" if one.value.absence is not None else told
    with st.container(border=True):
        soon = one.starts_min * MINUTE_S < link.now().timestamp() + SOON_S
        title = f"{say('inbox.soon')} · {_told(one, clock)}" if soon else _told(one, clock)
        st.markdown(f"**{plain(title)}**")
        _history(one, clock)
        st.text_input(say("inbox.reason"), key=f"inbox.reason.{number}", help=say("inbox.why"))
        with st.container(horizontal=True):
            st.button(
                say("inbox.approve" if one.value.absence is None else "inbox.grant"),
                type="primary",
                key=f"inbox.approve.{number}",
                on_click=_decide,
                args=(number, True, told),
            )
            st.button(
                say("inbox.refuse"),
                key=f"inbox.refuse.{number}",
                on_click=_decide,
                args=(number, False, told),
            )


def _absence(one: Entry[AbsenceShown]) -> None:
    """Draw an absence registered on the day that waits for an approval."""
    names, shown = people(), one.value
    told = say("list.comma").join(filter(None, (shown.late_reason, shown.evidence)))
    day = figures.day(one.date, state.lang())
    said = {"who": names.get(shown.agent_id, shown.agent_id), "by": shown.registered_by}
    with st.container(border=True):
        key = "inbox.absence_late" if shown.late_reason else "inbox.absence"
        st.markdown(f"**{plain(say(key, day=day, **said))}**  \n{plain(told)}")
        if link.desk().may("absence_approved"):
            st.button(
                say("inbox.absence_approve"),
                type="primary",
                key=f"inbox.absence.{shown.absence}",
                on_click=_approve_absence,
                args=(shown.absence,),
            )


@action
def _approve_absence(number: int) -> None:
    approve_absence(link.desk(), number)
    done.tell(say("inbox.absence_done"))


def _punch(one: Entry[PunchRequest], clock: Clock) -> None:
    """Draw a missed punch that waits, to decide on by whom HR lets."""
    told, names = one.value, people()
    was = punch_times(*told.asked, clock)
    there = ""
    if told.start_min is not None and told.end_min is not None:
        there = punch_times(told.start_min, told.end_min, clock)
    said = {"who": names.get(told.agent_id, told.agent_id), "was": was, "there": there}
    line = say("inbox.punch" if there else "inbox.punch_nowhere", **said)
    with st.container(border=True):
        st.markdown(f"**{plain(line)}**  \n{plain(told.reason)}")
        if link.desk().may("punch_decided"):
            _punch_buttons(one.id)
        else:
            st.caption(say("inbox.punches_hr"))


def _punch_buttons(number: int) -> None:
    key = f"inbox.punch.{number}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(say("punches.why_refused"), key=f"{key}.why")
        for name, approves in (("approve", True), ("refuse", False)):
            st.button(
                say(f"inbox.punch_{name}"),
                type="primary" if approves else "secondary",
                key=f"{key}.{name}",
                on_click=_decide_punch,
                args=(number, approves, f"{key}.why"),
            )


@action
def _decide_punch(number: int, approves: bool, key: str) -> None:
    why = "" if approves else str(st.session_state.get(key, ""))
    decide_punch(link.desk(), number, is_approved=approves, why_refused=why)
    done.tell(say("inbox.punch_yes" if approves else "inbox.done_no"))


@action
def _decide(number: int, approves: bool, told: str) -> None:
    reason = str(st.session_state.get(f"inbox.reason.{number}", ""))
    decide_request(link.desk(), number, approves=approves, reason=reason)
    done.tell(say(told if approves else "inbox.done_no"))


def _told(one: RequestSeen, clock: Clock) -> str:
    return request_told(one, clock, state.lang())


def quota_form() -> None:
    """Ask how many of a team may be on leave the same day, and show what is set."""
    with st.expander(say("inbox.quota")):
        st.caption(say("inbox.quota_text"))
        held = {one.value.team: one.value.most for one in quotas(link.desk())}
        for team, most in sorted(held.items()):
            told = say("inbox.quota_of", team=team or say("inbox.every_team"), most=most)
            st.markdown(plain(told))
        teams = ["", *sorted({one.team for one in agents(link.desk())} - {""})]
        names = {one: one or say("inbox.every_team") for one in teams}
        st.selectbox(
            say("inbox.team"), teams, format_func=spoken(teams, names.__getitem__), key="quota.team"
        )
        st.number_input(say("inbox.most"), 0, 500, 1, key="quota.most")
        st.button(say("inbox.quota_set"), on_click=_set_quota, key="quota.set")


@action
def _set_quota() -> None:
    team, most = st.session_state["quota.team"], int(st.session_state["quota.most"])
    set_quota(link.desk(), LeaveQuota(team, most))
    done.tell(say("inbox.quota_done"))


def _over(one: RequestSeen, clock: Clock) -> str:
    return f"{_told(one, clock)} · {say(f'asked.state_{one.state}')}"


def _history(one: RequestSeen, clock: Clock) -> None:
    lines = request_history(one, clock, state.lang())
    st.caption("  \n".join(plain(line) for line in lines))
