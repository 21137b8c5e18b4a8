"""The steps by which a database's tables came to be: which it has taken, and taking the rest."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from scheduler.errors import Fault, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "head"
NO_STEP = "base"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    return config


@cache
def known_steps() -> tuple[str, ...]:
    """Return the steps this program knows, the last one first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def step_of(connection: Connection) -> str | None:
    """Return the last step a database has taken; None: it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def require_known(step: str | None, where: str) -> None:
    """Raise StoreError where a step is not known here: a newer program laid the tables."""
    if step is not None and step not in known_steps():
        details = {"step": step, "known": known_steps()[0]}
        raise StoreError(Fault("database_newer", value=where, details=details))


def is_up_to_date(connection: Connection, where: str) -> bool:
    """Return whether a database has taken every step; raises StoreError when it took newer ones."""
    step = step_of(connection)
    require_known(step, where)
    return step == known_steps()[0]


def take_steps(connection: Connection, to: str = HEAD) -> None:
    """Take the steps that are left up to one, on a connection that may write."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def take_back(connection: Connection, to: str) -> None:
    """Take the steps after one back, the newest first, on a connection that may write."""
    config = _config()
    config.attributes["connection"] = connection
    command.downgrade(config, to)
