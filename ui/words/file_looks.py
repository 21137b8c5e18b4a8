"""What a file would bring, as sentences: whom and which days it names, what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.import_words import WHOLE
from ui.words.catalogue import t

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from service.file_look import FileLook

SHOWN = 8


def about_lines(look: FileLook, names: Mapping[str, str], lang: str) -> Iterator[str]:
    """
    Yield the sentences on people, days and sums.

    Parameters
    ----------
    names
        Of the shop's people by id.
    """
    if look.people:
        yield t("look.people", lang, count=len(look.people))
    if look.without_rows:
        told = _listed([names.get(one) or one for one in look.without_rows], lang)
        yield t("look.without_rows", lang, count=len(look.without_rows), names=told)
    if look.first is not None and look.last is not None:
        key = "look.days" if look.first < look.last else "look.day"
        yield t(key, lang, first=look.first, last=look.last)
    if look.empty_days:
        told = _listed([_day(day, lang) for day in look.empty_days], lang)
        yield t("look.empty_days", lang, count=len(look.empty_days), days=told)
    if look.sums:
        sums = (
            t(f"import_sum.{name}", lang, value=f"{value:,.{0 if name in WHOLE else 2}f}")
            for name, value in look.sums.items()
        )
        yield t("look.sums", lang, sums=" · ".join(sums))


def _day(day: dt.date, lang: str) -> str:
    return figures.short_date(day, lang)


def _listed(told: Sequence[str], lang: str) -> str:
    shown = t("list.comma", lang).join(told[:SHOWN])
    more = len(told) - SHOWN
    return t("need.more", lang, names=shown, count=more) if more > 0 else shown
