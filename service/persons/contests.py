"""
What a program decided about somebody, contested by them, and a person's answer.

Scores and pay in review have objections of their own (``service.pay.pay_review``); this is for
wishes a roster did not grant, and for scores and pay that are approved or locked already.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.agent import Wish
from scheduler.errors import require
from scheduler.roster import RosterState
from scheduler.shift import Shift
from scheduler.shift_class import ShiftClasses
from scheduler.verify.cost import broken_by
from service.answerable import Answerable, answered
from store.register import Entry
from store.versions import KeptVersion

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Entry"]


class Decided(StrEnum):
    """What was decided."""

    WISH = "wish"  # a wish a published roster does not grant
    SCORE = "score"  # a month's score or pay, when it is no longer in review


@dataclass(frozen=True, slots=True)
class ContestedDecision(Answerable):
    """
    A decision of the program that somebody contests; ``about`` is a date, or a month.

    Parameters
    ----------
    decided
        What was decided.
    """

    decided: Decided


@dataclass(frozen=True, slots=True)
class WishOutcome:
    """
    What a published roster made of a wish.

    Parameters
    ----------
    wish
        What was asked.
    shifts
        What the agent works on that day; empty: it is free.
    is_granted
        Whether that is what was asked.
    """

    wish: Wish
    shifts: tuple[Shift, ...]
    is_granted: bool


@dataclass(frozen=True, slots=True)
class OwnOutcomes:
    """
    What a week's roster made of somebody's wishes.

    Parameters
    ----------
    version
        The one published last; None: none is yet, and nothing is decided.
    outcomes
        Of each wish, in the order of their days.
    """

    version: KeptVersion | None
    outcomes: tuple[WishOutcome, ...]


def own_outcomes(desk: Desk, label: str, agent_id: str) -> OwnOutcomes:
    """Return what a week's published roster made of an agent's wishes."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        horizon = week.horizon
        version = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
        if version is None:
            return OwnOutcomes(None, ())
        asked = unit.staff.wishes(desk.shop_id, horizon.start, horizon.dates[-1])
    classes = ShiftClasses(horizon.clock, week.rules, week.rules.peak or ())
    mine = version.version.roster.by_agent().get(agent_id, ())
    found = []
    for wish in sorted((one.wish for one in asked), key=lambda one: one.date):
        if wish.agent_id != agent_id:
            continue
        shifts = tuple(one for one in mine if horizon.clock.date_of(one.start_min) == wish.date)
        found.append(WishOutcome(wish, shifts, not broken_by(wish, shifts, classes)))
    return OwnOutcomes(version, tuple(found))


def contest(desk: Desk, agent_id: str, decided: Decided, about: str, text: str) -> int:
    """
    Contest a decision about oneself; return its number.

    Raises
    ------
    InputError
        Without a text, for an unknown agent, or where the same waits for its answer already.
    """
    with desk.write("decision_contested", unseen="a new entry beside the others") as unit:
        made = ContestedDecision(decided, agent_id=agent_id, about=about.strip(), text=text)
        unit.require_known(made)
        open_now = [one.value for one in _open(unit, desk.shop_id, agent_id)]
        is_new = all((one.decided, one.about) != (decided, made.about) for one in open_now)
        require(is_new, "contest_open", value=made.about)
        unit.note(agent_id, {"kind": decided.value, "about": made.about})
        return unit.enter(made, subject=agent_id)


def answer_contest(desk: Desk, number: int, *, answer: str, is_accepted: bool) -> ContestedDecision:
    """Answer once, never one's own; what was decided changes by the usual ways, not by this."""
    with desk.write("contest_answered", ("entry", number)) as unit:
        found = answered(unit, ContestedDecision, number, answer=answer, is_accepted=is_accepted)
        unit.note(found.agent_id, {"kind": found.decided.value, "about": found.about})
        return found


def contests(desk: Desk, agent_id: str | None = None) -> tuple[Entry[ContestedDecision], ...]:
    """Return what was contested, of one agent where named, the newest first."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, ContestedDecision, subject=agent_id)[::-1]


def _open(unit: Unit, shop_id: str, agent_id: str) -> list[Entry[ContestedDecision]]:
    found = unit.register.all(shop_id, ContestedDecision, subject=agent_id)
    return [one for one in found if one.value.is_accepted is None]
