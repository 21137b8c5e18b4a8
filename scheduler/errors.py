"""
The error tree, drawn by what the caller can do about it.

::

    PaibanError
    ├── InputError    fix the file or the field; lists every fault found, not the first
    │   └── UnusualError  nothing is wrong for certain: fix it, or say that it is meant
    ├── StoreError    try again, or look at the database
    └── SolverError   report it: the solver broke a promise

Faults carry a code and values; the sentence is made in ``ui/words``, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


class PaibanError(Exception):
    """Root of every error this project raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong with an input, and where.

    Parameters
    ----------
    code
        Name of the sentence in ``ui/words`` (``fault.<code>``): what is wrong, and the remedy.
    file, line, column
        Where: file name, line number as an editor shows it (the header is line 1), column name.
    value
        What stood there.
    details
        Further values the sentence needs, such as a limit.
    """

    code: str
    file: str | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = " ".join(
            part
            for part in (
                self.file or "",
                f"line {self.line}" if self.line is not None else "",
                f"column {self.column}" if self.column is not None else "",
            )
            if part
        )
        what = self.code if self.value is None else f"{self.code} ({self.value!r})"
        rest = ", ".join(f"{key}={value}" for key, value in self.details.items())
        return ": ".join(part for part in (where, what, rest) if part)


class InputError(PaibanError):
    """
    An input is wrong; carries all its faults at once, each once.

    Parameters
    ----------
    faults
        At least one; a workbook that thirteen readers find too large is one fault.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        found = (faults,) if isinstance(faults, Fault) else faults
        self.faults: tuple[Fault, ...] = tuple({str(fault): fault for fault in found}.values())
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class UnusualError(InputError):
    """Numbers hardly anybody means; they are kept once a person says why they are meant."""


class StoreError(PaibanError):
    """
    The database could not do what was asked; nothing was half-written.

    Parameters
    ----------
    what
        Where it is known, the fault that has a sentence; else a text for the log.
    """

    def __init__(self, what: Fault | str) -> None:
        self.fault = what if isinstance(what, Fault) else None
        super().__init__(what)


class SolverError(PaibanError):
    """The solver broke a promise, such as a bound above a roster's cost."""


def require(condition: bool, code: str, **details: object) -> None:
    """Raise an InputError with one fault unless ``condition`` holds; ``value`` names the value."""
    if not condition:
        raise InputError(_fault(code, details))


@contextmanager
def gathering() -> Iterator[Callable[..., None]]:
    """
    Give a check that is called like ``require``; raise all its faults at once at the end.

    ::

        with gathering() as check:
            check(days >= 1, "not_positive", column="days", value=days)
            check(hours > 0, "not_positive", column="hours", value=hours)
    """
    faults: list[Fault] = []

    def check(condition: bool, code: str, **details: object) -> None:
        if not condition:
            faults.append(_fault(code, details))

    yield check
    if faults:
        raise InputError(faults)


def _fault(code: str, details: dict[str, object]) -> Fault:
    value, column = (details.pop(name, None) for name in ("value", "column"))
    return Fault(
        code,
        column=None if column is None else str(column),
        value=None if value is None else str(value),
        details=details,
    )
