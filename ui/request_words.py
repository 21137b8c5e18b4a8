"""What somebody asks for, in a sentence: the same on the phone and in the supervisor's inbox."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.phone.requests_seen import AskedKind
from ui import figures
from ui.words.catalogue import t
from ui.words.names import absence_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.agent import Absence, Wish
    from scheduler.horizon import Clock
    from scheduler.shift import Shift
    from service.phone.requests_seen import AgentRequest, RequestSeen


def request_told(one: RequestSeen, clock: Clock, lang: str) -> str:
    """Return what is asked in a sentence; not escaped."""
    asked = one.value
    who = one.names.get(asked.agent_id) or asked.agent_id
    if asked.kind is AskedKind.CLAIM:
        return t("asked.claim", lang, who=who, what=claim_gets(asked, clock, lang))
    if asked.wish is not None:
        return wish_told(asked.wish, who, lang)
    if asked.absence is not None:
        return leave_told(one.names, asked.absence, clock, lang)
    assert asked.shift is not None
    other = one.names.get(one.taker) or one.taker or t("asked.whoever", lang)
    values = {"who": who, "other": other, "shift": shift_when(asked.shift, clock, lang)}
    if asked.in_return is None:
        return t("asked.give", lang, **values)
    back = shift_when(asked.in_return, clock, lang)
    return t("asked.swap", lang, **values, back=back)


def request_history(one: RequestSeen, clock: Clock, lang: str) -> list[str]:
    """Return what was done with a request, by whom and when, a line each; not escaped."""
    done = [("asked.step_asked", one.entry.entered)]
    if one.answer is not None:
        key = "asked.step_yes" if one.answer.value.agrees else "asked.step_no"
        done.append((key, one.answer.entered))
    lines = [t(key, lang, by=by.by, at=figures.stamp(by.at, clock, lang)) for key, by in done]
    by_itself = "asked.step_by_offer" if one.value.offer else "asked.step_by_quota"
    for step in one.value.steps:
        at = figures.stamp(dt.datetime.fromtimestamp(step.at_s, dt.UTC), clock, lang)
        key = by_itself if step.is_by_quota else f"asked.step_{step.state}"
        why = f" {t('asked.why', lang, reason=step.reason)}" if step.reason else ""
        lines.append(t(key, lang, by=step.by, at=at) + why)
    return lines


def claim_gets(asked: AgentRequest, clock: Clock, lang: str) -> str:
    """Return what a claim would bring: a shift, a longer one, or going home early; not escaped."""
    if asked.absence is not None:
        span = when(asked.absence.start_min, asked.absence.end_min, clock, lang)
        kind = absence_name(asked.absence.kind, lang)
        return t("offer.gets_early", lang, when=span, kind=kind)
    assert asked.in_return is not None
    told = shift_when(asked.in_return, clock, lang)
    if asked.shift is None:
        return t("offer.gets_shift", lang, when=told)
    before = figures.times(clock, asked.shift.start_min, asked.shift.end_min)
    return t("offer.gets_longer", lang, when=told, before=before)


def wish_told(wish: Wish, who: str, lang: str) -> str:
    """Return a wish for a day; not escaped."""
    day = figures.day(wish.date, lang)
    if wish.window is None:
        return t("asked.wish_off", lang, who=who, day=day)
    return t("asked.wish_window", lang, who=who, day=day, times=figures.window(wish.window))


def leave_told(names: Mapping[str, str], absence: Absence, clock: Clock, lang: str) -> str:
    """Return what leave is asked for; not escaped."""
    first, last = clock.date_of(absence.start_min), clock.date_of(absence.end_min - 1)
    days = figures.day(first, lang)
    if last != first:
        days = f"{days} – {figures.day(last, lang)}"
    who = names.get(absence.agent_id) or absence.agent_id
    return t("asked.leave", lang, who=who, kind=absence_name(absence.kind, lang), days=days)


def shift_when(shift: Shift, clock: Clock, lang: str) -> str:
    """Return day and hours of a shift; not escaped."""
    return when(shift.start_min, shift.end_min, clock, lang)


def when(start_min: int, end_min: int, clock: Clock, lang: str) -> str:
    """Return day and hours of a stretch; not escaped."""
    day = figures.day(clock.date_of(start_min), lang)
    return f"{day} {figures.times(clock, start_min, end_min)}"
