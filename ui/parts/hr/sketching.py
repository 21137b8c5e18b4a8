"""The sketch of a scheme that is being edited: kept between runs, begun anew, told its faults."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from kpi.scheme.line import Band

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.scheme.line import Line
    from scheduler.errors import Fault
    from service.scheme.scheme_editing import Sketch

KEPT, REVISION, OPEN = "editor.sketch", "editor.revision", "editor.open"
OF_GRADES = frozenset({"low", "coefficient", "amount"})
PERCENT = Decimal(100)


def begin(sketch: Sketch) -> None:
    """Begin to edit another sketch; what the widgets held is forgotten."""
    st.session_state[KEPT] = sketch
    st.session_state[REVISION] = st.session_state.get(REVISION, 0) + 1
    st.session_state[OPEN] = None


def current() -> Sketch | None:
    """Return the sketch that is being edited; None: none yet."""
    found: Sketch | None = st.session_state.get(KEPT)
    return found


def keep(sketch: Sketch) -> Sketch:
    """Keep what the widgets made of the sketch, and return it."""
    st.session_state[KEPT] = sketch
    return sketch


def key(name: str) -> str:
    """Return a widget's key, another one for each sketch begun."""
    return f"editor.{st.session_state.get(REVISION, 0)}.{name}"


def faults_of(faults: Iterable[Fault], names: Iterable[str]) -> dict[str, list[Fault]]:
    """Return faults by the line they are about; of the grades ``grades``, of the rest empty."""
    known = set(names)
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        column = fault.column or ""
        place = column if column in known else "grades" if _of_grades(fault) else ""
        found.setdefault(place, []).append(fault)
    return found


def _of_grades(fault: Fault) -> bool:
    return fault.code.startswith("grade_") or (fault.column or "") in OF_GRADES


def factor(indicator: str) -> Decimal:
    """Return by what a value is multiplied where people write it: shares as percent."""
    shares = {Measured.SHARE, Measured.RATIO}
    return PERCENT if INDICATORS[indicator].unit in shares else Decimal(1)


def written(value: Decimal | None, indicator: str) -> float | None:
    """Return a value as people write it."""
    return None if value is None else float(value * factor(indicator))


def read(value: float | None, indicator: str) -> Decimal | None:
    """Return what people wrote as the value it means; None: nothing."""
    number = exact(value)
    return None if number is None else plain(number / factor(indicator))


def exact(value: float | None) -> Decimal | None:
    """Return a float as the decimal people read; None for none and NaN."""
    if value is None or value != value:  # noqa: PLR0124 - NaN differs from itself
        return None
    return plain(Decimal(repr(round(float(value), 6))))


def plain(value: Decimal) -> Decimal:
    """Return a decimal without zeros at its end and without an exponent."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def band_of(row: Mapping[str, float | None], indicator: str) -> Band | None:
    """Return the band of a row of the table; None where it has no points yet."""
    points = exact(row.get("points"))
    if points is None:
        return None
    low, high = read(row.get("low"), indicator), read(row.get("high"), indicator)
    return Band(low, high, points, exact(row.get("points_to")))


def with_line(sketch: Sketch, place: int, line: Line | None) -> Sketch:
    """Return a sketch with another line in a place; None takes it out."""
    lines = list(sketch.lines)
    lines[place : place + 1] = [] if line is None else [line]
    return replace(sketch, lines=tuple(lines))
