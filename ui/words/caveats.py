"""What limits the worth of a forecast, as sentences."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ui import figures
from ui.words.catalogue import t
from ui.words.names import day_name, post_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DATES_SHOWN = 6


def caveat_text(code: str, details: Mapping[str, object], lang: str) -> str:
    """Return a caveat in words; of many dates the last ones, and how many there are."""
    told = dict(details)
    if "name" in told:
        told["name"] = day_name(str(told["name"]), lang)
    if "driver" in told:
        told["driver"] = driver_name(str(told["driver"]), str(told.get("of_post", "")), lang)
    if "lag" in told:
        lag = int(str(told["lag"]))
        key = ("driver_lag.same", "driver_lag.next")[lag] if lag < 2 else "driver_lag.later"
        told["lag"] = t(key, lang, days=lag)
    if "date" in told:
        told["date"] = figures.day(dt.date.fromisoformat(str(told["date"])), lang)
    if isinstance(dates := told.get("dates"), list | tuple):
        told["dates"] = dates_said(map(dt.date.fromisoformat, map(str, dates)), lang)
    if isinstance(times := told.get("times"), list | tuple):
        told["times"] = _times_said(times, lang)
    return t(f"caveat.{code}", lang, **told)


def driver_name(kind: str, of_post: str, lang: str) -> str:
    """Return what moves chats in words; chats of another post by its name."""
    post = post_name(of_post, lang) if of_post else ""
    return t(f"driver_kind.{kind}", lang, post=post)


def dates_said(dates: Iterable[dt.date], lang: str) -> str:
    """Return dates in order of time; of many the last ones, and how many there are."""
    found = sorted(dates)
    shown = t("list.comma", lang).join(figures.day(date, lang) for date in found[-DATES_SHOWN:])
    if len(found) <= DATES_SHOWN:
        return shown
    return t("past.many_dates", lang, count=len(found), dates=shown)


def _times_said(times: Sequence[Sequence[str]], lang: str) -> str:
    """Return stretches (ISO date, from, until) by day; of many days the last ones."""
    by_day: dict[dt.date, list[str]] = {}
    for date, start, end in times:
        by_day.setdefault(dt.date.fromisoformat(date), []).append(f"{start}-{end}")
    comma, last = t("list.comma", lang), sorted(by_day)[-DATES_SHOWN:]
    shown = comma.join(f"{figures.day(one, lang)} {comma.join(by_day[one])}" for one in last)
    if len(by_day) <= DATES_SHOWN:
        return shown
    return t("past.many_dates", lang, count=len(by_day), dates=shown)
