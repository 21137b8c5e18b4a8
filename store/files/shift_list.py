"""
Lists of shifts as people write them: clock times beside a start, names of posts, kinds of sessions.

A roster file says each stretch in full (``2026-11-30T12:00/2026-11-30T13:00``); a list that is
handed out, or filled in by hand, says ``12:00-13:00``, which lies in the shift of its row.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from scheduler.horizon import DAY_MIN
from scheduler.shift import Sitting, Span, Stint
from store.files.cells import read_moment
from store.files.clean import folded, narrow
from store.files.heads import usual_posts
from store.files.kinds import Known
from store.files.table import TableRow
from store.files.told import told
from store.files.week_columns import ROSTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pydantic.fields import FieldInfo

    from scheduler.horizon import Clock
    from scheduler.session import Session
    from store.files.table import Table

TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-~–—至]\s*(\d{1,2}):(\d{2})")
PARTS = re.compile(r"[,，;；、|\n]")
CHANGES = re.compile(r"→|->|[|\n]")
AT = "@"
FULL = "/"
"""Stands in a stretch that is said in full."""
LAST_MINUTE = 59


def in_full(
    table: Table, clock: Clock, posts: Collection[str], sessions: Sequence[Session] = ()
) -> Table:
    """
    Return a list of shifts with every stretch said in full, and posts and sessions by their ids.

    Parameters
    ----------
    posts, sessions
        Those there are; a usual name of a post, and the kind of a session, mean one of them.
    """
    names = {**usual_posts(), **told().posts}
    usual = {folded(said): post for said, post in names.items() if post in posts}
    reader = _List(clock, usual, sessions)
    rows = tuple(TableRow(row.line, reader.cells(dict(row.cells))) for row in table.rows)
    return replace(table, rows=rows, columns=(*table.columns, *_more(table, rows)))


def _more(table: Table, rows: Iterable[TableRow]) -> list[str]:
    found = dict.fromkeys(name for row in rows for name in row.cells)
    return [name for name in found if name not in table.columns]


class _List:
    """Reads the cells of a list row by row."""

    def __init__(self, clock: Clock, posts: dict[str, str], sessions: Sequence[Session]) -> None:
        self.clock, self.posts, self.sessions = clock, posts, sessions
        self.sat: set[tuple[str, str]] = set()

    def cells(self, cells: dict[str, str]) -> dict[str, str]:
        """Return the cells of a row in full; as they are where its start cannot be read."""
        start = None
        with suppress(InputError):
            start = read_moment(cells.get("start", ""), Known(self.clock))
        if start is None:
            return cells
        cells |= self._posts(cells["post"], start) if "post" in cells else {}
        cells |= {"stints": self._stints(cells["stints"], start)} if cells.get("stints") else {}
        meal = _spans(cells.get("meal", ""), start, self.clock)
        cells |= {"meal": _text("meal", meal[0], self.clock)} if len(meal) == 1 else {}
        return cells | self._pauses(cells, start)

    def _post(self, said: str) -> str:
        return self.posts.get(folded(said), said)

    def _posts(self, cell: str, start: int) -> dict[str, str]:
        """Return the post of a cell; where it changes on the way, the stints too."""
        if not TIMES.search(narrow(cell)):
            return {"post": self._post(cell)}
        told = [each for each in map(str.strip, CHANGES.split(cell)) if each]
        stints = self._stints("|".join(told), start)
        return {"post": self._post(_named(told[0])), "stints": stints}

    def _stints(self, cell: str, start: int) -> str:
        found = []
        for each in cell.split("|"):
            spans = _spans(each, start, self.clock)
            if len(spans) != 1:
                return cell
            found.append(Stint(spans[0], self._post(_named(each))))
        return _text("stints", tuple(found), self.clock)

    def _pauses(self, cells: dict[str, str], start: int) -> dict[str, str]:
        """Return breaks, and the sessions that are told among them."""
        breaks: list[Span] = []
        sittings: list[Sitting] = []
        told = {"breaks": cells.get("breaks", ""), "sessions": cells.get("sessions", "")}
        for name, cell in told.items():
            for each in filter(None, map(str.strip, PARTS.split(cell))):
                spans = _spans(each, start, self.clock)
                if len(spans) != 1:
                    return {}
                if _named(each) or name == "sessions":
                    sittings.append(self._sitting(cells, _named(each), spans[0]))
                else:
                    breaks.append(spans[0])
        found = {"breaks": tuple(breaks), "sessions": tuple(sittings)}
        return {name: _text(name, spans, self.clock) for name, spans in found.items() if spans}

    def _sitting(self, cells: dict[str, str], said: str, span: Span) -> Sitting:
        """Return a session by its id, or by its kind the first that fits and was not sat yet."""
        who = cells.get("agent_id", "")
        fits = [
            each.id
            for each in self.sessions
            if said == each.id
            or (
                said == each.kind
                and each.minutes == span.length_min
                and each.earliest_min <= span.start_min
                and span.end_min <= each.latest_min
                and each.agent_id in {"", who}
            )
        ]
        session = next((one for one in fits if (who, one) not in self.sat), said)
        self.sat.add((who, session))
        return Sitting(span, session)


def _named(part: str) -> str:
    """Return what stands beside the times of a part."""
    return TIMES.sub("", narrow(part)).strip().removesuffix(AT).strip()


def _spans(cell: str, start: int, clock: Clock) -> list[Span]:
    """Return the stretches of a cell, each the first after a start; none: said in full, or none."""
    found = []
    for times in () if FULL in cell else TIMES.findall(narrow(cell)):
        first, last = (60 * int(times[at]) + int(times[at + 1]) for at in (0, 2))
        if max(first, last) > DAY_MIN or max(int(times[1]), int(times[3])) > LAST_MINUTE:
            return []
        begins = _after(start, first, clock)
        found.append(Span(begins, _after(begins + 1, last, clock)))
    return found


def _after(moment: int, clock_min: int, clock: Clock) -> int:
    """Return the first moment from one on at which the clock shows so many minutes."""
    date = clock.date_of(moment)
    here = clock.at(date, clock_min)
    return here if here >= moment else clock.at(date, clock_min + DAY_MIN)


def _text(column: str, held: object, clock: Clock) -> str:
    field: FieldInfo = ROSTER.record.model_fields[column]
    mark = next(each for each in field.metadata if hasattr(each, "write"))
    return str(mark.write(held, clock))
