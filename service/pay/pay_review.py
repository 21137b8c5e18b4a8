"""From a calculated month to a locked one: review with objections, approval, lock, correction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.pay.outliers import factors
from scheduler.errors import require
from service.answerable import Answerable, answered
from service.month import months
from service.month.outliers import compared_in, questions
from store.looked import ask_about
from store.register import Entry
from store.run_steps import RunState, RunStep
from store.stamp import Stamp

if TYPE_CHECKING:
    from service.desk import Desk
    from store.changes import Subject
    from store.months import MonthRun
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Entry", "RunState"]

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Objection(Answerable):
    """
    What an agent objects to in a month's score or payout.

    ``about`` is the name of an indicator or of what a payout's line pays.

    Parameters
    ----------
    month, number
        The run, by its month and its number in that month.
    """

    month: Month
    number: int


@dataclass(frozen=True, slots=True)
class ReviewState:
    """
    How far a month's newest run is.

    Parameters
    ----------
    month, number
        The run, by its month and its number in that month.
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
        Id of the agent it is about.
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


def review_state(desk: Desk, month: Month) -> ReviewState:
    """Return how far a month's newest run is; raises InputError when it was never scored."""
    with desk.read() as unit:
        return _state(unit, desk.shop_id, month)


def send_to_review(desk: Desk, month: Month) -> ReviewState:
    """
    Show a calculated and paid run to the agents, who may object.

    Raises
    ------
    UnusualError
        With everybody whose pay is unlike that of the month before, unless somebody has looked.
    """
    with desk.write("month_review", ("month", month, "run")) as unit:
        unit.expect(*_shown(month))
        run = unit.months.scored(desk.shop_id, month)
        require(len(run.payouts) > 0, "month_not_paid", value=month)
        factor_of = factors(run.inputs.plans, run.inputs.pay_schemes, month)
        ask_about(questions(compared_in(unit, desk.shop_id, month, run.payouts, factor_of)))
        return _step(unit, run, RunState.REVIEW)


def _shown(month: Month) -> tuple[Subject, ...]:
    """Return what a month's run is shown to come from: its own, plans, schemes, posts, people."""
    shops = ("plans", "scheme", "pay_scheme", "attribution", "post", "people")
    return (("month", month), *((each,) for each in shops))


def raise_objection(desk: Desk, month: Month, *, agent_id: str, about: str, text: str) -> int:
    """
    Register an objection of an agent while the month is in review; return its number.

    Raises
    ------
    InputError
        When the month is not in review, or the agent is not in it.
    """
    with desk.write("objection_raised", ("month", month, "objections", agent_id)) as unit:
        unit.expect(("month", month, "run"))
        run = unit.months.scored(desk.shop_id, month)
        _require_state(unit, run, RunState.REVIEW)
        known = any(score.agent_id == agent_id for score in run.scores)
        require(known, "unknown_agent", value=agent_id)
        objection = Objection(month, run.number, agent_id=agent_id, about=about, text=text)
        unit.note(agent_id, {"about": about})
        return unit.enter(objection, subject=agent_id, date=month.first)


def answer_objection(desk: Desk, number: int, *, answer: str, is_accepted: bool) -> Objection:
    """Answer an objection, once; whoever it was about cannot. Accepting it changes nothing yet."""
    with desk.write("objection_answered", ("entry", number)) as unit:
        found = answered(unit, Objection, number, answer=answer, is_accepted=is_accepted)
        unit.add(("month", found.month, "objections", found.agent_id))
        unit.note(found.agent_id, {})
        return found


def approve_month(desk: Desk, month: Month) -> ReviewState:
    """
    Approve a reviewed run.

    Raises
    ------
    InputError
        When it is not in review, an objection waits for its answer, one was accepted (then the
        month must be computed anew), or the person calculated it.
    """
    with desk.write("month_approved", ("month", month, "run")) as unit:
        unit.expect(*_shown(month))
        run = unit.months.scored(desk.shop_id, month)
        alone = desk.by == run.entered.by
        require(not alone, "approved_by_oneself", column="by", value=desk.by)
        objections = [one.value for one in _objections(unit, desk.shop_id, run)]
        waiting = sum(one.is_accepted is None for one in objections)
        require(waiting == 0, "objections_open", value=waiting)
        accepted = [one.agent_id for one in objections if one.is_accepted]
        require(not accepted, "objections_accepted", value=", ".join(accepted))
        return _step(unit, run, RunState.APPROVED)


def lock_month(desk: Desk, month: Month) -> ReviewState:
    """
    Lock an approved run: it is what is paid, and stays as it is.

    Raises
    ------
    InputError
        When it is not approved, or its inputs no longer lead to the same fen.
    """
    with desk.write("month_locked", ("month", month, "run")) as unit:
        unit.expect(*_shown(month))
        run = unit.months.scored(desk.shop_id, month)
        require(months.recomputes(run), "run_differs", value=month, number=run.number)
        return _step(unit, run, RunState.LOCKED)


def correct_month(
    desk: Desk, month: Month, *, reason: str
) -> tuple[MonthRun, tuple[Difference, ...]]:
    """
    Compute a locked month anew, for a reason, as a run that starts over; return what it changes.

    The locked run stays; the new one is paid only after its own review, approval and lock.
    """
    require(bool(reason.strip()), "empty", column="reason")
    with desk.read() as unit:
        number = unit.run_steps.locked(desk.shop_id, str(month))
        require(number is not None, "month_not_locked", value=month)
        assert number is not None
        before = unit.months.numbered(desk.shop_id, month, number)
    assert before is not None
    after = months.score(desk, month, correction=reason)
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


def _objections(unit: Unit, shop_id: str, run: MonthRun) -> tuple[Entry[Objection], ...]:
    within = unit.register.all(shop_id, Objection, first=run.month.first, last=run.month.last)
    return tuple(one for one in within if one.value.number == run.number)


def _state(unit: Unit, shop_id: str, month: Month) -> ReviewState:
    run = unit.months.scored(shop_id, month)
    steps = unit.run_steps.of(run.id)
    state = steps[-1].state if steps else RunState.CALCULATED
    objections = _objections(unit, shop_id, run)
    return ReviewState(month, run.number, state, run.entered, steps, objections)


def _require_state(unit: Unit, run: MonthRun, wanted: RunState) -> None:
    state = unit.run_steps.state(run.id)
    require(state is wanted, "run_state_wrong", value=run.month)


def _step(unit: Writing, run: MonthRun, to: RunState) -> ReviewState:
    """Take a run one state further; never over a state."""
    states = tuple(RunState)
    _require_state(unit, run, states[states.index(to) - 1])
    unit.run_steps.add(run.id, to, unit.stamp)
    unit.note(str(run.month), {"number": str(run.number)})
    return _state(unit, unit.shop_id, run.month)
