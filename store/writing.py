"""One writing transaction of a person: the repositories, and the line in the log that it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import Fault, InputError
from store.actions import Action
from store.changes import Subject
from store.looked import looking
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
    """

    shop_id: str
    action: str
    stamp: Stamp
    seen: int | None = None
    own: frozenset[int] = frozenset()
    _changed: list[Subject] = field(default_factory=list)
    _noted: list[int] = field(default_factory=list)

    def touch(self, *subjects: Subject) -> None:
        """
        Change what somebody has seen; it counts as changed when the action is noted.

        Raises
        ------
        InputError
            When somebody else changed it since: ``changed_meanwhile``, with who, what and when.
        """
        self.expect(*subjects)
        self._changed.extend(subjects)

    def add(self, *subjects: Subject) -> None:
        """Note what is new, which nobody can have seen before."""
        self._changed.extend(subjects)

    def enter(self, value: object, *, subject: str, date: dt.date) -> int:
        """Keep a new entry of a register as a subject of its own; return its number."""
        stamp = self.stamp
        number = self.register.add(self.shop_id, value, subject=subject, date=date, stamp=stamp)
        self.add(("entry", number))
        return number

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
        Write what was done into the log; it holds or vanishes with everything else.

        Parameters
        ----------
        subject
            What it was done to, such as a week's label.
        details
            Further values, by name; what unusual was kept, and why, is told beside them.
        action
            Another name than that of the whole, where one file brings several things.
        """
        look = looking()
        told = dict(details or {}) | ({} if look is None else look.details())
        done = Action(action or self.action, subject, told, self.stamp)
        self._noted.append(self.actions.add(self.shop_id, done))

    def finish(self) -> tuple[int, ...]:
        """Keep what the last action noted has changed; return the numbers of all."""
        if self._noted:
            self.changes.add(self.shop_id, self._noted[-1], tuple(self._changed))
        return tuple(self._noted)


def change_fault(
    unit: Unit, shop_id: str, found: ChangedBy, code: str = "changed_meanwhile"
) -> Fault:
    """Return who changed what somebody's change rests on, what they did, and when by the shop."""
    at = moment(found.at_s)
    if unit.shops.exists(shop_id):
        at = at.astimezone(unit.shops.get(shop_id).clock.zone)
    details = {"at": f"{at:%Y-%m-%d %H:%M}", "action": found.action, "version": found.number}
    return Fault(code, value=found.by, details=details)
