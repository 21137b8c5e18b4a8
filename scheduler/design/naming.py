"""Codes and names for designed types: early 早, middle 中, late 晚 and night 夜."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.horizon import ClockSpan

if TYPE_CHECKING:
    from scheduler.design.question import DesignQuestion, Floats
    from scheduler.shift_type import ShiftType


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """Shifts that start in a clock span, and how they are called."""

    starts: ClockSpan
    code: str
    name_zh: str
    name_en: str


LEAST_PEOPLE = 1e-6
PARTS = (
    PartOfDay(ClockSpan(4 * 60, 11 * 60), "早", "早班", "Early"),
    PartOfDay(ClockSpan(11 * 60, 15 * 60), "中", "中班", "Middle"),
    PartOfDay(ClockSpan(15 * 60, 20 * 60), "晚", "晚班", "Late"),
    PartOfDay(ClockSpan(20 * 60, 4 * 60), "夜", "夜班", "Night"),
)


def named(
    question: DesignQuestion, starts: tuple[int, ...], starters: Floats
) -> dict[tuple[int, int], ShiftType]:
    """
    Return the types of a menu that somebody works, named, by start and length.

    Several of one part of the day are lettered; those for shorter contracts at the same start have
    their hours behind the code. People who are of no use on any have theirs at the first start they
    may work, so that nobody is left without a type.
    """
    used = {
        (start, form)
        for start in starts
        for form in range(starters.shape[1])
        if starters[start, form].sum() > LEAST_PEOPLE
    }
    for people in question.people:
        mine = [(start, people.forms[start]) for start in starts if people.forms[start] >= 0]
        if mine and used.isdisjoint(mine):
            used.add(mine[0])
    parts = [_part(question.types[start][0]) for start in starts]
    found: dict[tuple[int, int], ShiftType] = {}
    for place, start in enumerate(starts):
        part = parts[place]
        letter = chr(ord("A") + parts[:place].count(part)) if parts.count(part) > 1 else ""
        kinds = [question.types[start][form] for form in range(starters.shape[1])]
        forms = [form for form in range(starters.shape[1]) if (start, form) in used]
        longest = max(kinds[form].longest_work_min for form in forms or [0])
        for form in forms:
            kind = kinds[form]
            hours = "" if kind.longest_work_min == longest else f"{kind.longest_work_min // 60}"
            zh, en = f"{part.name_zh}{letter}", f"{part.name_en} {letter}".strip()
            more = (f"（{hours} 小时）", f" ({hours} h)") if hours else ("", "")
            code = f"{part.code}{letter}{hours}"
            codes = {each.code for each in found.values()}
            code = next(
                name for name in (code, *(f"{code}{n}" for n in range(2, 9))) if name not in codes
            )
            found[start, form] = replace(
                kind,
                code=code,
                name_zh=zh + more[0],
                name_en=en + more[1],
            )
    return found


def _part(kind: ShiftType) -> PartOfDay:
    return next(part for part in PARTS if kind.start_clock in part.starts)
