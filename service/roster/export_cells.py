"""What a roster's printable table says, cell by cell: the same for a spreadsheet and a picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.present import as_told, present, present_work_min
from service.roster.export_legend import Marked, type_hours
from service.roster.export_marks import HandedOut, away_told, clocks, marks, posts_told
from service.roster.export_words import ExportWords
from store.files.code_cells import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduler.shift import Shift
    from service.roster.export_marks import Marks

PIN = "◆"
LOCK = "※"
BREACH = "!"
AWAY = "✕"
PLAIN = "#E3E6EB"
NEW_LINE = "\n"


@dataclass(frozen=True, slots=True)
class Colours:
    """
    Backgrounds, such as ``#DCECF7``.

    Parameters
    ----------
    posts, types
        By post, and by code of shift type.
    """

    posts: Mapping[str, str]
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DayCell:
    """
    A person's day.

    Parameters
    ----------
    text
        A code, hours and post, or what stands for a day off or leave.
    colour
        Of its background; None: nobody works.
    is_broken
        Whether a rule is broken in it.
    note
        What is broken or fixed; empty: nothing.
    """

    text: str
    colour: str | None
    is_broken: bool
    note: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, the hours in which they are there, and a cell for each day."""

    agent_id: str
    name: str
    team: str
    hours: float
    days: tuple[DayCell, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many people of a shift type are there, on all days together and on each."""

    name: str
    total: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LegendRow:
    """What a sign means: the sign, its background (None: none), its name and its hours."""

    sign: str
    colour: str | None
    name: str
    hours: str


@dataclass(frozen=True)
class RosterCells:
    """
    The cells of a roster: agents down, days across.

    Parameters
    ----------
    told, words, colours
        The roster, the texts in the reader's language, and the backgrounds.
    """

    told: HandedOut
    words: ExportWords
    colours: Colours

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """Return the days across."""
        return self.told.problem.horizon.dates

    @property
    def is_coded(self) -> bool:
        """Return whether cells hold codes of shift types rather than hours."""
        return bool(self.told.problem.rules.types)

    @cached_property
    def people(self) -> tuple[PersonRow, ...]:
        """Return a row for each agent, and for those with shifts who are no longer known."""
        problem, shifts = self.told.problem, self.told.shifts
        minutes: Counter[str] = Counter()
        for shift in shifts:
            minutes[shift.agent_id] += present_work_min(problem, shift)
        people = [(agent.id, agent.name, agent.team) for agent in problem.agents]
        strangers = {shift.agent_id for shift in shifts} - problem.agent_by_id.keys()
        people += [(name, "", "") for name in sorted(strangers)]
        return tuple(
            PersonRow(*who, minutes[who[0]] / 60, tuple(self._day(who[0], at) for at in self.dates))
            for who in people
        )

    @cached_property
    def counts(self) -> tuple[CountRow, ...]:
        """Return the people of each type and day who are there."""
        counts: Counter[tuple[str, dt.date]] = Counter()
        for (_, date), shifts in self._by_day.items():
            for shift in present(self.told.problem, shifts):
                counts[self._kind(shift), date] += 1
        codes = {each.code: each.code for each in self.told.problem.rules.types}
        codes |= {"": self.words.other} if codes and any(not code for code, _ in counts) else {}
        rows = []
        for code, name in codes.items():
            days = tuple(counts[code, date] for date in self.dates)
            told = f"{name} {self.words.types.get(code, '')}".strip()
            rows.append(CountRow(told, sum(days), days))
        return tuple(rows)

    @cached_property
    def legend(self) -> tuple[LegendRow, ...]:
        """Return what codes and marks mean."""
        types, words = self.told.problem.rules.types, self.words
        coded = (
            LegendRow(
                each.code,
                self.colours.types.get(each.code, PLAIN),
                words.types[each.code],
                type_hours(each, words.meal),
            )
            for kind in types
            for each in kind.each_length
        )
        explained = (LegendRow(mark, None, told, "") for mark, told in self._marked.explained)
        return (*coded, *explained)

    @property
    def posts(self) -> tuple[LegendRow, ...]:
        """Return the posts by colour, where cells hold hours."""
        named = () if self.is_coded else self.words.posts.items()
        colours = self.colours.posts
        return tuple(LegendRow("", colours.get(post, PLAIN), name, "") for post, name in named)

    @property
    def signed(self) -> Mapping[str, str]:
        """Return what the signs before a cell mean."""
        words = self.words
        return {PIN: words.pinned, LOCK: words.locked, BREACH: words.broken, AWAY: words.absent}

    @cached_property
    def _marks(self) -> Marks:
        return marks(self.told)

    @cached_property
    def _marked(self) -> Marked:
        return Marked(self.told.problem, self.words)

    @cached_property
    def _by_day(self) -> dict[tuple[str, dt.date], list[Shift]]:
        found: dict[tuple[str, dt.date], list[Shift]] = defaultdict(list)
        for shift in self.told.shifts:
            date = self.told.problem.horizon.clock.date_of(shift.start_min)
            found[shift.agent_id, date].append(shift)
        return found

    def _day(self, agent_id: str, date: dt.date) -> DayCell:
        shifts = self._by_day.get((agent_id, date), [])
        lock = LOCK * ((agent_id, date) in self._marks.typed)
        note = self.words.notes.get((agent_id, date), "")
        if not shifts:
            text = self._marked.empty(agent_id, date) or self.words.off * bool(lock)
            return DayCell(lock + text, None, is_broken=False, note=note)
        is_there = any(True for _ in present(self.told.problem, shifts))
        text = self._codes(shifts) if self.is_coded else NEW_LINE.join(self._hours(shifts))
        return DayCell(
            lock + text,
            self._colour(shifts[0]) if is_there else PLAIN,
            is_broken=any(shift in self._marks.broken for shift in shifts),
            note=note,
        )

    def _codes(self, shifts: Sequence[Shift]) -> str:
        problem = self.told.problem
        signs = BREACH * any(shift in self._marks.broken for shift in shifts)
        signs += PIN * any(shift in self._marks.pinned for shift in shifts)
        signs += AWAY * any(away_told(problem, shift, AWAY) for shift in shifts)
        return signs + day_text(shifts, problem)

    def _hours(self, shifts: Sequence[Shift]) -> Iterator[str]:
        problem, clock = self.told.problem, self.told.problem.horizon.clock
        for shift in shifts:
            signs = BREACH * (shift in self._marks.broken) + PIN * (shift in self._marks.pinned)
            hours = clocks(clock, shift.start_min, shift.end_min)
            away = away_told(problem, shift, f"{AWAY} {self.words.absent}")
            posts = posts_told(as_told(problem, shift), self.words.posts, clock, NEW_LINE)
            yield f"{signs}{hours}\n{posts}" + (f"\n{away}" if away else "")

    def _colour(self, shift: Shift) -> str:
        if self.is_coded:
            return self.colours.types.get(self._kind(shift), PLAIN)
        return self.colours.posts.get(shift.post, PLAIN)

    def _kind(self, shift: Shift) -> str:
        """Return the code of a shift's type; empty: it has none."""
        kind = self.told.problem.classes.kind(shift.start_min, shift.end_min)
        return kind if kind in self.words.types else ""
