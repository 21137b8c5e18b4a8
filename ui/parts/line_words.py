"""Lines of the staff list in words: who it is, and what of it changes."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from typing import TYPE_CHECKING

from ui import figures, state
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Agent, Certificate
    from service.shop.line_changes import FieldChange

POST = re.compile(r"[^|→\s]+")
YES_NO = re.compile(r"\b(?:yes|no)\b")


def person_name(agent: Agent) -> str:
    """Return id and name of somebody."""
    return agent.id if agent.name in {"", agent.id} else f"{agent.id} {agent.name}"


def posts_said(certificates: Iterable[Certificate]) -> str:
    """Return posts in words, with the days between which they may be worked on."""
    return say("list.comma").join(map(_post_said, certificates))


def _post_said(one: Certificate) -> str:
    name = post_name(one.post, state.lang())
    if one.valid_from is None and one.valid_to is None:
        return name
    first, last = ("" if day is None else full_day(day) for day in (one.valid_from, one.valid_to))
    return f"{name} {first}–{last}"


def full_day(date: dt.date | None) -> str:
    """Return a date with its year; a dash where there is none."""
    return "—" if date is None else f"{date:%Y-%m-%d}"


def changes_said(changes: Iterable[FieldChange]) -> str:
    """Return what of a line is otherwise, in words."""
    return say("list.apart").join(
        say(
            "line.change",
            field=say(f"line.{one.name}"),
            before=value_said(one.name, one.before),
            after=value_said(one.name, one.after),
        )
        for one in changes
    )


def log_said(name: str, told: str) -> str:
    """Return what the log says of a field of a line, its posts and its yes or no in words."""
    if name == "certificates":
        return POST.sub(lambda found: post_name(found.group(), state.lang()), told)
    return YES_NO.sub(lambda found: say(f"line.{found.group()}"), told)


def value_said(name: str, value: object) -> str:
    """Return what a field of a line holds, in words."""
    if name == "certificates" and isinstance(value, tuple):
        return posts_said(value)
    if value in (None, "", ()) or isinstance(value, dt.date):
        return full_day(value if isinstance(value, dt.date) else None)
    if isinstance(value, bool):
        return say("line.yes" if value else "line.no")
    if isinstance(value, Enum):
        return say(f"staff.protected_{value.value}")
    if isinstance(value, int | float):
        return figures.number(value, state.lang(), 0 if float(value).is_integer() else 1)
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
