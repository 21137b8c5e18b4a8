"""The texts of an exported roster, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.present import STANDING_BY
from scheduler.roster import Roster
from service.roster.export import ExportWords
from service.roster.export_marks import content
from service.roster.liveable_report import liveable_report
from service.roster.overriding import judged
from service.spreadsheet import SheetColumn, SheetTable
from ui import figures
from ui.words.catalogue import t
from ui.words.liveable_rows import liveable_notes, liveable_rows
from ui.words.names import absence_name, pin_told, post_name, type_name
from ui.words.sentences import judged_sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.problem import RosterProblem
    from scheduler.verify.verdict import Violation
    from service.roster.export_marks import HandedOut
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
MARKS = ("gap", "off", "leave", "count", "other", "date_form")
SHEETS = ("roster", "shifts", "violations", "pinned", "locked", "broken", "absent")


def export_words(sheet: RosterSheet, lang: str) -> ExportWords:
    """Return the texts of a sheet that has a problem and a version."""
    assert sheet.version is not None
    reason = sheet.version.version.reason
    told = words_of(content(sheet), sheet.shop.name or sheet.shop.id, lang)
    return replace(
        told,
        status=_status(sheet, sheet.version, lang),
        reason=t("version.reason", lang, reason=reason) if reason else "",
    )


def words_of(told: HandedOut, shop: str, lang: str) -> ExportWords:
    """Return the texts of a roster of a shop, or of a folder, by name."""
    problem, horizon = told.problem, told.problem.horizon
    violations = _told(told, told.verdict.stretches if told.verdict else (), lang)
    named = {name: t(f"export.{name}", lang) for name in (*HEADS, *SHEETS, *MARKS)}
    dates = figures.stretch(horizon.start, horizon.date(horizon.days - 1), lang)
    week = horizon.iso_week
    return ExportWords(
        title=t("export.title", lang, shop=shop, week=week, dates=dates),
        status=t("export.breaches", lang, count=len(violations)) if violations else "",
        reason="",
        days=tuple(figures.weekday(date, lang) for date in horizon.dates),
        posts={name: post_name(name, lang) for name in _posts(problem)},
        types={each.code: type_name(each, lang) for each in problem.rules.types},
        absences={row.kind: absence_name(row.kind, lang) for row in problem.absences},
        breaches=violations,
        notes=_notes(told, lang),
        liveable=_liveable(told, lang),
        **named,
    )


def _posts(problem: RosterProblem) -> tuple[str, ...]:
    """Return the posts shifts may be told on: those of the shop, and standing by."""
    ids = tuple(post.id for post in problem.posts)
    return (*ids, STANDING_BY) if problem.rules.standby else ids


def _liveable(told: HandedOut, lang: str) -> SheetTable:
    """Return how liveable the roster is, as a table beside the week before."""
    report = liveable_report(told.problem, Roster(told.shifts))
    measure, now, before = (t(f"liveable.{name}", lang) for name in ("measure", "now", "before"))
    heads = (
        SheetColumn(measure, width=44),
        SheetColumn(now, width=28),
        SheetColumn(before, width=28),
    )
    notes = [(note, "", "") for note in liveable_notes(report, lang)]
    return SheetTable(t("liveable.title", lang), heads, (*liveable_rows(report, lang), *notes))


def _told(told: HandedOut, found: Iterable[Violation], lang: str) -> tuple[str, ...]:
    """Return breaches in words, each with whether it is of law or of the house."""
    breaches = judged(told.problem, Roster(told.shifts), found)
    return tuple(judged_sentence(each, told.problem, lang, told.overrides) for each in breaches)


def _notes(told: HandedOut, lang: str) -> dict[tuple[str, dt.date], str]:
    """Return what is broken on each day of each person."""
    found: dict[tuple[str, dt.date], list[str]] = defaultdict(list)
    clock = told.problem.horizon.clock
    violations = told.verdict.violations if told.verdict else ()
    for each, sentence in zip(violations, _told(told, violations, lang), strict=True):
        if each.agent_id and each.at_min is not None:
            found[each.agent_id, clock.date_of(each.at_min)].append(sentence)
    for pin in told.problem.type_pins:
        name = pin_told(told.problem, pin, lang)
        found[pin.agent_id, pin.date].append(t("pins.day", lang, kind=name))
    return {place: "\n".join(dict.fromkeys(lines)) for place, lines in found.items()}


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
