"""The rows of a campaign (大促): what holds on some of its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from scheduler.errors import gathering
from scheduler.horizon import ClockSpan
from scheduler.keys import Cell, Key, Sign, check_signs


class LeaveDuring(StrEnum):
    """What becomes of leave that may wait, asked for days of a campaign."""

    AS_USUAL = "as_usual"
    WITH_REASON = "with_reason"
    """Granted where a supervisor says why."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CampaignOpening:
    """
    Other opening hours on days of a campaign.

    Parameters
    ----------
    hours
        Clock spans of each day; one that crosses midnight belongs to the day it begins on.
    first, last
        Days, both included; None: the campaign's.
    posts
        Which; None: all.
    """

    hours: tuple[ClockSpan, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    posts: Annotated[tuple[str, ...] | None, Key(cell=Cell.POSTS)] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(len(self.hours) > 0, "empty", column="hours")


@dataclass(frozen=True, slots=True)
class CampaignVolume:
    """
    Days of a campaign on which other numbers of chats are expected.

    Parameters
    ----------
    first, last
        Days, both included; None: the campaign's.
    name
        Days of one name are expected to be alike, those of earlier years too; empty: as the
        campaign is called.
    factor
        How many times an ordinary day's chats; None: as learnt from earlier days of the name.
    posts
        Which; None: all.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    name: str = ""
    factor: Annotated[float | None, Key(cell=Cell.FACTOR)] = None
    posts: Annotated[tuple[str, ...] | None, Key(cell=Cell.POSTS)] = None

    def __post_init__(self) -> None:
        good = self.factor is None or 0 < self.factor < float("inf")
        with gathering() as check:
            check(good, "not_positive", column="factor", value=self.factor)


@dataclass(frozen=True, slots=True)
class CampaignRest:
    """
    Days of a campaign that a platform does not count.

    Parameters
    ----------
    platform
        Whose rules rest.
    source
        Where that was announced.
    first, last
        Days, both included; None: the campaign's.
    rules
        Ids of the rules; empty: all of the platform.
    """

    platform: Annotated[str, Key(cell=Cell.NAME)]
    source: Annotated[str, Key(cell=Cell.NAME)]
    first: dt.date | None = None
    last: dt.date | None = None
    rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("platform", "source"):
                check(bool(getattr(self, column).strip()), "empty", column=column)


@dataclass(frozen=True, slots=True)
class CampaignHelper:
    """
    People from elsewhere who answer chats in named hours of a campaign: lent, or temps.

    Parameters
    ----------
    name
        Who they are, such as the department they come from.
    post
        Where they help.
    hours
        Clock spans of each day in which they are there; one that crosses midnight belongs to the
        day it begins on.
    people
        How many.
    speed
        Chats they answer, as a share of what one of the shop's people does, in (0, 1].
    first, last
        Days, both included; None: the campaign's.
    """

    name: Annotated[str, Key(cell=Cell.NAME)]
    post: Annotated[str, Key(cell=Cell.POST)]
    hours: tuple[ClockSpan, ...]
    people: Annotated[int, Key(sign=Sign.POSITIVE)] = 1
    speed: Annotated[float, Key(cell=Cell.FACTOR)] = 1.0
    first: dt.date | None = None
    last: dt.date | None = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)
            check(bool(self.name.strip()), "empty", column="name")
            check(len(self.hours) > 0, "empty", column="hours")
            good = 0 < self.speed <= 1
            check(good, "helper_speed", column="speed", value=self.speed)


@dataclass(frozen=True, slots=True)
class CampaignConsent:
    """
    Somebody who was asked to work overtime in a campaign.

    Parameters
    ----------
    agent_id
        Who.
    asked
        When.
    agreed
        The answer; None: there is none yet.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    asked: dt.date
    agreed: bool | None = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.agent_id), "empty", column="agent_id")


Part = CampaignOpening | CampaignVolume | CampaignRest | CampaignHelper
