"""The answers at the top of a week: target, rules, how good, cover, wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.roster.coverage import away_work
from ui import figures
from ui.parts.markup import Card, Tone
from ui.parts.testing import target_card
from ui.words.catalogue import t
from ui.words.cover_sentences import closed_sentence
from ui.words.sentences import agent_name

if TYPE_CHECKING:
    from service.roster.rosters import CostGap, RosterSheet
    from service.trial.simulation import Tested

NEAR = 0.005


def answers(sheet: RosterSheet, tested: Tested | None, lang: str) -> list[Card]:
    """Return the cards of a sheet that has a version; ``tested``: its simulation, if any."""
    return [
        target_card(sheet, tested, lang),
        _rules(sheet, lang),
        _how_good(sheet, lang),
        _cover(sheet, lang),
        _wishes(sheet, lang),
    ]


def _rules(sheet: RosterSheet, lang: str) -> Card:
    assert sheet.verdict is not None
    broken = len(sheet.verdict.stretches)
    name = t("answer.rules", lang)
    if not broken:
        return Card(name, t("answer.rules_kept", lang), t("answer.rules_note", lang), Tone.GOOD)
    value = t("answer.rules_broken", lang, count=broken)
    return Card(name, value, t("answer.rules_look", lang), Tone.BAD)


def _how_good(sheet: RosterSheet, lang: str) -> Card:
    name = t("answer.good", lang)
    if sheet.gap is None or sheet.gap.hours is None:
        return Card(name, t("answer.good_unknown", lang), t("answer.good_unknown_note", lang))
    if sheet.gap.hours < NEAR:
        return Card(name, t("answer.good_best", lang), t("answer.good_best_note", lang), Tone.GOOD)
    hours = figures.number(sheet.gap.hours, lang, 1)
    tone = Tone.GOOD if (sheet.gap.of_required or 0) < 0.01 else Tone.PLAIN
    return Card(name, t("answer.good_hours", lang, hours=hours), gap_note(sheet.gap, lang), tone)


def gap_note(gap: CostGap, lang: str) -> str:
    """Return the gap against the hours required and as a share of the cost."""
    required = figures.small_share(gap.of_required or 0.0, lang)
    return t("answer.good_note", lang, required=required, cost=figures.small_share(gap.share, lang))


def gap_sentence(gap: CostGap, lang: str) -> str:
    """Return how far a roster is from the best possible one, in a sentence."""
    if gap.hours is None:
        return t("answer.good_unknown", lang)
    hours = figures.number(gap.hours, lang, 1)
    share = figures.small_share(gap.of_required or 0.0, lang)
    return t("answer.gap_sentence", lang, hours=hours, share=share)


def _cover(sheet: RosterSheet, lang: str) -> Card:
    assert sheet.verdict is not None
    assert sheet.problem is not None
    assert sheet.version is not None
    cost = sheet.verdict.cost
    away = away_work(sheet.problem, sheet.version.version.roster)
    required = figures.number(sheet.problem.requirement.hours, lang, 0)
    value = t("answer.cover_short", lang, hours=figures.number(cost.short_hours, lang, 1))
    surplus = figures.number(cost.surplus_hours, lang, 1)
    note = t("answer.cover_note", lang, required=required, surplus=surplus)
    closed = sheet.closed_hours
    assert closed is not None
    note = f"{note} · {closed_sentence(*closed, lang)}"
    if cost.standby_hours:
        missing = figures.number(cost.standby_hours, lang, 1)
        note = f"{note} · {t('standby.missing', lang, hours=missing)}"
    if away.hours:
        hours = figures.number(away.hours, lang, 1)
        note = f"{note}\n{t('away.note', lang, people=away.people, hours=hours)}"
    is_short = cost.short_hours >= 0.05 or cost.standby_hours > 0
    is_good = not (is_short or away.hours or closed.forbidden)
    tone = Tone.GOOD if is_good else Tone.LOOK
    return Card(t("answer.cover", lang), value, note, tone)


def _wishes(sheet: RosterSheet, lang: str) -> Card:
    name = t("answer.wishes", lang)
    if sheet.wishes_granted is None:
        return Card(name, t("answer.wishes_none", lang), t("answer.wishes_none_note", lang))
    value = t("answer.wishes_granted", lang, share=figures.share(sheet.wishes_granted, lang))
    agent, lost = max(sheet.wishes_broken.items(), key=lambda item: item[1])
    if not lost:
        return Card(name, value, t("answer.wishes_all", lang), Tone.GOOD)
    assert sheet.problem is not None
    name_of = agent_name(agent, sheet.problem, lang)
    note = t("answer.wishes_note", lang, agent=name_of, count=lost)
    return Card(name, value, note)
