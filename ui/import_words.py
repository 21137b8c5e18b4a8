"""What an imported file is and holds, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.words.catalogue import has, t

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.month.imports import FileHeld, FileImport

WHOLE = frozenset({"chats", "messages", "targets", "audits", "new", "changed", "left"})


def kind_word(kind: str, lang: str) -> str:
    """Return what a kind of file is called."""
    needed = f"need.{kind}"
    return t(needed if has(needed, lang) else f"data.kind_{kind}", lang)


def months_word(held: FileHeld, lang: str) -> str:
    """Return the months a file speaks of, or from which on it holds; a dash: of none."""
    if held.lasts and held.months:
        return t("imports.from", lang, month=held.months[0])
    return ", ".join(map(str, held.months)) or "—"


def sums_word(held: FileHeld, lang: str) -> str:
    """Return what a file's rows come to, and how many of them were passed over."""
    told = [
        t(f"import_sum.{name}", lang, value=f"{value:,.{0 if name in WHOLE else 2}f}")
        for name, value in held.sums.items()
    ]
    left_out = sum(held.left_out.values())
    if left_out:
        told.append(t("import_sum.left_out", lang, value=f"{left_out:,}"))
    return " · ".join(told)


def state_word(one: FileImport, clock: Clock, lang: str) -> str:
    """Return whether a file counts, or by whom and when it was withdrawn."""
    if one.withdrawn is None:
        return t("imports.state_counts", lang)
    at = figures.stamp(one.withdrawn.at, clock, lang)
    return t("imports.state_withdrawn", lang, by=one.withdrawn.by, at=at)
