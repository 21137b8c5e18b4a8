"""
Rosters as people keep them: a table of codes, people down and days across.

The row of dates may stand anywhere, below titles and above a row of weekdays, in any usual form,
also without a year (``11/3 周一``, ``11月3日``, ``3日``); each further one begins a block of its
own. What a code means is read from a legend in the same sheet or another (``A  早班 08:30-17:30``),
else from the shop's types. Empty cells, 休 and the kinds of leave are no shift. A cell that is no
code is a fault of its own.

What codes cannot say, such as posts and meals, a sheet ``roster`` may say, a row for each shift: it
holds wherever the table has a shift of that start and end.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from store.files.clean import folded
from store.files.code_cells import Codes, words_in
from store.files.code_legend import Meaning, explained, is_off, spans_in
from store.files.code_people import CodePeople, is_nobodys
from store.files.code_rows import CodeRows
from store.files.code_sheets import Sheet, code_sheets, sheets_of
from store.files.code_shifts import Maker, as_told
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.table import Table
from store.files.taken import note_assumed
from store.files.week_columns import ROSTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from scheduler.agent import Agent
    from scheduler.horizon import Clock

LEAST_CODES = 2


@dataclass(frozen=True, slots=True)
class CodeRoster:
    """
    The shifts of a table of codes.

    Parameters
    ----------
    shifts
        In order of agent and start.
    dates
        That the table has a column for.
    """

    shifts: tuple[Shift, ...]
    dates: tuple[dt.date, ...]


def read_code_table(
    path: Path,
    agents: Sequence[Agent],
    rules: RuleSet,
    clock: Clock,
    near: dt.date,
    *,
    posts: Collection[str] | None = None,
    meant: Mapping[str, str] = MappingProxyType({}),
) -> CodeRoster | None:
    """
    Return the shifts of a table of codes; None when the file has no row of dates.

    Where nothing says a post, everybody is on the one that comes first for them; a meal that is
    not said lies in the middle of where the rules allow it.

    Parameters
    ----------
    path
        A workbook or CSV file.
    agents, rules
        Whom its rows may name, by id or name; shapes and shift types.
    clock
        The site's.
    near
        A date nearby, for dates that have no year.
    posts
        That the sheet ``roster`` may name; None: any.
    meant
        By what a cell says that is no code: the code, or word for a day off, that is meant.

    Raises
    ------
    InputError
        Naming each cell that is no code, each row of nobody, and each code with two meanings.
    """
    sheets, said = sheets_of(path)
    found = tuple(code_sheets(sheets, near))
    if not found:
        return None
    known = Known.of(clock, posts=posts)
    rows = CodeRows(found, CodePeople(tuple(agents)))
    told = {folded(text): code for text, code in meant.items()}
    reader = _Reader(rows, tuple(sheets), rules, known, said, told)
    return reader.roster()


@dataclass(frozen=True)
class _Reader:
    """
    Reads the sheets of one file.

    Parameters
    ----------
    rows
        Of the blocks with dates.
    sheets
        All of its sheets, for legends.
    rules, known
        As ``read_code_table`` takes them; the clock and the posts.
    said
        The table that says what codes cannot; None: there is none.
    meant
        By the folded text of a cell that is no code: what is meant.
    """

    rows: CodeRows
    sheets: tuple[Sheet, ...]
    rules: RuleSet
    known: Known
    said: Table | None
    meant: Mapping[str, str]

    def roster(self) -> CodeRoster:
        """Return the shifts of all sheets."""
        faults = [*self._strangers(), *self._contradictions()]
        shifts: list[Shift] = []
        assumed: Counter[tuple[str, str]] = Counter()
        known, make = self._known_shifts, Maker(self.rules, self.known.clock)
        stale = 0
        for day, one in self.rows.by_day.items():
            read = self._codes.read(one.text)
            if read is None and folded(one.text) in self.meant:
                read = self._codes.read(self.meant[folded(one.text)])
                assumed[one.file, "meant"] += 1
            if read is None:
                faults.append(one.fault("code_unknown", known=self._all_codes))
                continue
            read_as, remarks = read
            hours = one.agent.contract.hours_week
            meanings = [meant for each in read_as if (meant := each.meant(hours)) is not None]
            if len(meanings) < len(read_as):
                open_to = "、".join(str(one) for each in read_as for one in each.each_length)
                faults.append(one.fault("code_length_open", lengths=open_to))
                continue
            said = known.pop(day, ())
            exact = as_told(said, meanings, self.known.clock)
            if exact is not None:
                shifts += exact
                continue
            stale += len(said)
            assumed[one.file, "remark"] += remarks
            for meaning in meanings:
                shifts.append(make.shift(one.agent, one.date, meaning))
                assumed[one.file, "post"] += len(one.agent.posts) > 1
                is_guessed = meaning.meal is None and shifts[-1].meal is not None
                assumed[one.file, "meal"] += is_guessed
        if not faults and not any(row.named for row in self.rows.rows):
            faults.append(Fault("code_table_without_people", self.rows.blocks[0].file))
        if faults:
            raise InputError(faults)
        for (file, what), times in (assumed + self.rows.noticed).items():
            note_assumed(file, what, times)
        if self.said is not None:
            note_assumed(self.said.file, "stale", stale + sum(map(len, known.values())))
        dates = sorted({date for block in self.rows.blocks for date in block.dates.values()})
        return CodeRoster(tuple(sorted(shifts, key=_by_person)), tuple(dates))

    @cached_property
    def _known_shifts(self) -> dict[tuple[str, dt.date], tuple[Shift, ...]]:
        """Return the shifts of the sheet that says more than codes, by person and date."""
        if self.said is None:
            return {}
        log = FaultLog()
        rows = ROSTER.read(self.said, self.known, log)
        log.raise_any()
        found: dict[tuple[str, dt.date], tuple[Shift, ...]] = defaultdict(tuple)
        for shift in sorted(rows, key=_by_person):
            found[shift.agent_id, self.known.clock.date_of(shift.start_min)] += (shift,)
        return found

    @cached_property
    def _codes(self) -> Codes:
        """Return what codes mean: as the legend has them, else as the shift types."""
        told = {code: meanings[0] for code, meanings in self._legend.items()}
        for code, meaning in told.items():
            usual = self._typed.get(code)
            if usual is not None and meaning[:2] in {each[:2] for each in usual.each_length}:
                told[code] = meaning._replace(is_elapsed=True)
        return Codes(self._typed | told)

    @cached_property
    def _typed(self) -> dict[str, Meaning]:
        """Return what the codes of the shift types mean."""
        return {
            each.code: Meaning(
                each.start_clock,
                each.length_min,
                is_elapsed=True,
                kind=each if len(each.lengths) > 1 else None,
            )
            for each in self.rules.types
        }

    @property
    def _all_codes(self) -> str:
        return "、".join(self._codes.meanings) or "—"

    @cached_property
    def _legend(self) -> dict[str, list[Meaning]]:
        """Return all that the file says of what its codes mean."""
        used = {word for text in self.rows.texts for word in words_in(text)}
        used = {word for word in used if word and not spans_in(word)}
        found: dict[str, list[Meaning]] = defaultdict(list)
        for row in self._legend_rows():
            for code, meaning in explained(row, used):
                if meaning not in found[code]:
                    found[code].append(meaning)
        for code, usual in self._typed.items():  # a row for each length of a type is no two ways
            told = {meaning[:2] for meaning in found.get(code, ())}
            if usual.kind is not None and told == {each[:2] for each in usual.each_length}:
                found[code] = [usual]
        return found

    def _legend_rows(self) -> Iterator[list[str]]:
        """Yield the cells of rows that are no heads and nobody's, without the empty ones."""
        taken = {(block.file, block.head) for block in self.rows.blocks}
        taken |= {
            (block.file, line - 1)
            for block, line, row, named in self.rows.rows
            if named and any(row[at : at + 1] > [""] for at in block.dates)
        }
        for sheet in self.sheets:
            for index, row in enumerate(sheet.rows):
                told = [text for text in row if text]
                is_other = (sheet.file, index) in taken or is_nobodys(told)
                is_listed = len(told) > 2 and any(map(self.rows.people.knows, told))
                if told and not is_other and not is_listed:
                    yield told

    def _contradictions(self) -> Iterator[Fault]:
        """Yield a fault for each code explained in two ways, and each day told in two ways."""
        for code, meanings in self._legend.items():
            if len(meanings) > 1:
                file, told = self.rows.blocks[0].file, "、".join(map(str, meanings))
                yield Fault("code_two_meanings", file, value=code, details={"told": told})
        said: dict[tuple[str, dt.date], str] = {}
        for one in self.rows.told:
            before = said.setdefault((one.agent.id, one.date), one.text)
            if before != one.text:
                yield one.fault("code_twice", before=before)

    def _strangers(self) -> Iterator[Fault]:
        """Yield a fault for each row of codes that names nobody who is known, or several."""
        seen: set[tuple[str, int]] = set()
        for block, line, row, named in self.rows.rows:
            heads = [text for text in row[: block.first] if text]
            told = [row[at] for at in block.dates if at < len(row) and row[at]]
            good = [text for text in told if is_off(text) or self._codes.read(text)]
            is_roster = len(good) >= LEAST_CODES and 2 * len(good) >= len(told)
            is_known = len(named) == 1 or is_nobodys(heads) or (block.file, line) in seen
            if not is_roster or is_known:
                continue
            if not named and heads and {folded(text) for text in heads} & self._folded_codes:
                continue  # a row of counts
            who = "、".join(agent.id for agent in named)
            code = "code_row_of_several" if named else "code_row_of_nobody"
            code = code if heads else "code_row_without_name"
            details = {"who": who} if named else {}
            value = heads[0] if heads else told[0]
            seen.add((block.file, line))
            yield Fault(code, block.file, line=line, value=value, details=details)

    @cached_property
    def _folded_codes(self) -> set[str]:
        return {folded(code) for code in self._codes.meanings}


def _by_person(shift: Shift) -> tuple[str, int]:
    return shift.agent_id, shift.start_min
