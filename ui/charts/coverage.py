"""People at work against people needed, a band for each post on one axis of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from service.roster.coverage import Coverage
from ui import figures
from ui.charts.axes import band_name, days_axis
from ui.charts.bands import band as banded
from ui.charts.bands import count_y, hover, interval_rows, time_x, tips, to_the_end
from ui.look import BAD, INK, Colour, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence


BAND_PX = 70
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class PostBand:
    """
    One post's part of the picture.

    Parameters
    ----------
    post
        Name of the post.
    rows
        One row per interval shown.
    colour, x, lang, left_px
        How it is drawn.
    is_last
        Whether the names of days or hours stand under it.
    """

    post: str
    rows: pd.DataFrame
    colour: Colour
    x: alt.X
    lang: str
    left_px: int
    is_last: bool


def coverage_charts(
    coverage: Coverage,
    lang: str,
    *,
    missed: npt.NDArray[np.bool_] | None = None,
    days: range | None = None,
    order: Sequence[str] = (),
    left_px: int = 34,
    is_rostered: bool = True,
) -> list[alt.LayerChart]:
    """
    Return a chart for each post, to be drawn one above the other.

    Parameters
    ----------
    coverage, lang
        What is shown, in which language.
    missed
        Where the simulation missed the target; None: not simulated; shape (posts, intervals).
    days
        Day numbers shown; None: all.
    order
        All posts of the shop, so that a post has one colour everywhere; empty: those shown.
    left_px
        Room for the numbers at the left, so that charts above each other stand in line.
    is_rostered
        Whether there is a roster; without one only what is needed is drawn.
    """
    shown = range(coverage.horizon.days) if days is None else days
    told = (coverage.needed, coverage.at_work, *(() if missed is None else (missed,)))
    drawn = (
        *(coverage.horizon, coverage.posts, tuple(each.tobytes() for each in told)),
        *(lang, shown, tuple(order), left_px, is_rostered),
        tuple(post_name(post, lang) for post in coverage.posts),
    )
    return list(_charts(_Asked(drawn, coverage, missed)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that a picture depends on, as one value to look it up by; and the numbers themselves."""

    drawn: tuple[Any, ...]
    coverage: Coverage = field(compare=False)
    missed: npt.NDArray[np.bool_] | None = field(compare=False)


@lru_cache(maxsize=32)
def _charts(asked: _Asked) -> tuple[alt.LayerChart, ...]:
    """Return the charts asked for: a week is looked at by many, and drawing it takes a while."""
    coverage, (lang, shown, order, left_px, is_rostered) = asked.coverage, asked.drawn[3:8]
    colours = post_colours(order or coverage.posts)
    bands = []
    for row, post in enumerate(coverage.posts):
        is_last = row == len(coverage.posts) - 1
        rows = _rows(coverage, row, asked.missed, shown, lang)
        if not is_rostered:
            rows = rows.assign(gap=0.0, at_work=0.0)
        axis = days_axis(coverage.horizon, shown, lang)
        x = time_x(axis, (float(rows["x"].iloc[0]), float(rows["x2"].iloc[-1])), is_last=is_last)
        bands.append(PostBand(post, rows, colours[post], x, lang, left_px, is_last))
    return tuple(_draw(band) for band in bands)


def _rows(
    coverage: Coverage, row: int, missed: npt.NDArray[np.bool_] | None, days: range, lang: str
) -> pd.DataFrame:
    horizon = coverage.horizon
    shown = slice(horizon.first_interval(days[0]), horizon.first_interval(days[-1] + 1))
    numbers = np.arange(horizon.intervals)[shown]
    needed, at_work = coverage.needed[row, shown], coverage.at_work[row, shown]
    return interval_rows(
        horizon,
        numbers,
        lang,
        needed=needed,
        at_work=at_work,
        gap=needed - at_work,
        missed=False if missed is None else missed[row, shown],
    )


def _draw(band: PostBand) -> alt.LayerChart:
    name = band_name(post_name(band.post, band.lang))
    layers = (_staffed(band), _short(band), _needed(band), _misses(band), name, _hover(band))
    drawn = [layer for layer in layers if layer is not None]
    return banded(drawn, band.lang, BAND_PX, is_last=band.is_last)


def _staffed(band: PostBand) -> alt.Chart:
    rows = band.rows
    top = float(np.nanmax(np.r_[rows["at_work"], rows["needed"].fillna(0), 1.0])) * 1.12
    y = count_y("at_work", top, band.left_px)
    line = {"color": band.colour.strong, "size": 1, "interpolate": "step-after"}
    mark = alt.Chart(to_the_end(rows)[["x", "needed", "at_work"]]).mark_area(
        interpolate="step-after", color=band.colour.soft, line=line
    )
    return mark.encode(x=band.x, y=y)


def _needed(band: PostBand) -> alt.Chart:
    mark = alt.Chart(to_the_end(band.rows)[["x", "needed", "at_work"]]).mark_line(
        interpolate="step-after", color=INK, size=1.4
    )
    return mark.encode(x=band.x, y=alt.Y("needed:Q"))


def _short(band: PostBand) -> alt.Chart | None:
    short = band.rows[band.rows["gap"] > TOLERANCE]
    if short.empty:
        return None
    mark = alt.Chart(short[["x", "x2", "needed", "at_work"]]).mark_rect(color=BAD, opacity=0.75)
    return mark.encode(x=band.x, x2=alt.X2("x2:Q"), y=alt.Y("at_work:Q"), y2=alt.Y2("needed:Q"))


def _misses(band: PostBand) -> alt.Chart | None:
    missed = band.rows[band.rows["missed"]]
    if missed.empty:
        return None
    mark = alt.Chart(pd.DataFrame({"x": (missed["x"] + missed["x2"]) / 2})).mark_point(
        shape="triangle-down", color=BAD, filled=True, size=26, yOffset=4
    )
    return mark.encode(x=band.x, y=alt.value(2))


def _hover(band: PostBand) -> alt.Chart:
    """Return invisible columns that show the numbers of an interval."""
    rows, lang = band.rows, band.lang
    shown = rows[["x", "x2", "when"]].assign(
        need=[_people(value, lang) for value in rows["needed"]],
        work=[_people(value, lang, 0) for value in rows["at_work"]],
        short=[_people(max(0.0, value), lang) for value in rows["gap"].fillna(0)],
    )
    return hover(shown, band.x, tips("cover", ("when", "need", "work", "short"), lang))


def _people(value: float, lang: str, decimals: int = 1) -> str:
    return t("cover.closed", lang) if np.isnan(value) else figures.number(value, lang, decimals)
