"""What comfort costs, as rows of words and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui import figures
from ui.words.catalogue import t

if TYPE_CHECKING:
    from service.trial.comfort import ComfortLine

UNKNOWN = "—"
HEADS = ("line", "dearer", "bound", "short", "gap", "level", "wages", "starts", "jump", "breaches")


def dearer_text(told: dict[str, Any] | None, lang: str) -> str:
    """Return between how many agent-hours a line of comfort costs more; a dash: not known."""
    if told is None:
        return UNKNOWN
    if told["least"] == told["most"] == 0:
        return figures.number(0, lang, 1)
    least, most = (figures.signed(told[name], lang, 1) for name in ("least", "most"))
    return t("comfort.between", lang, least=least, most=most)


def line_cells(line: ComfortLine, lang: str) -> tuple[str, ...]:
    """Return the cells of a line, in the order of ``HEADS``."""
    result, proven, lived = line.view.scenario.result, line.proven, line.lived
    assert result is not None
    level = result.service_level.get("")
    mean = None if level is None else level.mean
    jump = None if lived is None or lived.mean_jump_min is None else lived.mean_jump_min / 60
    wages = result.wage_cost if line.view.has_wages else None
    return (
        t(f"comfort.{line.comfort}", lang),
        dearer_text(proven["dearer_hours"], lang),
        _number(proven["bound_hours"], lang),
        _number(result.short_hours, lang),
        _number(proven["gap_hours"], lang),
        UNKNOWN if mean is None else figures.share(mean, lang, 1),
        UNKNOWN if wages is None else figures.money(wages, lang),
        _number(None if lived is None else lived.mean_starts, lang),
        _number(jump, lang),
        UNKNOWN if result.breaches is None else figures.number(result.breaches, lang, 0),
    )


def _number(value: float | None, lang: str) -> str:
    return UNKNOWN if value is None else figures.number(value, lang, 1)
