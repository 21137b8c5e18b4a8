"""Shifts of what the codes of a table mean, with a post and a meal that they do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN, Clock
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.shift import ShiftShape
    from store.files.code_legend import Meaning

MEAL_STEP_MIN = 30


@dataclass(frozen=True, slots=True)
class Maker:
    """
    Makes shifts of meanings.

    Parameters
    ----------
    rules
        Its shapes say where a meal lies.
    clock
        The site's.
    """

    rules: RuleSet
    clock: Clock

    def shift(self, agent: Agent, date: dt.date, meaning: Meaning) -> Shift:
        """Return the shift of a meaning: on the first post, the meal in the middle of its place."""
        start = self.clock.at(date, meaning.start)
        end = start + meaning.length
        if not meaning.is_elapsed:
            end = max(start + 1, self.clock.at(date, meaning.start + meaning.length))
        certified = (post for post in agent.posts if agent.certified(post, date))
        post = next(certified, agent.posts[0])
        form = self._form(agent, start, end - start, post)
        meal = None
        if meaning.meal is not None:
            begins = start + meaning.meal[0]
            meal = Span(begins, begins + meaning.meal[1])
        elif form is not None and form.meal_min:
            middle = (form.meal_earliest_min + form.meal_latest_min) // 2
            begins = start + middle // MEAL_STEP_MIN * MEAL_STEP_MIN
            meal = Span(begins, begins + form.meal_min)
        pauses = () if form is None else form.usual_breaks(start, meal)
        return Shift(agent.id, start, end, post, meal, pauses)

    def _form(self, agent: Agent, start: int, length: int, post: str) -> ShiftShape | None:
        """Return a shape of this start and length for the agent; else any of the length."""
        forms = self.rules.forms_for(agent.contract.hours_week) or self.rules.forms
        alike = [form for form in forms if form.length_min == length]
        own = (f for f in alike if f.starts_at(self.clock, start) and f.is_on((post,)))
        return next(own, alike[0] if alike else None)


def as_told(
    said: Sequence[Shift], meanings: Sequence[Meaning], clock: Clock
) -> Sequence[Shift] | None:
    """Return the shifts that are said of a day where they are those of its codes; else None."""
    told = sorted(meanings, key=lambda meaning: meaning.start)
    if not said or len(said) != len(told):
        return None
    for shift, meaning in zip(said, told, strict=True):
        start, end = clock.clock_of(shift.start_min), clock.clock_of(shift.end_min)
        lengths = (shift.end_min - shift.start_min, (end - start) % DAY_MIN or DAY_MIN)
        if start != meaning.start or meaning.length not in lengths:
            return None
    return said
