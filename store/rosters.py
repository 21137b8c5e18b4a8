"""Versions of rosters: drafts may change, published ones never do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from scheduler.errors import Fault, InputError, require
from scheduler.roster import Roster, RosterState, RosterVersion
from store import tables as t
from store.documents import from_document, to_document
from store.shifts import shift_of, shift_values
from store.stamp import Stamp, moment
from store.tables.columns import added
from store.versions import Checked, Head, KeptVersion, Origin, Proof, PublishedMark

if TYPE_CHECKING:
    from scheduler.shift import Shift

__all__ = ["Checked", "Head", "KeptVersion", "Origin", "Proof", "PublishedMark", "Rosters"]


@dataclass(frozen=True, slots=True)
class Rosters:
    """The versions of the weeks' rosters, on one connection."""

    connection: Connection

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
        statement = insert(t.roster_version).values(
            week_id=week_id,
            number=self.number(week_id) + 1,
            state=RosterState.DRAFT.value,
            origin=origin.value,
            made_by=stamp.by,
            made_s=stamp.at_s,
            changed_by=stamp.by,
            changed_s=stamp.at_s,
            published_by="",
            published_s=None,
            reason="",
            checked=to_document(checked),
            proof=None if proof is None else to_document(proof),
        )
        number = added(self.connection, statement)
        rows = [{"version_id": number, **shift_values(shift)} for shift in roster.shifts]
        if rows:
            self.connection.execute(insert(t.roster_shift), rows)
        return number

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
        kept = select(t.roster_shift).where(t.roster_shift.c.version_id == version_id)
        if removed:
            numbers = {shift_of(row): row.id for row in self.connection.execute(kept)}
            for shift in removed:
                require(shift in numbers, "shift_not_in_roster", value=shift.agent_id)
                one = delete(t.roster_shift).where(t.roster_shift.c.id == numbers[shift])
                self.connection.execute(one)
        rows = [{"version_id": version_id, **shift_values(shift)} for shift in added]
        if rows:
            self.connection.execute(insert(t.roster_shift), rows)
        self._set(
            version_id, changed_by=stamp.by, changed_s=stamp.at_s, checked=to_document(checked)
        )

    def publish(self, version_id: int, *, reason: str, checked: Checked, stamp: Stamp) -> None:
        """Make a draft the published version it stays for ever."""
        self._require_draft(version_id)
        self._set(
            version_id,
            state=RosterState.PUBLISHED.value,
            published_by=stamp.by,
            published_s=stamp.at_s,
            reason=reason,
            checked=to_document(checked),
        )

    def _set(self, version_id: int, **values: object) -> None:
        one = update(t.roster_version).where(t.roster_version.c.id == version_id)
        self.connection.execute(one.values(**values))

    def _require_draft(self, version_id: int) -> None:
        query = select(t.roster_version.c.state).where(t.roster_version.c.id == version_id)
        state = self.connection.scalar(query)
        require(state is not None, "unknown_version", value=version_id)
        require(state == RosterState.DRAFT.value, "version_published", value=version_id)

    def latest(self, week_id: int, *, state: RosterState | None = None) -> KeptVersion | None:
        """Return the version with the highest number, of a state if named; None without one."""
        query = select(t.roster_version).where(t.roster_version.c.week_id == week_id)
        if state is not None:
            query = query.where(t.roster_version.c.state == state.value)
        row = self.connection.execute(query.order_by(t.roster_version.c.number.desc())).first()
        return None if row is None else self._version(row)

    def number(self, week_id: int) -> int:
        """Return the number of a week's latest version; 0 without one."""
        query = select(func.max(t.roster_version.c.number))
        return self.connection.scalar(query.where(t.roster_version.c.week_id == week_id)) or 0

    def head(self, week_id: int) -> Head | None:
        """Return a week's latest version in short; None without one."""
        table = t.roster_version
        query = select(table.c.number, table.c.checked).where(table.c.week_id == week_id)
        row = self.connection.execute(query.order_by(table.c.number.desc()).limit(1)).first()
        if row is None:
            return None
        marks = select(table.c.number, table.c.published_by, table.c.published_s).where(
            table.c.week_id == week_id, table.c.state == RosterState.PUBLISHED.value
        )
        mark = self.connection.execute(marks.order_by(table.c.number.desc()).limit(1)).first()
        published = None
        if mark is not None:
            published = PublishedMark(mark.number, Stamp.of(mark, "published"))
        verdict = from_document(Checked, row.checked).verdict
        return Head(row.number, len(verdict.stretches), verdict.cost.total, published)

    def is_published(self, week_id: int) -> bool:
        """Return whether a week has a published version."""
        query = select(t.roster_version.c.id).where(
            t.roster_version.c.week_id == week_id,
            t.roster_version.c.state == RosterState.PUBLISHED.value,
        )
        return self.connection.execute(query.limit(1)).first() is not None

    def get(self, week_id: int, number: int) -> KeptVersion:
        """Return a version by its number; raises InputError when there is none."""
        query = select(t.roster_version).where(
            t.roster_version.c.week_id == week_id, t.roster_version.c.number == number
        )
        row = self.connection.execute(query).first()
        if row is None:
            raise InputError(Fault("unknown_version", value=str(number)))
        return self._version(row)

    def all(self, week_id: int) -> tuple[KeptVersion, ...]:
        """Return all versions of a week in order of number."""
        query = select(t.roster_version).where(t.roster_version.c.week_id == week_id)
        rows = self.connection.execute(query.order_by(t.roster_version.c.number)).all()
        return tuple(self._version(row) for row in rows)

    def published_versions(self, week_id: int) -> tuple[RosterVersion, ...]:
        """Return all published versions of a week in order of number."""
        query = select(t.roster_version).where(
            t.roster_version.c.week_id == week_id,
            t.roster_version.c.state == RosterState.PUBLISHED.value,
        )
        rows = self.connection.execute(query.order_by(t.roster_version.c.number)).all()
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

    def _version(self, row: Row[Any]) -> KeptVersion:
        query = select(t.roster_shift).where(t.roster_shift.c.version_id == row.id)
        shifts = tuple(shift_of(found) for found in self.connection.execute(query))
        return KeptVersion(
            row.id,
            row.week_id,
            RosterVersion(
                row.number,
                Roster(shifts),
                RosterState(row.state),
                None if row.published_s is None else moment(row.published_s),
                row.published_by,
                row.reason,
            ),
            Origin(row.origin),
            Stamp.of(row, "made"),
            Stamp.of(row, "changed"),
            from_document(Checked, row.checked),
            None if row.proof is None else from_document(Proof, row.proof),
        )
