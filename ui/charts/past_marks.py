"""What is marked in a picture of the past: faults in dashed frames, special days as tints."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from scheduler.forecast.calendar import DayKind
from scheduler.horizon import DAY_MIN, Clock
from service.history.past_check import PastFault
from ui import figures
from ui.charts.axes import rimmed
from ui.charts.bands import tips
from ui.look import INK, LOOK
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.history.past_check import PastStretch

BAND_PX = 96
DAY = dt.timedelta(days=1)
NARROWEST = 0.006  # of the picture's width: so wide is even a short fault
SIGN = "!"
TINTS = {
    DayKind.PROMOTION: "#f3c96b",
    DayKind.HOLIDAY: "#b9a5d6",
    DayKind.MAKE_UP: "#a9c7e8",
    DayKind.CLOSED: "#c3c9d1",
    DayKind.LEFT_OUT: "#e3e6ea",
}


@dataclass(frozen=True, slots=True)
class Run:
    """
    Neighbouring days that are special in the same way.

    Parameters
    ----------
    first, last
        Dates, both included.
    kind, name
        As of the days; the name is in the reader's words.
    """

    first: dt.date
    last: dt.date
    kind: DayKind
    name: str


def fault_name(fault: PastStretch, lang: str) -> str:
    """Return what is wrong, in words."""
    hours = figures.signed(fault.hours, lang, 0)
    values = {"hours": hours} if fault.hours else {}
    return t(f"past_fault.{fault.fault}", lang, **values)


def stretch_said(fault: PastStretch, clock: Clock, lang: str) -> str:
    """Return from and until when a fault lasts; of whole days only the dates."""
    first, last = clock.date_of(fault.start_min), clock.date_of(fault.end_min - 1)
    whole = not clock.clock_of(fault.start_min) and not clock.clock_of(fault.end_min)
    begin, end = figures.day(first, lang), figures.day(last, lang)
    if whole:
        return begin if first == last else f"{begin} – {end}"
    if first == last:
        return f"{begin} {figures.times(clock, fault.start_min, fault.end_min)}"
    start, stop = (
        figures.clock_name(clock.clock_of(at)) for at in (fault.start_min, fault.end_min)
    )
    return f"{begin} {start} – {end} {stop if clock.clock_of(fault.end_min) else '24:00'}"


@dataclass(frozen=True, eq=False)
class AxisSpan:
    """
    The stretch of time an axis shows.

    Parameters
    ----------
    clock
        Of the site.
    start_min
        Where the axis begins.
    length, unit_min
        How long it is, in its own unit, and how many minutes the unit has.
    x
        The axis.
    """

    clock: Clock
    start_min: int
    length: float
    unit_min: int
    x: alt.X

    def place(self, at_min: int) -> float:
        """Return where on the axis a moment lies."""
        return (at_min - self.start_min) / self.unit_min

    def clipped(self, start_min: int, end_min: int) -> tuple[float, float]:
        """Return the visible part of a stretch, never too narrow to see."""
        begin, end = self.place(start_min), self.place(end_min)
        end = max(end, begin + NARROWEST * self.length)
        return max(begin, 0.0), min(end, self.length)

    def shows(self, start_min: int, end_min: int) -> bool:
        """Return whether a part of a stretch is visible."""
        return self.place(end_min) > 0 and self.place(start_min) < self.length


def fault_marks(faults: Sequence[PastStretch], span: AxisSpan, lang: str) -> list[alt.Chart]:
    """Return a dashed frame with a sign round each fault."""
    shown = [fault for fault in faults if _is_marked(fault, span)]
    if not shown:
        return []
    ends = [span.clipped(fault.start_min, fault.end_min) for fault in shown]
    rows = pd.DataFrame(
        {
            "x": [begin for begin, _ in ends],
            "x2": [end for _, end in ends],
            "what": [fault_name(fault, lang) for fault in shown],
            "when": [stretch_said(fault, span.clock, lang) for fault in shown],
            "chats_said": [figures.number(fault.chats, lang, 0) for fault in shown],
        }
    )
    names = ("what", "when", "chats_said")
    told = tips("past", names, lang)
    frame = alt.Chart(rows).mark_rect(
        fill="white", fillOpacity=0.45, stroke=LOOK, strokeWidth=1.4, strokeDash=[3, 2]
    )
    middle = pd.DataFrame({"x": (rows["x"] + rows["x2"]) / 2})
    sign = alt.Chart(middle).mark_text(text=SIGN, color=LOOK, fontSize=14, fontWeight="bold")
    return [
        frame.encode(x=span.x, x2=alt.X2("x2:Q"), tooltip=told),
        sign.encode(x=span.x, y=alt.value(BAND_PX / 2)),
    ]


def _is_marked(fault: PastStretch, span: AxisSpan) -> bool:
    """Return whether a fault is visible; chats of every night of a closed post hide the rest."""
    is_usual = fault.fault is PastFault.OUTSIDE and fault.end_min - fault.start_min > DAY_MIN
    return not is_usual and span.shows(fault.start_min, fault.end_min)


def tints(runs: Sequence[Run], span: AxisSpan, lang: str) -> list[alt.Chart]:
    """Return special days as tints, to be drawn under the rest."""
    shown = _shown(runs, span)
    if not shown:
        return []
    rows = _places(shown, span).assign(
        colour=[TINTS[run.kind] for run in shown],
        kind=[t(f"day_kind.{run.kind}", lang) for run in shown],
    )
    told = tips("special", ("name", "kind"), lang)
    colour = alt.Color("colour:N", scale=None)
    tint = alt.Chart(rows).mark_rect(opacity=0.35)
    return [tint.encode(x=span.x, x2=alt.X2("x2:Q"), color=colour, tooltip=told)]


def day_names(runs: Sequence[Run], span: AxisSpan) -> list[alt.Chart]:
    """Return the names of special days, to be drawn over the rest; neighbours at two heights."""
    told = [run for run in _shown(runs, span) if run.kind is not DayKind.MAKE_UP]
    found = []
    for height, some in enumerate((told[::2], told[1::2])):
        if not some:
            continue
        rows = _places(some, span)[["x", "name"]]
        look = alt.MarkDef("text", align="left", baseline="top", color=INK, fontSize=11, dx=3)
        place = (span.x, alt.YValue(4 + 14 * height), alt.Text("name:N"))
        found += [text.encode(*place) for text in rimmed(rows, look)]
    return found


def _shown(runs: Sequence[Run], span: AxisSpan) -> list[Run]:
    clock = span.clock
    found = [run for run in runs if span.shows(clock.at(run.first), clock.at(run.last + DAY))]
    return sorted(found, key=lambda run: run.first)


def _places(runs: Sequence[Run], span: AxisSpan) -> pd.DataFrame:
    clock = span.clock
    return pd.DataFrame(
        {
            "x": [max(span.place(clock.at(run.first)), 0.0) for run in runs],
            "x2": [min(span.place(clock.at(run.last + DAY)), span.length) for run in runs],
            "name": [run.name for run in runs],
        }
    )
