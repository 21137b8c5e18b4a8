"""How each thing stands that a month is scored and paid from, in words."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

from service.pay.month_needs import NeedKind, NeedState
from ui import figures
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.pay.month_needs import Need

NAMES_SHOWN = 4


def need_sentence(need: Need, lang: str) -> str:
    """Return how a need stands, with the first names of what is missing."""
    named = _named(need, lang)
    shown = t("list.comma", lang).join(named[:NAMES_SHOWN])
    if len(named) > NAMES_SHOWN:
        shown = t("need.more", lang, names=shown, count=len(named) - NAMES_SHOWN)
    done = need.state is NeedState.DONE
    nothing = done and not need.of and need.kind in {NeedKind.REGISTER, NeedKind.TARGETS}
    how = "none" if nothing else need.state
    return t(f"need_said.{need.kind}.{how}", lang, count=need.count, of=need.of, names=shown)


def _named(need: Need, lang: str) -> list[str]:
    """Return posts by their names, and days that follow each other as one stretch."""
    if need.kind in {NeedKind.SCHEMES, NeedKind.TARGETS}:
        return [post_name(name, lang) for name in need.names]
    if need.kind is not NeedKind.ATTENDANCE_DAYS:
        return list(need.names)
    days = [dt.date.fromisoformat(name) for name in need.names]
    runs = groupby(enumerate(days), lambda one: one[1].toordinal() - one[0])
    return [_stretch([day for _, day in run], lang) for _, run in runs]


def _stretch(days: list[dt.date], lang: str) -> str:
    ends = dict.fromkeys(figures.short_date(day, lang) for day in (days[0], days[-1]))
    return "–".join(ends)
