"""When a scheme may begin: alone on its day, never in months reviewed, backwards by a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.scheme.backwards import SchemeBackwards
from scheduler.errors import Fault, require
from store.looked import ask_about, looking
from store.months import DecidedBackwards
from store.run_steps import RunState

__all__ = ["DecidedBackwards", "SchemeBackwards"]

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.scheme.scheme import Scheme
    from store.unit import Unit
    from store.writing import Writing


def begin(unit: Writing, scheme: Scheme) -> None:
    """
    Let a scheme begin on its date, or say why it may not.

    Two schemes of different ids may not begin on one day for one kind of post, since no month could
    then be scored; nor may one reach back into a month whose scores agents have seen. One that
    begins today or before, where another is in force already, is put in force backwards: that is
    asked about, and who decided it and why is kept, for the runs that are computed by it.

    Raises
    ------
    InputError
        When it may not begin on that date.
    """
    kept = unit.schemes.all(unit.shop_id)
    others = [one for one in kept if one.post_kind is scheme.post_kind]
    taken = any(one.valid_from == scheme.valid_from and one.id != scheme.id for one in others)
    require(not taken, "scheme_date_taken", value=scheme.id, date=scheme.valid_from)
    if not others:
        return
    _refuse_reviewed(unit, scheme)
    if scheme.valid_from <= unit.today:
        date = scheme.valid_from.isoformat()
        told = {"scheme": scheme.id, "today": unit.today.isoformat()}
        ask_about([Fault("scheme_backwards", column="valid_from", value=date, details=told)])
        _decide(unit, scheme)


def _refuse_reviewed(unit: Writing, scheme: Scheme) -> None:
    """Raise InputError where a month that a scheme would change was shown to its agents."""
    shop_id = unit.shop_id
    for note in unit.months.all(shop_id):
        if note.month.first < scheme.valid_from:
            continue
        run = unit.months.numbered(shop_id, note.month, note.number)
        assert run is not None
        of_kind = any(one.post_kind is scheme.post_kind for one in run.inputs.schemes.values())
        seen = of_kind and unit.run_steps.state(run.id) is not RunState.CALCULATED
        require(not seen, "scheme_month_reviewed", value=scheme.id, month=str(note.month))


def _decide(unit: Writing, scheme: Scheme) -> None:
    """Keep who put a scheme in force backwards, and why; nothing where nobody has said it yet."""
    look = looking()
    if look is None or not look.reason:
        return
    decided = SchemeBackwards(scheme.id, scheme.version, scheme.valid_from, look.reason)
    unit.enter(decided, subject=scheme.id, date=scheme.valid_from)
    details = {"version": str(scheme.version), "valid_from": scheme.valid_from.isoformat()}
    unit.note(scheme.id, details | {"reason": look.reason}, action="scheme_put_backwards")


def backwards_in(
    unit: Unit, shop_id: str, schemes: Iterable[Scheme]
) -> tuple[DecidedBackwards, ...]:
    """Return which of a month's schemes were put in force backwards, by whom and why."""
    used = {(scheme.id, scheme.version) for scheme in schemes}
    kept = unit.register.all(shop_id, SchemeBackwards)
    return tuple(
        DecidedBackwards(one.value, one.entered)
        for one in kept
        if (one.value.scheme_id, one.value.version) in used
    )
