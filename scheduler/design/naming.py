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

    Several of one part of the day are numbered; those for shorter contracts than the first at the
    same start have their hours behind the code.
    """
    found = {}
    parts = [_part(question.types[start][0]) for start in starts]
    for place, start in enumerate(starts):
        part, same = parts[place], parts.count(parts[place])
        number = str(parts[: place + 1].count(part)) if same > 1 else ""
        used = [form for form in range(starters.shape[1]) if starters[start, form].sum() > 1e-6]
        longest = max(used, key=lambda form: question.types[start][form].work_min, default=0)
        for form in used or [0]:
            kind = question.types[start][form]
            hours = "" if form == longest else f"{kind.work_min / 60:g}"
            code = f"{part.code}{number}" + (f"_{hours}" if hours and number else hours)
            zh, en = f"{part.name_zh}{number}", f"{part.name_en} {number}".strip()
            more = (f"（{hours}小时）", f" ({hours} h)") if hours else ("", "")
            found[start, form] = replace(
                kind, code=code, name_zh=zh + more[0], name_en=en + more[1]
            )
    return found


def _part(kind: ShiftType) -> PartOfDay:
    return next(part for part in PARTS if kind.start_clock in part.starts)
