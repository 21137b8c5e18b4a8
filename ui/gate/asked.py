"""A request for one of the gate's own pages, and what every answer to one needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope

from ui.gate import requests
from ui.gate.house import Seen
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from starlette.responses import Response

    from scheduler.errors import InputError
    from ui.gate.house import House
    from ui.gate.pages import Leaf

Told = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """
    A request for one of the gate's own pages.

    Parameters
    ----------
    scope, receive
        As the server hands them over.
    seen
        How things stand for whoever asks.
    token
        What their cookie holds.
    """

    scope: Scope
    receive: Receive
    seen: Seen
    token: str

    @property
    def is_post(self) -> bool:
        """Return whether something is to be done."""
        return bool(self.scope["method"] == "POST")


def keep(
    house: House,
    answer: Response,
    name: str,
    value: str,
    *,
    strict: bool = False,
    days: int = 0,
    minutes: int = 0,
) -> None:
    """Have the browser keep a cookie that no script reads; an empty value takes it away."""
    lasts_s = days * 86_400 + minutes * 60
    line = requests.set_cookie(
        name, value, is_sealed=house.is_sealed, strict=strict, lasts_s=lasts_s
    )
    answer.headers.append("set-cookie", line)


def sentences(error: InputError, leaf: Leaf) -> list[str]:
    """Return what is wrong, in the language of a page."""
    return [fault_sentence(fault, leaf.lang) for fault in error.faults]
