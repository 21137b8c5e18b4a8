"""
What an action changed, row by row, as the log keeps it: before and after.

The log may be read by people who may not see what somebody earns. So a table's values stand in it
only where the table is named here, and in those not where a name speaks of money or of a secret;
of all other tables it keeps how many rows changed.
"""

from __future__ import annotations

import json
import re
import secrets
import zlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from store.documents import from_document
from store.journal import rows_of, told_apart

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from store.journal import Key, Recorder, Values

OPEN_TABLES = frozenset(
    {
        *("shop", "post", "post_kind", "agent", "agent_limit", "absence", "wish", "session"),
        *("rule_set", "special_day", "week", "pin", "type_pin", "roster_version", "roster_shift"),
        *("attendance", "interruption", "forecast", "requirement", "volumes"),
        "all_contacts",
        *("role_grant", "vendor_team"),
    }
)
"""Tables whose values may stand in the log: none of them holds pay, scores or a secret."""

CLOSED = re.compile(
    r"cost|^base$|pay|wage|salar|amount|price|fen$|money|bonus|reward|deduct|score|grade|commission"
    r"|password|secret|token|hash|code$|totp",
    re.IGNORECASE,
)
"""Names of columns and fields whose values never stand in the log."""

FORGETTING = frozenset({"person_erased", "persons_tidied"})
"""Actions that take people's data away: what stood there before is not kept in their lines."""

WITHHELD = "…"
WITHHELD_NEW = "… ≠"  # it is another than before
READ = 2000  # rows of a table that are looked at again after the action
KEPT = 100  # rows of a table that are kept
LONG = 2000  # characters of a value; of a longer one stays what tells it from others


@dataclass(frozen=True, slots=True)
class RowAccount:
    """
    A row that an action changed.

    Parameters
    ----------
    key
        What identifies it in its table.
    before, after
        The columns that differ, as they were and are; None: there was, or is, no row.
    """

    key: list[Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class TableAccount:
    """
    What an action changed in a table.

    Parameters
    ----------
    table
        Its name.
    rows
        Those that differ, in the order they were written; empty where values are withheld.
    further
        How many more were written that are not kept.
    """

    table: str
    rows: list[RowAccount] = field(default_factory=list)
    further: int = 0


def accounts_of(recorder: Recorder, action: str) -> tuple[TableAccount, ...]:
    """Return what an action changed, of what a brief recorder heard."""
    found = []
    for table, before in recorder.touched():
        if table.name in OPEN_TABLES and action not in FORGETTING:
            found.append(_account(recorder.connection, table, before))
        else:
            found.append(TableAccount(table.name, [], len(before)))
    return tuple(each for each in found if each.rows or each.further)


def packed_accounts(accounts: tuple[TableAccount, ...]) -> bytes:
    """
    Return accounts as compressed text.

    It begins with a number nobody can guess, so that its digest tells nothing of what it holds.
    """
    said = [secrets.token_hex(16), [asdict(one) for one in accounts]]
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode())


def unpacked_accounts(packed: bytes) -> tuple[TableAccount, ...]:
    """Return the accounts of ``packed_accounts``."""
    if not packed:
        return ()
    text = zlib.decompress(packed).decode()
    return from_document(tuple[str, tuple[TableAccount, ...]], text)[1]


def _account(
    connection: Connection, table: Table, before: dict[Key, Values | None]
) -> TableAccount:
    keys = list(before)[:READ]
    now = rows_of(connection, table, keys, is_brief=True)
    pairs = [(key, before[key], now.get(key)) for key in keys]
    changed = [one for one in _without_moved(table, pairs) if one[1] != one[2]]
    rows = [RowAccount(list(key), *_differing(old, new)) for key, old, new in changed[:KEPT]]
    return TableAccount(table.name, rows, len(before) - len(keys) + len(changed[KEPT:]))


def _without_moved(
    table: Table, pairs: list[tuple[Key, Values | None, Values | None]]
) -> list[tuple[Key, Values | None, Values | None]]:
    """Leave out rows that were only written anew, under another number."""
    if "id" not in table.primary_key.columns or len(table.primary_key.columns) > 1:
        return pairs
    gone: dict[str, list[Key]] = {}
    for key, old, new in pairs:
        if old is not None and new is None:
            gone.setdefault(_but_number(old), []).append(key)
    moved: set[Key] = set()
    for key, old, new in pairs:
        if old is None and new is not None and gone.get(_but_number(new)):
            moved |= {key, gone[_but_number(new)].pop()}
    return [one for one in pairs if one[0] not in moved]


def _but_number(row: Values) -> str:
    return json.dumps({name: row[name] for name in row if name != "id"}, sort_keys=True)


def _differing(
    old: Values | None, new: Values | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the columns in which two rows differ, as the log may show them."""
    if old is None or new is None:
        return _shown(old), _shown(new)
    pairs = {name: _pair(name, old[name], new[name]) for name in old if old[name] != new[name]}
    before, after = ({name: pair[at] for name, pair in pairs.items()} for at in (0, 1))
    return before, after


def _shown(row: Values | None) -> dict[str, Any] | None:
    return None if row is None else {name: _pair(name, row[name], None)[0] for name in row}


def _pair(name: str, old: Any, new: Any) -> tuple[Any, Any]:  # noqa: ANN401 - cells of a database
    """Return what two cells of a column held and hold, as the log may show it."""
    if CLOSED.search(name):
        return WITHHELD, WITHHELD_NEW
    one, other = _without_closed(_parsed(old), _parsed(new))
    return _written(old, one), _written(new, other)


def _parsed(cell: Any) -> Any:  # noqa: ANN401 - a cell of a database
    """Return what a JSON text holds; any other value as it is."""
    if not isinstance(cell, str) or cell[:1] not in ("{", "["):
        return cell
    try:
        return json.loads(cell)
    except ValueError:  # a name that only begins like one
        return cell


def _written(cell: Any, shown: Any) -> Any:  # noqa: ANN401 - a cell of a database
    if not isinstance(cell, str):
        return cell
    text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
    return text if len(text) <= LONG else told_apart(text.encode())


def _without_closed(old: Any, new: Any) -> tuple[Any, Any]:  # noqa: ANN401 - what JSON holds
    """Return two values without what is withheld; whether that changed stays to be seen."""
    if isinstance(old, dict) or isinstance(new, dict):
        one, other = (each if isinstance(each, dict) else {} for each in (old, new))
        pairs = {
            name: (WITHHELD, WITHHELD if one.get(name) == other.get(name) else WITHHELD_NEW)
            if CLOSED.search(name)
            else _without_closed(one.get(name), other.get(name))
            for name in {**one, **other}
        }
        before, after = ({name: pair[at] for name, pair in pairs.items()} for at in (0, 1))
        return (
            {name: before[name] for name in one} if isinstance(old, dict) else old,
            {name: after[name] for name in other} if isinstance(new, dict) else new,
        )
    if isinstance(old, list) or isinstance(new, list):
        return (
            [_without_closed(each, None)[0] for each in old] if isinstance(old, list) else old,
            [_without_closed(None, each)[1] for each in new] if isinstance(new, list) else new,
        )
    return old, new
