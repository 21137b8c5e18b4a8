"""
What a shop's files call things: what was said once is remembered and holds for every later file.

A post is known by its id and by the usual names of the usual posts, somebody by id, by a name that
nobody else has, and by nicknames. What somebody says beside that is kept, as are the columns of
the files of a kind.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, TypeVar

from scheduler.keys import Cell, Key
from store.files.heads import usual_posts
from store.files.told import NOBODY_SAYS, NamesTold, as_told
from store.files.told import told as told_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.desk import Desk
    from store.register import Entry
    from store.unit import Unit

__all__ = ["NOBODY_SAYS", "NamesTold"]

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Nickname:
    """
    What files call somebody.

    Parameters
    ----------
    said
        In the file.
    agent_id
        Who that is.
    platform
        Whose files say so; empty: any.
    """

    said: str
    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    platform: str = ""


@dataclass(frozen=True, slots=True)
class PostCalled:
    """What files call a post: ``said`` there, ``post`` its id here."""

    said: str
    post: Annotated[str, Key(cell=Cell.POST)]


@dataclass(frozen=True, slots=True)
class ColumnsCalled:
    """
    What the files of a kind call their columns, and what holds in every row of them.

    Parameters
    ----------
    table
        The kind of table, such as ``attendance``.
    columns, constants
        As in ``NamesTold``.
    """

    table: str
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)


def told_of(desk: Desk, table: str = "") -> NamesTold:
    """
    Return what a shop's files call things.

    Parameters
    ----------
    table
        The kind of table whose constants hold; empty: no constants.
    """
    with desk.read() as unit:
        shop_id = desk.shop_id
        names = unit.staff.names(shop_id)
        known = unit.shops.post_ids(shop_id)
        people = _named_alone(names) | _meaning_one(_all(unit, shop_id, Nickname))
        posts = {said: post for said, post in usual_posts().items() if post in known}
        posts |= {each.said: each.post for each in _all(unit, shop_id, PostCalled)}
        called = {each.table: each for each in _all(unit, shop_id, ColumnsCalled)}
    return NamesTold(
        remembered={name: each.columns for name, each in called.items()},
        people={said: who for said, who in people.items() if said not in names},
        posts={said: post for said, post in posts.items() if said not in known},
        usual=called[table].constants if table in called else {},
    )


def _meaning_one(nicknames: Iterable[Nickname]) -> dict[str, str]:
    """Return whom nicknames mean, but for those that mean others on another platform."""
    meant: dict[str, set[str]] = {}
    for each in nicknames:
        meant.setdefault(each.said, set()).add(each.agent_id)
    return {said: whose.pop() for said, whose in meant.items() if len(whose) == 1}


def _named_alone(names: Mapping[str, str]) -> dict[str, str]:
    """Return people's ids by those names that only one of them has."""
    often = Counter(names.values())
    return {name: who for who, name in names.items() if name and often[name] == 1}


def _all(unit: Unit, shop_id: str, kind: type[Kept]) -> list[Kept]:
    return [entry.value for entry in unit.register.all(shop_id, kind)]


@contextmanager
def reading_as(desk: Desk, table: str = "", told: NamesTold = NOBODY_SAYS) -> Iterator[None]:
    """Have files be read as the shop's are, and as is told now, which holds before the rest."""
    with as_told(told_of(desk, table).joined(told_before()).joined(told)):
        yield


def remember(desk: Desk, told: NamesTold, *, table: str = "", platform: str = "") -> None:
    """
    Keep what is told for later files, in place of what was said of the same before.

    Where nothing is told, nothing is written.

    Parameters
    ----------
    table
        The kind of table whose constants ``told`` holds; empty: constants are not kept.
    platform
        Whose files name people so; empty: any.

    Raises
    ------
    InputError
        With all people and posts that are not the shop's.
    """
    if not (told.people or told.posts or told.columns or (table and told.constants)):
        return
    with desk.write("names_remembered", unseen="what files call things is said, not seen") as unit:
        values: list[tuple[str, object]] = [
            (f"{said} @ {platform}" if platform else said, Nickname(said, who, platform))
            for said, who in told.people.items()
        ]
        if platform:  # kept under the name alone by the version before
            for one in unit.register.all(desk.shop_id, Nickname):
                if one.subject == one.value.said in told.people and one.value.platform == platform:
                    unit.clear(Nickname, subject=one.subject)
        values += [(said, PostCalled(said, post)) for said, post in told.posts.items()]
        tables = {**told.columns, **({table: {}} if table and told.constants else {})}
        for name in tables:
            before = unit.register.all(desk.shop_id, ColumnsCalled, subject=name)
            old = before[-1].value if before else ColumnsCalled(name)
            constants = {**old.constants, **(told.constants if name == table else {})}
            columns = {**old.columns, **told.columns.get(name, {})}
            values.append((name, ColumnsCalled(name, columns, constants)))
        for subject, value in values:
            unit.require_known(value)
            unit.put(value, subject=subject)
        unit.note("", {"count": str(len(values))})


def nicknames(desk: Desk) -> tuple[Entry[Nickname], ...]:
    """Return what files call people, in the order entered."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, Nickname)


def forget(desk: Desk, kind: type[Nickname | PostCalled | ColumnsCalled], subject: str) -> None:
    """Forget what was said of a name or a kind of table."""
    with desk.write("names_forgotten", unseen="it is named whole") as unit:
        unit.clear(kind, subject=subject)
        unit.note(subject, {})
