"""Faults, gathered while reading goes on, so that all are told at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from store.looked import ask_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(slots=True)
class FaultLog:
    """
    The faults found so far.

    Parameters
    ----------
    faults
        In the order in which they were found.
    questions
        What is not wrong for certain, likewise.
    called
        By file, what it calls columns that have another name here: faults are told in its words.
    """

    faults: list[Fault] = field(default_factory=list)
    questions: list[Fault] = field(default_factory=list)
    called: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def add(self, faults: Iterable[Fault]) -> None:
        """Note faults."""
        self.faults.extend(map(self._in_its_words, faults))

    def ask(self, questions: Iterable[Fault]) -> None:
        """Note questions."""
        self.questions.extend(map(self._in_its_words, questions))

    def _in_its_words(self, fault: Fault) -> Fault:
        called = self.called.get(fault.file or "", {})
        theirs = called.get(fault.column or "")
        return fault if theirs is None else replace(fault, column=theirs)

    @contextmanager
    def at(
        self, file: str, *, line: int | None = None, column: str | None = None
    ) -> Iterator[None]:
        """Note the faults of an InputError raised inside, at this place, and go on."""
        try:
            yield
        except InputError as error:
            self.add(placed(error.faults, file, line=line, column=column))

    def raise_any(self) -> None:
        """Raise an InputError with all faults, if there are any; else ask all questions."""
        if self.faults:
            raise InputError([*self.faults, *self.questions])
        ask_about(self.questions)


def placed(
    faults: Iterable[Fault], file: str, *, line: int | None = None, column: str | None = None
) -> tuple[Fault, ...]:
    """Return faults with their place filled in where it is not known yet."""
    return tuple(
        replace(
            fault,
            file=fault.file or file,
            line=line if fault.line is None else fault.line,
            column=fault.column or column,
        )
        for fault in faults
    )
