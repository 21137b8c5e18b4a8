"""Lists of ``name=value`` on the command line, and the file of volumes they describe."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.demand.volume_file import ExportColumns, VolumeFile
from ui.cli.options import (
    ClockChanges,
    Drop,
    LeaveOutPosts,
    Map,
    NoRowMeans,
    PostName,
    RepeatedMeans,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence
    from pathlib import Path

LONGEST_NUMBER = 12  # digits
COLUMNS = ("start", "volume", "post")


def pairs(text: str, *, example: str, known: Collection[str] | None = None) -> dict[str, str]:
    """
    Return the values by name of ``name=value,name=value``.

    Parameters
    ----------
    text
        The list; empty: no pairs.
    example
        What it looks like, for the message.
    known
        Names that may occur; None: any.

    Raises
    ------
    InputError
        For a part without ``=`` and for an unknown name.
    """
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value):
            raise InputError(Fault("pairs_unreadable", value=part, details={"example": example}))
        if known is not None and name not in known:
            raise InputError(Fault("pair_unknown", value=name, details={"known": tuple(known)}))
        found[name] = value
    return found


def whole_numbers(text: str, *, example: str) -> dict[str, int]:
    """Return the whole numbers, 0 or more, of ``name=2,name=1``; raises InputError for others."""
    found = pairs(text, example=example)
    for name, value in found.items():
        if not value.isdecimal() or len(value) > LONGEST_NUMBER:
            raise InputError(
                Fault("pairs_unreadable", value=f"{name}={value}", details={"example": example})
            )
    return {name: int(value) for name, value in found.items()}


def weights(text: str) -> dict[str, float]:
    """Return the weights of ``name=2,name=1``; a name alone weighs 1."""
    parts = [part if "=" in part else f"{part}=1" for part in text.split(",") if part.strip()]
    found = pairs(",".join(parts), example="presales=2,aftersales=1")
    return {name: _number(weight) for name, weight in found.items()}


def by_post(text: str, posts: Sequence[str], *, all_posts: bool = True) -> dict[str, float]:
    """
    Return the numbers of ``post=2,post=1``.

    Parameters
    ----------
    text
        The list; empty: no posts.
    posts
        Those there are; a number without a name is for all of them.
    all_posts
        Whether a number without a name may stand.

    Raises
    ------
    InputError
        For an unknown post, a part that is no pair, or text where a number belongs.
    """
    if all_posts and text and "=" not in text:
        return dict.fromkeys(posts, _number(text.strip()))
    return numbers(text, example=f"{posts[0]}=1", known=posts)


def numbers(text: str, *, example: str, known: Collection[str]) -> dict[str, float]:
    """Return the numbers by name of ``name=2,name=1.5``; raises InputError as ``pairs``."""
    found = pairs(text, example=example, known=known)
    return {name: _number(value) for name, value in found.items()}


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    require(math.isfinite(number), "not_number", value=text)
    return number


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file of volumes is laid out."""

    columns: Map = ""
    post: PostName = "chat"
    drop: Drop = ""
    drop_clock_changes: ClockChanges = False
    no_row: NoRowMeans = None
    repeated: RepeatedMeans = None
    leave_out: LeaveOutPosts = ""

    def file(self, path: Path, *, timezone: str, near: dt.date | None = None) -> VolumeFile:
        """
        Return a file that is read so; raises InputError for pairs that are none.

        ``near`` is the day of reading, for dates without a year.
        """
        theirs = pairs(self.columns, example="start=time,volume=chats", known=COLUMNS)
        return VolumeFile(
            path,
            timezone,
            ExportColumns(**theirs, only_post=self.post),
            pairs(self.drop, example="imputed=1"),
            self.drop_clock_changes,
            self.no_row,
            self.repeated,
            near,
            frozenset(filter(None, map(str.strip, self.leave_out.split(",")))),
        )
