"""One writing transaction of a person: the repositories, and the line in the log that it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.actions import Action
from store.stamp import Stamp
from store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    """

    shop_id: str
    action: str
    stamp: Stamp

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
            Further values, by name.
        action
            Another name than that of the whole, where one file brings several things.
        """
        done = Action(action or self.action, subject, dict(details or {}), self.stamp)
        self.actions.add(self.shop_id, done)
