"""One line of a scheme to be edited: weight, kind of scoring, its bands on a scale, its faults."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.facts.columns import COLUMNS
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from kpi.scheme.line import Band, Line, Scoring, SmallSample, StepsShort
from kpi.scheme.scheme import Adding
from service.scheme.scheme_editing import begun_line
from ui import state
from ui.guard import action, fault_sentences
from ui.parts.hr import sketching, values
from ui.parts.hr.number_line import number_line
from ui.parts.hr.scale_line import scale_line
from ui.plain import escape, plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.errors import Fault
    from service.scheme.scheme_editing import Sketch

ZERO = Decimal(0)


def edited(sketch: Sketch, place: int) -> Line:
    """Draw a line's settings and return the line they make."""
    line = sketch.lines[place]
    left, right = st.columns([1, 1])
    if sketch.adding is Adding.POINTS:
        line = replace(line, full=_number(left, line, "full", line.full))
    elif line.scoring is not Scoring.VETO:
        line = replace(line, weight=_number(left, line, "weight", line.weight))
    options = list(Scoring)
    scoring = right.selectbox(
        say("editor.scoring"),
        options,
        index=options.index(line.scoring),
        format_func=state.spoken(options, lambda one: say(f"scoring.{one}")),
        key=sketching.key(f"{line.indicator}.scoring"),
    )
    if scoring is not line.scoring:
        line = _as(line, scoring)
    match line.scoring:
        case Scoring.BANDS:
            line = replace(line, bands=_bands(line))
        case Scoring.TARGET | Scoring.VETO:
            name = "target" if line.scoring is Scoring.TARGET else "limit"
            line = replace(line, target=_value(st.container(), line, name, line.target))
        case Scoring.DEDUCT:
            line = replace(line, deduction=_deduction(line))
        case Scoring.RATING:
            pass
    if line.scoring is not Scoring.VETO:
        line = replace(line, small_sample=_small_sample(line))
    return line


def _as(line: Line, scoring: Scoring) -> Line:
    """Return a line scored another way, without what that way does not use."""
    weight = ZERO if scoring is Scoring.VETO else line.weight or Decimal(10)
    bands = line.bands if scoring is Scoring.BANDS else ()
    target = ZERO if scoring is Scoring.VETO else line.target or Decimal(1)
    return replace(line, scoring=scoring, weight=weight, bands=bands, target=target)


def _number(
    where: st.delta_generator.DeltaGenerator, line: Line, name: str, now: Decimal
) -> Decimal:
    given = where.number_input(
        say(f"editor.{name}"),
        value=float(now),
        min_value=0.0,
        max_value=1000.0,
        step=1.0,
        format="%g",
        key=sketching.key(f"{line.indicator}.{name}"),
    )
    return sketching.exact(given) or ZERO


def _value(
    where: st.delta_generator.DeltaGenerator, line: Line, name: str, now: Decimal | None
) -> Decimal | None:
    given = where.number_input(
        plain(say("editor.with_unit", name=say(f"editor.{name}"), unit=unit_text(line.indicator))),
        value=sketching.written(now, line.indicator),
        min_value=0.0,
        format="%g",
        key=sketching.key(f"{line.indicator}.{line.scoring}.{name}"),
    )
    return sketching.read(given, line.indicator)


def unit_text(indicator: str) -> str:
    """Return the unit in which an indicator's values are written."""
    match INDICATORS[indicator].unit:
        case Measured.SHARE | Measured.RATIO:
            return "%"
        case Measured.YUAN:
            return "¥"
        case unit:
            return say(f"editor_unit.{unit}")


def _bands(line: Line) -> tuple[Band, ...]:
    """Draw the table of a line's bands and return what it says."""
    seed = sketching.key(f"{line.indicator}.seed")
    if seed not in st.session_state:
        st.session_state[seed] = pd.DataFrame(
            [
                {
                    "low": sketching.written(band.low, line.indicator),
                    "high": sketching.written(band.high, line.indicator),
                    "points": float(band.points),
                    "points_to": None if band.points_high is None else float(band.points_high),
                }
                for band in line.bands
            ],
            columns=["low", "high", "points", "points_to"],
            dtype="float64",
        )
    unit = unit_text(line.indicator)
    column = st.column_config.NumberColumn
    rows = st.data_editor(
        st.session_state[seed],
        num_rows="dynamic",
        hide_index=True,
        placeholder=values.NONE,
        key=sketching.key(f"{line.indicator}.bands"),
        column_config={
            "low": column(say("editor.from", unit=unit), help=say("editor.open_help")),
            "high": column(say("editor.to", unit=unit), help=say("editor.open_help")),
            "points": column(say("editor.points")),
            "points_to": column(say("editor.points_to"), help=say("editor.points_to_help")),
        },
    )
    found = (sketching.band_of(row, line.indicator) for row in rows.to_dict("records"))
    return tuple(band for band in found if band is not None)


def _deduction(line: Line) -> StepsShort:
    now = line.deduction or StepsShort(line.target or ZERO, ZERO, ZERO)
    one, two, three = st.columns(3)
    target = _value(one, line, "target", now.target)
    step = _value(two, line, "step", now.step)
    minus = _number(three, line, "minus", now.minus)
    begun = st.checkbox(
        say("editor.begun"), value=now.begun, key=sketching.key(f"{line.indicator}.begun")
    )
    return StepsShort(target or ZERO, step or ZERO, minus, begun)


def _small_sample(line: Line) -> SmallSample | None:
    now = line.small_sample
    wanted = st.checkbox(
        say("editor.few"),
        value=now is not None,
        help=say("editor.few_help"),
        key=sketching.key(f"{line.indicator}.few"),
    )
    if not wanted:
        return None
    one, two, three = st.columns(3)
    below = one.number_input(
        say("editor.below"),
        value=now.below if now else 30,
        min_value=1,
        key=sketching.key(f"{line.indicator}.below"),
    )
    options = sorted(COLUMNS)
    column = two.selectbox(
        say("editor.bad"),
        options,
        index=options.index(now.column if now else "bad_rated"),
        format_func=state.spoken(options, lambda name: say(f"fact.{name}")),
        key=sketching.key(f"{line.indicator}.bad"),
    )
    minus = _number(three, line, "minus_each", now.minus if now else Decimal(10))
    return SmallSample(int(below), column, minus)


def drawn(line: Line, faults: Sequence[Fault], lang: str) -> str:
    """Return a line's markup: name, weight, bands, and what is wrong with it."""
    name = escape(values.indicator_name(line.indicator, lang))
    veto = line.scoring is Scoring.VETO
    weight = say("scheme.weight", weight=values.short(line.weight, lang))
    shown = escape(say("scoring.veto") if veto else weight)
    how = escape(f"{say(f'better.{line.better}')} · {say(f'scoring.{line.scoring}')}")
    wrong = "".join(
        f'<div class="fault">✕ {escape(text)}</div>' for text in fault_sentences(faults)
    )
    return (
        f'<div class="edit-line"><div class="top"><b>{name}</b><span class="sub">{how}</span>'
        f'<span class="weight">{shown}</span></div>{_picture(line, lang)}{wrong}</div>'
    )


def _picture(line: Line, lang: str) -> str:
    if line.scoring is Scoring.BANDS:
        return scale_line(line, lang)
    if line.scoring is Scoring.DEDUCT and not _whole(line.deduction):
        return ""
    return number_line(line, None, lang, wide=True)


def _whole(taken: StepsShort | None) -> bool:
    return taken is not None and taken.step > 0 and taken.minus > 0


def _weight_left(sketch: Sketch) -> Decimal:
    """Return the weight of a line that is added: what is left to 100, else 10 to begin with."""
    left = 100 - sum((line.weight for line in sketch.lines), ZERO)
    return left if left > 0 and sketch.lines else Decimal(10)


@action
def open_line(indicator: str | None) -> None:
    """Open a line's settings, or close them."""
    st.session_state[sketching.OPEN] = indicator


@action
def remove(place: int) -> None:
    """Take a line out of the sketch."""
    sketch = sketching.current()
    assert sketch is not None
    sketching.keep(sketching.with_line(sketch, place, None))
    st.session_state[sketching.OPEN] = None


@action
def add() -> None:
    """Put a line of the indicator chosen into the sketch and open it."""
    sketch = sketching.current()
    indicator = st.session_state.get(sketching.key("add"))
    if sketch is None or indicator is None:
        return
    line = begun_line(sketch.post_kind, indicator, _weight_left(sketch))
    sketching.keep(replace(sketch, lines=(*sketch.lines, line)))
    st.session_state[sketching.OPEN] = indicator
