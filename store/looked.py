"""
Numbers hardly anybody means: asked about before they are kept, and kept where somebody says why.

Readers bring their questions to ``ask_about``. Whoever acts for a person who has seen them says so
with ``looked_at``; what then was kept unusual is in the log of actions, with the reason.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.errors import Fault, UnusualError, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHOWN = 20
"""Of the questions of an action, as many stand in the log one by one."""


@dataclass(slots=True)
class Look:
    """
    What a person says of unusual numbers, and those that came.

    Parameters
    ----------
    reason
        Why they are meant; empty: nobody has looked yet, all are asked about together in the end.
    found
        The questions, in the order in which they came.
    """

    reason: str
    found: list[Fault] = field(default_factory=list)

    def hear(self, questions: Iterable[Fault]) -> None:
        """Note questions; one without a place only where no file has brought it already."""
        known = {_about(fault) for fault in self.found}
        self.found += [one for one in questions if one.file or _about(one) not in known]

    def ask(self) -> None:
        """Raise UnusualError where there are questions and nobody has looked."""
        if self.found and not self.reason:
            raise UnusualError(self.found)

    def details(self) -> dict[str, str]:
        """Return what the log tells of it; empty where nothing was unusual."""
        if not self.found:
            return {}
        shown = [_short(fault) for fault in self.found[:SHOWN]]
        left = len(self.found) - len(shown)
        told = "; ".join([*shown, *([f"+{left}"] if left else [])])
        return {"unusual": told, "looked_at": self.reason}


_looks: ContextVar[Look | None] = ContextVar("look", default=None)


@contextmanager
def looked_at(reason: str) -> Iterator[Look]:
    """
    Keep unusual numbers from here on, since somebody has looked at them; hand out which came.

    Raises
    ------
    InputError
        When no reason is given.
    """
    require(bool(reason.strip()), "looked_without_reason")
    with _looking(reason.strip()) as look:
        yield look


@contextmanager
def asking_together() -> Iterator[Look]:
    """Ask in the end about what comes inside, all at once; what somebody looked at is not asked."""
    outer = _looks.get()
    if outer is not None and outer.reason:
        yield outer
        return
    with _looking("") as look:
        yield look
        look.ask()


@contextmanager
def noting_unusual() -> Iterator[Look]:
    """Hand out what comes inside and ask nothing: for who shows it and keeps nothing."""
    with _looking("") as look:
        yield look


@contextmanager
def _looking(reason: str) -> Iterator[Look]:
    look = Look(reason)
    token = _looks.set(look)
    try:
        yield look
    finally:
        _looks.reset(token)


def looking() -> Look | None:
    """Return what somebody said of unusual numbers, and which came so far; None: nobody asked."""
    return _looks.get()


def ask_about(questions: Iterable[Fault]) -> None:
    """Bring questions before the person; raises UnusualError with them where nobody listens."""
    found, look = list(questions), _looks.get()
    if look is not None:
        look.hear(found)
    elif found:
        raise UnusualError(found)


def _about(fault: Fault) -> tuple[str, str, str | None]:
    return fault.code, str(fault.column).rpartition(".")[2], fault.value


def _short(fault: Fault) -> str:
    place = ":".join(str(part) for part in (fault.file, fault.line, fault.column) if part)
    return f"{place} {fault.value}".strip()
