"""``rules.toml``: the horizon and the rules, read and written by the marks of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.errors import InputError
from scheduler.horizon import Clock, Horizon
from scheduler.ruleset import RuleSet
from store.files.codec import read_value, written

if TYPE_CHECKING:
    from scheduler.shift_type import ShiftType
    from store.files.document import Document
    from store.files.fault_log import FaultLog


def read_rules(
    document: Document, log: FaultLog, types: tuple[ShiftType, ...] = ()
) -> tuple[Horizon | None, RuleSet | None]:
    """
    Return the horizon and the rules, without seal groups; None where faults were noted.

    The two stand in one document and are read apart, so that a fault in one does not hide those
    in the other. Shift types that have a table of their own do not stand in the document.
    """
    horizon = read_value(document, Horizon, log, beside=(RuleSet,))
    given: dict[str, Any] = {"types": types} if types else {}
    return horizon, read_value(document, RuleSet, log, beside=(Horizon,), **given)


def rules_values(horizon: Horizon, rules: RuleSet) -> dict[str, Any]:
    """Return the values of ``rules.toml``; what holds without being said is left out."""
    return written(horizon) | written(rules)


def clock_of(document: Document) -> Clock | None:
    """Return the wall clock of a document that may be faulty elsewhere; None when it has none."""
    try:
        return Clock(str(document.values.get("timezone")))
    except InputError:
        return None
