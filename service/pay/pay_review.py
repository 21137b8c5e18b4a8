"""From a calculated month to a locked one: review with objections, approval, lock, correction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.errors import Fault, InputError, require
from service.month import months
from store.actions import Action
from store.register import Entry
from store.run_steps import RunState, RunStep
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from store.database import Database
    from store.months import MonthRun
    from store.unit import Unit

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Objection:
    """
    What an agent objects to in a month's score or payout.

    Parameters
    ----------
    month, number
        Which run.
    agent_id
        Whose.
    about
        Name of an indicator or of what a payout's line pays; empty: the whole.
    text
        In the agent's words.
    answer, answered_by
        Empty: not answered yet.
    is_accepted
        Whether it was right; None: not answered yet.
    """

    month: Month
    number: int
    agent_id: str
    about: str
    text: str
    answer: str = ""
    answered_by: str = ""
    is_accepted: bool | None = None

    def __post_init__(self) -> None:
        require(bool(self.text.strip()), "empty", column="text")
        good = bool(self.answer) == bool(self.answered_by) == (self.is_accepted is not None)
        require(good, "answer_unfinished", column="answer")
        alone = bool(self.answered_by) and self.answered_by == self.agent_id
        require(not alone, "approved_by_oneself", column="answered_by", value=self.answered_by)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """
    How far a month's newest run is.

    Parameters
    ----------
    month, number
        Which run.
    state
        How far.
    calculated
        By whom and when.
    steps
        What it went through.
    objections
        Against it.
    """

    month: Month
    number: int
    state: RunState
    calculated: Stamp
    steps: tuple[RunStep, ...]
    objections: tuple[Entry[Objection], ...]

    @property
    def open_objections(self) -> int:
        """Return how many objections wait for an answer."""
        return sum(one.value.is_accepted is None for one in self.objections)


@dataclass(frozen=True, slots=True)
class Difference:
    """
    What a later run changes for an agent; yuan and points, None: not scored or not paid in it.

    Parameters
    ----------
    agent_id
        Who.
    score_before, score_after
        Totals.
    paid_before, paid_after
        Totals.
    """

    agent_id: str
    score_before: Decimal | None
    score_after: Decimal | None
    paid_before: Decimal | None
    paid_after: Decimal | None

    @property
    def paid(self) -> Decimal:
        """Return how many yuan more (or less) the later run pays."""
        return (self.paid_after or ZERO) - (self.paid_before or ZERO)


def review_state(database: Database, shop_id: str, month: Month) -> ReviewState:
    """Return how far a month's newest run is; raises InputError when it was never scored."""
    with database.read() as unit:
        return _state(unit, shop_id, month)


def send_to_review(
    database: Database, shop_id: str, month: Month, *, by: str, now: dt.datetime
) -> ReviewState:
    """Show a calculated and paid run to the agents, who may object."""
    with database.write() as unit:
        run = _run(unit, shop_id, month)
        require(len(run.payouts) > 0, "month_not_paid", value=month)
        return _step(unit, shop_id, run, RunState.REVIEW, stamp=Stamp(by, now))


def raise_objection(
    database: Database,
    shop_id: str,
    month: Month,
    *,
    agent_id: str,
    about: str,
    text: str,
    by: str,
    now: dt.datetime,
) -> int:
    """
    Register an objection of an agent while the month is in review; return its number.

    Raises
    ------
    InputError
        When the month is not in review, or the agent is not in it.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        run = _run(unit, shop_id, month)
        _require_state(unit, run, RunState.REVIEW)
        known = any(score.agent_id == agent_id for score in run.scores)
        require(known, "unknown_agent", value=agent_id)
        objection = Objection(month, run.number, agent_id, about, text)
        unit.actions.add(shop_id, Action("objection_raised", agent_id, {"about": about}, stamp))
        return unit.register.add(
            shop_id, objection, subject=agent_id, date=month.first, stamp=stamp
        )


def answer_objection(
    database: Database,
    shop_id: str,
    number: int,
    *,
    answer: str,
    is_accepted: bool,
    by: str,
    now: dt.datetime,
) -> Objection:
    """Answer an objection, once; whoever it was about cannot. Accepting it changes nothing yet."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        entry = unit.register.get(shop_id, Objection, number)
        require(entry.value.is_accepted is None, "already_answered", value=entry.subject)
        require(bool(answer.strip()), "empty", column="answer")
        answered = replace(entry.value, answer=answer, answered_by=by, is_accepted=is_accepted)
        unit.register.replace(number, answered)
        unit.actions.add(shop_id, Action("objection_answered", entry.subject, {}, stamp))
        return answered


def approve_month(
    database: Database, shop_id: str, month: Month, *, by: str, now: dt.datetime
) -> ReviewState:
    """
    Approve a reviewed run.

    Raises
    ------
    InputError
        When it is not in review, an objection waits for its answer, one was accepted (then the
        month must be computed anew), or the person calculated it.
    """
    with database.write() as unit:
        run = _run(unit, shop_id, month)
        alone = by == run.entered.by
        require(not alone, "approved_by_oneself", column="by", value=by)
        objections = [one.value for one in _objections(unit, shop_id, run)]
        waiting = sum(one.is_accepted is None for one in objections)
        require(waiting == 0, "objections_open", value=waiting)
        accepted = [one.agent_id for one in objections if one.is_accepted]
        require(not accepted, "objections_accepted", value=", ".join(accepted))
        return _step(unit, shop_id, run, RunState.APPROVED, stamp=Stamp(by, now))


def lock_month(
    database: Database, shop_id: str, month: Month, *, by: str, now: dt.datetime
) -> ReviewState:
    """
    Lock an approved run: it is what is paid, and stays as it is.

    Raises
    ------
    InputError
        When it is not approved, or its inputs no longer lead to the same fen.
    """
    with database.write() as unit:
        run = _run(unit, shop_id, month)
        require(months.recomputes(run), "run_differs", value=month, number=run.number)
        return _step(unit, shop_id, run, RunState.LOCKED, stamp=Stamp(by, now))


def correct_month(
    database: Database, shop_id: str, month: Month, *, reason: str, by: str, now: dt.datetime
) -> tuple[MonthRun, tuple[Difference, ...]]:
    """
    Compute a locked month anew, for a reason, as a run that starts over; return what it changes.

    The locked run stays; the new one is paid only after its own review, approval and lock.
    """
    require(bool(reason.strip()), "empty", column="reason")
    with database.read() as unit:
        number = unit.run_steps.locked(shop_id, str(month))
        require(number is not None, "month_not_locked", value=month)
        assert number is not None
        before = unit.months.numbered(shop_id, month, number)
    assert before is not None
    after = months.score(database, shop_id, month, correction=reason, by=by, now=now)
    return after, difference(before, after)


def difference(before: MonthRun, after: MonthRun) -> tuple[Difference, ...]:
    """Return the agents whose score or pay differs between two runs, in order of id."""
    scores = [{one.agent_id: one.total for one in run.scores} for run in (before, after)]
    payouts = [{one.agent_id: one.total for one in run.payouts} for run in (before, after)]
    agents = sorted({*scores[0], *scores[1], *payouts[0], *payouts[1]})
    found = [
        Difference(
            agent,
            scores[0].get(agent),
            scores[1].get(agent),
            payouts[0].get(agent),
            payouts[1].get(agent),
        )
        for agent in agents
    ]
    return tuple(
        one
        for one in found
        if (one.score_before, one.paid_before) != (one.score_after, one.paid_after)
    )


def _run(unit: Unit, shop_id: str, month: Month) -> MonthRun:
    run = unit.months.latest(shop_id, month)
    if run is None:
        raise InputError(Fault("month_not_scored", value=str(month)))
    return run


def _objections(unit: Unit, shop_id: str, run: MonthRun) -> tuple[Entry[Objection], ...]:
    within = unit.register.all(shop_id, Objection, first=run.month.first, last=run.month.last)
    return tuple(one for one in within if one.value.number == run.number)


def _state(unit: Unit, shop_id: str, month: Month) -> ReviewState:
    run = _run(unit, shop_id, month)
    steps = unit.run_steps.of(run.id)
    state = steps[-1].state if steps else RunState.CALCULATED
    objections = _objections(unit, shop_id, run)
    return ReviewState(month, run.number, state, run.entered, steps, objections)


def _require_state(unit: Unit, run: MonthRun, wanted: RunState) -> None:
    state = unit.run_steps.state(run.id)
    require(state is wanted, "run_state_wrong", value=run.month)


def _step(unit: Unit, shop_id: str, run: MonthRun, to: RunState, *, stamp: Stamp) -> ReviewState:
    """Take a run one state further; never over a state."""
    states = tuple(RunState)
    _require_state(unit, run, states[states.index(to) - 1])
    unit.run_steps.add(run.id, to, stamp)
    details = {"number": str(run.number)}
    unit.actions.add(shop_id, Action(f"month_{to.value}", str(run.month), details, stamp))
    return _state(unit, shop_id, run.month)
