"""What the law says of working time, dated, as data that ships with the product."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kpi.pay.law import LegalLimit, Topic
from scheduler.work_law import LegalGround, LegalHours, WorkLaw, work_law
from store.files.kpi_pay_scheme import legal_limits
from store.files.toml_value import list_in

if TYPE_CHECKING:
    import datetime as dt

OVERTIME = {
    Topic.OVERTIME_DAY: LegalGround.OVERTIME_DAY,
    Topic.OVERTIME_MONTH: LegalGround.OVERTIME_MONTH,
}


@lru_cache(maxsize=1)
def legal_hours() -> tuple[LegalHours, ...]:
    """Return what the law says of working time, in all its versions; overtime as pay has it."""
    of_time = list_in("law", "working_time_cn.toml", "limit", LegalHours)
    of_pay = [_of_pay(limit) for limit in legal_limits() if limit.topic in OVERTIME]
    return (*of_time, *of_pay)


def _of_pay(limit: LegalLimit) -> LegalHours:
    value = None if limit.value is None else float(limit.value)
    article, in_english = limit.article, limit.article_en or limit.article
    ground = OVERTIME[limit.topic]
    return LegalHours(ground, limit.valid_from, article, in_english, value, note=limit.note)


def work_law_on(date: dt.date) -> WorkLaw:
    """Return the law as it stands on a date; raises InputError where none is known."""
    return work_law(legal_hours(), date)
