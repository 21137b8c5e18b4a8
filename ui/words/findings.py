"""What was found in a log of chats, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.history import Finding


def finding_sentence(found: Finding, lang: str) -> str:
    """Return what is wrong with a log, how often, where first, and what was done about it."""
    where = post_name(found.post, lang) if found.post else ""
    line = "" if found.line is None else str(found.line)
    told = {"count": found.count, "post": where, "line": line, **found.details}
    return t(f"finding.{found.code}", lang, **told).strip()
