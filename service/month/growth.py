"""Whom a score says to train and whom to promote, and the notes HR keeps of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.month import Month
from kpi.score.course import missed
from scheduler.errors import require
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from kpi.scheme.scheme import Scheme
    from kpi.score.scorecard import AgentScore
    from service.desk import Desk
    from store.months import MonthRun
    from store.register import Entry
    from store.unit import Unit

LOOK_BACK = 12


class GrowthKind(StrEnum):
    """What a note is about."""

    TRAINING = "training"
    PROMOTION = "promotion"


@dataclass(frozen=True, slots=True)
class GrowthParams:
    """
    When a score says something.

    Parameters
    ----------
    weak, below
        A line that brings less than this share of its points asks for training, in (0, 1], where
        it lies by so much of its points below the mean of the post: what all lack is no training.
    months
        So many months running with the best grade make a promotion due.
    lines
        Weak lines named at most, the largest lack first.
    """

    weak: Decimal = Decimal("0.7")
    below: Decimal = Decimal("0.1")
    months: int = 3
    lines: int = 3

    def __post_init__(self) -> None:
        require(0 < self.weak <= 1, "share_out_of_range", column="weak", value=self.weak)
        require(self.months >= 1, "not_positive", column="months", value=self.months)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    What an agent's score says.

    Parameters
    ----------
    agent_id, kind
        Who, and what.
    indicators
        Of training: the weak lines.
    months
        Of promotion: months running with the best grade, this one included.
    is_due
        Of promotion: whether they are enough; of training: always.
    """

    agent_id: str
    kind: GrowthKind
    indicators: tuple[str, ...] = ()
    months: int = 0
    is_due: bool = True


@dataclass(frozen=True, slots=True)
class GrowthNote:
    """
    What was agreed with an agent.

    Parameters
    ----------
    month, agent_id, kind
        From which month's score, with whom, about what.
    text
        What is to be done.
    until
        By when.
    done_on
        When it was done; None: not yet.
    """

    month: Month
    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    kind: GrowthKind
    text: str
    until: dt.date
    done_on: dt.date | None = None

    def __post_init__(self) -> None:
        require(bool(self.text.strip()), "empty", column="text")


def suggestions(
    desk: Desk, month: Month, params: GrowthParams = GrowthParams()
) -> tuple[Suggestion, ...]:
    """
    Return what the newest run of a month says of each agent: promotions first, then training.

    Raises
    ------
    InputError
        When the month was not scored.
    """
    with desk.read() as unit:
        run = unit.months.scored(desk.shop_id, month)
        running = _months_running(unit, desk.shop_id, run)
    found, means = [], _means(run)
    for score in run.scores:
        weak = _weak(score, run.inputs.schemes, means, params)
        months = running.get(score.agent_id, 0)
        if weak:
            found.append(Suggestion(score.agent_id, GrowthKind.TRAINING, weak))
        elif months:
            due = months >= params.months
            kind = GrowthKind.PROMOTION
            found.append(Suggestion(score.agent_id, kind, months=months, is_due=due))
    order = list(reversed(GrowthKind))
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.months, one.agent_id)))


def _means(run: MonthRun) -> dict[tuple[str, str], Decimal]:
    """Return the mean points of each post's lines."""
    points = defaultdict(list)
    for score in run.scores:
        for card in score.cards:
            for line in card.lines:
                if line.points is not None:
                    points[card.post, line.indicator].append(line.points)
    return {name: sum(each, Decimal(0)) / len(each) for name, each in points.items()}


def _weak(
    score: AgentScore,
    schemes: dict[str, Scheme],
    means: dict[tuple[str, str], Decimal],
    params: GrowthParams,
) -> tuple[str, ...]:
    lines = {(card.post, line.indicator): line for card in score.cards for line in card.lines}
    rules = {(post, line.indicator): line for post, one in schemes.items() for line in one.lines}
    named = []
    for one in missed(score, schemes):
        place = one.post, one.indicator
        line, full = lines[place], rules[place].full
        points = line.points or Decimal(0)
        is_weak = points < params.weak * full and points <= means[place] - params.below * full
        if is_weak and not line.is_small_sample:
            named.append(one.indicator)
    return tuple(dict.fromkeys(named))[: params.lines]


def _months_running(unit: Unit, shop_id: str, run: MonthRun) -> dict[str, int]:
    """Return for how many months running agents had the best grade of their scheme."""
    going = dict.fromkeys(_best(run), 1)
    counting, month = set(going), run.month.before
    for _ in range(LOOK_BACK):
        before = unit.months.latest(shop_id, month)
        counting &= set() if before is None else _best(before)
        if not counting:
            break
        for agent in counting:
            going[agent] += 1
        month = month.before
    return going


def _best(run: MonthRun) -> set[str]:
    """Return the agents whose grade is the best of their first post's scheme."""
    best = {post: one.grades[0].id for post, one in run.inputs.schemes.items() if one.grades}
    return {
        score.agent_id
        for score in run.scores
        if score.grade is not None and score.grade == best.get(score.cards[0].post)
    }


def keep_note(desk: Desk, note: GrowthNote) -> int:
    """Keep what was agreed with an agent and return its number."""
    with desk.write("growth_noted", unseen="a new entry beside the others") as unit:
        unit.require_known(note)
        unit.note(note.agent_id, {})
        first = note.month.first
        return unit.enter(note, subject=note.agent_id, date=first)


def finish_note(desk: Desk, number: int) -> GrowthNote:
    """Note that what was agreed is done, once."""
    with desk.write("growth_done", ("entry", number)) as unit:
        entry = unit.register.get(desk.shop_id, GrowthNote, number)
        require(entry.value.done_on is None, "already_done", value=entry.subject)
        done = replace(entry.value, done_on=unit.today)
        unit.register.replace(number, done)
        unit.note(entry.subject, {})
        return done


def notes(desk: Desk) -> tuple[Entry[GrowthNote], ...]:
    """Return all notes of a shop, those not done first, then by their date."""
    with desk.read() as unit:
        kept = unit.register.all(desk.shop_id, GrowthNote)
    return tuple(sorted(kept, key=lambda one: (one.value.done_on is not None, one.value.until)))
