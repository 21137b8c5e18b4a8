"""Absences and wishes: forms to enter them, lists to remove them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.agent import Absence, Wish
from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN
from service.roster import requests
from service.shop import shops
from ui import figures, link, state
from ui.guard import action
from ui.parts.editing import wish_name
from ui.parts.markup import empty
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import absence_name, kind_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from scheduler.horizon import Horizon

KINDS = ("leave", "sick", "training", "meeting", "other")
STEP_MIN = 30
WEIGHTS = {1.0: "low", 3.0: "middle", 6.0: "high"}
WISHES = ("off", "window", "kind", "not_kind")
OF_KIND = WISHES[2:]


def people() -> dict[str, str]:
    """Return id and label of everybody who works in the chosen shop now."""
    return {
        agent.id: agent.id if agent.name in ("", agent.id) else f"{agent.id} {agent.name}"
        for agent in shops.agents(link.desk())
    }


def absence_form(horizon: Horizon, names: dict[str, str]) -> None:
    """Ask for an absence and keep it."""
    with st.form("requests.absence", border=True):
        st.markdown(f"**{say('requests.new_absence')}**")
        st.selectbox(
            say("requests.agent"),
            names,
            format_func=spoken(names, names.__getitem__),
            key="absence.agent",
        )
        st.selectbox(
            say("requests.kind"), KINDS, format_func=spoken(KINDS, _kind), key="absence.kind"
        )
        _moment(horizon, "from", 0)
        _moment(horizon, "until", DAY_MIN)
        st.form_submit_button(
            say("requests.enter"), type="primary", on_click=_enter_absence, args=(horizon,)
        )


def _kind(name: str) -> str:
    return absence_name(name, state.lang())


def _moment(horizon: Horizon, name: str, clock: int) -> None:
    day, time = st.columns([3, 2])
    day.selectbox(
        say(f"requests.{name}"),
        horizon.dates,
        format_func=spoken(horizon.dates, _day),
        key=f"absence.{name}_day",
    )
    clocks = list(range(0, DAY_MIN + 1, STEP_MIN))
    time.selectbox(
        say("requests.time"),
        clocks,
        index=clocks.index(clock),
        format_func=figures.clock_name,
        key=f"absence.{name}_clock",
    )


def _day(date: dt.date) -> str:
    return figures.day(date, state.lang())


@action
def _enter_absence(horizon: Horizon) -> None:
    told = {
        name: st.session_state[f"absence.{name}"]
        for name in ("agent", "kind", "from_day", "from_clock", "until_day", "until_clock")
    }
    start = horizon.clock.at(told["from_day"], told["from_clock"])
    end = horizon.clock.at(told["until_day"], told["until_clock"])
    if end <= start:
        raise InputError(Fault("absence_backwards"))
    absence = Absence(told["agent"], start, end, told["kind"])
    requests.enter_absence(link.desk(), absence)


def absence_list(horizon: Horizon, names: dict[str, str]) -> None:
    """List the absences that touch the week; chosen ones can be removed."""
    found = requests.absences(link.desk(), horizon.iso_week)
    lang = state.lang()
    rows = {
        entered.id: (
            names.get(entered.absence.agent_id, entered.absence.agent_id),
            _kind(entered.absence.kind),
            figures.moment(horizon, entered.absence.start_min, lang),
            figures.ending(horizon, entered.absence.end_min, lang),
            _entered(entered.entered.by, entered.entered.at, horizon),
        )
        for entered in found
    }
    columns = ("agent", "kind", "from", "until", "entered")
    _removable("absence", columns, rows, _remove_absences)


def _entered(by: str, at: dt.datetime, horizon: Horizon) -> str:
    return f"{by} {figures.stamp(at, horizon.clock, state.lang())}"


def _removable(
    name: str,
    columns: tuple[str, ...],
    rows: Mapping[int, tuple[str, ...]],
    remove: Callable[[list[int]], None],
) -> None:
    if not rows:
        empty(say(f"requests.no_{name}"), say(f"requests.no_{name}_text"))
        return
    frame = pd.DataFrame(rows.values(), columns=[say(f"requests.{column}") for column in columns])
    picked = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="multi-row", key=f"{name}.list"
    )
    numbers = [list(rows)[place] for place in picked.selection.rows if place < len(rows)]
    st.button(
        plain(say("requests.remove", count=len(numbers))),
        icon=":material/delete:",
        disabled=not numbers,
        on_click=remove,
        args=(numbers,),
        key=f"{name}.remove",
    )
    st.caption(say("requests.pick"))


@action
def _remove_absences(numbers: list[int]) -> None:
    for number in numbers:
        requests.remove_absence(link.desk(), number)


def wish_form(horizon: Horizon, names: dict[str, str], kinds: tuple[str, ...]) -> None:
    """Ask for a wish and keep it; for a kind of shift only where the week's rules have kinds."""
    with st.container(border=True):
        st.markdown(f"**{say('requests.new_wish')}**")
        st.selectbox(
            say("requests.agent"),
            names,
            format_func=spoken(names, names.__getitem__),
            key="wish.agent",
        )
        st.selectbox(
            say("requests.day"),
            horizon.dates,
            format_func=spoken(horizon.dates, _day),
            key="wish.day",
        )
        kind = st.segmented_control(
            say("requests.wish"),
            [name for name in WISHES if kinds or name not in OF_KIND],
            format_func=spoken(WISHES, lambda name: say(f"wish.{name}_choice")),
            default="off",
            required=True,
            key="wish.kind",
        )
        if kind == "window":
            _window()
        elif kind in OF_KIND:
            st.selectbox(
                say("requests.wish_kind"),
                kinds,
                format_func=spoken(kinds, lambda name: kind_name(name, state.lang())),
                key="wish.of_kind",
            )
        st.select_slider(
            say("requests.weight"),
            list(WEIGHTS),
            value=1.0,
            key="wish.weight",
            format_func=spoken(WEIGHTS, lambda each: plain(_weight(each))),
            help=say("requests.weight_help"),
        )
        st.button(say("requests.enter"), type="primary", on_click=_enter_wish, key="wish.enter")


def _window() -> None:
    first, last = st.columns(2)
    clocks = list(range(0, DAY_MIN + 1, STEP_MIN))
    first.selectbox(
        say("requests.earliest"),
        clocks,
        index=clocks.index(8 * 60),
        format_func=figures.clock_name,
        key="wish.first",
    )
    last.selectbox(
        say("requests.latest"),
        clocks,
        index=clocks.index(18 * 60),
        format_func=figures.clock_name,
        key="wish.last",
    )


def _weight(weight: float) -> str:
    name = WEIGHTS.get(weight)
    return (
        say(f"weight.{name}")
        if name
        else figures.number(weight, state.lang(), 0 if weight == int(weight) else 1)
    )


@action
def _enter_wish() -> None:
    told = st.session_state
    chosen = told["wish.kind"]
    window = (told["wish.first"], told["wish.last"]) if chosen == "window" else None
    kind = told["wish.of_kind"] if chosen in OF_KIND else ""
    person, day, weight = (told[f"wish.{name}"] for name in ("agent", "day", "weight"))
    wish = Wish(person, day, window, weight, kind, chosen == "not_kind")
    requests.enter_wish(link.desk(), wish)


def wish_list(horizon: Horizon, names: dict[str, str]) -> None:
    """List the wishes for the week's dates; chosen ones can be removed."""
    found = requests.wishes(link.desk(), horizon.iso_week)
    rows = {
        entered.id: (
            names.get(entered.wish.agent_id, entered.wish.agent_id),
            _day(entered.wish.date),
            wish_name(entered.wish),
            _weight(entered.wish.weight),
            _entered(entered.entered.by, entered.entered.at, horizon),
        )
        for entered in found
    }
    columns = ("agent", "day", "wish", "weight", "entered")
    _removable("wish", columns, rows, _remove_wishes)


@action
def _remove_wishes(numbers: list[int]) -> None:
    for number in numbers:
        requests.remove_wish(link.desk(), number)
