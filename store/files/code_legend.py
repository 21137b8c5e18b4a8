"""What the codes of a roster's table mean: hours of the clock, a day off, a kind of leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scheduler.horizon import DAY_MIN, format_clock
from store.files.clean import folded, narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scheduler.shift_type import ShiftType

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
LATEST = re.compile(rf"(?:…|\.\.\.)\s*{TIMES.pattern}")
"""The latest start of a type that may start later too, as this program writes it in a legend."""
SEPARATOR = re.compile(r"[,，;；、\n]")
MARK_CELLS = 2  # of a row that explains a mark of leave: the mark, what it means
LONGEST_GAP_MIN = 300
"""Of a split shift; beyond it, two spans are no one's single shift."""


class Meaning(NamedTuple):
    """
    What a code stands for.

    Parameters
    ----------
    start, length
        Minutes after midnight, and to the end by the clock; length 0: no shift.
    meal
        Minutes after the start and length of the meal or gap, where the legend says it.
    is_elapsed
        Whether the length is that of a shift type: elapsed, also where the clock changes.
    kind
        The shift type, where it has several lengths: a person's contract says which one holds.
    """

    start: int
    length: int
    meal: tuple[int, int] | None = None
    is_elapsed: bool = False
    kind: ShiftType | None = None

    def meant(self, contract_hours_week: float) -> Meaning | None:
        """Return what it means for a contract; None: the type leaves it no length, or several."""
        if self.kind is None:
            return self
        own = self.kind.lengths_for(contract_hours_week)
        return self._replace(length=own[0], kind=None) if len(own) == 1 else None

    @property
    def each_length(self) -> tuple[Meaning, ...]:
        """Return what it may mean: once for each length of a type that has several."""
        lengths = (self.length,) if self.kind is None else self.kind.lengths
        return tuple(self._replace(length=length, kind=None) for length in lengths)

    def __str__(self) -> str:
        ends = (self.start + self.length) % DAY_MIN
        return f"{format_clock(self.start)}-{format_clock(ends)}" if self.length else "休"


NO_SHIFT = Meaning(0, 0)


def is_off(text: str) -> bool:
    """Return whether a cell says that somebody is off."""
    return narrow(text).strip().lower() in OFF


def is_leave(text: str) -> bool:
    """Return whether a cell names a kind of leave, or work elsewhere."""
    return any(mark in text.lower() for mark in LEAVE)


def explained(told: Sequence[str], used: Collection[str]) -> Iterator[tuple[str, Meaning]]:
    """
    Yield the codes that a row of a legend explains, as it writes them.

    Parameters
    ----------
    told
        Its cells that are not empty, such as ``A``, ``早班``, ``08:30-17:30``; a cell may hold
        several, as in ``A=08:30-17:30；B：12:00-21:00``.
    used
        Codes to look for, folded.
    """
    at = [index for index, text in enumerate(told) if folded(text) in used]
    for place, index in enumerate(at):
        after = list(told[index + 1 : [*at, len(told)][place + 1]])
        meaning = meaning_of(spans_in(" ".join(after)))
        is_mark = index == 0 and len(told) == MARK_CELLS and not spans_in(told[1])  # mark, meaning
        if meaning is None and is_mark and (is_off(told[1]) or is_leave(told[1])):
            meaning = NO_SHIFT
        if meaning is not None:
            yield told[index], meaning
    for part in (part for text in told for part in SEPARATOR.split(text)):
        if not spans_in(part):
            continue
        for code in used:
            pattern = rf"(?:^|[\s:])({re.escape(code)})(?:\s*[=:(]|\s)"
            found = re.search(pattern, narrow(part), re.IGNORECASE)
            meaning = meaning_of(spans_in(part[found.end() :])) if found else None
            if found is not None and meaning is not None:
                yield found[1], meaning


def spans_in(text: str) -> list[tuple[int, int]]:
    """
    Return the spans of clock time in a text: start, and length, in minutes.

    Of a type that may start later too, ``10:00-16:00 … 18:00-00:00``, the first alone: the other is
    no second half of it.
    """
    found = []
    for match in TIMES.finditer(LATEST.sub("", narrow(text))):
        one, two = (int(match[at]) * 60 + int(match[at + 1]) for at in (1, 3))
        if max(one, two) <= DAY_MIN:
            found.append((one % DAY_MIN, (two - one) % DAY_MIN or DAY_MIN))
    return found


def meaning_of(spans: Sequence[tuple[int, int]]) -> Meaning | None:
    """
    Return what spans say; None: nothing, or more than one shift can be.

    A span inside the first is its meal; one behind it the second half of a split shift; one that
    only overlaps it, as where a type may start later too, says nothing more.
    """
    if not spans:
        return None
    start, length = spans[0]
    rest = [((begins - start) % DAY_MIN, lasts) for begins, lasts in spans[1:]]
    inside = [(after, lasts) for after, lasts in rest if after + lasts <= length]
    behind = [(after, lasts) for after, lasts in rest if after >= length]
    if not behind:
        return Meaning(start, length, inside[0] if inside else None)
    after, lasts = behind[0]
    is_one = len(rest) == 1 and after - length <= LONGEST_GAP_MIN and after + lasts <= DAY_MIN
    if not is_one:
        return None
    gap = (length, after - length) if after > length else None
    return Meaning(start, after + lasts, gap)
