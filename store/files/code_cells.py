"""What the cells of a table of codes say: a code, one with a start, hours, several of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN, format_clock
from store.files.clean import folded, narrow
from store.files.code_legend import (
    HOUR,
    NO_SHIFT,
    Meaning,
    is_leave,
    is_off,
    meaning_of,
    spans_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift

AND = "+"  # between the shifts of one day
SIGNS = "!！◆※✕ "  # of breaches, pins and absences, as printed tables have them
AT = re.compile(rf"(.+?)\s*@?\s*{HOUR}")


@dataclass(frozen=True)
class Codes:
    """
    What codes mean.

    Parameters
    ----------
    meanings
        By code.
    """

    meanings: Mapping[str, Meaning]

    @cached_property
    def _folded(self) -> dict[str, Meaning | None]:
        """Return meanings by folded code; None where codes differ in letters' case alone."""
        found: dict[str, list[Meaning]] = defaultdict(list)
        for code, meaning in self.meanings.items():
            found[folded(code)].append(meaning)
        return {code: told[0] if len({*told}) == 1 else None for code, told in found.items()}

    def read(self, text: str) -> tuple[tuple[Meaning, ...], int] | None:
        """
        Return the shifts of a cell, and how many further lines are remarks; None: it is no code.

        No shift, for a day off or leave, is an empty tuple.
        """
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if text in self.meanings:
            return ((self.meanings[text],) if self.meanings[text].length else ()), 0
        found: list[Meaning] = []
        remarks = 0
        for number, line in enumerate(lines):
            told = self._line(line.lstrip(SIGNS) or line, is_first=number == 0)
            if told is None and number == 0:
                return None
            remarks += told is None
            found += told or ()
        return tuple(each for each in found if each.length), remarks

    def _line(self, text: str, *, is_first: bool) -> tuple[Meaning, ...] | None:
        for place in (at for at, letter in enumerate(text) if letter == AND):
            head = self._one(text[:place].strip(), is_first=is_first)
            rest = self._line(text[place + 1 :].strip(), is_first=is_first) if head else None
            if head is not None and rest is not None:
                return (head, *rest)
        whole = self._one(text, is_first=is_first)
        return None if whole is None else (whole,)

    def _one(self, text: str, *, is_first: bool) -> Meaning | None:
        """Return what a text says that is one shift or none; later lines may hold no hours."""
        if text in self.meanings:
            return self.meanings[text]
        if self._folded.get(folded(text)):
            return self._folded[folded(text)]
        if is_off(text):
            return NO_SHIFT
        spans = meaning_of(spans_in(text))
        if spans is not None:
            return spans if is_first or spans_in(text[:16].partition(" ")[0]) else None
        begun = AT.fullmatch(narrow(text))
        if begun is not None and (kind := self._folded.get(folded(begun[1]))) and kind.length:
            return kind._replace(start=(int(begun[2]) * 60 + int(begun[3])) % DAY_MIN, meal=None)
        return NO_SHIFT if is_leave(text) else None


def words_in(text: str) -> Iterator[str]:
    """Yield the parts of a cell that may be codes, folded."""
    for line in text.split("\n"):
        plain = line.strip().lstrip(SIGNS)
        for part in (plain, *plain.split(AND)):
            begun = AT.fullmatch(narrow(part))
            yield folded(begun[1] if begun else part)


def day_text(shifts: Sequence[Shift], problem: RosterProblem) -> str:
    """
    Return the cell of a day: the code of each shift, with its start where that may vary.

    Where a person's contract does not say which length of a type it is, the end stands there too.
    """
    return AND.join(_shift_text(shift, problem) for shift in shifts)


def _shift_text(shift: Shift, problem: RosterProblem) -> str:
    clock, length = problem.horizon.clock, shift.end_min - shift.start_min
    start, end = clock.clock_of(shift.start_min), clock.clock_of(shift.end_min)
    hours = problem.agent_by_id[shift.agent_id].contract.hours_week
    for each in problem.rules.types:
        if length in each.lengths and start in each.starts:
            if len(each.lengths) > 1 and each.lengths_for(hours) != (length,):
                return f"{each.code} {format_clock(start)}-{format_clock(end)}"
            return each.code if len(each.starts) == 1 else f"{each.code} {format_clock(start)}"
    return f"{format_clock(start)}-{format_clock(end)}"
