"""What the codes of a roster's table mean: hours of the clock, a day off, a kind of leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scheduler.horizon import DAY_MIN, format_clock
from store.files.clean import narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

OFF = {"休", "休息", "公休", "轮休", "调休", "补休", "/", "-", "--", "—", "x", "×", "off", "rest"}
LEAVE = (
    "假",
    "产检",
    "哺乳",
    "工伤",
    "外出",
    "出差",
    "培训",
    "leave",
    "sick",
    "holiday",
    "training",
)
HOUR = r"(\d{1,2})[:点](\d{2})"
TIMES = re.compile(rf"{HOUR}\s*[-~—–至到]\s*(?:次日|翌日|第二天|\+1)?\s*{HOUR}")
SEPARATOR = re.compile(r"[,，;；、\n]")


class Meaning(NamedTuple):
    """
    What a code stands for.

    Parameters
    ----------
    start, length
        Minutes after midnight, and to the end.
    meal
        Minutes after the start and length of the meal, where the legend says it.
    """

    start: int
    length: int
    meal: tuple[int, int] | None = None

    def __str__(self) -> str:
        ends = (self.start + self.length) % DAY_MIN
        return f"{format_clock(self.start)}-{format_clock(ends)}"


def is_off(text: str) -> bool:
    """Return whether a cell says that somebody is off."""
    return narrow(text).strip().lower() in OFF


def is_leave(text: str) -> bool:
    """Return whether a cell names a kind of leave, or work elsewhere."""
    return any(mark in text.lower() for mark in LEAVE)


def explained(told: Sequence[str], used: Collection[str]) -> Iterator[tuple[str, Meaning]]:
    """
    Yield the codes that a row of a legend explains.

    Parameters
    ----------
    told
        Its cells that are not empty, such as ``A``, ``早班``, ``08:30-17:30``; a cell may hold
        several, as in ``A=08:30-17:30；B：12:00-21:00``.
    used
        Codes to look for.
    """
    at = [index for index, text in enumerate(told) if text in used]
    for place, index in enumerate(at):
        after = [*at, len(told)][place + 1]
        meaning = meaning_of(spans_in(" ".join(told[index + 1 : after])))
        if meaning is not None:
            yield told[index], meaning
    for part in (part for text in told for part in SEPARATOR.split(text)):
        for code in used:
            found = re.search(rf"(?:^|[\s：:]){re.escape(code)}(?:\s*[=＝:：（(]|\s)", part)
            meaning = meaning_of(spans_in(part[found.end() :])) if found else None
            if meaning is not None:
                yield code, meaning


def spans_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of clock time in a text: start, and length, in minutes."""
    found = []
    for match in TIMES.finditer(narrow(text)):
        one, two = (int(match[at]) * 60 + int(match[at + 1]) for at in (1, 3))
        if max(one, two) <= DAY_MIN:
            found.append((one % DAY_MIN, (two - one) % DAY_MIN or DAY_MIN))
    return found


def meaning_of(spans: Sequence[tuple[int, int]]) -> Meaning | None:
    """Return what spans say: a shift, and its meal where another lies inside; None: nothing."""
    if not spans:
        return None
    start, length = spans[0]
    inside = (((begins - start) % DAY_MIN, lasts) for begins, lasts in spans[1:])
    meals = [(after, lasts) for after, lasts in inside if after + lasts <= length]
    return Meaning(start, length, meals[0] if meals else None)
