"""How long a shop keeps records of people: at least as the law has it, longer where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.registers.retention import (
    KeptFor,
    KeptSince,
    KeptTopic,
    RetentionLaw,
    laws_on,
    months_kept,
    require_lawful,
)
from store.files.kpi_law import retention_laws

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Desk
    from store.unit import Unit

__all__ = ["KeptFor", "KeptSince", "KeptTopic"]


@dataclass(frozen=True, slots=True)
class Term:
    """
    How long something is kept.

    Parameters
    ----------
    law
        What the law says at least, and where.
    months
        How many it is in this shop.
    """

    law: RetentionLaw
    months: int


def terms_in(unit: Unit, shop_id: str, today: dt.date) -> dict[KeptTopic, Term]:
    """Return how long each topic is kept in a shop."""
    law = laws_on(retention_laws(), today)
    own = (entry.value for entry in unit.register.all(shop_id, KeptFor))
    months = months_kept(law, own)
    return {topic: Term(law[topic], months[topic]) for topic in KeptTopic}


def terms(desk: Desk) -> dict[KeptTopic, Term]:
    """Return how long each topic is kept."""
    with desk.read() as unit:
        return terms_in(unit, desk.shop_id, unit.shops.today(desk.shop_id, desk.now))


def save_term(desk: Desk, kept: KeptFor) -> None:
    """Keep something longer; raises InputError where that is shorter than the law asks."""
    with desk.write("retention_saved", ("retention", kept.topic.value)) as unit:
        require_lawful(kept, laws_on(retention_laws(), unit.today)[kept.topic])
        unit.put(kept, subject=kept.topic.value)
        unit.note(kept.topic.value, {"months": str(kept.months)})
