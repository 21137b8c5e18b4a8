"""Versions of rosters: drafts may change, published ones never do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from scheduler.errors import require
from scheduler.roster import Roster, RosterState, RosterVersion
from store import tables as t
from store.documents import from_document, to_document
from store.repository import Repository, needed
from store.shifts import shift_of, shift_values
from store.stamp import Stamp
from store.table_rows import columns_of, value_of
from store.versions import AgentVersion, Checked, Head, KeptVersion, Origin, Proof, PublishedMark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row

    from scheduler.shift import Shift
    from store.weeks import KeptWeek

__all__ = [
    "AgentVersion",
    "Checked",
    "Head",
    "KeptVersion",
    "Origin",
    "Proof",
    "PublishedMark",
    "Rosters",
]

PUBLISHED = ("published_by", "published_s")


class Rosters(Repository):
    """The versions of the weeks' rosters."""

    def add(
        self,
        week_id: int,
        roster: Roster,
        *,
        origin: Origin,
        checked: Checked,
        proof: Proof | None,
        stamp: Stamp,
    ) -> int:
        """Keep a new draft under the week's next number and return its id."""
        new = RosterVersion(self.number(week_id) + 1, roster)
        kept = KeptVersion(0, week_id, new, origin, stamp, stamp, checked, proof)
        row = columns_of(t.roster_version, kept) | columns_of(t.roster_version, new)
        number = self._added(t.roster_version, row)
        self._add_shifts(number, roster.shifts)
        return number

    def _add_shifts(self, version_id: int, shifts: Iterable[Shift]) -> None:
        key = {"version_id": version_id}
        self._add(t.roster_shift, [key | shift_values(shift) for shift in shifts])

    def change(
        self,
        version_id: int,
        *,
        removed: tuple[Shift, ...],
        added: tuple[Shift, ...],
        checked: Checked,
        stamp: Stamp,
    ) -> None:
        """Take shifts out of a draft and put others in."""
        self._require_draft(version_id)
        if removed:
            rows = self._rows(t.roster_shift, version_id=version_id)
            numbers = {shift_of(row): row.id for row in rows}
            for shift in removed:
                require(shift in numbers, "shift_not_in_roster", value=shift.agent_id)
                self._remove(t.roster_shift, id=numbers[shift])
        self._add_shifts(version_id, added)
        self._set(version_id, checked=to_document(checked), **stamp.columns("changed"))

    def publish(self, version_id: int, *, reason: str, checked: Checked, stamp: Stamp) -> None:
        """Make a draft the published version it stays for ever."""
        self._require_draft(version_id)
        self._set(
            version_id,
            state=RosterState.PUBLISHED.value,
            reason=reason,
            checked=to_document(checked),
            **stamp.columns("published"),
        )

    def _set(self, version_id: int, **values: object) -> None:
        self._change(t.roster_version, values, id=version_id)

    def _require_draft(self, version_id: int) -> None:
        row = self._needed("unknown_version", t.roster_version, id=version_id)
        require(row.state == RosterState.DRAFT.value, "version_published", value=version_id)

    def latest(self, week_id: int, *, state: RosterState | None = None) -> KeptVersion | None:
        """Return the version with the highest number, of a state if named; None without one."""
        row = self._newest(week_id, state)
        return None if row is None else self._version(row)

    def _newest(self, week_id: int, state: RosterState | None = None) -> Row[Any] | None:
        of = {} if state is None else {"state": state.value}
        newest_first = [t.roster_version.c.number.desc()]
        return self._first(t.roster_version, by=newest_first, week_id=week_id, **of)

    def number(self, week_id: int) -> int:
        """Return the number of a week's latest version; 0 without one."""
        return max(self._cells(t.roster_version.c.number, week_id=week_id), default=0)

    def head(self, week_id: int) -> Head | None:
        """Return a week's latest version in short; None without one."""
        row, mark = self._newest(week_id), self._newest(week_id, RosterState.PUBLISHED)
        if row is None:
            return None
        published = mark and PublishedMark(mark.number, Stamp.of(mark, "published"))
        verdict = from_document(Checked, row.checked).verdict
        return Head(row.number, len(verdict.stretches), verdict.cost.total, published)

    def is_published(self, week_id: int) -> bool:
        """Return whether a week has a published version."""
        return self._newest(week_id, RosterState.PUBLISHED) is not None

    def get(self, week_id: int, number: int) -> KeptVersion:
        """Return a version by its number; raises InputError when there is none."""
        row = self._needed("unknown_version", t.roster_version, week_id=week_id, number=number)
        return self._version(row)

    def named(self, week: KeptWeek, number: int | None) -> KeptVersion:
        """Return a version of a week, None: its latest; raises InputError when there is none."""
        if number is not None:
            return self.get(week.id, number)
        return needed(self.latest(week.id), "week_without_roster", week.label)

    def all(self, week_id: int) -> tuple[KeptVersion, ...]:
        """Return all versions of a week in order of number."""
        order = [t.roster_version.c.number]
        return tuple(map(self._version, self._rows(t.roster_version, by=order, week_id=week_id)))

    def published_versions(self, week_id: int) -> tuple[RosterVersion, ...]:
        """Return all published versions of a week in order of number."""
        order, state = [t.roster_version.c.number], RosterState.PUBLISHED.value
        rows = self._rows(t.roster_version, by=order, week_id=week_id, state=state)
        return tuple(self._version(row).version for row in rows)

    def published(self, shop_id: str, start_min: int, end_min: int) -> tuple[Shift, ...]:
        """Return the shifts in force that start in a stretch: each week's last published ones."""
        same = t.roster_version.alias()
        newest = select(func.max(same.c.number)).where(
            same.c.week_id == t.roster_version.c.week_id,
            same.c.state == RosterState.PUBLISHED.value,
        )
        query = (
            select(t.roster_shift)
            .join(t.roster_version, t.roster_shift.c.version_id == t.roster_version.c.id)
            .join(t.week, t.roster_version.c.week_id == t.week.c.id)
            .where(
                t.week.c.shop_id == shop_id,
                t.roster_version.c.number == newest.scalar_subquery(),
                t.roster_shift.c.start_min >= start_min,
                t.roster_shift.c.start_min < end_min,
            )
            .order_by(t.roster_shift.c.start_min, t.roster_shift.c.agent_id)
        )
        return tuple(shift_of(row) for row in self.connection.execute(query))

    def marks(self, week_id: int) -> tuple[tuple[int, PublishedMark], ...]:
        """Return the ids of a week's published versions, with number, who and when, in order."""
        columns = (t.roster_version.c[name] for name in ("id", "number", *PUBLISHED))
        query = select(*columns).where(
            t.roster_version.c.week_id == week_id,
            t.roster_version.c.state == RosterState.PUBLISHED.value,
        )
        rows = self.connection.execute(query.order_by(t.roster_version.c.number))
        return tuple(
            (row.id, PublishedMark(row.number, Stamp.of(row, "published"))) for row in rows
        )

    def shifts(self, version_id: int) -> tuple[Shift, ...]:
        """Return the shifts of a version, in order of agent and start."""
        by = [t.roster_shift.c.agent_id, t.roster_shift.c.start_min]
        return tuple(map(shift_of, self._rows(t.roster_shift, by=by, version_id=version_id)))

    def of_agent(self, week_id: int, agent_id: str) -> tuple[AgentVersion, ...]:
        """Return somebody's shifts in each published version of a week, in order of number."""
        marks = self.marks(week_id)
        shifts: dict[int, list[Shift]] = {number: [] for number, _ in marks}
        mine = t.roster_shift.c.version_id.in_(list(shifts))
        by = [t.roster_shift.c.start_min]
        for row in self._rows(t.roster_shift, mine, by=by, agent_id=agent_id):
            shifts[row.version_id].append(shift_of(row))
        return tuple(AgentVersion(number, mark, tuple(shifts[number])) for number, mark in marks)

    def beside(self, version_id: int, shift: Shift) -> tuple[str, ...]:
        """Return the ids of the others who work the hours of a shift on its post in a version."""
        table = t.roster_shift
        query = select(table.c.agent_id).where(
            table.c.version_id == version_id,
            table.c.start_min == shift.start_min,
            table.c.end_min == shift.end_min,
            table.c.post == shift.post,
            table.c.agent_id != shift.agent_id,
        )
        return tuple(self.connection.scalars(query.order_by(table.c.agent_id)))

    def _version(self, row: Row[Any]) -> KeptVersion:
        shifts = self._rows(t.roster_shift, version_id=row.id)
        roster = Roster(tuple(map(shift_of, shifts)))
        version = value_of(RosterVersion, row, roster=roster, agreed_from=None)
        return value_of(KeptVersion, row, version=version)
