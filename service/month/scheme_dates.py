"""When a scheme may begin: alone on its day for its kind of post, and never in months reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from store.run_steps import RunState

if TYPE_CHECKING:
    from kpi.scheme.scheme import Scheme
    from store.unit import Unit


def check_begin(unit: Unit, shop_id: str, scheme: Scheme) -> None:
    """
    Raise InputError unless a scheme may begin on its date.

    Two schemes of different ids may not begin on one day for one kind of post, since no month could
    then be scored; nor may one reach back into a month whose scores agents have seen.
    """
    kept = unit.schemes.all(shop_id)
    taken = any(
        one.post_kind is scheme.post_kind
        and one.valid_from == scheme.valid_from
        and one.id != scheme.id
        for one in kept
    )
    require(not taken, "scheme_date_taken", value=scheme.id, date=scheme.valid_from)
    if not any(one.post_kind is scheme.post_kind for one in kept):
        return
    for note in unit.months.all(shop_id):
        if note.month.first < scheme.valid_from:
            continue
        run = unit.months.numbered(shop_id, note.month, note.number)
        assert run is not None
        of_kind = any(one.post_kind is scheme.post_kind for one in run.inputs.schemes.values())
        seen = of_kind and unit.run_steps.state(run.id) is not RunState.CALCULATED
        require(not seen, "scheme_month_reviewed", value=scheme.id, month=str(note.month))
