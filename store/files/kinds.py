"""
What a kind of cell is: a mark of a field's type, with the reader of its text.

The readers themselves are in ``cells``, ``number_cells`` and ``week_cells``. A reader raises
InputError, as all of the project does; ``rows.read_rows`` turns pydantic's own findings and these
into faults with a place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from scheduler.errors import InputError
from scheduler.horizon import Clock, Horizon

if TYPE_CHECKING:
    from collections.abc import Iterable

MISSING = frozenset({"", "-", "--", "—", "——", "–", "－"})
"""What a cell says that nothing is known, besides being empty."""
FAULTS = "faults"  # pydantic's error type for those that readers raise


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known when a cell is read; a name or date is checked against it.

    Parameters
    ----------
    clock
        The site's wall clock.
    horizon, posts, agents, teams, kinds
        None: not known (their own file is faulty), so nothing is checked against it.
    """

    clock: Clock
    horizon: Horizon | None = None
    posts: frozenset[str] | None = None
    agents: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    kinds: frozenset[str] | None = None

    @classmethod
    def of(
        cls,
        clock: Clock,
        *,
        posts: Iterable[str] | None = None,
        agents: Iterable[str] | None = None,
    ) -> Known:
        """Return what is known outside a week."""
        return cls(
            clock,
            posts=None if posts is None else frozenset(posts),
            agents=None if agents is None else frozenset(agents),
        )


def as_it_is(value: Any, _: Clock) -> Any:  # noqa: ANN401 - a text or a number
    """Return a value as its own cell."""
    return value


def as_text(value: object, _: Clock) -> str:
    """Return a value's text."""
    return str(value)


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of cell, as a mark of a field's type.

    Parameters
    ----------
    read
        Its reader, from a cell's text and what is known.
    is_number
        Whether it holds numbers, whose commas are judged by the whole column.
    write
        What stands in a cell for a value; a value that is None is an empty cell.
    options
        What a cell may say, of one that names one of some; empty: anything its reader takes.
    """

    read: Callable[[str, Known], object]
    is_number: bool = False
    write: Callable[[Any, Clock], str | float | Decimal] = as_it_is
    options: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:  # noqa: ANN401 - pydantic's
        """Return pydantic's schema of a field that is read so."""
        return BeforeValidator(self._validated).__get_pydantic_core_schema__(source, handler)

    def _validated(self, text: str, info: ValidationInfo) -> object:
        assert isinstance(info.context, Known)  # what ``read_rows`` gives
        try:
            return self.read(text, info.context)
        except InputError as error:
            raise PydanticCustomError(FAULTS, FAULTS, {FAULTS: error.faults}) from None


def is_missing(text: str) -> bool:
    """Return whether a cell says nothing."""
    return text in MISSING
