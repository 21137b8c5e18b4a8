"""Who was there in a month, by the time clock and by what was answered of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.facts.presences import USUAL, Attendance, attendance_of
from kpi.facts.punch_requests import PunchRequest
from kpi.pay.pay_scheme import firm_scheme
from service.month.duties import scheduled_in
from service.month.month_extras import pay_schemes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.facts.presences import AskedPresence, PresenceLimits
    from kpi.facts.scheduled import Scheduled
    from kpi.month import Month
    from kpi.pay.pay_scheme import PayScheme
    from store.register import Entry
    from store.unit import Unit

DAY = dt.timedelta(days=1)


def attendance_in(
    unit: Unit, shop_id: str, month: Month, scheduled: Iterable[Scheduled]
) -> Attendance:
    """Return what is known of a month and the one before, and of the night after."""
    clock = unit.shops.get(shop_id).clock
    first, last = month.before.first, month.last + DAY
    return attendance_of(
        unit.floor.presences(shop_id, clock.at(first), clock.at(last + DAY)),
        (entry.value for entry in punch_requests(unit, shop_id, first - DAY, last)),
        limits=presence_limits(pay_schemes_of(unit, shop_id), month),
        shifts=(one.shift for one in scheduled),
    )


def presence_limits(pay_schemes: Iterable[PayScheme], month: Month) -> PresenceLimits:
    """Return how long somebody can be there at a stretch, as the firm says."""
    firm = firm_scheme(pay_schemes, month)
    return (firm and firm.presence) or USUAL


def punch_requests(
    unit: Unit, shop_id: str, first: dt.date, last: dt.date
) -> tuple[Entry[PunchRequest], ...]:
    """Return what was said of presences that began on some dates, in the order entered."""
    return unit.register.all(shop_id, PunchRequest, first=first, last=last)


def questions_in(unit: Unit, shop_id: str, month: Month) -> tuple[AskedPresence, ...]:
    """Return the presences that touch a month and are asked about."""
    clock = unit.shops.get(shop_id).clock
    scheduled = scheduled_in(unit, shop_id, month.before.first, month.last + DAY)
    found = attendance_in(unit, shop_id, month, scheduled)
    return found.within(clock.at(month.first), clock.at(month.last + DAY)).questions
