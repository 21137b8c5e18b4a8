"""The robots of chat groups: what each takes, as dated data says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from store.files.toml_value import list_in


class ChannelKind(StrEnum):
    """Who is told."""

    WECOM = "wecom"
    """The robot of a group of 企业微信."""
    DINGTALK = "dingtalk"
    """The robot of a group of 钉钉."""
    FEISHU = "feishu"
    """The robot of a group of 飞书."""
    WEBHOOK = "webhook"
    """A server of the firm's own."""


@dataclass(frozen=True, slots=True)
class Robot:
    """
    What a kind of robot takes.

    Parameters
    ----------
    kind
        Which.
    source
        Where that is said.
    hosts
        Where it lives; empty: anywhere.
    text_bytes
        Of a text message, in UTF-8.
    title_bytes, card_bytes
        Of title and text of a card with a button; 0: it takes none.
    picture_bytes
        Of a picture; 0: it takes none.
    has_calls
        Whether it calls people by their telephone numbers.
    per_minute, per_second
        Messages.
    busy
        Codes of answers that mean: later again.
    """

    kind: ChannelKind
    source: str
    hosts: tuple[str, ...]
    text_bytes: int
    title_bytes: int
    card_bytes: int
    picture_bytes: int
    has_calls: bool
    per_minute: int
    per_second: int
    busy: tuple[int, ...]


@cache
def robots() -> dict[ChannelKind, Robot]:
    """Return the robots by kind."""
    return {one.kind: one for one in list_in("robots", "robots.toml", "robot", Robot)}
