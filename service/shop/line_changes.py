"""What of a line of the staff list is otherwise, field by field."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from scheduler.agent import Agent, Certificate, Contract

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

OF_CONTRACT = frozenset(each.name for each in fields(Contract))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """
    What of a person is otherwise.

    Parameters
    ----------
    name
        Of the field, in ``Agent`` or ``Contract``.
    before, after
        What it held and holds.
    """

    name: str
    before: object
    after: object


def changes_of(before: Agent, after: Agent) -> tuple[FieldChange, ...]:
    """Return the fields in which two lines of the staff list differ, those of contracts apart."""
    found = []
    for each in fields(Agent):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if isinstance(old, Contract) and isinstance(new, Contract):
            pairs = ((f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(Contract))
            found += [FieldChange(*one) for one in pairs if one[1] != one[2]]
        elif old != new:
            found.append(FieldChange(each.name, old, new))
    return tuple(found)


def with_fields(agent: Agent, told: Mapping[str, Any]) -> Agent:
    """Return a line with other values in some fields, those of its contract among them."""
    of_contract = {name: held for name, held in told.items() if name in OF_CONTRACT}
    own = {name: held for name, held in told.items() if name not in OF_CONTRACT}
    if of_contract:
        own["contract"] = replace(agent.contract, **of_contract)
    return replace(agent, **own)


def noted(changes: Sequence[FieldChange], since: dt.date | None = None) -> dict[str, str]:
    """Return changes of a line as the log has them: what fields held and hold, by their names."""
    told = {one.name: f"{as_text(one.before)} → {as_text(one.after)}" for one in changes}
    return {**told, "since": since.isoformat()} if since else told


def as_text(value: object) -> str:
    """Return what a field holds as text; empty: nothing."""
    if isinstance(value, tuple):
        return "|".join(map(as_text, value))
    if isinstance(value, Certificate):
        days = [str(day or "") for day in (value.valid_from, value.valid_to)]
        return f"{value.post} {'~'.join(days)}" if any(days) else value.post
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
