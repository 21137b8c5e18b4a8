"""Service quality of a month beside its posts and the other months, for one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.registers.quality import Quality
from service.records.quality import AnswerSheet, service_quality

if TYPE_CHECKING:
    from service.desk import Desk

MOST_MONTHS = 6


@dataclass(frozen=True)
class QualityView:
    """
    What customers said.

    Parameters
    ----------
    whole
        Of the month, all posts or the one asked for.
    by_post
        Of the month, each post with answers.
    by_month
        Of the last months with answers, up to this one; all posts or the one asked for.
    """

    whole: Quality
    by_post: dict[str, Quality]
    by_month: dict[Month, Quality]


def quality_view(desk: Desk, month: Month, *, post: str | None = None) -> QualityView:
    """Return service quality of a month, by post, and of the months before."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        sheets = [
            (one.date, one.value.post) for one in unit.register.all(desk.shop_id, AnswerSheet)
        ]
    posts = sorted({name for date, name in sheets if date in month})
    months = sorted({Month.of(date) for date, name in sheets if post in (None, name)})
    months = [one for one in months if one <= month][-MOST_MONTHS:]
    return QualityView(
        service_quality(desk, month=month, post=post),
        {name: service_quality(desk, month=month, post=name) for name in posts},
        {one: service_quality(desk, month=one, post=post) for one in months},
    )
