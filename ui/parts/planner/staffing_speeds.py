"""Handling times by number of open chats: the same at all, one by one, or from the reply cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from scheduler.post import SpeedsFrom
from service.demand.reply_cycle import ReplyCycle, cycle_rows
from ui import figures, state
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from scheduler.post import StaffingInputs

WAYS = ("same", "measured", "cycle")
CYCLE = {
    "agent_s": (40.0, 1.0, 3600.0, 5.0),
    "customer_s": (60.0, 1.0, 3600.0, 5.0),
    "turns": (5.0, 0.5, 100.0, 1.0),
}
"""Value at first, least, most and step of each field of the reply cycle."""
SLOWER = 0.15
"""By how much of one chat's time another open chat slows each, until somebody measures."""


def speeds_way(stored: StaffingInputs, *, key: str) -> str:
    """Return how handling times are known: as chosen before this run, else as stored."""
    usual = "measured" if stored.handle_s_by_level else "same"
    if stored.reply_cycle is not None:
        usual = "cycle"
    return st.session_state.get(f"{key}.way") or usual


def ask_speeds(stored: StaffingInputs, slots: int, way: str, *, key: str) -> dict[str, Any]:
    """Draw how handling times are known; return the inputs they change."""
    title = say("speeds.title", way=say(f"speeds.{way}"))
    with st.expander(plain(title), icon=":material/speed:", key=f"{key}.speeds"):
        st.segmented_control(
            say("speeds.way"),
            WAYS,
            default=speeds_way(stored, key=key),
            format_func=spoken(WAYS, lambda each: say(f"speeds.{each}")),
            help=say("speeds.way_help"),
            key=f"{key}.way",
            required=True,
        )
        st.caption(say(f"speeds.{way}_note"))
        if way == "same":
            return {"handle_s_by_level": (), **_origin(SpeedsFrom.ENTERED)}
        asked = _ask_times if way == "measured" else _ask_cycle
        return asked(stored, slots, key=key)


def _origin(source: SpeedsFrom, cycle: ReplyCycle | None = None) -> dict[str, object]:
    return {"speeds_from": source, "reply_cycle": cycle}


def _told(times: tuple[float, ...], origin: dict[str, object]) -> dict[str, object]:
    return {"handle_s_by_level": times, "handle_s": times[-1], **origin}


def _ask_times(stored: StaffingInputs, slots: int, *, key: str) -> dict[str, object]:
    """Draw the times one by one; whoever changes what a log measured has entered them."""
    first = first_times(stored, slots)
    places = st.columns(2)
    times = []
    for number, value in enumerate(first, start=1):
        with places[(number - 1) % 2]:
            times.append(
                st.number_input(
                    plain(say("speeds.open", count=number)),
                    min_value=1.0,
                    max_value=max(36000.0, value),
                    value=value,
                    step=30.0,
                    format="%g",
                    key=f"{key}.open.{slots}.{number}",
                )
            )
    is_measured = stored.speeds_from is SpeedsFrom.CHATS and times == first
    source = SpeedsFrom.CHATS if is_measured else SpeedsFrom.ENTERED
    st.caption(say(f"speeds.from_{source}"))
    return _told(tuple(times), _origin(source))


def first_times(stored: StaffingInputs, slots: int) -> list[float]:
    """
    Return the times that stand in the fields at first: those known, else somewhat slower each.

    Known ones are shown on the scale of the handling time, which is the last one's.
    """
    known, handle_s = stored.handle_s_by_level, stored.handle_s
    if known:
        times = [time * handle_s / known[-1] for time in known][:slots]
        return [round(each, 1) for each in times + [times[-1]] * (slots - len(times))]
    alone = handle_s / (1 + SLOWER * (slots - 1))
    return [round(alone * (1 + SLOWER * number), 1) for number in range(slots)]


def _ask_cycle(stored: StaffingInputs, slots: int, *, key: str) -> dict[str, object]:
    """Draw the rhythm, as kept at first, and what it makes of each number of open chats."""
    told = {}
    for place, (name, (usual, least, most, step)) in zip(st.columns(3), CYCLE.items(), strict=True):
        value = usual if stored.reply_cycle is None else getattr(stored.reply_cycle, name)
        told[name] = place.number_input(
            say(f"speeds.{name}"),
            min_value=min(least, value),
            max_value=max(most, value),
            value=value,
            step=step,
            format="%g",
            help=say(f"speeds.{name}_help"),
            key=f"{key}.{name}",
        )
    cycle = ReplyCycle(**told)
    rows = cycle_rows(cycle, slots)
    lang = state.lang()
    names = [say(f"speeds.column_{name}") for name in ("chats", "handle", "delay", "pace")]
    lines = [
        Row(
            (
                figures.number(row.chats, lang, 0),
                figures.number(row.handle_s, lang, 0),
                figures.number(row.reply_delay_s, lang, 0),
                figures.number(row.chats_per_hour, lang, 1),
            )
        )
        for row in rows
    ]
    listing(names, lines, numbers=frozenset(range(4)))
    times = tuple(row.handle_s for row in rows)
    return _told(times, _origin(SpeedsFrom.RHYTHM, cycle))
