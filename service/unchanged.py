"""
What was read from the database, kept in memory until somebody does something.

Fifty people who look at one week read the same rows and have the same roster checked at each of
their clicks. Every action is a line of the log's chain, so that as long as the chain ends with the
same hash nothing has changed, and the answer is the one that was found before.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast
from weakref import WeakKeyDictionary

from service.access import permit
from store.database import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from service.desk import Database, Desk
    from store.unit import Unit

Answer = TypeVar("Answer")

MOST = 48
"""Answers kept of one database: the weeks that are looked at, in a few ways each."""
MOST_ENDS = 64
"""Ends of the log whose lines without wishes are known."""

WISHES = frozenset({"wish_entered", "wish_removed"})
"""Actions of which a team does many, and which change no person, right or absence."""

Kept: TypeAlias = "OrderedDict[Hashable, tuple[str, Future[object]]]"

_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()
_ends: WeakKeyDictionary[Database, OrderedDict[Hashable, str]] = WeakKeyDictionary()
_lock = threading.Lock()


def while_unchanged(
    desk: Desk,
    unit: Unit,
    what: tuple[Hashable, ...],
    read: Callable[[], Answer],
    *,
    apart_from: frozenset[str] = frozenset(),
) -> Answer:
    """
    Return an answer, found anew where anything was done since, or where others' rows are seen.

    Parameters
    ----------
    unit
        The transaction the answer belongs to.
    what
        Names the answer among those of a shop.
    read
        Finds it from what the database holds alone; nobody may change what it returns.
    apart_from
        Names of actions that cannot change it, such as ``WISHES``.
    """
    if isinstance(desk.database, Rehearsal):  # it sees what is not in the log yet
        return read()
    seen = permit.sight(desk.person, desk.shop_id)
    key = (desk.shop_id, what, repr(seen))
    end = _end(desk.database, unit, apart_from)
    with _lock:
        kept = _kept.setdefault(desk.database, OrderedDict())
        at, found = kept.get(key, (None, Future()))
        is_first = at != end
        if is_first:  # what was found at another end of the log goes
            found = Future()
            kept[key] = end, found
        kept.move_to_end(key)
        while len(kept) > MOST:
            kept.popitem(last=False)
    if is_first:  # whoever asks meanwhile waits for this answer instead of finding it too
        try:
            found.set_result(read())
        except BaseException as error:
            with _lock:
                if kept.get(key) == (end, found):
                    del kept[key]
            found.set_exception(error)
    return cast("Answer", found.result())


def _end(database: Database, unit: Unit, apart_from: frozenset[str]) -> str:
    """Return the hash the log ends with, of its last line that is none of some actions."""
    end = unit.chain.end()
    if not apart_from:
        return end
    key = (end, apart_from)
    with _lock:
        known = _ends.setdefault(database, OrderedDict())
        if key in known:
            return known[key]
    found = unit.chain.end(apart_from)
    with _lock:
        known[key] = found
        while len(known) > MOST_ENDS:
            known.popitem(last=False)
    return found
