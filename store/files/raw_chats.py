"""
A log of chats as another system exports it: columns of any name, with the faults such logs have.

Nothing is mended in silence: a row that cannot be placed in time is left out, a reply or an end
that cannot be true is taken as not known, and each kind of fault is reported with how many rows it
concerns and the first line it occurs on. Times without an offset are the site's wall clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.history import NOBODY, ChatHistory, Finding
from store.files.cells import says_left
from store.files.content import log_head, log_of
from store.files.fault_log import placed
from store.files.kinds import MISSING
from store.files.log_columns import FIRST_LINE, Stamps, misdated, stamps_of
from store.files.taken import note_told
from store.files.told import Meant, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from scheduler.history import Flags, Floats
    from scheduler.horizon import Clock

CLOCK = r"\d{1,2}:\d{2}"
MIDNIGHTS = 5  # times of exactly 00:00: more of them, and more than chance brings, are dates only
BY_CHANCE = 3 / 1440
UNPLACED = ("time_unreadable", "time_skipped")


class LogStage(StrEnum):
    """How far the reading of a log is."""

    ROWS = "rows"
    TIMES = "times"
    COUNTS = "counts"
    SPEEDS = "speeds"


Tell = Callable[[LogStage], None]


def nobody(_stage: LogStage) -> None:
    """Hear how far a reading is, for those who do not ask."""


@dataclass(frozen=True, slots=True)
class ChatColumns:
    """
    Which column of a log says what; None: no column does. ``a+b`` joins a date and a clock time.

    Parameters
    ----------
    start, first_reply, end
        When the customer wrote, was first answered by a person, and the chat ended.
    post, agent
        Names.
    abandoned
        Whether the customer left without a reply: yes, true, 1, 是, abandoned or HANG.
    only_post
        The post of all rows where no column says it.
    """

    start: str = "start"
    first_reply: str | None = None
    end: str | None = None
    post: str | None = None
    agent: str | None = None
    abandoned: str | None = None
    only_post: str = "chat"


@dataclass(frozen=True, eq=False, slots=True)
class RawChats:
    """
    What a log held.

    Parameters
    ----------
    history
        Chats that could be placed in time, in the order of arrival.
    rows
        Rows of the file.
    findings
        What was wrong, by kind.
    """

    history: ChatHistory
    rows: int
    findings: tuple[Finding, ...]


def read_raw_chats(
    path: Path,
    clock: Clock,
    columns: ChatColumns = ChatColumns(),
    *,
    drop: Mapping[str, str] | None = None,
    tell: Tell = nobody,
) -> RawChats:
    """
    Return the chats of a log: CSV, also gzipped.

    Parameters
    ----------
    path
        A CSV file, gzipped or not.
    clock
        Of the site.
    columns
        Which column says what; those of our own names are found by themselves.
    drop
        Column and text of rows to leave out.
    tell
        Told how far the reading is.

    Raises
    ------
    InputError
        When a column is missing, or no row can be placed in time.
    """
    tell(LogStage.ROWS)
    table = log_of(path)
    tell(LogStage.TIMES)
    named = _named(table, columns)
    needed = [part for text in named.values() for part in text.split("+")]
    missing = [name for name in dict.fromkeys((*needed, *(drop or {}))) if name not in table]
    if missing:
        raise InputError(
            [Fault("missing_column", path.name, line=1, column=name) for name in missing]
        )
    for column, text in (drop or {}).items():
        table = table[table[column] != text]
    found = _Reading(table, clock, named, columns.only_post)
    if found.misdated:
        raise InputError(placed(found.misdated, path.name))
    if not found.kept.any():
        raise InputError(list(_unplaced(found, path.name)) or Fault("no_rows", path.name))
    note_told(path.name)
    return RawChats(found.history(), len(table), tuple(found.findings))


def columns_of(path: Path) -> tuple[str, ...]:
    """Return the columns of a log; raises InputError when it cannot be read."""
    return log_head(path)


def _unplaced(found: _Reading, file: str) -> Iterator[Fault]:
    """Yield why the first row could not be placed in time, where its column says something."""
    column = found.named["start"]
    for each in found.findings:
        if each.code in UNPLACED and each.details["column"] == column:
            assert each.line is not None
            value = found.table.loc[each.line - FIRST_LINE, column.split("+")[0]]
            zone = {"timezone": found.clock.timezone}
            yield Fault(each.code, file, each.line, column, value=str(value), details=zone)


def _named(table: pd.DataFrame, columns: ChatColumns) -> dict[str, str]:
    """Return the file's columns by ours: those told, and those that have our names."""
    names = [item.name for item in fields(ChatColumns) if item.name != "only_post"]
    told = {name: getattr(columns, name) for name in names}
    return {
        name: theirs or name
        for name, theirs in told.items()
        if theirs is not None or name in table.columns
    }


class _Reading:
    """A log on its way to chats; what is wrong is collected in ``findings``."""

    def __init__(
        self, table: pd.DataFrame, clock: Clock, named: dict[str, str], only_post: str
    ) -> None:
        self.table, self.clock, self.named, self.only_post = table, clock, named, only_post
        self.findings: list[Finding] = []
        self.misdated: list[Fault] = []  # years nobody can have meant
        self.arrived = self._seconds("start")
        self.replied = self._seconds("first_reply")
        self.ended = self._seconds("end")
        self.kept = ~np.isnan(self.arrived)
        self._drop_repeats()
        self._doubt(self.replied, self.arrived, "first_reply", "reply_before_start")
        begin = np.where(np.isnan(self.replied), self.arrived, self.replied)
        self._doubt(self.ended, begin, "end", "end_before_reply")

    def history(self) -> ChatHistory:
        """Return the chats kept, in the order of arrival."""
        order = np.flatnonzero(self.kept)
        order = order[np.argsort(self.arrived[order], kind="stable")]
        posts, post = self._names("post", self.only_post)
        agents, agent = self._names("agent", "")
        replied = self.replied[order]
        return ChatHistory(
            posts,
            agents,
            post[order],
            agent[order],
            self.arrived[order],
            replied,
            self.ended[order],
            self._abandoned()[order] & np.isnan(replied),
        )

    def _abandoned(self) -> Flags:
        if "abandoned" in self.named:
            return self._text("abandoned").map(says_left).to_numpy(bool)
        if "first_reply" not in self.named:
            return np.zeros(len(self.table), dtype=bool)
        return np.asarray(self._text("first_reply") == "") & (self._names("agent", "")[1] < 0)

    def _text(self, ours: str) -> pd.Series[str]:
        """Return the cells of a column, a dash as the empty cell it stands for."""
        told = (self.table[name] for name in self.named[ours].split("+"))
        parts = [cells.where(~cells.isin(MISSING), "") for cells in told]
        text = parts[0]
        for part in parts[1:]:
            text = (text + " " + part).str.strip()
        return text

    def _names(self, ours: str, otherwise: str) -> tuple[tuple[str, ...], np.ndarray]:
        if ours not in self.named:
            number = 0 if otherwise else NOBODY
            otherwise = told().meaning(Meant.POST).of(otherwise)
            return (otherwise,) * bool(otherwise), np.full(len(self.table), number)
        text = self._text(ours)
        if otherwise:
            text = text.where(text != "", otherwise)
        if ours == "post":
            meaning = told().meaning(Meant.POST)
            text = text.map({name: meaning.of(name) for name in text.unique()})
        names = tuple(sorted(set(text[self.kept]) - {""}))
        index = {name: number for number, name in enumerate(names)}
        return names, text.map(index).fillna(NOBODY).to_numpy(np.int64)

    def _seconds(self, ours: str) -> Floats:
        """Return moments; NaN where there is none, or none that can be read or be true."""
        if ours not in self.named:
            return np.full(len(self.table), np.nan)
        text = self._text(ours)
        stamps = stamps_of(text, self.clock)
        self._note("time_skipped", stamps.skipped, ours)
        self._note("time_twice", stamps.twice, ours)
        self._note("time_unreadable", stamps.unreadable, ours)
        if ours == "start":
            self._note("start_missing", (text == "").to_numpy(bool), ours)
        self.misdated += misdated(stamps.seconds, text, None, self.named[ours])
        return stamps.seconds if ours == "start" else self._without_dates(stamps, text, ours)

    def _without_dates(self, stamps: Stamps, text: pd.Series[str], ours: str) -> Floats:
        """Return moments; times of exactly 00:00 unknown where they are more than chance brings."""
        bare = stamps.midnight & ~text.str.contains(CLOCK).to_numpy(bool)
        most = max(MIDNIGHTS, BY_CHANCE * int((~np.isnan(stamps.seconds)).sum()))
        doubtful = stamps.midnight if int(stamps.midnight.sum()) > most else bare
        self._note("date_only", doubtful, ours)
        return np.where(doubtful, np.nan, stamps.seconds)

    def _drop_repeats(self) -> None:
        """Keep the first of rows that are the same in every column of the file."""
        if len(self.table.columns) < len(("start", "anything else")):
            return  # arrivals alone: two in one second are two chats
        repeated = self.table.duplicated().to_numpy() & self.kept
        self._note("repeated", repeated, "start")
        self.kept &= ~repeated

    def _doubt(self, later: Floats, earlier: Floats, ours: str, code: str) -> None:
        wrong = later < earlier
        self._note(code, wrong & self.kept, ours)
        later[wrong] = np.nan

    def _note(self, code: str, bad: Flags, ours: str) -> None:
        rows = np.flatnonzero(bad)
        if len(rows):
            line = int(self.table.index[rows[0]]) + FIRST_LINE
            details = {"column": self.named[ours]}
            self.findings.append(Finding(code, len(rows), line=line, details=details))
