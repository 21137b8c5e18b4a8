"""How each thing stands that a month is scored and paid from, in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.pay.month_readiness import NeedKind, NeedState
from ui import figures
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.pay.month_readiness import Need

NAMES_SHOWN = 4


def need_sentence(need: Need, lang: str) -> str:
    """Return how a need stands, with the first names of what is missing."""
    named = [_named(need, name, lang) for name in need.names]
    shown = t("list.comma", lang).join(named[:NAMES_SHOWN])
    if len(named) > NAMES_SHOWN:
        shown = t("need.more", lang, names=shown, count=len(named) - NAMES_SHOWN)
    done = need.state is NeedState.DONE
    nothing = done and not need.of and need.kind in {NeedKind.REGISTER, NeedKind.TARGETS}
    how = "none" if nothing else need.state
    return t(f"need_said.{need.kind}.{how}", lang, count=need.count, of=need.of, names=shown)


def _named(need: Need, name: str, lang: str) -> str:
    """Return a post by its name, a day by its weekday; other names as they stand."""
    if need.kind in {NeedKind.SCHEMES, NeedKind.TARGETS}:
        return post_name(name, lang)
    if need.kind is NeedKind.ATTENDANCE_DAYS:
        return figures.day(dt.date.fromisoformat(name), lang)
    return name
