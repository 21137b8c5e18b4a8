"""What a what-if changes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.levers import LEVERS, STAFFING, LeverUnit
from ui import figures
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.whatif import Changes

INPUTS = STAFFING
SHARES = frozenset(name for name in STAFFING if LEVERS[name].unit is LeverUnit.SHARE)
ALSO = ("at_once_slower", "attrition", "wages")
"""Levers of a post that are told in per cent: of what is now, a factor is 100 % at first."""


def lines_of(changes: Changes, lang: str) -> list[str]:
    """Return what a scenario changes, a line each; empty when nothing does."""
    lines = []
    for post, factor in changes.volume.items():
        by = figures.change(factor - 1, lang)
        lines.append(t("whatif.does_volume", lang, post=post_name(post, lang), by=by))
    for post, handed in changes.handed_over.items():
        to = figures.share(handed, lang)
        lines.append(t("whatif.does_handed_over", lang, post=post_name(post, lang), to=to))
    for post, people in changes.agents.items():
        by = figures.signed(people, lang, 0)
        lines.append(t("whatif.does_agents", lang, post=post_name(post, lang), by=by))
    for name in INPUTS:
        for post, value in getattr(changes, name).items():
            told = (
                figures.share(value, lang, 1) if name in SHARES else figures.number(value, lang, 0)
            )
            label = t(f"whatif.short_{name}", lang)
            lines.append(
                t("whatif.does_input", lang, post=post_name(post, lang), name=label, to=told)
            )
    for name in ALSO:
        for post, value in getattr(changes, name).items():
            label, told = t(f"sweep.what_{name}", lang), figures.share(value, lang, 1)
            lines.append(
                t("whatif.does_input", lang, post=post_name(post, lang), name=label, to=told)
            )
    if changes.hourly_cost is not None:
        lines.append(t("whatif.does_cost", lang, to=figures.money(changes.hourly_cost, lang)))
    if changes.comfort is not None:
        lines.append(t(f"comfort.{changes.comfort}", lang))
    if changes.level is not None:
        share = figures.share(changes.level, lang, 1 if changes.level > 0.95 else 0)
        lines.append(t("whatif.does_level", lang, share=share))
    return lines
