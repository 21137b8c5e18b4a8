"""Open stretches, and the shifts that come nearest to covering them, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.horizon import format_clock
from scheduler.present import as_told
from ui.words.catalogue import t
from ui.words.names import post_name
from ui.words.sentences import agent_name, moment_text, number_text, violation_sentence

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.roster.open_intervals import Helper, OpenStretch


def closed_sentence(forbidden: float, allowed: float, lang: str) -> str:
    """Return how many hours of work lie outside opening hours, forbidden and allowed ones."""
    key = "forbidden" if forbidden else "allowed" if allowed else "none"
    hours = {"forbidden": number_text(forbidden, lang), "allowed": number_text(allowed, lang)}
    return t(f"closed.{key}", lang, **hours)


def stretch_sentence(stretch: OpenStretch, problem: RosterProblem, lang: str) -> str:
    """Return which post has how many people too few, and when."""
    clock = problem.horizon.clock
    return t(
        "open_stretch.line",
        lang,
        post=post_name(stretch.post, lang),
        start=moment_text(stretch.start_min, clock, lang),
        end=format_clock(clock.clock_of(stretch.end_min)),
        missing=stretch.missing,
    )


def helper_sentence(helper: Helper, problem: RosterProblem, lang: str) -> str:
    """Return what an agent could work, instead of what, and what speaks against it."""
    shift, old = helper.shift, helper.instead_of
    if helper.call is not None:
        when = moment_text(helper.call.from_min, problem.horizon.clock, lang)
        name = agent_name(shift.agent_id, problem, lang)
        return t("open_stretch.call", lang, agent=name, when=when)
    told, before = (times_text(each, problem, lang) if each else "" for each in (shift, old))
    if told == before:  # another meal is all that differs
        told, before = (f"{told}{_meal(each, problem, lang)}" for each in (shift, old))
    offer = t(
        "open_stretch.offer" if old is None else "open_stretch.offer_instead",
        lang,
        agent=agent_name(shift.agent_id, problem, lang),
        shift=told,
        old=before,
    )
    against = [violation_sentence(each, problem, lang) for each in helper.broken]
    if helper.left_open:
        hole = helper.left_open[0]
        when = moment_text(hole.at_min or 0, problem.horizon.clock, lang)
        against.append(t("open_stretch.leaves", lang, post=post_name(hole.post, lang), when=when))
    between = "" if lang == "zh" else " "
    return offer + (between.join(against) or t("open_stretch.nothing_against", lang))


def _meal(shift: Shift | None, problem: RosterProblem, lang: str) -> str:
    if shift is None or shift.meal is None:
        return ""
    clock = problem.horizon.clock
    first, last = (
        format_clock(clock.clock_of(at)) for at in (shift.meal.start_min, shift.meal.end_min)
    )
    return f" · {t('grid.meal', lang, times=f'{first}-{last}')}"


def times_text(shift: Shift, problem: RosterProblem, lang: str) -> str:
    """Return when a shift is, and on which post."""
    clock = problem.horizon.clock
    start = moment_text(shift.start_min, clock, lang)
    post = post_name(as_told(problem, shift).post, lang)
    return f"{start}-{format_clock(clock.clock_of(shift.end_min))} {post}"
