"""What stands in the cells and the legend of a table of codes beside the codes themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN, format_clock
from scheduler.problem import RosterProblem
from service.roster.export_words import ExportWords
from store.files.clean import folded
from store.files.code_cells import AND, SIGNS
from store.files.code_legend import is_leave, is_off, spans_in

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.shift_type import ShiftType

LATER = " … "  # between the earliest and the latest hours of a type that may start later


@dataclass(frozen=True)
class Marked:
    """
    The marks of days without a shift: a day off, the kinds of leave.

    Parameters
    ----------
    problem, words
        Whose absences; the texts. Without shift types a day off is an empty cell.
    """

    problem: RosterProblem
    words: ExportWords

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(folded(each.code) for each in self.problem.rules.types)

    @cached_property
    def off(self) -> str:
        """Return what stands for a day off: no code of a type."""
        marks = (self.words.off, "休", "off", "—")
        free = (mark for mark in marks if folded(mark) not in self._codes)
        return next(free) if self._codes else ""

    def empty(self, agent_id: str, date: dt.date) -> str:
        """Return what stands in the cell of a day without a shift."""
        horizon = self.problem.horizon
        first, last = horizon.clock.at(date), horizon.clock.at(date, DAY_MIN)
        for absence in self.problem.away_by_agent.get(agent_id, ()):
            if absence.start_min < last and first < absence.end_min:
                return self._leave(absence.kind)
        return self.off

    def _leave(self, kind: str) -> str:
        """Return the name of a kind of leave; the word for any where it says something else."""
        name = self.words.absences.get(kind, kind).strip()
        is_free = bool(name) and folded(name) not in self._codes and not spans_in(name)
        is_free = is_free and not any(mark in name for mark in (AND, "\n")) and name[0] not in SIGNS
        return name if is_free else self.words.leave

    @cached_property
    def explained(self) -> tuple[tuple[str, str], ...]:
        """Return the marks that a legend must explain, with what it says of them."""
        kinds = dict.fromkeys(row.kind for row in self.problem.absences)
        marks = dict.fromkeys(map(self._leave, kinds))
        return tuple(
            (mark, self.words.leave) for mark in marks if not (is_off(mark) or is_leave(mark))
        )


def type_hours(kind: ShiftType, meal: str) -> str:
    """Return when a shift type works, at the latest too; meal or gap where it has one place."""
    starts = dict.fromkeys((kind.starts[0], kind.starts[-1]))
    told = LATER.join(_times(start, kind.length_min) for start in starts)
    first = kind.shapes[0]
    is_one = len(kind.shapes) == len(starts) == 1
    if not (is_one and first.meal_earliest_min == first.meal_latest_min):
        return told
    begins = kind.start_clock + first.meal_earliest_min
    if kind.gap_min:
        ends = begins + kind.gap_min
        last = kind.start_clock + kind.length_min
        return f"{_times(kind.start_clock, first.meal_earliest_min)} {_times(ends, last - ends)}"
    if kind.meal_min:
        told += f"（{meal} {_times(begins, kind.meal_min)}）"
    return told


def _times(start: int, length: int) -> str:
    return "-".join(format_clock(at % DAY_MIN) for at in (start, start + length))
