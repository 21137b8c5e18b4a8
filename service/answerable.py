"""What agents object to or contest, and the one answer of a person that each gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeVar

from scheduler.errors import require
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """
    What somebody holds against something that was decided about them.

    Parameters
    ----------
    agent_id
        Whom it is about.
    about
        What of it; empty: the whole.
    text
        In the agent's words.
    answer, answered_by
        Empty: not answered yet.
    is_accepted
        Whether it was right; None: not answered yet.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    about: str
    text: str
    answer: str = ""
    answered_by: str = ""
    is_accepted: bool | None = None

    def __post_init__(self) -> None:
        require(bool(self.text.strip()), "empty", column="text")
        good = bool(self.answer) == bool(self.answered_by) == (self.is_accepted is not None)
        require(good, "answer_unfinished", column="answer")
        alone = bool(self.answered_by) and self.answered_by == self.agent_id
        require(not alone, "approved_by_oneself", column="answered_by", value=self.answered_by)


Asked = TypeVar("Asked", bound=Answerable)


def answered(
    unit: Writing, kind: type[Asked], number: int, *, answer: str, is_accepted: bool
) -> Asked:
    """Keep the answer to an entry that waits for one and return it, within another action."""
    entry = unit.register.get(unit.shop_id, kind, number)
    require(entry.value.is_accepted is None, "already_answered", value=entry.subject)
    require(bool(answer.strip()), "empty", column="answer")
    by = unit.stamp.by
    found = replace(entry.value, answer=answer, answered_by=by, is_accepted=is_accepted)
    unit.register.replace(number, found)
    return found
