"""Scenarios of the months to come in one picture: people asked for and there, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from scheduler.capacity.weekly import by_week
from ui import figures
from ui.charts.axes import calm, named
from ui.look import PALETTE
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.capacity.weekly import PlanLine

HEIGHT_PX = 240
ASKED, THERE = "asked", "there"


def scenario_rows(lines: Mapping[str, Sequence[PlanLine]], lang: str) -> pd.DataFrame:
    """Return a row for each scenario, week and measure: people asked for, people there."""
    rows = []
    for name, own in lines.items():
        joined = 0
        for place, week in enumerate(by_week(own)):
            joined += week.joining
            for kind, people in ((ASKED, week.required_people), (THERE, week.people + joined)):
                rows.append(
                    {
                        "scenario": name,
                        "x": place,
                        "kind": t(f"capacity.line_{kind}", lang),
                        "people": people,
                        "when": f"{week.label} · {figures.short_date(week.start, lang)}",
                        "said": figures.number(people, lang, 1),
                    }
                )
    return pd.DataFrame(rows)


def scenarios_chart(lines: Mapping[str, Sequence[PlanLine]], lang: str) -> alt.Chart:
    """Return a colour for each scenario: solid what it asks for, dashed who is there with hires."""
    rows = scenario_rows(lines, lang)
    weeks = by_week(next(iter(lines.values())))
    values = [float(place) for place in range(len(weeks))]
    names = [figures.short_date(week.start, lang) for week in weeks]
    axis = alt.Axis(
        values=values, title=None, labelExpr=named(values, names), labelOverlap="greedy", grid=True
    )
    colours = [colour.strong for colour in PALETTE]
    shades = alt.Scale(
        domain=list(lines), range=[colours[at % len(colours)] for at in range(len(lines))]
    )
    kinds = [t(f"capacity.line_{kind}", lang) for kind in (ASKED, THERE)]
    legend = alt.Legend(title=None, orient="top", labelLimit=260)
    chart = (
        alt.Chart(rows)
        .mark_line(size=2, point=alt.OverlayMarkDef(size=22))
        .encode(
            x=alt.X("x:Q", axis=axis, scale=alt.Scale(domain=[0, max(1, len(weeks) - 1)])),
            y=alt.Y("people:Q", title=t("capacity.axis_people", lang), scale=alt.Scale(zero=False)),
            color=alt.Color("scenario:N", sort=None, scale=shades, legend=legend),
            strokeDash=alt.StrokeDash(
                "kind:N",
                sort=None,
                scale=alt.Scale(domain=kinds, range=[[1, 0], [5, 4]]),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("scenario:N", title=t("capacity.scenario", lang)),
                alt.Tooltip("when:N", title=t("capacity.week", lang)),
                alt.Tooltip("kind:N", title=t("capacity.measure", lang)),
                alt.Tooltip("said:N", title=t("capacity.axis_people", lang)),
            ],
        )
    )
    return calm(chart, lang, width="container", height=HEIGHT_PX)
