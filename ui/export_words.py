"""The texts of an exported roster, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.roster.export import ExportWords
from service.roster.liveable_report import liveable_report
from service.spreadsheet import SheetColumn, SheetTable
from ui import figures
from ui.words.catalogue import t
from ui.words.liveable_rows import liveable_notes, liveable_rows
from ui.words.names import post_name
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    from service.roster.rosters import KeptVersion, RosterSheet

HEADS = (
    "agent_id",
    "name",
    "team",
    "hours",
    "post",
    "date",
    "start",
    "end",
    "meal",
    "breaks",
    "state",
)
SHEETS = ("roster", "shifts", "violations", "pinned", "broken", "absent")


def export_words(sheet: RosterSheet, lang: str) -> ExportWords:
    """Return the texts of a sheet that has a problem and a version."""
    assert sheet.problem is not None
    assert sheet.version is not None
    horizon = sheet.problem.horizon
    verdict = sheet.verdict
    violations = verdict.stretches if verdict else ()
    named = {name: t(f"export.{name}", lang) for name in (*HEADS, *SHEETS)}
    shop = sheet.shop.name or sheet.shop.id
    dates = figures.stretch(horizon.start, horizon.date(horizon.days - 1), lang)
    reason = sheet.version.version.reason
    return ExportWords(
        title=t("export.title", lang, shop=shop, week=sheet.week.label, dates=dates),
        status=_status(sheet, sheet.version, lang),
        reason=t("version.reason", lang, reason=reason) if reason else "",
        days=tuple(figures.day(date, lang) for date in horizon.dates),
        posts={post.id: post_name(post.id, lang) for post in sheet.problem.posts},
        breaches=tuple(violation_sentence(v, sheet.problem, lang) for v in violations),
        liveable=_liveable(sheet, lang),
        **named,
    )


def _liveable(sheet: RosterSheet, lang: str) -> SheetTable:
    """Return how liveable the version is, as a table beside the week before."""
    assert sheet.problem is not None
    assert sheet.version is not None
    report = liveable_report(sheet.problem, sheet.version.version.roster)
    measure, now, before = (t(f"liveable.{name}", lang) for name in ("measure", "now", "before"))
    heads = (
        SheetColumn(measure, width=44),
        SheetColumn(now, width=28),
        SheetColumn(before, width=28),
    )
    notes = [(note, "", "") for note in liveable_notes(report, lang)]
    return SheetTable(t("liveable.title", lang), heads, (*liveable_rows(report, lang), *notes))


def _status(sheet: RosterSheet, version: KeptVersion, lang: str) -> str:
    told = version.version
    clock = sheet.week.horizon.clock
    broken = len(sheet.verdict.stretches) if sheet.verdict else 0
    if told.published_at is None:
        state = t("version.draft", lang, number=told.number)
    else:
        at = figures.stamp(told.published_at, clock, lang)
        story = t("version.published_by", lang, by=told.published_by, at=at)
        state = f"{t('version.published', lang, number=told.number)} · {story}"
    marked = t("export.breaches", lang, count=broken) if broken else ""
    return " · ".join(part for part in (state, marked) if part)
