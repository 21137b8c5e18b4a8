"""
The desk at which somebody acts: every action of ``service`` takes it as its first argument.

Pages make it in ``ui/link.py``, commands in ``ui/cli/acting.py``, and nobody else needs to know
where things are kept, who is asking, or what time it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.errors import require
from service.access import permit as access
from service.access.permit import as_granted
from service.access.person import Person
from store.database import Database
from store.journal import recording
from store.looked import asking_together
from store.shops import HOUSE
from store.sight import seeing, writing_for
from store.stamp import Stamp
from store.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.changes import Subject
    from store.unit import Unit

__all__ = ["HOUSE", "Database", "Person"]


Permit = Callable[[Person, str, str], None]
"""Asked with the person, the shop and the action's name before a transaction begins; raises."""


@dataclass(frozen=True, slots=True)
class Desk:
    """
    Where somebody acts: on which database, in which shop, who, and when.

    Parameters
    ----------
    database
        Where everything is kept.
    shop_id
        Which shop; empty: none is chosen yet.
    person
        Who acts; looking at things needs no name.
    now
        This moment, with its time zone.
    seen
        Number of the newest action there was when the person looked (``seen_now``); None: nobody
        says, so that nothing is asked.
    own
        Numbers of the person's own actions, which do not surprise them; grows with every write.
    permit
        Asked before every write.
    origin
        Where the person acts from, as the log keeps it, such as ``web 192.0.2.7``.
    """

    database: Database
    shop_id: str
    person: Person
    now: dt.datetime
    seen: int | None = None
    own: set[int] = field(default_factory=set, compare=False)
    permit: Permit = as_granted
    origin: str = ""

    @property
    def by(self) -> str:
        """Return the person's name."""
        return self.person.name

    @property
    def stamp(self) -> Stamp:
        """Return who and when; raises InputError where nobody is named."""
        return Stamp(self.by, self.now)

    def at(self, shop_id: str) -> Desk:
        """Return the same person's desk in another shop."""
        return replace(self, shop_id=shop_id)

    def seen_now(self) -> int:
        """Return the number of the newest action: what is read from now on is as new as that."""
        with self.database.read() as unit:
            return unit.changes.newest()

    def may(self, name: str) -> bool:
        """Return whether the person may do an action, or see a reading, with anybody here."""
        return access.may(self.person, self.shop_id, name)

    def require_reading(self, name: str) -> None:
        """Raise InputError unless the person may see a reading (``service.access.rights``)."""
        access.require_reading(self.person, self.shop_id, name)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """
        Hand out the repositories for reading; all reads see the same moment.

        Only what the person may see is there: rows about others are not, and reading what is closed
        to them raises InputError.
        """
        sight = access.sight(self.person, self.shop_id)
        with self.database.read() as unit, seeing(unit.connection, sight):
            yield unit

    @contextmanager
    def read_about(self, agent_id: str) -> Iterator[Unit]:
        """
        Hand out everything for reading, to whoever may see an agent's rows.

        For what that agent is told and rests on others too: of these it tells a count, or what they
        asked of this person.

        Raises
        ------
        InputError
            ``unknown_agent``, where the agent is not theirs to look for.
        """
        with self.read() as unit:
            require(agent_id in unit.staff.names(self.shop_id), "unknown_agent", value=agent_id)
        with self.database.read() as unit:
            yield unit

    @contextmanager
    def rehearsing(self) -> Iterator[Desk]:
        """Hand out the same person's desk where everything works as here, and nothing stays."""
        with self.database.rehearsal() as database:
            yield replace(self, database=database, own=set(self.own))

    @contextmanager
    def write(self, action: str, *changed: Subject, unseen: str = "") -> Iterator[Writing]:  # noqa: ARG002 - a reason for readers
        """
        Hand out the repositories for an action; everything holds, or nothing on an exception.

        The person's permission is asked first. What was done is told with ``Writing.note`` and
        becomes a line of the log in the same transaction.

        Parameters
        ----------
        action
            Its name.
        changed
            What it changes and therefore rests on, as paths (``store.changes``); further ones are
            told with ``Writing.touch``.
        unseen
            Why it rests on nothing that somebody saw, where that is so.

        Raises
        ------
        InputError
            When the person may not do that, or not with those it is about; when somebody else
            changed one of these since the person looked.
        UnusualError
            With all that is to be looked at before it is kept.
        """
        stamp = self.stamp
        self.permit(self.person, self.shop_id, action)
        who, here, own = self.person, self.shop_id, frozenset(self.own)
        over = access.reached(who, here, action)
        with (
            self.database.write() as unit,
            writing_for(unit.connection, over, has_wages=access.may(who, here, "wages")),
            recording(unit.connection) as heard,
            asking_together(),
        ):
            writing = Writing(
                *(unit.connection, self.shop_id, action, stamp, self.seen, own, heard, self.origin)
            )
            writing.touch(*changed)
            yield writing
            numbers = writing.finish()
        self.own.update(numbers)
