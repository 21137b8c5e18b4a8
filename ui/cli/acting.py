"""Where a command acts in the database: the options that say it, and the desk they lead to."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from scheduler.errors import require
from scheduler.horizon import Clock
from service.database import open_database, open_to_read
from service.desk import HOUSE, Desk, Person
from service.shop.dated_changes import bring_due
from ui.cli.options import LARGEST
from ui.cli.screen import Screen
from ui.cli.spelled import Report

Db = Annotated[str | None, typer.Option("--db", metavar="URL", help="cli.option.db")]
Shop = Annotated[str, typer.Option("--shop", metavar="ID", help="cli.option.shop")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="cli.option.by")]
Expect = Annotated[
    int | None,
    typer.Option("--expect", min=0, max=LARGEST, metavar="VERSION", help="cli.option.expect"),
]


@dataclass(frozen=True, slots=True)
class Looking:
    """Where a command that changes nothing looks."""

    shop: Shop = "main"
    url: Db = None

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Hand out the desk of a database that is there, with the version that is shown."""
        with closing(open_to_read(self.url)) as database:
            desk = Desk(database, self.shop, person(None), now())
            yield replace(desk, seen=desk.seen_now())


@dataclass(frozen=True, slots=True)
class Acting:
    """
    Where and as whom a command acts, and what its caller saw.

    Parameters
    ----------
    shop, url
        The shop and its database; None: the one the environment names.
    by
        Who acts; None: as the system knows them.
    expect
        The version its caller saw: what somebody changed after it is not written over. None: they
        take the newest, whatever it is.
    """

    shop: Shop = "main"
    by: By = None
    expect: Expect = None
    url: Db = None

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """
        Hand out the desk of the database, upgraded where needed.

        Raises
        ------
        InputError
            When there is no such version as expected yet.
        """
        with closing(open_database(self.url)) as database:
            who = person(self.by)
            desk = Desk(database, self.shop, who, now(), seen=self.expect, origin=origin())
            if self.expect is not None:
                newest = desk.seen_now()
                require(self.expect <= newest, "version_not_yet", value=self.expect, newest=newest)
            bring_due(desk)
            yield desk

    def stand_aside(self) -> None:
        """Raise InputError where a version was given and the database is not used."""
        require(self.expect is None, "expect_without_database", value=self.expect)


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """
    As whom a command acts on what belongs to no shop, such as accounts.

    Parameters
    ----------
    by
        Who acts; None: as the system knows them.
    url
        The database; None: the one the environment names.
    """

    by: By = None
    url: Db = None

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Hand out the desk of the database, upgraded where needed."""
        with closing(open_database(self.url)) as database:
            yield Desk(database, HOUSE, person(self.by), now(), origin=origin())


def told(screen: Screen, desk: Desk, report: Report) -> Report:
    """Say which version a command showed, or left by its last action; return it with the report."""
    version = max(desk.own, default=desk.seen)
    if version is None:
        with closing(
            desk.database
        ):  # a connection left open would keep what is new beside the file
            version = desk.seen_now()
    screen.say("cli.version", version=version)
    return report | {"version": version}


def person(by: str | None) -> Person:
    """Return who acts: the name given, else the one the system knows."""
    return Person(by or os.environ.get("USER") or os.environ.get("USERNAME") or "paiban")


def origin() -> str:
    """Return from where a command acts, as the log keeps it: the account it runs under."""
    return f"cli uid {os.getuid()}" if hasattr(os, "getuid") else "cli"


def today_in(timezone: str) -> dt.date:
    """Return the date in a time zone; raises InputError for an unknown one."""
    return now().astimezone(Clock(timezone).zone).date()


def now() -> dt.datetime:
    """Return the present moment; services are told it."""
    return dt.datetime.now(dt.UTC)
