"""Customers to be written to again: what waits, since when, and who does it in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.records.follow_up_day import FollowUpDay, follow_up_day, message_days
from service.records.follow_ups import FollowUpKind, Noted, count_follow_ups, note_follow_up
from ui import done, figures, link, state
from ui.guard import action
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import days_so_far, full_day, moment, now_min, person, post, when
from ui.parts.markup import Card, Row, Tone, cards, empty, listing
from ui.parts.register import Column, Register
from ui.parts.requests import people
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from kpi.facts.follow_ups import FollowUp
    from scheduler.horizon import Clock
    from service.month.months import Month


def day(month: Month, clock: Clock) -> None:
    """Draw the follow-ups of a day of the month."""
    st.caption(say("follow.rule"))
    days = message_days(link.desk(), month)
    if not days:
        empty(say("follow.none"), say("follow.none_text"))
        return
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    date = left.selectbox(
        say("follow.day"), days, format_func=spoken(days, full_day), key=f"follow.day.{month}"
    )
    right.button(
        say("follow.count"),
        icon=":material/calculate:",
        on_click=_count,
        args=(month,),
        key="follow.count",
        help=say("follow.count_help"),
    )
    found = follow_up_day(link.desk(), date)
    _answers(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _waiting(found, clock)
        _note(month, clock)
    with right:
        _by_agent(found)


def _answers(found: FollowUpDay) -> None:
    lang = state.lang()
    due = sum(row[1] for row in found.by_agent)
    good = sum(row[2] for row in found.by_agent)
    late = found.overdue(now_min())
    cards(
        [
            Card(
                say("follow.card_waiting"),
                str(len(found.waiting)),
                say("follow.card_waiting_note", late=late),
                Tone.BAD if late else Tone.GOOD,
            ),
            Card(
                say("follow.card_in_time"),
                figures.share(good / due, lang) if due else "—",
                say("follow.card_in_time_note", good=good, due=due),
            ),
        ]
    )


def _waiting(found: FollowUpDay, clock: Clock) -> None:
    st.subheader(say("follow.waiting"), anchor=False)
    if not found.waiting:
        st.caption(say("follow.nothing"))
        return
    names, now = people(), now_min()
    columns: tuple[Column[FollowUp], ...] = (
        Column("state", lambda one: say(f"follow.{'late' if one.latest_min < now else 'open'}")),
        Column("user", lambda one: one.user),
        Column("kind", lambda one: say(f"follow.kind_{one.kind}")),
        Column("post", lambda one: post_name(one.post, state.lang())),
        Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
        Column("since", lambda one: when(one.since_min, clock)),
        Column("latest", lambda one: when(one.latest_min, clock)),
    )
    register.show(Register("follow", columns, height_px=420), found.waiting)


def _by_agent(found: FollowUpDay) -> None:
    st.subheader(say("follow.by_agent"), anchor=False)
    names, lang = people(), state.lang()
    heads = [say(f"follow.{name}") for name in ("agent", "due", "in_time", "share")]
    rows = [
        Row((names.get(who, who), str(due), str(good), figures.share(good / due, lang)))
        for who, due, good in found.by_agent
    ]
    listing(heads, rows, numbers=frozenset({1, 2, 3}))


def _note(month: Month, clock: Clock) -> None:
    """Ask for a customer to be written to again, whom no message shows."""
    kinds = (FollowUpKind.PROMOTED, FollowUpKind.HESITATING)
    said = {kind: say(f"follow.kind_{kind}") for kind in kinds}
    now = now_min()
    since = moment("since_min", days_so_far(month, clock.date_of(now)), clock, now)
    rows = ((Ask("user"), Ask("kind", said), post("post")), (person("agent_id"), since))
    entry_form.draw(Form("follow", Noted, rows, note_follow_up, button="note"))


@action
def _count(month: Month) -> None:
    count_follow_ups(link.desk(), month)
    done.tell(say("follow.counted"))
