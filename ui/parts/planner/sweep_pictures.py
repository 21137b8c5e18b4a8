"""A sweep as pictures: what buys what, which lever does most, every combination of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.sweep_row import Depth, base_of
from ui import state
from ui.charts.tornado import Side, tornado_chart
from ui.charts.trade import ScenarioPoint, trade_chart, unbeaten
from ui.charts.two_levers import LeverCell, grid_chart
from ui.plain import plain
from ui.state import say, spoken
from ui.words.sweep_cells import difference_of, difference_said, said, value_of
from ui.words.sweep_words import amount_text, lever_text, scenario_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.sweep import SweepPlan, SweepStep
    from scheduler.sweep_row import SweepRow

MEASURES = ("required_hours", "least_short_hours", "short_hours", "level", "contract_cost")
NUMBERS = {"level": ".1%"}
WORTH = {
    Depth.ESTIMATE: "least_short_hours",
    Depth.ROSTER: "short_hours",
    Depth.SIMULATED: "level",
}
NOTHING = 1e-9


def pictures(plan: SweepPlan, rows: Sequence[SweepRow], depth: Depth) -> None:
    """Draw what each scenario costs and gives, and what the levers do; ``rows``: none failed."""
    left, right = st.columns(2, gap="medium")
    with left:
        _trade(rows, depth)
    names = [name for name in MEASURES if any(value_of(name, row) is not None for row in rows)]
    with right:
        if plan.grid and len(plan.change) == 2:
            _grid(plan, rows, names)
        elif not plan.grid:
            _tornado(rows, names)


def _measure(names: Sequence[str], key: str, place: int) -> str:
    chosen: str = st.selectbox(
        say(f"sweep.{key}"),
        names,
        index=min(place, len(names) - 1),
        format_func=spoken(names, lambda name: say(f"sweep.col_{name}")),
        key=f"sweep.{key}.{'/'.join(names)}",
    )
    return chosen


def _trade(rows: Sequence[SweepRow], depth: Depth) -> None:
    """Draw what contracts cost, or people, against the level, or the hours that stay open."""
    is_level = depth is Depth.SIMULATED
    worth = WORTH[depth]
    is_money = all(row.yuan is not None for row in rows)
    costs = "contracts" if is_money else "people"
    points = []
    for row in rows:
        cost = row.yuan if is_money else row.people
        gives = value_of(worth, row)
        if cost is None or gives is None:
            continue
        ends = (row.level_low, row.level_high) if is_level else (None, None)
        points.append(ScenarioPoint(scenario_name(row, state.lang()), float(cost), gives, *ends))
    st.subheader(say("sweep.trade"), help=say("sweep.trade_help"), anchor=False)
    if not points:
        st.caption(say("sweep.nothing"))
        return
    chart = trade_chart(points, state.lang(), is_level=is_level, costs=costs)
    st.altair_chart(chart, width="stretch", theme=None, key="sweep.trade")
    best = unbeaten(points, more_is_better=is_level)
    names = say("list.semicolon").join(each.name for each in points if each.name in best)
    st.caption(plain(say("whatif.unbeaten", names=names)))
    st.caption(plain(say(f"sweep.trade_{worth}")))


def _tornado(rows: Sequence[SweepRow], names: Sequence[str]) -> None:
    """Draw how far each lever moves a measure, from its lowest value to its highest."""
    st.subheader(say("sweep.tornado"), help=say("sweep.tornado_help"), anchor=False)
    name = _measure(names, "measure", 0)
    base = base_of(rows)
    at = None if base is None else value_of(name, base)
    shown = [] if base is None else _sides(rows, base, name)
    if at is None or not shown:
        st.caption(say("sweep.nothing"))
        return
    title, number = say(f"sweep.col_{name}"), NUMBERS.get(name, ",.0f")
    chart = tornado_chart(shown, at, state.lang(), title=title, number=number)
    st.altair_chart(chart, width="stretch", theme=None, key="sweep.tornado")


def _sides(rows: Sequence[SweepRow], base: SweepRow, name: str) -> list[Side]:
    """Return the ends of each lever, those that change the measure most first."""
    by_lever: dict[str, list[tuple[SweepStep, SweepRow]]] = {}
    for row in rows:
        for step in row.steps:
            by_lever.setdefault(lever_text(step, state.lang()), []).append((step, row))
    at, found = value_of(name, base) or 0.0, list[tuple[float, list[Side]]]()
    for lever, steps in by_lever.items():
        steps.sort(key=lambda each: each[0].amount)
        ends = dict.fromkeys((0, len(steps) - 1))
        sides = []
        for place in ends:
            step, row = steps[place]
            value = value_of(name, row)
            if value is None or abs(value - at) <= NOTHING:
                continue
            by = difference_said(name, difference_of(name, row, base), state.lang())
            sides.append(
                Side(lever, place > 0 or len(ends) == 1, value, by, amount_text(step, state.lang()))
            )
        if sides:
            found.append((max(abs(side.value - at) for side in sides), sides))
    found.sort(key=lambda each: -each[0])
    return [side for _, sides in found for side in sides]


def _grid(plan: SweepPlan, rows: Sequence[SweepRow], names: Sequence[str]) -> None:
    """Draw two measures of every combination of two levers, one above the other."""
    st.subheader(say("sweep.grid"), help=say("sweep.grid_help"), anchor=False)
    by_values = {
        tuple(amount_text(step, state.lang()) for step in row.steps): row
        for row in rows
        if row.steps
    }
    heads = next(iter(row.steps for row in rows if row.steps), ())
    if not heads:
        st.caption(say("sweep.nothing"))
        return
    across, down = (lever_text(step, state.lang()) for step in heads)
    for place, key in enumerate(("measure", "second_measure")):
        name = _measure(names, key, place)
        chart = grid_chart(
            _cells(by_values, _amounts(plan, rows), name), state.lang(), across=across, down=down
        )
        st.altair_chart(chart, width="stretch", theme=None, key=f"sweep.grid.{key}")


def _amounts(plan: SweepPlan, rows: Sequence[SweepRow]) -> tuple[list[str], list[str]]:
    """Return the values of both levers in the plan's order, as they are written."""
    told = [
        [amount_text(row.steps[place], state.lang()) for row in rows if row.steps]
        for place in range(len(plan.change))
    ]
    first, second = (list(dict.fromkeys(each)) for each in told)
    return first, second


def _cells(
    by_values: Mapping[tuple[str, ...], SweepRow], amounts: tuple[list[str], list[str]], name: str
) -> list[LeverCell]:
    cells = []
    for down in amounts[1]:
        for across in amounts[0]:
            row = by_values.get((across, down))
            value = None if row is None else value_of(name, row)
            cells.append(LeverCell(across, down, value, said(name, value, state.lang())))
    return cells
