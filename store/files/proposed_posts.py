"""What the posts of a new shop begin with, from the product's data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from scheduler.keys import Key
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.cycle import ReplyCycle
from store.files.toml_value import list_in

OTHER = "other"


@dataclass(frozen=True, slots=True)
class ProposedPost:
    """
    A post as it is proposed.

    Parameters
    ----------
    id
        The post; ``other`` for one that no other entry names.
    valid_from
        Day from which the values are proposed.
    staffing
        Handling time, chats at once, patience and target.
    rhythm
        Of its chats, for whoever promises every turn.
    duties_zh, duties_en
        What people on it do, a line each.
    ours
        What of it is no published number.
    """

    id: str
    valid_from: dt.date
    staffing: Annotated[StaffingInputs, Key(is_flat=True)]
    rhythm: ReplyCycle
    duties_zh: tuple[str, ...]
    duties_en: tuple[str, ...]
    ours: str

    def post(self, post_id: str, lang: str) -> Post:
        """Return the post under an id, with its duties in a language."""
        return Post(post_id, self.staffing, self.duties_zh if lang == "zh" else self.duties_en)


@dataclass(frozen=True, slots=True)
class PlatformTarget:
    """
    What a platform's shops are proposed to staff for.

    Parameters
    ----------
    platform, rule
        The platform, and the id of the rule of its that says within which time and when.
    valid_from
        Day from which it is proposed.
    names
        What people write for the platform, beside its id.
    share
        Of what the rule counts, where its version of the day names no threshold.
    ours
        What of it is no published number.
    """

    platform: str
    rule: str
    valid_from: dt.date
    names: tuple[str, ...]
    share: float
    ours: str


@lru_cache(maxsize=1)
def platform_targets() -> tuple[PlatformTarget, ...]:
    """Return what is proposed by platform, in the order in which platforms are offered."""
    return list_in("shops", "targets.toml", "target", PlatformTarget)


@lru_cache(maxsize=1)
def _kept() -> tuple[ProposedPost, ...]:
    return list_in("shops", "posts.toml", "post", ProposedPost)


def proposed_ids() -> tuple[str, ...]:
    """Return the posts a new shop is proposed, in order."""
    return tuple(dict.fromkeys(one.id for one in _kept() if one.id != OTHER))


def proposed(post_id: str, on: dt.date) -> ProposedPost:
    """Return what a post begins with on a day: the latest that holds then, else the first."""
    mine = [one for one in _kept() if one.id == post_id]
    known = mine or [one for one in _kept() if one.id == OTHER]
    holding = [one for one in known if one.valid_from <= on]
    return max(holding or known[:1], key=lambda one: one.valid_from)
