"""One day: a line for each person with the shift and the meal, and the cover under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from scheduler.present import STANDING_BY, as_told, away_during, present_work_min
from ui import figures
from ui.charts.axes import calm, clock_axis, hours_at
from ui.charts.bands import tips
from ui.charts.grid import UNKNOWN
from ui.look import ACCENT, INK, post_colours
from ui.words.catalogue import t
from ui.words.shift_posts import away_told, posts_told

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift, Stint

ROW_PX = 19
LEFT_PX = 104
AWAY = "#D5D9DF"


def shifts_on(problem: RosterProblem, roster: Roster, day: int) -> tuple[Shift, ...]:
    """Return the shifts that touch a day, by post and start; those of the past too."""
    first, after = problem.horizon.day_starts_min[day], problem.horizon.day_starts_min[day + 1]
    order = {post.id: place for place, post in enumerate(problem.posts)}
    touching = [
        shift
        for shift in (as_told(problem, each) for each in (*problem.history, *roster.shifts))
        if shift.start_min < after and first < shift.end_min
    ]
    return tuple(
        sorted(touching, key=lambda s: (order.get(s.post, len(order)), s.start_min, s.agent_id))
    )


def day_chart(
    problem: RosterProblem, roster: Roster, day: int, lang: str, *, chosen: str | None = None
) -> alt.LayerChart | None:
    """Return the timeline of a day; None where nobody works. ``chosen``: an agent to mark."""
    shifts = shifts_on(problem, roster, day)
    if not shifts:
        return None
    first, after = problem.horizon.day_starts_min[day], problem.horizon.day_starts_min[day + 1]
    rows = pd.DataFrame(
        [
            _row(problem, shift, stint, day=day, lang=lang)
            for shift in shifts
            for stint in shift.served
            if stint.span.start_min < after and first < stint.span.end_min
        ]
    )
    domain = [hours_at(problem.horizon, minute) for minute in (first, after)]
    scale = alt.Scale(domain=domain, nice=False)
    x = alt.X("x:Q", axis=clock_axis(problem.horizon, day, at_top=True), scale=scale)
    axis = alt.Axis(
        title=None, minExtent=LEFT_PX, maxExtent=LEFT_PX, labelLimit=LEFT_PX - 6, ticks=False
    )
    y = alt.Y("who:N", sort=list(dict.fromkeys(rows["who"])), axis=axis)
    layers = [
        _bars(problem, rows, x, y, lang=lang, chosen=chosen),
        _gaps(problem, shifts, x, y),
        _away(problem, shifts, x, y, lang),
    ]
    chart = alt.layer(*[layer for layer in layers if layer is not None])
    height = ROW_PX * rows["who"].nunique() + 24
    return calm(chart, lang, width="container", height=height)


def _label(problem: RosterProblem, agent_id: str) -> str:
    agent = problem.agent_by_id.get(agent_id)
    return agent_id if agent is None or agent.name == agent_id else f"{agent_id} {agent.name}"


def _row(
    problem: RosterProblem, shift: Shift, stint: Stint, *, day: int, lang: str
) -> dict[str, object]:
    """Return what the bar of a shift, or of one of its posts, shows."""
    horizon = problem.horizon
    clock = horizon.clock
    low, high = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
    meal = shift.meal
    return {
        "who": _label(problem, shift.agent_id),
        "x": hours_at(horizon, max(stint.span.start_min, low)),
        "x2": hours_at(horizon, min(stint.span.end_min, high)),
        "post": stint.post,
        "post_name": posts_told(shift, clock, lang),
        "times": figures.times(clock, shift.start_min, shift.end_min),
        "meal": figures.times(clock, meal.start_min, meal.end_min) if meal else "—",
        "hours": figures.number(present_work_min(problem, shift) / 60, lang, 1),
    }


def _bars(
    problem: RosterProblem,
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    *,
    lang: str,
    chosen: str | None,
) -> alt.Chart:
    colours = post_colours([post.id for post in problem.posts])
    colours[STANDING_BY] = UNKNOWN
    posts = [post for post in colours if post in set(rows["post"])]
    fill = alt.Color(
        "post:N",
        scale=alt.Scale(domain=posts, range=[colours[post].strong for post in posts]),
        legend=None,
    )
    names = ("who", "post_name", "times", "meal", "hours")
    told = tips("day.tip", names, lang)
    mark = alt.condition(
        alt.datum.who == (_label(problem, chosen) if chosen else ""),
        alt.value(ACCENT),
        alt.value("white"),
    )
    return (
        alt.Chart(rows)
        .mark_bar(height=ROW_PX - 6, clip=True, cornerRadius=2, opacity=0.85, strokeWidth=2)
        .encode(x=x, x2=alt.X2("x2:Q"), y=y, color=fill, stroke=mark, tooltip=told)
    )


def _gaps(
    problem: RosterProblem, shifts: tuple[Shift, ...], x: alt.X, y: alt.Y
) -> alt.Chart | None:
    """Return the meals, breaks and sessions as light stretches inside the bars."""
    horizon = problem.horizon
    rows = [
        {
            "who": _label(problem, s.agent_id),
            "x": hours_at(horizon, span.start_min),
            "x2": hours_at(horizon, span.end_min),
        }
        for s in shifts
        for span in (*((s.meal,) if s.meal else ()), *s.pauses)
    ]
    if not rows:
        return None
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(
            height=ROW_PX - 6, clip=True, color="white", opacity=0.85, stroke=INK, strokeWidth=0.4
        )
        .encode(x=x, x2=alt.X2("x2:Q"), y=y)
    )


def _away(
    problem: RosterProblem, shifts: tuple[Shift, ...], x: alt.X, y: alt.Y, lang: str
) -> alt.Chart | None:
    """Return the stretches in which people are away, as grey bars: nobody is counted there."""
    horizon = problem.horizon
    rows = [
        {
            "who": _label(problem, shift.agent_id),
            "x": hours_at(horizon, span.start_min),
            "x2": hours_at(horizon, span.end_min),
            "away": away_told(problem, shift, lang),
        }
        for shift in shifts
        for span in away_during(problem, shift)
    ]
    if not rows:
        return None
    told = [
        alt.Tooltip("who:N", title=t("day.tip.who", lang)),
        alt.Tooltip("away:N", title=t("absence.other", lang)),
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(height=ROW_PX - 6, clip=True, color=AWAY, stroke=INK, strokeWidth=0.4)
        .encode(x=x, x2=alt.X2("x2:Q"), y=y, tooltip=told)
    )
