"""A draft's steps by hand: what was changed, taking it back and doing it again, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from service.roster.editing import allowed_change, days_of, keep_change, note_change
from service.roster.house_prices import prices_on
from service.roster.leading import led_to
from service.roster.overriding import Weighed
from service.roster.question import problem_of
from store.draft_steps import DraftStep

if TYPE_CHECKING:
    from service.desk import Desk
    from service.roster.leading import Change
    from store.unit import Unit
    from store.weeks import KeptWeek

__all__ = ["DraftStep"]


@dataclass(frozen=True, slots=True)
class DraftHistory:
    """
    The steps of a week's draft.

    Parameters
    ----------
    done
        Those that are in it, in order.
    undone
        Those that were taken back, the next to do again first.
    """

    done: tuple[DraftStep, ...] = ()
    undone: tuple[DraftStep, ...] = ()

    @property
    def last(self) -> DraftStep | None:
        """Return the step that would be taken back; None: there is none."""
        return self.done[-1] if self.done else None

    @property
    def next(self) -> DraftStep | None:
        """Return the step that would be done again; None: there is none."""
        return self.undone[0] if self.undone else None


def history(desk: Desk, label: str) -> DraftHistory:
    """Return the steps of a week's draft; of a version that is published there are none."""
    with desk.read() as unit:
        return _history(unit, unit.weeks.get(desk.shop_id, label))


def undo(desk: Desk, label: str, step: DraftStep) -> Change:
    """
    Take the last step of a week's draft back; shifts and pins are as they were before it.

    What the draft breaks then it broke before; nobody is asked for a reason again.

    Parameters
    ----------
    step
        The last one, as it was seen.

    Raises
    ------
    InputError
        When it is the last one no more.
    """
    with desk.write("edit_undone") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        _require(_history(unit, week).last, step, "step_not_last")
        unit.touch(*days_of(week, (*step.removed, *step.added)))
        latest, problem = unit.rosters.named(week, None), problem_of(unit, week)
        moved, prices = (
            (step.added, step.removed),
            prices_on(unit, desk.shop_id, week.horizon.start),
        )
        found, asked = led_to(problem, latest, moved, prices)
        pins = tuple(dict.fromkeys((*asked.pins, *step.unpinned)))
        version = keep_change(unit, week, moved, found, (problem, replace(asked, pins=pins)))
        unit.draft_steps.mark(version, step.number, is_undone=True)
        return note_change(unit, week, replace(found, weighed=Weighed()), moved, reason="")


def redo(desk: Desk, label: str, step: DraftStep) -> Change:
    """
    Do a step of a week's draft again that was taken back, with the reason it had.

    Parameters
    ----------
    step
        The next one, as it was seen.

    Raises
    ------
    InputError
        When it is the next one no more, or breaks the law by now.
    """
    with desk.write("edit_redone") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        _require(_history(unit, week).next, step, "step_not_next")
        unit.touch(*days_of(week, (*step.removed, *step.added)))
        moved = (step.removed, step.added)
        problem, found, asked = allowed_change(unit, week, moved, reason=step.reason)
        version = keep_change(unit, week, moved, found, (problem, asked))
        unit.draft_steps.mark(version, step.number, is_undone=False)
        return note_change(unit, week, found, moved, reason=step.reason)


def _history(unit: Unit, week: KeptWeek) -> DraftHistory:
    latest = unit.rosters.latest(week.id)
    if latest is None or not latest.is_draft:
        return DraftHistory()
    steps = unit.draft_steps.all(latest.id)
    done = tuple(one for one in steps if not one.is_undone)
    return DraftHistory(done, tuple(one for one in steps if one.is_undone))


def _require(found: DraftStep | None, seen: DraftStep, code: str) -> None:
    """Raise InputError where a step is another than the one somebody saw, or is there no more."""
    if found != seen:
        who = seen.entered.by if found is None else found.entered.by
        raise InputError(Fault(code, value=who))
