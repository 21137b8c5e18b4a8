"""A week that is over in words and as tables: for its page, the command and the files of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from service.floor.gains import OverrulingKind
from service.spreadsheet import SheetColumn, SheetKind, SheetTable
from ui import figures
from ui.words.catalogue import t
from ui.words.names import day_name, post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.floor.gains import Gain
    from service.floor.post_after import PostAfter
    from service.floor.week_after import WeekAfter
    from service.spreadsheet import Cell

UNKNOWN = "—"
WIDE = 22
POST_HEADS = (
    *("post", "forecast", "came", "off", "error", "required", "needed", "planned"),
    *("present", "adherence", "target", "simulated", "measured"),
)
GAIN_HEADS = (
    *("what", "post", "by", "at", "came", "made", "rival", "chats", "hours"),
    *("level_made", "level_rival"),
)
INTERVALS = ("forecast", "came", "required", "needed", "planned", "present")


def heads(names: Sequence[str], lang: str) -> list[str]:
    """Return the heads of columns."""
    return [t(f"after.{name}", lang) for name in names]


def post_cells(row: PostAfter, lang: str) -> tuple[str, ...]:
    """Return a post's week, a cell for each of ``POST_HEADS``; a dash where it is not known."""
    simulated = None if row.simulated is None else row.simulated.mean
    return (
        post_name(row.post, lang),
        _number(row.forecast_all if row.forecast is None else row.forecast, lang, 0),
        _number(row.came, lang, 0),
        UNKNOWN if off(row) is None else figures.change(off(row) or 0.0, lang),
        _share(row.error, lang),
        _number(row.required_hours, lang),
        _number(row.needed_hours, lang),
        _number(row.planned_hours, lang),
        _number(row.present_hours, lang),
        _share(row.kept.adherence, lang, 1),
        t("after.target_of", lang, share=_share(row.target, lang), seconds=f"{row.within_s:g}"),
        _share(simulated, lang, 1),
        measured(row, lang),
    )


def measured(row: PostAfter, lang: str) -> str:
    """Return the level that chats show, marked where they are of some of the hours alone."""
    if row.measured is None:
        return UNKNOWN
    share = _share(row.measured.level, lang, 1)
    return t("after.measured_part", lang, share=share) if row.measured.is_part else share


def off(row: PostAfter) -> float | None:
    """Return by which share more chats came than were forecast; None: not known."""
    if row.came is None or not row.forecast:
        return None
    return row.came / row.forecast - 1


def gain_cells(gain: Gain, found: WeekAfter, lang: str) -> tuple[str, ...]:
    """Return what an overruling came to, a cell for each of ``GAIN_HEADS``."""
    made, rival = gain.made, gain.rival
    return (
        overruled_what(gain, lang),
        post_name(gain.post, lang),
        gain.overruling.entered.by,
        figures.stamp(gain.overruling.entered.at, found.horizon.clock, lang),
        _number(gain.came, lang, 0),
        _number(None if made is None else made.chats, lang, 0),
        _number(None if rival is None else rival.chats, lang, 0),
        _signed(gain.chats, lang, 0),
        _signed(gain.hours, lang, 1),
        *(_share(None if each is None else each.level, lang, 1) for each in (made, rival)),
    )


def overruled_what(gain: Gain, lang: str) -> str:
    """Return in what somebody overruled the forecast."""
    one = gain.overruling
    if one.kind is OverrulingKind.MODEL:
        return t("after.by_model", lang, model=t(f"forecast_model.{one.value}", lang))
    assert one.date is not None
    day, factor = figures.day(one.date, lang), f"{float(one.value):g}"
    return t("after.by_factor", lang, day=day, name=day_name(one.name, lang), factor=factor)


def after_tables(found: WeekAfter, lang: str) -> tuple[SheetTable, SheetTable, SheetTable]:
    """Return the week by post, its overrulings, and by interval."""
    kinds = {"off": SheetKind.SHARE, "error": SheetKind.SHARE, "post": SheetKind.TEXT}
    kinds |= dict.fromkeys(("adherence", "target", "simulated", "measured"), SheetKind.SHARE)
    columns = tuple(
        SheetColumn(title, kinds.get(name, SheetKind.NUMBER), WIDE)
        for name, title in zip(POST_HEADS, heads(POST_HEADS, lang), strict=True)
    )
    posts = SheetTable(
        t("after.sheet_posts", lang), columns, tuple(_post_row(row, lang) for row in found.posts)
    )
    texts = ("what", "post", "by", "at")
    kinds = dict.fromkeys(texts, SheetKind.TEXT)
    kinds |= dict.fromkeys(("level_made", "level_rival"), SheetKind.SHARE)
    columns = tuple(
        SheetColumn(title, kinds.get(name, SheetKind.NUMBER), WIDE)
        for name, title in zip(GAIN_HEADS, heads(GAIN_HEADS, lang), strict=True)
    )
    told = SheetTable(
        t("after.sheet_gains", lang),
        columns,
        tuple(_gain_row(gain, found, lang) for gain in found.gains),
    )
    return posts, told, _by_interval(found, lang)


def _post_row(row: PostAfter, lang: str) -> tuple[Cell, ...]:
    simulated = None if row.simulated is None else row.simulated.mean
    return (
        post_name(row.post, lang),
        row.forecast_all if row.forecast is None else row.forecast,
        row.came,
        off(row),
        row.error,
        row.required_hours,
        row.needed_hours,
        row.planned_hours,
        row.present_hours,
        row.kept.adherence,
        row.target,
        simulated,
        None if row.measured is None else row.measured.level,
    )


def _gain_row(gain: Gain, found: WeekAfter, lang: str) -> tuple[Cell, ...]:
    made, rival = gain.made, gain.rival
    return (
        *gain_cells(gain, found, lang)[:4],
        gain.came,
        None if made is None else made.chats,
        None if rival is None else rival.chats,
        gain.chats,
        gain.hours,
        None if made is None else made.level,
        None if rival is None else rival.level,
    )


def _by_interval(found: WeekAfter, lang: str) -> SheetTable:
    horizon, people = found.horizon, found.people
    present = np.full_like(people.planned, np.nan) if people.present is None else people.present
    tables = (found.forecast, found.came, found.required, found.needed, people.planned, present)
    columns = [SheetColumn(t("table.start", lang), width=WIDE), SheetColumn(t("table.post", lang))]
    names = heads(tuple(f"{name}_in" for name in INTERVALS), lang)
    columns += [SheetColumn(name, SheetKind.NUMBER, WIDE) for name in names]
    rows = []
    for place, row in enumerate(found.posts):
        for cell in np.flatnonzero(~np.isnan(found.required[place])).tolist():
            values = [float(table[place, cell]) for table in tables]
            said = [None if np.isnan(value) else round(value, 4) for value in values]
            when = horizon.clock.format(horizon.minute(cell))
            rows.append((when, post_name(row.post, lang), *said))
    return SheetTable(t("after.sheet_intervals", lang), tuple(columns), tuple(rows))


def _number(value: float | None, lang: str, decimals: int = 1) -> str:
    return UNKNOWN if value is None else figures.number(value, lang, decimals)


def _signed(value: float | None, lang: str, decimals: int) -> str:
    return UNKNOWN if value is None else figures.signed(value, lang, decimals)


def _share(value: float | None, lang: str, decimals: int = 0) -> str:
    return UNKNOWN if value is None else figures.share(value, lang, decimals)
