"""Who acts or looks, and the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass

from store.grants import Grant


@dataclass(frozen=True, slots=True)
class Person:
    """
    Who acts.

    Parameters
    ----------
    name
        As it stands in the log.
    role
        As what they look at the screen; empty: nothing is known, as on the command line.
    grants
        The roles they hold, once they have signed in; None: nobody signs in here.
    """

    name: str
    role: str = ""
    grants: tuple[Grant, ...] | None = None
