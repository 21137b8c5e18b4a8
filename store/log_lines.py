"""The lines of the log as people read them, with the links that hold them together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from store import tables as t
from store.accounts import CLOSED, WITHHELD, TableAccount, unpacked_accounts
from store.actions import Action, action_of
from store.repository import Repository
from store.stamp import moment


@dataclass(frozen=True, slots=True)
class LogAsked:
    """
    Which lines somebody asks for.

    Parameters
    ----------
    since, before
        From which moment, and before which; None: from the first, to the last.
    by, name
        Of which person and which action; empty: of all.
    most
        How many at most, the newest.
    """

    since: dt.datetime | None = None
    before: dt.datetime | None = None
    by: str = ""
    name: str = ""
    most: int = 500


@dataclass(frozen=True, slots=True)
class LogEntry:
    """
    A line of the log.

    Parameters
    ----------
    place
        In the chain, from 1.
    number
        Of the action: the version of the data that it left.
    done
        What was done to what, by whom and when; money is withheld.
    origin
        From where; empty: nobody said.
    subjects
        Paths of what it changed.
    tables
        What it changed row by row.
    is_vouched
        False: it was there before there was a chain.
    """

    place: int
    number: int
    done: Action
    origin: str
    subjects: tuple[str, ...]
    tables: tuple[TableAccount, ...]
    is_vouched: bool


class LogLines(Repository):
    """The lines of the shops' logs."""

    def of(self, shop_id: str, asked: LogAsked) -> tuple[LogEntry, ...]:
        """Return the lines of a shop that are asked for, newest first."""
        query = (
            select(t.action, *(column for column in t.log_link.c if column.name != "action_id"))
            .join(t.log_link, t.log_link.c.action_id == t.action.c.id)
            .where(t.action.c.shop_id == shop_id)
        )
        if asked.since is not None:
            query = query.where(t.action.c.done_s >= int(asked.since.timestamp()))
        if asked.before is not None:
            query = query.where(t.action.c.done_s < int(asked.before.timestamp()))
        for column, wanted in ((t.action.c.done_by, asked.by), (t.action.c.name, asked.name)):
            if wanted:
                query = query.where(column == wanted)
        newest_first = query.order_by(t.log_link.c.place.desc()).limit(asked.most)
        rows = self.connection.execute(newest_first).all()
        paths: dict[int, list[str]] = {row.id: [] for row in rows}
        for change in self._rows(t.change, t.change.c.action_id.in_(paths)):
            paths[change.action_id].append(change.subject)
        return tuple(
            LogEntry(
                row.place,
                row.id,
                _without_money(action_of(row)),
                row.origin,
                tuple(sorted(paths[row.id])),
                unpacked_accounts(bytes(row.account)),
                row.is_vouched,
            )
            for row in rows
        )

    def who_and_what(self, shop_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who ever did something in a shop, and the names of what was done."""
        of_shop = t.action.c.shop_id == shop_id
        found = []
        for column in (t.action.c.done_by, t.action.c.name):
            names = self.connection.scalars(select(column).where(of_shop).distinct())
            found.append(tuple(sorted(names)))
        return found[0], found[1]

    def newest(self, shop_id: str) -> dt.datetime | None:
        """Return when somebody last did something in a shop; None: nobody did."""
        row = self._first(t.action, by=[t.action.c.id.desc()], shop_id=shop_id)
        return None if row is None else moment(row.done_s)


def _without_money(done: Action) -> Action:
    details = {
        name: WITHHELD if CLOSED.search(name) else told for name, told in done.details.items()
    }
    return Action(done.name, done.subject, details, done.done)
