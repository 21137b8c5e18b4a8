"""What a command does with numbers hardly anybody means: it asks, or tells why it kept them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.looked import Look, looked_at
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ui.cli.screen import Screen

SHOWN = 20


@contextmanager
def looking_at(screen: Screen, reason: str | None) -> Iterator[Look]:
    """Keep what is unusual where the person says why, and tell what it was; else it is asked."""
    if reason is None:
        yield Look("")
        return
    with looked_at(reason) as look:
        yield look
    if look.found:
        screen.note(screen.word("cli.looked_at", count=len(look.found), reason=look.reason))
    for fault in look.found[:SHOWN]:
        screen.note(fault_sentence(fault, screen.lang))


def kept_anyway(look: Look) -> dict[str, object]:
    """Return what programs read of numbers that were kept although they are unusual; else {}."""
    if not look.found:
        return {}
    names = ("code", "file", "line", "column", "value")
    found = [{name: getattr(fault, name) for name in names} for fault in look.found]
    return {"kept_anyway": {"reason": look.reason, "found": found}}
