"""
Which action changed what, so that nobody changes what they have not seen.

A subject is a path such as ``draft/2026-W49/A1/2026-11-30``. Two subjects touch where one is the
other or lies in it: a whole draft and one person's day in it touch, two people's days do not; the
empty path is everything. The version of anything is the number of the last action that changed it;
what somebody looks at is as new as the newest action there was then.

The subjects, one for what people think of as one thing (a draft of a scheme and a post are one):

===============================================  ==================================================
``draft/WEEK/AGENT/DAY``                         a person-day of a draft; solving, keeping,
                                                 publishing and restoring touch the week's whole
``rules/WEEK/NAME``, ``rules/later``             one rule of a week; the rules of weeks opened later
``week/WEEK``, ``forecast/…``, ``requirement/…``  a week, and its numbers, each made as a whole
``limits/AGENT/KIND``, ``sessions/ID``           what is agreed with somebody; training, a meeting
``absence/N``, ``wish/N``                        one request
``people/AGENT``                                 a line of the staff list
``people/AGENT/certificate/POST``                an agent's certificate
``post/POST``, ``shop``, ``volumes/POST``        a post with its inputs, a shop, a post's history
``special_day/DATE/NAME``                        a promotion or another special day
``campaign/NAME``                                a big promotion with all that it changes
``handover/POST/MINUTE``                          what was passed on at one
``in_force/WEEK``                                which versions were put in force for the past
``month/MONTH/rosters``                          likewise, of the weeks that touch a month
``month/MONTH/anyway``                           who is scored although too little is known
``month/MONTH/run``                              what was computed, scored to locked
``month/MONTH/facts/SOURCE``                     facts of a file, or counted from a register
``month/MONTH/chats/FILE``                       likewise ``messages`` and ``orders``
``month/MONTH/attendance``                       all presences of a month
``month/MONTH/targets/LEVEL/WHO/POST/COLUMN``    one target
``month/MONTH/interruptions``                    secondments and disruptions in a month
``month/MONTH/overtime/AGENT``, ``…/pay/AGENT``  overtime; rewards, deductions, refunds
``month/MONTH/objections/AGENT``                 objections of an agent
``plans/AGENT/FROM``                             a pay plan
``scheme/ID``, ``pay_scheme/ID``                 a scheme, all versions of it
``attribution``, ``platforms``, ``survey``       likewise, one in a shop
``sketch/NAME``                                  a draft of a scheme
``vendor_contract/VENDOR/NAME``                  a contract with a vendor, all versions of it
``settlement/VENDOR/MONTH``                      a vendor's month, all versions of its settlement
``entry/N``, ``entry/N/ITEM``                    an entry of a register; a corrective action in one
``interruption/N``, ``job/N``, ``scenario/NAME``  one of these
``capacity_terms/NAME``                          terms of the months to come, all versions of them
``import/N``                                     a file that was taken in
===============================================  ==================================================

Whoever approves or locks a month rests on all of ``month/MONTH``, and on plans, schemes, posts and
people beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, unquote

from sqlalchemy import func, or_, select

from store import tables as t
from store.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Key = TypeVar("Key", bound="Hashable")
Part = TypeVar("Part")

Subject = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """The action by which something changed: its number, name, who and the second of when."""

    number: int
    action: str
    by: str
    at_s: int


class ChangeLog(Repository):
    """What the actions of the shops changed."""

    def newest(self) -> int:
        """Return the number of the newest action; 0: nobody did anything yet."""
        found = self.connection.execute(select(func.max(t.action.c.id))).scalar()
        return int(found or 0)

    def add(self, shop_id: str, number: int, subjects: tuple[Subject, ...]) -> None:
        """Note what an action changed."""
        paths = sorted({path_of(subject) for subject in subjects})
        key = {"action_id": number, "shop_id": shop_id}
        self._add(t.change, [{**key, "subject": path} for path in paths])

    def brought_by(self, shop_id: str, subject: Subject) -> tuple[Subject, ...]:
        """Return what the action changed that first brought a subject."""
        column = t.change.c.action_id
        first = select(func.min(column)).where(
            t.change.c.shop_id == shop_id, t.change.c.subject == path_of(subject)
        )
        query = select(t.change.c.subject).where(column == first.scalar_subquery())
        paths = self.connection.scalars(query.order_by(t.change.c.subject))
        return tuple(tuple(map(unquote, path.split("/"))) for path in paths)

    def last(self, shop_id: str, subject: Subject) -> ChangedBy | None:
        """Return the last action that touched a subject; None: none did."""
        return self.since(shop_id, subject, -1)

    def since(
        self, shop_id: str, subject: Subject, seen: int, own: frozenset[int] = frozenset()
    ) -> ChangedBy | None:
        """Return the last action after ``seen`` that touched a subject, but for one's own."""
        path = path_of(subject)
        parts = path.split("/")
        above = ["", *("/".join(parts[:place]) for place in range(1, len(parts) + 1))]
        column = t.change.c.subject
        within = (column > f"{path}/") & (column < f"{path}0")  # "0" comes after "/"
        query = (
            select(t.action.c.id, t.action.c.name, t.action.c.done_by, t.action.c.done_s)
            .join(t.change, t.change.c.action_id == t.action.c.id)
            .where(t.change.c.shop_id == shop_id, t.action.c.id > seen)
            .where(or_(column.in_(above), within))
            .order_by(t.action.c.id.desc())
        )
        for row in self.connection.execute(query):
            if row.id not in own:
                return ChangedBy(row.id, row.name, row.done_by, row.done_s)
        return None


def path_of(subject: Subject) -> str:
    """Return a subject as one text; a slash in a name does not divide it."""
    return "/".join(quote(str(part), safe="") for part in subject)


def merged(
    before: Iterable[Part], told: Iterable[Part], now: Iterable[Part], key: Callable[[Part], Key]
) -> tuple[tuple[Part, ...], tuple[Key, ...]]:
    """
    Return a table in which only what somebody changed differs, and the keys of what they changed.

    Parameters
    ----------
    before
        The rows they looked at.
    told
        The rows they want in their place; one that is missing is taken away.
    now
        The rows there are, with what others changed meanwhile.
    key
        Tells which row is which.
    """
    old = {key(row): row for row in before}
    new = {key(row): row for row in told}
    keys = tuple(one for one in (old | new) if old.get(one) != new.get(one))
    left = tuple(row for row in now if key(row) not in keys)
    return (*left, *(new[one] for one in keys if one in new)), keys
