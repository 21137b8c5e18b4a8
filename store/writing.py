"""One writing transaction of a person: the repositories, and the line in the log that it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import Fault, InputError, gathering
from scheduler.keys import Cell, keyed, unusual
from store.accounts import accounts_of
from store.actions import Action
from store.changes import Subject, path_of
from store.journal import Recorder
from store.looked import ask_about, looking
from store.sight import require_days
from store.stamp import Stamp, moment
from store.unit import Unit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from store.changes import ChangedBy
    from store.register import Entry

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Writing(Unit):
    """
    The repositories of one transaction in which a person does something.

    Parameters
    ----------
    shop_id
        Where.
    action
        What, as it stands in the log (``ui/words``: ``action.<name>``).
    stamp
        Who, and when.
    seen
        Number of the newest action there was when they looked; None: nobody says, so that nothing
        is asked.
    own
        Numbers of their own actions, which surprise nobody.
    recorder
        Hears what is written, for the log; None: the log tells what was done, not row by row.
    origin
        Where it comes from, as the log keeps it; empty: nobody says.
    """

    shop_id: str
    action: str
    stamp: Stamp
    seen: int | None = None
    own: frozenset[int] = frozenset()
    recorder: Recorder | None = None
    origin: str = ""
    _changed: list[Subject] = field(default_factory=list)
    _noted: list[Action] = field(default_factory=list)

    def touch(self, *subjects: Subject) -> None:
        """
        Change what somebody has seen; it counts as changed when the action is noted.

        Raises
        ------
        InputError
            When somebody else changed it since: ``changed_meanwhile``, with who, what and when; or
            it is of somebody whom whoever writes does not reach.
        """
        require_days(self.connection, *subjects)
        self.expect(*subjects)
        self._changed.extend(subjects)

    def add(self, *subjects: Subject) -> None:
        """Note what is new, which nobody can have seen before."""
        self._changed.extend(subjects)

    @property
    def today(self) -> dt.date:
        """Return the date it is in the shop."""
        return self.shops.today(self.shop_id, self.stamp.at)

    def require_known(self, value: object) -> None:
        """Raise InputError with the people and posts that a value names and the shop has not."""
        people, posts = self.staff.names(self.shop_id), self.shops.post_ids(self.shop_id)
        with gathering() as check:
            for each in keyed(type(value)):
                held, cell = getattr(value, each.name), each.key.cell
                if cell is Cell.AGENT or (cell is Cell.AGENT_OR_NOBODY and held):
                    check(held in people, "unknown_agent", column=each.last, value=held)
                elif cell is Cell.POST:
                    check(held in posts, "unknown_post", column=each.last, value=held)

    def ask(self, value: object) -> None:
        """Ask about what is unusual in a value that somebody wrote by hand."""
        ask_about(unusual(value))

    def enter(self, value: object, *, subject: str, date: dt.date | None = None) -> int:
        """Keep a new entry of a register as a subject of its own, of today; return its number."""
        self.ask(value)
        day, stamp = date or self.today, self.stamp
        number = self.register.add(self.shop_id, value, subject=subject, date=day, stamp=stamp)
        self.add(("entry", number))
        return number

    def put(
        self, value: object, *, subject: str, date: dt.date | None = None, daily: bool = False
    ) -> int:
        """
        Keep an entry of a register in place of those of its subject; return its number.

        Parameters
        ----------
        value, subject, date
            As for ``enter``.
        daily
            Whether only those of the same day go.
        """
        self.clear(type(value), subject=subject, day=date if daily else None)
        return self.enter(value, subject=subject, date=date)

    def clear(self, kind: type[Kept], *, subject: str, day: dt.date | None = None) -> None:
        """Remove the entries of a register that are about a subject, of a day or of all."""
        for old in self.register.all(self.shop_id, kind, subject=subject, first=day, last=day):
            self.take_out(kind, old.id)

    def take_out(self, kind: type[Kept], number: int) -> Entry[Kept]:
        """Remove an entry of a register; raises InputError when somebody else changed it since."""
        self.touch(("entry", number))
        return self.register.remove(self.shop_id, kind, number)

    def expect(self, *subjects: Subject) -> None:
        """Raise InputError where somebody else changed a subject since it was looked at."""
        if self.seen is None:
            return
        for subject in subjects:
            found = self.changes.since(self.shop_id, subject, self.seen, self.own)
            if found is not None:
                raise InputError(change_fault(self, self.shop_id, found))

    def note(
        self, subject: str, details: Mapping[str, str] | None = None, *, action: str = ""
    ) -> None:
        """
        Have what was done written into the log; it holds or vanishes with everything else.

        Parameters
        ----------
        subject
            What it was done to, such as a week's label.
        details
            Further values, by name.
        action
            Another name than that of the whole, where one file brings several things.
        """
        done = Action(action or self.action, subject, dict(details or {}), self.stamp)
        self._noted.append(done)

    def finish(self) -> tuple[int, ...]:
        """
        Write the log as the last links of its chain; return the numbers of the actions.

        The last one has changed what changed, and tells what unusual was kept, and why.
        """
        look = looking()
        if self._noted and look is not None:
            last = self._noted.pop()
            self._noted.append(replace(last, details={**last.details, **look.details()}))
        if not self._noted:
            return ()
        accounts = () if self.recorder is None else accounts_of(self.recorder, self.action)
        self.chain.hold()
        *first, last_number = (self.actions.add(self.shop_id, done) for done in self._noted)
        self.changes.add(self.shop_id, last_number, tuple(self._changed))
        for number in first:
            self.chain.add(number, origin=self.origin)
        paths = sorted({path_of(subject) for subject in self._changed})
        self.chain.add(last_number, subjects=paths, origin=self.origin, accounts=accounts)
        return (*first, last_number)


def change_fault(
    unit: Unit, shop_id: str, found: ChangedBy, code: str = "changed_meanwhile"
) -> Fault:
    """Return who changed what somebody's change rests on, what they did, and when by the shop."""
    at = moment(found.at_s)
    if unit.shops.exists(shop_id):
        at = at.astimezone(unit.shops.get(shop_id).clock.zone)
    details = {"at": f"{at:%Y-%m-%d %H:%M}", "action": found.action, "version": found.number}
    return Fault(code, value=found.by, details=details)
