"""
What of the rows somebody sees: asked of every statement, whoever wrote it.

A ``Sight`` is laid on a connection (``seeing``). Reading from a table, or a kind of register
entry, that is closed to it raises; of tables about people only the rows of those it reaches are
there. ``writing_for`` refuses to add, change or remove rows about anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    Alias,
    Delete,
    Engine,
    Insert,
    Join,
    Select,
    Table,
    TextClause,
    Update,
    event,
    or_,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, ColumnElement

from scheduler.errors import Fault, InputError
from store import tables as t
from store.reached import SHARED, Reached, refuse_others, require_reached, who_of
from store.row_security import seeing_on_server
from store.shops import HOUSE
from store.tables.columns import metadata
from store.tables.vendors import OF_VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Executable, FromClause

READS, WRITES_FOR, WAGES_STAY = "paiban_sight", "paiban_writes_for", "paiban_wages_stay"


@dataclass(frozen=True, slots=True)
class Sight:
    """
    What of a shop's rows may be seen.

    Parameters
    ----------
    reached
        Whose rows.
    apart
        Tables, and kinds of register entries, of which other people's rows may be seen than of the
        rest, by name; who reaches nobody may not read them at all.
    untold
        Names of actions whose lines of the log are not seen.
    has_wages
        Whether it is seen what an hour of somebody's work costs.
    laid
        By table, what its rows must fulfil to be seen, once it was asked.
    """

    reached: Reached
    apart: Mapping[str, Reached] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    has_wages: bool = True
    laid: dict[Table, tuple[ColumnElement[bool], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def of(self, name: str) -> Reached:
        """Return whose rows of a table, or entries of a kind, may be seen."""
        return self.apart.get(name, self.reached)

    def require_open(self, name: str) -> None:
        """Raise InputError where nothing of a table, or of a kind, may be read."""
        if name in self.apart and not self.apart[name].is_any:
            raise InputError(Fault("reading_closed", value=name))

    @property
    def is_everything(self) -> bool:
        """Return whether every row may be seen."""
        whole = all(one.is_whole for one in (self.reached, *self.apart.values()))
        return whole and not self.untold


@contextmanager
def seeing(connection: Connection, sight: Sight | None) -> Iterator[None]:
    """Lay a sight on a connection for a while; None: everything is seen."""
    told = None if sight is None else _told(connection, sight)
    with seeing_on_server(connection, told):
        connection.execution_options(**{READS: sight})
        try:
            yield
        finally:
            connection.execution_options(**{READS: None})


@contextmanager
def seeing_everything(connection: Connection) -> Iterator[None]:
    """Lift a sight for one query of the store, whose answer tells no more than it must."""
    before = connection.get_execution_options().get(READS)
    with seeing_on_server(connection, None if before is None else {"everything": True}):
        connection.execution_options(**{READS: None})
        try:
            yield
        finally:
            connection.execution_options(**{READS: before})


def _told(connection: Connection, sight: Sight) -> dict[str, Any]:
    """Return a sight as a server's policies ask it, with the people who are reached now."""
    known: dict[Reached, dict[str, Any]] = {}

    def told(one: Reached) -> dict[str, Any]:
        if one.is_whole:
            return {"whole": True}
        if one not in known:
            people = connection.scalars(one.agents()).all() if one.is_any else []
            known[one] = {"people": list(people), "vendors": sorted(one.vendors)}
        return known[one]

    reached = sight.reached
    is_house = reached.shop_id in ("", HOUSE)
    return {
        "shops": None if is_house and reached.is_whole else [reached.shop_id],
        "reached": told(reached),
        "apart": {name: told(one) for name, one in sight.apart.items()},
        "untold": sorted(sight.untold),
        "shared": sorted(SHARED),
    }


@contextmanager
def writing_for(
    connection: Connection, reached: Reached, *, has_wages: bool = True
) -> Iterator[None]:
    """
    Refuse rows about others than somebody reaches for a while.

    Parameters
    ----------
    has_wages
        Whether they may say what an hour of somebody's work costs; else what is known stays.
    """
    connection.execution_options(**{WRITES_FOR: reached, WAGES_STAY: not has_wages})
    try:
        yield
    finally:
        connection.execution_options(**{WRITES_FOR: None, WAGES_STAY: False})


@contextmanager
def reaching_everybody(connection: Connection) -> Iterator[None]:
    """Lift whom a writer reaches, for what follows by itself from what they did."""
    before = connection.get_execution_options().get(WRITES_FOR)
    connection.execution_options(**{WRITES_FOR: None})
    try:
        yield
    finally:
        connection.execution_options(**{WRITES_FOR: before})


def wages_stay(connection: Connection) -> bool:
    """Return whether it is not theirs who act to say what an hour of somebody's work costs."""
    stays = bool(connection.get_execution_options().get(WAGES_STAY, False))
    return stays or not sees_wages(connection)


def sees_wages(connection: Connection) -> bool:
    """Return whether whoever reads may see what an hour of somebody's work costs."""
    sight: Sight | None = connection.get_execution_options().get(READS)
    return sight is None or sight.has_wages


def require_days(connection: Connection, *subjects: tuple[object, ...]) -> None:
    """
    Raise InputError where days of a draft change that are not of those whom a writer reaches.

    Drafts are kept whole, so that their rows do not tell; ``store.changes`` has the subjects.
    """
    held: Reached | None = connection.get_execution_options().get(WRITES_FOR)
    drafts = [one for one in subjects if one and one[0] == "draft"]
    if held is not None and not held.is_whole and drafts:
        require_reached(connection, {one[2] if len(one) > 2 else "" for one in drafts}, held)


@event.listens_for(Engine, "before_execute", retval=True)
def look_through(
    connection: Connection,
    statement: Executable,
    many: Sequence[Mapping[str, Any]],
    one: Mapping[str, Any],
    options: Mapping[str, Any],
) -> tuple[Executable, Sequence[Mapping[str, Any]], Mapping[str, Any]]:
    """Return a statement as far as whoever runs it may see; SQLAlchemy asks before each."""
    sight: Sight | None = options.get(READS)
    if sight is not None and not sight.is_everything:
        _refuse_closed(statement, sight)
        statement = _narrowed(statement, sight)
    held: Reached | None = options.get(WRITES_FOR)
    if held is not None and not held.is_whole and isinstance(statement, Insert | Update | Delete):
        refuse_others(connection, statement, [dict(row) for row in many] or [dict(one)], held)
    return statement, many, one


def _refuse_closed(statement: Executable, sight: Sight) -> None:
    """Raise InputError where a statement names a closed table, or asks for a closed kind."""
    for each in visitors.iterate(cast("visitors.ExternallyTraversible", statement)):
        if isinstance(each, Table):
            sight.require_open(each.name)
        elif isinstance(each, TextClause):  # nobody can see what it reads
            raise InputError(Fault("reading_closed", value=str(each)))
        elif (
            isinstance(each, BinaryExpression)
            and each.left is t.register_entry.c.kind
            and isinstance(each.right, BindParameter)
        ):
            sight.require_open(str(each.right.value))


def _narrowed(statement: Executable, sight: Sight) -> Executable:
    """Return a statement that finds only what may be seen, in its subqueries too."""
    form = cast("visitors.ExternallyTraversible", statement)
    named = [one for one in visitors.iterate(form) if isinstance(one, Table | Alias)]
    if not any(_conditions(one, sight) for one in named):  # nothing to hide in it
        return statement

    def narrow(found: Select[Any]) -> None:
        told = [
            one
            for source in found.get_final_froms()
            for table in _tables(source)
            for one in _conditions(table, sight)
        ]
        found._where_criteria += tuple(told)

    return cast("Executable", visitors.cloned_traverse(form, {}, {"select": narrow}))


def _tables(source: FromClause) -> Iterator[FromClause]:
    """Yield the tables of a part of FROM, those that are joined too."""
    if isinstance(source, Join):
        yield from _tables(source.left)
        yield from _tables(source.right)
    elif isinstance(source, Table | Alias):
        yield source


def _conditions(source: FromClause, sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """Return what the rows of a table must fulfil to be seen."""
    if not isinstance(source, Table):
        return tuple(_laid_on(source, sight))
    if source not in sight.laid:
        sight.laid[source] = tuple(_laid_on(source, sight))
    return sight.laid[source]


def _laid_on(source: FromClause, sight: Sight) -> Iterator[ColumnElement[bool]]:
    table = source.element if isinstance(source, Alias) else source
    if table is t.register_entry:
        yield from _of_entries(source, sight)
        return
    if table is t.action and sight.untold:
        yield source.c.name.not_in(sorted(sight.untold))
    name = str(getattr(table, "name", ""))
    who, reached = who_of(source, table), sight.of(name)
    if name in OF_VENDORS and not reached.is_whole:
        yield source.c.shop_id == reached.shop_id
        yield source.c.vendor.in_(sorted(reached.vendors))
        return
    if who is None or reached.is_whole:
        return
    if "shop_id" in source.c:
        yield source.c.shop_id == reached.shop_id
    mine = who.in_(reached.agents())
    is_of_all = table in (t.session, t.pay_look)  # a meeting of a team, a look at everybody
    yield or_(mine, who == "") if is_of_all else mine


def _of_entries(source: FromClause, sight: Sight) -> Iterator[ColumnElement[bool]]:
    """Yield what entries of a register must fulfil: each kind may be seen of others."""
    kind, subject = source.c.kind, source.c.subject
    kinds = {name: one for name, one in sight.apart.items() if name not in metadata.tables}
    for name, one in kinds.items():
        if not one.is_whole:
            yield or_(kind != name, subject.in_(one.agents()))
    if not sight.reached.is_whole:
        free = sorted(SHARED | kinds.keys())
        yield or_(kind.in_(free), subject.in_(sight.reached.agents()))
