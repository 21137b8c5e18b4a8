"""A what-if on a folder as a PDF of one page: as it is, and with the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.staffing.sealed import hours_to_fill
from scheduler.whatif import unpriced
from service.roster.gap import gap_of
from service.trial.scenario_result import levels_of
from ui.words.catalogue import t
from ui.words.change_lines import lines_of
from ui.words.whatif_summary import PostLevel, SummaryOption, summary_pdf

if TYPE_CHECKING:
    from service.trial.whatif import Changes, WeekOutcome, WhatIf


def whatif_pdf(found: WhatIf, changes: Changes, week: str, lang: str) -> bytes:
    """Return the two options as PDF; raises InputError where there is no typeface for it."""
    told = t("list.comma", lang).join(lines_of(changes, lang))
    sides = (("as_is", found.base, ""), ("changed", found.changed, told))
    options = [_option(t(f"cli.head.{key}", lang), side, text) for key, side, text in sides]
    return summary_pdf(t("summary.title", lang, week=week), options, lang)


def _option(name: str, side: WeekOutcome, changes: str) -> SummaryOption:
    result, verdict = side.result, side.verdict
    gap = None
    if result.cost is not None:
        gap = gap_of(side.problem, result.cost, result.bound).hours
    return SummaryOption(
        name=name,
        changes=changes,
        people=len(side.problem.agents),
        required_hours=sum(hours_to_fill(side.problem).values()),
        price=side.wage_cost,
        short_hours=None if verdict is None else verdict.cost.short_hours,
        gap_hours=gap,
        breaches=None if verdict is None else len(verdict.stretches),
        levels=_levels(side),
        unpriced=unpriced(side.problem),
    )


def _levels(side: WeekOutcome) -> tuple[PostLevel, ...]:
    if side.simulation is None:
        return ()
    goals = {post.id: post.staffing.service_level for post in side.problem.posts}
    return tuple(
        PostLevel(post, one.mean, one.low, one.high, goals.get(post))
        for post, one in levels_of(side.simulation).items()
        if one.mean is not None
    )
